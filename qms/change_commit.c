/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "change_part.h"
#include "file.h"
#include "fold.h"

enum {
	WAIT = 60,			/* seconds for other commands */
	TRIES = 20,			/* when git commits at the same time */
	DAY = 24 * 60 * 60
};

/* A commit under way. */
struct commit {
	struct qms_change *change;
	struct qms_system *system;
	struct qms_arena *arena;
	const char *subject;
	struct qms_put **puts;		/* sorted by path */
	size_t count;
	struct qms_oid based;		/* tip when the change was begun */
	struct qms_oid made;
	struct qms_journal journal;
};

static int
compare(const void *left, const void *right)
{
	const struct qms_put *const *a = left, *const *b = right;

	return strcmp((*a)->path, (*b)->path);
}

static void
sort_puts(struct commit *c)
{
	const struct qms_map *puts = &c->change->puts;
	size_t i;

	c->count = puts->count;
	c->puts = qms_arena_alloc(c->arena, (c->count + 1) *
	    sizeof(*c->puts));
	for (i = 0; i < c->count; i++)
		c->puts[i] = puts->entries[i].value;
	qsort(c->puts, c->count, sizeof(*c->puts), compare);
}

/* ---- may it be written at all? ---- */

static const struct qms_error *
check_paths(struct commit *c)
{
	size_t i;

	if (c->system->library)
		return qms_fail(QMS_M_D212, c->system->name);
	if (c->system->bare)
		return qms_fail(QMS_M_G046, c->system->root);
	for (i = 0; i < c->count; i++)
		if (strpbrk(c->puts[i]->path, "\n\r\\") != NULL)
			return qms_fail(QMS_M_G017, c->puts[i]->path,
			    c->system->root);
	return NULL;
}

static const struct qms_error *
check_repository(struct commit *c)
{
	const char *busy = qms_git_busy(c->system->git);

	if (*c->system->environment.name == '\0' ||
	    *c->system->environment.email == '\0')
		return qms_fail(QMS_M_G047);
	if (busy != NULL)	/* a rebase leaves the branch meanwhile */
		return qms_fail(QMS_M_G073, busy);
	if (c->system->branch == NULL)
		return qms_fail(QMS_M_G041, c->system->root);
	return qms_git_replaced(c->system->git);
}

/* A lock that git holds for a moment is waited for. */
static const struct qms_error *
check_locks(struct commit *c)
{
	const struct timespec pause = { .tv_nsec = 100 * 1000 * 1000 };
	const struct qms_error *err;
	struct qms_git_lock *locks;
	size_t count;
	int tries;

	for (tries = 0; tries < 30; tries++) {
		err = qms_git_locks(&locks, &count, c->system->git, c->arena,
		    c->system->environment.now);
		if (err != NULL || count == 0)
			return err;
		(void)nanosleep(&pause, NULL);
	}
	return qms_fail(QMS_M_G033, locks[0].path);
}

static const struct qms_error *
check_clock(struct commit *c)
{
	const struct qms_error *err;
	struct qms_git_commit tip;
	char now[QMS_DAY_SIZE], then[QMS_DAY_SIZE];
	int offset = c->system->offset;

	if (qms_oid_is_zero(&c->system->head))
		return NULL;
	err = qms_git_commit(&tip, c->system->git, c->arena,
	    &c->system->head);
	if (err != NULL ||
	    tip.committer.time <= c->system->environment.now + DAY)
		return err;
	return qms_fail(QMS_M_G075, qms_day_format(then, qms_day_of_time(
	    tip.committer.time, offset)), qms_day_format(now,
	    qms_day_of_time(c->system->environment.now, offset)));
}

/* Another commit that came in between must not touch the same files. */
static const struct qms_error *
check_clash(struct commit *c)
{
	const struct qms_error *err = NULL;
	struct qms_oid before, now, mine;
	size_t i;

	if (qms_oid_equal(&c->based, &c->system->head))
		return NULL;
	for (i = 0; err == NULL && i < c->count; i++) {
		err = qms_change_blob_at(&before, c->system, c->arena,
		    &c->based, c->puts[i]->path);
		if (err == NULL)
			err = qms_change_blob_at(&now, c->system, c->arena,
			    &c->system->head, c->puts[i]->path);
		if (err != NULL || qms_oid_equal(&before, &now))
			continue;
		memset(&mine, 0, sizeof(mine));
		if (c->puts[i]->text.data != NULL)
			err = qms_git_blob_id(&mine, c->puts[i]->text);
		if (err == NULL && !qms_oid_equal(&mine, &now))
			err = qms_fail(QMS_M_G074, c->puts[i]->path);
	}
	return err;
}

