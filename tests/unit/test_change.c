/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "qms/change_part.h"
#include "qms/check.h"
#include "qms/file.h"
#include "qms/verify.h"

static char directory[64];
static struct qms_arena arena;
static struct qms_environment environment = {
	.now = 1795305600,		/* 2026-11-22, 07:00 in Hà Nội */
	.offset = 420, .name = "Nguyễn Thị Lan", .email = "lan@so.example",
	.home = "", .cache = "", .data = ""
};

static const char settings[] =
	"schema: qms/system/1\nname: Hệ thống\nlanguage: vi\n"
	"time_zone: \"+07:00\"\nstandard: iso9001-2015\ndue_soon: 30\n";
static const char agency_kind[] =
	"schema: qms/kind/1\nid: agency\nname: {vi: cơ quan, en: agency}\n"
	"class: data\nformat: markdown\nvisibility: public\n"
	"path: agencies/{agency}/agency.md\n"
	"keys:\n  name: {type: text, need: yes, column: yes}\n";
static const char people_kind[] =
	"schema: qms/kind/1\nid: people\nname: {vi: cán bộ, en: people}\n"
	"class: data\nformat: yaml\nvisibility: internal\n"
	"path: agencies/{agency}/people.yaml\n"
	"keys:\n"
	"  persons:\n    rows:\n      id: {type: text, need: yes}\n"
	"      emails: {type: email, many: yes}\n"
	"  offices:\n    rows:\n      person: {type: person, need: yes}\n"
	"      office: {type: office, need: yes}\n"
	"      from: {type: date}\n      to: {type: date}\n";
static const char procedure_kind[] =
	"schema: qms/kind/1\nid: procedure\n"
	"name: {vi: quy trình, en: procedure}\n"
	"class: document\nformat: markdown\nvisibility: public\n"
	"path: agencies/{agency}/documents/{id}.md\n"
	"keys:\n  title: {type: text, need: yes, column: yes}\n"
	"first: draft\nin_force: approved\nfinal: [withdrawn]\n"
	"acts:\n"
	"  - [draft, submit, in-review, author, []]\n"
	"  - [in-review, accept, reviewed, reviewer, []]\n"
	"  - [in-review, request-changes, draft, reviewer, []]\n"
	"  - [reviewed, approve, approved, head, []]\n"
	"  - [approved, withdraw, withdrawn, head, []]\n"
	"states:\n"
	"  draft: {vi: dự thảo, en: draft}\n"
	"  in-review: {vi: đang xem xét, en: in review}\n"
	"  reviewed: {vi: đã xem xét, en: reviewed}\n"
	"  approved: {vi: đã duyệt, en: approved}\n"
	"  withdrawn: {vi: đã thu hồi, en: withdrawn}\n"
	"act_names:\n"
	"  submit: {vi: gửi xem xét, en: submit}\n"
	"  accept: {vi: đồng ý, en: accept}\n"
	"  request-changes: {vi: yêu cầu sửa, en: request changes}\n"
	"  approve: {vi: phê duyệt, en: approve}\n"
	"  withdraw: {vi: thu hồi, en: withdraw}\n";
static const char people[] =
	"schema: qms/people/1\npersons:\n"
	"  - {id: lan, emails: [lan@so.example]}\n"
	"  - {id: ha, emails: [ha@so.example]}\n"
	"  - {id: hung, emails: [hung@so.example]}\n"
	"offices:\n"
	"  - {person: lan, office: secretary, from: 2018-01-01}\n"
	"  - {person: ha, office: reviewer, from: 2018-01-01}\n"
	"  - {person: hung, office: head, from: 2020-01-01}\n";
static const char text_one[] =
	"---\nschema: qms/procedure/1\ntitle: Quy trình một\n---\n\nNội dung.\n";
static const char text_two[] =
	"---\nschema: qms/procedure/1\ntitle: Quy trình một\n---\n\nSửa đổi.\n";

#define DOCUMENT "agencies/so/documents/QT-01.md"

static const char *
explain(const struct qms_error *err)
{
	struct qms_buffer text = { 0 };
	const char *result;

	if (err == NULL)
		return "no error";
	qms_buffer_format(&text, "%s ", qms_message_get(err->id)->code);
	qms_error_text(&text, err, QMS_EN);
	result = qms_arena_string(&arena, text.data);
	qms_buffer_free(&text);
	return result;
}

#define succeeds(call) do {						\
	const struct qms_error *err_ = (call);				\
	if (err_ != NULL)						\
		fail_msg("%s", explain(err_));				\
} while (0)

