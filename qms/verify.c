/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fold.h"
#include "query.h"
#include "verify.h"
#include "witness.h"

enum { FILE_LIMIT = 64 * 1024 * 1024 };

struct verify {
	struct qms_verification *result;
	struct qms_problems *problems;
	struct qms_system *system;
	struct qms_arena *arena;	/* of the problems */
	struct qms_db *db;
	struct qms_store *store;	/* at the newest commit */
	struct qms_map told;		/* paths that history speaks of */
};

static const char *
text_of(struct verify *v, struct qms_query *query, int column)
{
	const char *text = qms_column_text(query, column);

	return text == NULL ? "" : qms_arena_string(v->arena, text);
}

/* ---- what the index found on its walk ---- */

static const char sql_counts[] =
	"SELECT (SELECT count(*) FROM line WHERE source = 1),"
	"  (SELECT count(*) FROM entered WHERE source = 1),"
	"  (SELECT count(*) FROM entered WHERE source = 1 AND void IS NULL"
	"      AND revoked = 9000000000000000000)";

static const struct qms_error *
count(struct verify *v)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, v->db, sql_counts);
	if (err != NULL)
		return err;
	err = qms_step(&row, query);
	if (err == NULL && row) {
		v->result->commits = qms_column_integer(query, 0);
		v->result->statements = qms_column_integer(query, 1);
		v->result->valid = qms_column_integer(query, 2);
		v->result->void_statements = v->result->statements -
		    v->result->valid;
	}
	qms_done(query);
	return err;
}

/*
 * A merge that brings a second approval of a version (S025) has to do without
 * one of the two issued texts: that is told with the approval, once. That it
 * did without the right one is a violation of its own (S036).
 */
static const char sql_violations[] =
	"SELECT v.path, v.code, v.argument, v.commit_id"
	"  FROM violation AS v"
	" WHERE v.source = 1"
	"   AND NOT (v.code = 'S031' AND EXISTS (SELECT 1 FROM entered AS e"
	"        JOIN line AS l ON l.source = 1 AND l.ordinal = v.ordinal"
	"         AND l.id = v.commit_id"
	"       WHERE e.source = 1 AND e.ordinal = v.ordinal"
	"         AND e.void = 'S025' AND substr(v.path, 1,"
	"          length(e.agency) + length(e.object) + length(e.version) +"
	"          19) = 'agencies/' || e.agency || '/issued/' || e.object ||"
	"          '/' || e.version || '/'))"
	" ORDER BY v.ordinal, v.path, v.code";

/* A statement that cannot be read says itself why, while it is there. */
static bool
speaks_for_itself(struct verify *v, enum qms_message_id id, const char *path)
{
	return (id == QMS_M_S032 || id == QMS_M_S033) &&
	    qms_store_has(v->store, path);
}

static const struct qms_error *
tell_violations(struct verify *v)
{
	const struct qms_error *err;
	struct qms_query *query;
	enum qms_message_id id;
	const char *path;
	bool row;

	err = qms_db_query(&query, v->db, sql_violations);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		id = qms_message_find(qms_column_text(query, 1));
		path = text_of(v, query, 0);
		if (speaks_for_itself(v, id, path))
			continue;
		qms_map_put(v->arena, &v->told, path, v);
		qms_report(v->problems, path, 0, 0,
		    id == QMS_M_NONE ? QMS_M_S093 : id,
		    text_of(v, query, 2), qms_arena_copy(v->arena,
		    qms_column_text(query, 3), 12));
	}
	qms_done(query);
	return err;
}

/* ---- statements that do not count ---- */

/*
 * What says that a key signed it, and was not, always. Of two approvals of one
 * version, until that version is withdrawn; anything else until the act stands
 * by another statement, or the object has come to its end.
 */
