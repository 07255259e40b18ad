/* SPDX-License-Identifier: MIT */
/*
 * driver - runs a fuzz target on the files of its corpus, for compilers
 * without libFuzzer and for `make check`.
 *
 *	build/fuzz/fuzz_yaml             tests/fuzz/corpus/yaml/
 *	build/fuzz/fuzz_yaml FILE…
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qms/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIMIT = 64 << 20 };

/* A copy of just its size, so that one byte too far is seen. */
static int
try_file(const char *path)
{
	struct qms_arena arena = { 0 };
	struct qms_text text;
	uint8_t *data;

	if (qms_file_read(&text, &arena, path, LIMIT) != NULL) {
		printf("not ok - %s cannot be read\n", path);
		return 1;
	}
	data = malloc(text.size + (text.size == 0));
	memcpy(data, text.data, text.size);
	LLVMFuzzerTestOneInput(data, text.size);
	free(data);
	qms_arena_free(&arena);
	return 0;
}

static int
try_corpus(const char *name)
{
	struct qms_arena arena = { 0 };
	struct qms_file_entry *entries;
	const char *directory;
	size_t count = 0, i;
	int bad;

	directory = qms_arena_format(&arena, "tests/fuzz/corpus/%s", name);
	bad = qms_file_list(&entries, &count, &arena, directory) != NULL ||
	    count == 0;
	for (i = 0; !bad && i < count; i++)
		bad = try_file(qms_file_join(&arena, directory,
		    entries[i].name));
	printf("%s - %s takes each of %zu files\n", bad ? "not ok" : "ok",
	    name, count);
	qms_arena_free(&arena);
	return bad;
}

int
main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	const char *name = slash == NULL ? argv[0] : slash + 1;
	int bad = 0, i;

	if (argc < 2)
		return try_corpus(strncmp(name, "fuzz_", 5) == 0 ? name + 5 :
		    name);
	for (i = 1; i < argc; i++)
		bad |= try_file(argv[i]);
	return bad;
}
