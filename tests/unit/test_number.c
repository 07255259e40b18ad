/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "qms/number.h"

#define ONE ((int64_t)QMS_NUMBER_ONE)

static struct qms_number
read_one(const char *text)
{
	struct qms_number number;

	if (!qms_number_read(&number, qms_text(text)))
		fail_msg("%s is no number", text);
	return number;
}

static void
assert_value(const char *text, int64_t value, int decimals)
{
	struct qms_number number = read_one(text);

	assert_int_equal(number.value, value);
	assert_int_equal(number.decimals, decimals);
	assert_false(number.fraction);
}

static void
assert_bound(const char *text, enum qms_number_bound bound, int64_t value)
{
	struct qms_number number = read_one(text);

	assert_string_equal(qms_number_bound_name(number.bound),
	    qms_number_bound_name(bound));
	assert_int_equal(number.value, value);
}

static void
refuse(const char *text)
{
	struct qms_number number;

	if (qms_number_read(&number, qms_text(text)))
		fail_msg("%s was read as %lld", text,
		    (long long)number.value);
}

static void
reads_what_the_two_reports_print(void **state)
{
	struct qms_number number;

	assert_value("1.676", 1676 * ONE, 0);
	assert_value("1777", 1777 * ONE, 0);
	assert_value("02", 2 * ONE, 0);
	assert_value("0", 0, 0);
	assert_value("16.720", 16720 * ONE, 0);
	assert_value("1.234.567,5", 12345675000, 1);
	number = read_one("95,06 %");
	assert_true(number.percent);
	assert_int_equal(number.value, 950600);
	assert_int_equal(number.decimals, 2);
	assert_true(read_one("100%").percent);
	assert_true(read_one("35 phần trăm").percent);
	number = read_one("85/152");
	assert_true(number.fraction);
	assert_int_equal(number.value, 85 * ONE);
	assert_int_equal(number.whole, 152 * ONE);
	number = read_one("06/06");
	assert_int_equal(number.value, number.whole);
	number = read_one("2.132/2.132");
	assert_int_equal(number.whole, 2132 * ONE);
	assert_true(read_one("62 / 130").fraction);
}

static void
knows_the_words_of_a_bound(void **state)
{
	struct qms_number number;

	assert_bound("> 70 %", QMS_NUMBER_MORE, 70 * ONE);
	assert_bound(">200", QMS_NUMBER_MORE, 200 * ONE);
	assert_bound("Hơn 1.200", QMS_NUMBER_MORE, 1200 * ONE);
	assert_bound("trên 70%", QMS_NUMBER_MORE, 70 * ONE);
	assert_bound("ít nhất 02", QMS_NUMBER_LEAST, 2 * ONE);
	assert_bound("Tối thiểu 20%", QMS_NUMBER_LEAST, 20 * ONE);
	assert_bound("≥ 20%", QMS_NUMBER_LEAST, 20 * ONE);
	assert_bound(">= 20", QMS_NUMBER_LEAST, 20 * ONE);
	assert_bound("không dưới 90%", QMS_NUMBER_LEAST, 90 * ONE);
	assert_bound("90% trở lên", QMS_NUMBER_LEAST, 90 * ONE);
	assert_bound("khoảng 30.000", QMS_NUMBER_ABOUT, 30000 * ONE);
	assert_bound("~30.000", QMS_NUMBER_ABOUT, 30000 * ONE);
	assert_bound("gần 500", QMS_NUMBER_ABOUT, 500 * ONE);
	assert_bound("dưới 5%", QMS_NUMBER_LESS, 5 * ONE);
	assert_bound("< 5", QMS_NUMBER_LESS, 5 * ONE);
	assert_bound("không quá 03", QMS_NUMBER_MOST, 3 * ONE);
	assert_bound("≤ 3", QMS_NUMBER_MOST, 3 * ONE);
	assert_bound("5 trở xuống", QMS_NUMBER_MOST, 5 * ONE);
	assert_bound("-3,2%", QMS_NUMBER_EXACT, -32000);
	assert_bound("\xe2\x88\x92" "5", QMS_NUMBER_EXACT, -5 * ONE);
	number = read_one("hơn 2/3");
	assert_true(number.fraction && number.bound == QMS_NUMBER_MORE);
	refuse("trên70");
	refuse("đạt 70");
	refuse("trên");
	refuse("> > 5");
}

