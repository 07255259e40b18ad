/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/digest.h"
#include "qms/model.h"
#include "qms/redline.h"
#include "web/page.h"

/* Document models: what an agency of a kind must have, which agencies have
 * it, and where their texts are not the model's. */

struct role {
	const char *role, *kind, *document, *clauses;
	bool need;
	const struct qms_model_file *file;	/* NULL: the model has none */
	struct qms_text text;		/* of it, blanks not filled in */
};

struct web_model {
	const struct web_object *object;
	struct qms_model *model;
	struct role *roles;
	size_t role_count;
	const char *key;		/* digest of what it says and its texts */
};

struct web_models {
	struct web_model *items;
	size_t count, room;
	struct qms_map roles;		/* a file's path to its key `role` */
};

/* ---- once a run ---- */

static const char *
string_of(const struct qms_yaml *map, const char *key)
{
	const char *value = qms_yaml_string(map, key);

	return value == NULL ? "" : value;
}

static const struct qms_model_file *
find_file(struct web_site *site, const struct qms_model *model,
    const char *document)
{
	const char *path = qms_arena_format(&site->page, "documents/%s.md",
	    document);
	size_t i;

	for (i = 0; i < model->file_count; i++)
		if (strcmp(model->files[i].path, path) == 0)
			return &model->files[i];
	return NULL;
}

static const struct qms_error *
read_role(struct role *role, struct web_site *site,
    const struct web_model *model, const struct qms_yaml *node)
{
	role->role = string_of(node, "role");
	role->kind = string_of(node, "kind");
	role->document = string_of(node, "document");
	role->clauses = string_of(node, "clauses");
	role->need = strcmp(string_of(node, "need"), "yes") == 0;
	role->file = find_file(site, model->model, role->document);
	return role->file == NULL ? NULL : qms_store_read(&role->text,
	    &site->arena, site->system->store, role->file->source,
	    QMS_MODEL_FILE_LIMIT);
}

static const struct qms_error *
read_roles(struct web_model *model, struct web_site *site)
{
	const struct qms_yaml *roles = qms_yaml_get(model->model->root,
	    "roles"), *node;
	const struct qms_error *err = NULL;
	struct web_key key = {0};
	size_t i;

	model->roles = qms_arena_alloc(&site->arena,
	    ((roles == NULL ? 0 : roles->count) + 1) *
	    sizeof(*model->roles));
	web_key_add(&key, model->object->row.id);
	web_key_add(&key, model->object->sha256);
	for (node = roles == NULL ? NULL : roles->first; err == NULL &&
	    node != NULL; node = node->next) {
		if (node->type != QMS_YAML_MAP)
			continue;
		err = read_role(&model->roles[model->role_count], site,
		    model, node);
		qms_buffer_text(&key.text,
		    model->roles[model->role_count++].text);
	}
	/* the words of those that it builds on are in its texts too */
	for (i = 0; i < model->model->words.count; i++) {
		web_key_add(&key, model->model->words.entries[i].key);
		web_key_add(&key, model->model->words.entries[i].value);
	}
	for (i = 0; i < model->model->file_count; i++)
		web_key_add(&key, model->model->files[i].source);
	model->key = web_key_finish(&site->arena, &key);
	return err;
}

static const struct qms_error *
load_model(struct web_site *site, const struct web_object *object)
{
	/* what is wrong with a model is for `check` to say */
	struct qms_problems problems = { .arena = &site->arena };
	const struct qms_error *err;
	struct web_model *model;
	struct qms_model *read;

	err = qms_model_load(&read, &site->arena, site->system->store,
	    object->row.id, &problems);
	if (err != NULL || read == NULL)
		return err;
	model = qms_push(&site->arena, site->models->items,
	    site->models->count, site->models->room);
	memset(model, 0, sizeof(*model));
	model->object = object;
	model->model = read;
	return read_roles(model, site);
}

