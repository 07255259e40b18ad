/* SPDX-License-Identifier: MIT */
#include "git_part.h"

/* Is it among the first parents of head, up to so many back? */
static const struct qms_error *
is_on_line(bool *yes, struct qms_git *git, const struct qms_oid *commit,
    const struct qms_oid *head, size_t most)
{
	const struct qms_error *err = NULL;
	struct qms_arena arena = { 0 };
	struct qms_git_commit read;
	struct qms_oid at = *head;
	size_t i;

	*yes = qms_oid_equal(&at, commit);
	for (i = 0; err == NULL && !*yes && i < most; i++) {
		err = qms_git_commit(&read, git, &arena, &at);
		if (err != NULL || read.parent_count == 0)
			break;
		at = read.parents[0];
		*yes = qms_oid_equal(&at, commit);
	}
	qms_arena_free(&arena);
	return err;
}

static const struct qms_error *
compare(struct qms_git_upstream *upstream, struct qms_git *git,
    const struct qms_oid *head)
{
	git_oid ours, theirs;

	qms_to_git(&ours, head);
	qms_to_git(&theirs, &upstream->tip);
	if (git_graph_ahead_behind(&upstream->ahead, &upstream->behind,
	    git->repository, &ours, &theirs) != 0)
		return qms_git_fail(upstream->name);
	if (upstream->behind > 0)
		return NULL;
	return is_on_line(&upstream->goes_on, git, &upstream->tip, head,
	    upstream->ahead);
}

const struct qms_error *
qms_git_upstream(struct qms_git_upstream *upstream, struct qms_git *git,
    struct qms_arena *arena, const char *branch, const struct qms_oid *head)
{
	git_reference *local = NULL, *remote = NULL;
	const struct qms_error *err = NULL;
	const git_oid *tip;

	memset(upstream, 0, sizeof(*upstream));
	if (branch == NULL || qms_oid_is_zero(head) || git_branch_lookup(&local,
	    git->repository, branch, GIT_BRANCH_LOCAL) != 0)
		return NULL;
	if (git_branch_upstream(&remote, local) == 0 &&
	    (tip = git_reference_target(remote)) != NULL) {
		upstream->name = qms_arena_string(arena,
		    git_reference_shorthand(remote));
		qms_from_git(&upstream->tip, tip);
		err = compare(upstream, git, head);
	}
	git_reference_free(remote);
	git_reference_free(local);
	return err;
}
