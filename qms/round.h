/* SPDX-License-Identifier: MIT */
/*
 * round - the work on a document that is not yet a version: which version it
 * will be, in which state it is, who wrote it.
 */
#ifndef QMS_ROUND_H
#define QMS_ROUND_H

#include "system.h"

/* The work on a document that is not yet a version, or a record's only round. */
struct qms_round {
	const char *version;	/* "1.0"; "" for a record, and for a document
				   of which nothing was submitted yet */
	const char *state;	/* the kind's first state when nothing was */
	const char *since;	/* ISO day of that state, "" */
	const char *by;		/* who brought it there, "" */
	const char *latest;	/* newest version issued, "" if none */
	const char *latest_text;	/* SHA-256 of its text, "" */
};
const struct qms_error *qms_round_get(struct qms_round *round,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_kind *kind, const char *agency, const char *id);

/* "1.0" for none, else the next revision, or the next edition. */
char *qms_version_next(struct qms_arena *arena, const char *latest,
	bool edition);
/* "2.1": two numbers without leading zeros, edition at least 1. */
bool qms_version_is_valid(const char *version);

/* Who wrote what is not yet a version: ids of persons, sorted. */
const struct qms_error *qms_writers(struct qms_strings *persons,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *id);

/* Versions of a document, newest first, for messages: "2.0, 1.0". */
const struct qms_error *qms_versions_text(const char **text,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *id);

#endif
