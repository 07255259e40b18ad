/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "table.h"

/* ---- writing ---- */

static struct qms_text
end_of_lines(struct qms_text text)
{
	const char *newline = text.size == 0 ? NULL :
	    memchr(text.data, '\n', text.size);

	return qms_text(newline != NULL && newline > text.data &&
	    newline[-1] == '\r' ? "\r\n" : "\n");
}

/* The number of a heading; their count: there is none. */
static size_t
find_heading(const struct qms_markdown *markdown, const char *section)
{
	size_t i;

	for (i = 0; i < markdown->heading_count; i++)
		if (strcmp(markdown->headings[i].text, section) == 0)
			break;
	return i;
}

static size_t
start_of(const struct qms_markdown *markdown, size_t heading)
{
	return heading < markdown->heading_count ?
	    markdown->headings[heading].start : markdown->body.size;
}

/*
 * Where a table comes to stand: at the end of its section, else before the
 * section of the next table of the kind, else at the end.
 */
static size_t
place_of(const struct qms_table *table, const struct qms_object *object,
    bool *has_section)
{
	const struct qms_markdown *markdown = &object->markdown;
	const struct qms_kind *kind = object->match.kind;
	size_t heading = find_heading(markdown, table->kind->section), i;

	*has_section = heading < markdown->heading_count;
	if (*has_section)
		return start_of(markdown, heading + 1);
	for (i = (size_t)(table->kind - kind->tables) + 1;
	    i < kind->table_count && heading == markdown->heading_count; i++)
		heading = find_heading(markdown, kind->tables[i].section);
	return start_of(markdown, heading);
}

/* The body with the header of a table at a place, below its heading. */
static struct qms_text
add_header(struct qms_arena *arena, const struct qms_object *object,
    size_t at, const char *heading, const char *const *titles, size_t count)
{
	struct qms_text body = object->body, eol = end_of_lines(object->bytes);
	struct qms_buffer out = { 0 };
	struct qms_text made;
	size_t i;

	qms_buffer_add(&out, body.data, at);
	while (out.size > 0 && strchr("\r\n \t", out.data[out.size - 1]))
		out.size--;
	qms_buffer_text(&out, eol);
	qms_buffer_text(&out, eol);
	if (heading != NULL)
		qms_buffer_format(&out, "## %s%.*s%.*s", heading,
		    (int)eol.size, eol.data, (int)eol.size, eol.data);
	for (i = 0; i < count; i++)
		qms_buffer_format(&out, "%s %s |", i == 0 ? "|" : "",
		    titles[i]);
	qms_buffer_text(&out, eol);
	for (i = 0; i < count; i++)
		qms_buffer_string(&out, i == 0 ? "|---|" : "---|");
	qms_buffer_text(&out, eol);
	if (at < body.size)
		qms_buffer_text(&out, eol);
	qms_buffer_add(&out, body.data + at, body.size - at);
	made.size = out.size;
	made.data = qms_arena_copy(arena, out.data, out.size);
	qms_buffer_free(&out);
	return made;
}

/*
 * The number of the one table that is new, if all else is as it was; of a
 * place in the body of the object.
 */
static bool
find_new(size_t *number, const struct qms_markdown *markdown,
    const struct qms_object *object, size_t at, size_t columns)
{
	size_t i;

	for (i = 0; i < object->markdown.table_count; i++)
		if (object->markdown.tables[i].header.start >= at)
			break;
	*number = i;
	return markdown->table_count == object->markdown.table_count + 1 &&
	    markdown->tables[i].count == 0 &&
	    markdown->tables[i].header.count == columns;
}

