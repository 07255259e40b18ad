/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "markdown_tree.h"

/*
 * cmark reads a pipe table as a paragraph. Such paragraphs are found again in
 * the source, and their cells are written one below the other as a second
 * document, each a paragraph of its own that begins with '|' (so that "# a" or
 * "1. a" in a cell stay text). cmark reads that document once; what came out
 * is moved to where the table was. The body goes behind it when its link
 * definitions may be needed. All of it is linear in the size of the body.
 */
struct piece {
	int line;			/* in the second document */
	cmark_node *place;		/* a table, or a node to replace */
	struct qms_markdown_mark *mark;
};

struct finder {
	struct qms_markdown *markdown;
	struct qms_arena *arena;
	const struct qms_markdown_lines *lines;
	const char *path;
	int first_line;
	struct qms_problems *problems;

	size_t table_room;
	struct piece *pieces;
	size_t count, room;
	struct qms_buffer source;	/* the second document */
	int source_line;
	bool has_brackets;

	/* the paragraph at hand */
	struct qms_markdown_place place;
	cmark_node *block;
};

static struct qms_text
line_of(const struct finder *finder, int line)
{
	return qms_markdown_content(finder->lines, &finder->place, line);
}

static bool
has_pipe(struct qms_text line)
{
	return line.size > 0 && line.data[0] == '|';
}

static struct qms_text
trim_end(struct qms_text text)
{
	while (text.size > 0 && (text.data[text.size - 1] == ' ' ||
	    text.data[text.size - 1] == '\t'))
		text.size--;
	return text;
}

/*
 * Takes the next cell off a row that begins with '|'; *offset is 0 at first.
 * False behind the last one.
 */
static bool
next_cell(struct qms_text row, size_t *offset, struct qms_text *cell)
{
	size_t i;

	if (*offset == 0)
		*offset = 1;
	else if (*offset >= row.size)
		return false;
	for (i = *offset; i < row.size; i++)
		if (row.data[i] == '|' && row.data[i - 1] != '\\')
			break;
	cell->data = row.data + *offset;
	cell->size = i - *offset;
	/* when no pipe ends the row, this comes behind its end */
	*offset = i + 1;
	return true;
}

static size_t
count_cells(struct qms_text row)
{
	struct qms_text cell;
	size_t offset = 0, count = 0;

	while (next_cell(row, &offset, &cell))
		count++;
	return count;
}

static bool
read_dashes(struct qms_text cell, enum qms_markdown_align *align)
{
	bool left, right;

	cell = qms_text_trim(cell);
	left = cell.size > 0 && cell.data[0] == ':';
	if (left) {
		cell.data++;
		cell.size--;
	}
	right = cell.size > 0 && cell.data[cell.size - 1] == ':';
	if (right)
		cell.size--;
	if (cell.size == 0)
		return false;
	while (cell.size > 0 && cell.data[cell.size - 1] == '-')
		cell.size--;
	*align = left ? (right ? QMS_ALIGN_CENTER : QMS_ALIGN_LEFT) :
	    (right ? QMS_ALIGN_RIGHT : QMS_ALIGN_NONE);
	return cell.size == 0;
}

/* The number of cells of a line of dashes, or 0 if it is none. */
static size_t
read_delimiter(struct qms_text row,
    enum qms_markdown_align aligns[QMS_MARKDOWN_COLUMN_LIMIT])
{
	enum qms_markdown_align align;
	struct qms_text cell;
	size_t offset = 0, count = 0;

	if (!has_pipe(row))
		return 0;
	while (next_cell(row, &offset, &cell)) {
		if (!read_dashes(cell, &align))
			return 0;
		if (count < QMS_MARKDOWN_COLUMN_LIMIT)
			aligns[count] = align;
		count++;
	}
	return count;
}

static void
report_counts(struct finder *finder, int line, enum qms_message_id id,
    size_t found, size_t wanted)
{
	char first[24], second[24];

	(void)snprintf(first, sizeof(first), "%zu", found);
	(void)snprintf(second, sizeof(second), "%zu", wanted);
	qms_report(finder->problems, finder->path,
	    finder->first_line + line - 1, 1, id, first, second);
}

