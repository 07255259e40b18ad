/* SPDX-License-Identifier: MIT */
/*
 * diff - what changed between two versions of a document, or between the
 * version in force (else what the first began with) and the working text.
 */
#include <string.h>

#include "acts.h"
#include "commands.h"
#include "qms/round.h"
#include "redlines.h"

static const struct qms_error *
working(struct redlines_side *side, struct cli *cli, const struct qms_found *found)
{
	bool changed;

	side->name = pick(cli, "bản đang soạn", "working text");
	return acts_working_text(&side->text, &changed, cli, found->path);
}

/* Of what has no versions: the text as it was last recorded. */
static const struct qms_error *
committed(struct redlines_side *side, struct cli *cli, const struct qms_found *found)
{
	side->name = pick(cli, "bản đã ghi", "recorded text");
	return qms_store_read(&side->text, &cli->arena, cli->system->store,
	    found->path, QMS_FILE_LIMIT);
}

/* What is to be judged now: what was sent, else what is worked on. */
static const struct qms_error *
in_review(struct redlines_side *side, struct cli *cli,
    const struct qms_found *found)
{
	const struct qms_error *err;
	struct qms_round round;

	err = qms_round_get(&round, cli->system, &cli->arena, found->kind,
	    found->agency, found->id);
	if (err)
		return err;
	return *round.version == '\0' || strcmp(round.state,
	    found->kind->first) == 0 ? working(side, cli, found) :
	    redlines_version(side, cli, found, round.version);
}

static const struct qms_error *
choose_since(struct redlines_side sides[2], struct cli *cli,
    const struct qms_found *found)
{
	bool review = cli_has(cli, "since-review");
	const struct qms_error *err;
	const char *me;

	if (cli->operand_count > 1)
		return qms_fail(QMS_M_U007, "diff", cli->operands[1]);
	err = cli_me(&me, cli, found->agency);
	if (err == NULL)
		err = review ? redlines_reviewed(&sides[0], cli, found, me) :
		    redlines_read(&sides[0], cli, found, me);
	if (err == NULL && sides[0].text.data == NULL) {
		say(cli, "bạn chưa xem bản nào của %s",
		    "you have seen no text of %s yet", found->id);
		err = redlines_version(&sides[0], cli, found, review &&
		    *found->in_force != '\0' ? found->in_force : "0");
	}
	if (err)
		return err;
	return review || *found->in_force == '\0' ? in_review(&sides[1], cli,
	    found) : redlines_version(&sides[1], cli, found, found->in_force);
}

static const struct qms_error *
choose(struct redlines_side sides[2], struct cli *cli, const struct qms_found *found)
{
	const struct qms_error *err;
	const char *first = cli->operand_count > 1 ? cli->operands[1] :
	    *found->version != '\0' ? found->version : found->in_force;

	if (found->kind->class == QMS_CLASS_DOCUMENT && (cli_has(cli,
	    "since-review") || cli_has(cli, "since-acknowledged")))
		return choose_since(sides, cli, found);
	if (*first == '\0' && found->kind->class != QMS_CLASS_DOCUMENT)
		err = committed(&sides[0], cli, found);
	else
		err = redlines_version(&sides[0], cli, found, *first == '\0' ?
		    "0" : first);
	if (err)
		return err;
	return cli->operand_count > 2 ? redlines_version(&sides[1], cli,
	    found, cli->operands[2]) : working(&sides[1], cli, found);
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
