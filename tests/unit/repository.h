/* SPDX-License-Identifier: MIT */
/*
 * repository - throw-away git repositories for unit tests, in a frozen world:
 * an empty HOME, no system configuration, UTC, a fixed author and clock.
 * Each test runs in an empty directory of its own.
 */
#ifndef TESTS_REPOSITORY_H
#define TESTS_REPOSITORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "qms/file.h"
#include "qms/git.h"

static char world[64], here[128];
static struct qms_arena arena;

static const struct qms_git_person lan = { "Nguyễn Thị Lan",
    "lan@skhcn.example.gov.vn", 1700000000, 420 };

static int __attribute__((format(printf, 1, 2)))
try(const char *format, ...)
{
	char command[2048];
	va_list list;

	va_start(list, format);
	(void)vsnprintf(command, sizeof(command), format, list);
	va_end(list);
	return system(command);
}

#define run(...) assert_int_equal(try(__VA_ARGS__), 0)

static inline void
put(const char *path, const char *text)
{
	assert_null(qms_file_write(path, qms_text(text), false));
}

static inline int
freeze_world(void **state)
{
	(void)snprintf(world, sizeof(world), "/tmp/qms-test-XXXXXX");
	if (mkdtemp(world) == NULL)
		return -1;
	(void)setenv("HOME", world, 1);
	(void)setenv("XDG_CONFIG_HOME", world, 1);
	(void)setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	(void)setenv("GIT_CEILING_DIRECTORIES", world, 1);
	(void)setenv("TZ", "UTC", 1);
	(void)setenv("LC_ALL", "C.UTF-8", 1);
	(void)setenv("GIT_AUTHOR_NAME", "Alice", 1);
	(void)setenv("GIT_AUTHOR_EMAIL", "alice@example.vn", 1);
	(void)setenv("GIT_COMMITTER_NAME", "Alice", 1);
	(void)setenv("GIT_COMMITTER_EMAIL", "alice@example.vn", 1);
	(void)setenv("GIT_AUTHOR_DATE", "1700000000 +0700", 1);
	(void)setenv("GIT_COMMITTER_DATE", "1700000000 +0700", 1);
	return 0;
}

static inline int
end_world(void **state)
{
	qms_git_finish();
	return try("rm -rf %s", world);
}

static inline int
set_up(void **state)
{
	static int number;

	(void)snprintf(here, sizeof(here), "%s/%d", world, ++number);
	if (mkdir(here, 0777) != 0)
		return -1;
	return chdir(here);
}

static inline int
tear_down(void **state)
{
	qms_arena_free(&arena);
	if (chdir("/") != 0)
		return -1;
	return try("chmod -R u+rwX %s && rm -rf %s", here, here);
}

#define fails_with(message, call) do {					\
	const struct qms_error *err_ = (call);				\
	assert_non_null(err_);						\
	if (err_->id != QMS_M_##message) {				\
		struct qms_buffer text_ = { 0 };			\
		qms_error_text(&text_, err_, QMS_EN);			\
		fail_msg("%s: %s", qms_message_get(err_->id)->code,	\
		    text_.data);					\
	}								\
} while (0)

#define succeeds(call) do {						\
	const struct qms_error *err_ = (call);				\
	if (err_ != NULL) {						\
		struct qms_buffer text_ = { 0 };			\
		qms_error_text(&text_, err_, QMS_EN);			\
		fail_msg("%s: %s", qms_message_get(err_->id)->code,	\
		    text_.data);					\
	}								\
} while (0)

static inline struct qms_git *
open_here(void)
{
	struct qms_git *git;

	succeeds(qms_git_open(&git, ".", false));
	return git;
}

#endif
