/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "adopt.h"
#include "audit.h"

/* ---- rows of strings ---- */

const struct qms_error *
qms_grid_read(struct qms_grid *grid, struct qms_system *system,
    struct qms_arena *arena, const char *sql, const char *const *arguments,
    size_t argument_count)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char *cell;
	size_t i;
	bool row;

	*grid = (struct qms_grid){ 0 };
	err = qms_db_query(&query, qms_index_db(system->index), sql);
	if (err != NULL)
		return err;
	grid->columns = (size_t)qms_column_count(query);
	for (i = 0; i < argument_count; i++)
		qms_bind_text(query, (int)i + 1, arguments[i]);
	while ((err = qms_step(&row, query)) == NULL && row)
		for (i = 0; i < grid->columns; i++) {
			cell = qms_column_text(query, (int)i);
			*qms_push(arena, grid->cells, grid->count,
			    grid->room) = cell == NULL ? "" :
			    qms_arena_string(arena, cell);
		}
	qms_done(query);
	return err;
}

const char *
qms_grid_cell(const struct qms_grid *grid, size_t row, size_t column)
{
	return grid->cells[row * grid->columns + column];
}

size_t
qms_grid_rows(const struct qms_grid *grid)
{
	return grid->columns == 0 ? 0 : grid->count / grid->columns;
}

static const struct qms_error *
read_list(struct qms_strings *list, struct qms_system *system,
    struct qms_arena *arena, const char *sql, const char *agency,
    const char *id)
{
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i;

	*list = (struct qms_strings){ 0 };
	err = QMS_GRID(&grid, system, arena, sql, agency, id);
	for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++)
		if (!qms_strings_has(list, qms_grid_cell(&grid, i, 0)))
			qms_strings_add(arena, list, qms_grid_cell(&grid, i,
			    0));
	return err;
}

/* ---- one audit ---- */

/* What stands before the year in the kind's number: "DG-". */
static size_t
prefix_size(const struct qms_system *system, const char **pattern)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(system),
	    "audit");

	*pattern = kind == NULL || kind->number == NULL ? "" : kind->number;
	return strcspn(*pattern, "{");
}

const char *
qms_audit_id(struct qms_arena *arena, const struct qms_system *system,
    const char *said)
{
	const char *pattern;
	size_t size = prefix_size(system, &pattern);

	if (strncmp(said, pattern, size) == 0 ||
	    !isdigit((unsigned char)*said))
		return said;
	return qms_arena_format(arena, "%.*s%s", (int)size, pattern, said);
}

const char *
qms_audit_number(struct qms_arena *arena, const struct qms_system *system,
    const char *id)
{
	const char *pattern;
	size_t size = prefix_size(system, &pattern);

	(void)arena;
	return strncmp(id, pattern, size) == 0 && id[size] != '\0' ?
	    id + size : id;
}

static const char sql_audit[] =
	"SELECT path, title, state, first_day, last_day, method, lead,"
	" conclusion, decision"
	"  FROM audit WHERE agency = ?1 AND id = ?2";
static const char sql_audit_auditors[] =
	"SELECT value FROM audit_auditors"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";
static const char sql_audit_units[] =
	"SELECT value FROM audit_units"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";
static const char sql_audit_documents[] =
	"SELECT value FROM audit_documents"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";
static const char sql_audit_clauses[] =
	"SELECT value FROM audit_clauses"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";
static const char sql_audit_schedule[] =
	"SELECT day, time, unit, subject, auditor FROM audit_schedule"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";

static const struct qms_error *
read_schedule(struct qms_audit *audit, struct qms_system *system,
    struct qms_arena *arena)
{
	const struct qms_error *err;
	struct qms_audit_slot *slot;
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, system, arena, sql_audit_schedule,
	    audit->agency, audit->id);
	if (err != NULL)
		return err;
	audit->slot_count = qms_grid_rows(&grid);
	audit->slots = qms_arena_alloc(arena, (audit->slot_count + 1) *
	    sizeof(*audit->slots));
	for (i = 0; i < audit->slot_count; i++) {
		slot = &audit->slots[i];
		slot->day = qms_grid_cell(&grid, i, 0);
		slot->time = qms_grid_cell(&grid, i, 1);
		slot->unit = qms_grid_cell(&grid, i, 2);
		slot->subject = qms_grid_cell(&grid, i, 3);
		slot->auditor = qms_grid_cell(&grid, i, 4);
	}
	return NULL;
}

