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

/*
 * What the page shows of the form, as values of a template whose strings live
 * in the arena. False: the form cannot be read; the problems say why.
 */
bool qms_official_values(struct qms_value *values, struct qms_arena *arena,
	const struct qms_official *official, struct qms_problems *problems);
/* Its code alone. */
struct qms_html qms_official_code(struct qms_arena *arena,
	const struct qms_official *official);
/* Adds a whole HTML page. What is wrong with the form or the page is a
 * problem, and nothing is added. */
const struct qms_error *qms_official_write(struct qms_buffer *out,
	struct qms_arena *arena, const struct qms_official *official,
	struct qms_problems *problems);

#endif
