/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "rule.h"

enum {
	MOST_STEPS = 50 * 1000 * 1000,	/* of SQLite's machine, for one rule */
	MOST_ROWS = 100 * 1000,		/* of one rule */
	MOST_DUTIES = 1000 * 1000,	/* likewise: of documents there are many */
	MOST_LINES = 1000		/* filled in by one rule */
};

static const struct { const char *name; enum qms_rule_use use; } uses[] = {
	{ "problem", QMS_RULE_PROBLEM },
	{ "obligation", QMS_RULE_OBLIGATION },
	{ "refuse", QMS_RULE_REFUSE },
	{ "fill", QMS_RULE_FILL },
	{ "indicator", QMS_RULE_INDICATOR },
};

static void
read_words(const char *words[QMS_LANGUAGES], struct qms_arena *arena,
    const struct qms_yaml *root, const char *key)
{
	const struct qms_yaml *map = qms_yaml_get(root, key);
	const char *vi = qms_yaml_string(map, "vi");
	const char *en = qms_yaml_string(map, "en");

	words[QMS_VI] = qms_arena_string(arena, vi == NULL ? "" : vi);
	words[QMS_EN] = qms_arena_string(arena, en == NULL ? words[QMS_VI] :
	    en);
}

static const char *
read_word(struct qms_arena *arena, const struct qms_object *object,
    const char *key)
{
	const char *value = qms_object_string(object, key);

	return value == NULL ? "" : qms_arena_string(arena, value);
}

static qms_day
read_day(const struct qms_object *object, const char *key)
{
	return qms_day_parse(qms_text(qms_object_string(object, key)));
}

/* The one sql block; other blocks are for the reader. */
static const struct qms_markdown_code *
find_sql(const struct qms_object *object)
{
	const struct qms_markdown_code *found = NULL;
	size_t i;

	for (i = 0; i < object->markdown.code_count; i++)
		if (qms_string_is(object->markdown.codes[i].info, "sql")) {
			if (found != NULL)
				return NULL;
			found = &object->markdown.codes[i];
		}
	return found;
}

static bool
fill(struct qms_rule *rule, struct qms_arena *arena,
    const struct qms_object *object, struct qms_problems *problems)
{
	const struct qms_markdown_code *sql = find_sql(object);
	const char *use = qms_object_string(object, "use");
	const char *severity = qms_object_string(object, "severity");
	size_t i, count = sizeof(uses) / sizeof(uses[0]);

	if (sql == NULL) {
		qms_report(problems, object->path, object->body_line, 1,
		    QMS_M_R001);
		return false;
	}
	for (i = 0; i < count && !qms_string_is(use, uses[i].name); i++)
		continue;
	if (i == count)
		return false;		/* its value is reported by the schema */
	rule->id = qms_arena_string(arena, object->match.id);
	rule->path = qms_arena_string(arena, object->path);
	rule->use = uses[i].use;
	rule->basis = read_word(arena, object, "basis");
	rule->fills = read_word(arena, object, "fills");
	rule->section = read_word(arena, object, "section");
	rule->table = read_word(arena, object, "table");
	rule->row = read_word(arena, object, "row");
	rule->column = read_word(arena, object, "column");
	rule->target = read_word(arena, object, "target");
	rule->from = read_day(object, "from");
	rule->to = read_day(object, "to");
	rule->confirmed = qms_string_is(qms_object_string(object,
	    "confirmed"), "yes");
	rule->waits = qms_string_is(qms_object_string(object, "waits"),
	    "yes");
	rule->maintains = qms_string_is(qms_object_string(object,
	    "maintains"), "yes");
	rule->severity = qms_string_is(severity, "warning") ? QMS_WARNING :
	    QMS_ERROR;
	read_words(rule->command, arena, object->root, "command");
	read_words(rule->title, arena, object->root, "title");
	read_words(rule->message, arena, object->root, "message");
	read_words(rule->help, arena, object->root, "help");
	rule->sql = qms_arena_string(arena, sql->text);
	rule->sql_line = sql->line;
	rule->text = object->bytes;
	return true;
}

