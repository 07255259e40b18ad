/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read can be written, and that can be read again. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_text text = { (const char *)data, size };
	struct qms_buffer out = { 0 };
	struct qms_xml *xml, *again;
	int line;

	if (qms_xml_parse(&xml, text, &line)) {
		qms_xml_write(&out, xml);
		if (out.size <= QMS_XML_LIMIT && !qms_xml_parse(&again,
		    qms_buffer_view(&out), &line))
			abort();
		if (out.size <= QMS_XML_LIMIT)
			qms_xml_free(again);
		qms_xml_free(xml);
	}
	qms_buffer_free(&out);
	return 0;
}
