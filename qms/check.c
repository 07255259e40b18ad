/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "check.h"
#include "file.h"
#include "fold.h"
#include "form.h"
#include "model.h"
#include "report.h"
#include "unicode.h"

struct check {
	struct qms_system *system;
	struct qms_problems *problems;
	struct qms_arena *arena;
	struct qms_store *store;	/* what is looked at */
	bool worktree;
	/* what the work tree lays over the newest commit */
	struct qms_index_file *files;
	size_t count, room;
	struct qms_map changed;		/* path → anything */
	struct qms_map grown;		/* of these, what may only be added */
	/* all paths of the store */
	struct qms_store_entry *entries;
	size_t entry_count;
	/* what is asked for; nothing: everything */
	const char *const *paths;
	size_t path_count;
};

/* ---- the work tree ---- */

/* A file that cannot be read is a problem of that file; links are told by
 * check_paths. */
static void
report_error(struct check *c, const char *path, const struct qms_error *err)
{
	if (err->id == QMS_M_G011)
		return;
	if (err->id == QMS_M_G013) {
		qms_report(c->problems, path, 0, 0, QMS_M_D001,
		    err->arguments[1], err->arguments[2]);
		return;
	}
	qms_report_with(c->problems, path, 0, 0, err->id, err->arguments);
}

static const char sql_working[] =
	"SELECT path"
	"  FROM file"
	" WHERE agency = ?1 AND object = ?2 AND source = 1"
	"   AND last = 9000000000000000000"
	" ORDER BY path";

/* The working file of agencies/A/issued/ID/…, or "". */
static const struct qms_error *
find_working(const char **found, struct check *c, const char *path)
{
	const char *agency = path + strlen("agencies/");
	const char *rest = strchr(agency, '/'), *id = rest +
	    strlen("/issued/");
	const char *const values[] = {
		qms_arena_copy(c->arena, agency, (size_t)(rest - agency)),
		qms_arena_copy(c->arena, id, strcspn(id, "/")), NULL };
	const struct qms_error *err;

	err = qms_db_string(found, c->arena, qms_index_db(c->system->index),
	    sql_working, values);
	*found = *found == NULL ? "" : qms_arena_format(c->arena, "%s%s",
	    c->system->prefix, *found);
	return err;
}

/*
 * A file that only grows was changed; in the middle of a merge or a rebase it
 * was not by hand: both sides have issued the version.
 */
static const struct qms_error *
report_grown(struct check *c, const char *path)
{
	const char *busy = qms_git_busy(c->system->git), *working;
	struct qms_git_upstream upstream;
	const struct qms_error *err;

	if (busy == NULL || strstr(path, "/issued/") == NULL) {
		qms_report(c->problems, path, 0, 0, QMS_M_S093);
		return NULL;
	}
	err = find_working(&working, c, path);
	if (err == NULL)
		err = qms_git_upstream(&upstream, c->system->git, c->arena,
		    c->system->branch, &c->system->head);
	if (err == NULL)
		qms_report(c->problems, path, 0, 0, QMS_M_G134, busy,
		    upstream.name == NULL ? "origin/main" : upstream.name,
		    working);
	return err;
}

static const struct qms_error *
lay_over(void *closure, const struct qms_git_change *change)
{
	struct check *c = closure;
	struct qms_index_file file = {
		.path = qms_arena_string(c->arena, change->path)
	};
	const struct qms_error *err;

	qms_map_put(c->arena, &c->changed, file.path, c);
	if (change->old_mode != 0 && qms_path_only_grows(file.path)) {
		qms_map_put(c->arena, &c->grown, file.path, c);
		err = report_grown(c, file.path);
		if (err != NULL)
			return err;
	}
	if (change->new_mode != 0) {
		err = qms_store_read(&file.text, c->arena, c->store,
		    file.path, QMS_CHECK_FILE_LIMIT);
		if (err != NULL) {
			report_error(c, file.path, err);
			return NULL;
		}
	}
	*qms_push(c->arena, c->files, c->count, c->room) = file;
	return NULL;
}

