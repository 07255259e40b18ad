/* SPDX-License-Identifier: MIT */
/*
 * witness - checkpoints: a witness, usually the province, states that it saw a
 * commit, and what only grew up to there. It signs in a namespace of its own,
 * with a key of trust/signers, and the agency takes the statement in.
 *
 * A checkpoint is a statement (statement.h): act "witness", id "checkpoint",
 * agency "" for the whole system, version its number from 1, text the digest
 * below, result the commit, prev the checkpoint before, by the witness: the
 * last part of a principal such as "tinh/thanh".
 */
#ifndef QMS_WITNESS_H
#define QMS_WITNESS_H

#include "digest.h"
#include "git.h"
#include "signature.h"
#include "statement.h"

#define QMS_WITNESS_ACT "witness"
#define QMS_WITNESS_ID "checkpoint"

/* Hashes of blobs that were read before; {0} to begin with. */
struct qms_witness_memory {
	struct qms_arena arena;
	struct qms_map hashes;		/* hex of a blob's id → SHA-256 */
};

/*
 * The list that is witnessed, as sha256sum(1) writes it: "<sha256>  <path>\n"
 * for each file below trust/, agencies/<a>/acts/ and agencies/<a>/issued/ of a
 * tree (of one agency: only its own two), in the order of the paths' bytes.
 * Paths are below the QMS root, prefix is where that is. memory may be NULL.
 */
const struct qms_error *qms_witness_list(struct qms_buffer *list,
	struct qms_git *git, const struct qms_oid *tree, const char *prefix,
	const char *agency, struct qms_witness_memory *memory);
/* The SHA-256 of that list. */
const struct qms_error *qms_witness_digest(char sha256[QMS_SHA256_SIZE],
	struct qms_git *git, const struct qms_oid *tree, const char *prefix,
	const char *agency, struct qms_witness_memory *memory);
/* Is the file one of that list? */
bool qms_witness_is_listed(const char *path, const char *agency);

/* The principal for whom the key may witness at both times (seconds), whose
 * last part is the id of `by`; NULL if none. */
const char *qms_witness_principal(const struct qms_signers *signers,
	const char *by, struct qms_text key, int64_t first, int64_t second);

#endif
