/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "markdown_tree.h"
#include "unicode.h"

enum { LINK_TEXT_LIMIT = 512, SLUG_LIMIT = 100 };

/*
 * cmark 0.30 looks at all open image brackets of a paragraph for each link in
 * it; this many looks take a quarter of a second.
 */
static const size_t bracket_limit = 1u << 28;

/* ---- memory ---- */

static _Thread_local struct qms_arena *pool;

/* A size stands before each piece, for realloc. */
static void *
pool_calloc(size_t count, size_t size)
{
	size_t *piece;

	if (size != 0 && count > (SIZE_MAX - 16) / size)
		qms_arena_exhausted();
	piece = qms_arena_alloc(pool, count * size + 16);
	*piece = count * size;
	return (char *)piece + 16;
}

static void *
pool_realloc(void *old, size_t size)
{
	size_t had = old == NULL ? 0 : *(size_t *)((char *)old - 16);
	void *new;

	if (old != NULL && had >= size)
		return old;
	new = pool_calloc(1, size);
	if (had > 0)
		memcpy(new, old, had);
	return new;
}

static void
pool_free(void *piece)
{
	(void)piece;
}

static cmark_mem memory = { pool_calloc, pool_realloc, pool_free };

struct qms_arena *
qms_markdown_use_pool(struct qms_arena *next)
{
	struct qms_arena *before = pool;

	pool = next;
	return before;
}

cmark_node *
qms_markdown_root(const struct qms_markdown *markdown)
{
	const struct qms_markdown_tree *tree = markdown->tree;

	return tree == NULL ? NULL : tree->root;
}

cmark_node *
qms_markdown_read(struct qms_text text)
{
	cmark_parser *parser;
	cmark_node *root;

	parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);
	cmark_parser_feed(parser, text.size == 0 ? "" : text.data, text.size);
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

cmark_node *
qms_markdown_new_node(cmark_node_type type)
{
	return cmark_node_new_with_mem(type, &memory);
}

/* ---- lines ---- */

struct qms_text
qms_markdown_line(const struct qms_markdown_lines *lines, int line)
{
	struct qms_text text = { lines->body.data, 0 };
	size_t start, end;

	if (line < 1 || (size_t)line > lines->count)
		return text;
	start = lines->starts[line - 1];
	end = lines->starts[line];
	if (end > start && lines->body.data[end - 1] == '\n')
		end--;
	if (end > start && lines->body.data[end - 1] == '\r')
		end--;
	text.data += start;
	text.size = end - start;
	return text;
}

static struct qms_text
skip(struct qms_text text, size_t count)
{
	text.data += count;
	text.size -= count;
	return text;
}

static struct qms_text
skip_blanks(struct qms_text text)
{
	while (text.size > 0 && (text.data[0] == ' ' || text.data[0] == '\t'))
		text = skip(text, 1);
	return text;
}

struct qms_text
qms_markdown_content(const struct qms_markdown_lines *lines,
    const struct qms_markdown_place *place, int line)
{
	struct qms_text text = qms_markdown_line(lines, line);
	int quotes = place->quotes;

	if (line == place->first && place->column > 0 &&
	    (size_t)place->column <= text.size)
		return skip_blanks(skip(text, (size_t)place->column - 1));
	text = skip_blanks(text);
	while (quotes-- > 0 && text.size > 0 && text.data[0] == '>')
		text = skip_blanks(skip(text, 1));
	return text;
}

/* ---- limits ---- */

struct guard {
	const char *path;
	int first_line;
	struct qms_problems *problems;
	struct qms_markdown_lines lines;
	uint32_t *starts;
	size_t room;
	bool has_tables;		/* some line begins with a pipe */
	bool told_control;
	size_t depth;			/* no fewer containers are open */
	bool after_blank;
	size_t images, brackets;	/* in lines without a blank one */
};

static void
report_limit(struct guard *guard, size_t line, enum qms_message_id id,
    size_t limit)
{
	char number[24];

	(void)snprintf(number, sizeof(number), "%zu", limit);
	qms_report(guard->problems, guard->path,
	    guard->first_line + (int)line, 1, id, number);
}

