/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "splice.h"

enum { LIMIT = 1024 * 1024, STEP = 2 };

/* What an edit does to the node it aims at, so that it can be proved. */
enum effect { CHANGED, REMOVED, GROWN };

struct edit {
	size_t start, end;
	struct qms_text text;
};

struct session {
	struct qms_arena *arena;
	struct qms_text text;
	const char *place;
	struct qms_yaml *root;
	const char *eol;
	bool in_flow;			/* the place is inside of brackets */
	struct edit edits[2];		/* in the order of their bytes */
	int count;
	enum effect effect;
	const struct qms_yaml *target;
	const struct qms_yaml *wanted;	/* the new value or child */
};

/* ---- places ---- */

static const struct qms_error *
parse_failed(const struct qms_problems *problems)
{
	const struct qms_problem *problem = &problems->items[0];

	return qms_fail(QMS_M_D194, qms_arena_format(problems->arena, "%d",
	    problem->line), problem->code);
}

static const struct qms_error *
begin(struct session *s, struct qms_text *result, struct qms_arena *arena,
    struct qms_text text, const char *place)
{
	struct qms_problems problems = { .arena = arena };
	const char *newline;

	*result = (struct qms_text){ "", 0 };
	memset(s, 0, sizeof(*s));
	s->arena = arena;
	s->text = text;
	s->place = place;
	qms_yaml_parse(&s->root, arena, text, LIMIT, "", 1, &problems);
	if (s->root == NULL)
		return parse_failed(&problems);
	newline = text.size == 0 ? NULL : memchr(text.data, '\n', text.size);
	s->eol = newline != NULL && newline > text.data &&
	    newline[-1] == '\r' ? "\r\n" : "\n";
	return NULL;
}

/* The child that the size bytes of step name, or NULL. */
static const struct qms_yaml *
child_of(const struct qms_yaml *node, const char *step, size_t size)
{
	const struct qms_yaml *child = node->first;
	unsigned long number;
	char *end;

	if (node->type == QMS_YAML_MAP) {
		while (child != NULL && (strlen(child->key) != size ||
		    memcmp(child->key, step, size) != 0))
			child = child->next;
		return child;
	}
	if (node->type != QMS_YAML_LIST || size == 0 || *step < '0' ||
	    *step > '9')
		return NULL;
	number = strtoul(step, &end, 10);
	if (end != step + size)
		return NULL;
	while (child != NULL && number-- > 0)
		child = child->next;
	return child;
}

/*
 * Walks to the place. When only its last step is missing, *node is NULL,
 * *parent the map or list it would be in, and *last the name of it.
 */
static const struct qms_error *
find(const struct qms_yaml **node, const struct qms_yaml **parent,
    const char **last, struct session *s)
{
	const char *step = s->place;
	size_t size;

	*parent = NULL;
	*node = s->root;
	*last = "";
	for (;;) {
		size = strcspn(step, "/");
		*parent = *node;
		*last = step;
		s->in_flow = s->in_flow || (*parent)->flow;
		*node = child_of(*parent, step, size);
		if (step[size] == '\0')
			return NULL;
		if (*node == NULL)
			return qms_fail(QMS_M_D190, s->place);
		step += size + 1;
	}
}

static const struct qms_error *
cannot(const struct session *s)
{
	return qms_fail(QMS_M_D192, s->place);
}

/* ---- lines ---- */

static size_t
line_start(const struct session *s, size_t offset)
{
	while (offset > 0 && s->text.data[offset - 1] != '\n')
		offset--;
	return offset;
}

/* Behind the line's '\n', or the end of the text. */
static size_t
line_after(const struct session *s, size_t offset)
{
	while (offset < s->text.size && s->text.data[offset] != '\n')
		offset++;
	return offset < s->text.size ? offset + 1 : offset;
}