/*
 * Fills the journal. What lies in the work tree must be what is committed, or
 * already what is to be written: somebody's unsaved work is not written over.
 */
static const struct qms_error *
compare_files(struct commit *c)
{
	struct qms_journal_entry *entry;
	const struct qms_error *err = NULL;
	struct qms_oid now;
	size_t i;

	c->journal = (struct qms_journal){ .old_tip = c->system->head };
	for (i = 0; err == NULL && i < c->count; i++) {
		entry = qms_push(c->arena, c->journal.entries,
		    c->journal.count, c->journal.room);
		entry->path = c->puts[i]->path;
		if (c->puts[i]->text.data != NULL)
			err = qms_git_blob_id(&entry->new_blob,
			    c->puts[i]->text);
		if (err == NULL)
			err = qms_change_blob_at(&entry->old_blob, c->system,
			    c->arena, &c->system->head, entry->path);
		if (err == NULL)
			err = qms_change_blob_now(&now, c->system,
			    entry->path);
		if (err != NULL)
			continue;
		/* where nothing lies, nothing can be lost */
		entry->ours = !qms_oid_equal(&now, &entry->new_blob) &&
		    (qms_oid_equal(&now, &entry->old_blob) ||
		    qms_oid_is_zero(&now));
		if (!entry->ours && !qms_oid_equal(&now, &entry->new_blob))
			err = qms_fail(QMS_M_G076, entry->path);
	}
	return err;
}

/* ---- judgement ---- */

static const char sql_verdict[] =
	"SELECT void, void_argument"
	"  FROM entered"
	" WHERE sha256 = ?1 AND source = 1"
	" ORDER BY position DESC"
	" LIMIT 1";

static const struct qms_error *
check_verdict(struct commit *c, const struct qms_statement *s)
{
	struct qms_arena *arena = c->arena;
	const struct qms_rules *rules = NULL;
	const struct qms_error *err;
	struct qms_query *query;
	const char *code = NULL, *arguments = NULL, *subject;
	bool row;

	err = qms_db_query(&query, qms_index_db(c->system->index),
	    sql_verdict);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, s->sha256);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		code = qms_arena_string(arena, qms_column_text(query, 0));
		arguments = qms_arena_string(arena,
		    qms_column_text(query, 1));
	}
	qms_done(query);
	if (err != NULL || (row && code == NULL) || (row &&
	    c->change->unsigned_yet && (strcmp(code, "S106") == 0 ||
	    strcmp(code, "S110") == 0)))
		return err;
	subject = qms_arena_format(arena, "%s%s%s", s->id,
	    *s->version == '\0' ? "" : "@", s->version);
	if (!row)
		return qms_fail(QMS_M_G080, subject);
	err = qms_system_rules(&rules, c->system);
	return err != NULL ? err :
	    qms_fold_fail(arena, subject, rules, code, arguments);
}

static const char sql_sent[] =
	"SELECT f.path, e.from_state, e.issues, f.kind"
	"  FROM entered AS e"
	"  JOIN asof AS q ON q.source = e.source"
	"  JOIN file AS f ON f.object = e.object AND f.agency = e.agency"
	"   AND f.kind = e.kind AND f.source = e.source"
	" WHERE e.sha256 = ?1"
	"   AND f.first <= q.known AND f.last > q.known";

/*
 * A text that is sent on, or issued, and a record that is acted on, has no
 * faults; a draft may.
 */
