/* SPDX-License-Identifier: MIT */
/*
 * fold_part - what the parts of the fold share, and nobody else: one judgement
 * under way, and the checks that stand in files of their own. Each gives NULL
 * and sets the code of the verdict when the statement is void.
 */
#ifndef QMS_FOLD_PART_H
#define QMS_FOLD_PART_H

#include "fold.h"

/* One judgement under way. */
struct qms_judge {
	struct qms_arena *arena;
	const struct qms_fold_world *world;
	const struct qms_statement *statement;
	const char *path;
	const struct qms_kind *kind;	/* NULL: none is known */
	const struct qms_kind_act *act;
	const char *document;		/* path of the working file, or "" */
	const char *state;		/* before the act */
	const char *to;
	const char *text, *files;	/* of the last valid act, NULL: none */
	int issues;
	int64_t through;		/* of a checkpoint: ordinal of its commit */
	const char *witness;		/* and its principal */
	const char *keys, *signers, *guard;	/* as in `entered`; or NULL */
	struct qms_fold_verdict *verdict;
};

/* Void for this reason; a value so that a check can return it. */
#define VOID(judge, code, ...) qms_judge_void((judge), (code),		\
    FOUR(__VA_ARGS__, NULL, NULL, NULL, NULL))
#define FOUR(a, b, c, d, ...)						\
	(const char *const [QMS_MESSAGE_ARGUMENTS]){ (a), (b), (c), (d) }

const struct qms_error *qms_judge_void(struct qms_judge *judge,
	const char *code,
	const char *const arguments[QMS_MESSAGE_ARGUMENTS]);
char *qms_judge_join(struct qms_arena *arena, const struct qms_strings *list,
	const char *between);

/*
 * A query of what is recorded of an object of the statement's agency: ?1 is
 * the object, ?2 the agency, ?3 the source.
 */
const struct qms_error *qms_judge_query(struct qms_query **query,
	struct qms_judge *judge, const char *sql, const char *object);

/* fold_office.c: the office is held on the day. */
const struct qms_error *qms_judge_office(struct qms_judge *judge);
/* The delegation was recorded as granted when the day of the act came. */
const struct qms_error *qms_judge_granted(struct qms_judge *judge);
/* fold_proof.c: enough of it, and it is genuine. */
const struct qms_error *qms_judge_proof(struct qms_judge *judge);
/* fold_witness.c: the next checkpoint, of a commit of this history. */
const struct qms_error *qms_judge_witness(struct qms_judge *judge);
/* Its row of `checkpoint`. */
const struct qms_error *qms_judge_add_checkpoint(struct qms_judge *judge);
/* fold_known.c: office and key were known on the day, where they are guarded. */
const struct qms_error *qms_judge_known(struct qms_judge *judge);
/* fold_revoke.c: the key is not known to be in other hands, by the list of the
 * agency and that of the system. */
const struct qms_error *qms_judge_key(struct qms_judge *judge,
	const char *fingerprint, const char *agency);
/* A trust statement that counts names such keys: what they signed, and nobody
 * witnessed before, counts no more. */
const struct qms_error *qms_judge_revoke(struct qms_judge *judge);
/* A member with just the bytes that a trust statement names; else nothing. */
const struct qms_error *qms_judge_stated(struct qms_text *text,
	struct qms_judge *judge, const char *path);
/* fold_trust.c: it follows the one before, signed by those whom that names. */
const struct qms_error *qms_judge_trust(struct qms_judge *judge);

#endif
