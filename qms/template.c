/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "template.h"
#include "words.h"

/* ---- values ---- */

enum type { TYPE_TEXT, TYPE_URL, TYPE_HTML, TYPE_FLAG, TYPE_LIST,
	TYPE_OBJECT };

struct field {
	const char *name;
	uint32_t hash;
	struct qms_value *value;
};

struct qms_value {
	enum type type;
	bool flag;
	struct qms_text text;
	struct qms_arena *arena;		/* of lists and objects */
	struct qms_value **items;
	struct field *fields;
	size_t count, room;
};

static uint32_t
hash_name(const char *name, size_t size)
{
	uint32_t h = 2166136261u;		/* FNV-1a */
	size_t i;

	for (i = 0; i < size; i++)
		h = (h ^ (unsigned char)name[i]) * 16777619u;
	return h;
}

struct qms_html
qms_html_written(struct qms_text html)
{
	struct qms_html value = { html };

	return value;
}

static struct qms_value *
new_value(struct qms_arena *arena, enum type type)
{
	struct qms_value *value = qms_arena_alloc(arena, sizeof(*value));

	value->type = type;
	value->arena = arena;
	return value;
}

struct qms_value *
qms_value_new(struct qms_arena *arena)
{
	return new_value(arena, TYPE_OBJECT);
}

void
qms_value_share(struct qms_value *object, const char *name,
    struct qms_value *value)
{
	uint32_t hash = hash_name(name, strlen(name));
	struct field *field;
	size_t i;

	for (i = 0; i < object->count; i++) {
		field = &object->fields[i];
		if (field->hash == hash && strcmp(field->name, name) == 0) {
			field->value = value;
			return;
		}
	}
	field = qms_push(object->arena, object->fields, object->count,
	    object->room);
	field->name = name;
	field->hash = hash;
	field->value = value;
}

static void
set_text(struct qms_value *object, const char *name, enum type type,
    struct qms_text text)
{
	struct qms_value *value = new_value(object->arena, type);

	value->text = text;
	qms_value_share(object, name, value);
}

void
qms_value_text(struct qms_value *object, const char *name, const char *text)
{
	if (text != NULL)
		set_text(object, name, TYPE_TEXT, qms_text(text));
}

void
qms_value_piece(struct qms_value *object, const char *name,
    struct qms_text text)
{
	set_text(object, name, TYPE_TEXT, text);
}

void
qms_value_integer(struct qms_value *object, const char *name, int64_t number)
{
	qms_value_text(object, name, qms_arena_format(object->arena,
	    "%" PRId64, number));
}

void
qms_value_url(struct qms_value *object, const char *name, const char *url)
{
	if (url != NULL)
		set_text(object, name, TYPE_URL, qms_text(url));
}

void
qms_value_html(struct qms_value *object, const char *name,
    struct qms_html html)
{
	set_text(object, name, TYPE_HTML, html.written);
}

void
qms_value_flag(struct qms_value *object, const char *name, bool flag)
{
	struct qms_value *value = new_value(object->arena, TYPE_FLAG);

	value->flag = flag;
	qms_value_share(object, name, value);
}

struct qms_value *
qms_value_object(struct qms_value *object, const char *name)
{
	struct qms_value *value = new_value(object->arena, TYPE_OBJECT);

	qms_value_share(object, name, value);
	return value;
}

struct qms_value *
qms_value_list(struct qms_value *object, const char *name)
{
	struct qms_value *value = new_value(object->arena, TYPE_LIST);

	qms_value_share(object, name, value);
	return value;
}

struct qms_value *
qms_value_get(const struct qms_value *object, const char *name)
{
	size_t i;

	for (i = 0; i < object->count; i++)
		if (strcmp(object->fields[i].name, name) == 0)
			return object->fields[i].value;
	return NULL;
}

const char *
qms_value_string(const struct qms_value *object, const char *name)
{
	const struct qms_value *value = qms_value_get(object, name);

	return value == NULL || value->text.data == NULL ? "" :
	    qms_arena_copy(object->arena, value->text.data,
	    value->text.size);
}

size_t
qms_value_count(const struct qms_value *list)
{
	return list == NULL || list->type != TYPE_LIST ? 0 : list->count;
}

struct qms_value *
qms_value_at(const struct qms_value *list, size_t item)
{
	return list->items[item];
}

