/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "qms/hook.h"

#define OLD "1111111111111111111111111111111111111111"
#define NEW "2222222222222222222222222222222222222222"
#define NONE "0000000000000000000000000000000000000000"

static struct qms_arena arena;
static struct qms_hook_ref *refs;
static size_t count;

static int
end(void **state)
{
	qms_arena_free(&arena);
	return 0;
}

static const struct qms_error *
parse(const char *text)
{
	return qms_hook_parse(&refs, &count, &arena, qms_text(text));
}

static void
fails_at(const char *line, const char *text)
{
	const struct qms_error *err = parse(text);

	assert_non_null(err);
	assert_int_equal(err->id, QMS_M_H017);
	assert_string_equal(err->arguments[0], line);
}

static void
reads_each_ref_with_what_it_was_and_will_be(void **state)
{
	assert_null(parse(OLD " " NEW " refs/heads/main\n"
	    NONE " " NEW " refs/heads/tên có dấu\n"));
	assert_int_equal(count, 2);
	assert_string_equal(refs[0].name, "refs/heads/main");
	assert_int_equal(refs[0].old_id.bytes[0], 0x11);
	assert_int_equal(refs[0].new_id.bytes[19], 0x22);
	assert_true(qms_oid_is_zero(&refs[1].old_id));
	assert_string_equal(refs[1].name, "refs/heads/tên có dấu");
}

static void
takes_nothing_for_nothing(void **state)
{
	assert_null(parse(""));
	assert_int_equal(count, 0);
}

static void
refuses_lines_that_git_does_not_write(void **state)
{
	fails_at("1", "main\n");
	fails_at("1", "\n");
	fails_at("1", OLD " " NEW "\n");
	fails_at("1", OLD " " NEW " \n");
	fails_at("1", OLD "  " NEW " refs/heads/main\n");
	fails_at("2", OLD " " NEW " refs/heads/main\n"
	    OLD " 22222222222222222222222222222222222222zz refs/heads/a\n");
}

static void
refuses_a_name_with_a_zero_byte(void **state)
{
	static const char text[] = OLD " " NEW " refs/heads/a\0b\n";

	assert_non_null(qms_hook_parse(&refs, &count, &arena,
	    (struct qms_text){ text, sizeof(text) - 1 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_each_ref_with_what_it_was_and_will_be),
		cmocka_unit_test(takes_nothing_for_nothing),
		cmocka_unit_test(refuses_lines_that_git_does_not_write),
		cmocka_unit_test(refuses_a_name_with_a_zero_byte),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
