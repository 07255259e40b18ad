/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <yaml.h>

#include "yaml.h"

enum { DEPTH = 16, FEW = 8 };

struct reader {
	struct qms_arena *arena;
	struct qms_text text;
	const char *path;
	int first_line;
	struct qms_problems *problems;
	yaml_parser_t parser;
	/* libyaml counts characters: the byte offset of one of them */
	size_t character, offset;
	struct qms_yaml *root;
	struct qms_yaml *open[DEPTH];	/* maps and lists not yet ended */
	struct qms_yaml *last[DEPTH];	/* the last child of each */
	int depth;
	struct qms_yaml *waiting;	/* a key whose value is to come */
	bool document;			/* one has begun */
	size_t closed;			/* where a quote or bracket closed */
	bool failed;
};

/* ---- faults ---- */

static int
compare_keys(const void *left, const void *right)
{
	const struct qms_yaml *a = *(const struct qms_yaml *const *)left;
	const struct qms_yaml *b = *(const struct qms_yaml *const *)right;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order : (a->key_start > b->key_start) -
	    (a->key_start < b->key_start);
}

/* Sorting keeps it quick whatever the keys are; hashes can be attacked. */
static const struct qms_yaml *
find_among_many(const struct qms_yaml *map, struct qms_arena *arena,
    const struct qms_yaml **first)
{
	struct qms_yaml **keys, *child;
	const struct qms_yaml *found = NULL;
	size_t n = 0, i;

	keys = qms_arena_alloc(arena, map->count * sizeof(*keys));
	for (child = map->first; child != NULL; child = child->next)
		keys[n++] = child;
	qsort(keys, n, sizeof(*keys), compare_keys);
	for (i = 1; i < n; i++) {
		if (strcmp(keys[i - 1]->key, keys[i]->key) != 0)
			continue;
		if (found == NULL || keys[i]->key_start < found->key_start) {
			*first = keys[i - 1];
			found = keys[i];
		}
	}
	return found;
}

/* The first key of a map that stands there for the second time. */
static const struct qms_yaml *
find_duplicate(const struct qms_yaml *map, struct qms_arena *arena,
    const struct qms_yaml **first)
{
	const struct qms_yaml *a, *b;

	if (map->count > FEW)
		return find_among_many(map, arena, first);
	for (b = map->first; b != NULL; b = b->next) {
		for (a = map->first; a != b; a = a->next) {
			if (strcmp(a->key, b->key) == 0) {
				*first = a;
				return b;
			}
		}
	}
	return NULL;
}

/*
 * Reports a duplicate key of the maps that are open, if it stands before
 * line and column: the first fault of a file is the one that is told.
 */
static bool
report_duplicate(struct reader *r, int line, int column)
{
	const struct qms_yaml *found = NULL, *found_first = NULL;
	const struct qms_yaml *second, *first = NULL;
	char number[16];
	int i;

	for (i = 0; i < r->depth; i++) {
		if (r->open[i]->type != QMS_YAML_MAP)
			continue;
		second = find_duplicate(r->open[i], r->arena, &first);
		if (second == NULL || (found != NULL &&
		    found->key_start < second->key_start))
			continue;
		found = second;
		found_first = first;
	}
	if (found == NULL || found->line > line ||
	    (found->line == line && found->column > column))
		return false;
	(void)snprintf(number, sizeof(number), "%d", found_first->line);
	qms_report(r->problems, r->path, found->line, found->column,
	    QMS_M_D034, found->key, number);
	return true;
}

static bool
fault_at(struct reader *r, int line, int column, enum qms_message_id id,
    const char *a, const char *b)
{
	if (!r->failed && !report_duplicate(r, line, column))
		qms_report(r->problems, r->path, line, column, id, a, b);
	r->failed = true;
	return false;
}

static int
line_of(const struct reader *r, yaml_mark_t mark)
{
	return r->first_line + (int)mark.line;
}

