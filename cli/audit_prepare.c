/* SPDX-License-Identifier: MIT */
/*
 * audit prepare ID - the checklist of each unit; audit report ID - the minutes
 * to print and sign on site, later the report.
 */
#include <string.h>

#include "audit.h"
#include "qms/json.h"
#include "qms/splice.h"
#include "report.h"
#include "sheet.h"

static const char *const line_words[][QMS_LANGUAGES] = {
	[QMS_LINE_STEP] = { "Thực hiện bước: ", "Step: " },
	[QMS_LINE_RECORD] = { "Lưu hồ sơ: ", "Record kept: " },
	[QMS_LINE_CLAUSE] = { "Đáp ứng: ", "Requirement: " },
	[QMS_LINE_EARLIER] = { "Kết quả khắc phục: ", "What became of: " },
	[QMS_LINE_UNIT] = { "Hồ sơ của đơn vị", "Records of the unit" },
};
static const char *const line_ids[] = { "step", "record", "clause",
	"earlier", "unit" };

static const char *
ask(struct cli *cli, const struct qms_audit_line *line)
{
	return qms_arena_format(&cli->arena, "%s%s",
	    line_words[line->id][cli->language], line->ask);
}

static const char *
document_of(struct cli *cli, const struct qms_audit_line *line)
{
	return *line->document == '\0' || *line->version == '\0' ?
	    line->document : qms_arena_format(&cli->arena, "%s@%s",
	    line->document, line->version);
}

static void
show(struct cli *cli, const struct qms_audit_line *lines, size_t count)
{
	static const struct report_column columns[] = {
		{ "unit", { "Đơn vị", "Unit" }, REPORT_TEXT },
		{ "auditor", { NULL, NULL }, REPORT_TEXT },
		{ "clause", { "Điều khoản", "Clause" }, REPORT_TEXT },
		{ "document", { "Tài liệu", "Document" }, REPORT_TEXT },
		{ "step", { "Bước", "Step" }, REPORT_TEXT },
		{ "type", { NULL, NULL }, REPORT_TEXT },
		{ "ask", { "Nội dung", "What to look at" }, REPORT_TEXT },
		{ "who", { NULL, NULL }, REPORT_TEXT },
		{ "sample", { "Hồ sơ lấy mẫu", "Records to sample" },
		    REPORT_TEXT },
		{ "earlier", { "Phát hiện trước", "Found before" },
		    REPORT_TEXT },
	};
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/audit-checklist/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, lines[i].unit);
		report_add(&report, lines[i].auditor);
		report_add(&report, lines[i].clause);
		report_add(&report, document_of(cli, &lines[i]));
		report_add(&report, lines[i].step);
		report_add(&report, line_ids[lines[i].id]);
		report_add(&report, lines[i].ask);
		report_shown(&report, ask(cli, &lines[i]));
		report_add(&report, lines[i].who);
		report_add(&report, lines[i].sample);
		report_add(&report, lines[i].earlier);
	}
	report_end(&report, "không có dòng nào: cuộc đánh giá chưa ghi đơn vị",
	    "no line: the audit names no unit");
}

void
audit_checklist_csv(struct qms_buffer *out, struct cli *cli,
    const struct qms_audit_line *lines, size_t count)
{
	const char *const titles[] = { "TT", pick(cli, "Đơn vị", "Unit"),
	    pick(cli, "Đánh giá viên", "Auditor"), pick(cli, "Điều khoản",
	    "Clause"), pick(cli, "Tài liệu", "Document"), pick(cli, "Bước",
	    "Step"), pick(cli, "Nội dung", "What to look at"), pick(cli,
	    "Trách nhiệm", "Responsible"), pick(cli, "Hồ sơ lấy mẫu",
	    "Records to sample"), pick(cli, "Phát hiện trước",
	    "Found before"), pick(cli, "Phù hợp", "Conforms"), pick(cli,
	    "Ghi chép", "Notes") };
	size_t i, k;

	for (k = 0; k < sizeof(titles) / sizeof(titles[0]); k++)
		qms_csv_write(out, titles[k], k == 0);
	qms_buffer_string(out, "\r\n");
	for (i = 0; i < count; i++) {
		const char *const cells[] = { qms_arena_format(&cli->arena,
		    "%zu", i + 1), lines[i].unit_name, lines[i].auditor,
		    lines[i].clause, document_of(cli, &lines[i]),
		    lines[i].step, ask(cli, &lines[i]), lines[i].who,
		    lines[i].sample, lines[i].earlier, "", "" };

		for (k = 0; k < sizeof(cells) / sizeof(cells[0]); k++)
			qms_csv_write(out, cells[k], k == 0);
		qms_buffer_string(out, "\r\n");
	}
}

