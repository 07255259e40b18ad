/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "propose_part.h"
#include "unicode.h"

enum { NEAR = 10 };	/* a sum is meant when it misses a tenth at most */

#define NONE SIZE_MAX

struct proposer {
	struct scan scan;
	struct qms_proposals *out;
	struct qms_arena *arena;
	const char **leads;		/* of each figure, "" */
};

static struct figure *
figure_at(struct proposer *p, size_t number)
{
	return &p->scan.figures[number];
}

static struct qms_proposal *
item(struct proposer *p, size_t number)
{
	return &p->out->items[number];
}

static const struct token *
token_at(const struct proposer *p, size_t i)
{
	return &p->scan.tokens[i];
}

static enum qms_propose_role
role_of(const struct proposer *p, const struct token *token)
{
	return token->type != WORD ? QMS_ROLE_NONE :
	    p->scan.words->items[token->number].role;
}

static bool
ends_sentence(const struct token *token)
{
	return token->type == STOP || token->type == BREAK;
}

/* Between them a number has the words to itself. */
static bool
parts_words(const struct proposer *p, const struct token *token)
{
	return ends_sentence(token) || token->type == FIGURE ||
	    token->type == OPEN || token->type == CLOSE ||
	    token->type == COMMA || token->type == SEMICOLON ||
	    token->type == PLUS || token->type == EQUAL ||
	    role_of(p, token) == QMS_ROLE_PARTS;
}

/* Is it a count that can be added up? */
static bool
is_count(const struct figure *figure)
{
	return !figure->unreadable && !figure->number.percent &&
	    !figure->change && !figure->target && figure->number.value >= 0;
}

static bool
has_letters(struct qms_text text, size_t from, size_t to)
{
	int32_t c;

	while (from < to) {
		c = qms_utf8_next(text, &from);
		if (c > '9' && qms_unicode_is_letter_or_digit(c))
			return true;
	}
	return false;
}

/* ---- words around a figure ---- */

/* Tokens first to last, without both ends, are those of its own words. */
static void
own_words(const struct proposer *p, size_t token, size_t *first, size_t *last)
{
	struct qms_text text = p->scan.text;
	const struct token *tokens = p->scan.tokens;
	size_t i = token, from, and = NONE;

	while (i > 0 && !parts_words(p, &tokens[i - 1])) {
		from = tokens[i - 1].end;
		/* "Số hồ sơ: 5" is called by what is before the colon */
		if (tokens[i - 1].type == COLON && has_letters(text, from,
		    tokens[token].start))
			break;
		i--;
		if (tokens[i].type == AND && and == NONE)
			and = i;
	}
	/* "27 TTHC thay thế và 82 TTHC bãi bỏ" */
	*first = and != NONE && i > 0 && tokens[i - 1].type == FIGURE ?
	    and + 1 : i;
	for (i = token + 1; i < p->scan.count &&
	    !parts_words(p, &tokens[i]) && tokens[i].type != COLON &&
	    tokens[i].type != AND; i++)
		continue;
	*last = i;
}

static void
take_role(struct figure *figure, enum qms_propose_role role)
{
	/* "giải quyết đúng hạn" is on time, "đang giải quyết" not answered */
	static const int rank[QMS_ROLES] = { [QMS_ROLE_RECEIVED] = 1,
	    [QMS_ROLE_SOLVED] = 2, [QMS_ROLE_CANCELLED] = 3,
	    [QMS_ROLE_ONTIME] = 4, [QMS_ROLE_LATE] = 5,
	    [QMS_ROLE_PENDING] = 6 };

	if (role == QMS_ROLE_CHANGE)
		figure->change = true;
	else if (role == QMS_ROLE_TARGET)
		figure->target = true;
	else if (role == QMS_ROLE_TIER)
		figure->tier = true;
	else if (rank[role] > rank[figure->status])
		figure->status = role;
}

static void
add_piece(struct qms_buffer *out, struct qms_text text, size_t from, size_t to)
{
	bool blank = out->size > 0;

	for (; from < to; from++) {
		if (strchr(" \t\n*`#|>", text.data[from]) != NULL) {
			blank = out->size > 0;
			continue;
		}
		if (blank && strchr(",.;:)", text.data[from]) == NULL)
			qms_buffer_char(out, ' ');
		blank = false;
		qms_buffer_char(out, text.data[from]);
	}
}

/* Words without which a label says the same. */
static struct qms_text
trim_words(struct qms_text text)
{
	static const char *const empty[] = { "và", "là", "có", "được", "với",
	    "trong", "trong đó", "thì", "cho", "của", "hiện", "hiện có",
	    "đạt", "chiếm", "khoảng", "tại", "trong kỳ", "nay" };
	static const char *const ends[] = { " là", " còn", " gồm", " so với",
	    " so", " với", " và" };
	size_t i, size;
	bool again = true;

	while (again) {
		again = false;
		text = qms_text_trim(text);
		while (text.size > 0 && strchr(",.;:-(", text.data[0]) != NULL) {
			text.data++;
			text.size--;
			again = true;
		}
		while (text.size > 0 && strchr(",;:-(",
		    text.data[text.size - 1]) != NULL) {
			text.size--;
			again = true;
		}
		for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			size = strlen(ends[i]);
			if (text.size > size && memcmp(text.data + text.size -
			    size, ends[i], size) == 0) {
				text.size -= size;
				again = true;
			}
		}
		for (i = 0; i < sizeof(empty) / sizeof(empty[0]); i++) {
			size = qms_number_word(text, 0, empty[i]);
			if (size > 0 && (size == text.size ||
			    text.data[size] == ' ')) {
				text.data += size;
				text.size -= size;
				again = true;
			}
		}
	}
	return text;
}

