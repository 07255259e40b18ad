/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "adopt.h"
#include "audit.h"

struct writer {
	struct qms_system *system;
	struct qms_arena *arena;
	const struct qms_audit *audit;
	struct qms_audit_line *lines;
	size_t count, room;
	const char *unit, *name;	/* that is written now */
	const char *last;		/* day of its audit before this, "" */
	struct qms_strings covered;	/* clauses of its lines */
};

static const char sql_name[] =
	"SELECT name FROM agency_units WHERE agency = ?1 AND id = ?2";
static const char sql_procedure[] =
	"SELECT p.id, p.title, coalesce(p.unit, ''), coalesce(p.version, '')"
	"  FROM procedure AS p WHERE p.agency = ?1 AND p.id = ?2";
static const char sql_of_units[] =
	"SELECT p.id FROM procedure AS p"
	" WHERE p.agency = ?1 AND p.version IS NOT NULL AND p.unit = ?2"
	" ORDER BY p.id";
static const char sql_clauses[] =
	"SELECT value FROM procedure_clauses"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";
static const char sql_last[] =
	"SELECT coalesce(max(u.last_day), '') FROM audit_units AS v"
	"  JOIN audit AS u ON u.agency = v.agency AND u.id = v.parent"
	" WHERE v.agency = ?1 AND v.value = ?2 AND u.id <> ?3"
	"   AND u.last_day < ?4 AND u.state <> 'cancelled'";
/* the finding, and its actions with their states */
static const char sql_earlier[] =
	"SELECT f.id, f.title, coalesce(f.clause, ''),"
	"       coalesce(f.document, ''), f.state,"
	"       coalesce((SELECT group_concat(x.said, ', ') FROM"
	"           (SELECT a.id || ' ' || a.state AS said FROM action AS a"
	"             WHERE a.agency = f.agency AND a.finding = f.id"
	"             ORDER BY a.id) AS x), '')"
	"  FROM finding AS f"
	" WHERE f.agency = ?1 AND f.state <> 'retracted'"
	"   AND coalesce(f.audit, '') <> ?3 AND f.day <= ?5"
	"   AND (f.unit = ?2 OR (?4 <> '' AND (f.document = ?4"
	"        OR f.document LIKE ?4 || '@%')))"
	"   AND (f.closed IS NULL OR f.closed >= ?6)"
	" ORDER BY f.day DESC, f.id";
static const char sql_served[] =
	"SELECT o.id FROM served_by AS s"
	"  JOIN object AS o ON o.agency = ?1 AND o.kind = s.kind"
	"   AND o.class = 'record'"
	" WHERE (s.clause = ?2 OR s.clause LIKE ?2 || '.%')"
	"   AND o.since >= add_months(?3, -24)"
	" GROUP BY o.id ORDER BY max(o.since) DESC, o.id LIMIT 4";
static const char sql_about[] =
	"SELECT p.id, p.version FROM procedure_clauses AS c"
	"  JOIN procedure AS p ON p.agency = c.agency AND p.id = c.parent"
	"   AND p.version IS NOT NULL"
	" WHERE c.agency = ?1 AND (c.value = ?2 OR c.value LIKE ?2 || '.%')"
	" ORDER BY p.unit IS NULL, p.unit <> ?3, p.id LIMIT 1";
static const char sql_clause_name[] =
	"SELECT vi FROM clause WHERE number = ?1";
static const char sql_unit_records[] =
	"SELECT * FROM (SELECT 'late-dossier', l.id || ' ' || l.dossier, l.due"
	"    FROM late_dossier AS l"
	"   WHERE l.agency = ?1 AND l.unit = ?2 AND l.due >= ?3"
	"  UNION ALL SELECT 'risk', r.id || ' ' || r.title, r.due FROM risk AS r"
	"   WHERE r.agency = ?1 AND r.unit = ?2 AND r.closed IS NULL)"
	" ORDER BY 1, 3 DESC, 2 LIMIT 12";
