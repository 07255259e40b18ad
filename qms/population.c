/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "population.h"

static bool
is_known(const struct qms_system *system)
{
	return qms_index_has_column(system->index, "population", "stated") &&
	    qms_index_has_column(system->index, "population_kinds", "value") &&
	    qms_index_has_column(system->index, "population_members",
	    "member") &&
	    qms_index_has_column(system->index, "population_excluded",
	    "reason") &&
	    qms_index_has_column(system->index, "population_parts", "stated");
}

static const char sql_all[] =
	"SELECT p.agency, p.id, p.path, p.title, p.purpose, p.basis,"
	"       p.\"from\", p.\"to\", p.stated,"
	"       p.obligation IS NOT NULL"
	"        OR EXISTS (SELECT 1 FROM population_kinds AS k"
	"            WHERE k.agency = p.agency AND k.parent = p.id)"
	"        OR EXISTS (SELECT 1 FROM population_members AS m"
	"            WHERE m.agency = p.agency AND m.parent = p.id),"
	"       (SELECT count(DISTINCT m.agency) FROM population_member AS m"
	"         WHERE m.owner = p.agency AND m.population = p.id"
	"           AND q.day BETWEEN m.first AND m.last)"
	"  FROM asof AS q JOIN population AS p"
	" WHERE q.source = 1"
	" ORDER BY p.agency, p.id";

const struct qms_error *
qms_populations(struct qms_population **items, size_t *count,
    struct qms_system *system, struct qms_arena *arena)
{
	const struct qms_error *err;
	struct qms_population *item;
	struct qms_grid grid;
	size_t i;

	*items = NULL;
	*count = 0;
	if (!is_known(system))
		return NULL;
	err = qms_grid_read(&grid, system, arena, sql_all, NULL, 0);
	if (err)
		return err;
	*items = qms_arena_alloc(arena, qms_grid_rows(&grid) *
	    sizeof(**items));
	for (i = 0; i < qms_grid_rows(&grid); i++) {
		item = &(*items)[(*count)++];
		*item = (struct qms_population){
		    .owner = qms_grid_cell(&grid, i, 0),
		    .id = qms_grid_cell(&grid, i, 1),
		    .path = qms_grid_cell(&grid, i, 2),
		    .title = qms_grid_cell(&grid, i, 3),
		    .purpose = qms_grid_cell(&grid, i, 4),
		    .basis = qms_grid_cell(&grid, i, 5),
		    .from = qms_grid_cell(&grid, i, 6),
		    .to = qms_grid_cell(&grid, i, 7),
		    .stated = qms_grid_cell(&grid, i, 8),
		    .defined = *qms_grid_cell(&grid, i, 9) == '1',
		    .members = strtoll(qms_grid_cell(&grid, i, 10), NULL,
		    10) };
	}
	return NULL;
}

static bool
is_called(const struct qms_population *item, const char *name)
{
	size_t size = strlen(item->owner);

	return strcmp(item->id, name) == 0 ||
	    (strncmp(item->owner, name, size) == 0 && name[size] == '/' &&
	    strcmp(item->id, name + size + 1) == 0);
}

const struct qms_error *
qms_population_find(struct qms_population *item, struct qms_system *system,
    struct qms_arena *arena, const char *name)
{
	const struct qms_error *err;
	struct qms_population *items;
	const char *owners = "";
	size_t count, found = 0, i;

	err = qms_populations(&items, &count, system, arena);
	if (err)
		return err;
	for (i = 0; i < count; i++) {
		if (!is_called(&items[i], name))
			continue;
		*item = items[i];
		owners = qms_arena_format(arena, "%s%s%s/%s", owners,
		    found++ > 0 ? ", " : "", items[i].owner, items[i].id);
	}
	if (found == 0)
		return qms_fail(QMS_M_U210, name);
	return found > 1 ? qms_fail(QMS_M_U211, name, owners) : NULL;
}

/* ---- who is in it ---- */

static const char sql_members[] =
	"SELECT a.agency, a.name, a.tier, a.kind, k.vi, k.en,"
	"       max(m.first), nullif(min(m.last), '2999-12-31'), min(m.why),"
	"       a.path"
	"  FROM asof AS q JOIN population_member AS m"
	"  JOIN agency AS a ON a.agency = m.agency"
	"  LEFT JOIN (SELECT code, min(vi) AS vi, min(en) AS en,"
	"                    min(line) AS line"
	"               FROM agency_kind GROUP BY code) AS k"
	"    ON k.code = a.kind"
	" WHERE q.source = 1 AND m.owner = ?1 AND m.population = ?2"
	"   AND q.day BETWEEN m.first AND m.last"
	" GROUP BY a.agency"
	" ORDER BY k.line IS NULL, k.line, a.agency";

