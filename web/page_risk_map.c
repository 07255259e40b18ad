/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* Risks and opportunities by likelihood and impact, and as a list, the highest
 * first. */

enum { PATH, ID, TITLE, TYPE, UNIT, OWNER, LIKELY, IMPACT, LIKELY_AFTER,
	IMPACT_AFTER, DUE, LATE, STATE, CLOSED };

static const char sql_risks[] =
	"SELECT r.path, r.id, r.title, r.type, r.unit, r.owner, r.likelihood,"
	"       r.impact, r.likelihood_after, r.impact_after, r.due,"
	"       CASE WHEN r.due < q.day AND r.closed IS NULL"
	"            AND r.state <> 'done' THEN 'late' END,"
	"       r.state, r.closed"
	"  FROM risk AS r JOIN asof AS q ON q.source = 1"
	" WHERE r.agency = ?1 AND r.likelihood BETWEEN 1 AND 5"
	"   AND r.impact BETWEEN 1 AND 5"
	" ORDER BY r.closed IS NOT NULL, r.likelihood * r.impact DESC,"
	"          r.due, r.id";

/* 12 and more is high: the programme of audits counts it as a reason. */
enum { SIZE = 5, MIDDLE = 6, HIGH = 12 };

struct risks {
	struct web_site *site;
	const struct qms_grid *rows;
	const struct qms_kind *kind;
	size_t count;
};

static const char *
cell(const struct risks *r, size_t row, size_t column)
{
	return qms_grid_cell(r->rows, row, column);
}

static bool
is_risk(const struct risks *r, size_t row)
{
	return strcmp(cell(r, row, TYPE), "risk") == 0;
}

static bool
is_open(const struct risks *r, size_t row)
{
	return *cell(r, row, CLOSED) == '\0';
}

static int
level_of(const struct risks *r, size_t row)
{
	return atoi(cell(r, row, LIKELY)) * atoi(cell(r, row, IMPACT));
}

static const char *
level_class(int level)
{
	return level >= HIGH ? "bad" : level >= MIDDLE ? "soon" : "ok";
}

static void
add_counts(const struct risks *r, struct qms_value *values)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	int64_t open = 0, high = 0, late = 0, chances = 0;
	size_t i;

	for (i = 0; i < r->count; i++) {
		if (!is_open(r, i))
			continue;
		open += is_risk(r, i);
		chances += !is_risk(r, i);
		high += is_risk(r, i) && level_of(r, i) >= HIGH;
		late += *cell(r, i, LATE) != '\0';
	}
	web_count(counts, open, web_word(r->site, QMS_W_risks_open), "info");
	web_count(counts, high, web_word(r->site, QMS_W_risks_high),
	    high > 0 ? "bad" : "ok");
	web_count(counts, late, web_word(r->site, QMS_W_overdue),
	    late > 0 ? "bad" : "ok");
	web_count(counts, chances, web_word(r->site,
	    QMS_W_opportunities_open), "info");
}

/* ---- likelihood × impact ---- */

static void
add_spot(const struct risks *r, struct qms_value *cells, int likely,
    int impact)
{
	struct qms_value *list = qms_value_list(qms_value_row(cells),
	    "risks"), *item;
	size_t i;

	for (i = 0; i < r->count; i++) {
		if (!is_open(r, i) || !is_risk(r, i) ||
		    atoi(cell(r, i, LIKELY)) != likely ||
		    atoi(cell(r, i, IMPACT)) != impact)
			continue;
		item = qms_value_row(list);
		qms_value_text(item, "text", cell(r, i, ID));
		qms_value_text(item, "label", cell(r, i, TITLE));
		qms_value_text(item, "class", level_class(likely * impact));
		web_set_url(r->site, item, "url", web_path_url(r->site,
		    cell(r, i, PATH)));
	}
}

