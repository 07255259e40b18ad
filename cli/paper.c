/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "audit.h"
#include "paper.h"
#include "qms/markdown.h"
#include "qms/splice.h"
#include "qms/template.h"
#include "qms/unicode.h"
#include "sheet.h"

struct writer {
	struct cli *cli;
	const struct paper *paper;
	struct qms_object object;
	const char *parent, *name, *short_name, *place;
};

/* ---- the head ---- */

static const struct qms_error *
read_agency(struct writer *w)
{
	static const char sql[] =
		"SELECT a.name, a.short_name, a.place, p.name"
		"  FROM agency AS a LEFT JOIN agency AS p ON p.agency = a.parent"
		" WHERE a.agency = ?1";
	struct cli *cli = w->cli;
	const struct qms_error *err;
	struct qms_grid grid;

	err = QMS_GRID(&grid, cli->system, &cli->arena, sql,
	    w->paper->agency);
	if (err != NULL)
		return err;
	w->name = w->short_name = w->paper->agency;
	w->place = w->parent = "";
	if (qms_grid_rows(&grid) == 0)
		return NULL;
	w->name = qms_grid_cell(&grid, 0, 0);
	w->short_name = qms_grid_cell(&grid, 0, 1);
	w->place = qms_grid_cell(&grid, 0, 2);
	w->parent = qms_grid_cell(&grid, 0, 3);
	return NULL;
}

/* A number is given after signature: until then there is room for it. */
static const char *
number_of(const struct writer *w)
{
	return *w->paper->number != '\0' ? w->paper->number :
	    qms_arena_format(&w->cli->arena, "        /%s-%s",
	    w->paper->symbol, w->short_name);
}

/* Two digits for days below 10 and for January and February only. */
static const char *
day_of(const struct writer *w)
{
	qms_day day = qms_day_parse(qms_text(w->paper->day));
	char today[QMS_DAY_SIZE];
	int year, month, date;

	if (day == QMS_DAY_NONE)
		return qms_arena_format(&w->cli->arena,
		    "%s, ngày      tháng      năm %.4s", *w->place == '\0' ?
		    "…" : w->place, qms_day_format(today,
		    cli_today(w->cli)));
	qms_day_split(day, &year, &month, &date);
	return qms_arena_format(&w->cli->arena,
	    month < 3 ? "%s, ngày %02d tháng %02d năm %d" :
	    "%s, ngày %02d tháng %d năm %d", *w->place == '\0' ? "…" :
	    w->place, date, month, year);
}

static void
put(struct qms_buffer *out, const char *tag, const char *class,
    const char *text)
{
	qms_buffer_format(out, "<%s class=\"%s\">", tag, class);
	qms_html_escape(out, qms_text(text));
	qms_buffer_format(out, "</%s>\n", tag);
}

static void
write_head(struct qms_buffer *out, const struct writer *w)
{
	qms_buffer_string(out, "<header>\n<div>\n");
	if (*w->parent != '\0')
		put(out, "p", "parent", w->parent);
	put(out, "p", "agency", w->name);
	put(out, "p", "number", qms_arena_format(&w->cli->arena, "Số: %s",
	    number_of(w)));
	qms_buffer_string(out, "</div>\n<div>\n");
	put(out, "p", "nation", "Cộng hòa xã hội chủ nghĩa Việt Nam");
	put(out, "p", "motto", "Độc lập - Tự do - Hạnh phúc");
	put(out, "p", "day", day_of(w));
	qms_buffer_string(out, "</div>\n</header>\n");
	put(out, "h1", "type", w->paper->type);
	put(out, "p", "subject", w->paper->subject);
}

/* ---- its text ---- */