static const struct qms_error *
write_absent(struct qms_text *body, const struct qms_table_edit *edit,
    const struct qms_object *object)
{
	struct qms_problems problems = { .arena = edit->arena };
	const struct qms_table *table = edit->table;
	struct qms_markdown markdown;
	const struct qms_error *err;
	const char **titles;
	struct qms_text text;
	bool has_section;
	size_t at, i;

	titles = qms_arena_alloc(edit->arena,
	    table->column_count * sizeof(*titles));
	for (i = 0; i < table->column_count; i++)
		titles[i] = table->columns[i].type->title;
	at = place_of(table, object, &has_section);
	text = add_header(edit->arena, object, at, has_section ? NULL :
	    table->kind->section, titles, table->column_count);
	qms_markdown_parse(&markdown, edit->arena, text, "", 1, &problems);
	if (find_new(&i, &markdown, object, at, table->column_count))
		err = qms_splice_rows(body, edit->arena, &markdown, i,
		    edit->rows, edit->count);
	else
		err = qms_fail(QMS_M_D192, table->name);
	qms_markdown_free(&markdown);
	return err;
}

static const struct qms_error *
write_list(struct qms_text *front, const struct qms_table_edit *edit,
    const struct qms_object *object)
{
	const struct qms_table *table = edit->table;
	const char **keys;
	size_t i, k;

	keys = qms_arena_alloc(edit->arena,
	    table->column_count * sizeof(*keys));
	for (i = 0; i < table->column_count; i++) {
		keys[i] = table->columns[i].key;
		/* a list within the row has no text that could be set */
		for (k = 0; table->columns[i].type->many && k < edit->count;
		    k++)
			if (edit->rows[k].cells != NULL &&
			    edit->rows[k].cells[i] != NULL)
				return qms_fail(QMS_M_D191, keys[i]);
	}
	return qms_splice_list(front, edit->arena, object->front, table->name,
	    keys, table->column_count, edit->rows, edit->count);
}

static const struct qms_error *
write_file(struct qms_text *file, const struct qms_table_edit *edit,
    const struct qms_object *object)
{
	const struct qms_table *table = edit->table;
	const struct qms_error *err;
	struct qms_text part = object->body, made;
	size_t offset = object->body_offset;

	if (table->form == QMS_TABLE_CSV)
		return qms_splice_csv(file, edit->arena, &object->csv,
		    object->bytes, edit->rows, edit->count);
	if (table->form == QMS_TABLE_LIST) {
		part = object->front;
		offset = object->front_offset;
		err = write_list(&made, edit, object);
	} else if (table->absent) {
		err = write_absent(&made, edit, object);
	} else if (edit->columns != NULL) {
		err = qms_splice_columns(&made, edit->arena,
		    &object->markdown, table->number, edit->columns,
		    edit->column_count);
	} else {
		err = qms_splice_rows(&made, edit->arena, &object->markdown,
		    table->number, edit->rows, edit->count);
	}
	if (err == NULL)
		*file = qms_splice_replace(edit->arena, object->bytes, offset,
		    part.size, made);
	return err;
}

/* ---- where a problem stands in the table ---- */

static bool
locate_markdown(const struct qms_object *object,
    const struct qms_table *table, const struct qms_problem *problem,
    size_t *row, size_t *column)
{
	const struct qms_markdown_table *found =
	    &object->markdown.tables[table->number];
	size_t i, k;

	for (i = 0; i < found->count; i++) {
		if (found->rows[i].line != problem->line)
			continue;
		*row = i;
		for (k = 0; k < found->rows[i].count; k++)
			if (found->rows[i].cells[k].column <= problem->column)
				*column = k;
		return true;
	}
	return false;
}

static bool
locate_csv(const struct qms_object *object, const struct qms_problem *problem,
    size_t *row, size_t *column)
{
	const struct qms_csv *csv = &object->csv;
	int line, place;
	size_t i, k;

	for (i = csv->count; i > 0; i--) {
		if (csv->rows[i - 1].line > problem->line)
			continue;
		*row = i - 1;
		for (k = 0; k < csv->header.count; k++) {
			qms_csv_position(csv, object->bytes,
			    &csv->rows[i - 1], k, &line, &place);
			if (line < problem->line || (line == problem->line &&
			    place <= problem->column))
				*column = k;
		}
		return true;
	}
	return false;
}

