/* SPDX-License-Identifier: MIT */
/* Commits and trees as nobody's git would write them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "qms/digest.h"
#include "qms/file.h"
#include "qms/git.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct qms_git *git;
static char directory[64] = "/tmp/qms-fuzz-XXXXXX";

static void
clean(void)
{
	char command[128];

	qms_git_close(git);
	qms_git_finish();
	(void)snprintf(command, sizeof(command), "rm -rf %s", directory);
	(void)!system(command);
}

/* Writes a loose object, and gives its id and path. */
static char *
plant(struct qms_oid *id, struct qms_arena *arena, const char *type,
    const uint8_t *data, size_t size)
{
	char *header = qms_arena_format(arena, "%s %zu", type, size), *path;
	struct qms_text start = { header, strlen(header) + 1 };
	struct qms_text rest = { (const char *)data, size }, packed;
	uLongf length = compressBound(size + start.size);
	unsigned char *raw = qms_arena_alloc(arena, size + start.size);
	unsigned char *out = qms_arena_alloc(arena, length);
	char hex[QMS_SHA1_SIZE];

	memcpy(raw, start.data, start.size);
	memcpy(raw + start.size, data, size);
	if (compress2(out, &length, raw, size + start.size, 1) != Z_OK ||
	    !qms_oid_parse(id, qms_sha1(hex, start, rest)))
		abort();
	path = qms_arena_format(arena, "%s/.git/objects/%.2s/%s", directory,
	    hex, hex + 2);
	packed.data = (const char *)out;
	packed.size = length;
	if (qms_file_write(path, packed, false) != NULL)
		abort();
	return path;
}

static const struct qms_error *
see(void *closure, const struct qms_git_change *change)
{
	/* a path that could leave a directory is never told */
	if (change->path[0] == '/' || strstr(change->path, "../") != NULL ||
	    strlen(change->path) == 0)
		abort();
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct qms_oid none;
	struct qms_arena arena = { 0 };
	struct qms_git_commit commit;
	struct qms_oid id, *list;
	size_t count;
	char *path;
	int mode;

	if (git == NULL) {
		if (mkdtemp(directory) == NULL ||
		    qms_git_create(&git, directory) != NULL)
			abort();
		(void)atexit(clean);
	}
	path = plant(&id, &arena, "commit", data, size);
	(void)qms_git_commit(&commit, git, &arena, &id);
	(void)qms_git_walk(&list, &count, git, &arena, &id, NULL, 0);
	(void)unlink(path);
	path = plant(&id, &arena, "tree", data, size);
	(void)qms_git_diff(git, &none, &id, "", see, NULL);
	(void)qms_git_diff(git, &id, &none, "a/", see, NULL);
	(void)qms_git_find(&id, &mode, git, &id, "a/b");
	(void)unlink(path);
	qms_arena_free(&arena);
	return 0;
}
