/* SPDX-License-Identifier: MIT */
/*
 * requests - files that carry statements to who signs them, and back
 * (qms-request(5)): made by the commands that record, signed, taken in.
 */
#ifndef QMS_CLI_REQUESTS_H
#define QMS_CLI_REQUESTS_H

#include "command.h"
#include "qms/change.h"

/* Reads the file ("-": standard input). *read is false when it is at fault;
 * what is wrong is said, and cli->exit set. */
const struct qms_error *requests_read(bool *read,
	struct qms_requests *requests, struct cli *cli, const char *file);
/* Writes it whole ("-": standard output). */
const struct qms_error *requests_write(struct cli *cli,
	const struct qms_requests *requests, const char *file);
/* The statements of the change, with words for who will read them. */
const struct qms_error *requests_make(struct cli *cli,
	struct qms_change *change, const char *file);

#endif
