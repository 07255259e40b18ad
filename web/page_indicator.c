/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "qms/indicator.h"
#include "web/page.h"

/* What the province counts: how many of how many, by groups of agencies, at
 * the end of each quarter, and which agencies do not count yet. */

enum { QUARTERS = 12 };

struct web_indicators {
	struct qms_counted counted;
	struct qms_indicator *all;
	size_t count;
};

bool
web_has_indicators(const struct web_site *site)
{
	return site->agency_count > 1 && site->indicators->count > 0;
}

const struct qms_error *
web_load_indicators(struct web_site *site)
{
	const struct qms_error *err;

	site->indicators = qms_arena_alloc(&site->arena,
	    sizeof(*site->indicators));
	err = qms_count(&site->indicators->counted, site->system,
	    &site->arena);
	if (err == NULL)
		qms_indicators(&site->indicators->all,
		    &site->indicators->count, &site->indicators->counted,
		    QMS_BY_ALL);
	return err;
}

/* ---- figures ---- */

static const char *
rate_text(struct web_site *site, const struct qms_indicator *item)
{
	int64_t rate = qms_indicator_rate(item);

	return rate < 0 ? "" : qms_arena_format(&site->page,
	    site->language == QMS_VI ? "%" PRId64 ",%02" PRId64 " %%" :
	    "%" PRId64 ".%02" PRId64 " %%", rate / 100, rate % 100);
}

static void
add_figures(struct web_site *site, struct qms_value *cells,
    const struct qms_indicator *item)
{
	web_cell_number(cells, item->part);
	web_cell_number(cells, item->whole);
	web_cell(cells, rate_text(site, item));
	qms_value_flag(web_last_cell(cells), "number", true);
	qms_value_flag(web_last_cell(cells), "short", false);
}

static void
head_figures(struct web_site *site, struct qms_value *table)
{
	web_head(table, web_word(site, QMS_W_indicator_part), true);
	web_head(table, web_word(site, QMS_W_total), true);
	web_head(table, web_word(site, QMS_W_rate), true);
}

/* ">= 33.33": "≥ 33,33" */
static const char *
target_text(struct web_site *site, const char *target)
{
	bool equal = *target != '\0' && target[1] == '=';
	char *text, *point;

	text = qms_arena_format(&site->page, "%s%s", !equal ? "" :
	    *target == '>' ? "≥" : "≤", target + (equal ? 2 : 0));
	point = strchr(text, '.');
	if (point != NULL && site->language == QMS_VI)
		*point = ',';
	return text;
}

static void
add_target(struct web_site *site, struct qms_value *cells,
    const struct qms_indicator *item)
{
	const char *target = target_text(site, item->rule->target);
	int64_t short_by;

	if (*target == '\0') {
		web_cell(cells, "");
		return;
	}
	if (qms_indicator_reached(item, &short_by))
		web_cell_state(cells, "ok", qms_arena_format(&site->page,
		    "%s %%: %s", target, web_word(site, QMS_W_indicator_reached)));
	else
		web_cell_state(cells, "bad", qms_arena_format(&site->page,
		    "%s %%: %s", target, web_fill(site, QMS_W_short_of,
		    qms_arena_format(&site->page, "%" PRId64, short_by), NULL,
		    NULL)));
}

void
web_add_rate(struct web_site *site, struct qms_value *cells,
    const struct qms_indicator *item)
{
	add_figures(site, cells, item);
	add_target(site, cells, item);
}

const struct qms_counted *
web_counted(const struct web_site *site)
{
	return &site->indicators->counted;
}

/* ---- quarters ---- */

struct quarters {
	struct web_site *site;
	qms_day days[QUARTERS];		/* their ends, oldest first */
	const char *commits[QUARTERS];	/* the last one known by then */
	size_t count;
	struct qms_indicator *items[QUARTERS];
	size_t item_counts[QUARTERS];
};

static const char sql_known[] =
	"SELECT l.id"
	"  FROM line AS l JOIN asof AS q ON q.source = l.source"
	" WHERE l.day <= ?1 AND l.ordinal <= q.known"
	" ORDER BY l.ordinal DESC"
	" LIMIT 1";

/* Those since something is known. */
static const struct qms_error *
find_quarters(struct quarters *q)
{
	struct web_site *site = q->site;
	qms_day last = qms_quarter_end(qms_day_parse(qms_text(site->day)));
	const struct qms_error *err = NULL;
	char text[QMS_DAY_SIZE];
	struct qms_grid grid;
	qms_day day;
	int i;

	for (i = QUARTERS - 1; err == NULL && i >= 0; i--) {
		day = qms_day_add_months(last + 1, -3 * i) - 1;
		err = QMS_GRID(&grid, site->system, &site->arena, sql_known,
		    qms_day_format(text, day));
		if (err != NULL || qms_grid_rows(&grid) == 0)
			continue;
		q->days[q->count] = day;
		q->commits[q->count++] = qms_grid_cell(&grid, 0, 0);
	}
	return err;
}

