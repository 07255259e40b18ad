/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "qms/indicator.h"
#include "web/page.h"

/* Indicators by what reports speak of (law/systems.csv), and a page for each:
 * by tier, by obligation, by agency with the evidence. */

struct web_measures {
	struct qms_indicator *items[QMS_BYS];
	size_t counts[QMS_BYS];
	struct qms_grid contents;	/* number, vi, en, indicators */
};

static const char sql_contents[] =
	"SELECT s.number, s.vi, s.en, coalesce(s.indicators, '')"
	"  FROM reported_system AS s"
	" ORDER BY s.number";

const struct qms_error *
web_load_measures(struct web_site *site)
{
	const struct qms_counted *counted = web_counted(site);
	struct web_measures *measures;
	size_t by;

	measures = site->measures = qms_arena_alloc(&site->arena,
	    sizeof(*measures));
	*measures = (struct web_measures){0};
	for (by = QMS_BY_ALL; by < QMS_BYS; by++)
		if (by != QMS_BY_KIND)
			qms_indicators(&measures->items[by],
			    &measures->counts[by], counted,
			    (enum qms_indicator_by)by);
	if (!qms_index_has_column(site->system->index, "reported_system",
	    "indicators"))
		return NULL;
	return QMS_GRID(&measures->contents, site->system, &site->arena,
	    sql_contents);
}

/* Is the id one of "M-10; M-11"? */
static bool
names(const char *list, const char *id)
{
	size_t size = strlen(id);
	const char *at;

	for (at = list; (at = strstr(at, id)) != NULL; at += size)
		if ((at == list || at[-1] == ' ') &&
		    (at[size] == '\0' || at[size] == ';'))
			return true;
	return false;
}

static const char *
page_of(struct web_site *site, const struct qms_rule *rule)
{
	return qms_arena_format(&site->page, "indicator/%s.html", rule->id);
}

static void
add_heads(struct web_site *site, struct qms_value *table,
    const char *label, bool target)
{
	web_head(table, label, false);
	web_head(table, web_word(site, QMS_W_indicator_part), true);
	web_head(table, web_word(site, QMS_W_total), true);
	web_head(table, web_word(site, QMS_W_rate), true);
	if (target)
		web_head(table, web_word(site, QMS_W_indicator_target), false);
}

static void
add_row(struct web_site *site, struct qms_value *table,
    const struct qms_indicator *item)
{
	struct qms_value *cells = web_row(table);

	web_row_id(table, item->rule->id);
	web_cell_link(site, cells, item->rule->title[site->language],
	    page_of(site, item->rule));
	web_add_rate(site, cells, item);
}

/* Those of a content; list NULL: those of none. */
static void
add_content(struct web_site *site, struct qms_value *tables,
    const char *id, const char *caption, const char *list)
{
	const struct web_measures *in = site->measures;
	struct qms_value *table = NULL;
	const char *rule;
	size_t i, j;
	bool mine;

	for (i = 0; i < in->counts[QMS_BY_ALL]; i++) {
		rule = in->items[QMS_BY_ALL][i].rule->id;
		mine = list == NULL || names(list, rule);
		for (j = 0; list == NULL && j < qms_grid_rows(&in->contents);
		    j++)
			mine = mine && !names(qms_grid_cell(&in->contents, j,
			    3), rule);
		if (!mine)
			continue;
		if (table == NULL) {
			table = web_table(tables, id, caption);
			add_heads(site, table, web_word(site,
			    QMS_W_indicator), true);
		}
		add_row(site, table, &in->items[QMS_BY_ALL][i]);
	}
}

void
web_measures(struct web_site *site, struct qms_value *tables)
{
	const struct qms_grid *contents = &site->measures->contents;
	size_t i;

	for (i = 0; i < qms_grid_rows(contents); i++)
		add_content(site, tables, qms_arena_format(&site->page,
		    "content-%s", qms_grid_cell(contents, i, 0)),
		    qms_arena_format(&site->page, "%s. %s",
		    qms_grid_cell(contents, i, 0), qms_grid_cell(contents, i,
		    site->language == QMS_VI ? 1 : 2)),
		    qms_grid_cell(contents, i, 3));
	add_content(site, tables, "content-other", web_word(site,
	    QMS_W_indicators_other), NULL);
}

void
web_measures_with_target(struct web_site *site, struct qms_value *tables)
{
	const struct web_measures *in = site->measures;
	const struct qms_indicator *item;
	struct qms_value *table;
	size_t i;

	if (!web_has_indicators(site))
		return;
	table = web_table(tables, "indicators", web_word(site,
	    QMS_W_indicators));
	add_heads(site, table, web_word(site, QMS_W_indicator), true);
	for (i = 0; i < in->counts[QMS_BY_ALL]; i++) {
		item = &in->items[QMS_BY_ALL][i];
		/* the system itself first of all, and what must be reached */
		if (*item->rule->target != '\0' ||
		    strcmp(item->rule->id, "M-10") < 0)
			add_row(site, table, item);
	}
}

/* ---- the page of one ---- */

