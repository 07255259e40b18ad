/* SPDX-License-Identifier: MIT */
/*
 * report - reports that write themselves: in words, as tables, and where each
 * of their figures comes from.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/csv.h"
#include "qms/json.h"
#include "report.h"
#include "reporting.h"

/* ---- which there are ---- */

static const char *
period_of(struct cli *cli, const struct qms_report_template *template)
{
	if (template->period == QMS_PERIOD_QUARTER)
		return pick(cli, "quý", "quarter");
	return template->period == QMS_PERIOD_YEAR ? pick(cli, "năm",
	    "year") : pick(cli, "ngày", "day");
}

static const struct qms_error *
list_reports(struct cli *cli, const struct qms_report_template *templates,
    size_t count)
{
	static const struct report_column columns[] = {
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "period", { "Kỳ", "Period" }, REPORT_TEXT },
		{ "scope", { "Phạm vi", "Scope" }, REPORT_TEXT },
		{ "path", { NULL, NULL }, REPORT_TEXT },
	};
	static const char *const periods[] = { "day", "quarter", "year" };
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/reports/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, templates[i].id);
		report_add(&report, templates[i].title);
		report_add(&report, periods[templates[i].period]);
		report_shown(&report, period_of(cli, &templates[i]));
		report_add(&report, templates[i].whole ? "system" :
		    "agency");
		report_shown(&report, templates[i].whole ? pick(cli,
		    "toàn hệ thống", "all agencies") : pick(cli,
		    "một cơ quan", "one agency"));
		report_add(&report, templates[i].path);
	}
	report_end(&report, "không có mẫu báo cáo nào trong reports/",
	    "there is no template in reports/");
	return NULL;
}

/* The English text of a template, where there is one, is X.en. */
static const struct qms_report_template *
find_template(struct cli *cli, const struct qms_report_template *templates,
    size_t count, const char *id)
{
	const char *english = qms_arena_format(&cli->arena, "%s.en", id);
	const struct qms_report_template *found = NULL;
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(templates[i].id, id) == 0 || (cli->language ==
		    QMS_EN && strcmp(templates[i].id, english) == 0))
			found = &templates[i];
	return found;
}

/* ---- one figure ---- */

static const struct qms_error *
read_number(size_t *number, const struct cli *cli,
    const struct qms_report *report)
{
	const char *text = cli_option(cli, "explain");
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end != '\0' || n < 1 ||
	    (size_t)n > report->source_count)
		return qms_fail(QMS_M_U241, text, qms_arena_format(
		    report->arena, "%zu", report->source_count));
	*number = (size_t)n;
	return NULL;
}

static void
add_fact(struct report *table, const char *what, const char *text)
{
	report_add(table, what);
	report_add(table, text);
}

static const char *
join(struct cli *cli, const struct qms_strings *list)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < list->count; i++)
		text = i == 0 ? list->items[0] : qms_arena_format(
		    &cli->arena, "%s; %s", text, list->items[i]);
	return text;
}

static void
records_json(struct qms_json *json, const struct qms_report_source *source)
{
	size_t i;

	qms_json_array(json, "records");
	for (i = 0; i < source->record_count; i++) {
		qms_json_object(json, NULL);
		qms_json_string(json, "agency", source->records[i].agency);
		qms_json_string(json, "path", source->records[i].path);
		qms_json_integer(json, "part", source->records[i].part);
		qms_json_integer(json, "whole", source->records[i].whole);
		qms_json_end_object(json);
	}
	qms_json_end_array(json);
}

static void
source_json(struct qms_json *json, const struct qms_report *report,
    size_t number, bool records)
{
	const struct qms_report_source *source = &report->sources[number -
	    1];
	char day[QMS_DAY_SIZE];
	size_t i;

	qms_json_integer(json, "number", (int64_t)number);
	qms_json_string(json, "id", source->id);
	qms_json_string(json, "title", source->title);
	qms_json_array(json, "shown");
	for (i = 0; i < source->shown.count; i++)
		qms_json_string(json, NULL, source->shown.items[i]);
	qms_json_end_array(json);
	qms_json_integer(json, "part", source->part);
	if (source->whole < 0)
		qms_json_string(json, "whole", NULL);
	else
		qms_json_integer(json, "whole", source->whole);
	qms_json_string(json, "day", qms_day_format(day, source->day));
	qms_json_string(json, "known", source->commit);
	qms_json_string(json, "rule", source->rule);
	qms_json_string(json, "basis", source->basis);
	qms_json_string(json, "query", source->query);
	qms_json_string(json, "template", report->template->path);
	qms_json_integer(json, "line", source->line);
	if (records)
		records_json(json, source);
}

