/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

static const struct web_object *
find_agency_file(const struct web_agency *agency)
{
	size_t i;

	for (i = 0; i < agency->object_count; i++)
		if (strcmp(agency->objects[i].row.kind, "agency") == 0)
			return &agency->objects[i];
	return NULL;
}

size_t
web_count_records(const struct web_agency *agency, const char *kind)
{
	size_t i, count = 0;

	for (i = 0; i < agency->object_count; i++)
		count += agency->objects[i].url != NULL &&
		    strcmp(agency->objects[i].row.kind, kind) == 0;
	return count;
}

/* A table has one file, and no object a page of its own. */
static size_t
count_kind_files(const struct web_agency *agency, const struct qms_kind *kind)
{
	size_t i, count = 0;

	for (i = 0; i < agency->object_count; i++)
		count += agency->objects[i].kind == kind;
	return count;
}

void
web_way(struct web_site *site, struct qms_value *list, const char *url,
    const char *label, const char *text)
{
	struct qms_value *way = qms_value_row(list);

	web_set_url(site, way, "url", url);
	qms_value_text(way, "label", label);
	qms_value_text(way, "text", text);
}

static void
add_ways_of_agency(struct web_site *site, struct qms_value *list,
    const struct web_agency *agency)
{
	const char *id = agency->row.agency;

	if (agency->status != NULL)
		web_way(site, list, web_agency_url(site, id, "due.html"),
		    web_word(site, QMS_W_due_list), NULL);
	web_way(site, list, web_agency_url(site, id, "documents.html"),
	    web_word(site, QMS_W_documents), NULL);
	web_way(site, list, web_agency_url(site, id, "master-list.html"),
	    web_word(site, QMS_W_master_list), NULL);
	if (qms_kinds_get(site->kinds, "tthc") != NULL)
		web_way(site, list, web_agency_url(site, id, "services.html"),
		    web_word(site, QMS_W_administrative_procedures), NULL);
	if (web_has_services(agency))
		web_way(site, list, web_agency_url(site, id,
		    "coverage.html"), web_word(site, QMS_W_service_coverage),
		    NULL);
	if (qms_kinds_get(site->kinds, "clause") != NULL)
		web_way(site, list, web_agency_url(site, id, "clauses.html"),
		    web_word(site, QMS_W_clauses), NULL);
	if (qms_kinds_get(site->kinds, "inspection-item") != NULL)
		web_way(site, list, web_agency_url(site, id,
		    "inspection.html"), web_word(site,
		    QMS_W_inspection_page), NULL);
	web_view_ways(site, list, agency, NULL);
	if (web_model_url(agency) != NULL)
		web_way(site, list, web_model_url(agency), web_word(
		    site, QMS_W_model_of_agency), NULL);
	web_way(site, list, web_trust_url(site, id), web_word(site,
	    QMS_W_trust), NULL);
}

static void
add_registers(struct web_site *site, struct qms_value *list,
    const struct web_agency *agency)
{
	const struct qms_kind *kind;
	size_t i, count;

	for (i = 0; i < site->kinds->count; i++) {
		kind = site->kinds->items[i];
		if (web_kind_is_table(site, kind, false))
			count = count_kind_files(agency, kind);
		else if (web_kind_has_register(site, kind))
			count = web_count_records(agency, kind->id);
		else
			continue;
		if (count > 0)
			web_way(site, list, web_agency_url(site,
			    agency->row.agency, qms_arena_format(&site->page,
			    "%s.html", kind->id)), web_kind_name(site, kind),
			    kind->format == QMS_FORMAT_CSV ? NULL :
			    qms_arena_format(&site->page, "%zu", count));
	}
}

static void
add_way_to_owns(struct web_site *site, struct qms_value *list)
{
	size_t troubled = web_count_troubled(site);

	web_way(site, list, "repositories.html", web_word(site,
	    QMS_W_own_repositories), troubled == 0 ? NULL : web_fill(site,
	    QMS_W_own_todo, qms_arena_format(&site->page, "%zu", troubled),
	    NULL, NULL));
}