static const char *
keep(struct proposer *p, struct qms_buffer *out, bool first)
{
	struct qms_text text = trim_words(qms_buffer_view(out));
	struct qms_buffer capital = { 0 };
	const char *kept;

	if (!first)
		return qms_arena_copy(p->arena, text.data == NULL ? "" :
		    text.data, text.size);
	qms_unicode_capital(&capital, text);
	kept = qms_arena_copy(p->arena, capital.data == NULL ? "" :
	    capital.data, capital.size);
	qms_buffer_free(&capital);
	return kept;
}

/* A text without the periods, and without the printed number. */
static const char *
words_between(struct proposer *p, size_t first, size_t last, size_t from,
    size_t to, bool capital)
{
	const struct token *tokens = p->scan.tokens;
	struct qms_text text = p->scan.text;
	struct qms_buffer out = { 0 };
	const struct figure *figure;
	const char *kept;
	size_t i;

	for (i = first; i < last; i++) {
		if (tokens[i].start < from || tokens[i].end > to ||
		    (tokens[i].type != PERIOD && tokens[i].type != FIGURE &&
		    role_of(p, &tokens[i]) != QMS_ROLE_RATE))
			continue;
		if (tokens[i].start > from)
			add_piece(&out, text, from, tokens[i].start);
		from = tokens[i].end;
		if (tokens[i].type != FIGURE)
			continue;
		figure = &p->scan.figures[tokens[i].number];
		add_piece(&out, text, figure->end, figure->all);
	}
	if (to > from)
		add_piece(&out, text, from, to);
	kept = keep(p, &out, capital);
	qms_buffer_free(&out);
	return kept;
}

/* "Mức độ 3 là 855 TTHC" is called "Mức độ 3". */
static bool
says_enough(struct proposer *p, size_t from, const struct figure *figure)
{
	static const char *const ends[] = { "là", "còn", "gồm", ":" };
	struct qms_text text = qms_text_trim((struct qms_text){
	    p->scan.text.data + from, figure->start - from });
	size_t i;

	if (figure->tier || figure->named)
		return has_letters(p->scan.text, from, figure->start);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (text.size > strlen(ends[i]) + 1 && memcmp(text.data +
		    text.size - strlen(ends[i]), ends[i], strlen(ends[i])) ==
		    0)
			return true;
	return false;
}

/* What goes on behind parentheses: "2.132 TTHC (100%) được đưa vào …" */
static const char *
words_behind(struct proposer *p, size_t open)
{
	const struct token *tokens = p->scan.tokens;
	int depth = tokens[open].depth;
	size_t i, end, from = 0;

	for (i = open; i < p->scan.count && tokens[i].type == OPEN;) {
		for (i++; i < p->scan.count && tokens[i].depth > depth; i++)
			continue;
		if (i == p->scan.count || tokens[i].type != CLOSE)
			return "";
		from = tokens[i++].end;
	}
	for (end = i; end < p->scan.count && !parts_words(p, &tokens[end]) &&
	    tokens[end].type != COLON && tokens[end].type != AND; end++)
		continue;
	return words_between(p, i, end, from, end < p->scan.count ?
	    tokens[end].start : p->scan.text.size, false);
}

static const char *
label(struct proposer *p, size_t number)
{
	const struct figure *figure = figure_at(p, number);
	const struct token *tokens = p->scan.tokens;
	const char *words, *behind = "";
	size_t first, last, from, to;

	own_words(p, figure->token, &first, &last);
	from = first == 0 ? 0 : tokens[first - 1].end;
	to = last < p->scan.count ? tokens[last].start : p->scan.text.size;
	if (last < p->scan.count && tokens[last].type == OPEN)
		behind = words_behind(p, last);
	if (!has_letters(p->scan.text, figure->all, to) && *behind == '\0' &&
	    says_enough(p, from, figure)) {
		to = figure->start;
		last = figure->token;
	}
	words = words_between(p, first, last, from, to, true);
	return *behind == '\0' ? words : qms_arena_format(p->arena,
	    "%s … %s", words, behind);
}

static void
read_roles(struct proposer *p)
{
	struct figure *figure;
	size_t i, k, first, last;

	for (i = 0; i < p->scan.figure_count; i++) {
		figure = figure_at(p, i);
		own_words(p, figure->token, &first, &last);
		/* "98,89% số đã giải quyết": behind it is the base */
		if (figure->number.percent)
			last = figure->token;
		for (k = first; k < last; k++)
			take_role(figure, role_of(p, token_at(p, k)));
	}
}

/* ---- whose figures they are ---- */

/*
 * What a sentence speaks of, before its first number: the words up to what was
 * done (tiếp nhận …) or to a colon. A line that ends with a colon leads those
 * below it.
 */
