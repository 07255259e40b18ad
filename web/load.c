/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* What there is: objects with their places in the site, agencies, people,
 * references; and the rows of one agency at a time. */

/* Where an object's page is, or NULL: lists (CSV) have none of their own. */
static const char *
find_url(struct web_site *site, const struct web_object *object)
{
	const struct qms_kind *kind = object->kind;
	const struct qms_row_object *row = &object->row;
	bool draft = kind->class == QMS_CLASS_DOCUMENT && *row->version == '\0';

	if (kind->path == NULL || kind->format == QMS_FORMAT_CSV ||
	    (*row->agency != '\0' && !qms_id_is_safe(row->agency)))
		return NULL;
	if (strcmp(kind->id, "agency") == 0)
		return qms_arena_format(&site->arena,
		    "agencies/%s/index.html", row->agency);
	/* a repository may be hostile: its names become paths here */
	if (strstr(kind->path, "{id}") == NULL || !qms_id_is_safe(row->id))
		return NULL;
	if (!site->options->internal && (!kind->public || draft))
		return NULL;
	if (*row->agency == '\0')
		return qms_arena_format(&site->arena, "%s/%s.html", row->kind,
		    row->id);
	return qms_arena_format(&site->arena, "agencies/%s/id/%s.html",
	    row->agency, row->id);
}

static const struct qms_error *
load_hashes(struct web_site *site)
{
	struct qms_row_file *files;
	struct web_object *object;
	const struct qms_error *err;
	size_t count, i;

	err = qms_query_files(&files, &count, &site->arena,
	    site->system->index, NULL, NULL);
	for (i = 0; err == NULL && i < count; i++) {
		object = qms_map_get(&site->by_path, files[i].path);
		if (object != NULL)
			object->sha256 = files[i].sha256;
	}
	return err;
}

static void
set_number(struct web_site *site, struct web_object *object,
    const char *number)
{
	object->number = qms_arena_string(&site->arena, number);
	qms_map_put(&site->arena, &site->by_number, qms_arena_format(
	    &site->arena, "%s/%s", object->kind->id, number), object);
}

static void
set_review_months(struct web_site *site, struct web_object *object,
    const char *months)
{
	(void)site;
	object->review_months = atoi(months);
}

/* One column of a kind, for each of its objects. */
static const struct qms_error *
load_column(struct web_site *site, const struct qms_kind *kind,
    const char *column, void (*set)(struct web_site *, struct web_object *,
    const char *))
{
	const struct qms_error *err;
	struct qms_query *query;
	struct web_object *object;
	const char *value;
	bool row;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    qms_arena_format(&site->arena, "SELECT path, %s FROM \"%s\""
	    " ORDER BY path", column,
	    qms_kind_view(&site->arena, kind->id, NULL)));
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = qms_map_get(&site->by_path,
		    qms_column_text(query, 0));
		value = qms_column_text(query, 1);
		if (object != NULL && value != NULL)
			set(site, object, value);
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
load_columns(struct web_site *site, const struct qms_kind *kind)
{
	const struct qms_error *err = NULL;

	if (kind->path == NULL || kind->format == QMS_FORMAT_CSV)
		return NULL;
	/* names by which others refer to it, other than its id */
	if (kind->refer != NULL)
		err = load_column(site, kind, kind->refer, set_number);
	if (err == NULL && qms_kind_key(kind, "review_months") != NULL)
		err = load_column(site, kind, "review_months",
		    set_review_months);
	return err;
}

const struct qms_error *
web_load_objects(struct web_site *site)
{
	const struct qms_filter any = { 0 };
	const struct qms_error *err;
	struct qms_row_object *rows;
	struct web_object *object;
	size_t count, i;

	err = qms_query_objects(&rows, &count, &site->arena,
	    site->system->index, &any);
	if (err != NULL)
		return err;
	site->objects = qms_arena_alloc(&site->arena,
	    (count + 1) * sizeof(*site->objects));
	for (i = 0; i < count; i++) {
		object = &site->objects[site->object_count];
		object->row = rows[i];
		object->kind = qms_kinds_get(site->kinds, rows[i].kind);
		if (object->kind == NULL)
			continue;
		site->object_count++;
		object->sha256 = "";
		object->number = rows[i].id;
		object->url = find_url(site, object);
		qms_map_put(&site->arena, &site->by_path, rows[i].path,
		    object);
		qms_map_put(&site->arena, &site->by_id,
		    qms_arena_format(&site->arena, "%s/%s", rows[i].agency,
		    rows[i].id), object);
	}
	err = load_hashes(site);
	for (i = 0; err == NULL && i < site->kinds->count; i++)
		err = load_columns(site, site->kinds->items[i]);
	return err;
}

