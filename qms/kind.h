/* SPDX-License-Identifier: MIT */
/*
 * kind - the types of files of a quality management system, each described by
 * one file, kinds/<kind>.yaml: its path, keys, sections, tables, first state
 * and acts. The program knows no kind but by what that file says; qms-kinds(5)
 * describes the format.
 */
#ifndef QMS_KIND_H
#define QMS_KIND_H

#include "git.h"
#include "problem.h"
#include "store.h"
#include "yaml.h"

enum { QMS_KIND_FILE_LIMIT = 256 * 1024 };	/* bytes */

enum qms_kind_class { QMS_CLASS_DATA, QMS_CLASS_RECORD, QMS_CLASS_DOCUMENT };
enum qms_kind_format { QMS_FORMAT_MARKDOWN, QMS_FORMAT_YAML, QMS_FORMAT_CSV };
enum qms_type { QMS_TYPE_TEXT, QMS_TYPE_DATE, QMS_TYPE_INTEGER,
	QMS_TYPE_DECIMAL, QMS_TYPE_FLAG, QMS_TYPE_REF, QMS_TYPE_ENUM,
	QMS_TYPE_URL, QMS_TYPE_EMAIL, QMS_TYPE_PERSON, QMS_TYPE_OFFICE,
	QMS_TYPE_UNIT, QMS_TYPE_DECISION,
	QMS_TYPE_ROWS,			/* a list of maps */
	QMS_TYPE_MAP,			/* one map: {vi: …, en: …} */
	QMS_TYPES };

struct qms_kind_value {			/* one of an enum */
	const char *value;
	const char *name[QMS_LANGUAGES];
};

/* A key of the front matter, or a column of a table or a CSV file. */
struct qms_kind_key {
	const char *key;
	const char *title;		/* of a table's header cell, else NULL */
	const char *name[QMS_LANGUAGES];	/* NULL: the key itself */
	struct qms_strings also;	/* other titles of it in lists */
	enum qms_type type;
	bool need, many, column;
	bool adopts;			/* names what the file adopts */
	const char *to;			/* of a ref: a kind, or NULL for any */
	const char *pattern, *min, *max;	/* NULL: none */
	struct qms_kind_value *values;	/* of an enum */
	size_t value_count;
	struct qms_kind_key *rows;	/* of QMS_TYPE_ROWS: its columns; of
					   QMS_TYPE_MAP: its keys */
	size_t row_count;
	int line;			/* in the kind file */
};

struct qms_kind_table {
	const char *name;		/* "steps" */
	const char *section;		/* the heading it stands below */
	bool need;
	struct qms_kind_key *columns;
	size_t column_count;
};

struct qms_kind_act {
	const char *from, *act, *to;
	struct qms_strings offices;	/* any of them; "author": any office */
	struct qms_strings guards;	/* ids of rules with use: refuse */
};

struct qms_kind_word {			/* a state or an act in words */
	const char *id;
	const char *name[QMS_LANGUAGES];
};

struct qms_kind {
	const char *id;
	const char *name[QMS_LANGUAGES];
	enum qms_kind_class class;
	enum qms_kind_format format;
	bool public;
	const char *path;		/* pattern; NULL: abstract */
	const char *number;		/* pattern of ids, or NULL */
	const char *refer;		/* key others refer by; NULL: the id */
	const char *yearly;		/* key with the year that a plan is for,
					   or the last day that a record is for;
					   NULL: not carried from year to year */
	struct qms_kind_key *keys;	/* also the columns of a CSV kind */
	size_t key_count;
	const char *adopts;		/* the key that names what is adopted,
					   or NULL */
	struct qms_strings sections;
	struct qms_kind_table *tables;
	size_t table_count;
	const char *first;		/* state; NULL: no acts */
	const char *in_force;		/* document: state of issued versions */
	struct qms_strings final, tasks;
	struct qms_kind_act *acts;
	size_t act_count;
	struct qms_kind_word *states, *act_names;
	size_t state_count, act_name_count;
	const char *starter;		/* text of a new file, or NULL */
	const char *file;		/* path of the kind file */
	struct qms_oid blob;		/* of the kind file */
	int version;			/* of schema: qms/<kind>/<version>, 1 */
	const char *acts_of;		/* kind whose acts and states these are;
					   filled in by qms_kinds_load */
	int acts_line;			/* in the kind file */
};

