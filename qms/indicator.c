/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "indicator.h"

static const char *const names[QMS_BYS] = { "all", "obligation", "tier",
	"kind", "agency" };

struct place {			/* what groups an agency is in */
	const char *of[QMS_BYS];
	const char *name[QMS_LANGUAGES];	/* its own */
	const char *kind_name[QMS_LANGUAGES];
};

struct indicators {
	struct qms_system *system;
	struct qms_arena *arena;
	enum qms_indicator_by by;
	struct qms_map places;		/* by agency, in the order of groups */
	struct qms_indicator *items;
	size_t count, room;
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
take(struct indicators *s, struct qms_query *query, int column)
{
	const char *text = qms_column_text(query, column);

	return text == NULL ? "" : qms_arena_string(s->arena, text);
}

static const struct qms_error *
read_places(struct indicators *s)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct place *place;
	bool row;

	if (!qms_index_has_column(s->system->index, "agency", "tier") ||
	    !qms_index_has_column(s->system->index, "agency_kind",
	    "obligation"))
		return NULL;
	err = qms_db_query(&query, qms_index_db(s->system->index), sql_places);
	if (err)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		place = qms_arena_alloc(s->arena, sizeof(*place));
		place->of[QMS_BY_ALL] = "";
		place->of[QMS_BY_AGENCY] = take(s, query, 0);
		place->of[QMS_BY_TIER] = take(s, query, 1);
		place->of[QMS_BY_KIND] = take(s, query, 2);
		place->of[QMS_BY_OBLIGATION] = take(s, query, 4);
		place->name[QMS_VI] = place->name[QMS_EN] = take(s, query, 3);
		place->kind_name[QMS_VI] = take(s, query, 5);
		place->kind_name[QMS_EN] = take(s, query, 6);
		qms_map_put(s->arena, &s->places, place->of[QMS_BY_AGENCY],
		    place);
	}
	qms_done(query);
	return err;
}

/* As the kind of agencies, or of their kinds, calls one of its values. */
static void
name_value(struct indicators *s, struct qms_indicator *item, const char *of,
    const char *key_name)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    s->system), of);
	const struct qms_kind_key *key = kind == NULL ? NULL :
	    qms_kind_key(kind, key_name);
	size_t i;
	int language;

	for (i = 0; key != NULL && i < key->value_count; i++) {
		if (strcmp(key->values[i].value, item->group) != 0)
			continue;
		for (language = 0; language < QMS_LANGUAGES; language++)
			if (key->values[i].name[language] != NULL)
				item->name[language] = qms_arena_string(
				    s->arena, key->values[i].name[language]);
	}
}

static void
name_group(struct indicators *s, struct qms_indicator *item,
    const struct place *place)
{
	item->name[QMS_VI] = item->name[QMS_EN] = item->group;
	if (s->by == QMS_BY_TIER)
		name_value(s, item, "agency", "tier");
	else if (s->by == QMS_BY_OBLIGATION)
		name_value(s, item, "agency-kind", "obligation");
	else if (s->by == QMS_BY_KIND)
		memcpy(item->name, place->kind_name, sizeof(item->name));
	else if (s->by == QMS_BY_AGENCY)
		memcpy(item->name, place->name, sizeof(item->name));
}

/* ---- adding up ---- */

static struct qms_indicator *
find_item(struct indicators *s, const struct qms_rule *rule,
    const char *group)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (s->items[i].rule == rule &&
		    strcmp(s->items[i].group, group) == 0)
			return &s->items[i];
	return NULL;
}

static void
add(struct indicators *s, const struct qms_measure *measure,
    const struct place *place)
{
	struct qms_indicator *item;

	item = find_item(s, measure->rule, place->of[s->by]);
	if (item == NULL) {
		item = qms_push(s->arena, s->items, s->count, s->room);
		*item = (struct qms_indicator){ .rule = measure->rule,
		    .group = place->of[s->by], .evidence = "" };
		name_group(s, item, place);
	}
	item->part += measure->part;
	item->whole += measure->whole;
	if (s->by == QMS_BY_AGENCY && *item->evidence == '\0')
		item->evidence = measure->evidence;
}

const struct qms_error *
qms_indicators(struct qms_indicator **items, size_t *count,
    struct qms_system *system, struct qms_arena *arena,
    enum qms_indicator_by by)
{
	struct indicators s = { .system = system, .arena = arena, .by = by };
	const struct qms_rule *rule = NULL;
	const struct qms_rules *rules;
	const struct qms_error *err;
	struct qms_measure *measures;
	size_t measured, first, i, j;

	*items = NULL;
	*count = 0;
	err = qms_system_rules(&rules, system);
	if (err == NULL)
		err = read_places(&s);
	if (err == NULL)
		err = qms_rules_measures(&measures, &measured, arena, rules,
		    qms_index_db(system->index));
	if (err)
		return err;
	for (first = 0; first < measured; first = i) {
		rule = measures[first].rule;
		for (i = first; i < measured && measures[i].rule == rule; i++)
			continue;
		for (j = 0; j < s.places.count; j++) {
			const struct place *place = s.places.entries[j].value;
			size_t k;

			for (k = first; k < i; k++)
				if (strcmp(measures[k].agency,
				    place->of[QMS_BY_AGENCY]) == 0)
					add(&s, &measures[k], place);
		}
	}
	*items = s.items;
	*count = s.count;
	return NULL;
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
