/* SPDX-License-Identifier: MIT */
/*
 * declare - the verbs of `qms declare` and what they share.
 */
#ifndef QMS_CLI_DECLARE_H
#define QMS_CLI_DECLARE_H

#include "command.h"

/* The declaration of operand `at`; without one the only one in this state. */
const struct qms_error *declare_find(struct qms_found *found,
	struct cli *cli, int at, const char *state);

/* declare list: who applies, has declared, maintains. */
const struct qms_error *declare_list(struct cli *cli);
/* declare pack: the papers to sign, send and post. */
const struct qms_error *declare_pack(struct cli *cli);
/* declare data: for others, as XML or JSON. */
const struct qms_error *declare_data(struct cli *cli);
/* verify declaration FILE: what it proves, without a repository. */
const struct qms_error *declare_verify(struct cli *cli);

#endif
