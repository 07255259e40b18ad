/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "chart.h"
#include "template.h"

/*
 * Figures over places (years, quarters, periods): columns of parts, and lines.
 * A drawing keeps its size and scrolls; style.css has the colours. No series is
 * told by its colour alone: parts bear their number, lines their figures and a
 * shape of point each, and the table below has all of it.
 */

enum {
	LEFT = 44, RIGHT = 12, TOP = 22, PLOT = 180, BOTTOM = 28,
	PLACE = 64,			/* of a label */
	COLUMN = 36,			/* wide */
	NUMBER = 16,			/* as high as a part with a number */
	STEPS = 5,			/* of the scale, at most */
	SHAPE = 4			/* half of a point */
};

struct scale {
	double low, high, step;
};

/* 1, 2 or 5 times a power of ten, so that there are few of them. */
static double
find_step(double range, double least)
{
	static const double factors[] = { 2, 2.5, 2 };
	double step = least;
	size_t i;

	for (i = 0; step * STEPS < range; i++)
		step *= factors[i % 3];
	return step;
}

static int
height_of(const struct scale *scale, double value)
{
	return (int)((value - scale->low) * PLOT / (scale->high -
	    scale->low) + 0.5);
}

/* Where a value stands; ranks have the first on top. */
static int
y_of(const struct qms_chart *chart, const struct scale *scale, double value)
{
	int height = height_of(scale, value);

	return chart->from_top ? TOP + height : TOP + PLOT - height;
}

/* Numbers of the scale are whole, or have one digit behind the sign. */
static const char *
show(struct qms_arena *arena, double value, bool whole,
    enum qms_language language)
{
	char *text = qms_arena_format(arena, "%.*f", whole ? 0 : 1, value);
	char *sign = strchr(text, '.');

	if (sign != NULL && language == QMS_VI)
		*sign = ',';
	return text;
}

static void
add_text(struct qms_buffer *out, const char *text, int x, int y,
    const char *class, const char *anchor)
{
	qms_buffer_format(out, "<text class=\"%s\" x=\"%d\" y=\"%d\""
	    " text-anchor=\"%s\">", class, x, y, anchor);
	qms_html_escape(out, qms_text(text));
	qms_buffer_string(out, "</text>\n");
}

static int
centre(size_t place)
{
	return LEFT + (int)place * PLACE + PLACE / 2;
}

/* ---- the frame ---- */

static void
open_drawing(struct qms_buffer *out, const struct qms_chart *chart)
{
	int width = LEFT + (int)chart->count * PLACE + RIGHT;
	int height = TOP + PLOT + BOTTOM;

	qms_buffer_format(out, "<svg xmlns=\"http://www.w3.org/2000/svg\""
	    " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
	    " aria-labelledby=\"%s-title\">\n<title id=\"%s-title\">", width,
	    height, width, height, chart->id, chart->id);
	qms_html_escape(out, qms_text(chart->title));
	qms_buffer_string(out, "</title>\n");
}

static void
add_scale(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_chart *chart, const struct scale *scale,
    enum qms_language language)
{
	int right = LEFT + (int)chart->count * PLACE, y;
	bool whole = scale->step >= 1 &&
	    scale->step == (double)(int64_t)scale->step;
	double value;
	size_t i;

	for (i = 0; i <= STEPS + 1; i++) {
		value = scale->low + (double)i * scale->step;
		if (value > scale->high + scale->step / 2)
			break;
		y = y_of(chart, scale, value);
		qms_buffer_format(out, "<path class=\"rule\""
		    " d=\"M%d %dH%d\"/>\n", LEFT, y, right);
		add_text(out, show(arena, value, whole, language), LEFT - 6, y + 4,
		    "svg-small", "end");
	}
	for (i = 0; i < chart->count; i++)
		add_text(out, chart->labels[i], centre(i), TOP + PLOT + 18,
		    "svg-small", "middle");
}

/* What is aimed at, across all places. */
static void
add_target(struct qms_buffer *out, const struct qms_chart *chart,
    const struct scale *scale)
{
	int right = LEFT + (int)chart->count * PLACE;
	int y;

	if (chart->target == NULL)
		return;
	y = y_of(chart, scale, chart->target_value);
	qms_buffer_format(out, "<path class=\"line is-old\""
	    " d=\"M%d %dH%d\"/>\n", LEFT, y, right);
	add_text(out, chart->target, right, y - 4, "svg-small", "end");
}

/* ---- columns ---- */

static double
value_at(const struct qms_chart *chart, size_t place, size_t series)
{
	return chart->values[place * chart->series_count + series];
}

static const char *
shown_at(const struct qms_chart *chart, size_t place, size_t series)
{
	return chart->shown[place * chart->series_count + series];
}

static double
find_highest_column(const struct qms_chart *chart)
{
	double highest = 0, sum;
	size_t i, j;

	for (i = 0; i < chart->count; i++) {
		for (sum = 0, j = 0; j < chart->series_count; j++)
			sum += value_at(chart, i, j);
		if (sum > highest)
			highest = sum;
	}
	return highest;
}

