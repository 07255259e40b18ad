/* SPDX-License-Identifier: MIT */
/*
 * statement - who, in which office, when, did which act on exactly which bytes.
 *
 * A statement is strict YAML: the keys below in this order, every value on one
 * line in double quotes (only \" and \\ escaped), LF, NFC, no comments; writing
 * what was read gives the same bytes. Its name ends with the first 16 hex
 * digits of the SHA-256 of its bytes. The form is frozen: signatures depend on
 * it.
 *
 * Two acts are about no object: `trust` (trust.h), and `witness`, a checkpoint
 * (witness.h): id "checkpoint", the version its number, the text a digest of
 * what only grows, the result a commit.
 */
#ifndef QMS_STATEMENT_H
#define QMS_STATEMENT_H

#include "date.h"
#include "digest.h"
#include "problem.h"

struct qms_statement_file {
	const char *path;		/* below the QMS root; sorted */
	const char *sha256;
};

struct qms_statement {
	const char *system;		/* SHA-256 of trust statement 0; "" in it */
	const char *act, *agency, *id, *version;
	const char *text;		/* SHA-256 of the raw bytes, or "" */
	struct qms_statement_file *files;
	size_t file_count;
	struct qms_strings authors;	/* persons, sorted */
	const char *by, *office, *capacity, *delegation;
	const char *date, *effective, *until;	/* ISO or "" */
	const char *result, *decision, *decision_date, *decision_sha256;
	const char *recorded_by, *proof;
	struct qms_strings prev;	/* SHA-256 of this object's heads, sorted */
	const char *comment;
	char sha256[QMS_SHA256_SIZE];	/* of its bytes; set by parse and write */
};

/*
 * False, and one problem, unless text is exactly what _write would give for
 * it, every value has its form, and path is that of _path. On true no string
 * is NULL.
 */
bool qms_statement_parse(struct qms_statement *statement,
	struct qms_arena *arena, struct qms_text text, const char *path,
	struct qms_problems *problems);
/* The same of one that has no place yet; path is for what is reported. */
bool qms_statement_read(struct qms_statement *statement,
	struct qms_arena *arena, struct qms_text text, const char *path,
	struct qms_problems *problems);
/* Sets statement->sha256 as well. NULL fields are written as empty. */
void qms_statement_write(struct qms_buffer *out,
	struct qms_statement *statement);
/* The SHA-256 by which it names a file, or NULL. */
const char *qms_statement_file(const struct qms_statement *statement,
	const char *path);
/* Its path below the QMS root; sha256 must be set. */
char *qms_statement_path(struct qms_arena *arena,
	const struct qms_statement *statement);
/*
 * Where issued/ keeps what the statement names: path is the document itself
 * (issued as text.md) or an attachment of it.
 */
char *qms_statement_issued_path(struct qms_arena *arena,
	const struct qms_statement *statement, const char *document,
	const char *path);

/* Is the path one of a statement (acts/ or trust/, .yaml)? */
bool qms_statement_is_path(const char *path);
/* Is it one that only grows: statements, signatures, issued/? */
bool qms_path_only_grows(const char *path);

#endif