static const char *
lead_of(struct proposer *p, size_t first, size_t end, bool *heads)
{
	const struct token *tokens = p->scan.tokens;
	size_t i, from = first == 0 ? 0 : tokens[first - 1].end;
	size_t stop = NONE;

	*heads = false;
	for (i = first; i < end && tokens[i].type != FIGURE; i++)
		if (tokens[i].type == COLON || role_of(p, &tokens[i]) ==
		    QMS_ROLE_RECEIVED)
			stop = stop == NONE || tokens[i].type == COLON ? i :
			    stop;
	if (stop == NONE || role_of(p, &tokens[first]) == QMS_ROLE_PARTS)
		return "";
	if (i < end && tokens[stop].type == COLON) {
		/* "Số hồ sơ tiếp nhận: 5" leads nothing */
		if (!has_letters(p->scan.text, tokens[stop].end,
		    tokens[i].start))
			return "";
	}
	*heads = i == end && tokens[stop].type == COLON;
	/* behind the last comma: "Trong quý I, Trung tâm …" */
	for (i = stop; i > first; i--)
		if (tokens[i - 1].type == COMMA || tokens[i - 1].type ==
		    PERIOD || tokens[i - 1].type == CLOSE) {
			from = tokens[i - 1].end;
			break;
		}
	return words_between(p, i, stop, from, tokens[stop].start, true);
}

static void
read_leads(struct proposer *p)
{
	const struct token *tokens = p->scan.tokens;
	const char *lead = "", *own;
	size_t i, first = 0, k;
	bool heads, headed = false;

	for (i = 0; i <= p->scan.count; i++) {
		if (i < p->scan.count && !ends_sentence(&tokens[i]))
			continue;
		own = lead_of(p, first, i, &heads);
		if (*own != '\0') {
			lead = own;
			headed = heads;
		} else if (!headed && i > first) {
			lead = "";
		}
		for (k = first; k < i; k++)
			if (tokens[k].type == FIGURE)
				p->leads[tokens[k].number] = lead;
		if (i < p->scan.count && tokens[i].type == BREAK && !heads)
			headed = false;
		first = i + 1;
	}
}

/* Of a table: "Sở Xây dựng: Tiếp nhận (hồ sơ)". */
static const char *
cell_content(struct proposer *p, const struct figure *figure)
{
	struct qms_buffer out = { 0 };
	const char *kept;

	qms_buffer_text(&out, figure->row);
	if (figure->row.size > 0 && figure->header.size > 0)
		qms_buffer_string(&out, ": ");
	qms_buffer_text(&out, figure->header);
	kept = qms_arena_copy(p->arena, out.data, out.size);
	qms_buffer_free(&out);
	return kept;
}

static const char *
content(struct proposer *p, size_t number)
{
	const struct figure *figure = figure_at(p, number);
	const char *own, *before = p->leads[number];
	const struct qms_proposal *other;

	if (figure->row.size > 0 || figure->header.size > 0)
		return cell_content(p, figure);
	own = label(p, number);

	if (item(p, number)->of != NONE && *own == '\0') {
		other = item(p, item(p, number)->of);
		return qms_arena_format(p->arena, "%s (tỷ lệ)",
		    other->content);
	}
	if (figure->named && figure->head < number)
		before = item(p, figure->head)->content;
	else if (*own == '\0' && figure->owner != NONE)
		before = item(p, figure->owner)->content;
	if (before == NULL || *before == '\0' ||
	    qms_starts_with(own, before) || strlen(before) > 200)
		return *own == '\0' && before != NULL ? before : own;
	return *own == '\0' ? before : qms_arena_format(p->arena, "%s: %s",
	    before, own);
}

/* ---- periods ---- */

/* The nearest in the sentence before it, else behind it, else the last one. */
static const struct period *
period_of(struct proposer *p, size_t number, bool *other)
{
	const struct token *tokens = p->scan.tokens;
	const struct period *period, *found = NULL;
	size_t at = figure_at(p, number)->token, i;

	*other = false;
	for (i = at; i-- > 0 && !ends_sentence(&tokens[i]);)
		if (tokens[i].type == PERIOD)
			return &p->scan.periods[tokens[i].number];
	for (i = at; i < p->scan.count && !ends_sentence(&tokens[i]); i++)
		if (tokens[i].type == PERIOD)
			return &p->scan.periods[tokens[i].number];
	*other = true;
	for (i = at; i-- > 0;) {
		if (tokens[i].type == BREAK && found != NULL)
			break;
		if (tokens[i].type != PERIOD)
			continue;
		period = &p->scan.periods[tokens[i].number];
		if (found == NULL || period->heading)
			found = period;
		if (period->heading)
			break;
	}
	return found;
}

static void
read_period(struct proposer *p, size_t number)
{
	struct qms_proposal *proposal = item(p, number);
	const struct period *period;
	struct qms_buffer out = { 0 };
	bool other;

	period = period_of(p, number, &other);
	if (period == NULL) {
		proposal->notes |= QMS_NOTE_NO_PERIOD;
		return;
	}
	add_piece(&out, p->scan.text, period->start, period->end);
	proposal->period = qms_arena_copy(p->arena, out.data == NULL ? "" :
	    out.data, out.size);
	qms_buffer_free(&out);
	proposal->from = period->from;
	proposal->to = period->to;
	if (period->bad)
		proposal->notes |= QMS_NOTE_BAD_DAY;
	else if (other)
		proposal->notes |= QMS_NOTE_PERIOD;
}

static void
find_headings(struct proposer *p)
{
	const struct token *tokens = p->scan.tokens;
	size_t i, k, first = 0;
	bool figures = false;

	for (i = 0; i <= p->scan.count; i++) {
		if (i < p->scan.count && !ends_sentence(&tokens[i])) {
			figures = figures || tokens[i].type == FIGURE;
			continue;
		}
		for (k = first; k < i; k++)
			if (tokens[k].type == PERIOD)
				p->scan.periods[tokens[k].number].heading =
				    !figures;
		first = i + 1;
		figures = false;
	}
}

