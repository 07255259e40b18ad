/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "date.h"
#include "schema.h"
#include "unicode.h"
#include "xml.h"

/* ---- the schema's text ---- */

/*
 * The types that all kinds share. A name or an id may hold Vietnamese letters;
 * '@' and a version follow the id of a document.
 */
#define NAME "[\\p{L}\\p{N}._\\-]+"
static const struct {
	const char *base, *facets[3][2];
} types[QMS_TYPES] = {
	[QMS_TYPE_TEXT] = { "xs:string", { { "minLength", "1" } } },
	[QMS_TYPE_DATE] = { "xs:date", {
	    { "pattern", "[0-9]{4}-[0-9]{2}-[0-9]{2}" },
	    { "minInclusive", "1900-01-01" },
	    { "maxInclusive", "2999-12-31" } } },
	[QMS_TYPE_INTEGER] = { "xs:integer", {
	    { "pattern", "-?[0-9]{1,15}" } } },
	[QMS_TYPE_DECIMAL] = { "xs:decimal", {
	    { "pattern", "-?[0-9]{1,15}(\\.[0-9]{1,9})?" } } },
	[QMS_TYPE_FLAG] = { "xs:string", {
	    { "enumeration", "yes" }, { "enumeration", "no" } } },
	[QMS_TYPE_REF] = { "xs:string", {
	    { "pattern", "[^\\s/@]([^@]*[^\\s/@])?(@[0-9]+\\.[0-9]+)?" },
	    { "maxLength", "200" } } },
	[QMS_TYPE_ENUM] = { "xs:string", { { "minLength", "1" } } },
	[QMS_TYPE_URL] = { "xs:string", {
	    { "pattern", "https?://[^\\s\"<>]+" } } },
	[QMS_TYPE_EMAIL] = { "xs:string", {
	    { "pattern", "[^\\s@<>\",;]+@[A-Za-z0-9\\-]+"
	    "(\\.[A-Za-z0-9\\-]+)+" } } },
	[QMS_TYPE_PERSON] = { "xs:string", {
	    { "pattern", "(" NAME "/)?" NAME } } },
	[QMS_TYPE_OFFICE] = { "xs:string", {
	    { "pattern", "[a-z][a-z0-9\\-]*" } } },
	[QMS_TYPE_UNIT] = { "xs:string", {
	    { "pattern", "(" NAME "/)?" NAME } } },
	[QMS_TYPE_DECISION] = { "xs:string", {
	    { "pattern", "[0-9]+[A-Za-z]?(/[0-9]{4})?/\\p{L}"
	    "[\\p{L}\\p{N}.&\\-]*" } } },
};
#undef NAME

static void
write_escaped(struct qms_buffer *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			qms_buffer_string(out, "&amp;");
			break;
		case '<':
			qms_buffer_string(out, "&lt;");
			break;
		case '>':
			qms_buffer_string(out, "&gt;");
			break;
		case '"':
			qms_buffer_string(out, "&quot;");
			break;
		case '\n':
			qms_buffer_string(out, "&#10;");
			break;
		default:
			qms_buffer_char(out, *text);
		}
	}
}

static void
write_names(struct qms_buffer *out, const char *const name[QMS_LANGUAGES],
    const char *indent)
{
	static const char *const languages[QMS_LANGUAGES] = { "vi", "en" };
	int i;

	if (name[QMS_VI] == NULL || name[QMS_EN] == NULL)
		return;
	qms_buffer_format(out, "%s<xs:annotation>\n", indent);
	for (i = 0; i < QMS_LANGUAGES; i++) {
		qms_buffer_format(out,
		    "%s  <xs:documentation xml:lang=\"%s\">", indent,
		    languages[i]);
		write_escaped(out, name[i]);
		qms_buffer_string(out, "</xs:documentation>\n");
	}
	qms_buffer_format(out, "%s</xs:annotation>\n", indent);
}