static bool
fault(struct reader *r, yaml_mark_t mark, enum qms_message_id id,
    const char *a, const char *b)
{
	return fault_at(r, line_of(r, mark), (int)mark.column + 1, id, a, b);
}

/* ---- bytes ---- */

static bool
is_lead(unsigned char c)
{
	return (c & 0xc0) != 0x80;
}

/* Marks come nearly in order, so that all of them cost one walk. */
static size_t
offset_of(struct reader *r, yaml_mark_t mark)
{
	const unsigned char *data = (const unsigned char *)r->text.data;

	while (r->character < mark.index && r->offset < r->text.size) {
		r->offset++;
		while (r->offset < r->text.size && !is_lead(data[r->offset]))
			r->offset++;
		r->character++;
	}
	while (r->character > mark.index && r->offset > 0) {
		r->offset--;
		while (r->offset > 0 && !is_lead(data[r->offset]))
			r->offset--;
		r->character--;
	}
	return r->offset;
}

/* What may stand in no value: XML and terminals do not bear it. */
static bool
is_control(int32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') ||
	    (c >= 0x7f && c < 0xa0) || c == 0xfffe || c == 0xffff;
}

static enum qms_message_id
judge(int32_t c, char name[16])
{
	(void)snprintf(name, 16, "U+%04X", (unsigned)c);
	if (c == -1)
		return QMS_M_D021;
	if (c == 0)
		return QMS_M_D022;
	if (c == 0xfeff)
		return QMS_M_D023;
	if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
		return QMS_M_D024;
	return is_control(c) ? QMS_M_D025 : QMS_M_NONE;
}

/* All bytes before libyaml sees them: it counts lines otherwise than we do. */
static bool
check_bytes(struct reader *r)
{
	struct qms_text text = r->text;
	size_t offset = 0, before;
	enum qms_message_id id;
	int line, column;
	char name[16];
	int32_t c;

	while (offset < text.size) {
		before = offset;
		c = (unsigned char)text.data[offset];
		if ((c >= 0x20 && c < 0x7f) || c == '\n') {
			offset++;
			continue;
		}
		c = qms_utf8_next(text, &offset);
		if (c == '\r' && offset < text.size &&
		    text.data[offset] == '\n')
			continue;
		id = judge(c, name);
		if (id == QMS_M_NONE)
			continue;
		qms_text_position(text, before, &line, &column);
		return fault_at(r, r->first_line + line - 1, column, id, name,
		    NULL);
	}
	return true;
}

/* ---- nodes ---- */

static struct qms_yaml *
top(const struct reader *r)
{
	return r->depth == 0 ? NULL : r->open[r->depth - 1];
}

/* Copies the value of a scalar that may have come from escapes. */
static bool
copy_scalar(const char **value, struct reader *r, const yaml_event_t *event)
{
	struct qms_text text = { (const char *)event->data.scalar.value,
	    event->data.scalar.length };
	size_t offset = 0;
	char name[16];
	int32_t c;

	while (offset < text.size) {
		c = (unsigned char)text.data[offset];
		if (c >= 0x20 && c < 0x7f) {
			offset++;
			continue;
		}
		c = qms_utf8_next(text, &offset);
		(void)snprintf(name, sizeof(name), "U+%04X", (unsigned)c);
		if (c == 0)
			return fault(r, event->start_mark, QMS_M_D022, NULL,
			    NULL);
		if (c < 0 || is_control(c))
			return fault(r, event->start_mark, QMS_M_D025, name,
			    NULL);
	}
	*value = qms_arena_copy(r->arena, text.data, text.size);
	return true;
}

static void
append(struct reader *r, struct qms_yaml *node)
{
	struct qms_yaml *parent = top(r);

	if (r->last[r->depth - 1] == NULL)
		parent->first = node;
	else
		r->last[r->depth - 1]->next = node;
	r->last[r->depth - 1] = node;
	parent->count++;
}

