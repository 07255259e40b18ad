/* SPDX-License-Identifier: MIT */
/*
 * official - an official document to print, laid out as Decree 30/2020/NĐ-CP
 * has it: a form (front matter and Markdown, with {blanks}) in a page template.
 * Both are files of the repository; the code knows neither law nor layout.
 */
#ifndef QMS_OFFICIAL_H
#define QMS_OFFICIAL_H

#include "template.h"
#include "text.h"

struct qms_official {
	struct qms_text form, page;	/* law/forms/X.md and official.html */
	const char *name;		/* of the form, for what is reported */
	struct qms_map blanks;		/* "tthc" to "3" */
	struct qms_text annex;		/* {annex}: a table in Markdown */
	struct qms_strings sign;	/* "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC" */
	const char *signer;
	const char *check;		/* what the code says, in words; "" none */
	const char *code;		/* and to a camera */
};

/* Adds a whole HTML page. What is wrong with the form or the page is a
 * problem, and nothing is added. */
const struct qms_error *qms_official_write(struct qms_buffer *out,
	struct qms_arena *arena, const struct qms_official *official,
	struct qms_problems *problems);

#endif
