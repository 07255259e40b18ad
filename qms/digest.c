/* SPDX-License-Identifier: MIT */
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <string.h>

#include "digest.h"

static char *
write_hex(char *hex, const uint8_t *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < size; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex[2 * size] = '\0';
	return hex;
}

char *
qms_sha256(char hex[QMS_SHA256_SIZE], struct qms_text text)
{
	struct sha256_ctx context;
	uint8_t bytes[SHA256_DIGEST_SIZE];

	sha256_init(&context);
	if (text.size > 0)
		sha256_update(&context, text.size, (const uint8_t *)text.data);
	sha256_digest(&context, sizeof(bytes), bytes);
	return write_hex(hex, bytes, sizeof(bytes));
}

char *
qms_sha1(char hex[QMS_SHA1_SIZE], struct qms_text first,
    struct qms_text second)
{
	struct sha1_ctx context;
	uint8_t bytes[SHA1_DIGEST_SIZE];

	sha1_init(&context);
	if (first.size > 0)
		sha1_update(&context, first.size, (const uint8_t *)first.data);
	if (second.size > 0)
		sha1_update(&context, second.size,
		    (const uint8_t *)second.data);
	sha1_digest(&context, sizeof(bytes), bytes);
	return write_hex(hex, bytes, sizeof(bytes));
}

bool
qms_is_sha256(const char *string)
{
	return string != NULL &&
	    strspn(string, "0123456789abcdef") == QMS_SHA256_SIZE - 1 &&
	    string[QMS_SHA256_SIZE - 1] == '\0';
}
