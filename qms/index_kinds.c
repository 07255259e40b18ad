/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "index_part.h"

enum { MOST_COLUMNS = 400, FORMAT_COLUMNS = 3 };	/* fact, row, line */

void
qms_index_name(struct qms_buffer *out, const char *name)
{
	qms_buffer_char(out, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"')
			qms_buffer_char(out, '"');
		qms_buffer_char(out, *name);
	}
	qms_buffer_char(out, '"');
}

/* ---- tables of a kind ---- */

static bool
is_number(enum qms_type type)
{
	return type == QMS_TYPE_INTEGER || type == QMS_TYPE_DECIMAL;
}

static void
add_column(struct qms_arena *arena, struct qms_index_table *table,
    const char *name, const struct qms_kind_key *key,
    const struct qms_kind_key *map, int cell)
{
	struct qms_index_column *column;
	size_t i;

	for (i = 0; i < table->count; i++)	/* SQL does not see case */
		if (strcasecmp(table->columns[i].name, name) == 0)
			return;
	if (table->count >= MOST_COLUMNS)
		return;
	column = qms_push(arena, table->columns, table->count, table->room);
	column->name = name;
	column->number = is_number(key->type);
	column->stored = qms_arena_format(arena, "%c_%s",
	    column->number ? 'n' : 't', name);
	column->key = key;
	column->map = map;
	column->cell = cell;
}

static struct qms_index_table *
add_table(struct qms_arena *arena, struct qms_index_kind *item,
    const char *list)
{
	struct qms_index_table *table;
	size_t i;

	for (i = 1; i < item->count; i++)
		if (strcasecmp(item->tables[i].list, list) == 0)
			return NULL;
	table = qms_push(arena, item->tables, item->count, item->room);
	table->list = list;
	table->name = list == NULL ?
	    qms_arena_format(arena, "row_%s", item->kind->id) :
	    qms_arena_format(arena, "row_%s:%s", item->kind->id, list);
	return table;
}

/* Texts are columns only when the kind says so; they may be long. */
static bool
is_column(const struct qms_kind *kind, const struct qms_kind_key *key)
{
	return key->column || kind->format == QMS_FORMAT_CSV ||
	    key->type != QMS_TYPE_TEXT;
}

static void
add_map(struct qms_arena *arena, struct qms_index_table *table,
    const struct qms_kind_key *key)
{
	size_t i;

	for (i = 0; i < key->row_count; i++)
		if (!key->rows[i].many && key->rows[i].row_count == 0)
			add_column(arena, table, qms_arena_format(arena,
			    "%s_%s", key->key, key->rows[i].key),
			    &key->rows[i], key, 0);
}

static void
add_list(struct qms_arena *arena, struct qms_index_kind *item,
    const struct qms_kind_key *key)
{
	struct qms_index_table *table;
	size_t i;

	table = add_table(arena, item, key->key);
	if (table == NULL)
		return;
	table->key = key;
	if (key->type != QMS_TYPE_ROWS) {
		add_column(arena, table, "value", key, NULL, 0);
		return;
	}
	for (i = 0; i < key->row_count; i++)
		if (!key->rows[i].many && key->rows[i].row_count == 0)
			add_column(arena, table, key->rows[i].key,
			    &key->rows[i], NULL, 0);
}

static void
add_keys(struct qms_arena *arena, struct qms_index_kind *item)
{
	const struct qms_kind *kind = item->kind;
	const struct qms_kind_key *key;
	size_t i;

	add_table(arena, item, NULL);
	for (i = 0; i < kind->key_count; i++) {
		key = &kind->keys[i];
		if (key->type == QMS_TYPE_MAP)
			add_map(arena, &item->tables[0], key);
		else if (key->type == QMS_TYPE_ROWS ||
		    (key->many && kind->format != QMS_FORMAT_CSV))
			add_list(arena, item, key);
		else if (is_column(kind, key))
			add_column(arena, &item->tables[0], key->key, key,
			    NULL, (int)i);
	}
}

