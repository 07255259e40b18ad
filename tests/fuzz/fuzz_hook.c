/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/hook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_text text = { (const char *)data, size };
	struct qms_hook_ref *refs;
	size_t count, i;

	if (qms_hook_parse(&refs, &count, &arena, text) == NULL)
		for (i = 0; i < count; i++)
			if (strlen(refs[i].name) == 0 ||
			    strlen(refs[i].name) > size)
				abort();
	qms_arena_free(&arena);
	return 0;
}
