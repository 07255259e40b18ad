/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* Objectives: what was reached in each period against its target, a chart for
 * each objective that was measured more than once. */

enum { PATH, TITLE, BASE, UNIT_OF, FIRST, LAST, TARGET, BETTER, VALUE, REACHED,
	STATE };

/* An objective is the same in each period when it is computed in the same way;
 * its title may name the period. */
static const char sql_objectives[] =
	"SELECT o.path, o.title, o.base, o.unit_of, o.first_day, o.last_day,"
	"       o.target, o.better, o.value,"
	"       CASE WHEN o.value IS NULL THEN ''"
	"            WHEN o.better = 'lower' AND o.value + 0 <= o.target + 0"
	"                 THEN 'yes'"
	"            WHEN o.better <> 'lower' AND o.value + 0 >= o.target + 0"
	"                 THEN 'yes'"
	"            ELSE 'no' END,"
	"       o.state"
	"  FROM objective AS o"
	" WHERE o.agency = ?1 AND o.target IS NOT NULL"
	"   AND o.last_day IS NOT NULL AND o.first_day IS NOT NULL"
	" ORDER BY o.base, o.unit_of, o.last_day, o.first_day, o.id";

enum { PERIODS = 12 };			/* of a chart, the newest */

struct objectives {
	struct web_site *site;
	const struct qms_grid *rows;
	const struct qms_kind *kind;
	size_t count;
};

static const char *
cell(const struct objectives *o, size_t row, size_t column)
{
	return qms_grid_cell(o->rows, row, column);
}

static bool
is_same(const struct objectives *o, size_t a, size_t b)
{
	return strcmp(cell(o, a, BASE), cell(o, b, BASE)) == 0 &&
	    strcmp(cell(o, a, UNIT_OF), cell(o, b, UNIT_OF)) == 0;
}

/* "2026", "III/2026", or its days; in a few letters the month of the last. */
static const char *
period_of(const struct objectives *o, size_t row, bool few)
{
	static const char *const firsts[] = { "01-01", "04-01", "07-01",
	    "10-01" }, *const lasts[] = { "03-31", "06-30", "09-30",
	    "12-31" };
	const char *first = cell(o, row, FIRST), *last = cell(o, row, LAST);
	struct qms_arena *arena = &o->site->page;
	size_t i, j;

	for (i = 0; i < 4 && strncmp(first, last, 5) == 0; i++)
		for (j = 0; j < 4; j++) {
			if (strcmp(first + 5, firsts[i]) != 0 ||
			    strcmp(last + 5, lasts[j]) != 0)
				continue;
			if (i == 0 && j == 3)
				return qms_arena_format(arena, "%.4s", first);
			if (i == j)
				return web_quarter(o->site, atoi(first),
				    (int)i);
		}
	if (few)
		return qms_arena_format(arena, "%.2s/%.4s", last + 5, last);
	return qms_arena_format(arena, "%s – %s", web_day(o->site, first),
	    web_day(o->site, last));
}

static const char *
show_number(const struct objectives *o, const char *key, const char *value)
{
	const char *url;

	return *value == '\0' ? "" : web_show(o->site,
	    o->site->agency->row.agency, qms_kind_key(o->kind, key), value,
	    &url);
}

/* A scale has room for what people measure. */
static bool
is_drawable(const char *value)
{
	double number = strtod(value, NULL);

	return *value != '\0' && number > -1e9 && number < 1e9;
}

static void
add_row(const struct objectives *o, struct qms_value *table, size_t row)
{
	struct qms_value *cells = web_row(table);
	const char *reached = cell(o, row, REACHED), *url;

	web_cell_link(o->site, cells, period_of(o, row, false), web_path_url(
	    o->site, cell(o, row, PATH)));
	web_cell(cells, show_number(o, "target", cell(o, row, TARGET)));
	web_cell(cells, show_number(o, "value", cell(o, row, VALUE)));
	web_cell_state(cells, *reached == 'y' ? "ok" : "bad",
	    *reached == '\0' ? "" : web_word(o->site, *reached == 'y' ?
	    QMS_W_reached : QMS_W_not_reached));
	web_cell(cells, *cell(o, row, BETTER) == '\0' ? "" : web_show(
	    o->site, o->site->agency->row.agency, qms_kind_key(o->kind,
	    "better"), cell(o, row, BETTER), &url));
	web_cell(cells, qms_kind_state_name(o->kind, cell(o, row, STATE),
	    o->site->language));
}