static const struct qms_error *
open_worktree(struct check *c)
{
	const struct qms_error *err;

	const char *busy = qms_git_busy(c->system->git);

	if (busy != NULL)
		qms_report(c->problems, "", 0, 0, QMS_M_G133, busy);
	err = qms_store_tracked(&c->store, c->arena, c->system->git,
	    c->system->root);
	if (err == NULL)
		err = qms_git_status(c->system->git, c->system->prefix,
		    lay_over, c);
	if (err == NULL)
		err = qms_index_overlay_begin(c->system->index, c->files,
		    c->count, c->system->environment.email);
	return err;
}

/* ---- names ---- */

/* Names that cannot be used, or that a file system would mix up. */
static void
check_paths(struct check *c)
{
	struct qms_strings paths = { 0 };
	const char *path;
	size_t i;

	for (i = 0; i < c->entry_count; i++) {
		path = c->entries[i].path;
		if (c->entries[i].mode == QMS_MODE_LINK ||
		    c->entries[i].mode == QMS_MODE_SUBMODULE)
			qms_report(c->problems, path, 0, 0, QMS_M_S094);
		if (!qms_path_is_usable(path))
			qms_report(c->problems, path, 0, 0, QMS_M_S095);
		else
			qms_strings_add(c->arena, &paths, path);
	}
	qms_form_check_names(c->arena, paths.items, paths.count, c->problems);
}

static const char sql_objects[] =
	"SELECT f.agency, f.object, f.path"
	"  FROM file AS f JOIN asof AS q ON q.source = f.source"
	" WHERE f.object NOT IN ('', f.agency) AND f.first <= q.known"
	"   AND f.last > q.known"
	" ORDER BY f.path";

/* Two paths that a file system may mix up: told of their names already. */
static bool
is_same_name(const char *path, const char *other)
{
	struct qms_buffer a = { 0 }, b = { 0 };
	bool same;

	qms_unicode_same_name(&a, qms_text(path));
	qms_unicode_same_name(&b, qms_text(other));
	same = a.size == b.size && (a.size == 0 ||
	    memcmp(a.data, b.data, a.size) == 0);
	qms_buffer_free(&a);
	qms_buffer_free(&b);
	return same;
}

/*
 * Ids are unique in their agency, whatever their case. What has none of its
 * own (agency.md, people.yaml) goes by that of its agency.
 */
static const struct qms_error *
check_ids(struct check *c)
{
	struct qms_map seen = { 0 };
	struct qms_buffer same = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	const char *path, *other;
	bool row;

	err = qms_db_query(&query, qms_index_db(c->system->index),
	    sql_objects);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		path = qms_arena_string(c->arena, qms_column_text(query, 2));
		/* law and standards have names of their own */
		if (*qms_column_text(query, 0) == '\0')
			continue;
		qms_buffer_clear(&same);
		qms_buffer_format(&same, "%s/", qms_column_text(query, 0));
		qms_unicode_same_name(&same,
		    qms_text(qms_column_text(query, 1)));
		other = qms_map_get(&seen, same.data);
		if (other != NULL && strcmp(other, path) != 0 &&
		    !is_same_name(path, other))
			qms_report(c->problems, path, 0, 0, QMS_M_S097,
			    qms_column_text(query, 1), other);
		else
			qms_map_put(c->arena, &seen, qms_arena_copy(c->arena,
			    same.data, same.size), (void *)(uintptr_t)path);
	}
	qms_done(query);
	qms_buffer_free(&same);
	return err;
}

/* ---- statements ---- */

static const char sql_entered[] =
	"SELECT e.path, e.void, e.void_argument"
	"  FROM entered AS e JOIN asof AS q ON q.source = e.source"
	" WHERE e.ordinal <= q.known"
	" ORDER BY e.position";

/*
 * What does not count is an error while it can still be taken back; in history
 * it stays for ever, and is told.
 */
static const struct qms_error *
check_void(struct check *c, struct qms_map *entered,
    const struct qms_rules *rules)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char *path;
	bool row;

	err = qms_db_query(&query, qms_index_db(c->system->index),
	    sql_entered);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		path = qms_arena_string(c->arena, qms_column_text(query, 0));
		qms_map_put(c->arena, entered, path, c);
		if (qms_column_is_null(query, 1))
			continue;
		qms_fold_report(c->problems, path, rules,
		    qms_column_text(query, 1), qms_column_text(query, 2));
		if (qms_map_get(&c->changed, path) == NULL)
			c->problems->items[c->problems->count - 1].severity =
			    QMS_WARNING;
	}
	qms_done(query);
	return err;
}