/* Where the value of a key that has none would stand: behind the colon. */
static size_t
colon_behind(const struct reader *r, size_t offset)
{
	while (offset < r->text.size && (r->text.data[offset] == ' ' ||
	    r->text.data[offset] == '\t'))
		offset++;
	if (offset < r->text.size && r->text.data[offset] == ':')
		return offset + 1;
	return SIZE_MAX;
}

/* "? key" is another way to write a key, which nobody knows. */
static bool
is_explicit_key(const struct reader *r, size_t offset)
{
	const char *data = r->text.data;
	size_t i = offset;

	while (i > 0 && (data[i - 1] == ' ' || data[i - 1] == '\t'))
		i--;
	return i > 0 && i < offset && data[i - 1] == '?';
}

static bool
take_key(struct reader *r, const yaml_event_t *event)
{
	struct qms_yaml *node;
	const char *key;
	size_t colon;

	if (event->type != YAML_SCALAR_EVENT)
		return fault(r, event->start_mark, QMS_M_D041, NULL, NULL);
	if (!copy_scalar(&key, r, event))
		return false;
	node = qms_arena_alloc(r->arena, sizeof(*node));
	node->key = key;
	node->line = line_of(r, event->start_mark);
	node->column = (int)event->start_mark.column + 1;
	node->key_start = offset_of(r, event->start_mark);
	node->key_end = offset_of(r, event->end_mark);
	append(r, node);
	colon = colon_behind(r, node->key_end);
	if (key[0] == '\0' || colon == SIZE_MAX ||
	    is_explicit_key(r, node->key_start))
		return fault(r, event->start_mark, QMS_M_D041, NULL, NULL);
	/* if no value comes, this is where it would stand */
	node->start = node->end = colon;
	node->value_line = node->line;
	node->value_column = (int)event->end_mark.column + 1 +
	    (int)(colon - node->key_end);
	r->waiting = node;
	return true;
}

/* The node of a value: that of its key, an item of a list, or the root. */
static struct qms_yaml *
make_node(struct reader *r, const yaml_event_t *event)
{
	struct qms_yaml *node = r->waiting;
	bool empty = event->type == YAML_SCALAR_EVENT &&
	    event->start_mark.index == event->end_mark.index;

	r->waiting = NULL;
	if (node != NULL && empty)
		return node;
	if (node == NULL) {
		node = qms_arena_alloc(r->arena, sizeof(*node));
		node->line = line_of(r, event->start_mark);
		node->column = (int)event->start_mark.column + 1;
		if (r->depth > 0)
			append(r, node);
		else
			r->root = node;
	}
	node->value_line = line_of(r, event->start_mark);
	node->value_column = (int)event->start_mark.column + 1;
	node->start = node->end = offset_of(r, event->start_mark);
	return node;
}

/* libyaml's end of a block scalar lies behind the blank lines that follow. */
static size_t
trim_block(const struct reader *r, size_t start, size_t end)
{
	const char *data = r->text.data;
	size_t limit = end;

	while (end > start && strchr(" \t\r\n", data[end - 1]) != NULL)
		end--;
	while (end < limit && data[end] != '\n' && data[end] != '\r')
		end++;
	return end;
}

/* "a: 1" and below it "  - b" would be the text "1 - b": nobody means that. */
static size_t
hidden_item(const struct reader *r, const struct qms_yaml *node)
{
	const char *data = r->text.data;
	size_t i = node->start, end = node->end;
	const char *line;

	while ((line = memchr(data + i, '\n', end - i)) != NULL) {
		i = (size_t)(line - data) + 1;
		while (i < end && data[i] == ' ')
			i++;
		if (i + 1 < end && data[i] == '-' && data[i + 1] == ' ')
			return i;
	}
	return SIZE_MAX;
}

static bool
check_plain(struct reader *r, const struct qms_yaml *node)
{
	size_t item = hidden_item(r, node);
	int line, column;

	if (item == SIZE_MAX)
		return true;
	qms_text_position(r->text, item, &line, &column);
	return fault_at(r, r->first_line + line - 1, column, QMS_M_D037, NULL,
	    NULL);
}

