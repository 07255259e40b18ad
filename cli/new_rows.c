/* SPDX-License-Identifier: MIT */
/*
 * new --rows: a register of another office, one line a record: each column is
 * a key of the kind, and what is none has no place in the system, so that no
 * column of names or telephones comes in. All in one commit, or nothing.
 */
#include <string.h>

#include "commands.h"
#include "new_rows.h"
#include "qms/attendance.h"
#include "qms/schema.h"
#include "writing.h"

enum { MOST_ROWS = 5000 };

struct taking {
	struct cli *cli;
	const struct qms_kind *kind;
	struct qms_blanks blanks;
	struct writing_list list;
	const struct qms_kind_key **keys;	/* one a column; NULL: left */
	struct qms_problems problems;
	struct qms_schemas *schemas;
	struct qms_change *change;
	struct qms_strings ids;
	const char *path;		/* of the record made last */
};

static void
report(struct taking *t, const struct qms_csv_row *row, size_t cell,
    enum qms_message_id id, const char *value)
{
	int line, column;

	qms_csv_position(&t->list.csv, t->list.text, row, cell, &line,
	    &column);
	qms_report(&t->problems, t->list.path, line, column, id, value,
	    t->kind->name[t->cli->language]);
}

/* ---- columns ---- */

static bool
is_called(struct taking *t, const char *title, const char *name)
{
	return name != NULL && strcmp(title, qms_attendance_fold(
	    &t->cli->arena, name)) == 0;
}

static const struct qms_kind_key *
find_key(struct taking *t, const char *title)
{
	const struct qms_kind_key *key;
	size_t i, j;

	for (i = 0; i < t->kind->key_count; i++) {
		key = &t->kind->keys[i];
		if (key->rows != NULL)
			continue;	/* lists of maps */
		if (is_called(t, title, key->key) ||
		    is_called(t, title, key->name[QMS_VI]) ||
		    is_called(t, title, key->name[QMS_EN]))
			return key;
		for (j = 0; j < key->also.count; j++)
			if (is_called(t, title, key->also.items[j]))
				return key;
	}
	return NULL;
}

static void
find_keys(struct taking *t)
{
	const struct qms_csv_row *header = &t->list.csv.header;
	const char *title;
	size_t i, j;

	t->keys = qms_arena_alloc(&t->cli->arena, (header->count + 1) *
	    sizeof(*t->keys));
	for (i = 0; i < header->count; i++) {
		title = qms_attendance_fold(&t->cli->arena, header->cells[i]);
		t->keys[i] = NULL;
		if (strcmp(title, "tt") == 0 || strcmp(title, "stt") == 0)
			continue;	/* it only counts */
		t->keys[i] = find_key(t, title);
		if (t->keys[i] == NULL)
			report(t, header, i, QMS_M_D335, header->cells[i]);
		for (j = 0; t->keys[i] != NULL && j < i; j++)
			if (t->keys[j] == t->keys[i])
				report(t, header, i, QMS_M_D336,
				    header->cells[i]);
	}
}

/* ---- lines ---- */

static const char *
title_of(const struct taking *t, const struct qms_csv_row *row)
{
	size_t i;

	for (i = 0; i < row->count; i++)
		if (t->keys[i] != NULL && strcmp(t->keys[i]->key, "title") ==
		    0 && *row->cells[i] != '\0')
			return row->cells[i];
	return t->kind->name[t->cli->language];
}

static const struct qms_error *
set_cell(struct qms_text *text, struct taking *t,
    const struct qms_kind_key *key, const char *cell)
{
	struct qms_arena *arena = &t->cli->arena;
	const struct qms_error *err = NULL;
	const char *end;

	if (!key->many)
		return writing_set(text, t->cli, *text, key->key,
		    qms_table_typed(arena, key, cell));
	for (; err == NULL && *cell != '\0'; cell = end) {
		cell += strspn(cell, "; ");
		end = cell + strcspn(cell, ";");
		if (end > cell)
			err = writing_set(text, t->cli, *text,
			    qms_arena_format(arena, "%s+", key->key),
			    qms_table_typed(arena, key, qms_arena_copy(arena,
			    cell, (size_t)(end - cell))));
	}
	return err;
}

