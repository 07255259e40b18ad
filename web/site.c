/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "web/assets.h"
#include "web/page.h"

enum { OVERRIDE_LIMIT = 1024 * 1024 };	/* bytes of a file that replaces ours */

/* ---- the frame of a page ---- */

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
	qms_value_flag(values, "demo", site->system->demo);
	nav = qms_value_list(values, "nav");
	add_nav(site, nav, section, "index.html", "home",
	    web_word(site, QMS_W_home));
	add_agency_nav(site, nav, section);
	if (site->declarations != NULL)
		add_nav(site, nav, section, "declarations.html",
		    "declarations", web_word(site, QMS_W_declarations_menu));
	if (qms_kinds_get(site->kinds, "legal") != NULL)
		add_nav(site, nav, section, "legal/index.html", "legal",
		    web_word(site, QMS_W_legal_documents));
	add_nav(site, nav, section, "search.html", "search",
	    web_word(site, QMS_W_search));
	add_nav(site, nav, section, "help/index.html", "help",
	    web_word(site, QMS_W_help));
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

static void
add_verified(struct web_key *key, const struct qms_verification *verified)
{
	web_key_add(key, verified == NULL ? "" : verified->root_pinned ?
	    "pinned" : "verified");
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
	add_verified(&key, site->options->verified);
	for (i = 0; i < site->own_count; i++)
		web_key_own(&key, &site->owns[i]);
	qms_buffer_text(&key.text, qms_buffer_view(&templates->text));
	for (i = 0; i < site->asset_count; i++)
		qms_buffer_text(&key.text, site->assets[i]);
	site->run = web_key_finish(&site->arena, &key);
}

static const struct qms_error *
load_rows(struct web_site *site, struct web_key *key)
{
	char hex[QMS_OID_HEX];
	const struct qms_error *err;
	struct web_key frame;
	size_t i;

	web_key_copy(&frame, key);
	site->frame = web_key_finish(&site->arena, &frame);
	site->kinds = qms_system_kinds(site->system);
	err = qms_system_rules(&site->rules, site->system);
	if (err == NULL)
		err = web_load_lists(site, key);
	if (err == NULL)
		err = web_load_objects(site);
	if (err == NULL)
		err = web_load_agencies(site);
	if (err == NULL)
		err = web_load_references(site);
	if (err == NULL)
		err = web_load_adoptions(site);
	if (err == NULL)
		err = web_load_statement_counts(site);
	if (err == NULL)
		err = web_load_trust(site);
	if (err == NULL)
		err = web_load_models(site);
	if (err == NULL)
		err = web_load_laws(site);
	if (err == NULL)
		err = web_load_indicators(site);
	if (err == NULL)
		err = web_load_measures(site);
	if (err == NULL)
		err = web_load_reports(site);
	if (err == NULL)
		err = web_load_declarations(site);
	if (err == NULL)
		err = web_load_figures(site);
	if (err == NULL)
		err = web_count_figures(site);
	if (err != NULL)
		return err;
	web_key_add(key, site->agency_count == 1 ? "one" : "many");
	web_key_add(key, site->trust_root);
	web_key_add(key, site->guarded ? "guarded" : "");
	for (i = 0; i < site->kinds->count; i++)
		web_key_add(key, qms_oid_hex(hex,
		    &site->kinds->items[i]->blob));
	for (i = 0; i < site->object_count; i++)
		if (strcmp(site->objects[i].row.kind, "rule") == 0)
			web_key_add(key, site->objects[i].sha256);
	site->common = web_key_finish(&site->arena, key);
	web_find_ids(site);
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
	web_key_add(&key, site->system->demo ? "demo" : "");
	web_key_add(&key, site->options->internal ? "internal" : "public");
	web_key_add(&key, tag(site->language));
	web_key_add(&key, tag(site->system->language));
	if (err == NULL)
		err = web_load_owns(site);
	find_run(site, &key);
	if (err == NULL)
		err = web_manifest_read(site);
	if (site->same && !site->options->full)
		site->stats->pages = site->old_pages;
	else if (err == NULL)
		err = load_rows(site, &key);
	qms_buffer_free(&key.text);
	return err;
}

/* ---- the run ---- */

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
add_referrer(struct web_key *key, const struct web_reference *reference)
{
	web_key_object(key, reference->from);
	web_key_add(key, reference->key);
	web_key_add(key, reference->version);
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
			add_referrer(key, found.items[i]);
}

/* What files of others say of an agency, as minutes of an inspection do. */
static void
add_said_of(struct web_site *site, struct web_key *key,
    const struct web_agency *agency)
{
	const struct web_references *said = qms_map_get(&site->by_target,
	    agency->row.agency);
	const struct web_reference *one;
	size_t i;

	for (i = 0; said != NULL && i < said->count; i++) {
		one = said->items[i];
		if (strcmp(one->to_kind, "agency") != 0 ||
		    strcmp(one->from->row.agency, agency->row.agency) == 0)
			continue;
		add_referrer(key, one);
		web_key_add(key, one->from->sha256);
	}
}

