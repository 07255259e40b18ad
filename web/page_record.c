/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* What its page shows of other records than those that name it. */
static const struct web_part *const parts[] = { &web_findings_of_audit,
	&web_actions_of_finding, &web_members_of_population };

struct record {
	const struct web_object *object;
	struct web_references references;
	const struct web_part *part;	/* or NULL */
	struct qms_grid rows;		/* of it */
	struct web_declared *declared;	/* of a declaration, or NULL */
};

static const struct qms_error *
load_part(struct record *record, struct web_site *site)
{
	const struct web_part *part;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		part = parts[i];
		if (site->agency == NULL || strcmp(part->of,
		    record->object->row.kind) != 0 ||
		    !web_kind_is_shown(site, part->kind) ||
		    !web_kind_has(site, part->kind, part->needs) ||
		    (part->also != NULL &&
		    !web_kind_is_shown(site, part->also)))
			continue;
		record->part = part;
		return QMS_GRID(&record->rows, site->system,
		    &site->agency_arena, part->sql, record->object->row.agency,
		    record->object->row.id);
	}
	return NULL;
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct record *record)
{
	const struct web_object *object = record->object;
	const struct web_references *references = &record->references;
	const struct qms_row_statement *statements;
	const struct web_object *from;
	size_t i, statement_count;

	web_key_object(key, object);
	web_key_add(key, object->sha256);
	web_key_add(key, object->number);
	web_key_add(key, site->ids);
	if (site->agency != NULL) {
		web_key_add(key, site->agency->key);
		web_key_quote(key, site, object);
		statements = web_statements(site, object->row.id,
		    &statement_count);
		for (i = 0; i < statement_count; i++)
			web_key_statement(key, &statements[i]);
	}
	for (i = 0; i < references->count; i++) {
		from = references->items[i]->from;
		web_key_add(key, from->url);
		web_key_add(key, from->row.id);
		web_key_add(key, from->row.title);
		web_key_add(key, from->row.state);
		web_key_add(key, from->row.version);
	}
	web_key_figures(key, site, NULL, object->row.path);
	web_key_add(key, record->part == NULL ? "" : record->part->kind);
	for (i = 0; i < record->rows.count; i++)
		web_key_add(key, record->rows.cells[i]);
	if (record->declared != NULL)
		web_key_declared(key, site, record->declared);
}

static void
add_banner(struct web_site *site, struct qms_value *values,
    const struct web_object *object)
{
	const char *state = web_state(site, object);
	struct qms_value *banner;

	if (*state == '\0')
		return;
	banner = qms_value_object(values, "banner");
	qms_value_text(banner, "class", web_state_class(object));
	qms_value_text(banner, "text", qms_arena_format(&site->page, "%s: %s",
	    web_kind_name(site, object->kind), state));
	if (*object->row.since != '\0')
		qms_value_text(banner, "detail", qms_arena_format(&site->page,
		    "%s %s", web_word(site, QMS_W_since),
		    web_day(site, object->row.since)));
}

/* What else refers to it, each with its state. */
static void
add_references(struct web_site *site, struct qms_value *values,
    const struct record *record)
{
	const struct web_references *references = &record->references;
	struct qms_value *table = NULL, *cells;
	const struct web_object *from, *last = NULL;
	size_t i;

	for (i = 0; i < references->count; i++) {
		from = references->items[i]->from;
		if (from->url == NULL || from == last || (record->part !=
		    NULL && strcmp(from->row.kind, record->part->kind) ==
		    0) || web_declared_shows(record->declared,
		    from->row.kind))
			continue;
		last = from;
		if (table == NULL) {
			table = web_table(qms_value_list(values, "tables"),
			    "cited-by", web_word(site, QMS_W_cited_by));
			web_head(table, web_word(site, QMS_W_id), false);
			web_head(table, web_word(site, QMS_W_name), false);
			web_head(table, web_word(site, QMS_W_kind), false);
			web_head(table, web_word(site, QMS_W_state), false);
		}
		cells = web_row(table);
		web_cell_link(site, cells, from->row.id, from->url);
		web_cell(cells, from->row.title);
		web_cell(cells, web_kind_name(site, from->kind));
		web_cell_state(cells, web_state_class(from),
		    web_state(site, from));
	}
}

