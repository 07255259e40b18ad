/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/csv.h"
#include "qms/json.h"
#include "web/page.h"

/* What other programs read: lists (CSV), deadlines (iCalendar), what was done
 * last (Atom), and where each agency stands (JSON). */

/* ---- CSV ---- */

static void
add_cell(struct qms_buffer *out, const struct qms_value *cell,
    const char *name, bool first)
{
	const struct qms_value *links = qms_value_get(cell, "links");
	struct qms_buffer text = {0};
	size_t i;

	qms_buffer_string(&text, qms_value_string(cell, name));
	for (i = 0; i < qms_value_count(links); i++) {
		qms_buffer_string(&text, i == 0 ? "" : ", ");
		qms_buffer_string(&text, qms_value_string(
		    qms_value_at(links, i), "text"));
	}
	qms_csv_write(out, text.data == NULL ? "" : text.data, first);
	qms_buffer_free(&text);
}

static void
add_row(struct qms_buffer *out, const struct qms_value *cells,
    const char *name)
{
	size_t i;

	for (i = 0; i < qms_value_count(cells); i++)
		add_cell(out, qms_value_at(cells, i), name, i == 0);
	qms_buffer_string(out, "\r\n");
}

const struct qms_error *
web_csv_write(struct web_site *site, const struct qms_value *table)
{
	const struct qms_value *rows = qms_value_get(table, "rows");
	const struct qms_error *err;
	struct qms_buffer out = {0};
	size_t i;

	/* spreadsheets take a file without the mark for another encoding */
	qms_buffer_string(&out, "\xef\xbb\xbf");
	add_row(&out, qms_value_get(table, "heads"), "label");
	for (i = 0; i < qms_value_count(rows); i++)
		add_row(&out, qms_value_get(qms_value_at(rows, i), "cells"),
		    "text");
	err = web_page_put(site, qms_buffer_view(&out));
	qms_buffer_free(&out);
	return err;
}

/* ---- iCalendar (RFC 5545) ---- */

