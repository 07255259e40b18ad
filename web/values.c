/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "qms/redline.h"
#include "web/page.h"

const char *
web_word(const struct web_site *site, enum qms_word word)
{
	return qms_word(word, site->language);
}

const char *
web_day(struct web_site *site, const char *iso)
{
	qms_day day = qms_day_parse(qms_text(iso));
	char *text;

	if (day == QMS_DAY_NONE)
		return iso == NULL ? "" : iso;
	text = qms_arena_alloc(&site->page, QMS_DAY_SIZE);
	return qms_day_format_vn(text, day);
}

const char *
web_quarter(struct web_site *site, int year, int quarter)
{
	static const char *const roman[] = { "I", "II", "III", "IV" };

	if (site->language == QMS_VI)
		return qms_arena_format(&site->page, "%s/%d", roman[quarter],
		    year);
	return qms_arena_format(&site->page, "Q%d %d", quarter + 1, year);
}

void
web_set_url(struct web_site *site, struct qms_value *object, const char *name,
    const char *url)
{
	struct qms_buffer link = {0};
	const char *p;

	if (url == NULL || *url == '\0')
		return;
	if (strstr(url, "://") != NULL) {
		qms_value_url(object, name, url);
		return;
	}
	qms_buffer_string(&link, site->root);
	for (p = url; *p != '\0'; p++)
		qms_buffer_char(&link, *p);
	qms_value_url(object, name, qms_arena_string(&site->page, link.data));
	qms_buffer_free(&link);
}

const char *
web_agency_url(struct web_site *site, const char *agency, const char *page)
{
	return qms_arena_format(&site->page, "agencies/%s/%s", agency, page);
}

const char *
web_path_url(const struct web_site *site, const char *path)
{
	const struct web_object *object = qms_map_get(&site->by_path, path);

	return object == NULL ? NULL : object->url;
}

const char *
web_agency_name(const struct web_site *site, const char *agency)
{
	size_t i;

	for (i = 0; i < site->agency_count; i++)
		if (strcmp(site->agencies[i].row.agency, agency) == 0)
			return site->agencies[i].row.name;
	return agency;
}

const char *
web_person(struct web_site *site, const char *agency, const char *id)
{
	const char *slash = strchr(id, '/'), *name;

	if (*id == '\0')
		return "";
	name = qms_map_get(&site->persons, slash != NULL ? id :
	    qms_arena_format(&site->page, "%s/%s", agency, id));
	return name == NULL ? id : name;
}

/* ---- objects ---- */

const char *
web_state(struct web_site *site, const struct web_object *object)
{
	if (*object->row.version != '\0')
		return web_word(site, QMS_W_in_force);
	if (*object->row.state == '\0')
		return "";
	return qms_kind_state_name(object->kind, object->row.state,
	    site->language);
}

const char *
web_state_class(const struct web_object *object)
{
	if (*object->row.version != '\0')
		return "ok";
	if (qms_kind_is_final(object->kind, object->row.state))
		return "old";
	return "info";
}

const char *
web_verdict_class(enum qms_verdict verdict)
{
	switch (verdict) {
	case QMS_VERDICT_MET:
	case QMS_VERDICT_ATTESTED:
		return "ok";
	case QMS_VERDICT_DUE_SOON:
		return "soon";
	case QMS_VERDICT_OVERDUE:
	case QMS_VERDICT_MISSING:
		return "bad";
	default:
		return "info";
	}
}

