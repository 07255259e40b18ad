/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "store.h"
#include "system.h"
#include "unicode.h"

/* What the system remembers of the question that is set. */
struct qms_system_cache {
	struct qms_rules *rules;
	struct qms_map people;		/* of the newest commit, by agency */
};

/* ---- settings ---- */

static const struct qms_error *
read_settings(struct qms_system *system, const struct qms_store *store)
{
	const struct qms_error *err;
	struct qms_problems ignored = { .arena = &system->arena };
	struct qms_settings settings;
	struct qms_text text;

	err = qms_store_read(&text, &system->arena, store, "qms.yaml",
	    QMS_FILE_LIMIT);
	if (err != NULL)
		return err;
	qms_settings_parse(&settings, &system->arena, text, "qms.yaml",
	    &ignored);
	system->name = settings.name;
	system->demo = settings.demo;
	system->language = settings.language;
	system->due_soon = settings.due_soon;
	system->standard = settings.standard;
	system->offset = settings.offset;
	return NULL;
}

static const char sql_id[] =
	"SELECT sha256"
	"  FROM entered"
	" WHERE object = 'trust' AND agency = '' AND version = '0'"
	"   AND source = 1 AND void IS NULL"
	" ORDER BY position"
	" LIMIT 1";

static const struct qms_error *
read_id(struct qms_system *system)
{
	const struct qms_error *err;

	err = qms_db_string(&system->id, &system->arena,
	    qms_index_db(system->index), sql_id, (const char *const []){
	    NULL });
	if (system->id == NULL)
		system->id = "";
	return err;
}

/* As they lie in the work tree: they are not committed yet. */
static const struct qms_error *
read_new_settings(struct qms_system *system)
{
	const struct qms_error *err;
	struct qms_store *worktree;

	if (system->bare) {
		system->name = "";
		system->standard = "iso9001-2015";
		system->offset = 7 * 60;
		system->due_soon = 30;
		return NULL;
	}
	err = qms_store_worktree(&worktree, &system->arena, system->root);
	return err != NULL ? err : read_settings(system, worktree);
}

static const struct qms_error *
open_empty(struct qms_system *system)
{
	system->store = qms_store_overlay(&system->arena, NULL);
	system->id = "";
	return read_new_settings(system);
}

const struct qms_error *
qms_system_refresh(struct qms_system *system)
{
	const struct qms_error *err;

	/* what was given out before stays valid until the system is closed */
	memset(system->cache, 0, sizeof(*system->cache));
	do {
		err = system->ref != NULL ? qms_git_resolve(&system->head,
		    system->git, system->ref) : qms_git_head(&system->head,
		    &system->branch, system->git, &system->arena);
		if (err != NULL)
			return err;
		if (qms_oid_is_zero(&system->head))
			return open_empty(system);
		err = qms_index_update(system->index, &system->head,
		    &system->index_stats);
	} while (err == NULL && system->index_stats.moved_on);
	if (err == NULL)
		err = qms_store_commit(&system->newest, &system->arena,
		    system->git, &system->head, system->prefix);
	/* a system may be begun in a repository that is there */
	if (err == NULL)
		err = qms_store_has(system->newest, "qms.yaml") ?
		    read_settings(system, system->newest) :
		    read_new_settings(system);
	if (err == NULL)
		err = read_id(system);
	return err != NULL ? err :
	    qms_system_ask(system, qms_system_today(system), "now");
}

/* ---- a tip that is not there yet ---- */

const struct qms_error *
qms_system_trial_begin(bool *fits, struct qms_system *system,
    const struct qms_oid *tip)
{
	const struct qms_error *err;

	err = qms_index_trial_begin(fits, system->index, tip);
	if (err != NULL || !*fits)
		return err;
	memset(system->cache, 0, sizeof(*system->cache));
	system->head = *tip;
	err = qms_store_commit(&system->newest, &system->arena, system->git,
	    tip, system->prefix);
	if (err == NULL)
		err = read_settings(system, system->newest);
	if (err == NULL)
		err = read_id(system);
	return err != NULL ? err :
	    qms_system_ask(system, qms_system_today(system), "now");
}

