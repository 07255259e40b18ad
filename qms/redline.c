/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "redline.h"

/*
 * Limits: how many insertions and deletions are looked for, and how many steps
 * are spent on one redline in all (some 0.2 s).
 */
enum { LINE_DISTANCE = 1000, WORD_DISTANCE = 250, STEPS = 40000000,
	PAIRS = 40000 };

struct piece {
	struct qms_text text;
	int id;				/* equal pieces have equal ids */
	int match;			/* number in the other text, or -1 */
	bool blank;
};

struct pieces {
	struct piece *items;
	size_t count, room;
};

/* An edited line: its words, and their ids in order for comparing. */
struct words {
	size_t first, count;
	int *ids;
	int *weights;			/* bytes, of each id */
	size_t id_count;
	long weight;
};

struct differ {
	struct qms_redline *redline;
	struct qms_arena *arena;	/* of the result */
	struct qms_arena scratch;
	struct pieces old, new;		/* lines */
	struct pieces old_words, new_words;
	struct words *old_lines, *new_lines;
	int *trace;			/* Myers' furthest points */
	int trace_distance;
	long steps;			/* left */
	bool fresh;			/* the next span begins a line */
};

/* ---- pieces ---- */

static void
add_piece(struct differ *differ, struct pieces *pieces, struct qms_text text)
{
	struct piece *piece = qms_push(&differ->scratch, pieces->items,
	    pieces->count, pieces->room);

	piece->text = text;
	piece->match = -1;
	piece->blank = qms_text_trim(text).size == 0;
}

static void
split_lines(struct differ *differ, struct pieces *lines, struct qms_text text)
{
	struct qms_text line;
	const char *end;

	while (text.size > 0) {
		end = memchr(text.data, '\n', text.size);
		line.data = text.data;
		line.size = end == NULL ? text.size :
		    (size_t)(end - text.data) + 1;
		add_piece(differ, lines, line);
		text.data += line.size;
		text.size -= line.size;
	}
}

enum sort { LETTER, BLANK, END, MARK };

/* Letters of any script belong together, with the marks that follow them. */
static enum sort
sort_of(int32_t c)
{
	if (c == ' ' || c == '\t' || c == 0xa0)
		return BLANK;
	if (c == '\r' || c == '\n')
		return END;
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c < 0x2000) ||
	    c >= 0x3040)
		return LETTER;
	return MARK;
}

static void
split_words(struct differ *differ, struct pieces *words, struct qms_text line)
{
	size_t start = 0, offset = 0, before;
	enum sort sort, last = MARK;

	while (offset < line.size) {
		before = offset;
		sort = sort_of(qms_utf8_next(line, &offset));
		if (before > start && (sort != last || sort == MARK)) {
			add_piece(differ, words, (struct qms_text){
			    line.data + start, before - start });
			start = before;
		}
		last = sort;
	}
	if (offset > start)
		add_piece(differ, words, (struct qms_text){
		    line.data + start, offset - start });
}

static int
compare_pieces(const void *left, const void *right)
{
	const struct piece *a = *(struct piece *const *)left;
	const struct piece *b = *(struct piece *const *)right;
	size_t size = a->text.size < b->text.size ? a->text.size :
	    b->text.size;
	int order = memcmp(a->text.data, b->text.data, size);

	if (order != 0)
		return order;
	return (a->text.size > b->text.size) - (a->text.size < b->text.size);
}

/* By sorting: hashes could be made to collide. */
static void
number(struct differ *differ, struct pieces *a, struct pieces *b)
{
	size_t count = a->count + b->count, i;
	struct piece **all;
	int id = 0;

	all = qms_arena_alloc(&differ->scratch, (count + 1) * sizeof(*all));
	for (i = 0; i < a->count; i++)
		all[i] = &a->items[i];
	for (i = 0; i < b->count; i++)
		all[a->count + i] = &b->items[i];
	qsort(all, count, sizeof(*all), compare_pieces);
	for (i = 0; i < count; i++) {
		if (i > 0 && compare_pieces(&all[i - 1], &all[i]) != 0)
			id++;
		all[i]->id = id;
	}
}

/* ---- Myers ---- */