/* The end of the line, before '\r' and '\n'. */
static size_t
line_end(const struct session *s, size_t offset)
{
	while (offset < s->text.size && s->text.data[offset] != '\n')
		offset++;
	if (offset > 0 && offset < s->text.size &&
	    s->text.data[offset - 1] == '\r')
		offset--;
	return offset;
}

static bool
is_blank(const struct session *s, size_t start, size_t end)
{
	for (; start < end; start++)
		if (strchr(" \t\r\n", s->text.data[start]) == NULL)
			return false;
	return true;
}

/* Columns are characters; YAML's indentation is spaces only. */
static size_t
column_of(const struct session *s, size_t offset)
{
	size_t column = 0, i;

	for (i = line_start(s, offset); i < offset; i++)
		if (((unsigned char)s->text.data[i] & 0xc0) != 0x80)
			column++;
	return column;
}

static const struct qms_yaml *
last_child(const struct qms_yaml *node)
{
	const struct qms_yaml *child = node->first;

	while (child != NULL && child->next != NULL)
		child = child->next;
	return child;
}

/* "|+" and ">+": the blank lines below belong to the value. */
static bool
keeps_blank_lines(const struct session *s, const struct qms_yaml *node)
{
	const char *data = s->text.data;
	size_t i = node->start;

	if (node->type != QMS_YAML_SCALAR || node->plain || i >= node->end ||
	    (data[i] != '|' && data[i] != '>'))
		return false;
	for (i++; i < node->end && strchr("+-123456789", data[i]); i++)
		if (data[i] == '+')
			return true;
	return false;
}

/* Behind the last line of a node. */
static size_t
lines_after(const struct session *s, const struct qms_yaml *node)
{
	size_t offset = line_after(s, node->end), next;

	while (node->type != QMS_YAML_SCALAR && !node->flow &&
	    node->first != NULL)
		node = last_child(node);
	if (keeps_blank_lines(s, node)) {
		while (offset < s->text.size &&
		    is_blank(s, offset, (next = line_after(s, offset))))
			offset = next;
	}
	return offset;
}

/* ---- edits ---- */

static void
add_edit(struct session *s, size_t start, size_t end, struct qms_text text)
{
	struct edit *edit = &s->edits[s->count++];

	edit->start = start;
	edit->end = end;
	edit->text = text;
}

/* Takes over the buffer. */
static void
add_buffer(struct session *s, size_t start, size_t end,
    struct qms_buffer *buffer)
{
	struct qms_text text = { qms_arena_copy(s->arena, buffer->data,
	    buffer->size), buffer->size };

	qms_buffer_free(buffer);
	add_edit(s, start, end, text);
}

/* Puts a line (or more) at a line's start. Takes over the buffer. */
static void
add_line(struct session *s, size_t at, struct qms_buffer *line)
{
	struct qms_buffer whole = { 0 };
	bool open = at > 0 && s->text.data[at - 1] != '\n';

	if (open)
		qms_buffer_string(&whole, s->eol);
	qms_buffer_text(&whole, qms_buffer_view(line));
	if (!open)
		qms_buffer_string(&whole, s->eol);
	qms_buffer_free(line);
	add_buffer(s, at, at, &whole);
}

/* Removes whole lines; the last of a text goes with the line end above. */
static void
cut_lines(struct session *s, size_t start, size_t end)
{
	if (end == s->text.size && end > 0 && start > 0 &&
	    s->text.data[end - 1] != '\n') {
		start--;
		if (start > 0 && s->text.data[start - 1] == '\r')
			start--;
	}
	add_edit(s, start, end, (struct qms_text){ "", 0 });
}

/* ---- proof ---- */

static bool
is_same(const struct qms_yaml *a, const struct qms_yaml *b)
{
	const struct qms_yaml *x, *y;

	if (a->type != b->type || !qms_string_is(a->key, b->key) ||
	    a->count != b->count)
		return false;
	if (a->type == QMS_YAML_SCALAR)
		return strcmp(a->value, b->value) == 0;
	for (x = a->first, y = b->first; x != NULL; x = x->next, y = y->next)
		if (!is_same(x, y))
			return false;
	return true;
}

