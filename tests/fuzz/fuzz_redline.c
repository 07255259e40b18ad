/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/redline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The kept spans and those of one type are the text, byte for byte. */
static void
check(const struct qms_redline *redline, enum qms_change_kind left_out,
    struct qms_text text)
{
	size_t done = 0, i;

	for (i = 0; i < redline->span_count; i++) {
		struct qms_text part = redline->spans[i].text;

		if (redline->spans[i].kind == left_out)
			continue;
		if (part.size > text.size - done ||
		    memcmp(part.data, text.data + done, part.size) != 0)
			abort();
		done += part.size;
	}
	if (done != text.size)
		abort();
}

/* The first NUL stands between the two texts. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\0', size);
	size_t split = end == NULL ? size : (size_t)(end - data);
	struct qms_text old = { (const char *)data, split };
	struct qms_text new = { (const char *)data + split, size - split };
	struct qms_arena arena = { 0 };
	struct qms_redline redline;

	qms_redline_make(&redline, &arena, old, new);
	check(&redline, QMS_ADDED, old);
	check(&redline, QMS_REMOVED, new);
	qms_arena_free(&arena);
	return 0;
}
