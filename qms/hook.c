/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "csv.h"
#include "fold.h"
#include "hook.h"
#include "verify.h"

enum {
	STEPS = 2000000, STEPS_PER_COMMIT = 2000,
	SHOWN = 10,			/* of one kind of fault */
	SHORT = 12,			/* of a commit's id */
	LATE_DAYS = 1
};

struct pusher {			/* a row of trust/pushers.csv */
	const char *name, *agency;
	qms_day first, last;
};

struct pushers {
	struct pusher *items;
	size_t count, room;
	const char *fault;		/* NULL: none */
};

struct hook {
	struct qms_hook_verdict *verdict;
	struct qms_arena *arena;
	const struct qms_hook_options *options;
	const struct qms_environment *environment;
	struct qms_system *system;
	const struct qms_hook_ref *ref;	/* of the branch that is read */
	const char *branch;		/* its name, without refs/heads/ */
	struct qms_oid *line;		/* new first-parent commits */
	size_t count;
	struct qms_map told;		/* agencies that were refused */
	struct qms_map touched;		/* paths */
};

/* ---- what git says ---- */

static bool
parse_line(struct qms_hook_ref *ref, struct qms_arena *arena,
    struct qms_text line)
{
	enum { HEX = QMS_OID_HEX - 1 };

	if (line.size < 2 * HEX + 3 || line.data[HEX] != ' ' ||
	    line.data[2 * HEX + 1] != ' ')
		return false;
	ref->name = qms_arena_copy(arena, line.data + 2 * HEX + 2,
	    line.size - 2 * HEX - 2);
	return strlen(ref->name) == line.size - 2 * HEX - 2 &&
	    (qms_oid_parse(&ref->old_id, qms_arena_copy(arena, line.data,
	    HEX))) && (qms_oid_parse(&ref->new_id, qms_arena_copy(arena,
	    line.data + HEX + 1, HEX)));
}

const struct qms_error *
qms_hook_parse(struct qms_hook_ref **refs, size_t *count,
    struct qms_arena *arena, struct qms_text text)
{
	struct qms_text line;
	char number[24];
	size_t room = 0;

	*refs = NULL;
	*count = 0;
	while (qms_text_line(&line, &text)) {
		if (parse_line(qms_push(arena, *refs, *count, room), arena,
		    line))
			continue;
		(void)snprintf(number, sizeof(number), "%zu", *count);
		return qms_fail(QMS_M_H017, number);
	}
	return NULL;
}

/* ---- words ---- */

static const char *
short_id(struct hook *h, const struct qms_oid *id)
{
	char hex[QMS_OID_HEX];

	return qms_arena_copy(h->arena, qms_oid_hex(hex, id), SHORT);
}

static const char *
number(struct hook *h, int64_t value)
{
	return qms_arena_format(h->arena, "%lld", (long long)value);
}

static const char *
day_vn(struct hook *h, qms_day day)
{
	char text[QMS_DAY_SIZE];

	return qms_arena_string(h->arena, qms_day_format_vn(text, day));
}

#define refuse(h, ...)							\
	qms_report(&(h)->verdict->refused, "", 0, 0, __VA_ARGS__)
#define note(h, ...)							\
	qms_report(&(h)->verdict->notes, "", 0, 0, __VA_ARGS__)

static bool
is_refused(const struct hook *h)
{
	return h->verdict->refused.count > 0;
}

/* ---- refs ---- */

/* The branch that HEAD names, however it is called, is the one that is read;
 * nothing is read from others, so they are free. */
static const struct qms_error *
judge_ref(struct hook *h, struct qms_git *git, const char *head,
    const struct qms_hook_ref *ref)
{
	const struct qms_error *err;
	const char *name;

	err = qms_git_stands_for(&name, git, h->arena, ref->name);
	if (err != NULL)
		return err;
	if (strcmp(name, head) == 0)
		h->ref = ref;
	else if (!qms_starts_with(name, "refs/heads/") &&
	    !qms_starts_with(name, "refs/tags/") &&
	    !qms_starts_with(name, "refs/for/"))	/* Gitea's proposals */
		refuse(h, QMS_M_H004, ref->name);
	return NULL;
}

