/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/figure.h"
#include "web/page.h"

/* The numbers of reports: each as it is printed, what it is computed to be,
 * what is wrong with it; and all reports with what is flagged in them. */

const struct qms_error *
web_load_figures(struct web_site *site)
{
	struct qms_figures *figures;
	const struct qms_error *err;

	if (!web_kind_is_shown(site, "reported-figures"))
		return NULL;
	figures = qms_arena_alloc(&site->arena, sizeof(*figures));
	err = qms_figures_get(figures, site->system, &site->arena, "", "");
	if (err == NULL && figures->count > 0)
		site->figures = figures;
	return err;
}

/* What the system counts is asked of another one, so that what the other pages
 * point into stays. */
static const struct qms_error *
count_indicators(struct web_site *site)
{
	const struct qms_system *now = site->system;
	struct qms_system *then = NULL;
	const struct qms_error *err;

	if (!qms_figures_have_indicators(site->figures))
		return NULL;
	err = now->ref != NULL ? qms_system_open_ref(&then, now->root, now->ref,
	    &now->environment) : qms_system_open(&then, now->root,
	    &now->environment);
	if (err == NULL)
		err = qms_figures_count(site->figures, then, &site->arena);
	qms_system_close(then);
	return err;
}

const struct qms_error *
web_count_figures(struct web_site *site)
{
	return site->figures == NULL ? NULL : count_indicators(site);
}

/* ---- keys ---- */

static void
add_key(struct web_key *key, struct web_site *site,
    const struct qms_figure *one)
{
	struct qms_buffer text = { 0 };
	size_t i;

	web_key_add(key, one->id);
	web_key_add(key, one->computed);
	web_key_add(key, one->how);
	web_key_add(key, one->users);
	web_key_add(key, one->counted);
	for (i = 0; i < one->flag_count; i++) {
		qms_buffer_clear(&text);
		qms_problem_text(&text, one->flags[i], site->language);
		web_key_add(key, one->flags[i]->code);
		web_key_add(key, text.data);
	}
	qms_buffer_free(&text);
}

void
web_key_figures(struct web_key *key, struct web_site *site,
    const char *agency, const char *path)
{
	const struct qms_figure *one;
	size_t i;

	for (i = 0; site->figures != NULL && i < site->figures->count; i++) {
		one = &site->figures->items[i];
		if ((agency == NULL || strcmp(one->agency, agency) == 0) &&
		    (path == NULL || strcmp(one->path, path) == 0))
			add_key(key, site, one);
	}
}

/* ---- one record ---- */

static const char *
row_url(struct web_site *site, const struct qms_figure *one, const char *id,
    size_t size)
{
	return qms_arena_format(&site->page, "%s#f-%.*s", web_path_url(site,
	    one->path), (int)size, id);
}

/* The ids of other rows, each a link to it. */
static void
add_links(struct web_site *site, struct qms_value *cells,
    const struct qms_figure *one, const char *ids)
{
	struct qms_value *links, *link;
	size_t size;

	links = qms_value_list(web_last_cell(cells), "links");
	for (; *ids != '\0'; ids += size) {
		ids += strspn(ids, " ,");
		size = strcspn(ids, " ,");
		if (size == 0)
			break;
		link = qms_value_row(links);
		qms_value_text(link, "text", qms_arena_format(&site->page,
		    "%.*s", (int)size, ids));
		web_set_url(site, link, "url", row_url(site, one, ids, size));
	}
}

static void
add_result(struct web_site *site, struct qms_value *cells,
    const struct qms_figure *one)
{
	switch (one->result) {
	case QMS_FIGURE_HOLDS:
		web_cell_state(cells, "ok", web_word(site,
		    QMS_W_figure_holds));
		break;
	case QMS_FIGURE_FLAGGED:
		web_cell_state(cells, "bad", one->flags[0]->code);
		break;
	case QMS_FIGURE_USED:
		web_cell(cells, qms_arena_format(&site->page, "%s ", web_word(
		    site, QMS_W_figure_used)));
		add_links(site, cells, one, one->users);
		break;
	default:
		web_cell(cells, web_word(site, one->result ==
		    QMS_FIGURE_DERIVED ? QMS_W_figure_derived :
		    QMS_W_figure_unchecked));
		break;
	}
}

static void
add_figure(struct web_site *site, struct qms_value *table,
    const struct qms_figure *one, bool counted)
{
	struct qms_value *cells = web_row(table);

	web_row_id(table, qms_arena_format(&site->page, "f-%s", one->id));
	web_cell(cells, one->id);
	web_cell(cells, one->content);
	web_cell(cells, one->printed);
	web_cell(cells, one->computed);
	web_cell(cells, *one->parts != '\0' || *one->how == '\0' ||
	    strcmp(one->how, one->base) == 0 ? "" : qms_arena_format(
	    &site->page, "%s: ", one->how));
	add_links(site, cells, one, *one->parts != '\0' ? one->parts :
	    qms_arena_format(&site->page, "%s %s", one->numerator,
	    one->base));
	if (counted)
		web_cell(cells, one->counted);
	add_result(site, cells, one);
}

