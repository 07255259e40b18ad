/* SPDX-License-Identifier: MIT */
/* The certificates and signatures of tests/golden/certificate were made by
 * openssl 3.0 (see the file `make` there). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "qms/certificate.h"
#include "qms/file.h"

static struct qms_arena arena;

static struct qms_text
golden(const char *name)
{
	struct qms_text text;

	assert_null(qms_file_read(&text, &arena, qms_arena_format(&arena,
	    "tests/golden/certificate/%s", name), 1 << 20));
	return text;
}

static bool
verifies(struct qms_text signature, struct qms_text message)
{
	struct qms_cms cms;

	return qms_cms_parse(&cms, &arena, signature) &&
	    qms_cms_verify(&cms, message);
}

static void
takes_what_each_sort_of_key_signed(void **state)
{
	static const struct { const char *file, *key; } signatures[] = {
		{ "rsa2048.p7s", "rsa2048" }, { "rsa3072.p7s", "rsa3072" },
		{ "pss.p7s", "rsa2048" }, { "p256.p7s", "ecdsa-p256" },
		{ "p384.p7s", "ecdsa-p384" }, { "p521.p7s", "ecdsa-p521" },
		{ "cades.p7s", "rsa2048" }, { "pem.p7s", "rsa2048" },
		{ "pkcs7.p7s", "rsa2048" }, { "issued.p7s", "ecdsa-p256" },
		{ "keyid.p7s", "rsa2048" },
	};
	struct qms_text message = golden("message");
	struct qms_cms cms;
	size_t i;

	for (i = 0; i < sizeof(signatures) / sizeof(*signatures); i++) {
		if (!qms_cms_parse(&cms, &arena, golden(signatures[i].file)) ||
		    !qms_cms_verify(&cms, message))
			fail_msg("%s", signatures[i].file);
		assert_string_equal(cms.signer.key, signatures[i].key);
		assert_true(cms.time > cms.signer.after - 86400);
		assert_true(cms.time < cms.signer.before);
	}
	qms_arena_free(&arena);
}

static void
refuses_what_is_weak_or_of_another_form(void **state)
{
	static const char *const files[] = { "sha1.p7s", "md5.p7s",
		"rsa1024.p7s", "attached.p7s", "two.p7s", "nocerts.p7s",
		"noattr.p7s", "streamed.p7s", "brainpool.p7s",
		"encrypted.p7s", "psssha1.p7s",
		"message", "rsa2048.pem" };
	struct qms_cms cms;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (qms_cms_parse(&cms, &arena, golden(files[i])))
			fail_msg("%s", files[i]);
	qms_arena_free(&arena);
}

static void
refuses_any_other_bytes(void **state)
{
	struct qms_text message = golden("message"), signature;
	char *copy;
	size_t i;

	copy = qms_arena_copy(&arena, message.data, message.size);
	copy[0] ^= 1;
	assert_false(verifies(golden("rsa2048.p7s"),
	    (struct qms_text){ copy, message.size }));
	assert_false(verifies(golden("rsa2048.p7s"),
	    (struct qms_text){ message.data, message.size - 1 }));
	assert_false(verifies(golden("rsa2048.p7s"), qms_text("")));
	signature = golden("cades.p7s");
	/* what comes behind, and what is cut off */
	copy = qms_arena_alloc(&arena, signature.size + 1);
	memcpy(copy, signature.data, signature.size);
	assert_true(verifies((struct qms_text){ copy, signature.size },
	    message));
	assert_false(verifies((struct qms_text){ copy, signature.size + 1 },
	    message));
	for (i = 0; i < signature.size; i += 7)
		assert_false(verifies((struct qms_text){ copy, i }, message));
	qms_arena_free(&arena);
}

/* Whatever one byte becomes: it is refused, or the same person signed the same
 * bytes. */
static void
no_flipped_bit_makes_it_another_signers(void **state)
{
	struct qms_text message = golden("message"), signature;
	struct qms_cms right, cms;
	size_t i;
	char *copy;

	signature = golden("p256.p7s");
	assert_true(qms_cms_parse(&right, &arena, signature));
	copy = qms_arena_copy(&arena, signature.data, signature.size);
	for (i = 0; i < signature.size; i++) {
		copy[i] ^= (char)(1 << i % 8);
		if (qms_cms_parse(&cms, &arena,
		    (struct qms_text){ copy, signature.size }) &&
		    strcmp(cms.signer.sha256, right.signer.sha256) == 0 &&
		    qms_cms_verify(&cms, message))
			assert_true(cms.time == right.time);
		copy[i] ^= (char)(1 << i % 8);
	}
	qms_arena_free(&arena);
}

