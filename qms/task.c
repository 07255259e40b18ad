/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "proof.h"
#include "query.h"
#include "round.h"
#include "status.h"
#include "task.h"

/*
 * Every unit that is not at its end: its newest state. Documents and records
 * that nobody ever stated anything about come from `object` below.
 */
static const char sql_units[] =
	"SELECT o.kind, o.id, e.version, o.title, e.to_state, e.date"
	"  FROM object AS o JOIN asof AS q ON q.source = 1"
	"  JOIN entered AS e ON e.source = q.source AND e.object = o.id"
	"   AND e.agency = o.agency"
	" WHERE o.agency = ?1 AND o.class <> 'data' AND e.void IS NULL"
	"   AND e.final = 0 AND e.ordinal <= q.known AND e.date <= q.day"
	"   AND NOT EXISTS (SELECT 1 FROM entered AS n"
	"        WHERE n.object = e.object AND n.agency = e.agency"
	"          AND n.version = e.version AND n.void IS NULL"
	"          AND n.position > e.position AND n.ordinal <= q.known"
	"          AND n.date <= q.day)"
	"   AND NOT EXISTS (SELECT 1 FROM entered AS i"
	"        WHERE i.object = e.object AND i.agency = e.agency"
	"          AND i.version = e.version AND i.version <> ''"
	"          AND i.issues = 1 AND i.void IS NULL"
	"          AND i.ordinal <= q.known AND i.date <= q.day)"
	" ORDER BY e.date, o.id, e.version";

/* What has no open round: fresh records, and documents to be submitted. The
 * kinds that models say an agency must have come first, in their order. */
static const char sql_fresh[] =
	"SELECT o.kind, o.id, o.title, f.sha256"
	"  FROM object AS o JOIN asof AS q ON q.source = 1"
	"  JOIN file AS v ON v.path = o.path AND v.source = q.source"
	"   AND v.first <= q.known AND q.known < v.last"
	"  JOIN fact AS f ON f.id = v.fact"
	"%s"
	" WHERE o.agency = ?1 AND o.class <> 'data'"
	" ORDER BY %s o.id";
static const char sql_roles[] =
	"  LEFT JOIN (SELECT kind, min(row) AS place FROM model_roles"
	"   GROUP BY kind) AS r ON r.kind = o.kind";

struct gather {
	struct qms_system *system;
	struct qms_arena *arena;
	const struct qms_people *people;
	const struct qms_rules *rules;
	const char *agency, *person;
	struct qms_ways ways;
	struct qms_task *tasks;
	size_t count, room;
};

/* An office of an act table that is a person's key of the kind: who stands
 * there, e.g. the owner of an action. */
static const struct qms_error *
is_named(bool *yes, struct gather *g, const struct qms_kind *kind,
    const char *key, const char *id)
{
	const struct qms_error *err;
	struct qms_query *query;
	char *sql;
	bool row;

	*yes = false;
	sql = qms_arena_format(g->arena, "SELECT 1 FROM \"%s\""
	    " WHERE agency = ?1 AND id = ?2 AND \"%s\" = ?3",
	    qms_kind_view(g->arena, kind->id, NULL), key);
	err = qms_db_query(&query, qms_index_db(g->system->index), sql);
	if (err)
		return err;
	qms_bind_text(query, 1, g->agency);
	qms_bind_text(query, 2, id);
	qms_bind_text(query, 3, g->person);
	err = qms_step(&row, query);
	*yes = err == NULL && row;
	qms_done(query);
	return err;
}

static const struct qms_error *
may_act(bool *yes, struct gather *g, const struct qms_kind *kind,
    const struct qms_kind_act *act, const char *id)
{
	const struct qms_error *err;
	const struct qms_kind_key *key;
	const char *held;
	size_t i;

	*yes = qms_people_holds(g->people, g->person, &act->offices, "KT.",
	    qms_index_question(g->system->index)->day, &held);
	for (i = 0; i < act->offices.count && !*yes; i++) {
		key = qms_kind_key(kind, act->offices.items[i]);
		if (key == NULL || key->type != QMS_TYPE_PERSON || key->many ||
		    !key->column)
			continue;
		err = is_named(yes, g, kind, key->key, id);
		if (err)
			return err;
	}
	return NULL;
}

/*
 * Does a guard stand in the way that the person cannot satisfy: another has to
 * act first, or has to be the one who acts? What is missing in the text itself
 * is the person's own work, and a task all the same.
 */
