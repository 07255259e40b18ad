/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "adopt.h"

struct join {
	struct qms_arena *arena;
	const struct qms_kinds *kinds;
	const struct qms_object *own, *base;
	const char *agency;		/* whose text base is */
	struct qms_buffer out;
};

/* ---- front matter ---- */

static const struct qms_kind *
kind_of_ref(const struct join *join, const struct qms_kind_key *key)
{
	return key->type != QMS_TYPE_REF || key->to == NULL ? NULL :
	    qms_kinds_get(join->kinds, key->to);
}

/* Does an id there name a document of the same agency? */
static bool
is_beside(const struct join *join, const struct qms_kind_key *key)
{
	const struct qms_kind *to = kind_of_ref(join, key);

	return to != NULL && to->class == QMS_CLASS_DOCUMENT;
}

static void
write_reference(struct join *join, const char *value)
{
	qms_yaml_write_scalar(&join->out, strchr(value, '/') != NULL ? value :
	    qms_arena_format(join->arena, "%s/%s", join->agency, value));
}

/* `BM-15` in a text of the agency so is so/BM-15 elsewhere. */
static void
write_references(struct join *join, const struct qms_yaml *node)
{
	const struct qms_yaml *item;

	qms_yaml_write_key(&join->out, node->key);
	qms_buffer_string(&join->out, ": ");
	if (node->type == QMS_YAML_SCALAR) {
		write_reference(join, node->value);
	} else {
		qms_buffer_char(&join->out, '[');
		for (item = node->first; item != NULL; item = item->next) {
			if (item->type != QMS_YAML_SCALAR)
				continue;
			if (item != node->first)
				qms_buffer_string(&join->out, ", ");
			write_reference(join, item->value);
		}
		qms_buffer_char(&join->out, ']');
	}
	qms_buffer_char(&join->out, '\n');
}

/* From the line of its key to that of the next one. */
static struct qms_text
lines_of(struct qms_text front, const struct qms_yaml *node)
{
	size_t start = node->key_start, end = node->next == NULL ?
	    front.size : node->next->key_start;

	while (start > 0 && front.data[start - 1] != '\n')
		start--;
	while (end > start && end < front.size && front.data[end - 1] != '\n')
		end--;
	return (struct qms_text){ front.data + start, end - start };
}

static void
add_text(struct join *join, struct qms_text text)
{
	qms_buffer_text(&join->out, text);
	if (text.size > 0 && text.data[text.size - 1] != '\n')
		qms_buffer_char(&join->out, '\n');
}

static bool
is_said(const struct qms_yaml *node)
{
	return node != NULL && (node->type != QMS_YAML_SCALAR ||
	    node->value[0] != '\0');
}

/* People, units and the schema are an agency's own: nobody adopts them. */
static bool
is_adopted(const struct join *join, const struct qms_yaml *node)
{
	const struct qms_kind_key *key = qms_kind_key(join->own->match.kind,
	    node->key);

	return key != NULL && key->type != QMS_TYPE_PERSON &&
	    key->type != QMS_TYPE_UNIT && !key->adopts &&
	    !is_said(qms_yaml_get(join->own->root, node->key));
}

static void
join_front(struct join *join)
{
	const struct qms_yaml *node;
	const struct qms_kind_key *key;

	qms_buffer_string(&join->out, "---\n");
	for (node = join->own->root->first; node != NULL; node = node->next)
		if (is_said(node))
			add_text(join, lines_of(join->own->front, node));
	for (node = join->base->root->first; node != NULL; node = node->next) {
		if (!is_adopted(join, node))
			continue;
		key = qms_kind_key(join->own->match.kind, node->key);
		if (is_beside(join, key) && is_said(node))
			write_references(join, node);
		else
			add_text(join, lines_of(join->base->front, node));
	}
	qms_buffer_string(&join->out, "---\n");
}

/* ---- body ---- */

/* Sections that are not part of a larger one. */
static const struct qms_markdown_heading *
next_section(const struct qms_markdown *markdown,
    const struct qms_markdown_heading *last)
{
	const struct qms_markdown_heading *at = last == NULL ?
	    markdown->headings : last + 1;
	const struct qms_markdown_heading *end = markdown->headings +
	    markdown->heading_count;

	while (last != NULL && at < end && at->start < last->end)
		at++;
	return markdown->heading_count > 0 && at < end ? at : NULL;
}

static struct qms_text
section(const struct qms_markdown *markdown,
    const struct qms_markdown_heading *heading)
{
	return (struct qms_text){ markdown->body.data + heading->start,
	    heading->end - heading->start };
}

static const struct qms_markdown_heading *
find(const struct qms_markdown *markdown, const char *text)
{
	size_t i;

	for (i = 0; i < markdown->heading_count; i++)
		if (strcmp(markdown->headings[i].text, text) == 0)
			return &markdown->headings[i];
	return NULL;
}

static void
add_section(struct join *join, struct qms_text text)
{
	add_text(join, text);
	if (join->out.size < 2 || join->out.data[join->out.size - 2] != '\n')
		qms_buffer_char(&join->out, '\n');
}