/* "TKHS-2026-01" of its path */
static const char *
file_of(struct web_site *site, const char *path)
{
	const char *name = strrchr(path, '/');

	name = name == NULL ? path : name + 1;
	return qms_arena_format(&site->page, "%.*s", (int)strcspn(name, "."),
	    name);
}

static void
add_groups(struct web_site *site, struct qms_value *tables,
    const struct qms_rule *rule, enum qms_indicator_by by, const char *id,
    const char *caption)
{
	const struct web_measures *in = site->measures;
	const struct qms_indicator *item;
	struct qms_value *table, *cells;
	size_t i;

	table = web_table(tables, id, caption);
	add_heads(site, table, web_word(site, by == QMS_BY_AGENCY ?
	    QMS_W_agency : QMS_W_group), true);
	if (by == QMS_BY_AGENCY)
		web_head(table, web_word(site, QMS_W_evidence), false);
	for (i = 0; i < in->counts[by]; i++) {
		item = &in->items[by][i];
		if (item->rule != rule)
			continue;
		cells = web_row(table);
		if (by == QMS_BY_AGENCY)
			web_cell_link(site, cells, item->name[site->language],
			    web_agency_url(site, item->group, "index.html"));
		else
			web_cell(cells, web_capital(site,
			    item->name[site->language]));
		web_add_rate(site, cells, item);
		if (by != QMS_BY_AGENCY)
			continue;
		if (*item->evidence == '\0' ||
		    web_path_url(site, item->evidence) == NULL)
			web_cell(cells, "");
		else
			web_cell_link(site, cells, file_of(site,
			    item->evidence), web_path_url(site,
			    item->evidence));
	}
}

static const struct qms_error *
write_measure(struct web_site *site, const struct qms_indicator *all)
{
	const struct qms_rule *rule = all->rule;
	struct qms_value *values, *tables, *also, *table;
	const char *url;

	values = web_page_values(site, rule->title[site->language],
	    "indicators");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, "indicators.html", web_word(site,
	    QMS_W_indicators));
	qms_value_text(values, "lead", qms_arena_format(&site->page,
	    "%s %s: %s.%s%s%s", web_word(site, QMS_W_indicator), rule->id,
	    *rule->basis == '\0' ? "-" : rule->basis, rule->confirmed ? "" :
	    " (", rule->confirmed ? "" : web_word(site,
	    QMS_W_law_unconfirmed), rule->confirmed ? "" : ")"));
	also = qms_value_list(values, "also");
	url = web_path_url(site, rule->path);
	if (url != NULL)
		web_way(site, also, url, web_word(site,
		    QMS_W_indicator_definition), NULL);
	web_way(site, also, qms_arena_format(&site->page,
	    "indicators.html#trend-%s", rule->id), web_word(site,
	    QMS_W_indicator_trend), NULL);
	tables = qms_value_list(values, "tables");
	table = web_table(tables, "all", web_word(site, QMS_W_figures));
	add_heads(site, table, web_word(site, QMS_W_indicator), true);
	add_row(site, table, all);
	add_groups(site, tables, rule, QMS_BY_TIER, "by-tier", web_word(site,
	    QMS_W_indicators_by_tier));
	add_groups(site, tables, rule, QMS_BY_OBLIGATION, "by-obligation",
	    web_word(site, QMS_W_indicators_by_obligation));
	add_groups(site, tables, rule, QMS_BY_AGENCY, "by-agency",
	    web_word(site, QMS_W_indicators_by_agency));
	return web_page_write(site, "register", values);
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct qms_rule *rule)
{
	const struct qms_counted *counted = web_counted(site);
	const struct qms_measure *row;
	size_t i;

	for (i = 0; i < counted->count; i++) {
		row = &counted->rows[i];
		if (row->rule != rule)
			continue;
		web_key_add(key, qms_arena_format(&site->page, "%" PRId64
		    "/%" PRId64, row->part, row->whole));
		web_key_add(key, row->agency);
		web_key_add(key, row->evidence);
	}
	web_key_add(key, rule->title[site->language]);
	web_key_add(key, rule->target);
	web_key_add(key, rule->basis);
	web_key_add(key, rule->confirmed ? "yes" : "no");
	web_key_add(key, site->ids);
	for (i = 0; i < site->agency_count; i++)
		web_key_add(key, site->agencies[i].key);
}

const struct qms_error *
web_make_measures(struct web_site *site)
{
	const struct web_measures *in = site->measures;
	const struct qms_error *err = NULL;
	struct web_key key;
	size_t i;

	if (!web_has_indicators(site))
		return NULL;
	for (i = 0; err == NULL && i < in->counts[QMS_BY_ALL]; i++) {
		key = (struct web_key){0};
		add_key(site, &key, in->items[QMS_BY_ALL][i].rule);
		/* beginning a page empties its arena */
		if (web_page_begin(site, qms_arena_format(&site->arena,
		    "indicator/%s.html", in->items[QMS_BY_ALL][i].rule->id),
		    &key))
			err = write_measure(site,
			    &in->items[QMS_BY_ALL][i]);
	}
	return err;
}
