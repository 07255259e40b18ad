/* SPDX-License-Identifier: MIT */
/*
 * attendance - the list of those who were there, or signed for it, when
 * documents were made known: read from a CSV file as offices have it, checked
 * against the people of the agency, and written as the one that a statement
 * names (agencies/<agency>/acts/attendance/<id>.csv).
 *
 * Columns, in any order, by their English or Vietnamese titles: person (an id)
 * or name or both, unit, signed. Without a column `signed` everybody on the
 * list signed; others are left out of account, such as a number.
 */
#ifndef QMS_ATTENDANCE_H
#define QMS_ATTENDANCE_H

#include "csv.h"
#include "trust.h"

struct qms_attendant {
	const struct qms_person *person;
	const char *unit;		/* as people.yaml has it, else as typed */
	bool signature;			/* he signed */
	size_t row;			/* of the list, from 0 */
};

struct qms_attendance {
	struct qms_attendant *items;	/* in the order of the list */
	size_t count, room;
	size_t signatures;
	struct qms_csv csv;		/* the list as it was read */
};

/*
 * What is wrong is a problem at its line of path: nobody of that name (D240),
 * several of them (D241), somebody twice (D243), a mark that is neither yes nor
 * no (D242), no column that says who (D244), nobody at all (D245).
 */
void qms_attendance_read(struct qms_attendance *attendance,
	struct qms_arena *arena, struct qms_text text, const char *path,
	const struct qms_people *people, qms_day day,
	struct qms_problems *problems);
/* The file that is kept: person,name,unit,signed; LF. */
void qms_attendance_write(struct qms_buffer *out,
	const struct qms_attendance *attendance);
/* Is it the title of one of the columns that are read here? */
bool qms_attendance_knows(struct qms_arena *arena, const char *title);
/* A title as it is compared: without marks and case, one blank a gap. */
char *qms_attendance_fold(struct qms_arena *arena, const char *title);
bool qms_attendance_has(const struct qms_attendance *attendance,
	const char *person);

#endif
