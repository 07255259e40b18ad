/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "qms/digest.h"

static void
gives_the_digests_of_the_standards(void **state)
{
	char sha256[QMS_SHA256_SIZE], sha1[QMS_SHA1_SIZE];

	assert_string_equal(qms_sha256(sha256, qms_text("abc")),
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(qms_sha256(sha256, qms_text(NULL)),
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	assert_string_equal(qms_sha1(sha1, qms_text("ab"), qms_text("c")),
	    "a9993e364706816aba3e25717850c26c9cd0d89d");
	assert_string_equal(qms_sha1(sha1, qms_text("abc"), qms_text(NULL)),
	    "a9993e364706816aba3e25717850c26c9cd0d89d");
}

static void
knows_what_a_digest_looks_like(void **state)
{
	char sha256[QMS_SHA256_SIZE];

	assert_true(qms_is_sha256(qms_sha256(sha256, qms_text("x"))));
	sha256[3] = 'A';
	assert_false(qms_is_sha256(sha256));
	assert_false(qms_is_sha256("ba78"));
	assert_false(qms_is_sha256(""));
	assert_false(qms_is_sha256(NULL));
	assert_false(qms_is_sha256("ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad0"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_digests_of_the_standards),
		cmocka_unit_test(knows_what_a_digest_looks_like),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
