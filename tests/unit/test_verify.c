/* SPDX-License-Identifier: MIT */
#include "tests/unit/system.h"

static void
issue(void)
{
	struct qms_system *system = open_system();

	succeeds(one_act(system, "submit", "lan", "secretary"));
	succeeds(one_act(system, "accept", "ha", "reviewer"));
	succeeds(one_act(system, "approve", "hung", "head"));
	qms_system_close(system);
}

/* "CODE path, CODE path" of what verify finds. */
static const char *
findings(void)
{
	struct qms_system *system = open_system();
	struct qms_verification verification;
	struct qms_problems problems = { .arena = &arena };
	char *text = qms_arena_string(&arena, "");
	size_t i;

	succeeds(qms_verify(&verification, &problems, system, NULL));
	assert_false(verification.root_pinned);
	for (i = 0; i < problems.count; i++)
		text = qms_arena_format(&arena, "%s%s%s %s", text,
		    i == 0 ? "" : ", ", problems.items[i].code,
		    problems.items[i].path);
	qms_system_close(system);
	return text;
}

static const char *
line_of(const char *command)
{
	char line[256] = "";
	FILE *pipe = popen(qms_arena_format(&arena, "cd %s && %s", directory,
	    command), "r");

	assert_non_null(pipe);
	(void)!fgets(line, sizeof(line), pipe);
	(void)pclose(pipe);
	line[strcspn(line, "\n")] = '\0';
	return qms_arena_string(&arena, line);
}

#define ISSUED "agencies/so/issued/QT-01/1.0/text.md"

static void
a_history_that_only_grew_is_clean(void **state)
{
	issue();
	assert_string_equal(findings(), "");
}

static void
an_edited_issued_text_is_named(void **state)
{
	issue();
	assert_int_equal(shell("echo x >> " ISSUED " && git commit -qam x"),
	    0);
	assert_non_null(strstr(findings(), "S031 " ISSUED));
}

static void
an_edited_closed_record_is_named(void **state)
{
	struct qms_system *system = open_system();

	succeeds(close_note(system));
	qms_system_close(system);
	assert_int_equal(shell("echo x >> " NOTE " && git commit -qam x"), 0);
	assert_string_equal(findings(), "S034 " NOTE);
}

static void
a_dropped_statement_is_named(void **state)
{
	const char *path;

	issue();
	path = line_of("ls agencies/so/acts/QT-01/*approve*");
	assert_int_equal(shell(qms_arena_format(&arena,
	    "git rm -q %s && git commit -qm x", path)), 0);
	assert_non_null(strstr(findings(), qms_arena_format(&arena,
	    "S030 %s", path)));
}

static void
a_merge_cannot_drop_a_withdrawal(void **state)
{
	const char *path;
	struct qms_system *system;

	issue();
	assert_int_equal(shell("git checkout -q -b side"), 0);
	system = open_system();
	succeeds(one_act(system, "withdraw", "hung", "head"));
	qms_system_close(system);
	path = line_of("ls agencies/so/acts/QT-01/*withdraw*");
	assert_int_equal(shell("git checkout -q main &&"
	    "git merge -q -s ours -m merged side"), 0);
	assert_string_equal(findings(), qms_arena_format(&arena, "S030 %s",
	    path));
}

static void
a_merge_that_keeps_everything_is_clean(void **state)
{
	struct qms_system *system;
	struct qms_found found;

	issue();
	assert_int_equal(shell("git checkout -q -b side"), 0);
	system = open_system();
	succeeds(one_act(system, "withdraw", "hung", "head"));
	qms_system_close(system);
	assert_int_equal(shell("git checkout -q main &&"
	    "echo x > README.md && git add README.md && git commit -qm x &&"
	    "git merge -q -m merged side"), 0);
	assert_string_equal(findings(), "");
	system = open_system();
	succeeds(qms_system_find(&found, system, "so", "QT-01@1.0"));
	assert_string_equal(found.state, "withdrawn");
	qms_system_close(system);
}

static void
a_text_that_nobody_approved_is_named(void **state)
{
	put_file("agencies/so/issued/QT-01/9.0/text.md", text_one);
	assert_int_equal(shell("git add . && git commit -qm x"), 0);
	assert_string_equal(findings(),
	    "S037 agencies/so/issued/QT-01/9.0/text.md");
}