/* S030 and S031 are told as S093, S032 and S033 by the statements themselves. */
static const char sql_violations[] =
	"SELECT v.path, v.code, v.argument"
	"  FROM violation AS v JOIN asof AS q ON q.source = v.source"
	" WHERE v.ordinal = q.known AND v.code >= 'S034'"
	" ORDER BY v.path, v.code";

/* What history must not hold, and would after a commit. */
static const struct qms_error *
check_violations(struct check *c)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(c->system->index),
	    sql_violations);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		if (qms_map_get(&c->grown, qms_column_text(query, 0)) ==
		    NULL)
			qms_fold_report(c->problems,
			    qms_column_text(query, 0), NULL,
			    qms_column_text(query, 1),
			    qms_column_text(query, 2));
	qms_done(query);
	return err;
}

/* Files in acts/ that could not be read as a statement were not judged. */
static void
check_unread(struct check *c, const struct qms_map *entered)
{
	const struct qms_error *err;
	struct qms_statement read;
	struct qms_arena scratch = { 0 };
	struct qms_text text;
	const char *path;
	size_t i;

	for (i = 0; i < c->entry_count; i++) {
		path = c->entries[i].path;
		if (!qms_statement_is_path(path) ||
		    qms_map_get(entered, path) != NULL)
			continue;
		err = qms_store_read(&text, &scratch, c->store, path,
		    QMS_CHECK_FILE_LIMIT);
		if (err != NULL)
			report_error(c, path, err);
		else
			(void)qms_statement_parse(&read, &scratch, text, path,
			    c->problems);
		qms_arena_free(&scratch);
	}
}

/* ---- evidence ---- */

static const char sql_evidence[] =
	"SELECT path, line, file, sha256 FROM finding_files"
	" ORDER BY path, row";

/* Files that lie beside a finding are what it says they are. */
static const struct qms_error *
check_evidence(struct check *c)
{
	struct qms_arena scratch = { 0 };
	char hex[QMS_SHA256_SIZE];
	const struct qms_error *err;
	const char *path, *file;
	struct qms_query *query;
	struct qms_text text;
	bool row;

	if (!qms_index_has_column(c->system->index, "finding_files",
	    "sha256"))
		return NULL;
	err = qms_db_query(&query, qms_index_db(c->system->index),
	    sql_evidence);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		path = qms_column_text(query, 0);
		file = qms_column_text(query, 2);
		if (file == NULL || qms_column_text(query, 3) == NULL)
			continue;	/* told as a fault of the file */
		if (qms_store_read(&text, &scratch, c->store,
		    qms_arena_format(&scratch, "%.*s/%s", (int)(strlen(path) -
		    strlen(".md")), path, file), QMS_CHECK_FILE_LIMIT) !=
		    NULL)
			qms_report(c->problems, path, (int)qms_column_integer(
			    query, 1), 0, QMS_M_N001, file);
		else if (strcmp(qms_sha256(hex, text), qms_column_text(query,
		    3)) != 0)
			qms_report(c->problems, path, (int)qms_column_integer(
			    query, 1), 0, QMS_M_N002, file);
		qms_arena_clear(&scratch);
	}
	qms_done(query);
	qms_arena_free(&scratch);
	return err;
}

/* ---- people ---- */

static const char sql_unknown[] =
	"SELECT DISTINCT w.agency, w.email"
	"  FROM writer AS w JOIN asof AS q ON q.source = w.source"
	" WHERE w.person = '' AND w.version = '' AND w.email <> ''"
	"   AND w.ordinal <= q.known"
	" ORDER BY w.agency, w.email";

/* Who wrote what is not issued yet must be known, or duties are not apart. */
static const struct qms_error *
check_identities(struct check *c)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(c->system->index),
	    sql_unknown);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_report(c->problems, qms_arena_format(c->arena,
		    "agencies/%s/people.yaml", qms_column_text(query, 0)),
		    0, 0, QMS_M_S029, qms_column_text(query, 1),
		    qms_column_text(query, 0));
	qms_done(query);
	return err;
}

