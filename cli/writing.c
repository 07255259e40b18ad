/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qms/file.h"
#include "qms/markdown.h"
#include "qms/query.h"
#include "qms/splice.h"
#include "qms/unicode.h"
#include "sign.h"
#include "requests.h"
#include "writing.h"

const struct qms_error *
writing_who(const char **agency, const char **person, struct cli *cli)
{
	const struct qms_error *err;

	err = cli_agency(agency, cli);
	if (err == NULL)
		err = cli_me(person, cli, *agency);
	if (err == NULL || *cli->environment.email == '\0')
		return err;
	/* no agency is named, or the caller is of another one */
	return qms_system_who(agency, person, cli->system,
	    cli->environment.email);
}

/* ---- texts ---- */

const struct qms_error *
writing_set(struct qms_text *result, struct cli *cli, struct qms_text file,
    const char *place, const char *value)
{
	struct qms_splice_parts parts = qms_splice_split(file);
	struct qms_text front = { file.data + parts.front, parts.front_size };
	const struct qms_error *err;
	size_t size = strlen(place);
	struct qms_text edited;

	if (size > 1 && place[size - 1] == '+')
		err = qms_splice_add_item(&edited, &cli->arena, front,
		    qms_arena_copy(&cli->arena, place, size - 1), value);
	else if (*value == '\0')
		err = qms_splice_remove(&edited, &cli->arena, front, place);
	else
		err = qms_splice_set(&edited, &cli->arena, front, place,
		    value);
	if (err)
		return err;
	*result = qms_splice_replace(&cli->arena, file, parts.front,
	    parts.front_size, edited);
	return NULL;
}

const struct qms_error *
writing_section(struct qms_text *result, struct cli *cli, struct qms_text file,
    const char *heading, struct qms_text words)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_splice_parts parts = qms_splice_split(file);
	struct qms_text body = { file.data + parts.body,
	    file.size - parts.body };
	const struct qms_error *err = NULL;
	struct qms_markdown markdown;
	struct qms_text edited;
	size_t i;

	qms_markdown_parse(&markdown, &cli->arena, body, "", 1, &problems);
	for (i = 0; i < markdown.heading_count; i++)
		if (strcmp(markdown.headings[i].text, heading) == 0)
			break;
	if (i == markdown.heading_count)
		err = qms_fail(QMS_M_U027, heading);
	else
		err = qms_splice_section(&edited, &cli->arena, &markdown, i,
		    words);
	qms_markdown_free(&markdown);
	if (err)
		return err;
	*result = qms_splice_replace(&cli->arena, file, parts.body,
	    file.size - parts.body, edited);
	return NULL;
}

const struct qms_error *
writing_input(struct qms_text *text, struct cli *cli, const char *path)
{
	const struct qms_error *err = NULL;
	struct qms_buffer buffer = { 0 };
	char bytes[4096];
	size_t size;

	if (strcmp(path, "-") != 0)
		return qms_file_read(text, &cli->arena, path, QMS_FILE_LIMIT);
	while ((size = fread(bytes, 1, sizeof(bytes), stdin)) > 0 &&
	    buffer.size <= QMS_FILE_LIMIT)
		qms_buffer_add(&buffer, bytes, size);
	if (ferror(stdin))
		err = qms_fail_errno("stdin");
	else if (buffer.size > QMS_FILE_LIMIT)	/* a part is not the whole */
		err = qms_fail(QMS_M_G013, "stdin", qms_arena_format(
		    &cli->arena, "> %d", QMS_FILE_LIMIT), qms_arena_format(
		    &cli->arena, "%d", QMS_FILE_LIMIT));
	text->data = qms_arena_copy(&cli->arena, buffer.size > 0 ?
	    buffer.data : "", buffer.size);
	text->size = buffer.size;
	qms_buffer_free(&buffer);
	return err;
}

const struct qms_error *
writing_options(struct qms_text *result, struct cli *cli,
    struct qms_text file)
{
	const struct qms_error *err = NULL;
	const char *equals, *name;
	struct qms_text words;
	size_t i;

