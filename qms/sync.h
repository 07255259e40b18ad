/* SPDX-License-Identifier: MIT */
/*
 * sync - agencies that keep a repository of their own. trust/repositories.csv
 * says where each lies and to which root it is pinned; what is fetched comes
 * to refs/agencies/<agency>/fetched, and what goes on from before and verifies
 * to refs/agencies/<agency>/main.
 *
 * Each is asked by itself, with its own rules and trust set: the province gets
 * the answer that the agency gets.
 */
#ifndef QMS_SYNC_H
#define QMS_SYNC_H

#include "standing.h"

enum qms_sync_result {
	QMS_SYNC_NEVER,			/* was not fetched here yet */
	QMS_SYNC_VERIFIED,
	QMS_SYNC_UNREACHABLE,
	QMS_SYNC_REWRITTEN,		/* does not go on from before */
	QMS_SYNC_UNVERIFIED,
	QMS_SYNC_RESULTS
};

struct qms_sync_agency {
	const char *agency, *url, *root;
	struct qms_oid tip;		/* of main; zero: nothing verified yet */
	enum qms_sync_result result;	/* of the last time, as is the reason */
	const char *reason;		/* "" when verified */
	const char *fetched;		/* ISO day it was last reached, "" never */
	bool stale;			/* more than due_soon days ago */
	int64_t commits_walked;		/* the last time */
};

/* Those that stand in the register on the day that is asked about, by id. */
const struct qms_error *qms_sync_list(struct qms_sync_agency **items,
	size_t *count, struct qms_system *system, struct qms_arena *arena);
const char *qms_sync_fetched_ref(struct qms_arena *arena, const char *agency);
const char *qms_sync_main_ref(struct qms_arena *arena, const char *agency);

/*
 * Judges what was fetched: does it hold the agency, go on from main, lead to
 * the root, and verify? item tells; *moves is true where main is to be set to
 * *fetched.
 */
const struct qms_error *qms_sync_judge(bool *moves, struct qms_oid *fetched,
	struct qms_sync_agency *item, struct qms_system *system,
	struct qms_arena *arena);
/* Keeps result, reason and day of all for the next time, beside the index. */
const struct qms_error *qms_sync_remember(struct qms_system *system,
	const struct qms_sync_agency *items, size_t count);

/*
 * The agency's own system, at main, asked as this one is; where this one is
 * asked with a commit of its own, by that commit's day. Freed by
 * qms_system_close.
 */
const struct qms_error *qms_sync_open(struct qms_system **there,
	struct qms_system *system, const struct qms_sync_agency *item);
const char *qms_sync_known(char day[QMS_DAY_SIZE],
	const struct qms_system *system);

/*
 * What the agency's own system answers: its obligations, how many documents are
 * in force, and what the indicators of its rules count. Kept beside the index
 * by commit and question, so that nothing is asked twice; of its rules only
 * what is shown of them is there (id, title, basis).
 */
struct qms_sync_answer {
	struct qms_status status;
	struct qms_standing standing;
	int64_t in_force;
	struct qms_measure *measures;	/* by rule */
	size_t measure_count;
};
const struct qms_error *qms_sync_ask(struct qms_sync_answer *answer,
	struct qms_system *system, const struct qms_sync_agency *item,
	struct qms_arena *arena);

/* Of all agencies; of those with a repository of their own, what that says:
 * nothing while none was verified. */
struct qms_sync_status {
	struct qms_status status;
	struct qms_standing standing;
	const struct qms_sync_agency *own;	/* NULL: it is in this system */
	int64_t in_force;			/* documents, of those */
};
const struct qms_error *qms_sync_status(struct qms_sync_status **statuses,
	size_t *count, struct qms_system *system, struct qms_arena *arena);
bool qms_sync_is_unknown(const struct qms_sync_agency *own);

/* "verified", "unreachable", … for data. */
const char *qms_sync_result_id(enum qms_sync_result result);
const char *qms_sync_result_name(enum qms_sync_result result,
	enum qms_language language);
/* What is to be done so that it counts again; "" when all is well. */
const char *qms_sync_advice(const struct qms_sync_agency *item,
	enum qms_language language);

#endif
