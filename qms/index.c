/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "file.h"
#include "index_part.h"
#include "verdicts.h"

/*
 * Another number: what is there is made anew. Raise it when rows change their
 * meaning; a change of index.sql is seen by itself.
 */
enum { FORMAT = 5 };

enum { LOCK_SECONDS = 600 };

extern const char qms_index_sql[];

static int64_t
format_number(void)
{
	struct qms_buffer text = {0};
	char hex[QMS_SHA256_SIZE];

	qms_buffer_format(&text, "%d %s", FORMAT, qms_index_sql);
	qms_sha256(hex, qms_buffer_view(&text));
	qms_buffer_free(&text);
	hex[7] = '\0';			/* 28 bits: never negative */
	return strtoll(hex, NULL, 16) + 1;
}

/* Tables that are not ours (G051) are no better than torn pages (G050). */
static bool
is_damage(const struct qms_error *err)
{
	return err != NULL && (err->id == QMS_M_G050 || err->id == QMS_M_G051);
}

/* ---- where it lies ---- */

/*
 * A system below the top of its repository may have others beside it, and one
 * whose kinds lie elsewhere is read by those: each has an index of its own.
 */
static const char *
name_of(struct qms_arena *arena, struct qms_git *git, const char *prefix,
    const char *ref)
{
	const char *kinds = qms_arena_format(arena, "%skinds/", prefix);
	char hex[QMS_SHA256_SIZE];

	kinds = qms_git_graft_path(git, arena, kinds);
	if (strcmp(kinds, "kinds/") == 0 && ref == NULL)
		return "index";
	qms_sha256(hex, qms_text(qms_arena_format(arena, "%s\n%s%s", prefix,
	    kinds, ref == NULL ? "" : ref)));
	return qms_arena_format(arena, "index-%.16s", hex);
}

/* The cache directory serves repositories that cannot be written. */
static const char *
place_in_cache(struct qms_arena *arena, struct qms_git *git,
    const char *name, const struct qms_index_options *options)
{
	char hex[QMS_SHA256_SIZE];
	const char *directory;

	if (options->cache == NULL || options->cache[0] == '\0')
		return NULL;
	directory = qms_file_join(arena, options->cache, "qms");
	if (qms_file_make_directories(directory) != NULL ||
	    access(directory, W_OK) != 0)
		return NULL;
	qms_sha256(hex, qms_text(qms_git_common_directory(git)));
	hex[16] = '\0';
	return qms_arena_format(arena, "%s/%s-%s.db", directory, name, hex);
}

static const char *
place(struct qms_arena *arena, struct qms_git *git, const char *prefix,
    const struct qms_index_options *options)
{
	const char *name = name_of(arena, git, prefix, options->ref),
	    *directory;
	struct stat st;

	if (options->own)
		return options->cache == NULL || options->cache[0] == '\0' ||
		    qms_file_make_directories(options->cache) != NULL ||
		    lstat(options->cache, &st) != 0 ||
		    st.st_uid != geteuid() ||
		    (st.st_mode & (S_IWGRP | S_IWOTH)) != 0 ? NULL :
		    place_in_cache(arena, git, name, options);
	directory = qms_file_join(arena, qms_git_common_directory(git),
	    "qms");
	if (access(qms_git_common_directory(git), W_OK) == 0 &&
	    qms_file_make_directories(directory) == NULL &&
	    access(directory, W_OK) == 0)
		return qms_arena_format(arena, "%s/%s.db", directory, name);
	return place_in_cache(arena, git, name, options);
}

static int64_t
inode_of(const char *path)
{
	struct stat st;

	return path == NULL || stat(path, &st) != 0 ? 0 : (int64_t)st.st_ino;
}

static const struct qms_error *
remove_files(const char *path)
{
	static const char *const suffixes[] = { "-journal", "-wal", "-shm",
		"" };
	const struct qms_error *err = NULL;
	char name[4096];
	size_t i;

	for (i = 0; err == NULL && i < 4; i++) {
		(void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
		err = qms_file_remove(name);
	}
	return err;
}

/* ---- the file ---- */

static const struct qms_error *
read_format(int64_t *format, struct qms_db *db)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*format = 0;
	err = qms_db_query(&query, db, "PRAGMA user_version");
	if (err == NULL)
		err = qms_step(&row, query);
	if (err == NULL && row)
		*format = qms_column_integer(query, 0);
	qms_done(query);
	return err;
}

