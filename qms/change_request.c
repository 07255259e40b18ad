/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "change_part.h"

/* ---- to who signs ---- */

static const struct qms_error *
read_newest(struct qms_text *text, struct qms_change *change,
    const char *path)
{
	*text = (struct qms_text){ 0 };
	if (change->system->newest == NULL ||
	    !qms_store_has(change->system->newest, path))
		return NULL;
	return qms_store_read(text, &change->arena, change->system->newest,
	    path, QMS_CHANGE_FILE_LIMIT);
}

/* The line of `base` for a path: what is there now. */
static const struct qms_error *
write_base(struct qms_buffer *base, struct qms_change *change,
    const char *path)
{
	const struct qms_error *err;
	char sha256[QMS_SHA256_SIZE];
	struct qms_text now;

	err = read_newest(&now, change, path);
	if (err == NULL)
		qms_buffer_format(base, "%s  %s\n", now.data == NULL ? "-" :
		    qms_sha256(sha256, now), path);
	return err;
}

/* What changes in the trust set is shown beside what it was. */
static const struct qms_error *
add_before(struct qms_request *request, struct qms_change *change,
    const char *path)
{
	const struct qms_error *err;
	struct qms_text now;

	if (strcmp(request->statement.act, "trust") != 0)
		return NULL;
	err = read_newest(&now, change, path);
	if (err == NULL && now.data != NULL)
		qms_request_set(request, &change->arena, QMS_REQUEST_BEFORE,
		    path, now);
	return err;
}

static bool
is_removed_member(const struct qms_request *request, const char *path,
    struct qms_arena *arena)
{
	const struct qms_statement *s = &request->statement;
	const char *agency;

	return strcmp(s->act, "trust") == 0 &&
	    qms_trust_is_member(path, &agency, arena) &&
	    strcmp(agency, s->agency) == 0;
}

/* Does this statement answer for the file? */
static bool
is_of(struct qms_request *request, const struct qms_put *put,
    struct qms_arena *arena)
{
	return put->text.data != NULL ?
	    qms_request_states(&request->statement, put->path, put->text) :
	    is_removed_member(request, put->path, arena);
}

/* What is committed already need not be carried. */
static const struct qms_error *
is_there(bool *there, struct qms_change *change, const struct qms_put *put)
{
	const struct qms_error *err;
	struct qms_text now;

	err = read_newest(&now, change, put->path);
	*there = err == NULL && (now.data != NULL) == (put->text.data != NULL)
	    && (now.data == NULL || qms_text_equal(now, put->text));
	return err;
}

/* Who could sign already has; the name is what stands between the statement's
 * and ".sig". */
static bool
take_signature(struct qms_requests *requests, struct qms_change *change,
    const struct qms_put *put)
{
	struct qms_request *request;
	const char *name;
	size_t size, i;

	for (i = 0; i < requests->count; i++) {
		request = &requests->items[i];
		size = strlen(request->path);
		if (strncmp(put->path, request->path, size) != 0 ||
		    !qms_ends_with(put->path, ".sig"))
			continue;
		name = put->path + size + 1;
		qms_request_set(request, &change->arena,
		    QMS_REQUEST_SIGNATURE, strcmp(name, "sig") == 0 ? "-" :
		    qms_arena_copy(&change->arena, name, strlen(name) -
		    strlen(".sig")), put->text);
		return true;
	}
	return false;
}

static const struct qms_error *
share_out(struct qms_requests *requests, struct qms_change *change,
    struct qms_buffer *bases)
{
	const struct qms_error *err = NULL;
	struct qms_put *put;
	size_t i, j;
	bool there;

	for (i = 0; err == NULL && i < change->puts.count; i++) {
		put = change->puts.entries[i].value;
		if (qms_statement_is_path(put->path) ||
		    take_signature(requests, change, put))
			continue;
		err = is_there(&there, change, put);
		if (err != NULL || there)
			continue;
		for (j = 0; j < requests->count; j++)
			if (is_of(&requests->items[j], put, &change->arena))
				break;
		if (j == requests->count)
			return qms_fail(QMS_M_G129, put->path);
		qms_request_set(&requests->items[j], &change->arena,
		    put->text.data == NULL ? QMS_REQUEST_REMOVE :
		    QMS_REQUEST_PUT, put->path, put->text);
		err = write_base(&bases[j], change, put->path);
		if (err == NULL)
			err = add_before(&requests->items[j], change,
			    put->path);
	}
	return err;
}

/* The text that is meant, and the one in force. */
static const struct qms_error *
add_texts(struct qms_request *request, struct qms_change *change)
{
	const struct qms_statement *s = &request->statement;
	const struct qms_error *err;
	struct qms_found found;
	struct qms_text text;
	const char *path;

	if (*s->text == '\0' || strcmp(s->act, "witness") == 0)
		return NULL;
	err = qms_change_object_path(&path, change, s);
	if (err == NULL)
		err = qms_change_bytes(&text, change, path, s->text);
	if (err != NULL)
		return err;
	qms_request_set(request, &change->arena, QMS_REQUEST_TEXT, path,
	    text);
	/* what is not there yet has no version in force */
	if (qms_system_find(&found, change->system, s->agency, s->id) !=
	    NULL || *found.in_force == '\0')
		return NULL;
	path = found.in_force;
	err = qms_system_find(&found, change->system, s->agency,
	    qms_arena_format(&change->arena, "%s@%s", s->id, path));
	if (err == NULL)
		err = qms_system_read(&text, change->system, &change->arena,
		    &found);
	if (err == NULL)
		qms_request_set(request, &change->arena, QMS_REQUEST_BEFORE,
		    path, text);
	return err;
}

