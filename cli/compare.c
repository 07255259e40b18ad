/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "qms/attendance.h"
#include "report.h"
#include "writing.h"

enum { COMPARE_ROWS = 2000 };	/* of one table: all are held against all */

/* ---- JSON ---- */

static const char sql_valid[] =
	"SELECT CASE WHEN json_valid(?1) = 0 THEN NULL"
	"  WHEN json_type(?1) = 'array' THEN '$'"
	"  WHEN json_type(?1, '$.rows') = 'array' THEN '$.rows' END";

/* Columns first, each where it is named first; then cells, row by row. */
static const char sql_columns[] =
	"SELECT c.key FROM json_each(?1, ?2) AS r, json_each(r.value) AS c"
	" WHERE r.type = 'object' AND c.key <> 'row'"
	" GROUP BY c.key ORDER BY min(r.key * 1000 + c.id)";
static const char sql_cells[] =
	"SELECT r.key, c.key, c.atom"
	"  FROM json_each(?1, ?2) AS r, json_each(r.value) AS c"
	" WHERE r.type = 'object' AND c.key <> 'row' ORDER BY r.key, c.id";
static const char sql_count[] =
	"SELECT count(*), count(*) FILTER (WHERE type = 'object')"
	"  FROM json_each(?1, ?2)";

struct json {
	struct cli *cli;
	struct qms_db *db;
	const char *text, *path;	/* where the list is; "$" */
	struct qms_strings columns;
	const char ***rows;
	size_t count;
};

static const struct qms_error *
ask(struct qms_query **query, const struct json *j, const char *sql)
{
	const struct qms_error *err = qms_db_query(query, j->db, sql);

	if (err != NULL)
		return err;
	qms_bind_text(*query, 1, j->text);
	if (j->path != NULL)
		qms_bind_text(*query, 2, j->path);
	return NULL;
}

static const struct qms_error *
find_list(struct json *j, const char *file)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = ask(&query, j, sql_valid);
	if (err != NULL)
		return err;
	err = qms_step(&row, query);
	if (err == NULL && !qms_column_is_null(query, 0))
		j->path = qms_column_copy(&j->cli->arena, query, 0);
	qms_done(query);
	return err != NULL || j->path != NULL ? err : qms_fail(QMS_M_U202,
	    file);
}

static const struct qms_error *
count_rows(struct json *j, const char *file)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = ask(&query, j, sql_count);
	if (err != NULL)
		return err;
	err = qms_step(&row, query);
	if (err == NULL) {
		j->count = (size_t)qms_column_integer(query, 0);
		if (j->count != (size_t)qms_column_integer(query, 1))
			err = qms_fail(QMS_M_U202, file);
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
read_cells(struct json *j)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char *key;
	size_t at, column;
	bool row;

	err = ask(&query, j, sql_columns);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_strings_add(&j->cli->arena, &j->columns,
		    qms_column_copy(&j->cli->arena, query, 0));
	qms_done(query);
	if (err == NULL)
		err = ask(&query, j, sql_cells);
	if (err != NULL)
		return err;
	j->rows = qms_arena_alloc(&j->cli->arena, (j->count + 1) *
	    sizeof(*j->rows));
	for (at = 0; at < j->count; at++)
		j->rows[at] = qms_arena_alloc(&j->cli->arena,
		    (j->columns.count + 1) * sizeof(**j->rows));
	while ((err = qms_step(&row, query)) == NULL && row) {
		at = (size_t)qms_column_integer(query, 0);
		key = qms_column_text(query, 1);
		for (column = 0; column < j->columns.count; column++)
			if (strcmp(j->columns.items[column], key) == 0)
				j->rows[at][column] = qms_column_copy(
				    &j->cli->arena, query, 2);
	}
	qms_done(query);
	return err;
}

