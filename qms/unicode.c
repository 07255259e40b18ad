/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "unicode.h"

enum { TABLE_END = 0x2000, FOLDED_SIZE = 7 };

/* What a code point below U+2000 becomes; built once, 64 KiB. */
static struct {
	uint8_t size;
	char bytes[FOLDED_SIZE];
} folded[TABLE_END];
static int32_t lower[TABLE_END];
static pthread_once_t tables_built = PTHREAD_ONCE_INIT;

static UCollator *_Atomic collator;
static pthread_mutex_t collator_lock = PTHREAD_MUTEX_INITIALIZER;

/* ICU fails here only for want of memory. */
static void
require(UErrorCode status)
{
	if (U_FAILURE(status)) {
		qms_arena_exhausted();
		abort();
	}
}

static const UNormalizer2 *
nfc(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *normalizer = unorm2_getNFCInstance(&status);

	require(status);
	return normalizer;
}

static const UNormalizer2 *
nfd(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *normalizer = unorm2_getNFDInstance(&status);

	require(status);
	return normalizer;
}

/* ICU's own macros do not pass our warnings. */
static int32_t
next_utf16(const UChar *units, int32_t size, int32_t *i)
{
	int32_t c = units[(*i)++];

	if (c < 0xd800 || c > 0xdfff)
		return c;
	if (c > 0xdbff || *i >= size || units[*i] < 0xdc00 ||
	    units[*i] > 0xdfff)
		return 0xfffd;
	return ((c - 0xd800) << 10) + (units[(*i)++] - 0xdc00) + 0x10000;
}

static int32_t
fold_base(int32_t c)
{
	if (c == 0x110 || c == 0x111)
		return 'd';
	return u_tolower(c);
}

/* One code point: decomposed, its marks dropped, the rest in lower case. */
static void
fold_one(struct qms_buffer *out, int32_t c)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar units[32];
	int32_t size, i = 0, base;

	size = unorm2_getDecomposition(nfd(), c, units, 32, &status);
	require(status);
	if (size < 0) {
		if (u_charType(c) != U_NON_SPACING_MARK)
			qms_buffer_utf8(out, fold_base(c));
		return;
	}
	while (i < size) {
		base = next_utf16(units, size, &i);
		if (u_charType(base) != U_NON_SPACING_MARK)
			qms_buffer_utf8(out, fold_base(base));
	}
}

static void
build_tables(void)
{
	struct qms_buffer one = { 0 };
	int32_t c;

	for (c = 0; c < TABLE_END; c++) {
		qms_buffer_clear(&one);
		fold_one(&one, c);
		if (one.size > FOLDED_SIZE) {
			/* none today; a later Unicode may not surprise us */
			qms_buffer_clear(&one);
			qms_buffer_utf8(&one, c);
		}
		if (one.size > 0)
			memcpy(folded[c].bytes, one.data, one.size);
		folded[c].size = (uint8_t)one.size;
		lower[c] = u_tolower(c);
	}
	qms_buffer_free(&one);
}

void
qms_unicode_fold(struct qms_buffer *out, struct qms_text text)
{
	size_t offset = 0;
	int32_t c;

	(void)pthread_once(&tables_built, build_tables);
	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		if (c < 0)
			qms_buffer_utf8(out, 0xfffd);
		else if (c < TABLE_END)
			qms_buffer_add(out, folded[c].bytes, folded[c].size);
		else
			fold_one(out, c);
	}
}

bool
qms_unicode_alike(struct qms_text a, struct qms_text b)
{
	struct qms_buffer one = { 0 }, other = { 0 };
	bool alike;

	qms_unicode_fold(&one, a);
	qms_unicode_fold(&other, b);
	alike = one.size > 0 && qms_text_equal(qms_buffer_view(&one),
	    qms_buffer_view(&other));
	qms_buffer_free(&one);
	qms_buffer_free(&other);
	return alike;
}

/*
 * Code points that are NFC whatever stands beside them, as all of Vietnamese
 * text that was typed today: no mark, nothing that decomposes to another.
 */
static bool
is_plain(int32_t c)
{
	return (c >= 0 && c < 0x300) || (c >= 0x1e00 && c < 0x1f00) ||
	    (c >= 0x2002 && c < 0x2060);
}

static bool
all_plain(struct qms_text text)
{
	const unsigned char *p = (const unsigned char *)text.data;
	size_t offset = 0;

	while (offset < text.size)
		if (p[offset] < 0x80)
			offset++;
		else if (p[offset] == 0xe1 && offset + 2 < text.size &&
		    p[offset + 1] >= 0xb8 && p[offset + 1] <= 0xbb &&
		    (p[offset + 2] & 0xc0) == 0x80)
			offset += 3;	/* U+1E00 to U+1EFF, without a call */
		else if (!is_plain(qms_utf8_next(text, &offset)))
			return false;
	return true;
}

/* UTF-16 for ICU; bytes that are not UTF-8 become U+FFFD. */
static UChar *
to_utf16(struct qms_text text, int32_t *size)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar *units;

	if (text.size > INT32_MAX / 8)
		text.size = INT32_MAX / 8;
	units = malloc((text.size + 1) * sizeof(*units));
	if (units == NULL)
		require(U_MEMORY_ALLOCATION_ERROR);
	(void)u_strFromUTF8WithSub(units, (int32_t)text.size + 1, size,
	    text.size == 0 ? "" : text.data, (int32_t)text.size, 0xfffd, NULL,
	    &status);
	require(status);
	return units;
}