static void
add_column(struct qms_buffer *out, const struct qms_chart *chart,
    const struct scale *scale, size_t place)
{
	int x = centre(place) - COLUMN / 2, bottom = TOP + PLOT, top;
	double sum = 0;
	size_t j;

	for (j = 0; j < chart->series_count; j++) {
		if (value_at(chart, place, j) <= 0)
			continue;
		sum += value_at(chart, place, j);
		top = TOP + PLOT - height_of(scale, sum);
		qms_buffer_format(out, "<rect class=\"bar is-%s\" x=\"%d\""
		    " y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
		    chart->series[j].class, x, top, COLUMN, bottom - top);
		if (bottom - top >= NUMBER)
			add_text(out, shown_at(chart, place, j),
			    centre(place), (top + bottom) / 2 + 4,
			    "bar-text", "middle");
		bottom = top;
	}
}

static void
add_columns(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_chart *chart, enum qms_language language)
{
	struct scale scale = { .low = 0 };
	double highest = find_highest_column(chart);
	size_t i;

	if (chart->target != NULL && chart->target_value > highest)
		highest = chart->target_value;
	scale.step = find_step(highest, 1);
	while (scale.high < highest || scale.high == 0)
		scale.high += scale.step;
	open_drawing(out, chart);
	add_scale(out, arena, chart, &scale, language);
	for (i = 0; i < chart->count; i++)
		add_column(out, chart, &scale, i);
	add_target(out, chart, &scale);
}

/* ---- lines ---- */

static bool
is_known(const struct qms_chart *chart, size_t place, size_t series)
{
	return *shown_at(chart, place, series) != '\0';
}

/* The scale holds all points, and need not begin at 0. */
static struct scale
find_scale(const struct qms_chart *chart)
{
	struct scale scale = {0};
	double low = 0, high = 0, value;
	bool first = true;
	size_t i, j;

	for (i = 0; i < chart->count; i++)
		for (j = 0; j < chart->series_count; j++) {
			if (!is_known(chart, i, j))
				continue;
			value = value_at(chart, i, j);
			low = first || value < low ? value : low;
			high = first || value > high ? value : high;
			first = false;
		}
	if (chart->target != NULL) {
		low = chart->target_value < low ? chart->target_value : low;
		high = chart->target_value > high ? chart->target_value : high;
	}
	scale.step = find_step(high - low, chart->from_top ? 1 : 0.1);
	scale.low = (double)(int64_t)(low / scale.step) * scale.step;
	while (scale.low > low)
		scale.low -= scale.step;
	scale.high = scale.low + scale.step;
	while (scale.high < high)
		scale.high += scale.step;
	return scale;
}

static void
add_point(struct qms_buffer *out, const char *class, int x, int y, bool round)
{
	if (round)
		qms_buffer_format(out, "<circle class=\"bar is-%s\""
		    " cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n", class, x, y, SHAPE);
	else
		qms_buffer_format(out, "<rect class=\"bar is-%s\" x=\"%d\""
		    " y=\"%d\" width=\"%d\" height=\"%d\"/>\n", class,
		    x - SHAPE, y - SHAPE, 2 * SHAPE, 2 * SHAPE);
}

static void
add_line(struct qms_buffer *out, const struct qms_chart *chart,
    const struct scale *scale, size_t j)
{
	const char *class = chart->series[j].class;
	bool drawn = false;
	size_t i;
	int y;

	qms_buffer_format(out, "<path class=\"line is-%s\" d=\"", class);
	for (i = 0; i < chart->count; i++) {
		if (is_known(chart, i, j))
			qms_buffer_format(out, "%c%d %d", drawn ? 'L' : 'M',
			    centre(i), y_of(chart, scale,
			    value_at(chart, i, j)));
		drawn = is_known(chart, i, j);
	}
	qms_buffer_string(out, "\"/>\n");
	for (i = 0; i < chart->count; i++) {
		if (!is_known(chart, i, j))
			continue;
		y = y_of(chart, scale, value_at(chart, i, j));
		add_point(out, class, centre(i), y, j == 0);
		if (j == 0)
			add_text(out, shown_at(chart, i, j), centre(i), y - 9,
			    "svg-small svg-strong", "middle");
	}
}

static void
add_lines(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_chart *chart, enum qms_language language)
{
	struct scale scale = find_scale(chart);
	size_t j;

	open_drawing(out, chart);
	add_scale(out, arena, chart, &scale, language);
	for (j = chart->series_count; j-- > 0;)
		add_line(out, chart, &scale, j);
	add_target(out, chart, &scale);
}

void
qms_chart_svg(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_chart *chart, enum qms_language language)
{
	if (chart->columns)
		add_columns(out, arena, chart, language);
	else
		add_lines(out, arena, chart, language);
	qms_buffer_string(out, "</svg>\n");
}
