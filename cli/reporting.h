/* SPDX-License-Identifier: MIT */
/*
 * reporting - a report that was made (qms/report.h), as a document to print
 * and as a spreadsheet.
 */
#ifndef QMS_CLI_REPORTING_H
#define QMS_CLI_REPORTING_H

#include "command.h"
#include "qms/report.h"

/* One HTML file that needs nothing else; print: without links and sources. */
const struct qms_error *reporting_html(struct qms_buffer *out,
	struct cli *cli, const struct qms_report *report, bool print);

/* A sheet a table, and one of the figures. (workbook.c) */
const struct qms_error *workbook_write(const char *path, struct cli *cli,
	const struct qms_report *report);

#endif
