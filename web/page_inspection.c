/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/rule.h"
#include "web/page.h"

/*
 * What an inspection asks for (26/2014/TT-BKHCN, article 36), and what the
 * agency has to show: what the rules fill into the minutes for each item, and
 * the documents in force and the records that name its clauses. Then how it
 * was inspected; of who inspects, its plan.
 */

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

struct result {			/* of an item in the last minutes */
	const char *item, *result, *remark;
};

struct seen {			/* minutes of the agency, newest first */
	const struct web_object *object;
	const char *day, *mode;
	int met, failed;
};

struct planned {		/* it is in a plan; or it is in its own plan */
	const struct web_object *plan, *minutes;
	const char *agency, *year, *mode, *time, *reason;
	int failed;
};

struct inspection {
	struct item *items;
	size_t count, room;
	struct qms_rule_line *lines;
	size_t line_count;
	struct result *results;
	size_t result_count, result_room;
	struct seen *seen;
	size_t seen_count, seen_room;
	struct planned *plans;		/* of others, with this agency */
	size_t plan_count, plan_room;
	struct planned *own;		/* the last plan of this agency */
	size_t own_count, own_room;
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

/* What the edition shows: a file without a page here says nothing. */
static const struct web_object *
object_at(struct web_site *site, const char *path)
{
	const struct web_object *object = qms_map_get(&site->by_path, path);

	return object == NULL || object->url == NULL ? NULL : object;
}

static const struct qms_error *
load_lines(struct inspection *inspection, struct web_site *site)
{
	struct qms_rule_cell inspected = { "inspected",
	    site->agency->row.agency };

	return qms_rules_lines(&inspection->lines, &inspection->line_count,
	    &site->agency_arena, site->rules, qms_index_db(
	    site->system->index), "inspection-minutes", inspected.value,
	    &inspected, 1);
}

static const char sql_seen[] =
	"SELECT m.path, m.day, m.mode, i.item, i.result, i.remark"
	"  FROM inspection_minutes AS m"
	"  LEFT JOIN inspection_minutes_items AS i ON i.agency = m.agency"
	"   AND i.parent = m.id"
	" WHERE m.inspected = ?1 AND m.state <> 'draft'"
	" ORDER BY m.day DESC, m.path DESC, i.row";

static const struct qms_error *
load_seen(struct inspection *inspection, struct web_site *site)
{
	const struct web_object *object;
	const struct qms_error *err;
	struct qms_query *query;
	struct result *result;
	struct seen *seen = NULL;
	bool row;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_seen);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, site->agency->row.agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = object_at(site, qms_column_copy(&site->agency_arena, query, 0));
		if (object == NULL)
			continue;
		if (seen == NULL || seen->object != object) {
			seen = qms_push(&site->agency_arena,
			    inspection->seen, inspection->seen_count,
			    inspection->seen_room);
			*seen = (struct seen){ .object = object,
			    .day = qms_column_copy(&site->agency_arena, query, 1),
			    .mode = qms_column_copy(&site->agency_arena, query, 2) };
		}
		result = qms_push(&site->agency_arena, inspection->results,
		    inspection->result_count, inspection->result_room);
		result->item = qms_column_copy(&site->agency_arena, query, 3);
		result->result = qms_column_copy(&site->agency_arena, query, 4);
		result->remark = qms_column_copy(&site->agency_arena, query, 5);
		seen->met += strcmp(result->result, "đạt") == 0;
		seen->failed += strcmp(result->result, "chưa đạt") == 0;
		if (inspection->seen_count > 1)
			inspection->result_count--;	/* of an earlier one */
	}
	qms_done(query);
	return err;
}

#define SQL_PLANNED							\
	"SELECT p.path, g.inspected, p.year, g.mode, g.time, g.reason,"	\
	"       m.path, (SELECT count(*) FROM inspection_minutes_items AS i"\
	"        WHERE i.agency = m.agency AND i.parent = m.id"		\
	"          AND i.result = 'chưa đạt')"				\
	"  FROM inspection_plan AS p"					\
	"  JOIN inspection_plan_agencies AS g ON g.agency = p.agency"	\
	"   AND g.parent = p.id"					\
	"  LEFT JOIN inspection_minutes AS m ON m.agency = p.agency"	\
	"   AND m.plan = p.id AND m.inspected = g.inspected"		\
	"   AND m.state <> 'draft'"					\
	" WHERE p.state IN ('approved', 'finished')"

