/* SPDX-License-Identifier: MIT */
/*
 * act - any act that the kind of an object allows.
 */
#include "acts.h"
#include "commands.h"

static const struct qms_error *
pick_version(const char **version, struct cli *cli,
    const struct qms_found *found, const struct qms_round *round)
{
	const char *asked = cli_option(cli, "version");

	if (found->kind->class != QMS_CLASS_DOCUMENT)
		return NULL;
	if (asked != NULL)
		*version = asked;
	else if (qms_kind_act(found->kind, round->state,
	    cli->operands[cli->operand_count]) == NULL)
		return acts_version_in_force(version, cli, found, round);
	return NULL;
}

static const struct qms_error *
add_result(struct cli *cli, struct qms_change *change,
    const struct qms_found *found, struct qms_statement *statement)
{
	const struct qms_error *err;
	char text[QMS_DAY_SIZE];
	qms_day day;

	statement->result = cli_option(cli, "result");
	err = cli_day(&day, cli, "until", QMS_DAY_NONE);
	if (err)
		return err;
	statement->until = qms_arena_string(&cli->arena,
	    qms_day_format(text, day));
	err = cli_day(&day, cli, "effective", QMS_DAY_NONE);
	if (err)
		return err;
	statement->effective = qms_arena_string(&cli->arena,
	    qms_day_format(text, day));
	return NULL;
}

COMMAND(act)
{
	struct act_request request = {
		cli->operands[cli->operand_count - 1], NULL, pick_version,
		add_result, true, NULL
	};

	cli->operand_count--;		/* the others are the objects */
	return acts_record(cli, &request);
}
