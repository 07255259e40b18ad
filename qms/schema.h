/* SPDX-License-Identifier: MIT */
/*
 * schema - the XML schema of a kind, generated from its file, and the check of
 * values against it (xml.h holds libxml2). Presence of keys, sections and
 * columns is form.h's; the schema judges values.
 *
 * A published schema has two root elements of one set of types: the kind's
 * own, a whole file as XML; and <values>, the same elements in any number and
 * order. The second judges files that are not complete, so that each wrong
 * value is told where it stands.
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

/* The file's data as XML, which the schema accepts when the file has no
 * problems. The text of a Markdown file is left out. */
void qms_schema_export(struct qms_buffer *out,
	const struct qms_object *object);

#endif
