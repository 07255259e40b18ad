/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "redline.h"

/* A key with what stands behind it, or a heading with what stands below it. */
struct part {
	struct qms_text name, text;
	int line;
	size_t match;			/* in the other text, or SIZE_MAX */
};

struct parts {
	struct part *items;
	size_t count, room;
};

struct side {
	struct parts keys, sections;
};

struct reading {
	struct qms_arena *arena;	/* of the parts */
	struct side *side;
	struct part *open;		/* which the line goes to */
	int line;
	char fence;			/* in a block of code: its sign */
	bool front;
};

/* ---- one text ---- */

static struct part *
add(struct reading *r, struct parts *parts, struct qms_text name,
    struct qms_text text)
{
	struct part *part = qms_push(r->arena, parts->items, parts->count,
	    parts->room);

	*part = (struct part){ name, text, r->line, SIZE_MAX };
	return part;
}

/* `key:` at the beginning of a line; rest is what stands behind it. */
static bool
is_key(struct qms_text *key, struct qms_text *rest, struct qms_text line)
{
	size_t size = 0;
	char c;

	for (; size < line.size; size++) {
		c = line.data[size];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '_' && c != '-')
			break;
	}
	if (size == 0 || size == line.size || line.data[size] != ':' ||
	    line.data[0] == '-')
		return false;
	*key = (struct qms_text){ line.data, size };
	*rest = (struct qms_text){ line.data + size + 1,
	    line.size - size - 1 };
	return true;
}

static bool
is_heading(struct qms_text *name, struct qms_text line)
{
	size_t level = 0;

	while (level < line.size && line.data[level] == '#')
		level++;
	if (level == 0 || level > 6 || (level < line.size &&
	    line.data[level] != ' '))
		return false;
	*name = qms_text_trim((struct qms_text){ line.data + level,
	    line.size - level });
	return true;
}

/* Headings in a block of code are none. */
static void
watch_fence(struct reading *r, struct qms_text line)
{
	struct qms_text text = qms_text_trim(line);
	char sign;

	if (text.size < 3 || (text.data[0] != '`' && text.data[0] != '~') ||
	    text.data[1] != text.data[0] || text.data[2] != text.data[0])
		return;
	sign = text.data[0];
	if (r->fence == 0)
		r->fence = sign;
	else if (r->fence == sign)
		r->fence = 0;
}

static void
take_front(struct reading *r, struct qms_text line)
{
	struct qms_text key, rest;

	if (is_key(&key, &rest, line))
		r->open = add(r, &r->side->keys, key, rest);
	else if (r->open != NULL)
		r->open->text.size = (size_t)(line.data + line.size -
		    r->open->text.data);
}

static void
take_body(struct reading *r, struct qms_text line)
{
	struct qms_text name;

	if (r->fence == 0 && is_heading(&name, line))
		r->open = add(r, &r->side->sections, name, (struct qms_text){
		    line.data + line.size, 0 });
	else if (r->open == NULL)
		r->open = add(r, &r->side->sections, (struct qms_text){
		    line.data, 0 }, line);
	else
		r->open->text.size = (size_t)(line.data + line.size -
		    r->open->text.data);
	watch_fence(r, line);
}

static void
read_side(struct side *side, struct qms_arena *arena, struct qms_text text,
    bool yaml)
{
	struct reading r = { .arena = arena, .side = side, .front = yaml };
	struct qms_text line, rest = text;

	for (r.line = 1; qms_text_line(&line, &rest); r.line++) {
		if (r.line == 1 && qms_text_is(line, "---")) {
			r.front = true;
		} else if (r.front && !yaml && qms_text_is(line, "---")) {
			r.front = false;
			r.open = NULL;
		} else if (r.front) {
			take_front(&r, line);
		} else {
			take_body(&r, line);
		}
	}
}

/* ---- which was which ---- */

/* Looked up by the name, or by the text below it. */
static struct qms_text
word_of(const struct part *part, bool by_text)
{
	return by_text ? qms_text_trim(part->text) : part->name;
}

static char *
key_of(struct qms_arena *arena, const struct part *part, bool by_text)
{
	struct qms_text word = word_of(part, by_text);

	return qms_arena_copy(arena, word.data, word.size);
}

/* In order, each once: the first of a word is the first of that word. */
static void
match(struct qms_arena *arena, struct parts *old, struct parts *new,
    bool by_text)
{
	struct part **behind, *part;	/* the next one with the same word */
	struct qms_map first = { 0 };
	size_t i, at;
	char *key;

	behind = qms_arena_alloc(arena, (old->count + 1) * sizeof(*behind));
	for (i = old->count; i-- > 0;) {
		if (old->items[i].match != SIZE_MAX)
			continue;
		key = key_of(arena, &old->items[i], by_text);
		behind[i] = qms_map_get(&first, key);
		qms_map_put(arena, &first, key, &old->items[i]);
	}
	for (i = 0; i < new->count; i++) {
		if (new->items[i].match != SIZE_MAX || (by_text &&
		    word_of(&new->items[i], true).size == 0))
			continue;
		key = key_of(arena, &new->items[i], by_text);
		part = qms_map_get(&first, key);
		if (part == NULL || !qms_text_equal(word_of(part, by_text),
		    word_of(&new->items[i], by_text)))
			continue;
		at = (size_t)(part - old->items);
		qms_map_put(arena, &first, key, behind[at]);
		part->match = i;
		new->items[i].match = at;
	}
}

