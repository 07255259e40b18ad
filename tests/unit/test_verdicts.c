/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "qms/digest.h"
#include "qms/file.h"
#include "qms/verdicts.h"

static struct qms_arena arena;
static char directory[64];
static const char *path;
static struct qms_signature signature;
static const struct qms_text message = { "xin chào\n", 10 };
static const struct qms_text other = { "xin chàp\n", 10 };

static void
run(const char *command)
{
	assert_int_equal(system(command), 0);
}

static int
set_up(void **state)
{
	struct qms_text text;

	(void)snprintf(directory, sizeof(directory), "/tmp/qms-unit-XXXXXX");
	assert_non_null(mkdtemp(directory));
	path = qms_file_join(&arena, directory, "signatures");
	run(qms_arena_format(&arena, "cd %s && ssh-keygen -q -t ed25519"
	    " -N '' -f key && printf 'xin chào\\n' >m &&"
	    " ssh-keygen -q -Y sign -n qms -f key m 2>/dev/null",
	    directory));
	assert_null(qms_file_read(&text, &arena, qms_file_join(&arena,
	    directory, "m.sig"), 10000));
	assert_true(qms_signature_parse(&signature, &arena, text));
	return 0;
}

static int
tear_down(void **state)
{
	run(qms_arena_format(&arena, "rm -rf %s", directory));
	qms_arena_free(&arena);
	return 0;
}

/* How often it had to be computed. */
static int
computed(struct qms_text bytes, bool right)
{
	struct qms_verdicts *verdicts = qms_verdicts_open(directory);
	int count;

	assert_int_equal(qms_verdicts_signature(verdicts, &signature, bytes),
	    right);
	assert_int_equal(qms_verdicts_signature(verdicts, &signature, bytes),
	    right);
	count = (int)qms_verdicts_computed(verdicts);
	qms_verdicts_close(verdicts);
	return count;
}

static void
computes_what_is_right_once(void **state)
{
	struct stat st;

	assert_int_equal(computed(message, true), 1);
	assert_int_equal(computed(message, true), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void
says_nothing_of_other_bytes(void **state)
{
	assert_int_equal(computed(message, true), 1);
	assert_int_equal(computed(other, false), 2);
	assert_int_equal(computed(other, false), 2);
	signature.name_space = "qms-witness";
	assert_int_equal(computed(message, false), 2);
}

static void
write_cache(const char *text, mode_t mode)
{
	assert_null(qms_file_write(path, qms_text(text), false));
	assert_int_equal(chmod(path, mode), 0);
}

static void
passes_over_what_is_no_entry(void **state)
{
	struct qms_text text;

	assert_int_equal(computed(message, true), 1);
	assert_null(qms_file_read(&text, &arena, path, 1000));
	write_cache(qms_arena_format(&arena, "%.30s%.*s", text.data,
	    (int)text.size, text.data), 0600);
	assert_int_equal(computed(message, true), 1);
	assert_int_equal(computed(message, true), 0);
	write_cache("\n\n*\nxyz", 0600);
	assert_int_equal(computed(other, false), 2);
	write_cache(qms_arena_format(&arena, "%064d\n", 0), 0600);
	assert_int_equal(computed(other, false), 2);
}

static void
believes_no_file_that_others_can_reach(void **state)
{
	struct qms_text text;
	char *elsewhere = qms_file_join(&arena, directory, "elsewhere");

	assert_int_equal(computed(message, true), 1);
	assert_null(qms_file_read(&text, &arena, path, 1000));
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(computed(message, true), 1);
	assert_int_equal(computed(message, true), 0);	/* made anew */
	assert_int_equal(rename(path, elsewhere), 0);
	assert_int_equal(symlink(elsewhere, path), 0);
	assert_int_equal(computed(message, true), 1);
	assert_int_equal(computed(message, true), 0);
	assert_int_equal(chmod(directory, 0777), 0);
	assert_int_equal(computed(message, true), 1);
	assert_int_equal(computed(message, true), 1);
}

static void
needs_no_directory(void **state)
{
	struct qms_verdicts *verdicts = qms_verdicts_open("");

	assert_true(qms_verdicts_signature(verdicts, &signature, message));
	assert_true(qms_verdicts_signature(verdicts, &signature, message));
	assert_int_equal(qms_verdicts_computed(verdicts), 1);
	qms_verdicts_close(verdicts);
	assert_true(qms_verdicts_signature(NULL, &signature, message));
	assert_int_equal(qms_verdicts_computed(NULL), 0);
	qms_verdicts_close(NULL);
	verdicts = qms_verdicts_open("/proc/nowhere");
	assert_true(qms_verdicts_signature(verdicts, &signature, message));
	qms_verdicts_close(verdicts);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(computes_what_is_right_once),
		TEST(says_nothing_of_other_bytes),
		TEST(passes_over_what_is_no_entry),
		TEST(believes_no_file_that_others_can_reach),
		TEST(needs_no_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
