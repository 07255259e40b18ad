/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* Audits year by year, units × months: what the programme plans, what was
 * held, and what was missed. */

enum { WHAT, YEAR, UNIT, MONTH, PATH, AUDIT, TITLE, STATE, OVER };

/*
 * Units of the agency (with the years that they begin and end in), rows of
 * programmes, and audits, a row a unit. Over is the month of a row; an audit
 * that was not opened is over with its last day.
 */
static const char sql_audits[] =
	"SELECT 'unit' AS what, '' AS year, u.id AS unit, 0 AS month,"
	"       '' AS path, '' AS audit, coalesce(substr(u.\"from\", 1, 4), '')"
	"       AS title, coalesce(substr(u.\"to\", 1, 4), '') AS state,"
	"       '' AS over, u.row AS place"
	"  FROM agency_units AS u WHERE u.agency = ?1"
	" UNION ALL "
	"SELECT 'plan', p.year || '', s.unit, s.month, p.path,"
	"       coalesce(s.audit, ''), s.subject, p.state,"
	"       CASE WHEN add_months(p.year || '-01-01', s.month) <= q.day"
	"            THEN 'over' ELSE '' END, s.row"
	"  FROM audit_programme AS p JOIN asof AS q ON q.source = 1"
	"  JOIN audit_programme_schedule AS s ON s.agency = p.agency"
	"   AND s.parent = p.id"
	" WHERE p.agency = ?1 AND p.year IS NOT NULL AND s.month IS NOT NULL"
	" UNION ALL "
	"SELECT 'audit', substr(a.first_day, 1, 4), coalesce(v.value, ''),"
	"       substr(a.first_day, 6, 2) + 0, a.path, a.id, a.title, a.state,"
	"       CASE WHEN a.state = 'planned' AND a.last_day < q.day"
	"            THEN 'over' ELSE '' END, 0"
	"  FROM audit AS a JOIN asof AS q ON q.source = 1"
	"  LEFT JOIN audit_units AS v ON v.agency = a.agency"
	"   AND v.parent = a.id"
	" WHERE a.agency = ?1 AND a.first_day IS NOT NULL"
	" ORDER BY year DESC, what, place, path, unit";

enum { MONTHS = 12 };

struct calendar {
	struct web_site *site;
	const struct qms_grid *rows;
	size_t count;
	size_t first, end;		/* rows of the year that is shown */
};

static const char *
cell(const struct calendar *c, size_t row, size_t column)
{
	return qms_grid_cell(c->rows, row, column);
}

static bool
is_a(const struct calendar *c, size_t row, const char *what,
    const char *year)
{
	return strcmp(cell(c, row, WHAT), what) == 0 &&
	    strcmp(cell(c, row, YEAR), year) == 0;
}

/* ---- marks ---- */

enum mark { PLANNED, HELD, MISSED, MOVED, MARKS };

static const struct {
	const char *sign, *class;
	enum qms_word word;
} marks[MARKS] = {
	[PLANNED] = { "○", "info", QMS_W_audit_planned },
	[HELD] = { "●", "ok", QMS_W_audit_held },
	[MISSED] = { "✕", "bad", QMS_W_audit_missed },
	[MOVED] = { "→", "old", QMS_W_audit_moved },
};

static void
add_mark(const struct calendar *c, struct qms_value *list, enum mark mark,
    const char *text, const char *title, const char *path)
{
	struct qms_value *value = qms_value_row(list);

	qms_value_text(value, "sign", marks[mark].sign);
	qms_value_text(value, "text", text);
	qms_value_text(value, "label", qms_arena_format(&c->site->page,
	    "%s: %s", web_word(c->site, marks[mark].word), title));
	qms_value_text(value, "class", marks[mark].class);
	web_set_url(c->site, value, "url", web_path_url(c->site, path));
}

/* "01" of DG-2026-01. */
static const char *
last_part(const char *id)
{
	const char *part = strrchr(id, '-');

	return part == NULL ? id : part + 1;
}

static void
add_audit(const struct calendar *c, struct qms_value *list, size_t row)
{
	enum mark mark = strcmp(cell(c, row, STATE), "planned") != 0 ? HELD :
	    *cell(c, row, OVER) != '\0' ? MISSED : PLANNED;

	add_mark(c, list, mark, last_part(cell(c, row, AUDIT)),
	    cell(c, row, TITLE), cell(c, row, PATH));
}

/* The audit that a row of a programme names, or else one of its unit in that
 * year; SIZE_MAX: none. */
static size_t
find_audit(const struct calendar *c, size_t plan)
{
	const char *named = cell(c, plan, AUDIT);
	size_t i, found = SIZE_MAX;

	for (i = 0; i < c->count; i++) {
		if (!is_a(c, i, "audit", cell(c, plan, YEAR)))
			continue;
		if (*named != '\0' ? strcmp(cell(c, i, AUDIT), named) != 0 :
		    strcmp(cell(c, i, UNIT), cell(c, plan, UNIT)) != 0)
			continue;
		/* best the one of the month planned */
		if (found == SIZE_MAX || strcmp(cell(c, i, MONTH),
		    cell(c, plan, MONTH)) == 0)
			found = i;
	}
	return found;
}

static enum mark
judge(size_t *audit, const struct calendar *c, size_t plan)
{
	*audit = find_audit(c, plan);
	if (*audit == SIZE_MAX)
		return *cell(c, plan, OVER) != '\0' ? MISSED : PLANNED;
	return strcmp(cell(c, *audit, MONTH), cell(c, plan, MONTH)) == 0 ?
	    HELD : MOVED;
}

