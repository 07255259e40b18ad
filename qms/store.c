/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "store.h"

enum {
	DEPTH = 64,			/* directories below each other */
	PREFIX_DEPTH = 2,
	FEW = 500			/* lookups before all trees are read */
};

enum store_type { WORKTREE, COMMIT, OVERLAY };

struct qms_store {
	enum store_type type;
	struct qms_arena *arena;
	struct qms_git *git;		/* may be NULL in the work tree */
	const char *root;		/* of the work tree */
	const char *prefix;		/* below the git root */
	struct qms_oid tree;		/* of the commit */
	const struct qms_store *base;	/* below an overlay; may be NULL */
	struct memory *memory;
};

/*
 * What a store has found out at a commit, so that it is asked once; the files
 * of an overlay.
 */
struct memory {
	struct qms_map files;		/* path → entry, or struct qms_text */
	bool whole;
	int lookups;
	/* of a tracked work tree, once all of it was listed */
	struct qms_store_entry *all;
	size_t count;
	bool listed;
};

/* ---- the root ---- */

static bool
is_root(const char *directory)
{
	return qms_file_type_below(directory, "qms.yaml") == QMS_FILE_REGULAR;
}

/* The root of a git repository: a system does not reach beyond it. */
static bool
is_top(const char *directory)
{
	return qms_file_type_below(directory, ".git") != QMS_FILE_NONE;
}

const struct qms_error *
qms_store_find_root(const char **root, struct qms_arena *arena,
    const char *directory)
{
	char *real = realpath(directory, NULL), *at, *slash;

	*root = NULL;
	if (real == NULL)
		return qms_fail_errno(directory);
	at = qms_arena_format(arena, "%s%s", real,
	    strcmp(real, "/") == 0 ? "" : "/");
	free(real);
	while (!is_root(at)) {
		slash = at[1] == '\0' || is_top(at) ? NULL :
		    memrchr(at, '/', strlen(at) - 1);
		if (slash == NULL)
			return qms_fail(QMS_M_G039, directory);
		slash[1] = '\0';
	}
	*root = at;
	return NULL;
}

const struct qms_error *
qms_store_prefix(const char **prefix, struct qms_arena *arena,
    struct qms_git *git, const char *root)
{
	const char *work = qms_git_work_directory(git);

	*prefix = NULL;
	if (work == NULL)
		return qms_fail(QMS_M_G046, qms_git_common_directory(git));
	if (!qms_starts_with(root, work))
		return qms_fail(QMS_M_G020, root);
	*prefix = qms_arena_string(arena, root + strlen(work));
	return NULL;
}

struct search {
	struct qms_arena *arena;
	struct qms_strings found;
};

static const struct qms_error *
see_root(void *closure, const struct qms_git_change *change)
{
	static const char name[] = "qms.yaml";
	struct search *search = closure;
	const char *path = change->path, *at;
	int depth = 0;

	if (!qms_ends_with(path, name))
		return NULL;
	for (at = path; *at != '\0'; at++)
		depth += *at == '/';
	at = path + strlen(path) - strlen(name);
	if (depth <= PREFIX_DEPTH && (at == path || at[-1] == '/'))
		qms_strings_add(search->arena, &search->found,
		    qms_arena_copy(search->arena, path, (size_t)(at - path)));
	return NULL;
}

static const struct qms_error *
tree_of(struct qms_oid *tree, struct qms_git *git,
    const struct qms_oid *commit)
{
	const struct qms_error *err;
	struct qms_arena arena = { 0 };
	struct qms_git_commit read;

	memset(tree, 0, sizeof(*tree));
	if (qms_oid_is_zero(commit))
		return NULL;
	err = qms_git_commit(&read, git, &arena, commit);
	if (!err)
		*tree = read.tree;
	qms_arena_free(&arena);
	return err;
}

const struct qms_error *
qms_store_find_prefix(const char **prefix, struct qms_arena *arena,
    struct qms_git *git, const struct qms_oid *commit)
{
	static const struct qms_oid none;
	struct search search = { .arena = arena };
	const char *name = qms_git_common_directory(git);
	const struct qms_error *err;
	struct qms_oid tree, id;
	int mode = 0;

	*prefix = NULL;
	err = tree_of(&tree, git, commit);
	if (!err)
		err = qms_git_find(&id, &mode, git, &tree, "qms.yaml");
	if (!err && (mode & 0170000) == 0100000) {
		*prefix = "";
		return NULL;
	}
	if (!err)
		err = qms_git_diff(git, &none, &tree, "", see_root, &search);
	if (err)
		return err;
	if (search.found.count == 0)
		return qms_fail(QMS_M_G039, name);
	if (search.found.count > 1)
		return qms_fail(QMS_M_G048, name, search.found.items[0],
		    search.found.items[1]);
	*prefix = search.found.items[0];
	return NULL;
}

