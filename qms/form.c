/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"
#include "unicode.h"

/* ---- words that are nearly right ---- */

enum { NEAR_LENGTH = 80 };

/* How many letters to change, add or drop; words above 80 bytes are far. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[NEAR_LENGTH + 1], size = strlen(b), i, k, corner, above;

	if (size > NEAR_LENGTH || strlen(a) > NEAR_LENGTH)
		return SIZE_MAX;
	for (k = 0; k <= size; k++)
		row[k] = k;
	for (i = 0; a[i] != '\0'; i++) {
		corner = row[0];
		row[0] = i + 1;
		for (k = 1; k <= size; k++) {
			above = row[k];
			if (a[i] != b[k - 1])
				corner++;
			if (above + 1 < corner)
				corner = above + 1;
			if (row[k - 1] + 1 < corner)
				corner = row[k - 1] + 1;
			row[k] = corner;
			corner = above;
		}
	}
	return row[size];
}

static bool
is_near(const char *wrong, const char *right)
{
	size_t size = strlen(right);

	return distance(wrong, right) <= (size < 4 ? 1 : 2);
}

/* Tone marks, case, a number before it and a colon behind do not count. */
static bool
is_near_title(const char *wrong, const char *right)
{
	struct qms_buffer a = { 0 }, b = { 0 };
	struct qms_text text = qms_text_trim(qms_text(wrong));
	size_t number;
	bool near;

	number = strspn(wrong, "0123456789IVX");
	if (number > 0 && wrong[number] != '\0' &&
	    strchr(".)", wrong[number]) != NULL)
		text = qms_text_trim(qms_text(wrong + number + 1));
	if (text.size > 0 && text.data[text.size - 1] == ':')
		text.size--;
	qms_unicode_fold(&a, text);
	qms_unicode_fold(&b, qms_text(right));
	near = a.data != NULL && b.data != NULL && is_near(a.data, b.data);
	qms_buffer_free(&a);
	qms_buffer_free(&b);
	return near;
}

/* Equal, in NFC if the file is not. */
static bool
is_same(const struct qms_form *form, const char *found, const char *wanted)
{
	struct qms_buffer out = { 0 };
	bool same = strcmp(found, wanted) == 0;

	if (same || !form->denormal)
		return same;
	qms_unicode_nfc(&out, qms_text(found));
	same = out.data != NULL && strcmp(out.data, wanted) == 0;
	qms_buffer_free(&out);
	return same;
}

#define report(form, line, column, ...)					\
	((void)qms_report((form)->problems, (form)->path, (line),	\
	    (column), __VA_ARGS__))

/* ---- keys ---- */

static const struct qms_kind_key *
find_key(const struct qms_kind_key *keys, size_t count, const char *key)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(keys[i].key, key) == 0)
			return &keys[i];
	return NULL;
}

/* The key that was meant: absent from the map, and the nearest to it. */
static const struct qms_kind_key *
find_meant(const struct qms_kind_key *keys, size_t count,
    const struct qms_yaml *map, const char *wrong)
{
	const struct qms_kind_key *nearest = NULL;
	size_t i, away, least = SIZE_MAX;

	for (i = 0; i < count; i++) {
		away = distance(wrong, keys[i].key);
		if (away < least && is_near(wrong, keys[i].key) &&
		    qms_yaml_get(map, keys[i].key) == NULL) {
			nearest = &keys[i];
			least = away;
		}
	}
	return nearest;
}

static bool
is_meant_by_another(const struct qms_kind_key *keys, size_t count,
    const struct qms_yaml *map, const struct qms_kind_key *key)
{
	const struct qms_yaml *node;

	for (node = map->first; node != NULL; node = node->next)
		if (find_key(keys, count, node->key) == NULL &&
		    find_meant(keys, count, map, node->key) == key)
			return true;
	return false;
}

static bool
is_empty(const struct qms_yaml *node)
{
	return node->type == QMS_YAML_SCALAR ? node->value[0] == '\0' :
	    node->count == 0;
}

