/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "splice.h"
#include "unicode.h"

/* The lines of a table's rows, as they are or as they are to be. */
struct line {
	struct qms_text text;		/* without its end */
	struct qms_text end;		/* "\n", "\r\n", or "" at the very end */
};

struct rows {
	struct qms_arena *arena;
	const struct qms_markdown *markdown;
	const struct qms_markdown_table *table;
	size_t number;			/* of the table */
	struct qms_text body;
	size_t start, stop;		/* bytes of the lines */
	struct line *lines;
	size_t count, room;
	struct qms_text eol;
	struct qms_text prefix;		/* of a line, before its first '|' */
};

static const struct qms_error *
no_place(const char *what, size_t number)
{
	char place[64];

	(void)snprintf(place, sizeof(place), "%s/%zu", what, number);
	return qms_fail(QMS_M_D190, place);
}

static const struct qms_error *
cannot(const char *what, size_t number)
{
	char place[64];

	(void)snprintf(place, sizeof(place), "%s/%zu", what, number);
	return qms_fail(QMS_M_D192, place);
}

/* ---- lines ---- */

static struct qms_text
cut(struct qms_text text, size_t start, size_t end)
{
	return (struct qms_text){ text.data + start, end - start };
}

static size_t
find_newline(struct qms_text body, size_t offset)
{
	while (offset < body.size && body.data[offset] != '\n')
		offset++;
	return offset;
}

/* The end of the line whose text ends at offset. */
static struct qms_text
line_end(struct qms_text body, size_t offset)
{
	size_t end = find_newline(body, offset);

	return cut(body, offset, end < body.size ? end + 1 : end);
}

static struct qms_text
end_of_lines(struct qms_text body)
{
	size_t end = find_newline(body, 0);

	return qms_text(end < body.size && end > 0 &&
	    body.data[end - 1] == '\r' ? "\r\n" : "\n");
}

static struct qms_text
before_pipe(struct qms_text line)
{
	size_t i = 0;

	while (i < line.size && line.data[i] != '|')
		i++;
	return cut(line, 0, i);
}

static void
take_lines(struct rows *rows)
{
	const struct qms_markdown_table *table = rows->table;
	struct qms_text body = rows->body, dashes;
	size_t i, end;

	end = find_newline(body, table->header.end);
	end = end < body.size ? end + 1 : end;
	dashes = cut(body, end, find_newline(body, end));
	rows->prefix = before_pipe(dashes);
	end = find_newline(body, end);
	rows->start = end < body.size ? end + 1 : end;
	for (i = 0; i < table->count; i++) {
		struct line *line = qms_push(rows->arena, rows->lines,
		    rows->count, rows->room);

		line->text = cut(body, table->rows[i].start,
		    table->rows[i].end);
		line->end = line_end(body, table->rows[i].end);
		rows->prefix = before_pipe(line->text);
	}
	rows->stop = rows->start;
	if (table->count > 0) {
		rows->start = table->rows[0].start;
		end = find_newline(body, table->rows[table->count - 1].end);
		rows->stop = end < body.size ? end + 1 : end;
	}
}

static const struct qms_error *
begin(struct rows *rows, struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t number)
{
	*result = (struct qms_text){ "", 0 };
	memset(rows, 0, sizeof(*rows));
	if (number >= markdown->table_count)
		return no_place("table", number);
	rows->arena = arena;
	rows->markdown = markdown;
	rows->table = &markdown->tables[number];
	rows->number = number;
	rows->body = markdown->body;
	rows->eol = end_of_lines(markdown->body);
	take_lines(rows);
	return NULL;
}

/* ---- proof ---- */

static struct qms_text
row_bytes(const struct qms_markdown *markdown,
    const struct qms_markdown_row *row)
{
	return cut(markdown->body, row->start, row->end);
}

static bool
is_same_table(const struct qms_markdown *a, const struct qms_markdown_table *x,
    const struct qms_markdown *b, const struct qms_markdown_table *y)
{
	size_t i;

	if (x->count != y->count || !qms_text_equal(
	    row_bytes(a, &x->header), row_bytes(b, &y->header)))
		return false;
	for (i = 0; i < x->count; i++)
		if (!qms_text_equal(row_bytes(a, &x->rows[i]),
		    row_bytes(b, &y->rows[i])))
			return false;
	return true;
}

static bool
is_same_heading(const struct qms_markdown_heading *a,
    const struct qms_markdown_heading *b)
{
	return a->level == b->level && strcmp(a->text, b->text) == 0;
}

