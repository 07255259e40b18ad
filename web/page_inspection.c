/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* What an inspection asks for (26/2014/TT-BKHCN, article 36), and what the
 * agency has to show: the documents in force and the records that name the
 * clauses of an item. */

static const char sql_items[] =
	"SELECT item, vi, en, clauses, basis, evidence"
	"  FROM inspection_item ORDER BY line";

struct item {
	const char *item, *name, *clauses, *basis, *evidence;
};

struct shown {
	const char *clause;
	const struct web_object *object;
};

struct inspection {
	struct item *items;
	size_t count, room;
	struct shown *shown;
	size_t shown_count, shown_room;
};

static const struct qms_error *
load_items(struct inspection *inspection, struct web_site *site)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct item *item;
	bool row;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_items);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		item = qms_push(&site->agency_arena, inspection->items,
		    inspection->count, inspection->room);
		item->item = qms_column_copy(&site->agency_arena, query, 0);
		item->name = qms_column_copy(&site->agency_arena, query,
		    site->language == QMS_VI ? 1 : 2);
		item->clauses = qms_column_copy(&site->agency_arena, query, 3);
		item->basis = qms_column_copy(&site->agency_arena, query, 4);
		item->evidence = qms_column_copy(&site->agency_arena, query, 5);
	}
	qms_done(query);
	return err;
}

static void
find_shown(struct inspection *inspection, struct web_site *site)
{
	const struct web_agency *agency = site->agency;
	const struct web_object *object;
	struct shown *shown;
	size_t i, j;

	for (i = 0; i < agency->object_count; i++) {
		object = &agency->objects[i];
		for (j = 0; object->url != NULL &&
		    j < object->reference_count; j++) {
			if (strcmp(object->references[j].to_kind,
			    "clause") != 0)
				continue;
			shown = qms_push(&site->agency_arena,
			    inspection->shown, inspection->shown_count,
			    inspection->shown_room);
			shown->clause = object->references[j].to;
			shown->object = object;
		}
	}
}

/* "8.5" of the item "4.4, 8.1, 8.5" holds 8.5 and 8.5.1. */
static bool
is_asked(const char *clauses, const char *clause)
{
	size_t size;

	while (*clauses != '\0') {
		clauses += strspn(clauses, ", ");
		size = strcspn(clauses, ", ");
		if (size > 0 && strncmp(clauses, clause, size) == 0 &&
		    (clause[size] == '\0' || clause[size] == '.'))
			return true;
		clauses += size;
	}
	return false;
}

static bool
is_evidence(const struct web_object *object)
{
	return object->kind->class == QMS_CLASS_RECORD ||
	    *object->row.version != '\0';
}

static void
add_item(struct web_site *site, struct qms_value *list,
    const struct inspection *inspection, const struct item *item)
{
	struct qms_value *value = qms_value_row(list), *shown, *one;
	const struct web_object *object, *last = NULL;
	size_t i, count = 0;

	qms_value_text(value, "item", item->item);
	qms_value_text(value, "name", item->name);
	qms_value_text(value, "basis", item->basis);
	qms_value_text(value, "asked", item->evidence);
	shown = qms_value_list(value, "shown");
	for (i = 0; i < inspection->shown_count; i++) {
		object = inspection->shown[i].object;
		if (object == last || !is_evidence(object) ||
		    !is_asked(item->clauses, inspection->shown[i].clause))
			continue;
		last = object;
		count++;
		one = qms_value_row(shown);
		qms_value_text(one, "text", qms_arena_format(&site->page,
		    "%s %s", object->row.id, object->row.title));
		web_set_url(site, one, "url", object->url);
	}
	/* whether it is enough is for people to say */
	qms_value_text(value, "level", web_word(site, count > 0 ?
	    QMS_W_has_evidence : QMS_W_no_evidence));
	qms_value_text(value, "class", count > 0 ? "info" : "soon");
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct inspection *inspection)
{
	size_t i;

	web_key_add(key, site->agency->key);
	for (i = 0; i < inspection->count; i++) {
		web_key_add(key, inspection->items[i].item);
		web_key_add(key, inspection->items[i].name);
		web_key_add(key, inspection->items[i].clauses);
		web_key_add(key, inspection->items[i].basis);
		web_key_add(key, inspection->items[i].evidence);
	}
	for (i = 0; i < inspection->shown_count; i++) {
		web_key_add(key, inspection->shown[i].clause);
		web_key_object(key, inspection->shown[i].object);
	}
}

const struct qms_error *
web_make_inspection(struct web_site *site)
{
	static const char *const columns[] = { "item", "vi", "en",
	    "clauses", "basis", "evidence", NULL };
	struct inspection inspection = {0};
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_value *values, *list;
	size_t i;

	if (!web_kind_has(site, "inspection-item", columns))
		return NULL;
	err = load_items(&inspection, site);
	if (err != NULL)
		return err;
	find_shown(&inspection, site);
	add_key(site, &key, &inspection);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/inspection.html", site->agency->row.agency), &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_inspection_page),
	    "inspection");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site,
	    site->agency->row.agency, "index.html"), site->agency->row.name);
	qms_value_text(values, "lead", site->agency->row.name);
	list = qms_value_list(values, "items");
	for (i = 0; i < inspection.count; i++)
		add_item(site, list, &inspection, &inspection.items[i]);
	return web_page_write(site, "inspection", values);
}