static void
from_utf16(struct qms_buffer *out, const UChar *units, int32_t size)
{
	int32_t i = 0;

	while (i < size)
		qms_buffer_utf8(out, next_utf16(units, size, &i));
}

/* Takes the units and gives others in their place. */
static UChar *
normalize(const UNormalizer2 *normalizer, UChar *units, int32_t *size)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t room = *size * 4 + 16, made;
	UChar *normal;

	for (;;) {
		normal = malloc((size_t)room * sizeof(*normal));
		if (normal == NULL)
			require(U_MEMORY_ALLOCATION_ERROR);
		made = unorm2_normalize(normalizer, units, *size, normal, room,
		    &status);
		if (status != U_BUFFER_OVERFLOW_ERROR)
			break;
		free(normal);
		room = made + 1;
		status = U_ZERO_ERROR;
	}
	require(status);
	free(units);
	*size = made;
	return normal;
}

bool
qms_unicode_is_nfc(struct qms_text text)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar *units;
	int32_t size;
	bool yes;

	if (all_plain(text))
		return true;
	units = to_utf16(text, &size);
	yes = unorm2_isNormalized(nfc(), units, size, &status);
	require(status);
	free(units);
	return yes;
}

void
qms_unicode_nfc(struct qms_buffer *out, struct qms_text text)
{
	UChar *units;
	int32_t size;

	if (all_plain(text)) {
		qms_buffer_text(out, text);
		return;
	}
	units = normalize(nfc(), to_utf16(text, &size), &size);
	from_utf16(out, units, size);
	free(units);
}

void
qms_unicode_lower(struct qms_buffer *out, struct qms_text text)
{
	struct qms_buffer normal = { 0 };
	size_t offset = 0;
	int32_t c;

	(void)pthread_once(&tables_built, build_tables);
	if (!all_plain(text)) {
		qms_unicode_nfc(&normal, text);
		text = qms_buffer_view(&normal);
	}
	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		qms_buffer_utf8(out, c < TABLE_END ? lower[c] : u_tolower(c));
	}
	qms_buffer_free(&normal);
}

void
qms_unicode_same_name(struct qms_buffer *out, struct qms_text text)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar *units, *plain;
	int32_t size, room;

	units = normalize(nfd(), to_utf16(text, &size), &size);
	room = size * 3 + 1;		/* what one unit can fold to at most */
	plain = malloc((size_t)room * sizeof(*plain));
	if (plain == NULL)
		require(U_MEMORY_ALLOCATION_ERROR);
	size = u_strFoldCase(plain, room, units, size, U_FOLD_CASE_DEFAULT,
	    &status);
	require(status);
	free(units);
	units = normalize(nfc(), plain, &size);
	from_utf16(out, units, size);
	free(units);
}

static UCollator *
vietnamese(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollator *made = atomic_load(&collator);

	if (made != NULL)
		return made;
	(void)pthread_mutex_lock(&collator_lock);
	made = atomic_load(&collator);
	if (made == NULL) {
		made = ucol_open("vi", &status);
		require(status);
		/* sort keys of NFD text must be those of NFC text */
		ucol_setAttribute(made, UCOL_NORMALIZATION_MODE, UCOL_ON,
		    &status);
		require(status);
		atomic_store(&collator, made);
	}
	(void)pthread_mutex_unlock(&collator_lock);
	return made;
}

void
qms_unicode_capital(struct qms_buffer *out, struct qms_text text)
{
	size_t offset = 0;

	if (text.size > 0)
		qms_buffer_utf8(out, u_toupper(qms_utf8_next(text, &offset)));
	qms_buffer_add(out, text.data + offset, text.size - offset);
}

void
qms_unicode_sort_key(struct qms_buffer *out, struct qms_text text)
{
	UCollator *order = vietnamese();
	uint8_t some[256], *key = some;
	UChar *units;
	int32_t size, made;

	units = to_utf16(text, &size);
	made = ucol_getSortKey(order, units, size, some, sizeof(some));
	if (made > (int32_t)sizeof(some)) {
		key = malloc((size_t)made);
		if (key == NULL)
			require(U_MEMORY_ALLOCATION_ERROR);
		made = ucol_getSortKey(order, units, size, key, made);
	}
	if (made > 0)
		qms_buffer_add(out, key, (size_t)made - 1);	/* its NUL */
	if (key != some)
		free(key);
	free(units);
}

static int
width_of(int32_t c)
{
	int type;

	if (c >= 0x20 && c < 0x7f)
		return 1;
	if (c == 0xad)
		return 1;		/* soft hyphen: terminals show it */
	type = u_charType(c);
	if (c < 0x20 || c == 0x7f || type == U_CONTROL_CHAR ||
	    type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
	    type == U_FORMAT_CHAR || (c >= 0x1160 && c <= 0x11ff))
		return 0;
	type = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
	return type == U_EA_FULLWIDTH || type == U_EA_WIDE ? 2 : 1;
}

int
qms_unicode_width(struct qms_text text)
{
	size_t offset = 0;
	int width = 0;
	int32_t c;

	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		width += c < 0 ? 1 : width_of(c);
	}
	return width;
}

bool
qms_unicode_is_letter_or_digit(int32_t code_point)
{
	return code_point >= 0 && u_isalnum(code_point);
}

void
qms_unicode_finish(void)
{
	UCollator *made = atomic_exchange(&collator, NULL);

	if (made != NULL)
		ucol_close(made);
	u_cleanup();
}
