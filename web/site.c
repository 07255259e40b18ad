/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qms/digest.h"
#include "web/assets.h"
#include "web/page.h"

#define MANIFEST ".qms-site"

enum {
	MANIFEST_LIMIT = 256 * 1024 * 1024,
	OVERRIDE_LIMIT = 1024 * 1024	/* bytes of a file that replaces ours */
};

/* ---- keys ---- */

void
web_key_add(struct web_key *key, const char *string)
{
	if (string != NULL)
		qms_buffer_string(&key->text, string);
	/* "ab" "c" is not "a" "bc" */
	qms_buffer_char(&key->text, '\x1f');
}

void
web_key_copy(struct web_key *copy, const struct web_key *key)
{
	memset(copy, 0, sizeof(*copy));
	qms_buffer_text(&copy->text, qms_buffer_view(&key->text));
}

void
web_key_object(struct web_key *key, const struct web_object *object)
{
	const struct qms_row_object *row = &object->row;

	web_key_add(key, row->kind);
	web_key_add(key, row->agency);
	web_key_add(key, row->id);
	web_key_add(key, row->title);
	web_key_add(key, row->state);
	web_key_add(key, row->since);
	web_key_add(key, row->version);
	web_key_add(key, row->effective);
	web_key_add(key, object->url);
}

void
web_key_statement(struct web_key *key, const struct qms_row_statement *row)
{
	web_key_add(key, row->sha256);
	web_key_add(key, row->entered);
	web_key_add(key, row->void_code);
	web_key_add(key, row->void_arguments);
}

void
web_key_version(struct web_key *key, const struct qms_row_version *row)
{
	web_key_add(key, row->version);
	web_key_add(key, row->text);
	web_key_add(key, row->approved);
	web_key_add(key, row->effective);
	web_key_add(key, row->withdrawn);
	web_key_add(key, row->superseded);
	web_key_add(key, row->by);
	web_key_add(key, row->decision);
	web_key_add(key, row->proof);
	web_key_add(key, row->in_force ? "1" : "0");
}

/* The digest of a key, which is freed. */
static const char *
finish_key(struct qms_arena *arena, struct web_key *key)
{
	char hex[QMS_SHA256_SIZE];

	(void)qms_sha256(hex, qms_buffer_view(&key->text));
	qms_buffer_free(&key->text);
	return qms_arena_string(arena, hex);
}

/* ---- pages ---- */

static const char *
find_root(struct qms_arena *arena, const char *path)
{
	struct qms_buffer root = {0};
	const char *copy;

	for (; *path != '\0'; path++)
		if (*path == '/')
			qms_buffer_string(&root, "../");
	copy = qms_arena_copy(arena, root.data == NULL ? "" : root.data,
	    root.size);
	qms_buffer_free(&root);
	return copy;
}

static void
add_to_manifest(struct web_site *site, const char *output)
{
	qms_buffer_format(&site->manifest, "%s %s %s\n", site->key, output,
	    site->path);
}

bool
web_page_begin(struct web_site *site, const char *path, struct web_key *key)
{
	struct web_old *old = qms_map_get(&site->old, path);

	qms_arena_free(&site->page);
	web_key_add(key, site->common);
	if (site->agency != NULL)
		web_key_add(key, site->agency->row.name);
	site->key = finish_key(&site->page, key);
	site->path = qms_arena_string(&site->page, path);
	site->root = find_root(&site->page, path);
	site->stats->pages++;
	site->old_output = old == NULL ? "" : old->output;
	if (old != NULL)
		old->kept = true;
	if (old == NULL || site->options->full ||
	    strcmp(old->key, site->key) != 0)
		return true;
	add_to_manifest(site, old->output);
	return false;
}

const struct qms_error *
web_page_put(struct web_site *site, struct qms_text text)
{
	char hex[QMS_SHA256_SIZE];

	(void)qms_sha256(hex, text);
	add_to_manifest(site, hex);
	if (strcmp(hex, site->old_output) == 0)
		return NULL;
	site->stats->written++;
	return qms_file_write(qms_file_join(&site->page,
	    site->options->output, site->path), text, false);
}

const struct qms_error *
web_page_write(struct web_site *site, const char *template,
    const struct qms_value *values)
{
	const struct qms_error *err;

	site->stats->rendered++;
	qms_buffer_clear(&site->out);
	err = qms_template_render(&site->out, qms_template_find(
	    site->templates, template), values, site->language);
	if (err != NULL)
		return err;
	return web_page_put(site, qms_buffer_view(&site->out));
}

