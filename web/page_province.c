/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* All agencies together: by tier and kind, against the targets, quarter by
 * quarter; and who is late with what. */

bool
web_has_province(const struct web_site *site)
{
	return site->agency_count > 1;
}

/* ---- counts ---- */

void
web_head_tally(struct web_site *site, struct qms_value *table,
    enum qms_tally_item first, enum qms_tally_item last)
{
	int i;

	for (i = (int)first; i <= (int)last; i++)
		web_head(table, qms_tally_name((enum qms_tally_item)i,
		    site->language), true);
}

void
web_add_tally(struct qms_value *cells, const int64_t *counts,
    enum qms_tally_item first, enum qms_tally_item last)
{
	int i;

	for (i = (int)first; i <= (int)last; i++)
		web_cell_number(cells, counts[i]);
}

const struct qms_error *
web_tallies(struct web_site *site, struct qms_value *tables,
    enum qms_indicator_by by, const char *id, const char *caption)
{
	const struct qms_error *err;
	struct qms_tally *tallies;
	struct qms_value *table, *cells;
	size_t count, i;

	err = qms_tallies(&tallies, &count, site->system, &site->page, by,
	    site->members, site->status_count);
	if (err != NULL)
		return err;
	table = web_table(tables, id, caption);
	web_head(table, web_word(site, QMS_W_group), false);
	web_head_tally(site, table, 0, QMS_TALLY_MISSING);
	for (i = 0; i < count; i++) {
		cells = web_row(table);
		web_cell(cells, web_capital(site,
		    tallies[i].name[site->language]));
		web_add_tally(cells, tallies[i].counts, 0, QMS_TALLY_MISSING);
	}
	return NULL;
}

/* ---- who is late ---- */

static bool
is_late(const struct qms_obligation *one)
{
	return *one->done == '\0' && (one->verdict == QMS_VERDICT_OVERDUE ||
	    one->verdict == QMS_VERDICT_MISSING);
}

/* What is late for longest first; what has no deadline last. */
static int
compare_late(const void *left, const void *right)
{
	const struct qms_obligation *a = left, *b = right;
	int order = (*a->due == '\0') - (*b->due == '\0');

	if (order == 0)
		order = strcmp(a->due, b->due);
	if (order == 0)
		order = strcmp(a->rule->id, b->rule->id);
	return order != 0 ? order : strcmp(a->period, b->period);
}

static void
add_late(struct web_site *site, struct qms_value *table,
    const struct qms_status *status)
{
	struct qms_obligation *rows;
	struct qms_value *cells;
	size_t i, count = 0;

	rows = qms_arena_alloc(&site->page, (status->count + 1) *
	    sizeof(*rows));
	for (i = 0; i < status->count; i++)
		if (is_late(&status->obligations[i]))
			rows[count++] = status->obligations[i];
	if (count > 1)
		qsort(rows, count, sizeof(*rows), compare_late);
	for (i = 0; i < count; i++) {
		cells = web_row(table);
		web_cell(cells, status->name);
		web_cell(cells, rows[i].rule->title[site->language]);
		web_cell(cells, rows[i].period);
		web_cell(cells, *rows[i].due == '\0' ? "–" : web_day(site,
		    rows[i].due));
		web_cell_state(cells, web_verdict_class(rows[i].verdict),
		    qms_verdict_name(rows[i].verdict, site->language));
		web_cell(cells, qms_obligation_next(&site->page, &rows[i],
		    site->language));
	}
}

void
web_late(struct web_site *site, struct qms_value *tables,
    const struct qms_status *statuses, size_t count)
{
	static const enum qms_word heads[] = { QMS_W_agency, QMS_W_obligation,
	    QMS_W_period, QMS_W_late_since, QMS_W_verdict, QMS_W_next_step };
	struct qms_value *table;
	size_t i;

	table = web_table(tables, "late", web_word(site, QMS_W_late));
	qms_value_text(table, "none", web_word(site, QMS_W_late_none));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(site, heads[i]), false);
	for (i = 0; i < count; i++)
		add_late(site, table, &statuses[i]);
}

