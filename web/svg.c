/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "web/page.h"

/* Diagrams as SVG; style.css has their colours, so that they follow the page
 * to dark and to paper. */

enum {
	WIDTH = 640, BOX_LEFT = 150, BOX_WIDTH = 480, GAP = 26,
	LINE = 19, PAD = 9,
	CHARACTERS = 58		/* that fit a line of a box */
};

/* Breaks text into lines between words; yields the next line's end. */
static size_t
next_break(struct qms_text text, size_t from)
{
	size_t at = from, last = text.size, characters = 0;

	while (at < text.size && characters < CHARACTERS) {
		if (text.data[at] == ' ')
			last = at;
		if (((unsigned char)text.data[at] & 0xc0) != 0x80)
			characters++;
		at++;
	}
	return at >= text.size || last <= from ? at : last;
}

static int
count_lines(const char *string)
{
	struct qms_text text = qms_text(string);
	size_t at = 0;
	int lines = 0;

	while (at < text.size) {
		at = next_break(text, at);
		while (at < text.size && (text.data[at] == ' ' ||
		    ((unsigned char)text.data[at] & 0xc0) == 0x80))
			at++;
		lines++;
	}
	return lines == 0 ? 1 : lines;
}

/* Returns the base of the next line. */
static int
add_lines(struct qms_buffer *out, const char *string, int x, int y,
    const char *class, const char *anchor)
{
	struct qms_text text = qms_text(string), line;
	size_t at = 0, from;

	while (at < text.size) {
		from = at;
		at = next_break(text, at);
		while (at < text.size &&
		    ((unsigned char)text.data[at] & 0xc0) == 0x80)
			at++;
		line.data = text.data + from;
		line.size = at - from;
		qms_buffer_format(out, "<text class=\"%s\" x=\"%d\" y=\"%d\""
		    " text-anchor=\"%s\">", class, x, y, anchor);
		qms_html_escape(out, line);
		qms_buffer_string(out, "</text>\n");
		while (at < text.size && text.data[at] == ' ')
			at++;
		y += LINE;
	}
	return y;
}

struct step {
	const char *number, *action, *who, *time, *form;
};

static int
step_height(const struct step *step)
{
	return (count_lines(step->action) + count_lines(step->who)) * LINE +
	    2 * PAD;
}

static void
add_arrow(struct qms_buffer *out, int y)
{
	int x = BOX_LEFT + BOX_WIDTH / 2;

	qms_buffer_format(out, "<path class=\"arrow\" d=\"M%d %dv%d\"/>"
	    "<path class=\"arrow-head\" d=\"M%d %dl-5 -8h10z\"/>\n",
	    x, y, GAP - 6, x, y + GAP);
}

static void
add_step(struct web_site *site, struct qms_buffer *out,
    const struct step *step, int y, bool last)
{
	int height = step_height(step), base = y + PAD + 13;
	int left = BOX_LEFT - 14;

	qms_buffer_format(out, "<rect class=\"%s\" x=\"%d\" y=\"%d\""
	    " width=\"%d\" height=\"%d\" rx=\"%d\"/>\n",
	    last ? "box box-end" : "box", BOX_LEFT, y, BOX_WIDTH, height,
	    last ? height / 2 : 4);
	base = add_lines(out, step->action, BOX_LEFT + BOX_WIDTH / 2, base,
	    "svg-text", "middle");
	(void)add_lines(out, step->who, BOX_LEFT + BOX_WIDTH / 2, base,
	    "svg-small", "middle");
	(void)add_lines(out, qms_arena_format(&site->page, "%s %s",
	    web_word(site, QMS_W_step), step->number), left, y + PAD + 13,
	    "svg-text", "end");
	if (*step->time != '\0')
		(void)add_lines(out, qms_arena_format(&site->page, "%s %s",
		    step->time, web_word(site, QMS_W_working_days)), left,
		    y + PAD + 13 + LINE, "svg-small", "end");
}

static const char *
cell(const struct qms_object_table *table, size_t row, const char *column)
{
	const struct qms_markdown_row *cells = &table->found->rows[row];
	size_t i;
	int at;

	for (i = 0; i < table->table->column_count; i++)
		if (strcmp(table->table->columns[i].key, column) == 0) {
			at = table->columns[i];
			if (at >= 0 && (size_t)at < cells->count)
				return cells->cells[at].text;
		}
	return "";
}

bool
web_svg_steps(struct web_site *site, struct qms_value *values,
    const struct qms_object *object)
{
	const struct qms_object_table *table = web_find_table(object,
	    "steps");
	struct qms_buffer out = {0};
	struct qms_text html;
	struct step *steps;
	size_t i, count;
	int height = 2, y = 2;

	/* a chart of one box is none, one of a hundred no help */
	if (table == NULL || table->found->count < 2 ||
	    table->found->count > 100)
		return false;
	count = table->found->count;
	steps = qms_arena_alloc(&site->page, count * sizeof(*steps));
	for (i = 0; i < count; i++) {
		steps[i].number = cell(table, i, "step");
		steps[i].action = cell(table, i, "action");
		steps[i].who = cell(table, i, "who");
		steps[i].time = cell(table, i, "time");
		height += step_height(&steps[i]) + GAP;
	}
	qms_buffer_format(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\""
	    " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
	    " aria-labelledby=\"steps-title steps-text\">\n"
	    "<title id=\"steps-title\">", WIDTH, height - GAP + 2, WIDTH,
	    height - GAP + 2);
	qms_html_escape(&out, qms_text(web_word(site,
	    QMS_W_diagram_of_steps)));
	qms_buffer_string(&out, "</title><desc id=\"steps-text\">");
	for (i = 0; i < count; i++) {
		qms_html_escape(&out, qms_text(steps[i].action));
		qms_buffer_string(&out, i + 1 < count ? " → " : "");
	}
	qms_buffer_string(&out, "</desc>\n");
	for (i = 0; i < count; i++) {
		add_step(site, &out, &steps[i], y, i + 1 == count);
		y += step_height(&steps[i]);
		if (i + 1 < count)
			add_arrow(&out, y);
		y += GAP;
	}
	qms_buffer_string(&out, "</svg>\n");
	html.size = out.size;
	html.data = qms_arena_copy(&site->page, out.data, out.size);
	qms_buffer_free(&out);
	qms_value_html(values, "diagram", qms_html_written(html));
	return true;
}
