/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "propose_part.h"
#include "unicode.h"

enum { MOST_DEPTH = 8, LONGEST_CODE = 256 };
enum { ALL_BUT_UNITS = ~(1u << QMS_ROLE_UNIT | 1u << QMS_ROLE_SCALE) };

/* ---- words ---- */

static enum qms_propose_role
find_role(const char *name)
{
	static const char *const names[QMS_ROLES] = { "", "unit", "scale",
	    "parts", "total", "tier", "received", "cancelled", "solved",
	    "ontime", "late", "pending", "rate", "target", "change", "not" };
	int i;

	for (i = 1; i < QMS_ROLES; i++)
		if (strcmp(names[i], name) == 0)
			return (enum qms_propose_role)i;
	return QMS_ROLE_NONE;
}

static int
longer_first(const void *left, const void *right)
{
	const struct qms_propose_word *a = left, *b = right;
	size_t x = strlen(a->word), y = strlen(b->word);

	return x != y ? (x < y) - (x > y) : strcmp(a->word, b->word);
}

static size_t
find_column(const struct qms_csv *csv, const char *name)
{
	size_t i;

	for (i = 0; i < csv->header.count; i++)
		if (strcmp(csv->header.cells[i], name) == 0)
			return i;
	return SIZE_MAX;
}

static const char *
lower_case(struct qms_arena *arena, const char *word)
{
	struct qms_buffer out = { 0 };
	const char *lower;

	qms_unicode_lower(&out, qms_text(word));
	lower = qms_arena_copy(arena, out.data == NULL ? "" : out.data,
	    out.size);
	qms_buffer_free(&out);
	return lower;
}

void
qms_propose_words_read(struct qms_propose_words *words,
    struct qms_arena *arena, struct qms_text text, const char *path,
    struct qms_problems *problems)
{
	size_t word, role, unit, part_of, i;
	struct qms_propose_word one;
	struct qms_csv csv;

	memset(words, 0, sizeof(*words));
	qms_csv_parse(&csv, arena, text, path, problems);
	word = find_column(&csv, "word");
	role = find_column(&csv, "role");
	unit = find_column(&csv, "unit");
	part_of = find_column(&csv, "part_of");
	if (word == SIZE_MAX || role == SIZE_MAX || unit == SIZE_MAX ||
	    part_of == SIZE_MAX)
		return;
	for (i = 0; i < csv.count; i++) {
		one.word = lower_case(arena, csv.rows[i].cells[word]);
		one.role = find_role(csv.rows[i].cells[role]);
		one.unit = csv.rows[i].cells[unit];
		one.part_of = csv.rows[i].cells[part_of];
		if (*one.word != '\0' && one.role != QMS_ROLE_NONE)
			*qms_push(arena, words->items, words->count,
			    words->room) = one;
	}
	if (words->count > 0)
		qsort(words->items, words->count, sizeof(*words->items),
		    longer_first);
}

/* ---- places ---- */

static int32_t
code_before(struct qms_text text, size_t at)
{
	size_t from = at;

	if (at == 0)
		return 0;
	do
		from--;
	while (from > 0 && (text.data[from] & 0xc0) == 0x80);
	return qms_utf8_next(text, &from);
}

bool
propose_begins_word(struct qms_text text, size_t at)
{
	return !qms_unicode_is_letter_or_digit(code_before(text, at));
}

bool
propose_ends_word(struct qms_text text, size_t at)
{
	return at >= text.size ||
	    !qms_unicode_is_letter_or_digit(qms_utf8_next(text, &at));
}

/* Spaces, one line end, and the mark of stress in Markdown. */
size_t
propose_skip(struct qms_text text, size_t at)
{
	while (at < text.size) {
		if (text.data[at] == ' ' || text.data[at] == '\t' ||
		    text.data[at] == '\n')
			at++;
		else if (text.size - at > 1 &&
		    memcmp(text.data + at, "\xc2\xa0", 2) == 0)
			at += 2;
		else
			break;
	}
	return at;
}

const struct qms_propose_word *
propose_word(size_t *size, const struct scan *scan, size_t at, unsigned roles)
{
	const struct qms_propose_word *word;
	size_t i;

	for (i = 0; i < scan->words->count; i++) {
		word = &scan->words->items[i];
		if ((roles & 1u << word->role) == 0)
			continue;
		*size = qms_number_word(scan->text, at, word->word);
		if (*size > 0 && propose_ends_word(scan->text, at + *size))
			return word;
	}
	return NULL;
}

