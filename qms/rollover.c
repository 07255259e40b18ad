/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "create.h"
#include "model.h"
#include "query.h"
#include "rollover.h"
#include "splice.h"
#include "table.h"

struct rollover {
	struct qms_rollover *result;
	struct qms_change *change;
	struct qms_system *system;
	struct qms_arena *arena;
	const char *agency;
	const char *year, *before;	/* "2027", "2026" */
	char first[QMS_DAY_SIZE];	/* of the new year */
	/* of the file that is at hand */
	const struct qms_kind *kind;
	const char *id, *from, *path;
	struct qms_text text;
};

const char *
qms_rollover_what_id(enum qms_rollover_what what)
{
	static const char *const ids[] = { "kept", "carried", "changed",
		"dropped" };

	return ids[what];
}

static void
tell(struct rollover *r, enum qms_rollover_what what, const char *place,
    size_t row, const char *before, const char *after)
{
	*qms_push(r->arena, r->result->items, r->result->count,
	    r->result->room) = (struct qms_rollover_line){ what, r->id,
	    r->kind->id, r->from, place, row, before, after };
}

/* ---- front matter ---- */

static const struct qms_error *
set_key(struct rollover *r, const char *key, const char *before,
    const char *after)
{
	struct qms_splice_parts parts = qms_splice_split(r->text);
	struct qms_text front = { r->text.data + parts.front,
	    parts.front_size };
	const struct qms_error *err;
	struct qms_text edited;

	err = *after == '\0' ? qms_splice_remove(&edited, r->arena, front,
	    key) : qms_splice_set(&edited, r->arena, front, key, after);
	if (err != NULL)
		return err;
	r->text = qms_splice_replace(r->arena, r->text, parts.front,
	    parts.front_size, edited);
	tell(r, *after == '\0' ? QMS_ROLLOVER_DROPPED : QMS_ROLLOVER_CHANGED,
	    key, 0, before, after);
	return NULL;
}

/* "… năm 2026" to "… năm 2027"; no part of a longer number. */
static const char *
in_new_year(struct rollover *r, const char *text)
{
	const char *at = text;
	size_t size = strlen(r->before);

	while ((at = strstr(at, r->before)) != NULL) {
		if ((at == text || at[-1] < '0' || at[-1] > '9') &&
		    (at[size] < '0' || at[size] > '9'))
			return qms_arena_format(r->arena, "%.*s%s%s",
			    (int)(at - text), text, r->year, at + size);
		at += size;
	}
	return text;
}

static const char *
a_year_later(struct rollover *r, const char *day)
{
	char later[QMS_DAY_SIZE];

	return qms_arena_string(r->arena, qms_day_format(later,
	    qms_day_add_months(qms_day_parse(qms_text(day)), 12)));
}

static bool
is_record(struct rollover *r, const char *kind)
{
	const struct qms_kind *to = kind == NULL ? NULL : qms_kinds_get(
	    qms_system_kinds(r->system), kind);

	return to != NULL && to->class == QMS_CLASS_RECORD;
}

/* What the year changes of a value: itself, another, or "" for none. */
static const char *
renewed(struct rollover *r, const struct qms_kind_key *key,
    const char *value)
{
	if (strcmp(key->key, r->kind->yearly) == 0 &&
	    key->type == QMS_TYPE_INTEGER)
		return r->year;
	if (key->type == QMS_TYPE_DATE)
		return qms_day_parse(qms_text(value)) == QMS_DAY_NONE ?
		    value : a_year_later(r, value);
	if (key->type == QMS_TYPE_DECISION ||
	    (key->type == QMS_TYPE_REF && is_record(r, key->to)))
		return "";
	return strcmp(key->key, "title") == 0 ? in_new_year(r, value) : value;
}

