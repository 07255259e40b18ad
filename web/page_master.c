/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* The list of an agency's documents in force, laid out as decree
 * 30/2020/NĐ-CP has it, to be numbered, dated and signed on paper. */

struct entry {
	const struct web_object *object;
	const struct qms_row_version *version;
	const char *code, *unit, *review;
};

struct group {
	const struct qms_kind *kind;
	struct entry *items;
	size_t count, room;
};

struct master {
	struct group *groups;
	size_t count, room;
};

/* The working text may have another code: what was issued counts. */
static const struct qms_error *
read_issued(struct entry *entry, struct web_site *site)
{
	const struct qms_object *file = NULL;
	const struct qms_error *err;
	const char *value;

	err = web_file_open_version(&file, site, entry->object,
	    entry->version->version);
	if (err != NULL)
		return err;
	value = qms_object_string(file, "code");
	entry->code = qms_arena_string(&site->agency_arena, value == NULL ?
	    "" : value);
	value = qms_object_string(file, "unit");
	entry->unit = qms_arena_string(&site->agency_arena, value == NULL ?
	    "" : value);
	return NULL;
}

static const struct qms_error *
add_entry(struct group *group, struct web_site *site,
    const struct web_object *object, const char *code, const char *unit)
{
	const struct qms_row_version *version = object == NULL ? NULL :
	    web_version_in_force(site, object);
	struct entry *entry;

	if (version == NULL || object->url == NULL)
		return NULL;
	entry = qms_push(&site->agency_arena, group->items, group->count,
	    group->room);
	entry->object = object;
	entry->version = version;
	entry->review = web_next_review(site, object, version);
	entry->code = qms_arena_string(&site->agency_arena, code);
	entry->unit = qms_arena_string(&site->agency_arena, unit);
	return strcmp(object->sha256, version->text) == 0 ? NULL :
	    read_issued(entry, site);
}

static const struct qms_error *
load_group(struct group *group, struct web_site *site,
    const struct qms_kind *kind)
{
	static const char *const names[] = { "code", "unit" };
	const struct qms_kind_key *columns[2], *key;
	int at[2] = { -1, -1 };
	const struct qms_error *err;
	struct qms_query *query;
	const char *value[2];
	size_t count = 0, i;
	bool row;

	for (i = 0; i < 2; i++) {
		key = qms_kind_key(kind, names[i]);
		if (key == NULL || !key->column || key->many)
			continue;
		columns[count++] = key;
		at[i] = (int)count;
	}
	group->kind = kind;
	err = qms_db_query(&query, qms_index_db(site->system->index),
	    web_columns_sql(&site->agency_arena, kind, columns, count, "id"));
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, site->agency->row.agency);
	while (err == NULL && (err = qms_step(&row, query)) == NULL && row) {
		for (i = 0; i < 2; i++)
			value[i] = at[i] < 0 || qms_column_is_null(query,
			    at[i]) ? "" : qms_column_text(query, at[i]);
		err = add_entry(group, site, qms_map_get(&site->by_path,
		    qms_column_text(query, 0)), value[0], value[1]);
	}
	qms_done(query);
	return err;
}

/* Has each one a document to which it belongs, as a form has? */
static bool
belongs(const struct web_site *site, const struct qms_kind *kind)
{
	const struct qms_kind *to;
	size_t i;

	for (i = 0; i < kind->key_count; i++) {
		to = kind->keys[i].type != QMS_TYPE_REF ||
		    kind->keys[i].many || kind->keys[i].to == NULL ||
		    qms_string_is(kind->keys[i].key, kind->adopts) ? NULL :
		    qms_kinds_get(site->kinds, kind->keys[i].to);
		if (to != NULL && to != kind &&
		    to->class == QMS_CLASS_DOCUMENT)
			return true;
	}
	return false;
}

/* What belongs to a document comes behind all of them. */
static const struct qms_error *
load(struct master *master, struct web_site *site)
{
	const struct qms_error *err = NULL;
	const struct qms_kind *kind;
	struct group group;
	size_t i, count = site->kinds->count;

	memset(master, 0, sizeof(*master));
	for (i = 0; err == NULL && i < 2 * count; i++) {
		kind = site->kinds->items[i % count];
		if (kind->class != QMS_CLASS_DOCUMENT || kind->path == NULL ||
		    kind->format == QMS_FORMAT_CSV ||
		    strstr(kind->path, "{agency}") == NULL ||
		    belongs(site, kind) != (i >= count))
			continue;
		memset(&group, 0, sizeof(group));
		err = load_group(&group, site, kind);
		if (group.count > 0)
			*qms_push(&site->agency_arena, master->groups,
			    master->count, master->room) = group;
	}
	return err;
}

