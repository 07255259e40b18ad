/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "qms/statement.h"

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B64 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct qms_arena arena;
static struct qms_buffer bytes;
static struct qms_problems problems;

static int
set_up(void **state)
{
	problems = (struct qms_problems){ .arena = &arena };
	qms_buffer_clear(&bytes);
	return 0;
}

static int
tear_down(void **state)
{
	qms_arena_free(&arena);
	qms_buffer_free(&bytes);
	return 0;
}

static struct qms_statement
approval(void)
{
	static struct qms_statement_file files[] = {
		{ "agencies/so/documents/QT-01/a.png", A64 },
		{ "agencies/so/documents/QT-01/b.png", B64 },
	};
	struct qms_statement s = { .system = A64, .act = "approve",
	    .agency = "so", .id = "QT-01", .version = "1.0", .text = B64,
	    .files = files, .file_count = 2, .by = "lan", .office = "head",
	    .date = "2026-11-22", .proof = "decision",
	    .decision = "493/QĐ-SKHCN", .decision_date = "2026-11-20",
	    .comment = "nói \"được\" \\ xong" };

	qms_strings_add(&arena, &s.authors, "an");
	qms_strings_add(&arena, &s.authors, "binh");
	qms_strings_add(&arena, &s.prev, A64);
	return s;
}

static const char *
first_fault(struct qms_text text, const char *path)
{
	struct qms_statement read;

	problems.count = 0;
	if (qms_statement_parse(&read, &arena, text, path, &problems)) {
		assert_int_equal(problems.count, 0);
		return "";
	}
	assert_int_equal(problems.count, 1);
	return problems.items[0].code;
}

/* The fault of a statement in which one piece of text is replaced. */
static const char *
fault_with(const char *old, const char *new)
{
	struct qms_statement s = approval();
	struct qms_buffer changed = { 0 };
	char sha256[QMS_SHA256_SIZE];
	const char *at, *code;
	char *path;

	qms_buffer_clear(&bytes);
	qms_statement_write(&bytes, &s);
	at = strstr(bytes.data, old);
	assert_non_null(at);
	qms_buffer_add(&changed, bytes.data, (size_t)(at - bytes.data));
	qms_buffer_string(&changed, new);
	qms_buffer_string(&changed, at + strlen(old));
	qms_sha256(sha256, qms_buffer_view(&changed));
	path = qms_arena_format(&arena,
	    "agencies/so/acts/QT-01/1.0-approve-lan-%.16s.yaml", sha256);
	code = first_fault(qms_buffer_view(&changed), path);
	qms_buffer_free(&changed);
	return code;
}

static void
reads_what_it_writes(void **state)
{
	struct qms_statement s = approval(), read;
	struct qms_buffer again = { 0 };

	qms_statement_write(&bytes, &s);
	assert_true(qms_statement_parse(&read, &arena,
	    qms_buffer_view(&bytes), qms_statement_path(&arena, &s),
	    &problems));
	assert_string_equal(read.comment, s.comment);
	assert_string_equal(read.until, "");
	assert_int_equal(read.file_count, 2);
	assert_string_equal(read.files[1].path, s.files[1].path);
	assert_int_equal(read.authors.count, 2);
	assert_string_equal(read.sha256, s.sha256);
	qms_statement_write(&again, &read);
	assert_string_equal(again.data, bytes.data);
	qms_buffer_free(&again);
}

static void
is_written_in_a_frozen_form(void **state)
{
	struct qms_statement s = { .act = "submit", .agency = "so",
	    .id = "QT-01", .by = "lan", .date = "2026-11-22",
	    .proof = "commit", .system = A64 };

	qms_statement_write(&bytes, &s);
	assert_string_equal(bytes.data,
	    "schema: \"qms/statement/1\"\nsystem: \"" A64 "\"\n"
	    "act: \"submit\"\nagency: \"so\"\nid: \"QT-01\"\n"
	    "version: \"\"\ntext: \"\"\nfiles: []\nauthors: []\n"
	    "by: \"lan\"\noffice: \"\"\ncapacity: \"\"\n"
	    "delegation: \"\"\ndate: \"2026-11-22\"\neffective: \"\"\n"
	    "until: \"\"\nresult: \"\"\ndecision: \"\"\n"
	    "decision_date: \"\"\ndecision_sha256: \"\"\n"
	    "recorded_by: \"\"\nproof: \"commit\"\nprev: []\n"
	    "comment: \"\"\n");
	assert_string_equal(s.sha256, "92fa3fb39fabe416fb7f26130bf32f8ad2fb36"
	    "3b60fbe45334e108433333f7e6");
}

