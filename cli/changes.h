/* SPDX-License-Identifier: MIT */
/*
 * changes - what a decision changes in a published list, such as that of the
 * administrative procedures: from the annex of the decision or an export of a
 * database, with columns of other names. Rows are added, changed and ended,
 * never taken out.
 */
#ifndef QMS_CLI_CHANGES_H
#define QMS_CLI_CHANGES_H

#include "command.h"
#include "qms/table.h"
#include "writing.h"

struct changes_item {
	size_t line;			/* of the file; 0: it has none */
	const char *code, *name;
	const char *status;		/* value of its column */
	const char *differences;	/* "thời hạn: 10 → 5; …" */
};

struct changes {
	struct writing_list list;
	const char *decision, *date, *effective;	/* of all; "" */
	struct changes_item *items;
	size_t count, room;
	size_t same, absent;	/* not changed; not in the file */
};

/*
 * The file as it has to be before anything is taken: with a column for the day
 * when the changes come into force, where that is another than the decision's.
 */
const struct qms_error *changes_prepare(struct qms_text *text,
	struct cli *cli, const struct qms_object *object,
	struct qms_text before);
/* Faults of the file are problems, and nothing may be written. */
const struct qms_error *changes_take(struct changes *changes,
	const char **what, struct cli *cli, struct qms_table_edit *edit,
	struct qms_problems *problems);
/* What changed, and which documents name it. */
const struct qms_error *changes_tell(struct changes *changes,
	struct cli *cli, const char *agency);

#endif
