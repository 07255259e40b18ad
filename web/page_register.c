/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

enum { COLUMNS = 4 };		/* of a kind's own keys, that a list shows */

/* The keys of a kind that tell one record from another in a list. */
static size_t
choose_columns(const struct qms_kind_key *columns[COLUMNS],
    const struct qms_kind *kind)
{
	const struct qms_kind_key *key;
	size_t i, count = 0;

	for (i = 0; i < kind->key_count && count < COLUMNS; i++) {
		key = &kind->keys[i];
		if (key->column && !key->many &&
		    key->type != QMS_TYPE_ROWS &&
		    !qms_string_is(key->key, kind->refer) &&
		    strcmp(key->key, "title") != 0 &&
		    strcmp(key->key, "code") != 0)
			columns[count++] = key;
	}
	return count;
}

struct entry {
	const struct web_object *object;
	const char *values[COLUMNS];
};

struct entries {
	struct entry *items;
	size_t count, room;
};

static const struct qms_error *
load(struct entries *entries, struct web_site *site,
    const struct qms_kind *kind, const struct qms_kind_key *const *columns,
    size_t count)
{
	struct qms_arena *arena = site->agency == NULL ? &site->arena :
	    &site->agency_arena;
	const struct web_object *object;
	const struct qms_error *err;
	struct qms_query *query;
	struct entry *entry;
	bool row;
	size_t i;

	memset(entries, 0, sizeof(*entries));
	err = qms_db_query(&query, qms_index_db(site->system->index),
	    web_columns_sql(&site->arena, kind, columns, count, "id"));
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, site->agency == NULL ? "" :
	    site->agency->row.agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = qms_map_get(&site->by_path,
		    qms_column_text(query, 0));
		if (object == NULL || object->url == NULL)
			continue;
		entry = qms_push(arena, entries->items, entries->count,
		    entries->room);
		entry->object = object;
		for (i = 0; i < count; i++)
			entry->values[i] = qms_arena_string(arena,
			    qms_column_text(query, (int)i + 1));
	}
	qms_done(query);
	return err;
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct entries *entries)
{
	size_t i, j;

	web_key_add(key, site->agency == NULL ? "" : site->agency->key);
	for (i = 0; i < entries->count; i++) {
		web_key_object(key, entries->items[i].object);
		web_key_add(key, entries->items[i].object->number);
		for (j = 0; j < COLUMNS; j++)
			web_key_add(key, entries->items[i].values[j]);
	}
}

static void
add_entry(struct web_site *site, struct qms_value *table,
    const struct entry *entry, const struct qms_kind_key *const *columns,
    size_t count)
{
	const struct web_object *object = entry->object;
	struct qms_value *cells = web_row(table);
	size_t i;

	web_cell_link(site, cells, object->number, object->url);
	web_cell(cells, object->row.title);
	if (object->kind->class == QMS_CLASS_DOCUMENT) {
		web_cell(cells, object->row.version);
		web_cell(cells, web_day(site, object->row.effective));
	} else {
		for (i = 0; i < count; i++)
			web_cell_value(site, cells, object->row.agency,
			    columns[i], entry->values[i]);
	}
	if (object->kind->first != NULL)
		web_cell_state(cells, web_state_class(object),
		    web_state(site, object));
}

static struct qms_value *
add_table(struct web_site *site, struct qms_value *tables,
    const struct qms_kind *kind, const struct entries *entries,
    const struct qms_kind_key *const *columns, size_t count)
{
	const struct qms_kind_key *refer;
	struct qms_value *table;
	size_t i;

	table = web_table(tables, kind->id, web_kind_name(site, kind));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	refer = kind->refer == NULL ? NULL : qms_kind_key(kind, kind->refer);
	web_head(table, refer == NULL ? web_word(site, QMS_W_id) :
	    web_key_name(site, refer), false);
	web_head(table, web_word(site, QMS_W_name), false);
	if (kind->class == QMS_CLASS_DOCUMENT) {
		web_head(table, web_word(site, QMS_W_issue), false);
		web_head(table, web_word(site, QMS_W_in_force_from), false);
	} else {
		for (i = 0; i < count; i++)
			web_head_key(site, table, columns[i]);
	}
	if (kind->first != NULL)
		web_head(table, web_word(site, QMS_W_state), false);
	for (i = 0; i < entries->count; i++)
		add_entry(site, table, &entries->items[i], columns, count);
	return table;
}

static void
add_counts(struct web_site *site, struct qms_value *values,
    const struct qms_kind *kind, const struct entries *entries)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	size_t i, j;
	int64_t count;

	for (i = 0; i < kind->state_count; i++) {
		for (count = 0, j = 0; j < entries->count; j++)
			count += strcmp(entries->items[j].object->row.state,
			    kind->states[i].id) == 0;
		if (count > 0)
			web_count(counts, count, qms_kind_state_name(kind,
			    kind->states[i].id, site->language),
			    qms_kind_is_final(kind, kind->states[i].id) ?
			    "old" : "info");
	}
}