/* Is the table what the lines say, and all around it what it was? */
static bool
is_proved(const struct rows *rows, const struct qms_markdown *new)
{
	const struct qms_markdown *old = rows->markdown;
	const struct qms_markdown_table *table;
	size_t i;

	if (new->heading_count != old->heading_count ||
	    new->table_count != old->table_count ||
	    new->code_count != old->code_count)
		return false;
	for (i = 0; i < new->heading_count; i++)
		if (!is_same_heading(&old->headings[i], &new->headings[i]))
			return false;
	for (i = 0; i < new->table_count; i++)
		if (i != rows->number && !is_same_table(old, &old->tables[i],
		    new, &new->tables[i]))
			return false;
	table = &new->tables[rows->number];
	if (table->count != rows->count || !qms_text_equal(
	    row_bytes(old, &rows->table->header),
	    row_bytes(new, &table->header)))
		return false;
	for (i = 0; i < table->count; i++)
		if (!qms_text_equal(rows->lines[i].text,
		    row_bytes(new, &table->rows[i])))
			return false;
	return true;
}

/* The new body: every line keeps its end but for the very last one. */
static struct qms_text
join(struct rows *rows)
{
	struct qms_buffer out = { 0 };
	struct qms_text text, body = rows->body;
	bool open = rows->stop == body.size && body.size > 0 &&
	    body.data[body.size - 1] != '\n';
	size_t i;

	qms_buffer_text(&out, cut(body, 0, rows->start));
	/* the last row of a text without a line end goes with the one above */
	if (open && rows->count == 0 && rows->start > 0 &&
	    body.data[rows->start - 1] == '\n') {
		out.size--;
		if (out.size > 0 && out.data[out.size - 1] == '\r')
			out.size--;
	}
	if (open && rows->start == body.size && rows->count > 0)
		qms_buffer_text(&out, rows->eol);
	for (i = 0; i < rows->count; i++) {
		qms_buffer_text(&out, rows->lines[i].text);
		if (i + 1 == rows->count && open)
			break;
		qms_buffer_text(&out, rows->lines[i].end.size > 0 ?
		    rows->lines[i].end : rows->eol);
	}
	qms_buffer_text(&out, cut(body, rows->stop, body.size));
	text.size = out.size;
	text.data = qms_arena_copy(rows->arena, out.size > 0 ? out.data : "",
	    out.size);
	qms_buffer_free(&out);
	return text;
}

/* The cell of a row that must hold the text; row SIZE_MAX: none. */
struct claim {
	size_t row, column;
	size_t columns;			/* cells of that row */
	struct qms_text text;
};

static bool
is_kept(const struct claim *claim, const struct qms_markdown *markdown,
    const struct qms_markdown_table *table)
{
	const struct qms_markdown_row *row = &table->rows[claim->row];
	const struct qms_markdown_cell *cell;

	if (row->count != claim->columns)
		return false;
	cell = &row->cells[claim->column];
	return qms_text_equal(qms_text_trim(cut(markdown->body, cell->start,
	    cell->end)), qms_text_trim(claim->text));
}

static const struct qms_error *
finish(struct qms_text *result, struct rows *rows, const struct claim *claims,
    size_t count)
{
	struct qms_problems problems = { .arena = rows->arena };
	struct qms_markdown markdown;
	struct qms_text text = join(rows);
	bool good;
	size_t i;

	qms_markdown_parse(&markdown, rows->arena, text, "", 1, &problems);
	good = is_proved(rows, &markdown);
	for (i = 0; good && i < count; i++)
		good = is_kept(&claims[i], &markdown,
		    &markdown.tables[rows->number]);
	qms_markdown_free(&markdown);
	if (!good)
		return cannot("table", rows->number);
	*result = text;
	return NULL;
}

/* ---- cells ---- */

/* A cell's text as it is written: pipes escaped, lines joined by <br>. */
static const struct qms_error *
escape(struct qms_text *out, struct rows *rows, const char *string)
{
	struct qms_text text = qms_text_trim(qms_text(string));
	struct qms_buffer made = { 0 };
	bool good = qms_utf8_invalid(text) == SIZE_MAX;
	size_t i;

	for (i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c == '\r' && i + 1 < text.size && text.data[i + 1] == '\n')
			continue;
		good = good && (c >= 0x20 || c == '\n' || c == '\t') &&
		    c != 0x7f;
		if (c == '|' && (i == 0 || text.data[i - 1] != '\\'))
			qms_buffer_char(&made, '\\');
		if (c == '\n')
			qms_buffer_string(&made, "<br>");
		else
			qms_buffer_char(&made, (char)c);
	}
	out->size = made.size;
	out->data = qms_arena_copy(rows->arena, made.size > 0 ? made.data : "",
	    made.size);
	qms_buffer_free(&made);
	return good ? NULL : qms_fail(QMS_M_D193, "table");
}

static size_t
width_of(struct qms_text text)
{
	int width = qms_unicode_width(text);

	return width < 0 ? 0 : (size_t)width;
}

static void
add_blanks(struct qms_buffer *out, size_t count)
{
	while (count-- > 0)
		qms_buffer_char(out, ' ');
}

