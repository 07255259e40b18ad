/* SPDX-License-Identifier: MIT */
/*
 * file - files of the work tree and of the site: read with a limit, written
 * whole or not at all, listed in the order of their bytes.
 * Nothing here follows a symbolic link below the directory it is given.
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
/* tmp beside it, fsync if durable, rename. Directories are made. */
const struct qms_error *qms_file_write(const char *path, struct qms_text text,
	bool durable);
const struct qms_error *qms_file_remove(const char *path);	/* absent is fine */
const struct qms_error *qms_file_make_directories(const char *path);
const struct qms_error *qms_file_sync_directory(const char *path);
enum qms_file_type qms_file_type(const char *path);	/* does not follow */
const struct qms_error *qms_file_list(struct qms_file_entry **entries,
	size_t *count, struct qms_arena *arena, const char *directory);
/* Joins with one '/'; "" and "." on the left give the right part. */
char *qms_file_join(struct qms_arena *arena, const char *directory,
	const char *name);

/* An exclusive flock on the file, made if need be; waits up to seconds. */
struct qms_lock { int fd; };
const struct qms_error *qms_lock_take(struct qms_lock *lock, const char *path,
	int seconds);
void qms_lock_release(struct qms_lock *lock);

#endif
