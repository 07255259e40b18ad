/* SPDX-License-Identifier: MIT */
/*
 * figure - the numbers of reports (kind reported-figures): what each is by its
 * parts, as a percentage, and as the system counts it, and what the rules
 * FLAG-* say of it. Nothing is repaired: what is printed stays beside it.
 */
#ifndef QMS_FIGURE_H
#define QMS_FIGURE_H

#include "system.h"

enum qms_figure_result {
	QMS_FIGURE_HOLDS,	/* its own parts or base give it */
	QMS_FIGURE_FLAGGED,
	QMS_FIGURE_USED,	/* another row that is checked rests on it */
	QMS_FIGURE_DERIVED,	/* not printed: computed */
	QMS_FIGURE_UNCHECKED,	/* nothing in the report says it twice */
	QMS_FIGURE_RESULTS
};

struct qms_figure {
	const char *agency, *parent, *path;	/* of its record */
	int row, line;
	/* as the table says; "" if empty */
	const char *id, *content, *printed, *unit, *measure, *from, *to,
	    *population, *parts, *numerator, *base, *within, *target,
	    *indicator, *note;
	const char *computed;	/* "681", "28/31", "35,71 %"; "" if nothing */
	const char *how;	/* "512 + …": "H10a + H10b", "65/182"; "" */
	const char *users;	/* ids of rows that rest on it, by ' ' */
	const char *counted;	/* "62/130 = 47,69 %": by the system; "" */
	enum qms_figure_result result;
	const struct qms_problem **flags;
	size_t flag_count;
};

struct qms_figures {
	struct qms_figure *items;	/* by agency, record, row */
	size_t count;
	struct qms_problems problems;	/* of all FLAG-* rules */
};

/* At the question that is set; agency and id "" for all. */
const struct qms_error *qms_figures_get(struct qms_figures *figures,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *id);
bool qms_figures_have_indicators(const struct qms_figures *figures);
/*
 * What the system counts for the rows that name an indicator (M-02, or of one
 * group M-02.commune), on the last of their days, as it is known by now. Asks
 * the system other questions: ask it yours again, or give it another one.
 */
const struct qms_error *qms_figures_count(struct qms_figures *figures,
	struct qms_system *system, struct qms_arena *arena);

#endif
