/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "qms/file.h"
#include "qms/propose.h"

static struct qms_arena arena;
static struct qms_propose_words words;

static struct qms_proposals
propose(const char *text)
{
	struct qms_proposals found;

	qms_propose(&found, &arena, qms_text(text), &words, 0);
	return found;
}

static void
assert_printed(const char *text, const char *wanted)
{
	struct qms_proposals found = propose(text);
	struct qms_buffer out = { 0 };
	size_t i;

	for (i = 0; i < found.count; i++)
		qms_buffer_format(&out, "%s%s", out.size > 0 ? "|" : "",
		    found.items[i].printed);
	if (strcmp(out.data == NULL ? "" : out.data, wanted) != 0)
		fail_msg("%s\n  gives %s\n  not   %s", text, out.data ==
		    NULL ? "" : out.data, wanted);
	qms_buffer_free(&out);
}

static void
assert_period(const char *text, const char *from, const char *to)
{
	struct qms_proposals found = propose(text);
	char day[QMS_DAY_SIZE];

	if (found.count == 0)
		fail_msg("nothing in: %s", text);
	if (strcmp(qms_day_format(day, found.items[0].from), from) != 0)
		fail_msg("%s: from %s", text, day);
	if (strcmp(qms_day_format(day, found.items[0].to), to) != 0)
		fail_msg("%s: to %s", text, day);
}

static void
knows_the_words_of_a_period(void **state)
{
	assert_period("Từ 01/01 đến 05/03/2019 nhận 5 hồ sơ.", "2019-01-01",
	    "2019-03-05");
	assert_period("5 hồ sơ (từ ngày 15/12/2024 đến hết ngày 14/3/2025)",
	    "2024-12-15", "2025-03-14");
	assert_period("Từ ngày 15/12 đến 14/3/2025: 5 hồ sơ", "2024-12-15",
	    "2025-03-14");
	assert_period("01/01–05/03/2019: 5 hồ sơ", "2019-01-01",
	    "2019-03-05");
	assert_period("04–12/2019: 5 cơ quan", "2019-04-01", "2019-12-31");
	assert_period("Quý I/2019 có 5 hồ sơ", "2019-01-01", "2019-03-31");
	assert_period("quý 4 năm 2024 có 5 hồ sơ", "2024-10-01",
	    "2024-12-31");
	assert_period("Quý I/2025 (từ ngày 15/12/2024 đến ngày 14/3/2025): "
	    "5 hồ sơ", "2024-12-15", "2025-03-14");
	assert_period("6 tháng đầu năm 2025 có 5 hồ sơ", "2025-01-01",
	    "2025-06-30");
	assert_period("06 tháng cuối năm 2025 có 5 hồ sơ", "2025-07-01",
	    "2025-12-31");
	assert_period("9 tháng năm 2025 có 5 hồ sơ", "2025-01-01",
	    "2025-09-30");
	assert_period("tháng 02/2024 có 5 hồ sơ", "2024-02-01", "2024-02-29");
	assert_period("Trong tháng 5 năm 2024, 5 hồ sơ", "2024-05-01",
	    "2024-05-31");
	assert_period("Tính đến ngày 17/8/2019 có 5 hồ sơ", "", "2019-08-17");
	assert_period("Đến hết tháng 5/2019 có 5 hồ sơ", "", "2019-05-31");
	assert_period("Tính đến ngày 05 tháng 3 năm 2019 có 5 hồ sơ", "",
	    "2019-03-05");
	assert_period("Năm 2024 có 5 hồ sơ", "2024-01-01", "2024-12-31");
	assert_period("Từ ngày 01/8/2019 có 5 hồ sơ", "2019-08-01", "");
	assert_period("Từ tháng 4/2019 đến tháng 12/2019: 5", "2019-04-01",
	    "2019-12-31");
	/* the nearest before it, and there is no 30/02 */
	assert_period("Năm 2023; quý I/2024: 5 hồ sơ; năm 2025",
	    "2024-01-01", "2024-03-31");
	assert_period("Tính đến ngày 30/02/2025 có 5 hồ sơ", "", "");
	assert_period("Từ 05/3/2019 đến 01/01/2019 có 5 hồ sơ", "", "");
	assert_period("Có 5 hồ sơ", "", "");
}

