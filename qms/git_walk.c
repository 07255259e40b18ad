/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "git_part.h"

/* ---- reading one commit ---- */

/* Takes "key value\n" off the front. */
static bool
take(struct qms_text *value, struct qms_text *rest, const char *key)
{
	size_t size = strlen(key);
	const char *end;

	if (rest->size <= size || memcmp(rest->data, key, size) != 0 ||
	    rest->data[size] != ' ')
		return false;
	value->data = rest->data + size + 1;
	end = memchr(value->data, '\n', rest->size - size - 1);
	if (end == NULL)
		return false;
	value->size = (size_t)(end - value->data);
	rest->size -= (size_t)(end + 1 - rest->data);
	rest->data = end + 1;
	return true;
}

static bool
take_id(struct qms_oid *id, struct qms_text *rest, const char *key)
{
	char hex[QMS_OID_HEX];
	struct qms_text value;

	if (!take(&value, rest, key) || value.size != QMS_OID_HEX - 1)
		return false;
	memcpy(hex, value.data, QMS_OID_HEX - 1);
	hex[QMS_OID_HEX - 1] = '\0';
	return qms_oid_parse(id, hex);
}

static int64_t
number(const char **at, const char *end)
{
	int64_t value = 0;
	bool negative = *at < end && **at == '-';

	if (negative || (*at < end && **at == '+'))
		(*at)++;
	for (; *at < end && **at >= '0' && **at <= '9'; (*at)++)
		if (value < INT64_MAX / 100)
			value = value * 10 + (**at - '0');
	return negative ? -value : value;
}

/* "1700000000 +0730" */
static void
parse_time(struct qms_git_person *person, const char *at, const char *end)
{
	int64_t offset;

	while (at < end && *at == ' ')
		at++;
	person->time = number(&at, end);
	while (at < end && *at == ' ')
		at++;
	offset = number(&at, end);
	if (offset > -2400 && offset < 2400)
		person->offset = (int)(offset / 100 * 60 + offset % 100);
}

static void
parse_person(struct qms_git_person *person, struct qms_arena *arena,
    struct qms_text text)
{
	const char *end = text.data + text.size, *open, *close, *last;
	struct qms_text name = text;

	person->name = person->email = "";
	open = memchr(text.data, '<', text.size);
	if (open == NULL)
		return;
	name.size = (size_t)(open - text.data);
	name = qms_text_trim(name);
	person->name = qms_arena_copy(arena, name.data, name.size);
	close = memchr(open, '>', (size_t)(end - open));
	if (close == NULL)
		return;
	person->email = qms_arena_copy(arena, open + 1,
	    (size_t)(close - open - 1));
	last = memrchr(close, '>', (size_t)(end - close));
	parse_time(person, last + 1, end);
}

const struct qms_error *
qms_git_commit(struct qms_git_commit *commit, struct qms_git *git,
    struct qms_arena *arena, const struct qms_oid *id)
{
	struct qms_text rest, author, committer;
	const struct qms_error *err;
	git_odb_object *object;
	struct qms_oid parent;
	const char *message;
	size_t room = 0;

	memset(commit, 0, sizeof(*commit));
	err = qms_git_object(&object, git, id, GIT_OBJECT_COMMIT);
	if (err)
		return err;
	git->counts.commits_read++;
	commit->id = *id;
	rest.data = git_odb_object_data(object);
	rest.size = git_odb_object_size(object);
	if (!take_id(&commit->tree, &rest, "tree"))
		goto malformed;
	while (take_id(&parent, &rest, "parent"))
		*qms_push(arena, commit->parents, commit->parent_count,
		    room) = parent;
	if (!take(&author, &rest, "author") ||
	    !take(&committer, &rest, "committer"))
		goto malformed;
	parse_person(&commit->author, arena, author);
	parse_person(&commit->committer, arena, committer);
	if (rest.size > 0 && rest.data[0] == '\n') {
		message = rest.data + 1;
	} else {
		message = memmem(rest.data, rest.size, "\n\n", 2);
		message = message == NULL ? rest.data + rest.size :
		    message + 2;
	}
	commit->message = qms_arena_copy(arena, message,
	    (size_t)(rest.data + rest.size - message));
	git_odb_object_free(object);
	return NULL;
malformed:
	git_odb_object_free(object);
	return qms_git_damaged(id, "malformed commit");
}

