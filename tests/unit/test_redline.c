/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "qms/redline.h"

static struct qms_arena arena;

static int
tear_down(void **state)
{
	qms_arena_free(&arena);
	return 0;
}

static void
assert_text(struct qms_text text, const struct qms_buffer *buffer)
{
	assert_int_equal(text.size, buffer->size);
	if (text.size > 0)
		assert_memory_equal(text.data, buffer->data, text.size);
}

static size_t
count_lines(struct qms_text text)
{
	size_t count = 0, i;

	for (i = 0; i < text.size; i++)
		count += text.data[i] == '\n' || i + 1 == text.size;
	return count;
}

/* Accepting all gives the new text, rejecting all the old one. */
static void
check(const struct qms_redline *redline, struct qms_text old,
    struct qms_text new)
{
	struct qms_buffer rejected = { 0 }, accepted = { 0 };
	const struct qms_redline_piece *span;
	const struct qms_redline_line *line;
	int before = 0, after = 0;
	size_t i;

	for (i = 0; i < redline->span_count; i++) {
		span = &redline->spans[i];
		assert_true(span->text.size > 0);
		if (span->kind != QMS_ADDED)
			qms_buffer_text(&rejected, span->text);
		if (span->kind != QMS_REMOVED)
			qms_buffer_text(&accepted, span->text);
	}
	assert_text(old, &rejected);
	assert_text(new, &accepted);
	for (i = 0; i < redline->count; i++) {
		line = &redline->lines[i];
		assert_int_equal(line->before, line->kind == QMS_ADDED ? 0 :
		    ++before);
		assert_int_equal(line->after, line->kind == QMS_REMOVED ? 0 :
		    ++after);
		assert_true(line->count == 0 || line->kind == QMS_CHANGED);
	}
	assert_int_equal(before, count_lines(old));
	assert_int_equal(after, count_lines(new));
	assert_true(redline->same == qms_text_equal(old, new));
	qms_buffer_free(&rejected);
	qms_buffer_free(&accepted);
}

static struct qms_redline
make(struct qms_text old, struct qms_text new)
{
	struct qms_redline redline;

	qms_redline_make(&redline, &arena, old, new);
	check(&redline, old, new);
	return redline;
}

/* Removed as [-…-], added as {+…+}. */
static void
shows(const char *old, const char *new, const char *expected)
{
	struct qms_redline redline = make(qms_text(old), qms_text(new));
	static const char *const marks[3][2] = { { "", "" }, { "[-", "-]" },
		{ "{+", "+}" } };
	struct qms_buffer out = { 0 };
	size_t i;

	qms_buffer_string(&out, "");
	for (i = 0; i < redline.span_count; i++) {
		qms_buffer_string(&out, marks[redline.spans[i].kind][0]);
		qms_buffer_text(&out, redline.spans[i].text);
		qms_buffer_string(&out, marks[redline.spans[i].kind][1]);
	}
	assert_string_equal(out.data, expected);
	qms_buffer_free(&out);
}

static void
finds_the_lines_that_changed(void **state)
{
	shows("", "", "");
	shows("a\nb\n", "a\nb\n", "a\nb\n");
	shows("a\nb\nc\n", "a\nc\n", "a\n[-b\n-]c\n");
	shows("a\nc\n", "a\nb\nc\n", "a\n{+b\n+}c\n");
	shows("a\n", "", "[-a\n-]");
	shows("", "a", "{+a+}");
	shows("a\nmột\nc\n", "a\nhai\nc\n", "a\n[-một\n-]{+hai\n+}c\n");
}

static void
finds_the_words_that_changed(void **state)
{
	shows("Thời hạn giải quyết: 15 ngày làm việc.\n",
	    "Thời hạn giải quyết: 10 ngày làm việc.\n",
	    "Thời hạn giải quyết: [-15-]{+10+} ngày làm việc.\n");
	shows("Thư ký trình lãnh đạo cơ quan ký ban hành",
	    "Thư ký trình người đứng đầu cơ quan ký ban hành",
	    "Thư ký trình [-lãnh đạo-]{+người đứng đầu+} cơ quan ký ban hành");
	shows("a b c d\n", "a b c d", "a b c d[-\n-]");
	shows("một hai ba\r\n", "một hai ba\n", "một hai ba[-\r\n-]{+\n+}");
}