static struct piece *
add_piece(struct finder *finder, cmark_node *place,
    struct qms_markdown_mark *mark)
{
	struct piece *piece = qms_push(finder->arena, finder->pieces,
	    finder->count, finder->room);

	piece->line = finder->source_line;
	piece->place = place;
	piece->mark = mark;
	return piece;
}

static void
add_source(struct finder *finder, struct qms_text text)
{
	qms_buffer_text(&finder->source, text);
	finder->has_brackets |= text.size > 0 &&
	    memchr(text.data, '[', text.size) != NULL;
}

/* A cell as a paragraph; "\|" was for us, cmark reads '|'. */
static void
write_cell(struct finder *finder, struct qms_text text)
{
	struct qms_text part = { text.data, 0 };
	size_t i;

	qms_buffer_char(&finder->source, '|');
	for (i = 0; i < text.size; i++) {
		if (text.data[i] == '\\' && i + 1 < text.size &&
		    text.data[i + 1] == '|') {
			add_source(finder, part);
			part.data = text.data + i + 1;
			part.size = 0;
		} else {
			part.size++;
		}
	}
	add_source(finder, part);
	qms_buffer_add(&finder->source, "\n\n", 2);
	finder->source_line += 2;
}

/* Where counting of columns stands in a line: cells follow each other. */
struct cursor {
	const char *at;
	int column;
};

static int
move_to(struct cursor *cursor, const char *to)
{
	for (; cursor->at < to; cursor->at++)
		cursor->column += ((unsigned char)*cursor->at & 0xc0) != 0x80;
	return cursor->column;
}

/* Without a character that cmark would look at twice; most cells are so. */
static bool
is_plain(struct qms_text text)
{
	static const bool special[0x80] = { ['\\'] = true, ['`'] = true,
	    ['*'] = true, ['_'] = true, ['['] = true, [']'] = true,
	    ['<'] = true, ['&'] = true, ['!'] = true, [0x7f] = true };
	unsigned char c;
	size_t i;

	for (i = 0; i < text.size; i++) {
		c = (unsigned char)text.data[i];
		if (c < 0x20 || c == 0xc2 || (c < 0x80 && special[c]))
			return false;
	}
	return true;
}

static void
fill_cell(struct finder *finder, struct qms_markdown_mark *mark,
    struct qms_text text, struct cursor *cursor)
{
	struct qms_markdown_cell *cell = mark->cell;
	const char *body = finder->lines->body.data;

	cell->start = (size_t)(text.data - body);
	cell->end = cell->start + text.size;
	text = qms_text_trim(text);
	/* an empty cell is where its text would stand */
	if (text.size == 0)
		text.data = body + cell->start;
	cell->column = move_to(cursor, text.data);
	mark->plain = is_plain(text);
	if (mark->plain) {
		cell->text = text.size == 0 ? "" :
		    qms_arena_copy(finder->arena, text.data, text.size);
	} else {
		cell->text = "";
		write_cell(finder, text);
	}
}

static struct qms_markdown_row
add_row(struct finder *finder, cmark_node *table, int line, size_t columns,
    const enum qms_markdown_align *aligns, bool header)
{
	struct qms_text whole = qms_markdown_line(finder->lines, line);
	struct qms_text text = trim_end(line_of(finder, line)), part;
	struct cursor cursor = { whole.data, 1 };
	struct qms_markdown_row row = { .count = count_cells(text) };
	struct qms_markdown_mark *mark;
	size_t offset = 0, i;

	row.cells = qms_arena_alloc(finder->arena,
	    row.count * sizeof(*row.cells));
	row.line = finder->first_line + line - 1;
	row.start = (size_t)(whole.data - finder->lines->body.data);
	row.end = row.start + whole.size;
	for (i = 0; next_cell(text, &offset, &part); i++) {
		mark = qms_arena_alloc(finder->arena, sizeof(*mark));
		mark->type = QMS_MARK_CELL;
		mark->cell = &row.cells[i];
		mark->align = i < columns ? aligns[i] : QMS_ALIGN_NONE;
		mark->header = header;
		mark->first = i == 0;
		mark->last = i + 1 == row.count;
		if (mark->last && row.count < columns)
			mark->missing = columns - row.count;
		(void)add_piece(finder, table, mark);
		mark->cell->line = row.line;
		fill_cell(finder, mark, part, &cursor);
	}
	return row;
}

