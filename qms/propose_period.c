/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "propose_part.h"

struct reader {
	struct qms_text text;
	size_t at;
	int year;			/* of days that name none */
};

/* A day, a month, a quarter or a year: from its first to its last day. */
struct span {
	int year, month, day, last_month;	/* 0: not said */
	bool full;			/* its year is its own */
};

/* ---- pieces ---- */

static bool
has(const struct reader *r, char c)
{
	return r->at < r->text.size && r->text.data[r->at] == c;
}

static void
blanks(struct reader *r)
{
	r->at = propose_skip(r->text, r->at);
}

static bool
word(struct reader *r, const char *wanted)
{
	size_t from = propose_skip(r->text, r->at);
	size_t size = qms_number_word(r->text, from, wanted);

	if (size == 0 || !propose_ends_word(r->text, from + size))
		return false;
	r->at = from + size;
	return true;
}

/* 1 to 4 digits; how many, 0: none. */
static int
digits(struct reader *r, int *number)
{
	size_t at = r->at;
	int count = 0;

	*number = 0;
	while (at < r->text.size && r->text.data[at] >= '0' &&
	    r->text.data[at] <= '9' && count < 5) {
		*number = *number * 10 + (r->text.data[at++] - '0');
		count++;
	}
	if (count == 0 || count > 4)
		return 0;
	r->at = at;
	return count;
}

static bool
is_year(int year)
{
	return year >= 1945 && year <= 2100;
}

/* A dash between two days. */
static bool
dash(struct reader *r)
{
	static const char *const dashes[] = { "-", "–", "—" };
	size_t i, at = propose_skip(r->text, r->at), size;

	for (i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
		size = strlen(dashes[i]);
		if (r->text.size - at >= size && memcmp(r->text.data + at,
		    dashes[i], size) == 0) {
			r->at = at + size;
			blanks(r);
			return true;
		}
	}
	return false;
}

static bool
year_word(struct reader *r, int *year)
{
	struct reader back = *r;

	if (word(r, "năm")) {
		blanks(r);
		if (digits(r, year) == 4 && is_year(*year) &&
		    propose_ends_word(r->text, r->at))
			return true;
	}
	*r = back;
	return false;
}

/* "/2019", "-2019" or " năm 2019", behind a month or a quarter */
static bool
year_behind(struct reader *r, struct span *span)
{
	struct reader back = *r;

	if (year_word(r, &span->year))
		return span->full = true;
	blanks(r);
	if (has(r, '/') || has(r, '-')) {
		r->at++;
		blanks(r);
		if (digits(r, &span->year) == 4 && is_year(span->year))
			return span->full = true;
	}
	*r = back;
	span->year = r->year;
	return false;
}

/* 05/03/2019, 5-3-2019, 05.03.2019, 05/03, and 05/2019 */
static bool
digit_day(struct reader *r, struct span *span)
{
	struct reader back = *r;
	char mark;
	int size;

	memset(span, 0, sizeof(*span));
	if (digits(r, &span->day) > 2 || r->at >= r->text.size ||
	    r->at == back.at)
		goto none;
	mark = r->text.data[r->at++];
	if (mark != '/' && mark != '-' && mark != '.')
		goto none;
	size = digits(r, &span->month);
	if (size == 4 && mark != '.' && is_year(span->month)) {
		span->year = span->month;
		span->month = span->last_month = span->day;
		span->day = 0;
		span->full = true;
		return span->month >= 1 && span->month <= 12 &&
		    propose_ends_word(r->text, r->at) && !has(r, '/');
	}
	if (size == 0 || size > 2)
		goto none;
	span->year = r->year;
	if (has(r, mark)) {
		r->at++;
		if (digits(r, &span->year) != 4)
			goto none;
		span->full = true;
	} else if (mark != '/' || year_word(r, &span->year)) {
		if (mark != '/')
			goto none;
		span->full = true;
	}
	if (propose_ends_word(r->text, r->at) && span->day > 0 &&
	    span->month > 0)
		return true;
none:
	*r = back;
	return false;
}

