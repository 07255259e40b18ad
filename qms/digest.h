/* SPDX-License-Identifier: MIT */
/*
 * digest - SHA-256, and SHA-1 for the check of loose git objects (nettle; the
 * only module that includes its headers).
 */
#ifndef QMS_DIGEST_H
#define QMS_DIGEST_H

#include "text.h"

#define QMS_SHA256_SIZE 65	/* 64 hex digits and the NUL */
#define QMS_SHA1_SIZE 41

char *qms_sha256(char hex[QMS_SHA256_SIZE], struct qms_text text);
char *qms_sha1(char hex[QMS_SHA1_SIZE], struct qms_text first,
	struct qms_text second);	/* of both, one behind the other */
bool qms_is_sha256(const char *string);	/* 64 lower-case hex digits */

#endif
