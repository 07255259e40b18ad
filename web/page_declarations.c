/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "qms/standing.h"
#include "web/page.h"

/* The declarations of all agencies, and who applies the system, has declared
 * it, maintains what it declared. */

struct web_declarations {
	struct qms_standings standings;
	struct qms_grid rows;
};

/*
 * Newest first. Number and day are recorded with the act; old ones may only
 * have them there.
 */
static const char sql_rows[] =
	"SELECT d.path, d.agency, d.id, ifnull(d.number, ifnull(s.decision,"
	"       '')), ifnull(d.signed, ifnull(s.date, '')),"
	"       ifnull(d.tthc, ''), ifnull(d.procedures, ''), d.type,"
	"       ifnull((SELECT r.path FROM declaration AS r"
	"         WHERE r.agency = d.agency AND r.replaces = d.id"
	"           AND r.state <> 'draft'"
	"         ORDER BY r.since DESC, r.id DESC LIMIT 1), ''),"
	"       ifnull((SELECT min(p.day) FROM posting AS p"
	"         WHERE p.agency = d.agency AND p.declaration = d.id"
	"           AND p.place = 'office'), ifnull(d.posted_office, '')),"
	"       ifnull((SELECT min(p.day) FROM posting AS p"
	"         WHERE p.agency = d.agency AND p.declaration = d.id"
	"           AND p.place <> 'office'), '')"
	"  FROM declaration AS d"
	"  LEFT JOIN statement AS s ON s.agency = d.agency AND s.id = d.id"
	"   AND s.act = 'declare' AND s.void IS NULL"
	" ORDER BY ifnull(d.signed, ifnull(s.date, '9999')) DESC, d.agency,"
	"          d.id DESC";
enum { PATH, AGENCY, ID, NUMBER, SIGNED, TTHC, PROCEDURES, TYPE, REPLACED_BY,
	POSTED_OFFICE, POSTED_WEB };

static bool
has_columns(const struct web_site *site)
{
	static const char *const needed[][2] = {
		{ "declaration", "state" }, { "declaration", "since" },
		{ "declaration", "number" }, { "declaration", "signed" },
		{ "declaration", "tthc" }, { "declaration", "procedures" },
		{ "declaration", "type" }, { "declaration", "replaces" },
		{ "declaration", "posted_office" }, { "posting", "day" },
		{ "posting", "declaration" }, { "posting", "place" } };
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!qms_index_has_column(site->system->index, needed[i][0],
		    needed[i][1]))
			return false;
	return web_kind_is_shown(site, "declaration");
}

const struct qms_error *
web_load_declarations(struct web_site *site)
{
	const struct qms_error *err;

	if (!has_columns(site))
		return NULL;
	site->declarations = qms_arena_alloc(&site->arena,
	    sizeof(*site->declarations));
	err = qms_standings_get(&site->declarations->standings, site->system,
	    &site->arena, site->statuses, site->status_count);
	return err ? err : qms_grid_read(&site->declarations->rows,
	    site->system, &site->arena, sql_rows, NULL, 0);
}

static const struct qms_standing *
standing_of(const struct web_site *site, const char *agency)
{
	const struct qms_standings *all;
	size_t i;

	if (site->declarations == NULL)
		return NULL;
	all = &site->declarations->standings;
	for (i = 0; i < all->count; i++)
		if (strcmp(all->items[i].agency, agency) == 0)
			return &all->items[i];
	return NULL;
}

static const char *
number(struct web_site *site, size_t count)
{
	return qms_arena_format(&site->page, "%zu", count);
}

/* ---- one agency ---- */

static const char *
standing_name(struct web_site *site, const struct qms_standing *one)
{
	return web_word(site, qms_standing_is_maintained(one) ?
	    QMS_W_standing_maintained : qms_standing_is_declared(one) ?
	    QMS_W_standing_declared : *one->applying != '\0' ?
	    QMS_W_standing_applying : QMS_W_standing_none);
}

static const char *
standing_class(const struct qms_standing *one)
{
	return qms_standing_is_maintained(one) ? "ok" :
	    qms_standing_is_declared(one) ? "bad" : *one->applying != '\0' ?
	    "soon" : "old";
}

