/* SPDX-License-Identifier: MIT */
/*
 * rollover - the plans of one year become those of the next: of the kinds that
 * say which of their keys is the year (`yearly`).
 */
#ifndef QMS_ROLLOVER_H
#define QMS_ROLLOVER_H

#include "change.h"

enum qms_rollover_what { QMS_ROLLOVER_KEPT, QMS_ROLLOVER_CARRIED,
	QMS_ROLLOVER_CHANGED, QMS_ROLLOVER_DROPPED };

/* What became of something; row 0: of the file as a whole. */
struct qms_rollover_line {
	enum qms_rollover_what what;
	const char *id, *kind;		/* of the new year's, or what goes on */
	const char *from;		/* of the old year's, "" if it is that */
	const char *place;		/* key or table */
	size_t row;			/* of the table of the old year */
	const char *before, *after;	/* values; "" none */
};

struct qms_rollover {
	struct qms_rollover_line *items;
	size_t count, room;
	size_t made;			/* files that were put */
};

/*
 * Puts the plans of the agency for the year into the change, from those of the
 * year before, unless there are some already. A record becomes a new one, with
 * the next number; a document is edited, to be submitted. Days move by a year,
 * numbers of decisions and records of the old year are left out, and so are
 * rows for units, agencies and documents that are no more on the first of
 * January, and persons who hold no office then. Records that end with the year
 * before begin anew, from the starter text of their kind. What is open of the
 * old year is listed as kept.
 */
const struct qms_error *qms_rollover(struct qms_rollover *result,
	struct qms_change *change, struct qms_system *system,
	struct qms_arena *arena, const char *agency, int year);

const char *qms_rollover_what_id(enum qms_rollover_what what);

#endif
