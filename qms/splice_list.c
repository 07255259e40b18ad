/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "splice.h"

enum { LIMIT = 1024 * 1024 };

/*
 * Each row is taken out of its list and put below a key of its own, where the
 * functions for one place can edit it; what comes of it goes back.
 */
static const char block_head[] = "x:\n", flow_head[] = "x: [";

struct session {
	struct qms_arena *arena;
	struct qms_text text;
	const char *place;
	struct qms_yaml *root;
	const struct qms_yaml *list;
	const struct qms_yaml **items;
	struct qms_text *pieces;	/* of the text, one a row */
	struct qms_text *gaps;		/* between two of a list in brackets */
	size_t start, end;		/* bytes of all rows */
	struct qms_text eol;
	const char *const *keys;
	size_t key_count;
};

static const struct qms_error *
cannot(const struct session *s)
{
	return qms_fail(QMS_M_D192, s->place);
}

static struct qms_text
cut(struct qms_text text, size_t start, size_t end)
{
	return (struct qms_text){ text.data + start, end - start };
}

/* Takes over the buffer. */
static struct qms_text
keep(struct session *s, struct qms_buffer *buffer)
{
	struct qms_text text = { qms_arena_copy(s->arena, buffer->size > 0 ?
	    buffer->data : "", buffer->size), buffer->size };

	qms_buffer_free(buffer);
	return text;
}

/* ---- taking apart ---- */

static const struct qms_yaml *
find(const struct qms_yaml *node, const char *place)
{
	size_t size;

	while (node != NULL && node->type == QMS_YAML_MAP) {
		size = strcspn(place, "/");
		for (node = node->first; node != NULL; node = node->next)
			if (strlen(node->key) == size &&
			    memcmp(node->key, place, size) == 0)
				break;
		if (place[size] == '\0')
			return node;
		place += size + 1;
	}
	return NULL;
}

static size_t
line_after(struct qms_text text, size_t offset)
{
	while (offset < text.size && text.data[offset] != '\n')
		offset++;
	return offset < text.size ? offset + 1 : offset;
}

static bool
is_blank(struct qms_text text)
{
	size_t i;

	for (i = 0; i < text.size; i++)
		if (strchr(" \t\r\n", text.data[i]) == NULL)
			return false;
	return true;
}

/* Lines from the end of the row above: comments go with what is below. */
static const struct qms_error *
take_lines(struct session *s)
{
	size_t at = s->list->start, i;

	while (at > 0 && s->text.data[at - 1] != '\n')
		at--;
	/* "- - a: 1": the list begins behind the dash of another one */
	if (!is_blank(cut(s->text, at, s->list->start)))
		return cannot(s);
	s->start = at;
	for (i = 0; i < s->list->count; i++) {
		s->end = line_after(s->text, s->items[i]->end);
		s->pieces[i] = cut(s->text, at, s->end);
		at = s->end;
	}
	return NULL;
}

static const struct qms_error *
take_brackets(struct session *s)
{
	size_t i, end;

	s->start = s->items[0]->start;
	for (i = 0; i < s->list->count; i++) {
		s->end = s->items[i]->end;
		s->pieces[i] = cut(s->text, s->items[i]->start, s->end);
		end = i + 1 < s->list->count ? s->items[i + 1]->start :
		    s->end;
		s->gaps[i] = cut(s->text, s->end, end);
		/* nobody knows to which row a comment belongs */
		if (memchr(s->gaps[i].data, '#', s->gaps[i].size) != NULL)
			return cannot(s);
	}
	return NULL;
}

