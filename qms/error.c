/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "error.h"

static _Thread_local struct qms_error last;

const struct qms_error *
qms_fail_with(enum qms_message_id id,
    const char *const arguments[QMS_MESSAGE_ARGUMENTS])
{
	struct qms_error made = { .id = id };
	size_t used = 0, size, room;
	int i;

	/* an argument may be one of the error before this one */
	for (i = 0; i < QMS_MESSAGE_ARGUMENTS && arguments[i] != NULL; i++) {
		room = (sizeof(made.bytes) - used) /
		    (size_t)(QMS_MESSAGE_ARGUMENTS - i);
		size = strlen(arguments[i]);
		if (size > room - 1) {
			size = room - 1;
			while (size > 0 &&
			    ((unsigned char)arguments[i][size] & 0xc0) == 0x80)
				size--;
		}
		memcpy(made.bytes + used, arguments[i], size);
		made.bytes[used + size] = '\0';
		made.arguments[i] = last.bytes + used;
		used += size + 1;
	}
	last = made;
	return &last;
}

const struct qms_error *
qms_fail_errno(const char *subject)
{
	char reason[128];

	return qms_fail(QMS_M_G001, subject,
	    strerror_r(errno, reason, sizeof(reason)));
}

enum qms_exit
qms_error_exit(const struct qms_error *error)
{
	return error == NULL ? QMS_EXIT_DONE : qms_message_get(error->id)->exit;
}

void
qms_error_text(struct qms_buffer *out, const struct qms_error *error,
    enum qms_language language)
{
	qms_message_tell(out, qms_message_get(error->id)->text[language],
	    error->arguments, language);
}
