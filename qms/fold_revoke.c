/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "delegation.h"
#include "fold_part.h"

const struct qms_error *
qms_judge_key(struct qms_judge *judge, const char *fingerprint,
    const char *agency)
{
	const char *const lists[] = { "", agency };
	const struct qms_compromised_key *key;
	const struct qms_compromised *list;
	const struct qms_error *err = NULL;
	int i;

	if (qms_public_key_is_published(fingerprint) &&
	    !judge->world->settings->demo)
		return VOID(judge, "S119", fingerprint);
	if (judge->world->compromised == NULL)
		return NULL;
	for (i = 0; err == NULL && i < 2; i++) {
		err = judge->world->compromised(judge->world->closure, &list,
		    lists[i]);
		key = err != NULL || list == NULL ? NULL :
		    qms_compromised_find(list, fingerprint);
		if (key != NULL)
			return VOID(judge, "S113", fingerprint, key->since);
	}
	return err;
}

/* ---- what such a key signed before ---- */

/* ?1 source, ?2 from which commit on, ?3 key, ?4 since, ?5 agency or '' */

/* Held by a checkpoint of before, which another key signed. */
#define WITNESSED(ordinal, agency)					\
	" EXISTS (SELECT 1 FROM checkpoint AS c WHERE c.source = ?1"	\
	"    AND c.agency IN ('', " agency ") AND c.date < ?4"		\
	"    AND c.through >= " ordinal " AND c.key <> ?3"		\
	"    AND c.revoked = 9000000000000000000)"

static const char sql_checkpoints[] =
	"UPDATE OR FAIL checkpoint SET revoked = ?2"
	" WHERE source = ?1 AND key = ?3 AND ?5 = ''"
	"   AND revoked = 9000000000000000000"
	"   AND NOT" WITNESSED("checkpoint.ordinal", "checkpoint.agency");

/* Who signs the next trust statement has seen what the one before states. */
static const char sql_signed[] =
	"UPDATE OR FAIL entered SET revoked = ?2,"
	" revoked_by = ?3 || char(10) || ?4 || char(10)"
	" WHERE keys = ?3 AND keys <> '' AND source = ?1"
	"   AND act <> 'trust' AND (?5 = '' OR agency = ?5)"
	"   AND void IS NULL AND revoked = 9000000000000000000"
	"   AND NOT" WITNESSED("entered.ordinal", "entered.agency");

/* What came after it on the same version, or record, rests on it. */
static const char sql_following[] =
	"UPDATE OR FAIL entered SET revoked = ?2,"
	" revoked_by = ?3 || char(10) || ?4 || char(10)"
	" WHERE position IN (SELECT n.position"
	"        FROM entered AS e"
	"        JOIN entered AS n ON n.object = e.object"
	"         AND n.agency = e.agency AND n.version = e.version"
	"         AND n.source = e.source AND n.position > e.position"
	"       WHERE e.keys = ?3 AND e.keys <> '' AND e.source = ?1"
	"         AND e.revoked = ?2 AND e.act <> 'witness'"
	"         AND (?5 = '' OR e.agency = ?5)"
	"         AND n.void IS NULL"
	"         AND n.revoked = 9000000000000000000)";

/* So does what was done by a delegation of which that was the grant, and what
 * came after it. */
static const char sql_delegated[] =
	"UPDATE OR FAIL entered SET revoked = ?2,"
	" revoked_by = ?3 || char(10) || ?4 || char(10)"
	" WHERE position IN (SELECT n.position"
	"        FROM entered AS e"
	"        JOIN entered AS g ON g.object = e.object"
	"         AND g.agency = e.agency AND g.version = e.version"
	"         AND g.source = e.source AND g.position >= e.position"
	"         AND g.act = '" QMS_DELEGATION_GRANT "' AND g.revoked = ?2"
	"        JOIN entered AS d ON d.delegation = g.object"
	"         AND d.agency = g.agency AND d.source = g.source"
	"         AND d.position > g.position AND d.void IS NULL"
	"        JOIN entered AS n ON n.object = d.object"
	"         AND n.agency = d.agency AND n.version = d.version"
	"         AND n.source = d.source AND n.position >= d.position"
	"       WHERE e.keys = ?3 AND e.keys <> '' AND e.source = ?1"
	"         AND e.revoked = ?2 AND e.kind = '" QMS_DELEGATION "'"
	"         AND (?5 = '' OR e.agency = ?5)"
	"         AND n.void IS NULL"
	"         AND n.revoked = 9000000000000000000)";

static const struct qms_error *
revoke(struct qms_judge *judge, const struct qms_compromised_key *key)
{
	static const char *const steps[] = { sql_checkpoints, sql_signed,
	    sql_following, sql_delegated };
	const struct qms_error *err = NULL;
	struct qms_query *query;
	int i;

	for (i = 0; err == NULL && i < 4; i++) {
		err = qms_db_query(&query, judge->world->db, steps[i]);
		if (err != NULL)
			return err;
		qms_bind_integer(query, 1, judge->world->source);
		qms_bind_integer(query, 2, judge->world->ordinal);
		qms_bind_text(query, 3, key->fingerprint);
		qms_bind_text(query, 4, key->since);
		qms_bind_text(query, 5, judge->statement->agency);
		err = qms_step_done(query);
	}
	return err;
}

const struct qms_error *
qms_judge_revoke(struct qms_judge *judge)
{
	const struct qms_error *err;
	struct qms_compromised list;
	struct qms_text text;
	size_t i;

	if (judge->world->signature == NULL)
		return NULL;
	err = qms_judge_stated(&text, judge, qms_guard_compromised_path(
	    judge->arena, judge->statement->agency));
	if (err != NULL)
		return err;
	qms_compromised_parse(&list, judge->arena, text);
	for (i = 0; err == NULL && i < list.count; i++)
		err = revoke(judge, &list.items[i]);
	return err;
}
