/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "git_part.h"

/* ---- reading one tree ---- */

struct entry {
	const char *name;		/* NUL-terminated; NULL at the end */
	size_t size;
	int mode;
	struct qms_oid id;
};

/*
 * Files among the last entries, each name the beginning of the next one: a
 * directory may not have the name of a file, which stands before it, but not
 * always right before.
 */
enum { BEGINNINGS = 32 };
struct beginnings {
	struct {
		const char *name;
		size_t size;
	} items[BEGINNINGS];
	int count;
};

struct cursor {
	git_odb_object *object;		/* NULL: an empty tree */
	struct qms_oid id;
	const char *at, *end;
	struct entry entry;
	struct beginnings files;
	bool skipped, checked;
};

static bool
is_tree(int mode)
{
	return (mode & 0170000) == QMS_MODE_TREE;
}

/* The byte behind a name, as far as git's order is concerned. */
static unsigned char
name_end(const struct entry *entry)
{
	return is_tree(entry->mode) ? '/' : '\0';
}

/* git's order: a directory's name ends with '/'. */
static int
compare_entries(const struct entry *a, const struct entry *b)
{
	size_t size = a->size < b->size ? a->size : b->size;
	int order = memcmp(a->name, b->name, size);
	unsigned char x, y;

	if (order != 0)
		return order;
	x = a->size > size ? (unsigned char)a->name[size] : name_end(a);
	y = b->size > size ? (unsigned char)b->name[size] : name_end(b);
	if (x != y)
		return x < y ? -1 : 1;
	return a->size == b->size ? 0 : a->size < b->size ? -1 : 1;
}

static bool
is_bad_name(const char *name, size_t size)
{
	if (size == 0 || memchr(name, '/', size) != NULL)
		return true;
	if (name[0] == '.')
		return size == 1 || (size == 2 && name[1] == '.') ||
		    (size == 4 && strncasecmp(name, ".git", 4) == 0);
	return size == 5 && strncasecmp(name, "git~1", 5) == 0;
}

/* Whether this directory has the name of a file; entries come in order. */
static bool
is_twice(struct beginnings *files, const struct entry *e)
{
	int n = files->count;

	while (n > 0 && (files->items[n - 1].size > e->size ||
	    memcmp(files->items[n - 1].name, e->name,
	    files->items[n - 1].size) != 0))
		n--;
	files->count = n;
	if (is_tree(e->mode))
		return n > 0 && files->items[n - 1].size == e->size;
	if (n == BEGINNINGS)
		return true;		/* nobody names files so */
	files->items[n].name = e->name;
	files->items[n].size = e->size;
	files->count++;
	return false;
}

static const struct qms_error *
fail_malformed(const struct cursor *c, const char *reason)
{
	char hex[QMS_OID_HEX];

	return qms_fail(QMS_M_G035, qms_oid_hex(hex, &c->id), reason);
}

/* Moves to the next entry and refuses what git itself would never write. */
static const struct qms_error *
next(struct cursor *c)
{
	struct entry before = c->entry, *e = &c->entry;
	const char *nul;
	int mode = 0;

	memset(e, 0, sizeof(*e));
	if (c->at == c->end)
		return NULL;
	for (; c->at < c->end && *c->at >= '0' && *c->at <= '7' &&
	    mode < 01000000; c->at++)
		mode = mode * 8 + (*c->at - '0');
	if (c->at == c->end || *c->at != ' ' || mode == 0)
		return fail_malformed(c, "mode");
	c->at++;
	nul = memchr(c->at, '\0', (size_t)(c->end - c->at));
	if (nul == NULL || c->end - nul - 1 < (ptrdiff_t)sizeof(e->id.bytes))
		return fail_malformed(c, "truncated");
	e->name = c->at;
	e->size = (size_t)(nul - c->at);
	e->mode = mode;
	memcpy(e->id.bytes, nul + 1, sizeof(e->id.bytes));
	c->at = nul + 1 + sizeof(e->id.bytes);
	if (is_bad_name(e->name, e->size))
		return fail_malformed(c, e->name);
	if (before.name != NULL && compare_entries(&before, e) >= 0)
		return fail_malformed(c, e->name);
	if (is_twice(&c->files, e))
		return fail_malformed(c, e->name);
	return NULL;
}