static const char sql_void[] =
	"SELECT e.path, coalesce(e.void, '" QMS_FOLD_REVOKED "'),"
	"       iif(e.void IS NULL, e.revoked_by, e.void_argument), e.sha256"
	"  FROM entered AS e"
	" WHERE e.source = 1 AND (e.void IS NOT NULL"
	"     OR (e.revoked < 9000000000000000000 AND e.act <> 'witness'))"
	"   AND (e.void IN ('S100', 'S106', 'S107', 'S108', 'S110', 'S111',"
	"        'S120', 'S121', 'S122', 'S123')"
	"     OR e.act = 'witness' AND e.void IS NOT NULL"
	"     OR NOT EXISTS (SELECT 1 FROM entered AS w"
	"        WHERE w.object = e.object AND w.agency = e.agency"
	"          AND (w.version = e.version OR e.act = 'trust')"
	"          AND w.source = 1 AND w.void IS NULL"
	"          AND w.revoked = 9000000000000000000"
	"          AND (w.final = 1 OR e.void IS NOT 'S025'"
	"           AND w.act = e.act AND w.position > e.position)))"
	" ORDER BY e.position";

static const char sql_seen[] =
	"SELECT e.kind, e.act, p.sha256, p.void IS NULL, p.to_state"
	"  FROM entered AS e"
	"  LEFT JOIN entered AS p ON p.object = e.object"
	"   AND p.agency = e.agency AND p.version = e.version"
	"   AND p.source = e.source AND p.position < e.position"
	"   AND instr(e.prev, p.sha256) > 0"
	" WHERE e.sha256 = ?1 AND e.source = 1"
	" ORDER BY p.position DESC"
	" LIMIT 1";

/*
 * The state that the statement leads to after those that its author saw, NULL
 * when the act was not possible even there. Such statements are few, and what
 * they name entered before: their chain is short, and ends.
 */
static const struct qms_error *
state_seen(const char **state, struct verify *v, const char *sha256)
{
	const struct qms_kind_act *act;
	const struct qms_kind *kind;
	const struct qms_error *err;
	struct qms_query *query;
	const char *name, *before, *from;
	bool row, counts;

	*state = NULL;
	err = qms_db_query(&query, v->db, sql_seen);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, sha256);
	err = qms_step(&row, query);
	if (err != NULL || !row) {
		qms_done(query);
		return err;
	}
	kind = qms_kinds_get(qms_system_kinds(v->system),
	    qms_column_text(query, 0));
	name = text_of(v, query, 1);
	before = qms_column_is_null(query, 2) ? NULL : text_of(v, query, 2);
	counts = qms_column_integer(query, 3) != 0;
	from = text_of(v, query, 4);
	qms_done(query);
	if (kind == NULL || kind->first == NULL)
		return NULL;
	if (before == NULL)
		from = kind->first;
	else if (!counts)
		err = state_seen(&from, v, before);
	if (err != NULL || from == NULL)
		return err;
	act = qms_kind_act(kind, from, name);
	*state = act == NULL ? NULL : act->to;
	return NULL;
}

/* Two who did not know of each other acted at the same time: the second act
 * is void, and nobody is to blame. */
static const struct qms_error *
is_late(bool *late, struct verify *v, const char *code, const char *sha256)
{
	const struct qms_error *err;
	const char *state;

	*late = false;
	if (strcmp(code, "S018") != 0)
		return NULL;
	err = state_seen(&state, v, sha256);
	*late = state != NULL;
	return err;
}

static const struct qms_error *
tell_void(struct verify *v)
{
	const struct qms_error *err;
	const struct qms_rules *rules;
	struct qms_query *query;
	const char *code;
	bool row, late;

	err = qms_system_rules(&rules, v->system);
	if (err == NULL)
		err = qms_db_query(&query, v->db, sql_void);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		code = text_of(v, query, 1);
		err = is_late(&late, v, code, text_of(v, query, 3));
		if (err != NULL)
			break;
		if (!late)
			qms_fold_report(v->problems, text_of(v, query, 0),
			    rules, code, qms_column_text(query, 2));
	}
	qms_done(query);
	return err;
}

static const char sql_times[] =
	"SELECT id, time"
	"  FROM line"
	" WHERE source = 1 AND plausible = 0"
	" ORDER BY ordinal";