/* ---- opening ---- */

static struct qms_store *
make(struct qms_arena *arena, enum store_type type)
{
	struct qms_store *store = qms_arena_alloc(arena, sizeof(*store));

	store->type = type;
	store->arena = arena;
	store->memory = qms_arena_alloc(arena, sizeof(*store->memory));
	return store;
}

const struct qms_error *
qms_store_worktree(struct qms_store **store, struct qms_arena *arena,
    const char *root)
{
	char *real = realpath(root, NULL);

	*store = NULL;
	if (real == NULL)
		return qms_fail_errno(root);
	*store = make(arena, WORKTREE);
	(*store)->root = qms_arena_format(arena, "%s%s", real,
	    strcmp(real, "/") == 0 ? "" : "/");
	free(real);
	return NULL;
}

const struct qms_error *
qms_store_tracked(struct qms_store **store, struct qms_arena *arena,
    struct qms_git *git, const char *root)
{
	const struct qms_error *err;

	err = qms_store_worktree(store, arena, root);
	if (err)
		return err;
	(*store)->git = git;
	err = qms_store_prefix(&(*store)->prefix, arena, git, (*store)->root);
	if (err)
		*store = NULL;
	return err;
}

const struct qms_error *
qms_store_commit(struct qms_store **store, struct qms_arena *arena,
    struct qms_git *git, const struct qms_oid *commit, const char *prefix)
{
	struct qms_store *made = make(arena, COMMIT);
	const struct qms_error *err;

	*store = NULL;
	made->git = git;
	made->prefix = qms_arena_string(arena, prefix);
	err = tree_of(&made->tree, git, commit);
	if (!err)
		*store = made;
	return err;
}

struct qms_store *
qms_store_overlay(struct qms_arena *arena, const struct qms_store *base)
{
	struct qms_store *store = make(arena, OVERLAY);

	store->base = base;
	return store;
}

void
qms_store_put(struct qms_store *overlay, const char *path,
    struct qms_text text)
{
	struct qms_text *kept = qms_arena_alloc(overlay->arena, sizeof(*kept));

	*kept = text;
	qms_map_put(overlay->arena, &overlay->memory->files, path, kept);
}

/* ---- at a commit ---- */

static const struct qms_error *
remember(void *closure, const struct qms_git_change *change)
{
	const struct qms_store *store = closure;
	struct qms_store_entry *entry;

	entry = qms_arena_alloc(store->arena, sizeof(*entry));
	entry->path = qms_arena_string(store->arena, change->path);
	entry->mode = change->new_mode;
	entry->blob = change->new_id;
	qms_map_put(store->arena, &store->memory->files, entry->path, entry);
	return NULL;
}

static const struct qms_error *
read_whole(const struct qms_store *store)
{
	static const struct qms_oid none;
	const struct qms_error *err;
	struct qms_store reader = *store;

	if (store->memory->whole)
		return NULL;
	memset(&store->memory->files, 0, sizeof(store->memory->files));
	err = qms_git_diff(store->git, &none, &store->tree, store->prefix,
	    remember, &reader);
	store->memory->whole = err == NULL;
	return err;
}

/* A few files are looked up in their trees; for more, all trees are read. */
static const struct qms_error *
look_up(struct qms_oid *id, int *mode, const struct qms_store *store,
    const char *path)
{
	const struct qms_store_entry *entry;
	const struct qms_error *err;
	struct qms_arena arena = { 0 };

	*mode = 0;
	if (!store->memory->whole && store->memory->lookups++ < FEW) {
		err = qms_git_find(id, mode, store->git, &store->tree,
		    qms_arena_format(&arena, "%s%s", store->prefix, path));
		qms_arena_free(&arena);
		return err;
	}
	err = read_whole(store);
	if (err)
		return err;
	entry = qms_map_get(&store->memory->files, path);
	if (entry != NULL) {
		*id = entry->blob;
		*mode = entry->mode;
	}
	return NULL;
}

static const struct qms_error *
fail_large(const char *path, size_t size, size_t limit)
{
	char numbers[2][24];

	(void)snprintf(numbers[0], sizeof(numbers[0]), "%zu", size);
	(void)snprintf(numbers[1], sizeof(numbers[1]), "%zu", limit);
	return qms_fail(QMS_M_G013, path, numbers[0], numbers[1]);
}

