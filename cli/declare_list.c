/* SPDX-License-Identifier: MIT */
/*
 * declare list - which agency applies the system, has declared it, maintains
 * what it declared: three counts, none of which stands for another.
 */
#include <string.h>

#include "declare.h"
#include "qms/audit.h"
#include "report.h"

/*
 * Those that are there on the day: since when a procedure is in force, the
 * newest declaration that stands, and how many it has.
 */
static const char sql_agencies[] =
	"SELECT a.agency, a.name,"
	"       (SELECT min(v.effective) FROM version AS v"
	"          JOIN procedure AS p ON p.agency = v.agency AND p.id = v.id"
	"           AND p.version IS NOT NULL"
	"         WHERE v.agency = a.agency AND v.kind = 'procedure'"
	"           AND v.effective <= q.day),"
	"       (SELECT d.id FROM declaration AS d"
	"         WHERE d.agency = a.agency AND d.state = 'declared'"
	"         ORDER BY d.since DESC, d.id DESC LIMIT 1),"
	"       (SELECT d.number FROM declaration AS d"
	"         WHERE d.agency = a.agency AND d.state = 'declared'"
	"         ORDER BY d.since DESC, d.id DESC LIMIT 1),"
	"       (SELECT max(d.since) FROM declaration AS d"
	"         WHERE d.agency = a.agency AND d.state = 'declared')"
	"  FROM agency AS a"
	"  JOIN asof AS q ON q.source = 1"
	" WHERE (a.\"from\" IS NULL OR a.\"from\" <= q.day)"
	"   AND (a.\"to\" IS NULL OR a.\"to\" >= q.day)"
	" ORDER BY a.agency";
enum { AGENCY, NAME, APPLYING, DECLARATION, NUMBER, DECLARED };

/* The first rule that a declared system owes and has not met; "": none. */
static const char *
owed(const struct qms_obligation *o, size_t count, const char *agency)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(o[i].agency, agency) == 0 && o[i].rule->maintains &&
		    (o[i].verdict == QMS_VERDICT_OVERDUE ||
		    o[i].verdict == QMS_VERDICT_MISSING))
			return o[i].rule->id;
	return "";
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
	size_t applying = 0, declared = 0, maintained = 0, count, i;
	struct qms_obligation *obligations;
	const struct qms_error *err;
	const struct qms_rules *rules;
	struct report report;
	struct qms_grid grid;
	const char *debt;
	bool is_declared;

	err = qms_system_rules(&rules, cli->system);
	if (err == NULL)
		err = qms_rules_obligations(&obligations, &count,
		    &cli->arena, rules, qms_index_db(cli->system->index),
		    NULL);
	if (err == NULL)
		err = qms_grid_read(&grid, cli->system, &cli->arena,
		    sql_agencies, NULL, 0);
	if (err != NULL)
		return err;
	REPORT(&report, cli, "qms/declare-list/1", columns);
	for (i = 0; i < qms_grid_rows(&grid); i++) {
		is_declared = *qms_grid_cell(&grid, i, DECLARATION) != '\0';
		debt = is_declared ? owed(obligations, count,
		    qms_grid_cell(&grid, i, AGENCY)) : "";
		applying += *qms_grid_cell(&grid, i, APPLYING) != '\0';
		declared += is_declared;
		maintained += is_declared && *debt == '\0';
		report_add(&report, qms_grid_cell(&grid, i, AGENCY));
		report_add(&report, qms_grid_cell(&grid, i, NAME));
		report_add(&report, qms_grid_cell(&grid, i, APPLYING));
		report_add(&report, qms_grid_cell(&grid, i, DECLARATION));
		report_add(&report, qms_grid_cell(&grid, i, NUMBER));
		report_add(&report, qms_grid_cell(&grid, i, DECLARED));
		report_add(&report, !is_declared ? "" : *debt == '\0' ?
		    "yes" : "no");
		report_shown(&report, !is_declared ? "" : *debt == '\0' ?
		    pick(cli, "có", "yes") : pick(cli, "chưa", "no"));
		report_add(&report, debt);
	}
	report_end(&report, "chưa có cơ quan nào", "no agency yet");
	say(cli, "đang áp dụng %zu, đã công bố %zu, đang duy trì %zu trên %zu "
	    "cơ quan", "applying %zu, declared %zu, maintained %zu of %zu "
	    "agencies", applying, declared, maintained, qms_grid_rows(&grid));
	return NULL;
}
