/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "qms/query.h"
#include "report.h"
#include "writing.h"

/* For members changed by hand: states them as they are now. */
static const struct qms_error *
update(struct cli *cli)
{
	const struct qms_error *err;
	struct qms_change *change;
	const char *home, *me;

	err = writing_who(&home, &me, cli);
	if (err)
		return err;
	change = qms_change_new(cli->system);
	err = writing_commit_trust(cli, change, home, me, pick(cli,
	    "Ghi nhận tin cậy cho những thay đổi đã có",
	    "Trust statement for changes made before"));
	qms_change_free(change);
	return err;
}

COMMAND(trust)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "number", { "Số", "Number" }, REPORT_TEXT },
		{ "date", { "Ngày", "Date" }, REPORT_DAY },
		{ "by", { "Người", "By" }, REPORT_TEXT },
		{ "threshold", { "Ngưỡng", "Threshold" }, REPORT_TEXT },
		{ "sha256", { "SHA-256", "SHA-256" }, REPORT_TEXT },
		{ "void", { "Vô hiệu", "Void" }, REPORT_TEXT },
	};
	const struct qms_error *err;
	struct qms_row_statement *rows;
	struct report report;
	size_t count, i;

	if (cli_has(cli, "update"))
		return update(cli);
	err = qms_query_statements(&rows, &count, &cli->arena,
	    cli->system->index, NULL, "trust");
	if (err)
		return err;
	REPORT(&report, cli, "qms/trust/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, rows[i].agency);
		if (*rows[i].agency == '\0')
			report_shown(&report, pick(cli, "(toàn hệ thống)",
			    "(whole system)"));
		report_add(&report, rows[i].version);
		report_add(&report, rows[i].date);
		report_add(&report, rows[i].by);
		report_add(&report, rows[i].result);
		report_add(&report, rows[i].sha256);
		report_add(&report, rows[i].void_code);
	}
	report_end(&report, "chưa có ghi nhận tin cậy nào",
	    "no trust statement yet");
	say(cli, "gốc tin cậy: SHA256:%s", "root of trust: SHA256:%s",
	    cli->system->id);
	return NULL;
}
