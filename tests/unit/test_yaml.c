/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "qms/yaml.h"

enum { LIMIT = 1 << 20 };

static struct qms_arena arena;
static struct qms_problems problems;

static int
set_up(void **state)
{
	problems = (struct qms_problems){ .arena = &arena };
	return 0;
}

static int
tear_down(void **state)
{
	qms_arena_free(&arena);
	return 0;
}

static struct qms_yaml *
parse(struct qms_text text)
{
	struct qms_yaml *root;
	/* exact size on the heap, so that reading on is noticed */
	char *copy = malloc(text.size + 1);

	problems.count = 0;
	memcpy(copy, text.data, text.size);
	copy = realloc(copy, text.size == 0 ? 1 : text.size);
	qms_yaml_parse(&root, &arena, (struct qms_text){ copy, text.size },
	    LIMIT, "a.md", 1, &problems);
	free(copy);
	return root;
}

static struct qms_yaml *
good(const char *text)
{
	struct qms_yaml *root = parse(qms_text(text));

	if (root == NULL)
		print_error("%s at %d:%d of\n%s\n", problems.items[0].code,
		    problems.items[0].line, problems.items[0].column, text);
	assert_non_null(root);
	assert_int_equal(problems.count, 0);
	return root;
}

static void
bad_text(struct qms_text text, const char *code, int line, int column)
{
	const struct qms_problem *problem;

	assert_null(parse(text));
	assert_int_equal(problems.count, 1);
	problem = &problems.items[0];
	if (strcmp(problem->code, code) != 0 || problem->line != line ||
	    problem->column != column)
		print_error("in: %.*s\n", (int)(text.size < 200 ? text.size :
		    200), text.data);
	assert_string_equal(problem->code, code);
	assert_int_equal(problem->line, line);
	assert_int_equal(problem->column, column);
	assert_string_equal(problem->path, "a.md");
}

static void
bad(const char *text, const char *code, int line, int column)
{
	bad_text(qms_text(text), code, line, column);
}

/* The bytes of a node's value. */
static void
spans(const char *text, const struct qms_yaml *node, const char *expected)
{
	assert_non_null(node);
	assert_true(node->start <= node->end);
	assert_int_equal(node->end - node->start, strlen(expected));
	assert_memory_equal(text + node->start, expected, strlen(expected));
}

static void
reads_front_matter(void **state)
{
	const char *text =
	    "schema: qms/procedure/1   # định dạng\n"
	    "title: \"Quy trình: tiếp công dân\"\n"
	    "number: 'QT''01'\n"
	    "authors: [lan, minh]\n"
	    "fees:\n"
	    "- {fee: Lệ phí, amount: 1.10}\n"
	    "- fee: Phí\n"
	    "  amount: 20\n"
	    "empty:\n"
	    "note: |\n"
	    "  dòng một\n"
	    "  dòng hai\n"
	    "\n"
	    "last: no";
	struct qms_yaml *root = good(text);
	const struct qms_yaml *node;

	assert_int_equal(root->count, 8);
	assert_string_equal(qms_yaml_string(root, "schema"),
	    "qms/procedure/1");
	spans(text, qms_yaml_get(root, "schema"), "qms/procedure/1");
	spans(text, qms_yaml_get(root, "title"),
	    "\"Quy trình: tiếp công dân\"");
	assert_string_equal(qms_yaml_string(root, "number"), "QT'01");
	spans(text, qms_yaml_get(root, "authors"), "[lan, minh]");
	node = qms_yaml_get(root, "fees");
	assert_int_equal(node->type, QMS_YAML_LIST);
	assert_int_equal(node->count, 2);
	assert_false(node->flow);
	spans(text, node->first, "{fee: Lệ phí, amount: 1.10}");
	assert_true(node->first->flow);
	assert_string_equal(qms_yaml_string(node->first, "amount"), "1.10");
	spans(text, node->first->next, "fee: Phí\n  amount: 20");
	assert_string_equal(qms_yaml_string(root, "empty"), "");
	spans(text, qms_yaml_get(root, "note"),
	    "|\n  dòng một\n  dòng hai");
	assert_string_equal(qms_yaml_string(root, "note"),
	    "dòng một\ndòng hai\n");
	assert_string_equal(qms_yaml_string(root, "last"), "no");
	assert_null(qms_yaml_string(root, "fees"));
	assert_null(qms_yaml_get(NULL, "x"));
}

