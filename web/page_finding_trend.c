/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* Where findings gather, and whether there are fewer of them: clause × unit,
 * by year and quarter, and how long nonconformities stay open. */

enum { PATH, ID, TITLE, GRADE, PLACE, GRAVE, CLAUSE, UNIT, DAY, STATE, CLOSED,
	DAYS };

static const char sql_findings[] =
	"SELECT f.path, f.id, f.title, f.grade,"
	"       (SELECT min(g.line) FROM finding_grade AS g"
	"         WHERE g.grade = f.grade),"
	"       (SELECT max(g.requires_action) FROM finding_grade AS g"
	"         WHERE g.grade = f.grade),"
	"       f.clause, f.unit, f.day, f.state, f.closed,"
	"       julian_days(f.closed) - julian_days(f.day)"
	"  FROM finding AS f"
	"  LEFT JOIN agency_units AS u ON u.agency = f.agency AND u.id = f.unit"
	" WHERE f.agency = ?1 AND f.state <> 'retracted'"
	"   AND f.day IS NOT NULL"
	" ORDER BY u.row IS NULL, u.row, f.unit, f.day DESC, f.id";

enum { YEARS = 10, QUARTERS = 12, GRADES = 5, WARM = 2, HOT = 4,
	SPOTS = 20000 };

struct spot {
	size_t clause, unit, row;
};

struct findings {
	struct web_site *site;
	const struct qms_grid *rows;
	const struct qms_kind *kind;
	size_t count;
	struct qms_strings units, clauses, grades;	/* grades in their order */
	struct spot *spots;		/* where each is, in the order of the map */
	const char *first, *last;	/* days */
};

static const char *
cell(const struct findings *f, size_t row, size_t column)
{
	return qms_grid_cell(f->rows, row, column);
}

static bool
is_nonconformity(const struct findings *f, size_t row)
{
	return strcmp(cell(f, row, GRAVE), "yes") == 0;
}

static const char *
url_of(const struct findings *f, size_t row)
{
	return web_path_url(f->site, cell(f, row, PATH));
}

const char *
web_grade_class(const char *place)
{
	static const char *const classes[GRADES] = { "bad", "soon", "info",
	    "ok", "old" };
	int line = atoi(place);		/* the first is on line 2 */

	return line < 2 || line > GRADES + 1 ? "old" : classes[line - 2];
}

static int
compare_clauses(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strverscmp(*left, *right);
}

/* "000002 KPH-nang": sorted, they stand in the order of the list. */
enum { PLACE_SIZE = 7 };

static const char *
placed_grade(struct findings *f, size_t row)
{
	return qms_arena_format(&f->site->page, "%06d %s",
	    atoi(cell(f, row, PLACE)) % 1000000, cell(f, row, GRADE));
}

static void
gather(struct findings *f)
{
	struct qms_arena *arena = &f->site->page;
	size_t i;

	for (i = 0; i < f->count; i++) {
		if (!qms_strings_has(&f->units, cell(f, i, UNIT)))
			qms_strings_add(arena, &f->units, cell(f, i, UNIT));
		if (!qms_strings_has(&f->clauses, cell(f, i, CLAUSE)))
			qms_strings_add(arena, &f->clauses,
			    cell(f, i, CLAUSE));
		if (!qms_strings_has(&f->grades, placed_grade(f, i)))
			qms_strings_add(arena, &f->grades,
			    placed_grade(f, i));
		if (i == 0 || strcmp(cell(f, i, DAY), f->first) < 0)
			f->first = cell(f, i, DAY);
		if (i == 0 || strcmp(cell(f, i, DAY), f->last) > 0)
			f->last = cell(f, i, DAY);
	}
	if (f->clauses.count > 1)
		qsort(f->clauses.items, f->clauses.count,
		    sizeof(*f->clauses.items), compare_clauses);
	qms_strings_sort(&f->grades);
}

static const char *
grade_name(const struct findings *f, const char *grade)
{
	return web_capital(f->site, web_listed(f->site, "finding-grade",
	    grade));
}

/* ---- clause × unit ---- */

static int
compare_spots(const void *a, const void *b)
{
	const struct spot *left = a, *right = b;

	if (left->clause != right->clause)
		return left->clause < right->clause ? -1 : 1;
	if (left->unit != right->unit)
		return left->unit < right->unit ? -1 : 1;
	return left->row < right->row ? -1 : 1;
}

static size_t
place_in(const struct qms_strings *list, const char *name)
{
	size_t i = 0;

	while (strcmp(list->items[i], name) != 0)
		i++;
	return i;
}

