/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "report.h"

static void
add(struct report *report, const char *key, const char *vi, const char *en,
    int64_t count)
{
	report_add(report, key);
	report_shown(report, pick(report->cli, vi, en));
	report_number(report, count);
}

COMMAND(index)
{
	static const struct report_column columns[] = {
		{ "work", { "Việc", "Work" }, REPORT_TEXT },
		{ "count", { "Số lượng", "Count" }, REPORT_NUMBER },
	};
	struct qms_index_stats stats = { 0 };
	struct qms_system *system = cli->system;
	const struct qms_error *err = NULL;
	struct report report;

	if (cli_has(cli, "rebuild")) {
		err = qms_index_rebuild(system->index, &system->head, &stats);
	} else {
		stats = system->index_stats;
	}
	if (err || !cli_has(cli, "stats"))
		return err;
	REPORT(&report, cli, "qms/index-stats/1", columns);
	add(&report, "commits_walked", "lần ghi đã duyệt", "commits walked",
	    stats.commits_walked);
	add(&report, "trees_compared", "thư mục đã so sánh", "trees compared",
	    stats.trees_compared);
	add(&report, "blobs_parsed", "tệp đã đọc", "blobs parsed",
	    stats.blobs_parsed);
	add(&report, "rows_touched", "dòng chỉ mục đã sửa", "rows touched",
	    stats.rows_touched);
	add(&report, "statements_judged", "ghi nhận đã xét",
	    "statements judged", stats.statements_judged);
	add(&report, "signatures_computed", "chữ ký đã tính",
	    "signatures computed", stats.signatures_computed);
	report_end(&report, "", "");
	return NULL;
}