static void
knows_what_is_no_figure(void **state)
{
	assert_printed("Kế hoạch số 213/KH-UBND ngày 24/12/2018", "");
	assert_printed("NĐ 61/2018/NĐ-CP, 60-KH/TU, 30c/NQ-CP, QT-05", "");
	assert_printed("TCVN ISO 9001:2015 (hoặc TCVN ISO 9001:2015)", "");
	assert_printed("Điều 4, khoản 2, điểm b; Chương II; Phụ lục 3", "");
	assert_printed("mức độ 3, 4; mức độ 3 và 4; mức độ 1-2", "");
	assert_printed("điện thoại 0234.3822333, 0905 123 456, 1900 1234",
	    "");
	assert_printed("lúc 08h30, 7h00 ngày 01/6/2025", "");
	assert_printed("mã 1.004227.000.00.00.H57", "");
	assert_printed("a@b1.vn, https://dichvucong.gov.vn/p/1?x=2", "");
	assert_printed("“4 tại chỗ” và giai đoạn 2021-2025", "");
	assert_printed("1. Một\n2.1. Hai\na) Ba\n- Bốn\n## 5. Năm", "");
	assert_printed("", "");
	assert_printed("５ xã, ٣ xã", "");
}

static void
takes_figures_as_they_are_printed(void **state)
{
	assert_printed("có 02 sở, hơn 1.200 người và khoảng 30.000 lượt",
	    "02|hơn 1.200|khoảng 30.000");
	assert_printed("85/152 xã (55,92 %), > 70%", "85/152|55,92 %|> 70%");
	assert_printed("2. Có 1777 TTHC.", "1777");
	assert_printed("đạt 96.48%, 1,676.5 hồ sơ", "96.48%|1,676.5");
	assert_printed("90% trở lên; -3,2%", "90% trở lên|-3,2%");
	assert_printed("1" "\xc2\xa0" "676 hồ sơ", "1" "\xc2\xa0" "676");
	assert_printed("Mức độ 3: 855 TTHC; Điều 4, 12 sở", "855|12");
	assert_printed("12 trên 18 sở", "12|18");
	assert_printed("**7.716** hồ sơ\r\n- **104** hồ sơ", "7.716|104");
}

static void
finds_parts_and_percentages(void **state)
{
	struct qms_proposals found = propose("Có 2.132 TTHC "
	    "(sở 1.676 + huyện 321 + xã 135), trong đó 1.526 TTHC trực "
	    "tuyến, chiếm 71,58%.");
	const struct qms_proposal *items = found.items;

	assert_int_equal(found.count, 6);
	assert_int_equal(items[0].part_count, 3);
	assert_int_equal(items[0].parts_are, QMS_PARTS_DISJOINT);
	assert_string_equal(items[2].unit, "TTHC");
	assert_int_equal(items[5].numerator, 4);
	assert_int_equal(items[5].base_count, 1);
	assert_int_equal(items[5].bases[0], 0);
	/* what is less than half of it is some of it */
	found = propose("Có 100 hồ sơ, trong đó trực tuyến 20 hồ sơ, qua bưu "
	    "chính 5 hồ sơ.");
	assert_int_equal(found.items[0].parts_are, QMS_PARTS_INCOMPLETE);
	found = propose("Có 100 hồ sơ, gồm trực tuyến 20 hồ sơ, qua bưu "
	    "chính 5 hồ sơ.");
	assert_int_equal(found.items[0].parts_are, QMS_PARTS_DISJOINT);
	found = propose("855 + 671 = 1.526 TTHC");
	assert_int_equal(found.items[2].part_count, 2);
	/* other units are no parts */
	found = propose("Ban hành 34 quyết định, gồm 196 TTHC mới, 155 TTHC "
	    "sửa đổi.");
	assert_int_equal(found.items[0].part_count, 0);
}