static const struct qms_error *
must_wait(bool *yes, struct gather *g, const struct qms_kind_act *act,
    const char *id, const char *version)
{
	struct qms_strings guards = { 0 };
	struct qms_refusal refusal = { 0 };
	const struct qms_rule *rule;
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	size_t i;

	*yes = false;
	for (i = 0; i < act->guards.count; i++) {
		rule = qms_rules_get(g->rules, act->guards.items[i]);
		if (rule != NULL && rule->waits)
			qms_strings_add(g->arena, &guards,
			    act->guards.items[i]);
	}
	if (guards.count == 0)
		return NULL;
	err = qms_rules_refuse(&refusal, g->arena, g->rules, &guards,
	    qms_index_db(g->system->index), g->agency, id, version, act->act,
	    g->person, qms_day_format(day,
	    qms_index_question(g->system->index)->day));
	*yes = err == NULL && refusal.rule != NULL;
	return err;
}

/* ---- what to type ---- */

/* Has the person a key that signs on the day that is asked about? */
static const struct qms_error *
find_key(bool *found, struct qms_system *system, struct qms_arena *arena,
    const char *agency, const char *person)
{
	const char *path = qms_guard_signers_path(arena, agency);
	int64_t noon = (int64_t)qms_index_question(system->index)->day *
	    86400 + 43200;
	struct qms_problems ignored = { .arena = arena };
	const struct qms_error *err;
	struct qms_signers signers;
	struct qms_text text;
	size_t i;

	*found = false;
	if (!qms_store_has(system->store, path))
		return NULL;
	err = qms_store_read(&text, arena, system->store, path,
	    QMS_FILE_LIMIT);
	if (err)
		return err;
	qms_signers_parse(&signers, arena, text, path, &ignored);
	for (i = 0; i < signers.count; i++)
		*found = *found || (signers.items[i].after <= noon &&
		    noon < signers.items[i].before &&
		    strcmp(signers.items[i].principal, person) == 0);
	return NULL;
}

const struct qms_error *
qms_ways_load(struct qms_ways *ways, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *person)
{
	struct qms_problems ignored = { .arena = arena };
	const struct qms_error *err;
	struct qms_text text;

	*ways = (struct qms_ways){ .person = person };
	err = qms_store_read(&text, arena, system->store, "qms.yaml",
	    QMS_FILE_LIMIT);
	if (err)
		return err;
	qms_settings_parse(&ways->settings, arena, text, "qms.yaml",
	    &ignored);
	return find_key(&ways->key, system, arena, agency, person);
}

/* A command of its own where there is one; `approve` under a signed decision
 * is `issue`. */
static const char *
command_of(const char *act, bool decision)
{
	static const struct { const char *act, *command; } known[] = {
		{ "submit", "submit" }, { "accept", "review" },
		{ "request-changes", "review --request-changes" },
		{ "approve", "approve" }, { "withdraw", "withdraw" },
		{ "keep", "keep" }, { "disseminate", "disseminate" },
		{ "acknowledge", "acknowledge" },
	};
	size_t i;

	if (decision && strcmp(act, "approve") == 0)
		return "issue";
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].act, act) == 0)
			return known[i].command;
	return NULL;
}

const char *
qms_ways_command(const struct qms_ways *ways, struct qms_arena *arena,
    const struct qms_kind *kind, const struct qms_kind_act *act,
    const char *ids, const char *by, enum qms_language language)
{
	static const char *const words[][QMS_LANGUAGES] = {
		{ " --key TỆP", " --key FILE" },
		{ " --decision SỐ --file TỆP", " --decision NUMBER --file FILE" },
		{ " --request TỆP", " --request FILE" },
		{ " --proof certificate --request TỆP",
		    " --proof certificate --request FILE" },
	};
	int least = qms_proof_rank(qms_proof_least(&ways->settings, kind,
	    act));
	bool own = by != NULL && strcmp(by, ways->person) == 0;
	bool decision = least == 1 && !(own && ways->key);
	const char *command = command_of(act->act, decision);
	const char *who = own || by == NULL || decision ? "" :
	    qms_arena_format(arena, " --by %s", by);
	const char *proof = least == 0 ? "" : words[decision ? 1 :
	    least > 2 ? 3 : own ? 0 : 2][language];

	return command != NULL ? qms_arena_format(arena, "qms %s %s%s%s",
	    command, ids, who, proof) : qms_arena_format(arena,
	    "qms act %s %s%s%s", ids, act->act, who, proof);
}

/* Who judges a text sees first what changed since he last saw it. */
static const char *
look_for(struct qms_arena *arena, const struct qms_kind *kind,
    const char *state, const char *id)
{
	if (kind->class != QMS_CLASS_DOCUMENT ||
	    strcmp(state, kind->first) == 0 ||
	    qms_string_is(state, kind->in_force))
		return "";
	return qms_arena_format(arena, "qms diff %s --since-review", id);
}

