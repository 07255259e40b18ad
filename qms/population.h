/* SPDX-License-Identifier: MIT */
/*
 * population - which agencies a number is about: agencies by purpose and day,
 * as records of the kind `population` define them; who is in one on the day
 * that is asked about, and why not in another.
 */
#ifndef QMS_POPULATION_H
#define QMS_POPULATION_H

#include "system.h"

struct qms_population {
	const char *owner, *id, *path, *title, *purpose, *basis;
	const char *from, *to;		/* ISO days; "" without end */
	const char *stated;		/* by the document; "" it says nothing */
	bool defined;			/* says who is in it, not only how many */
	int64_t members;		/* on the day; 0 unless defined */
};

/* By owner and id; none where the system knows no populations. */
const struct qms_error *qms_populations(struct qms_population **items,
	size_t *count, struct qms_system *system, struct qms_arena *arena);
/* `ID` where only one agency has it, or `AGENCY/ID`. */
const struct qms_error *qms_population_find(struct qms_population *item,
	struct qms_system *system, struct qms_arena *arena, const char *name);

struct qms_population_member {
	const char *agency, *name, *tier, *kind;
	const char *kind_name[QMS_LANGUAGES];
	const char *first, *last;	/* last "": without end */
	const char *why;		/* "named", "kind", "obligation" */
	const char *path;		/* of agency.md */
};
/* On the day, in the order of law/agency-kinds.csv, then by id. */
const struct qms_error *qms_population_members(
	struct qms_population_member **rows, size_t *count,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_population *item);
/* The ids of its members on the day, as keys. */
const struct qms_error *qms_population_ids(struct qms_map *ids,
	struct qms_system *system, struct qms_arena *arena, const char *name);

struct qms_population_part {	/* a group, as the document counts it */
	const char *part, *kind;	/* kind "": of several */
	const char *stated;		/* "": only counted */
	const char *counted;		/* of the kind, on the day; "" unknown */
};
const struct qms_error *qms_population_parts(struct qms_population_part **rows,
	size_t *count, struct qms_system *system, struct qms_arena *arena,
	const struct qms_population *item);

struct qms_population_difference {
	const char *agency, *name, *kind, *kind_name[QMS_LANGUAGES];
	bool in[2];
	/* why it is not in the one: "not-yet" and "ended" (the population, with
	 * its day), "excluded" (with the reason), "dates" (it is named, for
	 * other days), "kind", "not-named"; "" it is in both */
	const char *reason, *detail;
};
/* Everyone who is in one of them on the day. */
const struct qms_error *qms_population_compare(
	struct qms_population_difference **rows, size_t *count,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_population *first,
	const struct qms_population *second);

#endif
