/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "git_part.h"

static const char *const grafted[] = { "kinds", "law", "rules", "standards" };

enum { COUNT = sizeof(grafted) / sizeof(grafted[0]) };

void
qms_git_graft(struct qms_git *git, const char *root, const char *data)
{
	git->graft_root = qms_arena_string(&git->arena, root);
	git->graft_data = qms_arena_string(&git->arena, data);
}

bool
qms_git_is_grafted(const struct qms_git *git)
{
	return git->graft_root != NULL;
}

/* Below the root: one of the directories, or something in it? */
static bool
is_grafted(const char *path)
{
	size_t i, size = strcspn(path, "/");

	for (i = 0; i < COUNT; i++)
		if (strlen(grafted[i]) == size &&
		    memcmp(grafted[i], path, size) == 0)
			return true;
	return false;
}

const char *
qms_git_graft_path(const struct qms_git *git, struct qms_arena *arena,
    const char *path)
{
	const char *below;

	if (git->graft_root == NULL || !qms_starts_with(path, git->graft_root))
		return path;
	below = path + strlen(git->graft_root);
	return !is_grafted(below) ? path :
	    qms_arena_format(arena, "%s%s", git->graft_data, below);
}

/* ---- all of the root: in the order of paths, wherever they lie ---- */

struct gathered {
	const char *path;
	struct qms_git_change change;
	struct qms_git_file file;
};

struct gather {
	struct qms_arena arena;
	const char *name;		/* NULL: what is not grafted */
	struct gathered *items;
	size_t count, room;
};

static struct gathered *
take(struct gather *g, const char *path)
{
	struct gathered *item;

	if (g->name == NULL && is_grafted(path))
		return NULL;
	item = qms_push(&g->arena, g->items, g->count, g->room);
	item->path = g->name == NULL ? qms_arena_string(&g->arena, path) :
	    qms_arena_format(&g->arena, "%s/%s", g->name, path);
	return item;
}

static const struct qms_error *
take_change(void *closure, const struct qms_git_change *change)
{
	struct gathered *item = take(closure, change->path);

	if (item != NULL) {
		item->change = *change;
		item->change.path = item->path;
	}
	return NULL;
}

static const struct qms_error *
take_file(void *closure, const struct qms_git_file *file)
{
	struct gathered *item = take(closure, file->path);

	if (item != NULL) {
		item->file = *file;
		item->file.path = item->path;
	}
	return NULL;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct gathered *)a)->path,
	    ((const struct gathered *)b)->path);
}

static void
sort(struct gather *g)
{
	if (g->count > 1)
		qsort(g->items, g->count, sizeof(*g->items), compare);
}

/* Where the directory of one name lies. */
static char *
place(struct gather *g, const struct qms_git *git, const char *name)
{
	g->name = name;
	return qms_arena_format(&g->arena, "%s%s/", git->graft_data, name);
}

static bool
is_root(const struct qms_git *git, const char *prefix)
{
	return git->graft_root != NULL && strcmp(prefix, git->graft_root) == 0;
}

const struct qms_error *
qms_git_diff(struct qms_git *git, const struct qms_oid *old_tree,
    const struct qms_oid *new_tree, const char *prefix, qms_git_change_fn fn,
    void *closure)
{
	struct gather g = { .name = NULL };
	const struct qms_error *err;
	size_t i;

	if (!is_root(git, prefix)) {
		err = qms_git_diff_plain(git, old_tree, new_tree,
		    qms_git_graft_path(git, &g.arena, prefix), fn, closure);
		qms_arena_free(&g.arena);
		return err;
	}
	err = qms_git_diff_plain(git, old_tree, new_tree, prefix, take_change,
	    &g);
	for (i = 0; !err && i < COUNT; i++)
		err = qms_git_diff_plain(git, old_tree, new_tree,
		    place(&g, git, grafted[i]), take_change, &g);
	sort(&g);
	for (i = 0; !err && i < g.count; i++)
		err = fn(closure, &g.items[i].change);
	qms_arena_free(&g.arena);
	return err;
}

const struct qms_error *
qms_git_files(struct qms_git *git, const char *prefix, qms_git_file_fn fn,
    void *closure)
{
	struct gather g = { .name = NULL };
	const struct qms_error *err;
	size_t i;

	if (!is_root(git, prefix)) {
		err = qms_git_files_plain(git, qms_git_graft_path(git,
		    &g.arena, prefix), fn, closure);
		qms_arena_free(&g.arena);
		return err;
	}
	err = qms_git_files_plain(git, prefix, take_file, &g);
	for (i = 0; !err && i < COUNT; i++)
		err = qms_git_files_plain(git, place(&g, git, grafted[i]),
		    take_file, &g);
	sort(&g);
	for (i = 0; !err && i < g.count; i++)
		err = fn(closure, &g.items[i].file);
	qms_arena_free(&g.arena);
	return err;
}