static const char sql_plans[] = SQL_PLANNED
	"   AND g.inspected = ?1"
	" ORDER BY p.year DESC, p.path, g.row, m.path";
static const char sql_own[] = SQL_PLANNED
	"   AND p.agency = ?1"
	"   AND p.path = (SELECT n.path FROM inspection_plan AS n"
	"        WHERE n.agency = ?1 AND n.state IN ('approved', 'finished')"
	"        ORDER BY n.year DESC, n.path DESC LIMIT 1)"
	" ORDER BY g.row, m.path";

static const struct qms_error *
load_planned(struct planned **list, size_t *count, size_t *room,
    struct web_site *site, const char *sql)
{
	const struct web_object *plan;
	const struct qms_error *err;
	struct qms_query *query;
	struct planned *one;
	bool row;

	err = qms_db_query(&query, qms_index_db(site->system->index), sql);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, site->agency->row.agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		plan = object_at(site, qms_column_copy(&site->agency_arena, query, 0));
		if (plan == NULL)
			continue;
		one = qms_push(&site->agency_arena, *list, *count, *room);
		one->plan = plan;
		one->agency = qms_column_copy(&site->agency_arena, query, 1);
		one->year = qms_column_copy(&site->agency_arena, query, 2);
		one->mode = qms_column_copy(&site->agency_arena, query, 3);
		one->time = qms_column_copy(&site->agency_arena, query, 4);
		one->reason = qms_column_copy(&site->agency_arena, query, 5);
		one->minutes = object_at(site, qms_column_copy(
		    &site->agency_arena, query, 6));
		one->failed = (int)qms_column_integer(query, 7);
	}
	qms_done(query);
	return err;
}

