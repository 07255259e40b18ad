/* SPDX-License-Identifier: MIT */
/*
 * quarters - what commands answer for the end of each quarter (--quarters).
 */
#ifndef QMS_CLI_QUARTERS_H
#define QMS_CLI_QUARTERS_H

#include "command.h"

/* How many; 0: the option was not given. */
const struct qms_error *quarters_read(int *quarters, struct cli *cli);
/*
 * Asks about the end of each of so many quarters up to the day that is asked
 * about, oldest first, as it was known then or as --known says; those before
 * the system's first commit are left out.
 */
const struct qms_error *quarters_each(struct cli *cli, int quarters,
	const struct qms_error *(*each)(struct cli *cli, qms_day day,
	void *data), void *data);

#endif
