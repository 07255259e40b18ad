/* SPDX-License-Identifier: MIT */
/*
 * delegations - by which delegation somebody acts: the one that is named, or
 * the only one that fits when the person holds no office for the act.
 */
#ifndef QMS_CLI_DELEGATIONS_H
#define QMS_CLI_DELEGATIONS_H

#include "command.h"
#include "qms/statement.h"

/*
 * Sets delegation, capacity and office; by, date and act are set. Leaves the
 * statement alone when none is named and none fits, or several do.
 */
const struct qms_error *delegations_fill(struct qms_statement *statement,
	struct cli *cli, const struct qms_found *found,
	const struct qms_strings *offices);
/* To whom the delegation of --delegation is given, or NULL. */
const struct qms_error *delegations_delegate(const char **person,
	struct cli *cli, const struct qms_found *found);

#endif
