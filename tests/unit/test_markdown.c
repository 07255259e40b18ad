/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <cmocka.h>

#include <cmark.h>

#include "qms/markdown.h"
#include "qms/unicode.h"

static struct qms_arena arena;
static struct qms_problems problems;
static struct qms_markdown markdown;
static struct qms_buffer html;

static int
start(void **state)
{
	problems = (struct qms_problems){ .arena = &arena };
	memset(&markdown, 0, sizeof(markdown));
	qms_buffer_clear(&html);
	return 0;
}

static int
end(void **state)
{
	qms_markdown_free(&markdown);
	qms_buffer_free(&html);
	qms_arena_free(&arena);
	return 0;
}

static void
parse_text(struct qms_text text)
{
	qms_markdown_free(&markdown);
	qms_markdown_parse(&markdown, &arena, text, "a.md", 1, &problems);
	qms_buffer_clear(&html);
	qms_markdown_html(&html, &markdown, NULL);
	qms_buffer_string(&html, "");
}

static void
parse(const char *text)
{
	parse_text(qms_text(text));
}

static void
assert_html(const char *text, const char *expected)
{
	parse(text);
	assert_string_equal(html.data, expected);
}

static void
assert_problem(size_t n, const char *code, int line)
{
	assert_true(n < problems.count);
	assert_string_equal(problems.items[n].code, code);
	assert_int_equal(problems.items[n].line, line);
}

/* ---- the specification ---- */

static void
drop(struct qms_buffer *buffer, const char *from, const char *to)
{
	size_t size = (size_t)(to - from);
	size_t rest = buffer->size - (size_t)(to - buffer->data);

	memmove(buffer->data + (from - buffer->data), to, rest + 1);
	buffer->size -= size;
}

static void
drop_heading_ids(struct qms_buffer *buffer)
{
	char *p = buffer->data;

	while ((p = strstr(p, "<h")) != NULL) {
		p += 3;
		if (strncmp(p, " id=\"", 5) == 0)
			drop(buffer, p, strchr(p + 5, '"') + 1);
	}
}

static bool
leads_nowhere(const char *url)
{
	size_t size = strcspn(url, ":/?#\"");

	return url[size] == ':' && strncasecmp(url, "http:", 5) != 0 &&
	    strncasecmp(url, "https:", 6) != 0 &&
	    strncasecmp(url, "mailto:", 7) != 0;
}

static void
drop_unsafe_targets(struct qms_buffer *buffer)
{
	static const char href[] = " href=\"";
	char *p = buffer->data;

	while ((p = strstr(p, href)) != NULL) {
		if (leads_nowhere(p + sizeof(href) - 1))
			drop(buffer, p, strchr(p + sizeof(href) - 1, '"') + 1);
		else
			p++;
	}
}

static bool
has_raw_html(const char *text, size_t size)
{
	cmark_node *tree = cmark_parse_document(text, size, CMARK_OPT_DEFAULT);
	cmark_iter *iter = cmark_iter_new(tree);
	cmark_event_type event;
	cmark_node_type type;
	bool found = false;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		type = cmark_node_get_type(cmark_iter_get_node(iter));
		found |= type == CMARK_NODE_HTML_BLOCK ||
		    type == CMARK_NODE_HTML_INLINE;
	}
	cmark_iter_free(iter);
	cmark_node_free(tree);
	return found;
}

static void
compare_with_cmark(struct qms_buffer *source, int number)
{
	struct qms_buffer expected = { 0 };
	char *plain;

	if (has_raw_html(source->data, source->size))
		return;
	plain = cmark_markdown_to_html(source->data, source->size,
	    CMARK_OPT_DEFAULT);
	qms_buffer_string(&expected, plain);
	free(plain);
	drop_unsafe_targets(&expected);
	parse_text(qms_buffer_view(source));
	drop_heading_ids(&html);
	if (strcmp(html.data, expected.data) != 0)
		print_error("example %d:\n%s\n", number, source->data);
	assert_string_equal(html.data, expected.data);
	qms_buffer_free(&expected);
}

/* An arrow stands for a tab. */
static void
add_source(struct qms_buffer *source, const char *line)
{
	const char *arrow;

	while ((arrow = strstr(line, "→")) != NULL) {
		qms_buffer_add(source, line, (size_t)(arrow - line));
		qms_buffer_char(source, '\t');
		line = arrow + strlen("→");
	}
	qms_buffer_string(source, line);
}