static void
widen(struct proposer *p)
{
	struct qms_proposals *out = p->out;
	const struct period *period;
	size_t i;

	out->from = out->to = QMS_DAY_NONE;
	for (i = 0; i < p->scan.period_count; i++) {
		period = &p->scan.periods[i];
		if (period->from != QMS_DAY_NONE && (out->from ==
		    QMS_DAY_NONE || period->from < out->from))
			out->from = period->from;
		if (period->to != QMS_DAY_NONE && (out->to == QMS_DAY_NONE ||
		    period->to > out->to))
			out->to = period->to;
	}
}

/* ---- parts ---- */

static bool
can_be_part(const struct figure *part, const struct figure *whole)
{
	if (!is_count(part) || *part->unit == '\0' || *whole->unit == '\0')
		return is_count(part);
	return strcmp(part->unit, whole->unit) == 0 ||
	    strcmp(part->part_of, whole->unit) == 0 ||
	    strcmp(part->unit, whole->part_of) == 0 ||
	    (*part->part_of != '\0' &&
	    strcmp(part->part_of, whole->part_of) == 0);
}

static int64_t
sum_of(struct proposer *p, const size_t *parts, size_t count)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < count; i++)
		if (__builtin_add_overflow(sum, item(p, parts[i])->number.value,
		    &sum))
			return INT64_MAX;
	return sum;
}

/*
 * Are they all of it, or some? They are meant to be all where the words say so,
 * where they are more than it, or all but a tenth, or named by tier.
 */
static void
set_parts(struct proposer *p, size_t whole, const size_t *parts, size_t count,
    bool all, bool named)
{
	struct qms_proposal *proposal = item(p, whole);
	int64_t sum = sum_of(p, parts, count), value = proposal->number.value;
	bool tiers = true;
	size_t i;

	if (count == 0 || proposal->part_count > 0)
		return;
	for (i = 0; i < count; i++) {
		if (parts[i] < p->scan.figure_count && whole <
		    p->scan.figure_count) {
			figure_at(p, parts[i])->head = whole;
			figure_at(p, parts[i])->named = named;
			tiers = tiers && figure_at(p, parts[i])->tier;
		}
		*qms_push(p->arena, proposal->parts, proposal->part_count,
		    proposal->part_room) = parts[i];
	}
	if (count == 1)
		all = sum > value;
	else if (!all)
		all = tiers || sum >= value || (value - sum) <= value / NEAR;
	proposal->parts_are = all ? QMS_PARTS_DISJOINT :
	    QMS_PARTS_INCOMPLETE;
}

struct numbers {
	size_t *items, count, room;
};

static void
push(struct proposer *p, struct numbers *numbers, size_t number)
{
	*qms_push(p->arena, numbers->items, numbers->count, numbers->room) =
	    number;
}

/* In parentheses behind a figure: its parts, or its percentage. */
static void
read_parentheses(struct proposer *p, size_t open)
{
	const struct token *tokens = p->scan.tokens;
	int depth = tokens[open].depth + 1;
	struct numbers inside = { 0 };
	size_t i, owner = NONE, total = NONE;
	bool some = false;
	struct figure *figure;

	for (i = open + 1; i < p->scan.count && tokens[i].depth >= depth &&
	    tokens[i].type != BREAK; i++) {
		if (tokens[i].depth > depth)
			continue;
		if (role_of(p, &tokens[i]) == QMS_ROLE_PARTS)
			some = strcmp(p->scan.words->items[tokens[i].number]
			    .unit, "some") == 0;
		if (tokens[i].type != FIGURE)
			continue;
		figure = figure_at(p, tokens[i].number);
		owner = figure->owner;
		if (i > 0 && tokens[i - 1].type == EQUAL)
			total = tokens[i].number;
		else if (is_count(figure) && (owner == NONE ||
		    figure_at(p, owner)->number.percent ||
		    can_be_part(figure, figure_at(p, owner))))
			push(p, &inside, tokens[i].number);
	}
	if (owner == NONE || !is_count(figure_at(p, owner))) {
		/* 35% (65/182) */
		if (owner != NONE && figure_at(p, owner)->number.percent &&
		    inside.count == 1 && !figure_at(p, owner)->change)
			item(p, owner)->numerator = inside.items[0];
		return;
	}
	if (total != NONE && inside.count > 1)
		set_parts(p, total, inside.items, inside.count, true,
		    false);
	else if (inside.count > 1)
		set_parts(p, owner, inside.items, inside.count, !some, true);
	else if (inside.count == 1 && some)
		set_parts(p, owner, inside.items, 1, false, true);
}

/* 855 + 671 = 1.526 */
static void
read_sum(struct proposer *p, size_t plus)
{
	const struct token *tokens = p->scan.tokens;
	struct numbers parts = { 0 };
	size_t i, last = NONE;

	if (plus == 0 || tokens[plus - 1].type != FIGURE ||
	    (plus > 1 && tokens[plus - 2].type == PLUS))
		return;
	for (i = plus - 1; i < p->scan.count && !ends_sentence(&tokens[i]) &&
	    tokens[i].type != COMMA && tokens[i].type != SEMICOLON; i++) {
		if (tokens[i].type != FIGURE || !is_count(figure_at(p,
		    tokens[i].number)))
			continue;
		if (i > 0 && (tokens[i - 1].type == EQUAL || (last != NONE &&
		    tokens[i - 1].type != PLUS))) {
			if (tokens[i - 1].type == EQUAL)
				set_parts(p, tokens[i].number, parts.items,
				    parts.count, true, false);
			return;
		}
		last = tokens[i].number;
		push(p, &parts, last);
	}
}

