/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git_part.h"
#include "loose.h"

bool
qms_oid_equal(const struct qms_oid *a, const struct qms_oid *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool
qms_oid_is_zero(const struct qms_oid *oid)
{
	static const struct qms_oid zero;

	return qms_oid_equal(oid, &zero);
}

char *
qms_oid_hex(char hex[QMS_OID_HEX], const struct qms_oid *oid)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < sizeof(oid->bytes); i++) {
		hex[2 * i] = digits[oid->bytes[i] >> 4];
		hex[2 * i + 1] = digits[oid->bytes[i] & 15];
	}
	hex[2 * i] = '\0';
	return hex;
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
qms_oid_parse(struct qms_oid *oid, const char *hex)
{
	size_t i;
	int high, low;

	memset(oid, 0, sizeof(*oid));
	for (i = 0; i < sizeof(oid->bytes); i++) {
		high = digit(hex[2 * i]);
		low = high < 0 ? -1 : digit(hex[2 * i + 1]);
		if (low < 0) {
			memset(oid, 0, sizeof(*oid));
			return false;
		}
		oid->bytes[i] = (unsigned char)(high << 4 | low);
	}
	if (hex[2 * i] != '\0') {
		memset(oid, 0, sizeof(*oid));
		return false;
	}
	return true;
}

/*
 * libgit2 reads every CA certificate of the machine when it starts: half the
 * time of a short command, for a network that is never used here. This takes
 * the place of the function it calls for that.
 */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);

int
mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
	return -1;
}

static pthread_mutex_t starting = PTHREAD_MUTEX_INITIALIZER;
static bool started;

static const struct qms_error *
start(void)
{
	/* we never delete objects, and read config.worktree ourselves */
	static const char *known[] = { "preciousobjects", "worktreeconfig" };
	int rc = 0;

	(void)pthread_mutex_lock(&starting);
	if (!started) {
		rc = git_libgit2_init();
		started = rc > 0;
	}
	if (rc == 1) {
		git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
		/* loose.h and `qms verify` look; here it doubles the time */
		git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
		git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT,
		    GIT_OBJECT_TREE, (size_t)0);
		git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known,
		    sizeof(known) / sizeof(known[0]));
	}
	(void)pthread_mutex_unlock(&starting);
	return rc < 0 ? qms_git_fail("libgit2") : NULL;
}

void
qms_git_finish(void)
{
	(void)pthread_mutex_lock(&starting);
	if (started)
		git_libgit2_shutdown();
	started = false;
	(void)pthread_mutex_unlock(&starting);
}

const struct qms_error *
qms_git_fail(const char *subject)
{
	const git_error *said = git_error_last();

	return qms_fail(QMS_M_G036, subject,
	    said == NULL || said->message == NULL ? "?" : said->message);
}

const struct qms_error *
qms_git_damaged(const struct qms_oid *id, const char *reason)
{
	char hex[QMS_OID_HEX];

	return qms_fail(QMS_M_G034, qms_oid_hex(hex, id), reason);
}

const struct qms_error *
qms_git_object(git_odb_object **object, struct qms_git *git,
    const struct qms_oid *id, git_object_t type)
{
	char reason[64];
	const git_error *said;
	git_oid oid;

	*object = NULL;
	qms_to_git(&oid, id);
	if (git_odb_read(object, git->odb, &oid) != 0) {
		said = git_error_last();
		return qms_git_damaged(id, said == NULL ||
		    said->message == NULL ? "?" : said->message);
	}
	if (git_odb_object_type(*object) != type) {
		(void)snprintf(reason, sizeof(reason), "%s, not %s",
		    git_object_type2string(git_odb_object_type(*object)),
		    git_object_type2string(type));
		git_odb_object_free(*object);
		*object = NULL;
		return qms_git_damaged(id, reason);
	}
	return NULL;
}

/* git's own name for a repository in safe.directory: its work tree, if any. */
static const struct qms_error *
fail_foreign(const char *directory)
{
	char name[PATH_MAX];

	(void)snprintf(name, sizeof(name), "%s", directory);
	if (qms_ends_with(name, "/.git/"))
		name[strlen(name) - strlen("/.git/")] = '\0';
	return qms_fail(QMS_M_G025, name);
}

/*
 * Refused before libgit2 opens it: what libgit2 says of such repositories is
 * hard to understand.
 */
