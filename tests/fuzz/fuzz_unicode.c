/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct qms_buffer *out)
{
	if (qms_utf8_invalid(qms_buffer_view(out)) != SIZE_MAX)
		abort();
	qms_buffer_clear(out);
}

/* Good UTF-8 stays good; what is NFC is called so. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_text text = { (const char *)data, size };
	struct qms_buffer out = { 0 };

	if (qms_utf8_invalid(text) != SIZE_MAX)
		return 0;
	qms_unicode_nfc(&out, text);
	if (!qms_unicode_is_nfc(qms_buffer_view(&out)))
		abort();
	check(&out);
	qms_unicode_fold(&out, text);
	check(&out);
	qms_unicode_lower(&out, text);
	check(&out);
	qms_unicode_same_name(&out, text);
	check(&out);
	qms_unicode_sort_key(&out, text);
	if (qms_unicode_width(text) < 0)
		abort();
	qms_buffer_free(&out);
	return 0;
}
