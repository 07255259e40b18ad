/* SPDX-License-Identifier: MIT */
/*
 * new --adopts: files that adopt the issued texts of another agency instead of
 * being copies of them; one text, or all that a pattern fits, in one commit.
 */
#include <string.h>

#include "commands.h"
#include "new_adopts.h"
#include "qms/create.h"
#include "writing.h"

struct adopting {
	struct cli *cli;
	const struct qms_kind *kind;
	const char *agency;		/* that adopts */
	const char *of_agency, *pattern, *version;
	struct qms_change *change;
	struct qms_strings ids, paths;
	struct qms_map taken;		/* ids given by this command */
	size_t there;			/* adopted before */
};

static const char sql_offered[] =
	"SELECT v.id, v.version"
	"  FROM version AS v"
	" WHERE v.agency = ?1 AND v.kind = ?2"
	"   AND (v.version = ?3 OR (?3 = '' AND v.in_force = 'yes'))"
	"   AND NOT EXISTS (SELECT 1 FROM adopted AS d"
	"        WHERE d.agency = v.agency AND d.id = v.id"
	"          AND d.version = v.version)"
	" ORDER BY v.id, v.position";

static const char sql_adopted_here[] =
	"SELECT id"
	"  FROM adoption"
	" WHERE agency = ?1 AND of_agency = ?2 AND of_id = ?3";

/* "so/QT-*", "so/QT-07@1.0" */
static const struct qms_error *
parse(struct adopting *a, const char *text)
{
	struct qms_reference reference;

	if (a->kind->adopts == NULL)
		return qms_fail(QMS_M_U070, a->kind->id);
	if (!qms_reference_parse(&reference, &a->cli->arena, text, a->kind) ||
	    *reference.agency == '\0')
		return qms_fail(QMS_M_U071, text);
	if (strcmp(reference.agency, a->agency) == 0)
		return qms_fail(QMS_M_U072, text);
	a->of_agency = reference.agency;
	a->pattern = reference.id;
	a->version = reference.version;
	return NULL;
}

static const struct qms_error *
adopted_as(const char **id, struct adopting *a, const char *of_id)
{
	return qms_db_string(id, &a->cli->arena,
	    qms_index_db(a->cli->system->index), sql_adopted_here,
	    (const char *const []){ a->agency, a->of_agency, of_id, NULL });
}

/* The id that was asked for, else that of the text, else the next number. */
static const struct qms_error *
choose_id(const char **id, struct adopting *a, const char *of_id)
{
	struct cli *cli = a->cli;
	const char *wanted = cli_option(cli, "id"), *used;
	const struct qms_error *err;

	*id = wanted == NULL ? of_id : wanted;
	if (!qms_id_is_safe(*id))
		return qms_fail(QMS_M_U018, *id);
	err = qms_create_id_used(&used, cli->system, &cli->arena, a->agency,
	    *id);
	if (err)
		return err;
	if (used == NULL && qms_map_get(&a->taken, *id) == NULL)
		return NULL;
	if (wanted != NULL || a->kind->number == NULL || a->ids.count > 0)
		return qms_fail(QMS_M_U017, used == NULL ? *id : used);
	return qms_create_next_id(id, cli->system, &cli->arena, a->kind,
	    a->agency, "");
}

static const struct qms_error *
put(struct adopting *a, const char *of_id, const char *version)
{
	struct cli *cli = a->cli;
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	const char *id, *path;
	struct qms_text text;

	err = adopted_as(&id, a, of_id);
	if (err == NULL && id != NULL) {
		say(cli, "%s/%s đã được áp dụng: %s", "%s/%s is adopted "
		    "already: %s", a->of_agency, of_id, id);
		a->there++;
		return NULL;
	}
	if (err == NULL)
		err = choose_id(&id, a, of_id);
	if (err)
		return err;
	/* ids and versions are nothing that YAML could misread */
	qms_buffer_format(&out, "---\nschema: qms/%s/1\n%s: %s/%s@%s\n---\n",
	    a->kind->id, a->kind->adopts, a->of_agency, of_id, version);
	text.data = qms_arena_copy(&cli->arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	err = writing_options(&text, cli, text);
	if (err)
		return err;
	path = qms_kind_path(&cli->arena, a->kind, a->agency, id, "");
	qms_change_put(a->change, path, text);
	qms_map_put(&cli->arena, &a->taken, id, a);
	qms_strings_add(&cli->arena, &a->ids, id);
	qms_strings_add(&cli->arena, &a->paths, path);
	return NULL;
}

/* Those in force there, or the version named, that fit. */
static const struct qms_error *
put_all(struct adopting *a)
{
	struct qms_strings ids = { 0 }, versions = { 0 };
	struct qms_arena *arena = &a->cli->arena;
	const struct qms_error *err;
	struct qms_query *query;
	size_t i;
	bool row;

	err = qms_db_query(&query, qms_index_db(a->cli->system->index),
	    sql_offered);
	if (err)
		return err;
	qms_bind_text(query, 1, a->of_agency);
	qms_bind_text(query, 2, a->kind->id);
	qms_bind_text(query, 3, a->version);
	while ((err = qms_step(&row, query)) == NULL && row)
		if (qms_string_matches(a->pattern, qms_column_text(query, 0))) {
			qms_strings_add(arena, &ids, qms_arena_string(arena,
			    qms_column_text(query, 0)));
			qms_strings_add(arena, &versions, qms_arena_string(
			    arena, qms_column_text(query, 1)));
		}
	qms_done(query);
	if (err == NULL && ids.count == 0)
		err = qms_fail(QMS_M_U073, qms_arena_format(arena,
		    *a->version == '\0' ? "%s/%s%s" : "%s/%s@%s",
		    a->of_agency, a->pattern, a->version));
	for (i = 0; err == NULL && i < ids.count; i++)
		err = put(a, ids.items[i], versions.items[i]);
	return err;
}

const struct qms_error *
new_adopts(struct cli *cli, const struct qms_kind *kind, const char *agency)
{
	struct adopting a = { .cli = cli, .kind = kind, .agency = agency };
	const char *text = cli_option(cli, "adopts");
	const struct qms_error *err;
	size_t i;

	err = parse(&a, text);
	if (err)
		return err;
	a.change = qms_change_new(cli->system);
	err = put_all(&a);
	if (err == NULL && a.ids.count == 1)
		err = writing_commit_file(cli, a.change, a.paths.items[0],
		    qms_arena_format(&cli->arena, "Soạn %s: áp dụng %s",
		    a.ids.items[0], text));
	else if (err == NULL && a.ids.count > 1)
		err = writing_commit(cli, a.change, qms_arena_format(
		    &cli->arena, "Soạn %zu tài liệu áp dụng %s", a.ids.count,
		    text));
	qms_change_free(a.change);
	for (i = 0; err == NULL && i < a.ids.count; i++)
		qms_buffer_format(&cli->out, "%s\n", a.ids.items[i]);
	return err;
}
