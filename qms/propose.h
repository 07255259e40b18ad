/* SPDX-License-Identifier: MIT */
/*
 * propose - the figures that a paragraph of a report may hold: what is printed,
 * its unit, period, what it is the total, the part or the percentage of.
 *
 * It proposes and decides nothing: whether a sum holds is said by rules, once
 * a person has confirmed the figures. Words are data (standards/figure-words.csv).
 */
#ifndef QMS_PROPOSE_H
#define QMS_PROPOSE_H

#include "date.h"
#include "message.h"
#include "number.h"
#include "problem.h"

enum { QMS_PROPOSE_LIMIT = 64 * 1024,	/* bytes of a text */
	QMS_PROPOSE_MOST = 1000 };	/* figures of a text */

/* What a word says of a number; the order is that of propose_words.c. */
enum qms_propose_role {
	QMS_ROLE_NONE, QMS_ROLE_UNIT, QMS_ROLE_SCALE, QMS_ROLE_PARTS,
	QMS_ROLE_TOTAL, QMS_ROLE_TIER, QMS_ROLE_RECEIVED,
	QMS_ROLE_CANCELLED, QMS_ROLE_SOLVED, QMS_ROLE_ONTIME,
	QMS_ROLE_LATE, QMS_ROLE_PENDING, QMS_ROLE_RATE, QMS_ROLE_TARGET,
	QMS_ROLE_CHANGE, QMS_ROLE_NOT, QMS_ROLES
};

struct qms_propose_word {
	const char *word, *unit, *part_of;
	enum qms_propose_role role;
};
struct qms_propose_words {
	struct qms_propose_word *items;	/* longer ones first */
	size_t count, room;
};
/* Of standards/figure-words.csv; a row with an unknown role is left out. */
void qms_propose_words_read(struct qms_propose_words *words,
	struct qms_arena *arena, struct qms_text csv, const char *path,
	struct qms_problems *problems);

enum qms_proposal_parts {
	QMS_PARTS_NONE,
	QMS_PARTS_DISJOINT,	/* it is their sum */
	QMS_PARTS_INCOMPLETE	/* some of it */
};

/* What a person should look at, as bits. */
enum {
	QMS_NOTE_UNREADABLE = 1,	/* can be read in two ways */
	QMS_NOTE_PERIOD = 2,		/* taken from another sentence */
	QMS_NOTE_NO_PERIOD = 4,
	QMS_NOTE_BAD_DAY = 8,		/* 30/02: there is no such day */
	QMS_NOTE_TARGET = 16,
	QMS_NOTE_CHANGE = 32,		/* against another period */
	QMS_NOTE_DERIVED = 64,		/* not printed: the sum of its parts */
	QMS_NOTE_NO_BASE = 128,		/* a percentage: of what? */
	QMS_NOTE_THOUSANDS = 256,	/* 1,676 counts things: 1.676? */
	QMS_NOTES = 9
};

struct qms_proposal {
	const char *content, *printed;	/* printed "": derived */
	const char *unit, *period;	/* as it is written; "" */
	const char *measure;		/* the same for two values of one; "" */
	struct qms_number number;	/* unless it is unreadable */
	qms_day from, to;		/* QMS_DAY_NONE: not said */
	enum qms_proposal_parts parts_are;
	size_t *parts, part_count, part_room;	/* numbers of proposals */
	size_t numerator;		/* or SIZE_MAX */
	size_t bases[2], base_count;	/* two: it is not said which */
	size_t of;		/* the figure it is the percentage of, or
				   SIZE_MAX; a fraction is its own base */
	size_t target;		/* or SIZE_MAX */
	unsigned notes;
	size_t offset, size;		/* in the text as it was read */
	int line, column;
};

struct qms_proposals {
	struct qms_text text;		/* NFC, without carriage returns */
	struct qms_proposal *items;
	size_t count, room;
	qms_day from, to;		/* the widest period named */
	bool more;			/* than are read */
};

/*
 * text is valid UTF-8 of at most QMS_PROPOSE_LIMIT bytes. year: of days that
 * name none, 0: that of the first one in the text that has one.
 */
void qms_propose(struct qms_proposals *proposals, struct qms_arena *arena,
	struct qms_text text, const struct qms_propose_words *words, int year);

/* A note in words; bit is its number, 0 to QMS_NOTES - 1. */
const char *qms_proposal_note(int bit, enum qms_language language);

#endif
