/* SPDX-License-Identifier: MIT */
/*
 * rule_test - the example tables of rules, run on a fixture: tables with the
 * names and columns of the views, filled with one row a view.
 */
#include <stdio.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "rule.h"

enum { FIXTURE_LIMIT = 256 * 1024 };

struct test {
	struct qms_arena *arena;
	struct qms_db *db;		/* of the fixture */
	struct qms_map columns;		/* "audit.closed" and "audit" */
	const struct qms_rule *rule;
	const struct qms_kinds *kinds;
	const struct qms_yaml *defaults, *always, *parameters;
	struct qms_problems *problems;
};

/* ---- the fixture's tables ---- */

static const char sql_views[] =
	"SELECT name, sql FROM temp.sqlite_master"
	" WHERE type = 'view' OR name = 'asof' ORDER BY name";

/* Views over the day alone, and over what figures say, are taken as they are. */
static bool
is_computed(const char *view)
{
	return strcmp(view, "year") == 0 || strcmp(view, "quarter") == 0 ||
	    strcmp(view, "figure") == 0 || strcmp(view, "figure_link") == 0 ||
	    strcmp(view, "figure_rate") == 0;
}

static const struct qms_error *
copy_view(struct test *test, struct qms_db *source, const char *view,
    const char *definition)
{
	struct qms_buffer sql = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	const char *name;
	int i;

	qms_map_put(test->arena, &test->columns, view, test);
	if (is_computed(view)) {
		qms_buffer_format(&sql, "CREATE TEMP VIEW \"%s\" %s", view,
		    strstr(definition, " AS") == NULL ? definition :
		    strstr(definition, " AS"));
		err = qms_db_run(test->db, sql.data);
		qms_buffer_free(&sql);
		return err;
	}
	qms_buffer_format(&sql, "SELECT * FROM temp.\"%s\" LIMIT 0", view);
	err = qms_db_query(&query, source, sql.data);
	qms_buffer_clear(&sql);
	if (err) {
		qms_buffer_free(&sql);
		return err;
	}
	qms_buffer_format(&sql, "CREATE TEMP TABLE \"%s\" (", view);
	for (i = 0; i < qms_column_count(query); i++) {
		name = qms_column_name(query, i);
		qms_buffer_format(&sql, "%s\"%s\"", i == 0 ? "" : ", ", name);
		qms_map_put(test->arena, &test->columns,
		    qms_arena_format(test->arena, "%s.%s", view, name), test);
	}
	qms_done(query);
	qms_buffer_char(&sql, ')');
	err = qms_db_run(test->db, sql.data);
	qms_buffer_free(&sql);
	return err;
}

static const struct qms_error *
copy_views(struct test *test, struct qms_db *source)
{
	struct qms_strings names = { 0 }, texts = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	bool row;
	size_t i, pass;

	err = qms_db_make_all(source);
	if (err == NULL)
		err = qms_db_query(&query, source, sql_views);
	if (err)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		qms_strings_add(test->arena, &names, qms_arena_string(
		    test->arena, qms_column_text(query, 0)));
		qms_strings_add(test->arena, &texts, qms_arena_string(
		    test->arena, qms_column_text(query, 1)));
	}
	qms_done(query);
	/* tables first: such views read them */
	for (pass = 0; pass < 2; pass++)
		for (i = 0; err == NULL && i < names.count; i++)
			if (is_computed(names.items[i]) == (pass == 1))
				err = copy_view(test, source, names.items[i],
				    texts.items[i]);
	return err;
}

/* ---- rows ---- */

struct cell {
	const char *view;		/* "audit" */
	int number;			/* of the row: audit#2 */
	const char *column;
	const char *value;		/* "" is NULL, "-" takes the row away */
};

/* "audit#2.closed" to its parts; parameters begin with ':'. */
static bool
split_header(struct cell *cell, struct test *test, const char *header)
{
	char *view = qms_arena_string(test->arena, header), *dot, *hash;

	cell->number = 1;
	if (*header == ':') {
		cell->view = ":";
		cell->column = header;
		return true;
	}
	dot = strchr(view, '.');
	if (dot == NULL)
		return false;
	*dot = '\0';
	cell->column = dot + 1;
	hash = strchr(view, '#');
	if (hash != NULL) {
		*hash = '\0';
		cell->number = atoi(hash + 1);
	}
	cell->view = view;
	return qms_map_get(&test->columns, qms_arena_format(test->arena,
	    "%s.%s", view, cell->column)) != NULL;
}