static const struct qms_error *
make_late(struct web_site *site)
{
	struct web_key key = {0};
	struct qms_value *values;
	size_t i;

	for (i = 0; i < site->status_count; i++)
		web_key_status(&key, &site->statuses[i]);
	for (i = 0; i < site->status_count; i++)
		web_key_add(&key, site->statuses[i].name);
	if (!web_page_begin(site, "late.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_late), "");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, "province.html", web_word(site,
	    QMS_W_province));
	qms_value_flag(values, "alone", true);
	web_late(site, qms_value_list(values, "tables"), site->statuses,
	    site->status_count);
	return web_page_write(site, "register", values);
}

/* ---- by quarter ---- */

static const struct web_tier_then *
find_tier(const struct web_quarter *quarter, const char *tier)
{
	size_t i;

	for (i = 0; i < quarter->tier_count; i++)
		if (strcmp(quarter->tiers[i].tier, tier) == 0)
			return &quarter->tiers[i];
	return NULL;
}

/* Of a tier, or of all when it is NULL. */
static int64_t
count_then(const struct web_quarter *quarter, const char *tier,
    enum qms_tally_item item)
{
	const struct web_tier_then *one;
	int64_t sum = 0;
	size_t i;

	if (tier != NULL) {
		one = find_tier(quarter, tier);
		return one == NULL ? 0 : one->counts[item];
	}
	for (i = 0; i < quarter->tier_count; i++)
		sum += quarter->tiers[i].counts[item];
	return sum;
}

/* All quarters, the newest first; each leads to its page. */
static void
add_quarters(struct web_site *site, struct qms_value *table,
    const char *tier)
{
	const struct web_quarter *quarter;
	int64_t counts[QMS_TALLY_ITEMS];
	struct qms_value *cells;
	size_t i;
	int n;

	web_head(table, web_word(site, QMS_W_quarter), false);
	web_head_tally(site, table, 0, QMS_TALLY_MISSING);
	for (i = site->past->count; i-- > 0;) {
		quarter = &site->past->quarters[i];
		if (tier != NULL && find_tier(quarter, tier) == NULL)
			continue;
		for (n = 0; n < QMS_TALLY_ITEMS; n++)
			counts[n] = count_then(quarter, tier,
			    (enum qms_tally_item)n);
		cells = web_row(table);
		web_cell_link(site, cells, web_past_name(site, quarter),
		    web_past_url(site, quarter));
		web_add_tally(cells, counts, 0, QMS_TALLY_MISSING);
	}
}

struct drawn {
	const char *id, *tier;		/* NULL: all */
	const char *title;
	enum qms_tally_item items[4];
	const char *classes[4];
	size_t count;
	bool columns;
};

static void
add_chart(struct web_site *site, struct qms_value *charts,
    const struct drawn *drawn)
{
	const char *labels[WEB_CHART_QUARTERS];
	const char *shown[4 * WEB_CHART_QUARTERS];
	double values[4 * WEB_CHART_QUARTERS];
	struct web_series series[4];
	struct web_chart chart = { .id = drawn->id, .title = drawn->title,
	    .labels = labels, .series = series, .series_count = drawn->count,
	    .values = values, .shown = shown };
	const struct web_quarter *quarter;
	size_t i, k, at, first = site->past->count > WEB_CHART_QUARTERS ?
	    site->past->count - WEB_CHART_QUARTERS : 0;
	int64_t number;

	for (k = 0; k < drawn->count; k++)
		series[k] = (struct web_series){ qms_tally_name(
		    drawn->items[k], site->language), drawn->classes[k] };
	for (i = first; i < site->past->count; i++) {
		quarter = &site->past->quarters[i];
		labels[chart.count] = web_past_name(site, quarter);
		for (k = 0; k < drawn->count; k++) {
			at = chart.count * drawn->count + k;
			number = count_then(quarter, drawn->tier,
			    drawn->items[k]);
			values[at] = (double)number;
			shown[at] = qms_arena_format(&site->page, "%lld",
			    (long long)number);
		}
		chart.count++;
	}
	if (drawn->columns)
		web_chart_columns(site, charts, &chart);
	else
		web_chart_lines(site, charts, &chart);
}

/* Also of those that are no more, as districts are not. */
static void
find_tiers(struct qms_strings *tiers, struct web_site *site)
{
	const struct web_quarter *quarter;
	size_t i, k;

	for (i = site->past->count; i-- > 0;) {
		quarter = &site->past->quarters[i];
		for (k = 0; k < quarter->tier_count; k++)
			if (!qms_strings_has(tiers, quarter->tiers[k].tier))
				qms_strings_add(&site->page, tiers,
				    quarter->tiers[k].tier);
	}
}

