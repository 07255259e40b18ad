/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "markdown.h"
#include "report_part.h"

enum { MOST_RECORDS = 40 };	/* that are named behind a report */

struct writing {
	struct qms_buffer *out;
	const struct qms_report *report;
	const struct qms_report_style *style;
};

static const char *say(const struct qms_report *report, const char *vi,
	const char *en) __attribute__((format_arg(2), format_arg(3)));

static const char *
say(const struct qms_report *report, const char *vi, const char *en)
{
	return report->language == QMS_VI ? vi : en;
}

/* ---- words and tables ---- */

static void
add_figure(const struct writing *w, const char *text, size_t source)
{
	enum qms_report_marks marks = source == 0 ? QMS_MARKS_NONE :
	    w->style->marks;

	if (marks == QMS_MARKS_LINKS)
		qms_buffer_char(w->out, '[');
	qms_report_escape(w->out, text);
	if (marks == QMS_MARKS_LINKS)
		qms_buffer_format(w->out, "](#nguon-%zu)", source);
	if (marks == QMS_MARKS_FOOTNOTES)
		qms_buffer_format(w->out, "[^%zu]", source);
}

static void
add_cell(const struct writing *w, const struct qms_report_table *table,
    const struct qms_report_cell *cell)
{
	bool computed = table->figures && *cell->text != '\0' &&
	    (cell->type == QMS_CELL_NUMBER || cell->type == QMS_CELL_RATE);
	const char *url = cell->path == NULL || *cell->path == '\0' ||
	    w->style->url == NULL ? NULL : w->style->url(w->style->closure,
	    cell->path);

	if (computed && w->style->marks == QMS_MARKS_LINKS) {
		add_figure(w, cell->text, table->source);
	} else if (url != NULL && *cell->text != '\0') {
		qms_buffer_char(w->out, '[');
		qms_report_escape(w->out, cell->text);
		qms_buffer_format(w->out, "](<%s>)", url);
	} else
		qms_report_escape(w->out, cell->text);
}

static void
add_caption(const struct writing *w, const struct qms_report_table *table)
{
	bool marked = table->source > 0 && w->style->marks !=
	    QMS_MARKS_NONE;

	if (*table->caption == '\0' && (!marked || (table->figures &&
	    w->style->marks == QMS_MARKS_LINKS)))
		return;
	if (*table->caption != '\0') {
		qms_buffer_char(w->out, '*');
		qms_report_escape(w->out, table->caption);
		qms_buffer_string(w->out, "* ");
	} else
		qms_buffer_format(w->out, "%s ", say(w->report,
		    "Nguồn danh sách:", "Source of the list:"));
	if (marked && w->style->marks == QMS_MARKS_FOOTNOTES)
		qms_buffer_format(w->out, "[^%zu]", table->source);
	else if (marked)
		qms_buffer_format(w->out, "[(%s %zu)](#nguon-%zu)", say(
		    w->report, "nguồn", "source"), table->source,
		    table->source);
	qms_buffer_string(w->out, "\n\n");
}

static void
add_table(const struct writing *w, const struct qms_report_table *table)
{
	size_t i;

	qms_buffer_char(w->out, '\n');
	add_caption(w, table);
	if (table->count == 0) {
		qms_buffer_format(w->out, "%s\n\n", say(w->report,
		    "Không phát sinh.", "None."));
		return;
	}
	for (i = 0; i < table->columns; i++) {
		qms_buffer_string(w->out, i == 0 ? "| " : " | ");
		qms_report_escape(w->out, table->heads[i]);
	}
	qms_buffer_string(w->out, " |\n");
	for (i = 0; i < table->columns; i++)
		qms_buffer_string(w->out, "|---");
	qms_buffer_string(w->out, "|\n");
	for (i = 0; i < table->count; i++) {
		qms_buffer_string(w->out, i % table->columns == 0 ? "| " :
		    " | ");
		add_cell(w, table, &table->cells[i]);
		if ((i + 1) % table->columns == 0)
			qms_buffer_string(w->out, " |\n");
	}
	qms_buffer_char(w->out, '\n');
}