const struct qms_error *
qms_population_members(struct qms_population_member **rows, size_t *count,
    struct qms_system *system, struct qms_arena *arena,
    const struct qms_population *item)
{
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, system, arena, sql_members, item->owner,
	    item->id);
	*rows = NULL;
	*count = 0;
	if (err)
		return err;
	*rows = qms_arena_alloc(arena, qms_grid_rows(&grid) * sizeof(**rows));
	for (i = 0; i < qms_grid_rows(&grid); i++)
		(*rows)[(*count)++] = (struct qms_population_member){
		    .agency = qms_grid_cell(&grid, i, 0),
		    .name = qms_grid_cell(&grid, i, 1),
		    .tier = qms_grid_cell(&grid, i, 2),
		    .kind = qms_grid_cell(&grid, i, 3),
		    .kind_name = { qms_grid_cell(&grid, i, 4),
		    qms_grid_cell(&grid, i, 5) },
		    .first = qms_grid_cell(&grid, i, 6),
		    .last = qms_grid_cell(&grid, i, 7),
		    .why = qms_grid_cell(&grid, i, 8),
		    .path = qms_grid_cell(&grid, i, 9) };
	return NULL;
}

const struct qms_error *
qms_population_ids(struct qms_map *ids, struct qms_system *system,
    struct qms_arena *arena, const char *name)
{
	struct qms_population item;
	struct qms_population_member *rows;
	const struct qms_error *err;
	size_t count, i;

	err = qms_population_find(&item, system, arena, name);
	if (err == NULL && !item.defined)
		err = qms_fail(QMS_M_U212, name);
	if (err == NULL)
		err = qms_population_members(&rows, &count, system, arena,
		    &item);
	for (i = 0; err == NULL && i < count; i++)
		qms_map_put(arena, ids, rows[i].agency, &rows[i]);
	return err;
}

/* ---- by groups ---- */

/* Groups of one kind are counted; kinds that no group names come after. */
static const char sql_parts[] =
	"SELECT p.part, p.kind, p.stated,"
	"       iif(?3 = '1' AND p.kind IS NOT NULL"
	"        AND NOT EXISTS (SELECT 1 FROM population_parts AS o"
	"             WHERE o.agency = p.agency AND o.parent = p.parent"
	"               AND o.kind = p.kind AND o.row <> p.row),"
	"        (SELECT count(DISTINCT m.agency)"
	"           FROM population_member AS m"
	"           JOIN agency AS a ON a.agency = m.agency"
	"          WHERE m.owner = ?1 AND m.population = ?2 AND"
	"                a.kind = p.kind AND q.day BETWEEN m.first AND m.last),"
	"        NULL), 0 AS later, p.row AS place"
	"  FROM asof AS q JOIN population_parts AS p"
	" WHERE q.source = 1 AND p.agency = ?1 AND p.parent = ?2"
	" UNION ALL "
	"SELECT coalesce(min(k.vi), a.kind), a.kind, NULL,"
	"       count(DISTINCT m.agency), 1, min(k.line)"
	"  FROM asof AS q JOIN population_member AS m"
	"  JOIN agency AS a ON a.agency = m.agency"
	"  LEFT JOIN agency_kind AS k ON k.code = a.kind"
	" WHERE q.source = 1 AND m.owner = ?1 AND m.population = ?2"
	"   AND q.day BETWEEN m.first AND m.last"
	"   AND NOT EXISTS (SELECT 1 FROM population_parts AS p"
	"            WHERE p.agency = ?1 AND p.parent = ?2"
	"              AND p.kind = a.kind)"
	" GROUP BY a.kind"
	" ORDER BY later, place, 2";

const struct qms_error *
qms_population_parts(struct qms_population_part **rows, size_t *count,
    struct qms_system *system, struct qms_arena *arena,
    const struct qms_population *item)
{
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, system, arena, sql_parts, item->owner, item->id,
	    item->defined ? "1" : "0");
	*rows = NULL;
	*count = 0;
	if (err)
		return err;
	*rows = qms_arena_alloc(arena, qms_grid_rows(&grid) * sizeof(**rows));
	for (i = 0; i < qms_grid_rows(&grid); i++)
		(*rows)[(*count)++] = (struct qms_population_part){
		    .part = qms_grid_cell(&grid, i, 0),
		    .kind = qms_grid_cell(&grid, i, 1),
		    .stated = qms_grid_cell(&grid, i, 2),
		    .counted = qms_grid_cell(&grid, i, 3) };
	return NULL;
}