/* "09/QĐ-SKHCN ngày 06/02/2026". */
static const char *
decision_name(struct web_site *site, const struct qms_standing *one)
{
	return *one->number == '\0' ? one->declaration : web_fill(site,
	    QMS_W_decision_of_day, one->number, web_day(site, one->declared),
	    NULL);
}

void
web_key_standing(struct web_key *key, const struct web_site *site,
    const char *agency)
{
	const struct qms_standing *one = standing_of(site, agency);

	if (one == NULL)
		return;
	web_key_add(key, one->applying);
	web_key_add(key, one->path);
	web_key_add(key, one->number);
	web_key_add(key, one->declared);
	web_key_add(key, one->owed == NULL ? "" : one->owed->rule->id);
}

void
web_standing(struct web_site *site, struct qms_value *values)
{
	const struct qms_standing *one = standing_of(site,
	    site->agency->row.agency);
	struct qms_value *value;

	if (one == NULL)
		return;
	value = qms_value_object(values, "standing");
	qms_value_text(value, "text", standing_name(site, one));
	qms_value_text(value, "class", standing_class(one));
	if (one->owed != NULL)
		qms_value_text(value, "owed",
		    one->owed->rule->title[site->language]);
	if (!qms_standing_is_declared(one))
		return;
	qms_value_text(value, "decision", decision_name(site, one));
	web_set_url(site, value, "url", web_path_url(site, one->path));
}

/* ---- the register ---- */

static const char *
tier_mark(struct web_site *site, const char *tier)
{
	return qms_arena_format(&site->page, "tier-%s", tier);
}

/* The first agency of a tier, in the order of the tiers of the list. */
static bool
is_first_of_tier(const struct web_site *site, size_t at)
{
	size_t i;

	if (site->agencies[at].status == NULL)
		return false;
	for (i = 0; i < at; i++)
		if (site->agencies[i].status != NULL && strcmp(
		    site->agencies[i].row.tier,
		    site->agencies[at].row.tier) == 0)
			return false;
	return true;
}

static void
add_tier_count(struct web_site *site, struct qms_value *cells, size_t count,
    const char *mark)
{
	web_cell_number(cells, (int64_t)count);
	if (count > 0)
		qms_value_url(web_last_cell(cells), "url", qms_arena_format(
		    &site->page, "#%s", mark));
}

static void
add_tier(struct web_site *site, struct qms_value *table,
    const struct web_agency *first)
{
	size_t all = 0, applying = 0, declared = 0, maintained = 0, i;
	const char *mark = tier_mark(site, first->row.tier);
	const struct qms_standing *one;
	struct qms_value *cells;

	for (i = 0; i < site->agency_count; i++) {
		one = strcmp(site->agencies[i].row.tier,
		    first->row.tier) != 0 ? NULL : standing_of(site,
		    site->agencies[i].row.agency);
		if (one == NULL)
			continue;
		all++;
		applying += *one->applying != '\0';
		declared += qms_standing_is_declared(one);
		maintained += qms_standing_is_maintained(one);
	}
	cells = web_row(table);
	web_cell(cells, web_tier(site, first));
	add_tier_count(site, cells, all, mark);
	add_tier_count(site, cells, applying, mark);
	add_tier_count(site, cells, declared, mark);
	add_tier_count(site, cells, maintained, mark);
}

static void
add_tiers(struct web_site *site, struct qms_value *tables)
{
	struct qms_value *table;
	size_t i;

	table = web_table(tables, "tiers", web_word(site,
	    QMS_W_declarations_by_tier));
	web_head(table, web_word(site, QMS_W_tier), false);
	web_head(table, web_word(site, QMS_W_agencies), true);
	web_head(table, web_word(site, QMS_W_applying), true);
	web_head(table, web_word(site, QMS_W_declared), true);
	web_head(table, web_word(site, QMS_W_maintained), true);
	for (i = 0; i < site->agency_count; i++)
		if (is_first_of_tier(site, i))
			add_tier(site, table, &site->agencies[i]);
}