static void
explain_words(struct cli *cli, const struct qms_report *report,
    size_t number)
{
	static const struct report_column columns[] = {
		{ "what", { "Mục", "What" }, REPORT_TEXT },
		{ "text", { "Nội dung", "Text" }, REPORT_TEXT },
	};
	const struct qms_report_source *source = &report->sources[number -
	    1];
	const struct qms_report_record *record;
	char day[QMS_DAY_SIZE];
	struct report table;
	size_t i;

	REPORT(&table, cli, "qms/report-source/1", columns);
	if (source->shown.count > 0)
		add_fact(&table, pick(cli, "In ra", "Printed"), join(cli,
		    &source->shown));
	add_fact(&table, pick(cli, "Chỉ tiêu", "Rule"), qms_arena_format(
	    &cli->arena, "%s: %s", source->id, source->title));
	add_fact(&table, pick(cli, "Căn cứ", "Basis"), source->basis);
	add_fact(&table, pick(cli, "Quy tắc", "File of the rule"),
	    source->rule);
	add_fact(&table, pick(cli, "Chỗ điền", "Placeholder"),
	    qms_arena_format(&cli->arena, "%s:%d: %s",
	    report->template->path, source->line, source->query));
	add_fact(&table, pick(cli, "Tính đến ngày", "As of"),
	    qms_arena_string(&cli->arena, qms_day_format_vn(day,
	    source->day)));
	add_fact(&table, pick(cli, "Theo bản ghi", "Known"), source->commit);
	add_fact(&table, pick(cli, "Tử số", "Numerator"), qms_arena_format(
	    &cli->arena, "%" PRId64, source->part));
	if (source->whole >= 0)
		add_fact(&table, pick(cli, "Mẫu số", "Denominator"),
		    qms_arena_format(&cli->arena, "%" PRId64,
		    source->whole));
	for (i = 0; i < source->record_count; i++) {
		record = &source->records[i];
		add_fact(&table, record->part > 0 ? pick(cli,
		    "Thuộc tử số", "Counted") : pick(cli, "Chỉ ở mẫu số",
		    "Not counted"), qms_arena_format(&cli->arena,
		    source->whole < 0 ? "%s %s" : "%s %s %" PRId64 "/%"
		    PRId64, record->agency, record->path, record->part,
		    record->whole));
	}
	report_end(&table, "", "");
}

static const struct qms_error *
explain(struct cli *cli, const struct qms_report *report)
{
	const struct qms_error *err;
	struct qms_json json;
	size_t number = 1;

	err = read_number(&number, cli, report);
	if (err != NULL)
		return err;
	if (!cli->json) {
		explain_words(cli, report, number);
		return NULL;
	}
	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/report-source/1");
	source_json(&json, report, number, true);
	qms_json_end_object(&json);
	return NULL;
}

/* ---- formats ---- */

static void
markdown(struct qms_buffer *out, struct cli *cli,
    const struct qms_report *report)
{
	const struct qms_report_style style = { .marks =
	    QMS_MARKS_FOOTNOTES };

	qms_buffer_format(out, "**%s**\n\n", report->agency_name);
	if (*report->template->symbol != '\0')
		qms_buffer_format(out, "Số:      /%s-%s\n\n",
		    report->template->symbol, report->short_name);
	qms_buffer_format(out, "*%s, %s*\n\n", *report->place == '\0' ? "…" :
	    report->place, qms_report_long_day(&cli->arena, report->day,
	    cli->language));
	if (*report->template->type != '\0')
		qms_buffer_format(out, "**%s**\n\n", report->template->type);
	qms_buffer_format(out, "# %s\n\n", report->title);
	qms_report_markdown(out, report, &style);
}

static void
csv_table(struct qms_buffer *out, const struct qms_report_table *table)
{
	const struct qms_report_cell *cell;
	char day[QMS_DAY_SIZE], number[24];
	size_t i;

	for (i = 0; i < table->columns; i++)
		qms_csv_write(out, table->heads[i], i == 0);
	for (i = 0; i < table->count; i++) {
		cell = &table->cells[i];
		if (i % table->columns == 0)
			qms_buffer_string(out, "\r\n");
		if (cell->type == QMS_CELL_DAY)
			(void)qms_day_format(day, (qms_day)cell->number);
		(void)snprintf(number, sizeof(number), cell->type ==
		    QMS_CELL_RATE ? "%.2f" : "%.0f", cell->type ==
		    QMS_CELL_RATE ? (double)cell->number / 100 :
		    (double)cell->number);
		qms_csv_write(out, cell->empty || *cell->text == '\0' ? "" :
		    cell->type == QMS_CELL_DAY ? day : cell->type ==
		    QMS_CELL_TEXT ? cell->text : number,
		    i % table->columns == 0);
	}
	qms_buffer_string(out, "\r\n");
}

static void
csv_sources(struct qms_buffer *out, struct cli *cli,
    const struct qms_report *report)
{
	static const char *const heads[] = { "number", "id", "title", "shown",
		"part", "whole", "day", "query" };
	const struct qms_report_source *source;
	char day[QMS_DAY_SIZE];
	size_t i;

	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		qms_csv_write(out, heads[i], i == 0);
	for (i = 0; i < report->source_count; i++) {
		source = &report->sources[i];
		qms_buffer_format(out, "\r\n%zu", i + 1);
		qms_csv_write(out, source->id, false);
		qms_csv_write(out, source->title, false);
		qms_csv_write(out, join(cli, &source->shown), false);
		qms_buffer_format(out, ",%" PRId64 ",", source->part);
		if (source->whole >= 0)
			qms_buffer_format(out, "%" PRId64, source->whole);
		qms_csv_write(out, qms_day_format(day, source->day), false);
		qms_csv_write(out, source->query, false);
	}
	qms_buffer_string(out, "\r\n");
}

