/* SPDX-License-Identifier: MIT */
/*
 * redline - what one text changed against another: lines first (Myers), then
 * words within lines that are alike, and cells of table rows each by itself.
 *
 * Texts need not be UTF-8. The same texts always give the same answer; where
 * an exact one would take too long, more counts as replaced.
 */
#ifndef QMS_REDLINE_H
#define QMS_REDLINE_H

#include "text.h"

enum qms_change_kind { QMS_SAME, QMS_REMOVED, QMS_ADDED, QMS_CHANGED };

struct qms_redline_piece {
	enum qms_change_kind kind;	/* never QMS_CHANGED */
	struct qms_text text;		/* never empty */
};

struct qms_redline_line {
	enum qms_change_kind kind;
	int before, after;		/* line numbers from 1; 0: not there */
	struct qms_text text;		/* without line end; of `after` if it
					   is there; not of a changed one */
	struct qms_redline_piece *pieces;	/* of a changed one; none is
					   marked when its end changed */
	size_t count, room;
};

struct qms_redline {
	struct qms_redline_line *lines;
	size_t count, room;
	bool same;			/* nothing differs */
	/*
	 * The same once more with all bytes: same and removed spans, one
	 * behind the other, are the text before, same and added ones that
	 * after.
	 */
	struct qms_redline_piece *spans;
	size_t span_count, span_room;
};

/* The result points into the two texts. */
void qms_redline_make(struct qms_redline *redline, struct qms_arena *arena,
	struct qms_text before, struct qms_text after);

/*
 * The same as a reader would tell it: which keys of the front matter, which
 * sections. A section reaches to the next heading of any level; what stands
 * before the first has no name. The words of a heading tell which is which, of
 * several with the same words their order; one with another heading and the
 * same words below it was renamed.
 */
struct qms_redline_key {
	enum qms_change_kind kind;	/* never QMS_SAME */
	struct qms_text key;		/* of the outermost map */
	struct qms_text before, after;	/* what stands behind it, trimmed */
};

struct qms_redline_section {
	enum qms_change_kind kind;	/* of what stands below its heading */
	bool moved;			/* to another place among the others */
	struct qms_text name;		/* without signs; as it is now */
	struct qms_text former;		/* when it was renamed, else empty */
	int before, after;		/* line of the heading, 0: not there */
	size_t old_number, number;	/* which of that text; SIZE_MAX: none */
};

struct qms_redline_outline {
	struct qms_redline_key *keys;	/* in the order of the new text, then
					   those that were removed */
	size_t key_count, key_room;
	struct qms_redline_section *sections;	/* likewise */
	size_t section_count, section_room;
};

/* yaml: the whole file is front matter. The result points into the texts. */
void qms_redline_outline(struct qms_redline_outline *outline,
	struct qms_arena *arena, struct qms_text before,
	struct qms_text after, bool yaml);

/* Is the line within `context` lines of a difference? */
bool qms_redline_is_near(const struct qms_redline *redline, size_t line,
	size_t context);

/*
 * As paragraphs and rows of tables with <del> and <ins>: what is within
 * `context` lines of a difference, under its heading, with a rule where
 * something is left out. SIZE_MAX: all of it. table: the word for one.
 */
void qms_redline_html(struct qms_buffer *out,
	const struct qms_redline *redline, size_t context, const char *table);

#endif
