/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/*
 * The ends of the quarters since the system's first day, each as it was known
 * then: a page, and the same for a spreadsheet. What was known is history and
 * does not change: such a page hangs on its day and commit, and not on what the
 * rules, the kinds or the agencies are today. It is asked once; what it counted
 * stays in the manifest for the pages that show the quarters side by side.
 */

static const char sql_known[] =
	"SELECT l.id, l.ordinal"
	"  FROM line AS l JOIN asof AS q ON q.source = l.source"
	" WHERE l.day <= ?1 AND l.ordinal <= q.known AND l.source = 1"
	" ORDER BY l.ordinal DESC"
	" LIMIT 1";

/* Agencies that were there by then, of whom some may be gone. */
static const char sql_agencies[] =
	"SELECT f.agency"
	"  FROM file AS f"
	" WHERE f.kind = 'agency' AND f.source = 1 AND f.first <= ?1 + 0"
	" GROUP BY f.agency"
	" ORDER BY f.agency";

struct asking {				/* one quarter, while it is made */
	struct web_site *site;
	struct web_quarter *quarter;
	struct qms_arena arena;
	struct qms_system *then;
	struct qms_member *members;
	size_t count;
	struct qms_indicator *rates;
	size_t rate_count;
};

/* ---- which there are ---- */

static bool
has_agency(const struct web_site *site, const char *agency)
{
	size_t i;

	for (i = 0; i < site->agency_count; i++)
		if (strcmp(site->agencies[i].row.agency, agency) == 0)
			return true;
	return false;
}

/* An agency's own repository may not have been fetched since that day. */
static void
add_owns(struct web_key *key, const struct web_site *site, const char *day)
{
	const struct qms_sync_agency *own;
	char hex[QMS_OID_HEX];
	size_t i;

	for (i = 0; i < site->own_count; i++) {
		own = &site->owns[i];
		web_key_add(key, own->agency);
		web_key_add(key, strcmp(own->fetched, day) > 0 &&
		    !qms_sync_is_unknown(own) ? "" : qms_oid_hex(hex,
		    &own->tip));
	}
}

static const struct qms_error *
find_key(struct web_quarter *quarter, struct web_site *site,
    const char *ordinal)
{
	const struct qms_error *err;
	struct web_key key = {0};
	char day[QMS_DAY_SIZE];
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, site->system, &site->arena, sql_agencies,
	    ordinal);
	web_key_add(&key, site->frame);
	web_key_add(&key, qms_day_format(day, quarter->day));
	web_key_add(&key, quarter->commit);
	web_key_add(&key, qms_kinds_get(site->kinds, "legal") == NULL ? "" :
	    "legal");
	web_key_add(&key, site->declarations == NULL ? "" : "declarations");
	web_key_add(&key, site->agency_count > 1 ? "many" : "one");
	for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++)
		if (has_agency(site, qms_grid_cell(&grid, i, 0)))
			web_key_add(&key, qms_grid_cell(&grid, i, 0));
	add_owns(&key, site, day);
	quarter->key = web_key_finish(&site->arena, &key);
	return err;
}

static const struct qms_error *
find_quarters(struct web_site *site)
{
	struct web_past *past = site->past;
	qms_day last = qms_quarter_end(qms_day_parse(qms_text(site->day)));
	const struct qms_error *err = NULL;
	struct web_quarter *quarter;
	char text[QMS_DAY_SIZE];
	struct qms_grid grid;
	qms_day day;
	int i;

	for (i = WEB_QUARTERS - 1; err == NULL && i >= 0; i--) {
		/* the first of a month goes to the first of a month */
		day = qms_day_add_months(last + 1, -3 * i) - 1;
		err = QMS_GRID(&grid, site->system, &site->arena, sql_known,
		    qms_day_format(text, day));
		if (err != NULL || qms_grid_rows(&grid) == 0)
			continue;
		quarter = &past->quarters[past->count++];
		quarter->day = day;
		quarter->commit = qms_grid_cell(&grid, 0, 0);
		err = find_key(quarter, site, qms_grid_cell(&grid, 0, 1));
	}
	return err;
}

const char *
web_past_url(struct web_site *site, const struct web_quarter *quarter)
{
	char day[QMS_DAY_SIZE];

	return qms_arena_format(&site->page, "asof/%s.html",
	    qms_day_format(day, quarter->day));
}

const char *
web_past_name(struct web_site *site, const struct web_quarter *quarter)
{
	int year, month, day;

	qms_day_split(quarter->day, &year, &month, &day);
	return web_quarter(site, year, month / 3 - 1);
}

