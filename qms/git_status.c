/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git_part.h"

/* What git's index knows of a file, in the order of paths. */
struct known {
	git_index *index;		/* NULL when there is none to use */
	struct timespec written;
	bool trust_ctime, file_mode;
};

struct walk {
	struct qms_git *git;
	struct known known;
	const char *prefix;
	qms_git_file_fn fn;
	void *closure;
	struct qms_buffer path;		/* from the work tree's root */
	size_t at;			/* next entry of the index */
};

static bool
setting(git_config *config, const char *key)
{
	int on = 1;

	return config == NULL || git_config_get_bool(&on, config, key) != 0 ||
	    on;
}

/*
 * Only a cache: an index that cannot be read (split, damaged, absent) means
 * that every file is read.
 */
static void
open_known(struct known *known, struct qms_git *git)
{
	struct qms_arena arena = { 0 };
	git_config *config = NULL;
	struct stat st;
	char *path;

	memset(known, 0, sizeof(*known));
	path = qms_arena_format(&arena, "%sindex", git->directory);
	if (stat(path, &st) == 0 && git_index_open(&known->index, path) != 0)
		known->index = NULL;
	if (known->index != NULL) {
		known->written = st.st_mtim;
		/* the order of bytes, also where a Mac wrote ignorecase */
		(void)git_index_set_caps(known->index,
		    git_index_caps(known->index) &
		    ~GIT_INDEX_CAPABILITY_IGNORE_CASE);
	}
	if (git_repository_config_snapshot(&config, git->repository) != 0)
		config = NULL;
	known->trust_ctime = setting(config, "core.trustctime");
	known->file_mode = setting(config, "core.filemode");
	git_config_free(config);
	qms_arena_free(&arena);
}

/*
 * As git does: equal in everything, and older than the index itself. git does
 * not renew the nanoseconds of a ctime in the same second, so they say nothing.
 */
static bool
is_unchanged(const struct known *known, const git_index_entry *entry,
    const struct stat *st)
{
	const struct timespec *at = &st->st_mtim, *written = &known->written;

	if (at->tv_sec > written->tv_sec ||
	    (at->tv_sec == written->tv_sec && at->tv_nsec >= written->tv_nsec))
		return false;
	if (GIT_INDEX_ENTRY_STAGE(entry) != 0 ||
	    (entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0)
		return false;
	return (uint32_t)entry->mtime.seconds == (uint32_t)at->tv_sec &&
	    entry->mtime.nanoseconds == (uint32_t)at->tv_nsec &&
	    (!known->trust_ctime || (uint32_t)entry->ctime.seconds ==
	    (uint32_t)st->st_ctim.tv_sec) &&
	    entry->file_size == (uint32_t)st->st_size &&
	    entry->ino == (uint32_t)st->st_ino &&
	    (entry->mode & S_IFMT) == (st->st_mode & S_IFMT);
}

/*
 * The entry of a path, or NULL. Paths are asked for in order, so that the
 * index is gone through once.
 */
static const git_index_entry *
find_known(struct walk *w, const char *path)
{
	const git_index_entry *entry;
	int order;

	for (; w->known.index != NULL; w->at++) {
		entry = git_index_get_byindex(w->known.index, w->at);
		if (entry == NULL)
			break;
		order = strcmp(entry->path, path);
		if (order == 0)
			return entry;
		if (order > 0)
			break;
	}
	return NULL;
}

/* Whether the index has something below a path that ends with '/'. */
static bool
has_known_below(struct walk *w, const char *path)
{
	const git_index_entry *entry;

	(void)find_known(w, path);
	entry = w->known.index == NULL ? NULL :
	    git_index_get_byindex(w->known.index, w->at);
	return entry != NULL && qms_starts_with(entry->path, path);
}

static bool
is_ignored(struct walk *w)
{
	int ignored = 0;

	return git_ignore_path_is_ignored(&ignored, w->git->repository,
	    w->path.data) == 0 && ignored;
}

static int
mode_of(const struct walk *w, const struct stat *st,
    const git_index_entry *entry)
{
	if (S_ISLNK(st->st_mode))
		return QMS_MODE_LINK;
	if (!w->known.file_mode)
		return entry != NULL && (entry->mode & S_IFMT) == S_IFREG ?
		    (int)entry->mode : QMS_MODE_FILE;
	return st->st_mode & S_IXUSR ? QMS_MODE_EXECUTABLE : QMS_MODE_FILE;
}

static const struct qms_error *
tell(struct walk *w, int mode, const git_index_entry *known)
{
	struct qms_git_file file = { .mode = mode, .known = known != NULL };

	file.path = w->path.data + strlen(w->prefix);
	if (known != NULL)
		qms_from_git(&file.id, &known->id);
	return w->fn(w->closure, &file);
}

static const struct qms_error *
tell_file(struct walk *w, const struct stat *st)
{
	const git_index_entry *entry = find_known(w, w->path.data);

	if (!S_ISREG(st->st_mode) && !S_ISLNK(st->st_mode))
		return NULL;
	if (entry == NULL && is_ignored(w))
		return NULL;
	return tell(w, mode_of(w, st, entry), entry != NULL &&
	    is_unchanged(&w->known, entry, st) ? entry : NULL);
}

/* ---- going through directories in the order of git's paths ---- */

struct name {
	const char *text;		/* a directory's ends with '/' */
	struct stat st;
};

struct names {
	struct name *items;
	size_t count, room;
};

static int
compare_names(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->text,
	    ((const struct name *)b)->text);
}