static bool
has_same_bytes(const struct session *s, struct qms_text text,
    const struct qms_yaml *a, const struct qms_yaml *b)
{
	struct qms_text left = { s->text.data + a->start, a->end - a->start };
	struct qms_text right = { text.data + b->start, b->end - b->start };

	return qms_text_equal(left, right);
}

/* Is the new node the old one, but for the edit? */
static bool
is_proved(const struct session *s, struct qms_text text,
    const struct qms_yaml *old, const struct qms_yaml *new)
{
	const struct qms_yaml *x, *y = new->first;

	if (s->effect == CHANGED && old == s->target)
		return is_same(s->wanted, new);
	if (old->type != new->type || !qms_string_is(old->key, new->key))
		return false;
	if (old->type == QMS_YAML_SCALAR)
		return strcmp(old->value, new->value) == 0 &&
		    has_same_bytes(s, text, old, new);
	for (x = old->first; x != NULL; x = x->next) {
		if (s->effect == REMOVED && x == s->target)
			continue;
		if (y == NULL || !is_proved(s, text, x, y))
			return false;
		y = y->next;
	}
	if (s->effect == GROWN && old == s->target)
		return y != NULL && y->next == NULL && is_same(s->wanted, y);
	return y == NULL;
}

static const struct qms_error *
finish(struct qms_text *result, struct session *s)
{
	struct qms_problems problems = { .arena = s->arena };
	struct qms_buffer out = { 0 };
	struct qms_text text, rest;
	struct qms_yaml *root;
	size_t done = 0;
	int i;

	for (i = 0; i < s->count; i++) {
		rest = (struct qms_text){ s->text.data + done,
		    s->edits[i].start - done };
		qms_buffer_text(&out, rest);
		qms_buffer_text(&out, s->edits[i].text);
		done = s->edits[i].end;
	}
	rest = (struct qms_text){ s->text.data + done, s->text.size - done };
	qms_buffer_text(&out, rest);
	text.size = out.size;
	text.data = qms_arena_copy(s->arena, out.data, out.size);
	qms_buffer_free(&out);
	qms_yaml_parse(&root, s->arena, text, LIMIT, "", 1, &problems);
	if (root == NULL || !is_proved(s, text, s->root, root))
		return cannot(s);
	*result = text;
	return NULL;
}

static struct qms_yaml *
wanted_scalar(struct session *s, const char *key, const char *value)
{
	struct qms_yaml *node = qms_arena_alloc(s->arena, sizeof(*node));

	node->type = QMS_YAML_SCALAR;
	node->key = key;
	node->value = value;
	return node;
}

static struct qms_yaml *
wanted_list(struct session *s, const char *key, struct qms_yaml *item)
{
	struct qms_yaml *node = qms_arena_alloc(s->arena, sizeof(*node));

	node->type = QMS_YAML_LIST;
	node->key = key;
	node->first = item;
	node->count = 1;
	return node;
}

static struct qms_yaml *
wanted_row(struct session *s, const struct qms_splice_pair *pairs,
    size_t count)
{
	struct qms_yaml *node = qms_arena_alloc(s->arena, sizeof(*node));
	struct qms_yaml **end = &node->first;
	size_t i;

	node->type = QMS_YAML_MAP;
	for (i = 0; i < count; i++) {
		if (pairs[i].value == NULL)
			continue;
		*end = wanted_scalar(s, pairs[i].key, pairs[i].value);
		end = &(*end)->next;
		node->count++;
	}
	return node;
}

/* ---- writing scalars ---- */

static bool
is_flag(const char *value)
{
	return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
}