/* ---- tokens ---- */

static bool
is_digit(struct qms_text text, size_t at)
{
	return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

static struct token *
add(struct scan *scan, enum token_type type, size_t start, size_t end,
    size_t number)
{
	struct token *token = qms_push(scan->arena, scan->tokens, scan->count,
	    scan->room);

	token->type = type;
	token->start = start;
	token->end = end;
	token->number = number;
	return token;
}

/*
 * 213/KH-UBND, QT-05, 9001:2015, 08h30, 2016-2020, https://…: what holds digits
 * and is no number; its size, 0 if it is none.
 */
static size_t
take_code(struct qms_text text, size_t at)
{
	size_t from = at, next, digits = 0, letters = 0, marks = 0;
	int32_t c;

	while (at < text.size && at - from < LONGEST_CODE) {
		next = at;
		c = qms_utf8_next(text, &next);
		if (c >= '0' && c <= '9')
			digits++;
		else if (c > 0 && qms_unicode_is_letter_or_digit(c))
			letters++;
		else if (c == ':' || c == '@' || c == '_' || c == '-' ||
		    c == 0x2013) {
			/* "5: " and "5 - " belong to the sentence */
			if (propose_begins_word(text, next) &&
			    !is_digit(text, next) && propose_ends_word(text,
			    next))
				break;
			marks++;
		} else if (c != '/' && c != '.') {
			break;
		}
		at = next;
	}
	while (at > from && (text.data[at - 1] == '.' ||
	    text.data[at - 1] == '/'))
		at--;
	return digits > 0 && (letters > 0 || (marks > 0 &&
	    text.data[from] != '-')) ? at - from : 0;
}

/* 0905 123 456, 0234.3822333: begins with 0, nine digits and more */
static size_t
take_phone(struct qms_text text, size_t at)
{
	size_t from = at, digits = 0, end = at;

	if (text.data[at] != '0' && text.data[at] != '1')
		return 0;
	while (at < text.size && digits < 16) {
		if (is_digit(text, at)) {
			digits++;
			end = ++at;
		} else if ((text.data[at] == ' ' || text.data[at] == '.' ||
		    text.data[at] == '-') && is_digit(text, at + 1)) {
			at++;
		} else {
			break;
		}
	}
	if (digits < 8 || digits > 12 || !propose_ends_word(text, end))
		return 0;
	return text.data[from] == '0' || qms_number_word(text, from, "1900") ||
	    qms_number_word(text, from, "1800") ? end - from : 0;
}

/* At the beginning of a line: "- ", "2.1. ", "a) ", "## ", "> ". */
static size_t
take_bullet(struct qms_text text, size_t at)
{
	static const char *const marks[] = { "-", "+", "*", "•", "–", "●",
	    "▪", ">" };
	size_t from = at, size, i, digits;

	while (at < text.size && (text.data[at] == ' ' ||
	    text.data[at] == '\t'))
		at++;
	while (at < text.size && text.data[at] == '#')
		at++;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size = strlen(marks[i]);
		if (text.size - at > size && memcmp(text.data + at, marks[i],
		    size) == 0 && propose_skip(text, at + size) > at + size)
			at += size;
	}
	at = propose_skip(text, at);
	size = at;
	digits = 0;
	while (size < text.size && size - at < 12 && (is_digit(text, size) ||
	    text.data[size] == '.')) {
		digits = text.data[size] == '.' ? 0 : digits + 1;
		if (digits > 2)
			return at - from;
		size++;
	}
	if (size == at && size < text.size && text.data[size] >= 'a' &&
	    text.data[size] <= 'z')
		size++;
	if (size > at && size < text.size && text.data[size] == ')')
		size++;
	else if (size == at || (text.data[size - 1] != '.' &&
	    memchr(text.data + at, '.', size - at) == NULL))
		return at - from;
	return propose_skip(text, size) > size ? size - from : at - from;
}

/* ---- figures ---- */