static void
renders_the_examples_of_the_specification_as_cmark_does(void **state)
{
	static const char fence[] = "````````````````````````````````";
	enum { OUTSIDE, INPUT, OUTPUT } where = OUTSIDE;
	FILE *file = fopen("tests/golden/commonmark-0.30.txt", "r");
	struct qms_buffer source = { 0 };
	char line[4096];
	int number = 0;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		if (where == OUTSIDE && qms_starts_with(line, fence)) {
			where = INPUT;
			qms_buffer_clear(&source);
			qms_buffer_string(&source, "");
		} else if (where == INPUT && strcmp(line, ".\n") == 0) {
			where = OUTPUT;
			compare_with_cmark(&source, ++number);
		} else if (where == INPUT) {
			add_source(&source, line);
		} else if (qms_starts_with(line, fence)) {
			where = OUTSIDE;
		}
	}
	fclose(file);
	qms_buffer_free(&source);
	assert_int_equal(number, 652);
}

/* ---- safety ---- */

static void
shows_raw_html_as_text(void **state)
{
	assert_html("a <b onclick='x'>c</b>\n",
	    "<p>a &lt;b onclick='x'&gt;c&lt;/b&gt;</p>\n");
	assert_int_equal(markdown.html_count, 2);
	assert_string_equal(markdown.html[0].text, "<b onclick='x'>");
	assert_int_equal(markdown.html[0].line, 1);
	assert_int_equal(markdown.html[0].column, 3);
	assert_int_equal(markdown.html[1].column, 19);

	assert_html("Đoạn\n\n> <!-- ẩn -->\n> <table>\n",
	    "<p>Đoạn</p>\n<blockquote>\n<pre class=\"raw-html\"><code>"
	    "&lt;!-- ẩn --&gt;\n</code></pre>\n"
	    "<pre class=\"raw-html\"><code>&lt;table&gt;\n</code></pre>\n"
	    "</blockquote>\n");
	assert_int_equal(markdown.html_count, 2);
	assert_int_equal(markdown.html[0].line, 3);
	assert_int_equal(markdown.html[0].column, 3);
	assert_int_equal(markdown.html[1].line, 4);
	assert_string_equal(markdown.plain.data,
	    "Đoạn\n<!-- ẩn -->\n<table>\n");
}

static void
leads_only_where_a_reader_expects(void **state)
{
	static const char *const bad[] = { "javascript:alert(1)",
	    "JaVaScRiPt:alert(1)", "java&#9;script:x", "&#1;javascript:x",
	    "data:text/html,x", "data:image/png;base64,x", "vbscript:x",
	    "file:///etc/passwd", "//evil.example", "\\\\\\\\evil\\\\x",
	    "ftp://x", "&#106;avascript:x", "<java\\:x:y>" };
	static const char *const good[] = { "http://a.vn", "HTTPS://a.vn",
	    "mailto:a@b.vn", "tel:+84", "../QT-01.md#muc", "#a:b", "?a=b:c",
	    "a/b:c", "" };
	struct qms_buffer text = { 0 };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		qms_buffer_clear(&text);
		qms_buffer_format(&text, "[x](%s)", bad[i]);
		assert_html(text.data, "<p><a>x</a></p>\n");
		qms_buffer_clear(&text);
		qms_buffer_format(&text, "![x **y**](%s \"t\")", bad[i]);
		assert_html(text.data,
		    "<p><span class=\"image\">x y</span></p>\n");
	}
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		qms_buffer_clear(&text);
		qms_buffer_format(&text, "[x](%s)", good[i]);
		parse(text.data);
		assert_non_null(strstr(html.data, "<a href="));
		assert_string_equal(markdown.links[0].target, good[i]);
	}
	qms_buffer_free(&text);
}

