/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/markdown.h"
#include "qms/template.h"
#include "sheet.h"

void
sheet_text(struct qms_buffer *sheet, const char *text)
{
	qms_markdown_escape(sheet, text);
}

void
sheet_cell(struct qms_buffer *sheet, const char *text)
{
	qms_buffer_string(sheet, "| ");
	sheet_text(sheet, text);
	qms_buffer_char(sheet, ' ');
}

void
sheet_row(struct qms_buffer *sheet, const char *const *cells, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		sheet_cell(sheet, cells[i]);
	qms_buffer_string(sheet, "|\n");
}

void
sheet_header(struct qms_buffer *sheet, const char *const *titles,
    size_t count)
{
	size_t i;

	qms_buffer_char(sheet, '\n');
	sheet_row(sheet, titles, count);
	for (i = 0; i < count; i++)
		qms_buffer_string(sheet, "|---");
	qms_buffer_string(sheet, "|\n");
}

void
sheet_field(struct qms_buffer *sheet, const char *name, const char *value)
{
	if (*value == '\0')
		return;
	qms_buffer_format(sheet, "- **%s:** ", name);
	sheet_text(sheet, value);
	qms_buffer_char(sheet, '\n');
}

bool
sheet_is_asked(const struct cli *cli)
{
	return cli_has(cli, "format");
}

/* Black on white, A4; the header of a table is on each of its pages. */
static const char style[] =
	"@page{size:A4;margin:20mm 15mm}"
	"body{font-family:\"Times New Roman\",serif;font-size:13pt;"
	"line-height:1.35;max-width:60em;margin:1em auto;padding:0 1em;"
	"color:#000;background:#fff}"
	"h1{font-size:15pt;text-align:center}h2{font-size:13pt}"
	"table{border-collapse:collapse;width:100%;font-size:11pt}"
	"th,td{border:1px solid #000;padding:3px 5px;text-align:left;"
	"vertical-align:top}thead{display:table-header-group}"
	"tr{break-inside:avoid}";

static const struct qms_error *
write_html(struct qms_buffer *out, struct cli *cli, const char *title,
    const struct qms_buffer *sheet)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_markdown_options options = { 0 };
	struct qms_markdown markdown;

	qms_markdown_parse(&markdown, &cli->arena, qms_buffer_view(sheet),
	    "", 1, &problems);
	qms_buffer_format(out, "<!doctype html>\n<html lang=\"%s\">\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width\">\n<title>",
	    pick(cli, "vi", "en"));
	qms_html_escape(out, qms_text(title));
	qms_buffer_format(out, "</title>\n<style>%s</style>\n<main>\n",
	    style);
	qms_markdown_html(out, &markdown, &options);
	qms_buffer_string(out, "</main>\n</html>\n");
	qms_markdown_free(&markdown);
	return NULL;
}

const struct qms_error *
sheet_write(struct qms_buffer *out, struct cli *cli, const char *title,
    const char *format, const struct qms_buffer *sheet)
{
	if (strcmp(format, "html") == 0)
		return write_html(out, cli, title, sheet);
	if (strcmp(format, "markdown") != 0)
		return qms_fail(QMS_M_U025, format, "markdown, html");
	qms_buffer_text(out, qms_buffer_view(sheet));
	return NULL;
}
