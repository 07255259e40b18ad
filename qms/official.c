/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "markdown.h"
#include "official.h"
#include "qr.h"
#include "splice.h"
#include "yaml.h"

enum { FRONT_LIMIT = 65536 };

static void
escape(struct qms_buffer *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (strchr("\\`*_[]<>#|&!{}", *text) != NULL)
			qms_buffer_char(out, '\\');
		qms_buffer_char(out, *text);
	}
}

/* Blanks stand for text, in Markdown too; one that nobody knows stays. */
static struct qms_text
fill(struct qms_arena *arena, const struct qms_official *official,
    struct qms_text text, bool markdown)
{
	struct qms_buffer out = { 0 };
	struct qms_text filled;
	const char *value, *name, *end;
	size_t i;

	for (i = 0; i < text.size; i++) {
		end = text.data[i] != '{' ? NULL : memchr(text.data + i, '}',
		    text.size - i);
		name = end == NULL ? NULL : qms_arena_copy(arena,
		    text.data + i + 1, (size_t)(end - text.data) - i - 1);
		value = name == NULL ? NULL : qms_map_get(&official->blanks,
		    name);
		if (name != NULL && markdown && strcmp(name, "annex") == 0)
			qms_buffer_text(&out, official->annex);
		else if (value != NULL && markdown)
			escape(&out, value);
		else if (value != NULL)
			qms_buffer_string(&out, value);
		else {
			qms_buffer_char(&out, text.data[i]);
			continue;
		}
		i = (size_t)(end - text.data);
	}
	filled.data = qms_arena_copy(arena, out.data == NULL ? "" : out.data,
	    out.size);
	filled.size = out.size;
	qms_buffer_free(&out);
	return filled;
}

/* Values are filled in where they were read, so that none becomes YAML. */
static const char *
word(struct qms_arena *arena, const struct qms_official *official,
    const char *text)
{
	return text == NULL ? NULL : fill(arena, official, qms_text(text),
	    false).data;
}

static void
set_lists(struct qms_value *values, struct qms_arena *arena,
    const struct qms_official *official, const struct qms_yaml *front)
{
	static const char *const names[] = { "bases", "recipients" };
	const struct qms_yaml *one;
	struct qms_value *list;
	size_t i;

	for (i = 0; i < 2; i++) {
		list = qms_value_list(values, names[i]);
		one = qms_yaml_get(front, names[i]);
		for (one = one == NULL ? NULL : one->first; one != NULL;
		    one = one->next)
			if (one->type == QMS_YAML_SCALAR)
				qms_value_item(list, word(arena, official,
				    one->value));
	}
	list = qms_value_list(values, "sign");
	for (i = 0; i < official->sign.count &&
	    qms_yaml_string(front, "unsigned") == NULL; i++)
		qms_value_item(list, official->sign.items[i]);
}

static void
set_words(struct qms_value *values, struct qms_arena *arena,
    const struct qms_official *official, const struct qms_yaml *front)
{
	static const char *const names[] = { "type", "subject", "symbol",
		"authority", "order", "to", "annex" };
	static const char *const blanks[][2] = { { "parent", "parent_name" },
		{ "agency", "agency_name" }, { "place", "place" } };
	/* papers of their own number are numbered by hand */
	bool own = qms_yaml_string(front, "own_number") != NULL;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		qms_value_text(values, names[i], word(arena, official,
		    qms_yaml_string(front, names[i])));
	for (i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
		qms_value_text(values, blanks[i][0], qms_map_get(
		    &official->blanks, blanks[i][1]));
	qms_value_text(values, "title", word(arena, official,
	    qms_yaml_string(front, "subject")));
	qms_value_text(values, "number", qms_map_get(&official->blanks, own ?
	    "no_number" : "number"));
	qms_value_text(values, "day", qms_map_get(&official->blanks, own ?
	    "no_day" : "day_long"));
	qms_value_text(values, "signer", official->signer);
	qms_value_text(values, "check", own ||
	    qms_yaml_string(front, "unsigned") != NULL ? "" :
	    official->check);
}

static const struct qms_error *
render(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_official *official, const struct qms_value *values,
    struct qms_problems *problems)
{
	const struct qms_template_source source = { "official",
		official->page };
	const struct qms_template *page;

	page = qms_template_find(qms_templates_compile(arena, &source, 1,
	    problems), "official");
	if (page == NULL || qms_problems_have_errors(problems))
		return NULL;
	return qms_template_render(out, page, values, QMS_VI);
}

static struct qms_html
kept(struct qms_arena *arena, struct qms_buffer *html)
{
	struct qms_text text = { qms_arena_copy(arena, html->data == NULL ?
	    "" : html->data, html->size), html->size };

	qms_buffer_free(html);
	return qms_html_written(text);
}

/* A text that is too long for a code stands beside it in words. */
struct qms_html
qms_official_code(struct qms_arena *arena,
    const struct qms_official *official)
{
	struct qms_buffer code = { 0 };

	if (*official->check == '\0' ||
	    qms_qr_svg(&code, official->code) != NULL)
		qms_buffer_clear(&code);
	return kept(arena, &code);
}

bool
qms_official_values(struct qms_value *values, struct qms_arena *arena,
    const struct qms_official *official, struct qms_problems *problems)
{
	struct qms_splice_parts parts = qms_splice_split(official->form);
	struct qms_markdown_options options = { 0 };
	struct qms_buffer body = { 0 };
	struct qms_markdown markdown;
	struct qms_yaml *front;

	qms_yaml_parse(&front, arena, (struct qms_text){ official->form.data +
	    parts.front, parts.front_size }, FRONT_LIMIT, official->name, 1,
	    problems);
	if (front == NULL)
		return false;
	qms_markdown_parse(&markdown, arena, fill(arena, official,
	    (struct qms_text){ official->form.data + parts.body,
	    official->form.size - parts.body }, true), official->name, 1,
	    problems);
	qms_markdown_html(&body, &markdown, &options);
	qms_markdown_free(&markdown);
	set_words(values, arena, official, front);
	set_lists(values, arena, official, front);
	qms_value_html(values, "body", kept(arena, &body));
	qms_value_html(values, "code", qms_official_code(arena, official));
	return true;
}

const struct qms_error *
qms_official_write(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_official *official, struct qms_problems *problems)
{
	struct qms_value *values = qms_value_new(arena);

	return qms_official_values(values, arena, official, problems) ?
	    render(out, arena, official, values, problems) : NULL;
}
