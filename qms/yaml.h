/* SPDX-License-Identifier: MIT */
/*
 * yaml - the strict subset of YAML that front matter and data files use
 * (libyaml's events; the only module that includes yaml.h of libyaml).
 *
 * One document; no anchor, alias, tag, directive, duplicate or non-scalar key;
 * depth at most 16, size at most 64 KiB for front matter and 1 MiB for data
 * files. Every scalar is text until a kind types it. A node knows its bytes,
 * so that an edit can touch only these (splice.h).
 */
#ifndef QMS_YAML_H
#define QMS_YAML_H

#include "problem.h"

enum qms_yaml_type { QMS_YAML_SCALAR, QMS_YAML_LIST, QMS_YAML_MAP };

struct qms_yaml {
	enum qms_yaml_type type;
	const char *key;		/* in a map, else NULL */
	const char *value;		/* of a scalar, NUL-terminated; never
					   NULL for a scalar ("" if empty) */
	bool plain;			/* scalar without quotes */
	bool flow;			/* [a, b] or {a: b} */
	struct qms_yaml *first, *next;	/* children in file order; sibling */
	size_t count;			/* of children */
	size_t key_start, key_end;	/* bytes in the text given to parse */
	size_t start, end;		/* bytes of the value; a block scalar's
					   end is trimmed of blank lines */
	int line, column;		/* of the key in a map, else the value;
					   from 1, column in code points */
	int value_line, value_column;
};

/*
 * Parses text, whose first line is line first_line of the file at path. On bad
 * input *root is NULL and exactly one problem is reported: the first.
 * An empty text is an empty map. Nodes live in arena.
 */
void qms_yaml_parse(struct qms_yaml **root, struct qms_arena *arena,
	struct qms_text text, size_t limit, const char *path, int first_line,
	struct qms_problems *problems);

const struct qms_yaml *qms_yaml_get(const struct qms_yaml *map,
	const char *key);			/* NULL map gives NULL */
/* The scalar of a key, or NULL if absent or no scalar. */
const char *qms_yaml_string(const struct qms_yaml *map, const char *key);

/*
 * The scalar as it must be written: plain when nothing can be misread, else
 * double-quoted on one line.
 */
void qms_yaml_write_scalar(struct qms_buffer *out, const char *value);
/* A key: as a scalar, but "no" and its like are plain. */
void qms_yaml_write_key(struct qms_buffer *out, const char *key);
/* Always in double quotes. */
void qms_yaml_write_quoted(struct qms_buffer *out, const char *value);

#endif
