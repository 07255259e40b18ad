/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "request.h"
#include "trust.h"

enum { ENTRIES = 1000, PARTS = 4096, NAME = 1024, ABOUT = 1000 };

static const char *const whats[QMS_REQUEST_WHATS] = {
	[QMS_REQUEST_SIGNATURE] = "signature",
	[QMS_REQUEST_CERTIFICATE] = "certificate",
	[QMS_REQUEST_TEXT] = "text", [QMS_REQUEST_BEFORE] = "before",
	[QMS_REQUEST_PUT] = "put", [QMS_REQUEST_REMOVE] = "remove",
	[QMS_REQUEST_BASE] = "base", [QMS_REQUEST_ABOUT] = "about",
};

static const char head[] = "--- qms/request/1 ";
static const char end[] = "--- end";

/* ---- what may stand in one ---- */

/* Below the root, in plain names, none of them "." or ".." or hidden. */
static bool
is_plain(const char *path)
{
	const char *at;
	size_t size;

	for (at = path;; at++) {
		size = strcspn(at, "/");
		if (size == 0 || *at == '.' || strcspn(at, "\\") < size)
			return false;
		at += size;
		if (*at == '\0')
			return true;
	}
}

static bool
is_stated_file(const struct qms_statement *s, const char *sha256)
{
	size_t i;

	for (i = 0; i < s->file_count; i++)
		if (strcmp(s->files[i].sha256, sha256) == 0)
			return true;
	return false;
}

/* A member of the chain that the trust statement is of. */
static bool
is_member(const struct qms_statement *s, const char *path)
{
	struct qms_arena arena = { 0 };
	const char *agency;
	bool is;

	is = strcmp(s->act, "trust") == 0 &&
	    qms_trust_is_member(path, &agency, &arena) &&
	    strcmp(agency, s->agency) == 0;
	qms_arena_free(&arena);
	return is;
}

/* The rest of a path behind agencies/<agency>/, or NULL. */
static const char *
behind(const struct qms_statement *s, const char *path)
{
	size_t size = strlen(s->agency);

	if (size == 0 || !qms_starts_with(path, "agencies/"))
		return NULL;
	path += strlen("agencies/");
	return qms_starts_with(path, s->agency) && path[size] == '/' ?
	    path + size + 1 : NULL;
}

/* issued/<id>/<version>/ of the statement. */
static bool
is_issued(const struct qms_statement *s, const char *path)
{
	struct qms_arena arena = { 0 };
	const char *rest = behind(s, path);
	bool is;

	is = rest != NULL && *s->version != '\0' && qms_starts_with(rest,
	    qms_arena_format(&arena, "issued/%s/%s/", s->id, s->version));
	qms_arena_free(&arena);
	return is;
}

bool
qms_request_states(const struct qms_statement *s, const char *path,
    struct qms_text bytes)
{
	const char *stated, *rest = behind(s, path);
	char sha256[QMS_SHA256_SIZE];

	if (!is_plain(path))
		return false;
	qms_sha256(sha256, bytes);
	stated = qms_statement_file(s, path);
	if (strcmp(s->act, "trust") == 0)
		return is_member(s, path) && stated != NULL &&
		    strcmp(stated, sha256) == 0;
	if (rest == NULL || qms_starts_with(rest, "acts/"))
		return false;
	if (stated != NULL)
		return strcmp(stated, sha256) == 0;
	if (is_issued(s, path) && is_stated_file(s, sha256))
		return true;
	return *s->text != '\0' && strcmp(s->text, sha256) == 0;
}

static bool
is_removal(const struct qms_statement *s, const char *path)
{
	return is_plain(path) && is_member(s, path) &&
	    qms_statement_file(s, path) == NULL;
}

static bool
is_principal(const char *name)
{
	return strcmp(name, "-") == 0 || (strspn(name,
	    "abcdefghijklmnopqrstuvwxyz0123456789-._/") == strlen(name) &&
	    is_plain(name) && *name != '-');
}

/* Words that people are shown: nothing that draws or hides. */
static bool
is_words(struct qms_text text)
{
	size_t offset = 0;
	int32_t c;

	if (text.size > ABOUT)
		return false;
	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		if (c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
		    (c >= 0x200e && c <= 0x200f) ||
		    (c >= 0x2028 && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069))
			return false;
	}
	return true;
}