static const struct qms_error *
read_committed(struct qms_text *text, struct qms_arena *arena,
    const struct qms_store *store, const char *path, size_t limit)
{
	const struct qms_error *err;
	struct qms_oid id;
	int mode;

	err = look_up(&id, &mode, store, path);
	if (err)
		return err;
	switch (mode & 0170000) {
	case 0:
		return qms_fail(QMS_M_G010, path);
	case 0100000:
		break;
	case QMS_MODE_LINK:
		return qms_fail(QMS_M_G011, path);
	default:
		return qms_fail(QMS_M_G012, path);
	}
	err = qms_git_blob(text, store->git, arena, &id, limit);
	if (err && err->id == QMS_M_G013)	/* a reader knows the path */
		return fail_large(path, strtoull(err->arguments[1], NULL, 10),
		    limit);
	return err;
}

/* ---- reading ---- */

/* Where a file of the work tree lies: below which directory, and its path. */
static const char *
find_file(const char **directory, const struct qms_store *store,
    struct qms_arena *arena, const char *path)
{
	const char *whole, *real;

	*directory = store->root;
	if (store->git == NULL)
		return path;
	whole = qms_arena_format(arena, "%s%s", store->prefix, path);
	real = qms_git_graft_path(store->git, arena, whole);
	if (real == whole)
		return path;
	*directory = qms_git_work_directory(store->git);
	return real;
}

static const struct qms_error *
read_file(struct qms_text *text, struct qms_arena *arena,
    const struct qms_store *store, const char *path, size_t limit)
{
	const struct qms_error *err;
	struct qms_arena scratch = { 0 };
	const char *directory;

	path = find_file(&directory, store, &scratch, path);
	err = qms_file_read_below(text, arena, directory, path, limit);
	qms_arena_free(&scratch);
	return err;
}

static bool
has_file(const struct qms_store *store, const char *path)
{
	struct qms_arena scratch = { 0 };
	const char *directory;
	bool has;

	path = find_file(&directory, store, &scratch, path);
	has = qms_file_type_below(directory, path) == QMS_FILE_REGULAR;
	qms_arena_free(&scratch);
	return has;
}

const struct qms_error *
qms_store_read(struct qms_text *text, struct qms_arena *arena,
    const struct qms_store *store, const char *path, size_t limit)
{
	const struct qms_text *put;

	memset(text, 0, sizeof(*text));
	if (store->type == WORKTREE)
		return read_file(text, arena, store, path, limit);
	if (store->type == COMMIT)
		return read_committed(text, arena, store, path, limit);
	put = qms_map_get(&store->memory->files, path);
	if (put == NULL && store->base != NULL)
		return qms_store_read(text, arena, store->base, path, limit);
	if (put == NULL || put->data == NULL)
		return qms_fail(QMS_M_G010, path);
	if (put->size > limit)
		return fail_large(path, put->size, limit);
	text->data = qms_arena_copy(arena, put->data, put->size);
	text->size = put->size;
	return NULL;
}

bool
qms_store_has(const struct qms_store *store, const char *path)
{
	const struct qms_text *put;
	struct qms_oid id;
	int mode;

	switch (store->type) {
	case WORKTREE:
		return has_file(store, path);
	case COMMIT:
		return look_up(&id, &mode, store, path) == NULL &&
		    (mode & 0170000) == 0100000;
	case OVERLAY:
		break;
	}
	put = qms_map_get(&store->memory->files, path);
	if (put != NULL)
		return put->data != NULL;
	return store->base != NULL && qms_store_has(store->base, path);
}

/* ---- listing ---- */

struct list {
	struct qms_arena *arena;
	struct qms_store_entry *items;
	size_t count, room;
	const char *prefix;
	const char *skipped;		/* what was cut off the paths given */
};

static void
add(struct list *list, const char *path, int mode, const struct qms_oid *blob)
{
	struct qms_store_entry *entry;

	path = qms_arena_format(list->arena, "%s%s", list->skipped, path);
	if (!qms_starts_with(path, list->prefix))
		return;
	entry = qms_push(list->arena, list->items, list->count, list->room);
	entry->path = path;
	entry->mode = mode;
	if (blob != NULL)
		entry->blob = *blob;
}

static const struct qms_error *
add_file(void *closure, const struct qms_git_file *file)
{
	add(closure, file->path, file->mode, file->known ? &file->id : NULL);
	return NULL;
}

static const struct qms_error *
add_change(void *closure, const struct qms_git_change *change)
{
	add(closure, change->path, change->new_mode, &change->new_id);
	return NULL;
}