static const struct qms_error *
add_tasks(struct gather *g, const struct qms_kind *kind, const char *id,
    const char *version, const char *title, const char *state,
    const char *since)
{
	const struct qms_error *err;
	enum qms_language language;
	struct qms_task *task;
	bool yes, wait;
	size_t i;

	for (i = 0; i < kind->act_count; i++) {
		if (strcmp(kind->acts[i].from, state) != 0 ||
		    !qms_strings_has(&kind->tasks, kind->acts[i].act))
			continue;
		err = may_act(&yes, g, kind, &kind->acts[i], id);
		if (err)
			return err;
		if (!yes)
			continue;
		err = must_wait(&wait, g, &kind->acts[i], id, version);
		if (err)
			return err;
		if (wait)
			continue;
		task = qms_push(g->arena, g->tasks, g->count, g->room);
		task->kind = kind;
		task->agency = g->agency;
		task->id = qms_arena_string(g->arena, id);
		task->version = qms_arena_string(g->arena, version);
		task->title = qms_arena_string(g->arena, title);
		task->state = qms_arena_string(g->arena, state);
		task->since = qms_arena_string(g->arena, since);
		task->act = kind->acts[i].act;
		for (language = 0; language < QMS_LANGUAGES; language++)
			task->command[language] = qms_ways_command(&g->ways,
			    g->arena, kind, &kind->acts[i], task->id,
			    g->person, language);
		task->look = look_for(g->arena, kind, state, task->id);
	}
	return NULL;
}

struct unit {
	const char *kind, *id, *version, *title, *state, *since, *text;
};

static const struct qms_error *
read_units(struct unit **units, size_t *count, struct gather *g,
    const char *sql, bool fresh)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct unit *unit;
	size_t room = 0;
	bool row;

	*units = NULL;
	*count = 0;
	err = qms_db_query(&query, qms_index_db(g->system->index), sql);
	if (err)
		return err;
	qms_bind_text(query, 1, g->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		unit = qms_push(g->arena, *units, *count, room);
		unit->kind = qms_arena_string(g->arena,
		    qms_column_text(query, 0));
		unit->id = qms_arena_string(g->arena,
		    qms_column_text(query, 1));
		unit->version = fresh ? "" : qms_arena_string(g->arena,
		    qms_column_text(query, 2));
		unit->title = qms_arena_string(g->arena,
		    qms_column_text(query, fresh ? 2 : 3));
		unit->state = fresh ? "" : qms_arena_string(g->arena,
		    qms_column_text(query, 4));
		unit->since = fresh ? "" : qms_arena_string(g->arena,
		    qms_column_text(query, 5));
		unit->text = fresh ? qms_arena_string(g->arena,
		    qms_column_text(query, 3)) : "";
	}
	qms_done(query);
	return err;
}

static bool
is_secretary(const struct gather *g)
{
	static const char *const secretary[] = { "secretary" };
	struct qms_strings offices = { (const char **)secretary, 1, 1 };
	const char *held;

	return qms_people_holds(g->people, g->person, &offices, "",
	    qms_index_question(g->system->index)->day, &held);
}

/* Is a fresh document this person's to submit? */
static const struct qms_error *
is_to_submit(bool *yes, struct gather *g, const struct unit *unit,
    const struct qms_round *round)
{
	const struct qms_error *err;
	struct qms_strings writers;

	*yes = false;
	if (strcmp(unit->text, round->latest_text) == 0)
		return NULL;
	err = qms_writers(&writers, g->system, g->arena, g->agency, unit->id);
	if (err)
		return err;
	*yes = qms_strings_has(&writers, g->person) || is_secretary(g);
	return NULL;
}

static const struct qms_error *
add_fresh(struct gather *g, const struct qms_map *open)
{
	const struct qms_error *err;
	const struct qms_kind *kind;
	struct qms_round round;
	const struct qms_kind *model;
	struct unit *units;
	size_t i, count;
	bool yes, roles;

	model = qms_kinds_get(qms_system_kinds(g->system), "model");
	roles = model != NULL && qms_kind_key(model, "roles") != NULL;
	err = read_units(&units, &count, g, qms_arena_format(g->arena,
	    sql_fresh, roles ? sql_roles : "", roles ?
	    "coalesce(r.place, 999)," : ""), true);
	for (i = 0; err == NULL && i < count; i++) {
		kind = qms_kinds_get(qms_system_kinds(g->system),
		    units[i].kind);
		if (kind == NULL || kind->first == NULL ||
		    qms_map_get(open, units[i].id) != NULL)
			continue;
		err = qms_round_get(&round, g->system, g->arena, kind,
		    g->agency, units[i].id);
		if (err)
			return err;
		yes = kind->class == QMS_CLASS_RECORD &&
		    strcmp(round.state, kind->first) == 0;
		if (kind->class == QMS_CLASS_DOCUMENT)
			err = is_to_submit(&yes, g, &units[i], &round);
		if (err == NULL && yes)
			err = add_tasks(g, kind, units[i].id, "",
			    units[i].title, kind->first, "");
	}
	return err;
}

