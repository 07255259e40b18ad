/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/adopt.h"
#include "qms/query.h"
#include "qms/round.h"
#include "redlines.h"

/* ---- what the first version began with ---- */

/* Does a model in the repository bring a document of that file's name? */
static const struct qms_error *
is_of_model(bool *yes, struct cli *cli, const struct qms_found *found)
{
	const char *end = strstr(found->path, "/documents/");
	struct qms_store_entry *entries;
	const struct qms_error *err;
	size_t count, i;

	*yes = false;
	if (end == NULL)
		return NULL;
	err = qms_store_list(&entries, &count, &cli->arena,
	    cli->system->store, "models/");
	for (i = 0; err == NULL && i < count && !*yes; i++)
		*yes = qms_ends_with(entries[i].path, end);
	return err;
}

static const struct qms_error *
first_recorded(struct redlines_side *side, struct cli *cli,
    const struct qms_found *found)
{
	const struct qms_error *err;
	struct qms_row_change *rows;
	size_t count;

	err = qms_query_changes(&rows, &count, &cli->arena,
	    cli->system->index, found->agency, found->id);
	if (err != NULL || count == 0)
		return err;
	return qms_git_blob(&side->text, cli->system->git, &cli->arena,
	    &rows[0].blob, QMS_FILE_LIMIT);
}

const struct qms_error *
redlines_baseline(struct redlines_side *side, struct cli *cli,
    const struct qms_found *found)
{
	const struct qms_error *err;
	struct qms_adopt adopt;
	struct qms_text own;
	bool model;

	side->text = qms_text("");
	err = qms_store_read(&own, &cli->arena, cli->system->store,
	    found->path, QMS_FILE_LIMIT);
	if (err == NULL)
		err = qms_adopt_read(&adopt, &cli->arena,
		    qms_system_kinds(cli->system), cli->system->store,
		    found->path, own);
	if (err)
		return err;
	if (adopt.agency != NULL && adopt.found) {
		side->name = qms_arena_format(&cli->arena, "%s/%s@%s",
		    adopt.agency, adopt.id, adopt.version);
		side->text = adopt.base;
		return NULL;
	}
	side->name = pick(cli, "trang trắng", "an empty page");
	err = is_of_model(&model, cli, found);
	if (err || !model)
		return err;
	side->name = pick(cli, "bản mẫu ban đầu", "the model's text");
	return first_recorded(side, cli, found);
}

const struct qms_error *
redlines_version(struct redlines_side *side, struct cli *cli,
    const struct qms_found *found, const char *version)
{
	const struct qms_error *err;
	struct qms_found one;
	const char *versions;

	if (strcmp(version, "0") == 0)
		return redlines_baseline(side, cli, found);
	side->name = version;
	err = qms_system_find(&one, cli->system, found->agency,
	    qms_arena_format(&cli->arena, "%s@%s", found->id, version));
	if (err == NULL && *one.version != '\0')
		return qms_system_read(&side->text, cli->system, &cli->arena,
		    &one);
	err = qms_versions_text(&versions, cli->system, &cli->arena,
	    found->agency, found->id);
	return err ? err : qms_fail(QMS_M_U023, found->id, version,
	    *versions == '\0' ? pick(cli, "chưa có", "none") : versions);
}

/* ---- what somebody saw last ---- */

const struct qms_error *
redlines_reviewed(struct redlines_side *side, struct cli *cli,
    const struct qms_found *found, const char *person)
{
	const struct qms_row_statement *last = NULL;
	struct qms_row_statement *rows;
	const struct qms_error *err;
	size_t count, i;

	side->text = (struct qms_text){ NULL, 0 };
	err = qms_query_statements(&rows, &count, &cli->arena,
	    cli->system->index, found->agency, found->id);
	for (i = 0; err == NULL && i < count; i++)
		if (strcmp(rows[i].by, person) == 0 &&
		    *rows[i].void_code == '\0' && *rows[i].text != '\0' &&
		    !qms_string_is(rows[i].from_state, found->kind->first) &&
		    !qms_string_is(rows[i].from_state,
		    found->kind->in_force))
			last = &rows[i];
	if (err != NULL || last == NULL)
		return err;
	side->name = qms_arena_format(&cli->arena, pick(cli,
	    "bản %s đã xem ngày %s", "%s as seen on %s"), last->version,
	    cli_shown_day(cli, last->date));
	return qms_system_bytes(&side->text, cli->system, &cli->arena,
	    last->text);
}

const struct qms_error *
redlines_read(struct redlines_side *side, struct cli *cli,
    const struct qms_found *found, const char *person)
{
	const struct qms_error *err;
	const char *version;

	side->text = (struct qms_text){ NULL, 0 };
	err = qms_query_last_read(&version, &cli->arena, cli->system->index,
	    found->agency, found->id, person);
	if (err != NULL || *version == '\0')
		return err;
	return redlines_version(side, cli, found, version);
}
