/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/declared.h"
#include "qms/papers.h"
#include "web/page.h"

/* What the page of a declaration has besides that of any record: what
 * qualified it, where it is posted, the decision to print, and the data by
 * which others verify it. */

struct web_declared {
	const struct web_object *object;
	struct qms_grid basis, postings, notices;
	struct qms_papers papers;
	const char *directory;		/* of its files, below the root */
};

static const char sql_basis[] =
	"SELECT ifnull(u.path, ''), ifnull(u.closed, ''), ifnull(m.path, ''),"
	"       ifnull(m.closed, ifnull(m.day, '')),"
	"       ifnull(d.effectiveness, ''), ifnull(d.confirmation, '')"
	"  FROM declaration AS d"
	"  LEFT JOIN audit AS u ON u.agency = d.agency AND u.id = d.audit"
	"  LEFT JOIN management_review AS m ON m.agency = d.agency"
	"   AND m.id = d.review"
	" WHERE d.agency = ?1 AND d.id = ?2";
enum { AUDIT, AUDITED, REVIEW, REVIEWED, EFFECTIVENESS, CONFIRMATION };

/* Old declarations note them in keys of their own. */
static const char sql_postings[] =
	"SELECT path, place, day, ifnull(\"until\", ''), ifnull(url, '')"
	"  FROM posting WHERE agency = ?1 AND declaration = ?2"
	" UNION ALL"
	" SELECT '', 'office', posted_office, '', '' FROM declaration"
	"  WHERE agency = ?1 AND id = ?2 AND posted_office IS NOT NULL"
	" UNION ALL"
	" SELECT '', 'website', '', '', posted_web FROM declaration"
	"  WHERE agency = ?1 AND id = ?2 AND posted_web IS NOT NULL"
	" ORDER BY 3, 1";
enum { POSTING, PLACE, DAY, UNTIL, ADDRESS };

static const char sql_notices[] =
	"SELECT path, ifnull(number, ''), ifnull(day, ''), recipient"
	"  FROM notice WHERE agency = ?1 AND declaration = ?2"
	" UNION ALL"
	" SELECT '', notice, '', '' FROM declaration"
	"  WHERE agency = ?1 AND id = ?2 AND notice IS NOT NULL"
	" ORDER BY 3, 1";
enum { NOTICE, NUMBER, SENT, RECIPIENT };

/* Kinds may be an office's own: what they lack is not asked for. */
static bool
has_columns(const struct web_site *site)
{
	static const char *const needed[][2] = { { "audit", "closed" },
	    { "management_review", "closed" }, { "management_review", "day" },
	    { "declaration", "audit" }, { "declaration", "review" },
	    { "declaration", "effectiveness" },
	    { "declaration", "confirmation" }, { "declaration", "standard" },
	    { "declaration", "posted_web" },
	    { "declaration", "posted_office" }, { "declaration", "notice" }, { "posting", "url" },
	    { "posting", "until" }, { "notice", "declaration" },
	    { "notice", "number" }, { "notice", "recipient" },
	    { "notice", "day" }, { "agency", "place" },
	    { "agency", "website" }, { "declaration_scope", "procedure" },
	    { "people_offices", "title" } };
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!qms_index_has_column(site->system->index, needed[i][0],
		    needed[i][1]))
			return false;
	return site->declarations != NULL;
}

const struct qms_error *
web_declared_load(struct web_declared **declared, struct web_site *site,
    const struct web_object *object)
{
	const char *agency = object->row.agency, *id = object->row.id;
	struct qms_arena *arena = &site->agency_arena;
	struct web_declared *d;
	const struct qms_error *err;

	*declared = NULL;
	if (site->agency == NULL || strcmp(object->row.kind, "declaration") !=
	    0 || !has_columns(site))
		return NULL;
	d = qms_arena_alloc(arena, sizeof(*d));
	*d = (struct web_declared){ .object = object, .directory =
	    qms_arena_format(arena, "agencies/%s/id/%s", agency, id) };
	err = QMS_GRID(&d->basis, site->system, arena, sql_basis, agency, id);
	if (err == NULL)
		err = QMS_GRID(&d->postings, site->system, arena,
		    sql_postings, agency, id);
	if (err == NULL)
		err = QMS_GRID(&d->notices, site->system, arena, sql_notices,
		    agency, id);
	if (err == NULL)
		err = qms_papers_get(&d->papers, site->system, arena, agency,
		    id, NULL, NULL);
	*declared = d;
	return err;
}

