/* SPDX-License-Identifier: MIT */
/*
 * Facts: a blob is taken apart once for each kind file that ever described it,
 * and what it says becomes rows.
 */
#include <string.h>

#include "index_part.h"
#include "unicode.h"

struct writer {
	struct qms_index *index;
	struct qms_arena *arena;
	const struct qms_index_kind *item;
	struct qms_object *object;
	int64_t fact;
	struct qms_buffer text;
};

/* ---- values ---- */

static bool
is_decimal(const char *value, bool whole)
{
	size_t digits;

	value += *value == '-';
	digits = strspn(value, "0123456789");
	if (digits == 0 || digits > 15)
		return false;
	value += digits;
	if (*value == '.' && !whole) {
		digits = strspn(value + 1, "0123456789");
		if (digits == 0 || digits > 15)
			return false;
		value += digits + 1;
	}
	return *value == '\0';
}

/* As it is stored: NULL for what is empty or not of its type (that is a
 * problem already). */
static const char *
typed(struct writer *w, const struct qms_kind_key *key, const char *value)
{
	struct qms_text text;

	if (value == NULL)
		return NULL;
	text = qms_text_trim(qms_text(value));
	if (text.size == 0)
		return NULL;
	if (w->object->denormal) {
		qms_buffer_clear(&w->text);
		qms_unicode_nfc(&w->text, text);
		text = qms_buffer_view(&w->text);
	}
	value = qms_arena_copy(w->arena, text.data, text.size);
	switch (key->type) {
	case QMS_TYPE_DATE:
		return qms_day_parse(text) == QMS_DAY_NONE ? NULL : value;
	case QMS_TYPE_INTEGER:
		return is_decimal(value, true) ? value : NULL;
	case QMS_TYPE_DECIMAL:
		return is_decimal(value, false) ? value : NULL;
	default:
		return value;
	}
}

static const struct qms_error *
begin_row(struct qms_query **query, struct writer *w,
    const struct qms_index_table *table, int row, int line)
{
	const struct qms_error *err;

	err = qms_db_query(query, w->index->db, table->insert);
	if (err != NULL)
		return err;
	qms_bind_integer(*query, 1, w->fact);
	qms_bind_integer(*query, 2, row);
	qms_bind_integer(*query, 3, line);
	return NULL;
}

static void
bind(struct qms_query *query, size_t column, const char *value)
{
	if (value == NULL)
		qms_bind_null(query, (int)column + 4);
	else
		qms_bind_text(query, (int)column + 4, value);
}

/* ---- names and references ---- */

static const char sql_name[] =
	"INSERT INTO fact_name (fact, name, row) VALUES (?1, ?2, ?3)";

static const struct qms_error *
add_name(struct writer *w, const char *name, int row)
{
	const struct qms_error *err;
	struct qms_query *query;

	if (name == NULL)
		return NULL;
	err = qms_db_query(&query, w->index->db, sql_name);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, w->fact);
	qms_bind_text(query, 2, name);
	qms_bind_integer(query, 3, row);
	return qms_step_done(query);
}

static const char sql_reference[] =
	"INSERT INTO fact_reference (fact, row, line, key, to_kind, agency,"
	" target, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

static const struct qms_error *
write_reference(struct writer *w, const char *key, int row, int line,
    const char *to, const struct qms_reference *reference)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, w->index->db, sql_reference);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, w->fact);
	qms_bind_integer(query, 2, row);
	qms_bind_integer(query, 3, line);
	qms_bind_text(query, 4, key);
	qms_bind_text(query, 5, to == NULL ? "" : to);
	qms_bind_text(query, 6, reference->agency);
	qms_bind_text(query, 7, reference->id);
	qms_bind_text(query, 8, reference->version);
	return qms_step_done(query);
}

/* ---- persons and units that are named, and blanks ---- */

static const char sql_mention[] =
	"INSERT INTO fact_mention (fact, row, line, key, type, agency, target)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

static const struct qms_error *
write_mention(struct writer *w, const char *key, int row, int line,
    const char *type, const struct qms_reference *whom)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, w->index->db, sql_mention);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, w->fact);
	qms_bind_integer(query, 2, row);
	qms_bind_integer(query, 3, line);
	qms_bind_text(query, 4, key);
	qms_bind_text(query, 5, type);
	qms_bind_text(query, 6, whom->agency);
	qms_bind_text(query, 7, whom->id);
	return qms_step_done(query);
}

