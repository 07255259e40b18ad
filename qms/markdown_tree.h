/* SPDX-License-Identifier: MIT */
/*
 * markdown_tree - what the three files of the markdown module share and
 * nobody else sees: cmark's tree and the marks we put on its nodes.
 *
 *	markdown.c		limits, reading, what the callers want to know
 *	markdown_table.c	makes pipe tables of paragraphs
 *	markdown_html.c		writes HTML
 *
 * A table is a CUSTOM_BLOCK whose children are its cells, one after the other:
 * paragraphs that carry a mark. A heading's user data is its id.
 */
#ifndef QMS_MARKDOWN_TREE_H
#define QMS_MARKDOWN_TREE_H

#include <cmark.h>

#include "markdown.h"

enum { QMS_MARKDOWN_LIMIT = 1 << 20, QMS_MARKDOWN_LINE_LIMIT = 64 * 1024,
	QMS_MARKDOWN_DEPTH_LIMIT = 64, QMS_MARKDOWN_COLUMN_LIMIT = 64 };

enum qms_markdown_align { QMS_ALIGN_NONE, QMS_ALIGN_LEFT, QMS_ALIGN_CENTER,
	QMS_ALIGN_RIGHT };

enum qms_markdown_mark_type {
	QMS_MARK_TABLE,			/* on a CUSTOM_BLOCK */
	QMS_MARK_CELL,			/* on a paragraph in a table */
	QMS_MARK_REST			/* on a block read again, beside a table */
};

struct qms_markdown_mark {
	enum qms_markdown_mark_type type;
	/* of a table */
	size_t table;			/* its number */
	/* of a cell */
	struct qms_markdown_cell *cell;
	bool plain;			/* nothing but cell->text is in it */
	enum qms_markdown_align align;
	bool header, first, last;	/* in its row */
	size_t missing;			/* cells that the row has too few */
	/* of the rest */
	int line;			/* its first line in the body, from 1 */
	int column;			/* in bytes, where its text begins */
	const char *id;			/* when it is a heading */
};

/*
 * cmark's nodes of one document live in a pool and die together: half of its
 * time was malloc and free. While one is in use on a thread, all that cmark
 * allocates there comes from it; use gives the one before, to go back to.
 */
struct qms_markdown_tree {
	struct qms_arena pool;
	cmark_node *root;
};

cmark_node *qms_markdown_root(const struct qms_markdown *markdown);
struct qms_arena *qms_markdown_use_pool(struct qms_arena *pool);
cmark_node *qms_markdown_read(struct qms_text text);
cmark_node *qms_markdown_new_node(cmark_node_type type);

/* The lines of a body as cmark counts them: a lone CR ends one, too. */
struct qms_markdown_lines {
	struct qms_text body;
	const uint32_t *starts;		/* count + 1, the last is the size */
	size_t count;
};

/* A line from 1, without its line end; empty where there is none. */
struct qms_text qms_markdown_line(const struct qms_markdown_lines *lines,
	int line);
/* Where a paragraph stands: lines from 1, the first one from a column on. */
struct qms_markdown_place {
	int first, last;
	int column;			/* in bytes, from 1 */
	int quotes;			/* that it stands in */
	bool underlined;		/* a heading whose last line is --- */
};

struct qms_markdown_place qms_markdown_place(
	const struct qms_markdown_lines *lines, cmark_node *block, int quotes);

/*
 * A line of a paragraph without the marks of its containers and without
 * spaces at its beginning: the bytes that cmark read.
 */
struct qms_text qms_markdown_content(const struct qms_markdown_lines *lines,
	const struct qms_markdown_place *place, int line);
/* How many lines at the beginning of a paragraph are link definitions. */
int qms_markdown_definitions(const struct qms_markdown_lines *lines,
	const struct qms_markdown_place *place);

/* The mark of a block; NULL for headings of the first reading and others. */
const struct qms_markdown_mark *qms_markdown_mark(cmark_node *block);
const char *qms_markdown_heading_id(cmark_node *heading);

/* Finds the tables in markdown->tree and puts them into it and the list. */
void qms_markdown_find_tables(struct qms_markdown *markdown,
	struct qms_arena *arena, const struct qms_markdown_lines *lines,
	const char *path, int first_line, struct qms_problems *problems);

/* In a cell, where no other way to break a line exists: <br>. */
bool qms_markdown_is_break(const char *html);

#endif