const struct qms_error *
audit_checklist_sheet(struct qms_buffer *sheet, struct cli *cli,
    const struct qms_audit *audit, const struct qms_audit_line *lines,
    size_t count)
{
	const char *const titles[] = { "TT", pick(cli, "Điều khoản",
	    "Clause"), pick(cli, "Tài liệu, bước", "Document, step"),
	    pick(cli, "Nội dung đánh giá", "What to look at"), pick(cli,
	    "Hồ sơ lấy mẫu", "Records to sample"), pick(cli,
	    "Phát hiện trước", "Found before"), pick(cli, "Kết quả",
	    "Result"), pick(cli, "Ghi chép", "Notes") };
	const char *unit = "", *step;
	size_t i, number = 0;

	qms_buffer_string(sheet, "# ");
	sheet_text(sheet, pick(cli, "Phiếu đánh giá", "Checklist"));
	qms_buffer_format(sheet, " %s\n", audit->id);
	for (i = 0; i < count; i++) {
		if (strcmp(lines[i].unit, unit) != 0) {
			unit = lines[i].unit;
			number = 0;
			qms_buffer_string(sheet, "\n## ");
			sheet_text(sheet, lines[i].unit_name);
			qms_buffer_string(sheet, "\n");
			sheet_header(sheet, titles, 8);
		}
		step = *lines[i].step == '\0' ? document_of(cli, &lines[i]) :
		    qms_arena_format(&cli->arena, "%s, %s %s",
		    document_of(cli, &lines[i]), pick(cli, "bước", "step"),
		    lines[i].step);
		sheet_row(sheet, (const char *const []){ qms_arena_format(
		    &cli->arena, "%zu", ++number), lines[i].clause, step,
		    ask(cli, &lines[i]), lines[i].sample, lines[i].earlier,
		    "", "" }, 8);
	}
	return NULL;
}

const struct qms_error *
audit_prepare(struct cli *cli)
{
	struct qms_buffer sheet = { 0 };
	struct qms_audit_line *lines;
	struct qms_audit audit;
	const struct qms_error *err;
	size_t count;
	bool found;

	err = audit_target(&audit, &found, cli);
	if (err == NULL && !found)
		err = qms_fail(QMS_M_U050, audit.id);
	if (err == NULL)
		err = audit_judge(cli, &audit, "", qms_text(NULL));
	if (err == NULL)
		err = qms_audit_checklist(&lines, &count, cli->system,
		    &cli->arena, &audit, cli_option(cli, "unit"));
	if (err != NULL)
		return err;
	if (!sheet_is_asked(cli)) {
		show(cli, lines, count);
		return NULL;
	}
	err = audit_checklist_sheet(&sheet, cli, &audit, lines, count);
	if (err == NULL)
		err = sheet_write(&cli->out, cli, audit.id, cli_option(cli,
		    "format"), &sheet);
	qms_buffer_free(&sheet);
	return err;
}

/* ---- report ---- */

static const char sql_findings[] =
	"SELECT f.id, f.title, f.grade, coalesce(f.clause, ''),"
	"       coalesce(f.document, ''), f.unit, f.auditor, f.state,"
	"       coalesce(g.vi, f.grade), coalesce(g.en, f.grade),"
	"       coalesce(f.quote, ''), coalesce(f.legal, ''),"
	"       coalesce(g.requires_action, 'no')"
	"  FROM finding AS f LEFT JOIN finding_grade AS g ON g.grade = f.grade"
	" WHERE f.agency = ?1 AND f.audit = ?2 AND f.state <> 'retracted'"
	" ORDER BY g.line, f.id";

