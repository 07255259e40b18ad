/* SPDX-License-Identifier: MIT */
/*
 * verdicts - which signatures were found right before, so that they need not be
 * computed again: in a file of the user's own cache directory, never in a
 * repository.
 *
 * An entry is the SHA-256 of all that went into the computation: the message,
 * the key, the signature and its namespace; it can say nothing of other bytes.
 * Only what was right is kept. The file is used when it is the user's, and
 * nobody else can read or write it; a line that is no entry is passed over.
 */
#ifndef QMS_VERDICTS_H
#define QMS_VERDICTS_H

#include "signature.h"

struct qms_verdicts;

/* directory: NULL or "" remembers until it is closed. Reads nothing yet. */
struct qms_verdicts *qms_verdicts_open(const char *directory);
/* Writes what is new; what cannot be written is forgotten. NULL is fine. */
void qms_verdicts_close(struct qms_verdicts *verdicts);

/* As qms_signature_verify; verdicts may be NULL. */
bool qms_verdicts_signature(struct qms_verdicts *verdicts,
	const struct qms_signature *signature, struct qms_text message);

/* Signatures that were computed since it was opened. */
int64_t qms_verdicts_computed(const struct qms_verdicts *verdicts);

#endif
