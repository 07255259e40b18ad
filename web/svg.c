/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/unicode.h"
#include "web/page.h"

/*
 * The steps of a procedure as lanes, one a role, in the order in which the
 * roles come into it. Up to NARROW roles the text stands in the boxes of the
 * lanes; with more of them, or with long texts, it stands in a column of its
 * own, and the lanes hold the numbers. What would not go on a sheet of A4 is
 * several drawings, each with the names of its lanes.
 *
 * style.css has the colours, so that a drawing follows the page to dark and
 * to paper.
 */

enum {
	MANY_STEPS = 100, MANY_LANES = 16, NARROW = 6,
	TEXT = 13, SMALL = 12,		/* sizes of letters */
	LINE = 17, PAD = 8, GAP = 26,	/* GAP: an arrow's room */
	BADGE = 11,			/* radius of a number's circle */
	EDGE = 2,			/* room for a line at the border */
	LONG_BOX = 12,			/* lines that a box may well have */
	TEXT_COLUMN = 330, WIDTH = 720,	/* rather the column than less */
	PAPER_WIDTH = 640, PAPER_HEIGHT = 860	/* of A4, within its margins */
};

/* ---- texts ---- */

/* Hundredths of a letter's size; what common fonts need, rather too much. */
static int
letter_width(int32_t letter)
{
	static const char narrow[] = "ijlI.,:;'|!", slim[] = "frt()[]/-\" ";
	static const char wide[] = "mwMW@%";

	if (letter >= 0x300 && letter <= 0x36f)
		return 0;
	if (letter < 0x80 && letter > 0) {
		if (strchr(narrow, letter) != NULL)
			return 32;
		if (strchr(slim, letter) != NULL)
			return 40;
		if (strchr(wide, letter) != NULL)
			return 94;
		return letter >= 'A' && letter <= 'Z' ? 72 : 58;
	}
	/* Vietnamese letters: capitals are the even ones of their block */
	if (letter >= 0x1ea0 && letter <= 0x1ef9)
		return letter % 2 == 0 ? 74 : 60;
	if (letter >= 0xc0 && letter <= 0xde)
		return 74;
	if (letter >= 0xdf && letter <= 0x24f)
		return 66;
	return 102;
}

struct lines {
	struct qms_text *items;
	size_t count, room;
};

/* Broken between words, and within what is longer than a line. */
static struct lines
wrap(struct qms_arena *arena, const char *string, int size, int width)
{
	struct qms_text text = qms_text_trim(qms_text(string));
	struct lines lines = {0};
	size_t from = 0, at = 0, before, space = 0;
	int64_t used = 0, room = (int64_t)width * 100;
	int32_t letter;

	while (at < text.size) {
		before = at;
		letter = qms_utf8_next(text, &at);
		if (letter < 0)		/* none is in the index */
			break;
		if (letter == ' ')
			space = before;
		used += (int64_t)letter_width(letter) * size;
		if (used <= room || before == from)
			continue;
		/* a space may stand beyond the end of its line */
		if (letter == ' ')
			continue;
		at = space > from ? space : before;
		*qms_push(arena, lines.items, lines.count, lines.room) =
		    qms_text_trim((struct qms_text){ text.data + from,
		    at - from });
		while (at < text.size && text.data[at] == ' ')
			at++;
		from = at;
		used = 0;
	}
	if (from < at)
		*qms_push(arena, lines.items, lines.count, lines.room) =
		    (struct qms_text){ text.data + from, at - from };
	return lines;
}

static void
add_text(struct qms_buffer *out, struct qms_text text, int x, int y,
    const char *class, const char *anchor)
{
	qms_buffer_format(out, "<text class=\"%s\" x=\"%d\" y=\"%d\"", class,
	    x, y);
	if (anchor != NULL)
		qms_buffer_format(out, " text-anchor=\"%s\"", anchor);
	qms_buffer_char(out, '>');
	qms_html_escape(out, text);
	qms_buffer_string(out, "</text>\n");
}

