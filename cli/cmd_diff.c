/* SPDX-License-Identifier: MIT */
/*
 * diff - what changed between two versions of a document, or between the
 * version in force (else the last commit) and the working text.
 */
#include <string.h>
#include <unistd.h>

#include "acts.h"
#include "commands.h"
#include "qms/json.h"
#include "qms/query.h"
#include "qms/redline.h"
#include "qms/round.h"

enum { CONTEXT = 3 };		/* lines shown around a change */

struct side {
	const char *name;
	struct qms_text text;
};

/* A version as issued, or as it was sent for review. */
static const struct qms_error *
issued(struct side *side, struct cli *cli, const struct qms_found *found,
    const char *version)
{
	const struct qms_error *err;
	struct qms_found one;
	const char *versions;

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

static const struct qms_error *
working(struct side *side, struct cli *cli, const struct qms_found *found)
{
	bool changed;

	side->name = pick(cli, "bản đang soạn", "working text");
	return acts_working_text(&side->text, &changed, cli, found->path);
}

/* With nothing issued yet: the text as it was last recorded. */
static const struct qms_error *
committed(struct side *side, struct cli *cli, const struct qms_found *found)
{
	side->name = pick(cli, "bản đã ghi", "recorded text");
	return qms_store_read(&side->text, &cli->arena, cli->system->store,
	    found->path, QMS_FILE_LIMIT);
}

static const struct qms_error *
choose(struct side sides[2], struct cli *cli, const struct qms_found *found)
{
	const struct qms_error *err;
	const char *first = cli->operand_count > 1 ? cli->operands[1] :
	    *found->version != '\0' ? found->version : found->in_force;

	if (*first == '\0')
		err = committed(&sides[0], cli, found);
	else
		err = issued(&sides[0], cli, found, first);
	if (err)
		return err;
	return cli->operand_count > 2 ? issued(&sides[1], cli, found,
	    cli->operands[2]) : working(&sides[1], cli, found);
}

static void
add_safely(struct qms_buffer *out, struct cli *cli, struct qms_text text)
{
	char *copy = qms_arena_copy(&cli->arena, text.data, text.size);

	qms_message_fill(out, "{1}", (const char *const [4]){ copy });
}

static void
write_pieces(struct cli *cli, const struct qms_redline_line *line)
{
	bool colour = colours();
	size_t i;

	for (i = 0; i < line->count; i++) {
		const struct qms_redline_piece *p = &line->pieces[i];

		if (p->kind == QMS_REMOVED)
			qms_buffer_string(&cli->out, colour ?
			    "\033[31;9m" : "[-");
		else if (p->kind == QMS_ADDED)
			qms_buffer_string(&cli->out, colour ?
			    "\033[32;4m" : "{+");
		add_safely(&cli->out, cli, p->text);
		if (p->kind == QMS_REMOVED)
			qms_buffer_string(&cli->out, colour ? "\033[0m" :
			    "-]");
		else if (p->kind == QMS_ADDED)
			qms_buffer_string(&cli->out, colour ? "\033[0m" :
			    "+}");
	}
}

static void
write_text(struct cli *cli, const struct qms_redline *redline)
{
	static const char marks[] = { [QMS_SAME] = ' ', [QMS_REMOVED] = '-',
	    [QMS_ADDED] = '+', [QMS_CHANGED] = '~' };
	const struct qms_redline_line *line;
	bool gap = false;
	size_t i;

	for (i = 0; i < redline->count; i++) {
		line = &redline->lines[i];
		if (!qms_redline_is_near(redline, i, CONTEXT)) {
			gap = true;
			continue;
		}
		if (gap)
			qms_buffer_string(&cli->out, "…\n");
		gap = false;
		qms_buffer_format(&cli->out, "%c ", marks[line->kind]);
		if (line->count > 0)
			write_pieces(cli, line);
		else
			add_safely(&cli->out, cli, line->text);
		qms_buffer_char(&cli->out, '\n');
	}
}

static void
write_json(struct cli *cli, const struct qms_found *found,
    const struct side sides[2], const struct qms_redline *redline)
{
	static const char *const names[] = { [QMS_SAME] = "same",
	    [QMS_REMOVED] = "removed", [QMS_ADDED] = "added" };
	struct qms_json json;
	size_t i;

	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/diff/1");
	qms_json_string(&json, "agency", found->agency);
	qms_json_string(&json, "id", found->id);
	qms_json_string(&json, "before", sides[0].name);
	qms_json_string(&json, "after", sides[1].name);
	qms_json_array(&json, "spans");
	for (i = 0; i < redline->span_count; i++) {
		const struct qms_redline_piece *p = &redline->spans[i];

		qms_json_object(&json, NULL);
		qms_json_string(&json, "kind", names[p->kind]);
		qms_json_string(&json, "text", qms_arena_copy(&cli->arena,
		    p->text.data, p->text.size));
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	qms_json_end_object(&json);
}

COMMAND(diff)
{
	const struct qms_error *err;
	struct qms_redline redline;
	struct side sides[2];
	struct qms_found found;
	const char *agency;

	if (cli_agency(&agency, cli) != NULL)
		agency = "";
	err = qms_system_find(&found, cli->system, agency, cli->operands[0]);
	if (err == NULL)
		err = choose(sides, cli, &found);
	if (err)
		return err;
	memset(&redline, 0, sizeof(redline));
	qms_redline_make(&redline, &cli->arena, sides[0].text,
	    sides[1].text);
	if (!redline.same)
		cli->exit = QMS_EXIT_PROBLEMS;
	if (cli->json) {
		write_json(cli, &found, sides, &redline);
		return NULL;
	}
	say(cli, "%s: %s → %s%s", "%s: %s → %s%s", found.id, sides[0].name,
	    sides[1].name, redline.same ? pick(cli, ": không khác",
	    ": no difference") : "");
	if (!redline.same)
		write_text(cli, &redline);
	return NULL;
}