void
web_ways(struct web_site *site, struct qms_value *values,
    const struct web_agency *agency)
{
	struct qms_value *list = qms_value_list(values, "lists");
	const struct qms_kind *kind;
	size_t i;

	if (agency != NULL) {
		add_ways_of_agency(site, list, agency);
		add_registers(site, qms_value_list(values, "registers"),
		    agency);
		if (site->agency != NULL)
			return;
	}
	if (site->figures != NULL)
		web_way(site, list, "figures.html", web_word(site,
		    QMS_W_figures_reported), NULL);
	if (site->declarations != NULL)
		web_way(site, list, "declarations.html", web_word(site,
		    QMS_W_declarations), NULL);
	if (site->own_count > 0)
		add_way_to_owns(site, list);
	if (web_has_coverage(site))
		web_way(site, list, "coverage.html", web_word(site,
		    QMS_W_service_coverage_all), NULL);
	if (web_has_province(site)) {
		web_way(site, list, "province.html", web_word(site,
		    QMS_W_province), NULL);
		web_way(site, list, "late.html", web_word(site, QMS_W_late),
		    NULL);
	}
	if (web_has_indicators(site))
		web_way(site, list, "indicators.html", web_word(site,
		    QMS_W_indicators), NULL);
	if (web_has_reports(site))
		web_way(site, list, "reports/index.html", web_word(site,
		    QMS_W_reports), NULL);
	for (i = 0; i < site->kinds->count; i++) {
		kind = site->kinds->items[i];
		if (web_kind_is_common(site, kind))
			web_way(site, list, qms_arena_format(&site->page,
			    "%s/index.html", kind->id),
			    web_kind_name(site, kind), NULL);
	}
	web_way(site, list, "lists.html", web_word(site, QMS_W_shared_lists),
	    NULL);
	web_way(site, list, web_trust_url(site, ""), web_word(site,
	    QMS_W_trust_of_system), NULL);
	web_way(site, list, "search.html", web_word(site, QMS_W_search), NULL);
	web_way(site, list, "help/index.html", web_word(site, QMS_W_help),
	    NULL);
	web_way(site, list, "stamp.html", web_word(site,
	    QMS_W_about_this_print), NULL);
}

/* ---- mergers ---- */

/* Of this edition, and held by the agency or left by it to others. */
static bool
is_moved(const struct web_site *site, const struct qms_row_held *held,
    bool taken)
{
	const char *agency = site->agency->row.agency;

	return strcmp(taken ? held->agency : held->of_agency, agency) == 0 &&
	    web_kind_is_shown(site, held->kind);
}

static const char *
agency_name(const struct web_site *site, const char *id)
{
	size_t i;

	for (i = 0; i < site->agency_count; i++)
		if (strcmp(site->agencies[i].row.agency, id) == 0)
			return site->agencies[i].row.name;
	return id;
}

static void
add_moved_row(struct web_site *site, struct qms_value *cells,
    const struct qms_row_held *held, bool taken)
{
	const char *other = taken ? held->of_agency : held->agency;
	const struct qms_kind *kind = qms_kinds_get(site->kinds, held->kind);
	const char *url = web_path_url(site, held->path);

	if (url == NULL)
		web_cell(cells, held->id);
	else
		web_cell_link(site, cells, held->id, url);
	web_cell(cells, held->title);
	web_cell(cells, web_kind_name(site, kind));
	web_cell(cells, qms_kind_state_name(kind, held->state,
	    site->language));
	if (*other == '\0')
		web_cell_state(cells, "bad", web_word(site,
		    QMS_W_nobody_yet));
	else
		web_cell_link(site, cells, agency_name(site, other),
		    web_agency_url(site, other, "index.html"));
	web_cell(cells, web_day(site, held->since));
}

static void
add_moved(struct web_site *site, struct qms_value *tables, bool taken)
{
	const enum qms_word heads[] = { QMS_W_id, QMS_W_name, QMS_W_kind,
		QMS_W_state, taken ? QMS_W_taken_over_from : QMS_W_held_by,
		QMS_W_since };
	struct qms_value *table = NULL;
	size_t i;

	for (i = 0; i < site->held_count; i++) {
		if (!is_moved(site, &site->held[i], taken))
			continue;
		if (table == NULL) {
			table = web_table(tables, taken ? "taken-over" :
			    "handed-over", web_word(site, taken ?
			    QMS_W_taken_over : QMS_W_handed_over));
			web_heads(site, table, heads, sizeof(heads) /
			    sizeof(*heads));
		}
		add_moved_row(site, web_row(table), &site->held[i], taken);
	}
}

