/* SPDX-License-Identifier: MIT */
/* Opening, closing and cancelling an audit: acts of its kind, in one command. */
#include "acts.h"
#include "audit.h"
#include "writing.h"

/* Why it is cancelled is written into the record itself. */
static const struct qms_error *
write_reason(struct qms_text *text, struct cli *cli,
    const struct qms_found *found, const char *act)
{
	const char *reason = cli_option(cli, "reason");

	(void)found;
	(void)act;
	return reason == NULL ? NULL : writing_set(text, cli, *text, "reason",
	    reason);
}

static const struct qms_error *
record(struct cli *cli, const char *act,
    const struct qms_error *(*edit)(struct qms_text *text, struct cli *cli,
    const struct qms_found *found, const char *act))
{
	const struct act_request request = { .act = act, .text = true,
	    .edit = edit };
	const struct qms_error *err = cli_must_be_now(cli);
	struct qms_audit audit;
	const char *id;
	bool found;

	if (err == NULL)
		err = audit_target(&audit, &found, cli);
	if (err == NULL && !found)
		err = qms_fail(QMS_M_U050, cli->operands[1]);
	if (err != NULL)
		return err;
	id = audit.id;
	cli->operands = &id;
	cli->operand_count = 1;
	return acts_record(cli, &request);
}

const struct qms_error *
audit_open(struct cli *cli)
{
	return record(cli, "open", NULL);
}

const struct qms_error *
audit_close(struct cli *cli)
{
	return record(cli, "close", NULL);
}

const struct qms_error *
audit_cancel(struct cli *cli)
{
	return record(cli, "cancel", write_reason);
}