/* 96.48%, 1,676.5: digits that can be read in two ways. */
static size_t
take_unreadable(struct qms_text text, size_t at)
{
	size_t from = at, marks = 0;

	while (at < text.size && marks < 4 && at - from < LONGEST_CODE) {
		if (is_digit(text, at))
			at++;
		else if (strchr(".,/", text.data[at]) != NULL &&
		    is_digit(text, at + 1))
			at++, marks++;
		else
			break;
	}
	if (marks == 0 || marks > 3 || !propose_ends_word(text, at))
		return 0;
	if (at < text.size && text.data[at] == '%')
		at++;
	return at - from;
}

static void
take_unit(struct figure *figure, struct scan *scan)
{
	const struct qms_propose_word *scale = NULL, *unit;
	size_t at = propose_skip(scan->text, figure->end), size;

	figure->all = figure->end;
	figure->unit = figure->part_of = "";
	if (figure->number.percent) {
		figure->unit = "%";
		return;
	}
	if (at == figure->end)
		return;
	scale = propose_word(&size, scan, at, 1u << QMS_ROLE_SCALE);
	if (scale != NULL) {
		figure->unit = scale->unit;
		figure->all = at + size;
		at = propose_skip(scan->text, at + size);
	}
	unit = propose_word(&size, scan, at, 1u << QMS_ROLE_UNIT);
	if (unit == NULL)
		return;
	figure->part_of = unit->part_of;
	figure->unit = scale == NULL ? unit->unit : qms_arena_format(
	    scan->arena, "%s %s", scale->unit, unit->unit);
	figure->all = at + size;
}

/* "lớp 1: 45 người": a number that only names what follows. */
static bool
is_name(const struct scan *scan, size_t at, const struct figure *figure)
{
	const struct qms_propose_word *word;
	size_t i, size;

	if (*figure->unit != '\0' || figure->end - at > 2 ||
	    figure->end >= scan->text.size || at == 0 ||
	    scan->text.data[figure->end] != ':' ||
	    scan->text.data[at] == '0')
		return false;
	for (i = 0; i < scan->words->count; i++) {
		word = &scan->words->items[i];
		size = strlen(word->word);
		if (word->role == QMS_ROLE_UNIT && at > size &&
		    qms_number_word(scan->text, at - 1 - size, word->word) ==
		    size && propose_begins_word(scan->text, at - 1 - size))
			return true;
	}
	return false;
}

static size_t
take_figure(struct scan *scan, size_t at)
{
	struct qms_text text = scan->text;
	struct figure figure = { .start = at, .owner = SIZE_MAX,
	    .head = SIZE_MAX };
	int32_t before = code_before(text, at);
	const struct token *last = scan->count == 0 ? NULL :
	    &scan->tokens[scan->count - 1];
	size_t end = at, size;

	if (before == '"' || before == 0x201c || before == '.' ||
	    before == ',' || before == '/' || before == ':')
		if (before != '"' && before != 0x201c ? at > 1 &&
		    is_digit(text, at - 2) : true)
			return 0;	/* “4 tại chỗ” */
	/* "12 trên 18 sở" is no bound */
	if (last != NULL && last->type == FIGURE && propose_skip(text,
	    last->end) == at && qms_number_word(text, at, "trên") > 0)
		return 0;
	if (!qms_number_take(&figure.number, text, &end)) {
		size = is_digit(text, at) ? take_unreadable(text, at) : 0;
		if (size == 0)
			return 0;
		figure.unreadable = true;
		end = at + size;
		figure.number.percent = text.data[end - 1] == '%';
	}
	if (scan->figure_count == QMS_PROPOSE_MOST) {
		scan->more = true;
		return end - at;
	}
	figure.end = end;
	take_unit(&figure, scan);
	if (is_name(scan, at, &figure))
		return end - at;
	figure.token = scan->count;
	add(scan, FIGURE, at, figure.all, scan->figure_count);
	*qms_push(scan->arena, scan->figures, scan->figure_count,
	    scan->figure_room) = figure;
	return figure.all - at;
}

/*
 * "Điều 3 và 4", "mức độ 3, 4": small numbers behind a word that counts
 * nothing. One that has a unit or is of a percentage is a figure again.
 */
