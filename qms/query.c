/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "query.h"

/*
 * A statement that is walked row by row: begin, next until false, and the
 * failure of any of them in err.
 */
struct cursor {
	struct qms_query *query;
	struct qms_arena *arena;
	const struct qms_error *err;
	int column;			/* the next one to take */
};

static struct cursor
begin(struct qms_index *index, struct qms_arena *arena, const char *sql)
{
	struct cursor c = { .arena = arena };

	c.err = qms_db_query(&c.query, qms_index_db(index), sql);
	return c;
}

static void
bind(struct cursor *c, int place, const char *value)
{
	if (c->err == NULL && value != NULL)
		qms_bind_text(c->query, place, value);
}

static bool
next(struct cursor *c)
{
	bool row = false;

	if (c->err == NULL)
		c->err = qms_step(&row, c->query);
	if (!row && c->query != NULL)
		qms_done(c->query);
	c->column = 0;
	return row;
}

static const char *
take(struct cursor *c)
{
	const char *text = qms_column_text(c->query, c->column++);

	return text == NULL ? "" : qms_arena_string(c->arena, text);
}

static int64_t
take_number(struct cursor *c)
{
	return qms_column_integer(c->query, c->column++);
}

static bool
take_yes(struct cursor *c)
{
	return qms_string_is(qms_column_text(c->query, c->column++), "yes");
}

static void
take_oid(struct qms_oid *oid, struct cursor *c)
{
	const char *hex = qms_column_text(c->query, c->column++);

	if (hex == NULL || !qms_oid_parse(oid, hex))
		memset(oid, 0, sizeof(*oid));
}

/* ---- objects ---- */

static const char sql_objects[] =
	"SELECT o.kind, o.agency, o.id, o.path, o.title, o.class, o.state,"
	"       o.since, o.version, o.effective, l.day, o.broken"
	"  FROM object AS o"
	"  JOIN line AS l ON l.source = 1 AND l.ordinal = o.changed"
	" WHERE (?1 IS NULL OR o.kind = ?1) AND (?2 IS NULL OR o.agency = ?2)"
	"   AND (?3 IS NULL OR o.id = ?3) AND (?4 IS NULL OR o.state = ?4)"
	" ORDER BY o.agency, o.kind, o.id, o.path";

/* The same for one id, by its index. */
static const char sql_object[] =
	"SELECT o.kind, o.agency, o.id, o.path, o.title, o.class, o.state,"
	"       o.since, o.version, o.effective, l.day, o.broken"
	"  FROM object AS o"
	"  JOIN line AS l ON l.source = 1 AND l.ordinal = o.changed"
	" WHERE (?1 IS NULL OR o.kind = ?1) AND (?2 IS NULL OR o.agency = ?2)"
	"   AND o.id = ?3 AND (?4 IS NULL OR o.state = ?4)"
	" ORDER BY o.agency, o.kind, o.id, o.path";

static enum qms_kind_class
class_of(const char *name)
{
	return strcmp(name, "document") == 0 ? QMS_CLASS_DOCUMENT :
	    strcmp(name, "record") == 0 ? QMS_CLASS_RECORD : QMS_CLASS_DATA;
}

const struct qms_error *
qms_query_objects(struct qms_row_object **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index,
    const struct qms_filter *filter)
{
	static const struct qms_filter any;
	struct qms_row_object *row;
	struct cursor c;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	if (filter == NULL)
		filter = &any;
	c = begin(index, arena, filter->id != NULL ? sql_object :
	    sql_objects);
	bind(&c, 1, filter->kind);
	bind(&c, 2, filter->agency);
	bind(&c, 3, filter->id);
	bind(&c, 4, filter->state);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->kind = take(&c);
		row->agency = take(&c);
		row->id = take(&c);
		row->path = take(&c);
		row->title = take(&c);
		row->class = class_of(take(&c));
		row->state = take(&c);
		row->since = take(&c);
		row->version = take(&c);
		row->effective = take(&c);
		row->changed = take(&c);
		row->broken = take_number(&c) != 0;
		if (row->title[0] == '\0')
			row->title = row->id;
	}
	return c.err;
}

