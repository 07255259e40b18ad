/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "standing.h"

/* Since when a procedure is in force. */
static const char sql_applying[] =
	"SELECT v.agency, min(v.effective) FROM version AS v"
	"  JOIN asof AS q ON q.source = 1"
	"  JOIN procedure AS p ON p.agency = v.agency AND p.id = v.id"
	"   AND p.version IS NOT NULL"
	" WHERE v.kind = 'procedure' AND v.effective <= q.day"
	" GROUP BY v.agency";

/* The newest comes last. */
static const char sql_declared[] =
	"SELECT agency, id, path, number, since FROM declaration"
	" WHERE state = 'declared' ORDER BY agency, since, id";

void
qms_standing_none(struct qms_standing *standing)
{
	*standing = (struct qms_standing){ .agency = "", .name = "",
	    .applying = "", .declaration = "", .path = "", .number = "",
	    .declared = "" };
}

bool
qms_standing_is_declared(const struct qms_standing *standing)
{
	return *standing->declaration != '\0';
}

bool
qms_standing_is_maintained(const struct qms_standing *standing)
{
	return qms_standing_is_declared(standing) && standing->owed == NULL;
}

static struct qms_standing *
find(struct qms_standings *standings, const char *agency)
{
	size_t i;

	for (i = 0; i < standings->count; i++)
		if (qms_string_is(agency, standings->items[i].agency))
			return &standings->items[i];
	return NULL;
}

static const struct qms_error *
read_applying(struct qms_standings *standings, struct qms_arena *arena,
    struct qms_db *db)
{
	struct qms_standing *one;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, db, sql_applying);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		one = find(standings, qms_column_text(query, 0));
		if (one != NULL)
			one->applying = qms_column_copy(arena, query, 1);
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
read_declared(struct qms_standings *standings, struct qms_arena *arena,
    struct qms_db *db)
{
	struct qms_standing *one;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, db, sql_declared);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		one = find(standings, qms_column_text(query, 0));
		if (one == NULL)
			continue;
		one->declaration = qms_column_copy(arena, query, 1);
		one->path = qms_column_copy(arena, query, 2);
		one->number = qms_column_copy(arena, query, 3);
		one->declared = qms_column_copy(arena, query, 4);
	}
	qms_done(query);
	return err;
}

static const struct qms_obligation *
first_owed(const struct qms_status *status)
{
	const struct qms_obligation *one;
	size_t i;

	for (i = 0; i < status->count; i++) {
		one = &status->obligations[i];
		if (one->rule->maintains &&
		    (one->verdict == QMS_VERDICT_OVERDUE ||
		    one->verdict == QMS_VERDICT_MISSING))
			return one;
	}
	return NULL;
}

/* Kinds may be an office's own. */
static bool
has_columns(struct qms_system *system)
{
	static const char *const needed[][2] = { { "procedure", "version" },
	    { "declaration", "state" }, { "declaration", "since" },
	    { "declaration", "number" } };
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!qms_index_has_column(system->index, needed[i][0],
		    needed[i][1]))
			return false;
	return true;
}

const struct qms_error *
qms_standings_get(struct qms_standings *standings, struct qms_system *system,
    struct qms_arena *arena, const struct qms_status *statuses, size_t count)
{
	struct qms_db *db = qms_index_db(system->index);
	const struct qms_error *err = NULL;
	struct qms_standing *one;
	size_t i;

	*standings = (struct qms_standings){ .count = count };
	standings->items = qms_arena_alloc(arena,
	    (count + 1) * sizeof(*standings->items));
	for (i = 0; i < count; i++) {
		qms_standing_none(&standings->items[i]);
		standings->items[i].agency = statuses[i].agency;
		standings->items[i].name = statuses[i].name;
	}
	if (has_columns(system))
		err = read_applying(standings, arena, db);
	if (err == NULL && has_columns(system))
		err = read_declared(standings, arena, db);
	for (i = 0; err == NULL && i < count; i++) {
		one = &standings->items[i];
		if (qms_standing_is_declared(one))
			one->owed = first_owed(&statuses[i]);
		standings->applying += *one->applying != '\0';
		standings->declared += qms_standing_is_declared(one);
		standings->maintained += qms_standing_is_maintained(one);
	}
	return err;
}