static void
add_piece(const struct writing *w, const struct qms_report_piece *piece)
{
	size_t i;

	if (piece->table != NULL) {
		add_table(w, piece->table);
		return;
	}
	for (i = 0; i < piece->count; i++)
		if (piece->runs[i].source == 0)
			qms_buffer_string(w->out, piece->runs[i].text);
		else
			add_figure(w, piece->runs[i].text,
			    piece->runs[i].source);
}

/* ---- sources ---- */

/* "62/130", "12 hồ sơ" */
static const char *
counted(const struct qms_report *report,
    const struct qms_report_source *source)
{
	const char *part = qms_report_number(report->arena, source->part,
	    false, report->language);

	return source->whole >= 0 ? qms_arena_format(report->arena, "%s/%s",
	    part, qms_report_number(report->arena, source->whole, false,
	    report->language)) : qms_arena_format(report->arena, "%s %s",
	    part, say(report, "hồ sơ", "records"));
}

static void
add_note(const struct writing *w, const struct qms_report_source *source,
    size_t number)
{
	char day[QMS_DAY_SIZE];

	qms_buffer_format(w->out, "[^%zu]: %s, ", number, source->id);
	qms_report_escape(w->out, source->title);
	qms_buffer_format(w->out, ": %s; %s %s", counted(w->report, source),
	    say(w->report, "tính đến ngày", "as of"), qms_day_format_vn(day,
	    source->day));
	if (*source->commit != '\0')
		qms_buffer_format(w->out, ", %s %.12s", say(w->report,
		    "theo bản ghi", "known"), source->commit);
	qms_buffer_format(w->out, "; `%s`\n", source->query);
}

/* One blank line where parts that were left out leave several. */
static void
add_tidy(struct qms_buffer *out, const struct qms_buffer *text)
{
	size_t i, ends = 2;

	for (i = 0; i < text->size; i++) {
		ends = text->data[i] == '\n' ? ends + 1 : 0;
		if (ends < 3)
			qms_buffer_char(out, text->data[i]);
	}
}

void
qms_report_markdown(struct qms_buffer *out, const struct qms_report *report,
    const struct qms_report_style *style)
{
	struct qms_buffer text = { 0 };
	struct writing w = { &text, report, style };
	size_t i;

	for (i = 0; i < report->piece_count; i++)
		add_piece(&w, &report->pieces[i]);
	add_tidy(out, &text);
	qms_buffer_free(&text);
	w.out = out;
	if (style->marks != QMS_MARKS_FOOTNOTES)
		return;
	qms_buffer_char(out, '\n');
	for (i = 0; i < report->source_count; i++)
		add_note(&w, &report->sources[i], i + 1);
}

/* ---- for pages ---- */

static struct qms_html
keep(struct qms_arena *arena, struct qms_buffer *out)
{
	struct qms_text text = { qms_arena_copy(arena, out->data == NULL ?
	    "" : out->data, out->size), out->size };

	qms_buffer_free(out);
	return qms_html_written(text);
}

static void
set_words(struct qms_value *values, const struct qms_report *report,
    const struct qms_buffer *text)
{
	struct qms_markdown_options options = { 0 };
	struct qms_problems ignored = { .arena = report->arena };
	struct qms_markdown markdown;
	struct qms_buffer html = { 0 };

	qms_markdown_parse(&markdown, report->arena, (struct qms_text){
	    qms_arena_copy(report->arena, text->data == NULL ? "" :
	    text->data, text->size), text->size }, report->template->path,
	    1, &ignored);
	qms_markdown_html(&html, &markdown, &options);
	qms_markdown_free(&markdown);
	qms_value_html(values, "html", keep(report->arena, &html));
}

