/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "qms/splice.h"

static struct qms_arena arena;
static struct qms_markdown markdown;

static int
tear_down(void **state)
{
	qms_markdown_free(&markdown);
	memset(&markdown, 0, sizeof(markdown));
	qms_arena_free(&arena);
	return 0;
}

static const struct qms_markdown *
parse_text(struct qms_text text)
{
	struct qms_problems problems = { .arena = &arena };

	qms_markdown_free(&markdown);
	memset(&markdown, 0, sizeof(markdown));
	qms_markdown_parse(&markdown, &arena, text, "", 1, &problems);
	return &markdown;
}

static const struct qms_markdown *
parse(const char *text)
{
	return parse_text(qms_text(qms_arena_string(&arena, text)));
}

static void
gives(const struct qms_error *err, struct qms_text result,
    const char *expected)
{
	if (err)
		print_error("%s %s\n", qms_message_get(err->id)->code,
		    err->arguments[0]);
	assert_null(err);
	assert_string_equal(qms_arena_copy(&arena, result.data, result.size),
	    expected);
}

static void
fails(const struct qms_error *err, enum qms_message_id id)
{
	assert_non_null(err);
	assert_string_equal(qms_message_get(err->id)->code,
	    qms_message_get(id)->code);
}

static void
cell(const char *body, size_t row, size_t column, const char *text,
    const char *expected)
{
	struct qms_text result;
	const struct qms_error *err = qms_splice_cell(&result, &arena,
	    parse(body), 0, row, column, text);

	gives(err, result, expected);
}

#define HEAD "| Bước | Ai |\n|---|---|\n"

static void
changes_one_cell_only(void **state)
{
	cell("# A\n\n" HEAD "| 1 | lan |\n| 2|minh|\n\nb  \n", 1, 1, "tú",
	    "# A\n\n" HEAD "| 1 | lan |\n| 2|tú  |\n\nb  \n");
	cell(HEAD "| 1 | lan |", 0, 0, "10", HEAD "| 10 | lan |");
	cell(HEAD "| 1 |  |\n", 0, 1, "x", HEAD "| 1 | x |\n");
	cell(HEAD "| 1 ||\n", 0, 1, "x", HEAD "| 1 | x |\n");
	cell(HEAD "| 1 | lan |\n", 0, 1, "", HEAD "| 1 |     |\n");
	cell("| a |\r\n|---|\r\n| b |\r\n", 0, 0, "c",
	    "| a |\r\n|---|\r\n| c |\r\n");
	cell("> " "| a |\n> |---|\n> | b |\n", 0, 0, "c",
	    "> | a |\n> |---|\n> | c |\n");
}

static void
keeps_columns_drawn_straight(void **state)
{
	cell("| tên     | số |\n|---------|---:|\n| đơn     |  5 |\n", 0, 0,
	    "quyết", "| tên     | số |\n|---------|---:|\n| quyết   |  5 |\n");
	cell("| tên     | số |\n|---------|---:|\n| đơn     |   5 |\n", 0, 1,
	    "10", "| tên     | số |\n|---------|---:|\n| đơn     |  10 |\n");
}

static void
escapes_what_would_end_a_cell(void **state)
{
	cell(HEAD "| 1 | x |\n", 0, 1, "a|b", HEAD "| 1 | a\\|b |\n");
	cell(HEAD "| 1 | x |\n", 0, 1, "a\\|b", HEAD "| 1 | a\\|b |\n");
	cell(HEAD "|1|x|\n", 0, 1, "a\\", HEAD "|1|a\\ |\n");
	cell(HEAD "| 1 | x |\n", 0, 1, " a\nb\r\nc ",
	    HEAD "| 1 | a<br>b<br>c |\n");
}

static void
makes_a_short_row_longer(void **state)
{
	cell(HEAD "| 1 |\n", 0, 1, "x", HEAD "| 1 | x |\n");
	cell(HEAD "| 1\n", 0, 1, "x", HEAD "| 1 | x |\n");
	cell(HEAD "| 1 | y\n", 0, 1, "x", HEAD "| 1 | x\n");
}

