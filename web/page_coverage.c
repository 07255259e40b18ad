/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qms/holders.h"
#include "web/page.h"

/* How far the administrative procedures of the list are answered to: by an
 * agency, each procedure under the level that it has earned; and by all, in
 * numbers that lead there. The levels are those of `qms coverage --tthc`. */

static const struct {
	enum qms_word word;
	const char *state, *bar;	/* as a state, as a part of a column */
} levels[QMS_COVERAGE_LEVELS] = {
	{ QMS_W_coverage_none, "bad", "bad" },
	{ QMS_W_coverage_draft, "soon", "soon" },
	{ QMS_W_coverage_approved, "info", "old" },
	{ QMS_W_coverage_evidenced, "ok", "info" },
	{ QMS_W_coverage_audited, "ok", "ok" },
};

const char *
web_level(struct web_site *site, enum qms_coverage_level level)
{
	return web_word(site, levels[level].word);
}

const char *
web_level_class(enum qms_coverage_level level)
{
	return levels[level].state;
}

static const char *
page_of(struct web_site *site, const char *agency)
{
	return web_agency_url(site, agency, "coverage.html");
}

/* ---- figures ---- */

/* The furthest first, as they are read. */
static enum qms_coverage_level
level_at(size_t place)
{
	return (enum qms_coverage_level)(QMS_COVERAGE_LEVELS - 1 - place);
}

static size_t
sum_of(const size_t counts[QMS_COVERAGE_LEVELS])
{
	size_t sum = 0, i;

	for (i = 0; i < QMS_COVERAGE_LEVELS; i++)
		sum += counts[i];
	return sum;
}

/* below: what stands on the page for a level, as "#audited"; or all. */
static void
add_counts(struct web_site *site, struct qms_value *values,
    const size_t counts[QMS_COVERAGE_LEVELS], const char *all)
{
	struct qms_value *list = qms_value_list(values, "counts");
	enum qms_coverage_level level;
	size_t i;

	for (i = 0; i < QMS_COVERAGE_LEVELS; i++) {
		level = level_at(i);
		web_count(list, (int64_t)counts[level], web_word(site,
		    levels[level].word), levels[level].state);
		if (counts[level] > 0)
			qms_value_url(web_last_cell(list), "url", all != NULL ?
			    all : qms_arena_format(&site->page, "#%s",
			    qms_coverage_level_id(level)));
	}
}

static void
head_levels(struct web_site *site, struct qms_value *table)
{
	size_t i;

	web_head(table, web_word(site, QMS_W_total), true);
	for (i = 0; i < QMS_COVERAGE_LEVELS; i++)
		web_head(table, web_capital(site, web_word(site,
		    levels[level_at(i)].word)), true);
}

/* page: where each number leads, or NULL. */
static void
add_levels(struct web_site *site, struct qms_value *cells,
    const size_t counts[QMS_COVERAGE_LEVELS], const char *page)
{
	enum qms_coverage_level level;
	size_t i;

	web_cell_number(cells, (int64_t)sum_of(counts));
	if (page != NULL)
		web_set_url(site, web_last_cell(cells), "url", page);
	for (i = 0; i < QMS_COVERAGE_LEVELS; i++) {
		level = level_at(i);
		web_cell_number(cells, (int64_t)counts[level]);
		if (page != NULL && counts[level] > 0)
			web_set_url(site, web_last_cell(cells), "url",
			    qms_arena_format(&site->page, "%s#%s", page,
			    qms_coverage_level_id(level)));
	}
}

struct group {
	const char *name;
	size_t counts[QMS_COVERAGE_LEVELS];
};

