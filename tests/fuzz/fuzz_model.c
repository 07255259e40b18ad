/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes are model.yaml of one model and a document of the other. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct qms_blanks blanks = { .agency_name = "Sở", .later = true };
	struct qms_text text = { (const char *)data, size };
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_strings unknown = { 0 };
	struct qms_buffer once = { 0 }, twice = { 0 };
	struct qms_store *store;

	store = qms_store_overlay(&arena, NULL);
	qms_store_put(store, "models/a/model.yaml", text);
	qms_store_put(store, "models/b/model.yaml",
	    qms_text("serves: [X]\nextends: [a]\n"));
	qms_store_put(store, "models/b/documents/A.md", text);
	if (qms_model_check(&problems, &arena, store) != NULL)
		abort();
	/* what was filled in holds no more to fill in */
	qms_model_fill(&once, text, &blanks, &arena, &unknown);
	qms_model_fill(&twice, qms_buffer_view(&once), &blanks, &arena, NULL);
	if (strstr(once.size ? once.data : "", "{agency_name}") == NULL &&
	    once.size != twice.size)
		abort();
	qms_buffer_free(&once);
	qms_buffer_free(&twice);
	qms_arena_free(&arena);
	return 0;
}
