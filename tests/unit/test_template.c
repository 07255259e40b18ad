/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "qms/template.h"

static struct qms_arena arena;
static struct qms_buffer out;
static struct qms_problems problems;

static int
set_up(void **state)
{
	(void)state;
	memset(&problems, 0, sizeof(problems));
	problems.arena = &arena;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	qms_arena_free(&arena);
	qms_buffer_free(&out);
	return 0;
}

static const struct qms_template *
compile(const char *text)
{
	struct qms_template_source sources[] = {
		{ "page", qms_text(text) },
		{ "part", qms_text("<i>{{name}}</i>\n") },
	};
	struct qms_templates *templates;

	templates = qms_templates_compile(&arena, sources, 2, &problems);
	return qms_template_find(templates, "page");
}

static const char *
render(const char *text, const struct qms_value *values)
{
	const struct qms_template *template = compile(text);
	const struct qms_error *err;

	assert_int_equal(problems.count, 0);
	qms_buffer_clear(&out);
	err = qms_template_render(&out, template, values, QMS_VI);
	assert_null(err);
	return out.data == NULL ? "" : out.data;
}

#define makes(text, values, wanted)					\
	assert_string_equal(render((text), (values)), (wanted))

static void
refuses(const char *text, enum qms_message_id id, int line, int column)
{
	problems.count = 0;
	(void)compile(text);
	if (problems.count == 0)
		fail_msg("accepted: %s", text);
	assert_string_equal(problems.items[0].code, qms_message_get(id)->code);
	assert_string_equal(problems.items[0].path, "page.html");
	assert_int_equal(problems.items[0].line, line);
	assert_int_equal(problems.items[0].column, column);
	problems.count = 0;
}

static void
escapes_a_text_in_text_and_in_attributes(void **state)
{
	struct qms_value *v = qms_value_new(&arena);

	(void)state;
	qms_value_text(v, "x", "<b a=\"1\" c='2'>&");
	makes("<p title=\"{{x}}\">{{ x }}</p>", v,
	    "<p title=\"&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\">"
	    "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;</p>");
}

static void
a_text_in_a_link_becomes_a_part_of_a_path(void **state)
{
	struct qms_value *v = qms_value_new(&arena);

	(void)state;
	qms_value_text(v, "id", "QT 01?đ:\"");
	qms_value_text(v, "bad", "javascript:alert(1)");
	makes("<a href=\"a/{{id}}.html\">", v,
	    "<a href=\"a/QT%2001%3F%C4%91%3A%22.html\">");
	makes("<a href='{{bad}}'>", v, "<a href='javascript%3Aalert%281%29'>");
}

static void
a_link_keeps_what_a_link_needs(void **state)
{
	struct qms_value *v = qms_value_new(&arena);

	(void)state;
	qms_value_url(v, "u", "https://a.vn/x?a=1&b=%20#c d\"'");
	makes("<a href=\"{{u}}\">", v,
	    "<a href=\"https://a.vn/x?a=1&amp;b=%20#c%20d%22%27\">");
	makes("{{u}}", v, "https://a.vn/x?a=1&amp;b=%20#c d&quot;&#39;");
}

static void
a_link_with_another_scheme_leads_nowhere(void **state)
{
	static const char *const bad[] = { "javascript:alert(1)",
		"JavaScript:x", "data:text/html,x", "vbscript:x", "file:///etc",
		"//evil.vn", "blob:x", "java\nscript:x",
		" javascript:x", "\x01javascript:x", "qms-x:y", ":x" };
	struct qms_value *v = qms_value_new(&arena);
	const char *page;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		qms_value_url(v, "u", bad[i]);
		page = render("<a href=\"{{u}}\">", v);
		assert_string_equal(page, "<a href=\"#\">");
	}
	qms_value_url(v, "u", "/\\evil.vn");
	makes("<a href=\"{{u}}\">", v, "<a href=\"/%5Cevil.vn\">");
	qms_value_url(v, "u", "mailto:a@b.vn");
	makes("<a href=\"{{u}}\">", v, "<a href=\"mailto:a@b.vn\">");
	makes("<img src=\"{{u}}\">", v, "<img src=\"#\">");
}

static void
a_scheme_put_together_from_pieces_is_seen(void **state)
{
	struct qms_value *v = qms_value_new(&arena);

	(void)state;
	qms_value_text(v, "a", "script");
	qms_value_url(v, "b", "script:x");
	makes("<a href=\"java{{a}}:x\">", v, "<a href=\"#\">");
	makes("<a href=\"java{{b}}\">", v, "<a href=\"#\">");
	makes("<a href=\"{{#a}}java{{/a}}{{b}}\">", v, "<a href=\"#\">");
	makes("<a href=\"x\" title=\"{{a}}\">{{b}}", v,
	    "<a href=\"x\" title=\"script\">script:x");
}

static void
comments_in_links_leave_no_trace(void **state)
{
	(void)state;
	makes("<a href=\"{{! c }}x\">y", qms_value_new(&arena),
	    "<a href=\"x\">y");
}

