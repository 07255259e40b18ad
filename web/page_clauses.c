/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* How far a clause is covered: each level wants the ones before. */
enum level { LEVEL_NONE, LEVEL_DRAFT, LEVEL_APPROVED, LEVEL_EVIDENCED,
	LEVEL_AUDITED, LEVELS };

static const char sql_clauses[] =
	"SELECT number, vi, en FROM clause ORDER BY line";

struct clause {
	const char *number, *name;
	const struct web_object **objects;	/* that name it */
	size_t count, room;
	enum level level;
};

struct clauses {
	struct clause *items;
	size_t count, room;
	struct qms_map by_number;
};

static const struct qms_error *
load_clauses(struct clauses *clauses, struct web_site *site)
{
	struct qms_arena *arena = &site->agency_arena;
	const struct qms_error *err;
	struct qms_query *query;
	struct clause *clause;
	bool row;
	size_t i;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_clauses);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		clause = qms_push(arena, clauses->items, clauses->count,
		    clauses->room);
		clause->number = qms_arena_string(arena,
		    qms_column_text(query, 0));
		clause->name = qms_arena_string(arena,
		    qms_column_text(query, site->language == QMS_VI ? 1 : 2));
	}
	qms_done(query);
	for (i = 0; i < clauses->count; i++)
		qms_map_put(arena, &clauses->by_number,
		    clauses->items[i].number, &clauses->items[i]);
	return err;
}

static void
find_answers(struct clauses *clauses, struct web_site *site)
{
	const struct web_agency *agency = site->agency;
	const struct web_object *object;
	const struct web_reference *reference;
	struct clause *clause;
	size_t i, j;

	for (i = 0; i < agency->object_count; i++) {
		object = &agency->objects[i];
		for (j = 0; j < object->reference_count; j++) {
			reference = &object->references[j];
			clause = strcmp(reference->to_kind, "clause") != 0 ?
			    NULL : qms_map_get(&clauses->by_number,
			    reference->to);
			if (clause != NULL && (clause->count == 0 ||
			    clause->objects[clause->count - 1] != object))
				*qms_push(&site->agency_arena,
				    clause->objects, clause->count,
				    clause->room) = object;
		}
	}
}

static enum level
find_level(const struct clause *clause)
{
	bool draft = false, approved = false, evidence = false;
	bool audited = false, open = false;
	const struct web_object *object;
	size_t i;

	for (i = 0; i < clause->count; i++) {
		object = clause->objects[i];
		if (object->kind->class == QMS_CLASS_DOCUMENT) {
			draft = true;
			approved = approved || *object->row.version != '\0';
		} else if (strcmp(object->row.kind, "finding") == 0) {
			evidence = true;
			open = open || !qms_kind_is_final(object->kind,
			    object->row.state);
		} else if (object->kind->class == QMS_CLASS_RECORD) {
			evidence = true;
			audited = audited ||
			    strcmp(object->row.kind, "audit") == 0;
		}
	}
	if (!draft)
		return LEVEL_NONE;
	if (!approved)
		return LEVEL_DRAFT;
	if (!evidence)
		return LEVEL_APPROVED;
	return audited && !open ? LEVEL_AUDITED : LEVEL_EVIDENCED;
}

/* What answers to 4.4 answers to 4.4.1, of which nobody speaks by itself. */
static void
inherit(struct clauses *clauses)
{
	const struct clause *parent;
	struct clause *clause;
	char number[32], *dot;
	size_t i;

	for (i = 0; i < clauses->count; i++) {
		clause = &clauses->items[i];
		clause->level = find_level(clause);
		if (clause->count > 0 ||
		    strlen(clause->number) >= sizeof(number))
			continue;
		(void)strcpy(number, clause->number);
		dot = strrchr(number, '.');
		if (dot == NULL)
			continue;
		*dot = '\0';
		parent = qms_map_get(&clauses->by_number, number);
		if (parent != NULL)
			clause->level = parent->level;
	}
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct clauses *clauses)
{
	const struct clause *clause;
	size_t i, j;

	web_key_add(key, site->agency->key);
	for (i = 0; i < clauses->count; i++) {
		clause = &clauses->items[i];
		web_key_add(key, clause->number);
		web_key_add(key, clause->name);
		for (j = 0; j < clause->count; j++)
			web_key_object(key, clause->objects[j]);
	}
}