/* Kinds may be an office's own: what they lack is not shown. */
static const struct qms_error *
load(struct inspection *inspection, struct web_site *site)
{
	static const char *const of_minutes[] = { "inspected", "day", "mode",
	    "plan", "items.item", "items.result", "items.remark", NULL };
	static const char *const of_plan[] = { "year", "agencies.inspected",
	    "agencies.mode", "agencies.time", "agencies.reason", NULL };
	const struct qms_error *err;
	bool minutes = web_kind_has(site, "inspection-minutes", of_minutes);

	err = load_items(inspection, site);
	if (err == NULL)
		err = load_lines(inspection, site);
	if (err == NULL && minutes)
		err = load_seen(inspection, site);
	if (err != NULL || !minutes ||
	    !web_kind_has(site, "inspection-plan", of_plan))
		return err;
	err = load_planned(&inspection->plans, &inspection->plan_count,
	    &inspection->plan_room, site, sql_plans);
	return err != NULL ? err : load_planned(&inspection->own,
	    &inspection->own_count, &inspection->own_room, site, sql_own);
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

static const char *
line_text(struct web_site *site, const struct qms_rule_line *line)
{
	struct qms_buffer out = { 0 };
	const char *text;

	qms_rule_line_text(&out, line, site->language);
	text = qms_arena_copy(&site->agency_arena, out.data == NULL ? "" :
	    out.data, out.size);
	qms_buffer_free(&out);
	return text;
}

/* A line whose records are all kept from this edition is kept from it too. */
static bool
is_shown(struct web_site *site, const struct qms_rule_line *line)
{
	const struct web_object *object;
	size_t i;

	for (i = 0; i < line->sources.count; i++) {
		object = qms_map_get(&site->by_path, line->sources.items[i]);
		if (object == NULL || object->url != NULL)
			return true;
	}
	return line->sources.count == 0 && site->options->internal;
}

enum { MOST_SOURCES = 5 };

static size_t
add_lines(struct web_site *site, struct qms_value *value,
    const struct inspection *inspection, const struct item *item)
{
	struct qms_value *list = qms_value_list(value, "lines"), *one, *links;
	const struct qms_rule_line *line;
	const struct web_object *object;
	size_t count = 0, shown, i, k;

	for (i = 0; i < inspection->line_count; i++) {
		line = &inspection->lines[i];
		if (strcmp(line->row, item->item) != 0 ||
		    !is_shown(site, line))
			continue;
		count++;
		one = qms_value_row(list);
		qms_value_text(one, "line", line_text(site, line));
		links = qms_value_list(one, "sources");
		for (k = shown = 0; k < line->sources.count &&
		    shown < MOST_SOURCES; k++) {
			object = object_at(site, line->sources.items[k]);
			if (object == NULL)
				continue;
			shown++;
			one = qms_value_row(links);
			qms_value_text(one, "source", object->row.id);
			web_set_url(site, one, "source_url", object->url);
		}
	}
	return count;
}

static void
add_result(struct web_site *site, struct qms_value *value,
    const struct inspection *inspection, const struct item *item)
{
	const struct result *result;
	size_t i;

	for (i = 0; i < inspection->result_count; i++) {
		result = &inspection->results[i];
		if (strcmp(result->item, item->item) != 0)
			continue;
		qms_value_text(value, "last", web_fill(site,
		    QMS_W_inspection_last, web_day(site,
		    inspection->seen[0].day), result->result, NULL));
		qms_value_text(value, "last_remark", result->remark);
		qms_value_text(value, "last_class", strcmp(result->result,
		    "chưa đạt") == 0 ? "bad" : strcmp(result->result,
		    "đạt") == 0 ? "ok" : "info");
	}
}

static void
add_item(struct web_site *site, struct qms_value *list,
    const struct inspection *inspection, const struct item *item)
{
	struct qms_value *value = qms_value_row(list), *shown, *one;
	const struct web_object *object, *last = NULL;
	size_t i, count = 0, lines;

	qms_value_text(value, "item", item->item);
	qms_value_text(value, "name", item->name);
	qms_value_text(value, "basis", item->basis);
	qms_value_text(value, "asked", item->evidence);
	lines = add_lines(site, value, inspection, item);
	add_result(site, value, inspection, item);
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
	if (count > 0)
		qms_value_text(value, "shown_label", web_fill(site,
		    QMS_W_inspection_named, qms_arena_format(&site->page,
		    "%zu", count), item->clauses, NULL));
	/* whether it is enough is for people to say */
	qms_value_text(value, "level", web_word(site, count + lines > 0 ?
	    QMS_W_has_evidence : QMS_W_no_evidence));
	qms_value_text(value, "class", count + lines > 0 ? "info" : "soon");
}

/* ---- tables ---- */

static const char *
mode_of(struct web_site *site, const char *mode)
{
	const struct qms_kind *kind = qms_kinds_get(site->kinds,
	    "inspection-minutes");
	const char *url;

	return web_show(site, site->agency->row.agency, qms_kind_key(kind,
	    "mode"), mode, &url);
}

static void
add_seen(struct web_site *site, struct qms_value *tables,
    const struct inspection *inspection)
{
	struct qms_value *table, *cells;
	const struct seen *seen;
	size_t i;

	if (inspection->seen_count == 0)
		return;
	table = web_table(tables, "inspections", web_word(site,
	    QMS_W_inspections));
	web_head(table, web_word(site, QMS_W_date), false);
	web_head(table, web_word(site, QMS_W_inspection_mode), false);
	web_head(table, web_word(site, QMS_W_inspection_met), true);
	web_head(table, web_word(site, QMS_W_inspection_failed), true);
	web_head(table, web_word(site, QMS_W_state), false);
	web_head(table, web_word(site, QMS_W_inspection_minutes), false);
	for (i = 0; i < inspection->seen_count; i++) {
		seen = &inspection->seen[i];
		cells = web_row(table);
		web_cell(cells, web_day(site, seen->day));
		web_cell(cells, mode_of(site, seen->mode));
		web_cell_number(cells, seen->met);
		web_cell_number(cells, seen->failed);
		web_cell_state(cells, web_state_class(seen->object),
		    web_state(site, seen->object));
		web_cell_link(site, cells, seen->object->row.id,
		    seen->object->url);
	}
}

static void
add_minutes(struct web_site *site, struct qms_value *cells,
    const struct planned *one)
{
	if (one->minutes == NULL) {
		web_cell(cells, "");
		web_cell(cells, "");
		return;
	}
	web_cell_link(site, cells, one->minutes->row.id, one->minutes->url);
	web_cell_number(cells, one->failed);
}

static void
add_planned(struct web_site *site, struct qms_value *tables,
    const struct planned *list, size_t count, bool own)
{
	struct qms_value *table, *cells;
	bool reasons = false;
	size_t i;

	for (i = 0; i < count; i++)
		reasons = reasons || *list[i].reason != '\0';
	if (count == 0)
		return;
	table = own ? web_table(tables, "plan", web_fill(site,
	    QMS_W_inspection_plan_of, list->year, NULL, NULL)) :
	    web_table(tables, "plans", web_word(site,
	    QMS_W_inspection_plans));
	if (own)
		qms_value_text(table, "note", list->plan->row.title);
	web_head(table, web_word(site, own ? QMS_W_agency : QMS_W_year),
	    false);
	web_head(table, web_word(site, QMS_W_inspection_mode), false);
	web_head(table, web_word(site, QMS_W_inspection_time), false);
	if (reasons)
		web_head(table, web_word(site, QMS_W_inspection_reason),
		    false);
	if (site->options->internal) {
		web_head(table, web_word(site, QMS_W_inspection_minutes),
		    false);
		web_head(table, web_word(site, QMS_W_inspection_failed),
		    true);
	}
	for (i = 0; i < count; i++) {
		cells = web_row(table);
		if (own)
			web_cell_link(site, cells, web_agency_name(site,
			    list[i].agency), web_agency_url(site,
			    list[i].agency, "inspection.html"));
		else
			web_cell_link(site, cells, list[i].year,
			    list[i].plan->url);
		web_cell(cells, list[i].mode);
		web_cell(cells, list[i].time);
		if (reasons)
			web_cell(cells, list[i].reason);
		if (site->options->internal)
			add_minutes(site, cells, &list[i]);
	}
}

/* ---- the page ---- */

static void
key_planned(struct web_site *site, struct web_key *key,
    const struct planned *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		web_key_object(key, list[i].plan);
		web_key_add(key, web_agency_name(site, list[i].agency));
		web_key_add(key, list[i].agency);
		web_key_add(key, list[i].year);
		web_key_add(key, list[i].mode);
		web_key_add(key, list[i].time);
		web_key_add(key, list[i].reason);
		if (list[i].minutes != NULL)
			web_key_object(key, list[i].minutes);
		web_key_add(key, list[i].failed > 0 ? qms_arena_format(
		    &site->agency_arena, "%d", list[i].failed) : "");
	}
}