const struct web_object *
web_find(struct web_site *site, const char *agency, const char *kind,
    const char *text)
{
	struct qms_reference reference;
	const struct web_object *object;
	const char *key;

	if (kind != NULL) {
		key = qms_arena_format(&site->page, "%s/%s", kind, text);
		object = qms_map_get(&site->by_number, key);
		if (object != NULL)
			return object;
	}
	if (!qms_reference_parse(&reference, &site->page, text,
	    kind == NULL ? NULL : qms_kinds_get(site->kinds, kind)))
		return NULL;
	key = qms_arena_format(&site->page, "%s/%s",
	    *reference.agency == '\0' ? agency : reference.agency,
	    reference.id);
	object = qms_map_get(&site->by_id, key);
	if (object != NULL || site->beside == NULL ||
	    *reference.agency != '\0')
		return object;
	/* an adopted text names the documents beside it */
	return qms_map_get(&site->by_id, qms_arena_format(&site->page,
	    "%s/%s", site->beside, reference.id));
}

/* ---- facts ---- */

void
web_fact(struct web_site *site, struct qms_value *facts, const char *label,
    const char *text, const char *url)
{
	struct qms_value *fact;

	if (text == NULL || *text == '\0')
		return;
	fact = qms_value_row(facts);
	qms_value_text(fact, "label", label);
	qms_value_text(fact, "text", text);
	web_set_url(site, fact, "url", url);
}

struct qms_value *
web_fact_list(struct qms_value *facts, const char *label)
{
	struct qms_value *fact = qms_value_row(facts);

	qms_value_text(fact, "label", label);
	return qms_value_list(fact, "items");
}

const char *
web_capital(struct web_site *site, const char *name)
{
	struct qms_buffer out = {0};
	size_t at = 0;
	int32_t letter = *name == '\0' ? 0 :
	    qms_utf8_next(qms_text(name), &at), capital = letter;
	const char *copy;

	if ((letter >= 'a' && letter <= 'z') ||
	    (letter >= 0xe0 && letter <= 0xfd && letter != 0xf7))
		capital = letter - 0x20;
	else if (letter == 0x103 || letter == 0x111 || letter == 0x129 ||
	    letter == 0x169 || letter == 0x1a1 || letter == 0x1b0 ||
	    (letter >= 0x1ea1 && letter <= 0x1ef9 && letter % 2 == 1))
		capital = letter - 1;
	if (capital == letter)
		return name;
	qms_buffer_utf8(&out, capital);
	qms_buffer_string(&out, name + at);
	copy = qms_arena_copy(&site->page, out.data, out.size);
	qms_buffer_free(&out);
	return copy;
}

const char *
web_tier(struct web_site *site, const struct web_agency *agency)
{
	const struct qms_kind *kind = qms_kinds_get(site->kinds, "agency");
	const struct qms_kind_key *key = kind == NULL ? NULL :
	    qms_kind_key(kind, "tier");
	const char *url;

	return key == NULL ? agency->row.tier : web_capital(site,
	    web_show(site, agency->row.agency, key, agency->row.tier, &url));
}

const char *
web_key_name(struct web_site *site, const struct qms_kind_key *key)
{
	const char *name = key->name[site->language];

	return web_capital(site, name == NULL ? key->key : name);
}

const char *
web_kind_name(struct web_site *site, const struct qms_kind *kind)
{
	const char *name = kind->name[site->language];

	return web_capital(site, name == NULL ? kind->id : name);
}

/* A list, a table or "table.column", or a column: not every key is one. */
static bool
has_part(struct web_site *site, const struct qms_kind *kind,
    const char *name)
{
	const struct qms_kind_key *key = qms_kind_key(kind, name);
	const struct qms_kind_table *table;
	size_t i, k, size;

	for (i = 0; i < kind->table_count; i++) {
		table = &kind->tables[i];
		size = strlen(table->name);
		if (strncmp(table->name, name, size) != 0)
			continue;
		if (name[size] == '\0')
			return true;
		for (k = 0; name[size] == '.' && k < table->column_count;
		    k++)
			if (strcmp(table->columns[k].key,
			    name + size + 1) == 0)
				return true;
	}
	return key != NULL && (key->many || key->type == QMS_TYPE_ROWS ||
	    qms_index_has_column(site->system->index, qms_kind_view(
	    &site->page, kind->id, NULL), name));
}