/* Inside a transaction: our tables, empty, instead of what is there. */
static const struct qms_error *
empty(struct qms_index *index)
{
	const struct qms_error *err;
	char pragma[64];

	(void)snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %lld",
	    (long long)format_number());
	err = qms_db_empty(index->db);
	if (err == NULL)
		err = qms_db_run(index->db, qms_index_sql);
	if (err == NULL)
		err = qms_db_run(index->db, pragma);
	return err;
}

static const struct qms_error *
create(struct qms_index *index)
{
	const struct qms_error *err;

	err = qms_db_begin(index->db);
	if (err != NULL)
		return err;
	err = empty(index);
	if (err == NULL)
		return qms_db_commit(index->db);
	(void)qms_db_rollback(index->db);
	return err;
}

static void
forget(struct qms_index *index)
{
	qms_index_kinds_drop(index);
	index->views_first = -1;
	qms_db_close(index->db);
	index->db = NULL;
	index->rows = 0;
}

static bool
is_working(void *closure, int32_t day)
{
	const struct qms_index *index = closure;

	return qms_calendar_is_working(&index->calendar, day);
}

static const struct qms_error *
connect(struct qms_index *index)
{
	const struct qms_error *err;

	err = qms_db_open(&index->db, index->path, false);
	if (err != NULL)
		return err;
	index->inode = inode_of(index->path);
	qms_db_set_calendar(index->db, is_working, index);
	qms_db_set_make(index->db, qms_index_make_view, index);
	/* that it has one row makes SQLite begin with it, and build no filter
	 * over all files for each question */
	return qms_db_run(index->db, "CREATE TEMP TABLE asof ("
	    " source INTEGER PRIMARY KEY, known INTEGER NOT NULL,"
	    " day TEXT NOT NULL, due_soon INTEGER NOT NULL);"
	    "INSERT INTO temp.asof VALUES (1, 0, '', 0);"
	    "ANALYZE temp.asof; DELETE FROM temp.asof");
}

/* Opens what is there, if it is ours and whole. */
static const struct qms_error *
open_there(bool *good, struct qms_index *index)
{
	const struct qms_error *err;
	int64_t format = 0;

	*good = false;
	err = connect(index);
	if (err == NULL)
		err = read_format(&format, index->db);
	*good = err == NULL && format == format_number();
	return err;
}

/*
 * Under the lock, as all that writes whole tables. Other programs may have the
 * file open: it is emptied in one transaction, and removed only when it is
 * damaged.
 */
static const struct qms_error *
start_anew(struct qms_index *index)
{
	const struct qms_error *err;

	forget(index);
	if (index->path != NULL)
		index->rebuilt = index->rebuilt || inode_of(index->path) != 0;
	err = connect(index);
	if (err == NULL)
		err = create(index);
	if (!is_damage(err) || index->path == NULL)
		return err;
	forget(index);
	err = remove_files(index->path);
	if (err == NULL)
		err = connect(index);
	return err != NULL ? err : create(index);
}

/*
 * Under the lock: another program may have made it meanwhile. An index that is
 * damaged, or of another format, is thrown away.
 */
static const struct qms_error *
open_or_create(struct qms_index *index)
{
	const struct qms_error *err;
	struct qms_lock lock = {0};
	bool good;

	if (index->path != NULL && access(index->path, F_OK) == 0) {
		err = open_there(&good, index);
		if (good || (err != NULL && !is_damage(err)))
			return err;
		forget(index);
	}
	if (index->path == NULL) {
		err = connect(index);
		return err != NULL ? err : create(index);
	}
	err = qms_lock_take(&lock, index->lock, LOCK_SECONDS);
	if (err != NULL)
		return err;
	good = false;
	if (access(index->path, F_OK) == 0)
		err = open_there(&good, index);
	if (!good && (err == NULL || is_damage(err)))
		err = start_anew(index);
	qms_lock_release(&lock);
	return err;
}

/* ---- the question ---- */

static const char sql_source[] =
	"SELECT tip, ordinal"
	"  FROM source"
	" WHERE id = 1";