static const struct qms_error *
begin(struct session *s)
{
	struct qms_problems problems = { .arena = s->arena };
	const struct qms_yaml *item;
	const char *newline;
	size_t count = 0;

	qms_yaml_parse(&s->root, s->arena, s->text, LIMIT, "", 1, &problems);
	if (s->root == NULL)
		return qms_fail(QMS_M_D194, qms_arena_format(s->arena, "%d",
		    problems.items[0].line), problems.items[0].code);
	newline = s->text.size == 0 ? NULL : memchr(s->text.data, '\n',
	    s->text.size);
	s->eol = qms_text(newline != NULL && newline > s->text.data &&
	    newline[-1] == '\r' ? "\r\n" : "\n");
	s->list = find(s->root, s->place);
	if (s->list == NULL || (s->list->type == QMS_YAML_SCALAR &&
	    s->list->value[0] == '\0') || s->list->first == NULL) {
		s->list = NULL;
		return NULL;
	}
	if (s->list->type != QMS_YAML_LIST)
		return qms_fail(QMS_M_D195, s->place);
	s->items = qms_arena_alloc(s->arena,
	    s->list->count * sizeof(*s->items));
	s->pieces = qms_arena_alloc(s->arena,
	    s->list->count * sizeof(*s->pieces));
	s->gaps = qms_arena_alloc(s->arena,
	    s->list->count * sizeof(*s->gaps));
	for (item = s->list->first; item != NULL; item = item->next) {
		if (item->type != QMS_YAML_MAP)
			return cannot(s);
		s->items[count++] = item;
	}
	return s->list->flow ? take_brackets(s) : take_lines(s);
}

/* ---- one row ---- */

/* A document of one row, "" for none, and where its bytes are in it. */
static struct qms_text
wrap(struct session *s, struct qms_text piece)
{
	struct qms_buffer out = { 0 };

	qms_buffer_string(&out, s->list->flow ? flow_head : block_head);
	qms_buffer_text(&out, piece);
	if (s->list->flow)
		qms_buffer_char(&out, ']');
	else if (piece.size > 0 && piece.data[piece.size - 1] != '\n')
		qms_buffer_text(&out, s->eol);
	return keep(s, &out);
}

static struct qms_text
unwrap(const struct session *s, struct qms_text text, size_t from)
{
	return cut(text, from, text.size - (s->list->flow ? 1 : 0));
}

static const struct qms_error *
edit_piece(struct qms_text *piece, struct session *s, size_t number,
    const char *const *cells)
{
	const struct qms_yaml *item = s->items[number], *node;
	struct qms_text text = wrap(s, s->pieces[number]);
	const struct qms_error *err = NULL;
	const char *place;
	bool changed = false;
	size_t i;

	*piece = s->pieces[number];
	for (i = 0; err == NULL && cells != NULL && i < s->key_count; i++) {
		if (cells[i] == NULL)
			continue;
		node = qms_yaml_get(item, s->keys[i]);
		if (node == NULL ? *cells[i] == '\0' :
		    node->type == QMS_YAML_SCALAR && *cells[i] != '\0' &&
		    strcmp(node->value, cells[i]) == 0)
			continue;
		changed = true;
		place = qms_arena_format(s->arena, "x/0/%s", s->keys[i]);
		if (*cells[i] == '\0')
			err = qms_splice_remove(&text, s->arena, text, place);
		else
			err = qms_splice_set(&text, s->arena, text, place,
			    cells[i]);
	}
	if (err == NULL && changed)
		*piece = unwrap(s, text, strlen(s->list->flow ? flow_head :
		    block_head));
	return err;
}

static struct qms_splice_pair *
make_pairs(struct session *s, const char *const *cells)
{
	struct qms_splice_pair *pairs;
	size_t i;

	pairs = qms_arena_alloc(s->arena, s->key_count * sizeof(*pairs));
	for (i = 0; i < s->key_count; i++) {
		pairs[i].key = s->keys[i];
		pairs[i].value = cells == NULL || cells[i] == NULL ||
		    *cells[i] == '\0' ? NULL : cells[i];
	}
	return pairs;
}

