/* SPDX-License-Identifier: MIT */
/*
 * fold - judges statements, each once, in the order in which they entered; the
 * verdicts are rows of `entered` (index.sql). The one place that knows when a
 * statement counts: a command asks it before it writes, the index as it walks.
 */
#ifndef QMS_FOLD_H
#define QMS_FOLD_H

#include "db.h"
#include "kind.h"
#include "rule.h"
#include "statement.h"
#include "trust.h"

/* What the world was at the commit where the statement entered. */
struct qms_fold_world {
	struct qms_db *db;		/* asof set to that commit */
	const struct qms_kinds *kinds;
	const struct qms_rules *rules;
	/* people of an agency at that commit; cached by the caller */
	const struct qms_error *(*people)(void *closure,
	    const struct qms_people **people, const char *agency);
	/* SHA-256 of a file at that commit; "" when absent */
	const struct qms_error *(*file)(void *closure,
	    char sha256[QMS_SHA256_SIZE], const char *path);
	void *closure;
	const char *system;		/* SHA-256 of trust statement 0 */
	const char *proofs[16][2];	/* act, minimum; from qms.yaml */
	int64_t source, ordinal;
	const char *recorded;		/* ISO day */
};

/*
 * Judges one statement and adds its row. *void_code is NULL when it counts,
 * else the code of the reason with its argument.
 */
const struct qms_error *qms_fold_judge(const char **void_code,
	const char **void_argument, struct qms_arena *arena,
	const struct qms_fold_world *world,
	const struct qms_statement *statement, const char *path);

#endif