/* The bytes of a list marker at the beginning of text, or 0. */
static size_t
marker(struct qms_text text)
{
	size_t i = 0;

	if (text.size == 0)
		return 0;
	if (strchr("-+*", text.data[0]) != NULL && text.data[0] != '\0') {
		i = 1;
	} else {
		while (i < text.size && i < 9 && text.data[i] >= '0' &&
		    text.data[i] <= '9')
			i++;
		if (i == 0 || i == text.size ||
		    (text.data[i] != '.' && text.data[i] != ')'))
			return 0;
		i++;
	}
	return i == text.size || text.data[i] == ' ' || text.data[i] == '\t' ?
	    i : 0;
}

/*
 * At most how many containers a line can stand in: the quotes it shows, the
 * list items it opens, and for each two columns of white space one that was
 * open before. cmark 0.30 is quadratic in that depth times the lines.
 */
static size_t
depth_of(struct guard *guard, struct qms_text line)
{
	size_t quotes = 0, items = 0, blanks = 0, same = 0, size;
	char last = '\0';

	for (;;) {
		if (line.size > 0 && line.data[0] == ' ') {
			blanks++;
			size = 1;
		} else if (line.size > 0 && line.data[0] == '\t') {
			blanks += 4;
			size = 1;
		} else if (line.size > 0 && line.data[0] == '>') {
			quotes++;
			last = '>';
			same = 0;
			/* the space behind it is part of the mark */
			size = line.size > 1 && line.data[1] == ' ' ? 2 : 1;
		} else if ((size = marker(line)) > 0) {
			items++;
			same = line.data[0] == last ? same + 1 : 1;
			last = line.data[0];
			size += size < line.size;
		} else {
			break;
		}
		line = skip(line, size);
	}
	if (line.size == 0 && same >= 3 && (last == '-' || last == '*'))
		items -= same;			/* a thematic break */
	guard->has_tables |= line.size > 0 && line.data[0] == '|';
	blanks /= 2;
	return quotes + items + (blanks < guard->depth ? blanks :
	    guard->depth);
}

static bool
check_depth(struct guard *guard, struct qms_text line)
{
	size_t depth = depth_of(guard, line);

	/* a line without its markers may go on with a paragraph within */
	if (guard->after_blank || depth > guard->depth)
		guard->depth = depth;
	guard->after_blank = false;
	return depth <= QMS_MARKDOWN_DEPTH_LIMIT;
}

static bool
check_brackets(struct guard *guard, struct qms_text line)
{
	const char *p = line.data, *end = line.data + line.size;

	for (; p < end; p++) {
		guard->images += *p == '!' && p + 1 < end && p[1] == '[';
		guard->brackets += *p == ']';
	}
	return guard->images == 0 ||
	    guard->brackets <= bracket_limit / guard->images;
}

static bool
is_blank(struct qms_text line)
{
	return skip_blanks(line).size == 0;
}

/* 1 for a control character that no text has, 2 for the ends of lines. */
static const unsigned char class[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 1, 1, 2, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, [0x7f] = 1
};

static void
report_control(struct guard *guard, size_t line, size_t start, size_t at)
{
	struct qms_text text = { guard->lines.body.data + start, at - start };
	int ignored, column;

	if (guard->told_control)
		return;
	guard->told_control = true;
	qms_text_position(text, text.size, &ignored, &column);
	qms_report(guard->problems, guard->path,
	    guard->first_line + (int)line, column, QMS_M_D102);
}

/* Takes one line; its number from 0 is *line. False when it is too much. */
static bool
check_line(struct guard *guard, size_t number, size_t start, size_t end)
{
	struct qms_text line = { guard->lines.body.data + start, end - start };

	if (line.size > QMS_MARKDOWN_LINE_LIMIT) {
		report_limit(guard, number, QMS_M_D111,
		    QMS_MARKDOWN_LINE_LIMIT);
		return false;
	}
	if (is_blank(line)) {
		guard->after_blank = true;
		guard->images = guard->brackets = 0;
		return true;
	}
	if (!check_depth(guard, line)) {
		report_limit(guard, number, QMS_M_D112,
		    QMS_MARKDOWN_DEPTH_LIMIT);
		return false;
	}
	if (!check_brackets(guard, line)) {
		report_limit(guard, number, QMS_M_D116, guard->images);
		return false;
	}
	return true;
}