static void
add_standing(struct web_site *site, struct qms_value *table,
    const struct web_agency *agency)
{
	const struct qms_standing *one = standing_of(site,
	    agency->row.agency);
	struct qms_value *cells;

	if (one == NULL)
		return;
	cells = web_row(table);
	web_cell_link(site, cells, agency->row.name, web_agency_url(site,
	    agency->row.agency, "index.html"));
	web_cell(cells, web_tier(site, agency));
	web_cell(cells, web_day(site, one->applying));
	web_cell_link(site, cells, qms_standing_is_declared(one) ?
	    decision_name(site, one) : "", web_path_url(site, one->path));
	web_cell_state(cells, standing_class(one), standing_name(site, one));
	web_cell_link(site, cells, one->owed == NULL ? "" :
	    one->owed->rule->title[site->language], one->owed == NULL ? NULL :
	    web_agency_url(site, agency->row.agency, "due.html"));
}

static struct qms_value *
add_standings(struct web_site *site, struct qms_value *tables)
{
	static const enum qms_word heads[] = { QMS_W_agency, QMS_W_tier,
	    QMS_W_applied_since, QMS_W_declaration_that_stands,
	    QMS_W_standing, QMS_W_owed_to_maintain };
	struct qms_value *table;
	size_t i, k;

	table = web_table(tables, "standing", web_word(site,
	    QMS_W_standing_by_agency));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(site, heads[i]), false);
	for (i = 0; i < site->agency_count; i++) {
		if (!is_first_of_tier(site, i))
			continue;
		for (k = i; k < site->agency_count; k++) {
			if (strcmp(site->agencies[k].row.tier,
			    site->agencies[i].row.tier) != 0)
				continue;
			add_standing(site, table, &site->agencies[k]);
			if (k == i)
				web_row_id(table, tier_mark(site,
				    site->agencies[i].row.tier));
		}
	}
	return table;
}

static void
add_declaration(struct web_site *site, struct qms_value *table, size_t row)
{
	const struct qms_grid *rows = &site->declarations->rows;
	const struct web_object *object, *by;
	const struct qms_kind_key *type;
	struct qms_value *cells;
	const char *said, *url;

	object = qms_map_get(&site->by_path, qms_grid_cell(rows, row, PATH));
	if (object == NULL)
		return;
	by = qms_map_get(&site->by_path, qms_grid_cell(rows, row,
	    REPLACED_BY));
	type = qms_kind_key(object->kind, "type");
	said = qms_grid_cell(rows, row, NUMBER);
	cells = web_row(table);
	web_cell_link(site, cells, *said == '\0' ? object->row.id : said,
	    object->url);
	web_cell_link(site, cells, web_agency_name(site, object->row.agency),
	    web_agency_url(site, object->row.agency, "index.html"));
	web_cell(cells, web_day(site, qms_grid_cell(rows, row, SIGNED)));
	web_cell(cells, type == NULL ? "" : web_show(site,
	    object->row.agency, type, qms_grid_cell(rows, row, TYPE), &url));
	web_cell(cells, qms_grid_cell(rows, row, TTHC));
	qms_value_flag(web_last_cell(cells), "number", true);
	web_cell(cells, qms_grid_cell(rows, row, PROCEDURES));
	qms_value_flag(web_last_cell(cells), "number", true);
	web_cell_state(cells, web_state_class(object), web_state(site,
	    object));
	web_cell_link(site, cells, by == NULL ? "" : by->row.id, by == NULL ?
	    NULL : by->url);
	web_cell(cells, web_day(site, qms_grid_cell(rows, row,
	    POSTED_OFFICE)));
	web_cell(cells, web_day(site, qms_grid_cell(rows, row,
	    POSTED_WEB)));
}

static struct qms_value *
add_declarations(struct web_site *site, struct qms_value *tables)
{
	static const struct { enum qms_word word; bool number; } heads[] = {
		{ QMS_W_declaration_number, false }, { QMS_W_agency, false },
		{ QMS_W_signed_on, false }, { QMS_W_kind, false },
		{ QMS_W_declared_services, true },
		{ QMS_W_declared_procedures, true }, { QMS_W_state, false },
		{ QMS_W_replaced_by, false }, { QMS_W_posted_office, false },
		{ QMS_W_posted_web, false } };
	struct qms_value *table;
	size_t i;

	table = web_table(tables, "declarations", web_word(site,
	    QMS_W_declarations_all));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(site, heads[i].word),
		    heads[i].number);
	for (i = 0; i < qms_grid_rows(&site->declarations->rows); i++)
		add_declaration(site, table, i);
	return table;
}

