/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "table.h"
#include "unicode.h"

/* ---- reading ---- */

struct reader {
	struct qms_tables *tables;
	struct qms_arena *arena;
	const struct qms_object *object;
	enum qms_language language;
};

static char *
fold(struct qms_arena *arena, const char *text)
{
	struct qms_text trimmed = qms_text_trim(qms_text(text));
	struct qms_buffer out = { 0 };
	char *folded;

	qms_unicode_fold(&out, trimmed);
	folded = qms_arena_copy(arena, out.size > 0 ? out.data : "", out.size);
	qms_buffer_free(&out);
	return folded;
}

static const char *
name_of(const struct qms_kind_key *key, enum qms_language language)
{
	return key->name[language] != NULL ? key->name[language] :
	    key->title != NULL ? key->title : key->key;
}

/* A title that is empty, or was there before, becomes "#3". */
static void
set_labels(struct reader *reader, struct qms_table *table)
{
	struct qms_map seen = { 0 };
	const char *folded;
	size_t i;

	for (i = 0; i < table->column_count; i++) {
		folded = fold(reader->arena, table->columns[i].label);
		if (*folded == '\0' || qms_map_get(&seen, folded) != NULL)
			table->columns[i].label = qms_arena_format(
			    reader->arena, "#%zu", i + 1);
		qms_map_put(reader->arena, &seen, folded, table);
	}
}

static struct qms_table *
add_table(struct reader *reader, enum qms_table_form form, const char *name,
    const char *title, size_t columns, size_t rows)
{
	struct qms_table *table;

	table = qms_push(reader->arena, reader->tables->items,
	    reader->tables->count, reader->tables->room);
	table->form = form;
	table->name = name;
	table->title = title;
	table->columns = qms_arena_alloc(reader->arena,
	    (columns + 1) * sizeof(*table->columns));
	table->column_count = columns;
	table->rows = qms_arena_alloc(reader->arena,
	    (rows + 1) * sizeof(*table->rows));
	table->count = rows;
	table->key = SIZE_MAX;
	return table;
}

static void
take_types(struct qms_table *table, const struct qms_kind_key *keys,
    enum qms_language language)
{
	size_t i;

	for (i = 0; i < table->column_count; i++) {
		table->columns[i].key = keys[i].key;
		table->columns[i].type = &keys[i];
		table->columns[i].label = keys[i].title != NULL ?
		    keys[i].title : name_of(&keys[i], language);
	}
}

static void
make_row(struct reader *reader, struct qms_table *table, size_t row)
{
	struct qms_table_row *made = &table->rows[row];
	size_t i;

	made->cells = qms_arena_alloc(reader->arena,
	    table->column_count * sizeof(*made->cells));
	made->shown = qms_arena_alloc(reader->arena,
	    table->column_count * sizeof(*made->shown));
	made->count = table->column_count;
	for (i = 0; i < table->column_count; i++)
		made->cells[i] = made->shown[i] = "";
}

/* ---- tables in Markdown ---- */

static size_t
break_at(struct qms_text text, size_t at)
{
	static const char *const breaks[] = { "<br>", "<br/>", "<br />" };
	size_t size, i;

	for (i = 0; i < 3; i++) {
		size = strlen(breaks[i]);
		if (text.size - at >= size &&
		    memcmp(text.data + at, breaks[i], size) == 0)
			return size;
	}
	return 0;
}

/* As it was typed: "\|" was '|', and <br> the end of a line. */
static const char *
typed_cell(struct qms_arena *arena, struct qms_text text)
{
	size_t size = 0, i, skip;
	char *out;

	text = qms_text_trim(text);
	out = qms_arena_alloc(arena, text.size + 1);
	for (i = 0; i < text.size; i++) {
		skip = text.data[i] == '<' ? break_at(text, i) : 0;
		if (text.data[i] == '\\' && i + 1 < text.size &&
		    text.data[i + 1] == '|')
			continue;
		out[size++] = skip > 0 ? '\n' : text.data[i];
		i += skip > 0 ? skip - 1 : 0;
	}
	return out;
}