/* Columns of groups, and the table of the same. */
static void
add_chart(struct web_site *site, struct qms_value *values,
    const struct group *groups, size_t count)
{
	struct web_series series[QMS_COVERAGE_LEVELS];
	size_t cells = count * QMS_COVERAGE_LEVELS, i, j, n;
	struct qms_value *charts = qms_value_list(values, "charts"), *table,
	    *row;
	const char **labels, **shown;
	double *drawn;

	labels = qms_arena_alloc(&site->page, count * sizeof(*labels));
	shown = qms_arena_alloc(&site->page, cells * sizeof(*shown));
	drawn = qms_arena_alloc(&site->page, cells * sizeof(*drawn));
	for (j = 0; j < QMS_COVERAGE_LEVELS; j++)
		series[j] = (struct web_series){ web_word(site,
		    levels[level_at(j)].word), levels[level_at(j)].bar };
	for (i = 0; i < count; i++) {
		labels[i] = groups[i].name;
		for (j = 0; j < QMS_COVERAGE_LEVELS; j++) {
			n = groups[i].counts[level_at(j)];
			drawn[i * QMS_COVERAGE_LEVELS + j] = (double)n;
			shown[i * QMS_COVERAGE_LEVELS + j] =
			    qms_arena_format(&site->page, "%zu", n);
		}
	}
	web_chart_columns(site, charts, &(struct web_chart){ .id = "chart",
	    .title = web_word(site, QMS_W_service_coverage_chart),
	    .labels = labels, .count = count, .series = series,
	    .series_count = QMS_COVERAGE_LEVELS, .values = drawn,
	    .shown = shown });
	table = web_chart_table(charts, "figures", web_word(site,
	    QMS_W_figures));
	web_head(table, web_word(site, QMS_W_group), false);
	head_levels(site, table);
	for (i = 0; i < count; i++) {
		row = web_row(table);
		web_cell(row, groups[i].name);
		add_levels(site, row, groups[i].counts, NULL);
	}
}

/* ---- one agency ---- */

const struct qms_error *
web_load_coverage(struct web_site *site)
{
	struct web_agency *agency = site->agency;
	const struct qms_error *err;
	size_t i;

	memset(agency->coverage, 0, sizeof(agency->coverage));
	err = qms_coverage_services(&agency->services,
	    &agency->service_count, site->system, &site->agency_arena,
	    agency->row.agency);
	for (i = 0; err == NULL && i < agency->service_count; i++)
		agency->coverage[agency->services[i].level]++;
	return err;
}

bool
web_has_services(const struct web_agency *agency)
{
	size_t i;

	for (i = 0; i < agency->object_count; i++)
		if (strcmp(agency->objects[i].row.kind, "tthc") == 0)
			return true;
	return false;
}

const struct qms_covered_service *
web_covered(const struct web_agency *agency, const char *code)
{
	size_t i;

	for (i = 0; i < agency->service_count; i++)
		if (strcmp(agency->services[i].code, code) == 0)
			return &agency->services[i];
	return NULL;
}

/* What this edition does not show of a record is its id. */
static void
add_record(struct web_site *site, struct qms_value *cells,
    const struct web_object *object, const char *day)
{
	bool shown = object != NULL && object->url != NULL;

	web_cell_link(site, cells, !shown ? web_day(site, day) :
	    *day == '\0' ? object->row.id : qms_arena_format(&site->page,
	    "%s %s", object->row.id, web_day(site, day)), shown ?
	    object->url : NULL);
}

static const struct web_object *
find(const struct web_site *site, const char *id)
{
	char name[2 * 128 + 2];

	if (*id == '\0' || snprintf(name, sizeof(name), "%s/%s",
	    site->agency->row.agency, id) >= (int)sizeof(name))
		return NULL;
	return qms_map_get(&site->by_id, name);
}

static void
add_open(struct web_site *site, struct qms_value *cells,
    const struct qms_covered_service *one)
{
	struct qms_value *links, *link;
	const struct web_object *finding;
	size_t i;

	web_cell(cells, "");
	links = qms_value_list(web_last_cell(cells), "links");
	for (i = 0; i < one->open.count; i++) {
		finding = find(site, one->open.items[i]);
		if (finding == NULL || finding->url == NULL)
			continue;
		link = qms_value_row(links);
		qms_value_text(link, "text", finding->row.id);
		web_set_url(site, link, "url", finding->url);
	}
}