static const struct qms_error *
read_tree(git_odb_object **object, struct qms_git *git,
    const struct qms_oid *id)
{
	const struct qms_error *err;
	git_odb_object **kept;
	size_t i;

	err = qms_git_step(git);
	if (err)
		return err;
	for (i = 0; i < QMS_GIT_TREES && git->trees[i] != NULL; i++)
		if (memcmp(git_odb_object_id(git->trees[i])->id, id->bytes,
		    sizeof(id->bytes)) == 0)
			return git_odb_object_dup(object, git->trees[i]) == 0 ?
			    NULL : qms_git_fail(git->common);
	err = qms_git_object(object, git, id, GIT_OBJECT_TREE);
	if (err)
		return err;
	git->counts.trees_read++;
	kept = &git->trees[git->next_tree++ % QMS_GIT_TREES];
	git_odb_object_free(*kept);
	*kept = NULL;
	return git_odb_object_dup(kept, *object) == 0 ? NULL :
	    qms_git_fail(git->common);
}

void
qms_git_forget_trees(struct qms_git *git)
{
	size_t i;

	for (i = 0; i < QMS_GIT_TREES; i++)
		git_odb_object_free(git->trees[i]);
	memset(git->trees, 0, sizeof(git->trees));
}

static const struct qms_error *
open_cursor(struct cursor *c, struct qms_git *git, const struct qms_oid *id)
{
	const struct qms_error *err;

	memset(c, 0, sizeof(*c));
	if (qms_oid_is_zero(id))
		return NULL;
	c->id = *id;
	err = read_tree(&c->object, git, id);
	if (err)
		return err;
	c->at = git_odb_object_data(c->object);
	c->end = c->at + git_odb_object_size(c->object);
	return NULL;
}

static void
close_cursor(struct cursor *c)
{
	git_odb_object_free(c->object);
}

/* ---- finding ---- */

static const struct qms_error *
find_name(struct qms_oid *id, int *mode, struct qms_git *git,
    const struct qms_oid *tree, const char *name, size_t size)
{
	const struct qms_error *err;
	struct cursor c;

	*mode = 0;
	err = open_cursor(&c, git, tree);
	if (!err)
		err = next(&c);
	while (!err && c.entry.name != NULL) {
		if (c.entry.size == size &&
		    memcmp(c.entry.name, name, size) == 0) {
			*id = c.entry.id;
			*mode = c.entry.mode;
			break;
		}
		err = next(&c);
	}
	close_cursor(&c);
	return err;
}

static const struct qms_error *
find_plain(struct qms_oid *id, int *mode, struct qms_git *git,
    const struct qms_oid *tree, const char *path)
{
	const struct qms_error *err;
	struct qms_oid at = *tree;
	size_t size;

	*mode = QMS_MODE_TREE;
	*id = *tree;
	while (*path != '\0') {
		size = strcspn(path, "/");
		if (!is_tree(*mode)) {
			*mode = 0;
			break;
		}
		err = find_name(&at, mode, git, &at, path, size);
		if (err)
			return err;
		if (*mode == 0)
			break;
		path += size;
		path += strspn(path, "/");
	}
	*id = at;
	if (*mode == 0)
		memset(id, 0, sizeof(*id));
	return NULL;
}

const struct qms_error *
qms_git_find(struct qms_oid *id, int *mode, struct qms_git *git,
    const struct qms_oid *tree, const char *path)
{
	const struct qms_error *err;
	struct qms_arena arena = { 0 };

	err = find_plain(id, mode, git, tree,
	    qms_git_graft_path(git, &arena, path));
	qms_arena_free(&arena);
	return err;
}

/* ---- comparing ---- */

struct diff {
	struct qms_git *git;
	qms_git_change_fn fn;
	void *closure;
	struct qms_buffer path;
};

static const struct qms_error *compare(struct diff *d,
	const struct qms_oid *old_tree, const struct qms_oid *new_tree,
	int depth);