static bool
is_heading(const struct clauses *clauses, size_t at)
{
	size_t size = strlen(clauses->items[at].number);

	/* 4 is the title of 4.1 and the rest; nobody answers to it alone */
	return at + 1 < clauses->count &&
	    strncmp(clauses->items[at].number,
	    clauses->items[at + 1].number, size) == 0 &&
	    clauses->items[at + 1].number[size] == '.';
}

static void
add_clause(struct web_site *site, struct qms_value *list,
    const struct clauses *clauses, size_t at)
{
	static const enum qms_word words[LEVELS] = { QMS_W_coverage_none,
	    QMS_W_coverage_draft, QMS_W_coverage_approved,
	    QMS_W_coverage_evidenced, QMS_W_coverage_audited };
	static const char *const classes[LEVELS] = { "bad", "soon", "info",
	    "ok", "ok" };
	const struct clause *clause = &clauses->items[at];
	struct qms_value *item = qms_value_row(list), *documents, *document;
	const char *p;
	int depth = 1;
	size_t i;

	for (p = clause->number; *p != '\0'; p++)
		depth += *p == '.';
	qms_value_text(item, "number", clause->number);
	qms_value_text(item, "name", clause->name);
	qms_value_integer(item, "depth", depth);
	documents = qms_value_list(item, "documents");
	for (i = 0; i < clause->count; i++) {
		if (clause->objects[i]->url == NULL)
			continue;
		document = qms_value_row(documents);
		qms_value_text(document, "text", clause->objects[i]->row.id);
		web_set_url(site, document, "url", clause->objects[i]->url);
	}
	if (is_heading(clauses, at) && clause->count == 0)
		return;
	qms_value_text(item, "level", web_word(site, words[clause->level]));
	qms_value_text(item, "class", classes[clause->level]);
}

static void
add_counts(struct web_site *site, struct qms_value *values,
    const struct clauses *clauses)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	int64_t covered = 0, draft = 0, missing = 0;
	size_t i;

	for (i = 0; i < clauses->count; i++) {
		if (is_heading(clauses, i) && clauses->items[i].count == 0)
			continue;
		if (clauses->items[i].level >= LEVEL_APPROVED)
			covered++;
		else if (clauses->items[i].level == LEVEL_DRAFT)
			draft++;
		else
			missing++;
	}
	web_count(counts, covered, web_word(site, QMS_W_coverage_approved),
	    "ok");
	web_count(counts, draft, web_word(site, QMS_W_coverage_draft),
	    "soon");
	web_count(counts, missing, web_word(site, QMS_W_coverage_none),
	    missing > 0 ? "bad" : "ok");
}

const struct qms_error *
web_make_clauses(struct web_site *site)
{
	static const char *const columns[] = { "number", "vi", "en", NULL
	    };
	struct clauses clauses = {0};
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_value *values, *list;
	size_t i;

	if (!web_kind_has(site, "clause", columns))
		return NULL;
	err = load_clauses(&clauses, site);
	if (err != NULL)
		return err;
	find_answers(&clauses, site);
	inherit(&clauses);
	add_key(site, &key, &clauses);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/clauses.html", site->agency->row.agency), &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_clauses),
	    "clauses");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site,
	    site->agency->row.agency, "index.html"), site->agency->row.name);
	qms_value_text(values, "lead", site->agency->row.name);
	add_counts(site, values, &clauses);
	list = qms_value_list(values, "clauses");
	for (i = 0; i < clauses.count; i++)
		add_clause(site, list, &clauses, i);
	return web_page_write(site, "clauses", values);
}