static void
add_service(struct web_site *site, struct qms_value *table,
    const struct qms_covered_service *one)
{
	const struct web_object *procedure = qms_map_get(&site->by_path,
	    one->path);
	struct qms_value *cells = web_row(table);

	web_cell(cells, one->code);
	web_cell_link(site, cells, one->name, !qms_id_is_safe(one->code) ?
	    NULL : qms_arena_format(&site->page,
	    "agencies/%s/services/%s.html", site->agency->row.agency,
	    one->code));
	web_cell_link(site, cells, procedure == NULL ? "" :
	    *one->version == '\0' ? one->procedure : qms_arena_format(
	    &site->page, "%s@%s", one->procedure, one->version),
	    procedure == NULL ? NULL : procedure->url);
	add_record(site, cells, qms_map_get(&site->by_path, one->evidence),
	    one->evidence_day);
	add_record(site, cells, find(site, one->audit), one->audit_day);
	add_open(site, cells, one);
}

static void
add_level_table(struct web_site *site, struct qms_value *tables,
    enum qms_coverage_level level)
{
	static const enum qms_word heads[] = { QMS_W_code, QMS_W_name,
	    QMS_W_procedure_behind, QMS_W_coverage_record,
	    QMS_W_coverage_audit, QMS_W_coverage_open };
	const struct web_agency *agency = site->agency;
	struct qms_value *table;
	size_t i;

	if (agency->coverage[level] == 0)
		return;
	table = web_table(tables, qms_coverage_level_id(level),
	    qms_arena_format(&site->page, "%s: %zu", web_capital(site,
	    web_word(site, levels[level].word)), agency->coverage[level]));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(site, heads[i]), false);
	for (i = 0; i < agency->service_count; i++)
		if (agency->services[i].level == level)
			add_service(site, table, &agency->services[i]);
}

static const struct qms_error *
write_agency(struct web_site *site)
{
	const char *agency = site->agency->row.agency;
	struct qms_value *values, *tables;
	struct group all = { .name = web_word(site, QMS_W_total) };
	size_t i;

	memcpy(all.counts, site->agency->coverage, sizeof(all.counts));
	values = web_page_values(site, web_word(site, QMS_W_service_coverage),
	    "services");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site, agency, "index.html"),
	    site->agency->row.name);
	web_crumb(site, values, web_agency_url(site, agency,
	    "services.html"), web_word(site,
	    QMS_W_administrative_procedures));
	qms_value_text(values, "lead", web_fill(site,
	    QMS_W_service_coverage_lead, site->agency->row.name, NULL, NULL));
	if (site->agency_count > 1)
		web_way(site, qms_value_list(values, "also"),
		    "coverage.html", web_word(site,
		    QMS_W_service_coverage_all), NULL);
	add_counts(site, values, all.counts, NULL);
	add_chart(site, values, &all, 1);
	tables = qms_value_list(values, "tables");
	for (i = 0; i < QMS_COVERAGE_LEVELS; i++)
		add_level_table(site, tables, level_at(i));
	return web_page_write(site, "coverage", values);
}

void
web_key_service(struct web_key *key, const struct web_site *site,
    const struct qms_covered_service *one)
{
	const struct web_object *object;
	size_t i;

	web_key_add(key, one->code);
	web_key_add(key, one->name);
	web_key_add(key, one->procedure);
	web_key_add(key, one->version);
	web_key_add(key, one->path);
	web_key_add(key, qms_coverage_level_id(one->level));
	web_key_add(key, one->evidence_day);
	web_key_add(key, one->audit);
	web_key_add(key, one->audit_day);
	object = qms_map_get(&site->by_path, one->evidence);
	if (object != NULL)
		web_key_object(key, object);
	for (i = 0; i < one->open.count; i++)
		web_key_add(key, one->open.items[i]);
	web_key_add(key, "");
}

