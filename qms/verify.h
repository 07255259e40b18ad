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
	const char *root;		/* SHA-256: the one given, else as
					 * qms_query_root has it */
	bool root_pinned;		/* the one given is in this history */
};

/* A checkpoint that somebody kept outside (witness.h). */
struct qms_verify_checkpoint {
	struct qms_text statement, signature;	/* empty: there is none */
	const char *path;		/* for what is reported */
};
struct qms_verified_checkpoint {
	const char *number, *date, *commit, *agency;
	const char *witness;		/* its principal */
	int64_t through;		/* ordinal of the commit; 0: it fails */
};
/* Does this history hold, and go on from, what was witnessed? */
const struct qms_error *qms_verify_against(
	struct qms_verified_checkpoint *verified,
	struct qms_problems *problems, struct qms_system *system,
	const struct qms_verify_checkpoint *checkpoint);

/*
 * Findings are problems with exit status 5 (integrity). root: NULL or
 * "SHA256:…".
 */
const struct qms_error *qms_verify(struct qms_verification *verification,
	struct qms_problems *problems, struct qms_system *system,
	const char *root);

#endif