static void
refuses_what_can_be_read_in_two_ways(void **state)
{
	static const char *const texts[] = { "", " ", "1.6.76", "1,676.5",
	    "1.676.5", "96.48", "96.48%", "0.676", "02.104", "1.67", "1..676",
	    "1676.500", "1.6767", "1,2,3", ",5", "5,", "5.", "1 676", "12a",
	    "a12", "9/2/2019", "1/2/3", "5/", "/5", "5%/6%", "5/6%", "50%%",
	    "50%5", "--5", "- 5", "+5", "1e5", "0x10", "15-20", "213/KH-UBND",
	    "5 %o", "1,23456", "12345678901234", "99999999999999999999",
	    "1.000.000.000.000.000.000.000", "-1/2", "１２", "5％", "٣", "5²",
	    "1" "\xc2\xa0" "67", "1" "\xc2\xa0" "676.000", "\xff", "5\xff",
	    "2015 hoặc 2015" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		refuse(texts[i]);
}

static void
takes_a_space_that_is_not_broken_for_thousands(void **state)
{
	assert_value("1" "\xc2\xa0" "676", 1676 * ONE, 0);
	assert_value("1" "\xe2\x80\xaf" "676" "\xe2\x80\xaf" "000,5",
	    16760005000, 1);
	assert_value("0000000000000000000000005", 5 * ONE, 0);
	assert_value("9.999.999.999.999,9999", 99999999999999999, 4);
}

static void
finds_the_number_in_a_sentence(void **state)
{
	static const char text[] = "tiếp nhận hơn 7.716 hồ sơ, 96,48%; 5.";
	struct qms_text all = qms_text(text);
	struct qms_number number;
	size_t at;

	at = (size_t)(strstr(text, "hơn") - text);
	assert_true(qms_number_take(&number, all, &at));
	assert_memory_equal(text + at, " hồ", 3);
	assert_int_equal(number.value, 7716 * ONE);
	assert_int_equal(number.bound, QMS_NUMBER_MORE);
	at = (size_t)(strstr(text, "96") - text);
	assert_true(qms_number_take(&number, all, &at));
	assert_int_equal(text[at], ';');
	at = (size_t)(strstr(text, "5.") - text);
	assert_true(qms_number_take(&number, all, &at));
	assert_int_equal(text[at], '.');
	at = 0;
	assert_false(qms_number_take(&number, all, &at));
	assert_int_equal(at, 0);
}

static void
assert_prints(int64_t value, int decimals, const char *wanted)
{
	char buffer[QMS_NUMBER_SIZE];

	assert_string_equal(qms_number_format(buffer, value, decimals),
	    wanted);
}

static void
prints_as_reports_do(void **state)
{
	assert_prints(0, -1, "0");
	assert_prints(2132 * ONE, -1, "2.132");
	assert_prints(999 * ONE, -1, "999");
	assert_prints(1000000 * ONE, 0, "1.000.000");
	assert_prints(357142, 2, "35,71");
	assert_prints(357150, 2, "35,72");
	assert_prints(357100, -1, "35,71");
	assert_prints(5, -1, "0,0005");
	assert_prints(-32000, -1, "-3,2");
	assert_prints(-4, 2, "0,00");
	assert_prints(-50, 2, "-0,01");
	assert_prints(9999999, 2, "1.000,00");
	assert_prints(INT64_MAX, -1, "922.337.203.685.477,5807");
	assert_prints(INT64_MIN, -1, "-922.337.203.685.477,5808");
}

static int64_t
rate(int64_t part, int64_t whole, int decimals)
{
	int64_t found;

	assert_true(qms_number_rate(&found, part * ONE, whole * ONE,
	    decimals));
	return found;
}

static bool
rounds(int64_t part, int64_t whole, const char *printed)
{
	struct qms_number number = read_one(printed);
	bool found;

	assert_true(qms_number_rounds(&found, part * ONE, whole * ONE,
	    number.value, number.decimals));
	return found;
}

static void
computes_the_rates_of_the_two_reports(void **state)
{
	int64_t found;
	bool round;

	assert_int_equal(rate(65, 182, 2), 357100);
	assert_int_equal(rate(7344, 7612, 2), 964800);
	assert_int_equal(rate(7344, 7716, 2), 951800);
	assert_int_equal(rate(9455, 9946, 2), 950600);
	assert_int_equal(rate(15408, 16152, 2), 953900);
	assert_int_equal(rate(32207, 33710, 2), 955400);
	assert_int_equal(rate(62, 130, 2), 476900);
	assert_int_equal(rate(1, 8, 2), 125000);
	assert_int_equal(rate(1, 8, 0), 130000);	/* half up */
	assert_false(qms_number_rate(&found, 0, 0, 2));
	assert_false(qms_number_rate(&found, -1, 5, 2));
	assert_false(qms_number_rate(&found, 1, INT64_MAX, 2));
	assert_false(qms_number_rate(&found, 1, 5, 5));
	assert_false(qms_number_rate(&found, 999999999999999999, 1, 0));

	assert_false(rounds(65, 182, "35%"));
	assert_true(rounds(65, 182, "36%"));
	assert_true(rounds(65, 182, "35,7%"));
	assert_true(rounds(17, 60, "28%"));		/* 28,33 */
	assert_true(rounds(1, 8, "12%"));
	assert_true(rounds(1, 8, "13%"));
	assert_false(rounds(1, 8, "14%"));
	assert_true(rounds(7344, 7612, "96,48%"));
	assert_false(rounds(7344, 7716, "96,48%"));
	assert_false(qms_number_rounds(&round, 0, 0, 0, 0));
	assert_true(qms_number_rounds(&round, 999999999999999999,
	    999999999999999999, 999999999999999999, 0));
}

static void
finds_the_part_and_what_a_target_needs(void **state)
{
	struct qms_number target = read_one("> 70 %");
	int64_t found;

	assert_true(qms_number_part_of(&found, 865400, 2, 1077 * ONE));
	assert_int_equal(found, 932 * ONE);
	assert_false(qms_number_part_of(&found, 333300, 2, 10 * ONE));
	assert_false(qms_number_part_of(&found, 865400, 2, 0));
	assert_true(qms_number_needed(&found, &target, 130 * ONE));
	assert_int_equal(found, 92 * ONE);
	target = read_one("70 %");
	assert_true(qms_number_needed(&found, &target, 130 * ONE));
	assert_int_equal(found, 91 * ONE);
	target = read_one("ít nhất 33,34%");
	assert_true(qms_number_needed(&found, &target, 3 * ONE));
	assert_int_equal(found, 2 * ONE);
	target = read_one("dưới 5%");
	assert_false(qms_number_needed(&found, &target, 130 * ONE));
	target = read_one("> 70");
	assert_false(qms_number_needed(&found, &target, 130 * ONE));
}

/* Whatever is printed is read as what it was, and its rate rounds to it. */
static void
reads_what_it_prints(void **state)
{
	char buffer[QMS_NUMBER_SIZE];
	struct qms_number number;
	uint64_t seed = 7;
	int64_t value, part, found;
	bool round;
	int i, decimals;

	for (i = 0; i < 200000; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		value = (int64_t)((seed >> 6) % 100000000000000000);
		value >>= (seed >> 1) % 56;
		decimals = (int)(seed % 5);
		number = read_one(qms_number_format(buffer, value, -1));
		assert_int_equal(number.value, value);
		part = value % 5000 * ONE;
		value = (value / 5000 % 5000 + 1) * ONE;
		assert_true(qms_number_rate(&found, part, value, decimals));
		assert_true(qms_number_rounds(&round, part, value, found,
		    decimals));
		assert_true(round);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_the_two_reports_print),
		cmocka_unit_test(knows_the_words_of_a_bound),
		cmocka_unit_test(refuses_what_can_be_read_in_two_ways),
		cmocka_unit_test(takes_a_space_that_is_not_broken_for_thousands),
		cmocka_unit_test(finds_the_number_in_a_sentence),
		cmocka_unit_test(prints_as_reports_do),
		cmocka_unit_test(computes_the_rates_of_the_two_reports),
		cmocka_unit_test(finds_the_part_and_what_a_target_needs),
		cmocka_unit_test(reads_what_it_prints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