/* Which role a document has, where its kind lets it say so. */
static const struct qms_error *
load_roles(struct web_site *site, const struct qms_kind *kind)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct qms_buffer sql = {0};
	const char *p, *text;
	bool row;

	qms_buffer_string(&sql, "SELECT path, role FROM \"");
	for (p = kind->id; *p != '\0'; p++)
		qms_buffer_char(&sql, *p == '-' ? '_' : *p);
	qms_buffer_string(&sql, "\" ORDER BY path");
	text = qms_arena_copy(&site->arena, sql.data, sql.size);
	qms_buffer_free(&sql);
	err = qms_db_query(&query, qms_index_db(site->system->index), text);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		if (!qms_column_is_null(query, 1))
			qms_map_put(&site->arena, &site->models->roles,
			    qms_arena_string(&site->arena, qms_column_text(
			    query, 0)), qms_arena_string(&site->arena,
			    qms_column_text(query, 1)));
	qms_done(query);
	return err;
}

/* ---- an agency and its model ---- */

/* By the role that it says it has, else by the id in the model. */
static bool
plays(const struct web_site *site, const struct role *role,
    const struct web_object *object)
{
	const char *own;

	if (strcmp(object->row.kind, role->kind) != 0)
		return false;
	own = qms_map_get(&site->models->roles, object->row.path);
	return own == NULL ? strcmp(object->row.id, role->document) == 0 :
	    strcmp(own, role->role) == 0;
}

/* One in force before a draft, that of the model's id before another. */
static int
rank(const struct role *role, const struct web_object *object)
{
	return (*object->row.version != '\0' ? 2 : 0) +
	    (strcmp(object->row.id, role->document) == 0 ? 1 : 0);
}

static const struct web_object *
find_player(const struct web_site *site, const struct role *role,
    const struct web_agency *agency)
{
	const struct web_object *object, *best = NULL;
	size_t i;

	for (i = 0; i < agency->object_count; i++) {
		object = &agency->objects[i];
		if (object->url != NULL && plays(site, role, object) &&
		    (best == NULL || rank(role, object) > rank(role, best)))
			best = object;
	}
	return best;
}

struct owner {
	struct web_site *site;
	const char *agency;
};

static bool
has_file(void *closure, const char *path)
{
	const struct owner *owner = closure;

	return qms_map_get(&owner->site->by_path, qms_arena_format(
	    &owner->site->page, "agencies/%s/%s", owner->agency, path)) !=
	    NULL;
}

static const struct web_model *
choose_model(struct web_site *site, const struct web_agency *agency)
{
	struct owner owner = { site, agency->row.agency };
	struct qms_model_agency asks = { .kind = agency->row.kind,
	    .noted = agency->row.model, .day = site->day, .has = has_file,
	    .closure = &owner };
	struct qms_model **models, *chosen;
	size_t count = site->models->count, i;

	models = qms_arena_alloc(&site->page, (count + 1) * sizeof(*models));
	for (i = 0; i < count; i++)
		models[i] = site->models->items[i].model;
	chosen = qms_model_choose(models, count, &asks);
	for (i = 0; i < count; i++)
		if (site->models->items[i].model == chosen)
			return &site->models->items[i];
	return NULL;
}

/* Nobody asks it of an agency that has ended. */
static void
choose_models(struct web_site *site)
{
	struct web_agency *agency;
	size_t i;

	for (i = 0; i < site->agency_count; i++) {
		agency = &site->agencies[i];
		if (*agency->row.last == '\0' ||
		    strcmp(agency->row.last, site->day) >= 0)
			agency->model = choose_model(site, agency);
	}
}

const struct qms_error *
web_load_models(struct web_site *site)
{
	const struct qms_error *err = NULL;
	const struct qms_kind *kind;
	size_t i;

	site->models = qms_arena_alloc(&site->arena, sizeof(*site->models));
	/* what belongs to no agency stands first */
	for (i = 0; err == NULL && i < site->object_count &&
	    *site->objects[i].row.agency == '\0'; i++)
		if (strcmp(site->objects[i].row.kind, "model") == 0 &&
		    site->objects[i].url != NULL)
			err = load_model(site, &site->objects[i]);
	for (i = 0; err == NULL && site->models->count > 0 &&
	    i < site->kinds->count; i++) {
		kind = site->kinds->items[i];
		if (kind->class == QMS_CLASS_DOCUMENT && kind->path != NULL &&
		    kind->format != QMS_FORMAT_CSV &&
		    qms_kind_key(kind, "role") != NULL)
			err = load_roles(site, kind);
	}
	choose_models(site);
	return err;
}