void
web_key_past(struct web_key *key, const struct web_site *site)
{
	size_t i;

	for (i = 0; i < site->past->count; i++)
		web_key_add(key, site->past->quarters[i].key);
}

/* ---- what was counted, from one run to the next ---- */

/* "past/2026-03-31 KEY t=commune,3,0,…;r=M-01,2,7;": what may stand there is
 * checked when it is written, as it comes from files. */
static const char *
note_of(struct web_site *site, const struct web_quarter *quarter)
{
	char day[QMS_DAY_SIZE];

	return qms_arena_format(&site->arena, "past/%s %s ", qms_day_format(
	    day, quarter->day), quarter->key);
}

static void
write_note(struct web_site *site, const struct web_quarter *quarter)
{
	struct qms_buffer out = {0};
	size_t i;
	int n;

	qms_buffer_string(&out, note_of(site, quarter));
	for (i = 0; i < quarter->tier_count; i++) {
		qms_buffer_format(&out, "t=%s", quarter->tiers[i].tier);
		for (n = 0; n < QMS_TALLY_ITEMS; n++)
			qms_buffer_format(&out, ",%" PRId64,
			    quarter->tiers[i].counts[n]);
		qms_buffer_char(&out, ';');
	}
	for (i = 0; i < quarter->rate_count; i++)
		qms_buffer_format(&out, "r=%s,%" PRId64 ",%" PRId64 ";",
		    quarter->rates[i].rule, quarter->rates[i].part,
		    quarter->rates[i].whole);
	web_manifest_note(site, qms_arena_copy(&site->arena, out.data,
	    out.size));
	qms_buffer_free(&out);
}

static const char *
read_numbers(int64_t *numbers, int count, const char *text)
{
	char *end;
	int i;

	for (i = 0; i < count && *text == ','; i++) {
		numbers[i] = strtoll(text + 1, &end, 10);
		text = end;
	}
	return i == count && *text == ';' ? text + 1 : NULL;
}

/* False: it is not there, or not whole. */
static bool
read_note(struct web_site *site, struct web_quarter *quarter)
{
	const char *text = web_manifest_find(site, note_of(site, quarter));
	struct web_tier_then *tier;
	struct web_rate_then *rate;
	int64_t numbers[2] = { 0 };
	const char *name;
	char what;

	while (text != NULL && *text != '\0') {
		what = *text;
		if ((what != 't' && what != 'r') || text[1] != '=')
			return false;
		name = qms_arena_copy(&site->arena, text + 2,
		    strcspn(text + 2, ",;"));
		text += 2 + strlen(name);
		if (what == 't') {
			tier = qms_push(&site->arena, quarter->tiers,
			    quarter->tier_count, quarter->tier_room);
			tier->tier = name;
			text = read_numbers(tier->counts, QMS_TALLY_ITEMS,
			    text);
		} else {
			text = read_numbers(numbers, 2, text);
			rate = qms_push(&site->arena, quarter->rates,
			    quarter->rate_count, quarter->rate_room);
			*rate = (struct web_rate_then){ name, numbers[0],
			    numbers[1] };
		}
	}
	return text != NULL;
}

/* ---- asked ---- */

static const struct qms_error *
open_then(struct qms_system **then, struct web_site *site)
{
	const struct qms_system *now = site->system;
	const struct qms_error *err = NULL;

	if (site->past->then == NULL)
		err = now->ref != NULL ? qms_system_open_ref(
		    &site->past->then, now->root, now->ref,
		    &now->environment) : qms_system_open(&site->past->then,
		    now->root, &now->environment);
	*then = site->past->then;
	return err;
}

static const struct qms_error *
take_tiers(struct asking *a)
{
	struct web_quarter *quarter = a->quarter;
	struct web_tier_then *tier;
	const struct qms_error *err;
	struct qms_tally *tallies;
	size_t count, i;

	err = qms_tallies(&tallies, &count, a->then, &a->arena, QMS_BY_TIER,
	    a->members, a->count);
	for (i = 0; err == NULL && i < count; i++) {
		tier = qms_push(&a->site->arena, quarter->tiers,
		    quarter->tier_count, quarter->tier_room);
		tier->tier = qms_id_is_safe(tallies[i].group) ?
		    qms_arena_string(&a->site->arena, tallies[i].group) : "";
		memcpy(tier->counts, tallies[i].counts, sizeof(tier->counts));
	}
	return err;
}