/* What is wrong with the record is wrong with its line. */
static const struct qms_error *
check(struct taking *t, const struct qms_csv_row *row,
    const struct qms_text *text)
{
	struct qms_arena *arena = &t->cli->arena;
	const struct qms_error *err;
	struct qms_object object;
	size_t i = t->problems.count;
	int line, column;

	qms_object_parse(&object, arena, qms_system_kinds(t->cli->system),
	    t->path, *text, &t->problems);
	err = qms_schema_check(t->schemas, &object, arena, &t->problems);
	qms_object_free(&object);
	qms_csv_position(&t->list.csv, t->list.text, row, 0, &line, &column);
	for (; i < t->problems.count; i++) {
		t->problems.items[i].path = t->list.path;
		t->problems.items[i].line = line;
		t->problems.items[i].column = column;
	}
	return err;
}

static const struct qms_error *
take_row(struct taking *t, const struct qms_csv_row *row, const char *id)
{
	struct qms_arena *arena = &t->cli->arena;
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	struct qms_text text;
	const char *cell;
	size_t i;

	t->blanks.id = id;
	t->blanks.title = title_of(t, row);
	t->path = qms_kind_path(arena, t->kind, t->blanks.agency, id,
	    t->blanks.year);
	qms_model_fill(&out, qms_text(t->kind->starter), &t->blanks, NULL,
	    NULL);
	text.data = qms_arena_copy(arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	err = writing_options(&text, t->cli, text);
	for (i = 0; err == NULL && i < row->count; i++) {
		cell = qms_csv_undefended(row->cells[i]);
		if (t->keys[i] != NULL && *cell != '\0')
			err = set_cell(&text, t, t->keys[i], cell);
	}
	if (err == NULL)
		err = check(t, row, &text);
	if (err == NULL) {
		qms_change_put(t->change, t->path, text);
		qms_strings_add(arena, &t->ids, id);
	}
	return err;
}

static const struct qms_error *
take_rows(struct taking *t, const char *next)
{
	const struct qms_csv *csv = &t->list.csv;
	const struct qms_error *err = NULL;
	int number = 0;
	size_t i;

	(void)qms_kind_number_fits(t->kind, next, &number);
	for (i = 0; err == NULL && i < csv->count; i++)
		err = take_row(t, &csv->rows[i], qms_kind_number(
		    &t->cli->arena, t->kind, t->blanks.agency, t->blanks.year,
		    number + (int)i));
	return err;
}

static const struct qms_error *
commit(struct taking *t)
{
	struct cli *cli = t->cli;
	const struct qms_error *err;
	size_t i;

	err = t->ids.count == 1 ? writing_commit_file(cli, t->change, t->path,
	    qms_arena_format(&cli->arena, "Soạn %s: %s", t->ids.items[0],
	    t->blanks.title)) : writing_commit(cli, t->change,
	    qms_arena_format(&cli->arena, "Soạn %zu %s, từ %s đến %s",
	    t->ids.count, t->kind->name[QMS_VI], t->ids.items[0],
	    t->ids.items[t->ids.count - 1]));
	for (i = 0; err == NULL && i < t->ids.count; i++)
		qms_buffer_format(&cli->out, "%s\n", t->ids.items[i]);
	return err;
}

const struct qms_error *
new_rows(struct cli *cli, const struct qms_kind *kind,
    const struct qms_blanks *blanks, const char *next)
{
	struct taking t = { .cli = cli, .kind = kind, .blanks = *blanks,
	    .list = { .path = cli_option(cli, "rows") },
	    .problems = { .arena = &cli->arena } };
	const struct qms_error *err;

	if (kind->class != QMS_CLASS_RECORD || next == NULL)
		return qms_fail(QMS_M_U250, kind->id);
	err = writing_input(&t.list.text, cli, t.list.path);
	if (err)
		return err;
	qms_csv_parse(&t.list.csv, &cli->arena, t.list.text, t.list.path,
	    &t.problems);
	if (t.problems.count == 0)
		find_keys(&t);
	if (t.problems.count == 0 && (t.list.csv.count == 0 ||
	    t.list.csv.count > MOST_ROWS))
		return qms_fail(QMS_M_U251, t.list.path, "5000");
	t.schemas = qms_schemas_new();
	t.change = qms_change_new(cli->system);
	if (t.problems.count == 0)
		err = take_rows(&t, next);
	if (err == NULL && t.problems.count > 0) {
		problems_write(cli, &t.problems);
		say(cli, "chưa hồ sơ nào được lập", "no record was made");
		cli->exit = QMS_EXIT_PROBLEMS;
	} else if (err == NULL)
		err = commit(&t);
	qms_change_free(t.change);
	qms_schemas_free(t.schemas);
	return err;
}