static const struct qms_error *
tell_times(struct verify *v)
{
	const struct qms_error *err;
	struct qms_query *query;
	char day[QMS_DAY_SIZE];
	bool row;

	err = qms_db_query(&query, v->db, sql_times);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_report(v->problems, "", 0, 0, QMS_M_S099,
		    qms_arena_copy(v->arena, qms_column_text(query, 0), 12),
		    qms_day_format(day, qms_day_of_time(qms_column_integer(
		    query, 1), v->system->offset)));
	qms_done(query);
	return err;
}

/* ---- files that only grow ---- */

struct issued {
	const char *text, *files;	/* as stated */
};

/* That is the file's fault, and does not end the reading of the others. */
static bool
is_too_large(const struct qms_error **err)
{
	if (*err == NULL || (*err)->id != QMS_M_G013)
		return false;
	*err = NULL;
	return true;
}

static const char sql_issued[] =
	"SELECT agency, object, version, text, files"
	"  FROM entered"
	" WHERE issues = 1 AND void IS NULL AND source = 1";

static const struct qms_error *
read_issued(struct qms_map *issued, struct verify *v)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct issued *one;
	bool row;

	err = qms_db_query(&query, v->db, sql_issued);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		one = qms_arena_alloc(v->arena, sizeof(*one));
		one->text = text_of(v, query, 3);
		one->files = text_of(v, query, 4);
		qms_map_put(v->arena, issued, qms_arena_format(v->arena,
		    "agencies/%s/issued/%s/%s/", qms_column_text(query, 0),
		    qms_column_text(query, 1), qms_column_text(query, 2)),
		    one);
	}
	qms_done(query);
	return err;
}

/* Its hash is the one that the approval of this version states. */
static const struct qms_error *
verify_issued(struct verify *v, const struct qms_map *issued,
    const char *path)
{
	const char *rest = strchr(path + strlen("agencies/"), '/');
	const char *id = rest + strlen("/issued/");
	const char *version = strchr(id, '/');
	const char *name = version == NULL ? NULL : strchr(version + 1, '/');
	const struct qms_error *err;
	struct issued *one = NULL;
	struct qms_arena scratch = { 0 };
	struct qms_text text;
	char sha256[QMS_SHA256_SIZE];
	bool right = false;

	if (name != NULL)
		one = qms_map_get(issued, qms_arena_copy(v->arena, path,
		    (size_t)(name + 1 - path)));
	if (one == NULL) {
		qms_report(v->problems, path, 0, 0, QMS_M_S098, path);
		return NULL;
	}
	err = qms_store_read(&text, &scratch, v->store, path, FILE_LIMIT);
	if (err == NULL) {
		qms_sha256(sha256, text);
		right = strcmp(sha256, one->text) == 0 ||
		    strstr(one->files, sha256) != NULL;
	}
	qms_arena_free(&scratch);
	if (is_too_large(&err) || (err == NULL && !right))
		qms_report(v->problems, path, 0, 0, QMS_M_S098, path);
	return err;
}

static const char sql_is_entered[] =
	"SELECT 1 FROM entered WHERE sha256 = ?1 AND source = 1";

/* A statement's file is read as one, and was judged. */
static const struct qms_error *
verify_statement(struct verify *v, const char *path)
{
	const struct qms_error *err;
	struct qms_arena scratch = { 0 };
	struct qms_statement read;
	struct qms_query *query;
	struct qms_text text;
	bool row = true;

	err = qms_store_read(&text, &scratch, v->store, path, FILE_LIMIT);
	if (is_too_large(&err)) {
		qms_report(v->problems, path, 0, 0, QMS_M_S002);
		v->result->statements++;
		v->result->void_statements++;
	} else if (err == NULL && !qms_statement_parse(&read, &scratch, text,
	    path, v->problems)) {
		v->result->statements++;
		v->result->void_statements++;
	} else if (err == NULL) {
		err = qms_db_query(&query, v->db, sql_is_entered);
		if (err == NULL) {
			qms_bind_text(query, 1, read.sha256);
			err = qms_step(&row, query);
			qms_done(query);
		}
		if (err == NULL && !row)
			qms_report(v->problems, path, 0, 0, QMS_M_G080, path);
	}
	qms_arena_free(&scratch);
	return err;
}

