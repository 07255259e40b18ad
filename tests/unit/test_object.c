/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "kinds.h"
#include "qms/pattern.h"

#define PATH "agencies/so/documents/QT-07.md"
#define KEYS "schema: qms/procedure/1\ntitle: Tiếp nhận\nrole: internal\n"
#define BODY "\n## Mục đích\n\na\n\n## Phạm vi\n\nb\n\n"			\
	"## Trình tự thực hiện\n\n"					\
	"| Bước | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu | Kết quả |\n" \
	"|---|---|---|---|---|---|\n"					\
	"| 1 | Lập | Chuyên viên | 0.5 |  | |\n\n"			\
	"## Hồ sơ lưu\n\n| TT | Hồ sơ | Nơi lưu | Thời gian lưu |\n"	\
	"|---|---|---|---|\n| 1 | Văn bản | Văn phòng | 5 năm |\n"
#define GOOD "---\n" KEYS "---\n" BODY

/* The good text with the first of one piece replaced by another. */
static const char *
with(const char *text, const char *piece, const char *other)
{
	const char *found = strstr(text, piece);

	assert_non_null(found);
	return qms_arena_format(&arena, "%.*s%s%s", (int)(found - text), text,
	    other, found + strlen(piece));
}

static const char *
with_crlf(const char *text)
{
	struct qms_buffer out = { 0 };
	char *copy;

	for (; *text != '\0'; text++) {
		if (*text == '\n')
			qms_buffer_char(&out, '\r');
		qms_buffer_char(&out, *text);
	}
	copy = qms_arena_copy(&arena, out.data, out.size);
	qms_buffer_free(&out);
	return copy;
}

static void
reads_what_windows_writes(void **state)
{
	struct qms_object object;
	const char *text = qms_arena_format(&arena, "\xef\xbb\xbf%s",
	    with_crlf(GOOD));

	is_good(PATH, GOOD);
	is_good(PATH, with_crlf(GOOD));
	is_good(PATH, text);
	qms_object_parse(&object, &arena, kinds, PATH, qms_text(text),
	    &problems);
	assert_int_equal(object.front_offset, 3 + 5);
	assert_int_equal(object.body_line, 6);
	assert_string_equal(object.bytes.data + object.body_offset,
	    object.body.data);
	assert_string_equal(object.title, "Tiếp nhận");
	assert_false(object.broken);
	assert_int_equal(object.tables[1].columns[3], 3);
	assert_null(object.tables[0].found);
	qms_object_free(&object);
}

static void
each_way_to_miss_front_matter_is_its_own(void **state)
{
	has_fault(PATH, "## Mục đích\n\nVăn bản\n", "D009", 1);
	has_fault(PATH, "", "D009", 1);
	has_fault(PATH, with(GOOD, "---\n", ""), "D010", 1);
	has_fault(PATH, "\n\n" GOOD, "D010", 1);
	has_fault(PATH, "---\n" KEYS BODY, "D011", 1);
	has_fault(PATH, "---\n" KEYS, "D011", 1);
	has_fault(PATH, "---\n" KEYS BODY "\n---\n", "D011", 1);
	has_fault(PATH, "--- \n" KEYS "----\n", "D011", 1);
	is_good(PATH, with(GOOD, "---\n", "---  \n"));
	has_fault(PATH, "---\nchỉ một câu\n---\n" BODY, "D040", 2);
}

static void
the_hint_names_the_kind_and_the_file(void **state)
{
	struct qms_buffer help = { 0 };

	has_fault("agencies/so/documents/BM-03.md", "abc\n", "D009", 1);
	qms_problem_help(&help, &problems.items[0], QMS_EN);
	assert_non_null(strstr(help.data,
	    "qms new form --from agencies/so/documents/BM-03.md"));
	qms_buffer_free(&help);
}

static void
schema_tells_the_kind(void **state)
{
	const char *line = "schema: qms/procedure/1";

	has_fault(PATH, with(GOOD, line, "schema: procedure"), "D015", 2);
	has_fault(PATH, with(GOOD, line, "schema: qms/procedure/0"), "D015",
	    2);
	has_fault(PATH, with(GOOD, line, "schema: qms/procedure/2"), "D017",
	    2);
	has_fault(PATH, with(GOOD, line, "schema: qms/finding/1"), "D016", 2);
	has_fault(PATH, with(GOOD, line, "schema: qms/abc/1"), "D019", 2);
	has_fault(PATH, with(GOOD, line, "schema: qms/document/1"), "D019",
	    2);
	has_fault(PATH, with(GOOD, line, "# schema"), "D014", 1);
	is_good(PATH, with(GOOD, line, "schema: \"qms/procedure/1\" # a"));
	is_good(PATH, with(GOOD, line, "'schema': 'qms/procedure/1'"));
	is_good("agencies/so/documents/abc.md", GOOD);
	/* nothing tells of which kind it is: one problem, no guesses */
	has_fault("agencies/so/documents/abc.md", with(GOOD,
	    "schema: qms/procedure/1\n", ""),
	    "D014", 1);
}

