/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "change_part.h"

struct qms_change *
qms_change_new(struct qms_system *system)
{
	struct qms_change *change = calloc(1, sizeof(*change));

	if (change == NULL)
		qms_arena_exhausted();
	change->system = system;
	change->store = qms_store_overlay(&change->arena, system->newest);
	change->id = system->id;
	change->problems.arena = &change->arena;
	return change;
}

void
qms_change_free(struct qms_change *change)
{
	if (change == NULL)
		return;
	qms_arena_free(&change->arena);
	free(change);
}

static void
add(struct qms_change *change, const char *path, struct qms_text text)
{
	struct qms_put *put = qms_map_get(&change->puts, path);

	if (put == NULL) {
		put = qms_arena_alloc(&change->arena, sizeof(*put));
		put->path = qms_arena_string(&change->arena, path);
		qms_map_put(&change->arena, &change->puts, put->path, put);
	}
	put->text = text;
	qms_store_put(change->store, put->path, text);
}

void
qms_change_put(struct qms_change *change, const char *path,
    struct qms_text text)
{
	add(change, path, (struct qms_text){ qms_arena_copy(&change->arena,
	    text.size == 0 ? "" : text.data, text.size), text.size });
}

void
qms_change_remove(struct qms_change *change, const char *path)
{
	add(change, path, (struct qms_text){ 0 });
}

const struct qms_problems *
qms_change_problems(const struct qms_change *change)
{
	return &change->problems;
}

/* ---- the object that a statement is about ---- */

struct object {
	const struct qms_kind *kind;	/* NULL: none with acts */
	const char *path;
	/* what the newest statement of this version said, or "" */
	const char *state, *text, *files;
};

static const char sql_object[] =
	"SELECT f.kind, f.path"
	"  FROM file AS f JOIN asof AS q ON q.source = f.source"
	" WHERE f.object = ?1 AND f.agency = ?2"
	"   AND f.first <= q.known AND f.last > q.known"
	" ORDER BY f.path";

/* A file that this change brings. */
static void
find_put(struct object *object, struct qms_change *change,
    const struct qms_statement *s)
{
	const struct qms_kinds *kinds = qms_system_kinds(change->system);
	struct qms_match match;
	struct qms_put *put;
	size_t i;

	for (i = 0; i < change->puts.count; i++) {
		put = change->puts.entries[i].value;
		if (put->text.data == NULL || !qms_kinds_match(&match, kinds,
		    &change->arena, put->path, NULL) ||
		    match.kind->first == NULL ||
		    strcmp(match.agency, s->agency) != 0 ||
		    strcmp(match.id, s->id) != 0)
			continue;
		object->kind = match.kind;
		object->path = put->path;
		return;
	}
}

static const struct qms_error *
find_object(struct object *object, struct qms_change *change,
    const struct qms_statement *s)
{
	const struct qms_error *err;
	const struct qms_kind *kind;
	struct qms_query *query;
	bool row;

	*object = (struct object){ .path = "", .state = "", .text = "",
	    .files = "" };
	if (change->system->newest == NULL)
		return NULL;
	err = qms_db_query(&query, qms_index_db(change->system->index),
	    sql_object);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, s->id);
	qms_bind_text(query, 2, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		kind = qms_kinds_get(qms_system_kinds(change->system),
		    qms_column_text(query, 0));
		if (kind == NULL || kind->first == NULL)
			continue;
		object->kind = kind;
		object->path = qms_arena_string(&change->arena,
		    qms_column_text(query, 1));
		break;
	}
	qms_done(query);
	if (err == NULL && object->kind == NULL)
		find_put(object, change, s);
	return err;
}

static const char sql_last[] =
	"SELECT to_state, text, files"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND version = ?3 AND source = 1"
	"   AND void IS NULL"
	"   AND revoked = 9000000000000000000"
	" ORDER BY position DESC"
	" LIMIT 1";