static void
lets_no_control_character_through(void **state)
{
	assert_html("a&#1;b&#x85;c&#27;[31m",
	    "<p>a\xef\xbf\xbd" "b\xef\xbf\xbd" "c\xef\xbf\xbd[31m</p>\n");
	assert_string_equal(markdown.plain.data, "abc[31m\n");
	assert_int_equal(problems.count, 0);
	parse("một\nhai \x1b[31m\x02");
	assert_int_equal(problems.count, 1);
	assert_problem(0, "D102", 2);
	assert_int_equal(problems.items[0].column, 5);
	parse("một\rhai");
	assert_problem(1, "D102", 1);
}

static void
refuses_what_is_not_utf8(void **state)
{
	parse("một\nS\xea");
	assert_problem(0, "D103", 2);
	assert_int_equal(problems.items[0].column, 2);
	assert_string_equal(html.data, "");
	assert_int_equal(markdown.plain.size, 0);
}

static bool
resolve(void *closure, struct qms_buffer *href, const char *target, bool image)
{
	if (strcmp(target, "nowhere") == 0 || (image && target[0] == 'h'))
		return true;
	if (!qms_starts_with(target, "QT-"))
		return false;
	qms_buffer_format(href, "%s/%s.html", (const char *)closure, target);
	return true;
}

static void
maps_targets_for_its_caller(void **state)
{
	static char site[] = "..", script[] = "javascript:";
	struct qms_markdown_options options = { .resolve = resolve,
	    .closure = site, .heading_shift = 1 };

	parse("###### Sáu\n# [a](QT-01) ![b](c.png)\n");
	qms_buffer_clear(&html);
	qms_buffer_string(&html, "<main>");
	qms_markdown_html(&html, &markdown, &options);
	assert_string_equal(html.data, "<main><h6 id=\"sáu\">Sáu</h6>\n"
	    "<h2 id=\"a-b\"><a href=\"../QT-01.html\">a</a> "
	    "<img src=\"c.png\" alt=\"b\" /></h2>\n");
	parse("[a](nowhere) ![b](https://example.org/b.png)\n");
	qms_buffer_clear(&html);
	qms_markdown_html(&html, &markdown, &options);
	assert_string_equal(html.data, "<p><a>a</a> "
	    "<span class=\"image\">b</span></p>\n");
	options.closure = script;
	parse("[a](QT-01)\n");
	qms_buffer_clear(&html);
	qms_markdown_html(&html, &markdown, &options);
	assert_non_null(strstr(html.data, "<a>a</a>"));
}

static const char *
show(void *closure, const struct qms_markdown_cell *cell)
{
	return strcmp(cell->text, "lan") == 0 ? "Nguyễn <Lan>" : NULL;
}

static void
shows_cells_as_its_caller_wants(void **state)
{
	struct qms_markdown_options options = { .show = show };

	parse("| lan | b |\n|---|---|\n| lan | *lan* |\n| lan x | y |\n");
	qms_buffer_clear(&html);
	qms_markdown_html(&html, &markdown, &options);
	assert_string_equal(html.data, "<table>\n<thead>\n<tr>\n"
	    "<th scope=\"col\">lan</th>\n<th scope=\"col\">b</th>\n</tr>\n"
	    "</thead>\n<tbody>\n<tr>\n<td>Nguyễn &lt;Lan&gt;</td>\n"
	    "<td><em>lan</em></td>\n</tr>\n<tr>\n<td>lan x</td>\n"
	    "<td>y</td>\n</tr>\n</tbody>\n</table>\n");
}

/* ---- what a document holds ---- */

static void
gives_headings_readable_ids(void **state)
{
	parse("# Mục đích\n## I. TRÌNH TỰ – thực hiện\n# Mục đích\n"
	    "# Mục đích 2\n# ???\n# Mu\xcc\xa3" "c `đích`\nA\nB\n===\n");
	assert_int_equal(markdown.heading_count, 7);
	assert_string_equal(markdown.headings[0].id, "mục-đích");
	assert_string_equal(markdown.headings[1].id, "i-trình-tự-thực-hiện");
	assert_string_equal(markdown.headings[2].id, "mục-đích-2");
	assert_string_equal(markdown.headings[3].id, "mục-đích-2-2");
	assert_string_equal(markdown.headings[4].id, "muc");
	assert_string_equal(markdown.headings[5].id, "mục-đích-3");
	assert_string_equal(markdown.headings[6].text, "A B");
	assert_int_equal(markdown.headings[6].line, 7);
}

