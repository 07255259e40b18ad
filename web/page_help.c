/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/unicode.h"
#include "web/assets.h"
#include "web/page.h"

/* How to use the system, a page for each who does, and what its words mean.
 * The texts of the former are templates, those of the latter are data. */

static const struct guide {
	const char *name;		/* of the page and of its template */
	enum qms_word title, text;
} guides[] = {
	{ "citizen", QMS_W_help_citizen, QMS_W_help_citizen_text },
	{ "officer", QMS_W_help_officer, QMS_W_help_officer_text },
	{ "auditor", QMS_W_help_auditor, QMS_W_help_auditor_text },
	{ "agency", QMS_W_help_agency, QMS_W_help_agency_text },
};

enum { GUIDES = sizeof(guides) / sizeof(*guides) };

static const char *
guide_url(struct web_site *site, const struct guide *guide)
{
	return qms_arena_format(&site->page, "help/%s.html", guide->name);
}

static const char *
template_of(struct web_site *site, const struct guide *guide)
{
	return qms_arena_format(&site->page, "help-%s-%s", guide->name,
	    site->language == QMS_VI ? "vi" : "en");
}

/* The words of a template, without its markup and its values. */
static const char *
find_words(struct web_site *site, const char *template)
{
	const char *path = qms_arena_format(&site->page, "templates/%s.html",
	    template), *copy;
	struct qms_buffer out = {0};
	struct qms_text text;
	size_t i, at;
	int depth = 0;

	for (i = 0; i < web_asset_count; i++) {
		if (strcmp(web_assets[i].path, path) != 0)
			continue;
		text = site->assets[i];
		for (at = 0; at < text.size; at++) {
			if (text.data[at] == '<' || text.data[at] == '{')
				depth++;
			if (depth == 0)
				qms_buffer_char(&out, text.data[at] == '\n' ?
				    ' ' : text.data[at]);
			if ((text.data[at] == '>' || text.data[at] == '}') &&
			    depth > 0 && --depth == 0)
				qms_buffer_char(&out, ' ');
		}
	}
	copy = qms_arena_copy(&site->arena, out.data == NULL ? "" : out.data,
	    out.size);
	qms_buffer_free(&out);
	return copy;
}

static const struct qms_error *
make_guide(struct web_site *site, const struct guide *guide, bool glossary)
{
	struct web_key key = {0};
	struct qms_value *values;

	web_key_add(&key, glossary ? "glossary" : "");
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "help/%s.html", guide->name), &key))
		return NULL;
	values = web_page_values(site, web_word(site, guide->title), "help");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, "help/index.html", web_word(site,
	    QMS_W_help));
	web_set_url(site, values, "search", "search.html");
	if (glossary)
		web_set_url(site, values, "glossary", "glossary.html");
	return web_page_write(site, template_of(site, guide), values);
}

static void
add_way(struct web_site *site, struct qms_value *list, const char *url,
    enum qms_word label, enum qms_word text)
{
	struct qms_value *way = qms_value_row(list);

	web_set_url(site, way, "url", url);
	qms_value_text(way, "label", web_word(site, label));
	qms_value_text(way, "text", web_word(site, text));
}