const struct qms_error *
qms_system_trial_end(struct qms_system *system)
{
	const struct qms_error *err;

	err = qms_index_trial_end(system->index);
	system->newest = NULL;
	return err != NULL ? err : qms_system_refresh(system);
}

/* ---- opening ---- */

/* Does the system hold trust statements, in the work tree or its commit? */
static bool
has_trust(struct qms_system *system, const struct qms_store *store)
{
	struct qms_store_entry *entries;
	size_t count;

	if (!system->bare)
		return qms_file_type_below(system->root, "trust") !=
		    QMS_FILE_NONE;
	return qms_store_list(&entries, &count, &system->arena, store,
	    "trust/") != NULL || count > 0;
}

/*
 * Where kinds and rules lie is asked once, of the work tree; what has a trust
 * statement holds its own, whatever qms.yaml says. shown: the commit in the
 * place of a work tree.
 */
static const struct qms_error *
find_data(struct qms_system *system, const struct qms_oid *shown)
{
	const struct qms_error *err;
	struct qms_problems ignored = { .arena = &system->arena };
	struct qms_settings settings;
	struct qms_store *store;
	struct qms_text text;

	if (system->bare)
		err = qms_store_commit(&store, &system->arena, system->git,
		    shown, system->prefix);
	else
		err = qms_store_worktree(&store, &system->arena,
		    system->root);
	if (err == NULL)
		err = qms_store_read(&text, &system->arena, store,
		    "qms.yaml", QMS_FILE_LIMIT);
	if (err != NULL)
		return NULL;		/* told when the settings are read */
	qms_settings_parse(&settings, &system->arena, text, "qms.yaml",
	    &ignored);
	system->library = qms_id_is_safe(settings.data) &&
	    !has_trust(system, store);
	if (system->library)
		qms_git_graft(system->git, system->prefix, qms_arena_format(
		    &system->arena, "%s/", settings.data));
	return NULL;
}

/* Who the caller is, unless that was given: as git knows it. */
static void
fill_identity(struct qms_system *system)
{
	const char *name, *email;

	if (*system->environment.name != '\0' &&
	    *system->environment.email != '\0')
		return;
	qms_git_identity(system->git, &system->arena, &name, &email);
	if (*system->environment.name == '\0')
		system->environment.name = name;
	if (*system->environment.email == '\0')
		system->environment.email = email;
}

/* Its files are those of commits; root is a directory that is surely there. */
static const struct qms_error *
find_bare(struct qms_system *system, const struct qms_oid *shown)
{
	system->bare = true;
	system->root = qms_git_common_directory(system->git);
	system->prefix = "";
	return qms_oid_is_zero(shown) ? NULL : qms_store_find_prefix(
	    &system->prefix, &system->arena, system->git, shown);
}

/* A directory without qms.yaml may be a repository that has no work tree. */
static const struct qms_error *
open_bare(struct qms_system *system, struct qms_oid *shown,
    const char *directory)
{
	const struct qms_error *err;

	err = qms_git_open(&system->git, directory, false);
	if (err == NULL ? qms_git_work_directory(system->git) != NULL :
	    err->id == QMS_M_G020)
		return qms_fail(QMS_M_G039, directory);
	if (err == NULL)
		err = qms_git_head(shown, NULL, system->git, &system->arena);
	if (err == NULL && qms_oid_is_zero(shown))
		return qms_fail(QMS_M_G039, directory);
	return err != NULL ? err : find_bare(system, shown);
}

static const struct qms_error *
open_directory(struct qms_system *system, struct qms_oid *shown,
    const char *directory)
{
	const struct qms_error *err;

	err = qms_store_find_root(&system->root, &system->arena, directory);
	if (err != NULL && err->id == QMS_M_G039)
		return open_bare(system, shown, directory);
	if (err == NULL)
		err = qms_git_open(&system->git, system->root, false);
	return err != NULL ? err : qms_store_prefix(&system->prefix,
	    &system->arena, system->git, system->root);
}