/* Nothing that must be written as an escape, line ends aside. */
static bool
needs_no_escape(const char *value, bool with_lines)
{
	struct qms_text text = qms_text(value);
	size_t offset = 0;
	int32_t c;

	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		if (c == '\n' && with_lines)
			continue;
		if (c < 0x20 || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
		    (c >= 0x7f && c < 0xa0))
			return false;
	}
	return true;
}

static void
write_single(struct qms_buffer *out, const char *value)
{
	qms_buffer_char(out, '\'');
	for (; *value != '\0'; value++) {
		if (*value == '\'')
			qms_buffer_char(out, '\'');
		qms_buffer_char(out, *value);
	}
	qms_buffer_char(out, '\'');
}

/* On one line, in the quotes of the old value if they can hold it. */
static void
write_like(struct qms_buffer *out, const struct session *s,
    const struct qms_yaml *old, const char *value)
{
	char quote = '\0';

	if (old != NULL && old->start < old->end)
		quote = s->text.data[old->start];
	if (quote == '\'' && needs_no_escape(value, false))
		write_single(out, value);
	else if (quote == '"')
		qms_yaml_write_quoted(out, value);
	else if (old != NULL && old->plain && is_flag(old->value) &&
	    is_flag(value))
		qms_buffer_string(out, value);
	else
		qms_yaml_write_scalar(out, value);
}

/* Can it be written as a block, each line as it is? */
static bool
fits_block(const char *value)
{
	const char *end = strchr(value, '\n');

	return end != NULL && end != value && *value != ' ' &&
	    !qms_ends_with(value, "\n\n") && needs_no_escape(value, true);
}

static void
write_block(struct qms_buffer *out, const struct session *s,
    struct qms_text rest, const char *value, size_t indent)
{
	struct qms_text line, left = qms_text(value);

	qms_buffer_string(out, qms_ends_with(value, "\n") ? "|" : "|-");
	qms_buffer_text(out, rest);
	while (qms_text_line(&line, &left)) {
		qms_buffer_string(out, s->eol);
		if (line.size == 0)
			continue;
		qms_buffer_format(out, "%*s", (int)indent, "");
		qms_buffer_text(out, line);
	}
}

static bool
is_block(const struct session *s, const struct qms_yaml *node)
{
	return !node->plain && node->start < node->end &&
	    (s->text.data[node->start] == '|' ||
	    s->text.data[node->start] == '>');
}

/* What stands behind the value, or behind a block's sign, on its line. */
static struct qms_text
behind(const struct session *s, const struct qms_yaml *node)
{
	size_t start = node->end, end;

	if (is_block(s, node)) {
		start = node->start + 1;
		while (start < node->end &&
		    strchr("+-123456789", s->text.data[start]) != NULL)
			start++;
	}
	end = line_end(s, start);
	return (struct qms_text){ s->text.data + start, end - start };
}

/* ---- set ---- */

/* The dash of an item of a block list. */
static size_t
dash_of(const struct session *s, const struct qms_yaml *list,
    const struct qms_yaml *item)
{
	const struct qms_yaml *before = list->first;
	size_t i = list->start;

	if (before == item)
		return i;
	while (before->next != item)
		before = before->next;
	/* only blanks and comments stand between two items */
	for (i = before->end; i < s->text.size && s->text.data[i] != '-'; i++)
		if (s->text.data[i] == '#')
			i = line_after(s, i) - 1;
	return i;
}

static size_t
indent_of(const struct session *s, const struct qms_yaml *parent,
    const struct qms_yaml *node)
{
	if (parent->type == QMS_YAML_LIST)
		return column_of(s, dash_of(s, parent, node));
	return column_of(s, node->key_start);
}

static void
replace_scalar(struct session *s, const struct qms_yaml *parent,
    const struct qms_yaml *node, const char *value)
{
	struct qms_buffer out = { 0 };
	size_t end = node->end;
	struct qms_text rest;

	if (node->start == node->end)
		qms_buffer_char(&out, ' ');
	rest = behind(s, node);
	if (fits_block(value) && !s->in_flow &&
	    (line_after(s, end) < s->text.size ||
	    !qms_ends_with(value, "\n"))) {
		write_block(&out, s, rest, value,
		    indent_of(s, parent, node) + STEP);
		end = is_block(s, node) ? end : line_end(s, end);
	} else {
		write_like(&out, s, node, value);
		if (is_block(s, node))
			qms_buffer_text(&out, rest);
	}
	add_buffer(s, node->start, end, &out);
}

