/* SPDX-License-Identifier: MIT */
/*
 * limit - what a job costs at the least with the modules that we have, and the
 * SQL of our questions for the sqlite3 shell.
 *
 *	limit history DIR          walk the history, compare trees; nothing else
 *	limit render DIR OUT       read, render and write each Markdown file
 *	limit sql DIR list|obligations|problems DAY
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "qms/file.h"
#include "qms/markdown.h"
#include "qms/query.h"
#include "qms/system.h"

static struct qms_arena arena;

static void
check(const struct qms_error *err)
{
	struct qms_buffer text = { 0 };

	if (err == NULL)
		return;
	qms_error_text(&text, err, QMS_EN);
	fprintf(stderr, "limit: %s\n", text.data);
	exit(1);
}

/* ---- history ---- */

static const struct qms_error *
count_change(void *closure, const struct qms_git_change *change)
{
	++*(long *)closure;
	return NULL;
}

static void
history(struct qms_git *git, const struct qms_oid *head)
{
	struct qms_oid *commits, old = { 0 };
	struct qms_git_commit commit;
	long changes = 0;
	size_t count, i;
	bool found;

	check(qms_git_line(&commits, &count, &found, git, &arena, head,
	    &old));
	for (i = 0; i < count; i++) {
		check(qms_git_commit(&commit, git, &arena, &commits[i]));
		check(qms_git_diff(git, &old, &commit.tree, "", count_change,
		    &changes));
		old = commit.tree;
	}
	printf("%zu commits, %ld changes\n", count, changes);
}

/* ---- pages ---- */

struct pages {
	struct qms_git *git;
	const char *out;
	long count;
};

static const struct qms_error *
render_page(void *closure, const struct qms_git_change *change)
{
	struct pages *pages = closure;
	struct qms_arena own = { 0 };
	struct qms_problems problems = { .arena = &own };
	struct qms_markdown markdown;
	struct qms_buffer html = { 0 };
	const struct qms_error *err;
	struct qms_text text;

	if (!qms_ends_with(change->path, ".md") ||
	    strncmp(change->path, "agencies/", 9) != 0)
		return NULL;
	err = qms_git_blob(&text, pages->git, &own, &change->new_id, 1 << 20);
	if (err == NULL) {
		qms_markdown_parse(&markdown, &own, text, change->path, 1,
		    &problems);
		qms_markdown_html(&html, &markdown, NULL);
		qms_markdown_free(&markdown);
		err = qms_file_write_below(pages->out, qms_arena_format(&own,
		    "%s.html", change->path), qms_buffer_view(&html), false);
	}
	pages->count++;
	qms_buffer_free(&html);
	qms_arena_free(&own);
	return err;
}

static void
render(struct qms_git *git, const struct qms_oid *head, const char *out)
{
	struct pages pages = { git, out, 0 };
	struct qms_git_commit commit;
	struct qms_oid none = { 0 };

	check(qms_file_make_directories(out));
	check(qms_git_commit(&commit, git, &arena, head));
	check(qms_git_diff(git, &none, &commit.tree, "", render_page,
	    &pages));
	printf("%ld pages\n", pages.count);
}

/* ---- SQL ---- */

static const char *
closing(const char *at)
{
	int depth = 0;

	for (;; at++) {
		if (*at == '(')
			depth++;
		else if (*at == ')' && depth-- == 0)
			return at;
		else if (*at == ',' && depth == 0)
			return at;
	}
}

/* The shell has no functions of ours: the nearest that it has. */
static void
print_sql(const char *sql)
{
	static const char months[] = "add_months(", days[] =
	    "add_working_days(", julian[] = "julian_days(", fold[] = "fold(";
	const char *comma, *end;

	for (; *sql != '\0'; sql++) {
		if (qms_starts_with(sql, months) || qms_starts_with(sql, days)) {
			bool is_months = sql[4] == 'm';

			sql = strchr(sql, '(') + 1;
			comma = closing(sql);
			end = closing(comma + 1);
			printf("date(");
			print_sql(qms_arena_copy(&arena, sql,
			    (size_t)(comma - sql)));
			printf(", (");
			print_sql(qms_arena_copy(&arena, comma + 1,
			    (size_t)(end - comma) - 1));
			printf(") || ' %s')", is_months ? "months" : "days");
			sql = end;
		} else if (qms_starts_with(sql, julian)) {
			printf("julianday(");
			sql += strlen(julian) - 1;
		} else if (qms_starts_with(sql, fold)) {
			printf("lower(");
			sql += strlen(fold) - 1;
		} else {
			putchar(*sql);
		}
	}
}