/* One entry that is on one side only, or on both and not equal. */
static const struct qms_error *
tell(struct diff *d, const struct entry *old, const struct entry *new,
    int depth)
{
	static const struct entry none;
	const struct entry *any = new != NULL ? new : old;
	const struct qms_error *err;
	struct qms_git_change change;
	size_t size = d->path.size;

	old = old != NULL ? old : &none;
	new = new != NULL ? new : &none;
	qms_buffer_add(&d->path, any->name, any->size);
	if (is_tree(any->mode)) {
		qms_buffer_char(&d->path, '/');
		err = compare(d, &old->id, &new->id, depth + 1);
	} else {
		change.path = d->path.data;
		change.old_id = old->id;
		change.old_mode = old->mode;
		change.new_id = new->id;
		change.new_mode = new->mode;
		err = qms_git_step(d->git);
		if (!err)
			err = d->fn(d->closure, &change);
	}
	d->path.size = size;
	d->path.data[size] = '\0';
	return err;
}

/* How many bytes two pieces have in common at their start. */
static size_t
count_common(const char *a, const char *b, size_t size)
{
	enum { BLOCK = 256 };
	size_t n = 0;

	while (size - n >= BLOCK && memcmp(a + n, b + n, BLOCK) == 0)
		n += BLOCK;
	while (n < size && a[n] == b[n])
		n++;
	return n;
}

/*
 * Two versions of a directory have nearly all entries in common: these are
 * passed over without a look at what they say.
 */
static void
skip_common(struct cursor *old, struct cursor *new)
{
	size_t left = (size_t)(old->end - old->at), common, n = 0;
	const char *nul, *at = new->at;

	if (left > (size_t)(new->end - new->at))
		left = (size_t)(new->end - new->at);
	if (left == 0)
		return;
	common = count_common(old->at, at, left);
	if (common == left && new->end - at == old->end - old->at) {
		n = left;
	} else {
		while ((nul = memchr(at + n, '\0', common - n)) != NULL &&
		    nul + 1 + sizeof(new->id.bytes) <= at + common)
			n = (size_t)(nul + 1 + sizeof(new->id.bytes) - at);
	}
	if (n == 0)
		return;
	old->at += n;
	new->at += n;
	/* the order of what comes next is not compared with what was passed */
	old->entry.name = new->entry.name = NULL;
	new->skipped = true;
}

static const struct qms_error *
next_both(struct cursor *old, struct cursor *new)
{
	const struct qms_error *err;

	skip_common(old, new);
	err = next(old);
	return err ? err : next(new);
}

/* A new name may clash with one that was passed over. */
static const struct qms_error *
check_names(struct cursor *c)
{
	struct cursor all = { .object = c->object, .id = c->id };
	const struct qms_error *err;

	if (!c->skipped || c->checked)
		return NULL;
	c->checked = true;
	all.at = git_odb_object_data(c->object);
	all.end = c->end;
	do
		err = next(&all);
	while (!err && all.entry.name != NULL);
	return err;
}

static const struct qms_error *
compare_next(struct diff *d, struct cursor *old, struct cursor *new, int depth)
{
	const struct qms_error *err = NULL;
	int order;

	if (old->entry.name == NULL)
		order = 1;
	else if (new->entry.name == NULL)
		order = -1;
	else
		order = compare_entries(&old->entry, &new->entry);
	if (order > 0) {
		err = check_names(new);
		if (!err)
			err = tell(d, NULL, &new->entry, depth);
		return err ? err : next(new);
	}
	if (order < 0) {
		err = tell(d, &old->entry, NULL, depth);
		return err ? err : next(old);
	}
	if (!qms_oid_equal(&old->entry.id, &new->entry.id) ||
	    old->entry.mode != new->entry.mode)
		err = tell(d, &old->entry, &new->entry, depth);
	return err ? err : next_both(old, new);
}