const struct qms_error *
web_file_write(struct web_site *site, const char *path, struct qms_text text)
{
	struct web_key key = {0};

	qms_buffer_text(&key.text, text);
	if (!web_page_begin(site, path, &key))
		return NULL;
	return web_page_put(site, text);
}

void
web_page_leave(struct web_page *page, struct web_site *site)
{
	page->path = qms_arena_string(&site->arena, site->path);
	page->key = qms_arena_string(&site->arena, site->key);
	page->old_output = site->old_output;
}

void
web_page_return(struct web_site *site, const struct web_page *page)
{
	qms_arena_free(&site->page);
	site->path = page->path;
	site->key = page->key;
	site->old_output = page->old_output;
	site->root = find_root(&site->page, page->path);
}

static void
add_nav(struct web_site *site, struct qms_value *nav, const char *section,
    const char *url, const char *name, const char *label)
{
	struct qms_value *item = qms_value_row(nav);

	qms_value_text(item, "label", label);
	web_set_url(site, item, "url", url);
	qms_value_flag(item, "current", strcmp(section, name) == 0);
}

static void
add_agency_nav(struct web_site *site, struct qms_value *nav,
    const char *section)
{
	static const struct {
		const char *name, *page, *kind;
		enum qms_word word;
	} items[] = {
		{ "agency", "index.html", NULL, QMS_W_agency },
		{ "documents", "documents.html", NULL, QMS_W_documents },
		{ "services", "services.html", "tthc",
		  QMS_W_administrative_procedures },
		{ "clauses", "clauses.html", "clause", QMS_W_clauses },
	};
	const struct web_agency *agency = site->agency;
	size_t i;

	if (agency == NULL && site->agency_count == 1)
		agency = site->agencies;
	for (i = 0; agency != NULL && i < sizeof(items) / sizeof(*items); i++)
		if (items[i].kind == NULL ||
		    qms_kinds_get(site->kinds, items[i].kind) != NULL)
			add_nav(site, nav, section, web_agency_url(site,
			    agency->row.agency, items[i].page),
			    items[i].name, web_word(site, items[i].word));
}

static const char *
tag(enum qms_language language)
{
	return language == QMS_VI ? "vi" : "en";
}

struct qms_value *
web_page_values(struct web_site *site, const char *title, const char *section)
{
	struct qms_value *values = qms_value_new(&site->page), *nav;

	qms_value_text(values, "lang", tag(site->language));
	if (site->system->language != site->language)
		qms_value_text(values, "text_lang",
		    tag(site->system->language));
	qms_value_url(values, "root", site->root);
	qms_value_text(values, "title", title);
	if (site->agency != NULL && site->agency_count > 1)
		qms_value_text(values, "title_agency",
		    site->agency->row.name);
	qms_value_text(values, "site_name", site->system->name);
	qms_value_flag(values, "edition", site->options->internal);
	nav = qms_value_list(values, "nav");
	add_nav(site, nav, section, "index.html", "home",
	    web_word(site, QMS_W_home));
	add_agency_nav(site, nav, section);
	if (qms_kinds_get(site->kinds, "legal") != NULL)
		add_nav(site, nav, section, "legal/index.html", "legal",
		    web_word(site, QMS_W_legal_documents));
	add_nav(site, nav, section, "search.html", "search",
	    web_word(site, QMS_W_search));
	(void)qms_value_list(values, "crumbs");
	return values;
}

void
web_crumb(struct web_site *site, struct qms_value *values, const char *url,
    const char *label)
{
	struct qms_value *crumb = qms_value_row(qms_value_get(values,
	    "crumbs"));

	web_set_url(site, crumb, "url", url);
	qms_value_text(crumb, "label", label);
}

/* ---- templates and assets ---- */

/* A file of ours, or the one that replaces it. */
static const struct qms_error *
read_asset(struct qms_text *text, struct web_site *site,
    const struct web_asset *asset)
{
	const char *path;

	text->data = (const char *)asset->data;
	text->size = asset->size;
	if (site->options->templates == NULL)
		return NULL;
	path = qms_file_join(&site->arena, site->options->templates,
	    asset->path);
	if (qms_file_type(path) == QMS_FILE_NONE)
		return NULL;
	return qms_file_read(text, &site->arena, path, OVERRIDE_LIMIT);
}

