/* SPDX-License-Identifier: MIT */
/*
 * report - reports that write themselves: a template of the repository
 * (reports/X.md), filled in with what the indicators and the records say at
 * the question that is set (qms-reports(5)).
 *
 * A template holds words and the names of figures, no figure and no query of
 * its own. Each figure of a report has a source: the rule or the list, the day,
 * and the records counted.
 */
#ifndef QMS_REPORT_H
#define QMS_REPORT_H

#include "chart.h"
#include "system.h"
#include "template.h"

enum qms_report_period { QMS_PERIOD_DAY, QMS_PERIOD_QUARTER,
	QMS_PERIOD_YEAR };

struct qms_report_template {
	const char *id, *path;
	const char *title;		/* with placeholders */
	const char *type, *symbol;	/* "BÁO CÁO", "BC"; "" none */
	enum qms_report_period period;
	bool whole;			/* of all agencies, not of its own */
	bool public;
	const char *applies;		/* kinds of agency, ' ' between; "" all */
	struct qms_strings recipients;
	struct qms_text body;
	int body_line, title_line;
	const char *sha256;		/* of the file */
};

/* Those of a store, by id; what is wrong with them is a problem, and one that
 * cannot be read is left out. */
const struct qms_error *qms_reports_load(
	struct qms_report_template **templates, size_t *count,
	struct qms_arena *arena, const struct qms_store *store,
	struct qms_problems *problems);
/* Also what they name: rules, kinds, columns at the question that is set. */
const struct qms_error *qms_reports_check(struct qms_problems *problems,
	struct qms_system *system, const struct qms_store *store);

/* ---- what a report says ---- */

struct qms_report_record {	/* what is counted, or not */
	const char *agency, *path;	/* "" none */
	int64_t part, whole;
};

struct qms_report_source {
	const char *query;		/* as the template has it, first */
	int line;			/* of the template */
	struct qms_strings shown;	/* the figures, as printed */
	const char *id;			/* of the rule, or the kind */
	const char *title;		/* in words */
	const char *basis;		/* of the rule, "" */
	const char *rule;		/* its file, "" */
	int64_t part, whole;		/* whole -1: a list is counted */
	qms_day day;			/* as of which */
	const char *commit;		/* known then */
	struct qms_report_record *records;
	size_t record_count, record_room;
};

enum qms_report_type { QMS_CELL_TEXT, QMS_CELL_NUMBER, QMS_CELL_RATE,
	QMS_CELL_DAY };

struct qms_report_cell {
	enum qms_report_type type;
	const char *text;		/* as people read it */
	int64_t number;			/* rate: hundredths of a percent; a day */
	bool empty;			/* no number is known */
	const char *path;		/* of a record, or NULL */
};

struct qms_report_table {
	const char *caption;
	const char **heads;
	size_t columns;
	struct qms_report_cell *cells;	/* row by row */
	size_t count, room;		/* of cells */
	size_t source;			/* number, from 1 */
	bool figures;			/* its numbers are computed */
};

struct qms_report_run {			/* words, or a figure */
	const char *text;		/* words are Markdown, figures text */
	size_t source;			/* 0: words */
};

struct qms_report_piece {
	struct qms_report_run *runs;
	size_t count, room;
	struct qms_report_table *table;	/* instead of words */
	struct qms_chart *chart;	/* shows the table */
};

struct qms_report {
	const struct qms_report_template *template;
	struct qms_arena *arena;
	enum qms_language language;
	const char *agency, *agency_name, *short_name, *parent_name, *place;
	qms_day day, from, to;		/* of the period that has ended */
	const char *commit;		/* known on the day */
	const char *title;
	struct qms_report_piece *pieces;
	size_t piece_count, piece_room;
	struct qms_report_source *sources;	/* number 1 first */
	size_t source_count, source_room;
};

/*
 * Fills in a template for an agency at the day and what is known then ("", or
 * as qms_system_ask has it). A figure that cannot be had is a problem at its
 * place in the template, and three dots stand for it. Afterwards the question
 * is that of the day.
 */
const struct qms_error *qms_report_make(struct qms_report *report,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_report_template *template, const char *agency,
	qms_day day, const char *known, enum qms_language language,
	struct qms_problems *problems);

/* "quý I năm 2019", "năm 2019", "ngày 05/3/2019" of a template and a day. */
const char *qms_report_period(struct qms_arena *arena,
	enum qms_report_period period, qms_day day,
	enum qms_language language);

/* The title of a template, without what differs from report to report. */
const char *qms_report_title(struct qms_arena *arena,
	const struct qms_report_template *template);

/* ---- written ---- */

enum qms_report_marks { QMS_MARKS_NONE, QMS_MARKS_FOOTNOTES,
	QMS_MARKS_LINKS };

struct qms_report_style {
	enum qms_report_marks marks;
	/* Where the page of a file is; NULL: nowhere. */
	const char *(*url)(void *closure, const char *path);
	void *closure;
};

/* The words and tables, without title; with footnotes their texts too. */
void qms_report_markdown(struct qms_buffer *out,
	const struct qms_report *report,
	const struct qms_report_style *style);
/* As values of a template: pieces (html, drawing, title, legend), sources. */
void qms_report_values(struct qms_value *values,
	const struct qms_report *report,
	const struct qms_report_style *style);

/* 1.676, and 02 in running text; 95,06%; ngày 05 tháng 3 năm 2019. */
const char *qms_report_number(struct qms_arena *arena, int64_t number,
	bool nought, enum qms_language language);
const char *qms_report_rate(struct qms_arena *arena, int64_t hundredths,
	enum qms_language language);
const char *qms_report_long_day(struct qms_arena *arena, qms_day day,
	enum qms_language language);

#endif
