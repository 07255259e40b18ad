/* SPDX-License-Identifier: MIT */
/*
 * redlines - what changed from one text to another, for a person or as JSON;
 * differences are exit status 1.
 */
#ifndef QMS_CLI_REDLINES_H
#define QMS_CLI_REDLINES_H

#include "command.h"
#include "qms/redline.h"

struct redlines_side {
	const char *name;
	struct qms_text text;
};

void redlines_write(struct cli *cli, const char *agency, const char *id,
	const struct redlines_side sides[2]);

#endif