static void check_map(const struct qms_form *form,
    const struct qms_kind_key *keys, size_t count,
    const struct qms_yaml *map, int line, int column, bool front);

static void
check_list(const struct qms_form *form, const struct qms_kind_key *key,
    const struct qms_yaml *node)
{
	const struct qms_yaml *item;

	if (node->type != QMS_YAML_LIST) {
		report(form, node->line, node->column, QMS_M_D055, key->key);
		return;
	}
	for (item = node->first; item != NULL; item = item->next) {
		if (key->type == QMS_TYPE_ROWS) {
			if (item->type == QMS_YAML_MAP)
				check_map(form, key->rows, key->row_count,
				    item, item->line, item->column, false);
			else
				report(form, item->line, item->column,
				    QMS_M_D056, key->key);
		} else if (item->type != QMS_YAML_SCALAR) {
			report(form, item->line, item->column, QMS_M_D054,
			    key->key);
		} else if (item->value[0] == '\0') {
			report(form, item->line, item->column, QMS_M_D058,
			    key->key);
		}
	}
}

static void
check_shape(const struct qms_form *form, const struct qms_kind_key *key,
    const struct qms_yaml *node)
{
	if (is_empty(node)) {
		if (key->need)
			report(form, node->line, node->column, QMS_M_D053,
			    key->key);
	} else if (key->many || key->type == QMS_TYPE_ROWS) {
		check_list(form, key, node);
	} else if (key->type == QMS_TYPE_MAP) {
		if (node->type == QMS_YAML_MAP)
			check_map(form, key->rows, key->row_count, node,
			    node->line, node->column, false);
		else
			report(form, node->line, node->column, QMS_M_D057,
			    key->key);
	} else if (node->type != QMS_YAML_SCALAR) {
		report(form, node->line, node->column, QMS_M_D054, key->key);
	}
}

static const char *
word_for(const struct qms_kind_key *key, enum qms_language language)
{
	return key->name[language] == NULL ? key->key : key->name[language];
}

/* Missing keys are reported at line and column. */
static void
check_map(const struct qms_form *form, const struct qms_kind_key *keys,
    size_t count, const struct qms_yaml *map, int line, int column,
    bool front)
{
	const struct qms_kind_key *key;
	const struct qms_yaml *node;
	size_t i;

	for (node = map->first; node != NULL; node = node->next) {
		if (front && strcmp(node->key, "schema") == 0)
			continue;
		key = find_key(keys, count, node->key);
		if (key != NULL) {
			check_shape(form, key, node);
			continue;
		}
		key = find_meant(keys, count, map, node->key);
		if (key != NULL)
			report(form, node->line, node->column, QMS_M_D051,
			    node->key, key->key);
		else
			report(form, node->line, node->column, QMS_M_D050,
			    node->key, form->kind->id);
	}
	for (i = 0; i < count && !(front && form->adopting); i++)
		if (keys[i].need && qms_yaml_get(map, keys[i].key) == NULL &&
		    !is_meant_by_another(keys, count, map, &keys[i]))
			report(form, line, column, QMS_M_D052, keys[i].key,
			    word_for(&keys[i], QMS_VI),
			    word_for(&keys[i], QMS_EN));
}

void
qms_form_check_keys(const struct qms_form *form, const struct qms_yaml *root,
    int first_line)
{
	check_map(form, form->kind->keys, form->kind->key_count, root,
	    first_line, 1, true);
}

/* ---- raw HTML, links ---- */

static void
check_html(const struct qms_form *form, const struct qms_markdown *markdown)
{
	const struct qms_markdown_html *html;
	bool opened = false;
	size_t i;

	for (i = 0; i < markdown->html_count; i++) {
		html = &markdown->html[i];
		/* <b> and </b> are one fault */
		if (opened && qms_starts_with(html->text, "</"))
			continue;
		opened = true;
		report(form, html->line, html->column, QMS_M_D060);
	}
}

