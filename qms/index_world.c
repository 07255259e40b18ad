/* SPDX-License-Identifier: MIT */
/*
 * The world by which statements are judged: files as they are at the commit
 * that is looked at, an overlay above them; as the newest trust statement names
 * them; and as they were known on the day of an act. One and the same reading,
 * each of a tree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index_walk.h"

enum { HASHED = 256 * 1024 * 1024 };	/* the largest file that is issued */

/* ---- a file of a tree ---- */

const struct qms_error *
qms_walk_find(struct qms_oid *id, int *mode, struct qms_walk *walk,
    const struct qms_oid *tree, const char *path)
{
	return qms_git_find(id, mode, walk->index->git, tree,
	    qms_arena_format(&walk->commit_arena, "%s%s",
	    walk->index->prefix, path));
}

const struct qms_error *
qms_walk_read(struct qms_text *bytes, struct qms_walk *walk,
    struct qms_arena *arena, const struct qms_oid *id,
    const struct qms_text *text)
{
	if (text != NULL) {
		*bytes = *text;
		return NULL;
	}
	return qms_git_blob(bytes, walk->index->git, arena, id,
	    QMS_WALK_LIMIT);
}

struct found {
	struct qms_oid id;
	int mode;			/* 0: nothing is there */
	const struct qms_text *text;	/* of an overlay */
};

/* An overlay lies above the tree that is looked at, and above no other; what
 * just came in need not be looked for in a large directory of it. */
static const struct qms_error *
find(struct found *found, struct qms_walk *walk, const struct qms_oid *tree,
    const char *path)
{
	const struct qms_walk_changes *above = walk->over != NULL ?
	    walk->over : walk->now;
	const struct qms_walk_change *change = NULL;

	*found = (struct found){ 0 };
	if (tree == &walk->tree && above != NULL)
		change = qms_walk_changed(above, path);
	if (change == NULL)
		return qms_walk_find(&found->id, &found->mode, walk, tree,
		    path);
	found->id = change->new_id;
	found->mode = change->new_mode;
	found->text = change->text;
	return NULL;
}

/* Its bytes, and its id; none when it is no file, or too large a one. */
static const struct qms_error *
read_at(struct qms_text *text, struct qms_oid *id, struct qms_walk *walk,
    struct qms_arena *arena, const struct qms_oid *tree, const char *path)
{
	const struct qms_error *err;
	struct found found;

	*text = (struct qms_text){ 0 };
	err = find(&found, walk, tree, path);
	if (err == NULL && qms_mode_is_file(found.mode))
		err = qms_walk_read(text, walk, arena, &found.id, found.text);
	*id = found.id;
	return err != NULL && err->id == QMS_M_G013 ? NULL : err;
}

/* ---- what is parsed once for all commits that have it ---- */

typedef void *parse_fn(struct qms_arena *arena, struct qms_text text);

static void *
parse_people(struct qms_arena *arena, struct qms_text text)
{
	struct qms_problems ignored = { .arena = arena };
	struct qms_people *people = qms_arena_alloc(arena, sizeof(*people));

	qms_people_parse(people, arena, text, "", &ignored);
	return people;
}

static void *
parse_signers(struct qms_arena *arena, struct qms_text text)
{
	struct qms_problems ignored = { .arena = arena };
	struct qms_signers *signers = qms_arena_alloc(arena,
	    sizeof(*signers));

	qms_signers_parse(signers, arena, text, "", &ignored);
	return signers;
}

static void *
parse_compromised(struct qms_arena *arena, struct qms_text text)
{
	struct qms_compromised *list = qms_arena_alloc(arena, sizeof(*list));

	qms_compromised_parse(list, arena, text);
	return list;
}

static const void *
parsed(struct qms_map *known, struct qms_walk *walk, parse_fn *parse,
    const struct qms_oid *id, struct qms_text text)
{
	char hex[QMS_OID_HEX];
	void *value = qms_map_get(known, qms_oid_hex(hex, id));

	if (value == NULL) {
		text.data = qms_arena_copy(&walk->arena, text.data, text.size);
		value = parse(&walk->arena, text);
		qms_map_put(&walk->arena, known, qms_arena_string(
		    &walk->arena, hex), value);
	}
	return value;
}

