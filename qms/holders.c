/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "holders.h"

static const struct {
	const char *id, *name[QMS_LANGUAGES];
} holds[QMS_HOLDS] = {
	[QMS_HOLD_NONE] = { "none", { "chưa có quy trình", "no procedure" } },
	[QMS_HOLD_OWN] = { "own", { "quy trình riêng", "its own" } },
	[QMS_HOLD_BEHIND] = { "behind", { "có bản mới", "behind" } },
	[QMS_HOLD_CURRENT] = { "current", { "đúng bản", "current" } },
};

const char *
qms_hold_id(enum qms_hold hold)
{
	return holds[hold].id;
}

const char *
qms_hold_name(enum qms_hold hold, enum qms_language language)
{
	return holds[hold].name[language];
}

static const char sql_holders[] =
	"WITH list AS MATERIALIZED ("
	"  SELECT t.agency, t.code, t.name, t.days"
	"    FROM tthc AS t JOIN asof AS q ON q.source = 1"
	"    JOIN agency AS a ON a.agency = t.agency"
	"     AND (a.\"to\" IS NULL OR a.\"to\" >= q.day)"
	"   WHERE t.status <> 'abolished' AND t.\"from\" <= q.day"
	"     AND (t.\"to\" IS NULL OR t.\"to\" >= q.day)"
	"     AND (?1 IS NULL OR t.code = ?1)),"
	" held AS MATERIALIZED ("
	"  SELECT p.agency, p.id, p.version, p.effective, p.path,"
	"         d.value AS code"
	"    FROM procedure AS p"
	"    JOIN procedure_tthc AS d ON d.agency = p.agency"
	"     AND d.parent = p.id"
	"   WHERE p.version IS NOT NULL),"
	" shared AS MATERIALIZED ("
	"  SELECT l.code FROM list AS l GROUP BY l.code"
	"  HAVING count(DISTINCT l.agency) > 1 OR ?1 IS NOT NULL)"
	" SELECT l.code, l.name, l.agency, a.name, ifnull(l.days, ''),"
	"        ifnull(h.id, ''), ifnull(h.version, ''),"
	"        ifnull(h.effective, ''), ifnull(h.path, ''),"
	"        ifnull(n.of_agency || '/' || n.of_id || '@' || n.follows,"
	"            ''), ifnull(n.offered, ''), n.follows IS n.offered"
	"   FROM shared AS s JOIN list AS l ON l.code = s.code"
	"   JOIN agency AS a ON a.agency = l.agency"
	"   LEFT JOIN held AS h ON h.agency = l.agency AND h.code = l.code"
	"   LEFT JOIN adoption AS n ON n.agency = h.agency AND n.id = h.id"
	"  WHERE ?1 IS NOT NULL OR l.code IN (SELECT code FROM held)"
	"  ORDER BY l.code, l.agency, h.id";

/* Kinds may be an office's own. */
static bool
has_columns(struct qms_system *system)
{
	return qms_index_has_column(system->index, "procedure", "version") &&
	    qms_index_has_column(system->index, "procedure_tthc", "value") &&
	    qms_index_has_column(system->index, "tthc", "status") &&
	    qms_index_has_column(system->index, "tthc", "days");
}

static enum qms_hold
hold_of(const struct qms_holder *one, bool current)
{
	if (*one->procedure == '\0')
		return QMS_HOLD_NONE;
	if (*one->adopts == '\0')
		return QMS_HOLD_OWN;
	return current ? QMS_HOLD_CURRENT : QMS_HOLD_BEHIND;
}

const struct qms_error *
qms_holders(struct qms_holder **holders, size_t *count,
    struct qms_system *system, struct qms_arena *arena, const char *code)
{
	const struct qms_error *err;
	struct qms_holder *one;
	struct qms_query *query;
	size_t room = 0;
	bool row;

	*holders = NULL;
	*count = 0;
	if (!has_columns(system))
		return NULL;
	err = qms_db_query(&query, qms_index_db(system->index), sql_holders);
	if (err != NULL)
		return err;
	if (code == NULL)
		qms_bind_null(query, 1);
	else
		qms_bind_text(query, 1, code);
	while ((err = qms_step(&row, query)) == NULL && row) {
		one = qms_push(arena, *holders, *count, room);
		one->code = qms_column_copy(arena, query, 0);
		one->name = qms_column_copy(arena, query, 1);
		one->agency = qms_column_copy(arena, query, 2);
		one->agency_name = qms_column_copy(arena, query, 3);
		one->days = qms_column_copy(arena, query, 4);
		one->procedure = qms_column_copy(arena, query, 5);
		one->version = qms_column_copy(arena, query, 6);
		one->since = qms_column_copy(arena, query, 7);
		one->path = qms_column_copy(arena, query, 8);
		one->adopts = qms_column_copy(arena, query, 9);
		one->offered = qms_column_copy(arena, query, 10);
		one->hold = hold_of(one, qms_column_integer(query, 11) != 0);
	}
	qms_done(query);
	return err;
}
