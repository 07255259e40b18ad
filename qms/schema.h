/* SPDX-License-Identifier: MIT */
/*
 * schema - the XML schema of a kind, generated from its file, and the check of
 * values against it (xml.h holds libxml2). Presence of keys, sections and
 * columns is object.h's; the schema judges values.
 */
#ifndef QMS_SCHEMA_H
#define QMS_SCHEMA_H

#include "object.h"

/* Compiled schemas, one a kind file, made when first needed. */
struct qms_schemas;
struct qms_schemas *qms_schemas_new(void);
void qms_schemas_free(struct qms_schemas *schemas);

/* The schema as it is published for others. */
void qms_schema_write(struct qms_buffer *out, const struct qms_kind *kind);

/* Reports each value that the schema refuses, where it stands. */
const struct qms_error *qms_schema_check(struct qms_schemas *schemas,
	const struct qms_object *object, struct qms_arena *arena,
	struct qms_problems *problems);

#endif
