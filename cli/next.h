/* SPDX-License-Identifier: MIT */
/*
 * next - which commands come next: after an act, and for what is shown. Talk,
 * for whoever does not know the commands by heart; capitals stand for what he
 * has to fill in.
 */
#ifndef QMS_CLI_NEXT_H
#define QMS_CLI_NEXT_H

#include "command.h"

/* What the state that the act led to waits for, and whose task that is. */
void next_after(struct cli *cli, const struct qms_found *found, size_t count,
	const char *act);
/* Everything that can be done with it now. */
void next_possible(struct cli *cli, const struct qms_found *found);

#endif