static char *
join_files(struct qms_arena *arena, const struct qms_statement *s)
{
	char *joined = qms_arena_string(arena, "");
	size_t i;

	for (i = 0; i < s->file_count; i++)
		joined = qms_arena_format(arena, "%s%s %s\n", joined,
		    s->files[i].sha256, s->files[i].path);
	return joined;
}

/* Where the act leads from here; the same state when it is not possible. */
static const char *
state_after(const struct qms_kind *kind, const char *state, const char *name)
{
	const struct qms_kind_act *act = qms_kind_act(kind,
	    *state == '\0' ? kind->first : state, name);

	return act == NULL ? state : act->to;
}

static const struct qms_error *
find_last(struct object *object, struct qms_change *change,
    const struct qms_statement *s)
{
	const struct qms_statement *other;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;
	size_t i;

	err = qms_db_query(&query, qms_index_db(change->system->index),
	    sql_last);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, s->id);
	qms_bind_text(query, 2, s->agency);
	qms_bind_text(query, 3, s->version);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		object->state = qms_arena_string(&change->arena,
		    qms_column_text(query, 0));
		object->text = qms_arena_string(&change->arena,
		    qms_column_text(query, 1));
		object->files = qms_arena_string(&change->arena,
		    qms_column_text(query, 2));
	}
	qms_done(query);
	for (i = 0; err == NULL && i < change->statement_count; i++) {
		other = change->statements[i];
		if (strcmp(other->id, s->id) != 0 ||
		    strcmp(other->agency, s->agency) != 0 ||
		    strcmp(other->version, s->version) != 0)
			continue;
		object->state = state_after(object->kind, object->state,
		    other->act);
		object->text = other->text;
		object->files = join_files(&change->arena, other);
	}
	return err;
}

/* ---- what a statement says when its caller does not ---- */

/* Statements are read back as they are written: no field is NULL. */
void
qms_change_fill_empty(struct qms_statement *s)
{
	const char **strings[] = { &s->system, &s->act, &s->agency, &s->id,
	    &s->version, &s->text, &s->by, &s->office, &s->capacity,
	    &s->delegation, &s->date, &s->effective, &s->until, &s->result,
	    &s->decision, &s->decision_date, &s->decision_sha256,
	    &s->recorded_by, &s->proof, &s->comment };
	size_t i;

	for (i = 0; i < sizeof(strings) / sizeof(*strings); i++)
		if (*strings[i] == NULL)
			*strings[i] = "";
	if (*s->proof == '\0')
		s->proof = "commit";
}

static void
sort_once(struct qms_strings *list)
{
	size_t i, kept = 0;

	qms_strings_sort(list);
	for (i = 0; i < list->count; i++)
		if (kept == 0 || strcmp(list->items[kept - 1],
		    list->items[i]) != 0)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

static const char sql_entered[] =
	"SELECT sha256, prev"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND source = 1"
	" ORDER BY position";

/* The statements of the object that no other one names. */
static const struct qms_error *
fill_prev(struct qms_change *change, struct qms_statement *s)
{
	struct qms_arena *arena = &change->arena;
	struct qms_strings all = { 0 };
	struct qms_map named = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	char *prev, *word, *rest;
	size_t i, j;
	bool row;

	s->prev = (struct qms_strings){ 0 };
	err = qms_db_query(&query, qms_index_db(change->system->index),
	    sql_entered);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, s->id);
	qms_bind_text(query, 2, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		qms_strings_add(arena, &all, qms_arena_string(arena,
		    qms_column_text(query, 0)));
		prev = qms_arena_string(arena, qms_column_text(query, 1));
		for (rest = NULL, word = strtok_r(prev, " ", &rest);
		    word != NULL; word = strtok_r(NULL, " ", &rest))
			qms_map_put(arena, &named, word, word);
	}
	qms_done(query);
	for (i = 0; i < change->statement_count; i++) {
		const struct qms_statement *other = change->statements[i];

		if (strcmp(other->id, s->id) != 0 ||
		    strcmp(other->agency, s->agency) != 0)
			continue;
		qms_strings_add(arena, &all, other->sha256);
		for (j = 0; j < other->prev.count; j++)
			qms_map_put(arena, &named, other->prev.items[j],
			    change);
	}
	for (i = 0; err == NULL && i < all.count; i++)
		if (qms_map_get(&named, all.items[i]) == NULL)
			qms_strings_add(arena, &s->prev, all.items[i]);
	sort_once(&s->prev);
	return err;
}

