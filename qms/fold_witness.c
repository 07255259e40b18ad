/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fold_part.h"
#include "witness.h"

/* ---- number, commit, day ---- */

static const char sql_last[] =
	"SELECT number, sha256, through, date"
	"  FROM checkpoint"
	" WHERE source = ?1 AND agency = ?2"
	" ORDER BY number DESC"
	" LIMIT 1";

struct last {
	int number;			/* 0: none */
	const char *sha256, *date;
	int64_t through;
};

static const struct qms_error *
find_last(struct last *last, struct qms_judge *j)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*last = (struct last){ .sha256 = "", .date = "" };
	err = qms_db_query(&query, j->world->db, sql_last);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, j->world->source);
	qms_bind_text(query, 2, j->statement->agency);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		last->number = (int)qms_column_integer(query, 0);
		last->sha256 = qms_arena_string(j->arena,
		    qms_column_text(query, 1));
		last->through = qms_column_integer(query, 2);
		last->date = qms_arena_string(j->arena,
		    qms_column_text(query, 3));
	}
	qms_done(query);
	return err;
}

static const char sql_commit[] =
	"SELECT ordinal, day"
	"  FROM line"
	" WHERE source = ?1 AND id = ?2 AND ordinal < ?3";

/* The commit is one of the line, before this one. *day: when it was recorded */
static const struct qms_error *
find_commit(const char **day, struct qms_judge *j)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*day = "";
	err = qms_db_query(&query, j->world->db, sql_commit);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, j->world->source);
	qms_bind_text(query, 2, j->statement->result);
	qms_bind_integer(query, 3, j->world->ordinal);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		j->through = qms_column_integer(query, 0);
		*day = qms_arena_string(j->arena, qms_column_text(query, 1));
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
check_place(struct qms_judge *j)
{
	const struct qms_statement *s = j->statement;
	const struct qms_error *err;
	struct last last;
	const char *day;

	err = find_last(&last, j);
	if (err == NULL)
		err = find_commit(&day, j);
	if (err != NULL)
		return err;
	if (strcmp(s->version, qms_arena_format(j->arena, "%d",
	    last.number + 1)) != 0 || (last.number > 0 &&
	    !qms_strings_has(&s->prev, last.sha256)))
		return VOID(j, "S127", s->version, qms_arena_format(
		    j->arena, "%d", last.number));
	if (j->through == 0 || j->through < last.through)
		return VOID(j, "S128", qms_arena_copy(j->arena, s->result,
		    12), s->version);
	if (strcmp(s->date, day) < 0 || strcmp(s->date, last.date) < 0)
		return VOID(j, "S131", s->date, strcmp(day, last.date) < 0 ?
		    last.date : day);
	return NULL;
}

/* ---- signature ---- */

/* The middle of a day in UTC, by which keys are looked up. */
static int64_t
noon(const char *day)
{
	return (int64_t)qms_day_parse(qms_text(day)) * 86400 + 43200;
}

static const struct qms_error *
check_witness(struct qms_judge *j, const struct qms_signature *signature)
{
	const struct qms_statement *s = j->statement;
	const struct qms_signers *signers = NULL;
	const struct qms_error *err;

	err = j->world->signers(j->world->closure, &signers, "");
	if (err != NULL)
		return err;
	if (signers != NULL)
		j->witness = qms_witness_principal(signers, s->by,
		    signature->key, noon(s->date), noon(j->world->recorded));
	j->keys = qms_public_key_fingerprint(j->arena, signature->key);
	return j->witness != NULL ? qms_judge_key(j, j->keys, "") :
	    VOID(j, "S130", j->keys, s->by, s->date);
}

static const struct qms_error *
check_signature(struct qms_judge *j)
{
	char *path = qms_arena_format(j->arena, "%s.sig", j->path);
	struct qms_statement written = *j->statement;
	struct qms_signature signature;
	const struct qms_error *err = NULL;
	struct qms_buffer bytes = { 0 };
	struct qms_text text = { 0 };
	bool right;

	if (j->world->signature != NULL && j->world->signers != NULL)
		err = j->world->signature(j->world->closure, &text, path);
	if (err != NULL)
		return err;
	if (text.size == 0 || strcmp(j->statement->proof, "key") != 0)
		return VOID(j, "S106", path);
	qms_statement_write(&bytes, &written);
	right = qms_signature_parse(&signature, j->arena, text) &&
	    strcmp(signature.name_space, QMS_NAMESPACE_WITNESS) == 0 &&
	    qms_verdicts_signature(j->world->verdicts, &signature,
	    qms_buffer_view(&bytes));
	qms_buffer_free(&bytes);
	return right ? check_witness(j, &signature) :
	    VOID(j, "S107", path);
}

/* ---- digest ---- */

static const struct qms_error *
check_digest(struct qms_judge *j)
{
	const struct qms_statement *s = j->statement;
	const struct qms_error *err;
	char sha256[QMS_SHA256_SIZE] = "";

	if (j->world->digest != NULL) {
		err = j->world->digest(j->world->closure, sha256, s->result,
		    s->agency);
		if (err != NULL)
			return err;
	}
	return strcmp(sha256, s->text) == 0 ? NULL :
	    VOID(j, "S129", s->version, qms_arena_copy(j->arena, s->result,
	    12), sha256);
}

const struct qms_error *
qms_judge_witness(struct qms_judge *j)
{
	const struct qms_error *err;

	err = check_place(j);
	if (err == NULL && j->verdict->code == NULL)
		err = check_signature(j);
	if (err == NULL && j->verdict->code == NULL)
		err = check_digest(j);
	return err;
}

static const char sql_add[] =
	"INSERT INTO checkpoint (source, ordinal, agency, number, through,"
	" date, by, principal, sha256, key)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

const struct qms_error *
qms_judge_add_checkpoint(struct qms_judge *j)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, j->world->db, sql_add);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, j->world->source);
	qms_bind_integer(query, 2, j->world->ordinal);
	qms_bind_text(query, 3, j->statement->agency);
	qms_bind_integer(query, 4, atoi(j->statement->version));
	qms_bind_integer(query, 5, j->through);
	qms_bind_text(query, 6, j->statement->date);
	qms_bind_text(query, 7, j->statement->by);
	qms_bind_text(query, 8, j->witness);
	qms_bind_text(query, 9, j->statement->sha256);
	qms_bind_text(query, 10, j->keys);
	return qms_step_done(query);
}