/*
 * Those that kept their order: the longest chain of old numbers that grows.
 * Others were moved.
 */
static void
find_moved(bool *moved, struct qms_arena *arena, const struct parts *new)
{
	size_t *last, *before, count = 0, low, high, middle, i, at;

	last = qms_arena_alloc(arena, (new->count + 1) * sizeof(*last));
	before = qms_arena_alloc(arena, (new->count + 1) * sizeof(*before));
	for (i = 0; i < new->count; i++) {
		moved[i] = new->items[i].match != SIZE_MAX;
		if (!moved[i])
			continue;
		for (low = 0, high = count; low < high;) {
			middle = (low + high) / 2;
			if (new->items[last[middle]].match <
			    new->items[i].match)
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low > 0 ? last[low - 1] : SIZE_MAX;
		last[low] = i;
		count += low == count;
	}
	for (at = count > 0 ? last[count - 1] : SIZE_MAX; at != SIZE_MAX;
	    at = before[at])
		moved[at] = false;
}

/* ---- the answer ---- */

static bool
is_same(const struct part *a, const struct part *b)
{
	return qms_text_equal(qms_text_trim(a->text), qms_text_trim(b->text));
}

static void
add_key(struct qms_redline_outline *outline, struct qms_arena *arena,
    const struct part *old, const struct part *new)
{
	struct qms_redline_key *key;

	if (old != NULL && new != NULL && is_same(old, new))
		return;
	key = qms_push(arena, outline->keys, outline->key_count,
	    outline->key_room);
	key->kind = old == NULL ? QMS_ADDED : new == NULL ? QMS_REMOVED :
	    QMS_CHANGED;
	key->key = new == NULL ? old->name : new->name;
	key->before = qms_text_trim(old == NULL ? qms_text("") : old->text);
	key->after = qms_text_trim(new == NULL ? qms_text("") : new->text);
}

static struct qms_redline_section *
add_section(struct qms_redline_outline *outline, struct qms_arena *arena,
    const struct part *old, const struct part *new)
{
	struct qms_redline_section *section = qms_push(arena,
	    outline->sections, outline->section_count,
	    outline->section_room);

	*section = (struct qms_redline_section){
	    .name = new == NULL ? old->name : new->name,
	    .before = old == NULL ? 0 : old->line,
	    .after = new == NULL ? 0 : new->line,
	    .old_number = SIZE_MAX, .number = SIZE_MAX };
	section->kind = old == NULL ? QMS_ADDED : new == NULL ? QMS_REMOVED :
	    is_same(old, new) ? QMS_SAME : QMS_CHANGED;
	if (old != NULL && new != NULL &&
	    !qms_text_equal(old->name, new->name))
		section->former = old->name;
	return section;
}

static void
add_sections(struct qms_redline_outline *outline, struct qms_arena *arena,
    struct qms_arena *scratch, const struct parts *old,
    const struct parts *new)
{
	bool *moved = qms_arena_alloc(scratch, new->count + 1);
	struct qms_redline_section *section;
	const struct part *before;
	size_t i;

	find_moved(moved, scratch, new);
	for (i = 0; i < new->count; i++) {
		before = new->items[i].match == SIZE_MAX ? NULL :
		    &old->items[new->items[i].match];
		section = add_section(outline, arena, before, &new->items[i]);
		section->moved = moved[i];
		section->number = i;
		section->old_number = new->items[i].match;
	}
	for (i = 0; i < old->count; i++)
		if (old->items[i].match == SIZE_MAX)
			add_section(outline, arena, &old->items[i],
			    NULL)->old_number = i;
}

void
qms_redline_outline(struct qms_redline_outline *outline,
    struct qms_arena *arena, struct qms_text before, struct qms_text after,
    bool yaml)
{
	struct qms_arena scratch = { 0 };
	struct side old = { 0 }, new = { 0 };
	size_t i;

	memset(outline, 0, sizeof(*outline));
	read_side(&old, &scratch, before, yaml);
	read_side(&new, &scratch, after, yaml);
	match(&scratch, &old.keys, &new.keys, false);
	for (i = 0; i < new.keys.count; i++)
		add_key(outline, arena, new.keys.items[i].match == SIZE_MAX ?
		    NULL : &old.keys.items[new.keys.items[i].match],
		    &new.keys.items[i]);
	for (i = 0; i < old.keys.count; i++)
		if (old.keys.items[i].match == SIZE_MAX)
			add_key(outline, arena, &old.keys.items[i], NULL);
	match(&scratch, &old.sections, &new.sections, false);
	match(&scratch, &old.sections, &new.sections, true);
	add_sections(outline, arena, &scratch, &old.sections, &new.sections);
	qms_arena_free(&scratch);
}
