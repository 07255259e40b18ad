/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "number.h"
#include "unicode.h"

enum { MOST_DIGITS = 13 };	/* before the comma: 10^17 ten-thousandths */

static const int64_t powers[QMS_NUMBER_DECIMALS + 1] = { 1, 10, 100, 1000,
    10000 };
static const int64_t limit = 1000000000000000000;	/* of what is computed */

/* What reports say before a number; the longer of two comes first. */
static const struct {
	const char *word;
	enum qms_number_bound bound;
} before[] = {
	{ ">=", QMS_NUMBER_LEAST }, { "≥", QMS_NUMBER_LEAST },
	{ ">", QMS_NUMBER_MORE },
	{ "<=", QMS_NUMBER_MOST }, { "≤", QMS_NUMBER_MOST },
	{ "<", QMS_NUMBER_LESS },
	{ "~", QMS_NUMBER_ABOUT }, { "≈", QMS_NUMBER_ABOUT },
	{ "ít nhất", QMS_NUMBER_LEAST }, { "tối thiểu", QMS_NUMBER_LEAST },
	{ "không dưới", QMS_NUMBER_LEAST }, { "không ít hơn",
	    QMS_NUMBER_LEAST },
	{ "trên", QMS_NUMBER_MORE }, { "hơn", QMS_NUMBER_MORE },
	{ "tối đa", QMS_NUMBER_MOST }, { "không quá", QMS_NUMBER_MOST },
	{ "không hơn", QMS_NUMBER_MOST },
	{ "dưới", QMS_NUMBER_LESS }, { "chưa đến", QMS_NUMBER_LESS },
	{ "chưa tới", QMS_NUMBER_LESS }, { "chưa đầy", QMS_NUMBER_LESS },
	{ "khoảng", QMS_NUMBER_ABOUT }, { "gần", QMS_NUMBER_ABOUT },
	{ "xấp xỉ", QMS_NUMBER_ABOUT }, { "ước khoảng", QMS_NUMBER_ABOUT },
	{ "ước tính", QMS_NUMBER_ABOUT }, { "ước", QMS_NUMBER_ABOUT },
	{ "chừng", QMS_NUMBER_ABOUT },
}, behind[] = {
	{ "trở lên", QMS_NUMBER_LEAST }, { "trở xuống", QMS_NUMBER_MOST },
};

/* ---- pieces ---- */

/* Vietnamese letters, which is what the words are made of. */
static int32_t
lower(int32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
		return c + 32;
	if (((c >= 0x100 && c < 0x130) || (c >= 0x168 && c < 0x16a) ||
	    c == 0x1a0 || (c >= 0x1ea0 && c < 0x1efa)) && c % 2 == 0)
		return c + 1;
	return c == 0x1af ? 0x1b0 : c;
}

size_t
qms_number_word(struct qms_text text, size_t offset, const char *word)
{
	struct qms_text wanted = qms_text(word);
	size_t at = offset, i = 0;
	int32_t c;

	while (i < wanted.size) {
		if (at >= text.size)
			return 0;
		c = lower(qms_utf8_next(text, &at));
		if (c != qms_utf8_next(wanted, &i))
			return 0;
	}
	return at - offset;
}