static void
add_start(struct guard *guard, struct qms_arena *arena, size_t start)
{
	struct qms_markdown_lines *lines = &guard->lines;

	*qms_push(arena, guard->starts, lines->count, guard->room) =
	    (uint32_t)start;
	lines->starts = guard->starts;
}

/* Finds the lines, and what would cost too much or be shown as nothing. */
static bool
check_lines(struct guard *guard, struct qms_arena *arena)
{
	struct qms_text body = guard->lines.body;
	size_t start = 0, i = 0, number = 0;

	while (start < body.size) {
		add_start(guard, arena, start);
		while (i < body.size && class[(unsigned char)body.data[i]] != 2) {
			if (class[(unsigned char)body.data[i]] == 1)
				report_control(guard, number, start, i);
			i++;
		}
		if (!check_line(guard, number, start, i))
			return false;
		if (i < body.size && body.data[i] == '\r') {
			if (i + 1 < body.size && body.data[i + 1] == '\n')
				i++;
			else
				report_control(guard, number, start, i);
		}
		start = i < body.size ? ++i : i;
		number++;
	}
	add_start(guard, arena, body.size);
	guard->lines.count--;
	return true;
}

static bool
check_body(struct guard *guard, struct qms_arena *arena)
{
	struct qms_text body = guard->lines.body;
	size_t bad;
	int line, column;

	if (strcmp(cmark_version_string(), CMARK_VERSION_STRING) != 0) {
		/* cmark-gfm has the same symbols and other numbers for them */
		qms_report(guard->problems, guard->path, 0, 0, QMS_M_D119,
		    cmark_version_string(), CMARK_VERSION_STRING);
		return false;
	}
	if (body.size > QMS_MARKDOWN_LIMIT) {
		report_limit(guard, 0, QMS_M_D110, QMS_MARKDOWN_LIMIT);
		return false;
	}
	bad = qms_utf8_invalid(body);
	if (bad != SIZE_MAX) {
		qms_text_position(body, bad, &line, &column);
		qms_report(guard->problems, guard->path,
		    guard->first_line + line - 1, column, QMS_M_D103);
		return false;
	}
	return check_lines(guard, arena);
}

/* ---- definitions ---- */

static void
add_lines(struct qms_buffer *source, const struct qms_markdown_lines *lines,
    const struct qms_markdown_place *place, int first)
{
	int line;

	for (line = first; line <= place->last; line++) {
		/* four spaces: no block begins within a paragraph */
		if (line > first)
			qms_buffer_add(source, "\n    ", 5);
		qms_buffer_text(source,
		    qms_markdown_content(lines, place, line));
	}
}

/* The plain text of the first block of a source; false if it has none. */
static bool
read_first_block(struct qms_buffer *out, const struct qms_buffer *source)
{
	struct qms_arena own = { 0 }, *before;
	cmark_event_type event;
	cmark_node *block;
	cmark_iter *iter;
	const char *literal;

	before = qms_markdown_use_pool(&own);
	block = cmark_node_first_child(
	    qms_markdown_read(qms_buffer_view(source)));
	if (block != NULL) {
		iter = cmark_iter_new(block);
		while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
			literal = cmark_node_get_literal(
			    cmark_iter_get_node(iter));
			if (event == CMARK_EVENT_ENTER && literal != NULL)
				qms_buffer_string(out, literal);
		}
		cmark_iter_free(iter);
	}
	(void)qms_markdown_use_pool(before);
	qms_arena_free(&own);
	return block != NULL;
}

static bool
same_rest(const struct qms_buffer *whole, const struct qms_buffer *rest)
{
	/* rest begins with the mark that keeps definitions from being read */
	return rest->size == whole->size + 1 &&
	    memcmp(rest->data + 1, whole->data, whole->size) == 0;
}

static bool
is_underline(struct qms_text line)
{
	size_t size = line.size;
	char c;

	while (size > 0 && (line.data[size - 1] == ' ' ||
	    line.data[size - 1] == '\t'))
		size--;
	if (size == 0)
		return false;
	c = line.data[0];
	while (size > 0 && line.data[size - 1] == c)
		size--;
	return size == 0 && (c == '-' || c == '=');
}

