/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "object.h"
#include "pattern.h"
#include "unicode.h"

enum {
	FRONT_LIMIT = 64 * 1024,	/* bytes of front matter */
	DATA_LIMIT = 1024 * 1024	/* bytes of a YAML file */
};

struct parser {
	struct qms_object *object;
	struct qms_arena *arena;
	const struct qms_kinds *kinds;
	struct qms_problems *problems;
};

#define report(parser, line, column, ...)				\
	((void)qms_report((parser)->problems, (parser)->object->path,	\
	    (line), (column), __VA_ARGS__))

/* Reports what makes the rest of the file unknowable. */
#define give_up(parser, line, column, ...)				\
	((parser)->object->broken = true,				\
	    report(parser, line, column, __VA_ARGS__))

/* ---- bytes ---- */

static struct qms_text
without_bom(struct qms_text bytes)
{
	if (bytes.size >= 3 && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0) {
		bytes.data += 3;
		bytes.size -= 3;
	}
	return bytes;
}

static size_t
find_control(struct qms_text bytes)
{
	unsigned char c;
	size_t i;

	for (i = 0; i < bytes.size; i++) {
		c = (unsigned char)bytes.data[i];
		if (c >= 0x20 && c != 0x7f)
			continue;
		if (c == '\t' || c == '\n')
			continue;
		if (c == '\r' && i + 1 < bytes.size &&
		    bytes.data[i + 1] == '\n')
			continue;
		return i;
	}
	return SIZE_MAX;
}

static size_t
first_difference(struct qms_text a, struct qms_text b)
{
	size_t i = 0;

	while (i < a.size && i < b.size && a.data[i] == b.data[i])
		i++;
	/* back to the letter whose mark differs */
	while (i > 0 && i < a.size && ((unsigned char)a.data[i] & 0xc0) == 0x80)
		i--;
	return i;
}

/* The first letter that is not composed. */
static void
report_denormal(struct parser *parser, struct qms_text bytes)
{
	struct qms_text rest = bytes, line;
	struct qms_buffer nfc = { 0 };
	int number = 0, row, column;
	size_t offset;

	parser->object->denormal = true;
	while (qms_text_line(&line, &rest)) {
		number++;
		if (qms_unicode_is_nfc(line))
			continue;
		qms_unicode_nfc(&nfc, line);
		offset = first_difference(line, qms_buffer_view(&nfc));
		qms_buffer_free(&nfc);
		qms_text_position(line, offset, &row, &column);
		report(parser, number, column, QMS_M_D004);
		return;
	}
}

/* False when the file cannot be read as text. */
static bool
check_bytes(struct parser *parser)
{
	struct qms_text bytes = parser->object->bytes;
	char size[24], limit[24];
	int line, column;
	size_t offset;

	if (bytes.size > QMS_FILE_LIMIT) {
		snprintf(size, sizeof(size), "%zu", bytes.size);
		snprintf(limit, sizeof(limit), "%d", QMS_FILE_LIMIT);
		give_up(parser, 0, 0, QMS_M_D001, size, limit);
		return false;
	}
	offset = qms_utf8_invalid(bytes);
	if (offset != SIZE_MAX) {
		qms_text_position(bytes, offset, &line, &column);
		give_up(parser, line, column, QMS_M_D002);
		return false;
	}
	offset = find_control(bytes);
	if (offset != SIZE_MAX) {
		qms_text_position(bytes, offset, &line, &column);
		give_up(parser, line, column, QMS_M_D003);
		return false;
	}
	if (!qms_unicode_is_nfc(bytes))
		report_denormal(parser, bytes);
	return true;
}

/* ---- names ---- */

static void
check_name(struct parser *parser)
{
	const struct qms_match *match = &parser->object->match;
	const char *path = parser->object->path, *id = match->id;
	const struct qms_kind *other;
	int number;
	size_t i;

	/* told by whoever lists the files */
	if (!qms_path_is_usable(path))
		return;
	if (!qms_unicode_is_nfc(qms_text(path))) {
		report(parser, 0, 0, QMS_M_D005);
		return;
	}
	if (match->agency[0] != '\0' && !qms_id_is_safe(match->agency)) {
		report(parser, 0, 0, QMS_M_D007, match->agency);
		return;
	}
	if (id[0] == '\0')
		return;
	if (!qms_id_is_safe(id)) {
		report(parser, 0, 0, QMS_M_D007, id);
		return;
	}
	if (qms_kind_number_fits(match->kind, id, &number))
		return;
	for (i = 0; i < parser->kinds->count; i++) {
		other = parser->kinds->items[i];
		if (qms_string_is(other->path, match->kind->path) &&
		    qms_kind_number_fits(other, id, &number)) {
			report(parser, 0, 0, QMS_M_D008, id,
			    other->name[QMS_VI], other->name[QMS_EN],
			    match->kind->id);
			return;
		}
	}
}

