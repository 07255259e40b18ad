/* SPDX-License-Identifier: MIT */
/*
 * person - add a person, give an office, end one, list them. Nothing is taken
 * out: an office that ended stays with its last day.
 */
#include <string.h>

#include "auditors.h"
#include "commands.h"
#include "qms/create.h"
#include "qms/query.h"
#include "qms/splice.h"
#include "report.h"
#include "writing.h"

static const struct qms_error *
list(struct cli *cli, const char *agency)
{
	static const struct report_column columns[] = {
		{ "person", { "Mã", "Id" }, REPORT_TEXT },
		{ "name", { "Họ và tên", "Name" }, REPORT_TEXT },
		{ "office", { "Chức trách", "Office" }, REPORT_TEXT },
		{ "unit", { "Đơn vị", "Unit" }, REPORT_TEXT },
		{ "from", { "Từ ngày", "From" }, REPORT_DAY },
		{ "to", { "Đến ngày", "To" }, REPORT_DAY },
	};
	const struct qms_error *err;
	struct qms_row_office *rows;
	struct report report;
	size_t count, i;

	err = qms_query_offices(&rows, &count, &cli->arena,
	    cli->system->index, agency, NULL);
	if (err)
		return err;
	REPORT(&report, cli, "qms/persons/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, rows[i].person);
		report_add(&report, rows[i].name);
		report_add(&report, rows[i].office);
		report_shown(&report, cli_office(cli, rows[i].office));
		report_add(&report, rows[i].unit);
		report_add(&report, rows[i].first);
		report_add(&report, rows[i].last);
	}
	report_end(&report, "không ai giữ chức trách nào vào ngày này",
	    "nobody holds an office on this day");
	say(cli, "Thêm người, đổi chức trách:\n  qms person add MÃ --name \"HỌ "
	    "TÊN\" --email THƯ --office CHỨC-TRÁCH --from NGÀY\n"
	    "  qms person office MÃ --office CHỨC-TRÁCH --from NGÀY\n"
	    "  qms person end MÃ --office CHỨC-TRÁCH --to NGÀY",
	    "To add somebody, to change offices:\n  qms person add ID --name "
	    "\"NAME\" --email MAIL --office OFFICE --from DAY\n"
	    "  qms person office ID --office OFFICE --from DAY\n"
	    "  qms person end ID --office OFFICE --to DAY");
	return NULL;
}

struct people_file {
	const char *agency, *path, *me;
	struct qms_text text;
	const struct qms_people *people;
};

static const struct qms_error *
open_file(struct people_file *file, struct cli *cli)
{
	const struct qms_error *err;
	const char *home;

	err = cli_agency(&file->agency, cli);
	if (err == NULL)
		err = cli_me(&file->me, cli, file->agency);
	if (err != NULL && cli_option(cli, "agency") != NULL) {
		/* the province's officer may keep an agency's list */
		file->agency = cli_option(cli, "agency");
		err = writing_who(&home, &file->me, cli);
	}
	if (err)
		return err;
	file->path = qms_arena_format(&cli->arena, "agencies/%s/people.yaml",
	    file->agency);
	err = qms_store_read(&file->text, &cli->arena, cli->system->store,
	    file->path, QMS_FILE_LIMIT);
	return err ? err : qms_system_people(&file->people, cli->system,
	    file->agency);
}

static const struct qms_error *
option_day(const char **text, struct cli *cli, const char *name, qms_day other)
{
	char buffer[QMS_DAY_SIZE];
	const struct qms_error *err;
	qms_day day;

	err = cli_day(&day, cli, name, other);
	*text = day == QMS_DAY_NONE ? NULL :
	    qms_arena_string(&cli->arena, qms_day_format(buffer, day));
	return err;
}

/* An office ends on the day it began, or later. */
static const struct qms_error *
check_span(const char *from, const char *to, struct cli *cli)
{
	return strcmp(from, to) <= 0 ? NULL : qms_fail(QMS_M_S092,
	    cli_shown_day(cli, from), cli_shown_day(cli, to));
}

static const struct qms_error *
add_office(struct people_file *file, struct cli *cli, const char *person,
    const char *office)
{
	struct qms_splice_pair pairs[5];
	const struct qms_error *err;
	const char *from, *to;

	if (!qms_id_is_safe(office))
		return qms_fail(QMS_M_U058, office);
	err = option_day(&from, cli, "from", cli_today(cli));
	if (err == NULL)
		err = option_day(&to, cli, "to", QMS_DAY_NONE);
	if (err == NULL && to != NULL)
		err = check_span(from, to, cli);
	if (err)
		return err;
	pairs[0] = (struct qms_splice_pair){ "person", person };
	pairs[1] = (struct qms_splice_pair){ "office", office };
	pairs[2] = (struct qms_splice_pair){ "unit", cli_option(cli, "unit") };
	pairs[3] = (struct qms_splice_pair){ "from", from };
	pairs[4] = (struct qms_splice_pair){ "to", to };
	return qms_splice_add_row(&file->text, &cli->arena, file->text,
	    "offices", pairs, 5);
}