static bool
take_scalar(struct reader *r, const yaml_event_t *event)
{
	yaml_scalar_style_t style = event->data.scalar.style;
	struct qms_yaml *node = make_node(r, event);

	if (!copy_scalar(&node->value, r, event))
		return false;
	node->type = QMS_YAML_SCALAR;
	node->plain = style == YAML_PLAIN_SCALAR_STYLE;
	if (event->start_mark.index != event->end_mark.index)
		node->end = offset_of(r, event->end_mark);
	if (style == YAML_LITERAL_SCALAR_STYLE ||
	    style == YAML_FOLDED_SCALAR_STYLE)
		node->end = trim_block(r, node->start, node->end);
	else if (!node->plain)
		r->closed = node->end;
	return !node->plain || check_plain(r, node);
}

/* "[a: b]" is a list of one map without saying so. */
static bool
is_hidden_map(const struct reader *r, const struct qms_yaml *node)
{
	return node->type == QMS_YAML_MAP && node->flow &&
	    r->text.data[node->start] != '{';
}

static bool
open_node(struct reader *r, const yaml_event_t *event)
{
	struct qms_yaml *node;
	char limit[16];

	(void)snprintf(limit, sizeof(limit), "%d", DEPTH);
	if (r->depth == DEPTH)
		return fault(r, event->start_mark, QMS_M_D028, limit, NULL);
	node = make_node(r, event);
	if (event->type == YAML_MAPPING_START_EVENT) {
		node->type = QMS_YAML_MAP;
		node->flow = event->data.mapping_start.style ==
		    YAML_FLOW_MAPPING_STYLE;
	} else {
		node->type = QMS_YAML_LIST;
		node->flow = event->data.sequence_start.style ==
		    YAML_FLOW_SEQUENCE_STYLE;
	}
	if (is_hidden_map(r, node))
		return fault(r, event->start_mark, QMS_M_D039, NULL, NULL);
	r->open[r->depth] = node;
	r->last[r->depth] = NULL;
	r->depth++;
	return true;
}

static bool
close_node(struct reader *r, const yaml_event_t *event)
{
	struct qms_yaml *node = top(r);
	const struct qms_yaml *first;

	if (node->flow)
		r->closed = node->end = offset_of(r, event->end_mark);
	else if (r->last[r->depth - 1] != NULL)
		node->end = r->last[r->depth - 1]->end;
	if (node->type == QMS_YAML_MAP &&
	    find_duplicate(node, r->arena, &first) != NULL) {
		(void)report_duplicate(r, INT_MAX, INT_MAX);
		r->failed = true;
	}
	r->depth--;
	return !r->failed;
}

/* ---- events ---- */

static bool
refuse_properties(struct reader *r, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (tag != NULL)
		return fault(r, event->start_mark, QMS_M_D031, NULL, NULL);
	if (anchor != NULL)
		return fault(r, event->start_mark, QMS_M_D030, NULL, NULL);
	return true;
}

static bool
begin_document(struct reader *r, const yaml_event_t *event)
{
	if (r->document)
		return fault(r, event->start_mark, QMS_M_D033, NULL, NULL);
	r->document = true;
	if (event->data.document_start.version_directive != NULL ||
	    event->data.document_start.tag_directives.start !=
	    event->data.document_start.tag_directives.end)
		return fault(r, event->start_mark, QMS_M_D032, NULL, NULL);
	return true;
}

static bool
begin_node(struct reader *r, const yaml_event_t *event)
{
	struct qms_yaml *parent = top(r);

	if (!refuse_properties(r, event))
		return false;
	if (parent != NULL && parent->type == QMS_YAML_MAP &&
	    r->waiting == NULL)
		return take_key(r, event);
	if (parent == NULL && event->type != YAML_MAPPING_START_EVENT &&
	    (event->type != YAML_SCALAR_EVENT ||
	    event->start_mark.index != event->end_mark.index))
		return fault(r, event->start_mark, QMS_M_D040, NULL, NULL);
	if (event->type == YAML_SCALAR_EVENT)
		return take_scalar(r, event);
	return open_node(r, event);
}