static const struct qms_error *
verify_files(struct verify *v)
{
	const struct qms_error *err;
	struct qms_store_entry *entries;
	struct qms_map issued = { 0 };
	const char *path;
	size_t found, i;

	err = read_issued(&issued, v);
	if (err == NULL)
		err = qms_store_list(&entries, &found, v->arena, v->store,
		    "");
	for (i = 0; err == NULL && i < found; i++) {
		path = entries[i].path;
		if (qms_map_get(&v->told, path) != NULL)
			continue;
		if (qms_statement_is_path(path))
			err = verify_statement(v, path);
		else if (qms_path_only_grows(path) &&
		    strstr(path, "/issued/") != NULL)
			err = verify_issued(v, &issued, path);
	}
	return err;
}

/* ---- the trust chain ---- */

/* Walks one chain, statement by statement. */
struct chain {
	struct verify *v;
	const char *agency;
	const char *below;		/* where its members are, or "" */
	const char *prefix;		/* the same, from the git root */
	struct qms_map changed;		/* path → SHA-256, "" removed */
	struct qms_map stated;		/* path → SHA-256, as last stated */
};

static const struct qms_error *
note_change(void *closure, const struct qms_git_change *change)
{
	struct chain *chain = closure;
	struct verify *v = chain->v;
	const struct qms_error *err;
	struct qms_arena scratch = { 0 };
	struct qms_text text;
	const char *agency, *path;
	char sha256[QMS_SHA256_SIZE] = "";

	path = qms_arena_format(&scratch, "%s%s", chain->below, change->path);
	if (!qms_trust_is_member(path, &agency, &scratch) ||
	    strcmp(agency, chain->agency) != 0) {
		qms_arena_free(&scratch);
		return NULL;
	}
	path = qms_arena_string(v->arena, path);
	if (change->new_mode != 0) {
		err = qms_git_blob(&text, v->system->git, &scratch,
		    &change->new_id, FILE_LIMIT);
		if (is_too_large(&err))		/* no statement names it */
			(void)snprintf(sha256, sizeof(sha256), "-");
		else if (err != NULL)
			return err;
		else
			qms_sha256(sha256, text);
	}
	qms_arena_free(&scratch);
	qms_map_put(v->arena, &chain->changed, path,
	    qms_arena_string(v->arena, sha256));
	return NULL;
}

/* What changed must be stated, and what is stated anew must have changed. */
static void
compare(struct chain *chain, const struct qms_statement *s)
{
	struct qms_map now = { 0 };
	struct qms_arena *arena = chain->v->arena;
	const char *path, *sha256, *before, *found;
	size_t i;

	for (i = 0; i < s->file_count; i++)
		qms_map_put(arena, &now, s->files[i].path,
		    (void *)(uintptr_t)s->files[i].sha256);
	for (i = 0; i < chain->changed.count; i++) {
		path = chain->changed.entries[i].key;
		found = chain->changed.entries[i].value;
		sha256 = qms_map_get(&now, path);
		if (strcmp(found, sha256 == NULL ? "" : sha256) != 0)
			qms_report(chain->v->problems, path, 0, 0,
			    QMS_M_S100, s->version, path);
	}
	for (i = 0; i < s->file_count; i++) {
		path = s->files[i].path;
		before = qms_map_get(&chain->stated, path);
		if (qms_map_get(&chain->changed, path) == NULL &&
		    (before == NULL || strcmp(before,
		    s->files[i].sha256) != 0))
			qms_report(chain->v->problems, path, 0, 0,
			    QMS_M_S100, s->version, path);
	}
	for (i = 0; i < chain->stated.count; i++) {
		path = chain->stated.entries[i].key;
		if (qms_map_get(&now, path) == NULL &&
		    qms_map_get(&chain->changed, path) == NULL)
			qms_report(chain->v->problems, path, 0, 0,
			    QMS_M_S100, s->version, path);
	}
	chain->stated = now;
	chain->changed = (struct qms_map){ 0 };
}

