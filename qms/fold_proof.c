/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "certificate.h"
#include "fold_part.h"
#include "proof.h"

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

	judge->keys = qms_public_key_fingerprint(judge->arena,
	    signature->key);
	err = judge->world->signers(judge->world->closure, &signers,
	    s->agency);
	if (err != NULL)
		return err;
	if (signers == NULL || qms_signers_find(signers, s->by,
	    QMS_NAMESPACE, signature->key, noon(s->date)) == NULL ||
	    qms_signers_find(signers, s->by, QMS_NAMESPACE, signature->key,
	    noon(judge->world->recorded)) == NULL)
		return VOID(judge, "S108", judge->keys, s->by, s->date);
	return qms_judge_key(judge, judge->keys, s->agency);
}

/* What lies beside the statement; void when nothing does. */
static const struct qms_error *
read_beside(struct qms_text *text, struct qms_judge *judge, const char *path)
{
	const struct qms_error *err = NULL;

	*text = (struct qms_text){ 0 };
	if (judge->world->signature != NULL)
		err = judge->world->signature(judge->world->closure, text,
		    path);
	if (err == NULL && text->size == 0)
		VOID(judge, "S106", path);
	return err;
}

/* What was read as a statement is what would be written. */
static void
write_bytes(struct qms_buffer *bytes, const struct qms_judge *judge)
{
	struct qms_statement written = *judge->statement;

	qms_statement_write(bytes, &written);
}

static const struct qms_error *
check_signature(struct qms_judge *judge)
{
	char *path = qms_arena_format(judge->arena, "%s.sig", judge->path);
	struct qms_signature signature;
	const struct qms_error *err;
	struct qms_buffer bytes = { 0 };
	struct qms_text text;
	bool right;

	err = read_beside(&text, judge, path);
	if (err != NULL || judge->verdict->code != NULL)
		return err;
	write_bytes(&bytes, judge);
	right = qms_signature_parse(&signature, judge->arena, text) &&
	    strcmp(signature.name_space, QMS_NAMESPACE) == 0 &&
	    qms_verdicts_signature(judge->world->verdicts, &signature,
	    qms_buffer_view(&bytes));
	qms_buffer_free(&bytes);
	return right ? check_signer(judge, &signature) :
	    VOID(judge, "S107", path);
}

/* ---- certificates ---- */

static const char *
day_of(const struct qms_judge *judge, int64_t time)
{
	char day[QMS_DAY_SIZE];

	return qms_arena_string(judge->arena, qms_day_format(day,
	    qms_day_of_time(time, judge->world->settings->offset)));
}

/* It is that person's by a file of the commit, from the day of its enrolment
 * to that on which it was retired. */
static const struct qms_error *
check_enrolled(struct qms_judge *judge, const struct qms_certificate *c)
{
	const struct qms_statement *s = judge->statement;
	const char *const days[] = { s->date, judge->world->recorded };
	struct qms_problems ignored = { .arena = judge->arena };
	const struct qms_error *err;
	struct qms_enrolled enrolled;
	struct qms_text text = { 0 };
	const char *path;
	qms_day day;
	bool right;
	int i;

	judge->keys = qms_public_key_fingerprint(judge->arena, c->der);
	path = qms_enrolled_path(judge->arena, s->agency, s->by, c);
	err = (judge->world->enrolled != NULL ? judge->world->enrolled :
	    judge->world->signature)(judge->world->closure, &text, path);
	if (err != NULL)
		return err;
	right = text.size > 0 && qms_enrolled_parse(&enrolled, judge->arena,
	    text, path, &ignored) &&
	    strcmp(enrolled.certificate.sha256, c->sha256) == 0;
	for (i = 0; i < 2; i++) {
		day = qms_day_parse(qms_text(days[i]));
		if (!right || (enrolled.from != QMS_DAY_NONE &&
		    day < enrolled.from) ||
		    (enrolled.to != QMS_DAY_NONE && day > enrolled.to))
			return VOID(judge, "S120", c->subject, c->serial,
			    s->by, days[i]);
	}
	return qms_judge_key(judge, judge->keys, s->agency);
}