static const struct qms_error *
load_assets(struct web_site *site)
{
	const struct qms_error *err = NULL;

	site->assets = qms_arena_alloc(&site->arena,
	    (web_asset_count + 1) * sizeof(*site->assets));
	for (; err == NULL && site->asset_count < web_asset_count;
	    site->asset_count++)
		err = read_asset(&site->assets[site->asset_count], site,
		    &web_assets[site->asset_count]);
	return err;
}

static void
load_templates(struct web_site *site, struct web_key *key,
    struct qms_problems *problems)
{
	struct qms_template_source *sources = NULL, *source;
	size_t i, count = 0, room = 0;
	const char *name;

	for (i = 0; i < web_asset_count; i++) {
		if (!qms_starts_with(web_assets[i].path, "templates/"))
			continue;
		source = qms_push(&site->arena, sources, count, room);
		name = web_assets[i].path + strlen("templates/");
		source->name = qms_arena_copy(&site->arena, name,
		    strlen(name) - strlen(".html"));
		source->text = site->assets[i];
		web_key_add(key, source->name);
		qms_buffer_text(&key->text, source->text);
	}
	site->templates = qms_templates_compile(&site->arena, sources, count,
	    problems);
}

static const struct qms_error *
write_assets(struct web_site *site)
{
	const struct qms_error *err = NULL;
	size_t i;

	for (i = 0; err == NULL && i < web_asset_count; i++)
		if (qms_starts_with(web_assets[i].path, "assets/"))
			err = web_file_write(site, web_assets[i].path,
			    site->assets[i]);
	return err;
}

/* ---- the manifest ---- */

/* Where a line stands for all pages of an agency and is none itself. */
static const char no_page[] = "00000000000000000000000000000000"
	"00000000000000000000000000000000";

static char *
manifest_path(struct web_site *site)
{
	return qms_file_join(&site->arena, site->options->output, MANIFEST);
}

/*
 * The first line is a digest of all that a run begins with, so that a second
 * one for the same commit and day has nothing to do. Then "KEY OUTPUT PATH" a
 * line; what is anything else is as if it were not there.
 */
static void
read_manifest_line(struct web_site *site, struct qms_text line)
{
	struct web_old *old;
	char *text;

	if (line.size < 131 || line.data[64] != ' ' || line.data[129] != ' ')
		return;
	text = qms_arena_copy(&site->arena, line.data, line.size);
	text[64] = text[129] = '\0';
	old = qms_arena_alloc(&site->arena, sizeof(*old));
	old->key = text;
	old->output = text + 65;
	if (strcmp(old->output, no_page) != 0)
		site->old_pages++;
	qms_map_put(&site->arena, &site->old, text + 130, old);
}

static const struct qms_error *
read_manifest(struct web_site *site)
{
	const struct qms_error *err;
	struct qms_text text, line;
	const char *path = manifest_path(site);

	if (qms_file_type(path) != QMS_FILE_REGULAR)
		return NULL;
	err = qms_file_read(&text, &site->arena, path, MANIFEST_LIMIT);
	if (err != NULL)
		return err;
	if (qms_text_line(&line, &text) &&
	    qms_text_equal(line, qms_text(site->run)))
		site->same = true;
	while (qms_text_line(&line, &text))
		read_manifest_line(site, line);
	return NULL;
}

/* Directories that a page leaves empty go with it. */
static void
remove_directories(struct web_site *site, const char *path)
{
	char *below = qms_arena_string(&site->arena, path), *slash;

	while ((slash = strrchr(below, '/')) != NULL) {
		*slash = '\0';
		if (rmdir(qms_file_join(&site->arena, site->options->output,
		    below)) != 0)
			return;
	}
}

/* Lines compare by their paths. */
static int
compare_lines(const void *a, const void *b)
{
	const struct qms_text *left = a, *right = b;
	size_t size = left->size < right->size ? left->size : right->size;
	int order = memcmp(left->data + 130, right->data + 130, size - 130);

	return order != 0 ? order : (left->size > right->size) -
	    (left->size < right->size);
}

/* The order in which pages are finished depends on which were to be made. */
static void
sort_manifest(struct web_site *site, struct qms_buffer *out)
{
	struct qms_text rest = qms_buffer_view(&site->manifest), line;
	struct qms_text *lines = NULL;
	size_t count = 0, room = 0, i;

	while (qms_text_line(&line, &rest))
		*qms_push(&site->arena, lines, count, room) = line;
	if (count > 1)
		qsort(lines, count, sizeof(*lines), compare_lines);
	for (i = 0; i < count; i++) {
		qms_buffer_text(out, lines[i]);
		qms_buffer_char(out, '\n');
	}
}