/* Each as it was known then: asked of a system of its own, so that what the
 * other pages point into stays. */
static const struct qms_error *
ask_quarters(struct quarters *q, struct qms_system **then)
{
	const struct qms_system *now = q->site->system;
	const struct qms_error *err;
	struct qms_counted counted;
	size_t i;

	err = now->ref != NULL ? qms_system_open_ref(then, now->root, now->ref,
	    &now->environment) : qms_system_open(then, now->root,
	    &now->environment);
	for (i = 0; err == NULL && i < q->count; i++) {
		err = qms_system_ask(*then, q->days[i], "");
		if (err == NULL)
			err = qms_count(&counted, *then, &q->site->page);
		if (err == NULL)
			qms_indicators(&q->items[i], &q->item_counts[i],
			    &counted, QMS_BY_ALL);
	}
	return err;
}

static const struct qms_indicator *
at_quarter(const struct quarters *q, size_t i, const char *rule)
{
	size_t j;

	for (j = 0; j < q->item_counts[i]; j++)
		if (strcmp(q->items[i][j].rule->id, rule) == 0)
			return &q->items[i][j];
	return NULL;
}

static void
add_trend(const struct quarters *q, struct qms_value *charts,
    const struct qms_rule *rule)
{
	struct web_site *site = q->site;
	struct web_series series = { web_word(site, QMS_W_rate), "info" };
	const char *labels[QUARTERS], *shown[QUARTERS];
	const struct qms_indicator *item;
	struct qms_value *table, *cells;
	double values[QUARTERS] = {0};
	int year, month, day;
	size_t i;

	for (i = 0; i < q->count; i++) {
		item = at_quarter(q, i, rule->id);
		qms_day_split(q->days[i], &year, &month, &day);
		labels[i] = web_quarter(site, year, month / 3 - 1);
		shown[i] = item == NULL ? "" : rate_text(site, item);
		if (*shown[i] != '\0')
			values[i] = (double)qms_indicator_rate(item) / 100;
	}
	web_chart_lines(site, charts, &(struct web_chart){
	    .id = qms_arena_format(&site->page, "trend-%s", rule->id),
	    .title = rule->title[site->language], .labels = labels,
	    .count = q->count, .series = &series, .series_count = 1,
	    .values = values, .shown = shown });
	table = web_chart_table(charts, qms_arena_format(&site->page,
	    "figures-%s", rule->id), qms_arena_format(&site->page, "%s: %s",
	    web_word(site, QMS_W_figures), rule->title[site->language]));
	web_head(table, web_word(site, QMS_W_quarter), false);
	head_figures(site, table);
	for (i = 0; i < q->count; i++) {
		item = at_quarter(q, i, rule->id);
		if (item == NULL)
			continue;
		cells = web_row(table);
		web_cell(cells, labels[i]);
		add_figures(site, cells, item);
	}
}

/* ---- the page ---- */

static void
add_key_number(struct web_key *key, int64_t number)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRId64, number);
	web_key_add(key, text);
}

void
web_key_indicators(struct web_key *key, const struct web_site *site)
{
	const struct qms_measure *row;
	size_t i;

	for (i = 0; i < site->indicators->counted.count; i++) {
		row = &site->indicators->counted.rows[i];
		web_key_add(key, row->rule->id);
		web_key_add(key, row->agency);
		web_key_add(key, row->evidence);
		add_key_number(key, row->part);
		add_key_number(key, row->whole);
	}
}

static const struct qms_error *
write_page(struct web_site *site, struct quarters *q)
{
	const struct qms_error *err;
	struct qms_system *then = NULL;
	struct qms_value *values, *tables, *charts;
	size_t i;

	err = ask_quarters(q, &then);
	if (err == NULL) {
		values = web_page_values(site, web_word(site,
		    QMS_W_indicators), "indicators");
		web_crumb(site, values, "index.html", web_word(site,
		    QMS_W_home));
		qms_value_text(values, "lead", web_word(site,
		    QMS_W_indicators_lead));
		tables = qms_value_list(values, "tables");
		web_measures(site, tables);
		charts = qms_value_list(values, "charts");
		for (i = 0; i < site->indicators->count; i++)
			add_trend(q, charts, site->indicators->all[i].rule);
		err = web_page_write(site, "indicators", values);
	}
	qms_system_close(then);
	return err;
}

const struct qms_error *
web_make_indicators(struct web_site *site)
{
	struct quarters q = { .site = site };
	const struct qms_error *err;
	struct web_key key = {0};
	size_t i;

	if (!web_has_indicators(site))
		return NULL;
	err = find_quarters(&q);
	if (err != NULL)
		return err;
	web_key_indicators(&key, site);
	for (i = 0; i < q.count; i++) {
		add_key_number(&key, q.days[i]);
		web_key_add(&key, q.commits[i]);
	}
	for (i = 0; i < site->agency_count; i++)
		web_key_add(&key, site->agencies[i].key);
	return web_page_begin(site, "indicators.html", &key) ?
	    write_page(site, &q) : NULL;
}
