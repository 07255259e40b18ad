/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <sys/resource.h>

#include "qms/change_part.h"
#include "tests/unit/system.h"

/* ---- tests ---- */

static void
a_system_begins_with_trust_statement_0(void **state)
{
	is_clean();
}

static void
a_document_is_issued(void **state)
{
	struct qms_system *system = open_system();
	struct qms_found found;
	struct qms_text text;

	succeeds(one_act(system, "submit", "lan", "secretary"));
	succeeds(one_act(system, "accept", "ha", "reviewer"));
	succeeds(one_act(system, "approve", "hung", "head"));
	assert_string_equal(file_text("agencies/so/issued/QT-01/1.0/text.md"),
	    text_one);
	succeeds(qms_system_find(&found, system, "so", "qt-01"));
	assert_string_equal(found.state, "approved");
	assert_string_equal(found.in_force, "1.0");
	succeeds(edit(system, DOCUMENT, text_two));
	succeeds(qms_system_find(&found, system, NULL, "so/QT-01@1.0"));
	succeeds(qms_system_read(&text, system, &arena, &found));
	assert_true(qms_text_is(text, text_one));
	fails_with(U056, qms_system_find(&found, system, "", "QT-01@2.0"));
	fails_with(U050, qms_system_find(&found, system, "", "QT-02"));
	qms_system_close(system);
	is_clean();
}

static void
acts_of_one_commit_follow_each_other(void **state)
{
	struct qms_system *system = open_system();
	struct qms_change *change = qms_change_new(system);
	struct qms_oid made;

	succeeds(act(change, "submit", "lan", "secretary"));
	succeeds(act(change, "accept", "ha", "reviewer"));
	succeeds(act(change, "approve", "hung", "head"));
	succeeds(qms_change_commit(&made, change, "Ban hành", false));
	qms_change_free(change);
	qms_system_close(system);
	is_clean();
}

static void
what_is_void_is_refused_and_nothing_is_written(void **state)
{
	struct qms_system *system = open_system();
	struct qms_oid before = system->head;

	fails_with(G070, one_act(system, "accept", "ha", "reviewer"));
	fails_with(G070, one_act(system, "submit", "nobody", "secretary"));
	assert_true(qms_oid_equal(&before, &system->head));
	qms_system_close(system);
	is_clean();
}

static void
a_faulty_text_is_kept_but_not_sent_on(void **state)
{
	struct qms_system *system = open_system();

	succeeds(edit(system, DOCUMENT,
	    "---\nschema: qms/procedure/1\n---\n\nKhông tên.\n"));
	fails_with(G077, one_act(system, "submit", "lan", "secretary"));
	qms_system_close(system);
}

static void
a_dry_run_writes_nothing(void **state)
{
	struct qms_system *system = open_system();
	struct qms_change *change = qms_change_new(system);
	struct qms_oid made, before = system->head;

	succeeds(act(change, "submit", "lan", "secretary"));
	succeeds(qms_change_commit(&made, change, "x", true));
	qms_change_free(change);
	qms_system_close(system);
	system = open_system();
	assert_true(qms_oid_equal(&before, &system->head));
	qms_system_close(system);
	is_clean();
}

static void
unsaved_work_is_not_written_over(void **state)
{
	struct qms_system *system = open_system();

	put_file(DOCUMENT, "công việc dở dang\n");
	fails_with(G076, edit(system, DOCUMENT, text_two));
	assert_string_equal(file_text(DOCUMENT), "công việc dở dang\n");
	put_file(DOCUMENT, text_two);	/* just this is to be committed */
	succeeds(edit(system, DOCUMENT, text_two));
	qms_system_close(system);
	is_clean();
}

static void
a_new_file_of_somebody_is_not_written_over(void **state)
{
	struct qms_system *system = open_system();

	put_file("agencies/so/documents/QT-02.md", "của người khác\n");
	fails_with(G076, edit(system, "agencies/so/documents/QT-02.md",
	    text_two));
	qms_system_close(system);
}

static void
a_closed_record_is_not_edited(void **state)
{
	struct qms_system *system = open_system();
	const struct qms_error *err;

	succeeds(edit(system, NOTE, qms_arena_format(&arena, "%sx\n", note)));
	succeeds(close_note(system));
	err = edit(system, NOTE, note);
	assert_non_null(err);
	assert_int_equal(err->id, QMS_M_G070);
	assert_string_equal(err->arguments[3], "S034");
	fails_with(G070, close_note(system));
	qms_system_close(system);
	is_clean();
}