static const struct qms_error *
open_hook(struct qms_system *system, struct qms_oid *shown,
    const struct qms_oid *pushed)
{
	const struct qms_error *err;

	err = qms_git_open(&system->git, ".", true);
	if (err == NULL)
		err = qms_git_head(shown, NULL, system->git, &system->arena);
	if (err == NULL && qms_oid_is_zero(shown))
		*shown = *pushed;
	return err != NULL ? err : find_bare(system, shown);
}

static const struct qms_error *
open_ref(struct qms_system *system, struct qms_oid *shown,
    const char *directory)
{
	const struct qms_error *err;

	err = qms_git_open(&system->git, directory, false);
	if (err == NULL)
		err = qms_git_resolve(shown, system->git, system->ref);
	return err != NULL ? err : find_bare(system, shown);
}

static const struct qms_error *
open_parts(struct qms_system *system, const char *directory,
    const struct qms_oid *pushed)
{
	const struct qms_index_options options = {
		.now = system->environment.now,
		.cache = system->environment.cache,
		.own = system->environment.own_index,
		.ref = system->ref
	};
	const struct qms_error *err;
	struct qms_oid shown = { { 0 } };

	if (pushed != NULL)
		err = open_hook(system, &shown, pushed);
	else if (system->ref != NULL)
		err = open_ref(system, &shown, directory);
	else
		err = open_directory(system, &shown, directory);
	if (err == NULL)
		fill_identity(system);
	if (err == NULL)
		err = find_data(system, &shown);
	if (err == NULL)
		err = qms_index_open(&system->index, system->git,
		    system->prefix, &options);
	return err != NULL ? err : qms_system_refresh(system);
}

static const struct qms_error *
open_any(struct qms_system **out, const char *directory, const char *ref,
    const struct qms_oid *pushed, const struct qms_environment *environment)
{
	const struct qms_error *err;
	struct qms_system *system;

	*out = NULL;
	system = calloc(1, sizeof(*system));
	if (system == NULL)
		qms_arena_exhausted();
	system->environment = *environment;
	system->ref = ref == NULL ? NULL : qms_arena_string(&system->arena,
	    ref);
	system->cache = qms_arena_alloc(&system->arena,
	    sizeof(*system->cache));
	err = open_parts(system, directory, pushed);
	if (err != NULL)
		qms_system_close(system);
	else
		*out = system;
	return err;
}

const struct qms_error *
qms_system_open(struct qms_system **out, const char *directory,
    const struct qms_environment *environment)
{
	return open_any(out, directory, NULL, NULL, environment);
}

const struct qms_error *
qms_system_open_ref(struct qms_system **out, const char *directory,
    const char *ref, const struct qms_environment *environment)
{
	return open_any(out, directory, ref, NULL, environment);
}

const struct qms_error *
qms_system_open_hook(struct qms_system **out, const struct qms_oid *pushed,
    const struct qms_environment *environment)
{
	return open_any(out, NULL, NULL, pushed, environment);
}

void
qms_system_close(struct qms_system *system)
{
	if (system == NULL)
		return;
	qms_index_close(system->index);
	qms_git_close(system->git);
	qms_arena_free(&system->arena);
	free(system);
}

/* ---- the question ---- */