static const struct qms_kind_key *
find_title(const struct qms_kind_table *kind, const char *title)
{
	size_t i;

	for (i = 0; kind != NULL && i < kind->column_count; i++)
		if (strcmp(kind->columns[i].title, title) == 0)
			return &kind->columns[i];
	return NULL;
}

static void
read_cells(struct reader *reader, struct qms_table *table,
    const struct qms_markdown_table *found)
{
	struct qms_text body = reader->object->markdown.body;
	const struct qms_markdown_cell *cell;
	size_t row, i;

	for (row = 0; row < found->count; row++) {
		make_row(reader, table, row);
		table->rows[row].count = found->rows[row].count;
		for (i = 0; i < found->rows[row].count &&
		    i < table->column_count; i++) {
			cell = &found->rows[row].cells[i];
			table->rows[row].shown[i] = cell->text;
			table->rows[row].cells[i] = typed_cell(reader->arena,
			    (struct qms_text){ body.data + cell->start,
			    cell->end - cell->start });
		}
	}
}

static const struct qms_kind_table *
kind_of(const struct qms_object *object,
    const struct qms_markdown_table *found)
{
	size_t i;

	for (i = 0; object->tables != NULL &&
	    i < object->match.kind->table_count; i++)
		if (object->tables[i].found == found)
			return object->tables[i].table;
	return NULL;
}

static void
read_markdown(struct reader *reader, size_t number)
{
	const struct qms_markdown_table *found =
	    &reader->object->markdown.tables[number];
	const struct qms_kind_table *kind = kind_of(reader->object, found);
	const struct qms_kind_key *type;
	struct qms_table *table;
	size_t i;

	table = add_table(reader, QMS_TABLE_MARKDOWN, kind == NULL ? NULL :
	    kind->name, found->heading == NULL ? "" : found->heading->text,
	    found->header.count, found->count);
	table->number = number;
	table->kind = kind;
	for (i = 0; i < table->column_count; i++) {
		table->columns[i].label = found->header.cells[i].text;
		type = find_title(kind, table->columns[i].label);
		table->columns[i].type = type;
		table->columns[i].key = type == NULL ? NULL : type->key;
	}
	read_cells(reader, table, found);
}

/* Tables that the kind knows and the file has not yet. */
static void
add_absent(struct reader *reader)
{
	const struct qms_object *object = reader->object;
	const struct qms_kind_table *kind;
	struct qms_table *table;
	size_t i;

	for (i = 0; object->tables != NULL &&
	    i < object->match.kind->table_count; i++) {
		kind = &object->match.kind->tables[i];
		if (object->tables[i].found != NULL)
			continue;
		table = add_table(reader, QMS_TABLE_MARKDOWN, kind->name,
		    kind->section, kind->column_count, 0);
		take_types(table, kind->columns, reader->language);
		table->absent = true;
		table->kind = kind;
	}
}

/* ---- lists in YAML ---- */

/* What a list within a row holds, in words; it is no text to edit. */
static const char *
joined(struct qms_arena *arena, const struct qms_yaml *list)
{
	const struct qms_yaml *item;
	const char *words = "";

	for (item = list->first; item != NULL; item = item->next)
		if (item->type == QMS_YAML_SCALAR)
			words = *words == '\0' ? item->value :
			    qms_arena_format(arena, "%s; %s", words,
			    item->value);
	return words;
}

static void
read_list(struct reader *reader, const struct qms_kind_key *key)
{
	const struct qms_yaml *list = qms_yaml_get(reader->object->root,
	    key->key), *item, *node;
	struct qms_table *table;
	size_t row = 0, i;

	table = add_table(reader, QMS_TABLE_LIST, key->key,
	    name_of(key, reader->language), key->row_count,
	    list == NULL || list->type != QMS_YAML_LIST ? 0 : list->count);
	table->absent = list == NULL;
	take_types(table, key->rows, reader->language);
	for (item = table->count == 0 ? NULL : list->first; item != NULL;
	    item = item->next, row++) {
		make_row(reader, table, row);
		for (i = 0; i < key->row_count; i++) {
			node = item->type != QMS_YAML_MAP ? NULL :
			    qms_yaml_get(item, key->rows[i].key);
			if (node == NULL)
				continue;
			table->rows[row].cells[i] = node->type ==
			    QMS_YAML_SCALAR ? node->value :
			    joined(reader->arena, node);
			table->rows[row].shown[i] = table->rows[row].cells[i];
		}
	}
}

