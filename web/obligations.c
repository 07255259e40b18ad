/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* What an agency owes, as a verdict, as counts and as tables. */

static bool
knows_not_all(const struct web_site *site, const struct qms_status *statuses,
    size_t count)
{
	size_t i;

	for (i = 0; i < site->agency_count; i++)
		if (site->agencies[i].status >= statuses &&
		    site->agencies[i].status < statuses + count &&
		    qms_sync_is_unknown(site->agencies[i].own))
			return true;
	return false;
}

void
web_verdict(struct web_site *site, struct qms_value *values,
    const struct qms_status *statuses, size_t count)
{
	static const enum qms_verdict shown[] = { QMS_VERDICT_MET,
	    QMS_VERDICT_DUE_SOON, QMS_VERDICT_OVERDUE, QMS_VERDICT_MISSING,
	    QMS_VERDICT_OPEN };
	struct qms_value *verdict = qms_value_object(values, "verdict");
	struct qms_value *counts = qms_value_list(values, "counts");
	int totals[QMS_VERDICTS] = { 0 };
	int all = 0, bad;
	bool unknown;
	enum qms_word word;
	size_t i, j, troubled;

	for (i = 0; i < count; i++)
		for (j = 0; j < QMS_VERDICTS; j++) {
			totals[j] += statuses[i].counts[j];
			all += statuses[i].counts[j];
		}
	totals[QMS_VERDICT_MET] += totals[QMS_VERDICT_ATTESTED];
	bad = totals[QMS_VERDICT_OVERDUE] + totals[QMS_VERDICT_MISSING];
	/* nobody is in order of whom nothing is known */
	unknown = bad == 0 && site->own_count > 0 &&
	    knows_not_all(site, statuses, count);
	troubled = count == 1 ? 0 : web_count_troubled(site);
	word = unknown ? QMS_W_own_unknown : all == 0 ?
	    QMS_W_no_obligations : bad > 0 ?
	    QMS_W_not_in_order : totals[QMS_VERDICT_DUE_SOON] > 0 ?
	    QMS_W_in_order_soon : QMS_W_in_order;
	qms_value_text(verdict, "text", bad == 0 ? web_word(site, word) :
	    qms_arena_format(&site->page, "%s: %d", web_word(site, word),
	    bad));
	if (troubled > 0)
		qms_value_text(verdict, "detail", web_fill(site,
		    QMS_W_own_troubles, qms_arena_format(&site->page, "%zu",
		    troubled), qms_arena_format(&site->page, "%zu",
		    site->own_count), NULL));
	qms_value_text(verdict, "class", unknown ? "soon" : all == 0 ? "info" : bad > 0 ? "bad" :
	    totals[QMS_VERDICT_DUE_SOON] > 0 ? "soon" : "ok");
	for (i = 0; all > 0 && i < sizeof(shown) / sizeof(*shown); i++)
		web_count(counts, totals[shown[i]],
		    qms_verdict_name(shown[i], site->language),
		    web_verdict_class(shown[i]));
}

/* A period that is the evidence's own id is told by the link to it. */
static const char *
join_periods(struct web_site *site, const struct qms_obligation *rows,
    size_t count)
{
	const struct web_object *evidence;
	struct qms_buffer text = {0};
	const char *copy;
	size_t i;

	for (i = 0; i < count; i++) {
		evidence = qms_map_get(&site->by_path, rows[i].evidence);
		if (evidence == NULL || evidence->url == NULL ||
		    strcmp(evidence->row.id, rows[i].period) != 0)
			qms_buffer_format(&text, "%s%s", text.size == 0 ?
			    "" : ", ", rows[i].period);
	}
	copy = qms_arena_copy(&site->page, text.data == NULL ? "" :
	    text.data, text.size);
	qms_buffer_free(&text);
	return copy;
}

static void
add_evidence(struct web_site *site, struct qms_value *cells,
    const struct qms_obligation *rows, size_t count)
{
	struct qms_value *links, *link;
	const struct web_object *evidence;
	size_t i;

	web_cell(cells, "");
	links = qms_value_list(web_last_cell(cells), "links");
	for (i = 0; i < count; i++) {
		evidence = qms_map_get(&site->by_path, rows[i].evidence);
		if (evidence == NULL || evidence->url == NULL)
			continue;
		link = qms_value_row(links);
		qms_value_text(link, "text", evidence->row.id);
		web_set_url(site, link, "url", evidence->url);
	}
}

/* The day that all have, or from when until when. */
static const char *
join_days(struct web_site *site, const struct qms_obligation *rows,
    size_t count, bool done)
{
	const char *first = NULL, *last = NULL, *day;
	size_t i;

	for (i = 0; i < count; i++) {
		day = done ? rows[i].done : rows[i].due;
		if (*day == '\0')
			continue;
		if (first == NULL || strcmp(day, first) < 0)
			first = day;
		if (last == NULL || strcmp(day, last) > 0)
			last = day;
	}
	if (first == NULL)
		return "";
	if (strcmp(first, last) == 0)
		return web_day(site, first);
	return qms_arena_format(&site->page, "%s – %s", web_day(site, first),
	    web_day(site, last));
}