static const struct qms_error *
read_source(struct qms_oid *tip, int64_t *ordinal, struct qms_index *index)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	memset(tip, 0, sizeof(*tip));
	*ordinal = 0;
	err = qms_db_query(&query, index->db, sql_source);
	if (err != NULL)
		return err;
	err = qms_step(&row, query);
	if (err == NULL && row) {
		*ordinal = qms_column_integer(query, 1);
		if (qms_column_text(query, 0) == NULL ||
		    !qms_oid_parse(tip, qms_column_text(query, 0)))
			err = qms_fail(QMS_M_G050, index->path == NULL ? "" :
			    index->path);
	}
	qms_done(query);
	return err;
}

static const char sql_line[] =
	"SELECT id, day, due_soon, offset"
	"  FROM line"
	" WHERE source = 1 AND ordinal = ?1";

static const struct qms_error *
read_line(struct qms_index *index, int64_t ordinal)
{
	struct qms_question *question = &index->question;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	memset(&question->commit, 0, sizeof(question->commit));
	question->recorded = QMS_DAY_NONE;
	index->due_soon = 30;
	err = qms_db_query(&query, index->db, sql_line);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, ordinal);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		if (qms_column_text(query, 0) != NULL)
			qms_oid_parse(&question->commit,
			    qms_column_text(query, 0));
		question->recorded = qms_day_parse(qms_column_bytes(query,
		    1));
		index->due_soon = (int)qms_column_integer(query, 2);
		index->offset = (int)qms_column_integer(query, 3);
	}
	qms_done(query);
	return err;
}

static const char sql_known_on[] =
	"SELECT coalesce(max(ordinal), 0)"
	"  FROM line"
	" WHERE source = 1 AND day <= ?1 AND ordinal <= ?2";

static const struct qms_error *
known_on(int64_t *ordinal, struct qms_index *index, qms_day day)
{
	const struct qms_error *err;
	struct qms_query *query;
	char text[QMS_DAY_SIZE];
	bool row;

	*ordinal = 0;
	err = qms_db_query(&query, index->db, sql_known_on);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, qms_day_format(text, day));
	qms_bind_integer(query, 2, index->question.newest);
	err = qms_step(&row, query);
	if (err == NULL && row)
		*ordinal = qms_column_integer(query, 0);
	qms_done(query);
	return err;
}

static int
compare_days(const void *left, const void *right)
{
	qms_day a = *(const qms_day *)left, b = *(const qms_day *)right;

	return (a > b) - (a < b);
}

/* Holidays as they were known; no kind `holiday`, no holidays. */
static const struct qms_error *
read_calendar(struct qms_index *index)
{
	struct qms_calendar *calendar = &index->calendar;
	struct qms_arena *arena = &index->calendar_arena;
	const struct qms_error *err;
	struct qms_query *query;
	qms_day day;
	bool row;

	qms_arena_free(arena);
	memset(calendar, 0, sizeof(*calendar));
	if (!qms_index_has_column(index, "holiday", "day") ||
	    !qms_index_has_column(index, "holiday", "working"))
		return NULL;
	err = qms_db_query(&query, index->db, "SELECT day, working"
	    " FROM holiday WHERE day IS NOT NULL ORDER BY day");
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		day = qms_day_parse(qms_column_bytes(query, 0));
		if (day == QMS_DAY_NONE)
			continue;
		if (qms_string_is(qms_column_text(query, 1), "yes"))
			*qms_push(arena, calendar->worked,
			    calendar->worked_count, calendar->worked_room) =
			    day;
		else
			*qms_push(arena, calendar->holidays,
			    calendar->holiday_count,
			    calendar->holiday_room) = day;
	}
	qms_done(query);
	if (calendar->worked_count > 1)
		qsort(calendar->worked, calendar->worked_count,
		    sizeof(day), compare_days);
	if (calendar->holiday_count > 1)
		qsort(calendar->holidays, calendar->holiday_count,
		    sizeof(day), compare_days);
	return err;
}

static const struct qms_error *
ask(struct qms_index *index, qms_day day, int64_t known)
{
	const struct qms_error *err;

	index->question.day = day;
	index->question.known = known;
	err = read_line(index, known);
	if (err == NULL)
		err = qms_index_kinds_at(index, known);
	if (err == NULL) {
		index->kinds->asked = true;
		err = qms_index_views(index);
	}
	if (err == NULL)
		err = qms_index_set_asof(index, known, day);
	return err != NULL ? err : read_calendar(index);
}