static void
sections_repeat_hide_and_show(void **state)
{
	struct qms_value *v = qms_value_new(&arena), *list, *row;

	(void)state;
	list = qms_value_list(v, "rows");
	row = qms_value_row(list);
	qms_value_text(row, "n", "1");
	row = qms_value_row(list);
	qms_value_text(row, "n", "2");
	qms_value_list(v, "none");
	qms_value_flag(v, "yes", true);
	qms_value_flag(v, "no", false);
	qms_value_text(v, "name", "N");
	qms_value_text(v, "blank", "");
	list = qms_value_list(v, "words");
	qms_value_item(list, "a");
	qms_value_item(list, "b");
	makes("{{#rows}}{{n}}{{name}} {{/rows}}", v, "1N 2N ");
	makes("{{#words}}({{.}}){{/words}}", v, "(a)(b)");
	makes("{{?rows}}{{name}}{{/rows}}{{?none}}x{{/none}}", v, "N");
	makes("{{#none}}x{{/none}}{{^none}}y{{/none}}", v, "y");
	makes("{{#yes}}x{{/yes}}{{#no}}y{{/no}}{{^no}}z{{/no}}", v, "xz");
	makes("{{#name}}{{.}}{{/name}}{{#blank}}x{{/blank}}", v, "N");
	makes("{{^absent}}x{{/absent}}{{absent}}", v, "x");
	makes("<p {{#yes}}hidden {{/yes}}>", v, "<p hidden >");
}

static void
tags_alone_on_a_line_take_the_line_away(void **state)
{
	struct qms_value *v = qms_value_new(&arena);

	(void)state;
	qms_value_flag(v, "yes", true);
	qms_value_text(v, "name", "N");
	makes("a\n  {{#yes}}\n  b\n  {{/yes}}\nc\n", v, "a\n  b\nc\n");
	makes("{{! note }}\na\n", v, "a\n");
	makes("a\n {{>part}}\nb\n", v, "a\n<i>N</i>\nb\n");
	makes("a {{#yes}}\nb{{/yes}}\n", v, "a \nb\n");
	makes("{{name}}\n", v, "N\n");
}

static void
html_passes_only_as_html(void **state)
{
	struct qms_value *v = qms_value_new(&arena);
	const struct qms_template *template;
	const struct qms_error *err;

	(void)state;
	qms_value_html(v, "body", qms_html_written(qms_text("<b>x</b>")));
	qms_value_text(v, "name", "<b>");
	makes("<div>{{&body}}</div>", v, "<div><b>x</b></div>");
	template = compile("a\n{{&name}}");
	err = qms_template_render(&out, template, v, QMS_VI);
	assert_non_null(err);
	assert_int_equal(err->id, QMS_M_W014);
	assert_string_equal(err->arguments[1], "2:1");
	template = compile("{{body}}");
	assert_non_null(qms_template_render(&out, template, v, QMS_VI));
}

static void
labels_come_in_the_language_of_the_page(void **state)
{
	const struct qms_template *template = compile("<a>{{t:home}}</a>");

	(void)state;
	assert_null(qms_template_render(&out, template,
	    qms_value_new(&arena), QMS_VI));
	assert_null(qms_template_render(&out, template,
	    qms_value_new(&arena), QMS_EN));
	assert_string_equal(out.data, "<a>Trang chủ</a><a>Home</a>");
}

static void
refuses_values_where_no_escaping_is_safe(void **state)
{
	static const char *const bad[] = {
		"<script>{{x}}</script>", "<SCRIPT a=b>{{x}}",
		"<style>{{x}}</style>", "<b onclick=\"{{x}}\">",
		"<b ONLOAD='{{x}}'>", "<b style=\"{{x}}\">",
		"<iframe srcdoc=\"{{x}}\">", "<b title={{x}}>", "<b {{x}}>",
		"<b title=a{{x}}>", "<{{x}}>", "<b{{x}}>", "</b{{x}}>",
		"<!-- {{x}} -->", "<!doctype {{x}}>", "<b a{{x}}=\"1\">",
		"<b a{{#x}}=\"1\"{{/x}}>", "<{{#x}}b{{/x}}>",
		"<script>{{#x}}a{{/x}}</script>", "<b title={{t:home}}>",
		"<b {{t:home}}>", "<b title=\"{{&x}}\">", "<b {{>part}}>",
		"<script></scrip>{{x}}", "<!-- > {{x}}", "<img srcset=\"{{x}}\">",
		"<svg><script/>{{x}}</svg>",
		"<b ooooooooooooooooooooooooooooooooooooooooooon=\"{{x}}\">" };
	size_t i;
	int line, column;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		qms_text_position(qms_text(bad[i]),
		    (size_t)(strstr(bad[i], "{{") - bad[i]), &line, &column);
		refuses(bad[i], QMS_M_W007, line, column);
	}
}

