/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_text text = { (const char *)data, size };
	struct qms_markdown markdown;
	struct qms_buffer html = { 0 };
	size_t i, j;

	qms_markdown_parse(&markdown, &arena, text, "fuzz.md", 1, &problems);
	qms_markdown_html(&html, &markdown, NULL);
	for (i = 0; i < markdown.heading_count; i++)
		if (markdown.headings[i].start > markdown.headings[i].end ||
		    markdown.headings[i].end > size)
			abort();
	for (i = 0; i < markdown.table_count; i++)
		for (j = 0; j < markdown.tables[i].count; j++)
			if (markdown.tables[i].rows[j].count == 0 ||
			    markdown.tables[i].rows[j].end > size)
				abort();
	qms_markdown_free(&markdown);
	qms_buffer_free(&html);
	qms_arena_free(&arena);
	return 0;
}
