/* SPDX-License-Identifier: MIT */
/*
 * git - objects, refs and the work tree of one repository (libgit2; the only
 * module that includes git2.h). The network is the git program's.
 *
 * A repository opens only when its answers can be relied on: not shallow, not
 * partial, no grafts, replace refs or alternates, SHA-1, owned by the user or
 * trusted by git's own safe.directory; loose objects are checked first
 * (loose.h). Each has a message of its own that says what to do.
 */
#ifndef QMS_GIT_H
#define QMS_GIT_H

#include "date.h"
#include "error.h"

struct qms_git;

struct qms_oid {
	unsigned char bytes[20];
};

#define QMS_OID_HEX 41

bool qms_oid_equal(const struct qms_oid *a, const struct qms_oid *b);
bool qms_oid_is_zero(const struct qms_oid *oid);
char *qms_oid_hex(char hex[QMS_OID_HEX], const struct qms_oid *oid);
bool qms_oid_parse(struct qms_oid *oid, const char *hex);

struct qms_git_person {
	const char *name, *email;
	int64_t time;			/* seconds since 1970 UTC */
	int offset;			/* minutes east */
};

struct qms_git_commit {
	struct qms_oid id, tree;
	struct qms_oid *parents;
	size_t parent_count;
	struct qms_git_person author, committer;
	const char *message;
};

enum { QMS_MODE_TREE = 0040000, QMS_MODE_FILE = 0100644,
	QMS_MODE_EXECUTABLE = 0100755, QMS_MODE_LINK = 0120000,
	QMS_MODE_SUBMODULE = 0160000 };

static inline bool
qms_mode_is_file(int mode)
{
	return mode == QMS_MODE_FILE || mode == QMS_MODE_EXECUTABLE;
}

/* Counted, because counts are tests (qms index --stats). */
struct qms_git_counts {
	int64_t commits_read, trees_read, blobs_read;
};

/*
 * Opens the repository that holds the directory path. from_env opens what
 * GIT_DIR and its companions name, so that a hook sees quarantined objects.
 */
const struct qms_error *qms_git_open(struct qms_git **git, const char *path,
	bool from_env);
/*
 * A failure where git is told to show other objects than were recorded (git
 * replace). What is read here is not; but it is no place to write in.
 */
const struct qms_error *qms_git_replaced(const struct qms_git *git);
/* Makes a repository with the branch "main"; its config is local only. */
const struct qms_error *qms_git_create(struct qms_git **git,
	const char *path);
void qms_git_close(struct qms_git *git);
void qms_git_finish(void);		/* libgit2's shutdown, for leak checks */
/* Absolute, with a '/' at the end. work_directory is NULL when bare. */
const char *qms_git_work_directory(const struct qms_git *git);
const char *qms_git_common_directory(const struct qms_git *git);
struct qms_git_counts *qms_git_counts(struct qms_git *git);
/*
 * From here on so many directories may be opened and files told of, however
 * often: a few trees that hold each other name more files than there are
 * atoms.
 */
void qms_git_limit(struct qms_git *git, int64_t steps);
/* What git is in the middle of ("merge", "rebase", …), or NULL. */
const char *qms_git_busy(const struct qms_git *git);

/* The user's name and e-mail as git knows them; "" where it does not. git may
 * be NULL: outside a repository. */
void qms_git_identity(struct qms_git *git, struct qms_arena *arena,
	const char **name, const char **email);
const struct qms_error *qms_git_set_identity(struct qms_git *git,
	const char *name, const char *email);
/* The same for all of the user's repositories: path is his .gitconfig. */
const struct qms_error *qms_git_set_user(const char *path, const char *name,
	const char *email);

/* A setting of the repository or its user; "" where there is none. */
const char *qms_git_setting(struct qms_git *git, struct qms_arena *arena,
	const char *key);
/* A setting of the repository, unless it is set anywhere. */
const struct qms_error *qms_git_set_default(struct qms_git *git,
	const char *key, const char *value);

/* The full name of the branch that HEAD points to, which may not exist. */
const struct qms_error *qms_git_branch(const char **name,
	struct qms_git *git, struct qms_arena *arena);
