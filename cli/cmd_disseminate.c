/* SPDX-License-Identifier: MIT */
/*
 * disseminate - documents were made known to those who work with them: in a
 * meeting or by letter, to those whom a list names.
 */
#include <string.h>

#include "acts.h"
#include "commands.h"
#include "qms/attendance.h"
#include "qms/digest.h"
#include "qms/file.h"

/* The list as its statement names it: by its own hash, below acts/. */
static void
put_list(struct cli *cli, struct qms_change *change,
    struct qms_statement *statement, const struct qms_attendance *list)
{
	struct qms_buffer bytes = { 0 };
	struct qms_statement_file *file;
	char *hex = qms_arena_alloc(&cli->arena, QMS_SHA256_SIZE);

	qms_attendance_write(&bytes, list);
	file = qms_arena_alloc(&cli->arena, sizeof(*file));
	file->sha256 = qms_sha256(hex, qms_buffer_view(&bytes));
	file->path = qms_arena_format(&cli->arena,
	    "agencies/%s/acts/attendance/%s-%s-%.16s.csv", statement->agency,
	    statement->date, statement->result, hex);
	qms_change_put(change, file->path, qms_buffer_view(&bytes));
	qms_buffer_free(&bytes);
	statement->files = file;
	statement->file_count = 1;
}

static const struct qms_error *
read_list(struct qms_attendance *list, struct cli *cli, const char *agency,
    const char *date)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const char *path = cli_option(cli, "attendance");
	const struct qms_people *people;
	const struct qms_error *err;
	struct qms_text text;

	err = qms_system_people(&people, cli->system, agency);
	if (err == NULL)
		err = qms_file_read(&text, &cli->arena, path, QMS_FILE_LIMIT);
	if (err)
		return err;
	qms_attendance_read(list, &cli->arena, text, path, people,
	    qms_day_parse(qms_text(date)), &problems);
	if (problems.count == 0)
		return NULL;
	problems_write(cli, &problems);
	return qms_fail(QMS_M_U100, path);
}

static const struct qms_error *
add_list(struct cli *cli, struct qms_change *change,
    const struct qms_found *found, struct qms_statement *statement)
{
	const char *how = cli_option(cli, "how");
	struct qms_attendance list;
	const struct qms_error *err;

	statement->result = how;
	if (!cli_has(cli, "attendance"))
		return NULL;
	err = read_list(&list, cli, found->agency, statement->date);
	if (err == NULL)
		put_list(cli, change, statement, &list);
	return err;
}

static bool
is_way(const char *word)
{
	return strcmp(word, "meeting") == 0 || strcmp(word, "letter") == 0;
}

/* `--by meeting`: nobody is called so, and everybody says so. */
static void
take_way(struct cli *cli)
{
	const struct option_row *how = cli->command->options;
	size_t i;

	for (i = 0; i < cli->value_count; i++)
		if (strcmp(cli->values[i].option->name, "by") == 0 &&
		    is_way(cli->values[i].value))
			cli->values[i].option = how;
}

static const struct qms_error *
tell_list(struct cli *cli)
{
	struct qms_attendance list;
	const struct qms_error *err;
	char text[QMS_DAY_SIZE];
	const char *agency;
	qms_day day;

	if (!cli_has(cli, "attendance") ||
	    cli_agency(&agency, cli) != NULL)
		return NULL;
	err = cli_day(&day, cli, "date", cli_today(cli));
	if (err == NULL)
		err = read_list(&list, cli, agency, qms_day_format(text,
		    day));
	if (err == NULL)
		say(cli, "%zu người đã ký, %zu người chưa; ai còn phải đọc: "
		    "qms list --unread", "%zu have signed, %zu have not; who "
		    "still has to read: qms list --unread", list.signatures,
		    list.count - list.signatures);
	return err;
}

COMMAND(disseminate)
{
	static const struct act_request request = {
		"disseminate", "Phổ biến", acts_version_in_force, add_list,
		false, NULL
	};
	const struct qms_error *err;
	const char *how;

	take_way(cli);
	how = cli_option(cli, "how");
	if (how != NULL && !is_way(how))
		return qms_fail(QMS_M_U025, how, "--how meeting|letter");
	if (how == NULL && cli_has(cli, "attendance"))
		return qms_fail(QMS_M_U022, "--how", "disseminate");
	err = acts_record(cli, &request);
	return err ? err : tell_list(cli);
}
