/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "fold_part.h"

/* Do changes of the agency's people and keys need signatures? */
static const struct qms_error *
is_guarded(bool *guarded, struct qms_judge *judge)
{
	const struct qms_fold_world *world = judge->world;
	const struct qms_guard *own, *system;
	const struct qms_error *err;

	*guarded = false;
	if (world->guard == NULL || world->then == NULL)
		return NULL;
	err = world->guard(world->closure, &own, judge->statement->agency);
	if (err == NULL)
		err = world->guard(world->closure, &system, "");
	if (err == NULL)
		*guarded = qms_guard_of(own, system,
		    judge->statement->agency) != NULL;
	return err;
}

/*
 * An office or a key that is given today does not reach back, whatever day the
 * list says: the same checks once more, by the people and keys that a trust
 * statement had stated when that day came.
 */
const struct qms_error *
qms_judge_known(struct qms_judge *judge)
{
	const struct qms_fold_world *world = judge->world;
	const struct qms_statement *s = judge->statement;
	struct qms_fold_world then = *world;
	const struct qms_error *err;
	bool guarded, same;

	if (strcmp(s->date, world->recorded) == 0)
		return NULL;
	err = is_guarded(&guarded, judge);
	if (err == NULL && guarded && *s->delegation != '\0')
		err = qms_judge_granted(judge);
	if (err != NULL || !guarded || judge->verdict->code != NULL)
		return err;
	err = world->then(world->closure, &same, s->agency, s->date);
	if (err != NULL || same)
		return err;
	then.people = world->people_then;
	then.signers = world->signers_then;
	then.enrolled = world->bytes_then;
	judge->world = &then;
	err = qms_judge_office(judge);
	if (err == NULL && judge->verdict->code == NULL)
		err = qms_judge_proof(judge);
	judge->world = world;
	if (err == NULL && judge->verdict->code != NULL)
		VOID(judge, "S115", s->by, s->date, world->recorded);
	return err;
}