static void
key_moved(struct web_key *key, const struct web_site *site)
{
	const struct qms_row_held *held;
	size_t i;

	for (i = 0; i < site->held_count; i++) {
		held = &site->held[i];
		if (!is_moved(site, held, true) &&
		    !is_moved(site, held, false))
			continue;
		web_key_add(key, held->path);
		web_key_add(key, held->title);
		web_key_add(key, held->state);
		web_key_add(key, held->agency);
		web_key_add(key, agency_name(site, held->agency));
		web_key_add(key, agency_name(site, held->of_agency));
		web_key_add(key, held->since);
	}
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct web_object *file)
{
	const struct web_agency *agency = site->agency;
	size_t i;

	web_key_add(key, agency->key);
	web_key_add(key, file == NULL ? "" : file->sha256);
	web_key_add(key, agency->row.last);
	web_key_add(key, agency->row.successor);
	web_key_add(key, web_model_url(agency));
	web_key_standing(key, site, agency->row.agency);
	if (agency->status != NULL)
		web_key_status(key, agency->status);
	web_key_own(key, agency->own);
	key_moved(key, site);
	/* the addresses of evidence and what the lists count */
	for (i = 0; i < agency->object_count; i++)
		if (agency->objects[i].url != NULL ||
		    agency->objects[i].kind->format == QMS_FORMAT_CSV)
			web_key_add(key, agency->objects[i].row.path);
	web_key_add(key, site->ids);
}

static void
add_banner(struct web_site *site, struct qms_value *values)
{
	const struct qms_row_agency *row = &site->agency->row;
	struct qms_value *banner;
	size_t i;

	if (*row->last == '\0' || strcmp(row->last, site->day) >= 0)
		return;
	banner = qms_value_object(values, "banner");
	qms_value_text(banner, "class", "old");
	qms_value_text(banner, "text", qms_arena_format(&site->page, "%s %s",
	    web_word(site, QMS_W_ended), web_day(site, row->last)));
	for (i = 0; i < site->agency_count; i++)
		if (strcmp(site->agencies[i].row.agency,
		    row->successor) == 0) {
			web_set_url(site, banner, "url", web_agency_url(site,
			    row->successor, "index.html"));
			qms_value_text(banner, "link",
			    site->agencies[i].row.name);
		}
}

static const struct qms_error *
write_agency(struct web_site *site, const struct web_object *file)
{
	static const char *const except[] = { "name", NULL };
	const struct qms_error *err = NULL;
	const struct qms_object *text = NULL;
	struct qms_value *values, *tables;

	if (file != NULL)
		err = web_file_open(&text, site, file->row.path);
	if (err != NULL)
		return err;
	values = web_page_values(site, site->agency->row.name, "agency");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	add_banner(site, values);
	web_own_banner(site, values);
	if (site->agency->status != NULL)
		web_verdict(site, values, site->agency->status, 1);
	web_standing(site, values);
	web_ways(site, values, site->agency);
	tables = qms_value_list(values, "tables");
	web_obligations(site, tables, site->agency->status);
	add_moved(site, tables, true);
	add_moved(site, tables, false);
	if (file != NULL) {
		web_facts_of_keys(site, qms_value_list(values, "facts"),
		    text, except);
		if (text->body.size > 0)
			qms_value_html(values, "body", web_body(site,
			    site->agency->row.agency, &text->markdown, NULL));
	}
	err = web_page_write(site, "agency", values);
	return err;
}

const struct qms_error *
web_make_agency(struct web_site *site)
{
	const struct web_object *file = find_agency_file(site->agency);
	struct web_key key = {0};

	add_key(site, &key, file);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/index.html", site->agency->row.agency), &key))
		return NULL;
	return write_agency(site, file);
}
