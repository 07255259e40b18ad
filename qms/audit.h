/* SPDX-License-Identifier: MIT */
/*
 * audit - internal audits as data: what the programme of a year should hold
 * and leaves out, what one audit is about, and its checklist, of which each
 * line names clause, issued text, step, records to sample and what was found
 * before. Words are the caller's; rules (rules/) have the last word on who may
 * audit what.
 */
#ifndef QMS_AUDIT_H
#define QMS_AUDIT_H

#include "system.h"

/* ---- one audit ---- */

struct qms_audit_slot {			/* a row of its schedule */
	const char *day, *time, *unit, *subject, *auditor;
};

struct qms_audit {
	const char *agency, *id, *path, *title, *state;
	const char *first_day, *last_day, *method, *lead, *conclusion;
	const char *decision;
	struct qms_strings auditors, units, documents, clauses;
	struct qms_audit_slot *slots;
	size_t slot_count;
};

/* The id of an audit as one says it: 2026-01 for DG-2026-01. */
const char *qms_audit_id(struct qms_arena *arena,
	const struct qms_system *system, const char *said);
/* Its number alone, by which findings begin: 2026-01. */
const char *qms_audit_number(struct qms_arena *arena,
	const struct qms_system *system, const char *id);
/* Not there: found is false. */
const struct qms_error *qms_audit_read(struct qms_audit *audit, bool *found,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *id);
/* Does the row name the unit, by id or by name? */
bool qms_audit_slot_is_of(const struct qms_audit_slot *slot,
	const char *unit, const char *name);
/* Does a text name the id as a word of its own ("QT-01, QT-04 (8.5)")? */
bool qms_audit_mentions(const char *text, const char *id);

/* ---- the programme of a year ---- */

enum qms_audit_reason_id {
	QMS_REASON_NEVER,		/* never audited */
	QMS_REASON_LONG,		/* months since it was */
	QMS_REASON_OPEN,		/* nonconformities that are open */
	QMS_REASON_GRAVE,		/* major ones in two years */
	QMS_REASON_FOUND,		/* minor ones in two years */
	QMS_REASON_SERVICES,		/* procedures for citizens */
	QMS_REASON_CHANGED,		/* texts issued since the last audit */
	QMS_REASON_LATE,		/* late dossiers within a year */
	QMS_REASON_RISK,		/* high risks that are open */
	QMS_REASONS
};
struct qms_audit_reason {
	enum qms_audit_reason_id id;
	int64_t count;
};

struct qms_audit_row {
	const char *unit, *name;
	const char *subject;
	struct qms_strings documents, clauses;
	int month;
	struct qms_strings auditors;
	const char *audit;		/* that audits it this year, "" */
	int score;			/* the higher, the earlier */
	struct qms_audit_reason reasons[QMS_REASONS];
	size_t reason_count;
};

enum qms_audit_gap_id {
	QMS_GAP_UNIT,			/* no row names the unit */
	QMS_GAP_DOCUMENT,		/* no row names the procedure */
	QMS_GAP_CLAUSE,			/* no procedure of a row is about it */
	QMS_GAP_NO_UNIT,		/* the procedure has no unit in charge */
	QMS_GAP_AUDITOR,		/* nobody may audit the unit */
	QMS_GAP_OWN,			/* … of those assigned, the procedure */
	QMS_GAP_MONTH,			/* its month is over, it was not audited */
	QMS_GAPS
};
struct qms_audit_gap {
	enum qms_audit_gap_id id;
	const char *subject, *words;
};

struct qms_audit_programme {
	const char *id, *state;		/* of the record; "": a proposal */
	struct qms_audit_row *rows;
	size_t count, room;
	struct qms_audit_gap *gaps;
	size_t gap_count, gap_room;
};

/*
 * That of the year, or if there is none (or anew is asked for) a proposal: a
 * row a unit, those that need it most in the first of the months.
 */
const struct qms_error *qms_audit_programme(
	struct qms_audit_programme *programme, struct qms_system *system,
	struct qms_arena *arena, const char *agency, int year,
	const int *months, size_t month_count, bool anew);

/* Of these persons the first who may audit all of it, the least busy first;
 * else who may audit the unit at least; NULL: nobody. busy counts them. */
const struct qms_error *qms_audit_choose(const char **person,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const struct qms_strings *persons, int *busy,
	const char *unit, const struct qms_strings *documents,
	const char *day);
/* Who has the office of auditor and a valid training on the day. */
const struct qms_error *qms_audit_auditors(struct qms_strings *persons,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *day);

/* ---- the checklist ---- */

enum qms_audit_line_id {
	QMS_LINE_STEP,			/* a step of an issued text */
	QMS_LINE_RECORD,		/* a record that it says is kept */
	QMS_LINE_CLAUSE,		/* a clause that the audit names */
	QMS_LINE_EARLIER,		/* what was found before */
	QMS_LINE_UNIT			/* records of the unit itself */
};
struct qms_audit_line {
	enum qms_audit_line_id id;
	const char *unit, *unit_name, *auditor;
	const char *clause;
	const char *document, *version;	/* "" when it is about none */
	const char *step;		/* its number, "" */
	const char *ask;		/* what the source says */
	const char *who, *sample, *earlier;	/* "" if nothing */
};
/* Unit by unit in the order of the audit; unit NULL: all. */
const struct qms_error *qms_audit_checklist(struct qms_audit_line **lines,
	size_t *count, struct qms_system *system, struct qms_arena *arena,
	const struct qms_audit *audit, const char *unit);

/* ---- what the index says, as rows of strings ---- */

struct qms_grid {
	const char **cells;		/* "" for NULL */
	size_t count, room, columns;
};
/* arguments ?1 … are bound as text. */
const struct qms_error *qms_grid_read(struct qms_grid *grid,
	struct qms_system *system, struct qms_arena *arena, const char *sql,
	const char *const *arguments, size_t argument_count);
const char *qms_grid_cell(const struct qms_grid *grid, size_t row,
	size_t column);
size_t qms_grid_rows(const struct qms_grid *grid);
#define QMS_GRID(grid, system, arena, sql, ...)				\
	qms_grid_read((grid), (system), (arena), (sql),			\
	    (const char *const []){ __VA_ARGS__ },			\
	    sizeof((const char *const []){ __VA_ARGS__ }) /		\
	    sizeof(const char *))

#endif
