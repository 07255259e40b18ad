/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/finding.h"
#include "web/page.h"

/* Of a record that quotes an issued text: what became of the text since. */
static void
add_versions(struct web_site *site, struct web_key *key,
    const struct web_object *object)
{
	const struct qms_row_version *versions;
	const struct web_reference *to;
	size_t i, k, count;

	if (qms_kind_key(object->kind, "quote") == NULL)
		return;
	for (i = 0; i < object->reference_count; i++) {
		to = &object->references[i];
		if (*to->version == '\0')
			continue;
		versions = web_versions(site, to->to, &count);
		for (k = 0; k < count; k++)
			web_key_version(key, &versions[k]);
	}
}

/* The page of what changed when the sentence did. */
static const char *
redline_of(struct web_site *site, const struct web_object *object,
    const struct qms_quote *quote)
{
	const struct qms_row_version *versions;
	size_t i, count;

	versions = web_versions(site, quote->id, &count);
	for (i = 1; i < count; i++)
		if (strcmp(versions[i].version, quote->changed) == 0)
			return qms_arena_format(&site->page,
			    "agencies/%s/id/%s/%s-%s.html",
			    object->row.agency, quote->id,
			    versions[i - 1].version, versions[i].version);
	return NULL;
}

static const struct qms_error *
add_quote(struct web_site *site, struct qms_value *facts,
    const struct web_object *object, const struct qms_object *file)
{
	const char *sentence = qms_object_string(file, "quote"),
	    *reference = qms_object_string(file, "document"), *text;
	const struct qms_error *err;
	struct qms_quote quote;

	if (sentence == NULL || reference == NULL || site->agency == NULL)
		return NULL;
	err = qms_quote_judge(&quote, site->system, &site->page,
	    object->row.agency, reference, sentence);
	if (err != NULL || quote.state <= QMS_QUOTE_ABSENT)
		return err;
	if (quote.state == QMS_QUOTE_WITHDRAWN)
		text = web_word(site, QMS_W_quote_withdrawn);
	else
		text = qms_arena_format(&site->page, "%s %s", web_word(site,
		    quote.state == QMS_QUOTE_STANDS ? QMS_W_quote_stands :
		    QMS_W_quote_changed), quote.state == QMS_QUOTE_STANDS ?
		    quote.now : quote.changed);
	web_fact(site, facts, web_word(site, QMS_W_quote_now), text,
	    quote.state == QMS_QUOTE_CHANGED ? redline_of(site, object,
	    &quote) : NULL);
	return NULL;
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct web_object *object, const struct web_references *references)
{
	const struct qms_row_statement *statements;
	const struct web_object *from;
	size_t i, statement_count;

	web_key_object(key, object);
	web_key_add(key, object->sha256);
	web_key_add(key, object->number);
	web_key_add(key, site->ids);
	if (site->agency != NULL) {
		web_key_add(key, site->agency->key);
		add_versions(site, key, object);
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

/* What refers to it, each with its state. */
static void
add_references(struct web_site *site, struct qms_value *values,
    const struct web_references *references)
{
	struct qms_value *table = NULL, *cells;
	const struct web_object *from, *last = NULL;
	size_t i;

	for (i = 0; i < references->count; i++) {
		from = references->items[i]->from;
		if (from->url == NULL || from == last)
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

static const struct qms_error *
write_record(struct web_site *site, const struct web_object *object,
    const struct web_references *references)
{
	static const char *const except[] = { "title", NULL };
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
	web_facts_of_keys(site, qms_value_list(values, "facts"), file,
	    except);
	err = add_quote(site, qms_value_get(values, "facts"), object, file);
	if (err != NULL)
		return err;
	if (file->body.size > 0)
		qms_value_html(values, "body", web_body(site,
		    object->row.agency, &file->markdown, file));
	add_references(site, values, references);
	if (site->agency != NULL)
		web_acts(site, values, object, NULL);
	qms_value_text(values, "changed", web_day(site,
	    web_last_change(site, object)));
	err = web_page_write(site, "record", values);
	return err;
}

const struct qms_error *
web_make_object(struct web_site *site, const struct web_object *object)
{
	struct web_references references;
	const struct qms_error *err;
	struct web_key key = {0};
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
	references = web_references_to(site, site->agency == NULL ?
	    &site->arena : &site->agency_arena, object);
	add_key(site, &key, object, &references);
	if (!web_page_begin(site, object->url, &key))
		return NULL;
	return write_record(site, object, &references);
}