static struct qms_value *
begin_values(struct web_site *site, const struct web_object *object,
    const char *title)
{
	struct qms_value *values;

	values = web_page_values(site, title, object->row.kind);
	qms_value_text(values, "title_code", object->number);
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	if (site->agency == NULL) {
		web_crumb(site, values, qms_arena_format(&site->page,
		    "%s/index.html", object->row.kind),
		    web_kind_name(site, object->kind));
		return values;
	}
	web_crumb(site, values, web_agency_url(site, object->row.agency,
	    "index.html"), site->agency->row.name);
	if (web_kind_has_register(site, object->kind))
		web_crumb(site, values, web_agency_url(site,
		    object->row.agency, qms_arena_format(&site->page,
		    "%s.html", object->row.kind)),
		    web_kind_name(site, object->kind));
	qms_value_text(values, "agency", site->agency->row.name);
	return values;
}

/* Where its checklist is, and what puts it together with others: views that
 * are there as long as there is a record of the kind. */
static void
add_also(struct web_site *site, struct qms_value *values,
    const struct web_object *object)
{
	struct qms_value *also = qms_value_list(values, "also");
	const char *checklist = web_checklist_url(site, object);

	if (checklist != NULL)
		web_way(site, also, checklist, web_word(site,
		    QMS_W_checklist), NULL);
	if (site->agency != NULL)
		web_view_ways(site, also, site->agency, object->row.kind);
}

static const struct qms_error *
write_record(struct web_site *site, const struct record *record)
{
	static const char *const shown[] = { "title", "quote", NULL },
	    *const except[] = { "title", NULL };
	const struct web_object *object = record->object;
	const struct qms_error *err;
	struct qms_value *values;
	const struct qms_object *file = NULL;

	err = web_file_open(&file, site, object->row.path);
	if (err != NULL)
		return err;
	values = begin_values(site, object, object->row.title);
	qms_value_text(values, "code", object->number);
	qms_value_text(values, "doc_kind", qms_arena_format(&site->page,
	    "%s %s", web_kind_name(site, object->kind), object->number));
	qms_value_text(values, "hash", web_short_hash(site, object->sha256));
	add_banner(site, values, object);
	add_also(site, values, object);
	err = web_quote(site, values, object, file);
	if (err != NULL)
		return err;
	/* a sentence that was judged stands on its own below */
	web_facts_of_keys(site, qms_value_list(values, "facts"), file,
	    qms_value_get(values, "quoted") != NULL ? shown : except);
	if (file->body.size > 0)
		qms_value_html(values, "body", web_body(site,
		    object->row.agency, &file->markdown, file));
	if (record->part != NULL)
		record->part->show(site, values, &record->rows);
	web_figures_of(site, values, object->row.path);
	if (record->declared != NULL)
		web_declared(site, values, record->declared);
	add_references(site, values, record);
	if (site->agency != NULL)
		web_acts(site, values, object, NULL);
	qms_value_text(values, "changed", web_day(site,
	    web_last_change(site, object)));
	return web_page_write(site, "record", values);
}

static const struct qms_error *
make_record(struct web_site *site, const struct web_object *object)
{
	struct record record = { .object = object };
	const struct qms_error *err;
	struct web_key key = {0};

	record.references = web_references_to(site, site->agency == NULL ?
	    &site->arena : &site->agency_arena, object);
	err = load_part(&record, site);
	if (err == NULL)
		err = web_declared_load(&record.declared, site, object);
	if (err == NULL)
		err = web_make_checklist(site, object);
	if (err == NULL)
		err = web_make_declared(site, record.declared);
	if (err != NULL)
		return err;
	add_key(site, &key, &record);
	if (!web_page_begin(site, object->url, &key))
		return NULL;
	return write_record(site, &record);
}

const struct qms_error *
web_make_object(struct web_site *site, const struct web_object *object)
{
	const struct qms_error *err;
	bool made;

	/* web_make_agency has made that */
	if (strcmp(object->row.kind, "agency") == 0)
		return NULL;
	if (object->kind->class == QMS_CLASS_DOCUMENT && site->agency != NULL)
		return web_make_document(site, object);
	if (site->laws != NULL && strcmp(object->row.kind, "legal") == 0)
		return web_make_law(site, object);
	if (strcmp(object->row.kind, "model") == 0) {
		err = web_make_model(&made, site, object);
		if (err != NULL || made)
			return err;
	}
	return make_record(site, object);
}
