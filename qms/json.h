/* SPDX-License-Identifier: MIT */
/*
 * json - writes JSON (RFC 8259): UTF-8, keys in the order given. An object or
 * array at the top ends with a line end, so that not pretty ones follow each
 * other one a line. U+2028 and '<' are escaped: it may stand in a script file.
 */
#ifndef QMS_JSON_H
#define QMS_JSON_H

#include "text.h"

struct qms_json {
	struct qms_buffer *out;
	int depth;
	bool comma;		/* something stands before on this level */
	bool pretty;		/* two spaces a level */
};

void qms_json_init(struct qms_json *json, struct qms_buffer *out, bool pretty);
/* key is NULL in an array and at the top. */
void qms_json_object(struct qms_json *json, const char *key);
void qms_json_array(struct qms_json *json, const char *key);
void qms_json_end_object(struct qms_json *json);
void qms_json_end_array(struct qms_json *json);
void qms_json_string(struct qms_json *json, const char *key,
	const char *value);			/* NULL writes null */
void qms_json_integer(struct qms_json *json, const char *key, int64_t value);
void qms_json_flag(struct qms_json *json, const char *key, bool value);

#endif
