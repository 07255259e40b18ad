/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "delegation.h"
#include "fold_part.h"

/* The person whom the file itself names as its owner, or "". */
static const struct qms_error *
find_owner(const char **owner, struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_kind_key *key = qms_kind_key(judge->kind, "owner");
	const struct qms_error *err;

	*owner = "";
	if (key == NULL || !key->column)
		return NULL;
	err = qms_db_string(owner, judge->arena, judge->world->db,
	    qms_arena_format(judge->arena, "SELECT owner FROM \"%s\""
	    " WHERE agency = ?1 AND id = ?2 AND path = ?3",
	    qms_kind_view(judge->arena, judge->kind->id, NULL)),
	    (const char *const []){ s->agency, s->id, judge->document, NULL });
	if (*owner == NULL)
		*owner = "";
	return err;
}

/* ---- by delegation ---- */

#define REFUSE(judge, why)						\
	VOID((judge), "S124", (judge)->statement->delegation,		\
	    (why)[QMS_VI], (why)[QMS_EN])

static const char sql_record[] =
	"SELECT path"
	"  FROM file"
	" WHERE object = ?1 AND agency = ?2 AND kind = '" QMS_DELEGATION "'"
	"   AND source = ?3 AND first <= ?4 AND last > ?4"
	" ORDER BY path"
	" LIMIT 1";

/* The record as it is at this commit; no bytes when there is none. */
static const struct qms_error *
read_record(struct qms_text *text, struct qms_judge *judge)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char *path = NULL;
	bool row;

	*text = (struct qms_text){ 0 };
	err = qms_judge_query(&query, judge, sql_record,
	    judge->statement->delegation);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 4, judge->world->ordinal);
	err = qms_step(&row, query);
	if (err == NULL && row)
		path = qms_arena_string(judge->arena,
		    qms_column_text(query, 0));
	qms_done(query);
	return err != NULL || path == NULL || judge->world->signature == NULL ?
	    err : judge->world->signature(judge->world->closure, text, path);
}

/* Its newest act that counts: so far, or of those dated up to a day. */
struct grant {
	const char *act, *by, *capacity, *delegation, *text, *recorded;
};

static const char sql_grant[] =
	"SELECT act, by, capacity, delegation, text, recorded"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND source = ?3"
	"   AND void IS NULL AND revoked = 9000000000000000000"
	"   AND date <= ?4"
	" ORDER BY position DESC"
	" LIMIT 1";

static const struct qms_error *
find_grant(struct grant *grant, struct qms_judge *judge, const char *until)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char **strings[] = { &grant->act, &grant->by, &grant->capacity,
	    &grant->delegation, &grant->text, &grant->recorded };
	bool row;
	int i;

	err = qms_judge_query(&query, judge, sql_grant,
	    judge->statement->delegation);
	if (err != NULL)
		return err;
	qms_bind_text(query, 4, until);
	err = qms_step(&row, query);
	for (i = 0; i < 6; i++)
		*strings[i] = err == NULL && row ? qms_arena_string(
		    judge->arena, qms_column_text(query, i)) : "";
	qms_done(query);
	return err;
}

/*
 * It was granted on the day, and is when the statement enters: a revoked one
 * lets nobody do anything any more, whatever day he gives. What was granted is
 * the text that lies there still, by the delegator himself.
 */
static const struct qms_error *
check_grant(struct qms_judge *judge, const struct qms_delegation *delegation,
    struct qms_text text)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err;
	struct grant then, now;
	char sha256[QMS_SHA256_SIZE];

	err = find_grant(&then, judge, s->date);
	if (err == NULL)
		err = find_grant(&now, judge, "9999-12-31");
	if (err != NULL)
		return err;
	if (strcmp(then.act, QMS_DELEGATION_GRANT) != 0 ||
	    strcmp(now.act, QMS_DELEGATION_GRANT) != 0)
		return REFUSE(judge, qms_delegation_not_granted);
	if (strcmp(now.text, qms_sha256(sha256, text)) != 0)
		return REFUSE(judge, qms_delegation_changed);
	if (!qms_delegation_is_person(delegation->delegator, s->agency,
	    now.by) || *now.delegation != '\0')
		return REFUSE(judge, qms_delegation_not_own);
	return NULL;
}

static const char sql_granted[] =
	"SELECT 1"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND source = ?3"
	"   AND void IS NULL AND act = '" QMS_DELEGATION_GRANT "'"
	"   AND recorded <= ?4"
	" LIMIT 1";

