/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/adopt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define KIND "schema: qms/kind/1\nid: note\nname: {vi: a, en: a}\n"	\
	"class: document\nformat: markdown\npath: a/{agency}/{id}.md\n" \
	"acts: document\nkeys:\n"					\
	"  of: {type: ref, to: note, adopts: yes}\n"			\
	"  list: {type: ref, to: note, many: yes}\n"			\
	"  who: {type: person}\n  rows: {rows: {a: {type: text}}}\n"
#define PATH "a/x/1.md"

/* The first half adopts the second; what comes of it can be read again. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char head[] = "---\nof: b/2@1.0\n";
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_store *store = qms_store_overlay(&arena, NULL);
	struct qms_kinds kinds = { 0 };
	struct qms_strings keys, sections;
	struct qms_adopt adopt;
	struct qms_kind *kind;
	struct qms_text own;
	size_t half = size / 2;

	kind = qms_kind_parse(&arena, "kinds/note.yaml", qms_text(KIND),
	    &problems);
	if (kind == NULL)
		abort();
	*qms_push(&arena, kinds.items, kinds.count, kinds.room) = kind;
	qms_map_put(&arena, &kinds.by_id, kind->id, kind);
	qms_store_put(store, "agencies/b/issued/2/1.0/text.md",
	    (struct qms_text){ (const char *)data + half, size - half });
	own.size = sizeof(head) - 1 + half;
	own.data = qms_arena_format(&arena, "%s%*s", head, (int)half, "");
	memcpy((char *)(uintptr_t)own.data + sizeof(head) - 1, data, half);
	if (qms_adopt_read(&adopt, &arena, &kinds, store, PATH, own) != NULL)
		abort();
	qms_adopt_own(&keys, &sections, &arena, &kinds, PATH, adopt.text);
	qms_arena_free(&arena);
	return 0;
}
