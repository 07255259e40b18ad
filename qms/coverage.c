/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "coverage.h"

enum { FRESH_MONTHS = 12 };	/* where the standard does not say */

static const char *const levels[QMS_COVERAGE_LEVELS] = { "none", "named",
	"approved", "evidenced", "audited" };
static const char *const changes[QMS_CHANGES] = { "same", "moved", "merged",
	"changed", "split", "new", "dropped" };

const char *
qms_coverage_level_id(enum qms_coverage_level level)
{
	return levels[level];
}

int
qms_coverage_level_parse(const char *id)
{
	int i;

	for (i = 0; i < QMS_COVERAGE_LEVELS; i++)
		if (strcmp(levels[i], id) == 0)
			return i;
	return -1;
}

const char *
qms_coverage_change_id(enum qms_coverage_change change)
{
	return changes[change];
}

/* ---- what is read ---- */

struct object {
	const char *kind, *id, *path, *role, *since;
	bool document, gone, in_force, closed, acted;
	struct qms_strings clauses;	/* that it names */
	struct qms_strings own;		/* of them, those of its key `clauses` */
	struct qms_strings targets;	/* ids of other objects it names */
	const char *shown;		/* day it was last passed on or kept */
};

struct served {
	const char *clause, *kind, *role;
	const char *since;		/* the day from which a record is fresh */
};

struct survey {
	struct qms_system *system;
	struct qms_db *db;
	struct qms_arena *arena;
	const char *agency;
	const char *since;		/* what is older is not fresh */
	const char *day;
	struct object *objects;
	size_t object_count, object_room;
	struct qms_map by_path, by_id;
	struct served *served;
	size_t served_count, served_room;
	struct qms_coverage *coverage;
	struct qms_map by_number;
};

static bool
is_yes(struct qms_query *query, int column)
{
	return qms_string_is(qms_column_text(query, column), "yes");
}

/* The first day of so many months that end with the day asked about. */
static const char *
months_ago(struct survey *s, int months)
{
	char text[QMS_DAY_SIZE];

	return qms_arena_string(s->arena, qms_day_format(text,
	    qms_day_add_months(qms_day_parse(qms_text(s->day)), -months)));
}

static bool
has(const struct survey *s, const char *view, const char *column)
{
	return qms_index_has_column(s->system->index, view, column);
}

static const char sql_standard[] =
	"SELECT number, fresh_months, confirmed FROM standard WHERE id = ?1";

static const struct qms_error *
read_standard(struct survey *s, const char *id, int *months)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*months = FRESH_MONTHS;
	s->coverage->number = id;
	if (!has(s, "standard", "fresh_months") ||
	    !has(s, "standard", "confirmed") || !has(s, "standard", "number"))
		return NULL;
	err = qms_db_query(&query, s->db, sql_standard);
	if (err)
		return err;
	qms_bind_text(query, 1, id);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		s->coverage->number = qms_column_copy(s->arena, query, 0);
		*months = (int)qms_column_integer(query, 1);
		s->coverage->confirmed = is_yes(query, 2);
	}
	qms_done(query);
	return err;
}

static const char sql_clauses[] =
	"SELECT number, vi, en, maintain, retain FROM clause"
	" ORDER BY path, line";

static const char sql_edition[] =
	"SELECT number, vi, en, maintain, retain FROM edition_clause"
	" WHERE path = 'standards/' || ?1 || '/clauses.csv' ORDER BY line";

static bool
is_below(const char *number, const char *heading)
{
	size_t size = strlen(heading);

	return strncmp(number, heading, size) == 0 && number[size] == '.';
}

static const struct qms_error *
read_clauses(struct survey *s, const char *edition)
{
	struct qms_coverage *coverage = s->coverage;
	const struct qms_error *err;
	struct qms_covered *item;
	struct qms_query *query;
	bool row;
	size_t i;

	err = qms_db_query(&query, s->db, edition == NULL ? sql_clauses :
	    sql_edition);
	if (err)
		return err;
	if (edition != NULL)
		qms_bind_text(query, 1, edition);
	while ((err = qms_step(&row, query)) == NULL && row) {
		item = qms_push(s->arena, coverage->items, coverage->count,
		    coverage->room);
		item->number = qms_column_copy(s->arena, query, 0);
		item->name[QMS_VI] = qms_column_copy(s->arena, query, 1);
		item->name[QMS_EN] = qms_column_copy(s->arena, query, 2);
		item->maintain = is_yes(query, 3);
		item->retain = is_yes(query, 4);
		item->reason = item->evidence = item->evidence_day = "";
		item->audit = item->audit_day = item->from = "";
		item->what[QMS_VI] = item->what[QMS_EN] = "";
	}
	qms_done(query);
	for (i = 0; i < coverage->count; i++) {
		item = &coverage->items[i];
		item->heading = i + 1 < coverage->count &&
		    is_below(item[1].number, item->number);
		qms_map_put(s->arena, &s->by_number, item->number, item);
	}
	return err;
}