static void
changed_members_get_the_next_trust_statement(void **state)
{
	struct qms_system *system = open_system();
	struct qms_change *change = qms_change_new(system);
	struct qms_oid made;

	put(change, "agencies/so/people.yaml", qms_arena_format(&arena,
	    "%s  - {person: ha, office: auditor, from: 2026-01-01}\n",
	    people));
	succeeds(qms_change_trust(change, "lan", "secretary", "2026-11-22"));
	assert_int_equal(change->statement_count, 1);
	assert_string_equal(change->statements[0]->version, "1");
	succeeds(qms_change_commit(&made, change, "Chức danh", false));
	qms_change_free(change);
	qms_system_close(system);
	is_clean();
}

static void
no_branch_or_a_merge_is_told_in_plain_words(void **state)
{
	struct qms_system *system;

	assert_int_equal(shell("git checkout -q --detach"), 0);
	system = open_system();
	fails_with(G041, edit(system, DOCUMENT, text_two));
	qms_system_close(system);
	assert_int_equal(shell("git checkout -q main &&"
	    "git rev-parse HEAD > .git/MERGE_HEAD"), 0);
	system = open_system();
	fails_with(G073, edit(system, DOCUMENT, text_two));
	qms_system_close(system);
}

static void
an_impossible_clock_refuses(void **state)
{
	struct qms_system *system;

	environment.now -= 3 * 24 * 60 * 60;
	system = open_system();
	environment.now += 3 * 24 * 60 * 60;
	fails_with(G075, edit(system, DOCUMENT, text_two));
	qms_system_close(system);
}

static void
another_commit_in_between_is_built_upon(void **state)
{
	struct qms_system *system = open_system();

	assert_int_equal(shell("echo x > README.md && git add README.md &&"
	    "git commit -q -m readme"), 0);
	succeeds(edit(system, DOCUMENT, text_two));
	assert_int_equal(shell("git cat-file -e HEAD:README.md"), 0);
	qms_system_close(system);
	is_clean();
}

static void
another_commit_to_the_same_file_refuses(void **state)
{
	struct qms_system *system = open_system();

	assert_int_equal(shell("echo x >> " DOCUMENT " &&"
	    "git commit -q -a -m other"), 0);
	fails_with(G074, edit(system, DOCUMENT, text_two));
	qms_system_close(system);
}

static void
a_foreign_lock_is_named(void **state)
{
	struct qms_system *system = open_system();
	const struct qms_error *err;

	assert_int_equal(shell("touch .git/index.lock"), 0);
	err = edit(system, DOCUMENT, text_two);
	assert_non_null(err);
	assert_int_equal(err->id, QMS_M_G033);
	assert_string_equal(err->arguments[0], qms_arena_format(&arena,
	    "%s/.git/index.lock", directory));
	assert_string_equal(file_text(DOCUMENT), text_one);
	assert_int_equal(shell("rm .git/index.lock"), 0);
	succeeds(edit(system, DOCUMENT, text_two));
	qms_system_close(system);
	is_clean();
}

/* The QMS root may lie anywhere in somebody's repository. */
static void
a_root_below_the_git_root_works_the_same(void **state)
{
	struct qms_system *system;
	char outer[sizeof(directory)];

	memcpy(outer, directory, sizeof(outer));
	assert_int_equal(shell("rm -rf .git * .gitattributes && git init -q"
	    " -b main && git config user.name x && git config user.email"
	    " x@so.example && echo x > a && git add a && git commit -qm a"),
	    0);
	(void)snprintf(directory, sizeof(directory), "%.32s/b/c", outer);
	put_file("qms.yaml", settings);
	begin();
	system = open_system();
	assert_string_equal(system->prefix, "b/c/");
	succeeds(one_act(system, "submit", "lan", "secretary"));
	succeeds(one_act(system, "accept", "ha", "reviewer"));
	succeeds(one_act(system, "approve", "hung", "head"));
	succeeds(edit(system, DOCUMENT, text_two));
	put_file(DOCUMENT, "dở dang\n");
	fails_with(G076, edit(system, DOCUMENT, text_one));
	put_file(DOCUMENT, text_two);
	qms_system_close(system);
	is_clean();
	memcpy(directory, outer, sizeof(outer));
	assert_int_equal(shell("git cat-file -e"
	    " HEAD:b/c/agencies/so/issued/QT-01/1.0/text.md"), 0);
}

/* ---- killed at any moment ---- */

static int steps_left;

static void
count_down(void)
{
	if (--steps_left == 0)
		(void)kill(getpid(), SIGKILL);
}