bool
web_kind_has(struct web_site *site, const char *id,
    const char *const *columns)
{
	const struct qms_kind *kind = qms_kinds_get(site->kinds, id);

	for (; kind != NULL && *columns != NULL; columns++)
		if (!has_part(site, kind, *columns))
			return false;
	return kind != NULL && kind->path != NULL;
}

bool
web_kind_has_register(const struct web_site *site,
    const struct qms_kind *kind)
{
	return kind->path != NULL && kind->class != QMS_CLASS_DOCUMENT &&
	    kind->format != QMS_FORMAT_CSV &&
	    strstr(kind->path, "{agency}") != NULL &&
	    strstr(kind->path, "{id}") != NULL &&
	    (kind->public || site->options->internal);
}

bool
web_kind_is_common(struct web_site *site, const struct qms_kind *kind)
{
	return kind->path != NULL && kind->format != QMS_FORMAT_CSV &&
	    strstr(kind->path, "{agency}") == NULL &&
	    strstr(kind->path, "{id}") != NULL &&
	    (kind->public || site->options->internal);
}

static const char *
name_of(struct web_site *site, const struct qms_map *map, const char *prefix,
    const char *value)
{
	const char *name = qms_map_get(map, qms_arena_format(&site->page,
	    "%s/%s", prefix, value));

	return name == NULL ? value : name;
}

const char *
web_unit(struct web_site *site, const char *agency, const char *id)
{
	return name_of(site, &site->units, agency, id);
}

const char *
web_listed(struct web_site *site, const char *kind, const char *value)
{
	return name_of(site, &site->names, kind, value);
}

static const char *
show_reference(struct web_site *site, const char *agency,
    const struct qms_kind_key *key, const char *value, const char **url)
{
	const struct web_object *found;
	const char *name;

	found = web_find(site, agency, key->to, value);
	if (found != NULL)
		*url = found->url;
	else if (qms_string_is(key->to, "clause") && *agency != '\0')
		*url = qms_arena_format(&site->page,
		    "agencies/%s/clauses.html#c%s", agency, value);
	if (key->to == NULL)
		return value;
	name = name_of(site, &site->names, key->to, value);
	/* a code of letters says no more than its name, a number does */
	if (name == value || value[0] < '0' || value[0] > '9')
		return name;
	if (key->many)
		return value;
	return qms_arena_format(&site->page, "%s %s", value, name);
}

/* 2000000.5 in data, "2.000.000,5" for people; years stay together. */
static const char *
show_number(struct web_site *site, const char *number)
{
	bool vietnamese = site->language == QMS_VI;
	size_t whole = strspn(number, "0123456789"), i;
	struct qms_buffer text = {0};
	const char *copy;

	for (i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0 && whole > 4)
			qms_buffer_char(&text, vietnamese ? '.' : ',');
		qms_buffer_char(&text, number[i]);
	}
	for (; number[i] != '\0'; i++)
		qms_buffer_char(&text, number[i] == '.' && vietnamese ? ',' :
		    number[i]);
	copy = qms_arena_copy(&site->page, text.size == 0 ? "" : text.data,
	    text.size);
	qms_buffer_free(&text);
	return copy;
}

const char *
web_show(struct web_site *site, const char *agency,
    const struct qms_kind_key *key, const char *value, const char **url)
{
	size_t i;

	*url = NULL;
	switch (key->type) {
	case QMS_TYPE_DATE:
		return web_day(site, value);
	case QMS_TYPE_PERSON:
		return web_person(site, agency, value);
	case QMS_TYPE_OFFICE:
		return web_office(site, value, "");
	case QMS_TYPE_UNIT:
		return web_unit(site, agency, value);
	case QMS_TYPE_INTEGER:
	case QMS_TYPE_DECIMAL:
		return show_number(site, value);
	case QMS_TYPE_FLAG:
		return web_word(site, strcmp(value, "yes") == 0 ?
		    QMS_W_yes : QMS_W_no);
	case QMS_TYPE_URL:
		*url = strstr(value, "://") == NULL ? NULL : value;
		return value;
	case QMS_TYPE_REF:
		return show_reference(site, agency, key, value, url);
	case QMS_TYPE_ENUM:
		for (i = 0; i < key->value_count; i++)
			if (strcmp(key->values[i].value, value) == 0 &&
			    key->values[i].name[site->language] != NULL)
				return key->values[i].name[site->language];
		return value;
	default:
		return value;
	}
}