/* Pages that are no more go before the manifest forgets them. */
static const struct qms_error *
finish_manifest(struct web_site *site)
{
	const struct qms_error *err = NULL;
	const struct web_old *old;
	struct qms_buffer text = {0};
	size_t i;

	for (i = 0; err == NULL && i < site->old.count; i++) {
		old = site->old.entries[i].value;
		if (old->kept || strcmp(old->output, no_page) == 0)
			continue;
		site->stats->removed++;
		err = qms_file_remove(qms_file_join(&site->arena,
		    site->options->output, site->old.entries[i].key));
		remove_directories(site, site->old.entries[i].key);
	}
	if (err != NULL)
		return err;
	qms_buffer_format(&text, "%s\n", site->run);
	sort_manifest(site, &text);
	err = qms_file_write(manifest_path(site), qms_buffer_view(&text),
	    false);
	qms_buffer_free(&text);
	return err;
}

/* ---- what there is ---- */

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
	const char *view, *value;
	char *p;
	bool row;

	view = p = qms_arena_string(&site->arena, kind->id);
	for (; *p != '\0'; p++)
		if (*p == '-')
			*p = '_';
	err = qms_db_query(&query, qms_index_db(site->system->index),
	    qms_arena_format(&site->arena, "SELECT path, %s FROM \"%s\""
	    " ORDER BY path", column, view));
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

static const struct qms_error *
load_objects(struct web_site *site)
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
static const struct qms_error *
load_lists(struct web_site *site, struct web_key *key)
{
	const struct qms_error *err = NULL;
	const struct qms_kind *kind;
	const struct qms_kind_key *units;
	const char *language = site->language == QMS_VI ? "vi" : "en";
	char *view;
	size_t i, j;

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
		view = qms_arena_string(&site->arena, kind->id);
		for (j = 0; view[j] != '\0'; j++)
			if (view[j] == '-')
				view[j] = '_';
		err = load_names(site, key, &site->names, qms_arena_format(
		    &site->arena, "%s/", kind->id), qms_arena_format(
		    &site->arena, "SELECT \"%s\", %s FROM \"%s\""
		    " ORDER BY path, line", kind->refer, language, view));
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
	const char *all = finish_key(&site->arena, people);
	struct web_key key = {0};
	size_t i;

	for (i = 0; i < site->agency_count; i++) {
		web_key_add(&key, all);
		web_key_add(&key, site->agencies[i].row.agency);
		web_key_add(&key, site->agencies[i].row.name);
		site->agencies[i].key = finish_key(&site->arena, &key);
	}
}

