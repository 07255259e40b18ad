/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "report.h"
#include "web/site.h"

static void
add(struct report *report, const char *key, const char *vi, const char *en,
    int64_t count)
{
	report_add(report, key);
	report_shown(report, pick(report->cli, vi, en));
	report_number(report, count);
}

COMMAND(site)
{
	static const struct report_column columns[] = {
		{ "work", { "Việc", "Work" }, REPORT_TEXT },
		{ "count", { "Số lượng", "Count" }, REPORT_NUMBER },
	};
	struct qms_problems problems = { .arena = &cli->arena };
	struct web_site_options options = { .language = cli->language };
	struct web_site_stats stats = { 0 };
	const struct qms_error *err = NULL;
	struct report report;

	options.output = cli_option(cli, "output");
	if (options.output == NULL)
		options.output = "site";
	options.internal = !cli_has(cli, "public");
	options.full = cli_has(cli, "full");
	options.templates = cli_option(cli, "templates");
	/* the same commit gives the same site, whatever day it is made on */
	if (!cli_has(cli, "as-of") && cli_option(cli, "known") == NULL)
		err = qms_system_ask(cli->system, qms_index_question(
		    cli->system->index)->recorded, "now");
	if (err == NULL)
		err = web_site_make(&stats, &problems, cli->system,
		    &options);
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
	add(&report, "pages", "tệp của trang", "files", stats.pages);
	add(&report, "rendered", "đã dựng lại", "made again", stats.rendered);
	add(&report, "written", "đã viết", "written", stats.written);
	add(&report, "removed", "đã xóa", "removed", stats.removed);
	report_end(&report, "", "");
	return NULL;
}
