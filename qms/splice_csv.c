/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "splice.h"

struct session {
	struct qms_arena *arena;
	const struct qms_csv *csv;
	struct qms_text text;
	struct qms_text eol;
	struct qms_buffer out;
	const char ***wanted;		/* the cells that each row must have */
};

static const struct qms_error *
fail_row(enum qms_message_id id, size_t row)
{
	char place[40];

	(void)snprintf(place, sizeof(place), "row/%zu", row + 1);
	return qms_fail(id, place);
}

static struct qms_text
cut(struct qms_text text, size_t start, size_t end)
{
	return (struct qms_text){ text.data + start, end - start };
}

/* What stands between a row and the next one: line ends, or nothing. */
static struct qms_text
behind_row(const struct session *s, size_t row)
{
	size_t end = row + 1 < s->csv->count ? s->csv->rows[row + 1].start :
	    s->text.size;

	return cut(s->text, s->csv->rows[row].end, end);
}

/* A row that could not be read would be carried along unseen. */
static bool
is_whole(const struct session *s)
{
	struct qms_text gap = cut(s->text, s->csv->header.end,
	    s->csv->count > 0 ? s->csv->rows[0].start : s->text.size);
	size_t row, i;

	for (row = 0;; row++) {
		for (i = 0; i < gap.size; i++)
			if (gap.data[i] != '\n' && gap.data[i] != '\r')
				return false;
		if (row == s->csv->count)
			return true;
		gap = behind_row(s, row);
	}
}

static const struct qms_error *
begin(struct session *s, struct qms_text *result, struct qms_arena *arena,
    const struct qms_csv *csv, struct qms_text text, size_t count)
{
	size_t end = csv->header.end;

	*result = (struct qms_text){ "", 0 };
	memset(s, 0, sizeof(*s));
	s->arena = arena;
	s->csv = csv;
	s->text = text;
	s->eol = qms_text(end + 1 < text.size && text.data[end] == '\r' ?
	    "\r\n" : "\n");
	s->wanted = qms_arena_alloc(arena, (count + 1) * sizeof(*s->wanted));
	if (csv->header.count == 0 || !is_whole(s))
		return qms_fail(QMS_M_D192, "csv");
	return NULL;
}

/* ---- writing ---- */

/* Where the cell that begins at an offset ends. */
static size_t
end_of_cell(const struct session *s, const struct qms_csv_row *row,
    size_t offset)
{
	const char *data = s->text.data;

	if (offset < row->end && data[offset] == '"') {
		for (offset++; offset < row->end; offset++) {
			if (data[offset] != '"')
				continue;
			if (offset + 1 >= row->end || data[offset + 1] != '"')
				return offset + 1;
			offset++;
		}
		return row->end;
	}
	while (offset < row->end && data[offset] != s->csv->separator)
		offset++;
	return offset;
}

/* Blanks at both ends go; another line end becomes "\n". */
static const struct qms_error *
take_value(const char **value, struct session *s, const char *cell)
{
	struct qms_text text = qms_text_trim(qms_text(cell));
	bool good = qms_utf8_invalid(text) == SIZE_MAX;
	char *copy = qms_arena_alloc(s->arena, text.size + 1);
	size_t size = 0, i;
	unsigned char c;

	for (i = 0; i < text.size; i++) {
		c = (unsigned char)text.data[i];
		if (c == '\r' && i + 1 < text.size && text.data[i + 1] == '\n')
			continue;
		good = good && (c >= 0x20 || c == '\n' || c == '\t') &&
		    c != 0x7f;
		copy[size++] = (char)c;
	}
	*value = copy;
	return good ? NULL : qms_fail(QMS_M_D193, "csv");
}

static const struct qms_error *
write_new(struct session *s, const char **cells,
    const struct qms_splice_row *wanted)
{
	const struct qms_error *err = NULL;
	size_t i;

	for (i = 0; err == NULL && i < s->csv->header.count; i++) {
		if (i > 0)
			qms_buffer_char(&s->out, s->csv->separator);
		err = take_value(&cells[i], s, wanted->cells == NULL ||
		    wanted->cells[i] == NULL ? "" : wanted->cells[i]);
		/* a line must not be empty */
		if (err == NULL)
			qms_csv_quote(&s->out, cells[i], *cells[i] == '\0' &&
			    s->csv->header.count == 1);
	}
	return err;
}