static void
knows_lines_and_columns(void **state)
{
	const char *text = "đơn vị: x\r\nả: {ấ: \"ậ\",\r\n  b: c}\r\n";
	struct qms_yaml *root = good(text);
	const struct qms_yaml *node = qms_yaml_get(root, "ả");

	assert_int_equal(node->line, 2);
	assert_int_equal(node->column, 1);
	assert_int_equal(node->value_line, 2);
	assert_int_equal(node->value_column, 4);
	assert_memory_equal(text + node->key_start, "ả", strlen("ả"));
	node = qms_yaml_get(node, "ấ");
	assert_int_equal(node->column, 5);
	assert_int_equal(node->value_column, 8);
	spans(text, node, "\"ậ\"");
	assert_int_equal(node->next->line, 3);
	assert_int_equal(node->next->column, 3);
	spans(text, node->next, "c");
}

static void
counts_lines_from_the_one_it_is_given(void **state)
{
	struct qms_yaml *root;

	qms_yaml_parse(&root, &arena, qms_text("a: 1\nb: 2\n"), LIMIT, "p", 2,
	    &problems);
	assert_int_equal(qms_yaml_get(root, "b")->line, 3);
	qms_yaml_parse(&root, &arena, qms_text("a: 1\na: 2\n"), LIMIT, "p", 2,
	    &problems);
	assert_null(root);
	assert_int_equal(problems.items[0].line, 3);
	assert_string_equal(problems.items[0].arguments[0], "a");
	assert_string_equal(problems.items[0].arguments[1], "2");
}

static void
takes_an_empty_text_for_an_empty_map(void **state)
{
	assert_int_equal(good("")->count, 0);
	assert_int_equal(good("\n\n")->type, QMS_YAML_MAP);
	assert_int_equal(good("# chỉ có chú thích\n")->start,
	    strlen("# chỉ có chú thích\n"));
	assert_int_equal(good("{}")->count, 0);
	assert_int_equal(good("---\n")->count, 0);
	assert_int_equal(good("---\na: 1\n")->count, 1);
}

static void
knows_where_a_missing_value_would_stand(void **state)
{
	const char *text = "a:   # sau này\nb: {c: , d: # x\n }\ne : \nf:\n- \n-";
	struct qms_yaml *root = good(text);
	const struct qms_yaml *b = qms_yaml_get(root, "b");
	const struct qms_yaml *f = qms_yaml_get(root, "f");

	assert_int_equal(root->first->start, 2);
	assert_int_equal(root->first->value_column, 3);
	assert_memory_equal(text + b->first->start - 2, "c:", 2);
	assert_memory_equal(text + b->first->next->start - 2, "d:", 2);
	assert_memory_equal(text + qms_yaml_get(root, "e")->start - 3, "e :",
	    3);
	assert_int_equal(f->first->end, strlen(text) - 3);
	assert_int_equal(f->first->next->start, strlen(text));
}

static void
trims_a_block_of_the_blank_lines_behind_it(void **state)
{
	const char *text = "a: >-\r\n  một\r\n  hai \r\n\r\n\r\nb: |+\n  x\n\n"
	    "# cuối\nc: |\n\nd: |2\n   y\n";
	struct qms_yaml *root = good(text);

	spans(text, qms_yaml_get(root, "a"), ">-\r\n  một\r\n  hai ");
	spans(text, qms_yaml_get(root, "b"), "|+\n  x");
	spans(text, qms_yaml_get(root, "c"), "|");
	spans(text, qms_yaml_get(root, "d"), "|2\n   y");
	assert_string_equal(qms_yaml_string(root, "d"), " y\n");
}