static void
print_rows(struct qms_db *db, const char *table)
{
	struct qms_query *query;
	bool row;
	int i;

	check(qms_db_query(&query, db, qms_arena_format(&arena,
	    "SELECT * FROM temp.%s", table)));
	for (;;) {
		check(qms_step(&row, query));
		if (!row)
			break;
		printf("INSERT INTO temp.%s VALUES (", table);
		for (i = 0; i < qms_column_count(query); i++)
			printf("%s'%s'", i == 0 ? "" : ", ",
			    qms_column_text(query, i));
		printf(");\n");
	}
	qms_done(query);
}

static void
print_world(struct qms_db *db)
{
	struct qms_query *query;
	const char *sql;
	bool row;

	check(qms_db_query(&query, db, "SELECT sql FROM temp.sqlite_schema"
	    " WHERE sql IS NOT NULL ORDER BY type, rowid"));
	for (;;) {
		check(qms_step(&row, query));
		if (!row)
			break;
		sql = qms_column_text(query, 0);
		printf("CREATE TEMP ");
		print_sql(sql + strlen("CREATE "));
		printf(";\n");
	}
	qms_done(query);
	print_rows(db, "asof");
	print_rows(db, "known_kind");
}

static void
sql(const char *directory, const char *what, const char *day)
{
	struct qms_environment environment = { .now = time(NULL),
	    .name = "", .email = "", .home = "", .cache = "", .data = "" };
	const struct qms_rules *rules;
	enum qms_rule_use use = strcmp(what, "problems") == 0 ?
	    QMS_RULE_PROBLEM : QMS_RULE_OBLIGATION;
	struct qms_problems problems = { .arena = &arena };
	struct qms_row_object *objects;
	struct qms_obligation *duties;
	struct qms_filter all = { 0 };
	struct qms_system *system;
	size_t count, i;

	check(qms_system_open(&system, directory, &environment));
	if (*day != '\0')
		check(qms_system_ask(system, qms_day_parse(qms_text(day)),
		    ""));
	check(qms_system_rules(&rules, system));
	/* a view is made when it is first asked */
	check(qms_query_objects(&objects, &count, &arena, system->index,
	    &all));
	check(qms_rules_obligations(&duties, &count, &arena, rules,
	    qms_index_db(system->index), NULL));
	if (use == QMS_RULE_PROBLEM)
		check(qms_rules_problems(&problems, rules,
		    qms_index_db(system->index), system->store));
	printf("BEGIN;\n");
	print_world(qms_index_db(system->index));
	if (strcmp(what, "list") == 0) {
		printf("SELECT * FROM object WHERE class <> 'data'"
		    " ORDER BY agency, kind, id;\n");
	} else {
		for (i = 0; i < rules->count; i++)
			if (rules->items[i].use == use) {
				printf("-- %s\n", rules->items[i].id);
				print_sql(rules->items[i].sql);
				printf(";\n");
			}
	}
	qms_system_close(system);
}

int
main(int argc, char **argv)
{
	struct qms_oid head;
	struct qms_git *git;
	const char *branch;

	if (argc >= 4 && strcmp(argv[1], "sql") == 0) {
		sql(argv[2], argv[3], argc > 4 ? argv[4] : "");
		return 0;
	}
	if (argc < 3)
		return 2;
	check(qms_git_open(&git, argv[2], false));
	check(qms_git_head(&head, &branch, git, &arena));
	if (strcmp(argv[1], "history") == 0)
		history(git, &head);
	else if (strcmp(argv[1], "render") == 0 && argc > 3)
		render(git, &head, argv[3]);
	qms_git_close(git);
	qms_arena_free(&arena);
	return 0;
}