const struct qms_error *
qms_index_ask(struct qms_index *index, qms_day day, int64_t known_ordinal)
{
	const struct qms_error *err = NULL;

	if (known_ordinal == 0)
		err = known_on(&known_ordinal, index, day);
	else if (known_ordinal > index->question.newest)
		known_ordinal = index->question.newest;
	return err != NULL ? err : ask(index, day, known_ordinal);
}

static const struct qms_error *
ask_newest(struct qms_index *index)
{
	const struct qms_error *err;

	err = read_source(&index->question.tip, &index->question.newest,
	    index);
	if (err == NULL)
		err = read_line(index, index->question.newest);
	if (err == NULL)
		err = ask(index, index->question.recorded,
		    index->question.newest);
	return err;
}

const struct qms_question *
qms_index_question(const struct qms_index *index)
{
	return &index->question;
}

static const char sql_ordinal[] =
	"SELECT ordinal"
	"  FROM line"
	" WHERE source = 1 AND id = ?1";

const struct qms_error *
qms_index_ordinal(int64_t *ordinal, struct qms_index *index,
    const struct qms_oid *commit)
{
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];
	bool row;

	*ordinal = 0;
	err = qms_db_query(&query, index->db, sql_ordinal);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, qms_oid_hex(hex, commit));
	err = qms_step(&row, query);
	if (err == NULL && row)
		*ordinal = qms_column_integer(query, 0);
	qms_done(query);
	return err;
}

struct qms_db *
qms_index_db(struct qms_index *index)
{
	return index->db;
}

struct qms_git *
qms_index_git(const struct qms_index *index)
{
	return index->git;
}

const struct qms_kinds *
qms_index_kinds(const struct qms_index *index)
{
	return index->kinds->kinds;
}

int
qms_index_offset(const struct qms_index *index)
{
	return index->offset;
}

/* ---- opening and updating ---- */

/* Damaged deeper than its first page. */
static const struct qms_error *
mend(struct qms_index *index)
{
	const struct qms_error *err;
	struct qms_lock lock = {0};

	err = qms_lock_take(&lock, index->lock, LOCK_SECONDS);
	if (err != NULL)
		return err;
	err = start_anew(index);
	qms_lock_release(&lock);
	return err != NULL ? err : ask_newest(index);
}

const struct qms_error *
qms_index_open(struct qms_index **out, struct qms_git *git,
    const char *prefix, const struct qms_index_options *options)
{
	const struct qms_error *err;
	struct qms_index *index;

	*out = NULL;
	index = calloc(1, sizeof(*index));
	if (index == NULL)
		qms_arena_exhausted();
	index->git = git;
	index->prefix = qms_arena_string(&index->arena, prefix);
	index->options = *options;
	index->views_first = -1;
	index->offset = 7 * 60;
	index->schemas = qms_schemas_new();
	index->verdicts = qms_verdicts_open(options->cache);
	index->path = place(&index->arena, git, prefix, options);
	if (index->path != NULL)
		index->lock = qms_arena_format(&index->arena, "%s.lock",
		    index->path);
	err = open_or_create(index);
	if (err == NULL)
		err = ask_newest(index);
	if (is_damage(err) && index->path != NULL)
		err = mend(index);
	if (err != NULL) {
		qms_index_close(index);
		return err;
	}
	*out = index;
	return NULL;
}

void
qms_index_close(struct qms_index *index)
{
	struct qms_index_kinds *kinds;

	if (index == NULL)
		return;
	if (index->tried && index->lock != NULL)
		qms_lock_release(&index->trial);
	forget(index);
	while ((kinds = index->kinds_out_of_use) != NULL) {
		index->kinds_out_of_use = kinds->next;
		qms_index_kinds_free(kinds);
	}
	qms_schemas_free(index->schemas);
	qms_verdicts_close(index->verdicts);
	qms_arena_free(&index->calendar_arena);
	qms_arena_free(&index->arena);
	free(index);
}

/* What is remembered may be of what was rolled back, or of another's rows. */
static void
forget_kinds(struct qms_index *index)
{
	qms_index_kinds_drop(index);
	index->views_first = -1;
}

