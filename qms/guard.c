/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "guard.h"

enum { THRESHOLD_DIGITS = 3 };

/* ---- compromised keys ---- */

static const char *
cell(const struct qms_csv *csv, const struct qms_csv_row *row,
    const char *name)
{
	size_t i;

	for (i = 0; i < csv->header.count && i < row->count; i++)
		if (strcmp(csv->header.cells[i], name) == 0)
			return row->cells[i];
	return "";
}

void
qms_compromised_parse(struct qms_compromised *list, struct qms_arena *arena,
    struct qms_text text)
{
	struct qms_problems ignored = { .arena = arena };
	struct qms_compromised_key *key;
	struct qms_csv csv;
	size_t i;

	*list = (struct qms_compromised){ 0 };
	if (text.size == 0)
		return;
	qms_csv_parse(&csv, arena, text, "", &ignored);
	for (i = 0; i < csv.count; i++) {
		key = qms_push(arena, list->items, list->count, list->room);
		key->fingerprint = cell(&csv, &csv.rows[i], "fingerprint");
		key->since = cell(&csv, &csv.rows[i], "since");
		key->reason = cell(&csv, &csv.rows[i], "reason");
	}
}

void
qms_compromised_add(struct qms_compromised *list, struct qms_arena *arena,
    const struct qms_compromised *one, const struct qms_compromised *other)
{
	struct qms_compromised both = { 0 };
	size_t i;

	for (i = 0; i < one->count + other->count; i++)
		*qms_push(arena, both.items, both.count, both.room) =
		    i < one->count ? one->items[i] :
		    other->items[i - one->count];
	*list = both;
}

const struct qms_compromised_key *
qms_compromised_find(const struct qms_compromised *list,
    const char *fingerprint)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->items[i].fingerprint, fingerprint) == 0)
			return &list->items[i];
	return NULL;
}

/* ---- paths ---- */

static char *
place(struct qms_arena *arena, const char *agency, const char *name)
{
	return *agency == '\0' ? qms_arena_format(arena, "trust/%s", name) :
	    qms_arena_format(arena, "agencies/%s/%s", agency, name);
}

char *
qms_guard_signers_path(struct qms_arena *arena, const char *agency)
{
	return place(arena, agency, "signers");
}

char *
qms_guard_compromised_path(struct qms_arena *arena, const char *agency)
{
	return place(arena, agency, "compromised-keys.csv");
}

char *
qms_guard_signature_path(struct qms_arena *arena, const char *path,
    const char *principal)
{
	char *copy = qms_arena_string(arena, principal), *at;

	for (at = copy; *at != '\0'; at++)
		if (*at == '/')
			*at = '-';
	return qms_arena_format(arena, "%s.%s.sig", path, copy);
}

/* ---- who guards ---- */

const struct qms_guard *
qms_guard_of(const struct qms_guard *own, const struct qms_guard *system,
    const char *agency)
{
	if (own->threshold > 0)
		return own;
	return *agency != '\0' && system->threshold > 0 ? system : NULL;
}

int
qms_guard_threshold(const char *result)
{
	size_t digits = strspn(result, "0123456789");

	if (digits == 0 || digits > THRESHOLD_DIGITS ||
	    result[digits] != '\0' || (digits > 1 && *result == '0'))
		return -1;
	return atoi(result);
}

bool
qms_guard_is_person(const char *principal, const char *person)
{
	const char *slash = strrchr(principal, '/');

	return strcmp(slash == NULL ? principal : slash + 1, person) == 0;
}

/* The middle of a day in UTC, by which keys are looked up. */
static int64_t
noon(const char *day)
{
	return (int64_t)qms_day_parse(qms_text(day)) * 86400 + 43200;
}

static bool
is_good(const struct qms_signer *signer, int64_t time)
{
	return qms_strings_has(&signer->name_spaces, QMS_NAMESPACE) &&
	    time >= signer->after && time < signer->before;
}

static bool
is_compromised(const struct qms_guard *guard, struct qms_arena *arena,
    struct qms_text key)
{
	return guard->compromised.count > 0 && qms_compromised_find(
	    &guard->compromised, qms_public_key_fingerprint(arena, key)) !=
	    NULL;
}

const char *
qms_guard_principal(const struct qms_guard *guard, struct qms_arena *arena,
    struct qms_text key, const char *date, const char *recorded)
{
	const struct qms_signer *one;
	size_t i;

