/* SPDX-License-Identifier: MIT */
#include "kinds.h"
#include "qms/xml.h"

#define PATH "agencies/so/records/2026/action/KP-2026-01.md"
#define TEXT(keys) "---\nschema: qms/action/1\ntitle: a\nfinding: PH-2026-01\n" \
	"unit: van-phong\nowner: lan\n" keys "---\n"			\
	"## Khắc phục ngay\n## Nguyên nhân\n"				\
	"| TT | Vì sao | Nguyên nhân |\n|---|---|---|\n"		\
	"## Kế hoạch\n| TT | Việc làm | Trách nhiệm | Hạn |\n"		\
	"|---|---|---|---|\n"						\
	"## Kết quả\n| TT | Kết quả | Bằng chứng | Ngày |\n"		\
	"|---|---|---|---|\n## Hiệu lực\n"

static const char *
text_of(enum qms_language language)
{
	struct qms_buffer out = { 0 };
	char *text;

	qms_problem_text(&out, &problems.items[0], language);
	text = qms_arena_copy(&arena, out.data, out.size);
	qms_buffer_free(&out);
	return text;
}

static void
a_wrong_day_is_named_with_what_is_expected(void **state)
{
	is_good(PATH, TEXT("due: 2026-02-28\n"));
	is_good(PATH, TEXT("due: 2028-02-29\n"));
	has_fault(PATH, TEXT("due: 2026-02-30\n"), "D012", 7);
	assert_int_equal(problems.items[0].column, 6);
	assert_string_equal(text_of(QMS_VI),
	    "hạn hoàn thành 2026-02-30 không phải là ngày có thật");
	has_fault(PATH, TEXT("due: 30/01/2026\n"), "D080", 7);
	assert_string_equal(text_of(QMS_VI), "hạn hoàn thành: “30/01/2026” "
	    "không đúng dạng ngày, phải viết như 2026-01-31");
	has_fault(PATH, TEXT("due: 2026-01-31+14:00\n"), "D080", 7);
	has_fault(PATH, TEXT("due: 2026-01-31Z\n"), "D080", 7);
	has_fault(PATH, TEXT("due: 2026-1-31\n"), "D080", 7);
	has_fault(PATH, TEXT("due: \" 2026-01-31\"\n"), "D080", 7);
	has_fault(PATH, TEXT("due: \"2026-01-31 \"\n"), "D080", 7);
	has_fault(PATH, TEXT("due: 1800-01-31\n"), "D080", 7);
}

static void
a_wrong_value_is_told_each_time_and_each_on_its_own(void **state)
{
	int i;

	for (i = 0; i < 3; i++) {
		has_fault(PATH, TEXT("due: 2026-01-31\nrisk: có\n"), "D083",
		    8);
		is_good(PATH, TEXT("due: 2026-01-31\nrisk: yes\n"));
	}
	check(PATH, TEXT("due: a\nrisk: b\n"));
	assert_int_equal(problems.count, 2);
	assert_int_equal(problems.items[0].line, 7);
	assert_int_equal(problems.items[1].line, 8);
	/* something is missing: what is there is judged nevertheless */
	check(PATH, TEXT("risk: b\n"));
	assert_int_equal(problems.count, 2);
	assert_string_equal(problems.items[0].code, "D052");
	assert_string_equal(problems.items[1].code, "D083");
}

static void
long_values_are_shown_shortened(void **state)
{
	char *value = qms_arena_alloc(&arena, 5000);
	struct qms_buffer text = { 0 };

	memset(value, 'x', 4000);
	qms_buffer_format(&text, TEXT("due: %s\n"), value);
	check(PATH, text.data);
	assert_int_equal(problems.count, 1);
	assert_true(strlen(problems.items[0].arguments[0]) < 100);
	qms_buffer_free(&text);
}

static void
count(void *closure, enum qms_xml_fault fault, void *data)
{
	++*(int *)closure;
}

/* What the published schema says of a file as XML. */
static int
faults_of(const struct qms_kind *kind, const char *path, const char *text)
{
	struct qms_buffer xsd = { 0 }, out = { 0 };
	struct qms_xml_schema *schema;
	struct qms_object object;
	struct qms_xml *xml;
	int faults = 0, line;

	qms_object_parse(&object, &arena, kinds, path, qms_text(text),
	    &problems);
	qms_schema_export(&out, &object);
	qms_object_free(&object);
	qms_schema_write(&xsd, kind);
	assert_null(qms_xml_compile(&schema, qms_buffer_view(&xsd), "test"));
	assert_true(qms_xml_parse(&xml, qms_buffer_view(&out), &line));
	assert_null(qms_xml_validate(schema, xml, count, &faults));
	qms_xml_free(xml);
	qms_xml_schema_free(schema);
	qms_buffer_free(&xsd);
	qms_buffer_free(&out);
	return faults;
}

