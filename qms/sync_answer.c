/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "digest.h"
#include "file.h"
#include "query.h"
#include "sync.h"

/*
 * What an agency's own system answered is kept in one file for each day that
 * was asked about, qms/answers/<agency>/<day>.csv beside the index. Its first
 * row names the commit, the question and the program; another one of those,
 * and it is asked anew. Lost, it costs time only.
 */
#define ANSWERS "qms/answers"

enum { ANSWER_LIMIT = 16 << 20, MOST_DAYS = 64 };

enum cell { WHAT, RULE, TITLE_VI, TITLE_EN, BASIS, PERIOD, DUE, DONE,
	EVIDENCE, VERDICT, NUMBER, WHOLE, CELLS };

static const char header[] = "what,rule,title_vi,title_en,basis,period,due,"
	"done,evidence,verdict,number,whole\n";

/* ---- whose answer to what ---- */

static const char *
key_of(char key[QMS_SHA256_SIZE], const struct qms_system *system,
    const struct qms_sync_agency *item)
{
	const struct qms_question *question =
	    qms_index_question(system->index);
	char tip[QMS_OID_HEX], day[QMS_DAY_SIZE], known[QMS_DAY_SIZE];
	struct qms_buffer text = { 0 };

	qms_buffer_format(&text, "%s\n%s\n%s\n%s\n%s\n",
	    system->environment.program, item->agency,
	    qms_oid_hex(tip, &item->tip), qms_day_format(day, question->day),
	    qms_sync_known(known, system));
	qms_sha256(key, qms_buffer_view(&text));
	qms_buffer_free(&text);
	return key;
}

static const char *
directory_of(struct qms_arena *arena, const struct qms_sync_agency *item)
{
	return qms_arena_format(arena, ANSWERS "/%s", item->agency);
}

static const char *
name_of(struct qms_arena *arena, const struct qms_system *system,
    const struct qms_sync_agency *item)
{
	char day[QMS_DAY_SIZE];

	return qms_arena_format(arena, "%s/%s.csv", directory_of(arena, item),
	    qms_day_format(day, qms_index_question(system->index)->day));
}

/* ---- kept ---- */

static void
write_cells(struct qms_buffer *out, const char *const cells[CELLS])
{
	size_t i;

	for (i = 0; i < CELLS; i++) {
		if (i > 0)
			qms_buffer_char(out, ',');
		qms_csv_quote(out, cells[i] == NULL ? "" : cells[i], false);
	}
	qms_buffer_char(out, '\n');
}

static const char *
number_text(struct qms_arena *arena, int64_t number)
{
	return qms_arena_format(arena, "%lld", (long long)number);
}

static void
write_answer(struct qms_buffer *out, const struct qms_sync_answer *answer,
    const char *key, struct qms_arena *arena)
{
	const struct qms_standing *s = &answer->standing;
	const struct qms_obligation *o;
	const struct qms_measure *m;
	size_t i;

	qms_buffer_string(out, header);
	write_cells(out, (const char *const[CELLS]){ [WHAT] = "answer",
	    [RULE] = key, [NUMBER] = number_text(arena, answer->in_force) });
	write_cells(out, (const char *const[CELLS]){ [WHAT] = "standing",
	    [RULE] = s->owed == NULL ? "" : s->owed->rule->id,
	    [TITLE_VI] = s->owed == NULL ? "" : s->owed->rule->title[QMS_VI],
	    [TITLE_EN] = s->owed == NULL ? "" : s->owed->rule->title[QMS_EN],
	    [BASIS] = s->number, [PERIOD] = s->declaration,
	    [DUE] = s->applying, [DONE] = s->declared,
	    [EVIDENCE] = s->path });
	for (i = 0; i < answer->status.count; i++) {
		o = &answer->status.obligations[i];
		write_cells(out, (const char *const[CELLS]){
		    [WHAT] = "obligation", [RULE] = o->rule->id,
		    [TITLE_VI] = o->rule->title[QMS_VI],
		    [TITLE_EN] = o->rule->title[QMS_EN],
		    [BASIS] = o->rule->basis, [PERIOD] = o->period,
		    [DUE] = o->due, [DONE] = o->done,
		    [EVIDENCE] = o->evidence,
		    [VERDICT] = qms_verdict_id(o->verdict),
		    [NUMBER] = number_text(arena, o->days) });
	}
	for (i = 0; i < answer->measure_count; i++) {
		m = &answer->measures[i];
		write_cells(out, (const char *const[CELLS]){
		    [WHAT] = "measure", [RULE] = m->rule->id,
		    [EVIDENCE] = m->evidence,
		    [NUMBER] = number_text(arena, m->part),
		    [WHOLE] = number_text(arena, m->whole) });
	}
}