const struct qms_error *
qms_audit_read(struct qms_audit *audit, bool *found,
    struct qms_system *system, struct qms_arena *arena, const char *agency,
    const char *id)
{
	const struct {
		struct qms_strings *list;
		const char *sql;
	} lists[] = {
		{ &audit->auditors, sql_audit_auditors },
		{ &audit->units, sql_audit_units },
		{ &audit->documents, sql_audit_documents },
		{ &audit->clauses, sql_audit_clauses },
	};
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i;

	*audit = (struct qms_audit){ .agency = agency, .id = id };
	err = QMS_GRID(&grid, system, arena, sql_audit, agency, id);
	*found = err == NULL && qms_grid_rows(&grid) > 0;
	if (!*found)
		return err;
	audit->path = qms_grid_cell(&grid, 0, 0);
	audit->title = qms_grid_cell(&grid, 0, 1);
	audit->state = qms_grid_cell(&grid, 0, 2);
	audit->first_day = qms_grid_cell(&grid, 0, 3);
	audit->last_day = qms_grid_cell(&grid, 0, 4);
	audit->method = qms_grid_cell(&grid, 0, 5);
	audit->lead = qms_grid_cell(&grid, 0, 6);
	audit->conclusion = qms_grid_cell(&grid, 0, 7);
	audit->decision = qms_grid_cell(&grid, 0, 8);
	for (i = 0; err == NULL && i < sizeof(lists) / sizeof(lists[0]); i++)
		err = read_list(lists[i].list, system, arena, lists[i].sql,
		    agency, id);
	return err ? err : read_schedule(audit, system, arena);
}

bool
qms_audit_slot_is_of(const struct qms_audit_slot *slot, const char *unit,
    const char *name)
{
	return strcmp(slot->unit, unit) == 0 ||
	    (*name != '\0' && strcmp(slot->unit, name) == 0);
}

/* The rules cut at the same signs: a full stop ends a word at its end only. */
bool
qms_audit_mentions(const char *text, const char *id)
{
	size_t size = strlen(id);
	const char *at = text, *next;

	while (size > 0 && (at = strstr(at, id)) != NULL) {
		next = at + size;
		if ((at == text || strchr(" ,;()/.", at[-1]) != NULL) &&
		    (*next == '\0' || strchr(" ,;()/@", *next) != NULL ||
		    (*next == '.' && !isdigit((unsigned char)next[1]))))
			return true;
		at = next;
	}
	return false;
}

/* ---- who may audit ---- */

/* Both ways to name a person: the id here, or agency/id. */
#define FULL(p)	"iif(instr(" p ", '/') > 0, " p ", ?1 || '/' || " p ")"

static const char sql_auditors[] =
	"SELECT DISTINCT o.person FROM office AS o"
	" WHERE o.agency = ?1 AND o.office = 'auditor'"
	"   AND o.first <= ?2 AND ?2 <= o.last"
	"   AND EXISTS (SELECT 1 FROM training_attendees AS a"
	"         JOIN training AS t ON t.agency = a.agency AND t.id = a.parent"
	"        WHERE a.result = 'đạt' AND t.topic = 'internal-audit'"
	"          AND t.state = 'held' AND t.last_day <= ?2"
	"          AND (t.valid_until IS NULL OR t.valid_until >= ?2)"
	"          AND iif(instr(a.person, '/') > 0, a.person,"
	"                  a.agency || '/' || a.person) IN"
	"              (?1 || '/' || o.person, (SELECT x.home"
	"                 FROM people_persons AS x WHERE x.agency = ?1"
	"                  AND x.id = o.person)))"
	" ORDER BY o.person";