static bool
is_digit(struct qms_text text, size_t at)
{
	return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

static bool
has(struct qms_text text, size_t at, char c)
{
	return at < text.size && text.data[at] == c;
}

/* U+00A0, U+2009 and U+202F: no line is broken there, and thousands may be. */
static size_t
fixed_space(struct qms_text text, size_t at)
{
	static const char *const spaces[] = { "\xc2\xa0", "\xe2\x80\x89",
	    "\xe2\x80\xaf" };
	size_t i, size;

	for (i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		size = strlen(spaces[i]);
		if (at <= text.size && text.size - at >= size &&
		    memcmp(text.data + at, spaces[i], size) == 0)
			return size;
	}
	return 0;
}

static size_t
skip_spaces(struct qms_text text, size_t at)
{
	size_t size;

	for (;;) {
		size = at < text.size && (text.data[at] == ' ' ||
		    text.data[at] == '\t' || text.data[at] == '\n' ||
		    text.data[at] == '\r') ? 1 : fixed_space(text, at);
		if (size == 0)
			return at;
		at += size;
	}
}

static size_t
digits(struct qms_text text, size_t at)
{
	size_t from = at;

	while (is_digit(text, at))
		at++;
	return at - from;
}

/* Size of what stands between thousands at this place: "." or a space. */
static size_t
thousands_mark(struct qms_text text, size_t at, char *kind)
{
	size_t size = has(text, at, '.') ? 1 : fixed_space(text, at);

	if (size == 0 || digits(text, at + size) != 3)
		return 0;
	*kind = text.data[at];
	return size;
}

static bool
add_digits(int64_t *value, int *count, struct qms_text text, size_t at,
    size_t size)
{
	for (; size > 0; size--, at++) {
		*value = *value * 10 + (text.data[at] - '0');
		*count += *value > 0;		/* leading zeros are none */
		if (*count > MOST_DIGITS)
			return false;
	}
	return true;
}

/* 1777, 02, 1.676: how many; false for what is more than we hold. */
static bool
take_whole(int64_t *value, bool *grouped, struct qms_text text, size_t *offset)
{
	size_t at = *offset, size = digits(text, at), mark;
	char kind = 0, next;
	int count = 0;

	*value = 0;
	*grouped = false;
	if (size == 0 || !add_digits(value, &count, text, at, size))
		return false;
	at += size;
	/* 0.676 and 02.104 are thousands of nobody */
	if (size <= 3 && text.data[*offset] != '0')
		while ((mark = thousands_mark(text, at, &next)) > 0 &&
		    (kind == 0 || next == kind)) {
			if (!add_digits(value, &count, text, at + mark, 3))
				return false;
			kind = next;
			*grouped = true;
			at += mark + 3;
		}
	*offset = at;
	return true;
}

/* Does what was read end here? Not before a letter or another digit. */
static bool
ends(struct qms_text text, size_t at)
{
	size_t next = at, mark;
	int32_t c;

	if (at >= text.size)
		return true;
	c = qms_utf8_next(text, &next);
	if (c < 0 || c == '%' || c == '_' || c == 0x2030 || c == 0xff05)
		return c == '%';
	if (qms_unicode_is_letter_or_digit(c))
		return false;
	mark = fixed_space(text, at);
	if (mark > 0)
		return digits(text, at + mark) != 3;
	return strchr(".,/:-", (int)(c < 128 ? c : ' ')) == NULL ||
	    !is_digit(text, next);
}

static size_t
take_percent(struct qms_text text, size_t at)
{
	size_t from = at, size;

	at = skip_spaces(text, at);
	if (has(text, at, '%'))
		return at + 1;
	size = qms_number_word(text, at, "phần trăm");
	return size == 0 ? from : at + size;
}

static bool
take_fraction(struct qms_number *number, struct qms_text text, size_t *offset)
{
	size_t at = skip_spaces(text, *offset);
	bool grouped;

	if (!has(text, at, '/'))
		return false;
	at = skip_spaces(text, at + 1);
	if (!take_whole(&number->whole, &grouped, text, &at) ||
	    !ends(text, at) || has(text, skip_spaces(text, at), '%'))
		return false;
	number->whole *= QMS_NUMBER_ONE;
	number->fraction = true;
	*offset = at;
	return true;
}

static bool
take_decimals(struct qms_number *number, struct qms_text text, size_t *offset)
{
	size_t size = has(text, *offset, ',') ? digits(text, *offset + 1) : 0;
	int64_t value = 0;
	int count = 0;

	number->value *= QMS_NUMBER_ONE;
	if (size == 0)
		return true;
	if (size > QMS_NUMBER_DECIMALS)
		return false;
	(void)add_digits(&value, &count, text, *offset + 1, size);
	number->value += value * powers[QMS_NUMBER_DECIMALS - size];
	number->decimals = (int)size;
	*offset += 1 + size;
	return true;
}

static size_t
take_before(enum qms_number_bound *bound, struct qms_text text, size_t at)
{
	size_t i, size, next;

	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		size = qms_number_word(text, at, before[i].word);
		next = skip_spaces(text, at + size);
		/* a word has a space behind it, a sign need not have one */
		if (size == 0 || (next == at + size && size > 3))
			continue;
		if (is_digit(text, next) || has(text, next, '-')) {
			*bound = before[i].bound;
			return next;
		}
	}
	return at;
}

static size_t
take_behind(enum qms_number_bound *bound, struct qms_text text, size_t at)
{
	size_t from = skip_spaces(text, at), i, size;

	for (i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
		size = qms_number_word(text, from, behind[i].word);
		if (size > 0 && from > at) {
			*bound = behind[i].bound;
			return from + size;
		}
	}
	return at;
}

/* ---- reading ---- */

bool
qms_number_take(struct qms_number *number, struct qms_text text,
    size_t *offset)
{
	static const char minus[] = "\xe2\x88\x92";
	bool negative, grouped;
	size_t at, end;

	memset(number, 0, sizeof(*number));
	at = take_before(&number->bound, text, *offset);
	negative = has(text, at, '-');
	if (negative)
		at++;
	else if (text.size - at > 3 && memcmp(text.data + at, minus, 3) == 0) {
		negative = true;
		at += 3;
	}
	if (!take_whole(&number->value, &grouped, text, &at))
		return false;
	if (!negative && take_fraction(number, text, &at)) {
		number->value *= QMS_NUMBER_ONE;
	} else {
		if (!take_decimals(number, text, &at) || !ends(text, at))
			return false;
		end = at;
		at = take_percent(text, at);
		number->percent = at > end;
		if (number->percent && (has(text, at, '%') ||
		    !ends(text, at)))
			return false;
	}
	if (negative)
		number->value = -number->value;
	if (number->bound == QMS_NUMBER_EXACT)
		at = take_behind(&number->bound, text, at);
	*offset = at;
	return true;
}

