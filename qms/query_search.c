/* SPDX-License-Identifier: MIT */
/*
 * Search: full text finds candidates without tone marks; the best of them are
 * read, so that those with the marks as typed come first.
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

/* The first line of the text with a word; the front matter comes last. */
static void
find_line(struct search *s, struct qms_row_hit *hit, struct qms_text text)
{
	struct qms_text rest = text, line;
	int number, fences, pass;
	bool front;

	for (pass = 0; pass < 2 && hit->line_number == 0; pass++) {
		rest = text;
		fences = 0;
		for (number = 1; qms_text_line(&line, &rest); number++) {
			fences += qms_text_is(qms_text_trim(line), "---");
			front = qms_starts_with(hit->path, "agencies/") &&
			    fences == 1;
			if (front != (pass == 1) || strstr(fold(s, line),
			    s->words[0].folded) == NULL)
				continue;
			line = qms_text_trim(line);
			if (line.size > LINE_MOST)
				for (line.size = LINE_MOST; line.size > 0 &&
				    ((unsigned char)line.data[line.size] &
				    0xc0) == 0x80; line.size--)
					;
			hit->line = qms_arena_copy(s->arena, line.data,
			    line.size);
			hit->line_number = number;
			break;
		}
	}
}

/* Reads the file, ranks it and tells whether it has all words at all. */
static bool
rank(struct search *s, struct qms_row_hit *hit, struct qms_text text,
    bool sure)
{
	struct qms_text title = qms_text(hit->title);

	hit->line = "";
	if (has_exact(s, lower(s, title)))
		hit->rank = 0;
	else if (has_exact(s, lower(s, text)))
		hit->rank = 1;
	else if (has_folded(s, fold(s, title)))
		hit->rank = 2;
	else if (sure || has_folded(s, fold(s, text)))
		hit->rank = 3;
	else
		return false;
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

static const char sql_hits[] =
	"SELECT f.kind, f.agency, f.object, f.path, t.title, t.blob"
	"  FROM search AS s"
	"  JOIN fact AS t ON t.id = s.rowid"
	"  JOIN file AS f ON f.fact = t.id"
	"  JOIN asof AS q ON f.source = q.source AND f.first <= q.known"
	"   AND f.last > q.known"
	" WHERE s.search MATCH ?1"
	" ORDER BY s.rowid DESC, f.path"
	" LIMIT ?2";

/* Files of a past day whose text is not in the full text any more. */
static const char sql_others[] =
	"SELECT f.kind, f.agency, f.object, f.path, t.title, t.blob"
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