/* "key: value" for a map in lines, the value perhaps a block below it. */
static void
write_pair(struct qms_buffer *out, const struct session *s, const char *key,
    const char *value, size_t indent, bool last)
{
	qms_yaml_write_key(out, key);
	qms_buffer_string(out, ": ");
	if (fits_block(value) && !(last && qms_ends_with(value, "\n")))
		write_block(out, s, (struct qms_text){ "", 0 }, value,
		    indent + STEP);
	else
		qms_yaml_write_scalar(out, value);
}

/* Adds text as a new last child to a map or list in brackets. */
static void
grow_flow(struct session *s, const struct qms_yaml *node, const char *text)
{
	struct qms_buffer out = { 0 };
	size_t at = node->start + 1;

	if (node->first != NULL) {
		at = last_child(node)->end;
		qms_buffer_string(&out, ", ");
	}
	qms_buffer_string(&out, text);
	add_buffer(s, at, at, &out);
}

/* Where a new key of a map in lines goes, and how far it is indented. */
static size_t
end_of_map(const struct session *s, const struct qms_yaml *map, size_t *indent)
{
	if (map->first == NULL) {
		*indent = 0;
		return s->text.size;
	}
	*indent = column_of(s, map->first->key_start);
	return lines_after(s, map);
}

static const struct qms_error *
add_key(struct session *s, const struct qms_yaml *map, const char *key,
    const char *value)
{
	struct qms_buffer out = { 0 };
	size_t at, indent;

	s->effect = GROWN;
	s->target = map;
	s->wanted = wanted_scalar(s, key, value);
	if (map->flow) {
		qms_yaml_write_key(&out, key);
		qms_buffer_string(&out, ": ");
		qms_yaml_write_scalar(&out, value);
		grow_flow(s, map, out.data);
		qms_buffer_free(&out);
		return NULL;
	}
	at = end_of_map(s, map, &indent);
	qms_buffer_format(&out, "%*s", (int)indent, "");
	write_pair(&out, s, key, value, indent,
	    at > 0 && s->text.data[at - 1] != '\n');
	add_line(s, at, &out);
	return NULL;
}

const struct qms_error *
qms_splice_set(struct qms_text *result, struct qms_arena *arena,
    struct qms_text yaml, const char *place, const char *value)
{
	const struct qms_yaml *node, *parent;
	const struct qms_error *err;
	const char *last;
	struct session s;

	err = begin(&s, result, arena, yaml, place);
	if (!err)
		err = find(&node, &parent, &last, &s);
	if (err)
		return err;
	if (node == NULL && parent->type != QMS_YAML_MAP)
		return qms_fail(QMS_M_D190, place);
	if (node == NULL) {
		err = add_key(&s, parent, last, value);
	} else if (node->type != QMS_YAML_SCALAR) {
		return qms_fail(QMS_M_D191, place);
	} else if (strcmp(node->value, value) == 0) {
		*result = yaml;
		return NULL;
	} else {
		s.effect = CHANGED;
		s.target = node;
		s.wanted = wanted_scalar(&s, node->key, value);
		replace_scalar(&s, parent, node, value);
	}
	return err ? err : finish(result, &s);
}

/* ---- remove ---- */

static const struct qms_yaml *
before(const struct qms_yaml *parent, const struct qms_yaml *node)
{
	const struct qms_yaml *child = parent->first;

	if (child == node)
		return NULL;
	while (child->next != node)
		child = child->next;
	return child;
}