static void
read_lists(struct reader *reader)
{
	const struct qms_kind *kind = reader->object->match.kind;
	size_t i;

	for (i = 0; i < kind->key_count; i++)
		if (kind->keys[i].type == QMS_TYPE_ROWS)
			read_list(reader, &kind->keys[i]);
}

/* ---- CSV files ---- */

static void
read_csv(struct reader *reader)
{
	const struct qms_csv *csv = &reader->object->csv;
	const struct qms_kind *kind = reader->object->match.kind;
	struct qms_table *table;
	size_t i;

	table = add_table(reader, QMS_TABLE_CSV, kind->id,
	    kind->name[reader->language] != NULL ?
	    kind->name[reader->language] : kind->id, csv->header.count,
	    csv->count);
	for (i = 0; i < table->column_count; i++) {
		table->columns[i].key = csv->header.cells[i];
		table->columns[i].type = qms_kind_key(kind,
		    csv->header.cells[i]);
		table->columns[i].label = table->columns[i].type == NULL ?
		    csv->header.cells[i] : name_of(table->columns[i].type,
		    reader->language);
		if (qms_string_is(kind->refer, csv->header.cells[i]))
			table->key = i;
	}
	for (i = 0; i < csv->count; i++) {
		table->rows[i].cells = csv->rows[i].cells;
		table->rows[i].shown = csv->rows[i].cells;
		table->rows[i].count = csv->rows[i].count;
	}
}

/* Rows that could not be read would be lost. */
static const struct qms_error *
refuse_broken(struct qms_arena *arena, const struct qms_object *object,
    const struct qms_problems *problems)
{
	const struct qms_problem *problem;
	size_t i;

	for (i = 0; i < problems->count; i++) {
		problem = &problems->items[i];
		if (object->broken || (problem->id >= QMS_M_D100 &&
		    problem->id <= QMS_M_D105))
			return qms_fail(QMS_M_D194, qms_arena_format(arena,
			    "%d", problem->line), problem->code);
	}
	return NULL;
}

const struct qms_error *
qms_tables_read(struct qms_tables *tables, struct qms_arena *arena,
    const struct qms_object *object, const struct qms_problems *problems,
    enum qms_language language)
{
	struct reader reader = { tables, arena, object, language };
	const struct qms_error *err;
	size_t i;

	*tables = (struct qms_tables){ 0 };
	err = refuse_broken(arena, object, problems);
	if (err != NULL || object->match.kind == NULL)
		return err;
	if (object->match.kind->format == QMS_FORMAT_CSV) {
		read_csv(&reader);
	} else {
		for (i = 0; i < object->markdown.table_count; i++)
			read_markdown(&reader, i);
		read_lists(&reader);
		add_absent(&reader);
	}
	for (i = 0; i < tables->count; i++)
		set_labels(&reader, &tables->items[i]);
	return NULL;
}

/* ---- finding ---- */

/* A number from 1 written alone; 0: it is none. */
static size_t
number_of(const char *text)
{
	size_t number = 0;

	if (*text == '#')
		text++;
	if (*text == '\0' || strlen(text) > 9 ||
	    text[strspn(text, "0123456789")] != '\0')
		return 0;
	for (; *text != '\0'; text++)
		number = number * 10 + (size_t)(*text - '0');
	return number;
}

/* How well a name fits a title: 0 not at all, 1 its beginning, 2 all of it. */
static int
fits(struct qms_arena *arena, const char *folded, const char *title)
{
	const char *other = title == NULL ? "" : fold(arena, title);

	if (*folded == '\0' || *other == '\0')
		return 0;
	return strcmp(folded, other) == 0 ? 2 : qms_starts_with(other, folded);
}

