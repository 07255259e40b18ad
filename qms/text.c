/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

struct qms_text
qms_text(const char *string)
{
	struct qms_text text = { string, string == NULL ? 0 : strlen(string) };

	return text;
}

bool
qms_text_is(struct qms_text text, const char *string)
{
	return qms_text_equal(text, qms_text(string));
}

bool
qms_text_equal(struct qms_text a, struct qms_text b)
{
	return a.size == b.size &&
	    (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct qms_text
qms_text_trim(struct qms_text text)
{
	while (text.size > 0 && is_blank(text.data[0])) {
		text.data++;
		text.size--;
	}
	while (text.size > 0 && is_blank(text.data[text.size - 1]))
		text.size--;
	return text;
}

bool
qms_text_line(struct qms_text *line, struct qms_text *rest)
{
	const char *end;
	size_t size;

	if (rest->size == 0)
		return false;
	end = memchr(rest->data, '\n', rest->size);
	size = end == NULL ? rest->size : (size_t)(end - rest->data);
	line->data = rest->data;
	line->size = size;
	if (end != NULL) {
		if (line->size > 0 && line->data[line->size - 1] == '\r')
			line->size--;
		size++;
	}
	rest->data += size;
	rest->size -= size;
	return true;
}

void
qms_text_position(struct qms_text text, size_t offset, int *line, int *column)
{
	size_t i;

	*line = 1;
	*column = 1;
	for (i = 0; i < offset && i < text.size; i++) {
		if (text.data[i] == '\n') {
			(*line)++;
			*column = 1;
		} else if (((unsigned char)text.data[i] & 0xc0) != 0x80) {
			(*column)++;
		}
	}
}

bool
qms_string_is(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
qms_starts_with(const char *string, const char *start)
{
	return strncmp(string, start, strlen(start)) == 0;
}

bool
qms_ends_with(const char *string, const char *end)
{
	size_t size = strlen(string), tail = strlen(end);

	return size >= tail && strcmp(string + size - tail, end) == 0;
}

bool
qms_string_matches(const char *pattern, const char *string)
{
	const char *star = NULL, *back = NULL;

	/* one remembered star is enough: linear in pattern × string */
	while (*string != '\0') {
		if (*pattern == '*') {
			star = pattern++;
			back = string;
		} else if (*pattern == *string ||
		    (*pattern == '?' && *string != '/')) {
			pattern++;
			string++;
		} else if (star != NULL && *back != '/') {
			pattern = star + 1;
			string = ++back;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

int32_t
qms_utf8_next(struct qms_text text, size_t *offset)
{
	const unsigned char *p = (const unsigned char *)text.data + *offset;
	size_t left = text.size - *offset, length, i;
	int32_t c, least;

	if (p[0] < 0x80) {
		(*offset)++;
		return p[0];
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		length = 2;
		c = p[0] & 0x1f;
		least = 0x80;
	} else if ((p[0] & 0xf0) == 0xe0) {
		length = 3;
		c = p[0] & 0x0f;
		least = 0x800;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		length = 4;
		c = p[0] & 0x07;
		least = 0x10000;
	} else {
		(*offset)++;
		return -1;
	}
	for (i = 1; i < length; i++) {
		if (i >= left || (p[i] & 0xc0) != 0x80) {
			*offset += i;
			return -1;
		}
		c = c << 6 | (p[i] & 0x3f);
	}
	*offset += length;
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return -1;
	return c;
}

size_t
qms_utf8_invalid(struct qms_text text)
{
	const unsigned char *p = (const unsigned char *)text.data;
	size_t offset = 0, before;

	while (offset < text.size) {
		if (p[offset] < 0x80) {
			offset++;
			continue;
		}
		/* Vietnamese letters, without a call */
		if (p[offset] >= 0xc2 && p[offset] <= 0xdf &&
		    offset + 1 < text.size && (p[offset + 1] & 0xc0) == 0x80) {
			offset += 2;
			continue;
		}
		if (p[offset] == 0xe1 && offset + 2 < text.size &&
		    (p[offset + 1] & 0xc0) == 0x80 &&
		    (p[offset + 2] & 0xc0) == 0x80) {
			offset += 3;
			continue;
		}
		before = offset;
		if (qms_utf8_next(text, &offset) < 0)
			return before;
	}
	return SIZE_MAX;
}

static void
need(struct qms_buffer *buffer, size_t more)
{
	size_t room = buffer->room;
	char *data;

	if (buffer->size + more + 1 <= room)
		return;
	if (room == 0)
		room = 256;
	while (room < buffer->size + more + 1)
		room *= 2;
	data = realloc(buffer->data, room);
	if (data == NULL) {
		qms_arena_exhausted();
		abort();
	}
	buffer->data = data;
	buffer->room = room;
}

void
qms_buffer_add(struct qms_buffer *buffer, const void *data, size_t size)
{
	need(buffer, size);
	if (size > 0)
		memcpy(buffer->data + buffer->size, data, size);
	buffer->size += size;
	buffer->data[buffer->size] = '\0';
}

void
qms_buffer_text(struct qms_buffer *buffer, struct qms_text text)
{
	qms_buffer_add(buffer, text.data, text.size);
}

void
qms_buffer_string(struct qms_buffer *buffer, const char *string)
{
	qms_buffer_add(buffer, string, strlen(string));
}

void
qms_buffer_char(struct qms_buffer *buffer, char c)
{
	qms_buffer_add(buffer, &c, 1);
}

void
qms_buffer_utf8(struct qms_buffer *buffer, int32_t c)
{
	char bytes[4];
	size_t n = 0;

	if (c < 0x80) {
		bytes[n++] = (char)c;
	} else if (c < 0x800) {
		bytes[n++] = (char)(0xc0 | c >> 6);
		bytes[n++] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		bytes[n++] = (char)(0xe0 | c >> 12);
		bytes[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		bytes[n++] = (char)(0x80 | (c & 0x3f));
	} else {
		bytes[n++] = (char)(0xf0 | c >> 18);
		bytes[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		bytes[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		bytes[n++] = (char)(0x80 | (c & 0x3f));
	}
	qms_buffer_add(buffer, bytes, n);
}

void
qms_buffer_format(struct qms_buffer *buffer, const char *format, ...)
{
	va_list list;
	int size;

	va_start(list, format);
	size = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (size <= 0)
		return;
	need(buffer, (size_t)size);
	va_start(list, format);
	(void)vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format,
	    list);
	va_end(list);
	buffer->size += (size_t)size;
}

void
qms_buffer_clear(struct qms_buffer *buffer)
{
	buffer->size = 0;
	if (buffer->data != NULL)
		buffer->data[0] = '\0';
}

void
qms_buffer_free(struct qms_buffer *buffer)
{
	free(buffer->data);
	memset(buffer, 0, sizeof(*buffer));
}

struct qms_text
qms_buffer_view(const struct qms_buffer *buffer)
{
	struct qms_text text = { buffer->size == 0 ? "" : buffer->data,
	    buffer->size };

	return text;
}

void
qms_strings_add(struct qms_arena *arena, struct qms_strings *list,
    const char *string)
{
	*qms_push(arena, list->items, list->count, list->room) = string;
}

static int
compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
qms_strings_sort(struct qms_strings *list)
{
	if (list->count > 1)
		qsort(list->items, list->count, sizeof(*list->items),
		    compare_strings);
}

bool
qms_strings_has(const struct qms_strings *list, const char *string)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->items[i], string) == 0)
			return true;
	return false;
}

static uint64_t
hash(const char *key)
{
	uint64_t h = 14695981039346656037u;	/* FNV-1a, 64 bit */

	for (; *key != '\0'; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211u;
	return h;
}

static size_t
find_slot(const struct qms_map *map, const char *key)
{
	size_t slot = hash(key) & (map->slot_count - 1);

	while (map->slots[slot] != 0 &&
	    strcmp(map->entries[map->slots[slot] - 1].key, key) != 0)
		slot = (slot + 1) & (map->slot_count - 1);
	return slot;
}

void *
qms_map_get(const struct qms_map *map, const char *key)
{
	size_t slot;

	if (map->count == 0)
		return NULL;
	slot = find_slot(map, key);
	if (map->slots[slot] == 0)
		return NULL;
	return map->entries[map->slots[slot] - 1].value;
}

void
qms_map_put(struct qms_arena *arena, struct qms_map *map, const char *key,
    const void *value)
{
	struct qms_map_entry *entry;
	size_t i, slot;

	if ((map->count + 1) * 2 > map->slot_count) {
		map->slot_count = map->slot_count == 0 ? 16 :
		    map->slot_count * 2;
		map->slots = qms_arena_alloc(arena,
		    map->slot_count * sizeof(*map->slots));
		for (i = 0; i < map->count; i++)
			map->slots[find_slot(map, map->entries[i].key)] =
			    (uint32_t)i + 1;
	}
	slot = find_slot(map, key);
	if (map->slots[slot] != 0) {
		map->entries[map->slots[slot] - 1].value =
		    (void *)(uintptr_t)value;
		return;
	}
	entry = qms_push(arena, map->entries, map->count, map->room);
	entry->key = key;
	entry->value = (void *)(uintptr_t)value;
	map->slots[slot] = (uint32_t)map->count;
}