/* Links that no page will ever have. */
static void
check_links(const struct qms_form *form, const struct qms_markdown *markdown)
{
	const struct qms_markdown_link *link;
	size_t i;

	for (i = 0; i < markdown->link_count; i++) {
		link = &markdown->links[i];
		if (!qms_markdown_link_is_safe(link->target))
			report(form, link->line, link->column, QMS_M_D117,
			    link->target);
	}
}

/* ---- sections ---- */

static const struct qms_markdown_heading *
find_heading(const struct qms_form *form, const struct qms_markdown *markdown,
    const char *section)
{
	size_t i;

	for (i = 0; i < markdown->heading_count; i++)
		if (is_same(form, markdown->headings[i].text, section))
			return &markdown->headings[i];
	return NULL;
}

static bool
is_section(const struct qms_form *form, const char *text)
{
	size_t i;

	for (i = 0; i < form->kind->sections.count; i++)
		if (is_same(form, text, form->kind->sections.items[i]))
			return true;
	return false;
}

/* A heading that nearly says it, where no heading says it. */
static const struct qms_markdown_heading *
find_near_heading(const struct qms_form *form,
    const struct qms_markdown *markdown, const char *section)
{
	const struct qms_markdown_heading *heading;
	size_t i;

	for (i = 0; i < markdown->heading_count; i++) {
		heading = &markdown->headings[i];
		if (!is_section(form, heading->text) &&
		    is_near_title(heading->text, section))
			return heading;
	}
	return NULL;
}

static void
check_doubled(const struct qms_form *form,
    const struct qms_markdown *markdown)
{
	const struct qms_markdown_heading *heading, *first;
	size_t i;

	for (i = 0; i < markdown->heading_count; i++) {
		heading = &markdown->headings[i];
		if (!is_section(form, heading->text))
			continue;
		first = find_heading(form, markdown, heading->text);
		if (first != heading && first != NULL)
			report(form, heading->line, 1, QMS_M_D062,
			    heading->text);
	}
}

/*
 * The sections that stand in order are the longest rising row of lines; the
 * others stand at a wrong place. lines: 0 where a section misses.
 */
static void
mark_rising(const int *lines, size_t count, bool *rising,
    struct qms_arena *arena)
{
	size_t *length, *before, i, k, best = SIZE_MAX;

	length = qms_arena_alloc(arena, count * sizeof(*length));
	before = qms_arena_alloc(arena, count * sizeof(*before));
	for (i = 0; i < count; i++) {
		if (lines[i] == 0)
			continue;
		length[i] = 1;
		before[i] = SIZE_MAX;
		for (k = 0; k < i; k++)
			if (lines[k] != 0 && lines[k] < lines[i] &&
			    length[k] + 1 > length[i]) {
				length[i] = length[k] + 1;
				before[i] = k;
			}
		if (best == SIZE_MAX || length[i] > length[best])
			best = i;
	}
	for (; best != SIZE_MAX; best = before[best])
		rising[best] = true;
}

/* Where a missing section should stand: at the next one, or at the end. */
static int
line_of_missing(const int *lines, const bool *rising, size_t number,
    size_t count, int last_line)
{
	for (; number < count; number++)
		if (rising[number])
			return lines[number];
	return last_line;
}