/* Writes text as wide as the cell that was, on the side where it stood. */
static void
write_cell(struct qms_buffer *out, struct qms_text old, struct qms_text text)
{
	struct qms_text trimmed = qms_text_trim(old);
	size_t left = 1, right = 1, width = width_of(old), size;

	if (trimmed.size > 0) {
		left = (size_t)(trimmed.data - old.data);
		right = old.size - left - trimmed.size;
	}
	/* a backslash before the pipe would make it part of the cell */
	if (text.size > 0 && text.data[text.size - 1] == '\\' && right == 0)
		right = 1;
	size = width_of(text);
	if (left > 1 && right <= 1) {
		left = size + right < width ? width - size - right : 1;
	} else {
		right = right > 1 ? 1 : right;
		if (left + size + right < width)
			right = width - left - size;
	}
	add_blanks(out, left);
	qms_buffer_text(out, text);
	add_blanks(out, right);
}

/* The cells that the row has, those with another text written anew. */
static size_t
write_row_with(struct qms_buffer *out, const struct rows *rows,
    const struct qms_markdown_row *row, const struct qms_text *texts)
{
	const struct qms_markdown_cell *cell;
	size_t at = row->start, i;

	for (i = 0; i < row->count && i < rows->table->header.count; i++) {
		if (texts[i].data == NULL)
			continue;
		cell = &row->cells[i];
		qms_buffer_text(out, cut(rows->body, at, cell->start));
		write_cell(out, cut(rows->body, cell->start, cell->end),
		    texts[i]);
		/* an open row ends with its text */
		if (cell->end == row->end && texts[i].size > 0 &&
		    texts[i].data[texts[i].size - 1] != '\\')
			while (out->size > 0 &&
			    out->data[out->size - 1] == ' ')
				out->size--;
		at = cell->end;
	}
	return at;
}

/* Cells that the row does not have yet; at is where its bytes are read. */
static size_t
write_row_longer(struct qms_buffer *out, const struct rows *rows,
    const struct qms_markdown_row *row, const struct qms_text *texts,
    size_t columns, size_t at)
{
	size_t end = row->cells[row->count - 1].end, i;
	bool closed = end < row->end && rows->body.data[end] == '|';

	if (closed)
		end++;
	qms_buffer_text(out, cut(rows->body, at, end));
	if (!closed)
		qms_buffer_string(out, " |");
	for (i = row->count; i < columns; i++) {
		qms_buffer_char(out, ' ');
		if (texts[i].data != NULL)
			qms_buffer_text(out, texts[i]);
		qms_buffer_string(out, " |");
	}
	return end;
}

/* Takes over the buffer. */
static struct qms_text
keep(struct rows *rows, struct qms_buffer *buffer)
{
	struct qms_text text = { qms_arena_copy(rows->arena, buffer->data,
	    buffer->size), buffer->size };

	qms_buffer_free(buffer);
	return text;
}

/* ---- rows ---- */

/* Are the columns drawn with one width each? */
static bool
is_aligned(const struct rows *rows)
{
	const struct qms_markdown_row *header = &rows->table->header, *row;
	size_t i;

	if (rows->table->count == 0)
		return false;
	row = &rows->table->rows[rows->table->count - 1];
	if (row->count != header->count)
		return false;
	for (i = 0; i < header->count; i++)
		if (width_of(cut(rows->body, header->cells[i].start,
		    header->cells[i].end)) != width_of(cut(rows->body,
		    row->cells[i].start, row->cells[i].end)))
			return false;
	return true;
}

static void
write_new_cell(struct qms_buffer *out, const struct rows *rows, size_t column,
    struct qms_text text, bool aligned)
{
	const struct qms_markdown_cell *head =
	    &rows->table->header.cells[column];
	size_t width = width_of(cut(rows->body, head->start, head->end));
	size_t size = width_of(text) + 2;

	qms_buffer_char(out, ' ');
	qms_buffer_text(out, text);
	qms_buffer_char(out, ' ');
	if (aligned && size < width)
		add_blanks(out, width - size);
	qms_buffer_char(out, '|');
}

struct claims {
	struct claim *items;
	size_t count, room;
};

static const struct qms_error *
add_claim(struct qms_text *text, struct rows *rows, struct claims *claims,
    struct claim claim, const char *cell)
{
	const struct qms_error *err = escape(text, rows, cell);

	claim.text = *text;
	if (err == NULL)
		*qms_push(rows->arena, claims->items, claims->count,
		    claims->room) = claim;
	return err;
}

static const struct qms_error *
make_new_row(struct line *line, struct rows *rows, struct claims *claims,
    size_t number, const char *const *cells, bool aligned)
{
	struct claim claim = { .row = number,
	    .columns = rows->table->header.count };
	struct qms_buffer out = { 0 };
	const struct qms_error *err = NULL;
	struct qms_text text;
	size_t i;

	qms_buffer_text(&out, rows->prefix);
	qms_buffer_char(&out, '|');
	for (i = 0; err == NULL && i < claim.columns; i++) {
		claim.column = i;
		err = add_claim(&text, rows, claims, claim, cells == NULL ||
		    cells[i] == NULL ? "" : cells[i]);
		if (err == NULL)
			write_new_cell(&out, rows, i, text, aligned);
	}
	line->text = keep(rows, &out);
	return err;
}