static bool
may_stand(const struct qms_statement *s, const struct qms_request_part *part,
    const char *sha256)
{
	switch (part->what) {
	case QMS_REQUEST_SIGNATURE:
		return is_principal(part->name);
	case QMS_REQUEST_TEXT:
		return strcmp(s->text, sha256) == 0;
	case QMS_REQUEST_PUT:
		return qms_request_states(s, part->name, part->bytes);
	case QMS_REQUEST_REMOVE:
		return part->bytes.size == 0 && is_removal(s, part->name);
	case QMS_REQUEST_ABOUT:
		return is_words(part->bytes);
	default:
		return true;
	}
}

/* ---- reading ---- */

struct reader {
	struct qms_arena *arena;
	struct qms_text whole, rest;
	const char *path;
	struct qms_problems *problems;
};

static bool
fault(const struct reader *r, enum qms_message_id id, const char *what)
{
	int line, column;

	qms_text_position(r->whole, r->whole.size - r->rest.size, &line,
	    &column);
	qms_report(r->problems, r->path, line, 0, id, what);
	return false;
}

/* A line, its end taken; the last one has one too. */
static bool
take_line(struct qms_text *line, struct reader *r)
{
	const char *newline = r->rest.size == 0 ? NULL :
	    memchr(r->rest.data, '\n', r->rest.size);

	if (newline == NULL)
		return false;
	*line = (struct qms_text){ r->rest.data,
	    (size_t)(newline - r->rest.data) };
	r->rest.size -= line->size + 1;
	r->rest.data = newline + 1;
	return true;
}

static bool
begins(struct qms_text text, const char *start)
{
	return text.size >= strlen(start) &&
	    memcmp(text.data, start, strlen(start)) == 0;
}

static bool
take_word(const char **word, struct qms_arena *arena, struct qms_text *line)
{
	const char *space = line->size == 0 ? NULL :
	    memchr(line->data, ' ', line->size);
	size_t size = space == NULL ? line->size :
	    (size_t)(space - line->data);

	*word = qms_arena_copy(arena, size == 0 ? "" : line->data, size);
	line->data += size + (space != NULL);
	line->size -= size + (space != NULL);
	return size > 0 && strlen(*word) == size;
}

/* "<size> <SHA-256>", as it would be written. */
static bool
take_measure(size_t *size, const char **sha256, struct reader *r,
    struct qms_text *line)
{
	const char *word, *at;

	*size = 0;
	if (!take_word(&word, r->arena, line) || strlen(word) > 9 ||
	    (*word == '0' && word[1] != '\0'))
		return false;
	for (at = word; *at != '\0'; at++) {
		if (*at < '0' || *at > '9')
			return false;
		*size = 10 * *size + (size_t)(*at - '0');
	}
	return take_word(sha256, r->arena, line) && qms_is_sha256(*sha256);
}

/* The statement is what stands before the first line of dashes. */
static bool
take_statement(struct qms_request *request, struct reader *r)
{
	const char *start = r->rest.data, *sha256;
	char found[QMS_SHA256_SIZE];
	struct qms_text line;
	size_t size;

	while (r->rest.size > 0 && !begins(r->rest, "--- "))
		if (!take_line(&line, r))
			return fault(r, QMS_M_G125, "---");
	request->bytes = (struct qms_text){ start,
	    (size_t)(r->rest.data - start) };
	if (!begins(r->rest, head) || !take_line(&line, r))
		return fault(r, QMS_M_G125, head);
	line.data += strlen(head);
	line.size -= strlen(head);
	if (!take_measure(&size, &sha256, r, &line) || line.size != 0)
		return fault(r, QMS_M_G125, head);
	if (size != request->bytes.size || strcmp(sha256, qms_sha256(found,
	    request->bytes)) != 0)
		return fault(r, QMS_M_G126, "statement");
	if (!qms_statement_read(&request->statement, r->arena,
	    request->bytes, r->path, r->problems))
		return false;
	request->path = qms_statement_path(r->arena, &request->statement);
	return true;
}

static bool
take_part(struct qms_request_part *part, struct reader *r,
    const struct qms_statement *s)
{
	char found[QMS_SHA256_SIZE];
	const char *word, *sha256;
	struct qms_text line;
	size_t size;
	int i;

	if (!begins(r->rest, "--- ") || !take_line(&line, r))
		return fault(r, QMS_M_G125, end);
	line.data += 4;
	line.size -= 4;
	if (!take_word(&word, r->arena, &line))
		return fault(r, QMS_M_G125, end);
	for (i = 0; i < QMS_REQUEST_WHATS; i++)
		if (strcmp(whats[i], word) == 0)
			break;
	if (i == QMS_REQUEST_WHATS ||
	    !take_measure(&size, &sha256, r, &line) || line.size == 0 ||
	    line.size > NAME || !is_words(line))
		return fault(r, QMS_M_G125, word);
	part->what = (enum qms_request_what)i;
	part->name = qms_arena_copy(r->arena, line.data, line.size);
	if (size >= r->rest.size || r->rest.data[size] != '\n')
		return fault(r, QMS_M_G125, part->name);
	part->bytes = (struct qms_text){ r->rest.data, size };
	if (strcmp(sha256, qms_sha256(found, part->bytes)) != 0)
		return fault(r, QMS_M_G126, part->name);
	if (!may_stand(s, part, sha256))
		return fault(r, QMS_M_G127, part->name);
	r->rest.data += size + 1;
	r->rest.size -= size + 1;
	return true;
}