static void
add_item(struct web_site *site, struct qms_value *items,
    const struct qms_object *object, const struct qms_kind_key *key,
    const char *value)
{
	struct qms_value *item;
	const char *url;

	if (value == NULL || *value == '\0')
		return;
	item = qms_value_row(items);
	qms_value_text(item, "text", web_show(site,
		    object->match.agency, key, value,
	    &url));
	web_set_url(site, item, "url", url);
}

/* A row of a list of maps on one line: "name: amount". */
static const char *
join_row(struct web_site *site, const struct qms_object *object,
    const struct qms_kind_key *key, const struct qms_yaml *row)
{
	struct qms_buffer text = {0};
	const char *value, *url, *copy;
	size_t i;

	for (i = 0; i < key->row_count; i++) {
		value = qms_yaml_string(row, key->rows[i].key);
		if (value == NULL || *value == '\0')
			continue;
		if (text.size > 0)
			qms_buffer_string(&text, " · ");
		qms_buffer_string(&text, web_show(site,
		    object->match.agency,
		    &key->rows[i], value, &url));
	}
	copy = qms_arena_copy(&site->page, text.data == NULL ? "" : text.data,
	    text.size);
	qms_buffer_free(&text);
	return copy;
}

static void
add_key(struct web_site *site, struct qms_value *facts,
    const struct qms_object *object, const struct qms_kind_key *key,
    const struct qms_yaml *node)
{
	const struct qms_yaml *child;
	struct qms_value *items, *item;
	const char *label = web_key_name(site, key), *url, *text;

	if (node->type == QMS_YAML_SCALAR) {
		text = *node->value == '\0' ? "" :
		    web_show(site,
		    object->match.agency, key, node->value, &url);
		web_fact(site, facts, label, text,
		    *node->value == '\0' ? NULL : url);
		return;
	}
	if (node->count == 0 || node->type == QMS_YAML_MAP)
		return;
	items = web_fact_list(facts, label);
	for (child = node->first; child != NULL; child = child->next) {
		if (child->type == QMS_YAML_SCALAR) {
			add_item(site, items, object, key, child->value);
		} else if (child->type == QMS_YAML_MAP) {
			item = qms_value_row(items);
			qms_value_text(item, "text", join_row(site, object,
			    key, child));
		}
	}
}

void
web_facts_of_keys(struct web_site *site, struct qms_value *facts,
    const struct qms_object *object, const char *const *except)
{
	const struct qms_kind *kind = object->match.kind;
	const struct qms_yaml *node;
	const char *const *name;
	size_t i;

	for (i = 0; kind != NULL && i < kind->key_count; i++) {
		for (name = except; *name != NULL; name++)
			if (strcmp(*name, kind->keys[i].key) == 0)
				break;
		node = qms_yaml_get(object->root, kind->keys[i].key);
		if (*name == NULL && node != NULL)
			add_key(site, facts, object, &kind->keys[i], node);
	}
}

/* ---- tables ---- */

struct qms_value *
web_table(struct qms_value *tables, const char *id, const char *caption)
{
	struct qms_value *table = qms_value_row(tables);

	qms_value_text(table, "table_id", id);
	qms_value_text(table, "caption", caption);
	(void)qms_value_list(table, "heads");
	(void)qms_value_list(table, "rows");
	return table;
}