static bool
take_event(struct reader *r, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return begin_document(r, event);
	case YAML_DOCUMENT_END_EVENT:
		if (!event->data.document_end.implicit)
			return fault(r, event->start_mark, QMS_M_D033, NULL,
			    NULL);
		return true;
	case YAML_ALIAS_EVENT:
		return fault(r, event->start_mark, QMS_M_D029, NULL, NULL);
	case YAML_SCALAR_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return begin_node(r, event);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_node(r, event);
	default:
		return true;
	}
}

/* ---- what libyaml complains of, in our words ---- */

static bool
flow_trouble(struct reader *r, yaml_mark_t opened, yaml_mark_t here)
{
	char bracket[2] = { r->text.data[offset_of(r, opened)], '\0' };
	char number[16];

	if (opened.line == here.line && offset_of(r, here) < r->text.size)
		return fault(r, here, QMS_M_D039, NULL, NULL);
	(void)snprintf(number, sizeof(number), "%d", line_of(r, here));
	return fault(r, opened, QMS_M_D038, bracket, number);
}

/* The character at a mark, as a string. */
static const char *
character_at(struct reader *r, yaml_mark_t mark)
{
	size_t start = offset_of(r, mark), end = start;

	if (start >= r->text.size)
		return "";
	(void)qms_utf8_next(r->text, &end);
	return qms_arena_copy(r->arena, r->text.data + start, end - start);
}

/* Is there a "key: " on the line before the mark? */
static bool
has_colon_before(struct reader *r, yaml_mark_t mark)
{
	size_t end = offset_of(r, mark), i;

	for (i = end; i > 0 && r->text.data[i - 1] != '\n'; i--)
		if (i < end && r->text.data[i - 1] == ':' &&
		    (r->text.data[i] == ' ' || r->text.data[i] == '\t'))
			return true;
	return false;
}

static bool
unexpected_character(struct reader *r, yaml_mark_t mark)
{
	const char *c = character_at(r, mark);

	return fault(r, mark, c[0] == '\t' ? QMS_M_D027 : QMS_M_D042, c, NULL);
}

static bool
no_content(struct reader *r, yaml_mark_t mark)
{
	struct qms_yaml *node = top(r);
	char bracket[2] = "", number[16];

	if (node == NULL || !node->flow)
		return unexpected_character(r, mark);
	if (offset_of(r, mark) < r->text.size)
		return fault(r, mark, QMS_M_D039, NULL, NULL);
	bracket[0] = r->text.data[node->start];
	(void)snprintf(number, sizeof(number), "%d", line_of(r, mark));
	return fault_at(r, node->value_line, node->value_column, QMS_M_D038,
	    bracket, number);
}

static bool
no_key(struct reader *r, yaml_mark_t mark)
{
	size_t offset = offset_of(r, mark);

	if (offset < r->text.size && r->text.data[offset] == ':')
		return fault(r, mark, QMS_M_D041, NULL, NULL);
	/* on the line where a quote or a bracket was closed */
	if (r->closed > 0 && r->closed <= offset && memchr(r->text.data +
	    r->closed, '\n', offset - r->closed) == NULL)
		return fault(r, mark, QMS_M_D044, NULL, NULL);
	return fault(r, mark, QMS_M_D037, NULL, NULL);
}

static bool
quote_trouble(struct reader *r, const char *problem)
{
	if (qms_starts_with(problem, "found unexpected"))
		return fault(r, r->parser.context_mark, QMS_M_D035, NULL,
		    NULL);
	return fault(r, r->parser.problem_mark, QMS_M_D043, NULL, NULL);
}