const struct qms_error *
compare_as_csv(struct qms_text *csv, struct cli *cli, struct qms_text text,
    const char *path)
{
	struct qms_text trimmed = qms_text_trim(text);
	struct json j = { .cli = cli };
	const struct qms_error *err;
	struct qms_buffer out = { 0 };
	size_t row, i;

	*csv = text;
	if (trimmed.size == 0 || (*trimmed.data != '{' &&
	    *trimmed.data != '['))
		return NULL;
	j.db = qms_index_db(cli->system->index);
	j.text = qms_arena_copy(&cli->arena, trimmed.data, trimmed.size);
	err = find_list(&j, path);
	if (err == NULL)
		err = count_rows(&j, path);
	if (err == NULL)
		err = read_cells(&j);
	if (err != NULL)
		return err;
	for (i = 0; i < j.columns.count; i++)
		qms_csv_write(&out, j.columns.items[i], i == 0);
	qms_buffer_char(&out, '\n');
	for (row = 0; row < j.count; row++) {
		for (i = 0; i < j.columns.count; i++)
			qms_csv_write(&out, j.rows[row][i] == NULL ? "" :
			    j.rows[row][i], i == 0);
		qms_buffer_char(&out, '\n');
	}
	csv->data = qms_arena_copy(&cli->arena, out.data, out.size);
	csv->size = out.size;
	qms_buffer_free(&out);
	return NULL;
}

/* ---- rows ---- */

struct comparer {
	struct cli *cli;
	const struct qms_table *table;
	struct qms_csv csv;
	size_t *columns;		/* of the file, for those of the table */
	const char ***here, ***there;	/* cells as they are compared */
	int *cost;			/* of the rows up to here and there */
	struct report report;
	size_t differences;
};

/* Blanks, line ends and 1.0 for 1 are no difference; words are. */
static const char *
compared(struct comparer *c, const struct qms_kind_key *type,
    const char *value)
{
	struct qms_arena *arena = &c->cli->arena;
	char *text, *to;
	const char *at;

	value = qms_table_typed(arena, type, qms_csv_undefended(value));
	text = to = qms_arena_string(arena, value);
	for (at = text; *at != '\0'; at++)
		if (strchr(" \t\r\n", *at) == NULL)
			*to++ = *at;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	*to = '\0';
	if (type != NULL && type->type == QMS_TYPE_DECIMAL &&
	    strchr(text, '.') != NULL) {
		while (to > text && to[-1] == '0')
			*--to = '\0';
		if (to > text && to[-1] == '.')
			*--to = '\0';
	}
	return text;
}

static bool
is_titled(struct comparer *c, const struct qms_table_column *column,
    const char *title)
{
	struct qms_arena *arena = &c->cli->arena;
	const char *words = qms_attendance_fold(arena, title);
	size_t i;

	if (qms_string_is(column->key, words) || strcmp(words,
	    qms_attendance_fold(arena, column->label)) == 0)
		return true;
	for (i = 0; column->type != NULL && i < column->type->also.count; i++)
		if (strcmp(words, qms_attendance_fold(arena,
		    column->type->also.items[i])) == 0)
			return true;
	return false;
}

/* Columns that only one side has are told, and not compared. */
static const struct qms_error *
find_columns(struct comparer *c, const char *path)
{
	struct qms_arena *arena = &c->cli->arena;
	const char *left = "";
	size_t i, k, found = 0;

	c->columns = qms_arena_alloc(arena, (c->table->column_count + 1) *
	    sizeof(*c->columns));
	for (k = 0; k < c->table->column_count; k++)
		c->columns[k] = SIZE_MAX;
	for (i = 0; i < c->csv.header.count; i++) {
		for (k = 0; k < c->table->column_count; k++)
			if (c->columns[k] == SIZE_MAX && is_titled(c,
			    &c->table->columns[k], c->csv.header.cells[i]))
				break;
		if (k < c->table->column_count) {
			c->columns[k] = i;
			found += k != qms_table_counter(c->table);
		} else
			left = qms_arena_format(arena, "%s%s%s", left,
			    *left == '\0' ? "" : ", ",
			    c->csv.header.cells[i]);
	}
	for (k = 0; k < c->table->column_count; k++)
		if (c->columns[k] == SIZE_MAX)
			left = qms_arena_format(arena, "%s%s%s", left,
			    *left == '\0' ? "" : ", ",
			    c->table->columns[k].label);
	if (*left != '\0')
		say(c->cli, "không so cột: %s", "columns not compared: %s",
		    left);
	return found > 0 ? NULL : qms_fail(QMS_M_U203, path,
	    c->table->title);
}