static int
quarter(struct reader *r)
{
	static const char *const romans[] = { "iii", "ii", "iv", "i" };
	static const int numbers[] = { 3, 2, 4, 1 };
	struct reader back;
	size_t i;
	int number;

	blanks(r);
	back = *r;
	for (i = 0; i < 4; i++)
		if (word(r, romans[i]))
			return numbers[i];
	if (digits(r, &number) == 1 && number >= 1 && number <= 4)
		return number;
	*r = back;
	return 0;
}

/* "6 tháng đầu năm 2025", "9 tháng năm 2025", "6 tháng cuối năm" */
static bool
months_of_year(struct reader *r, struct span *span)
{
	struct reader back = *r;
	bool last;
	int count;

	memset(span, 0, sizeof(*span));
	if (digits(r, &count) == 0 || count < 1 || count > 12 ||
	    !word(r, "tháng"))
		goto none;
	last = word(r, "cuối");
	if (!last && !word(r, "đầu") && !year_word(r, &span->year))
		goto none;
	if (span->year == 0) {
		span->full = year_word(r, &span->year);
		if (!span->full) {
			if (!word(r, "năm"))
				goto none;
			span->year = r->year;
			/* "6 tháng đầu năm nay" is still that year */
		}
	} else {
		span->full = true;
	}
	span->month = last ? 13 - count : 1;
	span->last_month = last ? 12 : count;
	return true;
none:
	*r = back;
	return false;
}

/* Anything that has a first and a last day. */
static bool
take_span(struct reader *r, struct span *span)
{
	struct reader back;
	int number;

	blanks(r);
	back = *r;
	if (months_of_year(r, span))
		return true;
	memset(span, 0, sizeof(*span));
	if (word(r, "ngày")) {
		blanks(r);
		if (digit_day(r, span) && span->day > 0)
			return true;
		if (digits(r, &span->day) > 0 && word(r, "tháng")) {
			blanks(r);
			if (digits(r, &span->month) > 0) {
				(void)year_behind(r, span);
				return true;
			}
		}
		*r = back;
		return false;
	}
	if (word(r, "tháng")) {
		blanks(r);
		if (digits(r, &number) > 0 && number >= 1 && number <= 12) {
			span->month = span->last_month = number;
			(void)year_behind(r, span);
			if (propose_ends_word(r->text, r->at))
				return true;
		}
		*r = back;
		return false;
	}
	if (word(r, "quý")) {
		number = quarter(r);
		if (number > 0) {
			span->month = number * 3 - 2;
			span->last_month = number * 3;
			(void)year_behind(r, span);
			return true;
		}
		*r = back;
		return false;
	}
	if (year_word(r, &span->year)) {
		span->month = 1;
		span->last_month = 12;
		span->full = true;
		return true;
	}
	return digit_day(r, span);
}

/* ---- days ---- */

/* 30/02 is none. */
static qms_day
real_day(int year, int month, int day)
{
	int of_year, of_month, of_day;
	qms_day found = qms_day_make(year, month, day);

	if (found == QMS_DAY_NONE)
		return found;
	qms_day_split(found, &of_year, &of_month, &of_day);
	return of_year == year && of_month == month && of_day == day ? found :
	    QMS_DAY_NONE;
}

static qms_day
first_day(const struct span *span)
{
	return real_day(span->year, span->month, span->day > 0 ? span->day :
	    1);
}

static qms_day
last_day(const struct span *span)
{
	qms_day day;

	if (span->day > 0)
		return real_day(span->year, span->month, span->day);
	day = real_day(span->year, span->last_month, 1);
	return day == QMS_DAY_NONE ? day : qms_day_add_months(day, 1) - 1;
}

static size_t
set(struct period *period, const struct reader *r, size_t at,
    const struct span *from, const struct span *to)
{
	period->start = at;
	period->end = r->at;
	period->from = from == NULL || from->year == 0 ? QMS_DAY_NONE :
	    first_day(from);
	period->to = to->year == 0 ? QMS_DAY_NONE : last_day(to);
	period->bad = (to->year > 0 && period->to == QMS_DAY_NONE) ||
	    (from != NULL && from->year > 0 &&
	    period->from == QMS_DAY_NONE) || (from != NULL &&
	    period->from != QMS_DAY_NONE && period->to != QMS_DAY_NONE &&
	    period->from > period->to);
	if (period->bad)
		period->from = period->to = QMS_DAY_NONE;
	return r->at - at;
}

