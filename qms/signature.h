/* SPDX-License-Identifier: MIT */
/*
 * signature - detached OpenSSH signatures (PROTOCOL.sshsig), and the lists of
 * keys that may sign: a strict subset of the format ALLOWED SIGNERS of
 * ssh-keygen(1), so that stock tools reach the same verdict.
 *
 * Verified are Ed25519, ECDSA on the three NIST curves, RSA of 2048 bits and
 * more with SHA-2, and both kinds of security keys. (hogweed, nettle's part for
 * public keys; digest.h has the rest of nettle.)
 */
#ifndef QMS_SIGNATURE_H
#define QMS_SIGNATURE_H

#include "problem.h"
#include "text.h"

/* What statements are signed in, and what a witness signs in. */
#define QMS_NAMESPACE "qms"
#define QMS_NAMESPACE_WITNESS "qms-witness"

struct qms_signature {
	struct qms_text key;		/* as SSH sends it over the wire */
	const char *name_space;
	const char *hash;		/* sha256 or sha512 */
	struct qms_text signature;	/* with its type in front */
};

/*
 * False unless text is exactly what ssh-keygen -Y sign writes: one signature,
 * its lines of 70 characters, nothing before or behind it. What it points to is
 * in the arena.
 */
bool qms_signature_parse(struct qms_signature *signature,
	struct qms_arena *arena, struct qms_text text);
/* Did the key that the signature names sign just these bytes? Says nothing of
 * whose key that is. */
bool qms_signature_verify(const struct qms_signature *signature,
	struct qms_text message);

/* A public key as a file *.pub has it: type, base64, maybe a comment. */
struct qms_public_key {
	const char *type, *base64, *comment;
	struct qms_text blob;
};
/* False unless it is one line with a key of a type that is verified here. */
bool qms_public_key_parse(struct qms_public_key *key, struct qms_arena *arena,
	struct qms_text line);
/* "SHA256:…", as ssh-keygen -l prints it. */
char *qms_public_key_fingerprint(struct qms_arena *arena,
	struct qms_text blob);

/* Is it a key of the demonstration, which everybody has? It proves nothing but
 * there. */
bool qms_public_key_is_published(const char *fingerprint);

/* A line of a list of signers. */
struct qms_signer {
	const char *principal;		/* the id of a person */
	struct qms_strings name_spaces;
	int64_t after, before;		/* seconds since 1970 UTC; open ends:
					 * INT64_MIN and INT64_MAX */
	struct qms_public_key key;
	int line;
};

struct qms_signers {
	struct qms_signer *items;
	size_t count, room;
};

/*
 * Lines such as
 *	lan namespaces="qms",valid-after="20260105000000Z" ssh-ed25519 AAAA… x
 * with one literal principal each, namespaces always, times in UTC; empty lines
 * and comments. Anything else is a problem, and its line stands for nobody.
 */
void qms_signers_parse(struct qms_signers *signers, struct qms_arena *arena,
	struct qms_text text, const char *path, struct qms_problems *problems);
/* The line by which the key may sign for the principal at that time. */
const struct qms_signer *qms_signers_find(const struct qms_signers *signers,
	const char *principal, const char *name_space, struct qms_text key,
	int64_t time);
/* A line of such a list, as it is written; after and before as above. */
void qms_signer_write(struct qms_buffer *out, const struct qms_signer *signer);

#endif
