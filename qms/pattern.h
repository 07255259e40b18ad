/* SPDX-License-Identifier: MIT */
/*
 * pattern - names with places to fill, as kinds write paths and numbers:
 * "agencies/{agency}/documents/{id}.md", "QT-{nn}".
 *
 * {agency} and {id} stand for one or more bytes but '/', {year} for four
 * digits, {nn} for a number of at least two digits ({nnn}: three, …).
 */
#ifndef QMS_PATTERN_H
#define QMS_PATTERN_H

#include "text.h"

struct qms_pattern_values {
	struct qms_text agency, id, year;	/* data NULL: not given */
	int number;				/* -1: not given */
};

/*
 * Does the text come from the pattern? What stands in its places; a place that
 * comes twice must hold the same both times.
 */
bool qms_pattern_fits(const char *pattern, const char *text,
	struct qms_pattern_values *values);
/* Fills the places; one that is not given is left empty. */
void qms_pattern_fill(struct qms_buffer *out, const char *pattern,
	const struct qms_pattern_values *values);
/* Are all places in braces among these: "agency id year"; "nn" for numbers? */
bool qms_pattern_is_valid(const char *pattern, const char *places);
bool qms_pattern_has(const char *pattern, const char *place);

#endif