static void
key_lines(struct web_site *site, struct web_key *key,
    const struct inspection *inspection)
{
	const struct qms_rule_line *line;
	const struct web_object *object;
	size_t i, k;

	for (i = 0; i < inspection->line_count; i++) {
		line = &inspection->lines[i];
		web_key_add(key, line->row);
		web_key_add(key, line_text(site, line));
		for (k = 0; k < line->sources.count; k++) {
			object = qms_map_get(&site->by_path,
			    line->sources.items[k]);
			web_key_add(key, object == NULL ? "-" :
			    object->url);
		}
	}
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
	key_lines(site, key, inspection);
	for (i = 0; i < inspection->result_count; i++) {
		web_key_add(key, inspection->results[i].item);
		web_key_add(key, inspection->results[i].result);
		web_key_add(key, inspection->results[i].remark);
	}
	for (i = 0; i < inspection->seen_count; i++) {
		web_key_object(key, inspection->seen[i].object);
		web_key_add(key, inspection->seen[i].day);
		web_key_add(key, inspection->seen[i].mode);
		web_key_add(key, qms_arena_format(&site->agency_arena,
		    "%d %d", inspection->seen[i].met,
		    inspection->seen[i].failed));
	}
	key_planned(site, key, inspection->plans, inspection->plan_count);
	web_key_add(key, "own");
	key_planned(site, key, inspection->own, inspection->own_count);
}

const struct qms_error *
web_make_inspection(struct web_site *site)
{
	static const char *const columns[] = { "item", "vi", "en",
	    "clauses", "basis", "evidence", NULL };
	struct inspection inspection = {0};
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_value *values, *list, *tables;
	size_t i;

	if (!web_kind_has(site, "inspection-item", columns))
		return NULL;
	err = load(&inspection, site);
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
	tables = qms_value_list(values, "tables");
	add_planned(site, tables, inspection.own, inspection.own_count, true);
	add_seen(site, tables, &inspection);
	add_planned(site, tables, inspection.plans, inspection.plan_count,
	    false);
	list = qms_value_list(values, "items");
	for (i = 0; i < inspection.count; i++)
		add_item(site, list, &inspection, &inspection.items[i]);
	return web_page_write(site, "inspection", values);
}
