/* SPDX-License-Identifier: MIT */
/*
 * finding - what auditors find, as it comes from the field: one by one or in a
 * CSV file, each with an id that is unique without a network, the issued text
 * it is about, and evidence files by checksum. And whether a sentence that was
 * criticised still stands.
 */
#ifndef QMS_FINDING_H
#define QMS_FINDING_H

#include "audit.h"
#include "digest.h"

enum {
	QMS_EVIDENCE_LIMIT = 8 * 1024 * 1024,	/* bytes of one file */
	QMS_EVIDENCE_FILES = 20,		/* of one finding */
	QMS_FINDING_ROWS = 2000			/* of one CSV file */
};

struct qms_evidence {
	const char *name;		/* safe: letters, digits, ".-_" */
	struct qms_text bytes;
	char sha256[QMS_SHA256_SIZE];
};

struct qms_finding {			/* all of it as typed; "" if not */
	int line;			/* of the CSV file; 0: typed */
	const char *number;		/* 3 of 2026-01-NVA-03 */
	const char *unit, *clause, *document, *legal, *quote, *grade;
	const char *title, *text, *evidence, *files, *day, *auditor;
	const char *source;		/* "" when there is an audit */
	const char *about;		/* the record that it comes from, "" */
	/* filled in by qms_finding_check */
	const char *id, *code, *path, *recurrence;
	struct qms_evidence *attached;
	size_t attached_count;
	bool there;			/* the same is recorded already */
	struct qms_text file;		/* the record */
};

/* Where it is typed: what is taken for it when it says nothing. */
struct qms_finding_place {
	struct qms_system *system;
	const char *agency;
	const struct qms_audit *audit;	/* NULL: of no audit */
	const char *auditor, *day;	/* of rows that name none */
	const char *directory;		/* of evidence files */
	const char *csv;		/* its path, for problems */
};

/* NVA of Nguyễn Văn An; the second person of these letters has NVA2. */
const struct qms_error *qms_finding_letters(const char **letters,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *person);

/* The columns of a CSV file of findings, for its first row. */
extern const char *const qms_finding_columns[][QMS_LANGUAGES + 1];
extern const size_t qms_finding_column_count;

/* Rows of a CSV file; what cannot be read at all is a problem. */
const struct qms_error *qms_findings_parse(struct qms_finding **findings,
	size_t *count, struct qms_arena *arena, struct qms_text csv,
	const char *path, struct qms_problems *problems);
/*
 * What is wrong with one is a problem with its line, and ok is false; else its
 * id, path, record and evidence are there. taken holds ids of those before.
 */
const struct qms_error *qms_finding_check(bool *ok,
	struct qms_finding *finding, struct qms_arena *arena,
	const struct qms_finding_place *place, struct qms_map *taken,
	struct qms_problems *problems);

/* ---- a sentence and what became of it ---- */

enum qms_quote_state {
	QMS_QUOTE_UNKNOWN,		/* there is no such issued text */
	QMS_QUOTE_ABSENT,		/* it never stood there */
	QMS_QUOTE_STANDS,		/* in the text in force */
	QMS_QUOTE_CHANGED,		/* not any more */
	QMS_QUOTE_WITHDRAWN		/* nothing is in force any more */
};
struct qms_quote {
	enum qms_quote_state state;
	const char *id, *version;	/* that it was said of */
	const char *now;		/* in force, "" */
	const char *changed;		/* first version without it, "" */
	const char *last;		/* the version before that, "" */
	const char *agency;		/* whose text it is */
	int line, line_end;		/* of it in the text said of */
	struct qms_text before, after;	/* both texts, as they hold */
};
/* reference: ID@VERSION of the agency. */
const struct qms_error *qms_quote_judge(struct qms_quote *quote,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *reference, const char *sentence);
const char *qms_quote_state_id(enum qms_quote_state state);

#endif
