/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "figures.h"
#include "qms/figure.h"
#include "qms/query.h"
#include "report.h"

static const struct qms_error *
count_indicators(struct qms_figures *figures, struct cli *cli)
{
	const char *known = cli_known(cli);
	const struct qms_error *err;

	if (!qms_figures_have_indicators(figures))
		return NULL;
	err = qms_figures_count(figures, cli->system, &cli->arena);
	return err ? err : qms_system_ask(cli->system, cli_today(cli),
	    known == NULL ? "" : known);
}

/* ---- list ---- */

static void
add_record(struct report *report, const struct qms_row_object *object,
    const struct qms_figures *figures)
{
	struct cli *cli = report->cli;
	int64_t count = 0, flags = 0;
	size_t i;

	for (i = 0; i < figures->count; i++)
		if (strcmp(figures->items[i].path, object->path) == 0) {
			count++;
			flags += figures->items[i].flag_count > 0;
		}
	report_add(report, object->id);
	report_add(report, object->agency);
	report_add(report, object->title);
	report_number(report, count);
	report_number(report, flags);
	report_add(report, object->state);
	report_shown(report, cli_state(cli, qms_kinds_get(qms_system_kinds(
	    cli->system), object->kind), object->state, ""));
	report_add(report, object->path);
}

const struct qms_error *
figures_list(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "title", { "Báo cáo", "Report" }, REPORT_TEXT },
		{ "figures", { "Số dòng", "Figures" }, REPORT_NUMBER },
		{ "flagged", { "Cần xem lại", "Flagged" }, REPORT_NUMBER },
		{ "state", { "Trạng thái", "State" }, REPORT_TEXT },
		{ "path", { NULL, NULL }, REPORT_TEXT },
	};
	struct qms_filter filter = { .kind = "reported-figures" };
	struct qms_row_object *objects;
	struct qms_figures figures;
	const struct qms_error *err;
	struct report report;
	size_t count, i;

	err = qms_figures_get(&figures, cli->system, &cli->arena, "", "");
	if (err == NULL)
		err = qms_query_objects(&objects, &count, &cli->arena,
		    cli->system->index, &filter);
	if (err)
		return err;
	REPORT(&report, cli, "qms/figure-list/1", columns);
	for (i = 0; i < count; i++)
		add_record(&report, &objects[i], &figures);
	report_end(&report, "không có số liệu báo cáo nào",
	    "no reported figures");
	return NULL;
}

/* ---- show and check ---- */

static const char *
result_id(const struct qms_figure *one)
{
	static const char *const ids[QMS_FIGURE_RESULTS] = { "holds",
		"flagged", "used", "derived", "unchecked" };

	return ids[one->result];
}

/* Of each flag its code, or its words. */
static const char *
flags_text(struct cli *cli, const struct qms_figure *one, bool words)
{
	struct qms_buffer out = { 0 };
	const char *text;
	size_t i;

	for (i = 0; i < one->flag_count; i++) {
		qms_buffer_string(&out, i == 0 ? "" : words ? "; " : " ");
		if (words)
			qms_problem_text(&out, one->flags[i], cli->language);
		else
			qms_buffer_string(&out, one->flags[i]->code);
	}
	text = qms_arena_string(&cli->arena, out.data == NULL ? "" : out.data);
	qms_buffer_free(&out);
	return text;
}

static const char *
result_words(struct cli *cli, const struct qms_figure *one)
{
	switch (one->result) {
	case QMS_FIGURE_HOLDS:
		return pick(cli, "khớp", "holds");
	case QMS_FIGURE_FLAGGED:
		return flags_text(cli, one, false);
	case QMS_FIGURE_USED:
		return qms_arena_format(&cli->arena, pick(cli, "dùng ở %s",
		    "used in %s"), one->users);
	case QMS_FIGURE_DERIVED:
		return pick(cli, "tính ra", "computed");
	default:
		return pick(cli, "không có số đối chiếu", "not checkable");
	}
}

