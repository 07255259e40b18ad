/* SPDX-License-Identifier: MIT */
/*
 * auditors - who may audit what on a day, and why others may not: by the very
 * guards that would refuse them.
 */
#ifndef QMS_CLI_AUDITORS_H
#define QMS_CLI_AUDITORS_H

#include "command.h"

/*
 * Lists everybody who holds an office of the agency on the day that is asked
 * about, those who may audit first. what: units, documents, or one audit;
 * count 0: whether they may audit at all.
 */
const struct qms_error *auditors_list(struct cli *cli, const char *agency,
	const char *const *what, size_t count);

#endif