	*result = file;
	for (i = 0; err == NULL && i < cli->value_count; i++) {
		name = cli->values[i].option->name;
		if (strcmp(name, "set") != 0 && strcmp(name, "section") != 0)
			continue;
		equals = strchr(cli->values[i].value, '=');
		if (equals == NULL || equals == cli->values[i].value)
			return qms_fail(QMS_M_U025, cli->values[i].value,
			    strcmp(name, "set") == 0 ? "--set khóa=giá-trị" :
			    "--section \"Tên mục=tệp\"");
		name = qms_arena_copy(&cli->arena, cli->values[i].value,
		    (size_t)(equals - cli->values[i].value));
		if (strcmp(cli->values[i].option->name, "set") == 0) {
			err = writing_set(result, cli, *result, name,
			    equals + 1);
			continue;
		}
		err = writing_input(&words, cli, equals + 1);
		if (err == NULL)
			err = writing_section(result, cli, *result, name, words);
	}
	return err;
}

/* ---- rows of a table ---- */

const struct qms_map *
writing_people(struct cli *cli, const char *agency)
{
	struct qms_map *names = qms_arena_alloc(&cli->arena, sizeof(*names));
	const struct qms_people *people;
	struct qms_buffer folded = { 0 };
	const char *name;
	size_t i;

	if (*agency == '\0' || qms_system_people(&people, cli->system,
	    agency) != NULL)
		return names;
	for (i = 0; i < people->person_count; i++) {
		if (people->persons[i].name == NULL)
			continue;
		qms_buffer_clear(&folded);
		qms_unicode_fold(&folded, qms_text(people->persons[i].name));
		name = qms_arena_copy(&cli->arena, folded.data, folded.size);
		qms_map_put(&cli->arena, names, name,
		    qms_map_get(names, name) != NULL ? "" :
		    people->persons[i].id);
	}
	qms_buffer_free(&folded);
	return names;
}

const struct qms_error *
writing_count_row(struct cli *cli, struct qms_table_edit *edit, size_t row)
{
	size_t column = qms_table_counter(edit->table);
	long number;

	if (column == SIZE_MAX || cli_has(cli, "renumber") ||
	    *qms_table_value(edit, row, column) != '\0')
		return NULL;
	if (row + 1 < edit->count)
		return qms_fail(QMS_M_U084,
		    edit->table->columns[column].label);
	number = row == 0 ? 0 : strtol(qms_table_value(edit, row - 1, column),
	    NULL, 10);
	if (row == 0 || number > 0)
		qms_table_set(edit, row, column, qms_arena_format(&cli->arena,
		    "%ld", number + 1));
	return NULL;
}

/* The cells of one row, as a table in Markdown has them: a | b | c. */
static const struct qms_error *
set_row(struct cli *cli, struct qms_table_edit *edit, const char *cells)
{
	size_t row = edit->count, column = 0,
	    counter = qms_table_counter(edit->table);
	struct qms_text cell;
	size_t size;

	qms_table_add(edit, row);
	for (;; cells += size + 1, column++) {
		size = strcspn(cells, "|");
		if (column == counter)
			column++;
		if (column == edit->table->column_count)
			return qms_fail(QMS_M_U150, edit->table->title,
			    qms_arena_format(&cli->arena, "%zu", column -
			    (counter != SIZE_MAX)));
		cell = qms_text_trim((struct qms_text){ cells, size });
		qms_table_set(edit, row, column, qms_arena_copy(&cli->arena,
		    cell.data, cell.size));
		if (cells[size] == '\0')
			break;
	}
	return writing_count_row(cli, edit, row);
}

const struct qms_error *
writing_row(struct qms_text *result, struct cli *cli, const char *path,
    struct qms_text file, const char *name, const char *cells)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_kinds *kinds = qms_system_kinds(cli->system);
	const struct qms_table *table;
	const struct qms_error *err;
	struct qms_table_edit edit;
	struct qms_tables tables;
	struct qms_object object;

	qms_object_parse(&object, &cli->arena, kinds, path, file, &problems);
	err = qms_tables_read(&tables, &cli->arena, &object, &problems,
	    cli->language);
	if (err != NULL)
		return err;
	table = qms_tables_find(&tables, name);
	if (table == NULL)
		return qms_fail(QMS_M_U080, path, name, "-");
	qms_table_begin(&edit, &cli->arena, table);
	edit.people = writing_people(cli, object.match.agency);
	problems.count = 0;
	err = set_row(cli, &edit, cells);
	if (err == NULL)
		err = qms_table_write(result, &problems, &edit, &object,
		    kinds);
	return err != NULL || problems.count == 0 ? err : qms_fail_with(
	    problems.items[0].id, problems.items[0].arguments);
}

