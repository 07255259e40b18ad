/* SPDX-License-Identifier: MIT */
/*
 * common - what several commands ask: days, the agency meant, who I am.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"

/* dd/mm/yyyy, as people write. */
static qms_day
parse_vn(const char *text)
{
	int day, month, year, used = 0;
	char iso[40];

	if (sscanf(text, "%2d/%2d/%4d%n", &day, &month, &year, &used) != 3 ||
	    text[used] != '\0' || day < 0 || month < 0 || year < 0)
		return QMS_DAY_NONE;
	(void)snprintf(iso, sizeof(iso), "%04d-%02d-%02d", year, month, day);
	return qms_day_parse(qms_text(iso));
}

const struct qms_error *
cli_day(qms_day *day, struct cli *cli, const char *name, qms_day other)
{
	const char *value = cli_option(cli, name);

	*day = other;
	if (value == NULL)
		return NULL;
	*day = qms_day_parse(qms_text(value));
	if (*day == QMS_DAY_NONE)
		*day = parse_vn(value);
	if (*day == QMS_DAY_NONE)
		return qms_fail(QMS_M_U010, name, value);
	return NULL;
}

qms_day
cli_today(const struct cli *cli)
{
	return qms_index_question(cli->system->index)->day;
}

const struct qms_error *
cli_agency(const char **agency, struct cli *cli)
{
	return qms_system_agency(agency, cli->system,
	    cli_option(cli, "agency"), cli->directory);
}

const struct qms_error *
cli_me(const char **person, struct cli *cli, const char *agency)
{
	const struct qms_person *found;
	const struct qms_people *people;
	const struct qms_error *err;

	*person = "";
	if (*cli->environment.email == '\0')
		return qms_fail(QMS_M_U011);
	err = qms_system_people(&people, cli->system, agency);
	if (err)
		return err;
	found = qms_people_by_email(people, cli->environment.email);
	if (found == NULL)
		return qms_fail(QMS_M_U012, cli->environment.email, agency);
	*person = found->id;
	return NULL;
}
