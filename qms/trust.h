/* SPDX-License-Identifier: MIT */
/*
 * trust - who may do what: persons, their offices and their days, and the
 * numbered statements that pin settings, people, kinds, rules, law, standards
 * and models.
 */
#ifndef QMS_TRUST_H
#define QMS_TRUST_H

#include "date.h"
#include "statement.h"
#include "store.h"

struct qms_person {
	const char *id, *name;
	struct qms_strings emails;
};

struct qms_office {
	const char *person, *office, *unit;
	qms_day first, last;		/* QMS_DAY_NONE: open */
};

struct qms_people {
	struct qms_person *persons;
	size_t person_count, person_room;
	struct qms_office *offices;
	size_t office_count, office_room;
};

/* From the bytes of people.yaml. */
void qms_people_parse(struct qms_people *people, struct qms_arena *arena,
	struct qms_text text, const char *path,
	struct qms_problems *problems);
const struct qms_person *qms_people_by_id(const struct qms_people *people,
	const char *id);
/* E-mail addresses compare without case. */
const struct qms_person *qms_people_by_email(const struct qms_people *people,
	const char *email);
/*
 * Does the person hold one of the offices on the day? "author" is any office.
 * capacity KT. lets a deputy-head act for the head. *held gets the office.
 */
bool qms_people_holds(const struct qms_people *people, const char *person,
	const struct qms_strings *offices, const char *capacity, qms_day day,
	const char **held);

/* Is the path a member of the trust set? Of which chain: "" or an agency. */
bool qms_trust_is_member(const char *path, const char **agency,
	struct qms_arena *arena);
/*
 * The next trust statement of a chain over its members in the store, to be
 * dated and signed by the caller. system-wide: agency "".
 */
const struct qms_error *qms_trust_next(struct qms_statement *statement,
	struct qms_arena *arena, const struct qms_store *store,
	const char *agency);

#endif