static const struct qms_error *
take_rates(struct asking *a)
{
	struct web_quarter *quarter = a->quarter;
	const struct qms_error *err;
	struct qms_counted counted;
	struct web_rate_then *rate;
	size_t i;

	err = qms_count(&counted, a->then, &a->arena);
	if (err != NULL)
		return err;
	qms_indicators(&a->rates, &a->rate_count, &counted, QMS_BY_ALL);
	for (i = 0; i < a->rate_count; i++) {
		if (!qms_id_is_safe(a->rates[i].rule->id))
			continue;
		rate = qms_push(&a->site->arena, quarter->rates,
		    quarter->rate_count, quarter->rate_room);
		*rate = (struct web_rate_then){ qms_arena_string(
		    &a->site->arena, a->rates[i].rule->id), a->rates[i].part,
		    a->rates[i].whole };
	}
	return NULL;
}

static const struct qms_error *
ask(struct asking *a)
{
	const struct qms_error *err;

	a->quarter->tier_count = a->quarter->rate_count = 0;
	err = open_then(&a->then, a->site);
	if (err == NULL)
		err = qms_system_ask(a->then, a->quarter->day,
		    a->quarter->commit);
	if (err == NULL)
		err = qms_members(&a->members, &a->count, a->then, &a->arena);
	if (err == NULL)
		err = take_tiers(a);
	return err != NULL ? err : take_rates(a);
}

/* ---- the page ---- */

static void
add_name(struct web_site *site, struct qms_value *cells,
    const struct qms_member *member)
{
	if (has_agency(site, member->status.agency))
		web_cell_link(site, cells, member->status.name,
		    web_agency_url(site, member->status.agency,
		    "index.html"));
	else
		web_cell(cells, member->status.name);
}

static const struct qms_error *
add_groups(struct asking *a, struct qms_value *tables,
    enum qms_indicator_by by, const char *id, const char *caption)
{
	const struct qms_error *err;
	struct qms_tally *tallies;
	struct qms_value *table, *cells;
	size_t count, i;

	err = qms_tallies(&tallies, &count, a->then, &a->arena, by,
	    a->members, a->count);
	if (err != NULL)
		return err;
	table = web_table(tables, id, caption);
	web_head(table, web_word(a->site, QMS_W_group), false);
	web_head_tally(a->site, table, 0, QMS_TALLY_MISSING);
	for (i = 0; i < count; i++) {
		cells = web_row(table);
		web_cell(cells, web_capital(a->site,
		    tallies[i].name[a->site->language]));
		web_add_tally(cells, tallies[i].counts, 0,
		    QMS_TALLY_MISSING);
	}
	return NULL;
}

static void
add_rates(struct asking *a, struct qms_value *tables)
{
	struct web_site *site = a->site;
	struct qms_value *table, *cells;
	size_t i;

	if (a->rate_count == 0)
		return;
	table = web_table(tables, "indicators", web_word(site,
	    QMS_W_indicators));
	web_head(table, web_word(site, QMS_W_indicator), false);
	web_head(table, web_word(site, QMS_W_indicator_part), true);
	web_head(table, web_word(site, QMS_W_total), true);
	web_head(table, web_word(site, QMS_W_rate), true);
	web_head(table, web_word(site, QMS_W_indicator_target), false);
	for (i = 0; i < a->rate_count; i++) {
		cells = web_row(table);
		web_cell(cells, a->rates[i].rule->title[site->language]);
		web_add_rate(site, cells, &a->rates[i]);
	}
}

static struct qms_value *
add_agencies(struct asking *a, struct qms_value *tables)
{
	struct web_site *site = a->site;
	const struct qms_member *m;
	struct qms_value *table, *cells;
	size_t i;

	table = web_table(tables, "agencies", web_word(site, QMS_W_agencies));
	web_head(table, web_word(site, QMS_W_agency), false);
	web_head(table, web_word(site, QMS_W_verdict), false);
	web_head_tally(site, table, QMS_TALLY_MET, QMS_TALLY_MISSING);
	web_head(table, web_word(site, QMS_W_applied_since), false);
	web_head(table, web_word(site, QMS_W_declared), false);
	web_head(table, web_word(site, QMS_W_maintained), false);
	for (i = 0; i < a->count; i++) {
		m = &a->members[i];
		cells = web_row(table);
		if (qms_id_is_safe(m->status.agency))
			web_row_id(table, m->status.agency);
		add_name(site, cells, m);
		web_cell_state(cells, web_verdict_class(m->status.verdict),
		    qms_verdict_name(m->status.verdict, site->language));
		web_add_tally(cells, m->counts, QMS_TALLY_MET,
		    QMS_TALLY_MISSING);
		web_cell(cells, web_day(site, m->standing->applying));
		web_cell(cells, web_day(site, m->standing->declared));
		web_cell(cells, !qms_standing_is_declared(m->standing) ? "" :
		    web_word(site, qms_standing_is_maintained(m->standing) ?
		    QMS_W_yes : QMS_W_no));
	}
	return table;
}