static const struct qms_error *
find_sent(struct qms_strings *paths, struct commit *c,
    const struct qms_statement *s)
{
	const struct qms_kind *kind;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(c->system->index), sql_sent);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, s->sha256);
	while ((err = qms_step(&row, query)) == NULL && row) {
		kind = qms_kinds_get(qms_system_kinds(c->system),
		    qms_column_text(query, 3));
		if (kind != NULL && (kind->class == QMS_CLASS_RECORD ||
		    qms_column_integer(query, 2) == 1 || strcmp(kind->first,
		    qms_column_text(query, 1)) == 0))
			qms_strings_add(c->arena, paths, qms_arena_string(
			    c->arena, qms_column_text(query, 0)));
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
refuse_problem(struct commit *c, const struct qms_problem *problem)
{
	struct qms_buffer text[QMS_LANGUAGES] = { { 0 } };
	const struct qms_error *err;
	int i;

	for (i = 0; i < QMS_LANGUAGES; i++)
		qms_problem_text(&text[i], problem, (enum qms_language)i);
	err = qms_fail(QMS_M_G077, qms_arena_format(c->arena, "%s:%d",
	    problem->path, problem->line), text[QMS_VI].data,
	    text[QMS_EN].data, problem->code);
	for (i = 0; i < QMS_LANGUAGES; i++)
		qms_buffer_free(&text[i]);
	return err;
}

/* All problems of what is written; the first that stops it is the error. */
static const struct qms_error *
check_problems(struct commit *c)
{
	struct qms_problems *problems = &c->change->problems;
	struct qms_strings sent = { 0 };
	const struct qms_error *err = NULL;
	const char *agency;
	size_t i;

	problems->count = 0;
	for (i = 0; err == NULL && i < c->change->statement_count; i++)
		err = find_sent(&sent, c, c->change->statements[i]);
	for (i = 0; err == NULL && i < c->count; i++) {
		if (qms_strings_has(&sent, c->puts[i]->path))
			continue;
		err = qms_index_problems(problems, c->system->index,
		    c->puts[i]->path);
	}
	for (i = 0; err == NULL && i < sent.count; i++)
		err = qms_index_problems(problems, c->system->index,
		    sent.items[i]);
	qms_problems_sort(problems);
	for (i = 0; err == NULL && i < problems->count; i++)
		if (problems->items[i].severity == QMS_ERROR &&
		    (qms_strings_has(&sent, problems->items[i].path) ||
		    qms_statement_is_path(problems->items[i].path) ||
		    qms_trust_is_member(problems->items[i].path, &agency,
		    c->arena)))
			return refuse_problem(c, &problems->items[i]);
	return err;
}

static const char sql_violations[] =
	"SELECT v.path, v.code, v.argument"
	"  FROM violation AS v JOIN asof AS q ON q.source = v.source"
	" WHERE v.ordinal = q.known"
	" ORDER BY v.path, v.code"
	" LIMIT 1";

/* What history must not hold is refused before it does. */
static const struct qms_error *
check_violations(struct commit *c)
{
	const struct qms_error *err;
	const char *path = NULL, *code = NULL, *argument = NULL;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(c->system->index),
	    sql_violations);
	if (err != NULL)
		return err;
	err = qms_step(&row, query);
	if (err == NULL && row) {
		path = qms_arena_string(c->arena, qms_column_text(query, 0));
		code = qms_arena_string(c->arena, qms_column_text(query, 1));
		argument = qms_arena_string(c->arena,
		    qms_column_text(query, 2));
	}
	qms_done(query);
	return err != NULL || path == NULL ? err :
	    qms_fold_fail(c->arena, path, NULL, code, argument);
}

static const struct qms_error *
judge_overlaid(struct commit *c)
{
	const struct qms_error *err = NULL;
	size_t i;

	/* why an act is refused says more than what would follow from it */
	for (i = 0; err == NULL && i < c->change->statement_count; i++)
		err = check_verdict(c, c->change->statements[i]);
	if (err == NULL && !c->change->unsigned_yet)
		err = check_violations(c);
	return err != NULL ? err : check_problems(c);
}

/* An error outlives what is done after it. */
static const struct qms_error *
keep(struct qms_arena *arena, const struct qms_error *err,
    struct qms_error *place)
{
	int i;

	*place = *err;
	for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
		place->arguments[i] = qms_arena_string(arena,
		    err->arguments[i]);
	return place;
}