static const struct qms_error *
load_agencies(struct web_site *site)
{
	struct qms_row_agency *rows;
	struct qms_status *statuses;
	struct web_agency *agency;
	struct web_key people = {0};
	const struct qms_error *err;
	size_t count, status_count, i, j, at = 0;

	err = qms_query_agencies(&rows, &count, &site->arena,
	    site->system->index);
	if (err == NULL)
		err = qms_status_get(&statuses, &status_count, site->system,
		    &site->arena, NULL);
	if (err != NULL)
		return err;
	site->statuses = statuses;
	site->status_count = status_count;
	site->agencies = qms_arena_alloc(&site->arena,
	    (count + 1) * sizeof(*site->agencies));
	for (i = 0; err == NULL && i < count; i++) {
		/* a repository may be hostile: its names become paths here */
		if (!qms_id_is_safe(rows[i].agency))
			continue;
		agency = &site->agencies[site->agency_count++];
		agency->row = rows[i];
		for (j = 0; j < status_count; j++)
			if (strcmp(statuses[j].agency, rows[i].agency) == 0)
				agency->status = &statuses[j];
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
	"SELECT path, to_kind, target_agency, target, target_version"
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

static const struct qms_error *
load_references(struct web_site *site)
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
	}
	qms_done(query);
	if (err == NULL)
		place_references(site, rows, count);
	return err;
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

static const struct qms_error *
load_statement_counts(struct web_site *site)
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

static void
find_ids(struct web_site *site)
{
	struct web_key key = {0};
	size_t i;

	for (i = 0; i < site->object_count; i++)
		if (site->objects[i].url != NULL) {
			web_key_add(&key, site->objects[i].row.path);
			web_key_add(&key, site->objects[i].number);
			web_key_add(&key, site->objects[i].url);
		}
	site->ids = finish_key(&site->arena, &key);
	for (i = 0; i < site->object_count; i++)
		if (*site->objects[i].row.agency == '\0')
			web_key_add(&key, site->objects[i].sha256);
	site->commons = finish_key(&site->arena, &key);
}

/* Digest of the commit, the day, the options, the program and its files. */
static void
find_run(struct web_site *site, const struct web_key *templates)
{
	const struct qms_question *question =
	    qms_index_question(site->system->index);
	struct web_key key = {0};
	char day[QMS_DAY_SIZE], commit[QMS_OID_HEX];
	size_t i;

	site->day = qms_arena_string(&site->arena, qms_day_format(day,
	    question->day));
	web_key_add(&key, qms_oid_hex(commit, &question->commit));
	web_key_add(&key, site->day);
	web_key_add(&key, site->system->id);
	qms_buffer_text(&key.text, qms_buffer_view(&templates->text));
	for (i = 0; i < site->asset_count; i++)
		qms_buffer_text(&key.text, site->assets[i]);
	site->run = finish_key(&site->arena, &key);
}

static const struct qms_error *
load_rows(struct web_site *site, struct web_key *key)
{
	char hex[QMS_OID_HEX];
	const struct qms_error *err;
	size_t i;

	site->kinds = qms_system_kinds(site->system);
	err = qms_system_rules(&site->rules, site->system);
	if (err == NULL)
		err = load_lists(site, key);
	if (err == NULL)
		err = load_objects(site);
	if (err == NULL)
		err = load_agencies(site);
	if (err == NULL)
		err = load_references(site);
	if (err == NULL)
		err = load_statement_counts(site);
	if (err != NULL)
		return err;
	web_key_add(key, site->agency_count == 1 ? "one" : "many");
	for (i = 0; i < site->kinds->count; i++)
		web_key_add(key, qms_oid_hex(hex,
		    &site->kinds->items[i]->blob));
	for (i = 0; i < site->object_count; i++)
		if (strcmp(site->objects[i].row.kind, "rule") == 0)
			web_key_add(key, site->objects[i].sha256);
	site->common = finish_key(&site->arena, key);
	find_ids(site);
	return NULL;
}

static const struct qms_error *
load(struct web_site *site, struct qms_problems *problems)
{
	struct web_key key = {0};
	const struct qms_error *err;

	err = load_assets(site);
	if (err == NULL)
		load_templates(site, &key, problems);
	web_key_add(&key, web_sources);
	web_key_add(&key, site->system->name);
	web_key_add(&key, site->options->internal ? "internal" : "public");
	web_key_add(&key, tag(site->language));
	web_key_add(&key, tag(site->system->language));
	find_run(site, &key);
	if (err == NULL)
		err = read_manifest(site);
	if (site->same && !site->options->full)
		site->stats->pages = site->old_pages;
	else if (err == NULL)
		err = load_rows(site, &key);
	qms_buffer_free(&key.text);
	return err;
}

/* ---- the run ---- */

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

static const struct qms_error *
load_agency(struct web_site *site, struct web_agency *agency)
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

static const struct qms_error *
make_objects(struct web_site *site, const struct web_object *objects,
    size_t count)
{
	const struct qms_error *err = NULL;
	struct web_shard *shard = web_shard_begin(site, objects, count);
	size_t i;

	for (i = 0; err == NULL && i < count; i++) {
		if (objects[i].url == NULL)
			continue;
		if (shard != NULL)
			err = web_shard_add(shard, &objects[i]);
		if (err == NULL)
			err = web_make_object(site, &objects[i]);
	}
	if (shard == NULL)
		return err;
	if (err == NULL)
		return web_shard_end(shard);
	web_shard_free(shard);
	return err;
}

static void
add_referrers(struct web_site *site, struct web_key *key,
    const struct web_object *object)
{
	struct web_references found;
	size_t i;

	found = web_references_to(site, &site->agency_arena, object);
	for (i = 0; i < found.count; i++)
		if (strcmp(found.items[i]->from->row.agency,
		    object->row.agency) != 0)
			web_key_object(key, found.items[i]->from);
}

/*
 * Everything that the pages of an agency show: when it is what it was, none of
 * them is looked at. The day is in it, since days pass; a page's own key tells
 * whether that made a difference.
 */
static const char *
find_scope(struct web_site *site, const struct web_agency *agency)
{
	struct web_key key = {0};
	size_t i;

	qms_arena_free(&site->agency_arena);
	web_key_add(&key, site->common);
	web_key_add(&key, site->ids);
	web_key_add(&key, site->day);
	web_key_add(&key, agency->key);
	web_key_add(&key, agency->row.last);
	web_key_add(&key, agency->row.successor);
	web_key_add(&key, agency->statements_key);
	web_key_add(&key, site->commons);
	if (agency->status != NULL)
		web_key_status(&key, agency->status);
	for (i = 0; i < agency->object_count; i++) {
		web_key_object(&key, &agency->objects[i]);
		web_key_add(&key, agency->objects[i].sha256);
		web_key_add(&key, agency->objects[i].number);
		web_key_add(&key, agency->objects[i].row.changed);
		add_referrers(site, &key, &agency->objects[i]);
	}
	return finish_key(&site->arena, &key);
}

/* The old manifest is sorted: what begins with a path stands together. */
static void
keep_pages(struct web_site *site, const char *start)
{
	struct qms_map_entry *entries = site->old.entries;
	size_t low = 0, high = site->old.count, middle;
	struct web_old *old;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(entries[middle].key, start) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < site->old.count &&
	    qms_starts_with(entries[low].key, start); low++) {
		old = entries[low].value;
		old->kept = true;
		site->stats->pages++;
		qms_buffer_format(&site->manifest, "%s %s %s\n", old->key,
		    old->output, entries[low].key);
	}
}

