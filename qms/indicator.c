/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "indicator.h"
#include "population.h"
#include "sync.h"

static const char *const names[QMS_BYS] = { "all", "obligation", "tier",
	"kind", "agency" };

struct adding {
	const struct qms_counted *counted;
	enum qms_indicator_by by;
	struct qms_indicator *items;
	size_t count, room;
	size_t first;			/* of the rule that is added up */
};

enum qms_indicator_by
qms_indicator_by(const char *name)
{
	size_t i;

	for (i = 0; i < QMS_BYS && strcmp(names[i], name) != 0; i++)
		continue;
	return (enum qms_indicator_by)i;
}

qms_day
qms_quarter_end(qms_day day)
{
	int year, month, day_of_month;
	qms_day next;

	qms_day_split(day + 1, &year, &month, &day_of_month);
	next = qms_day_make(year, month - (month - 1) % 3, 1);
	return next - 1;
}

/* ---- agencies and their groups ---- */

static const char sql_places[] =
	"SELECT a.agency, a.tier, a.kind, a.name, k.obligation, k.vi, k.en"
	"  FROM agency AS a"
	"  LEFT JOIN agency_kind AS k ON k.code = a.kind"
	" ORDER BY k.line IS NULL, k.line, a.agency";

static const char *
take(struct qms_arena *arena, struct qms_query *query, int column)
{
	const char *text = qms_column_text(query, column);

	return text == NULL ? "" : qms_arena_string(arena, text);
}

const struct qms_error *
qms_places(struct qms_map *places, struct qms_system *system,
    struct qms_arena *arena)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct qms_place *place;
	bool row;

	if (!qms_index_has_column(system->index, "agency", "tier") ||
	    !qms_index_has_column(system->index, "agency_kind",
	    "obligation"))
		return NULL;
	err = qms_db_query(&query, qms_index_db(system->index), sql_places);
	if (err)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		place = qms_arena_alloc(arena, sizeof(*place));
		place->of[QMS_BY_ALL] = "";
		place->of[QMS_BY_AGENCY] = take(arena, query, 0);
		place->of[QMS_BY_TIER] = take(arena, query, 1);
		place->of[QMS_BY_KIND] = take(arena, query, 2);
		place->of[QMS_BY_OBLIGATION] = take(arena, query, 4);
		place->name[QMS_VI] = place->name[QMS_EN] = take(arena, query, 3);
		place->kind_name[QMS_VI] = take(arena, query, 5);
		place->kind_name[QMS_EN] = take(arena, query, 6);
		qms_map_put(arena, places, place->of[QMS_BY_AGENCY], place);
	}
	qms_done(query);
	return err;
}

/* As the kind of agencies, or of their kinds, calls one of its values. */
static void
name_value(const char *name[QMS_LANGUAGES], struct qms_arena *arena,
    const struct qms_kinds *kinds, const char *of, const char *key_name)
{
	const struct qms_kind *kind = qms_kinds_get(kinds, of);
	const struct qms_kind_key *key = kind == NULL ? NULL :
	    qms_kind_key(kind, key_name);
	const char *value = name[QMS_VI];
	size_t i;
	int language;

	for (i = 0; key != NULL && i < key->value_count; i++) {
		if (strcmp(key->values[i].value, value) != 0)
			continue;
		for (language = 0; language < QMS_LANGUAGES; language++)
			if (key->values[i].name[language] != NULL)
				name[language] = qms_arena_string(arena,
				    key->values[i].name[language]);
	}
}

void
qms_place_name(const char *name[QMS_LANGUAGES], struct qms_arena *arena,
    const struct qms_kinds *kinds, const struct qms_place *place,
    enum qms_indicator_by by)
{
	name[QMS_VI] = name[QMS_EN] = place->of[by];
	if (by == QMS_BY_TIER)
		name_value(name, arena, kinds, "agency", "tier");
	else if (by == QMS_BY_OBLIGATION)
		name_value(name, arena, kinds, "agency-kind", "obligation");
	else if (by == QMS_BY_KIND && *place->kind_name[QMS_VI] != '\0')
		memcpy(name, place->kind_name, sizeof(place->kind_name));
	else if (by == QMS_BY_AGENCY)
		memcpy(name, place->name, sizeof(place->name));
}

/* ---- adding up ---- */

