/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "qms/indicator.h"
#include "qms/report.h"
#include "web/page.h"

/* The reports of the whole system, for the end of each of the last quarters as
 * it was known then. One that was made is made again only when its template,
 * what was known on its day, or what the agencies' own repositories say has
 * changed. Registers of an agency have pages of their own. */

enum { QUARTERS = 8 };

struct web_reports {
	struct qms_report_template *items;
	size_t count;
	qms_day days[QUARTERS];		/* ends of quarters, newest first */
	const char *commits[QUARTERS];	/* the last one known by then */
	size_t day_count;
};

/* The agency that reports so: the first of the kinds that the template is for,
 * else the one that is no other's part. NULL: there is none. */
static const struct web_agency *
reporter(const struct web_site *site,
    const struct qms_report_template *template)
{
	const struct web_agency *agency;
	const char *found;
	size_t i, size;

	for (i = 0; i < site->agency_count; i++) {
		agency = &site->agencies[i];
		if (agency->status == NULL)
			continue;
		size = strlen(agency->row.kind);
		found = size == 0 ? NULL : strstr(template->applies,
		    agency->row.kind);
		if (found != NULL ? found[-1] == ' ' && found[size] == ' ' :
		    *template->applies == '\0' && *agency->row.parent == '\0')
			return agency;
	}
	return NULL;
}

static bool
is_shown(const struct web_site *site,
    const struct qms_report_template *template)
{
	return template->whole && site->agency_count > 1 &&
	    (template->public || site->options->internal) &&
	    !qms_ends_with(template->id, ".en") &&
	    qms_id_is_safe(template->id) && reporter(site, template) != NULL;
}

static const char sql_known[] =
	"SELECT l.id"
	"  FROM line AS l JOIN asof AS q ON q.source = l.source"
	" WHERE l.day <= ?1 AND l.ordinal <= q.known"
	" ORDER BY l.ordinal DESC"
	" LIMIT 1";

static const struct qms_error *
find_days(struct web_site *site, struct web_reports *reports)
{
	qms_day last = qms_quarter_end(qms_day_parse(qms_text(site->day)));
	const struct qms_error *err = NULL;
	char text[QMS_DAY_SIZE];
	struct qms_grid grid;
	qms_day day;
	int i;

	for (i = 0; err == NULL && i < QUARTERS; i++) {
		day = qms_day_add_months(last + 1, -3 * i) - 1;
		err = QMS_GRID(&grid, site->system, &site->arena, sql_known,
		    qms_day_format(text, day));
		if (err != NULL || qms_grid_rows(&grid) == 0)
			break;
		reports->days[reports->day_count] = day;
		reports->commits[reports->day_count++] = qms_grid_cell(&grid,
		    0, 0);
	}
	return err;
}

const struct qms_error *
web_load_reports(struct web_site *site)
{
	struct qms_problems ignored = { .arena = &site->arena };
	struct qms_report_template *all;
	struct web_reports *reports;
	const struct qms_error *err;
	size_t count, room = 0, i;

	site->reports = reports = qms_arena_alloc(&site->arena,
	    sizeof(*reports));
	err = qms_reports_load(&all, &count, &site->arena,
	    site->system->store, &ignored);
	for (i = 0; err == NULL && i < count; i++)
		if (is_shown(site, &all[i]))
			*qms_push(&site->arena, reports->items,
			    reports->count, room) = all[i];
	return err != NULL || reports->count == 0 ? err : find_days(site,
	    reports);
}

bool
web_has_reports(const struct web_site *site)
{
	return site->reports->count > 0 && site->reports->day_count > 0;
}

/* The text in the language of the pages, where there is one. */
static const struct qms_error *
in_language(const struct qms_report_template **template,
    struct web_site *site)
{
	struct qms_problems ignored = { .arena = &site->page };
	struct qms_report_template *all;
	const struct qms_error *err;
	const char *id;
	size_t count, i;

	if (site->language == QMS_VI)
		return NULL;
	id = qms_arena_format(&site->page, "%s.en", (*template)->id);
	err = qms_reports_load(&all, &count, &site->page,
	    site->system->store, &ignored);
	for (i = 0; err == NULL && i < count; i++)
		if (strcmp(all[i].id, id) == 0)
			*template = &all[i];
	return err;
}

static bool
is_for(const struct qms_report_template *template, qms_day day)
{
	int year, month, of_month;

	qms_day_split(day, &year, &month, &of_month);
	return template->period != QMS_PERIOD_YEAR || month == 12;
}

static const char *
page_path(struct qms_arena *arena, const struct qms_report_template *template,
    qms_day day)
{
	char text[QMS_DAY_SIZE];

	return qms_arena_format(arena, "reports/%s/%s.html", template->id,
	    qms_day_format(text, day));
}

/* ---- one report ---- */

