/* SPDX-License-Identifier: MIT */
/*
 * coverage - how far each clause, or each administrative procedure, is answered
 * to; and what another edition of the standard would ask for besides.
 */
#include <string.h>

#include "commands.h"
#include "qms/coverage.h"
#include "qms/holders.h"
#include "qms/query.h"
#include "qms/words.h"
#include "report.h"

static const char *const level_names[QMS_COVERAGE_LEVELS][QMS_LANGUAGES] = {
	{ "chưa có tài liệu", "no document" }, { "có dự thảo", "draft" },
	{ "đã ban hành", "approved" }, { "có hồ sơ thực hiện", "evidenced" },
	{ "đã đánh giá", "audited" },
};
static const enum qms_word change_words[QMS_CHANGES] = {
	QMS_W_change_same, QMS_W_change_moved, QMS_W_change_merged,
	QMS_W_change_changed, QMS_W_change_split, QMS_W_change_new,
	QMS_W_change_dropped };

static const char *
joined(struct cli *cli, const struct qms_strings *list)
{
	struct qms_buffer out = { 0 };
	const char *text = "";
	size_t i;

	for (i = 0; i < list->count; i++)
		qms_buffer_format(&out, "%s%s", i == 0 ? "" : ", ",
		    list->items[i]);
	if (out.size > 0)
		text = qms_arena_copy(&cli->arena, out.data, out.size);
	qms_buffer_free(&out);
	return text;
}

enum { FEW = 4 };	/* documents that a table names */

static void
add_documents(struct report *report, struct cli *cli,
    const struct qms_covered *item)
{
	struct qms_strings few = item->documents;

	report_add(report, joined(cli, &item->documents));
	if (item->heading && !cli->csv) {
		report_shown(report, "");
	} else if (few.count > FEW) {
		few.count = FEW;
		report_shown(report, qms_arena_format(&cli->arena,
		    "%s … (%zu)", joined(cli, &few), item->documents.count));
	}
}

/* A heading has its level from those below, and in tables only its name. */
static void
add_clause(struct report *report, struct cli *cli,
    const struct qms_covered *item)
{
	report_add(report, item->number);
	report_add(report, item->name[QMS_VI]);
	report_shown(report, item->name[cli->language]);
	report_add(report, item->heading ? "yes" : "no");
	if (item->excluded) {
		report_add(report, "not-applicable");
		report_shown(report, qms_word(QMS_W_coverage_not_applicable,
		    cli->language));
	} else {
		report_add(report, qms_coverage_level_id(item->level));
		report_shown(report, item->heading && !cli->csv ? "" :
		    level_names[item->level][cli->language]);
	}
}

static void
add_unless_heading(struct report *report, const struct cli *cli,
    const struct qms_covered *item, const char *cell)
{
	report_add(report, cell);
	if (item->heading && !cli->csv)
		report_shown(report, "");
}

static void
add_grounds(struct report *report, struct cli *cli,
    const struct qms_covered *item)
{
	add_documents(report, cli, item);
	report_add(report, item->evidence);
	add_unless_heading(report, cli, item, item->evidence_day);
	report_add(report, item->audit);
	add_unless_heading(report, cli, item, item->audit_day);
	add_unless_heading(report, cli, item, joined(cli, &item->open));
	report_add(report, item->reason);
}

static bool
is_asked(const struct qms_covered *item, int least)
{
	return least < 0 || (!item->heading && !item->excluded &&
	    *item->number != '\0' && (int)item->level < least);
}

