/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "acts.h"
#include "attendees.h"
#include "changes.h"
#include "commands.h"
#include "compare.h"
#include "qms/file.h"
#include "qms/table.h"
#include "qms/unicode.h"
#include "report.h"
#include "writing.h"

/* The file that is meant, taken apart. */
struct target {
	const char *name, *path;	/* name: the id, or the kind */
	bool frozen;			/* a version: it is only looked at */
	bool changed;			/* on disk, not committed yet */
	struct qms_text text;
	struct qms_object object;
	struct qms_problems problems;
	struct qms_tables tables;
	const struct qms_table *table;	/* NULL: not chosen */
	const char **words;		/* the verb and what follows it */
	int word_count;
};

enum verb { SHOW, ADD, SET, MOVE, REMOVE, SORT, COLUMN, RENAME, CREATE };

static const struct {
	enum verb verb;
	const char *name;		/* folded */
} verbs[] = {
	{ ADD, "add" }, { ADD, "them" }, { SET, "set" }, { SET, "dat" },
	{ SET, "sua" }, { MOVE, "move" }, { MOVE, "chuyen" },
	{ REMOVE, "remove" }, { REMOVE, "xoa" }, { SORT, "sort" },
	{ SORT, "sap-xep" }, { COLUMN, "column" }, { COLUMN, "cot" },
	{ RENAME, "rename" }, { RENAME, "doi-ten" }, { CREATE, "create" },
	{ CREATE, "lap" },
};

static enum verb
find_verb(const char *word)
{
	struct qms_buffer folded = { 0 };
	enum verb verb = SHOW;
	size_t i;

	qms_unicode_fold(&folded, qms_text(word));
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (qms_text_is(qms_buffer_view(&folded), verbs[i].name))
			verb = verbs[i].verb;
	qms_buffer_free(&folded);
	return verb;
}

/* ---- the file ---- */

/* A kind of which an agency, or the system, has one file; by id or name. */
static const struct qms_kind *
find_kind(struct cli *cli, const char *name)
{
	const struct qms_kinds *kinds = qms_system_kinds(cli->system);
	const struct qms_kind *kind;
	size_t i;

	for (i = 0; i < kinds->count; i++) {
		kind = kinds->items[i];
		if (kind->path != NULL && strstr(kind->path, "{id}") == NULL &&
		    strstr(kind->path, "{year}") == NULL &&
		    (strcmp(kind->id, name) == 0 ||
		    qms_string_is(kind->name[QMS_VI], name) ||
		    qms_string_is(kind->name[QMS_EN], name)))
			return kind;
	}
	return NULL;
}

/* A path from where the caller stands, or from the root; NULL: none. */
static const char *
find_path(struct cli *cli, const char *typed)
{
	const char *root = cli->system->root;
	char path[PATH_MAX];

	if (strchr(typed, '/') == NULL && strchr(typed, '.') == NULL)
		return NULL;
	if (realpath(*typed == '/' ? typed : qms_file_join(&cli->arena,
	    cli->directory, typed), path) != NULL &&
	    strncmp(path, root, strlen(root)) == 0)
		return qms_arena_string(&cli->arena, path + strlen(root));
	return cli->system->newest != NULL && qms_store_has(
	    cli->system->newest, typed) ? typed : NULL;
}