static const struct qms_error *
renew_keys(struct rollover *r, const struct qms_object *object)
{
	const struct qms_error *err = NULL;
	const struct qms_kind_key *key;
	const char *value, *after;
	size_t i;

	for (i = 0; err == NULL && i < r->kind->key_count; i++) {
		key = &r->kind->keys[i];
		value = key->many ? NULL : qms_object_string(object, key->key);
		if (value == NULL)
			continue;
		after = renewed(r, key, value);
		if (strcmp(after, value) != 0)
			err = set_key(r, key->key, qms_arena_string(r->arena,
			    value), after);
	}
	return err;
}

/* ---- tables ---- */

/* Is what a cell names still there on the first day of the year? */
static const char sql_unit[] =
	"SELECT 1 FROM agency_units"
	" WHERE agency = ?1 AND id = ?2 AND (\"to\" IS NULL OR \"to\" >= ?3)";
static const char sql_person[] =
	"SELECT 1 FROM office"
	" WHERE agency = ?1 AND person = ?2 AND last >= ?3";
static const char sql_agency[] =
	"SELECT 1 FROM agency"
	" WHERE ?1 IS NOT NULL AND agency = ?2"
	"   AND (\"to\" IS NULL OR \"to\" >= ?3)";
static const char sql_document[] =
	"SELECT 1 FROM object AS o"
	" WHERE o.agency = ?1 AND o.id = ?2 AND ?3 IS NOT NULL"
	"   AND NOT EXISTS (SELECT 1 FROM statement AS s"
	"        WHERE s.agency = o.agency AND s.id = o.id"
	"          AND s.act = 'withdraw' AND s.void IS NULL)";

static const char *
sql_for(struct rollover *r, const struct qms_kind_key *key)
{
	const struct qms_kind *to;

	if (key->type == QMS_TYPE_UNIT)
		return sql_unit;
	if (key->type == QMS_TYPE_PERSON)
		return sql_person;
	if (key->type != QMS_TYPE_REF || key->to == NULL)
		return NULL;
	if (strcmp(key->to, "agency") == 0)
		return sql_agency;
	to = qms_kinds_get(qms_system_kinds(r->system), key->to);
	return to != NULL && to->class == QMS_CLASS_DOCUMENT ? sql_document :
	    NULL;
}

static const struct qms_error *
is_there(bool *there, struct rollover *r, const struct qms_kind_key *key,
    const char *value)
{
	const char *slash = strchr(value, '/'), *sql = sql_for(r, key);
	const char *agency = r->agency;
	const struct qms_error *err;
	struct qms_query *query;

	*there = true;
	if (sql == NULL)
		return NULL;
	if (slash != NULL) {
		agency = qms_arena_copy(r->arena, value,
		    (size_t)(slash - value));
		value = slash + 1;
	}
	err = qms_db_query(&query, qms_index_db(r->system->index), sql);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, agency);
	qms_bind_text(query, 2, value);
	qms_bind_text(query, 3, r->first);
	err = qms_step(there, query);
	qms_done(query);
	return err;
}

/* One cell; *gone: its row has to go. */
static const struct qms_error *
renew_cell(bool *gone, struct rollover *r, struct qms_table_edit *edit,
    size_t row, size_t column, size_t number)
{
	const struct qms_table *table = edit->table;
	const struct qms_kind_key *key = table->columns[column].type;
	const char *value = qms_table_value(edit, row, column), *after;
	const struct qms_error *err;
	bool there;

	if (key == NULL || value == NULL || *value == '\0')
		return NULL;
	after = renewed(r, key, value);
	err = is_there(&there, r, key, after);
	if (err != NULL)
		return err;
	if (!there && key->need) {
		*gone = true;
		tell(r, QMS_ROLLOVER_DROPPED, table->name, number, value, "");
		return NULL;
	}
	if (!there)
		after = "";
	if (strcmp(after, value) == 0)
		return NULL;
	tell(r, *after == '\0' ? QMS_ROLLOVER_DROPPED : QMS_ROLLOVER_CHANGED,
	    qms_arena_format(r->arena, "%s.%s", table->name, key->key),
	    number, value, after);
	qms_table_set(edit, row, column, after);
	return NULL;
}

