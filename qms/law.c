/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "law.h"

static const char *const states[QMS_LAW_STATES] = { "in-force", "not-yet",
	"replaced", "lapsed", "unknown" };

const char *
qms_law_state_id(enum qms_law_state state)
{
	return states[state];
}

bool
qms_law_is_told(const struct qms_system *system)
{
	static const char *const columns[] = { "number", "type", "title",
		"issuer", "date", "effective", "expires", "replaced_by",
		"confirmed" };
	size_t i;

	for (i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		if (!qms_index_has_column(system->index, "legal", columns[i]))
			return false;
	return qms_index_has_column(system->index, "agency", "to") &&
	    qms_index_has_column(system->index, "legal_replaces", "value") &&
	    qms_index_has_column(system->index, "legal_amends", "value");
}

/* ---- the list ---- */

#define KNOWN(law)							\
	"coalesce(" law ".date, " law ".effective, '') <= q.day"

/* What takes the place of it counts when it was issued by the day. */
static const char sql_list[] =
	"SELECT l.id, l.path, l.number, l.type, l.title, l.issuer, l.date,"
	"       l.effective, l.expires, l.confirmed, n.number,"
	"       n.effective <= q.day, l.effective > q.day, l.expires < q.day"
	"  FROM asof AS q CROSS JOIN legal AS l"
	"  LEFT JOIN legal AS n ON " KNOWN("n")
	"   AND (n.number = l.replaced_by OR EXISTS (SELECT 1"
	"         FROM legal_replaces AS r"
	"        WHERE r.parent = n.id AND r.value = l.number))"
	" WHERE q.source = 1 AND " KNOWN("l")
	" ORDER BY coalesce(l.date, l.effective, '') DESC, l.number,"
	"          n.effective, n.number";

static enum qms_law_state
state_of(struct qms_query *query)
{
	if (qms_column_integer(query, 11) == 1)
		return QMS_LAW_REPLACED;
	if (qms_column_integer(query, 13) == 1)
		return qms_column_is_null(query, 10) ? QMS_LAW_LAPSED :
		    QMS_LAW_REPLACED;
	if (qms_column_is_null(query, 7))
		return QMS_LAW_UNKNOWN;
	return qms_column_integer(query, 12) == 1 ? QMS_LAW_NOT_YET :
	    QMS_LAW_IN_FORCE;
}

const struct qms_error *
qms_law_list(struct qms_law **laws, size_t *count, struct qms_system *system,
    struct qms_arena *arena)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct qms_law *law;
	size_t room = 0;
	bool row;

	*laws = NULL;
	*count = 0;
	if (!qms_law_is_told(system))
		return NULL;
	err = qms_db_query(&query, qms_index_db(system->index), sql_list);
	if (err)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		if (*count > 0 && qms_string_is(qms_column_text(query, 1),
		    (*laws)[*count - 1].path))
			continue;
		law = qms_push(arena, *laws, *count, room);
		law->id = qms_column_copy(arena, query, 0);
		law->path = qms_column_copy(arena, query, 1);
		law->number = qms_column_copy(arena, query, 2);
		law->type = qms_column_copy(arena, query, 3);
		law->title = qms_column_copy(arena, query, 4);
		law->issuer = qms_column_copy(arena, query, 5);
		law->date = qms_column_copy(arena, query, 6);
		law->effective = qms_column_copy(arena, query, 7);
		law->expires = qms_column_copy(arena, query, 8);
		law->confirmed = qms_string_is(qms_column_text(query, 9),
		    "yes");
		law->replaced_by = qms_column_copy(arena, query, 10);
		law->state = state_of(query);
	}
	qms_done(query);
	return err;
}

/* ---- impact ---- */

/*
 * Pairs of a text and what changed it, and who cites the former in a version
 * that was in force when the latter took effect.
 */
static const char sql_impact[] =
	"SELECT c.agency, c.id, c.kind, c.version, c.key, c.target, p.change,"
	"       p.by, p.effective, c.path, c.superseded IS NULL"
	"        AND c.withdrawn IS NULL AND c.effective <= q.day, p.since"
	"  FROM asof AS q CROSS JOIN"
	" (SELECT l.number AS old, n.number AS by, 'replaced' AS change,"
	"         n.effective, coalesce(n.date, n.effective) AS since"
	"    FROM legal AS l JOIN legal AS n ON n.number = l.replaced_by"
	"   UNION SELECT r.value, n.number, 'replaced', n.effective,"
	"         coalesce(n.date, n.effective)"
	"    FROM legal_replaces AS r JOIN legal AS n ON n.id = r.parent"
	"   UNION SELECT a.value, n.number, 'amended', n.effective,"
	"         coalesce(n.date, n.effective)"
	"    FROM legal_amends AS a JOIN legal AS n ON n.id = a.parent"
	"   UNION SELECT l.number, '', 'lapsed', l.expires, l.expires"
	"    FROM legal AS l JOIN asof AS d ON l.expires < d.day"
	"   WHERE l.replaced_by IS NULL AND NOT EXISTS (SELECT 1"
	"          FROM legal_replaces AS r WHERE r.value = l.number)) AS p"
	" CROSS JOIN citation AS c"
	" WHERE q.source = 1 AND (p.old = ?1 OR p.by = ?1)"
	"   AND p.since <= q.day"
	"   AND c.to_kind = 'legal' AND c.target = p.old"
	"   AND (?2 IS NULL OR c.agency = ?2)"
	"   AND c.effective < p.effective"
	"   AND (c.superseded IS NULL OR c.superseded >= p.effective)"
	"   AND (c.withdrawn IS NULL OR c.withdrawn >= p.effective)"
	"   AND NOT EXISTS (SELECT 1 FROM agency AS a"
	"        WHERE a.agency = c.agency AND a.\"to\" < p.effective)"
	" ORDER BY c.agency, c.id, p.by, c.effective DESC, c.version DESC,"
	"          p.change DESC, c.target, c.key";