static const struct qms_error *
add_mention(struct writer *w, const char *name,
    const struct qms_kind_key *key, const char *value, int row, int line)
{
	struct qms_reference whom = { "", value, "" };

	if (key->type == QMS_TYPE_PERSON && strchr(value, '/') != NULL)
		qms_reference_parse(&whom, w->arena, value, NULL);
	return write_mention(w, name, row, line, qms_type_name(key->type),
	    &whom);
}

/* A starter text marks with it what is to be filled in. */
static const char blank[] = "[…]";
enum { MOST_BLANKS = 100 };		/* of a file; more say nothing new */

static const struct qms_error *
add_blanks(struct writer *w)
{
	const struct qms_reference none = { "", "", "" };
	struct qms_text line, rest = w->object->bytes;
	const struct qms_error *err = NULL;
	int number = 0, row = 0;

	while (err == NULL && row < MOST_BLANKS &&
	    qms_text_line(&line, &rest)) {
		number++;
		if (memmem(line.data, line.size, blank,
		    sizeof(blank) - 1) != NULL)
			err = write_mention(w, "", ++row, number, "blank",
			    &none);
	}
	return err;
}

/* ---- references ---- */

static const struct qms_error *
add_reference(struct writer *w, const char *name,
    const struct qms_kind_key *key, const char *value, int row, int line)
{
	struct qms_reference reference;
	const struct qms_kind *to;

	if (value == NULL)
		return NULL;
	if (key->type == QMS_TYPE_PERSON || key->type == QMS_TYPE_UNIT)
		return add_mention(w, name, key, value, row, line);
	if (key->type != QMS_TYPE_REF)
		return NULL;
	to = key->to == NULL ? NULL :
	    qms_kinds_get(w->index->kinds->kinds, key->to);
	if (!qms_reference_parse(&reference, w->arena, value, to))
		return NULL;
	return write_reference(w, name, row, line, key->to, &reference);
}

/* ---- links ---- */

static bool
is_external(const char *target)
{
	return target[0] == '#' || target[0] == '\0' ||
	    strchr(target, ':') != NULL || qms_starts_with(target, "//");
}

/*
 * The agency that a path names: "agencies/so-khcn/documents/QT-02.md" or, from
 * within another, "../../so-khcn/documents/QT-02.md"; "" where it names none.
 */
static const char *
link_agency(struct qms_arena *arena, const char *path)
{
	static const char *const places[] = { "documents/", "records/" };
	const char *at = strstr(path, "agencies/"), *rest;
	bool climbed = false;
	size_t i;

	if (at != NULL)
		path = at + strlen("agencies/");
	for (; qms_starts_with(path, "../"); path += strlen("../"))
		climbed = true;
	rest = path + strcspn(path, "/");
	if (at != NULL)
		return qms_arena_copy(arena, path, (size_t)(rest - path));
	for (i = 0; climbed && *rest == '/' && i < sizeof(places) /
	    sizeof(places[0]); i++)
		if (qms_starts_with(rest + 1, places[i]))
			return qms_arena_copy(arena, path,
			    (size_t)(rest - path));
	return "";
}

/* "../../so-khcn/documents/QT-02.md#x" or "QT-02@1.0" to its parts. */
static bool
link_reference(struct qms_reference *reference, struct qms_arena *arena,
    const char *target)
{
	char *path = qms_arena_copy(arena, target, strcspn(target, "#?"));
	char *last, *dot;

	if (is_external(target) || path[0] == '\0')
		return false;
	last = strrchr(path, '/');
	last = last == NULL ? path : last + 1;
	dot = strrchr(last, '.');
	if (dot == NULL || strchr(last, '@') != NULL)
		return qms_reference_parse(reference, arena, path, NULL);
	if (strcmp(dot, ".md") != 0 && strcmp(dot, ".yaml") != 0)
		return false;
	*dot = '\0';
	*reference = (struct qms_reference){ "", last, "" };
	reference->agency = link_agency(arena, path);
	return last[0] != '\0';
}

static const struct qms_error *
add_links(struct writer *w)
{
	const struct qms_markdown *markdown = &w->object->markdown;
	const struct qms_error *err = NULL;
	struct qms_reference reference;
	size_t i;

	for (i = 0; err == NULL && i < markdown->link_count; i++)
		if (!markdown->links[i].image && link_reference(&reference,
		    w->arena, markdown->links[i].target))
			err = write_reference(w, "link", (int)i + 1,
			    markdown->links[i].line, NULL, &reference);
	return err;
}

