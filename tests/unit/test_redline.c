/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "qms/redline.h"

static const char marks[] = " -+~";

/* " a\n~b[-c][+d]\n" */
static void
shows(const char *before, const char *after, const char *wanted)
{
	struct qms_arena arena = {0};
	struct qms_buffer out = {0};
	struct qms_redline redline;
	const struct qms_redline_line *line;
	size_t i, j;

	qms_redline_make(&redline, &arena, qms_text(before),
	    qms_text(after));
	for (i = 0; i < redline.count; i++) {
		line = &redline.lines[i];
		qms_buffer_char(&out, marks[line->kind]);
		for (j = 0; j < line->count; j++) {
			if (line->pieces[j].kind != QMS_SAME)
				qms_buffer_format(&out, "[%c",
				    marks[line->pieces[j].kind]);
			qms_buffer_text(&out, line->pieces[j].text);
			if (line->pieces[j].kind != QMS_SAME)
				qms_buffer_char(&out, ']');
		}
		if (line->kind != QMS_CHANGED)
			qms_buffer_text(&out, line->text);
		qms_buffer_char(&out, '\n');
	}
	assert_string_equal(out.data == NULL ? "" : out.data, wanted);
	qms_buffer_free(&out);
	qms_arena_free(&arena);
}

static void
equal_texts_have_no_difference(void **state)
{
	struct qms_arena arena = {0};
	struct qms_redline redline;

	(void)state;
	shows("", "", "");
	shows("a\nb\n", "a\nb\n", " a\n b\n");
	qms_redline_make(&redline, &arena, qms_text("a"), qms_text("a"));
	assert_true(redline.same);
	qms_arena_free(&arena);
}

static void
lines_go_and_come(void **state)
{
	(void)state;
	shows("a\nb\nc\n", "a\nc\n", " a\n-b\n c\n");
	shows("a\nc\n", "a\nb\nc\n", " a\n+b\n c\n");
	shows("", "a\n", "+a\n");
	shows("a\n", "", "-a\n");
	shows("xxx\n", "yyy\n", "-xxx\n+yyy\n");
	shows("a\nb\nc\nd\n", "b\nc\nx\nd\n", "-a\n b\n c\n+x\n d\n");
}

static void
words_differ_within_a_line(void **state)
{
	(void)state;
	shows("Thời hạn là 15 ngày làm việc.\n",
	    "Thời hạn là 12 ngày làm việc.\n",
	    "~Thời hạn là [-15][+12] ngày làm việc.\n");
}

/* Any two texts: what is kept and removed is the one, what is kept and added
 * the other. */
static void
nothing_is_lost(void **state)
{
	struct qms_arena arena = {0};
	struct qms_redline redline;
	char a[64], b[64];
	unsigned seed = 1;
	int round, x, y;
	size_t i;

	(void)state;
	for (round = 0; round < 2000; round++) {
		for (i = 0; i < 40; i++) {
			seed = seed * 1103515245 + 12345;
			a[i] = "ab\n"[(seed >> 16) % 3];
			b[i] = "ab\n"[(seed >> 20) % 3];
		}
		a[40] = b[40] = '\0';
		qms_redline_make(&redline, &arena, qms_text(a), qms_text(b));
		for (x = y = 0, i = 0; i < redline.count; i++) {
			if (redline.lines[i].before != 0)
				assert_int_equal(redline.lines[i].before, ++x);
			if (redline.lines[i].after != 0)
				assert_int_equal(redline.lines[i].after, ++y);
		}
		for (i = 0; a[i] != '\0'; i++)
			x -= a[i] == '\n' || a[i + 1] == '\0';
		for (i = 0; b[i] != '\0'; i++)
			y -= b[i] == '\n' || b[i + 1] == '\0';
		assert_int_equal(x, 0);
		assert_int_equal(y, 0);
		qms_arena_free(&arena);
	}
}

static void
texts_without_anything_in_common_end_soon(void **state)
{
	struct qms_arena arena = {0};
	struct qms_buffer a = {0}, b = {0};
	struct qms_redline redline;
	int i;

	(void)state;
	for (i = 0; i < 50000; i++) {
		qms_buffer_format(&a, "a%d\n", i);
		qms_buffer_format(&b, "%db\n", i);
	}
	qms_redline_make(&redline, &arena, qms_buffer_view(&a),
	    qms_buffer_view(&b));
	assert_int_equal(redline.count, 100000);
	assert_true(qms_redline_is_near(&redline, 0, 3));
	qms_buffer_free(&a);
	qms_buffer_free(&b);
	qms_arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_texts_have_no_difference),
		cmocka_unit_test(lines_go_and_come),
		cmocka_unit_test(words_differ_within_a_line),
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(texts_without_anything_in_common_end_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
