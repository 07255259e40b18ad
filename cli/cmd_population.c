/* SPDX-License-Identifier: MIT */
/*
 * population - which agencies a number is about: who is in it on the day, how
 * many by group, and in what two of them differ.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/population.h"
#include "report.h"

static const struct qms_error *
list(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan lập", "Kept by" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "title", { "Tên", "Name" }, REPORT_TEXT },
		{ "purpose", { "Mục đích", "Purpose" }, REPORT_TEXT },
		{ "basis", { "Văn bản", "Document" }, REPORT_TEXT },
		{ "from", { "Từ ngày", "From" }, REPORT_DAY },
		{ "to", { "Đến ngày", "To" }, REPORT_DAY },
		{ "members", { "Số cơ quan", "Agencies" }, REPORT_NUMBER },
		{ "stated", { "Văn bản ghi", "Stated" }, REPORT_NUMBER },
	};
	const struct qms_error *err;
	struct qms_population *items;
	struct report report;
	size_t count, i;

	err = qms_populations(&items, &count, cli->system, &cli->arena);
	if (err)
		return err;
	REPORT(&report, cli, "qms/populations/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, items[i].owner);
		report_add(&report, items[i].id);
		report_add(&report, items[i].title);
		report_add(&report, items[i].purpose);
		report_add(&report, items[i].basis);
		report_add(&report, items[i].from);
		report_add(&report, items[i].to);
		if (items[i].defined)
			report_number(&report, items[i].members);
		else
			report_add(&report, "");
		report_add(&report, items[i].stated);
	}
	report_end(&report, "chưa có danh sách đối tượng nào",
	    "no population yet");
	return NULL;
}

static const char *
why_words(const struct cli *cli, const char *why)
{
	return strcmp(why, "named") == 0 ? pick(cli, "được ghi tên", "named") :
	    strcmp(why, "kind") == 0 ? pick(cli, "theo loại cơ quan",
	    "by its kind") : pick(cli, "theo diện nghĩa vụ",
	    "by its obligation");
}

/* In a line of talk: what the document says beside what is counted. */
static void
summarize(struct cli *cli, const struct qms_population *item)
{
	char day[QMS_DAY_SIZE];

	(void)qms_day_format_vn(day, cli_today(cli));
	if (!item->defined)
		say(cli, "%s: không ghi cơ quan nào là đối tượng, chỉ có số "
		    "liệu theo văn bản: %s", "%s: says how many agencies, not "
		    "which: %s", item->title, *item->stated == '\0' ?
		    pick(cli, "chưa ghi", "not stated") : item->stated);
	else if (*item->stated == '\0')
		say(cli, "%s (ngày %s): %" PRId64 " cơ quan",
		    "%s (%s): %" PRId64 " agencies", item->title, day,
		    item->members);
	else
		say(cli, "%s (ngày %s): %" PRId64 " cơ quan, văn bản ghi %s",
		    "%s (%s): %" PRId64 " agencies, %s by the document",
		    item->title, day, item->members, item->stated);
}

static const struct qms_error *
show_members(struct cli *cli, const struct qms_population *item)
{
	static const struct report_column columns[] = {
		{ "agency", { "Mã", "Id" }, REPORT_TEXT },
		{ "name", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "tier", { NULL, NULL }, REPORT_TEXT },
		{ "first", { "Từ ngày", "From" }, REPORT_DAY },
		{ "last", { "Đến ngày", "To" }, REPORT_DAY },
		{ "why", { "Vì sao", "Why" }, REPORT_TEXT },
	};
	struct qms_population_member *rows;
	const struct qms_error *err;
	struct report report;
	size_t count, i;

	err = qms_population_members(&rows, &count, cli->system, &cli->arena,
	    item);
	if (err)
		return err;
	REPORT(&report, cli, "qms/population/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, rows[i].agency);
		report_add(&report, rows[i].name);
		report_add(&report, rows[i].kind);
		report_shown(&report, rows[i].kind_name[cli->language]);
		report_add(&report, rows[i].tier);
		report_add(&report, rows[i].first);
		report_add(&report, rows[i].last);
		report_add(&report, rows[i].why);
		report_shown(&report, why_words(cli, rows[i].why));
	}
	report_end(&report, "ngày này không có cơ quan nào là đối tượng",
	    "no agency is in it on this day");
	return NULL;
}