#define fails_with(message, call) do {					\
	const struct qms_error *err_ = (call);				\
	if (err_ == NULL || err_->id != QMS_M_##message)		\
		fail_msg("%s, not " #message, explain(err_));		\
} while (0)

static int
shell(const char *command)
{
	return system(qms_arena_format(&arena, "cd %s && (%s) >/dev/null 2>&1",
	    directory, command));
}

static void
put_file(const char *path, const char *text)
{
	succeeds(qms_file_write(qms_arena_format(&arena, "%s/%s", directory,
	    path), qms_text(text), false));
}

static const char *
file_text(const char *path)
{
	struct qms_text text;

	succeeds(qms_file_read(&text, &arena, qms_arena_format(&arena,
	    "%s/%s", directory, path), 100000));
	return qms_arena_copy(&arena, text.data, text.size);
}

static struct qms_system *
open_system(void)
{
	struct qms_system *system;

	succeeds(qms_system_open(&system, directory, &environment));
	return system;
}

static void
put(struct qms_change *change, const char *path, const char *text)
{
	qms_change_put(change, path, qms_text(text));
}

static void
begin(void)
{
	struct qms_system *system = open_system();
	struct qms_change *change = qms_change_new(system);
	struct qms_oid made;

	put(change, "qms.yaml", settings);
	put(change, ".gitattributes", "* -text\n");
	put(change, "kinds/agency.yaml", agency_kind);
	put(change, "kinds/people.yaml", people_kind);
	put(change, "kinds/procedure.yaml", procedure_kind);
	put(change, "agencies/so/agency.md",
	    "---\nschema: qms/agency/1\nname: Sở\n---\n");
	put(change, "agencies/so/people.yaml", people);
	put(change, DOCUMENT, text_one);
	succeeds(qms_change_trust(change, "lan", "secretary", "2026-11-22"));
	succeeds(qms_change_commit(&made, change, "Bắt đầu", false));
	assert_true(qms_oid_equal(&made, &system->head));
	assert_string_not_equal(system->id, "");
	qms_change_free(change);
	qms_system_close(system);
}

static int
set_up(void **state)
{
	struct qms_git *git;

	snprintf(directory, sizeof(directory), "/tmp/qms-change-XXXXXX");
	assert_non_null(mkdtemp(directory));
	setenv("HOME", directory, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	succeeds(qms_git_create(&git, directory));
	succeeds(qms_git_set_identity(git, environment.name,
	    environment.email));
	qms_git_close(git);
	put_file("qms.yaml", settings);
	begin();
	return 0;
}

static int
tear_down(void **state)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", directory);
	qms_arena_free(&arena);
	return system(command);
}

static const struct qms_error *
act(struct qms_change *change, const char *name, const char *by,
    const char *office)
{
	struct qms_statement s = { .act = name, .agency = "so",
	    .id = "QT-01", .version = "1.0", .by = by, .office = office,
	    .date = "2026-11-22", .proof = "commit" };

	if (strcmp(name, "approve") == 0) {
		s.proof = "decision";
		s.decision = "493/QĐ-SKHCN";
		s.decision_date = "2026-11-22";
	}
	return qms_change_state(change, &s);
}

static const struct qms_error *
one_act(struct qms_system *system, const char *name, const char *by,
    const char *office)
{
	struct qms_change *change = qms_change_new(system);
	const struct qms_error *err;
	struct qms_oid made;

	err = act(change, name, by, office);
	if (err == NULL)
		err = qms_change_commit(&made, change, name, false);
	qms_change_free(change);
	return err;
}

static const struct qms_error *
edit(struct qms_system *system, const char *path, const char *text)
{
	struct qms_change *change = qms_change_new(system);
	const struct qms_error *err;
	struct qms_oid made;

	put(change, path, text);
	err = qms_change_commit(&made, change, "Sửa", false);
	qms_change_free(change);
	return err;
}

static void
is_clean(void)
{
	struct qms_system *system = open_system();
	struct qms_verification verification;
	struct qms_problems problems = { .arena = &arena };
	struct qms_buffer text = { 0 };

	assert_int_equal(shell("git fsck --strict"), 0);
	assert_int_equal(shell("test -z \"$(git status --porcelain)\""), 0);
	succeeds(qms_verify(&verification, &problems, system, system->id));
	succeeds(qms_check(&problems, system, NULL, 0, true));
	if (problems.count > 0) {
		qms_problem_text(&text, &problems.items[0], QMS_EN);
		fail_msg("%s: %s %s", problems.items[0].path,
		    problems.items[0].code, text.data);
	}
	assert_true(verification.root_pinned);
	qms_system_close(system);
}

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

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

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
		TEST(changed_members_get_the_next_trust_statement),
		TEST(no_branch_or_a_merge_is_told_in_plain_words),
		TEST(an_impossible_clock_refuses),
		TEST(another_commit_in_between_is_built_upon),
		TEST(another_commit_to_the_same_file_refuses),
		TEST(a_foreign_lock_is_named),
		TEST(killed_at_every_step_it_leaves_old_or_new),
		TEST(killed_at_random_it_leaves_old_or_new),
		TEST(what_somebody_wrote_after_the_kill_stays),
		TEST(all_commits_of_several_writers_land),
		TEST(a_git_that_commits_meanwhile_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