/* Noon, or the moment of that day next to it at which the certificate is
 * valid: one that was made this afternoon signs today. */
static int64_t
moment(const struct qms_judge *judge, const struct qms_certificate *c,
    const char *day)
{
	int64_t found = noon(day), first = found - 43200 -
	    60 * (int64_t)judge->world->settings->offset;

	if (c->after > found && c->after < first + 86400)
		found = c->after;
	if (c->before < found && c->before >= first)
		found = c->before;
	return found;
}

/* It is valid on the day of the act, when it was recorded, and when it says
 * that it signed; which was not after it was recorded. */
static const struct qms_error *
check_valid(struct qms_judge *judge, const struct qms_cms *cms)
{
	const struct qms_certificate *c = &cms->signer;
	const int64_t times[] = { moment(judge, c, judge->statement->date),
		moment(judge, c, judge->world->recorded), cms->time };
	int i;

	for (i = 0; i < 3; i++)
		if (times[i] != INT64_MIN && (times[i] < c->after ||
		    times[i] > c->before))
			return VOID(judge, "S121", c->subject,
			    day_of(judge, c->after), day_of(judge, c->before),
			    day_of(judge, times[i]));
	if (cms->time != INT64_MIN && strcmp(day_of(judge, cms->time),
	    judge->world->committed) > 0)
		return VOID(judge, "S123", day_of(judge, cms->time),
		    judge->world->committed);
	return NULL;
}

static const struct qms_error *
check_authorities(struct qms_judge *judge, const struct qms_cms *cms)
{
	const struct qms_error *err;
	struct qms_text text = { 0 };

	err = judge->world->signature(judge->world->closure, &text,
	    QMS_AUTHORITIES);
	if (err == NULL && text.data != NULL && !qms_cms_leads_to(cms, text,
	    moment(judge, &cms->signer, judge->statement->date)))
		VOID(judge, "S122", cms->signer.subject, QMS_AUTHORITIES);
	return err;
}

static const struct qms_error *
check_certificate(struct qms_judge *judge)
{
	char *path = qms_arena_format(judge->arena, "%s.p7s", judge->path);
	const struct qms_error *err;
	struct qms_buffer bytes = { 0 };
	struct qms_text text;
	struct qms_cms cms;
	bool right;

	err = read_beside(&text, judge, path);
	if (err != NULL || judge->verdict->code != NULL)
		return err;
	write_bytes(&bytes, judge);
	right = qms_cms_parse(&cms, judge->arena, text) &&
	    qms_cms_verify(&cms, qms_buffer_view(&bytes));
	qms_buffer_free(&bytes);
	if (!right)
		return VOID(judge, "S107", path);
	err = check_enrolled(judge, &cms.signer);
	if (err == NULL && judge->verdict->code == NULL)
		err = check_valid(judge, &cms);
	if (err == NULL && judge->verdict->code == NULL)
		err = check_authorities(judge, &cms);
	return err;
}

const struct qms_error *
qms_judge_proof(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	/* an act that was not possible asks for none (check_claim) */
	const char *least = judge->act == NULL ? s->proof :
	    qms_proof_least(judge->world->settings, judge->kind, judge->act);

	if (qms_proof_rank(s->proof) < qms_proof_rank(least))
		return VOID(judge, "S024",
		    qms_kind_act_name(judge->kind, s->act, QMS_VI), least,
		    s->proof, qms_kind_act_name(judge->kind, s->act, QMS_EN));
	if (strcmp(s->proof, "key") == 0)
		return check_signature(judge);
	return strcmp(s->proof, "certificate") == 0 ?
	    check_certificate(judge) : NULL;
}