static void
check_signers(struct check *c, const char *path, struct qms_text text)
{
	struct qms_signers signers = { 0 };
	const char *fingerprint;
	size_t i;

	qms_signers_parse(&signers, c->arena, text, path, c->problems);
	for (i = 0; i < signers.count && !c->system->demo; i++) {
		fingerprint = qms_public_key_fingerprint(c->arena,
		    signers.items[i].key.blob);
		if (qms_public_key_is_published(fingerprint))
			qms_report(c->problems, path, signers.items[i].line,
			    1, QMS_M_S119, fingerprint);
	}
}

/* What is read as this or that, by its place. */
static void
parse_member(struct check *c, const char *path, struct qms_text text)
{
	struct qms_enrolled enrolled;
	struct qms_people people;

	if (qms_ends_with(path, "/signers"))
		check_signers(c, path, text);
	else if (qms_ends_with(path, "/people.yaml"))
		qms_people_parse(&people, c->arena, text, path, c->problems);
	else if (strcmp(path, QMS_AUTHORITIES) != 0)
		(void)qms_enrolled_parse(&enrolled, c->arena, text, path,
		    c->problems);
	else if (!qms_authorities_parse(text))
		qms_report(c->problems, path, 0, 0, QMS_M_G122);
}

/* People, the keys and certificates by which they sign. */
static void
check_member(struct check *c, const char *path)
{
	const struct qms_error *err;
	struct qms_text text;

	if (!qms_ends_with(path, "/signers") &&
	    !qms_ends_with(path, "/people.yaml") &&
	    strcmp(path, QMS_AUTHORITIES) != 0 &&
	    !(qms_starts_with(path, "agencies/") &&
	    strstr(path, "/certificates/") != NULL))
		return;
	err = qms_store_read(&text, c->arena, c->store, path,
	    QMS_FILE_LIMIT);
	if (err != NULL)
		report_error(c, path, err);
	else
		parse_member(c, path, text);
}

/* ---- the trust set ---- */

/* Members that are not as the newest trust statement says. */
static const struct qms_error *
check_chain(struct check *c, const char *agency)
{
	const struct qms_error *err;
	struct qms_statement_file *files;
	struct qms_trust_head head;
	struct qms_map stated = { 0 };
	const char *sha256;
	size_t count, i;

	err = qms_trust_head(&head, c->arena, c->store, agency);
	if (err == NULL)
		err = qms_trust_members(&files, &count, c->arena, c->store,
		    agency);
	if (err != NULL && err->id == QMS_M_G013) {
		report_error(c, qms_arena_string(c->arena, err->arguments[0]),
		    err);
		return NULL;
	}
	if (err != NULL)
		return err;
	if (head.number < 0) {
		qms_report(c->problems, *agency == '\0' ? "qms.yaml" :
		    files[0].path, 0, 0, QMS_M_S028);
		return NULL;
	}
	for (i = 0; i < head.newest.file_count; i++)
		qms_map_put(c->arena, &stated, head.newest.files[i].path,
		    (void *)(uintptr_t)head.newest.files[i].sha256);
	for (i = 0; i < count; i++) {
		sha256 = qms_map_get(&stated, files[i].path);
		if (sha256 == NULL || strcmp(sha256, files[i].sha256) != 0)
			qms_report(c->problems, files[i].path, 0, 0,
			    QMS_M_S028);
		qms_map_put(c->arena, &stated, files[i].path, NULL);
	}
	for (i = 0; i < stated.count; i++)
		if (stated.entries[i].value != NULL)
			qms_report(c->problems, stated.entries[i].key, 0, 0,
			    QMS_M_S028);
	return NULL;
}