/* What the file at a path of a tree says; NULL when there is none. */
static const struct qms_error *
parsed_at(const void **value, struct qms_map *known, struct qms_walk *walk,
    parse_fn *parse, const struct qms_oid *tree, const char *path)
{
	const struct qms_error *err;
	char hex[QMS_OID_HEX];
	struct found found;
	struct qms_text text;

	*value = NULL;
	err = find(&found, walk, tree, path);
	if (err != NULL || !qms_mode_is_file(found.mode))
		return err;
	*value = qms_map_get(known, qms_oid_hex(hex, &found.id));
	if (*value != NULL)
		return NULL;
	err = qms_walk_read(&text, walk, &walk->commit_arena, &found.id,
	    found.text);
	if (err != NULL)
		return err->id == QMS_M_G013 ? NULL : err;
	*value = parsed(known, walk, parse, &found.id, text);
	return NULL;
}

static const struct qms_error *
people_at(const struct qms_people **people, struct qms_walk *walk,
    const struct qms_oid *tree, const char *agency)
{
	const struct qms_error *err;
	const void *value;

	err = parsed_at(&value, &walk->world.people, walk, parse_people, tree,
	    qms_arena_format(&walk->commit_arena, "agencies/%s/people.yaml",
	    agency));
	*people = value;
	return err;
}

static const struct qms_error *
signers_at(const struct qms_signers **signers, struct qms_walk *walk,
    const struct qms_oid *tree, const char *agency)
{
	const struct qms_error *err;
	const void *value;

	err = parsed_at(&value, &walk->world.signers, walk, parse_signers,
	    tree, qms_guard_signers_path(&walk->commit_arena, agency));
	*signers = value;
	return err;
}

/* ---- at the commit that is looked at ---- */

const struct qms_error *
qms_world_settings(struct qms_walk *walk)
{
	struct qms_problems problems = { .arena = &walk->arena };
	const struct qms_error *err;
	struct qms_text text;
	struct qms_oid id;

	if (walk->world.settings_read)
		return NULL;
	err = read_at(&text, &id, walk, &walk->arena, &walk->tree, "qms.yaml");
	if (err != NULL)
		return err;
	qms_settings_parse(&walk->world.settings, &walk->arena, text,
	    "qms.yaml", &problems);
	walk->world.settings_read = true;
	return NULL;
}

struct line_people {		/* may be none */
	const struct qms_people *people;
};

static const struct qms_error *
people_now(void *closure, const struct qms_people **people,
    const char *agency)
{
	struct qms_walk *walk = closure;
	struct line_people *known;
	const struct qms_error *err;

	*people = NULL;
	known = qms_map_get(&walk->world.line_people, agency);
	if (known == NULL) {
		err = people_at(people, walk, &walk->tree, agency);
		if (err != NULL)
			return err;
		known = qms_arena_alloc(&walk->arena, sizeof(*known));
		known->people = *people;
		qms_map_put(&walk->arena, &walk->world.line_people,
		    qms_arena_string(&walk->arena, agency), known);
	}
	*people = known->people;
	return NULL;
}

static const struct qms_error *
signers_now(void *closure, const struct qms_signers **signers,
    const char *agency)
{
	struct qms_walk *walk = closure;

	return signers_at(signers, walk, &walk->tree, agency);
}

static const struct qms_error *
compromised_now(void *closure, const struct qms_compromised **list,
    const char *agency)
{
	struct qms_walk *walk = closure;
	const struct qms_error *err;
	const void *value;

	err = parsed_at(&value, &walk->world.compromised, walk,
	    parse_compromised, &walk->tree, qms_guard_compromised_path(
	    &walk->commit_arena, agency));
	*list = value;
	return err;
}

static const struct qms_error *
bytes_now(void *closure, struct qms_text *text, const char *path)
{
	struct qms_walk *walk = closure;
	struct qms_oid id;

	return read_at(text, &id, walk, &walk->commit_arena, &walk->tree,
	    path);
}

static const char sql_sha256[] =
	"SELECT sha256"
	"  FROM fact"
	" WHERE blob = ?1";