static const char sql_of_unit[] =
	"SELECT 1 FROM office AS o"
	" WHERE o.agency = ?1 AND o.unit = ?3 AND o.first <= ?4"
	"   AND ?4 <= o.last AND ?1 || '/' || o.person = " FULL("?2");
static const char sql_wrote[] =
	"SELECT 1 FROM (SELECT a.agency, a.id,"
	"         iif(instr(a.person, '/') > 0, a.person,"
	"             a.agency || '/' || a.person) AS person"
	"    FROM author AS a WHERE a.person <> ''"
	"   UNION SELECT s.agency, s.id, s.agency || '/' || s.by"
	"    FROM statement AS s"
	"   WHERE s.void IS NULL AND s.act IN ('accept', 'approve')) AS w"
	" WHERE w.person IN (" FULL("?2") ", (SELECT x.home"
	"         FROM people_persons AS x WHERE x.agency = ?1 AND x.id = ?2))"
	"   AND ((w.agency = ?1 AND w.id = ?3)"
	"        OR EXISTS (SELECT 1 FROM adopted AS d WHERE d.agency = ?1"
	"                    AND d.id = ?3 AND d.of_agency = w.agency"
	"                    AND d.of_id = w.id))"
	" LIMIT 1";

const struct qms_error *
qms_audit_auditors(struct qms_strings *persons, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *day)
{
	return read_list(persons, system, arena, sql_auditors, agency, day);
}

/* Without "@1.0". */
static const char *
plain_id(struct qms_arena *arena, const char *reference)
{
	return qms_arena_copy(arena, reference, strcspn(reference, "@"));
}

static const struct qms_error *
wrote_any(bool *wrote, struct qms_system *system, struct qms_arena *arena,
    const char *agency, const char *person,
    const struct qms_strings *documents)
{
	const struct qms_error *err = NULL;
	struct qms_grid grid;
	size_t i;

	*wrote = false;
	for (i = 0; err == NULL && !*wrote && i < documents->count; i++) {
		err = QMS_GRID(&grid, system, arena, sql_wrote, agency,
		    person, plain_id(arena, documents->items[i]));
		*wrote = err == NULL && qms_grid_rows(&grid) > 0;
	}
	return err;
}

const struct qms_error *
qms_audit_choose(const char **person, struct qms_system *system,
    struct qms_arena *arena, const char *agency,
    const struct qms_strings *persons, int *busy, const char *unit,
    const struct qms_strings *documents, const char *day)
{
	const struct qms_error *err;
	size_t i, best = SIZE_MAX, second = SIZE_MAX;
	struct qms_grid grid;
	bool wrote;

	*person = NULL;
	for (i = 0; i < persons->count; i++) {
		err = QMS_GRID(&grid, system, arena, sql_of_unit, agency,
		    persons->items[i], unit, day);
		if (err != NULL)
			return err;
		if (qms_grid_rows(&grid) > 0)
			continue;
		err = wrote_any(&wrote, system, arena, agency,
		    persons->items[i], documents);
		if (err != NULL)
			return err;
		if (!wrote && (best == SIZE_MAX || busy[i] < busy[best]))
			best = i;
		if (wrote && (second == SIZE_MAX || busy[i] < busy[second]))
			second = i;
	}
	if (best == SIZE_MAX)
		best = second;
	if (best == SIZE_MAX)
		return NULL;
	busy[best]++;
	*person = persons->items[best];
	return NULL;
}

/* ---- the programme of a year ---- */

struct procedure {
	const char *id, *title, *role, *unit, *version, *effective;
	struct qms_strings clauses;
	bool placed;		/* its unit stands in it */
};

struct planner {
	struct qms_system *system;
	struct qms_arena *arena;
	const char *agency;
	char first[QMS_DAY_SIZE], last[QMS_DAY_SIZE];	/* of the year */
	char day[QMS_DAY_SIZE];		/* that is asked about */
	struct procedure *procedures;
	size_t procedure_count;
	struct qms_grid units;		/* id, name */
	const char *home;		/* unit of the secretary */
	struct qms_audit_programme *programme;
};

