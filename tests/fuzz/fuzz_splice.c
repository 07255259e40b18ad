/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/splice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
edit_yaml(struct qms_arena *arena, struct qms_text text, const char *place,
    const char *value)
{
	const struct qms_splice_pair pair = { "a", value };
	struct qms_text result;

	(void)qms_splice_set(&result, arena, text, place, value);
	(void)qms_splice_remove(&result, arena, text, place);
	(void)qms_splice_add_item(&result, arena, text, place, value);
	(void)qms_splice_add_row(&result, arena, text, place, &pair, 1);
}

static void
edit_markdown(struct qms_arena *arena, struct qms_text text,
    const char *value)
{
	const struct qms_splice_column columns[] = {
	    { QMS_SPLICE_NEW, value }, { 0, NULL } };
	struct qms_problems problems = { .arena = arena };
	struct qms_markdown markdown;
	struct qms_text result;

	qms_markdown_parse(&markdown, arena, text, "", 1, &problems);
	(void)qms_splice_cell(&result, arena, &markdown, 0, 0, 0, value);
	(void)qms_splice_row_add(&result, arena, &markdown, 0, 1, &value, 1);
	(void)qms_splice_row_remove(&result, arena, &markdown, 0, 0);
	(void)qms_splice_row_move(&result, arena, &markdown, 0, 1, 0);
	(void)qms_splice_rows_sort(&result, arena, &markdown, 0, 0, true);
	(void)qms_splice_columns(&result, arena, &markdown, 0, columns, 2);
	(void)qms_splice_section(&result, arena, &markdown, 0,
	    qms_text(value));
	qms_markdown_free(&markdown);
}

/* A place, a NUL, a value, a NUL, the text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *place = (const char *)data, *value, *text;
	struct qms_arena arena = { 0 };
	const char *end = place + size;

	value = size == 0 ? NULL : memchr(place, '\0', size);
	text = value == NULL ? NULL : memchr(value + 1, '\0',
	    (size_t)(end - value) - 1);
	if (text == NULL)
		return 0;
	edit_yaml(&arena, (struct qms_text){ text + 1,
	    (size_t)(end - text) - 1 }, place, value + 1);
	edit_markdown(&arena, (struct qms_text){ text + 1,
	    (size_t)(end - text) - 1 }, value + 1);
	qms_arena_free(&arena);
	return 0;
}