static const struct qms_error *
show_parts(struct cli *cli, const struct qms_population *item)
{
	static const struct report_column columns[] = {
		{ "part", { "Nhóm", "Group" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "stated", { "Văn bản ghi", "Stated" }, REPORT_NUMBER },
		{ "counted", { "Đếm được", "Counted" }, REPORT_NUMBER },
	};
	struct qms_population_part *rows;
	const struct qms_error *err;
	struct report report;
	size_t count, i;

	err = qms_population_parts(&rows, &count, cli->system, &cli->arena,
	    item);
	if (err)
		return err;
	REPORT(&report, cli, "qms/population-parts/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, rows[i].part);
		report_add(&report, rows[i].kind);
		report_add(&report, rows[i].stated);
		report_add(&report, rows[i].counted);
	}
	report_end(&report, "không có nhóm nào", "no group");
	return NULL;
}

/* ---- two of them ---- */

static const char *
reason_words(struct cli *cli, const struct qms_population_difference *row,
    const struct qms_population *missed)
{
	const char *reason = row->reason;

	if (strcmp(reason, "not-yet") == 0 || strcmp(reason, "ended") == 0)
		return qms_arena_format(&cli->arena, *reason == 'n' ? pick(cli,
		    "%s áp dụng từ %s", "%s begins on %s") : pick(cli,
		    "%s áp dụng đến %s", "%s ended on %s"), missed->id,
		    cli_shown_day(cli, row->detail));
	if (strcmp(reason, "excluded") == 0)
		return qms_arena_format(&cli->arena, pick(cli,
		    "%s không tính: %s", "%s leaves it out: %s"), missed->id,
		    row->detail);
	return qms_arena_format(&cli->arena, strcmp(reason, "dates") == 0 ?
	    pick(cli, "%s chỉ tính vào những ngày khác",
	    "%s has it on other days only") : strcmp(reason, "kind") == 0 ?
	    pick(cli, "%s không gồm loại cơ quan này",
	    "%s is not for its kind") : pick(cli, "%s không ghi tên",
	    "%s does not name it"), missed->id);
}

static const struct qms_error *
compare_members(struct cli *cli, const struct qms_population *items)
{
	static const struct report_column columns[] = {
		{ "agency", { "Mã", "Id" }, REPORT_TEXT },
		{ "name", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "in", { "Thuộc", "In" }, REPORT_TEXT },
		{ "reason", { "Vì sao", "Why" }, REPORT_TEXT },
		{ "detail", { NULL, NULL }, REPORT_TEXT },
	};
	struct qms_population_difference *rows;
	const struct qms_error *err;
	struct report report;
	size_t count, only[2] = { 0, 0 }, i;
	bool both;

	err = qms_population_compare(&rows, &count, cli->system, &cli->arena,
	    &items[0], &items[1]);
	if (err)
		return err;
	REPORT(&report, cli, "qms/population-compare/1", columns);
	for (i = 0; i < count; i++) {
		both = rows[i].in[0] && rows[i].in[1];
		only[0] += rows[i].in[0] && !both;
		only[1] += rows[i].in[1] && !both;
		/* for people only the differences */
		if (both && !cli->json && !cli->csv && !cli->verbose)
			continue;
		report_add(&report, rows[i].agency);
		report_add(&report, rows[i].name);
		report_add(&report, rows[i].kind);
		report_shown(&report, rows[i].kind_name[cli->language]);
		report_add(&report, both ? "both" : rows[i].in[0] ? "first" :
		    "second");
		report_shown(&report, both ? pick(cli, "cả hai", "both") :
		    items[rows[i].in[0] ? 0 : 1].id);
		report_add(&report, rows[i].reason);
		report_shown(&report, both ? "" : reason_words(cli, &rows[i],
		    &items[rows[i].in[0] ? 1 : 0]));
		report_add(&report, rows[i].detail);
	}
	report_end(&report, "hai danh sách có cùng các cơ quan",
	    "the same agencies are in both");
	say(cli, "%s: %" PRId64 "; %s: %" PRId64 "; chỉ có ở %s: %zu, chỉ có "
	    "ở %s: %zu", "%s: %" PRId64 "; %s: %" PRId64 "; only in %s: %zu, "
	    "only in %s: %zu", items[0].id, items[0].members, items[1].id,
	    items[1].members, items[0].id, only[0], items[1].id, only[1]);
	return NULL;
}

/* What is stated, else what is counted: "" neither. */
static const char *
part_number(const struct qms_population_part *part)
{
	return part == NULL ? "" : *part->stated != '\0' ? part->stated :
	    part->counted;
}

static const struct qms_population_part *
same_part(const struct qms_population_part *parts, size_t count,
    const struct qms_population_part *as)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(parts[i].part, as->part) == 0)
			return &parts[i];
	return NULL;
}