static const struct qms_error *
sha256_of(char sha256[QMS_SHA256_SIZE], struct qms_walk *walk,
    const struct qms_oid *id, const struct qms_text *over)
{
	const struct qms_error *err;
	struct qms_arena scratch = {0};
	struct qms_query *query;
	struct qms_text text;
	char hex[QMS_OID_HEX];
	bool row;

	err = qms_db_query(&query, walk->index->db, sql_sha256);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, qms_oid_hex(hex, id));
	err = qms_step(&row, query);
	if (err == NULL && row && qms_column_text(query, 0) != NULL)
		(void)snprintf(sha256, QMS_SHA256_SIZE, "%s",
		    qms_column_text(query, 0));
	qms_done(query);
	/* that of what could not be read is the hash of nothing */
	if (err != NULL || (row && strcmp(sha256, "e3b0c44298fc1c149afbf4c899"
	    "6fb92427ae41e4649b934ca495991b7852b855") != 0))
		return err;
	if (over != NULL) {
		qms_sha256(sha256, *over);
		return NULL;
	}
	err = qms_git_blob(&text, walk->index->git, &scratch, id, HASHED);
	if (err == NULL)
		qms_sha256(sha256, text);
	else if (err->id == QMS_M_G013) {	/* nothing states it */
		(void)snprintf(sha256, QMS_SHA256_SIZE, "-");
		err = NULL;
	}
	qms_arena_free(&scratch);
	return err;
}

const struct qms_error *
qms_world_file(void *closure, char sha256[QMS_SHA256_SIZE], const char *path)
{
	struct qms_walk *walk = closure;
	const struct qms_error *err;
	struct found found;

	sha256[0] = '\0';
	err = find(&found, walk, &walk->tree, path);
	if (err != NULL || !qms_mode_is_file(found.mode))
		return err;
	return sha256_of(sha256, walk, &found.id, found.text);
}

/* ---- what trust statements stand for ---- */

enum { JUDGING = 7 };

struct chain {			/* at its newest trust statement */
	int64_t ordinal;		/* 0: there is none */
	int64_t read_at;		/* which commit */
	struct qms_oid tree;
	struct qms_oid judging[JUDGING];
	const struct qms_people *people;
	struct qms_guard guard;
	bool guard_read;
	const char *files;		/* of keys, as the statement names them */
};

/* The part of the trust set by which statements are judged. */
static const char *
judging(struct qms_walk *walk, const char *agency, int number)
{
	static const char *const shared[JUDGING] = { "kinds", "rules",
	    "qms.yaml", "trust/signers", "trust/authorities.pem",
	    "trust/compromised-keys.csv", "trust/pushers.csv" };
	static const char *const own[JUDGING] = { "people.yaml", "signers",
	    "certificates", "compromised-keys.csv" };

	if (*agency == '\0')
		return shared[number];
	return own[number] == NULL ? NULL : qms_arena_format(
	    &walk->commit_arena, "agencies/%s/%s", agency, own[number]);
}

/* Of a chain's trust statements that count, the newest recorded up to a day. */
static const char sql_newest[] =
	"SELECT e.ordinal, l.id, e.version, e.result, e.files"
	"  FROM entered AS e"
	"  LEFT JOIN line AS l ON l.source = e.source AND"
	"   l.ordinal = e.ordinal"
	" WHERE e.object = 'trust' AND e.agency = ?1 AND e.source = 1"
	"   AND e.act = 'trust' AND e.void IS NULL AND e.recorded <= ?2"
	" ORDER BY e.position DESC"
	" LIMIT 1";

static const struct qms_error *
read_newest(struct chain *chain, struct qms_walk *walk,
    struct qms_arena *arena, const char *agency, const char *until)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct qms_oid commit = { 0 };
	const char *hex;
	bool row;

	*chain = (struct chain){ .guard.number = -1 };
	err = qms_db_query(&query, walk->index->db, sql_newest);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, agency);
	qms_bind_text(query, 2, until);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		chain->ordinal = qms_column_integer(query, 0);
		chain->guard.number = atoi(qms_column_text(query, 2));
		chain->guard.threshold = qms_guard_threshold(
		    qms_column_text(query, 3));
		chain->files = qms_column_copy(arena, query, 4);
		hex = qms_column_text(query, 1);
		if (hex != NULL)
			(void)qms_oid_parse(&commit, hex);
	}
	qms_done(query);
	return err != NULL || qms_oid_is_zero(&commit) ? err :
	    qms_walk_tree(&chain->tree, walk, &commit);
}

