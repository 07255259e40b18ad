/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/json.h"
#include "redlines.h"

enum { CONTEXT = 3 };		/* lines shown around a change */

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
write_json(struct cli *cli, const char *agency, const char *id,
    const struct redlines_side sides[2], const struct qms_redline *redline)
{
	static const char *const names[] = { [QMS_SAME] = "same",
	    [QMS_REMOVED] = "removed", [QMS_ADDED] = "added" };
	struct qms_json json;
	size_t i;

	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/diff/1");
	qms_json_string(&json, "agency", agency);
	qms_json_string(&json, "id", id);
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

void
redlines_write(struct cli *cli, const char *agency, const char *id,
    const struct redlines_side sides[2])
{
	struct qms_redline redline;

	memset(&redline, 0, sizeof(redline));
	qms_redline_make(&redline, &cli->arena, sides[0].text,
	    sides[1].text);
	if (!redline.same)
		cli->exit = QMS_EXIT_PROBLEMS;
	if (cli->json) {
		write_json(cli, agency, id, sides, &redline);
		return;
	}
	say(cli, "%s: %s → %s%s", "%s: %s → %s%s", id, sides[0].name,
	    sides[1].name, redline.same ? pick(cli, ": không khác",
	    ": no difference") : "");
	if (!redline.same)
		write_text(cli, &redline);
}