static const struct qms_error *
insert(struct test *test, const char *view, struct qms_map *values)
{
	struct qms_buffer sql = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	const char *value;
	size_t i;

	qms_buffer_format(&sql, "INSERT INTO temp.\"%s\" (", view);
	for (i = 0; i < values->count; i++)
		qms_buffer_format(&sql, "%s\"%s\"", i == 0 ? "" : ", ",
		    values->entries[i].key);
	qms_buffer_string(&sql, ") VALUES (");
	for (i = 0; i < values->count; i++)
		qms_buffer_format(&sql, "%s?%zu", i == 0 ? "" : ", ", i + 1);
	qms_buffer_char(&sql, ')');
	err = qms_db_query(&query, test->db, sql.data);
	qms_buffer_free(&sql);
	if (err)
		return err;
	for (i = 0; i < values->count; i++) {
		value = values->entries[i].value;
		if (*value == '\0')
			qms_bind_null(query, (int)i + 1);
		else if (value[strspn(value, "0123456789")] == '\0' &&
		    strlen(value) < 16 && (value[0] != '0' || value[1] == 0))
			qms_bind_integer(query, (int)i + 1,
			    strtoll(value, NULL, 10));
		else
			qms_bind_text(query, (int)i + 1, value);
	}
	return qms_step_done(query);
}

static void
put_defaults(struct test *test, struct qms_map *values,
    const struct qms_yaml *map)
{
	const struct qms_yaml *node;

	if (map == NULL)
		return;
	for (node = map->first; node != NULL; node = node->next)
		if (node->value != NULL)
			qms_map_put(test->arena, values, node->key,
			    node->value);
}

/* One row of a view: defaults, with the cells of the example over them. */
static const struct qms_error *
insert_row(struct test *test, const struct cell *cells, size_t count,
    size_t first)
{
	struct qms_map values = { 0 };
	size_t i;

	put_defaults(test, &values, qms_yaml_get(test->defaults,
	    cells[first].view));
	for (i = first; i < count; i++) {
		if (strcmp(cells[i].view, cells[first].view) != 0 ||
		    cells[i].number != cells[first].number)
			continue;
		if (strcmp(cells[i].value, "-") == 0)
			return NULL;
		qms_map_put(test->arena, &values, cells[i].column,
		    cells[i].value);
	}
	return insert(test, cells[first].view, &values);
}

static bool
is_first_of_row(const struct cell *cells, size_t at)
{
	size_t i;

	if (*cells[at].view == ':')
		return false;
	for (i = 0; i < at; i++)
		if (cells[i].number == cells[at].number &&
		    strcmp(cells[i].view, cells[at].view) == 0)
			return false;
	return true;
}

static bool
names_view(const struct cell *cells, size_t count, const char *view)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(cells[i].view, view) == 0)
			return true;
	return false;
}

static const struct qms_error *
insert_always(struct test *test, const struct cell *cells, size_t count)
{
	const struct qms_error *err = NULL;
	const struct qms_yaml *node;
	struct qms_map values;

	node = test->always == NULL ? NULL : test->always->first;
	for (; err == NULL && node != NULL; node = node->next) {
		if (node->value == NULL || qms_map_get(&test->columns,
		    node->value) == NULL || names_view(cells, count,
		    node->value))
			continue;
		memset(&values, 0, sizeof(values));
		put_defaults(test, &values, qms_yaml_get(test->defaults,
		    node->value));
		if (strcmp(node->value, "obliged") == 0)
			qms_map_put(test->arena, &values, "rule",
			    test->rule->id);
		err = insert(test, node->value, &values);
	}
	return err;
}

static const struct qms_error *
clear_tables(struct test *test, const char *day)
{
	const struct qms_error *err = NULL;
	struct qms_map values = { 0 };
	const char *name;
	size_t i;

	for (i = 0; err == NULL && i < test->columns.count; i++) {
		name = test->columns.entries[i].key;
		if (strchr(name, '.') == NULL && !is_computed(name))
			err = qms_db_run(test->db, qms_arena_format(
			    test->arena, "DELETE FROM temp.\"%s\"", name));
	}
	put_defaults(test, &values, qms_yaml_get(test->defaults, "asof"));
	qms_map_put(test->arena, &values, "source", "1");
	qms_map_put(test->arena, &values, "known", "1");
	if (qms_map_get(&values, "due_soon") == NULL)
		qms_map_put(test->arena, &values, "due_soon", "30");
	qms_map_put(test->arena, &values, "day", day);
	return err ? err : insert(test, "asof", &values);
}

/* ---- verdicts ---- */

static const char *const verdict_names[QMS_VERDICTS] = { "met", "open",
	"due-soon", "overdue", "missing", "attested", "not-applicable" };

