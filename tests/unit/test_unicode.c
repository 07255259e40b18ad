/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "qms/unicode.h"

#define ACUTE "\xcc\x81"
#define CIRCUMFLEX "\xcc\x82"
#define DOT_BELOW "\xcc\xa3"

typedef void (*map_fn)(struct qms_buffer *out, struct qms_text text);

static void
assert_maps(map_fn map, const char *from, const char *to)
{
	struct qms_buffer out = { 0 };

	map(&out, qms_text(from));
	assert_string_equal(out.data == NULL ? "" : out.data, to);
	qms_buffer_free(&out);
}

static void
composes_what_a_mac_decomposed(void **state)
{
	assert_true(qms_unicode_is_nfc(qms_text("Quy trình tiếng Việt – “ổn”")));
	assert_false(qms_unicode_is_nfc(
	    qms_text("Vie" CIRCUMFLEX DOT_BELOW "t")));
	assert_maps(qms_unicode_nfc, "Vie" CIRCUMFLEX DOT_BELOW "t", "Việt");
	assert_maps(qms_unicode_nfc, "Vie" DOT_BELOW CIRCUMFLEX "t", "Việt");
	assert_maps(qms_unicode_nfc, "Việt", "Việt");
	assert_maps(qms_unicode_nfc, "", "");
	/* what is NFC alone need not be beside another */
	assert_false(qms_unicode_is_nfc(qms_text("ê" DOT_BELOW)));
	/* one that no text shows different: the Kelvin sign */
	assert_maps(qms_unicode_nfc, "\xe2\x84\xaa", "K");
}

static void
folds_for_search_without_tone_marks(void **state)
{
	assert_maps(qms_unicode_fold, "Đăng ký", "dang ky");
	assert_maps(qms_unicode_fold, "ĐÁNH GIÁ đợt", "danh gia dot");
	assert_maps(qms_unicode_fold, "Đa" ACUTE "nh", "danh");
	assert_maps(qms_unicode_fold, "Đánh", "danh");
	assert_maps(qms_unicode_fold, "QT-01/HCTP", "qt-01/hctp");
	assert_maps(qms_unicode_fold, "ử ỹ Ặ ơ ư", "u y a o u");
	assert_maps(qms_unicode_fold, "日本 Ω" ACUTE "x", "日本 ωx");
	assert_maps(qms_unicode_fold, "a\xff" "b", "a\xef\xbf\xbd" "b");
	assert_maps(qms_unicode_fold, "", "");
}

static void
lowers_for_exact_search(void **state)
{
	assert_maps(qms_unicode_lower, "ĐÁNH GIÁ", "đánh giá");
	assert_maps(qms_unicode_lower, "DA" ACUTE "NH", "dánh");
	assert_maps(qms_unicode_lower, "ỄỨ", "ễứ");
}

static int
compare(const char *a, const char *b)
{
	struct qms_buffer left = { 0 }, right = { 0 };
	size_t size;
	int order;

	qms_unicode_sort_key(&left, qms_text(a));
	qms_unicode_sort_key(&right, qms_text(b));
	size = left.size < right.size ? left.size : right.size;
	order = memcmp(left.data, right.data, size);
	if (order == 0)
		order = (left.size > right.size) - (left.size < right.size);
	qms_buffer_free(&left);
	qms_buffer_free(&right);
	return order;
}

static void
orders_as_a_vietnamese_dictionary(void **state)
{
	static const char *const words[] = { "a", "à", "ả", "ã", "á", "ạ",
	    "an", "anh", "ánh", "ăn", "ân", "bé", "da", "dê", "dễ", "do",
	    "đa", "đê", "đo", "e", "ê", "ông", "ơn", "sở", "tỉnh", "u", "ư" };
	size_t i;

	for (i = 1; i < sizeof(words) / sizeof(words[0]); i++)
		assert_true(compare(words[i - 1], words[i]) < 0);
	assert_int_equal(compare("Việt", "Vie" CIRCUMFLEX DOT_BELOW "t"), 0);
	assert_true(compare("", "a") < 0);
	assert_true(compare("Ủy ban nhân dân tỉnh và các sở, ban, ngành, "
	    "phòng, đơn vị sự nghiệp công lập trực thuộc, các xã, phường, "
	    "đặc khu trên địa bàn toàn tỉnh, và những cơ quan khác A",
	    "Ủy ban nhân dân tỉnh và các sở, ban, ngành, "
	    "phòng, đơn vị sự nghiệp công lập trực thuộc, các xã, phường, "
	    "đặc khu trên địa bàn toàn tỉnh, và những cơ quan khác B") < 0);
}

static void
counts_columns_of_a_terminal(void **state)
{
	assert_int_equal(qms_unicode_width(qms_text("Quy trình")), 9);
	assert_int_equal(qms_unicode_width(
	    qms_text("Vie" CIRCUMFLEX DOT_BELOW "t")), 4);
	assert_int_equal(qms_unicode_width(qms_text("日本")), 4);
	assert_int_equal(qms_unicode_width(qms_text("a\x1b\n")), 1);
	assert_int_equal(qms_unicode_width(qms_text("")), 0);
}

static void
sees_two_names_that_a_file_system_would_mix_up(void **state)
{
	assert_maps(qms_unicode_same_name, "QT-Việt", "qt-việt");
	assert_maps(qms_unicode_same_name, "qt-VIE" CIRCUMFLEX DOT_BELOW "T",
	    "qt-việt");
	assert_maps(qms_unicode_same_name, "Straße", "strasse");
	assert_maps(qms_unicode_same_name, "", "");
}

static void
knows_letters_and_digits(void **state)
{
	assert_true(qms_unicode_is_letter_or_digit('a'));
	assert_true(qms_unicode_is_letter_or_digit(0x1ec5));
	assert_true(qms_unicode_is_letter_or_digit('7'));
	assert_false(qms_unicode_is_letter_or_digit('-'));
	assert_false(qms_unicode_is_letter_or_digit(-1));
}

static int
finish(void **state)
{
	qms_unicode_finish();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(composes_what_a_mac_decomposed),
		cmocka_unit_test(folds_for_search_without_tone_marks),
		cmocka_unit_test(lowers_for_exact_search),
		cmocka_unit_test(orders_as_a_vietnamese_dictionary),
		cmocka_unit_test(counts_columns_of_a_terminal),
		cmocka_unit_test(
		    sees_two_names_that_a_file_system_would_mix_up),
		cmocka_unit_test(knows_letters_and_digits),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
