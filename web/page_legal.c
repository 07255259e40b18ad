/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/law.h"
#include "web/page.h"

/* Legal documents: is each in force on the day, what has taken its place, who
 * cites it, and by when those must follow. */

struct web_law {
	const struct web_object *object;
	const struct qms_law *law;
};

struct web_laws {
	struct web_law *items;
	size_t count, room;
	struct qms_map by_number, by_path;
	struct qms_map due;		/* number -> obligations that name it */
};

struct due {
	const struct qms_obligation **items;
	size_t count, room;
};

/*
 * An obligation that follows from a change of the law names it last in its
 * period ("QT-05: 118/2025/NĐ-CP"): which rules say so is theirs.
 */
static void
find_due(struct web_site *site, struct web_laws *laws,
    const struct qms_obligation *obligation)
{
	const char *space = strrchr(obligation->period, ' ');
	const char *number = space == NULL ? obligation->period : space + 1;
	struct due *due;

	if (qms_map_get(&laws->by_number, number) == NULL)
		return;
	due = qms_map_get(&laws->due, number);
	if (due == NULL) {
		due = qms_arena_alloc(&site->arena, sizeof(*due));
		qms_map_put(&site->arena, &laws->due, number, due);
	}
	*qms_push(&site->arena, due->items, due->count, due->room) =
	    obligation;
}

static void
find_places(struct web_site *site, struct web_laws *laws)
{
	struct web_law *law;
	size_t i, j;

	for (i = 0; i < laws->count; i++) {
		law = &laws->items[i];
		qms_map_put(&site->arena, &laws->by_number,
		    law->object->number, law);
		qms_map_put(&site->arena, &laws->by_path,
		    law->object->row.path, law);
	}
	for (i = 0; i < site->status_count; i++)
		for (j = 0; j < site->statuses[i].count; j++)
			find_due(site, laws,
			    &site->statuses[i].obligations[j]);
}

/* What is issued later than the day has no page, and nothing leads there. */
static void
hide_unissued(struct web_site *site, const struct web_laws *laws)
{
	struct web_object *object;
	size_t i;

	for (i = 0; i < site->object_count; i++) {
		object = &site->objects[i];
		if (strcmp(object->row.kind, "legal") == 0 &&
		    qms_map_get(&laws->by_path, object->row.path) == NULL)
			object->url = NULL;
	}
}

const struct qms_error *
web_load_laws(struct web_site *site)
{
	const struct web_object *object;
	const struct qms_error *err;
	struct web_laws *laws;
	struct web_law *law;
	struct qms_law *rows;
	size_t count, i;

	if (!qms_law_is_told(site->system))
		return NULL;
	laws = qms_arena_alloc(&site->arena, sizeof(*laws));
	err = qms_law_list(&rows, &count, site->system, &site->arena);
	if (err != NULL)
		return err;
	for (i = 0; i < count; i++) {
		object = qms_map_get(&site->by_path, rows[i].path);
		if (object == NULL || object->url == NULL)
			continue;
		law = qms_push(&site->arena, laws->items, laws->count,
		    laws->room);
		law->object = object;
		law->law = &rows[i];
	}
	find_places(site, laws);
	hide_unissued(site, laws);
	site->laws = laws;
	return NULL;
}

static const char *
state_name(struct web_site *site, const struct web_law *law)
{
	static const enum qms_word words[QMS_LAW_STATES] = { QMS_W_law_in_force,
	    QMS_W_not_yet_in_force, QMS_W_superseded, QMS_W_law_lapsed,
	    QMS_W_law_unknown };

	return web_word(site, words[law->law->state]);
}

static const char *
state_class(const struct web_law *law)
{
	static const char *const classes[QMS_LAW_STATES] = { "ok", "info", "old",
	    "old", "soon" };

	return classes[law->law->state];
}

/* ---- what cites it ---- */

/* An agency's file; a law that amends another is told among its facts. */
static bool
is_citation(const struct web_reference *reference)
{
	return reference->from->url != NULL &&
	    *reference->from->row.agency != '\0';
}

/* Each once, however often it cites. */
static size_t
count_citations(const struct web_references *references)
{
	const struct web_object *last = NULL;
	size_t i, count = 0;

	for (i = 0; i < references->count; i++)
		if (is_citation(references->items[i]) &&
		    references->items[i]->from != last) {
			last = references->items[i]->from;
			count++;
		}
	return count;
}

