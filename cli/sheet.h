/* SPDX-License-Identifier: MIT */
/*
 * sheet - a paper to print and sign: collected as Markdown, given as that or
 * as one HTML file that needs nothing else (--format).
 */
#ifndef QMS_CLI_SHEET_H
#define QMS_CLI_SHEET_H

#include "command.h"

/* A cell of a table row; the first one begins the row, _end ends it. */
void sheet_cell(struct qms_buffer *sheet, const char *text);
void sheet_row(struct qms_buffer *sheet, const char *const *cells,
	size_t count);
/* A header with the line below it. */
void sheet_header(struct qms_buffer *sheet, const char *const *titles,
	size_t count);
/* Text that means itself, whatever signs of Markdown it holds. */
void sheet_text(struct qms_buffer *sheet, const char *text);
/* "**Name:** value", if there is one. */
void sheet_field(struct qms_buffer *sheet, const char *name,
	const char *value);

bool sheet_is_asked(const struct cli *cli);	/* --format was given */
const struct qms_error *sheet_write(struct qms_buffer *out, struct cli *cli,
	const char *title, const char *format, const struct qms_buffer *sheet);

#endif
