/* SPDX-License-Identifier: MIT */
/*
 * form - has a file the keys, sections, tables and columns of its kind? What
 * the values say is schema.h's.
 *
 * One fault is one problem: a key that is misspelt is not reported as missing
 * too, nor is what stands in a table whose header cannot be read.
 */
#ifndef QMS_FORM_H
#define QMS_FORM_H

#include "csv.h"
#include "kind.h"
#include "markdown.h"

/* A table of the kind in the file, or a CSV file as a whole. */
struct qms_object_table {
	const struct qms_kind_table *table;	/* NULL: the CSV file */
	const struct qms_markdown_table *found;	/* NULL: not in the file */
	int *columns;	/* for each column of the kind: cell number or -1; NULL
			   when the header has faults */
};

struct qms_form {
	struct qms_arena *arena;
	const struct qms_kind *kind;
	const char *path;
	struct qms_problems *problems;
	bool denormal;	/* the file is not NFC: compare in NFC */
	bool adopting;	/* what it does not say, the text it adopts says */
};

/* Front matter, or a YAML file; first_line is that of missing keys. */
void qms_form_check_keys(const struct qms_form *form,
	const struct qms_yaml *root, int first_line);
/* Raw HTML and sections; last_line is that of sections that miss at the end. */
void qms_form_check_body(const struct qms_form *form,
	const struct qms_markdown *markdown, int last_line);
/* One entry a table of the kind, in its order. */
struct qms_object_table *qms_form_check_tables(const struct qms_form *form,
	const struct qms_markdown *markdown);
/* columns is NULL when the header has faults. */
struct qms_object_table *qms_form_check_csv(const struct qms_form *form,
	const struct qms_csv *csv, struct qms_text bytes);

/*
 * Paths that some file systems would take for one: they differ only in case or
 * in how letters are composed. paths is sorted.
 */
void qms_form_check_names(struct qms_arena *arena, const char *const *paths,
	size_t count, struct qms_problems *problems);

#endif
