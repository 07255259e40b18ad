/* SPDX-License-Identifier: MIT */
/*
 * status - is an agency in order? Its obligations, counted, with a verdict and
 * the next deadline.
 */
#ifndef QMS_STATUS_H
#define QMS_STATUS_H

#include "feed.h"
#include "system.h"

struct qms_status {
	const char *agency, *name;
	const struct qms_obligation *obligations;	/* of this agency */
	size_t count;
	int counts[QMS_VERDICTS];
	enum qms_verdict verdict;	/* the worst one; OPEN counts as met */
	const char *next_due;		/* ISO day of the next deadline, "" */
};

/*
 * The agencies that exist on the day that is asked about, in the order of
 * their ids; or one, which may have ended.
 */
const struct qms_error *qms_status_get(struct qms_status **statuses,
	size_t *count, struct qms_system *system, struct qms_arena *arena,
	const char *agency /* or NULL */);

/* The counts, the verdict and the next deadline of these obligations. */
void qms_status_count(struct qms_status *status);

/*
 * The agencies, as keys, for which the system is encouraged and not mandatory
 * on the day, by law/agency-kinds.csv: what they owe and have not done is a
 * warning, of the others an error.
 */
const struct qms_error *qms_status_encouraged(struct qms_map *agencies,
	struct qms_system *system, struct qms_arena *arena);
/* "error" or "warning"; "" of what is met, or not due yet. */
const char *qms_status_severity(const struct qms_map *encouraged,
	const struct qms_obligation *obligation);

/* Deadlines of what is not done, as events with the same ids for ever. */
void qms_status_feed(struct qms_feed_item **items, size_t *count,
	struct qms_arena *arena, const struct qms_system *system,
	enum qms_language language, const struct qms_obligation *obligations,
	size_t obligation_count);

/* "met", "due-soon", … for data. */
const char *qms_verdict_id(enum qms_verdict verdict);
const char *qms_verdict_name(enum qms_verdict verdict,
	enum qms_language language);

#endif