	for (i = 0; i < guard->signers.count; i++) {
		one = &guard->signers.items[i];
		if (qms_text_equal(one->key.blob, key) &&
		    is_good(one, noon(date)) && is_good(one, noon(recorded)))
			return is_compromised(guard, arena, key) ? NULL :
			    one->principal;
	}
	return NULL;
}

struct qms_strings
qms_guard_able(const struct qms_guard *guard, struct qms_arena *arena,
    const char *date)
{
	struct qms_strings able = { 0 }, keys = { 0 };
	const struct qms_signer *one;
	const char *key;
	size_t i;

	for (i = 0; i < guard->signers.count; i++) {
		one = &guard->signers.items[i];
		key = qms_public_key_fingerprint(arena, one->key.blob);
		if (!is_good(one, noon(date) + 86400) ||
		    qms_strings_has(&able, one->principal) ||
		    qms_strings_has(&keys, key) ||
		    is_compromised(guard, arena, one->key.blob))
			continue;
		qms_strings_add(arena, &able, one->principal);
		qms_strings_add(arena, &keys, key);
	}
	return able;
}

/* ---- who signed ---- */

struct count {
	struct qms_guard_signed *by;
	struct qms_arena *arena;
	const struct qms_guard *guard;
	const struct qms_statement *statement;
	const char *recorded;
	struct qms_text bytes;
	qms_guard_read_fn read;
	void *closure;
};

/* The principal whose signature lies there, or NULL. */
static const struct qms_error *
read_signature(const char **principal, const char **key, struct count *c,
    const char *path)
{
	struct qms_signature signature;
	const struct qms_error *err;
	struct qms_text text = { 0 };

	*principal = NULL;
	err = c->read(c->closure, &text, path);
	if (err != NULL || text.size == 0 ||
	    !qms_signature_parse(&signature, c->arena, text) ||
	    strcmp(signature.name_space, QMS_NAMESPACE) != 0)
		return err;
	*principal = qms_guard_principal(c->guard, c->arena, signature.key,
	    c->statement->date, c->recorded);
	*key = qms_public_key_fingerprint(c->arena, signature.key);
	if (*principal != NULL && !qms_signature_verify(&signature, c->bytes))
		*principal = NULL;
	return NULL;
}

static void
add(struct count *c, const char *principal, const char *key)
{
	if (qms_strings_has(&c->by->principals, principal) ||
	    qms_strings_has(&c->by->keys, key))
		return;
	qms_strings_add(c->arena, &c->by->principals, principal);
	qms_strings_add(c->arena, &c->by->keys, key);
}

static const struct qms_error *
count_all(struct count *c, const char *path)
{
	const struct qms_error *err;
	const char *principal, *key, *wanted;
	size_t i;

	err = read_signature(&principal, &key, c, qms_arena_format(c->arena,
	    "%s.sig", path));
	if (err == NULL && principal != NULL &&
	    qms_guard_is_person(principal, c->statement->by))
		add(c, principal, key);
	for (i = 0; err == NULL && i < c->guard->signers.count; i++) {
		wanted = c->guard->signers.items[i].principal;
		if (qms_strings_has(&c->by->principals, wanted))
			continue;
		err = read_signature(&principal, &key, c,
		    qms_guard_signature_path(c->arena, path, wanted));
		if (err == NULL && principal != NULL &&
		    strcmp(principal, wanted) == 0)
			add(c, principal, key);
	}
	return err;
}

const struct qms_error *
qms_guard_count(struct qms_guard_signed *by, struct qms_arena *arena,
    const struct qms_guard *guard, const struct qms_statement *statement,
    const char *path, const char *recorded, qms_guard_read_fn read,
    void *closure)
{
	struct qms_statement written = *statement;
	struct qms_buffer bytes = { 0 };
	struct count c = { .by = by, .arena = arena, .guard = guard,
	    .statement = statement, .recorded = recorded, .read = read,
	    .closure = closure };
	const struct qms_error *err;

	*by = (struct qms_guard_signed){ 0 };
	/* what was read as a statement is what would be written */
	qms_statement_write(&bytes, &written);
	c.bytes = qms_buffer_view(&bytes);
	err = count_all(&c, path);
	qms_buffer_free(&bytes);
	return err;
}
