/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "report.h"
#include "web/site.h"

COMMAND(site)
{
	static const struct report_column columns[] = {
		{ "work", { "Việc", "Work" }, REPORT_TEXT },
		{ "count", { "Số lượng", "Count" }, REPORT_NUMBER },
	};
	struct qms_problems problems = { .arena = &cli->arena };
	struct web_site_options options = { .language = cli->language };
	struct web_site_stats stats = { 0 };
	const struct qms_error *err;
	struct report report;

	options.output = cli_option(cli, "output");
	if (options.output == NULL)
		options.output = "site";
	options.internal = !cli_has(cli, "public");
	options.full = cli_has(cli, "full");
	err = web_site_make(&stats, &problems, cli->system, &options);
	if (err)
		return err;
	if (problems.count > 0) {
		problems_write(cli, &problems);
		cli->exit = QMS_EXIT_PROBLEMS;
		return NULL;
	}
	say(cli, "%lld trang, viết lại %lld; mở %s/index.html",
	    "%lld pages, %lld written; open %s/index.html",
	    (long long)stats.pages, (long long)stats.written,
	    options.output);
	if (!cli_has(cli, "stats"))
		return NULL;
	REPORT(&report, cli, "qms/site-stats/1", columns);
	report_add(&report, "pages");
	report_number(&report, stats.pages);
	report_add(&report, "rendered");
	report_number(&report, stats.rendered);
	report_add(&report, "written");
	report_number(&report, stats.written);
	report_add(&report, "removed");
	report_number(&report, stats.removed);
	report_end(&report, "", "");
	return NULL;
}