/* ---- what happened ---- */

/* Two texts, because an index serves only what is asked for by name. */
#define SQL_VERSIONS(condition)						\
	"SELECT agency, id, kind, version, approved, effective, withdrawn,"	\
	"       superseded, text, by, decision, decision_date, proof,"	\
	"       in_force"						\
	"  FROM version"						\
	" WHERE " condition						\
	" ORDER BY position"

static const char sql_versions[] = SQL_VERSIONS(
	"(?1 IS NULL OR agency = ?1) AND (?2 IS NULL OR id = ?2)");
static const char sql_versions_of[] = SQL_VERSIONS(
	"(?1 IS NULL OR agency = ?1) AND id = ?2");

const struct qms_error *
qms_query_versions(struct qms_row_version **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *id)
{
	struct cursor c = begin(index, arena, id == NULL ? sql_versions :
	    sql_versions_of);
	struct qms_row_version *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	bind(&c, 2, id);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->agency = take(&c);
		row->id = take(&c);
		row->kind = take(&c);
		row->version = take(&c);
		row->approved = take(&c);
		row->effective = take(&c);
		row->withdrawn = take(&c);
		row->superseded = take(&c);
		row->text = take(&c);
		row->by = take(&c);
		row->decision = take(&c);
		row->decision_date = take(&c);
		row->proof = take(&c);
		row->in_force = take_yes(&c);
	}
	return c.err;
}

/* Up to the next space; *rest is behind it. */
static const char *
take_word(struct qms_arena *arena, const char **rest, const char *words)
{
	size_t size = strcspn(words, " ");

	*rest = words + size + (words[size] == ' ');
	return qms_arena_copy(arena, words, size);
}

#define SQL_STATEMENTS(condition)					\
	"SELECT e.position, e.agency, e.object, e.version, e.kind, e.act,"	\
	"       e.from_state, e.to_state, e.by, e.office, e.capacity,"	\
	"       e.date, e.effective, e.until, e.result, e.decision,"	\
	"       e.decision_date, e.decision_sha256, e.proof,"		\
	"       e.recorded_by, e.delegation, e.comment,"		\
	"       e.text, e.sha256, e.path, e.recorded,"			\
	"       iif(e.revoked <= q.known, '" QMS_FOLD_REVOKED "', e.void),"		\
	"       iif(e.revoked <= q.known, e.revoked_by, e.void_argument),"\
	"       max(0, coalesce(julian_days(e.recorded)"		\
	"           - julian_days(e.date), 0)),"			\
	"       (SELECT c.date || ' ' || c.number || ' ' || c.principal"	\
	"          FROM checkpoint AS c"				\
	"         WHERE c.source = e.source AND c.agency IN ('', e.agency)"	\
	"           AND c.through >= e.ordinal AND c.ordinal <= q.known"	\
	"           AND c.revoked > q.known"				\
	"         ORDER BY c.date, c.agency, c.number"			\
	"         LIMIT 1),"						\
	"       e.keys, e.signers, e.guard,"				\
	"       (SELECT l.id FROM line AS l"				\
	"         WHERE l.source = e.source AND l.ordinal = e.ordinal)"	\
	"  FROM asof AS q"						\
	"  JOIN entered AS e ON e.source = q.source"			\
	"   AND e.ordinal <= q.known AND e.date <= q.day"		\
	" WHERE " condition						\
	" ORDER BY e.position"

static const char sql_statements[] = SQL_STATEMENTS(
	"(?1 IS NULL OR e.agency = ?1) AND (?2 IS NULL OR e.object = ?2)");
static const char sql_statements_of[] = SQL_STATEMENTS(
	"(?1 IS NULL OR e.agency = ?1) AND e.object = ?2");