/* ---- commits met on a walk ---- */

enum { WANTED = 1, HIDDEN = 2, WAITING = 4, READ = 8 };

struct node {
	struct qms_oid id;
	unsigned flags;
	int64_t time;
	uint32_t *parents, parent_count;
	uint32_t *children, child_count;
	uint32_t missing;		/* parents that must come first */
};

struct walk {
	struct qms_git *git;
	struct qms_arena arena;
	struct node *nodes;
	size_t count, room;
	uint32_t *slots;		/* node number + 1, 0 is free */
	size_t slot_count;
	uint32_t *heap;
	size_t heap_count, heap_room;
	size_t wanted;			/* that wait and are not hidden */
	bool root_seen;
};

static size_t
slot_of(const struct walk *w, const struct qms_oid *id)
{
	uint32_t hash;
	size_t slot;

	/* a commit's id is as good as random */
	memcpy(&hash, id->bytes, sizeof(hash));
	slot = hash & (w->slot_count - 1);
	while (w->slots[slot] != 0 &&
	    !qms_oid_equal(&w->nodes[w->slots[slot] - 1].id, id))
		slot = (slot + 1) & (w->slot_count - 1);
	return slot;
}

static uint32_t
node_of(struct walk *w, const struct qms_oid *id)
{
	struct node *node;
	size_t i, slot;

	if ((w->count + 1) * 2 > w->slot_count) {
		w->slot_count = w->slot_count == 0 ? 64 : w->slot_count * 2;
		w->slots = qms_arena_alloc(&w->arena,
		    w->slot_count * sizeof(*w->slots));
		for (i = 0; i < w->count; i++)
			w->slots[slot_of(w, &w->nodes[i].id)] =
			    (uint32_t)i + 1;
	}
	slot = slot_of(w, id);
	if (w->slots[slot] == 0) {
		node = qms_push(&w->arena, w->nodes, w->count, w->room);
		node->id = *id;
		w->slots[slot] = (uint32_t)w->count;
	}
	return w->slots[slot] - 1;
}

static const struct qms_error *
read_node(struct walk *w, uint32_t n)
{
	struct qms_git_person person = { 0 };
	struct qms_oid tree, parent;
	const struct qms_error *err;
	git_odb_object *object;
	struct qms_text rest, value;
	uint32_t *parents = NULL;
	size_t count = 0, room = 0;

	if (w->nodes[n].flags & READ)
		return NULL;
	err = qms_git_object(&object, w->git, &w->nodes[n].id,
	    GIT_OBJECT_COMMIT);
	if (err)
		return err;
	w->git->counts.commits_read++;
	rest.data = git_odb_object_data(object);
	rest.size = git_odb_object_size(object);
	if (!take_id(&tree, &rest, "tree"))
		err = qms_git_damaged(&w->nodes[n].id, "malformed commit");
	while (!err && take_id(&parent, &rest, "parent"))
		*qms_push(&w->arena, parents, count, room) =
		    node_of(w, &parent);
	if (!err && take(&value, &rest, "author") &&
	    take(&value, &rest, "committer")) {
		const char *end = value.data + value.size, *at;

		at = memrchr(value.data, '>', value.size);
		if (at != NULL)
			parse_time(&person, at + 1, end);
	}
	git_odb_object_free(object);
	w->nodes[n].parents = parents;
	w->nodes[n].parent_count = (uint32_t)count;
	w->nodes[n].time = person.time;
	w->nodes[n].flags |= READ;
	if (count == 0)
		w->root_seen = true;
	return err;
}

/* ---- a heap of commits, in one of two orders ---- */

typedef bool (*before_fn)(const struct node *a, const struct node *b);

static bool
is_newer(const struct node *a, const struct node *b)
{
	if (a->time != b->time)
		return a->time > b->time;
	return memcmp(a->id.bytes, b->id.bytes, sizeof(a->id.bytes)) < 0;
}

static bool
has_smaller_id(const struct node *a, const struct node *b)
{
	return memcmp(a->id.bytes, b->id.bytes, sizeof(a->id.bytes)) < 0;
}