static void
adds_what_was_answered_where_it_is_not_printed(void **state)
{
	struct qms_proposals found = propose("Tiếp nhận 7.716 hồ sơ, hủy 104 "
	    "hồ sơ, đúng hạn 7.344 hồ sơ (96,48%), trễ hạn 268 hồ sơ "
	    "(3,52%).");
	const struct qms_proposal *last = &found.items[found.count - 1];

	assert_int_equal(found.count, 7);
	assert_string_equal(last->printed, "");
	assert_int_equal(last->number.value, 7612 * (int64_t)QMS_NUMBER_ONE);
	assert_true(last->notes & QMS_NOTE_DERIVED);
	assert_int_equal(found.items[0].part_count, 2);
	assert_int_equal(found.items[3].numerator, 2);
	assert_int_equal(found.items[3].bases[0], 6);
	assert_int_equal(found.items[5].bases[0], 6);
}

/* ---- a report made of figures that are known ---- */

static uint32_t seed;

static unsigned
random_below(unsigned limit)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % limit;
}

struct made {
	char text[8192], printed[4096];
	size_t count;
};

static void
say(struct made *made, const char *text)
{
	strncat(made->text, text, sizeof(made->text) - strlen(made->text) -
	    1);
}

static long
figure(struct made *made, long value, const char *mark)
{
	char printed[64], number[QMS_NUMBER_SIZE];

	if (strcmp(mark, "/") == 0)
		(void)snprintf(printed, sizeof(printed), "%ld/%ld", value,
		    value + random_below(50));
	else if (strcmp(mark, "%") == 0)
		(void)snprintf(printed, sizeof(printed), "%s%%",
		    qms_number_format(number, (int64_t)random_below(1000000),
		    2));
	else if (random_below(4) == 0)
		(void)snprintf(printed, sizeof(printed), "%02ld", value);
	else
		(void)snprintf(printed, sizeof(printed), "%s",
		    qms_number_format(number, value * QMS_NUMBER_ONE, 0));
	say(made, printed);
	(void)snprintf(made->printed + strlen(made->printed),
	    sizeof(made->printed) - strlen(made->printed), "%s%s",
	    made->count++ > 0 ? "|" : "", printed);
	return value;
}

static long
any(void)
{
	return (long)(1 + random_below(random_below(2) ? 99999 : 300));
}

static void
sentence(struct made *made)
{
	static const char *const units[] = { "hồ sơ", "TTHC", "cơ quan",
	    "xã", "quyết định", "phiếu", "học viên", "thứ gì đó" };
	static const char *const noise[] = {
	    "Thực hiện Kế hoạch số 213/KH-UBND ngày 24/12/2018, ",
	    "Theo Điều 4 Quyết định số 19/2014/QĐ-TTg, ", "",
	    "Tính đến ngày 17/8/2019, ", "Trong 6 tháng đầu năm 2025, ",
	    "Theo TCVN ISO 9001:2015, ", "Đối với mức độ 3, " };
	const char *unit = units[random_below(8)];
	unsigned parts, i;

	say(made, noise[random_below(7)]);
	switch (random_below(5)) {
	case 0:
		say(made, "đã tiếp nhận ");
		figure(made, any(), "");
		say(made, " hồ sơ, giải quyết đúng hạn ");
		figure(made, any(), "");
		say(made, " hồ sơ (");
		figure(made, 0, "%");
		say(made, ")");
		break;
	case 1:
		say(made, "toàn tỉnh có ");
		figure(made, any(), "/");
		say(made, " ");
		say(made, unit);
		say(made, " áp dụng, đạt ");
		figure(made, 0, "%");
		break;
	case 2:
		say(made, "có ");
		figure(made, any(), "");
		say(made, " ");
		say(made, unit);
		say(made, ", trong đó: ");
		for (parts = 2 + random_below(3), i = 0; i < parts; i++) {
			say(made, i == 0 ? "cấp tỉnh " : i == 1 ?
			    ", cấp huyện " : ", cấp xã ");
			figure(made, any(), "");
		}
		break;
	case 3:
		say(made, "đã ban hành ");
		figure(made, any(), "");
		say(made, " ");
		say(made, unit);
		say(made, " (sở ");
		figure(made, any(), "");
		say(made, " + huyện ");
		figure(made, any(), "");
		say(made, ")");
		break;
	default:
		say(made, "không có phát sinh");
		break;
	}
	say(made, random_below(3) == 0 ? ".\n\n" : random_below(2) ?
	    ".\n- " : ". ");
}