const char *
web_model_key(const struct web_agency *agency)
{
	return agency->model == NULL ? "" : agency->model->key;
}

const char *
web_model_url(const struct web_agency *agency)
{
	return agency->model == NULL ? NULL : agency->model->object->url;
}

const char *
web_model_word(const struct web_agency *agency, const char *word)
{
	return agency->model == NULL ? NULL :
	    qms_map_get(&agency->model->model->words, word);
}

/* The model's text for the agency; as `init` and `agency add` write it. */
static void
fill(struct qms_buffer *out, const struct web_model *model,
    const struct role *role, const struct web_agency *agency,
    struct qms_arena *arena)
{
	struct qms_blanks blanks = { .title = agency->row.name,
	    .agency = agency->row.agency, .agency_name = agency->row.name,
	    .short_name = agency->row.short_name,
	    .words = &model->model->words };

	qms_model_fill(out, role->text, &blanks, arena, NULL);
}

static bool
is_like(struct web_site *site, const struct web_model *model,
    const struct role *role, const struct web_agency *agency,
    const struct web_object *object)
{
	char hex[QMS_SHA256_SIZE];
	struct qms_buffer text = {0};

	fill(&text, model, role, agency, &site->page);
	(void)qms_sha256(hex, qms_buffer_view(&text));
	qms_buffer_free(&text);
	return strcmp(hex, object->sha256) == 0;
}

/* ---- what an agency made of a text of the model ---- */

static const char *
page_of(struct web_site *site, const struct web_object *object)
{
	return qms_arena_format(&site->page, "agencies/%s/id/%s/model.html",
	    object->row.agency, object->row.id);
}

static const struct qms_error *
write_difference(struct web_site *site, const struct web_model *model,
    const struct role *role, const struct web_object *object)
{
	const struct web_agency *agency = site->agency;
	const struct qms_error *err;
	struct qms_buffer filled = {0};
	struct qms_redline redline;
	struct qms_text before, after;
	struct qms_value *values;

	err = qms_store_read(&after, &site->page, site->system->store,
	    object->row.path, QMS_FILE_LIMIT);
	if (err != NULL)
		return err;
	fill(&filled, model, role, agency, &site->page);
	before.size = filled.size;
	before.data = qms_arena_copy(&site->page, filled.data, filled.size);
	qms_buffer_free(&filled);
	qms_redline_make(&redline, &site->page, before, after);
	values = web_page_values(site, qms_arena_format(&site->page,
	    "%s %s: %s", object->row.id, object->row.title, web_word(site,
	    QMS_W_compared_with_model)), "documents");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site, agency->row.agency,
	    "index.html"), agency->row.name);
	web_crumb(site, values, object->url, object->row.id);
	qms_value_text(values, "before", qms_arena_format(&site->page,
	    "%s: %s", web_kind_name(site, model->object->kind),
	    role->document));
	qms_value_text(values, "after", object->row.id);
	web_set_url(site, values, "before_url", model->object->url);
	web_set_url(site, values, "after_url", object->url);
	qms_value_flag(values, "same", redline.same);
	qms_value_html(values, "body", web_differences(site, &redline));
	return web_page_write(site, "redline", values);
}

static const struct qms_error *
make_difference(struct web_site *site, const struct web_model *model,
    const struct role *role)
{
	const struct web_object *object = find_player(site, role,
	    site->agency);
	struct web_key key = {0};

	if (object == NULL || role->file == NULL || is_like(site, model, role,
	    site->agency, object))
		return NULL;
	web_key_add(&key, model->key);
	web_key_add(&key, role->document);
	web_key_add(&key, site->agency->key);
	web_key_add(&key, site->agency->row.short_name);
	web_key_add(&key, object->sha256);
	web_key_object(&key, object);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/id/%s/model.html", object->row.agency,
	    object->row.id), &key))
		return NULL;
	return write_difference(site, model, role, object);
}