static void
write_facet(struct qms_buffer *out, const char *facet, const char *value,
    const char *const *name)
{
	if (value == NULL)
		return;
	qms_buffer_format(out, "      <xs:%s value=\"", facet);
	write_escaped(out, value);
	if (name == NULL || name[QMS_VI] == NULL || name[QMS_EN] == NULL) {
		qms_buffer_string(out, "\"/>\n");
		return;
	}
	qms_buffer_string(out, "\">\n");
	write_names(out, name, "        ");
	qms_buffer_format(out, "      </xs:%s>\n", facet);
}

static void
write_shared_types(struct qms_buffer *out)
{
	size_t i, k;

	qms_buffer_string(out, "\n  <!-- types of all kinds -->\n");
	for (i = 0; i < QMS_TYPES; i++) {
		if (types[i].base == NULL)
			continue;
		qms_buffer_format(out, "  <xs:simpleType name=\"type.%s\">\n"
		    "    <xs:restriction base=\"%s\">\n",
		    qms_type_name((enum qms_type)i), types[i].base);
		for (k = 0; k < 3 && types[i].facets[k][0] != NULL; k++)
			write_facet(out, types[i].facets[k][0],
			    types[i].facets[k][1], NULL);
		qms_buffer_string(out, "    </xs:restriction>\n"
		    "  </xs:simpleType>\n");
	}
}

static bool
is_simple(const struct qms_kind_key *key)
{
	return key->type != QMS_TYPE_ROWS && key->type != QMS_TYPE_MAP;
}

/* "key.title", "key.fees.amount": list is "" or "fees." */
static void
write_key_type(struct qms_buffer *out, const struct qms_kind_key *key,
    const char *list)
{
	size_t i;

	qms_buffer_format(out, "  <xs:simpleType name=\"key.%s%s\">\n", list,
	    key->key);
	if (key->title != NULL) {
		qms_buffer_string(out, "    <xs:annotation>\n"
		    "      <xs:documentation>");
		write_escaped(out, key->title);
		qms_buffer_string(out, "</xs:documentation>\n"
		    "    </xs:annotation>\n");
	} else {
		write_names(out, key->name, "    ");
	}
	qms_buffer_format(out, "    <xs:restriction base=\"type.%s\">\n",
	    qms_type_name(key->type));
	write_facet(out, "pattern", key->pattern, NULL);
	for (i = 0; i < key->value_count; i++)
		write_facet(out, "enumeration", key->values[i].value,
		    key->values[i].name);
	write_facet(out, "minInclusive", key->min, NULL);
	write_facet(out, "maxInclusive", key->max, NULL);
	qms_buffer_string(out, "    </xs:restriction>\n"
	    "  </xs:simpleType>\n");
}

/* Elements of a list of keys; loose: all may be absent. */
static void
write_elements(struct qms_buffer *out, const struct qms_kind_key *keys,
    size_t count, const char *list, bool loose)
{
	size_t i;

	for (i = 0; i < count; i++)
		qms_buffer_format(out, "      <xs:element name=\"%s\" "
		    "type=\"key.%s%s\"%s%s/>\n", keys[i].key, list,
		    keys[i].key, keys[i].need && !loose ? "" :
		    " minOccurs=\"0\"",
		    keys[i].many ? " maxOccurs=\"unbounded\"" : "");
}

/* "key.fees" and the loose "values.fees", in which any cell may be absent. */
static void
write_list_type(struct qms_buffer *out, const char *name,
    const struct qms_kind_key *keys, size_t count)
{
	static const char *const prefix[] = { "key", "values" };
	char list[64];
	size_t i;
	int loose;

	(void)snprintf(list, sizeof(list), "%s.", name);
	for (i = 0; i < count; i++)
		write_key_type(out, &keys[i], list);
	for (loose = 0; loose < 2; loose++) {
		qms_buffer_format(out, "  <xs:complexType name=\"%s.%s\">\n"
		    "    <xs:sequence>\n", prefix[loose], name);
		write_elements(out, keys, count, list, loose == 1);
		qms_buffer_string(out, "    </xs:sequence>\n"
		    "  </xs:complexType>\n");
	}
}

