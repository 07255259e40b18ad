/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/file.h"
#include "qms/query.h"
#include "requests.h"
#include "writing.h"

const struct qms_error *
requests_read(bool *read, struct qms_requests *requests, struct cli *cli,
    const char *file)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err;
	struct qms_text text;

	*read = false;
	err = strcmp(file, "-") == 0 ? writing_input(&text, cli, file) :
	    qms_file_read(&text, &cli->arena, file, QMS_REQUEST_LIMIT);
	if (err)
		return err;
	*read = qms_requests_parse(requests, &cli->arena, text, file,
	    &problems);
	if (*read)
		return NULL;
	problems_write(cli, &problems);
	cli->exit = problems.count == 0 ? QMS_EXIT_PROBLEMS :
	    qms_message_get(problems.items[0].id)->exit;
	return NULL;
}

const struct qms_error *
requests_write(struct cli *cli, const struct qms_requests *requests,
    const char *file)
{
	const struct qms_error *err = NULL;
	struct qms_buffer out = { 0 };
	size_t i;

	for (i = 0; i < requests->count; i++)
		qms_request_write(&out, &requests->items[i]);
	if (strcmp(file, "-") == 0)
		qms_buffer_text(&cli->out, qms_buffer_view(&out));
	else
		err = qms_file_write(file, qms_buffer_view(&out), true);
	qms_buffer_free(&out);
	return err;
}

/* ---- words for who reads it far from the repository ---- */

static void
about(struct cli *cli, struct qms_request *request, const char *name,
    const char *words)
{
	if (words != NULL && *words != '\0' && strlen(words) <= 1000 &&
	    strchr(words, '\n') == NULL)
		qms_request_set(request, &cli->arena, QMS_REQUEST_ABOUT,
		    name, qms_text(words));
}

static const struct qms_error *
about_person(struct cli *cli, struct qms_request *request)
{
	const struct qms_statement *s = &request->statement;
	const struct qms_people *people;
	const struct qms_person *person;
	const struct qms_error *err;

	if (*s->agency == '\0')
		return NULL;
	err = qms_system_people(&people, cli->system, s->agency);
	if (err)
		return err;
	person = people == NULL ? NULL : qms_people_by_id(people, s->by);
	about(cli, request, "by", person == NULL ? NULL : person->name);
	return NULL;
}

static const struct qms_error *
about_agency(struct cli *cli, struct qms_request *request)
{
	const struct qms_error *err;
	struct qms_row_agency *rows;
	size_t count, i;

	err = qms_query_agencies(&rows, &count, &cli->arena,
	    cli->system->index);
	for (i = 0; err == NULL && i < count; i++)
		if (strcmp(rows[i].agency, request->statement.agency) == 0)
			about(cli, request, "agency", rows[i].name);
	return err;
}

/* Whose signatures a change of trust needs, by the names they sign with. */
static const struct qms_error *
about_signers(struct cli *cli, struct qms_request *request)
{
	const struct qms_statement *s = &request->statement;
	struct qms_arena *arena = &cli->arena;
	struct qms_guard own, system;
	const struct qms_guard *guard;
	const struct qms_error *err;
	struct qms_strings able;
	char *names;
	size_t i;

	if (strcmp(s->act, "trust") != 0)
		return NULL;
	err = qms_system_guard(&own, cli->system, arena, s->agency);
	if (err == NULL)
		err = qms_system_guard(&system, cli->system, arena, "");
	guard = err != NULL ? NULL : qms_guard_of(&own, &system, s->agency);
	if (guard == NULL)
		return err;
	able = qms_guard_able(guard, arena, s->date);
	names = qms_arena_format(arena, pick(cli, "%d trong:", "%d of:"),
	    guard->threshold);
	for (i = 0; i < able.count; i++)
		names = qms_arena_format(arena, "%s%s %s", names,
		    i == 0 ? "" : ",", able.items[i]);
	about(cli, request, "signers", names);
	return NULL;
}

static const struct qms_error *
add_about(struct cli *cli, struct qms_request *request)
{
	const struct qms_statement *s = &request->statement;
	const struct qms_error *err;
	struct qms_found found;

	about(cli, request, "system", cli->system->name);
	err = about_agency(cli, request);
	if (err == NULL)
		err = about_person(cli, request);
	if (err == NULL)
		err = about_signers(cli, request);
	if (err != NULL || *s->agency == '\0' ||
	    qms_system_find(&found, cli->system, s->agency, s->id) != NULL)
		return err;
	about(cli, request, "title", found.title);
	about(cli, request, "kind", found.kind->name[cli->language]);
	about(cli, request, "act", qms_kind_act_name(found.kind, s->act,
	    cli->language));
	return NULL;
}

const struct qms_error *
requests_make(struct cli *cli, struct qms_change *change, const char *file)
{
	const struct qms_error *err;
	struct qms_requests requests;
	size_t i;

	err = qms_change_requests(&requests, change);
	for (i = 0; err == NULL && i < requests.count; i++)
		err = add_about(cli, &requests.items[i]);
	if (err == NULL && !cli->dry_run)
		err = requests_write(cli, &requests, file);
	if (err != NULL)
		return err;
	say(cli, "%s%zu ghi nhận chờ ký: %s", "%s%zu statements to be signed: "
	    "%s", cli->dry_run ? pick(cli, "(thử) ", "(dry run) ") : "",
	    requests.count, file);
	if (qms_string_is(requests.items[0].statement.proof, "certificate"))
		say(cli, "người ký chạy: qms sign %s --extract TỆP, ký TỆP bằng "
		    "chứng thư số, rồi: qms sign %s --certificate CHỮ-KÝ",
		    "who signs runs: qms sign %s --extract FILE, signs FILE "
		    "with the certificate, then: qms sign %s --certificate "
		    "SIGNATURE", file, file);
	else
		say(cli, "người ký chạy: qms sign %s --key KHÓA", "who signs "
		    "runs: qms sign %s --key KEY", file);
	return NULL;
}