static const char sql_late_of[] =
	"SELECT l.id FROM late_dossier AS l"
	"  JOIN procedure_tthc AS t ON t.agency = l.agency AND t.value = l.tthc"
	" WHERE l.agency = ?1 AND t.parent = ?2 AND l.due >= ?3"
	" ORDER BY l.due DESC, l.id LIMIT 5";

static const char *
plain(struct qms_arena *arena, const char *reference)
{
	return qms_arena_copy(arena, reference, strcspn(reference, "@"));
}

/* Who is down for the unit and, if that is said, for the document. */
static const char *
auditor_for(const struct writer *w, const char *document)
{
	const struct qms_audit_slot *slot;
	const char *of_unit = NULL;
	size_t i;

	for (i = 0; i < w->audit->slot_count; i++) {
		slot = &w->audit->slots[i];
		if (*document != '\0' && qms_audit_mentions(slot->subject,
		    document))
			return slot->auditor;
		if (of_unit == NULL && qms_audit_slot_is_of(slot, w->unit,
		    w->name))
			of_unit = slot->auditor;
	}
	return of_unit == NULL ? w->audit->lead : of_unit;
}

static struct qms_audit_line *
add(struct writer *w, enum qms_audit_line_id id, const char *clause,
    const char *document, const char *version, const char *ask)
{
	struct qms_audit_line *line = qms_push(w->arena, w->lines, w->count,
	    w->room);

	*line = (struct qms_audit_line){ .id = id, .unit = w->unit,
	    .unit_name = w->name, .clause = clause, .document = document,
	    .version = version, .ask = ask, .step = "", .who = "",
	    .sample = "", .earlier = "" };
	line->auditor = auditor_for(w, document);
	if (*clause != '\0' && !qms_strings_has(&w->covered, clause))
		qms_strings_add(w->arena, &w->covered, clause);
	return line;
}

static const char *
join(struct qms_arena *arena, const struct qms_grid *grid)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < qms_grid_rows(grid); i++)
		text = qms_arena_format(arena, "%s%s%s", text, i > 0 ? ", " :
		    "", qms_grid_cell(grid, i, 0));
	return text;
}

/* ---- an issued text ---- */

struct source {
	const char *id, *version;
	struct qms_strings clauses;
	const char *earlier;		/* findings against it, "" */
};

static const char *
cell(struct qms_arena *arena, const struct qms_object_table *table,
    size_t row, const char *name)
{
	const struct qms_markdown_row *cells = &table->found->rows[row];
	size_t i;
	int at;

	for (i = 0; i < table->table->column_count; i++) {
		at = table->columns[i];
		if (strcmp(table->table->columns[i].key, name) == 0 &&
		    at >= 0 && (size_t)at < cells->count)
			return qms_arena_string(arena, cells->cells[at].text);
	}
	return "";
}

static const struct qms_object_table *
find_table(const struct qms_object *object, const char *name)
{
	size_t i;

	for (i = 0; i < object->match.kind->table_count; i++)
		if (strcmp(object->match.kind->tables[i].name, name) == 0 &&
		    object->tables != NULL &&
		    object->tables[i].found != NULL &&
		    object->tables[i].columns != NULL)
			return &object->tables[i];
	return NULL;
}

/* The clause that its steps answer to: that of carrying out the work, if the
 * document names it. */
static const char *
main_clause(const struct source *source)
{
	size_t i;

	for (i = 0; i < source->clauses.count; i++)
		if (qms_starts_with(source->clauses.items[i], "8.5"))
			return source->clauses.items[i];
	return source->clauses.count > 0 ? source->clauses.items[0] : "8.5.1";
}

