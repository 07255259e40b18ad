/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* Kinds that are tables (CSV): a page with all rows of an agency, or of what
 * belongs to none; whatever their columns are. */

enum { COLUMNS = 10 };		/* that a page shows; the file has all */

/* Those that have pages of their own instead. */
static bool
is_shown_elsewhere(const struct qms_kind *kind)
{
	return strcmp(kind->id, "tthc") == 0 || strcmp(kind->id, "term") == 0;
}

bool
web_kind_is_table(const struct web_site *site, const struct qms_kind *kind,
    bool common)
{
	return kind->path != NULL && kind->format == QMS_FORMAT_CSV &&
	    (kind->public || site->options->internal) &&
	    !is_shown_elsewhere(kind) &&
	    (strstr(kind->path, "{agency}") == NULL) == common;
}

static size_t
choose_columns(const struct qms_kind_key *columns[COLUMNS],
    const struct qms_kind *kind)
{
	size_t i, count = 0;

	for (i = 0; i < kind->key_count && count < COLUMNS; i++)
		if (kind->keys[i].column && !kind->keys[i].many &&
		    kind->keys[i].type != QMS_TYPE_ROWS)
			columns[count++] = &kind->keys[i];
	return count;
}

static struct qms_value *
add_table(struct web_site *site, struct qms_value *tables,
    const struct qms_kind *kind, const char *path,
    const struct qms_kind_key *const *columns, size_t count)
{
	struct qms_value *table;
	size_t i;

	/* where there are several files, each is a table */
	table = web_table(tables, qms_arena_format(&site->page, "%s-%zu",
	    kind->id, qms_value_count(tables) + 1), path == NULL ?
	    web_kind_name(site, kind) : path);
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	for (i = 0; i < count; i++)
		web_head_key(site, table, columns[i]);
	return table;
}

/* path NULL: the rows of all files are in one table. */
static const struct qms_error *
add_rows(struct web_site *site, struct qms_value *tables,
    const struct qms_kind *kind, bool each)
{
	const char *agency = site->agency == NULL ? "" :
	    site->agency->row.agency, *last = NULL, *path;
	const struct qms_kind_key *columns[COLUMNS];
	size_t count = choose_columns(columns, kind), i;
	struct qms_value *table = NULL, *cells;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    web_columns_sql(&site->page, kind, columns, count,
	    "path, line"));
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		path = qms_column_text(query, 0);
		if (table == NULL || (each && strcmp(path, last) != 0)) {
			last = qms_arena_string(&site->page, path);
			table = add_table(site, tables, kind, each ? last :
			    NULL, columns, count);
		}
		cells = web_row(table);
		for (i = 0; i < count; i++)
			web_cell_value(site, cells, agency, columns[i],
			    qms_column_text(query, (int)i + 1));
	}
	qms_done(query);
	if (err == NULL && table == NULL)
		(void)add_table(site, tables, kind, NULL, columns, count);
	return err;
}

static const struct qms_error *
write_page(struct web_site *site, const struct qms_kind *kind,
    const char *path)
{
	bool each = site->agency == NULL && strstr(kind->path, "{") != NULL;
	struct qms_value *values, *tables;
	const struct qms_error *err;

	values = web_page_values(site, web_kind_name(site, kind), kind->id);
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	if (site->agency != NULL) {
		web_crumb(site, values, web_agency_url(site,
		    site->agency->row.agency, "index.html"),
		    site->agency->row.name);
		qms_value_text(values, "lead", site->agency->row.name);
	} else {
		web_crumb(site, values, "lists.html", web_word(site,
		    QMS_W_shared_lists));
	}
	tables = qms_value_list(values, "tables");
	err = add_rows(site, tables, kind, each);
	if (err != NULL)
		return err;
	qms_value_flag(values, "alone", !each);
	if (!each)
		web_set_url(site, qms_value_at(tables, 0), "csv",
		    qms_arena_format(&site->page, "%s.csv", path));
	return web_page_write(site, "register", values);
}