/* The header alone, where a kind of CSV files has no file yet. */
static struct qms_text
empty_csv(struct cli *cli, const struct qms_kind *kind)
{
	struct qms_buffer out = { 0 };
	struct qms_text text;
	size_t i;

	for (i = 0; i < kind->key_count; i++)
		qms_csv_write(&out, kind->keys[i].key, i == 0);
	qms_buffer_char(&out, '\n');
	text.data = qms_arena_copy(&cli->arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	return text;
}

static const struct qms_error *
read_kind_file(struct target *target, struct cli *cli,
    const struct qms_kind *kind)
{
	const struct qms_error *err;
	const char *agency = "";

	if (strstr(kind->path, "{agency}") != NULL) {
		err = cli_agency(&agency, cli);
		if (err != NULL)
			return err;
	}
	target->path = qms_kind_path(&cli->arena, kind, agency, "", "");
	if (kind->format == QMS_FORMAT_CSV &&
	    !qms_store_has(cli->system->newest, target->path) &&
	    qms_file_type_below(cli->system->root, target->path) ==
	    QMS_FILE_NONE) {
		target->text = empty_csv(cli, kind);
		return NULL;
	}
	return acts_working_text(&target->text, &target->changed, cli,
	    target->path);
}

static const struct qms_error *
read_file(struct target *target, struct cli *cli)
{
	const struct qms_kind *kind;
	const struct qms_error *err;
	struct qms_found found;
	const char *agency;

	target->name = cli->operands[0];
	kind = find_kind(cli, target->name);
	if (kind != NULL)
		return read_kind_file(target, cli, kind);
	target->path = find_path(cli, target->name);
	if (target->path != NULL)
		return acts_working_text(&target->text, &target->changed, cli,
		    target->path);
	if (cli_agency(&agency, cli) != NULL)
		agency = "";
	err = qms_system_find(&found, cli->system, agency, target->name);
	if (err != NULL)
		return err;
	target->name = found.id;
	target->path = found.path;
	target->frozen = *found.version != '\0';
	return target->frozen ? qms_system_read(&target->text, cli->system,
	    &cli->arena, &found) : acts_working_text(&target->text,
	    &target->changed, cli, found.path);
}

static const struct qms_error *
parse_target(struct target *target, struct cli *cli)
{
	target->problems.arena = &cli->arena;
	qms_object_parse(&target->object, &cli->arena,
	    qms_system_kinds(cli->system), target->path, target->text,
	    &target->problems);
	return qms_tables_read(&target->tables, &cli->arena, &target->object,
	    &target->problems, cli->language);
}

static const struct qms_error *
read_target(struct target *target, struct cli *cli)
{
	const struct qms_error *err = read_file(target, cli);
	struct qms_text text;

	if (err == NULL)
		err = parse_target(target, cli);
	if (err != NULL || !cli_has(cli, "changes") ||
	    target->problems.count > 0)
		return err;
	err = changes_prepare(&text, cli, &target->object, target->text);
	if (err != NULL || qms_text_equal(text, target->text))
		return err;
	target->text = text;
	qms_object_free(&target->object);
	return parse_target(target, cli);
}

/* ---- which table ---- */

static const char *
list_tables(struct cli *cli, const struct target *target)
{
	const struct qms_table *table;
	const char *list = "";
	size_t i;

	for (i = 0; i < target->tables.count; i++) {
		table = &target->tables.items[i];
		list = qms_arena_format(&cli->arena, "%s%s%zu %s%s%s%s", list,
		    i == 0 ? "" : ", ", i + 1, table->name == NULL ? "" :
		    table->name, table->name == NULL ? "" : " (",
		    table->title, table->name == NULL ? "" : ")");
	}
	return *list == '\0' ? pick(cli, "không có bảng nào", "none") : list;
}

/* Of a file with one table that one is meant, when it is to be used. */
static bool
needs_no_name(const struct cli *cli, const struct target *target, bool used)
{
	return target->tables.count == 1 && (used ||
	    target->tables.items->form == QMS_TABLE_CSV);
}

static const struct qms_error *
choose_table(struct target *target, struct cli *cli)
{
	const char *word = cli->operand_count > 1 ? cli->operands[1] : NULL;
	bool used = word != NULL || cli_has(cli, "from") || cli->csv ||
	    cli_has(cli, "renumber") || cli_has(cli, "attendance") ||
	    cli_has(cli, "changes") || cli_has(cli, "compare");
	int next = 1;

	if (word != NULL)
		target->table = qms_tables_find(&target->tables, word);
	if (target->table != NULL)
		next = 2;
	else if (word != NULL && find_verb(word) == SHOW &&
	    !(cli_has(cli, "attendance") && strchr(word, '=') != NULL))
		return qms_fail(QMS_M_U080, target->name, word,
		    list_tables(cli, target));
	else if (needs_no_name(cli, target, used))
		target->table = target->tables.items;
	else if (used)
		return qms_fail(QMS_M_U083, target->name,
		    list_tables(cli, target));
	target->words = cli->operands + next;
	target->word_count = cli->operand_count - next;
	return NULL;
}

/* ---- showing ---- */

static const char *
list_columns(struct cli *cli, const struct qms_table *table)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < table->column_count; i++)
		list = qms_arena_format(&cli->arena, "%s%s%s", list,
		    i == 0 ? "" : ", ", table->columns[i].label);
	return list;
}

