/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "report.h"
#include "qms/verify.h"
#include "web/site.h"

static void
add(struct report *report, const char *key, const char *vi, const char *en,
    int64_t count)
{
	report_add(report, key);
	report_shown(report, pick(report->cli, vi, en));
	report_number(report, count);
}

/* A site that says that it was verified has been; with faults none is made. */
static const struct qms_error *
verify(struct web_site_options *options, struct qms_verification *v,
    struct cli *cli)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err;

	if (!cli_has(cli, "verify") && !cli_has(cli, "root"))
		return NULL;
	err = qms_verify(v, &problems, cli->system, cli_option(cli, "root"));
	if (err)
		return err;
	options->verified = v;
	problems_write(cli, &problems);
	return qms_problems_have_errors(&problems) ?
	    qms_fail(QMS_M_W030, options->output) : NULL;
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
	struct qms_verification v;
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
		err = verify(&options, &v, cli);
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
	add(&report, "asked", "quý đã hỏi lại", "quarters asked about",
	    stats.asked);
	report_end(&report, "", "");
	return NULL;
}