/* Lines are folded at 75 bytes, between characters. */
static void
add_line(struct qms_buffer *out, const char *name, const char *value)
{
	struct qms_buffer line = {0};
	size_t i, width = 0;

	qms_buffer_string(&line, name);
	for (; *value != '\0'; value++) {
		if (strchr(",;\\", *value) != NULL)
			qms_buffer_char(&line, '\\');
		qms_buffer_char(&line, *value == '\n' ? ' ' : *value);
	}
	for (i = 0; i < line.size; i++) {
		if (width >= 70 && ((unsigned char)line.data[i] & 0xc0) !=
		    0x80) {
			qms_buffer_string(out, "\r\n ");
			width = 1;
		}
		qms_buffer_char(out, line.data[i]);
		width++;
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

static void
add_event(struct web_site *site, struct qms_buffer *out,
    const struct qms_obligation *one)
{
	const char *title = one->rule->title[site->language];

	if (strlen(one->due) != 10 || *one->done != '\0')
		return;
	qms_buffer_string(out, "BEGIN:VEVENT\r\n");
	add_line(out, "UID:", qms_arena_format(&site->page, "%s/%s/%s@%s",
	    one->agency, one->rule->id, one->period, site->system->id));
	/* the same bytes whenever it is made */
	add_day(out, "DTSTAMP:", one->due, "T000000Z");
	add_day(out, "DTSTART;VALUE=DATE:", one->due, "");
	add_line(out, "SUMMARY:", qms_arena_format(&site->page, "%s %s",
	    title == NULL ? one->rule->id : title, one->period));
	add_line(out, "DESCRIPTION:", one->rule->basis);
	qms_buffer_string(out, "END:VEVENT\r\n");
}

const struct qms_error *
web_make_calendar(struct web_site *site)
{
	const struct qms_status *status = site->agency->status;
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_buffer out = {0};
	size_t i;

	if (status == NULL)
		return NULL;
	web_key_status(&key, status);
	web_key_add(&key, site->system->id);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/due.ics", site->agency->row.agency), &key))
		return NULL;
	qms_buffer_string(&out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	    "PRODID:-//qms//due//VI\r\n");
	for (i = 0; i < status->count; i++)
		add_event(site, &out, &status->obligations[i]);
	qms_buffer_string(&out, "END:VCALENDAR\r\n");
	err = web_page_put(site, qms_buffer_view(&out));
	qms_buffer_free(&out);
	return err;
}

/* ---- JSON ---- */

static void
add_status(struct qms_json *json, const struct qms_status *status)
{
	const struct qms_obligation *one;
	size_t i;

	qms_json_object(json, NULL);
	qms_json_string(json, "agency", status->agency);
	qms_json_string(json, "name", status->name);
	qms_json_string(json, "verdict", qms_verdict_id(status->verdict));
	qms_json_array(json, "obligations");
	for (i = 0; i < status->count; i++) {
		one = &status->obligations[i];
		qms_json_object(json, NULL);
		qms_json_string(json, "rule", one->rule->id);
		qms_json_string(json, "period", one->period);
		qms_json_string(json, "due", one->due);
		qms_json_string(json, "done", one->done);
		qms_json_string(json, "evidence", one->evidence);
		qms_json_string(json, "verdict",
		    qms_verdict_id(one->verdict));
		qms_json_end_object(json);
	}
	qms_json_end_array(json);
	qms_json_end_object(json);
}

const struct qms_error *
web_make_status(struct web_site *site)
{
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_buffer out = {0};
	struct qms_json json;
	size_t i;

	for (i = 0; i < site->status_count; i++) {
		web_key_status(&key, &site->statuses[i]);
		web_key_add(&key, site->statuses[i].name);
	}
	if (!web_page_begin(site, "status.json", &key))
		return NULL;
	qms_json_init(&json, &out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/site-status/1");
	qms_json_array(&json, "agencies");
	for (i = 0; i < site->status_count; i++)
		add_status(&json, &site->statuses[i]);
	qms_json_end_array(&json);
	qms_json_end_object(&json);
	qms_buffer_char(&out, '\n');
	err = web_page_put(site, qms_buffer_view(&out));
	qms_buffer_free(&out);
	return err;
}

/* ---- Atom (RFC 4287) ---- */

static void
add_element(struct qms_buffer *out, const char *name, const char *text)
{
	qms_buffer_format(out, "<%s>", name);
	qms_html_escape(out, qms_text(text));
	qms_buffer_format(out, "</%s>\n", name);
}

static void
add_entry(struct web_site *site, struct qms_buffer *out,
    const struct web_recent *recent)
{
	const struct qms_row_object *row = &recent->object->row;

	qms_buffer_string(out, "<entry>\n");
	add_element(out, "id", qms_arena_format(&site->page,
	    "urn:sha256:%s", recent->sha256));
	add_element(out, "title", qms_arena_format(&site->page,
	    "%s %s: %s%s%s", row->id, row->title, qms_kind_act_name(
	    recent->object->kind, recent->act, site->language),
	    *recent->version == '\0' ? "" : " ", recent->version));
	add_element(out, "updated", qms_arena_format(&site->page,
	    "%sT00:00:00Z", recent->date));
	qms_buffer_string(out, "<link href=\"");
	qms_html_escape(out, qms_text(recent->object->url));
	qms_buffer_string(out, "\"/>\n</entry>\n");
}

const struct qms_error *
web_make_feed(struct web_site *site, const struct web_recent *recent,
    size_t count)
{
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_buffer out = {0};
	size_t i;

	for (i = 0; i < count; i++) {
		web_key_object(&key, recent[i].object);
		web_key_add(&key, recent[i].sha256);
	}
	if (!web_page_begin(site, "feed.xml", &key))
		return NULL;
	qms_buffer_string(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	add_element(&out, "id", qms_arena_format(&site->page,
	    "urn:sha256:%s", site->system->id));
	add_element(&out, "title", site->system->name);
	add_element(&out, "updated", qms_arena_format(&site->page,
	    "%sT00:00:00Z", count == 0 ? "1970-01-01" : recent[0].date));
	qms_buffer_string(&out, "<author><name>");
	qms_html_escape(&out, qms_text(site->system->name));
	qms_buffer_string(&out, "</name></author>\n");
	for (i = 0; i < count; i++)
		add_entry(site, &out, &recent[i]);
	qms_buffer_string(&out, "</feed>\n");
	err = web_page_put(site, qms_buffer_view(&out));
	qms_buffer_free(&out);
	return err;
}
