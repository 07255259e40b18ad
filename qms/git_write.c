/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git_part.h"

/* ---- objects ---- */

static const struct qms_error *
write_object(struct qms_oid *id, struct qms_git *git, struct qms_text text,
    git_object_t type)
{
	git_oid oid;

	memset(id, 0, sizeof(*id));
	if (git_odb_write(&oid, git->odb, text.size == 0 ? "" : text.data,
	    text.size, type) != 0)
		return qms_git_fail(git->common);
	qms_from_git(id, &oid);
	return NULL;
}

const struct qms_error *
qms_git_write_blob(struct qms_oid *id, struct qms_git *git,
    struct qms_text text)
{
	return write_object(id, git, text, GIT_OBJECT_BLOB);
}

/* What git itself takes off both ends of a name. */
static bool
is_crud(char c)
{
	return (unsigned char)c <= 32 || strchr(".,:;<>\"\\'", c) != NULL;
}

static void
add_clean(struct qms_buffer *out, const char *text)
{
	size_t size = strlen(text), i;

	while (size > 0 && is_crud(text[size - 1]))
		size--;
	for (; size > 0 && is_crud(*text); size--)
		text++;
	for (i = 0; i < size; i++)
		if (text[i] != '<' && text[i] != '>' && text[i] != '\n')
			qms_buffer_char(out, text[i]);
}

/* "Name <mail> seconds +0700"; false without name or mail. */
static bool
add_person(struct qms_buffer *out, const struct qms_git_person *person)
{
	int offset = abs(person->offset);
	size_t size = out->size;

	add_clean(out, person->name);
	if (out->size == size)
		return false;
	qms_buffer_string(out, " <");
	size = out->size;
	add_clean(out, person->email);
	if (out->size == size)
		return false;
	qms_buffer_format(out, "> %" PRId64 " %c%02d%02d", person->time,
	    person->offset < 0 ? '-' : '+', offset / 60, offset % 60);
	return true;
}

const struct qms_error *
qms_git_write_commit(struct qms_oid *id, struct qms_git *git,
    const struct qms_oid *tree, const struct qms_oid *parents,
    size_t parent_count, const struct qms_git_person *author,
    const struct qms_git_person *committer, const char *message)
{
	struct qms_buffer bytes = { 0 };
	const struct qms_error *err;
	char hex[QMS_OID_HEX];
	bool named;
	size_t i;

	memset(id, 0, sizeof(*id));
	qms_buffer_format(&bytes, "tree %s\n", qms_oid_hex(hex, tree));
	for (i = 0; i < parent_count; i++)
		qms_buffer_format(&bytes, "parent %s\n",
		    qms_oid_hex(hex, &parents[i]));
	qms_buffer_string(&bytes, "author ");
	named = add_person(&bytes, author);
	qms_buffer_string(&bytes, "\ncommitter ");
	named = add_person(&bytes, committer) && named;
	qms_buffer_format(&bytes, "\n\n%s", message);
	if (!qms_ends_with(message, "\n"))
		qms_buffer_char(&bytes, '\n');
	err = named ? write_object(id, git, qms_buffer_view(&bytes),
	    GIT_OBJECT_COMMIT) : qms_fail(QMS_M_G047);
	qms_buffer_free(&bytes);
	return err;
}

/* ---- git's index ---- */

static const struct qms_error *
fail_index(struct qms_git *git, int rc)
{
	const git_error *said = git_error_last();
	char path[PATH_MAX];

	if (rc == GIT_ELOCKED) {
		(void)snprintf(path, sizeof(path), "%sindex.lock",
		    git->directory);
		return qms_fail(QMS_M_G033, path);
	}
	(void)snprintf(path, sizeof(path), "%sindex", git->directory);
	return qms_fail(QMS_M_G031, path, said == NULL ||
	    said->message == NULL ? "?" : said->message);
}

