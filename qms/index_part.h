/* SPDX-License-Identifier: MIT */
/*
 * index_part - what the files of the index (index*.c) share; for nobody else.
 *
 *	index.c		opening, the question, the overlay
 *	index_kinds.c	kinds as they were, and their tables
 *	index_views.c	what a question sees
 *	index_facts.c	what a file says, as rows
 *	index_walk.c	new commits, one after the other
 *	index_world.c	what their statements are judged by
 *	index_search.c	full text
 */
#ifndef QMS_INDEX_PART_H
#define QMS_INDEX_PART_H

#include "calendar.h"
#include "file.h"
#include "index.h"
#include "object.h"
#include "rule.h"
#include "schema.h"
#include "trust.h"

#define QMS_INDEX_STILL INT64_C(9000000000000000000)	/* `last`: no end */
#define QMS_INDEX_SOURCE INT64_C(1)	/* the repository of the command */

/* ---- kinds ---- */

struct qms_index_column {
	const char *name;		/* of the view */
	const char *stored;		/* of the table: "t_name" */
	bool number;
	const struct qms_kind_key *key;	/* type, reference */
	const struct qms_kind_key *map;	/* its map {vi: …, en: …}, or NULL */
	int cell;			/* place in the kind's columns */
};

/* "row_procedure", "row_procedure:steps" */
struct qms_index_table {
	const char *name, *list;	/* list NULL: the file itself */
	const char *insert;		/* SQL: fact, row, line, columns */
	const struct qms_kind_key *key;	/* of a list in the front matter */
	const struct qms_kind_table *table;	/* of a table in the text */
	int place;			/* of that table in the kind */
	struct qms_index_column *columns;
	size_t count, room;
};

struct qms_index_kind {
	const struct qms_kind *kind;
	int64_t file;			/* kind_file.id */
	struct qms_index_table *tables;	/* the first is that of the file */
	size_t count, room;
};

struct qms_index_view {
	const char *name;		/* "procedure", "procedure_steps" */
	const struct qms_index_kind *item;
	const struct qms_index_table *table;
};

struct qms_index_kinds {
	struct qms_arena arena;
	bool asked;			/* callers may point into them */
	struct qms_index_kinds *next;	/* of those that are out of use */
	int64_t first;			/* ordinal since when they hold */
	struct qms_kinds *kinds;
	struct qms_index_kind *items;	/* one each of kinds->items */
	struct qms_index_view *views;
	size_t view_count, view_room;
};

/* ---- the index ---- */

struct qms_index {
	struct qms_arena arena;		/* of strings for ever */
	struct qms_db *db;
	struct qms_git *git;
	const char *prefix;
	struct qms_index_options options;
	struct qms_verdicts *verdicts;
	const char *path;		/* NULL: in memory */
	const char *lock;
	int64_t inode;			/* of the file that is open */
	bool rebuilt;			/* made anew when it was opened */
	struct qms_question question;
	int offset, due_soon;
	struct qms_index_kinds *kinds;
	int64_t views_first;		/* kinds of which views are made; -1 */
	struct qms_schemas *schemas;
	struct qms_calendar calendar;
	struct qms_arena calendar_arena;
	struct qms_index_stats stats;
	int64_t rows;			/* touched before this update */
	struct qms_lock trial;		/* held while one lasts */
	bool tried;
	/* overlay */
	bool overlay;
	struct qms_question before;
	struct qms_index_kinds *kinds_before;
	struct qms_index_kinds *kinds_out_of_use;
	int64_t views_before;
};

/* ---- index_kinds.c ---- */

/* The kinds that hold at an ordinal become index->kinds. */
const struct qms_error *qms_index_kinds_at(struct qms_index *index,
	int64_t ordinal);
/* kinds/ changed at this ordinal: loads, makes tables and columns. */
const struct qms_error *qms_index_kinds_changed(struct qms_index *index,
	int64_t ordinal);
/* The kinds at hand are out of use; those that somebody may still point into
 * are kept until the index is closed. */
void qms_index_kinds_drop(struct qms_index *index);
void qms_index_kinds_free(struct qms_index_kinds *kinds);
const struct qms_index_kind *qms_index_kind_of(const struct qms_index *index,
	const struct qms_kind *kind);
/* Names of the views that these kinds have. */
void qms_index_list_views(struct qms_index_kinds *kinds);
/* Views of other kinds than index->kinds go; new ones are made when named. */
const struct qms_error *qms_index_views(struct qms_index *index);
const struct qms_error *qms_index_make_view(bool *made, void *closure,
	const char *name);
const struct qms_error *qms_index_set_asof(struct qms_index *index,
	int64_t known, qms_day day);
/* Adds a quoted name of SQL. */
void qms_index_name(struct qms_buffer *out, const char *name);

/* ---- index_facts.c ---- */

/* A file as it stands somewhere. */
struct qms_index_blob {
	const char *path;
	struct qms_oid id;
	int mode;
	const struct qms_text *text;	/* NULL: read it from git */
};
struct qms_index_found {
	int64_t fact;			/* 0: the path is of no kind */
	struct qms_match match;
	const char *object;		/* id, never "" when fact is not 0 */
	bool known;			/* the fact was there before */
};
/* Finds or makes the fact of a blob; search_now adds its text to the full
 * text at once. */
const struct qms_error *qms_index_fact(struct qms_index_found *found,
	struct qms_index *index, struct qms_arena *arena,
	const struct qms_index_blob *blob, bool search_now);

/* ---- index_search.c ---- */

const struct qms_error *qms_index_search_add(struct qms_index *index,
	int64_t fact, const struct qms_object *object);
/* Adds facts of live files that are not there; drops what is too much. */
const struct qms_error *qms_index_search_finish(struct qms_index *index,
	const int64_t *facts, size_t count);

/* ---- index_walk.c ---- */

/* Within a transaction: everything from the indexed tip to this one. *fits is
 * false when the tip does not continue what is indexed. */
const struct qms_error *qms_index_walk(bool *fits, struct qms_index *index,
	const struct qms_oid *old_tip, int64_t ordinal,
	const struct qms_oid *tip);
const struct qms_error *qms_index_walk_overlay(struct qms_index *index,
	const struct qms_index_file *files, size_t count, const char *email);

#endif