/* In the style of the last row. */
static const struct qms_error *
new_piece(struct qms_text *piece, struct session *s, const char *const *cells)
{
	struct qms_text text = wrap(s, s->list->flow ? qms_text("{}") :
	    s->pieces[s->list->count - 1]);
	size_t size = text.size;
	const struct qms_error *err;

	err = qms_splice_add_row(&text, s->arena, text, "x",
	    make_pairs(s, cells), s->key_count);
	if (err == NULL)
		*piece = unwrap(s, text, s->list->flow ?
		    size + strlen(", ") - 1 : size);
	return err;
}

/* ---- all of them ---- */

static void
write_lines(struct session *s, struct qms_buffer *out,
    const struct qms_text *pieces, size_t count)
{
	bool open = s->end == s->text.size &&
	    s->text.data[s->text.size - 1] != '\n';
	struct qms_text piece;
	size_t i;

	for (i = 0; i < count; i++) {
		piece = pieces[i];
		while (piece.size > 0 && (piece.data[piece.size - 1] == '\n' ||
		    piece.data[piece.size - 1] == '\r') && open &&
		    i + 1 == count)
			piece.size--;
		qms_buffer_text(out, piece);
		if (piece.size > 0 && piece.data[piece.size - 1] != '\n' &&
		    !(open && i + 1 == count))
			qms_buffer_text(out, s->eol);
	}
}

static void
write_brackets(struct session *s, struct qms_buffer *out,
    const struct qms_text *pieces, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		qms_buffer_text(out, pieces[i]);
		if (i + 1 == count)
			break;
		if (i + 1 < s->list->count)
			qms_buffer_text(out, s->gaps[i]);
		else
			qms_buffer_string(out, ", ");
	}
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

/* The text that a key of a row must have; NULL: it stays as it is. */
static const char *
wanted_cell(const struct session *s, const struct qms_splice_row *row,
    const char *key)
{
	size_t i;

	for (i = 0; row->cells != NULL && i < s->key_count; i++)
		if (strcmp(s->keys[i], key) == 0)
			return row->cells[i];
	return NULL;
}

static bool
is_row(const struct session *s, const struct qms_yaml *old,
    const struct qms_yaml *new, const struct qms_splice_row *row)
{
	const struct qms_yaml *node, *other;
	const char *cell;
	size_t i, count = 0;

	if (new->type != QMS_YAML_MAP)
		return false;
	for (node = new->first; node != NULL; node = node->next) {
		cell = wanted_cell(s, row, node->key);
		other = old == NULL ? NULL : qms_yaml_get(old, node->key);
		if (cell != NULL ? node->type != QMS_YAML_SCALAR ||
		    strcmp(node->value, cell) != 0 :
		    other == NULL || !is_same(other, node))
			return false;
	}
	/* nothing was lost */
	for (node = old == NULL ? NULL : old->first; node != NULL;
	    node = node->next)
		count += wanted_cell(s, row, node->key) == NULL;
	for (i = 0; row->cells != NULL && i < s->key_count; i++)
		count += row->cells[i] != NULL && *row->cells[i] != '\0';
	return count == new->count;
}

static bool
is_list(const struct session *s, const struct qms_yaml *new,
    const struct qms_splice_row *rows, size_t count)
{
	const struct qms_yaml *item = new->first;
	size_t i;

	if (new->type != QMS_YAML_LIST || new->count != count)
		return false;
	for (i = 0; i < count; i++, item = item->next)
		if (!is_row(s, rows[i].from == QMS_SPLICE_NEW ? NULL :
		    s->items[rows[i].from], item, &rows[i]))
			return false;
	return true;
}

/* All but the list is what it was. */
static bool
is_proved(const struct session *s, const struct qms_yaml *old,
    const struct qms_yaml *new, const struct qms_splice_row *rows,
    size_t count)
{
	const struct qms_yaml *x, *y;

	if (old == s->list)
		return is_list(s, new, rows, count);
	if (old->type != new->type || !qms_string_is(old->key, new->key) ||
	    old->count != new->count)
		return false;
	if (old->type == QMS_YAML_SCALAR)
		return strcmp(old->value, new->value) == 0;
	for (x = old->first, y = new->first; x != NULL;
	    x = x->next, y = y->next)
		if (!is_proved(s, x, y, rows, count))
			return false;
	return true;
}