static void
check_sections(const struct qms_form *form,
    const struct qms_markdown *markdown, int last_line)
{
	const struct qms_strings *sections = &form->kind->sections;
	const struct qms_markdown_heading *heading;
	size_t count = sections->count, i;
	bool *near, *rising;
	int *lines;

	lines = qms_arena_alloc(form->arena, count * sizeof(*lines));
	near = qms_arena_alloc(form->arena, count * sizeof(*near));
	rising = qms_arena_alloc(form->arena, count * sizeof(*rising));
	for (i = 0; i < count; i++) {
		heading = find_heading(form, markdown, sections->items[i]);
		if (heading == NULL) {
			heading = find_near_heading(form, markdown,
			    sections->items[i]);
			near[i] = heading != NULL;
		}
		lines[i] = heading == NULL ? 0 : heading->line;
		if (near[i])
			report(form, heading->line, 1, QMS_M_D064,
			    heading->text, sections->items[i]);
	}
	mark_rising(lines, count, rising, form->arena);
	for (i = 0; i < count; i++) {
		if (lines[i] == 0 && form->adopting)
			continue;
		if (lines[i] == 0)
			report(form, line_of_missing(lines, rising, i, count,
			    last_line), 1, QMS_M_D061, sections->items[i]);
		else if (!rising[i] && !near[i])
			report(form, lines[i], 1, QMS_M_D063,
			    sections->items[i]);
	}
}

void
qms_form_check_body(const struct qms_form *form,
    const struct qms_markdown *markdown, int last_line)
{
	check_html(form, markdown);
	check_links(form, markdown);
	if (form->kind->sections.count == 0)
		return;
	check_doubled(form, markdown);
	check_sections(form, markdown, last_line);
}

/* ---- columns ---- */

/* A header, of a table in Markdown or of a CSV file. */
struct header {
	const char **cells;
	int *cell_columns;		/* where each stands */
	size_t count;
	int line;
	const struct qms_kind_key *columns;	/* of the kind */
	size_t column_count;
};

/* What stands in the header: the title, or the name in a CSV file. */
static const char *
title_of(const struct qms_kind_key *column)
{
	return column->title != NULL ? column->title : column->key;
}

static int
find_column(const struct qms_form *form, const struct header *header,
    const char *cell)
{
	size_t i;

	for (i = 0; i < header->column_count; i++)
		if (is_same(form, cell, title_of(&header->columns[i])))
			return (int)i;
	return -1;
}

static int
find_near_column(const struct header *header, const char *cell,
    const int *columns)
{
	size_t i;

	for (i = 0; i < header->column_count; i++)
		if (columns[i] == -1 &&
		    is_near_title(cell, title_of(&header->columns[i])))
			return (int)i;
	return -1;
}

/* "Bước, Trình tự, …", of the columns that are not in the header. */
static const char *
list_missing(const struct qms_form *form, const struct header *header,
    const int *columns)
{
	struct qms_buffer out = { 0 };
	const char *list;
	size_t i;

	for (i = 0; i < header->column_count; i++) {
		if (columns[i] != -1)
			continue;
		if (out.size > 0)
			qms_buffer_string(&out, ", ");
		qms_buffer_string(&out, title_of(&header->columns[i]));
	}
	list = out.data == NULL ? "" : qms_arena_copy(form->arena, out.data,
	    out.size);
	qms_buffer_free(&out);
	return list;
}

enum { MEANT = -2 };	/* a column that a misspelt cell stands for */

/* Unknown cells, each of which excuses one column that misses. */
static bool
check_unknown(const struct qms_form *form, const struct header *header,
    int *columns)
{
	bool good = true;
	const char *rest;
	size_t i;
	int near;

	for (i = 0; i < header->count; i++) {
		if (find_column(form, header, header->cells[i]) >= 0)
			continue;
		good = false;
		near = find_near_column(header, header->cells[i], columns);
		if (near >= 0) {
			columns[near] = MEANT;
			report(form, header->line, header->cell_columns[i],
			    QMS_M_D071, header->cells[i],
			    title_of(&header->columns[near]));
			continue;
		}
		rest = list_missing(form, header, columns);
		if (rest[0] == '\0')
			report(form, header->line, header->cell_columns[i],
			    QMS_M_D067, header->cells[i]);
		else
			report(form, header->line, header->cell_columns[i],
			    QMS_M_D072, header->cells[i], rest);
		for (near = 0; near < (int)header->column_count; near++)
			if (columns[near] == -1) {
				columns[near] = MEANT;
				break;
			}
	}
	return good;
}