static const struct qms_error *
refuse_found(const char **directory, struct qms_arena *arena,
    const char *path)
{
	git_buf found = GIT_BUF_INIT;
	int rc;

	rc = git_repository_discover(&found, path, 0, NULL);
	if (rc != 0)
		return rc == GIT_ENOTFOUND ? qms_fail(QMS_M_G020, path) :
		    qms_git_fail(path);
	*directory = qms_arena_string(arena, found.ptr);
	git_buf_dispose(&found);
	return qms_git_refuse(*directory);
}

static const struct qms_error *
open_found(struct qms_git *git, const char *path)
{
	const struct qms_error *err;
	const char *directory = NULL;
	struct stat st;

	err = refuse_found(&directory, &git->arena, path);
	if (err)
		return err;
	if (git_repository_open_ext(&git->repository, path, 0, NULL) == 0)
		return NULL;
	/* libgit2 misses safe.directory, and does not say why it asks */
	if (stat(directory, &st) == 0 && st.st_uid != geteuid())
		return fail_foreign(directory);
	return qms_git_fail(path);
}

static const struct qms_error *
open_environment(struct qms_git *git, const char *path)
{
	if (git_repository_open_ext(&git->repository, NULL,
	    GIT_REPOSITORY_OPEN_FROM_ENV, NULL) != 0)
		return qms_git_fail(path);
	return qms_git_refuse(git_repository_path(git->repository));
}

static const struct qms_error *
take_over(struct qms_git *git)
{
	if (git_repository_odb(&git->odb, git->repository) != 0)
		return qms_git_fail(git_repository_path(git->repository));
	git->directory = qms_arena_string(&git->arena,
	    git_repository_path(git->repository));
	git->common = qms_arena_string(&git->arena,
	    git_repository_commondir(git->repository));
	git->work = qms_arena_string(&git->arena,
	    git_repository_workdir(git->repository));
	return NULL;
}

const struct qms_error *
qms_git_open(struct qms_git **git, const char *path, bool from_env)
{
	struct qms_git *made;
	const struct qms_error *err;

	*git = NULL;
	err = start();
	if (err)
		return err;
	made = calloc(1, sizeof(*made));
	if (made == NULL) {
		qms_arena_exhausted();
		abort();
	}
	err = from_env ? open_environment(made, path) :
	    open_found(made, path);
	if (!err)
		err = take_over(made);
	if (!err)
		err = qms_loose_check(made->common);
	if (err) {
		qms_git_close(made);
		return err;
	}
	*git = made;
	return NULL;
}