static const struct qms_error *
ordinal_of(int64_t *ordinal, struct qms_system *system, const char *known)
{
	const struct qms_error *err;
	struct qms_oid commit;
	qms_day day;

	*ordinal = 0;
	if (known == NULL || *known == '\0')
		return NULL;
	if (strcmp(known, "now") == 0) {
		*ordinal = qms_index_question(system->index)->newest;
		return NULL;
	}
	day = qms_day_parse(qms_text(known));
	if (day != QMS_DAY_NONE) {	/* the last commit recorded up to it */
		err = qms_index_ask(system->index, day, 0);
		if (err == NULL)
			*ordinal = qms_index_question(system->index)->known;
		return err == NULL && *ordinal == 0 ?
		    qms_fail(QMS_M_U028, known) : err;
	}
	err = qms_git_resolve(&commit, system->git, known);
	if (err == NULL)
		err = qms_index_ordinal(ordinal, system->index, &commit);
	if (err == NULL && *ordinal == 0)
		err = qms_fail(QMS_M_U052, known);
	return err;
}

const struct qms_error *
qms_system_ask(struct qms_system *system, qms_day day, const char *known)
{
	const struct qms_error *err;
	const struct qms_question *question;
	int64_t ordinal;

	err = ordinal_of(&ordinal, system, known);
	if (err == NULL)
		err = qms_index_ask(system->index, day, ordinal);
	if (err != NULL)
		return err;
	system->known = known == NULL || *known == '\0' ? "" :
	    strcmp(known, "now") == 0 ? "now" :
	    qms_arena_string(&system->arena, known);
	system->cache->rules = NULL;
	question = qms_index_question(system->index);
	if (qms_oid_is_zero(&question->commit)) {
		system->store = qms_store_overlay(&system->arena, NULL);
		return NULL;
	}
	if (qms_oid_equal(&question->commit, &system->head)) {
		system->store = system->newest;
		return NULL;
	}
	return qms_store_commit(&system->store, &system->arena, system->git,
	    &question->commit, system->prefix);
}

qms_day
qms_system_today(const struct qms_system *system)
{
	return qms_day_of_time(system->environment.now, system->offset);
}

const struct qms_kinds *
qms_system_kinds(const struct qms_system *system)
{
	return qms_index_kinds(system->index);
}

const struct qms_error *
qms_system_rules(const struct qms_rules **rules, struct qms_system *system)
{
	struct qms_system_cache *cache = system->cache;
	struct qms_problems ignored = { .arena = &system->arena };
	const struct qms_error *err = NULL;

	if (cache->rules == NULL)
		err = qms_rules_load(&cache->rules, &system->arena,
		    qms_system_kinds(system), system->store, &ignored);
	*rules = cache->rules;
	return err;
}

const struct qms_error *
qms_system_people(const struct qms_people **people, struct qms_system *system,
    const char *agency)
{
	struct qms_system_cache *cache = system->cache;
	struct qms_problems ignored = { .arena = &system->arena };
	const struct qms_error *err = NULL;
	struct qms_people *made;
	struct qms_text text;
	char *path;

	*people = made = qms_map_get(&cache->people, agency);
	if (made != NULL)
		return NULL;
	made = qms_arena_alloc(&system->arena, sizeof(*made));
	path = qms_arena_format(&system->arena, "agencies/%s/people.yaml",
	    agency);
	if (system->newest != NULL && qms_store_has(system->newest, path)) {
		err = qms_store_read(&text, &system->arena, system->newest,
		    path, QMS_FILE_LIMIT);
		if (err == NULL)
			qms_people_parse(made, &system->arena, text, path,
			    &ignored);
	}
	qms_map_put(&system->arena, &cache->people,
	    qms_arena_string(&system->arena, agency), made);
	*people = made;
	return err;
}

/* ---- which agency ---- */

static const char sql_agencies[] =
	"SELECT DISTINCT f.agency"
	"  FROM file AS f JOIN asof AS q ON q.source = f.source"
	" WHERE f.kind = 'agency' AND f.first <= q.known"
	"   AND f.last > q.known"
	" ORDER BY f.agency";

static const struct qms_error *
list_agencies(struct qms_strings *list, struct qms_system *system)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*list = (struct qms_strings){ 0 };
	err = qms_db_query(&query, qms_index_db(system->index),
	    sql_agencies);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_strings_add(&system->arena, list, qms_arena_string(
		    &system->arena, qms_column_text(query, 0)));
	qms_done(query);
	return err;
}

