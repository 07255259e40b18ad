/* SPDX-License-Identifier: MIT */
/*
 * declared - a declaration as one file for others: its data as XML
 * (schemas/xsd/declared.xsd) or JSON, with the files that it rests on: the
 * record, the statement that declared it and its signature, and the chains of
 * trust statements that say whose key that is.
 *
 * The data are a function of those files, byte for byte; so whoever holds the
 * file and a root can tell offline what it proves: no repository, no index.
 */
#ifndef QMS_DECLARED_H
#define QMS_DECLARED_H

#include "system.h"

struct qms_declared_file {
	const char *path;
	struct qms_text bytes;
};

struct qms_declared {
	const char *statement;		/* path of the act */
	const char *record;		/* path of the declaration */
	struct qms_declared_file *files;
	size_t count, room;
	bool withheld;			/* the list of people is not enclosed,
					   and it says so */
};

/*
 * What the system holds of a declaration that is declared. Without what the
 * kinds keep internal, the list of people, when it is for everybody.
 */
const struct qms_error *qms_declared_collect(struct qms_declared *declared,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *id, bool internal);

/* The same bytes for the same files. subject is for failures. */
const struct qms_error *qms_declared_xml(struct qms_buffer *out,
	struct qms_arena *arena, const struct qms_declared *declared,
	const char *subject);
const struct qms_error *qms_declared_json(struct qms_buffer *out,
	struct qms_arena *arena, const struct qms_declared *declared,
	const char *subject);

struct qms_declared_proof {
	struct qms_statement act;
	const char *root;		/* SHA-256 that the chain leads to */
	bool pinned;			/* it was given */
	bool guarded;			/* somebody's signature was needed to
					   say whose keys these are */
	const char *key;		/* fingerprint; "" nobody signed */
	const char *signer;		/* name of the person by the people's
					   file that is enclosed */
	bool withheld;			/* it is not: the signer is an id, and
					   the office was not looked at */
};
/*
 * Reads the file and verifies it; root: NULL or "SHA256:…". A failure has the
 * exit status of integrity and says what does not hold.
 */
const struct qms_error *qms_declared_verify(struct qms_declared_proof *proof,
	struct qms_arena *arena, struct qms_text file, const char *subject,
	const char *root);

#endif
