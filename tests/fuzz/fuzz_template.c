/* SPDX-License-Identifier: MIT */
/* Any template, rendered with a value of each type. */
#include "qms/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = {0};
	struct qms_problems problems = { .arena = &arena };
	struct qms_template_source sources[] = {
		{ "a", { (const char *)data, size } },
		{ "b", { (const char *)data, size / 2 } },
	};
	struct qms_value *values = qms_value_new(&arena), *list;
	struct qms_templates *templates;
	struct qms_buffer out = {0};

	qms_value_text(values, "t", "<a href=\"x\">'&");
	qms_value_url(values, "u", "javascript:x");
	qms_value_html(values, "h", qms_html_written(qms_text("<b>")));
	qms_value_flag(values, "f", true);
	list = qms_value_list(values, "l");
	qms_value_text(qms_value_row(list), "t", "1");
	qms_value_item(list, "2");
	templates = qms_templates_compile(&arena, sources, 2, &problems);
	(void)qms_template_render(&out, qms_template_find(templates, "a"),
	    values, QMS_VI);
	qms_buffer_free(&out);
	qms_arena_free(&arena);
	return 0;
}