/* What the first one leaves out it has from the second. */
static void
share_year(struct span *from, const struct span *to)
{
	if (from->full || !to->full)
		return;
	from->year = to->year;
	if (from->month > to->last_month && to->day == 0)
		from->year--;
	else if (to->day > 0 && (from->month > to->month ||
	    (from->month == to->month && from->day > to->day)))
		from->year--;
}

static bool
until(struct reader *r)
{
	if (!word(r, "đến") && !word(r, "tới"))
		return false;
	(void)word(r, "hết");
	return true;
}

/* "từ ngày 01/01 đến ngày 05/03/2019", "01/01–05/03/2019", "04–12/2019" */
static size_t
take_range(struct period *period, struct reader *r, size_t at)
{
	struct span from, to;
	struct reader back;
	bool said = word(r, "từ") || word(r, "kể từ");
	int month;

	blanks(r);
	back = *r;
	if (take_span(r, &from) && (until(r) || dash(r)) &&
	    take_span(r, &to)) {
		share_year(&from, &to);
		return set(period, r, at, &from, &to);
	}
	*r = back;
	memset(&from, 0, sizeof(from));
	if (digits(r, &month) > 0 && month >= 1 && month <= 12 &&
	    (dash(r) || (said && until(r))) && digit_day(r, &to) &&
	    to.day == 0) {
		from.month = from.last_month = month;
		from.year = to.year;
		return set(period, r, at, &from, &to);
	}
	return 0;
}

/* "tính đến ngày 17/8/2019", "đến hết tháng 5/2019" */
static size_t
take_until(struct period *period, struct reader *r, size_t at)
{
	struct span to;

	(void)word(r, "tính");
	if (!until(r) || !take_span(r, &to))
		return 0;
	return set(period, r, at, NULL, &to);
}

/* "từ ngày 01/8/2019": its end is not said. */
static size_t
take_since(struct period *period, struct reader *r, size_t at)
{
	struct span from;

	(void)word(r, "kể");
	if (!word(r, "từ") || !take_span(r, &from) || !from.full)
		return 0;
	(void)set(period, r, at, &from, &from);
	period->to = QMS_DAY_NONE;
	return r->at - at;
}

/* ---- the whole ---- */

/* (từ 15/12/2024 đến 14/3/2025) behind a named period says what it is. */
static size_t
take_exact(struct period *period, struct reader *r, size_t at)
{
	struct period exact;
	struct reader back = *r;

	blanks(r);
	if (has(r, '(')) {
		r->at++;
		if (take_range(&exact, r, at) > 0) {
			blanks(r);
			if (has(r, ')')) {
				r->at++;
				*period = exact;
				period->end = r->at;
				return r->at - at;
			}
		}
	}
	*r = back;
	return r->at - at;
}

size_t
propose_period(struct period *period, bool *is_period, struct qms_text text,
    size_t at, int year)
{
	struct reader r = { text, at, year }, back = r;
	struct span span;

	*is_period = true;
	if (take_range(period, &r, at) > 0)
		return period->end - at;
	r = back;
	if (take_until(period, &r, at) > 0)
		return take_exact(period, &r, at);
	r = back;
	if (take_since(period, &r, at) > 0)
		return period->end - at;
	r = back;
	if (word(&r, "cả") || word(&r, "trong"))
		blanks(&r);
	if (!take_span(&r, &span))
		return 0;
	/* 06/06 and 21/9 may be fractions: digits alone are no day */
	if (!span.full && r.text.data[back.at] >= '0' &&
	    r.text.data[back.at] <= '9' && span.day > 0)
		return 0;
	(void)set(period, &r, at, &span, &span);
	*is_period = span.day == 0 && (text.data[at] < '0' ||
	    text.data[at] > '9' || span.month != span.last_month);
	return *is_period ? take_exact(period, &r, at) : r.at - at;
}

int
propose_year(struct qms_text text)
{
	struct reader r = { text, 0, 0 };
	struct span span;
	size_t at;

	for (at = 0; at < text.size; at++) {
		r.at = at;
		if (!propose_begins_word(text, at))
			continue;
		if (take_span(&r, &span) && span.full)
			return span.year;
	}
	return 0;
}