const struct qms_error *
qms_query_statements(struct qms_row_statement **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *id)
{
	struct cursor c = begin(index, arena, id == NULL ? sql_statements :
	    sql_statements_of);
	struct qms_row_statement *row;
	const char *word;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	bind(&c, 2, id);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->position = take_number(&c);
		row->agency = take(&c);
		row->id = take(&c);
		row->version = take(&c);
		row->kind = take(&c);
		row->act = take(&c);
		row->from_state = take(&c);
		row->to_state = take(&c);
		row->by = take(&c);
		row->office = take(&c);
		row->capacity = take(&c);
		row->date = take(&c);
		row->effective = take(&c);
		row->until = take(&c);
		row->result = take(&c);
		row->decision = take(&c);
		row->decision_date = take(&c);
		row->decision_sha256 = take(&c);
		row->proof = take(&c);
		row->recorded_by = take(&c);
		row->delegation = take(&c);
		row->comment = take(&c);
		row->text = take(&c);
		row->sha256 = take(&c);
		row->path = take(&c);
		row->entered = take(&c);
		row->void_code = take(&c);
		row->void_arguments = take(&c);
		row->late = (int)take_number(&c);
		row->known_by = take_word(arena, &word, take(&c));
		row->checkpoint = take_word(arena, &word, word);
		row->witness = word;
		row->keys = take(&c);
		row->signers = take(&c);
		row->guard = take(&c);
		row->commit = take(&c);
	}
	return c.err;
}

static const char sql_root[] =
	"SELECT e.sha256, e.result <> '0'"
	"  FROM asof AS q"
	"  JOIN entered AS e ON e.source = q.source AND e.object = 'trust'"
	"   AND e.agency = '' AND e.ordinal <= q.known"
	" WHERE e.act = 'trust' AND e.void IS NULL"
	" ORDER BY e.result = '0', e.position"
	" LIMIT 1";

const struct qms_error *
qms_query_root(const char **sha256, bool *guarded, struct qms_arena *arena,
    struct qms_index *index)
{
	struct cursor c = begin(index, arena, sql_root);

	*sha256 = "";
	*guarded = false;
	while (next(&c)) {
		*sha256 = take(&c);
		*guarded = take_number(&c) == 1;
	}
	return c.err;
}

static const char sql_checkpoints[] =
	"SELECT c.number, c.agency, c.date, c.by, c.principal, l.id,"
	"       c.sha256, e.path, e.recorded, c.revoked <= q.known"
	"  FROM asof AS q"
	"  JOIN checkpoint AS c ON c.source = q.source"
	"   AND c.ordinal <= q.known AND c.date <= q.day"
	"  JOIN line AS l ON l.source = c.source AND l.ordinal = c.through"
	"  JOIN entered AS e ON e.sha256 = c.sha256 AND e.source = c.source"
	"   AND e.ordinal = c.ordinal"
	" ORDER BY c.agency, c.number";

const struct qms_error *
qms_query_checkpoints(struct qms_row_checkpoint **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index)
{
	struct cursor c = begin(index, arena, sql_checkpoints);
	struct qms_row_checkpoint *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->number = take_number(&c);
		row->agency = take(&c);
		row->date = take(&c);
		row->by = take(&c);
		row->witness = take(&c);
		row->commit = take(&c);
		row->sha256 = take(&c);
		row->path = take(&c);
		row->entered = take(&c);
		row->revoked = take_number(&c) != 0;
	}
	return c.err;
}

/*
 * A file that ends and is not followed at once by another was removed at its
 * `last`.
 */
static const char sql_changes[] =
	"SELECT l.day, l.id, l.author, l.subject, f.path, t.sha256, t.blob,"
	"       f.first AS ordinal"
	"  FROM asof AS q"
	"  JOIN file AS f ON f.source = q.source AND f.object = ?2"
	"   AND f.agency = ?1 AND f.first <= q.known"
	"  JOIN fact AS t ON t.id = f.fact"
	"  JOIN line AS l ON l.source = q.source AND l.ordinal = f.first"
	" WHERE NOT EXISTS (SELECT 1 FROM file AS b"	/* only its kind changed */
	"        JOIN fact AS u ON u.id = b.fact"
	"       WHERE b.path = f.path AND b.source = f.source"
	"         AND b.last = f.first AND u.blob = t.blob)"
	" UNION ALL"
	" SELECT l.day, l.id, l.author, l.subject, f.path, '', '', f.last"
	"  FROM asof AS q"
	"  JOIN file AS f ON f.source = q.source AND f.object = ?2"
	"   AND f.agency = ?1 AND f.last <= q.known"
	"  JOIN line AS l ON l.source = q.source AND l.ordinal = f.last"
	" WHERE NOT EXISTS (SELECT 1 FROM file AS n"
	"       WHERE n.path = f.path AND n.source = f.source"
	"         AND n.first = f.last)"
	" ORDER BY ordinal, f.path";

