/* SPDX-License-Identifier: MIT */
/*
 * change - the one write path: a command collects what it writes, and commits
 * it whole or not at all, as one commit.
 *
 * Order: lock; finish or undo what a killed command left; judge (an overlay of
 * the index: problems and void statements refuse the change); journal; blobs,
 * tree, commit; files and git's index; the ref last, by compare-and-swap;
 * journal away. A kill at any moment leaves the old state or the new one.
 */
#ifndef QMS_CHANGE_H
#define QMS_CHANGE_H

#include "request.h"
#include "system.h"

struct qms_change;

struct qms_change *qms_change_new(struct qms_system *system);

/*
 * Asks for a detached signature of a statement's bytes with the proof "key";
 * what it gives is kept beside the statement, its bytes are copied.
 */
typedef const struct qms_error *(*qms_change_sign_fn)(void *closure,
	struct qms_text *signature, struct qms_text bytes);
void qms_change_set_sign(struct qms_change *change, qms_change_sign_fn sign,
	void *closure);
void qms_change_free(struct qms_change *change);

/* Paths are below the QMS root. Bytes are copied. */
void qms_change_put(struct qms_change *change, const char *path,
	struct qms_text text);
void qms_change_remove(struct qms_change *change, const char *path);
/*
 * Adds a statement; fills in system, prev and sha256, and what is not given of
 * text and files (those of the round, else as the change leaves them; the
 * attachments of documents/QT-01.md are the files in documents/QT-01/). An act
 * that issues a version puts the text and files into issued/ as well.
 */
const struct qms_error *qms_change_state(struct qms_change *change,
	struct qms_statement *statement);
/*
 * Writes the next trust statement for every chain whose members are among what
 * was put, or whose threshold is set; call it last. In a system without any it
 * writes statement 0. Refused when a chain is guarded (guard.h) and the keys at
 * hand are too few, unless the statements are to be signed elsewhere.
 */
const struct qms_error *qms_change_trust(struct qms_change *change,
	const char *by, const char *office, const char *date);
/* A key at hand, as SSH sends it over the wire; it signs where it may. */
void qms_change_add_key(struct qms_change *change, struct qms_text key,
	qms_change_sign_fn sign, void *closure);
/* How many signatures the next statement of a chain asks for from then on. */
void qms_change_set_threshold(struct qms_change *change, const char *agency,
	const char *threshold);
/* Missing signatures are no refusal: others will sign before it is committed. */
void qms_change_set_open(struct qms_change *change);

/*
 * Commits. Refused: the reason of a rule or of the fold, a faulty text that
 * would be sent on, or somebody's uncommitted work in the way; then nothing is
 * written. `commit` gets the new id, and the system is asked about it. With
 * dry_run everything is judged and nothing written.
 */
const struct qms_error *qms_change_commit(struct qms_oid *commit,
	struct qms_change *change, const char *subject, bool dry_run);

/*
 * The statements of a change as requests to be signed elsewhere, with what is
 * needed there; judged as far as that goes without signatures, and nothing is
 * written. What the statements do not state by hash cannot be carried. They
 * live as long as the change.
 */
const struct qms_error *qms_change_requests(struct qms_requests *requests,
	struct qms_change *change);
/*
 * Adds what a request brings back: its statement as it was signed, the files
 * that it states. Refused when these were changed since the request was made.
 */
const struct qms_error *qms_change_take(struct qms_change *change,
	const struct qms_request *request);
/* Adds a checkpoint (witness.h) and its signature, NULL: not yet signed. */
void qms_change_witness(struct qms_change *change,
	struct qms_statement *statement);

/* What is wrong with the files that were to be written, after _commit. */
const struct qms_problems *qms_change_problems(
	const struct qms_change *change);

/* Finishes or undoes what a killed command left; *done tells what, or NULL. */
const struct qms_error *qms_change_recover(const char **done,
	struct qms_system *system);

#endif
