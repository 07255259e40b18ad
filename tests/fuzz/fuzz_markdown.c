/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Edits rely on the bytes of cells: pipes stand around them. */
static void
check_row(struct qms_text body, const struct qms_markdown_row *row)
{
	const struct qms_markdown_cell *cell;
	size_t at = row->start;

	if (row->count == 0 || row->end > body.size)
		abort();
	for (cell = row->cells; cell < row->cells + row->count; cell++) {
		if (cell->start <= at || cell->end < cell->start ||
		    cell->end > row->end || body.data[cell->start - 1] != '|' ||
		    cell->line != row->line || cell->column < 1)
			abort();
		at = cell->end;
	}
}

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
	for (i = 0; i < markdown.table_count; i++) {
		check_row(text, &markdown.tables[i].header);
		for (j = 0; j < markdown.tables[i].count; j++)
			check_row(text, &markdown.tables[i].rows[j]);
	}
	for (i = 0; i < markdown.link_count; i++)
		if (markdown.links[i].line < 1 || markdown.links[i].column < 1)
			abort();
	qms_markdown_free(&markdown);
	qms_buffer_free(&html);
	qms_arena_free(&arena);
	return 0;
}