const struct qms_error *
qms_system_who(const char **agency, const char **person,
    struct qms_system *system, const char *email)
{
	const struct qms_error *err;
	const struct qms_people *people;
	const struct qms_person *found;
	struct qms_strings list;
	size_t i;

	*agency = *person = "";
	if (system->library)
		return qms_fail(QMS_M_D212, system->name);
	err = list_agencies(&list, system);
	for (i = 0; err == NULL && i < list.count; i++) {
		err = qms_system_people(&people, system, list.items[i]);
		found = err != NULL ? NULL :
		    qms_people_by_email(people, email);
		if (found == NULL)
			continue;
		*agency = list.items[i];
		*person = found->id;
		return NULL;
	}
	return err != NULL ? err : qms_fail(QMS_M_U012, email, "*");
}

/* agencies/<this>/… of a directory below the root, or NULL. */
static const char *
agency_of_directory(struct qms_system *system, const char *directory)
{
	static const char agencies[] = "agencies/";
	const char *at, *result = NULL;
	char *real;

	real = directory == NULL ? NULL : realpath(directory, NULL);
	if (real == NULL)
		return NULL;
	if (qms_starts_with(real, system->root)) {
		at = real + strlen(system->root);
		if (qms_starts_with(at, agencies)) {
			at += strlen(agencies);
			result = qms_arena_copy(&system->arena, at,
			    strcspn(at, "/"));
		}
	}
	free(real);
	return result;
}

static char *
joined(struct qms_arena *arena, const struct qms_strings *list)
{
	enum { SHOWN = 12 };
	char *text = qms_arena_string(arena, "");
	size_t i;

	for (i = 0; i < list->count && i < SHOWN; i++)
		text = qms_arena_format(arena, "%s%s%s", text,
		    i == 0 ? "" : ", ", list->items[i]);
	return list->count <= SHOWN ? text :
	    qms_arena_format(arena, "%s …", text);
}

const struct qms_error *
qms_system_agency(const char **agency, struct qms_system *system,
    const char *named, const char *directory)
{
	const struct qms_error *err;
	struct qms_strings list;

	*agency = "";
	err = list_agencies(&list, system);
	if (err != NULL)
		return err;
	if (named == NULL || *named == '\0')
		named = agency_of_directory(system, directory);
	if (named != NULL && qms_strings_has(&list, named)) {
		*agency = qms_arena_string(&system->arena, named);
		return NULL;
	}
	if (named != NULL)
		return qms_fail(QMS_M_U053, named,
		    joined(&system->arena, &list));
	if (list.count == 0)
		return qms_fail(QMS_M_U054);
	if (list.count > 1)
		return qms_fail(QMS_M_U055, joined(&system->arena, &list));
	*agency = list.items[0];
	return NULL;
}

/* ---- objects ---- */

/* ?1 the id (or pattern), ?2 agency or NULL; files with a name of their own. */
#define OBJECT								\
	"SELECT f.kind, f.agency, f.object, f.path,"			\
	"       CASE WHEN c.title <> '' THEN c.title"			\
	"            ELSE (SELECT o.title FROM object AS o"		\
	"                   WHERE o.path = f.path) END"		\
	"  FROM file AS f JOIN asof AS q ON q.source = f.source"	\
	"  JOIN fact AS c ON c.id = f.fact"
#define NOW " AND f.first <= q.known AND f.last > q.known"		\
	" AND (?2 IS NULL OR f.agency = ?2)"

static const char sql_exact[] =
	OBJECT " WHERE f.object = ?1" NOW " ORDER BY f.agency, f.path";
static const char sql_any_case[] =
	OBJECT " WHERE f.object = ?1 COLLATE NOCASE" NOW
	" ORDER BY f.agency, f.path";
