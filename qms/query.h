/* SPDX-License-Identifier: MIT */
/*
 * query - the questions that the command line and the site ask of the index,
 * each one function over a named constant of SQL. All answer as of the
 * question that is set (qms_index_ask); all lists have a total order. Strings
 * live in the arena given and are never NULL: "" is what there is not.
 */
#ifndef QMS_QUERY_H
#define QMS_QUERY_H

#include "index.h"

/* ---- objects ---- */

struct qms_row_object {
	const char *kind, *agency, *id, *path, *title;
	enum qms_kind_class class;
	const char *state;	/* "" for a kind without acts */
	const char *since;	/* day it entered this state */
	const char *version;	/* the one in force */
	const char *effective;	/* of that version */
	const char *changed;	/* recorded day of the file's last change */
	bool broken;		/* could not be taken apart */
};
struct qms_filter {		/* NULL: any */
	const char *kind, *agency, *id, *state;
};
/* By agency, kind, id. */
const struct qms_error *qms_query_objects(struct qms_row_object **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const struct qms_filter *filter);

/* ---- what happened to one object ---- */

struct qms_row_version {	/* an approved version */
	const char *agency, *id, *kind, *version;
	const char *approved, *effective, *withdrawn, *superseded;	/* days */
	const char *text;	/* SHA-256 */
	const char *by, *decision, *decision_date, *proof;
	bool in_force;
};
/* Oldest first; agency and id may be NULL for all. */
const struct qms_error *qms_query_versions(struct qms_row_version **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *id);

struct qms_row_statement {
	int64_t position;	/* in the order of judgement */
	const char *agency, *id, *version, *kind, *act, *from_state, *to_state;
	const char *by, *office, *capacity, *date, *effective, *until;
	const char *result, *decision, *decision_date, *decision_sha256;
	const char *proof, *recorded_by, *delegation;
	const char *comment, *text, *sha256, *path;
	const char *entered;	/* day it was recorded */
	const char *void_code, *void_arguments;	/* "": it counts (fold.h) */
	int late;		/* days from its date to being recorded */
	/* the first checkpoint that holds it: its day, number and witness; ""
	 * when there is none */
	const char *known_by, *checkpoint, *witness;
	const char *keys;	/* fingerprints of those that signed it, by ' ' */
	/* of trust: who signed, by ' ', and whose signatures it needed: "",
	 * own, system, reroot */
	const char *signers, *guard;
	const char *commit;	/* by which it entered; "" in an overlay */
};
/* In the order of judgement, void ones too; NULL for any. */
const struct qms_error *qms_query_statements(struct qms_row_statement **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *id);

struct qms_row_checkpoint {	/* that counts */
	int64_t number;
	const char *agency;	/* "" the whole system */
	const char *date, *by, *witness;	/* its principal */
	const char *commit;	/* what it witnesses, with all before it */
	const char *sha256, *path;
	const char *entered;	/* day it was recorded */
	bool revoked;		/* its key is known to be in other hands */
};
/* By agency and number; those that were revoked as well. */
const struct qms_error *qms_query_checkpoints(
	struct qms_row_checkpoint **rows, size_t *count,
	struct qms_arena *arena, struct qms_index *index);

/*
 * The root of trust, SHA-256: the first statement of the system that asks for
 * signatures, which pins all before it; while there is none, number 0, and
 * anybody who can write may follow it. "" when there is no statement.
 */
const struct qms_error *qms_query_root(const char **sha256, bool *guarded,
	struct qms_arena *arena, struct qms_index *index);

struct qms_row_change {		/* of its file, by a first-parent commit */
	const char *day;	/* recorded */
	const char *commit, *author, *subject, *path;
	const char *sha256;	/* of the text it made; "" removed */
	struct qms_oid blob;	/* of that text; zero when removed */
};
/* Oldest first. */
const struct qms_error *qms_query_changes(struct qms_row_change **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *id);

struct qms_row_author {
	const char *version;	/* "" since the last one issued */
	const char *person;	/* "" unknown */
	const char *email;	/* "" when stated */
};
const struct qms_error *qms_query_authors(struct qms_row_author **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *id);

/* ---- how objects refer to each other ---- */

struct qms_row_reference {
	const char *path, *kind, *agency, *id, *title;	/* what refers */
	const char *key;	/* "link" for a link in the text */
	int row, line;
	const char *to_kind, *to_agency, *to, *to_version;
	bool found;
};
/* To an object; or, with path, from a file. */
const struct qms_error *qms_query_references_to(
	struct qms_row_reference **rows, size_t *count,
	struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *id);
