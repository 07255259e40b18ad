/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "attendees.h"
#include "qms/model.h"
#include "writing.h"

struct taker {
	struct attendees *a;
	struct cli *cli;
	struct qms_table_edit *edit;
	const struct qms_object *object;
	const char *const *words;	/* COLUMN=VALUE */
	size_t word_count;
};

/* ---- columns ---- */

static const struct qms_error *
find_person_column(struct attendees *a, const struct qms_table *table)
{
	size_t i, count = 0;

	for (i = 0; i < table->column_count; i++)
		if (table->columns[i].type != NULL &&
		    table->columns[i].type->type == QMS_TYPE_PERSON) {
			a->person = i;
			count++;
		}
	return count == 1 ? NULL : qms_fail(QMS_M_U162, table->title);
}

/* Columns of the list by the titles and keys of the table; others are told. */
static void
find_columns(struct taker *t)
{
	const struct qms_table *table = t->edit->table;
	const struct qms_csv_row *header = &t->a->list.csv.header;
	size_t counter = qms_table_counter(table), i, k;
	struct qms_arena *arena = &t->cli->arena;
	const char *folded, *left = "";

	for (k = 0; k < table->column_count; k++)
		t->a->columns[k] = SIZE_MAX;
	for (i = 0; i < header->count; i++) {
		folded = qms_attendance_fold(arena, header->cells[i]);
		for (k = 0; k < table->column_count; k++)
			if (strcmp(folded, qms_attendance_fold(arena,
			    table->columns[k].label)) == 0 ||
			    qms_string_is(table->columns[k].key, folded))
				break;
		if (k < table->column_count && k != counter &&
		    k != t->a->person)
			t->a->columns[k] = i;
		else if (k == table->column_count && *folded != '\0' &&
		    strcmp(folded, "stt") != 0 && strcmp(folded, "tt") != 0 &&
		    !qms_attendance_knows(arena, header->cells[i]))
			left = qms_arena_format(arena, "%s%s%s", left,
			    *left == '\0' ? "" : ", ", header->cells[i]);
	}
	if (*left != '\0')
		say(t->cli, "không dùng đến cột: %s", "columns not used: %s",
		    left);
}

static const struct qms_error *
take_word(const char **value, struct taker *t, size_t column)
{
	const struct qms_table *table = t->edit->table;
	const char *equals, *name;
	size_t i, at;

	*value = NULL;
	for (i = 0; i < t->word_count; i++) {
		equals = strchr(t->words[i], '=');
		if (equals == NULL)
			return qms_fail(QMS_M_U025, t->words[i], pick(t->cli,
			    "Viết CỘT=NỘI-DUNG.", "Write COLUMN=VALUE."));
		name = qms_arena_copy(&t->cli->arena, t->words[i],
		    (size_t)(equals - t->words[i]));
		at = qms_table_find_column(table, name);
		if (at == SIZE_MAX || at == t->a->person)
			return qms_fail(QMS_M_U163, name);
		if (at == column)
			*value = equals + 1;
	}
	return NULL;
}

/* ---- rows ---- */

/* "thu", or "so/thu". */
static bool
is_person(const struct taker *t, const char *cell, const char *person)
{
	const char *agency = t->object->match.agency;
	size_t size = strlen(agency);

	return strcmp(cell, person) == 0 || (strncmp(cell, agency, size) ==
	    0 && cell[size] == '/' && strcmp(cell + size + 1, person) == 0);
}

static size_t
find_row(const struct taker *t, const char *person)
{
	size_t row;

	for (row = 0; row < t->edit->count; row++)
		if (is_person(t, qms_table_value(t->edit, row, t->a->person),
		    person))
			return row;
	return SIZE_MAX;
}

static const char *
cell_of(const struct taker *t, const struct qms_attendant *one, size_t column)
{
	const struct qms_csv_row *row = &t->a->list.csv.rows[one->row];
	size_t at = t->a->columns[column];

	return at == SIZE_MAX || at >= row->count ? "" :
	    qms_csv_undefended(row->cells[at]);
}

