/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16 };

struct qms_arena_block {
	struct qms_arena_block *next;
	size_t room, used;
	_Alignas(ALIGNMENT) unsigned char bytes[];
};

void (*qms_arena_exhausted)(void) = abort;

void
qms_arena_init(struct qms_arena *arena)
{
	memset(arena, 0, sizeof(*arena));
}

static struct qms_arena_block *
add_block(struct qms_arena *arena, size_t size)
{
	size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	struct qms_arena_block *block;

	block = calloc(1, sizeof(*block) + room);
	if (block == NULL) {
		qms_arena_exhausted();
		abort();
	}
	block->room = room;
	if (size > BLOCK_SIZE / 4 && arena->block != NULL) {
		/* a large piece must not end the use of the current block */
		block->next = arena->block->next;
		arena->block->next = block;
	} else {
		block->next = arena->block;
		arena->block = block;
	}
	return block;
}

void *
qms_arena_alloc(struct qms_arena *arena, size_t size)
{
	struct qms_arena_block *block = arena->block;
	void *piece;

	if (size > SIZE_MAX / 2) {
		qms_arena_exhausted();
		abort();
	}
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (block == NULL || block->room - block->used < size)
		block = add_block(arena, size);
	piece = block->bytes + block->used;
	block->used += size;
	arena->used += size;
	return piece;
}

char *
qms_arena_copy(struct qms_arena *arena, const void *data, size_t size)
{
	char *copy = qms_arena_alloc(arena, size + 1);

	if (size > 0)
		memcpy(copy, data, size);
	return copy;
}

char *
qms_arena_string(struct qms_arena *arena, const char *string)
{
	if (string == NULL)
		return NULL;
	return qms_arena_copy(arena, string, strlen(string));
}

char *
qms_arena_vformat(struct qms_arena *arena, const char *format, va_list list)
{
	va_list again;
	char *text;
	int size;

	va_copy(again, list);
	size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (size < 0)
		size = 0;
	text = qms_arena_alloc(arena, (size_t)size + 1);
	(void)vsnprintf(text, (size_t)size + 1, format, list);
	return text;
}

char *
qms_arena_format(struct qms_arena *arena, const char *format, ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	text = qms_arena_vformat(arena, format, list);
	va_end(list);
	return text;
}

void *
qms_arena_grow(struct qms_arena *arena, void *items, size_t count,
    size_t *room, size_t size)
{
	void *moved;

	if (count < *room)
		return items;
	*room = *room == 0 ? 8 : *room * 2;
	moved = qms_arena_alloc(arena, *room * size);
	if (count > 0)
		memcpy(moved, items, count * size);
	return moved;
}

void
qms_arena_free(struct qms_arena *arena)
{
	struct qms_arena_block *block, *next;

	for (block = arena->block; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	memset(arena, 0, sizeof(*arena));
}

void
qms_arena_clear(struct qms_arena *arena)
{
#ifdef __SANITIZE_ADDRESS__	/* what is used too long is to be found */
	qms_arena_free(arena);
#else
	struct qms_arena_block *kept = arena->block;

	if (kept == NULL || kept->room > BLOCK_SIZE) {
		qms_arena_free(arena);
		return;
	}
	arena->block = kept->next;
	qms_arena_free(arena);
	memset(kept->bytes, 0, kept->used);
	kept->used = 0;
	kept->next = NULL;
	arena->block = kept;
#endif
}