/* ---- front matter ---- */

static const struct qms_error *
write_front(struct writer *w)
{
	const struct qms_index_table *table = &w->item->tables[0];
	const struct qms_kind *kind = w->item->kind;
	const struct qms_index_column *column;
	const struct qms_yaml *root = w->object->root, *from, *node;
	const struct qms_error *err;
	struct qms_query *query;
	const char *value;
	size_t i;

	err = begin_row(&query, w, table, 0, 1);
	for (i = 0; err == NULL && i < table->count; i++) {
		column = &table->columns[i];
		from = column->map == NULL ? root :
		    qms_yaml_get(root, column->map->key);
		bind(query, i, typed(w, column->key,
		    qms_yaml_string(from, column->key->key)));
	}
	if (err == NULL)
		err = qms_step_done(query);
	/* a reference may stand in a key that is no column */
	for (i = 0; err == NULL && i < kind->key_count; i++) {
		node = qms_yaml_get(root, kind->keys[i].key);
		if (node == NULL || node->type != QMS_YAML_SCALAR ||
		    kind->keys[i].many)
			continue;
		value = typed(w, &kind->keys[i], node->value);
		err = add_reference(w, kind->keys[i].key, &kind->keys[i],
		    value, 0, node->line);
	}
	if (err == NULL && kind->refer != NULL) {
		value = qms_object_string(w->object, kind->refer);
		err = add_name(w, value, 0);
	}
	return err;
}

static const struct qms_error *
write_item(struct writer *w, const struct qms_index_table *table,
    const struct qms_yaml *item, int row)
{
	const struct qms_kind_key *key = table->key;
	const struct qms_index_column *column;
	const struct qms_error *err;
	struct qms_query *query;
	const char **values;
	size_t i;

	values = qms_arena_alloc(w->arena, table->count * sizeof(*values));
	for (i = 0; i < table->count; i++) {
		column = &table->columns[i];
		values[i] = typed(w, column->key, key->type == QMS_TYPE_ROWS ?
		    qms_yaml_string(item, column->key->key) :
		    item->type == QMS_YAML_SCALAR ? item->value : NULL);
	}
	err = begin_row(&query, w, table, row, item->line);
	for (i = 0; err == NULL && i < table->count; i++)
		bind(query, i, values[i]);
	if (err == NULL)
		err = qms_step_done(query);
	for (i = 0; err == NULL && i < table->count; i++)
		err = add_reference(w, key->key, table->columns[i].key,
		    values[i], row, item->line);
	return err;
}

static const struct qms_error *
write_list(struct writer *w, const struct qms_index_table *table)
{
	const struct qms_yaml *list, *item;
	const struct qms_error *err = NULL;
	int row = 0;

	list = qms_yaml_get(w->object->root, table->key->key);
	if (list == NULL)
		return NULL;
	if (list->type == QMS_YAML_SCALAR)
		return list->value[0] == '\0' ? NULL :
		    write_item(w, table, list, 1);
	if (list->type != QMS_YAML_LIST)
		return NULL;
	for (item = list->first; err == NULL && item != NULL;
	    item = item->next)
		err = write_item(w, table, item, ++row);
	return err;
}

/* ---- tables of the text, rows of a CSV file ---- */

static const struct qms_error *
write_cells(struct writer *w, const struct qms_index_table *table,
    const char *const *cells, int row, int line)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char **values;
	size_t i;

	values = qms_arena_alloc(w->arena, table->count * sizeof(*values));
	for (i = 0; i < table->count; i++)
		values[i] = typed(w, table->columns[i].key, cells[i]);
	err = begin_row(&query, w, table, row, line);
	for (i = 0; err == NULL && i < table->count; i++)
		bind(query, i, values[i]);
	if (err == NULL)
		err = qms_step_done(query);
	for (i = 0; err == NULL && i < table->count; i++)
		err = add_reference(w, table->list != NULL ? table->list :
		    table->columns[i].name, table->columns[i].key, values[i],
		    row, line);
	return err;
}