static bool
take_request(struct qms_request *request, struct reader *r)
{
	struct qms_request_part part;
	struct qms_text line;

	if (!take_statement(request, r))
		return false;
	while (!begins(r->rest, end)) {
		if (request->count == PARTS || !take_part(&part, r,
		    &request->statement))
			return request->count < PARTS ? false :
			    fault(r, QMS_M_G125, end);
		if (part.what != QMS_REQUEST_ABOUT && qms_request_get(request,
		    part.what, part.name) != NULL)
			return fault(r, QMS_M_G127, part.name);
		*qms_push(r->arena, request->parts, request->count,
		    request->room) = part;
	}
	return (take_line(&line, r) && qms_text_is(line, end)) ||
	    fault(r, QMS_M_G125, end);
}

bool
qms_requests_parse(struct qms_requests *requests, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems)
{
	struct reader r = { arena, text, text, path, problems };
	struct qms_request request;

	*requests = (struct qms_requests){ 0 };
	if (text.size == 0 || text.size > QMS_REQUEST_LIMIT)
		return fault(&r, QMS_M_G125, head);
	while (r.rest.size > 0) {
		request = (struct qms_request){ 0 };
		if (requests->count == ENTRIES)
			return fault(&r, QMS_M_G125, end);
		if (!take_request(&request, &r))
			return false;
		*qms_push(arena, requests->items, requests->count,
		    requests->room) = request;
	}
	return true;
}

/* ---- writing ---- */

void
qms_request_write(struct qms_buffer *out, const struct qms_request *request)
{
	const struct qms_request_part *part;
	char sha256[QMS_SHA256_SIZE];
	size_t i;
	int what;

	qms_buffer_text(out, request->bytes);
	qms_buffer_format(out, "%s%zu %s\n", head, request->bytes.size,
	    qms_sha256(sha256, request->bytes));
	for (what = 0; what < QMS_REQUEST_WHATS; what++) {
		for (i = 0; i < request->count; i++) {
			part = &request->parts[i];
			if ((int)part->what != what)
				continue;
			qms_buffer_format(out, "--- %s %zu %s %s\n",
			    whats[what], part->bytes.size,
			    qms_sha256(sha256, part->bytes), part->name);
			qms_buffer_text(out, part->bytes);
			qms_buffer_char(out, '\n');
		}
	}
	qms_buffer_format(out, "%s\n", end);
}

/* ---- parts ---- */

const struct qms_request_part *
qms_request_get(const struct qms_request *request, enum qms_request_what what,
    const char *name)
{
	size_t i;

	for (i = 0; i < request->count; i++)
		if (request->parts[i].what == what && (name == NULL ||
		    strcmp(request->parts[i].name, name) == 0))
			return &request->parts[i];
	return NULL;
}

void
qms_request_set(struct qms_request *request, struct qms_arena *arena,
    enum qms_request_what what, const char *name, struct qms_text bytes)
{
	struct qms_request_part made = { what, qms_arena_string(arena, name),
		{ qms_arena_copy(arena, bytes.size == 0 ? "" : bytes.data,
		bytes.size), bytes.size } };
	size_t i;

	for (i = 0; i < request->count; i++)
		if (request->parts[i].what == what &&
		    strcmp(request->parts[i].name, name) == 0) {
			request->parts[i] = made;
			return;
		}
	*qms_push(arena, request->parts, request->count, request->room) =
	    made;
}

char *
qms_request_signature_path(struct qms_arena *arena,
    const struct qms_request *request, const char *name)
{
	char *path, *at;

	if (strcmp(name, "-") == 0)
		return qms_arena_format(arena, "%s.sig", request->path);
	path = qms_arena_format(arena, "%s.%s.sig", request->path, name);
	for (at = path + strlen(request->path); *at != '\0'; at++)
		if (*at == '/')
			*at = '-';
	return path;
}