static void
key_grid(struct web_key *key, const struct web_site *site,
    const struct qms_grid *grid)
{
	const struct web_object *object;
	size_t i;

	for (i = 0; i < grid->count; i++) {
		web_key_add(key, grid->cells[i]);
		object = qms_map_get(&site->by_path, grid->cells[i]);
		if (object != NULL)
			web_key_object(key, object);
	}
	web_key_add(key, "");
}

void
web_key_declared(struct web_key *key, const struct web_site *site,
    const struct web_declared *d)
{
	key_grid(key, site, &d->basis);
	key_grid(key, site, &d->postings);
	key_grid(key, site, &d->notices);
	web_key_add(key, d->papers.official.code);
}

bool
web_declared_shows(const struct web_declared *declared, const char *kind)
{
	return declared != NULL && (strcmp(kind, "posting") == 0 ||
	    strcmp(kind, "notice") == 0);
}

/* ---- tables ---- */

/* What this edition does not show of a record is its id. */
static void
add_record(struct web_site *site, struct qms_value *table,
    enum qms_word word, const char *path, const char *day)
{
	const struct web_object *object = qms_map_get(&site->by_path, path);
	bool shown = object != NULL && object->url != NULL;
	struct qms_value *cells = web_row(table);

	web_cell(cells, web_word(site, word));
	web_cell_link(site, cells, !shown ? "" : qms_arena_format(&site->page,
	    "%s %s", object->row.id, object->row.title), shown ?
	    object->url : NULL);
	web_cell(cells, web_day(site, day));
	if (object == NULL)
		web_cell(cells, "");
	else
		web_cell_state(cells, web_state_class(object), web_state(site,
		    object));
}

static void
add_basis(struct web_site *site, struct qms_value *tables,
    const struct web_declared *d)
{
	static const enum qms_word heads[] = { QMS_W_qualified_what,
	    QMS_W_qualified_record, QMS_W_date, QMS_W_state };
	struct qms_value *table, *cells;
	const char *day, *number;
	size_t i;

	if (qms_grid_rows(&d->basis) == 0)
		return;
	table = web_table(tables, "qualified", web_word(site,
	    QMS_W_qualified_by));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(site, heads[i]), false);
	add_record(site, table, QMS_W_qualified_audit, qms_grid_cell(
	    &d->basis, 0, AUDIT), qms_grid_cell(&d->basis, 0, AUDITED));
	add_record(site, table, QMS_W_qualified_review, qms_grid_cell(
	    &d->basis, 0, REVIEW), qms_grid_cell(&d->basis, 0, REVIEWED));
	day = qms_grid_cell(&d->basis, 0, EFFECTIVENESS);
	number = qms_grid_cell(&d->basis, 0, CONFIRMATION);
	cells = web_row(table);
	web_cell(cells, web_word(site, QMS_W_qualified_effectiveness));
	web_cell(cells, number);
	web_cell(cells, web_day(site, day));
	web_cell_state(cells, *day == '\0' ? "bad" : "ok", web_word(site,
	    *day == '\0' ? QMS_W_qualified_not_confirmed :
	    QMS_W_qualified_confirmed));
}

static void
add_postings(struct web_site *site, struct qms_value *tables,
    const struct web_declared *d)
{
	static const enum qms_word heads[] = { QMS_W_posting,
	    QMS_W_posting_place, QMS_W_posting_day, QMS_W_posting_until,
	    QMS_W_posting_address };
	const struct qms_kind *kind = qms_kinds_get(site->kinds, "posting");
	const struct web_object *object;
	struct qms_value *table, *cells;
	const char *address, *url;
	size_t i;

	table = web_table(tables, "postings", web_word(site,
	    QMS_W_postings));
	qms_value_text(table, "none", web_word(site, QMS_W_postings_none));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(site, heads[i]), false);
	for (i = 0; i < qms_grid_rows(&d->postings); i++) {
		object = qms_map_get(&site->by_path, qms_grid_cell(
		    &d->postings, i, POSTING));
		cells = web_row(table);
		web_cell_link(site, cells, object == NULL ? "" :
		    object->row.id, object == NULL ? NULL : object->url);
		web_cell(cells, web_capital(site, web_show(site,
		    d->object->row.agency, qms_kind_key(kind, "place"),
		    qms_grid_cell(&d->postings, i, PLACE), &url)));
		web_cell(cells, web_day(site, qms_grid_cell(&d->postings, i,
		    DAY)));
		web_cell(cells, web_day(site, qms_grid_cell(&d->postings, i,
		    UNTIL)));
		address = qms_grid_cell(&d->postings, i, ADDRESS);
		web_cell(cells, address);
		if (*address != '\0')
			qms_value_url(web_last_cell(cells), "url", address);
	}
}