struct qms_markdown_place
qms_markdown_place(const struct qms_markdown_lines *lines, cmark_node *block,
    int quotes)
{
	struct qms_markdown_place place = {
	    .first = cmark_node_get_start_line(block),
	    .last = cmark_node_get_end_line(block),
	    .column = cmark_node_get_start_column(block), .quotes = quotes };
	struct qms_text text = qms_markdown_content(lines, &place,
	    place.first);

	if (cmark_node_get_type(block) == CMARK_NODE_HEADING) {
		place.last = place.first;
		if (text.size == 0 || text.data[0] != '#') {
			/* cmark's last line of these is one too many */
			do
				place.last++;
			while ((size_t)place.last <= lines->count &&
			    !is_underline(qms_markdown_content(lines, &place,
			    place.last)));
			place.underlined = true;
		}
	}
	if ((size_t)place.last > lines->count)
		place.last = (int)lines->count;
	return place;
}

/* Cheap: nearly every paragraph is done with here. */
static bool
may_define(const struct qms_markdown_lines *lines,
    const struct qms_markdown_place *place)
{
	enum { MOST = 32 };		/* more in one piece are not looked for */
	struct qms_text first, last;

	if (place->last < place->first || place->last - place->first >= MOST)
		return false;
	first = qms_markdown_content(lines, place, place->first);
	last = qms_markdown_line(lines, place->last);
	return first.size > 0 && first.data[0] == '[' &&
	    memmem(first.data, (size_t)(last.data + last.size - first.data),
	    "]:", 2) != NULL;
}

/* From which line on the text is that of the whole paragraph. */
static int
find_text(struct qms_buffer *whole, const struct qms_markdown_lines *lines,
    const struct qms_markdown_place *place)
{
	struct qms_buffer source = { 0 }, rest = { 0 };
	int line, found = place->first;

	for (line = place->first; line <= place->last; line++) {
		qms_buffer_clear(&source);
		qms_buffer_clear(&rest);
		qms_buffer_char(&source, '|');
		add_lines(&source, lines, place, line);
		qms_buffer_add(&source, "\n\n", 2);
		add_lines(&source, lines, place, place->first);
		(void)read_first_block(&rest, &source);
		if (same_rest(whole, &rest)) {
			found = line;
			break;
		}
	}
	qms_buffer_free(&source);
	qms_buffer_free(&rest);
	return found;
}

int
qms_markdown_definitions(const struct qms_markdown_lines *lines,
    const struct qms_markdown_place *whole_place)
{
	struct qms_markdown_place place = *whole_place;
	struct qms_buffer source = { 0 }, whole = { 0 };
	int text;

	place.last -= place.underlined;
	if (!may_define(lines, &place))
		return 0;
	add_lines(&source, lines, &place, place.first);
	text = place.last + 1;
	if (read_first_block(&whole, &source))
		text = find_text(&whole, lines, &place);
	qms_buffer_free(&source);
	qms_buffer_free(&whole);
	return text - place.first;
}

/* ---- marks ---- */

const struct qms_markdown_mark *
qms_markdown_mark(cmark_node *block)
{
	return cmark_node_get_user_data(block);
}

const char *
qms_markdown_heading_id(cmark_node *heading)
{
	const struct qms_markdown_mark *mark = qms_markdown_mark(heading);

	return mark == NULL ? NULL : mark->id;
}

bool
qms_markdown_is_break(const char *html)
{
	return strcmp(html, "<br>") == 0 || strcmp(html, "<br/>") == 0 ||
	    strcmp(html, "<br />") == 0;
}

/* ---- what the callers want to know ---- */

struct open_link {
	size_t link;			/* its number */
	size_t start;			/* of its text in the plain text */
};

struct collector {
	struct qms_markdown *markdown;
	struct qms_arena *arena;
	const struct qms_markdown_lines *lines;
	int first_line;

	struct qms_buffer plain;
	size_t heading_room, link_room, html_room, code_room;
	struct open_link *open;
	size_t open_count, open_room;
	size_t *outline;		/* headings whose section is open */
	size_t outline_count, outline_room;
	size_t *above;			/* of each table: a heading + 1, or 0 */
	struct qms_map ids;

