/* SPDX-License-Identifier: MIT */
/*
 * message - the catalogue of everything the program can say of a file or of
 * a failure, in Vietnamese and English side by side (messages.def).
 *
 * A failure (error.h) and a problem (problem.h) both name a message and up to
 * four arguments, which stand in the text as {1} to {4}.
 */
#ifndef QMS_MESSAGE_H
#define QMS_MESSAGE_H

#include <stddef.h>

#include "text.h"

enum qms_language { QMS_VI, QMS_EN, QMS_LANGUAGES };

enum qms_severity { QMS_ERROR, QMS_WARNING };

/* Exit statuses of the program, which are a contract (qms(1)). */
enum qms_exit {
	QMS_EXIT_DONE = 0,
	QMS_EXIT_PROBLEMS = 1,
	QMS_EXIT_USAGE = 2,
	QMS_EXIT_CONFIG = 3,
	QMS_EXIT_IO = 4,
	QMS_EXIT_INTEGRITY = 5,
	QMS_EXIT_NOT_FOUND = 6,
	QMS_EXIT_REFUSED = 7,
	QMS_EXIT_INTERRUPTED = 130
};

/* QMS_M_D012 and so on, in the order of messages.def. */
enum qms_message_id {
	QMS_M_NONE,
#define MESSAGE(code, severity, exit, vi, en, help_vi, help_en) QMS_M_##code,
#include "messages.def"
#undef MESSAGE
	QMS_M_COUNT
};

enum { QMS_MESSAGE_ARGUMENTS = 4 };

struct qms_message {
	const char *code;			/* "D012" */
	enum qms_severity severity;
	enum qms_exit exit;
	const char *text[QMS_LANGUAGES];
	const char *help[QMS_LANGUAGES];	/* how to mend it */
};

const struct qms_message *qms_message_get(enum qms_message_id id);
/* By "D012", "QMS-D012" or "qms-d012"; QMS_M_NONE if there is none. */
enum qms_message_id qms_message_find(const char *code);

/*
 * The text with {1} to {4} replaced by the arguments; a missing argument is
 * left out. Control characters of arguments are replaced.
 */
void qms_message_fill(struct qms_buffer *out, const char *text,
	const char *const arguments[QMS_MESSAGE_ARGUMENTS]);
/* For a person: in Vietnamese days are dd/mm/yyyy. */
void qms_message_tell(struct qms_buffer *out, const char *text,
	const char *const arguments[QMS_MESSAGE_ARGUMENTS],
	enum qms_language language);

#endif