static const char sql_objects[] =
	"SELECT kind, id, path, class, state, version, since FROM object"
	" WHERE agency = ?1 AND class <> 'data' ORDER BY kind, id, path";

static const struct qms_error *
read_objects(struct survey *s)
{
	const struct qms_kinds *kinds = qms_system_kinds(s->system);
	const struct qms_kind *kind;
	const struct qms_error *err;
	struct qms_query *query;
	struct object *object;
	const char *state;
	bool row;
	size_t i;

	err = qms_db_query(&query, s->db, sql_objects);
	if (err)
		return err;
	qms_bind_text(query, 1, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = qms_push(s->arena, s->objects, s->object_count,
		    s->object_room);
		object->kind = qms_column_copy(s->arena, query, 0);
		object->id = qms_column_copy(s->arena, query, 1);
		object->path = qms_column_copy(s->arena, query, 2);
		object->document = qms_string_is(qms_column_text(query, 3),
		    "document");
		state = qms_column_copy(s->arena, query, 4);
		kind = qms_kinds_get(kinds, object->kind);
		object->closed = kind != NULL &&
		    qms_kind_is_final(kind, state);
		object->in_force = !qms_column_is_null(query, 5);
		object->gone = (strcmp(object->kind, "audit") == 0 &&
		    strcmp(state, "cancelled") == 0) ||
		    (object->document && object->closed &&
		    !object->in_force);
		object->since = qms_column_copy(s->arena, query, 6);
		object->role = object->shown = "";
	}
	qms_done(query);
	for (i = 0; i < s->object_count; i++) {
		qms_map_put(s->arena, &s->by_path, s->objects[i].path,
		    &s->objects[i]);
		qms_map_put(s->arena, &s->by_id, s->objects[i].id,
		    &s->objects[i]);
	}
	return err;
}

/* What a description leaves out names the clause too, to say the opposite. */
static const char sql_references[] =
	"SELECT path, to_kind, target, target_agency, key FROM reference"
	" WHERE agency = ?1 AND key <> 'excluded'"
	" ORDER BY path, row, target";

static const struct qms_error *
read_references(struct survey *s)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct object *object;
	const char *target;
	bool row;

	err = qms_db_query(&query, s->db, sql_references);
	if (err)
		return err;
	qms_bind_text(query, 1, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = qms_map_get(&s->by_path, qms_column_text(query, 0));
		if (object == NULL)
			continue;
		target = qms_column_copy(s->arena, query, 2);
		if (qms_string_is(qms_column_text(query, 1), "clause")) {
			qms_strings_add(s->arena, &object->clauses, target);
			if (qms_string_is(qms_column_text(query, 4),
			    "clauses"))
				qms_strings_add(s->arena, &object->own,
				    target);
		} else if (qms_string_is(qms_column_text(query, 3), s->agency))
			qms_strings_add(s->arena, &object->targets, target);
	}
	qms_done(query);
	return err;
}

/* What a document adopts names its clauses for it. */
static const struct qms_error *
read_clauses_of(struct survey *s, const char *view)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct object *object;
	const char *clause;
	bool row;

	err = qms_db_query(&query, s->db, qms_arena_format(s->arena,
	    "SELECT path, value FROM \"%s\" WHERE agency = ?1"
	    " ORDER BY path, row", view));
	if (err)
		return err;
	qms_bind_text(query, 1, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = qms_map_get(&s->by_path, qms_column_text(query, 0));
		if (object == NULL || qms_column_is_null(query, 1) ||
		    qms_strings_has(&object->own, qms_column_text(query, 1)))
			continue;
		clause = qms_column_copy(s->arena, query, 1);
		qms_strings_add(s->arena, &object->clauses, clause);
		qms_strings_add(s->arena, &object->own, clause);
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
read_adopted(struct survey *s)
{
	const struct qms_kinds *kinds = qms_system_kinds(s->system);
	const struct qms_error *err = NULL;
	const struct qms_kind_key *key;
	const char *view;
	size_t i;

	for (i = 0; err == NULL && i < kinds->count; i++) {
		key = qms_kind_key(kinds->items[i], "clauses");
		view = qms_kind_view(s->arena, kinds->items[i]->id,
		    "clauses");
		if (kinds->items[i]->class == QMS_CLASS_DOCUMENT &&
		    key != NULL && key->many && has(s, view, "value") &&
		    qms_kind_key(kinds->items[i], "adopts") != NULL)
			err = read_clauses_of(s, view);
	}
	return err;
}

static const char sql_shown[] =
	"SELECT id, max(date) FROM statement"
	" WHERE agency = ?1 AND void IS NULL"
	"   AND act IN ('keep', 'disseminate', 'acknowledge')"
	" GROUP BY id";

static const struct qms_error *
read_shown(struct survey *s)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct object *object;
	bool row;

	err = qms_db_query(&query, s->db, sql_shown);
	if (err)
		return err;
	qms_bind_text(query, 1, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = qms_map_get(&s->by_id, qms_column_text(query, 0));
		if (object != NULL && object->document)
			object->shown = qms_column_copy(s->arena, query, 1);
	}
	qms_done(query);
	return err;
}