static const struct qms_error *
judge_refs(struct hook *h, const struct qms_hook_ref *refs, size_t count)
{
	const struct qms_error *err;
	struct qms_oid commit;
	struct qms_git *git;
	const char *head;
	size_t i;

	err = qms_git_open(&git, ".", true);
	if (err != NULL)
		return err;
	err = qms_git_branch(&head, git, h->arena);
	if (err == NULL)
		err = qms_git_head(&commit, NULL, git, h->arena);
	if (head == NULL)
		head = "HEAD";		/* detached: no branch is read */
	h->branch = qms_starts_with(head, "refs/heads/") ?
	    head + strlen("refs/heads/") : head;
	for (i = 0; err == NULL && i < count; i++)
		err = judge_ref(h, git, head, &refs[i]);
	if (err == NULL && h->ref == NULL && qms_oid_is_zero(&commit))
		refuse(h, QMS_M_H011, h->branch);
	qms_git_close(git);
	return err;
}

/* ---- does it go on from what is there? ---- */

static const struct qms_error *
refuse_lost(struct hook *h)
{
	const struct qms_error *err;
	struct qms_git *git = h->system->git;
	struct qms_git_commit commit = { .author.name = "" };
	struct qms_oid *lost;
	size_t count;

	err = qms_git_walk(&lost, &count, git, h->arena, &h->ref->old_id,
	    &h->ref->new_id, 1);
	if (err == NULL)
		err = qms_git_commit(&commit, git, h->arena,
		    &h->ref->old_id);
	if (err == NULL)
		refuse(h, QMS_M_H002, number(h, (int64_t)count),
		    short_id(h, &h->ref->old_id), commit.author.name);
	return err;
}

/* The new part of the line, if the old tip is on it. */
static const struct qms_error *
find_line(struct hook *h)
{
	const struct qms_oid *old = &h->ref->old_id, *new = &h->ref->new_id;
	const struct qms_error *err;
	bool ancestor = true, found;

	if (!qms_oid_equal(old, &h->system->head)) {
		refuse(h, QMS_M_H005, h->branch);
		return NULL;
	}
	if (!qms_oid_is_zero(old)) {
		err = qms_git_is_ancestor(&ancestor, h->system->git, old, new);
		if (err != NULL || !ancestor)
			return err != NULL ? err : refuse_lost(h);
	}
	err = qms_git_line(&h->line, &h->count, &found, h->system->git,
	    h->arena, new, old);
	if (err == NULL && !found && !qms_oid_is_zero(old))
		refuse(h, QMS_M_H003, short_id(h, old), short_id(h, new));
	return err;
}

/* A second qms.yaml, or none, would leave everybody without a system. */
static const struct qms_error *
check_place(struct hook *h)
{
	const struct qms_error *err;
	struct qms_buffer why = { 0 };
	const char *prefix;

	err = qms_store_find_prefix(&prefix, h->arena, h->system->git,
	    &h->ref->new_id);
	if (err != NULL && (err->id == QMS_M_G039 || err->id == QMS_M_G048)) {
		qms_error_text(&why, err, h->system->language);
		refuse(h, QMS_M_H010, h->system->prefix, why.data);
		qms_buffer_free(&why);
		return NULL;
	}
	if (err == NULL && strcmp(prefix, h->system->prefix) != 0)
		refuse(h, QMS_M_H010, h->system->prefix,
		    qms_arena_format(h->arena, "%sqms.yaml", prefix));
	return err;
}

/* ---- clocks ---- */

static void
check_time(struct hook *h, const struct qms_git_commit *commit)
{
	const int64_t day = 24 * 60 * 60;
	int offset = h->system->offset;

	if (commit->committer.time <= h->environment->now + day)
		return;
	refuse(h, QMS_M_H006, short_id(h, &commit->id), day_vn(h,
	    qms_day_of_time(commit->committer.time, offset)), day_vn(h,
	    qms_system_today(h->system)), qms_oid_is_zero(&h->ref->old_id) ?
	    "--root" : short_id(h, &h->ref->old_id));
}

/* ---- who may write where ---- */

static const char *
cell(const struct qms_csv *csv, const struct qms_csv_row *row,
    const char *column)
{
	size_t i;

	for (i = 0; i < csv->header.count && i < row->count; i++)
		if (strcmp(csv->header.cells[i], column) == 0)
			return row->cells[i];
	return "";
}

/* An empty cell is no bound. */
static bool
parse_bound(qms_day *day, const char *text, qms_day open)
{
	*day = *text == '\0' ? open : qms_day_parse(qms_text(text));
	return *day != QMS_DAY_NONE;
}