static const struct qms_error *
write_table(struct writer *w, const struct qms_index_table *table)
{
	const struct qms_object_table *place =
	    w->object->tables == NULL ? NULL :
	    &w->object->tables[table->place];
	const struct qms_error *err = NULL;
	const struct qms_markdown_row *row;
	const char **cells;
	size_t r, i;
	int cell;

	if (place == NULL || place->found == NULL || place->columns == NULL)
		return NULL;
	cells = qms_arena_alloc(w->arena, table->count * sizeof(*cells));
	for (r = 0; err == NULL && r < place->found->count; r++) {
		row = &place->found->rows[r];
		for (i = 0; i < table->count; i++) {
			cell = place->columns[table->columns[i].cell];
			cells[i] = cell < 0 || (size_t)cell >= row->count ?
			    NULL : row->cells[cell].text;
		}
		err = write_cells(w, table, cells, (int)r + 1, row->line);
	}
	return err;
}

/* The column others refer by; the first if the kind names none. */
static size_t
name_column(const struct qms_index_kind *item)
{
	const struct qms_index_table *table = &item->tables[0];
	size_t i;

	for (i = 0; i < table->count; i++)
		if (qms_string_is(table->columns[i].name, item->kind->refer))
			return i;
	return 0;
}

static const struct qms_error *
write_csv(struct writer *w)
{
	const struct qms_index_table *table = &w->item->tables[0];
	const struct qms_csv *csv = &w->object->csv;
	const struct qms_error *err = NULL;
	const int *columns;
	const char **cells;
	size_t r, i, name = name_column(w->item);
	int cell;

	if (w->object->tables == NULL || w->object->tables->columns == NULL ||
	    table->count == 0)
		return NULL;
	columns = w->object->tables->columns;
	cells = qms_arena_alloc(w->arena, table->count * sizeof(*cells));
	for (r = 0; err == NULL && r < csv->count; r++) {
		for (i = 0; i < table->count; i++) {
			cell = columns[table->columns[i].cell];
			cells[i] = cell < 0 ||
			    (size_t)cell >= csv->rows[r].count ? NULL :
			    csv->rows[r].cells[cell];
		}
		err = write_cells(w, table, cells, (int)r + 1,
		    csv->rows[r].line);
		if (err == NULL)
			err = add_name(w, typed(w, table->columns[name].key,
			    cells[name]), (int)r + 1);
	}
	return err;
}

/* ---- what it adopts ---- */

static const char sql_adopting[] =
	"INSERT INTO adopting (fact, key, line, agency, object, version, own)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/* Lists, maps and tables that stand for those of the adopted text as a whole:
 * " fees steps ". */
static const char *
own_parts(struct writer *w)
{
	const struct qms_index_table *table = w->item->tables;
	const struct qms_kind *kind = w->item->kind;
	const struct qms_yaml *node;
	struct qms_buffer out = {0};
	const char *list;
	size_t i;

	qms_buffer_char(&out, ' ');
	for (i = 0; i < kind->key_count; i++) {
		node = qms_yaml_get(w->object->root, kind->keys[i].key);
		if (node != NULL && (node->type != QMS_YAML_SCALAR ||
		    node->value[0] != '\0'))
			qms_buffer_format(&out, "%s ", kind->keys[i].key);
	}
	for (i = 1; i < w->item->count; i++)
		if (table[i].table != NULL && qms_object_has_section(
		    w->object, table[i].table->section))
			qms_buffer_format(&out, "%s ", table[i].list);
	list = qms_arena_string(w->arena, out.data);
	qms_buffer_free(&out);
	return list;
}

static const struct qms_error *
write_adopting(struct writer *w)
{
	const char *key = w->item->kind->adopts;
	struct qms_reference reference = { "", "", "" };
	const struct qms_error *err;
	struct qms_query *query;
	int line, column;

	if (w->object->adopts == NULL)
		return NULL;
	(void)qms_reference_parse(&reference, w->arena, w->object->adopts,
	    w->item->kind);
	qms_object_position(w->object, key, 0, &line, &column);
	err = qms_db_query(&query, w->index->db, sql_adopting);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, w->fact);
	qms_bind_text(query, 2, key);
	qms_bind_integer(query, 3, line);
	qms_bind_text(query, 4, reference.agency);
	qms_bind_text(query, 5, reference.id);
	qms_bind_text(query, 6, reference.version);
	qms_bind_text(query, 7, own_parts(w));
	return qms_step_done(query);
}