static const struct qms_error *
finish(struct qms_text *result, struct session *s,
    const struct qms_text *pieces, const struct qms_splice_row *rows,
    size_t count)
{
	struct qms_problems problems = { .arena = s->arena };
	struct qms_buffer out = { 0 };
	struct qms_yaml *root;
	struct qms_text text;

	qms_buffer_text(&out, cut(s->text, 0, s->start));
	if (s->list->flow)
		write_brackets(s, &out, pieces, count);
	else
		write_lines(s, &out, pieces, count);
	qms_buffer_text(&out, cut(s->text, s->end, s->text.size));
	text = keep(s, &out);
	qms_yaml_parse(&root, s->arena, text, LIMIT, "", 1, &problems);
	if (root == NULL || !is_proved(s, s->root, root, rows, count))
		return cannot(s);
	*result = text;
	return NULL;
}

/* ---- lists that are empty, or become so ---- */

static const struct qms_error *
make_list(struct qms_text *result, struct session *s,
    const struct qms_splice_row *rows, size_t count)
{
	struct qms_splice_row *rest;
	const struct qms_error *err;
	struct qms_text text;

	if (count == 0) {
		*result = s->text;
		return NULL;
	}
	if (rows[0].from != QMS_SPLICE_NEW)
		return qms_fail(QMS_M_D190, s->place);
	err = qms_splice_add_row(&text, s->arena, s->text, s->place,
	    make_pairs(s, rows[0].cells), s->key_count);
	if (err != NULL)
		return err;
	rest = qms_arena_alloc(s->arena, count * sizeof(*rest));
	memcpy(rest, rows, count * sizeof(*rest));
	rest[0] = (struct qms_splice_row){ 0, NULL };
	return qms_splice_list(result, s->arena, text, s->place, s->keys,
	    s->key_count, rest, count);
}

static const struct qms_error *
empty_list(struct qms_text *result, struct session *s)
{
	static const struct qms_splice_row first = { 0, NULL };
	const struct qms_error *err;
	struct qms_text text;

	err = finish(&text, s, s->pieces, &first, 1);
	return err ? err : qms_splice_remove(result, s->arena, text,
	    qms_arena_format(s->arena, "%s/0", s->place));
}

const struct qms_error *
qms_splice_list(struct qms_text *result, struct qms_arena *arena,
    struct qms_text yaml, const char *place, const char *const *keys,
    size_t key_count, const struct qms_splice_row *rows, size_t count)
{
	struct session s = { .arena = arena, .text = yaml, .place = place,
	    .keys = keys, .key_count = key_count };
	const struct qms_error *err;
	struct qms_text *pieces;
	size_t i, from;
	bool *used;

	*result = (struct qms_text){ "", 0 };
	err = begin(&s);
	if (err != NULL)
		return err;
	if (s.list == NULL)
		return make_list(result, &s, rows, count);
	if (count == 0)
		return empty_list(result, &s);
	pieces = qms_arena_alloc(arena, count * sizeof(*pieces));
	used = qms_arena_alloc(arena, s.list->count);
	for (i = 0; err == NULL && i < count; i++) {
		from = rows[i].from;
		if (from == QMS_SPLICE_NEW) {
			err = new_piece(&pieces[i], &s, rows[i].cells);
		} else if (from >= s.list->count || used[from]) {
			err = qms_fail(QMS_M_D190, place);
		} else {
			used[from] = true;
			err = edit_piece(&pieces[i], &s, from, rows[i].cells);
		}
	}
	return err ? err : finish(result, &s, pieces, rows, count);
}
