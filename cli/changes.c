/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "changes.h"
#include "qms/attendance.h"
#include "report.h"

enum { CODE, NAME, STATUS, DECISION, DATE, FROM, TO, EFFECTIVE, KEYS };

static const char *const keys[KEYS] = { "code", "name", "status", "decision",
	"decision_date", "from", "to", "effective" };

struct taker {
	struct changes *changes;
	struct cli *cli;
	struct qms_arena *arena;
	struct qms_table_edit *edit;
	const struct qms_table *table;
	struct qms_problems *problems;
	const struct qms_csv_row *row;	/* that is taken */
	size_t number;			/* of it in the file */
	size_t columns[KEYS];		/* of the table; SIZE_MAX: none */
	size_t replaces;		/* of the file, or SIZE_MAX */
	const char **given;		/* of the row, one a column; "" */
	size_t *taken_by;		/* line of the file, one a row */
};

static const char *
folded(const struct taker *t, const char *words)
{
	return qms_attendance_fold(t->arena, words);
}

static void
report(const struct taker *t, size_t cell, enum qms_message_id id,
    const char *first, const char *second)
{
	const struct writing_list *list = &t->changes->list;
	int line, column;

	qms_csv_position(&list->csv, list->text, t->row, cell, &line,
	    &column);
	qms_report(t->problems, list->path, line, column, id, first, second);
}

/* ---- columns ---- */

static bool
is_titled(const struct taker *t, const struct qms_table_column *column,
    const char *title)
{
	const struct qms_kind_key *type = column->type;
	size_t i;

	if (type == NULL)
		return strcmp(title, folded(t, column->label)) == 0;
	if (strcmp(title, type->key) == 0 || strcmp(title, folded(t,
	    column->label)) == 0 || (type->name[QMS_VI] != NULL &&
	    strcmp(title, folded(t, type->name[QMS_VI])) == 0) ||
	    (type->name[QMS_EN] != NULL && strcmp(title, folded(t,
	    type->name[QMS_EN])) == 0))
		return true;
	for (i = 0; i < type->also.count; i++)
		if (strcmp(title, folded(t, type->also.items[i])) == 0)
			return true;
	return false;
}

/* The columns of the list that this cannot do without. */
static const struct qms_error *
find_own(struct taker *t)
{
	size_t i, k;

	for (k = 0; k < KEYS; k++) {
		t->columns[k] = SIZE_MAX;
		for (i = 0; i < t->table->column_count; i++)
			if (qms_string_is(t->table->columns[i].key, keys[k]))
				t->columns[k] = i;
		if (t->columns[k] == SIZE_MAX && k != EFFECTIVE)
			return qms_fail(QMS_M_U200, t->table->title,
			    keys[k]);
	}
	return t->table->form == QMS_TABLE_CSV &&
	    t->table->key == t->columns[CODE] ? NULL :
	    qms_fail(QMS_M_U200, t->table->title, keys[CODE]);
}