static void
knows_where_a_section_ends(void **state)
{
	static const char text[] =
	    "mở\r\n# A\r\n## B\r\nb\r\n### C\r\n## D\r\n\r\n# E\r\n";
	const struct qms_markdown_heading *h;

	parse(text);
	h = markdown.headings;
	assert_int_equal(markdown.heading_count, 5);
	assert_ptr_equal(strstr(text, "# A"), text + h[0].start);
	assert_ptr_equal(strstr(text, "# E"), text + h[0].end);
	assert_ptr_equal(strstr(text, "## B"), text + h[1].start);
	assert_ptr_equal(strstr(text, "## D"), text + h[1].end);
	assert_ptr_equal(strstr(text, "### C"), text + h[2].start);
	assert_ptr_equal(strstr(text, "## D"), text + h[2].end);
	assert_ptr_equal(strstr(text, "# E"), text + h[3].end);
	assert_int_equal(h[4].end, strlen(text));
	assert_int_equal(h[1].line, 3);
}

static void
finds_the_line_of_a_heading_below_definitions(void **state)
{
	static const char text[] = "[a]: /u\n[b]:\n /v\nTên\nmục [a]\n---\n";

	parse(text);
	assert_int_equal(markdown.heading_count, 1);
	assert_int_equal(markdown.headings[0].line, 4);
	assert_ptr_equal(text + markdown.headings[0].start,
	    strstr(text, "Tên"));
	assert_int_equal(markdown.links[0].line, 5);
	assert_int_equal(markdown.links[0].column, 5);
}

static void
knows_where_links_stand(void **state)
{
	parse("Xem [QT-01](a.md) và\n   <http://b.vn> ![ảnh](c.png)\n\n"
	    "- > đoạn\n  >   tiếp [d](e)\n> lười\nbiếng [f](g)\n");
	assert_int_equal(markdown.link_count, 5);
	assert_int_equal(markdown.links[0].line, 1);
	assert_int_equal(markdown.links[0].column, 5);
	assert_string_equal(markdown.links[0].text, "QT-01");
	assert_int_equal(markdown.links[1].line, 2);
	assert_int_equal(markdown.links[1].column, 4);
	assert_int_equal(markdown.links[2].column, 18);
	assert_true(markdown.links[2].image);
	assert_string_equal(markdown.links[2].text, "ảnh");
	assert_int_equal(markdown.links[3].line, 5);
	assert_int_equal(markdown.links[3].column, 12);
	assert_int_equal(markdown.links[4].line, 7);
	assert_int_equal(markdown.links[4].column, 7);
}

static void
counts_lines_from_the_first_of_the_file(void **state)
{
	qms_markdown_parse(&markdown, &arena, qms_text("# A [b](c)\n\n"
	    "| d |\n|---|\n| [e](f) | g |\n\n```sql\nh\n```\n<i>\n"), "a.md",
	    11, &problems);
	assert_int_equal(markdown.headings[0].line, 11);
	assert_int_equal(markdown.links[0].line, 11);
	assert_int_equal(markdown.tables[0].line, 13);
	assert_int_equal(markdown.tables[0].header.line, 13);
	assert_int_equal(markdown.tables[0].rows[0].line, 15);
	assert_int_equal(markdown.tables[0].rows[0].cells[0].line, 15);
	assert_int_equal(markdown.links[1].line, 15);
	assert_int_equal(markdown.links[1].column, 3);
	assert_problem(0, "D114", 15);
	assert_int_equal(markdown.codes[0].line, 17);
	assert_int_equal(markdown.html[0].line, 20);
}

static void
gives_fenced_code_to_rules(void **state)
{
	parse("```sql\nSELECT 1\n```\n\n    ```\n    lùi\n\n"
	    "- ~~~ a b\n  c\n  ~~~\n");
	assert_int_equal(markdown.code_count, 2);
	assert_string_equal(markdown.codes[0].info, "sql");
	assert_string_equal(markdown.codes[0].text, "SELECT 1\n");
	assert_string_equal(markdown.codes[1].info, "a b");
	assert_int_equal(markdown.codes[1].line, 8);
}