static bool
is_of(const struct qms_figure *one, const char *path)
{
	return strcmp(one->path, path) == 0;
}

static void
add_flags(struct web_site *site, struct qms_value *table,
    const struct qms_figure *one)
{
	struct qms_buffer text = { 0 };
	struct qms_value *cells;
	size_t i;

	for (i = 0; i < one->flag_count; i++) {
		cells = web_row(table);
		web_cell_link(site, cells, one->id, row_url(site, one, one->id,
		    strlen(one->id)));
		web_cell_state(cells, "bad", one->flags[i]->code);
		qms_buffer_clear(&text);
		qms_problem_text(&text, one->flags[i], site->language);
		web_cell(cells, qms_arena_string(&site->page, text.data));
	}
	qms_buffer_free(&text);
}

static void
add_flagged(struct web_site *site, struct qms_value *tables, const char *path)
{
	static const enum qms_word heads[] = { QMS_W_id, QMS_W_figure_flag,
		QMS_W_figure_what };
	struct qms_value *table;
	size_t i;

	table = web_table(tables, "flags", web_word(site,
	    QMS_W_figures_flagged));
	qms_value_text(table, "none", web_word(site, QMS_W_figures_hold));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < site->figures->count; i++)
		if (is_of(&site->figures->items[i], path))
			add_flags(site, table, &site->figures->items[i]);
}

void
web_figures_of(struct web_site *site, struct qms_value *values,
    const char *path)
{
	const struct qms_figure *items;
	struct qms_value *tables, *table;
	bool counted = false;
	size_t i, count;

	if (site->figures == NULL)
		return;
	items = site->figures->items;
	count = site->figures->count;
	for (i = 0; i < count && !is_of(&items[i], path); i++)
		continue;
	if (i == count)
		return;
	for (i = 0; i < count; i++)
		counted |= is_of(&items[i], path) && *items[i].counted != '\0';
	tables = qms_value_list(qms_value_object(values, "figures"), "tables");
	add_flagged(site, tables, path);
	table = web_table(tables, "computed", web_word(site,
	    QMS_W_figures_computed));
	web_head(table, web_word(site, QMS_W_id), false);
	web_head(table, web_word(site, QMS_W_figure_content), false);
	web_head(table, web_word(site, QMS_W_figure_printed), false);
	web_head(table, web_word(site, QMS_W_figure_computed), false);
	web_head(table, web_word(site, QMS_W_figure_from), false);
	if (counted)
		web_head(table, web_word(site, QMS_W_figure_counted), false);
	web_head(table, web_word(site, QMS_W_result), false);
	for (i = 0; i < count; i++)
		if (is_of(&items[i], path))
			add_figure(site, table, &items[i], counted);
}

/* ---- all of them ---- */

static void
add_record(struct web_site *site, struct qms_value *table, size_t first,
    size_t end)
{
	const struct qms_figure *items = site->figures->items;
	const struct web_object *object = qms_map_get(&site->by_path,
	    items[first].path);
	struct qms_value *cells = web_row(table);
	int64_t flagged = 0;
	size_t i;

	for (i = first; i < end; i++)
		flagged += items[i].flag_count > 0;
	web_cell_link(site, cells, object == NULL ? items[first].parent :
	    object->row.title, web_path_url(site, items[first].path));
	web_cell_link(site, cells, web_agency_name(site,
	    items[first].agency), web_agency_url(site, items[first].agency,
	    "index.html"));
	web_cell_number(cells, (int64_t)(end - first));
	if (flagged == 0)
		web_cell_state(cells, "ok", "0");
	else
		web_cell_state(cells, "bad", qms_arena_format(&site->page,
		    "%d", (int)flagged));
}

const struct qms_error *
web_make_figures(struct web_site *site)
{
	const struct qms_figures *figures = site->figures;
	struct web_key key = {0};
	struct qms_value *values, *table;
	const struct web_object *object;
	size_t i, end;

	if (figures == NULL)
		return NULL;
	web_key_figures(&key, site, NULL, NULL);
	for (i = 0; i < figures->count; i++) {
		object = qms_map_get(&site->by_path, figures->items[i].path);
		web_key_add(&key, figures->items[i].path);
		web_key_add(&key, object == NULL ? "" : object->row.title);
		web_key_add(&key, web_agency_name(site,
		    figures->items[i].agency));
	}
	if (!web_page_begin(site, "figures.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_figures_reported),
	    "");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	qms_value_text(values, "lead", web_word(site, QMS_W_figures_lead));
	table = web_table(qms_value_list(values, "tables"), "reports",
	    web_word(site, QMS_W_figures_reported));
	qms_value_flag(table, "alone", true);
	web_head(table, web_word(site, QMS_W_name), false);
	web_head(table, web_word(site, QMS_W_agency), false);
	web_head(table, web_word(site, QMS_W_figures), true);
	web_head(table, web_word(site, QMS_W_figures_flagged), false);
	for (i = 0; i < figures->count; i = end) {
		for (end = i; end < figures->count &&
		    figures->items[end].path == figures->items[i].path; end++)
			continue;
		add_record(site, table, i, end);
	}
	return web_page_write(site, "register", values);
}