/* One for each document and new text, however often and where it is cited. */
static struct qms_law_impact *
impact_of(struct qms_law_impact *last, struct qms_query *query)
{
	return last != NULL &&
	    strcmp(last->agency, qms_column_text(query, 0)) == 0 &&
	    strcmp(last->id, qms_column_text(query, 1)) == 0 &&
	    strcmp(last->by, qms_column_text(query, 7)) == 0 ? last : NULL;
}

static const char *
with(struct qms_arena *arena, const char *list, const char *item)
{
	const char *at = list;
	size_t size = strlen(item);

	while ((at = strstr(at, item)) != NULL) {
		if ((at == list || at[-1] == ' ') &&
		    (at[size] == '\0' || at[size] == ','))
			return list;
		at += size;
	}
	return *list == '\0' ? qms_arena_string(arena, item) :
	    qms_arena_format(arena, "%s, %s", list, item);
}

struct found {
	struct qms_law_impact *items;
	size_t count, room;
	struct qms_map by_period;	/* "agency id: number" */
};

static const struct qms_error *
find_citing(struct found *found, struct qms_system *system,
    struct qms_arena *arena, const char *number, const char *agency)
{
	struct qms_law_impact *impact = NULL;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(system->index), sql_impact);
	if (err)
		return err;
	qms_bind_text(query, 1, number);
	if (agency != NULL)
		qms_bind_text(query, 2, agency);
	else
		qms_bind_null(query, 2);
	while ((err = qms_step(&row, query)) == NULL && row) {
		impact = impact_of(impact, query);
		if (impact == NULL) {
			impact = qms_push(arena, found->items, found->count,
			    found->room);
			impact->agency = qms_column_copy(arena, query, 0);
			impact->id = qms_column_copy(arena, query, 1);
			impact->kind = qms_column_copy(arena, query, 2);
			impact->version = qms_column_copy(arena, query, 3);
			impact->change = qms_column_copy(arena, query, 6);
			impact->by = qms_column_copy(arena, query, 7);
			impact->effective = qms_column_copy(arena, query, 8);
			impact->path = qms_column_copy(arena, query, 9);
			impact->in_force = qms_column_integer(query, 10) == 1;
			impact->cites = impact->key = impact->title = "";
			impact->due = impact->act = impact->act_day = "";
			impact->act_version = "";
			impact->verdict = -1;
		}
		impact->key = with(arena, impact->key,
		    qms_column_text(query, 4));
		impact->cites = with(arena, impact->cites,
		    qms_column_text(query, 5));
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
find_deadlines(struct found *found, struct qms_system *system,
    struct qms_arena *arena, const char *agency)
{
	struct qms_obligation *duties, *duty;
	const struct qms_rules *rules;
	struct qms_law_impact *impact;
	const struct qms_error *err;
	size_t count, i;

	err = qms_system_rules(&rules, system);
	if (err == NULL)
		err = qms_rules_obligations(&duties, &count, arena, rules,
		    qms_index_db(system->index), agency);
	for (i = 0; err == NULL && i < count; i++) {
		duty = &duties[i];
		impact = qms_map_get(&found->by_period, qms_arena_format(
		    arena, "%s %s", duty->agency, duty->period));
		if (impact == NULL)
			continue;
		impact->verdict = (int)duty->verdict;
		impact->due = duty->due;
		impact->days = duty->days;
		impact->act_day = duty->done;
	}
	return err;
}

static const char sql_act[] =
	"SELECT act, version FROM statement"
	" WHERE agency = ?1 AND id = ?2 AND date = ?3 AND void IS NULL"
	"   AND act IN ('approve', 'keep', 'withdraw') ORDER BY position";

static const char sql_title[] = "SELECT title FROM object WHERE path = ?1";

static const struct qms_error *
fill_in(struct qms_law_impact *impact, struct qms_system *system,
    struct qms_arena *arena)
{
	struct qms_db *db = qms_index_db(system->index);
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, db, sql_title);
	if (err)
		return err;
	qms_bind_text(query, 1, impact->path);
	err = qms_step(&row, query);
	if (err == NULL && row)
		impact->title = qms_column_copy(arena, query, 0);
	qms_done(query);
	if (err || *impact->act_day == '\0')
		return err;
	err = qms_db_query(&query, db, sql_act);
	if (err)
		return err;
	qms_bind_text(query, 1, impact->agency);
	qms_bind_text(query, 2, impact->id);
	qms_bind_text(query, 3, impact->act_day);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		impact->act = qms_column_copy(arena, query, 0);
		impact->act_version = qms_column_copy(arena, query, 1);
	}
	qms_done(query);
	return err;
}