static const struct qms_error *
read_chain(struct chain *chain, struct qms_walk *walk, const char *agency)
{
	const struct qms_error *err;
	const char *path;
	int mode, i;

	err = read_newest(chain, walk, &walk->arena, agency, "9999-12-31");
	chain->read_at = walk->ordinal;
	if (chain->ordinal == 0 || chain->ordinal == walk->ordinal)
		return err;
	for (i = 0; err == NULL && i < JUDGING; i++) {
		path = judging(walk, agency, i);
		if (path != NULL)
			err = qms_walk_find(&chain->judging[i], &mode, walk,
			    &chain->tree, path);
	}
	return err != NULL || *agency == '\0' ? err :
	    people_at(&chain->people, walk, &chain->tree, agency);
}

static const struct qms_error *
chain_of(struct chain **chain, struct qms_walk *walk, const char *agency)
{
	const struct qms_error *err;

	*chain = qms_map_get(&walk->world.chains, agency);
	/* at its own commit there was nothing yet to compare with later ones */
	if (*chain != NULL && ((*chain)->read_at != (*chain)->ordinal ||
	    (*chain)->read_at == walk->ordinal))
		return NULL;
	*chain = qms_arena_alloc(&walk->arena, sizeof(**chain));
	err = read_chain(*chain, walk, agency);
	if (err == NULL)
		qms_map_put(&walk->arena, &walk->world.chains, qms_arena_string(
		    &walk->arena, agency), *chain);
	return err;
}

/* The SHA-256 of a path in "<SHA-256> <path>\n" lines, or NULL. */
static const char *
named(const char *files, const char *path)
{
	size_t size = strlen(path);

	for (; *files != '\0'; files += strcspn(files, "\n") + 1)
		if (strlen(files) > QMS_SHA256_SIZE + size &&
		    strncmp(files + QMS_SHA256_SIZE, path, size) == 0 &&
		    files[QMS_SHA256_SIZE + size] == '\n')
			return files;
	return NULL;
}

/* A member of the chain as its newest statement names it; what lies there with
 * other bytes is as if there was none. */
static const struct qms_error *
read_named(const void **value, struct qms_map *known, struct qms_walk *walk,
    parse_fn *parse, const struct chain *chain, const char *path)
{
	const char *wanted = named(chain->files, path);
	const struct qms_error *err;
	char sha256[QMS_SHA256_SIZE];
	struct qms_text text;
	struct qms_oid id;

	*value = NULL;
	if (wanted == NULL)
		return NULL;
	err = read_at(&text, &id, walk, &walk->commit_arena, chain->ordinal ==
	    walk->ordinal ? &walk->tree : &chain->tree, path);
	if (err == NULL && text.data != NULL && strncmp(wanted,
	    qms_sha256(sha256, text), QMS_SHA256_SIZE - 1) == 0)
		*value = parsed(known, walk, parse, &id, text);
	return err;
}

/* What the newest trust statement of a chain asks of the next one. */
static const struct qms_error *
guard_now(void *closure, const struct qms_guard **guard, const char *agency)
{
	struct qms_walk *walk = closure;
	const void *signers, *compromised = NULL;
	const struct qms_error *err;
	struct chain *chain;

	err = chain_of(&chain, walk, agency);
	if (err != NULL)
		return err;
	*guard = &chain->guard;
	if (chain->guard_read || chain->ordinal == 0)
		return NULL;
	err = read_named(&signers, &walk->world.signers, walk, parse_signers,
	    chain, qms_guard_signers_path(&walk->commit_arena, agency));
	if (err == NULL)
		err = read_named(&compromised, &walk->world.compromised, walk,
		    parse_compromised, chain, qms_guard_compromised_path(
		    &walk->commit_arena, agency));
	if (signers != NULL)
		chain->guard.signers = *(const struct qms_signers *)signers;
	if (compromised != NULL)
		chain->guard.compromised =
		    *(const struct qms_compromised *)compromised;
	chain->guard_read = err == NULL;
	return err;
}