static void
add_tier(struct web_site *site, struct qms_value *charts, const char *tier)
{
	struct web_agency named = { .row = { .agency = "", .tier = tier } };
	const char *name = web_tier(site, &named);
	struct drawn drawn = { .tier = tier, .id = qms_arena_format(
	    &site->page, "trend-%s", tier), .title = qms_arena_format(
	    &site->page, "%s: %s", name, web_word(site,
	    QMS_W_province_trend)), .items = { QMS_TALLY_AGENCIES,
	    QMS_TALLY_APPLYING, QMS_TALLY_DECLARED, QMS_TALLY_MAINTAINED },
	    .classes = { "old", "info", "soon", "ok" }, .count = 4 };

	add_chart(site, charts, &drawn);
	add_quarters(site, web_chart_table(charts, qms_arena_format(
	    &site->page, "quarters-%s", tier), qms_arena_format(&site->page,
	    "%s: %s", name, web_word(site, QMS_W_province_quarters))), tier);
}

static void
add_trend(struct web_site *site, struct qms_value *charts)
{
	struct qms_strings tiers = { 0 };
	struct drawn drawn = { .id = "trend", .title = web_word(site,
	    QMS_W_province_trend), .items = { QMS_TALLY_AGENCIES,
	    QMS_TALLY_APPLYING, QMS_TALLY_DECLARED, QMS_TALLY_MAINTAINED },
	    .classes = { "old", "info", "soon", "ok" }, .count = 4 };
	size_t i;

	if (site->past->count == 0)
		return;
	add_chart(site, charts, &drawn);
	add_quarters(site, web_chart_table(charts, "quarters", web_word(site,
	    QMS_W_province_quarters)), NULL);
	drawn = (struct drawn){ .id = "owed", .title = web_word(site,
	    QMS_W_province_owed), .items = { QMS_TALLY_MET,
	    QMS_TALLY_DUE_SOON, QMS_TALLY_MISSING, QMS_TALLY_OVERDUE },
	    .classes = { "ok", "soon", "info", "bad" }, .count = 4,
	    .columns = true };
	add_chart(site, charts, &drawn);
	find_tiers(&tiers, site);
	for (i = 0; i < tiers.count; i++)
		add_tier(site, charts, tiers.items[i]);
}

/* ---- the page ---- */

static const struct qms_error *
write_page(struct web_site *site)
{
	const struct qms_error *err;
	struct qms_value *values, *tables, *also;

	values = web_page_values(site, web_word(site, QMS_W_province), "");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	qms_value_text(values, "lead", web_word(site, QMS_W_province_lead));
	also = qms_value_list(values, "also");
	web_way(site, also, "late.html", web_word(site, QMS_W_late), NULL);
	if (web_has_indicators(site))
		web_way(site, also, "indicators.html", web_word(site,
		    QMS_W_indicators), NULL);
	tables = qms_value_list(values, "tables");
	err = web_tallies(site, tables, QMS_BY_TIER, "by-tier", web_word(site,
	    QMS_W_indicators_by_tier));
	if (err == NULL)
		err = web_tallies(site, tables, QMS_BY_KIND, "by-kind",
		    web_word(site, QMS_W_province_by_kind));
	if (err != NULL)
		return err;
	web_measures_with_target(site, tables);
	add_trend(site, qms_value_list(values, "charts"));
	return web_page_write(site, "province", values);
}

const struct qms_error *
web_make_province(struct web_site *site)
{
	struct web_key key = {0};
	const struct qms_error *err;
	size_t i;

	if (!web_has_province(site))
		return NULL;
	for (i = 0; i < site->status_count; i++)
		web_key_status(&key, &site->statuses[i]);
	for (i = 0; i < site->agency_count; i++)
		web_key_add(&key, site->agencies[i].key);
	web_key_declarations(&key, site);
	web_key_indicators(&key, site);
	web_key_past(&key, site);
	/* kinds of agencies, and which are obliged */
	web_key_add(&key, site->commons);
	err = make_late(site);
	if (err != NULL) {
		qms_buffer_free(&key.text);
		return err;
	}
	return web_page_begin(site, "province.html", &key) ?
	    write_page(site) : NULL;
}