/* Points HEAD to a branch ("main"), in a repository that has none yet: *done
 * is false where there is one. */
const struct qms_error *qms_git_first_branch(bool *done, struct qms_git *git,
	const char *branch);
/* The ref that this one stands for: itself, unless it is symbolic. */
const struct qms_error *qms_git_stands_for(const char **name,
	struct qms_git *git, struct qms_arena *arena, const char *ref);

/*
 * What the branch is pushed to and pulled from, as it was when git last looked:
 * how many commits each has that the other lacks, and whether its tip is on the
 * first-parent line of the branch, which then goes on from it.
 */
struct qms_git_upstream {
	const char *name;		/* "origin/main"; NULL: there is none */
	struct qms_oid tip;
	size_t ahead, behind;
	bool goes_on;
};
const struct qms_error *qms_git_upstream(struct qms_git_upstream *upstream,
	struct qms_git *git, struct qms_arena *arena, const char *branch,
	const struct qms_oid *head);

/* HEAD's commit; all zero when the branch has none yet. branch may be NULL. */
const struct qms_error *qms_git_head(struct qms_oid *commit,
	const char **branch, struct qms_git *git, struct qms_arena *arena);
/* A commit named as git names it (hash, tag, HEAD~3). */
const struct qms_error *qms_git_resolve(struct qms_oid *commit,
	struct qms_git *git, const char *name);
const struct qms_error *qms_git_commit(struct qms_git_commit *commit,
	struct qms_git *git, struct qms_arena *arena,
	const struct qms_oid *id);
/* Is a an ancestor of b, or b itself? */
const struct qms_error *qms_git_is_ancestor(bool *yes, struct qms_git *git,
	const struct qms_oid *a, const struct qms_oid *b);
/*
 * The first-parent line of tip, oldest first, without `after` and what stands
 * before it; *found tells whether `after` is on that line. Zero: all of it.
 */
const struct qms_error *qms_git_line(struct qms_oid **commits, size_t *count,
	bool *found, struct qms_git *git, struct qms_arena *arena,
	const struct qms_oid *tip, const struct qms_oid *after);

/*
 * All commits reachable from tip and not from any of hidden, parents before
 * children, in an order that depends on nothing but the commits (of those
 * whose parents are all there, the smallest id first). What is hidden need not
 * be an ancestor; what the repository does not hold hides nothing.
 */
const struct qms_error *qms_git_walk(struct qms_oid **commits, size_t *count,
	struct qms_git *git, struct qms_arena *arena,
	const struct qms_oid *tip, const struct qms_oid *hidden,
	size_t hidden_count);

/*
 * The file or directory at path in a tree; *mode 0 when there is none. An
 * empty path is the tree itself.
 */
const struct qms_error *qms_git_find(struct qms_oid *id, int *mode,
	struct qms_git *git, const struct qms_oid *tree, const char *path);

/*
 * Calls for each path whose blob or mode differs between two trees, in the
 * order of their bytes; identical subtrees are not opened. A zero id is an
 * empty tree; prefix ("" or "qms/") names a subtree to stay in, and is not
 * part of the paths given. An error of the callback ends the walk.
 */
struct qms_git_change {
	const char *path;
	struct qms_oid old_id, new_id;		/* zero when absent */
	int old_mode, new_mode;			/* 0 when absent */
};
/* The path is valid during the call only. */
typedef const struct qms_error *(*qms_git_change_fn)(void *closure,
	const struct qms_git_change *change);
const struct qms_error *qms_git_diff(struct qms_git *git,
	const struct qms_oid *old_tree, const struct qms_oid *new_tree,
	const char *prefix, qms_git_change_fn fn, void *closure);

/*
 * From here on the directories kinds, law, rules and standards of the QMS root
 * at `root` ("" or "qms/") are those of `data` ("schemas/"), a directory of the
 * same repository: in every tree, and in the work tree. Once, before anything
 * is read.
 */
