/* SPDX-License-Identifier: MIT */
/* new --rows: a record for each line of a CSV file (new_rows.c). */
#ifndef QMS_CLI_NEW_ROWS_H
#define QMS_CLI_NEW_ROWS_H

#include "command.h"
#include "qms/model.h"

/* blanks: all but id and title; next: the id of the first. */
const struct qms_error *new_rows(struct cli *cli,
	const struct qms_kind *kind, const struct qms_blanks *blanks,
	const char *next);

#endif