static void
find_spots(struct findings *f)
{
	size_t i;

	f->spots = qms_arena_alloc(&f->site->page, f->count *
	    sizeof(*f->spots));
	for (i = 0; i < f->count; i++)
		f->spots[i] = (struct spot){ place_in(&f->clauses, cell(f, i,
		    CLAUSE)), place_in(&f->units, cell(f, i, UNIT)), i };
	qsort(f->spots, f->count, sizeof(*f->spots), compare_spots);
}

static bool
is_alike(const struct spot *a, const struct spot *b)
{
	return a->clause == b->clause && a->unit == b->unit;
}

static const char *
spot_id(const struct findings *f, const struct spot *spot)
{
	return qms_arena_format(&f->site->page, "spot-%zu-%zu",
	    spot->clause + 1, spot->unit + 1);
}

/* The findings at one spot, count of them. */
static void
add_spot(const struct findings *f, struct qms_value *cells,
    const struct spot *spot, size_t count)
{
	struct qms_value *list = qms_value_list(qms_value_row(cells),
	    "spots"), *value;
	size_t counts[2] = {0}, i, k;

	for (i = 0; i < count; i++)
		counts[!is_nonconformity(f, spot[i].row)]++;
	for (k = 0; k < 2; k++) {
		if (counts[k] == 0)
			continue;
		value = qms_value_row(list);
		qms_value_text(value, "text", qms_arena_format(
		    &f->site->page, k == 0 ? "%zu" : "+%zu", counts[k]));
		qms_value_text(value, "label", web_word(f->site, k == 0 ?
		    QMS_W_nonconformities : QMS_W_other_findings));
		qms_value_text(value, "class", k == 0 ? "bad" : "info");
		qms_value_integer(value, "heat", counts[k] >= HOT ? 3 :
		    counts[k] >= WARM ? 2 : 1);
		if (count == 1)
			web_set_url(f->site, value, "url", url_of(f,
			    spot->row));
		else	/* the list of the spot on this page */
			qms_value_url(value, "url", qms_arena_format(
			    &f->site->page, "#%s", spot_id(f, spot)));
	}
}

static const char *
clause_name(const struct findings *f, const char *clause)
{
	const char *name = web_listed(f->site, "clause", clause);

	if (*clause == '\0')
		return web_word(f->site, QMS_W_no_clause);
	return name == clause ? clause : qms_arena_format(&f->site->page,
	    "%s %s", clause, name);
}

static void
add_map(const struct findings *f, struct qms_value *values)
{
	struct qms_value *map = qms_value_object(values, "map"), *rows, *row,
	    *cells, *units = qms_value_list(map, "units");
	size_t clause, unit, at = 0, count;

	for (unit = 0; unit < f->units.count; unit++)
		qms_value_item(units, web_unit(f->site,
		    f->site->agency->row.agency, f->units.items[unit]));
	rows = qms_value_list(map, "rows");
	for (clause = 0; clause < f->clauses.count; clause++) {
		row = qms_value_row(rows);
		qms_value_text(row, "name", clause_name(f,
		    f->clauses.items[clause]));
		cells = qms_value_list(row, "cells");
		for (unit = 0; unit < f->units.count; unit++, at += count) {
			for (count = 0; at + count < f->count && is_alike(
			    &f->spots[at + count], &(struct spot){ clause,
			    unit, 0 });)
				count++;
			add_spot(f, cells, &f->spots[at], count);
		}
	}
}

static void
add_finding(const struct findings *f, struct qms_value *table, size_t row)
{
	struct web_site *site = f->site;
	struct qms_value *cells = web_row(table);

	web_cell_link(site, cells, cell(f, row, ID), url_of(f, row));
	web_cell(cells, cell(f, row, TITLE));
	web_cell(cells, clause_name(f, cell(f, row, CLAUSE)));
	web_cell(cells, web_unit(site, site->agency->row.agency,
	    cell(f, row, UNIT)));
	web_cell_state(cells, web_grade_class(cell(f, row, PLACE)), grade_name(f,
	    cell(f, row, GRADE)));
	web_cell(cells, web_day(site, cell(f, row, DAY)));
	web_cell(cells, web_capital(site, qms_kind_state_name(f->kind,
	    cell(f, row, STATE), site->language)));
}

/* Spot by spot, so that each can be led to. */
static void
add_list(const struct findings *f, struct qms_value *tables)
{
	static const enum qms_word heads[] = { QMS_W_id, QMS_W_name,
	    QMS_W_clause, QMS_W_unit, QMS_W_grade, QMS_W_date, QMS_W_state };
	struct qms_value *table;
	size_t i;

	table = web_table(tables, "findings", web_word(f->site,
	    QMS_W_findings_by_clause));
	web_heads(f->site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < f->count; i++) {
		add_finding(f, table, f->spots[i].row);
		if (i == 0 || !is_alike(&f->spots[i], &f->spots[i - 1]))
			web_row_id(table, spot_id(f, &f->spots[i]));
	}
}