/* Adds the table whose header is this line; returns the line behind it. */
static int
add_table(struct finder *finder, int line, size_t columns,
    const enum qms_markdown_align *aligns)
{
	struct qms_markdown *markdown = finder->markdown;
	cmark_node *node = qms_markdown_new_node(CMARK_NODE_CUSTOM_BLOCK);
	struct qms_markdown_mark *mark;
	struct qms_markdown_table table = { 0 };
	struct qms_markdown_row row;
	size_t room = 0;

	mark = qms_arena_alloc(finder->arena, sizeof(*mark));
	mark->type = QMS_MARK_TABLE;
	mark->table = markdown->table_count;
	(void)cmark_node_set_user_data(node, mark);
	(void)cmark_node_insert_before(finder->block, node);
	table.line = finder->first_line + line - 1;
	table.header = add_row(finder, node, line, columns, aligns, true);
	for (line += 2; line <= finder->place.last &&
	    has_pipe(line_of(finder, line)); line++) {
		row = add_row(finder, node, line, columns, aligns, false);
		if (row.count != columns)
			report_counts(finder, line, QMS_M_D114, row.count,
			    columns);
		*qms_push(finder->arena, table.rows, table.count, room) = row;
	}
	*qms_push(finder->arena, markdown->tables, markdown->table_count,
	    finder->table_room) = table;
	return line;
}

/* "---" below a table is a line across, "===" is text. */
static bool
add_rule(struct finder *finder, int line)
{
	cmark_node *node;

	if (line_of(finder, line).data[0] != '-')
		return false;
	node = qms_markdown_new_node(CMARK_NODE_THEMATIC_BREAK);
	(void)cmark_node_insert_before(finder->block, node);
	return true;
}

/* The lines of the paragraph that belong to no table, read again. */
static void
add_rest(struct finder *finder, int first, int last)
{
	struct qms_markdown_place place = finder->place;
	struct qms_markdown_mark *mark;
	cmark_node *node;
	int line;

	place.underlined &= last == place.last;
	place.last = last;
	if (first == place.first)
		first += qms_markdown_definitions(finder->lines, &place);
	if (first > last || (place.underlined && first == last &&
	    add_rule(finder, first)))
		return;
	node = qms_markdown_new_node(CMARK_NODE_PARAGRAPH);
	(void)cmark_node_insert_before(finder->block, node);
	mark = qms_arena_alloc(finder->arena, sizeof(*mark));
	mark->type = QMS_MARK_REST;
	mark->line = first;
	mark->column = (int)(line_of(finder, first).data -
	    qms_markdown_line(finder->lines, first).data) + 1;
	(void)add_piece(finder, node, mark);
	qms_buffer_char(&finder->source, '|');
	for (line = first; line <= last; line++) {
		if (line > first)
			qms_buffer_char(&finder->source, '\n');
		/* four spaces: no block begins within a paragraph */
		if (line > first && !(place.underlined && line == last))
			qms_buffer_add(&finder->source, "    ", 4);
		add_source(finder, line_of(finder, line));
	}
	qms_buffer_add(&finder->source, "\n\n", 2);
	finder->source_line += last - first + 2;
}

/* The columns of the table whose header is this line; 0 if none begins. */
static size_t
begins_table(struct finder *finder, int line,
    enum qms_markdown_align aligns[QMS_MARKDOWN_COLUMN_LIMIT])
{
	struct qms_text header = trim_end(line_of(finder, line));
	size_t dashes, columns;

	if (!has_pipe(header))
		return 0;
	dashes = read_delimiter(trim_end(line_of(finder, line + 1)), aligns);
	if (dashes == 0)
		return 0;
	columns = count_cells(header);
	if (columns != dashes) {
		report_counts(finder, line + 1, QMS_M_D115, dashes, columns);
		return 0;
	}
	if (columns > QMS_MARKDOWN_COLUMN_LIMIT) {
		report_counts(finder, line, QMS_M_D113, columns,
		    QMS_MARKDOWN_COLUMN_LIMIT);
		return 0;
	}
	return columns;
}