void
web_head(struct qms_value *table, const char *label, bool number)
{
	struct qms_value *head;

	head = qms_value_row(qms_value_get(table, "heads"));
	qms_value_text(head, "label", label);
	qms_value_flag(head, "number", number);
}

void
web_heads(struct web_site *site, struct qms_value *table,
    const enum qms_word *heads, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		web_head(table, web_word(site, heads[i]), false);
}

struct qms_value *
web_row(struct qms_value *table)
{
	struct qms_value *row = qms_value_row(qms_value_get(table, "rows"));

	return qms_value_list(row, "cells");
}

void
web_row_id(struct qms_value *table, const char *id)
{
	struct qms_value *rows = qms_value_get(table, "rows");

	qms_value_text(qms_value_at(rows, qms_value_count(rows) - 1),
	    "row_id", id);
}

/* Numbers of documents and days are not broken at their hyphens. */
static struct qms_value *
add_cell(struct qms_value *cells, const char *text)
{
	enum { SHORT = 18 };
	struct qms_value *cell = qms_value_row(cells);

	qms_value_text(cell, "text", text);
	qms_value_flag(cell, "short", *text != '\0' && strlen(text) <= SHORT);
	return cell;
}

void
web_cell(struct qms_value *cells, const char *text)
{
	(void)add_cell(cells, text);
}

struct qms_value *
web_last_cell(struct qms_value *cells)
{
	return qms_value_at(cells, qms_value_count(cells) - 1);
}

void
web_cell_number(struct qms_value *cells, int64_t number)
{
	struct qms_value *cell = qms_value_row(cells);

	qms_value_integer(cell, "text", number);
	qms_value_flag(cell, "number", true);
}

void
web_cell_state(struct qms_value *cells, const char *class, const char *text)
{
	struct qms_value *cell = qms_value_row(cells);

	qms_value_text(cell, "text", text);
	if (*text != '\0')
		qms_value_text(cell, "class", class);
}

void
web_cell_link(struct web_site *site, struct qms_value *cells,
    const char *text, const char *url)
{
	web_set_url(site, add_cell(cells, text), "url", url);
}

const char *
web_short_hash(struct web_site *site, const char *sha256)
{
	return qms_arena_format(&site->page, "%.16s", sha256);
}

/* ---- columns of kinds ---- */

static bool
is_number(const struct qms_kind_key *key)
{
	return key->type == QMS_TYPE_INTEGER || key->type == QMS_TYPE_DECIMAL;
}

const char *
web_columns_sql(struct qms_arena *arena, const struct qms_kind *kind,
    const struct qms_kind_key *const *columns, size_t count,
    const char *order)
{
	struct qms_buffer sql = {0};
	const char *copy;
	size_t i;

	qms_buffer_string(&sql, "SELECT path");
	for (i = 0; i < count; i++)
		qms_buffer_format(&sql, ", \"%s\"", columns[i]->key);
	qms_buffer_format(&sql, " FROM \"%s\" WHERE agency = ?1 ORDER BY %s",
	    qms_kind_view(arena, kind->id, NULL), order);
	copy = qms_arena_copy(arena, sql.data, sql.size);
	qms_buffer_free(&sql);
	return copy;
}

void
web_head_key(struct web_site *site, struct qms_value *table,
    const struct qms_kind_key *key)
{
	web_head(table, web_key_name(site, key), is_number(key));
}

void
web_cell_value(struct web_site *site, struct qms_value *cells,
    const char *agency, const struct qms_kind_key *key, const char *value)
{
	const char *url = NULL, *text;

	text = value == NULL || *value == '\0' ? "" : web_show(site, agency,
	    key, qms_arena_string(&site->page, value), &url);
	if (url != NULL) {
		web_cell_link(site, cells, text, url);
		return;
	}
	web_cell(cells, text);
	if (!is_number(key))
		return;
	qms_value_flag(web_last_cell(cells), "number", true);
	qms_value_flag(web_last_cell(cells), "short", false);
}