static const struct qms_error *
make_request(struct qms_request *request, struct qms_change *change,
    const struct qms_statement *s)
{
	const struct qms_put *put;

	request->path = qms_statement_path(&change->arena, s);
	request->statement = *s;
	put = qms_map_get(&change->puts, request->path);
	request->bytes = put->text;
	return add_texts(request, change);
}

const struct qms_error *
qms_change_requests(struct qms_requests *requests, struct qms_change *change)
{
	const struct qms_error *err = NULL;
	struct qms_buffer *bases;
	struct qms_oid ignored;
	size_t i;

	*requests = (struct qms_requests){ 0 };
	for (i = 0; err == NULL && i < change->statement_count; i++)
		err = make_request(qms_push(&change->arena, requests->items,
		    requests->count, requests->room), change,
		    change->statements[i]);
	bases = qms_arena_alloc(&change->arena, (requests->count + 1) *
	    sizeof(*bases));
	if (err == NULL)
		err = share_out(requests, change, bases);
	for (i = 0; i < requests->count; i++) {
		if (err == NULL && bases[i].size > 0)
			qms_request_set(&requests->items[i], &change->arena,
			    QMS_REQUEST_BASE, "-", qms_buffer_view(
			    &bases[i]));
		qms_buffer_free(&bases[i]);
	}
	if (err != NULL)
		return err;
	change->unsigned_yet = true;
	err = qms_change_commit(&ignored, change, "", true);
	change->unsigned_yet = false;
	return err;
}

/* ---- and back ---- */

/* What `base` says of a path; "-" nothing was there, NULL says nothing. */
static const char *
base_of(const struct qms_request *request, struct qms_arena *arena,
    const char *path)
{
	const struct qms_request_part *base = qms_request_get(request,
	    QMS_REQUEST_BASE, NULL);
	struct qms_text line, rest = { 0 };
	const char *text, *between;

	if (base != NULL)
		rest = base->bytes;
	while (qms_text_line(&line, &rest)) {
		text = qms_arena_copy(arena, line.data, line.size);
		between = strstr(text, "  ");
		if (between != NULL && strcmp(between + 2, path) == 0)
			return qms_arena_copy(arena, text,
			    (size_t)(between - text));
	}
	return NULL;
}

/* The file is as it was when the request was made, or already as it says. */
static const struct qms_error *
check_base(struct qms_change *change, const struct qms_request *request,
    const struct qms_request_part *part)
{
	const char *base = base_of(request, &change->arena, part->name);
	const struct qms_error *err;
	char sha256[QMS_SHA256_SIZE] = "-";
	struct qms_text now;

	err = read_newest(&now, change, part->name);
	if (err != NULL)
		return err;
	if (now.data != NULL)
		qms_sha256(sha256, now);
	if (now.data != NULL && part->what == QMS_REQUEST_PUT &&
	    qms_text_equal(now, part->bytes))
		return NULL;
	return base != NULL && strcmp(base, sha256) == 0 ? NULL :
	    qms_fail(QMS_M_G128, part->name);
}

/* A working text is put where that object lies, and nowhere else. */
static const struct qms_error *
check_place(struct qms_change *change, const struct qms_request *request,
    const struct qms_request_part *part)
{
	const struct qms_statement *s = &request->statement;
	struct qms_match match;
	const char *agency;

	if (strcmp(s->act, "trust") == 0)
		return NULL;
	if (qms_trust_is_member(part->name, &agency, &change->arena))
		return qms_fail(QMS_M_G127, part->name);
	if (qms_statement_file(s, part->name) != NULL ||
	    qms_starts_with(part->name, qms_arena_format(&change->arena,
	    "agencies/%s/issued/%s/%s/", s->agency, s->id, s->version)))
		return NULL;
	if (!qms_kinds_match(&match, qms_system_kinds(change->system),
	    &change->arena, part->name, NULL) || match.kind->first == NULL ||
	    strcmp(match.agency, s->agency) != 0 ||
	    strcmp(match.id, s->id) != 0)
		return qms_fail(QMS_M_G127, part->name);
	return NULL;
}

static const struct qms_error *
take_part(struct qms_change *change, const struct qms_request *request,
    const struct qms_request_part *part)
{
	const struct qms_error *err;

	switch (part->what) {
	case QMS_REQUEST_SIGNATURE:
		qms_change_put(change, qms_request_signature_path(
		    &change->arena, request, part->name), part->bytes);
		return NULL;
	case QMS_REQUEST_CERTIFICATE:
		qms_change_put(change, qms_arena_format(&change->arena,
		    "%s.p7s", request->path), part->bytes);
		return NULL;
	case QMS_REQUEST_PUT:
	case QMS_REQUEST_REMOVE:
		err = check_place(change, request, part);
		/* of an issued text the judgement has more to say */
		if (err == NULL && strstr(part->name, "/issued/") == NULL)
			err = check_base(change, request, part);
		if (err != NULL)
			return err;
		if (part->what == QMS_REQUEST_PUT)
			qms_change_put(change, part->name, part->bytes);
		else if (qms_store_has(change->store, part->name))
			qms_change_remove(change, part->name);
		return NULL;
	default:
		return NULL;
	}
}

const struct qms_error *
qms_change_take(struct qms_change *change, const struct qms_request *request)
{
	const struct qms_error *err = NULL;
	struct qms_statement *kept;
	size_t i;

	for (i = 0; err == NULL && i < request->count; i++)
		err = take_part(change, request, &request->parts[i]);
	if (err != NULL)
		return err;
	qms_change_put(change, request->path, request->bytes);
	kept = qms_arena_alloc(&change->arena, sizeof(*kept));
	*kept = request->statement;
	*qms_push(&change->arena, change->statements,
	    change->statement_count, change->statement_room) = kept;
	return NULL;
}
