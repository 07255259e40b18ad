/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "digest.h"
#include "file.h"
#include "loose.h"

enum {
	CHUNK = 64 * 1024,
	HEADER = 32,			/* "commit 18446744073709551615" */
	HASHED = 64 * 1024 * 1024,	/* above, only the frame is checked */
	DIRECTORIES = 256,
	NAME = 38,			/* hex digits behind the directory's */
	STAMP_LIMIT = 32 * 1024,
	GRAIN = 2			/* seconds; of any file system's times */
};

/* ---- one object ---- */

struct object {
	int fd;
	z_stream stream;
	struct qms_buffer bytes;	/* header and content, if to be hashed */
	unsigned char in[CHUNK], out[CHUNK];
	char header[HEADER];
	size_t header_size;		/* with its NUL; 0: not yet whole */
	size_t seen;			/* bytes, header and content */
	uint64_t declared;		/* content */
};

/* "blob 12"; NULL or what is wrong with it. */
static const char *
parse_header(struct object *o)
{
	static const char *const types[] = { "blob ", "tree ", "commit ",
	    "tag " };
	const char *at = NULL;
	char *end;
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (qms_starts_with(o->header, types[i]))
			at = o->header + strlen(types[i]);
	if (at == NULL || *at < '0' || *at > '9' ||
	    (at[0] == '0' && at[1] != '\0'))
		return "no object";
	errno = 0;
	o->declared = strtoumax(at, &end, 10);
	return *end != '\0' || errno != 0 ||
	    o->declared > SIZE_MAX / 2 ? "no object" : NULL;
}

/* Some bytes that came out. */
static const char *
take(struct object *o, const unsigned char *data, size_t size)
{
	const char *fault = NULL;
	size_t i;

	for (i = 0; o->header_size == 0 && i < size; i++) {
		if (o->seen + i == HEADER)
			return "no object";
		o->header[o->seen + i] = (char)data[i];
		if (data[i] != '\0')
			continue;
		o->header_size = o->seen + i + 1;
		fault = parse_header(o);
		if (fault != NULL)
			return fault;
	}
	if (o->header_size == 0 || o->declared <= HASHED)
		qms_buffer_add(&o->bytes, data, size);
	o->seen += size;
	if (o->header_size != 0 && o->seen - o->header_size > o->declared)
		return "longer than it says";
	return NULL;
}

/* Everything that the bytes read so far give. */
static const char *
inflate_chunk(struct object *o, int *state)
{
	const char *fault = NULL;

	do {
		o->stream.next_out = o->out;
		o->stream.avail_out = CHUNK;
		*state = inflate(&o->stream, Z_NO_FLUSH);
		if (*state == Z_BUF_ERROR)
			return NULL;	/* wants more */
		if (*state != Z_OK && *state != Z_STREAM_END)
			return "not zlib data";
		fault = take(o, o->out, CHUNK - o->stream.avail_out);
	} while (fault == NULL && *state == Z_OK &&
	    (o->stream.avail_in > 0 || o->stream.avail_out == 0));
	return fault;
}

static const char *
read_all(struct object *o)
{
	const char *fault;
	int state = Z_OK;
	ssize_t size;

	while (state != Z_STREAM_END) {
		size = read(o->fd, o->in, CHUNK);
		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0)
			return "cannot be read";
		if (size == 0)
			return o->stream.total_in == 0 ? "empty" : "cut short";
		o->stream.next_in = o->in;
		o->stream.avail_in = (unsigned)size;
		fault = inflate_chunk(o, &state);
		if (fault != NULL)
			return fault;
	}
	if (o->stream.avail_in > 0 || read(o->fd, o->in, 1) != 0)
		return "bytes behind its end";
	if (o->header_size == 0)
		return "no object";
	if (o->seen - o->header_size != o->declared)
		return "shorter than it says";
	return NULL;
}

static const char *
check_content(struct object *o, const char *id)
{
	struct qms_text none = { NULL, 0 };
	char hex[QMS_SHA1_SIZE];
	const char *fault;

	if (inflateInit(&o->stream) != Z_OK)
		return "no memory";
	fault = read_all(o);
	(void)inflateEnd(&o->stream);
	if (fault == NULL && o->declared <= HASHED &&
	    strcmp(qms_sha1(hex, qms_buffer_view(&o->bytes), none), id) != 0)
		fault = "its bytes are another object's";
	return fault;
}

/* ---- one directory ---- */

struct check {
	const char *objects;		/* for messages */
	int fd;
	struct object object;		/* its buffers are used again */
};

static const struct qms_error *
check_object(struct check *c, int directory, const char *prefix,
    const char *name)
{
	struct object *o = &c->object;
	const char *fault = "no regular file";
	char id[QMS_SHA1_SIZE], path[PATH_MAX];
	struct stat st;

	memset(&o->stream, 0, sizeof(o->stream));
	qms_buffer_clear(&o->bytes);
	o->header_size = o->seen = 0;
	(void)snprintf(id, sizeof(id), "%s%s", prefix, name);
	o->fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC);
	if (o->fd < 0 && errno == ENOENT)
		return NULL;		/* packed meanwhile */
	if (o->fd >= 0 && fstat(o->fd, &st) == 0 && S_ISREG(st.st_mode))
		fault = check_content(o, id);
	if (o->fd >= 0)
		(void)close(o->fd);
	if (fault == NULL)
		return NULL;
	(void)snprintf(path, sizeof(path), "%s%s/%s", c->objects, prefix,
	    name);
	return qms_fail(QMS_M_G032, path, fault);
}

static bool
is_object(const char *name)
{
	return strspn(name, "0123456789abcdef") == NAME && name[NAME] == '\0';
}

