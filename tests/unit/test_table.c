/* SPDX-License-Identifier: MIT */
#include <ftw.h>

#include "kinds.h"
#include "qms/table.h"

#define PATH "agencies/so/documents/QT-07.md"
#define FRONT "---\nschema: qms/procedure/1\ntitle: A # tên\nrole: internal\n"
#define STEPS "| Bước | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu | "	\
	"Kết quả |\n|---|---|---|---|---|---|\n"
#define BODY "---\n\n## Mục đích\n\na\n\n## Phạm vi\n\nb\n\n"			\
	"## Trình tự thực hiện\n\n" STEPS				\
	"| 1 | Lập | Chuyên viên | 0.5 |  |  |\n"			\
	"|2|Trình|  Trưởng phòng|1||x|\n"				\
	"| 3 | Ký | Giám đốc | 0.25 |  |  |\n\nc\n\n"			\
	"## Hồ sơ lưu\n\n| TT | Hồ sơ | Nơi lưu | Thời gian lưu |\n"	\
	"|---|---|---|---|\n| 1 | Văn bản | Văn phòng | 5 năm |\n"
#define GOOD FRONT BODY
#define CSV "agencies/so/tthc.csv"
#define HEAD "code,name,field,level,decision,decision_date,status,from,to,"	\
	"days,online\n"
#define ROW1 "1.000419,Một,x,commune,,,new,2026-01-01,,5,full\n"
#define ROW2 "1.000656,\"Hai, ba\",x,commune,,,new,2026-01-01,,1,full\n"

static struct qms_object object;
static struct qms_tables tables;
static const struct qms_table *table;
static struct qms_table_edit edit;
static struct qms_text file;

static void
open_table(const char *path, struct qms_text text, const char *name)
{
	qms_object_free(&object);
	problems.count = 0;
	qms_object_parse(&object, &arena, kinds, path, text, &problems);
	assert_null(qms_tables_read(&tables, &arena, &object, &problems,
	    QMS_VI));
	problems.count = 0;
	table = qms_tables_find(&tables, name);
	assert_non_null(table);
	qms_table_begin(&edit, &arena, table);
}

static void
open_text(const char *text, const char *name)
{
	open_table(PATH, qms_text(text), name);
}

static int
close_table(void **state)
{
	qms_object_free(&object);
	memset(&object, 0, sizeof(object));
	return end(state);
}

static void
writes(const char *expected)
{
	assert_null(qms_table_write(&file, &problems, &edit, &object, kinds));
	if (problems.count > 0)
		print_problems("");
	assert_int_equal(problems.count, 0);
	assert_string_equal(qms_arena_copy(&arena, file.data, file.size),
	    expected);
}

static void
refuses(const char *code, int row, int column)
{
	assert_null(qms_table_write(&file, &problems, &edit, &object, kinds));
	if (problems.count != 1)
		print_problems("");
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].code, code);
	assert_int_equal(problems.items[0].line, row);
	assert_int_equal(problems.items[0].column, column);
}

static const char *
with(const char *text, const char *piece, const char *other)
{
	const char *found = strstr(text, piece);

	assert_non_null(found);
	return qms_arena_format(&arena, "%.*s%s%s", (int)(found - text), text,
	    other, found + strlen(piece));
}

static void
finds_tables_and_columns_as_people_name_them(void **state)
{
	open_text(GOOD, "steps");
	assert_ptr_equal(table, qms_tables_find(&tables, "TRINH TU"));
	assert_ptr_equal(table, qms_tables_find(&tables, "1"));
	assert_ptr_equal(table, qms_tables_find(&tables,
	    "Trình tự thực hiện"));
	assert_null(qms_tables_find(&tables, "khác"));
	assert_null(qms_tables_find(&tables, ""));
	assert_null(qms_tables_find(&tables, "9"));
	assert_string_equal(qms_tables_find(&tables, "phi, le phi")->name,
	    "fees");
	assert_int_equal(qms_table_find_column(table, "time"), 3);
	assert_int_equal(qms_table_find_column(table, "Thời gian"), 3);
	assert_int_equal(qms_table_find_column(table, "thoi gian"), 3);
	assert_int_equal(qms_table_find_column(table, "4"), 3);
	assert_int_equal(qms_table_find_column(table, "#4"), 3);
	assert_true(qms_table_find_column(table, "0") == SIZE_MAX);
	assert_true(qms_table_find_column(table, "thoi") == SIZE_MAX);
	assert_int_equal(qms_table_find_row(table, "3"), 2);
	assert_true(qms_table_find_row(table, "4") == SIZE_MAX);
}

