/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "feed.h"
#include "xml.h"

/* ---- iCalendar ---- */

/* The octets of a line, without its end, are 75 at the most. */
enum { LINE = 75 };

/* Lines are folded between characters; those that mean something are escaped,
 * and what is no text becomes a blank. */
static void
add_line(struct qms_buffer *out, const char *name, const char *value)
{
	struct qms_buffer line = { 0 };
	size_t i, length, width = 0;

	qms_buffer_string(&line, name);
	for (; *value != '\0'; value++) {
		if (strchr(",;\\", *value) != NULL)
			qms_buffer_char(&line, '\\');
		qms_buffer_char(&line, (unsigned char)*value < 0x20 ||
		    *value == 0x7f ? ' ' : *value);
	}
	for (i = 0; i < line.size; i += length) {
		length = 1;
		while (i + length < line.size &&
		    ((unsigned char)line.data[i + length] & 0xc0) == 0x80)
			length++;
		if (width + length > LINE) {
			qms_buffer_string(out, "\r\n ");
			width = 1;
		}
		qms_buffer_add(out, line.data + i, length);
		width += length;
	}
	qms_buffer_string(out, "\r\n");
	qms_buffer_free(&line);
}

/* "2026-12-31" as "20261231". */
static void
add_day(struct qms_buffer *out, const char *name, const char *iso,
    const char *end)
{
	qms_buffer_format(out, "%s%.4s%.2s%.2s%s\r\n", name, iso, iso + 5,
	    iso + 8, end);
}

void
qms_feed_ics(struct qms_buffer *out, const struct qms_feed_item *items,
    size_t count)
{
	const struct qms_feed_item *item;

	qms_buffer_string(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	    "PRODID:-//qms//due//VI\r\n");
	/* a calendar has a component at least: RFC 5545, 3.6 */
	if (count == 0)
		qms_buffer_string(out, "BEGIN:VTIMEZONE\r\nTZID:UTC\r\n"
		    "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		    "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n"
		    "END:STANDARD\r\nEND:VTIMEZONE\r\n");
	for (item = items; item < items + count; item++) {
		qms_buffer_string(out, "BEGIN:VEVENT\r\n");
		add_line(out, "UID:", item->id);
		/* not the clock: the same bytes whenever it is made */
		add_day(out, "DTSTAMP:", item->day, "T000000Z");
		add_day(out, "DTSTART;VALUE=DATE:", item->day, "");
		add_line(out, "SUMMARY:", item->title);
		if (*item->text != '\0')
			add_line(out, "DESCRIPTION:", item->text);
		qms_buffer_string(out, "END:VEVENT\r\n");
	}
	qms_buffer_string(out, "END:VCALENDAR\r\n");
}

/* ---- Atom ---- */

static void
add_updated(struct qms_xml_node *parent, const char *day)
{
	char time[32];

	(void)snprintf(time, sizeof(time), "%.10sT00:00:00Z", day);
	(void)qms_xml_add(parent, "updated", time, NULL);
}

static void
add_entry(struct qms_xml_node *feed, const struct qms_feed_item *item)
{
	struct qms_xml_node *entry = qms_xml_add(feed, "entry", NULL, NULL);

	(void)qms_xml_add(entry, "id", item->id, NULL);
	(void)qms_xml_add(entry, "title", item->title, NULL);
	add_updated(entry, item->day);
	if (*item->text != '\0')
		(void)qms_xml_add(entry, "summary", item->text, NULL);
	if (*item->link != '\0')
		qms_xml_set(qms_xml_add(entry, "link", NULL, NULL), "href",
		    item->link);
}

void
qms_feed_atom(struct qms_buffer *out, const char *id, const char *title,
    const char *author, const struct qms_feed_item *items, size_t count)
{
	struct qms_xml *xml = qms_xml_new("feed");
	struct qms_xml_node *feed = qms_xml_root(xml);
	const char *last = "1970-01-01";
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(items[i].day, last) > 0)
			last = items[i].day;
	qms_xml_set(feed, "xmlns", "http://www.w3.org/2005/Atom");
	(void)qms_xml_add(feed, "id", id, NULL);
	(void)qms_xml_add(feed, "title", title, NULL);
	add_updated(feed, last);
	(void)qms_xml_add(qms_xml_add(feed, "author", NULL, NULL), "name",
	    author, NULL);
	for (i = 0; i < count; i++)
		add_entry(feed, &items[i]);
	qms_xml_write(out, xml);
	qms_xml_free(xml);
}