static size_t
take_not(struct scan *scan, size_t at, size_t size)
{
	struct qms_text text = scan->text;
	size_t end, next, code;
	struct figure figure;
	bool first = true;

	end = at + size;
	for (;;) {
		next = propose_skip(text, end);
		if (!first) {
			if (next < text.size && (text.data[next] == ',' ||
			    text.data[next] == '-' || text.data[next] == '+'))
				next++;
			else if (qms_number_word(text, next, "–") > 0)
				next += strlen("–");
			else if (qms_number_word(text, next, "và") > 0)
				next += strlen("và");
			else
				break;
			next = propose_skip(text, next);
		}
		code = is_digit(text, next) ? take_code(text, next) : 0;
		if (code > 0) {
			end = next + code;
			first = false;
			continue;
		}
		figure.end = next;
		if (!is_digit(text, next) || !qms_number_take(&figure.number,
		    text, &figure.end) || figure.number.percent)
			break;
		take_unit(&figure, scan);
		if (!first && (figure.all > figure.end ||
		    figure.end - next > 2 || figure.number.fraction))
			break;
		end = figure.end;
		first = false;
	}
	return first ? 0 : end - at;
}

static size_t
take_mark(struct scan *scan, size_t at)
{
	static const struct { const char *mark; enum token_type type; }
	marks[] = { { "(", OPEN }, { ")", CLOSE }, { "[", OPEN },
	    { "]", CLOSE }, { ",", COMMA }, { ";", SEMICOLON },
	    { ":", COLON }, { "+", PLUS }, { "=", EQUAL }, { ".", STOP },
	    { "!", STOP }, { "?", STOP }, { "…", COMMA }, { "|", SEMICOLON },
	    { "và", AND } };
	size_t i, size;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size = qms_number_word(scan->text, at, marks[i].mark);
		if (size == 0 || (marks[i].type == AND &&
		    (!propose_begins_word(scan->text, at) ||
		    !propose_ends_word(scan->text, at + size))))
			continue;
		add(scan, marks[i].type, at, at + size, 0);
		return size;
	}
	return 0;
}

static size_t
take_address(struct qms_text text, size_t at)
{
	size_t from = at;

	if (qms_number_word(text, at, "http://") == 0 &&
	    qms_number_word(text, at, "https://") == 0 &&
	    qms_number_word(text, at, "www.") == 0)
		return 0;
	while (at < text.size && strchr(" \t\n<>\"", text.data[at]) == NULL)
		at++;
	return at - from;
}

static size_t
take_word(struct scan *scan, size_t at)
{
	const struct qms_propose_word *word;
	struct period period;
	bool is_period;
	size_t size, not;

	size = take_address(scan->text, at);
	if (size > 0)
		return size;
	size = propose_period(&period, &is_period, scan->text, at,
	    scan->year);
	if (size > 0) {
		if (is_period) {
			add(scan, PERIOD, at, at + size, scan->period_count);
			*qms_push(scan->arena, scan->periods,
			    scan->period_count, scan->period_room) = period;
		}
		return size;
	}
	word = propose_word(&size, scan, at, ALL_BUT_UNITS);
	if (word != NULL && word->role == QMS_ROLE_NOT) {
		not = take_not(scan, at, size);
		if (not > 0)
			return not;
		word = propose_word(&size, scan, at, ALL_BUT_UNITS &
		    ~(1u << QMS_ROLE_NOT));
	}
	if (word != NULL) {
		add(scan, WORD, at, at + size,
		    (size_t)(word - scan->words->items));
		return size;
	}
	if (is_digit(scan->text, at)) {
		size = take_phone(scan->text, at);
		if (size > 0)
			return size;
	}
	size = take_code(scan->text, at);
	return size > 0 ? size : take_figure(scan, at);
}

static size_t
take_line(struct scan *scan, size_t at)
{
	size_t next = at + 1, bullet;

	while (next < scan->text.size && (scan->text.data[next] == ' ' ||
	    scan->text.data[next] == '\t'))
		next++;
	if (next < scan->text.size && scan->text.data[next] == '\n') {
		add(scan, BREAK, at, at + 1, 0);
		return 1;
	}
	bullet = take_bullet(scan->text, at + 1);
	if (bullet > 0 && propose_skip(scan->text, at + 1) <
	    at + 1 + bullet)
		add(scan, STOP, at, at + 1 + bullet, 0);
	return 1 + bullet;
}

/* ---- tables ---- */

