/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#include "git_part.h"

/* What is asked of one repository, and where it was found. */
struct question {
	struct qms_arena arena;
	const char *directory, *common;	/* both end with '/' */
	const char *name;		/* for messages and git -C */
	git_config *config;
	bool promisor;			/* a remote that keeps bytes back */
	const char *unknown;		/* extension */
};

static bool
has_bytes(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_size > 0;
}

static const char *
below(struct question *q, const char *name)
{
	return qms_arena_format(&q->arena, "%s%s", q->common, name);
}

static const char *
setting(struct question *q, const char *key)
{
	git_buf value = GIT_BUF_INIT;
	const char *found = NULL;

	if (q->config != NULL &&
	    git_config_get_string_buf(&value, q->config, key) == 0)
		found = qms_arena_string(&q->arena, value.ptr);
	git_buf_dispose(&value);
	return found;
}

static bool
is_on(struct question *q, const char *key)
{
	int on = 0;

	return q->config != NULL &&
	    git_config_get_bool(&on, q->config, key) == 0 && on;
}

/* A linked work tree keeps its own directory below the common one. */
static const struct qms_error *
find_common(struct question *q)
{
	const struct qms_error *err;
	struct qms_text text, line;
	char *path, *real;

	q->common = q->directory;
	path = qms_arena_format(&q->arena, "%scommondir", q->directory);
	if (qms_file_type(path) != QMS_FILE_REGULAR)
		return NULL;
	err = qms_file_read(&text, &q->arena, path, PATH_MAX);
	if (err)
		return err;
	line = qms_text_trim(text);
	path = qms_arena_copy(&q->arena, line.data, line.size);
	if (path[0] != '/')
		path = qms_arena_format(&q->arena, "%s%s", q->directory, path);
	real = realpath(path, NULL);
	if (real == NULL)
		return qms_fail_errno(path);
	q->common = qms_arena_format(&q->arena, "%s/", real);
	free(real);
	return NULL;
}

static const struct qms_error *
read_config(struct question *q)
{
	const char *path = below(q, "config"), *own;

	if (git_config_new(&q->config) != 0)
		return qms_git_fail(path);
	if (git_config_add_file_ondisk(q->config, path, GIT_CONFIG_LEVEL_LOCAL,
	    NULL, 0) != 0)
		return qms_git_fail(path);
	if (!is_on(q, "extensions.worktreeconfig"))
		return NULL;
	own = qms_arena_format(&q->arena, "%sconfig.worktree", q->directory);
	if (!has_bytes(own))
		return NULL;
	if (git_config_add_file_ondisk(q->config, own, GIT_CONFIG_LEVEL_APP,
	    NULL, 0) != 0)
		return qms_git_fail(own);
	return NULL;
}

/*
 * libgit2 does not read config.worktree before 1.9: where it says what kind of
 * repository this is, libgit2 would take it for another one.
 */
static const struct qms_error *
refuse_own_config(struct question *q)
{
	static const char *const keys[] = { "core.worktree", "core.bare" };
	const char *own;
	git_config *config = NULL;
	git_buf value = GIT_BUF_INIT;
	const struct qms_error *err = NULL;
	size_t i;

	own = qms_arena_format(&q->arena, "%sconfig.worktree", q->directory);
	if (!is_on(q, "extensions.worktreeconfig") || !has_bytes(own))
		return NULL;
	if (git_config_open_ondisk(&config, own) != 0)
		return qms_git_fail(own);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]) && !err; i++) {
		if (git_config_get_string_buf(&value, config, keys[i]) == 0 &&
		    strcmp(value.ptr, "false") != 0)
			err = qms_fail(QMS_M_G029, q->name,
			    qms_arena_format(&q->arena,
			    "extensions.worktreeConfig (%s)", keys[i]));
		git_buf_dispose(&value);
	}
	git_config_free(config);
	return err;
}

static const struct qms_error *
refuse_format(struct question *q)
{
	const char *value;

	value = setting(q, "extensions.objectformat");
	if (value != NULL && strcasecmp(value, "sha1") != 0)
		return qms_fail(QMS_M_G024, q->name, value);
	value = setting(q, "extensions.refstorage");
	if (value != NULL && strcasecmp(value, "files") != 0)
		return qms_fail(QMS_M_G030, q->name);
	return NULL;
}

static bool
is_known_extension(const char *key)
{
	static const char *const known[] = { "noop", "objectformat",
	    "partialclone", "preciousobjects", "refstorage",
	    "worktreeconfig" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcasecmp(key, known[i]) == 0)
			return true;
	return false;
}

