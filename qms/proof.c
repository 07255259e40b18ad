/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "delegation.h"
#include "proof.h"

int
qms_proof_rank(const char *proof)
{
	static const char *const order[] = { "commit", "decision", "key",
	    "certificate" };
	int i;

	for (i = 0; i < 4; i++)
		if (strcmp(order[i], proof) == 0)
			break;
	return i;
}

static bool
binds(const struct qms_kind *kind, const struct qms_kind_act *act)
{
	if (strcmp(kind->id, QMS_DELEGATION) == 0)
		return strcmp(act->act, QMS_DELEGATION_GRANT) == 0;
	return kind->class == QMS_CLASS_DOCUMENT && kind->in_force != NULL &&
	    strcmp(act->to, kind->in_force) == 0 &&
	    strcmp(act->from, kind->in_force) != 0;
}

const char *
qms_proof_least(const struct qms_settings *settings,
    const struct qms_kind *kind, const struct qms_kind_act *act)
{
	const char *least = qms_map_get(&settings->proofs, act->act);

	if (least == NULL)
		least = "commit";
	return qms_proof_rank(least) == 0 && binds(kind, act) ? "decision" :
	    least;
}