static void
keeps_scalars_as_they_are(void **state)
{
	struct qms_yaml *root = good("a: no\nb: 1.10\nc: 2026-11-22\nd: ~\n"
	    "e: 0x10\nf: một\n  hai\ng: a:b\nh: http://x.vn/#y\ni: \"\\t\\n\"");

	assert_string_equal(qms_yaml_string(root, "a"), "no");
	assert_string_equal(qms_yaml_string(root, "b"), "1.10");
	assert_string_equal(qms_yaml_string(root, "c"), "2026-11-22");
	assert_string_equal(qms_yaml_string(root, "d"), "~");
	assert_string_equal(qms_yaml_string(root, "f"), "một hai");
	assert_string_equal(qms_yaml_string(root, "g"), "a:b");
	assert_string_equal(qms_yaml_string(root, "h"), "http://x.vn/#y");
	assert_string_equal(qms_yaml_string(root, "i"), "\t\n");
	assert_true(qms_yaml_get(root, "a")->plain);
	assert_false(qms_yaml_get(root, "i")->plain);
}

static void
takes_a_value_that_ends_with_a_question_mark(void **state)
{
	assert_int_equal(good("a: gì?\nb: gì ?\nc: 1\n")->count, 3);
}

static void
refuses_bytes_that_are_no_text(void **state)
{
	bad("a: 1\nđơn: \xff\n", "D021", 2, 6);
	bad("a: \xc0\x80\n", "D021", 1, 4);
	bad("a: \xed\xa0\x80\n", "D021", 1, 4);
	bad("a: \xe1\xba", "D021", 1, 4);
	bad_text((struct qms_text){ "a: b\0c\n", 7 }, "D022", 1, 5);
	bad("a: \"b\\0c\"\n", "D022", 1, 4);
	bad("\xef\xbb\xbf" "a: 1\n", "D023", 1, 1);
	bad("a: 1\nb: \xef\xbb\xbf\n", "D023", 2, 4);
	bad("a: 1\xc2\x85" "b: 2\n", "D024", 1, 5);
	bad("a: 1\xe2\x80\xa8" "b: 2\n", "D024", 1, 5);
	bad("a: 1\xe2\x80\xa9" "b: 2\n", "D024", 1, 5);
	bad("a: 1\rb: 2\n", "D024", 1, 5);
	bad("a: 1\r", "D024", 1, 5);
	bad("a: \x1b[31m\n", "D025", 1, 4);
	bad("a: \"\\e[31m\"\n", "D025", 1, 4);
	bad("a: \x7f\n", "D025", 1, 4);
	bad("a: \xef\xbf\xbe\n", "D025", 1, 4);
	assert_string_equal(problems.items[0].arguments[0], "U+FFFE");
}

static void
explains_a_colon_in_a_value(void **state)
{
	struct qms_buffer text = { 0 };

	bad("tieu_de: Quy trình: bước 1\n", "D036", 1, 19);
	qms_problem_text(&text, &problems.items[0], QMS_VI);
	assert_string_equal(text.data,
	    "giá trị có dấu hai chấm: đặt trong dấu ngoặc kép");
	qms_buffer_free(&text);
	bad("a:\n  - b: c: d\n", "D036", 2, 9);
	bad("a: \"b\": c\n", "D036", 1, 7);
	bad("a: “Quy trình: x”\n", "D036", 1, 14);
}

static void
refuses_what_the_subset_leaves_out(void **state)
{
	bad("a: *b\n", "D029", 1, 4);
	bad("a: **đậm**\n", "D029", 1, 4);
	bad("a: &b c\n", "D030", 1, 4);
	bad("a: & b\n", "D030", 1, 4);
	bad("a: &b [c]\n", "D030", 1, 4);
	bad("&x a: b\n", "D030", 1, 1);
	bad("a: !!str b\n", "D031", 1, 4);
	bad("a: !x\n", "D031", 1, 4);
	bad("a: !<x y\n", "D031", 1, 4);
	bad("a: !x!y z\n", "D031", 1, 4);
	bad("%YAML 1.1\n---\na: 1\n", "D032", 1, 1);
	bad("%TAG ! x\n---\na: 1\n", "D032", 1, 1);
	bad("%abc\na: 1\n", "D032", 1, 1);
	bad("a: 1\n---\nb: 2\n", "D033", 2, 1);
	bad("a: 1\n...\n", "D033", 2, 1);
	bad("a: 1\n...\nb: 2\n", "D033", 2, 1);
	bad("- a\n", "D040", 1, 1);
	bad("chữ\n", "D040", 1, 1);
	bad("? a\n: b\n", "D041", 1, 3);
	bad("? [a]\n: b\n", "D041", 1, 3);
	bad("[a]: b\n", "D041", 1, 1);
	bad("{a: b}: c\n", "D041", 1, 1);
	bad("\"\": b\n", "D041", 1, 1);
	bad(": b\n", "D041", 1, 1);
	bad("a: {vi, en}\n", "D041", 1, 5);
	bad("a: {? vi: en}\n", "D041", 1, 7);
	bad("a: [b: c]\n", "D039", 1, 5);
}