bool
qms_number_read(struct qms_number *number, struct qms_text text)
{
	size_t at = skip_spaces(text, 0);

	return qms_number_take(number, text, &at) &&
	    skip_spaces(text, at) == text.size;
}

const char *
qms_number_bound_name(enum qms_number_bound bound)
{
	static const char *const names[] = { "exact", "more", "least",
	    "about", "less", "most" };

	return names[bound];
}

/* ---- writing ---- */

char *
qms_number_format(char buffer[QMS_NUMBER_SIZE], int64_t value, int decimals)
{
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value, unit;
	char *at = buffer + QMS_NUMBER_SIZE;
	int count = 0;

	if (decimals < 0)
		for (decimals = QMS_NUMBER_DECIMALS; decimals > 0 &&
		    left % (uint64_t)powers[QMS_NUMBER_DECIMALS - decimals +
		    1] == 0;)
			decimals--;
	if (decimals > QMS_NUMBER_DECIMALS)
		decimals = QMS_NUMBER_DECIMALS;
	unit = (uint64_t)powers[QMS_NUMBER_DECIMALS - decimals];
	left = (left + unit / 2) / unit;
	*--at = '\0';
	for (; decimals > 0; decimals--, left /= 10) {
		*--at = (char)('0' + left % 10);
		if (decimals == 1)
			*--at = ',';
	}
	do {
		if (count > 0 && count % 3 == 0)
			*--at = '.';
		*--at = (char)('0' + left % 10);
		count++;
	} while ((left /= 10) > 0);
	if (value < 0 && strspn(at, "0,.") < strlen(at))
		*--at = '-';
	return memmove(buffer, at, (size_t)(buffer + QMS_NUMBER_SIZE - at));
}

/* ---- arithmetic ---- */

static bool
is_ratio(int64_t part, int64_t whole)
{
	return part >= 0 && part < limit && whole > 0 && whole < limit;
}

bool
qms_number_rate(int64_t *rate, int64_t part, int64_t whole, int decimals)
{
	__int128 wide;
	int64_t unit;

	*rate = 0;
	if (!is_ratio(part, whole) || decimals < 0 ||
	    decimals > QMS_NUMBER_DECIMALS)
		return false;
	unit = powers[QMS_NUMBER_DECIMALS - decimals];
	wide = ((__int128)part * 100 * powers[decimals] * 2 + whole) /
	    ((__int128)whole * 2) * unit;
	if (wide >= limit)
		return false;
	*rate = (int64_t)wide;
	return true;
}

bool
qms_number_rounds(bool *rounds, int64_t part, int64_t whole, int64_t percent,
    int decimals)
{
	__int128 apart;

	*rounds = false;
	if (!is_ratio(part, whole) || percent < 0 || percent >= limit ||
	    decimals < 0 || decimals > QMS_NUMBER_DECIMALS)
		return false;
	apart = (__int128)percent * whole -
	    (__int128)part * 100 * QMS_NUMBER_ONE;
	if (apart < 0)
		apart = -apart;
	*rounds = 2 * apart <= (__int128)whole *
	    powers[QMS_NUMBER_DECIMALS - decimals];
	return true;
}

bool
qms_number_part_of(int64_t *part, int64_t percent, int decimals,
    int64_t whole)
{
	__int128 wide;
	bool rounds;

	*part = 0;
	if (!is_ratio(percent, whole) || percent > 100 * QMS_NUMBER_ONE)
		return false;
	wide = ((__int128)percent * whole * 2 / (100 * QMS_NUMBER_ONE) +
	    QMS_NUMBER_ONE) / (2 * QMS_NUMBER_ONE) * QMS_NUMBER_ONE;
	if (wide >= limit)
		return false;
	*part = (int64_t)wide;
	return qms_number_rounds(&rounds, *part, whole, percent, decimals) &&
	    rounds;
}

bool
qms_number_needed(int64_t *part, const struct qms_number *percent,
    int64_t whole)
{
	const __int128 hundred = (__int128)100 * QMS_NUMBER_ONE *
	    QMS_NUMBER_ONE;
	__int128 wide;

	*part = 0;
	if (!percent->percent || !is_ratio(percent->value, whole) ||
	    percent->bound > QMS_NUMBER_ABOUT)
		return false;
	wide = (__int128)percent->value * whole;
	wide = percent->bound == QMS_NUMBER_MORE ? wide / hundred + 1 :
	    (wide + hundred - 1) / hundred;
	if (wide >= limit / QMS_NUMBER_ONE)
		return false;
	*part = (int64_t)wide * QMS_NUMBER_ONE;
	return true;
}