static const char sql_served[] =
	"SELECT clause, kind, role, months FROM served_by"
	" WHERE path = 'standards/' || ?1 || '/served-by.csv' ORDER BY line";

static const struct qms_error *
read_served(struct survey *s)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct served *served;
	bool row;

	if (!has(s, "served_by", "clause") || !has(s, "served_by", "kind") ||
	    !has(s, "served_by", "role") || !has(s, "served_by", "months"))
		return NULL;
	err = qms_db_query(&query, s->db, sql_served);
	if (err)
		return err;
	qms_bind_text(query, 1, s->system->standard);
	while ((err = qms_step(&row, query)) == NULL && row) {
		served = qms_push(s->arena, s->served, s->served_count,
		    s->served_room);
		served->clause = qms_column_copy(s->arena, query, 0);
		served->kind = qms_column_copy(s->arena, query, 1);
		served->role = qms_column_copy(s->arena, query, 2);
		served->since = qms_column_is_null(query, 3) ? s->since :
		    months_ago(s, (int)qms_column_integer(query, 3));
	}
	qms_done(query);
	return err;
}

/* The key `role` of the objects of one kind. */
static const struct qms_error *
read_roles_of(struct survey *s, const char *kind)
{
	const char *view = qms_kind_view(s->arena, kind, NULL);
	const struct qms_error *err;
	struct qms_query *query;
	struct object *object;
	bool row;

	if (!has(s, view, "role"))
		return NULL;
	err = qms_db_query(&query, s->db, qms_arena_format(s->arena,
	    "SELECT path, role FROM \"%s\" WHERE agency = ?1", view));
	if (err)
		return err;
	qms_bind_text(query, 1, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = qms_map_get(&s->by_path, qms_column_text(query, 0));
		if (object != NULL)
			object->role = qms_column_copy(s->arena, query, 1);
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
read_roles(struct survey *s)
{
	const struct qms_error *err = NULL;
	struct qms_strings kinds = { 0 };
	size_t i;

	for (i = 0; err == NULL && i < s->served_count; i++) {
		if (*s->served[i].role == '\0' || qms_strings_has(&kinds,
		    s->served[i].kind) || qms_kinds_get(qms_system_kinds(
		    s->system), s->served[i].kind) == NULL)
			continue;
		qms_strings_add(s->arena, &kinds, s->served[i].kind);
		err = read_roles_of(s, s->served[i].kind);
	}
	return err;
}

static const char sql_excluded[] =
	"SELECT clause, reason, path FROM model_description_excluded"
	" WHERE agency = ?1 ORDER BY path, row";

static const struct qms_error *
read_excluded(struct survey *s)
{
	const struct qms_error *err;
	struct qms_covered *item;
	const struct object *object;
	struct qms_query *query;
	bool row;
	size_t i;

	if (!has(s, "model_description_excluded", "clause") ||
	    !has(s, "model_description_excluded", "reason"))
		return NULL;
	err = qms_db_query(&query, s->db, sql_excluded);
	if (err)
		return err;
	qms_bind_text(query, 1, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		object = qms_map_get(&s->by_path, qms_column_text(query, 2));
		item = qms_column_is_null(query, 0) ? NULL :
		    qms_map_get(&s->by_number, qms_column_text(query, 0));
		if (item == NULL || object == NULL || object->gone)
			continue;
		item->excluded = true;
		item->reason = qms_column_copy(s->arena, query, 1);
	}
	qms_done(query);
	/* the order of the standard: what stands below comes behind */
	for (i = 0; i < s->coverage->count; i++)
		for (item = &s->coverage->items[i];
		    item->excluded && item + 1 < s->coverage->items +
		    s->coverage->count && is_below(item[1].number,
		    s->coverage->items[i].number); item++) {
			if (item[1].excluded)
				continue;
			item[1].excluded = true;
			item[1].reason = item->reason;
		}
	return err;
}

static const char sql_findings[] =
	"SELECT f.id, f.clause FROM finding AS f"
	"  LEFT JOIN finding_grade AS g ON g.grade = f.grade"
	" WHERE f.agency = ?1 AND f.closed IS NULL AND f.clause IS NOT NULL"
	"   AND (g.requires_action IS NULL OR g.requires_action <> 'no')"
	" ORDER BY f.id";

/* Nonconformities that are open, at their clauses and all below. */
static const struct qms_error *
read_findings(struct survey *s)
{
	const struct qms_error *err;
	struct qms_covered *item;
	struct qms_query *query;
	const char *id, *clause;
	bool row;
	size_t i;

	if (!has(s, "finding", "clause") || !has(s, "finding", "grade") ||
	    !has(s, "finding", "closed") ||
	    !has(s, "finding_grade", "requires_action"))
		return NULL;
	err = qms_db_query(&query, s->db, sql_findings);
	if (err)
		return err;
	qms_bind_text(query, 1, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		id = qms_column_copy(s->arena, query, 0);
		clause = qms_column_copy(s->arena, query, 1);
		for (i = 0; i < s->coverage->count; i++) {
			item = &s->coverage->items[i];
			if (strcmp(item->number, clause) == 0 ||
			    is_below(item->number, clause) ||
			    (item->heading && is_below(clause, item->number)))
				qms_strings_add(s->arena, &item->open, id);
		}
	}
	qms_done(query);
	return err;
}

/* ---- what it comes to ---- */

static bool
serves(const struct served *served, const struct object *object,
    const char *number)
{
	return (strcmp(served->clause, number) == 0 ||
	    is_below(number, served->clause)) &&
	    strcmp(served->kind, object->kind) == 0 &&
	    (*served->role == '\0' || strcmp(served->role, object->role) == 0);
}

/* Is the clause among them, or one that it stands below? */
static bool
holds(const struct qms_strings *clauses, const char *number)
{
	size_t i;

	for (i = 0; i < clauses->count; i++)
		if (strcmp(clauses->items[i], number) == 0 ||
		    is_below(number, clauses->items[i]))
			return true;
	return false;
}

static bool
names(const struct object *object, const char *number)
{
	return holds(&object->clauses, number);
}

static const struct served *
find_served(const struct survey *s, const struct object *object,
    const char *number)
{
	const struct served *found = NULL;
	size_t i;

	for (i = 0; i < s->served_count; i++)
		if (serves(&s->served[i], object, number) && (found == NULL ||
		    strcmp(s->served[i].since, found->since) < 0))
			found = &s->served[i];
	return found;
}

static void
add_evidence(struct qms_covered *item, const char *path, const char *day,
    const char *since)
{
	if (strcmp(day, since) < 0 || strcmp(day, item->evidence_day) <= 0)
		return;
	item->evidence = path;
	item->evidence_day = day;
}

static bool
looks_at(const struct survey *s, const struct object *audit,
    const char *number)
{
	const struct object *document;
	size_t i;

	if (names(audit, number))
		return true;
	for (i = 0; i < audit->targets.count; i++) {
		document = qms_map_get(&s->by_id, audit->targets.items[i]);
		if (document != NULL && document->document &&
		    (names(document, number) ||
		    find_served(s, document, number) != NULL))
			return true;
	}
	return false;
}

/*
 * Where no record is asked for, it is enough that the document which is about
 * the clause was passed on or looked at again.
 */
static void
judge_document(const struct survey *s, struct qms_covered *item,
    const struct object *object)
{
	bool serving = find_served(s, object, item->number) != NULL;

	if (object->gone || (!serving && !names(object, item->number)))
		return;
	if (item->level == QMS_COVERAGE_NONE)
		item->level = QMS_COVERAGE_NAMED;
	qms_strings_add(s->arena, &item->documents, object->id);
	if (!object->in_force)
		return;
	item->level = QMS_COVERAGE_APPROVED;
	if (!item->retain && (serving || holds(&object->own, item->number)))
		add_evidence(item, object->path, object->shown, s->since);
}

static void
judge_record(const struct survey *s, struct qms_covered *item,
    const struct object *object)
{
	const struct served *served = find_served(s, object, item->number);

	/* nothing was done yet, or it was cancelled */
	if (*object->since == '\0' || object->gone)
		return;
	if (strcmp(object->kind, "audit") == 0 && object->closed &&
	    strcmp(object->since, s->since) >= 0 &&
	    strcmp(object->since, item->audit_day) > 0 &&
	    looks_at(s, object, item->number)) {
		item->audit = object->id;
		item->audit_day = object->since;
	}
	if (served != NULL)
		add_evidence(item, object->path, object->since,
		    served->since);
	else if (strcmp(object->kind, "audit") != 0 &&
	    strcmp(object->kind, "finding") != 0 &&
	    names(object, item->number))
		add_evidence(item, object->path, object->since, s->since);
}

static void
judge(const struct survey *s, struct qms_covered *item)
{
	size_t i;

	for (i = 0; i < s->object_count; i++)
		if (s->objects[i].document)
			judge_document(s, item, &s->objects[i]);
		else
			judge_record(s, item, &s->objects[i]);
	if (item->level == QMS_COVERAGE_APPROVED && *item->evidence != '\0')
		item->level = QMS_COVERAGE_EVIDENCED;
	if (item->level == QMS_COVERAGE_EVIDENCED && *item->audit != '\0' &&
	    item->open.count == 0)
		item->level = QMS_COVERAGE_AUDITED;
}

/* A heading is as far as the least of those below it that apply. */
static void
judge_headings(struct qms_coverage *coverage)
{
	struct qms_covered *item, *below, *end;
	size_t i;
	bool any;

	end = coverage->items + coverage->count;
	for (i = 0; i < coverage->count; i++) {
		item = &coverage->items[i];
		if (!item->heading)
			continue;
		any = false;
		item->level = QMS_COVERAGE_AUDITED;
		for (below = item + 1; below < end &&
		    is_below(below->number, item->number); below++) {
			if (below->heading || below->excluded)
				continue;
			any = true;
			if (below->level < item->level)
				item->level = below->level;
			item->missing = item->missing || below->missing;
		}
		item->excluded = item->excluded || !any;
		if (item->excluded)
			item->level = QMS_COVERAGE_NONE;
	}
}

static void
judge_all(struct survey *s)
{
	struct qms_covered *item;
	size_t i;

	for (i = 0; i < s->coverage->count; i++) {
		item = &s->coverage->items[i];
		if (!item->excluded)
			judge(s, item);
		item->missing = !item->excluded && !item->heading &&
		    item->level < QMS_COVERAGE_APPROVED;
	}
	judge_headings(s->coverage);
}

/* ---- another edition ---- */

static const char sql_map[] =
	"SELECT \"from\", \"to\", change, vi, en FROM clause_map"
	" WHERE path = 'standards/' || ?1 || '/map.csv' ORDER BY line";

static enum qms_coverage_change
change_of(const char *id)
{
	int i;

	for (i = 0; i < QMS_CHANGES; i++)
		if (qms_string_is(changes[i], id))
			return (enum qms_coverage_change)i;
	return QMS_CHANGE_CHANGED;
}

static void
add_documents(struct qms_arena *arena, struct qms_strings *list,
    const struct qms_strings *more)
{
	size_t i;

	for (i = 0; i < more->count; i++)
		if (!qms_strings_has(list, more->items[i]))
			qms_strings_add(arena, list, more->items[i]);
}

/* What answers to a clause that is applied, also answers to this one. */
static void
inherit(struct survey *s, struct qms_covered *item,
    const struct qms_covered *old)
{
	bool first = *item->from == '\0';

	add_documents(s->arena, &item->documents, &old->documents);
	add_documents(s->arena, &item->open, &old->open);
	item->excluded = old->excluded && (first || item->excluded);
	if (old->excluded)
		item->reason = old->reason;
	else if (old->level > item->level)
		item->level = old->level;
	if (strcmp(old->evidence_day, item->evidence_day) > 0) {
		item->evidence = old->evidence;
		item->evidence_day = old->evidence_day;
	}
	if (strcmp(old->audit_day, item->audit_day) > 0) {
		item->audit = old->audit;
		item->audit_day = old->audit_day;
	}
	item->from = first ? old->number : qms_arena_format(s->arena,
	    "%s, %s", item->from, old->number);
}

/* Behind all others; only when nobody holds pointers to them any more. */
static void
add_dropped(struct survey *s, const struct qms_strings *dropped,
    const struct qms_map *applied)
{
	const struct qms_covered *old;
	struct qms_covered *item;
	size_t i;

	for (i = 0; i < dropped->count; i++) {
		old = qms_map_get(applied, dropped->items[i]);
		item = qms_push(s->arena, s->coverage->items,
		    s->coverage->count, s->coverage->room);
		*item = *old;
		item->number = "";
		item->from = old->number;
		item->change = QMS_CHANGE_DROPPED;
		item->missing = false;
	}
}

static const struct qms_error *
read_map(struct survey *s, const struct qms_map *applied,
    struct qms_strings *dropped)
{
	enum qms_coverage_change change;
	const struct qms_error *err;
	const struct qms_covered *old;
	struct qms_covered *item;
	struct qms_query *query;
	const char *from, *to;
	bool row;

	if (!has(s, "clause_map", "from") || !has(s, "clause_map", "to") ||
	    !has(s, "clause_map", "change") || !has(s, "clause_map", "vi") ||
	    !has(s, "clause_map", "en"))
		return NULL;
	err = qms_db_query(&query, s->db, sql_map);
	if (err)
		return err;
	qms_bind_text(query, 1, s->coverage->standard);
	while ((err = qms_step(&row, query)) == NULL && row) {
		from = qms_column_copy(s->arena, query, 0);
		to = qms_column_copy(s->arena, query, 1);
		change = change_of(qms_column_text(query, 2));
		old = qms_map_get(applied, from);
		item = qms_map_get(&s->by_number, to);
		if (change == QMS_CHANGE_DROPPED && old != NULL)
			qms_strings_add(s->arena, dropped, from);
		else if (old != NULL && item != NULL)
			inherit(s, item, old);
		if (item == NULL || change < item->change ||
		    change == QMS_CHANGE_DROPPED)
			continue;
		item->change = change;
		item->what[QMS_VI] = qms_column_copy(s->arena, query, 3);
		item->what[QMS_EN] = qms_column_copy(s->arena, query, 4);
	}
	qms_done(query);
	return err;
}

/* What the map does not speak of is what it was, or new. */
static void
judge_edition(struct survey *s, const struct qms_map *applied)
{
	const struct qms_covered *old;
	struct qms_covered *item;
	size_t i;

	for (i = 0; i < s->coverage->count; i++) {
		item = &s->coverage->items[i];
		old = qms_map_get(applied, item->number);
		if (*item->from == '\0' && item->change == QMS_CHANGE_SAME) {
			if (old != NULL)
				inherit(s, item, old);
			else
				item->change = QMS_CHANGE_NEW;
		}
		item->missing = !item->heading && !item->excluded &&
		    (item->level < QMS_COVERAGE_APPROVED ||
		    item->change > QMS_CHANGE_MERGED);
	}
	judge_headings(s->coverage);
}

static const struct qms_error *
no_standard(struct survey *s, const char *standard)
{
	struct qms_buffer ids = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	if (has(s, "standard", "number")) {
		err = qms_db_query(&query, s->db,
		    "SELECT id FROM standard ORDER BY id");
		if (err)
			return err;
		while ((err = qms_step(&row, query)) == NULL && row)
			qms_buffer_format(&ids, "%s%s", ids.size > 0 ? ", " :
			    "", qms_column_text(query, 0));
		qms_done(query);
		if (err)
			return err;
	}
	err = qms_fail(QMS_M_G090, standard, ids.size > 0 ? ids.data :
	    s->system->standard);
	qms_buffer_free(&ids);
	return err;
}

static const struct qms_error *
survey_edition(struct qms_coverage *coverage, const struct survey *applied,
    const char *standard)
{
	struct survey s = { .system = applied->system, .db = applied->db,
		.arena = applied->arena, .agency = applied->agency,
		.day = applied->day, .coverage = coverage };
	struct qms_strings dropped = { 0 };
	const struct qms_error *err;
	int months;

	coverage->standard = standard;
	err = read_standard(&s, standard, &months);
	if (err == NULL && has(&s, "edition_clause", "number") &&
	    has(&s, "edition_clause", "maintain") &&
	    has(&s, "edition_clause", "retain") &&
	    has(&s, "edition_clause", "vi") && has(&s, "edition_clause", "en"))
		err = read_clauses(&s, standard);
	if (err)
		return err;
	if (coverage->count == 0)
		return no_standard(&s, standard);
	err = read_map(&s, &applied->by_number, &dropped);
	if (err)
		return err;
	judge_edition(&s, &applied->by_number);
	add_dropped(&s, &dropped, &applied->by_number);
	return NULL;
}

/* "iso9001:2026" is how people write "iso9001-2026". */
static const char *
standard_id(struct qms_arena *arena, const char *text)
{
	char *id = qms_arena_string(arena, text), *at;

	for (at = id; *at != '\0'; at++)
		if (*at == ':' || *at == ' ')
			*at = '-';
		else if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return id;
}

static const struct qms_error *
survey_applied(struct survey *s)
{
	const struct qms_error *err;
	int months;

	err = read_standard(s, s->system->standard, &months);
	s->since = months_ago(s, months);
	s->coverage->standard = s->system->standard;
	s->coverage->applied = true;
	if (err == NULL)
		err = read_clauses(s, NULL);
	if (err == NULL)
		err = read_objects(s);
	if (err == NULL)
		err = read_references(s);
	if (err == NULL)
		err = read_adopted(s);
	if (err == NULL)
		err = read_shown(s);
	if (err == NULL)
		err = read_served(s);
	if (err == NULL)
		err = read_roles(s);
	if (err == NULL)
		err = read_excluded(s);
	if (err == NULL)
		err = read_findings(s);
	if (err == NULL)
		judge_all(s);
	return err;
}

const struct qms_error *
qms_coverage_get(struct qms_coverage *coverage, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *standard)
{
	struct qms_coverage applied = { 0 };
	struct survey s = { .system = system, .arena = arena,
		.db = qms_index_db(system->index), .agency = agency,
		.coverage = &applied };
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];

	*coverage = applied;
	s.day = qms_day_format(day, qms_index_question(system->index)->day);
	if (!has(&s, "clause", "number") || !has(&s, "clause", "vi") ||
	    !has(&s, "clause", "en") || !has(&s, "clause", "maintain") ||
	    !has(&s, "clause", "retain"))
		return no_standard(&s, system->standard);
	if (standard != NULL)
		standard = standard_id(arena, standard);
	err = survey_applied(&s);
	if (err == NULL && standard != NULL &&
	    strcmp(standard, system->standard) != 0)
		return survey_edition(coverage, &s, standard);
	*coverage = applied;
	return err;
}

void
qms_coverage_count(size_t counts[QMS_COVERAGE_LEVELS],
    const struct qms_coverage *coverage)
{
	const struct qms_covered *item;
	size_t i;

	memset(counts, 0, QMS_COVERAGE_LEVELS * sizeof(*counts));
	for (i = 0; i < coverage->count; i++) {
		item = &coverage->items[i];
		if (!item->heading && !item->excluded &&
		    *item->number != '\0')
			counts[item->level]++;
	}
}

/* ---- administrative procedures ---- */

/* In force before drafts; each code once. */
static const char sql_services[] =
	"SELECT t.code, t.name, p.parent, o.version, o.path"
	"  FROM tthc AS t JOIN asof AS q ON q.source = 1"
	"  LEFT JOIN procedure_tthc AS p ON p.agency = t.agency"
	"   AND p.value = t.code"
	"  LEFT JOIN procedure AS o ON o.agency = p.agency AND o.id = p.parent"
	" WHERE t.agency = ?1 AND t.status <> 'abolished'"
	"   AND t.\"from\" <= q.day AND (t.\"to\" IS NULL OR t.\"to\" >= q.day)"
	" ORDER BY t.row, o.version IS NULL, p.parent";

/*
 * Records that show the work of a procedure serve a clause of the chapter that
 * procedures for TTHC serve: 8, by served-by.csv.
 */
static const struct served *
find_work(const struct survey *s, const struct object *record)
{
	const struct served *found = NULL, *own, *one;
	size_t i, k;

	for (i = 0; i < s->served_count; i++) {
		own = &s->served[i];
		if (strcmp(own->kind, "procedure") != 0 ||
		    strcmp(own->role, "tthc") != 0)
			continue;
		for (k = 0; k < s->served_count; k++) {
			one = &s->served[k];
			if (strcmp(one->kind, record->kind) == 0 &&
			    strtol(one->clause, NULL, 10) ==
			    strtol(own->clause, NULL, 10) && (found == NULL ||
			    strcmp(one->since, found->since) < 0))
				found = one;
		}
	}
	return found;
}

static void
judge_service(const struct survey *s, struct qms_covered_service *service,
    const struct object *record, const struct qms_map *open)
{
	const struct served *work = find_work(s, record);

	if (!qms_strings_has(&record->targets, service->code) &&
	    (*service->procedure == '\0' || !qms_strings_has(
	    &record->targets, service->procedure)))
		return;
	if (qms_map_get(open, record->id) != NULL)
		qms_strings_add(s->arena, &service->open, record->id);
	if (*record->since == '\0')	/* nothing was done yet */
		return;
	if (strcmp(record->kind, "audit") == 0) {
		if (record->closed && strcmp(record->since, s->since) >= 0 &&
		    strcmp(record->since, service->audit_day) > 0) {
			service->audit = record->id;
			service->audit_day = record->since;
		}
	} else if (work != NULL && strcmp(record->since, work->since) >= 0 &&
	    strcmp(record->since, service->evidence_day) > 0) {
		service->evidence = record->path;
		service->evidence_day = record->since;
	}
}

static const char sql_open[] =
	"SELECT f.id FROM finding AS f"
	"  LEFT JOIN finding_grade AS g ON g.grade = f.grade"
	" WHERE f.agency = ?1 AND f.closed IS NULL"
	"   AND (g.requires_action IS NULL OR g.requires_action <> 'no')";

static const struct qms_error *
read_open(struct survey *s, struct qms_map *open)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	if (!has(s, "finding", "grade") || !has(s, "finding", "closed") ||
	    !has(s, "finding_grade", "requires_action"))
		return NULL;
	err = qms_db_query(&query, s->db, sql_open);
	if (err)
		return err;
	qms_bind_text(query, 1, s->agency);
	while ((err = qms_step(&row, query)) == NULL && row)
		qms_map_put(s->arena, open, qms_column_copy(s->arena, query,
		    0), s);
	qms_done(query);
	return err;
}

