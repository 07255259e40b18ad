/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/schema.h"
#include "qms/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A kind is read without problems, or not at all; what is read has a schema,
 * unless its limits contradict each other. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_text text = { (const char *)data, size };
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	const struct qms_error *err;
	struct qms_xml_schema *schema;
	struct qms_buffer xsd = { 0 };
	struct qms_kind *kind;

	kind = qms_kind_parse(&arena, "kinds/fuzz.yaml", text, &problems);
	if ((kind == NULL) != (problems.count > 0))
		abort();
	if (kind != NULL) {
		qms_schema_write(&xsd, kind);
		err = qms_xml_compile(&schema, qms_buffer_view(&xsd), "fuzz");
		if (err == NULL)
			qms_xml_schema_free(schema);
		else if (strstr(xsd.data, "minInclusive") == NULL)
			abort();
	}
	qms_buffer_free(&xsd);
	qms_arena_free(&arena);
	return 0;
}