static void
adds_a_row(void **state)
{
	const char *const cells[] = { "2", "a|b" };
	struct qms_text result;
	const struct qms_error *err;

	err = qms_splice_row_add(&result, &arena,
	    parse(HEAD "| 1 | x |\n\nb\n"), 0, 1, cells, 2);
	gives(err, result, HEAD "| 1 | x |\n| 2 | a\\|b |\n\nb\n");
	err = qms_splice_row_add(&result, &arena, parse(HEAD "| 1 | x |"), 0,
	    1, cells, 2);
	gives(err, result, HEAD "| 1 | x |\n| 2 | a\\|b |");
	err = qms_splice_row_add(&result, &arena, parse(HEAD "| 1 | x |"), 0,
	    0, cells, 2);
	gives(err, result, HEAD "| 2 | a\\|b |\n| 1 | x |");
	err = qms_splice_row_add(&result, &arena, parse(HEAD), 0, 0, cells, 1);
	gives(err, result, HEAD "| 2 |  |\n");
	err = qms_splice_row_add(&result, &arena, parse("| a |\r\n|---|"), 0,
	    0, cells, 1);
	gives(err, result, "| a |\r\n|---|\r\n| 2 |");
	err = qms_splice_row_add(&result, &arena,
	    parse("- x\n\n  | a |\n  |---|\n  | b |\n"), 0, 1, cells, 1);
	gives(err, result, "- x\n\n  | a |\n  |---|\n  | b |\n  | 2 |\n");
	err = qms_splice_row_add(&result, &arena,
	    parse("| tên |\n|-----|\n| an  |\n"), 0, 1, cells, 1);
	gives(err, result, "| tên |\n|-----|\n| an  |\n| 2   |\n");
}

static void
removes_a_row(void **state)
{
	struct qms_text result;
	const struct qms_error *err;

	err = qms_splice_row_remove(&result, &arena,
	    parse(HEAD "| 1 | x |\n| 2 | y |\r\n| 3 | z |\n"), 0, 1);
	gives(err, result, HEAD "| 1 | x |\n| 3 | z |\n");
	err = qms_splice_row_remove(&result, &arena,
	    parse(HEAD "| 1 | x |\n| 2 | y |"), 0, 1);
	gives(err, result, HEAD "| 1 | x |");
	err = qms_splice_row_remove(&result, &arena,
	    parse("| a |\r\n|---|\r\n| b |"), 0, 0);
	gives(err, result, "| a |\r\n|---|");
}

static void
moves_a_row(void **state)
{
	const char *body = HEAD "| 1 | x |\n| 2 |y|\r\n| 3 | z |";
	struct qms_text result;
	const struct qms_error *err;

	err = qms_splice_row_move(&result, &arena, parse(body), 0, 2, 0);
	gives(err, result, HEAD "| 3 | z |\n| 1 | x |\n| 2 |y|");
	err = qms_splice_row_move(&result, &arena, parse(body), 0, 0, 1);
	gives(err, result, HEAD "| 2 |y|\r\n| 1 | x |\n| 3 | z |");
	err = qms_splice_row_move(&result, &arena, parse(body), 0, 1, 1);
	gives(err, result, body);
}

static void
sorts_rows_as_people_do(void **state)
{
	struct qms_text result;
	const struct qms_error *err;

	err = qms_splice_rows_sort(&result, &arena, parse(HEAD
	    "| 10 | đê |\n| 9 | dễ |\n| 1.10 | an |\n| 1.9 | ánh |\n"), 0, 0,
	    false);
	gives(err, result, HEAD
	    "| 1.9 | ánh |\n| 1.10 | an |\n| 9 | dễ |\n| 10 | đê |\n");
	err = qms_splice_rows_sort(&result, &arena, parse(HEAD
	    "| B10 | đê |\n| B2 | dễ |\n| B2 | an |\n"), 0, 0, false);
	gives(err, result, HEAD "| B2 | dễ |\n| B2 | an |\n| B10 | đê |\n");
	err = qms_splice_rows_sort(&result, &arena, parse(HEAD
	    "| 1 | đê |\n| 2 | dễ |\n| 3 | an |\n|4|"), 0, 1, true);
	gives(err, result, HEAD "| 1 | đê |\n| 2 | dễ |\n| 3 | an |\n|4|");
}

static void
columns(const char *body, const struct qms_splice_column *plan, size_t count,
    const char *expected)
{
	struct qms_text result;
	const struct qms_error *err;

	err = qms_splice_columns(&result, &arena, parse(body), 0, plan, count);
	gives(err, result, expected);
}