static void
gives_plain_text_to_the_search(void **state)
{
	parse("# Đề *mục*\nmột\nhai `ba` [bốn](x) ![năm](y)\n\n| a | b |\n"
	    "|---|---|\n| c | d<br>e |\n\n```\nsáu\tbảy\n```\n");
	assert_string_equal(markdown.plain.data, "Đề mục\nmột hai ba bốn năm\n"
	    "a b\nc d e\nsáu bảy\n");
}

/* ---- tables ---- */

static void
makes_tables(void **state)
{
	assert_html("| Bước | Ai |\n|:--:|---:|\n| 1 | *Văn thư* |\n",
	    "<table>\n<thead>\n<tr>\n"
	    "<th scope=\"col\" class=\"align-center\">Bước</th>\n"
	    "<th scope=\"col\" class=\"align-right\">Ai</th>\n</tr>\n"
	    "</thead>\n<tbody>\n<tr>\n<td class=\"align-center\">1</td>\n"
	    "<td class=\"align-right\"><em>Văn thư</em></td>\n</tr>\n"
	    "</tbody>\n</table>\n");
	assert_html("| a |\n|---|",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n"
	    "</thead>\n</table>\n");
	assert_int_equal(problems.count, 0);
}

static void
splits_paragraphs_around_tables(void **state)
{
	parse("trước\n    - thụt\n| a |\n|---|\n| b |\nsau\n    # lùi\n"
	    "| c |\n|:--|\ncuối  \ncùng\n");
	assert_string_equal(html.data, "<p>trước\n- thụt</p>\n<table>\n<thead>\n"
	    "<tr>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
	    "<td>b</td>\n</tr>\n</tbody>\n</table>\n<p>sau\n# lùi</p>\n"
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"align-left\">c"
	    "</th>\n</tr>\n</thead>\n</table>\n<p>cuối<br />\ncùng</p>\n");
	assert_int_equal(markdown.table_count, 2);
	assert_int_equal(markdown.tables[1].line, 8);
}

static void
keeps_definitions_and_rules_beside_tables(void **state)
{
	assert_html("[x]: /1\n\n[x]: /2\n[y]: /3\nchữ [y]\n"
	    "| [x] | [y] [z] |\n|---|---|\n",
	    "<p>chữ <a href=\"/3\">y</a></p>\n<table>\n<thead>\n<tr>\n"
	    "<th scope=\"col\"><a href=\"/1\">x</a></th>\n"
	    "<th scope=\"col\"><a href=\"/3\">y</a> [z]</th>\n</tr>\n"
	    "</thead>\n</table>\n");
	assert_int_equal(markdown.links[0].line, 5);
	assert_int_equal(markdown.links[0].column, 5);
	assert_html("| a |\n|---|\n---\n",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n"
	    "</thead>\n</table>\n<hr />\n");
	assert_html("| a |\n|---|\nMục\n---\n\nx\n",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n"
	    "</thead>\n</table>\n<h2 id=\"mục\">Mục</h2>\n<p>x</p>\n");
	assert_int_equal(markdown.headings[0].line, 3);
	assert_html("| a |\n|---|\n===\n",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n"
	    "</thead>\n</table>\n<p>===</p>\n");
}

static void
keeps_what_has_no_text_beside_tables(void **state)
{
	parse("[![](ảnh.png)](x) [a]:\n| a |\n|---|\n\n[](y)\n[b]: z\n| b |\n"
	    "|---|\n");
	assert_non_null(strstr(html.data, "<img src=\"%E1%BA%A3nh.png\""));
	assert_non_null(strstr(html.data, "<a href=\"y\"></a>"));
	assert_int_equal(markdown.table_count, 2);
}

static void
finds_the_line_of_a_heading_before_another(void **state)
{
	static const char text[] =
	    "[a]: /u \"v\"\n[b**c\n===\n/x]: /y\n=";

	parse(text);
	assert_int_equal(markdown.heading_count, 2);
	assert_int_equal(markdown.headings[0].line, 2);
	assert_int_equal(markdown.headings[1].line, 4);
	assert_int_equal(markdown.headings[1].end, strlen(text));
}

static void
assert_span(const char *text, const struct qms_markdown_cell *cell,
    const char *bytes)
{
	assert_int_equal(cell->end - cell->start, strlen(bytes));
	assert_memory_equal(text + cell->start, bytes, strlen(bytes));
}