static void
names_the_first_of_two_equal_keys(void **state)
{
	bad("a: 1\nb: 2\na: 3\n", "D034", 3, 1);
	assert_string_equal(problems.items[0].arguments[1], "1");
	bad("a:\n  x: 1\n  y: 2\n  'x': 3\nb: @\n", "D034", 4, 3);
	assert_string_equal(problems.items[0].arguments[1], "2");
	/* the first fault is told, whatever is found first */
	bad("a: 1\na:\n  b: 1\n  b: 2\n", "D034", 2, 1);
	bad("a: 1\na: @\n", "D034", 2, 1);
	bad("a: 1\nb: @\na: 2\n", "D042", 2, 4);
	bad("a: {b: 1, b: 2}\n", "D034", 1, 11);
	bad("a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 1\ni: 1\nc: 2\n"
	    "a: 3\na: 4\n", "D034", 10, 1);
}

static void
points_to_the_start_of_an_open_quote(void **state)
{
	bad("a: 1\nb: \"x\nc: 1\n", "D035", 2, 4);
	bad("a: 1\nb: 'D'Artagnan'\nc: 1\n", "D044", 2, 7);
	bad("b: 'x\nc: 1\n", "D035", 1, 4);
	bad("a: \"x\n---\n\"\n", "D035", 1, 4);
	bad("a: [\"x, y]\nb: 1\n", "D035", 1, 5);
}

static void
refuses_tabs_as_indentation(void **state)
{
	bad("\ta: 1\n", "D027", 1, 1);
	bad("a:\n\tb: 1\n", "D027", 2, 1);
	bad("a: 1\n\tb: 2\n", "D027", 2, 1);
	bad("a: |\n\tx\n", "D027", 2, 1);
	bad("a: |\n  x\n\ty\n", "D027", 3, 1);
	assert_string_equal(qms_yaml_string(good("a: b\tc\n"), "a"), "b\tc");
}

static void
says_what_is_wrong_with_a_line(void **state)
{
	bad("a: - b\n", "D026", 1, 4);
	bad("a: 1\n b: 2\n", "D037", 2, 3);
	bad("a:1\nb: 2\n", "D040", 1, 1);
	bad("x: 0\na:1\nb: 2\n", "D040", 2, 1);
	bad("a: 1\n  - b\n", "D037", 2, 3);
	bad("a: 1\n- b\n", "D037", 2, 1);
	bad("a:\n  - b\n - c\n", "D037", 3, 2);
	bad("a:\n  b: 1\n c: 2\n", "D037", 3, 2);
	bad("a: \"x\"\n  b: 2\n", "D037", 2, 3);
	bad("a: 1\nchỉ có chữ\nb: 2\n", "D040", 2, 1);
	bad("a: 1\nchỉ có chữ", "D040", 2, 1);
	bad("a: [x, y\nb: 2\n", "D038", 1, 4);
	assert_string_equal(problems.items[0].arguments[0], "[");
	assert_string_equal(problems.items[0].arguments[1], "2");
	bad("a: [x, y", "D038", 1, 4);
	bad("a: {x: 1,", "D038", 1, 4);
	bad("a: [x,\n", "D038", 1, 4);
	bad("a: {x: 1 y: 2}\n", "D039", 1, 11);
	bad("a: [x,,y]\n", "D039", 1, 7);
	bad("a: [,]\n", "D039", 1, 5);
	bad("a: @x\n", "D042", 1, 4);
	bad("a: `x`\n", "D042", 1, 4);
	bad("a: %x\n", "D042", 1, 4);
	bad("a: ]\n", "D042", 1, 4);
	bad("a: , b\n", "D042", 1, 4);
	bad("a: ? b\n", "D042", 1, 4);
	bad("a: > 90%\n", "D042", 1, 4);
	assert_string_equal(problems.items[0].arguments[0], ">");
	bad("a: |x\n", "D042", 1, 4);
	bad("a: \"\\q\"\n", "D043", 1, 5);
	bad("a: \"C:\\Users\"\n", "D043", 1, 9);
	bad("a: \"\\ud800\"\n", "D043", 1, 7);
	bad("a: \"x\" y\n", "D044", 1, 8);
	bad("a: [1, 2]]\nb: 1\n", "D044", 1, 10);
	bad("{a: 1} b\n", "D044", 1, 8);
}