const struct qms_error *
qms_rules_load(struct qms_rules **rules, struct qms_arena *arena,
    const struct qms_kinds *kinds, const struct qms_store *store,
    struct qms_problems *problems)
{
	struct qms_store_entry *entries;
	const struct qms_error *err;
	struct qms_object object;
	struct qms_rule rule;
	struct qms_text text;
	size_t count, i;

	*rules = qms_arena_alloc(arena, sizeof(**rules));
	(*rules)->kinds = kinds;
	err = qms_store_list(&entries, &count, arena, store, "rules/");
	for (i = 0; err == NULL && i < count; i++) {
		if (!qms_ends_with(entries[i].path, ".md"))
			continue;
		err = qms_store_read(&text, arena, store, entries[i].path,
		    QMS_FILE_LIMIT);
		if (err != NULL && err->id == QMS_M_G013) {
			/* whatever it guards is refused: the rule is missing */
			qms_report(problems, entries[i].path, 0, 0,
			    QMS_M_D001, err->arguments[1], err->arguments[2]);
			err = NULL;
			continue;
		}
		if (err)
			return err;
		qms_object_parse(&object, arena, kinds, entries[i].path, text,
		    problems);
		memset(&rule, 0, sizeof(rule));
		if (object.root != NULL && !object.broken &&
		    object.match.kind != NULL &&
		    strcmp(object.match.kind->id, "rule") == 0 &&
		    fill(&rule, arena, &object, problems))
			*qms_push(arena, (*rules)->items, (*rules)->count,
			    (*rules)->room) = rule;
		qms_object_free(&object);
	}
	return err;
}

const struct qms_rule *
qms_rules_get(const struct qms_rules *rules, const char *id)
{
	size_t i;

	for (i = 0; i < rules->count; i++)
		if (strcmp(rules->items[i].id, id) == 0)
			return &rules->items[i];
	return NULL;
}

/* ---- running ---- */

static const char *const built_in[] = {
	"adopted", "adoption", "asof", "statement", "version", "author",
	"citation", "person", "office", "mention", "reference", "obliged",
	"year", "quarter", "object", "file_name", "figure", "figure_link",
	"figure_rate", "reader", "reading", "population_member",
	"succession", "held"
};

/* Is `view` that of a kind, or one of its lists: `procedure_steps`? */
static bool
is_of_kind(const struct qms_kind *kind, const char *view)
{
	const char *id = kind->id;

	for (; *id != '\0'; id++, view++)
		if ((*id == '-' ? '_' : *id) != *view)
			return false;
	return *view == '\0' || *view == '_';
}