static void
show(struct cli *cli, const struct qms_coverage *coverage, int least)
{
	static const struct report_column columns[] = {
		{ "clause", { "Điều khoản", "Clause" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "heading", { NULL, NULL }, REPORT_TEXT },
		{ "level", { "Mức độ", "Level" }, REPORT_TEXT },
		{ "documents", { "Tài liệu", "Documents" }, REPORT_TEXT },
		{ "evidence", { NULL, NULL }, REPORT_TEXT },
		{ "evidence_day", { "Bằng chứng", "Evidence" }, REPORT_DAY },
		{ "audit", { NULL, NULL }, REPORT_TEXT },
		{ "audit_day", { "Đánh giá", "Audited" }, REPORT_DAY },
		{ "open", { "Chưa khắc phục", "Open" }, REPORT_TEXT },
		{ "reason", { NULL, NULL }, REPORT_TEXT },
		{ "maintain", { NULL, NULL }, REPORT_TEXT },
		{ "retain", { NULL, NULL }, REPORT_TEXT },
	};
	const struct qms_covered *item;
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/coverage/1", columns);
	for (i = 0; i < coverage->count; i++) {
		item = &coverage->items[i];
		if (!is_asked(item, least))
			continue;
		add_clause(&report, cli, item);
		add_grounds(&report, cli, item);
		report_add(&report, item->maintain ? "yes" : "no");
		report_add(&report, item->retain ? "yes" : "no");
		if (least >= 0)
			cli->exit = QMS_EXIT_PROBLEMS;
	}
	report_end(&report, "không điều khoản nào dưới mức đó",
	    "no clause is below that level");
}

static void
show_edition(struct cli *cli, const struct qms_coverage *coverage, int least)
{
	static const struct report_column columns[] = {
		{ "clause", { "Điều khoản", "Clause" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "heading", { NULL, NULL }, REPORT_TEXT },
		{ "level", { "Mức độ", "Level" }, REPORT_TEXT },
		{ "missing", { NULL, NULL }, REPORT_TEXT },
		{ "change", { "Thay đổi", "Change" }, REPORT_TEXT },
		{ "from", { "Từ điều khoản", "From clause" }, REPORT_TEXT },
		{ "what", { "Thay đổi gì", "What changes" }, REPORT_TEXT },
		{ "documents", { "Tài liệu", "Documents" }, REPORT_TEXT },
		{ "evidence", { NULL, NULL }, REPORT_TEXT },
		{ "evidence_day", { NULL, NULL }, REPORT_DAY },
		{ "audit", { NULL, NULL }, REPORT_TEXT },
		{ "audit_day", { NULL, NULL }, REPORT_DAY },
		{ "open", { NULL, NULL }, REPORT_TEXT },
		{ "reason", { NULL, NULL }, REPORT_TEXT },
	};
	const struct qms_covered *item;
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/coverage-edition/1", columns);
	for (i = 0; i < coverage->count; i++) {
		item = &coverage->items[i];
		if (!is_asked(item, least))
			continue;
		/* for people: what would be missing, and where it stands */
		if (!cli->json && !cli->csv && !cli->verbose && least < 0 &&
		    !item->missing && *item->number != '\0')
			continue;
		add_clause(&report, cli, item);
		report_add(&report, item->missing ? "yes" : "no");
		report_add(&report, qms_coverage_change_id(item->change));
		report_shown(&report, item->change == QMS_CHANGE_SAME ? "" :
		    qms_word(change_words[item->change], cli->language));
		report_add(&report, item->from);
		report_shown(&report, strcmp(item->from, item->number) == 0 ?
		    "" : item->from);
		report_add(&report, item->what[QMS_VI]);
		report_shown(&report, item->what[cli->language]);
		add_grounds(&report, cli, item);
		if (least >= 0)
			cli->exit = QMS_EXIT_PROBLEMS;
	}
	report_end(&report, "không thiếu gì", "nothing would be missing");
}

static size_t
in_force(const struct qms_covered_service *services, size_t count)
{
	size_t i, sum = 0;

	for (i = 0; i < count; i++)
		sum += *services[i].version != '\0';
	return sum;
}

static void
show_services(struct cli *cli, const struct qms_covered_service *services,
    size_t count, int least)
{
	static const struct report_column columns[] = {
		{ "code", { "Mã thủ tục", "Code" }, REPORT_TEXT },
		{ "name", { "Tên thủ tục", "Name" }, REPORT_TEXT },
		{ "level", { "Mức độ", "Level" }, REPORT_TEXT },
		{ "procedure", { "Quy trình", "Procedure" }, REPORT_TEXT },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "path", { NULL, NULL }, REPORT_TEXT },
		{ "evidence", { NULL, NULL }, REPORT_TEXT },
		{ "evidence_day", { "Bằng chứng", "Evidence" }, REPORT_DAY },
		{ "audit", { NULL, NULL }, REPORT_TEXT },
		{ "audit_day", { "Đánh giá", "Audited" }, REPORT_DAY },
		{ "open", { "Chưa khắc phục", "Open" }, REPORT_TEXT },
	};
	size_t levels[QMS_COVERAGE_LEVELS] = { 0 }, i;
	enum qms_coverage_level level;
	struct report report;

	REPORT(&report, cli, "qms/coverage-tthc/1", columns);
	for (i = 0; i < count; i++) {
		level = services[i].level;
		if (least >= 0 && (int)level >= least)
			continue;
		report_add(&report, services[i].code);
		report_add(&report, services[i].name);
		report_add(&report, qms_coverage_level_id(level));
		report_shown(&report, level_names[level][cli->language]);
		report_add(&report, services[i].procedure);
		report_add(&report, services[i].version);
		report_add(&report, services[i].path);
		report_add(&report, services[i].evidence);
		report_add(&report, services[i].evidence_day);
		report_add(&report, services[i].audit);
		report_add(&report, services[i].audit_day);
		report_add(&report, joined(cli, &services[i].open));
		if (least >= 0)
			cli->exit = QMS_EXIT_PROBLEMS;
	}
	report_end(&report, "không thủ tục hành chính nào",
	    "no administrative procedure");
	for (i = 0; i < count; i++)
		levels[services[i].level]++;
	say(cli, "%zu thủ tục: đã đánh giá %zu, có hồ sơ thực hiện %zu, đã "
	    "ban hành %zu, có dự thảo %zu, chưa có tài liệu %zu",
	    "%zu procedures: audited %zu, evidenced %zu, approved %zu, "
	    "draft %zu, no document %zu", count,
	    levels[QMS_COVERAGE_AUDITED], levels[QMS_COVERAGE_EVIDENCED],
	    levels[QMS_COVERAGE_APPROVED], levels[QMS_COVERAGE_NAMED],
	    levels[QMS_COVERAGE_NONE]);
}

static void
summarize(struct cli *cli, const char *agency,
    const struct qms_coverage *coverage,
    const struct qms_covered_service *services, size_t count)
{
	size_t levels[QMS_COVERAGE_LEVELS], missing = 0, i;
	char day[QMS_DAY_SIZE];

	qms_coverage_count(levels, coverage);
	for (i = 0; i < coverage->count; i++)
		missing += coverage->items[i].missing &&
		    !coverage->items[i].heading;
	say(cli, "%s (ngày %s), %s: đã đánh giá %zu, có hồ sơ thực hiện %zu, "
	    "đã ban hành %zu, có dự thảo %zu, chưa có tài liệu %zu",
	    "%s (%s), %s: audited %zu, evidenced %zu, approved %zu, "
	    "draft %zu, no document %zu", agency, qms_day_format_vn(day,
	    cli_today(cli)), coverage->number, levels[QMS_COVERAGE_AUDITED],
	    levels[QMS_COVERAGE_EVIDENCED], levels[QMS_COVERAGE_APPROVED],
	    levels[QMS_COVERAGE_NAMED], levels[QMS_COVERAGE_NONE]);
	if (!coverage->applied)
		say(cli, "chuyển sang phiên bản này phải bổ sung hoặc xem lại "
		    "%zu điều khoản", "for this edition %zu clauses are to be "
		    "added or looked at again", missing);
	if (!coverage->confirmed)
		say(cli, "nội dung của phiên bản này chưa được xác nhận",
		    "what this edition says is not confirmed");
	if (count > 0 && coverage->applied)
		say(cli, "thủ tục hành chính có quy trình đang hiệu lực: "
		    "%zu/%zu", "administrative procedures with a procedure in "
		    "force: %zu/%zu", in_force(services, count), count);
}

static const struct qms_error *
name_of(const char **name, struct cli *cli, const char *agency)
{
	struct qms_row_agency *agencies;
	const struct qms_error *err;
	size_t count, i;

	*name = agency;
	err = qms_query_agencies(&agencies, &count, &cli->arena,
	    cli->system->index);
	for (i = 0; err == NULL && i < count; i++)
		if (strcmp(agencies[i].agency, agency) == 0)
			*name = agencies[i].name;
	return err;
}

static const struct qms_error *
add_agency(struct report *report, struct cli *cli,
    const struct qms_row_agency *agency, const char *standard)
{
	size_t levels[QMS_COVERAGE_LEVELS], count;
	struct qms_covered_service *services;
	struct qms_coverage coverage;
	struct qms_arena arena = { 0 };
	const struct qms_error *err;
	int i;

	err = qms_coverage_get(&coverage, cli->system, &arena,
	    agency->agency, standard);
	if (err == NULL)
		err = qms_coverage_services(&services, &count, cli->system,
		    &arena, agency->agency);
	if (err == NULL) {
		qms_coverage_count(levels, &coverage);
		report_add(report, agency->agency);
		report_add(report, agency->name);
		for (i = QMS_COVERAGE_LEVELS - 1; i >= 0; i--)
			report_number(report, (int64_t)levels[i]);
		report_number(report, (int64_t)in_force(services, count));
		report_number(report, (int64_t)count);
	}
	qms_arena_free(&arena);
	return err;
}

static const struct qms_error *
show_all(struct cli *cli, const char *standard)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "name", { "Tên", "Name" }, REPORT_TEXT },
		{ "audited", { "Đã đánh giá", "Audited" }, REPORT_NUMBER },
		{ "evidenced", { "Có hồ sơ", "Evidenced" }, REPORT_NUMBER },
		{ "approved", { "Đã ban hành", "Approved" }, REPORT_NUMBER },
		{ "named", { "Dự thảo", "Draft" }, REPORT_NUMBER },
		{ "none", { "Chưa có", "None" }, REPORT_NUMBER },
		{ "tthc_in_force", { "TTHC có quy trình", "TTHC in force" },
		    REPORT_NUMBER },
		{ "tthc", { "TTHC", "TTHC" }, REPORT_NUMBER },
	};
	struct qms_row_agency *agencies;
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	struct report report;
	size_t count, i;

	err = qms_query_agencies(&agencies, &count, &cli->arena,
	    cli->system->index);
	if (err)
		return err;
	qms_day_format(day, cli_today(cli));
	REPORT(&report, cli, "qms/coverage-all/1", columns);
	for (i = 0; err == NULL && i < count; i++)
		if ((*agencies[i].first == '\0' ||
		    strcmp(agencies[i].first, day) <= 0) &&
		    (*agencies[i].last == '\0' ||
		    strcmp(agencies[i].last, day) >= 0))
			err = add_agency(&report, cli, &agencies[i],
			    standard);
	if (err == NULL)
		report_end(&report, "không có cơ quan nào", "no agency");
	return err;
}

