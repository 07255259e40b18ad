/* SPDX-License-Identifier: MIT */
/*
 * audit programme YEAR - which unit is audited in which month, by whom, and
 * why; and what the programme leaves out.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "qms/json.h"
#include "qms/create.h"
#include "report.h"
#include "sheet.h"
#include "writing.h"

static const char *const reason_words[QMS_REASONS][QMS_LANGUAGES] = {
	{ "chưa đánh giá lần nào", "never audited" },
	{ "đã %lld tháng chưa đánh giá", "not audited for %lld months" },
	{ "%lld phát hiện chưa đóng", "%lld open nonconformities" },
	{ "%lld điểm không phù hợp nặng trong 24 tháng",
	    "%lld major nonconformities in 24 months" },
	{ "%lld điểm không phù hợp nhẹ trong 24 tháng",
	    "%lld minor nonconformities in 24 months" },
	{ "%lld quy trình thủ tục hành chính",
	    "%lld procedures that serve citizens" },
	{ "%lld quy trình ban hành sau lần đánh giá trước",
	    "%lld texts issued since the last audit" },
	{ "%lld hồ sơ trễ hạn trong 12 tháng",
	    "%lld late dossiers in 12 months" },
	{ "%lld rủi ro ở mức cao", "%lld high risks" },
};
static const char *const reason_ids[QMS_REASONS] = { "never", "long", "open",
	"major", "minor", "services", "changed", "late", "risk" };
static const char *const gap_ids[QMS_GAPS] = { "unit", "document", "clause",
	"no-unit", "no-auditor", "own-document", "month-over" };
static const char *const gap_words[QMS_GAPS][QMS_LANGUAGES] = {
	{ "chưa có đơn vị %s (%s)", "leaves out the unit %s (%s)" },
	{ "chưa có quy trình %s (%s)", "leaves out the procedure %s (%s)" },
	{ "chưa có điều khoản %s %s", "leaves out the clause %s %s" },
	{ "%s (%s) không ghi đơn vị chủ trì (khóa unit)",
	    "%s (%s) names no unit in charge (key unit)" },
	{ "không có đánh giá viên nào cho đơn vị %s (%s): đề nghị cơ quan "
	    "khác cử người", "nobody may audit the unit %s (%s): borrow an "
	    "auditor from another agency" },
	{ "đơn vị %s: %s tham gia soạn thảo hoặc phê duyệt một quy trình của "
	    "dòng này, cần thêm người khác", "unit %s: %s wrote or approved "
	    "a procedure of this row, another person is needed too" },
	{ "đơn vị %s: đã hết tháng %s mà chưa đánh giá",
	    "unit %s: month %s is over and it was not audited" },
};

static const char *
join(struct cli *cli, const struct qms_strings *list)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < list->count; i++)
		text = qms_arena_format(&cli->arena, "%s%s%s", text,
		    i > 0 ? ", " : "", list->items[i]);
	return text;
}

/* The counts are the arguments of words that only stand above. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static const char *
why(struct cli *cli, const struct qms_audit_row *row)
{
	const struct qms_audit_reason *reason;
	const char *text = "";
	size_t i;

	for (i = 0; i < row->reason_count; i++) {
		reason = &row->reasons[i];
		text = qms_arena_format(&cli->arena, "%s%s%s", text, i > 0 ?
		    "; " : "", qms_arena_format(&cli->arena,
		    reason_words[reason->id][cli->language],
		    (long long)reason->count));
	}
	return text;
}

static const char *
gap_text(struct cli *cli, const struct qms_audit_gap *gap)
{
	return qms_arena_format(&cli->arena,
	    gap_words[gap->id][cli->language], gap->subject, gap->words);
}
#pragma GCC diagnostic pop

static void
write_json(struct cli *cli, const char *agency, int year,
    const struct qms_audit_programme *programme)
{
	const struct qms_audit_row *row;
	struct qms_json json;
	size_t i, k;

	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/audit-programme-view/1");
	qms_json_string(&json, "agency", agency);
	qms_json_integer(&json, "year", year);
	qms_json_string(&json, "id", programme->id);
	qms_json_string(&json, "state", programme->state);
	qms_json_array(&json, "rows");
	for (i = 0; i < programme->count; i++) {
		row = &programme->rows[i];
		qms_json_object(&json, NULL);
		qms_json_string(&json, "unit", row->unit);
		qms_json_string(&json, "name", row->name);
		qms_json_string(&json, "subject", row->subject);
		qms_json_integer(&json, "month", row->month);
		qms_json_array(&json, "auditors");
		for (k = 0; k < row->auditors.count; k++)
			qms_json_string(&json, NULL, row->auditors.items[k]);
		qms_json_end_array(&json);
		qms_json_string(&json, "audit", row->audit);
		qms_json_integer(&json, "score", row->score);
		qms_json_object(&json, "reasons");
		for (k = 0; k < row->reason_count; k++)
			qms_json_integer(&json,
			    reason_ids[row->reasons[k].id],
			    row->reasons[k].count);
		qms_json_end_object(&json);
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	qms_json_array(&json, "gaps");
	for (i = 0; i < programme->gap_count; i++) {
		qms_json_object(&json, NULL);
		qms_json_string(&json, "gap", gap_ids[programme->gaps[i].id]);
		qms_json_string(&json, "subject", programme->gaps[i].subject);
		qms_json_string(&json, "text", gap_text(cli,
		    &programme->gaps[i]));
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	qms_json_end_object(&json);
}

static void
show(struct cli *cli, const struct qms_audit_programme *programme)
{
	static const struct report_column columns[] = {
		{ "unit", { "Đơn vị", "Unit" }, REPORT_TEXT },
		{ "subject", { "Quy trình, điều khoản",
		    "Procedures, clauses" }, REPORT_TEXT },
		{ "month", { "Tháng", "Month" }, REPORT_NUMBER },
		{ "auditors", { "Đánh giá viên", "Auditors" }, REPORT_TEXT },
		{ "audit", { "Cuộc đánh giá", "Audit" }, REPORT_TEXT },
		{ "why", { "Vì sao", "Why" }, REPORT_TEXT },
	};
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/audit-programme-view/1", columns);
	for (i = 0; i < programme->count; i++) {
		report_add(&report, programme->rows[i].unit);
		report_add(&report, programme->rows[i].subject);
		report_number(&report, programme->rows[i].month);
		report_add(&report, join(cli, &programme->rows[i].auditors));
		report_add(&report, programme->rows[i].audit);
		report_add(&report, why(cli, &programme->rows[i]));
	}
	report_end(&report, "cơ quan chưa có đơn vị nào (agency.md)",
	    "the agency has no units (agency.md)");
	if (cli->csv)
		return;
	for (i = 0; i < programme->gap_count; i++)
		qms_buffer_format(&cli->out, "%s %s\n", i == 0 ? "\n!" : "!",
		    gap_text(cli, &programme->gaps[i]));
}

/* ---- the record ---- */

