/* SPDX-License-Identifier: MIT */
/*
 * store - the files of a QMS root as bytes: in the work tree, at a commit, or
 * at a commit with some files laid over it. Parses nothing; object.h does that.
 *
 * Paths are below the QMS root, which may lie below the git root.
 */
#ifndef QMS_STORE_H
#define QMS_STORE_H

#include "file.h"
#include "git.h"

struct qms_store;

/*
 * Looks for qms.yaml in directory and above it, up to the git root. root is
 * absolute and ends with '/'. No such file: a failure that says how to begin.
 */
const struct qms_error *qms_store_find_root(const char **root,
	struct qms_arena *arena, const char *directory);

/*
 * Where that root is below the git root, "" or ending with '/'. It must lie in
 * the work tree.
 */
const struct qms_error *qms_store_prefix(const char **prefix,
	struct qms_arena *arena, struct qms_git *git, const char *root);
/*
 * The same for a repository without work tree: where qms.yaml is at a commit,
 * at most two directories deep. None, or several: a failure.
 */
const struct qms_error *qms_store_find_prefix(const char **prefix,
	struct qms_arena *arena, struct qms_git *git,
	const struct qms_oid *commit);

/*
 * Stores live in the arena; nothing is to be closed. A store is of one thread:
 * it remembers what it has looked up.
 */
const struct qms_error *qms_store_worktree(struct qms_store **store,
	struct qms_arena *arena, const char *root);
/*
 * The same beside git: what git ignores is not listed, and blobs are known
 * where git's index vouches for them. What is listed whole is listed once.
 */
const struct qms_error *qms_store_tracked(struct qms_store **store,
	struct qms_arena *arena, struct qms_git *git, const char *root);
/* prefix is the QMS root below the git root, "" or ending with '/'. A zero
 * commit is an empty store. */
const struct qms_error *qms_store_commit(struct qms_store **store,
	struct qms_arena *arena, struct qms_git *git,
	const struct qms_oid *commit, const char *prefix);
/* base (NULL: nothing) with files put over it; a file whose text.data is NULL is
 * removed. */
struct qms_store *qms_store_overlay(struct qms_arena *arena,
	const struct qms_store *base);
void qms_store_put(struct qms_store *overlay, const char *path,
	struct qms_text text);		/* keeps the pointers */

/* Refuses links, what is no file, and what is larger than limit. */
const struct qms_error *qms_store_read(struct qms_text *text,
	struct qms_arena *arena, const struct qms_store *store,
	const char *path, size_t limit);
/* Whether there is a regular file. */
bool qms_store_has(const struct qms_store *store, const char *path);

struct qms_store_entry {
	const char *path;
	struct qms_oid blob;	/* zero where not known (work tree, overlay) */
	int mode;		/* as git has it; links and submodules too */
};
/* All files below prefix ("" or "kinds/"; the start of a path, in general), in
 * the order of their bytes; .git is left out. */
const struct qms_error *qms_store_list(struct qms_store_entry **entries,
	size_t *count, struct qms_arena *arena, const struct qms_store *store,
	const char *prefix);

#endif
