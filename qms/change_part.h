/* SPDX-License-Identifier: MIT */
/*
 * change_part - what the files change.c and change_*.c share; nobody else
 * includes it.
 *	change.c	what is to be written is collected
 *	change_trust.c	the trust statements that it makes necessary, signed
 *	change_request.c	it goes to who signs it, and comes back
 *	change_commit.c	it is judged and committed
 *	change_journal.c	the journal: files and index follow it, and what a
 *			killed command left is finished or undone by it
 */
#ifndef QMS_CHANGE_PART_H
#define QMS_CHANGE_PART_H

#include "change.h"

enum { QMS_CHANGE_FILE_LIMIT = 64 * 1024 * 1024 };

struct qms_put {
	const char *path;		/* below the QMS root */
	struct qms_text text;		/* data NULL: to be removed */
};

struct qms_change_key {			/* at hand, for trust statements */
	struct qms_text blob;
	qms_change_sign_fn sign;
	void *closure;
};

struct qms_change {
	struct qms_system *system;
	struct qms_arena arena;
	struct qms_store *store;	/* newest commit with the puts over it */
	struct qms_map puts;		/* path → struct qms_put */
	struct qms_statement **statements;
	size_t statement_count, statement_room;
	const char *id;			/* of the system, as it will be */
	qms_change_sign_fn sign;	/* or NULL */
	void *sign_closure;
	/* signatures are still to come: that they are missing is no fault */
	bool unsigned_yet;
	struct qms_change_key *keys;
	size_t key_count, key_room;
	struct qms_map thresholds;	/* agency → as it is written */
	bool open;			/* signatures may be missing */
	struct qms_problems problems;
};

/* Statements are read back as they are written: no field is NULL. */
void qms_change_fill_empty(struct qms_statement *s);
/* Its file, its signature when one is asked for; it is the last of the list. */
const struct qms_error *qms_change_add_statement(struct qms_change *change,
	const struct qms_statement *s);

/* One path of a journal. */
struct qms_journal_entry {
	const char *path;		/* below the QMS root */
	struct qms_oid old_blob, new_blob;	/* zero: no file */
	/* it held old_blob before: undoing brings that back. Otherwise the
	 * user had put new_blob there already, and it is left alone */
	bool ours;
};

struct qms_journal {
	struct qms_oid old_tip, new_tip;
	struct qms_journal_entry *entries;
	size_t count, room;
};

char *qms_journal_path(struct qms_arena *arena,
	const struct qms_system *system);
const struct qms_error *qms_journal_write(const struct qms_journal *journal,
	struct qms_system *system, struct qms_arena *arena);
const struct qms_error *qms_journal_remove(struct qms_system *system,
	struct qms_arena *arena);

/* Files, then git's index, as they are to be with the new tip. */
const struct qms_error *qms_journal_follow(const struct qms_journal *journal,
	struct qms_system *system, struct qms_arena *arena);
/* Files, then git's index, as they were; index entries as in `tip`. */
const struct qms_error *qms_journal_undo(const struct qms_journal *journal,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_oid *tip);

/* Blob at a path of the QMS root in a commit (zero: none). */
const struct qms_error *qms_change_blob_at(struct qms_oid *blob,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_oid *commit, const char *path);
/* Id of the work tree's bytes (zero: no file); exists is true for any entry. */
const struct qms_error *qms_change_blob_now(struct qms_oid *blob,
	struct qms_system *system, const char *path);

/* Bytes of this hash: in the change, in the newest commit, or in any. */
const struct qms_error *qms_change_bytes(struct qms_text *text,
	struct qms_change *change, const char *path, const char *sha256);
/* Where the object of a statement lies, "" if there is none. */
const struct qms_error *qms_change_object_path(const char **path,
	struct qms_change *change, const struct qms_statement *statement);

/* With the lock held. */
const struct qms_error *qms_change_recover_locked(const char **done,
	struct qms_system *system);

/* For tests: called before each step that can be interrupted. */
extern void (*qms_change_step)(void);
#define STEP() ((void)(qms_change_step != NULL ? qms_change_step() : (void)0))

#endif
