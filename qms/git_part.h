/* SPDX-License-Identifier: MIT */
/*
 * git_part - what the files git.c and git_*.c share; nobody else includes it.
 *	git.c		opening, identity, HEAD, blobs
 *	git_refuse.c	repositories whose answers cannot be relied on
 *	git_walk.c	commits
 *	git_tree.c	trees: reading, comparing, writing
 *	git_status.c	the work tree beside git's index
 *	git_merge.c	texts that went two ways
 *	git_graft.c	directories that lie elsewhere in the repository
 *	git_upstream.c	the branch beside that of the shared repository
 *	git_write.c	objects, index, the swap of a branch, locks
 */
#ifndef QMS_GIT_PART_H
#define QMS_GIT_PART_H

#include <git2.h>
#include <string.h>

#include "file.h"
#include "git.h"

enum { QMS_GIT_TREES = 32 };		/* remembered */

struct qms_git {
	git_repository *repository;
	git_odb *odb;
	const char *directory;		/* git's own, of this work tree */
	const char *common;
	const char *work;		/* NULL when bare */
	struct qms_git_counts counts;
	int64_t steps, most_steps;	/* most_steps 0: no limit */
	struct qms_arena arena;		/* of its strings */
	/* directories of the first lie below the second; NULL: none do */
	const char *graft_root, *graft_data;
	/* trees read last: the new ones of a commit are the next one's old */
	git_odb_object *trees[QMS_GIT_TREES];
	size_t next_tree;
};

enum {
	QMS_GIT_DEPTH = 64,		/* directories below each other */
	QMS_GIT_LARGEST = 256 * 1024 * 1024	/* of a commit or tree */
};

/* What libgit2 said last, of a subject; it may have said nothing. */
const struct qms_error *qms_git_fail(const char *subject);
/* An object that is damaged, missing, or not what it should be. */
const struct qms_error *qms_git_damaged(const struct qms_oid *id,
	const char *reason);
const struct qms_error *qms_git_object(git_odb_object **object,
	struct qms_git *git, const struct qms_oid *id, git_object_t type);

/* One more step; a failure when there were too many. */
const struct qms_error *qms_git_step(struct qms_git *git);
void qms_git_forget_trees(struct qms_git *git);

/*
 * Refuses a repository whose answers cannot be relied on; directory is git's
 * own, ending with '/'.
 */
const struct qms_error *qms_git_refuse(const char *directory);

/* The same as without _plain, where nothing is grafted. */
const struct qms_error *qms_git_diff_plain(struct qms_git *git,
	const struct qms_oid *old_tree, const struct qms_oid *new_tree,
	const char *prefix, qms_git_change_fn fn, void *closure);
const struct qms_error *qms_git_files_plain(struct qms_git *git,
	const char *prefix, qms_git_file_fn fn, void *closure);

/* The tree of HEAD's commit; zero when there is none yet. */
const struct qms_error *qms_git_head_tree(struct qms_oid *tree,
	struct qms_git *git);

static inline void
qms_from_git(struct qms_oid *to, const git_oid *from)
{
	memcpy(to->bytes, from->id, sizeof(to->bytes));
}

static inline void
qms_to_git(git_oid *to, const struct qms_oid *from)
{
	memset(to, 0, sizeof(*to));
	memcpy(to->id, from->bytes, sizeof(from->bytes));
}

#endif
