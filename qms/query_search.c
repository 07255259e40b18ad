/* SPDX-License-Identifier: MIT */
/*
 * Search: full text finds candidates without tone marks; the best of them are
 * read, so that those with the marks as typed come first: id, title, text, and
 * in each the words side by side before words apart.
 */
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "query.h"
#include "unicode.h"

enum { MOST_WORDS = 16, MOST_READ = 200, LINE_MOST = 240 };

struct word {
	const char *folded, *exact;	/* words set apart by one space */
};

struct search {
	struct qms_index *index;
	struct qms_arena *arena;
	struct word words[MOST_WORDS];
	size_t word_count;
	struct word phrase;		/* all of them, side by side */
	struct qms_map seen;		/* paths */
	struct qms_row_hit *hits;
	size_t count, room;
	struct qms_buffer text, spaced;
};

/* ---- words ---- */

/* What full text takes for a part of a word (tokenize='ascii'). */
static bool
is_token(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* Words set apart by one space, with one before the first and after the last,
 * so that " dang ky " is found by strstr as a whole. */
static const char *
space(struct qms_buffer *out, struct qms_text text)
{
	bool gap = true;
	size_t i;

	qms_buffer_clear(out);
	qms_buffer_char(out, ' ');
	for (i = 0; i < text.size; i++) {
		if (is_token((unsigned char)text.data[i])) {
			qms_buffer_char(out, text.data[i]);
			gap = false;
		} else if (!gap) {
			qms_buffer_char(out, ' ');
			gap = true;
		}
	}
	if (!gap)
		qms_buffer_char(out, ' ');
	return out->data;
}

static const char *
fold(struct search *s, struct qms_text text)
{
	qms_buffer_clear(&s->text);
	qms_unicode_fold(&s->text, text);
	return space(&s->spaced, qms_buffer_view(&s->text));
}

static const char *
lower(struct search *s, struct qms_text text)
{
	qms_buffer_clear(&s->text);
	qms_unicode_lower(&s->text, text);
	return space(&s->spaced, qms_buffer_view(&s->text));
}

static void
add_word(struct search *s, struct qms_text text)
{
	struct word *word;

	if (text.size == 0 || s->word_count == MOST_WORDS ||
	    strcmp(fold(s, text), " ") == 0)
		return;
	word = &s->words[s->word_count++];
	word->folded = qms_arena_string(s->arena, s->spaced.data);
	word->exact = qms_arena_string(s->arena, lower(s, text));
}

static void
split(struct search *s, const char *text)
{
	struct qms_text rest = qms_text(text), word;
	size_t i;
	char end;

	while (rest.size > 0) {
		end = rest.data[0] == '"' ? '"' : ' ';
		for (i = end == '"'; i < rest.size && rest.data[i] != end &&
		    (end == '"' || rest.data[i] != '\t'); i++)
			;
		word = (struct qms_text){ rest.data + (end == '"'),
		    i - (end == '"') };
		add_word(s, word);
		i += i < rest.size;
		rest.data += i;
		rest.size -= i;
	}
}

static bool
has_folded(const struct search *s, const char *spaced)
{
	size_t i;

	for (i = 0; i < s->word_count; i++)
		if (strstr(spaced, s->words[i].folded) == NULL)
			return false;
	return true;
}

static bool
has_exact(const struct search *s, const char *spaced)
{
	size_t i;

	for (i = 0; i < s->word_count; i++)
		if (strstr(spaced, s->words[i].exact) == NULL)
			return false;
	return true;
}

/* ---- one file ---- */

/* How well a line shows why the file was found; 0: not at all. */
static int
worth(struct search *s, struct qms_text line)
{
	const char *folded = fold(s, line);

	if (strstr(folded, s->words[0].folded) == NULL)
		return 0;
	if (strstr(folded, s->phrase.folded) != NULL)
		return strstr(lower(s, line), s->phrase.exact) != NULL ? 8 : 6;
	return has_folded(s, folded) ? 4 : 2;
}

/* The line worth most, the first of them; front matter is worth less. */
static void
find_line(struct search *s, struct qms_row_hit *hit, struct qms_text text)
{
	struct qms_text rest = text, line, best_line = { 0 };
	int number, fences = 0, here, best = 0;

	for (number = 1; qms_text_line(&line, &rest); number++) {
		line = qms_text_trim(line);
		fences += qms_text_is(line, "---");
		here = worth(s, line);
		here -= here > 0 && fences == 1 &&
		    qms_starts_with(hit->path, "agencies/");
		if (here <= best)
			continue;
		best = here;
		best_line = line;
		hit->line_number = number;
	}
	if (best_line.size > LINE_MOST)
		for (best_line.size = LINE_MOST; best_line.size > 0 &&
		    ((unsigned char)best_line.data[best_line.size] & 0xc0) ==
		    0x80; best_line.size--)
			;
	hit->line = best == 0 ? "" : qms_arena_copy(s->arena, best_line.data,
	    best_line.size);
}

/* 0: all words as typed, side by side; 1: as typed; 2, 3: without marks. */
static int
closeness(struct search *s, struct qms_text text)
{
	const char *spaced = lower(s, text);

	if (strstr(spaced, s->phrase.exact) != NULL)
		return 0;
	if (has_exact(s, spaced))
		return 1;
	spaced = fold(s, text);
	if (strstr(spaced, s->phrase.folded) != NULL)
		return 2;
	return has_folded(s, spaced) ? 3 : 4;
}

/* Reads the file, ranks it and tells whether it has all words at all. */
static bool
rank(struct search *s, struct qms_row_hit *hit, struct qms_text text,
    bool sure)
{
	/* by closeness of the title and of the text; 8: not at all */
	static const int of_title[] = { 1, 2, 5, 6, 8 };
	static const int of_text[] = { 3, 4, 7, 8, 8 };
	int title = closeness(s, qms_text(hit->title));
	int body = closeness(s, text);

	if (!sure && title == 4 && body == 4)
		return false;
	hit->rank = of_title[title] < of_text[body] ? of_title[title] :
	    of_text[body];
	if (strcmp(fold(s, qms_text(hit->id)), s->phrase.folded) == 0)
		hit->rank = 0;
	find_line(s, hit, text);
	return true;
}

static const struct qms_error *
look(struct search *s, const struct qms_row_hit *candidate, const char *hex,
    bool sure)
{
	struct qms_row_hit hit = *candidate;
	struct qms_arena arena = {0};
	const struct qms_error *err;
	struct qms_text text;
	struct qms_oid blob;

	if (hex == NULL || !qms_oid_parse(&blob, hex) ||
	    qms_map_get(&s->seen, hit.path) != NULL)
		return NULL;
	qms_map_put(s->arena, &s->seen, hit.path, s);
	err = qms_git_blob(&text, qms_index_git(s->index), &arena, &blob,
	    QMS_FILE_LIMIT);
	if (err == NULL && qms_utf8_invalid(text) == SIZE_MAX &&
	    rank(s, &hit, text, sure))
		*qms_push(s->arena, s->hits, s->count, s->room) = hit;
	qms_arena_free(&arena);
	return err != NULL && err->id == QMS_M_G013 ? NULL : err;
}

/* ---- candidates ---- */

/* An adopter has the title of what it adopts. */
#define TITLE								\
	" CASE WHEN t.title <> '' THEN t.title"				\
	"      ELSE (SELECT o.title FROM object AS o"			\
	"             WHERE o.path = f.path) END"

static const char sql_hits[] =
	"SELECT f.kind, f.agency, f.object, f.path," TITLE ", t.blob,"
	"       s.rowid AS found"
	"  FROM search AS s"
	"  JOIN fact AS t ON t.id = s.rowid"
	"  JOIN file AS f ON f.fact = t.id"
	"  JOIN asof AS q ON f.source = q.source AND f.first <= q.known"
	"   AND f.last > q.known"
	" WHERE s.search MATCH ?1"
	/* those who adopt a text are found by it */
	" UNION ALL"
	" SELECT f.kind, f.agency, f.object, f.path, t.title, t.blob, s.rowid"
	"  FROM search AS s"
	"  JOIN issued AS i ON i.fact = s.rowid"
	"  JOIN adopting AS a ON a.object = i.object"
	"   AND a.agency = i.agency AND a.version = i.version"
	"  JOIN file AS f ON f.fact = a.fact AND f.kind = i.kind"
	"  JOIN fact AS t ON t.id = s.rowid"
	"  JOIN asof AS q ON f.source = q.source AND f.first <= q.known"
	"   AND f.last > q.known AND i.source = q.source"
	"   AND i.first <= q.known AND i.last > q.known"
	" WHERE s.search MATCH ?1"
	" ORDER BY found DESC, 4"
	" LIMIT ?2";

/* An id need not stand in its own file. */
static const char sql_id[] =
	"SELECT f.kind, f.agency, f.object, f.path," TITLE ", t.blob"
	"  FROM asof AS q"
	"  JOIN file AS f ON f.source = q.source AND f.first <= q.known"
	"   AND f.last > q.known"
	"  JOIN fact AS t ON t.id = f.fact"
	" WHERE f.object IN (?1, upper(?1), lower(?1))"
	" ORDER BY f.path LIMIT 20";

/* Files of a past day whose text is not in the full text any more. */
static const char sql_others[] =
	"SELECT f.kind, f.agency, f.object, f.path," TITLE ", t.blob"
	"  FROM asof AS q"
	"  JOIN file AS f ON f.source = q.source AND f.first <= q.known"
	"   AND f.last > q.known"
	"  JOIN fact AS t ON t.id = f.fact"
	" WHERE NOT EXISTS (SELECT 1 FROM searched AS s WHERE s.fact = t.id)"
	" ORDER BY f.path";

static const struct qms_error *
take_candidates(struct search *s, struct qms_query *query, bool sure)
{
	struct qms_row_hit *list = NULL, hit = {0};
	struct qms_strings blobs = {0};
	const struct qms_error *err;
	const char *cells[6];
	size_t count = 0, room = 0, i;
	bool row;
	int n;

	while ((err = qms_step(&row, query)) == NULL && row) {
		for (n = 0; n < 6; n++)
			cells[n] = qms_column_text(query, n) == NULL ? "" :
			    qms_arena_string(s->arena,
			    qms_column_text(query, n));
		hit.kind = cells[0];
		hit.agency = cells[1];
		hit.id = cells[2];
		hit.path = cells[3];
		hit.title = cells[4][0] == '\0' ? cells[2] : cells[4];
		*qms_push(s->arena, list, count, room) = hit;
		qms_strings_add(s->arena, &blobs, cells[5]);
	}
	qms_done(query);
	for (i = 0; err == NULL && i < count; i++)
		err = look(s, &list[i], blobs.items[i], sure);
	return err;
}

static const struct qms_error *
match(struct search *s, const char *column)
{
	struct qms_buffer expression = {0};
	const struct qms_error *err;
	struct qms_query *query;
	size_t i;

	qms_buffer_string(&expression, column);
	for (i = 0; i < s->word_count; i++)	/* no quote is left in words */
		qms_buffer_format(&expression, "%s\"%s\"", i == 0 ? "(" :
		    " AND ", s->words[i].folded);
	qms_buffer_char(&expression, ')');
	err = qms_db_query(&query, qms_index_db(s->index), sql_hits);
	if (err == NULL) {
		qms_bind_text(query, 1, expression.data);
		qms_bind_integer(query, 2, MOST_READ);
		err = take_candidates(s, query, true);
	}
	qms_buffer_free(&expression);
	return err;
}

static int
compare(const void *left, const void *right)
{
	const struct qms_row_hit *a = left, *b = right;

	return a->rank != b->rank ? a->rank - b->rank :
	    strcmp(a->path, b->path);
}

const struct qms_error *
qms_query_search(struct qms_row_hit **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *text,
    size_t limit)
{
	const struct qms_question *question = qms_index_question(index);
	struct search s = { .index = index, .arena = arena };
	const struct qms_error *err = NULL;
	struct qms_query *query;

	*rows = NULL;
	*count = 0;
	split(&s, text);
	if (s.word_count > 0) {
		s.phrase.folded = qms_arena_string(arena, fold(&s,
		    qms_text(text)));
		s.phrase.exact = qms_arena_string(arena, lower(&s,
		    qms_text(text)));
		err = qms_db_query(&query, qms_index_db(index), sql_id);
		if (err == NULL) {
			qms_bind_text(query, 1, text);
			err = take_candidates(&s, query, true);
		}
		if (err == NULL)
			err = match(&s, "title : ");
		if (err == NULL)
			err = match(&s, "");
		if (err == NULL && question->known < question->newest) {
			err = qms_db_query(&query, qms_index_db(index),
			    sql_others);
			if (err == NULL)
				err = take_candidates(&s, query, false);
		}
	}
	if (s.count > 1)
		qsort(s.hits, s.count, sizeof(*s.hits), compare);
	*rows = s.hits;
	*count = limit > 0 && s.count > limit ? limit : s.count;
	qms_buffer_free(&s.text);
	qms_buffer_free(&s.spaced);
	return err;
}