const struct qms_error *
web_make_coverage(struct web_site *site)
{
	const struct web_agency *agency = site->agency;
	struct web_key key = {0};
	size_t i;

	if (!web_has_services(agency))
		return NULL;
	web_key_add(&key, agency->key);
	web_key_add(&key, site->ids);
	for (i = 0; i < agency->service_count; i++)
		web_key_service(&key, site, &agency->services[i]);
	return web_page_begin(site, qms_arena_format(&site->agency_arena,
	    "agencies/%s/coverage.html", agency->row.agency), &key) ?
	    write_agency(site) : NULL;
}

/* ---- kept from run to run ---- */

/* "agencies/so/tthc=4,0,18,0,42": of an agency whose pages are not made. */
static const char *
note_of(struct web_site *site, const struct web_agency *agency)
{
	return qms_arena_format(&site->agency_arena, "agencies/%s/tthc=",
	    agency->row.agency);
}

void
web_note_coverage(struct web_site *site, const struct web_agency *agency)
{
	const size_t *counts = agency->coverage;

	if (agency->service_count > 0)
		web_manifest_note(site, qms_arena_format(&site->agency_arena,
		    "%s%zu,%zu,%zu,%zu,%zu", note_of(site, agency), counts[0],
		    counts[1], counts[2], counts[3], counts[4]));
}

void
web_recall_coverage(struct web_site *site, struct web_agency *agency)
{
	const char *text = web_manifest_find(site, note_of(site, agency));
	char *end;
	size_t i;

	for (i = 0; text != NULL && i < QMS_COVERAGE_LEVELS; i++) {
		agency->coverage[i] = strtoul(text, &end, 10);
		text = *end == '\0' ? end : end + 1;
	}
}

/* ---- all of them ---- */

static bool
has_list(const struct web_agency *agency)
{
	return agency->status != NULL && sum_of(agency->coverage) > 0;
}

static struct group *
find_group(struct group *groups, size_t *count, const char *name)
{
	size_t i;

	for (i = 0; i < *count; i++)
		if (strcmp(groups[i].name, name) == 0)
			return &groups[i];
	groups[*count] = (struct group){ .name = name };
	return &groups[(*count)++];
}

static void
add(struct group *group, const struct web_agency *agency)
{
	size_t i;

	for (i = 0; i < QMS_COVERAGE_LEVELS; i++)
		group->counts[i] += agency->coverage[i];
}

static void
add_agencies(struct web_site *site, struct qms_value *tables)
{
	struct qms_value *table, *cells;
	const struct web_agency *agency;
	size_t i;

	table = web_table(tables, "agencies", web_word(site,
	    QMS_W_agencies));
	web_head(table, web_word(site, QMS_W_agency), false);
	head_levels(site, table);
	for (i = 0; i < site->agency_count; i++) {
		agency = &site->agencies[i];
		if (!has_list(agency))
			continue;
		cells = web_row(table);
		web_cell_link(site, cells, agency->row.name, web_agency_url(
		    site, agency->row.agency, "index.html"));
		add_levels(site, cells, agency->coverage, page_of(site,
		    agency->row.agency));
	}
	web_set_url(site, table, "csv", "coverage.csv");
}