static struct qms_value *
begin_values(struct web_site *site, const char *title, const char *section)
{
	struct qms_value *values = web_page_values(site, title, section);

	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	if (site->agency == NULL)
		return values;
	web_crumb(site, values, web_agency_url(site,
	    site->agency->row.agency, "index.html"),
	    site->agency->row.name);
	qms_value_text(values, "lead", site->agency->row.name);
	return values;
}

/* A list, with all that it takes to show it. */
struct list {
	const struct qms_kind *kind;
	const struct qms_kind_key *columns[COLUMNS];
	size_t count;
	struct entries entries;
	const char *path;		/* without ".html" */
};

static const struct qms_error *
write_list(struct web_site *site, const struct list *list)
{
	struct qms_value *values, *table;

	values = begin_values(site, web_kind_name(site, list->kind),
	    list->kind->id);
	add_counts(site, values, list->kind, &list->entries);
	if (site->agency != NULL)
		web_view_ways(site, qms_value_list(values, "also"),
		    site->agency, list->kind->id);
	qms_value_flag(values, "alone", true);
	table = add_table(site, qms_value_list(values, "tables"), list->kind,
	    &list->entries, list->columns, list->count);
	web_set_url(site, table, "csv", qms_arena_format(&site->page,
	    "%s.csv", list->path));
	return web_page_write(site, "register", values);
}

static const struct qms_error *
write_csv(struct web_site *site, const struct list *list)
{
	struct qms_value *values = qms_value_new(&site->page);

	return web_csv_write(site, add_table(site, qms_value_list(values,
	    "tables"), list->kind, &list->entries, list->columns,
	    list->count));
}

/* One list of one kind on a page of its own, and as CSV. */
static const struct qms_error *
make_list(struct web_site *site, const struct qms_kind *kind,
    const char *path)
{
	struct list list = { .kind = kind, .path = path };
	const struct qms_error *err;
	struct web_key key = {0}, again;

	list.count = choose_columns(list.columns, kind);
	err = load(&list.entries, site, kind, list.columns, list.count);
	if (err != NULL || (site->agency != NULL && list.entries.count == 0))
		return err;
	add_key(site, &key, &list.entries);
	web_key_copy(&again, &key);
	if (web_page_begin(site, qms_arena_format(&site->arena, "%s.html",
	    path), &key))
		err = write_list(site, &list);
	if (err == NULL && web_page_begin(site, qms_arena_format(
	    &site->arena, "%s.csv", path), &again))
		err = write_csv(site, &list);
	qms_buffer_free(&again.text);
	return err;
}

static void
add_nothing(struct web_site *site, struct qms_value *tables)
{
	struct qms_value *table = web_table(tables, "documents", web_word(site,
	    QMS_W_documents));

	qms_value_flag(table, "alone", true);
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
}

/* All documents of an agency, a table for each of their kinds. */
static const struct qms_error *
make_documents(struct web_site *site)
{
	const struct qms_kind *kind;
	const struct qms_error *err = NULL;
	struct entries *all;
	struct qms_value *values, *tables;
	struct web_key key = {0};
	size_t i, total = 0;

	all = qms_arena_alloc(&site->agency_arena,
	    (site->kinds->count + 1) * sizeof(*all));
	for (i = 0; err == NULL && i < site->kinds->count; i++) {
		kind = site->kinds->items[i];
		if (kind->class != QMS_CLASS_DOCUMENT || kind->path == NULL)
			continue;
		err = load(&all[i], site, kind, NULL, 0);
		add_key(site, &key, &all[i]);
		total += all[i].count;
	}
	if (err != NULL) {
		qms_buffer_free(&key.text);
		return err;
	}
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/documents.html", site->agency->row.agency), &key))
		return NULL;
	values = begin_values(site, web_word(site, QMS_W_documents),
	    "documents");
	tables = qms_value_list(values, "tables");
	web_way(site, qms_value_list(values, "also"), web_agency_url(site,
	    site->agency->row.agency, "master-list.html"), web_word(site,
	    QMS_W_master_list_print), NULL);
	for (i = 0; i < site->kinds->count; i++)
		if (all[i].count > 0)
			(void)add_table(site, tables, site->kinds->items[i],
			    &all[i], NULL, 0);
	if (total == 0)
		add_nothing(site, tables);
	return web_page_write(site, "register", values);
}

const struct qms_error *
web_make_registers(struct web_site *site)
{
	const struct qms_error *err = make_documents(site);
	const struct qms_kind *kind;
	size_t i;

	for (i = 0; err == NULL && i < site->kinds->count; i++) {
		kind = site->kinds->items[i];
		if (web_kind_has_register(site, kind))
			err = make_list(site, kind, qms_arena_format(
			    &site->arena, "agencies/%s/%s",
			    site->agency->row.agency, kind->id));
	}
	return err;
}

const struct qms_error *
web_make_lists(struct web_site *site)
{
	const struct qms_error *err = NULL;
	const struct qms_kind *kind;
	size_t i;

	for (i = 0; err == NULL && i < site->kinds->count; i++) {
		kind = site->kinds->items[i];
		if (!web_kind_is_common(site, kind))
			continue;
		if (site->laws != NULL && strcmp(kind->id, "legal") == 0)
			err = web_make_laws(site);
		else
			err = make_list(site, kind, qms_arena_format(
			    &site->arena, "%s/index", kind->id));
	}
	return err;
}