static const char csv_row[] = "row";	/* element of a row of a CSV file */

static void
write_types(struct qms_buffer *out, const struct qms_kind *kind)
{
	const struct qms_kind_key *key;
	size_t i;

	qms_buffer_format(out, "\n  <!-- the kind %s -->\n", kind->id);
	if (kind->format == QMS_FORMAT_CSV) {
		write_list_type(out, csv_row, kind->keys, kind->key_count);
		return;
	}
	for (i = 0; i < kind->key_count; i++) {
		key = &kind->keys[i];
		if (is_simple(key))
			write_key_type(out, key, "");
		else
			write_list_type(out, key->key, key->rows,
			    key->row_count);
	}
	for (i = 0; i < kind->table_count; i++)
		write_list_type(out, kind->tables[i].name,
		    kind->tables[i].columns, kind->tables[i].column_count);
}

static void
write_element(struct qms_buffer *out, const char *type, const char *name,
    bool need, bool many)
{
	qms_buffer_format(out, "        <xs:element name=\"%s\" "
	    "type=\"%s.%s\"%s%s/>\n", name, type, name,
	    need ? "" : " minOccurs=\"0\"",
	    many ? " maxOccurs=\"unbounded\"" : "");
}

static void
write_whole(struct qms_buffer *out, const struct qms_kind *kind)
{
	const struct qms_kind_key *key;
	size_t i;

	qms_buffer_format(out, "\n  <!-- a whole file -->\n"
	    "  <xs:element name=\"%s\">\n", kind->id);
	write_names(out, kind->name, "    ");
	qms_buffer_string(out, "    <xs:complexType>\n"
	    "      <xs:sequence>\n");
	if (kind->format == QMS_FORMAT_CSV)
		write_element(out, "key", csv_row, false, true);
	for (i = 0; i < kind->key_count && kind->format != QMS_FORMAT_CSV;
	    i++) {
		key = &kind->keys[i];
		write_element(out, "key", key->key, key->need,
		    key->many || key->type == QMS_TYPE_ROWS);
	}
	for (i = 0; i < kind->table_count; i++)
		write_element(out, "key", kind->tables[i].name, false, true);
	qms_buffer_format(out, "      </xs:sequence>\n"
	    "      <xs:attribute name=\"schema\" type=\"xs:string\" "
	    "fixed=\"qms/%s/%d\" use=\"required\"/>\n"
	    "      <xs:attribute name=\"agency\" type=\"xs:string\"/>\n"
	    "      <xs:attribute name=\"id\" type=\"xs:string\"/>\n"
	    "    </xs:complexType>\n  </xs:element>\n", kind->id,
	    kind->version);
}

static void
write_loose(struct qms_buffer *out, const struct qms_kind *kind)
{
	const struct qms_kind_key *key;
	size_t i;

	qms_buffer_string(out, "\n  <!-- any of its values -->\n"
	    "  <xs:element name=\"values\">\n    <xs:complexType>\n"
	    "      <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n");
	if (kind->format == QMS_FORMAT_CSV)
		write_element(out, "values", csv_row, true, false);
	for (i = 0; i < kind->key_count && kind->format != QMS_FORMAT_CSV;
	    i++) {
		key = &kind->keys[i];
		write_element(out, is_simple(key) ? "key" : "values",
		    key->key, true, false);
	}
	for (i = 0; i < kind->table_count; i++)
		write_element(out, "values", kind->tables[i].name, true,
		    false);
	qms_buffer_string(out, "      </xs:choice>\n    </xs:complexType>\n"
	    "  </xs:element>\n");
}

void
qms_schema_write(struct qms_buffer *out, const struct qms_kind *kind)
{
	qms_buffer_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n");
	write_names(out, kind->name, "  ");
	write_shared_types(out);
	write_types(out, kind);
	write_whole(out, kind);
	write_loose(out, kind);
	qms_buffer_string(out, "</xs:schema>\n");
}