static void
changes_columns(void **state)
{
	static const struct qms_splice_column
	    more[] = { { 0, NULL }, { QMS_SPLICE_NEW, "a|b" }, { 1, NULL } },
	    other[] = { { 1, "Người" }, { 0, NULL } }, one[] = { { 1, NULL } },
	    far[] = { { 2, NULL } }, twice[] = { { 0, NULL }, { 0, NULL } };
	struct qms_text result;

	columns("x\n\n" HEAD "| 1 | lan |\n|2|tú\n\ny\n", more, 3, "x\n\n"
	    "| Bước | a\\|b | Ai |\n|---|---|---|\n| 1 |  | lan |\n|2|  |tú|"
	    "\n\ny\n");
	columns(HEAD "| 1 | lan |", other, 2,
	    "| Người | Bước |\n|---|---|\n| lan | 1 |");
	columns("> | a | b |\r\n> |:-:|---|\r\n> | 1 |\r\n> | 2 | 3 | 4 |\r\n",
	    one, 1, "> | b |\r\n> |---|\r\n> |  |\r\n> | 3 | 4 |\r\n");
	columns("| tên |\n|-----|\n| an  |\n", more, 2,
	    "| tên | a\\|b |\n|-----|------|\n| an  |      |\n");
	fails(qms_splice_columns(&result, &arena, parse(HEAD), 0, far, 1),
	    QMS_M_D190);
	fails(qms_splice_columns(&result, &arena, parse(HEAD), 0, twice, 2),
	    QMS_M_D190);
	fails(qms_splice_columns(&result, &arena, parse(HEAD), 0, one, 0),
	    QMS_M_D192);
	fails(qms_splice_columns(&result, &arena, parse("a\n"), 0, one, 1),
	    QMS_M_D190);
}

static void
section(const char *body, size_t heading, const char *text,
    const char *expected)
{
	struct qms_text result;
	const struct qms_error *err = qms_splice_section(&result, &arena,
	    parse(body), heading, qms_text(text));

	gives(err, result, expected);
}

static void
replaces_the_text_of_a_section(void **state)
{
	section("# A\n\nmột\nhai\n\n## B\n\nba\n", 0, "x\n",
	    "# A\n\nx\n\n## B\n\nba\n");
	section("# A\r\n\r\nmột\r\n\r\n# B\r\n", 0, "x\ny",
	    "# A\r\n\r\nx\r\ny\r\n\r\n# B\r\n");
	section("# A\n# B\n", 0, "x", "# A\n\nx\n\n# B\n");
	section("# A\n\n# B\n", 0, "x", "# A\n\nx\n\n# B\n");
	section("# A\n", 0, "x", "# A\n\nx\n");
	section("# A", 0, "x", "# A\n\nx");
	section("# A\n\nx\n\n# B\n", 0, "", "# A\n\n# B\n");
	section("A\n===\n\nx\n\n# B\n", 0, "y", "A\n===\n\ny\n\n# B\n");
	section("# A\n\nx", 0, "    y", "# A\n\n    y");
	section("# A\n\nx\n\n# B\n", 0, "y\n\n## C\n\nz",
	    "# A\n\ny\n\n## C\n\nz\n\n# B\n");
	section("# A\n\n| a |\n|---|\n\n# B\n\n| b |\n|---|\n", 0, "y",
	    "# A\n\ny\n\n# B\n\n| b |\n|---|\n");
}

static void
refuses_what_would_swallow_more(void **state)
{
	struct qms_text result;

	fails(qms_splice_section(&result, &arena, parse("# A\n\nx\n\n# B\n"),
	    0, qms_text("```\ny")), QMS_M_D192);
	fails(qms_splice_section(&result, &arena, parse("# A\n\nx\n\n# B\n"),
	    0, qms_text("# C")), QMS_M_D192);
	fails(qms_splice_section(&result, &arena, parse("# A\n\nx\n\n# B\n"),
	    0, qms_text("<!-- y")), QMS_M_D192);
	fails(qms_splice_section(&result, &arena, parse("x\n"), 0,
	    qms_text("y")), QMS_M_D190);
	assert_int_equal(result.size, 0);
}

