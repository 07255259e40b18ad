/* SPDX-License-Identifier: MIT */
/*
 * law - legal documents at the question that is set: is each in force, and
 * what does a change of one ask of the documents that cite it.
 *
 * By when they must follow, and what counts as following, is said by the rules
 * (schemas/rules/C-03.md), whose periods end with the number of the new text.
 */
#ifndef QMS_LAW_H
#define QMS_LAW_H

#include "system.h"

enum qms_law_state { QMS_LAW_IN_FORCE, QMS_LAW_NOT_YET, QMS_LAW_REPLACED,
	QMS_LAW_LAPSED, QMS_LAW_UNKNOWN, QMS_LAW_STATES };

struct qms_law {
	const char *id, *path, *number, *type, *title, *issuer;
	const char *date, *effective, *expires;	/* ISO days; "" */
	const char *replaced_by;	/* by one that is known; "" */
	bool confirmed;
	enum qms_law_state state;
};
/* Are the kind and its keys those that are asked here? Else there is none. */
bool qms_law_is_told(const struct qms_system *system);
/* Those issued by the day, the newest first. */
const struct qms_error *qms_law_list(struct qms_law **laws, size_t *count,
	struct qms_system *system, struct qms_arena *arena);
const char *qms_law_state_id(enum qms_law_state state);

/* A document whose issued text cites what was replaced, amended or lapsed. */
struct qms_law_impact {
	const char *agency, *id, *kind, *title, *path;
	const char *version;		/* that cites it, the newest of them */
	const char *key;		/* where: "legal_basis" */
	const char *cites;		/* numbers: "61/2018/NĐ-CP, …" */
	const char *change;		/* "replaced", "amended" or "lapsed" */
	const char *by;			/* number of the new text; "" lapsed */
	const char *effective;		/* of the change */
	bool in_force;			/* that version is, still */
	/* by the rule; verdict -1: no rule says anything of it */
	int verdict;
	const char *due;
	int days;			/* until due; negative: late */
	const char *act, *act_day, *act_version;	/* the answer; "" */
};
/*
 * Of a text that changes others, or of one that was changed; *known is false
 * when no legal document of the day has this number. agency NULL: of all.
 * First what it changes itself; by agency, deadline, id.
 */
const struct qms_error *qms_law_impacts(struct qms_law_impact **impacts,
	size_t *count, bool *known, struct qms_system *system,
	struct qms_arena *arena, const char *number, const char *agency);

/* Is there one of this number in any text that the index has read? */
const struct qms_error *qms_law_is_ever_known(bool *known,
	struct qms_system *system, const char *number);

#endif
