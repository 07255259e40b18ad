/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "qms/status.h"
#include "qms/task.h"
#include "report.h"

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
		{ "act", { NULL, NULL }, REPORT_TEXT },
		{ "command", { "Lệnh tiếp theo", "Next command" },
		    REPORT_TEXT },
	};
	const struct qms_error *err;
	const char *agency, *me;
	struct report report;
	struct qms_task *tasks;
	size_t count, i;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = cli_me(&me, cli, agency);
	if (err == NULL)
		err = qms_tasks(&tasks, &count, cli->system, &cli->arena,
		    agency, me);
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
		report_shown(&report, tasks[i].kind == NULL ?
		    qms_verdict_name(tasks[i].obligation->verdict,
		    cli->language) : qms_kind_state_name(tasks[i].kind,
		    tasks[i].state, cli->language));
		report_add(&report, tasks[i].since);
		report_add(&report, tasks[i].act);
		report_add(&report, tasks[i].command);
	}
	report_end(&report, "không có việc nào đang chờ bạn; xem việc đến "
	    "hạn: qms due", "nothing waits for you; see what is due: qms due");
	return NULL;
}