	int quotes;
	cmark_node *block;		/* the paragraph or heading we are in */
	const struct qms_markdown_mark *mark;	/* its mark */
	size_t block_start;		/* of its text in the plain text */
	struct qms_markdown_place place;	/* of the block in the body */
	int definitions;		/* lines of it; -1: not known yet */
};

static void
add_plain(struct collector *collector, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	struct qms_buffer *plain = &collector->plain;
	const unsigned char *start = p;

	for (; *p != '\0'; p++) {
		if (*p == '\n' || (*p >= 0x20 && *p != 0x7f && *p != 0xc2))
			continue;
		if (*p == 0xc2 && p[1] >= 0xa0)
			continue;
		qms_buffer_add(plain, start, (size_t)(p - start));
		if (*p == '\t' || *p == '\r')
			qms_buffer_char(plain, ' ');
		if (*p == 0xc2 && p[1] != '\0')
			p++;			/* C1: two bytes */
		start = p + 1;
	}
	qms_buffer_add(plain, start, (size_t)(p - start));
}

static const char *
copy_plain(struct collector *collector, size_t start, size_t limit)
{
	size_t size = collector->plain.size - start;
	const char *text;

	if (collector->plain.data == NULL)
		return "";
	text = collector->plain.data + start;
	if (size > limit) {
		size = limit;
		while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
			size--;
	}
	return qms_arena_copy(collector->arena, text, size);
}

static void
end_line(struct collector *collector)
{
	struct qms_buffer *plain = &collector->plain;

	if (plain->size > 0 && plain->data[plain->size - 1] != '\n')
		qms_buffer_char(plain, '\n');
}

static int
count_code_points(const char *data, size_t size)
{
	int count = 0;

	while (size-- > 0)
		count += ((unsigned char)*data++ & 0xc0) != 0x80;
	return count;
}

/* From a column in bytes to one in code points. */
static int
column_of(const struct qms_markdown_lines *lines, int line, int byte_column)
{
	struct qms_text text = qms_markdown_line(lines, line);
	size_t size = byte_column < 1 ? 0 : (size_t)byte_column - 1;

	if (size > text.size)
		size = text.size;
	return count_code_points(text.data, size) + 1;
}

/* The place in a cell: its own line was "|" and the cell without "\|". */
static void
locate_in_cell(const struct collector *collector, int byte_column, int *line,
    int *column)
{
	const struct qms_markdown_cell *cell = collector->mark->cell;
	struct qms_text text = { collector->lines->body.data + cell->start,
	    cell->end - cell->start };
	int left = byte_column - 2;
	size_t i;

	text = qms_text_trim(text);
	for (i = 0; i < text.size && left > 0; i++, left--)
		if (text.data[i] == '\\' && i + 1 < text.size &&
		    text.data[i + 1] == '|')
			i++;
	*line = cell->line;
	*column = cell->column + count_code_points(text.data, i);
}

static void
find_definitions(struct collector *collector)
{
	collector->definitions = 0;
	if (collector->mark == NULL &&
	    collector->place.last > collector->place.first)
		collector->definitions = qms_markdown_definitions(
		    collector->lines, &collector->place);
}

/*
 * Where an inline stands in the file, from where it stands in its block.
 * cmark counts columns as if each line of a paragraph were indented as the
 * first one.
 */
static void
locate(struct collector *collector, int node_line, int byte_column,
    int *line, int *column)
{
	const struct qms_markdown_lines *lines = collector->lines;
	cmark_node *block = collector->block;
	bool again = collector->mark != NULL;
	struct qms_text text, content;
	int below, prefix;

	if (again && collector->mark->type == QMS_MARK_CELL) {
		locate_in_cell(collector, byte_column, line, column);
		return;
	}
	if (collector->definitions < 0)
		find_definitions(collector);
	below = node_line - cmark_node_get_start_line(block);
	if (below < 0)
		below = 0;
	*line = collector->place.first + collector->definitions + below;
	if (again || below > 0 || collector->definitions > 0) {
		text = qms_markdown_line(lines, *line);
		content = qms_markdown_content(lines, &collector->place,
		    *line);
		prefix = (int)(content.data - text.data);
		byte_column += prefix + 1 -
		    cmark_node_get_start_column(block);
		byte_column -= again && below == 0;	/* the '|' before it */
	}
	*column = column_of(lines, *line, byte_column);
	*line += collector->first_line - 1;
}

