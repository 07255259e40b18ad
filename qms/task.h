/* SPDX-License-Identifier: MIT */
/*
 * task - one person's tasks: the acts that the state of documents and records
 * allows and that the person's offices are for.
 */
#ifndef QMS_TASK_H
#define QMS_TASK_H

#include "system.h"

struct qms_task {
	const struct qms_kind *kind;	/* NULL: an obligation is not met */
	const struct qms_obligation *obligation;	/* then which */
	const char *agency, *id, *version, *title, *state, *since;
	const char *act;
	const char *command[QMS_LANGUAGES];	/* to type next */
	const char *look;		/* to look at before, or "" */
};

/*
 * What the person may do next, oldest first, among the acts that the kinds
 * call tasks; a document that differs from its newest version is to be
 * submitted by its writers and by the secretary. Obligations whose rule gives
 * a command are the secretary's, until they are met; then what the person must
 * read and has not; drafts that were never submitted come behind them.
 */
const struct qms_error *qms_tasks(struct qms_task **tasks, size_t *count,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *person);

/* What has to be typed for an act, with the proof that it needs. */
struct qms_ways {
	struct qms_settings settings;
	const char *person;		/* who types */
	bool key;			/* the person's own signs today */
};
const struct qms_error *qms_ways_load(struct qms_ways *ways,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *person);
/*
 * For these ids, as they are typed. by: whose act it is; NULL: it is one of
 * several, and none of them is the person who types.
 */
const char *qms_ways_command(const struct qms_ways *ways,
	struct qms_arena *arena, const struct qms_kind *kind,
	const struct qms_kind_act *act, const char *ids, const char *by,
	enum qms_language language);

#endif
