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

enum qms_rule_use { QMS_RULE_PROBLEM, QMS_RULE_OBLIGATION, QMS_RULE_REFUSE };

struct qms_rule {
	const char *id, *path;
	enum qms_rule_use use;
	const char *basis;
	qms_day from, to;		/* QMS_DAY_NONE: open */
	bool confirmed;
	enum qms_severity severity;
	const char *title[QMS_LANGUAGES], *message[QMS_LANGUAGES];
	const char *help[QMS_LANGUAGES];
	const char *sql;
	int sql_line;
};

struct qms_rules {
	struct qms_rule *items;		/* sorted by id */
	size_t count, room;
};

const struct qms_error *qms_rules_load(struct qms_rules **rules,
	struct qms_arena *arena, const struct qms_store *store,
	struct qms_problems *problems);
const struct qms_rule *qms_rules_get(const struct qms_rules *rules,
	const char *id);

/* Adds the problems that the rules with use: problem find. */
const struct qms_error *qms_rules_problems(struct qms_problems *problems,
	const struct qms_rules *rules, struct qms_db *db);

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

/* All obligations of all agencies, or of one, at the question that is set. */
const struct qms_error *qms_rules_obligations(
	struct qms_obligation **obligations, size_t *count,
	struct qms_arena *arena, const struct qms_rules *rules,
	struct qms_db *db, const char *agency /* or NULL */);

/*
 * Runs the test table of a rule on the fixture; each row that does not give
 * its verdict is a problem at its line.
 */
const struct qms_error *qms_rule_test(const struct qms_rule *rule,
	const struct qms_store *store, const struct qms_kinds *kinds,
	struct qms_arena *arena, struct qms_problems *problems, int *rows);

#endif