/* Ranges of pieces of both texts that are compared. */
struct range {
	struct piece *a, *b;		/* the first ones */
	int n, m;
	int a_first, b_first;		/* their numbers, for match */
};

static void
match(struct range *range, int x, int y)
{
	range->a[x].match = range->b_first + y;
	range->b[y].match = range->a_first + x;
}

/* The furthest x on diagonal k (x - y) with d edits; -1 when out of reach. */
static int *
furthest(struct differ *differ, int d, int k)
{
	return &differ->trace[(size_t)d * (size_t)d + (size_t)(k + d)];
}

static void
make_room(struct differ *differ, int d)
{
	size_t old = (size_t)differ->trace_distance, size;
	int *trace;

	if (d < differ->trace_distance)
		return;
	differ->trace_distance = d < 64 ? 64 : d * 2;
	size = (size_t)differ->trace_distance;
	trace = qms_arena_alloc(&differ->scratch, size * size *
	    sizeof(*trace));
	if (old > 0)
		memcpy(trace, differ->trace, old * old * sizeof(*trace));
	differ->trace = trace;
}

/* Where a path with d edits enters diagonal k, and whether by a deletion. */
static int
enter(struct differ *differ, const struct range *range, int d, int k,
    bool *deletes)
{
	int right = -1, down = -1;

	if (k - 1 >= -(d - 1) && k - 1 <= d - 1) {
		right = *furthest(differ, d - 1, k - 1);
		right = right >= 0 && right < range->n ? right + 1 : -1;
	}
	if (k + 1 <= d - 1 && k + 1 >= -(d - 1)) {
		down = *furthest(differ, d - 1, k + 1);
		if (down >= 0 && down - k > range->m)
			down = -1;
	}
	*deletes = right > down;
	return right > down ? right : down;
}

static void
trace_back(struct differ *differ, struct range *range, int d)
{
	int x = range->n, y = range->m, start;
	bool deletes;

	for (; d > 0; d--) {
		start = enter(differ, range, d, x - y, &deletes);
		while (x > start)
			match(range, --x, --y);
		if (deletes)
			x--;
		else
			y--;
	}
	while (x > 0)
		match(range, --x, --y);
}

static bool
search(struct differ *differ, struct range *range, int limit)
{
	bool deletes;
	int d, k, x;

	for (d = 0; d <= limit && differ->steps > 0; d++) {
		make_room(differ, d + 1);
		for (k = -d; k <= d; k += 2) {
			x = d == 0 ? 0 : enter(differ, range, d, k, &deletes);
			while (x >= 0 && x < range->n && x - k < range->m &&
			    range->a[x].id == range->b[x - k].id) {
				x++;
				differ->steps--;
			}
			*furthest(differ, d, k) = x;
			differ->steps--;
			if (x >= range->n && x - k >= range->m) {
				trace_back(differ, range, d);
				return true;
			}
		}
	}
	return false;
}

/* Matches what is equal at both ends, and leaves the middle. */
static void
trim(struct range *range)
{
	while (range->n > 0 && range->m > 0 &&
	    range->a[range->n - 1].id == range->b[range->m - 1].id) {
		range->n--;
		range->m--;
		match(range, range->n, range->m);
	}
	while (range->n > 0 && range->m > 0 &&
	    range->a->id == range->b->id) {
		match(range, 0, 0);
		range->a++;
		range->b++;
		range->a_first++;
		range->b_first++;
		range->n--;
		range->m--;
	}
}

static bool
compare_range(struct differ *differ, struct range range, int limit)
{
	trim(&range);
	if (range.n == 0 || range.m == 0)
		return true;
	return search(differ, &range, limit);
}

/* ---- many changes: lines that stand once in both texts hold it together ---- */

struct unique {
	int x, y;			/* numbers, or -1 */
	int a_count, b_count;
	int below;			/* the one before in the chain */
};