struct qms_value *
qms_value_row(struct qms_value *list)
{
	struct qms_value *value = new_value(list->arena, TYPE_OBJECT);

	*qms_push(list->arena, list->items, list->count, list->room) = value;
	return value;
}

void
qms_value_item(struct qms_value *list, const char *text)
{
	struct qms_value *value = new_value(list->arena, TYPE_TEXT);

	value->text = qms_text(text);
	*qms_push(list->arena, list->items, list->count, list->room) = value;
}

static bool
is_empty(const struct qms_value *value)
{
	if (value == NULL)
		return true;
	switch (value->type) {
	case TYPE_FLAG:
		return !value->flag;
	case TYPE_LIST:
		return value->count == 0;
	case TYPE_OBJECT:
		return false;
	default:
		return value->text.size == 0;
	}
}

/* ---- compiled templates ---- */

/* Where in the HTML we stand; a small part of the tokenizer of the standard. */
enum place {
	PLACE_TEXT,
	PLACE_LESS,			/* just behind '<' */
	PLACE_TAG_NAME,
	PLACE_TAG,			/* in a tag, between attributes */
	PLACE_ATTRIBUTE_NAME,
	PLACE_AFTER_NAME,		/* blanks behind an attribute's name */
	PLACE_BEFORE_VALUE,		/* behind '=' */
	PLACE_DOUBLE,			/* in "…" */
	PLACE_SINGLE,			/* in '…' */
	PLACE_UNQUOTED,
	PLACE_RAW,			/* in script, style and the like */
	PLACE_COMMENT,
	PLACE_DECLARATION		/* <!doctype …>, <?…> */
};

enum kind { OP_LITERAL, OP_VALUE, OP_HTML, OP_SECTION, OP_ONCE,
	OP_INVERTED, OP_END,
	OP_PARTIAL, OP_WORD, OP_URL_BEGIN, OP_URL_END };

enum escape { ESCAPE_HTML, ESCAPE_URL, ESCAPE_SRC };

struct op {
	enum kind kind;
	enum escape escape;
	uint32_t hash;
	const char *name;		/* or the literal, or NULL for {{.}} */
	size_t size;			/* of the literal */
	size_t target;			/* section: its end; end: its section */
	enum qms_word word;
	const struct qms_template *partial;
	int line, column;
};

struct qms_template {
	const char *name, *path;
	struct qms_text text;
	struct op *ops;
	size_t count, room;
	bool broken;
	int mark;			/* for the search of circles */
};

struct qms_templates {
	struct qms_map map;
};

enum { NAME_ROOM = 32 };

struct where {
	enum place place;
	char tag[NAME_ROOM], attribute[NAME_ROOM];
	bool closing;			/* the tag is </…> */
};

struct open {				/* an open section */
	size_t op;
	struct where where;
};

struct compiler {
	struct qms_arena *arena;
	struct qms_problems *problems;
	struct qms_templates *templates;
	struct qms_template *template;
	const char *text;
	size_t size, at;
	size_t literal;			/* where the pending literal begins */
	struct where where;
	size_t url_op, url_literal;	/* to undo OP_URL_BEGIN … */
	size_t url_start;		/* … if no tag stands behind this */
	struct open open[QMS_TEMPLATE_DEPTH];
	size_t depth;
};

static void
report(struct compiler *c, size_t at, enum qms_message_id id,
    const char *argument)
{
	int line, column;

	c->template->broken = true;
	qms_text_position(c->template->text, at, &line, &column);
	qms_report(c->problems, c->template->path, line, column, id, argument);
}

static struct op *
add_op(struct compiler *c, enum kind kind)
{
	struct qms_template *t = c->template;
	struct op *op = qms_push(c->arena, t->ops, t->count, t->room);

	op->kind = kind;
	return op;
}