static void
show_tables(struct cli *cli, const struct target *target)
{
	static const struct report_column columns[] = {
		{ "number", { "#", "#" }, REPORT_NUMBER },
		{ "name", { "Tên", "Name" }, REPORT_TEXT },
		{ "title", { "Mục", "Section" }, REPORT_TEXT },
		{ "rows", { "Hàng", "Rows" }, REPORT_NUMBER },
		{ "columns", { "Cột", "Columns" }, REPORT_TEXT },
	};
	const struct qms_table *table;
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/tables/1", columns);
	for (i = 0; i < target->tables.count; i++) {
		table = &target->tables.items[i];
		report_number(&report, (int64_t)i + 1);
		report_add(&report, table->name);
		report_add(&report, table->title);
		report_number(&report, (int64_t)table->count);
		report_add(&report, list_columns(cli, table));
	}
	report_end(&report, "không có bảng nào", "there are no tables");
}

static void
show_rows(struct cli *cli, const struct qms_table *table)
{
	struct report_column *columns;
	struct report report;
	size_t row, i;

	columns = qms_arena_alloc(&cli->arena, (table->column_count + 1) *
	    sizeof(*columns));
	columns[0] = (struct report_column){ "row", { "#", "#" },
	    REPORT_NUMBER };
	for (i = 0; i < table->column_count; i++)
		columns[i + 1] = (struct report_column){
		    table->columns[i].key != NULL ? table->columns[i].key :
		    table->columns[i].label, { table->columns[i].label,
		    table->columns[i].label }, REPORT_TEXT };
	report_begin(&report, cli, "qms/table/1", columns,
	    table->column_count + 1);
	report.whole = true;
	for (row = 0; row < table->count; row++) {
		report_number(&report, (int64_t)row + 1);
		for (i = 0; i < table->column_count; i++) {
			report_add(&report, table->rows[row].cells[i]);
			report_shown(&report, table->rows[row].shown[i]);
		}
	}
	report_end(&report, "bảng chưa có hàng nào", "the table has no rows");
}

static const struct qms_error *
show(struct cli *cli, const struct target *target)
{
	const char *separator = cli_option(cli, "separator");

	if (separator != NULL && strcmp(separator, ",") != 0 &&
	    strcmp(separator, ";") != 0)
		return qms_fail(QMS_M_U025, separator,
		    "--separator \",\" --separator \";\"");
	if (target->table == NULL)
		show_tables(cli, target);
	else if (cli->csv && !cli->json)
		qms_table_export(&cli->out, target->table, separator == NULL ?
		    ',' : *separator);
	else
		show_rows(cli, target->table);
	return NULL;
}

/* ---- editing ---- */

static const struct qms_error *
take_row(size_t *row, struct cli *cli, const struct qms_table *table,
    const char *word)
{
	*row = qms_table_find_row(table, word);
	return *row != SIZE_MAX ? NULL : qms_fail(QMS_M_U082, word,
	    qms_arena_format(&cli->arena, "%zu", table->count));
}

static const struct qms_error *
take_column(size_t *column, struct cli *cli, const struct qms_table *table,
    const char *word)
{
	*column = qms_table_find_column(table, word);
	return *column != SIZE_MAX ? NULL : qms_fail(QMS_M_U081, word,
	    list_columns(cli, table));
}

/* COLUMN=VALUE… from a word on; the name of a column may have a '='. */
static const struct qms_error *
set_cells(struct cli *cli, struct qms_table_edit *edit, size_t row,
    const struct target *target, int first)
{
	const struct qms_error *err;
	const char *equals, *word;
	size_t column;
	int i;

	for (i = first; i < target->word_count; i++) {
		word = target->words[i];
		equals = strchr(word, '=');
		if (equals == NULL || equals == word)
			return qms_fail(QMS_M_U025, word, pick(cli,
			    "Viết CỘT=NỘI-DUNG.", "Write COLUMN=VALUE."));
		err = take_column(&column, cli, edit->table, qms_arena_copy(
		    &cli->arena, word, (size_t)(equals - word)));
		if (err != NULL)
			return err;
		qms_table_set(edit, row, column, equals + 1);
	}
	return NULL;
}