static const struct qms_error *
hash_of(const char **sha256, struct qms_change *change, const char *path)
{
	const struct qms_error *err;
	struct qms_text text;
	char hex[QMS_SHA256_SIZE];

	*sha256 = "";
	if (!qms_store_has(change->store, path))
		return NULL;
	err = qms_store_read(&text, &change->arena, change->store, path,
	    QMS_CHANGE_FILE_LIMIT);
	if (err == NULL)
		*sha256 = qms_arena_string(&change->arena,
		    qms_sha256(hex, text));
	return err;
}

/*
 * "<hash> <path>\n" of the round so far. A list of who was there belongs to the
 * act that names it, and to no other.
 */
static void
take_files(struct qms_change *change, struct qms_statement *s,
    const char *joined)
{
	struct qms_statement_file *file;
	size_t room = 0, size;

	while (*joined != '\0') {
		size = strcspn(joined, "\n");
		if (qms_path_only_grows(qms_arena_copy(&change->arena,
		    joined + 65, size - 65))) {
			joined += size + 1;
			continue;
		}
		file = qms_push(&change->arena, s->files, s->file_count,
		    room);
		file->sha256 = qms_arena_copy(&change->arena, joined, 64);
		file->path = qms_arena_copy(&change->arena, joined + 65,
		    size - 65);
		joined += size + 1;
	}
}

/* The attachments of a document lie in a directory of its name. */
static const struct qms_error *
find_files(struct qms_change *change, struct qms_statement *s,
    const char *document)
{
	const char *dot = strrchr(document, '.');
	const struct qms_error *err;
	struct qms_store_entry *entries;
	struct qms_statement_file *file;
	size_t count, i, room = 0;

	err = qms_store_list(&entries, &count, &change->arena, change->store,
	    qms_arena_format(&change->arena, "%.*s/", dot == NULL ? 0 :
	    (int)(dot - document), document));
	for (i = 0; err == NULL && dot != NULL && i < count; i++) {
		file = qms_push(&change->arena, s->files, s->file_count,
		    room);
		file->path = entries[i].path;
		err = hash_of(&file->sha256, change, file->path);
	}
	return err;
}

static const struct qms_error *
fill_text(struct qms_change *change, struct qms_statement *s,
    const struct object *object)
{
	const struct qms_error *err = NULL;
	bool document = object->kind->class == QMS_CLASS_DOCUMENT;
	bool going = document && *object->state != '\0' &&
	    strcmp(object->state, object->kind->first) != 0;

	if (*s->text == '\0' && going)
		s->text = object->text;
	else if (*s->text == '\0')
		err = hash_of(&s->text, change, object->path);
	if (err != NULL || s->file_count > 0 || !document)
		return err;
	if (!going)
		return find_files(change, s, object->path);
	take_files(change, s, object->files);
	return NULL;
}

/* ---- issuing ---- */

const struct qms_error *
qms_change_bytes(struct qms_text *text, struct qms_change *change, const char *path,
    const char *sha256)
{
	const struct qms_error *err;
	char hex[QMS_SHA256_SIZE];

	if (*path != '\0' && qms_store_has(change->store, path)) {
		err = qms_store_read(text, &change->arena, change->store,
		    path, QMS_CHANGE_FILE_LIMIT);
		if (err != NULL || strcmp(qms_sha256(hex, *text),
		    sha256) == 0)
			return err;
	}
	return qms_system_bytes(text, change->system, &change->arena, sha256);
}

