/* SPDX-License-Identifier: MIT */
/*
 * acts - what all commands that record an act share: one statement an object,
 * one commit a command.
 */
#ifndef QMS_CLI_ACTS_H
#define QMS_CLI_ACTS_H

#include "command.h"
#include "qms/change.h"
#include "qms/round.h"

struct act_request {
	const char *act;		/* of the kind's table */
	const char *subject;		/* of the commit, before the ids; NULL:
					   the name of the act */
	/* picks the version; NULL: that of the open round */
	const struct qms_error *(*version)(const char **version,
	    struct cli *cli, const struct qms_found *found,
	    const struct qms_round *round);
	/* adds to the statement and the change; may be NULL */
	const struct qms_error *(*fill)(struct cli *cli,
	    struct qms_change *change, const struct qms_found *found,
	    struct qms_statement *statement);
	bool text;			/* names the text of the object */
	/* changes that text in the same commit; may be NULL */
	const struct qms_error *(*edit)(struct qms_text *text,
	    struct cli *cli, const struct qms_found *found,
	    const char *act);
};

/* Records the act on every object that the operands name (patterns too). */
const struct qms_error *acts_record(struct cli *cli,
	const struct act_request *request);
/* The version in force, or the one asked for as ID@VERSION. */
const struct qms_error *acts_version_in_force(const char **version,
	struct cli *cli, const struct qms_found *found,
	const struct qms_round *round);

/* The working text as it lies on disk; changed: it differs from HEAD's. */
const struct qms_error *acts_working_text(struct qms_text *text,
	bool *changed, struct cli *cli, const char *path);
#endif