static void
keeps_letters_and_their_marks_together(void **state)
{
	/* a with a tilde beside it against a with a dot below */
	shows("gia\xcc\x83 trị ở đây\n", "gia\xcc\xa3 trị ở đây\n",
	    "[-gia\xcc\x83-]{+gia\xcc\xa3+} trị ở đây\n");
}

static void
compares_rows_cell_by_cell(void **state)
{
	shows("| 1 | Tiếp nhận hồ sơ | Văn thư |\n",
	    "| 1 | Tiếp nhận hồ sơ | Chuyên viên |\n",
	    "| 1 | Tiếp nhận hồ sơ | [-Văn thư-]{+Chuyên viên+} |\n");
	shows("| a | b c | d e f |\n", "| b c | a | d e f |\n",
	    "| [-a-]{+b c+} | [-b c-]{+a+} | d e f |\n");
}

static void
knows_which_line_was_edited(void **state)
{
	shows("| 1 | Tiếp nhận hồ sơ |\n| 2 | Thẩm định hồ sơ |\n",
	    "| 1 | Kiểm tra chữ ký |\n| 2 | Tiếp nhận hồ sơ mới |\n"
	    "| 3 | Thẩm định hồ sơ |\n",
	    "{+| 1 | Kiểm tra chữ ký |\n+}"
	    "| [-1-]{+2+} | Tiếp nhận hồ sơ{+ mới+} |\n"
	    "| [-2-]{+3+} | Thẩm định hồ sơ |\n");
}

static const char signs[] = " -+~";