static void
changes_a_cell_and_nothing_else(void **state)
{
	open_text(GOOD, "steps");
	qms_table_set(&edit, 1, 3, "0,5");
	writes(with(GOOD, "|1||x|", "|0.5||x|"));
	open_text(GOOD, "steps");
	qms_table_set(&edit, 1, 1, "a|b\nc");
	writes(with(GOOD, "|Trình|", "|a\\|b<br>c|"));
	open_text(GOOD, "steps");
	qms_table_set(&edit, 1, 3, "1");
	assert_true(qms_table_is_same(&edit));
	writes(GOOD);
}

static void
refuses_what_the_column_does_not_take(void **state)
{
	open_text(GOOD, "steps");
	qms_table_set(&edit, 1, 3, "một ngày");
	refuses("D082", 2, 4);
	open_text(GOOD, "steps");
	qms_table_set(&edit, 2, 1, "");
	refuses("D070", 3, 2);
	open_text(GOOD, "steps");
	qms_table_set(&edit, 0, 1, "a <b>b</b>");
	refuses("D060", 1, 2);
	open_text(GOOD, "steps");
	qms_table_set(&edit, 0, 1, "a\x01");
	refuses("D003", 1, 2);
	open_text(with(GOOD, "| 0.5 |", "| nửa ngày |"), "steps");
	qms_table_set(&edit, 0, 1, "Soạn");	/* it was wrong before */
	writes(with(with(GOOD, "| 0.5 |", "| nửa ngày |"), "| Lập |",
	    "| Soạn |"));
	qms_table_add(&edit, 0);
	qms_table_set(&edit, 0, 0, "1");
	qms_table_set(&edit, 0, 1, "a");
	qms_table_set(&edit, 0, 2, "b");
	qms_table_set(&edit, 0, 3, "nửa ngày");
	refuses("D082", 1, 4);
}

static void
refuses_a_cell_that_is_too_long(void **state)
{
	size_t size = 10 << 20;
	char *cell = qms_arena_alloc(&arena, size + 1);

	memset(cell, 'a', size);
	open_text(GOOD, "steps");
	qms_table_set(&edit, 0, 1, cell);
	refuses("D231", 1, 2);
	cell[QMS_TABLE_CELL_LIMIT] = '\0';
	open_text(GOOD, "steps");
	qms_table_set(&edit, 0, 1, cell);
	writes(with(GOOD, "Lập", cell));
}

static void
counts_rows_anew_only_where_they_differ(void **state)
{
	open_text(GOOD, "steps");
	assert_int_equal(qms_table_counter(table), 0);
	qms_table_move(&edit, 2, 1);
	qms_table_renumber(&edit);
	writes(with(GOOD, "|2|Trình|  Trưởng phòng|1||x|\n"
	    "| 3 | Ký | Giám đốc | 0.25 |  |  |\n",
	    "| 2 | Ký | Giám đốc | 0.25 |  |  |\n"
	    "|3|Trình|  Trưởng phòng|1||x|\n"));
	open_text(GOOD, "steps");
	qms_table_remove(&edit, 0);
	qms_table_renumber(&edit);
	writes(with(GOOD, "| 1 | Lập | Chuyên viên | 0.5 |  |  |\n"
	    "|2|Trình|  Trưởng phòng|1||x|\n"
	    "| 3 | Ký | Giám đốc | 0.25 |  |  |\n",
	    "|1|Trình|  Trưởng phòng|1||x|\n"
	    "| 2 | Ký | Giám đốc | 0.25 |  |  |\n"));
}