static void
add_steps(struct writer *w, const struct source *source,
    const struct qms_object *object, const char *late)
{
	const struct qms_object_table *steps = find_table(object, "steps");
	const struct qms_object_table *kept = find_table(object, "records");
	struct qms_audit_line *line;
	const char *form, *result;
	size_t i;

	for (i = 0; steps != NULL && i < steps->found->count; i++) {
		line = add(w, QMS_LINE_STEP, main_clause(source), source->id,
		    source->version, cell(w->arena, steps, i, "action"));
		line->step = cell(w->arena, steps, i, "step");
		line->who = cell(w->arena, steps, i, "who");
		form = cell(w->arena, steps, i, "form");
		result = cell(w->arena, steps, i, "result");
		line->sample = qms_arena_format(w->arena, "%s%s%s%s%s", form,
		    *form != '\0' && *result != '\0' ? "; " : "", result,
		    i == 0 && *late != '\0' && (*form != '\0' ||
		    *result != '\0') ? "; " : "", i == 0 ? late : "");
		if (i == 0)
			line->earlier = source->earlier;
	}
	for (i = 0; kept != NULL && i < kept->found->count; i++) {
		line = add(w, QMS_LINE_RECORD, "7.5.3", source->id,
		    source->version, cell(w->arena, kept, i, "name"));
		line->sample = qms_arena_format(w->arena, "%s, %s",
		    cell(w->arena, kept, i, "place"),
		    cell(w->arena, kept, i, "retention"));
	}
}

static const struct qms_error *
read_issued(struct qms_text *text, struct writer *w,
    const struct source *source, const char **path)
{
	const struct qms_error *err;
	struct qms_adopt adopt;
	struct qms_found found;

	err = qms_system_find(&found, w->system, w->audit->agency,
	    qms_arena_format(w->arena, "%s@%s", source->id,
	    source->version));
	if (err == NULL)
		err = qms_system_read(text, w->system, w->arena, &found);
	if (err == NULL)
		err = qms_adopt_read(&adopt, w->arena,
		    qms_system_kinds(w->system), w->system->store, found.path,
		    *text);
	if (err != NULL)
		return err;
	*text = adopt.text;
	*path = found.path;
	return NULL;
}

static const struct qms_error *
add_document(struct writer *w, const char *reference)
{
	struct qms_problems problems = { .arena = w->arena };
	struct source source = { .id = plain(w->arena, reference) };
	const struct qms_error *err;
	const char *at = strchr(reference, '@'), *path;
	struct qms_grid row, list, late, earlier;
	struct qms_object object;
	struct qms_text text;
	size_t i;

	err = QMS_GRID(&row, w->system, w->arena, sql_procedure,
	    w->audit->agency, source.id);
	if (err != NULL || qms_grid_rows(&row) == 0)
		return err;
	source.version = at != NULL ? at + 1 : qms_grid_cell(&row, 0, 3);
	err = QMS_GRID(&list, w->system, w->arena, sql_clauses,
	    w->audit->agency, source.id);
	if (err == NULL)
		err = QMS_GRID(&late, w->system, w->arena, sql_late_of,
		    w->audit->agency, source.id, *w->last == '\0' ?
		    "1900-01-01" : w->last);
	if (err == NULL)
		err = QMS_GRID(&earlier, w->system, w->arena, sql_earlier,
		    w->audit->agency, "", w->audit->id, source.id,
		    w->audit->last_day, *w->last == '\0' ? "1900-01-01" :
		    w->last);
	if (err != NULL)
		return err;
	for (i = 0; i < qms_grid_rows(&list); i++)
		qms_strings_add(w->arena, &source.clauses,
		    qms_grid_cell(&list, i, 0));
	source.earlier = join(w->arena, &earlier);
	if (*source.version == '\0') {	/* nothing was issued yet */
		add(w, QMS_LINE_CLAUSE, main_clause(&source), source.id, "",
		    qms_grid_cell(&row, 0, 1));
		return NULL;
	}
	err = read_issued(&text, w, &source, &path);
	if (err != NULL)
		return err;
	qms_object_parse(&object, w->arena, qms_system_kinds(w->system),
	    path, text, &problems);
	if (object.match.kind != NULL)
		add_steps(w, &source, &object, join(w->arena, &late));
	qms_object_free(&object);
	for (i = 0; i < source.clauses.count; i++)
		if (!qms_strings_has(&w->covered, source.clauses.items[i])) {
			err = QMS_GRID(&row, w->system, w->arena,
			    sql_clause_name, source.clauses.items[i]);
			if (err != NULL)
				return err;
			add(w, QMS_LINE_CLAUSE, source.clauses.items[i],
			    source.id, source.version,
			    qms_grid_rows(&row) > 0 ?
			    qms_grid_cell(&row, 0, 0) : "");
		}
	return NULL;
}