bool
qms_rule_may_read(void *closure, const char *view)
{
	const struct qms_kinds *kinds = closure;
	size_t i;

	for (i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		if (strcmp(built_in[i], view) == 0)
			return true;
	for (i = 0; kinds != NULL && i < kinds->count; i++)
		if (is_of_kind(kinds->items[i], view))
			return true;
	return false;
}

static void
let_in(struct qms_db *db, const struct qms_kinds *kinds)
{
	qms_db_sandbox(db, qms_rule_may_read, (void *)(uintptr_t)kinds,
	    MOST_STEPS);
}

static void
keep_out(struct qms_db *db)
{
	qms_db_sandbox(db, NULL, NULL, 0);
}

struct columns {
	int path, key, row, agency, evidence, period, due, done, attested,
	    part, whole;
	int arguments[QMS_MESSAGE_ARGUMENTS];
};

/* A name that the use of the rule does not know, or that comes again, is an
 * argument of the message. */
static struct columns
find_columns(struct qms_query *query, enum qms_rule_use use)
{
	static const char *const names[] = { "path", "key", "row", "agency",
	    "evidence", "period", "due", "done", "attested", "part", "whole" };
	struct columns found;
	int *place = &found.path, i, free_place = 0;
	size_t n, first, last;

	first = use == QMS_RULE_PROBLEM || use == QMS_RULE_FILL ? 0 : 3;
	last = use == QMS_RULE_PROBLEM || use == QMS_RULE_FILL ||
	    use == QMS_RULE_REFUSE ? 3 : use == QMS_RULE_OBLIGATION ? 9 :
	    sizeof(names) / sizeof(names[0]);
	memset(&found, 0xff, sizeof(found));	/* all -1 */
	for (i = 0; i < qms_column_count(query); i++) {
		for (n = first; n < last; n++)
			if (place[n] < 0 && qms_string_is(
			    qms_column_name(query, i), names[n]))
				break;
		if (n < last)
			place[n] = i;
		else if (free_place < QMS_MESSAGE_ARGUMENTS)
			found.arguments[free_place++] = i;
	}
	return found;
}

static const char *
cell(struct qms_query *query, int column)
{
	const char *text = column < 0 ? NULL : qms_column_text(query, column);

	return text == NULL ? "" : text;
}

static void
take_arguments(const char *arguments[QMS_MESSAGE_ARGUMENTS],
    struct qms_arena *arena, struct qms_query *query,
    const struct columns *columns)
{
	int i;

	for (i = 0; i < QMS_MESSAGE_ARGUMENTS &&
	    columns->arguments[i] >= 0; i++)
		arguments[i] = qms_arena_string(arena, cell(query,
		    columns->arguments[i]));
}

/* A rule that cannot run is the rule's problem; other failures are ours. */
static const struct qms_error *
blame(struct qms_problems *problems, const struct qms_rule *rule,
    const struct qms_error *error)
{
	struct qms_buffer text[QMS_LANGUAGES] = { { 0 } };
	int i;

	if (error == NULL || !qms_db_is_foreign_error(error))
		return error;
	for (i = 0; i < QMS_LANGUAGES; i++)
		qms_error_text(&text[i], error, (enum qms_language)i);
	qms_report(problems, rule->path, rule->sql_line, 1, QMS_M_R002,
	    rule->id, text[QMS_VI].data, text[QMS_EN].data);
	for (i = 0; i < QMS_LANGUAGES; i++)
		qms_buffer_free(&text[i]);
	return NULL;
}

struct located {		/* the file read last, to find keys in */
	struct qms_arena arena;
	struct qms_object object;
	char *path;
};

static void
forget(struct located *located)
{
	if (located->path != NULL)
		qms_object_free(&located->object);
	qms_arena_free(&located->arena);
	located->path = NULL;
}

static void
locate(int *line, int *column, struct located *located,
    const struct qms_kinds *kinds, const struct qms_store *store,
    const char *path, const char *key, int row)
{
	struct qms_problems ignored = { .arena = &located->arena };
	struct qms_text text;

	*line = 1;
	*column = 1;
	if (!qms_string_is(located->path, path)) {
		forget(located);
		if (qms_store_read(&text, &located->arena, store, path,
		    QMS_FILE_LIMIT) != NULL)
			return;
		qms_object_parse(&located->object, &located->arena, kinds,
		    path, text, &ignored);
		located->path = qms_arena_string(&located->arena, path);
	}
	qms_object_position(&located->object, key, row, line, column);
}

static void
add_problem(struct qms_problems *problems, const struct qms_rule *rule,
    struct qms_query *query, const struct columns *columns)
{
	struct qms_problem *problem;

	problem = qms_push(problems->arena, problems->items, problems->count,
	    problems->room);
	problem->path = qms_arena_string(problems->arena, cell(query,
	    columns->path));
	problem->code = rule->id;
	problem->severity = rule->severity;
	memcpy(problem->text, rule->message, sizeof(problem->text));
	memcpy(problem->help, rule->help, sizeof(problem->help));
	take_arguments(problem->arguments, problems->arena, query, columns);
	/* until it is located: the row, and the key behind it */
	problem->line = (int)strtol(cell(query, columns->row), NULL, 10);
}

/* A problem that is not located yet. */
struct pending {
	size_t at;
	const char *path, *key;
};

static int
compare_pending(const void *left, const void *right)
{
	const struct pending *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	return order != 0 ? order : a->at < b->at ? -1 : a->at > b->at;
}

static const struct qms_error *
run_problem_rule(struct qms_problems *problems, const struct qms_rule *rule,
    struct qms_db *db, const struct qms_kinds *kinds,
    const struct qms_store *store, struct located *located)
{
	const struct qms_error *err;
	struct pending *pending = NULL, *one;
	struct qms_problem *problem;
	size_t count = 0, room = 0, i;
	struct qms_query *query;
	struct columns columns;
	bool row;

	err = qms_db_query_foreign(&query, db, rule->sql);
	if (err)
		return blame(problems, rule, err);
	columns = find_columns(query, rule->use);
	while ((err = qms_step(&row, query)) == NULL && row &&
	    count < MOST_ROWS) {
		add_problem(problems, rule, query, &columns);
		one = qms_push(problems->arena, pending, count, room);
		one->at = problems->count - 1;
		one->path = problems->items[one->at].path;
		one->key = qms_arena_string(problems->arena, cell(query,
		    columns.key));
	}
	qms_query_free(query);
	err = blame(problems, rule, err);
	/* each file is read once, in whatever order the rule names them */
	if (count > 1)
		qsort(pending, count, sizeof(*pending), compare_pending);
	for (i = 0; i < count; i++) {
		problem = &problems->items[pending[i].at];
		locate(&problem->line, &problem->column, located, kinds,
		    store, problem->path, pending[i].key, problem->line);
	}
	if (count == MOST_ROWS)
		qms_report(problems, rule->path, rule->sql_line, 1,
		    QMS_M_R007, rule->id, qms_arena_format(problems->arena,
		    "%d", (int)MOST_ROWS));
	return err;
}

static const char sql_day[] = "SELECT day, due_soon FROM asof LIMIT 1";

static const struct qms_error *
question(qms_day *day, int *due_soon, struct qms_db *db)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*day = QMS_DAY_NONE;
	*due_soon = 30;
	err = qms_db_query(&query, db, sql_day);
	if (err)
		return err;
	err = qms_step(&row, query);
	if (err == NULL && row) {
		*day = qms_day_parse(qms_text(qms_column_text(query, 0)));
		*due_soon = (int)qms_column_integer(query, 1);
	}
	qms_done(query);
	return err;
}

