/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/finding.h"
#include "qms/redline.h"
#include "web/page.h"

/* What the page of a finding shows beside its file: the sentence of an issued
 * text that it is about, and what became of it; its actions. */

/* ---- the sentence ---- */

/* Of the texts of the agency whose pages are made the versions are at hand. */
static const char sql_versions[] =
	"SELECT version, coalesce(in_force, 'no') FROM version"
	" WHERE agency = ?1 AND id = ?2 ORDER BY position";

static void
key_elsewhere(struct web_key *key, struct web_site *site,
    const struct web_reference *to)
{
	struct qms_grid grid;
	size_t i;

	if (QMS_GRID(&grid, site->system, &site->page, sql_versions,
	    to->agency, to->to) != NULL)
		return;
	for (i = 0; i < grid.count; i++)
		web_key_add(key, grid.cells[i]);
}

void
web_key_quote(struct web_key *key, struct web_site *site,
    const struct web_object *object)
{
	const struct qms_row_version *versions;
	const struct web_reference *to;
	size_t i, k, count;

	if (qms_kind_key(object->kind, "quote") == NULL)
		return;
	for (i = 0; i < object->reference_count; i++) {
		to = &object->references[i];
		if (*to->version == '\0')
			continue;
		if (strcmp(to->agency, object->row.agency) != 0) {
			key_elsewhere(key, site, to);
			continue;
		}
		versions = web_versions(site, to->to, &count);
		for (k = 0; k < count; k++)
			web_key_version(key, &versions[k]);
	}
}

/* The page of what changed when the sentence did. */
static const char *
redline_of(struct web_site *site, const struct qms_quote *quote)
{
	return *quote->last == '\0' ? NULL : qms_arena_format(&site->page,
	    "agencies/%s/id/%s/%s-%s.html", quote->agency, quote->id,
	    quote->last, quote->changed);
}

/* Of the redline of both texts, the lines of the sentence; what was added
 * right behind it may be what it became. */
static struct qms_html
changes_of(struct web_site *site, const struct qms_quote *quote)
{
	struct qms_redline all, some = {0};
	const struct qms_redline_line *line;
	bool inside = false;
	size_t i;

	qms_redline_make(&all, &site->page, quote->before, quote->after);
	for (i = 0; i < all.count; i++) {
		line = &all.lines[i];
		if (line->before != 0)
			inside = line->before >= quote->line &&
			    line->before <= quote->line_end;
		if (inside && line->kind != QMS_SAME)
			*qms_push(&site->page, some.lines, some.count,
			    some.room) = *line;
	}
	return web_differences(site, &some);
}

static const char *
verdict_of(struct web_site *site, const struct qms_quote *quote)
{
	if (quote->state == QMS_QUOTE_WITHDRAWN)
		return web_word(site, QMS_W_quote_withdrawn);
	return qms_arena_format(&site->page, "%s %s", web_word(site,
	    quote->state == QMS_QUOTE_STANDS ? QMS_W_quote_stands :
	    QMS_W_quote_changed), quote->state == QMS_QUOTE_STANDS ?
	    quote->now : quote->changed);
}