static void
heap_put(struct walk *w, uint32_t n, before_fn before)
{
	size_t i, up;

	*qms_push(&w->arena, w->heap, w->heap_count, w->heap_room) = n;
	for (i = w->heap_count - 1; i > 0; i = up) {
		up = (i - 1) / 2;
		if (!before(&w->nodes[n], &w->nodes[w->heap[up]]))
			break;
		w->heap[i] = w->heap[up];
	}
	w->heap[i] = n;
}

static uint32_t
heap_take(struct walk *w, before_fn before)
{
	uint32_t first = w->heap[0], last = w->heap[--w->heap_count];
	size_t i = 0, down;

	for (;;) {
		down = 2 * i + 1;
		if (down >= w->heap_count)
			break;
		if (down + 1 < w->heap_count &&
		    before(&w->nodes[w->heap[down + 1]],
		    &w->nodes[w->heap[down]]))
			down++;
		if (!before(&w->nodes[w->heap[down]], &w->nodes[last]))
			break;
		w->heap[i] = w->heap[down];
		i = down;
	}
	w->heap[i] = last;
	return first;
}

/* ---- which commits ---- */

static const struct qms_error *
mark(struct walk *w, uint32_t n, unsigned flags)
{
	const struct qms_error *err = read_node(w, n);
	struct node *node = &w->nodes[n];
	unsigned old = node->flags;

	if (err || (old & flags) == flags)
		return err;
	node->flags |= flags;
	if (old & WAITING) {
		if ((flags & HIDDEN) && !(old & HIDDEN))
			w->wanted--;
		return NULL;
	}
	node->flags |= WAITING;
	if (!(node->flags & HIDDEN))
		w->wanted++;
	heap_put(w, n, is_newer);
	return NULL;
}

/*
 * Nothing that waits can be below what was found: every path followed so far
 * ends in the one commit that waits, so it is an ancestor of all of them.
 * Without that proof (two roots, say) the walk goes to the end; dates only
 * choose the order in which commits are looked at.
 */
static bool
is_settled(const struct walk *w)
{
	return w->wanted == 0 && w->heap_count <= 1 && !w->root_seen;
}

static const struct qms_error *
paint(struct walk *w)
{
	const struct qms_error *err = NULL;
	unsigned flags;
	uint32_t n, i;

	while (w->heap_count > 0 && !is_settled(w) && !err) {
		n = heap_take(w, is_newer);
		w->nodes[n].flags &= ~(unsigned)WAITING;
		flags = w->nodes[n].flags & HIDDEN ? WANTED | HIDDEN : WANTED;
		if (!(flags & HIDDEN))
			w->wanted--;
		for (i = 0; i < w->nodes[n].parent_count && !err; i++)
			err = mark(w, w->nodes[n].parents[i], flags);
	}
	return err;
}

/* ---- in which order ---- */

static bool
is_result(const struct node *node)
{
	return (node->flags & (READ | WANTED | HIDDEN)) == (READ | WANTED);
}

static void
link_children(struct walk *w)
{
	uint32_t i, k, p;
	size_t n;

	for (n = 0; n < w->count; n++)
		for (i = 0; is_result(&w->nodes[n]) &&
		    i < w->nodes[n].parent_count; i++) {
			p = w->nodes[n].parents[i];
			if (is_result(&w->nodes[p])) {
				w->nodes[p].child_count++;
				w->nodes[n].missing++;
			}
		}
	for (n = 0; n < w->count; n++) {
		w->nodes[n].children = qms_arena_alloc(&w->arena,
		    w->nodes[n].child_count * sizeof(uint32_t));
		w->nodes[n].child_count = 0;
	}
	for (n = 0; n < w->count; n++)
		for (i = 0; is_result(&w->nodes[n]) &&
		    i < w->nodes[n].parent_count; i++) {
			p = w->nodes[n].parents[i];
			if (!is_result(&w->nodes[p]))
				continue;
			k = w->nodes[p].child_count++;
			w->nodes[p].children[k] = (uint32_t)n;
		}
}

static void
sort(struct walk *w, struct qms_arena *arena, struct qms_oid **commits,
    size_t *count)
{
	uint32_t n, i;
	size_t k, room = 0;

	link_children(w);
	w->heap_count = 0;
	for (k = 0; k < w->count; k++)
		if (is_result(&w->nodes[k]) && w->nodes[k].missing == 0)
			heap_put(w, (uint32_t)k, has_smaller_id);
	while (w->heap_count > 0) {
		n = heap_take(w, has_smaller_id);
		*qms_push(arena, *commits, *count, room) = w->nodes[n].id;
		for (i = 0; i < w->nodes[n].child_count; i++)
			if (--w->nodes[w->nodes[n].children[i]].missing == 0)
				heap_put(w, w->nodes[n].children[i],
				    has_smaller_id);
	}
}

