/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "qms/file.h"

static char directory[64];
static struct qms_arena arena;

static int
set_up(void **state)
{
	snprintf(directory, sizeof(directory), "/tmp/qms-file-XXXXXX");
	assert_non_null(mkdtemp(directory));
	return chdir(directory);
}

static int
tear_down(void **state)
{
	char command[128];

	qms_arena_free(&arena);
	assert_int_equal(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf %s", directory);
	return system(command);
}

static void
put(const char *path, const char *text)
{
	assert_null(qms_file_write(path, qms_text(text), false));
}

static void
holds(const char *path, const char *expected)
{
	struct qms_text text;

	assert_null(qms_file_read(&text, &arena, path, 1000));
	assert_string_equal(text.data, expected);
	assert_int_equal(text.size, strlen(expected));
}

#define fails_with(message, call) do {					\
	const struct qms_error *err_ = (call);				\
	assert_non_null(err_);						\
	assert_int_equal(err_->id, QMS_M_##message);			\
} while (0)

static void
reads_what_was_written(void **state)
{
	put("a/b/c.md", "xin chào\r\n");
	holds("a/b/c.md", "xin chào\r\n");
	put("a/b/c.md", "");
	holds("a/b/c.md", "");
	put("d", "không có thư mục");
	holds("./d", "không có thư mục");
	assert_null(qms_file_write_below(".", "e/f", qms_text("x"), true));
	holds("e/f", "x");
}

static void
says_that_a_file_is_not_there(void **state)
{
	struct qms_text text;

	fails_with(G010, qms_file_read(&text, &arena, "none", 10));
	fails_with(G010, qms_file_read(&text, &arena, "none/none", 10));
	assert_int_equal(text.size, 0);
}

static void
refuses_a_file_over_the_limit(void **state)
{
	struct qms_text text;

	put("large", "12345");
	assert_null(qms_file_read(&text, &arena, "large", 5));
	fails_with(G013, qms_file_read(&text, &arena, "large", 4));
	/* a sparse giant must cost nothing */
	assert_int_equal(truncate("large", (off_t)1 << 40), 0);
	fails_with(G013, qms_file_read(&text, &arena, "large", 1 << 20));
	assert_true(arena.used < 4096);
}

static void
refuses_a_link(void **state)
{
	struct qms_text text;

	put("secret", "bí mật");
	assert_int_equal(symlink("secret", "link"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	fails_with(G011, qms_file_read(&text, &arena, "link", 100));
	fails_with(G011, qms_file_write("link", qms_text("x"), false));
	fails_with(G011, qms_file_write("dangling", qms_text("x"), false));
	holds("secret", "bí mật");
	assert_int_equal(qms_file_type("nowhere"), QMS_FILE_NONE);
}

static void
refuses_a_link_in_the_middle(void **state)
{
	struct qms_file_entry *entries;
	struct qms_text text;
	size_t count;

	put("outside/secret", "bí mật");
	put("root/a", "");
	assert_int_equal(symlink("../outside", "root/way"), 0);
	fails_with(G011, qms_file_read_below(&text, &arena, "root",
	    "way/secret", 100));
	fails_with(G011, qms_file_write_below("root", "way/secret",
	    qms_text("x"), false));
	fails_with(G011, qms_file_write_below("root", "way/new/deep",
	    qms_text("x"), false));
	fails_with(G011, qms_file_remove_below("root", "way/secret"));
	fails_with(G011, qms_file_list_below(&entries, &count, &arena, "root",
	    "way"));
	fails_with(G011, qms_file_list(&entries, &count, &arena, "root/way"));
	assert_int_equal(qms_file_type_below("root", "way/secret"),
	    QMS_FILE_NONE);
	assert_int_equal(qms_file_type_below("root", "way"), QMS_FILE_LINK);
	assert_int_equal(qms_file_type("outside/new"), QMS_FILE_NONE);
	holds("outside/secret", "bí mật");
}

static void
follows_the_directory_it_is_given(void **state)
{
	struct qms_text text;

	put("real/a", "1");
	assert_int_equal(symlink("real", "root"), 0);
	assert_null(qms_file_read_below(&text, &arena, "root", "a", 100));
	assert_null(qms_file_write("root/b/c", qms_text("2"), false));
	holds("real/b/c", "2");
}

static void
refuses_a_name_that_leaves_the_directory(void **state)
{
	struct qms_text text;

	put("secret", "bí mật");
	put("root/a", "");
	fails_with(G017, qms_file_read_below(&text, &arena, "root",
	    "../secret", 100));
	fails_with(G017, qms_file_read_below(&text, &arena, "root",
	    "x/../../secret", 100));
	fails_with(G017, qms_file_read_below(&text, &arena, "root",
	    "/etc/passwd", 100));
	fails_with(G017, qms_file_read_below(&text, &arena, "root", "..",
	    100));
	assert_null(qms_file_read_below(&text, &arena, "root", "./a", 100));
	put("root/..a", "dots");
	assert_null(qms_file_read_below(&text, &arena, "root", "..a", 100));
}

static void
does_not_wait_for_a_pipe(void **state)
{
	struct qms_text text;

	assert_int_equal(mkfifo("pipe", 0600), 0);
	alarm(5);
	fails_with(G012, qms_file_read(&text, &arena, "pipe", 100));
	fails_with(G012, qms_file_write("pipe", qms_text("x"), false));
	fails_with(G012, qms_file_read(&text, &arena, "/dev/zero", 100));
	alarm(0);
	assert_int_equal(qms_file_type("pipe"), QMS_FILE_OTHER);
}

static void
refuses_a_directory_as_file(void **state)
{
	struct qms_text text;

	put("a/b", "x");
	fails_with(G012, qms_file_read(&text, &arena, "a", 100));
	fails_with(G012, qms_file_write("a", qms_text("x"), false));
	fails_with(G012, qms_file_remove("a"));
	fails_with(G019, qms_file_read(&text, &arena, "a/b/c", 100));
	fails_with(G019, qms_file_write("a/b/c", qms_text("x"), false));
	fails_with(G019, qms_file_write_below(".", "a/b/c", qms_text("x"),
	    false));
}

static size_t
count_entries(const char *path)
{
	struct qms_file_entry *entries;
	size_t count;

	assert_null(qms_file_list(&entries, &count, &arena, path));
	return count;
}

static void
keeps_the_old_file_when_the_disk_is_full(void **state)
{
	struct rlimit old, little = { 100, RLIM_INFINITY };
	char text[4096];

	put("d/a", "cũ");
	memset(text, 'x', sizeof(text));
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	little.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	fails_with(G015, qms_file_write("d/a",
	    (struct qms_text){ text, sizeof(text) }, true));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	signal(SIGXFSZ, SIG_DFL);
	holds("d/a", "cũ");
	assert_int_equal(count_entries("d"), 1);
}

static void
keeps_the_mode_of_a_file(void **state)
{
	struct stat st;

	put("hook", "#!/bin/sh\n");
	assert_int_equal(chmod("hook", 0750), 0);
	put("hook", "#!/bin/sh\nexit 0\n");
	assert_int_equal(stat("hook", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0750);
}

static void
says_that_it_may_not_write(void **state)
{
	uid_t me = geteuid();

	put("d/a", "x");
	assert_int_equal(chmod(".", 0755), 0);
	assert_int_equal(chmod("d", 0555), 0);
	if (me == 0)		/* who may write everywhere is somebody else */
		assert_int_equal(seteuid(65534), 0);
	fails_with(G016, qms_file_write("d/a", qms_text("y"), false));
	assert_int_equal(seteuid(me), 0);
	assert_int_equal(chmod("d", 0700), 0);
	holds("d/a", "x");
}

static void
knows_what_a_killed_write_leaves(void **state)
{
	assert_true(qms_file_is_temporary(".qms-12-0.tmp"));
	assert_false(qms_file_is_temporary("QT-01.md"));
	assert_false(qms_file_is_temporary(".qms"));
}

static void
removes_a_file_and_minds_no_absent_one(void **state)
{
	put("a/b", "x");
	assert_null(qms_file_remove("a/b"));
	assert_null(qms_file_remove("a/b"));
	assert_null(qms_file_remove("none/none"));
	assert_null(qms_file_remove_below(".", "none/none"));
	assert_int_equal(qms_file_type("a/b"), QMS_FILE_NONE);
	assert_int_equal(qms_file_type("a"), QMS_FILE_DIRECTORY);
}

static void
lists_in_the_order_of_bytes(void **state)
{
	static const char *const names[] = { "Z", "a", "a-b", "a.b", "ab",
	    "z", "đ" };
	struct qms_file_entry *entries;
	size_t count, i;

	for (i = 0; i < 7; i++)
		put(qms_file_join(&arena, "d", names[6 - i]), "");
	assert_int_equal(symlink("a", "d/zz"), 0);
	put("d/zzz/x", "");
	assert_null(qms_file_list(&entries, &count, &arena, "d"));
	assert_int_equal(count, 9);
	for (i = 0; i < 6; i++)
		assert_string_equal(entries[i].name, names[i]);
	assert_string_equal(entries[8].name, "đ");
	assert_int_equal(entries[0].type, QMS_FILE_REGULAR);
	assert_int_equal(entries[6].type, QMS_FILE_LINK);
	assert_int_equal(entries[7].type, QMS_FILE_DIRECTORY);
	assert_null(qms_file_list_below(&entries, &count, &arena, "d", "zzz"));
	assert_int_equal(count, 1);
	assert_null(qms_file_list_below(&entries, &count, &arena, "d", ""));
	assert_int_equal(count, 9);
	fails_with(G010, qms_file_list(&entries, &count, &arena, "none"));
}

static void
makes_directories(void **state)
{
	assert_null(qms_file_make_directories("x/y/z"));
	assert_null(qms_file_make_directories("x/y/z/"));
	assert_int_equal(qms_file_type("x/y/z"), QMS_FILE_DIRECTORY);
	assert_null(qms_file_sync_directory("x/y"));
	put("file", "");
	fails_with(G019, qms_file_make_directories("file/y"));
	fails_with(G019, qms_file_make_directories("file"));
}

static void
joins_with_one_slash(void **state)
{
	assert_string_equal(qms_file_join(&arena, "", "a"), "a");
	assert_string_equal(qms_file_join(&arena, ".", "a"), "a");
	assert_string_equal(qms_file_join(&arena, "a", "b"), "a/b");
	assert_string_equal(qms_file_join(&arena, "a/", "b"), "a/b");
	assert_string_equal(qms_file_join(&arena, "/", "b"), "/b");
}

static void
gives_a_lock_to_one_at_a_time(void **state)
{
	struct qms_lock mine, other = { 0 };

	qms_lock_release(&other);
	assert_null(qms_lock_take(&mine, "lock", 0));
	fails_with(G018, qms_lock_take(&other, "lock", 0));
	qms_lock_release(&mine);
	assert_null(qms_lock_take(&other, "lock", 0));
	qms_lock_release(&other);
	qms_lock_release(&other);
	assert_int_equal(symlink("lock", "link"), 0);
	fails_with(G011, qms_lock_take(&mine, "link", 0));
}

static void
waits_for_a_lock(void **state)
{
	struct qms_lock lock;
	int ready[2], status;
	char byte = 'x';
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		if (qms_lock_take(&lock, "lock", 0) != NULL ||
		    write(ready[1], &byte, 1) != 1)
			_exit(1);
		usleep(100000);
		_exit(0);	/* the lock dies with its process */
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_null(qms_lock_take(&lock, "lock", 10));
	qms_lock_release(&lock);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(ready[0]);
	close(ready[1]);
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(reads_what_was_written),
		test(says_that_a_file_is_not_there),
		test(refuses_a_file_over_the_limit),
		test(refuses_a_link),
		test(refuses_a_link_in_the_middle),
		test(follows_the_directory_it_is_given),
		test(refuses_a_name_that_leaves_the_directory),
		test(does_not_wait_for_a_pipe),
		test(refuses_a_directory_as_file),
		test(keeps_the_old_file_when_the_disk_is_full),
		test(keeps_the_mode_of_a_file),
		test(says_that_it_may_not_write),
		test(knows_what_a_killed_write_leaves),
		test(removes_a_file_and_minds_no_absent_one),
		test(lists_in_the_order_of_bytes),
		test(makes_directories),
		test(joins_with_one_slash),
		test(gives_a_lock_to_one_at_a_time),
		test(waits_for_a_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