static const struct qms_error *
check_trust(struct check *c)
{
	const struct qms_error *err = NULL;
	struct qms_map chains = { 0 };
	const char *agency, *path;
	size_t i;

	qms_map_put(c->arena, &chains, "", c);
	for (i = 0; i < c->entry_count; i++) {
		path = c->entries[i].path;
		if (!qms_trust_is_member(path, &agency, c->arena))
			continue;
		check_member(c, path);
		qms_map_put(c->arena, &chains, agency, c);
	}
	for (i = 0; err == NULL && i < chains.count; i++)
		err = check_chain(c, chains.entries[i].key);
	return err;
}

/* ---- the whole ---- */

/*
 * A file that is faulty itself is not judged by rules until it is mended: most
 * of what they would say follows from its faults.
 */
static void
drop_repeated(struct check *c, size_t first_of_rules)
{
	struct qms_problems *problems = c->problems;
	struct qms_map faulty = { 0 };
	const struct qms_problem *problem;
	size_t i, kept = first_of_rules;

	for (i = 0; i < problems->count; i++) {
		problem = &problems->items[i];
		if (i < first_of_rules && problem->severity == QMS_ERROR)
			qms_map_put(c->arena, &faulty, problem->path, c);
		if (i >= first_of_rules &&
		    qms_map_get(&faulty, problem->path) == NULL)
			problems->items[kept++] = *problem;
	}
	problems->count = kept;
}

static const struct qms_error *
check_rules(const struct qms_rules **found, struct check *c)
{
	const struct qms_error *err;
	struct qms_rules *rules = NULL;
	struct qms_kinds *kinds;
	size_t before;

	/* faults of kind files and rules are told by their own readers */
	err = qms_kinds_load(&kinds, c->arena, c->store, c->problems);
	if (err == NULL)
		err = qms_rules_load(&rules, c->arena,
		    qms_system_kinds(c->system), c->store, c->problems);
	*found = rules;
	if (err != NULL)
		return err;
	before = c->problems->count;
	err = qms_rules_problems(c->problems, rules,
	    qms_index_db(c->system->index), c->store);
	drop_repeated(c, before);
	return err;
}

/* ---- libraries ---- */

/* Where nothing is approved, nobody is to be known and nothing is pinned. */
static void
check_library(struct check *c)
{
	const char *path;
	size_t i;

	for (i = 0; i < c->entry_count; i++) {
		path = c->entries[i].path;
		if (qms_path_only_grows(path))
			qms_report(c->problems, path, 0, 0, QMS_M_D210);
	}
}

/* ---- what was asked for ---- */

/* Is the path one of those asked for, or below it? */
static bool
is_asked(const char *path, const char *const *paths, size_t count)
{
	size_t i, size;

	for (i = 0; i < count; i++) {
		size = strlen(paths[i]);
		while (size > 0 && paths[i][size - 1] == '/')
			size--;
		if (size == 0 || (strncmp(path, paths[i], size) == 0 &&
		    (path[size] == '\0' || path[size] == '/')))
			return true;
	}
	return count == 0;
}

/* What a text that is no part of the system yet may become. */
static const char *
kinds_of_texts(struct check *c)
{
	const struct qms_kinds *kinds = qms_system_kinds(c->system);
	const struct qms_kind *kind;
	const char *list = NULL;
	size_t i;

	for (i = 0; i < kinds->count; i++) {
		kind = kinds->items[i];
		if (kind->class != QMS_CLASS_DOCUMENT ||
		    kind->format != QMS_FORMAT_MARKDOWN ||
		    kind->starter == NULL || kind->path == NULL)
			continue;
		list = list == NULL ? kind->id : qms_arena_format(c->arena,
		    "%s|%s", list, kind->id);
	}
	return list;
}

/* Texts that lie outside the places of all kinds, when they are asked about. */
static void
check_strangers(struct check *c)
{
	const char *path, *end, *list = kinds_of_texts(c);
	struct qms_match match;
	size_t i;

	for (i = 0; list != NULL && i < c->entry_count; i++) {
		path = c->entries[i].path;
		end = strrchr(path, '.');
		if (end == NULL || strcmp(end, ".md") != 0 ||
		    qms_starts_with(path, "models/") ||
		    qms_path_only_grows(path) ||
		    !is_asked(path, c->paths, c->path_count) ||
		    qms_kinds_match(&match, qms_system_kinds(c->system),
		    c->arena, path, NULL))
			continue;
		qms_report(c->problems, path, 0, 0, QMS_M_D118, list,
		    strchr(path, ' ') == NULL ? path :
		    qms_arena_format(c->arena, "\"%s\"", path));
	}
}