static bool
is_compared(const struct comparer *c, size_t column)
{
	return c->columns[column] != SIZE_MAX &&
	    column != qms_table_counter(c->table);
}

static void
read_rows(struct comparer *c)
{
	struct qms_arena *arena = &c->cli->arena;
	size_t columns = c->table->column_count, row, i;
	const char *cell;

	c->here = qms_arena_alloc(arena, (c->table->count + 1) *
	    sizeof(*c->here));
	c->there = qms_arena_alloc(arena, (c->csv.count + 1) *
	    sizeof(*c->there));
	for (row = 0; row < c->table->count; row++) {
		c->here[row] = qms_arena_alloc(arena, (columns + 1) *
		    sizeof(**c->here));
		for (i = 0; i < columns; i++)
			c->here[row][i] = compared(c,
			    c->table->columns[i].type,
			    c->table->rows[row].cells[i]);
	}
	for (row = 0; row < c->csv.count; row++) {
		c->there[row] = qms_arena_alloc(arena, (columns + 1) *
		    sizeof(**c->there));
		for (i = 0; i < columns; i++) {
			cell = c->columns[i] == SIZE_MAX ? "" :
			    c->csv.rows[row].cells[c->columns[i]];
			c->there[row][i] = compared(c,
			    c->table->columns[i].type, cell);
		}
	}
}

/* 0: the same; 200 and more: nothing in common, they are two rows. */
static int
distance(const struct comparer *c, size_t here, size_t there)
{
	size_t i, all = 0, other = 0;

	for (i = 0; i < c->table->column_count; i++)
		if (is_compared(c, i)) {
			all++;
			other += strcmp(c->here[here][i],
			    c->there[there][i]) != 0;
		}
	return all == 0 ? 0 : other == all ? 201 : (int)(other * 199 / all);
}

enum { ALONE = 100 };		/* a row that the other side has not */

static int *
cost(const struct comparer *c, size_t here, size_t there)
{
	return &c->cost[here * (c->csv.count + 1) + there];
}

static void
align(struct comparer *c)
{
	size_t here, there;
	int best, other;

	c->cost = qms_arena_alloc(&c->cli->arena, (c->table->count + 1) *
	    (c->csv.count + 1) * sizeof(*c->cost));
	for (here = c->table->count + 1; here-- > 0;)
		for (there = c->csv.count + 1; there-- > 0;) {
			if (here == c->table->count ||
			    there == c->csv.count) {
				*cost(c, here, there) = ALONE *
				    (int)(c->table->count - here +
				    c->csv.count - there);
				continue;
			}
			best = *cost(c, here + 1, there + 1) + distance(c,
			    here, there);
			other = *cost(c, here + 1, there) + ALONE;
			best = other < best ? other : best;
			other = *cost(c, here, there + 1) + ALONE;
			*cost(c, here, there) = other < best ? other : best;
		}
}

/* ---- telling ---- */

static void
tell(struct comparer *c, const char *what, size_t here, size_t there,
    size_t column)
{
	static const char *const names[][1 + QMS_LANGUAGES] = {
		{ "changed", "khác", "differs" },
		{ "missing", "tệp không có", "not in the file" },
		{ "added", "chỉ tệp có", "only in the file" },
	};
	struct report *report = &c->report;
	size_t i;

	c->differences++;
	report_add(report, what);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i][0], what) == 0)
			report_shown(report, names[i][1 +
			    c->cli->language]);
	report_number(report, here == SIZE_MAX ? 0 : (int64_t)here + 1);
	if (here == SIZE_MAX)
		report_shown(report, "");
	report_number(report, there == SIZE_MAX ? 0 : (int64_t)there + 1);
	if (there == SIZE_MAX)
		report_shown(report, "");
	report_add(report, c->table->columns[column].label);
	report_add(report, here == SIZE_MAX ? "" : c->here[here][column]);
	report_add(report, there == SIZE_MAX ? "" :
	    c->there[there][column]);
}

