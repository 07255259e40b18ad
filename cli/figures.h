/* SPDX-License-Identifier: MIT */
/* figures - the parts of qms figure that only look. */
#ifndef QMS_CLI_FIGURES_H
#define QMS_CLI_FIGURES_H

#include "command.h"

/* The records of figures, each with its counts of figures and flags. */
const struct qms_error *figures_list(struct cli *cli);
/* The figures of one record, each with what it is computed to be; or, with
 * flagged_only, what is flagged in it or, with NULL, in all. */
const struct qms_error *figures_show(struct cli *cli, const char *id,
	bool flagged_only);

#endif