static const struct qms_error *
write_old(struct session *s, const char **cells,
    const struct qms_splice_row *wanted)
{
	const struct qms_csv_row *row = &s->csv->rows[wanted->from];
	const struct qms_error *err = NULL;
	size_t at = row->start, end, i;

	for (i = 0; err == NULL && i < row->count; i++) {
		end = end_of_cell(s, row, at);
		cells[i] = row->cells[i];
		if (wanted->cells != NULL && wanted->cells[i] != NULL) {
			err = take_value(&cells[i], s, wanted->cells[i]);
			if (err == NULL)
				qms_csv_quote(&s->out, cells[i],
				    (at < end && s->text.data[at] == '"') ||
				    (row->count == 1 && *cells[i] == '\0'));
		} else {
			qms_buffer_text(&s->out, cut(s->text, at, end));
		}
		if (end < row->end)
			qms_buffer_char(&s->out, s->text.data[end]);
		at = end + 1;
	}
	return err;
}

/* The last row of a file without a line end has none. */
static void
end_row(struct session *s, const struct qms_splice_row *wanted, bool last,
    bool open)
{
	struct qms_text end = { "", 0 };

	if (wanted->from != QMS_SPLICE_NEW)
		end = behind_row(s, wanted->from);
	if (last && open)
		return;
	qms_buffer_text(&s->out, end.size > 0 ? end : s->eol);
}

static const struct qms_error *
write_rows(struct session *s, const struct qms_splice_row *wanted,
    size_t count)
{
	bool *used = qms_arena_alloc(s->arena, s->csv->count + 1);
	bool open = s->text.data[s->text.size - 1] != '\n';
	size_t columns = s->csv->header.count, i;
	const struct qms_error *err = NULL;

	qms_buffer_text(&s->out, cut(s->text, 0, s->csv->count > 0 ?
	    s->csv->rows[0].start : s->text.size));
	if (open && s->csv->count == 0 && count > 0)
		qms_buffer_text(&s->out, s->eol);
	/* the header is the last line now */
	while (open && count == 0 && s->out.size > s->csv->header.end)
		s->out.size--;
	for (i = 0; err == NULL && i < count; i++) {
		s->wanted[i] = qms_arena_alloc(s->arena,
		    columns * sizeof(**s->wanted));
		if (wanted[i].from == QMS_SPLICE_NEW) {
			err = write_new(s, s->wanted[i], &wanted[i]);
		} else if (wanted[i].from >= s->csv->count ||
		    used[wanted[i].from]) {
			err = fail_row(QMS_M_D190, wanted[i].from);
		} else {
			used[wanted[i].from] = true;
			err = write_old(s, s->wanted[i], &wanted[i]);
		}
		end_row(s, &wanted[i], i + 1 == count, open);
	}
	return err;
}

/* ---- proof ---- */

static bool
is_row(const struct qms_csv_row *row, const char *const *cells, size_t columns)
{
	size_t i;

	if (row->count != columns)
		return false;
	for (i = 0; i < columns; i++)
		if (strcmp(row->cells[i], cells[i]) != 0)
			return false;
	return true;
}

/* The first row, from 0, that is not what was wanted; SIZE_MAX: none. */
static size_t
find_wrong(const struct session *s, struct qms_text text, size_t count)
{
	struct qms_problems problems = { .arena = s->arena };
	size_t columns = s->csv->header.count, i;
	struct qms_csv csv;

	qms_csv_parse(&csv, s->arena, text, "", &problems);
	if (csv.header.count != columns || !is_row(&csv.header,
	    s->csv->header.cells, columns) || problems.count > 0)
		return 0;
	for (i = 0; i < count && i < csv.count; i++)
		if (!is_row(&csv.rows[i], s->wanted[i], columns))
			return i;
	return csv.count == count ? SIZE_MAX : i;
}

const struct qms_error *
qms_splice_csv(struct qms_text *result, struct qms_arena *arena,
    const struct qms_csv *csv, struct qms_text text,
    const struct qms_splice_row *rows, size_t count)
{
	const struct qms_error *err;
	struct qms_text made;
	struct session s;
	size_t wrong;

	err = begin(&s, result, arena, csv, text, count);
	if (err == NULL)
		err = write_rows(&s, rows, count);
	made.size = s.out.size;
	made.data = qms_arena_copy(arena, s.out.size > 0 ? s.out.data : "",
	    s.out.size);
	qms_buffer_free(&s.out);
	if (err != NULL)
		return err;
	wrong = find_wrong(&s, made, count);
	if (wrong != SIZE_MAX)
		return fail_row(QMS_M_D192, wrong);
	*result = made;
	return NULL;
}