/* ---- compiled schemas ---- */

struct compiled {
	struct qms_xml_schema *schema;
	const char *id;
	struct qms_oid blob;
	const struct qms_kind *kind;	/* for one that has no blob */
	struct qms_map good;		/* values that it has accepted */
};

enum { GOOD_LIMIT = 4096, GOOD_SIZE = 96 };	/* entries, bytes of one */

struct qms_schemas {
	struct qms_arena arena;
	struct compiled *items;
	size_t count, room;
};

struct qms_schemas *
qms_schemas_new(void)
{
	struct qms_arena arena = { 0 };
	struct qms_schemas *schemas;

	schemas = qms_arena_alloc(&arena, sizeof(*schemas));
	schemas->arena = arena;
	return schemas;
}

void
qms_schemas_free(struct qms_schemas *schemas)
{
	struct qms_arena arena;
	size_t i;

	if (schemas == NULL)
		return;
	for (i = 0; i < schemas->count; i++)
		qms_xml_schema_free(schemas->items[i].schema);
	arena = schemas->arena;
	qms_arena_free(&arena);
}

static bool
is_of(const struct compiled *compiled, const struct qms_kind *kind)
{
	if (qms_oid_is_zero(&kind->blob))
		return compiled->kind == kind;
	return qms_oid_equal(&compiled->blob, &kind->blob) &&
	    strcmp(compiled->id, kind->id) == 0;
}

static const struct qms_error *
get(struct compiled **compiled, struct qms_schemas *schemas,
    const struct qms_kind *kind)
{
	struct qms_buffer text = { 0 };
	const struct qms_error *err;
	struct qms_xml_schema *made;
	size_t i;

	for (i = 0; i < schemas->count; i++)
		if (is_of(&schemas->items[i], kind)) {
			*compiled = &schemas->items[i];
			return NULL;
		}
	qms_schema_write(&text, kind);
	err = qms_xml_compile(&made, qms_buffer_view(&text), kind->file);
	qms_buffer_free(&text);
	if (err != NULL)
		return err;
	*compiled = qms_push(&schemas->arena, schemas->items, schemas->count,
	    schemas->room);
	(*compiled)->schema = made;
	(*compiled)->id = qms_arena_string(&schemas->arena, kind->id);
	(*compiled)->blob = kind->blob;
	(*compiled)->kind = kind;
	return NULL;
}

/* ---- values as a tree ---- */

/* Where a value stands; an element points to it. */
struct value {
	const struct qms_kind_key *key;
	const char *text;
	int line, column;
	const struct qms_csv_row *row;	/* column counts cells of it */
};

struct builder {
	const struct qms_object *object;
	struct qms_arena *arena;
	const struct qms_map *good;	/* NULL: take every value */
	const char *list;		/* name of the list, table, or "" */
	struct qms_strings fresh;	/* what is not in good yet */
	size_t added;
};

/*
 * Values come again and again (yes, head, QT-06); one that was accepted is not
 * judged twice.
 */
static bool
is_known_good(struct builder *builder, const struct qms_kind_key *key,
    const char *text)
{
	char name[GOOD_SIZE];
	bool own;
	int size;

	/* any text is a text */
	if (key->type == QMS_TYPE_TEXT && key->pattern == NULL)
		return true;
	own = key->pattern != NULL || key->min != NULL || key->max != NULL ||
	    key->value_count > 0;
	size = own ? snprintf(name, sizeof(name), "%s.%s=%s", builder->list,
	    key->key, text) : snprintf(name, sizeof(name), "%d=%s",
	    (int)key->type, text);
	if (size >= (int)sizeof(name))
		return false;
	if (qms_map_get(builder->good, name) != NULL)
		return true;
	qms_strings_add(builder->arena, &builder->fresh,
	    qms_arena_copy(builder->arena, name, (size_t)size));
	return false;
}