/* ---- the page ---- */

static const struct web_object *
agency_file(const struct web_site *site)
{
	const struct web_agency *agency = site->agency;
	size_t i;

	for (i = 0; i < agency->object_count; i++)
		if (strcmp(agency->objects[i].row.kind, "agency") == 0)
			return &agency->objects[i];
	return NULL;
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct master *master)
{
	const struct entry *entry;
	size_t i, j;

	for (i = 0; i < master->count; i++)
		for (j = 0; j < master->groups[i].count; j++) {
			entry = &master->groups[i].items[j];
			web_key_object(key, entry->object);
			web_key_version(key, entry->version);
			web_key_add(key, entry->code);
			web_key_add(key, entry->unit);
			web_key_add(key, entry->review);
		}
	web_key_add(key, site->agency->key);
	web_key_add(key, agency_file(site) == NULL ? "" :
	    agency_file(site)->sha256);
	web_key_add(key, web_agency_name(site, site->agency->row.parent));
	web_key_add(key, web_model_word(site->agency, "head"));
}

static void
add_row(struct web_site *site, struct qms_value *rows,
    const struct entry *entry, size_t number)
{
	const struct qms_row_version *version = entry->version;
	const char *agency = site->agency->row.agency, *unit, *url;
	struct qms_value *row = qms_value_row(rows);
	const struct qms_kind_key *key;

	key = qms_kind_key(entry->object->kind, "unit");
	unit = *entry->unit == '\0' || key == NULL ? entry->unit :
	    web_show(site, agency, key, entry->unit, &url);
	qms_value_integer(row, "number", (int64_t)number);
	qms_value_text(row, "code", *entry->code == '\0' ?
	    entry->object->row.id : entry->code);
	qms_value_text(row, "name", entry->object->row.title);
	web_set_url(site, row, "url", entry->object->url);
	qms_value_text(row, "issue", version->version);
	qms_value_text(row, "effective", web_day(site, version->effective));
	qms_value_text(row, "basis", *version->decision == '\0' ?
	    web_proof(site, version->proof, "", "") : web_fill(site,
	    QMS_W_decision_of_day, version->decision, web_day(site,
	    version->decision_date), NULL));
	qms_value_text(row, "unit", unit);
	qms_value_text(row, "review", web_day(site, entry->review));
}

/* Who stands above the agency's name, and where it is. */
static const struct qms_error *
set_frame(struct web_site *site, struct qms_value *values)
{
	const struct web_object *object = agency_file(site);
	const struct qms_object *file = NULL;
	const struct qms_error *err;
	const struct qms_row_agency *row = &site->agency->row;
	const char *head = web_model_word(site->agency, "head");

	qms_value_text(values, "agency", row->name);
	qms_value_text(values, "symbol", row->short_name);
	if (*row->parent != '\0')
		qms_value_text(values, "parent", web_agency_name(site,
		    row->parent));
	qms_value_text(values, "head", head != NULL ? head :
	    web_word(site, QMS_W_head_of_agency));
	err = object == NULL ? NULL : web_file_open(&file, site,
	    object->row.path);
	if (err == NULL && file != NULL)
		qms_value_text(values, "place", qms_object_string(file,
		    "place"));
	return err;
}

static const struct qms_error *
write_master(struct web_site *site, const struct master *master)
{
	struct qms_value *values, *groups, *group, *rows;
	const struct qms_error *err;
	size_t i, j, number = 0;

	values = web_page_values(site, web_word(site, QMS_W_master_list),
	    "documents");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site,
	    site->agency->row.agency, "index.html"),
	    site->agency->row.name);
	web_crumb(site, values, web_agency_url(site,
	    site->agency->row.agency, "documents.html"),
	    web_word(site, QMS_W_documents));
	err = set_frame(site, values);
	if (err != NULL)
		return err;
	groups = qms_value_list(values, "groups");
	for (i = 0; i < master->count; i++) {
		group = qms_value_row(groups);
		qms_value_text(group, "kind", web_kind_name(site,
		    master->groups[i].kind));
		rows = qms_value_list(group, "rows");
		for (j = 0; j < master->groups[i].count; j++)
			add_row(site, rows, &master->groups[i].items[j],
			    ++number);
	}
	return web_page_write(site, "master", values);
}

const struct qms_error *
web_make_master(struct web_site *site)
{
	const struct qms_error *err;
	struct master master;
	struct web_key key = {0};

	err = load(&master, site);
	if (err != NULL)
		return err;
	add_key(site, &key, &master);
	if (!web_page_begin(site, qms_arena_format(&site->agency_arena,
	    "agencies/%s/master-list.html", site->agency->row.agency), &key))
		return NULL;
	return write_master(site, &master);
}
