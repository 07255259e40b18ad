/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "qms/schema.h"

COMMAND(export)
{
	const struct qms_kinds *kinds = qms_system_kinds(cli->system);
	const struct qms_kind *kind;
	struct qms_buffer names = { 0 };
	const struct qms_error *err;
	size_t i;

	if (strcmp(cli->operands[0], "xsd") != 0)
		return qms_fail(QMS_M_U025, cli->operands[0], "xsd");
	kind = qms_kinds_get(kinds, cli->operands[1]);
	if (kind != NULL) {
		qms_schema_write(&cli->out, kind);
		return NULL;
	}
	for (i = 0; i < kinds->count; i++)
		qms_buffer_format(&names, "%s%s", i == 0 ? "" : ", ",
		    kinds->items[i]->id);
	err = qms_fail(QMS_M_U016, cli->operands[1], names.data);
	qms_buffer_free(&names);
	return err;
}