static const struct qms_error *
renew_table(struct rollover *r, const struct qms_object *object,
    const struct qms_table *table)
{
	struct qms_problems problems = { .arena = r->arena };
	const struct qms_error *err = NULL;
	struct qms_table_edit edit;
	size_t row, column, number;
	bool gone;

	qms_table_begin(&edit, r->arena, table);
	for (row = 0, number = 1; err == NULL && row < edit.count; number++) {
		gone = false;
		for (column = 0; err == NULL && !gone &&
		    column < table->column_count; column++)
			err = renew_cell(&gone, r, &edit, row, column,
			    number);
		if (gone)
			qms_table_remove(&edit, row);
		else
			row++;
	}
	if (err != NULL || qms_table_is_same(&edit))
		return err;
	if (qms_table_counter(table) != SIZE_MAX)
		qms_table_renumber(&edit);
	/* what is wrong with the whole is told when it is committed */
	return qms_table_write(&r->text, &problems, &edit, object,
	    qms_system_kinds(r->system));
}

static const struct qms_error *
renew_tables(struct rollover *r, size_t *count, size_t at)
{
	struct qms_problems problems = { .arena = r->arena };
	const struct qms_error *err;
	struct qms_object object;
	struct qms_tables tables;

	qms_object_parse(&object, r->arena, qms_system_kinds(r->system),
	    r->path, r->text, &problems);
	err = qms_tables_read(&tables, r->arena, &object, &problems,
	    r->system->language);
	*count = err == NULL ? tables.count : 0;
	if (err == NULL && at < tables.count && !tables.items[at].absent &&
	    tables.items[at].name != NULL)
		err = renew_table(r, &object, &tables.items[at]);
	qms_object_free(&object);
	return err;
}

/* ---- files ---- */

/* The object's number: that of the new year; a document keeps its own. */
static const struct qms_error *
find_id(struct rollover *r)
{
	const struct qms_error *err;

	r->id = r->from;
	if (r->kind->class != QMS_CLASS_RECORD)
		return NULL;
	err = qms_create_next_id(&r->id, r->system, r->arena, r->kind,
	    r->agency, r->year);
	r->path = qms_kind_path(r->arena, r->kind, r->agency, r->id, r->year);
	return err;
}

static const struct qms_error *
renew(struct rollover *r)
{
	struct qms_problems problems = { .arena = r->arena };
	const struct qms_error *err;
	struct qms_object object;
	size_t count = 1, i;

	err = qms_store_read(&r->text, r->arena, r->system->store, r->path,
	    QMS_FILE_LIMIT);
	if (err == NULL)
		err = find_id(r);
	if (err != NULL)
		return err;
	tell(r, QMS_ROLLOVER_CARRIED, "", 0, "", "");
	qms_object_parse(&object, r->arena, qms_system_kinds(r->system),
	    r->path, r->text, &problems);
	err = renew_keys(r, &object);
	qms_object_free(&object);
	for (i = 0; err == NULL && i < count; i++)
		err = renew_tables(r, &count, i);
	if (err == NULL) {
		qms_change_put(r->change, r->path, r->text);
		r->result->made++;
	}
	return err;
}

/* ---- records that are for a year, such as the result of an objective ---- */

/* A figure that the starter text does not give is a result of the old year. */
static bool
is_result(const struct qms_kind_key *key, const struct qms_object *starter)
{
	return key->type == QMS_TYPE_DECIMAL &&
	    qms_object_string(starter, key->key) == NULL;
}