/* ---- front matter ---- */

static bool
is_fence(struct qms_text line)
{
	while (line.size > 0 && (line.data[line.size - 1] == ' ' ||
	    line.data[line.size - 1] == '\t'))
		line.size--;
	return qms_text_is(line, "---");
}

const char *
qms_object_schema(struct qms_arena *arena, struct qms_text bytes)
{
	struct qms_text rest = without_bom(bytes), line, value;
	int lines;
	size_t i;

	for (lines = 0; lines < 64 && qms_text_line(&line, &rest); lines++) {
		if (lines > 0 && is_fence(line))
			return NULL;
		if (line.size < 7 || memcmp(line.data, "schema:", 7) != 0)
			continue;
		value = qms_text_trim((struct qms_text){ line.data + 7,
		    line.size - 7 });
		for (i = 1; i < value.size; i++)
			if (value.data[i] == '#' && value.data[i - 1] == ' ')
				value.size = i;
		value = qms_text_trim(value);
		if (value.size >= 2 && (value.data[0] == '"' ||
		    value.data[0] == '\'')) {
			value.data++;
			value.size -= 2;
		}
		return qms_arena_copy(arena, value.data, value.size);
	}
	return NULL;
}

/* "form|policy|procedure": what a text at this place may become. */
static const char *
kinds_here(struct parser *parser)
{
	const struct qms_match *match = &parser->object->match;
	const struct qms_kind *kind;
	const char *list = NULL;
	int number;
	size_t i;

	if (qms_kind_number_fits(match->kind, match->id, &number))
		return match->kind->id;
	for (i = 0; i < parser->kinds->count; i++) {
		kind = parser->kinds->items[i];
		if (kind->starter == NULL ||
		    !qms_string_is(kind->path, match->kind->path))
			continue;
		list = list == NULL ? kind->id : qms_arena_format(
		    parser->arena, "%s|%s", list, kind->id);
	}
	return list == NULL ? match->kind->id : list;
}

/* A path as it is typed into a command. */
static const char *
as_typed(struct qms_arena *arena, const char *path)
{
	return strpbrk(path, " ()&;") == NULL ? path :
	    qms_arena_format(arena, "\"%s\"", path);
}

/* A file that does not begin with '---': what is it? */
static void
report_no_front(struct parser *parser, struct qms_text rest)
{
	struct qms_text line, all = rest;
	bool blank = true;

	while (blank && qms_text_line(&line, &rest)) {
		blank = qms_text_trim(line).size == 0;
		if (!blank && is_fence(line)) {
			give_up(parser, 1, 1, QMS_M_D010);
			return;
		}
	}
	if (qms_object_schema(parser->arena, all) != NULL)
		give_up(parser, 1, 1, QMS_M_D010);
	else
		give_up(parser, 1, 1, QMS_M_D009, kinds_here(parser),
		    as_typed(parser->arena, parser->object->path));
}

/* The line of the first heading behind a blank line, 0 if there is none. */
static int
find_heading_line(struct qms_text front, int first_line)
{
	struct qms_text line;
	bool blank = false;

	for (; qms_text_line(&line, &front); first_line++) {
		if (blank && line.size > 1 && line.data[0] == '#')
			return first_line;
		blank = qms_text_trim(line).size == 0;
	}
	return 0;
}