static size_t
begin_of(const struct session *s, const struct qms_yaml *parent,
    const struct qms_yaml *node)
{
	if (parent->type == QMS_YAML_MAP)
		return node->key_start;
	return parent->flow ? node->start : dash_of(s, parent, node);
}

/* With the comma behind it, or that before it when it is the last. */
static void
cut_flow(struct session *s, const struct qms_yaml *parent,
    const struct qms_yaml *node)
{
	const struct qms_yaml *ahead = before(parent, node);
	size_t start = begin_of(s, parent, node), end = node->end;

	if (node->next != NULL)
		end = begin_of(s, parent, node->next);
	else if (ahead != NULL)
		start = ahead->end;
	add_edit(s, start, end, (struct qms_text){ "", 0 });
}

/* The last child goes: what is left is an empty list or map. */
static void
cut_only(struct session *s, const struct qms_yaml *parent, size_t start,
    size_t end)
{
	bool list = parent->type == QMS_YAML_LIST;
	struct qms_text empty = qms_text(list ? "[]" : "{}");
	size_t colon;

	if (parent == s->root) {
		cut_lines(s, line_start(s, start), end);
		return;
	}
	if (parent->key == NULL || !is_blank(s, line_start(s, start), start)) {
		add_edit(s, parent->start, parent->end, empty);
		return;
	}
	/* "key:" and the items below it */
	colon = parent->key_end;
	while (s->text.data[colon] != ':')
		colon++;
	colon++;
	add_edit(s, colon, colon, qms_text(list ? " []" : " {}"));
	cut_lines(s, line_start(s, start), end);
}

static const struct qms_error *
cut_block(struct session *s, const struct qms_yaml *parent,
    const struct qms_yaml *node)
{
	size_t start = begin_of(s, parent, node), end = line_after(s, node->end);
	size_t next;

	if (parent->count == 1) {
		cut_only(s, parent, start, end);
		return NULL;
	}
	if (is_blank(s, line_start(s, start), start)) {
		cut_lines(s, line_start(s, start), end);
		return NULL;
	}
	/* "- a: 1" and below it "  b: 2": b comes to stand behind the dash */
	if (node->next == NULL)
		return cannot(s);
	next = begin_of(s, parent, node->next);
	if (!is_blank(s, node->end, next))
		return cannot(s);
	add_edit(s, start, next, (struct qms_text){ "", 0 });
	return NULL;
}

const struct qms_error *
qms_splice_remove(struct qms_text *result, struct qms_arena *arena,
    struct qms_text yaml, const char *place)
{
	const struct qms_yaml *node, *parent;
	const struct qms_error *err;
	const char *last;
	struct session s;

	err = begin(&s, result, arena, yaml, place);
	if (!err)
		err = find(&node, &parent, &last, &s);
	if (!err && node == NULL)
		err = qms_fail(QMS_M_D190, place);
	if (err)
		return err;
	s.effect = REMOVED;
	s.target = node;
	if (parent->flow)
		cut_flow(&s, parent, node);
	else
		err = cut_block(&s, parent, node);
	return err ? err : finish(result, &s);
}

/* ---- lists ---- */

/* What is added: an item, or the pairs of a row. */
struct addition {
	const char *value;
	const struct qms_splice_pair *pairs;
	size_t count;
};

static void
write_flow_row(struct qms_buffer *out, const struct addition *addition)
{
	bool first = true;
	size_t i;

	qms_buffer_char(out, '{');
	for (i = 0; i < addition->count; i++) {
		if (addition->pairs[i].value == NULL)
			continue;
		if (!first)
			qms_buffer_string(out, ", ");
		qms_yaml_write_key(out, addition->pairs[i].key);
		qms_buffer_string(out, ": ");
		qms_yaml_write_scalar(out, addition->pairs[i].value);
		first = false;
	}
	qms_buffer_char(out, '}');
}