static const struct qms_error *
issue(struct qms_change *change, const struct qms_statement *s,
    const struct object *object)
{
	const struct qms_error *err;
	struct qms_text text;
	size_t i;

	err = qms_change_bytes(&text, change, object->path, s->text);
	if (err == NULL)
		add(change, qms_statement_issued_path(&change->arena, s,
		    object->path, object->path), text);
	for (i = 0; err == NULL && i < s->file_count; i++) {
		err = qms_change_bytes(&text, change, s->files[i].path,
		    s->files[i].sha256);
		if (err == NULL)
			add(change, qms_statement_issued_path(&change->arena,
			    s, object->path, s->files[i].path), text);
	}
	return err;
}

/* Does it bring a version into force from where it stands? */
static bool
issues(const struct object *object, const char *name)
{
	const struct qms_kind *kind = object->kind;
	const struct qms_kind_act *act;

	if (kind->class != QMS_CLASS_DOCUMENT || kind->in_force == NULL)
		return false;
	act = qms_kind_act(kind, *object->state == '\0' ? kind->first :
	    object->state, name);
	return act != NULL && strcmp(act->to, kind->in_force) == 0 &&
	    strcmp(act->from, kind->in_force) != 0;
}

/* ---- statements ---- */

void
qms_change_set_sign(struct qms_change *change, qms_change_sign_fn sign,
    void *closure)
{
	change->sign = sign;
	change->sign_closure = closure;
}

static const struct qms_error *
sign(struct qms_change *change, const char *path, struct qms_text bytes)
{
	const struct qms_error *err;
	struct qms_text signature;

	err = change->sign(change->sign_closure, &signature, bytes);
	if (err == NULL)
		qms_change_put(change, qms_arena_format(&change->arena,
		    "%s.sig", path), signature);
	return err;
}

const struct qms_error *
qms_change_add_statement(struct qms_change *change,
    const struct qms_statement *s)
{
	const struct qms_error *err = NULL;
	struct qms_statement *kept;
	struct qms_buffer bytes = { 0 };
	const char *path;

	kept = qms_arena_alloc(&change->arena, sizeof(*kept));
	*kept = *s;
	qms_statement_write(&bytes, kept);
	path = qms_statement_path(&change->arena, kept);
	qms_change_put(change, path, qms_buffer_view(&bytes));
	if (change->sign != NULL && strcmp(kept->proof, "key") == 0 &&
	    strcmp(kept->act, "trust") != 0)
		err = sign(change, path, qms_buffer_view(&bytes));
	qms_buffer_free(&bytes);
	*qms_push(&change->arena, change->statements,
	    change->statement_count, change->statement_room) = kept;
	return err;
}

const struct qms_error *
qms_change_state(struct qms_change *change, struct qms_statement *statement)
{
	const struct qms_error *err;
	struct object object;
	struct qms_buffer bytes = { 0 };

	qms_change_fill_empty(statement);
	statement->system = change->id;
	sort_once(&statement->authors);
	err = find_object(&object, change, statement);
	if (err != NULL)
		return err;
	if (object.kind == NULL)
		return qms_fail(QMS_M_U050, qms_arena_format(&change->arena,
		    "%s/%s", statement->agency, statement->id));
	err = find_last(&object, change, statement);
	if (err == NULL)
		err = fill_text(change, statement, &object);
	if (err == NULL)
		err = fill_prev(change, statement);
	if (err == NULL && issues(&object, statement->act))
		err = issue(change, statement, &object);
	if (err == NULL)
		err = qms_change_add_statement(change, statement);
	if (err != NULL)
		return err;
	/* the caller is told its hash */
	qms_statement_write(&bytes, statement);
	qms_buffer_free(&bytes);
	return NULL;
}

const struct qms_error *
qms_change_object_path(const char **path, struct qms_change *change,
    const struct qms_statement *statement)
{
	const struct qms_error *err;
	struct object object;

	err = find_object(&object, change, statement);
	*path = object.path;
	return err;
}

void
qms_change_witness(struct qms_change *change, struct qms_statement *statement)
{
	qms_change_fill_empty(statement);
	statement->system = change->id;
	statement->proof = "key";
	(void)qms_change_add_statement(change, statement);
}