static void
the_published_schema_judges_the_whole_file(void **state)
{
	const struct qms_kind *kind = qms_kinds_get(kinds, "action");

	assert_int_equal(faults_of(kind, PATH, TEXT("due: 2026-01-31\n")), 0);
	assert_true(faults_of(kind, PATH, TEXT("due: 2026-02-31\n")) > 0);
	assert_true(faults_of(kind, PATH, TEXT("")) > 0);
	assert_int_equal(faults_of(qms_kinds_get(kinds, "holiday"),
	    "law/holidays.csv", "day,vi,working,source,confirmed\n"
	    "2026-01-01,Tết,no,a,yes\n2026-04-30,b,no,a,yes\n"), 0);
	assert_int_equal(faults_of(qms_kinds_get(kinds, "people"),
	    "agencies/so/people.yaml", "schema: qms/people/1\npersons:\n"
	    "  - {id: lan, name: Lan, emails: [a@b.vn, c@d.vn]}\n"
	    "offices:\n  - {person: lan, office: head, from: 2020-01-01}\n"),
	    0);
}

static void
every_kind_has_a_schema_and_always_the_same(void **state)
{
	struct qms_buffer a = { 0 }, b = { 0 };
	struct qms_xml_schema *schema;
	size_t i;

	for (i = 0; i < kinds->count; i++) {
		qms_buffer_clear(&a);
		qms_buffer_clear(&b);
		qms_schema_write(&a, kinds->items[i]);
		qms_schema_write(&b, kinds->items[i]);
		assert_string_equal(a.data, b.data);
		assert_null(qms_xml_compile(&schema, qms_buffer_view(&a),
		    kinds->items[i]->id));
		qms_xml_schema_free(schema);
	}
	qms_buffer_free(&a);
	qms_buffer_free(&b);
}

#define KIND(more) "schema: qms/kind/1\nid: abc\nname: {vi: a, en: a}\n" \
	"class: data\nformat: yaml\nvisibility: public\n"		\
	"path: abc/{id}.yaml\nkeys:\n" more

static const struct qms_error *
judge(const char *kind_text, const char *text)
{
	struct qms_kinds own = { 0 };
	const struct qms_error *err;
	struct qms_object object;
	struct qms_kind *kind;

	kind = qms_kind_parse(&arena, "kinds/abc.yaml", qms_text(kind_text),
	    &problems);
	assert_non_null(kind);
	*qms_push(&arena, own.items, own.count, own.room) = kind;
	qms_map_put(&arena, &own.by_id, kind->id, kind);
	qms_object_parse(&object, &arena, &own, "abc/a.yaml", qms_text(text),
	    &problems);
	err = qms_schema_check(schemas, &object, &arena, &problems);
	qms_object_free(&object);
	return err;
}

static void
limits_and_patterns_of_a_key_hold(void **state)
{
	const char *kind = KIND("  a: {type: decimal, min: 0.5, max: 2}\n"
	    "  b: {type: date, min: 2020-01-01, max: 2020-12-31}\n"
	    "  c: {type: text, pattern: '[A-Z]{2}&<\"'}\n"
	    "  d: {type: enum, values: [x, y]}\n");

	assert_null(judge(kind, "schema: qms/abc/1\na: 0.5\nb: 2020-01-01\n"
	    "c: AB&<\"\nd: x\n"));
	assert_int_equal(problems.count, 0);
	assert_null(judge(kind, "schema: qms/abc/1\na: 0.49\nb: 2021-01-01\n"
	    "c: ABC\nd: z\n"));
	assert_int_equal(problems.count, 4);
	assert_string_equal(problems.items[0].code, "D093");
	assert_string_equal(problems.items[0].arguments[3], "0.5");
	assert_string_equal(problems.items[1].code, "D094");
	assert_string_equal(problems.items[2].code, "D092");
	assert_string_equal(problems.items[3].code, "D085");
	assert_string_equal(problems.items[3].arguments[3], "x, y");
}

static void
a_kind_that_makes_no_schema_is_a_failure_that_names_it(void **state)
{
	const struct qms_error *err;

	err = judge(KIND("  a: {type: integer, min: 5, max: 1}\n"),
	    "schema: qms/abc/1\na: 3\n");
	assert_non_null(err);
	assert_int_equal(err->id, QMS_M_K038);
	assert_string_equal(err->arguments[0], "kinds/abc.yaml");
}