static void
add_tables(struct qms_arena *arena, struct qms_index_kind *item)
{
	const struct qms_kind *kind = item->kind;
	struct qms_index_table *table;
	size_t i, n;

	for (i = 0; i < kind->table_count; i++) {
		table = add_table(arena, item, kind->tables[i].name);
		if (table == NULL)
			continue;
		table->table = &kind->tables[i];
		table->place = (int)i;
		for (n = 0; n < kind->tables[i].column_count; n++)
			add_column(arena, table,
			    kind->tables[i].columns[n].key,
			    &kind->tables[i].columns[n], NULL, (int)n);
	}
}

static void
make_inserts(struct qms_arena *arena, struct qms_index_kind *item)
{
	struct qms_buffer sql = {0};
	struct qms_index_table *table;
	size_t i, n;

	for (i = 0; i < item->count; i++) {
		table = &item->tables[i];
		qms_buffer_clear(&sql);
		qms_buffer_string(&sql, "INSERT INTO ");
		qms_index_name(&sql, table->name);
		qms_buffer_string(&sql, " (fact, row, line");
		for (n = 0; n < table->count; n++) {
			qms_buffer_string(&sql, ", ");
			qms_index_name(&sql, table->columns[n].stored);
		}
		qms_buffer_string(&sql, ") VALUES (?1, ?2, ?3");
		for (n = 0; n < table->count; n++)
			qms_buffer_format(&sql, ", ?%zu",
			    n + FORMAT_COLUMNS + 1);
		qms_buffer_char(&sql, ')');
		table->insert = qms_arena_string(arena, sql.data);
	}
	qms_buffer_free(&sql);
}

static const char sql_columns[] =
	"SELECT name"
	"  FROM pragma_table_info(?1)";

static const struct qms_error *
add_missing(struct qms_index *index, struct qms_arena *arena,
    const struct qms_index_table *table)
{
	const struct qms_error *err;
	struct qms_strings there = {0};
	struct qms_buffer sql = {0};
	struct qms_query *query;
	size_t i;
	bool row;

	err = qms_db_query(&query, index->db, sql_columns);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, table->name);
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_strings_add(arena, &there, qms_column_copy(arena, query,
		    0));
	qms_done(query);
	for (i = 0; err == NULL && i < table->count; i++) {
		if (qms_strings_has(&there, table->columns[i].stored))
			continue;
		qms_buffer_clear(&sql);
		qms_buffer_string(&sql, "ALTER TABLE ");
		qms_index_name(&sql, table->name);
		qms_buffer_string(&sql, " ADD COLUMN ");
		qms_index_name(&sql, table->columns[i].stored);
		qms_buffer_string(&sql, table->columns[i].number ?
		    " NUMERIC" : " TEXT");
		err = qms_db_run(index->db, sql.data);
	}
	qms_buffer_free(&sql);
	return err;
}

static const struct qms_error *
make_table(struct qms_index *index, struct qms_arena *arena,
    const struct qms_index_table *table)
{
	const struct qms_error *err;
	struct qms_buffer sql = {0};
	size_t i;

	qms_buffer_string(&sql, "CREATE TABLE IF NOT EXISTS ");
	qms_index_name(&sql, table->name);
	qms_buffer_string(&sql, " (fact INTEGER NOT NULL, row INTEGER NOT NULL,"
	    " line INTEGER NOT NULL");
	for (i = 0; i < table->count; i++) {
		qms_buffer_string(&sql, ", ");
		qms_index_name(&sql, table->columns[i].stored);
		qms_buffer_string(&sql, table->columns[i].number ?
		    " NUMERIC" : " TEXT");
	}
	qms_buffer_string(&sql, ", PRIMARY KEY (fact, row)) WITHOUT ROWID");
	err = qms_db_run(index->db, sql.data);
	qms_buffer_free(&sql);
	return err != NULL ? err : add_missing(index, arena, table);
}

/* As index.sql does for its own. */
static const char sql_expect[] =
	"INSERT INTO main.sqlite_stat1 (tbl, idx, stat)"
	" SELECT ?1, ?2, '10000 2 noskipscan'"
	"  WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_stat1 WHERE idx = ?2)";