static void
enter_block(struct collector *collector, cmark_node *node)
{
	const struct qms_markdown_mark *mark = qms_markdown_mark(node);

	collector->block = node;
	collector->mark = mark;
	collector->block_start = collector->plain.size;
	collector->place = qms_markdown_place(collector->lines, node,
	    collector->quotes);
	if (mark != NULL && mark->type == QMS_MARK_REST) {
		collector->place.first = mark->line;
		collector->place.column = mark->column;
	}
	collector->definitions = -1;
	if (mark != NULL && mark->plain)
		add_plain(collector, mark->cell->text);
}

/* "muc" for a heading without any letter; "-2" and so on for the next one. */
static const char *
make_id(struct collector *collector, const char *text)
{
	struct qms_buffer slug = { 0 };
	const char *base, *id;
	uintptr_t number;

	qms_markdown_slug(&slug, text);
	base = slug.size == 0 ? "muc" :
	    qms_arena_string(collector->arena, slug.data);
	qms_buffer_free(&slug);
	number = (uintptr_t)qms_map_get(&collector->ids, base);
	if (number == 0) {
		qms_map_put(collector->arena, &collector->ids, base,
		    (void *)1);
		return base;
	}
	do
		id = qms_arena_format(collector->arena, "%s-%zu", base,
		    (size_t)++number);
	while (qms_map_get(&collector->ids, id) != NULL);
	qms_map_put(collector->arena, &collector->ids, base, (void *)number);
	qms_map_put(collector->arena, &collector->ids, id, (void *)1);
	return id;
}

static void
close_sections(struct collector *collector, int level, size_t end)
{
	struct qms_markdown_heading *headings = collector->markdown->headings;

	while (collector->outline_count > 0) {
		size_t last = collector->outline[collector->outline_count - 1];

		if (headings[last].level < level)
			break;
		headings[last].end = end;
		collector->outline_count--;
	}
}

static void
leave_heading(struct collector *collector, cmark_node *node)
{
	struct qms_markdown *markdown = collector->markdown;
	struct qms_markdown_heading *heading;
	struct qms_markdown_mark *mark;
	size_t number = markdown->heading_count;
	int line;

	if (collector->definitions < 0)
		find_definitions(collector);
	line = collector->place.first + collector->definitions;
	heading = qms_push(collector->arena, markdown->headings,
	    markdown->heading_count, collector->heading_room);
	heading->level = cmark_node_get_heading_level(node);
	heading->line = collector->first_line + line - 1;
	heading->text = copy_plain(collector, collector->block_start,
	    SIZE_MAX);
	heading->id = make_id(collector, heading->text);
	heading->start = (size_t)line <= collector->lines->count ?
	    collector->lines->starts[line - 1] : markdown->body.size;
	close_sections(collector, heading->level, heading->start);
	*qms_push(collector->arena, collector->outline,
	    collector->outline_count, collector->outline_room) = number;
	mark = qms_arena_alloc(collector->arena, sizeof(*mark));
	mark->type = QMS_MARK_REST;
	mark->id = heading->id;
	(void)cmark_node_set_user_data(node, mark);
	end_line(collector);
}

static void
leave_paragraph(struct collector *collector)
{
	const struct qms_markdown_mark *mark = collector->mark;

	if (mark == NULL || mark->type != QMS_MARK_CELL) {
		end_line(collector);
		return;
	}
	if (!mark->plain)
		mark->cell->text = copy_plain(collector,
		    collector->block_start, SIZE_MAX);
	if (mark->last)
		end_line(collector);
	else
		qms_buffer_char(&collector->plain, ' ');
}

