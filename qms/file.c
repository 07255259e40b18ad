/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <linux/openat2.h>

#include "file.h"

enum { LOCK_POLL = 20 };		/* milliseconds */

/* A file that is spoken of: a trusted directory, and a name below it. */
struct place {
	const char *directory;
	const char *name;
	const char *subject;		/* for messages */
	int base;			/* the directory, opened */
	int parent;			/* where the last part lives, opened */
	const char *last;		/* the last part of name */
	char bytes[PATH_MAX];		/* what directory and name point into */
};

static const struct qms_error *
fail(const char *subject)
{
	char reason[128];

	switch (errno) {
	case ENOENT:
		return qms_fail(QMS_M_G010, subject);
	case ELOOP:
		return qms_fail(QMS_M_G011, subject);
	case EISDIR:
	case ENXIO:		/* a socket, or a FIFO opened for writing */
		return qms_fail(QMS_M_G012, subject);
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return qms_fail(QMS_M_G015, subject);
	case EACCES:
	case EPERM:
	case EROFS:
		return qms_fail(QMS_M_G016, subject,
		    strerror_r(errno, reason, sizeof(reason)));
	case ENOTDIR:
		return qms_fail(QMS_M_G019, subject);
	default:
		return qms_fail_errno(subject);
	}
}

static bool
leaves(const char *name)
{
	const char *p = name;
	size_t size;

	if (*p == '/')
		return true;
	while (*p != '\0') {
		size = strcspn(p, "/");
		if (size == 2 && p[0] == '.' && p[1] == '.')
			return true;
		p += size;
		p += strspn(p, "/");
	}
	return false;
}

/* Whether this kernel lacks openat2, or its sandbox forbids it. */
static atomic_bool no_openat2;

/*
 * Opens name below base without following any link; -2 when openat2 is not to
 * be had.
 */
static int
open_whole(int base, const char *name, int flags)
{
	struct open_how how = {
		.flags = (unsigned)(flags | O_CLOEXEC | O_NOFOLLOW),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	int tries = 16;
	long fd;

	if (atomic_load(&no_openat2))
		return -2;
	do	/* EAGAIN: something was renamed meanwhile */
		fd = syscall(SYS_openat2, base, name, &how, sizeof(how));
	while (fd < 0 && (errno == EAGAIN || errno == EINTR) && --tries > 0);
	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == E2BIG)) {
		atomic_store(&no_openat2, true);
		return -2;
	}
	return (int)fd;
}

/* One step down. A link gives ELOOP, not ENOTDIR. */
static int
step(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);
	struct stat st;

	if (fd < 0 && errno == ENOTDIR) {
		if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISLNK(st.st_mode))
			errno = ELOOP;
		else
			errno = ENOTDIR;
	}
	return fd;
}

static void
close_keeping_errno(int fd)
{
	int saved = errno;

	(void)close(fd);
	errno = saved;
}

/*
 * Opens the directory at path (of size bytes) below base, part by part;
 * make creates what is missing. Returns a descriptor or -1.
 */