/* Returns the base of the line behind them. */
static int
add_lines(struct qms_buffer *out, const struct lines *lines, int x, int y,
    const char *class, const char *anchor)
{
	size_t i;

	for (i = 0; i < lines->count; i++, y += LINE)
		add_text(out, lines->items[i], x, y, class, anchor);
	return y;
}

/* ---- what is drawn ---- */

struct step {
	const char *number, *action, *who, *time, *form;
	size_t lane;
	struct lines text, note;	/* note: who, when, with which form */
	bool time_above;		/* beside the number, not in the note */
	int height;
};

struct chart {
	struct web_site *site;
	struct step *steps;
	size_t count;
	const char **lanes;		/* names */
	struct lines *names;
	size_t lane_count;
	bool beside;			/* the texts stand beside the lanes */
	int left, lane, width, head;	/* where lanes begin, their widths */
};

static int
centre(const struct chart *chart, const struct step *step)
{
	return chart->left + (int)step->lane * chart->lane + chart->lane / 2;
}

static int
lines_height(const struct lines *lines)
{
	return (int)lines->count * LINE;
}

static const char *
join(struct qms_arena *arena, const char *a, const char *b)
{
	/* the dot stays with what stands before it */
	return *a == '\0' ? b : *b == '\0' ? a :
	    qms_arena_format(arena, "%s\u00a0· %s", a, b);
}

static int
text_width(const char *string, int size)
{
	struct qms_text text = qms_text(string);
	int64_t width = 0;
	size_t at = 0;
	int32_t letter;

	while (at < text.size && (letter = qms_utf8_next(text, &at)) >= 0 &&
	    width < 100000)
		width += (int64_t)letter_width(letter) * size;
	return (int)(width / 100) + 1;
}

static void
measure_box(const struct chart *chart, struct step *step)
{
	struct qms_arena *arena = &chart->site->page;
	int inner = chart->lane - 16 - 2 * PAD;

	step->text = wrap(arena, step->action, TEXT, inner);
	step->time_above = text_width(step->time, SMALL) <=
	    inner - 2 * BADGE - PAD;
	step->note = wrap(arena, join(arena, step->time_above ? "" :
	    step->time, step->form), SMALL, inner);
	step->height = 2 * BADGE + PAD + lines_height(&step->text) +
	    lines_height(&step->note) + PAD;
}

static void
measure_row(const struct chart *chart, struct step *step)
{
	struct qms_arena *arena = &chart->site->page;
	int inner = chart->left - EDGE - 2 * BADGE - 2 * PAD;

	step->text = wrap(arena, step->action, TEXT, inner);
	step->note = wrap(arena, join(arena, join(arena, step->who,
	    step->time), step->form), SMALL, inner);
	step->height = 2 * PAD + lines_height(&step->text) +
	    lines_height(&step->note);
	if (step->height < 2 * BADGE + GAP)
		step->height = 2 * BADGE + GAP;
}

/* Names of lanes across, as many lines as the longest needs. */
static void
measure_heads(struct chart *chart)
{
	size_t i, most = 1;

	for (i = 0; i < chart->lane_count; i++) {
		chart->names[i] = wrap(&chart->site->page, chart->lanes[i],
		    TEXT, chart->lane - 2 * PAD);
		if (chart->names[i].count > most)
			most = chart->names[i].count;
	}
	chart->head = (int)most * LINE + 2 * PAD;
}

/* Names that stand upright: as long as it takes to have few lines of them. */
static void
measure_upright_heads(struct chart *chart)
{
	size_t lines = (size_t)(chart->lane - 4) / 15, i;
	bool fits = false;

	for (chart->head = 110; !fits && chart->head < 400;
	    chart->head += 20) {
		fits = true;
		for (i = 0; i < chart->lane_count; i++) {
			chart->names[i] = wrap(&chart->site->page,
			    chart->lanes[i], SMALL, chart->head);
			fits = fits && chart->names[i].count <= lines;
		}
	}
	chart->head += 2 * PAD;
}