static void
add_banner(struct asking *a, struct qms_value *values, const char *day)
{
	struct web_site *site = a->site;
	struct qms_value *banner = qms_value_object(values, "banner");

	qms_value_text(banner, "class", "old");
	qms_value_text(banner, "text", web_fill(site, QMS_W_past_known, day,
	    NULL, NULL));
	web_set_url(site, banner, "url", web_has_province(site) ?
	    "province.html" : "index.html");
	qms_value_text(banner, "link", web_word(site, QMS_W_past_today));
}

static const struct qms_error *
write_page(struct asking *a)
{
	struct web_site *site = a->site;
	const struct qms_error *err;
	struct qms_status *statuses;
	struct qms_value *values, *tables, *table;
	char text[QMS_DAY_SIZE];
	const char *day;
	size_t i;

	day = qms_arena_string(&a->arena, qms_day_format_vn(text,
	    a->quarter->day));
	values = web_page_values(site, web_fill(site, QMS_W_past_title, day,
	    NULL, NULL), "");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	if (web_has_province(site))
		web_crumb(site, values, "province.html", web_word(site,
		    QMS_W_province));
	add_banner(a, values, day);
	statuses = qms_arena_alloc(&a->arena, (a->count + 1) *
	    sizeof(*statuses));
	for (i = 0; i < a->count; i++)
		statuses[i] = a->members[i].status;
	web_verdict(site, values, statuses, a->count);
	tables = qms_value_list(values, "tables");
	err = add_groups(a, tables, QMS_BY_TIER, "by-tier", web_word(site,
	    QMS_W_indicators_by_tier));
	if (err == NULL)
		err = add_groups(a, tables, QMS_BY_KIND, "by-kind", web_word(
		    site, QMS_W_province_by_kind));
	if (err != NULL)
		return err;
	add_rates(a, tables);
	table = add_agencies(a, tables);
	qms_value_url(table, "csv", qms_arena_format(&site->page, "%s.csv",
	    qms_day_format(text, a->quarter->day)));
	web_late(site, tables, statuses, a->count);
	return web_page_write(site, "past", values);
}

static const struct qms_error *
write_csv(struct asking *a)
{
	struct qms_value *values = qms_value_new(&a->site->page);

	return web_csv_write(a->site, add_agencies(a, qms_value_list(values,
	    "tables")));
}

static void
begin_key(struct web_key *key, const struct web_quarter *quarter)
{
	memset(key, 0, sizeof(*key));
	web_key_add(key, quarter->key);
}

static const struct qms_error *
make_quarter(struct web_site *site, struct web_quarter *quarter)
{
	struct asking a = { .site = site, .quarter = quarter };
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	struct web_key key;

	if (!site->options->full && read_note(site, quarter)) {
		web_manifest_keep(site, qms_arena_format(&site->arena,
		    "asof/%s.", qms_day_format(day, quarter->day)));
		write_note(site, quarter);
		return NULL;
	}
	site->stats->asked++;
	err = ask(&a);
	begin_key(&key, quarter);
	if (err == NULL && web_page_begin_past(site, qms_arena_format(
	    &site->arena, "asof/%s.csv", qms_day_format(day, quarter->day)),
	    &key))
		err = write_csv(&a);
	begin_key(&key, quarter);
	if (err == NULL && web_page_begin_past(site, qms_arena_format(
	    &site->arena, "asof/%s.html", qms_day_format(day, quarter->day)),
	    &key))
		err = write_page(&a);
	if (err == NULL)
		write_note(site, quarter);
	qms_buffer_free(&key.text);
	qms_arena_free(&a.arena);
	return err;
}

const struct qms_error *
web_make_past(struct web_site *site)
{
	const struct qms_error *err;
	size_t i;

	site->past = qms_arena_alloc(&site->arena, sizeof(*site->past));
	err = find_quarters(site);
	for (i = 0; err == NULL && i < site->past->count; i++)
		err = make_quarter(site, &site->past->quarters[i]);
	web_past_free(site);
	return err;
}

void
web_past_free(struct web_site *site)
{
	if (site->past == NULL)
		return;
	qms_system_close(site->past->then);
	site->past->then = NULL;
}