const struct qms_error *
qms_query_changes(struct qms_row_change **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *id)
{
	struct cursor c = begin(index, arena, sql_changes);
	struct qms_row_change *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	bind(&c, 2, id);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->day = take(&c);
		row->commit = take(&c);
		row->author = take(&c);
		row->subject = take(&c);
		row->path = take(&c);
		row->sha256 = take(&c);
		take_oid(&row->blob, &c);
	}
	return c.err;
}

static const char sql_authors[] =
	"SELECT DISTINCT version, person, email"
	"  FROM author"
	" WHERE agency = ?1 AND id = ?2"
	" ORDER BY version, person, email";

const struct qms_error *
qms_query_authors(struct qms_row_author **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *id)
{
	struct cursor c = begin(index, arena, sql_authors);
	struct qms_row_author *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	bind(&c, 2, id);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->version = take(&c);
		row->person = take(&c);
		row->email = take(&c);
	}
	return c.err;
}

/* ---- references ---- */

#define SQL_REFERENCES(condition)					\
	"SELECT r.path, r.kind, r.agency, r.id,"			\
	"       (SELECT t.title FROM file AS f"				\
	"          JOIN fact AS t ON t.id = f.fact, asof AS q"		\
	"         WHERE f.path = r.path AND f.source = q.source"	\
	"           AND f.first <= q.known AND f.last > q.known),"	\
	"       r.key, r.row, r.line, r.to_kind, r.target_agency,"	\
	"       r.target, r.target_version, r.found"			\
	"  FROM reference AS r"						\
	" WHERE " condition						\
	" ORDER BY r.path, r.line, r.key, r.row, r.target"

/* By the object's id, or by a name that its file has. */
static const char sql_references_to[] = SQL_REFERENCES(
	"(r.target_agency = ?1 OR ?1 = '')"
	" AND r.target IN (SELECT ?2 UNION SELECT n.name FROM file_name AS n"
	"      WHERE n.id = ?2 AND n.agency = ?1 AND n.row = 0)");
static const char sql_references_from[] = SQL_REFERENCES("r.path = ?1");

static const struct qms_error *
references(struct qms_row_reference **rows, size_t *count, struct cursor *c)
{
	struct qms_row_reference *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	while (next(c)) {
		row = qms_push(c->arena, *rows, *count, room);
		row->path = take(c);
		row->kind = take(c);
		row->agency = take(c);
		row->id = take(c);
		row->title = take(c);
		row->key = take(c);
		row->row = (int)take_number(c);
		row->line = (int)take_number(c);
		row->to_kind = take(c);
		row->to_agency = take(c);
		row->to = take(c);
		row->to_version = take(c);
		row->found = take_yes(c);
		if (row->title[0] == '\0')
			row->title = row->id;
	}
	return c->err;
}

const struct qms_error *
qms_query_references_to(struct qms_row_reference **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *id)
{
	struct cursor c = begin(index, arena, sql_references_to);

	bind(&c, 1, agency);
	bind(&c, 2, id);
	return references(rows, count, &c);
}

const struct qms_error *
qms_query_references_from(struct qms_row_reference **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *path)
{
	struct cursor c = begin(index, arena, sql_references_from);

	bind(&c, 1, path);
	return references(rows, count, &c);
}

/* ---- adopting ---- */

