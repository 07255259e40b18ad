/* SPDX-License-Identifier: MIT */
/*
 * indicator - what part of the agencies, or of what they answer for, is as it
 * should be: rules with use: indicator, added up by group, held against their
 * target.
 */
#ifndef QMS_INDICATOR_H
#define QMS_INDICATOR_H

#include "system.h"

enum qms_indicator_by { QMS_BY_ALL, QMS_BY_OBLIGATION, QMS_BY_TIER,
	QMS_BY_KIND, QMS_BY_AGENCY, QMS_BYS };

/* What groups an agency is in. */
struct qms_place {
	const char *of[QMS_BYS];
	const char *name[QMS_LANGUAGES];	/* its own */
	const char *kind_name[QMS_LANGUAGES];
};
/* All agencies, by id, in the order of law/agency-kinds.csv; at the question
 * that is set. */
const struct qms_error *qms_places(struct qms_map *places,
	struct qms_system *system, struct qms_arena *arena);
/* What the group of an agency is called. */
void qms_place_name(const char *name[QMS_LANGUAGES], struct qms_arena *arena,
	const struct qms_kinds *kinds, const struct qms_place *place,
	enum qms_indicator_by by);

struct qms_indicator {
	const struct qms_rule *rule;
	const char *group;		/* "", "mandatory", "commune", a code, an
					 * agency's id */
	const char *name[QMS_LANGUAGES];	/* of the group; "" of all */
	const char *evidence;		/* of one agency; else "" */
	int64_t part, whole;
};

/* What all indicators count, of each agency; valid as long as the arena and
 * the kinds of the question. */
struct qms_counted {
	const struct qms_kinds *kinds;
	struct qms_arena *arena;
	struct qms_measure *rows;	/* by rule and agency */
	size_t count;
	struct qms_map places;		/* by agency: what groups it is in */
};
/* At the question that is set. An agency with a repository of its own is counted
 * by that; while none of it was verified, as one of which nothing is done. */
const struct qms_error *qms_count(struct qms_counted *counted,
	struct qms_system *system, struct qms_arena *arena);
/* Of those agencies only that are in a population on the day. */
const struct qms_error *qms_count_population(struct qms_counted *counted,
	struct qms_system *system, struct qms_arena *arena,
	const char *population);
/* Only these rules, by id. */
const struct qms_error *qms_count_some(struct qms_counted *counted,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_strings *ids);
/* Is what a row counts in the group? */
bool qms_counted_in(const struct qms_counted *counted,
	const struct qms_measure *row, enum qms_indicator_by by,
	const char *group);
/* Each group that an indicator counts something of, in the order of
 * law/agency-kinds.csv. */
void qms_indicators(struct qms_indicator **items, size_t *count,
	const struct qms_counted *counted, enum qms_indicator_by by);

/* Hundredths of a percent, half up; -1 of nothing. */
int64_t qms_indicator_rate(const struct qms_indicator *indicator);
/*
 * Is the target of the rule reached, by the numbers themselves and not by the
 * rounded rate? True without a target. *short_by: so many more (or fewer, when
 * little is good) would reach it.
 */
bool qms_indicator_reached(const struct qms_indicator *indicator,
	int64_t *short_by);

/* "all", "obligation", …; QMS_BYS when it is none. */
enum qms_indicator_by qms_indicator_by(const char *name);

/* The last day of the quarter that ends on the day or before it. */
qms_day qms_quarter_end(qms_day day);

#endif