static const struct qms_error *
compare(struct diff *d, const struct qms_oid *old_tree,
    const struct qms_oid *new_tree, int depth)
{
	const struct qms_error *err;
	struct cursor old, new;
	char hex[QMS_OID_HEX];

	if (qms_oid_equal(old_tree, new_tree))
		return NULL;
	if (depth > QMS_GIT_DEPTH)
		return qms_fail(QMS_M_G035, qms_oid_hex(hex, new_tree),
		    "too deep");
	memset(&new, 0, sizeof(new));
	err = open_cursor(&old, d->git, old_tree);
	if (!err)
		err = open_cursor(&new, d->git, new_tree);
	if (!err)
		err = next_both(&old, &new);
	while (!err && (old.entry.name != NULL || new.entry.name != NULL))
		err = compare_next(d, &old, &new, depth);
	close_cursor(&old);
	close_cursor(&new);
	return err;
}

/* The subtree at prefix; zero when there is none. */
static const struct qms_error *
enter(struct qms_oid *tree, struct qms_git *git, const struct qms_oid *root,
    const char *prefix)
{
	const struct qms_error *err = NULL;
	int mode;

	*tree = *root;
	if (prefix[0] == '\0' || qms_oid_is_zero(root))
		return NULL;
	err = find_plain(tree, &mode, git, root, prefix);
	if (!err && !is_tree(mode))
		memset(tree, 0, sizeof(*tree));
	return err;
}

const struct qms_error *
qms_git_diff_plain(struct qms_git *git, const struct qms_oid *old_tree,
    const struct qms_oid *new_tree, const char *prefix, qms_git_change_fn fn,
    void *closure)
{
	struct diff d = { .git = git, .fn = fn, .closure = closure };
	const struct qms_error *err;
	struct qms_oid old, new;

	if (qms_oid_equal(old_tree, new_tree))
		return NULL;
	err = enter(&old, git, old_tree, prefix);
	if (!err)
		err = enter(&new, git, new_tree, prefix);
	qms_buffer_add(&d.path, "", 0);
	if (!err)
		err = compare(&d, &old, &new, 0);
	qms_buffer_free(&d.path);
	return err;
}

/* ---- writing ---- */

struct writer {
	struct qms_git *git;
	struct qms_arena arena;
};

/* Edits below one directory; paths are looked at from `skip` on. */
struct edits {
	const struct qms_git_edit **items;
	size_t count, skip;
};

static int
compare_edits(const void *a, const void *b)
{
	const struct qms_git_edit *x = *(const struct qms_git_edit *const *)a;
	const struct qms_git_edit *y = *(const struct qms_git_edit *const *)b;
	int order = strcmp(x->path, y->path);

	/* of two edits of one path the later one comes last, and stands */
	return order != 0 ? order : x < y ? -1 : 1;
}

static const struct qms_error *
check_path(const char *path)
{
	const char *at = path;
	size_t size;
	int depth = 0;

	do {
		size = strcspn(at, "/");
		if (is_bad_name(at, size) || ++depth > QMS_GIT_DEPTH)
			return qms_fail(QMS_M_G044, path);
		at += size;
	} while (*at++ == '/');
	return NULL;
}

/* Entries of the new tree; id zero means gone. */
struct list {
	struct entry *items;
	size_t count, room;
};

static int
compare_list(const void *a, const void *b)
{
	return compare_entries(a, b);
}

static const struct qms_error *
read_list(struct list *list, struct writer *w, const struct qms_oid *tree)
{
	const struct qms_error *err;
	struct entry *added;
	struct cursor c;

	err = open_cursor(&c, w->git, tree);
	if (!err)
		err = next(&c);
	while (!err && c.entry.name != NULL) {
		added = qms_push(&w->arena, list->items, list->count,
		    list->room);
		*added = c.entry;
		added->name = qms_arena_copy(&w->arena, c.entry.name,
		    c.entry.size);
		err = next(&c);
	}
	close_cursor(&c);
	return err;
}

static struct entry *
get(struct list *list, struct writer *w, const char *name, size_t size,
    int mode)
{
	struct entry *e;
	size_t i;

	for (i = 0; i < list->count; i++) {
		e = &list->items[i];
		if (e->size == size && is_tree(e->mode) == is_tree(mode) &&
		    memcmp(e->name, name, size) == 0)
			return e;
	}
	e = qms_push(&w->arena, list->items, list->count, list->room);
	e->name = qms_arena_copy(&w->arena, name, size);
	e->size = size;
	e->mode = mode;
	return e;
}

