/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "table.h"

/* ---- out ---- */

void
qms_table_export(struct qms_buffer *out, const struct qms_table *table,
    char separator)
{
	size_t row, i;

	qms_buffer_string(out, "\xef\xbb\xbf");
	for (i = 0; i < table->column_count; i++)
		qms_csv_write_with(out, table->columns[i].label, i == 0,
		    separator);
	qms_buffer_string(out, "\r\n");
	for (row = 0; row < table->count; row++) {
		for (i = 0; i < table->column_count; i++)
			qms_csv_write_with(out, table->rows[row].cells[i],
			    i == 0, separator);
		qms_buffer_string(out, "\r\n");
	}
}

/* ---- in: the header ---- */

struct taker {
	struct qms_table_edit *edit;
	const struct qms_table *table;
	struct qms_problems *problems;
	size_t *sources;		/* for each row of the file, or _NEW */
	bool *used;			/* for each row of the table */
	size_t *next;			/* of the rows with one word */
};

static void
report_header(struct taker *taker, size_t cell, enum qms_message_id id,
    const char *first, const char *second)
{
	const struct qms_table_edit *edit = taker->edit;
	int line, column;

	qms_csv_position(&edit->csv, edit->csv_text, &edit->csv.header, cell,
	    &line, &column);
	qms_report(taker->problems, edit->csv_path, line, column, id, first,
	    second);
}

/* As it was exported, column by column: no name needs to be looked up. */
static bool
is_own_header(const struct taker *taker)
{
	const struct qms_csv_row *header = &taker->edit->csv.header;
	size_t i;

	if (header->count != taker->table->column_count)
		return false;
	for (i = 0; i < header->count; i++)
		if (strcmp(qms_csv_undefended(header->cells[i]),
		    qms_csv_undefended(taker->table->columns[i].label)) != 0)
			return false;
	return true;
}

static const char *
list_missing(const struct taker *taker)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < taker->table->column_count; i++)
		if (taker->edit->csv_columns[i] == SIZE_MAX)
			list = qms_arena_format(taker->edit->arena, "%s%s%s",
			    list, *list == '\0' ? "" : ", ",
			    taker->table->columns[i].label);
	return list;
}

static void
take_column(struct taker *taker, size_t cell)
{
	size_t *columns = taker->edit->csv_columns, column;
	const char *name = qms_csv_undefended(
	    taker->edit->csv.header.cells[cell]), *missing;

	column = qms_table_find_column(taker->table, name);
	if (column == SIZE_MAX) {
		missing = list_missing(taker);
		if (*missing == '\0')
			report_header(taker, cell, QMS_M_D067, name, NULL);
		else
			report_header(taker, cell, QMS_M_D072, name, missing);
	} else if (columns[column] != SIZE_MAX) {
		report_header(taker, cell, QMS_M_D068, name, NULL);
	} else {
		columns[column] = cell;
	}
}

static void
take_header(struct taker *taker)
{
	struct qms_table_edit *edit = taker->edit;
	const struct qms_csv_row *header = &edit->csv.header;
	size_t columns = taker->table->column_count, i, before;
	bool own = is_own_header(taker);
	char found[24], wanted[24];

	edit->csv_columns = qms_arena_alloc(edit->arena,
	    (columns + 1) * sizeof(*edit->csv_columns));
	for (i = 0; i < columns; i++)
		edit->csv_columns[i] = own ? i : SIZE_MAX;
	if (own)
		return;
	if (header->count > columns) {
		(void)snprintf(found, sizeof(found), "%zu", header->count);
		(void)snprintf(wanted, sizeof(wanted), "%zu", columns);
		report_header(taker, 0, QMS_M_D232, found, wanted);
		return;
	}
	before = taker->problems->count;
	for (i = 0; i < header->count; i++)
		take_column(taker, i);
	/* a column that is not known may stand for the one that misses */
	if (taker->problems->count > before)
		return;
	for (i = 0; i < columns; i++)
		if (edit->csv_columns[i] == SIZE_MAX)
			report_header(taker, 0, QMS_M_D069,
			    taker->table->columns[i].label, NULL);
}

/* ---- in: which row is which ---- */

enum words { AS_WRITTEN, AS_TYPED, WITHOUT_COUNTER, KEY };

/* A value without what writing and reading CSV may have done to it. */
static const char *
bare(struct taker *taker, const struct qms_kind_key *type, const char *value)
{
	value = qms_table_typed(taker->edit->arena, type, value);
	return qms_csv_undefended(value);
}

static const char *
csv_cell(const struct taker *taker, size_t row, size_t column)
{
	return taker->edit->csv.rows[row].cells[
	    taker->edit->csv_columns[column]];
}

