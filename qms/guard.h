/* SPDX-License-Identifier: MIT */
/*
 * guard - whose signatures a change of the trust set needs.
 *
 * Each trust statement says by its result how many signatures the next one of
 * its chain needs, and by the signers that it names who may give them: never
 * the signers that the new one would bring, so that no key adds itself. An
 * agency that asks for none itself is guarded by the system, once that asks for
 * some; and when an agency's own signers are lost, those of the system may state
 * its chain anew.
 *
 * Signatures lie beside the statement X.yaml: X.yaml.sig of the one whom it
 * names as `by`, X.yaml.<principal>.sig of another, with '-' for '/'.
 */
#ifndef QMS_GUARD_H
#define QMS_GUARD_H

#include "signature.h"
#include "statement.h"

/* Keys that somebody else may hold: fingerprint, since when, why. */
struct qms_compromised_key {
	const char *fingerprint, *since, *reason;
};
struct qms_compromised {
	struct qms_compromised_key *items;
	size_t count, room;
};
/* From the bytes of compromised-keys.csv; a row at fault still names its key. */
void qms_compromised_parse(struct qms_compromised *list,
	struct qms_arena *arena, struct qms_text text);
/* Both lists in one. */
void qms_compromised_add(struct qms_compromised *list,
	struct qms_arena *arena, const struct qms_compromised *one,
	const struct qms_compromised *other);
const struct qms_compromised_key *qms_compromised_find(
	const struct qms_compromised *list, const char *fingerprint);

/* What the newest trust statement of a chain asks of the next. */
struct qms_guard {
	int number;			/* of that statement; -1: none yet */
	int threshold;			/* 0: nobody's signature */
	struct qms_signers signers;	/* those that it names */
	struct qms_compromised compromised;	/* which sign nothing */
};

/* Of "", the system's chain; of an agency's. */
char *qms_guard_signers_path(struct qms_arena *arena, const char *agency);
char *qms_guard_compromised_path(struct qms_arena *arena,
	const char *agency);

/*
 * The one of the two that guards the chain: its own, else the system's; NULL
 * when neither asks for a signature.
 */
const struct qms_guard *qms_guard_of(const struct qms_guard *own,
	const struct qms_guard *system, const char *agency);

/* A threshold as it is written: -1 if it is none. */
int qms_guard_threshold(const char *result);

/* Does the principal stand for the person that a statement names as `by`? */
bool qms_guard_is_person(const char *principal, const char *person);
/* The file beside the statement at path that holds the principal's signature,
 * when he is not the one who made the statement. */
char *qms_guard_signature_path(struct qms_arena *arena, const char *path,
	const char *principal);

/* The principal of a guard whose key this is, good on both days; or NULL. */
const char *qms_guard_principal(const struct qms_guard *guard,
	struct qms_arena *arena, struct qms_text key, const char *date,
	const char *recorded);
/* The principals who can still sign the day after this one. */
struct qms_strings qms_guard_able(const struct qms_guard *guard,
	struct qms_arena *arena, const char *date);

/* Who signed a statement. */
struct qms_guard_signed {
	struct qms_strings principals, keys;	/* fingerprints */
};
/* Bytes of a file, empty when there is none. */
typedef const struct qms_error *(*qms_guard_read_fn)(void *closure,
	struct qms_text *text, const char *path);
/*
 * Counts who of the guard's signers signed the statement, each principal and
 * each key once. What is no valid signature of one of them counts for nothing.
 */
const struct qms_error *qms_guard_count(struct qms_guard_signed *by,
	struct qms_arena *arena, const struct qms_guard *guard,
	const struct qms_statement *statement, const char *path,
	const char *recorded, qms_guard_read_fn read, void *closure);

#endif