static const char sql_units[] =
	"SELECT u.id, u.name FROM agency_units AS u"
	" WHERE u.agency = ?1 AND (u.\"from\" IS NULL OR u.\"from\" <= ?2)"
	"   AND (u.\"to\" IS NULL OR u.\"to\" >= ?2) ORDER BY u.row";
static const char sql_home[] =
	"SELECT o.unit FROM office AS o WHERE o.agency = ?1"
	"   AND o.office = 'secretary' AND o.unit IS NOT NULL"
	"   AND o.first <= ?2 AND ?2 <= o.last ORDER BY o.person";
static const char sql_procedures[] =
	"SELECT p.id, p.title, p.role, p.unit, p.version, p.effective"
	"  FROM procedure AS p"
	" WHERE p.agency = ?1 AND p.version IS NOT NULL ORDER BY p.id";
static const char sql_procedure_clauses[] =
	"SELECT value FROM procedure_clauses"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";
static const char sql_last_audit[] =
	"SELECT max(u.last_day) FROM audit_units AS v"
	"  JOIN audit AS u ON u.agency = v.agency AND u.id = v.parent"
	" WHERE v.agency = ?1 AND v.value = ?2"
	"   AND u.state IN ('reported', 'closed')";
static const char sql_findings[] =
	"SELECT coalesce(sum(f.state NOT IN ('closed', 'retracted')), 0),"
	"       coalesce(sum(f.day >= add_months(?3, -24)"
	"                    AND g.blocks_declaration = 'yes'), 0),"
	"       coalesce(sum(f.day >= add_months(?3, -24)"
	"                    AND g.blocks_declaration <> 'yes'), 0)"
	"  FROM finding AS f JOIN finding_grade AS g ON g.grade = f.grade"
	"   AND g.requires_action = 'yes'"
	" WHERE f.agency = ?1 AND f.unit = ?2 AND f.state <> 'retracted'";
static const char sql_late[] =
	"SELECT count(*) FROM late_dossier"
	" WHERE agency = ?1 AND unit = ?2 AND due >= add_months(?3, -12)";
static const char sql_risks[] =
	"SELECT count(*) FROM risk AS r"
	" WHERE r.agency = ?1 AND r.unit = ?2 AND r.type = 'risk'"
	"   AND r.closed IS NULL AND r.likelihood * r.impact >= 12";

static const struct qms_error *
read_procedures(struct planner *p)
{
	const struct qms_error *err;
	struct procedure *one;
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, p->system, p->arena, sql_procedures, p->agency);
	if (err != NULL)
		return err;
	p->procedure_count = qms_grid_rows(&grid);
	p->procedures = qms_arena_alloc(p->arena, (p->procedure_count + 1) *
	    sizeof(*p->procedures));
	for (i = 0; err == NULL && i < p->procedure_count; i++) {
		one = &p->procedures[i];
		one->id = qms_grid_cell(&grid, i, 0);
		one->title = qms_grid_cell(&grid, i, 1);
		one->role = qms_grid_cell(&grid, i, 2);
		one->unit = qms_grid_cell(&grid, i, 3);
		one->version = qms_grid_cell(&grid, i, 4);
		one->effective = qms_grid_cell(&grid, i, 5);
		one->placed = *one->unit != '\0';
		if (!one->placed)
			one->unit = p->home;
		err = read_list(&one->clauses, p->system, p->arena,
		    sql_procedure_clauses, p->agency, one->id);
	}
	return err;
}

static void
add_gap(struct planner *p, enum qms_audit_gap_id id, const char *subject,
    const char *words)
{
	*qms_push(p->arena, p->programme->gaps, p->programme->gap_count,
	    p->programme->gap_room) = (struct qms_audit_gap){ id, subject,
	    words };
}

static void
add_reason(struct qms_audit_row *row, enum qms_audit_reason_id id,
    int64_t count, int64_t weight)
{
	if (count <= 0)
		return;
	row->reasons[row->reason_count++] = (struct qms_audit_reason){ id,
	    count };
	row->score += (int)weight;
}

