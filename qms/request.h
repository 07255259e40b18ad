/* SPDX-License-Identifier: MIT */
/*
 * request - a statement on its way to who signs it, and back: one plain file
 * to carry, with what is needed to judge it without a repository
 * (qms-request(5)).
 *
 *	<the bytes of the statement>
 *	--- qms/request/1 <size> <SHA-256 of the statement>
 *	--- <what> <size> <SHA-256> <name>
 *	<size bytes>
 *	--- end
 *
 * Several follow each other. Everything that would be written into the
 * repository is stated by hash in the statement; nothing else is taken.
 */
#ifndef QMS_REQUEST_H
#define QMS_REQUEST_H

#include "statement.h"

enum { QMS_REQUEST_LIMIT = 64 * 1024 * 1024 };

enum qms_request_what {
	QMS_REQUEST_SIGNATURE,	/* OpenSSH's; name: "-" for `by`, else a
				 * principal who signs with them */
	QMS_REQUEST_CERTIFICATE,	/* detached CMS; name "-" */
	QMS_REQUEST_TEXT,	/* what `text` of the statement means */
	QMS_REQUEST_BEFORE,	/* the text in force; name: its version */
	QMS_REQUEST_PUT,	/* a file to write; name: its path */
	QMS_REQUEST_REMOVE,	/* a member of the trust set to remove */
	QMS_REQUEST_BASE,	/* "<SHA-256>  <path>\n": what put, remove
				 * replace, "-" where nothing is; name "-" */
	QMS_REQUEST_ABOUT,	/* words for people; name: of what */
	QMS_REQUEST_WHATS
};

struct qms_request_part {
	enum qms_request_what what;
	const char *name;
	struct qms_text bytes;
};

struct qms_request {
	struct qms_text bytes;		/* of the statement */
	struct qms_statement statement;
	const char *path;		/* where it will lie */
	struct qms_request_part *parts;
	size_t count, room;
};

struct qms_requests {
	struct qms_request *items;
	size_t count, room;
};

/*
 * False, and one problem, unless text is just such requests. What they point to
 * is in the text and in the arena.
 */
bool qms_requests_parse(struct qms_requests *requests,
	struct qms_arena *arena, struct qms_text text, const char *path,
	struct qms_problems *problems);
void qms_request_write(struct qms_buffer *out,
	const struct qms_request *request);

/* The first part of that name (NULL: any), or NULL. */
const struct qms_request_part *qms_request_get(
	const struct qms_request *request, enum qms_request_what what,
	const char *name);
/* Adds a part, or puts it in the place of that of this name. */
void qms_request_set(struct qms_request *request, struct qms_arena *arena,
	enum qms_request_what what, const char *name, struct qms_text bytes);
/*
 * Does the statement state these bytes for this path: as a member of its chain,
 * an attachment, its issued text, or (the caller sees to it that the path is
 * that of the object) its working text?
 */
bool qms_request_states(const struct qms_statement *statement,
	const char *path, struct qms_text bytes);

/* Where a signature of that name lies beside the statement. */
char *qms_request_signature_path(struct qms_arena *arena,
	const struct qms_request *request, const char *name);

#endif