static const struct qms_error *
copy_key(struct rollover *r, const struct qms_kind_key *key,
    const char *value, const char *after)
{
	struct qms_splice_parts parts = qms_splice_split(r->text);
	struct qms_text front = { r->text.data + parts.front,
	    parts.front_size };
	const struct qms_error *err;
	struct qms_text edited;

	if (*after == '\0') {
		tell(r, QMS_ROLLOVER_DROPPED, key->key, 0, value, "");
		return NULL;
	}
	err = qms_splice_set(&edited, r->arena, front, key->key, after);
	if (err != NULL)
		return err;
	r->text = qms_splice_replace(r->arena, r->text, parts.front,
	    parts.front_size, edited);
	if (strcmp(value, after) != 0)
		tell(r, QMS_ROLLOVER_CHANGED, key->key, 0, value, after);
	return NULL;
}

static const struct qms_error *
copy_keys(struct rollover *r, const struct qms_object *old)
{
	struct qms_problems problems = { .arena = r->arena };
	const struct qms_error *err = NULL;
	const struct qms_kind_key *key;
	struct qms_object starter;
	const char *value;
	size_t i;

	qms_object_parse(&starter, r->arena, qms_system_kinds(r->system),
	    r->path, r->text, &problems);
	for (i = 0; err == NULL && i < r->kind->key_count; i++) {
		key = &r->kind->keys[i];
		value = key->many ? NULL : qms_object_string(old, key->key);
		if (value != NULL)
			err = copy_key(r, key, qms_arena_string(r->arena,
			    value), is_result(key, &starter) ? "" :
			    renewed(r, key, value));
	}
	qms_object_free(&starter);
	return err;
}

/* From the starter text: what was written of the old year stays there. */
static const struct qms_error *
begin_anew(struct rollover *r)
{
	struct qms_problems problems = { .arena = r->arena };
	struct qms_blanks blanks = { .title = "x", .id = r->id,
	    .agency = r->agency, .agency_name = r->agency,
	    .short_name = r->agency, .day = r->first, .year = r->year,
	    .person = "" };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	struct qms_object old;
	struct qms_text text;

	err = qms_store_read(&text, r->arena, r->system->store, r->path,
	    QMS_FILE_LIMIT);
	if (err != NULL)
		return err;
	tell(r, QMS_ROLLOVER_CARRIED, "", 0, "", "");
	qms_object_parse(&old, r->arena, qms_system_kinds(r->system),
	    r->path, text, &problems);
	qms_model_fill(&out, qms_text(r->kind->starter), &blanks, NULL, NULL);
	r->text.data = qms_arena_copy(r->arena, out.data, out.size);
	r->text.size = out.size;
	qms_buffer_free(&out);
	r->path = qms_kind_path(r->arena, r->kind, r->agency, r->id, r->year);
	err = copy_keys(r, &old);
	qms_object_free(&old);
	if (err == NULL) {
		qms_change_put(r->change, r->path, r->text);
		r->result->made++;
	}
	return err;
}

