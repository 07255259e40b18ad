/* SPDX-License-Identifier: MIT */
/*
 * verify - is history what it claims to be? From the commits alone: nothing
 * that only grows was changed or dropped by any parent's way, issued texts and
 * closed records have the bytes that were stated, statements are where their
 * hash says, the trust chain is whole, times are plausible.
 */
#ifndef QMS_VERIFY_H
#define QMS_VERIFY_H

#include "system.h"

struct qms_verification {
	int64_t commits, statements;	/* looked at */
	int64_t valid, void_statements;
	const char *root;		/* SHA-256 of trust statement 0 */
	bool root_pinned;		/* equals the one that was given */
};

/*
 * Findings are problems with exit status 5 (integrity). root: NULL or
 * "SHA256:…".
 */
const struct qms_error *qms_verify(struct qms_verification *verification,
	struct qms_problems *problems, struct qms_system *system,
	const char *root);

#endif
