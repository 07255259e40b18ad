/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/json.h"
#include "qms/template.h"
#include "qms/words.h"
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

/* ---- outline ---- */

/* The kind that the text names; NULL: none that is known here. */
static const struct qms_kind *
kind_of(struct cli *cli, struct qms_text text)
{
	static const char schema[] = "schema:";
	struct qms_text line, rest = text;
	const char *kind, *value;
	int version, number;

	if (cli->system == NULL)
		return NULL;
	for (number = 0; number < 20 && qms_text_line(&line, &rest);
	    number++) {
		if (line.size < sizeof(schema) || memcmp(line.data, schema,
		    sizeof(schema) - 1) != 0)
			continue;
		line = qms_text_trim((struct qms_text){ line.data +
		    sizeof(schema) - 1, line.size - sizeof(schema) + 1 });
		value = qms_arena_copy(&cli->arena, line.data, line.size);
		return qms_schema_parse(&kind, &version, &cli->arena, value) ?
		    qms_kinds_get(qms_system_kinds(cli->system), kind) : NULL;
	}
	return NULL;
}

static const char *
key_name(struct cli *cli, const struct qms_kind *kind, struct qms_text key)
{
	const char *id = qms_arena_copy(&cli->arena, key.data, key.size);
	const struct qms_kind_key *known = kind == NULL ? NULL :
	    qms_kind_key(kind, id);

	return known == NULL || known->name[cli->language] == NULL ? id :
	    known->name[cli->language];
}

/* In words where it is one of a few, on one line. */
static const char *
value_name(struct cli *cli, const struct qms_kind *kind, struct qms_text key,
    struct qms_text value)
{
	const char *text = qms_arena_copy(&cli->arena, value.data, value.size);
	const struct qms_kind_key *known = kind == NULL ? NULL :
	    qms_kind_key(kind, qms_arena_copy(&cli->arena, key.data,
	    key.size));
	size_t i;

	for (i = 0; known != NULL && i < known->value_count; i++)
		if (strcmp(known->values[i].value, text) == 0 &&
		    known->values[i].name[cli->language] != NULL)
			return known->values[i].name[cli->language];
	return *text == '\0' ? "–" : text;
}

static void
outline_key(struct qms_buffer *out, struct cli *cli,
    const struct qms_kind *kind, const struct qms_redline_key *key)
{
	const char *arguments[QMS_MESSAGE_ARGUMENTS] = {
		key_name(cli, kind, key->key),
		value_name(cli, kind, key->key, key->before),
		value_name(cli, kind, key->key, key->after),
	};

	qms_message_fill(out, key->kind == QMS_ADDED ? pick(cli,
	    "{1}: thêm {3}\n", "{1}: added {3}\n") :
	    key->kind == QMS_REMOVED ? pick(cli, "{1}: bỏ {2}\n",
	    "{1}: removed {2}\n") : "{1}: {2} → {3}\n", arguments);
}

static void
outline_section(struct qms_buffer *out, struct cli *cli,
    const struct qms_redline_section *section)
{
	const char *words[] = {
		[QMS_SAME] = "", [QMS_REMOVED] = pick(cli, "bỏ", "removed"),
		[QMS_ADDED] = pick(cli, "thêm", "added"),
		[QMS_CHANGED] = pick(cli, "sửa", "changed"),
	};
	const char *arguments[QMS_MESSAGE_ARGUMENTS] = {
		qms_arena_copy(&cli->arena, section->name.data,
		    section->name.size), words[section->kind],
		qms_arena_copy(&cli->arena, section->former.size > 0 ?
		    section->former.data : "", section->former.size),
	};
	bool more = section->kind != QMS_SAME;

	if (!more && !section->moved && section->former.size == 0)
		return;
	if (section->name.size == 0 || (section->before == 0 ?
	    section->after : section->before) == 0)
		arguments[0] = pick(cli, "phần đầu", "the beginning");
	qms_message_fill(out, pick(cli, "mục “{1}”: {2}",
	    "section \"{1}\": {2}"), arguments);
	if (section->moved) {
		qms_buffer_string(out, more ? ", " : "");
		qms_buffer_string(out, pick(cli, "chuyển chỗ", "moved"));
		more = true;
	}
	if (section->former.size > 0) {
		qms_buffer_string(out, more ? ", " : "");
		qms_message_fill(out, pick(cli, "đổi tên từ “{3}”",
		    "renamed from \"{3}\""), arguments);
	}
	qms_buffer_char(out, '\n');
}

static bool
is_yaml(struct cli *cli, const struct redlines_side sides[2])
{
	const struct qms_kind *kind = kind_of(cli, sides[1].text);

	return kind != NULL && kind->format == QMS_FORMAT_YAML;
}

void
redlines_outline(struct qms_buffer *out, struct cli *cli,
    const struct redlines_side sides[2])
{
	const struct qms_kind *kind = kind_of(cli, sides[1].text);
	struct qms_redline_outline outline;
	size_t i;

	qms_redline_outline(&outline, &cli->arena, sides[0].text,
	    sides[1].text, is_yaml(cli, sides));
	for (i = 0; i < outline.key_count; i++)
		outline_key(out, cli, kind, &outline.keys[i]);
	for (i = 0; i < outline.section_count; i++)
		outline_section(out, cli, &outline.sections[i]);
}

