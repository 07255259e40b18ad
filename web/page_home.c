/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

enum { RECENT = 15 };

/* The newest statements that count, of whatever this edition shows. */
static const char sql_recent[] =
	"SELECT agency, id, act, version, date, sha256"
	"  FROM statement"
	" WHERE void IS NULL AND id <> 'trust'"
	" ORDER BY position DESC"
	" LIMIT 200";

static const struct qms_error *
load_recent(struct web_recent recent[RECENT], size_t *count,
    struct web_site *site)
{
	const struct qms_error *err;
	struct qms_query *query;
	const struct web_object *object;
	const char *agency, *id;
	bool row;

	*count = 0;
	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_recent);
	if (err != NULL)
		return err;
	while (*count < RECENT && (err = qms_step(&row, query)) == NULL &&
	    row) {
		agency = qms_column_text(query, 0);
		id = qms_column_text(query, 1);
		object = qms_map_get(&site->by_id, qms_arena_format(
		    &site->arena, "%s/%s", agency, id));
		if (object == NULL || object->url == NULL)
			continue;
		recent[*count].object = object;
		recent[*count].act = qms_arena_string(&site->arena,
		    qms_column_text(query, 2));
		recent[*count].version = qms_arena_string(&site->arena,
		    qms_column_text(query, 3));
		recent[*count].date = qms_arena_string(&site->arena,
		    qms_column_text(query, 4));
		recent[(*count)++].sha256 = qms_arena_string(&site->arena,
		    qms_column_text(query, 5));
	}
	qms_done(query);
	return err;
}

static void
add_recent(struct web_site *site, struct qms_value *values,
    const struct web_recent *recent, size_t count)
{
	struct qms_value *list = qms_value_list(values, "recent"), *item;
	const char *act;
	size_t i;

	for (i = 0; i < count; i++) {
		item = qms_value_row(list);
		act = qms_kind_act_name(recent[i].object->kind,
		    recent[i].act, site->language);
		if (*recent[i].version != '\0')
			act = qms_arena_format(&site->page, "%s %s", act,
			    recent[i].version);
		qms_value_text(item, "day", web_day(site, recent[i].date));
		qms_value_text(item, "object", recent[i].object->row.id);
		qms_value_text(item, "text", act);
		web_set_url(site, item, "url", recent[i].object->url);
		if (site->agency_count > 1)
			qms_value_text(item, "agency", web_agency_name(site,
			    recent[i].object->row.agency));
	}
}

static size_t
count_in_force(const struct web_agency *agency)
{
	size_t i, count = 0;

	if (agency->own != NULL)
		return (size_t)agency->in_force;
	for (i = 0; i < agency->object_count; i++)
		count += *agency->objects[i].row.version != '\0';
	return count;
}

/* A number that leads to what it counts. */
static void
add_due(struct web_site *site, struct qms_value *cells,
    const struct web_agency *agency, enum qms_verdict verdict)
{
	int count = agency->status->counts[verdict];

	web_cell_number(cells, count);
	if (count > 0)
		web_set_url(site, web_last_cell(cells), "url",
		    web_agency_url(site, agency->row.agency, "due.html"));
}

static void
add_blanks(struct qms_value *cells)
{
	int i;

	for (i = 0; i < 4; i++)
		web_cell(cells, "");
}

/* An agency that has ended keeps its page, but is not judged. */
static void
add_agency(struct web_site *site, struct qms_value *table,
    const struct web_agency *agency)
{
	const struct qms_status *status = agency->status;
	struct qms_value *cells = web_row(table);

	web_cell_link(site, cells, agency->row.name, web_agency_url(site,
	    agency->row.agency, "index.html"));
	if (status == NULL) {
		web_cell_state(cells, "old", qms_arena_format(&site->page,
		    "%s %s", web_word(site, QMS_W_ended),
		    web_day(site, agency->row.last)));
		add_blanks(cells);
	} else if (qms_sync_is_unknown(agency->own)) {
		web_cell_state(cells, "soon", web_word(site,
		    QMS_W_own_unknown_short));
		add_blanks(cells);
	} else {
		web_cell_state(cells, web_verdict_class(status->verdict),
		    qms_verdict_name(status->verdict, site->language));
		web_cell_number(cells, status->counts[QMS_VERDICT_MET] +
		    status->counts[QMS_VERDICT_ATTESTED]);
		add_due(site, cells, agency, QMS_VERDICT_DUE_SOON);
		add_due(site, cells, agency, QMS_VERDICT_OVERDUE);
		add_due(site, cells, agency, QMS_VERDICT_MISSING);
	}
	if (qms_sync_is_unknown(agency->own))
		web_cell(cells, "");
	else
		web_cell_number(cells, (int64_t)count_in_force(agency));
	if (site->own_count > 0)
		web_cell_own(site, cells, agency->own);
}