static void
remember(struct qms_schemas *schemas, struct compiled *compiled,
    const struct qms_strings *fresh)
{
	size_t i;

	for (i = 0; i < fresh->count &&
	    compiled->good.count < GOOD_LIMIT; i++)
		qms_map_put(&schemas->arena, &compiled->good,
		    qms_arena_string(&schemas->arena, fresh->items[i]),
		    compiled);
}

/*
 * XML Schema takes blanks off both ends of dates and numbers before it looks;
 * others who read the file do not. So they are made to be seen.
 */
static const char *
with_blanks(struct qms_arena *arena, const char *text)
{
	struct qms_text all = qms_text(text), trimmed = qms_text_trim(all);

	if (trimmed.size == all.size)
		return text;
	return qms_arena_format(arena, "_%s_", text);
}

static void
add(struct builder *builder, struct qms_xml_node *parent,
    const struct qms_kind_key *key, const char *text, struct value place)
{
	struct qms_buffer nfc = { 0 };
	struct value *value;

	if (text[0] == '\0')
		return;
	if (builder->good != NULL && is_known_good(builder, key, text))
		return;
	if (builder->object->denormal) {
		qms_unicode_nfc(&nfc, qms_text(text));
		text = qms_arena_copy(builder->arena, nfc.data, nfc.size);
		qms_buffer_free(&nfc);
	}
	value = qms_arena_alloc(builder->arena, sizeof(*value));
	*value = place;
	value->key = key;
	value->text = text;
	if (builder->good != NULL)
		text = with_blanks(builder->arena, text);
	qms_xml_add(parent, key->key, text, value);
	builder->added++;
}

static void
add_node(struct builder *builder, struct qms_xml_node *parent,
    const struct qms_kind_key *key, const struct qms_yaml *node)
{
	struct value place = { .line = node->value_line,
		.column = node->value_column };

	if (node->type == QMS_YAML_SCALAR)
		add(builder, parent, key, node->value, place);
}

static void add_keys(struct builder *builder, struct qms_xml_node *parent,
    const struct qms_kind_key *keys, size_t count,
    const struct qms_yaml *map);

static void
add_map(struct builder *builder, struct qms_xml_node *parent,
    const struct qms_kind_key *key, const struct qms_yaml *map)
{
	builder->list = key->key;
	add_keys(builder, qms_xml_add(parent, key->key, NULL, NULL),
	    key->rows, key->row_count, map);
	builder->list = "";
}

/* Keys in the order of the kind, which is that of the schema. */
static void
add_keys(struct builder *builder, struct qms_xml_node *parent,
    const struct qms_kind_key *keys, size_t count,
    const struct qms_yaml *map)
{
	const struct qms_yaml *node, *item;
	size_t i;

	for (i = 0; i < count; i++) {
		node = qms_yaml_get(map, keys[i].key);
		if (node == NULL)
			continue;
		if (is_simple(&keys[i]) && !keys[i].many) {
			add_node(builder, parent, &keys[i], node);
			continue;
		}
		if (keys[i].type == QMS_TYPE_MAP) {
			if (node->type == QMS_YAML_MAP)
				add_map(builder, parent, &keys[i], node);
			continue;
		}
		if (node->type != QMS_YAML_LIST)
			continue;
		for (item = node->first; item != NULL; item = item->next) {
			if (is_simple(&keys[i]))
				add_node(builder, parent, &keys[i], item);
			else if (item->type == QMS_YAML_MAP)
				add_map(builder, parent, &keys[i], item);
		}
	}
}