/* cmark gives the line where a link ends, and a wrong column for <…>. */
static void
start_of_link(cmark_node *node, int *line, int *column)
{
	cmark_node *child = cmark_node_first_child(node), *leaf = child;
	const char *url = cmark_node_get_url(node), *literal;

	*line = cmark_node_get_start_line(node);
	*column = cmark_node_get_start_column(node);
	while (leaf != NULL && cmark_node_first_child(leaf) != NULL)
		leaf = cmark_node_first_child(leaf);
	if (leaf == NULL || cmark_node_get_start_line(leaf) < 1)
		return;
	*line = cmark_node_get_start_line(leaf);
	literal = cmark_node_get_literal(child);
	if (cmark_node_get_type(node) == CMARK_NODE_LINK && url != NULL &&
	    literal != NULL && cmark_node_next(child) == NULL &&
	    (strcmp(url, literal) == 0 || (qms_starts_with(url, "mailto:") &&
	    strcmp(url + 7, literal) == 0)))
		*column = cmark_node_get_start_column(child) - 1;
}

static void
enter_link(struct collector *collector, cmark_node *node)
{
	struct qms_markdown *markdown = collector->markdown;
	const char *url = cmark_node_get_url(node);
	struct qms_markdown_link *link;
	struct open_link *open;
	int line, column;

	start_of_link(node, &line, &column);
	open = qms_push(collector->arena, collector->open,
	    collector->open_count, collector->open_room);
	open->link = markdown->link_count;
	open->start = collector->plain.size;
	link = qms_push(collector->arena, markdown->links,
	    markdown->link_count, collector->link_room);
	link->target = url == NULL ? "" :
	    qms_arena_string(collector->arena, url);
	link->text = "";
	link->image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
	locate(collector, line, column, &link->line, &link->column);
}

static void
leave_link(struct collector *collector)
{
	struct open_link *open;

	open = &collector->open[--collector->open_count];
	collector->markdown->links[open->link].text =
	    copy_plain(collector, open->start, LINK_TEXT_LIMIT);
}

static void
add_html(struct collector *collector, cmark_node *node, bool block)
{
	struct qms_markdown *markdown = collector->markdown;
	const char *literal = cmark_node_get_literal(node);
	int line = cmark_node_get_start_line(node);
	int column = cmark_node_get_start_column(node);
	struct qms_markdown_html *html;

	if (!block && collector->mark != NULL &&
	    collector->mark->type == QMS_MARK_CELL &&
	    qms_markdown_is_break(literal)) {
		qms_buffer_char(&collector->plain, ' ');
		return;
	}
	add_plain(collector, literal);
	html = qms_push(collector->arena, markdown->html, markdown->html_count,
	    collector->html_room);
	html->text = qms_arena_string(collector->arena, literal);
	if (block) {
		html->line = collector->first_line + line - 1;
		html->column = column_of(collector->lines, line, column);
		end_line(collector);
	} else {
		locate(collector, line, column, &html->line, &html->column);
	}
}

static bool
is_fenced(struct collector *collector, cmark_node *node)
{
	struct qms_text line = qms_markdown_line(collector->lines,
	    cmark_node_get_start_line(node));
	int column = cmark_node_get_start_column(node);
	const char *literal = cmark_node_get_literal(node);

	if (column < 1 || (size_t)column + 2 > line.size)
		return false;
	line = skip(line, (size_t)column - 1);
	if (memcmp(line.data, "```", 3) != 0 &&
	    memcmp(line.data, "~~~", 3) != 0)
		return false;
	/* indented code whose text looks like a fence holds that line itself */
	return strncmp(literal, line.data, line.size) != 0;
}

static void
add_code(struct collector *collector, cmark_node *node)
{
	struct qms_markdown *markdown = collector->markdown;
	const char *literal = cmark_node_get_literal(node);
	struct qms_markdown_code *code;

	add_plain(collector, literal);
	end_line(collector);
	if (!is_fenced(collector, node))
		return;
	code = qms_push(collector->arena, markdown->codes,
	    markdown->code_count, collector->code_room);
	code->info = qms_arena_string(collector->arena,
	    cmark_node_get_fence_info(node));
	code->text = qms_arena_string(collector->arena, literal);
	code->line = collector->first_line +
	    cmark_node_get_start_line(node) - 1;
}

