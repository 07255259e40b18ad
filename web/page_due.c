/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* What is due: the obligations of the agency, and what is given to each
 * person, with what comes next. */

/* ---- what is given to persons ---- */

struct given {
	const struct qms_row_due *row;
	const struct web_object *object;
};

struct due {
	struct given *items;
	size_t count, room;
};

static bool
has_deadlines(const struct web_agency *agency)
{
	const struct web_object *object;
	size_t i;

	for (i = 0; i < agency->object_count; i++) {
		object = &agency->objects[i];
		if (object->url != NULL && *object->row.state != '\0' &&
		    qms_kind_key(object->kind, "due") != NULL &&
		    qms_kind_key(object->kind, "owner") != NULL &&
		    !qms_kind_is_final(object->kind, object->row.state))
			return true;
	}
	return false;
}

static int
compare_given(const void *left, const void *right)
{
	const struct given *a = left, *b = right;
	int order = strcmp(a->row->owner, b->row->owner);

	if (order == 0)
		order = strcmp(a->row->due, b->row->due);
	return order != 0 ? order : strcmp(a->row->id, b->row->id);
}

static const struct qms_error *
load(struct due *due, struct web_site *site)
{
	const struct qms_error *err;
	const struct web_object *object;
	struct qms_row_due *rows;
	struct given *given;
	size_t i, count;

	if (!has_deadlines(site->agency))
		return NULL;
	err = qms_query_due(&rows, &count, &site->agency_arena,
	    site->system->index, site->agency->row.agency);
	for (i = 0; err == NULL && i < count; i++) {
		object = qms_map_get(&site->by_id, qms_arena_format(
		    &site->agency_arena, "%s/%s", rows[i].agency,
		    rows[i].id));
		if (object == NULL || object->url == NULL ||
		    *rows[i].owner == '\0')
			continue;
		given = qms_push(&site->agency_arena, due->items, due->count,
		    due->room);
		*given = (struct given){ &rows[i], object };
	}
	if (err == NULL && due->count > 1)
		qsort(due->items, due->count, sizeof(*due->items),
		    compare_given);
	return err;
}

/* It changes when a day comes near or passes, not every day. */
static const char *
class_of(const struct web_site *site, const struct qms_row_due *row)
{
	return row->days < 0 ? "bad" : row->days <= site->system->due_soon ?
	    "soon" : "info";
}

/* "đánh giá có hiệu lực": the tasks that its state leads to. */
static const char *
next_step(struct web_site *site, const struct web_object *object)
{
	const struct qms_kind *kind = object->kind;
	struct qms_buffer text = {0};
	const char *copy;
	size_t i;

	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].from, object->row.state) == 0 &&
		    qms_strings_has(&kind->tasks, kind->acts[i].act))
			qms_buffer_format(&text, "%s%s", text.size == 0 ?
			    "" : ", ", qms_kind_act_name(kind,
			    kind->acts[i].act, site->language));
	copy = qms_arena_copy(&site->page, text.data == NULL ? "" :
	    text.data, text.size);
	qms_buffer_free(&text);
	return copy;
}

static void
add_given(struct web_site *site, struct qms_value *table,
    const struct given *given)
{
	const struct qms_row_due *row = given->row;
	struct qms_value *cells = web_row(table);

	web_cell_link(site, cells, row->id, given->object->url);
	web_cell(cells, row->title);
	web_cell(cells, web_person(site, row->agency, row->owner));
	web_cell_state(cells, class_of(site, row), web_day(site, row->due));
	web_cell(cells, web_kind_name(site, given->object->kind));
	web_cell(cells, web_state(site, given->object));
	web_cell(cells, next_step(site, given->object));
}

static void
add_persons(struct web_site *site, struct qms_value *tables,
    const struct due *due)
{
	static const enum qms_word heads[] = { QMS_W_id, QMS_W_name,
	    QMS_W_owner, QMS_W_due, QMS_W_kind, QMS_W_state,
	    QMS_W_next_step };
	struct qms_value *table;
	size_t i;

	if (due->count == 0)
		return;
	table = web_table(tables, "persons", web_word(site,
	    QMS_W_due_of_persons));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < due->count; i++)
		add_given(site, table, &due->items[i]);
}

/* ---- the page ---- */

static void
add_key(struct web_site *site, struct web_key *key, const struct due *due)
{
	size_t i;

	web_key_add(key, site->agency->key);
	web_key_status(key, site->agency->status);
	web_key_own(key, site->agency->own);
	/* the addresses of evidence */
	web_key_add(key, site->ids);
	for (i = 0; i < due->count; i++) {
		web_key_object(key, due->items[i].object);
		web_key_add(key, due->items[i].row->owner);
		web_key_add(key, due->items[i].row->due);
		web_key_add(key, class_of(site, due->items[i].row));
	}
}

const struct qms_error *
web_make_due(struct web_site *site)
{
	const struct web_agency *agency = site->agency;
	const struct qms_error *err;
	struct qms_value *values, *tables, *also;
	struct web_key key = {0};
	struct due due = {0};

	if (agency->status == NULL)
		return NULL;
	err = load(&due, site);
	if (err != NULL)
		return err;
	add_key(site, &key, &due);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/due.html", agency->row.agency), &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_due_list), "due");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site, agency->row.agency,
	    "index.html"), agency->row.name);
	qms_value_text(values, "lead", agency->row.name);
	also = qms_value_list(values, "also");
	web_way(site, also, web_agency_url(site, agency->row.agency,
	    "due.ics"), web_word(site, QMS_W_calendar_of_deadlines), NULL);
	web_way(site, also, web_agency_url(site, agency->row.agency,
	    "due.xml"), web_word(site, QMS_W_feed_of_deadlines), NULL);
	web_verdict(site, values, agency->status, 1);
	tables = qms_value_list(values, "tables");
	web_obligations_due(site, tables, agency->status);
	add_persons(site, tables, &due);
	return web_page_write(site, "register", values);
}