static const struct qms_error *
make_old_row(struct line *line, struct rows *rows, struct claims *claims,
    size_t number, const struct qms_splice_row *wanted)
{
	const struct qms_markdown_row *row = &rows->table->rows[wanted->from];
	size_t header = rows->table->header.count, columns = row->count, i, at;
	const struct qms_error *err = NULL;
	struct claim claim = { .row = number };
	struct qms_buffer out = { 0 };
	struct qms_text *texts;
	bool changed = false;

	for (i = 0; wanted->cells != NULL && i < header; i++) {
		changed = changed || wanted->cells[i] != NULL;
		if (wanted->cells[i] != NULL && i >= columns)
			columns = i + 1;
	}
	if (!changed)
		return NULL;
	claim.columns = columns;
	texts = qms_arena_alloc(rows->arena, header * sizeof(*texts));
	for (i = 0; err == NULL && i < header; i++) {
		claim.column = i;
		if (wanted->cells[i] != NULL)
			err = add_claim(&texts[i], rows, claims, claim,
			    wanted->cells[i]);
	}
	if (err != NULL)
		return err;
	at = write_row_with(&out, rows, row, texts);
	if (columns > row->count)
		at = write_row_longer(&out, rows, row, texts, columns, at);
	qms_buffer_text(&out, cut(rows->body, at, row->end));
	line->text = keep(rows, &out);
	return NULL;
}

/* The lines that the rows stand for; each old one once at most. */
static const struct qms_error *
make_lines(struct rows *rows, struct claims *claims,
    const struct qms_splice_row *wanted, size_t count)
{
	const struct qms_error *err = NULL;
	bool aligned = is_aligned(rows), *used;
	struct line *lines;
	size_t i;

	lines = qms_arena_alloc(rows->arena, (count + 1) * sizeof(*lines));
	used = qms_arena_alloc(rows->arena, rows->count + 1);
	for (i = 0; err == NULL && i < count; i++) {
		if (wanted[i].from == QMS_SPLICE_NEW) {
			err = make_new_row(&lines[i], rows, claims, i,
			    wanted[i].cells, aligned);
			continue;
		}
		if (wanted[i].from >= rows->count || used[wanted[i].from])
			return no_place("row", wanted[i].from);
		used[wanted[i].from] = true;
		lines[i] = rows->lines[wanted[i].from];
		err = make_old_row(&lines[i], rows, claims, i, &wanted[i]);
	}
	rows->lines = lines;
	rows->count = count;
	return err;
}

const struct qms_error *
qms_splice_rows(struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t table,
    const struct qms_splice_row *wanted, size_t count)
{
	const struct qms_error *err;
	struct claims claims = { 0 };
	struct rows rows;

	err = begin(&rows, result, arena, markdown, table);
	if (err == NULL)
		err = make_lines(&rows, &claims, wanted, count);
	return err ? err : finish(result, &rows, claims.items, claims.count);
}

/* ---- one row ---- */

/* The table as it is, with room for one row more; NULL: there is no such. */
static struct qms_splice_row *
all_rows(struct qms_arena *arena, const struct qms_markdown *markdown,
    size_t table, size_t *count)
{
	struct qms_splice_row *rows;
	size_t i;

	*count = 0;
	if (table >= markdown->table_count)
		return NULL;
	*count = markdown->tables[table].count;
	rows = qms_arena_alloc(arena, (*count + 1) * sizeof(*rows));
	for (i = 0; i < *count; i++)
		rows[i].from = i;
	return rows;
}

/* Takes one out and puts it where it becomes number to. */
static void
shift(struct qms_splice_row *rows, size_t from, size_t to)
{
	struct qms_splice_row row = rows[from];

	if (from < to)
		memmove(rows + from, rows + from + 1,
		    (to - from) * sizeof(row));
	else
		memmove(rows + to + 1, rows + to, (from - to) * sizeof(row));
	rows[to] = row;
}

/* One cell a column of the table, all NULL. */
static const char **
no_cells(struct qms_arena *arena, const struct qms_markdown *markdown,
    size_t table)
{
	return qms_arena_alloc(arena, markdown->tables[table].header.count *
	    sizeof(const char *));
}

