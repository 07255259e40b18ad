/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "redline.h"

enum {
	LINE_EDITS = 1500,	/* memory grows with the square of it */
	WORD_EDITS = 400
};

/* ---- the shortest edit of one list into another (Myers 1986) ---- */

struct items {
	struct qms_text *items;
	size_t count, room;
};

struct edit {
	struct qms_arena *arena;
	const struct qms_text *a, *b;
	int n, m, limit;
	enum qms_change_kind *script;	/* of n + m entries at most */
	size_t count;
	int **reached;		/* for each number of edits, how far */
};

static bool
equal(const struct edit *e, int x, int y)
{
	return qms_text_equal(e->a[x], e->b[y]);
}

/* The number of edits, or -1 when it is above the limit. */
static int
search(struct edit *e)
{
	int size = 2 * e->limit + 3, middle = e->limit + 1, d, k, x, y;
	int *v = qms_arena_alloc(e->arena, (size_t)size * sizeof(int));

	for (d = 0; d <= e->limit; d++) {
		e->reached[d] = qms_arena_alloc(e->arena,
		    (size_t)(2 * d + 1) * sizeof(int));
		for (k = -d; k <= d; k += 2) {
			if (k == -d || (k != d &&
			    v[middle + k - 1] < v[middle + k + 1]))
				x = v[middle + k + 1];
			else
				x = v[middle + k - 1] + 1;
			for (y = x - k; x < e->n && y < e->m &&
			    equal(e, x, y); y++)
				x++;
			v[middle + k] = x;
			e->reached[d][k + d] = x;
			if (x >= e->n && y >= e->m)
				return d;
		}
	}
	return -1;
}

static int
reached(const struct edit *e, int d, int k)
{
	return k < -d || k > d ? -1 : e->reached[d][k + d];
}

static void
put(struct edit *e, enum qms_change_kind kind)
{
	e->script[e->count++] = kind;
}

/* From the end to the beginning; the script comes out backwards. */
static void
trace(struct edit *e, int d)
{
	int x = e->n, y = e->m, k, from;

	for (; d > 0; d--) {
		k = x - y;
		if (k == -d || (k != d &&
		    reached(e, d - 1, k - 1) < reached(e, d - 1, k + 1)))
			from = k + 1;
		else
			from = k - 1;
		/* down the diagonal to where this edit began */
		while (x > reached(e, d - 1, from) + (from < k)) {
			put(e, QMS_SAME);
			x--;
			y--;
		}
		if (from > k) {
			put(e, QMS_ADDED);
			y--;
		} else {
			put(e, QMS_REMOVED);
			x--;
		}
	}
	for (; x > 0; x--)
		put(e, QMS_SAME);
}

static void
reverse(struct edit *e)
{
	enum qms_change_kind swap;
	size_t i;

	for (i = 0; i < e->count / 2; i++) {
		swap = e->script[i];
		e->script[i] = e->script[e->count - 1 - i];
		e->script[e->count - 1 - i] = swap;
	}
}

/* Everything out, everything in. */
static void
give_up(struct edit *e)
{
	int i;

	for (i = 0; i < e->n; i++)
		put(e, QMS_REMOVED);
	for (i = 0; i < e->m; i++)
		put(e, QMS_ADDED);
}

static void
make_script(struct edit *e, const struct items *a, const struct items *b,
    int limit)
{
	size_t same = 0, tail = 0, i;
	int d;

	e->script = qms_arena_alloc(e->arena,
	    (a->count + b->count + 1) * sizeof(*e->script));
	while (same < a->count && same < b->count &&
	    qms_text_equal(a->items[same], b->items[same]))
		same++;
	while (tail < a->count - same && tail < b->count - same &&
	    qms_text_equal(a->items[a->count - 1 - tail],
	    b->items[b->count - 1 - tail]))
		tail++;
	e->a = a->items + same;
	e->b = b->items + same;
	e->n = (int)(a->count - same - tail);
	e->m = (int)(b->count - same - tail);
	e->limit = e->n + e->m < limit ? e->n + e->m : limit;
	e->reached = qms_arena_alloc(e->arena,
	    ((size_t)e->limit + 1) * sizeof(*e->reached));
	d = search(e);
	if (d < 0) {
		give_up(e);
	} else {
		trace(e, d);
		reverse(e);
	}
	memmove(e->script + same, e->script, e->count * sizeof(*e->script));
	for (i = 0; i < same; i++)
		e->script[i] = QMS_SAME;
	e->count += same;
	for (i = 0; i < tail; i++)
		put(e, QMS_SAME);
}

/* ---- lines and words ---- */

static void
split_lines(struct items *lines, struct qms_arena *arena,
    struct qms_text text)
{
	struct qms_text line;

	while (qms_text_line(&line, &text))
		*qms_push(arena, lines->items, lines->count, lines->room) =
		    line;
}

