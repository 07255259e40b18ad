/* SPDX-License-Identifier: MIT */
/*
 * meeting - the management review (clause 9.3): its minutes are prepared from
 * what the records say.
 */
#include <string.h>

#include "commands.h"
#include "qms/date.h"

static const char kind[] = "management-review";

/* As `new` would, with a title. */
static const struct qms_error *
prepare(struct cli *cli, const char *year)
{
	static const char *operands[] = { kind };
	struct cli_value *value;

	if (strlen(year) != 4 || strspn(year, "0123456789") != 4)
		return qms_fail(QMS_M_U025, year, "2026");
	if (!cli_has(cli, "title")) {
		value = qms_push(&cli->arena, cli->values, cli->value_count,
		    cli->value_room);
		value->option = cli->command->options;	/* the first: title */
		value->value = qms_arena_format(&cli->arena, pick(cli,
		    "Xem xét của lãnh đạo năm %s", "Management review %s"),
		    year);
	}
	cli->operands = operands;
	cli->operand_count = 1;
	return cmd_new(cli);
}

COMMAND(meeting)
{
	char day[QMS_DAY_SIZE];
	const char *year;

	if (strcmp(cli->operands[0], "prepare") != 0)
		return qms_fail(QMS_M_U025, cli->operands[0], "prepare");
	year = cli->operand_count > 1 ? cli->operands[1] : qms_arena_copy(
	    &cli->arena, qms_day_format(day, cli_today(cli)), 4);
	return prepare(cli, year);
}