/* Sets front and body; false when there is no front matter. */
static bool
split(struct parser *parser)
{
	struct qms_object *object = parser->object;
	struct qms_text rest = without_bom(object->bytes), line;
	const char *begin = object->bytes.data;
	int number = 1;

	if (!qms_text_line(&line, &rest) || !is_fence(line)) {
		report_no_front(parser, without_bom(object->bytes));
		return false;
	}
	object->front = rest;
	object->front_offset = (size_t)(rest.data - begin);
	while (qms_text_line(&line, &rest)) {
		number++;
		if (!is_fence(line))
			continue;
		object->front.size = (size_t)(line.data - object->front.data);
		object->body = rest;
		object->body_offset = (size_t)(rest.data - begin);
		object->body_line = number + 1;
		return true;
	}
	give_up(parser, 1, 1, QMS_M_D011);
	return false;
}

/* Reads front as YAML; false after one problem. */
static bool
read_front(struct parser *parser, size_t limit, int first_line)
{
	struct qms_object *object = parser->object;
	struct qms_problems *problems = parser->problems;
	size_t before = problems->count;
	int heading;

	qms_yaml_parse(&object->root, parser->arena, object->front, limit,
	    object->path, first_line, problems);
	if (object->root == NULL) {
		object->broken = true;
		heading = first_line == 1 ? 0 :
		    find_heading_line(object->front, first_line);
		/* the text has been read as front matter up to a line of
		 * dashes: say that, not what YAML thinks of the text */
		if (heading > 0 && problems->count > before &&
		    problems->items[before].line >= heading) {
			problems->count = before;
			give_up(parser, 1, 1, QMS_M_D011);
		}
		return false;
	}
	if (object->root->type != QMS_YAML_MAP) {
		object->root = NULL;
		give_up(parser, first_line, 1, QMS_M_D013);
		return false;
	}
	return true;
}

/* ---- schema ---- */

/* Where files of a kind lie, as its path says. */
static void
report_place(struct parser *parser, const struct qms_yaml *node,
    const char *named)
{
	const struct qms_kinds *kinds = parser->kinds;
	const struct qms_kind *kind = qms_kinds_get(kinds, named);

	parser->object->broken = true;
	/* a kind whose own file has faults is told there */
	if (qms_strings_has(&kinds->broken, named))
		return;
	if (kind == NULL || kind->path == NULL)
		report(parser, node->value_line, node->value_column,
		    QMS_M_D019, named);
	else
		report(parser, node->value_line, node->value_column,
		    QMS_M_D016, named, kind->path);
}

/* False when the kind is not known, or the format is too new. */
static bool
check_schema(struct parser *parser, int first_line)
{
	struct qms_object *object = parser->object;
	const struct qms_yaml *node = qms_yaml_get(object->root, "schema");
	struct qms_match match;
	const char *named;
	int version;

	if (node == NULL) {
		report(parser, first_line, 1, QMS_M_D014,
		    object->match.kind->id);
		/* an empty file misses everything: one fault */
		object->broken = object->match.guessed ||
		    object->root->count == 0;
		return !object->broken;
	}
	if (node->type != QMS_YAML_SCALAR || !qms_schema_parse(&named,
	    &version, parser->arena, node->value)) {
		report(parser, node->value_line, node->value_column,
		    QMS_M_D015, object->match.kind->id);
		object->broken = object->match.guessed;
		return !object->broken;
	}
	if (strcmp(named, object->match.kind->id) != 0) {
		/* written so that qms_object_schema could not find it */
		if (!qms_kinds_match(&match, parser->kinds, parser->arena,
		    object->path, node->value) ||
		    strcmp(match.kind->id, named) != 0) {
			report_place(parser, node, named);
			return false;
		}
		object->match = match;
	}
	if (version > object->match.kind->version) {
		give_up(parser, node->value_line, node->value_column,
		    QMS_M_D017, node->value);
		return false;
	}
	return true;
}

/* An id that is also a key must be that of the file's name. */
static void
check_id(struct parser *parser)
{
	const struct qms_object *object = parser->object;
	const struct qms_yaml *node = qms_yaml_get(object->root, "id");

	if (node == NULL || node->type != QMS_YAML_SCALAR ||
	    node->value[0] == '\0' || object->match.id[0] == '\0' ||
	    qms_kind_key(object->match.kind, "id") == NULL ||
	    strcmp(node->value, object->match.id) == 0)
		return;
	report(parser, node->value_line, node->value_column, QMS_M_D018,
	    node->value, object->match.id);
}

/* ---- the parts ---- */

static int
count_lines(struct qms_text text)
{
	const char *p = text.data, *end = text.data + text.size;
	int lines = 0;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		lines++;
		p++;
	}
	return lines + (text.size > 0 && end[-1] != '\n');
}

