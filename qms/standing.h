/* SPDX-License-Identifier: MIT */
/*
 * standing - which agency applies the system, has declared it, maintains what
 * it declared: three counts, none of which stands for another.
 */
#ifndef QMS_STANDING_H
#define QMS_STANDING_H

#include "status.h"

struct qms_standing {
	const char *agency, *name;
	const char *applying;	/* day since which a procedure is in force */
	/* the newest declaration that stands: id, path of its file, number of
	 * the decision, day */
	const char *declaration, *path, *number, *declared;
	const struct qms_obligation *owed;	/* the first that a declared
			   system has to keep and did not; NULL: it maintains
			   what it declared, or has declared nothing */
};				/* strings: "" if there is none */

struct qms_standings {
	struct qms_standing *items;	/* in the order of the statuses */
	size_t count;
	size_t applying, declared, maintained;
};

/* Of the agencies that the statuses are of, at the question that is set. */
const struct qms_error *qms_standings_get(struct qms_standings *standings,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_status *statuses, size_t count);

/* Of an agency of which nothing is known. */
void qms_standing_none(struct qms_standing *standing);
bool qms_standing_is_declared(const struct qms_standing *standing);
bool qms_standing_is_maintained(const struct qms_standing *standing);

#endif
