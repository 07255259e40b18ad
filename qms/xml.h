/* SPDX-License-Identifier: MIT */
/*
 * xml - trees, and XML schemas that judge them (libxml2; the only module that
 * includes its headers).
 *
 * Trees are built by us; each element carries a pointer of the caller's, which
 * comes back with what the schema has against it: line numbers of libxml2 end
 * at 65,535. XML from others is read without DOCTYPE, entities or anything
 * from outside.
 */
#ifndef QMS_XML_H
#define QMS_XML_H

#include "error.h"

/* ---- trees ---- */

struct qms_xml;			/* a tree */
struct qms_xml_node;		/* an element of one */

struct qms_xml *qms_xml_new(const char *root);
void qms_xml_free(struct qms_xml *xml);
struct qms_xml_node *qms_xml_root(struct qms_xml *xml);
/* The last child of parent from now on. value NULL: no text. What is no
 * character of XML becomes U+FFFD. */
struct qms_xml_node *qms_xml_add(struct qms_xml_node *parent,
	const char *name, const char *value, void *data);
void qms_xml_set(struct qms_xml_node *node, const char *attribute,
	const char *value);
/* The same bytes for the same tree: UTF-8, LF, indented by two spaces. */
void qms_xml_write(struct qms_buffer *out, struct qms_xml *xml);

enum { QMS_XML_LIMIT = 4 * 1024 * 1024, QMS_XML_DEPTH = 64 };

/* Reads XML from others. On bad input *xml is NULL and *line tells where. */
bool qms_xml_parse(struct qms_xml **xml, struct qms_text text, int *line);
const char *qms_xml_name(const struct qms_xml_node *node);
/* The text of an element, in arena. */
const char *qms_xml_text(struct qms_arena *arena,
	const struct qms_xml_node *node);
/* NULL: no such attribute. */
const char *qms_xml_attribute(struct qms_arena *arena,
	const struct qms_xml_node *node, const char *name);
struct qms_xml_node *qms_xml_first(const struct qms_xml_node *node);
struct qms_xml_node *qms_xml_next(const struct qms_xml_node *node);

/* ---- schemas ---- */

struct qms_xml_schema;

/* A failure names subject, e.g. the file that the schema was made from. */
const struct qms_error *qms_xml_compile(struct qms_xml_schema **schema,
	struct qms_text text, const char *subject);
void qms_xml_schema_free(struct qms_xml_schema *schema);

enum qms_xml_fault { QMS_XML_TYPE, QMS_XML_PATTERN, QMS_XML_ENUMERATION,
	QMS_XML_LEAST, QMS_XML_MOST, QMS_XML_LENGTH, QMS_XML_STRUCTURE };

/* Called once for each element that is refused, with its pointer. */
typedef void (*qms_xml_fault_fn)(void *closure, enum qms_xml_fault fault,
	void *data);
const struct qms_error *qms_xml_validate(const struct qms_xml_schema *schema,
	struct qms_xml *xml, qms_xml_fault_fn fn, void *closure);

/* Is it a regular expression of XML Schema? */
bool qms_xml_pattern_is_valid(const char *pattern);

void qms_xml_finish(void);	/* frees libxml2's tables, for leak checks */

#endif
