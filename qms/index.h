/* SPDX-License-Identifier: MIT */
/*
 * index - the repository's history as tables (index.sql), and one question at
 * a time: what was known (a commit of the first-parent line) and which day is
 * asked about.
 *
 * It lies in the repository's common git directory (a cache directory for one
 * that cannot be written) and is brought up to date by walking new commits
 * only. Damage, another format or another history: made anew, unasked.
 */
#ifndef QMS_INDEX_H
#define QMS_INDEX_H

#include "db.h"
#include "git.h"
#include "kind.h"
#include "statement.h"

struct qms_index;

struct qms_index_stats {
	int64_t commits_walked, trees_compared, blobs_parsed, rows_touched;
	int64_t statements_judged;
	int64_t signatures_computed;	/* those remembered are not */
	bool rebuilt;
	bool moved_on;		/* the branch did, and nothing was done */
};

/* The clock and places, as the caller's environment gives them. */
struct qms_index_options {
	int64_t now;			/* seconds since 1970 UTC */
	/* directory for read-only clones, and for verdicts of signatures */
	const char *cache;
	/* not the repository's, which others may have filled: the user's own
	 * in the cache directory, or none that is kept */
	bool own;
	const char *ref;	/* of a tip besides HEAD's, or NULL */
};

/* prefix: the QMS root below the git root, "" or ending with '/'. Opens; does
 * not update. */
const struct qms_error *qms_index_open(struct qms_index **index,
	struct qms_git *git, const char *prefix,
	const struct qms_index_options *options);
void qms_index_close(struct qms_index *index);

/*
 * Brings it to tip, the head that the caller read; with nothing new it opens no
 * tree and no blob. Asks about the newest commit and its recorded day. When
 * another program has committed and indexed since, stats say moved_on: read the
 * head again.
 */
const struct qms_error *qms_index_update(struct qms_index *index,
	const struct qms_oid *tip, struct qms_index_stats *stats);
/* The same from nothing, whatever is there. */
const struct qms_error *qms_index_rebuild(struct qms_index *index,
	const struct qms_oid *tip, struct qms_index_stats *stats);

/*
 * Sets the question. known_ordinal 0: the last commit recorded up to day.
 * After opening: the newest commit and its recorded day.
 */
const struct qms_error *qms_index_ask(struct qms_index *index, qms_day day,
	int64_t known_ordinal);
/* The question as set; commit is that of known. */
struct qms_question {
	qms_day day;
	int64_t known, newest;		/* ordinals */
	struct qms_oid commit;		/* zero in an overlay */
	qms_day recorded;		/* day of that commit */
	struct qms_oid tip;		/* the commit of newest */
};
const struct qms_question *qms_index_question(const struct qms_index *index);
/* Ordinal of a commit of the first-parent line, 0 if it is not on it. */
const struct qms_error *qms_index_ordinal(int64_t *ordinal,
	struct qms_index *index, const struct qms_oid *commit);

/*
 * For queries; the views of kinds are there, and those named in qms-rules(5).
 * What a view computes is "yes" or "no" (version.in_force, reference.found);
 * open ends of offices and obligations are 1900-01-01 and 2999-12-31; what a
 * file does not say is NULL. A kind whose name is that of a base table or a
 * built-in view has no view of its own.
 */
struct qms_db *qms_index_db(struct qms_index *index);
struct qms_git *qms_index_git(const struct qms_index *index);
/* Kinds at the question (or of the overlay); valid until another question, an
 * update, or the beginning or end of an overlay. */
const struct qms_kinds *qms_index_kinds(const struct qms_index *index);
int qms_index_offset(const struct qms_index *index);	/* minutes east, qms.yaml */

/*
 * An overlay makes the index answer as if these files had been committed on
 * top of the newest commit (text.data NULL: removed) by this person at `now`:
 * `check` lays the work tree over it, a command what it is about to write.
 * Statements among them are judged. Nothing of it is kept after _end.
 */
struct qms_index_file {
	const char *path;		/* below the QMS root */
	struct qms_text text;
};
const struct qms_error *qms_index_overlay_begin(struct qms_index *index,
	const struct qms_index_file *files, size_t count, const char *email);
const struct qms_error *qms_index_overlay_end(struct qms_index *index);

/*
 * A trial brings the index to a tip that the branch has not reached, and asks
 * about it; nobody else sees that, and _end takes it back. *fits is false when
 * the indexed tip is not on its first-parent line: then there is no trial.
 */
const struct qms_error *qms_index_trial_begin(bool *fits,
	struct qms_index *index, const struct qms_oid *tip);
const struct qms_error *qms_index_trial_end(struct qms_index *index);

/* Has the view of a kind, or of a list of it, this column? */
bool qms_index_has_column(const struct qms_index *index, const char *view,
	const char *column);

/* Reads all of the index's own file: is it whole? */
const struct qms_error *qms_index_check(struct qms_index *index);

/* Problems of files at the question, from the facts; not those of rules. */
const struct qms_error *qms_index_problems(struct qms_problems *problems,
	struct qms_index *index, const char *path /* or NULL: all */);

#endif
