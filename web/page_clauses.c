/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/coverage.h"
#include "web/page.h"

/* A clause and what is shown to answer to it. */
struct clause {
	const struct qms_covered *covered;
	const struct web_object **objects;
	size_t count, room;
};

struct clauses {
	struct qms_coverage coverage;
	struct clause *items;		/* one for each of the coverage */
};

static void
add_object(struct web_site *site, struct clause *clause,
    const struct web_object *object)
{
	size_t i;

	for (i = 0; object != NULL && i < clause->count; i++)
		if (clause->objects[i] == object)
			return;
	if (object != NULL)
		*qms_push(&site->agency_arena, clause->objects,
		    clause->count, clause->room) = object;
}

static struct web_object *
find_object(const struct web_site *site, const char *id)
{
	const struct web_agency *agency = site->agency;
	size_t i;

	for (i = 0; i < agency->object_count; i++)
		if (strcmp(agency->objects[i].row.id, id) == 0 &&
		    agency->objects[i].kind->class != QMS_CLASS_DATA)
			return &agency->objects[i];
	return NULL;
}

/* Documents of the clause itself, the newest evidence, audit and what is open;
 * what answers to a heading stands with those below it. */
static void
find_answers(struct clause *clause, struct web_site *site,
    const struct qms_covered *covered)
{
	size_t i;

	clause->covered = covered;
	if (covered->heading)
		return;
	for (i = 0; i < covered->documents.count; i++)
		add_object(site, clause, find_object(site,
		    covered->documents.items[i]));
	if (*covered->evidence != '\0')
		add_object(site, clause, qms_map_get(&site->by_path,
		    covered->evidence));
	if (*covered->audit != '\0')
		add_object(site, clause, find_object(site, covered->audit));
	for (i = 0; i < covered->open.count; i++)
		add_object(site, clause, find_object(site,
		    covered->open.items[i]));
}

static const struct qms_error *
load_clauses(struct clauses *clauses, struct web_site *site)
{
	const struct qms_error *err;
	size_t i;

	err = qms_coverage_get(&clauses->coverage, site->system,
	    &site->agency_arena, site->agency->row.agency, NULL);
	if (err != NULL)
		return err;
	clauses->items = qms_arena_alloc(&site->agency_arena,
	    clauses->coverage.count * sizeof(*clauses->items));
	for (i = 0; i < clauses->coverage.count; i++)
		find_answers(&clauses->items[i], site,
		    &clauses->coverage.items[i]);
	return NULL;
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct clauses *clauses)
{
	const struct qms_covered *covered;
	const struct clause *clause;
	size_t i, j;

	web_key_add(key, site->agency->key);
	for (i = 0; i < clauses->coverage.count; i++) {
		clause = &clauses->items[i];
		covered = clause->covered;
		web_key_add(key, covered->number);
		web_key_add(key, covered->name[site->language]);
		web_key_add(key, covered->excluded ? covered->reason :
		    qms_coverage_level_id(covered->level));
		for (j = 0; j < clause->count; j++)
			web_key_object(key, clause->objects[j]);
	}
}

static void
add_level(struct web_site *site, struct qms_value *item,
    const struct qms_covered *covered)
{
	if (covered->excluded) {
		qms_value_text(item, "level", web_word(site,
		    QMS_W_coverage_not_applicable));
		qms_value_text(item, "class", "info");
	} else if (!covered->heading) {
		qms_value_text(item, "level", web_level(site,
		    covered->level));
		qms_value_text(item, "class", web_level_class(
		    covered->level));
	}
}

static void
add_clause(struct web_site *site, struct qms_value *list,
    const struct clause *clause)
{
	struct qms_value *item = qms_value_row(list), *documents, *document;
	const struct qms_covered *covered = clause->covered;
	const char *p;
	int depth = 1;
	size_t i;

	for (p = covered->number; *p != '\0'; p++)
		depth += *p == '.';
	qms_value_text(item, "number", covered->number);
	qms_value_text(item, "name", covered->name[site->language]);
	qms_value_integer(item, "depth", depth);
	documents = qms_value_list(item, "documents");
	for (i = 0; i < clause->count; i++) {
		if (clause->objects[i]->url == NULL)
			continue;
		document = qms_value_row(documents);
		qms_value_text(document, "text", clause->objects[i]->row.id);
		web_set_url(site, document, "url", clause->objects[i]->url);
	}
	if (covered->excluded && !covered->heading)
		qms_value_text(item, "reason", covered->reason);
	add_level(site, item, covered);
}

static void
add_counts(struct web_site *site, struct qms_value *values,
    const struct clauses *clauses)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	size_t levels[QMS_COVERAGE_LEVELS];

	qms_coverage_count(levels, &clauses->coverage);
	web_count(counts, (int64_t)levels[QMS_COVERAGE_AUDITED],
	    web_word(site, QMS_W_coverage_audited), "ok");
	web_count(counts, (int64_t)levels[QMS_COVERAGE_EVIDENCED],
	    web_word(site, QMS_W_coverage_evidenced), "ok");
	web_count(counts, (int64_t)levels[QMS_COVERAGE_APPROVED],
	    web_word(site, QMS_W_coverage_approved), "info");
	web_count(counts, (int64_t)levels[QMS_COVERAGE_NAMED],
	    web_word(site, QMS_W_coverage_draft), "soon");
	web_count(counts, (int64_t)levels[QMS_COVERAGE_NONE],
	    web_word(site, QMS_W_coverage_none),
	    levels[QMS_COVERAGE_NONE] > 0 ? "bad" : "ok");
}

const struct qms_error *
web_make_clauses(struct web_site *site)
{
	static const char *const columns[] = { "number", "vi", "en",
		"maintain", "retain", NULL };
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
	for (i = 0; i < clauses.coverage.count; i++)
		add_clause(site, list, &clauses.items[i]);
	return web_page_write(site, "clauses", values);
}
