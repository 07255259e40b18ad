/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/check.h"
#include "qms/file.h"

/* A path as typed, from where the caller stands or from the root. */
static const struct qms_error *
find_path(const char **found, struct cli *cli, const char *typed, bool past)
{
	const struct qms_system *system = cli->system;
	size_t size = strlen(system->root);
	char path[PATH_MAX];

	*found = typed;
	if (past)
		return qms_store_has(system->store, typed) ? NULL :
		    qms_fail(QMS_M_G040, typed);
	if (realpath(*typed == '/' ? typed : qms_file_join(&cli->arena,
	    cli->directory, typed), path) == NULL &&
	    realpath(qms_file_join(&cli->arena, system->root, typed), path) ==
	    NULL)
		return qms_fail(QMS_M_G040, typed);
	if (strncmp(path, system->root, size) != 0 &&
	    strlen(path) + 1 != size)
		return qms_fail(QMS_M_G017, typed, system->root);
	if (strlen(path) + 1 != size)
		*found = qms_arena_string(&cli->arena, path + size);
	else
		*found = NULL;		/* the root: everything */
	return NULL;
}

static const struct qms_error *
check_paths(struct qms_problems *problems, struct cli *cli, bool past)
{
	const struct qms_error *err = NULL;
	size_t count = (size_t)cli->operand_count, i;
	const char **paths;

	paths = qms_arena_alloc(&cli->arena, (count + 1) * sizeof(*paths));
	for (i = 0; err == NULL && i < count; i++) {
		err = find_path(&paths[i], cli, cli->operands[i], past);
		if (err == NULL && paths[i] == NULL)
			i = count = 0;
	}
	return err ? err : qms_check(problems, cli->system, paths, count,
	    !past);
}

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
	bool past = cli->system->bare || cli_has(cli, "as-of") ||
	    cli_has(cli, "known");

	if (cli_has(cli, "rules"))
		err = test_rules(cli, &problems);
	else
		err = check_paths(&problems, cli, past);
	if (err)
		return err;
	problems_write(cli, &problems);
	summarize(cli, &problems);
	if (!past)
		cli_tell_shared(cli, false);
	if (qms_problems_have_errors(&problems))
		cli->exit = QMS_EXIT_PROBLEMS;
	return NULL;
}
