/* SPDX-License-Identifier: MIT */
/* The signatures of tests/golden/signature were made by ssh-keygen 9.2; those
 * of security keys by hand, and ssh-keygen takes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "qms/file.h"
#include "qms/signature.h"

static struct qms_arena arena;

static struct qms_text
golden(const char *name, const char *end)
{
	struct qms_text text;

	assert_null(qms_file_read(&text, &arena, qms_arena_format(&arena,
	    "tests/golden/signature/%s%s", name, end), 1 << 20));
	return text;
}

static bool
verifies(struct qms_text armour, struct qms_text message)
{
	struct qms_signature signature;

	return qms_signature_parse(&signature, &arena, armour) &&
	    qms_signature_verify(&signature, message);
}

static const char *const names[] = { "ed25519", "sha256", "ecdsa256",
	"ecdsa384", "ecdsa521", "rsa2048", "rsa3072", "sk-ed25519",
	"sk-ecdsa" };
enum { NAMES = sizeof(names) / sizeof(*names) };

static void
takes_what_each_type_of_key_signed(void **state)
{
	struct qms_text message = golden("message", "");
	struct qms_signature signature;
	struct qms_public_key key;
	int i;

	for (i = 0; i < NAMES; i++) {
		assert_true(qms_public_key_parse(&key, &arena,
		    golden(names[i], ".pub")));
		assert_true(qms_signature_parse(&signature, &arena,
		    golden(names[i], ".sig")));
		assert_true(qms_text_equal(signature.key, key.blob));
		assert_string_equal(signature.name_space, "qms");
		assert_true(qms_signature_verify(&signature, message));
	}
	qms_arena_free(&arena);
}

static void
refuses_weak_keys_and_keys_that_nobody_touched(void **state)
{
	struct qms_text message = golden("message", "");

	assert_false(verifies(golden("rsa1024", ".sig"), message));
	assert_false(verifies(golden("sk-untouched", ".sig"), message));
	qms_arena_free(&arena);
}

static void
tells_what_it_was_signed_for(void **state)
{
	struct qms_signature signature;

	assert_true(qms_signature_parse(&signature, &arena,
	    golden("other-namespace", ".sig")));
	assert_string_equal(signature.name_space, "file");
	qms_arena_free(&arena);
}

/* One bit anywhere, in the armour or in the message. */
static void
refuses_a_signature_with_any_bit_flipped(void **state)
{
	struct qms_text message = golden("message", ""), text;
	char *copy;
	size_t at;
	int i;

	for (i = 0; i < NAMES; i++) {
		text = golden(names[i], ".sig");
		copy = qms_arena_copy(&arena, text.data, text.size);
		for (at = 0; at < text.size; at += names[i][0] == 'r' ? 7 : 1) {
			copy[at] ^= 1;
			assert_false(verifies((struct qms_text){ copy,
			    text.size }, message));
			copy[at] ^= 1;
		}
		copy = qms_arena_copy(&arena, message.data, message.size);
		for (at = 0; at < message.size; at += 5) {
			copy[at] ^= 4;
			assert_false(verifies(text, (struct qms_text){ copy,
			    message.size }));
			copy[at] ^= 4;
		}
		assert_true(verifies(text, (struct qms_text){ copy,
		    message.size }));
	}
	qms_arena_free(&arena);
}