static void
flush(struct compiler *c, size_t end)
{
	struct op *op;

	if (end > c->literal) {
		op = add_op(c, OP_LITERAL);
		op->name = c->text + c->literal;
		op->size = end - c->literal;
	}
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static void
add_name(char name[NAME_ROOM], char c)
{
	size_t size = strlen(name);

	if (size + 1 < NAME_ROOM) {
		name[size] = lower(c);
		name[size + 1] = '\0';
	}
}

static bool
is_one_of(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static bool
is_raw(const char *tag)
{
	static const char *const tags[] = { "script", "style", "xmp", "iframe",
	    "noembed", "noframes", "noscript", "plaintext", NULL };

	return is_one_of(tag, tags);
}

static bool
is_src(const char *attribute)
{
	static const char *const names[] = { "src", "poster", "data",
	    "background", "manifest", "xlink:href", NULL };

	return is_one_of(attribute, names);
}

static bool
is_url(const char *attribute)
{
	static const char *const names[] = { "href", "action", "formaction",
	    "cite", "longdesc", NULL };

	return is_one_of(attribute, names) || is_src(attribute);
}

/* Attributes whose values are programs, pages or lists of links. */
static bool
is_refused(const char *attribute)
{
	static const char *const names[] = { "style", "srcdoc", "srcset",
	    "imagesrcset", "ping", "http-equiv", NULL };

	return strncmp(attribute, "on", 2) == 0 ||
	    strlen(attribute) + 1 == NAME_ROOM || is_one_of(attribute, names);
}

/* ---- the HTML of a template ---- */

static void
open_value(struct compiler *c, enum place place)
{
	c->where.place = place;
	if (!is_url(c->where.attribute))
		return;
	c->url_op = c->template->count;
	c->url_literal = c->literal;
	c->url_start = c->at + 1;
	flush(c, c->url_start);
	c->literal = c->url_start;
	add_op(c, OP_URL_BEGIN)->escape = is_src(c->where.attribute) ?
	    ESCAPE_SRC : ESCAPE_URL;
}

static void
close_value(struct compiler *c)
{
	struct qms_template *t = c->template;

	c->where.place = PLACE_TAG;
	if (!is_url(c->where.attribute))
		return;
	if (c->literal == c->url_start) {
		/* no value in it: the link is the template's own */
		t->count = c->url_op;
		c->literal = c->url_literal;
		return;
	}
	flush(c, c->at);
	c->literal = c->at;
	add_op(c, OP_URL_END);
}

static void
close_tag(struct compiler *c)
{
	c->where.place = PLACE_TEXT;
	if (!c->where.closing && is_raw(c->where.tag))
		c->where.place = PLACE_RAW;
}

static void
begin_attribute(struct compiler *c, char first)
{
	c->where.place = PLACE_ATTRIBUTE_NAME;
	c->where.attribute[0] = '\0';
	add_name(c->where.attribute, first);
}

static void
begin_tag(struct compiler *c, const char *p)
{
	struct where *w = &c->where;
	size_t left = c->size - c->at;

	w->closing = false;
	w->tag[0] = '\0';
	if (is_letter(*p)) {
		w->place = PLACE_TAG_NAME;
		add_name(w->tag, *p);
	} else if (*p == '/') {
		w->place = PLACE_TAG_NAME;
		w->closing = true;
	} else if (left >= 3 && memcmp(p, "!--", 3) == 0) {
		w->place = PLACE_COMMENT;
		c->at += 2;
	} else if (*p == '!' || *p == '?') {
		w->place = PLACE_DECLARATION;
	} else {
		w->place = PLACE_TEXT;
	}
}

static void
inside_tag(struct compiler *c, char ch)
{
	struct where *w = &c->where;

	if (ch == '>')
		close_tag(c);
	else if (ch == '=' && w->place == PLACE_TAG)
		report(c, c->at, QMS_M_W008, w->tag);
	else if (ch == '=')
		w->place = PLACE_BEFORE_VALUE;
	else if (is_blank(ch) && w->place != PLACE_TAG)
		w->place = PLACE_AFTER_NAME;
	else if (ch == '/')
		w->place = PLACE_TAG;
	else if (w->place == PLACE_ATTRIBUTE_NAME)
		add_name(w->attribute, ch);
	else if (!is_blank(ch))
		begin_attribute(c, ch);
}

static void
before_value(struct compiler *c, char ch)
{
	if (ch == '"')
		open_value(c, PLACE_DOUBLE);
	else if (ch == '\'')
		open_value(c, PLACE_SINGLE);
	else if (ch == '>')
		close_tag(c);
	else if (!is_blank(ch))
		c->where.place = PLACE_UNQUOTED;
}

static bool
ends_raw(const struct compiler *c, const char *p)
{
	size_t size = strlen(c->where.tag);
	size_t left = c->size - c->at;

	return left > size + 2 && p[0] == '<' && p[1] == '/' &&
	    strncasecmp(p + 2, c->where.tag, size) == 0 &&
	    (is_blank(p[size + 2]) || p[size + 2] == '>' ||
	    p[size + 2] == '/');
}

static bool
ends_comment(const struct compiler *c, const char *p)
{
	return *p == '>' && c->at >= 2 && p[-1] == '-' && p[-2] == '-';
}

static void
step(struct compiler *c)
{
	struct where *w = &c->where;
	const char *p = c->text + c->at;

	switch (w->place) {
	case PLACE_TEXT:
		if (*p == '<')
			w->place = PLACE_LESS;
		break;
	case PLACE_LESS:
		begin_tag(c, p);
		break;
	case PLACE_TAG_NAME:
		if (*p == '>')
			close_tag(c);
		else if (is_blank(*p) || *p == '/')
			w->place = PLACE_TAG;
		else
			add_name(w->tag, *p);
		break;
	case PLACE_TAG:
	case PLACE_ATTRIBUTE_NAME:
	case PLACE_AFTER_NAME:
		inside_tag(c, *p);
		break;
	case PLACE_BEFORE_VALUE:
		before_value(c, *p);
		break;
	case PLACE_DOUBLE:
	case PLACE_SINGLE:
		if (*p == (w->place == PLACE_DOUBLE ? '"' : '\''))
			close_value(c);
		break;
	case PLACE_UNQUOTED:
		if (*p == '>')
			close_tag(c);
		else if (is_blank(*p))
			w->place = PLACE_TAG;
		break;
	case PLACE_RAW:
		if (ends_raw(c, p)) {
			w->place = PLACE_TEXT;
			step(c);
		}
		break;
	case PLACE_COMMENT:
		if (ends_comment(c, p))
			w->place = PLACE_TEXT;
		break;
	case PLACE_DECLARATION:
		if (*p == '>')
			w->place = PLACE_TEXT;
		break;
	}
}

/* ---- the tags of a template ---- */

static bool
is_name(const char *name, size_t size)
{
	size_t i;

	if (size == 0 || size >= 64)
		return false;
	for (i = 0; i < size; i++)
		if (!is_letter(name[i]) && name[i] != '_' &&
		    (i == 0 || ((name[i] < '0' || name[i] > '9') &&
		    name[i] != '-')))
			return false;
	return true;
}

/* Tags may stand in text, in quoted values, and in tags behind a blank. */
static bool
may_stand(struct compiler *c)
{
	if (c->where.place == PLACE_AFTER_NAME)
		c->where.place = PLACE_TAG;
	return c->where.place == PLACE_TEXT || c->where.place == PLACE_TAG ||
	    c->where.place == PLACE_DOUBLE || c->where.place == PLACE_SINGLE;
}

static bool
value_may_stand(const struct where *w)
{
	if (w->place == PLACE_TEXT)
		return true;
	return (w->place == PLACE_DOUBLE || w->place == PLACE_SINGLE) &&
	    !is_refused(w->attribute);
}

static const char *
name_place(const struct where *w)
{
	switch (w->place) {
	case PLACE_RAW:
		return w->tag;
	case PLACE_COMMENT:
	case PLACE_DECLARATION:
		return "<!";
	case PLACE_DOUBLE:
	case PLACE_SINGLE:
	case PLACE_UNQUOTED:
	case PLACE_BEFORE_VALUE:
	case PLACE_ATTRIBUTE_NAME:
		return w->attribute;
	default:
		return w->tag[0] == '\0' ? "<" : w->tag;
	}
}

static bool
same_where(const struct where *a, const struct where *b)
{
	return a->place == b->place &&
	    (a->place == PLACE_TEXT || strcmp(a->tag, b->tag) == 0) &&
	    (a->place == PLACE_TEXT || a->place == PLACE_TAG ||
	    strcmp(a->attribute, b->attribute) == 0);
}

static void
set_name(struct compiler *c, struct op *op, const char *name, size_t size)
{
	if (size == 1 && *name == '.')
		return;
	op->name = qms_arena_copy(c->arena, name, size);
	op->hash = hash_name(name, size);
}

static void
open_section(struct compiler *c, size_t at, enum kind kind, const char *name,
    size_t size)
{
	struct op *op;

	if (c->depth == QMS_TEMPLATE_DEPTH) {
		report(c, at, QMS_M_W012, NULL);
		return;
	}
	c->open[c->depth].op = c->template->count;
	c->open[c->depth].where = c->where;
	c->depth++;
	op = add_op(c, kind);
	qms_text_position(c->template->text, at, &op->line, &op->column);
	set_name(c, op, name, size);
}

static void
close_section(struct compiler *c, size_t at, const char *name, size_t size)
{
	struct qms_template *t = c->template;
	struct open *open;
	struct op *section, *op;
	char *wrong;

	wrong = qms_arena_copy(c->arena, name, size);
	if (c->depth == 0) {
		report(c, at, QMS_M_W003, wrong);
		return;
	}
	open = &c->open[--c->depth];
	op = add_op(c, OP_END);
	op->target = open->op;
	section = &t->ops[open->op];
	section->target = t->count - 1;
	if (strcmp(section->name == NULL ? "." : section->name, wrong) != 0)
		report(c, at, QMS_M_W003, wrong);
	else if (!same_where(&open->where, &c->where))
		report(c, at, QMS_M_W009, wrong);
}

static void
add_value(struct compiler *c, size_t at, enum kind kind, const char *name,
    size_t size)
{
	struct where *w = &c->where;
	struct op *op;

	if (!value_may_stand(w) ||
	    (kind == OP_HTML && w->place != PLACE_TEXT)) {
		report(c, at, QMS_M_W007, name_place(w));
		return;
	}
	op = add_op(c, kind);
	qms_text_position(c->template->text, at, &op->line, &op->column);
	op->escape = w->place == PLACE_TEXT || !is_url(w->attribute) ?
	    ESCAPE_HTML : is_src(w->attribute) ? ESCAPE_SRC : ESCAPE_URL;
	set_name(c, op, name, size);
}

static void
add_word(struct compiler *c, size_t at, const char *name, size_t size)
{
	char *id = qms_arena_copy(c->arena, name, size);
	enum qms_word word = qms_word_find(id);

	if (word == QMS_W_NONE)
		report(c, at, QMS_M_W010, id);
	else if (!value_may_stand(&c->where))
		report(c, at, QMS_M_W007, name_place(&c->where));
	else
		add_op(c, OP_WORD)->word = word;
}

static void
add_partial(struct compiler *c, size_t at, const char *name, size_t size)
{
	struct op *op;
	char *id = qms_arena_copy(c->arena, name, size);

	if (c->where.place != PLACE_TEXT) {
		report(c, at, QMS_M_W007, name_place(&c->where));
		return;
	}
	op = add_op(c, OP_PARTIAL);
	qms_text_position(c->template->text, at, &op->line, &op->column);
	op->name = id;
	op->partial = qms_map_get(&c->templates->map, id);
	if (op->partial == NULL)
		report(c, at, QMS_M_W005, id);
}

/* A tag that makes no text and is alone on its line takes the line away. */
static size_t
take_line(struct compiler *c, size_t at)
{
	size_t start = at, end = c->at;

	while (start > 0 && (c->text[start - 1] == ' ' ||
	    c->text[start - 1] == '\t'))
		start--;
	while (end < c->size && (c->text[end] == ' ' ||
	    c->text[end] == '\t' || c->text[end] == '\r'))
		end++;
	if (c->where.place != PLACE_TEXT || start < c->literal ||
	    (start > 0 && c->text[start - 1] != '\n') ||
	    (end < c->size && c->text[end] != '\n'))
		return at;
	c->at = end < c->size ? end + 1 : end;
	return start;
}

static void
take_tag(struct compiler *c, size_t at, struct qms_text tag)
{
	char sign = tag.size > 0 ? tag.data[0] : '\0';

	if (strchr("#?^/>!&", sign) != NULL && sign != '\0') {
		flush(c, sign == '&' ? at : take_line(c, at));
		if (sign == '!')
			return;
		tag.data++;
		tag.size--;
		tag = qms_text_trim(tag);
	} else {
		flush(c, at);
		if (tag.size > 2 && memcmp(tag.data, "t:", 2) == 0 &&
		    is_name(tag.data + 2, tag.size - 2)) {
			add_word(c, at, tag.data + 2, tag.size - 2);
			return;
		}
		sign = '\0';
	}
	if (!is_name(tag.data, tag.size) &&
	    (!qms_text_is(tag, ".") || sign == '>')) {
		report(c, at, QMS_M_W002, qms_arena_copy(c->arena, tag.data,
		    tag.size > 40 ? 40 : tag.size));
		return;
	}
	if (sign == '#')
		open_section(c, at, OP_SECTION, tag.data, tag.size);
	else if (sign == '?')
		open_section(c, at, OP_ONCE, tag.data, tag.size);
	else if (sign == '^')
		open_section(c, at, OP_INVERTED, tag.data, tag.size);
	else if (sign == '/')
		close_section(c, at, tag.data, tag.size);
	else if (sign == '>')
		add_partial(c, at, tag.data, tag.size);
	else
		add_value(c, at, sign == '&' ? OP_HTML : OP_VALUE, tag.data,
		    tag.size);
}

/* At "{{"; false when there is no end, which ends the template. */
static bool
read_tag(struct compiler *c)
{
	size_t at = c->at;
	struct qms_text tag;
	const char *end;

	end = memmem(c->text + at + 2, c->size - at - 2, "}}", 2);
	if (end == NULL) {
		report(c, at, QMS_M_W001, NULL);
		return false;
	}
	tag.data = c->text + at + 2;
	tag.size = (size_t)(end - tag.data);
	c->at = at + 2 + tag.size + 2;
	if (!may_stand(c)) {
		report(c, at, QMS_M_W007, name_place(&c->where));
		c->literal = c->at;
		return true;
	}
	take_tag(c, at, qms_text_trim(tag));
	c->literal = c->at;
	return true;
}

static void
compile(struct compiler *c, struct qms_template *template)
{
	c->template = template;
	c->text = template->text.data;
	c->size = template->text.size;
	c->at = c->literal = c->depth = 0;
	memset(&c->where, 0, sizeof(c->where));
	if (c->size > QMS_TEMPLATE_SIZE) {
		report(c, 0, QMS_M_W011, NULL);
		return;
	}
	if (qms_utf8_invalid(template->text) != SIZE_MAX) {
		report(c, qms_utf8_invalid(template->text), QMS_M_W013, NULL);
		return;
	}
	while (c->at < c->size) {
		if (c->text[c->at] == '{' && c->at + 1 < c->size &&
		    c->text[c->at + 1] == '{') {
			if (!read_tag(c))
				return;
			continue;
		}
		step(c);
		c->at++;
	}
	flush(c, c->at);
	if (c->depth > 0)
		report(c, c->size, QMS_M_W004,
		    template->ops[c->open[c->depth - 1].op].name);
	else if (c->where.place != PLACE_TEXT)
		report(c, c->size, QMS_M_W008, name_place(&c->where));
}

enum { WHITE, GREY, BLACK };

/* Marks circles of partials as broken; depth first. */
static void
find_circles(struct compiler *c, struct qms_template *template, int depth)
{
	struct qms_template *partial;
	size_t i;

	template->mark = GREY;
	for (i = 0; i < template->count; i++) {
		if (template->ops[i].kind != OP_PARTIAL)
			continue;
		partial = qms_map_get(&c->templates->map,
		    template->ops[i].name);
		if (partial == NULL)
			continue;
		if (partial->mark == GREY || depth == QMS_TEMPLATE_DEPTH) {
			template->broken = true;
			qms_report(c->problems, template->path,
			    template->ops[i].line, template->ops[i].column,
			    QMS_M_W006, partial->name);
			template->ops[i].partial = NULL;
		} else if (partial->mark == WHITE) {
			find_circles(c, partial, depth + 1);
		}
	}
	template->mark = BLACK;
}

struct qms_templates *
qms_templates_compile(struct qms_arena *arena,
    const struct qms_template_source *sources, size_t count,
    struct qms_problems *problems)
{
	struct compiler c = { .arena = arena, .problems = problems };
	struct qms_template *template;
	struct qms_map *map;
	size_t i;

	c.templates = qms_arena_alloc(arena, sizeof(*c.templates));
	map = &c.templates->map;
	for (i = 0; i < count; i++) {
		template = qms_arena_alloc(arena, sizeof(*template));
		template->name = sources[i].name;
		template->path = qms_arena_format(arena, "%s.html",
		    sources[i].name);
		template->text = sources[i].text;
		qms_map_put(arena, map, template->name, template);
	}
	for (i = 0; i < map->count; i++)
		compile(&c, map->entries[i].value);
	for (i = 0; i < map->count; i++) {
		template = map->entries[i].value;
		if (template->mark == WHITE)
			find_circles(&c, template, 0);
	}
	return c.templates;
}

const struct qms_template *
qms_template_find(const struct qms_templates *templates, const char *name)
{
	return qms_map_get(&templates->map, name);
}

/* ---- escaping ---- */

void
qms_html_escape(struct qms_buffer *out, struct qms_text text)
{
	static const char *const escapes[256] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;",
		['"'] = "&quot;", ['\''] = "&#39;",
		[0] = "\xef\xbf\xbd",
	};
	size_t i, start = 0;
	const char *escape;

	for (i = 0; i < text.size; i++) {
		escape = escapes[(unsigned char)text.data[i]];
		if (escape == NULL)
			continue;
		qms_buffer_add(out, text.data + start, i - start);
		qms_buffer_string(out, escape);
		start = i + 1;
	}
	qms_buffer_add(out, text.data + start, text.size - start);
}

static bool
is_unreserved(unsigned char c)
{
	return is_letter((char)c) || (c >= '0' && c <= '9') || c == '-' ||
	    c == '.' || c == '_' || c == '~' || c == '/';
}

static void
add_percent(struct qms_buffer *out, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";
	char bytes[3] = { '%', digits[c >> 4], digits[c & 15] };

	qms_buffer_add(out, bytes, sizeof(bytes));
}

/* A text becomes a part of a path; a link keeps its reserved characters. */
static void
escape_url(struct qms_buffer *out, struct qms_text text, bool is_link)
{
	size_t i, start = 0;
	unsigned char c;

	for (i = 0; i < text.size; i++) {
		c = (unsigned char)text.data[i];
		if (is_unreserved(c) || (is_link && c != '\0' &&
		    strchr("%:?#[]@!$()*+,;=", c) != NULL))
			continue;
		qms_buffer_add(out, text.data + start, i - start);
		if (is_link && c == '&')
			qms_buffer_string(out, "&amp;");
		else
			add_percent(out, c);
		start = i + 1;
	}
	qms_buffer_add(out, text.data + start, text.size - start);
}

bool
qms_url_allowed(struct qms_text url, bool src)
{
	static const char *const schemes[] = { "http", "https", "mailto",
	    "tel", NULL };
	char scheme[NAME_ROOM] = "";
	size_t i;

	/* "//host" and what browsers read as it */
	if (url.size >= 2 && (url.data[0] == '/' || url.data[0] == '\\') &&
	    (url.data[1] == '/' || url.data[1] == '\\'))
		return false;
	for (i = 0; i < url.size; i++) {
		if ((unsigned char)url.data[i] <= ' ' || url.data[i] == 0x7f)
			return false;
		if (strchr("/?#", url.data[i]) != NULL)
			return true;
		if (url.data[i] == ':')
			return !src && is_one_of(scheme, schemes);
		add_name(scheme, url.data[i]);
	}
	return true;
}

/* ---- rendering ---- */

enum {
	PAGE_LIMIT = 64 * 1024 * 1024,	/* bytes that one page may become */
	STEP_LIMIT = 64 * 1024 * 1024	/* an empty loop makes no bytes */
};

struct renderer {
	struct qms_buffer *out;
	enum qms_language language;
	const struct qms_value *stack[QMS_TEMPLATE_DEPTH * 2];
	size_t depth;
	size_t url;			/* where the link begins */
	bool src;
	size_t steps, start;
	int partials;			/* in each other */
};

static const struct qms_error *render_range(struct renderer *r,
    const struct qms_template *template, size_t from, size_t to);

static const struct qms_value *
look_up(const struct renderer *r, const struct op *op)
{
	const struct qms_value *object;
	size_t level, i;

	if (op->name == NULL)
		return r->stack[r->depth - 1];
	for (level = r->depth; level-- > 0;) {
		object = r->stack[level];
		if (object->type != TYPE_OBJECT)
			continue;
		for (i = 0; i < object->count; i++)
			if (object->fields[i].hash == op->hash &&
			    strcmp(object->fields[i].name, op->name) == 0)
				return object->fields[i].value;
	}
	return NULL;
}

static const struct qms_error *
fail_type(const struct qms_template *template, const struct op *op)
{
	char place[32];

	(void)snprintf(place, sizeof(place), "%d:%d", op->line, op->column);
	return qms_fail(QMS_M_W014, template->path, place,
	    op->name == NULL ? "." : op->name);
}

static const struct qms_error *
render_value(struct renderer *r, const struct qms_template *template,
    const struct op *op)
{
	const struct qms_value *value = look_up(r, op);

	if (value == NULL || (value->type == TYPE_FLAG && op->kind == OP_VALUE))
		return NULL;
	if (op->kind == OP_HTML) {
		if (value->type != TYPE_HTML)
			return fail_type(template, op);
		qms_buffer_text(r->out, value->text);
		return NULL;
	}
	if (value->type != TYPE_TEXT && value->type != TYPE_URL)
		return fail_type(template, op);
	if (op->escape == ESCAPE_HTML)
		qms_html_escape(r->out, value->text);
	else
		escape_url(r->out, value->text, value->type == TYPE_URL);
	return NULL;
}

static const struct qms_error *
render_once(struct renderer *r, const struct qms_template *template,
    const struct op *op, size_t from, const struct qms_value *value)
{
	const struct qms_error *err;

	if (r->depth == sizeof(r->stack) / sizeof(*r->stack))
		return qms_fail(QMS_M_W015, template->path);
	r->stack[r->depth++] = value;
	err = render_range(r, template, from, op->target);
	r->depth--;
	return err;
}

static const struct qms_error *
render_section(struct renderer *r, const struct qms_template *template,
    const struct op *op, size_t from)
{
	const struct qms_value *value = look_up(r, op);
	const struct qms_error *err;
	size_t i;

	if (is_empty(value) != (op->kind == OP_INVERTED))
		return NULL;
	if (op->kind != OP_SECTION || value->type == TYPE_FLAG)
		return render_range(r, template, from, op->target);
	if (value->type != TYPE_LIST)
		return render_once(r, template, op, from, value);
	for (i = 0; i < value->count; i++) {
		err = render_once(r, template, op, from, value->items[i]);
		if (err != NULL)
			return err;
	}
	return NULL;
}

static const struct qms_error *
render_partial(struct renderer *r, const struct qms_template *partial)
{
	const struct qms_error *err;

	if (partial->broken)
		return qms_fail(QMS_M_W016, partial->path);
	if (r->partials == QMS_TEMPLATE_DEPTH)
		return qms_fail(QMS_M_W015, partial->path);
	r->partials++;
	err = render_range(r, partial, 0, partial->count);
	r->partials--;
	return err;
}

/* The link is complete: one that leads astray leads nowhere. */
static void
end_url(struct renderer *r)
{
	struct qms_text url = { r->out->data + r->url, r->out->size - r->url };

	if (qms_url_allowed(url, r->src))
		return;
	r->out->size = r->url;
	qms_buffer_char(r->out, '#');
}

static const struct qms_error *
render_op(struct renderer *r, const struct qms_template *template, size_t *at)
{
	const struct op *op = &template->ops[*at];
	size_t from = *at + 1;

	switch (op->kind) {
	case OP_LITERAL:
		qms_buffer_add(r->out, op->name, op->size);
		return NULL;
	case OP_VALUE:
	case OP_HTML:
		return render_value(r, template, op);
	case OP_WORD:
		qms_html_escape(r->out, qms_text(qms_word(op->word,
		    r->language)));
		return NULL;
	case OP_PARTIAL:
		return render_partial(r, op->partial);
	case OP_SECTION:
	case OP_ONCE:
	case OP_INVERTED:
		*at = op->target;
		return render_section(r, template, op, from);
	case OP_URL_BEGIN:
		r->url = r->out->size;
		r->src = op->escape == ESCAPE_SRC;
		return NULL;
	case OP_URL_END:
		end_url(r);
		return NULL;
	case OP_END:
		break;
	}
	return NULL;
}

static const struct qms_error *
render_range(struct renderer *r, const struct qms_template *template,
    size_t from, size_t to)
{
	const struct qms_error *err;
	size_t at;

	for (at = from; at < to; at++) {
		if (++r->steps > STEP_LIMIT ||
		    r->out->size - r->start > PAGE_LIMIT)
			return qms_fail(QMS_M_W015, template->path);
		err = render_op(r, template, &at);
		if (err != NULL)
			return err;
	}
	return NULL;
}

const struct qms_error *
qms_template_render(struct qms_buffer *out,
    const struct qms_template *template, const struct qms_value *values,
    enum qms_language language)
{
	struct renderer r = { .out = out, .language = language,
	    .start = out->size };

	if (template->broken)
		return qms_fail(QMS_M_W016, template->path);
	r.stack[r.depth++] = values;
	return render_range(&r, template, 0, template->count);
}
