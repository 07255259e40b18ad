/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "qms/attendance.h"

static struct qms_arena arena;
static struct qms_people people;
static struct qms_problems problems;

static const char people_text[] = "schema: qms/people/1\n"
	"persons:\n"
	"  - {id: an, name: Nguyễn Văn An, emails: [an@x.vn]}\n"
	"  - {id: an2, name: Nguyễn Văn An, emails: [an2@x.vn]}\n"
	"  - {id: thao, name: Lê Thị Thảo, emails: [t1@x.vn]}\n"
	"  - {id: thao2, name: Lê Thị Thạo, emails: [t2@x.vn]}\n"
	"offices:\n"
	"  - {person: an, office: staff, unit: mot-cua, from: 2018-01-01}\n"
	"  - {person: an2, office: staff, unit: kho, from: 2018-01-01,"
	" to: 2020-12-31}\n"
	"  - {person: an2, office: staff, unit: van-phong, from: 2021-01-01}\n";

static int
set_up(void **state)
{
	problems = (struct qms_problems){ .arena = &arena };
	qms_people_parse(&people, &arena, qms_text(people_text), "",
	    &problems);
	assert_int_equal(problems.count, 0);
	return 0;
}

static int
tear_down(void **state)
{
	qms_arena_free(&arena);
	return 0;
}

static void
shows(const char *text, const char *expected)
{
	struct qms_attendance list;
	struct qms_buffer out = { 0 };
	char problem[80];
	size_t i;

	problems.count = 0;
	qms_attendance_read(&list, &arena, qms_text(text), "ds.csv", &people,
	    qms_day_make(2026, 1, 5), &problems);
	for (i = 0; i < list.count; i++)
		qms_buffer_format(&out, "%s/%s%s ", list.items[i].person->id,
		    list.items[i].unit, list.items[i].signature ? "+" : "-");
	for (i = 0; i < problems.count; i++) {
		(void)snprintf(problem, sizeof(problem), "%d:%s ",
		    problems.items[i].line, problems.items[i].code);
		qms_buffer_string(&out, problem);
	}
	assert_string_equal(out.data == NULL ? "" : out.data, expected);
	qms_buffer_free(&out);
}

static void
takes_persons_by_id_or_name(void **state)
{
	shows("person\nan\nthao\n", "an/mot-cua+ thao/+ ");
	shows("name,unit\nLê Thị Thảo,Văn thư\n", "thao/Văn thư+ ");
	shows("TT,Họ và tên,Mã cán bộ\n1,Nguyễn Văn An,an2\n",
	    "an2/van-phong+ ");
	shows("person,name\nan,Lê Thị Thảo\n", "2:D240 ");
}

static void
marks_decide_where_they_are_typed(void **state)
{
	shows("name\nLê Thị Thạo\nLê Thị Thảo\n", "thao2/+ thao/+ ");
	shows("name\nle thi thao\n", "2:D241 ");
	shows("name\nLÊ  THỊ\xc2\xa0THẠO\n", "2:D241 ");
}

static void
the_unit_of_that_day_tells_two_of_a_name_apart(void **state)
{
	shows("name,unit\nNguyễn Văn An,Văn phòng\n", "an2/van-phong+ ");
	shows("name,unit\nNguyễn Văn An,kho\n", "2:D241 ");
	shows("name\nNguyễn Văn An\n", "2:D241 ");
}

static void
reads_signatures_as_offices_mark_them(void **state)
{
	shows("person,signed\nan,x\nan2,\nthao,Vắng mặt\nthao2,CÓ\n",
	    "an/mot-cua+ an2/van-phong- thao/- thao2/+ ");
	shows("person,signed\nan,mai\nan2,x\n", "an2/van-phong+ 2:D242 ");
	shows("person,signed\nan,\n", "an/mot-cua- 0:D245 ");
}

static void
tells_what_is_wrong_by_line(void **state)
{
	shows("", "1:D105 ");
	shows("x,y\n1,2\n", "1:D244 ");
	shows("name\n\nAi đó\n", "3:D240 ");
	shows("person\nan\n\n an \n", "an/mot-cua+ 4:D243 ");
	shows("person\n\"an\n", "2:D100 ");
}

static void
writes_what_reads_the_same(void **state)
{
	struct qms_attendance list;
	struct qms_buffer out = { 0 };

	qms_attendance_read(&list, &arena, qms_text(
	    "name,unit,signed\nLê Thị Thảo,\"Phòng A, B\",x\n"
	    "Lê Thị Thạo,,\n"), "ds.csv", &people, 20000, &problems);
	qms_attendance_write(&out, &list);
	assert_string_equal(out.data, "person,name,unit,signed\n"
	    "thao,Lê Thị Thảo,\"Phòng A, B\",yes\nthao2,Lê Thị Thạo,,no\n");
	shows(out.data, "thao/Phòng A, B+ thao2/- ");
	assert_true(qms_attendance_has(&list, "thao"));
	assert_false(qms_attendance_has(&list, "thao2"));
	assert_false(qms_attendance_has(&list, "an"));
	qms_buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(takes_persons_by_id_or_name,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    marks_decide_where_they_are_typed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    the_unit_of_that_day_tells_two_of_a_name_apart, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    reads_signatures_as_offices_mark_them, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tells_what_is_wrong_by_line,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(writes_what_reads_the_same,
		    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