static const struct qms_error *
add(const char **what, struct cli *cli, struct qms_table_edit *edit,
    const struct target *target)
{
	const char *at = cli_option(cli, "at");
	const struct qms_error *err = NULL;
	size_t row = edit->count;

	/* the row behind the last one may be named too */
	if (at != NULL && strcmp(at, qms_arena_format(&cli->arena, "%zu",
	    edit->count + 1)) != 0)
		err = take_row(&row, cli, edit->table, at);
	if (err != NULL)
		return err;
	if (target->word_count < 2)
		return qms_fail(QMS_M_U022, pick(cli, "CỘT=NỘI-DUNG",
		    "COLUMN=VALUE"), "table");
	qms_table_add(edit, row);
	err = set_cells(cli, edit, row, target, 1);
	if (err == NULL)
		err = writing_count_row(cli, edit, row);
	*what = qms_arena_format(&cli->arena, "thêm hàng %zu", row + 1);
	return err;
}

static const struct qms_error *
set(const char **what, struct cli *cli, struct qms_table_edit *edit,
    const struct target *target)
{
	const struct qms_error *err;
	size_t row;

	if (target->word_count < 3)
		return qms_fail(QMS_M_U022, pick(cli, "HÀNG CỘT=NỘI-DUNG",
		    "ROW COLUMN=VALUE"), "table");
	err = take_row(&row, cli, edit->table, target->words[1]);
	if (err == NULL)
		err = set_cells(cli, edit, row, target, 2);
	if (err == NULL &&
	    (size_t)target->word_count - 2 >= edit->table->column_count)
		qms_table_trim(edit, row);
	*what = qms_arena_format(&cli->arena, "hàng %zu", row + 1);
	return err;
}

static const struct qms_error *
move(const char **what, struct cli *cli, struct qms_table_edit *edit,
    const struct target *target)
{
	const struct qms_error *err;
	size_t row, to;

	if (target->word_count != 3)
		return qms_fail(QMS_M_U022, pick(cli, "HÀNG ĐẾN",
		    "ROW TO"), "table");
	err = take_row(&row, cli, edit->table, target->words[1]);
	if (err == NULL)
		err = take_row(&to, cli, edit->table, target->words[2]);
	if (err != NULL)
		return err;
	qms_table_move(edit, row, to);
	*what = qms_arena_format(&cli->arena, "chuyển hàng %zu đến %zu",
	    row + 1, to + 1);
	return NULL;
}

static const struct qms_error *
remove_rows(const char **what, struct cli *cli, struct qms_table_edit *edit,
    const struct target *target)
{
	bool *gone = qms_arena_alloc(&cli->arena, edit->count + 1);
	const struct qms_error *err = NULL;
	size_t row;
	int i;

	if (target->word_count < 2)
		return qms_fail(QMS_M_U022, pick(cli, "HÀNG", "ROW"),
		    "table");
	*what = "bỏ hàng";
	for (i = 1; err == NULL && i < target->word_count; i++) {
		err = take_row(&row, cli, edit->table, target->words[i]);
		if (err != NULL)
			return err;
		gone[row] = true;
		*what = qms_arena_format(&cli->arena, "%s %zu", *what,
		    row + 1);
	}
	for (row = edit->count; row-- > 0;)
		if (gone[row])
			qms_table_remove(edit, row);
	return NULL;
}

static const struct qms_error *
sort(const char **what, struct cli *cli, struct qms_table_edit *edit,
    const struct target *target)
{
	const struct qms_error *err;
	size_t column;

	if (target->word_count != 2)
		return qms_fail(QMS_M_U022, pick(cli, "CỘT", "COLUMN"),
		    "table");
	err = take_column(&column, cli, edit->table, target->words[1]);
	if (err != NULL)
		return err;
	qms_table_sort(edit, column, cli_has(cli, "reverse"));
	*what = qms_arena_format(&cli->arena, "sắp xếp theo %s",
	    edit->table->columns[column].label);
	return NULL;
}