/* ---- trends ---- */

/* 2026 × 4 + 2 for the third quarter of 2026; years alone are × 1. */
static int
place_of(const char *day, bool quarters)
{
	int year = atoi(day);

	return quarters ? year * 4 + (atoi(day + 5) - 1) / 3 : year;
}

static const char *
place_name(const struct findings *f, int place, bool quarters)
{
	return quarters ? web_quarter(f->site, place / 4, place % 4) :
	    qms_arena_format(&f->site->page, "%d", place);
}

static size_t
grade_at(const struct findings *f, size_t row)
{
	size_t i = 0;

	while (strcmp(f->grades.items[i] + PLACE_SIZE, cell(f, row,
	    GRADE)) != 0)
		i++;
	return i;
}

static void
add_figures(struct qms_value *charts, const struct web_chart *chart,
    const struct findings *f, const char *id, const char *head)
{
	struct qms_value *table, *cells;
	size_t i, j, all;

	table = web_chart_table(charts, id, qms_arena_format(&f->site->page,
	    "%s: %s", web_word(f->site, QMS_W_figures), chart->title));
	web_head(table, head, false);
	for (j = 0; j < chart->series_count; j++)
		web_head(table, chart->series[j].label, true);
	web_head(table, web_word(f->site, QMS_W_total), true);
	for (i = 0; i < chart->count; i++) {
		cells = web_row(table);
		web_cell(cells, chart->labels[i]);
		for (all = 0, j = 0; j < chart->series_count; j++) {
			web_cell_number(cells, (int64_t)chart->values[i *
			    chart->series_count + j]);
			all += (size_t)chart->values[i *
			    chart->series_count + j];
		}
		web_cell_number(cells, (int64_t)all);
	}
}

static void
add_figures_of(const struct findings *f, struct qms_value *charts,
    const struct web_chart *chart, bool quarters)
{
	web_chart_columns(f->site, charts, chart);
	add_figures(charts, chart, f, quarters ? "figures-by-quarter" :
	    "figures-by-year", web_word(f->site, quarters ? QMS_W_quarter :
	    QMS_W_year));
}

/* Places without a finding are there too: none is a figure. */
static void
add_trend(const struct findings *f, struct qms_value *charts, bool quarters)
{
	struct qms_arena *arena = &f->site->page;
	int last = place_of(f->last, quarters), first = place_of(f->first,
	    quarters), most = quarters ? QUARTERS : YEARS, place;
	size_t count, i, grades = f->grades.count;
	struct web_series *series;
	const char **labels, **shown;
	double *values;

	first = last - first >= most ? last - most + 1 : first;
	count = (size_t)(last - first + 1);
	series = qms_arena_alloc(arena, grades * sizeof(*series));
	labels = qms_arena_alloc(arena, count * sizeof(*labels));
	values = qms_arena_alloc(arena, count * grades * sizeof(*values));
	shown = qms_arena_alloc(arena, count * grades * sizeof(*shown));
	for (i = 0; i < count; i++)
		labels[i] = place_name(f, first + (int)i, quarters);
	for (i = 0; i < grades; i++)
		series[i] = (struct web_series){ grade_name(f,
		    f->grades.items[i] + PLACE_SIZE),
		    web_grade_class(f->grades.items[i]) };
	for (i = 0; i < f->count; i++) {
		place = place_of(cell(f, i, DAY), quarters);
		if (place >= first)
			values[(size_t)(place - first) * grades +
			    grade_at(f, i)]++;
	}
	for (i = 0; i < count * grades; i++)
		shown[i] = qms_arena_format(arena, "%.0f", values[i]);
	add_figures_of(f, charts, &(struct web_chart){
	    .id = quarters ? "by-quarter" : "by-year",
	    .title = web_word(f->site, quarters ?
	        QMS_W_findings_by_quarter : QMS_W_findings_by_year),
	    .labels = labels, .count = count, .series = series,
	    .series_count = grades, .values = values, .shown = shown },
	    quarters);
}

/* ---- days to close ---- */

static int
compare_numbers(const void *a, const void *b)
{
	int left = *(const int *)a, right = *(const int *)b;

	return (left > right) - (left < right);
}

struct closing {			/* nonconformities found in a year */
	int found, open, median, longest;
};