/* ---- what else a unit is asked ---- */

/* 8.5 is covered by a line about 8.5.1. */
static bool
is_covered(const struct writer *w, const char *clause)
{
	size_t i, size = strlen(clause);

	for (i = 0; i < w->covered.count; i++)
		if (strncmp(w->covered.items[i], clause, size) == 0 &&
		    (w->covered.items[i][size] == '\0' ||
		    w->covered.items[i][size] == '.'))
			return true;
	return false;
}

static const struct qms_error *
add_clause(struct writer *w, const char *clause)
{
	struct qms_grid name, about, records;
	const struct qms_error *err;
	struct qms_audit_line *line;
	bool known;

	err = QMS_GRID(&name, w->system, w->arena, sql_clause_name, clause);
	if (err == NULL)
		err = QMS_GRID(&about, w->system, w->arena, sql_about,
		    w->audit->agency, clause, w->unit);
	if (err == NULL)
		err = QMS_GRID(&records, w->system, w->arena, sql_served,
		    w->audit->agency, clause, w->audit->first_day);
	if (err != NULL)
		return err;
	known = qms_grid_rows(&about) > 0;
	line = add(w, QMS_LINE_CLAUSE, clause, known ?
	    qms_grid_cell(&about, 0, 0) : "", known ?
	    qms_grid_cell(&about, 0, 1) : "", qms_grid_rows(&name) > 0 ?
	    qms_grid_cell(&name, 0, 0) : "");
	line->auditor = auditor_for(w, "");
	line->sample = join(w->arena, &records);
	return NULL;
}

static const struct qms_error *
add_earlier(struct writer *w)
{
	const struct qms_error *err;
	struct qms_audit_line *line;
	const char *document, *at;
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, w->system, w->arena, sql_earlier,
	    w->audit->agency, w->unit, w->audit->id, "", w->audit->last_day,
	    *w->last == '\0' ? "1900-01-01" : w->last);
	for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++) {
		document = qms_grid_cell(&grid, i, 3);
		at = strchr(document, '@');
		line = add(w, QMS_LINE_EARLIER, qms_grid_cell(&grid, i, 2),
		    plain(w->arena, document), at == NULL ? "" : at + 1,
		    qms_grid_cell(&grid, i, 1));
		line->auditor = auditor_for(w, "");
		line->earlier = qms_arena_format(w->arena, "%s (%s)",
		    qms_grid_cell(&grid, i, 0), qms_grid_cell(&grid, i, 4));
		line->sample = qms_grid_cell(&grid, i, 5);
	}
	return err;
}

static const struct qms_error *
add_unit_records(struct writer *w)
{
	const struct qms_error *err;
	struct qms_audit_line *line;
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, w->system, w->arena, sql_unit_records,
	    w->audit->agency, w->unit, *w->last == '\0' ? "1900-01-01" :
	    w->last);
	for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++) {
		line = add(w, QMS_LINE_UNIT, strcmp(qms_grid_cell(&grid, i, 0),
		    "risk") == 0 ? "6.1" : "8.7", "", "", "");
		line->sample = qms_grid_cell(&grid, i, 1);
	}
	return err;
}

/* ---- which documents are looked at in which unit ---- */

/* The unit in charge if it is audited, else where the schedule names it, else
 * the first unit. */