static const char sql_chain[] =
	"SELECT e.path, l.id"
	"  FROM entered AS e"
	"  JOIN line AS l ON l.source = e.source AND l.ordinal = e.ordinal"
	" WHERE e.object = 'trust' AND e.agency = ?1 AND e.source = 1"
	"   AND e.act = 'trust' AND e.void IS NULL"
	" ORDER BY e.position";

static const struct qms_error *
verify_one(struct chain *chain, struct qms_oid *tree, const char *path,
    const char *hex)
{
	struct verify *v = chain->v;
	const struct qms_error *err;
	struct qms_git_commit commit;
	struct qms_statement read;
	struct qms_text text;
	struct qms_oid id;

	(void)qms_oid_parse(&id, hex);
	err = qms_git_commit(&commit, v->system->git, v->arena, &id);
	if (err == NULL)
		err = qms_git_diff(v->system->git, tree, &commit.tree,
		    chain->prefix, note_change, chain);
	/* one that was dropped since is a violation of its own */
	if (err != NULL || !qms_store_has(v->store, path))
		return err;
	err = qms_store_read(&text, v->arena, v->store, path, FILE_LIMIT);
	if (err == NULL && qms_statement_parse(&read, v->arena, text, path,
	    v->problems))
		compare(chain, &read);
	*tree = commit.tree;
	return err;
}

/* Do changes of the chain need signatures? */
static const struct qms_error *
is_guarded(bool *guarded, struct verify *v, const char *agency)
{
	struct qms_guard own, system;
	const struct qms_error *err;

	err = qms_system_guard(&own, v->system, v->arena, agency);
	if (err == NULL)
		err = qms_system_guard(&system, v->system, v->arena, "");
	*guarded = err == NULL && qms_guard_of(&own, &system, agency) != NULL;
	return err;
}

static const struct qms_error *
verify_chain(struct verify *v, const char *agency)
{
	struct chain chain = { .v = v, .agency = agency, .below = "" };
	struct qms_strings paths = { 0 }, commits = { 0 };
	const struct qms_error *err;
	struct qms_git_commit head;
	struct qms_oid tree = { { 0 } };
	struct qms_query *query;
	size_t i;
	bool row, guarded;

	if (*agency != '\0')
		chain.below = qms_arena_format(v->arena, "agencies/%s/",
		    agency);
	chain.prefix = qms_arena_format(v->arena, "%s%s", v->system->prefix,
	    chain.below);
	err = qms_db_query(&query, v->db, sql_chain);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		qms_strings_add(v->arena, &paths, text_of(v, query, 0));
		qms_strings_add(v->arena, &commits, text_of(v, query, 1));
	}
	qms_done(query);
	for (i = 0; err == NULL && i < paths.count; i++)
		err = verify_one(&chain, &tree, paths.items[i],
		    commits.items[i]);
	if (err == NULL)
		err = qms_git_commit(&head, v->system->git, v->arena,
		    &v->system->head);
	if (err == NULL)
		err = qms_git_diff(v->system->git, &tree, &head.tree,
		    chain.prefix, note_change, &chain);
	if (err == NULL)
		err = is_guarded(&guarded, v, agency);
	for (i = 0; err == NULL && i < chain.changed.count; i++)
		qms_report(v->problems, chain.changed.entries[i].key, 0, 0,
		    guarded ? QMS_M_S112 : QMS_M_S028);
	return err;
}

static const char sql_chains[] =
	"SELECT DISTINCT agency"
	"  FROM entered"
	" WHERE object = 'trust' AND source = 1"
	" ORDER BY agency";