static bool
is_valid_on(const struct qms_rule *rule, qms_day day)
{
	return (rule->from == QMS_DAY_NONE || rule->from <= day) &&
	    (rule->to == QMS_DAY_NONE || day <= rule->to);
}

const struct qms_error *
qms_rules_problems(struct qms_problems *problems,
    const struct qms_rules *rules, struct qms_db *db,
    const struct qms_store *store)
{
	const struct qms_error *err;
	struct located located = { 0 };
	qms_day day;
	size_t i;
	int soon;

	err = question(&day, &soon, db);
	if (err)
		return err;
	let_in(db, rules->kinds);
	for (i = 0; err == NULL && i < rules->count; i++)
		if (rules->items[i].use == QMS_RULE_PROBLEM &&
		    is_valid_on(&rules->items[i], day))
			err = run_problem_rule(problems, &rules->items[i], db,
			    rules->kinds, store, &located);
	keep_out(db);
	forget(&located);
	return err;
}

const struct qms_error *
qms_rules_refuse(struct qms_refusal *refusal, struct qms_arena *arena,
    const struct qms_rules *rules, const struct qms_strings *guards,
    struct qms_db *db, const char *agency, const char *object,
    const char *version, const char *act, const char *by, const char *date)
{
	const struct qms_error *err = NULL;
	const struct qms_rule *rule;
	struct qms_query *query;
	struct columns columns;
	bool row = false;
	size_t i;

	memset(refusal, 0, sizeof(*refusal));
	for (i = 0; err == NULL && !row && i < guards->count; i++) {
		rule = qms_rules_get(rules, guards->items[i]);
		if (rule == NULL || rule->use != QMS_RULE_REFUSE)
			return qms_fail(QMS_M_R003, guards->items[i], act);
		if (!is_valid_on(rule, qms_day_parse(qms_text(date))))
			continue;
		let_in(db, rules->kinds);
		err = qms_db_query_foreign(&query, db, rule->sql);
		if (err)
			break;
		qms_bind_named(query, ":agency", agency);
		qms_bind_named(query, ":object", object);
		qms_bind_named(query, ":version", version);
		qms_bind_named(query, ":act", act);
		qms_bind_named(query, ":by", by);
		qms_bind_named(query, ":date", date);
		columns = find_columns(query, rule->use);
		err = qms_step(&row, query);
		if (err == NULL && row) {
			refusal->rule = rule;
			take_arguments(refusal->arguments, arena, query,
			    &columns);
		}
		qms_query_free(query);
	}
	keep_out(db);
	return err;
}