/* QT-2 before QT-10. */
static const char *
sort_key(struct qms_arena *arena, const char *id)
{
	struct qms_buffer out = { 0 };
	const char *key, *at, *end;

	for (at = id; *at != '\0'; at = end) {
		end = at + strspn(at, "0123456789");
		if (end > at) {
			qms_buffer_format(&out, "%03d", (int)(end - at));
			qms_buffer_add(&out, at, (size_t)(end - at));
		} else {
			end = at + 1;
			qms_buffer_char(&out, *at);
		}
	}
	key = qms_arena_copy(arena, out.data == NULL ? "" : out.data,
	    out.size);
	qms_buffer_free(&out);
	return key;
}

struct sorted {
	struct qms_law_impact impact;
	const char *key;
	bool other;			/* by a change of the text itself */
};

static int
compare(const void *left, const void *right)
{
	const struct sorted *a = left, *b = right;
	int order = a->other - b->other;

	if (order == 0)
		order = strcmp(a->impact.agency, b->impact.agency);
	if (order == 0)
		order = strcmp(a->impact.due, b->impact.due);
	if (order == 0)
		order = strcmp(a->key, b->key);
	if (order == 0)
		order = strcmp(a->impact.id, b->impact.id);
	return order == 0 ? strcmp(a->impact.by, b->impact.by) : order;
}

static void
sort(struct found *found, struct qms_arena *arena, const char *number)
{
	struct sorted *items = qms_arena_alloc(arena,
	    (found->count + 1) * sizeof(*items));
	size_t i;

	for (i = 0; i < found->count; i++)
		items[i] = (struct sorted){ found->items[i],
		    sort_key(arena, found->items[i].id),
		    strcmp(found->items[i].by, number) != 0 };
	if (found->count > 1)
		qsort(items, found->count, sizeof(*items), compare);
	for (i = 0; i < found->count; i++)
		found->items[i] = items[i].impact;
}

static const char sql_known[] =
	"SELECT 1 FROM asof AS q JOIN legal AS l ON " KNOWN("l")
	" WHERE q.source = 1 AND l.number = ?1";

/* The number may stand in any file that the index ever read. */
static const char sql_ever[] =
	"SELECT 1 FROM fact_name AS n JOIN file AS f ON f.fact = n.fact"
	" WHERE n.name = ?1 AND f.kind = 'legal'";

static const struct qms_error *
is_there(bool *there, struct qms_system *system, const char *sql,
    const char *number)
{
	const struct qms_error *err;
	struct qms_query *query;

	*there = false;
	err = qms_db_query(&query, qms_index_db(system->index), sql);
	if (err)
		return err;
	qms_bind_text(query, 1, number);
	err = qms_step(there, query);
	qms_done(query);
	return err;
}

const struct qms_error *
qms_law_is_ever_known(bool *known, struct qms_system *system,
    const char *number)
{
	return is_there(known, system, sql_ever, number);
}

const struct qms_error *
qms_law_impacts(struct qms_law_impact **impacts, size_t *count, bool *known,
    struct qms_system *system, struct qms_arena *arena, const char *number,
    const char *agency)
{
	struct found found = { 0 };
	const struct qms_error *err;
	size_t i;

	*impacts = NULL;
	*count = 0;
	*known = false;
	if (!qms_law_is_told(system))
		return NULL;
	err = is_there(known, system, sql_known, number);
	if (err == NULL && *known)
		err = find_citing(&found, system, arena, number, agency);
	for (i = 0; err == NULL && i < found.count; i++)
		qms_map_put(arena, &found.by_period, qms_arena_format(arena,
		    "%s %s: %s", found.items[i].agency, found.items[i].id,
		    found.items[i].by), &found.items[i]);
	if (err == NULL && found.count > 0)
		err = find_deadlines(&found, system, arena, agency);
	for (i = 0; err == NULL && i < found.count; i++)
		err = fill_in(&found.items[i], system, arena);
	if (err)
		return err;
	sort(&found, arena, number);
	*impacts = found.items;
	*count = found.count;
	return NULL;
}