static void
add_figure(struct report *report, const struct qms_figure *one)
{
	struct cli *cli = report->cli;

	report_add(report, one->id);
	report_add(report, one->content);
	report_add(report, one->printed);
	report_add(report, one->computed);
	report_add(report, one->how);
	report_add(report, one->counted);
	report_add(report, result_id(one));
	report_shown(report, result_words(cli, one));
	report_add(report, flags_text(cli, one, false));
	report_add(report, flags_text(cli, one, true));
	report_add(report, one->unit);
	report_add(report, one->measure);
	report_add(report, one->from);
	report_add(report, one->to);
	report_add(report, one->population);
	report_add(report, one->target);
	report_add(report, one->indicator);
	report_add(report, one->note);
	report_add(report, one->agency);
	report_add(report, one->parent);
}

static void
add_flags(struct report *report, const struct qms_figure *one)
{
	struct qms_buffer text = { 0 };
	size_t i;

	for (i = 0; i < one->flag_count; i++) {
		qms_buffer_clear(&text);
		qms_problem_text(&text, one->flags[i], report->cli->language);
		report_add(report, one->agency);
		report_add(report, one->parent);
		report_add(report, one->id);
		report_add(report, one->flags[i]->code);
		report_add(report, text.data);
		report_add(report, one->printed);
		report_add(report, one->computed);
		report_add(report, one->path);
		report_number(report, one->line);
	}
	qms_buffer_free(&text);
}

static const struct qms_error *
show_flags(struct cli *cli, const struct qms_figures *figures)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "record", { "Hồ sơ", "Record" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "flag", { "Cờ", "Flag" }, REPORT_TEXT },
		{ "message", { "Cần xem lại", "What" }, REPORT_TEXT },
		{ "printed", { NULL, NULL }, REPORT_TEXT },
		{ "computed", { NULL, NULL }, REPORT_TEXT },
		{ "path", { NULL, NULL }, REPORT_TEXT },
		{ "line", { NULL, NULL }, REPORT_NUMBER },
	};
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/figure-flags/1", columns);
	for (i = 0; i < figures->count; i++)
		add_flags(&report, &figures->items[i]);
	report_end(&report, "các số khớp nhau", "the figures hold");
	return NULL;
}

const struct qms_error *
figures_show(struct cli *cli, const char *id, bool flagged_only)
{
	static const struct report_column columns[] = {
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "content", { "Nội dung", "Content" }, REPORT_TEXT },
		{ "printed", { "Báo cáo ghi", "Printed" }, REPORT_TEXT },
		{ "computed", { "Tính lại", "Computed" }, REPORT_TEXT },
		{ "how", { "Từ", "From" }, REPORT_TEXT },
		{ "counted", { "Hệ thống tính", "By the system" },
		    REPORT_TEXT },
		{ "result", { "Kết quả", "Result" }, REPORT_TEXT },
		{ "flags", { NULL, NULL }, REPORT_TEXT },
		{ "message", { NULL, NULL }, REPORT_TEXT },
		{ "unit", { NULL, NULL }, REPORT_TEXT },
		{ "measure", { NULL, NULL }, REPORT_TEXT },
		{ "from", { NULL, NULL }, REPORT_DAY },
		{ "to", { NULL, NULL }, REPORT_DAY },
		{ "population", { NULL, NULL }, REPORT_TEXT },
		{ "target", { NULL, NULL }, REPORT_TEXT },
		{ "indicator", { NULL, NULL }, REPORT_TEXT },
		{ "note", { NULL, NULL }, REPORT_TEXT },
		{ "agency", { NULL, NULL }, REPORT_TEXT },
		{ "record", { NULL, NULL }, REPORT_TEXT },
	};
	struct qms_found found = { .agency = "", .id = "" };
	struct qms_figures figures;
	const struct qms_error *err = NULL;
	const char *agency = NULL;
	struct report report;
	size_t i;

	if (id != NULL) {
		if (strchr(id, '/') == NULL)
			err = cli_agency(&agency, cli);
		if (err == NULL)
			err = qms_system_find(&found, cli->system, agency, id);
		if (err)
			return err;
		if (strcmp(found.kind->id, "reported-figures") != 0)
			return qms_fail(QMS_M_U235, id);
	}
	err = qms_figures_get(&figures, cli->system, &cli->arena,
	    found.agency, found.id);
	if (err)
		return err;
	if (flagged_only)
		return show_flags(cli, &figures);
	err = count_indicators(&figures, cli);
	if (err)
		return err;
	REPORT(&report, cli, "qms/figures/1", columns);
	for (i = 0; i < figures.count; i++)
		add_figure(&report, &figures.items[i]);
	report_end(&report, "không có số liệu nào", "no figures");
	return NULL;
}