/* ---- obligations ---- */

static int
compare_obligations(const void *left, const void *right)
{
	const struct qms_obligation *a = left, *b = right;
	int order = strcmp(a->rule->id, b->rule->id);

	if (order == 0)
		order = strcmp(a->agency, b->agency);
	if (order == 0)
		order = strcmp(a->due, b->due);
	if (order == 0)
		order = strcmp(a->period, b->period);
	/* within a period: what was done first; nothing done comes last */
	if (order == 0 && (*a->done == '\0') != (*b->done == '\0'))
		return *a->done == '\0' ? 1 : -1;
	if (order == 0)
		order = strcmp(a->done, b->done);
	return order == 0 ? strcmp(a->evidence, b->evidence) : order;
}

static void
judge(struct qms_obligation *o, qms_day day, int due_soon, bool attested)
{
	qms_day due = qms_day_parse(qms_text(o->due));
	qms_day done = qms_day_parse(qms_text(o->done));

	if (done != QMS_DAY_NONE && done <= day) {
		o->verdict = attested ? QMS_VERDICT_ATTESTED :
		    QMS_VERDICT_MET;
		o->days = due == QMS_DAY_NONE ? 0 : due - done;
	} else if (due == QMS_DAY_NONE) {
		o->verdict = QMS_VERDICT_MISSING;
	} else {
		o->days = due - day;
		o->verdict = o->days < 0 ? QMS_VERDICT_OVERDUE :
		    o->days <= due_soon ? QMS_VERDICT_DUE_SOON :
		    QMS_VERDICT_OPEN;
	}
}

/* A period of time begins with its year; others name an object. */
static bool
is_time(const char *period)
{
	int i;

	for (i = 0; i < 4; i++)
		if (period[i] < '0' || period[i] > '9')
			return false;
	return true;
}

/*
 * Sorted rows become verdicts: one a period, and of the times that are over
 * only those still owed.
 */
static size_t
settle(struct qms_obligation *items, size_t count)
{
	size_t i, kept = 0;
	bool same_period, last;

	for (i = 0; i < count; i++) {
		same_period = kept > 0 && i > 0 &&
		    items[i].rule == items[i - 1].rule &&
		    strcmp(items[i].agency, items[i - 1].agency) == 0 &&
		    strcmp(items[i].due, items[i - 1].due) == 0 &&
		    strcmp(items[i].period, items[i - 1].period) == 0;
		if (!same_period)
			items[kept++] = items[i];
	}
	count = kept;
	kept = 0;
	for (i = 0; i < count; i++) {
		last = i + 1 == count || items[i + 1].rule != items[i].rule ||
		    strcmp(items[i + 1].agency, items[i].agency) != 0;
		if (last || !is_time(items[i].period) ||
		    items[i].verdict == QMS_VERDICT_OVERDUE ||
		    items[i].verdict == QMS_VERDICT_MISSING ||
		    items[i].verdict == QMS_VERDICT_DUE_SOON)
			items[kept++] = items[i];
	}
	return kept;
}

