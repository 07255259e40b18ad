/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/status.h"
#include "report.h"

static void
show_all(struct cli *cli, const struct qms_status *statuses, size_t count)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "name", { "Tên", "Name" }, REPORT_TEXT },
		{ "verdict", { "Kết luận", "Verdict" }, REPORT_TEXT },
		{ "met", { "Đã thực hiện", "Met" }, REPORT_NUMBER },
		{ "due_soon", { "Sắp đến hạn", "Due soon" }, REPORT_NUMBER },
		{ "overdue", { "Quá hạn", "Overdue" }, REPORT_NUMBER },
		{ "missing", { "Chưa thực hiện", "Missing" }, REPORT_NUMBER },
		{ "next_due", { "Hạn tới", "Next deadline" }, REPORT_DAY },
	};
	struct report report;
	const struct qms_status *s;
	size_t i;

	REPORT(&report, cli, "qms/status-all/1", columns);
	for (i = 0; i < count; i++) {
		s = &statuses[i];
		report_add(&report, s->agency);
		report_add(&report, s->name);
		report_add(&report, qms_verdict_id(s->verdict));
		report_shown(&report, qms_verdict_name(s->verdict,
		    cli->language));
		report_number(&report, s->counts[QMS_VERDICT_MET] +
		    s->counts[QMS_VERDICT_ATTESTED]);
		report_number(&report, s->counts[QMS_VERDICT_DUE_SOON]);
		report_number(&report, s->counts[QMS_VERDICT_OVERDUE]);
		report_number(&report, s->counts[QMS_VERDICT_MISSING]);
		report_add(&report, s->next_due);
	}
	report_end(&report, "không có cơ quan nào", "no agency");
}

/*
 * For people, what is met, or not due for long, is one line a rule; -v, JSON
 * and CSV have all. How many the line stands for; 0: another line says it.
 */
static size_t
collapsible(const struct cli *cli, const struct qms_obligation *items,
    size_t count, size_t at)
{
	const struct qms_obligation *o = &items[at];
	size_t i, same = 0;

	if (cli->json || cli->csv || cli->verbose ||
	    (o->verdict != QMS_VERDICT_MET && o->verdict != QMS_VERDICT_OPEN))
		return 1;
	for (i = 0; i < count; i++) {
		if (items[i].rule != o->rule ||
		    items[i].verdict != o->verdict ||
		    strcmp(items[i].agency, o->agency) != 0)
			continue;
		if (i < at)
			return 0;
		same++;
	}
	return same;
}

/* The next deadline of what is open, the newest day of what is done. */
static struct qms_obligation
sum_up(struct cli *cli, const struct qms_obligation *items, size_t count,
    size_t at, size_t many)
{
	struct qms_obligation sum = items[at];
	size_t i;

	for (i = at; i < count; i++)
		if (items[i].rule == sum.rule &&
		    items[i].verdict == sum.verdict &&
		    strcmp(items[i].agency, sum.agency) == 0 &&
		    strcmp(items[i].done, sum.done) > 0)
			sum.done = items[i].done;
	if (*sum.done != '\0')
		sum.due = "";
	sum.evidence = "";
	sum.period = qms_arena_format(&cli->arena, "× %zu", many);
	return sum;
}

static void
obligations_report(struct cli *cli, const char *schema,
    const struct qms_obligation *items, size_t count,
    bool (*wanted)(const struct qms_obligation *, int), int within)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "rule", { "Mã", "Rule" }, REPORT_TEXT },
		{ "title", { "Nghĩa vụ", "Obligation" }, REPORT_TEXT },
		{ "period", { "Kỳ", "Period" }, REPORT_TEXT },
		{ "verdict", { "Kết luận", "Verdict" }, REPORT_TEXT },
		{ "due", { "Hạn", "Due" }, REPORT_DAY },
		{ "days", { "Còn (ngày)", "Days left" }, REPORT_NUMBER },
		{ "done", { "Đã làm", "Done" }, REPORT_DAY },
		{ "evidence", { "Bằng chứng", "Evidence" }, REPORT_TEXT },
		{ "basis", { NULL, NULL }, REPORT_TEXT },
	};
	struct report report;
	struct qms_obligation sum;
	const struct qms_obligation *o;
	size_t i, many;

	REPORT(&report, cli, schema, columns);
	for (i = 0; i < count; i++) {
		o = &items[i];
		if (wanted != NULL && !wanted(o, within))
			continue;
		many = wanted != NULL ? 1 : collapsible(cli, items, count, i);
		if (many == 0)
			continue;
		if (many > 1) {
			sum = sum_up(cli, items, count, i, many);
			o = &sum;
		}
		report_add(&report, o->agency);
		report_add(&report, o->rule->id);
		report_add(&report, o->rule->title[QMS_VI]);
		report_shown(&report, o->rule->title[cli->language]);
		report_add(&report, o->period);
		report_add(&report, qms_verdict_id(o->verdict));
		report_shown(&report, qms_verdict_name(o->verdict,
		    cli->language));
		report_add(&report, o->due);
		if (*o->done == '\0' && *o->due != '\0')
			report_number(&report, o->days);
		else
			report_add(&report, "");
		report_add(&report, o->done);
		report_add(&report, o->evidence);
		report_add(&report, o->rule->basis);
	}
	report_end(&report, "không có nghĩa vụ nào", "no obligation");
}

