/* SPDX-License-Identifier: MIT */
/*
 * db - SQLite (the only module that includes sqlite3.h).
 *
 * A statement is prepared once per text and kept. Foreign SQL is SQL that
 * somebody else wrote: it reads an allow-list of views and functions, has no
 * clock and no randomness, and ends within limits of steps, length and memory.
 */
#ifndef QMS_DB_H
#define QMS_DB_H

#include "error.h"

struct qms_db;
struct qms_query;

/* path NULL: in memory. Damage is QMS_M_G050: delete and rebuild. */
const struct qms_error *qms_db_open(struct qms_db **db, const char *path,
	bool read_only);
void qms_db_close(struct qms_db *db);
/* Several statements, without values. */
const struct qms_error *qms_db_run(struct qms_db *db, const char *sql);
/* Reads every page: a damaged one may otherwise go unseen. */
const struct qms_error *qms_db_check(struct qms_db *db);
/* Drops every table and view of the file, inside the caller's transaction. */
const struct qms_error *qms_db_empty(struct qms_db *db);

/*
 * A kept statement, reset. Bind, then step until no row; resetting is done by
 * the next _query of the same text or by _done. It must be done before the
 * tables it reads are changed or dropped.
 */
const struct qms_error *qms_db_query(struct qms_query **query,
	struct qms_db *db, const char *sql);
void qms_bind_text(struct qms_query *query, int place, const char *value);
void qms_bind_bytes(struct qms_query *query, int place, struct qms_text value);
void qms_bind_integer(struct qms_query *query, int place, int64_t value);
void qms_bind_null(struct qms_query *query, int place);
/* By name ":object"; nothing happens when the statement has no such name. */
void qms_bind_named(struct qms_query *query, const char *name,
	const char *value);
const struct qms_error *qms_step(bool *row, struct qms_query *query);
const struct qms_error *qms_step_done(struct qms_query *query);	/* no rows */
void qms_done(struct qms_query *query);
/* Valid until the next step; NULL for NULL. */
const char *qms_column_text(struct qms_query *query, int column);
/* A copy, "" for NULL. */
const char *qms_column_copy(struct qms_arena *arena, struct qms_query *query,
	int column);
struct qms_text qms_column_bytes(struct qms_query *query, int column);
int64_t qms_column_integer(struct qms_query *query, int column);
bool qms_column_is_null(struct qms_query *query, int column);
int qms_column_count(struct qms_query *query);
const char *qms_column_name(struct qms_query *query, int column);

/*
 * The first column of the first row, kept in the arena; NULL when there is no
 * row, or NULL in it. The values are bound in order; NULL ends them:
 * (const char *const []){ agency, id, NULL }.
 */
const struct qms_error *qms_db_string(const char **string,
	struct qms_arena *arena, struct qms_db *db, const char *sql,
	const char *const *values);

const struct qms_error *qms_db_begin(struct qms_db *db);	/* immediate */
const struct qms_error *qms_db_commit(struct qms_db *db);
const struct qms_error *qms_db_rollback(struct qms_db *db);
int64_t qms_db_last_id(struct qms_db *db);
int64_t qms_db_changes(struct qms_db *db);	/* rows, since open */

/*
 * Asked when SQL names a table that is not there: makes it and says so, or
 * does not. Views need not be made before somebody wants them. NULL: all.
 */
typedef const struct qms_error *(*qms_db_make_fn)(bool *made, void *closure,
	const char *table);
void qms_db_set_make(struct qms_db *db, qms_db_make_fn make, void *closure);
const struct qms_error *qms_db_make_all(struct qms_db *db);

/*
 * Lets foreign SQL in: it may read the views (or tables) for which
 * allowed(closure, name in lower case) is true and call functions of the
 * allow-list, and a run ends after max_steps virtual machine steps. NULL keeps
 * it out again. Our own statements are not affected.
 */
void qms_db_sandbox(struct qms_db *db,
	bool (*allowed)(void *closure, const char *view), void *closure,
	int64_t max_steps);
/*
 * SQL given by a rule: one SELECT only, at most 16 KiB. Its failures
 * (here and in qms_step) are QMS_M_G054 to QMS_M_G058 with the reason as
 * argument; a failure of ours is another one. Free it before the db is closed.
 */
const struct qms_error *qms_db_query_foreign(struct qms_query **query,
	struct qms_db *db, const char *sql);
bool qms_db_is_foreign_error(const struct qms_error *error);
void qms_query_free(struct qms_query *query);	/* of a foreign one; it may be kept */

/*
 * Functions of days: add_months(day, n), add_working_days(day, n),
 * julian_days(day), fold(text) of unicode.h, and those of number.h: number_value
 * and the others of what is printed, number_rate and the others of values,
 * number_text, and the aggregate number_sum. What is no day or number gives NULL.
 * Holidays are asked of the callback (calendar.h); without one, Monday to
 * Friday are worked.
 */
void qms_db_set_calendar(struct qms_db *db,
	bool (*is_working_day)(void *closure, int32_t day), void *closure);
/* The one that the other has, as long as that one is open. */
void qms_db_share_calendar(struct qms_db *db, const struct qms_db *other);

#endif