/* Issued texts of other agencies that it quotes: they may change there. */
static void
add_targets(struct web_site *site, struct web_key *key,
    const struct web_object *object)
{
	const struct web_reference *to;
	const struct web_object *found;
	size_t i;

	for (i = 0; i < object->reference_count; i++) {
		to = &object->references[i];
		if (*to->version == '\0' || *to->agency == '\0' ||
		    strcmp(to->agency, object->row.agency) == 0)
			continue;
		found = qms_map_get(&site->by_id, qms_arena_format(
		    &site->agency_arena, "%s/%s", to->agency, to->to));
		if (found != NULL)
			web_key_object(key, found);
	}
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
	web_key_add(&key, web_model_key(agency));
	web_key_add(&key, agency->row.short_name);
	web_key_add(&key, site->checkpoints);
	web_key_signers(&key, site, agency->row.agency);
	if (agency->status != NULL)
		web_key_status(&key, agency->status);
	web_key_own(&key, agency->own);
	add_said_of(site, &key, agency);
	web_key_figures(&key, site, agency->row.agency, NULL);
	for (i = 0; i < agency->object_count; i++) {
		web_key_object(&key, &agency->objects[i]);
		web_key_add(&key, agency->objects[i].sha256);
		web_key_add(&key, agency->objects[i].number);
		web_key_add(&key, agency->objects[i].row.changed);
		if (strcmp(agency->objects[i].row.kind, "declaration") == 0)
			web_key_forms(&key, site, agency->row.agency);
		add_referrers(site, &key, &agency->objects[i]);
		add_targets(site, &key, &agency->objects[i]);
	}
	return web_key_finish(&site->arena, &key);
}

/* A line of the manifest that is no page but stands for all of an agency. */
static bool
keep_agency(struct web_site *site, struct web_agency *agency)
{
	const char *scope = find_scope(site, agency), *path;
	struct web_old *old;

	path = qms_arena_format(&site->arena, "agencies/%s",
	    agency->row.agency);
	old = qms_map_get(&site->old, path);
	if (old != NULL)
		old->kept = true;
	qms_buffer_format(&site->manifest, "%s %s %s\n", scope, web_no_page,
	    path);
	if (old == NULL || site->options->full ||
	    strcmp(old->key, scope) != 0)
		return false;
	web_manifest_keep(site, qms_arena_format(&site->arena, "%s/", path));
	web_recall_coverage(site, agency);
	web_manifest_keep(site, qms_arena_format(&site->arena,
	    "assets/find/%s.js", agency->row.agency));
	return true;
}

static const struct qms_error *
make_agency(struct web_site *site, struct web_agency *agency)
{
	const struct qms_error *err;

	if (keep_agency(site, agency))
		return NULL;

	site->agency = agency;
	err = web_load_agency(site, agency);
	if (err == NULL)
		err = web_load_coverage(site);
	web_note_coverage(site, agency);
	if (err == NULL)
		err = web_make_agency(site);
	if (err == NULL)
		err = web_make_calendar(site);
	if (err == NULL)
		err = web_make_due(site);
	if (err == NULL)
		err = web_make_trust(site);
	if (err == NULL)
		err = web_make_registers(site);
	if (err == NULL)
		err = web_make_master(site);
	if (err == NULL)
		err = web_make_tables(site);
	if (err == NULL)
		err = web_make_clauses(site);
	if (err == NULL)
		err = web_make_services(site);
	if (err == NULL)
		err = web_make_coverage(site);
	if (err == NULL)
		err = web_make_inspection(site);
	if (err == NULL)
		err = web_make_views(site);
	if (err == NULL)
		err = web_make_differences(site);
	if (err == NULL)
		err = make_objects(site, agency->objects,
		    agency->object_count);
	agency->versions = NULL;
	agency->statements = NULL;
	agency->services = NULL;
	agency->service_count = 0;
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
		err = web_make_past(site);
	if (err == NULL)
		err = web_make_home(site);
	if (err == NULL)
		err = web_make_province(site);
	if (err == NULL)
		err = web_make_indicators(site);
	if (err == NULL)
		err = web_make_measures(site);
	if (err == NULL)
		err = web_make_reports(site);
	if (err == NULL)
		err = web_make_declarations(site);
	if (err == NULL)
		err = web_make_figures(site);
	if (err == NULL)
		err = web_make_repositories(site);
	if (err == NULL)
		err = web_make_status(site);
	if (err == NULL)
		err = web_make_trust(site);
	for (i = 0; err == NULL && i < site->agency_count; i++)
		err = make_agency(site, &site->agencies[i]);
	if (err == NULL)
		err = web_make_coverage_of_all(site);
	if (err == NULL)
		err = web_make_lists(site);
	if (err == NULL)
		err = web_make_tables(site);
	if (err == NULL)
		err = web_make_help(site);
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
		err = web_manifest_write(site);
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