/* Directly before it: "2.104 TTHC: …", or "2.104 TTHC, trong đó …" */
static bool
opens_parts(const struct proposer *p, size_t i, bool *all)
{
	const struct token *tokens = p->scan.tokens;

	*all = true;
	if (role_of(p, &tokens[i]) == QMS_ROLE_PARTS) {
		*all = strcmp(p->scan.words->items[tokens[i].number].unit,
		    "some") != 0;
		return true;
	}
	/* "trong đó:" is one */
	return tokens[i].type == COLON && i > 0 &&
	    tokens[i - 1].type == FIGURE && tokens[i - 1].depth ==
	    tokens[i].depth && is_count(&p->scan.figures[tokens[i -
	    1].number]) && (*p->scan.figures[tokens[i - 1].number].unit !=
	    '\0' || p->scan.figures[tokens[i - 1].number].number.value >=
	    10 * QMS_NUMBER_ONE);
}

/* The figure that the parts behind token i are of. */
static size_t
find_whole(struct proposer *p, size_t i, const struct figure *part)
{
	const struct token *tokens = p->scan.tokens;
	int depth = tokens[i].depth;
	bool before = false;	/* in the sentence before */
	size_t k, found = NONE;
	struct figure *figure;

	for (k = i; k-- > 0;) {
		if (tokens[k].type == BREAK)
			break;
		if (tokens[k].type == STOP) {
			/* only a sentence that begins with it looks back */
			if (before || k + 1 != i)
				break;
			before = true;
			depth = 0;
		}
		if (tokens[k].type != FIGURE || tokens[k].depth != depth)
			continue;
		figure = figure_at(p, tokens[k].number);
		if (is_count(figure) && can_be_part(part, figure)) {
			found = tokens[k].number;
			/* of one that is a part already, its whole is meant
			   where the sentence is another */
			if (!before || figure->head == NONE)
				return found;
		}
	}
	return found;
}

/* Reads the parts behind token i; where they end. */
static size_t
read_parts(struct proposer *p, size_t i, bool all, bool nested)
{
	const struct token *tokens = p->scan.tokens;
	enum token_type mark = STOP;
	int depth = tokens[i].depth;
	struct numbers parts = { 0 };
	size_t k, whole = NONE;
	struct figure *figure;
	bool inner;

	for (k = i + 1; k < p->scan.count && !ends_sentence(&tokens[k]) &&
	    tokens[k].depth >= depth; k++) {
		if (tokens[k].depth > depth)
			continue;
		if (parts.count > 0 && opens_parts(p, k, &inner)) {
			if (nested)
				break;
			k = read_parts(p, k, inner, true) - 1;
			mark = SEMICOLON;
			continue;
		}
		if (parts.count > 0 && mark == STOP && (tokens[k].type ==
		    COMMA || tokens[k].type == SEMICOLON) &&
		    (k + 1 == p->scan.count || role_of(p, &tokens[k + 1]) !=
		    QMS_ROLE_PARTS))
			mark = tokens[k].type;
		if (tokens[k].type == SEMICOLON && parts.count > 0 &&
		    (mark == COMMA || nested))
			break;
		if (tokens[k].type != FIGURE)
			continue;
		figure = figure_at(p, tokens[k].number);
		if (!is_count(figure))
			continue;
		if (whole == NONE) {
			whole = find_whole(p, i, figure);
			if (whole == NONE)
				return k;
		}
		if (can_be_part(figure, figure_at(p, whole)))
			push(p, &parts, tokens[k].number);
	}
	if (whole != NONE)
		set_parts(p, whole, parts.items, parts.count, all, true);
	return k;
}

/* "sở 1.676, huyện 321, xã 135, tổng cộng 2.132 TTHC" */
static void
read_total(struct proposer *p, size_t number)
{
	const struct token *tokens = p->scan.tokens;
	struct figure *figure = figure_at(p, number), *other;
	size_t first, last, i;
	struct numbers parts = { 0 };
	bool total = false;

	own_words(p, figure->token, &first, &last);
	for (i = first; i < figure->token; i++)
		total = total || role_of(p, &tokens[i]) == QMS_ROLE_TOTAL;
	if (!total || !is_count(figure))
		return;
	for (i = first; i-- > 0 && !ends_sentence(&tokens[i]);) {
		if (tokens[i].type != FIGURE || tokens[i].depth !=
		    tokens[figure->token].depth)
			continue;
		other = figure_at(p, tokens[i].number);
		if (other->head == NONE && can_be_part(other, figure))
			push(p, &parts, tokens[i].number);
	}
	for (i = 0; i < parts.count / 2; i++) {
		last = parts.items[i];
		parts.items[i] = parts.items[parts.count - 1 - i];
		parts.items[parts.count - 1 - i] = last;
	}
	if (parts.count > 1)
		set_parts(p, number, parts.items, parts.count, true, false);
}

static void
read_structure(struct proposer *p)
{
	const struct token *tokens = p->scan.tokens;
	bool all;
	size_t i;

	for (i = 0; i < p->scan.count; i++) {
		if (tokens[i].type == OPEN)
			read_parentheses(p, i);
		else if (tokens[i].type == PLUS)
			read_sum(p, i);
	}
	for (i = 0; i < p->scan.count; i++)
		if (opens_parts(p, i, &all))
			i = read_parts(p, i, all, false) - 1;
	for (i = 0; i < p->scan.figure_count; i++)
		read_total(p, i);
}

/* ---- received, cancelled, on time, late ---- */

struct dossiers {
	size_t received, cancelled, solved, pending;
	struct numbers done;		/* on time and late */
	bool late;
	size_t first, end;		/* tokens */
};

