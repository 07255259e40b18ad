/* SPDX-License-Identifier: MIT */
/*
 * problem - what is wrong with a user's file, and where.
 * Problems are data: the checker goes on to the next one. They are collected
 * in a list and shown in the order of path, line, column, code.
 */
#ifndef QMS_PROBLEM_H
#define QMS_PROBLEM_H

#include "error.h"

struct qms_problem {
	const char *path;	/* below the QMS root; "" until known */
	int line, column;	/* from 1; column in code points; 0: whole file */
	enum qms_message_id id;	/* QMS_M_NONE: the message of a rule */
	const char *code;	/* "D012", or the id of the rule */
	enum qms_severity severity;
	const char *text[QMS_LANGUAGES];	/* of a rule, else NULL */
	const char *help[QMS_LANGUAGES];	/* of a rule, else NULL */
	const char *arguments[QMS_MESSAGE_ARGUMENTS];
};

struct qms_problems {
	struct qms_arena *arena;	/* of the problems and their strings */
	struct qms_problem *items;
	size_t count, room;
};

/*
 * Adds a problem; path and arguments are copied.
 *	qms_report(problems, path, line, column, QMS_M_D012, value);
 */
#define qms_report(problems, path, line, column, ...)			\
	qms_report_with((problems), (path), (line), (column),		\
	    QMS_FAIL_ARGUMENTS(__VA_ARGS__, NULL, NULL, NULL, NULL))
struct qms_problem *qms_report_with(struct qms_problems *problems,
	const char *path, int line, int column, enum qms_message_id id,
	const char *const arguments[QMS_MESSAGE_ARGUMENTS]);

/* By path, line, column, code, arguments; equal ones are kept once. */
void qms_problems_sort(struct qms_problems *problems);
bool qms_problems_have_errors(const struct qms_problems *problems);

/* The text without place and code; the help sentence, "" if none. */
void qms_problem_text(struct qms_buffer *out,
	const struct qms_problem *problem, enum qms_language language);
void qms_problem_help(struct qms_buffer *out,
	const struct qms_problem *problem, enum qms_language language);

#endif