static void
refuses_more_than_the_limit(void **state)
{
	struct qms_yaml *root;

	qms_yaml_parse(&root, &arena, qms_text("a: 12"), 5, "p", 1, &problems);
	assert_non_null(root);
	qms_yaml_parse(&root, &arena, qms_text("a: 123"), 5, "p", 1,
	    &problems);
	assert_null(root);
	assert_string_equal(problems.items[0].code, "D020");
	assert_string_equal(problems.items[0].arguments[0], "6");
}

static void
repeat(struct qms_buffer *buffer, const char *piece, size_t size)
{
	qms_buffer_clear(buffer);
	while (buffer->size + strlen(piece) <= size)
		qms_buffer_string(buffer, piece);
}

static void
refuses_deep_nesting(void **state)
{
	bad("a: [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]\n", "D028", 1, 19);
	good("a: [[[[[[[[[[[[[[[]]]]]]]]]]]]]]]\n");
}

static void
bears_hostile_input_in_no_time(void **state)
{
	static const char *const pieces[] = { "[", "{", "- ", "? ", "[a,",
	    "{a: ", "\"a\": [", "[? ", "{\"a\":", "a: ", "!a ", "&a ", "*a ",
	    "\"", "'", "a:\n ", "#", " ", "\n", "\t", "%", "|", ">", ",",
	    "a: b\n", "\"a\" : ", "{a", "[\"", "a\n", ": ", "- - ", "\\",
	    "\xe1\xba\xad", "---\n", "...\n", "a: |\n", "x: [a, b]\n" };
	struct qms_buffer text = { 0 }, whole = { 0 };
	clock_t begin = clock();
	size_t i, j;

	for (i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		for (j = 0; j < 4; j++) {
			repeat(&text, pieces[i], 100000);
			qms_buffer_clear(&whole);
			qms_buffer_string(&whole, ((const char *[]){ "", "a: ",
			    "a: [", "a: \"" })[j]);
			qms_buffer_text(&whole, qms_buffer_view(&text));
			(void)parse(qms_buffer_view(&whole));
			assert_true(problems.count <= 1);
			qms_arena_free(&arena);
			problems = (struct qms_problems){ .arena = &arena };
		}
	}
	qms_buffer_free(&text);
	qms_buffer_free(&whole);
	assert_true((clock() - begin) / CLOCKS_PER_SEC < 20);
}

static void
finds_a_duplicate_among_many_keys(void **state)
{
	struct qms_buffer text = { 0 };
	int i;

	for (i = 0; i < 50000; i++)
		qms_buffer_format(&text, "k%d: {a: 1}\n", i);
	assert_int_equal(good(text.data)->count, 50000);
	qms_buffer_string(&text, "k7: 1\n");
	bad(text.data, "D034", 50001, 1);
	assert_string_equal(problems.items[0].arguments[1], "8");
	qms_buffer_free(&text);
}

static const char *
written(const char *value)
{
	struct qms_buffer out = { 0 };
	const char *copy;

	qms_yaml_write_scalar(&out, value);
	copy = qms_arena_copy(&arena, out.data, out.size);
	qms_buffer_free(&out);
	return copy;
}