static const struct qms_error *
write_rows(struct writer *w)
{
	const struct qms_error *err;
	size_t i;

	if (w->object->broken)
		return NULL;
	if (w->item->kind->format == QMS_FORMAT_CSV)
		return write_csv(w);
	err = write_front(w);
	if (err == NULL)
		err = write_adopting(w);
	for (i = 1; err == NULL && i < w->item->count; i++)
		err = w->item->tables[i].key != NULL ?
		    write_list(w, &w->item->tables[i]) :
		    write_table(w, &w->item->tables[i]);
	if (err == NULL && w->item->kind->format == QMS_FORMAT_MARKDOWN)
		err = add_links(w);
	if (err == NULL && w->item->kind->format == QMS_FORMAT_MARKDOWN)
		err = add_blanks(w);
	return err;
}

/* ---- the fact ---- */

static const char sql_problem[] =
	"INSERT INTO fact_problem (fact, line, col, code, a1, a2, a3, a4)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

static const struct qms_error *
write_problems(struct writer *w, const struct qms_problems *problems)
{
	const struct qms_error *err = NULL;
	const struct qms_problem *problem;
	struct qms_query *query;
	size_t i;
	int n;

	for (i = 0; err == NULL && i < problems->count; i++) {
		problem = &problems->items[i];
		err = qms_db_query(&query, w->index->db, sql_problem);
		if (err != NULL)
			return err;
		qms_bind_integer(query, 1, w->fact);
		qms_bind_integer(query, 2, problem->line);
		qms_bind_integer(query, 3, problem->column);
		qms_bind_text(query, 4, problem->code);
		for (n = 0; n < QMS_MESSAGE_ARGUMENTS; n++)
			if (problem->arguments[n] != NULL)
				qms_bind_text(query, 5 + n,
				    problem->arguments[n]);
		err = qms_step_done(query);
	}
	return err;
}

static const char sql_fact[] =
	"INSERT INTO fact (blob, kind_file, schema, title, broken, sha256)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

static const struct qms_error *
write_fact(struct writer *w, const struct qms_oid *blob, const char *schema,
    const char *title)
{
	char hex[QMS_OID_HEX], sha256[QMS_SHA256_SIZE];
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, w->index->db, sql_fact);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, qms_oid_hex(hex, blob));
	qms_bind_integer(query, 2, w->item->file);
	qms_bind_text(query, 3, schema == NULL ? "" : schema);
	qms_bind_text(query, 4, title == NULL ? "" : title);
	qms_bind_integer(query, 5, w->object->broken);
	qms_bind_text(query, 6, qms_sha256(sha256, w->object->bytes));
	err = qms_step_done(query);
	w->fact = qms_db_last_id(w->index->db);
	return err;
}

/* Without what only its path could tell: the fact may serve another one. */
static const char *
title_of(const struct qms_object *object)
{
	return qms_string_is(object->title, object->match.id) ? "" :
	    object->title;
}

/* As the file was understood, so that it is found again by it. */
static const char *
schema_of(struct writer *w)
{
	const char *schema = qms_yaml_string(w->object->root, "schema");

	return schema != NULL ? schema :
	    qms_object_schema(w->arena, w->object->bytes);
}

static const struct qms_error *
write_object(struct writer *w, const struct qms_oid *blob,
    struct qms_problems *problems, bool search_now)
{
	const struct qms_error *err = NULL;

	/* a list of rows has values, and no root */
	if (!w->object->broken && (w->object->root != NULL ||
	    w->object->match.kind->format == QMS_FORMAT_CSV))
		err = qms_schema_check(w->index->schemas, w->object,
		    w->arena, problems);
	if (err == NULL)
		err = write_fact(w, blob, schema_of(w),
		    title_of(w->object));
	if (err == NULL)
		err = write_rows(w);
	if (err == NULL)
		err = write_problems(w, problems);
	if (err == NULL && search_now)
		err = qms_index_search_add(w->index, w->fact, w->object);
	return err;
}

/* ---- finding ---- */

static const char sql_find[] =
	"SELECT id, kind_file, schema"
	"  FROM fact"
	" WHERE blob = ?1"
	" ORDER BY id";

static bool
match(struct qms_index_found *found, const struct qms_index *index,
    struct qms_arena *arena, const char *path, const char *schema)
{
	const char *agency;

	if (!qms_kinds_match(&found->match, index->kinds->kinds, arena, path,
	    schema))
		return false;
	agency = found->match.agency;
	found->object = found->match.id[0] != '\0' ? found->match.id :
	    agency[0] != '\0' ? agency : found->match.kind->id;
	return true;
}

