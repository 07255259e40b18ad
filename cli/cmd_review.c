/* SPDX-License-Identifier: MIT */
#include "acts.h"
#include "commands.h"
#include "redlines.h"

/* What changed since the same person judged it last. */
static const struct qms_error *
tell_changes(struct cli *cli, struct qms_change *change,
    const struct qms_found *found, struct qms_statement *statement)
{
	struct redlines_side seen;
	const struct qms_error *err;

	(void)change;
	if (found->kind->class != QMS_CLASS_DOCUMENT || cli->quiet)
		return NULL;
	err = redlines_reviewed(&seen, cli, found, statement->by);
	return err ? err : redlines_tell(cli, found, &seen,
	    statement->version);
}

COMMAND(review)
{
	static const struct act_request accept = {
		"accept", "Soát xét", NULL, tell_changes, true, NULL
	}, request_changes = {
		"request-changes", "Trả lại để sửa", NULL, tell_changes,
		true, NULL
	};

	return acts_record(cli, cli_has(cli, "request-changes") ?
	    &request_changes : &accept);
}
