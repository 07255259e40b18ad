/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "file.h"
#include "verdicts.h"

enum { LARGEST = 64 * 1024 * 1024 };

struct qms_verdicts {
	struct qms_arena arena;
	const char *directory, *path;	/* NULL: nothing is kept */
	bool read;
	struct qms_map right;
	struct qms_buffer added;	/* lines to write */
	int64_t computed;
};

struct qms_verdicts *
qms_verdicts_open(const char *directory)
{
	struct qms_verdicts *verdicts = calloc(1, sizeof(*verdicts));

	if (verdicts == NULL)
		qms_arena_exhausted();
	if (directory != NULL && *directory != '\0') {
		verdicts->directory = qms_arena_string(&verdicts->arena,
		    directory);
		verdicts->path = qms_file_join(&verdicts->arena, directory,
		    "signatures");
	}
	return verdicts;
}

/* ---- the file ---- */

static bool
is_mine(const struct stat *st, mode_t others)
{
	return st->st_uid == geteuid() && (st->st_mode & others) == 0;
}

/* Where another could write, nothing is believed. */
static bool
is_safe_directory(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
	    is_mine(&st, S_IWGRP | S_IWOTH);
}

/* -1: there is none that can be used. */
static int
open_file(const struct qms_verdicts *verdicts, int flags)
{
	struct stat st;
	int file;

	if (verdicts->path == NULL || !is_safe_directory(
	    verdicts->directory))
		return -1;
	file = open(verdicts->path, flags | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (file < 0)
		return -1;
	if (fstat(file, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_nlink == 1 && st.st_size <= LARGEST && is_mine(&st,
	    S_IRWXG | S_IRWXO))
		return file;
	(void)close(file);
	return -1;
}

static void
remember(struct qms_verdicts *verdicts, const char *entry)
{
	qms_map_put(&verdicts->arena, &verdicts->right, entry, verdicts);
}

static void
read_lines(struct qms_verdicts *verdicts, struct qms_text rest)
{
	struct qms_text line;
	char *entry;

	while (qms_text_line(&line, &rest)) {
		if (line.size != QMS_SHA256_SIZE - 1)
			continue;
		entry = qms_arena_copy(&verdicts->arena, line.data,
		    line.size);
		if (qms_is_sha256(entry))
			remember(verdicts, entry);
	}
}

static void
read_file(struct qms_verdicts *verdicts)
{
	int file = open_file(verdicts, O_RDONLY);
	struct qms_buffer bytes = { 0 };
	char block[64 * 1024];
	ssize_t got;

	verdicts->read = true;
	if (file < 0)
		return;
	while ((got = read(file, block, sizeof(block))) > 0 &&
	    bytes.size <= LARGEST)
		qms_buffer_add(&bytes, block, (size_t)got);
	(void)close(file);
	if (bytes.size > 0)
		read_lines(verdicts, qms_buffer_view(&bytes));
	qms_buffer_free(&bytes);
}

/* At once, behind what others have written; a line cut short is no entry. */
static void
write_file(struct qms_verdicts *verdicts)
{
	struct stat st;
	int file;

	if (verdicts->path == NULL ||
	    qms_file_make_directories(verdicts->directory) != NULL)
		return;
	/* one that is not to be used makes way, if it is a file at all */
	if (lstat(verdicts->path, &st) == 0 && !S_ISDIR(st.st_mode) &&
	    (file = open_file(verdicts, O_RDONLY)) >= 0)
		(void)close(file);
	else if (is_safe_directory(verdicts->directory))
		(void)unlink(verdicts->path);
	file = open_file(verdicts, O_WRONLY | O_APPEND | O_CREAT);
	if (file < 0)
		return;
	if (write(file, verdicts->added.data, verdicts->added.size) < 0)
		verdicts->added.size = 0;
	(void)close(file);
}

void
qms_verdicts_close(struct qms_verdicts *verdicts)
{
	if (verdicts == NULL)
		return;
	if (verdicts->added.size > 0)
		write_file(verdicts);
	qms_buffer_free(&verdicts->added);
	qms_arena_free(&verdicts->arena);
	free(verdicts);
}

/* ---- verdicts ---- */

static void
entry_of(char entry[QMS_SHA256_SIZE], const struct qms_signature *signature,
    struct qms_text message)
{
	struct qms_buffer bytes = { 0 };

	qms_buffer_format(&bytes, "qms/signature/1 %s %s %zu %zu %zu\n",
	    signature->name_space, signature->hash, signature->key.size,
	    signature->signature.size, message.size);
	qms_buffer_text(&bytes, signature->key);
	qms_buffer_text(&bytes, signature->signature);
	qms_buffer_text(&bytes, message);
	qms_sha256(entry, qms_buffer_view(&bytes));
	qms_buffer_free(&bytes);
}

bool
qms_verdicts_signature(struct qms_verdicts *verdicts,
    const struct qms_signature *signature, struct qms_text message)
{
	char entry[QMS_SHA256_SIZE];

	if (verdicts == NULL)
		return qms_signature_verify(signature, message);
	if (!verdicts->read)
		read_file(verdicts);
	entry_of(entry, signature, message);
	if (qms_map_get(&verdicts->right, entry) != NULL)
		return true;
	verdicts->computed++;
	if (!qms_signature_verify(signature, message))
		return false;
	remember(verdicts, qms_arena_string(&verdicts->arena, entry));
	qms_buffer_format(&verdicts->added, "%s\n", entry);
	return true;
}

int64_t
qms_verdicts_computed(const struct qms_verdicts *verdicts)
{
	return verdicts == NULL ? 0 : verdicts->computed;
}
