/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "report.h"

COMMAND(index)
{
	static const struct report_column columns[] = {
		{ "work", { "Việc", "Work" }, REPORT_TEXT },
		{ "count", { "Số lượng", "Count" }, REPORT_NUMBER },
	};
	struct qms_index_stats stats = { 0 };
	struct qms_index_options options = { cli->environment.now,
	    cli->environment.cache };
	struct qms_system *system = cli->system;
	const struct qms_error *err = NULL;
	struct report report;

	if (cli_has(cli, "rebuild")) {
		qms_index_close(system->index);
		system->index = NULL;
		err = qms_index_delete(system->git, &options);
		if (err == NULL)
			err = qms_index_open(&system->index, system->git,
			    system->prefix, &options);
		if (err == NULL)
			err = qms_index_update(system->index, &system->head,
			    &stats);
	} else {
		stats = system->index_stats;
	}
	if (err || !cli_has(cli, "stats"))
		return err;
	REPORT(&report, cli, "qms/index-stats/1", columns);
	report_add(&report, "commits_walked");
	report_number(&report, stats.commits_walked);
	report_add(&report, "trees_compared");
	report_number(&report, stats.trees_compared);
	report_add(&report, "blobs_parsed");
	report_number(&report, stats.blobs_parsed);
	report_add(&report, "rows_touched");
	report_number(&report, stats.rows_touched);
	report_add(&report, "statements_judged");
	report_number(&report, stats.statements_judged);
	report_end(&report, "", "");
	return NULL;
}