static void
sorts_numbers_by_their_value(void **state)
{
	open_text(GOOD, "steps");
	qms_table_sort(&edit, 3, false);
	writes(with(GOOD, "| 1 | Lập | Chuyên viên | 0.5 |  |  |\n"
	    "|2|Trình|  Trưởng phòng|1||x|\n"
	    "| 3 | Ký | Giám đốc | 0.25 |  |  |\n",
	    "| 3 | Ký | Giám đốc | 0.25 |  |  |\n"
	    "| 1 | Lập | Chuyên viên | 0.5 |  |  |\n"
	    "|2|Trình|  Trưởng phòng|1||x|\n"));
	/* what is empty comes last, either way */
	open_text(GOOD, "steps");
	qms_table_sort(&edit, 5, false);
	assert_int_equal(edit.rows[0].from, 1);
	qms_table_sort(&edit, 5, true);
	assert_int_equal(edit.rows[0].from, 1);
	assert_int_equal(edit.rows[1].from, 0);
}

static void
makes_a_table_that_is_not_there(void **state)
{
	open_text(GOOD, "dossier");
	assert_true(table->absent);
	qms_table_add(&edit, 0);
	qms_table_set(&edit, 0, 0, "1");
	qms_table_set(&edit, 0, 1, "Đơn");
	qms_table_set(&edit, 0, 2, "Bản chính");
	qms_table_set(&edit, 0, 3, "1");
	writes(with(GOOD, "## Trình tự", "## Thành phần hồ sơ\n\n"
	    "| TT | Tên giấy tờ | Loại | Số lượng |\n|---|---|---|---|\n"
	    "| 1 | Đơn | Bản chính | 1 |\n\n## Trình tự"));
	open_text(GOOD "\n## Thành phần hồ sơ\n\nGồm:", "dossier");
	qms_table_add(&edit, 0);
	qms_table_set(&edit, 0, 0, "1");
	qms_table_set(&edit, 0, 1, "Đơn");
	qms_table_set(&edit, 0, 2, "Bản chính");
	qms_table_set(&edit, 0, 3, "1");
	writes(GOOD "\n## Thành phần hồ sơ\n\nGồm:\n\n"
	    "| TT | Tên giấy tờ | Loại | Số lượng |\n|---|---|---|---|\n"
	    "| 1 | Đơn | Bản chính | 1 |\n");
}

#define FEES "fees:\n  # theo nghị quyết\n  - {name: Phí, amount: 5000}\n"	\
	"  - name: Lệ phí\n    amount: 10000 # đồng\n"

