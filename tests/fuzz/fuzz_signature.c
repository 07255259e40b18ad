/* SPDX-License-Identifier: MIT */
/* A signature, a key or a list of signers; a list is read as it is written. */
#include <stdlib.h>

#include "qms/signature.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_text text = { (const char *)data, size };
	struct qms_buffer out = { 0 };
	struct qms_signature signature;
	struct qms_public_key key;
	struct qms_signers signers, again;
	size_t i;

	if (qms_signature_parse(&signature, &arena, text))
		qms_signature_verify(&signature, qms_text("x"));
	qms_public_key_parse(&key, &arena, text);
	qms_signers_parse(&signers, &arena, text, "x", &problems);
	for (i = 0; i < signers.count; i++)
		qms_signer_write(&out, &signers.items[i]);
	problems.count = 0;
	qms_signers_parse(&again, &arena, qms_buffer_view(&out), "x",
	    &problems);
	if (problems.count != 0 || again.count != signers.count)
		abort();
	qms_buffer_free(&out);
	qms_arena_free(&arena);
	return 0;
}
