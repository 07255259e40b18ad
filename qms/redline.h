/* SPDX-License-Identifier: MIT */
/*
 * redline - what one text changed against another: lines first, words within
 * lines that are alike.
 */
#ifndef QMS_REDLINE_H
#define QMS_REDLINE_H

#include "text.h"

enum qms_change_kind { QMS_SAME, QMS_REMOVED, QMS_ADDED, QMS_CHANGED };

struct qms_redline_piece {		/* of a changed line */
	enum qms_change_kind kind;	/* never QMS_CHANGED */
	struct qms_text text;
};

struct qms_redline_line {
	enum qms_change_kind kind;
	int before, after;		/* line numbers from 1; 0: not there */
	struct qms_text text;		/* without line end; of `after` if it
					   is there; not of a changed one */
	struct qms_redline_piece *pieces;	/* of a changed one */
	size_t count, room;
};

struct qms_redline {
	struct qms_redline_line *lines;
	size_t count, room;
	bool same;			/* nothing differs */
};

/*
 * Pieces point into the two texts. Texts that differ too much to be compared
 * within bounds are given as all removed, all added.
 */
void qms_redline_make(struct qms_redline *redline, struct qms_arena *arena,
	struct qms_text before, struct qms_text after);

/* Is the line within `context` lines of a difference? */
bool qms_redline_is_near(const struct qms_redline *redline, size_t line,
	size_t context);

#endif