/* The table of a report that is one, else its figures. */
static void
csv(struct qms_buffer *out, struct cli *cli, const struct qms_report *report)
{
	const struct qms_report_table *table = NULL;
	size_t tables = 0, i;

	for (i = 0; i < report->piece_count; i++)
		if (report->pieces[i].table != NULL) {
			table = report->pieces[i].table;
			tables++;
		}
	if (tables == 1 && report->source_count == 1)
		csv_table(out, table);
	else
		csv_sources(out, cli, report);
}

static void
write_json(struct cli *cli, const struct qms_report *report,
    const struct qms_problems *problems)
{
	struct qms_buffer text = { 0 };
	char day[QMS_DAY_SIZE];
	struct qms_json json;
	size_t i;

	markdown(&text, cli, report);
	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/report/1");
	qms_json_string(&json, "id", report->template->id);
	qms_json_string(&json, "title", report->title);
	qms_json_string(&json, "agency", report->agency);
	qms_json_string(&json, "day", qms_day_format(day, report->day));
	qms_json_string(&json, "from", qms_day_format(day, report->from));
	qms_json_string(&json, "to", qms_day_format(day, report->to));
	qms_json_string(&json, "known", report->commit);
	qms_json_array(&json, "sources");
	for (i = 0; i < report->source_count; i++) {
		qms_json_object(&json, NULL);
		source_json(&json, report, i + 1, false);
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	problems_json(cli, &json, problems);
	qms_json_string(&json, "text", text.data);
	qms_json_end_object(&json);
	qms_buffer_free(&text);
}

static const struct qms_error *
write_format(struct qms_buffer *out, struct cli *cli,
    const struct qms_report *report, const char *format)
{
	if (strcmp(format, "md") == 0)
		markdown(out, cli, report);
	else if (strcmp(format, "csv") == 0)
		csv(out, cli, report);
	else if (strcmp(format, "html") == 0 || strcmp(format, "print") == 0)
		return reporting_html(out, cli, report, strcmp(format,
		    "print") == 0);
	else
		return qms_fail(QMS_M_U243, format);
	return NULL;
}

static const struct qms_error *
write_report(struct cli *cli, const struct qms_report *report,
    const struct qms_problems *problems)
{
	const char *format = cli_option(cli, "format");
	const char *path = cli_option(cli, "output");
	const struct qms_error *err;
	struct qms_buffer out = { 0 };

	if (format == NULL)
		format = cli->csv ? "csv" : "md";
	if (strcmp(format, "xlsx") == 0)
		return path == NULL ? qms_fail(QMS_M_U242, format) :
		    workbook_write(path, cli, report);
	if (cli->json && path == NULL) {
		write_json(cli, report, problems);
		return NULL;
	}
	err = write_format(path == NULL ? &cli->out : &out, cli, report,
	    format);
	if (err == NULL && path != NULL && cli->exit == QMS_EXIT_DONE)
		err = qms_file_write(path, qms_buffer_view(&out), false);
	qms_buffer_free(&out);
	return err;
}

/* The report is on stdout; what it lacks is talk. */
static void
tell_problems(struct cli *cli, struct qms_problems *problems)
{
	struct qms_buffer out = cli->out;

	cli->out = (struct qms_buffer){ 0 };
	problems_write(cli, problems);
	if (cli->out.data != NULL)
		(void)fputs(cli->out.data, stderr);
	qms_buffer_free(&cli->out);
	cli->out = out;
}

COMMAND(report)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_report_template *template;
	struct qms_report_template *templates;
	const char *known = cli_known(cli), *agency;
	const struct qms_error *err;
	struct qms_report report;
	size_t count;

	err = qms_reports_load(&templates, &count, &cli->arena,
	    cli->system->store, &problems);
	if (err == NULL && (count == 0 || (strcmp(cli->operands[0], "list")
	    != 0 && find_template(cli, templates, count,
	    cli->operands[0]) == NULL)))
		/* days before the template was there */
		err = qms_reports_load(&templates, &count, &cli->arena,
		    cli->system->newest, &problems);
	if (err != NULL)
		return err;
	if (strcmp(cli->operands[0], "list") == 0)
		return list_reports(cli, templates, count);
	template = find_template(cli, templates, count, cli->operands[0]);
	if (template == NULL)
		return qms_fail(QMS_M_U240, cli->operands[0]);
	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = qms_report_make(&report, cli->system, &cli->arena,
		    template, agency, cli_today(cli), known == NULL ? "" :
		    known, cli->language, &problems);
	if (err == NULL)
		err = cli_option(cli, "explain") != NULL ? explain(cli,
		    &report) : write_report(cli, &report, &problems);
	if (err == NULL && problems.count > 0) {
		if (!cli->json)
			tell_problems(cli, &problems);
		cli->exit = QMS_EXIT_PROBLEMS;
	}
	return err;
}
