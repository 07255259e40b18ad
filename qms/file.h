/* SPDX-License-Identifier: MIT */
/*
 * file - files of the work tree and of the site: read with a limit, written
 * whole or not at all, listed in the order of their bytes.
 * A path is trusted up to its last '/'; its last part is never followed when it
 * is a symbolic link. The functions that end in _below take a directory that
 * is trusted and a name that is not: no part of it may be a link or "..", so
 * use them for everything in a repository that somebody else may have filled.
 * FIFOs, devices and sockets are refused without waiting for them.
 */
#ifndef QMS_FILE_H
#define QMS_FILE_H

#include "error.h"

enum qms_file_type { QMS_FILE_NONE, QMS_FILE_REGULAR, QMS_FILE_DIRECTORY,
	QMS_FILE_LINK, QMS_FILE_OTHER };

struct qms_file_entry {
	const char *name;		/* without its directory */
	enum qms_file_type type;
};

/* Refuses what is larger than limit bytes, no regular file, or a link. */
const struct qms_error *qms_file_read(struct qms_text *text,
	struct qms_arena *arena, const char *path, size_t limit);
const struct qms_error *qms_file_read_below(struct qms_text *text,
	struct qms_arena *arena, const char *directory, const char *name,
	size_t limit);
/*
 * A temporary file beside it, then rename; directories are made. Durable:
 * file and directories are on the disk before it returns. The mode of a file
 * that is there is kept; a link in its place is refused.
 */
const struct qms_error *qms_file_write(const char *path, struct qms_text text,
	bool durable);
const struct qms_error *qms_file_write_below(const char *directory,
	const char *name, struct qms_text text, bool durable);
/* What a write that was killed left behind. */
bool qms_file_is_temporary(const char *name);
const struct qms_error *qms_file_remove(const char *path);	/* absent is fine */
const struct qms_error *qms_file_remove_below(const char *directory,
	const char *name);
const struct qms_error *qms_file_make_directories(const char *path);
const struct qms_error *qms_file_sync_directory(const char *path);
/* Everything written to the disk that holds path; for many files at once. */
const struct qms_error *qms_file_sync_disk(const char *path);
/* Does not follow; what cannot be looked at is QMS_FILE_NONE. */
enum qms_file_type qms_file_type(const char *path);
enum qms_file_type qms_file_type_below(const char *directory,
	const char *name);
/* In the order of bytes, without "." and "..". */
const struct qms_error *qms_file_list(struct qms_file_entry **entries,
	size_t *count, struct qms_arena *arena, const char *directory);
/* The name may be "" for the directory itself. */
const struct qms_error *qms_file_list_below(struct qms_file_entry **entries,
	size_t *count, struct qms_arena *arena, const char *directory,
	const char *name);
/* Joins with one '/'; "" and "." on the left give the right part. */
char *qms_file_join(struct qms_arena *arena, const char *directory,
	const char *name);

/*
 * An exclusive flock on the file, made if need be; waits up to seconds. It
 * ends with the process too. {0} is a lock that is not held.
 */
struct qms_lock { int fd; };
const struct qms_error *qms_lock_take(struct qms_lock *lock, const char *path,
	int seconds);
void qms_lock_release(struct qms_lock *lock);

#endif