static bool
locate_list(const struct qms_object *object, const struct qms_table *table,
    const struct qms_problem *problem, size_t *row, size_t *column)
{
	const struct qms_yaml *list = qms_yaml_get(object->root, table->name);
	const struct qms_yaml *item, *node;
	size_t number = 0, k;

	for (item = list == NULL ? NULL : list->first; item != NULL;
	    item = item->next, number++) {
		if (item->line == problem->line)
			*row = number;
		for (node = item->first; node != NULL; node = node->next) {
			if ((node->line != problem->line || node->column !=
			    problem->column) && (node->value_line !=
			    problem->line || node->value_column !=
			    problem->column))
				continue;
			*row = number;
			for (k = 0; k < table->column_count; k++)
				if (strcmp(table->columns[k].key,
				    node->key) == 0)
					*column = k;
			return true;
		}
	}
	return *row != SIZE_MAX;
}

/*
 * False: it is about something else in the file; a section that misses is told
 * where it should stand.
 */
static bool
locate(const struct qms_object *object, const struct qms_table *table,
    const struct qms_problem *problem, size_t *row, size_t *column)
{
	*row = SIZE_MAX;
	*column = 0;
	if (table == NULL || problem->line < 1 ||
	    (problem->id >= QMS_M_D061 && problem->id <= QMS_M_D069))
		return false;
	switch (table->form) {
	case QMS_TABLE_CSV:
		return locate_csv(object, problem, row, column);
	case QMS_TABLE_LIST:
		return locate_list(object, table, problem, row, column);
	case QMS_TABLE_MARKDOWN:
		break;
	}
	return !table->absent && locate_markdown(object, table, problem, row,
	    column);
}

/* ---- judging ---- */

struct judge {
	struct qms_problems *problems;
	const struct qms_table_edit *edit;
	struct qms_schemas *schemas;
	const struct qms_kinds *kinds;
	const char *path;
	struct qms_map known;		/* what was wrong before */
	size_t headers;			/* of them, faults of headers */
};

/* What tells a problem: where it comes from, and what it says. */
static const char *
word_for(struct judge *judge, const struct qms_problem *problem, size_t from)
{
	const char *word;
	int i;

	word = qms_arena_format(judge->edit->arena, "%zx %s", from,
	    problem->code);
	for (i = 0; i < QMS_MESSAGE_ARGUMENTS && problem->arguments[i] != NULL;
	    i++)
		word = qms_arena_format(judge->edit->arena, "%s\n%s", word,
		    problem->arguments[i]);
	return word;
}

static const struct qms_error *
find_problems(struct qms_object *object, struct qms_problems *found,
    struct judge *judge, struct qms_text file)
{
	struct qms_arena *arena = judge->edit->arena;

	qms_object_parse(object, arena, judge->kinds, judge->path, file,
	    found);
	return qms_schema_check(judge->schemas, object, arena, found);
}

static bool
is_of_header(const struct qms_problem *problem)
{
	return problem->id >= QMS_M_D065 && problem->id <= QMS_M_D072 &&
	    problem->id != QMS_M_D070;
}

static size_t
count_headers(const struct qms_problems *found)
{
	size_t count = 0, i;

	for (i = 0; i < found->count; i++)
		count += is_of_header(&found->items[i]);
	return count;
}

static const struct qms_error *
learn(struct judge *judge, struct qms_text file)
{
	struct qms_arena *arena = judge->edit->arena;
	struct qms_problems found = { .arena = arena };
	const struct qms_error *err;
	struct qms_object object;
	size_t i, row, column;

	err = find_problems(&object, &found, judge, file);
	for (i = 0; i < found.count; i++) {
		(void)locate(&object, judge->edit->table, &found.items[i],
		    &row, &column);
		qms_map_put(arena, &judge->known, word_for(judge,
		    &found.items[i], row), judge);
	}
	judge->headers = count_headers(&found);
	qms_object_free(&object);
	return err;
}

