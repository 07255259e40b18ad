/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "fold_part.h"

static int
rank(const char *proof)
{
	static const char *const order[] = { "commit", "decision", "key",
	    "certificate" };
	int i;

	for (i = 0; i < 4; i++)
		if (strcmp(order[i], proof) == 0)
			return i;
	return 0;
}

/* The middle of a day in UTC, by which keys are looked up. */
static int64_t
noon(const char *day)
{
	return (int64_t)qms_day_parse(qms_text(day)) * 86400 + 43200;
}

/* The key may sign for the person on the day of the act, and could still when
 * it was recorded: a retired one signs nothing, whatever date it gives. */
static const struct qms_error *
check_signer(struct qms_judge *judge, const struct qms_signature *signature)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_signers *signers;
	const struct qms_error *err;

	err = judge->world->signers(judge->world->closure, &signers,
	    s->agency);
	if (err != NULL)
		return err;
	if (signers == NULL || qms_signers_find(signers, s->by,
	    QMS_NAMESPACE, signature->key, noon(s->date)) == NULL ||
	    qms_signers_find(signers, s->by, QMS_NAMESPACE, signature->key,
	    noon(judge->world->recorded)) == NULL)
		VOID(judge, "S108", qms_public_key_fingerprint(judge->arena,
		    signature->key), s->by, s->date);
	return NULL;
}

static const struct qms_error *
check_signature(struct qms_judge *judge)
{
	char *path = qms_arena_format(judge->arena, "%s.sig", judge->path);
	struct qms_statement written = *judge->statement;
	struct qms_signature signature;
	const struct qms_error *err;
	struct qms_buffer bytes = { 0 };
	struct qms_text text = { 0 };
	bool right;

	if (judge->world->signature == NULL)
		return VOID(judge, "S106", path);
	err = judge->world->signature(judge->world->closure, &text, path);
	if (err != NULL)
		return err;
	if (text.size == 0)
		return VOID(judge, "S106", path);
	/* what was read as a statement is what would be written */
	qms_statement_write(&bytes, &written);
	right = qms_signature_parse(&signature, judge->arena, text) &&
	    strcmp(signature.name_space, QMS_NAMESPACE) == 0 &&
	    qms_signature_verify(&signature, qms_buffer_view(&bytes));
	qms_buffer_free(&bytes);
	return right ? check_signer(judge, &signature) :
	    VOID(judge, "S107", path);
}

const struct qms_error *
qms_judge_proof(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const char *minimum = qms_map_get(&judge->world->settings->proofs,
	    s->act);

	/* a version never comes into force by a commit alone */
	if (judge->issues == 1 && (minimum == NULL || rank(minimum) == 0))
		minimum = "decision";
	if (minimum != NULL && rank(s->proof) < rank(minimum))
		return VOID(judge, "S024",
		    qms_kind_act_name(judge->kind, s->act, QMS_VI), minimum,
		    s->proof, qms_kind_act_name(judge->kind, s->act, QMS_EN));
	if (strcmp(s->proof, "key") == 0)
		return check_signature(judge);
	/* nothing here verifies a certificate */
	if (strcmp(s->proof, "certificate") == 0)
		VOID(judge, "S109", s->proof);
	return NULL;
}