/* One line for what a rule says of several periods or documents. */
static void
add_obligation(struct web_site *site, struct qms_value *table,
    const struct qms_obligation *rows, size_t count)
{
	const char *title = rows->rule->title[site->language];
	struct qms_value *cells = web_row(table);

	web_cell(cells, title == NULL ? rows->rule->id : title);
	web_cell(cells, rows->rule->basis);
	web_cell(cells, join_periods(site, rows, count));
	web_cell(cells, join_days(site, rows, count, false));
	web_cell(cells, join_days(site, rows, count, true));
	add_evidence(site, cells, rows, count);
	web_cell_state(cells, web_verdict_class(rows->verdict),
	    qms_verdict_name(rows->verdict, site->language));
}

static bool
needs_work(enum qms_verdict verdict)
{
	return verdict == QMS_VERDICT_MISSING ||
	    verdict == QMS_VERDICT_OVERDUE ||
	    verdict == QMS_VERDICT_DUE_SOON;
}

/* Work that is due on another day is another line. */
static bool
is_alike(const struct qms_obligation *a, const struct qms_obligation *b)
{
	return a->rule == b->rule && a->verdict == b->verdict &&
	    (!needs_work(a->verdict) || strcmp(a->due, b->due) == 0);
}

static int
compare_obligations(const void *left, const void *right)
{
	const struct qms_obligation *a = left, *b = right;
	int order = strcmp(a->rule->id, b->rule->id);

	if (order == 0)
		order = (a->verdict > b->verdict) - (a->verdict < b->verdict);
	if (order == 0)
		order = strcmp(a->due, b->due);
	if (order == 0)
		order = strcmp(a->period, b->period);
	return order;
}

static void
add_obligations(struct web_site *site, struct qms_value *table,
    const struct qms_obligation *rows, size_t count, bool work)
{
	size_t i, alike;

	for (i = 0; i < count; i += alike) {
		for (alike = 1; i + alike < count &&
		    is_alike(&rows[i], &rows[i + alike]);)
			alike++;
		if (needs_work(rows[i].verdict) == work)
			add_obligation(site, table, &rows[i], alike);
	}
}

void
web_obligations(struct web_site *site, struct qms_value *tables,
    const struct qms_status *status)
{
	static const enum qms_word heads[] = { QMS_W_obligation, QMS_W_basis,
	    QMS_W_period, QMS_W_due, QMS_W_done, QMS_W_evidence,
	    QMS_W_verdict };
	struct qms_obligation *rows;
	struct qms_value *table;

	table = web_table(tables, "obligations", web_word(site,
	    QMS_W_obligations));
	qms_value_text(table, "none", web_word(site, QMS_W_no_obligations));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	if (status == NULL || status->count == 0)
		return;
	rows = (struct qms_obligation *)qms_arena_copy(&site->page,
	    status->obligations, status->count * sizeof(*rows));
	qsort(rows, status->count, sizeof(*rows), compare_obligations);
	/* what is to be done comes first */
	add_obligations(site, table, rows, status->count, true);
	add_obligations(site, table, rows, status->count, false);
}

/* ---- what is to be done, by its day ---- */

static int
compare_due(const void *left, const void *right)
{
	const struct qms_obligation *a = left, *b = right;
	int order = strcmp(a->due, b->due);

	return order != 0 ? order : compare_obligations(left, right);
}

static void
add_due(struct web_site *site, struct qms_value *table,
    const struct qms_obligation *rows, size_t count)
{
	const char *title = rows->rule->title[site->language];
	struct qms_value *cells = web_row(table);

	web_cell(cells, *rows->due == '\0' ? "–" : web_day(site, rows->due));
	web_cell(cells, title == NULL ? rows->rule->id : title);
	web_cell(cells, join_periods(site, rows, count));
	web_cell(cells, rows->rule->basis);
	add_evidence(site, cells, rows, count);
	web_cell_state(cells, web_verdict_class(rows->verdict),
	    qms_verdict_name(rows->verdict, site->language));
}

static bool
is_to_do(const struct qms_obligation *one)
{
	return *one->done == '\0' && (needs_work(one->verdict) ||
	    (one->verdict == QMS_VERDICT_OPEN && *one->due != '\0'));
}

void
web_obligations_due(struct web_site *site, struct qms_value *tables,
    const struct qms_status *status)
{
	static const enum qms_word heads[] = { QMS_W_due, QMS_W_obligation,
	    QMS_W_period, QMS_W_basis, QMS_W_evidence, QMS_W_verdict };
	struct qms_obligation *rows;
	struct qms_value *table;
	size_t i, count = 0, alike;

	table = web_table(tables, "obligations", web_word(site,
	    QMS_W_due_of_agency));
	qms_value_text(table, "none", web_word(site, QMS_W_due_none));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	rows = qms_arena_alloc(&site->page, (status->count + 1) *
	    sizeof(*rows));
	for (i = 0; i < status->count; i++)
		if (is_to_do(&status->obligations[i]))
			rows[count++] = status->obligations[i];
	if (count > 1)
		qsort(rows, count, sizeof(*rows), compare_due);
	for (i = 0; i < count; i += alike) {
		for (alike = 1; i + alike < count && strcmp(rows[i].due,
		    rows[i + alike].due) == 0 && is_alike(&rows[i],
		    &rows[i + alike]);)
			alike++;
		add_due(site, table, &rows[i], alike);
	}
}