static const struct qms_error *
place_of(const char **unit, struct writer *w, const char *id)
{
	const struct qms_audit *audit = w->audit;
	const struct qms_error *err;
	struct qms_grid row, name;
	size_t i, k;

	*unit = audit->units.count > 0 ? audit->units.items[0] : "";
	err = QMS_GRID(&row, w->system, w->arena, sql_procedure,
	    audit->agency, id);
	if (err != NULL)
		return err;
	if (qms_grid_rows(&row) > 0 && qms_strings_has(&audit->units,
	    qms_grid_cell(&row, 0, 2))) {
		*unit = qms_grid_cell(&row, 0, 2);
		return NULL;
	}
	for (i = 0; i < audit->slot_count; i++) {
		if (!qms_audit_mentions(audit->slots[i].subject, id))
			continue;
		for (k = 0; k < audit->units.count; k++) {
			err = QMS_GRID(&name, w->system, w->arena, sql_name,
			    audit->agency, audit->units.items[k]);
			if (err != NULL)
				return err;
			if (qms_audit_slot_is_of(&audit->slots[i],
			    audit->units.items[k], qms_grid_rows(&name) > 0 ?
			    qms_grid_cell(&name, 0, 0) : "")) {
				*unit = audit->units.items[k];
				return NULL;
			}
		}
	}
	return NULL;
}

static const struct qms_error *
documents_of(struct qms_strings *documents, struct writer *w)
{
	const struct qms_error *err = NULL;
	struct qms_grid grid;
	const char *unit;
	size_t i;

	*documents = (struct qms_strings){ 0 };
	for (i = 0; err == NULL && i < w->audit->documents.count; i++) {
		err = place_of(&unit, w, plain(w->arena,
		    w->audit->documents.items[i]));
		if (err == NULL && strcmp(unit, w->unit) == 0)
			qms_strings_add(w->arena, documents,
			    w->audit->documents.items[i]);
	}
	if (err != NULL || w->audit->documents.count > 0)
		return err;
	err = QMS_GRID(&grid, w->system, w->arena, sql_of_units,
	    w->audit->agency, w->unit);
	for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++)
		qms_strings_add(w->arena, documents, qms_grid_cell(&grid, i,
		    0));
	return err;
}

static const struct qms_error *
add_unit(struct writer *w, const char *unit)
{
	struct qms_strings documents;
	const struct qms_error *err;
	struct qms_grid name, last;
	size_t i;

	w->unit = unit;
	w->covered = (struct qms_strings){ 0 };
	err = QMS_GRID(&name, w->system, w->arena, sql_name,
	    w->audit->agency, unit);
	if (err == NULL)
		err = QMS_GRID(&last, w->system, w->arena, sql_last,
		    w->audit->agency, unit, w->audit->id,
		    w->audit->first_day);
	if (err != NULL)
		return err;
	w->name = qms_grid_rows(&name) > 0 ? qms_grid_cell(&name, 0, 0) :
	    unit;
	w->last = qms_grid_rows(&last) > 0 ? qms_grid_cell(&last, 0, 0) : "";
	err = documents_of(&documents, w);
	if (err == NULL)
		err = add_earlier(w);
	for (i = 0; err == NULL && i < documents.count; i++)
		err = add_document(w, documents.items[i]);
	for (i = 0; err == NULL && i < w->audit->clauses.count; i++)
		if (!is_covered(w, w->audit->clauses.items[i]))
			err = add_clause(w, w->audit->clauses.items[i]);
	return err ? err : add_unit_records(w);
}

const struct qms_error *
qms_audit_checklist(struct qms_audit_line **lines, size_t *count,
    struct qms_system *system, struct qms_arena *arena,
    const struct qms_audit *audit, const char *unit)
{
	struct writer w = { .system = system, .arena = arena,
	    .audit = audit };
	const struct qms_error *err = NULL;
	size_t i;

	for (i = 0; err == NULL && i < audit->units.count; i++)
		if (unit == NULL || strcmp(audit->units.items[i], unit) == 0)
			err = add_unit(&w, audit->units.items[i]);
	*lines = w.lines;
	*count = w.count;
	return err;
}