/*
 * The common case, new commits in a row on top of the one hidden: *found, and
 * nothing else need be looked at, since what descends from it is not below it.
 */
static const struct qms_error *
follow(bool *found, struct walk *w, const struct qms_oid *tip,
    const struct qms_oid *hidden)
{
	const struct qms_error *err;
	uint32_t n = node_of(w, tip);

	*found = false;
	while (!qms_oid_equal(&w->nodes[n].id, hidden)) {
		err = read_node(w, n);
		if (err)
			return err;
		if (w->nodes[n].parent_count != 1)
			return NULL;
		n = w->nodes[n].parents[0];
	}
	for (n = node_of(w, tip); !qms_oid_equal(&w->nodes[n].id, hidden);
	    n = w->nodes[n].parents[0])
		w->nodes[n].flags |= WANTED;
	*found = true;
	return NULL;
}

static const struct qms_error *
explore(struct walk *w, const struct qms_oid *tip,
    const struct qms_oid *hidden, size_t count)
{
	const struct qms_error *err = NULL;
	bool found = false;
	git_oid oid;
	size_t i;

	if (count == 1 && !qms_oid_is_zero(hidden))
		err = follow(&found, w, tip, hidden);
	if (err || found)
		return err;
	for (i = 0; i < count && !err; i++) {
		qms_to_git(&oid, &hidden[i]);
		if (!qms_oid_is_zero(&hidden[i]) &&
		    git_odb_exists(w->git->odb, &oid))
			err = mark(w, node_of(w, &hidden[i]),
			    WANTED | HIDDEN);
	}
	if (!err)
		err = mark(w, node_of(w, tip), WANTED);
	return err ? err : paint(w);
}

const struct qms_error *
qms_git_walk(struct qms_oid **commits, size_t *count, struct qms_git *git,
    struct qms_arena *arena, const struct qms_oid *tip,
    const struct qms_oid *hidden, size_t hidden_count)
{
	const struct qms_error *err;
	struct walk w = { .git = git };

	*commits = NULL;
	*count = 0;
	if (qms_oid_is_zero(tip))
		return NULL;
	err = explore(&w, tip, hidden, hidden_count);
	if (!err)
		sort(&w, arena, commits, count);
	qms_arena_free(&w.arena);
	return err;
}

const struct qms_error *
qms_git_line(struct qms_oid **commits, size_t *count, bool *found,
    struct qms_git *git, struct qms_arena *arena, const struct qms_oid *tip,
    const struct qms_oid *after)
{
	const struct qms_error *err = NULL;
	struct walk w = { .git = git };
	struct qms_oid at = *tip, swap;
	size_t i, room = 0;
	uint32_t n;

	*commits = NULL;
	*count = 0;
	*found = qms_oid_is_zero(after);
	while (!qms_oid_is_zero(&at)) {
		if (qms_oid_equal(&at, after)) {
			*found = true;
			break;
		}
		n = node_of(&w, &at);
		err = read_node(&w, n);
		if (err)
			break;
		*qms_push(arena, *commits, *count, room) = at;
		memset(&at, 0, sizeof(at));
		if (w.nodes[n].parent_count > 0)
			at = w.nodes[w.nodes[n].parents[0]].id;
	}
	for (i = 0; i < *count / 2; i++) {
		swap = (*commits)[i];
		(*commits)[i] = (*commits)[*count - 1 - i];
		(*commits)[*count - 1 - i] = swap;
	}
	qms_arena_free(&w.arena);
	return err;
}

const struct qms_error *
qms_git_is_ancestor(bool *yes, struct qms_git *git, const struct qms_oid *a,
    const struct qms_oid *b)
{
	git_oid first, second;
	int rc;

	*yes = qms_oid_equal(a, b);
	if (*yes)
		return NULL;
	qms_to_git(&first, a);
	qms_to_git(&second, b);
	rc = git_graph_descendant_of(git->repository, &second, &first);
	if (rc < 0)
		return qms_git_fail(git->directory);
	*yes = rc == 1;
	return NULL;
}