static const struct qms_error *
put_entry(git_index *index, struct qms_git *git,
    const struct qms_git_edit *edit, int *rc)
{
	git_index_entry entry = { .path = edit->path };
	char path[PATH_MAX];
	struct stat st;
	git_oid now;

	(void)snprintf(path, sizeof(path), "%s%s", git->work, edit->path);
	if (lstat(path, &st) != 0)
		return qms_fail_errno(path);
	entry.ctime.seconds = (int32_t)st.st_ctim.tv_sec;
	entry.ctime.nanoseconds = (uint32_t)st.st_ctim.tv_nsec;
	entry.mtime.seconds = (int32_t)st.st_mtim.tv_sec;
	entry.mtime.nanoseconds = (uint32_t)st.st_mtim.tv_nsec;
	entry.dev = (uint32_t)st.st_dev;
	entry.ino = (uint32_t)st.st_ino;
	entry.uid = st.st_uid;
	entry.gid = st.st_gid;
	entry.file_size = (uint32_t)st.st_size;
	entry.mode = QMS_MODE_FILE;
	qms_to_git(&entry.id, &edit->blob);
	/* a file that holds something else must not look unchanged to git */
	if (git_odb_hashfile(&now, path, GIT_OBJECT_BLOB) != 0 ||
	    !git_oid_equal(&now, &entry.id)) {
		entry.mtime.seconds = 0;
		entry.file_size = 0;
	}
	*rc = git_index_add(index, &entry);
	return NULL;
}

/* An index that was never made starts as what is committed. */
static int
fill_index(git_index *index, struct qms_git *git)
{
	struct qms_oid id;
	git_tree *tree = NULL;
	struct stat st;
	git_oid oid;
	int rc;

	if (stat(git_index_path(index), &st) == 0)
		return 0;
	if (qms_git_head_tree(&id, git) != NULL || qms_oid_is_zero(&id))
		return 0;
	qms_to_git(&oid, &id);
	rc = git_tree_lookup(&tree, git->repository, &oid);
	if (rc == 0)
		rc = git_index_read_tree(index, tree);
	git_tree_free(tree);
	return rc;
}

const struct qms_error *
qms_git_update_index(struct qms_git *git, const struct qms_git_edit *edits,
    size_t count)
{
	const struct qms_error *err = NULL;
	git_index *index = NULL;
	size_t i;
	int rc;

	if (git->work == NULL)
		return qms_fail(QMS_M_G046, git->directory);
	rc = git_repository_index(&index, git->repository);
	if (rc == 0)
		rc = git_index_read(index, 0);
	if (rc == 0)
		rc = fill_index(index, git);
	for (i = 0; i < count && rc == 0 && !err; i++)
		if (!qms_oid_is_zero(&edits[i].blob))
			err = put_entry(index, git, &edits[i], &rc);
		else if (git_index_find(NULL, index, edits[i].path) == 0)
			rc = git_index_remove_bypath(index, edits[i].path);
	if (rc == 0 && !err)
		rc = git_index_write(index);
	if (rc != 0 && !err)
		err = fail_index(git, rc);
	if (err && index != NULL)
		(void)git_index_read(index, 1);	/* forget what was put */
	git_index_free(index);
	return err;
}

/* ---- the swap of a branch ---- */

/*
 * git's own protocol: NAME.lock made exclusively, the old value read under it,
 * the new one written there and synced, then renamed to NAME. libgit2 would
 * look whether a new branch is there before it locks, and would put the time
 * of its own clock into the log.
 */
struct swap {
	struct qms_git *git;
	struct qms_arena arena;
	const char *name;		/* refs/heads/main */
	const char *path, *lock;
	char old_hex[QMS_OID_HEX], new_hex[QMS_OID_HEX];
};

static const struct qms_error *
make_parent(const char *path)
{
	char parent[PATH_MAX], *slash;

	(void)snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	*slash = '\0';
	return qms_file_make_directories(parent);
}

static const struct qms_error *
sync_parent(const char *path)
{
	char parent[PATH_MAX], *slash;

	(void)snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	*slash = '\0';
	return qms_file_sync_directory(parent);
}

static const struct qms_error *
read_ref(struct qms_oid *id, struct swap *s)
{
	git_reference *found = NULL;
	const git_oid *target;
	const struct qms_error *err = NULL;
	int rc;

	memset(id, 0, sizeof(*id));
	rc = git_reference_lookup(&found, s->git->repository, s->name);
	if (rc == GIT_ENOTFOUND)
		return NULL;
	if (rc != 0)
		return qms_git_fail(s->path);
	target = git_reference_target(found);
	if (target == NULL)		/* a branch that points to a branch */
		err = qms_fail(QMS_M_G041, s->path);
	else
		qms_from_git(id, target);
	git_reference_free(found);
	return err;
}

