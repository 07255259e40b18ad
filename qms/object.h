/* SPDX-License-Identifier: MIT */
/*
 * object - one file of a quality management system (a document, a record, a
 * data file) taken apart as its kind says.
 */
#ifndef QMS_OBJECT_H
#define QMS_OBJECT_H

#include "form.h"

enum { QMS_FILE_LIMIT = 1024 * 1024 };		/* bytes of a document */

struct qms_object {
	struct qms_match match;
	const char *path;
	struct qms_text bytes;
	struct qms_text front, body;	/* without the '---' lines; of a YAML
					   kind front is the whole file */
	size_t front_offset, body_offset;	/* in bytes */
	int body_line;			/* number of the body's first line */
	struct qms_yaml *root;		/* front matter; NULL when broken */
	struct qms_markdown markdown;	/* of a Markdown kind */
	struct qms_csv csv;		/* of a CSV kind */
	struct qms_object_table *tables;	/* one a table of the kind; of a
					   CSV kind one for the file */
	const char *title;		/* title or name, else the first
					   heading, else the id */
	bool broken;	/* could not be taken apart: nothing about its values
			   can be known, and nobody is told that they miss */
	const char *adopts;	/* the text it adopts, as written; NULL: none */
	bool denormal;	/* not NFC; compare its texts in NFC */
};

/*
 * Takes the file apart and reports what is wrong with its form: encoding, front
 * matter, unknown or missing keys, sections, tables and columns, raw HTML,
 * names. Values are checked by schema.h. The bytes must outlive the object.
 * A path of no kind gives match.kind NULL and no problem.
 */
void qms_object_parse(struct qms_object *object, struct qms_arena *arena,
	const struct qms_kinds *kinds, const char *path, struct qms_text bytes,
	struct qms_problems *problems);
void qms_object_free(struct qms_object *object);	/* Markdown's tree */

/* The value of the schema key, found without parsing; NULL if there is none.
 * It tells kinds apart that share a path (qms_kinds_match). */
const char *qms_object_schema(struct qms_arena *arena, struct qms_text bytes);

/* The scalar of a key, NULL if absent or empty. */
const char *qms_object_string(const struct qms_object *object,
	const char *key);
/*
 * Where a key stands, else the opening line; for problems of rules. key may
 * also name a table. row counts items, rows of a table and of a CSV file from
 * 1; 0 means the key as a whole.
 */
void qms_object_position(const struct qms_object *object, const char *key,
	int row, int *line, int *column);

/* Has the text a heading of these words? */
bool qms_object_has_section(const struct qms_object *object,
	const char *section);

/*
 * A reference as written: `ID`, `agency/ID`, `ID@2.0`. Strings in arena;
 * agency is "" when not given, version "" likewise. to is the kind it refers
 * to, NULL when any: kinds whose files belong to no agency are referred to
 * without one (a slash is part of 19/2014/QĐ-TTg), only documents have
 * versions. False: something is left out.
 */
struct qms_reference {
	const char *agency, *id, *version;
};
bool qms_reference_parse(struct qms_reference *reference,
	struct qms_arena *arena, const char *text, const struct qms_kind *to);

#endif