static void
add_notices(struct web_site *site, struct qms_value *tables,
    const struct web_declared *d)
{
	static const enum qms_word heads[] = { QMS_W_notice,
	    QMS_W_notice_number, QMS_W_notice_sent, QMS_W_notice_recipient };
	const struct web_object *object;
	struct qms_value *table, *cells;
	size_t i;

	table = web_table(tables, "notices", web_word(site, QMS_W_notices));
	qms_value_text(table, "none", web_word(site, QMS_W_notices_none));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(site, heads[i]), false);
	for (i = 0; i < qms_grid_rows(&d->notices); i++) {
		object = qms_map_get(&site->by_path, qms_grid_cell(
		    &d->notices, i, NOTICE));
		cells = web_row(table);
		web_cell_link(site, cells, object == NULL ? "" :
		    object->row.id, object == NULL ? NULL : object->url);
		web_cell(cells, qms_grid_cell(&d->notices, i, NUMBER));
		web_cell(cells, web_day(site, qms_grid_cell(&d->notices, i,
		    SENT)));
		web_cell(cells, qms_grid_cell(&d->notices, i, RECIPIENT));
	}
}

/* ---- the page ---- */

static const char *
file_of(struct web_site *site, const struct web_declared *d,
    const char *name)
{
	return qms_arena_format(&site->page, "%s/%s", d->directory, name);
}

static const struct qms_row_statement *
act_of(const struct web_site *site, const struct web_declared *d)
{
	const struct qms_row_statement *all;
	size_t count, i;

	all = web_statements(site, d->object->row.id, &count);
	for (i = 0; d->papers.act != NULL && i < count; i++)
		if (strcmp(all[i].sha256, d->papers.act->sha256) == 0)
			return &all[i];
	return NULL;
}

/* What others verify it with, once it is declared. */
static void
add_data(struct web_site *site, struct qms_value *values,
    const struct web_declared *d)
{
	struct qms_value *data = qms_value_object(values, "data");

	qms_value_html(data, "code", qms_official_code(&site->page,
	    &d->papers.official));
	qms_value_text(data, "said", d->papers.official.check);
	web_set_url(site, data, "xml", file_of(site, d, "declaration.xml"));
	web_set_url(site, data, "json", file_of(site, d,
	    "declaration.json"));
	qms_value_text(data, "command", qms_arena_format(&site->page,
	    "qms verify declaration declaration.xml --root SHA256:%s",
	    site->trust_root));
}

void
web_declared(struct web_site *site, struct qms_value *values,
    const struct web_declared *d)
{
	struct qms_value *also = qms_value_get(values, "also"), *tables;
	const struct qms_row_statement *act = act_of(site, d);

	web_way(site, also, "declarations.html", web_word(site,
	    QMS_W_declarations), NULL);
	tables = qms_value_list(qms_value_object(values, "parted"), "tables");
	add_basis(site, tables, d);
	add_notices(site, tables, d);
	add_postings(site, tables, d);
	if (act == NULL)
		return;
	web_way(site, also, file_of(site, d, "decision.html"), web_word(site,
	    QMS_W_decision_print), NULL);
	web_signature(site, qms_value_list(values, "signatures"), d->object,
	    act);
	add_data(site, values, d);
}

/* ---- the decision, as an official document ---- */

/* What its words hang on; they are made anew when any of it changes. */
static void
key_paper(struct web_key *key, const struct qms_official *official)
{
	size_t i;

	for (i = 0; i < official->blanks.count; i++) {
		web_key_add(key, official->blanks.entries[i].key);
		web_key_add(key, official->blanks.entries[i].value);
	}
	for (i = 0; i < official->sign.count; i++)
		web_key_add(key, official->sign.items[i]);
	web_key_add(key, official->signer);
	web_key_add(key, official->code);
	qms_buffer_text(&key->text, official->annex);
}

static const char *const forms[] = { "cong-bo.md", "cong-bo-phu-luc.md" };
enum { FORMS = sizeof(forms) / sizeof(*forms) };