/* Does the overlay touch the path, or what lies below it? */
static bool
is_laid_over(const struct qms_walk *walk, const char *path)
{
	size_t size = strlen(path), i;

	for (i = 0; walk->over != NULL && i < walk->over->count; i++)
		if (strncmp(walk->over->items[i].path, path, size) == 0 &&
		    (walk->over->items[i].path[size] == '/' ||
		    walk->over->items[i].path[size] == '\0'))
			return true;
	return false;
}

/*
 * The statement stands for what is in its own commit; later it must be the
 * same still. An agency without trust statements has none to differ from.
 */
static const struct qms_error *
find_unstated(const char **path, struct qms_walk *walk, const char *agency)
{
	const char *const agencies[] = { "", agency };
	const struct qms_error *err = NULL;
	struct chain *chain;
	struct qms_oid id;
	const char *at;
	int mode, i, j;

	*path = NULL;
	for (i = 0; err == NULL && i < 2; i++) {
		err = chain_of(&chain, walk, agencies[i]);
		for (j = 0; err == NULL && j < JUDGING; j++) {
			at = judging(walk, agencies[i], j);
			if (at == NULL || chain->ordinal == 0 ||
			    chain->ordinal == walk->ordinal)
				continue;
			err = qms_walk_find(&id, &mode, walk, &walk->tree,
			    at);
			if (err == NULL && (is_laid_over(walk, at) ||
			    !qms_oid_equal(&id, &chain->judging[j])))
				*path = at;
		}
	}
	return err;
}

/* Looked up once for all statements of a commit. */
static const struct qms_error *
unstated_now(void *closure, const char **path, const char *agency)
{
	static const char none[] = "";
	struct qms_walk *walk = closure;
	const struct qms_error *err = NULL;
	const char *known = qms_map_get(&walk->world.unstated, agency);

	if (known == NULL) {
		err = find_unstated(path, walk, agency);
		known = err == NULL && *path != NULL ? *path : none;
		if (err == NULL)
			qms_map_put(&walk->commit_arena, &walk->world.unstated,
			    qms_arena_string(&walk->commit_arena, agency),
			    (void *)(uintptr_t)known);
	}
	*path = *known == '\0' ? NULL : known;
	return err;
}

/* ---- what was known on the day of an act ---- */

static const struct qms_error *
then_known(void *closure, bool *same, const char *agency, const char *day)
{
	struct qms_walk *walk = closure;
	const struct qms_error *err;
	struct chain *chain, then;

	*same = false;
	err = chain_of(&chain, walk, agency);
	if (err == NULL)
		err = read_newest(&then, walk, &walk->commit_arena, agency,
		    day);
	if (err != NULL)
		return err;
	walk->world.then = then.tree;
	*same = then.ordinal == chain->ordinal;
	return NULL;
}

static const struct qms_error *
people_then(void *closure, const struct qms_people **people,
    const char *agency)
{
	struct qms_walk *walk = closure;

	return people_at(people, walk, &walk->world.then, agency);
}

static const struct qms_error *
signers_then(void *closure, const struct qms_signers **signers,
    const char *agency)
{
	struct qms_walk *walk = closure;

	return signers_at(signers, walk, &walk->world.then, agency);
}

static const struct qms_error *
bytes_then(void *closure, struct qms_text *text, const char *path)
{
	struct qms_walk *walk = closure;
	struct qms_oid id;

	return read_at(text, &id, walk, &walk->commit_arena,
	    &walk->world.then, path);
}

/* What a checkpoint says of a commit before this one; what it read is kept
 * for the next, as that holds nearly the same files. */
static const struct qms_error *
digest_then(void *closure, char sha256[QMS_SHA256_SIZE], const char *commit,
    const char *agency)
{
	struct qms_walk *walk = closure;
	const struct qms_error *err;
	struct qms_oid id, tree;

	if (!qms_oid_parse(&id, commit))
		return NULL;
	err = qms_walk_tree(&tree, walk, &id);
	return err != NULL ? err : qms_witness_digest(sha256,
	    walk->index->git, &tree, walk->index->prefix, agency,
	    &walk->world.witness);
}