static const struct qms_error *
add(struct people_file *file, struct cli *cli, const char *id)
{
	struct qms_strings emails = cli_options(cli, "email");
	struct qms_splice_pair pairs[2];
	const struct qms_error *err;
	char *place;
	size_t i;

	if (cli_option(cli, "name") == NULL)
		return qms_fail(QMS_M_U022, "--name", "person");
	if (!qms_id_is_safe(id))
		return qms_fail(QMS_M_U018, id);
	if (qms_people_by_id(file->people, id) != NULL)
		return qms_fail(QMS_M_U017, id);
	pairs[0] = (struct qms_splice_pair){ "id", id };
	pairs[1] = (struct qms_splice_pair){ "name",
	    cli_option(cli, "name") };
	err = qms_splice_add_row(&file->text, &cli->arena, file->text,
	    "persons", pairs, 2);
	place = qms_arena_format(&cli->arena, "persons/%zu/emails",
	    file->people->person_count);
	for (i = 0; err == NULL && i < emails.count; i++)
		err = qms_splice_add_item(&file->text, &cli->arena,
		    file->text, place, emails.items[i]);
	if (err == NULL && cli_has(cli, "office"))
		err = add_office(file, cli, id, cli_option(cli, "office"));
	return err;
}

/* The last day of one office, or of all that the person still holds. */
static const struct qms_error *
end(struct people_file *file, struct cli *cli, const char *id)
{
	const char *office = cli_option(cli, "office"), *to;
	const struct qms_error *err;
	const struct qms_office *held;
	char first[QMS_DAY_SIZE];
	size_t i;

	err = option_day(&to, cli, "to", QMS_DAY_NONE);
	if (err)
		return err;
	if (to == NULL)
		return qms_fail(QMS_M_U022, "--to", "person");
	for (i = 0; err == NULL && i < file->people->office_count; i++) {
		held = &file->people->offices[i];
		if (strcmp(held->person, id) != 0 ||
		    held->last != QMS_DAY_NONE || (office != NULL &&
		    strcmp(held->office, office) != 0))
			continue;
		err = check_span(qms_day_format(first, held->first), to, cli);
		if (err == NULL)
			err = qms_splice_set(&file->text, &cli->arena,
			    file->text, qms_arena_format(&cli->arena,
			    "offices/%zu/to", i), to);
	}
	return err;
}

COMMAND(person)
{
	const char *what = cli->operand_count == 0 ? "list" :
	    cli->operands[0], *id, *agency, *verb;
	struct people_file file = { 0 };
	const struct qms_error *err;

	if (strcmp(what, "list") == 0) {
		err = cli_agency(&agency, cli);
		if (err == NULL && cli_has(cli, "may-audit"))
			return auditors_list(cli, agency, cli->operands + 1,
			    cli->operand_count < 2 ? 0 :
			    (size_t)cli->operand_count - 1);
		if (err == NULL && cli->operand_count > 1)
			err = qms_fail(QMS_M_U005, "person",
			    cli->command->operands[cli->language]);
		return err ? err : list(cli, agency);
	}
	if (cli_has(cli, "may-audit"))
		return qms_fail(QMS_M_U161);
	if (cli->operand_count != 2)
		return qms_fail(QMS_M_U005, "person",
		    cli->command->operands[cli->language]);
	id = cli->operands[1];
	err = cli_must_be_now(cli);
	if (err == NULL)
		err = open_file(&file, cli);
	if (err)
		return err;
	if (strcmp(what, "add") == 0) {
		verb = "thêm";
		err = add(&file, cli, id);
	} else if (qms_people_by_id(file.people, id) == NULL) {
		return qms_fail(QMS_M_U012, id, file.agency);
	} else if (strcmp(what, "office") == 0) {
		verb = "giao chức trách";
		if (!cli_has(cli, "office"))
			return qms_fail(QMS_M_U022, "--office", "person");
		err = add_office(&file, cli, id, cli_option(cli, "office"));
	} else if (strcmp(what, "end") == 0) {
		verb = "thôi giữ chức trách";
		err = end(&file, cli, id);
	} else {
		return qms_fail(QMS_M_U025, what, "add, office, end, list");
	}
	return err ? err : writing_file(cli, file.path, file.text,
	    qms_arena_format(&cli->arena, "Cán bộ %s/%s: %s", file.agency, id,
	    verb));
}