static struct qms_text
schedule_of(struct cli *cli, const struct qms_audit_programme *programme)
{
	static const char *const titles[] = { "TT", "Đơn vị",
	    "Quy trình, điều khoản", "Tháng", "Đánh giá viên",
	    "Cuộc đánh giá" };
	struct qms_buffer out = { 0 };
	const struct qms_audit_row *row;
	struct qms_text text;
	size_t i;

	sheet_header(&out, titles, 6);
	for (i = 0; i < programme->count; i++) {
		row = &programme->rows[i];
		sheet_row(&out, (const char *const []){
		    qms_arena_format(&cli->arena, "%zu", i + 1), row->unit,
		    *row->subject == '\0' ? "8.5" : row->subject,
		    qms_arena_format(&cli->arena, "%d", row->month),
		    join(cli, &row->auditors), row->audit }, 6);
	}
	text.data = qms_arena_copy(&cli->arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	return text;
}

static const struct qms_error *
write_record(struct cli *cli, const char *agency, int year,
    const struct qms_audit_programme *programme)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), "audit-programme");
	struct qms_blanks blanks = { .agency = agency };
	struct qms_buffer out = { 0 };
	char day[QMS_DAY_SIZE];
	const struct qms_error *err;
	struct qms_text text;
	const char *path;

	err = cli_must_be_now(cli);
	if (err == NULL && (kind == NULL || kind->starter == NULL))
		err = qms_fail(QMS_M_U016, "audit-programme", "-");
	if (err == NULL)
		err = cli_me(&blanks.person, cli, agency);
	if (err != NULL)
		return err;
	blanks.year = qms_arena_format(&cli->arena, "%d", year);
	blanks.day = qms_day_format(day, cli_today(cli));
	blanks.title = qms_arena_format(&cli->arena,
	    "Chương trình đánh giá nội bộ năm %d", year);
	err = qms_create_next_id(&blanks.id, cli->system, &cli->arena, kind,
	    agency, blanks.year);
	if (err != NULL)
		return err;
	qms_model_fill(&out, qms_text(kind->starter), &blanks, NULL, NULL);
	text.data = qms_arena_copy(&cli->arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	err = writing_section(&text, cli, text, "Lịch đánh giá trong năm",
	    schedule_of(cli, programme));
	if (err != NULL)
		return err;
	path = qms_kind_path(&cli->arena, kind, agency, blanks.id,
	    blanks.year);
	err = writing_file(cli, path, text, qms_arena_format(&cli->arena,
	    "Soạn %s: %s", blanks.id, blanks.title));
	if (err == NULL)
		say(cli, "tệp: %s; sửa: qms table %s schedule; trình ký: qms "
		    "act %s propose", "file: %s; edit: qms table %s schedule;"
		    " go on: qms act %s propose", path, blanks.id, blanks.id);
	return err;
}