static const char sql_name[] =
	OBJECT "  JOIN fact_name AS n ON n.fact = f.fact"
	" WHERE n.name = ?1" NOW " ORDER BY f.agency, f.path";
static const char sql_all[] =
	OBJECT " WHERE f.object <> '' AND ?1 IS NOT NULL" NOW
	" ORDER BY f.agency, f.object, f.path";

struct found_list {
	struct qms_found *items;
	size_t count, room;
};

/* Adds what the query gives; of two files of one object the first. */
static const struct qms_error *
collect(struct found_list *list, struct qms_system *system, const char *sql,
    const char *agency, const char *id, const char *pattern)
{
	struct qms_arena *arena = &system->arena;
	const struct qms_error *err;
	const struct qms_kind *kind;
	struct qms_found *found;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(system->index), sql);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, id);
	if (agency == NULL)
		qms_bind_null(query, 2);
	else
		qms_bind_text(query, 2, agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		kind = qms_kinds_get(qms_system_kinds(system),
		    qms_column_text(query, 0));
		if (kind == NULL || (pattern != NULL && !qms_string_matches(
		    pattern, qms_column_text(query, 2))))
			continue;
		found = qms_push(arena, list->items, list->count, list->room);
		found->kind = kind;
		found->agency = qms_arena_string(arena,
		    qms_column_text(query, 1));
		found->id = qms_arena_string(arena,
		    qms_column_text(query, 2));
		found->path = qms_arena_string(arena,
		    qms_column_text(query, 3));
		found->title = qms_arena_string(arena,
		    qms_column_text(query, 4));
		found->version = found->state = found->in_force = "";
	}
	qms_done(query);
	return err;
}

static const char sql_state[] =
	"SELECT e.to_state"
	"  FROM entered AS e JOIN asof AS q ON q.source = e.source"
	" WHERE e.object = ?1 AND e.agency = ?2"
	"   AND (?3 IS NULL OR e.version = ?3)"
	"   AND e.void IS NULL AND e.revoked > q.known"
	"   AND e.ordinal <= q.known AND e.date <= q.day"
	" ORDER BY e.position DESC"
	" LIMIT 1";

static const char sql_in_force[] =
	"SELECT version FROM version"
	" WHERE agency = ?1 AND id = ?2 AND in_force = 'yes'"
	" ORDER BY effective DESC LIMIT 1";

static const struct qms_error *
ask_version(const char **string, struct qms_system *system, const char *sql,
    const struct qms_found *found)
{
	const char *const values[] = { found->id, found->agency,
	    qms_string_is(found->version, "") ? NULL : found->version, NULL };

	return qms_db_string(string, &system->arena,
	    qms_index_db(system->index), sql, values);
}

/* State, and the version in force, at the question. */
static const struct qms_error *
fill_state(struct qms_found *found, struct qms_system *system)
{
	const struct qms_error *err;
	const char *value;

	if (found->kind->first == NULL)
		return NULL;
	err = ask_version(&value, system, sql_state, found);
	if (err != NULL)
		return err;
	found->state = value == NULL ? found->kind->first : value;
	if (found->kind->class != QMS_CLASS_DOCUMENT)
		return NULL;
	err = qms_db_string(&value, &system->arena,
	    qms_index_db(system->index), sql_in_force, (const char *const []){
	    found->agency, found->id, NULL });
	found->in_force = value == NULL ? "" : value;
	return err;
}

static const char sql_version[] =
	"SELECT e.version"
	"  FROM entered AS e JOIN asof AS q ON q.source = e.source"
	" WHERE e.object = ?1 AND e.agency = ?2 AND e.version = ?3"
	"   AND e.void IS NULL AND e.revoked > q.known"
	"   AND e.ordinal <= q.known"
	" LIMIT 1";

/* The version that was asked for must have been heard of. */
static const struct qms_error *
check_version(const struct qms_found *found, struct qms_system *system)
{
	const struct qms_error *err;
	const char *value;

	if (*found->version == '\0')
		return NULL;
	err = ask_version(&value, system, sql_version, found);
	if (err == NULL && value == NULL)
		err = qms_fail(QMS_M_U056, found->id, found->version);
	return err;
}