static void
refuses_what_stands_around_it(void **state)
{
	static const struct { const char *before, *after; } around[] = {
		{ "\n", "" }, { " ", "" }, { "", "\n" }, { "", "x" },
		{ "\xef\xbb\xbf", "" }, { "", " \n" },
	};
	struct qms_text message = golden("message", "");
	struct qms_text text = golden("ed25519", ".sig");
	const char *whole = qms_arena_copy(&arena, text.data, text.size);
	char *line, *at;
	size_t i;

	for (i = 0; i < sizeof(around) / sizeof(*around); i++)
		assert_false(verifies(qms_text(qms_arena_format(&arena,
		    "%s%s%s", around[i].before, whole, around[i].after)),
		    message));
	/* two of them, CRLF, a line that is broken elsewhere, none at all */
	assert_false(verifies(qms_text(qms_arena_format(&arena, "%s%s", whole,
	    whole)), message));
	line = qms_arena_string(&arena, whole);
	at = strchr(strchr(line, '\n') + 1, '\n');
	at[0] = at[1];
	at[1] = '\n';
	assert_false(verifies(qms_text(line), message));
	assert_false(verifies(qms_text(""), message));
	assert_false(verifies(qms_text("-----BEGIN SSH SIGNATURE-----\n"
	    "-----END SSH SIGNATURE-----\n"), message));
	assert_false(verifies(qms_text("-----BEGIN SSH SIGNATURE-----\n\n"
	    "-----END SSH SIGNATURE-----\n"), message));
	qms_arena_free(&arena);
}

static void
a_public_key_is_one_line_of_a_known_type(void **state)
{
	struct qms_text text = golden("ed25519", ".pub");
	const char *good = qms_arena_copy(&arena, text.data, text.size - 1);
	struct qms_public_key key;

	assert_true(qms_public_key_parse(&key, &arena, qms_text(good)));
	assert_string_equal(key.type, "ssh-ed25519");
	assert_string_equal(key.comment, "ed25519");
	assert_memory_equal(qms_public_key_fingerprint(&arena, key.blob),
	    "SHA256:", 7);
	assert_int_equal(strlen(qms_public_key_fingerprint(&arena, key.blob)),
	    50);
	assert_false(qms_public_key_parse(&key, &arena, qms_text("")));
	assert_false(qms_public_key_parse(&key, &arena,
	    qms_text("ssh-ed25519")));
	assert_false(qms_public_key_parse(&key, &arena,
	    qms_text("ssh-ed25519 AAAA")));
	assert_false(qms_public_key_parse(&key, &arena,
	    qms_text("ssh-dss AAAAB3NzaC1kc3MAAAAA")));
	assert_false(qms_public_key_parse(&key, &arena,
	    qms_text(qms_arena_format(&arena, "ssh-rsa%s", good + 11))));
	assert_false(qms_public_key_parse(&key, &arena,
	    qms_text(qms_arena_format(&arena, "%s\n%s", good, good))));
	qms_arena_free(&arena);
}

static void
a_list_of_signers_is_read_as_it_is_written(void **state)
{
	struct qms_problems problems = { .arena = &arena };
	struct qms_buffer out = { 0 };
	struct qms_signers signers;
	struct qms_text key = golden("ed25519", ".pub");
	const char *list;
	size_t i;

	list = qms_arena_format(&arena,
	    "lan namespaces=\"qms\",valid-after=\"20260105000000Z\" %.*s\n"
	    "hung namespaces=\"qms,qms-witness\" %.*s\n"
	    "thu namespaces=\"qms\",valid-after=\"20200229235959Z\","
	    "valid-before=\"20260105000001Z\" %.*s\n", (int)key.size - 1,
	    key.data, (int)key.size - 1, key.data, (int)key.size - 1,
	    key.data);
	qms_signers_parse(&signers, &arena, qms_text(list), "x", &problems);
	assert_int_equal(problems.count, 0);
	assert_int_equal(signers.count, 3);
	for (i = 0; i < signers.count; i++)
		qms_signer_write(&out, &signers.items[i]);
	assert_string_equal(out.data, list);
	qms_buffer_free(&out);
	qms_arena_free(&arena);
}