static void
add_citations(struct web_site *site, struct qms_value *tables,
    const struct web_references *references)
{
	static const enum qms_word heads[] = { QMS_W_agency, QMS_W_id,
	    QMS_W_name, QMS_W_kind, QMS_W_issue, QMS_W_state };
	struct qms_value *table, *cells;
	const struct web_object *from, *last = NULL;
	size_t i;

	table = web_table(tables, "cited-by", web_word(site, QMS_W_cited_by));
	qms_value_text(table, "none", web_word(site, QMS_W_cited_by_none));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < references->count; i++) {
		from = references->items[i]->from;
		if (!is_citation(references->items[i]) || from == last)
			continue;
		last = from;
		cells = web_row(table);
		web_cell_link(site, cells, web_agency_name(site,
		    from->row.agency), web_agency_url(site,
		    from->row.agency, "index.html"));
		web_cell_link(site, cells, from->row.id, from->url);
		web_cell(cells, from->row.title);
		web_cell(cells, web_kind_name(site, from->kind));
		web_cell(cells, from->row.version);
		web_cell_state(cells, web_state_class(from),
		    web_state(site, from));
	}
}

/* ---- by when they must follow ---- */

static bool
cites(const struct qms_obligation *due, const struct web_site *site,
    const struct web_law *law)
{
	const struct web_object *from = qms_map_get(&site->by_path,
	    due->evidence);
	size_t i;

	for (i = 0; from != NULL && i < from->reference_count; i++)
		if (strcmp(from->references[i].to, law->object->number) == 0)
			return true;
	return false;
}

/* Deadlines that it brought, and those that ended it brought to its citers. */
static struct due
find_deadlines(struct web_site *site, const struct web_law *law)
{
	const struct due *own, *next;
	struct due found = {0};
	size_t i;

	own = qms_map_get(&site->laws->due, law->object->number);
	next = qms_map_get(&site->laws->due, law->law->replaced_by);
	for (i = 0; own != NULL && i < own->count; i++)
		*qms_push(&site->arena, found.items, found.count,
		    found.room) = own->items[i];
	for (i = 0; next != NULL && i < next->count; i++)
		if (cites(next->items[i], site, law))
			*qms_push(&site->arena, found.items, found.count,
			    found.room) = next->items[i];
	return found;
}

static void
add_deadlines(struct web_site *site, struct qms_value *tables,
    const struct due *due)
{
	static const enum qms_word heads[] = { QMS_W_agency, QMS_W_id,
	    QMS_W_name, QMS_W_basis, QMS_W_due, QMS_W_done, QMS_W_verdict };
	const struct qms_obligation *one;
	const struct web_object *from;
	struct qms_value *table, *cells;
	size_t i;

	if (due->count == 0)
		return;
	table = web_table(tables, "deadlines",
	    due->items[0]->rule->title[site->language]);
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < due->count; i++) {
		one = due->items[i];
		from = qms_map_get(&site->by_path, one->evidence);
		/* what has no page here is not named either */
		if (from != NULL && from->url == NULL)
			from = NULL;
		cells = web_row(table);
		web_cell_link(site, cells, web_agency_name(site, one->agency),
		    web_agency_url(site, one->agency, "index.html"));
		web_cell_link(site, cells, from == NULL ? one->period :
		    from->row.id, from == NULL ? NULL : from->url);
		web_cell(cells, from == NULL ? "" : from->row.title);
		web_cell(cells, one->rule->basis);
		web_cell(cells, web_day(site, one->due));
		web_cell(cells, web_day(site, one->done));
		web_cell_state(cells, web_verdict_class(one->verdict),
		    qms_verdict_name(one->verdict, site->language));
	}
}

/* ---- one page ---- */

static void
add_key(struct web_site *site, struct web_key *key, const struct web_law *law,
    const struct web_references *references, const struct due *due)
{
	const struct web_object *from;
	size_t i;

	web_key_object(key, law->object);
	web_key_add(key, law->object->sha256);
	web_key_add(key, law->object->number);
	web_key_add(key, site->ids);
	web_key_add(key, state_name(site, law));
	for (i = 0; i < references->count; i++) {
		from = references->items[i]->from;
		web_key_add(key, references->items[i]->key);
		web_key_add(key, from->number);
		web_key_object(key, from);
		web_key_add(key, web_agency_name(site, from->row.agency));
	}
	for (i = 0; i < due->count; i++) {
		web_key_add(key, due->items[i]->rule->id);
		web_key_add(key, due->items[i]->agency);
		web_key_add(key, due->items[i]->evidence);
		web_key_add(key, due->items[i]->due);
		web_key_add(key, due->items[i]->done);
		web_key_add(key, qms_verdict_id(due->items[i]->verdict));
	}
}