struct duties {
	struct qms_obligation *items;
	size_t count, room;
};

/* What a rule fails of is told with its id: it may be one's own. */
static const struct qms_error *
of_rule(const struct qms_error *err, const struct qms_rule *rule)
{
	return err != NULL && err->id == QMS_M_G056 ?
	    qms_fail(QMS_M_G184, rule->id) : err;
}

static const struct qms_error *
run_obligation(struct duties *duties, struct qms_arena *arena,
    const struct qms_rule *rule, struct qms_db *db, const char *agency,
    qms_day day, int due_soon)
{
	const struct qms_error *err;
	struct qms_obligation *o;
	struct qms_query *query;
	struct columns columns;
	size_t rows = 0;
	bool row;

	err = qms_db_query_foreign(&query, db, rule->sql);
	if (err)
		return err;
	columns = find_columns(query, rule->use);
	while ((err = qms_step(&row, query)) == NULL && row &&
	    rows++ < MOST_DUTIES) {
		if (agency != NULL &&
		    strcmp(cell(query, columns.agency), agency) != 0)
			continue;
		o = qms_push(arena, duties->items, duties->count,
		    duties->room);
		o->rule = rule;
		o->agency = qms_arena_string(arena, cell(query,
		    columns.agency));
		o->period = qms_arena_string(arena, cell(query,
		    columns.period));
		o->due = qms_arena_string(arena, cell(query, columns.due));
		o->done = qms_arena_string(arena, cell(query, columns.done));
		o->evidence = qms_arena_string(arena, cell(query,
		    columns.evidence));
		judge(o, day, due_soon, cell(query, columns.attested)[0] !=
		    '\0');
	}
	qms_query_free(query);
	/* a part of them would be a wrong answer */
	if (err == NULL && rows > MOST_DUTIES)
		return qms_fail(QMS_M_G185, rule->id);
	return of_rule(err, rule);
}

void
qms_rules_with_command(struct qms_rules *some, struct qms_arena *arena,
    const struct qms_rules *rules)
{
	size_t i;

	*some = *rules;
	some->count = 0;
	some->items = qms_arena_alloc(arena,
	    (rules->count + 1) * sizeof(*some->items));
	for (i = 0; i < rules->count; i++)
		if (rules->items[i].use == QMS_RULE_OBLIGATION &&
		    *rules->items[i].command[0] != '\0')
			some->items[some->count++] = rules->items[i];
}

/* The first word of its period is what the words of the rule are about. */
const char *
qms_obligation_next(struct qms_arena *arena,
    const struct qms_obligation *obligation, enum qms_language language)
{
	const struct qms_rule *rule = obligation->rule;
	const char *words = *rule->command[language] != '\0' ?
	    rule->command[language] : rule->help[language];
	struct qms_buffer text = { 0 };
	const char *id;

	if (words == NULL || *words == '\0')
		return "";
	id = qms_arena_copy(arena, obligation->period,
	    strcspn(obligation->period, " :,"));
	qms_message_fill(&text, words,
	    (const char *const [QMS_MESSAGE_ARGUMENTS]){ id });
	words = qms_arena_string(arena, text.data);
	qms_buffer_free(&text);
	return words;
}

/* Its period begins with the id: "QT-07 (so/QT-07@1.1)". */
bool
qms_obligation_is_of(const struct qms_obligation *obligation, const char *id)
{
	size_t size = strlen(id);

	return *obligation->rule->command[0] != '\0' &&
	    strncmp(obligation->period, id, size) == 0 &&
	    (obligation->period[size] == ' ' ||
	    obligation->period[size] == '\0');
}