static void
a_certificate_tells_who_and_how_long(void **state)
{
	struct qms_certificate c;
	struct qms_buffer out = { 0 };

	assert_true(qms_certificate_parse(&c, &arena, golden("rsa2048.pem")));
	assert_string_equal(c.subject,
	    "CN=Lê Quang Minh,O=Sở Khoa học và Công nghệ,C=VN");
	assert_string_equal(c.serial, "0102030405060708");
	assert_string_equal(c.key, "rsa2048");
	assert_true(c.after == 1767225600);	/* 2026-01-01 */
	assert_true(c.before == 2082758400);	/* 2036-01-01 */
	qms_certificate_write(&out, &c);
	assert_true(qms_text_equal(qms_buffer_view(&out),
	    golden("rsa2048.pem")));
	qms_buffer_free(&out);
	assert_true(qms_certificate_parse(&c, &arena, c.der));
	qms_arena_free(&arena);
}

static void
refuses_certificates_that_are_weak_or_not_for_signing(void **state)
{
	static const char *const files[] = { "rsa1024.pem", "brainpool.pem",
		"ed25519.pem", "encipher.pem", "explicit.pem", "message" };
	struct qms_certificate c;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (qms_certificate_parse(&c, &arena, golden(files[i])))
			fail_msg("%s", files[i]);
	assert_false(qms_certificate_parse(&c, &arena,
	    qms_text("-----BEGIN CERTIFICATE-----\n"
	    "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
	    "-----END CERTIFICATE-----\n")));
	qms_arena_free(&arena);
}

static void
an_enrolled_one_is_written_as_it_is_read(void **state)
{
	struct qms_problems problems = { .arena = &arena };
	struct qms_enrolled made = { .person = "minh" }, read;
	struct qms_buffer out = { 0 };
	const char *path, *text;

	assert_true(qms_certificate_parse(&made.certificate, &arena,
	    golden("p256.pem")));
	made.from = qms_day_parse(qms_text("2026-01-05"));
	made.to = qms_day_parse(qms_text("2026-02-10"));
	path = qms_enrolled_path(&arena, "so", "minh", &made.certificate);
	assert_true(qms_enrolled_is_path(path));
	qms_enrolled_write(&out, &made);
	text = qms_arena_copy(&arena, out.data, out.size);
	assert_true(qms_enrolled_parse(&read, &arena, qms_buffer_view(&out),
	    path, &problems));
	assert_string_equal(read.person, "minh");
	assert_true(read.from == made.from && read.to == made.to);
	/* nothing before, between or behind; no other name */
	qms_buffer_char(&out, '\n');
	assert_false(qms_enrolled_parse(&read, &arena, qms_buffer_view(&out),
	    path, &problems));
	assert_false(qms_enrolled_parse(&read, &arena, qms_text(text),
	    "agencies/so/certificates/minh-0123456789abcdef.pem", &problems));
	assert_false(qms_enrolled_parse(&read, &arena, qms_text(
	    qms_arena_format(&arena, "x: y\n%s", text)), path, &problems));
	assert_int_equal(problems.count, 3);
	assert_false(qms_enrolled_is_path("agencies/so/certificates/x.pem"));
	assert_false(qms_enrolled_is_path(
	    "agencies/so/certificates/-0123456789abcdef.pem"));
	qms_buffer_free(&out);
	qms_arena_free(&arena);
}

static void
leads_to_an_authority_or_to_none(void **state)
{
	const int64_t during = 1780000000, before = 1767000000;
	struct qms_cms cms, own, without;

	assert_true(qms_cms_parse(&cms, &arena, golden("issued.p7s")));
	assert_true(qms_cms_parse(&without, &arena, golden("bare.p7s")));
	assert_true(qms_cms_parse(&own, &arena, golden("p256.p7s")));
	/* through the one between, which the signature brings */
	assert_true(qms_cms_leads_to(&cms, golden("root.pem"), during));
	assert_false(qms_cms_leads_to(&without, golden("root.pem"), during));
	assert_true(qms_cms_leads_to(&without, golden("middle.pem"), during));
	assert_false(qms_cms_leads_to(&cms, golden("root.pem"), before));
	assert_false(qms_cms_leads_to(&cms, golden("p256.pem"), during));
	assert_false(qms_cms_leads_to(&cms, qms_text(""), during));
	assert_false(qms_cms_leads_to(&cms, golden("message"), during));
	assert_false(qms_cms_leads_to(&own, golden("root.pem"), during));
	assert_true(qms_cms_leads_to(&own, golden("p256.pem"), during));
	assert_true(qms_authorities_parse(golden("root.pem")));
	assert_false(qms_authorities_parse(golden("message")));
	assert_false(qms_authorities_parse(qms_text("")));
	/* SHA-1 somewhere on the way */
	assert_true(qms_cms_parse(&cms, &arena, golden("weakly.p7s")));
	assert_false(qms_cms_leads_to(&cms, golden("root.pem"), during));
	qms_arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_each_sort_of_key_signed),
		cmocka_unit_test(refuses_what_is_weak_or_of_another_form),
		cmocka_unit_test(refuses_any_other_bytes),
		cmocka_unit_test(no_flipped_bit_makes_it_another_signers),
		cmocka_unit_test(a_certificate_tells_who_and_how_long),
		cmocka_unit_test(
		    refuses_certificates_that_are_weak_or_not_for_signing),
		cmocka_unit_test(an_enrolled_one_is_written_as_it_is_read),
		cmocka_unit_test(leads_to_an_authority_or_to_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
