/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "web/page.h"

/* What the page of an audit shows beside its file: what was found, by grade,
 * with the actions and where they are; and, on a page of its own, its
 * checklist while it is under way. */

/* ---- findings and their actions ---- */

enum { PATH, ID, TITLE, GRADE, PLACE, CLAUSE, UNIT, STATE, ACTION, ACTION_ID,
	ACTION_STATE };

/* A row an action; a finding without one has a row too. */
static const char sql_findings[] =
	"SELECT f.path, f.id, f.title, f.grade,"
	"       coalesce((SELECT min(g.line) FROM finding_grade AS g"
	"                  WHERE g.grade = f.grade), 0) AS place,"
	"       f.clause, f.unit, f.state, a.path, a.id, a.state"
	"  FROM finding AS f"
	"  LEFT JOIN action AS a ON a.agency = f.agency AND a.finding = f.id"
	" WHERE f.agency = ?1 AND f.audit = ?2"
	" ORDER BY place, f.grade, f.id, a.id";

static const char *
state_of(struct web_site *site, const char *kind, const char *state)
{
	return qms_kind_state_name(qms_kinds_get(site->kinds, kind), state,
	    site->language);
}

static void
add_action(struct web_site *site, struct qms_value *links,
    const struct qms_grid *rows, size_t row)
{
	struct qms_value *link;

	if (*qms_grid_cell(rows, row, ACTION_ID) == '\0')
		return;
	link = qms_value_row(links);
	qms_value_text(link, "text", qms_arena_format(&site->page, "%s: %s",
	    qms_grid_cell(rows, row, ACTION_ID), state_of(site, "action",
	    qms_grid_cell(rows, row, ACTION_STATE))));
	web_set_url(site, link, "url", web_path_url(site, qms_grid_cell(rows,
	    row, ACTION)));
}

static struct qms_value *		/* the links of its last cell */
add_finding(struct web_site *site, struct qms_value *table,
    const struct qms_grid *rows, size_t row)
{
	struct qms_value *cells = web_row(table);

	web_cell_link(site, cells, qms_grid_cell(rows, row, ID),
	    web_path_url(site, qms_grid_cell(rows, row, PATH)));
	web_cell(cells, qms_grid_cell(rows, row, TITLE));
	web_cell_state(cells, web_grade_class(qms_grid_cell(rows, row,
	    PLACE)), web_listed(site, "finding-grade", qms_grid_cell(rows,
	    row, GRADE)));
	web_cell(cells, qms_grid_cell(rows, row, CLAUSE));
	web_cell(cells, web_unit(site, site->agency->row.agency,
	    qms_grid_cell(rows, row, UNIT)));
	web_cell(cells, state_of(site, "finding", qms_grid_cell(rows, row,
	    STATE)));
	web_cell(cells, "");
	return qms_value_list(web_last_cell(cells), "links");
}

/* Rows stand in the order of grades. */
static void
add_counts(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	const char *grade = "", *id = "";
	int64_t count = 0;
	size_t i, all = qms_grid_rows(rows);

	for (i = 0; i < all; i++) {
		count += strcmp(qms_grid_cell(rows, i, ID), id) != 0;
		id = qms_grid_cell(rows, i, ID);
		grade = qms_grid_cell(rows, i, GRADE);
		if (i + 1 < all && strcmp(qms_grid_cell(rows, i + 1, GRADE),
		    grade) == 0)
			continue;
		web_count(counts, count, web_listed(site, "finding-grade",
		    grade), web_grade_class(qms_grid_cell(rows, i, PLACE)));
		count = 0;
	}
}

static void
show(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	static const enum qms_word heads[] = { QMS_W_id, QMS_W_name,
	    QMS_W_grade, QMS_W_clause, QMS_W_unit, QMS_W_state };
	struct qms_value *table, *links = NULL;
	const char *id = "";
	size_t i;

	add_counts(site, values, rows);
	table = web_table(qms_value_list(qms_value_object(values,
	    "parted"), "tables"), "findings",
	    web_word(site, QMS_W_findings_of_audit));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	web_head(table, web_kind_name(site, qms_kinds_get(site->kinds,
	    "action")), false);
	for (i = 0; i < qms_grid_rows(rows); i++) {
		if (links == NULL || strcmp(qms_grid_cell(rows, i, ID),
		    id) != 0)
			links = add_finding(site, table, rows, i);
		id = qms_grid_cell(rows, i, ID);
		add_action(site, links, rows, i);
	}
}

const struct web_part web_findings_of_audit = {
	.of = "audit", .kind = "finding",
	.needs = { "title", "audit", "grade", "clause", "unit", NULL },
	.also = "action",
	.sql = sql_findings,
	.show = show,
};

/* ---- the checklist ---- */