static void
finds_exactly_the_figures_of_a_report_that_was_made(void **state)
{
	struct made made;
	struct qms_proposals found;
	struct qms_buffer out = { 0 };
	unsigned i, k;
	size_t n;

	for (i = 0; i < 2000; i++) {
		seed = i;
		memset(&made, 0, sizeof(made));
		for (k = 1 + random_below(6); k > 0; k--)
			sentence(&made);
		found = propose(made.text);
		qms_buffer_clear(&out);
		for (n = 0; n < found.count; n++)
			if (*found.items[n].printed != '\0')
				qms_buffer_format(&out, "%s%s", out.size > 0 ?
				    "|" : "", found.items[n].printed);
		if (strcmp(out.data == NULL ? "" : out.data, made.printed) !=
		    0)
			fail_msg("%u: %s\n  gives %s\n  not   %s", i,
			    made.text, out.data, made.printed);
		qms_arena_clear(&arena);
	}
	qms_buffer_free(&out);
}

/* Whatever it is: parts and bases are others of the list, and it ends. */
static void
bears_with_any_text(void **state)
{
	struct qms_proposals found;
	struct qms_buffer out = { 0 };
	size_t i, k;

	for (i = 0; i < QMS_PROPOSE_LIMIT - 8; i += 2)
		qms_buffer_string(&out, i % 6 == 0 ? "1," : i % 6 == 2 ?
		    "(2" : "+ ");
	found = propose(out.data);
	assert_true(found.more);
	for (i = 0; i < found.count; i++)
		for (k = 0; k < found.items[i].part_count; k++)
			assert_true(found.items[i].parts[k] < found.count &&
			    found.items[i].parts[k] != i);
	qms_buffer_clear(&out);
	for (i = 0; i < QMS_PROPOSE_LIMIT; i++)
		qms_buffer_char(&out, i % 2 ? '/' : 'a');
	assert_int_equal(propose(out.data).count, 0);
	qms_buffer_clear(&out);
	for (i = 0; i < QMS_PROPOSE_LIMIT / 2; i++)
		qms_buffer_string(&out, "((");
	assert_int_equal(propose(out.data).count, 0);
	qms_buffer_free(&out);
}

static struct qms_arena words_arena;

static int
load(void **state)
{
	struct qms_problems problems = { .arena = &words_arena };
	struct qms_text text;

	if (qms_file_read(&text, &words_arena, "schemas/standards/figure-words.csv",
	    1024 * 1024) != NULL)
		return 1;
	qms_propose_words_read(&words, &words_arena, text, "", &problems);
	return problems.count > 0 || words.count < 100;
}

static int
unload(void **state)
{
	qms_arena_free(&words_arena);
	qms_arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_the_words_of_a_period),
		cmocka_unit_test(knows_what_is_no_figure),
		cmocka_unit_test(takes_figures_as_they_are_printed),
		cmocka_unit_test(finds_parts_and_percentages),
		cmocka_unit_test(
		    adds_what_was_answered_where_it_is_not_printed),
		cmocka_unit_test(
		    finds_exactly_the_figures_of_a_report_that_was_made),
		cmocka_unit_test(bears_with_any_text),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
