/* SPDX-License-Identifier: MIT */
/*
 * kinds - the kinds of schemas/ for unit tests, and the check of one file of
 * theirs: form and values. Run from the top of the source.
 */
#ifndef TESTS_KINDS_H
#define TESTS_KINDS_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "qms/schema.h"

static struct qms_arena kinds_arena, arena;
static struct qms_kinds *kinds;
static struct qms_schemas *schemas;
static struct qms_problems problems;

static inline int
load_kinds(void **state)
{
	struct qms_store *store;
	char root[PATH_MAX + 16];

	problems = (struct qms_problems){ .arena = &kinds_arena };
	if (realpath("schemas", root) == NULL)
		return -1;
	strcat(root, "/");
	if (qms_store_worktree(&store, &kinds_arena, root) != NULL ||
	    qms_kinds_load(&kinds, &kinds_arena, store, &problems) != NULL)
		return -1;
	schemas = qms_schemas_new();
	return problems.count == 0 ? 0 : -1;
}

static inline int
free_kinds(void **state)
{
	qms_schemas_free(schemas);
	qms_arena_free(&kinds_arena);
	return 0;
}

static inline int
begin(void **state)
{
	problems = (struct qms_problems){ .arena = &arena };
	return 0;
}

static inline int
end(void **state)
{
	qms_arena_free(&arena);
	return 0;
}

static inline void
print_problems(const char *text)
{
	struct qms_buffer line = { 0 };
	size_t i;

	for (i = 0; i < problems.count; i++) {
		qms_buffer_clear(&line);
		qms_problem_text(&line, &problems.items[i], QMS_EN);
		print_error("%s:%d:%d: %s %s\n", problems.items[i].path,
		    problems.items[i].line, problems.items[i].column,
		    problems.items[i].code, line.data);
	}
	qms_buffer_free(&line);
	print_error("%s\n----\n", text);
}

/* Form and values; the bytes end where the heap's piece ends. */
static inline void
check_bytes(const char *path, const char *text, size_t size)
{
	struct qms_object object;
	char *copy = malloc(size == 0 ? 1 : size);

	if (size > 0)
		memcpy(copy, text, size);
	problems.count = 0;
	qms_object_parse(&object, &arena, kinds, path,
	    (struct qms_text){ copy, size }, &problems);
	assert_null(qms_schema_check(schemas, &object, &arena, &problems));
	qms_object_free(&object);
	free(copy);
	qms_problems_sort(&problems);
}

static inline void
check(const char *path, const char *text)
{
	check_bytes(path, text, strlen(text));
}

#define is_good(path, text) do {					\
	check((path), (text));						\
	if (problems.count != 0)					\
		print_problems(text);					\
	assert_int_equal(problems.count, 0);				\
} while (0)

/* Exactly one problem, with this code, at this line. */
#define has_fault(path, text, code_, line_) do {			\
	check((path), (text));						\
	if (problems.count != 1 || problems.items[0].line != (line_) ||	\
	    strcmp(problems.items[0].code, (code_)) != 0) {		\
		print_error("expected %s at line %d\n", (code_), (line_)); \
		print_problems(text);					\
	}								\
	assert_int_equal(problems.count, 1);				\
	assert_string_equal(problems.items[0].code, (code_));		\
	assert_int_equal(problems.items[0].line, (line_));		\
} while (0)

#endif
