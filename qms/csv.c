/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "csv.h"

struct reader {
	struct qms_arena *arena;
	struct qms_text text;
	size_t offset;
	int line;			/* of offset */
	char separator;
	const char *path;
	struct qms_problems *problems;
	bool valid;			/* all of it is UTF-8 */
	bool told_utf8;
	struct qms_buffer cell;
};

/* Counts from the row's own line: many faults must not cost many passes. */
static void
report(struct reader *reader, const struct qms_csv_row *row, size_t offset,
    enum qms_message_id id)
{
	struct qms_text rest = { reader->text.data + row->start,
	    reader->text.size - row->start };
	int line, column;

	qms_text_position(rest, offset - row->start, &line, &column);
	qms_report(reader->problems, reader->path, row->line + line - 1,
	    column, id);
}

static bool
at_line_end(const struct reader *reader)
{
	const char *p = reader->text.data + reader->offset;
	size_t left = reader->text.size - reader->offset;

	return left == 0 || *p == '\n' ||
	    (*p == '\r' && (left == 1 || p[1] == '\n'));
}

static void
skip_line_end(struct reader *reader)
{
	const struct qms_text *text = &reader->text;

	if (reader->offset < text->size && text->data[reader->offset] == '\r')
		reader->offset++;
	if (reader->offset < text->size &&
	    text->data[reader->offset] == '\n') {
		reader->offset++;
		reader->line++;
	}
}

/* After a fault, the row is what is left of the line. */
static void
skip_line(struct reader *reader)
{
	while (!at_line_end(reader))
		reader->offset++;
}

/* The offset stands on the opening quote; false after a reported fault. */
static bool
read_quoted(struct reader *reader, const struct qms_csv_row *row)
{
	struct qms_text text = reader->text;
	size_t opening = reader->offset++, end;
	const char *quote;

	for (;;) {
		quote = memchr(text.data + reader->offset, '"',
		    text.size - reader->offset);
		if (quote == NULL) {
			report(reader, row, opening, QMS_M_D100);
			reader->offset = opening;
			return false;
		}
		end = (size_t)(quote - text.data);
		qms_buffer_add(&reader->cell, text.data + reader->offset,
		    end - reader->offset);
		reader->offset = end + 1;
		if (reader->offset >= text.size ||
		    text.data[reader->offset] != '"')
			break;
		qms_buffer_char(&reader->cell, '"');
		reader->offset++;
	}
	for (quote = text.data + opening; quote < text.data + end; quote++)
		reader->line += *quote == '\n';
	if (!at_line_end(reader) &&
	    text.data[reader->offset] != reader->separator) {
		report(reader, row, reader->offset, QMS_M_D104);
		return false;
	}
	return true;
}

static void
read_bare(struct reader *reader)
{
	size_t start = reader->offset;

	while (!at_line_end(reader) &&
	    reader->text.data[reader->offset] != reader->separator)
		reader->offset++;
	qms_buffer_add(&reader->cell, reader->text.data + start,
	    reader->offset - start);
}

static bool
is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

/* In a quoted cell, lines may end; nothing else may speak to a terminal. */
static bool
check_row(struct reader *reader, const struct qms_csv_row *row)
{
	struct qms_text bytes = { reader->text.data + row->start,
	    row->end - row->start };
	size_t i;

	if (!reader->valid) {
		i = qms_utf8_invalid(bytes);
		if (i != SIZE_MAX) {
			/* one of them tells all: the file has another coding */
			if (!reader->told_utf8)
				report(reader, row, row->start + i, QMS_M_D103);
			reader->told_utf8 = true;
			return false;
		}
	}
	for (i = 0; i < bytes.size; i++) {
		if (is_control(bytes.data[i]) && bytes.data[i] != '\n' &&
		    !(bytes.data[i] == '\r' && i + 1 < bytes.size &&
		    bytes.data[i + 1] == '\n')) {
			report(reader, row, row->start + i, QMS_M_D102);
			return false;
		}
	}
	return true;
}

static bool
read_cell(struct reader *reader, struct qms_csv_row *row)
{
	struct qms_text text = reader->text;

	qms_buffer_clear(&reader->cell);
	if (reader->offset < text.size && text.data[reader->offset] == '"') {
		if (!read_quoted(reader, row))
			return false;
	} else {
		read_bare(reader);
	}
	*qms_push(reader->arena, row->cells, row->count, row->room) =
	    qms_arena_copy(reader->arena, reader->cell.data,
	    reader->cell.size);
	return true;
}

