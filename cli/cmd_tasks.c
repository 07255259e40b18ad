/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "qms/query.h"
#include "report.h"

/* Commands of their own where there are; else the general one. */
static char *
next_command(struct cli *cli, const struct qms_row_task *task)
{
	static const struct { const char *act, *command; } known[] = {
		{ "submit", "submit" }, { "accept", "review" },
		{ "approve", "approve" }, { "withdraw", "withdraw" },
		{ "keep", "keep" },
	};
	size_t i;

	if (task->kind->class == QMS_CLASS_DOCUMENT)
		for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (strcmp(known[i].act, task->act->act) == 0)
				return qms_arena_format(&cli->arena,
				    "qms %s %s", known[i].command, task->id);
	return qms_arena_format(&cli->arena, "qms act %s %s", task->id,
	    task->act->act);
}

COMMAND(tasks)
{
	static const struct report_column columns[] = {
		{ "number", { "#", "#" }, REPORT_NUMBER },
		{ "agency", { NULL, NULL }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "state", { "Trạng thái", "State" }, REPORT_TEXT },
		{ "since", { "Từ ngày", "Since" }, REPORT_DAY },
		{ "due", { "Hạn", "Due" }, REPORT_DAY },
		{ "act", { NULL, NULL }, REPORT_TEXT },
		{ "command", { "Lệnh tiếp theo", "Next command" },
		    REPORT_TEXT },
	};
	const struct qms_error *err;
	const char *agency, *me;
	struct report report;
	struct qms_row_task *tasks;
	size_t count, i;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = cli_me(&me, cli, agency);
	if (err == NULL)
		err = qms_query_tasks(&tasks, &count, &cli->arena,
		    cli->system->index, agency, me);
	if (err)
		return err;
	REPORT(&report, cli, "qms/tasks/1", columns);
	for (i = 0; i < count; i++) {
		report_number(&report, (int64_t)i + 1);
		report_add(&report, tasks[i].agency);
		report_add(&report, tasks[i].id);
		report_add(&report, tasks[i].version);
		report_add(&report, tasks[i].title);
		report_add(&report, tasks[i].state);
		report_shown(&report, qms_kind_state_name(tasks[i].kind,
		    tasks[i].state, cli->language));
		report_add(&report, tasks[i].since);
		report_add(&report, tasks[i].due);
		report_add(&report, tasks[i].act->act);
		report_add(&report, next_command(cli, &tasks[i]));
	}
	report_end(&report, "không có việc nào đang chờ bạn; xem việc đến "
	    "hạn: qms due", "nothing waits for you; see what is due: qms due");
	return NULL;
}