/* False when the header has faults; then its columns cannot be trusted. */
static bool
check_header(const struct qms_form *form, const struct header *header,
    int *columns)
{
	size_t doubled = 0, i;
	bool good;
	int number;

	for (i = 0; i < header->column_count; i++)
		columns[i] = -1;
	for (i = 0; i < header->count; i++) {
		number = find_column(form, header, header->cells[i]);
		if (number < 0)
			continue;
		if (columns[number] >= 0) {
			doubled++;
			report(form, header->line, header->cell_columns[i],
			    QMS_M_D068, header->cells[i]);
			continue;
		}
		columns[number] = (int)i;
	}
	good = check_unknown(form, header, columns) && doubled == 0;
	for (i = 0; i < header->column_count; i++)
		if (columns[i] == -1 && header->columns[i].need) {
			good = false;
			/* a column that is there twice stands for another */
			if (doubled > 0) {
				doubled--;
				continue;
			}
			report(form, header->line, 1, QMS_M_D069,
			    title_of(&header->columns[i]));
		}
	return good;
}

/* ---- tables ---- */

static const struct qms_markdown_table *
find_table(const struct qms_markdown *markdown,
    const struct qms_markdown_heading *heading)
{
	const struct qms_markdown_table *table;
	size_t i;

	for (i = 0; i < markdown->table_count; i++) {
		table = &markdown->tables[i];
		if (table->header.start >= heading->start &&
		    table->header.start < heading->end)
			return table;
	}
	return NULL;
}

static void
read_header(const struct qms_form *form, struct header *header,
    const struct qms_markdown_table *table)
{
	size_t i;

	header->line = table->header.line;
	header->count = table->header.count;
	header->cells = qms_arena_alloc(form->arena,
	    header->count * sizeof(*header->cells));
	header->cell_columns = qms_arena_alloc(form->arena,
	    header->count * sizeof(*header->cell_columns));
	for (i = 0; i < header->count; i++) {
		header->cells[i] = table->header.cells[i].text;
		header->cell_columns[i] = table->header.cells[i].column;
	}
}

static void
check_cells(const struct qms_form *form,
    const struct qms_object_table *table)
{
	const struct qms_kind_key *column;
	const struct qms_markdown_row *row;
	size_t i, k;
	int cell;

	for (i = 0; i < table->found->count; i++) {
		row = &table->found->rows[i];
		/* a row with too few or too many cells has been told */
		if (row->count != table->found->header.count)
			continue;
		for (k = 0; k < table->table->column_count; k++) {
			column = &table->table->columns[k];
			cell = table->columns[k];
			if (!column->need || cell < 0 ||
			    row->cells[cell].text[0] != '\0')
				continue;
			report(form, row->line, row->cells[cell].column,
			    QMS_M_D070, column->title);
		}
	}
}

static void
check_table(const struct qms_form *form, const struct qms_markdown *markdown,
    struct qms_object_table *table)
{
	const struct qms_kind_table *wanted = table->table;
	const struct qms_markdown_heading *heading;
	struct header header = { .columns = wanted->columns,
		.column_count = wanted->column_count };

	heading = find_heading(form, markdown, wanted->section);
	if (heading == NULL)
		return;	/* a section that must be there is reported as such */
	table->found = find_table(markdown, heading);
	if (table->found == NULL) {
		if (wanted->need)
			report(form, heading->line, 1, QMS_M_D065,
			    wanted->section);
		return;
	}
	read_header(form, &header, table->found);
	table->columns = qms_arena_alloc(form->arena,
	    wanted->column_count * sizeof(*table->columns));
	if (check_header(form, &header, table->columns))
		check_cells(form, table);
	else
		table->columns = NULL;
}

struct qms_object_table *
qms_form_check_tables(const struct qms_form *form,
    const struct qms_markdown *markdown)
{
	const struct qms_kind *kind = form->kind;
	struct qms_object_table *tables;
	size_t i;

	tables = qms_arena_alloc(form->arena,
	    kind->table_count * sizeof(*tables));
	for (i = 0; i < kind->table_count; i++) {
		tables[i].table = &kind->tables[i];
		check_table(form, markdown, &tables[i]);
	}
	return tables;
}