void
writing_place(const struct writing_list *list, struct qms_problems *problems)
{
	const struct qms_csv *csv = &list->csv;
	struct qms_problem *problem;
	size_t i, row, column, cell;

	for (i = 0; i < problems->count; i++) {
		problem = &problems->items[i];
		row = (size_t)problem->line - 1;
		column = (size_t)problem->column - 1;
		problem->path = list->path;
		if (problem->line < 1 || list->rows[row] == SIZE_MAX) {
			problem->line = problem->column = 0;
			continue;
		}
		cell = problem->column < 1 || list->columns[column] ==
		    SIZE_MAX ? 0 : list->columns[column];
		qms_csv_position(csv, list->text,
		    &csv->rows[list->rows[row]], cell, &problem->line,
		    &problem->column);
	}
}

/* ---- commits ---- */

const struct qms_error *
writing_commit(struct cli *cli, struct qms_change *change,
    const char *subject)
{
	const struct qms_problems *problems;
	const struct qms_error *err;
	struct qms_oid commit, before;

	before = cli->system->head;
	err = qms_change_commit(&commit, change, subject, cli->dry_run);
	if (err == NULL && !cli->dry_run && qms_oid_equal(&before, &commit)) {
		say(cli, "không có gì thay đổi", "nothing changed");
		return NULL;
	}
	if (err == NULL)
		say(cli, "%s%s", "%s%s", cli->dry_run ?
		    pick(cli, "(thử) ", "(dry run) ") : "", subject);
	problems = qms_change_problems(change);
	if (err == NULL && problems != NULL && problems->count > 0)
		say(cli, "còn %zu chỗ cần sửa; xem: qms check",
		    "%zu things are to be mended; see: qms check",
		    problems->count);
	return err;
}

const struct qms_error *
writing_commit_trust(struct cli *cli, struct qms_change *change,
    const char *agency, const char *person, const char *subject)
{
	static const char *const any[] = { "author" };
	struct qms_strings offices = { (const char **)(uintptr_t)any, 1, 1 };
	const struct qms_people *people;
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	bool key = strcmp(cli->command->name, "key") == 0;
	const char *office = "", *request;

	err = qms_system_people(&people, cli->system, agency);
	if (err)
		return err;
	(void)qms_people_holds(people, person, &offices, "", cli_today(cli),
	    &office);
	/* of qms key, --key is the one that is enrolled */
	err = sign_add_keys(cli, change, key ? "sign" : "key");
	if (err)
		return err;
	/* and its --request is that of the holder of a key */
	request = cli_option(cli, key ? "to-sign" : "request");
	if (request != NULL)
		qms_change_set_open(change);
	err = qms_change_trust(change, person, office,
	    qms_day_format(day, cli_today(cli)));
	if (err)
		return err;
	return request != NULL ? requests_make(cli, change, request) :
	    writing_commit(cli, change, subject);
}

const struct qms_error *
writing_commit_file(struct cli *cli, struct qms_change *change,
    const char *path, const char *subject)
{
	const char *agency, *home, *me;
	const struct qms_error *err;

	if (!qms_trust_is_member(path, &agency, &cli->arena))
		return writing_commit(cli, change, subject);
	err = writing_who(&home, &me, cli);
	return err ? err :
	    writing_commit_trust(cli, change, home, me, subject);
}

const struct qms_error *
writing_file(struct cli *cli, const char *path, struct qms_text text,
    const char *subject)
{
	struct qms_change *change = qms_change_new(cli->system);
	const struct qms_error *err;

	qms_change_put(change, path, text);
	err = writing_commit_file(cli, change, path, subject);
	qms_change_free(change);
	return err;
}
