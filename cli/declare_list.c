/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "declare.h"
#include "qms/standing.h"
#include "report.h"

static void
add_standing(struct report *report, const struct cli *cli,
    const struct qms_standing *one)
{
	bool declared = qms_standing_is_declared(one);

	report_add(report, one->agency);
	report_add(report, one->name);
	report_add(report, one->applying);
	report_add(report, one->declaration);
	report_add(report, one->number);
	report_add(report, one->declared);
	report_add(report, !declared ? "" : one->owed == NULL ? "yes" : "no");
	report_shown(report, !declared ? "" : one->owed == NULL ?
	    pick(cli, "có", "yes") : pick(cli, "chưa", "no"));
	report_add(report, one->owed == NULL ? "" : one->owed->rule->id);
}

const struct qms_error *
declare_list(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "name", { NULL, NULL }, REPORT_TEXT },
		{ "applying", { "Áp dụng từ", "Applied since" }, REPORT_DAY },
		{ "declaration", { "Công bố", "Declaration" }, REPORT_TEXT },
		{ "number", { "Số", "Number" }, REPORT_TEXT },
		{ "declared", { "Ngày", "Day" }, REPORT_DAY },
		{ "maintained", { "Duy trì", "Maintained" }, REPORT_TEXT },
		{ "owed", { "Còn nợ", "Owed" }, REPORT_TEXT },
	};
	struct qms_standings all;
	struct qms_status *statuses;
	const struct qms_error *err;
	struct report report;
	size_t count, i;

	err = qms_status_get(&statuses, &count, cli->system, &cli->arena,
	    NULL);
	if (err == NULL)
		err = qms_standings_get(&all, cli->system, &cli->arena,
		    statuses, count);
	if (err != NULL)
		return err;
	REPORT(&report, cli, "qms/declare-list/1", columns);
	for (i = 0; i < all.count; i++)
		add_standing(&report, cli, &all.items[i]);
	report_end(&report, "chưa có cơ quan nào", "no agency yet");
	say(cli, "đang áp dụng %zu, đã công bố %zu, đang duy trì %zu trên %zu "
	    "cơ quan", "applying %zu, declared %zu, maintained %zu of %zu "
	    "agencies", all.applying, all.declared, all.maintained, all.count);
	return NULL;
}