static const struct qms_error *
expect_few(struct qms_index *index, const char *table, const char *name)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, index->db, sql_expect);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, table);
	qms_bind_text(query, 2, name);
	return qms_step_done(query);
}

/* Others refer by this key: a rule that follows them must not try each row. */
static const struct qms_error *
index_refer(struct qms_index *index, const struct qms_index_kind *item)
{
	const struct qms_index_table *table = &item->tables[0];
	const struct qms_error *err = NULL;
	struct qms_buffer sql = {0};
	char *name;
	size_t i;

	for (i = 0; err == NULL && item->count > 0 && i < table->count; i++) {
		if (!qms_string_is(item->kind->refer, table->columns[i].name))
			continue;
		name = qms_arena_format(&index->kinds->arena, "%s:%s",
		    table->name, table->columns[i].stored);
		qms_buffer_string(&sql, "CREATE INDEX IF NOT EXISTS ");
		qms_index_name(&sql, name);
		qms_buffer_string(&sql, " ON ");
		qms_index_name(&sql, table->name);
		qms_buffer_string(&sql, " (");
		qms_index_name(&sql, table->columns[i].stored);
		qms_buffer_char(&sql, ')');
		err = qms_db_run(index->db, sql.data);
		if (err == NULL)
			err = expect_few(index, table->name, name);
	}
	qms_buffer_free(&sql);
	return err;
}

/* ---- the kinds of an ordinal ---- */

static const char sql_since[] =
	"SELECT coalesce(max(first), 0)"
	"  FROM (SELECT first FROM kind_text WHERE source = 1 AND first <= ?1"
	"        UNION ALL"
	"        SELECT last FROM kind_text WHERE source = 1 AND last <= ?1)";

static const char sql_texts[] =
	"SELECT path, text"
	"  FROM kind_text"
	" WHERE source = 1 AND first <= ?1 AND last > ?1"
	" ORDER BY path";

static const char sql_kind_file[] =
	"SELECT id"
	"  FROM kind_file"
	" WHERE kind = ?1 AND blob = ?2";

static const struct qms_error *
since(int64_t *first, struct qms_index *index, int64_t ordinal)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*first = 0;
	err = qms_db_query(&query, index->db, sql_since);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, ordinal);
	err = qms_step(&row, query);
	if (err == NULL && row)
		*first = qms_column_integer(query, 0);
	qms_done(query);
	return err;
}

static const struct qms_error *
read_texts(struct qms_index_kinds *kinds, struct qms_index *index)
{
	struct qms_problems problems = { .arena = &kinds->arena };
	const struct qms_error *err;
	struct qms_store *store;
	struct qms_query *query;
	struct qms_text text;
	const char *path;
	bool row;

	store = qms_store_overlay(&kinds->arena, NULL);
	err = qms_db_query(&query, index->db, sql_texts);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, kinds->first);
	while ((err = qms_step(&row, query)) == NULL && row) {
		path = qms_column_copy(&kinds->arena, query, 0);
		text = qms_column_bytes(query, 1);
		text.data = qms_arena_copy(&kinds->arena, text.data,
		    text.size);
		qms_store_put(store, path, text);
	}
	qms_done(query);
	if (err != NULL)
		return err;
	return qms_kinds_load(&kinds->kinds, &kinds->arena, store, &problems);
}

static const struct qms_error *
read_file_id(struct qms_index_kind *item, struct qms_index *index)
{
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];
	bool row;

	err = qms_db_query(&query, index->db, sql_kind_file);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, item->kind->id);
	qms_bind_text(query, 2, qms_oid_hex(hex, &item->kind->blob));
	err = qms_step(&row, query);
	if (err == NULL && row)
		item->file = qms_column_integer(query, 0);
	qms_done(query);
	return err;
}

