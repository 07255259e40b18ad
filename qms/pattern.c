/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "pattern.h"

enum { NUMBER_DIGITS = 6 };	/* 999,999 of a kind in an agency are enough */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "nn", "nnn", …: how many digits at least; 0 for another name. */
static size_t
number_digits(struct qms_text name)
{
	size_t i;

	for (i = 0; i < name.size; i++)
		if (name.data[i] != 'n')
			return 0;
	return name.size <= NUMBER_DIGITS ? name.size : 0;
}

/* The place at the head of a pattern, with the braces in size; false: none. */
static bool
place_at(struct qms_text *name, const char *pattern)
{
	const char *end;

	if (*pattern != '{')
		return false;
	end = strchr(pattern, '}');
	if (end == NULL)
		return false;
	name->data = pattern + 1;
	name->size = (size_t)(end - pattern) - 1;
	return true;
}

static struct qms_text *
text_place(struct qms_pattern_values *values, struct qms_text name)
{
	if (qms_text_is(name, "agency"))
		return &values->agency;
	if (qms_text_is(name, "id"))
		return &values->id;
	if (qms_text_is(name, "year"))
		return &values->year;
	return NULL;
}

static bool fits(const char *pattern, const char *text,
    struct qms_pattern_values *values);

static bool
fits_number(const char *rest, const char *text, size_t least,
    struct qms_pattern_values *values)
{
	int before = values->number, number = 0;
	size_t size = 0, i;

	while (is_digit(text[size]))
		size++;
	/* 007 does not come from {nn}, which would give 07 */
	if (size < least || size > NUMBER_DIGITS ||
	    (size > least && text[0] == '0'))
		return false;
	for (i = 0; i < size; i++)
		number = number * 10 + (text[i] - '0');
	if (before >= 0 && before != number)
		return false;
	values->number = number;
	if (fits(rest, text + size, values))
		return true;
	values->number = before;
	return false;
}

static bool
fits_year(const char *rest, const char *text, struct qms_text *place,
    struct qms_pattern_values *values)
{
	struct qms_text found = { text, 4 };
	size_t i;

	for (i = 0; i < 4; i++)
		if (!is_digit(text[i]))
			return false;
	if (place->data != NULL && !qms_text_equal(*place, found))
		return false;
	*place = found;
	return fits(rest, text + 4, values);
}

static bool
fits_text(const char *rest, const char *text, struct qms_text *place,
    struct qms_pattern_values *values)
{
	struct qms_text before = *place;
	size_t size;

	/* the longest first: "{id}.md" takes "a.b" out of "a.b.md" */
	for (size = strcspn(text, "/"); size > 0; size--) {
		place->data = text;
		place->size = size;
		if (before.data != NULL && !qms_text_equal(before, *place))
			continue;
		if (fits(rest, text + size, values))
			return true;
	}
	*place = before;
	return false;
}

static bool
fits(const char *pattern, const char *text, struct qms_pattern_values *values)
{
	struct qms_text name, *place;
	const char *rest;

	while (*pattern != '\0' && *pattern != '{')
		if (*pattern++ != *text++)
			return false;
	if (*pattern == '\0')
		return *text == '\0';
	if (!place_at(&name, pattern))
		return false;
	rest = pattern + name.size + 2;
	if (number_digits(name) > 0)
		return fits_number(rest, text, number_digits(name), values);
	place = text_place(values, name);
	if (place == NULL)
		return false;
	if (place == &values->year)
		return fits_year(rest, text, place, values);
	return fits_text(rest, text, place, values);
}

bool
qms_pattern_fits(const char *pattern, const char *text,
    struct qms_pattern_values *values)
{
	*values = (struct qms_pattern_values){ .number = -1 };
	return fits(pattern, text, values);
}

void
qms_pattern_fill(struct qms_buffer *out, const char *pattern,
    const struct qms_pattern_values *values)
{
	struct qms_pattern_values copy = *values;
	struct qms_text name, *place;

	while (*pattern != '\0') {
		if (!place_at(&name, pattern)) {
			qms_buffer_char(out, *pattern++);
			continue;
		}
		place = text_place(&copy, name);
		if (place != NULL)
			qms_buffer_text(out, *place);
		else if (values->number >= 0)
			qms_buffer_format(out, "%0*d",
			    (int)number_digits(name), values->number);
		pattern += name.size + 2;
	}
}

static bool
is_among(struct qms_text name, const char *places)
{
	struct qms_text rest = qms_text(places), place;

	while (rest.size > 0) {
		place = rest;
		place.size = strcspn(rest.data, " ");
		if (qms_text_equal(place, name) ||
		    (qms_text_is(place, "nn") && number_digits(name) > 0))
			return true;
		rest = qms_text_trim((struct qms_text){
		    rest.data + place.size, rest.size - place.size });
	}
	return false;
}

bool
qms_pattern_is_valid(const char *pattern, const char *places)
{
	struct qms_text name;

	while (*pattern != '\0') {
		if (*pattern == '}')
			return false;
		if (*pattern != '{') {
			pattern++;
			continue;
		}
		if (!place_at(&name, pattern) || !is_among(name, places))
			return false;
		pattern += name.size + 2;
	}
	return true;
}

bool
qms_pattern_has(const char *pattern, const char *place)
{
	struct qms_text name;

	for (; *pattern != '\0'; pattern++)
		if (place_at(&name, pattern) && is_among(name, place))
			return true;
	return false;
}