static const struct qms_error *
write_list(struct qms_oid *id, struct list *list, struct writer *w,
    const char *path)
{
	struct qms_buffer bytes = { 0 };
	const struct qms_error *err = NULL;
	struct beginnings files = { .count = 0 };
	struct entry *e;
	git_oid oid;
	size_t i;

	memset(id, 0, sizeof(*id));
	qsort(list->items, list->count, sizeof(*list->items), compare_list);
	for (i = 0; i < list->count && !err; i++) {
		e = &list->items[i];
		if (qms_oid_is_zero(&e->id))
			continue;
		if (is_twice(&files, e))
			err = qms_fail(QMS_M_G045, path);
		qms_buffer_format(&bytes, "%o %s", (unsigned)e->mode, e->name);
		qms_buffer_add(&bytes, "", 1);
		qms_buffer_add(&bytes, e->id.bytes, sizeof(e->id.bytes));
	}
	if (!err && bytes.size > 0) {
		if (git_odb_write(&oid, w->git->odb, bytes.data, bytes.size,
		    GIT_OBJECT_TREE) != 0)
			err = qms_git_fail(w->git->common);
		else
			qms_from_git(id, &oid);
	}
	qms_buffer_free(&bytes);
	return err;
}

/* As many edits from `first` on as share its next name; *size is its length. */
static size_t
group(const struct edits *edits, size_t first, size_t *size)
{
	const char *name = edits->items[first]->path + edits->skip, *other;
	size_t n;

	*size = strcspn(name, "/");
	for (n = 1; first + n < edits->count; n++) {
		other = edits->items[first + n]->path + edits->skip;
		if (strcspn(other, "/") != *size ||
		    memcmp(name, other, *size) != 0)
			break;
	}
	return n;
}

static const struct qms_error *
write_tree(struct qms_oid *id, struct writer *w, const struct qms_oid *base,
    const struct edits *edits)
{
	const struct qms_error *err;
	const struct qms_git_edit *edit;
	struct list list = { 0 };
	struct edits below;
	struct qms_oid old;
	struct entry *e;
	size_t i, n, size;

	err = read_list(&list, w, base);
	for (i = 0; i < edits->count && !err; i += n) {
		edit = edits->items[i];
		n = group(edits, i, &size);
		if (edit->path[edits->skip + size] == '\0') {
			n = 1;
			e = get(&list, w, edit->path + edits->skip, size,
			    QMS_MODE_FILE);
			e->id = edit->blob;
			e->mode = QMS_MODE_FILE;
			continue;
		}
		below.items = edits->items + i;
		below.count = n;
		below.skip = edits->skip + size + 1;
		e = get(&list, w, edit->path + edits->skip, size,
		    QMS_MODE_TREE);
		old = e->id;
		err = write_tree(&e->id, w, &old, &below);
	}
	return err ? err : write_list(id, &list, w, edits->items[0]->path);
}

const struct qms_error *
qms_git_write_tree(struct qms_oid *id, struct qms_git *git,
    const struct qms_oid *base, const struct qms_git_edit *edits, size_t count)
{
	struct writer w = { .git = git };
	struct edits all = { .count = count };
	const struct qms_error *err = NULL;
	git_oid oid;
	size_t i;

	memset(id, 0, sizeof(*id));
	all.items = qms_arena_alloc(&w.arena, count * sizeof(*all.items));
	for (i = 0; i < count && !err; i++) {
		all.items[i] = &edits[i];
		err = check_path(edits[i].path);
	}
	if (!err && count > 0) {
		qsort(all.items, count, sizeof(*all.items), compare_edits);
		err = write_tree(id, &w, base, &all);
	} else if (!err) {
		*id = *base;
	}
	/* a commit needs a tree, be it empty */
	if (!err && qms_oid_is_zero(id)) {
		if (git_odb_write(&oid, git->odb, "", 0, GIT_OBJECT_TREE) != 0)
			err = qms_git_fail(git->common);
		else
			qms_from_git(id, &oid);
	}
	qms_arena_free(&w.arena);
	return err;
}
