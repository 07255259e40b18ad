/* SPDX-License-Identifier: MIT */
/*
 * diff - what changed between two versions of a document, or between the
 * version in force (else the last commit) and the working text.
 */
#include <string.h>

#include "acts.h"
#include "commands.h"
#include "qms/query.h"
#include "qms/round.h"
#include "redlines.h"

/* A version as issued, or as it was sent for review. */
static const struct qms_error *
issued(struct redlines_side *side, struct cli *cli, const struct qms_found *found,
    const char *version)
{
	const struct qms_error *err;
	struct qms_found one;
	const char *versions;

	side->name = version;
	err = qms_system_find(&one, cli->system, found->agency,
	    qms_arena_format(&cli->arena, "%s@%s", found->id, version));
	if (err == NULL && *one.version != '\0')
		return qms_system_read(&side->text, cli->system, &cli->arena,
		    &one);
	err = qms_versions_text(&versions, cli->system, &cli->arena,
	    found->agency, found->id);
	return err ? err : qms_fail(QMS_M_U023, found->id, version,
	    *versions == '\0' ? pick(cli, "chưa có", "none") : versions);
}

static const struct qms_error *
working(struct redlines_side *side, struct cli *cli, const struct qms_found *found)
{
	bool changed;

	side->name = pick(cli, "bản đang soạn", "working text");
	return acts_working_text(&side->text, &changed, cli, found->path);
}

/* With nothing issued yet: the text as it was last recorded. */
static const struct qms_error *
committed(struct redlines_side *side, struct cli *cli, const struct qms_found *found)
{
	side->name = pick(cli, "bản đã ghi", "recorded text");
	return qms_store_read(&side->text, &cli->arena, cli->system->store,
	    found->path, QMS_FILE_LIMIT);
}

static const struct qms_error *
choose(struct redlines_side sides[2], struct cli *cli, const struct qms_found *found)
{
	const struct qms_error *err;
	const char *first = cli->operand_count > 1 ? cli->operands[1] :
	    *found->version != '\0' ? found->version : found->in_force;

	if (*first == '\0')
		err = committed(&sides[0], cli, found);
	else
		err = issued(&sides[0], cli, found, first);
	if (err)
		return err;
	return cli->operand_count > 2 ? issued(&sides[1], cli, found,
	    cli->operands[2]) : working(&sides[1], cli, found);
}

COMMAND(diff)
{
	const struct qms_error *err;
	struct redlines_side sides[2];
	struct qms_found found;
	const char *agency;

	if (cli_agency(&agency, cli) != NULL)
		agency = "";
	err = qms_system_find(&found, cli->system, agency, cli->operands[0]);
	if (err == NULL)
		err = choose(sides, cli, &found);
	if (err)
		return err;
	redlines_write(cli, found.agency, found.id, sides);
	return NULL;
}