static void
refuses_sections_that_leave_their_place(void **state)
{
	(void)state;
	refuses("{{#x}}<a title=\"{{/x}}{{y}}\">", QMS_M_W009, 1, 17);
	refuses("<a {{#x}}title=\"{{/x}}\">", QMS_M_W009, 1, 17);
	refuses("<a title=\"{{#x}}\" b=\"{{/x}}\">", QMS_M_W009, 1, 22);
	refuses("{{#x}}<script>{{/x}}", QMS_M_W007, 1, 15);
	refuses("<a {{#x}}a {{/x}}=\"{{y}}\">", QMS_M_W008, 1, 18);
	refuses("<a title=\"x", QMS_M_W008, 1, 12);
	refuses("<script>", QMS_M_W008, 1, 9);
}

static void
names_the_place_of_each_fault(void **state)
{
	char deep[1024] = "";
	int i;

	(void)state;
	refuses("á\nđ {{x", QMS_M_W001, 2, 3);
	refuses("a\n {{x y}}", QMS_M_W002, 2, 2);
	refuses("{{}}", QMS_M_W002, 1, 1);
	refuses("{{{x}}}", QMS_M_W002, 1, 1);
	refuses("{{=<% %>=}}", QMS_M_W002, 1, 1);
	refuses("{{/x}}", QMS_M_W003, 1, 1);
	refuses("{{#x}}{{/y}}", QMS_M_W003, 1, 7);
	refuses("{{#x}}\n", QMS_M_W004, 2, 1);
	refuses("{{>absent}}", QMS_M_W005, 1, 1);
	refuses("{{>../part}}", QMS_M_W002, 1, 1);
	refuses("{{>/etc/passwd}}", QMS_M_W002, 1, 1);
	refuses("{{t:absent_word}}", QMS_M_W010, 1, 1);
	refuses("\xff", QMS_M_W013, 1, 1);
	for (i = 0; i < 33; i++)
		strcat(deep, "{{#x}}");
	refuses(deep, QMS_M_W012, 1, 193);
}

static void
refuses_circles_of_templates(void **state)
{
	struct qms_template_source sources[] = {
		{ "a", qms_text("{{>b}}") }, { "b", qms_text("{{>c}}") },
		{ "c", qms_text("x\n{{>a}}") }, { "d", qms_text("{{>d}}") },
	};
	struct qms_templates *templates;

	(void)state;
	templates = qms_templates_compile(&arena, sources, 4, &problems);
	assert_int_equal(problems.count, 2);
	assert_string_equal(problems.items[0].path, "c.html");
	assert_int_equal(problems.items[0].line, 2);
	assert_string_equal(problems.items[1].path, "d.html");
	assert_non_null(qms_template_render(&out, qms_template_find(templates,
	    "a"), qms_value_new(&arena), QMS_VI));
}

static void
a_page_that_explodes_is_an_error(void **state)
{
	struct qms_value *v = qms_value_new(&arena), *list;
	const struct qms_template *template;
	const struct qms_error *err;
	int i;

	(void)state;
	list = qms_value_list(v, "x");
	for (i = 0; i < 100; i++)
		qms_value_row(list);
	template = compile("{{#x}}{{#x}}{{#x}}{{#x}}{{#x}}{{#x}}"
	    "{{/x}}{{/x}}{{/x}}{{/x}}{{/x}}{{/x}}");
	err = qms_template_render(&out, template, v, QMS_VI);
	assert_non_null(err);
	assert_int_equal(err->id, QMS_M_W015);
}

static void
a_later_source_replaces_an_earlier_one(void **state)
{
	struct qms_template_source sources[] = {
		{ "a", qms_text("1") }, { "b", qms_text("{{>a}}") },
		{ "a", qms_text("2") },
	};
	struct qms_templates *templates;

	(void)state;
	templates = qms_templates_compile(&arena, sources, 3, &problems);
	assert_null(qms_template_render(&out, qms_template_find(templates,
	    "b"), qms_value_new(&arena), QMS_VI));
	assert_string_equal(out.data, "2");
	assert_null(qms_template_find(templates, "c"));
}

/* A page of 200 values in 50 rows; the bound is loose, for slow machines. */
int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(escapes_a_text_in_text_and_in_attributes),
		TEST(a_text_in_a_link_becomes_a_part_of_a_path),
		TEST(a_link_keeps_what_a_link_needs),
		TEST(a_link_with_another_scheme_leads_nowhere),
		TEST(a_scheme_put_together_from_pieces_is_seen),
		TEST(comments_in_links_leave_no_trace),
		TEST(sections_repeat_hide_and_show),
		TEST(tags_alone_on_a_line_take_the_line_away),
		TEST(html_passes_only_as_html),
		TEST(labels_come_in_the_language_of_the_page),
		TEST(refuses_values_where_no_escaping_is_safe),
		TEST(refuses_sections_that_leave_their_place),
		TEST(names_the_place_of_each_fault),
		TEST(refuses_circles_of_templates),
		TEST(a_page_that_explodes_is_an_error),
		TEST(a_later_source_replaces_an_earlier_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