/* One transaction from the indexed tip, or from nothing, to the new one. */
static const struct qms_error *
walk(bool *fits, struct qms_index *index, const struct qms_oid *tip,
    bool from_nothing)
{
	const struct qms_error *err;
	struct qms_oid old;
	int64_t ordinal;

	*fits = true;
	err = qms_db_begin(index->db);
	if (err != NULL)
		return err;
	if (from_nothing) {
		err = empty(index);
		forget_kinds(index);
	}
	if (err == NULL)
		err = read_source(&old, &ordinal, index);
	if (err == NULL && !qms_oid_equal(&old, &index->question.tip))
		forget_kinds(index);
	if (err == NULL && !qms_oid_equal(&old, tip))
		err = qms_index_walk(fits, index, &old, ordinal, tip);
	if (err == NULL && *fits)
		return qms_db_commit(index->db);
	(void)qms_db_rollback(index->db);
	forget_kinds(index);
	return err;
}

/*
 * The index is not of an ancestor of tip. Then history was rewritten, or the
 * branch has moved on since the caller read it, and another program has
 * indexed that.
 */
static const struct qms_error *
moved_on(bool *moved, struct qms_index *index, const struct qms_oid *tip)
{
	struct qms_arena arena = {0};
	const struct qms_error *err;
	struct qms_oid head;

	*moved = false;
	err = qms_git_head(&head, NULL, index->git, &arena);
	if (err == NULL)
		*moved = !qms_oid_equal(&head, tip);
	qms_arena_free(&arena);
	return err;
}

static const struct qms_error *
walk_or_rebuild(struct qms_index *index, const struct qms_oid *tip,
    bool from_nothing)
{
	const struct qms_error *err = NULL;
	bool fits;

	/* another program may have made it anew */
	if (index->path != NULL && inode_of(index->path) != index->inode) {
		forget(index);
		err = connect(index);
	}
	if (err == NULL)
		err = walk(&fits, index, tip, from_nothing);
	if (err == NULL && !fits) {
		err = moved_on(&index->stats.moved_on, index, tip);
		if (err != NULL || index->stats.moved_on)
			return err;
		index->stats.rebuilt = true;
		err = walk(&fits, index, tip, true);
	}
	if (!is_damage(err))
		return err;
	index->stats.rebuilt = true;
	err = start_anew(index);
	if (err == NULL)
		err = walk(&fits, index, tip, false);
	return err;
}

static const struct qms_error *
update_locked(struct qms_index *index, const struct qms_oid *tip,
    bool from_nothing)
{
	const struct qms_error *err = NULL;
	struct qms_lock lock = {0};

	if (index->lock != NULL)
		err = qms_lock_take(&lock, index->lock, LOCK_SECONDS);
	if (err != NULL)
		return err;
	err = walk_or_rebuild(index, tip, from_nothing);
	if (index->lock != NULL)
		qms_lock_release(&lock);
	return err;
}

/*
 * The damaged file is closed, and no other can be made: an empty index in
 * memory answers those who do not heed the error.
 */
static const struct qms_error *
do_without(struct qms_index *index, const struct qms_error *err)
{
	struct qms_error kept = *err;
	const char *arguments[QMS_MESSAGE_ARGUMENTS];
	int i;

	for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
		arguments[i] = err->arguments[i] == NULL ? NULL :
		    qms_arena_string(&index->arena, err->arguments[i]);
	index->path = NULL;
	err = connect(index);
	if (err == NULL)
		err = create(index);
	return err != NULL ? err : qms_fail_with(kept.id, arguments);
}

static const struct qms_error *
update(struct qms_index *index, const struct qms_oid *tip, bool from_nothing,
    struct qms_index_stats *stats)
{
	struct qms_git_counts *counts = qms_git_counts(index->git);
	int64_t trees = counts->trees_read;
	const struct qms_error *err = NULL;

	memset(&index->stats, 0, sizeof(index->stats));
	index->stats.rebuilt = index->rebuilt;
	index->rebuilt = false;
	index->rows = qms_db_changes(index->db);
	if (from_nothing || !qms_oid_equal(tip, &index->question.tip)) {
		err = update_locked(index, tip, from_nothing);
		if (index->db == NULL)
			err = do_without(index, err);
		index->stats.rows_touched = qms_db_changes(index->db) -
		    index->rows;
		if (err == NULL)
			err = ask_newest(index);
		else if (index->db != NULL)	/* as it was before */
			(void)ask_newest(index);
	}
	index->stats.trees_compared = counts->trees_read - trees;
	if (stats != NULL)
		*stats = index->stats;
	return err;
}

