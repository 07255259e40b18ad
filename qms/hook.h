/* SPDX-License-Identifier: MIT */
/*
 * hook - may this push come in? Judged before git moves a branch, in the
 * repository that is pushed to, by what that repository holds: the history of
 * the branch that HEAD names goes on from its tip, on the first-parent line, is
 * found whole by `verify`, of possible times, and written by whom
 * trust/pushers.csv of the old tip lets write there. Other branches and tags
 * are free, as nothing is read from them.
 *
 * Nothing of a push stays in the index (system.h: trial).
 */
#ifndef QMS_HOOK_H
#define QMS_HOOK_H

#include "system.h"

/* One line that git gives to pre-receive; a zero id is no commit. */
struct qms_hook_ref {
	const char *name;		/* "refs/heads/main" */
	struct qms_oid old_id, new_id;
};

/* From "old new ref" lines; a failure when there is another. */
const struct qms_error *qms_hook_parse(struct qms_hook_ref **refs,
	size_t *count, struct qms_arena *arena, struct qms_text text);

struct qms_hook_options {
	const char *pusher;		/* as the server knows him; "" unknown */
	const char *root;		/* SHA256:… that must be; NULL any */
};

struct qms_hook_verdict {
	bool judged;			/* the branch that is read was pushed */
	enum qms_language language;	/* of the system, if that was judged */
	int64_t commits, statements;	/* that would come in */
	struct qms_problems refused;	/* none: it may come in */
	struct qms_problems notes;	/* that the pusher should know */
};

/* In the repository that git's environment names. */
const struct qms_error *qms_hook_judge(struct qms_hook_verdict *verdict,
	struct qms_arena *arena, const struct qms_hook_ref *refs, size_t count,
	const struct qms_hook_options *options,
	const struct qms_environment *environment);

#endif