/* A row that stands alone is told by its first cell that has words. */
static void
tell_alone(struct comparer *c, size_t here, size_t there)
{
	const char *const *cells = here != SIZE_MAX ? c->here[here] :
	    c->there[there];
	size_t i, column = SIZE_MAX;

	for (i = 0; i < c->table->column_count; i++)
		if (is_compared(c, i) && (column == SIZE_MAX ||
		    *cells[column] == '\0'))
			column = i;
	tell(c, here != SIZE_MAX ? "missing" : "added", here, there, column);
}

static void
tell_pair(struct comparer *c, size_t here, size_t there)
{
	size_t i;

	for (i = 0; i < c->table->column_count; i++)
		if (is_compared(c, i) && strcmp(c->here[here][i],
		    c->there[there][i]) != 0)
			tell(c, "changed", here, there, i);
}

static void
walk(struct comparer *c)
{
	size_t here = 0, there = 0;

	while (here < c->table->count || there < c->csv.count) {
		if (here < c->table->count && there < c->csv.count &&
		    *cost(c, here, there) == *cost(c, here + 1, there + 1) +
		    distance(c, here, there))
			tell_pair(c, here++, there++);
		else if (here < c->table->count && *cost(c, here, there) ==
		    *cost(c, here + 1, there) + ALONE)
			tell_alone(c, here++, SIZE_MAX);
		else
			tell_alone(c, SIZE_MAX, there++);
	}
}

const struct qms_error *
compare_table(struct cli *cli, const struct qms_table *table,
    const char *path)
{
	static const struct report_column columns[] = {
		{ "change", { "Khác biệt", "Difference" }, REPORT_TEXT },
		{ "row", { "Hàng", "Row" }, REPORT_NUMBER },
		{ "file_row", { "Hàng trong tệp", "Row of the file" },
		    REPORT_NUMBER },
		{ "column", { "Cột", "Column" }, REPORT_TEXT },
		{ "here", { "Ở đây", "Here" }, REPORT_TEXT },
		{ "there", { "Trong tệp", "In the file" }, REPORT_TEXT },
	};
	struct qms_problems problems = { .arena = &cli->arena };
	struct comparer c = { .cli = cli, .table = table };
	const struct qms_error *err;
	struct qms_text text, csv;

	err = writing_input(&text, cli, path);
	if (err == NULL)
		err = compare_as_csv(&csv, cli, text, path);
	if (err != NULL)
		return err;
	qms_csv_parse(&c.csv, &cli->arena, csv, path, &problems);
	if (problems.count > 0) {
		problems_write(cli, &problems);
		cli->exit = QMS_EXIT_PROBLEMS;
		return NULL;
	}
	if (c.csv.count > COMPARE_ROWS || table->count > COMPARE_ROWS)
		return qms_fail(QMS_M_U204, path, qms_arena_format(
		    &cli->arena, "%d", COMPARE_ROWS));
	err = find_columns(&c, path);
	if (err != NULL)
		return err;
	read_rows(&c);
	align(&c);
	REPORT(&c.report, cli, "qms/table-compare/1", columns);
	walk(&c);
	report_end(&c.report, "hai bảng như nhau", "both are the same");
	if (c.differences > 0)
		cli->exit = QMS_EXIT_PROBLEMS;
	say(cli, "%zu khác biệt; ở đây %zu hàng, trong tệp %zu hàng",
	    "%zu differences; %zu rows here, %zu in the file", c.differences,
	    table->count, c.csv.count);
	return NULL;
}
