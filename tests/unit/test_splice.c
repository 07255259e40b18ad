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

static int
tear_down(void **state)
{
	qms_arena_free(&arena);
	return 0;
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
set(const char *text, const char *place, const char *value,
    const char *expected)
{
	struct qms_text result;
	const struct qms_error *err = qms_splice_set(&result, &arena,
	    qms_text(text), place, value);

	gives(err, result, expected);
}

static void
cut(const char *text, const char *place, const char *expected)
{
	struct qms_text result;
	const struct qms_error *err = qms_splice_remove(&result, &arena,
	    qms_text(text), place);

	gives(err, result, expected);
}

static void
item(const char *text, const char *place, const char *value,
    const char *expected)
{
	struct qms_text result;
	const struct qms_error *err = qms_splice_add_item(&result, &arena,
	    qms_text(text), place, value);

	gives(err, result, expected);
}

static void
row(const char *text, const char *expected)
{
	static const struct qms_splice_pair pairs[] = { { "id", "minh" },
		{ "to", NULL }, { "name", "Lê Minh: phó" } };
	struct qms_text result;
	const struct qms_error *err = qms_splice_add_row(&result, &arena,
	    qms_text(text), "rows", pairs, 3);

	gives(err, result, expected);
}

static void
changes_only_the_value(void **state)
{
	set("# đầu\na:  1   # giữa\nb: 2\n# cuối\n", "a", "10",
	    "# đầu\na:  10   # giữa\nb: 2\n# cuối\n");
	set("a: 1\r\nb: 2\r\n", "b", "hai", "a: 1\r\nb: hai\r\n");
	set("a: 1\nb: 2", "b", "3", "a: 1\nb: 3");
	set("a: {vi: x, en: y} # c\n", "a/vi", "z", "a: {vi: z, en: y} # c\n");
	set("a:\n- x\n- {k: v}\n", "a/1/k", "w", "a:\n- x\n- {k: w}\n");
	set("a: một\n  hai\nb: 1\n", "a", "ba", "a: ba\nb: 1\n");
	/* the comment must not be drawn into the value */
	set("a: >\n  một\n  hai\n# cuối\n", "a", "ba", "a: ba\n# cuối\n");
	set("a: | # ghi chú\n  một\n\nb: 1\n", "a", "x",
	    "a: x # ghi chú\n\nb: 1\n");
}

static void
leaves_a_text_alone_that_has_the_value(void **state)
{
	set("a: 'x'\n", "a", "x", "a: 'x'\n");
	set("a:\n", "a", "", "a:\n");
}

static void
keeps_the_quotes(void **state)
{
	set("a: 'x'\n", "a", "d'y", "a: 'd''y'\n");
	set("a: 'x'\n", "a", "y\nz", "a: |-\n  y\n  z\n");
	set("a: ['x']\n", "a/0", "y\nz", "a: [\"y\\nz\"]\n");
	set("a: \"x\"\n", "a", "y", "a: \"y\"\n");
	set("a: x\n", "a", "y: z", "a: \"y: z\"\n");
	set("a: x\n", "a", "no", "a: \"no\"\n");
	set("a: yes\n", "a", "no", "a: no\n");
	set("a: x\n", "a", "", "a: \"\"\n");
}

static void
fills_an_empty_value(void **state)
{
	set("a:\nb: 1\n", "a", "x", "a: x\nb: 1\n");
	set("a:   # sau\n", "a", "x", "a: x   # sau\n");
	set("a: {b: , c: }\n", "a/c", "x", "a: {b: , c: x }\n");
	set("a:\n-\n- y\n", "a/0", "x", "a:\n- x\n- y\n");
	set("a:", "a", "x", "a: x");
}

static void
writes_lines_as_a_block(void **state)
{
	set("a: x # c\nb: 1\n", "a", "một\n\nhai\n",
	    "a: | # c\n  một\n\n  hai\nb: 1\n");
	set("a:\n  b: >-\n    x\n  c: 1\r\n", "a/b", "y\nz",
	    "a:\n  b: |-\n    y\n    z\n  c: 1\r\n");
	set("l:\n  - k: x\n", "l/0/k", "y\nz", "l:\n  - k: |-\n      y\n"
	    "      z\n");
	set("l:\r\n- x\r\n- w\r\n", "l/0", "y\nz",
	    "l:\r\n- |-\r\n  y\r\n  z\r\n- w\r\n");
	/* what a block cannot hold */
	set("a: x\nb: 1\n", "a", " y\nz", "a: \" y\\nz\"\nb: 1\n");
	set("a: x", "a", "y\nz\n", "a: \"y\\nz\\n\"");
}

static void
adds_a_key_behind_the_others(void **state)
{
	set("", "a", "1", "a: 1\n");
	set("# c\n", "a", "1", "# c\na: 1\n");
	set("a: 1\n# cuối\n", "b", "2", "a: 1\nb: 2\n# cuối\n");
	set("a: 1", "b", "2", "a: 1\nb: 2");
	set("a: 1\r\n", "b", "2", "a: 1\r\nb: 2\r\n");
	set("a: {x: 1}\n", "a/y", "2", "a: {x: 1, y: 2}\n");
	set("a: {}\n", "a/y", "2", "a: {y: 2}\n");
	set("a:\n  x: 1\nb: 1\n", "a/y", "2", "a:\n  x: 1\n  y: 2\nb: 1\n");
	set("a:\n  - x: 1 # c\n  - z: 3\n", "a/0/y", "2",
	    "a:\n  - x: 1 # c\n    y: 2\n  - z: 3\n");
	set("a: |\n  x\n\nb: |+\n  y\n\n", "c", "1",
	    "a: |\n  x\n\nb: |+\n  y\n\nc: 1\n");
	set("a: 1\n", "b", "x\ny\n", "a: 1\nb: |\n  x\n  y\n");
	set("a: 1\n", "ngày ký", "x: y", "a: 1\nngày ký: \"x: y\"\n");
	set("{a: 1}\n", "b", "2", "{a: 1, b: 2}\n");
}

static void
removes_a_key_with_its_lines(void **state)
{
	cut("a: 1\nb: 2 # c\n# d\nc: 3\n", "b", "a: 1\n# d\nc: 3\n");
	cut("a: 1\r\nb: 2", "b", "a: 1");
	cut("a: 1\n", "a", "");
	cut("a: |\n  x\n\n  y\n\nb: 1\n", "a", "\nb: 1\n");
	cut("a:\n  - x\n  - y\nb: 1\n", "a", "b: 1\n");
	cut("a: {x: 1, y: 2, z: 3}\n", "a/x", "a: {y: 2, z: 3}\n");
	cut("a: {x: 1, y: 2, z: 3}\n", "a/z", "a: {x: 1, y: 2}\n");
	cut("a: {x: 1}\n", "a/x", "a: {}\n");
	cut("a:\n  x: 1\nb: 2\n", "a/x", "a: {}\nb: 2\n");
	cut("a:\n  - x: 1\n    y: 2\n", "a/0/x", "a:\n  - y: 2\n");
	cut("a:\n  - x: 1\n    y: 2\n", "a/0/y", "a:\n  - x: 1\n");
	cut("a:\n  - x: 1\n", "a/0/x", "a:\n  - {}\n");
}

static void
adds_an_item_in_the_style_of_the_list(void **state)
{
	item("a: [x, y]\n", "a", "z", "a: [x, y, z]\n");
	item("a: []\n", "a", "z", "a: [z]\n");
	item("a: [x,\n  y] # c\n", "a", "b, c", "a: [x,\n  y, \"b, c\"] # c\n");
	item("a:\n  - x # c\n\n# d\nb: 1\n", "a", "z",
	    "a:\n  - x # c\n  - z\n\n# d\nb: 1\n");
	item("a:\n- x\nb: 1\n", "a", "z", "a:\n- x\n- z\nb: 1\n");
	item("a:\n-   x", "a", "z", "a:\n-   x\n- z");
	item("a:\n", "a", "z", "a: [z]\n");
	item("a: \"\"\n", "a", "z", "a: [z]\n");
	item("b: 1\n", "a", "z", "b: 1\na: [z]\n");
	item("", "a", "z", "a: [z]\n");
	item("b: {c: 1}\n", "b/a", "z", "b: {c: 1, a: [z]}\n");
}

static void
adds_a_row_in_the_style_of_the_last(void **state)
{
	row("rows:\n  - {id: lan}\n", "rows:\n  - {id: lan}\n"
	    "  - {id: minh, name: \"Lê Minh: phó\"}\n");
	row("rows:\n  - id: lan\n    name: L # c\nb: 1\n",
	    "rows:\n  - id: lan\n    name: L # c\n"
	    "  - id: minh\n    name: \"Lê Minh: phó\"\nb: 1\n");
	row("rows:\r\n-   id: lan\r\n", "rows:\r\n-   id: lan\r\n"
	    "-   id: minh\r\n    name: \"Lê Minh: phó\"\r\n");
	row("rows: [{id: lan}]\n",
	    "rows: [{id: lan}, {id: minh, name: \"Lê Minh: phó\"}]\n");
	row("rows: []  # c\nb: 1\n", "rows:  # c\n"
	    "  - {id: minh, name: \"Lê Minh: phó\"}\nb: 1\n");
	row("rows:", "rows:\n  - {id: minh, name: \"Lê Minh: phó\"}");
	row("a: 1\n", "a: 1\nrows:\n"
	    "  - {id: minh, name: \"Lê Minh: phó\"}\n");
}

static void
removes_items_and_rows(void **state)
{
	cut("a: [x, y]\n", "a/0", "a: [y]\n");
	cut("a: [x, y]\n", "a/1", "a: [x]\n");
	cut("a: [x]\n", "a/0", "a: []\n");
	cut("a:\n  - x\n  # c\n  - y\n", "a/0", "a:\n  # c\n  - y\n");
	cut("a:\n  - x\n  # c\n  - y\n", "a/1", "a:\n  - x\n  # c\n");
	cut("a: # c\n  - x\nb: 1\n", "a/0", "a: [] # c\nb: 1\n");
	cut("a:\n- x\n", "a/0", "a: []\n");
	cut("a:\n- x", "a/0", "a: []");
	cut("a:\n- id: 1\n  b: 2\n- id: 2\n", "a/0", "a:\n- id: 2\n");
	cut("a:\n- - x\n  - y\n", "a/0/0", "a:\n- - y\n");
	cut("a:\n- - x\n", "a/0/0", "a:\n- []\n");
}

static void
says_what_it_cannot_edit(void **state)
{
	struct qms_text result;
	struct qms_text text = qms_text("a: [1]\nb: {c: 1}\nd: x\n");

	fails(qms_splice_set(&result, &arena, text, "a", "x"), QMS_M_D191);
	fails(qms_splice_set(&result, &arena, text, "b", "x"), QMS_M_D191);
	fails(qms_splice_set(&result, &arena, text, "a/1", "x"), QMS_M_D190);
	fails(qms_splice_set(&result, &arena, text, "d/x", "x"), QMS_M_D190);
	fails(qms_splice_set(&result, &arena, text, "x/y", "x"), QMS_M_D190);
	fails(qms_splice_remove(&result, &arena, text, "x"), QMS_M_D190);
	fails(qms_splice_remove(&result, &arena, text, ""), QMS_M_D190);
	fails(qms_splice_remove(&result, &arena, text, "a/x"), QMS_M_D190);
	fails(qms_splice_add_item(&result, &arena, text, "d", "x"),
	    QMS_M_D195);
	fails(qms_splice_add_item(&result, &arena, text, "b", "x"),
	    QMS_M_D195);
	fails(qms_splice_set(&result, &arena, text, "d", "\x01"), QMS_M_D192);
	fails(qms_splice_set(&result, &arena, text, "d", "\xff"), QMS_M_D192);
	fails(qms_splice_set(&result, &arena, text, "e", "\xff"), QMS_M_D192);
	fails(qms_splice_set(&result, &arena, text, "", "x"), QMS_M_D192);
	fails(qms_splice_set(&result, &arena, qms_text("a: 1\na: 2\n"), "a",
	    "x"), QMS_M_D194);
	assert_int_equal(result.size, 0);
	/* the comment between would be lost */
	fails(qms_splice_remove(&result, &arena, qms_text(
	    "a:\n- x: 1\n  # c\n  y: 2\n"), "a/0/x"), QMS_M_D192);
}

/* ---- random edits of random files ---- */

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
random_scalar(struct qms_buffer *out, bool flow, int indent)
{
	if (!flow && draw(6) == 0)
		qms_buffer_format(out, "%s%s\n%*sdòng: một\n%s%*s# hai%s",
		    PICK("|", ">", "|-", ">+", "|+"), PICK("", " # c"),
		    indent + 3, "", PICK("", "\n", "   \n"), indent + 3, "",
		    PICK("", "\n", "\n\n"));
	else
		qms_buffer_string(out, PICK("x", "'đơn ''vị'", "\"a: b\\n\"",
		    "Quy trình", "no", "\"\"", "1.10", "2026-11-22", "'#'"));
}

static void random_node(struct qms_buffer *out, int indent, int depth,
	bool flow);

static void
random_flow(struct qms_buffer *out, int depth)
{
	bool map = draw(2) == 0;
	uint32_t n = draw(4), i;

	qms_buffer_char(out, map ? '{' : '[');
	for (i = 0; i < n; i++) {
		if (i > 0)
			qms_buffer_string(out, PICK(", ", ",", " , ",
			    ",\n          ", ", # c\n          "));
		if (map)
			qms_buffer_format(out, "k%u: ", (unsigned)i);
		random_node(out, 0, depth - 1, true);
	}
	qms_buffer_string(out, PICK("", " "));
	qms_buffer_char(out, map ? '}' : ']');
}

static void
random_lines(struct qms_buffer *out, int indent, int depth, bool map)
{
	uint32_t n = 1 + draw(4), i;

	for (i = 0; i < n; i++) {
		qms_buffer_string(out, PICK("", "", "", "\n", "# chú thích\n",
		    "   # thụt vào\n"));
		qms_buffer_format(out, "%*s", indent, "");
		if (map)
			qms_buffer_format(out, "k%u:", (unsigned)i);
		else
			qms_buffer_char(out, '-');
		random_node(out, indent, depth - 1, false);
	}
}

static void
random_node(struct qms_buffer *out, int indent, int depth, bool flow)
{
	uint32_t form = depth <= 0 ? draw(3) : draw(8);
	int more = indent + 2;

	if (flow) {
		if (form > 5)
			random_flow(out, depth);
		else
			random_scalar(out, true, 0);
		return;
	}
	if (form == 0) {
		qms_buffer_string(out, PICK("\n", " \n", " # trống\n"));
	} else if (form < 4) {
		qms_buffer_string(out, PICK(" ", "  "));
		random_scalar(out, false, more);
		qms_buffer_string(out, out->data[out->size - 1] == '\n' ? "" :
		    "\n");
	} else if (form == 4) {
		qms_buffer_char(out, ' ');
		random_flow(out, depth);
		qms_buffer_string(out, PICK("\n", " # sau\n"));
	} else {
		qms_buffer_string(out, PICK("\n", " # dưới\n"));
		random_lines(out, more, depth, form < 7);
	}
}

static struct qms_text
random_file(void)
{
	struct qms_buffer out = { 0 }, crlf = { 0 };
	struct qms_text text;
	size_t i;
	bool windows = draw(3) == 0;

	random_lines(&out, 0, 4, true);
	if (draw(2) == 0)
		qms_buffer_string(&out, "# cuối\n");
	if (draw(4) == 0)
		out.size--;
	for (i = 0; i < out.size; i++) {
		if (windows && out.data[i] == '\n')
			qms_buffer_char(&crlf, '\r');
		qms_buffer_char(&crlf, out.data[i]);
	}
	text.size = crlf.size;
	text.data = qms_arena_copy(&arena, crlf.data, crlf.size);
	qms_buffer_free(&out);
	qms_buffer_free(&crlf);
	return text;
}

/* The place of a random node, and whether it is a scalar, list, or map. */
static const struct qms_yaml *
random_place(struct qms_buffer *place, const struct qms_yaml *root)
{
	const struct qms_yaml *node = root, *child;
	uint32_t n, i;

	qms_buffer_clear(place);
	while (node->count > 0 && (node == root || draw(3) != 0)) {
		n = draw((uint32_t)node->count);
		for (child = node->first, i = 0; i < n; i++)
			child = child->next;
		if (place->size > 0)
			qms_buffer_char(place, '/');
		if (child->key != NULL)
			qms_buffer_string(place, child->key);
		else
			qms_buffer_format(place, "%u", (unsigned)n);
		node = child;
	}
	return node;
}

struct lines {
	struct qms_text items[2000];
	size_t count;
};

static void
split(struct lines *lines, struct qms_text text)
{
	struct qms_text line;
	const char *end;

	lines->count = 0;
	while (text.size > 0) {
		end = memchr(text.data, '\n', text.size);
		line.data = text.data;
		line.size = end == NULL ? text.size :
		    (size_t)(end - text.data) + 1;
		lines->items[lines->count++] = line;
		text.data += line.size;
		text.size -= line.size;
	}
}

/*
 * Lines of old that are not in new, when all others stand there in order and
 * byte for byte, from both ends.
 */
static size_t
touched(struct qms_text old, struct qms_text new)
{
	static struct lines a, b;
	size_t head = 0, tail = 0;

	split(&a, old);
	split(&b, new);
	while (head < a.count && head < b.count &&
	    qms_text_equal(a.items[head], b.items[head]))
		head++;
	while (tail < a.count - head && tail < b.count - head &&
	    qms_text_equal(a.items[a.count - 1 - tail],
	    b.items[b.count - 1 - tail]))
		tail++;
	return a.count - head - tail;
}

static bool
ends_open(struct qms_text text)
{
	return text.size > 0 && text.data[text.size - 1] != '\n';
}

/* Its lines, from its key or its dash, which may stand some lines above. */
static size_t
lines_of(struct qms_text text, const struct qms_yaml *node)
{
	size_t count = 1, i = node->key != NULL ? node->key_start :
	    node->start, first = i;

	while (node->key == NULL && first > 0 && i != first - 1) {
		first--;
		if (strchr("[{,", text.data[first]) != NULL)
			break;
		if (text.data[first] == '-') {
			i = first;
			break;
		}
	}
	for (; i < node->end; i++)
		count += text.data[i] == '\n';
	return count;
}

static struct {
	int set, set_back, added, added_back, removed, refused;
} tally;

static void
try_set(struct qms_text text, const char *place, const struct qms_yaml *node)
{
	const char *value = PICK("mới", "a: b", "", "hai\ndòng", "yes", "'",
	    "dòng\n", "#x", " ");
	struct qms_text result, back;

	if (qms_splice_set(&result, &arena, text, place, value) != NULL) {
		tally.refused++;
		return;
	}
	tally.set++;
	assert_true(touched(text, result) <= lines_of(text, node));
	if (qms_splice_set(&back, &arena, result, place, node->value))
		return;
	tally.set_back += qms_text_equal(text, back);
}

static void
try_remove(struct qms_text text, const char *place,
    const struct qms_yaml *node)
{
	struct qms_text result;

	if (qms_splice_remove(&result, &arena, text, place) != NULL) {
		tally.refused++;
		return;
	}
	tally.removed++;
	/* one more may lose its end, or get "[]" or a dash in front */
	if (touched(text, result) > lines_of(text, node) + 2)
		print_error("%s of\n%.*s\n===\n%.*s\n", place,
		    (int)text.size, text.data, (int)result.size, result.data);
	assert_true(touched(text, result) <= lines_of(text, node) + 2);
}

static void
try_add(struct qms_text text, struct qms_buffer *place,
    const struct qms_yaml *node)
{
	static const struct qms_splice_pair pairs[] = { { "k0", "x" },
		{ "k1", "y: z" } };
	struct qms_text result, back;
	const struct qms_error *err;

	if (node->type == QMS_YAML_MAP) {
		qms_buffer_string(place, place->size > 0 ? "/mới" : "mới");
		err = qms_splice_set(&result, &arena, text, place->data, "v");
	} else {
		err = draw(2) == 0 ? qms_splice_add_item(&result, &arena,
		    text, place->data, "v") : qms_splice_add_row(&result,
		    &arena, text, place->data, pairs, 2);
		qms_buffer_format(place, "/%zu", node->count);
	}
	if (err != NULL) {
		tally.refused++;
		return;
	}
	tally.added++;
	assert_true(touched(text, result) <= (node->flow ? 1u : 0u) +
	    (node->count == 0 ? 1u : 0u) + (ends_open(text) ? 1u : 0u));
	if (qms_splice_remove(&back, &arena, result, place->data) != NULL)
		return;
	tally.added_back++;
	if (node->count > 0)
		assert_true(qms_text_equal(text, back));
}

static void
random_edit(void)
{
	struct qms_problems problems = { .arena = &arena };
	struct qms_text text = random_file();
	struct qms_buffer place = { 0 };
	const struct qms_yaml *node;
	struct qms_yaml *root;

	qms_yaml_parse(&root, &arena, text, 1 << 20, "", 1, &problems);
	if (root == NULL)
		print_error("%s %d:%d\n%.*s\n", problems.items[0].code,
		    problems.items[0].line, problems.items[0].column,
		    (int)text.size, text.data);
	assert_non_null(root);
	node = random_place(&place, root);
	if (place.size > 0 && draw(3) == 0)
		try_remove(text, place.data, node);
	else if (node->type == QMS_YAML_SCALAR)
		try_set(text, place.data, node);
	else
		try_add(text, &place, node);
	qms_buffer_free(&place);
	qms_arena_free(&arena);
}

static void
touches_no_other_line_whatever_the_file(void **state)
{
	int round;

	for (round = 0; round < 20000; round++) {
		seed = (uint32_t)round * 2654435761u;
		random_edit();
	}
	print_message("set %d (restored %d) added %d (restored %d) "
	    "removed %d refused %d\n", tally.set, tally.set_back, tally.added,
	    tally.added_back, tally.removed, tally.refused);
	/* most edits must be possible, or the rest proves nothing */
	assert_true(tally.refused < 20000 / 20);
	assert_true(tally.added_back > tally.added * 9 / 10);
}

#define test(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(changes_only_the_value),
		test(leaves_a_text_alone_that_has_the_value),
		test(keeps_the_quotes),
		test(fills_an_empty_value),
		test(writes_lines_as_a_block),
		test(adds_a_key_behind_the_others),
		test(removes_a_key_with_its_lines),
		test(adds_an_item_in_the_style_of_the_list),
		test(adds_a_row_in_the_style_of_the_last),
		test(removes_items_and_rows),
		test(says_what_it_cannot_edit),
		test(touches_no_other_line_whatever_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