/*
 * Here first, then what belongs to no agency, then anywhere; exactly as
 * written first, then in another case, then by another name of it.
 */
static const struct qms_error *
look(struct found_list *list, struct qms_system *system, const char *agency,
    bool only_there, const char *id)
{
	static const char *const ways[] = { sql_exact, sql_any_case,
	    sql_name };
	const char *places[] = { agency, "", NULL };
	const struct qms_error *err = NULL;
	size_t i, j, last = only_there ? 1 : 3;

	for (i = 0; i < 3; i++)
		for (j = 0; j < last; j++) {
			if (j == 0 && agency == NULL)
				continue;
			err = collect(list, system, ways[i], places[j], id,
			    NULL);
			if (err != NULL || list->count > 0)
				return err;
		}
	return NULL;
}

static char *
names_of(struct qms_system *system, const struct found_list *list)
{
	struct qms_strings names = { 0 };
	size_t i;

	for (i = 0; i < list->count; i++)
		qms_strings_add(&system->arena, &names,
		    strcmp(list->items[i].agency, list->items[0].agency) == 0 &&
		    strcmp(list->items[i].agency, list->items[list->count -
		    1].agency) == 0 ? list->items[i].path :
		    qms_arena_format(&system->arena, "%s%s%s",
		    list->items[i].agency,
		    *list->items[i].agency == '\0' ? "" : "/",
		    list->items[i].id));
	return joined(&system->arena, &names);
}

const struct qms_error *
qms_system_find(struct qms_found *found, struct qms_system *system,
    const char *agency, const char *text)
{
	const struct qms_error *err = NULL;
	struct found_list list = { 0 };
	struct qms_reference reference = { "", "", "" };
	bool parsed;

	*found = (struct qms_found){ 0 };
	if (agency != NULL && *agency == '\0')
		agency = NULL;
	parsed = qms_reference_parse(&reference, &system->arena, text,
	    NULL);
	if (parsed)
		err = look(&list, system, *reference.agency != '\0' ?
		    reference.agency : agency, *reference.agency != '\0',
		    reference.id);
	/* a number may look like agency/ID: 19/2014/QĐ-TTg */
	if (err == NULL && list.count == 0) {
		reference.version = "";
		err = collect(&list, system, sql_name, NULL, text, NULL);
	}
	if (err != NULL)
		return err;
	if (list.count == 0)
		return qms_fail(QMS_M_U050, text);
	if (list.count > 1 && strcmp(list.items[0].path,
	    list.items[list.count - 1].path) != 0)
		return qms_fail(QMS_M_U051, text, names_of(system, &list));
	*found = list.items[0];
	found->version = reference.version;
	err = check_version(found, system);
	return err != NULL ? err : fill_state(found, system);
}

struct ordered {
	struct qms_buffer key;
	struct qms_found found;
};

static int
compare(const void *left, const void *right)
{
	const struct ordered *a = left, *b = right;
	size_t size = a->key.size < b->key.size ? a->key.size : b->key.size;
	int order = memcmp(a->key.data, b->key.data, size);

	if (order == 0)
		order = (a->key.size > b->key.size) -
		    (a->key.size < b->key.size);
	return order != 0 ? order : strcmp(a->found.path, b->found.path);
}

/* In Vietnamese order of ids, each once. */
static void
sort(struct found_list *list, struct qms_arena *arena)
{
	struct ordered *items;
	size_t i, kept = 0;

	items = qms_arena_alloc(arena, (list->count + 1) * sizeof(*items));
	for (i = 0; i < list->count; i++) {
		items[i].found = list->items[i];
		qms_unicode_sort_key(&items[i].key,
		    qms_text(list->items[i].id));
	}
	qsort(items, list->count, sizeof(*items), compare);
	for (i = 0; i < list->count; i++) {
		qms_buffer_free(&items[i].key);
		if (kept > 0 && strcmp(list->items[kept - 1].path,
		    items[i].found.path) == 0 && strcmp(
		    list->items[kept - 1].version,
		    items[i].found.version) == 0)
			continue;
		list->items[kept++] = items[i].found;
	}
	list->count = kept;
}