static void
each_fault_has_its_code(void **state)
{
	static const struct { const char *old, *new, *code; } cases[] = {
		{ "xong", "x\x01ng", "S001" },
		{ "xong", "xo\xe2\x80\xaeng", "S001" },
		{ "xong", "xo\xff", "S001" },
		{ "xong", "xo\xcc\x81ng", "S001" },
		{ "act:", "Act:", "S003" },
		{ "version: \"1.0\"\n", "", "S003" },
		{ "act: \"approve\"\n", "act: \"approve\"\nact: \"approve\"\n",
		    "S003" },
		{ "\"approve\"", "approve", "S004" },
		{ "\"approve\"", "\"approve\" ", "S004" },
		{ "\"approve\"", "\"approve\" # x", "S004" },
		{ "\"approve\"", "'approve'", "S004" },
		{ "\"approve\"", "\"appr\nove\"", "S004" },
		{ "\\\\ xong", "\\n xong", "S004" },
		{ "[\"an\", ", "[\"an\",", "S004" },
		{ "{path: ", "{path:", "S004" },
		{ "\n  - {path", "\n- {path", "S004" },
		{ "qms/statement/1", "qms/statement/2", "S005" },
		{ "\"approve\"", "\"\"", "S006" },
		{ "by: \"lan\"", "by: \"\"", "S006" },
		{ "date: \"2026-11-22\"", "date: \"\"", "S006" },
		{ "agency: \"so\"", "agency: \"\"", "S006" },
		{ "system: \"" A64, "system: \"", "S006" },
		{ "id: \"QT-01\"", "id: \"../QT\"", "S007" },
		{ "id: \"QT-01\"", "id: \"trust\"", "S007" },
		{ "by: \"lan\"", "by: \"la n\"", "S007" },
		{ "\"an\"", "\"-an\"", "S007" },
		{ "\"1.0\"", "\"1.\"", "S008" },
		{ "\"1.0\"", "\"01.0\"", "S008" },
		{ "\"1.0\"", "\"v1\"", "S008" },
		{ "text: \"b", "text: \"B", "S009" },
		{ "prev: [\"a", "prev: [\"", "S009" },
		{ "sha256: \"a", "sha256: \"", "S009" },
		{ "2026-11-22", "2026-02-30", "S010" },
		{ "2026-11-20", "20/11/2026", "S010" },
		{ "capacity: \"\"", "capacity: \"PP.\"", "S011" },
		{ "\"decision\"", "\"word\"", "S011" },
		{ "documents/QT-01/a.png", "../QT-01/a.png", "S012" },
		{ "agencies/so/documents/QT-01/a.png", "/a.png", "S012" },
		{ "QT-01/a.png", "QT-01/c.png", "S013" },
		{ "\"an\"", "\"binh\"", "S013" },
		{ "493/QĐ-SKHCN", "", "S014" },
		{ "2026-11-20", "", "S014" },
		{ "capacity: \"\"", "capacity: \"TUQ.\"", "S014" },
		{ "xong\"\n", "xong\"\n\n", "S015" },
		{ "id: \"QT-01\"", "id: \"QT-02\"", "S017" },
	};
	const char *code;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		code = fault_with(cases[i].old, cases[i].new);
		if (strcmp(code, cases[i].code) != 0)
			fail_msg("%s -> %s: %s, not %s", cases[i].old,
			    cases[i].new, code, cases[i].code);
	}
}

static void
a_changed_byte_is_a_wrong_name(void **state)
{
	struct qms_statement s = approval();
	char *path;

	qms_statement_write(&bytes, &s);
	path = qms_statement_path(&arena, &s);
	*strstr(bytes.data, "xong") = 'y';
	assert_string_equal(first_fault(qms_buffer_view(&bytes), path),
	    "S016");
}

static void
every_cut_is_refused(void **state)
{
	struct qms_statement s = approval();
	size_t size;

	qms_statement_write(&bytes, &s);
	for (size = 0; size < bytes.size; size++)
		assert_string_not_equal(first_fault((struct qms_text){
		    bytes.data, size }, "x"), "");
}

static void
points_at_the_value(void **state)
{
	assert_string_equal(fault_with("2026-11-20", "2026-02-30"), "S010");
	assert_int_equal(problems.items[0].line, 21);
	assert_string_equal(fault_with("493/QĐ-SKHCN", ""), "S014");
	assert_int_equal(problems.items[0].line, 20);
}

static void
a_path_tells_what_it_is(void **state)
{
	assert_true(qms_statement_is_path(
	    "agencies/so/acts/QT-01/1.0-approve-lan-0.yaml"));
	assert_true(qms_statement_is_path("trust/0-trust-lan-0.yaml"));
	assert_false(qms_statement_is_path("trust/signers"));
	assert_false(qms_statement_is_path(
	    "agencies/so/acts/QT-01/1.0-approve-lan-0.yaml.sig"));
	assert_false(qms_statement_is_path("agencies/so/documents/QT-01.md"));
	assert_true(qms_path_only_grows(
	    "agencies/so/acts/QT-01/1.0-approve-lan-0.yaml.sig"));
	assert_true(qms_path_only_grows(
	    "agencies/so/issued/QT-01/1.0/text.md"));
	assert_false(qms_path_only_grows("agencies/so/documents/QT-01.md"));
	assert_false(qms_path_only_grows("trust/signers"));
}

static void
issued_files_have_their_place(void **state)
{
	struct qms_statement s = approval();
	const char *document = "agencies/so/documents/QT-01.md";

	assert_string_equal(qms_statement_issued_path(&arena, &s, document,
	    document), "agencies/so/issued/QT-01/1.0/text.md");
	assert_string_equal(qms_statement_issued_path(&arena, &s, document,
	    "agencies/so/documents/QT-01/a/b.png"),
	    "agencies/so/issued/QT-01/1.0/a/b.png");
	assert_string_equal(qms_statement_issued_path(&arena, &s, document,
	    "agencies/so/forms/BM.docx"),
	    "agencies/so/issued/QT-01/1.0/BM.docx");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_it_writes),
		cmocka_unit_test(is_written_in_a_frozen_form),
		cmocka_unit_test(each_fault_has_its_code),
		cmocka_unit_test(a_changed_byte_is_a_wrong_name),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(points_at_the_value),
		cmocka_unit_test(a_path_tells_what_it_is),
		cmocka_unit_test(issued_files_have_their_place),
	};
	size_t i;

	struct CMUnitTest all[sizeof(tests) / sizeof(*tests)];
	memcpy(all, tests, sizeof(tests));
	for (i = 0; i < sizeof(all) / sizeof(*all); i++) {
		all[i].setup_func = set_up;
		all[i].teardown_func = tear_down;
	}
	return cmocka_run_group_tests(all, NULL, NULL);
}