static bool
is_replaces(const char *title)
{
	static const char *const titles[] = { "replaces", "thay the cho",
		"ma tthc bi thay the", "ma thu tuc bi thay the",
		"ma so tthc bi thay the", "tthc bi thay the" };
	size_t i;

	for (i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (strcmp(titles[i], title) == 0)
			return true;
	return false;
}

/* A column of the file for each of the table; what is left is told. */
static void
find_columns(struct taker *t)
{
	struct writing_list *list = &t->changes->list;
	const struct qms_csv_row *header = &list->csv.header;
	const char *title, *left = "";
	size_t i, k;

	t->row = header;
	t->replaces = SIZE_MAX;
	for (k = 0; k < t->table->column_count; k++)
		list->columns[k] = SIZE_MAX;
	for (i = 0; i < header->count; i++) {
		title = folded(t, header->cells[i]);
		for (k = 0; k < t->table->column_count; k++)
			if (is_titled(t, &t->table->columns[k], title))
				break;
		if (k == t->table->column_count && is_replaces(title))
			t->replaces = i;
		else if (k < t->table->column_count &&
		    list->columns[k] != SIZE_MAX)
			report(t, i, QMS_M_D068, header->cells[i], NULL);
		else if (k < t->table->column_count)
			list->columns[k] = i;
		else if (*title != '\0' && strcmp(title, "stt") != 0 &&
		    strcmp(title, "tt") != 0)
			left = qms_arena_format(t->arena, "%s%s%s", left,
			    *left == '\0' ? "" : ", ", header->cells[i]);
	}
	if (list->columns[t->columns[CODE]] == SIZE_MAX)
		report(t, 0, QMS_M_D340, t->table->columns[t->columns[CODE]]
		    .label, NULL);
	else if (*left != '\0')
		say(t->cli, "không dùng đến cột: %s", "columns not used: %s",
		    left);
}

/* ---- cells ---- */

/* "05 ngày làm việc" in a column "thời hạn (ngày làm việc)" is 5. */
static const char *
without_unit(const struct taker *t, const struct qms_kind_key *type,
    const char *value)
{
	const char *open = type->name[QMS_VI] == NULL ? NULL :
	    strchr(type->name[QMS_VI], '('), *unit, *words = folded(t, value);
	size_t size, digits = strspn(words, "0123456789.,");

	if (open == NULL || digits == 0)
		return value;
	unit = folded(t, qms_arena_copy(t->arena, open + 1,
	    strcspn(open + 1, ")")));
	size = strlen(unit);
	if (words[digits] == ' ' && strncmp(words + digits + 1, unit,
	    size) == 0 && words[digits + 1 + size] == '\0')
		value = qms_arena_copy(t->arena, words, digits);
	while (*value == '0' && value[1] >= '0' && value[1] <= '9')
		value++;
	return qms_table_typed(t->arena, type, value);
}

/* "Bị bãi bỏ", "sửa đổi": the one value that is told apart by these words. */
static const char *
like_value(const struct taker *t, const struct qms_kind_key *type,
    const char *value)
{
	const char *words = folded(t, value), *name, *found = NULL;
	size_t i;

	for (i = 0; i < type->value_count; i++) {
		if (strcmp(type->values[i].value, value) == 0)
			return value;
		name = type->values[i].name[QMS_VI];
		name = name == NULL ? type->values[i].value : folded(t, name);
		if (strstr(words, name) == NULL &&
		    strncmp(name, words, strlen(words)) != 0)
			continue;
		if (found != NULL)
			return value;	/* and the column says what is wrong */
		found = type->values[i].value;
	}
	return found == NULL ? value : found;
}

static const char *
cell_of(const struct taker *t, size_t column)
{
	const struct qms_kind_key *type = t->table->columns[column].type;
	size_t at = t->changes->list.columns[column];
	const char *value;

	if (at == SIZE_MAX || at >= t->row->count)
		return "";
	value = qms_table_typed(t->arena, type,
	    qms_csv_undefended(t->row->cells[at]));
	if (type == NULL || *value == '\0')
		return value;
	if (type->type == QMS_TYPE_ENUM)
		return like_value(t, type, value);
	return type->type == QMS_TYPE_DECIMAL ?
	    without_unit(t, type, value) : value;
}

/* False: the row is empty, as lists have them at their end. */
static bool
read_cells(struct taker *t)
{
	bool any = false;
	size_t i;

	for (i = 0; i < t->row->count; i++)
		any = any || *folded(t, t->row->cells[i]) != '\0';
	for (i = 0; i < t->table->column_count; i++)
		t->given[i] = cell_of(t, i);
	return any;
}

static const char *
given(const struct taker *t, int key)
{
	return t->columns[key] == SIZE_MAX ? "" : t->given[t->columns[key]];
}

/* What the file says, else what was said of all of it. */
static const char *
decision_of(const struct taker *t)
{
	return *given(t, DECISION) != '\0' ? given(t, DECISION) :
	    t->changes->decision;
}

static const char *
date_of(const struct taker *t)
{
	return *given(t, DATE) != '\0' ? given(t, DATE) : t->changes->date;
}

/* The day from which the change holds. */
static const char *
first_day(const struct taker *t)
{
	return *given(t, EFFECTIVE) != '\0' ? given(t, EFFECTIVE) :
	    *t->changes->effective != '\0' ? t->changes->effective :
	    date_of(t);
}

/* ---- rows ---- */

enum { BASE = 8 };	/* 1.000419 of 1.000419.000.00.00.H40 */

/* The row of a code, else the only one that it is a longer form of. */
static size_t
find_row(const struct taker *t, const char *code)
{
	size_t row, found = SIZE_MAX, count = 0;
	const char *other;

	for (row = 0; row < t->edit->count; row++) {
		other = qms_table_value(t->edit, row, t->columns[CODE]);
		if (strcmp(other, code) == 0)
			return row;
		if (strlen(code) >= BASE && strncmp(other, code, BASE) == 0 &&
		    (strlen(code) == BASE || strlen(other) == BASE)) {
			found = row;
			count++;
		}
	}
	return count == 1 ? found : SIZE_MAX;
}

static const char *
old_value(const struct taker *t, size_t row, int key)
{
	return t->columns[key] == SIZE_MAX ? "" :
	    qms_table_value(t->edit, row, t->columns[key]);
}

static const char *
old_decision(const struct taker *t, size_t row)
{
	const char *number = old_value(t, row, DECISION);

	return *number == '\0' ? "–" : number;
}

static bool
is_ended(const struct taker *t, size_t row)
{
	return strcmp(old_value(t, row, STATUS), "abolished") == 0 ||
	    *old_value(t, row, TO) != '\0';
}

static void
set(struct taker *t, size_t row, int key, const char *value)
{
	if (t->columns[key] != SIZE_MAX)
		qms_table_set(t->edit, row, t->columns[key], value);
}

static void
add_item(struct taker *t, size_t row, const char *status,
    const char *differences)
{
	struct changes *changes = t->changes;
	struct changes_item *item = qms_push(t->arena, changes->items,
	    changes->count, changes->room);

	item->line = t->row == NULL ? 0 : (size_t)t->row->line;
	item->code = qms_arena_string(t->arena, old_value(t, row, CODE));
	item->name = qms_arena_string(t->arena, old_value(t, row, NAME));
	item->status = status;
	item->differences = differences;
}

/* Number and day of the decision, and the day when it differs from that. */
static void
set_decision(struct taker *t, size_t row)
{
	const char *effective = first_day(t);

	if (*decision_of(t) != '\0') {
		set(t, row, DECISION, decision_of(t));
		set(t, row, DATE, date_of(t));
	}
	set(t, row, EFFECTIVE, strcmp(effective, old_value(t, row,
	    DATE)) == 0 ? "" : effective);
}

static bool
is_own_column(const struct taker *t, size_t column)
{
	size_t k;

	for (k = 0; k < KEYS; k++)
		if (k != NAME && t->columns[k] == column)
			return true;
	return false;
}

/* What the file says differently of a row; it is set. */
static const char *
set_cells(struct taker *t, size_t row)
{
	const char *list = "", *before;
	size_t i;

	for (i = 0; i < t->table->column_count; i++) {
		if (is_own_column(t, i) || *t->given[i] == '\0')
			continue;
		before = qms_arena_string(t->arena, qms_table_value(t->edit,
		    row, i));
		if (strcmp(before, t->given[i]) == 0)
			continue;
		qms_table_set(t->edit, row, i, t->given[i]);
		list = qms_arena_format(t->arena, "%s%s%s: %s → %s", list,
		    *list == '\0' ? "" : "; ", t->table->columns[i].label,
		    *before == '\0' ? "–" : before, t->given[i]);
	}
	return list;
}

static void
take_new(struct taker *t)
{
	size_t row = t->edit->count, i;

	qms_table_add(t->edit, row);
	t->changes->list.rows[row] = t->number;
	t->taken_by[row] = (size_t)t->row->line;
	for (i = 0; i < t->table->column_count; i++)
		if (*t->given[i] != '\0')
			qms_table_set(t->edit, row, i, t->given[i]);
	set(t, row, STATUS, "new");
	set_decision(t, row);
	if (*given(t, FROM) == '\0')
		set(t, row, FROM, first_day(t));
	add_item(t, row, "new", "");
}

/* A code that was ended once comes back. */
static void
take_again(struct taker *t, size_t row)
{
	const char *differences = set_cells(t, row);

	set(t, row, STATUS, "new");
	set(t, row, TO, "");
	set_decision(t, row);
	set(t, row, FROM, first_day(t));
	add_item(t, row, "new", differences);
}

static const char *
day_before(const struct taker *t, const char *day)
{
	char text[QMS_DAY_SIZE];
	qms_day number = qms_day_parse(qms_text(day));

	return number == QMS_DAY_NONE ? day : qms_arena_string(t->arena,
	    qms_day_format(text, number - 1));
}

static void
end_row(struct taker *t, size_t row, const char *status)
{
	set(t, row, STATUS, status);
	set_decision(t, row);
	set(t, row, TO, t->row != NULL && *given(t, TO) != '\0' ?
	    given(t, TO) : day_before(t, first_day(t)));
	add_item(t, row, status, "");
}

static void
take_ended(struct taker *t, size_t row, const char *status)
{
	bool same = strcmp(old_value(t, row, STATUS), status) == 0 &&
	    strcmp(old_value(t, row, DECISION), decision_of(t)) == 0;

	if (same)
		t->changes->same++;
	else if (is_ended(t, row))
		report(t, 0, QMS_M_D343, old_value(t, row, CODE),
		    old_decision(t, row));
	else
		end_row(t, row, status);
}

static void
take_changed(struct taker *t, size_t row, bool told)
{
	bool same = strcmp(old_value(t, row, DECISION), decision_of(t)) == 0;
	const char *differences = set_cells(t, row);

	if (*differences == '\0' && (!told || same)) {
		t->changes->same++;
		return;
	}
	if (!same || strcmp(old_value(t, row, STATUS), "new") != 0)
		set(t, row, STATUS, "amended");
	set_decision(t, row);
	add_item(t, row, qms_arena_string(t->arena, old_value(t, row,
	    STATUS)), differences);
}

/* ---- one line of the file ---- */

static const char *
replaced_code(const struct taker *t)
{
	return t->replaces == SIZE_MAX || t->replaces >= t->row->count ? "" :
	    qms_table_typed(t->arena, NULL, t->row->cells[t->replaces]);
}

static bool
is_status(const struct taker *t, const char *status)
{
	const struct qms_kind_key *type =
	    t->table->columns[t->columns[STATUS]].type;
	size_t i;

	for (i = 0; type != NULL && i < type->value_count; i++)
		if (strcmp(type->values[i].value, status) == 0)
			return true;
	return false;
}

/* Only what can be told apart for certain is taken. */
static void
take_row(struct taker *t)
{
	const char *code = given(t, CODE), *status = given(t, STATUS);
	const char *old = replaced_code(t);
	size_t row = find_row(t, code), other = SIZE_MAX;
	bool known = row != SIZE_MAX, fresh = !known || is_ended(t, row);
	bool same = known && strcmp(old_value(t, row, DECISION),
	    decision_of(t)) == 0;

	if (known && t->taken_by[row] > 0) {
		report(t, 0, QMS_M_D342, code, qms_arena_format(t->arena,
		    "%zu", t->taken_by[row]));
		return;
	}
	if (known) {
		t->taken_by[row] = (size_t)t->row->line;
		t->changes->list.rows[row] = t->number;
	}
	if (*old != '\0') {
		other = find_row(t, old);
		if (other == SIZE_MAX) {
			report(t, t->replaces, QMS_M_D344, old, NULL);
			return;
		}
		status = "new";
	}
	if (*status != '\0' && !is_status(t, status)) {
		report(t, t->changes->list.columns[t->columns[STATUS]],
		    QMS_M_D347, status, NULL);
		return;
	}
	if (strcmp(status, "abolished") == 0 ||
	    strcmp(status, "replaced") == 0) {
		if (!known)
			report(t, 0, QMS_M_D344, code, NULL);
		else
			take_ended(t, row, status);
		return;
	}
	if (strcmp(status, "amended") == 0 && fresh) {
		report(t, 0, known ? QMS_M_D343 : QMS_M_D344, code,
		    known ? old_decision(t, row) : NULL);
		return;
	}
	if (strcmp(status, "new") == 0 && !fresh && !same) {
		report(t, 0, QMS_M_D345, code, old_decision(t, row));
		return;
	}
	if (fresh && (*decision_of(t) == '\0' || *date_of(t) == '\0')) {
		report(t, 0, QMS_M_D346, code, NULL);
		return;
	}
	if (!known)
		take_new(t);
	else if (fresh)
		take_again(t, row);
	else
		take_changed(t, row, strcmp(status, "amended") == 0);
	if (other != SIZE_MAX && !is_ended(t, other)) {
		t->taken_by[other] = (size_t)t->row->line;
		end_row(t, other, "replaced");
	}
}

/* What a whole list does not have any more is ended, and stays in the file. */
static void
take_absent(struct taker *t, bool whole)
{
	size_t row, i;

	t->row = NULL;
	for (i = 0; i < t->table->column_count; i++)
		t->given[i] = "";
	for (row = 0; row < t->edit->count; row++) {
		if (t->taken_by[row] > 0 || is_ended(t, row))
			continue;
		t->changes->absent++;
		if (whole)
			end_row(t, row, "abolished");
	}
}

/* ---- the whole ---- */

static const struct qms_error *
read_day(const char **text, struct cli *cli, const char *option)
{
	const struct qms_error *err;
	char buffer[QMS_DAY_SIZE];
	qms_day day;

	err = cli_day(&day, cli, option, QMS_DAY_NONE);
	*text = err != NULL || day == QMS_DAY_NONE ? "" : qms_arena_string(
	    &cli->arena, qms_day_format(buffer, day));
	return err;
}

static const struct qms_error *
read_options(struct changes *changes, struct cli *cli)
{
	const struct qms_error *err;

	changes->decision = cli_option(cli, "decision");
	if (changes->decision == NULL)
		changes->decision = "";
	err = read_day(&changes->date, cli, "date");
	if (err == NULL)
		err = read_day(&changes->effective, cli, "effective");
	if (err == NULL && (*changes->decision == '\0') !=
	    (*changes->date == '\0'))
		err = qms_fail(QMS_M_U201);
	if (err == NULL && cli_has(cli, "whole") &&
	    *changes->decision == '\0')
		err = qms_fail(QMS_M_U022, "--decision", "table");
	return err;
}

const struct qms_error *
changes_prepare(struct qms_text *text, struct cli *cli,
    const struct qms_object *object, struct qms_text before)
{
	const struct qms_csv *csv = &object->csv;
	struct changes changes = { 0 };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	size_t i, at = 0;

	*text = before;
	err = read_options(&changes, cli);
	if (err != NULL || *changes.effective == '\0' ||
	    strcmp(changes.effective, changes.date) == 0 ||
	    qms_kind_key(object->match.kind, keys[EFFECTIVE]) == NULL)
		return err;
	for (i = 0; i < csv->header.count; i++)
		if (strcmp(csv->header.cells[i], keys[EFFECTIVE]) == 0)
			return NULL;
	for (i = 0; i <= csv->count; i++) {
		const struct qms_csv_row *row = i == 0 ? &csv->header :
		    &csv->rows[i - 1];

		qms_buffer_add(&out, before.data + at, row->end - at);
		qms_buffer_char(&out, csv->separator);
		if (i == 0)
			qms_buffer_string(&out, keys[EFFECTIVE]);
		at = row->end;
	}
	qms_buffer_add(&out, before.data + at, before.size - at);
	text->data = qms_arena_copy(&cli->arena, out.data, out.size);
	text->size = out.size;
	qms_buffer_free(&out);
	return NULL;
}

static const struct qms_error *
read_list(struct taker *t)
{
	struct writing_list *list = &t->changes->list;
	const char *path = cli_option(t->cli, "changes");
	size_t columns = t->table->column_count, rows, i;
	const struct qms_error *err;

	err = writing_input(&list->text, t->cli, path);
	if (err != NULL)
		return err;
	list->path = strcmp(path, "-") == 0 ? "stdin" : path;
	qms_csv_parse(&list->csv, t->arena, list->text, list->path,
	    t->problems);
	rows = t->edit->count + list->csv.count + 1;
	list->columns = qms_arena_alloc(t->arena,
	    (columns + 1) * sizeof(*list->columns));
	list->rows = qms_arena_alloc(t->arena, rows * sizeof(*list->rows));
	t->taken_by = qms_arena_alloc(t->arena,
	    rows * sizeof(*t->taken_by));
	t->given = qms_arena_alloc(t->arena,
	    (columns + 1) * sizeof(*t->given));
	for (i = 0; i < rows; i++)
		list->rows[i] = SIZE_MAX;
	return NULL;
}

const struct qms_error *
changes_take(struct changes *changes, const char **what, struct cli *cli,
    struct qms_table_edit *edit, struct qms_problems *problems)
{
	struct taker t = { .changes = changes, .cli = cli,
	    .arena = &cli->arena, .edit = edit, .table = edit->table,
	    .problems = problems };
	const struct qms_csv *csv = &changes->list.csv;
	const struct qms_error *err;
	size_t i;

	*changes = (struct changes){ 0 };
	err = find_own(&t);
	if (err == NULL)
		err = read_options(changes, cli);
	if (err == NULL)
		err = read_list(&t);
	if (err != NULL || problems->count > 0)
		return err;
	find_columns(&t);
	if (problems->count > 0)
		return NULL;
	for (i = 0; i < csv->count; i++) {
		t.row = &csv->rows[i];
		t.number = i;
		if (!read_cells(&t))
			continue;
		if (*given(&t, CODE) == '\0')
			report(&t, 0, QMS_M_D341, NULL, NULL);
		else
			take_row(&t);
	}
	if (problems->count == 0)
		take_absent(&t, cli_has(cli, "whole"));
	*what = qms_arena_format(&cli->arena, "cập nhật theo %s (%zu thay "
	    "đổi)", *changes->decision != '\0' ? changes->decision :
	    changes->list.path, changes->count);
	return NULL;
}

/* ---- telling ---- */

static const char sql_documents[] =
	"SELECT DISTINCT t.parent FROM procedure_tthc AS t"
	" WHERE t.agency = ?1 AND (t.value = ?2 OR t.value = substr(?2, 1, 8))"
	" ORDER BY t.parent";

/* "QT-06, QT-07": procedures that name the code. */
static const struct qms_error *
documents_of(const char **list, struct cli *cli, const char *agency,
    const char *code)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*list = "";
	if (!qms_index_has_column(cli->system->index, "procedure_tthc",
	    "value"))
		return NULL;
	err = qms_db_query(&query, qms_index_db(cli->system->index),
	    sql_documents);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, agency);
	qms_bind_text(query, 2, code);
	while ((err = qms_step(&row, query)) == NULL && row)
		*list = qms_arena_format(&cli->arena, "%s%s%s", *list,
		    **list == '\0' ? "" : ", ", qms_column_text(query, 0));
	qms_done(query);
	return err;
}

