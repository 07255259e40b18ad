/* SPDX-License-Identifier: MIT */
/*
 * papers - what the papers of a declaration say: the decision, its annex, the
 * confirmation of effectiveness, the notice, the sheet for postings. Their
 * words are forms of the repository; here are the blanks, and who signs.
 */
#ifndef QMS_PAPERS_H
#define QMS_PAPERS_H

#include "official.h"
#include "query.h"
#include "system.h"

struct qms_papers {
	const struct qms_row_statement *act;	/* that declared it; NULL: a
						   draft, whose number and day
						   are open */
	struct qms_official official;		/* without a form and a page */
};

/* by, capacity: who is to sign a draft; NULL: the head of the agency. */
const struct qms_error *qms_papers_get(struct qms_papers *papers,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *id, const char *by,
	const char *capacity);

/* A form, or the page "official.html": the agency's own goes before that of
 * the system, that before the program's. */
const struct qms_error *qms_papers_form(struct qms_text *text,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *name);

#endif
