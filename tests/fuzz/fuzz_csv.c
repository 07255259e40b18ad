/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_text text = { (const char *)data, size };
	struct qms_csv csv;
	size_t i;

	qms_csv_parse(&csv, &arena, text, "fuzz.csv", &problems);
	for (i = 0; i < csv.count; i++)
		if (csv.rows[i].count != csv.header.count ||
		    csv.rows[i].start > csv.rows[i].end ||
		    csv.rows[i].end > size)
			abort();
	qms_arena_free(&arena);
	return 0;
}
