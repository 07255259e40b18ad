/* SPDX-License-Identifier: MIT */
/*
 * splice - edits that touch only their own bytes.
 *
 * Each function takes the text that is edited (front matter, a YAML file, the
 * body of a Markdown file) and gives the new text in the arena. Comments,
 * order, quotes, line ends and a missing one at the end of the file stay as
 * they are. The result is parsed again and compared with what was there: when
 * anything but the wanted value would differ, it is an error and the text is
 * left alone. A text that cannot be parsed is not edited at all.
 */
#ifndef QMS_SPLICE_H
#define QMS_SPLICE_H

#include "csv.h"
#include "markdown.h"
#include "yaml.h"

/* ---- files ---- */

/*
 * Where the front matter and the body of a file lie, in bytes; a file without
 * '---' is front matter as a whole, as a YAML file is.
 */
struct qms_splice_parts {
	size_t front, front_size, body;
};
struct qms_splice_parts qms_splice_split(struct qms_text file);
/* The file with size bytes at start replaced. */
struct qms_text qms_splice_replace(struct qms_arena *arena,
	struct qms_text file, size_t start, size_t size, struct qms_text with);

/* ---- rows ---- */

/*
 * A table as it is to be, row by row. A row that was there keeps its bytes but
 * for the cells that get another text; each may be named once, and one that is
 * not named is removed. Values are text as one types it.
 */
#define QMS_SPLICE_NEW ((size_t)-1)
struct qms_splice_row {
	size_t from;			/* the row that it was, or _NEW */
	const char *const *cells;	/* one a column; a NULL cell stays as
					   it is (of a new row: is empty);
					   NULL: all of them stay */
};

/* Of a table in Markdown: the number of it, as below. */
const struct qms_error *qms_splice_rows(struct qms_text *result,
	struct qms_arena *arena, const struct qms_markdown *markdown,
	size_t table, const struct qms_splice_row *rows, size_t count);
/* Of a CSV file without faults: text is what was parsed. */
const struct qms_error *qms_splice_csv(struct qms_text *result,
	struct qms_arena *arena, const struct qms_csv *csv,
	struct qms_text text, const struct qms_splice_row *rows,
	size_t count);
/*
 * Of a list of maps in YAML, with these keys as columns; an empty cell is a key
 * left out. A list that is not there is made.
 */
const struct qms_error *qms_splice_list(struct qms_text *result,
	struct qms_arena *arena, struct qms_text yaml, const char *place,
	const char *const *keys, size_t key_count,
	const struct qms_splice_row *rows, size_t count);

/*
 * Bytes by which rows are ordered: digits before words, words as Vietnamese
 * orders them, runs of digits by the number they make: B2 before B10, 1.9
 * before 1.10.
 */
void qms_splice_sort_key(struct qms_buffer *key, const char *text);

/* ---- YAML ---- */

/*
 * A place is a path of keys and item numbers (from 0): "title", "name/vi",
 * "fees/2/amount". The functions below name it in their errors: D190 no such
 * place, D191 and D195 something else stands there, D192 cannot be done
 * without touching more.
 */
struct qms_splice_pair {
	const char *key, *value;	/* a NULL value leaves the pair out */
};

/*
 * Gives a scalar another value, in the quotes that it had where they can hold
 * it; a key that is not there is added behind the others of its map.
 */
const struct qms_error *qms_splice_set(struct qms_text *result,
	struct qms_arena *arena, struct qms_text yaml, const char *place,
	const char *value);
/* Removes a key, an item or a row, with the comment on its own line. */
const struct qms_error *qms_splice_remove(struct qms_text *result,
	struct qms_arena *arena, struct qms_text yaml, const char *place);
/*
 * Adds an item or a row (a map) at the end of the list at place, in the style
 * of the last one; a list that is not there is made.
 */
const struct qms_error *qms_splice_add_item(struct qms_text *result,
	struct qms_arena *arena, struct qms_text yaml, const char *place,
	const char *value);
const struct qms_error *qms_splice_add_row(struct qms_text *result,
	struct qms_arena *arena, struct qms_text yaml, const char *place,
	const struct qms_splice_pair *pairs, size_t count);

/* ---- Markdown ---- */

/*
 * These take a parsed body and the number of the table in it. Rows count from
 * 0 below the header. A cell's text is Markdown as one types it in a cell: '|'
 * is escaped, a line end becomes <br>, another control character is refused
 * (D193).
 */
const struct qms_error *qms_splice_cell(struct qms_text *result,
	struct qms_arena *arena, const struct qms_markdown *markdown,
	size_t table, size_t row, size_t column, const char *text);
/* Adds a row before the one numbered row; their count puts it at the end. */
const struct qms_error *qms_splice_row_add(struct qms_text *result,
	struct qms_arena *arena, const struct qms_markdown *markdown,
	size_t table, size_t row, const char *const *cells, size_t count);
const struct qms_error *qms_splice_row_remove(struct qms_text *result,
	struct qms_arena *arena, const struct qms_markdown *markdown,
	size_t table, size_t row);
/* Takes the row out and puts it where it becomes number to. */
const struct qms_error *qms_splice_row_move(struct qms_text *result,
	struct qms_arena *arena, const struct qms_markdown *markdown,
	size_t table, size_t row, size_t to);
/*
 * By the sort keys of a column. Equal rows stay in order.
 */
const struct qms_error *qms_splice_rows_sort(struct qms_text *result,
	struct qms_arena *arena, const struct qms_markdown *markdown,
	size_t table, size_t column, bool backwards);
/*
 * The columns as they are to be, each an old one by its number, perhaps with
 * another title, or a new one, whose cells are empty. One that is not named is
 * removed; cells for which there is no column stay at the end of their row.
 */
struct qms_splice_column {
	size_t from;			/* or QMS_SPLICE_NEW */
	const char *title;		/* NULL: as it is */
};
const struct qms_error *qms_splice_columns(struct qms_text *result,
	struct qms_arena *arena, const struct qms_markdown *markdown,
	size_t table, const struct qms_splice_column *columns, size_t count);
/*
 * Replaces what stands between a heading and the next one of any level, so
 * that sections below it survive. Headings in the new text must be of a lower
 * rank.
 */
const struct qms_error *qms_splice_section(struct qms_text *result,
	struct qms_arena *arena, const struct qms_markdown *markdown,
	size_t heading, struct qms_text text);

#endif
