/* SPDX-License-Identifier: MIT */
#include "tests/unit/system.h"

/* "CODE path[:line]" for each problem, below the paths given. */
static const char *
problems_below(const char *path, bool worktree)
{
	struct qms_system *system = open_system();
	struct qms_problems problems = { .arena = &arena };
	char *text = qms_arena_string(&arena, "");
	size_t i;

	succeeds(qms_check(&problems, system, &path, path == NULL ? 0 : 1,
	    worktree));
	for (i = 0; i < problems.count; i++) {
		text = qms_arena_format(&arena, "%s%s%s %s", text,
		    i == 0 ? "" : ", ", problems.items[i].code,
		    problems.items[i].path);
		if (problems.items[i].line > 0)
			text = qms_arena_format(&arena, "%s:%d", text,
			    problems.items[i].line);
	}
	qms_system_close(system);
	return text;
}

#define finds(expected)							\
	assert_string_equal(problems_below(NULL, true), expected)

static void
a_clean_system_has_no_problem(void **state)
{
	finds("");
	assert_string_equal(problems_below(NULL, false), "");
}

static void
the_work_tree_is_checked_as_it_lies(void **state)
{
	put_file(DOCUMENT, "---\nschema: qms/procedure/1\ntitel: x\n---\n");
	assert_non_null(strstr(problems_below(NULL, true), DOCUMENT));
	assert_string_equal(problems_below(NULL, false), "");
	assert_string_equal(problems_below("agencies/so/people.yaml", true),
	    "");
	assert_non_null(strstr(problems_below("agencies/so/", true),
	    DOCUMENT));
}

static void
files_that_only_grow_are_not_edited(void **state)
{
	struct qms_system *system = open_system();
	const char *issued = "agencies/so/issued/QT-01/1.0/text.md";

	succeeds(one_act(system, "submit", "lan", "secretary"));
	succeeds(one_act(system, "accept", "ha", "reviewer"));
	succeeds(one_act(system, "approve", "hung", "head"));
	qms_system_close(system);
	finds("");
	put_file(issued, "khác\n");
	assert_string_equal(problems_below("agencies/so/issued", true),
	    "S093 agencies/so/issued/QT-01/1.0/text.md");
}

static void
a_closed_record_is_not_edited(void **state)
{
	struct qms_system *system = open_system();

	succeeds(close_note(system));
	qms_system_close(system);
	put_file(NOTE, qms_arena_format(&arena, "%sx\n", note));
	finds("S034 " NOTE);
}

/* A statement written by hand, not committed. */
static void
put_statement(const char *system_id, const char *name)
{
	struct qms_statement s = { .system = system_id, .act = name,
	    .agency = "so", .id = "QT-01", .version = "1.0", .by = "lan",
	    .office = "secretary", .date = "2026-11-22",
	    .proof = "commit" };
	struct qms_buffer bytes = { 0 };

	qms_statement_write(&bytes, &s);
	put_file(qms_statement_path(&arena, &s), bytes.data);
	qms_buffer_free(&bytes);
}

static void
a_statement_that_will_not_count_is_an_error(void **state)
{
	struct qms_system *system = open_system();
	const char *found;

	put_statement(system->id, "accept");
	qms_system_close(system);
	found = problems_below("agencies/so/acts", true);
	assert_true(qms_starts_with(found, "S018 agencies/so/acts/QT-01/"));
}

static void
a_file_that_is_no_statement_is_named(void **state)
{
	put_file("agencies/so/acts/QT-01/x.yaml", "act: approve\n");
	finds("S003 agencies/so/acts/QT-01/x.yaml:1");
}

static void
names_that_a_file_system_mixes_up_are_named(void **state)
{
	const char *found;

	put_file("agencies/so/documents/qt-01.md", text_one);
	found = problems_below(NULL, true);
	assert_non_null(strstr(found, "agencies/so/documents/qt-01.md"));
}

static void
links_have_no_place(void **state)
{
	assert_int_equal(shell("ln -s /etc/passwd"
	    " agencies/so/documents/QT-09.md"), 0);
	assert_non_null(strstr(problems_below(NULL, true),
	    "S094 agencies/so/documents/QT-09.md"));
}

static void
a_changed_kind_needs_a_trust_statement(void **state)
{
	put_file("kinds/agency.yaml", qms_arena_format(&arena, "%s# x\n",
	    agency_kind));
	finds("S028 kinds/agency.yaml");
}

static void
a_person_has_one_address(void **state)
{
	put_file("agencies/so/people.yaml", qms_arena_format(&arena,
	    "%s", "schema: qms/people/1\npersons:\n"
	    "  - {id: lan, emails: [lan@so.example]}\n"
	    "  - {id: ha, emails: [lan@so.example]}\noffices: []\n"));
	assert_non_null(strstr(problems_below(NULL, true),
	    "S090 agencies/so/people.yaml:4"));
}

static void
who_writes_must_be_known(void **state)
{
	assert_int_equal(shell("echo x >> " DOCUMENT " && git -c"
	    " user.email=ai@so.example commit -qam x"), 0);
	finds("S029 agencies/so/people.yaml");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_clean_system_has_no_problem),
		TEST(the_work_tree_is_checked_as_it_lies),
		TEST(files_that_only_grow_are_not_edited),
		TEST(a_closed_record_is_not_edited),
		TEST(a_statement_that_will_not_count_is_an_error),
		TEST(a_file_that_is_no_statement_is_named),
		TEST(names_that_a_file_system_mixes_up_are_named),
		TEST(links_have_no_place),
		TEST(a_changed_kind_needs_a_trust_statement),
		TEST(a_person_has_one_address),
		TEST(who_writes_must_be_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