static void
a_key_counts_for_its_person_use_and_time(void **state)
{
	struct qms_problems problems = { .arena = &arena };
	struct qms_text text = golden("ed25519", ".pub"), key, other;
	struct qms_public_key read;
	struct qms_signers signers;
	const int64_t first = 1767571200;	/* 2026-01-05T00:00:00Z */

	assert_true(qms_public_key_parse(&read, &arena, text));
	key = read.blob;
	assert_true(qms_public_key_parse(&read, &arena,
	    golden("ecdsa256", ".pub")));
	other = read.blob;
	qms_signers_parse(&signers, &arena, qms_text(qms_arena_format(&arena,
	    "# người\n\nlan namespaces=\"qms\",valid-after=\"20260105000000Z\","
	    "valid-before=\"20260106000000Z\" %.*s\n", (int)text.size - 1,
	    text.data)), "x", &problems);
	assert_int_equal(problems.count, 0);
	assert_non_null(qms_signers_find(&signers, "lan", "qms", key, first));
	assert_non_null(qms_signers_find(&signers, "lan", "qms", key,
	    first + 86399));
	assert_null(qms_signers_find(&signers, "lan", "qms", key, first - 1));
	assert_null(qms_signers_find(&signers, "lan", "qms", key,
	    first + 86400));
	assert_null(qms_signers_find(&signers, "hung", "qms", key, first));
	assert_null(qms_signers_find(&signers, "lan", "file", key, first));
	assert_null(qms_signers_find(&signers, "lan", "qms", other, first));
	qms_arena_free(&arena);
}

static void
refuses_lines_that_stock_tools_read_in_another_way(void **state)
{
	static const char *const lines[] = {
		"*@so namespaces=\"qms\" %s",		/* a pattern */
		"lan,hung namespaces=\"qms\" %s",	/* two */
		"!lan namespaces=\"qms\" %s",
		"lan %s",				/* good for all uses */
		"lan namespaces=\"q*\" %s",
		"lan namespaces=\"\" %s",
		"lan namespaces=\"qms,\" %s",
		"lan namespaces=\"qms\",valid-after=\"20260105\" %s",
		"lan namespaces=\"qms\",valid-after=\"20260105000000\" %s",
		"lan namespaces=\"qms\",valid-after=\"20260230000000Z\" %s",
		"lan namespaces=\"qms\",valid-before=\"20260105000000z\" %s",
		"lan cert-authority,namespaces=\"qms\" %s",
		"lan namespaces=\"qms\",namespaces=\"file\" %s",
		"lan namespaces=\"qms %s",
		"lan namespaces=qms %s",
		"lan\tnamespaces=\"qms\" %s",
		" lan namespaces=\"qms\" %s",
		"lan namespaces=\"qms\"",
		"LAN namespaces=\"qms\" %s",
		"lan",
	};
	struct qms_problems problems = { .arena = &arena };
	struct qms_text text = golden("ed25519", ".pub");
	const char *key = qms_arena_copy(&arena, text.data, text.size - 1);
	struct qms_buffer list = { 0 };
	struct qms_signers signers;
	const char *blank;
	size_t i, count = sizeof(lines) / sizeof(*lines);

	for (i = 0; i < count; i++) {
		blank = strstr(lines[i], "%s");
		qms_buffer_add(&list, lines[i], blank == NULL ?
		    strlen(lines[i]) : (size_t)(blank - lines[i]));
		qms_buffer_format(&list, "%s\n", blank == NULL ? "" : key);
	}
	qms_signers_parse(&signers, &arena, qms_buffer_view(&list),
	    "trust/signers", &problems);
	if (signers.count != 0)
		fail_msg("%s", lines[signers.items[0].line - 1]);
	assert_int_equal(problems.count, count);
	for (i = 0; i < count; i++) {
		assert_int_equal(problems.items[i].line, i + 1);
		assert_int_equal(problems.items[i].id, QMS_M_S105);
	}
	qms_buffer_free(&list);
	qms_arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_each_type_of_key_signed),
		cmocka_unit_test(
		    refuses_weak_keys_and_keys_that_nobody_touched),
		cmocka_unit_test(tells_what_it_was_signed_for),
		cmocka_unit_test(refuses_a_signature_with_any_bit_flipped),
		cmocka_unit_test(refuses_what_stands_around_it),
		cmocka_unit_test(a_public_key_is_one_line_of_a_known_type),
		cmocka_unit_test(a_list_of_signers_is_read_as_it_is_written),
		cmocka_unit_test(a_key_counts_for_its_person_use_and_time),
		cmocka_unit_test(
		    refuses_lines_that_stock_tools_read_in_another_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