/* In the file that it was taken from, or in the table. */
static void
report(struct judge *judge, const struct qms_problem *problem, size_t row,
    size_t column)
{
	const struct qms_table_edit *edit = judge->edit;
	int line = 0, place = 0;

	if (row != SIZE_MAX) {
		line = (int)row + 1;
		place = (int)column + 1;
	}
	if (row != SIZE_MAX && edit->csv_path != NULL &&
	    row < edit->csv.count)
		qms_csv_position(&edit->csv, edit->csv_text,
		    &edit->csv.rows[row], edit->csv_columns[column], &line,
		    &place);
	qms_report_with(judge->problems, edit->csv_path == NULL ? "" :
	    edit->csv_path, line, place, problem->id, problem->arguments);
}

static void
compare(struct judge *judge, const struct qms_problems *found,
    const struct qms_object *object, const struct qms_table *table)
{
	const struct qms_table_edit *edit = judge->edit;
	const struct qms_problem *problem;
	bool columns = edit->columns != NULL || edit->table == NULL;
	bool better = columns && count_headers(found) <= judge->headers;
	size_t i, row, column, from;

	for (i = 0; i < found->count; i++) {
		problem = &found->items[i];
		if (problem->severity != QMS_ERROR ||
		    (better && is_of_header(problem)))
			continue;
		from = SIZE_MAX;
		if (locate(object, table, problem, &row, &column) &&
		    row < edit->count)
			from = edit->rows[row].from;
		else
			row = SIZE_MAX;
		/* a header set right shows what was wrong below it */
		if (columns && row != SIZE_MAX)
			continue;
		/* a new row has no past */
		if ((row != SIZE_MAX && from == QMS_SPLICE_NEW) ||
		    qms_map_get(&judge->known, word_for(judge, problem,
		    from)) == NULL)
			report(judge, problem, row, column);
	}
}

/* Values of the key that come twice, one of them by the edit. */
static void
find_doubles(struct judge *judge)
{
	const struct qms_table_edit *edit = judge->edit;
	size_t column = edit->table->key, row, other;
	struct qms_map rows = { 0 };
	struct qms_problem problem = { .id = QMS_M_D230 };
	const char *value, *const *cells;

	for (row = 0; column != SIZE_MAX && row < edit->count; row++) {
		value = qms_table_value(edit, row, column);
		other = (size_t)(uintptr_t)qms_map_get(&rows, value);
		if (*value == '\0' || other == 0) {
			qms_map_put(edit->arena, &rows, value,
			    (void *)(uintptr_t)(row + 1));
			continue;
		}
		cells = edit->rows[row].cells;
		if (edit->rows[row].from != QMS_SPLICE_NEW && (cells == NULL ||
		    cells[column] == NULL)) {
			cells = edit->rows[other - 1].cells;
			if (cells == NULL || cells[column] == NULL)
				continue;	/* as it was */
		}
		problem.arguments[0] = value;
		problem.arguments[1] = edit->table->columns[column].label;
		problem.arguments[2] = qms_arena_format(edit->arena, "%zu",
		    other);
		report(judge, &problem, row, column);
	}
}

static bool
has_control(const char *cell)
{
	for (; *cell != '\0'; cell++)
		if (((unsigned char)*cell < 0x20 && *cell != '\n' &&
		    *cell != '\t') || *cell == 0x7f)
			return true;
	return false;
}

/* Cells that no line could hold. */
static void
find_bad_cells(struct judge *judge)
{
	const struct qms_table_edit *edit = judge->edit;
	struct qms_problem control = { .id = QMS_M_D003 };
	struct qms_problem size = { .id = QMS_M_D231 };
	const char *const *cells;
	size_t row, i;

	for (row = 0; row < edit->count; row++) {
		cells = edit->rows[row].cells;
		for (i = 0; cells != NULL && i < edit->table->column_count;
		    i++) {
			if (cells[i] == NULL)
				continue;
			if (has_control(cells[i]))
				report(judge, &control, row, i);
			if (strlen(cells[i]) <= QMS_TABLE_CELL_LIMIT)
				continue;
			size.arguments[0] = qms_arena_format(edit->arena,
			    "%zu", strlen(cells[i]));
			size.arguments[1] = qms_arena_format(edit->arena,
			    "%d", QMS_TABLE_CELL_LIMIT);
			report(judge, &size, row, i);
		}
	}
}