/* Leaves the offset on the next row; false when the row had a fault. */
static bool
read_row(struct reader *reader, struct qms_csv_row *row)
{
	bool good = true;

	memset(row, 0, sizeof(*row));
	row->line = reader->line;
	row->start = reader->offset;
	for (;;) {
		if (!read_cell(reader, row)) {
			good = false;
			skip_line(reader);
			break;
		}
		if (at_line_end(reader))
			break;
		reader->offset++;
	}
	row->end = reader->offset;
	skip_line_end(reader);
	return good && check_row(reader, row);
}

static bool
next_row(struct reader *reader)
{
	while (reader->offset < reader->text.size && at_line_end(reader))
		skip_line_end(reader);
	return reader->offset < reader->text.size;
}

/* Excel writes ';' where the comma is the decimal sign, as in Vietnamese. */
static char
find_separator(struct qms_text text)
{
	size_t commas = 0, semicolons = 0, i;
	bool quoted = false;

	for (i = 0; i < text.size && (quoted || text.data[i] != '\n'); i++) {
		if (text.data[i] == '"')
			quoted = !quoted;
		else if (!quoted) {
			commas += text.data[i] == ',';
			semicolons += text.data[i] == ';';
		}
	}
	return semicolons > commas ? ';' : ',';
}

static void
report_count(struct reader *reader, const struct qms_csv_row *row,
    size_t wanted)
{
	char found[24], want[24];

	(void)snprintf(found, sizeof(found), "%zu", row->count);
	(void)snprintf(want, sizeof(want), "%zu", wanted);
	qms_report(reader->problems, reader->path, row->line, 1, QMS_M_D101,
	    found, want);
}

void
qms_csv_parse(struct qms_csv *csv, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems)
{
	struct reader reader = { .arena = arena, .text = text, .line = 1,
	    .path = path, .problems = problems };
	struct qms_csv_row row;

	memset(csv, 0, sizeof(*csv));
	if (text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0)
		reader.offset = 3;
	reader.valid = qms_utf8_invalid(text) == SIZE_MAX;
	if (!next_row(&reader)) {
		qms_report(problems, path, 1, 1, QMS_M_D105);
		return;
	}
	reader.separator = find_separator((struct qms_text){
	    text.data + reader.offset, text.size - reader.offset });
	csv->separator = reader.separator;
	if (read_row(&reader, &row)) {
		csv->header = row;
		while (next_row(&reader)) {
			if (!read_row(&reader, &row))
				continue;
			if (row.count != csv->header.count)
				report_count(&reader, &row,
				    csv->header.count);
			else
				*qms_push(arena, csv->rows, csv->count,
				    csv->room) = row;
		}
	}
	qms_buffer_free(&reader.cell);
}

void
qms_csv_position(const struct qms_csv *csv, struct qms_text text,
    const struct qms_csv_row *row, size_t cell, int *line, int *column)
{
	struct qms_text bytes = { text.data + row->start,
	    row->end - row->start };
	bool quoted = false;
	size_t i;

	for (i = 0; i < bytes.size && cell > 0; i++) {
		if (bytes.data[i] == '"')
			quoted = !quoted;
		else if (!quoted && bytes.data[i] == csv->separator)
			cell--;
	}
	qms_text_position(bytes, i, line, column);
	*line += row->line - 1;
}

/* A spreadsheet would run it: anything but a number after these signs. */
static bool
is_formula(const char *cell)
{
	if (*cell == '\0' || strchr("=+-@\t\r", *cell) == NULL)
		return false;
	if ((*cell == '-' || *cell == '+') && cell[1] >= '0' &&
	    cell[1] <= '9')
		return cell[strspn(cell + 1, "0123456789.,") + 1] != '\0';
	return strcmp(cell, "-") != 0;
}

const char *
qms_csv_undefended(const char *cell)
{
	return cell[0] == '\'' && is_formula(cell + 1) ? cell + 1 : cell;
}

static void
write_quoted(struct qms_buffer *out, const char *before, const char *cell)
{
	qms_buffer_char(out, '"');
	qms_buffer_string(out, before);
	for (; *cell != '\0'; cell++) {
		if (*cell == '"')
			qms_buffer_char(out, '"');
		qms_buffer_char(out, *cell);
	}
	qms_buffer_char(out, '"');
}

void
qms_csv_quote(struct qms_buffer *out, const char *cell, bool always)
{
	if (always || cell[0] == ' ' || strpbrk(cell, ",;\"\r\n") != NULL)
		write_quoted(out, "", cell);
	else
		qms_buffer_string(out, cell);
}

void
qms_csv_write_with(struct qms_buffer *out, const char *cell, bool first,
    char separator)
{
	if (!first)
		qms_buffer_char(out, separator);
	if (is_formula(cell))
		write_quoted(out, "'", cell);
	else
		qms_csv_quote(out, cell, first && cell[0] == '\0');
}

void
qms_csv_write(struct qms_buffer *out, const char *cell, bool first)
{
	qms_csv_write_with(out, cell, first, ',');
}
