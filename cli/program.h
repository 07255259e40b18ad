/* SPDX-License-Identifier: MIT */
/*
 * program - other programs that do what this one leaves to them: ssh-keygen
 * signs, git reaches the network. Found in PATH, run without a shell.
 */
#ifndef QMS_CLI_PROGRAM_H
#define QMS_CLI_PROGRAM_H

#include "qms/error.h"
#include "qms/text.h"

enum program_output {
	PROGRAM_SHOWS,		/* on the caller's own, which a person sees */
	PROGRAM_TELLS,		/* standard output is the answer */
	PROGRAM_TELLS_ALL,	/* standard error too */
};

/*
 * Runs it with input as its standard input (data NULL: the caller's own) and
 * adds what it writes to answer, 64 KiB at the most. *status is what it exits
 * with: 127 when there is none of this name, 128 and more when a signal ended
 * it. An error only when it could not be run at all.
 */
const struct qms_error *program_run(struct qms_buffer *answer, int *status,
	enum program_output output, const char *const *arguments,
	struct qms_text input);

#endif