const struct qms_error *
web_quote(struct web_site *site, struct qms_value *values,
    const struct web_object *object, const struct qms_object *file)
{
	const char *sentence = qms_object_string(file, "quote"),
	    *reference = qms_object_string(file, "document");
	const struct web_object *document;
	const struct qms_error *err;
	struct qms_value *quoted;
	struct qms_quote quote;

	if (sentence == NULL || reference == NULL || site->agency == NULL)
		return NULL;
	err = qms_quote_judge(&quote, site->system, &site->page,
	    object->row.agency, reference, sentence);
	if (err != NULL || quote.state <= QMS_QUOTE_ABSENT)
		return err;
	quoted = qms_value_object(values, "quoted");
	qms_value_text(quoted, "sentence", sentence);
	qms_value_text(quoted, "document", web_fill(site, QMS_W_quote_from,
	    strcmp(quote.agency, object->row.agency) == 0 ? quote.id :
	    qms_arena_format(&site->page, "%s/%s", quote.agency, quote.id),
	    quote.version, NULL));
	document = web_find(site, object->row.agency, NULL, qms_arena_format(
	    &site->page, "%s/%s", quote.agency, quote.id));
	if (document != NULL && document->url != NULL)
		web_set_url(site, quoted, "url", qms_arena_format(
		    &site->page, "agencies/%s/id/%s/%s.html",
		    quote.agency, quote.id, quote.version));
	qms_value_text(quoted, "verdict", verdict_of(site, &quote));
	qms_value_text(quoted, "class", quote.state == QMS_QUOTE_STANDS ?
	    "soon" : quote.state == QMS_QUOTE_CHANGED ? "ok" : "old");
	if (quote.state == QMS_QUOTE_CHANGED) {
		if (document != NULL && document->url != NULL)
			web_set_url(site, quoted, "redline", redline_of(site,
			    &quote));
		qms_value_html(quoted, "changes", changes_of(site, &quote));
	}
	return NULL;
}

/* ---- its actions ---- */

enum { PATH, ID, TITLE, UNIT, OWNER, DUE, STATE, LATE, CLOSED };

static const char sql_actions[] =
	"SELECT a.path, a.id, a.title, a.unit, a.owner, a.due, a.state,"
	"       CASE WHEN a.due < q.day AND a.closed IS NULL"
	"            AND a.state NOT IN ('done', 'verified', 'effective')"
	"            THEN 'late' END, a.closed"
	"  FROM action AS a JOIN asof AS q ON q.source = 1"
	" WHERE a.agency = ?1 AND a.finding = ?2 ORDER BY a.id";

static void
add_state(struct web_site *site, struct qms_value *cells,
    const struct qms_grid *rows, size_t row)
{
	const char *state = qms_kind_state_name(qms_kinds_get(site->kinds,
	    "action"), qms_grid_cell(rows, row, STATE), site->language);

	if (*qms_grid_cell(rows, row, LATE) != '\0')
		web_cell_state(cells, "bad", qms_arena_format(&site->page,
		    "%s, %s", state, web_word(site, QMS_W_overdue)));
	else
		web_cell_state(cells, *qms_grid_cell(rows, row, CLOSED) !=
		    '\0' ? "old" : "info", state);
}

static void
show(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	static const enum qms_word heads[] = { QMS_W_id, QMS_W_name,
	    QMS_W_unit, QMS_W_owner, QMS_W_due, QMS_W_state,
	    QMS_W_closed_on };
	const struct qms_kind *kind = qms_kinds_get(site->kinds, "action");
	const char *agency = site->agency->row.agency;
	struct qms_value *table, *cells;
	size_t i;

	table = web_table(qms_value_list(qms_value_object(values,
	    "parted"), "tables"), "actions",
	    web_kind_name(site, kind));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < qms_grid_rows(rows); i++) {
		cells = web_row(table);
		web_cell_link(site, cells, qms_grid_cell(rows, i, ID),
		    web_path_url(site, qms_grid_cell(rows, i, PATH)));
		web_cell(cells, qms_grid_cell(rows, i, TITLE));
		web_cell(cells, web_unit(site, agency, qms_grid_cell(rows, i,
		    UNIT)));
		web_cell(cells, web_person(site, agency, qms_grid_cell(rows,
		    i, OWNER)));
		web_cell(cells, web_day(site, qms_grid_cell(rows, i, DUE)));
		add_state(site, cells, rows, i);
		web_cell(cells, web_day(site, qms_grid_cell(rows, i,
		    CLOSED)));
	}
}

const struct web_part web_actions_of_finding = {
	.of = "finding", .kind = "action",
	.needs = { "title", "finding", "unit", "owner", "due", NULL },
	.sql = sql_actions,
	.show = show,
};