static void
set_chart(struct qms_value *values, const struct qms_report *report,
    const struct qms_chart *chart)
{
	struct qms_buffer svg = { 0 };
	struct qms_value *legend, *item;
	size_t i;

	qms_chart_svg(&svg, report->arena, chart, report->language);
	qms_value_text(values, "chart_id", chart->id);
	qms_value_text(values, "caption", chart->title);
	qms_value_html(values, "drawing", keep(report->arena, &svg));
	legend = qms_value_list(values, "legend");
	for (i = 0; chart->series_count > 1 && i < chart->series_count; i++) {
		item = qms_value_row(legend);
		qms_value_text(item, "label", chart->series[i].label);
		qms_value_text(item, "class", chart->series[i].class);
	}
}

static void
set_records(struct qms_value *values, const struct qms_report *report,
    const struct qms_report_source *source,
    const struct qms_report_style *style)
{
	struct qms_value *list = qms_value_list(values, "records"), *one;
	const struct qms_report_record *record;
	const char *url, *what;
	size_t i;

	for (i = 0; i < source->record_count && i < MOST_RECORDS; i++) {
		record = &source->records[i];
		url = style->url == NULL || *record->path == '\0' ? NULL :
		    style->url(style->closure, record->path);
		what = *record->path == '\0' ? record->agency : record->path;
		one = qms_value_row(list);
		qms_value_text(one, "text", source->whole < 0 ? what :
		    qms_arena_format(report->arena, "%s (%" PRId64 "/%"
		    PRId64 ")", what, record->part, record->whole));
		if (url != NULL)
			qms_value_url(one, "url", url);
	}
	if (source->record_count > MOST_RECORDS)
		qms_value_text(values, "more", qms_arena_format(
		    report->arena, say(report, "và %zu nữa",
		    "and %zu more"), source->record_count - MOST_RECORDS));
}

static void
set_source(struct qms_value *values, const struct qms_report *report,
    size_t number, const struct qms_report_style *style)
{
	const struct qms_report_source *source = &report->sources[number -
	    1];
	struct qms_buffer shown = { 0 };
	char day[QMS_DAY_SIZE];
	size_t i;

	for (i = 0; i < source->shown.count; i++)
		qms_buffer_format(&shown, "%s%s", i == 0 ? "" : "; ",
		    source->shown.items[i]);
	qms_value_integer(values, "number", (int64_t)number);
	qms_value_text(values, "shown", qms_arena_copy(report->arena,
	    shown.data == NULL ? "" : shown.data, shown.size));
	qms_buffer_free(&shown);
	qms_value_text(values, "id", source->id);
	qms_value_text(values, "name", source->title);
	qms_value_text(values, "query", source->query);
	qms_value_text(values, "counted", counted(report, source));
	qms_value_text(values, "as_of", qms_arena_string(report->arena,
	    qms_day_format_vn(day, source->day)));
	qms_value_text(values, "commit", qms_arena_format(report->arena,
	    "%.12s", source->commit));
	if (style->url != NULL && *source->rule != '\0')
		qms_value_url(values, "rule_url", style->url(style->closure,
		    source->rule));
	set_records(values, report, source, style);
}

void
qms_report_values(struct qms_value *values, const struct qms_report *report,
    const struct qms_report_style *style)
{
	struct qms_value *pieces = qms_value_list(values, "pieces"), *one;
	struct qms_value *sources = qms_value_list(values, "sources");
	struct qms_buffer text = { 0 };
	struct writing w = { &text, report, style };
	size_t i;

	for (i = 0; i < report->piece_count; i++) {
		one = qms_value_row(pieces);
		qms_buffer_clear(&text);
		if (report->pieces[i].chart != NULL)
			set_chart(one, report, report->pieces[i].chart);
		add_piece(&w, &report->pieces[i]);
		set_words(one, report, &text);
	}
	qms_buffer_free(&text);
	for (i = 0; style->marks == QMS_MARKS_LINKS &&
	    i < report->source_count; i++)
		set_source(qms_value_row(sources), report, i + 1, style);
}