const struct qms_error *
qms_rules_obligations(struct qms_obligation **obligations, size_t *count,
    struct qms_arena *arena, const struct qms_rules *rules, struct qms_db *db,
    const char *agency)
{
	const struct qms_error *err;
	struct duties duties = { 0 };
	int due_soon;
	qms_day day;
	size_t i;

	*obligations = NULL;
	*count = 0;
	err = question(&day, &due_soon, db);
	let_in(db, rules->kinds);
	for (i = 0; err == NULL && i < rules->count; i++)
		if (rules->items[i].use == QMS_RULE_OBLIGATION)
			err = run_obligation(&duties, arena, &rules->items[i],
			    db, agency, day, due_soon);
	keep_out(db);
	if (err)
		return err;
	if (duties.count > 1)
		qsort(duties.items, duties.count, sizeof(*duties.items),
		    compare_obligations);
	*count = settle(duties.items, duties.count);
	*obligations = duties.items;
	return NULL;
}

/* ---- what is filled in ---- */

bool
qms_rule_fills_rows(const struct qms_rule *rule)
{
	return *rule->table != '\0' && *rule->row == '\0' &&
	    *rule->column == '\0';
}

const char *
qms_rule_line_cell(const struct qms_rule_line *line, const char *name)
{
	size_t i;

	for (i = 0; i < line->cell_count; i++)
		if (strcmp(line->cells[i].name, name) == 0)
			return line->cells[i].value;
	return "";
}

static void
take_cells(struct qms_rule_line *line, struct qms_arena *arena,
    struct qms_query *query, int path)
{
	int count = qms_column_count(query), i;
	struct qms_rule_cell *one;

	line->cells = qms_arena_alloc(arena, (size_t)count *
	    sizeof(*line->cells));
	for (i = 0; i < count; i++) {
		if (i == path)
			continue;
		one = &line->cells[line->cell_count++];
		one->name = qms_arena_string(arena, qms_column_name(query,
		    i));
		one->value = qms_arena_string(arena, cell(query, i));
	}
}

static struct qms_rule_line *
find_line(struct qms_rule_line *lines, size_t count,
    const struct qms_rule_line *wanted)
{
	size_t i;
	int n;

	for (i = 0; i < count; i++) {
		for (n = 0; n < QMS_MESSAGE_ARGUMENTS; n++)
			if (!qms_string_is(lines[i].arguments[n],
			    wanted->arguments[n]))
				break;
		if (n == QMS_MESSAGE_ARGUMENTS &&
		    lines[i].rule == wanted->rule &&
		    strcmp(lines[i].row, wanted->row) == 0)
			return &lines[i];
	}
	return NULL;
}

static const struct qms_error *
run_fill(struct qms_rule_line **lines, size_t *count, size_t *room,
    struct qms_arena *arena, const struct qms_rule *rule, struct qms_db *db,
    const char *agency, const struct qms_rule_cell *known,
    size_t known_count)
{
	bool row, whole = qms_rule_fills_rows(rule);
	struct qms_rule_line line, *found;
	const struct qms_error *err;
	struct qms_query *query;
	struct columns columns;
	const char *path;
	size_t rows = 0, i;

	err = qms_db_query_foreign(&query, db, rule->sql);
	if (err)
		return err;
	for (i = 0; i < known_count; i++)
		qms_bind_named(query, qms_arena_format(arena, ":%s",
		    known[i].name), known[i].value);
	qms_bind_named(query, ":agency", agency);
	columns = find_columns(query, rule->use);
	while ((err = qms_step(&row, query)) == NULL && row &&
	    rows++ < MOST_LINES) {
		line = (struct qms_rule_line){ .rule = rule, .row =
		    *rule->row != '\0' ? rule->row : qms_arena_string(
		    arena, cell(query, columns.row)) };
		take_arguments(line.arguments, arena, query, &columns);
		if (whole)
			take_cells(&line, arena, query, columns.path);
		found = whole ? NULL : find_line(*lines, *count, &line);
		if (found == NULL) {
			found = qms_push(arena, *lines, *count, *room);
			*found = line;
		}
		path = qms_arena_string(arena, cell(query, columns.path));
		if (*path != '\0' && !qms_strings_has(&found->sources, path))
			qms_strings_add(arena, &found->sources, path);
	}
	qms_query_free(query);
	return err;
}