static const char *
against(struct cli *cli, const struct qms_grid *grid, size_t row)
{
	const char *text = qms_grid_cell(grid, row, 3);
	size_t i;

	for (i = 4; i <= 11; i += 7)
		if (*qms_grid_cell(grid, row, i) != '\0')
			text = qms_arena_format(&cli->arena, "%s%s%s", text,
			    *text == '\0' ? "" : "; ", qms_grid_cell(grid,
			    row, i));
	return text;
}

static void
write_findings(struct qms_buffer *sheet, struct cli *cli,
    const struct qms_audit *audit, const struct qms_grid *grid)
{
	const char *const titles[] = { pick(cli, "Mã", "Id"), pick(cli,
	    "Đơn vị", "Unit"), pick(cli, "Yêu cầu", "Requirement"), pick(cli,
	    "Phát hiện", "Finding"), pick(cli, "Đánh giá viên", "Auditor"),
	    pick(cli, "Đơn vị xác nhận (ký)", "Confirmed (signature)") };
	const char *grade = "";
	size_t i;

	for (i = 0; i < qms_grid_rows(grid); i++) {
		if (strcmp(grade, qms_grid_cell(grid, i, 2)) != 0) {
			grade = qms_grid_cell(grid, i, 2);
			qms_buffer_string(sheet, "\n### ");
			sheet_text(sheet, qms_grid_cell(grid, i,
			    cli->language == QMS_VI ? 8 : 9));
			qms_buffer_char(sheet, '\n');
			sheet_header(sheet, titles, 6);
		}
		sheet_row(sheet, (const char *const []){ qms_grid_cell(grid,
		    i, 0), audit_unit(cli, audit->agency, qms_grid_cell(grid,
		    i, 5)), against(cli, grid, i), qms_grid_cell(grid, i, 1),
		    audit_person(cli, audit->agency, qms_grid_cell(grid, i,
		    6)), strcmp(qms_grid_cell(grid, i, 7), "open") == 0 ?
		    "" : pick(cli, "đã xác nhận", "confirmed") }, 6);
	}
	if (qms_grid_rows(grid) == 0)
		qms_buffer_format(sheet, "\n%s\n", pick(cli,
		    "Chưa ghi phát hiện nào.", "Nothing was recorded yet."));
}

static const struct qms_error *
body_of(const char **text, struct cli *cli, const struct qms_audit *audit)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err;
	struct qms_markdown markdown;
	struct qms_text bytes;
	struct qms_splice_parts parts;
	size_t i;

	*text = "";
	err = qms_store_read(&bytes, &cli->arena, cli->system->store,
	    audit->path, QMS_FILE_LIMIT);
	if (err != NULL)
		return err;
	parts = qms_splice_split(bytes);
	bytes.data += parts.body;
	bytes.size -= parts.body;
	qms_markdown_parse(&markdown, &cli->arena, bytes, audit->path, 1,
	    &problems);
	for (i = 0; i < markdown.heading_count; i++)
		if (strcmp(markdown.headings[i].text, "Báo cáo") == 0)
			*text = qms_arena_copy(&cli->arena, bytes.data +
			    markdown.headings[i].start,
			    markdown.headings[i].end -
			    markdown.headings[i].start);
	qms_markdown_free(&markdown);
	return NULL;
}

static void
signatures(struct qms_buffer *sheet, struct cli *cli,
    const struct qms_audit *audit)
{
	const char *const titles[] = { pick(cli, "Đại diện đơn vị được đánh "
	    "giá", "For the unit audited"), pick(cli, "Đánh giá viên",
	    "Auditor"), pick(cli, "Trưởng đoàn", "Lead auditor") };
	size_t i;

	qms_buffer_format(sheet, "\n## %s\n", pick(cli, "Ký xác nhận",
	    "Signatures"));
	sheet_header(sheet, titles, 3);
	for (i = 0; i < audit->units.count; i++)
		sheet_row(sheet, (const char *const []){ audit_unit(cli,
		    audit->agency, audit->units.items[i]), i <
		    audit->auditors.count ? audit_person(cli, audit->agency,
		    audit->auditors.items[i]) : "", i == 0 ? audit_person(cli,
		    audit->agency, audit->lead) : "" }, 3);
}