static const char *
in_short(const struct cli *cli, const struct qms_status *s)
{
	switch (s->verdict) {
	case QMS_VERDICT_OVERDUE:
		return pick(cli, "có việc quá hạn", "something is overdue");
	case QMS_VERDICT_MISSING:
		return pick(cli, "có việc chưa thực hiện",
		    "something is missing");
	case QMS_VERDICT_DUE_SOON:
		return pick(cli, "có việc sắp đến hạn",
		    "something is due soon");
	default:
		return pick(cli, "đáp ứng mọi nghĩa vụ", "in order");
	}
}

static void
summarize(struct cli *cli, const struct qms_status *s)
{
	char day[QMS_DAY_SIZE];

	say(cli, "%s (ngày %s): %s – đã thực hiện %d, sắp đến hạn %d, "
	    "quá hạn %d, chưa thực hiện %d", "%s (%s): %s – met %d, due soon %d, overdue %d, "
	    "missing %d", s->name, qms_day_format_vn(day, cli_today(cli)),
	    in_short(cli, s), s->counts[QMS_VERDICT_MET] + s->counts[QMS_VERDICT_ATTESTED],
	    s->counts[QMS_VERDICT_DUE_SOON], s->counts[QMS_VERDICT_OVERDUE],
	    s->counts[QMS_VERDICT_MISSING]);
}

COMMAND(status)
{
	const struct qms_error *err;
	struct qms_status *statuses;
	const char *agency = NULL;
	size_t count;

	if (!cli_has(cli, "all")) {
		err = cli->operand_count > 0 ? qms_system_agency(&agency,
		    cli->system, cli->operands[0], cli->directory) :
		    cli_agency(&agency, cli);
		if (err)
			return err;
	}
	err = qms_status_get(&statuses, &count, cli->system, &cli->arena,
	    agency);
	if (err)
		return err;
	if (agency == NULL) {
		show_all(cli, statuses, count);
		return NULL;
	}
	if (count == 0)
		return NULL;
	obligations_report(cli, "qms/status/1", statuses[0].obligations,
	    statuses[0].count, NULL, 0);
	summarize(cli, &statuses[0]);
	if (statuses[0].verdict == QMS_VERDICT_OVERDUE)
		cli->exit = QMS_EXIT_PROBLEMS;
	return NULL;
}

static bool
is_due(const struct qms_obligation *o, int within)
{
	return *o->done == '\0' && (o->verdict == QMS_VERDICT_OVERDUE ||
	    o->verdict == QMS_VERDICT_MISSING || (*o->due != '\0' &&
	    o->days <= within && o->verdict != QMS_VERDICT_MET));
}

COMMAND(due)
{
	const char *text = cli_option(cli, "within"), *agency = NULL;
	const struct qms_error *err;
	struct qms_obligation *duties;
	const struct qms_rules *rules;
	long within = 30;
	size_t count;
	char *end;

	if (text != NULL) {
		within = strtol(text, &end, 10);
		if (end == text || within < 0 || within > 3660 ||
		    (*end != '\0' && strcmp(end, "d") != 0))
			return qms_fail(QMS_M_U025, text, "30d");
	}
	if (!cli_has(cli, "all")) {
		err = cli_agency(&agency, cli);
		if (err)
			return err;
	}
	err = qms_system_rules(&rules, cli->system);
	if (err == NULL)
		err = qms_rules_obligations(&duties, &count, &cli->arena,
		    rules, qms_index_db(cli->system->index), agency);
	if (err == NULL)
		obligations_report(cli, "qms/due/1", duties, count, is_due,
		    (int)within);
	return err;
}