/* ---- two of them ---- */

/* On the left the one that the agency w is not in. */
#define MISSED "iif(w.first, w.second_owner, w.first_owner)"
#define MISSED_ID "iif(w.first, w.second_id, w.first_id)"
static const char sql_compare[] =
	"SELECT w.agency, w.name, w.kind, k.vi, k.en, w.first, w.second,"
	"       CASE WHEN w.first AND w.second THEN ''"
	"            WHEN b.\"from\" > w.day THEN 'not-yet'"
	"            WHEN b.\"to\" < w.day THEN 'ended'"
	"            WHEN x.reason IS NOT NULL THEN 'excluded'"
	"            WHEN n.agency IS NOT NULL THEN 'dates'"
	"            WHEN b.obligation IS NOT NULL"
	"              OR EXISTS (SELECT 1 FROM population_kinds AS o"
	"                  WHERE o.agency = b.agency AND o.parent = b.id)"
	"                 THEN 'kind'"
	"            ELSE 'not-named' END,"
	"       CASE WHEN w.first AND w.second THEN ''"
	"            WHEN b.\"from\" > w.day THEN b.\"from\""
	"            WHEN b.\"to\" < w.day THEN b.\"to\""
	"            ELSE x.reason END"
	"  FROM (SELECT a.agency, a.name, a.kind, q.day,"
	"               ?1 AS first_owner, ?2 AS first_id,"
	"               ?3 AS second_owner, ?4 AS second_id,"
	"               max(m.owner = ?1 AND m.population = ?2) AS first,"
	"               max(m.owner = ?3 AND m.population = ?4) AS second"
	"          FROM asof AS q JOIN population_member AS m"
	"          JOIN agency AS a ON a.agency = m.agency"
	"         WHERE q.source = 1 AND q.day BETWEEN m.first AND m.last"
	"           AND ((m.owner = ?1 AND m.population = ?2)"
	"             OR (m.owner = ?3 AND m.population = ?4))"
	"         GROUP BY a.agency) AS w"
	"  JOIN population AS b ON b.agency = " MISSED
	"   AND b.id = " MISSED_ID
	"  LEFT JOIN (SELECT agency, parent, excluded, min(reason) AS reason"
	"               FROM population_excluded"
	"              GROUP BY agency, parent, excluded) AS x"
	"    ON x.agency = b.agency AND x.parent = b.id"
	"   AND x.excluded = w.agency"
	"  LEFT JOIN (SELECT DISTINCT agency, parent, member"
	"               FROM population_members) AS n"
	"    ON n.agency = b.agency AND n.parent = b.id"
	"   AND n.member = w.agency"
	"  LEFT JOIN (SELECT code, min(vi) AS vi, min(en) AS en,"
	"                    min(line) AS line"
	"               FROM agency_kind GROUP BY code) AS k"
	"    ON k.code = w.kind"
	" ORDER BY w.first AND w.second, w.second, k.line IS NULL, k.line,"
	"          w.agency";

const struct qms_error *
qms_population_compare(struct qms_population_difference **rows, size_t *count,
    struct qms_system *system, struct qms_arena *arena,
    const struct qms_population *first, const struct qms_population *second)
{
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, system, arena, sql_compare, first->owner,
	    first->id, second->owner, second->id);
	*rows = NULL;
	*count = 0;
	if (err)
		return err;
	*rows = qms_arena_alloc(arena, qms_grid_rows(&grid) * sizeof(**rows));
	for (i = 0; i < qms_grid_rows(&grid); i++)
		(*rows)[(*count)++] = (struct qms_population_difference){
		    .agency = qms_grid_cell(&grid, i, 0),
		    .name = qms_grid_cell(&grid, i, 1),
		    .kind = qms_grid_cell(&grid, i, 2),
		    .kind_name = { qms_grid_cell(&grid, i, 3),
		    qms_grid_cell(&grid, i, 4) },
		    .in = { *qms_grid_cell(&grid, i, 5) == '1',
		    *qms_grid_cell(&grid, i, 6) == '1' },
		    .reason = qms_grid_cell(&grid, i, 7),
		    .detail = qms_grid_cell(&grid, i, 8) };
	return NULL;
}