static const char sql_adoptions[] =
	"SELECT agency, id, kind, path, key, state, of_agency, of_id,"
	"       of_version, fault, follows, offered, offered_from"
	"  FROM adoption"
	" WHERE (?1 IS NULL OR agency = ?1)"
	"   AND (?2 IS NULL OR of_agency = ?2) AND (?3 IS NULL OR of_id = ?3)"
	" ORDER BY agency, id, path";

const struct qms_error *
qms_query_adoptions(struct qms_row_adoption **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *of_agency, const char *of_id)
{
	struct cursor c = begin(index, arena, sql_adoptions);
	struct qms_row_adoption *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	bind(&c, 2, of_agency);
	bind(&c, 3, of_id);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->agency = take(&c);
		row->id = take(&c);
		row->kind = take(&c);
		row->path = take(&c);
		row->key = take(&c);
		row->state = take(&c);
		row->of_agency = take(&c);
		row->of_id = take(&c);
		row->of_version = take(&c);
		row->fault = take(&c);
		row->follows = take(&c);
		row->offered = take(&c);
		row->offered_from = take(&c);
	}
	return c.err;
}

/* ---- due ---- */

/* The view's name comes from a kind's id, which has no quotes in it. */
static const struct qms_error *
due_of_kind(struct qms_row_due **rows, size_t *count, size_t *room,
    struct qms_arena *arena, struct qms_index *index,
    const struct qms_kind *kind, const char *agency)
{
	char *view = qms_kind_view(arena, kind->id, NULL);
	bool owner = qms_index_has_column(index, view, "owner");
	bool title = qms_index_has_column(index, view, "title");
	struct qms_row_due *row;
	struct cursor c;

	if (!qms_index_has_column(index, view, "due"))
		return NULL;
	c = begin(index, arena, qms_arena_format(arena,
	    "SELECT v.agency, v.id, %s, v.state, %s, v.due,"
	    " julian_days(v.due) - julian_days(q.day)"
	    " FROM \"%s\" AS v JOIN asof AS q ON q.source = 1"
	    " WHERE v.due IS NOT NULL AND v.closed IS NULL"
	    " AND (?1 IS NULL OR v.agency = ?1)", title ? "v.title" : "v.id",
	    owner ? "v.owner" : "''", view));
	bind(&c, 1, agency);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, *room);
		row->kind = kind->id;
		row->agency = take(&c);
		row->id = take(&c);
		row->title = take(&c);
		row->state = take(&c);
		row->owner = take(&c);
		row->due = take(&c);
		row->days = (int)take_number(&c);
		row->row = 0;
	}
	return c.err;
}

/* States in which the owner acts, as SQL: "'planned','agreed'"; NULL: none. */
static const char *
states_of_owner(struct qms_arena *arena, const struct qms_kind *kind)
{
	const char *list = NULL;
	size_t i;

	for (i = 0; i < kind->act_count; i++)
		if (qms_strings_has(&kind->acts[i].offices, "owner"))
			list = qms_arena_format(arena, "%s%s'%s'", list ==
			    NULL ? "" : list, list == NULL ? "" : ",",
			    kind->acts[i].from);
	return list;
}

/* The only person of a table that has a day `due`; NULL: it is none such. */
static const char *
person_of(const struct qms_kind_table *table, const char **words)
{
	const char *person = NULL;
	bool due = false;
	size_t i;

	*words = NULL;
	for (i = 0; i < table->column_count; i++) {
		if (table->columns[i].type == QMS_TYPE_PERSON) {
			if (person != NULL)
				return NULL;
			person = table->columns[i].key;
		} else if (table->columns[i].type == QMS_TYPE_DATE) {
			due |= strcmp(table->columns[i].key, "due") == 0;
		} else if (table->columns[i].type == QMS_TYPE_TEXT &&
		    *words == NULL) {
			*words = table->columns[i].key;
		}
	}
	return due && *words != NULL ? person : NULL;
}