const struct qms_error *
qms_index_update(struct qms_index *index, const struct qms_oid *tip,
    struct qms_index_stats *stats)
{
	return update(index, tip, false, stats);
}

const struct qms_error *
qms_index_rebuild(struct qms_index *index, const struct qms_oid *tip,
    struct qms_index_stats *stats)
{
	return update(index, tip, true, stats);
}

/* ---- the overlay ---- */

const struct qms_error *
qms_index_overlay_begin(struct qms_index *index,
    const struct qms_index_file *files, size_t count, const char *email)
{
	const struct qms_error *err;
	int64_t ordinal = index->question.newest + 1;

	err = qms_db_begin(index->db);
	if (err != NULL)
		return err;
	index->overlay = true;
	index->before = index->question;
	index->kinds_before = index->kinds;
	index->views_before = index->views_first;
	err = qms_index_walk_overlay(index, files, count, email);
	if (err == NULL) {
		index->question.newest = ordinal;
		err = ask(index, index->before.day, ordinal);
	}
	if (err != NULL)
		(void)qms_index_overlay_end(index);
	return err;
}

const struct qms_error *
qms_index_overlay_end(struct qms_index *index)
{
	const struct qms_error *err;

	if (!index->overlay)
		return NULL;
	/* asof and views are temporary tables, and come back too */
	err = qms_db_rollback(index->db);
	qms_index_kinds_drop(index);
	index->kinds = index->kinds_before;
	index->kinds_before = NULL;
	index->views_first = index->views_before;
	index->question = index->before;
	index->overlay = false;
	if (err == NULL)
		err = read_calendar(index);
	return err;
}

/* ---- the trial ---- */

const struct qms_error *
qms_index_trial_begin(bool *fits, struct qms_index *index,
    const struct qms_oid *tip)
{
	const struct qms_error *err = NULL;

	*fits = false;
	if (index->lock != NULL)
		err = qms_lock_take(&index->trial, index->lock, LOCK_SECONDS);
	if (err == NULL)
		err = qms_db_begin(index->db);
	if (err != NULL) {
		if (index->lock != NULL)
			qms_lock_release(&index->trial);
		return err;
	}
	index->tried = true;
	err = qms_index_walk(fits, index, &index->question.tip,
	    index->question.newest, tip);
	if (err == NULL && *fits)
		err = ask_newest(index);
	return err;
}

const struct qms_error *
qms_index_trial_end(struct qms_index *index)
{
	const struct qms_error *err;

	if (!index->tried)
		return NULL;
	err = qms_db_rollback(index->db);
	forget_kinds(index);
	index->tried = false;
	if (index->lock != NULL)
		qms_lock_release(&index->trial);
	return err != NULL ? err : ask_newest(index);
}

const struct qms_error *
qms_index_check(struct qms_index *index)
{
	return qms_db_check(index->db);
}

/* ---- problems ---- */

static const char sql_problems[] =
	"SELECT f.path, p.line, p.col, p.code, p.a1, p.a2, p.a3, p.a4"
	"  FROM asof AS q"
	"  JOIN file AS f ON f.source = q.source AND f.first <= q.known"
	"   AND f.last > q.known AND (?1 IS NULL OR f.path = ?1)"
	"  JOIN fact_problem AS p ON p.fact = f.fact"
	" ORDER BY f.path, p.line, p.col, p.code";

const struct qms_error *
qms_index_problems(struct qms_problems *problems, struct qms_index *index,
    const char *path)
{
	const char *arguments[QMS_MESSAGE_ARGUMENTS];
	const struct qms_error *err;
	enum qms_message_id id;
	struct qms_query *query;
	bool row;
	int i;

	err = qms_db_query(&query, index->db, sql_problems);
	if (err != NULL)
		return err;
	if (path != NULL)
		qms_bind_text(query, 1, path);
	while ((err = qms_step(&row, query)) == NULL && row) {
		id = qms_message_find(qms_column_text(query, 3));
		for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
			arguments[i] = qms_column_text(query, 4 + i);
		if (id != QMS_M_NONE)
			qms_report_with(problems, qms_column_text(query, 0),
			    (int)qms_column_integer(query, 1),
			    (int)qms_column_integer(query, 2), id, arguments);
	}
	qms_done(query);
	return err;
}