/* True when the paragraph held tables; it is empty now. */
static bool
split(struct finder *finder)
{
	enum qms_markdown_align aligns[QMS_MARKDOWN_COLUMN_LIMIT];
	int line = finder->place.first, rest = line;
	size_t columns;
	bool found = false;

	while (line < finder->place.last) {
		columns = begins_table(finder, line, aligns);
		if (columns == 0) {
			line++;
			continue;
		}
		found = true;
		add_rest(finder, rest, line - 1);
		line = add_table(finder, line, columns, aligns);
		rest = line;
	}
	if (found)
		add_rest(finder, rest, finder->place.last);
	return found;
}

static void
take_block(struct finder *finder, cmark_node *block, int quotes)
{
	finder->block = block;
	finder->place = qms_markdown_place(finder->lines, block, quotes);
	if (split(finder)) {
		cmark_node_unlink(block);
		cmark_node_free(block);
	}
}

/* The block behind this one, not looking into paragraphs. */
static cmark_node *
next_block(cmark_node *node, int *quotes)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type != CMARK_NODE_PARAGRAPH && type != CMARK_NODE_HEADING &&
	    cmark_node_first_child(node) != NULL) {
		*quotes += type == CMARK_NODE_BLOCK_QUOTE;
		return cmark_node_first_child(node);
	}
	while (cmark_node_next(node) == NULL) {
		node = cmark_node_parent(node);
		if (node == NULL)
			return NULL;
		*quotes -= cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
	}
	return cmark_node_next(node);
}

static void
drop_pipe(cmark_node *block)
{
	cmark_node *text = cmark_node_first_child(block);
	const char *literal = text == NULL ? NULL :
	    cmark_node_get_literal(text);

	if (literal == NULL || literal[0] != '|')
		return;
	if (literal[1] == '\0') {
		cmark_node_unlink(text);
		cmark_node_free(text);
	} else {
		(void)cmark_node_set_literal(text, literal + 1);
	}
}

/* Puts a block of the second document to its place in the first. */
static void
place_piece(struct piece *piece, cmark_node *block)
{
	(void)cmark_node_set_user_data(block, piece->mark);
	if (piece->mark->type == QMS_MARK_CELL) {
		(void)cmark_node_append_child(piece->place, block);
	} else {
		(void)cmark_node_insert_before(piece->place, block);
		cmark_node_unlink(piece->place);
		cmark_node_free(piece->place);
	}
}

static cmark_node *
read_source(struct finder *finder)
{
	struct qms_text body = finder->lines->body;

	if (finder->has_brackets &&
	    memmem(body.data, body.size, "]:", 2) != NULL)
		qms_buffer_text(&finder->source, body);
	return qms_markdown_read(qms_buffer_view(&finder->source));
}

static void
place_pieces(struct finder *finder)
{
	cmark_node *tree = read_source(finder), *next, *block;
	struct piece *piece;

	next = cmark_node_first_child(tree);
	for (piece = finder->pieces; piece < finder->pieces + finder->count;
	    piece++) {
		if (!piece->mark->plain && next != NULL &&
		    cmark_node_get_start_line(next) == piece->line) {
			block = next;
			next = cmark_node_next(block);
			cmark_node_unlink(block);
			drop_pipe(block);
		} else {
			block = qms_markdown_new_node(CMARK_NODE_PARAGRAPH);
		}
		place_piece(piece, block);
	}
	cmark_node_free(tree);
}

void
qms_markdown_find_tables(struct qms_markdown *markdown,
    struct qms_arena *arena, const struct qms_markdown_lines *lines,
    const char *path, int first_line, struct qms_problems *problems)
{
	struct finder finder = { .markdown = markdown, .arena = arena,
	    .lines = lines, .path = path, .first_line = first_line,
	    .problems = problems, .source_line = 1 };
	cmark_node *block = qms_markdown_root(markdown), *next;
	cmark_node_type type;
	int quotes = 0, next_quotes = 0;

	for (; block != NULL; block = next, quotes = next_quotes) {
		next = next_block(block, &next_quotes);
		type = cmark_node_get_type(block);
		if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING)
			take_block(&finder, block, quotes);
	}
	if (finder.count > 0)
		place_pieces(&finder);
	qms_buffer_free(&finder.source);
}