void qms_git_graft(struct qms_git *git, const char *root, const char *data);
bool qms_git_is_grafted(const struct qms_git *git);
/* Where a path of the repository really lies, with grafts; else path itself. */
const char *qms_git_graft_path(const struct qms_git *git,
	struct qms_arena *arena, const char *path);

/* Refuses blobs over limit bytes before reading them. */
const struct qms_error *qms_git_blob(struct qms_text *text,
	struct qms_git *git, struct qms_arena *arena,
	const struct qms_oid *id, size_t limit);
/* The id git would give these bytes; writes nothing. */
const struct qms_error *qms_git_blob_id(struct qms_oid *id,
	struct qms_text text);

/*
 * Calls for each file of the work tree below prefix that git tracks or would
 * take in (not ignored), in the order of the paths' bytes. Files whose lstat
 * matches git's index are not read: known is true and id is theirs. Directories
 * that are repositories of their own come as QMS_MODE_SUBMODULE.
 */
struct qms_git_file {
	const char *path;		/* below prefix */
	int mode;
	bool known;
	struct qms_oid id;		/* zero unless known */
};
typedef const struct qms_error *(*qms_git_file_fn)(void *closure,
	const struct qms_git_file *file);
const struct qms_error *qms_git_files(struct qms_git *git,
	const char *prefix, qms_git_file_fn fn, void *closure);

/*
 * Paths below prefix whose work-tree file differs from the tree of HEAD, in
 * order: modified, new (not ignored) and removed ones. Files whose lstat
 * matches git's index are not read. new_id is that of the work tree's bytes,
 * as they are (no filter); zero when they are more than 256 MiB.
 */
const struct qms_error *qms_git_status(struct qms_git *git,
	const char *prefix, qms_git_change_fn fn, void *closure);

/*
 * What became of base here and there, put together. Where both changed the
 * same lines, *clean is false, and the lines are marked. libgit2 must have
 * been started: a repository is open.
 */
const struct qms_error *qms_git_merge(struct qms_text *merged, bool *clean,
	struct qms_arena *arena, struct qms_text base, struct qms_text ours,
	struct qms_text theirs);

/* ---- writing; change.h is the only caller besides tests ---- */

const struct qms_error *qms_git_write_blob(struct qms_oid *id,
	struct qms_git *git, struct qms_text text);
/*
 * The tree of base (may be zero) with files put and removed: pairs of path
 * (from the git root) and blob id, a zero id removes.
 */
struct qms_git_edit {
	const char *path;
	struct qms_oid blob;
};
const struct qms_error *qms_git_write_tree(struct qms_oid *id,
	struct qms_git *git, const struct qms_oid *base,
	const struct qms_git_edit *edits, size_t count);
/* Writes the commit object; moves no ref. */
const struct qms_error *qms_git_write_commit(struct qms_oid *id,
	struct qms_git *git, const struct qms_oid *tree,
	const struct qms_oid *parents, size_t parent_count,
	const struct qms_git_person *author,
	const struct qms_git_person *committer, const char *message);
/* Puts or removes the paths in git's index; work-tree files must be there. */
const struct qms_error *qms_git_update_index(struct qms_git *git,
	const struct qms_git_edit *edits, size_t count);
/*
 * Compare-and-swap of HEAD's branch. *moved false and no error: another
 * writer was first, or holds git's lock (see qms_git_locks before the next
 * try). old zero: the branch must not exist. On an error *moved is still true
 * of what the repository holds now, and the message says so.
 */
const struct qms_error *qms_git_swap(bool *moved, struct qms_git *git,
	const struct qms_oid *old_commit, const struct qms_oid *new_commit,
	const struct qms_git_person *who, const char *message);
/* git's own lock files that stand in the way, with their age in seconds. */
struct qms_git_lock {
	const char *path;
	int64_t age;
	/* some process has it open, or a git process works in this tree */
	bool held;
	struct qms_oid value;		/* the commit that a branch's lock names */
};
const struct qms_error *qms_git_locks(struct qms_git_lock **locks,
	size_t *count, struct qms_git *git, struct qms_arena *arena,
	int64_t now);

#endif
