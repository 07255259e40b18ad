/* SPDX-License-Identifier: MIT */
/* A loose object of any bytes: found damaged, or what its name says. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "qms/file.h"
#include "qms/loose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char directory[64] = "/tmp/qms-fuzz-XXXXXX";

static void
clean(void)
{
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -rf %s", directory);
	(void)!system(command);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char name[] =
	    "objects/aa/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
	static bool made;
	struct qms_text text = { (const char *)data, size };
	char common[80];

	if (!made) {
		made = true;
		if (mkdtemp(directory) == NULL)
			abort();
		(void)atexit(clean);
	}
	(void)snprintf(common, sizeof(common), "%s/", directory);
	if (qms_file_write_below(directory, name, text, false) != NULL)
		abort();
	/* nothing has that name */
	if (qms_loose_check(common) == NULL)
		abort();
	return 0;
}