static void
edits_lists_of_the_front_matter(void **state)
{
	const char *text = FRONT FEES "unit: vp\n" BODY;

	open_text(text, "fees");
	assert_int_equal(table->count, 2);
	qms_table_set(&edit, 1, 1, "12000");
	qms_table_set(&edit, 0, 2, "Nghị quyết 1");
	writes(with(with(text, "10000 #", "12000 #"), "5000}",
	    "5000, basis: Nghị quyết 1}"));
	open_text(text, "fees");
	qms_table_move(&edit, 1, 0);
	qms_table_add(&edit, 1);
	qms_table_set(&edit, 1, 0, "Khác");
	qms_table_set(&edit, 1, 1, "1");
	/* what is said above the first row is said of all */
	writes(with(text, FEES, "fees:\n  # theo nghị quyết\n"
	    "  - name: Lệ phí\n    amount: 10000 # đồng\n"
	    "  - name: Khác\n    amount: 1\n"
	    "  - {name: Phí, amount: 5000}\n"));
	open_text(text, "fees");
	qms_table_remove(&edit, 0);
	qms_table_remove(&edit, 0);
	assert_null(qms_table_write(&file, &problems, &edit, &object, kinds));
	assert_int_equal(problems.count, 0);
	open_text(GOOD, "fees");
	qms_table_add(&edit, 0);
	qms_table_set(&edit, 0, 0, "Phí");
	qms_table_set(&edit, 0, 1, "5000");
	qms_table_add(&edit, 1);
	qms_table_set(&edit, 1, 0, "Lệ phí");
	qms_table_set(&edit, 1, 1, "1");
	writes(FRONT "fees:\n  - {name: Phí, amount: 5000}\n"
	    "  - {name: Lệ phí, amount: 1}\n" BODY);
	open_text(FRONT "fees: [{name: a, amount: 1}, {name: b, amount: 2}]\n"
	    BODY, "fees");
	qms_table_move(&edit, 1, 0);
	qms_table_set(&edit, 0, 1, "3");
	qms_table_add(&edit, 2);
	qms_table_set(&edit, 2, 0, "c");
	qms_table_set(&edit, 2, 1, "4");
	writes(FRONT "fees: [{name: b, amount: 3}, {name: a, amount: 1}, "
	    "{name: c, amount: 4}]\n" BODY);
	open_text(text, "fees");
	qms_table_set(&edit, 1, 1, "nhiều");
	refuses("D082", 2, 2);
}

static void
edits_rows_of_csv_files(void **state)
{
	open_table(CSV, qms_text(HEAD ROW1 ROW2), "tthc");
	qms_table_set(&edit, 1, 9, "3");
	qms_table_set(&edit, 1, 1, "Hai");
	writes(HEAD ROW1 "1.000656,\"Hai\",x,commune,,,new,2026-01-01,,3,"
	    "full\n");
	open_table(CSV, qms_text("\xef\xbb\xbf" HEAD ROW1), "tthc");
	qms_table_move(&edit, 0, 0);
	qms_table_add(&edit, 1);
	qms_table_set(&edit, 1, 0, "1.000656");
	qms_table_set(&edit, 1, 1, "=1;2");
	qms_table_set(&edit, 1, 2, "x");
	qms_table_set(&edit, 1, 3, "cấp xã");
	qms_table_set(&edit, 1, 6, "moi");
	qms_table_set(&edit, 1, 7, "31/01/2026");
	writes("\xef\xbb\xbf" HEAD ROW1
	    "1.000656,\"=1;2\",x,commune,,,new,2026-01-31,,,\n");
	/* no line end at the end */
	open_table(CSV, qms_text(HEAD ROW1 "2.000000,b,x,all,,,new,"
	    "2026-01-01,,,"), "tthc");
	qms_table_move(&edit, 1, 0);
	writes(HEAD "2.000000,b,x,all,,,new,2026-01-01,,,\n"
	    "1.000419,Một,x,commune,,,new,2026-01-01,,5,full");
	qms_table_remove(&edit, 0);
	qms_table_remove(&edit, 0);
	writes("code,name,field,level,decision,decision_date,status,from,to,"
	    "days,online");
}

static void
holds_a_key_once(void **state)
{
	open_table(CSV, qms_text(HEAD ROW1 ROW2), "tthc");
	assert_int_equal(qms_table_find_row(table, "1.000656"), 1);
	qms_table_set(&edit, 1, 0, "1.000419");
	refuses("D230", 2, 1);
	/* it came twice before */
	open_table(CSV, qms_text(HEAD ROW1 ROW1), "tthc");
	qms_table_set(&edit, 1, 1, "Khác");
	writes(HEAD ROW1 "1.000419,Khác,x,commune,,,new,2026-01-01,,5,full\n");
}

static void
does_not_edit_what_it_cannot_read(void **state)
{
	static const char *const bad[] = { HEAD ROW1 "1,2\n", HEAD "\"a\n",
	    "", "code\n", HEAD "\0" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		problems.count = 0;
		qms_object_parse(&object, &arena, kinds, CSV,
		    i == 4 ? (struct qms_text){ HEAD "\0", sizeof(HEAD) } :
		    qms_text(bad[i]), &problems);
		assert_non_null(qms_tables_read(&tables, &arena, &object,
		    &problems, QMS_VI));
	}
}