const struct qms_table *
qms_tables_find(const struct qms_tables *tables, const char *name)
{
	const struct qms_table *best = NULL;
	struct qms_arena arena = { 0 };
	const char *folded = fold(&arena, name);
	int fit, best_fit = 0, own;
	size_t number = number_of(name), i;

	for (i = 0; i < tables->count; i++) {
		if (qms_string_is(tables->items[i].name, name)) {
			qms_arena_free(&arena);
			return &tables->items[i];
		}
		own = fits(&arena, folded, tables->items[i].name);
		fit = fits(&arena, folded, tables->items[i].title);
		fit = own == 2 ? own : fit;
		/* of several below one heading the first */
		if (fit > best_fit)
			best = &tables->items[i];
		else if (fit == 1 && fit == best_fit && best != NULL &&
		    strcmp(best->title, tables->items[i].title) != 0)
			best = NULL;
		best_fit = fit > best_fit ? fit : best_fit;
	}
	qms_arena_free(&arena);
	if (best == NULL && best_fit == 0 && number >= 1 &&
	    number <= tables->count)
		return &tables->items[number - 1];
	return best;
}

static bool
is_named(const struct qms_table_column *column, const char *name)
{
	const struct qms_kind_key *type = column->type;

	return qms_string_is(column->key, name) ||
	    strcmp(column->label, name) == 0 || (type != NULL &&
	    (qms_string_is(type->name[QMS_VI], name) ||
	    qms_string_is(type->name[QMS_EN], name)));
}

size_t
qms_table_find_column(const struct qms_table *table, const char *name)
{
	struct qms_arena arena = { 0 };
	size_t i, found = SIZE_MAX, number = number_of(name);
	const struct qms_kind_key *type;
	const char *folded;

	for (i = 0; i < table->column_count; i++)
		if (is_named(&table->columns[i], name))
			return i;
	folded = fold(&arena, name);
	for (i = 0; found == SIZE_MAX && i < table->column_count; i++) {
		type = table->columns[i].type;
		if (fits(&arena, folded, table->columns[i].label) == 2 ||
		    (type != NULL && (fits(&arena, folded,
		    type->name[QMS_VI]) == 2 ||
		    fits(&arena, folded, type->name[QMS_EN]) == 2)))
			found = i;
	}
	qms_arena_free(&arena);
	if (found == SIZE_MAX && number >= 1 && number <= table->column_count)
		found = number - 1;
	return found;
}

size_t
qms_table_find_row(const struct qms_table *table, const char *name)
{
	size_t column = table->key == SIZE_MAX ? 0 : table->key;
	size_t number = number_of(name), found = SIZE_MAX, i;

	if (number > 0)
		return number <= table->count ? number - 1 : SIZE_MAX;
	for (i = 0; column < table->column_count && i < table->count; i++) {
		if (strcmp(table->rows[i].cells[column], name) != 0)
			continue;
		if (found != SIZE_MAX)
			return SIZE_MAX;
		found = i;
	}
	return found;
}

/* ---- values as people write them ---- */

/* A day as 31/01/2026; another form could mean another day. */
static const char *
typed_day(struct qms_arena *arena, const char *value)
{
	static const char shape[] = "00/00/0000";
	char iso[QMS_DAY_SIZE];
	qms_day day;
	size_t i;

	for (i = 0; value[i] != '\0'; i++)
		if (i >= 10 || (shape[i] == '/' ? value[i] != '/' :
		    value[i] < '0' || value[i] > '9'))
			return value;
	if (i != 10)
		return value;
	day = qms_day_make(atoi(value + 6), atoi(value + 3), atoi(value));
	return day == QMS_DAY_NONE ? value : qms_arena_string(arena,
	    qms_day_format(iso, day));
}

/* 0,5 is 0.5; 1,000 could be a thousand. */
static const char *
typed_decimal(struct qms_arena *arena, const char *value)
{
	const char *digits = value + (*value == '-');
	size_t whole = strspn(digits, "0123456789"), part;
	char *copy;

	if (whole == 0 || digits[whole] != ',')
		return value;
	part = strspn(digits + whole + 1, "0123456789");
	if (part == 0 || part == 3 || digits[whole + 1 + part] != '\0')
		return value;
	copy = qms_arena_string(arena, value);
	*strchr(copy, ',') = '.';
	return copy;
}