const char *
web_difference_url(struct web_site *site, const struct web_object *object)
{
	const struct web_model *model = site->agency->model;
	const struct role *role;
	size_t i;

	for (i = 0; model != NULL && site->options->internal &&
	    i < model->role_count; i++) {
		role = &model->roles[i];
		if (plays(site, role, object) && role->file != NULL &&
		    find_player(site, role, site->agency) == object)
			return is_like(site, model, role, site->agency,
			    object) ? NULL : page_of(site, object);
	}
	return NULL;
}

/* Working texts are in them: nothing for the public. */
const struct qms_error *
web_make_differences(struct web_site *site)
{
	const struct web_model *model = site->agency->model;
	const struct qms_error *err = NULL;
	size_t i;

	for (i = 0; err == NULL && model != NULL && site->options->internal &&
	    i < model->role_count; i++)
		err = make_difference(site, model, &model->roles[i]);
	return err;
}

/* ---- the page of a model ---- */

static const char *
role_name(struct web_site *site, const struct role *role)
{
	const struct qms_kind *kind = qms_kinds_get(site->kinds, role->kind);
	const struct qms_kind_key *key = kind == NULL ? NULL :
	    qms_kind_key(kind, "role");
	const char *url, *name;

	name = key == NULL ? role->role : web_show(site, "", key, role->role,
	    &url);
	/* a policy is the policy: its kind has no roles to choose from */
	return web_capital(site, name != role->role || kind == NULL ? name :
	    kind->name[site->language]);
}

static const char *
title_of(struct web_site *site, const struct web_model *model,
    const struct role *role)
{
	const struct web_agency nobody = { .row = { .agency = "a",
	    .name = "…", .short_name = "…" } };
	struct qms_problems problems = { .arena = &site->page };
	struct qms_buffer filled = {0};
	struct qms_object file;
	const char *title;

	fill(&filled, model, role, &nobody, &site->page);
	qms_object_parse(&file, &site->page, site->kinds,
	    qms_arena_format(&site->page, "agencies/a/documents/%s.md",
	    role->document), qms_buffer_view(&filled), &problems);
	title = qms_arena_string(&site->page, file.title);
	qms_object_free(&file);
	qms_buffer_free(&filled);
	return title;
}

static void
add_roles(struct web_site *site, struct qms_value *tables,
    const struct web_model *model)
{
	static const enum qms_word heads[] = { QMS_W_model_role,
	    QMS_W_kind, QMS_W_id, QMS_W_name, QMS_W_model_need,
	    QMS_W_clauses };
	const struct qms_kind *kind;
	const struct role *role;
	struct qms_value *table, *cells;
	size_t i;

	table = web_table(tables, "roles", web_word(site,
	    QMS_W_model_roles));
	qms_value_text(table, "none", web_word(site, QMS_W_model_is_base));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < model->role_count; i++) {
		role = &model->roles[i];
		kind = qms_kinds_get(site->kinds, role->kind);
		cells = web_row(table);
		web_cell(cells, role_name(site, role));
		web_cell(cells, kind == NULL ? role->kind :
		    web_kind_name(site, kind));
		web_cell(cells, role->document);
		web_cell(cells, role->file == NULL ? "" : title_of(site,
		    model, role));
		web_cell(cells, web_word(site, role->need ? QMS_W_yes :
		    QMS_W_no));
		web_cell(cells, role->clauses);
	}
}

static void
add_link(struct web_site *site, struct qms_value *links, const char *text,
    const char *url)
{
	struct qms_value *link = qms_value_row(links);

	qms_value_text(link, "text", text);
	web_set_url(site, link, "url", url);
}

/* How an agency stands to a role: the word, and the way to the text. */
static void
add_standing(struct web_site *site, struct qms_value *cells,
    const struct web_model *model, const struct role *role,
    const struct web_agency *agency)
{
	const struct web_object *object = find_player(site, role, agency);
	struct qms_value *cell, *links;
	bool like;

	if (object == NULL) {
		web_cell_state(cells, role->need ? "bad" : "old",
		    web_word(site, QMS_W_model_lacks));
		return;
	}
	like = role->file != NULL && is_like(site, model, role, agency,
	    object);
	if (*object->row.version == '\0')
		web_cell_state(cells, "soon", web_state(site, object));
	else
		web_cell_state(cells, "ok", web_word(site, QMS_W_in_force));
	cell = web_last_cell(cells);
	links = qms_value_list(cell, "links");
	add_link(site, links, object->row.id, object->url);
	if (!like && role->file != NULL && site->options->internal)
		add_link(site, links, web_word(site, QMS_W_model_differs),
		    page_of(site, object));
}

