/* SPDX-License-Identifier: MIT */
/* A signature, a certificate or an enrolled one; what is enrolled is written
 * as it was read. */
#include <stdlib.h>

#include "qms/certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_text text = { (const char *)data, size };
	struct qms_buffer out = { 0 };
	struct qms_certificate certificate;
	struct qms_enrolled enrolled = { 0 }, again;
	struct qms_cms cms;

	if (qms_cms_parse(&cms, &arena, text)) {
		qms_cms_verify(&cms, qms_text("x"));
		qms_cms_leads_to(&cms, text, 0);
	}
	if (qms_certificate_parse(&certificate, &arena, text)) {
		enrolled.certificate = certificate;
		enrolled.from = enrolled.to = QMS_DAY_NONE;
		qms_enrolled_write(&out, &enrolled);
		if (!qms_enrolled_parse(&again, &arena, qms_buffer_view(&out),
		    qms_enrolled_path(&arena, "so", "x", &certificate),
		    &problems))
			abort();
	}
	qms_buffer_free(&out);
	qms_arena_free(&arena);
	return 0;
}
