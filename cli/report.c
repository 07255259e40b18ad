/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "qms/csv.h"
#include "qms/json.h"
#include "qms/unicode.h"
#include "report.h"

/* cells hold pairs: the value, and what the table shows (NULL: the same) */
void
report_begin(struct report *report, struct cli *cli, const char *schema,
    const struct report_column *columns, size_t count)
{
	memset(report, 0, sizeof(*report));
	report->cli = cli;
	report->schema = schema;
	report->columns = columns;
	report->column_count = count;
}

void
report_add(struct report *report, const char *cell)
{
	struct qms_arena *arena = &report->cli->arena;

	*qms_push(arena, report->cells, report->cell_count,
	    report->cell_room) = cell == NULL ? "" :
	    qms_arena_string(arena, cell);
	*qms_push(arena, report->cells, report->cell_count,
	    report->cell_room) = NULL;
}

void
report_number(struct report *report, int64_t number)
{
	report_add(report, qms_arena_format(&report->cli->arena, "%" PRId64,
	    number));
}

void
report_shown(struct report *report, const char *text)
{
	report->cells[report->cell_count - 1] =
	    qms_arena_string(&report->cli->arena, text);
}

static size_t
row_count(const struct report *report)
{
	return report->cell_count / 2 / report->column_count;
}

static const char *
value(const struct report *report, size_t row, size_t column)
{
	return report->cells[2 * (row * report->column_count + column)];
}

/* As the table shows it: days as dd/mm/yyyy, control characters away. */
static const char *
shown(const struct report *report, size_t row, size_t column)
{
	size_t place = 2 * (row * report->column_count + column);
	const char *text = report->cells[place + 1];
	struct qms_buffer safe = { 0 };
	char day[QMS_DAY_SIZE];
	qms_day parsed;

	if (text == NULL)
		text = report->cells[place];
	if (report->columns[column].type == REPORT_DAY) {
		parsed = qms_day_parse(qms_text(text));
		if (parsed != QMS_DAY_NONE)
			text = qms_day_format_vn(day, parsed);
	}
	qms_message_fill(&safe, "{1}", (const char *const [4]){ text });
	text = qms_arena_copy(&report->cli->arena, safe.data, safe.size);
	qms_buffer_free(&safe);
	return text;
}

