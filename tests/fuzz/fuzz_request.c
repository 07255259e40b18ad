/* SPDX-License-Identifier: MIT */
/* What is read as requests is, written out, read as the same again. */
#include <stdlib.h>
#include <string.h>

#include "qms/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_all(struct qms_buffer *out, const struct qms_requests *requests)
{
	size_t i;

	for (i = 0; i < requests->count; i++)
		qms_request_write(out, &requests->items[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_buffer once = { 0 }, twice = { 0 };
	struct qms_text text = { (const char *)data, size };
	struct qms_requests requests, again;

	if (qms_requests_parse(&requests, &arena, text, "x", &problems)) {
		write_all(&once, &requests);
		if (problems.count != 0 || !qms_requests_parse(&again,
		    &arena, qms_buffer_view(&once), "x", &problems))
			abort();
		write_all(&twice, &again);
		if (!qms_text_equal(qms_buffer_view(&once),
		    qms_buffer_view(&twice)))
			abort();
	} else if (problems.count != 1) {
		abort();
	}
	qms_buffer_free(&once);
	qms_buffer_free(&twice);
	qms_arena_free(&arena);
	return 0;
}