static int
walk(int base, const char *path, size_t size, bool make, bool durable)
{
	char part[NAME_MAX + 1];
	int at = fcntl(base, F_DUPFD_CLOEXEC, 3), next;
	size_t i, n;

	for (i = 0; at >= 0 && i < size; i += n) {
		while (i < size && path[i] == '/')
			i++;
		n = 0;
		while (i + n < size && path[i + n] != '/')
			n++;
		if (n == 0)
			break;
		if (n > NAME_MAX) {
			close(at);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(part, path + i, n);
		part[n] = '\0';
		next = step(at, part);
		if (next < 0 && errno == ENOENT && make &&
		    (mkdirat(at, part, 0777) == 0 || errno == EEXIST)) {
			next = step(at, part);
			if (next >= 0 && durable && fsync(at) != 0) {
				close_keeping_errno(next);
				next = -1;
			}
		}
		close_keeping_errno(at);
		at = next;
	}
	return at;
}

static int
open_directory(int base, const char *path, size_t size, bool make,
    bool durable)
{
	char name[PATH_MAX];
	int fd = -2;

	if (size == 0)
		return fcntl(base, F_DUPFD_CLOEXEC, 3);
	if (size >= sizeof(name)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(name, path, size);
	name[size] = '\0';
	fd = open_whole(base, name, O_RDONLY | O_DIRECTORY);
	/* openat2 says ENOTDIR of a link at the end: walk to say why */
	if (fd == -2 || (fd == -1 && (errno == ENOTDIR ||
	    (errno == ENOENT && make))))
		fd = walk(base, path, size, make, durable);
	return fd;
}

static void
leave(struct place *place)
{
	if (place->parent >= 0)
		close_keeping_errno(place->parent);
	if (place->base >= 0)
		close_keeping_errno(place->base);
	place->parent = place->base = -1;
}

/* Opens the directory given, and the one that holds the last part of name. */
static const struct qms_error *
enter(struct place *place, const char *subject, bool make, bool durable)
{
	const char *slash = strrchr(place->name, '/');
	size_t size = slash == NULL ? 0 : (size_t)(slash - place->name);

	place->subject = subject;
	place->parent = place->base = -1;
	if (leaves(place->name))
		return qms_fail(QMS_M_G017, subject, place->directory);
	place->last = slash == NULL ? place->name : slash + 1;
	place->base = open(place->directory[0] == '\0' ? "." :
	    place->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (place->base < 0)
		return fail(size == 0 ? subject : place->directory);
	place->parent = open_directory(place->base, place->name, size, make,
	    durable);
	if (place->parent < 0) {
		leave(place);
		return fail(subject);
	}
	return NULL;
}

/* Splits a path at its last '/'; '/' at its end is dropped. */
static const struct qms_error *
split(struct place *place, const char *path)
{
	size_t size = strlen(path);
	char *slash;

	while (size > 1 && path[size - 1] == '/')
		size--;
	if (size >= sizeof(place->bytes)) {
		errno = ENAMETOOLONG;
		return fail(path);
	}
	memcpy(place->bytes, path, size);
	place->bytes[size] = '\0';
	slash = strrchr(place->bytes, '/');
	place->name = slash == NULL ? place->bytes : slash + 1;
	place->directory = place->bytes;
	if (slash == NULL)
		place->directory = ".";
	else if (slash == place->bytes)
		place->directory = "/";
	else
		*slash = '\0';
	return NULL;
}

static const struct qms_error *
take_size(struct qms_text *text, struct qms_arena *arena, int fd,
    const struct stat *st, const char *subject)
{
	size_t size = (size_t)st->st_size, done = 0;
	char *data = qms_arena_alloc(arena, size + 1);
	ssize_t n;

	/* one byte more than it should have shows that it grew */
	while (done < size + 1) {
		n = read(fd, data + done, size + 1 - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(subject);
		if (n == 0)
			break;
		done += (size_t)n;
	}
	if (done != size)
		return qms_fail(QMS_M_G014, subject);
	data[size] = '\0';
	text->data = data;
	text->size = size;
	return NULL;
}

static const struct qms_error *
take(struct qms_text *text, struct qms_arena *arena, int fd, size_t limit,
    const char *subject)
{
	char size[32], most[32];
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail(subject);
	if (!S_ISREG(st.st_mode))
		return qms_fail(QMS_M_G012, subject);
	if ((uintmax_t)st.st_size > limit) {
		(void)snprintf(size, sizeof(size), "%jd",
		    (intmax_t)st.st_size);
		(void)snprintf(most, sizeof(most), "%zu", limit);
		return qms_fail(QMS_M_G013, subject, size, most);
	}
	return take_size(text, arena, fd, &st, subject);
}

/* O_NONBLOCK: a FIFO without a writer must not hold us up. */
enum { READING = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC };

static const struct qms_error *
read_place(struct qms_text *text, struct qms_arena *arena,
    struct place *place, const char *subject, size_t limit)
{
	const struct qms_error *err;
	int fd;

	err = enter(place, subject, false, false);
	if (err)
		return err;
	fd = openat(place->parent, place->last, READING);
	leave(place);
	if (fd < 0)
		return fail(subject);
	err = take(text, arena, fd, limit, subject);
	close(fd);
	return err;
}

const struct qms_error *
qms_file_read(struct qms_text *text, struct qms_arena *arena,
    const char *path, size_t limit)
{
	const struct qms_error *err;
	struct place place;

	*text = (struct qms_text){ "", 0 };
	err = split(&place, path);
	if (err)
		return err;
	return read_place(text, arena, &place, path, limit);
}

const struct qms_error *
qms_file_read_below(struct qms_text *text, struct qms_arena *arena,
    const char *directory, const char *name, size_t limit)
{
	struct place place = { .directory = directory, .name = name };

	*text = (struct qms_text){ "", 0 };
	return read_place(text, arena, &place, name, limit);
}

bool
qms_file_is_temporary(const char *name)
{
	return qms_starts_with(name, ".qms-") && qms_ends_with(name, ".tmp");
}

static int
make_temporary(char *name, size_t size, int parent)
{
	static atomic_uint serial;
	int tries, fd = -1;

	for (tries = 0; tries < 1000 && fd < 0; tries++) {
		(void)snprintf(name, size, ".qms-%ld-%u.tmp", (long)getpid(),
		    atomic_fetch_add(&serial, 1));
		fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL |
		    O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

static int
put(int fd, struct qms_text text)
{
	size_t done = 0;
	ssize_t n;

	while (done < text.size) {
		n = write(fd, text.data + done, text.size - done);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			done += (size_t)n;
	}
	return 0;
}

/* Fills the temporary file and gives it the mode of the one it replaces. */
static int
fill(int fd, struct qms_text text, const struct stat *old, bool durable)
{
	if (put(fd, text) != 0)
		return -1;
	if (old != NULL && fchmod(fd, old->st_mode & 07777) != 0)
		return -1;
	if (durable && fsync(fd) != 0)
		return -1;
	return 0;
}

static int
replace(struct place *place, struct qms_text text, const struct stat *old,
    bool durable)
{
	char name[64];
	int fd = make_temporary(name, sizeof(name), place->parent), saved;

	if (fd < 0)
		return -1;
	if (fill(fd, text, old, durable) != 0) {
		close_keeping_errno(fd);
		goto undo;
	}
	if (close(fd) != 0)
		goto undo;
	if (renameat(place->parent, name, place->parent, place->last) != 0)
		goto undo;
	return durable ? fsync(place->parent) : 0;
undo:
	saved = errno;
	(void)unlinkat(place->parent, name, 0);
	errno = saved;
	return -1;
}

static const struct qms_error *
write_place(struct place *place, const char *subject, struct qms_text text,
    bool durable)
{
	const struct qms_error *err;
	struct stat st;
	bool old;

	err = enter(place, subject, true, durable);
	if (err)
		return err;
	old = fstatat(place->parent, place->last, &st,
	    AT_SYMLINK_NOFOLLOW) == 0;
	if (old && S_ISLNK(st.st_mode))
		err = qms_fail(QMS_M_G011, subject);
	else if (old && !S_ISREG(st.st_mode))
		err = qms_fail(QMS_M_G012, subject);
	else if (replace(place, text, old ? &st : NULL, durable) != 0)
		err = fail(subject);
	leave(place);
	return err;
}

const struct qms_error *
qms_file_write(const char *path, struct qms_text text, bool durable)
{
	const struct qms_error *err;
	struct place place;

	err = split(&place, path);
	if (err)
		return err;
	if (access(place.directory, F_OK) != 0) {
		err = qms_file_make_directories(place.directory);
		if (err)
			return err;
	}
	return write_place(&place, path, text, durable);
}

const struct qms_error *
qms_file_write_below(const char *directory, const char *name,
    struct qms_text text, bool durable)
{
	struct place place = { .directory = directory, .name = name };

	return write_place(&place, name, text, durable);
}

static const struct qms_error *
remove_place(struct place *place, const char *subject)
{
	const struct qms_error *err;

	err = enter(place, subject, false, false);
	if (err)
		return err->id == QMS_M_G010 ? NULL : err;
	if (unlinkat(place->parent, place->last, 0) != 0 && errno != ENOENT)
		err = fail(subject);
	leave(place);
	return err;
}

const struct qms_error *
qms_file_remove(const char *path)
{
	const struct qms_error *err;
	struct place place;

	err = split(&place, path);
	if (err)
		return err;
	return remove_place(&place, path);
}

const struct qms_error *
qms_file_remove_below(const char *directory, const char *name)
{
	struct place place = { .directory = directory, .name = name };

	return remove_place(&place, name);
}

const struct qms_error *
qms_file_make_directories(const char *path)
{
	char part[PATH_MAX];
	size_t size = strlen(path), i;
	struct stat st;

	if (size >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return fail(path);
	}
	for (i = 1; i <= size; i++) {
		if (i < size && path[i] != '/')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0777) != 0 && errno != EEXIST &&
		    access(part, F_OK) != 0)
			return fail(path);
	}
	if (size > 0 && stat(path, &st) != 0)
		return fail(path);
	if (size > 0 && !S_ISDIR(st.st_mode))
		return qms_fail(QMS_M_G019, path);
	return NULL;
}

const struct qms_error *
qms_file_sync_directory(const char *path)
{
	int fd = open(path[0] == '\0' ? "." : path,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return fail(path);
	if (fsync(fd) != 0) {
		close_keeping_errno(fd);
		return fail(path);
	}
	close(fd);
	return NULL;
}

const struct qms_error *
qms_file_sync_disk(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const struct qms_error *err = NULL;

	if (fd < 0)
		return qms_fail_errno(path);
	if (syncfs(fd) != 0)
		err = qms_fail_errno(path);
	(void)close(fd);
	return err;
}

static enum qms_file_type
type_at(int parent, const char *name)
{
	struct stat st;

	if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return QMS_FILE_NONE;
	if (S_ISREG(st.st_mode))
		return QMS_FILE_REGULAR;
	if (S_ISDIR(st.st_mode))
		return QMS_FILE_DIRECTORY;
	return S_ISLNK(st.st_mode) ? QMS_FILE_LINK : QMS_FILE_OTHER;
}

enum qms_file_type
qms_file_type(const char *path)
{
	return type_at(AT_FDCWD, path[0] == '\0' ? "." : path);
}

enum qms_file_type
qms_file_type_below(const char *directory, const char *name)
{
	struct place place = { .directory = directory, .name = name };
	enum qms_file_type type;

	if (name[0] == '\0' || enter(&place, name, false, false) != NULL)
		return name[0] == '\0' ? qms_file_type(directory) :
		    QMS_FILE_NONE;
	type = type_at(place.parent, place.last);
	leave(&place);
	return type;
}

static enum qms_file_type
entry_type(DIR *stream, const struct dirent *entry)
{
	switch (entry->d_type) {
	case DT_REG:
		return QMS_FILE_REGULAR;
	case DT_DIR:
		return QMS_FILE_DIRECTORY;
	case DT_LNK:
		return QMS_FILE_LINK;
	case DT_UNKNOWN:
		return type_at(dirfd(stream), entry->d_name);
	default:
		return QMS_FILE_OTHER;
	}
}

static int
compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct qms_file_entry *)a)->name,
	    ((const struct qms_file_entry *)b)->name);
}

/* Takes the descriptor over. */
static const struct qms_error *
list_open(struct qms_file_entry **entries, size_t *count,
    struct qms_arena *arena, int fd, const char *subject)
{
	struct qms_file_entry *made;
	struct dirent *entry;
	size_t room = 0;
	DIR *stream;

	stream = fd < 0 ? NULL : fdopendir(fd);
	if (stream == NULL) {
		if (fd >= 0)
			close_keeping_errno(fd);
		return fail(subject);
	}
	while (errno = 0, (entry = readdir(stream)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		made = qms_push(arena, *entries, *count, room);
		made->name = qms_arena_string(arena, entry->d_name);
		made->type = entry_type(stream, entry);
	}
	if (errno != 0) {
		const struct qms_error *err = fail(subject);

		closedir(stream);
		return err;
	}
	closedir(stream);
	if (*count > 1)
		qsort(*entries, *count, sizeof(**entries), compare_entries);
	return NULL;
}

const struct qms_error *
qms_file_list(struct qms_file_entry **entries, size_t *count,
    struct qms_arena *arena, const char *directory)
{
	int fd;

	*entries = NULL;
	*count = 0;
	/* with a '/' at the end even a link is followed: it is trusted then */
	fd = step(AT_FDCWD, directory[0] == '\0' ? "." : directory);
	return list_open(entries, count, arena, fd, directory);
}

const struct qms_error *
qms_file_list_below(struct qms_file_entry **entries, size_t *count,
    struct qms_arena *arena, const char *directory, const char *name)
{
	struct place place = { .directory = directory, .name = name };
	const struct qms_error *err;
	int fd;

	*entries = NULL;
	*count = 0;
	err = enter(&place, name, false, false);
	if (err)
		return err;
	fd = step(place.parent, place.last[0] == '\0' ? "." : place.last);
	leave(&place);
	return list_open(entries, count, arena, fd,
	    name[0] == '\0' ? directory : name);
}

char *
qms_file_join(struct qms_arena *arena, const char *directory,
    const char *name)
{
	if (directory[0] == '\0' || strcmp(directory, ".") == 0)
		return qms_arena_string(arena, name);
	return qms_arena_format(arena, "%s%s%s", directory,
	    qms_ends_with(directory, "/") ? "" : "/", name);
}

/* Whether the file locked is still the one that path names. */
static bool
still_there(int fd, const char *path)
{
	struct stat mine, named;

	return fstat(fd, &mine) == 0 && lstat(path, &named) == 0 &&
	    mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

static int
open_lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC, 0666), moved;

	if (fd < 0 || fd > 2)
		return fd;
	/* 0 means "not held", and 1 and 2 are written to by others */
	moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close_keeping_errno(fd);
	return moved;
}

const struct qms_error *
qms_lock_take(struct qms_lock *lock, const char *path, int seconds)
{
	const struct timespec pause = { 0, LOCK_POLL * 1000000L };
	int left = seconds * (1000 / LOCK_POLL), fd;

	lock->fd = -1;
	for (;;) {
		fd = open_lock(path);
		if (fd < 0)
			return fail(path);
		if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
			if (still_there(fd, path))
				break;
		} else if (errno != EWOULDBLOCK && errno != EINTR) {
			close_keeping_errno(fd);
			return fail(path);
		}
		close(fd);
		if (left-- <= 0)
			return qms_fail(QMS_M_G018, path);
		(void)nanosleep(&pause, NULL);
	}
	lock->fd = fd;
	return NULL;
}

void
qms_lock_release(struct qms_lock *lock)
{
	if (lock->fd > 0)
		close(lock->fd);
	lock->fd = -1;
}
