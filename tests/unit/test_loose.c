/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <zlib.h>

#include "qms/digest.h"
#include "qms/loose.h"
#include "repository.h"

/* Writes a loose object as it is given, under the name that is given. */
static void
plant(const char *id, const void *raw, size_t size, size_t keep)
{
	unsigned char packed[4096];
	uLongf length = sizeof(packed);
	char path[128];
	struct qms_text text;

	assert_int_equal(compress(packed, &length, raw, size), Z_OK);
	(void)snprintf(path, sizeof(path), "objects/%.2s/%s", id, id + 2);
	text.data = (const char *)packed;
	text.size = keep < length ? keep : length;
	assert_null(qms_file_write(path, text, false));
}

static void
remove_object(const char *id)
{
	run("rm -f objects/%.2s/%s", id, id + 2);
}

static const char *
id_of(const char *raw, size_t size)
{
	static char hex[QMS_SHA1_SIZE];
	struct qms_text text = { raw, size }, none = { NULL, 0 };

	return qms_sha1(hex, text, none);
}

static void
refused(const char *reason)
{
	const struct qms_error *err = qms_loose_check("./");

	assert_non_null(err);
	assert_int_equal(err->id, QMS_M_G032);
	assert_string_equal(err->arguments[1], reason);
	assert_int_equal(qms_error_exit(err), QMS_EXIT_IO);
}

static void
accepts_what_git_writes(void **state)
{
	run("git init -q -b main . && for i in 1 2 3; do head -c ${i}00000 "
	    "/dev/urandom >f && git add f && git commit -qm $i; done && "
	    "git tag -a -m t t");
	succeeds(qms_loose_check(".git/"));
	run("test -s .git/qms/loose.stamp");
}

static void
finds_an_object_cut_short_at_every_length(void **state)
{
	static const char raw[] = "blob 26\0abcdefghijklmnopqrstuvwxyz";
	const char *id = id_of(raw, sizeof(raw) - 1);
	size_t keep;

	plant(id, raw, sizeof(raw) - 1, SIZE_MAX);
	assert_null(qms_loose_check("./"));
	for (keep = 1; keep < 40; keep++) {
		plant(id, raw, sizeof(raw) - 1, keep);
		refused("cut short");
	}
	plant(id, raw, sizeof(raw) - 1, 0);
	refused("empty");
}

static void
finds_sizes_that_are_not_true(void **state)
{
	static const char longer[] = "blob 3\0abcdefghijklmnopqrstuvwxyz";
	static const char shorter[] = "blob 99\0abc";
	static const char huge[] = "blob 99999999999999999999999\0abc";
	static const char octal[] = "blob 03\0abc";
	static const char other[] = "blub 3\0abc";
	static const char endless[] =
	    "blob 000000000000000000000000000000000000000000003";
	const char *id;

#define try_one(raw, reason) do {					\
	id = id_of(raw, sizeof(raw) - 1);				\
	plant(id, raw, sizeof(raw) - 1, SIZE_MAX);			\
	refused(reason);						\
	remove_object(id);						\
} while (0)
	try_one(longer, "longer than it says");
	try_one(shorter, "shorter than it says");
	try_one(huge, "no object");
	try_one(octal, "no object");
	try_one(other, "no object");
	try_one(endless, "no object");
	succeeds(qms_loose_check("./"));
}

static void
finds_bytes_of_another_object(void **state)
{
	static const char raw[] = "blob 3\0abc";

	plant("0123456789012345678901234567890123456789", raw,
	    sizeof(raw) - 1, SIZE_MAX);
	refused("its bytes are another object's");
	/* the damage is not remembered as seen */
	refused("its bytes are another object's");
}

static void
finds_what_is_no_file_or_no_zlib_data(void **state)
{
	const char *id = "0123456789012345678901234567890123456789";

	run("mkdir -p objects/01 && mkfifo objects/01/%s", id + 2);
	refused("no regular file");
	run("rm objects/01/* && ln -s /dev/zero objects/01/%s", id + 2);
	refused("no regular file");
	run("rm objects/01/* && echo not zlib at all >objects/01/%s", id + 2);
	refused("not zlib data");
	run("rm objects/01/* && echo >objects/01/tmp_obj_XyZ");
	succeeds(qms_loose_check("./"));
}

static void
finds_bytes_behind_the_end(void **state)
{
	static const char raw[] = "blob 3\0abc";
	const char *id = id_of(raw, sizeof(raw) - 1);

	plant(id, raw, sizeof(raw) - 1, SIZE_MAX);
	run("printf x >>objects/%.2s/%s", id, id + 2);
	refused("bytes behind its end");
}

