/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "qms/check.h"

static const struct qms_error *
test_rules(struct cli *cli, struct qms_problems *problems)
{
	const struct qms_rules *rules;
	const struct qms_error *err;
	int rows, all = 0;
	size_t i;

	err = qms_system_rules(&rules, cli->system);
	for (i = 0; err == NULL && i < rules->count; i++) {
		err = qms_rule_test(&rules->items[i],
		    qms_index_db(cli->system->index),
		    qms_system_kinds(cli->system), cli->system->store,
		    &cli->arena, problems,
		    &rows);
		all += rows;
	}
	if (err == NULL)
		say(cli, "%zu quy tắc, %d ví dụ", "%zu rules, %d examples",
		    rules->count, all);
	return err;
}

static void
summarize(struct cli *cli, const struct qms_problems *problems)
{
	size_t errors = 0, i;

	for (i = 0; i < problems->count; i++)
		errors += problems->items[i].severity == QMS_ERROR;
	if (problems->count == 0)
		say(cli, "không có lỗi", "no problem");
	else
		say(cli, "%zu lỗi, %zu cảnh báo", "%zu errors, %zu warnings",
		    errors, problems->count - errors);
}

COMMAND(check)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err;
	bool past = cli_has(cli, "as-of") || cli_has(cli, "known");

	if (cli_has(cli, "rules"))
		err = test_rules(cli, &problems);
	else
		err = qms_check(&problems, cli->system, cli->operands,
		    (size_t)cli->operand_count, !past);
	if (err)
		return err;
	problems_write(cli, &problems);
	summarize(cli, &problems);
	if (qms_problems_have_errors(&problems))
		cli->exit = QMS_EXIT_PROBLEMS;
	return NULL;
}
