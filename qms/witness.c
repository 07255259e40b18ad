/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "witness.h"

enum { LARGEST = 256 * 1024 * 1024 };

struct listing {
	struct qms_buffer *list;
	struct qms_git *git;
	struct qms_witness_memory *memory;
	const char *below, *agency;
};

/* What stands behind agencies/<agency>/, or NULL. */
static const char *
behind(const char *path, const char *agency)
{
	static const char agencies[] = "agencies/";
	const char *slash;

	if (!qms_starts_with(path, agencies))
		return NULL;
	path += strlen(agencies);
	slash = strchr(path, '/');
	if (slash == NULL || (*agency != '\0' && (strlen(agency) !=
	    (size_t)(slash - path) || !qms_starts_with(path, agency))))
		return NULL;
	return slash + 1;
}

bool
qms_witness_is_listed(const char *path, const char *agency)
{
	const char *rest = behind(path, agency);

	if (rest == NULL)
		return *agency == '\0' && qms_starts_with(path, "trust/");
	return qms_starts_with(rest, "acts/") ||
	    qms_starts_with(rest, "issued/");
}

/* A file that nobody can read has no hash, and its line says so. */
static const struct qms_error *
hash_blob(char sha256[QMS_SHA256_SIZE], struct qms_git *git,
    const struct qms_oid *id)
{
	const struct qms_error *err;
	struct qms_arena scratch = { 0 };
	struct qms_text text;

	err = qms_git_blob(&text, git, &scratch, id, LARGEST);
	if (err == NULL) {
		qms_sha256(sha256, text);
	} else if (err->id == QMS_M_G013) {
		memcpy(sha256, "-", 2);
		err = NULL;
	}
	qms_arena_free(&scratch);
	return err;
}

static const struct qms_error *
hash_once(const char **sha256, struct listing *l, const struct qms_oid *id)
{
	struct qms_witness_memory *memory = l->memory;
	const struct qms_error *err;
	char blob[QMS_OID_HEX], hex[QMS_SHA256_SIZE];

	*sha256 = qms_map_get(&memory->hashes, qms_oid_hex(blob, id));
	if (*sha256 != NULL)
		return NULL;
	err = hash_blob(hex, l->git, id);
	if (err != NULL)
		return err;
	*sha256 = qms_arena_string(&memory->arena, hex);
	qms_map_put(&memory->arena, &memory->hashes,
	    qms_arena_string(&memory->arena, blob), *sha256);
	return NULL;
}

static const struct qms_error *
list_file(void *closure, const struct qms_git_change *change)
{
	struct listing *l = closure;
	const struct qms_error *err;
	struct qms_buffer path = { 0 };
	const char *sha256;

	if (!qms_mode_is_file(change->new_mode))
		return NULL;
	qms_buffer_format(&path, "%s%s", l->below, change->path);
	err = NULL;
	if (qms_witness_is_listed(path.data, l->agency)) {
		err = hash_once(&sha256, l, &change->new_id);
		if (err == NULL)
			qms_buffer_format(l->list, "%s  %s\n", sha256,
			    path.data);
	}
	qms_buffer_free(&path);
	return err;
}

const struct qms_error *
qms_witness_list(struct qms_buffer *list, struct qms_git *git,
    const struct qms_oid *tree, const char *prefix, const char *agency,
    struct qms_witness_memory *memory)
{
	struct qms_witness_memory own = { 0 };
	struct qms_arena arena = { 0 };
	static const struct qms_oid zero;
	struct listing l = { list, git, memory == NULL ? &own : memory,
		"", agency };
	const struct qms_error *err;

	if (*agency != '\0')
		l.below = qms_arena_format(&arena, "agencies/%s/", agency);
	err = qms_git_diff(git, &zero, tree, qms_arena_format(&arena, "%s%s",
	    prefix, l.below), list_file, &l);
	qms_arena_free(&own.arena);
	qms_arena_free(&arena);
	return err;
}

const struct qms_error *
qms_witness_digest(char sha256[QMS_SHA256_SIZE], struct qms_git *git,
    const struct qms_oid *tree, const char *prefix, const char *agency,
    struct qms_witness_memory *memory)
{
	const struct qms_error *err;
	struct qms_buffer list = { 0 };

	err = qms_witness_list(&list, git, tree, prefix, agency, memory);
	if (err == NULL)
		qms_sha256(sha256, qms_buffer_view(&list));
	qms_buffer_free(&list);
	return err;
}

const char *
qms_witness_principal(const struct qms_signers *signers, const char *by,
    struct qms_text key, int64_t first, int64_t second)
{
	const char *principal, *last;
	size_t i;

	for (i = 0; i < signers->count; i++) {
		principal = signers->items[i].principal;
		last = strrchr(principal, '/');
		last = last == NULL ? principal : last + 1;
		if (strcmp(last, by) == 0 && qms_signers_find(signers,
		    principal, QMS_NAMESPACE_WITNESS, key, first) != NULL &&
		    qms_signers_find(signers, principal,
		    QMS_NAMESPACE_WITNESS, key, second) != NULL)
			return principal;
	}
	return NULL;
}