static void
parse_pushers(struct pushers *pushers, struct hook *h, struct qms_text text)
{
	struct qms_problems problems = { .arena = h->arena };
	struct qms_csv csv;
	struct pusher one;
	size_t i;

	qms_csv_parse(&csv, h->arena, text, "trust/pushers.csv", &problems);
	if (problems.count > 0)
		pushers->fault = problems.items[0].code;
	for (i = 0; i < csv.count; i++) {
		one.name = cell(&csv, &csv.rows[i], "pusher");
		one.agency = cell(&csv, &csv.rows[i], "writes");
		if (*one.name == '\0' || *one.agency == '\0' ||
		    !parse_bound(&one.first, cell(&csv, &csv.rows[i], "from"),
		    qms_day_make(1900, 1, 1)) ||
		    !parse_bound(&one.last, cell(&csv, &csv.rows[i], "to"),
		    qms_day_make(2999, 12, 31))) {
			pushers->fault = qms_arena_format(h->arena,
			    "trust/pushers.csv:%d", csv.rows[i].line);
			continue;
		}
		*qms_push(h->arena, pushers->items, pushers->count,
		    pushers->room) = one;
	}
}

static const struct qms_error *
read_pushers(struct pushers *pushers, struct hook *h,
    const struct qms_oid *commit)
{
	static const char path[] = "trust/pushers.csv";
	const struct qms_error *err;
	struct qms_store *store;
	struct qms_text text;

	*pushers = (struct pushers){ 0 };
	err = qms_store_commit(&store, h->arena, h->system->git, commit,
	    h->system->prefix);
	if (err != NULL || !qms_store_has(store, path))
		return err;
	err = qms_store_read(&text, h->arena, store, path, QMS_FILE_LIMIT);
	if (err != NULL && err->id == QMS_M_G013) {
		pushers->fault = path;
		return NULL;
	}
	if (err == NULL)
		parse_pushers(pushers, h, text);
	return err;
}

static bool
may_write(const struct pushers *pushers, const char *who, const char *agency,
    qms_day day)
{
	const struct pusher *p = pushers->items;
	size_t i;

	for (i = 0; i < pushers->count; i++, p++)
		if ((who == NULL || strcmp(p->name, who) == 0) &&
		    (strcmp(p->agency, "*") == 0 ||
		    strcmp(p->agency, agency) == 0) &&
		    p->first <= day && p->last >= day)
			return true;
	return false;
}

struct writing {
	struct hook *h;
	const struct pushers *pushers;
	qms_day day;
};

/* Below agencies/A/ it is that agency's; anything else is everybody's. */
static const char *
agency_of(struct hook *h, const char *path)
{
	static const char agencies[] = "agencies/";
	const char *at = path;

	if (!qms_starts_with(at, h->system->prefix))
		return "";
	at += strlen(h->system->prefix);
	if (!qms_starts_with(at, agencies))
		return "";
	at += strlen(agencies);
	return strchr(at, '/') == NULL ? "" :
	    qms_arena_copy(h->arena, at, strcspn(at, "/"));
}

static const struct qms_error *
check_path(void *closure, const struct qms_git_change *change)
{
	struct writing *w = closure;
	struct hook *h = w->h;
	const char *agency, *path;

	path = qms_arena_string(h->arena, change->path);
	if (qms_starts_with(path, h->system->prefix))
		qms_map_put(h->arena, &h->touched, path +
		    strlen(h->system->prefix), h);
	if (w->pushers->count == 0 && w->pushers->fault == NULL)
		return NULL;
	agency = agency_of(h, path);
	if (qms_map_get(&h->told, agency) != NULL ||
	    may_write(w->pushers, h->options->pusher, agency, w->day))
		return NULL;
	qms_map_put(h->arena, &h->told, agency, h);
	if (*h->options->pusher == '\0')
		refuse(h, QMS_M_H008);
	else
		refuse(h, QMS_M_H007, h->options->pusher, *agency == '\0' ?
		    "*" : agency, path);
	return NULL;
}

/* Commit by commit: what one does and the next undoes was done. */
static const struct qms_error *
check_commits(struct hook *h, const struct pushers *pushers)
{
	struct writing w = { h, pushers, qms_system_today(h->system) };
	struct qms_oid tree = { { 0 } };
	struct qms_git_commit commit;
	const struct qms_error *err = NULL;
	size_t i;

	if (!qms_oid_is_zero(&h->ref->old_id)) {
		err = qms_git_commit(&commit, h->system->git, h->arena,
		    &h->ref->old_id);
		tree = commit.tree;
	}
	for (i = 0; err == NULL && i < h->count; i++) {
		err = qms_git_commit(&commit, h->system->git, h->arena,
		    &h->line[i]);
		if (err != NULL)
			break;
		if (h->verdict->refused.count < SHOWN)
			check_time(h, &commit);
		err = qms_git_diff(h->system->git, &tree, &commit.tree, "",
		    check_path, &w);
		tree = commit.tree;
	}
	return err;
}