static void
says_what_it_cannot_edit(void **state)
{
	const char *const cells[] = { "1", "2", "3" };
	const struct qms_markdown *table = parse(HEAD "| 1 | x |\n");
	struct qms_text result;

	fails(qms_splice_cell(&result, &arena, table, 1, 0, 0, "x"),
	    QMS_M_D190);
	fails(qms_splice_cell(&result, &arena, table, 0, 1, 0, "x"),
	    QMS_M_D190);
	fails(qms_splice_cell(&result, &arena, table, 0, 0, 2, "x"),
	    QMS_M_D190);
	fails(qms_splice_cell(&result, &arena, table, 0, 0, 0, "\x01"),
	    QMS_M_D193);
	fails(qms_splice_cell(&result, &arena, table, 0, 0, 0, "\xff"),
	    QMS_M_D193);
	fails(qms_splice_row_add(&result, &arena, table, 0, 2, cells, 2),
	    QMS_M_D190);
	fails(qms_splice_row_add(&result, &arena, table, 0, 0, cells, 3),
	    QMS_M_D190);
	fails(qms_splice_row_remove(&result, &arena, table, 0, 1),
	    QMS_M_D190);
	fails(qms_splice_row_move(&result, &arena, table, 0, 0, 1),
	    QMS_M_D190);
	fails(qms_splice_rows_sort(&result, &arena, table, 0, 2, false),
	    QMS_M_D190);
}

/* ---- random edits of random bodies ---- */

static uint32_t seed;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static const char *
pick(const char *const *list, uint32_t count)
{
	return list[draw(count)];
}

#define PICK(...) pick((const char *const []){ __VA_ARGS__ },		\
	sizeof((const char *const []){ __VA_ARGS__ }) / sizeof(char *))

static void
random_table(struct qms_buffer *out, const char *prefix)
{
	uint32_t columns = 1 + draw(4), rows = draw(5), i, j;

	qms_buffer_string(out, prefix);
	for (j = 0; j < columns; j++)
		qms_buffer_string(out, PICK("| tên ", "|số", "|  a "));
	qms_buffer_format(out, "|\n%s|", prefix);
	for (j = 0; j < columns; j++)
		qms_buffer_string(out, PICK("---|", ":--|", " --: |"));
	for (i = 0; i < rows; i++) {
		qms_buffer_format(out, "\n%s", prefix);
		for (j = 0; j < columns; j++)
			qms_buffer_string(out, PICK("| x ", "|đơn  ", "| a\\|b",
			    "|", "|  *b*  ", "| 10 ", "|`c`", "| a<br>b "));
		qms_buffer_string(out, PICK("|", " |", "|  ", ""));
	}
	qms_buffer_string(out, "\n");
}

static struct qms_text
random_body(void)
{
	struct qms_buffer out = { 0 }, crlf = { 0 };
	bool windows = draw(3) == 0;
	struct qms_text text;
	uint32_t n = 1 + draw(4), i;
	size_t k;

	for (i = 0; i < n; i++) {
		qms_buffer_string(&out, PICK("", "# A\n\n", "văn bản  \n\n",
		    "B\n---\n\n", "```\n| mã |\n|---|\n```\n\n",
		    "- mục\n\n", "<b>x</b>\n\n"));
		random_table(&out, PICK("", "", "> ", "  "));
		qms_buffer_string(&out, PICK("\n", "\n# C\n\n",
		    "\n\nchữ\n\n"));
	}
	if (draw(3) == 0)
		while (out.size > 0 && out.data[out.size - 1] == '\n')
			out.data[--out.size] = '\0';
	for (k = 0; k < out.size; k++) {
		if (windows && out.data[k] == '\n')
			qms_buffer_char(&crlf, '\r');
		qms_buffer_char(&crlf, out.data[k]);
	}
	text.size = crlf.size;
	text.data = qms_arena_copy(&arena, crlf.data, crlf.size);
	qms_buffer_free(&out);
	qms_buffer_free(&crlf);
	return text;
}

static struct {
	int cells, cells_back, rows, moved, sections, sections_back, refused;
} tally;

static struct qms_text
part(struct qms_text text, size_t start, size_t end)
{
	return (struct qms_text){ text.data + start, end - start };
}

/* Everything but the bytes start to end of old is in new, at both ends. */
static void
assert_rest(struct qms_text old, struct qms_text new, size_t start,
    size_t end)
{
	size_t tail = old.size - end;

	assert_true(new.size >= start + tail);
	assert_true(qms_text_equal(part(old, 0, start), part(new, 0, start)));
	assert_true(qms_text_equal(part(old, end, old.size),
	    part(new, new.size - tail, new.size)));
}