static void
count_standing(const struct web_site *site, const struct web_model *model,
    const struct web_agency *agency, int64_t *has, int64_t *lacks)
{
	size_t i;

	*has = *lacks = 0;
	for (i = 0; i < model->role_count; i++) {
		if (find_player(site, &model->roles[i], agency) != NULL)
			(*has)++;
		else if (model->roles[i].need)
			(*lacks)++;
	}
}

static struct qms_value *
add_agencies(struct web_site *site, struct qms_value *tables,
    const struct web_model *model)
{
	const struct web_agency *agency;
	struct qms_value *table, *cells;
	int64_t has, lacks;
	size_t i, j;

	table = web_table(tables, "agencies", web_word(site,
	    QMS_W_model_agencies));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	web_head(table, web_word(site, QMS_W_agency), false);
	web_head(table, web_word(site, QMS_W_model_has), true);
	web_head(table, web_word(site, QMS_W_model_lacks_needed), true);
	for (i = 0; i < model->role_count; i++)
		web_head(table, role_name(site, &model->roles[i]), false);
	for (i = 0; i < site->agency_count; i++) {
		agency = &site->agencies[i];
		if (agency->model != model)
			continue;
		count_standing(site, model, agency, &has, &lacks);
		cells = web_row(table);
		web_cell_link(site, cells, agency->row.name, web_agency_url(
		    site, agency->row.agency, "index.html"));
		web_cell_number(cells, has);
		web_cell_number(cells, lacks);
		for (j = 0; j < model->role_count; j++)
			add_standing(site, cells, model, &model->roles[j],
			    agency);
	}
	return table;
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct web_model *model)
{
	const struct web_agency *agency;
	const struct web_object *object;
	size_t i, j;

	web_key_object(key, model->object);
	web_key_add(key, model->key);
	web_key_add(key, site->ids);
	for (i = 0; i < site->agency_count; i++) {
		agency = &site->agencies[i];
		if (agency->model != model)
			continue;
		web_key_add(key, agency->key);
		web_key_add(key, agency->row.short_name);
		for (j = 0; j < model->role_count; j++) {
			object = find_player(site, &model->roles[j], agency);
			web_key_add(key, object == NULL ? "" :
			    object->sha256);
			if (object != NULL)
				web_key_object(key, object);
		}
	}
}

static const struct qms_error *
write_model(struct web_site *site, const struct web_model *model)
{
	static const char *const except[] = { "name", "roles", "words",
	    NULL };
	const struct web_object *object = model->object;
	const struct qms_error *err;
	const struct qms_object *file = NULL;
	struct qms_value *values, *tables;

	err = web_file_open(&file, site, object->row.path);
	if (err != NULL)
		return err;
	values = web_page_values(site, object->row.title, "model");
	qms_value_text(values, "title_code", object->row.id);
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, "model/index.html", web_kind_name(site,
	    object->kind));
	qms_value_text(values, "code", object->row.id);
	qms_value_text(values, "doc_kind", qms_arena_format(&site->page,
	    "%s %s", web_kind_name(site, object->kind), object->row.id));
	web_facts_of_keys(site, qms_value_list(values, "facts"), file,
	    except);
	tables = qms_value_list(values, "tables");
	if (model->model->serves.count > 0)
		(void)add_agencies(site, tables, model);
	add_roles(site, tables, model);
	qms_value_text(values, "changed", web_day(site, object->row.changed));
	return web_page_write(site, "record", values);
}

const struct qms_error *
web_make_model(bool *made, struct web_site *site,
    const struct web_object *object)
{
	struct web_key key = {0};
	size_t i;

	*made = false;
	for (i = 0; i < site->models->count; i++) {
		if (site->models->items[i].object != object)
			continue;
		*made = true;
		add_key(site, &key, &site->models->items[i]);
		if (!web_page_begin(site, object->url, &key))
			return NULL;
		return write_model(site, &site->models->items[i]);
	}
	return NULL;
}