static void
add_counts(struct web_site *site, struct qms_value *values)
{
	const struct qms_standings *all = &site->declarations->standings;
	const struct { size_t count; enum qms_word word; const char *class; }
	    counts[] = {
		{ all->applying, QMS_W_applying, "info" },
		{ all->declared, QMS_W_declared, "info" },
		{ all->maintained, QMS_W_maintained, all->maintained ==
		    all->declared ? "ok" : "soon" } };
	struct qms_value *list = qms_value_list(values, "counts");
	size_t i;

	for (i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		web_count(list, (int64_t)counts[i].count, web_word(site,
		    counts[i].word), counts[i].class);
		qms_value_url(web_last_cell(list), "url", "#standing");
	}
}

static const struct qms_error *
write_register(struct web_site *site)
{
	struct qms_value *values, *tables, *table;

	values = web_page_values(site, web_word(site, QMS_W_declarations),
	    "declarations");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	qms_value_text(values, "lead", web_fill(site,
	    QMS_W_declarations_lead, number(site,
	    site->declarations->standings.count), NULL, NULL));
	add_counts(site, values);
	tables = qms_value_list(values, "tables");
	if (site->agency_count > 1)
		add_tiers(site, tables);
	table = add_standings(site, tables);
	web_set_url(site, table, "csv", "standings.csv");
	table = add_declarations(site, tables);
	web_set_url(site, table, "csv", "declarations.csv");
	return web_page_write(site, "register", values);
}

static void
add_key(struct web_site *site, struct web_key *key)
{
	const struct web_declarations *d = site->declarations;
	const struct web_object *object;
	size_t i;

	for (i = 0; i < site->agency_count; i++) {
		web_key_add(key, site->agencies[i].key);
		web_key_add(key, site->agencies[i].row.tier);
		web_key_standing(key, site, site->agencies[i].row.agency);
	}
	for (i = 0; i < d->rows.count; i++)
		web_key_add(key, d->rows.cells[i]);
	/* their states, and whether they have a page */
	for (i = 0; i < qms_grid_rows(&d->rows); i++) {
		object = qms_map_get(&site->by_path, qms_grid_cell(&d->rows,
		    i, PATH));
		if (object != NULL)
			web_key_object(key, object);
	}
}

static const struct qms_error *
write_csv(struct web_site *site, struct qms_value *(*add)(
    struct web_site *site, struct qms_value *tables))
{
	return web_csv_write(site, add(site, qms_value_list(qms_value_new(
	    &site->page), "tables")));
}

const struct qms_error *
web_make_declarations(struct web_site *site)
{
	const struct qms_error *err = NULL;
	struct web_key key = {0}, again, third;

	if (site->declarations == NULL)
		return NULL;
	add_key(site, &key);
	web_key_copy(&again, &key);
	web_key_copy(&third, &key);
	if (web_page_begin(site, "declarations.html", &key))
		err = write_register(site);
	if (err == NULL && web_page_begin(site, "declarations.csv", &again))
		err = write_csv(site, add_declarations);
	else
		qms_buffer_free(&again.text);
	if (err == NULL && web_page_begin(site, "standings.csv", &third))
		err = write_csv(site, add_standings);
	else
		qms_buffer_free(&third.text);
	return err;
}

/* "8 đang áp dụng, 1 đã công bố, 1 đang duy trì" */
void
web_declarations_summary(struct web_site *site, struct qms_value *values)
{
	const struct qms_standings *all;
	struct qms_value *value;

	if (site->declarations == NULL || site->agency_count < 2)
		return;
	all = &site->declarations->standings;
	value = qms_value_object(values, "declared");
	qms_value_text(value, "text", web_fill(site,
	    QMS_W_declarations_summary, number(site, all->applying),
	    number(site, all->declared), number(site, all->maintained)));
	web_set_url(site, value, "url", "declarations.html");
}

void
web_key_declarations(struct web_key *key, const struct web_site *site)
{
	const struct qms_standings *all;
	char text[3 * 24];

	if (site->declarations == NULL)
		return;
	all = &site->declarations->standings;
	(void)snprintf(text, sizeof(text), "%zu %zu %zu", all->applying,
	    all->declared, all->maintained);
	web_key_add(key, text);
}