static void
try_cell(struct qms_text body, size_t number)
{
	const struct qms_markdown_table *table = &markdown.tables[number];
	size_t row = draw((uint32_t)table->count);
	size_t column = draw((uint32_t)table->header.count);
	size_t start = table->rows[row].start, end = table->rows[row].end;
	const char *old = NULL;
	struct qms_text result, back;

	if (column < table->rows[row].count)
		old = qms_arena_copy(&arena, body.data +
		    table->rows[row].cells[column].start,
		    table->rows[row].cells[column].end -
		    table->rows[row].cells[column].start);
	if (qms_splice_cell(&result, &arena, &markdown, number, row, column,
	    PICK("mới", "", "a|b", "*x", "một\nhai", "x\\", "`", "[", "- x")))
	{
		tally.refused++;
		return;
	}
	tally.cells++;
	assert_rest(body, result, start, end);
	if (old != NULL && qms_splice_cell(&back, &arena, parse_text(result),
	    number, row, column, old) == NULL)
		tally.cells_back += qms_text_equal(body, back);
}

static void
try_rows(struct qms_text body, size_t number)
{
	const char *const cells[] = { "x|y" };
	struct qms_text result, back;
	size_t count = markdown.tables[number].count;
	size_t row = draw((uint32_t)count + 1), to;

	if (qms_splice_row_add(&result, &arena, &markdown, number, row, cells,
	    1)) {
		tally.refused++;
		return;
	}
	tally.rows++;
	assert_int_equal(parse_text(result)->tables[number].count, count + 1);
	assert_null(qms_splice_row_remove(&back, &arena, &markdown, number,
	    row));
	assert_true(qms_text_equal(body, back));
	to = draw((uint32_t)count + 1);
	assert_null(qms_splice_row_move(&back, &arena, &markdown, number, row,
	    to));
	assert_null(qms_splice_row_move(&back, &arena, parse_text(back),
	    number, to, row));
	assert_true(qms_text_equal(result, back));
	tally.moved++;
	assert_null(qms_splice_rows_sort(&back, &arena, parse_text(result),
	    number, 0, draw(2) == 0));
	assert_int_equal(back.size, result.size);
}

static void
try_section(struct qms_text body)
{
	size_t heading = draw((uint32_t)markdown.heading_count);
	size_t start = markdown.headings[heading].start, stop = body.size;
	const char *from;
	struct qms_text result, back, old;

	if (heading + 1 < markdown.heading_count)
		stop = markdown.headings[heading + 1].start;
	if (qms_splice_section(&result, &arena, &markdown, heading,
	    qms_text(PICK("mới", "một\n\nhai\n", "| a |\n|---|\n| b |",
	    "", "```", "    mã"))) != NULL) {
		tally.refused++;
		return;
	}
	tally.sections++;
	assert_rest(body, result, start, stop);
	/* the old text is what stood behind the heading's line or lines */
	from = memchr(body.data + start, '\n', stop - start);
	if (from == NULL || body.data[start] != '#')
		return;
	old = part(body, (size_t)(from - body.data) + 1, stop);
	if (qms_text_trim(old).size > 0 && qms_splice_section(&back, &arena,
	    parse_text(result), heading, old) == NULL)
		tally.sections_back += qms_text_equal(body, back);
}

static void
touches_nothing_else_whatever_the_body(void **state)
{
	struct qms_text body;
	size_t number;
	int round;

	for (round = 0; round < 4000; round++) {
		seed = (uint32_t)round * 2654435761u;
		body = random_body();
		parse_text(body);
		assert_true(markdown.table_count > 0);
		number = draw((uint32_t)markdown.table_count);
		if (draw(3) == 0 && markdown.heading_count > 0)
			try_section(body);
		else if (draw(2) == 0 && markdown.tables[number].count > 0)
			try_cell(body, number);
		else
			try_rows(body, number);
		(void)tear_down(NULL);
	}
	print_message("cells %d (restored %d) rows %d moved %d "
	    "sections %d (restored %d) refused %d\n", tally.cells,
	    tally.cells_back, tally.rows, tally.moved, tally.sections,
	    tally.sections_back, tally.refused);
	assert_true(tally.refused < 4000 / 8);
}

#define test(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(changes_one_cell_only),
		test(keeps_columns_drawn_straight),
		test(escapes_what_would_end_a_cell),
		test(makes_a_short_row_longer),
		test(adds_a_row),
		test(removes_a_row),
		test(moves_a_row),
		test(sorts_rows_as_people_do),
		test(changes_columns),
		test(replaces_the_text_of_a_section),
		test(refuses_what_would_swallow_more),
		test(says_what_it_cannot_edit),
		test(touches_nothing_else_whatever_the_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