struct qms_kinds {
	struct qms_kind **items;	/* sorted by id */
	size_t count, room;
	struct qms_map by_id;
	struct qms_strings broken;	/* ids of kinds that were left out */
};

/* What a path says of its file. */
struct qms_match {
	const struct qms_kind *kind;
	const char *agency, *id, *year;	/* "" when the path does not say */
	bool guessed;	/* several kinds fit and nothing tells them apart */
};

/* Reads kinds/ of a store. Faults in kind files are problems; such a kind is
 * left out. */
const struct qms_error *qms_kinds_load(struct qms_kinds **kinds,
	struct qms_arena *arena, const struct qms_store *store,
	struct qms_problems *problems);
/* One kind from its bytes; NULL with a problem when it cannot be used. */
struct qms_kind *qms_kind_parse(struct qms_arena *arena, const char *path,
	struct qms_text text, struct qms_problems *problems);

const struct qms_kind *qms_kinds_get(const struct qms_kinds *kinds,
	const char *id);
/*
 * The kind of a path: of those whose path pattern fits, the one that the file's
 * own schema key names (NULL: not known), else the one whose number pattern
 * fits the id or whose pattern is the path itself, else the first. False: none.
 */
bool qms_kinds_match(struct qms_match *match, const struct qms_kinds *kinds,
	struct qms_arena *arena, const char *path, const char *schema);
/* The path of an object, e.g. for `qms new`; year "" where not needed. */
char *qms_kind_path(struct qms_arena *arena, const struct qms_kind *kind,
	const char *agency, const char *id, const char *year);
/* An id from the kind's number pattern. */
char *qms_kind_number(struct qms_arena *arena, const struct qms_kind *kind,
	const char *agency, const char *year, int number);
/* Does an id come from the kind's number pattern? *number gets its {nn}. */
bool qms_kind_number_fits(const struct qms_kind *kind, const char *id,
	int *number);

const struct qms_kind_key *qms_kind_key(const struct qms_kind *kind,
	const char *key);
const struct qms_kind_act *qms_kind_act(const struct qms_kind *kind,
	const char *state, const char *act);
bool qms_kind_is_final(const struct qms_kind *kind, const char *state);
/* Names of a state or an act in words; the id where the kind has none. */
const char *qms_kind_state_name(const struct qms_kind *kind,
	const char *state, enum qms_language language);
const char *qms_kind_act_name(const struct qms_kind *kind, const char *act,
	enum qms_language language);

/* "text", "date", … */
const char *qms_type_name(enum qms_type type);
/* Parts of "qms/procedure/1"; kind in arena. False: it has another form. */
bool qms_schema_parse(const char **kind, int *version,
	struct qms_arena *arena, const char *text);

/* The view of a kind in SQL, or of one of its lists and tables (NULL: none):
 * "training-plan", "steps" -> "training_plan_steps". */
char *qms_kind_view(struct qms_arena *arena, const char *kind,
	const char *list);
/*
 * Is it a table or view of the index that is no kind's own, or the beginning
 * of one (`fact` of fact_name, `row` of row_procedure)? Names of views.
 */
bool qms_kind_view_is_taken(const char *view);

/* An id that is safe in a file name on every system: letters (also Đ), digits,
 * '.', '-', '_'; not beginning with '.' or '-', not ending with '.', none of
 * the names that Windows keeps for devices; at most 80 bytes. */
bool qms_id_is_safe(const char *id);
/* A path that can be told and typed: UTF-8, no control character, no '\\'. */
bool qms_path_is_usable(const char *path);

#endif
