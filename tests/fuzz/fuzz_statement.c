/* SPDX-License-Identifier: MIT */
/* What is read as a statement is what would be written for it. */
#include <stdlib.h>
#include <string.h>

#include "qms/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_buffer out = { 0 };
	struct qms_text text = { (const char *)data, size };
	struct qms_statement statement;

	qms_statement_parse(&statement, &arena, text, "x", &problems);
	/* a wrong place is found last: all the rest was right */
	if (problems.count == 1 && (problems.items[0].id == QMS_M_S016 ||
	    problems.items[0].id == QMS_M_S017)) {
		qms_statement_write(&out, &statement);
		if (!qms_text_equal(text, qms_buffer_view(&out)))
			abort();
	}
	if (problems.count != 1)
		abort();
	qms_buffer_free(&out);
	qms_arena_free(&arena);
	return 0;
}