const char *
web_checklist_url(struct web_site *site, const struct web_object *object)
{
	if (strcmp(object->row.kind, "audit") != 0 || site->agency == NULL ||
	    qms_kind_is_final(object->kind, object->row.state))
		return NULL;
	return qms_arena_format(&site->page, "agencies/%s/id/%s/"
	    "checklist.html", object->row.agency, object->row.id);
}

static void
add_line_key(struct web_key *key, const struct qms_audit_line *line)
{
	const char *const parts[] = { line->unit, line->auditor, line->clause,
	    line->document, line->version, line->step, line->ask, line->who,
	    line->sample, line->earlier };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		web_key_add(key, parts[i]);
	web_key_add(key, (const char [2]){ (char)('0' + line->id), '\0' });
}

static const char *
ask(struct web_site *site, const struct qms_audit_line *line)
{
	static const enum qms_word words[] = {
		[QMS_LINE_STEP] = QMS_W_line_step,
		[QMS_LINE_RECORD] = QMS_W_line_record,
		[QMS_LINE_CLAUSE] = QMS_W_line_clause,
		[QMS_LINE_EARLIER] = QMS_W_line_earlier,
		[QMS_LINE_UNIT] = QMS_W_line_unit,
	};

	return qms_arena_format(&site->page, "%s%s%s", web_word(site,
	    words[line->id]), *line->ask == '\0' ? "" : ": ", line->ask);
}

static void
add_line(struct web_site *site, struct qms_value *table,
    const struct qms_audit_line *line, int64_t number)
{
	struct qms_value *cells = web_row(table);
	const struct web_object *document = *line->document == '\0' ? NULL :
	    web_find(site, site->agency->row.agency, NULL, line->document);
	const char *text = line->document;

	if (*line->version != '\0')
		text = qms_arena_format(&site->page, "%s %s", text,
		    line->version);
	if (*line->step != '\0')
		text = qms_arena_format(&site->page, "%s, %s %s", text,
		    web_word(site, QMS_W_step), line->step);
	web_cell_number(cells, number);
	web_cell(cells, ask(site, line));
	web_cell(cells, line->clause);
	web_cell_link(site, cells, text, document == NULL ? NULL :
	    document->url);
	web_cell(cells, line->sample);
	web_cell(cells, line->earlier);
	web_cell(cells, "");
}

static struct qms_value *
add_unit(struct web_site *site, struct qms_value *tables,
    const struct qms_audit_line *line)
{
	static const enum qms_word heads[] = { QMS_W_number_short,
	    QMS_W_to_look_at, QMS_W_clause, QMS_W_document, QMS_W_to_sample,
	    QMS_W_found_before, QMS_W_result };
	struct qms_value *table;
	size_t i;

	table = web_table(tables, line->unit, *line->auditor == '\0' ?
	    line->unit_name : qms_arena_format(&site->page, "%s – %s",
	    line->unit_name, web_person(site, site->agency->row.agency,
	    line->auditor)));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(site, heads[i]), i == 0);
	return table;
}

static const struct qms_error *
write_checklist(struct web_site *site, const struct web_object *object,
    const struct qms_audit_line *lines, size_t count)
{
	struct qms_value *values, *tables, *table = NULL;
	int64_t number = 0;
	size_t i;

	values = web_page_values(site, web_word(site, QMS_W_checklist),
	    object->row.kind);
	qms_value_text(values, "title_code", object->row.id);
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site, object->row.agency,
	    "index.html"), site->agency->row.name);
	web_crumb(site, values, object->url, object->row.id);
	qms_value_text(values, "lead", object->row.title);
	tables = qms_value_list(values, "tables");
	for (i = 0; i < count; i++) {
		if (i == 0 || strcmp(lines[i].unit, lines[i - 1].unit) != 0) {
			table = add_unit(site, tables, &lines[i]);
			number = 0;
		}
		add_line(site, table, &lines[i], ++number);
	}
	return web_page_write(site, "register", values);
}

const struct qms_error *
web_make_checklist(struct web_site *site, const struct web_object *object)
{
	const char *path = web_checklist_url(site, object);
	struct qms_audit_line *lines;
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_audit audit;
	bool found;
	size_t i, count;

	if (path == NULL)
		return NULL;
	path = qms_arena_string(&site->arena, path);
	err = qms_audit_read(&audit, &found, site->system,
	    &site->agency_arena, object->row.agency, object->row.id);
	if (err == NULL && found)
		err = qms_audit_checklist(&lines, &count, site->system,
		    &site->agency_arena, &audit, NULL);
	if (err != NULL || !found)
		return err;
	web_key_object(&key, object);
	web_key_add(&key, site->agency->key);
	web_key_add(&key, site->ids);
	for (i = 0; i < count; i++)
		add_line_key(&key, &lines[i]);
	if (!web_page_begin(site, path, &key))
		return NULL;
	return write_checklist(site, object, lines, count);
}
