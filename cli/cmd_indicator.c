/* SPDX-License-Identifier: MIT */
/*
 * indicator - what the province counts: how many of how many, against the
 * target, by group and by quarter.
 */
#include <inttypes.h>
#include <string.h>

#include "commands.h"
#include "qms/indicator.h"
#include "quarters.h"
#include "report.h"

static void
add_rate(struct report *report, int64_t rate)
{
	struct cli *cli = report->cli;

	if (rate < 0) {
		report_add(report, "");
		return;
	}
	report_add(report, qms_arena_format(&cli->arena, "%" PRId64 ".%02"
	    PRId64, rate / 100, rate % 100));
	report_shown(report, qms_arena_format(&cli->arena, "%" PRId64 "%s%02"
	    PRId64 " %%", rate / 100, pick(cli, ",", "."), rate % 100));
}

static const char *
target_of(struct cli *cli, const struct qms_rule *rule)
{
	char *text, *point;

	if (*rule->target == '\0')
		return "";
	text = qms_arena_format(&cli->arena, "%s %%", rule->target);
	point = strchr(text, '.');
	if (point != NULL && cli->language == QMS_VI)
		*point = ',';
	return text;
}

static void
add_row(struct report *report, const struct qms_indicator *item,
    const char *day)
{
	struct cli *cli = report->cli;
	int64_t short_by;
	bool reached = qms_indicator_reached(item, &short_by);

	report_add(report, item->rule->id);
	report_add(report, item->rule->title[QMS_VI]);
	report_shown(report, item->rule->title[cli->language]);
	report_add(report, day);
	report_add(report, item->group);
	report_shown(report, item->name[cli->language]);
	report_number(report, item->part);
	report_number(report, item->whole);
	add_rate(report, qms_indicator_rate(item));
	report_add(report, item->rule->target);
	report_shown(report, target_of(cli, item->rule));
	report_add(report, *item->rule->target == '\0' ? "" : reached ? "yes" :
	    "no");
	report_shown(report, *item->rule->target == '\0' ? "" : reached ?
	    pick(cli, "đạt", "reached") : qms_arena_format(&cli->arena,
	    pick(cli, "còn thiếu %" PRId64, "%" PRId64 " short"), short_by));
	if (reached)
		report_add(report, "");
	else
		report_number(report, short_by);
	report_add(report, item->evidence);
	report_add(report, item->rule->basis);
}

struct counting {
	struct report report;
	enum qms_indicator_by by;
};

static const struct qms_error *
add_day(struct cli *cli, qms_day day, void *data)
{
	struct counting *counting = data;
	const char *population = cli_option(cli, "population");
	struct qms_indicator *items;
	struct qms_counted counted;
	const struct qms_error *err;
	char text[QMS_DAY_SIZE];
	size_t count, i;

	err = population == NULL ? qms_count(&counted, cli->system,
	    &cli->arena) : qms_count_population(&counted, cli->system,
	    &cli->arena, population);
	if (err)
		return err;
	qms_indicators(&items, &count, &counted, counting->by);
	for (i = 0; i < count; i++)
		if (cli->operand_count == 0 ||
		    strcmp(items[i].rule->id, cli->operands[0]) == 0)
			add_row(&counting->report, &items[i],
			    qms_day_format(text, day));
	return NULL;
}

/* An id that is no indicator's is a mistake; nothing counted is none. */
static const struct qms_error *
check_id(struct cli *cli)
{
	const struct qms_rules *rules;
	const struct qms_error *err;
	const struct qms_rule *rule;

	if (cli->operand_count == 0)
		return NULL;
	err = qms_system_rules(&rules, cli->system);
	if (err)
		return err;
	rule = qms_rules_get(rules, cli->operands[0]);
	return rule == NULL || rule->use != QMS_RULE_INDICATOR ?
	    qms_fail(QMS_M_U192, cli->operands[0]) : NULL;
}

COMMAND(indicator)
{
	static const struct report_column columns[] = {
		{ "indicator", { "Mã", "Id" }, REPORT_TEXT },
		{ "title", { "Chỉ tiêu", "Indicator" }, REPORT_TEXT },
		{ "day", { "Ngày", "Day" }, REPORT_DAY },
		{ "group", { "Nhóm", "Group" }, REPORT_TEXT },
		{ "part", { "Đạt", "Part" }, REPORT_NUMBER },
		{ "whole", { "Tổng số", "Whole" }, REPORT_NUMBER },
		{ "rate", { "Tỷ lệ", "Rate" }, REPORT_TEXT },
		{ "target", { "Phải đạt", "Target" }, REPORT_TEXT },
		{ "reached", { "So với chỉ tiêu", "Reached" }, REPORT_TEXT },
		{ "short", { NULL, NULL }, REPORT_NUMBER },
		{ "evidence", { "Bằng chứng", "Evidence" }, REPORT_TEXT },
		{ "basis", { NULL, NULL }, REPORT_TEXT },
	};
	const char *word = cli_option(cli, "by");
	struct counting counting = { .by = QMS_BY_ALL };
	const struct qms_error *err;
	int quarters;

	if (word != NULL)
		counting.by = qms_indicator_by(word);
	if (counting.by == QMS_BYS)
		return qms_fail(QMS_M_U025, word,
		    "obligation|tier|kind|agency");
	err = quarters_read(&quarters, cli);
	if (err == NULL)
		err = check_id(cli);
	if (err)
		return err;
	REPORT(&counting.report, cli, "qms/indicators/1", columns);
	err = quarters > 0 ? quarters_each(cli, quarters, add_day,
	    &counting) : add_day(cli, cli_today(cli), &counting);
	if (err == NULL)
		report_end(&counting.report, "không có chỉ tiêu nào để tính",
		    "no indicator counts anything");
	return err;
}