/* A line of the manifest that is no page but stands for all of an agency. */
static bool
keep_agency(struct web_site *site, const struct web_agency *agency)
{
	const char *scope = find_scope(site, agency), *path;
	struct web_old *old;

	path = qms_arena_format(&site->arena, "agencies/%s",
	    agency->row.agency);
	old = qms_map_get(&site->old, path);
	if (old != NULL)
		old->kept = true;
	qms_buffer_format(&site->manifest, "%s %s %s\n", scope, no_page,
	    path);
	if (old == NULL || site->options->full ||
	    strcmp(old->key, scope) != 0)
		return false;
	keep_pages(site, qms_arena_format(&site->arena, "%s/", path));
	keep_pages(site, qms_arena_format(&site->arena, "assets/find/%s.js",
	    agency->row.agency));
	return true;
}

static const struct qms_error *
make_agency(struct web_site *site, struct web_agency *agency)
{
	const struct qms_error *err;

	if (keep_agency(site, agency))
		return NULL;

	site->agency = agency;
	err = load_agency(site, agency);
	if (err == NULL)
		err = web_make_agency(site);
	if (err == NULL)
		err = web_make_calendar(site);
	if (err == NULL)
		err = web_make_registers(site);
	if (err == NULL)
		err = web_make_clauses(site);
	if (err == NULL)
		err = web_make_services(site);
	if (err == NULL)
		err = web_make_inspection(site);
	if (err == NULL)
		err = make_objects(site, agency->objects,
		    agency->object_count);
	agency->versions = NULL;
	agency->statements = NULL;
	agency->version_count = agency->statement_count = 0;
	site->agency = NULL;
	return err;
}

static const struct qms_error *
make(struct web_site *site)
{
	const struct qms_error *err;
	size_t i, common = 0;

	err = write_assets(site);
	if (err == NULL)
		err = web_make_home(site);
	if (err == NULL)
		err = web_make_status(site);
	for (i = 0; err == NULL && i < site->agency_count; i++)
		err = make_agency(site, &site->agencies[i]);
	if (err == NULL)
		err = web_make_lists(site);
	/* what belongs to no agency stands first in their order */
	while (common < site->object_count &&
	    *site->objects[common].row.agency == '\0')
		common++;
	if (err == NULL)
		err = make_objects(site, site->objects, common);
	if (err == NULL)
		err = web_make_search(site);
	if (err == NULL)
		err = web_make_ends(site);
	if (err == NULL)
		err = finish_manifest(site);
	return err;
}

const struct qms_error *
web_site_make(struct web_site_stats *stats, struct qms_problems *problems,
    struct qms_system *system, const struct web_site_options *options)
{
	struct web_site site = { .system = system, .options = options,
	    .stats = stats, .language = options->language };
	const struct qms_error *err;

	memset(stats, 0, sizeof(*stats));
	err = load(&site, problems);
	if (err == NULL && !qms_problems_have_errors(problems) &&
	    (!site.same || options->full))
		err = make(&site);
	qms_buffer_free(&site.manifest);
	qms_buffer_free(&site.out);
	web_file_close(&site);
	qms_arena_free(&site.page);
	qms_arena_free(&site.agency_arena);
	qms_arena_free(&site.arena);
	return err;
}