static void
a_forged_statement_is_named(void **state)
{
	const char *path, *wrong;

	issue();
	path = line_of("ls agencies/so/acts/QT-01/*accept*");
	wrong = qms_arena_format(&arena, "%.*s0000000000000000.yaml",
	    (int)(strlen(path) - strlen("0000000000000000.yaml")), path);
	put_file(wrong, file_text(path));
	assert_int_equal(shell("git add . && git commit -qm x"), 0);
	assert_string_equal(findings(), qms_arena_format(&arena, "S016 %s",
	    wrong));
}

static void
a_second_approval_is_disputed_until_the_version_is_withdrawn(void **state)
{
	struct qms_system *system;
	const char *found;

	issue();
	/* the same version, with another text, on another branch */
	assert_int_equal(shell("git checkout -q -b side"
	    " $(git rev-list --max-parents=0 HEAD)"), 0);
	system = open_system();
	succeeds(edit(system, DOCUMENT, text_two));
	succeeds(one_act(system, "submit", "lan", "secretary"));
	succeeds(one_act(system, "accept", "ha", "reviewer"));
	succeeds(one_act(system, "approve", "hung", "head"));
	qms_system_close(system);
	assert_int_equal(shell("git checkout -q main &&"
	    "git merge -q -m merged side;"
	    "git checkout -q --ours . && git add . &&"
	    "git commit -q -m merged"), 0);
	found = findings();
	assert_non_null(strstr(found, "S025 agencies/so/acts/QT-01/"));
	system = open_system();
	succeeds(one_act(system, "withdraw", "hung", "head"));
	qms_system_close(system);
	assert_null(strstr(findings(), "S025"));
}

static void
a_commit_of_2036_is_told_and_hides_nothing(void **state)
{
	struct qms_system *system;
	char day[QMS_DAY_SIZE];

	assert_int_equal(shell("GIT_COMMITTER_DATE=2036-01-01T00:00:00Z"
	    " git commit -q --allow-empty -m far"), 0);
	assert_string_equal(findings(), "S099 ");
	system = open_system();
	assert_string_equal(qms_day_format(day, qms_index_question(
	    system->index)->recorded), "2026-11-22");
	qms_system_close(system);
}

static void
members_are_changed_by_a_trust_statement_only(void **state)
{
	struct qms_system *system;
	struct qms_change *change;
	struct qms_oid made;

	put_file("qms.yaml", qms_arena_format(&arena, "%s# x\n", settings));
	assert_int_equal(shell("git commit -qam x"), 0);
	assert_string_equal(findings(), "S028 qms.yaml");
	/* stated later, it is in order again */
	system = open_system();
	change = qms_change_new(system);
	qms_change_put(change, "qms.yaml", qms_text(file_text("qms.yaml")));
	succeeds(qms_change_trust(change, "lan", "secretary", "2026-11-22"));
	succeeds(qms_change_commit(&made, change, "x", false));
	qms_change_free(change);
	qms_system_close(system);
	assert_string_equal(findings(), "");
}

static void
people_are_changed_by_a_trust_statement_only(void **state)
{
	put_file("agencies/so/people.yaml", qms_arena_format(&arena,
	    "%s  - {person: lan, office: head, from: 2026-01-01}\n", people));
	assert_int_equal(shell("git commit -qam x"), 0);
	assert_string_equal(findings(), "S028 agencies/so/people.yaml");
}

static void
a_root_is_pinned_or_not(void **state)
{
	struct qms_system *system = open_system();
	struct qms_verification verification;
	struct qms_problems problems = { .arena = &arena };

	succeeds(qms_verify(&verification, &problems, system,
	    qms_arena_format(&arena, "SHA256:%s", system->id)));
	assert_true(verification.root_pinned);
	assert_int_equal(problems.count, 0);
	assert_int_equal(verification.statements, 2);
	succeeds(qms_verify(&verification, &problems, system, "SHA256:00"));
	assert_false(verification.root_pinned);
	assert_string_equal(problems.items[0].code, "S101");
	qms_system_close(system);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_history_that_only_grew_is_clean),
		TEST(an_edited_issued_text_is_named),
		TEST(an_edited_closed_record_is_named),
		TEST(a_dropped_statement_is_named),
		TEST(a_merge_cannot_drop_a_withdrawal),
		TEST(a_merge_that_keeps_everything_is_clean),
		TEST(a_text_that_nobody_approved_is_named),
		TEST(a_forged_statement_is_named),
		TEST(a_second_approval_is_disputed_until_the_version_is_withdrawn),
		TEST(a_commit_of_2036_is_told_and_hides_nothing),
		TEST(members_are_changed_by_a_trust_statement_only),
		TEST(people_are_changed_by_a_trust_statement_only),
		TEST(a_root_is_pinned_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