/* " a\n~b[-c][+d]\n" */
static void
lines(const char *before, const char *after, const char *wanted)
{
	struct qms_buffer out = {0};
	struct qms_redline redline;
	const struct qms_redline_line *line;
	size_t i, j;

	qms_redline_make(&redline, &arena, qms_text(before),
	    qms_text(after));
	for (i = 0; i < redline.count; i++) {
		line = &redline.lines[i];
		qms_buffer_char(&out, signs[line->kind]);
		for (j = 0; j < line->count; j++) {
			if (line->pieces[j].kind != QMS_SAME)
				qms_buffer_format(&out, "[%c",
				    signs[line->pieces[j].kind]);
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
}

static void
equal_texts_have_no_difference(void **state)
{
	struct qms_redline redline;

	lines("", "", "");
	lines("a\nb\n", "a\nb\n", " a\n b\n");
	qms_redline_make(&redline, &arena, qms_text("a"), qms_text("a"));
	assert_true(redline.same);
}

static void
lines_go_and_come(void **state)
{
	lines("a\nb\nc\n", "a\nc\n", " a\n-b\n c\n");
	lines("a\nc\n", "a\nb\nc\n", " a\n+b\n c\n");
	lines("", "a\n", "+a\n");
	lines("a\n", "", "-a\n");
	lines("xxx\n", "yyy\n", "-xxx\n+yyy\n");
	lines("a\nb\nc\nd\n", "b\nc\nx\nd\n", "-a\n b\n c\n+x\n d\n");
}

static void
words_differ_within_a_line(void **state)
{
	lines("Thời hạn là 15 ngày làm việc.\n",
	    "Thời hạn là 12 ngày làm việc.\n",
	    "~Thời hạn là [-15][+12] ngày làm việc.\n");
}

static void
marks_no_word_when_only_the_end_of_a_line_changed(void **state)
{
	lines("một hai\r\nb\n", "một hai\nb\n", "~một hai\n b\n");
	lines("một hai", "một hai\n", "~một hai\n");
}

static void
knows_the_lines_near_a_change(void **state)
{
	struct qms_redline redline = make(qms_text("a\nb\nc\nd\ne\n"),
	    qms_text("x\nb\nc\nd\ne\n"));

	assert_true(qms_redline_is_near(&redline, 3, 2));
	assert_false(qms_redline_is_near(&redline, 4, 2));
	assert_true(qms_redline_is_near(&redline, 4, 3));
}

static uint32_t seed;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static void
random_words(struct qms_buffer *out, uint32_t most)
{
	static const char *const words[] = { "hồ", "sơ", " ", "  ", "\n", "|",
		"a", "b", ",", "\r\n", "\\|", "\xff", "\xe1\xba", "–", "đ",
		"| ", " | ", "\n| x | y |\n", "một dòng\n", "\n\n", "> |" };
	uint32_t n = draw(most);

	while (n-- > 0)
		qms_buffer_string(out, words[draw(sizeof(words) /
		    sizeof(*words))]);
}

static void
gives_back_both_texts_whatever_they_are(void **state)
{
	struct qms_buffer old = { 0 }, new = { 0 };
	size_t i, end;
	int round;

	for (round = 0; round < 20000; round++) {
		seed = (uint32_t)round * 2654435761u;
		qms_buffer_clear(&old);
		qms_buffer_clear(&new);
		random_words(&old, 60);
		/* the same with pieces left out and put in */
		for (i = 0; i < old.size; i = end) {
			end = i + 1 + draw(20);
			end = end < old.size ? end : old.size;
			if (draw(6) != 0)
				qms_buffer_add(&new, old.data + i, end - i);
			if (draw(6) == 0)
				random_words(&new, 4);
		}
		make(qms_buffer_view(&old), qms_buffer_view(&new));
		qms_arena_free(&arena);
	}
	qms_buffer_free(&old);
	qms_buffer_free(&new);
}

static void
repeat(struct qms_buffer *out, const char *format, int count, int step)
{
	int i;

	qms_buffer_clear(out);
	for (i = 0; i < count; i++) {
		qms_buffer_format(out, "%d", i * step % 7919);
		qms_buffer_string(out, format);
	}
}

static void
bears_hostile_texts_in_no_time(void **state)
{
	static const char *const between[] = { "\n", " ", "|", "| \n", "\n\n",
		" a\nb ", "\na\n", ", x y z\n" };
	struct qms_buffer old = { 0 }, new = { 0 };
	clock_t begin, most = 0;
	size_t i;

	for (i = 0; i < sizeof(between) / sizeof(*between); i++) {
		repeat(&old, between[i], 150000, 1);
		repeat(&new, between[i], 150000, 31);
		begin = clock();
		make(qms_buffer_view(&old), qms_buffer_view(&new));
		begin = clock() - begin;
		most = begin > most ? begin : most;
		qms_arena_free(&arena);
	}
	print_message("slowest: %ld ms\n",
	    (long)(most * 1000 / CLOCKS_PER_SEC));
	assert_true(most / CLOCKS_PER_SEC < 10);
	qms_buffer_free(&old);
	qms_buffer_free(&new);
}

static void
finds_few_changes_in_a_long_text(void **state)
{
	struct qms_buffer old = { 0 }, new = { 0 };
	struct qms_redline redline;
	int i;

	for (i = 0; i < 20000; i++) {
		qms_buffer_format(&old, "Dòng thứ %d của văn bản\n", i);
		if (i % 10 == 3)
			qms_buffer_format(&new, "Dòng thứ %d của quy trình\n",
			    i);
		else if (i % 10 != 7)
			qms_buffer_format(&new, "Dòng thứ %d của văn bản\n",
			    i);
	}
	redline = make(qms_buffer_view(&old), qms_buffer_view(&new));
	assert_int_equal(redline.count, 20000);
	for (i = 0; i < 20000; i++)
		assert_int_equal(redline.lines[i].kind, i % 10 == 3 ?
		    QMS_CHANGED : i % 10 == 7 ? QMS_REMOVED : QMS_SAME);
	qms_buffer_free(&old);
	qms_buffer_free(&new);
}

/* ---- outline ---- */

/* "key:a>b", then sections: + - ~ and . for their text, ^ moved, x=y renamed */
static void
outlines(const char *old, const char *new, const char *expected)
{
	static const char marks[] = { [QMS_SAME] = '.', [QMS_REMOVED] = '-',
		[QMS_ADDED] = '+', [QMS_CHANGED] = '~' };
	struct qms_redline_outline outline;
	const struct qms_redline_section *section;
	struct qms_buffer out = { 0 };
	size_t i;

	qms_redline_outline(&outline, &arena, qms_text(old), qms_text(new),
	    false);
	for (i = 0; i < outline.key_count; i++) {
		qms_buffer_text(&out, outline.keys[i].key);
		qms_buffer_string(&out, ":");
		qms_buffer_text(&out, outline.keys[i].before);
		qms_buffer_string(&out, ">");
		qms_buffer_text(&out, outline.keys[i].after);
		qms_buffer_string(&out, " ");
	}
	for (i = 0; i < outline.section_count; i++) {
		section = &outline.sections[i];
		if (section->kind == QMS_SAME && !section->moved &&
		    section->former.size == 0)
			continue;
		qms_buffer_char(&out, marks[section->kind]);
		if (section->moved)
			qms_buffer_char(&out, '^');
		if (section->former.size > 0) {
			qms_buffer_text(&out, section->former);
			qms_buffer_char(&out, '=');
		}
		qms_buffer_text(&out, section->name);
		qms_buffer_char(&out, ' ');
	}
	assert_string_equal(out.data == NULL ? "" : out.data, expected);
	qms_buffer_free(&out);
}

static void
tells_which_keys_and_sections_changed(void **state)
{
	outlines("", "", "");
	outlines("---\na: 1\nb: [x]\n---\n\n## Một\n\nm\n\n## Hai\n\nh\n",
	    "---\na: 2\nc:\n  - y\n---\n\n## Một\n\nm\n\n## Hai\n\nk\n",
	    "a:1>2 c:>- y b:[x]> ~Hai ");
	outlines("# A\na\n# B\nb\n", "# A\na\n# C\nc\n# B\nb\n", "+C ");
	outlines("# A\na\n# B\nb\n", "# B\nb\n", "-A ");
	outlines("lời đầu\n# A\n", "lời khác\n# A\n", "~ ");
	/* the key of a list reaches over its lines */
	outlines("---\nfees:\n- {a: 1}\nz: 1\n---\n",
	    "---\nfees:\n- {a: 2}\nz: 1\n---\n", "fees:- {a: 1}>- {a: 2} ");
}

static void
recognises_sections_that_moved_or_were_renamed(void **state)
{
	outlines("# A\na\n# B\nb\n# C\nc\n", "# C\nc\n# A\na\n# B\nb\n",
	    ".^C ");
	outlines("# A\na\n# B\nb\n# C\nc\n", "# C\ncc\n# A\na\n# B\nb\n",
	    "~^C ");
	outlines("# A\na\n# B\nb\n", "# A\na\n# Bê\nb\n", ".B=Bê ");
	/* of two with one name the first is the first */
	outlines("# A\n1\n# A\n2\n", "# A\n1\n# A\n3\n", "~A ");
	/* no heading in code, and none without a blank */
	outlines("# A\n```\n# x\n```\n", "# A\n```\n# y\n```\n", "~A ");
	outlines("#A\nx\n", "#B\nx\n", "~ ");
}

/* ---- generated pairs: texts with sections, front matter and tables ---- */

static uint32_t seed;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

static const char *const vocabulary[] = { "hồ sơ", "tiếp nhận", "trong",
	"ngày", "15", "0.5", "chuyên viên", "\\|", "**ký**", "`mã`",
	"Văn thư", "", "đơn vị", "\xcc\x80", "QT-01", "<br>", "\xff", "\t",
	"…" };

static const char *
any_word(void)
{
	return vocabulary[dice(sizeof(vocabulary) / sizeof(vocabulary[0]))];
}

static void
add_cells(struct qms_buffer *out)
{
	uint32_t cells = 2 + dice(4), n;

	qms_buffer_char(out, '|');
	while (cells-- > 0) {
		for (n = dice(4); n > 0; n--)
			qms_buffer_format(out, " %s", any_word());
		qms_buffer_string(out, " |");
	}
}

static void
add_any_line(struct qms_buffer *out)
{
	uint32_t n, sort = dice(6);

	if (sort == 0)
		qms_buffer_format(out, "## Mục %u", dice(6));
	else if (sort < 3)
		add_cells(out);
	else if (sort == 3)
		qms_buffer_string(out, "|---|---|");
	else if (sort == 5)
		for (n = dice(9); n > 0; n--)
			qms_buffer_format(out, "%s ", any_word());
	qms_buffer_string(out, dice(12) == 0 ? "\r\n" : dice(50) == 0 ? "" :
	    "\n");
}

static void
generate(struct qms_buffer *out)
{
	uint32_t lines = dice(40);

	if (dice(2))
		qms_buffer_format(out, "---\nschema: qms/x/1\ntitle: %s\n"
		    "months: %u\n---\n", any_word(), dice(20));
	while (lines-- > 0)
		add_any_line(out);
}

enum { MOST_LINES = 64 };

static size_t
split(struct qms_text lines[MOST_LINES], struct qms_text text)
{
	struct qms_text line, rest = text;
	const char *start = text.data;
	size_t count = 0;

	while (count < MOST_LINES && qms_text_line(&line, &rest)) {
		lines[count++] = (struct qms_text){ start, (size_t)(
		    text.data + text.size - start) - rest.size };
		start = text.data + text.size - rest.size;
	}
	return count;
}

/* The text with lines taken out, doubled, moved, and words changed. */
static void
alter(struct qms_buffer *out, struct qms_text text)
{
	struct qms_text lines[MOST_LINES];
	size_t count = split(lines, text), i, at;

	for (i = 0; i < count; i++) {
		at = dice(10) == 0 ? dice((uint32_t)count) : i;
		if (dice(10) == 0)
			continue;
		if (dice(4) == 0 && lines[at].size > 2) {
			qms_buffer_add(out, lines[at].data, 1 + dice(
			    (uint32_t)lines[at].size - 1));
			qms_buffer_string(out, any_word());
		}
		qms_buffer_text(out, lines[at]);
		if (dice(15) == 0)
			add_cells(out);
	}
}

/* What the outline says of places is so, however it found it. */
static void
check_outline(struct qms_text old, struct qms_text new)
{
	struct qms_redline_outline outline;
	const struct qms_redline_section *section;
	size_t i;
	int last = 0;

	qms_redline_outline(&outline, &arena, old, new, false);
	for (i = 0; i < outline.section_count; i++) {
		section = &outline.sections[i];
		assert_true((section->kind == QMS_ADDED) ==
		    (section->before == 0));
		assert_true((section->kind == QMS_REMOVED) ==
		    (section->after == 0));
		assert_false(section->moved && section->before == 0);
		/* those that did not move stand in one order in both */
		if (section->before > 0 && section->after > 0 &&
		    !section->moved) {
			assert_true(section->before > last);
			last = section->before;
		}
		if (qms_text_equal(old, new))
			assert_int_equal(section->kind, QMS_SAME);
	}
	if (qms_text_equal(old, new))
		assert_int_equal(outline.key_count, 0);
}

static void
a_thousand_generated_pairs_give_both_texts(void **state)
{
	struct qms_buffer old = { 0 }, new = { 0 };
	int pair;

	for (pair = 0; pair < 1200; pair++) {
		seed = (uint32_t)pair * 2654435761u + 1;
		qms_buffer_clear(&old);
		qms_buffer_clear(&new);
		generate(&old);
		if (dice(8) == 0)
			generate(&new);
		else
			alter(&new, qms_buffer_view(&old));
		(void)make(qms_buffer_view(&old), qms_buffer_view(&new));
		(void)make(qms_buffer_view(&new), qms_buffer_view(&old));
		check_outline(qms_buffer_view(&old), qms_buffer_view(&new));
		check_outline(qms_buffer_view(&old), qms_buffer_view(&old));
		qms_arena_free(&arena);
	}
	qms_buffer_free(&old);
	qms_buffer_free(&new);
}

#define test(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(finds_the_lines_that_changed),
		test(finds_the_words_that_changed),
		test(keeps_letters_and_their_marks_together),
		test(compares_rows_cell_by_cell),
		test(knows_which_line_was_edited),
		test(equal_texts_have_no_difference),
		test(lines_go_and_come),
		test(words_differ_within_a_line),
		test(marks_no_word_when_only_the_end_of_a_line_changed),
		test(knows_the_lines_near_a_change),
		test(gives_back_both_texts_whatever_they_are),
		test(bears_hostile_texts_in_no_time),
		test(finds_few_changes_in_a_long_text),
		test(tells_which_keys_and_sections_changed),
		test(recognises_sections_that_moved_or_were_renamed),
		test(a_thousand_generated_pairs_give_both_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
