/* SPDX-License-Identifier: MIT */
/*
 * attendees - the rows of a table of persons, such as those of a training, from
 * a list as offices have it: by name, in any order, with columns of its own.
 */
#ifndef QMS_CLI_ATTENDEES_H
#define QMS_CLI_ATTENDEES_H

#include "command.h"
#include "qms/attendance.h"
#include "qms/table.h"

struct attendees {
	struct qms_attendance list;
	struct qms_text text;		/* of the file, and its name */
	const char *path;
	size_t person;			/* column of the table */
	size_t *columns;		/* of the list, for those of the table */
	size_t *rows;			/* of the list, for those of the edit */
	size_t added, changed, count;	/* rows; all that the table has */
};

/*
 * Whoever signed gets a row, once; of those who have one the columns of the
 * list are set, and nobody is taken out but the example that the starter text
 * of the kind gave. words: COLUMN=VALUE of new rows where the list says
 * nothing. Faults of the list are problems, and nothing may be written.
 */
const struct qms_error *attendees_take(struct attendees *attendees,
	const char **what, struct cli *cli, struct qms_table_edit *edit,
	const struct qms_object *object, const char *const *words,
	size_t count, struct qms_problems *problems);
/* What a table finds wrong with its rows: the place in the list. */
void attendees_place(const struct attendees *attendees,
	struct qms_problems *problems);
/* How many, and who was away. */
void attendees_tell(struct cli *cli, const struct attendees *attendees);

#endif