/* ---- all of it ---- */

static const struct qms_error *
check_all(struct check *c)
{
	const struct qms_error *err;
	const struct qms_rules *rules;
	struct qms_map entered = { 0 };

	err = qms_store_list(&c->entries, &c->entry_count, c->arena,
	    c->store, "");
	if (err != NULL)
		return err;
	check_paths(c);
	if (c->path_count > 0)
		check_strangers(c);
	err = qms_index_problems(c->problems, c->system->index, NULL);
	if (err == NULL)
		err = check_rules(&rules, c);
	if (err == NULL)
		err = qms_model_check(c->problems, c->arena, c->store);
	if (err == NULL)
		err = qms_reports_check(c->problems, c->system, c->store);
	if (err == NULL)
		err = check_ids(c);
	if (err == NULL)
		err = check_void(c, &entered, rules);
	if (err == NULL && c->worktree)
		err = check_violations(c);
	if (err == NULL)
		check_unread(c, &entered);
	if (qms_system_kinds(c->system)->count == 0)
		qms_report(c->problems, "qms.yaml", 0, 0, QMS_M_D211);
	if (err == NULL && c->system->library) {
		check_library(c);
		return NULL;
	}
	if (err == NULL)
		err = check_identities(c);
	if (err == NULL)
		err = check_evidence(c);
	return err != NULL ? err : check_trust(c);
}

static void
keep_asked(struct qms_problems *problems, const char *const *paths,
    size_t count)
{
	size_t i, kept = 0;

	for (i = 0; i < problems->count; i++)
		if (is_asked(problems->items[i].path, paths, count))
			problems->items[kept++] = problems->items[i];
	problems->count = kept;
}

const struct qms_error *
qms_check(struct qms_problems *problems, struct qms_system *system,
    const char *const *paths, size_t count, bool worktree)
{
	struct check c = { .system = system, .problems = problems,
	    .arena = problems->arena, .worktree = worktree,
	    .store = system->store, .paths = paths, .path_count = count };
	const struct qms_error *err = NULL, *after;
	struct qms_error kept;
	int i;

	if (worktree)
		err = open_worktree(&c);
	if (err == NULL)
		err = check_all(&c);
	if (err != NULL) {
		kept = *err;
		for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
			kept.arguments[i] = qms_arena_string(problems->arena,
			    err->arguments[i]);
	}
	after = worktree ? qms_index_overlay_end(system->index) : NULL;
	if (err != NULL)
		return qms_fail_with(kept.id, kept.arguments);
	keep_asked(problems, paths, count);
	qms_problems_sort(problems);
	return after;
}

static const struct qms_error *
judge_text(struct qms_problems *problems, struct qms_system *system,
    const struct qms_store *store)
{
	const struct qms_error *err;
	const struct qms_rules *rules;

	err = qms_index_problems(problems, system->index, NULL);
	if (err == NULL)
		err = qms_system_rules(&rules, system);
	return err != NULL ? err : qms_rules_problems(problems, rules,
	    qms_index_db(system->index), store);
}

const struct qms_error *
qms_check_text(struct qms_problems *problems, struct qms_system *system,
    const char *path, struct qms_text text)
{
	const struct qms_index_file file = { path, text };
	const struct qms_error *err, *after;
	struct qms_store *store;
	struct qms_error kept;
	int i;

	store = qms_store_overlay(problems->arena, system->newest);
	qms_store_put(store, path, text);
	err = qms_index_overlay_begin(system->index, &file, 1,
	    system->environment.email);
	if (err == NULL)
		err = judge_text(problems, system, store);
	if (err != NULL) {
		kept = *err;
		for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
			kept.arguments[i] = qms_arena_string(problems->arena,
			    err->arguments[i]);
	}
	after = qms_index_overlay_end(system->index);
	if (err != NULL)
		return qms_fail_with(kept.id, kept.arguments);
	keep_asked(problems, &path, 1);
	qms_problems_sort(problems);
	return after;
}