static int
compare_measures(const void *left, const void *right)
{
	const struct qms_measure *a = left, *b = right;
	int order = strcmp(a->rule->id, b->rule->id);

	if (order == 0)
		order = strcmp(a->agency, b->agency);
	return order == 0 ? strcmp(a->evidence, b->evidence) : order;
}

struct merging {
	struct qms_counted *counted;
	struct qms_measure *rows;
	size_t count, room;
};

static void
add_measure(struct merging *m, const struct qms_measure *row)
{
	*qms_push(m->counted->arena, m->rows, m->count, m->room) = *row;
}

/* Of what is unknown nothing is done: it counts in the whole all the same. */
static void
take_here(struct merging *m, const struct qms_sync_agency *items,
    size_t count)
{
	struct qms_measure row;
	size_t i, j;

	for (i = 0; i < m->counted->count; i++) {
		row = m->counted->rows[i];
		for (j = 0; j < count; j++)
			if (strcmp(row.agency, items[j].agency) == 0)
				break;
		if (j < count && !qms_sync_is_unknown(&items[j]))
			continue;
		if (j < count) {
			row.part = 0;
			row.evidence = "";
		}
		add_measure(m, &row);
	}
}

/* What its rules count, under the indicators of this system. */
static void
take_there(struct merging *m, const struct qms_sync_answer *answer,
    const struct qms_rules *rules)
{
	struct qms_measure row;
	size_t i;

	for (i = 0; i < answer->measure_count; i++) {
		row = answer->measures[i];
		row.rule = qms_rules_get(rules, row.rule->id);
		if (row.rule != NULL &&
		    row.rule->use == QMS_RULE_INDICATOR)
			add_measure(m, &row);
	}
}

static const struct qms_error *
count_own(struct qms_counted *counted, struct qms_system *system,
    const struct qms_rules *rules)
{
	struct merging m = { .counted = counted };
	struct qms_sync_answer answer;
	struct qms_sync_agency *items;
	const struct qms_error *err;
	size_t count, i;

	err = qms_sync_list(&items, &count, system, counted->arena);
	if (err != NULL || count == 0)
		return err;
	take_here(&m, items, count);
	for (i = 0; err == NULL && i < count; i++) {
		if (qms_sync_is_unknown(&items[i]))
			continue;
		err = qms_sync_ask(&answer, system, &items[i],
		    counted->arena);
		if (err == NULL)
			take_there(&m, &answer, rules);
	}
	counted->rows = m.rows;
	counted->count = m.count;
	if (m.count > 1)
		qsort(m.rows, m.count, sizeof(*m.rows), compare_measures);
	return err;
}

const struct qms_error *
qms_count_some(struct qms_counted *counted, struct qms_system *system,
    struct qms_arena *arena, const struct qms_strings *ids)
{
	struct qms_rules some = { 0 };
	const struct qms_rules *rules;
	const struct qms_error *err;
	size_t i;

	*counted = (struct qms_counted){ .arena = arena,
	    .kinds = qms_system_kinds(system) };
	err = qms_system_rules(&rules, system);
	if (err == NULL)
		err = qms_places(&counted->places, system, arena);
	if (err != NULL)
		return err;
	some.kinds = rules->kinds;
	for (i = 0; i < rules->count; i++)
		if (ids == NULL || qms_strings_has(ids, rules->items[i].id))
			*qms_push(arena, some.items, some.count, some.room) =
			    rules->items[i];
	err = qms_rules_measures(&counted->rows, &counted->count, arena,
	    &some, qms_index_db(system->index));
	return err != NULL ? err : count_own(counted, system, &some);
}

const struct qms_error *
qms_count(struct qms_counted *counted, struct qms_system *system,
    struct qms_arena *arena)
{
	return qms_count_some(counted, system, arena, NULL);
}

bool
qms_counted_in(const struct qms_counted *counted,
    const struct qms_measure *row, enum qms_indicator_by by,
    const char *group)
{
	const struct qms_place *place = qms_map_get(&counted->places,
	    row->agency);

	return place != NULL && strcmp(place->of[by], group) == 0;
}

const struct qms_error *
qms_count_population(struct qms_counted *counted, struct qms_system *system,
    struct qms_arena *arena, const char *population)
{
	const struct qms_error *err;
	struct qms_map ids = { 0 };
	size_t i, kept = 0;

