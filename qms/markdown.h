/* SPDX-License-Identifier: MIT */
/*
 * markdown - CommonMark with pipe tables (cmark; the only module that includes
 * cmark.h).
 *
 * Safe mode always: raw HTML is shown as text and reported by the checker,
 * never passed on; a link with another scheme than http, https, mailto, tel or
 * none loses its target, and so does one that begins with "//". Headings get
 * ids that keep Vietnamese readable ("trình-tự").
 *
 * Tables are a header, a line of dashes and rows, each of which starts with
 * '|'; at most 64 columns. A pipe with a backslash before it is part of a cell,
 * also in code. In a cell, and only there, <br> breaks the line.
 */
#ifndef QMS_MARKDOWN_H
#define QMS_MARKDOWN_H

#include "problem.h"

struct qms_markdown_heading {
	int level, line;
	const char *text, *id;
	size_t start;			/* byte offset of its line in the body */
	size_t end;			/* where its section ends: at the next
					   heading of the same or a higher level */
};

struct qms_markdown_link {
	const char *target;		/* as written, un-escaped */
	const char *text;
	bool image;
	int line, column;
};

struct qms_markdown_cell {
	const char *text;		/* plain text, NFC not applied */
	size_t start, end;		/* bytes between the pipes in the body */
	int line, column;
};

struct qms_markdown_row {
	struct qms_markdown_cell *cells;
	size_t count;
	int line;
	size_t start, end;		/* bytes of the line without line end */
};

struct qms_markdown_table {
	const struct qms_markdown_heading *heading;	/* the one above, or NULL */
	struct qms_markdown_row header;
	struct qms_markdown_row *rows;
	size_t count;
	int line;
};

struct qms_markdown_html {		/* raw HTML, for the checker */
	int line, column;
	const char *text;
};

struct qms_markdown_code {		/* fenced blocks: rules read theirs */
	const char *info, *text;
	int line;
};

struct qms_markdown {
	struct qms_markdown_heading *headings;
	size_t heading_count;
	struct qms_markdown_link *links;
	size_t link_count;
	struct qms_markdown_table *tables;
	size_t table_count;
	struct qms_markdown_html *html;
	size_t html_count;
	struct qms_markdown_code *codes;
	size_t code_count;
	struct qms_text plain;		/* all text for search, a space or line
					   end between blocks; control
					   characters removed */
	void *tree;			/* cmark's; freed by _free */
	struct qms_text body;
};

/*
 * Parses a body, whose first line is line first_line of the file at path (so
 * that the lines above are those of the file). Input that would cost too much
 * (1 MiB, a line over 64 KiB, containers nested over 64) is one problem and
 * an empty result. body must outlive the result; the rest lives in arena but
 * for the tree: call qms_markdown_free.
 */
void qms_markdown_parse(struct qms_markdown *markdown,
	struct qms_arena *arena, struct qms_text body, const char *path,
	int first_line, struct qms_problems *problems);
void qms_markdown_free(struct qms_markdown *markdown);

struct qms_markdown_options {
	int heading_shift;		/* 1 makes h1 into h2 */
	/*
	 * Maps the target of a link or an image to the address to print, in
	 * the buffer; false leaves it as it is, an empty address leads nowhere:
	 * the words stand there without it. NULL: no mapping.
	 */
	bool (*resolve)(void *closure, struct qms_buffer *href,
	    const char *target, bool image);
	/*
	 * What a reader sees in a table's cell of plain text; NULL: the text.
	 * NULL function: always the text.
	 */
	const char *(*show)(void *closure,
	    const struct qms_markdown_cell *cell);
	void *closure;
};

/* Adds HTML; never a script, a style, or an attribute made by the text. */
void qms_markdown_html(struct qms_buffer *out,
	const struct qms_markdown *markdown,
	const struct qms_markdown_options *options);

/* Whether a link to this is printed: no scheme, http, https, mailto or tel. */
bool qms_markdown_link_is_safe(const char *target);

/* Text that means itself, whatever signs of Markdown it holds, on one line. */
void qms_markdown_escape(struct qms_buffer *out, const char *text);

/* The id of a heading's text: lower case, NFC, letters, digits and '-'. */
void qms_markdown_slug(struct qms_buffer *out, const char *text);

#endif