static void
write_addition(struct qms_buffer *out, const struct addition *addition)
{
	if (addition->value != NULL)
		qms_yaml_write_scalar(out, addition->value);
	else
		write_flow_row(out, addition);
}

static void
write_block_row(struct qms_buffer *out, const struct session *s,
    const struct addition *addition, size_t indent)
{
	bool first = true;
	size_t i;

	for (i = 0; i < addition->count; i++) {
		if (addition->pairs[i].value == NULL)
			continue;
		if (!first)
			qms_buffer_format(out, "%s%*s", s->eol, (int)indent,
			    "");
		qms_yaml_write_key(out, addition->pairs[i].key);
		qms_buffer_string(out, ": ");
		qms_yaml_write_scalar(out, addition->pairs[i].value);
		first = false;
	}
	if (first)
		qms_buffer_string(out, "{}");
}

/* A list in lines gets one more, in the style of the last. */
static void
grow_block(struct session *s, const struct qms_yaml *list,
    const struct addition *addition)
{
	const struct qms_yaml *last = last_child(list);
	struct qms_buffer out = { 0 };
	size_t dash = dash_of(s, list, last), indent = column_of(s, dash);
	size_t inner = indent + STEP;

	if (last->type == QMS_YAML_MAP && !last->flow &&
	    line_start(s, last->start) == line_start(s, dash))
		inner = column_of(s, last->first->key_start);
	qms_buffer_format(&out, "%*s-%*s", (int)indent, "",
	    (int)(inner - indent - 1), "");
	if (addition->value == NULL && last->type == QMS_YAML_MAP &&
	    !last->flow)
		write_block_row(&out, s, addition, inner);
	else
		write_addition(&out, addition);
	add_line(s, lines_after(s, list), &out);
}

/* The first row of a list goes on a line of its own below its key. */
static void
begin_rows(struct session *s, const struct qms_yaml *node,
    const struct addition *addition)
{
	struct qms_buffer out = { 0 };
	size_t indent = column_of(s, node->key_start) + STEP, colon;

	if (node->start < node->end) {
		colon = node->key_end;
		while (s->text.data[colon] != ':')
			colon++;
		add_edit(s, colon + 1, node->end, (struct qms_text){ "", 0 });
	}
	qms_buffer_format(&out, "%*s- ", (int)indent, "");
	write_addition(&out, addition);
	add_line(s, line_after(s, node->end), &out);
}

/* A key without value, or with [], gets its first item. */
static const struct qms_error *
begin_list(struct session *s, const struct qms_yaml *node,
    const struct addition *addition)
{
	struct qms_buffer out = { 0 };

	if (addition->value == NULL && node->key != NULL &&
	    !s->in_flow) {
		begin_rows(s, node, addition);
		return NULL;
	}
	qms_buffer_string(&out, node->start == node->end ? " [" : "[");
	write_addition(&out, addition);
	qms_buffer_char(&out, ']');
	add_buffer(s, node->start, node->end, &out);
	return NULL;
}

/* A key that is not there, with a list of one. */
static void
add_list(struct session *s, const struct qms_yaml *map, const char *key,
    const struct addition *addition)
{
	struct qms_buffer out = { 0 };
	size_t at, indent;

	if (map->flow) {
		qms_yaml_write_key(&out, key);
		qms_buffer_string(&out, ": [");
		write_addition(&out, addition);
		qms_buffer_char(&out, ']');
		grow_flow(s, map, out.data);
		qms_buffer_free(&out);
		return;
	}
	at = end_of_map(s, map, &indent);
	qms_buffer_format(&out, "%*s", (int)indent, "");
	qms_yaml_write_key(&out, key);
	if (addition->value != NULL)
		qms_buffer_string(&out, ": [");
	else
		qms_buffer_format(&out, ":%s%*s- ", s->eol,
		    (int)(indent + STEP), "");
	write_addition(&out, addition);
	if (addition->value != NULL)
		qms_buffer_char(&out, ']');
	add_line(s, at, &out);
}