/* As of clauses: a level wants the ones before. */
static const struct qms_error *
survey_services(struct survey *s, struct qms_covered_service *services,
    size_t count)
{
	struct qms_covered_service *service;
	struct qms_map open = { 0 };
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	size_t i, k;
	int months;

	s->day = qms_day_format(day, qms_index_question(
	    s->system->index)->day);
	err = read_standard(s, s->system->standard, &months);
	s->since = months_ago(s, months);
	if (err == NULL)
		err = read_objects(s);
	if (err == NULL)
		err = read_references(s);
	if (err == NULL)
		err = read_served(s);
	if (err == NULL)
		err = read_open(s, &open);
	for (i = 0; err == NULL && i < count; i++) {
		service = &services[i];
		for (k = 0; k < s->object_count; k++)
			if (!s->objects[k].document)
				judge_service(s, service, &s->objects[k],
				    &open);
		if (service->level == QMS_COVERAGE_APPROVED &&
		    *service->evidence != '\0')
			service->level = QMS_COVERAGE_EVIDENCED;
		if (service->level == QMS_COVERAGE_EVIDENCED &&
		    *service->audit != '\0' && service->open.count == 0)
			service->level = QMS_COVERAGE_AUDITED;
	}
	return err;
}

const struct qms_error *
qms_coverage_services(struct qms_covered_service **services, size_t *count,
    struct qms_system *system, struct qms_arena *arena, const char *agency)
{
	static const char *const columns[] = { "code", "name", "status",
		"from", "to" };
	struct qms_coverage unused = { 0 };
	struct survey s = { .system = system, .arena = arena,
	    .db = qms_index_db(system->index), .agency = agency,
	    .coverage = &unused };
	struct qms_covered_service *service;
	const struct qms_error *err;
	struct qms_query *query;
	size_t room = 0, i;
	bool row;

	*services = NULL;
	*count = 0;
	for (i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		if (!has(&s, "tthc", columns[i]))
			return NULL;
	if (!has(&s, "procedure_tthc", "value") ||
	    !has(&s, "procedure", "version"))
		return NULL;
	err = qms_db_query(&query, qms_index_db(system->index),
	    sql_services);
	if (err)
		return err;
	qms_bind_text(query, 1, agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		if (*count > 0 && qms_string_is(qms_column_text(query, 0),
		    (*services)[*count - 1].code))
			continue;
		service = qms_push(arena, *services, *count, room);
		service->code = qms_column_copy(arena, query, 0);
		service->name = qms_column_copy(arena, query, 1);
		service->procedure = qms_column_copy(arena, query, 2);
		service->version = qms_column_copy(arena, query, 3);
		service->path = qms_column_copy(arena, query, 4);
		service->evidence = service->evidence_day = "";
		service->audit = service->audit_day = "";
		service->level = *service->version != '\0' ?
		    QMS_COVERAGE_APPROVED : *service->procedure != '\0' ?
		    QMS_COVERAGE_NAMED : QMS_COVERAGE_NONE;
	}
	qms_done(query);
	return err != NULL || *count == 0 ? err :
	    survey_services(&s, *services, *count);
}