void
web_count(struct qms_value *counts, int64_t number, const char *label,
    const char *class)
{
	struct qms_value *count = qms_value_row(counts);

	qms_value_integer(count, "number", number);
	qms_value_text(count, "label", label);
	qms_value_text(count, "class", class);
}

/* ---- bodies ---- */

void
web_file_close(struct web_site *site)
{
	if (site->file_path != NULL)
		qms_object_free(&site->file);
	memset(&site->adopt, 0, sizeof(site->adopt));
	site->file_path = NULL;
	qms_arena_free(&site->file_arena);
}

/* kind_path is where a file of its kind lies: an issued text has its kind from
 * the document that it was issued from. */
static const struct qms_error *
open_file(const struct qms_object **file, struct web_site *site,
    const char *path, const char *kind_path)
{
	struct qms_problems problems = { .arena = &site->file_arena };
	const struct qms_error *err;
	struct qms_text text;

	*file = &site->file;
	if (qms_string_is(site->file_path, path))
		return NULL;
	web_file_close(site);
	path = qms_arena_string(&site->file_arena, path);
	err = qms_store_read(&text, &site->file_arena, site->system->store,
	    path, QMS_FILE_LIMIT);
	/* a link or what is too large is the file's fault: it says nothing */
	if (err != NULL && (err->id == QMS_M_G011 || err->id == QMS_M_G012 ||
	    err->id == QMS_M_G013))
		text = qms_text("");
	else if (err != NULL)
		return err;
	kind_path = qms_arena_string(&site->file_arena, kind_path);
	qms_object_parse(&site->file, &site->file_arena, site->kinds,
	    kind_path, text, &problems);
	if (site->file.adopts != NULL) {	/* what holds is shown */
		err = qms_adopt_read(&site->adopt, &site->file_arena,
		    site->kinds, site->system->store, kind_path, text);
		if (err != NULL)
			return err;
		qms_object_free(&site->file);
		qms_object_parse(&site->file, &site->file_arena, site->kinds,
		    kind_path, site->adopt.text, &problems);
	}
	site->file_path = path;
	return NULL;
}

const struct qms_error *
web_file_open(const struct qms_object **file, struct web_site *site,
    const char *path)
{
	return open_file(file, site, path, path);
}

const struct qms_error *
web_file_open_version(const struct qms_object **file, struct web_site *site,
    const struct web_object *object, const char *version)
{
	return open_file(file, site, qms_arena_format(&site->page,
	    "agencies/%s/issued/%s/%s/text.md", object->row.agency,
	    object->row.id, version), object->row.path);
}

const struct qms_object_table *
web_find_table(const struct qms_object *object, const char *name)
{
	const struct qms_kind *kind = object->match.kind;
	size_t i;

	for (i = 0; kind != NULL && object->tables != NULL &&
	    i < kind->table_count; i++)
		if (strcmp(kind->tables[i].name, name) == 0 &&
		    object->tables[i].found != NULL &&
		    object->tables[i].columns != NULL)
			return &object->tables[i];
	return NULL;
}

struct links {
	struct web_site *site;
	const char *agency;
	const struct qms_object *object;	/* whose cells are values */
};

/* Documents by id, and what is outside; nothing else is in the site, and a
 * page loads nothing from elsewhere. */
static bool
resolve(void *closure, struct qms_buffer *href, const char *target, bool image)
{
	struct links *links = closure;
	const struct web_object *found;
	struct qms_text url;
	size_t i;

	if (image)
		return true;
	if (target[strcspn(target, ":/")] == ':' || *target == '#')
		return false;
	found = web_find(links->site, links->agency, NULL, target);
	if (found == NULL || found->url == NULL)
		return true;
	url = qms_text(found->url);
	qms_buffer_string(href, links->site->root);
	for (i = 0; i < url.size; i++)
		qms_buffer_char(href, url.data[i]);
	return true;
}