static const struct qms_error *
find(struct qms_index_found *found, struct qms_index *index,
    struct qms_arena *arena, const struct qms_index_blob *blob)
{
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];
	bool row;

	err = qms_db_query(&query, index->db, sql_find);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, qms_oid_hex(hex, &blob->id));
	while ((err = qms_step(&row, query)) == NULL && row) {
		match(found, index, arena, blob->path,
		    qms_column_text(query, 2));
		if (qms_index_kind_of(index, found->match.kind)->file !=
		    qms_column_integer(query, 1))
			continue;
		found->fact = qms_column_integer(query, 0);
		found->known = true;
		break;
	}
	qms_done(query);
	return err;
}

static const char sql_known[] =
	"SELECT id"
	"  FROM fact"
	" WHERE blob = ?1 AND kind_file = ?2";

static const struct qms_error *
find_known(int64_t *fact, struct writer *w, const struct qms_index_blob *blob)
{
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];
	bool row;

	err = qms_db_query(&query, w->index->db, sql_known);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, qms_oid_hex(hex, &blob->id));
	qms_bind_integer(query, 2, w->item->file);
	err = qms_step(&row, query);
	if (err == NULL && row)
		*fact = qms_column_integer(query, 0);
	qms_done(query);
	return err;
}

/* A file that cannot be read as one is a fact too, and a problem. */
static const struct qms_error *
make_unreadable(struct writer *w, const struct qms_index_blob *blob,
    struct qms_problems *problems, enum qms_message_id id,
    const char *const *arguments)
{
	const struct qms_error *err;

	w->object->broken = true;
	qms_report_with(problems, blob->path, 0, 0, id, arguments);
	err = write_fact(w, &blob->id, NULL, NULL);
	return err != NULL ? err : write_problems(w, problems);
}

static const struct qms_error *
read_blob(struct qms_text *text, struct writer *w,
    const struct qms_index_blob *blob, struct qms_problems *problems)
{
	const char *arguments[QMS_MESSAGE_ARGUMENTS] = { blob->path };
	const struct qms_error *err;

	if (!qms_mode_is_file(blob->mode))
		return make_unreadable(w, blob, problems,
		    blob->mode == QMS_MODE_LINK ? QMS_M_G011 : QMS_M_G012,
		    arguments);
	if (blob->text != NULL) {
		*text = *blob->text;
		return NULL;
	}
	err = qms_git_blob(text, w->index->git, w->arena, &blob->id,
	    QMS_FILE_LIMIT);
	if (err == NULL || err->id != QMS_M_G013)
		return err;
	arguments[1] = qms_arena_string(w->arena, err->arguments[1]);
	arguments[2] = qms_arena_string(w->arena, err->arguments[2]);
	return make_unreadable(w, blob, problems, QMS_M_G013, arguments);
}

static const struct qms_error *
make(struct qms_index_found *found, struct qms_index *index,
    struct qms_arena *arena, const struct qms_index_blob *blob,
    bool search_now)
{
	struct qms_problems problems = { .arena = arena };
	struct qms_object object = {0};
	struct writer w = { .index = index, .arena = arena,
	    .object = &object };
	const struct qms_error *err;
	struct qms_text text = {0};

	w.item = qms_index_kind_of(index, found->match.kind);
	err = read_blob(&text, &w, blob, &problems);
	if (err == NULL && w.fact == 0) {
		index->stats.blobs_parsed++;
		qms_object_parse(&object, arena, index->kinds->kinds,
		    blob->path, text, &problems);
		/* the file itself may say that it is of another kind */
		match(found, index, arena, blob->path,
		    qms_object_schema(arena, text));
		if (object.match.kind != NULL)
			found->match.kind = object.match.kind;
		w.item = qms_index_kind_of(index, found->match.kind);
		err = find_known(&w.fact, &w, blob);
		if (err == NULL && w.fact == 0)
			err = write_object(&w, &blob->id, &problems,
			    search_now);
		else
			found->known = true;
		qms_object_free(&object);
	}
	qms_buffer_free(&w.text);
	found->fact = w.fact;
	return err;
}

const struct qms_error *
qms_index_fact(struct qms_index_found *found, struct qms_index *index,
    struct qms_arena *arena, const struct qms_index_blob *blob,
    bool search_now)
{
	const struct qms_error *err;

	memset(found, 0, sizeof(*found));
	if (!match(found, index, arena, blob->path, NULL))
		return NULL;
	err = find(found, index, arena, blob);
	if (err != NULL || found->fact != 0)
		return err;
	match(found, index, arena, blob->path, NULL);
	return make(found, index, arena, blob, search_now);
}
