/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A pattern, a NUL, a text: what fits is what its places give. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_pattern_values values = { .number = -1 };
	struct qms_arena arena = { 0 };
	struct qms_buffer out = { 0 };
	const char *pattern, *text;

	pattern = qms_arena_copy(&arena, data, size);
	text = pattern + strlen(pattern);
	text += text < pattern + size;
	if (qms_pattern_is_valid(pattern, "agency id year nn") &&
	    qms_pattern_fits(pattern, text, &values)) {
		qms_pattern_fill(&out, pattern, &values);
		if (strcmp(out.data == NULL ? "" : out.data, text) != 0)
			abort();
	}
	qms_buffer_free(&out);
	qms_arena_free(&arena);
	return 0;
}