static void
write_json(struct report *report)
{
	struct qms_json json;
	size_t row, i;
	const char *cell;

	qms_json_init(&json, &report->cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", report->schema);
	qms_json_array(&json, "rows");
	for (row = 0; row < row_count(report); row++) {
		qms_json_object(&json, NULL);
		for (i = 0; i < report->column_count; i++) {
			cell = value(report, row, i);
			if (report->columns[i].type != REPORT_NUMBER)
				qms_json_string(&json, report->columns[i].key,
				    cell);
			else if (*cell == '\0')
				qms_json_string(&json, report->columns[i].key,
				    NULL);
			else
				qms_json_integer(&json, report->columns[i].key,
				    strtoll(cell, NULL, 10));
		}
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	qms_json_end_object(&json);
}

static void
write_csv(struct report *report)
{
	struct qms_buffer *out = &report->cli->out;
	size_t row, i;

	for (i = 0; i < report->column_count; i++)
		qms_csv_write(out, report->columns[i].key, i == 0);
	qms_buffer_string(out, "\r\n");
	for (row = 0; row < row_count(report); row++) {
		for (i = 0; i < report->column_count; i++)
			qms_csv_write(out, value(report, row, i), i == 0);
		qms_buffer_string(out, "\r\n");
	}
}

static void
write_line(struct report *report, const char **cells, const int *widths)
{
	struct qms_buffer *out = &report->cli->out;
	size_t i, last = report->column_count;
	int width;

	while (last > 0 && (widths[last - 1] == 0 ||
	    *cells[last - 1] == '\0'))
		last--;
	for (i = 0; i < last; i++) {
		if (widths[i] == 0)
			continue;
		width = qms_unicode_width(qms_text(cells[i]));
		if (report->columns[i].type == REPORT_NUMBER)
			qms_buffer_format(out, "%*s", widths[i] - width, "");
		qms_buffer_string(out, cells[i]);
		if (i + 1 < last)
			qms_buffer_format(out, "%*s",
			    (report->columns[i].type == REPORT_NUMBER ? 0 :
			    widths[i] - width) + 2, "");
	}
	qms_buffer_char(out, '\n');
}

static bool
has_column(const struct report *report, const char *key)
{
	size_t i;

	for (i = 0; i < report->column_count; i++)
		if (strcmp(report->columns[i].key, key) == 0)
			return true;
	return false;
}

/*
 * Is the column worth its place? Not when it is for data only, when no row has
 * anything in it, or when it says of every row that it is of one agency.
 */
static bool
is_shown(const struct report *report, size_t column)
{
	bool same = strcmp(report->columns[column].key, "agency") == 0 &&
	    (has_column(report, "id") || has_column(report, "rule"));
	bool filled = false;
	size_t row;

	if (report->columns[column].title[0] == NULL)
		return false;
	if (report->whole)
		return true;
	for (row = 0; row < row_count(report); row++) {
		if (*value(report, row, column) != '\0')
			filled = true;
		if (strcmp(value(report, row, column),
		    value(report, 0, column)) != 0)
			same = false;
	}
	return filled && !same;
}

/* Cuts a cell to a width, with a sign that something is missing. */
static const char *
cut(struct report *report, const char *cell, int width)
{
	struct qms_text text = qms_text(cell), head = { cell, 0 };
	size_t at = 0;

	if (qms_unicode_width(text) <= width)
		return cell;
	while (at < text.size) {
		(void)qms_utf8_next(text, &at);
		if (qms_unicode_width((struct qms_text){ cell, at }) >= width)
			break;
		head.size = at;
	}
	return qms_arena_format(&report->cli->arena, "%.*s…", (int)head.size,
	    head.data);
}

/* What is copied into the next command is never cut. */
static bool
is_copied(const struct report *report, size_t column)
{
	static const char *const keys[] = { "id", "command", "person",
	    "agency", "rule", "sha256", "evidence" };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(report->columns[column].key, keys[i]) == 0)
			return true;
	return false;
}

enum { NARROWEST = 16 };	/* to which columns are cut for a screen */

/* Takes from the widest column until the table fits the screen. */
static void
fit(const struct report *report, int *widths)
{
	int screen = screen_width(), total, most;
	size_t i, widest;

	while (screen > 0) {
		total = -2;
		most = 0;
		widest = 0;
		for (i = 0; i < report->column_count; i++) {
			total += widths[i] > 0 ? widths[i] + 2 : 0;
			if (widths[i] > most && report->columns[i].type ==
			    REPORT_TEXT && !is_copied(report, i)) {
				most = widths[i];
				widest = i;
			}
		}
		if (total <= screen || most <= NARROWEST)
			return;
		widths[widest] = most - (total - screen) > NARROWEST &&
		    total - screen < most / 4 ? most - (total - screen) :
		    most - 1;
	}
}

static void
write_table(struct report *report)
{
	enum qms_language language = report->cli->language;
	struct qms_arena *arena = &report->cli->arena;
	size_t row, i, columns = report->column_count;
	size_t rows = row_count(report);
	const char **cells;
	int *widths, width;

	cells = qms_arena_alloc(arena, (rows + 1) * columns * sizeof(*cells));
	widths = qms_arena_alloc(arena, columns * sizeof(*widths));
	for (i = 0; i < columns; i++) {
		if (!is_shown(report, i))
			continue;
		for (row = 0; row <= rows; row++) {
			cells[row * columns + i] = row > 0 ?
			    shown(report, row - 1, i) :
			    report->columns[i].title[language];
			width = qms_unicode_width(
			    qms_text(cells[row * columns + i]));
			if (width > widths[i])
				widths[i] = width;
		}
	}
	fit(report, widths);
	for (row = 0; row <= rows; row++) {
		for (i = 0; i < columns; i++)
			cells[row * columns + i] = widths[i] == 0 ? "" :
			    cut(report, cells[row * columns + i], widths[i]);
		write_line(report, cells + row * columns, widths);
	}
}

void
report_end(struct report *report, const char *none_vi, const char *none_en)
{
	if (report->cli->json)
		write_json(report);
	else if (report->cli->csv)
		write_csv(report);
	else if (report->cell_count == 0)
		say(report->cli, "%s", "%s", pick(report->cli, none_vi,
		    none_en));
	else
		write_table(report);
}