static struct qms_value *
add_agencies(struct web_site *site, struct qms_value *tables)
{
	struct qms_value *table;
	size_t i;

	table = web_table(tables, "agencies", web_word(site, QMS_W_agencies));
	web_head(table, web_word(site, QMS_W_agency), false);
	web_head(table, web_word(site, QMS_W_verdict), false);
	web_head(table, web_capital(site, web_word(site,
	    QMS_W_met)), true);
	web_head(table, web_capital(site, web_word(site,
	    QMS_W_due_soon)), true);
	web_head(table, web_capital(site, web_word(site,
	    QMS_W_overdue)), true);
	web_head(table, web_capital(site, web_word(site,
	    QMS_W_missing)), true);
	web_head(table, web_word(site, QMS_W_documents_in_force), true);
	if (site->own_count > 0)
		web_head(table, web_word(site, QMS_W_own_repository), false);
	for (i = 0; i < site->agency_count; i++)
		add_agency(site, table, &site->agencies[i]);
	qms_value_url(table, "csv", "agencies.csv");
	return table;
}

/* The obligation that falls due next, of all. */
static void
add_next(struct web_site *site, struct qms_value *values)
{
	const struct qms_obligation *next = NULL, *one;
	struct qms_value *value;
	size_t i, j;

	for (i = 0; i < site->status_count; i++)
		for (j = 0; j < site->statuses[i].count; j++) {
			one = &site->statuses[i].obligations[j];
			if ((one->verdict == QMS_VERDICT_OPEN ||
			    one->verdict == QMS_VERDICT_DUE_SOON) &&
			    *one->due != '\0' && (next == NULL ||
			    strcmp(one->due, next->due) < 0))
				next = one;
		}
	if (next == NULL)
		return;
	value = qms_value_object(values, "next");
	qms_value_text(value, "day", web_day(site, next->due));
	qms_value_text(value, "text", next->rule->title[site->language]);
	web_set_url(site, value, "url", web_agency_url(site, next->agency,
	    "index.html"));
	if (site->agency_count > 1)
		qms_value_text(value, "agency", web_agency_name(site,
		    next->agency));
}

void
web_key_status(struct web_key *key, const struct qms_status *status)
{
	const struct qms_obligation *one;
	size_t i;

	web_key_add(key, status->agency);
	for (i = 0; i < status->count; i++) {
		one = &status->obligations[i];
		web_key_add(key, one->rule->id);
		web_key_add(key, one->period);
		web_key_add(key, one->due);
		web_key_add(key, one->done);
		web_key_add(key, one->evidence);
		web_key_add(key, qms_verdict_id(one->verdict));
	}
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct web_recent *recent, size_t count)
{
	size_t i;

	for (i = 0; i < site->status_count; i++)
		web_key_status(key, &site->statuses[i]);
	for (i = 0; i < site->agency_count; i++) {
		web_key_add(key, site->agencies[i].key);
		web_key_add(key, site->agencies[i].row.last);
		web_key_add(key, web_model_url(&site->agencies[i]));
		web_key_own(key, site->agencies[i].own);
		web_key_add(key, qms_arena_format(&site->arena, "%zu",
		    count_in_force(&site->agencies[i])));
	}
	for (i = 0; i < count; i++) {
		web_key_object(key, recent[i].object);
		web_key_add(key, recent[i].act);
		web_key_add(key, recent[i].version);
		web_key_add(key, recent[i].date);
	}
}

static const struct qms_error *
write_home(struct web_site *site, const struct web_recent *recent, size_t count)
{
	const struct qms_error *err = NULL;
	struct qms_value *values, *tables;

	values = web_page_values(site, web_word(site, QMS_W_home), "home");
	web_verdict(site, values, site->statuses, site->status_count);
	add_next(site, values);
	web_declarations_summary(site, values);
	tables = qms_value_list(values, "tables");
	if (web_has_province(site))
		err = web_tallies(site, tables, QMS_BY_TIER, "by-tier",
		    web_word(site, QMS_W_indicators_by_tier));
	if (err != NULL)
		return err;
	if (site->agency_count > 1)
		(void)add_agencies(site, tables);
	else if (site->agency_count == 1)
		web_obligations(site, tables, site->agencies[0].status);
	add_recent(site, values, recent, count);
	web_measures_with_target(site, tables);
	web_ways(site, values, site->agency_count == 1 ? site->agencies :
	    NULL);
	return web_page_write(site, "home", values);
}

static const struct qms_error *
write_agencies(struct web_site *site)
{
	struct qms_value *values = qms_value_new(&site->page);

	return web_csv_write(site, add_agencies(site,
	    qms_value_list(values, "tables")));
}

const struct qms_error *
web_make_home(struct web_site *site)
{
	struct web_recent recent[RECENT];
	struct web_key key = {0}, again;
	const struct qms_error *err;
	size_t count;

	err = load_recent(recent, &count, site);
	if (err != NULL)
		return err;
	add_key(site, &key, recent, count);
	web_key_indicators(&key, site);
	web_key_declarations(&key, site);
	web_key_add(&key, site->ids);
	web_key_add(&key, site->commons);
	web_key_copy(&again, &key);
	if (web_page_begin(site, "index.html", &key))
		err = write_home(site, recent, count);
	if (err == NULL && site->agency_count > 1 &&
	    web_page_begin(site, "agencies.csv", &again))
		err = write_agencies(site);
	qms_buffer_free(&again.text);
	return err != NULL ? err : web_make_feed(site, recent, count);
}