static void
set_number(struct taker *t, size_t row)
{
	size_t counter = qms_table_counter(t->edit->table);
	long number = row == 0 || counter == SIZE_MAX ? 0 :
	    strtol(qms_table_value(t->edit, row - 1, counter), NULL, 10);

	if (counter != SIZE_MAX)
		qms_table_set(t->edit, row, counter, qms_arena_format(
		    &t->cli->arena, "%ld", number + 1));
}

static const struct qms_error *
take_cell(bool *changed, struct taker *t, size_t row, size_t column,
    const struct qms_attendant *one, bool is_new)
{
	const char *value = cell_of(t, one, column), *before;
	const struct qms_error *err = NULL;

	if (*qms_attendance_fold(&t->cli->arena, value) == '\0')
		value = NULL;
	if (value == NULL && is_new)
		err = take_word(&value, t, column);
	if (err != NULL || value == NULL)
		return err;
	before = qms_arena_string(&t->cli->arena, qms_table_value(t->edit,
	    row, column));
	qms_table_set(t->edit, row, column, value);
	if (strcmp(before, qms_table_value(t->edit, row, column)) != 0)
		*changed = true;
	return NULL;
}

static const struct qms_error *
take_person(struct taker *t, const struct qms_attendant *one)
{
	size_t row = find_row(t, one->person->id), i;
	const struct qms_error *err = NULL;
	bool is_new = row == SIZE_MAX, changed = false;

	if (is_new) {
		row = t->edit->count;
		qms_table_add(t->edit, row);
		set_number(t, row);
		qms_table_set(t->edit, row, t->a->person, one->person->id);
	}
	t->a->rows[row] = one->row;
	for (i = 0; err == NULL && i < t->edit->table->column_count; i++)
		if (i != t->a->person && i != qms_table_counter(
		    t->edit->table))
			err = take_cell(&changed, t, row, i, one, is_new);
	t->a->added += is_new;
	t->a->changed += changed && !is_new;
	return err;
}

/* ---- the example of the starter text ---- */

static bool
is_same_row(const struct qms_table *a, const struct qms_table *b)
{
	size_t i;

	if (a->count != 1 || b->count != 1 || a->column_count !=
	    b->column_count)
		return false;
	for (i = 0; i < a->column_count; i++)
		if (strcmp(a->rows[0].cells[i], b->rows[0].cells[i]) != 0)
			return false;
	return true;
}

/* Is the only row what `new` wrote there, with the writer's name? */
static const struct qms_error *
is_example(bool *yes, struct taker *t)
{
	const struct qms_table *table = t->edit->table, *other;
	const struct qms_kind *kind = t->object->match.kind;
	struct qms_problems problems = { .arena = &t->cli->arena };
	struct qms_blanks blanks = { .title = "x", .id = "X-1",
	    .agency = "x", .agency_name = "x", .short_name = "x",
	    .day = "2026-01-01", .year = "2026" };
	struct qms_buffer text = { 0 };
	const struct qms_error *err;
	struct qms_object object;
	struct qms_tables tables;

	*yes = false;
	if (table->count != 1 || kind->starter == NULL || table->name == NULL)
		return NULL;
	blanks.person = table->rows[0].cells[t->a->person];
	qms_model_fill(&text, qms_text(kind->starter), &blanks,
	    &t->cli->arena, NULL);
	qms_object_parse(&object, &t->cli->arena, qms_system_kinds(
	    t->cli->system), t->object->path, qms_buffer_view(&text),
	    &problems);
	err = qms_tables_read(&tables, &t->cli->arena, &object, &problems,
	    t->cli->language);
	other = err != NULL ? NULL : qms_tables_find(&tables, table->name);
	*yes = other != NULL && is_same_row(table, other);
	qms_object_free(&object);
	qms_buffer_free(&text);
	return NULL;	/* a starter text that is none gives no example */
}

/* ---- the whole ---- */