/* The adopted body, with own sections in the place of those they replace. */
static void
join_base(struct join *join)
{
	const struct qms_markdown *base = &join->base->markdown;
	const struct qms_markdown *own = &join->own->markdown;
	const struct qms_markdown_heading *heading, *same;
	size_t at = 0, i;

	for (i = 0; i < base->heading_count; i++) {
		heading = &base->headings[i];
		if (heading->start < at)
			continue;	/* it went with a larger one */
		same = find(own, heading->text);
		if (same == NULL)
			continue;
		add_text(join, (struct qms_text){ base->body.data + at,
		    heading->start - at });
		add_section(join, section(own, same));
		at = heading->end;
	}
	add_section(join, (struct qms_text){ base->body.data + at,
	    base->body.size - at });
}

static void
join_body(struct join *join)
{
	const struct qms_markdown *own = &join->own->markdown;
	const struct qms_markdown_heading *heading = NULL;
	struct qms_text before = { own->body.data, own->heading_count > 0 ?
	    own->headings[0].start : own->body.size };

	before = qms_text_trim(before);
	if (before.size > 0 || (join->base->body.size > 0 &&
	    join->base->body.data[0] != '\n'))
		qms_buffer_char(&join->out, '\n');
	if (before.size > 0)
		add_section(join, before);
	join_base(join);
	while ((heading = next_section(own, heading)) != NULL)
		if (find(&join->base->markdown, heading->text) == NULL)
			add_section(join, section(own, heading));
	while (join->out.size > 1 &&
	    join->out.data[join->out.size - 2] == '\n' &&
	    join->out.data[join->out.size - 1] == '\n')
		join->out.size--;
}

/* ---- the whole ---- */

static const struct qms_error *
read_base(struct qms_adopt *adopt, struct qms_arena *arena,
    const struct qms_store *store)
{
	if (!qms_id_is_safe(adopt->agency) || !qms_id_is_safe(adopt->id) ||
	    !qms_id_is_safe(adopt->version) ||
	    !qms_store_has(store, adopt->path))
		return NULL;
	adopt->found = true;
	return qms_store_read(&adopt->base, arena, store, adopt->path,
	    QMS_FILE_LIMIT);
}

static void
put_together(struct qms_adopt *adopt, struct qms_arena *arena,
    const struct qms_kinds *kinds, const char *path,
    const struct qms_object *own)
{
	struct qms_problems problems = { .arena = arena };
	struct join join = { .arena = arena, .kinds = kinds, .own = own,
	    .agency = adopt->agency };
	struct qms_object base;

	qms_object_parse(&base, arena, kinds, path, adopt->base, &problems);
	join.base = &base;
	adopt->found = !base.broken && base.adopts == NULL &&
	    base.match.kind == own->match.kind;
	if (adopt->found) {
		join_front(&join);
		join_body(&join);
		adopt->text.data = qms_arena_copy(arena, join.out.data,
		    join.out.size);
		adopt->text.size = join.out.size;
	}
	qms_buffer_free(&join.out);
	qms_object_free(&base);
}

const struct qms_error *
qms_adopt_read(struct qms_adopt *adopt, struct qms_arena *arena,
    const struct qms_kinds *kinds, const struct qms_store *store,
    const char *path, struct qms_text text)
{
	struct qms_problems problems = { .arena = arena };
	struct qms_reference reference;
	const struct qms_error *err = NULL;
	struct qms_object own;

	*adopt = (struct qms_adopt){ .text = text };
	qms_object_parse(&own, arena, kinds, path, text, &problems);
	if (own.match.kind != NULL && !own.broken && own.adopts != NULL &&
	    qms_reference_parse(&reference, arena, own.adopts,
	    own.match.kind)) {
		adopt->agency = reference.agency;
		adopt->id = reference.id;
		adopt->version = reference.version;
		adopt->path = qms_arena_format(arena,
		    "agencies/%s/issued/%s/%s/text.md", adopt->agency,
		    adopt->id, adopt->version);
		err = read_base(adopt, arena, store);
		if (err == NULL && adopt->found)
			put_together(adopt, arena, kinds, path, &own);
	}
	qms_object_free(&own);
	return err;
}

void
qms_adopt_own(struct qms_strings *keys, struct qms_strings *sections,
    struct qms_arena *arena, const struct qms_kinds *kinds, const char *path,
    struct qms_text text)
{
	struct qms_problems problems = { .arena = arena };
	const struct qms_markdown_heading *heading = NULL;
	const struct qms_yaml *node;
	struct qms_object own;

	*keys = *sections = (struct qms_strings){ 0 };
	qms_object_parse(&own, arena, kinds, path, text, &problems);
	for (node = own.root == NULL ? NULL : own.root->first; node != NULL;
	    node = node->next)
		if (is_said(node) && strcmp(node->key, "schema") != 0 &&
		    !qms_string_is(own.match.kind->adopts, node->key))
			qms_strings_add(arena, keys, node->key);
	while ((heading = next_section(&own.markdown, heading)) != NULL)
		qms_strings_add(arena, sections, heading->text);
	qms_object_free(&own);
}