const struct qms_error *
qms_splice_cell(struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t table, size_t row,
    size_t column, const char *text)
{
	struct qms_splice_row *rows;
	const char **cells;
	size_t count;

	*result = (struct qms_text){ "", 0 };
	rows = all_rows(arena, markdown, table, &count);
	if (rows == NULL)
		return no_place("table", table);
	if (row >= count)
		return no_place("row", row);
	if (column >= markdown->tables[table].header.count)
		return no_place("column", column);
	cells = no_cells(arena, markdown, table);
	cells[column] = text;
	rows[row].cells = cells;
	return qms_splice_rows(result, arena, markdown, table, rows, count);
}

const struct qms_error *
qms_splice_row_add(struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t table, size_t row,
    const char *const *cells, size_t cell_count)
{
	struct qms_splice_row *rows;
	const char **copied;
	size_t count, i;

	*result = (struct qms_text){ "", 0 };
	rows = all_rows(arena, markdown, table, &count);
	if (rows == NULL)
		return no_place("table", table);
	if (row > count)
		return no_place("row", row);
	if (cell_count > markdown->tables[table].header.count)
		return no_place("column", cell_count - 1);
	copied = no_cells(arena, markdown, table);
	for (i = 0; i < cell_count; i++)
		copied[i] = cells[i];
	rows[count].from = QMS_SPLICE_NEW;
	rows[count].cells = copied;
	shift(rows, count, row);
	return qms_splice_rows(result, arena, markdown, table, rows,
	    count + 1);
}

const struct qms_error *
qms_splice_row_remove(struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t table, size_t row)
{
	struct qms_splice_row *rows;
	size_t count;

	*result = (struct qms_text){ "", 0 };
	rows = all_rows(arena, markdown, table, &count);
	if (rows == NULL)
		return no_place("table", table);
	if (row >= count)
		return no_place("row", row);
	shift(rows, row, count - 1);
	return qms_splice_rows(result, arena, markdown, table, rows,
	    count - 1);
}

const struct qms_error *
qms_splice_row_move(struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t table, size_t row, size_t to)
{
	struct qms_splice_row *rows;
	size_t count;

	*result = (struct qms_text){ "", 0 };
	rows = all_rows(arena, markdown, table, &count);
	if (rows == NULL)
		return no_place("table", table);
	if (row >= count)
		return no_place("row", row);
	if (to >= count)
		return no_place("row", to);
	shift(rows, row, to);
	return qms_splice_rows(result, arena, markdown, table, rows, count);
}

/* ---- sorting ---- */

struct sorted {
	struct qms_text key;
	size_t row;
	bool backwards;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A run of digits: first how many there are, then which. */
static size_t
add_number(struct qms_buffer *key, struct qms_text text)
{
	size_t size = 0, zeros = 0;

	while (size < text.size && is_digit(text.data[size]))
		size++;
	while (zeros + 1 < size && text.data[zeros] == '0')
		zeros++;
	qms_buffer_char(key, '\x02');
	qms_buffer_char(key, (char)(size - zeros > 255 ? 255 : size - zeros));
	qms_buffer_text(key, cut(text, zeros, size));
	return size;
}

static size_t
add_words(struct qms_buffer *key, struct qms_text text)
{
	size_t size = 0;

	while (size < text.size && !is_digit(text.data[size]))
		size++;
	qms_buffer_char(key, '\x03');
	qms_unicode_sort_key(key, cut(text, 0, size));
	qms_buffer_char(key, '\0');
	return size;
}

void
qms_splice_sort_key(struct qms_buffer *key, const char *text)
{
	struct qms_text rest = qms_text_trim(qms_text(text));
	size_t size;

	while (rest.size > 0) {
		size = is_digit(rest.data[0]) ? add_number(key, rest) :
		    add_words(key, rest);
		rest = cut(rest, size, rest.size);
	}
}

static struct qms_text
make_key(struct qms_arena *arena, const char *text)
{
	struct qms_buffer key = { 0 };
	struct qms_text made;

	qms_splice_sort_key(&key, text);
	made.size = key.size;
	made.data = qms_arena_copy(arena, key.size > 0 ? key.data : "",
	    key.size);
	qms_buffer_free(&key);
	return made;
}

static int
compare(const void *left, const void *right)
{
	const struct sorted *a = left, *b = right;
	size_t size = a->key.size < b->key.size ? a->key.size : b->key.size;
	int order = memcmp(a->key.data, b->key.data, size);

	if (order == 0)
		order = (a->key.size > b->key.size) -
		    (a->key.size < b->key.size);
	if (order != 0)
		return a->backwards ? -order : order;
	return (a->row > b->row) - (a->row < b->row);
}

const struct qms_error *
qms_splice_rows_sort(struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t table, size_t column,
    bool backwards)
{
	const struct qms_markdown_row *row;
	struct qms_splice_row *rows;
	struct sorted *order;
	size_t count, i;

	*result = (struct qms_text){ "", 0 };
	rows = all_rows(arena, markdown, table, &count);
	if (rows == NULL)
		return no_place("table", table);
	if (column >= markdown->tables[table].header.count)
		return no_place("column", column);
	order = qms_arena_alloc(arena, (count + 1) * sizeof(*order));
	for (i = 0; i < count; i++) {
		row = &markdown->tables[table].rows[i];
		order[i].key = make_key(arena, column < row->count ?
		    row->cells[column].text : "");
		order[i].row = i;
		order[i].backwards = backwards;
	}
	qsort(order, count, sizeof(*order), compare);
	for (i = 0; i < count; i++)
		rows[i].from = order[i].row;
	return qms_splice_rows(result, arena, markdown, table, rows, count);
}

/* ---- columns ---- */

struct columns {
	struct rows rows;
	const struct qms_splice_column *plan;
	struct qms_text *titles;	/* escaped; data NULL: as it is */
	size_t count;
	bool aligned;
};

/* The dashes, taken apart as the row of a table. */
static struct qms_markdown_row
read_dashes(struct qms_arena *arena, struct qms_text body, size_t start)
{
	struct qms_markdown_row row = { .start = start };
	size_t room = 0, at = start, end;
	struct qms_markdown_cell *cell;

	row.end = find_newline(body, start);
	for (end = row.end; end > start &&
	    strchr(" \t\r", body.data[end - 1]) != NULL; end--)
		;
	row.end = row.end > start && body.data[row.end - 1] == '\r' ?
	    row.end - 1 : row.end;
	while (at < end && body.data[at] != '|')
		at++;
	while (at + 1 < end) {
		cell = qms_push(arena, row.cells, row.count, room);
		cell->start = ++at;
		while (at < end && body.data[at] != '|')
			at++;
		cell->end = at;
	}
	return row;
}

static size_t
title_width(const struct columns *c, size_t column)
{
	return c->aligned ? width_of(c->titles[column]) + 2 : 2;
}

enum line_type { HEADER, DASHES, ROW };

static void
write_filler(struct qms_buffer *out, const struct columns *c, size_t column,
    enum line_type type)
{
	size_t width = title_width(c, column);