/* One line to a log of git's, if git keeps it. Logs are no evidence. */
static void
add_log(struct swap *s, const char *path, const char *line, size_t size,
    bool make)
{
	int fd;

	if (make && make_parent(path) != NULL)
		return;
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC |
	    (make ? O_CREAT : 0), 0666);
	if (fd < 0)
		return;
	/* one write, so that another's line is not cut in two */
	if (write(fd, line, size) != (ssize_t)size)
		errno = 0;
	(void)close(fd);
}

static void
add_logs(struct swap *s, const struct qms_git_person *who,
    const char *message)
{
	git_config *config = NULL;
	struct qms_buffer line = { 0 };
	int on = s->git->work != NULL;

	if (git_repository_config(&config, s->git->repository) == 0)
		(void)git_config_get_bool(&on, config,
		    "core.logallrefupdates");
	git_config_free(config);
	qms_buffer_format(&line, "%s %s ", s->old_hex, s->new_hex);
	if (add_person(&line, who)) {
		qms_buffer_format(&line, "\t%.*s\n",
		    (int)strcspn(message, "\n"), message);
		add_log(s, qms_arena_format(&s->arena, "%slogs/%s",
		    s->git->common, s->name), line.data, line.size, on);
		add_log(s, qms_arena_format(&s->arena, "%slogs/HEAD",
		    s->git->directory), line.data, line.size, on);
	}
	qms_buffer_free(&line);
}

/* Writes the lock file; it is closed in any case. */
static const struct qms_error *
fill_lock(int fd, struct swap *s)
{
	char line[QMS_OID_HEX + 1];
	ssize_t size;

	size = snprintf(line, sizeof(line), "%s\n", s->new_hex);
	if (write(fd, line, (size_t)size) != size || fsync(fd) != 0) {
		int saved = errno == 0 ? ENOSPC : errno;

		(void)close(fd);
		errno = saved;
		return qms_fail_errno(s->lock);
	}
	return close(fd) != 0 ? qms_fail_errno(s->lock) : NULL;
}

/* Says what a failure left behind: the branch is read again. */
static const struct qms_error *
fail_swap(bool *moved, struct swap *s, const struct qms_error *why,
    const struct qms_oid *new_commit)
{
	const char *reason = qms_arena_string(&s->arena, why->arguments[1]);
	struct qms_oid now;

	if (read_ref(&now, s) != NULL || !qms_oid_equal(&now, new_commit))
		return qms_fail(QMS_M_G042, s->name, reason);
	*moved = true;
	return qms_fail(QMS_M_G043, s->name, reason);
}

static const struct qms_error *
swap_locked(bool *moved, struct swap *s, int fd,
    const struct qms_oid *old_commit, const struct qms_oid *new_commit,
    const struct qms_git_person *who, const char *message)
{
	const struct qms_error *err;
	struct qms_oid now;

	err = read_ref(&now, s);
	if (err || !qms_oid_equal(&now, old_commit)) {
		(void)close(fd);
		(void)unlink(s->lock);
		return err;
	}
	err = fill_lock(fd, s);
	if (!err) {
		add_logs(s, who, message);
		if (rename(s->lock, s->path) != 0)
			err = qms_fail_errno(s->path);
	}
	if (err)
		(void)unlink(s->lock);
	else
		err = sync_parent(s->path);
	if (err)
		return fail_swap(moved, s, err, new_commit);
	*moved = true;
	return NULL;
}

const struct qms_error *
qms_git_swap(bool *moved, struct qms_git *git,
    const struct qms_oid *old_commit, const struct qms_oid *new_commit,
    const struct qms_git_person *who, const char *message)
{
	struct swap s = { .git = git };
	const struct qms_error *err;
	int fd;

	*moved = false;
	err = qms_git_branch(&s.name, git, &s.arena);
	if (!err && s.name == NULL)
		err = qms_fail(QMS_M_G041, git->directory);
	if (err)
		goto done;
	s.path = qms_arena_format(&s.arena, "%s%s", git->common, s.name);
	s.lock = qms_arena_format(&s.arena, "%s.lock", s.path);
	qms_oid_hex(s.old_hex, old_commit);
	qms_oid_hex(s.new_hex, new_commit);
	err = make_parent(s.path);
	if (err)
		goto done;
	fd = open(s.lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd >= 0)
		err = swap_locked(moved, &s, fd, old_commit, new_commit, who,
		    message);
	else if (errno != EEXIST)
		err = qms_fail_errno(s.lock);
done:
	qms_arena_free(&s.arena);
	return err;
}