/* The same procedure in several agencies: who is on which version. */
static const struct qms_error *
compare_agencies(struct cli *cli, const char *code)
{
	static const struct report_column columns[] = {
		{ "code", { "Mã thủ tục", "Code" }, REPORT_TEXT },
		{ "name", { NULL, NULL }, REPORT_TEXT },
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "agency_name", { "Tên cơ quan", "Name" }, REPORT_TEXT },
		{ "days", { "Thời hạn", "Time limit" }, REPORT_TEXT },
		{ "procedure", { "Quy trình", "Procedure" }, REPORT_TEXT },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "since", { "Hiệu lực từ", "In force from" }, REPORT_DAY },
		{ "path", { NULL, NULL }, REPORT_TEXT },
		{ "adopts", { "Áp dụng", "Adopts" }, REPORT_TEXT },
		{ "offered", { "Bản mới", "Offered" }, REPORT_TEXT },
		{ "state", { "Tình trạng", "State" }, REPORT_TEXT },
	};
	const struct qms_error *err;
	struct qms_holder *holders;
	struct report report;
	size_t count, i;

	err = qms_holders(&holders, &count, cli->system, &cli->arena, code);
	if (err != NULL)
		return err;
	if (code != NULL && count == 0)
		return qms_fail(QMS_M_U216, code);
	REPORT(&report, cli, "qms/coverage-agencies/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, holders[i].code);
		report_add(&report, holders[i].name);
		report_add(&report, holders[i].agency);
		report_add(&report, holders[i].agency_name);
		report_add(&report, holders[i].days);
		report_add(&report, holders[i].procedure);
		report_add(&report, holders[i].version);
		report_add(&report, holders[i].since);
		report_add(&report, holders[i].path);
		report_add(&report, holders[i].adopts);
		report_add(&report, holders[i].hold == QMS_HOLD_BEHIND ?
		    holders[i].offered : "");
		report_add(&report, qms_hold_id(holders[i].hold));
		report_shown(&report, qms_hold_name(holders[i].hold,
		    cli->language));
	}
	report_end(&report, "không có thủ tục nào chung của nhiều cơ quan mà "
	    "đã có quy trình", "no procedure that agencies have in common is "
	    "covered");
	return NULL;
}