/* "3,6,9", or from March to November. */
static const struct qms_error *
read_months(int months[12], size_t *count, struct cli *cli)
{
	const char *text = cli_option(cli, "months"), *at;
	char *end;
	long month;

	*count = 0;
	if (text == NULL)
		text = "3,4,5,6,7,8,9,10,11";
	for (at = text; *at != '\0'; at = *end == ',' ? end + 1 : end) {
		month = strtol(at, &end, 10);
		if (end == at || (*end != ',' && *end != '\0') || month < 1 ||
		    month > 12 || *count == 12 || (*count > 0 &&
		    months[*count - 1] >= month))
			return qms_fail(QMS_M_U025, text, "--months 3,6,9");
		months[(*count)++] = (int)month;
	}
	return *count > 0 ? NULL : qms_fail(QMS_M_U025, text,
	    "--months 3,6,9");
}

const struct qms_error *
audit_programme(struct cli *cli)
{
	struct qms_audit_programme programme;
	const struct qms_error *err;
	const char *agency;
	int months[12], year, month, day;
	size_t count, i;

	qms_day_split(cli_today(cli), &year, &month, &day);
	if (cli->operand_count > 1) {
		year = atoi(cli->operands[1]);
		if (strlen(cli->operands[1]) != 4 || year < 2000 ||
		    year > 2999)
			return qms_fail(QMS_M_U025, cli->operands[1],
			    pick(cli, "một năm, như 2026",
			    "a year, such as 2026"));
	}
	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = read_months(months, &count, cli);
	if (err == NULL)
		err = qms_audit_programme(&programme, cli->system,
		    &cli->arena, agency, year, months, count,
		    cli_has(cli, "anew") || cli_has(cli, "write"));
	if (err != NULL)
		return err;
	for (i = 0; i < programme.gap_count; i++)
		if (programme.gaps[i].id != QMS_GAP_NO_UNIT)
			cli->exit = QMS_EXIT_PROBLEMS;
	if (cli->json)
		write_json(cli, agency, year, &programme);
	else
		show(cli, &programme);
	if (cli_has(cli, "write"))
		return write_record(cli, agency, year, &programme);
	if (*programme.id == '\0')
		say(cli, "đề xuất; ghi thành hồ sơ: qms audit programme %d "
		    "--write", "a proposal; to record it: qms audit programme "
		    "%d --write", year);
	else
		say(cli, "theo %s; đề xuất lại: --anew", "as %s says; propose "
		    "again: --anew", programme.id);
	return NULL;
}