/* ---- CSV out and in ---- */

static void
take(const char *csv)
{
	qms_table_take(&edit, qms_text(qms_arena_string(&arena, csv)), "x.csv",
	    &problems);
}

static void
fails_to_take(const char *csv, const char *code, int line, int column)
{
	open_text(GOOD, "records");
	take(csv);
	if (problems.count == 0)
		assert_null(qms_table_write(&file, &problems, &edit, &object,
		    kinds));
	if (problems.count != 1)
		print_problems(csv);
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].code, code);
	assert_string_equal(problems.items[0].path, "x.csv");
	assert_int_equal(problems.items[0].line, line);
	assert_int_equal(problems.items[0].column, column);
}

static void
takes_a_table_back_from_a_spreadsheet(void **state)
{
	/* other order, ';', no BOM, LF, keys and titles without marks */
	open_text(GOOD, "records");
	take("retention;Nơi lưu;Hồ Sơ;tt\n5 năm;Văn phòng;Văn bản;1\n"
	    "10 năm;Kho;\"a;b\";2\n");
	writes(GOOD "| 2 | a;b | Kho | 10 năm |\n");
	open_text(GOOD, "steps");
	take("\xef\xbb\xbf" "Bước,Trình tự,Trách nhiệm,Thời gian,Biểu mẫu,"
	    "Kết quả\r\n1,Lập,Chuyên viên,\"0,5\",,\r\n"
	    "2,\"Ký\nnháy\",Giám đốc,0.25,,\r\n");
	writes(with(GOOD, "|2|Trình|  Trưởng phòng|1||x|\n"
	    "| 3 | Ký | Giám đốc | 0.25 |  |  |\n",
	    "|2|Ký<br>nháy|      Giám đốc|0.25|| |\n"));
}

static void
says_where_a_spreadsheet_is_wrong(void **state)
{
	fails_to_take("TT,Hồ sơ,Nơi lưu\n", "D069", 1, 1);
	fails_to_take("TT,Hồ sơ,Nơi lưu,Khác\n", "D072", 1, 18);
	fails_to_take("TT,Hồ sơ,Nơi lưu,TT\n", "D068", 1, 18);
	fails_to_take("TT,Hồ sơ,Nơi lưu,Thời gian lưu,Khác\n", "D232", 1, 1);
	fails_to_take("TT,Hồ sơ,Nơi lưu,Thời gian lưu\n1,a,b\n", "D101", 2, 1);
	fails_to_take("TT,Hồ sơ,Nơi lưu,Thời gian lưu\n1,Văn bản,Văn phòng,"
	    "5 năm\n2,a,b,c\n", "D092", 3, 7);
	fails_to_take("TT,Hồ sơ,Nơi lưu,Thời gian lưu\n1,Văn bản,,5 năm\n",
	    "D070", 2, 11);
	fails_to_take("", "D105", 1, 1);
}

static void
takes_no_sheet_of_fifty_thousand_columns(void **state)
{
	struct qms_buffer out = { 0 };
	int i;

	for (i = 0; i < 50000; i++)
		qms_buffer_format(&out, "%sc%d", i > 0 ? "," : "", i);
	fails_to_take(out.data, "D232", 1, 1);
	qms_buffer_free(&out);
}

static void
gives_a_spreadsheet_no_formula(void **state)
{
	struct qms_buffer out = { 0 };
	const char *text = with(GOOD, "| Lập |", "| =1+1 |");

	open_text(text, "steps");
	qms_table_export(&out, table, ';');
	assert_non_null(strstr(out.data, "\r\n1;\"'=1+1\";Chuyên"));
	take(out.data);
	assert_true(qms_table_is_same(&edit));
	qms_buffer_free(&out);
}