/* A change of several files in a child; true when it was killed. */
static bool
child_is_killed(const char *text, int serial, int step, int microseconds)
{
	struct qms_system *system;
	const struct qms_error *err;
	struct qms_change *change;
	struct qms_oid made;
	int status, ready[2];
	char byte = 0;
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		/* its random names are not those of the last child */
		qms_git_finish();
		if (qms_system_open(&system, directory, &environment) != NULL)
			_exit(1);
		change = qms_change_new(system);
		put(change, DOCUMENT, text);
		put(change, qms_arena_format(&arena,
		    "agencies/so/documents/QT-%02d.md", serial), text);
		qms_change_remove(change, qms_arena_format(&arena,
		    "agencies/so/documents/QT-%02d.md", serial - 1));
		steps_left = step;
		if (step > 0)
			qms_change_step = count_down;
		(void)!write(ready[1], &byte, 1);
		err = qms_change_commit(&made, change, "Đổi", false);
		if (err != NULL)
			(void)fprintf(stderr, "%s\n", explain(err));
		_exit(err == NULL ? 0 : 2);
	}
	(void)close(ready[1]);
	(void)!read(ready[0], &byte, 1);
	(void)close(ready[0]);
	if (microseconds > 0) {
		(void)usleep((useconds_t)microseconds);
		(void)kill(child, SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		fail_msg("child failed: %d", WEXITSTATUS(status));
	return WIFSIGNALED(status);
}

static void
is_old_or_new(const char *old, const char *new)
{
	struct qms_system *system = open_system();
	struct qms_text committed;
	const char *done, *now;

	succeeds(qms_change_recover(&done, system));
	succeeds(qms_store_read(&committed, &arena, system->newest, DOCUMENT,
	    100000));
	now = file_text(DOCUMENT);
	assert_true(qms_text_is(committed, now));
	assert_true(strcmp(now, old) == 0 || strcmp(now, new) == 0);
	assert_int_equal(shell("test -z \"$(git status --porcelain)\""), 0);
	assert_int_equal(shell("test -z \"$(find . -name .git -prune -o"
	    " -name '.qms-*' -print)\""), 0);
	qms_system_close(system);
}

static void
killed_at_every_step_it_leaves_old_or_new(void **state)
{
	const char *old = text_one, *new;
	bool killed = true;
	int step, serial = 10;

	for (step = 1; killed && step < 200; step++) {
		new = qms_arena_format(&arena, "%s\nLần %d.\n", text_one,
		    step);
		killed = child_is_killed(new, ++serial, step, 0);
		is_old_or_new(old, new);
		assert_int_equal(shell("git fsck --strict"), 0);
		old = file_text(DOCUMENT);
		if (strcmp(old, new) != 0)
			serial--;
	}
	assert_true(step > 10 && step < 200);
	is_clean();
}

static void
killed_at_random_it_leaves_old_or_new(void **state)
{
	const char *old = text_one, *new;
	int i, serial = 10, rounds = 60;

	if (getenv("QMS_TEST_KILLS") != NULL)
		rounds = atoi(getenv("QMS_TEST_KILLS"));
	srand(1);
	for (i = 0; i < rounds; i++) {
		new = qms_arena_format(&arena, "%s\nLần %d.\n", text_one, i);
		(void)child_is_killed(new, ++serial, 0, 1 + rand() % 60000);
		is_old_or_new(old, new);
		old = file_text(DOCUMENT);
		if (strcmp(old, new) != 0)
			serial--;
	}
	assert_int_equal(shell("git fsck --strict"), 0);
	is_clean();
}

static void
what_somebody_wrote_after_the_kill_stays(void **state)
{
	struct qms_system *system;
	const char *done;
	int step;

	/* the last steps: before the files, before git's index, before the ref */
	for (step = 1; child_is_killed(text_two, 20, step, 0); step++) {
		put_file(DOCUMENT, "viết sau đó\n");
		system = open_system();
		succeeds(qms_change_recover(&done, system));
		qms_system_close(system);
		assert_string_equal(file_text(DOCUMENT), "viết sau đó\n");
		assert_int_equal(shell("test -n \"$(git status --porcelain "
		    DOCUMENT ")\""), 0);
		assert_int_equal(shell("git diff --cached --quiet"), 0);
		assert_int_equal(shell("git reset -q --hard HEAD &&"
		    "git checkout -q -f $(git rev-list --max-parents=0 HEAD)"
		    " && git branch -f main && git checkout -q main"), 0);
	}
}

static struct rlimit full;

/* Only what is written from now on: the index has been asked before. */
static void
fill_disk(void)
{
	(void)setrlimit(RLIMIT_FSIZE, &full);
}

/*
 * No file may grow beyond 64 KiB: a large text fits into the repository, where
 * it is compressed, but not into the work tree.
 */
static void
a_disk_that_is_full_leaves_everything_as_it_was(void **state)
{
	struct qms_system *system = open_system();
	struct qms_change *change = qms_change_new(system);
	struct rlimit old;
	const struct qms_error *err;
	struct qms_buffer text = { 0 };
	struct qms_oid made;
	int i;

	qms_buffer_string(&text, text_one);
	for (i = 0; i < 5000; i++)
		qms_buffer_string(&text, "Nội dung lặp lại.\n");
	put(change, "agencies/so/documents/QT-05.md", text_two);
	put(change, "agencies/so/documents/QT-06.md", text.data);
	put(change, DOCUMENT, text_two);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	full = old;
	full.rlim_cur = 64 * 1024;
	(void)signal(SIGXFSZ, SIG_IGN);
	qms_change_step = fill_disk;
	err = qms_change_commit(&made, change, "x", false);
	qms_change_step = NULL;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_non_null(err);
	/* it is the work tree that has no room */
	assert_non_null(strstr(err->arguments[0], "QT-06.md"));
	qms_change_free(change);
	qms_system_close(system);
	assert_string_equal(file_text(DOCUMENT), text_one);
	assert_int_equal(shell("test ! -e .git/qms/journal"), 0);
	is_clean();
	system = open_system();
	succeeds(edit(system, "agencies/so/documents/QT-06.md", text.data));
	qms_system_close(system);
	qms_buffer_free(&text);
	is_clean();
}

/* ---- several writers ---- */

static int
write_some(int who, int count)
{
	const struct qms_error *err;
	struct qms_system *system;
	char *path;
	int i;

	for (i = 0; i < count; i++) {
		err = qms_system_open(&system, directory, &environment);
		if (err != NULL) {
			(void)fprintf(stderr, "%s\n", explain(err));
			return 1;
		}
		path = qms_arena_format(&arena,
		    "agencies/so/documents/QT-%d%02d.md", who, i);
		err = edit(system, path, text_one);
		if (err != NULL) {
			(void)fprintf(stderr, "%s\n", explain(err));
			return 2;
		}
		qms_system_close(system);
	}
	return 0;
}

static void
all_commits_of_several_writers_land(void **state)
{
	enum { WRITERS = 3, EACH = 8 };
	pid_t children[WRITERS];
	int i, status;

	for (i = 0; i < WRITERS; i++) {
		children[i] = fork();
		if (children[i] == 0)
			_exit(write_some(i + 1, EACH));
	}
	for (i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(children[i], &status, 0),
		    children[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(shell(qms_arena_format(&arena,
	    "test $(git rev-list --count HEAD) = %d", 1 + WRITERS * EACH)),
	    0);
	is_clean();
}

static void
a_git_that_commits_meanwhile_loses_nothing(void **state)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		shell("n=0; i=0; while [ $i -lt 15 ] && [ $n -lt 999 ]; do"
		    " git commit -q --allow-empty -m git$i && i=$((i+1));"
		    " n=$((n+1)); sleep 0.02; done");
		_exit(0);
	}
	assert_int_equal(write_some(1, 12), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(shell("test $(git ls-tree -r --name-only HEAD |"
	    " grep -c documents/QT-1) = 12"), 0);
	is_clean();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_system_begins_with_trust_statement_0),
		TEST(a_document_is_issued),
		TEST(acts_of_one_commit_follow_each_other),
		TEST(what_is_void_is_refused_and_nothing_is_written),
		TEST(a_faulty_text_is_kept_but_not_sent_on),
		TEST(a_dry_run_writes_nothing),
		TEST(unsaved_work_is_not_written_over),
		TEST(a_new_file_of_somebody_is_not_written_over),
		TEST(a_closed_record_is_not_edited),
		TEST(changed_members_get_the_next_trust_statement),
		TEST(no_branch_or_a_merge_is_told_in_plain_words),
		TEST(an_impossible_clock_refuses),
		TEST(another_commit_in_between_is_built_upon),
		TEST(another_commit_to_the_same_file_refuses),
		TEST(a_foreign_lock_is_named),
		TEST(a_root_below_the_git_root_works_the_same),
		TEST(killed_at_every_step_it_leaves_old_or_new),
		TEST(killed_at_random_it_leaves_old_or_new),
		TEST(what_somebody_wrote_after_the_kill_stays),
		TEST(a_disk_that_is_full_leaves_everything_as_it_was),
		TEST(all_commits_of_several_writers_land),
		TEST(a_git_that_commits_meanwhile_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