/* What cannot be kept is asked again. */
static void
keep(const struct qms_sync_answer *answer, const struct qms_system *system,
    const struct qms_sync_agency *item, const char *key)
{
	const char *base = qms_git_common_directory(system->git);
	struct qms_arena scratch = { 0 };
	struct qms_buffer out = { 0 };
	struct qms_file_entry *entries;
	size_t count = 0, i;

	if (qms_file_list_below(&entries, &count, &scratch, base,
	    directory_of(&scratch, item)) == NULL && count > MOST_DAYS)
		for (i = 0; i < count; i++)
			(void)qms_file_remove_below(base, qms_file_join(
			    &scratch, directory_of(&scratch, item),
			    entries[i].name));
	write_answer(&out, answer, key, &scratch);
	(void)qms_file_write_below(base, name_of(&scratch, system, item),
	    qms_buffer_view(&out), false);
	qms_buffer_free(&out);
	qms_arena_free(&scratch);
}

/* ---- read ---- */

struct reading {
	struct qms_arena *arena;
	const struct qms_sync_agency *item;
	struct qms_rule *rule;			/* of the row before */
	struct qms_obligation *obligations;
	size_t room, measure_room;
};

/* What is shown of a rule of theirs. */
static struct qms_rule *
rule_there(struct qms_arena *arena, const char *id, const char *vi,
    const char *en, const char *basis)
{
	struct qms_rule *rule = qms_arena_alloc(arena, sizeof(*rule));

	*rule = (struct qms_rule){ .use = QMS_RULE_OBLIGATION,
	    .id = qms_arena_string(arena, id), .path = "", .sql = "",
	    .command = { "", "" }, .fills = "", .section = "", .table = "",
	    .row = "", .column = "", .target = "" };
	rule->basis = basis == NULL ? "" : qms_arena_string(arena, basis);
	rule->title[QMS_VI] = qms_arena_string(arena, vi == NULL ||
	    *vi == '\0' ? id : vi);
	rule->title[QMS_EN] = qms_arena_string(arena, en == NULL ||
	    *en == '\0' ? rule->title[QMS_VI] : en);
	return rule;
}

static const struct qms_rule *
rule_of(struct reading *r, const char *const *cells)
{
	if (r->rule == NULL || strcmp(r->rule->id, cells[RULE]) != 0)
		r->rule = rule_there(r->arena, cells[RULE], cells[TITLE_VI],
		    cells[TITLE_EN], cells[BASIS]);
	return r->rule;
}

static void
read_obligation(struct reading *r, struct qms_sync_answer *answer,
    const char *const *cells)
{
	struct qms_obligation *o = qms_push(r->arena, r->obligations,
	    answer->status.count, r->room);
	size_t i;

	*o = (struct qms_obligation){ .rule = rule_of(r, cells),
	    .agency = r->item->agency, .period = cells[PERIOD],
	    .due = cells[DUE], .done = cells[DONE],
	    .evidence = cells[EVIDENCE], .days = atoi(cells[NUMBER]) };
	for (i = 0; i < QMS_VERDICTS; i++)
		if (strcmp(qms_verdict_id((enum qms_verdict)i),
		    cells[VERDICT]) == 0)
			o->verdict = (enum qms_verdict)i;
}

static void
read_measure(struct reading *r, struct qms_sync_answer *answer,
    const char *const *cells)
{
	struct qms_measure *m = qms_push(r->arena, answer->measures,
	    answer->measure_count, r->measure_room);

	*m = (struct qms_measure){ .rule = rule_of(r, cells),
	    .agency = r->item->agency, .evidence = cells[EVIDENCE],
	    .part = strtoll(cells[NUMBER], NULL, 10),
	    .whole = strtoll(cells[WHOLE], NULL, 10) };
}

static void
read_standing(struct reading *r, struct qms_sync_answer *answer,
    const char *const *cells)
{
	struct qms_standing *s = &answer->standing;
	struct qms_obligation *owed;

	s->number = cells[BASIS];
	s->declaration = cells[PERIOD];
	s->applying = cells[DUE];
	s->declared = cells[DONE];
	s->path = cells[EVIDENCE];
	if (*cells[RULE] == '\0')
		return;
	owed = qms_arena_alloc(r->arena, sizeof(*owed));
	*owed = (struct qms_obligation){ .agency = r->item->agency,
	    .rule = rule_there(r->arena, cells[RULE], cells[TITLE_VI],
	    cells[TITLE_EN], ""), .period = "", .due = "", .done = "",
	    .evidence = "", .verdict = QMS_VERDICT_MISSING };
	s->owed = owed;
}