static bool
measure_boxes(struct chart *chart)
{
	static const int widths[NARROW + 1] = { 0, 420, 280, 226, 182, 152,
	    132 };
	bool fits = true;
	size_t i;

	if (chart->lane_count > NARROW)
		return false;
	chart->beside = false;
	chart->left = EDGE;
	chart->lane = widths[chart->lane_count];
	for (i = 0; i < chart->count; i++) {
		measure_box(chart, &chart->steps[i]);
		fits = fits && chart->steps[i].text.count <= LONG_BOX;
	}
	measure_heads(chart);
	return fits;
}

static void
measure(struct chart *chart)
{
	size_t i;

	if (!measure_boxes(chart)) {
		chart->beside = true;
		chart->lane = chart->lane_count > 8 ? 36 : 52;
		chart->left = WIDTH - (int)chart->lane_count * chart->lane;
		if (chart->left < TEXT_COLUMN)
			chart->left = TEXT_COLUMN;
		for (i = 0; i < chart->count; i++)
			measure_row(chart, &chart->steps[i]);
		measure_upright_heads(chart);
	}
	chart->width = chart->left + (int)chart->lane_count * chart->lane +
	    EDGE;
}

/* ---- pieces of a drawing ---- */

static void
add_upright(struct qms_buffer *out, const struct lines *name, int x,
    int bottom)
{
	int at = x - (int)(name->count - 1) * 15 / 2 + 4;
	size_t i;

	for (i = 0; i < name->count; i++, at += 15) {
		qms_buffer_format(out, "<text class=\"svg-small svg-strong\""
		    " transform=\"translate(%d %d) rotate(-90)\">", at,
		    bottom);
		qms_html_escape(out, name->items[i]);
		qms_buffer_string(out, "</text>\n");
	}
}

static void
add_lanes(struct qms_buffer *out, const struct chart *chart, int height)
{
	const char *odd;
	size_t i;
	int x, base;

	for (i = 0; i < chart->lane_count; i++) {
		x = chart->left + (int)i * chart->lane;
		odd = i % 2 == 0 ? "" : " lane-odd";
		qms_buffer_format(out, "<rect class=\"lane%s\" x=\"%d\""
		    " y=\"%d\" width=\"%d\" height=\"%d\"/>\n"
		    "<rect class=\"lane-head\" x=\"%d\" y=\"%d\""
		    " width=\"%d\" height=\"%d\"/>\n", odd, x, EDGE,
		    chart->lane, height - 2 * EDGE, x, EDGE, chart->lane,
		    chart->head);
		x += chart->lane / 2;
		base = EDGE + (chart->head -
		    lines_height(&chart->names[i])) / 2 + TEXT;
		if (chart->beside)
			add_upright(out, &chart->names[i], x, EDGE +
			    chart->head - PAD);
		else
			(void)add_lines(out, &chart->names[i], x, base,
			    "svg-text svg-strong", "middle");
	}
}

static void
add_badge(struct qms_buffer *out, const char *number, int x, int y)
{
	qms_buffer_format(out, "<circle class=\"badge\" cx=\"%d\" cy=\"%d\""
	    " r=\"%d\"/>\n", x, y, BADGE);
	add_text(out, qms_text(number), x, y + 4, "badge-text", "middle");
}

/* From one place down to another; lanes are changed half way between. */
static void
add_arrow(struct qms_buffer *out, int x, int y, int to_x, int turn, int to_y)
{
	qms_buffer_format(out, "<path class=\"arrow\" d=\"M%d %d", x, y);
	if (x != to_x)
		qms_buffer_format(out, "V%dH%d", turn, to_x);
	qms_buffer_format(out, "V%d\"/><path class=\"arrow-head\""
	    " d=\"M%d %dl-5 -8h10z\"/>\n", to_y - 6, to_x, to_y);
}

