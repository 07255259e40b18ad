/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "web/page.h"

/* Pages that put together what records of some kinds say: each asks one
 * question, and its key is the answer. */

static const struct web_view *const views[] = { &web_audit_calendar,
	&web_finding_trend, &web_action_board, &web_objective_trend,
	&web_risk_map };

enum { VIEWS = sizeof(views) / sizeof(*views),
	NEEDS = sizeof(views[0]->needs) / sizeof(views[0]->needs[0]) };

/* ---- which there are ---- */

bool
web_kind_is_shown(const struct web_site *site, const char *id)
{
	const struct qms_kind *kind = qms_kinds_get(site->kinds, id);

	return kind != NULL && (kind->public || site->options->internal);
}

static bool
has_needs(struct web_site *site, const struct web_view *view)
{
	size_t i;

	for (i = 0; i < NEEDS && view->needs[i].kind != NULL; i++)
		if (!web_kind_is_shown(site, view->needs[i].kind) ||
		    !web_kind_has(site, view->needs[i].kind,
		    view->needs[i].parts))
			return false;
	return true;
}

/* A record of any of its kinds: a programme of which nothing was held is what
 * one wants to see. */
static bool
is_there(struct web_site *site, const struct web_view *view,
    const struct web_agency *agency)
{
	const struct qms_kind *kind;
	size_t i;

	if (!has_needs(site, view))
		return false;
	for (i = 0; i < NEEDS && view->needs[i].kind != NULL; i++) {
		kind = qms_kinds_get(site->kinds, view->needs[i].kind);
		if (web_kind_has_register(site, kind) &&
		    web_count_records(agency, kind->id) > 0)
			return true;
	}
	return false;
}

static bool
is_about(const struct web_view *view, const char *kind)
{
	size_t i;

	for (i = 0; i < NEEDS && view->needs[i].kind != NULL; i++)
		if (strcmp(view->needs[i].kind, kind) == 0)
			return true;
	return false;
}

void
web_view_ways(struct web_site *site, struct qms_value *list,
    const struct web_agency *agency, const char *kind)
{
	size_t i;

	for (i = 0; i < VIEWS; i++)
		if ((kind == NULL || is_about(views[i], kind)) &&
		    is_there(site, views[i], agency))
			web_way(site, list, web_agency_url(site,
			    agency->row.agency, qms_arena_format(&site->page,
			    "%s.html", views[i]->page)), web_word(site,
			    views[i]->title), NULL);
}

/* ---- a page ---- */

/* The lists of the records that it puts together. */
static void
add_also(struct web_site *site, struct qms_value *values,
    const struct web_view *view)
{
	struct qms_value *also = qms_value_list(values, "also");
	const struct qms_kind *kind;
	size_t i;

	for (i = 0; i < NEEDS && view->needs[i].kind != NULL; i++) {
		kind = qms_kinds_get(site->kinds, view->needs[i].kind);
		if (web_kind_has_register(site, kind) &&
		    web_count_records(site->agency, kind->id) > 0)
			web_way(site, also, web_agency_url(site,
			    site->agency->row.agency, qms_arena_format(
			    &site->page, "%s.html", kind->id)),
			    web_kind_name(site, kind), NULL);
	}
}

static const struct qms_error *
write_view(struct web_site *site, const struct web_view *view,
    const struct qms_grid *rows)
{
	struct qms_value *values;

	values = web_page_values(site, web_word(site, view->title),
	    view->page);
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site,
	    site->agency->row.agency, "index.html"), site->agency->row.name);
	qms_value_text(values, "lead", site->agency->row.name);
	add_also(site, values, view);
	view->show(site, values, rows);
	return web_page_write(site, view->template, values);
}

static const struct qms_error *
make_view(struct web_site *site, const struct web_view *view)
{
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_grid rows;
	size_t i;

	err = QMS_GRID(&rows, site->system, &site->agency_arena, view->sql,
	    site->agency->row.agency);
	if (err != NULL)
		return err;
	web_key_add(&key, site->agency->key);
	for (i = 0; i < NEEDS && view->needs[i].kind != NULL; i++)
		web_key_add(&key, web_count_records(site->agency,
		    view->needs[i].kind) > 0 ? "1" : "");
	for (i = 0; i < rows.count; i++)
		web_key_add(&key, rows.cells[i]);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/%s.html", site->agency->row.agency, view->page),
	    &key))
		return NULL;
	return write_view(site, view, &rows);
}

const struct qms_error *
web_make_views(struct web_site *site)
{
	const struct qms_error *err = NULL;
	size_t i;

	for (i = 0; err == NULL && i < VIEWS; i++)
		if (is_there(site, views[i], site->agency))
			err = make_view(site, views[i]);
	return err;
}