	if (type == HEADER) {
		qms_buffer_char(out, ' ');
		qms_buffer_text(out, c->titles[column]);
		qms_buffer_char(out, ' ');
	} else if (type == ROW) {
		add_blanks(out, width);
	} else {
		for (width = width < 3 ? 3 : width; width > 0; width--)
			qms_buffer_char(out, '-');
	}
}

/* A pipe that ends a cell must not become part of it. */
static void
end_cell(struct qms_buffer *out)
{
	if (out->data[out->size - 1] == '\\')
		qms_buffer_char(out, ' ');
	qms_buffer_char(out, '|');
}

static void
write_columns(struct qms_buffer *out, const struct columns *c,
    const struct qms_markdown_row *row, enum line_type type)
{
	struct qms_text body = c->rows.body, old;
	size_t header = c->rows.table->header.count, i, from;

	qms_buffer_text(out, before_pipe(cut(body, row->start, row->end)));
	qms_buffer_char(out, '|');
	for (i = 0; i < c->count; i++) {
		from = c->plan[i].from;
		if (from == QMS_SPLICE_NEW || from >= row->count) {
			write_filler(out, c, i, type);
			end_cell(out);
			continue;
		}
		old = cut(body, row->cells[from].start, row->cells[from].end);
		if (type == HEADER && c->titles[i].data != NULL)
			write_cell(out, old, c->titles[i]);
		else
			qms_buffer_text(out, old);
		end_cell(out);
	}
	for (i = header; i < row->count; i++) {
		qms_buffer_text(out, cut(body, row->cells[i].start,
		    row->cells[i].end));
		end_cell(out);
	}
}

/* A lone CR ends a line for cmark, but not in our files. */
static bool
has_lone_return(struct qms_text body)
{
	size_t i;

	for (i = 0; i < body.size; i++)
		if (body.data[i] == '\r' && (i + 1 == body.size ||
		    body.data[i + 1] != '\n'))
			return true;
	return false;
}

static const struct qms_error *
begin_columns(struct columns *c)
{
	size_t header = c->rows.table->header.count, i;
	struct qms_arena *arena = c->rows.arena;
	const struct qms_error *err = NULL;
	bool *used = qms_arena_alloc(arena, header + 1);

	if (has_lone_return(c->rows.body))
		return cannot("table", c->rows.number);
	c->titles = qms_arena_alloc(arena, (c->count + 1) *
	    sizeof(*c->titles));
	for (i = 0; err == NULL && i < c->count; i++) {
		if (c->plan[i].from != QMS_SPLICE_NEW) {
			if (c->plan[i].from >= header ||
			    used[c->plan[i].from])
				return no_place("column", c->plan[i].from);
			used[c->plan[i].from] = true;
		}
		if (c->plan[i].title != NULL ||
		    c->plan[i].from == QMS_SPLICE_NEW)
			err = escape(&c->titles[i], &c->rows,
			    c->plan[i].title == NULL ? "" : c->plan[i].title);
	}
	c->aligned = is_aligned(&c->rows);
	return err;
}

static struct qms_text
trimmed_cell(const struct qms_markdown *markdown,
    const struct qms_markdown_row *row, size_t cell)
{
	return cell >= row->count ? (struct qms_text){ "", 0 } :
	    qms_text_trim(cut(markdown->body, row->cells[cell].start,
	    row->cells[cell].end));
}

/* Has each cell come to its column, and no other? */
static bool
has_columns(const struct columns *c, const struct qms_markdown *new,
    const struct qms_markdown_row *row, const struct qms_markdown_row *old,
    bool header)
{
	const struct qms_splice_column *plan = c->plan;
	struct qms_text wanted;
	size_t i;

	if (row->count < c->count)
		return false;
	for (i = 0; i < c->count; i++) {
		wanted = plan[i].from == QMS_SPLICE_NEW ?
		    (struct qms_text){ "", 0 } :
		    trimmed_cell(c->rows.markdown, old, plan[i].from);
		if (header && c->titles[i].data != NULL)
			wanted = qms_text_trim(c->titles[i]);
		if (!qms_text_equal(wanted, trimmed_cell(new, row, i)))
			return false;
	}
	return true;
}

static bool
is_proved_columns(const struct columns *c, const struct qms_markdown *new)
{
	const struct qms_markdown *old = c->rows.markdown;
	const struct qms_markdown_table *table, *before = c->rows.table;
	size_t i;

	if (new->heading_count != old->heading_count ||
	    new->table_count != old->table_count ||
	    new->code_count != old->code_count)
		return false;
	for (i = 0; i < new->heading_count; i++)
		if (!is_same_heading(&old->headings[i], &new->headings[i]))
			return false;
	for (i = 0; i < new->table_count; i++)
		if (i != c->rows.number && !is_same_table(old,
		    &old->tables[i], new, &new->tables[i]))
			return false;
	table = &new->tables[c->rows.number];
	if (table->count != before->count ||
	    table->header.count != c->count ||
	    !has_columns(c, new, &table->header, &before->header, true))
		return false;
	for (i = 0; i < table->count; i++)
		if (!has_columns(c, new, &table->rows[i], &before->rows[i],
		    false))
			return false;
	return true;
}

/* The body with every line of the table made anew. */
static struct qms_text
join_columns(struct columns *c)
{
	const struct qms_markdown_table *table = c->rows.table;
	struct qms_text body = c->rows.body, end;
	struct qms_buffer out = { 0 };
	struct qms_markdown_row dashes;
	size_t at, i;

	qms_buffer_text(&out, cut(body, 0, table->header.start));
	write_columns(&out, c, &table->header, HEADER);
	end = line_end(body, table->header.end);
	qms_buffer_text(&out, end);
	dashes = read_dashes(c->rows.arena, body, table->header.end +
	    end.size);
	write_columns(&out, c, &dashes, DASHES);
	at = dashes.end;
	for (i = 0; i < table->count; i++) {
		qms_buffer_text(&out, cut(body, at, table->rows[i].start));
		write_columns(&out, c, &table->rows[i], ROW);
		at = table->rows[i].end;
	}
	qms_buffer_text(&out, cut(body, at, body.size));
	return keep(&c->rows, &out);
}

const struct qms_error *
qms_splice_columns(struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t table,
    const struct qms_splice_column *columns, size_t count)
{
	struct qms_problems problems = { .arena = arena };
	struct columns c = { .plan = columns, .count = count };
	struct qms_markdown parsed;
	const struct qms_error *err;
	struct qms_text text;
	bool good;

	err = begin(&c.rows, result, arena, markdown, table);
	if (err == NULL)
		err = begin_columns(&c);
	if (err != NULL)
		return err;
	text = join_columns(&c);
	qms_markdown_parse(&parsed, arena, text, "", 1, &problems);
	good = is_proved_columns(&c, &parsed);
	qms_markdown_free(&parsed);
	if (!good)
		return cannot("table", table);
	*result = text;
	return NULL;
}

/* ---- sections ---- */

static bool
is_underline(struct qms_text line)
{
	size_t i;

	line = qms_text_trim(line);
	for (i = 1; i < line.size; i++)
		if (line.data[i] != line.data[0])
			return false;
	return line.size > 0 && (line.data[0] == '=' || line.data[0] == '-');
}

/* Behind the line of a heading, or behind that which underlines it. */
static size_t
below_heading(struct qms_text body, size_t start)
{
	size_t end = find_newline(body, start), next;

	if (qms_text_trim(cut(body, start, end)).data[0] == '#')
		return end < body.size ? end + 1 : end;
	do {
		next = end < body.size ? end + 1 : end;
		end = find_newline(body, next);
	} while (!is_underline(cut(body, next, end)) && end < body.size);
	return end < body.size ? end + 1 : end;
}

/* The lines of text with the line ends of the body. */
static void
add_lines(struct qms_buffer *out, struct qms_text text, struct qms_text eol)
{
	struct qms_text line;
	bool first = true;

	while (qms_text_line(&line, &text)) {
		if (!first)
			qms_buffer_text(out, eol);
		qms_buffer_text(out, line);
		first = false;
	}
}

/* Without blank lines before and behind; the first line keeps its blanks. */
static struct qms_text
trim_lines(struct qms_text text)
{
	size_t start = 0, i;

	for (i = 0; i < text.size &&
	    strchr(" \t\r\n", text.data[i]) != NULL; i++)
		if (text.data[i] == '\n')
			start = i + 1;
	text = cut(text, i == text.size ? i : start, text.size);
	while (text.size > 0 &&
	    strchr(" \t\r\n", text.data[text.size - 1]) != NULL)
		text.size--;
	return text;
}

static struct qms_text
write_section(struct qms_arena *arena, struct qms_text body, size_t start,
    size_t stop, struct qms_text text)
{
	struct qms_text old = trim_lines(cut(body, start, stop)), made;
	struct qms_text eol = end_of_lines(body);
	struct qms_buffer out = { 0 };
	size_t first = start, end = start;

	if (old.size > 0) {
		first = (size_t)(old.data - body.data);
		end = first + old.size;
	}
	if (text.size == 0 && old.size > 0)
		first = start;
	qms_buffer_text(&out, cut(body, 0, first));
	if (old.size == 0 && text.size > 0) {
		if (start > 0 && body.data[start - 1] != '\n')
			qms_buffer_text(&out, eol);
		qms_buffer_text(&out, eol);
	}
	add_lines(&out, text, eol);
	if (old.size == 0 && text.size > 0 && (stop < body.size ||
	    start == 0 || body.data[start - 1] == '\n'))
		qms_buffer_text(&out, eol);
	if (old.size == 0 && text.size > 0 && start == stop &&
	    stop < body.size)
		qms_buffer_text(&out, eol);
	if (text.size == 0 && old.size > 0)
		end += line_end(body, end).size;
	qms_buffer_text(&out, cut(body, end, body.size));
	made.size = out.size;
	made.data = qms_arena_copy(arena, out.size > 0 ? out.data : "",
	    out.size);
	qms_buffer_free(&out);
	return made;
}

/* All headings as before, and new ones only below the one at number. */
static bool
keeps_headings(const struct qms_markdown *old, const struct qms_markdown *new,
    size_t number)
{
	size_t more, i;

	if (new->heading_count < old->heading_count)
		return false;
	more = new->heading_count - old->heading_count;
	for (i = 0; i < old->heading_count; i++)
		if (!is_same_heading(&old->headings[i],
		    &new->headings[i <= number ? i : i + more]))
			return false;
	for (i = number + 1; i <= number + more; i++)
		if (new->headings[i].level <= old->headings[number].level)
			return false;
	return true;
}

/* The tables above and below the section are what they were. */
static bool
keeps_tables(const struct qms_markdown *old, const struct qms_markdown *new,
    size_t start, size_t stop)
{
	size_t above = 0, below = 0, i;

	while (above < old->table_count &&
	    old->tables[above].header.start < start)
		above++;
	while (below < old->table_count - above &&
	    old->tables[old->table_count - 1 - below].header.start >= stop)
		below++;
	if (new->table_count < above + below)
		return false;
	for (i = 0; i < above; i++)
		if (!is_same_table(old, &old->tables[i], new, &new->tables[i]))
			return false;
	for (i = 1; i <= below; i++)
		if (!is_same_table(old, &old->tables[old->table_count - i],
		    new, &new->tables[new->table_count - i]))
			return false;
	return true;
}

const struct qms_error *
qms_splice_section(struct qms_text *result, struct qms_arena *arena,
    const struct qms_markdown *markdown, size_t heading, struct qms_text text)
{
	struct qms_problems problems = { .arena = arena };
	struct qms_text body = markdown->body, made;
	size_t start, stop = body.size;
	struct qms_markdown parsed;
	bool good;

	*result = (struct qms_text){ "", 0 };
	if (heading >= markdown->heading_count)
		return no_place("heading", heading);
	start = below_heading(body, markdown->headings[heading].start);
	if (heading + 1 < markdown->heading_count)
		stop = markdown->headings[heading + 1].start;
	if (start > stop)
		return cannot("heading", heading);
	made = write_section(arena, body, start, stop, trim_lines(text));
	qms_markdown_parse(&parsed, arena, made, "", 1, &problems);
	good = keeps_headings(markdown, &parsed, heading) &&
	    keeps_tables(markdown, &parsed, start, stop);
	qms_markdown_free(&parsed);
	if (!good)
		return cannot("heading", heading);
	*result = made;
	return NULL;
}
