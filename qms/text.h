/* SPDX-License-Identifier: MIT */
/*
 * text - pieces of bytes, growing buffers, UTF-8, and maps from strings.
 * What needs the Unicode tables is in unicode.h.
 */
#ifndef QMS_TEXT_H
#define QMS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* A piece of bytes that somebody else owns; not NUL-terminated. */
struct qms_text {
	const char *data;
	size_t size;
};

struct qms_text qms_text(const char *string);	/* NULL gives an empty piece */
bool qms_text_is(struct qms_text text, const char *string);
bool qms_text_equal(struct qms_text a, struct qms_text b);
/* Without spaces, tabs and line ends at both ends. */
struct qms_text qms_text_trim(struct qms_text text);
/*
 * Takes the next line off *rest, its line end removed ("\n" or "\r\n").
 * False at the end.
 */
bool qms_text_line(struct qms_text *line, struct qms_text *rest);
/* Line and column (both from 1, column in code points) of a byte offset. */
void qms_text_position(struct qms_text text, size_t offset, int *line,
	int *column);
bool qms_string_is(const char *a, const char *b);	/* NULL equals NULL */
bool qms_starts_with(const char *string, const char *start);
bool qms_ends_with(const char *string, const char *end);
/* '*' any run but '/', '?' one character; no other pattern. */
bool qms_string_matches(const char *pattern, const char *string);

/*
 * One code point at text[*offset], which is moved behind it. Returns
 * -1 for bytes that are not UTF-8 (overlong, surrogate, cut short).
 */
int32_t qms_utf8_next(struct qms_text text, size_t *offset);
/* Offset of the first byte that is not UTF-8, or SIZE_MAX if all is well. */
size_t qms_utf8_invalid(struct qms_text text);

/* A growing piece of bytes, always NUL-terminated; {0} is an empty one. */
struct qms_buffer {
	char *data;
	size_t size, room;
};

void qms_buffer_add(struct qms_buffer *buffer, const void *data, size_t size);
void qms_buffer_text(struct qms_buffer *buffer, struct qms_text text);
void qms_buffer_string(struct qms_buffer *buffer, const char *string);
void qms_buffer_char(struct qms_buffer *buffer, char c);
void qms_buffer_utf8(struct qms_buffer *buffer, int32_t code_point);
void qms_buffer_format(struct qms_buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void qms_buffer_clear(struct qms_buffer *buffer);	/* keeps its memory */
void qms_buffer_free(struct qms_buffer *buffer);
struct qms_text qms_buffer_view(const struct qms_buffer *buffer);

/* Strings in an arena, in the order they were added. */
struct qms_strings {
	const char **items;
	size_t count, room;
};

void qms_strings_add(struct qms_arena *arena, struct qms_strings *list,
	const char *string);	/* keeps the pointer */
void qms_strings_sort(struct qms_strings *list);	/* by bytes */
bool qms_strings_has(const struct qms_strings *list, const char *string);

/* A map from strings to pointers, in an arena; remembers insertion order. */
struct qms_map_entry {
	const char *key;
	void *value;
};

struct qms_map {
	struct qms_map_entry *entries;
	size_t count, room;
	uint32_t *slots;		/* entry number + 1, 0 is free */
	size_t slot_count;
};

void *qms_map_get(const struct qms_map *map, const char *key);
/* Keeps the pointer to key; a key that is there gets the new value. */
void qms_map_put(struct qms_arena *arena, struct qms_map *map,
	const char *key, const void *value);

#endif