static void
add_box(struct qms_buffer *out, const struct chart *chart,
    const struct step *step, int y)
{
	int width = chart->lane - 16, x = centre(chart, step) - width / 2;
	int base = y + PAD / 2 + 2 * BADGE + PAD / 2 + TEXT;

	qms_buffer_format(out, "<rect class=\"box\" x=\"%d\" y=\"%d\""
	    " width=\"%d\" height=\"%d\" rx=\"4\"/>\n", x, y, width,
	    step->height);
	add_badge(out, step->number, x + PAD / 2 + BADGE,
	    y + PAD / 2 + BADGE);
	if (step->time_above && *step->time != '\0')
		add_text(out, qms_text(step->time), x + width - PAD,
		    y + PAD / 2 + BADGE + 4, "svg-small", "end");
	base = add_lines(out, &step->text, x + PAD, base, "svg-text", NULL);
	(void)add_lines(out, &step->note, x + PAD, base, "svg-small", NULL);
}

static void
add_row(struct qms_buffer *out, const struct chart *chart,
    const struct step *step, int y)
{
	int base = y + PAD + TEXT;

	qms_buffer_format(out, "<path class=\"rule\" d=\"M%d %dH%d\"/>\n",
	    EDGE, y, chart->left);
	add_text(out, qms_text_trim(qms_text(qms_arena_format(
	    &chart->site->page, "%s.", step->number))), EDGE + 2 * BADGE,
	    base, "svg-text svg-strong", "end");
	base = add_lines(out, &step->text, EDGE + 2 * BADGE + PAD, base,
	    "svg-text", NULL);
	(void)add_lines(out, &step->note, EDGE + 2 * BADGE + PAD, base,
	    "svg-small", NULL);
	add_badge(out, step->number, centre(chart, step),
	    y + step->height / 2);
}

/* Where a step's arrow comes in, and where the next one's goes out. */
static int
top_of(const struct chart *chart, const struct step *step, int y)
{
	return chart->beside ? y + step->height / 2 - BADGE : y;
}

static int
bottom_of(const struct chart *chart, const struct step *step, int y)
{
	return chart->beside ? y + step->height / 2 + BADGE :
	    y + step->height;
}

/* ---- the beginning and the end ---- */

enum { PILL = 26 };

static void
add_pill(struct qms_buffer *out, const struct chart *chart,
    const struct step *step, int y, enum qms_word word)
{
	const char *text = web_word(chart->site, word);
	int width = text_width(text, SMALL) + 2 * PILL / 2, x;

	x = centre(chart, step);
	if (chart->beside) {
		qms_buffer_format(out, "<circle class=\"box-end\" cx=\"%d\""
		    " cy=\"%d\" r=\"%d\"/>\n", x, y + PILL / 2, BADGE - 3);
		add_text(out, qms_text(text), EDGE + 2 * BADGE + PAD,
		    y + PILL / 2 + 4, "svg-small", NULL);
		return;
	}
	qms_buffer_format(out, "<rect class=\"box-end\" x=\"%d\" y=\"%d\""
	    " width=\"%d\" height=\"%d\" rx=\"%d\"/>\n", x - width / 2, y,
	    width, PILL, PILL / 2);
	add_text(out, qms_text(text), x, y + PILL / 2 + 4, "svg-small",
	    "middle");
}

/* Where it goes on, or comes from, on another drawing. */
static void
add_elsewhere(struct qms_buffer *out, const struct chart *chart,
    const struct step *at, const struct step *other, int y)
{
	add_text(out, qms_text(qms_arena_format(&chart->site->page, "%s %s",
	    web_word(chart->site, QMS_W_step), other->number)),
	    chart->beside ? EDGE + 2 * BADGE + PAD : centre(chart, at) + 8,
	    y, "svg-small", NULL);
}

/* ---- drawings ---- */

enum { ENDS = PILL + GAP };		/* room above and below the steps */

static int
row_gap(const struct chart *chart)
{
	return chart->beside ? 0 : GAP;
}

/* How many steps from the first on go on one sheet, and how high they are. */
static size_t
fill_sheet(int *height, const struct chart *chart, size_t first)
{
	int room = chart->width <= PAPER_WIDTH ? PAPER_HEIGHT :
	    PAPER_HEIGHT * chart->width / PAPER_WIDTH;
	size_t at = first;
	int more;

	*height = 2 * EDGE + chart->head + PAD + 2 * ENDS + PAD;
	while (at < chart->count) {
		more = chart->steps[at].height + (at == first ? 0 :
		    row_gap(chart));
		if (at > first && *height + more > room)
			break;
		*height += more;
		at++;
	}
	return at - first;
}

