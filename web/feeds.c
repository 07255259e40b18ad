/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/csv.h"
#include "qms/feed.h"
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

/* ---- deadlines: iCalendar, Atom ---- */

static const struct qms_error *
make_deadlines(struct web_site *site, const char *file)
{
	const struct qms_status *status = site->agency->status;
	const struct qms_error *err;
	struct qms_feed_item *items;
	struct web_key key = {0};
	struct qms_buffer out = {0};
	size_t count;

	web_key_status(&key, status);
	web_key_add(&key, site->system->id);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/%s", site->agency->row.agency, file), &key))
		return NULL;
	qms_status_feed(&items, &count, &site->page, site->system,
	    site->language, status->obligations, status->count);
	if (strcmp(file, "due.ics") == 0)
		qms_feed_ics(&out, items, count);
	else
		qms_feed_atom(&out, qms_arena_format(&site->page,
		    "urn:sha256:%s:%s/due", site->system->id,
		    site->agency->row.agency), qms_arena_format(&site->page,
		    "%s – %s", web_word(site, QMS_W_due_list),
		    site->agency->row.name), site->system->name, items,
		    count);
	err = web_page_put(site, qms_buffer_view(&out));
	qms_buffer_free(&out);
	return err;
}

const struct qms_error *
web_make_calendar(struct web_site *site)
{
	const struct qms_error *err;

	if (site->agency->status == NULL)
		return NULL;
	err = make_deadlines(site, "due.ics");
	return err != NULL ? err : make_deadlines(site, "due.xml");
}

/* ---- JSON ---- */

static const struct qms_sync_agency *
find_own(const struct web_site *site, const char *agency)
{
	size_t i;

	for (i = 0; i < site->own_count; i++)
		if (strcmp(site->owns[i].agency, agency) == 0)
			return &site->owns[i];
	return NULL;
}

static void
add_own(struct qms_json *json, const struct qms_sync_agency *own)
{
	char hex[QMS_OID_HEX];

	qms_json_string(json, "repository", qms_sync_result_id(own->result));
	qms_json_string(json, "fetched", own->fetched);
	qms_json_string(json, "stale", own->stale ? "yes" : "no");
	qms_json_string(json, "commit", qms_sync_is_unknown(own) ? "" :
	    qms_oid_hex(hex, &own->tip));
}

static void
add_status(struct qms_json *json, const struct qms_status *status,
    const struct qms_sync_agency *own)
{
	const struct qms_obligation *one;
	size_t i;

	qms_json_object(json, NULL);
	qms_json_string(json, "agency", status->agency);
	qms_json_string(json, "name", status->name);
	qms_json_string(json, "verdict", qms_sync_is_unknown(own) ?
	    "unknown" : qms_verdict_id(status->verdict));
	if (own != NULL)
		add_own(json, own);
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
	for (i = 0; i < site->own_count; i++)
		web_key_own(&key, &site->owns[i]);
	if (!web_page_begin(site, "status.json", &key))
		return NULL;
	qms_json_init(&json, &out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/site-status/1");
	qms_json_array(&json, "agencies");
	for (i = 0; i < site->status_count; i++)
		add_status(&json, &site->statuses[i], find_own(site,
		    site->statuses[i].agency));
	qms_json_end_array(&json);
	qms_json_end_object(&json);
	qms_buffer_char(&out, '\n');
	err = web_page_put(site, qms_buffer_view(&out));
	qms_buffer_free(&out);
	return err;
}

/* ---- Atom ---- */

const struct qms_error *
web_make_feed(struct web_site *site, const struct web_recent *recent,
    size_t count)
{
	const struct qms_row_object *row;
	struct qms_feed_item *items;
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
	items = qms_arena_alloc(&site->page, count * sizeof(*items));
	for (i = 0; i < count; i++) {
		row = &recent[i].object->row;
		items[i] = (struct qms_feed_item){ .text = "",
		    .day = recent[i].date, .link = recent[i].object->url };
		items[i].id = qms_arena_format(&site->page, "urn:sha256:%s",
		    recent[i].sha256);
		items[i].title = qms_arena_format(&site->page,
		    "%s %s: %s%s%s", row->id, row->title, qms_kind_act_name(
		    recent[i].object->kind, recent[i].act, site->language),
		    *recent[i].version == '\0' ? "" : " ",
		    recent[i].version);
	}
	qms_feed_atom(&out, qms_arena_format(&site->page, "urn:sha256:%s",
	    site->system->id), site->system->name, site->system->name, items,
	    count);
	err = web_page_put(site, qms_buffer_view(&out));
	qms_buffer_free(&out);
	return err;
}