void
attendees_tell(struct cli *cli, const struct attendees *attendees)
{
	const struct qms_attendance *list = &attendees->list;
	const char *away = "";
	size_t i;

	for (i = 0; i < list->count; i++)
		if (!list->items[i].signature)
			away = qms_arena_format(&cli->arena, "%s%s%s",
			    away, *away == '\0' ? "" : ", ",
			    list->items[i].person->name);
	say(cli, "thêm %zu người, sửa %zu hàng, bảng có %zu hàng",
	    "%zu persons added, %zu rows changed, the table has %zu rows",
	    attendees->added, attendees->changed, attendees->count);
	if (*away != '\0')
		say(cli, "vắng, không ghi vào bảng: %s",
		    "absent, not put into the table: %s", away);
}

static const struct qms_error *
read_list(struct taker *t, struct qms_problems *problems)
{
	const char *path = cli_option(t->cli, "attendance");
	const struct qms_people *people;
	const struct qms_error *err;

	err = qms_system_people(&people, t->cli->system,
	    t->object->match.agency);
	if (err == NULL)
		err = writing_input(&t->a->text, t->cli, path);
	if (err != NULL)
		return err;
	t->a->path = strcmp(path, "-") == 0 ? "stdin" : path;
	qms_attendance_read(&t->a->list, &t->cli->arena, t->a->text,
	    t->a->path, people, cli_today(t->cli), problems);
	return NULL;
}

/* A column that new rows need is in the list, or among the words. */
static const struct qms_error *
check_needs(struct taker *t)
{
	const struct qms_table *table = t->edit->table;
	const struct qms_error *err;
	const char *value;
	size_t i;

	for (i = 0; i < table->column_count; i++) {
		err = take_word(&value, t, i);
		if (err != NULL)
			return err;
		if (value == NULL && t->a->columns[i] == SIZE_MAX &&
		    table->columns[i].type != NULL &&
		    table->columns[i].type->need && i != t->a->person &&
		    i != qms_table_counter(table))
			return qms_fail(QMS_M_U164, table->columns[i].label,
			    t->a->path);
	}
	return NULL;
}

const struct qms_error *
attendees_take(struct attendees *attendees, const char **what,
    struct cli *cli, struct qms_table_edit *edit,
    const struct qms_object *object, const char *const *words, size_t count,
    struct qms_problems *problems)
{
	struct taker t = { .a = attendees, .cli = cli, .edit = edit,
	    .object = object, .words = words, .word_count = count };
	const struct qms_error *err;
	bool example;
	size_t i;

	*attendees = (struct attendees){ 0 };
	err = find_person_column(attendees, edit->table);
	if (err == NULL)
		err = read_list(&t, problems);
	if (err != NULL || problems->count > 0)
		return err;
	attendees->columns = qms_arena_alloc(&cli->arena,
	    (edit->table->column_count + 1) * sizeof(size_t));
	attendees->rows = qms_arena_alloc(&cli->arena, (edit->count +
	    attendees->list.count + 1) * sizeof(size_t));
	for (i = 0; i < edit->count + attendees->list.count; i++)
		attendees->rows[i] = SIZE_MAX;
	find_columns(&t);
	err = check_needs(&t);
	if (err == NULL)
		err = is_example(&example, &t);
	if (err == NULL && example)
		qms_table_remove(edit, 0);
	for (i = 0; err == NULL && i < attendees->list.count; i++)
		if (attendees->list.items[i].signature)
			err = take_person(&t, &attendees->list.items[i]);
	if (err != NULL)
		return err;
	*what = qms_arena_format(&cli->arena,
	    "ghi theo danh sách (thêm %zu, sửa %zu hàng)", attendees->added,
	    attendees->changed);
	attendees->count = edit->count;
	return NULL;
}

void
attendees_place(const struct attendees *attendees,
    struct qms_problems *problems)
{
	const struct writing_list list = { attendees->list.csv,
	    attendees->text, attendees->path, attendees->columns,
	    attendees->rows };

	writing_place(&list, problems);
}
