/* SPDX-License-Identifier: MIT */
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
is_same_place(const struct qms_rule_line *line,
    const struct qms_rule_line *other)
{
	const struct qms_rule *a = line->rule, *b = other->rule;

	return strcmp(a->section, b->section) == 0 &&
	    strcmp(a->table, b->table) == 0 &&
	    strcmp(line->row, other->row) == 0 &&
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
		if (!is_same_place(&lines[i], lines))
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
    const struct qms_rule_line *line, const char *words)
{
	const struct qms_rule *rule = line->rule;
	struct qms_problems problems = { .arena = p->arena };
	const struct qms_table *table;
	const struct qms_error *err;
	struct qms_table_edit edit;
	struct qms_tables tables;
	size_t row, column;

	err = qms_tables_read(&tables, p->arena, object, &problems,
	    p->system->language);
	if (err)
		return err;
	table = qms_tables_find(&tables, rule->table);
	row = table == NULL ? SIZE_MAX : qms_table_find_row(table, line->row);
	column = table == NULL ? SIZE_MAX :
	    qms_table_find_column(table, rule->column);
	if (row == SIZE_MAX || column == SIZE_MAX)
		return no_place(rule);
	qms_table_begin(&edit, p->arena, table);
	qms_table_set(&edit, row, column, words);
	return qms_table_write(&p->file, &problems, &edit, object,
	    qms_system_kinds(p->system));
}

/* What the rule returns and the table has no column for is for others. */
static void
set_row(struct qms_table_edit *edit, const struct qms_rule_line *line)
{
	size_t row = edit->count, i, column;

	qms_table_add(edit, row);
	for (i = 0; i < line->cell_count; i++) {
		column = qms_table_find_column(edit->table,
		    line->cells[i].name);
		if (column != SIZE_MAX && *line->cells[i].value != '\0')
			qms_table_set(edit, row, column,
			    line->cells[i].value);
	}
}

/* The rows instead of those of the starter text. */
static const struct qms_error *
fill_rows(struct prepare *p, const struct qms_object *object,
    const struct qms_rule_line *lines, size_t count)
{
	struct qms_problems problems = { .arena = p->arena };
	const struct qms_table *table;
	const struct qms_error *err;
	struct qms_table_edit edit;
	struct qms_tables tables;
	size_t i;

	err = qms_tables_read(&tables, p->arena, object, &problems,
	    p->system->language);
	if (err)
		return err;
	table = qms_tables_find(&tables, lines->rule->table);
	if (table == NULL || table->absent)
		return no_place(lines->rule);
	qms_table_begin(&edit, p->arena, table);
	while (edit.count > 0)
		qms_table_remove(&edit, edit.count - 1);
	for (i = 0; i < count; i++)
		if (is_same_place(&lines[i], lines))
			set_row(&edit, &lines[i]);
	if (qms_table_counter(table) != SIZE_MAX)
		qms_table_renumber(&edit);
	err = qms_table_write(&p->file, &problems, &edit, object,
	    qms_system_kinds(p->system));
	if (err == NULL && problems.count > 0)
		err = no_place(lines->rule);
	return err;
}

/* Each place by itself, as the file is by then. */
static const struct qms_error *
fill_place(struct prepare *p, const struct qms_rule_line *lines, size_t count)
{
	struct qms_problems problems = { .arena = p->arena };
	const struct qms_rule *rule = lines->rule;
	const struct qms_error *err;
	struct qms_object object;

	qms_object_parse(&object, p->arena, qms_system_kinds(p->system),
	    p->path, p->file, &problems);
	if (qms_rule_fills_rows(rule))
		err = fill_rows(p, &object, lines, count);
	else if (*rule->table == '\0')
		err = fill_section(p, &object, rule, words_for(p, lines,
		    count));
	else
		err = fill_cell(p, &object, lines, words_for(p, lines,
		    count));
	qms_object_free(&object);
	return err;
}

/* The keys of the file that have one value, for the rules to go by. */
static struct qms_rule_cell *
keys_of(struct prepare *p, const struct qms_kind *kind, size_t *count)
{
	struct qms_problems ignored = { .arena = p->arena };
	struct qms_rule_cell *keys;
	struct qms_object object;
	const char *value;
	size_t i;

	*count = 0;
	keys = qms_arena_alloc(p->arena, (kind->key_count + 1) *
	    sizeof(*keys));
	qms_object_parse(&object, p->arena, qms_system_kinds(p->system),
	    p->path, p->file, &ignored);
	for (i = 0; i < kind->key_count; i++) {
		value = qms_object_string(&object, kind->keys[i].key);
		if (value == NULL)
			continue;
		keys[*count].name = kind->keys[i].key;
		keys[(*count)++].value = qms_arena_string(p->arena, value);
	}
	qms_object_free(&object);
	return keys;
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
	struct qms_rule_cell *keys;
	struct qms_rule_line *lines;
	size_t key_count, i, j;

	*filled = 0;
	err = qms_system_rules(&rules, system);
	if (err)
		return err;
	keys = keys_of(&p, kind, &key_count);
	err = qms_rules_lines(&lines, filled, arena, rules,
	    qms_index_db(system->index), kind->id, agency, keys, key_count);
	for (i = 0; err == NULL && i < *filled; i++) {
		for (j = 0; j < i && !is_same_place(&lines[j],
		    &lines[i]); j++)
			continue;
		if (j == i)
			err = fill_place(&p, &lines[i], *filled - i);
	}
	if (err == NULL)
		*file = p.file;
	return err;
}