static const char *
typed_name(struct qms_arena *arena, const struct qms_kind_key *type,
    const char *value)
{
	const char *folded = fold(arena, value);
	const struct qms_kind_value *one;
	size_t i;

	if (type->type == QMS_TYPE_FLAG)
		return strcmp(folded, "co") == 0 ? "yes" :
		    strcmp(folded, "khong") == 0 ? "no" : value;
	for (i = 0; i < type->value_count; i++)
		if (strcmp(type->values[i].value, value) == 0)
			return value;
	for (i = 0; i < type->value_count; i++) {
		one = &type->values[i];
		if (fits(arena, folded, one->name[QMS_VI]) == 2 ||
		    fits(arena, folded, one->name[QMS_EN]) == 2)
			return one->value;
	}
	return value;
}

/* Blanks at both ends go, lines end with "\n", letters are NFC. */
static const char *
plain_value(struct qms_arena *arena, const char *value)
{
	struct qms_text text = qms_text_trim(qms_text(value));
	struct qms_buffer nfc = { 0 };
	char *out;
	size_t size = 0, i;

	if (qms_utf8_invalid(text) == SIZE_MAX && !qms_unicode_is_nfc(text))
		qms_unicode_nfc(&nfc, text);
	if (nfc.data != NULL)
		text = qms_buffer_view(&nfc);
	out = qms_arena_alloc(arena, text.size + 1);
	for (i = 0; i < text.size; i++)
		if (text.data[i] != '\r' || i + 1 == text.size ||
		    text.data[i + 1] != '\n')
			out[size++] = text.data[i];
	qms_buffer_free(&nfc);
	return out;
}

const char *
qms_table_typed(struct qms_arena *arena, const struct qms_kind_key *type,
    const char *value)
{
	value = plain_value(arena, value);
	if (type == NULL || *value == '\0')
		return value;
	switch (type->type) {
	case QMS_TYPE_DATE:
		return typed_day(arena, value);
	case QMS_TYPE_DECIMAL:
		return typed_decimal(arena, value);
	case QMS_TYPE_FLAG:
	case QMS_TYPE_ENUM:
		return typed_name(arena, type, value);
	default:
		return value;
	}
}

/* ---- edits ---- */

void
qms_table_begin(struct qms_table_edit *edit, struct qms_arena *arena,
    const struct qms_table *table)
{
	size_t i;

	memset(edit, 0, sizeof(*edit));
	edit->arena = arena;
	edit->table = table;
	for (i = 0; i < table->count; i++)
		qms_push(arena, edit->rows, edit->count, edit->room)->from = i;
}

static const char *
old_value(const struct qms_table_edit *edit, size_t row, size_t column)
{
	size_t from = edit->rows[row].from;

	return from == QMS_SPLICE_NEW ? "" :
	    edit->table->rows[from].cells[column];
}

const char *
qms_table_value(const struct qms_table_edit *edit, size_t row, size_t column)
{
	const char *const *cells = edit->rows[row].cells;

	return cells != NULL && cells[column] != NULL ? cells[column] :
	    old_value(edit, row, column);
}

/* The id of a person who is named. */
static const char *
person_of(const struct qms_table_edit *edit, const struct qms_kind_key *type,
    const char *value)
{
	const char *id = NULL;

	if (type != NULL && type->type == QMS_TYPE_PERSON &&
	    edit->people != NULL)
		id = qms_map_get(edit->people, fold(edit->arena, value));
	return id == NULL || *id == '\0' ? value : id;
}

void
qms_table_set(struct qms_table_edit *edit, size_t row, size_t column,
    const char *value)
{
	const struct qms_kind_key *type = edit->table->columns[column].type;
	size_t count = edit->table->column_count, from = edit->rows[row].from;
	bool there = from == QMS_SPLICE_NEW ||
	    column < edit->table->rows[from].count;
	const char **cells;

	if (there && strcmp(value, qms_table_value(edit, row, column)) == 0)
		return;
	value = person_of(edit, type, qms_table_typed(edit->arena, type,
	    value));
	cells = qms_arena_alloc(edit->arena, count * sizeof(*cells));
	if (edit->rows[row].cells != NULL)
		memcpy(cells, edit->rows[row].cells, count * sizeof(*cells));
	cells[column] = there && strcmp(value, old_value(edit, row,
	    column)) == 0 ? NULL : value;
	edit->rows[row].cells = cells;
	/* set back to what it was */
	while (count > 0 && cells[count - 1] == NULL)
		count--;
	if (count == 0 && from != QMS_SPLICE_NEW)
		edit->rows[row].cells = NULL;
}