/* ---- rules ---- */

static const struct qms_error *
store_now(struct qms_store **store, struct qms_walk *walk,
    struct qms_arena *arena)
{
	const struct qms_error *err;
	size_t i;

	if (qms_oid_is_zero(&walk->id)) {
		*store = qms_store_overlay(arena, NULL);
	} else {
		err = qms_store_commit(store, arena, walk->index->git,
		    &walk->id, walk->index->prefix);
		if (err != NULL)
			return err;
	}
	if (walk->over == NULL)
		return NULL;
	*store = qms_store_overlay(arena, *store);
	for (i = 0; i < walk->over->count; i++)
		qms_store_put(*store, walk->over->items[i].path,
		    walk->over->items[i].text == NULL ? (struct qms_text){0} :
		    *walk->over->items[i].text);
	return NULL;
}

static const struct qms_error *
load_rules(struct qms_walk *walk)
{
	struct qms_problems problems = { .arena = &walk->world.rules_arena };
	const struct qms_error *err;
	struct qms_store *store;

	if (walk->world.rules != NULL)
		return NULL;
	qms_arena_free(&walk->world.rules_arena);
	err = store_now(&store, walk, &walk->world.rules_arena);
	return err != NULL ? err : qms_rules_load(&walk->world.rules,
	    &walk->world.rules_arena, walk->index->kinds->kinds, store,
	    &problems);
}

/* ---- for the walk ---- */

void
qms_world_begin(struct qms_walk *walk)
{
	memset(&walk->world.unstated, 0, sizeof(walk->world.unstated));
}

void
qms_world_changed(struct qms_walk *walk, const char *path)
{
	if (strcmp(path, "qms.yaml") == 0)
		walk->world.settings_read = false;
	if (qms_starts_with(path, "rules/") || qms_starts_with(path, "kinds/"))
		walk->world.rules = NULL;
	if (qms_ends_with(path, "/people.yaml"))
		memset(&walk->world.line_people, 0,
		    sizeof(walk->world.line_people));
}

void
qms_world_stated(struct qms_walk *walk)
{
	memset(&walk->world.chains, 0, sizeof(walk->world.chains));
	memset(&walk->world.unstated, 0, sizeof(walk->world.unstated));
}

void
qms_world_end(struct qms_walk *walk)
{
	qms_arena_free(&walk->world.witness.arena);
	qms_arena_free(&walk->world.rules_arena);
}

const struct qms_error *
qms_world_people(const struct qms_people *people[3], struct qms_walk *walk,
    const struct qms_walk_node *node, const char *agency)
{
	const struct qms_error *err;
	struct chain *chain;

	memset(people, 0, 3 * sizeof(*people));
	err = chain_of(&chain, walk, agency);
	if (err != NULL)
		return err;
	people[0] = chain->people;
	err = people_now(walk, &people[1], agency);
	if (err == NULL && !qms_oid_equal(&node->id, &walk->id))
		err = people_at(&people[2], walk, &node->tree, agency);
	return err;
}

const struct qms_error *
qms_world_of(struct qms_fold_world *world, struct qms_walk *walk)
{
	const struct qms_error *err;

	err = load_rules(walk);
	*world = (struct qms_fold_world){
		.db = walk->index->db,
		.kinds = walk->index->kinds->kinds,
		.rules = walk->world.rules,
		.settings = &walk->world.settings,
		.people = people_now, .unstated = unstated_now,
		.signers = signers_now, .signature = bytes_now,
		.verdicts = walk->index->verdicts,
		.then = then_known, .people_then = people_then,
		.signers_then = signers_then, .bytes_then = bytes_then,
		.guard = guard_now, .compromised = compromised_now,
		.digest = digest_then,
		.file = qms_world_file, .closure = walk,
		.source = QMS_INDEX_SOURCE, .ordinal = walk->ordinal,
		.recorded = walk->recorded_text,
		.committed = walk->committed_text,
	};
	return err;
}