static const struct qms_error *
judge_file(struct judge *judge, const struct qms_object *object,
    struct qms_text file)
{
	struct qms_problems found = { .arena = judge->edit->arena };
	const struct qms_table *table = NULL;
	const struct qms_error *err;
	struct qms_tables tables;
	struct qms_object new;

	err = learn(judge, object->bytes);
	if (err == NULL)
		err = find_problems(&new, &found, judge, file);
	if (err != NULL)
		return err;
	if (qms_tables_read(&tables, judge->edit->arena, &new, &found,
	    QMS_VI) == NULL && judge->edit->table != NULL) {
		if (judge->edit->table->name != NULL)
			table = qms_tables_find(&tables,
			    judge->edit->table->name);
		else if (judge->edit->table->number < tables.count)
			table = &tables.items[judge->edit->table->number];
	}
	compare(judge, &found, &new, table);
	qms_object_free(&new);
	return NULL;
}

const struct qms_error *
qms_table_write(struct qms_text *file, struct qms_problems *problems,
    const struct qms_table_edit *edit, const struct qms_object *object,
    const struct qms_kinds *kinds)
{
	struct judge judge = { .problems = problems, .edit = edit,
	    .kinds = kinds, .path = object->path };
	size_t before = problems->count;
	const struct qms_error *err;

	*file = object->bytes;
	if (qms_table_is_same(edit))
		return NULL;
	find_bad_cells(&judge);
	find_doubles(&judge);
	if (problems->count > before)
		return NULL;
	err = write_file(file, edit, object);
	if (err != NULL)
		return err;
	judge.schemas = qms_schemas_new();
	err = judge_file(&judge, object, *file);
	qms_schemas_free(judge.schemas);
	return err;
}

const struct qms_error *
qms_table_create(struct qms_text *file, struct qms_problems *problems,
    struct qms_arena *arena, const struct qms_object *object, size_t heading,
    const char *const *titles, size_t count, const struct qms_kinds *kinds)
{
	struct qms_problems found = { .arena = arena };
	struct qms_table_edit edit = { .arena = arena };
	struct judge judge = { .problems = problems, .edit = &edit,
	    .kinds = kinds, .path = object->path };
	size_t at = start_of(&object->markdown, heading + 1), number, i;
	struct qms_splice_column *columns;
	struct qms_markdown markdown;
	const struct qms_error *err;
	const char **plain;
	struct qms_text text;

	*file = object->bytes;
	plain = qms_arena_alloc(arena, count * sizeof(*plain));
	columns = qms_arena_alloc(arena, count * sizeof(*columns));
	for (i = 0; i < count; i++) {
		plain[i] = "-";
		columns[i] = (struct qms_splice_column){ i, titles[i] };
	}
	text = add_header(arena, object, at, NULL, plain, count);
	qms_markdown_parse(&markdown, arena, text, "", 1, &found);
	/* titles are written as any cell is */
	if (find_new(&number, &markdown, object, at, count))
		err = qms_splice_columns(&text, arena, &markdown, number,
		    columns, count);
	else
		err = qms_fail(QMS_M_D192,
		    object->markdown.headings[heading].text);
	qms_markdown_free(&markdown);
	if (err != NULL)
		return err;
	*file = qms_splice_replace(arena, object->bytes, object->body_offset,
	    object->body.size, text);
	judge.schemas = qms_schemas_new();
	err = judge_file(&judge, object, *file);
	qms_schemas_free(judge.schemas);
	return err;
}