/* One procedure in several agencies: who carries it out by which version. */
static void
add_holders(struct web_site *site, struct qms_value *tables,
    const struct qms_holder *holders, size_t count)
{
	static const enum qms_word heads[] = { QMS_W_administrative_procedure,
	    QMS_W_agency, QMS_W_procedure_of_it, QMS_W_in_force_from,
	    QMS_W_adopts, QMS_W_state };
	static const char *const states[QMS_HOLDS] = { "bad", "info", "soon",
	    "ok" };
	const struct qms_holder *one;
	const struct web_object *object;
	struct qms_value *table, *cells;
	size_t i;

	if (count == 0)
		return;
	table = web_table(tables, "same", web_word(site, QMS_W_same_procedure));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < count; i++) {
		one = &holders[i];
		cells = web_row(table);
		web_cell(cells, i > 0 && strcmp(one->code,
		    holders[i - 1].code) == 0 ? "" : qms_arena_format(
		    &site->page, "%s %s", one->code, one->name));
		web_cell_link(site, cells, one->agency_name, web_agency_url(
		    site, one->agency, "index.html"));
		object = *one->path == '\0' ? NULL : qms_map_get(
		    &site->by_path, one->path);
		web_cell_link(site, cells, *one->procedure == '\0' ? "" :
		    qms_arena_format(&site->page, "%s %s", one->procedure,
		    one->version), object == NULL ? NULL : object->url);
		web_cell(cells, web_day(site, one->since));
		web_cell(cells, one->adopts);
		web_cell_state(cells, states[one->hold], qms_hold_name(
		    one->hold, site->language));
	}
}

static void
add_holders_key(struct web_key *key, const struct qms_holder *holders,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		web_key_add(key, holders[i].code);
		web_key_add(key, holders[i].agency);
		web_key_add(key, holders[i].procedure);
		web_key_add(key, holders[i].version);
		web_key_add(key, qms_hold_id(holders[i].hold));
	}
}

static struct qms_value *
add_all(struct web_site *site, struct qms_value *values)
{
	struct qms_value *tables = qms_value_list(values, "tables");

	add_agencies(site, tables);
	return tables;
}

static const struct qms_error *
write_all(struct web_site *site, const struct qms_holder *holders,
    size_t holder_count)
{
	struct group all = { .name = "" }, *groups;
	struct qms_value *values;
	size_t count = 0, i;

	groups = qms_arena_alloc(&site->page,
	    (site->agency_count + 1) * sizeof(*groups));
	for (i = 0; i < site->agency_count; i++)
		if (has_list(&site->agencies[i])) {
			add(&all, &site->agencies[i]);
			add(find_group(groups, &count, web_tier(site,
			    &site->agencies[i])), &site->agencies[i]);
		}
	values = web_page_values(site, web_word(site,
	    QMS_W_service_coverage_all), "coverage");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	qms_value_text(values, "lead", web_fill(site,
	    QMS_W_service_coverage_lead, web_word(site,
	    QMS_W_service_coverage_whole), NULL, NULL));
	add_counts(site, values, all.counts, "#agencies");
	add_chart(site, values, groups, count);
	add_holders(site, add_all(site, values), holders, holder_count);
	return web_page_write(site, "coverage", values);
}

bool
web_has_coverage(const struct web_site *site)
{
	return site->agency_count > 1 &&
	    qms_kinds_get(site->kinds, "tthc") != NULL;
}

const struct qms_error *
web_make_coverage_of_all(struct web_site *site)
{
	struct web_key key = {0}, again;
	const struct qms_error *err;
	struct qms_holder *holders;
	size_t holder_count, i, k;
	char text[24];

	if (!web_has_coverage(site))
		return NULL;
	err = qms_holders(&holders, &holder_count, site->system, &site->arena,
	    NULL);
	if (err != NULL)
		return err;
	add_holders_key(&key, holders, holder_count);
	for (i = 0; i < site->agency_count; i++) {
		web_key_add(&key, site->agencies[i].key);
		web_key_add(&key, site->agencies[i].row.tier);
		for (k = 0; k < QMS_COVERAGE_LEVELS; k++) {
			(void)snprintf(text, sizeof(text), "%zu",
			    site->agencies[i].coverage[k]);
			web_key_add(&key, text);
		}
	}
	web_key_copy(&again, &key);
	if (web_page_begin(site, "coverage.html", &key))
		err = write_all(site, holders, holder_count);
	if (err == NULL && web_page_begin(site, "coverage.csv", &again))
		err = web_csv_write(site, qms_value_at(add_all(site,
		    qms_value_new(&site->page)), 0));
	qms_buffer_free(&again.text);
	return err;
}