/* The kind's column that a cell is of, or NULL. */
static const struct qms_kind_key *
column_of(const struct qms_object *object,
    const struct qms_markdown_cell *cell)
{
	const struct qms_object_table *table;
	const struct qms_markdown_row *row;
	size_t i, k, at;

	for (i = 0; object->tables != NULL && i <
	    object->match.kind->table_count; i++) {
		table = &object->tables[i];
		if (table->found == NULL || table->columns == NULL)
			continue;
		for (at = 0; at < table->found->count; at++) {
			row = &table->found->rows[at];
			if (cell < row->cells ||
			    cell >= row->cells + row->count)
				continue;
			for (k = 0; k < table->table->column_count; k++)
				if (table->columns[k] == (int)(cell -
				    row->cells))
					return &table->table->columns[k];
		}
	}
	return NULL;
}

static const char *
named(struct cli *cli, const char *sql, const char *id)
{
	struct qms_grid grid;

	if (QMS_GRID(&grid, cli->system, &cli->arena, sql, id) != NULL ||
	    qms_grid_rows(&grid) == 0)
		return id;
	return qms_grid_cell(&grid, 0, 0);
}

/* Names and days as people write them. */
static const char *
show(void *closure, const struct qms_markdown_cell *cell)
{
	static const char agency[] =
		"SELECT name FROM agency WHERE agency = ?1";
	static const char item[] =
		"SELECT item || '. ' || vi FROM inspection_item"
		" WHERE item = ?1";
	struct writer *w = closure;
	const struct qms_kind_key *column = column_of(&w->object, cell);
	const char *text = cell->text;

	if (column == NULL || text == NULL || *text == '\0')
		return NULL;
	if (column->type == QMS_TYPE_PERSON)
		return audit_person(w->cli, w->paper->agency, text);
	if (column->type == QMS_TYPE_DATE)
		return cli_shown_day(w->cli, text);
	if (column->type != QMS_TYPE_REF || column->to == NULL)
		return NULL;
	if (strcmp(column->to, "agency") == 0)
		return named(w->cli, agency, text);
	if (strcmp(column->to, "inspection-item") == 0)
		return named(w->cli, item, text);
	return NULL;
}

/* The words of a link; paper leads nowhere. */
static bool
resolve(void *closure, struct qms_buffer *href, const char *target,
    bool image)
{
	(void)closure;
	(void)href;
	(void)target;
	return !image;
}

/* What a decision rests on has no heading; behind it comes what it decides. */
static void
write_body(struct qms_buffer *out, struct writer *w)
{
	static const char basis[] = "<h2 id=\"căn-cứ\">Căn cứ</h2>";
	static const char first[] = "<h2 id=\"điều-1";
	struct qms_markdown_options options = { .resolve = resolve,
	    .show = show, .closure = w };
	struct qms_buffer body = { 0 };
	const char *at;
	struct qms_text html;

	qms_markdown_html(&body, &w->object.markdown, &options);
	html = qms_buffer_view(&body);
	at = memmem(html.data, html.size, basis, strlen(basis));
	if (at != NULL) {
		qms_buffer_add(out, html.data, (size_t)(at - html.data));
		qms_buffer_string(out, "<section class=\"basis\">");
		at += strlen(basis);
		html.size -= (size_t)(at - html.data);
		html.data = at;
		at = memmem(html.data, html.size, first, strlen(first));
		if (at == NULL)
			at = html.data + html.size;
		qms_buffer_add(out, html.data, (size_t)(at - html.data));
		qms_buffer_string(out, "</section>\n");
		put(out, "p", "type", qms_arena_format(&w->cli->arena, "%s:",
		    w->paper->type));
		html.size -= (size_t)(at - html.data);
		html.data = at;
	}
	qms_buffer_text(out, html);
	qms_buffer_free(&body);
}

static void
write_foot(struct qms_buffer *out, const struct writer *w)
{
	size_t i;

	qms_buffer_string(out, "<footer>\n");
	if (w->paper->recipient_count > 0) {
		qms_buffer_string(out, "<div class=\"to\">\n");
		put(out, "p", "", "Nơi nhận:");
		for (i = 0; i < w->paper->recipient_count; i++)
			put(out, "p", "", qms_arena_format(&w->cli->arena,
			    "- %s%s", w->paper->recipients[i], i + 1 <
			    w->paper->recipient_count ? ";" : "."));
		qms_buffer_string(out, "</div>\n");
	}
	for (i = 0; i < w->paper->signer_count; i++)
		put(out, "p", "signer", w->paper->signers[i]);
	qms_buffer_string(out, "</footer>\n");
}

