/* SPDX-License-Identifier: MIT */
/*
 * approve, issue, withdraw, keep - acts of the head on versions. `issue` is
 * approve for a whole set under one signed decision, which it insists on.
 * acknowledge - what follows: I have read it.
 */
#include "acts.h"
#include "commands.h"
#include "redlines.h"

static const struct qms_error *
set_effective(struct cli *cli, struct qms_change *change,
    const struct qms_found *found, struct qms_statement *statement)
{
	const struct qms_error *err;
	char text[QMS_DAY_SIZE];
	qms_day day;

	err = cli_day(&day, cli, "effective",
	    qms_day_parse(qms_text(statement->date)));
	if (err)
		return err;
	statement->effective = qms_arena_string(&cli->arena,
	    qms_day_format(text, day));
	return NULL;
}

COMMAND(approve)
{
	static const struct act_request request = {
		"approve", "Phê duyệt", NULL, set_effective, true, NULL
	};

	return acts_record(cli, &request);
}

COMMAND(issue)
{
	static const struct act_request request = {
		"approve", "Ban hành", NULL, set_effective, true, NULL
	};

	if (!cli_has(cli, "decision"))
		return qms_fail(QMS_M_U022, "--decision", "issue");
	return acts_record(cli, &request);
}

COMMAND(withdraw)
{
	static const struct act_request request = {
		"withdraw", "Bãi bỏ", acts_version_in_force, set_effective,
		false, NULL
	};

	return acts_record(cli, &request);
}

COMMAND(keep)
{
	static const struct act_request request = {
		"keep", "Xem xét, giữ nguyên", acts_version_in_force, NULL,
		false, NULL
	};

	return acts_record(cli, &request);
}

/* What changed since the version that the same person read last. */
static const struct qms_error *
tell_changes(struct cli *cli, struct qms_change *change,
    const struct qms_found *found, struct qms_statement *statement)
{
	struct redlines_side seen;
	const struct qms_error *err;

	(void)change;
	if (cli->quiet)
		return NULL;
	err = redlines_read(&seen, cli, found, statement->by);
	return err ? err : redlines_tell(cli, found, &seen,
	    statement->version);
}

COMMAND(acknowledge)
{
	static const struct act_request request = {
		"acknowledge", "Đã đọc", acts_version_in_force, tell_changes,
		false, NULL
	};

	return acts_record(cli, &request);
}