static const char *
conclusion_of(struct cli *cli, const struct qms_audit *audit)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), "audit");
	const struct qms_kind_key *key = kind == NULL ? NULL :
	    qms_kind_key(kind, "conclusion");
	size_t i;

	for (i = 0; key != NULL && i < key->value_count; i++)
		if (strcmp(key->values[i].value, audit->conclusion) == 0 &&
		    key->values[i].name[cli->language] != NULL)
			return key->values[i].name[cli->language];
	return audit->conclusion;
}

static void
write_json(struct cli *cli, const struct qms_audit *audit,
    const struct qms_grid *grid)
{
	static const char *const keys[] = { "id", "title", "grade", "clause",
		"document", "unit", "auditor", "state" };
	struct qms_json json;
	size_t i, k;

	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/audit-report/1");
	qms_json_string(&json, "agency", audit->agency);
	qms_json_string(&json, "id", audit->id);
	qms_json_string(&json, "state", audit->state);
	qms_json_string(&json, "conclusion", audit->conclusion);
	qms_json_array(&json, "findings");
	for (i = 0; i < qms_grid_rows(grid); i++) {
		qms_json_object(&json, NULL);
		for (k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			qms_json_string(&json, keys[k], qms_grid_cell(grid, i,
			    k));
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	qms_json_end_object(&json);
}

/* Before it is reported these are the minutes, to be filled in and signed. */
const struct qms_error *
audit_report(struct cli *cli)
{
	struct qms_buffer sheet = { 0 }, plan = { 0 };
	const char *format = cli_option(cli, "format"), *body, *title;
	const struct qms_error *err;
	struct qms_audit audit;
	struct qms_grid grid;
	bool found, done;

	err = audit_target(&audit, &found, cli);
	if (err == NULL && !found)
		err = qms_fail(QMS_M_U050, audit.id);
	if (err == NULL)
		err = QMS_GRID(&grid, cli->system, &cli->arena, sql_findings,
		    audit.agency, audit.id);
	if (err == NULL)
		err = body_of(&body, cli, &audit);
	if (err != NULL)
		return err;
	if (cli->json) {
		write_json(cli, &audit, &grid);
		return NULL;
	}
	done = strcmp(audit.state, "reported") == 0 ||
	    strcmp(audit.state, "closed") == 0;
	title = done ? pick(cli, "Báo cáo đánh giá nội bộ",
	    "Internal audit report") : pick(cli, "Biên bản đánh giá nội bộ",
	    "Minutes of an internal audit");
	audit_plan_sheet(&plan, cli, &audit);
	qms_buffer_format(&sheet, "# %s %s\n", title, audit.id);
	qms_buffer_string(&sheet, strchr(plan.data, '\n') + 1);
	qms_buffer_format(&sheet, "\n## %s\n", pick(cli, "Phát hiện",
	    "Findings"));
	write_findings(&sheet, cli, &audit, &grid);
	qms_buffer_format(&sheet, "\n## %s\n\n", pick(cli, "Kết luận",
	    "Conclusion"));
	if (*audit.conclusion != '\0')
		qms_buffer_format(&sheet, "**%s**\n", conclusion_of(cli,
		    &audit));
	else
		qms_buffer_string(&sheet, "…\n");
	if (done)
		qms_buffer_format(&sheet, "\n%s\n", body);
	signatures(&sheet, cli, &audit);
	err = sheet_write(&cli->out, cli, qms_arena_format(&cli->arena,
	    "%s %s", title, audit.id), format == NULL ? "markdown" : format,
	    &sheet);
	qms_buffer_free(&sheet);
	qms_buffer_free(&plan);
	return err;
}