static void
add_map(const struct risks *r, struct qms_value *values)
{
	struct qms_value *map = qms_value_object(values, "map"), *rows, *row,
	    *cells, *impacts = qms_value_list(map, "impacts");
	int likely, impact;

	for (impact = 1; impact <= SIZE; impact++)
		qms_value_item(impacts, qms_arena_format(&r->site->page,
		    "%d", impact));
	rows = qms_value_list(map, "rows");
	for (likely = SIZE; likely >= 1; likely--) {
		row = qms_value_row(rows);
		qms_value_integer(row, "likely", likely);
		cells = qms_value_list(row, "cells");
		for (impact = 1; impact <= SIZE; impact++)
			add_spot(r, cells, likely, impact);
	}
}

/* ---- the list ---- */

static const char *
show_level(const struct risks *r, size_t row, size_t likely, size_t impact)
{
	int a = atoi(cell(r, row, likely)), b = atoi(cell(r, row, impact));

	return a == 0 || b == 0 ? "" : qms_arena_format(&r->site->page,
	    "%d × %d = %d", a, b, a * b);
}

static void
add_row(const struct risks *r, struct qms_value *table, size_t row)
{
	struct web_site *site = r->site;
	const char *agency = site->agency->row.agency, *state, *url,
	    *after = show_level(r, row, LIKELY_AFTER, IMPACT_AFTER);
	struct qms_value *cells = web_row(table);

	web_cell_link(site, cells, cell(r, row, ID), web_path_url(site,
	    cell(r, row, PATH)));
	web_cell(cells, cell(r, row, TITLE));
	web_cell(cells, *cell(r, row, TYPE) == '\0' ? "" : web_show(site,
	    agency, qms_kind_key(r->kind, "type"), cell(r, row, TYPE),
	    &url));
	web_cell(cells, web_unit(site, agency, cell(r, row, UNIT)));
	web_cell(cells, web_person(site, agency, cell(r, row, OWNER)));
	web_cell_state(cells, is_risk(r, row) ? level_class(level_of(r,
	    row)) : "info", show_level(r, row, LIKELY, IMPACT));
	web_cell_state(cells, is_risk(r, row) ? level_class(atoi(cell(r, row,
	    LIKELY_AFTER)) * atoi(cell(r, row, IMPACT_AFTER))) : "info",
	    after);
	web_cell(cells, web_day(site, cell(r, row, DUE)));
	state = qms_kind_state_name(r->kind, cell(r, row, STATE),
	    site->language);
	if (*cell(r, row, LATE) != '\0')
		web_cell_state(cells, "bad", qms_arena_format(&site->page,
		    "%s, %s", state, web_word(site, QMS_W_overdue)));
	else
		web_cell_state(cells, is_open(r, row) ? "info" : "old",
		    state);
}

static void
add_list(const struct risks *r, struct qms_value *tables)
{
	static const enum qms_word heads[] = { QMS_W_id, QMS_W_name,
	    QMS_W_kind, QMS_W_unit, QMS_W_owner, QMS_W_level,
	    QMS_W_level_after, QMS_W_due, QMS_W_state };
	struct qms_value *table;
	size_t i;

	table = web_table(tables, "risks", web_word(r->site,
	    QMS_W_risks_by_level));
	qms_value_text(table, "none", web_word(r->site, QMS_W_none_yet));
	web_heads(r->site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < r->count; i++)
		add_row(r, table, i);
}

static void
show(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	const struct risks r = { .site = site, .rows = rows,
	    .kind = qms_kinds_get(site->kinds, "risk"),
	    .count = qms_grid_rows(rows) };

	add_counts(&r, values);
	add_map(&r, values);
	add_list(&r, qms_value_list(values, "tables"));
}

const struct web_view web_risk_map = {
	.page = "risk-map",
	.title = QMS_W_risk_map,
	.needs = {
		{ "risk", { "title", "type", "unit", "owner", "likelihood",
		    "impact", "likelihood_after", "impact_after", "due" } },
	},
	.sql = sql_risks,
	.template = "risk-map",
	.show = show,
};