static void
add_table(struct builder *builder, struct qms_xml_node *parent,
    const struct qms_object_table *table)
{
	const struct qms_markdown_row *row;
	const struct qms_markdown_cell *cell;
	struct qms_xml_node *node;
	size_t i, k;

	if (table->found == NULL || table->columns == NULL)
		return;
	builder->list = table->table->name;
	for (i = 0; i < table->found->count; i++) {
		row = &table->found->rows[i];
		if (row->count != table->found->header.count)
			continue;
		node = qms_xml_add(parent, table->table->name, NULL, NULL);
		for (k = 0; k < table->table->column_count; k++) {
			if (table->columns[k] < 0)
				continue;
			cell = &row->cells[table->columns[k]];
			add(builder, node, &table->table->columns[k],
			    cell->text, (struct value){ .line = cell->line,
			    .column = cell->column });
		}
	}
}

static void
add_csv(struct builder *builder, struct qms_xml_node *parent)
{
	const struct qms_object *object = builder->object;
	const struct qms_kind *kind = object->match.kind;
	const struct qms_csv_row *row;
	struct qms_xml_node *node;
	size_t i, k;
	int cell;

	if (object->tables == NULL || object->tables->columns == NULL)
		return;
	for (i = 0; i < object->csv.count; i++) {
		row = &object->csv.rows[i];
		node = qms_xml_add(parent, csv_row, NULL, NULL);
		for (k = 0; k < kind->key_count; k++) {
			cell = object->tables->columns[k];
			if (cell >= 0)
				add(builder, node, &kind->keys[k],
				    row->cells[cell], (struct value){
				    .row = row, .column = cell });
		}
	}
}

static void
build(struct builder *builder, struct qms_xml_node *root)
{
	const struct qms_object *object = builder->object;
	const struct qms_kind *kind = object->match.kind;
	size_t i;

	if (kind->format == QMS_FORMAT_CSV) {
		add_csv(builder, root);
		return;
	}
	add_keys(builder, root, kind->keys, kind->key_count, object->root);
	for (i = 0; object->tables != NULL && i < kind->table_count; i++)
		add_table(builder, root, &object->tables[i]);
}

void
qms_schema_export(struct qms_buffer *out, const struct qms_object *object)
{
	const struct qms_match *match = &object->match;
	struct qms_arena arena = { 0 };
	struct builder builder = { .object = object, .arena = &arena,
	    .list = "" };
	struct qms_xml_node *root;
	struct qms_xml *xml;

	xml = qms_xml_new(match->kind->id);
	root = qms_xml_root(xml);
	qms_xml_set(root, "schema", qms_arena_format(&arena, "qms/%s/%d",
	    match->kind->id, match->kind->version));
	if (match->agency[0] != '\0')
		qms_xml_set(root, "agency", match->agency);
	if (match->id[0] != '\0')
		qms_xml_set(root, "id", match->id);
	build(&builder, root);
	qms_xml_write(out, xml);
	qms_xml_free(xml);
	qms_arena_free(&arena);
}

/* ---- what is said of a value ---- */

struct checker {
	const struct qms_object *object;
	struct qms_arena *arena;
	struct qms_problems *problems;
};

/* A value as it can be shown on a line. */
static const char *
shortened(struct qms_arena *arena, const char *text)
{
	enum { SHOWN = 80 };
	size_t size = strlen(text);

	if (size <= SHOWN)
		return text;
	for (size = SHOWN; ((unsigned char)text[size] & 0xc0) == 0x80;)
		size--;
	return qms_arena_format(arena, "%.*s…", (int)size, text);
}

static const char *
list_values(struct qms_arena *arena, const struct qms_kind_key *key)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < key->value_count; i++)
		list = i == 0 ? key->values[0].value :
		    qms_arena_format(arena, "%s, %s", list,
		    key->values[i].value);
	return shortened(arena, list);
}

/* A day of the years that the schema takes, but for the calendar. */
static bool
is_day_shaped(const char *text)
{
	static const char shape[] = "0000-00-00";
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (i > 9 || (shape[i] == '0' ? text[i] < '0' ||
		    text[i] > '9' : text[i] != '-'))
			return false;
	return i == 10 && strcmp(text, "1900") >= 0 &&
	    strcmp(text, "3000") < 0;
}