/* Agencies whose people nobody has ever stated. */
static const struct qms_error *
add_unstated(struct qms_strings *chains, struct verify *v)
{
	const struct qms_error *err;
	struct qms_store_entry *entries;
	const char *agency;
	size_t count, i;

	err = qms_store_list(&entries, &count, v->arena, v->store,
	    "agencies/");
	for (i = 0; err == NULL && i < count; i++)
		if (qms_trust_is_member(entries[i].path, &agency, v->arena) &&
		    !qms_strings_has(chains, agency))
			qms_strings_add(v->arena, chains, agency);
	return err;
}

static const struct qms_error *
verify_trust(struct verify *v)
{
	const struct qms_error *err;
	struct qms_strings chains = { 0 };
	struct qms_query *query;
	size_t i;
	bool row;

	err = qms_db_query(&query, v->db, sql_chains);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_strings_add(v->arena, &chains, text_of(v, query, 0));
	qms_done(query);
	if (err == NULL)
		err = add_unstated(&chains, v);
	for (i = 0; err == NULL && i < chains.count; i++)
		err = verify_chain(v, chains.items[i]);
	return err;
}

/* ---- a checkpoint that was kept outside ---- */

static int64_t
noon(const char *day)
{
	return (int64_t)qms_day_parse(qms_text(day)) * 86400 + 43200;
}

/* By a witness's key, as the newest trust statement has it. */
static const struct qms_error *
verify_key(struct qms_verified_checkpoint *verified,
    struct qms_problems *problems, struct qms_system *system,
    const char *path, const struct qms_statement *s,
    const struct qms_signature *signature)
{
	const char *fingerprint = qms_public_key_fingerprint(problems->arena,
	    signature->key);
	const struct qms_compromised_key *key;
	const struct qms_error *err;
	struct qms_guard guard;

	err = qms_system_guard(&guard, system, problems->arena, "");
	if (err != NULL)
		return err;
	verified->witness = qms_witness_principal(&guard.signers, s->by,
	    signature->key, noon(s->date), noon(s->date));
	key = qms_compromised_find(&guard.compromised, fingerprint);
	if (verified->witness == NULL)
		qms_report(problems, path, 0, 0, QMS_M_S130, fingerprint,
		    s->by, s->date);
	else if (key != NULL && strcmp(s->date, key->since) >= 0)
		qms_report(problems, path, 0, 0, QMS_M_S113, fingerprint,
		    key->since);
	return NULL;
}

static const struct qms_error *
verify_witness(struct qms_verified_checkpoint *verified,
    struct qms_problems *problems, struct qms_system *system,
    const struct qms_verify_checkpoint *checkpoint,
    const struct qms_statement *s)
{
	const char *path = checkpoint->path;
	struct qms_signature signature;

	if (checkpoint->signature.size == 0)
		qms_report(problems, path, 0, 0, QMS_M_S106,
		    qms_arena_format(problems->arena, "%s.sig", path));
	else if (!qms_signature_parse(&signature, problems->arena,
	    checkpoint->signature) || strcmp(signature.name_space,
	    QMS_NAMESPACE_WITNESS) != 0 ||
	    !qms_signature_verify(&signature, checkpoint->statement))
		qms_report(problems, path, 0, 0, QMS_M_S107, path);
	else
		return verify_key(verified, problems, system, path, s,
		    &signature);
	return NULL;
}

static const struct qms_error *
verify_witnessed(struct qms_verified_checkpoint *verified,
    struct qms_problems *problems, struct qms_system *system,
    const char *path, const struct qms_statement *s)
{
	const struct qms_error *err = NULL;
	char sha256[QMS_SHA256_SIZE];
	struct qms_git_commit commit;
	struct qms_oid id;
	int64_t ordinal = 0;

	if (qms_oid_parse(&id, s->result))
		err = qms_index_ordinal(&ordinal, system->index, &id);
	if (err != NULL)
		return err;
	if (ordinal == 0) {
		qms_report(problems, path, 0, 0, QMS_M_S132, qms_arena_copy(
		    problems->arena, s->result, 12), s->version, s->date);
		return NULL;
	}
	err = qms_git_commit(&commit, system->git, problems->arena, &id);
	if (err == NULL)
		err = qms_witness_digest(sha256, system->git, &commit.tree,
		    system->prefix, s->agency, NULL);
	if (err == NULL && strcmp(sha256, s->text) != 0)
		qms_report(problems, path, 0, 0, QMS_M_S129, s->version,
		    qms_arena_copy(problems->arena, s->result, 12), sha256);
	else
		verified->through = ordinal;
	return err;
}