static size_t
add_solved(struct proposer *p, const struct dossiers *d)
{
	struct qms_proposal *one, *like = item(p, d->done.items[0]);
	struct qms_proposal copy = *like;
	const char *lead = p->leads[d->done.items[0]];

	one = qms_push(p->arena, p->out->items, p->out->count, p->out->room);
	*one = copy;
	one->content = qms_arena_format(p->arena, "%s%sĐã giải quyết", lead,
	    *lead == '\0' ? "" : ": ");
	one->printed = "";
	one->number = (struct qms_number){ .value = sum_of(p, d->done.items,
	    d->done.count) };
	one->notes = (copy.notes & (QMS_NOTE_PERIOD | QMS_NOTE_NO_PERIOD |
	    QMS_NOTE_BAD_DAY)) | QMS_NOTE_DERIVED;
	one->parts = NULL;
	one->part_count = one->part_room = 0;
	one->numerator = one->of = one->target = NONE;
	one->parts_are = QMS_PARTS_NONE;
	set_parts(p, p->out->count - 1, d->done.items, d->done.count, true,
	    false);
	return p->out->count - 1;
}

static void
read_dossiers(struct proposer *p, struct dossiers *d)
{
	struct numbers parts = { 0 };
	int64_t sum;

	if (d->solved != NONE && d->done.count > 0 &&
	    item(p, d->solved)->part_count == 0 &&
	    (d->done.count > 1 || d->late))
		set_parts(p, d->solved, d->done.items, d->done.count, false,
		    false);
	else if (d->solved == NONE && d->late && d->done.count > 1)
		d->solved = add_solved(p, d);
	if (d->received == NONE)
		return;
	if (d->cancelled != NONE)
		push(p, &parts, d->cancelled);
	if (d->solved != NONE)
		push(p, &parts, d->solved);
	if (d->pending != NONE)
		push(p, &parts, d->pending);
	sum = sum_of(p, parts.items, parts.count);
	if (parts.count > 1 || (parts.count == 1 && d->solved != NONE &&
	    sum == item(p, d->received)->number.value))
		set_parts(p, d->received, parts.items, parts.count, false,
		    false);
}

/* What is said of the dossiers received at token i, up to the next such. */
static void
find_dossiers(struct dossiers *d, struct proposer *p, size_t i)
{
	const struct token *tokens = p->scan.tokens;
	struct figure *figure, *received;
	size_t number;

	memset(d, 0, sizeof(*d));
	d->received = tokens[i].number;
	d->cancelled = d->solved = d->pending = NONE;
	d->first = i;
	received = figure_at(p, d->received);
	for (i++; i < p->scan.count && tokens[i].type != BREAK; i++) {
		if (tokens[i].type != FIGURE)
			continue;
		number = tokens[i].number;
		figure = figure_at(p, number);
		if (!is_count(figure) || !can_be_part(figure, received))
			continue;
		if (figure->status == QMS_ROLE_RECEIVED &&
		    figure->head != d->received)
			break;
		if (figure->head != NONE && figure->head != d->solved)
			continue;
		if (figure->status == QMS_ROLE_CANCELLED &&
		    d->cancelled == NONE)
			d->cancelled = number;
		else if (figure->status == QMS_ROLE_SOLVED &&
		    d->solved == NONE)
			d->solved = number;
		else if (figure->status == QMS_ROLE_PENDING &&
		    d->pending == NONE)
			d->pending = number;
		else if (figure->status == QMS_ROLE_ONTIME ||
		    figure->status == QMS_ROLE_LATE) {
			push(p, &d->done, number);
			d->late = d->late || figure->status == QMS_ROLE_LATE;
		}
	}
	d->end = i;
}

/* ---- percentages ---- */

static bool
fits(struct proposer *p, size_t percent, size_t numerator, size_t base)
{
	const struct qms_number *rate = &item(p, percent)->number;
	bool rounds;

	return qms_number_rounds(&rounds, item(p, numerator)->number.value,
	    item(p, base)->number.value, rate->value, rate->decimals) &&
	    rounds;
}

/* The figure of which it is the percentage: 7.344 hồ sơ, đạt tỷ lệ 96,48%. */
static size_t
find_numerator(struct proposer *p, size_t percent)
{
	const struct token *tokens = p->scan.tokens;
	const struct figure *figure = figure_at(p, percent);
	struct figure *before;
	size_t i, first, last, rate = NONE;

	if (item(p, percent)->numerator != NONE || figure->change ||
	    figure->target)
		return item(p, percent)->numerator;
	own_words(p, figure->token, &first, &last);
	for (i = first; i < figure->token; i++)
		if (role_of(p, &tokens[i]) == QMS_ROLE_RATE)
			rate = i;
	for (i = figure->token; i-- > 0 && !ends_sentence(&tokens[i]) &&
	    tokens[i].type != SEMICOLON && tokens[i].depth >=
	    tokens[figure->token].depth;)
		if (tokens[i].type == FIGURE && tokens[i].depth ==
		    tokens[figure->token].depth)
			break;
	if (rate == NONE || i == (size_t)-1 || tokens[i].type != FIGURE ||
	    tokens[i].depth < tokens[figure->token].depth)
		return figure->owner != NONE && is_count(figure_at(p,
		    figure->owner)) ? figure->owner : NONE;
	before = figure_at(p, tokens[i].number);
	/* "1.077 hồ sơ, tỷ lệ đúng hạn đạt 86,54%" is of something else */
	return is_count(before) && (figure->status == QMS_ROLE_NONE ||
	    figure->status == before->status) ? tokens[i].number : NONE;
}

