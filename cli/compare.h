/* SPDX-License-Identifier: MIT */
/*
 * compare - a table held against another of the same columns, such as the steps
 * of a procedure against those that the province approved, or against those
 * that the one-stop software carries out.
 */
#ifndef QMS_CLI_COMPARE_H
#define QMS_CLI_COMPARE_H

#include "command.h"
#include "qms/table.h"

/*
 * A list of objects as JSON, or an object with such a list as its "rows", as
 * CSV; other text as it is. A key "row", which counts, is left out.
 */
const struct qms_error *compare_as_csv(struct qms_text *csv,
	struct cli *cli, struct qms_text text, const char *path);

/* Tells the differences row by row, and exits 1 if there are any. */
const struct qms_error *compare_table(struct cli *cli,
	const struct qms_table *table, const char *path);

#endif