/* Rows of two columns as "prefix/first" -> second; they are in every key. */
static const struct qms_error *
load_names(struct web_site *site, struct web_key *key, struct qms_map *map,
    const char *prefix, const char *sql)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char *id, *name;
	bool row;

	err = qms_db_query(&query, qms_index_db(site->system->index), sql);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		if (qms_column_is_null(query, 0) ||
		    qms_column_is_null(query, 1))
			continue;
		id = qms_arena_format(&site->arena, "%s%s", prefix,
		    qms_column_text(query, 0));
		name = qms_arena_string(&site->arena,
		    qms_column_text(query, 1));
		web_key_add(key, id);
		web_key_add(key, name);
		qms_map_put(&site->arena, map, id, (void *)(uintptr_t)name);
	}
	qms_done(query);
	return err;
}

/* Units of agencies, and the lists that give their values two names. */
const struct qms_error *
web_load_lists(struct web_site *site, struct web_key *key)
{
	const struct qms_error *err = NULL;
	const struct qms_kind *kind;
	const struct qms_kind_key *units;
	const char *language = site->language == QMS_VI ? "vi" : "en";
	size_t i;

	kind = qms_kinds_get(site->kinds, "agency");
	units = kind == NULL ? NULL : qms_kind_key(kind, "units");
	if (units != NULL && units->type == QMS_TYPE_ROWS)
		err = load_names(site, key, &site->units, "",
		    "SELECT agency || '/' || id, name FROM agency_units"
		    " ORDER BY agency, row");
	for (i = 0; err == NULL && i < site->kinds->count; i++) {
		kind = site->kinds->items[i];
		if (kind->format != QMS_FORMAT_CSV || kind->refer == NULL ||
		    kind->path == NULL || qms_kind_key(kind, language) == NULL)
			continue;
		err = load_names(site, key, &site->names, qms_arena_format(
		    &site->arena, "%s/", kind->id), qms_arena_format(
		    &site->arena, "SELECT \"%s\", %s FROM \"%s\""
		    " ORDER BY path, line", kind->refer, language,
		    qms_kind_view(&site->arena, kind->id, NULL)));
	}
	return err;
}

/* Agencies lend each other auditors: people are in the keys of all. */
static const struct qms_error *
load_people(struct web_site *site, struct web_key *people,
    const struct web_agency *agency)
{
	struct qms_row_person *persons;
	const struct qms_error *err;
	size_t count, i;

	err = qms_query_persons(&persons, &count, &site->arena,
	    site->system->index, agency->row.agency);
	if (err != NULL)
		return err;
	web_key_add(people, agency->row.agency);
	for (i = 0; i < count; i++) {
		web_key_add(people, persons[i].id);
		web_key_add(people, persons[i].name);
		qms_map_put(&site->arena, &site->persons,
		    qms_arena_format(&site->arena, "%s/%s",
		    agency->row.agency, persons[i].id),
		    (void *)(uintptr_t)persons[i].name);
	}
	return NULL;
}

static void
find_agency_keys(struct web_site *site, struct web_key *people)
{
	const char *all = web_key_finish(&site->arena, people);
	struct web_key key = {0};
	size_t i;

	for (i = 0; i < site->agency_count; i++) {
		web_key_add(&key, all);
		web_key_add(&key, site->agencies[i].row.agency);
		web_key_add(&key, site->agencies[i].row.name);
		web_key_add(&key, site->agencies[i].row.tier);
		web_key_add(&key, site->agencies[i].row.kind);
		site->agencies[i].key = web_key_finish(&site->arena, &key);
	}
}