static void
add_pair(struct report *report, const struct qms_population_part *first,
    const struct qms_population_part *second)
{
	const struct qms_population_part *any = first != NULL ? first : second;

	report_add(report, any->part);
	report_add(report, any->kind);
	report_add(report, part_number(first));
	report_add(report, part_number(second));
	report_number(report, strtoll(part_number(second), NULL, 10) -
	    strtoll(part_number(first), NULL, 10));
}

static const struct qms_error *
compare_parts(struct cli *cli, const struct qms_population *items)
{
	static const struct report_column columns[] = {
		{ "part", { "Nhóm", "Group" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "first", { "Danh sách thứ nhất", "First" }, REPORT_NUMBER },
		{ "second", { "Danh sách thứ hai", "Second" }, REPORT_NUMBER },
		{ "difference", { "Chênh lệch", "Difference" },
		    REPORT_NUMBER },
	};
	struct qms_population_part *parts[2];
	const struct qms_error *err = NULL;
	struct report report;
	size_t counts[2], i;

	for (i = 0; err == NULL && i < 2; i++)
		err = qms_population_parts(&parts[i], &counts[i], cli->system,
		    &cli->arena, &items[i]);
	if (err)
		return err;
	REPORT(&report, cli, "qms/population-compare-parts/1", columns);
	for (i = 0; i < counts[0]; i++)
		add_pair(&report, &parts[0][i], same_part(parts[1], counts[1],
		    &parts[0][i]));
	for (i = 0; i < counts[1]; i++)
		if (same_part(parts[0], counts[0], &parts[1][i]) == NULL)
			add_pair(&report, NULL, &parts[1][i]);
	report_end(&report, "không có nhóm nào", "no group");
	return NULL;
}

COMMAND(population)
{
	const char *what = cli->operands[0], *other;
	struct qms_population items[2];
	const struct qms_error *err;

	if (strcmp(what, "list") == 0)
		return list(cli);
	if (strcmp(what, "show") != 0)
		return qms_fail(QMS_M_U025, what, "list, show");
	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U005, "population",
		    cli->command->operands[cli->language]);
	err = qms_population_find(&items[0], cli->system, &cli->arena,
	    cli->operands[1]);
	other = cli_option(cli, "compare");
	if (err == NULL && other != NULL)
		err = qms_population_find(&items[1], cli->system, &cli->arena,
		    other);
	if (err)
		return err;
	if (other != NULL)
		/* where one says only how many, its groups are all there is */
		return cli_has(cli, "parts") || !items[0].defined ||
		    !items[1].defined ? compare_parts(cli, items) :
		    compare_members(cli, items);
	err = cli_has(cli, "parts") || !items[0].defined ?
	    show_parts(cli, &items[0]) : show_members(cli, &items[0]);
	if (err == NULL)
		summarize(cli, &items[0]);
	return err;
}
