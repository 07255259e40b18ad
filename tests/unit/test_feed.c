/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "qms/feed.h"

static struct qms_buffer out;

static int
start(void **state)
{
	qms_buffer_clear(&out);
	return 0;
}

static int
end(void **state)
{
	qms_buffer_free(&out);
	return 0;
}

static void
a_calendar_without_events_is_one(void **state)
{
	qms_feed_ics(&out, NULL, 0);
	assert_string_equal(out.data, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	    "PRODID:-//qms//due//VI\r\n"
	    "BEGIN:VTIMEZONE\r\nTZID:UTC\r\n"
	    "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
	    "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n"
	    "END:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n");
}

static void
folds_between_characters_and_escapes(void **state)
{
	char title[400] = "";
	const struct qms_feed_item item = { "a,b;c", title, "x\ny\\z",
	    "2026-01-05", "" };
	const char *line, *next;
	int i;

	for (i = 0; i < 60; i++)
		strcat(title, "ộ");
	qms_feed_ics(&out, &item, 1);
	assert_non_null(strstr(out.data, "\r\nUID:a\\,b\\;c\r\n"));
	assert_non_null(strstr(out.data, "\r\nDESCRIPTION:x y\\\\z\r\n"));
	for (line = out.data; *line != '\0'; line = next + 2) {
		next = strstr(line, "\r\n");
		assert_non_null(next);
		assert_true(next - line <= 75);
		/* no line begins within a character */
		assert_true(((unsigned char)line[*line == ' '] & 0xc0) !=
		    0x80);
	}
}

static void
news_are_xml_whatever_the_words(void **state)
{
	const struct qms_feed_item items[] = {
	    { "urn:x:1", "<a> & \"b\"", "", "2026-02-03", "a/b.html?c&d" },
	    { "urn:x:2", "\x01", "words", "2026-02-01", "" } };

	qms_feed_atom(&out, "urn:x", "Tên", "Tên", items, 2);
	qms_buffer_char(&out, '\0');
	assert_non_null(strstr(out.data, "<title>&lt;a&gt; &amp; "));
	assert_non_null(strstr(out.data, "href=\"a/b.html?c&amp;d\""));
	assert_non_null(strstr(out.data, "<title>\xef\xbf\xbd</title>"));
	/* the feed is as new as its newest entry */
	assert_ptr_equal(strstr(out.data, "<updated>"), strstr(out.data,
	    "<updated>2026-02-03T00:00:00Z</updated>"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, start, end)
		TEST(a_calendar_without_events_is_one),
		TEST(folds_between_characters_and_escapes),
		TEST(news_are_xml_whatever_the_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