/* Names of kinds, tables and columns have no quotes in them. */
static const struct qms_error *
due_of_table(struct qms_row_due **rows, size_t *count, size_t *room,
    struct qms_arena *arena, struct qms_index *index,
    const struct qms_kind *kind, const struct qms_kind_table *table,
    const char *agency)
{
	const char *states = states_of_owner(arena, kind), *words;
	const char *person = person_of(table, &words);
	struct qms_row_due *row;
	struct cursor c;

	if (states == NULL || person == NULL)
		return NULL;
	c = begin(index, arena, qms_arena_format(arena,
	    "SELECT v.agency, v.id, r.\"%s\", v.state, r.\"%s\", r.due,"
	    " julian_days(r.due) - julian_days(q.day), r.row"
	    " FROM \"%s\" AS v JOIN \"%s\" AS r ON r.agency = v.agency"
	    " AND r.parent = v.id JOIN asof AS q ON q.source = 1"
	    " WHERE r.due IS NOT NULL AND v.closed IS NULL"
	    " AND v.state IN (%s) AND (?1 IS NULL OR v.agency = ?1)", words,
	    person, qms_kind_view(arena, kind->id, NULL),
	    qms_kind_view(arena, kind->id, table->name), states));
	bind(&c, 1, agency);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, *room);
		row->kind = kind->id;
		row->agency = take(&c);
		row->id = take(&c);
		row->title = take(&c);
		row->state = take(&c);
		row->owner = take(&c);
		row->due = take(&c);
		row->days = (int)take_number(&c);
		row->row = (int)take_number(&c);
	}
	return c.err;
}

static int
compare_due(const void *left, const void *right)
{
	const struct qms_row_due *a = left, *b = right;
	int order = strcmp(a->due, b->due);

	if (order == 0)
		order = strcmp(a->agency, b->agency);
	if (order == 0)
		order = strcmp(a->kind, b->kind);
	if (order == 0)
		order = strcmp(a->id, b->id);
	return order != 0 ? order : a->row - b->row;
}

const struct qms_error *
qms_query_due_parts(struct qms_row_due **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency)
{
	const struct qms_kinds *kinds = qms_index_kinds(index);
	const struct qms_error *err = NULL;
	const struct qms_kind *kind;
	size_t i, k, room = 0;

	*rows = NULL;
	*count = 0;
	for (i = 0; err == NULL && i < kinds->count; i++) {
		kind = kinds->items[i];
		for (k = 0; err == NULL && k < kind->table_count &&
		    kind->first != NULL && kind->path != NULL; k++)
			err = due_of_table(rows, count, &room, arena, index,
			    kind, &kind->tables[k], agency);
	}
	if (*count > 1)
		qsort(*rows, *count, sizeof(**rows), compare_due);
	return err;
}

const struct qms_error *
qms_query_due(struct qms_row_due **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency)
{
	const struct qms_kinds *kinds = qms_index_kinds(index);
	const struct qms_error *err = NULL;
	size_t i, room = 0;

	*rows = NULL;
	*count = 0;
	for (i = 0; err == NULL && i < kinds->count; i++)
		if (kinds->items[i]->first != NULL &&
		    kinds->items[i]->path != NULL)
			err = due_of_kind(rows, count, &room, arena, index,
			    kinds->items[i], agency);
	if (*count > 1)
		qsort(*rows, *count, sizeof(**rows), compare_due);
	return err;
}

/* ---- who must read what ---- */

static const char sql_readers[] =
	"SELECT r.agency, r.id, r.kind,"
	"       coalesce((SELECT o.title FROM object AS o"
	"                  WHERE o.agency = r.agency AND o.id = r.id), ''),"
	"       r.version, r.effective, r.person, coalesce(r.name, r.person),"
	"       coalesce(r.unit, ''), r.since, coalesce(r.read, ''),"
	"       coalesce(r.path, ''), r.personal = 'yes'"
	"  FROM reader AS r"
	" WHERE (?1 IS NULL OR r.agency = ?1) AND (?2 IS NULL OR r.id = ?2)"
	"   AND (?3 IS NULL OR r.person = ?3)"
	" ORDER BY r.agency, r.id, r.person";