static void
survives_an_object_that_inflates_without_end(void **state)
{
	static unsigned char zeros[1 << 20], packed[1 << 16];
	z_stream stream = { 0 };
	FILE *file;
	int i;

	/* 200 MiB of zeros that call themselves 100 MiB */
	run("mkdir -p objects/aa");
	file = fopen("objects/aa/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "w");
	assert_non_null(file);
	assert_int_equal(deflateInit(&stream, 9), Z_OK);
	memcpy(zeros, "blob 104857600", 14);
	for (i = 0; i < 200; i++) {
		stream.next_in = zeros;
		stream.avail_in = sizeof(zeros);
		do {
			stream.next_out = packed;
			stream.avail_out = sizeof(packed);
			(void)deflate(&stream, i == 199 ? Z_FINISH :
			    Z_NO_FLUSH);
			(void)fwrite(packed, 1, sizeof(packed) -
			    stream.avail_out, file);
		} while (stream.avail_out == 0);
		memset(zeros, 0, 14);
	}
	(void)deflateEnd(&stream);
	assert_int_equal(fclose(file), 0);
	refused("longer than it says");
}

static void
looks_again_only_at_what_is_new(void **state)
{
	static const char one[] = "blob 3\0abc", two[] = "blob 3\0abd";
	const char *id;
	char old[QMS_SHA1_SIZE];

	id = id_of(one, sizeof(one) - 1);
	(void)snprintf(old, sizeof(old), "%s", id);
	plant(id, one, sizeof(one) - 1, SIZE_MAX);
	run("touch -d @1000000000 objects/%.2s", id);
	succeeds(qms_loose_check("./"));
	run("cp qms/loose.stamp before");
	/* the directory says nothing changed: it is not opened */
	run("printf junk >objects/%.2s/%s && touch -d @1000000000 "
	    "objects/%.2s", old, old + 2, old);
	succeeds(qms_loose_check("./"));
	run("cmp before qms/loose.stamp");
	/* something is added elsewhere and is bad */
	id = id_of(two, sizeof(two) - 1);
	plant(id, two, sizeof(two) - 1, 5);
	refused("cut short");
	plant(id, two, sizeof(two) - 1, SIZE_MAX);
	succeeds(qms_loose_check("./"));
	run("! cmp -s before qms/loose.stamp");
	/* another boot, or a copy: all is checked again */
	run("sed -i '1s/1 [^ ]*/1 another/' qms/loose.stamp");
	refused("not zlib data");
}

static void
works_where_nothing_can_be_written(void **state)
{
	static const char raw[] = "blob 3\0abc";

	plant(id_of(raw, sizeof(raw) - 1), raw, sizeof(raw) - 1, SIZE_MAX);
	put("qms", "a file stands in the way");
	succeeds(qms_loose_check("./"));
	succeeds(qms_loose_check("nowhere/"));
	run("rm qms && mkdir qms && echo junk >qms/loose.stamp");
	succeeds(qms_loose_check("./"));
}

static void
keeps_libgit2_from_looping_and_overflowing(void **state)
{
	static const char wrong[] = "blob 3\0abcdefghijklmnopqrstuvwxyz";
	struct qms_git *git;

	run("git init -q -b main . && echo x >f && git add f && "
	    "git commit -qm 1");
	run("o=.git/objects/$(git rev-parse HEAD | sed 's,..,&/,') && "
	    "chmod u+w $o && cp $o kept && head -c 40 kept >$o");
	(void)alarm(20);
	fails_with(G032, qms_git_open(&git, ".", false));
	run("cp kept .git/objects/$(git --git-dir=.git rev-parse HEAD | "
	    "sed 's,..,&/,')");
	qms_git_close(open_here());
	assert_int_equal(chdir(".git"), 0);
	plant(id_of(wrong, sizeof(wrong) - 1), wrong, sizeof(wrong) - 1,
	    SIZE_MAX);
	assert_int_equal(chdir(".."), 0);
	fails_with(G032, qms_git_open(&git, ".", false));
	(void)alarm(0);
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(accepts_what_git_writes),
		test(finds_an_object_cut_short_at_every_length),
		test(finds_sizes_that_are_not_true),
		test(finds_bytes_of_another_object),
		test(finds_what_is_no_file_or_no_zlib_data),
		test(finds_bytes_behind_the_end),
		test(survives_an_object_that_inflates_without_end),
		test(looks_again_only_at_what_is_new),
		test(works_where_nothing_can_be_written),
		test(keeps_libgit2_from_looping_and_overflowing),
	};

	return cmocka_run_group_tests(tests, freeze_world, end_world);
}
