/* SPDX-License-Identifier: MIT */
/* findings - what `qms finding add` and `qms audit take-in` share. */
#ifndef QMS_CLI_FINDINGS_H
#define QMS_CLI_FINDINGS_H

#include "command.h"
#include "qms/finding.h"

/*
 * Checks all, commits the good ones at once, and lists each with what became
 * of it; what is refused is listed by line and reason, and exit status 1.
 */
const struct qms_error *findings_take(struct cli *cli,
	const struct qms_finding_place *place, struct qms_finding *findings,
	size_t count, struct qms_problems *problems);
/* The first row of a CSV file of findings. */
void findings_form(struct qms_buffer *out, struct cli *cli);
/* "the sentence stands", "changed since 2.0" … */
const char *findings_quote_words(struct cli *cli,
	const struct qms_quote *quote);

#endif