/* ---- locks ---- */

/* Whether /proc/PID/fd has the file open. */
static bool
has_open(const char *pid, const struct stat *file)
{
	char path[64 + NAME_MAX];
	struct dirent *entry;
	struct stat st;
	bool found = false;
	DIR *list;

	(void)snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	list = opendir(path);
	while (list != NULL && !found && (entry = readdir(list)) != NULL)
		found = isdigit((unsigned char)entry->d_name[0]) &&
		    fstatat(dirfd(list), entry->d_name, &st, 0) == 0 &&
		    st.st_ino == file->st_ino && st.st_dev == file->st_dev;
	if (list != NULL)
		(void)closedir(list);
	return found;
}

/*
 * git closes some locks while it still needs them (an editor is open): a git
 * process in this work tree counts as a holder.
 */
static bool
is_git_here(const char *pid, const struct qms_git *git)
{
	char path[64 + NAME_MAX], target[PATH_MAX];
	const char *name;
	ssize_t size;

	(void)snprintf(path, sizeof(path), "/proc/%s/exe", pid);
	size = readlink(path, target, sizeof(target) - 1);
	if (size <= 0)
		return false;
	target[size] = '\0';
	name = strrchr(target, '/');
	if (name == NULL || !qms_starts_with(name + 1, "git"))
		return false;
	(void)snprintf(path, sizeof(path), "/proc/%s/cwd", pid);
	size = readlink(path, target, sizeof(target) - 2);
	if (size <= 0)
		return false;
	target[size] = '/';
	target[size + 1] = '\0';
	return qms_starts_with(target, git->common) || (git->work != NULL &&
	    qms_starts_with(target, git->work));
}

static bool
is_held(const struct qms_git *git, const struct stat *file)
{
	DIR *all = opendir("/proc");
	struct dirent *entry;
	bool held = false;

	while (all != NULL && !held && (entry = readdir(all)) != NULL)
		held = isdigit((unsigned char)entry->d_name[0]) &&
		    (has_open(entry->d_name, file) ||
		    is_git_here(entry->d_name, git));
	if (all != NULL)
		(void)closedir(all);
	return held;
}

/* A killed swap leaves the new value in the branch's lock, or nothing. */
static void
read_value(struct qms_oid *value, const char *path)
{
	struct qms_arena arena = { 0 };
	struct qms_text text;

	if (qms_file_read(&text, &arena, path, QMS_OID_HEX) == NULL) {
		text = qms_text_trim(text);
		(void)qms_oid_parse(value, qms_arena_copy(&arena, text.data,
		    text.size));
	}
	qms_arena_free(&arena);
}

const struct qms_error *
qms_git_locks(struct qms_git_lock **locks, size_t *count, struct qms_git *git,
    struct qms_arena *arena, int64_t now)
{
	const struct qms_error *err;
	const char *branch, *paths[6];
	struct qms_git_lock *lock;
	size_t i, n = 0, room = 0;
	struct stat st;

	*locks = NULL;
	*count = 0;
	err = qms_git_branch(&branch, git, arena);
	if (err)
		return err;
	paths[n++] = qms_arena_format(arena, "%sindex.lock", git->directory);
	paths[n++] = qms_arena_format(arena, "%sHEAD.lock", git->directory);
	if (branch != NULL)
		paths[n++] = qms_arena_format(arena, "%s%s.lock", git->common,
		    branch);
	paths[n++] = qms_arena_format(arena, "%spacked-refs.lock",
	    git->common);
	paths[n++] = qms_arena_format(arena, "%sconfig.lock", git->common);
	for (i = 0; i < n; i++) {
		if (lstat(paths[i], &st) != 0)
			continue;
		lock = qms_push(arena, *locks, *count, room);
		lock->path = paths[i];
		lock->age = now - st.st_mtim.tv_sec;
		lock->held = is_held(git, &st);
		read_value(&lock->value, lock->path);
	}
	return NULL;
}
