/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlregexp.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#include "xml.h"

#if LIBXML_VERSION >= 21200
typedef const xmlError xml_error;
#else
typedef xmlError xml_error;
#endif

struct qms_xml { xmlDoc doc; };
struct qms_xml_node { xmlNode node; };
struct qms_xml_schema { xmlSchema *schema; };

/* Nothing is ever loaded from outside, whatever a text or schema asks for. */
static xmlParserInput *
deny(const char *url, const char *id, xmlParserCtxt *context)
{
	return NULL;
}

static void
start(void)
{
	xmlInitParser();
	xmlSetExternalEntityLoader(deny);
}

static void
start_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start);
}

static void
ignore(void *closure, xml_error *error)
{
}

/* libxml2 has no memory: what arena.h promises holds for it too. */
static void *
must(void *pointer)
{
	if (pointer == NULL)
		qms_arena_exhausted();
	return pointer;
}

/* ---- trees ---- */

static const xmlChar *
chars(const char *string)
{
	return (const xmlChar *)string;
}

struct qms_xml *
qms_xml_new(const char *root)
{
	xmlDoc *doc;
	xmlNode *node;

	start_once();
	doc = must(xmlNewDoc(chars("1.0")));
	node = must(xmlNewDocNode(doc, NULL, chars(root), NULL));
	xmlDocSetRootElement(doc, node);
	return (struct qms_xml *)doc;
}

void
qms_xml_free(struct qms_xml *xml)
{
	xmlFreeDoc((xmlDoc *)xml);
}

struct qms_xml_node *
qms_xml_root(struct qms_xml *xml)
{
	return (struct qms_xml_node *)xmlDocGetRootElement((xmlDoc *)xml);
}

static bool
is_character(int32_t c)
{
	return c >= 0x20 ? c != 0xfffe && c != 0xffff :
	    c == '\t' || c == '\n' || c == '\r';
}

/* The string itself, or a repaired one in the buffer. */
static const char *
repaired(struct qms_buffer *out, const char *value)
{
	struct qms_text text = qms_text(value);
	size_t offset = 0;
	bool good = true;
	int32_t c;

	while (good && offset < text.size)
		good = is_character(qms_utf8_next(text, &offset));
	if (good)
		return value;
	for (offset = 0; offset < text.size;) {
		c = qms_utf8_next(text, &offset);
		qms_buffer_utf8(out, is_character(c) ? c : 0xfffd);
	}
	return out->data;
}

struct qms_xml_node *
qms_xml_add(struct qms_xml_node *parent, const char *name, const char *value,
    void *data)
{
	xmlNode *up = &parent->node, *node;
	struct qms_buffer out = { 0 };

	node = must(xmlNewDocNode(up->doc, NULL, chars(name), NULL));
	node->_private = data;
	xmlAddChild(up, node);
	if (value != NULL && value[0] != '\0')
		xmlAddChild(node, must(xmlNewDocText(up->doc,
		    chars(repaired(&out, value)))));
	qms_buffer_free(&out);
	return (struct qms_xml_node *)node;
}

void
qms_xml_set(struct qms_xml_node *node, const char *attribute,
    const char *value)
{
	struct qms_buffer out = { 0 };

	must(xmlNewProp(&node->node, chars(attribute),
	    chars(repaired(&out, value))));
	qms_buffer_free(&out);
}

void
qms_xml_write(struct qms_buffer *out, struct qms_xml *xml)
{
	xmlChar *bytes = NULL;
	int size = 0;

	xmlDocDumpFormatMemoryEnc((xmlDoc *)xml, &bytes, &size, "UTF-8", 1);
	must(bytes);
	qms_buffer_add(out, bytes, (size_t)size);
	xmlFree(bytes);
}

/* ---- reading ---- */

static void
refuse_doctype(void *closure, const xmlChar *name, const xmlChar *external,
    const xmlChar *system)
{
	xmlStopParser(closure);
}

static bool
is_too_deep(const xmlNode *node)
{
	const xmlNode *root = node;
	int depth = 0;

	/* without recursion: the text chooses the depth */
	while (node != NULL) {
		if (node->children != NULL &&
		    node->type == XML_ELEMENT_NODE) {
			node = node->children;
			if (++depth > QMS_XML_DEPTH)
				return true;
			continue;
		}
		while (node != root && node->next == NULL) {
			node = node->parent;
			depth--;
		}
		node = node == root ? NULL : node->next;
	}
	return false;
}

