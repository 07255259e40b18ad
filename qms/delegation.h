/* SPDX-License-Identifier: MIT */
/*
 * delegation - what a record of the kind `delegation` lets another person do:
 * which acts, on which documents, from which day to which. Who holds an office
 * grants it; it is never passed on (30/2020/NĐ-CP, article 13).
 */
#ifndef QMS_DELEGATION_H
#define QMS_DELEGATION_H

#include "date.h"
#include "message.h"
#include "text.h"

/* The kind, and the act after which it holds until the next one. */
#define QMS_DELEGATION "delegation"
#define QMS_DELEGATION_GRANT "grant"

struct qms_delegation {
	const char *delegator, *delegate;	/* "lan" or "so/lan" */
	const char *capacity;		/* "KT.", "TL.", "TUQ." or "" */
	qms_day first, last;
	struct qms_strings acts;
	struct qms_strings objects;	/* ids; none: all of the agency */
};

/* From the bytes of the record. False when it names no persons or days. */
bool qms_delegation_parse(struct qms_delegation *delegation,
	struct qms_arena *arena, struct qms_text text);

/* What is asked: may this person do it by that delegation? */
struct qms_delegation_use {
	const char *agency, *id;	/* the object */
	const char *kind, *act, *by, *capacity;
	qms_day date;
};
/* NULL, or why not, in both languages: a row of QMS_LANGUAGES strings. */
const char *const *qms_delegation_refuses(
	const struct qms_delegation *delegation,
	const struct qms_delegation_use *use);

/* The same for what only the repository knows. */
extern const char *const qms_delegation_absent[QMS_LANGUAGES],
	*const qms_delegation_not_granted[QMS_LANGUAGES],
	*const qms_delegation_changed[QMS_LANGUAGES],
	*const qms_delegation_not_own[QMS_LANGUAGES],
	*const qms_delegation_not_known[QMS_LANGUAGES],
	*const qms_delegation_no_office[QMS_LANGUAGES];

/* "lan", or "so/lan" as a file may write it. */
bool qms_delegation_is_person(const char *written, const char *agency,
	const char *person);

/*
 * Does the capacity go with the office of who signs? NULL, or why not. KT. is
 * a deputy's, TL. and TUQ. are those of the head of a unit, TM. the head's, Q.
 * of who acts as head.
 */
const char *const *qms_capacity_refuses(const char *capacity,
	const char *office);

#endif