static const char *
status_name(struct cli *cli, const char *status)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), "tthc");
	const struct qms_kind_key *key = kind == NULL ? NULL :
	    qms_kind_key(kind, "status");
	size_t i;

	for (i = 0; key != NULL && i < key->value_count; i++)
		if (strcmp(key->values[i].value, status) == 0 &&
		    key->values[i].name[cli->language] != NULL)
			return key->values[i].name[cli->language];
	return status;
}

const struct qms_error *
changes_tell(struct changes *changes, struct cli *cli, const char *agency)
{
	static const struct report_column columns[] = {
		{ "line", { "Dòng", "Line" }, REPORT_NUMBER },
		{ "code", { "Mã", "Code" }, REPORT_TEXT },
		{ "name", { "Tên", "Name" }, REPORT_TEXT },
		{ "status", { "Thay đổi", "Change" }, REPORT_TEXT },
		{ "differences", { "Khác", "Differs" }, REPORT_TEXT },
		{ "documents", { "Quy trình", "Procedures" }, REPORT_TEXT },
	};
	const struct qms_error *err = NULL;
	struct changes_item *item;
	const char *documents;
	struct report report;
	size_t i, named = 0;

	REPORT(&report, cli, "qms/table-changes/1", columns);
	for (i = 0; err == NULL && i < changes->count; i++) {
		item = &changes->items[i];
		err = documents_of(&documents, cli, agency, item->code);
		if (err != NULL)
			return err;
		named += *documents != '\0';
		report_number(&report, (int64_t)item->line);
		if (item->line == 0)
			report_shown(&report, "");
		report_add(&report, item->code);
		report_add(&report, item->name);
		report_add(&report, item->status);
		report_shown(&report, status_name(cli, item->status));
		report_add(&report, item->differences);
		report_add(&report, documents);
	}
	report_end(&report, "danh mục không thay đổi",
	    "the list does not change");
	say(cli, "thay đổi %zu, giữ nguyên %zu, tệp không nêu %zu thủ tục",
	    "%zu changed, %zu as they were, %zu not in the file",
	    changes->count, changes->same, changes->absent);
	if (named > 0)
		say(cli, "%zu thủ tục có quy trình phải rà soát; hạn: qms due",
		    "%zu have procedures to be reviewed; deadlines: qms due",
		    named);
	return NULL;
}