static void
enter_node(struct collector *collector, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		collector->quotes++;
		break;
	case CMARK_NODE_CUSTOM_BLOCK:
		collector->above[qms_markdown_mark(node)->table] =
		    collector->markdown->heading_count;
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		enter_block(collector, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		add_code(collector, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		add_html(collector, node, true);
		break;
	case CMARK_NODE_HTML_INLINE:
		add_html(collector, node, false);
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		add_plain(collector, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		qms_buffer_char(&collector->plain, ' ');
		break;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		enter_link(collector, node);
		break;
	default:
		break;
	}
}

static void
leave_node(struct collector *collector, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		collector->quotes--;
		break;
	case CMARK_NODE_PARAGRAPH:
		leave_paragraph(collector);
		break;
	case CMARK_NODE_HEADING:
		leave_heading(collector, node);
		break;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		leave_link(collector);
		break;
	default:
		break;
	}
}

static void
collect(struct collector *collector)
{
	struct qms_markdown *markdown = collector->markdown;
	cmark_iter *iter = cmark_iter_new(qms_markdown_root(markdown));
	cmark_event_type event;
	size_t i;

	collector->above = qms_arena_alloc(collector->arena,
	    markdown->table_count * sizeof(*collector->above));
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			enter_node(collector, cmark_iter_get_node(iter));
		else
			leave_node(collector, cmark_iter_get_node(iter));
	}
	cmark_iter_free(iter);
	close_sections(collector, 0, markdown->body.size);
	for (i = 0; i < markdown->table_count; i++)
		if (collector->above[i] > 0)
			markdown->tables[i].heading =
			    &markdown->headings[collector->above[i] - 1];
	markdown->plain.data = copy_plain(collector, 0, SIZE_MAX);
	markdown->plain.size = collector->plain.size;
	qms_buffer_free(&collector->plain);
}

void
qms_markdown_parse(struct qms_markdown *markdown, struct qms_arena *arena,
    struct qms_text body, const char *path, int first_line,
    struct qms_problems *problems)
{
	struct guard guard = { .path = path, .first_line = first_line,
	    .problems = problems, .lines.body = body };
	struct collector collector = { .markdown = markdown, .arena = arena,
	    .lines = &guard.lines, .first_line = first_line };
	struct qms_markdown_tree *tree;
	struct qms_arena *before;

	memset(markdown, 0, sizeof(*markdown));
	markdown->body = body;
	markdown->plain = qms_text("");
	if (!check_body(&guard, arena))
		return;
	tree = calloc(1, sizeof(*tree));
	if (tree == NULL) {
		qms_arena_exhausted();
		return;
	}
	markdown->tree = tree;
	before = qms_markdown_use_pool(&tree->pool);
	tree->root = qms_markdown_read(body);
	if (guard.has_tables)
		qms_markdown_find_tables(markdown, arena, &guard.lines, path,
		    first_line, problems);
	collect(&collector);
	(void)qms_markdown_use_pool(before);
}

void
qms_markdown_free(struct qms_markdown *markdown)
{
	struct qms_markdown_tree *tree = markdown->tree;

	if (tree != NULL)
		qms_arena_free(&tree->pool);
	free(tree);
	markdown->tree = NULL;
}

void
qms_markdown_slug(struct qms_buffer *out, const char *text)
{
	struct qms_buffer low = { 0 };
	struct qms_text rest;
	size_t offset = 0, before, count = 0;
	bool gap = false;
	int32_t c;

	qms_unicode_lower(&low, qms_text(text));
	rest = qms_buffer_view(&low);
	while (offset < rest.size && count < SLUG_LIMIT) {
		before = offset;
		c = qms_utf8_next(rest, &offset);
		if (!qms_unicode_is_letter_or_digit(c)) {
			gap = count > 0;
			continue;
		}
		if (gap)
			qms_buffer_char(out, '-');
		gap = false;
		qms_buffer_add(out, rest.data + before, offset - before);
		count++;
	}
	qms_buffer_free(&low);
}

void
qms_markdown_escape(struct qms_buffer *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < ' ') {
			qms_buffer_char(out, ' ');
			continue;
		}
		if (strchr("\\`*_[]<>#|&!", *text) != NULL)
			qms_buffer_char(out, '\\');
		qms_buffer_char(out, *text);
	}
}