/* What two rows have in common that are one; "": such a row has no word. */
static const char *
word_for(struct taker *taker, size_t row, bool old, enum words words)
{
	const struct qms_table *table = taker->table;
	struct qms_buffer out = { 0 };
	const char *value, *word;
	size_t i, key = table->key == SIZE_MAX ? 0 : table->key;

	for (i = 0; i < table->column_count; i++) {
		if ((words == WITHOUT_COUNTER &&
		    i == qms_table_counter(table)) ||
		    (words == KEY && i != key))
			continue;
		value = old ? bare(taker, NULL, table->rows[row].cells[i]) :
		    bare(taker, words == AS_WRITTEN ? NULL :
		    table->columns[i].type, csv_cell(taker, row, i));
		qms_buffer_string(&out, value);
		if (words != KEY)
			qms_buffer_char(&out, '\x1f');
	}
	word = qms_arena_copy(taker->edit->arena, out.size > 0 ? out.data :
	    "", out.size);
	qms_buffer_free(&out);
	return word;
}

/* Rows with the same word are one, in their order, if none is taken yet. */
static void
pair_rows(struct taker *taker, enum words words)
{
	size_t count = taker->edit->csv.count, first, i;
	struct qms_map rows = { 0 };
	const char *word;

	for (i = taker->table->count; i-- > 0;) {
		if (taker->used[i])
			continue;
		word = word_for(taker, i, true, words);
		taker->next[i] = (size_t)(uintptr_t)qms_map_get(&rows, word);
		qms_map_put(taker->edit->arena, &rows, word,
		    (void *)(uintptr_t)(i + 1));
	}
	for (i = 0; i < count; i++) {
		if (taker->sources[i] != QMS_SPLICE_NEW)
			continue;
		word = word_for(taker, i, false, words);
		first = *word == '\0' ? 0 :
		    (size_t)(uintptr_t)qms_map_get(&rows, word);
		if (first == 0)
			continue;
		taker->sources[i] = first - 1;
		taker->used[first - 1] = true;
		qms_map_put(taker->edit->arena, &rows, word,
		    (void *)(uintptr_t)taker->next[first - 1]);
	}
}

/* A row that follows one that is known, and is not known itself. */
static void
pair_neighbours(struct taker *taker)
{
	size_t row = 0, i;

	for (i = 0; i < taker->edit->csv.count; i++) {
		if (taker->sources[i] == QMS_SPLICE_NEW &&
		    row < taker->table->count && !taker->used[row]) {
			taker->sources[i] = row;
			taker->used[row] = true;
		}
		if (taker->sources[i] != QMS_SPLICE_NEW)
			row = taker->sources[i] + 1;
	}
}

static void
take_rows(struct taker *taker)
{
	struct qms_table_edit *edit = taker->edit;
	const char *value;
	size_t row, i;

	edit->count = 0;
	for (row = 0; row < edit->csv.count; row++)
		qms_push(edit->arena, edit->rows, edit->count,
		    edit->room)->from = taker->sources[row];
	for (row = 0; row < edit->count; row++) {
		for (i = 0; i < taker->table->column_count; i++) {
			value = csv_cell(taker, row, i);
			if (edit->rows[row].from == QMS_SPLICE_NEW ||
			    strcmp(bare(taker, NULL, value), bare(taker, NULL,
			    qms_table_value(edit, row, i))) != 0)
				qms_table_set(edit, row, i,
				    qms_csv_undefended(value));
		}
		if (edit->rows[row].cells != NULL)
			qms_table_trim(edit, row);
	}
}

void
qms_table_take(struct qms_table_edit *edit, struct qms_text csv,
    const char *path, struct qms_problems *problems)
{
	size_t before = problems->count, i;
	struct taker taker = { .edit = edit, .table = edit->table,
	    .problems = problems };
	enum words words;

	edit->csv_text = csv;
	edit->csv_path = path;
	qms_csv_parse(&edit->csv, edit->arena, csv, path, problems);
	if (problems->count == before)
		take_header(&taker);
	if (problems->count > before)
		return;
	taker.sources = qms_arena_alloc(edit->arena,
	    (edit->csv.count + 1) * sizeof(*taker.sources));
	taker.used = qms_arena_alloc(edit->arena, edit->table->count + 1);
	taker.next = qms_arena_alloc(edit->arena,
	    (edit->table->count + 1) * sizeof(*taker.next));
	for (i = 0; i < edit->csv.count; i++)
		taker.sources[i] = QMS_SPLICE_NEW;
	for (words = AS_WRITTEN; words <= KEY; words++)
		pair_rows(&taker, words);
	pair_neighbours(&taker);
	take_rows(&taker);
}