static void
knows_the_bytes_of_cells(void **state)
{
	static const char text[] = "Đầu\r\n\r\n"
	    "- > | Bước | Ai làm \\| ký |\r\n"
	    "  > |---|:-:|\r\n"
	    "  >  |một|  `a\\|b` |  \r\n"
	    "  > || cuối\r\n"
	    "| lười | x |\r\n";
	const struct qms_markdown_table *table;

	parse(text);
	assert_int_equal(problems.count, 0);
	assert_int_equal(markdown.table_count, 1);
	table = markdown.tables;
	assert_int_equal(table->line, 3);
	assert_int_equal(table->header.count, 2);
	assert_span(text, &table->header.cells[0], " Bước ");
	assert_span(text, &table->header.cells[1], " Ai làm \\| ký ");
	assert_string_equal(table->header.cells[1].text, "Ai làm | ký");
	assert_int_equal(table->header.cells[0].column, 7);
	assert_int_equal(table->header.cells[1].column, 14);
	assert_int_equal(table->count, 3);
	assert_span(text, &table->rows[0].cells[0], "một");
	assert_span(text, &table->rows[0].cells[1], "  `a\\|b` ");
	assert_string_equal(table->rows[0].cells[1].text, "a|b");
	assert_int_equal(table->rows[0].cells[1].column, 13);
	assert_span(text, &table->rows[1].cells[0], "");
	assert_span(text, &table->rows[1].cells[1], " cuối");
	assert_string_equal(table->rows[1].cells[0].text, "");
	assert_span(text, &table->rows[2].cells[0], " lười ");
	assert_memory_equal(text + table->rows[0].start,
	    "  >  |một|  `a\\|b` |  \r\n", 24);
	assert_int_equal(table->rows[0].end - table->rows[0].start,
	    strlen("  >  |một|  `a\\|b` |  "));
	assert_non_null(strstr(html.data, "<code>a|b</code>"));
}

static void
puts_tables_into_lists_and_quotes(void **state)
{
	assert_html("1. a\n\n   | b |\n   |---|\n   | c |\n\n   d\n2. e\n",
	    "<ol>\n<li>\n<p>a</p>\n<table>\n<thead>\n<tr>\n"
	    "<th scope=\"col\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
	    "<td>c</td>\n</tr>\n</tbody>\n</table>\n<p>d</p>\n</li>\n<li>\n"
	    "<p>e</p>\n</li>\n</ol>\n");
	assert_html("- a\n  | b |\n  |---|\n",
	    "<ul>\n<li>a\n<table>\n<thead>\n<tr>\n<th scope=\"col\">b</th>\n"
	    "</tr>\n</thead>\n</table>\n</li>\n</ul>\n");
	assert_html("> > | b |\n> > |---|\n> > | c |\n",
	    "<blockquote>\n<blockquote>\n<table>\n<thead>\n<tr>\n"
	    "<th scope=\"col\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
	    "<td>c</td>\n</tr>\n</tbody>\n</table>\n</blockquote>\n"
	    "</blockquote>\n");
}

static void
reads_cells_as_inlines_only(void **state)
{
	parse("| # a | 1. b | > c | - d | ``` | <div> |\n"
	    "|---|---|---|---|---|---|\n"
	    "| <b>x</b> | e<br>f<br/> | \\\\| \\ | [x]: y | == | ![i](j) |\n");
	assert_int_equal(problems.count, 0);
	assert_non_null(strstr(html.data, "<th scope=\"col\"># a</th>\n"
	    "<th scope=\"col\">1. b</th>\n<th scope=\"col\">&gt; c</th>\n"
	    "<th scope=\"col\">- d</th>\n<th scope=\"col\">```</th>\n"
	    "<th scope=\"col\">&lt;div&gt;</th>\n"));
	assert_non_null(strstr(html.data,
	    "<td>&lt;b&gt;x&lt;/b&gt;</td>\n<td>e<br />f<br /></td>\n"
	    "<td>| \\</td>\n<td>[x]: y</td>\n<td>==</td>\n"
	    "<td><img src=\"j\" alt=\"i\" /></td>\n"));
	assert_int_equal(markdown.html_count, 3);
	assert_int_equal(markdown.html[0].column, 34);
	assert_int_equal(markdown.html[0].line, 1);
	assert_int_equal(markdown.html[1].line, 3);
	assert_int_equal(markdown.html[1].column, 3);
	assert_int_equal(markdown.html[2].column, 7);
	assert_string_equal(markdown.tables[0].rows[0].cells[1].text, "e f ");
}

