/* SPDX-License-Identifier: MIT */
/*
 * unicode - what needs the Unicode tables (ICU; the only module that includes
 * its headers).
 */
#ifndef QMS_UNICODE_H
#define QMS_UNICODE_H

#include "text.h"

bool qms_unicode_is_nfc(struct qms_text text);
/* NFC of valid UTF-8. */
void qms_unicode_nfc(struct qms_buffer *out, struct qms_text text);
/*
 * For search: NFD, marks stripped, lower case, đ and Đ to d; the rest as is.
 * "Đăng ký" and "dang ky" give the same bytes. Fast: one table below U+2000.
 */
void qms_unicode_fold(struct qms_buffer *out, struct qms_text text);
/* Do both fold to the same? Empty text is like nothing. */
bool qms_unicode_alike(struct qms_text a, struct qms_text b);
/* Lower case, NFC: for exact search. */
void qms_unicode_lower(struct qms_buffer *out, struct qms_text text);
/* The text with its first letter in upper case. */
void qms_unicode_capital(struct qms_buffer *out, struct qms_text text);
/*
 * A key whose bytes order as Vietnamese does (a ă â … đ after d, tones last).
 */
void qms_unicode_sort_key(struct qms_buffer *out, struct qms_text text);
/* Columns on a terminal. */
int qms_unicode_width(struct qms_text text);
/* Folding of case and NFC, to find two ids that a file system would mix up. */
void qms_unicode_same_name(struct qms_buffer *out, struct qms_text text);
bool qms_unicode_is_letter_or_digit(int32_t code_point);
void qms_unicode_finish(void);		/* frees ICU's tables, for leak checks */

#endif
