/* SPDX-License-Identifier: MIT */
/*
 * error - why something could not be done.
 *
 * A function that can fail returns an error; NULL is success. Its outputs come
 * first, are cleared at once, and mean nothing on failure. What is wrong with
 * a user's file is no error but a problem (problem.h).
 *
 * The error lives in a place of its thread: it is valid until the next failure
 * on that thread, nobody frees it.
 */
#ifndef QMS_ERROR_H
#define QMS_ERROR_H

#include "message.h"

struct qms_error {
	enum qms_message_id id;
	const char *arguments[QMS_MESSAGE_ARGUMENTS];
	char bytes[2048];		/* what the arguments point into */
};

/*
 * A failure with its arguments (strings; too long ones are cut):
 *	return qms_fail(QMS_M_G001, path, "…");
 */
#define qms_fail(...) qms_fail_with(QMS_FAIL_ARGUMENTS(__VA_ARGS__, NULL,	\
    NULL, NULL, NULL))
#define QMS_FAIL_ARGUMENTS(id, a, b, c, d, ...)				\
	(id), (const char *const [QMS_MESSAGE_ARGUMENTS]){ (a), (b), (c), (d) }
const struct qms_error *qms_fail_with(enum qms_message_id id,
	const char *const arguments[QMS_MESSAGE_ARGUMENTS]);

/* G001 with strerror of errno, for a path or another subject. */
const struct qms_error *qms_fail_errno(const char *subject);

enum qms_exit qms_error_exit(const struct qms_error *error);
/* "lỗi[QMS-G001]: …" is the caller's to print; this is the bare text. */
void qms_error_text(struct qms_buffer *out, const struct qms_error *error,
	enum qms_language language);

#endif