static struct qms_form
form_of(struct parser *parser)
{
	const struct qms_object *object = parser->object;

	return (struct qms_form){ parser->arena, object->match.kind,
	    object->path, parser->problems, object->denormal,
	    object->adopts != NULL };
}

static bool
parse_keys(struct parser *parser, size_t limit, int first_line,
    int opening_line)
{
	struct qms_form form;

	if (!read_front(parser, limit, first_line) ||
	    !check_schema(parser, opening_line))
		return false;
	if (parser->object->match.kind->adopts != NULL)
		parser->object->adopts = qms_object_string(parser->object,
		    parser->object->match.kind->adopts);
	form = form_of(parser);
	qms_form_check_keys(&form, parser->object->root, opening_line);
	check_id(parser);
	return true;
}

static void
parse_markdown(struct parser *parser)
{
	struct qms_object *object = parser->object;
	struct qms_form form;
	size_t before;
	int last_line;

	if (!split(parser))
		return;
	check_name(parser);
	if (!parse_keys(parser, FRONT_LIMIT, 2, 1))
		return;
	before = parser->problems->count;
	qms_markdown_parse(&object->markdown, parser->arena, object->body,
	    object->path, object->body_line, parser->problems);
	if (object->markdown.tree == NULL &&
	    parser->problems->count > before) {
		object->broken = true;
		return;
	}
	form = form_of(parser);
	last_line = object->body_line - 1 + count_lines(object->body);
	qms_form_check_body(&form, &object->markdown, last_line);
	object->tables = qms_form_check_tables(&form, &object->markdown);
}

static void
parse_csv(struct parser *parser)
{
	struct qms_object *object = parser->object;
	struct qms_form form = form_of(parser);

	qms_csv_parse(&object->csv, parser->arena, object->bytes,
	    object->path, parser->problems);
	if (object->csv.header.count == 0) {
		object->broken = true;
		return;
	}
	object->tables = qms_form_check_csv(&form, &object->csv,
	    object->bytes);
	object->broken = object->tables->columns == NULL;
}

static void
set_title(struct qms_object *object)
{
	static const char *const keys[] = { "title", "name" };
	const struct qms_yaml *node;
	size_t i;

	object->title = object->match.id;
	/* the headings of an adopter are those that it has of its own */
	if (object->markdown.heading_count > 0 && object->adopts == NULL)
		object->title = object->markdown.headings[0].text;
	for (i = 2; i-- > 0;) {
		node = qms_yaml_get(object->root, keys[i]);
		if (node != NULL && node->type == QMS_YAML_MAP)
			node = qms_yaml_get(node, "vi");
		if (node != NULL && node->type == QMS_YAML_SCALAR &&
		    node->value[0] != '\0')
			object->title = node->value;
	}
}

void
qms_object_parse(struct qms_object *object, struct qms_arena *arena,
    const struct qms_kinds *kinds, const char *path, struct qms_text bytes,
    struct qms_problems *problems)
{
	struct parser parser = { object, arena, kinds, problems };

	memset(object, 0, sizeof(*object));
	object->path = path;
	object->bytes = bytes;
	if (object->bytes.data == NULL)
		object->bytes.data = "";
	object->body_line = 1;
	object->title = "";
	if (!qms_kinds_match(&object->match, kinds, arena, path,
	    qms_object_schema(arena, object->bytes)))
		return;
	object->title = object->match.id;
	if (!check_bytes(&parser))
		return;
	/* a text that is not taken in yet gets its name when it is */
	if (object->match.kind->format != QMS_FORMAT_MARKDOWN)
		check_name(&parser);
	switch (object->match.kind->format) {
	case QMS_FORMAT_MARKDOWN:
		parse_markdown(&parser);
		break;
	case QMS_FORMAT_YAML:
		object->front = without_bom(object->bytes);
		object->front_offset = (size_t)(object->front.data -
		    object->bytes.data);
		parse_keys(&parser, DATA_LIMIT, 1, 1);
		break;
	case QMS_FORMAT_CSV:
		parse_csv(&parser);
		break;
	}
	set_title(object);
}

void
qms_object_free(struct qms_object *object)
{
	if (object->markdown.tree != NULL)
		qms_markdown_free(&object->markdown);
	object->markdown.tree = NULL;
}