static const struct qms_error *
add_columns(struct cli *cli, struct qms_table_edit *edit,
    const struct target *target)
{
	const char *at = cli_option(cli, "at");
	size_t column = edit->table->column_count;
	const struct qms_error *err = NULL;
	int i;

	if (at != NULL)
		err = take_column(&column, cli, edit->table, at);
	for (i = 2; err == NULL && i < target->word_count; i++)
		qms_table_add_column(edit, column++, target->words[i]);
	return err;
}

/* column add TITLE… | rename COLUMN TITLE | move COLUMN TO | remove COLUMN */
static const struct qms_error *
change_columns(const char **what, struct cli *cli,
    struct qms_table_edit *edit, const struct target *target)
{
	enum verb verb = target->word_count < 3 ? SHOW :
	    find_verb(target->words[1]);
	const char *word = target->word_count < 3 ? "" : target->words[2];
	const struct qms_error *err;
	size_t column, to;

	if (edit->table->form != QMS_TABLE_MARKDOWN || edit->table->absent)
		return qms_fail(QMS_M_G111);
	if (verb == ADD) {
		*what = qms_arena_format(&cli->arena, "thêm cột %s", word);
		return add_columns(cli, edit, target);
	}
	if ((verb != REMOVE || target->word_count != 3) &&
	    ((verb != RENAME && verb != MOVE) || target->word_count != 4))
		return qms_fail(QMS_M_U022, "column add|rename|move|remove",
		    "table");
	err = take_column(&column, cli, edit->table, word);
	if (err == NULL && verb == MOVE)
		err = take_column(&to, cli, edit->table, target->words[3]);
	if (err != NULL)
		return err;
	if (verb == RENAME)
		qms_table_rename_column(edit, column, target->words[3]);
	else if (verb == MOVE)
		qms_table_move_column(edit, column, to);
	else
		qms_table_remove_column(edit, column);
	*what = qms_arena_format(&cli->arena, "%s cột %s", verb == RENAME ?
	    "đổi tên" : verb == MOVE ? "chuyển" : "bỏ",
	    edit->table->columns[column].label);
	return NULL;
}

/* How many rows come, change and go: a list that was cut short is seen. */
static const char *
count_rows(struct cli *cli, const struct qms_table_edit *edit)
{
	size_t added = 0, changed = 0, kept = 0, row;

	for (row = 0; row < edit->count; row++) {
		if (edit->rows[row].from == QMS_SPLICE_NEW)
			added++;
		else if (edit->rows[row].cells != NULL)
			changed++;
		else
			kept++;
	}
	return qms_arena_format(&cli->arena,
	    "lấy lại từ CSV (thêm %zu, sửa %zu, bỏ %zu hàng)", added, changed,
	    edit->table->count - changed - kept);
}

static const struct qms_error *
take_csv(const char **what, struct cli *cli, struct qms_table_edit *edit,
    struct qms_problems *problems)
{
	const char *path = cli_option(cli, "from");
	const struct qms_error *err;
	struct qms_text csv;

	err = writing_input(&csv, cli, path);
	if (err == NULL)
		err = compare_as_csv(&csv, cli, csv, path);
	if (err != NULL)
		return err;
	qms_table_take(edit, csv, strcmp(path, "-") == 0 ? "stdin" : path,
	    problems);
	if (problems->count == 0)
		*what = count_rows(cli, edit);
	return NULL;
}

static const struct qms_error *
apply_verb(const char **what, struct cli *cli, struct qms_table_edit *edit,
    const struct target *target)
{
	if (target->word_count == 0) {		/* --renumber alone */
		*what = "đánh số lại";
		return NULL;
	}
	switch (find_verb(target->words[0])) {
	case ADD:
		return add(what, cli, edit, target);
	case SET:
		return set(what, cli, edit, target);
	case MOVE:
		return move(what, cli, edit, target);
	case REMOVE:
		return remove_rows(what, cli, edit, target);
	case SORT:
		return sort(what, cli, edit, target);
	case COLUMN:
		return change_columns(what, cli, edit, target);
	case SHOW:
	case RENAME:
	case CREATE:
		break;
	}
	return qms_fail(QMS_M_U025, target->words[0],
	    "add, set, move, remove, sort, column");
}

/* ---- writing ---- */