static const struct qms_error *
write_report(struct web_site *site, struct qms_system *then,
    const struct qms_report_template *template, qms_day day)
{
	const struct qms_report_style style = { .marks = QMS_MARKS_LINKS };
	const struct web_agency *agency = reporter(site, template);
	struct qms_problems problems = { .arena = &site->page };
	const struct qms_error *err;
	struct qms_report report;
	struct qms_value *values;
	char text[QMS_DAY_SIZE];

	err = in_language(&template, site);
	if (err == NULL)
		err = qms_report_make(&report, then, &site->page, template,
		    agency->row.agency, day, "", site->language, &problems);
	if (err != NULL)
		return err;
	values = web_page_values(site, report.title, "reports");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, "reports/index.html", web_word(site,
	    QMS_W_reports));
	qms_value_text(values, "agency", report.agency_name);
	qms_value_text(values, "as_of", web_day(site, qms_day_format(text,
	    day)));
	qms_value_text(values, "known", qms_arena_format(&site->page,
	    "%.12s", report.commit));
	qms_value_text(values, "command", qms_arena_format(&site->page,
	    "qms --agency %s report %s --as-of %s", report.agency,
	    template->id, text));
	qms_report_values(values, &report, &style);
	return web_page_write(site, "report", values);
}

static const struct qms_error *
make_report(struct web_site *site, struct qms_system **then,
    const struct qms_report_template *template, size_t at)
{
	const struct web_reports *reports = site->reports;
	const struct qms_system *now = site->system;
	const struct qms_error *err = NULL;
	struct web_key key = {0};
	size_t i;

	web_key_add(&key, template->sha256);
	web_key_add(&key, reports->commits[at]);
	web_key_add(&key, reporter(site, template)->row.agency);
	for (i = 0; i < site->agency_count; i++)
		web_key_own(&key, site->agencies[i].own);
	if (!web_page_begin(site, page_path(&site->arena, template,
	    reports->days[at]), &key))
		return NULL;
	if (*then == NULL)
		err = now->ref != NULL ? qms_system_open_ref(then, now->root,
		    now->ref, &now->environment) : qms_system_open(then,
		    now->root, &now->environment);
	return err != NULL ? err : write_report(site, *then, template,
	    reports->days[at]);
}

/* ---- which there are ---- */

static const struct qms_error *
write_list(struct web_site *site)
{
	const struct web_reports *reports = site->reports;
	const struct qms_report_template *template;
	struct qms_value *values, *tables, *table, *cells;
	char text[QMS_DAY_SIZE];
	size_t i, j;

	values = web_page_values(site, web_word(site, QMS_W_reports),
	    "reports");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	qms_value_text(values, "lead", web_word(site, QMS_W_reports_lead));
	tables = qms_value_list(values, "tables");
	for (i = 0; i < reports->count; i++) {
		template = &reports->items[i];
		table = web_table(tables, template->id,
		    qms_report_title(&site->page, template));
		web_head(table, web_word(site, QMS_W_report_period), false);
		web_head(table, web_word(site, QMS_W_agency), false);
		for (j = 0; j < reports->day_count; j++) {
			if (!is_for(template, reports->days[j]))
				continue;
			cells = web_row(table);
			web_cell_link(site, cells, template->period ==
			    QMS_PERIOD_DAY ? web_day(site, qms_day_format(
			    text, reports->days[j])) : web_capital(site,
			    qms_report_period(&site->page, template->period,
			    reports->days[j], site->language)), page_path(
			    &site->page, template, reports->days[j]));
			web_cell(cells, reporter(site, template)->row.name);
		}
	}
	qms_value_list(values, "charts");
	return web_page_write(site, "indicators", values);
}

const struct qms_error *
web_make_reports(struct web_site *site)
{
	const struct web_reports *reports = site->reports;
	const struct qms_error *err = NULL;
	struct qms_system *then = NULL;
	struct web_key key = {0};
	char text[QMS_DAY_SIZE];
	size_t i, j;

	if (!web_has_reports(site))
		return NULL;
	for (i = 0; i < reports->count; i++) {
		web_key_add(&key, reports->items[i].sha256);
		web_key_add(&key, reporter(site, &reports->items[i])->
		    row.name);
	}
	web_key_add(&key, qms_day_format(text, reports->days[0]));
	(void)snprintf(text, sizeof(text), "%zu", reports->day_count);
	web_key_add(&key, text);
	if (web_page_begin(site, "reports/index.html", &key))
		err = write_list(site);
	for (i = 0; err == NULL && i < reports->count; i++)
		for (j = 0; err == NULL && j < reports->day_count; j++)
			if (is_for(&reports->items[i], reports->days[j]))
				err = make_report(site, &then,
				    &reports->items[i], j);
	qms_system_close(then);
	return err;
}