/* The laws that name this one under a key. */
static void
add_reverse(struct web_site *site, struct qms_value *facts,
    const struct web_references *references, const char *key,
    enum qms_word word)
{
	const struct web_object *from;
	struct qms_value *items = NULL, *item;
	size_t i;

	for (i = 0; i < references->count; i++) {
		from = references->items[i]->from;
		if (from->url == NULL || *from->row.agency != '\0' ||
		    strcmp(references->items[i]->key, key) != 0)
			continue;
		if (items == NULL)
			items = web_fact_list(facts, web_word(site, word));
		item = qms_value_row(items);
		qms_value_text(item, "text", from->number);
		web_set_url(site, item, "url", from->url);
	}
}

static void
add_banner(struct web_site *site, struct qms_value *values,
    const struct web_law *law)
{
	const struct web_law *next = *law->law->replaced_by == '\0' ? NULL :
	    qms_map_get(&site->laws->by_number, law->law->replaced_by);
	struct qms_value *banner = qms_value_object(values, "banner");
	const char *detail = "";

	if (law->law->state == QMS_LAW_IN_FORCE || law->law->state == QMS_LAW_NOT_YET)
		detail = qms_arena_format(&site->page, "%s %s", web_word(site,
		    QMS_W_in_force_from), web_day(site, law->law->effective));
	else if (*law->law->expires != '\0')
		detail = qms_arena_format(&site->page, "%s %s", web_word(site,
		    QMS_W_law_until), web_day(site, law->law->expires));
	if (!law->law->confirmed)
		detail = qms_arena_format(&site->page, "%s%s%s", detail,
		    *detail == '\0' ? "" : " · ", web_word(site,
		    QMS_W_law_unconfirmed));
	qms_value_text(banner, "class", state_class(law));
	qms_value_text(banner, "text", state_name(site, law));
	qms_value_text(banner, "detail", detail);
	if (next == NULL)
		return;
	web_set_url(site, banner, "url", next->object->url);
	qms_value_text(banner, "link", qms_arena_format(&site->page, "%s %s",
	    web_word(site, QMS_W_law_next), next->object->number));
}

static const struct qms_error *
write_law(struct web_site *site, const struct web_law *law,
    const struct web_references *references, const struct due *due)
{
	static const char *const except[] = { "title", NULL };
	const struct web_object *object = law->object;
	const struct qms_error *err;
	const struct qms_object *file = NULL;
	struct qms_value *values, *facts, *tables;

	err = web_file_open(&file, site, object->row.path);
	if (err != NULL)
		return err;
	values = web_page_values(site, object->row.title, "legal");
	qms_value_text(values, "title_code", object->number);
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, "legal/index.html", web_word(site,
	    QMS_W_legal_documents));
	qms_value_text(values, "code", object->number);
	qms_value_text(values, "doc_kind", qms_arena_format(&site->page,
	    "%s %s", web_kind_name(site, object->kind), object->number));
	add_banner(site, values, law);
	facts = qms_value_list(values, "facts");
	web_facts_of_keys(site, facts, file, except);
	add_reverse(site, facts, references, "amends", QMS_W_law_amended_by);
	if (qms_yaml_get(file->root, "replaced_by") == NULL)
		add_reverse(site, facts, references, "replaces",
		    QMS_W_law_replaced_by);
	if (qms_yaml_get(file->root, "replaces") == NULL)
		add_reverse(site, facts, references, "replaced_by",
		    QMS_W_law_replaces);
	tables = qms_value_list(values, "tables");
	add_deadlines(site, tables, due);
	add_citations(site, tables, references);
	qms_value_text(values, "changed", web_day(site, object->row.changed));
	return web_page_write(site, "record", values);
}

