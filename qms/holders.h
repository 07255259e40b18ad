/* SPDX-License-Identifier: MIT */
/*
 * holders - one administrative procedure (TTHC) in the lists of several
 * agencies: by which procedure each carries it out, and which version of it is
 * in force.
 */
#ifndef QMS_HOLDERS_H
#define QMS_HOLDERS_H

#include "system.h"

enum qms_hold { QMS_HOLD_NONE,		/* no procedure in force */
	QMS_HOLD_OWN,			/* one of the agency's own */
	QMS_HOLD_BEHIND,		/* the original has a newer version */
	QMS_HOLD_CURRENT,
	QMS_HOLDS };

struct qms_holder {
	const char *code, *name;	/* of the TTHC */
	const char *agency, *agency_name;
	const char *days;		/* its time limit by the list; "" */
	const char *procedure, *version, *since, *path;	/* "" of none */
	const char *adopts;		/* "AGENCY/ID@VERSION" in force; "" */
	const char *offered;		/* version in force there; "" */
	enum qms_hold hold;
};				/* in the arena */
const char *qms_hold_id(enum qms_hold hold);
const char *qms_hold_name(enum qms_hold hold, enum qms_language language);

/*
 * By code and agency, of the agencies and lists of the day that is asked
 * about. code NULL: every TTHC that at least two agencies have in their lists
 * and one has a procedure in force for.
 */
const struct qms_error *qms_holders(struct qms_holder **holders,
	size_t *count, struct qms_system *system, struct qms_arena *arena,
	const char *code);

#endif