const struct qms_error *
qms_rules_lines(struct qms_rule_line **lines, size_t *count,
    struct qms_arena *arena, const struct qms_rules *rules, struct qms_db *db,
    const char *kind, const char *agency, const struct qms_rule_cell *known,
    size_t known_count)
{
	const struct qms_rule *rule;
	const struct qms_error *err;
	size_t room = 0, i;
	qms_day day;
	int soon;

	*lines = NULL;
	*count = 0;
	err = question(&day, &soon, db);
	let_in(db, rules->kinds);
	for (i = 0; err == NULL && i < rules->count; i++) {
		rule = &rules->items[i];
		if (rule->use == QMS_RULE_FILL &&
		    strcmp(rule->fills, kind) == 0 && is_valid_on(rule, day))
			err = run_fill(lines, count, &room, arena, rule, db,
			    agency, known, known_count);
	}
	keep_out(db);
	return err;
}

void
qms_rule_line_text(struct qms_buffer *out, const struct qms_rule_line *line,
    enum qms_language language)
{
	qms_message_tell(out, line->rule->message[language], line->arguments,
	    language);
}

/* ---- indicators ---- */

static bool
take_number(int64_t *number, struct qms_query *query, int column)
{
	const char *text = cell(query, column);
	char *end;

	*number = strtoll(text, &end, 10);
	return end != text && *end == '\0' && *number >= 0 &&
	    *number < INT64_MAX / 100000;
}

static const struct qms_error *
run_indicator(struct qms_measure **measures, size_t *count, size_t *room,
    struct qms_arena *arena, const struct qms_rule *rule, struct qms_db *db)
{
	struct qms_measure measure = { .rule = rule };
	const struct qms_error *err;
	struct qms_query *query;
	struct columns columns;
	size_t rows = 0;
	bool row;

	err = qms_db_query_foreign(&query, db, rule->sql);
	if (err)
		return err;
	columns = find_columns(query, rule->use);
	while ((err = qms_step(&row, query)) == NULL && row &&
	    rows++ < MOST_ROWS) {
		if (!take_number(&measure.part, query, columns.part) ||
		    !take_number(&measure.whole, query, columns.whole))
			continue;
		measure.agency = qms_arena_string(arena, cell(query,
		    columns.agency));
		measure.evidence = qms_arena_string(arena, cell(query,
		    columns.evidence));
		*qms_push(arena, *measures, *count, *room) = measure;
	}
	qms_query_free(query);
	return err;
}

static int
compare_measures(const void *left, const void *right)
{
	const struct qms_measure *a = left, *b = right;
	int order = strcmp(a->rule->id, b->rule->id);

	if (order == 0)
		order = strcmp(a->agency, b->agency);
	return order == 0 ? strcmp(a->evidence, b->evidence) : order;
}

const struct qms_error *
qms_rules_measures(struct qms_measure **measures, size_t *count,
    struct qms_arena *arena, const struct qms_rules *rules, struct qms_db *db)
{
	const struct qms_error *err;
	size_t room = 0, i;
	qms_day day;
	int soon;

	*measures = NULL;
	*count = 0;
	err = question(&day, &soon, db);
	let_in(db, rules->kinds);
	for (i = 0; err == NULL && i < rules->count; i++)
		if (rules->items[i].use == QMS_RULE_INDICATOR &&
		    is_valid_on(&rules->items[i], day))
			err = run_indicator(measures, count, &room, arena,
			    &rules->items[i], db);
	keep_out(db);
	if (err == NULL && *count > 1)
		qsort(*measures, *count, sizeof(**measures),
		    compare_measures);
	return err;
}
