/* SPDX-License-Identifier: MIT */
/*
 * coverage - how far an agency answers to each clause of the standard, and to
 * each administrative procedure of its list, at the question that is set.
 *
 * A level wants the ones before: named in a document, even a draft; approved,
 * when one of them is in force; evidenced, when a fresh record shows that it
 * is done (where the standard asks for no record: when the document was passed
 * on or looked at again); audited, when an audit that was closed looked at it not long ago and
 * no nonconformity is open. What serves a clause, and for how long a record
 * shows something, is data: standards/<id>/served-by.csv and standard.yaml.
 */
#ifndef QMS_COVERAGE_H
#define QMS_COVERAGE_H

#include "system.h"

enum qms_coverage_level { QMS_COVERAGE_NONE, QMS_COVERAGE_NAMED,
	QMS_COVERAGE_APPROVED, QMS_COVERAGE_EVIDENCED, QMS_COVERAGE_AUDITED,
	QMS_COVERAGE_LEVELS };

/* What becomes of a clause in another edition, the gravest last. */
enum qms_coverage_change { QMS_CHANGE_SAME, QMS_CHANGE_MOVED,
	QMS_CHANGE_MERGED, QMS_CHANGE_CHANGED, QMS_CHANGE_SPLIT,
	QMS_CHANGE_NEW, QMS_CHANGE_DROPPED, QMS_CHANGES };

struct qms_covered {
	const char *number, *name[QMS_LANGUAGES];
	bool maintain, retain;		/* documents, records are asked for */
	bool heading;			/* others stand below it, of which the
					   least covered gives its level */
	bool excluded;			/* does not apply to this agency */
	const char *reason;		/* why, "" */
	enum qms_coverage_level level;
	struct qms_strings documents;	/* ids that name or serve it itself */
	const char *evidence, *evidence_day;	/* the newest, a path; "" */
	const char *audit, *audit_day;	/* id and day of the newest; "" */
	struct qms_strings open;	/* ids of open nonconformities */
	/* of another edition */
	enum qms_coverage_change change;
	const char *from;		/* "6.1.1, 6.1.2" of the one applied */
	const char *what[QMS_LANGUAGES];	/* changes; "" */
	bool missing;			/* nothing in force answers to it, or
					   what does is to be looked at again */
};

struct qms_coverage {
	const char *standard;		/* its directory: "iso9001-2015" */
	const char *number;		/* "TCVN ISO 9001:2015" */
	bool applied, confirmed;
	struct qms_covered *items;	/* in the order of the standard */
	size_t count, room;
};

/*
 * Of one agency. standard: "iso9001-2026" or "iso9001:2026", NULL for the one
 * applied. Of another edition, a clause is as far as the furthest of those it
 * comes from.
 */
const struct qms_error *qms_coverage_get(struct qms_coverage *coverage,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *standard);

/* How many clauses that apply and have none below them are of each level. */
void qms_coverage_count(size_t counts[QMS_COVERAGE_LEVELS],
	const struct qms_coverage *coverage);

struct qms_covered_service {		/* a TTHC in the list on the day */
	const char *code, *name;
	const char *procedure;		/* that names it; "" */
	const char *version;		/* of that procedure, in force; "" */
	const char *path;		/* of that procedure; "" */
	enum qms_coverage_level level;
	const char *evidence, *evidence_day;	/* the newest record that names
					   it or its procedure, a path; "" */
	const char *audit, *audit_day;	/* newest that looked at it; "" */
	struct qms_strings open;	/* nonconformities of its procedure */
};
const struct qms_error *qms_coverage_services(
	struct qms_covered_service **services, size_t *count,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency);

/* "none", "named" …; -1: none of them. */
const char *qms_coverage_level_id(enum qms_coverage_level level);
int qms_coverage_level_parse(const char *id);
const char *qms_coverage_change_id(enum qms_coverage_change change);

#endif