static void
add_base(struct qms_proposal *proposal, size_t base)
{
	if (base != NONE && proposal->base_count < 2 &&
	    (proposal->base_count == 0 || proposal->bases[0] != base))
		proposal->bases[proposal->base_count++] = base;
}

/* Of what? The whole of which it is part, else one that fits. */
static void
find_base(struct proposer *p, size_t percent, const struct dossiers *d)
{
	struct qms_proposal *proposal = item(p, percent);
	const struct token *tokens = p->scan.tokens;
	size_t numerator = proposal->numerator, i, other, head;
	const struct figure *figure = figure_at(p, percent);
	bool dossiers = d != NULL;

	if (numerator == NONE) {
		if (dossiers && (figure->status == QMS_ROLE_ONTIME ||
		    figure->status == QMS_ROLE_LATE)) {
			if (d->solved != NONE)
				add_base(proposal, d->solved);
			add_base(proposal, d->received);
		}
		return;
	}
	if (item(p, numerator)->number.fraction) {
		/* it has both */
		add_base(proposal, numerator);
		proposal->numerator = NONE;
		proposal->of = numerator;
		return;
	}
	head = figure_at(p, numerator)->head;
	if (dossiers && head == NONE && (figure_at(p, numerator)->status ==
	    QMS_ROLE_ONTIME || figure_at(p, numerator)->status ==
	    QMS_ROLE_LATE))
		head = d->solved != NONE ? d->solved : d->received;
	if (dossiers && d->solved != NONE && fits(p, percent, numerator,
	    d->solved))
		head = d->solved;
	if (head != NONE && fits(p, percent, numerator, head)) {
		add_base(proposal, head);
		return;
	}
	for (i = figure->token; i-- > 0 && tokens[i].type != BREAK;) {
		if (tokens[i].type != FIGURE)
			continue;
		other = tokens[i].number;
		if (other != numerator && is_count(figure_at(p, other)) &&
		    can_be_part(figure_at(p, numerator),
		    figure_at(p, other)) && fits(p, percent, numerator,
		    other)) {
			add_base(proposal, other);
			return;
		}
	}
	/* "44 thư xin lỗi trên tổng số 51 hồ sơ trễ hạn (86%)" */
	for (i = figure_at(p, numerator)->token; head == NONE && i-- > 0 &&
	    !ends_sentence(&tokens[i]);)
		if (tokens[i].type == FIGURE && is_count(figure_at(p,
		    tokens[i].number)) && fits(p, percent, tokens[i].number,
		    numerator)) {
			add_base(proposal, numerator);
			proposal->numerator = proposal->of = tokens[i].number;
			return;
		}
	add_base(proposal, head);
}

static void
read_rates(struct proposer *p)
{
	size_t i, next = 0, count = p->scan.figure_count;
	struct dossiers *found = NULL, *d;
	size_t dossiers = 0, room = 0;
	struct figure *figure;

	for (i = 0; i < count; i++) {
		figure = figure_at(p, i);
		if (figure->status != QMS_ROLE_RECEIVED || !is_count(figure) ||
		    figure->token < next)
			continue;
		d = qms_push(p->arena, found, dossiers, room);
		find_dossiers(d, p, figure->token);
		read_dossiers(p, d);
		next = d->end;
	}
	for (i = 0; i < count; i++) {
		figure = figure_at(p, i);
		if (!figure->number.percent)
			continue;
		if (!figure->unreadable)
			item(p, i)->of = item(p, i)->numerator =
			    find_numerator(p, i);
		d = NULL;
		for (next = 0; next < dossiers; next++)
			if (found[next].first < figure->token &&
			    figure->token < found[next].end)
				d = &found[next];
		if (!figure->unreadable)
			find_base(p, i, d);
		if (item(p, i)->base_count != 1 && !figure->change &&
		    !figure->target)
			item(p, i)->notes |= QMS_NOTE_NO_BASE;
	}
}

/* "đạt 47,69% (mục tiêu trên 70%)" */
static void
read_targets(struct proposer *p)
{
	const struct token *tokens = p->scan.tokens;
	struct figure *figure, *other;
	size_t i, k;

	for (i = 0; i < p->scan.figure_count; i++) {
		figure = figure_at(p, i);
		if (!figure->target || figure->unreadable)
			continue;
		for (k = figure->token; k-- > 0 && !ends_sentence(&tokens[k]);) {
			if (tokens[k].type != FIGURE)
				continue;
			other = figure_at(p, tokens[k].number);
			if (other->target || other->change ||
			    other->unreadable || (other->number.percent !=
			    figure->number.percent))
				continue;
			item(p, tokens[k].number)->target = i;
			break;
		}
	}
}

/* ---- the rest ---- */

/* The unit that a figure without one has from the words before it. */
static const char *
unit_before(struct proposer *p, size_t number)
{
	const struct figure *figure = figure_at(p, number);
	const struct token *tokens = p->scan.tokens;
	const struct qms_propose_word *word;
	size_t first, last, at, size, end = figure->start;
	const char *unit = "";

	if (figure->number.percent)
		return "%";
	own_words(p, figure->token, &first, &last);
	at = first == 0 ? 0 : tokens[first - 1].end;
	if (figure->header.size > 0) {
		at = (size_t)(figure->header.data - p->scan.text.data);
		end = at + figure->header.size;
	}
	while (at < end) {
		size = 1;
		word = propose_begins_word(p->scan.text, at) ?
		    propose_word(&size, &p->scan, at, 1u << QMS_ROLE_UNIT) :
		    NULL;
		if (word != NULL && at + size <= end)
			unit = word->unit;
		at += word == NULL ? 1 : size;
	}
	return unit;
}