static int64_t
number(const struct qms_grid *grid, size_t column)
{
	return qms_grid_rows(grid) == 0 ? 0 :
	    atoll(qms_grid_cell(grid, 0, column));
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int
months_between(const char *from, const char *to)
{
	return (atoi(to) - atoi(from)) * 12 + atoi(to + 5) - atoi(from + 5);
}

/* What is known of the unit, most telling first. */
static const struct qms_error *
weigh(struct planner *p, struct qms_audit_row *row)
{
	struct qms_grid audit, found, late, risks;
	const struct qms_error *err;
	const char *last;
	int64_t services = 0, changed = 0;
	size_t i;

	err = QMS_GRID(&audit, p->system, p->arena, sql_last_audit,
	    p->agency, row->unit);
	if (err == NULL)
		err = QMS_GRID(&found, p->system, p->arena, sql_findings,
		    p->agency, row->unit, p->day);
	if (err == NULL)
		err = QMS_GRID(&late, p->system, p->arena, sql_late,
		    p->agency, row->unit, p->day);
	if (err == NULL)
		err = QMS_GRID(&risks, p->system, p->arena, sql_risks,
		    p->agency, row->unit);
	if (err != NULL)
		return err;
	last = qms_grid_cell(&audit, 0, 0);
	for (i = 0; i < p->procedure_count; i++) {
		if (strcmp(p->procedures[i].unit, row->unit) != 0)
			continue;
		services += strcmp(p->procedures[i].role, "tthc") == 0;
		changed += *last != '\0' &&
		    strcmp(p->procedures[i].effective, last) > 0;
	}
	add_reason(row, QMS_REASON_OPEN, number(&found, 0),
	    3 * number(&found, 0));
	add_reason(row, QMS_REASON_GRAVE, number(&found, 1),
	    3 * number(&found, 1));
	add_reason(row, QMS_REASON_FOUND, number(&found, 2),
	    number(&found, 2));
	add_reason(row, QMS_REASON_NEVER, *last == '\0', 5);
	if (*last != '\0' && months_between(last, p->day) > 12)
		add_reason(row, QMS_REASON_LONG, months_between(last,
		    p->day), 2);
	add_reason(row, QMS_REASON_LATE, number(&late, 0),
	    least(number(&late, 0), 4));
	add_reason(row, QMS_REASON_CHANGED, changed, least(changed, 4));
	add_reason(row, QMS_REASON_SERVICES, services, least(services, 5));
	add_reason(row, QMS_REASON_RISK, number(&risks, 0),
	    2 * number(&risks, 0));
	return NULL;
}

static void
add_once(struct qms_arena *arena, struct qms_strings *list, const char *item)
{
	if (!qms_strings_has(list, item))
		qms_strings_add(arena, list, item);
}

/* "QT-01, QT-04 (7.5, 8.5)" */
static const char *
subject_of(struct qms_arena *arena, const struct qms_audit_row *row)
{
	struct qms_buffer out = { 0 };
	const char *text;
	size_t i;

	for (i = 0; i < row->documents.count; i++)
		qms_buffer_format(&out, "%s%s", i > 0 ? ", " : "",
		    row->documents.items[i]);
	if (row->clauses.count > 0)
		qms_buffer_string(&out, out.size > 0 ? " (" : "");
	for (i = 0; i < row->clauses.count; i++)
		qms_buffer_format(&out, "%s%s", i > 0 ? ", " : "",
		    row->clauses.items[i]);
	if (row->clauses.count > 0 && row->documents.count > 0)
		qms_buffer_char(&out, ')');
	text = qms_arena_string(arena, out.size > 0 ? out.data : "");
	qms_buffer_free(&out);
	return text;
}

/* 8.5.1 is told as 8.5 */
static const char *
second_level(struct qms_arena *arena, const char *clause)
{
	const char *dot = strchr(clause, '.');

	dot = dot == NULL ? NULL : strchr(dot + 1, '.');
	return dot == NULL ? clause : qms_arena_copy(arena, clause,
	    (size_t)(dot - clause));
}

static void
fill_row(struct planner *p, struct qms_audit_row *row)
{
	const struct procedure *one;
	size_t i, k;

	for (i = 0; i < p->procedure_count; i++) {
		one = &p->procedures[i];
		if (strcmp(one->unit, row->unit) != 0)
			continue;
		qms_strings_add(p->arena, &row->documents, one->id);
		for (k = 0; k < one->clauses.count; k++)
			add_once(p->arena, &row->clauses, second_level(
			    p->arena, one->clauses.items[k]));
	}
	if (row->documents.count == 0) {	/* how it works at all */
		qms_strings_add(p->arena, &row->clauses, "7.5");
		qms_strings_add(p->arena, &row->clauses, "8.5");
	}
}

static int
compare_rows(const void *a, const void *b)
{
	const struct qms_audit_row *x = a, *y = b;

	return x->score != y->score ? (x->score < y->score) -
	    (x->score > y->score) : strcmp(x->unit, y->unit);
}

static const char sql_clauses[] =
	"SELECT c.number FROM clause AS c"
	" WHERE instr(c.number, '.') > 0"
	"   AND length(c.number) - length(replace(c.number, '.', '')) = 1"
	" ORDER BY c.path, c.line";

/* 9.3 before 10.1 */
static int
compare_clauses(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	int major = atoi(x) - atoi(y);

	return major != 0 ? major : strcmp(x, y);
}

/* Clauses that no procedure is about are looked at where the secretary is. */
static const struct qms_error *
spread_clauses(struct planner *p)
{
	struct qms_audit_programme *programme = p->programme;
	struct qms_strings covered = { 0 };
	struct qms_audit_row *home = NULL;
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i, k;

	for (i = 0; i < programme->count; i++) {
		if (strcmp(programme->rows[i].unit, p->home) == 0)
			home = &programme->rows[i];
		for (k = 0; k < programme->rows[i].clauses.count; k++)
			add_once(p->arena, &covered,
			    programme->rows[i].clauses.items[k]);
	}
	err = QMS_GRID(&grid, p->system, p->arena, sql_clauses);
	for (i = 0; err == NULL && home != NULL && i < qms_grid_rows(&grid);
	    i++)
		if (!qms_strings_has(&covered, qms_grid_cell(&grid, i, 0)))
			add_once(p->arena, &home->clauses,
			    qms_grid_cell(&grid, i, 0));
	for (i = 0; i < programme->count; i++)
		if (programme->rows[i].clauses.count > 1)
			qsort(programme->rows[i].clauses.items,
			    programme->rows[i].clauses.count,
			    sizeof(const char *), compare_clauses);
	return err;
}

static const struct qms_error *
assign(struct planner *p, struct qms_audit_row *row, int year,
    const struct qms_strings *auditors, int *busy)
{
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	const char *person;
	bool wrote = false;

	qms_day_format(day, qms_day_make(year, row->month, 15));
	err = qms_audit_choose(&person, p->system, p->arena, p->agency,
	    auditors, busy, row->unit, &row->documents, day);
	if (err != NULL)
		return err;
	if (person == NULL) {
		add_gap(p, QMS_GAP_AUDITOR, row->unit, row->name);
		return NULL;
	}
	qms_strings_add(p->arena, &row->auditors, person);
	err = wrote_any(&wrote, p->system, p->arena, p->agency, person,
	    &row->documents);
	if (wrote)
		add_gap(p, QMS_GAP_OWN, row->unit, person);
	return err;
}

static const struct qms_error *
propose(struct planner *p, int year, const int *months, size_t month_count)
{
	struct qms_audit_programme *programme = p->programme;
	struct qms_strings auditors;
	const struct qms_error *err = NULL;
	char day[QMS_DAY_SIZE];
	struct qms_audit_row *row;
	size_t i;
	int *busy;

	for (i = 0; err == NULL && i < qms_grid_rows(&p->units); i++) {
		row = qms_push(p->arena, programme->rows, programme->count,
		    programme->room);
		row->unit = qms_grid_cell(&p->units, i, 0);
		row->name = qms_grid_cell(&p->units, i, 1);
		row->audit = "";
		fill_row(p, row);
		err = weigh(p, row);
	}
	if (err == NULL)
		err = spread_clauses(p);
	if (err == NULL && programme->count > 0)
		qsort(programme->rows, programme->count,
		    sizeof(*programme->rows), compare_rows);
	/* who is trained when the year begins, or by the day asked about */
	qms_day_format(day, qms_day_make(year, months[0], 15));
	if (err == NULL)
		err = qms_audit_auditors(&auditors, p->system, p->arena,
		    p->agency, strcmp(day, p->day) < 0 ? p->day : day);
	if (err != NULL)
		return err;
	busy = qms_arena_alloc(p->arena, (auditors.count + 1) *
	    sizeof(*busy));
	for (i = 0; err == NULL && i < programme->count; i++) {
		row = &programme->rows[i];
		row->month = months[i * month_count / programme->count];
		row->subject = subject_of(p->arena, row);
		err = assign(p, row, year, &auditors, busy);
	}
	for (i = 0; i < p->procedure_count; i++)
		if (!p->procedures[i].placed && (strcmp(p->procedures[i].role,
		    "tthc") == 0 || strcmp(p->procedures[i].role,
		    "internal") == 0))
			add_gap(p, QMS_GAP_NO_UNIT, p->procedures[i].id,
			    p->procedures[i].title);
	return err;
}

/* ---- a programme that is there ---- */

static const char sql_programme[] =
	"SELECT p.id, p.state FROM audit_programme AS p"
	" WHERE p.agency = ?1 AND p.year || '' = ?2 ORDER BY p.id";
static const char sql_rows[] =
	"SELECT s.unit, coalesce(u.name, ''), s.subject, s.month, s.auditors,"
	"       s.audit"
	"  FROM audit_programme AS p"
	"  JOIN audit_programme_schedule AS s ON s.agency = p.agency"
	"   AND s.parent = p.id"
	"  LEFT JOIN agency_units AS u ON u.agency = p.agency"
	"   AND u.id = s.unit"
	" WHERE p.agency = ?1 AND p.year || '' = ?2"
	" ORDER BY p.id, s.row";
static const char sql_made[] =
	"SELECT u.id FROM audit_units AS v"
	"  JOIN audit AS u ON u.agency = v.agency AND u.id = v.parent"
	" WHERE v.agency = ?1 AND v.value = ?2"
	"   AND substr(u.first_day, 1, 4) = ?3 AND u.state <> 'cancelled'"
	" ORDER BY u.first_day, u.id";

/* "mai-anh-tuan, so/hoa; Cao Thị Nhung" */
static void
split_names(struct qms_arena *arena, struct qms_strings *list,
    const char *text)
{
	struct qms_text name;
	size_t size;

	while (*text != '\0') {
		size = strcspn(text, ",;");
		name = qms_text_trim((struct qms_text){ text, size });
		if (name.size > 0)
			qms_strings_add(arena, list, qms_arena_copy(arena,
			    name.data, name.size));
		text += size + (text[size] != '\0');
	}
}

static bool
names_any(const struct planner *p, const char *subject)
{
	size_t i;

	for (i = 0; i < p->procedure_count; i++)
		if (qms_audit_mentions(subject, p->procedures[i].id))
			return true;
	return false;
}

/* Named in a row; or its unit is, and the row names no procedure at all. */
static bool
is_planned(const struct planner *p, const struct procedure *one)
{
	const struct qms_audit_row *row;
	size_t i;

	for (i = 0; i < p->programme->count; i++) {
		row = &p->programme->rows[i];
		if (qms_audit_mentions(row->subject, one->id) ||
		    (strcmp(row->unit, one->unit) == 0 &&
		    !names_any(p, row->subject)))
			return true;
	}
	return false;
}

static bool
has_row(const struct qms_audit_programme *programme, const char *unit)
{
	size_t i;

	for (i = 0; i < programme->count; i++)
		if (strcmp(programme->rows[i].unit, unit) == 0)
			return true;
	return false;
}

static void
find_left_out(struct planner *p)
{
	const struct procedure *one;
	size_t i;

	for (i = 0; i < qms_grid_rows(&p->units); i++)
		if (!has_row(p->programme, qms_grid_cell(&p->units, i, 0)))
			add_gap(p, QMS_GAP_UNIT, qms_grid_cell(&p->units, i,
			    0), qms_grid_cell(&p->units, i, 1));
	for (i = 0; i < p->procedure_count; i++) {
		one = &p->procedures[i];
		if (!is_planned(p, one))
			add_gap(p, QMS_GAP_DOCUMENT, one->id, one->title);
	}
}

static const struct qms_error *
read_programme(struct planner *p, int year)
{
	const char *text = qms_arena_format(p->arena, "%d", year);
	const struct qms_error *err;
	struct qms_audit_row *row;
	struct qms_grid grid, made;
	char day[QMS_DAY_SIZE];
	size_t i, k;

	err = QMS_GRID(&grid, p->system, p->arena, sql_rows, p->agency, text);
	for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++) {
		row = qms_push(p->arena, p->programme->rows,
		    p->programme->count, p->programme->room);
		row->unit = qms_grid_cell(&grid, i, 0);
		row->name = qms_grid_cell(&grid, i, 1);
		row->subject = qms_grid_cell(&grid, i, 2);
		row->month = atoi(qms_grid_cell(&grid, i, 3));
		row->audit = qms_grid_cell(&grid, i, 5);
		split_names(p->arena, &row->auditors, qms_grid_cell(&grid, i,
		    4));
		for (k = 0; k < p->procedure_count; k++)
			if (qms_audit_mentions(row->subject,
			    p->procedures[k].id))
				qms_strings_add(p->arena, &row->documents,
				    p->procedures[k].id);
		err = weigh(p, row);
		if (err == NULL)
			err = QMS_GRID(&made, p->system, p->arena, sql_made,
			    p->agency, row->unit, text);
		if (err != NULL)
			return err;
		if (*row->audit == '\0' && qms_grid_rows(&made) > 0)
			row->audit = qms_grid_cell(&made, 0, 0);
		qms_day_format(day, qms_day_add_months(qms_day_make(year, 1,
		    1), row->month));
		if (*row->audit == '\0' && strcmp(day, p->day) <= 0)
			add_gap(p, QMS_GAP_MONTH, row->unit,
			    qms_arena_format(p->arena, "%d", row->month));
	}
	if (err == NULL)
		find_left_out(p);
	return err;
}