static const struct qms_error *
grow(struct session *s, const struct qms_yaml *list,
    const struct addition *addition)
{
	struct qms_buffer out = { 0 };

	if (!list->flow) {
		grow_block(s, list, addition);
		return NULL;
	}
	write_addition(&out, addition);
	grow_flow(s, list, out.data);
	qms_buffer_free(&out);
	return NULL;
}

static const struct qms_error *
add(struct session *s, const struct addition *addition, struct qms_yaml *item)
{
	const struct qms_yaml *node, *parent;
	const struct qms_error *err;
	const char *last;
	bool empty;

	err = find(&node, &parent, &last, s);
	if (err)
		return err;
	if (node == NULL && parent->type != QMS_YAML_MAP)
		return qms_fail(QMS_M_D190, s->place);
	if (node == NULL) {
		s->effect = GROWN;
		s->target = parent;
		s->wanted = wanted_list(s, last, item);
		add_list(s, parent, last, addition);
		return NULL;
	}
	empty = node->type == QMS_YAML_SCALAR ? node->value[0] == '\0' :
	    node->type == QMS_YAML_LIST && node->first == NULL;
	if (empty) {
		s->effect = CHANGED;
		s->target = node;
		s->wanted = wanted_list(s, node->key, item);
		return begin_list(s, node, addition);
	}
	if (node->type != QMS_YAML_LIST)
		return qms_fail(QMS_M_D195, s->place);
	s->effect = GROWN;
	s->target = node;
	s->wanted = item;
	return grow(s, node, addition);
}

const struct qms_error *
qms_splice_add_item(struct qms_text *result, struct qms_arena *arena,
    struct qms_text yaml, const char *place, const char *value)
{
	const struct addition addition = { .value = value };
	const struct qms_error *err;
	struct session s;

	err = begin(&s, result, arena, yaml, place);
	if (!err)
		err = add(&s, &addition, wanted_scalar(&s, NULL, value));
	return err ? err : finish(result, &s);
}

const struct qms_error *
qms_splice_add_row(struct qms_text *result, struct qms_arena *arena,
    struct qms_text yaml, const char *place,
    const struct qms_splice_pair *pairs, size_t count)
{
	const struct addition addition = { .pairs = pairs, .count = count };
	const struct qms_error *err;
	struct session s;

	err = begin(&s, result, arena, yaml, place);
	if (!err)
		err = add(&s, &addition, wanted_row(&s, pairs, count));
	return err ? err : finish(result, &s);
}

/* ---- files ---- */

struct qms_splice_parts
qms_splice_split(struct qms_text file)
{
	struct qms_splice_parts parts = { 0, file.size, file.size };
	struct qms_text line, rest = file;

	if (file.size >= 3 && memcmp(file.data, "\xef\xbb\xbf", 3) == 0) {
		rest.data += 3;
		rest.size -= 3;
		parts.front = 3;
		parts.front_size = rest.size;
	}
	if (!qms_text_line(&line, &rest) || !qms_text_is(line, "---"))
		return parts;
	parts.front = (size_t)(rest.data - file.data);
	parts.front_size = 0;
	while (qms_text_line(&line, &rest) && !qms_text_is(line, "---"))
		parts.front_size = (size_t)(rest.data - file.data) -
		    parts.front;
	parts.body = (size_t)(rest.data - file.data);
	return parts;
}

struct qms_text
qms_splice_replace(struct qms_arena *arena, struct qms_text file,
    size_t start, size_t size, struct qms_text with)
{
	struct qms_text text;
	char *data;

	text.size = file.size - size + with.size;
	text.data = data = qms_arena_alloc(arena, text.size + 1);
	if (start > 0)
		memcpy(data, file.data, start);
	if (with.size > 0)
		memcpy(data + start, with.data, with.size);
	if (file.size > start + size)
		memcpy(data + start + with.size, file.data + start + size,
		    file.size - start - size);
	return text;
}
