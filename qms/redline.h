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

/* Is the line within `context` lines of a difference? */
bool qms_redline_is_near(const struct qms_redline *redline, size_t line,
	size_t context);

#endif