/* ---- CSV ---- */

static void
check_csv_cells(const struct qms_form *form, const struct qms_csv *csv,
    struct qms_text bytes, const int *columns)
{
	const struct qms_kind *kind = form->kind;
	size_t i, k;
	int line, place;

	for (i = 0; i < csv->count; i++)
		for (k = 0; k < kind->key_count; k++) {
			if (!kind->keys[k].need || columns[k] < 0 ||
			    csv->rows[i].cells[columns[k]][0] != '\0')
				continue;
			qms_csv_position(csv, bytes, &csv->rows[i],
			    (size_t)columns[k], &line, &place);
			report(form, line, place, QMS_M_D070,
			    kind->keys[k].key);
		}
}

struct qms_object_table *
qms_form_check_csv(const struct qms_form *form, const struct qms_csv *csv,
    struct qms_text bytes)
{
	const struct qms_kind *kind = form->kind;
	struct header header = { .columns = kind->keys,
		.column_count = kind->key_count };
	struct qms_object_table *table;
	int line;
	size_t i;

	table = qms_arena_alloc(form->arena, sizeof(*table));
	header.cells = csv->header.cells;
	header.count = csv->header.count;
	header.line = csv->header.line;
	if (header.count == 0)
		return table;
	header.cell_columns = qms_arena_alloc(form->arena,
	    header.count * sizeof(*header.cell_columns));
	for (i = 0; i < header.count; i++)
		qms_csv_position(csv, bytes, &csv->header, i, &line,
		    &header.cell_columns[i]);
	table->columns = qms_arena_alloc(form->arena,
	    kind->key_count * sizeof(*table->columns));
	if (check_header(form, &header, table->columns))
		check_csv_cells(form, csv, bytes, table->columns);
	else
		table->columns = NULL;
	return table;
}

/* ---- names of files ---- */

static char *
folded(struct qms_arena *arena, const char *path, size_t size)
{
	struct qms_buffer out = { 0 };
	char *name;

	qms_unicode_same_name(&out, (struct qms_text){ path, size });
	name = qms_arena_copy(arena, out.data == NULL ? "" : out.data,
	    out.size);
	qms_buffer_free(&out);
	return name;
}

static bool
is_ascii_lower(const char *path)
{
	for (; *path != '\0'; path++)
		if ((unsigned char)*path >= 0x80 ||
		    (*path >= 'A' && *path <= 'Z'))
			return false;
	return true;
}

/* Each directory of a path, then the path itself. */
static void
check_name(struct qms_arena *arena, struct qms_map *seen,
    struct qms_map *told, const char *path, struct qms_problems *problems)
{
	const char *end = path, *other;
	char *part, *name;

	do {
		end = strchr(end + 1, '/');
		part = end == NULL ? qms_arena_string(arena, path) :
		    qms_arena_copy(arena, path, (size_t)(end - path));
		name = is_ascii_lower(part) ? part :
		    folded(arena, part, strlen(part));
		other = qms_map_get(seen, name);
		if (other == NULL) {
			qms_map_put(arena, seen, name, part);
		} else if (strcmp(other, part) != 0) {
			/* a directory is one fault, however many files */
			if (qms_map_get(told, part) == NULL)
				qms_report(problems, path, 0, 0, QMS_M_D006,
				    part, other);
			qms_map_put(arena, told, part, part);
			return;
		}
	} while (end != NULL);
}

void
qms_form_check_names(struct qms_arena *arena, const char *const *paths,
    size_t count, struct qms_problems *problems)
{
	struct qms_map seen = { 0 }, told = { 0 };
	size_t i;

	for (i = 0; i < count; i++)
		check_name(arena, &seen, &told, paths[i], problems);
}