static const struct qms_error *
load(struct qms_index_kinds **out, struct qms_index *index, int64_t first)
{
	struct qms_index_kinds *kinds;
	const struct qms_error *err;
	size_t i;

	*out = NULL;
	kinds = calloc(1, sizeof(*kinds));
	if (kinds == NULL)
		qms_arena_exhausted();
	kinds->first = first;
	err = read_texts(kinds, index);
	if (err == NULL)
		kinds->items = qms_arena_alloc(&kinds->arena,
		    kinds->kinds->count * sizeof(*kinds->items));
	for (i = 0; err == NULL && i < kinds->kinds->count; i++) {
		kinds->items[i].kind = kinds->kinds->items[i];
		add_keys(&kinds->arena, &kinds->items[i]);
		add_tables(&kinds->arena, &kinds->items[i]);
		make_inserts(&kinds->arena, &kinds->items[i]);
		err = read_file_id(&kinds->items[i], index);
	}
	if (err != NULL) {
		qms_index_kinds_free(kinds);
		return err;
	}
	qms_index_list_views(kinds);
	*out = kinds;
	return NULL;
}

void
qms_index_kinds_free(struct qms_index_kinds *kinds)
{
	if (kinds == NULL)
		return;
	qms_arena_free(&kinds->arena);
	free(kinds);
}

void
qms_index_kinds_drop(struct qms_index *index)
{
	struct qms_index_kinds *kinds = index->kinds;

	index->kinds = NULL;
	if (kinds == NULL || kinds == index->kinds_before)
		return;
	if (!kinds->asked) {
		qms_index_kinds_free(kinds);
		return;
	}
	kinds->next = index->kinds_out_of_use;
	index->kinds_out_of_use = kinds;
}

static void
replace(struct qms_index *index, struct qms_index_kinds *kinds)
{
	qms_index_kinds_drop(index);
	index->kinds = kinds;
}

const struct qms_error *
qms_index_kinds_at(struct qms_index *index, int64_t ordinal)
{
	const struct qms_error *err;
	struct qms_index_kinds *kinds;
	int64_t first;

	err = since(&first, index, ordinal);
	if (err != NULL)
		return err;
	if (index->kinds != NULL && index->kinds->first == first)
		return NULL;
	err = load(&kinds, index, first);
	if (err == NULL)
		replace(index, kinds);
	return err;
}

static const char sql_add_kind_file[] =
	"INSERT INTO kind_file (kind, blob) VALUES (?1, ?2)";

static const struct qms_error *
add_kind_file(struct qms_index_kind *item, struct qms_index *index)
{
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];

	err = qms_db_query(&query, index->db, sql_add_kind_file);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, item->kind->id);
	qms_bind_text(query, 2, qms_oid_hex(hex, &item->kind->blob));
	err = qms_step_done(query);
	if (err == NULL)
		item->file = qms_db_last_id(index->db);
	return err;
}

const struct qms_error *
qms_index_kinds_changed(struct qms_index *index, int64_t ordinal)
{
	const struct qms_error *err;
	struct qms_index_kinds *kinds;
	size_t i, n;

	err = load(&kinds, index, ordinal);
	if (err != NULL)
		return err;
	replace(index, kinds);
	for (i = 0; err == NULL && i < kinds->kinds->count; i++) {
		struct qms_index_kind *item = &kinds->items[i];

		if (item->file != 0)
			continue;
		err = add_kind_file(item, index);
		for (n = 0; err == NULL && n < item->count; n++)
			err = make_table(index, &kinds->arena,
			    &item->tables[n]);
		if (err == NULL && item->kind->refer != NULL)
			err = index_refer(index, item);
	}
	return err;
}

static int
compare_kind(const void *key, const void *item)
{
	return strcmp(key, ((const struct qms_index_kind *)item)->kind->id);
}

const struct qms_index_kind *
qms_index_kind_of(const struct qms_index *index, const struct qms_kind *kind)
{
	if (kind == NULL || index->kinds == NULL)
		return NULL;
	return bsearch(kind->id, index->kinds->items,
	    index->kinds->kinds->count, sizeof(*index->kinds->items),
	    compare_kind);
}