/* ---- whatever the table ---- */

static int file_count, table_count;

static struct qms_text
exported(char separator)
{
	struct qms_buffer out = { 0 };
	struct qms_text text;

	qms_table_export(&out, table, separator);
	text.data = qms_arena_copy(&arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	return text;
}

static void
comes_back_as_it_was(char separator)
{
	qms_table_begin(&edit, &arena, table);
	qms_table_take(&edit, exported(separator), "x.csv", &problems);
	if (problems.count > 0 || !qms_table_is_same(&edit))
		print_problems(object.path);
	assert_int_equal(problems.count, 0);
	assert_true(qms_table_is_same(&edit));
}

/* The last row goes first: all lines are there, and no other. */
static void
moves_whole_lines(void)
{
	size_t sum = 0, i;

	if (table->count < 2)
		return;
	qms_table_begin(&edit, &arena, table);
	qms_table_move(&edit, table->count - 1, 0);
	assert_null(qms_table_write(&file, &problems, &edit, &object, kinds));
	assert_int_equal(problems.count, 0);
	assert_int_equal(file.size, object.bytes.size);
	for (i = 0; i < file.size; i++)
		sum += (size_t)(unsigned char)file.data[i] -
		    (size_t)(unsigned char)object.bytes.data[i];
	assert_true(sum == 0);
}

static int
try_file(const char *path, const struct stat *status, int type,
    struct FTW *where)
{
	const char *name = strstr(path, "/models/"), *mine;
	struct qms_text text;
	size_t i;

	if (type != FTW_F)
		return 0;
	mine = strstr(path, "agencies/");
	if (name != NULL && strchr(name + 8, '/') != NULL)
		mine = qms_arena_format(&arena, "agencies/so%s",
		    strchr(name + 8, '/'));
	else if (mine == NULL)
		mine = strstr(path, "schemas/") == path ? path + 8 : NULL;
	if (mine == NULL || qms_file_read(&text, &arena, path, 1 << 20))
		return 0;
	qms_object_parse(&object, &arena, kinds, mine, text, &problems);
	if (object.match.kind != NULL && qms_tables_read(&tables, &arena,
	    &object, &problems, QMS_VI) == NULL) {
		file_count++;
		for (i = 0; i < tables.count; i++) {
			table = &tables.items[i];
			table_count++;
			problems.count = 0;
			comes_back_as_it_was(',');
			comes_back_as_it_was(';');
			moves_whole_lines();
		}
	}
	qms_object_free(&object);
	problems.count = 0;
	return 0;
}

static void
every_table_of_the_models_and_the_demo_comes_back_as_it_was(void **state)
{
	nftw("procedures-repo", try_file, 8, FTW_PHYS);
	nftw("schemas", try_file, 8, FTW_PHYS);
	print_message("%d tables of %d files\n", table_count, file_count);
	assert_true(table_count > 200);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, close_table)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(finds_tables_and_columns_as_people_name_them),
		CASE(changes_a_cell_and_nothing_else),
		CASE(refuses_what_the_column_does_not_take),
		CASE(refuses_a_cell_that_is_too_long),
		CASE(counts_rows_anew_only_where_they_differ),
		CASE(sorts_numbers_by_their_value),
		CASE(makes_a_table_that_is_not_there),
		CASE(edits_lists_of_the_front_matter),
		CASE(edits_rows_of_csv_files),
		CASE(holds_a_key_once),
		CASE(does_not_edit_what_it_cannot_read),
		CASE(takes_a_table_back_from_a_spreadsheet),
		CASE(says_where_a_spreadsheet_is_wrong),
		CASE(takes_no_sheet_of_fifty_thousand_columns),
		CASE(gives_a_spreadsheet_no_formula),
		CASE(every_table_of_the_models_and_the_demo_comes_back_as_it_was),
	};

	return cmocka_run_group_tests(tests, load_kinds, free_kinds);
}