static const char *
parameter(const struct test *test, const struct cell *cells, size_t count,
    const char *name)
{
	const char *value;
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(cells[i].column, name) == 0)
			return cells[i].value;
	value = qms_yaml_string(test->parameters, name + 1);
	return value == NULL ? "" : value;
}

static const struct qms_error *
run_refuse(const char **verdict, struct test *test, const struct cell *cells,
    size_t count)
{
	struct qms_rules only = { test->kinds,
	    (struct qms_rule *)(uintptr_t)test->rule, 1, 1 };
	const char *guard[] = { test->rule->id };
	struct qms_strings guards = { guard, 1, 1 };
	const struct qms_error *err;
	struct qms_refusal refusal;

	err = qms_rules_refuse(&refusal, test->arena, &only, &guards,
	    test->db, parameter(test, cells, count, ":agency"),
	    parameter(test, cells, count, ":object"),
	    parameter(test, cells, count, ":version"),
	    parameter(test, cells, count, ":act"),
	    parameter(test, cells, count, ":by"),
	    parameter(test, cells, count, ":date"));
	*verdict = refusal.rule == NULL ? "allowed" : "refused";
	return err;
}

/* All parameters of the fixture, and those of the example over them. */
static struct qms_rule_cell *
known_in(struct test *test, const struct cell *cells, size_t count,
    size_t *known_count)
{
	const struct qms_yaml *node;
	struct qms_rule_cell *known = NULL, *one;
	size_t room = 0, i;

	*known_count = 0;
	node = test->parameters == NULL ? NULL : test->parameters->first;
	for (; node != NULL; node = node->next)
		if (node->value != NULL) {
			one = qms_push(test->arena, known, *known_count,
			    room);
			one->name = node->key;
			one->value = node->value;
		}
	for (i = 0; i < count; i++)
		if (*cells[i].view == ':') {
			one = qms_push(test->arena, known, *known_count,
			    room);
			one->name = cells[i].column + 1;
			one->value = cells[i].value;
		}
	return known;
}

/* The lines in Vietnamese, or none. */
static const struct qms_error *
run_fill(const char **verdict, struct test *test, const struct cell *cells,
    size_t count)
{
	struct qms_rules only = { test->kinds,
	    (struct qms_rule *)(uintptr_t)test->rule, 1, 1 };
	const struct qms_error *err;
	struct qms_rule_line *lines;
	struct qms_rule_cell *known;
	struct qms_buffer out = { 0 };
	size_t line_count, known_count, i;

	known = known_in(test, cells, count, &known_count);
	err = qms_rules_lines(&lines, &line_count, test->arena, &only,
	    test->db, test->rule->fills, parameter(test, cells, count,
	    ":agency"), known, known_count);
	for (i = 0; err == NULL && i < line_count; i++) {
		qms_buffer_string(&out, i == 0 ? "" : "; ");
		qms_rule_line_text(&out, &lines[i], QMS_VI);
	}
	*verdict = err || line_count == 0 ? "none" :
	    qms_arena_copy(test->arena, out.data, out.size);
	qms_buffer_free(&out);
	return err;
}

/* The sum, "1/2", or none. */
static const struct qms_error *
run_indicator(const char **verdict, struct test *test)
{
	struct qms_rules only = { test->kinds,
	    (struct qms_rule *)(uintptr_t)test->rule, 1, 1 };
	const struct qms_error *err;
	struct qms_measure *measures;
	int64_t part = 0, whole = 0;
	size_t count, i;

	err = qms_rules_measures(&measures, &count, test->arena, &only,
	    test->db);
	for (i = 0; err == NULL && i < count; i++) {
		part += measures[i].part;
		whole += measures[i].whole;
	}
	*verdict = err || count == 0 ? "none" : qms_arena_format(test->arena,
	    "%" PRId64 "/%" PRId64, part, whole);
	return err;
}

static const struct qms_error *
run_rule(const char **verdict, struct test *test, const struct cell *cells,
    size_t count)
{
	struct qms_rules only = { test->kinds,
	    (struct qms_rule *)(uintptr_t)test->rule, 1, 1 };
	const struct qms_error *err;
	struct qms_obligation *duties;
	struct qms_query *query;
	size_t n;
	bool row;

	switch (test->rule->use) {
	case QMS_RULE_REFUSE:
		return run_refuse(verdict, test, cells, count);
	case QMS_RULE_FILL:
		return run_fill(verdict, test, cells, count);
	case QMS_RULE_INDICATOR:
		return run_indicator(verdict, test);
	case QMS_RULE_OBLIGATION:
		err = qms_rules_obligations(&duties, &n, test->arena, &only,
		    test->db, NULL);
		*verdict = err || n == 0 ? "not-applicable" :
		    verdict_names[duties[n - 1].verdict];
		return err;
	default:
		qms_db_sandbox(test->db, qms_rule_may_read,
		    (void *)(uintptr_t)test->kinds, 1000 * 1000);
		err = qms_db_query_foreign(&query, test->db, test->rule->sql);
		if (err == NULL) {
			err = qms_step(&row, query);
			*verdict = err == NULL && row ? "problem" : "none";
			qms_query_free(query);
		}
		qms_db_sandbox(test->db, NULL, NULL, 0);
		return err;
	}
}

