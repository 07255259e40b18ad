/* SPDX-License-Identifier: MIT */
/*
 * writing - what the commands share that write files: who writes, keys and
 * sections set in a text, and the commit.
 */
#ifndef QMS_CLI_WRITING_H
#define QMS_CLI_WRITING_H

#include "command.h"
#include "qms/change.h"
#include "qms/csv.h"
#include "qms/table.h"

/* The caller's agency (of --agency, the directory, or where the e-mail is
 * known) and id there. */
const struct qms_error *writing_who(const char **agency, const char **person,
	struct cli *cli);

/*
 * Sets a key of a whole file (front matter or YAML), by splice. An empty value
 * removes it; "key+=value" of --set adds an item to a list.
 */
const struct qms_error *writing_set(struct qms_text *result, struct cli *cli,
	struct qms_text file, const char *place, const char *value);
/* Replaces a section of a Markdown file by these words. */
const struct qms_error *writing_section(struct qms_text *result,
	struct cli *cli, struct qms_text file, const char *heading,
	struct qms_text words);
/* All --set and --section of the command line, one after the other. */
const struct qms_error *writing_options(struct qms_text *result,
	struct cli *cli, struct qms_text file);
/* The bytes of --file, a path or "-". */
const struct qms_error *writing_input(struct qms_text *text, struct cli *cli,
	const char *path);

/* Ids of an agency's persons by their folded names; "" of a name of several. */
const struct qms_map *writing_people(struct cli *cli, const char *agency);
/* A row that has no number yet, at the end of a table, goes on counting. */
const struct qms_error *writing_count_row(struct cli *cli,
	struct qms_table_edit *edit, size_t row);
/* Adds a row, "a | b | c" without its number, to a table of a file. */
const struct qms_error *writing_row(struct qms_text *result,
	struct cli *cli, const char *path, struct qms_text file,
	const char *table, const char *cells);

/* A CSV file from which the rows of a table are taken. */
struct writing_list {
	struct qms_csv csv;
	struct qms_text text;		/* of the file, and its name */
	const char *path;
	size_t *columns;		/* of it, for those of the table */
	size_t *rows;			/* of it, for those of the edit */
};
/* What a table finds wrong with its rows: the place in the file. */
void writing_place(const struct writing_list *list,
	struct qms_problems *problems);

/* Commits, and says so. */
const struct qms_error *writing_commit(struct cli *cli,
	struct qms_change *change, const char *subject);
/* The same with the trust statements that the change makes necessary. */
const struct qms_error *writing_commit_trust(struct cli *cli,
	struct qms_change *change, const char *agency, const char *person,
	const char *subject);
/* Of one file; with a trust statement when it is of the trust set. */
const struct qms_error *writing_commit_file(struct cli *cli,
	struct qms_change *change, const char *path, const char *subject);
/* The same of a file that is the whole change. */
const struct qms_error *writing_file(struct cli *cli, const char *path,
	struct qms_text text, const char *subject);

#endif