/*
 * Tables that are wider than a phone scroll, also by keyboard. Nothing but
 * our own writer makes a '<' here: text has none that is not escaped.
 */
static void
wrap_tables(struct web_site *site, struct qms_buffer *out,
    struct qms_text html)
{
	const char *table;
	size_t before;
	int number = 0;

	while ((table = memmem(html.data, html.size, "<table", 6)) != NULL) {
		before = (size_t)(table - html.data);
		qms_buffer_add(out, html.data, before);
		qms_buffer_format(out, "<section class=\"scroll\""
		    " tabindex=\"0\" aria-label=\"%s %d\">",
		    web_word(site, QMS_W_table), ++number);
		html.data += before;
		html.size -= before;
		table = memmem(html.data, html.size, "</table>", 8);
		before = table == NULL ? html.size :
		    (size_t)(table - html.data) + 8;
		qms_buffer_add(out, html.data, before);
		qms_buffer_string(out, "</section>");
		html.data += before;
		html.size -= before;
	}
	qms_buffer_text(out, html);
}

/* The kind's column that a cell is of, or NULL. */
static const struct qms_kind_key *
column_of(const struct qms_object_table *table,
    const struct qms_markdown_cell *cell)
{
	const struct qms_markdown_row *row;
	size_t i, at;

	for (at = 0; at < table->found->count; at++) {
		row = &table->found->rows[at];
		if (cell < row->cells || cell >= row->cells + row->count)
			continue;
		for (i = 0; i < table->table->column_count; i++)
			if (table->columns[i] == (int)(cell - row->cells))
				return &table->table->columns[i];
	}
	return NULL;
}

/* Ids as names and days as people write them, in the tables of a record. */
static const char *
show(void *closure, const struct qms_markdown_cell *cell)
{
	const struct links *links = closure;
	const struct qms_object *object = links->object;
	const struct qms_object_table *table;
	const struct qms_kind_key *column = NULL;
	const char *url;
	size_t i;

	for (i = 0; column == NULL && i < object->match.kind->table_count;
	    i++) {
		table = &object->tables[i];
		if (table->found != NULL && table->columns != NULL)
			column = column_of(table, cell);
	}
	if (column == NULL || *cell->text == '\0')
		return NULL;
	return web_show(links->site, links->agency, column, cell->text, &url);
}

struct qms_html
web_html_written(struct web_site *site, struct qms_buffer *out)
{
	struct qms_text html = { .size = out->size };

	html.data = qms_arena_copy(&site->page, out->data == NULL ? "" :
	    out->data, out->size);
	qms_buffer_free(out);
	return qms_html_written(html);
}

struct qms_html
web_body(struct web_site *site, const char *agency,
    const struct qms_markdown *markdown, const struct qms_object *object)
{
	struct links links = { site, agency, object };
	struct qms_markdown_options options = { .heading_shift = 0,
	    .resolve = resolve, .closure = &links };
	struct qms_buffer plain = {0}, out = {0};
	size_t i;

	if (object != NULL && object->match.kind != NULL &&
	    object->tables != NULL)
		options.show = show;
	/* the page has its h1 already */
	for (i = 0; i < markdown->heading_count; i++)
		if (markdown->headings[i].level == 1)
			options.heading_shift = 1;
	qms_markdown_html(&plain, markdown, &options);
	wrap_tables(site, &out, qms_buffer_view(&plain));
	qms_buffer_free(&plain);
	return web_html_written(site, &out);
}

struct qms_html
web_differences(struct web_site *site, const struct qms_redline *redline)
{
	enum { CONTEXT = 3 };		/* lines around each */
	struct qms_buffer out = { 0 };

	qms_redline_html(&out, redline, CONTEXT,
	    web_word(site, QMS_W_table));
	return web_html_written(site, &out);
}
