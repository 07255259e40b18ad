/* SPDX-License-Identifier: MIT */
/*
 * check - what is wrong in the work tree, or at a commit: forms of files,
 * values, names, references, rules, statements that do not count.
 */
#ifndef QMS_CHECK_H
#define QMS_CHECK_H

#include "system.h"

enum { QMS_CHECK_FILE_LIMIT = 16 * 1024 * 1024 };	/* bytes of any file */

/*
 * Checks everything, or only the paths given (files or directories below the
 * QMS root); sorted. worktree: as it lies on disk, uncommitted files included;
 * else at the question that is set.
 */
const struct qms_error *qms_check(struct qms_problems *problems,
	struct qms_system *system, const char *const *paths, size_t count,
	bool worktree);

/*
 * What would be said of one file if it were written: its own faults, and what
 * rules find in it.
 */
const struct qms_error *qms_check_text(struct qms_problems *problems,
	struct qms_system *system, const char *path, struct qms_text text);

#endif