static bool
is_dot(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static const struct qms_error *
read_names(struct names *names, struct qms_arena *arena, int fd,
    const char *path)
{
	DIR *directory = fdopendir(fd);
	struct dirent *entry;
	struct name *name;
	struct stat st;

	if (directory == NULL) {
		(void)close(fd);
		return qms_fail_errno(path);
	}
	while ((entry = readdir(directory)) != NULL) {
		if (is_dot(entry->d_name) ||
		    strcmp(entry->d_name, ".git") == 0)
			continue;
		if (fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;	/* gone meanwhile */
		name = qms_push(arena, names->items, names->count,
		    names->room);
		name->text = qms_arena_format(arena, "%s%s", entry->d_name,
		    S_ISDIR(st.st_mode) ? "/" : "");
		name->st = st;
	}
	(void)closedir(directory);
	if (names->count > 1)
		qsort(names->items, names->count, sizeof(*names->items),
		    compare_names);
	return NULL;
}

/* Opens "a/b/" below a directory, following no link; a '/' at the end would. */
static int
open_below(int parent, const char *path)
{
	char part[NAME_MAX + 1];
	int at = fcntl(parent, F_DUPFD_CLOEXEC, 3), next;
	size_t size;

	for (; at >= 0 && *path != '\0'; path += size + strspn(path + size,
	    "/")) {
		size = strcspn(path, "/");
		if (size > NAME_MAX) {
			(void)close(at);
			errno = ENOENT;
			return -1;
		}
		memcpy(part, path, size);
		part[size] = '\0';
		next = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
		    O_CLOEXEC);
		if (next < 0 && errno == ELOOP)
			errno = ENOTDIR;
		(void)close(at);
		at = next;
	}
	return at;
}

static const struct qms_error *walk_directory(struct walk *w, int parent,
	const char *name, int depth);

static const struct qms_error *
walk_below(struct walk *w, int fd, const char *name, int depth)
{
	struct stat st;
	char dot[NAME_MAX + 16];

	(void)snprintf(dot, sizeof(dot), "%s.git", name);
	if (fstatat(fd, dot, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		w->path.data[--w->path.size] = '\0';
		return is_ignored(w) ? NULL :
		    tell(w, QMS_MODE_SUBMODULE, NULL);
	}
	if (!has_known_below(w, w->path.data) && is_ignored(w))
		return NULL;
	return walk_directory(w, fd, name, depth + 1);
}

static const struct qms_error *
walk_directory(struct walk *w, int parent, const char *name, int depth)
{
	const struct qms_error *err;
	struct qms_arena arena = { 0 };
	struct names names = { 0 };
	size_t i, size = w->path.size;
	int fd, list;

	if (depth > QMS_GIT_DEPTH)
		return qms_fail(QMS_M_G035, w->path.data, "too deep");
	fd = open_below(parent, name);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? NULL :
		    qms_fail_errno(w->path.size > 0 ? w->path.data :
		    w->git->work);
	list = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	err = list < 0 ? qms_fail_errno(w->path.data) :
	    read_names(&names, &arena, list, w->path.data);
	for (i = 0; i < names.count && !err; i++) {
		qms_buffer_string(&w->path, names.items[i].text);
		err = S_ISDIR(names.items[i].st.st_mode) ?
		    walk_below(w, fd, names.items[i].text, depth) :
		    tell_file(w, &names.items[i].st);
		w->path.size = size;
		w->path.data[size] = '\0';
	}
	(void)close(fd);
	qms_arena_free(&arena);
	return err;
}

const struct qms_error *
qms_git_files_plain(struct qms_git *git, const char *prefix,
    qms_git_file_fn fn, void *closure)
{
	struct walk w = { .git = git, .prefix = prefix, .fn = fn,
	    .closure = closure };
	const struct qms_error *err;
	int top;

	if (git->work == NULL)
		return qms_fail(QMS_M_G046, git->directory);
	top = open(git->work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		return qms_fail_errno(git->work);
	open_known(&w.known, git);
	qms_buffer_string(&w.path, prefix);
	err = walk_directory(&w, top, prefix, 0);
	(void)close(top);
	git_index_free(w.known.index);
	qms_buffer_free(&w.path);
	return err;
}

/* ---- the work tree beside HEAD ---- */

struct committed {
	const char *path;
	struct qms_oid id;
	int mode;
};

struct status {
	struct qms_git *git;
	struct qms_arena arena;
	struct committed *items;	/* the tree of HEAD, in order */
	size_t count, room, at;
	const char *prefix;
	qms_git_change_fn fn;
	void *closure;
};

static const struct qms_error *
add_committed(void *closure, const struct qms_git_change *change)
{
	struct status *s = closure;
	struct committed *item;

	item = qms_push(&s->arena, s->items, s->count, s->room);
	item->path = qms_arena_string(&s->arena, change->path);
	item->id = change->new_id;
	item->mode = change->new_mode;
	return NULL;
}

static const struct qms_error *
tell_removed(struct status *s, const struct committed *item)
{
	struct qms_git_change change = { .path = item->path,
	    .old_id = item->id, .old_mode = item->mode };

	return s->fn(s->closure, &change);
}

/* Everything committed that stands before path is no longer there. */
static const struct qms_error *
tell_removed_before(struct status *s, const char *path)
{
	const struct qms_error *err = NULL;

	while (!err && s->at < s->count &&
	    (path == NULL || strcmp(s->items[s->at].path, path) < 0))
		err = tell_removed(s, &s->items[s->at++]);
	return err;
}

static const struct qms_error *
read_link(struct qms_oid *id, const char *path)
{
	char target[PATH_MAX];
	struct qms_text text = { target, 0 };
	ssize_t size = readlink(path, target, sizeof(target));

	if (size < 0)
		return qms_fail_errno(path);
	text.size = (size_t)size;
	return qms_git_blob_id(id, text);
}

static const struct qms_error *
read_id(struct qms_oid *id, struct status *s, const struct qms_git_file *file)
{
	const struct qms_error *err = NULL;
	struct stat st;
	git_oid oid;
	char *path;

	*id = file->id;
	if (file->known || file->mode == QMS_MODE_SUBMODULE)
		return NULL;
	path = qms_arena_format(&s->arena, "%s%s", s->git->work,
	    qms_git_graft_path(s->git, &s->arena, qms_arena_format(&s->arena,
	    "%s%s", s->prefix, file->path)));
	if (file->mode == QMS_MODE_LINK)
		return read_link(id, path);
	if (lstat(path, &st) != 0)
		return qms_fail_errno(path);
	if (st.st_size > QMS_GIT_LARGEST || !S_ISREG(st.st_mode))
		return NULL;
	if (git_odb_hashfile(&oid, path, GIT_OBJECT_BLOB) != 0)
		err = qms_git_fail(path);
	else
		qms_from_git(id, &oid);
	return err;
}

static const struct qms_error *
compare_file(void *closure, const struct qms_git_file *file)
{
	struct status *s = closure;
	struct qms_git_change change = { .path = file->path,
	    .new_mode = file->mode };
	const struct committed *old = NULL;
	const struct qms_error *err;

	err = tell_removed_before(s, file->path);
	if (!err && s->at < s->count &&
	    strcmp(s->items[s->at].path, file->path) == 0) {
		old = &s->items[s->at++];
		change.old_id = old->id;
		change.old_mode = old->mode;
		if (old->mode == QMS_MODE_SUBMODULE &&
		    file->mode == QMS_MODE_SUBMODULE)
			return NULL;
	}
	if (!err)
		err = read_id(&change.new_id, s, file);
	if (err || (old != NULL && old->mode == file->mode &&
	    qms_oid_equal(&old->id, &change.new_id)))
		return err;
	return s->fn(s->closure, &change);
}

const struct qms_error *
qms_git_status(struct qms_git *git, const char *prefix, qms_git_change_fn fn,
    void *closure)
{
	static const struct qms_oid none;
	struct status s = { .git = git, .prefix = prefix, .fn = fn,
	    .closure = closure };
	const struct qms_error *err;
	struct qms_oid tree;

	err = qms_git_head_tree(&tree, git);
	if (!err)
		err = qms_git_diff(git, &none, &tree, prefix, add_committed,
		    &s);
	if (!err)
		err = qms_git_files(git, prefix, compare_file, &s);
	if (!err)
		err = tell_removed_before(&s, NULL);
	qms_arena_free(&s.arena);
	return err;
}
