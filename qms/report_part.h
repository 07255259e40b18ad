/* SPDX-License-Identifier: MIT */
/*
 * report_part - what the parts of the module report share.
 *
 *	report_read.c	templates, and what is wrong with them
 *	report_figure.c	what a placeholder stands for
 *	report.c	a template filled in
 *	report_write.c	as Markdown, and for HTML
 */
#ifndef QMS_REPORT_PART_H
#define QMS_REPORT_PART_H

#include "indicator.h"
#include "report.h"

/* ---- what stands in a template ---- */

enum qms_report_mark_type { MARK_WORDS, MARK_VALUE, MARK_IF, MARK_UNLESS,
	MARK_END };

struct qms_report_mark {
	enum qms_report_mark_type type;
	const char *text;	/* words, or what is between the braces */
	int line, column;
	bool block;		/* alone on its line */
	const char *source;	/* "M-03", "finding", "finding/steps"; "" of a
				 * word of the report itself */
	const char *field;	/* "rate", "count"; or that word */
	struct qms_strings arguments;
};

struct qms_report_marks_of {
	struct qms_report_mark *items;
	size_t count, room;
};

/* Takes a text apart; faults are problems. */
void qms_report_marks(struct qms_report_marks_of *marks,
	struct qms_arena *arena, struct qms_text text, const char *path,
	int line, struct qms_problems *problems);

/* "grade=major", "closed:period": what is asked of a column. */
struct qms_report_test {
	const char *column, *value;
	enum { TEST_IS, TEST_IS_NOT, TEST_WHEN } how;
};
/* False: the argument is no test, but a name. */
bool qms_report_test(struct qms_report_test *test, struct qms_arena *arena,
	const char *argument);

/* ---- filling in ---- */

enum { QMS_REPORT_QUARTERS = 12, QMS_REPORT_TREND = 8 };

/* Indicators at one question. */
struct qms_report_asked {
	qms_day day;
	const char *commit;
	bool known;		/* there was something by then */
	struct qms_counted counted;
	struct qms_indicator *items[QMS_BYS];
	size_t counts[QMS_BYS];
};

struct qms_report_fill {
	struct qms_report *report;
	struct qms_system *system;
	struct qms_arena *arena;
	struct qms_problems *problems;
	const struct qms_report_mark *mark;
	struct qms_report_asked now, before;
	struct qms_report_asked trend[QMS_REPORT_QUARTERS];
	size_t trend_count;
	size_t charts;
};

struct qms_report_value {
	bool had;		/* it could be told */
	bool figure;		/* it has a source */
	const char *shown;
	int64_t number;		/* for {?…}; -1: no number */
	struct qms_report_source source;
	struct qms_report_table *table;
	struct qms_chart *chart;
};

/* What cannot be told is a problem. */
const struct qms_error *qms_report_figure(struct qms_report_value *value,
	struct qms_report_fill *fill);
/* Is there such a source with such a field and columns? Problems if not. */
void qms_report_figure_check(struct qms_problems *problems,
	struct qms_system *system, const struct qms_rules *rules,
	const char *path, const struct qms_report_mark *mark);

/* The first day of the period that the day is in, and of the next one. */
qms_day qms_report_first(enum qms_report_period period, qms_day day);
qms_day qms_report_next(enum qms_report_period period, qms_day day);
/* The last day of the newest period that has ended by the day. */
qms_day qms_report_last(enum qms_report_period period, qms_day day);

/* Text that means itself, in Markdown. */
void qms_report_escape(struct qms_buffer *out, const char *text);

#endif