/* Whoever locks the door must not leave the key inside. */
static const struct qms_error *
check_pushers(struct hook *h)
{
	const struct qms_error *err;
	struct pushers pushers;

	err = read_pushers(&pushers, h, &h->ref->new_id);
	if (err != NULL || (pushers.count == 0 && pushers.fault == NULL))
		return err;
	if (pushers.fault != NULL)
		refuse(h, QMS_M_H009, pushers.fault);
	else if (!may_write(&pushers, NULL, "*", qms_system_today(h->system)))
		refuse(h, QMS_M_H009, "*");
	return NULL;
}

static const struct qms_error *
check_writing(struct hook *h)
{
	const struct qms_error *err;
	struct pushers pushers;

	err = read_pushers(&pushers, h, &h->ref->old_id);
	if (err == NULL)
		err = check_commits(h, &pushers);
	return err != NULL ? err : check_pushers(h);
}

/* ---- what verify says ---- */

static bool
same_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static bool
same(const struct qms_problem *a, const struct qms_problem *b)
{
	int i;

	for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
		if (!same_text(a->arguments[i], b->arguments[i]))
			return false;
	return strcmp(a->path, b->path) == 0 && strcmp(a->code, b->code) == 0;
}

static bool
holds(const struct qms_problems *problems, const struct qms_problem *problem)
{
	size_t i;

	for (i = 0; i < problems->count; i++)
		if (same(&problems->items[i], problem))
			return true;
	return false;
}

static void
add(struct qms_problems *problems, const struct qms_problem *problem)
{
	struct qms_problem *made;

	made = qms_report_with(problems, problem->path, problem->line,
	    problem->column, problem->id, problem->arguments);
	made->code = problem->code;
	made->severity = problem->severity;
	memcpy(made->text, problem->text, sizeof(made->text));
	memcpy(made->help, problem->help, sizeof(made->help));
}

static const char sql_object[] =
	"SELECT e.agency || '/' || e.object || '@' || e.version, f.path"
	"  FROM entered AS e"
	"  LEFT JOIN file AS f ON f.object = e.object AND f.agency = e.agency"
	"   AND f.source = e.source AND f.last = 9000000000000000000"
	" WHERE e.path = ?1 AND e.source = 1"
	" ORDER BY f.path";

/* Two approved one version in two clones: whoever comes second is told how to
 * make his the next version. */
static const struct qms_error *
tell_second(struct hook *h, const char *path)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(h->system->index),
	    sql_object);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, path);
	err = qms_step(&row, query);
	if (err == NULL && row)
		refuse(h, QMS_M_H014, qms_column_text(query, 0),
		    short_id(h, &h->ref->old_id), qms_arena_format(h->arena,
		    "%s%s", h->system->prefix, qms_column_text(query, 1) ==
		    NULL ? "" : qms_column_text(query, 1)));
	qms_done(query);
	return err;
}

static const char sql_void[] =
	"SELECT path, void, void_argument"
	"  FROM entered"
	" WHERE source = 1 AND ordinal > ?1 AND void IS NOT NULL"
	" ORDER BY position";