static struct unique *
find_unique(struct differ *differ, const struct range *range, int *id_count)
{
	struct unique *unique;
	int i;

	*id_count = 0;
	for (i = 0; i < range->n; i++)
		if (range->a[i].id >= *id_count)
			*id_count = range->a[i].id + 1;
	unique = qms_arena_alloc(&differ->scratch, ((size_t)*id_count + 1) *
	    sizeof(*unique));
	for (i = 0; i < range->n; i++) {
		unique[range->a[i].id].a_count++;
		unique[range->a[i].id].x = i;
	}
	for (i = 0; i < range->m; i++) {
		if (range->b[i].id >= *id_count)
			continue;
		unique[range->b[i].id].b_count++;
		unique[range->b[i].id].y = i;
	}
	return unique;
}

/* Patience: the longest chain of unique lines in the order of both texts. */
static int
chain(const struct range *range, struct unique *unique, int *piles)
{
	int count = 0, i, low, high, middle;
	struct unique *line;

	for (i = 0; i < range->n; i++) {
		line = &unique[range->a[i].id];
		if (line->a_count != 1 || line->b_count != 1 ||
		    range->a[i].blank)
			continue;
		for (low = 0, high = count; low < high;) {
			middle = (low + high) / 2;
			if (unique[piles[middle]].y < line->y)
				low = middle + 1;
			else
				high = middle;
		}
		line->below = low > 0 ? piles[low - 1] : -1;
		piles[low] = range->a[i].id;
		if (low == count)
			count++;
	}
	return count;
}

static struct range
part(const struct range *range, int x, int x_end, int y, int y_end)
{
	struct range gap = { range->a + x, range->b + y, x_end - x, y_end - y,
	    range->a_first + x, range->b_first + y };

	return gap;
}

static void
compare_by_unique(struct differ *differ, struct range range)
{
	struct unique *unique, *line;
	int *piles, ids, count, id, x, y;

	trim(&range);
	unique = find_unique(differ, &range, &ids);
	piles = qms_arena_alloc(&differ->scratch, ((size_t)ids + 1) *
	    sizeof(*piles));
	count = chain(&range, unique, piles);
	x = range.n;
	y = range.m;
	for (id = count > 0 ? piles[count - 1] : -1; id >= 0;
	    id = line->below) {
		line = &unique[id];
		match(&range, line->x, line->y);
		(void)compare_range(differ, part(&range, line->x + 1, x,
		    line->y + 1, y), LINE_DISTANCE);
		x = line->x;
		y = line->y;
	}
	if (count > 0)
		(void)compare_range(differ, part(&range, 0, x, 0, y),
		    LINE_DISTANCE);
}

/* ---- spans ---- */

static void
add_span(struct differ *differ, enum qms_change_kind kind,
    struct qms_text text)
{
	struct qms_redline *redline = differ->redline;
	struct qms_redline_piece *last;

	if (text.size == 0)
		return;
	last = redline->span_count == 0 ? NULL :
	    &redline->spans[redline->span_count - 1];
	if (!differ->fresh && last != NULL && last->kind == kind &&
	    last->text.data + last->text.size == text.data) {
		last->text.size += text.size;
		return;
	}
	last = qms_push(differ->arena, redline->spans, redline->span_count,
	    redline->span_room);
	last->kind = kind;
	last->text = text;
	differ->fresh = false;
}

static struct qms_text
without_end(struct qms_text line)
{
	if (line.size == 0 || line.data[line.size - 1] != '\n')
		return line;
	line.size--;
	if (line.size > 0 && line.data[line.size - 1] == '\r')
		line.size--;
	return line;
}

/* A line that is in both texts, or in the one whose number is not 0. */
static struct qms_redline_line *
add_line(struct differ *differ, enum qms_change_kind kind, size_t before,
    size_t after)
{
	struct qms_redline *redline = differ->redline;
	struct qms_redline_line *line = qms_push(differ->arena,
	    redline->lines, redline->count, redline->room);

	line->kind = kind;
	line->before = (int)before;
	line->after = (int)after;
	line->text = without_end(after > 0 ? differ->new.items[after - 1].text
	    : differ->old.items[before - 1].text);
	return line;
}

static void
add_whole(struct differ *differ, enum qms_change_kind kind, size_t before,
    size_t after)
{
	add_span(differ, kind, after > 0 ? differ->new.items[after - 1].text :
	    differ->old.items[before - 1].text);
	(void)add_line(differ, kind, before, after);
}