static const char style[] =
	"@page{size:A4;margin:20mm 15mm 20mm 30mm}"
	"body{font-family:\"Times New Roman\",serif;font-size:14pt;"
	"line-height:1.3;max-width:50em;margin:1em auto;padding:0 1em;"
	"color:#000;background:#fff}"
	"header,footer{display:flex;flex-wrap:wrap;gap:1em;"
	"justify-content:space-between;text-align:center}"
	"header p,footer p{margin:0}header{font-size:13pt}"
	".parent,.agency,.nation{text-transform:uppercase}"
	".agency,.nation,.motto,.signer,.subject{font-weight:bold}"
	".motto{border-bottom:1px solid #000;display:inline-block}"
	".agency::after{content:\"\";display:block;width:40%;margin:auto;"
	"border-bottom:1px solid #000}"
	"header .day,.basis{font-style:italic}.number{white-space:pre}"
	".day{white-space:pre-wrap}"
	".type{font-size:14pt;font-weight:bold;text-align:center;"
	"text-transform:uppercase;margin:1em 0 0}"
	".subject{text-align:center;margin:0 0 1em}"
	".basis ul{list-style:none;padding:0}"
	"h2{font-size:14pt;margin:1em 0 .3em}p{text-align:justify}"
	"header p,footer p,.type,.subject{text-align:center}"
	"table{border-collapse:collapse;width:100%;font-size:12pt}"
	"th,td{border:1px solid #000;padding:3px 5px;text-align:left;"
	"vertical-align:top}thead{display:table-header-group}"
	"tr{break-inside:avoid}"
	"footer{margin-top:1.5em;min-height:8em}.to{font-size:11pt}"
	"footer .to p{text-align:left}"
	".to p:first-child{font-size:12pt;font-weight:bold;"
	"font-style:italic}";

static void
write_html(struct writer *w)
{
	struct qms_buffer *out = &w->cli->out;

	qms_buffer_string(out, "<!doctype html>\n<html lang=\"vi\">\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width\">\n<title>");
	qms_html_escape(out, qms_text(w->paper->subject));
	qms_buffer_format(out, "</title>\n<style>%s</style>\n<main>\n",
	    style);
	write_head(out, w);
	write_body(out, w);
	write_foot(out, w);
	qms_buffer_string(out, "</main>\n</html>\n");
}

static void
write_markdown(struct writer *w)
{
	struct qms_splice_parts parts = qms_splice_split(w->paper->text);
	struct qms_buffer *out = &w->cli->out;

	sheet_text(out, w->name);
	qms_buffer_string(out, "\n\nSố: ");
	sheet_text(out, number_of(w));
	qms_buffer_string(out, "\n\n");
	sheet_text(out, day_of(w));
	qms_buffer_format(out, "\n\n# %s\n\n**", w->paper->type);
	sheet_text(out, w->paper->subject);
	qms_buffer_string(out, "**\n");
	qms_buffer_add(out, w->paper->text.data + parts.body,
	    w->paper->text.size - parts.body);
}

const struct qms_error *
paper_write(struct cli *cli, const struct paper *paper, const char *format)
{
	struct qms_problems ignored = { .arena = &cli->arena };
	struct writer w = { .cli = cli, .paper = paper };
	const struct qms_error *err;
	bool html = strcmp(format, "html") == 0;

	if (!html && strcmp(format, "markdown") != 0)
		return qms_fail(QMS_M_U025, format, "markdown, html");
	err = read_agency(&w);
	if (err != NULL)
		return err;
	if (!html) {
		write_markdown(&w);
		return NULL;
	}
	qms_object_parse(&w.object, &cli->arena, qms_system_kinds(
	    cli->system), paper->path, paper->text, &ignored);
	write_html(&w);
	qms_object_free(&w.object);
	return NULL;
}
