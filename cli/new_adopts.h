/* SPDX-License-Identifier: MIT */
/* new_adopts - `qms new KIND --adopts AGENCY/ID`, for cmd_new.c. */
#ifndef QMS_CLI_NEW_ADOPTS_H
#define QMS_CLI_NEW_ADOPTS_H

#include "command.h"

const struct qms_error *new_adopts(struct cli *cli,
	const struct qms_kind *kind, const char *agency);

#endif