/* Pieces of both texts from i and j on, as their matches say. */
static void
add_matched(struct differ *differ, size_t i, size_t i_end, size_t j,
    size_t j_end)
{
	const struct pieces *old = &differ->old_words;
	const struct pieces *new = &differ->new_words;

	while (i < i_end || j < j_end) {
		while (i < i_end && old->items[i].match < 0)
			add_span(differ, QMS_REMOVED,
			    old->items[i++].text);
		while (j < j_end && new->items[j].match < 0)
			add_span(differ, QMS_ADDED,
			    new->items[j++].text);
		while (i < i_end && j < j_end && old->items[i].match >= 0 &&
		    new->items[j].match >= 0) {
			add_span(differ, QMS_SAME,
			    old->items[i++].text);
			j++;
		}
	}
}

/* ---- words ---- */

/*
 * A blank alone between two words that changed is not worth keeping: people
 * read "removed two words", not "removed one, kept a blank, removed one".
 */
static void
drop_lonely_blanks(const struct range *range)
{
	const struct piece *old = range->a, *new = range->b;
	int i, j;

	for (i = 1; i + 1 < range->n; i++) {
		if (old[i].match < 0 || !old[i].blank)
			continue;
		j = old[i].match - range->b_first;
		if ((old[i - 1].match < 0 || (j > 0 &&
		    new[j - 1].match < 0)) && (old[i + 1].match < 0 ||
		    (j + 1 < range->m && new[j + 1].match < 0))) {
			range->b[j].match = -1;
			range->a[i].match = -1;
		}
	}
}

static void
compare_words(struct differ *differ, size_t i, size_t i_end, size_t j,
    size_t j_end)
{
	struct range range = { differ->old_words.items + i,
	    differ->new_words.items + j, (int)(i_end - i), (int)(j_end - j),
	    (int)i, (int)j };

	(void)compare_range(differ, range, WORD_DISTANCE);
	drop_lonely_blanks(&range);
	add_matched(differ, i, i_end, j, j_end);
}

/* The next pipe that ends a cell, from word i on; end if there is none. */
static size_t
next_pipe(const struct pieces *words, size_t i, size_t end)
{
	for (; i < end; i++)
		if (words->items[i].text.data[0] == '|' &&
		    (i == 0 || words->items[i - 1].text.data[0] != '\\'))
			break;
	return i;
}

static size_t
count_pipes(const struct pieces *words, const struct words *line)
{
	size_t end = line->first + line->count, count = 0, i;

	for (i = line->first; (i = next_pipe(words, i, end)) < end; i++)
		count++;
	return count;
}

static bool
is_row(const struct pieces *words, const struct words *line)
{
	size_t i = line->first, end = line->first + line->count;

	while (i < end && (words->items[i].blank ||
	    words->items[i].text.data[0] == '>'))
		i++;
	return i < end && words->items[i].text.data[0] == '|';
}

/* Cell by cell, so that no word of one is found in another. */
static void
compare_cells(struct differ *differ, const struct words *a,
    const struct words *b)
{
	size_t i = a->first, i_end = i + a->count, i_pipe;
	size_t j = b->first, j_end = j + b->count, j_pipe;

	while (i < i_end && j < j_end) {
		i_pipe = next_pipe(&differ->old_words, i, i_end);
		j_pipe = next_pipe(&differ->new_words, j, j_end);
		compare_words(differ, i, i_pipe, j, j_pipe);
		if (i_pipe < i_end)
			add_span(differ, QMS_SAME,
			    differ->old_words.items[i_pipe].text);
		i = i_pipe < i_end ? i_pipe + 1 : i_end;
		j = j_pipe < j_end ? j_pipe + 1 : j_end;
	}
	add_matched(differ, i, i_end, j, j_end);
}

static void
compare_lines(struct differ *differ, const struct words *a,
    const struct words *b)
{
	if (is_row(&differ->old_words, a) && is_row(&differ->new_words, b) &&
	    count_pipes(&differ->old_words, a) ==
	    count_pipes(&differ->new_words, b))
		compare_cells(differ, a, b);
	else
		compare_words(differ, a->first, a->first + a->count, b->first,
		    b->first + b->count);
}

/* ---- which edited line was which ---- */

