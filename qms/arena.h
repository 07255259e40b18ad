/* SPDX-License-Identifier: MIT */
/*
 * arena - memory that dies together.
 * Everything a question needs is allocated in one arena and freed at once;
 * nothing in it is freed alone. Handles (files, repositories, databases) do
 * not live in arenas: they are closed where they were opened.
 */
#ifndef QMS_ARENA_H
#define QMS_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct qms_arena_block;

struct qms_arena {
	struct qms_arena_block *block;	/* the newest, others behind it */
	size_t used;			/* bytes given out, for statistics */
};

/* An empty arena holds no memory; {0} is one too. */
void qms_arena_init(struct qms_arena *arena);

/*
 * Zeroed memory, aligned for any type. Never returns NULL: when memory runs
 * out it calls qms_arena_exhausted, which must not return.
 */
void *qms_arena_alloc(struct qms_arena *arena, size_t size);

/* Copies size bytes and adds a NUL behind them. */
char *qms_arena_copy(struct qms_arena *arena, const void *data, size_t size);

/* Copies a string; NULL stays NULL. */
char *qms_arena_string(struct qms_arena *arena, const char *string);

char *qms_arena_format(struct qms_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *qms_arena_vformat(struct qms_arena *arena, const char *format,
	va_list list) __attribute__((format(printf, 2, 0)));

/* Frees all memory; the arena may be used again. */
void qms_arena_free(struct qms_arena *arena);
/* The same, for an arena that is used again at once: keeps one block. */
void qms_arena_clear(struct qms_arena *arena);

/*
 * What to do when memory runs out; the program that uses the library sets it,
 * abort() is the default.
 */
extern void (*qms_arena_exhausted)(void);

/*
 * Room for count + 1 items in a growing array: returns the array, moved if
 * need be. Use qms_push.
 */
void *qms_arena_grow(struct qms_arena *arena, void *items, size_t count,
	size_t *room, size_t size);

/*
 * Adds a zeroed element to an array in an arena and yields a pointer to it:
 *	*qms_push(arena, list->paths, list->count, list->room) = path;
 */
#define qms_push(arena, items, count, room)				\
	((items) = qms_arena_grow((arena), (items), (count), &(room),	\
	    sizeof(*(items))), &(items)[(count)++])

#endif