static void
a_path_of_no_kind_is_not_judged(void **state)
{
	struct qms_object object;

	check("README.md", "<b>\xff");
	assert_int_equal(problems.count, 0);
	qms_object_parse(&object, &arena, kinds, "agencies/so/x.md",
	    qms_text(GOOD), &problems);
	assert_null(object.match.kind);
}

static void
names_of_files_are_safe(void **state)
{
	static const char *const bad[] = { "-QT", ".QT", "QT 07", "QT:07",
		"QT..", "nul", "COM1", "QT~1" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		has_fault(qms_arena_format(&arena,
		    "agencies/so/documents/%s.md", bad[i]), GOOD, "D007", 0);
	has_fault("agencies/S O/documents/QT-07.md", GOOD, "D007", 0);
	has_fault("agencies/so/documents/QUa\xcc\x81.md", GOOD, "D005", 0);
	has_fault("agencies/so/documents/BM-07.md", GOOD, "D008", 0);
	is_good("agencies/so/documents/QĐ-07.md", GOOD);
	/* what can not even be told is told by whoever lists the files */
	is_good("agencies/so/documents/QT\x01.md", GOOD);
	assert_false(qms_path_is_usable("a/QT\x01.md"));
	assert_false(qms_path_is_usable("a\\b"));
	assert_false(qms_path_is_usable("a/\xff"));
	assert_true(qms_path_is_usable("a/Quy trình.md"));
	assert_true(qms_id_is_safe("2026-01-NVA-03"));
	assert_false(qms_id_is_safe("a/b"));
	assert_false(qms_id_is_safe(""));
}

static void
text_that_is_no_text_is_one_problem(void **state)
{
	char *large = qms_arena_alloc(&arena, QMS_FILE_LIMIT + 2);

	has_fault(PATH, with(GOOD, "Tiếp", "Ti\xd5p"), "D002", 3);
	assert_int_equal(problems.items[0].column, 10);
	has_fault(PATH, with(GOOD, "Lập", "L\x07p"), "D003", 19);
	check_bytes(PATH, GOOD "\0", sizeof(GOOD "\0") - 1);
	assert_string_equal(problems.items[0].code, "D003");
	memset(large, 'a', QMS_FILE_LIMIT + 1);
	has_fault(PATH, large, "D001", 0);
}

static void
letters_and_marks_apart_are_told_once_and_still_understood(void **state)
{
	const char *text;

	has_fault(PATH, with(GOOD, "Mục đích", "Mu\xcc\xa3" "c đích"),
	    "D004", 7);
	assert_int_equal(problems.items[0].column, 5);
	text = with(GOOD, "Nơi", "No\xcc\x9bi");
	has_fault(PATH, text, "D004", 23);
	/* a value that fits its pattern when composed */
	has_fault(PATH, with(GOOD, "5 năm", "5 na\xcc\x86m"), "D004", 25);
	has_fault(PATH, with(text, "5 năm", "5 na\xcc\x86m"), "D004", 23);
}

static void
html_is_told_where_it_begins(void **state)
{
	has_fault(PATH, with(GOOD, "\nb\n", "\nxy <b>b</b>\n"), "D060", 13);
	assert_int_equal(problems.items[0].column, 4);
	has_fault(PATH, with(GOOD, "\nb\n", "\n<div>\n\nb\n\n</div>\n"),
	    "D060", 13);
	has_fault(PATH, with(GOOD, "\nb\n", "\n<!-- b -->\n"), "D060", 13);
	is_good(PATH, with(GOOD, "\nb\n", "\n`<b>` \\<b>\n"));
}

static void
a_moved_section_is_one_problem(void **state)
{
	const char *text = with(GOOD, "## Phạm vi\n\nb\n\n", "");

	has_fault(PATH, with(text, "## Mục đích\n",
	    "## Phạm vi\n\nb\n\n## Mục đích\n"), "D063", 7);
	is_good(PATH, with(GOOD, "## Phạm vi", "## Khác\n\n### Phạm vi"));
}

static void
a_row_with_wrong_cells_is_one_problem(void **state)
{
	has_fault(PATH, with(GOOD, "| 1 | Văn bản |", "| 1 |"), "D114", 25);
	has_fault(PATH, with(GOOD, "| 1 | Lập |", "| 1 | | Lập | x |"),
	    "D114", 19);
}

static void
a_broken_object_says_so(void **state)
{
	struct qms_object object;

	qms_object_parse(&object, &arena, kinds, PATH,
	    qms_text("---\na: [\n---\n"), &problems);
	assert_true(object.broken);
	assert_null(object.root);
	assert_int_equal(problems.count, 1);
	assert_string_equal(object.title, "QT-07");
	qms_object_free(&object);
}

static void
at(const struct qms_object *object, const char *key, int row, int line,
    int column)
{
	int l, c;

	qms_object_position(object, key, row, &l, &c);
	assert_int_equal(l, line);
	assert_int_equal(c, column);
}

static void
positions_are_those_of_the_file(void **state)
{
	struct qms_object object;

	qms_object_parse(&object, &arena, kinds, PATH, qms_text(with(GOOD,
	    "role:", "forms:\n  - BM-01\n  - BM-02\nrole:")), &problems);
	at(&object, "title", 0, 3, 1);
	at(&object, "forms", 2, 6, 5);
	at(&object, "records", 1, 28, 1);
	at(&object, "adopts", 0, 1, 1);
	at(&object, NULL, 0, 1, 1);
	assert_string_equal(qms_object_string(&object, "role"), "internal");
	qms_object_free(&object);
	qms_object_parse(&object, &arena, kinds, "law/holidays.csv", qms_text(
	    "day,vi,working,source,confirmed\n2026-01-01,\"a,\nb\",no,x,yes\n"
	    "2026-01-02,c,no,x,yes\n"), &problems);
	at(&object, "working", 1, 3, 4);
	at(&object, "vi", 2, 4, 12);
	assert_int_equal(problems.count, 0);
}

static void
refers(const char *text, const char *kind, const char *agency, const char *id,
    const char *version)
{
	struct qms_reference reference;

	assert_true(qms_reference_parse(&reference, &arena, text,
	    kind == NULL ? NULL : qms_kinds_get(kinds, kind)));
	assert_string_equal(reference.agency, agency);
	assert_string_equal(reference.id, id);
	assert_string_equal(reference.version, version);
}

static void
references_are_taken_apart(void **state)
{
	struct qms_reference reference;

	refers("QT-07", NULL, "", "QT-07", "");
	refers("so/QT-07@2.0", "procedure", "so", "QT-07", "2.0");
	refers("19/2014/QĐ-TTg", "legal", "", "19/2014/QĐ-TTg", "");
	refers("8.5.1", "clause", "", "8.5.1", "");
	assert_false(qms_reference_parse(&reference, &arena, "/QT", NULL));
	assert_false(qms_reference_parse(&reference, &arena, "QT@", NULL));
	assert_false(qms_reference_parse(&reference, &arena, "a@1/b", NULL));
}

static void
patterns_take_names_apart_and_put_them_together(void **state)
{
	struct qms_pattern_values values;
	struct qms_buffer out = { 0 };

	assert_true(qms_pattern_fits("a/{agency}/QT-{id}.md",
	    "a/so/QT-a.b.md", &values));
	assert_true(qms_text_is(values.agency, "so"));
	assert_true(qms_text_is(values.id, "a.b"));
	assert_false(qms_pattern_fits("a/{id}.md", "a/b/c.md", &values));
	assert_false(qms_pattern_fits("a/{id}.md", "a/.md", &values));
	assert_true(qms_pattern_fits("{year}-{nn}", "2026-103", &values));
	assert_int_equal(values.number, 103);
	assert_false(qms_pattern_fits("QT-{nn}", "QT-7", &values));
	assert_false(qms_pattern_fits("QT-{nn}", "QT-007", &values));
	assert_true(qms_pattern_fits("{id}/{id}", "ab/ab", &values));
	assert_false(qms_pattern_fits("{id}/{id}", "ab/ac", &values));
	values = (struct qms_pattern_values){ .year = qms_text("2026"),
		.number = 7 };
	qms_pattern_fill(&out, "KP-{year}-{nnn}", &values);
	assert_string_equal(out.data, "KP-2026-007");
	assert_false(qms_pattern_is_valid("{name}", "agency id"));
	assert_false(qms_pattern_is_valid("{id", "agency id"));
	assert_true(qms_pattern_is_valid("{nnn}-{year}", "nn year"));
	qms_buffer_free(&out);
}

#define test(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(reads_what_windows_writes),
		test(each_way_to_miss_front_matter_is_its_own),
		test(the_hint_names_the_kind_and_the_file),
		test(schema_tells_the_kind),
		test(a_path_of_no_kind_is_not_judged),
		test(names_of_files_are_safe),
		test(text_that_is_no_text_is_one_problem),
		test(letters_and_marks_apart_are_told_once_and_still_understood),
		test(html_is_told_where_it_begins),
		test(a_moved_section_is_one_problem),
		test(a_row_with_wrong_cells_is_one_problem),
		test(a_broken_object_says_so),
		test(positions_are_those_of_the_file),
		test(references_are_taken_apart),
		test(patterns_take_names_apart_and_put_them_together),
	};

	return cmocka_run_group_tests(tests, load_kinds, free_kinds);
}