const struct qms_error *
web_load_agencies(struct web_site *site)
{
	struct qms_row_agency *rows;
	struct qms_sync_status *answers;
	struct qms_status *statuses;
	struct web_agency *agency;
	struct web_key people = {0};
	const struct qms_error *err;
	size_t count, status_count, i, j, at = 0;

	err = qms_query_agencies(&rows, &count, &site->arena,
	    site->system->index);
	if (err == NULL)
		err = qms_query_held(&site->held, &site->held_count,
		    &site->arena, site->system->index, NULL, NULL);
	if (err == NULL)
		err = qms_sync_status(&answers, &status_count, site->system,
		    &site->arena);
	if (err != NULL)
		return err;
	statuses = qms_arena_alloc(&site->arena, (status_count + 1) *
	    sizeof(*statuses));
	for (i = 0; i < status_count; i++)
		statuses[i] = answers[i].status;
	site->statuses = statuses;
	site->status_count = status_count;
	err = qms_members_of(&site->members, site->system, &site->arena,
	    answers, status_count);
	site->agencies = qms_arena_alloc(&site->arena,
	    (count + 1) * sizeof(*site->agencies));
	for (i = 0; err == NULL && i < count; i++) {
		/* a repository may be hostile: its names become paths here */
		if (!qms_id_is_safe(rows[i].agency))
			continue;
		agency = &site->agencies[site->agency_count++];
		agency->row = rows[i];
		for (j = 0; j < status_count; j++)
			if (strcmp(statuses[j].agency,
			    rows[i].agency) == 0) {
				agency->status = &statuses[j];
				agency->own = answers[j].own;
				agency->in_force = answers[j].in_force;
			}
		/* objects are in the order of their agencies' ids */
		while (at < site->object_count && strcmp(
		    site->objects[at].row.agency, rows[i].agency) < 0)
			at++;
		agency->objects = &site->objects[at];
		while (at < site->object_count && strcmp(
		    site->objects[at].row.agency, rows[i].agency) == 0) {
			agency->object_count++;
			at++;
		}
		err = load_people(site, &people, agency);
	}
	find_agency_keys(site, &people);
	return err;
}

static const char sql_references[] =
	"SELECT path, to_kind, target_agency, target, target_version, key"
	"  FROM reference ORDER BY path, line, key, row, target";

static const char *
same_string(struct web_site *site, struct qms_map *strings, const char *text)
{
	const char *same;

	if (text == NULL || *text == '\0')
		return "";
	same = qms_map_get(strings, text);
	if (same == NULL) {
		same = qms_arena_string(&site->arena, text);
		qms_map_put(&site->arena, strings, same,
		    (void *)(uintptr_t)same);
	}
	return same;
}

/* An arena's array moves as it grows: objects point into it afterwards. */
static void
place_references(struct web_site *site, const struct web_reference *rows,
    size_t count)
{
	struct web_references *list;
	struct web_object *from;
	size_t i;

	for (i = 0; i < count; i++) {
		from = qms_map_get(&site->by_path, rows[i].from->row.path);
		if (from->reference_count++ == 0)
			from->references = &rows[i];
		list = qms_map_get(&site->by_target, rows[i].to);
		if (list == NULL) {
			list = qms_arena_alloc(&site->arena, sizeof(*list));
			qms_map_put(&site->arena, &site->by_target,
			    rows[i].to, list);
		}
		*qms_push(&site->arena, list->items, list->count,
		    list->room) = &rows[i];
	}
}

const struct qms_error *
web_load_references(struct web_site *site)
{
	const struct qms_error *err;
	struct qms_map strings = {0};
	struct web_reference *rows = NULL, *row;
	const struct web_object *from;
	struct qms_query *query;
	size_t count = 0, room = 0;
	bool found;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_references);
	if (err != NULL)
		return err;
	while ((err = qms_step(&found, query)) == NULL && found) {
		from = qms_map_get(&site->by_path, qms_column_text(query, 0));
		if (from == NULL)
			continue;
		row = qms_push(&site->arena, rows, count, room);
		row->from = from;
		row->to_kind = same_string(site, &strings,
		    qms_column_text(query, 1));
		row->agency = same_string(site, &strings,
		    qms_column_text(query, 2));
		row->to = same_string(site, &strings,
		    qms_column_text(query, 3));
		row->version = same_string(site, &strings,
		    qms_column_text(query, 4));
		row->key = same_string(site, &strings,
		    qms_column_text(query, 5));
	}
	qms_done(query);
	if (err == NULL)
		place_references(site, rows, count);
	return err;
}