const struct qms_error *
qms_query_readers(struct qms_row_reader **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *id, const char *person)
{
	struct cursor c = begin(index, arena, sql_readers);
	struct qms_row_reader *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	bind(&c, 2, id);
	bind(&c, 3, person);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->agency = take(&c);
		row->id = take(&c);
		row->kind = take(&c);
		row->title = take(&c);
		row->version = take(&c);
		row->effective = take(&c);
		row->person = take(&c);
		row->name = take(&c);
		row->unit = take(&c);
		row->since = take(&c);
		row->read = take(&c);
		row->path = take(&c);
		row->personal = strcmp(take(&c), "1") == 0;
	}
	return c.err;
}

static const char sql_last_read[] =
	"SELECT r.version"
	"  FROM reading AS r"
	" WHERE r.agency = ?1 AND r.id = ?2 AND r.person = ?3"
	" ORDER BY r.position DESC LIMIT 1";

const struct qms_error *
qms_query_last_read(const char **version, struct qms_arena *arena,
    struct qms_index *index, const char *agency, const char *id,
    const char *person)
{
	struct cursor c = begin(index, arena, sql_last_read);

	*version = "";
	bind(&c, 1, agency);
	bind(&c, 2, id);
	bind(&c, 3, person);
	while (next(&c))
		*version = take(&c);
	return c.err;
}

/* ---- people and agencies ---- */

static const char sql_persons[] =
	"SELECT agency, id, name"
	"  FROM person"
	" WHERE ?1 IS NULL OR agency = ?1"
	" ORDER BY agency, id";

const struct qms_error *
qms_query_persons(struct qms_row_person **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency)
{
	struct cursor c = begin(index, arena, sql_persons);
	struct qms_row_person *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->agency = take(&c);
		row->id = take(&c);
		row->name = take(&c);
	}
	return c.err;
}

static const char sql_offices[] =
	"SELECT o.agency, o.person, coalesce(p.name, o.person), o.office,"
	"       o.unit, nullif(o.first, '1900-01-01'),"
	"       nullif(o.last, '2999-12-31')"
	"  FROM asof AS q"
	"  JOIN office AS o ON q.day BETWEEN o.first AND o.last"
	"  LEFT JOIN person AS p ON p.agency = o.agency AND p.id = o.person"
	" WHERE q.source = 1 AND (?1 IS NULL OR o.agency = ?1)"
	"   AND (?2 IS NULL OR o.person = ?2)"
	" ORDER BY o.agency, o.office, o.person, o.first";

const struct qms_error *
qms_query_offices(struct qms_row_office **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *person)
{
	struct cursor c = begin(index, arena, sql_offices);
	struct qms_row_office *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	bind(&c, 2, person);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->agency = take(&c);
		row->person = take(&c);
		row->name = take(&c);
		row->office = take(&c);
		row->unit = take(&c);
		row->first = take(&c);
		row->last = take(&c);
	}
	return c.err;
}

/* Agencies may have fewer columns when the kind says less. */
static const char *
agency_sql(struct qms_arena *arena, struct qms_index *index)
{
	static const char *const names[] = { "name", "short_name", "kind",
		"tier", "parent", "from", "to", "successor", "model" };
	struct qms_buffer out = {0};
	const char *sql;
	size_t i;

	qms_buffer_string(&out, "SELECT a.agency");
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (qms_index_has_column(index, "agency", names[i]))
			qms_buffer_format(&out, ", a.\"%s\"", names[i]);
		else
			qms_buffer_string(&out, ", ''");
	qms_buffer_string(&out, " FROM agency AS a ORDER BY a.agency, a.path");
	sql = qms_arena_string(arena, out.data);
	qms_buffer_free(&out);
	return sql;
}

const struct qms_error *
qms_query_agencies(struct qms_row_agency **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index)
{
	struct qms_row_agency *row;
	struct cursor c;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	if (!qms_index_has_column(index, "agency", "agency"))
		return NULL;
	c = begin(index, arena, agency_sql(arena, index));
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->agency = take(&c);
		row->name = take(&c);
		row->short_name = take(&c);
		row->kind = take(&c);
		row->tier = take(&c);
		row->parent = take(&c);
		row->first = take(&c);
		row->last = take(&c);
		row->successor = take(&c);
		row->model = take(&c);
	}
	return c.err;
}