static const struct qms_error *
make_index(struct web_site *site, bool glossary)
{
	struct web_key key = {0};
	struct qms_value *values, *list;
	size_t i;

	web_key_add(&key, glossary ? "glossary" : "");
	if (!web_page_begin(site, "help/index.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_help), "help");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	list = qms_value_list(values, "ways");
	for (i = 0; i < GUIDES; i++)
		add_way(site, list, guide_url(site, &guides[i]),
		    guides[i].title, guides[i].text);
	if (glossary)
		add_way(site, list, "glossary.html", QMS_W_glossary,
		    QMS_W_glossary_lead);
	return web_page_write(site, "help", values);
}

/* ---- the glossary ---- */

struct term {
	const char *id, *name, *other, *meaning;
	const char *order;		/* bytes that sort as people do */
};

struct terms {
	struct term *items;
	size_t count, room;
};

static const char sql_terms[] =
	"SELECT term, term_vi, term_en, meaning_vi, meaning_en FROM term"
	" ORDER BY path, line";

static int
compare_terms(const void *a, const void *b)
{
	const struct term *left = a, *right = b;
	int order = strcmp(left->order, right->order);

	return order != 0 ? order : strcmp(left->id, right->id);
}

static void
add_term(struct web_site *site, struct terms *terms, struct qms_query *query)
{
	int own = site->language == QMS_VI ? 1 : 2;
	struct qms_buffer order = {0};
	struct term *term;

	term = qms_push(&site->arena, terms->items, terms->count,
	    terms->room);
	term->id = qms_column_copy(&site->arena, query, 0);
	term->name = qms_column_copy(&site->arena, query, own);
	term->other = qms_column_copy(&site->arena, query, 3 - own);
	term->meaning = qms_column_copy(&site->arena, query, own + 2);
	qms_unicode_sort_key(&order, qms_text(term->name));
	term->order = qms_arena_copy(&site->arena, order.data == NULL ? "" :
	    order.data, order.size);
	qms_buffer_free(&order);
}

static const struct qms_error *
load_terms(struct terms *terms, struct web_site *site)
{
	static const char *const columns[] = { "term", "term_vi", "term_en",
	    "meaning_vi", "meaning_en", NULL };
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	memset(terms, 0, sizeof(*terms));
	if (!web_kind_has(site, "term", columns))
		return NULL;
	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_terms);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		add_term(site, terms, query);
	qms_done(query);
	if (terms->count > 1)
		qsort(terms->items, terms->count, sizeof(*terms->items),
		    compare_terms);
	return err;
}

static const struct qms_error *
make_glossary(struct web_site *site, const struct terms *terms)
{
	const char *other = site->language == QMS_VI ? "en" : "vi";
	const struct term *term;
	struct web_key key = {0};
	struct qms_value *values, *list, *item;
	size_t i;

	for (i = 0; i < terms->count; i++) {
		term = &terms->items[i];
		web_key_add(&key, term->id);
		web_key_add(&key, term->name);
		web_key_add(&key, term->other);
		web_key_add(&key, term->meaning);
	}
	if (!web_page_begin(site, "glossary.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_glossary),
	    "help");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, "help/index.html", web_word(site,
	    QMS_W_help));
	list = qms_value_list(values, "terms");
	for (i = 0; i < terms->count; i++) {
		term = &terms->items[i];
		item = qms_value_row(list);
		/* an id of the page stands once, whatever the file says */
		if (i == 0 || strcmp(term->id, terms->items[i - 1].id) != 0)
			qms_value_text(item, "term_id", qms_arena_format(
			    &site->page, "t-%s", term->id));
		qms_value_text(item, "term", web_capital(site, term->name));
		qms_value_text(item, "other", term->other);
		qms_value_text(item, "other_lang", other);
		qms_value_text(item, "meaning", term->meaning);
	}
	return web_page_write(site, "glossary", values);
}

/* ---- both, and how they are found ---- */

static void
add_finds(struct web_site *site, const struct terms *terms)
{
	const struct term *term;
	size_t i;

	for (i = 0; i < GUIDES; i++)
		web_find_add(site, qms_arena_format(&site->arena,
		    "help/%s.html", guides[i].name), web_word(site,
		    guides[i].title), web_word(site, QMS_W_help),
		    find_words(site, template_of(site, &guides[i])));
	for (i = 0; i < terms->count; i++) {
		term = &terms->items[i];
		web_find_add(site, qms_arena_format(&site->arena,
		    "glossary.html#t-%s", term->id), term->name,
		    qms_arena_format(&site->arena, "%s · %s", web_word(site,
		    QMS_W_glossary), term->other), term->meaning);
	}
}

const struct qms_error *
web_make_help(struct web_site *site)
{
	const struct qms_error *err;
	struct terms terms;
	size_t i;

	err = load_terms(&terms, site);
	if (err == NULL)
		err = make_index(site, terms.count > 0);
	for (i = 0; err == NULL && i < GUIDES; i++)
		err = make_guide(site, &guides[i], terms.count > 0);
	if (err == NULL && terms.count > 0)
		err = make_glossary(site, &terms);
	if (err == NULL)
		add_finds(site, &terms);
	return err;
}