static const struct qms_error *
run_example(struct test *test, const struct qms_markdown_table *table,
    const struct qms_markdown_row *row, int *run)
{
	struct cell cells[64], *cell;
	const char *day = "", *expected = "", *verdict = "", *header;
	const struct qms_error *err;
	size_t count = 0, i;

	for (i = 0; i < row->count && i < table->header.count && i < 64; i++) {
		header = table->header.cells[i].text;
		cell = &cells[count];
		cell->value = row->cells[i].text;
		if (strcmp(header, "day") == 0) {
			day = cell->value;
		} else if (strcmp(header, "verdict") == 0) {
			expected = cell->value;
		} else if (split_header(cell, test, header)) {
			count++;
		} else {
			qms_report(test->problems, test->rule->path,
			    table->line, 1, QMS_M_R005, test->rule->id,
			    header);
			return NULL;
		}
	}
	err = clear_tables(test, day);
	if (err == NULL)
		err = insert_always(test, cells, count);
	for (i = 0; err == NULL && i < count; i++)
		if (is_first_of_row(cells, i))
			err = insert_row(test, cells, count, i);
	if (err == NULL)
		err = run_rule(&verdict, test, cells, count);
	if (err != NULL && qms_db_is_foreign_error(err)) {
		qms_report(test->problems, test->rule->path,
		    test->rule->sql_line, 1, QMS_M_R002, test->rule->id,
		    err->arguments[0] == NULL ? "" : err->arguments[0]);
		return NULL;
	}
	if (err)
		return err;
	(*run)++;
	if (strcmp(verdict, expected) != 0)
		qms_report(test->problems, test->rule->path, row->line, 1,
		    QMS_M_R004, test->rule->id, verdict, expected);
	return NULL;
}

static bool
has_verdicts(const struct qms_markdown_table *table)
{
	size_t i;

	for (i = 0; i < table->header.count; i++)
		if (strcmp(table->header.cells[i].text, "verdict") == 0)
			return true;
	return false;
}

static const struct qms_error *
run_examples(struct test *test, int *run)
{
	struct qms_problems ignored = { .arena = test->arena };
	const struct qms_error *err = NULL;
	struct qms_object object;
	size_t t, r;

	qms_object_parse(&object, test->arena, test->kinds, test->rule->path,
	    test->rule->text, &ignored);
	for (t = 0; t < object.markdown.table_count; t++) {
		if (!has_verdicts(&object.markdown.tables[t]))
			continue;
		for (r = 0; err == NULL && r < object.markdown.tables[t].count;
		    r++)
			err = run_example(test, &object.markdown.tables[t],
			    &object.markdown.tables[t].rows[r], run);
	}
	qms_object_free(&object);
	if (err == NULL && *run == 0 && test->problems->count == 0)
		qms_report(test->problems, test->rule->path, 1, 1, QMS_M_R006,
		    test->rule->id);
	return err;
}

const struct qms_error *
qms_rule_test(const struct qms_rule *rule, struct qms_db *db,
    const struct qms_kinds *kinds, const struct qms_store *store,
    struct qms_arena *arena, struct qms_problems *problems, int *rows)
{
	static const char path[] = "rules/fixture.yaml";
	struct test test = { .arena = arena, .rule = rule, .kinds = kinds,
	    .problems = problems };
	const struct qms_error *err;
	struct qms_yaml *fixture;
	struct qms_text text;

	*rows = 0;
	err = qms_store_read(&text, arena, store, path, FIXTURE_LIMIT);
	if (err)
		return err;
	qms_yaml_parse(&fixture, arena, text, FIXTURE_LIMIT, path, 1,
	    problems);
	test.defaults = qms_yaml_get(fixture, "views");
	test.always = qms_yaml_get(fixture, "always");
	test.parameters = qms_yaml_get(fixture, "parameters");
	err = qms_db_open(&test.db, NULL, false);
	if (err)
		return err;
	qms_db_share_calendar(test.db, db);
	err = copy_views(&test, db);
	if (err == NULL)
		err = run_examples(&test, rows);
	qms_db_close(test.db);
	return err;
}