static int
compare_numbers(const void *left, const void *right)
{
	int a = *(const int *)left, b = *(const int *)right;

	return (a > b) - (a < b);
}

/* The ids of a line's words in order, each once, with their bytes. */
static void
weigh(struct differ *differ, const struct pieces *words, struct words *line)
{
	size_t i, n = 0, end = line->first + line->count;
	int *pairs;

	pairs = qms_arena_alloc(&differ->scratch, (line->count + 1) * 2 *
	    sizeof(*pairs));
	for (i = line->first; i < end; i++) {
		if (words->items[i].blank)
			continue;
		pairs[n * 2] = words->items[i].id;
		pairs[n * 2 + 1] = (int)words->items[i].text.size;
		line->weight += (long)words->items[i].text.size;
		n++;
	}
	qsort(pairs, n, 2 * sizeof(*pairs), compare_numbers);
	line->ids = pairs;
	line->id_count = n;
}

/* Bytes of words in common, twice, of 100 bytes in both. */
static int
likeness(struct differ *differ, const struct words *a, const struct words *b)
{
	size_t i = 0, j = 0;
	long common = 0;

	differ->steps -= (long)(a->id_count + b->id_count);
	while (i < a->id_count && j < b->id_count) {
		if (a->ids[i * 2] == b->ids[j * 2]) {
			common += a->ids[i * 2 + 1];
			i++;
			j++;
		} else if (a->ids[i * 2] < b->ids[j * 2]) {
			i++;
		} else {
			j++;
		}
	}
	if (a->weight + b->weight == 0)
		return 0;
	return (int)(200 * common / (a->weight + b->weight));
}

/*
 * Pairs the lines of an edited passage so that the sum of their likeness is
 * greatest. partner[i] is the new line of old line i, or -1.
 */
static void
pair_lines(struct differ *differ, const struct words *a, int n,
    const struct words *b, int m, int *partner)
{
	int width = m + 1, i, j, value;
	int *best, *like;

	best = qms_arena_alloc(&differ->scratch, (size_t)(n + 1) *
	    (size_t)width * sizeof(*best));
	like = qms_arena_alloc(&differ->scratch, (size_t)(n + 1) *
	    (size_t)width * sizeof(*like));
	for (i = n - 1; i >= 0; i--) {
		for (j = m - 1; j >= 0; j--) {
			value = differ->steps > 0 ? likeness(differ, &a[i],
			    &b[j]) : 0;
			value = value >= 50 ? value : 0;
			like[i * width + j] = value;
			if (value > 0)
				value += best[(i + 1) * width + j + 1];
			if (best[(i + 1) * width + j] > value)
				value = best[(i + 1) * width + j];
			if (best[i * width + j + 1] > value)
				value = best[i * width + j + 1];
			best[i * width + j] = value;
		}
	}
	for (i = 0, j = 0; i < n; i++)
		partner[i] = -1;
	for (i = 0; i < n && j < m;) {
		value = best[i * width + j];
		if (like[i * width + j] > 0 && value == like[i * width + j] +
		    best[(i + 1) * width + j + 1])
			partner[i++] = j++;
		else if (value == best[(i + 1) * width + j])
			i++;
		else
			j++;
	}
}

/* Too many lines to try all pairs: as many as before go by their order. */
static void
pair_in_order(struct differ *differ, const struct words *a, int n,
    const struct words *b, int m, int *partner)
{
	int i;

	for (i = 0; i < n; i++)
		partner[i] = n == m && differ->steps > 0 &&
		    likeness(differ, &a[i], &b[i]) >= 50 ? i : -1;
}

/* ---- passages ---- */

/* An edited line: its spans are its pieces, but for the line end. */
static void
add_changed(struct differ *differ, size_t before, size_t after)
{
	struct qms_redline *redline = differ->redline;
	struct qms_redline_piece piece, *made;
	struct qms_redline_line *line;
	size_t first = redline->span_count;

	differ->fresh = true;
	compare_lines(differ, &differ->old_lines[before - 1],
	    &differ->new_lines[after - 1]);
	differ->fresh = true;
	line = add_line(differ, QMS_CHANGED, before, after);
	for (; first < redline->span_count; first++) {
		piece = redline->spans[first];
		piece.text = without_end(piece.text);
		if (piece.text.size == 0)
			continue;
		made = qms_push(differ->arena, line->pieces, line->count,
		    line->room);
		*made = piece;
	}
}