/* A problem of what was typed is why nothing is done; of a file, its place. */
static const struct qms_error *
refuse(struct cli *cli, struct qms_problems *problems, bool from_file)
{
	const struct qms_problem *problem = problems->items;

	if (!from_file)
		return qms_fail_with(problem->id, problem->arguments);
	problems_write(cli, problems);
	say(cli, "bảng không bị thay đổi", "the table is unchanged");
	cli->exit = QMS_EXIT_PROBLEMS;
	return NULL;
}

static void
write_row(struct cli *cli, char sign, size_t row, const char *const *cells,
    size_t columns)
{
	const char *const *end = cells + columns;
	const char *line = "";

	for (; cells < end; cells++)
		line = qms_arena_format(&cli->arena, "%s  %s", line, *cells);
	qms_buffer_format(&cli->out, "%c %zu", sign, row + 1);
	/* a cell of several lines is shown on one */
	qms_message_fill(&cli->out, "{1}\n",
	    (const char *const [QMS_MESSAGE_ARGUMENTS]){ line });
}

/* The rows that would be, and those that would not be any more. */
static void
preview(struct cli *cli, const struct qms_table_edit *edit)
{
	const struct qms_table *table = edit->table;
	bool *kept = qms_arena_alloc(&cli->arena, table->count + 1);
	const char **cells;
	size_t row, i;

	cells = qms_arena_alloc(&cli->arena,
	    (table->column_count + 1) * sizeof(*cells));
	for (row = 0; row < edit->count; row++)
		if (edit->rows[row].from != QMS_SPLICE_NEW &&
		    edit->rows[row].cells == NULL)
			kept[edit->rows[row].from] = true;
	for (row = 0; row < table->count; row++)
		if (!kept[row])
			write_row(cli, '-', row, table->rows[row].cells,
			    table->column_count);
	for (row = 0; row < edit->count; row++) {
		if (edit->rows[row].cells == NULL &&
		    edit->rows[row].from != QMS_SPLICE_NEW)
			continue;
		for (i = 0; i < table->column_count; i++)
			cells[i] = qms_table_value(edit, row, i);
		write_row(cli, '+', row, cells, table->column_count);
	}
}

/* The table as it has become, for programs. */
static const struct qms_error *
show_result(struct cli *cli, const struct target *target, struct qms_text text)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_table *old = target->table, *table = NULL;
	struct qms_tables tables;
	struct qms_object object;
	const struct qms_error *err;

	qms_object_parse(&object, &cli->arena, qms_system_kinds(cli->system),
	    target->path, text, &problems);
	err = qms_tables_read(&tables, &cli->arena, &object, &problems,
	    cli->language);
	if (err == NULL && old->name != NULL)
		table = qms_tables_find(&tables, old->name);
	else if (err == NULL && old->number < tables.count)
		table = &tables.items[old->number];
	if (table != NULL)
		show_rows(cli, table);
	qms_object_free(&object);
	return err;
}

/* "QT-02, bảng Trình tự thực hiện" */
static const char *
name_of(struct cli *cli, const struct target *target)
{
	const struct qms_table *table = target->table;
	const struct qms_kind_key *list;
	const char *title;

	if (table == NULL || table->form == QMS_TABLE_CSV)
		return target->name;
	title = *table->title != '\0' ? table->title : qms_arena_format(
	    &cli->arena, "%zu", table->number + 1);
	/* history is in the language of the system, whoever writes it */
	if (table->form == QMS_TABLE_LIST) {
		list = qms_kind_key(target->object.match.kind, table->name);
		if (list != NULL &&
		    list->name[cli->system->language] != NULL)
			title = list->name[cli->system->language];
	}
	return qms_arena_format(&cli->arena, "%s, bảng %s", target->name,
	    title);
}

static const struct qms_error *
commit(struct cli *cli, struct target *target, struct qms_text text,
    const char *what)
{
	const char *words = cli_option(cli, "message"), *agency, *me;
	const struct qms_error *err;

	err = writing_who(&agency, &me, cli);
	return err ? err : writing_file(cli, target->path, text,
	    qms_arena_format(&cli->arena, "Sửa %s: %s", name_of(cli, target),
	    words == NULL ? what : words));
}

