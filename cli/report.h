/* SPDX-License-Identifier: MIT */
/*
 * report - rows with named columns, shown as a table, JSON or CSV; commands
 * know no format, formats know no command.
 */
#ifndef QMS_CLI_REPORT_H
#define QMS_CLI_REPORT_H

#include "command.h"

enum report_type { REPORT_TEXT, REPORT_DAY, REPORT_NUMBER };

struct report_column {
	const char *key;			/* in JSON and CSV */
	const char *title[QMS_LANGUAGES];	/* NULL: not in the table */
	enum report_type type;
};

struct report {
	struct cli *cli;
	const char *schema;			/* "qms/list/1" */
	const struct report_column *columns;
	size_t column_count;
	bool whole;		/* the table shows empty columns too */
	const char **cells;
	size_t cell_count, cell_room;
};

void report_begin(struct report *report, struct cli *cli, const char *schema,
	const struct report_column *columns, size_t count);
/* One cell after the other, row by row; copied; NULL is "". */
void report_add(struct report *report, const char *cell);
void report_number(struct report *report, int64_t number);
/* What the table shows for the last cell instead of it (JSON keeps it). */
void report_shown(struct report *report, const char *text);
/* Writes to cli->out. Empty tables say so on stderr with these words. */
void report_end(struct report *report, const char *none_vi,
	const char *none_en);

#define REPORT(report, cli, schema, columns)				\
	report_begin((report), (cli), (schema), (columns),		\
	    sizeof(columns) / sizeof((columns)[0]))

#endif
