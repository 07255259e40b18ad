/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every span lies in the text and in its parent's. */
static void
walk(const struct qms_yaml *node, size_t start, size_t end)
{
	const struct qms_yaml *child;

	if (node->start < start || node->end > end || node->start > node->end)
		abort();
	for (child = node->first; child != NULL; child = child->next)
		walk(child, node->start, node->end);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_text text = { (const char *)data, size };
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_yaml *root;

	qms_yaml_parse(&root, &arena, text, 65536, "fuzz", 1, &problems);
	if ((root == NULL) != (problems.count == 1) || problems.count > 1)
		abort();
	if (root != NULL)
		walk(root, 0, size);
	qms_arena_free(&arena);
	return 0;
}