static const char sql_held[] =
	"SELECT h.agency, h.of_agency, h.kind, h.id, h.path, h.title, h.state,"
	"       h.version, h.ended"
	"  FROM held AS h"
	" WHERE (?1 IS NULL OR h.agency = ?1)"
	"   AND (?2 IS NULL OR h.of_agency = ?2)"
	" ORDER BY h.of_agency, h.kind, h.id";

const struct qms_error *
qms_query_held(struct qms_row_held **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *agency,
    const char *of_agency)
{
	struct cursor c = begin(index, arena, sql_held);
	char day[QMS_DAY_SIZE];
	struct qms_row_held *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, agency);
	bind(&c, 2, of_agency);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->agency = take(&c);
		row->of_agency = take(&c);
		row->kind = take(&c);
		row->id = take(&c);
		row->path = take(&c);
		row->title = take(&c);
		row->state = take(&c);
		row->version = take(&c);
		row->since = qms_arena_string(arena, qms_day_format(day,
		    qms_day_parse(qms_text(take(&c))) + 1));
	}
	return c.err;
}

/* ---- history ---- */

static const char sql_commits[] =
	"SELECT l.ordinal, l.id, l.day, l.author, l.subject, l.plausible"
	"  FROM asof AS q"
	"  JOIN line AS l ON l.source = q.source AND l.ordinal <= q.known"
	" WHERE q.source = 1"
	" ORDER BY l.ordinal DESC"
	" LIMIT ?1";

const struct qms_error *
qms_query_commits(struct qms_row_commit **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, size_t limit)
{
	struct cursor c = begin(index, arena, sql_commits);
	struct qms_row_commit *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	if (c.err == NULL)
		qms_bind_integer(c.query, 1, limit == 0 ? -1 :
		    (int64_t)limit);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->ordinal = take_number(&c);
		row->commit = take(&c);
		row->day = take(&c);
		row->author = take(&c);
		row->subject = take(&c);
		row->plausible = take_number(&c) != 0;
	}
	return c.err;
}

static const char sql_violations[] =
	"SELECT v.commit_id, v.path, v.code, v.argument, v.ordinal"
	"  FROM asof AS q"
	"  JOIN violation AS v ON v.source = q.source"
	"   AND v.ordinal <= q.known"
	" ORDER BY v.ordinal, v.path, v.code, v.commit_id, v.argument";

const struct qms_error *
qms_query_violations(struct qms_row_violation **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index)
{
	struct cursor c = begin(index, arena, sql_violations);
	struct qms_row_violation *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->commit = take(&c);
		row->path = take(&c);
		row->code = take(&c);
		row->argument = take(&c);
		row->ordinal = take_number(&c);
	}
	return c.err;
}

static const char sql_files[] =
	"SELECT f.kind, f.agency, f.object, f.path, t.sha256, t.blob"
	"  FROM asof AS q"
	"  JOIN file AS f ON f.source = q.source AND f.first <= q.known"
	"   AND f.last > q.known"
	"  JOIN fact AS t ON t.id = f.fact"
	" WHERE (?1 IS NULL OR f.kind = ?1) AND (?2 IS NULL OR f.agency = ?2)"
	" ORDER BY f.path";

const struct qms_error *
qms_query_files(struct qms_row_file **rows, size_t *count,
    struct qms_arena *arena, struct qms_index *index, const char *kind,
    const char *agency)
{
	struct cursor c = begin(index, arena, sql_files);
	struct qms_row_file *row;
	size_t room = 0;

	*rows = NULL;
	*count = 0;
	bind(&c, 1, kind);
	bind(&c, 2, agency);
	while (next(&c)) {
		row = qms_push(arena, *rows, *count, room);
		row->kind = take(&c);
		row->agency = take(&c);
		row->id = take(&c);
		row->path = take(&c);
		row->sha256 = take(&c);
		take_oid(&row->blob, &c);
	}
	return c.err;
}