const struct qms_error *
qms_verify_against(struct qms_verified_checkpoint *verified,
    struct qms_problems *problems, struct qms_system *system,
    const struct qms_verify_checkpoint *checkpoint)
{
	struct qms_problems mine = { .arena = problems->arena };
	const struct qms_error *err = NULL;
	struct qms_statement s;
	size_t i;

	*verified = (struct qms_verified_checkpoint){ .number = "",
	    .date = "", .commit = "", .agency = "", .witness = "" };
	if (qms_statement_read(&s, mine.arena, checkpoint->statement,
	    checkpoint->path, &mine)) {
		verified->number = s.version;
		verified->date = s.date;
		verified->commit = s.result;
		verified->agency = s.agency;
		if (strcmp(s.act, QMS_WITNESS_ACT) != 0)
			qms_report(&mine, checkpoint->path, 0, 0, QMS_M_U095,
			    checkpoint->path);
		else if (strcmp(s.system, system->id) != 0)
			qms_report(&mine, checkpoint->path, 0, 0, QMS_M_S022,
			    s.system);
		else
			err = verify_witnessed(verified, &mine, system,
			    checkpoint->path, &s);
		if (err == NULL && mine.count == 0)
			err = verify_witness(verified, &mine, system,
			    checkpoint, &s);
	}
	if (mine.count > 0)
		verified->through = 0;
	for (i = 0; i < mine.count; i++)
		*qms_push(problems->arena, problems->items, problems->count,
		    problems->room) = mine.items[i];
	return err;
}

/* ---- the whole ---- */

static const char sql_pinned[] =
	"SELECT sha256"
	"  FROM entered"
	" WHERE object = 'trust' AND agency = '' AND source = 1"
	"   AND act = 'trust' AND void IS NULL AND sha256 = lower(?1)";

/* Any statement of the system's chain that counts: it pins all before it. */
static const struct qms_error *
check_root(struct verify *v, const char *root)
{
	static const char start[] = "SHA256:";
	const struct qms_error *err;
	struct qms_query *query;
	bool guarded;

	err = qms_query_root(&v->result->root, &guarded, v->arena,
	    v->system->index);
	if (err != NULL)
		return err;
	if (*v->result->root == '\0')
		qms_report(v->problems, "qms.yaml", 0, 0, QMS_M_S102);
	if (root == NULL)
		return NULL;
	if (strncasecmp(root, start, strlen(start)) == 0)
		root += strlen(start);
	err = qms_db_query(&query, v->db, sql_pinned);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, root);
	err = qms_step(&v->result->root_pinned, query);
	if (err == NULL && v->result->root_pinned)
		v->result->root = text_of(v, query, 0);
	qms_done(query);
	if (err == NULL && !v->result->root_pinned)
		qms_report(v->problems, "qms.yaml", 0, 0, QMS_M_S101,
		    v->result->root, root);
	return err;
}

const struct qms_error *
qms_verify(struct qms_verification *verification,
    struct qms_problems *problems, struct qms_system *system,
    const char *root)
{
	struct verify v = { .result = verification, .problems = problems,
	    .system = system, .arena = problems->arena,
	    .db = qms_index_db(system->index), .store = system->newest };
	const struct qms_error *err;

	*verification = (struct qms_verification){ .root = "" };
	err = check_root(&v, root);
	if (err != NULL || system->newest == NULL)
		return err;
	err = count(&v);
	if (err == NULL)
		err = tell_violations(&v);
	if (err == NULL)
		err = tell_void(&v);
	if (err == NULL)
		err = tell_times(&v);
	if (err == NULL)
		err = verify_files(&v);
	if (err == NULL)
		err = verify_trust(&v);
	qms_problems_sort(problems);
	return err;
}
