/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "redline.h"
#include "template.h"

static void
add_piece(struct qms_buffer *out, enum qms_change_kind kind,
    struct qms_text text)
{
	static const char *const open[] = { "", "<del>", "<ins>", "" };
	static const char *const close[] = { "", "</del>", "</ins>", "" };

	qms_buffer_string(out, open[kind]);
	qms_html_escape(out, text);
	qms_buffer_string(out, close[kind]);
}

/* A heading of Markdown without its signs. */
static bool
is_heading(struct qms_text *text)
{
	size_t level = 0;

	while (level < text->size && text->data[level] == '#')
		level++;
	if (level == 0 || level > 6 || level == text->size ||
	    text->data[level] != ' ')
		return false;
	text->data += level + 1;
	text->size -= level + 1;
	return true;
}

static void
add_line(struct qms_buffer *out, const struct qms_redline_line *line)
{
	struct qms_text text = line->text;
	bool heading = line->kind != QMS_CHANGED && is_heading(&text);
	size_t i;

	if (qms_text_trim(text).size == 0 && line->kind != QMS_CHANGED)
		return;
	qms_buffer_string(out, heading ? "<p><strong>" : "<p>");
	if (line->kind != QMS_CHANGED)
		add_piece(out, line->kind, text);
	for (i = 0; i < line->count; i++)
		add_piece(out, line->pieces[i].kind, line->pieces[i].text);
	qms_buffer_string(out, heading ? "</strong></p>\n" : "</p>\n");
}

/* ---- rows of tables ---- */

struct row {				/* that is being written */
	struct qms_buffer *out;
	bool first;			/* the bar before the first cell */
	bool open;			/* a cell */
};

static void
end_cell(struct row *row)
{
	if (row->open)
		qms_buffer_string(row->out, "</td>");
	row->open = false;
}

static void
begin_cell(struct row *row)
{
	if (!row->open)
		qms_buffer_string(row->out, "<td>");
	row->open = true;
}

/* Without the blanks in front, which alone make no cell. */
static void
add_to_cell(struct row *row, enum qms_change_kind kind, struct qms_text text)
{
	while (!row->open && text.size > 0 && text.data[0] == ' ') {
		text.data++;
		text.size--;
	}
	if (text.size == 0)
		return;
	begin_cell(row);
	add_piece(row->out, kind, text);
}

/* A bar ends a cell, unless a backslash stands before it. */
static void
add_cells(struct row *row, enum qms_change_kind kind, struct qms_text text)
{
	struct qms_text part;
	size_t size;

	while (text.size > 0) {
		for (size = 0; size < text.size && text.data[size] != '|';)
			size += text.data[size] == '\\' &&
			    size + 1 < text.size ? 2 : 1;
		part.data = text.data;
		part.size = size;
		if (size > 0)
			add_to_cell(row, kind, part);
		if (size == text.size)
			return;
		if (!row->first)
			begin_cell(row);
		end_cell(row);
		row->first = false;
		text.data += size + 1;
		text.size -= size + 1;
	}
}

/* What the line begins with, whichever of the two texts that is in. */
static struct qms_text
line_start(const struct qms_redline_line *line)
{
	return line->kind != QMS_CHANGED ? line->text : line->count > 0 ?
	    line->pieces[0].text : qms_text("");
}

static bool
is_table_row(const struct qms_redline_line *line)
{
	struct qms_text text = line_start(line);

	return text.size > 1 && text.data[0] == '|';
}

/* The line below a table's head. */
static bool
is_delimiter(const struct qms_redline_line *line)
{
	struct qms_text text = line_start(line);
	size_t i;

	for (i = 0; i < text.size; i++)
		if (strchr("|-: \r", text.data[i]) == NULL)
			return false;
	return line->kind != QMS_CHANGED;
}

static void
add_table_row(struct qms_buffer *out, const struct qms_redline_line *line)
{
	struct row row = { .out = out, .first = true };
	size_t i;

	qms_buffer_string(out, "<tr>");
	if (line->kind != QMS_CHANGED)
		add_cells(&row, line->kind, line->text);
	for (i = 0; i < line->count; i++)
		add_cells(&row, line->pieces[i].kind, line->pieces[i].text);
	end_cell(&row);
	qms_buffer_string(out, "</tr>\n");
}

/* ---- the whole ---- */

struct writer {
	struct qms_buffer *out;
	const char *word;		/* "table", for who does not see it */
	bool table;			/* is open */
	int tables;
};

static void
set_table(struct writer *writer, bool table)
{
	if (table && !writer->table)
		qms_buffer_format(writer->out, "<section class=\"scroll\""
		    " tabindex=\"0\" aria-label=\"%s %d\"><table><tbody>\n",
		    writer->word, ++writer->tables);
	if (!table && writer->table)
		qms_buffer_string(writer->out,
		    "</tbody></table></section>\n");
	writer->table = table;
}

static void
write_line(struct writer *writer, const struct qms_redline_line *line)
{
	bool row = is_table_row(line);

	set_table(writer, row);
	if (!row)
		add_line(writer->out, line);
	else if (!is_delimiter(line))
		add_table_row(writer->out, line);
}

void
qms_redline_html(struct qms_buffer *out, const struct qms_redline *redline,
    size_t context, const char *table)
{
	struct writer writer = { .out = out, .word = table };
	const struct qms_redline_line *heading = NULL;
	size_t i, start = out->size;
	struct qms_text text;
	bool gap = false;

	for (i = 0; i < redline->count; i++) {
		text = redline->lines[i].text;
		if (!qms_redline_is_near(redline, i, context)) {
			gap = true;
			if (is_heading(&text))
				heading = &redline->lines[i];
			continue;
		}
		if (gap)
			set_table(&writer, false);
		if (gap && out->size > start)
			qms_buffer_string(out, "<hr>\n");
		/* the section that it stands in */
		if (heading != NULL && !is_heading(&text))
			write_line(&writer, heading);
		heading = NULL;
		gap = false;
		write_line(&writer, &redline->lines[i]);
	}
	set_table(&writer, false);
}