/* Where the audit is in the month planned, its own mark says all. */
static void
add_plan(const struct calendar *c, struct qms_value *list, size_t row)
{
	size_t audit;
	enum mark mark = judge(&audit, c, row);

	if (mark == MOVED)
		add_mark(c, list, mark, web_fill(c->site, QMS_W_month_short,
		    cell(c, audit, MONTH), NULL, NULL),
		    cell(c, row, TITLE), cell(c, audit, PATH));
	else if (mark != HELD)
		add_mark(c, list, mark, "", cell(c, row, TITLE),
		    cell(c, row, PATH));
}

/* ---- a year ---- */

static void
add_unit(const struct calendar *c, struct qms_value *rows, const char *year,
    const char *unit)
{
	struct qms_value *value = qms_value_row(rows), *cells, *list;
	size_t i;
	int month;

	qms_value_text(value, "name", *unit == '\0' ? web_word(c->site,
	    QMS_W_whole_agency) : web_unit(c->site,
	    c->site->agency->row.agency, unit));
	cells = qms_value_list(value, "cells");
	for (month = 1; month <= MONTHS; month++) {
		list = qms_value_list(qms_value_row(cells), "marks");
		for (i = c->first; i < c->end; i++) {
			if (strcmp(cell(c, i, UNIT), unit) != 0 ||
			    atoi(cell(c, i, MONTH)) != month)
				continue;
			if (is_a(c, i, "audit", year))
				add_audit(c, list, i);
			else if (is_a(c, i, "plan", year))
				add_plan(c, list, i);
		}
	}
}

/* Those that there were in the year, and what else rows and audits name. */
static void
find_units(struct qms_strings *units, const struct calendar *c,
    const char *year)
{
	const char *first, *last;
	size_t i;
	bool own;

	for (i = 0; i < c->count; i++) {
		first = cell(c, i, TITLE);
		last = cell(c, i, STATE);
		own = is_a(c, i, "unit", "") &&
		    (*first == '\0' || strcmp(first, year) <= 0) &&
		    (*last == '\0' || strcmp(last, year) >= 0);
		if (own)
			qms_strings_add(&c->site->page, units,
			    cell(c, i, UNIT));
	}
	for (i = c->first; i < c->end; i++)
		if (!qms_strings_has(units, cell(c, i, UNIT)))
			qms_strings_add(&c->site->page, units,
			    cell(c, i, UNIT));
}

static void
add_year(const struct calendar *c, struct qms_value *years, const char *year)
{
	struct qms_value *value = qms_value_row(years), *months, *rows;
	struct qms_strings units = {0};
	size_t i;
	int month;

	qms_value_text(value, "year", year);
	months = qms_value_list(value, "months");
	for (month = 1; month <= MONTHS; month++)
		qms_value_item(months, web_fill(c->site, QMS_W_month_short,
		    qms_arena_format(&c->site->page, "%d", month), NULL,
		    NULL));
	find_units(&units, c, year);
	rows = qms_value_list(value, "rows");
	for (i = 0; i < units.count; i++)
		add_unit(c, rows, year, units.items[i]);
}

/* Of the newest programme: a row of it is held, to come, or missed. */
static void
add_counts(const struct calendar *c, struct qms_value *values)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	const char *year = NULL;
	int64_t numbers[MARKS] = {0};
	size_t i, audit;
	enum mark mark;

	for (i = 0; i < c->count; i++) {
		if (year == NULL && strcmp(cell(c, i, WHAT), "plan") == 0)
			year = cell(c, i, YEAR);
		if (year == NULL || !is_a(c, i, "plan", year))
			continue;
		mark = judge(&audit, c, i);
		if (audit != SIZE_MAX)
			mark = strcmp(cell(c, audit, STATE), "planned") == 0 ?
			    PLANNED : HELD;
		numbers[mark]++;
	}
	for (mark = PLANNED; year != NULL && mark <= MISSED; mark++)
		web_count(counts, numbers[mark], qms_arena_format(
		    &c->site->page, "%s, %s", web_word(c->site,
		    marks[mark].word), year), mark == MISSED &&
		    numbers[mark] == 0 ? "ok" : marks[mark].class);
}

static void
show(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	struct calendar c = { .site = site, .rows = rows,
	    .count = qms_grid_rows(rows) };
	struct qms_value *years = qms_value_list(values, "years"), *legend,
	    *item;
	const char *year;
	enum mark mark;

	add_counts(&c, values);
	/* units stand behind all years */
	for (; c.first < c.count && *cell(&c, c.first, YEAR) != '\0';
	    c.first = c.end) {
		year = cell(&c, c.first, YEAR);
		for (c.end = c.first; c.end < c.count && strcmp(cell(&c,
		    c.end, YEAR), year) == 0;)
			c.end++;
		add_year(&c, years, year);
	}
	legend = qms_value_list(values, "legend");
	for (mark = 0; mark < MARKS; mark++) {
		item = qms_value_row(legend);
		qms_value_text(item, "sign", marks[mark].sign);
		qms_value_text(item, "class", marks[mark].class);
		qms_value_text(item, "label", web_word(site,
		    marks[mark].word));
	}
}

const struct web_view web_audit_calendar = {
	.page = "audit-calendar",
	.title = QMS_W_audit_calendar,
	.needs = {
		{ "audit", { "title", "first_day", "last_day", "units" } },
		{ "audit-programme", { "year", "schedule" } },
		{ "agency", { "units" } },
	},
	.sql = sql_audits,
	.template = "audit-calendar",
	.show = show,
};
