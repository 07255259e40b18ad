/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "status.h"

static const struct {
	const char *id, *name[QMS_LANGUAGES];
	int weight;			/* the heaviest gives the verdict */
} verdicts[QMS_VERDICTS] = {
	[QMS_VERDICT_MET] = { "met", { "đã thực hiện", "met" }, 0 },
	[QMS_VERDICT_OPEN] = { "open", { "chưa đến hạn", "open" }, 0 },
	[QMS_VERDICT_DUE_SOON] = { "due-soon", { "sắp đến hạn", "due soon" },
	    1 },
	[QMS_VERDICT_OVERDUE] = { "overdue", { "quá hạn", "overdue" }, 3 },
	[QMS_VERDICT_MISSING] = { "missing", { "chưa thực hiện",
	    "missing" }, 2 },
	[QMS_VERDICT_ATTESTED] = { "attested", { "đã xác nhận", "attested" },
	    0 },
	[QMS_VERDICT_NOT_APPLICABLE] = { "not-applicable",
	    { "không áp dụng", "not applicable" }, 0 },
};

const char *
qms_verdict_id(enum qms_verdict verdict)
{
	return verdicts[verdict].id;
}

const char *
qms_verdict_name(enum qms_verdict verdict, enum qms_language language)
{
	return verdicts[verdict].name[language];
}

static int
compare(const void *left, const void *right)
{
	const struct qms_obligation *a = left, *b = right;
	int order = strcmp(a->agency, b->agency);

	if (order == 0)
		order = verdicts[b->verdict].weight -
		    verdicts[a->verdict].weight;
	if (order == 0)
		order = strcmp(a->due, b->due);
	return order == 0 ? strcmp(a->rule->id, b->rule->id) : order;
}

void
qms_status_count(struct qms_status *status)
{
	const struct qms_obligation *o;
	size_t i;

	memset(status->counts, 0, sizeof(status->counts));
	status->verdict = QMS_VERDICT_MET;
	status->next_due = "";
	for (i = 0; i < status->count; i++) {
		o = &status->obligations[i];
		status->counts[o->verdict]++;
		if (verdicts[o->verdict].weight >
		    verdicts[status->verdict].weight)
			status->verdict = o->verdict;
		if ((o->verdict == QMS_VERDICT_DUE_SOON ||
		    o->verdict == QMS_VERDICT_OPEN) && *o->due != '\0' &&
		    (*status->next_due == '\0' ||
		    strcmp(o->due, status->next_due) < 0))
			status->next_due = o->due;
	}
}

static const char sql_agencies[] =
	"SELECT g.agency, g.name"
	"  FROM agency AS g JOIN asof AS q ON q.source = 1"
	" WHERE (?1 IS NULL AND (g.\"from\" IS NULL OR g.\"from\" <= q.day)"
	"        AND (g.\"to\" IS NULL OR g.\"to\" >= q.day))"
	"    OR g.agency = ?1"
	" ORDER BY g.agency";

const struct qms_error *
qms_status_get(struct qms_status **statuses, size_t *count,
    struct qms_system *system, struct qms_arena *arena, const char *agency)
{
	struct qms_db *db = qms_index_db(system->index);
	struct qms_obligation *obligations;
	const struct qms_rules *rules;
	const struct qms_error *err;
	struct qms_status *status;
	struct qms_query *query;
	size_t duties, room = 0, i = 0;
	bool row;

	*statuses = NULL;
	*count = 0;
	err = qms_system_rules(&rules, system);
	if (err == NULL)
		err = qms_rules_obligations(&obligations, &duties, arena,
		    rules, db, agency);
	if (err)
		return err;
	if (duties > 1)
		qsort(obligations, duties, sizeof(*obligations), compare);
	err = qms_db_query(&query, db, sql_agencies);
	if (err)
		return err;
	if (agency == NULL)
		qms_bind_null(query, 1);
	else
		qms_bind_text(query, 1, agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		status = qms_push(arena, *statuses, *count, room);
		status->agency = qms_arena_string(arena,
		    qms_column_text(query, 0));
		status->name = qms_arena_string(arena,
		    qms_column_text(query, 1));
		while (i < duties && strcmp(obligations[i].agency,
		    status->agency) < 0)
			i++;
		status->obligations = obligations + i;
		while (i < duties && strcmp(obligations[i].agency,
		    status->agency) == 0)
			i++;
		status->count = (size_t)(obligations + i -
		    status->obligations);
		qms_status_count(status);
	}
	qms_done(query);
	return err;
}

static const char sql_encouraged[] =
	"SELECT a.agency"
	"  FROM asof AS q CROSS JOIN agency AS a"
	" WHERE q.source = 1"
	"   AND EXISTS (SELECT 1 FROM agency_kind AS k WHERE k.code = a.kind"
	"        AND k.obligation = 'encouraged'"
	"        AND coalesce(k.\"from\", '') <= q.day"
	"        AND coalesce(k.\"to\", '2999-12-31') >= q.day)";

const struct qms_error *
qms_status_encouraged(struct qms_map *agencies, struct qms_system *system,
    struct qms_arena *arena)
{
	static const char *const columns[] = { "code", "obligation", "from",
		"to" };
	const struct qms_error *err;
	struct qms_query *query;
	size_t i;
	bool row;

	for (i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		if (!qms_index_has_column(system->index, "agency_kind",
		    columns[i]))
			return NULL;
	err = qms_db_query(&query, qms_index_db(system->index),
	    sql_encouraged);
	if (err)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_map_put(arena, agencies, qms_arena_string(arena,
		    qms_column_text(query, 0)), agencies);
	qms_done(query);
	return err;
}

const char *
qms_status_severity(const struct qms_map *encouraged,
    const struct qms_obligation *obligation)
{
	if (obligation->verdict != QMS_VERDICT_OVERDUE &&
	    obligation->verdict != QMS_VERDICT_MISSING &&
	    obligation->verdict != QMS_VERDICT_DUE_SOON)
		return "";
	return qms_map_get(encouraged, obligation->agency) != NULL ?
	    "warning" : "error";
}

void
qms_status_feed(struct qms_feed_item **items, size_t *count,
    struct qms_arena *arena, const struct qms_system *system,
    enum qms_language language, const struct qms_obligation *obligations,
    size_t obligation_count)
{
	const struct qms_obligation *o;
	struct qms_feed_item *item;
	const char *title;

	*items = qms_arena_alloc(arena, obligation_count * sizeof(**items));
	*count = 0;
	for (o = obligations; o < obligations + obligation_count; o++) {
		if (strlen(o->due) != 10 || *o->done != '\0')
			continue;
		title = o->rule->title[language];
		item = &(*items)[(*count)++];
		item->id = qms_arena_format(arena, "urn:sha256:%s:%s/%s/%s",
		    system->id, o->agency, o->rule->id, o->period);
		item->title = qms_arena_format(arena, "%s %s", title == NULL ?
		    o->rule->id : title, o->period);
		item->text = o->rule->basis;
		item->day = o->due;
		item->link = "";
	}
}