/* The work tree without git: everything that is there. */
static const struct qms_error *
add_directory(struct list *list, const struct qms_store *store,
    const char *directory, int depth)
{
	const struct qms_error *err;
	struct qms_file_entry *entries;
	struct qms_arena arena = { 0 };
	const char *path;
	size_t count, i;

	if (depth > DEPTH)
		return qms_fail(QMS_M_G035, directory, "too deep");
	err = qms_file_list_below(&entries, &count, &arena, store->root,
	    directory);
	for (i = 0; !err && i < count; i++) {
		path = qms_file_join(&arena, directory, entries[i].name);
		if (strcmp(entries[i].name, ".git") == 0)
			continue;
		if (entries[i].type == QMS_FILE_DIRECTORY)
			err = add_directory(list, store, path, depth + 1);
		else if (entries[i].type == QMS_FILE_REGULAR)
			add(list, path, QMS_MODE_FILE, NULL);
		else if (entries[i].type == QMS_FILE_LINK)
			add(list, path, QMS_MODE_LINK, NULL);
	}
	qms_arena_free(&arena);
	return err;
}

static const struct qms_error *
add_plain(struct list *list, const struct qms_store *store,
    const char *directory)
{
	if (directory[0] != '\0' && qms_file_type_below(store->root,
	    directory) != QMS_FILE_DIRECTORY)
		return NULL;
	return add_directory(list, store, directory, 0);
}

static const struct qms_error *
add_all(struct list *list, const struct qms_store *store);

/* What the overlay puts, and of the base what it does not cover. */
static const struct qms_error *
add_overlay(struct list *list, const struct qms_store *store)
{
	const struct qms_map *files = &store->memory->files;
	const struct qms_error *err = NULL;
	struct list base = *list;
	const struct qms_text *put;
	size_t i;

	base.items = NULL;
	base.count = base.room = 0;
	if (store->base != NULL)
		err = add_all(&base, store->base);
	for (i = 0; !err && i < base.count; i++)
		if (qms_map_get(files, base.items[i].path) == NULL)
			*qms_push(list->arena, list->items, list->count,
			    list->room) = base.items[i];
	for (i = 0; !err && i < files->count; i++) {
		put = files->entries[i].value;
		if (put->data != NULL)
			add(list, files->entries[i].key, QMS_MODE_FILE, NULL);
	}
	return err;
}

/* Only the directory that all paths with the prefix share is gone through. */
static const struct qms_error *
add_all(struct list *list, const struct qms_store *store)
{
	static const struct qms_oid none;
	const char *slash = strrchr(list->prefix, '/');
	const struct qms_error *err;
	char *directory, *below;

	if (store->type == OVERLAY)
		return add_overlay(list, store);
	directory = qms_arena_copy(list->arena, list->prefix,
	    slash == NULL ? 0 : (size_t)(slash - list->prefix));
	if (store->git == NULL)
		return add_plain(list, store, directory);
	below = qms_arena_format(list->arena, "%s%s", directory,
	    directory[0] == '\0' ? "" : "/");
	list->skipped = below;
	if (store->type == COMMIT)
		err = qms_git_diff(store->git, &none, &store->tree,
		    qms_arena_format(list->arena, "%s%s", store->prefix,
		    below), add_change, list);
	else
		err = qms_git_files(store->git, qms_arena_format(list->arena,
		    "%s%s", store->prefix, below), add_file, list);
	list->skipped = "";
	return err;
}

static int
compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct qms_store_entry *)a)->path,
	    ((const struct qms_store_entry *)b)->path);
}

/* Those that begin with prefix, of all in order. */
static void
find_entries(struct qms_store_entry **entries, size_t *count,
    const struct memory *memory, const char *prefix)
{
	size_t low = 0, high = memory->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(memory->all[middle].path, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*entries = memory->all + low;
	for (high = low; high < memory->count &&
	    qms_starts_with(memory->all[high].path, prefix); high++)
		continue;
	*count = high - low;
}

const struct qms_error *
qms_store_list(struct qms_store_entry **entries, size_t *count,
    struct qms_arena *arena, const struct qms_store *store, const char *prefix)
{
	struct list list = { .arena = arena, .prefix = prefix,
	    .skipped = "" };
	const struct qms_error *err;

	bool tracked = store->type == WORKTREE && store->git != NULL;

	*entries = NULL;
	*count = 0;
	if (tracked && store->memory->listed) {
		find_entries(entries, count, store->memory, prefix);
		return NULL;
	}
	/* looking at each directory costs; what was seen is kept */
	if (tracked && *prefix == '\0')
		list.arena = store->arena;
	err = add_all(&list, store);
	if (err)
		return err;
	if (list.count > 1)
		qsort(list.items, list.count, sizeof(*list.items),
		    compare_entries);
	*entries = list.items;
	*count = list.count;
	if (tracked && *prefix == '\0') {
		store->memory->all = list.items;
		store->memory->count = list.count;
		store->memory->listed = true;
	}
	return NULL;
}