/* Statements that come in, and change nothing. */
static const struct qms_error *
tell_void(struct hook *h, const struct qms_problems *found, int64_t ordinal)
{
	const struct qms_error *err;
	const struct qms_rules *rules;
	struct qms_problem is = { .path = "" };
	struct qms_query *query;
	size_t i;
	bool row;

	err = qms_system_rules(&rules, h->system);
	if (err == NULL)
		err = qms_db_query(&query, qms_index_db(h->system->index),
		    sql_void);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, ordinal);
	while ((err = qms_step(&row, query)) == NULL && row) {
		is.path = qms_column_text(query, 0);
		for (i = 0; i < found->count; i++)
			if (strcmp(found->items[i].path, is.path) == 0)
				break;
		if (i == found->count)
			qms_fold_report(&h->verdict->notes, is.path, rules,
			    qms_column_text(query, 1),
			    qms_column_text(query, 2));
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
tell_late(struct hook *h)
{
	const struct qms_error *err;
	struct qms_git_commit commit;
	qms_day today = qms_system_today(h->system), day, first = today;
	int64_t late = 0;
	size_t i;

	if (qms_oid_is_zero(&h->ref->old_id))
		return NULL;
	for (i = 0; i < h->count; i++) {
		err = qms_git_commit(&commit, h->system->git, h->arena,
		    &h->line[i]);
		if (err != NULL)
			return err;
		day = qms_day_of_time(commit.committer.time,
		    h->system->offset);
		late += day < today - LATE_DAYS;
		if (day < first)
			first = day;
	}
	if (late > 0)
		note(h, QMS_M_H016, number(h, late), day_vn(h, first),
		    day_vn(h, today));
	return NULL;
}

/* What was found before this push is not the pusher's. */
static const struct qms_error *
subtract(struct hook *h, const struct qms_problems *found)
{
	struct qms_problems before = { .arena = h->arena };
	struct qms_verification ignored;
	const struct qms_error *err;
	int64_t old = 0;
	size_t i;

	err = qms_system_trial_end(h->system);
	if (err == NULL && !qms_oid_is_zero(&h->system->head))
		err = qms_verify(&ignored, &before, h->system,
		    h->options->root);
	if (err != NULL)
		return err;
	for (i = 0; i < found->count; i++) {
		if (found->items[i].severity != QMS_ERROR)
			continue;
		if (holds(&before, &found->items[i]))
			old++;
		else
			add(&h->verdict->refused, &found->items[i]);
	}
	if (old > 0)
		note(h, QMS_M_H015, number(h, old));
	return NULL;
}

static const struct qms_error *
verify(struct hook *h)
{
	struct qms_problems found = { .arena = h->arena };
	const struct qms_question *question;
	struct qms_verification all;
	const struct qms_error *err;
	int64_t before;
	bool fits, seconds = false;
	size_t i;

	question = qms_index_question(h->system->index);
	before = question->newest;
	err = qms_system_trial_begin(&fits, h->system, &h->ref->new_id);
	if (err != NULL)
		return err;
	if (!fits) {
		refuse(h, QMS_M_H005, h->branch);
		return NULL;
	}
	h->verdict->language = h->system->language;
	/* every directory of the tip was opened within the limit by now */
	qms_git_limit(h->system->git, 0);
	err = qms_verify(&all, &found, h->system, h->options->root);
	for (i = 0; err == NULL && i < found.count; i++)
		if (found.items[i].severity == QMS_WARNING &&
		    qms_map_get(&h->touched, found.items[i].path) != NULL)
			add(&h->verdict->notes, &found.items[i]);
	if (err == NULL)
		err = tell_void(h, &found, before);
	for (i = 0; err == NULL && i < found.count && !seconds; i++) {
		seconds = strcmp(found.items[i].code, "S025") == 0 &&
		    qms_map_get(&h->touched, found.items[i].path) != NULL;
		if (seconds)
			err = tell_second(h, found.items[i].path);
	}
	h->verdict->commits = (int64_t)h->count;
	if (err == NULL && qms_problems_have_errors(&found))
		return subtract(h, &found);
	return err != NULL ? err : qms_system_trial_end(h->system);
}

/* ---- the whole ---- */

static const struct qms_error *
judge_branch(struct hook *h)
{
	static const struct qms_error *(*const steps[])(struct hook *h) = {
	    find_line, check_place, check_writing, verify, tell_late };
	const struct qms_error *err = NULL;
	struct qms_oid *new;
	size_t count, i;

	h->verdict->judged = true;
	h->verdict->language = h->system->language;
	err = qms_git_walk(&new, &count, h->system->git, h->arena,
	    &h->ref->new_id, &h->system->head,
	    qms_oid_is_zero(&h->system->head) ? 0 : 1);
	if (err != NULL)
		return err;
	qms_git_limit(h->system->git, STEPS + STEPS_PER_COMMIT *
	    (int64_t)count);
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		err = steps[i](h);
		if (err != NULL || is_refused(h))
			break;
	}
	return err;
}

const struct qms_error *
qms_hook_judge(struct qms_hook_verdict *verdict, struct qms_arena *arena,
    const struct qms_hook_ref *refs, size_t count,
    const struct qms_hook_options *options,
    const struct qms_environment *environment)
{
	struct hook h = { .verdict = verdict, .arena = arena,
	    .options = options, .environment = environment };
	const struct qms_error *err;

	*verdict = (struct qms_hook_verdict){ .refused.arena = arena,
	    .notes.arena = arena };
	err = judge_refs(&h, refs, count);
	if (err != NULL || h.ref == NULL || is_refused(&h))
		return err;
	if (qms_oid_is_zero(&h.ref->new_id)) {
		refuse(&h, QMS_M_H001, h.branch);
		return NULL;
	}
	err = qms_system_open_hook(&h.system, &h.ref->new_id, environment);
	if (err == NULL)
		err = judge_branch(&h);
	qms_system_close(h.system);
	return err;
}
