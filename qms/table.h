/* SPDX-License-Identifier: MIT */
/*
 * table - the tables of a file as an officer sees them: numbered rows, columns
 * with their titles, cells as one types them. It does not matter what they are
 * written in: pipes in Markdown, a list of maps in YAML, a CSV file.
 *
 * An edit is collected row by row, judged against the kind, and then written by
 * splice.h, so that only the rows that change are touched.
 */
#ifndef QMS_TABLE_H
#define QMS_TABLE_H

#include "schema.h"
#include "splice.h"

enum { QMS_TABLE_CELL_LIMIT = 16 * 1024 };	/* bytes of one cell */

enum qms_table_form { QMS_TABLE_MARKDOWN, QMS_TABLE_LIST, QMS_TABLE_CSV };

struct qms_table_column {
	const char *key;		/* of the kind; NULL: it knows it not */
	const char *label;		/* its title; where that is empty or
					   not the first such, "#3" */
	const struct qms_kind_key *type;	/* NULL: any text */
};

struct qms_table_row {
	const char **cells;		/* as typed, one a column */
	const char **shown;		/* as a reader sees them, on one line */
	size_t count;			/* cells that the file has: it may be
					   more, or fewer, than columns */
};

struct qms_table {
	enum qms_table_form form;
	const char *name;		/* "steps"; NULL: the kind has no name
					   for it */
	const char *title;		/* the heading above it */
	bool absent;			/* the kind has it, the file not yet */
	struct qms_table_column *columns;
	size_t column_count;
	struct qms_table_row *rows;
	size_t count;
	size_t number;			/* of those in Markdown */
	size_t key;			/* column whose values are unique, or
					   SIZE_MAX */
	const struct qms_kind_table *kind;	/* of Markdown, or NULL */
};

struct qms_tables {
	struct qms_table *items;
	size_t count, room;
};

/*
 * The tables of a file in its order; those of its kind that it has not yet
 * behind them. A file that cannot be read as a whole is a failure that names
 * the first of its problems.
 */
const struct qms_error *qms_tables_read(struct qms_tables *tables,
	struct qms_arena *arena, const struct qms_object *object,
	const struct qms_problems *problems, enum qms_language language);
/*
 * By name or title, with or without tone marks, by the beginning of the title,
 * or by number from 1. NULL: none, or several.
 */
const struct qms_table *qms_tables_find(const struct qms_tables *tables,
	const char *name);
/* By key, title or number from 1; SIZE_MAX: none. */
size_t qms_table_find_column(const struct qms_table *table, const char *name);
/* By number from 1, else by the value of its key (or of its first column). */
size_t qms_table_find_row(const struct qms_table *table, const char *name);

/* ---- edits ---- */

struct qms_table_edit {
	struct qms_arena *arena;
	const struct qms_table *table;
	struct qms_splice_row *rows;	/* the table as it is to be */
	size_t count, room;
	struct qms_splice_column *columns;	/* NULL: as they are */
	size_t column_count, column_room;
	const struct qms_map *people;	/* ids by folded name, or NULL */
	/* of qms_table_take: rows are those of this file */
	struct qms_csv csv;
	struct qms_text csv_text;
	const char *csv_path;		/* NULL: not taken from a file */
	size_t *csv_columns;		/* its cell for each column */
};

/* Every row as it is. */
void qms_table_begin(struct qms_table_edit *edit, struct qms_arena *arena,
	const struct qms_table *table);
/* What a cell holds by now. */
const char *qms_table_value(const struct qms_table_edit *edit, size_t row,
	size_t column);
/*
 * Another text for a cell. As people write it: a day as 31/01/2026, a decimal
 * comma, có and không, the name of a value or of a person; other text is kept
 * and judged.
 */
void qms_table_set(struct qms_table_edit *edit, size_t row, size_t column,
	const char *value);
/*
 * Writes a row anew if it has cells that no column is for; what its columns
 * hold is kept. For rows of which every cell was given.
 */
void qms_table_trim(struct qms_table_edit *edit, size_t row);
/* An empty row before the one numbered row. */
void qms_table_add(struct qms_table_edit *edit, size_t row);
void qms_table_remove(struct qms_table_edit *edit, size_t row);
void qms_table_move(struct qms_table_edit *edit, size_t row, size_t to);
void qms_table_sort(struct qms_table_edit *edit, size_t column,
	bool backwards);
/* The column that counts the rows, or SIZE_MAX. */
size_t qms_table_counter(const struct qms_table *table);
/* Counts on from the first row; only what differs changes. */
void qms_table_renumber(struct qms_table_edit *edit);
/*
 * Columns, of tables in Markdown only; rows are not edited at the same time. The
 * titles that the kind wants are judged like values.
 */
void qms_table_add_column(struct qms_table_edit *edit, size_t column,
	const char *title);
void qms_table_rename_column(struct qms_table_edit *edit, size_t column,
	const char *title);
void qms_table_move_column(struct qms_table_edit *edit, size_t column,
	size_t to);
void qms_table_remove_column(struct qms_table_edit *edit, size_t column);
/* Is nothing changed? */
bool qms_table_is_same(const struct qms_table_edit *edit);

/*
 * The whole file with the edit in it, if that brings no problem that was not
 * there before. Such problems are added, each with the number of the row and
 * column of the table as its line and column, without a path; of an edit that
 * was taken from CSV, with the place there. Then nothing may be written.
 */
const struct qms_error *qms_table_write(struct qms_text *file,
	struct qms_problems *problems, const struct qms_table_edit *edit,
	const struct qms_object *object, const struct qms_kinds *kinds);

/*
 * The whole file with an empty table at the end of the section of this heading,
 * which has none yet; problems as above.
 */
const struct qms_error *qms_table_create(struct qms_text *file,
	struct qms_problems *problems, struct qms_arena *arena,
	const struct qms_object *object, size_t heading,
	const char *const *titles, size_t count,
	const struct qms_kinds *kinds);

/* ---- CSV for spreadsheets ---- */

/* With a BOM and CRLF, headed by the titles, formulas made harmless. */
void qms_table_export(struct qms_buffer *out, const struct qms_table *table,
	char separator);
/*
 * Makes the table what the file says; rows keep their bytes where nothing else
 * is said of them. Faults of the file are problems, and nothing is taken.
 */
void qms_table_take(struct qms_table_edit *edit, struct qms_text csv,
	const char *path, struct qms_problems *problems);
/* A value as it is typed, into what the column's type wants. */
const char *qms_table_typed(struct qms_arena *arena,
	const struct qms_kind_key *type, const char *value);

#endif
