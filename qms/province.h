/* SPDX-License-Identifier: MIT */
/*
 * province - the agencies of a system on a day, those with a repository of
 * their own too: who is obliged or encouraged, applies the system, has declared
 * it, maintains what it declared, and what they owe; one by one, and added up
 * by group.
 */
#ifndef QMS_PROVINCE_H
#define QMS_PROVINCE_H

#include "indicator.h"
#include "sync.h"

/* What is counted of an agency: itself and what it is, then its obligations. */
enum qms_tally_item { QMS_TALLY_AGENCIES, QMS_TALLY_MANDATORY,
	QMS_TALLY_ENCOURAGED, QMS_TALLY_APPLYING, QMS_TALLY_DECLARED,
	QMS_TALLY_MAINTAINED, QMS_TALLY_IN_ORDER, QMS_TALLY_MET,
	QMS_TALLY_DUE_SOON, QMS_TALLY_OVERDUE, QMS_TALLY_MISSING,
	QMS_TALLY_ITEMS };
/* "agencies", "due_soon", … for data; and as a heading. */
const char *qms_tally_id(enum qms_tally_item item);
const char *qms_tally_name(enum qms_tally_item item,
	enum qms_language language);

struct qms_member {
	struct qms_status status;
	const struct qms_sync_agency *own;	/* NULL: it is in this system */
	const struct qms_standing *standing;
	int64_t counts[QMS_TALLY_ITEMS];
};
/* Those that exist on the day that is asked about, by id; of those with a
 * repository of their own, what that says. */
const struct qms_error *qms_members(struct qms_member **members,
	size_t *count, struct qms_system *system, struct qms_arena *arena);

/* Of statuses that were asked for before. */
const struct qms_error *qms_members_of(struct qms_member **members,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_sync_status *statuses, size_t count);

struct qms_tally {
	const char *group;		/* "", "mandatory", a tier, a code, an id */
	const char *name[QMS_LANGUAGES];
	int64_t counts[QMS_TALLY_ITEMS];
};
/* In the order of law/agency-kinds.csv; a group without agencies is none. */
const struct qms_error *qms_tallies(struct qms_tally **tallies, size_t *count,
	struct qms_system *system, struct qms_arena *arena,
	enum qms_indicator_by by, const struct qms_member *members,
	size_t member_count);

#endif