	err = qms_population_ids(&ids, system, arena, population);
	if (err == NULL)
		err = qms_count(counted, system, arena);
	for (i = 0; err == NULL && i < counted->count; i++)
		if (qms_map_get(&ids, counted->rows[i].agency) != NULL)
			counted->rows[kept++] = counted->rows[i];
	counted->count = kept;
	return err;
}

static struct qms_indicator *
find_item(struct adding *s, const struct qms_rule *rule, const char *group)
{
	size_t i;

	/* agency after agency: then it is the last one, or none */
	for (i = s->by == QMS_BY_AGENCY && s->count > s->first ?
	    s->count - 1 : s->first; i < s->count; i++)
		if (s->items[i].rule == rule &&
		    strcmp(s->items[i].group, group) == 0)
			return &s->items[i];
	return NULL;
}

static void
add(struct adding *s, const struct qms_measure *measure,
    const struct qms_place *place)
{
	struct qms_indicator *item;

	item = find_item(s, measure->rule, place->of[s->by]);
	if (item == NULL) {
		item = qms_push(s->counted->arena, s->items, s->count,
		    s->room);
		*item = (struct qms_indicator){ .rule = measure->rule,
		    .group = place->of[s->by], .evidence = "" };
		qms_place_name(item->name, s->counted->arena,
		    s->counted->kinds, place, s->by);
	}
	item->part += measure->part;
	item->whole += measure->whole;
	if (s->by == QMS_BY_AGENCY && *item->evidence == '\0')
		item->evidence = measure->evidence;
}

/* The first row of the agency, of those of one rule, which are sorted. */
static size_t
find_row(const struct qms_measure *rows, size_t first, size_t end,
    const char *agency)
{
	size_t middle;

	while (first < end) {
		middle = first + (end - first) / 2;
		if (strcmp(rows[middle].agency, agency) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

/* The rows of one rule, agency after agency in the order of the groups. */
static void
add_rule(struct adding *s, size_t first, size_t end)
{
	const struct qms_counted *counted = s->counted;
	const char *agency;
	size_t i, j;

	s->first = s->count;
	for (i = 0; i < counted->places.count; i++) {
		agency = counted->places.entries[i].key;
		for (j = find_row(counted->rows, first, end, agency); j < end &&
		    strcmp(counted->rows[j].agency, agency) == 0; j++)
			add(s, &counted->rows[j],
			    counted->places.entries[i].value);
	}
}

void
qms_indicators(struct qms_indicator **items, size_t *count,
    const struct qms_counted *counted, enum qms_indicator_by by)
{
	struct adding s = { .counted = counted, .by = by };
	size_t first, end;

	for (first = 0; first < counted->count; first = end) {
		for (end = first; end < counted->count &&
		    counted->rows[end].rule == counted->rows[first].rule;)
			end++;
		add_rule(&s, first, end);
	}
	*items = s.items;
	*count = s.count;
}

/* ---- rate and target ---- */

int64_t
qms_indicator_rate(const struct qms_indicator *indicator)
{
	return indicator->whole == 0 ? -1 : (20000 * indicator->part +
	    indicator->whole) / (2 * indicator->whole);
}

/* "> 70": the sign, and hundredths of a percent. */
static bool
read_target(char *sign, bool *or_equal, int64_t *hundredths,
    const char *target)
{
	char *end;

	if (*target != '>' && *target != '<')
		return false;
	*sign = *target++;
	*or_equal = *target == '=';
	target += *or_equal;
	*hundredths = 100 * strtoll(target, &end, 10);
	if (*end == '.' && end[1] != '\0') {
		*hundredths += 10 * (end[1] - '0');
		if (end[2] != '\0')
			*hundredths += end[2] - '0';
	}
	return true;
}

bool
qms_indicator_reached(const struct qms_indicator *indicator,
    int64_t *short_by)
{
	int64_t target, bound, wanted;
	bool or_equal;
	char sign;

	*short_by = 0;
	if (indicator->whole == 0 || !read_target(&sign, &or_equal, &target,
	    indicator->rule->target))
		return true;
	bound = target * indicator->whole;	/* of 10,000 parts */
	if (sign == '>')
		wanted = or_equal ? (bound + 9999) / 10000 :
		    bound / 10000 + 1;
	else
		wanted = or_equal ? bound / 10000 : (bound + 9999) / 10000 - 1;
	if (sign == '>' ? indicator->part >= wanted :
	    indicator->part <= wanted)
		return true;
	*short_by = sign == '>' ? wanted - indicator->part :
	    indicator->part - wanted;
	return false;
}