const struct qms_error *
qms_audit_programme(struct qms_audit_programme *programme,
    struct qms_system *system, struct qms_arena *arena, const char *agency,
    int year, const int *months, size_t month_count, bool anew)
{
	struct planner p = { .system = system, .arena = arena,
	    .agency = agency, .programme = programme, .home = "" };
	const struct qms_error *err;
	struct qms_grid grid;

	*programme = (struct qms_audit_programme){ .id = "", .state = "" };
	qms_day_format(p.first, qms_day_make(year, 1, 1));
	qms_day_format(p.last, qms_day_make(year, 12, 31));
	qms_day_format(p.day, qms_index_question(system->index)->day);
	/* units of the year; of one to come, those that there are */
	err = QMS_GRID(&p.units, system, arena, sql_units, agency,
	    strcmp(p.day, p.last) > 0 ? p.last : strcmp(p.day, p.first) < 0 ?
	    p.first : p.day);
	if (err == NULL)
		err = QMS_GRID(&grid, system, arena, sql_home, agency, p.day);
	if (err != NULL)
		return err;
	if (qms_grid_rows(&grid) > 0)
		p.home = qms_grid_cell(&grid, 0, 0);
	else if (qms_grid_rows(&p.units) > 0)
		p.home = qms_grid_cell(&p.units, 0, 0);
	err = read_procedures(&p);
	if (err == NULL)
		err = QMS_GRID(&grid, system, arena, sql_programme, agency,
		    qms_arena_format(arena, "%d", year));
	if (err != NULL)
		return err;
	if (anew || qms_grid_rows(&grid) == 0)
		return propose(&p, year, months, month_count);
	programme->id = qms_grid_cell(&grid, 0, 0);
	programme->state = qms_grid_cell(&grid, 0, 1);
	return read_programme(&p, year);
}