const struct qms_error *
qms_system_find_all(struct qms_found **found, size_t *count,
    struct qms_system *system, const char *agency,
    const char *const *patterns, size_t pattern_count)
{
	const struct qms_error *err = NULL;
	struct found_list list = { 0 };
	struct qms_found one;
	size_t i, before;

	*found = NULL;
	*count = 0;
	for (i = 0; err == NULL && i < pattern_count; i++) {
		before = list.count;
		if (strpbrk(patterns[i], "*?") == NULL) {
			err = qms_system_find(&one, system, agency,
			    patterns[i]);
			if (err == NULL)
				*qms_push(&system->arena, list.items,
				    list.count, list.room) = one;
			continue;
		}
		err = collect(&list, system, sql_all, agency == NULL ||
		    *agency == '\0' ? NULL : agency, "", patterns[i]);
		if (err == NULL && list.count == before)
			err = qms_fail(QMS_M_U050, patterns[i]);
		for (; err == NULL && before < list.count; before++)
			err = fill_state(&list.items[before], system);
	}
	if (err != NULL)
		return err;
	sort(&list, &system->arena);
	*found = list.items;
	*count = list.count;
	return NULL;
}

static const struct qms_error *
read_blob(struct qms_text *text, struct qms_system *system,
    struct qms_arena *arena, const char *hex)
{
	struct qms_oid id;

	if (!qms_oid_parse(&id, hex))
		return qms_fail(QMS_M_G010, hex);
	return qms_git_blob(text, system->git, arena, &id, QMS_FILE_LIMIT);
}

static const char sql_blob[] =
	"SELECT blob FROM fact WHERE sha256 = ?1 LIMIT 1";

const struct qms_error *
qms_system_bytes(struct qms_text *text, struct qms_system *system,
    struct qms_arena *arena, const char *sha256)
{
	const struct qms_error *err;
	const char *hex;

	*text = (struct qms_text){ 0 };
	err = qms_db_string(&hex, arena, qms_index_db(system->index),
	    sql_blob, (const char *const []){ sha256, NULL });
	if (err != NULL)
		return err;
	return hex == NULL ? qms_fail(QMS_M_U057, sha256) :
	    read_blob(text, system, arena, hex);
}

const struct qms_error *
qms_system_read(struct qms_text *text, struct qms_system *system,
    struct qms_arena *arena, const struct qms_found *found)
{
	const struct qms_statement statement = { .agency = found->agency,
	    .id = found->id, .version = found->version };
	const char *sha256, *path;
	const struct qms_error *err;
	static const char sql[] =
		"SELECT e.text"
		"  FROM entered AS e JOIN asof AS q ON q.source = e.source"
		" WHERE e.object = ?1 AND e.agency = ?2 AND e.version = ?3"
		"   AND e.void IS NULL AND e.revoked > q.known"
		"   AND e.ordinal <= q.known"
		" ORDER BY e.position DESC LIMIT 1";

	if (found->version == NULL || *found->version == '\0')
		return qms_store_read(text, arena, system->store, found->path,
		    QMS_FILE_LIMIT);
	path = qms_statement_issued_path(arena, &statement, found->path,
	    found->path);
	if (qms_store_has(system->store, path))
		return qms_store_read(text, arena, system->store, path,
		    QMS_FILE_LIMIT);
	/* not issued yet: the text that was submitted */
	err = ask_version(&sha256, system, sql, found);
	if (err != NULL)
		return err;
	return qms_system_bytes(text, system, arena,
	    sha256 == NULL ? "" : sha256);
}
