/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "round.h"

bool
qms_version_is_valid(const char *version)
{
	int edition, revision, used = 0;

	return sscanf(version, "%4d.%4d%n", &edition, &revision, &used) == 2 &&
	    version[used] == '\0' && edition >= 1 && revision >= 0 &&
	    version[0] != '0' && version[0] != '+' &&
	    strchr(version, ' ') == NULL && strchr(version, '-') == NULL &&
	    (strchr(version, '.')[1] != '0' || revision == 0);
}

char *
qms_version_next(struct qms_arena *arena, const char *latest, bool edition)
{
	int major = 0, minor = 0;

	if (*latest == '\0' || sscanf(latest, "%d.%d", &major, &minor) != 2)
		return qms_arena_string(arena, "1.0");
	return edition ? qms_arena_format(arena, "%d.0", major + 1) :
	    qms_arena_format(arena, "%d.%d", major, minor + 1);
}

/* the newest version that was issued and counts */
static const char sql_latest[] =
	"SELECT e.version, e.text"
	"  FROM entered AS e JOIN asof AS q ON q.source = e.source"
	" WHERE e.object = ?1 AND e.agency = ?2 AND e.issues = 1"
	"   AND e.void IS NULL AND e.ordinal <= q.known AND e.date <= q.day"
	"   AND e.revoked > q.known"
	" ORDER BY e.position DESC LIMIT 1";

/* the newest statement that counts, of a version that is not issued */
static const char sql_round[] =
	"SELECT e.version, e.to_state, e.date, e.by"
	"  FROM entered AS e JOIN asof AS q ON q.source = e.source"
	" WHERE e.object = ?1 AND e.agency = ?2 AND e.void IS NULL"
	"   AND e.revoked > q.known"
	"   AND e.ordinal <= q.known AND e.date <= q.day"
	"   AND NOT EXISTS (SELECT 1 FROM entered AS i"
	"        WHERE i.object = e.object AND i.agency = e.agency"
	"          AND i.version = e.version AND i.version <> ''"
	"          AND i.issues = 1 AND i.void IS NULL"
	"          AND i.revoked > q.known"
	"          AND i.ordinal <= q.known AND i.date <= q.day)"
	" ORDER BY e.position DESC LIMIT 1";

const struct qms_error *
qms_round_get(struct qms_round *round, struct qms_system *system,
    struct qms_arena *arena, const struct qms_kind *kind, const char *agency,
    const char *id)
{
	struct qms_db *db = qms_index_db(system->index);
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*round = (struct qms_round){ "", kind->first == NULL ? "" :
	    kind->first, "", "", "", "" };
	err = qms_db_query(&query, db, sql_latest);
	if (err)
		return err;
	qms_bind_text(query, 1, id);
	qms_bind_text(query, 2, agency);
	err = qms_step(&row, query);
	if (err)
		return err;
	if (row) {
		round->latest = qms_arena_string(arena,
		    qms_column_text(query, 0));
		round->latest_text = qms_arena_string(arena,
		    qms_column_text(query, 1));
	}
	qms_done(query);
	err = qms_db_query(&query, db, sql_round);
	if (err)
		return err;
	qms_bind_text(query, 1, id);
	qms_bind_text(query, 2, agency);
	err = qms_step(&row, query);
	if (err)
		return err;
	if (row) {
		round->version = qms_arena_string(arena,
		    qms_column_text(query, 0));
		round->state = qms_arena_string(arena,
		    qms_column_text(query, 1));
		round->since = qms_arena_string(arena,
		    qms_column_text(query, 2));
		round->by = qms_arena_string(arena,
		    qms_column_text(query, 3));
	}
	qms_done(query);
	return NULL;
}

static const char sql_writers[] =
	"SELECT DISTINCT w.person"
	"  FROM writer AS w JOIN asof AS q ON q.source = w.source"
	" WHERE w.object = ?1 AND w.agency = ?2 AND w.version = ''"
	"   AND w.person <> '' AND w.ordinal <= q.known"
	" ORDER BY w.person";

const struct qms_error *
qms_writers(struct qms_strings *persons, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *id)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	memset(persons, 0, sizeof(*persons));
	err = qms_db_query(&query, qms_index_db(system->index), sql_writers);
	if (err)
		return err;
	qms_bind_text(query, 1, id);
	qms_bind_text(query, 2, agency);
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_strings_add(arena, persons, qms_arena_string(arena,
		    qms_column_text(query, 0)));
	qms_done(query);
	return err;
}

static const char sql_versions[] =
	"SELECT coalesce(group_concat(v.version, ', '), '')"
	"  FROM (SELECT version FROM version"
	"         WHERE agency = ?1 AND id = ?2"
	"         ORDER BY effective DESC, version DESC) AS v";

const struct qms_error *
qms_versions_text(const char **text, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *id)
{
	return qms_db_string(text, arena, qms_index_db(system->index),
	    sql_versions, (const char *const []){ agency, id, NULL });
}