const struct qms_error *
qms_git_create(struct qms_git **git, const char *path)
{
	git_repository_init_options options;
	git_repository *made = NULL;
	const struct qms_error *err;

	*git = NULL;
	err = start();
	if (err)
		return err;
	(void)git_repository_init_options_init(&options,
	    GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_MKDIR |
	    GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	if (git_repository_init_ext(&made, path, &options) != 0)
		return qms_git_fail(path);
	git_repository_free(made);
	return qms_git_open(git, path, false);
}

void
qms_git_close(struct qms_git *git)
{
	if (git == NULL)
		return;
	qms_git_forget_trees(git);
	git_odb_free(git->odb);
	git_repository_free(git->repository);
	qms_arena_free(&git->arena);
	free(git);
}

const char *
qms_git_work_directory(const struct qms_git *git)
{
	return git->work;
}

const char *
qms_git_common_directory(const struct qms_git *git)
{
	return git->common;
}

struct qms_git_counts *
qms_git_counts(struct qms_git *git)
{
	return &git->counts;
}

void
qms_git_limit(struct qms_git *git, int64_t steps)
{
	git->steps = 0;
	git->most_steps = steps;
}

const struct qms_error *
qms_git_step(struct qms_git *git)
{
	char most[24];

	if (git->most_steps == 0 || ++git->steps <= git->most_steps)
		return NULL;
	(void)snprintf(most, sizeof(most), "%lld",
	    (long long)git->most_steps);
	return qms_fail(QMS_M_H013, most);
}

const char *
qms_git_busy(const struct qms_git *git)
{
	switch (git_repository_state(git->repository)) {
	case GIT_REPOSITORY_STATE_NONE:
		return NULL;
	case GIT_REPOSITORY_STATE_MERGE:
		return "merge";
	case GIT_REPOSITORY_STATE_REVERT:
	case GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
		return "revert";
	case GIT_REPOSITORY_STATE_CHERRYPICK:
	case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
		return "cherry-pick";
	case GIT_REPOSITORY_STATE_BISECT:
		return "bisect";
	case GIT_REPOSITORY_STATE_APPLY_MAILBOX:
		return "am";
	default:
		return "rebase";
	}
}

/* ---- identity ---- */

static const char *
setting(git_config *config, struct qms_arena *arena, const char *key)
{
	git_buf value = GIT_BUF_INIT;
	const char *found = "";

	if (git_config_get_string_buf(&value, config, key) == 0)
		found = qms_arena_string(arena, value.ptr);
	git_buf_dispose(&value);
	return found;
}

void
qms_git_identity(struct qms_git *git, struct qms_arena *arena,
    const char **name, const char **email)
{
	git_config *config = NULL;

	*name = "";
	*email = "";
	if (git == NULL && start() != NULL)
		return;
	if ((git == NULL ? git_config_open_default(&config) :
	    git_repository_config(&config, git->repository)) == 0) {
		*name = setting(config, arena, "user.name");
		*email = setting(config, arena, "user.email");
	}
	git_config_free(config);
}

const struct qms_error *
qms_git_set_identity(struct qms_git *git, const char *name, const char *email)
{
	git_config *all = NULL, *local = NULL;
	const struct qms_error *err = NULL;

	if (git_repository_config(&all, git->repository) != 0 ||
	    git_config_open_level(&local, all, GIT_CONFIG_LEVEL_LOCAL) != 0 ||
	    git_config_set_string(local, "user.name", name) != 0 ||
	    git_config_set_string(local, "user.email", email) != 0)
		err = qms_git_fail(git->common);
	git_config_free(local);
	git_config_free(all);
	return err;
}

const struct qms_error *
qms_git_set_user(const char *path, const char *name, const char *email)
{
	const struct qms_error *err = start();
	git_config *config = NULL;

	if (err != NULL)
		return err;
	if (git_config_open_ondisk(&config, path) != 0 ||
	    git_config_set_string(config, "user.name", name) != 0 ||
	    git_config_set_string(config, "user.email", email) != 0)
		err = qms_git_fail(path);
	git_config_free(config);
	return err;
}

const char *
qms_git_setting(struct qms_git *git, struct qms_arena *arena, const char *key)
{
	git_config *config = NULL;
	const char *value = "";

	if (git_repository_config(&config, git->repository) == 0)
		value = setting(config, arena, key);
	git_config_free(config);
	return value;
}

const struct qms_error *
qms_git_set_default(struct qms_git *git, const char *key, const char *value)
{
	git_config *all = NULL, *local = NULL;
	const struct qms_error *err = NULL;
	git_buf there = GIT_BUF_INIT;

	if (git_repository_config(&all, git->repository) != 0)
		return qms_git_fail(git->common);
	if (git_config_get_string_buf(&there, all, key) != 0 &&
	    (git_config_open_level(&local, all, GIT_CONFIG_LEVEL_LOCAL) != 0 ||
	    git_config_set_string(local, key, value) != 0))
		err = qms_git_fail(git->common);
	git_buf_dispose(&there);
	git_config_free(local);
	git_config_free(all);
	return err;
}

/* ---- HEAD and names ---- */

const struct qms_error *
qms_git_first_branch(bool *done, struct qms_git *git, const char *branch)
{
	struct qms_arena arena = { 0 };
	const struct qms_error *err = NULL;
	git_strarray refs = { NULL, 0 };
	char *name;

	*done = false;
	if (git_reference_list(&refs, git->repository) != 0)
		return qms_git_fail(git->common);
	if (refs.count == 0) {
		name = qms_arena_format(&arena, "refs/heads/%s", branch);
		*done = git_repository_set_head(git->repository, name) == 0;
		if (!*done)
			err = qms_git_fail(name);
	}
	git_strarray_dispose(&refs);
	qms_arena_free(&arena);
	return err;
}

const struct qms_error *
qms_git_stands_for(const char **name, struct qms_git *git,
    struct qms_arena *arena, const char *ref)
{
	git_reference *found = NULL;
	int rc, depth;

	*name = ref;
	for (depth = 0; depth < 8; depth++) {
		rc = git_reference_lookup(&found, git->repository, *name);
		if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC)
			return NULL;
		if (rc != 0)
			return qms_git_fail(*name);
		rc = git_reference_type(found) == GIT_REFERENCE_SYMBOLIC;
		if (rc)
			*name = qms_arena_string(arena,
			    git_reference_symbolic_target(found));
		git_reference_free(found);
		if (!rc)
			return NULL;
	}
	return NULL;
}