static void
finds_links_in_cells(void **state)
{
	parse("| a |\n|---|\n| đ\\|\\| [b](c) *<http://d.vn>* |\n");
	assert_int_equal(markdown.link_count, 2);
	assert_int_equal(markdown.links[0].line, 3);
	assert_int_equal(markdown.links[0].column, 9);
	assert_int_equal(markdown.links[1].column, 17);
}

static void
gives_a_table_the_heading_above(void **state)
{
	parse("| a |\n|---|\n\n# Một\n\n| b |\n|---|\n\n# Hai\n\n## Ba\n| c |\n"
	    "|---|\n\n| d |\n|---|\n");
	assert_int_equal(markdown.table_count, 4);
	assert_null(markdown.tables[0].heading);
	assert_string_equal(markdown.tables[1].heading->text, "Một");
	assert_string_equal(markdown.tables[2].heading->text, "Ba");
	assert_string_equal(markdown.tables[3].heading->text, "Ba");
}

static void
tells_faults_of_tables(void **state)
{
	parse("| a | b |\n|---|---|\n| c |\n| d | e | f |\n|\n\n"
	    "| a | b |\n|---|\n\n| a |\n| --x |\n");
	assert_int_equal(problems.count, 4);
	assert_problem(0, "D114", 3);
	assert_problem(1, "D114", 4);
	assert_problem(2, "D114", 5);
	assert_problem(3, "D115", 8);
	assert_non_null(strstr(html.data, "<td>c</td>\n<td></td>\n"));
	assert_non_null(strstr(html.data, "<td>f</td>\n"));
	assert_int_equal(markdown.table_count, 1);
	assert_int_equal(markdown.tables[0].rows[1].count, 3);
}

static void
leaves_what_only_looks_like_a_table(void **state)
{
	parse("```\n| a |\n|---|\n```\n\n    | b |\n    |---|\n\n"
	    "c | d\n--- | ---\n");
	assert_int_equal(markdown.table_count, 0);
	assert_int_equal(problems.count, 0);
}

/* ---- limits ---- */

/* Of the processor: a busy machine must not make a test fail. */
static double
seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* before, n times part, after: quick, whatever comes out. */
static void
assert_quick(const char *before, const char *part, size_t times,
    const char *after)
{
	struct qms_buffer text = { 0 };
	double begin = seconds(), took;
	size_t i;

	qms_buffer_string(&text, before);
	for (i = 0; i < times; i++)
		qms_buffer_string(&text, part);
	qms_buffer_string(&text, after);
	problems.count = 0;
	parse_text(qms_buffer_view(&text));
	took = seconds() - begin;
	if (took > 10)
		print_error("%.30s took %.1f s\n", part, took);
	assert_true(took < 10);
	assert_true(html.size < 32 * text.size + 1000);
	qms_markdown_free(&markdown);
	qms_buffer_free(&text);
}

static void
refuses_what_is_too_large(void **state)
{
	assert_quick("", "a b c\n", 200000, "");
	assert_problem(0, "D110", 1);
	assert_quick("mở\n", "a", 70000, "\n");
	assert_problem(0, "D111", 2);
	assert_quick("", "- ", 16000, "x\n");
	assert_problem(0, "D112", 1);
	assert_quick("", ">", 65, "x\n");
	assert_problem(0, "D112", 1);
	assert_quick("", "1) ", 65, "x\n");
	assert_problem(0, "D112", 1);
	assert_quick("", "![[]()", 170000, "");
	assert_int_equal(problems.count, 1);
	assert_quick("", "![[]()\n", 140000, "");
	assert_problem(0, "D116", 16385);
	assert_int_equal(markdown.heading_count, 0);
}

static void
refuses_depth_that_grows_over_many_lines(void **state)
{
	struct qms_buffer text = { 0 };
	int i, j;

	for (i = 0; i < 70; i++) {
		for (j = 0; j < i; j++)
			qms_buffer_string(&text, "  ");
		qms_buffer_string(&text, i % 2 == 0 ? "- x\n" : "- x\nlười\n");
	}
	parse_text(qms_buffer_view(&text));
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].code, "D112");
	qms_buffer_free(&text);
}