/* False: there is none, or it answers something else. */
static bool
recall(struct qms_sync_answer *answer, const struct qms_system *system,
    const struct qms_sync_agency *item, struct qms_arena *arena,
    const char *key)
{
	struct qms_problems ignored = { .arena = arena };
	struct reading r = { .arena = arena, .item = item };
	const char *const *cells;
	struct qms_text text;
	struct qms_csv csv;
	size_t i;

	if (qms_file_read_below(&text, arena, qms_git_common_directory(
	    system->git), name_of(arena, system, item), ANSWER_LIMIT) != NULL)
		return false;
	qms_csv_parse(&csv, arena, text, ANSWERS, &ignored);
	if (ignored.count > 0 || csv.count == 0 || csv.header.count != CELLS ||
	    strcmp(csv.rows[0].cells[WHAT], "answer") != 0 ||
	    strcmp(csv.rows[0].cells[RULE], key) != 0)
		return false;
	answer->in_force = strtoll(csv.rows[0].cells[NUMBER], NULL, 10);
	for (i = 1; i < csv.count; i++) {
		cells = csv.rows[i].cells;
		if (strcmp(cells[WHAT], "obligation") == 0)
			read_obligation(&r, answer, cells);
		else if (strcmp(cells[WHAT], "standing") == 0)
			read_standing(&r, answer, cells);
		else
			read_measure(&r, answer, cells);
	}
	answer->status.obligations = r.obligations;
	return true;
}

/* ---- asked ---- */

/* Rules go with the system that they came from. */
static void
take_rules(struct qms_sync_answer *answer, struct qms_arena *arena)
{
	struct qms_obligation *o;
	const struct qms_rule *from = NULL, *rule = NULL;
	struct qms_map taken = { 0 };
	size_t i;

	for (i = 0; i < answer->status.count; i++) {
		o = (struct qms_obligation *)(uintptr_t)
		    &answer->status.obligations[i];
		from = o->rule;
		rule = qms_map_get(&taken, from->id);
		if (rule == NULL) {
			rule = rule_there(arena, from->id, from->title[QMS_VI],
			    from->title[QMS_EN], from->basis);
			qms_map_put(arena, &taken, rule->id,
			    (void *)(uintptr_t)rule);
		}
		o->rule = rule;
	}
	for (i = 0; i < answer->measure_count; i++) {
		from = answer->measures[i].rule;
		answer->measures[i].rule = rule_there(arena, from->id,
		    from->title[QMS_VI], from->title[QMS_EN], from->basis);
	}
}

static const char sql_in_force[] =
	"SELECT count(DISTINCT id) FROM version"
	" WHERE agency = ?1 AND in_force = 'yes'";

static const struct qms_error *
count_in_force(struct qms_sync_answer *answer, struct qms_system *there,
    const char *agency)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(there->index), sql_in_force);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, agency);
	err = qms_step(&row, query);
	if (err == NULL && row)
		answer->in_force = qms_column_integer(query, 0);
	qms_done(query);
	return err;
}

/* Of this agency: others may be told of there, too. */
static const struct qms_error *
measure(struct qms_sync_answer *answer, struct qms_system *there,
    const char *agency, struct qms_arena *arena)
{
	const struct qms_rules *rules;
	const struct qms_error *err;
	size_t i, count;

	err = qms_system_rules(&rules, there);
	if (err == NULL)
		err = qms_rules_measures(&answer->measures, &count, arena,
		    rules, qms_index_db(there->index));
	for (i = 0; err == NULL && i < count; i++)
		if (strcmp(answer->measures[i].agency, agency) == 0)
			answer->measures[answer->measure_count++] =
			    answer->measures[i];
	return err;
}

static const struct qms_error *
ask(struct qms_sync_answer *answer, struct qms_system *system,
    const struct qms_sync_agency *item, struct qms_arena *arena)
{
	const struct qms_error *err;
	struct qms_standings standings;
	struct qms_status *found;
	struct qms_system *there;
	size_t count = 0;

	err = qms_sync_open(&there, system, item);
	if (err != NULL)
		return err;
	/* before its first commit nothing is known */
	if (qms_index_question(there->index)->known > 0) {
		err = qms_status_get(&found, &count, there, arena,
		    item->agency);
		if (err == NULL)
			err = qms_standings_get(&standings, there, arena,
			    found, count);
		if (err == NULL && count == 1) {
			answer->status = found[0];
			answer->standing = standings.items[0];
		}
		if (err == NULL)
			err = count_in_force(answer, there, item->agency);
		if (err == NULL)
			err = measure(answer, there, item->agency, arena);
		take_rules(answer, arena);
	}
	qms_system_close(there);
	return err;
}

const struct qms_error *
qms_sync_ask(struct qms_sync_answer *answer, struct qms_system *system,
    const struct qms_sync_agency *item, struct qms_arena *arena)
{
	const struct qms_error *err;
	char key[QMS_SHA256_SIZE];

	*answer = (struct qms_sync_answer){ .status = {
	    .agency = item->agency, .name = "", .next_due = "",
	    .verdict = QMS_VERDICT_MISSING } };
	qms_standing_none(&answer->standing);
	/* what others may have filled is not believed */
	if (system->environment.program == NULL ||
	    system->environment.own_index)
		return ask(answer, system, item, arena);
	key_of(key, system, item);
	if (recall(answer, system, item, arena, key)) {
		qms_status_count(&answer->status);
		return NULL;
	}
	err = ask(answer, system, item, arena);
	if (err == NULL)
		keep(answer, system, item, key);
	return err;
}