const struct qms_error *
qms_git_branch(const char **name, struct qms_git *git, struct qms_arena *arena)
{
	git_reference *head = NULL;
	const struct qms_error *err = NULL;

	*name = NULL;
	if (git_reference_lookup(&head, git->repository, "HEAD") != 0)
		err = qms_git_fail(git->directory);
	else if (git_reference_type(head) == GIT_REFERENCE_SYMBOLIC)
		*name = qms_arena_string(arena,
		    git_reference_symbolic_target(head));
	git_reference_free(head);
	return err;
}

const struct qms_error *
qms_git_head(struct qms_oid *commit, const char **branch, struct qms_git *git,
    struct qms_arena *arena)
{
	const struct qms_error *err;
	const char *name;
	git_oid oid;
	int rc;

	memset(commit, 0, sizeof(*commit));
	if (branch != NULL) {
		*branch = NULL;
		err = qms_git_branch(&name, git, arena);
		if (err)
			return err;
		if (name != NULL)
			*branch = qms_starts_with(name, "refs/heads/") ?
			    name + strlen("refs/heads/") : name;
	}
	rc = git_reference_name_to_id(&oid, git->repository, "HEAD");
	if (rc == GIT_ENOTFOUND)
		return NULL;		/* no commit yet */
	if (rc != 0)
		return qms_git_fail(git->directory);
	qms_from_git(commit, &oid);
	return NULL;
}

const struct qms_error *
qms_git_resolve(struct qms_oid *commit, struct qms_git *git, const char *name)
{
	git_object *object = NULL, *peeled = NULL;
	const struct qms_error *err = NULL;

	memset(commit, 0, sizeof(*commit));
	if (git_revparse_single(&object, git->repository, name) != 0)
		err = qms_fail(QMS_M_G037, name);
	else if (git_object_peel(&peeled, object, GIT_OBJECT_COMMIT) != 0)
		err = qms_fail(QMS_M_G038, name);
	else
		qms_from_git(commit, git_object_id(peeled));
	git_object_free(peeled);
	git_object_free(object);
	return err;
}

const struct qms_error *
qms_git_head_tree(struct qms_oid *tree, struct qms_git *git)
{
	const struct qms_error *err;
	struct qms_arena arena = { 0 };
	struct qms_git_commit commit;
	struct qms_oid head;

	memset(tree, 0, sizeof(*tree));
	err = qms_git_head(&head, NULL, git, &arena);
	if (!err && !qms_oid_is_zero(&head)) {
		err = qms_git_commit(&commit, git, &arena, &head);
		if (!err)
			*tree = commit.tree;
	}
	qms_arena_free(&arena);
	return err;
}

/* ---- blobs ---- */

const struct qms_error *
qms_git_blob(struct qms_text *text, struct qms_git *git,
    struct qms_arena *arena, const struct qms_oid *id, size_t limit)
{
	char hex[QMS_OID_HEX], size[24], most[24];
	const struct qms_error *err;
	git_odb_object *object;
	git_object_t type;
	git_oid oid;
	size_t length;

	memset(text, 0, sizeof(*text));
	qms_to_git(&oid, id);
	if (git_odb_read_header(&length, &type, git->odb, &oid) == 0 &&
	    length > limit) {
		(void)snprintf(size, sizeof(size), "%zu", length);
		(void)snprintf(most, sizeof(most), "%zu", limit);
		return qms_fail(QMS_M_G013, qms_oid_hex(hex, id), size, most);
	}
	err = qms_git_object(&object, git, id, GIT_OBJECT_BLOB);
	if (err)
		return err;
	git->counts.blobs_read++;
	text->size = git_odb_object_size(object);
	text->data = qms_arena_copy(arena, git_odb_object_data(object),
	    text->size);
	git_odb_object_free(object);
	return NULL;
}

const struct qms_error *
qms_git_blob_id(struct qms_oid *id, struct qms_text text)
{
	const struct qms_error *err;
	git_oid oid;

	memset(id, 0, sizeof(*id));
	err = start();
	if (err)
		return err;
	if (git_odb_hash(&oid, text.size == 0 ? "" : text.data, text.size,
	    GIT_OBJECT_BLOB) != 0)
		return qms_git_fail("blob");
	qms_from_git(id, &oid);
	return NULL;
}