const struct qms_error *qms_query_references_from(
	struct qms_row_reference **rows, size_t *count,
	struct qms_arena *arena, struct qms_index *index, const char *path);

/* ---- adopting ---- */

struct qms_row_adoption {	/* a file that adopts an issued text */
	const char *agency, *id, *kind, *path, *key, *state;
	const char *of_agency, *of_id, *of_version;
	const char *fault;	/* "": none; see qms-rules(5) */
	const char *follows;	/* what the text in force here adopts */
	const char *offered, *offered_from;	/* in force there, and since */
};
/* By agency and id; NULL: any. */
const struct qms_error *qms_query_adoptions(struct qms_row_adoption **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *of_agency, const char *of_id);

/* ---- due ---- */

struct qms_row_due {		/* an open object whose key `due` is set */
	const char *kind, *agency, *id, *title, *state, *owner, *due;
	int days;		/* until due; negative: late */
	int row;		/* of a table of it; 0: the object itself */
};
/* By due; agency NULL for all. */
const struct qms_error *qms_query_due(struct qms_row_due **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency);
/*
 * What single persons have to do of it: rows of tables that have a day `due` and
 * one person, of objects whose owner is to act next.
 */
const struct qms_error *qms_query_due_parts(struct qms_row_due **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency);

/* ---- who must read what ---- */

struct qms_row_reader {		/* of a version in force */
	const char *agency, *id, *kind, *title, *version, *effective;
	const char *person, *name, *unit;
	const char *since;	/* it took effect, or the person came */
	const char *read;	/* day; "": not yet */
	const char *path;	/* of the statement or the list, "" */
	bool personal;		/* only an own acknowledgement counts */
};
/* By agency, id, person; NULL: any. */
const struct qms_error *qms_query_readers(struct qms_row_reader **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *id, const char *person);

/* The version that the person read last, in person or by a list; "" none. */
const struct qms_error *qms_query_last_read(const char **version,
	struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *id, const char *person);

/* ---- people and agencies ---- */

struct qms_row_person {
	const char *agency, *id, *name;
};
const struct qms_error *qms_query_persons(struct qms_row_person **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency);
struct qms_row_office {
	const char *agency, *person, *name, *office, *unit, *first, *last;
};
/* Those held on the day of the question; person NULL: of everybody. */
const struct qms_error *qms_query_offices(struct qms_row_office **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *person);

/* What an agency that ended left open or in force, and who holds it. */
struct qms_row_held {
	const char *agency;		/* "" nobody */
	const char *of_agency, *kind, *id, *path, *title, *state, *version;
	const char *since;		/* the day after it ended */
};
/* By of_agency, kind, id. Either may be NULL: any. */
const struct qms_error *qms_query_held(struct qms_row_held **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *agency, const char *of_agency);

struct qms_row_agency {
	const char *agency, *name, *short_name, *kind, *tier, *parent;
	const char *first, *last;	/* days; "" open */
	const char *successor;
	const char *model;	/* that it notes: "so@2026-01-05" */
};
const struct qms_error *qms_query_agencies(struct qms_row_agency **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index);

/* ---- search ---- */

struct qms_row_hit {
	const char *kind, *agency, *id, *path, *title;
	const char *line;	/* the first line that holds a word, trimmed */
	int line_number;	/* of it in the file; 0: only in the title */
	int rank;		/* smaller is better */
};
/*
 * Files that hold all words, tone marks or not: first those that hold them
 * exactly as typed, titles before texts. A "quoted phrase" is one word.
 */
const struct qms_error *qms_query_search(struct qms_row_hit **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *text, size_t limit);

/* ---- history ---- */

struct qms_row_commit {
	int64_t ordinal;
	const char *commit, *day, *author, *subject;
	bool plausible;		/* its time was not after the clock */
};
/* Of the first-parent line, newest first; limit 0: all. */
const struct qms_error *qms_query_commits(struct qms_row_commit **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	size_t limit);

struct qms_row_violation {
	const char *commit, *path, *code, *argument;
	int64_t ordinal;
};
/* In the order of history. */
const struct qms_error *qms_query_violations(struct qms_row_violation **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index);

/* Facts by which a page or a command knows that nothing changed: path, SHA-256
 * of every file that is live at the question, ordered by path. */
struct qms_row_file {
	const char *kind, *agency, *id, *path, *sha256;
	struct qms_oid blob;
};
const struct qms_error *qms_query_files(struct qms_row_file **rows,
	size_t *count, struct qms_arena *arena, struct qms_index *index,
	const char *kind, const char *agency);	/* NULL: any */

#endif