static const struct qms_error *
write_csv(struct web_site *site, const struct qms_kind *kind)
{
	struct qms_value *tables = qms_value_list(qms_value_new(&site->page),
	    "tables");
	const struct qms_error *err = add_rows(site, tables, kind, false);

	return err != NULL ? err : web_csv_write(site, qms_value_at(tables,
	    0));
}

/* Its files, known by their digests. */
static size_t
add_files(struct web_key *key, const struct qms_kind *kind,
    const struct web_object *objects, size_t count)
{
	size_t i, files = 0;

	for (i = 0; i < count; i++)
		if (objects[i].kind == kind) {
			web_key_add(key, objects[i].row.path);
			web_key_add(key, objects[i].sha256);
			files++;
		}
	return files;
}

static size_t
find_objects(const struct web_object **objects, const struct web_site *site)
{
	size_t count = 0;

	if (site->agency != NULL) {
		*objects = site->agency->objects;
		return site->agency->object_count;
	}
	/* what belongs to no agency stands first */
	*objects = site->objects;
	while (count < site->object_count &&
	    *site->objects[count].row.agency == '\0')
		count++;
	return count;
}

size_t
web_table_files(const struct web_site *site, const struct qms_kind *kind)
{
	const struct web_object *objects;
	size_t count = find_objects(&objects, site), files;
	struct web_key key = {0};

	files = add_files(&key, kind, objects, count);
	qms_buffer_free(&key.text);
	return files;
}

static const struct qms_error *
make_page(struct web_site *site, const struct qms_kind *kind)
{
	const struct qms_error *err = NULL;
	const struct web_object *objects;
	struct web_key key = {0}, again;
	size_t count = find_objects(&objects, site);
	const char *path;

	path = site->agency == NULL ? qms_arena_format(&site->arena,
	    "%s/index", kind->id) : qms_arena_format(&site->arena,
	    "agencies/%s/%s", site->agency->row.agency, kind->id);
	if (add_files(&key, kind, objects, count) == 0) {
		qms_buffer_free(&key.text);
		return NULL;
	}
	web_key_add(&key, site->agency == NULL ? "" : site->agency->key);
	web_key_add(&key, site->ids);
	web_key_copy(&again, &key);
	if (web_page_begin(site, qms_arena_format(&site->arena, "%s.html",
	    path), &key))
		err = write_page(site, kind, path);
	if (err == NULL && (site->agency != NULL ||
	    strstr(kind->path, "{") == NULL) && web_page_begin(site,
	    qms_arena_format(&site->arena, "%s.csv", path), &again))
		err = write_csv(site, kind);
	qms_buffer_free(&again.text);
	return err;
}

/* The way to each of the lists that belong to no agency. */
static const struct qms_error *
make_index(struct web_site *site)
{
	const struct qms_kind *kind;
	struct web_key key = {0};
	struct qms_value *values, *list, *way;
	size_t i;

	for (i = 0; i < site->kinds->count; i++)
		if (web_kind_is_table(site, site->kinds->items[i], true) &&
		    web_table_files(site, site->kinds->items[i]) > 0)
			web_key_add(&key, site->kinds->items[i]->id);
	if (!web_page_begin(site, "lists.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_shared_lists),
	    "lists");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	list = qms_value_list(values, "ways");
	for (i = 0; i < site->kinds->count; i++) {
		kind = site->kinds->items[i];
		if (!web_kind_is_table(site, kind, true) ||
		    web_table_files(site, kind) == 0)
			continue;
		way = qms_value_row(list);
		web_set_url(site, way, "url", qms_arena_format(&site->page,
		    "%s/index.html", kind->id));
		qms_value_text(way, "label", web_kind_name(site, kind));
	}
	return web_page_write(site, "lists", values);
}

const struct qms_error *
web_make_tables(struct web_site *site)
{
	bool common = site->agency == NULL;
	const struct qms_error *err = NULL;
	size_t i;

	for (i = 0; err == NULL && i < site->kinds->count; i++)
		if (web_kind_is_table(site, site->kinds->items[i], common))
			err = make_page(site, site->kinds->items[i]);
	return err == NULL && common ? make_index(site) : err;
}