static const struct qms_error *
judge(struct commit *c)
{
	const struct qms_error *err, *after;
	struct qms_error kept;
	struct qms_index_file *files;
	size_t i;

	files = qms_arena_alloc(c->arena, (c->count + 1) * sizeof(*files));
	for (i = 0; i < c->count; i++)
		files[i] = (struct qms_index_file){ c->puts[i]->path,
		    c->puts[i]->text };
	err = qms_index_overlay_begin(c->system->index, files, c->count,
	    c->system->environment.email);
	if (err == NULL)
		err = judge_overlaid(c);
	if (err != NULL)
		err = keep(c->arena, err, &kept);
	after = qms_index_overlay_end(c->system->index);
	return err != NULL ? qms_fail_with(err->id, err->arguments) : after;
}

/* ---- writing ---- */

static char *
message_of(struct commit *c)
{
	enum { LISTED = 100 };
	const struct qms_statement *s;
	char *text = qms_arena_format(c->arena, "%s\n", c->subject);
	size_t i;

	for (i = 0; i < c->change->statement_count && i < LISTED; i++) {
		s = c->change->statements[i];
		text = qms_arena_format(c->arena, "%s%sQms-Act: %s%s%s%s%s"
		    " %s\n", text, i == 0 ? "\n" : "", s->agency,
		    *s->agency == '\0' ? "" : "/", s->id,
		    *s->version == '\0' ? "" : "@", s->version, s->act);
	}
	return text;
}

static const struct qms_error *
write_objects(struct commit *c)
{
	const struct qms_environment *environment = &c->system->environment;
	const struct qms_git_person who = { environment->name,
	    environment->email, environment->now, environment->offset };
	const struct qms_error *err = NULL;
	struct qms_git_edit *edits;
	struct qms_git_commit tip = { 0 };
	struct qms_oid tree;
	size_t i;

	edits = qms_arena_alloc(c->arena, (c->count + 1) * sizeof(*edits));
	for (i = 0; err == NULL && i < c->count; i++) {
		edits[i].path = qms_arena_format(c->arena, "%s%s",
		    c->system->prefix, c->puts[i]->path);
		STEP();
		if (c->puts[i]->text.data != NULL)
			err = qms_git_write_blob(&edits[i].blob,
			    c->system->git, c->puts[i]->text);
	}
	if (err == NULL && !qms_oid_is_zero(&c->system->head))
		err = qms_git_commit(&tip, c->system->git, c->arena,
		    &c->system->head);
	if (err == NULL)
		err = qms_git_write_tree(&tree, c->system->git, &tip.tree,
		    edits, c->count);
	STEP();
	if (err == NULL && !qms_oid_is_zero(&c->system->head) &&
	    qms_oid_equal(&tree, &tip.tree)) {
		c->made = c->system->head;	/* nothing changes */
		return NULL;
	}
	if (err == NULL)
		err = qms_git_write_commit(&c->made, c->system->git, &tree,
		    &c->system->head,
		    qms_oid_is_zero(&c->system->head) ? 0 : 1, &who, &who,
		    message_of(c));
	c->journal.new_tip = c->made;
	return err;
}

static const struct qms_error *
swap(bool *moved, struct commit *c)
{
	const struct qms_environment *environment = &c->system->environment;
	const struct qms_git_person who = { environment->name,
	    environment->email, environment->now, environment->offset };

	return qms_git_swap(moved, c->system->git, &c->system->head, &c->made,
	    &who, c->subject);
}

/* Back to what was, after a failure or when somebody else was first. */
static const struct qms_error *
undo(struct commit *c)
{
	const struct qms_error *err;
	struct qms_oid head;

	err = qms_git_head(&head, NULL, c->system->git, c->arena);
	if (err == NULL)
		err = qms_journal_undo(&c->journal, c->system, c->arena,
		    &head);
	if (err == NULL)
		err = qms_journal_remove(c->system, c->arena);
	return err;
}

/* *moved false and no error: another writer was first. */
static const struct qms_error *
write_all(bool *moved, struct commit *c)
{
	const struct qms_error *err;
	struct qms_error kept;

	*moved = false;
	err = write_objects(c);
	if (err != NULL)
		return err;
	/* all of it is committed, maybe by a git that took it from the index */
	if (qms_oid_equal(&c->made, &c->system->head)) {
		*moved = true;
		return qms_journal_follow(&c->journal, c->system, c->arena);
	}
	STEP();
	err = qms_journal_write(&c->journal, c->system, c->arena);
	STEP();
	if (err == NULL)
		err = qms_journal_follow(&c->journal, c->system, c->arena);
	STEP();
	if (err == NULL)
		err = swap(moved, c);
	STEP();
	if (err != NULL)
		err = keep(c->arena, err, &kept);
	/* the branch has moved: whatever fails now, it is written */
	if (*moved)
		(void)qms_journal_remove(c->system, c->arena);
	else if (undo(c) != NULL && err == NULL)
		return qms_fail(QMS_M_G083, qms_journal_path(c->arena,
		    c->system));
	return err == NULL ? NULL : qms_fail_with(err->id, err->arguments);
}