/* By type; QMS_M_NONE: the pattern of the key. */
static enum qms_message_id
message_of_type(const struct value *value)
{
	switch (value->key->type) {
	case QMS_TYPE_DATE:
		return is_day_shaped(value->text) ? QMS_M_D012 : QMS_M_D080;
	case QMS_TYPE_INTEGER:
		return QMS_M_D081;
	case QMS_TYPE_DECIMAL:
		return QMS_M_D082;
	case QMS_TYPE_FLAG:
		return QMS_M_D083;
	case QMS_TYPE_REF:
		return QMS_M_D084;
	case QMS_TYPE_ENUM:
		return QMS_M_D085;
	case QMS_TYPE_URL:
		return QMS_M_D086;
	case QMS_TYPE_EMAIL:
		return QMS_M_D087;
	case QMS_TYPE_PERSON:
		return QMS_M_D088;
	case QMS_TYPE_OFFICE:
		return QMS_M_D089;
	case QMS_TYPE_UNIT:
		return QMS_M_D090;
	case QMS_TYPE_DECISION:
		return QMS_M_D091;
	case QMS_TYPE_TEXT:
	case QMS_TYPE_ROWS:
	case QMS_TYPE_MAP:
	case QMS_TYPES:
		break;
	}
	return QMS_M_D092;
}

static enum qms_message_id
message_of(const struct value *value, enum qms_xml_fault fault,
    const char **expected)
{
	const struct qms_kind_key *key = value->key;

	*expected = "";
	if (fault == QMS_XML_LEAST && key->min != NULL &&
	    message_of_type(value) != QMS_M_D080) {
		*expected = key->min;
		return QMS_M_D093;
	}
	if (fault == QMS_XML_MOST && key->max != NULL) {
		*expected = key->max;
		return QMS_M_D094;
	}
	if (fault == QMS_XML_PATTERN && key->pattern != NULL) {
		*expected = key->pattern;
		return QMS_M_D092;
	}
	return message_of_type(value);
}

static const char *
name_of(const struct qms_kind_key *key, enum qms_language language)
{
	if (key->name[language] != NULL)
		return key->name[language];
	return key->title != NULL ? key->title : key->key;
}

static void
report(void *closure, enum qms_xml_fault fault, void *data)
{
	const struct checker *checker = closure;
	const struct qms_object *object = checker->object;
	const struct value *value = data;
	enum qms_message_id id;
	const char *expected;
	int line, column;

	if (value == NULL)
		return;
	line = value->line;
	column = value->column;
	if (value->row != NULL)
		qms_csv_position(&object->csv, object->bytes, value->row,
		    (size_t)value->column, &line, &column);
	id = message_of(value, fault, &expected);
	if (id == QMS_M_D085)
		expected = list_values(checker->arena, value->key);
	qms_report(checker->problems, object->path, line, column, id,
	    shortened(checker->arena, value->text),
	    name_of(value->key, QMS_VI), name_of(value->key, QMS_EN),
	    expected);
}

const struct qms_error *
qms_schema_check(struct qms_schemas *schemas, const struct qms_object *object,
    struct qms_arena *arena, struct qms_problems *problems)
{
	struct checker checker = { object, arena, problems };
	struct builder builder = { .object = object, .arena = arena,
	    .list = "" };
	const struct qms_error *err;
	struct compiled *compiled;
	struct qms_xml *xml;
	size_t before;

	if (object->match.kind == NULL || object->broken)
		return NULL;
	err = get(&compiled, schemas, object->match.kind);
	if (err != NULL)
		return err;
	builder.good = &compiled->good;
	before = problems->count;
	xml = qms_xml_new("values");
	build(&builder, qms_xml_root(xml));
	if (builder.added > 0)
		err = qms_xml_validate(compiled->schema, xml, report,
		    &checker);
	qms_xml_free(xml);
	if (err == NULL && problems->count == before)
		remember(schemas, compiled, &builder.fresh);
	return err;
}