/* Those that end with the year before, if none ends with the year. */
static const struct qms_error *
find_ended(struct qms_strings *ids, struct qms_strings *paths,
    struct rollover *r)
{
	const char *view = qms_kind_view(r->arena, r->kind->id, NULL);
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(r->system->index),
	    qms_arena_format(r->arena, "SELECT id, path FROM \"%s\" AS v"
	    " WHERE agency = ?1 AND \"%s\" = ?2 AND NOT EXISTS (SELECT 1"
	    " FROM \"%s\" AS n WHERE n.agency = ?1 AND n.\"%s\" = ?3)"
	    " ORDER BY id", view, r->kind->yearly, view, r->kind->yearly));
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, r->agency);
	qms_bind_text(query, 2, qms_arena_format(r->arena, "%s-12-31",
	    r->before));
	qms_bind_text(query, 3, qms_arena_format(r->arena, "%s-12-31",
	    r->year));
	while ((err = qms_step(&row, query)) == NULL && row) {
		qms_strings_add(r->arena, ids, qms_arena_string(r->arena,
		    qms_column_text(query, 0)));
		qms_strings_add(r->arena, paths, qms_arena_string(r->arena,
		    qms_column_text(query, 1)));
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
renew_ended(struct rollover *r)
{
	struct qms_strings ids = { 0 }, paths = { 0 };
	const struct qms_error *err;
	const char *first = NULL;
	int number = 0;
	size_t i;

	if (r->kind->starter == NULL || r->kind->number == NULL)
		return NULL;
	err = find_ended(&ids, &paths, r);
	if (err == NULL && ids.count > 0)
		err = qms_create_next_id(&first, r->system, r->arena,
		    r->kind, r->agency, r->year);
	if (first != NULL)
		(void)qms_kind_number_fits(r->kind, first, &number);
	for (i = 0; err == NULL && i < ids.count; i++) {
		r->from = ids.items[i];
		r->path = paths.items[i];
		r->id = i == 0 ? first : qms_kind_number(r->arena, r->kind,
		    r->agency, r->year, number + (int)i);
		err = begin_anew(r);
	}
	return err;
}

/* The newest of the year before, if there is none of the year. */
static const struct qms_error *
find_last(struct rollover *r)
{
	const char *view = qms_kind_view(r->arena, r->kind->id, NULL);
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	r->from = NULL;
	err = qms_db_query(&query, qms_index_db(r->system->index),
	    qms_arena_format(r->arena, "SELECT id, path FROM \"%s\" AS v"
	    " WHERE agency = ?1 AND \"%s\" = ?2 AND NOT EXISTS (SELECT 1"
	    " FROM \"%s\" AS n WHERE n.agency = ?1 AND n.\"%s\" = ?3)"
	    " ORDER BY id DESC LIMIT 1", view, r->kind->yearly, view,
	    r->kind->yearly));
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, r->agency);
	qms_bind_integer(query, 2, atoi(r->before));
	qms_bind_integer(query, 3, atoi(r->year));
	err = qms_step(&row, query);
	if (err == NULL && row) {
		r->from = qms_arena_string(r->arena, qms_column_text(query,
		    0));
		r->path = qms_arena_string(r->arena, qms_column_text(query,
		    1));
	}
	qms_done(query);
	return err;
}

/* Open records go on as they are. */
static const struct qms_error *
list_open(struct rollover *r)
{
	const struct qms_error *err;
	struct qms_row_due *rows;
	size_t count, i;

	err = qms_query_due(&rows, &count, r->arena, r->system->index,
	    r->agency);
	for (i = 0; err == NULL && i < count; i++) {
		r->kind = qms_kinds_get(qms_system_kinds(r->system),
		    rows[i].kind);
		r->id = rows[i].id;
		r->from = "";
		if (r->kind->class == QMS_CLASS_RECORD)
			tell(r, QMS_ROLLOVER_KEPT, "due", 0, rows[i].due,
			    rows[i].due);
	}
	return err;
}

const struct qms_error *
qms_rollover(struct qms_rollover *result, struct qms_change *change,
    struct qms_system *system, struct qms_arena *arena, const char *agency,
    int year)
{
	struct rollover r = { .result = result, .change = change,
	    .system = system, .arena = arena, .agency = agency };
	const struct qms_kinds *kinds = qms_system_kinds(system);
	const struct qms_error *err = NULL;
	size_t i;

	*result = (struct qms_rollover){ 0 };
	r.year = qms_arena_format(arena, "%d", year);
	r.before = qms_arena_format(arena, "%d", year - 1);
	(void)qms_day_format(r.first, qms_day_make(year, 1, 1));
	for (i = 0; err == NULL && i < kinds->count; i++) {
		r.kind = kinds->items[i];
		if (r.kind->yearly == NULL || r.kind->path == NULL)
			continue;
		if (qms_kind_key(r.kind, r.kind->yearly)->type ==
		    QMS_TYPE_DATE) {
			err = renew_ended(&r);
			continue;
		}
		err = find_last(&r);
		if (err == NULL && r.from != NULL)
			err = renew(&r);
	}
	return err == NULL ? list_open(&r) : err;
}