COMMAND(coverage)
{
	const char *standard = cli_option(cli, "standard"), *agency, *name;
	const char *level = cli_option(cli, "at-least");
	struct qms_covered_service *services;
	struct qms_coverage coverage;
	const struct qms_error *err;
	int least = -1;
	size_t count;

	if (level != NULL) {
		least = qms_coverage_level_parse(level);
		if (least < 1)
			return qms_fail(QMS_M_U025, level,
			    "named, approved, evidenced, audited");
	}
	if (cli_has(cli, "all") && cli_has(cli, "tthc"))
		return compare_agencies(cli, cli->operand_count > 0 ?
		    cli->operands[0] : NULL);
	if (cli_has(cli, "all"))
		return show_all(cli, standard);
	err = cli->operand_count > 0 ? qms_system_agency(&agency,
	    cli->system, cli->operands[0], cli->directory) :
	    cli_agency(&agency, cli);
	if (err == NULL)
		err = qms_coverage_services(&services, &count, cli->system,
		    &cli->arena, agency);
	if (err == NULL && cli_has(cli, "tthc")) {
		show_services(cli, services, count, least);
		return NULL;
	}
	if (err == NULL)
		err = qms_coverage_get(&coverage, cli->system, &cli->arena,
		    agency, standard);
	if (err == NULL)
		err = name_of(&name, cli, agency);
	if (err)
		return err;
	if (coverage.applied)
		show(cli, &coverage, least);
	else
		show_edition(cli, &coverage, least);
	summarize(cli, name, &coverage, services, count);
	return NULL;
}