static void
add_description(struct qms_buffer *out, const struct chart *chart,
    size_t first, size_t count)
{
	const struct step *step;
	size_t i;

	for (i = first; i < first + count; i++) {
		step = &chart->steps[i];
		qms_html_escape(out, qms_text(qms_arena_format(
		    &chart->site->page, "%s. %s – %s%s%s%s", step->number,
		    step->action, step->who, *step->time == '\0' ? "" : " (",
		    step->time, *step->time == '\0' ? "" : ")")));
		qms_buffer_string(out, i + 1 < first + count ? "; " : ".");
	}
}

static void
open_sheet(struct qms_buffer *out, const struct chart *chart, size_t first,
    size_t count, int height)
{
	qms_buffer_format(out, "<svg xmlns=\"http://www.w3.org/2000/svg\""
	    " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
	    " aria-labelledby=\"steps-title-%zu\""
	    " aria-describedby=\"steps-text-%zu\">\n"
	    "<title id=\"steps-title-%zu\">", chart->width, height,
	    chart->width, height, first + 1, first + 1, first + 1);
	qms_html_escape(out, qms_text(web_word(chart->site,
	    QMS_W_diagram_of_steps)));
	if (count < chart->count)
		qms_html_escape(out, qms_text(qms_arena_format(
		    &chart->site->page, ", %s %s–%s", web_word(chart->site,
		    QMS_W_step), chart->steps[first].number,
		    chart->steps[first + count - 1].number)));
	qms_buffer_format(out, "</title><desc id=\"steps-text-%zu\">",
	    first + 1);
	add_description(out, chart, first, count);
	qms_buffer_string(out, "</desc>\n");
}

static void
add_begin(struct qms_buffer *out, const struct chart *chart, size_t first,
    int y)
{
	const struct step *step = &chart->steps[first];
	int x = centre(chart, step);

	if (first == 0)
		add_pill(out, chart, step, y, QMS_W_begin);
	else
		add_elsewhere(out, chart, step, step - 1, y + PILL - 8);
	add_arrow(out, x, first == 0 && !chart->beside ? y + PILL :
	    y + PILL - 5, x, 0, top_of(chart, step, y + ENDS));
}

static void
add_end(struct qms_buffer *out, const struct chart *chart, size_t last,
    int y, int below)
{
	const struct step *step = &chart->steps[last];
	int x = centre(chart, step);

	if (last + 1 == chart->count)
		add_pill(out, chart, step, y + GAP, QMS_W_end);
	else
		add_elsewhere(out, chart, step, step + 1, y + GAP + 4);
	add_arrow(out, x, below, x, 0, chart->beside ? y + GAP + 5 :
	    y + GAP);
}

static void
add_sheet(struct qms_buffer *out, const struct chart *chart, size_t first,
    size_t count, int height)
{
	const struct step *step, *next;
	int y = EDGE + chart->head + PAD;
	size_t i;

	open_sheet(out, chart, first, count, height);
	add_lanes(out, chart, height);
	add_begin(out, chart, first, y);
	y += ENDS;
	for (i = first; i < first + count; i++) {
		step = &chart->steps[i];
		next = step + 1;
		if (chart->beside)
			add_row(out, chart, step, y);
		else
			add_box(out, chart, step, y);
		if (i + 1 == first + count)
			break;
		add_arrow(out, centre(chart, step), bottom_of(chart, step, y),
		    centre(chart, next), y + step->height +
		    row_gap(chart) / 2, top_of(chart, next,
		    y + step->height + row_gap(chart)));
		y += step->height + row_gap(chart);
	}
	step = &chart->steps[first + count - 1];
	add_end(out, chart, first + count - 1, y + step->height,
	    bottom_of(chart, step, y));
	qms_buffer_string(out, "</svg>\n");
}