static void
fill_table(const struct objectives *o, struct qms_value *table, size_t first,
    size_t count)
{
	static const enum qms_word heads[] = { QMS_W_period, QMS_W_target,
	    QMS_W_value, QMS_W_result, QMS_W_how_reached, QMS_W_state };
	size_t i;

	web_heads(o->site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = first + count; i-- > first;)
		add_row(o, table, i);
}

static const char *
title_of(const struct objectives *o, size_t row)
{
	return *cell(o, row, UNIT_OF) == '\0' ? cell(o, row, TITLE) :
	    qms_arena_format(&o->site->page, "%s (%s)", cell(o, row, TITLE),
	    cell(o, row, UNIT_OF));
}

static void
add_chart(const struct objectives *o, struct qms_value *charts, size_t first,
    size_t count)
{
	struct web_series series[2] = {
		{ web_word(o->site, QMS_W_value), "info" },
		{ web_word(o->site, QMS_W_target), "old" } };
	size_t from = count > PERIODS ? first + count - PERIODS : first, i,
	    shown_count = first + count - from;
	const char **labels, **shown, *texts[2];
	double *values;
	int j;

	labels = qms_arena_alloc(&o->site->page, shown_count *
	    sizeof(*labels));
	shown = qms_arena_alloc(&o->site->page, 2 * shown_count *
	    sizeof(*shown));
	values = qms_arena_alloc(&o->site->page, 2 * shown_count *
	    sizeof(*values));
	for (i = 0; i < shown_count; i++) {
		labels[i] = period_of(o, from + i, true);
		texts[0] = cell(o, from + i, VALUE);
		texts[1] = cell(o, from + i, TARGET);
		for (j = 0; j < 2; j++) {
			values[2 * i + (size_t)j] = strtod(texts[j], NULL);
			shown[2 * i + (size_t)j] = is_drawable(texts[j]) ?
			    show_number(o, "value", texts[j]) : "";
		}
	}
	web_chart_lines(o->site, charts, &(struct web_chart){
	    .id = qms_arena_format(&o->site->page, "o%zu", first + 1),
	    .title = title_of(o, first + count - 1), .labels = labels,
	    .count = shown_count, .series = series, .series_count = 2,
	    .values = values, .shown = shown });
}

static void
add_objective(const struct objectives *o, struct qms_value *charts,
    struct qms_value *tables, size_t first, size_t count)
{
	struct qms_value *table;

	if (count > 1) {
		add_chart(o, charts, first, count);
		table = web_chart_table(charts, qms_arena_format(
		    &o->site->page, "f%zu", first + 1), qms_arena_format(
		    &o->site->page, "%s: %s", web_word(o->site,
		    QMS_W_figures), title_of(o, first + count - 1)));
	} else {
		table = web_table(tables, qms_arena_format(&o->site->page,
		    "f%zu", first + 1), title_of(o, first + count - 1));
	}
	fill_table(o, table, first, count);
}

/* How many objectives reached their target in the newest period known. */
static void
add_counts(const struct objectives *o, struct qms_value *values)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	int64_t reached = 0, missed = 0, unknown = 0;
	const char *last = "";
	size_t i;

	for (i = 0; i < o->count; i++) {
		if (*cell(o, i, REACHED) != '\0')
			last = cell(o, i, REACHED);
		if (i + 1 < o->count && is_same(o, i, i + 1))
			continue;
		reached += *last == 'y';
		missed += *last == 'n';
		unknown += *last == '\0';
		last = "";
	}
	web_count(counts, reached, web_word(o->site, QMS_W_reached), "ok");
	web_count(counts, missed, web_word(o->site, QMS_W_not_reached),
	    missed > 0 ? "bad" : "ok");
	web_count(counts, unknown, web_word(o->site, QMS_W_not_measured),
	    "info");
}

static void
show(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	const struct objectives o = { .site = site, .rows = rows,
	    .kind = qms_kinds_get(site->kinds, "objective"),
	    .count = qms_grid_rows(rows) };
	struct qms_value *charts, *tables;
	size_t i, alike;

	add_counts(&o, values);
	charts = qms_value_list(values, "charts");
	tables = qms_value_list(values, "tables");
	for (i = 0; i < o.count; i += alike) {
		for (alike = 1; i + alike < o.count && is_same(&o, i,
		    i + alike);)
			alike++;
		add_objective(&o, charts, tables, i, alike);
	}
}

const struct web_view web_objective_trend = {
	.page = "objective-trend",
	.title = QMS_W_objective_trend,
	.needs = {
		{ "objective", { "title", "first_day", "last_day", "target",
		    "better", "base", "unit_of", "value" } },
	},
	.sql = sql_objectives,
	.template = "objective-trend",
	.show = show,
};