/* Its own, that of what it is a part of, or the one named before it. */
static const char *
unit_of(struct proposer *p, size_t number)
{
	const struct figure *figure = figure_at(p, number);
	size_t head = figure->head, steps;
	const char *unit;

	if (*figure->unit != '\0')
		return figure->unit;
	for (steps = 0; head != NONE && head < p->scan.figure_count &&
	    steps < 8; steps++) {
		unit = figure_at(p, head)->unit;
		if (*unit == '\0' && figure_at(p, head)->head == NONE)
			unit = unit_before(p, head);
		if (*unit != '\0')
			return unit;
		head = figure_at(p, head)->head;
	}
	return unit_before(p, number);
}

static void
begin_proposals(struct proposer *p)
{
	const struct figure *figure;
	struct qms_proposal *one;
	size_t i;

	for (i = 0; i < p->scan.figure_count; i++) {
		figure = figure_at(p, i);
		one = qms_push(p->arena, p->out->items, p->out->count,
		    p->out->room);
		one->content = one->period = one->measure = "";
		one->printed = qms_arena_copy(p->arena, p->scan.text.data +
		    figure->start, figure->end - figure->start);
		one->unit = figure->unit;
		one->number = figure->number;
		one->from = one->to = QMS_DAY_NONE;
		one->numerator = one->of = one->target = NONE;
		one->offset = figure->start;
		one->size = figure->end - figure->start;
		qms_text_position(p->scan.text, figure->start, &one->line,
		    &one->column);
		one->notes = (figure->unreadable ? QMS_NOTE_UNREADABLE : 0) |
		    (figure->target ? QMS_NOTE_TARGET : 0) |
		    (figure->change ? QMS_NOTE_CHANGE : 0);
		if (!figure->unreadable && figure->number.decimals == 3 &&
		    !figure->number.percent && (*figure->unit == '\0' ||
		    figure->number.value > QMS_NUMBER_ONE))
			one->notes |= QMS_NOTE_THOUSANDS;
	}
}

static void
finish_proposals(struct proposer *p)
{
	size_t i, k, count = p->scan.figure_count;
	struct qms_proposal *one, *other;

	for (i = 0; i < count; i++)
		item(p, i)->unit = unit_of(p, i);
	for (i = 0; i < count; i++)
		item(p, i)->content = content(p, i);
	for (i = 0; i < count; i++)
		for (k = i + 1; k < count && k < i + 200; k++) {
			one = item(p, i);
			other = item(p, k);
			if (strcmp(one->content, other->content) == 0 &&
			    strcmp(one->unit, other->unit) == 0 &&
			    *one->content != '\0')
				one->measure = other->measure = one->content;
		}
}

static struct qms_text
clean(struct qms_arena *arena, struct qms_text text)
{
	struct qms_buffer out = { 0 }, plain = { 0 };
	struct qms_text cleaned;
	size_t i;

	qms_unicode_nfc(&out, text);
	for (i = 0; i < out.size; i++)
		if (out.data[i] != '\r')
			qms_buffer_char(&plain, out.data[i] == '*' ? ' ' :
			    out.data[i]);
	cleaned.data = qms_arena_copy(arena, plain.data == NULL ? "" :
	    plain.data, plain.size);
	cleaned.size = plain.size;
	qms_buffer_free(&out);
	qms_buffer_free(&plain);
	return cleaned;
}

void
qms_propose(struct qms_proposals *proposals, struct qms_arena *arena,
    struct qms_text text, const struct qms_propose_words *words, int year)
{
	struct proposer p = { .out = proposals, .arena = arena };
	size_t i;

	memset(proposals, 0, sizeof(*proposals));
	proposals->text = clean(arena, text);
	p.scan.arena = arena;
	p.scan.words = words;
	p.scan.text = proposals->text;
	p.scan.year = year > 0 ? year : propose_year(proposals->text);
	propose_scan(&p.scan);
	proposals->more = p.scan.more;
	p.leads = qms_arena_alloc(arena, (p.scan.figure_count + 1) *
	    sizeof(*p.leads));
	for (i = 0; i < p.scan.figure_count; i++)
		p.leads[i] = "";
	begin_proposals(&p);
	widen(&p);
	read_roles(&p);
	find_headings(&p);
	read_leads(&p);
	for (i = 0; i < p.scan.figure_count; i++)
		read_period(&p, i);
	read_structure(&p);
	read_rates(&p);
	read_targets(&p);
	finish_proposals(&p);
}

const char *
qms_proposal_note(int bit, enum qms_language language)
{
	static const char *const notes[QMS_NOTES][QMS_LANGUAGES] = {
		{ "có thể đọc theo hai cách", "can be read in two ways" },
		{ "kỳ lấy theo câu trước", "period of an earlier sentence" },
		{ "đoạn văn không nêu kỳ", "no period is named" },
		{ "kỳ có ngày không có thật", "the period has no such day" },
		{ "mục tiêu", "a target" },
		{ "so với kỳ khác", "against another period" },
		{ "không in trong báo cáo, cộng từ các dòng",
		    "not printed: the sum of its parts" },
		{ "chưa rõ tỷ lệ tính trên số nào",
		    "not clear what it is a percentage of" },
		{ "dấu phẩy là thập phân; nếu là hàng nghìn thì báo cáo in sai",
		    "the comma is decimal; for thousands it is misprinted" },
	};

	return notes[bit][language];
}
