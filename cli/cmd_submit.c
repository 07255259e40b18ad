/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "acts.h"
#include "commands.h"
#include "qms/digest.h"

static const struct qms_error *
pick_version(const char **version, struct cli *cli,
    const struct qms_found *found, const struct qms_round *round)
{
	const char *asked = cli_option(cli, "version");

	if (asked != NULL && !qms_version_is_valid(asked))
		return qms_fail(QMS_M_U025, asked, "1.0, 1.1, 2.0 …");
	if (asked != NULL)
		*version = asked;
	else if (*round->version != '\0')
		*version = round->version;
	else
		*version = qms_version_next(&cli->arena, round->latest,
		    cli_has(cli, "edition"));
	return NULL;
}

/* Authors: those named, else who wrote it since the newest version. */
static const struct qms_error *
add_authors(struct cli *cli, struct qms_change *change,
    const struct qms_found *found, struct qms_statement *statement)
{
	const struct qms_error *err;
	struct qms_round round;

	err = qms_round_get(&round, cli->system, &cli->arena, found->kind,
	    found->agency, found->id);
	if (err)
		return err;
	if (strcmp(round.latest_text, statement->text) == 0)
		return qms_fail(QMS_M_U026, found->id, round.latest);
	statement->authors = cli_options(cli, "author");
	if (statement->authors.count == 0) {
		err = qms_writers(&statement->authors, cli->system,
		    &cli->arena, found->agency, found->id);
		if (err)
			return err;
	}
	if (statement->authors.count == 0)
		qms_strings_add(&cli->arena, &statement->authors,
		    statement->by);
	qms_strings_sort(&statement->authors);
	return NULL;
}

COMMAND(submit)
{
	static const struct act_request request = {
		"submit", "Gửi soát xét", pick_version, add_authors, true, NULL
	};

	return acts_record(cli, &request);
}