/* ---- from a table ---- */

static const char *
cell(struct web_site *site, const struct qms_object *object,
    const struct qms_object_table *table, size_t row, const char *column)
{
	const struct qms_markdown_row *cells = &table->found->rows[row];
	const struct qms_kind_key *key;
	const char *text, *url;
	size_t i;
	int at;

	for (i = 0; i < table->table->column_count; i++) {
		key = &table->table->columns[i];
		at = table->columns[i];
		if (strcmp(key->key, column) != 0 || at < 0 ||
		    (size_t)at >= cells->count)
			continue;
		text = cells->cells[at].text;
		if (*text == '\0' || key->type != QMS_TYPE_DECIMAL)
			return text;
		text = web_show(site, object->match.agency, key, text, &url);
		return strcmp(column, "time") != 0 ? text :
		    qms_arena_format(&site->page, "%s %s", text,
		    web_word(site, QMS_W_working_days));
	}
	return "";
}

/* Roles are the same whatever the case of their letters. */
static void
find_lanes(struct chart *chart)
{
	struct qms_arena *arena = &chart->site->page;
	struct qms_map seen = {0};
	struct qms_buffer key = {0};
	struct step *step;
	const char *name;
	size_t i;
	void *lane;

	chart->lanes = qms_arena_alloc(arena,
	    chart->count * sizeof(*chart->lanes));
	for (i = 0; i < chart->count; i++) {
		step = &chart->steps[i];
		qms_buffer_clear(&key);
		qms_unicode_lower(&key, qms_text_trim(qms_text(step->who)));
		name = qms_arena_copy(arena, key.size == 0 ? "" : key.data,
		    key.size);
		lane = qms_map_get(&seen, name);
		if (lane == NULL) {
			chart->lanes[chart->lane_count++] = step->who;
			lane = &chart->lanes[chart->lane_count - 1];
			qms_map_put(arena, &seen, name, lane);
		}
		step->lane = (size_t)((const char **)lane - chart->lanes);
	}
	qms_buffer_free(&key);
	/* nearly each step its own: lanes would say nothing */
	if (chart->lane_count > MANY_LANES) {
		chart->lane_count = 1;
		chart->lanes[0] = "";
		for (i = 0; i < chart->count; i++)
			chart->steps[i].lane = 0;
	}
	chart->names = qms_arena_alloc(arena,
	    chart->lane_count * sizeof(*chart->names));
}

static void
load(struct chart *chart, struct web_site *site,
    const struct qms_object *object, const struct qms_object_table *table)
{
	struct step *step;
	size_t i;

	memset(chart, 0, sizeof(*chart));
	chart->site = site;
	chart->count = table->found->count;
	chart->steps = qms_arena_alloc(&site->page,
	    chart->count * sizeof(*chart->steps));
	for (i = 0; i < chart->count; i++) {
		step = &chart->steps[i];
		step->number = cell(site, object, table, i, "step");
		step->action = cell(site, object, table, i, "action");
		step->who = cell(site, object, table, i, "who");
		step->time = cell(site, object, table, i, "time");
		step->form = cell(site, object, table, i, "form");
		/* three digits go into a circle; a file may say anything */
		if (strlen(step->number) > 3)
			step->number = "…";
	}
	find_lanes(chart);
	measure(chart);
}

bool
web_svg_steps(struct web_site *site, struct qms_value *values,
    const struct qms_object *object)
{
	const struct qms_object_table *table = web_find_table(object,
	    "steps");
	struct chart chart;
	struct qms_buffer out = {0};
	size_t first, count;
	int height;

	/* a chart of one box is none, one of a hundred no help */
	if (table == NULL || table->found->count < 2 ||
	    table->found->count > MANY_STEPS)
		return false;
	load(&chart, site, object, table);
	for (first = 0; first < chart.count; first += count) {
		count = fill_sheet(&height, &chart, first);
		add_sheet(&out, &chart, first, count, height);
	}
	qms_value_html(values, "diagram", web_html_written(site, &out));
	return true;
}
