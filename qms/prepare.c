/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "prepare.h"
#include "splice.h"
#include "table.h"

enum { MOST_LINKS = 5 };	/* of one line; then how many more there are */

struct prepare {
	struct qms_arena *arena;
	struct qms_system *system;
	const char *path;
	struct qms_text file;
};

/* "agencies/so/records/2026/x/Y.md" seen from beside it: "../../../Z.md". */
static char *
relative(struct qms_arena *arena, const char *from, const char *to)
{
	const char *at, *same = from;
	char *up = qms_arena_string(arena, "");

	for (at = from; *at != '\0' && *at == to[at - from]; at++)
		if (*at == '/')
			same = at + 1;
	to += same - from;
	for (at = same; (at = strchr(at, '/')) != NULL; at++)
		up = qms_arena_format(arena, "%s../", up);
	return qms_arena_format(arena, "%s%s", up, to);
}

/* "KP-2026-01" of its path. */
static char *
name_of(struct qms_arena *arena, const char *path)
{
	const char *name = strrchr(path, '/');
	const char *end;

	name = name == NULL ? path : name + 1;
	end = strrchr(name, '.');
	return qms_arena_copy(arena, name, end == NULL ? strlen(name) :
	    (size_t)(end - name));
}

static void
add_line(struct qms_buffer *out, struct prepare *p,
    const struct qms_rule_line *line)
{
	const struct qms_strings *sources = &line->sources;
	size_t i;

	qms_rule_line_text(out, line, p->system->language);
	for (i = 0; i < sources->count && i < MOST_LINKS; i++)
		qms_buffer_format(out, "%s[%s](%s)", i == 0 ? " (" : ", ",
		    name_of(p->arena, sources->items[i]),
		    relative(p->arena, p->path, sources->items[i]));
	if (sources->count > MOST_LINKS)
		qms_buffer_format(out, p->system->language == QMS_VI ?
		    " và %zu hồ sơ khác" : " and %zu more",
		    sources->count - MOST_LINKS);
	if (sources->count > 0)
		qms_buffer_char(out, ')');
}

static bool
is_same_place(const struct qms_rule *a, const struct qms_rule *b)
{
	return strcmp(a->section, b->section) == 0 &&
	    strcmp(a->table, b->table) == 0 && strcmp(a->row, b->row) == 0 &&
	    strcmp(a->column, b->column) == 0;
}

/* All lines of the place of the first: a list in a section, one text in a
 * cell. */
static char *
words_for(struct prepare *p, const struct qms_rule_line *lines, size_t count)
{
	bool cell = *lines->rule->table != '\0';
	struct qms_buffer out = { 0 };
	char *words;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!is_same_place(lines[i].rule, lines->rule))
			continue;
		if (cell && out.size > 0)
			qms_buffer_string(&out, "; ");
		qms_buffer_string(&out, cell ? "" : "- ");
		add_line(&out, p, &lines[i]);
		qms_buffer_string(&out, cell ? "" : "\n");
	}
	words = qms_arena_copy(p->arena, out.data, out.size);
	qms_buffer_free(&out);
	return words;
}

static const struct qms_error *
no_place(const struct qms_rule *rule)
{
	return qms_fail(QMS_M_R008, rule->id, rule->fills,
	    *rule->table == '\0' ? rule->section : rule->table);
}

static const struct qms_error *
fill_section(struct prepare *p, const struct qms_object *object,
    const struct qms_rule *rule, const char *words)
{
	const struct qms_markdown *markdown = &object->markdown;
	struct qms_splice_parts parts = qms_splice_split(p->file);
	const struct qms_error *err;
	struct qms_text body;
	size_t i;

	for (i = 0; i < markdown->heading_count; i++)
		if (strcmp(markdown->headings[i].text, rule->section) == 0)
			break;
	if (i == markdown->heading_count)
		return no_place(rule);
	err = qms_splice_section(&body, p->arena, markdown, i,
	    qms_text(qms_arena_format(p->arena, "\n%s\n", words)));
	if (err == NULL)
		p->file = qms_splice_replace(p->arena, p->file, parts.body,
		    p->file.size - parts.body, body);
	return err;
}

static const struct qms_error *
fill_cell(struct prepare *p, const struct qms_object *object,
    const struct qms_rule *rule, const char *words)
{
	struct qms_problems problems = { .arena = p->arena };
	size_t row = (size_t)strtoul(rule->row, NULL, 10), column;
	const struct qms_table *table;
	const struct qms_error *err;
	struct qms_table_edit edit;
	struct qms_tables tables;

	err = qms_tables_read(&tables, p->arena, object, &problems,
	    p->system->language);
	if (err)
		return err;
	table = qms_tables_find(&tables, rule->table);
	if (table == NULL || row == 0 || row > table->count)
		return no_place(rule);
	column = qms_table_find_column(table, rule->column);
	if (column == SIZE_MAX)
		return no_place(rule);
	qms_table_begin(&edit, p->arena, table);
	qms_table_set(&edit, row - 1, column, words);
	return qms_table_write(&p->file, &problems, &edit, object,
	    qms_system_kinds(p->system));
}

/* Each place by itself, as the file is by then. */
static const struct qms_error *
fill_place(struct prepare *p, const struct qms_rule_line *lines, size_t count)
{
	struct qms_problems problems = { .arena = p->arena };
	const struct qms_rule *rule = lines->rule;
	char *words = words_for(p, lines, count);
	const struct qms_error *err;
	struct qms_object object;

	qms_object_parse(&object, p->arena, qms_system_kinds(p->system),
	    p->path, p->file, &problems);
	err = *rule->table == '\0' ? fill_section(p, &object, rule, words) :
	    fill_cell(p, &object, rule, words);
	qms_object_free(&object);
	return err;
}

const struct qms_error *
qms_prepare(struct qms_text *file, size_t *filled, struct qms_arena *arena,
    struct qms_system *system, const struct qms_kind *kind,
    const char *agency, const char *path)
{
	struct prepare p = { .arena = arena, .system = system, .path = path,
	    .file = *file };
	const struct qms_rules *rules;
	const struct qms_error *err;
	struct qms_rule_line *lines;
	size_t i, j;

	*filled = 0;
	err = qms_system_rules(&rules, system);
	if (err == NULL)
		err = qms_rules_lines(&lines, filled, arena, rules,
		    qms_index_db(system->index), kind->id, agency);
	for (i = 0; err == NULL && i < *filled; i++) {
		for (j = 0; j < i && !is_same_place(lines[j].rule,
		    lines[i].rule); j++)
			continue;
		if (j == i)
			err = fill_place(&p, &lines[i], *filled - i);
	}
	if (err == NULL)
		*file = p.file;
	return err;
}