static void
a_pattern_that_explodes_ends(void **state)
{
	const struct qms_error *err;

	err = judge(KIND("  a: {type: text, pattern: '(a|aa|a+)+b'}\n"),
	    "schema: qms/abc/1\n"
	    "a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
	/* libxml2 gives up, or says no; never yes */
	assert_true(err != NULL || problems.count == 1);
	if (err != NULL)
		assert_int_equal(err->id, QMS_M_K039);
}

static void
xml_from_others_is_read_without_tricks(void **state)
{
	static const char *const bad[] = {
		"", "<a>", "<a></b>", "a", "<a/><b/>", "<a>&b;</a>",
		"<!DOCTYPE a><a/>",
		"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
		"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
		"<!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]><a>&b;</a>",
		"<!DOCTYPE a [<!ENTITY % b SYSTEM \"/etc/passwd\"> %b;]><a/>",
		"<a>\x01</a>", "<a>\xff</a>",
	};
	struct qms_buffer deep = { 0 };
	struct qms_xml *xml;
	size_t i;
	int line;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(qms_xml_parse(&xml, qms_text(bad[i]), &line));
		assert_null(xml);
	}
	assert_false(qms_xml_parse(&xml, qms_text("<a>\n<b>\n</a>"), &line));
	assert_int_equal(line, 3);
	for (i = 0; i < 200; i++)
		qms_buffer_string(&deep, "<a>");
	for (i = 0; i < 200; i++)
		qms_buffer_string(&deep, "</a>");
	assert_false(qms_xml_parse(&xml, qms_buffer_view(&deep), &line));
	qms_buffer_free(&deep);
}

static void
xml_is_read_as_it_was_written(void **state)
{
	struct qms_buffer out = { 0 }, again = { 0 };
	struct qms_xml_node *node;
	struct qms_xml *xml;
	int line;

	xml = qms_xml_new("cơ-quan");
	qms_xml_set(qms_xml_root(xml), "id", "<&\"\n\x01");
	node = qms_xml_add(qms_xml_root(xml), "a", "<b>&amp; đ\x0b", NULL);
	qms_xml_add(qms_xml_root(xml), "c", NULL, NULL);
	qms_xml_add(node, "d", "", NULL);
	qms_xml_write(&out, xml);
	qms_xml_free(xml);
	assert_true(qms_xml_parse(&xml, qms_buffer_view(&out), &line));
	node = qms_xml_root(xml);
	assert_string_equal(qms_xml_name(node), "cơ-quan");
	assert_string_equal(qms_xml_attribute(&arena, node, "id"),
	    "<&\"\n\xef\xbf\xbd");
	assert_null(qms_xml_attribute(&arena, node, "no"));
	node = qms_xml_first(node);
	assert_string_equal(qms_xml_text(&arena, node),
	    "<b>&amp; đ\xef\xbf\xbd");
	node = qms_xml_next(node);
	assert_string_equal(qms_xml_name(node), "c");
	assert_null(qms_xml_next(node));
	qms_xml_write(&again, xml);
	assert_string_equal(out.data, again.data);
	qms_xml_free(xml);
	qms_buffer_free(&out);
	qms_buffer_free(&again);
}

static void
a_schema_loads_nothing_from_elsewhere(void **state)
{
	struct qms_xml_schema *schema;
	const struct qms_error *err;

	err = qms_xml_compile(&schema, qms_text("<xs:schema xmlns:xs=\"http:"
	    "//www.w3.org/2001/XMLSchema\"><xs:include schemaLocation=\""
	    "schemas/none.xsd\"/></xs:schema>"), "a");
	assert_non_null(err);
	assert_null(schema);
	assert_true(qms_xml_pattern_is_valid("[A-Z]+(\\.[0-9]+)?"));
	assert_false(qms_xml_pattern_is_valid("[A-Z"));
	assert_false(qms_xml_pattern_is_valid("(a"));
}

#define test(name) cmocka_unit_test_setup_teardown(name, begin, end)

static int
finish(void **state)
{
	free_kinds(state);
	qms_xml_finish();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_wrong_day_is_named_with_what_is_expected),
		test(a_wrong_value_is_told_each_time_and_each_on_its_own),
		test(long_values_are_shown_shortened),
		test(the_published_schema_judges_the_whole_file),
		test(every_kind_has_a_schema_and_always_the_same),
		test(limits_and_patterns_of_a_key_hold),
		test(a_kind_that_makes_no_schema_is_a_failure_that_names_it),
		test(a_pattern_that_explodes_ends),
		test(xml_from_others_is_read_without_tricks),
		test(xml_is_read_as_it_was_written),
		test(a_schema_loads_nothing_from_elsewhere),
	};

	return cmocka_run_group_tests(tests, load_kinds, finish);
}