static int
see_setting(const git_config_entry *entry, void *closure)
{
	static const char extension[] = "extensions.", remote[] = "remote.";
	struct question *q = closure;

	if (qms_starts_with(entry->name, extension) && q->unknown == NULL &&
	    !is_known_extension(entry->name + strlen(extension)))
		q->unknown = qms_arena_string(&q->arena, entry->name);
	if (qms_starts_with(entry->name, remote) &&
	    qms_ends_with(entry->name, ".promisor") &&
	    (entry->value == NULL || strcasecmp(entry->value, "false") != 0))
		q->promisor = true;
	return 0;
}

/* Not git_config_foreach_match: it loses 20 KiB for each key it compares. */
static const struct qms_error *
see_settings(struct question *q)
{
	if (git_config_foreach(q->config, see_setting, q) != 0)
		return qms_git_fail(q->name);
	return NULL;
}

static const struct qms_error *
refuse_partial(struct question *q)
{
	const char *remote = setting(q, "extensions.partialclone"), *url;

	if (remote == NULL && !q->promisor)
		return NULL;
	url = setting(q, qms_arena_format(&q->arena, "remote.%s.url",
	    remote == NULL ? "origin" : remote));
	return qms_fail(QMS_M_G022, q->name, url == NULL ? "URL" : url);
}

/* git ignores extensions in repositories of format 0, and so does this. */
static const struct qms_error *
refuse_extensions(struct question *q)
{
	int32_t version = 0;

	(void)git_config_get_int32(&version, q->config,
	    "core.repositoryformatversion");
	if (version > 0 && q->unknown != NULL)
		return qms_fail(QMS_M_G029, q->name, q->unknown);
	return NULL;
}

static const struct qms_error *
refuse_files(struct question *q)
{
	const char *path;

	if (has_bytes(below(q, "shallow")))
		return qms_fail(QMS_M_G021, q->name);
	path = below(q, "objects/info/alternates");
	if (has_bytes(path))
		return qms_fail(QMS_M_G026, q->name, path);
	path = below(q, "info/grafts");
	if (has_bytes(path))
		return qms_fail(QMS_M_G028, q->name, path);
	return NULL;
}

static const struct qms_error *
fail_replaced(struct question *q, const char *id)
{
	return qms_fail(QMS_M_G027, q->name,
	    qms_arena_format(&q->arena, "refs/replace/%s", id), id);
}

static const struct qms_error *
refuse_packed_replacement(struct question *q)
{
	const char *path = below(q, "packed-refs"), *at;
	struct qms_text text, line;
	const struct qms_error *err;

	if (qms_file_type(path) != QMS_FILE_REGULAR)
		return NULL;
	err = qms_file_read(&text, &q->arena, path, QMS_GIT_LARGEST);
	if (err)
		return err;
	while (qms_text_line(&line, &text)) {
		at = memmem(line.data, line.size, " refs/replace/", 14);
		if (at != NULL)
			return fail_replaced(q, qms_arena_copy(&q->arena,
			    at + 14, line.size - (size_t)(at + 14 -
			    line.data)));
	}
	return NULL;
}

static const struct qms_error *
refuse_replacement(struct question *q)
{
	DIR *directory = opendir(below(q, "refs/replace"));
	const struct qms_error *err = NULL;
	struct dirent *entry;

	while (directory != NULL && !err &&
	    (entry = readdir(directory)) != NULL)
		if (entry->d_name[0] != '.')
			err = fail_replaced(q, entry->d_name);
	if (directory != NULL)
		(void)closedir(directory);
	return err ? err : refuse_packed_replacement(q);
}

static const struct qms_error *
refuse_sparse(struct question *q)
{
	if (is_on(q, "core.sparsecheckout"))
		return qms_fail(QMS_M_G023, q->name);
	return NULL;
}

const struct qms_error *
qms_git_refuse(const char *directory)
{
	static const struct qms_error *(*const steps[])(struct question *q) = {
		find_common, read_config, see_settings, refuse_format,
		refuse_partial, refuse_extensions, refuse_own_config,
		refuse_files, refuse_sparse };
	struct question q = { .directory = directory };
	const struct qms_error *err = NULL;
	size_t i, size = strlen(directory);

	if (qms_ends_with(directory, "/.git/"))
		size -= strlen("/.git/");
	else if (size > 1)
		size--;
	q.name = qms_arena_copy(&q.arena, directory, size);
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && !err; i++)
		err = steps[i](&q);
	git_config_free(q.config);
	qms_arena_free(&q.arena);
	return err;
}

const struct qms_error *
qms_git_replaced(const struct qms_git *git)
{
	struct question q = { .common = git->common };
	size_t size = strlen(git->common);
	const struct qms_error *err;

	if (qms_ends_with(git->common, "/.git/"))
		size -= strlen("/.git/");
	q.name = qms_arena_copy(&q.arena, git->common, size);
	err = refuse_replacement(&q);
	qms_arena_free(&q.arena);
	return err;
}
