/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "qms/csv.h"

static struct qms_arena arena;
static struct qms_problems problems;
static struct qms_csv csv;

static int
start(void **state)
{
	problems = (struct qms_problems){ .arena = &arena };
	return 0;
}

static int
end(void **state)
{
	qms_arena_free(&arena);
	return 0;
}

static void
parse(const char *text)
{
	qms_csv_parse(&csv, &arena, qms_text(text), "a.csv", &problems);
}

static void
assert_problem(size_t n, const char *code, int line, int column)
{
	assert_true(n < problems.count);
	assert_string_equal(problems.items[n].code, code);
	assert_int_equal(problems.items[n].line, line);
	assert_int_equal(problems.items[n].column, column);
}

static void
reads_cells_as_rfc_4180_writes_them(void **state)
{
	parse("id,name\r\n1,\"Sở \"\"KH&CN\"\", tỉnh\"\r\n\r\n2,\"hai\ndòng\"\r\n"
	    "3,\n");
	assert_int_equal(problems.count, 0);
	assert_int_equal(csv.header.count, 2);
	assert_string_equal(csv.header.cells[1], "name");
	assert_int_equal(csv.count, 3);
	assert_string_equal(csv.rows[0].cells[1], "Sở \"KH&CN\", tỉnh");
	assert_int_equal(csv.rows[0].line, 2);
	assert_string_equal(csv.rows[1].cells[1], "hai\ndòng");
	assert_int_equal(csv.rows[1].line, 4);
	assert_string_equal(csv.rows[2].cells[0], "3");
	assert_string_equal(csv.rows[2].cells[1], "");
	assert_int_equal(csv.rows[2].line, 6);
}

static void
knows_the_bytes_of_a_row(void **state)
{
	static const char text[] = "\xef\xbb\xbfid;tên\r\n1;\"a;b\"\r\n2;c";

	parse(text);
	assert_int_equal(problems.count, 0);
	assert_string_equal(csv.header.cells[0], "id");
	assert_int_equal(csv.header.start, 3);
	assert_string_equal(csv.rows[0].cells[1], "a;b");
	assert_memory_equal(text + csv.rows[0].start, "1;\"a;b\"\r", 8);
	assert_int_equal(csv.rows[0].end - csv.rows[0].start, 7);
	assert_int_equal(csv.rows[1].end, strlen(text));
}

static void
keeps_the_good_rows_around_a_fault(void **state)
{
	parse("id,name\n1,một,thừa\nhai,\"x\"y\n3,ba\n4\n5,\x01\n6,\"sáu\n7,bảy\n");
	assert_int_equal(csv.count, 2);
	assert_string_equal(csv.rows[0].cells[0], "3");
	assert_string_equal(csv.rows[1].cells[0], "7");
	assert_int_equal(problems.count, 5);
	assert_problem(0, "D101", 2, 1);
	assert_problem(1, "D104", 3, 8);
	assert_problem(2, "D101", 5, 1);
	assert_problem(3, "D102", 6, 3);
	assert_problem(4, "D100", 7, 3);
	assert_string_equal(problems.items[0].arguments[0], "3");
	assert_string_equal(problems.items[0].arguments[1], "2");
}

static void
says_once_that_a_file_is_not_utf8(void **state)
{
	parse("id,name\n1,S\xea\n2,\xf1\n3,ba\n");
	assert_int_equal(csv.count, 1);
	assert_int_equal(problems.count, 1);
	assert_problem(0, "D103", 2, 4);
}

static void
refuses_a_nul_byte(void **state)
{
	static const char text[] = "id,name\n1,a\0b\n2,c\n";

	qms_csv_parse(&csv, &arena, (struct qms_text){ text,
	    sizeof(text) - 1 }, "a.csv", &problems);
	assert_int_equal(csv.count, 1);
	assert_int_equal(problems.count, 1);
	assert_problem(0, "D102", 2, 4);
}

static void
wants_a_header(void **state)
{
	parse("\n\n");
	assert_int_equal(problems.count, 1);
	assert_problem(0, "D105", 1, 1);
	assert_int_equal(csv.header.count, 0);
}

static void
reads_back_what_it_wrote(void **state)
{
	static const char *const cells[] = { "", "a", " b", "c,d", "e;f",
	    "g\"h\"", "i\r\nj", "-1", "-", "Đã ký" };
	struct qms_buffer out = { 0 };
	size_t i, count = sizeof(cells) / sizeof(cells[0]);

	for (i = 0; i < count; i++)
		qms_csv_write(&out, cells[i], i == 0);
	qms_buffer_char(&out, '\n');
	parse(out.data);
	assert_int_equal(problems.count, 0);
	assert_int_equal(csv.header.count, count);
	for (i = 0; i < count; i++)
		assert_string_equal(csv.header.cells[i], cells[i]);
	qms_buffer_free(&out);
}

static void
a_spreadsheet_runs_no_cell(void **state)
{
	static const char *const cells[] = { "=1+1", "@x", "-1+cmd|x", "+a",
	    "\t=1" };
	struct qms_buffer out = { 0 };
	size_t i;

	for (i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		qms_buffer_clear(&out);
		qms_csv_write(&out, cells[i], true);
		assert_string_equal(out.data, qms_arena_format(&arena,
		    "\"'%s\"", cells[i]));
	}
	qms_buffer_free(&out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_cells_as_rfc_4180_writes_them),
		TEST(knows_the_bytes_of_a_row),
		TEST(keeps_the_good_rows_around_a_fault),
		TEST(says_once_that_a_file_is_not_utf8),
		TEST(refuses_a_nul_byte),
		TEST(wants_a_header),
		TEST(reads_back_what_it_wrote),
		TEST(a_spreadsheet_runs_no_cell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
