/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "qms/query.h"
#include "qms/status.h"
#include "qms/task.h"
#include "report.h"

/* So many alike become one line, with one command for all. */
enum { MANY = 13 };

static bool
are_alike(const struct qms_task *a, const struct qms_task *b)
{
	return a->kind != NULL && a->kind == b->kind &&
	    strcmp(a->version, b->version) == 0 &&
	    strcmp(a->state, b->state) == 0 && strcmp(a->act, b->act) == 0;
}

/*
 * How many tasks, from the first on, one command does: *pattern stands for
 * their ids and for no other. 1: each has its own line.
 */
static const struct qms_error *
count_alike(size_t *alike, const char **pattern, struct cli *cli,
    const struct qms_task *tasks, size_t count)
{
	const struct qms_error *err;
	struct qms_found *found;
	size_t same = 1, size, matched;

	*alike = 1;
	size = strlen(tasks[0].id);
	while (same < count && are_alike(&tasks[0], &tasks[same])) {
		while (strncmp(tasks[0].id, tasks[same].id, size) != 0)
			size--;
		same++;
	}
	if (same < MANY || size == 0 || cli->json || cli->csv)
		return NULL;
	*pattern = qms_arena_format(&cli->arena, "%.*s*", (int)size,
	    tasks[0].id);
	err = qms_system_find_all(&found, &matched, cli->system,
	    tasks[0].agency, pattern, 1);
	if (err == NULL && matched == same)
		*alike = same;
	return err;
}

static void
add_task(struct report *report, struct cli *cli, const struct qms_task *task,
    size_t alike, const char *pattern)
{
	const char *command = task->command[cli->language], *at;

	report_add(report, task->agency);
	report_add(report, alike == 1 ? task->id : pattern);
	report_add(report, task->version);
	report_add(report, alike == 1 ? task->title : qms_arena_format(
	    &cli->arena, "%zu %s", alike, task->kind->name[cli->language]));
	if (task->kind == NULL)
		report_shown(report,
		    task->obligation->rule->title[cli->language]);
	report_add(report, task->state);
	report_shown(report, task->kind == NULL ?
	    qms_verdict_name(task->obligation->verdict, cli->language) :
	    qms_kind_state_name(task->kind, task->state, cli->language));
	report_add(report, task->since);
	report_add(report, task->act);
	report_add(report, alike == 1 ? task->look : "");
	at = strstr(command, task->id);
	if (alike > 1 && at != NULL)
		command = qms_arena_format(&cli->arena, "%.*s'%s'%s",
		    (int)(at - command), command, pattern,
		    at + strlen(task->id));
	report_add(report, command);
}

/* Its commands name the agency, which is not the one that I am in. */
static const struct qms_task *
there(struct cli *cli, struct qms_task *task)
{
	static const char program[] = "qms ";
	size_t size = sizeof(program) - 1;
	int i;

	for (i = 0; i < QMS_LANGUAGES; i++)
		if (strncmp(task->command[i], program, size) == 0)
			task->command[i] = qms_arena_format(&cli->arena,
			    "qms --agency %s %s", task->agency,
			    task->command[i] + size);
	return task;
}

/*
 * What is open of agencies that ended and whose work mine goes on with: the
 * tasks of who is entered among their people, in the office that acts there.
 */
static const struct qms_error *
add_taken_over(struct qms_task **tasks, size_t *count, struct cli *cli,
    const char *agency)
{
	const struct qms_error *err;
	const struct qms_people *people;
	const struct qms_person *person;
	struct qms_row_held *held;
	struct qms_task *theirs = NULL;
	const char *last = "";
	size_t held_count, their_count = 0, room = *count, i, j;

	err = qms_query_held(&held, &held_count, &cli->arena,
	    cli->system->index, agency, NULL);
	for (i = 0; err == NULL && i < held_count; i++) {
		if (strcmp(held[i].of_agency, last) != 0) {
			last = held[i].of_agency;
			their_count = 0;
			err = qms_system_people(&people, cli->system, last);
			person = err != NULL ? NULL : qms_people_by_email(
			    people, cli->environment.email);
			if (person != NULL)
				err = qms_tasks(&theirs, &their_count,
				    cli->system, &cli->arena, last,
				    person->id);
		}
		for (j = 0; err == NULL && j < their_count; j++)
			if (theirs[j].kind != NULL &&
			    strcmp(theirs[j].id, held[i].id) == 0)
				*qms_push(&cli->arena, *tasks, *count, room) =
				    *there(cli, &theirs[j]);
	}
	return err;
}

COMMAND(tasks)
{
	static const struct report_column columns[] = {
		{ "number", { "#", "#" }, REPORT_NUMBER },
		{ "agency", { NULL, NULL }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "state", { "Trạng thái", "State" }, REPORT_TEXT },
		{ "since", { "Từ ngày", "Since" }, REPORT_DAY },
		{ "act", { NULL, NULL }, REPORT_TEXT },
		{ "look", { NULL, NULL }, REPORT_TEXT },
		{ "command", { "Lệnh tiếp theo", "Next command" },
		    REPORT_TEXT },
	};
	const struct qms_error *err;
	const char *agency, *me;
	struct report report;
	struct qms_task *tasks;
	const char *pattern = NULL;
	size_t count, alike = 1, line = 0, i;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = cli_me(&me, cli, agency);
	if (err == NULL)
		err = qms_tasks(&tasks, &count, cli->system, &cli->arena,
		    agency, me);
	if (err == NULL)
		err = add_taken_over(&tasks, &count, cli, agency);
	if (err)
		return err;
	REPORT(&report, cli, "qms/tasks/1", columns);
	for (i = 0; err == NULL && i < count; i += alike) {
		err = count_alike(&alike, &pattern, cli, &tasks[i],
		    count - i);
		report_number(&report, (int64_t)++line);
		add_task(&report, cli, &tasks[i], alike, pattern);
	}
	report_end(&report, "không có việc nào đang chờ bạn; xem việc đến "
	    "hạn: qms due", "nothing waits for you; see what is due: qms due");
	cli_tell_shared(cli, true);
	return err;
}