void
qms_table_trim(struct qms_table_edit *edit, size_t row)
{
	size_t count = edit->table->column_count, i;
	const char **cells;

	if (edit->rows[row].from == QMS_SPLICE_NEW ||
	    edit->table->rows[edit->rows[row].from].count <= count)
		return;
	cells = qms_arena_alloc(edit->arena, count * sizeof(*cells));
	for (i = 0; i < count; i++)
		cells[i] = qms_table_value(edit, row, i);
	edit->rows[row] = (struct qms_splice_row){ QMS_SPLICE_NEW, cells };
}

void
qms_table_move(struct qms_table_edit *edit, size_t row, size_t to)
{
	struct qms_splice_row moved = edit->rows[row];

	if (row < to)
		memmove(edit->rows + row, edit->rows + row + 1,
		    (to - row) * sizeof(moved));
	else
		memmove(edit->rows + to + 1, edit->rows + to,
		    (row - to) * sizeof(moved));
	edit->rows[to] = moved;
}

void
qms_table_add(struct qms_table_edit *edit, size_t row)
{
	qms_push(edit->arena, edit->rows, edit->count, edit->room)->from =
	    QMS_SPLICE_NEW;
	qms_table_move(edit, edit->count - 1, row);
}

void
qms_table_remove(struct qms_table_edit *edit, size_t row)
{
	qms_table_move(edit, row, edit->count - 1);
	edit->count--;
}

bool
qms_table_is_same(const struct qms_table_edit *edit)
{
	size_t i, k;

	if (edit->count != edit->table->count || edit->columns != NULL)
		return false;
	for (i = 0; i < edit->count; i++) {
		if (edit->rows[i].from != i)
			return false;
		for (k = 0; edit->rows[i].cells != NULL &&
		    k < edit->table->column_count; k++)
			if (edit->rows[i].cells[k] != NULL)
				return false;
	}
	return true;
}

/* ---- columns ---- */

static void
begin_columns(struct qms_table_edit *edit)
{
	size_t i;

	if (edit->columns != NULL)
		return;
	for (i = 0; i < edit->table->column_count; i++)
		qms_push(edit->arena, edit->columns, edit->column_count,
		    edit->column_room)->from = i;
}

void
qms_table_move_column(struct qms_table_edit *edit, size_t column, size_t to)
{
	struct qms_splice_column moved;

	begin_columns(edit);
	moved = edit->columns[column];
	if (column < to)
		memmove(edit->columns + column, edit->columns + column + 1,
		    (to - column) * sizeof(moved));
	else
		memmove(edit->columns + to + 1, edit->columns + to,
		    (column - to) * sizeof(moved));
	edit->columns[to] = moved;
}

void
qms_table_add_column(struct qms_table_edit *edit, size_t column,
    const char *title)
{
	struct qms_splice_column *added;

	begin_columns(edit);
	added = qms_push(edit->arena, edit->columns, edit->column_count,
	    edit->column_room);
	added->from = QMS_SPLICE_NEW;
	added->title = plain_value(edit->arena, title);
	qms_table_move_column(edit, edit->column_count - 1, column);
}

void
qms_table_rename_column(struct qms_table_edit *edit, size_t column,
    const char *title)
{
	begin_columns(edit);
	edit->columns[column].title = plain_value(edit->arena, title);
}

void
qms_table_remove_column(struct qms_table_edit *edit, size_t column)
{
	begin_columns(edit);
	qms_table_move_column(edit, column, edit->column_count - 1);
	edit->column_count--;
}

/* ---- sorting ---- */

struct sorted {
	struct qms_text key;
	struct qms_splice_row row;
	size_t number;
	bool backwards;
};