static void
place_adoption(struct web_site *site, struct web_adoption *one)
{
	const struct web_agency *agency = NULL;
	const char *of = qms_arena_format(&site->arena, "%s/%s",
	    one->row.of_agency, one->row.of_id);
	struct web_adopters *list;
	size_t i;

	for (i = 0; i < site->agency_count; i++)
		if (strcmp(site->agencies[i].row.agency, one->row.agency) ==
		    0)
			agency = &site->agencies[i];
	one->agency = agency == NULL ? one->row.agency : agency->row.name;
	for (i = 0; agency != NULL && agency->status != NULL &&
	    one->duty == NULL && i < agency->status->count; i++)
		if (qms_obligation_is_of(&agency->status->obligations[i],
		    one->row.id))
			one->duty = &agency->status->obligations[i];
	qms_map_put(&site->arena, &site->adoptions, one->row.path, one);
	list = qms_map_get(&site->adopters, of);
	if (list == NULL) {
		list = qms_arena_alloc(&site->arena, sizeof(*list));
		qms_map_put(&site->arena, &site->adopters, of, list);
	}
	*qms_push(&site->arena, list->items, list->count, list->room) = one;
}

const struct qms_error *
web_load_adoptions(struct web_site *site)
{
	struct qms_row_adoption *rows;
	const struct qms_error *err;
	struct web_adoption *items;
	size_t count, i;

	err = qms_query_adoptions(&rows, &count, &site->arena,
	    site->system->index, NULL, NULL, NULL);
	if (err != NULL || count == 0)
		return err;
	items = qms_arena_alloc(&site->arena, count * sizeof(*items));
	for (i = 0; i < count; i++) {
		items[i].row = rows[i];
		place_adoption(site, &items[i]);
	}
	return NULL;
}

static void
add_references(struct web_site *site, struct qms_arena *arena,
    struct web_references *found, const struct web_object *object,
    const char *name)
{
	const struct web_references *list = qms_map_get(&site->by_target,
	    name);
	const struct web_reference *one;
	size_t i;

	for (i = 0; list != NULL && i < list->count; i++) {
		one = list->items[i];
		if ((*one->to_kind == '\0' ||
		    strcmp(one->to_kind, object->row.kind) == 0) &&
		    (*object->row.agency == '\0' ||
		    strcmp(one->agency, object->row.agency) == 0))
			*qms_push(arena, found->items, found->count,
			    found->room) = one;
	}
}

struct web_references
web_references_to(struct web_site *site, struct qms_arena *arena,
    const struct web_object *object)
{
	struct web_references found = {0};

	add_references(site, arena, &found, object, object->row.id);
	if (strcmp(object->number, object->row.id) != 0)
		add_references(site, arena, &found, object, object->number);
	return found;
}

/* How many statements each agency has; none is ever taken away. */
static const char sql_statement_counts[] =
	"SELECT agency, count(*), max(position) FROM statement"
	" GROUP BY agency";

const struct qms_error *
web_load_statement_counts(struct web_site *site)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char *agency;
	bool row;
	size_t i;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_statement_counts);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		agency = qms_column_text(query, 0);
		for (i = 0; i < site->agency_count; i++)
			if (qms_string_is(site->agencies[i].row.agency,
			    agency))
				site->agencies[i].statements_key =
				    qms_arena_format(&site->arena,
				    "%" PRId64 " %" PRId64,
				    qms_column_integer(query, 1),
				    qms_column_integer(query, 2));
	}
	qms_done(query);
	return err;
}