const struct qms_error *
qms_judge_granted(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_judge_query(&query, judge, sql_granted, s->delegation);
	if (err != NULL)
		return err;
	qms_bind_text(query, 4, s->date);
	err = qms_step(&row, query);
	qms_done(query);
	if (err == NULL && !row)
		REFUSE(judge, qms_delegation_not_known);
	return err;
}

static bool
holds(const struct qms_people *people, struct qms_judge *judge,
    const char *person, const struct qms_strings *offices)
{
	return people != NULL && qms_people_holds(people, person, offices, "",
	    qms_day_parse(qms_text(judge->statement->date)), NULL);
}

/* A person of the agency, without it in front. */
static const char *
own_person(const struct qms_judge *judge, const char *written)
{
	const char *agency = judge->statement->agency;
	size_t size = strlen(agency);

	return strncmp(written, agency, size) == 0 && written[size] == '/' ?
	    written + size + 1 : written;
}

/* Who delegates holds the office; the delegate holds the one he gives. */
static const struct qms_error *
judge_delegated(struct qms_judge *judge, const struct qms_people *people)
{
	const struct qms_statement *s = judge->statement;
	struct qms_delegation_use use = { s->agency, s->id, judge->kind->id,
		s->act, s->by, s->capacity,
		qms_day_parse(qms_text(s->date)) };
	struct qms_strings given = { 0 };
	struct qms_delegation delegation;
	const struct qms_error *err;
	const char *const *why;
	struct qms_text text;

	err = read_record(&text, judge);
	if (err != NULL)
		return err;
	if (text.size == 0 ||
	    !qms_delegation_parse(&delegation, judge->arena, text))
		return REFUSE(judge, qms_delegation_absent);
	why = qms_delegation_refuses(&delegation, &use);
	if (why != NULL)
		return REFUSE(judge, why);
	err = check_grant(judge, &delegation, text);
	if (err != NULL || judge->verdict->code != NULL)
		return err;
	if (!holds(people, judge, own_person(judge, delegation.delegator),
	    &judge->act->offices))
		return REFUSE(judge, qms_delegation_no_office);
	qms_strings_add(judge->arena, &given, s->office);
	if (*s->office != '\0' && holds(people, judge, s->by, &given))
		return NULL;
	return VOID(judge, "S021", s->by, s->date, s->office);
}

/* A delegation is granted by who holds the office, in no borrowed capacity. */
static bool
is_borrowed(const struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;

	return strcmp(judge->kind->id, QMS_DELEGATION) == 0 &&
	    strcmp(s->act, QMS_DELEGATION_GRANT) == 0 &&
	    (strcmp(s->capacity, "KT.") == 0 ||
	    strcmp(s->capacity, "TL.") == 0 ||
	    strcmp(s->capacity, "TUQ.") == 0);
}

/* ---- the office ---- */

const struct qms_error *
qms_judge_office(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_people *people;
	const struct qms_error *err;
	struct qms_strings office = { 0 };
	const char *owner = "";
	const char *const *why;
	bool allowed;

	err = judge->world->people(judge->world->closure, &people, s->agency);
	if (err != NULL)
		return err;
	why = *s->delegation == '\0' && is_borrowed(judge) ?
	    qms_delegation_not_own :
	    qms_capacity_refuses(s->capacity, s->office);
	if (why != NULL)
		return VOID(judge, "S125", s->capacity, s->office,
		    why[QMS_VI], why[QMS_EN]);
	if (*s->delegation != '\0')
		return judge_delegated(judge, people);
	allowed = people != NULL && *s->office != '\0' &&
	    qms_office_allowed(&judge->act->offices, s->office, s->capacity);
	if (allowed && strcmp(s->office, "owner") == 0) {
		err = find_owner(&owner, judge);
		if (err != NULL)
			return err;
		if (*owner != '\0')
			allowed = qms_delegation_is_person(owner, s->agency,
			    s->by);
	}
	/* whoever the file names as owner needs no office of that name */
	qms_strings_add(judge->arena, &office,
	    *owner != '\0' ? "author" : s->office);
	if (allowed && qms_people_holds(people, s->by, &office, "",
	    qms_day_parse(qms_text(s->date)), NULL))
		return NULL;
	return VOID(judge, "S021", s->by, s->date,
	    qms_judge_join(judge->arena, &judge->act->offices, ", "));
}