static void
add_passage(struct differ *differ, size_t i, size_t i_end, size_t j,
    size_t j_end)
{
	int n = (int)(i_end - i), m = (int)(j_end - j), *partner, line;
	const struct words *a = differ->old_lines + i;
	const struct words *b = differ->new_lines + j;
	size_t done = j;

	partner = qms_arena_alloc(&differ->scratch, ((size_t)n + 1) *
	    sizeof(*partner));
	if ((long)n * m <= PAIRS)
		pair_lines(differ, a, n, b, m, partner);
	else
		pair_in_order(differ, a, n, b, m, partner);
	for (line = 0; line < n; line++) {
		if (partner[line] < 0) {
			add_whole(differ, QMS_REMOVED, i + (size_t)line + 1,
			    0);
			continue;
		}
		for (; done < j + (size_t)partner[line]; done++)
			add_whole(differ, QMS_ADDED, 0, done + 1);
		add_changed(differ, i + (size_t)line + 1, ++done);
	}
	for (; done < j_end; done++)
		add_whole(differ, QMS_ADDED, 0, done + 1);
}

/* The words of lines that have no match. */
static struct words *
split_changed(struct differ *differ, const struct pieces *lines,
    struct pieces *words)
{
	struct words *all = qms_arena_alloc(&differ->scratch,
	    (lines->count + 1) * sizeof(*all));
	size_t i;

	for (i = 0; i < lines->count; i++) {
		all[i].first = words->count;
		if (lines->items[i].match < 0)
			split_words(differ, words, lines->items[i].text);
		all[i].count = words->count - all[i].first;
	}
	return all;
}

static void
find_words(struct differ *differ)
{
	size_t i;

	differ->old_lines = split_changed(differ, &differ->old,
	    &differ->old_words);
	differ->new_lines = split_changed(differ, &differ->new,
	    &differ->new_words);
	number(differ, &differ->old_words, &differ->new_words);
	for (i = 0; i < differ->old.count; i++)
		weigh(differ, &differ->old_words, &differ->old_lines[i]);
	for (i = 0; i < differ->new.count; i++)
		weigh(differ, &differ->new_words, &differ->new_lines[i]);
}

static void
add_lines(struct differ *differ)
{
	const struct pieces *old = &differ->old, *new = &differ->new;
	size_t i = 0, j = 0, i_end, j_end;

	while (i < old->count || j < new->count) {
		if (i < old->count && old->items[i].match >= 0 &&
		    old->items[i].match == (int)j) {
			add_whole(differ, QMS_SAME, ++i, ++j);
			continue;
		}
		for (i_end = i; i_end < old->count &&
		    old->items[i_end].match < 0;)
			i_end++;
		for (j_end = j; j_end < new->count &&
		    new->items[j_end].match < 0;)
			j_end++;
		add_passage(differ, i, i_end, j, j_end);
		i = i_end;
		j = j_end;
	}
}

void
qms_redline_make(struct qms_redline *redline, struct qms_arena *arena,
    struct qms_text before, struct qms_text after)
{
	struct differ differ = { .redline = redline, .arena = arena,
	    .steps = STEPS };
	struct range range;

	memset(redline, 0, sizeof(*redline));
	redline->same = qms_text_equal(before, after);
	split_lines(&differ, &differ.old, before);
	split_lines(&differ, &differ.new, after);
	number(&differ, &differ.old, &differ.new);
	range = (struct range){ differ.old.items, differ.new.items,
	    (int)differ.old.count, (int)differ.new.count, 0, 0 };
	if (!compare_range(&differ, range, LINE_DISTANCE))
		compare_by_unique(&differ, range);
	find_words(&differ);
	add_lines(&differ);
	qms_arena_free(&differ.scratch);
}

bool
qms_redline_is_near(const struct qms_redline *redline, size_t line,
    size_t context)
{
	size_t i = line > context ? line - context : 0;

	for (; i < redline->count && (i <= line || i - line <= context); i++)
		if (redline->lines[i].kind != QMS_SAME)
			return true;
	return false;
}