void
web_find_ids(struct web_site *site)
{
	struct web_key key = {0};
	size_t i;

	for (i = 0; i < site->object_count; i++)
		if (site->objects[i].kind->format == QMS_FORMAT_CSV) {
			/* a page of its own, not of each object */
			web_key_add(&key, site->objects[i].row.path);
		} else if (site->objects[i].url != NULL) {
			web_key_add(&key, site->objects[i].row.path);
			web_key_add(&key, site->objects[i].number);
			web_key_add(&key, site->objects[i].url);
			/* by which other agencies' pages name them */
			if (strcmp(site->objects[i].row.kind, "form") == 0)
				web_key_add(&key,
				    site->objects[i].row.title);
		}
	site->ids = web_key_finish(&site->arena, &key);
	for (i = 0; i < site->object_count; i++)
		if (*site->objects[i].row.agency == '\0')
			web_key_add(&key, site->objects[i].sha256);
	site->commons = web_key_finish(&site->arena, &key);
}

/* ---- one agency ---- */

static int
compare_versions(const void *a, const void *b)
{
	const struct qms_row_version *left = a, *right = b;
	int order = strcmp(left->id, right->id);

	if (order == 0)
		order = strcmp(left->approved, right->approved);
	if (order == 0)
		order = strcmp(left->effective, right->effective);
	/* "2.10" is newer than "2.9" */
	if (order == 0)
		order = strverscmp(left->version, right->version);
	return order;
}

static int
compare_statements(const void *a, const void *b)
{
	const struct qms_row_statement *left = a, *right = b;
	int order = strcmp(left->id, right->id);

	if (order == 0)
		order = (left->position > right->position) -
		    (left->position < right->position);
	return order;
}

/* The slice of equal ids in rows sorted by id. */
static size_t
find_slice(size_t *count, const char *(*id_of)(const void *rows, size_t row),
    const void *rows, size_t total, const char *id)
{
	size_t low = 0, high = total, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(id_of(rows, middle), id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (*count = 0; low + *count < total &&
	    strcmp(id_of(rows, low + *count), id) == 0;)
		(*count)++;
	return low;
}

static const char *
statement_id(const void *rows, size_t row)
{
	return ((const struct qms_row_statement *)rows)[row].id;
}

static const char *
version_id(const void *rows, size_t row)
{
	return ((const struct qms_row_version *)rows)[row].id;
}

const struct qms_row_statement *
web_statements(const struct web_site *site, const char *id, size_t *count)
{
	const struct web_agency *agency = site->agency;

	return agency->statements + find_slice(count, statement_id,
	    agency->statements, agency->statement_count, id);
}

const struct qms_row_version *
web_versions(const struct web_site *site, const char *id, size_t *count)
{
	const struct web_agency *agency = site->agency;

	return agency->versions + find_slice(count, version_id,
	    agency->versions, agency->version_count, id);
}

const struct qms_row_version *
web_version_in_force(const struct web_site *site,
    const struct web_object *object)
{
	const struct qms_row_version *versions;
	size_t i, count;

	versions = web_versions(site, object->row.id, &count);
	for (i = 0; i < count; i++)
		if (versions[i].in_force)
			return &versions[i];
	return NULL;
}

const char *
web_last_change(const struct web_site *site, const struct web_object *object)
{
	const struct qms_row_statement *statements;
	const char *last = object->row.changed;
	size_t i, count;

	if (site->agency == NULL)
		return last;
	statements = web_statements(site, object->row.id, &count);
	for (i = 0; i < count; i++)
		if (strcmp(statements[i].entered, last) > 0)
			last = statements[i].entered;
	return last;
}

const struct qms_error *
web_load_agency(struct web_site *site, struct web_agency *agency)
{
	const struct qms_error *err;

	qms_arena_free(&site->agency_arena);
	err = qms_query_versions(&agency->versions, &agency->version_count,
	    &site->agency_arena, site->system->index, agency->row.agency,
	    NULL);
	if (err == NULL)
		err = qms_query_statements(&agency->statements,
		    &agency->statement_count, &site->agency_arena,
		    site->system->index, agency->row.agency, NULL);
	if (err == NULL && agency->version_count > 1)
		qsort(agency->versions, agency->version_count,
		    sizeof(*agency->versions), compare_versions);
	if (err == NULL && agency->statement_count > 1)
		qsort(agency->statements, agency->statement_count,
		    sizeof(*agency->statements), compare_statements);
	return err;
}
