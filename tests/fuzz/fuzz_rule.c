/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The keys of the kind "rule" that its reader asks for. */
static const char kind[] = "schema: qms/kind/1\nid: rule\n"
	"name: {vi: a, en: a}\nclass: data\nformat: markdown\n"
	"visibility: public\npath: rules/{id}.md\nkeys:\n"
	"  id: {type: text}\n  use: {type: enum, values: [problem, "
	"obligation, refuse], need: yes}\n  basis: {type: text}\n"
	"  from: {type: date}\n  to: {type: date}\n"
	"  confirmed: {type: flag}\n  applies: {type: text, many: yes}\n"
	"  severity: {type: enum, values: [error, warning]}\n"
	"  title: {map: {vi: {type: text}, en: {type: text}}}\n"
	"  message: {map: {vi: {type: text}, en: {type: text}}}\n"
	"  help: {map: {vi: {type: text}, en: {type: text}}}\n";

/* A rule is read whole, or left out; wrong values are the schema's business. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_store *store = qms_store_overlay(&arena, NULL);
	const struct qms_error *err;
	struct qms_rules *rules;
	struct qms_kinds *kinds;

	qms_store_put(store, "kinds/rule.yaml", qms_text(kind));
	qms_store_put(store, "rules/a.md",
	    (struct qms_text){ (const char *)data, size });
	err = qms_kinds_load(&kinds, &arena, store, &problems);
	if (err != NULL || problems.count > 0)
		abort();
	err = qms_rules_load(&rules, &arena, kinds, store, &problems);
	if (err != NULL)
		abort();
	if (rules->count > 0 && (rules->items[0].sql == NULL ||
	    rules->items[0].title[QMS_EN] == NULL))
		abort();
	qms_arena_free(&arena);
	return 0;
}
