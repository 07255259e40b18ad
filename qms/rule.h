/* SPDX-License-Identifier: MIT */
/*
 * rule - rules as documents: a SELECT that returns candidates, and the engine
 * that turns them into verdicts, problems or refusals (qms-rules(5)).
 *
 * A rule is foreign code: it runs in the sandbox of db.h, sees the views of the
 * question that is set, and ends within limits.
 */
#ifndef QMS_RULE_H
#define QMS_RULE_H

#include "db.h"
#include "date.h"
#include "kind.h"
#include "problem.h"
#include "store.h"

enum qms_rule_use { QMS_RULE_PROBLEM, QMS_RULE_OBLIGATION, QMS_RULE_REFUSE,
	QMS_RULE_FILL, QMS_RULE_INDICATOR };

struct qms_rule {
	const char *id, *path;
	enum qms_rule_use use;
	const char *basis;
	qms_day from, to;		/* QMS_DAY_NONE: open */
	bool confirmed;
	bool waits;			/* what it refuses is no task yet */
	bool maintains;			/* a declared system owes it */
	const char *command[QMS_LANGUAGES];	/* what answers the obligation,
					   typed by the secretary; or "" */
	/* what it fills in: a kind, and a section or a cell; "" if not */
	const char *fills, *section, *table, *row, *column;
	const char *target;		/* of an indicator: "> 70" %; or "" */
	enum qms_severity severity;
	const char *title[QMS_LANGUAGES], *message[QMS_LANGUAGES];
	const char *help[QMS_LANGUAGES];
	const char *sql;
	int sql_line;
	struct qms_text text;		/* of its file, for its tests */
};

struct qms_rules {
	const struct qms_kinds *kinds;	/* whose views they may read */
	struct qms_rule *items;		/* sorted by id */
	size_t count, room;
};

/*
 * Reads rules/ of a store. A rule that cannot be used is a problem and is left
 * out; kinds must hold the kind "rule".
 */
const struct qms_error *qms_rules_load(struct qms_rules **rules,
	struct qms_arena *arena, const struct qms_kinds *kinds,
	const struct qms_store *store, struct qms_problems *problems);
const struct qms_rule *qms_rules_get(const struct qms_rules *rules,
	const char *id);

/*
 * Adds the problems that the rules with use: problem find at the question that
 * is set. A rule returns path, key, if need be row, and then up to four
 * arguments; the file is read from the store to say where the key stands. A
 * rule that fails is a problem of the rule.
 */
const struct qms_error *qms_rules_problems(struct qms_problems *problems,
	const struct qms_rules *rules, struct qms_db *db,
	const struct qms_store *store);

/* Why a rule refuses: its arguments 1 to 4 in refused->arguments. */
struct qms_refusal {
	const struct qms_rule *rule;	/* NULL: nobody refuses */
	const char *arguments[QMS_MESSAGE_ARGUMENTS];
};
const struct qms_error *qms_rules_refuse(struct qms_refusal *refusal,
	struct qms_arena *arena, const struct qms_rules *rules,
	const struct qms_strings *guards, struct qms_db *db,
	const char *agency, const char *object, const char *version,
	const char *act, const char *by, const char *date);

enum qms_verdict { QMS_VERDICT_MET, QMS_VERDICT_OPEN, QMS_VERDICT_DUE_SOON,
	QMS_VERDICT_OVERDUE, QMS_VERDICT_MISSING, QMS_VERDICT_ATTESTED,
	QMS_VERDICT_NOT_APPLICABLE, QMS_VERDICTS };

struct qms_obligation {
	const struct qms_rule *rule;
	const char *agency, *period, *due, *done, *evidence;	/* "" if none */
	enum qms_verdict verdict;
	int days;			/* until due; negative: late by */
};

/*
 * All obligations of all agencies, or of one, at the question that is set: of
 * each rule and agency every object (a period that begins with no year), and
 * of times the one that is due last and those before it that are not met. A rule returns agency, period, due, done, evidence, and may
 * return attested; the earliest `done` of a period counts. Sorted by rule,
 * agency, due. A rule that fails is a failure.
 */
const struct qms_error *qms_rules_obligations(
	struct qms_obligation **obligations, size_t *count,
	struct qms_arena *arena, const struct qms_rules *rules,
	struct qms_db *db, const char *agency /* or NULL */);

/* What is to be done next, as the rule says: its command, or its help; "". */
const char *qms_obligation_next(struct qms_arena *arena,
	const struct qms_obligation *obligation, enum qms_language language);

/* Those whose rule says what is to be typed, and what of them is `id`'s. */
void qms_rules_with_command(struct qms_rules *some, struct qms_arena *arena,
	const struct qms_rules *rules);
bool qms_obligation_is_of(const struct qms_obligation *obligation,
	const char *id);

/*
 * What is known for a new record: a line in the words of its rule, and the
 * files that it rests on. A rule returns path and the arguments of its message
 * for an :agency and the keys that the record has by now; rows with the same
 * arguments are one line. A rule that names a table and column but no row
 * returns row too; one that names neither row nor column returns whole rows,
 * the table's columns by their names.
 */
struct qms_rule_cell {
	const char *name, *value;
};
struct qms_rule_line {
	const struct qms_rule *rule;
	const char *arguments[QMS_MESSAGE_ARGUMENTS];
	const char *row;		/* of the table, "" */
	struct qms_strings sources;	/* paths, each once */
	struct qms_rule_cell *cells;	/* all but path, of a whole row */
	size_t cell_count;
};
bool qms_rule_fills_rows(const struct qms_rule *rule);
/* "" when the rule does not return it. */
const char *qms_rule_line_cell(const struct qms_rule_line *line,
	const char *name);
/* By rule, in the order in which a rule gives them. known: what :NAME stands
 * for besides :agency. A rule that fails is a failure. */
const struct qms_error *qms_rules_lines(struct qms_rule_line **lines,
	size_t *count, struct qms_arena *arena, const struct qms_rules *rules,
	struct qms_db *db, const char *kind, const char *agency,
	const struct qms_rule_cell *known, size_t known_count);
/* The line in words; days as people write them. */
void qms_rule_line_text(struct qms_buffer *out,
	const struct qms_rule_line *line, enum qms_language language);

/*
 * What an indicator counts of an agency: part of whole. A rule returns agency,
 * part, whole, evidence; rows of which the two are no numbers from 0 on are
 * left out. By rule and agency. A rule that fails is a failure.
 */
struct qms_measure {
	const struct qms_rule *rule;
	const char *agency, *evidence;
	int64_t part, whole;
};
const struct qms_error *qms_rules_measures(struct qms_measure **measures,
	size_t *count, struct qms_arena *arena, const struct qms_rules *rules,
	struct qms_db *db);

/*
 * Runs the test tables of a rule on the fixture (rules/fixture.yaml of the
 * store); db tells the views and their columns. Each row that does not give
 * its verdict is a problem at its line.
 */
const struct qms_error *qms_rule_test(const struct qms_rule *rule,
	struct qms_db *db, const struct qms_kinds *kinds,
	const struct qms_store *store, struct qms_arena *arena,
	struct qms_problems *problems, int *rows);

/* May rules read this view? Those of kinds and the built-in ones. */
bool qms_rule_may_read(void *kinds, const char *view);

#endif