static int
compare_keys(const void *left, const void *right)
{
	const struct sorted *a = left, *b = right;
	size_t size = a->key.size < b->key.size ? a->key.size : b->key.size;
	int order = memcmp(a->key.data, b->key.data, size);

	/* an empty cell comes last, either way */
	if ((a->key.size == 0) != (b->key.size == 0))
		return a->key.size == 0 ? 1 : -1;
	if (order == 0)
		order = (a->key.size > b->key.size) -
		    (a->key.size < b->key.size);
	if (order != 0)
		return a->backwards ? -order : order;
	return (a->number > b->number) - (a->number < b->number);
}

/* Digits so written that their bytes order as the numbers do. */
static bool
number_key(struct qms_buffer *key, const char *text)
{
	bool minus = *text == '-';
	size_t whole, part = 0, i, first;

	text += minus;
	whole = strspn(text, "0123456789");
	if (text[whole] == '.')
		part = strspn(text + whole + 1, "0123456789");
	if (whole == 0 || whole > 200 || text[whole + (part > 0 ? part + 1 :
	    0)] != '\0')
		return false;
	first = strspn(text, "0");
	first = first < whole ? first : whole;
	qms_buffer_char(key, minus ? '\x01' : '\x02');
	i = key->size;
	qms_buffer_char(key, (char)(whole - first + 1));
	qms_buffer_add(key, text + first, whole - first);
	if (part > 0) {
		while (part > 0 && text[whole + part] == '0')
			part--;
		qms_buffer_add(key, text + whole + 1, part);
	}
	if (minus) {
		for (; i < key->size; i++)
			key->data[i] = (char)~(unsigned char)key->data[i];
		qms_buffer_char(key, '\xff');
	}
	return true;
}

static void
make_key(struct qms_table_edit *edit, struct sorted *sorted, size_t column,
    const char *value)
{
	const struct qms_kind_key *type = edit->table->columns[column].type;
	struct qms_buffer key = { 0 };

	if (type == NULL || (type->type != QMS_TYPE_INTEGER &&
	    type->type != QMS_TYPE_DECIMAL) || !number_key(&key, value))
		qms_splice_sort_key(&key, value);
	sorted->key.size = key.size;
	sorted->key.data = qms_arena_copy(edit->arena, key.size > 0 ?
	    key.data : "", key.size);
	qms_buffer_free(&key);
}

void
qms_table_sort(struct qms_table_edit *edit, size_t column, bool backwards)
{
	struct sorted *order;
	size_t i;

	order = qms_arena_alloc(edit->arena,
	    (edit->count + 1) * sizeof(*order));
	for (i = 0; i < edit->count; i++) {
		make_key(edit, &order[i], column, qms_table_value(edit, i,
		    column));
		order[i].row = edit->rows[i];
		order[i].number = i;
		order[i].backwards = backwards;
	}
	qsort(order, edit->count, sizeof(*order), compare_keys);
	for (i = 0; i < edit->count; i++)
		edit->rows[i] = order[i].row;
}

/* ---- rows that are counted ---- */

size_t
qms_table_counter(const struct qms_table *table)
{
	const struct qms_table_column *column = table->columns;
	size_t i;

	if (table->column_count == 0 || table->form != QMS_TABLE_MARKDOWN)
		return SIZE_MAX;
	if (column->type != NULL)
		return column->type->type == QMS_TYPE_INTEGER ? 0 : SIZE_MAX;
	for (i = 0; i < table->count; i++)
		if (number_of(table->rows[i].cells[0]) == 0 ||
		    *table->rows[i].cells[0] == '#')
			return SIZE_MAX;
	return table->count > 0 || strcmp(column->label, "TT") == 0 ||
	    strcmp(column->label, "STT") == 0 ? 0 : SIZE_MAX;
}

void
qms_table_renumber(struct qms_table_edit *edit)
{
	size_t column = qms_table_counter(edit->table), first = 1, i;
	char number[24];

	if (column == SIZE_MAX)
		return;
	if (edit->table->count > 0 &&
	    number_of(edit->table->rows[0].cells[column]) > 0)
		first = number_of(edit->table->rows[0].cells[column]);
	for (i = 0; i < edit->count; i++) {
		(void)snprintf(number, sizeof(number), "%zu", first + i);
		qms_table_set(edit, i, column, number);
	}
}