/* Whether what has this ctime may be newer than the last check. */
static bool
is_new(int directory, const char *name, const struct timespec *since)
{
	struct stat st;

	return since == NULL ||
	    fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    st.st_ctim.tv_sec >= since->tv_sec - GRAIN;
}

static const struct qms_error *
check_directory(struct check *c, const char *prefix,
    const struct timespec *since)
{
	const struct qms_error *err = NULL;
	struct dirent *entry;
	DIR *directory;
	int fd;

	fd = openat(c->fd, prefix, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	directory = fd < 0 ? NULL : fdopendir(fd);
	if (directory == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return errno == ENOENT ? NULL : qms_fail_errno(c->objects);
	}
	while (!err && (entry = readdir(directory)) != NULL)
		if (is_object(entry->d_name) &&
		    is_new(fd, entry->d_name, since))
			err = check_object(c, fd, prefix, entry->d_name);
	(void)closedir(directory);
	return err;
}

/* ---- the stamp ---- */

/* Of each directory the mtime that it had; 0 when there was none. */
struct stamp {
	char place[128];		/* boot, file system, directory */
	struct timespec times[DIRECTORIES];
	struct timespec written;	/* of the stamp itself */
};

/* Another boot, or another copy of the repository: check all. */
static void
place_stamp(struct stamp *stamp, const struct stat *objects)
{
	char boot[64] = "-";
	ssize_t size;
	int fd;

	fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		size = read(fd, boot, sizeof(boot) - 1);
		boot[size > 0 ? size : 0] = '\0';
		boot[strcspn(boot, "\n")] = '\0';
		(void)close(fd);
	}
	(void)snprintf(stamp->place, sizeof(stamp->place),
	    "qms-loose 1 %s %ju %ju", boot, (uintmax_t)objects->st_dev,
	    (uintmax_t)objects->st_ino);
}

static void
read_stamp(struct stamp *stamp, const char *path, const char *place)
{
	struct qms_arena arena = { 0 };
	struct qms_text text, line;
	unsigned directory, nanoseconds;
	intmax_t seconds;
	struct stat st;

	memset(stamp, 0, sizeof(*stamp));
	if (lstat(path, &st) != 0 ||
	    qms_file_read(&text, &arena, path, STAMP_LIMIT) != NULL)
		goto done;
	stamp->written = st.st_mtim;
	if (!qms_text_line(&line, &text) || !qms_text_is(line, place))
		goto done;
	while (qms_text_line(&line, &text)) {
		/* the text ends with a NUL, and each line with its '\n' */
		if (sscanf(line.data, "%x %jd %u", &directory, &seconds,
		    &nanoseconds) != 3 || directory >= DIRECTORIES)
			break;
		stamp->times[directory].tv_sec = (time_t)seconds;
		stamp->times[directory].tv_nsec = (long)nanoseconds;
	}
done:
	qms_arena_free(&arena);
}

/* A failure to write only means that all is checked again next time. */
static void
write_stamp(const struct stamp *stamp, const char *path)
{
	struct qms_buffer out = { 0 };
	unsigned i;

	qms_buffer_format(&out, "%s\n", stamp->place);
	for (i = 0; i < DIRECTORIES; i++)
		if (stamp->times[i].tv_sec != 0)
			qms_buffer_format(&out, "%02x %jd %ld\n", i,
			    (intmax_t)stamp->times[i].tv_sec,
			    stamp->times[i].tv_nsec);
	(void)qms_file_write(path, qms_buffer_view(&out), false);
	qms_buffer_free(&out);
}

static bool
is_same(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/*
 * A directory that changed just before the stamp was written may have changed
 * once more in the same tick of the file system's clock.
 */
static bool
is_settled(const struct stamp *stamp, const struct timespec *time)
{
	return time->tv_sec < stamp->written.tv_sec - GRAIN;
}

static const struct qms_error *
check_changed(struct check *c, const struct stamp *old, struct stamp *new,
    bool *changed)
{
	const struct qms_error *err = NULL;
	const struct timespec *before;
	struct stat st;
	char name[4];
	unsigned i;

	for (i = 0; i < DIRECTORIES && !err; i++) {
		before = &old->times[i];
		(void)snprintf(name, sizeof(name), "%02x", i);
		if (fstatat(c->fd, name, &st, 0) != 0 || !S_ISDIR(st.st_mode)) {
			*changed |= before->tv_sec != 0;
			continue;
		}
		new->times[i] = st.st_mtim;
		if (is_same(before, &st.st_mtim) && is_settled(old, before))
			continue;
		*changed = true;
		err = check_directory(c, name, before->tv_sec == 0 ? NULL :
		    before);
	}
	return err;
}

const struct qms_error *
qms_loose_check(const char *common)
{
	struct qms_arena arena = { 0 };
	const struct qms_error *err = NULL;
	struct check *c = qms_arena_alloc(&arena, sizeof(*c));
	struct stamp *old = qms_arena_alloc(&arena, sizeof(*old));
	struct stamp *new = qms_arena_alloc(&arena, sizeof(*new));
	const char *path;
	bool changed = false;
	struct stat st;

	c->objects = qms_arena_format(&arena, "%sobjects/", common);
	path = qms_arena_format(&arena, "%sqms/loose.stamp", common);
	c->fd = open(c->objects, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (c->fd >= 0 && fstat(c->fd, &st) == 0) {
		place_stamp(new, &st);
		read_stamp(old, path, new->place);
		err = check_changed(c, old, new, &changed);
		if (!err && changed)
			write_stamp(new, path);
	}
	if (c->fd >= 0)
		(void)close(c->fd);
	qms_buffer_free(&c->object.bytes);
	qms_arena_free(&arena);
	return err;
}