const struct qms_error *
web_make_law(struct web_site *site, const struct web_object *object)
{
	const struct web_law *law = qms_map_get(&site->laws->by_path,
	    object->row.path);
	struct web_references references;
	struct web_key key = {0};
	struct due due;

	references = web_references_to(site, &site->arena, object);
	due = find_deadlines(site, law);
	add_key(site, &key, law, &references, &due);
	if (!web_page_begin(site, object->url, &key))
		return NULL;
	return write_law(site, law, &references, &due);
}

/* ---- the list ---- */

static struct qms_value *
add_table(struct web_site *site, struct qms_value *tables)
{
	static const enum qms_word heads[] = { QMS_W_issued_on,
	    QMS_W_in_force_from, QMS_W_state };
	const struct qms_kind *kind = qms_kinds_get(site->kinds, "legal");
	const struct web_law *law;
	struct web_references references;
	struct qms_value *table, *cells;
	const char *url;
	size_t i;

	table = web_table(tables, "legal", web_word(site,
	    QMS_W_legal_documents));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	web_head(table, web_key_name(site, qms_kind_key(kind, "number")),
	    false);
	web_head(table, web_key_name(site, qms_kind_key(kind, "title")),
	    false);
	web_head(table, web_key_name(site, qms_kind_key(kind, "issuer")),
	    false);
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	web_head(table, web_word(site, QMS_W_cited_by_many), true);
	for (i = 0; i < site->laws->count; i++) {
		law = &site->laws->items[i];
		references = web_references_to(site, &site->page,
		    law->object);
		cells = web_row(table);
		web_cell_link(site, cells, law->object->number,
		    law->object->url);
		web_cell(cells, law->object->row.title);
		web_cell(cells, web_show(site, "", qms_kind_key(kind,
		    "issuer"), law->law->issuer, &url));
		web_cell(cells, web_day(site, law->law->date));
		web_cell(cells, web_day(site, law->law->effective));
		web_cell_state(cells, state_class(law), state_name(site,
		    law));
		web_cell_number(cells, (int64_t)count_citations(
		    &references));
	}
	return table;
}

static void
add_counts(struct web_site *site, struct qms_value *values)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	const struct web_law *law, *one[QMS_LAW_STATES] = { NULL };
	int64_t numbers[QMS_LAW_STATES] = { 0 };
	size_t i;

	for (i = 0; i < site->laws->count; i++) {
		law = &site->laws->items[i];
		one[law->law->state] = law;
		numbers[law->law->state]++;
	}
	for (i = 0; i < QMS_LAW_STATES; i++)
		if (numbers[i] > 0)
			web_count(counts, numbers[i], state_name(site,
			    one[i]), state_class(one[i]));
}

static void
add_list_key(struct web_site *site, struct web_key *key)
{
	const struct web_law *law;
	struct web_references references;
	size_t i;

	for (i = 0; i < site->laws->count; i++) {
		law = &site->laws->items[i];
		references = web_references_to(site, &site->page,
		    law->object);
		web_key_object(key, law->object);
		web_key_add(key, law->object->number);
		web_key_add(key, law->law->issuer);
		web_key_add(key, law->law->date);
		web_key_add(key, law->law->effective);
		web_key_add(key, state_name(site, law));
		web_key_add(key, qms_arena_format(&site->page, "%zu",
		    count_citations(&references)));
	}
}

static const struct qms_error *
write_list(struct web_site *site)
{
	struct qms_value *values, *table;

	values = web_page_values(site, web_word(site,
	    QMS_W_legal_documents), "legal");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	add_counts(site, values);
	qms_value_flag(values, "alone", true);
	table = add_table(site, qms_value_list(values, "tables"));
	web_set_url(site, table, "csv", "legal/index.csv");
	return web_page_write(site, "register", values);
}

static const struct qms_error *
write_csv(struct web_site *site)
{
	struct qms_value *values = qms_value_new(&site->page);

	return web_csv_write(site, add_table(site, qms_value_list(values,
	    "tables")));
}

const struct qms_error *
web_make_laws(struct web_site *site)
{
	const struct qms_error *err = NULL;
	struct web_key key = {0}, again;

	add_list_key(site, &key);
	web_key_copy(&again, &key);
	if (web_page_begin(site, "legal/index.html", &key))
		err = write_list(site);
	if (err == NULL && web_page_begin(site, "legal/index.csv", &again))
		err = write_csv(site);
	qms_buffer_free(&again.text);
	return err;
}