/* ---- questions ---- */

const char *
qms_object_string(const struct qms_object *object, const char *key)
{
	const char *value = qms_yaml_string(object->root, key);

	return value == NULL || value[0] == '\0' ? NULL : value;
}

static void
csv_position(const struct qms_object *object, const char *key, size_t row,
    int *line, int *column)
{
	const struct qms_kind *kind = object->match.kind;
	const struct qms_kind_key *found;
	size_t cell = 0;
	int number;

	if (row == 0 || row > object->csv.count)
		return;
	found = key == NULL ? NULL : qms_kind_key(kind, key);
	if (found != NULL && object->tables != NULL &&
	    object->tables->columns != NULL) {
		number = object->tables->columns[found - kind->keys];
		if (number > 0)
			cell = (size_t)number;
	}
	qms_csv_position(&object->csv, object->bytes,
	    &object->csv.rows[row - 1], cell, line, column);
}

static bool
table_position(const struct qms_object *object, const char *name, size_t row,
    int *line)
{
	const struct qms_kind *kind = object->match.kind;
	const struct qms_markdown_table *found;
	size_t size = strcspn(name, ".");	/* "steps" or "steps.form" */
	size_t i;

	for (i = 0; object->tables != NULL && i < kind->table_count; i++) {
		found = object->tables[i].found;
		if (strncmp(kind->tables[i].name, name, size) != 0 ||
		    kind->tables[i].name[size] != '\0' || found == NULL)
			continue;
		*line = row > 0 && row <= found->count ?
		    found->rows[row - 1].line : found->line;
		return true;
	}
	return false;
}

void
qms_object_position(const struct qms_object *object, const char *key, int row,
    int *line, int *column)
{
	const struct qms_yaml *node, *item;
	size_t number = row > 0 ? (size_t)row : 0;

	*line = 1;
	*column = 1;
	if (object->match.kind == NULL)
		return;
	if (object->match.kind->format == QMS_FORMAT_CSV) {
		csv_position(object, key, number, line, column);
		return;
	}
	if (key == NULL || table_position(object, key, number, line))
		return;
	if (strcmp(key, "link") == 0 && number > 0 &&
	    number <= object->markdown.link_count) {
		*line = object->markdown.links[number - 1].line;
		*column = object->markdown.links[number - 1].column;
		return;
	}
	node = qms_yaml_get(object->root, key);
	if (node == NULL)
		return;
	for (item = node->first; item != NULL && number > 1; number--)
		item = item->next;
	if (number == 1 && item != NULL)
		node = item;
	*line = node->line;
	*column = node->column;
}

bool
qms_object_has_section(const struct qms_object *object, const char *section)
{
	const struct qms_markdown *markdown = &object->markdown;
	struct qms_buffer out = { 0 };
	bool same = false;
	size_t i;

	for (i = 0; !same && i < markdown->heading_count; i++) {
		qms_buffer_clear(&out);
		qms_unicode_nfc(&out, qms_text(markdown->headings[i].text));
		same = qms_string_is(out.data, section);
	}
	qms_buffer_free(&out);
	return same;
}

bool
qms_reference_parse(struct qms_reference *reference, struct qms_arena *arena,
    const char *text, const struct qms_kind *to)
{
	const char *slash = NULL, *at = NULL;
	size_t size;

	*reference = (struct qms_reference){ "", "", "" };
	if (to == NULL || (to->path != NULL &&
	    qms_pattern_has(to->path, "agency")))
		slash = strchr(text, '/');
	if (to == NULL || to->class == QMS_CLASS_DOCUMENT)
		at = strrchr(text, '@');
	if (slash != NULL && at != NULL && slash > at)
		return false;
	if (slash != NULL) {
		reference->agency = qms_arena_copy(arena, text,
		    (size_t)(slash - text));
		text = slash + 1;
	}
	size = at == NULL ? strlen(text) : (size_t)(at - text);
	reference->id = qms_arena_copy(arena, text, size);
	if (at != NULL)
		reference->version = qms_arena_string(arena, at + 1);
	return reference->id[0] != '\0' &&
	    (slash == NULL || reference->agency[0] != '\0') &&
	    (at == NULL || reference->version[0] != '\0');
}