static bool
is_counter(struct qms_text header)
{
	static const char *const names[] = { "tt", "stt", "số tt", "số thứ tự",
	    "no", "#" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (qms_number_word(header, 0, names[i]) == header.size &&
		    header.size > 0)
			return true;
	return false;
}

static void
take_cell(struct scan *scan, struct qms_text cell, struct qms_text row,
    struct qms_text header)
{
	size_t at = (size_t)(cell.data - scan->text.data);
	struct figure figure = { .start = at, .end = at + cell.size,
	    .owner = SIZE_MAX, .head = SIZE_MAX, .row = row,
	    .header = header };

	if (!qms_number_read(&figure.number, cell) || is_counter(header))
		return;
	if (scan->figure_count == QMS_PROPOSE_MOST) {
		scan->more = true;
		return;
	}
	figure.all = figure.end;
	figure.unit = figure.number.percent ? "%" : "";
	figure.part_of = "";
	figure.token = scan->count;
	add(scan, FIGURE, figure.start, figure.end, scan->figure_count);
	*qms_push(scan->arena, scan->figures, scan->figure_count,
	    scan->figure_room) = figure;
	add(scan, SEMICOLON, figure.end, figure.end, 0);
}

/* A line "| a | b |": its cells; the first such line names the columns. */
static size_t
take_row(struct scan *scan, size_t at)
{
	struct qms_text line = { scan->text.data + at, scan->text.size - at },
	    cell, row = { 0 };
	bool first = scan->header_count == 0;
	struct qms_number number;
	size_t column = 0, size, from;
	const char *end = memchr(line.data, '\n', line.size);

	if (end != NULL)
		line.size = (size_t)(end - line.data);
	add(scan, STOP, at, at, 0);
	for (from = 1; from < line.size && column < MOST_COLUMNS;
	    from += size + 1, column++) {
		for (size = 0; from + size < line.size &&
		    line.data[from + size] != '|';)
			size++;
		cell = qms_text_trim((struct qms_text){ line.data + from,
		    size });
		if (first) {
			scan->headers[column] = cell;
			scan->header_count = column + 1;
			continue;
		}
		if (row.size == 0 && cell.size > 0 &&
		    !qms_number_read(&number, cell))
			row = cell;
		if (column < scan->header_count)
			take_cell(scan, cell, row, scan->headers[column]);
	}
	return line.size;
}

static void
set_depths(struct scan *scan)
{
	size_t open[MOST_DEPTH], last = SIZE_MAX, i;
	struct token *token;
	int depth = 0;

	for (i = 0; i < scan->count; i++) {
		token = &scan->tokens[i];
		if (token->type == BREAK)
			depth = 0;
		if (token->type == CLOSE && depth > 0)
			last = open[--depth];
		token->depth = depth;
		if (token->type == STOP || token->type == BREAK)
			last = SIZE_MAX;
		if (token->type == FIGURE) {
			scan->figures[token->number].owner = depth == 0 ?
			    SIZE_MAX : open[depth - 1];
			last = token->number;
		}
		if (token->type == OPEN && depth < MOST_DEPTH) {
			open[depth++] = last;
			last = SIZE_MAX;
		}
	}
}

void
propose_scan(struct scan *scan)
{
	size_t at = take_bullet(scan->text, 0), size, next;

	if (at > 0)
		add(scan, STOP, 0, at, 0);
	while (at < scan->text.size && !scan->more) {
		next = at;
		if (scan->text.data[at] == '|' && (at == 0 ||
		    scan->text.data[at - 1] == '\n')) {
			at += take_row(scan, at);
			continue;
		}
		if (at == 0 || scan->text.data[at - 1] == '\n')
			scan->header_count = 0;
		if (scan->text.data[at] == ' ' || scan->text.data[at] == '\t') {
			size = 1;
		} else if (scan->text.data[at] == '\n') {
			size = take_line(scan, at);
		} else {
			size = propose_begins_word(scan->text, at) ?
			    take_word(scan, at) : 0;
			if (size == 0)
				size = take_mark(scan, at);
		}
		if (size > 0) {
			at += size;
			continue;
		}
		(void)qms_utf8_next(scan->text, &next);
		at = next > at ? next : at + 1;
	}
	set_depths(scan);
}