bool
qms_xml_parse(struct qms_xml **xml, struct qms_text text, int *line)
{
	xmlParserCtxt *context;
	xmlDoc *doc;
	bool good;

	*xml = NULL;
	*line = 1;
	if (text.size == 0 || text.size > QMS_XML_LIMIT)
		return false;
	start_once();
	context = must(xmlNewParserCtxt());
	context->sax->internalSubset = refuse_doctype;
	context->sax->serror = ignore;
	doc = xmlCtxtReadMemory(context, text.data, (int)text.size, NULL,
	    NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOCDATA |
	    XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	/* a parser that was stopped still says "well formed" */
	good = doc != NULL && context->wellFormed &&
	    context->errNo == XML_ERR_OK &&
	    !is_too_deep(xmlDocGetRootElement(doc));
	if (!good && context->lastError.line > 0)
		*line = context->lastError.line;
	xmlFreeParserCtxt(context);
	if (!good) {
		xmlFreeDoc(doc);
		return false;
	}
	*xml = (struct qms_xml *)doc;
	return true;
}

const char *
qms_xml_name(const struct qms_xml_node *node)
{
	return (const char *)node->node.name;
}

static const char *
taken(struct qms_arena *arena, xmlChar *text)
{
	const char *copy;

	copy = qms_arena_string(arena, (const char *)text);
	xmlFree(text);
	return copy;
}

const char *
qms_xml_text(struct qms_arena *arena, const struct qms_xml_node *node)
{
	return taken(arena, must(xmlNodeGetContent(&node->node)));
}

const char *
qms_xml_attribute(struct qms_arena *arena, const struct qms_xml_node *node,
    const char *name)
{
	xmlChar *value;

	value = xmlGetNoNsProp((xmlNode *)(uintptr_t)&node->node,
	    chars(name));
	return value == NULL ? NULL : taken(arena, value);
}

static struct qms_xml_node *
element(xmlNode *node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return (struct qms_xml_node *)node;
}

struct qms_xml_node *
qms_xml_first(const struct qms_xml_node *node)
{
	return element(node->node.children);
}

struct qms_xml_node *
qms_xml_next(const struct qms_xml_node *node)
{
	return element(node->node.next);
}

/* ---- schemas ---- */

/* The first thing that libxml2 says, for the failure. */
static void
keep_first(void *closure, xml_error *error)
{
	struct qms_buffer *out = closure;

	if (out->size == 0 && error->message != NULL) {
		qms_buffer_string(out, error->message);
		while (out->size > 0 && out->data[out->size - 1] == '\n')
			out->data[--out->size] = '\0';
	}
}

const struct qms_error *
qms_xml_compile(struct qms_xml_schema **schema, struct qms_text text,
    const char *subject)
{
	const struct qms_error *err = NULL;
	struct qms_buffer reason = { 0 };
	xmlSchemaParserCtxt *context;
	xmlSchema *compiled;

	*schema = NULL;
	start_once();
	context = must(xmlSchemaNewMemParserCtxt(text.data, (int)text.size));
	xmlSchemaSetParserStructuredErrors(context, keep_first, &reason);
	/* its regular expressions speak to the thread's handler */
	xmlSetStructuredErrorFunc(&reason, keep_first);
	compiled = xmlSchemaParse(context);
	xmlSetStructuredErrorFunc(NULL, NULL);
	xmlSchemaFreeParserCtxt(context);
	if (compiled == NULL) {
		err = qms_fail(QMS_M_K038, subject,
		    reason.data == NULL ? "" : reason.data);
	} else {
		*schema = must(xmlMalloc(sizeof(**schema)));
		(*schema)->schema = compiled;
	}
	qms_buffer_free(&reason);
	return err;
}

void
qms_xml_schema_free(struct qms_xml_schema *schema)
{
	if (schema == NULL)
		return;
	xmlSchemaFree(schema->schema);
	xmlFree(schema);
}

struct validation {
	qms_xml_fault_fn fn;
	void *closure;
	const xmlNode *last;	/* node that was reported; a wrong value gives
				   two errors, the facet's and the type's */
};

static enum qms_xml_fault
fault_of(int code)
{
	switch (code) {
	case XML_SCHEMAV_CVC_PATTERN_VALID:
		return QMS_XML_PATTERN;
	case XML_SCHEMAV_CVC_ENUMERATION_VALID:
		return QMS_XML_ENUMERATION;
	case XML_SCHEMAV_CVC_MININCLUSIVE_VALID:
	case XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID:
		return QMS_XML_LEAST;
	case XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID:
	case XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID:
		return QMS_XML_MOST;
	case XML_SCHEMAV_CVC_LENGTH_VALID:
	case XML_SCHEMAV_CVC_MINLENGTH_VALID:
	case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
		return QMS_XML_LENGTH;
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1:
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2:
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
		return QMS_XML_TYPE;
	default:
		return QMS_XML_STRUCTURE;
	}
}

static void
hear(void *closure, xml_error *error)
{
	struct validation *validation = closure;
	const xmlNode *node = error->node;

	if (node == NULL || node == validation->last)
		return;
	validation->last = node;
	validation->fn(validation->closure, fault_of(error->code),
	    node->_private);
}

const struct qms_error *
qms_xml_validate(const struct qms_xml_schema *schema, struct qms_xml *xml,
    qms_xml_fault_fn fn, void *closure)
{
	struct validation validation = { .fn = fn, .closure = closure };
	xmlSchemaValidCtxt *context;
	int result;

	context = must(xmlSchemaNewValidCtxt(schema->schema));
	xmlSchemaSetValidStructuredErrors(context, hear, &validation);
	/* a pattern that explodes speaks to the thread's handler */
	xmlSetStructuredErrorFunc(NULL, ignore);
	result = xmlSchemaValidateDoc(context, (xmlDoc *)xml);
	xmlSetStructuredErrorFunc(NULL, NULL);
	xmlSchemaFreeValidCtxt(context);
	if (result < 0 || (result > 0 && validation.last == NULL))
		return qms_fail(QMS_M_K039);
	return NULL;
}

bool
qms_xml_pattern_is_valid(const char *pattern)
{
	xmlRegexp *compiled;

	start_once();
	xmlSetStructuredErrorFunc(NULL, ignore);
	compiled = xmlRegexpCompile(chars(pattern));
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (compiled == NULL)
		return false;
	xmlRegFreeRegexp(compiled);
	return true;
}

void
qms_xml_finish(void)
{
	xmlSchemaCleanupTypes();
	xmlCleanupParser();
}
