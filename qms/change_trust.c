/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "change_part.h"

void
qms_change_add_key(struct qms_change *change, struct qms_text key,
    qms_change_sign_fn sign, void *closure)
{
	*qms_push(&change->arena, change->keys, change->key_count,
	    change->key_room) = (struct qms_change_key){ .blob = key,
	    .sign = sign, .closure = closure };
}

void
qms_change_set_threshold(struct qms_change *change, const char *agency,
    const char *threshold)
{
	qms_map_put(&change->arena, &change->thresholds,
	    qms_arena_string(&change->arena, agency),
	    qms_arena_string(&change->arena, threshold));
}

void
qms_change_set_open(struct qms_change *change)
{
	change->open = true;
}

/* ---- which chains ---- */

static void
find_chains(struct qms_strings *chains, struct qms_change *change)
{
	const char *agency;
	size_t i;

	for (i = 0; i < change->puts.count; i++)
		if (qms_trust_is_member(change->puts.entries[i].key, &agency,
		    &change->arena) && !qms_strings_has(chains, agency))
			qms_strings_add(&change->arena, chains, agency);
	for (i = 0; i < change->thresholds.count; i++)
		if (!qms_strings_has(chains, change->thresholds.entries[i].key))
			qms_strings_add(&change->arena, chains,
			    change->thresholds.entries[i].key);
	qms_strings_sort(chains);	/* the system's own, "", goes first */
}

/* ---- who signs ---- */

/* One statement, and the keys at hand that its guard knows. */
struct signing {
	struct qms_change *change;
	struct qms_statement *next;
	const struct qms_guard *guard;	/* NULL: nobody's */
	const char **principals;	/* one a key, or NULL */
	size_t count;			/* principals apart */
};

static bool
is_taken(const struct signing *signing, size_t before, const char *principal)
{
	size_t i;

	for (i = 0; i < before; i++)
		if (signing->principals[i] != NULL &&
		    strcmp(signing->principals[i], principal) == 0)
			return true;
	return false;
}

static void
match(struct signing *signing, const struct qms_guard *guard,
    const char *today)
{
	struct qms_change *change = signing->change;
	const char *principal;
	size_t i;

	signing->guard = guard;
	signing->count = 0;
	signing->principals = qms_arena_alloc(&change->arena,
	    (change->key_count + 1) * sizeof(*signing->principals));
	for (i = 0; i < change->key_count; i++) {
		principal = qms_guard_principal(guard, &change->arena,
		    change->keys[i].blob, signing->next->date, today);
		if (principal == NULL || is_taken(signing, i, principal))
			continue;
		signing->principals[i] = principal;
		signing->count++;
	}
}

static const struct qms_error *
refuse(struct signing *signing)
{
	const struct qms_guard *guard = signing->guard;
	struct qms_arena *arena = &signing->change->arena;
	struct qms_strings able;
	char *names = qms_arena_string(arena, "");
	size_t i;

	able = qms_guard_able(guard, arena, signing->next->date);
	for (i = 0; i < able.count; i++)
		names = qms_arena_format(arena, "%s%s%s", names,
		    i == 0 ? "" : ", ", able.items[i]);
	return qms_fail(QMS_M_U087, qms_arena_format(arena, "%d",
	    guard->threshold), names, qms_arena_format(arena, "%zu",
	    signing->count));
}

/* The signers of the change itself: those of a system that is being made. */
static const struct qms_error *
brought(struct qms_guard *guard, struct qms_change *change,
    const char *agency)
{
	struct qms_problems ignored = { .arena = &change->arena };
	const char *path = qms_guard_signers_path(&change->arena, agency);
	const struct qms_error *err;
	struct qms_text text;

	*guard = (struct qms_guard){ .number = -1 };
	if (!qms_store_has(change->store, path))
		return NULL;
	err = qms_store_read(&text, &change->arena, change->store, path,
	    QMS_CHANGE_FILE_LIMIT);
	if (err == NULL)
		qms_signers_parse(&guard->signers, &change->arena, text, path,
		    &ignored);
	return err;
}

/* The system's guard as this very change leaves it. */
static const struct qms_error *
system_guard(struct qms_guard *guard, struct qms_change *change)
{
	const struct qms_statement *s;
	size_t i;

	for (i = 0; i < change->statement_count; i++) {
		s = change->statements[i];
		if (*s->agency == '\0' && strcmp(s->act, "trust") == 0) {
			const struct qms_error *err;

			err = brought(guard, change, "");
			guard->threshold = qms_guard_threshold(s->result);
			return err;
		}
	}
	return qms_system_guard(guard, change->system, &change->arena, "");
}