const struct qms_error *
redlines_tell(struct cli *cli, const struct qms_found *found,
    const struct redlines_side *seen, const char *version)
{
	struct redlines_side sides[2] = { *seen };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	char *at;

	if (seen->text.data == NULL)
		return NULL;
	err = redlines_version(&sides[1], cli, found, version);
	if (err)
		return err;
	redlines_outline(&out, cli, sides);
	while (out.size > 0 && out.data[out.size - 1] == '\n')
		out.data[--out.size] = '\0';
	if (out.size > 0) {
		say(cli, "%s: %s → %s", "%s: %s → %s", found->id,
		    sides[0].name, sides[1].name);
		for (at = strtok(out.data, "\n"); at != NULL;
		    at = strtok(NULL, "\n"))
			say(cli, "  %s", "  %s", at);
	}
	qms_buffer_free(&out);
	return NULL;
}

/* ---- forms ---- */

static const char *const kind_names[] = { [QMS_SAME] = "same",
	[QMS_REMOVED] = "removed", [QMS_ADDED] = "added",
	[QMS_CHANGED] = "changed" };

static void
json_text(struct qms_json *json, struct cli *cli, const char *key,
    struct qms_text text)
{
	qms_json_string(json, key, qms_arena_copy(&cli->arena,
	    text.size == 0 ? "" : text.data, text.size));
}

static void
json_outline(struct qms_json *json, struct cli *cli,
    const struct redlines_side sides[2])
{
	const struct qms_kind *kind = kind_of(cli, sides[1].text);
	struct qms_redline_outline outline;
	const struct qms_redline_section *section;
	size_t i;

	qms_redline_outline(&outline, &cli->arena, sides[0].text,
	    sides[1].text, is_yaml(cli, sides));
	qms_json_array(json, "keys");
	for (i = 0; i < outline.key_count; i++) {
		qms_json_object(json, NULL);
		json_text(json, cli, "key", outline.keys[i].key);
		qms_json_string(json, "name", key_name(cli, kind,
		    outline.keys[i].key));
		qms_json_string(json, "kind",
		    kind_names[outline.keys[i].kind]);
		json_text(json, cli, "before", outline.keys[i].before);
		json_text(json, cli, "after", outline.keys[i].after);
		qms_json_end_object(json);
	}
	qms_json_end_array(json);
	qms_json_array(json, "sections");
	for (i = 0; i < outline.section_count; i++) {
		section = &outline.sections[i];
		qms_json_object(json, NULL);
		json_text(json, cli, "name", section->name);
		json_text(json, cli, "former", section->former);
		qms_json_string(json, "kind", kind_names[section->kind]);
		qms_json_flag(json, "moved", section->moved);
		qms_json_end_object(json);
	}
	qms_json_end_array(json);
}

/* The whole text, with what went and what came: on paper signs say it too. */
static void
write_html(struct cli *cli, const char *id,
    const struct redlines_side sides[2], const struct qms_redline *redline)
{
	static const char style[] = "body{font:16px/1.5 serif;max-width:50em;"
	    "margin:2em auto;padding:0 1em}p{margin:.2em 0;"
	    "white-space:pre-wrap}table{border-collapse:collapse}"
	    "td{padding:.1em .5em;border:1px solid;vertical-align:top}"
	    "ins{background:#dfd}del{background:#fdd}"
	    "@media print{ins,del{background:none}ins{font-weight:bold}}";
	struct qms_buffer *out = &cli->out, outline = { 0 };
	const char *title = qms_arena_format(&cli->arena, "%s: %s → %s", id,
	    sides[0].name, sides[1].name);

	qms_buffer_format(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>",
	    pick(cli, "vi", "en"));
	qms_html_escape(out, qms_text(title));
	qms_buffer_format(out, "</title>\n<style>%s</style>\n</head>\n<body>\n"
	    "<h1>", style);
	qms_html_escape(out, qms_text(title));
	qms_buffer_string(out, "</h1>\n<pre>");
	redlines_outline(&outline, cli, sides);
	qms_html_escape(out, qms_buffer_view(&outline));
	qms_buffer_free(&outline);
	qms_buffer_string(out, "</pre>\n");
	qms_redline_html(out, redline, SIZE_MAX, qms_word(QMS_W_table,
	    cli->language));
	qms_buffer_string(out, "</body>\n</html>\n");
}

static void
write_json(struct cli *cli, const char *agency, const char *id,
    const struct redlines_side sides[2], const struct qms_redline *redline)
{
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
		qms_json_string(&json, "kind", kind_names[p->kind]);
		qms_json_string(&json, "text", qms_arena_copy(&cli->arena,
		    p->text.data, p->text.size));
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	json_outline(&json, cli, sides);
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
	if (cli_has(cli, "html")) {
		write_html(cli, id, sides, &redline);
		return;
	}
	say(cli, "%s: %s → %s%s", "%s: %s → %s%s", id, sides[0].name,
	    sides[1].name, redline.same ? pick(cli, ": không khác",
	    ": no difference") : "");
	if (redline.same)
		return;
	redlines_outline(&cli->out, cli, sides);
	qms_buffer_char(&cli->out, '\n');
	write_text(cli, &redline);
}
