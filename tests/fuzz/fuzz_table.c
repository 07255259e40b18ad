/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD "schema: qms/kind/1\nname: {vi: a, en: a}\nclass: data\n"	\
	"visibility: public\n"
#define KEYS "keys:\n  rows: {rows: {a: {type: integer, min: 1}, "	\
	"b: {type: text}, c: {type: ref, many: yes}}}\n"

static const char *const files[][2] = {
	{ "kinds/text.yaml", HEAD "id: text\nformat: markdown\npath: a/{id}.md\n"
	    KEYS "tables:\n  t:\n    section: B\n"
	    "    columns:\n      x: {title: X, type: integer, need: yes}\n"
	    "      y: {title: Y, type: text}\n" },
	{ "kinds/data.yaml", HEAD "id: data\nformat: yaml\npath: a/{id}.yaml\n"
	    KEYS },
	{ "kinds/list.yaml", HEAD "id: list\nformat: csv\npath: a/{id}.csv\n"
	    "refer: a\ncolumns:\n  a: {type: date}\n  b: {type: text}\n" },
};

struct run {
	struct qms_arena arena;
	struct qms_problems problems;
	struct qms_kinds kinds;
	struct qms_object object;
	const struct qms_table *table;
	struct qms_table_edit edit;
};

/* What is written can be read again, and has as many rows. */
static void
write_it(struct run *run)
{
	struct qms_problems problems = { .arena = &run->arena };
	struct qms_tables tables;
	const struct qms_table *found;
	struct qms_object object;
	struct qms_text file;

	run->problems.count = 0;
	if (qms_table_write(&file, &run->problems, &run->edit, &run->object,
	    &run->kinds) != NULL || run->problems.count > 0)
		return;
	qms_object_parse(&object, &run->arena, &run->kinds, run->object.path,
	    file, &problems);
	if (qms_tables_read(&tables, &run->arena, &object, &problems, QMS_VI))
		abort();
	found = run->table->name != NULL ? qms_tables_find(&tables,
	    run->table->name) : run->table->number < tables.count ?
	    &tables.items[run->table->number] : NULL;
	if (found == NULL || found->count != run->edit.count)
		abort();
	qms_object_free(&object);
}

static void
come_back(struct run *run)
{
	struct qms_buffer out = { 0 };

	qms_table_begin(&run->edit, &run->arena, run->table);
	qms_table_export(&out, run->table, ';');
	run->problems.count = 0;
	qms_table_take(&run->edit, qms_buffer_view(&out), "x",
	    &run->problems);
	if (run->problems.count == 0 && !qms_table_is_same(&run->edit))
		abort();
	qms_buffer_free(&out);
}

static void
edit_it(struct run *run, const char *value, struct qms_text csv)
{
	size_t last = run->table->column_count - 1;

	qms_table_begin(&run->edit, &run->arena, run->table);
	qms_table_add(&run->edit, 0);
	qms_table_set(&run->edit, 0, last, value);
	write_it(run);
	if (run->edit.count > 2) {
		qms_table_set(&run->edit, 2, 0, value);
		qms_table_move(&run->edit, 0, 2);
		write_it(run);
		qms_table_sort(&run->edit, last, true);
		qms_table_remove(&run->edit, 1);
		write_it(run);
	}
	qms_table_renumber(&run->edit);
	write_it(run);
	if (run->table->form == QMS_TABLE_MARKDOWN && !run->table->absent) {
		qms_table_begin(&run->edit, &run->arena, run->table);
		qms_table_add_column(&run->edit, last, value);
		qms_table_move_column(&run->edit, last + 1, 0);
		write_it(run);
	}
	qms_table_begin(&run->edit, &run->arena, run->table);
	run->problems.count = 0;
	qms_table_take(&run->edit, csv, "x", &run->problems);
	if (run->problems.count == 0)
		write_it(run);
}

static void
take_path(struct run *run, const char *path, struct qms_text bytes,
    const char *value, struct qms_text csv)
{
	struct qms_tables tables;
	size_t i;

	run->problems.count = 0;
	qms_object_parse(&run->object, &run->arena, &run->kinds, path, bytes,
	    &run->problems);
	if (qms_tables_read(&tables, &run->arena, &run->object,
	    &run->problems, QMS_VI) == NULL)
		for (i = 0; i < tables.count && i < 8; i++) {
			run->table = &tables.items[i];
			come_back(run);
			edit_it(run, value, csv);
		}
	qms_object_free(&run->object);
}

/* A value, a NUL, a CSV file, a NUL, the file that is edited. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "a/x.md", "a/x.yaml", "a/x.csv" };
	const char *value = (const char *)data, *end = value + size, *csv;
	const char *file;
	struct run run = { 0 };
	struct qms_kind *kind;
	size_t i;

	csv = size == 0 ? NULL : memchr(value, '\0', size);
	file = csv == NULL ? NULL : memchr(csv + 1, '\0',
	    (size_t)(end - csv) - 1);
	if (file == NULL)
		return 0;
	run.problems.arena = &run.arena;
	for (i = 0; i < 3; i++) {
		kind = qms_kind_parse(&run.arena, files[i][0],
		    qms_text(files[i][1]), &run.problems);
		if (kind == NULL)
			abort();
		*qms_push(&run.arena, run.kinds.items, run.kinds.count,
		    run.kinds.room) = kind;
		qms_map_put(&run.arena, &run.kinds.by_id, kind->id, kind);
	}
	for (i = 0; i < 3; i++)
		take_path(&run, paths[i], (struct qms_text){ file + 1,
		    (size_t)(end - file) - 1 }, value, (struct qms_text){
		    csv + 1, (size_t)(file - csv) - 1 });
	qms_arena_free(&run.arena);
	return 0;
}