static const struct qms_error *
edit_table(struct cli *cli, struct target *target)
{
	struct qms_problems problems = { .arena = &cli->arena };
	bool from_file = cli_has(cli, "from"),
	    from_list = cli_has(cli, "attendance"),
	    from_decision = cli_has(cli, "changes");
	const struct qms_error *err;
	struct qms_table_edit edit;
	struct attendees attendees = { 0 };
	struct changes changes = { 0 };
	struct qms_text text;
	const char *what = "";

	if (target->frozen)
		return qms_fail(QMS_M_G110, cli->operands[0], target->name);
	qms_table_begin(&edit, &cli->arena, target->table);
	edit.people = writing_people(cli, target->object.match.agency);
	if (from_list)
		err = attendees_take(&attendees, &what, cli, &edit,
		    &target->object, target->words,
		    (size_t)target->word_count, &problems);
	else if (from_decision)
		err = changes_take(&changes, &what, cli, &edit, &problems);
	else
		err = from_file ? take_csv(&what, cli, &edit, &problems) :
		    apply_verb(&what, cli, &edit, target);
	if (err == NULL && problems.count == 0) {
		if (cli_has(cli, "renumber"))
			qms_table_renumber(&edit);
		err = qms_table_write(&text, &problems, &edit,
		    &target->object, qms_system_kinds(cli->system));
		if (err == NULL && from_list)
			attendees_place(&attendees, &problems);
		else if (err == NULL && from_decision)
			writing_place(&changes.list, &problems);
	}
	if (err != NULL)
		return err;
	if (problems.count > 0)
		return refuse(cli, &problems, from_file || from_list ||
		    from_decision);
	if (!from_decision && qms_text_equal(text, target->text) &&
	    !target->changed) {
		say(cli, "%s: không có gì thay đổi", "%s: nothing changed",
		    target->name);
		return NULL;
	}
	if (from_decision && changes.count == 0)	/* only told */
		return changes_tell(&changes, cli,
		    target->object.match.agency);
	err = commit(cli, target, text, what);
	if (err == NULL && from_decision)
		return changes_tell(&changes, cli,
		    target->object.match.agency);
	if (err == NULL && from_list)
		attendees_tell(cli, &attendees);
	if (err == NULL && cli->json)
		err = show_result(cli, target, text);
	else if (err == NULL && cli->dry_run)
		preview(cli, &edit);
	return err;
}

/* ID HEADING create TITLE…: a table where the kind wants none. */
static const struct qms_error *
create_table(struct cli *cli, struct target *target)
{
	const struct qms_markdown *markdown = &target->object.markdown;
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err;
	struct qms_text text;
	size_t i;

	if (target->frozen)
		return qms_fail(QMS_M_G110, cli->operands[0], target->name);
	for (i = 0; i < markdown->heading_count; i++)
		if (qms_unicode_alike(qms_text(markdown->headings[i].text),
		    qms_text(cli->operands[1])))
			break;
	if (i == markdown->heading_count)
		return qms_fail(QMS_M_U027, cli->operands[1]);
	err = qms_table_create(&text, &problems, &cli->arena, &target->object,
	    i, cli->operands + 3, (size_t)cli->operand_count - 3,
	    qms_system_kinds(cli->system));
	if (err == NULL && problems.count > 0)
		err = refuse(cli, &problems, false);
	return err ? err : commit(cli, target, text, qms_arena_format(
	    &cli->arena, "lập bảng ở mục %s", markdown->headings[i].text));
}

COMMAND(table)
{
	struct target target = { 0 };
	const struct qms_error *err;

	err = read_target(&target, cli);
	if (err == NULL && cli->operand_count > 3 &&
	    find_verb(cli->operands[2]) == CREATE) {
		err = create_table(cli, &target);
		qms_object_free(&target.object);
		return err;
	}
	if (err == NULL)
		err = choose_table(&target, cli);
	if (err == NULL && cli_has(cli, "compare"))
		err = compare_table(cli, target.table,
		    cli_option(cli, "compare"));
	else if (err == NULL)
		err = target.table != NULL && (target.word_count > 0 ||
		    cli_has(cli, "from") || cli_has(cli, "renumber") ||
		    cli_has(cli, "attendance") || cli_has(cli, "changes")) ?
		    edit_table(cli, &target) : show(cli, &target);
	qms_object_free(&target.object);
	return err;
}