static int
class_of(char c)
{
	if (c == ' ' || c == '\t')
		return 0;
	/* bytes of letters beyond ASCII belong to a word */
	if ((unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
	    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return 1;
	return 2;
}

static void
split_words(struct items *words, struct qms_arena *arena,
    struct qms_text text)
{
	struct qms_text word;
	size_t i, start = 0;

	for (i = 1; i <= text.size; i++) {
		if (i < text.size && class_of(text.data[i]) != 2 &&
		    class_of(text.data[i]) == class_of(text.data[i - 1]))
			continue;
		word.data = text.data + start;
		word.size = i - start;
		*qms_push(arena, words->items, words->count, words->room) =
		    word;
		start = i;
	}
}

static struct qms_redline_line *
add_line(struct qms_redline *redline, struct qms_arena *arena,
    enum qms_change_kind kind, int before, int after, struct qms_text text)
{
	struct qms_redline_line *line;

	line = qms_push(arena, redline->lines, redline->count, redline->room);
	line->kind = kind;
	line->before = before;
	line->after = after;
	line->text = text;
	return line;
}

/* Neighbours of one kind in one text become one piece. */
static void
add_piece(struct qms_redline_line *line, struct qms_arena *arena,
    enum qms_change_kind kind, struct qms_text text)
{
	struct qms_redline_piece *last = line->count == 0 ? NULL :
	    &line->pieces[line->count - 1];

	if (last != NULL && last->kind == kind &&
	    last->text.data + last->text.size == text.data) {
		last->text.size += text.size;
		return;
	}
	last = qms_push(arena, line->pieces, line->count, line->room);
	last->kind = kind;
	last->text = text;
}

static size_t
count_same(const struct edit *e, const struct items *a)
{
	size_t i, x = 0, same = 0;

	for (i = 0; i < e->count; i++) {
		if (e->script[i] == QMS_SAME)
			same += a->items[x].size;
		if (e->script[i] != QMS_ADDED)
			x++;
	}
	return same;
}

/* False when the two lines have less than a third in common. */
static bool
compare_lines(struct qms_redline *redline, struct qms_arena *arena,
    struct qms_text before, struct qms_text after, int x, int y)
{
	struct items a = {0}, b = {0};
	struct edit e = { .arena = arena };
	struct qms_redline_line *line;
	size_t i, p = 0, q = 0;

	split_words(&a, arena, before);
	split_words(&b, arena, after);
	make_script(&e, &a, &b, WORD_EDITS);
	if (count_same(&e, &a) * 3 < (before.size > after.size ?
	    before.size : after.size))
		return false;
	line = add_line(redline, arena, QMS_CHANGED, x + 1, y + 1, after);
	for (i = 0; i < e.count; i++) {
		if (e.script[i] == QMS_REMOVED)
			add_piece(line, arena, QMS_REMOVED, a.items[p++]);
		else
			add_piece(line, arena, e.script[i], b.items[q++]);
		p += e.script[i] == QMS_SAME;
	}
	return true;
}

/* Lines out and lines in, side by side as far as they are alike. */
static void
add_block(struct qms_redline *redline, struct qms_arena *arena,
    const struct items *a, const struct items *b, const int range[4])
{
	int x = range[0], y = range[2], late;

	for (; x < range[1] && y < range[3]; x++, y++) {
		if (compare_lines(redline, arena, a->items[x], b->items[y],
		    x, y))
			continue;
		break;
	}
	late = y;
	for (; x < range[1]; x++)
		(void)add_line(redline, arena, QMS_REMOVED, x + 1, 0,
		    a->items[x]);
	for (y = late; y < range[3]; y++)
		(void)add_line(redline, arena, QMS_ADDED, 0, y + 1,
		    b->items[y]);
}

void
qms_redline_make(struct qms_redline *redline, struct qms_arena *arena,
    struct qms_text before, struct qms_text after)
{
	struct items a = {0}, b = {0};
	struct edit e = { .arena = arena };
	int range[4] = { 0 }, x = 0, y = 0;
	size_t i = 0;

	memset(redline, 0, sizeof(*redline));
	redline->same = qms_text_equal(before, after);
	split_lines(&a, arena, before);
	split_lines(&b, arena, after);
	make_script(&e, &a, &b, LINE_EDITS);
	while (i < e.count) {
		if (e.script[i] == QMS_SAME) {
			(void)add_line(redline, arena, QMS_SAME, x + 1, y + 1,
			    b.items[y]);
			x++;
			y++;
			i++;
			continue;
		}
		range[0] = x;
		range[2] = y;
		for (; i < e.count && e.script[i] != QMS_SAME; i++) {
			x += e.script[i] == QMS_REMOVED;
			y += e.script[i] == QMS_ADDED;
		}
		range[1] = x;
		range[3] = y;
		add_block(redline, arena, &a, &b, range);
	}
}

bool
qms_redline_is_near(const struct qms_redline *redline, size_t line,
    size_t context)
{
	size_t i = line > context ? line - context : 0;

	for (; i < redline->count && i <= line + context; i++)
		if (redline->lines[i].kind != QMS_SAME)
			return true;
	return false;
}