static struct closing
close_of(const struct findings *f, int year, int *days)
{
	struct closing c = {0};
	size_t count = 0, i;

	for (i = 0; i < f->count; i++) {
		if (!is_nonconformity(f, i) || atoi(cell(f, i, DAY)) != year)
			continue;
		c.found++;
		if (*cell(f, i, CLOSED) == '\0')
			c.open++;
		else
			days[count++] = atoi(cell(f, i, DAYS));
	}
	if (count == 0)
		return c;
	qsort(days, count, sizeof(*days), compare_numbers);
	c.median = days[(count - 1) / 2];
	c.longest = days[count - 1];
	return c;
}

static void
add_closings(const struct findings *f, struct qms_value *charts,
    const struct closing *closings, const char *const *years, size_t count)
{
	static const enum qms_word heads[] = { QMS_W_year,
	    QMS_W_nonconformities, QMS_W_actions_open, QMS_W_days_median,
	    QMS_W_days_longest };
	struct qms_value *table, *cells;
	size_t i;

	table = web_chart_table(charts, "figures-of-days", qms_arena_format(
	    &f->site->page, "%s: %s", web_word(f->site, QMS_W_figures),
	    web_word(f->site, QMS_W_days_to_close)));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(f->site, heads[i]), i > 0);
	for (i = 0; i < count; i++) {
		cells = web_row(table);
		web_cell(cells, years[i]);
		web_cell_number(cells, closings[i].found);
		web_cell_number(cells, closings[i].open);
		if (closings[i].found > closings[i].open) {
			web_cell_number(cells, closings[i].median);
			web_cell_number(cells, closings[i].longest);
		} else {
			web_cell(cells, "");
			web_cell(cells, "");
		}
	}
}

static void
add_days(const struct findings *f, struct qms_value *charts)
{
	struct qms_arena *arena = &f->site->page;
	int last = atoi(f->last), first = atoi(f->first), *days;
	struct web_series series = { web_word(f->site, QMS_W_days_median),
	    "info" };
	struct closing *closings;
	const char **labels, **shown;
	size_t count, i;
	double *values;

	first = last - first >= YEARS ? last - YEARS + 1 : first;
	count = (size_t)(last - first + 1);
	days = qms_arena_alloc(arena, f->count * sizeof(*days));
	closings = qms_arena_alloc(arena, count * sizeof(*closings));
	labels = qms_arena_alloc(arena, count * sizeof(*labels));
	values = qms_arena_alloc(arena, count * sizeof(*values));
	shown = qms_arena_alloc(arena, count * sizeof(*shown));
	for (i = 0; i < count; i++) {
		closings[i] = close_of(f, first + (int)i, days);
		labels[i] = place_name(f, first + (int)i, false);
		values[i] = closings[i].median;
		shown[i] = qms_arena_format(arena, "%d", closings[i].median);
	}
	web_chart_columns(f->site, charts, &(struct web_chart){
	    .id = "days-to-close", .title = web_word(f->site,
	    QMS_W_days_to_close), .labels = labels, .count = count,
	    .series = &series, .series_count = 1, .values = values,
	    .shown = shown });
	add_closings(f, charts, closings, labels, count);
}

static void
add_counts(const struct findings *f, struct qms_value *values)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	int64_t open = 0, grave = 0;
	size_t i;

	for (i = 0; i < f->count; i++) {
		grave += is_nonconformity(f, i);
		open += is_nonconformity(f, i) &&
		    *cell(f, i, CLOSED) == '\0';
	}
	web_count(counts, grave, web_word(f->site, QMS_W_nonconformities),
	    "bad");
	web_count(counts, open, web_word(f->site,
	    QMS_W_nonconformities_open), open > 0 ? "soon" : "ok");
	web_count(counts, (int64_t)f->count - grave, web_word(f->site,
	    QMS_W_other_findings), "info");
}

static void
show(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	struct findings f = { .site = site, .rows = rows,
	    .kind = qms_kinds_get(site->kinds, "finding"),
	    .count = qms_grid_rows(rows) };
	struct qms_value *charts;

	gather(&f);
	add_counts(&f, values);
	if (f.count == 0)
		return;
	find_spots(&f);
	/* beyond that it is no map, and nobody's system */
	if (f.units.count * f.clauses.count <= SPOTS)
		add_map(&f, values);
	charts = qms_value_list(values, "charts");
	add_trend(&f, charts, false);
	add_trend(&f, charts, true);
	add_days(&f, charts);
	add_list(&f, qms_value_list(values, "tables"));
}

const struct web_view web_finding_trend = {
	.page = "finding-trend",
	.title = QMS_W_finding_trend,
	.needs = {
		{ "finding", { "title", "grade", "clause", "unit", "day" } },
		{ "finding-grade", { "grade", "requires_action" } },
		{ "agency", { "units" } },
	},
	.sql = sql_findings,
	.template = "finding-trend",
	.show = show,
};