static void
takes_what_looks_deep_but_is_not(void **state)
{
	struct qms_buffer text = { 0 };
	int i;

	for (i = 0; i < 100; i++)
		qms_buffer_string(&text, "* ");
	qms_buffer_string(&text, "\n\n- a\n\n  ```\n");
	for (i = 0; i < 300; i++)
		qms_buffer_char(&text, ' ');
	qms_buffer_string(&text, "- x\n  ```\n");
	for (i = 0; i < 500; i++)
		qms_buffer_string(&text, "- a\n  - b\n    - c\n      1. d\n");
	qms_buffer_char(&text, '\n');
	for (i = 0; i < 60; i++)
		qms_buffer_string(&text, "> ");
	qms_buffer_string(&text, "a\n");
	parse_text(qms_buffer_view(&text));
	assert_int_equal(problems.count, 0);
	qms_buffer_free(&text);
}

static void
stays_linear_on_hostile_input(void **state)
{
	assert_quick("", "[", 65000, "");
	assert_quick("", "[[[[[[[[[[[[[[[[[\n", 55000, "");
	assert_quick("", "|a", 32000, "|\n");
	assert_quick("|a|\n|-|\n", "|a", 32000, "|\n");
	assert_quick("|a|\n|-|\n", "|a|b|c|\n", 120000, "");
	assert_quick("", "|-", 32000, "|\n|-|\n");
	assert_quick("| a |\n|---|\n", "|\n", 500000, "");
	assert_quick("|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n", "|\n", 500000,
	    "");
	assert_quick("[a]: /u\n\n| a |\n|---|\n", "| [a] |\n", 120000, "");
	assert_quick("", "[a]: /u\n| a |\n|---|\n\n", 50000, "");
	assert_quick("", "| a |\n|---|\nb\n", 70000, "");
	assert_quick("", "[a]: b\n[c](d)\n\n", 60000, "");
	assert_quick("", "# a\n", 250000, "");
	assert_quick("", "[a]: /u\n", 100000, "b\n---\n");
	assert_quick("", "> ", 60, "a\n\n\n\n\n\n\n\n\n\n\n");
	assert_quick("", "*a **a ", 9000, "b\n");
	assert_quick("", "a\n<!--", 170000, "");
	assert_quick("", "![a", 21000, "](b)");
	assert_quick("| a |\n|---|\n", "| <br>", 10000, "\n");
	assert_quick("- - - - - - - - - - - - - x\n", "\n", 1000000, "");
}

static int
finish(void **state)
{
	qms_unicode_finish();
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(renders_the_examples_of_the_specification_as_cmark_does),
		TEST(shows_raw_html_as_text),
		TEST(leads_only_where_a_reader_expects),
		TEST(lets_no_control_character_through),
		TEST(refuses_what_is_not_utf8),
		TEST(maps_targets_for_its_caller),
		TEST(shows_cells_as_its_caller_wants),
		TEST(gives_headings_readable_ids),
		TEST(knows_where_a_section_ends),
		TEST(finds_the_line_of_a_heading_below_definitions),
		TEST(knows_where_links_stand),
		TEST(counts_lines_from_the_first_of_the_file),
		TEST(gives_fenced_code_to_rules),
		TEST(gives_plain_text_to_the_search),
		TEST(makes_tables),
		TEST(splits_paragraphs_around_tables),
		TEST(keeps_definitions_and_rules_beside_tables),
		TEST(keeps_what_has_no_text_beside_tables),
		TEST(finds_the_line_of_a_heading_before_another),
		TEST(knows_the_bytes_of_cells),
		TEST(puts_tables_into_lists_and_quotes),
		TEST(reads_cells_as_inlines_only),
		TEST(finds_links_in_cells),
		TEST(gives_a_table_the_heading_above),
		TEST(tells_faults_of_tables),
		TEST(leaves_what_only_looks_like_a_table),
		TEST(refuses_what_is_too_large),
		TEST(refuses_depth_that_grows_over_many_lines),
		TEST(takes_what_looks_deep_but_is_not),
		TEST(stays_linear_on_hostile_input),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