/* ---- the whole ---- */

/* One try, with the lock held unless nothing is written. */
static const struct qms_error *
attempt(bool *moved, struct commit *c, bool dry_run)
{
	const struct qms_error *err;

	*moved = dry_run;
	err = check_repository(c);
	if (err == NULL && !dry_run)
		err = check_locks(c);
	if (err == NULL)
		err = check_clock(c);
	if (err == NULL)
		err = check_clash(c);
	if (err == NULL)
		err = compare_files(c);
	if (err == NULL)
		err = judge(c);
	if (err != NULL || dry_run)
		return err;
	return write_all(moved, c);
}

static const struct qms_error *
refresh(struct commit *c)
{
	const struct qms_error *err;
	struct qms_oid head;
	const char *branch;

	err = qms_git_head(&head, &branch, c->system->git, c->arena);
	if (err == NULL && (!qms_oid_equal(&head, &c->system->head) ||
	    !qms_string_is(branch, c->system->branch)))
		err = qms_system_refresh(c->system);
	return err;
}

static const struct qms_error *
commit_locked(struct commit *c)
{
	const struct qms_error *err;
	const char *done;
	bool moved = false;
	int tries;

	err = qms_change_recover_locked(&done, c->system);
	for (tries = 0; err == NULL && !moved && tries < TRIES; tries++) {
		err = refresh(c);
		if (err == NULL)
			err = attempt(&moved, c, false);
	}
	return err == NULL && !moved ? qms_fail(QMS_M_G079) : err;
}

static const struct qms_error *
take_lock(struct qms_lock *lock, struct qms_system *system,
    struct qms_arena *arena, int seconds)
{
	const struct qms_error *err;
	char *directory = qms_arena_format(arena, "%sqms",
	    qms_git_common_directory(system->git));

	err = qms_file_make_directories(directory);
	if (err == NULL)
		err = qms_lock_take(lock, qms_file_join(arena, directory,
		    "lock"), seconds);
	return err;
}

const struct qms_error *
qms_change_commit(struct qms_oid *made, struct qms_change *change,
    const char *subject, bool dry_run)
{
	struct commit c = { .change = change, .system = change->system,
	    .arena = &change->arena, .subject = subject,
	    .based = change->system->head };
	const struct qms_error *err;
	struct qms_error kept;
	struct qms_lock lock;
	bool moved;

	memset(made, 0, sizeof(*made));
	sort_puts(&c);
	err = check_paths(&c);
	if (err != NULL)
		return err;
	if (dry_run)
		return attempt(&moved, &c, true);
	err = take_lock(&lock, c.system, c.arena, WAIT);
	if (err != NULL)
		return err;
	err = commit_locked(&c);
	if (err != NULL)
		err = keep(c.arena, err, &kept);
	qms_lock_release(&lock);
	*made = c.made;
	/* what is committed is committed; the index can be made again */
	if (!qms_oid_equal(&c.made, &c.system->head))
		(void)qms_system_refresh(c.system);
	return err == NULL ? NULL : qms_fail_with(err->id, err->arguments);
}

const struct qms_error *
qms_change_recover(const char **done, struct qms_system *system)
{
	const struct qms_error *err;
	struct qms_arena arena = { 0 };
	struct qms_lock lock;

	*done = NULL;
	if (qms_file_type(qms_journal_path(&arena, system)) ==
	    QMS_FILE_NONE) {
		qms_arena_free(&arena);
		return NULL;
	}
	/* whoever is at it now finishes it */
	err = take_lock(&lock, system, &arena, WAIT);
	if (err == NULL) {
		err = qms_change_recover_locked(done, system);
		qms_lock_release(&lock);
		if (err == NULL && *done != NULL)
			err = qms_system_refresh(system);
	}
	qms_arena_free(&arena);
	return err;
}