/* What the scanner says. */
static bool
scanner_trouble(struct reader *r, const char *context, const char *problem)
{
	yaml_mark_t opened = r->parser.context_mark;
	yaml_mark_t here = r->parser.problem_mark;

	if (strstr(context, "directive") != NULL)
		return fault(r, opened, QMS_M_D032, NULL, NULL);
	if (strstr(context, "an alias") != NULL)
		return fault(r, opened, QMS_M_D029, NULL, NULL);
	if (strstr(context, "an anchor") != NULL)
		return fault(r, opened, QMS_M_D030, NULL, NULL);
	if (strstr(context, " tag") != NULL)
		return fault(r, opened, QMS_M_D031, NULL, NULL);
	if (strstr(problem, "tab character") != NULL)
		return fault(r, here, QMS_M_D027, NULL, NULL);
	if (strstr(context, "quoted scalar") != NULL)
		return quote_trouble(r, problem);
	if (strstr(context, "block scalar") != NULL)
		return unexpected_character(r, opened);
	if (strstr(context, "simple key") != NULL)
		return fault(r, opened, QMS_M_D040, NULL, NULL);
	if (qms_starts_with(problem, "mapping values"))
		return fault(r, here, has_colon_before(r, here) ?
		    QMS_M_D036 : QMS_M_D037, NULL, NULL);
	if (qms_starts_with(problem, "block sequence entries"))
		return fault(r, here, QMS_M_D026, NULL, NULL);
	if (qms_starts_with(problem, "mapping keys") ||
	    strstr(context, "next token") != NULL)
		return unexpected_character(r, here);
	return fault(r, here, QMS_M_D045, problem, NULL);
}

static bool
trouble(struct reader *r)
{
	const char *context = r->parser.context, *problem = r->parser.problem;
	yaml_mark_t here = r->parser.problem_mark;

	if (r->parser.error == YAML_MEMORY_ERROR) {
		qms_arena_exhausted();
		abort();
	}
	context = context == NULL ? "" : context;
	problem = problem == NULL ? "" : problem;
	if (r->parser.error != YAML_PARSER_ERROR)
		return scanner_trouble(r, context, problem);
	if (strstr(problem, "directive") != NULL)
		return fault(r, here, QMS_M_D032, NULL, NULL);
	if (strstr(problem, "tag handle") != NULL)
		return fault(r, here, QMS_M_D031, NULL, NULL);
	if (strstr(problem, "document start") != NULL)
		return fault(r, here, QMS_M_D044, NULL, NULL);
	if (strstr(problem, "expected ','") != NULL)
		return flow_trouble(r, r->parser.context_mark, here);
	if (strstr(problem, "node content") != NULL)
		return no_content(r, here);
	if (strstr(problem, "expected key") != NULL ||
	    strstr(problem, "'-' indicator") != NULL)
		return no_key(r, here);
	return fault(r, here, QMS_M_D045, problem, NULL);
}

/*
 * libyaml's scanner takes quadratic time over nested brackets. It looks ahead
 * no more than 1024 characters, so that the depth limit, which is applied to
 * each event, stops it in time.
 */
static void
read_events(struct reader *r)
{
	yaml_event_t event;
	bool more = true;

	while (more) {
		if (!yaml_parser_parse(&r->parser, &event)) {
			(void)trouble(r);
			return;
		}
		more = take_event(r, &event) &&
		    event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
}

static bool
check_size(struct reader *r, size_t limit)
{
	char size[32], most[32];

	if (r->text.size <= limit)
		return true;
	(void)snprintf(size, sizeof(size), "%zu", r->text.size);
	(void)snprintf(most, sizeof(most), "%zu", limit);
	return fault_at(r, r->first_line, 1, QMS_M_D020, size, most);
}

void
qms_yaml_parse(struct qms_yaml **root, struct qms_arena *arena,
    struct qms_text text, size_t limit, const char *path, int first_line,
    struct qms_problems *problems)
{
	struct reader r = { .arena = arena, .text = text, .path = path,
	    .first_line = first_line, .problems = problems };

	*root = NULL;
	if (!check_size(&r, limit) || !check_bytes(&r))
		return;
	if (!yaml_parser_initialize(&r.parser)) {
		qms_arena_exhausted();
		abort();
	}
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser,
	    (const unsigned char *)(text.size == 0 ? "" : text.data),
	    text.size);
	read_events(&r);
	yaml_parser_delete(&r.parser);
	if (r.failed)
		return;
	if (r.root == NULL || r.root->type == QMS_YAML_SCALAR) {
		r.root = qms_arena_alloc(arena, sizeof(*r.root));
		r.root->start = r.root->end = text.size;
		r.root->line = r.root->value_line = first_line;
		r.root->column = r.root->value_column = 1;
	}
	r.root->type = QMS_YAML_MAP;
	*root = r.root;
}