static void
writes_plain_what_cannot_be_misread(void **state)
{
	static const char *const plain[] = { "QT-01", "2026-11-22", "1.10",
	    "Quy trình tiếp công dân", "493/QĐ-UBND", "a", "Đơn vị (cũ)", "-5",
	    "lan", "qms/procedure/1", "TP. Huế", "ngày 1 – ngày 2", "_x" };
	size_t i;

	for (i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		assert_string_equal(written(plain[i]), plain[i]);
}

static void
quotes_the_rest(void **state)
{
	static const char *const quoted[][2] = {
		{ "", "\"\"" }, { "no", "\"no\"" }, { "Yes", "\"Yes\"" },
		{ "null", "\"null\"" }, { "a: b", "\"a: b\"" },
		{ "a #b", "\"a #b\"" }, { " a", "\" a\"" }, { "a ", "\"a \"" },
		{ "a  b", "\"a  b\"" }, { "-", "\"-\"" }, { "- a", "\"- a\"" },
		{ "---", "\"---\"" }, { "...", "\"...\"" },
		{ "a\"b\\", "\"a\\\"b\\\\\"" }, { "a\nb", "\"a\\nb\"" },
		{ "[a]", "\"[a]\"" }, { "a, b", "\"a, b\"" },
		{ "~", "\"~\"" }, { "=", "\"=\"" }, { "“a”", "\"“a”\"" },
		{ "\xe2\x80\xa8", "\"\\u2028\"" }, { "a:", "\"a:\"" },
		{ "\xef\xbb\xbf", "\"\\uFEFF\"" },
	};
	size_t i;

	for (i = 0; i < sizeof(quoted) / sizeof(*quoted); i++)
		assert_string_equal(written(quoted[i][0]), quoted[i][1]);
}

static uint32_t seed = 2026;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static void
reads_back_what_it_wrote(void **state)
{
	static const char *const pieces[] = { "a", "ệ", " ", ":", "#", "\n",
	    "-", "\"", "'", "\\", "[", "]", "{", "}", ",", "?", "!", "&", "*",
	    "|", ">", "%", "@", "`", "\t", "no", "1", ".", "~", "–", "“",
	    "\xe2\x80\xa8", "\xef\xbb\xbf", "\xc2\xa0", "=", "<<", "/" };
	struct qms_buffer value = { 0 }, text = { 0 };
	struct qms_yaml *root;
	int round, n;

	for (round = 0; round < 20000; round++) {
		qms_buffer_clear(&value);
		qms_buffer_string(&value, "");
		for (n = (int)draw(6); n > 0; n--)
			qms_buffer_string(&value, pieces[draw(
			    sizeof(pieces) / sizeof(*pieces))]);
		qms_buffer_clear(&text);
		qms_buffer_string(&text, "k: ");
		qms_yaml_write_scalar(&text, value.data);
		qms_buffer_string(&text, "\nl: [");
		qms_yaml_write_scalar(&text, value.data);
		qms_buffer_string(&text, ", {x: ");
		qms_yaml_write_scalar(&text, value.data);
		qms_buffer_string(&text, "}]\nm:\n- ");
		qms_yaml_write_scalar(&text, value.data);
		root = good(text.data);
		assert_string_equal(qms_yaml_string(root, "k"), value.data);
		assert_string_equal(qms_yaml_get(root, "l")->first->value,
		    value.data);
		assert_string_equal(qms_yaml_string(
		    qms_yaml_get(root, "l")->first->next, "x"), value.data);
		assert_string_equal(qms_yaml_get(root, "m")->first->value,
		    value.data);
		if (round % 1000 == 0)
			qms_arena_free(&arena);
	}
	qms_buffer_free(&value);
	qms_buffer_free(&text);
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(reads_front_matter),
		test(knows_lines_and_columns),
		test(counts_lines_from_the_one_it_is_given),
		test(takes_an_empty_text_for_an_empty_map),
		test(knows_where_a_missing_value_would_stand),
		test(trims_a_block_of_the_blank_lines_behind_it),
		test(keeps_scalars_as_they_are),
		test(takes_a_value_that_ends_with_a_question_mark),
		test(refuses_bytes_that_are_no_text),
		test(explains_a_colon_in_a_value),
		test(refuses_what_the_subset_leaves_out),
		test(names_the_first_of_two_equal_keys),
		test(points_to_the_start_of_an_open_quote),
		test(refuses_tabs_as_indentation),
		test(says_what_is_wrong_with_a_line),
		test(refuses_more_than_the_limit),
		test(refuses_deep_nesting),
		test(bears_hostile_input_in_no_time),
		test(finds_a_duplicate_among_many_keys),
		test(writes_plain_what_cannot_be_misread),
		test(quotes_the_rest),
		test(reads_back_what_it_wrote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
