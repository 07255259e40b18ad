/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "qms/indicator.h"
#include "web/page.h"

/* What the province counts: how many of how many, by groups of agencies, at
 * the end of each quarter, and which agencies do not count yet. */

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

static bool
at_quarter(struct qms_indicator *item, const struct web_quarter *quarter,
    const struct qms_rule *rule)
{
	size_t i;

	for (i = 0; i < quarter->rate_count; i++)
		if (strcmp(quarter->rates[i].rule, rule->id) == 0) {
			*item = (struct qms_indicator){ .rule = rule,
			    .part = quarter->rates[i].part,
			    .whole = quarter->rates[i].whole };
			return true;
		}
	return false;
}

static void
add_trend(struct web_site *site, struct qms_value *charts,
    const struct qms_rule *rule)
{
	const struct web_past *past = site->past;
	struct web_series series = { web_word(site, QMS_W_rate), "info" };
	const char *labels[WEB_CHART_QUARTERS], *shown[WEB_CHART_QUARTERS];
	double values[WEB_CHART_QUARTERS] = {0};
	const struct web_quarter *quarter;
	struct qms_indicator item;
	struct qms_value *table, *cells;
	size_t i, count = 0;

	for (i = past->count > WEB_CHART_QUARTERS ? past->count -
	    WEB_CHART_QUARTERS : 0; i < past->count; i++, count++) {
		quarter = &past->quarters[i];
		labels[count] = web_past_name(site, quarter);
		shown[count] = !at_quarter(&item, quarter, rule) ? "" :
		    rate_text(site, &item);
		if (*shown[count] != '\0')
			values[count] = (double)qms_indicator_rate(&item) /
			    100;
	}
	web_chart_lines(site, charts, &(struct web_chart){
	    .id = qms_arena_format(&site->page, "trend-%s", rule->id),
	    .title = rule->title[site->language], .labels = labels,
	    .count = count, .series = &series, .series_count = 1,
	    .values = values, .shown = shown });
	table = web_chart_table(charts, qms_arena_format(&site->page,
	    "figures-%s", rule->id), qms_arena_format(&site->page, "%s: %s",
	    web_word(site, QMS_W_figures), rule->title[site->language]));
	web_head(table, web_word(site, QMS_W_quarter), false);
	head_figures(site, table);
	for (i = 0; i < past->count; i++) {
		quarter = &past->quarters[i];
		if (!at_quarter(&item, quarter, rule))
			continue;
		cells = web_row(table);
		web_cell_link(site, cells, web_past_name(site, quarter),
		    web_past_url(site, quarter));
		add_figures(site, cells, &item);
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
write_page(struct web_site *site)
{
	struct qms_value *values, *tables, *charts;
	size_t i;

	values = web_page_values(site, web_word(site, QMS_W_indicators),
	    "indicators");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	qms_value_text(values, "lead", web_word(site,
	    QMS_W_indicators_lead));
	tables = qms_value_list(values, "tables");
	web_measures(site, tables);
	charts = qms_value_list(values, "charts");
	for (i = 0; i < site->indicators->count; i++)
		add_trend(site, charts, site->indicators->all[i].rule);
	return web_page_write(site, "indicators", values);
}

const struct qms_error *
web_make_indicators(struct web_site *site)
{
	struct web_key key = {0};
	size_t i;

	if (!web_has_indicators(site))
		return NULL;
	web_key_indicators(&key, site);
	web_key_past(&key, site);
	for (i = 0; i < site->agency_count; i++)
		web_key_add(&key, site->agencies[i].key);
	return web_page_begin(site, "indicators.html", &key) ?
	    write_page(site) : NULL;
}
