/* SPDX-License-Identifier: MIT */
/*
 * propose_part - what the files of propose share: a text as a row of tokens.
 */
#ifndef QMS_PROPOSE_PART_H
#define QMS_PROPOSE_PART_H

#include "propose.h"

enum token_type { FIGURE, PERIOD, WORD, OPEN, CLOSE, COMMA, SEMICOLON, COLON,
	PLUS, EQUAL, AND, STOP, BREAK /* a blank line */ };

struct token {
	enum token_type type;
	size_t start, end;
	size_t number;		/* of the figure, period or word */
	int depth;		/* of parentheses */
};

struct period {
	qms_day from, to;
	bool bad;
	bool heading;		/* its sentence has no figures */
	size_t start, end;
};

struct figure {
	struct qms_number number;
	bool unreadable;
	size_t start, end;	/* what is printed */
	size_t all;		/* end of its unit */
	const char *unit, *part_of;
	size_t token;
	size_t owner;		/* before the parenthesis it is in; SIZE_MAX */
	size_t head;		/* of which it is a part; SIZE_MAX */
	bool named;		/* and it is called by it */
	enum qms_propose_role status;
	bool change, target, tier;
	struct qms_text row, header;	/* in a table: what its row and column
					   are called */
};

enum { MOST_COLUMNS = 64 };

struct scan {
	struct qms_arena *arena;
	const struct qms_propose_words *words;
	struct qms_text text;
	int year;
	struct token *tokens;
	size_t count, room;
	struct period *periods;
	size_t period_count, period_room;
	struct figure *figures;
	size_t figure_count, figure_room;
	bool more;
	struct qms_text headers[MOST_COLUMNS];	/* of the table above */
	size_t header_count;
};

bool propose_begins_word(struct qms_text text, size_t at);
bool propose_ends_word(struct qms_text text, size_t at);
size_t propose_skip(struct qms_text text, size_t at);	/* blanks */
/* The longest word at this place that has one of the roles (bits), or NULL. */
const struct qms_propose_word *propose_word(size_t *size,
	const struct scan *scan, size_t at, unsigned roles);
void propose_scan(struct scan *scan);

/*
 * A period, or a day that is none, in words or digits: its size, 0 if there is
 * none; *is_period tells which.
 */
size_t propose_period(struct period *period, bool *is_period,
	struct qms_text text, size_t at, int year);
/* The year that the text names first, or 0. */
int propose_year(struct qms_text text);

#endif