/* A form that cannot be read is for `check` and `declare pack` to tell. */
static const struct qms_error *
write_decision(struct web_site *site, const struct web_declared *d,
    const struct qms_text texts[FORMS])
{
	struct qms_official official = d->papers.official;
	struct qms_problems problems = { .arena = &site->page };
	const struct web_object *object = d->object;
	struct qms_value *values, *papers, *paper;
	size_t i;

	values = web_page_values(site, qms_arena_format(&site->page, "%s: %s",
	    web_word(site, QMS_W_decision_print), object->row.title),
	    "declarations");
	qms_value_text(values, "title_code", object->number);
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site, object->row.agency,
	    "index.html"), site->agency->row.name);
	web_crumb(site, values, object->url, object->row.id);
	papers = qms_value_list(values, "papers");
	for (i = 0; i < FORMS; i++) {
		official.form = texts[i];
		official.name = forms[i];
		paper = qms_value_row(papers);
		qms_value_flag(paper, "first", i == 0);
		(void)qms_official_values(paper, &site->page, &official,
		    &problems);
	}
	return web_page_write(site, "decision", values);
}

static const struct qms_error *
make_decision(struct web_site *site, const struct web_declared *d)
{
	struct qms_text texts[FORMS];
	const struct qms_error *err = NULL;
	struct web_key key = { 0 };
	size_t i;

	for (i = 0; err == NULL && i < FORMS; i++)
		err = qms_papers_form(&texts[i], site->system,
		    &site->agency_arena, d->object->row.agency, forms[i]);
	if (err != NULL)
		return err;
	web_key_object(&key, d->object);
	key_paper(&key, &d->papers.official);
	for (i = 0; i < FORMS; i++)
		qms_buffer_text(&key.text, texts[i]);
	return web_page_begin(site, qms_arena_format(&site->agency_arena,
	    "%s/decision.html", d->directory), &key) ? write_decision(site, d,
	    texts) : NULL;
}

/* ---- its data ---- */

static const struct qms_error *
write_data(struct web_site *site, const struct web_declared *d,
    const struct qms_error *(*write)(struct qms_buffer *out,
    struct qms_arena *arena, const struct qms_declared *declared,
    const char *subject))
{
	const struct web_object *object = d->object;
	struct qms_declared declared;
	struct qms_buffer out = { 0 };
	const struct qms_error *err;

	err = qms_declared_collect(&declared, site->system, &site->page,
	    object->row.agency, object->row.id, site->options->internal);
	if (err == NULL)
		err = write(&out, &site->page, &declared, object->row.id);
	if (err == NULL) {
		site->stats->rendered++;
		err = web_page_put(site, qms_buffer_view(&out));
	}
	qms_buffer_free(&out);
	return err;
}

/* What is in it was there when it was declared. */
static const struct qms_error *
make_data(struct web_site *site, const struct web_declared *d,
    const struct qms_row_statement *act, const char *name,
    const struct qms_error *(*write)(struct qms_buffer *out,
    struct qms_arena *arena, const struct qms_declared *declared,
    const char *subject))
{
	struct web_key key = { 0 };

	web_key_statement(&key, act);
	web_key_add(&key, act->text);
	web_key_signers(&key, site, d->object->row.agency);
	return web_page_begin(site, qms_arena_format(&site->agency_arena,
	    "%s/%s", d->directory, name), &key) ? write_data(site, d, write) :
	    NULL;
}

const struct qms_error *
web_make_declared(struct web_site *site, const struct web_declared *d)
{
	const struct qms_row_statement *act;
	const struct qms_error *err;

	act = d == NULL ? NULL : act_of(site, d);
	if (act == NULL)
		return NULL;
	err = make_decision(site, d);
	if (err == NULL)
		err = make_data(site, d, act, "declaration.xml",
		    qms_declared_xml);
	return err ? err : make_data(site, d, act, "declaration.json",
	    qms_declared_json);
}

void
web_key_forms(struct web_key *key, struct web_site *site,
    const char *agency)
{
	const struct qms_error *err;
	struct qms_text text;
	size_t i;

	for (i = 0; i < FORMS; i++) {
		err = qms_papers_form(&text, site->system,
		    &site->agency_arena, agency, forms[i]);
		if (err == NULL)
			qms_buffer_text(&key->text, text);
		web_key_add(key, err == NULL ? "" : "none");
	}
}