static const struct qms_error *
find_signers(struct signing *signing, const char *agency)
{
	struct qms_change *change = signing->change;
	struct qms_guard *own, *system, *own_keys;
	const struct qms_guard *guard;
	const struct qms_error *err;
	char today[QMS_DAY_SIZE];

	own = qms_arena_alloc(&change->arena, 3 * sizeof(*own));
	system = own + 1;
	own_keys = own + 2;
	qms_day_format(today, qms_system_today(change->system));
	err = qms_system_guard(own, change->system, &change->arena, agency);
	if (err == NULL)
		err = system_guard(system, change);
	if (err == NULL)
		err = brought(own_keys, change, agency);
	if (err != NULL)
		return err;
	guard = qms_guard_of(own, system, agency);
	match(signing, guard == NULL ? own_keys : guard, today);
	if (guard == NULL)
		return NULL;
	if (signing->count < (size_t)guard->threshold && guard == own &&
	    *agency != '\0' && system->threshold > 0) {
		match(signing, system, today);
		if (signing->count < (size_t)system->threshold)
			match(signing, guard, today);
	}
	if (signing->count < (size_t)signing->guard->threshold &&
	    !change->open)
		return refuse(signing);
	return NULL;
}

static const struct qms_error *
sign_with(struct qms_change *change, const char *path,
    const struct qms_change_key *key, struct qms_text bytes)
{
	const struct qms_error *err;
	struct qms_text signature;

	err = key->sign(key->closure, &signature, bytes);
	if (err == NULL)
		qms_change_put(change, path, signature);
	return err;
}

/* By the one who makes it, under its own name; by others beside it. */
static const struct qms_error *
sign_all(struct signing *signing, const struct qms_statement *kept)
{
	struct qms_change *change = signing->change;
	const char *path = qms_statement_path(&change->arena, kept), *to;
	const struct qms_error *err = NULL;
	struct qms_statement copy = *kept;
	struct qms_buffer bytes = { 0 };
	bool own = false;
	size_t i;

	qms_statement_write(&bytes, &copy);
	for (i = 0; err == NULL && i < change->key_count; i++) {
		if (signing->principals[i] == NULL)
			continue;
		to = qms_guard_signature_path(&change->arena, path,
		    signing->principals[i]);
		if (!own && strcmp(kept->proof, "key") == 0 &&
		    qms_guard_is_person(signing->principals[i], kept->by)) {
			to = qms_arena_format(&change->arena, "%s.sig", path);
			own = true;
		}
		err = sign_with(change, to, &change->keys[i],
		    qms_buffer_view(&bytes));
	}
	qms_buffer_free(&bytes);
	return err;
}

static const struct qms_error *
state_chain(struct signing *signing, const char *agency)
{
	struct qms_change *change = signing->change;
	struct qms_statement *next = signing->next;
	const struct qms_error *err;
	size_t i;

	err = find_signers(signing, agency);
	if (err != NULL)
		return err;
	for (i = 0; i < change->key_count; i++)
		if (signing->principals[i] != NULL && qms_guard_is_person(
		    signing->principals[i], next->by))
			next->proof = "key";
	next->system = change->id;
	err = qms_change_add_statement(change, next);
	return err != NULL ? err : sign_all(signing,
	    change->statements[change->statement_count - 1]);
}

const struct qms_error *
qms_change_trust(struct qms_change *change, const char *by,
    const char *office, const char *date)
{
	const struct qms_error *err = NULL;
	struct qms_strings chains = { 0 };
	struct signing signing = { .change = change };
	struct qms_statement next;
	const char *threshold;
	bool changed;
	size_t i;

	find_chains(&chains, change);
	for (i = 0; err == NULL && i < chains.count; i++) {
		err = qms_trust_next(&next, &changed, &change->arena,
		    change->store, chains.items[i]);
		if (err != NULL)
			break;
		threshold = qms_map_get(&change->thresholds, chains.items[i]);
		if (threshold != NULL && strcmp(threshold, next.result) != 0) {
			next.result = threshold;
			changed = true;
		}
		if (!changed)
			continue;
		next.by = by;
		next.office = office;
		next.date = date;
		qms_change_fill_empty(&next);
		signing.next = &next;
		err = state_chain(&signing, chains.items[i]);
		if (*change->id == '\0' && err == NULL)
			change->id = change->statements[
			    change->statement_count - 1]->sha256;
	}
	return err;
}
