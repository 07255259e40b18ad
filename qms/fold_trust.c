/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fold_part.h"

static const char sql_trust[] =
	"SELECT version, sha256"
	"  FROM entered"
	" WHERE object = 'trust' AND agency = ?1 AND source = ?2"
	"   AND act = 'trust' AND void IS NULL"
	" ORDER BY position DESC"
	" LIMIT 1";

/* The next number, and it names the one before. */
static const struct qms_error *
check_number(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err;
	struct qms_query *query;
	int last = -1;
	bool row, names = true;

	err = qms_db_query(&query, judge->world->db, sql_trust);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, s->agency);
	qms_bind_integer(query, 2, judge->world->source);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		last = atoi(qms_column_text(query, 0));
		names = qms_strings_has(&s->prev, qms_column_text(query, 1));
	}
	qms_done(query);
	if (last >= 0)
		judge->state = qms_arena_format(judge->arena, "%d", last);
	judge->to = s->version;
	if (err == NULL && (strcmp(qms_arena_format(judge->arena, "%d",
	    last + 1), s->version) != 0 || !names))
		VOID(judge, "S027", s->version, judge->state);
	return err;
}

/* ---- what it states itself ---- */

const struct qms_error *
qms_judge_stated(struct qms_text *text, struct qms_judge *judge,
    const char *path)
{
	const char *wanted = qms_statement_file(judge->statement, path);
	const struct qms_error *err;
	char sha256[QMS_SHA256_SIZE];

	*text = (struct qms_text){ 0 };
	if (wanted == NULL)
		return NULL;
	err = judge->world->signature(judge->world->closure, text, path);
	if (err == NULL && strcmp(qms_sha256(sha256, *text), wanted) != 0)
		*text = (struct qms_text){ 0 };
	return err;
}

/* The signers that the statement would bring. */
static const struct qms_error *
read_brought(struct qms_guard *guard, struct qms_judge *judge)
{
	struct qms_problems ignored = { .arena = judge->arena };
	const char *agency = judge->statement->agency;
	const struct qms_error *err;
	struct qms_text text;

	*guard = (struct qms_guard){ 0 };
	err = qms_judge_stated(&text, judge, qms_guard_signers_path(
	    judge->arena, agency));
	if (err != NULL)
		return err;
	qms_signers_parse(&guard->signers, judge->arena, text, "", &ignored);
	err = qms_judge_stated(&text, judge, qms_guard_compromised_path(
	    judge->arena, agency));
	if (err == NULL)
		qms_compromised_parse(&guard->compromised, judge->arena, text);
	return err;
}

/* Nobody locks himself out: as many as are asked for can sign. */
static const struct qms_error *
check_threshold(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	int threshold = qms_guard_threshold(s->result);
	const struct qms_error *err;
	struct qms_strings able;
	struct qms_guard brought;

	if (threshold == 0)
		return NULL;
	err = read_brought(&brought, judge);
	if (err != NULL)
		return err;
	able = qms_guard_able(&brought, judge->arena, s->date);
	if (threshold < 0 || (size_t)threshold > able.count)
		VOID(judge, "S111", s->result, qms_arena_format(judge->arena,
		    "%zu", able.count));
	return NULL;
}

/* ---- who signed it ---- */

static const struct qms_error *
count(struct qms_guard_signed *by, struct qms_judge *judge,
    const struct qms_guard *guard)
{
	return qms_guard_count(by, judge->arena, guard, judge->statement,
	    judge->path, judge->world->recorded, judge->world->signature,
	    judge->world->closure);
}

static void
keep(struct qms_judge *judge, const struct qms_guard_signed *by,
    const char *guard)
{
	judge->keys = qms_judge_join(judge->arena, &by->keys, " ");
	judge->signers = qms_judge_join(judge->arena, &by->principals, " ");
	judge->guard = guard;
}

/*
 * Where nobody guards, a signature is worth what the keys beside it are: that
 * of the one who makes the system shows that he holds the key that he names.
 */
static const struct qms_error *
check_unguarded(struct qms_judge *judge, const struct qms_guard *system)
{
	struct qms_guard_signed by;
	const struct qms_error *err;
	struct qms_guard brought;

	if (strcmp(judge->statement->proof, "key") != 0)
		return NULL;
	err = read_brought(&brought, judge);
	if (err == NULL)
		err = count(&by, judge, &brought);
	if (err == NULL && by.principals.count == 0)
		err = count(&by, judge, system);
	if (err != NULL)
		return err;
	if (by.principals.count == 0)
		return VOID(judge, "S110", "0", "1", judge->statement->by);
	keep(judge, &by, "");
	return NULL;
}

static const struct qms_error *
check_guarded(struct qms_judge *judge, const struct qms_guard *guard,
    const struct qms_guard *system)
{
	const char *agency = judge->statement->agency;
	struct qms_guard_signed by, over;
	const struct qms_error *err;
	struct qms_strings able;

	err = count(&by, judge, guard);
	if (err != NULL)
		return err;
	if (by.principals.count >= (size_t)guard->threshold) {
		keep(judge, &by, guard == system && *agency != '\0' ?
		    "system" : "own");
		return NULL;
	}
	/* its own signers are lost: those of the system may stand in */
	if (guard != system && *agency != '\0' && system->threshold > 0) {
		err = count(&over, judge, system);
		if (err != NULL)
			return err;
		if (over.principals.count >= (size_t)system->threshold) {
			keep(judge, &over, "reroot");
			return NULL;
		}
	}
	able = qms_guard_able(guard, judge->arena, judge->statement->date);
	return VOID(judge, "S110", qms_arena_format(judge->arena, "%zu",
	    by.principals.count), qms_arena_format(judge->arena, "%d",
	    guard->threshold), qms_judge_join(judge->arena, &able, ", "));
}

/* What was signed is what the commit holds. */
static const struct qms_error *
check_members(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err = NULL;
	char found[QMS_SHA256_SIZE];
	size_t i;

	if (judge->world->followed)	/* the next one brings its own */
		return NULL;
	for (i = 0; err == NULL && i < s->file_count; i++) {
		err = judge->world->file(judge->world->closure, found,
		    s->files[i].path);
		if (err == NULL && strcmp(found, s->files[i].sha256) != 0)
			return VOID(judge, "S100", s->version,
			    s->files[i].path);
	}
	return err;
}

static const struct qms_error *
check_signed(struct qms_judge *judge)
{
	const struct qms_fold_world *world = judge->world;
	const char *agency = judge->statement->agency;
	const struct qms_guard *own, *system, *guard;
	struct qms_guard merged;
	const struct qms_error *err;

	err = world->guard(world->closure, &own, agency);
	if (err == NULL)
		err = world->guard(world->closure, &system, "");
	if (err != NULL)
		return err;
	guard = qms_guard_of(own, system, agency);
	if (guard == own && *agency != '\0' && system->compromised.count > 0) {
		merged = *own;
		qms_compromised_add(&merged.compromised, judge->arena,
		    &own->compromised, &system->compromised);
		guard = &merged;
	}
	if (guard == NULL)
		return check_unguarded(judge, system);
	err = check_guarded(judge, guard, system);
	return err != NULL || judge->verdict->code != NULL ? err :
	    check_members(judge);
}

const struct qms_error *
qms_judge_trust(struct qms_judge *judge)
{
	const struct qms_error *err;

	err = check_number(judge);
	if (err != NULL || judge->verdict->code != NULL ||
	    judge->world->guard == NULL)
		return err;
	err = check_signed(judge);
	return err != NULL || judge->verdict->code != NULL ? err :
	    check_threshold(judge);
}