static void
add_duty(struct gather *g, const struct qms_obligation *obligation)
{
	struct qms_task *task;
	const char *id;
	int i;

	id = qms_arena_copy(g->arena, obligation->period,
	    strcspn(obligation->period, " "));
	task = qms_push(g->arena, g->tasks, g->count, g->room);
	*task = (struct qms_task){ .obligation = obligation,
	    .agency = g->agency, .id = id, .version = "",
	    .title = obligation->period,
	    .state = qms_verdict_id(obligation->verdict), .since = "",
	    .act = obligation->rule->id, .look = "" };
	for (i = 0; i < QMS_LANGUAGES; i++)
		task->command[i] = qms_obligation_next(g->arena, obligation,
		    (enum qms_language)i);
}

/* Of rules that say what is to be typed: what is not met yet. */
static const struct qms_error *
add_duties(struct gather *g)
{
	struct qms_rules some;
	struct qms_obligation *duties;
	const struct qms_error *err;
	size_t count, i;

	if (!is_secretary(g))
		return NULL;
	qms_rules_with_command(&some, g->arena, g->rules);
	if (some.count == 0)
		return NULL;
	err = qms_rules_obligations(&duties, &count, g->arena, &some,
	    qms_index_db(g->system->index), g->agency);
	for (i = 0; err == NULL && i < count; i++)
		if (duties[i].verdict != QMS_VERDICT_MET &&
		    duties[i].verdict != QMS_VERDICT_ATTESTED &&
		    duties[i].verdict != QMS_VERDICT_NOT_APPLICABLE)
			add_duty(g, &duties[i]);
	return err;
}

/* What the person must read, in the version in force. */
static const struct qms_error *
add_readings(struct gather *g)
{
	struct qms_row_reader *rows;
	const struct qms_error *err;
	const struct qms_kind *kind;
	struct qms_task *task;
	size_t count, i;

	err = qms_query_readers(&rows, &count, g->arena, g->system->index,
	    g->agency, NULL, g->person);
	for (i = 0; err == NULL && i < count; i++) {
		kind = qms_kinds_get(qms_system_kinds(g->system),
		    rows[i].kind);
		if (*rows[i].read != '\0' || kind == NULL)
			continue;
		task = qms_push(g->arena, g->tasks, g->count, g->room);
		*task = (struct qms_task){ .kind = kind, .agency = g->agency,
		    .id = rows[i].id, .version = rows[i].version,
		    .title = rows[i].title, .state = kind->in_force,
		    .since = rows[i].since, .act = "acknowledge" };
		task->command[QMS_VI] = task->command[QMS_EN] =
		    qms_arena_format(g->arena, "qms acknowledge %s", task->id);
		task->look = qms_arena_format(g->arena,
		    "qms diff %s --since-acknowledged", task->id);
	}
	return err;
}

const struct qms_error *
qms_tasks(struct qms_task **tasks, size_t *count, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *person)
{
	struct gather g = { .system = system, .arena = arena,
	    .agency = agency, .person = person };
	const struct qms_error *err;
	const struct qms_kind *kind;
	struct qms_map open = { 0 };
	struct unit *units;
	size_t i, unit_count;

	*tasks = NULL;
	*count = 0;
	err = qms_system_people(&g.people, system, agency);
	if (err == NULL)
		err = qms_system_rules(&g.rules, system);
	if (err == NULL)
		err = qms_ways_load(&g.ways, system, arena, agency, person);
	if (err)
		return err;
	err = read_units(&units, &unit_count, &g, sql_units, false);
	for (i = 0; err == NULL && i < unit_count; i++) {
		kind = qms_kinds_get(qms_system_kinds(system), units[i].kind);
		if (kind == NULL)
			continue;
		qms_map_put(arena, &open, units[i].id, &units[i]);
		err = add_tasks(&g, kind, units[i].id, units[i].version,
		    units[i].title, units[i].state, units[i].since);
	}
	if (err == NULL)
		err = add_duties(&g);
	if (err == NULL)
		err = add_readings(&g);
	if (err == NULL)
		err = add_fresh(&g, &open);
	*tasks = g.tasks;
	*count = g.count;
	return err;
}
