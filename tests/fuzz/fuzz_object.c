/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD "schema: qms/kind/1\nname: {vi: a, en: a}\nclass: data\n"	\
	"visibility: public\n"
#define KEYS "keys:\n  day: {type: date, need: yes}\n"			\
	"  list: {type: ref, many: yes}\n"				\
	"  rows: {rows: {a: {type: integer, min: 1}, b: {type: email}}}\n" \
	"  words: {map: {vi: {type: text, need: yes}}}\n"

static const char *const files[][2] = {
	{ "kinds/text.yaml", HEAD "id: text\nformat: markdown\npath: a/{id}.md\n"
	    KEYS "sections: [A, B]\ntables:\n  t:\n    section: B\n"
	    "    columns:\n      x: {title: X, type: flag, need: yes}\n"
	    "      y: {title: Y, type: decision}\n" },
	{ "kinds/data.yaml", HEAD "id: data\nformat: yaml\npath: a/{id}.yaml\n"
	    KEYS },
	{ "kinds/list.yaml", HEAD "id: list\nformat: csv\npath: a/{id}.csv\n"
	    "columns:\n  a: {type: date, need: yes}\n  b: {type: url}\n" },
};

/* The same file is taken apart as each format, and its values are judged. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "a/x.md", "a/x.yaml", "a/x.csv" };
	struct qms_text bytes = { (const char *)data, size };
	struct qms_schemas *schemas = qms_schemas_new();
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_kinds kinds = { 0 };
	struct qms_object object;
	struct qms_kind *kind;
	size_t i, k;

	for (i = 0; i < 3; i++) {
		kind = qms_kind_parse(&arena, files[i][0],
		    qms_text(files[i][1]), &problems);
		if (kind == NULL)
			abort();
		*qms_push(&arena, kinds.items, kinds.count, kinds.room) = kind;
		qms_map_put(&arena, &kinds.by_id, kind->id, kind);
	}
	for (i = 0; i < 3; i++) {
		qms_object_parse(&object, &arena, &kinds, paths[i], bytes,
		    &problems);
		if (object.broken && problems.count == 0)
			abort();
		if (qms_schema_check(schemas, &object, &arena, &problems))
			abort();
		qms_object_free(&object);
	}
	for (k = 0; k < problems.count; k++)
		if (problems.items[k].line < 0 || problems.items[k].column < 0)
			abort();
	qms_schemas_free(schemas);
	qms_arena_free(&arena);
	return 0;
}