const struct qms_yaml *
qms_yaml_get(const struct qms_yaml *map, const char *key)
{
	const struct qms_yaml *child;

	if (map == NULL || map->type != QMS_YAML_MAP)
		return NULL;
	for (child = map->first; child != NULL; child = child->next)
		if (strcmp(child->key, key) == 0)
			return child;
	return NULL;
}

const char *
qms_yaml_string(const struct qms_yaml *map, const char *key)
{
	const struct qms_yaml *node = qms_yaml_get(map, key);

	return node == NULL || node->type != QMS_YAML_SCALAR ? NULL :
	    node->value;
}

/* ---- writing ---- */

/* Words that other readers of YAML take for truth values or nothing. */
static bool
is_word_of_yaml(const char *value)
{
	static const char *const words[] = { "y", "n", "yes", "no", "on",
	    "off", "true", "false", "null" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasecmp(value, words[i]) == 0)
			return true;
	return false;
}

static bool
is_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || (c >= 0xc0 && c < 0x2000);
}

static bool
is_harmless(int32_t c)
{
	if (is_letter(c) || c == ' ')
		return true;
	if (c < 0x80)
		return c > 0 && strchr("-./()+%;=", c) != NULL;
	/* dashes, curly quotes, ellipsis */
	return (c >= 0x2013 && c <= 0x201d) || c == 0x2026;
}

/* Can it stand without quotes, in a line and in brackets? */
static bool
can_be_plain(const char *value)
{
	struct qms_text text = qms_text(value);
	size_t offset = 0;
	int32_t c, last;

	if (text.size == 0)
		return false;
	if (value[0] == '-')		/* a number below zero */
		offset = 1;
	if (offset == text.size)
		return false;
	last = qms_utf8_next(text, &offset);
	if (value[0] == '-' ? last < '0' || last > '9' : !is_letter(last))
		return false;
	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		if (!is_harmless(c) || (c == ' ' && last == ' '))
			return false;
		last = c;
	}
	return last != ' ';
}

static void
write_escaped(struct qms_buffer *out, int32_t c)
{
	if (c == '"' || c == '\\')
		qms_buffer_format(out, "\\%c", (char)c);
	else if (c == '\n')
		qms_buffer_string(out, "\\n");
	else if (c == '\t')
		qms_buffer_string(out, "\\t");
	else if (c < 0)
		qms_buffer_utf8(out, 0xfffd);
	else if (is_control(c) || c == 0x2028 || c == 0x2029 || c == 0xfeff)
		qms_buffer_format(out, "\\u%04X", (unsigned)c);
	else
		qms_buffer_utf8(out, c);
}

void
qms_yaml_write_quoted(struct qms_buffer *out, const char *value)
{
	struct qms_text text = qms_text(value);
	size_t offset = 0;

	qms_buffer_char(out, '"');
	while (offset < text.size)
		write_escaped(out, qms_utf8_next(text, &offset));
	qms_buffer_char(out, '"');
}

void
qms_yaml_write_scalar(struct qms_buffer *out, const char *value)
{
	if (can_be_plain(value) && !is_word_of_yaml(value))
		qms_buffer_string(out, value);
	else
		qms_yaml_write_quoted(out, value);
}

void
qms_yaml_write_key(struct qms_buffer *out, const char *key)
{
	if (can_be_plain(key))
		qms_buffer_string(out, key);
	else
		qms_yaml_write_quoted(out, key);
}
