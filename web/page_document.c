/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/redline.h"
#include "web/page.h"

/* A document: its page, one for each version issued, and what changed between
 * one version and the next. */
struct document {
	const struct web_object *object;
	const struct qms_row_version *versions;	/* oldest first */
	size_t version_count;
	const struct qms_row_version *current;	/* in force, or NULL */
	struct web_references references;	/* to it */
	const struct web_adopters *adopters;	/* of it; NULL: none */
	const struct web_adoption *adoption;	/* what it adopts, or NULL */
	const char *review;		/* ISO day of the next review, "" */
	bool late;			/* that day is over */
	bool work;			/* the working text differs */
};

static const char *
version_url(struct web_site *site, const struct web_object *object,
    const char *version)
{
	return qms_arena_format(&site->page, "agencies/%s/id/%s/%s.html",
	    object->row.agency, object->row.id, version);
}

static const char *
redline_url(struct web_site *site, const struct web_object *object,
    const char *before, const char *after)
{
	return qms_arena_format(&site->page, "agencies/%s/id/%s/%s-%s.html",
	    object->row.agency, object->row.id, before, after);
}

/* It was looked at when it took effect, and whenever it was kept. */
const char *
web_next_review(struct web_site *site, const struct web_object *object,
    const struct qms_row_version *version)
{
	const struct qms_row_statement *statement;
	const char *last;
	qms_day day;
	char text[QMS_DAY_SIZE];
	size_t i, count;

	if (version == NULL || object->review_months <= 0)
		return "";
	last = version->effective;
	statement = web_statements(site, object->row.id, &count);
	for (i = 0; i < count; i++)
		if (strcmp(statement[i].act, "keep") == 0 &&
		    *statement[i].void_code == '\0' &&
		    strcmp(statement[i].date, last) > 0)
			last = statement[i].date;
	day = qms_day_parse(qms_text(last));
	if (day == QMS_DAY_NONE)
		return "";
	day = qms_day_add_months(day, object->review_months);
	return qms_arena_string(&site->agency_arena,
	    qms_day_format(text, day));
}

static void
load(struct document *document, struct web_site *site,
    const struct web_object *object)
{
	memset(document, 0, sizeof(*document));
	document->object = object;
	document->versions = web_versions(site, object->row.id,
	    &document->version_count);
	document->current = web_version_in_force(site, object);
	document->work = document->current != NULL &&
	    strcmp(document->current->text, object->sha256) != 0;
	document->review = web_next_review(site, object, document->current);
	document->late = *document->review != '\0' &&
	    strcmp(document->review, site->day) < 0;
	document->adoption = qms_map_get(&site->adoptions, object->row.path);
	document->adopters = qms_map_get(&site->adopters, qms_arena_format(
	    &site->agency_arena, "%s/%s", object->row.agency,
	    object->row.id));
	document->references = web_references_to(site, &site->agency_arena,
	    object);
}

static void
add_adoption(struct web_key *key, const struct web_adoption *one)
{
	if (one == NULL)
		return;
	web_key_add(key, one->agency);
	web_key_add(key, one->row.id);
	web_key_add(key, one->row.of_version);
	web_key_add(key, one->row.follows);
	web_key_add(key, one->row.offered);
	web_key_add(key, one->duty == NULL ? "" : one->duty->due);
	web_key_add(key, one->duty == NULL ? "" :
	    qms_verdict_id(one->duty->verdict));
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct document *document)
{
	const struct qms_row_statement *statements;
	const struct web_reference *to;
	const struct web_object *from;
	size_t i, count;

	web_key_object(key, document->object);
	web_key_add(key, document->object->sha256);
	web_key_add(key, site->agency->key);
	web_key_add(key, site->ids);
	web_key_add(key, document->review);
	web_key_add(key, document->late ? "late" : "");
	web_key_add(key, web_difference_url(site, document->object));
	for (i = 0; i < document->version_count; i++)
		web_key_version(key, &document->versions[i]);
	statements = web_statements(site, document->object->row.id, &count);
	for (i = 0; i < count; i++)
		web_key_statement(key, &statements[i]);
	/* the text that it adopts never changes, but may not be there yet */
	for (i = 0; document->object->kind->adopts != NULL &&
	    i < document->object->reference_count; i++) {
		to = &document->object->references[i];
		if (*to->version != '\0' && *to->agency != '\0')
			web_key_add(key, qms_store_has(site->system->store,
			    qms_arena_format(&site->agency_arena,
			    "agencies/%s/issued/%s/%s/text.md", to->agency,
			    to->to, to->version)) ? "issued" : "");
	}
	add_adoption(key, document->adoption);
	for (i = 0; document->adopters != NULL &&
	    i < document->adopters->count; i++)
		add_adoption(key, document->adopters->items[i]);
	for (i = 0; i < document->references.count; i++) {
		from = document->references.items[i]->from;
		web_key_add(key, from->row.id);
		web_key_add(key, from->row.title);
		web_key_add(key, from->url);
		if (!web_is_adoption(document->references.items[i]))
			continue;
		web_key_add(key, from->row.state);
		web_key_add(key, from->row.version);
		web_key_add(key, document->references.items[i]->version);
	}
}

/* ---- what stands above the text ---- */

static const struct qms_error *
read_version(struct qms_text *text, struct web_site *site,
    const struct web_object *object, const char *version)
{
	return qms_store_read(text, &site->page, site->system->store,
	    qms_arena_format(&site->page,
	    "agencies/%s/issued/%s/%s/text.md", object->row.agency,
	    object->row.id, version), QMS_FILE_LIMIT);
}

static void
set_banner(struct web_site *site, struct qms_value *values,
    const char *class, enum qms_word word, const char *detail)
{
	struct qms_value *banner = qms_value_object(values, "banner");

	qms_value_text(banner, "class", class);
	qms_value_text(banner, "text", web_word(site, word));
	qms_value_text(banner, "detail", detail);
}

static const char *
since(struct web_site *site, const struct qms_row_version *version)
{
	return qms_arena_format(&site->page, "%s %s · %s %s",
	    web_word(site, QMS_W_issue), version->version,
	    web_word(site, QMS_W_in_force_from),
	    web_day(site, version->effective));
}

static void
add_banner(struct web_site *site, struct qms_value *values,
    const struct document *document)
{
	const struct qms_row_version *newest = document->version_count == 0 ?
	    NULL : &document->versions[document->version_count - 1];
	struct qms_value *banner;

	if (document->current != NULL && document->late) {
		set_banner(site, values, "soon", QMS_W_review_overdue,
		    qms_arena_format(&site->page, "%s %s",
		    web_word(site, QMS_W_next_review),
		    web_day(site, document->review)));
	} else if (document->current != NULL) {
		set_banner(site, values, "ok", QMS_W_in_force,
		    since(site, document->current));
	} else if (newest != NULL && *newest->withdrawn != '\0') {
		set_banner(site, values, "old", QMS_W_withdrawn,
		    web_day(site, newest->withdrawn));
	} else if (newest != NULL && strcmp(newest->effective,
	    site->day) > 0) {
		set_banner(site, values, "info", QMS_W_not_yet_in_force,
		    since(site, newest));
	} else {
		set_banner(site, values, "info", QMS_W_working_text,
		    web_state(site, document->object));
	}
	if (document->work && site->options->internal) {
		banner = qms_value_get(values, "banner");
		web_set_url(site, banner, "url", version_url(site,
		    document->object, "draft"));
		qms_value_text(banner, "link", web_word(site,
		    QMS_W_working_text_exists));
	}
}

/* "QT-10 lần 2.0 của Ủy ban nhân dân tỉnh" */
static const char *
adopted(struct web_site *site, const struct qms_object *object,
    const char **url)
{
	const struct qms_adopt *adopt = &site->adopt;
	struct qms_buffer out = {0};
	const struct web_object *of;
	const char *agency = adopt->agency, *text;
	size_t i;

	*url = NULL;
	if (!adopt->found)
		return object->adopts;
	of = qms_map_get(&site->by_id, qms_arena_format(&site->page, "%s/%s",
	    adopt->agency, adopt->id));
	if (of != NULL && of->url != NULL)
		*url = version_url(site, of, adopt->version);
	for (i = 0; i < site->agency_count; i++)
		if (strcmp(site->agencies[i].row.agency, adopt->agency) == 0)
			agency = site->agencies[i].row.name;
	qms_message_fill(&out, web_word(site, QMS_W_adopted_version),
	    (const char *const [QMS_MESSAGE_ARGUMENTS]){ adopt->id,
	    adopt->version, agency });
	text = qms_arena_string(&site->page, out.data);
	qms_buffer_free(&out);
	return text;
}

static bool
is_behind(const struct web_adoption *one)
{
	return *one->row.offered != '\0' &&
	    strcmp(one->row.offered, *one->row.follows != '\0' ?
	    one->row.follows : one->row.of_version) != 0;
}

/* The newer version there, and by when it is to be answered here. */
static void
add_offered(struct web_site *site, struct qms_value *facts,
    const struct web_adoption *one)
{
	const struct web_object *of;

	if (one == NULL || !is_behind(one))
		return;
	of = qms_map_get(&site->by_id, qms_arena_format(&site->page, "%s/%s",
	    one->row.of_agency, one->row.of_id));
	web_fact(site, facts, web_word(site, QMS_W_newer_version),
	    qms_arena_format(&site->page, "%s%s", one->row.offered,
	    web_show_duty(site, one)), of == NULL || of->url == NULL ? NULL :
	    version_url(site, of, one->row.offered));
}

/* What an adopter says itself: its keys by their names, its sections. */
static const char *
own_parts(struct web_site *site, const struct document *document,
    const struct qms_row_version *version)
{
	const struct web_object *object = document->object;
	struct qms_strings keys, sections;
	const struct qms_kind_key *key;
	struct qms_buffer out = {0};
	const struct qms_error *err;
	struct qms_text text;
	const char *list;
	size_t i;

	err = version == NULL ? qms_store_read(&text, &site->page,
	    site->system->store, object->row.path, QMS_FILE_LIMIT) :
	    read_version(&text, site, object, version->version);
	if (err != NULL)
		return "";
	qms_adopt_own(&keys, &sections, &site->page, site->kinds,
	    object->row.path, text);
	for (i = 0; i < keys.count; i++) {
		key = qms_kind_key(object->kind, keys.items[i]);
		qms_buffer_format(&out, "%s%s", out.size > 0 ? "; " : "",
		    key == NULL || key->name[site->language] == NULL ?
		    keys.items[i] : key->name[site->language]);
	}
	for (i = 0; i < sections.count; i++)
		qms_buffer_format(&out, "%s%s", out.size > 0 ? "; " : "",
		    sections.items[i]);
	list = out.data == NULL ? web_word(site, QMS_W_none_of_its_own) :
	    qms_arena_string(&site->page, out.data);
	qms_buffer_free(&out);
	return list;
}

static void
add_facts(struct web_site *site, struct qms_value *values,
    const struct document *document, const struct qms_row_version *version,
    const struct qms_object *object)
{
	static const char *const except[] = { "title", "code", "authors",
	    "review_months", "adopts", NULL };
	struct qms_value *facts = qms_value_list(values, "facts");
	const char *code = qms_object_string(object, "code");
	const char *url = NULL;

	if (code == NULL)
		code = document->object->row.id;
	qms_value_text(values, "code", code);
	web_fact(site, facts, web_word(site, QMS_W_code), code, NULL);
	if (version != NULL) {
		qms_value_text(values, "version", version->version);
		qms_value_text(values, "effective", web_day(site,
		    version->effective));
		web_fact(site, facts, web_word(site, QMS_W_issue),
		    version->version, NULL);
		web_fact(site, facts, web_word(site, QMS_W_in_force_from),
		    web_day(site, version->effective), NULL);
		web_fact(site, facts, web_word(site, QMS_W_decision),
		    *version->decision == '\0' ? "" : web_fill(site,
		    QMS_W_decision_of_day, version->decision,
		    web_day(site, version->decision_date), NULL), NULL);
	}
	if (object->adopts != NULL) {
		web_fact(site, facts, web_word(site, QMS_W_adopts),
		    adopted(site, object, &url), url);
		web_fact(site, facts, web_word(site, QMS_W_own_parts),
		    own_parts(site, document, version), NULL);
		if (version == document->current)
			add_offered(site, facts, document->adoption);
	}
	if (version != NULL && version == document->current)
		web_fact(site, facts, web_word(site, QMS_W_next_review),
		    web_day(site, document->review), NULL);
	web_facts_of_keys(site, qms_value_list(qms_value_object(values,
	    "properties"), "facts"), object, except);
}

static void
add_contents(struct qms_value *values, const struct qms_markdown *markdown)
{
	struct qms_value *contents = qms_value_list(values, "contents");
	struct qms_value *item;
	int top = 6;
	size_t i;

	for (i = 0; i < markdown->heading_count; i++)
		if (markdown->headings[i].level < top)
			top = markdown->headings[i].level;
	/* a list of two says no more than the page itself */
	for (i = 0; markdown->heading_count > 2 &&
	    i < markdown->heading_count; i++) {
		if (markdown->headings[i].level > top + 1)
			continue;
		item = qms_value_row(contents);
		qms_value_text(item, "id", markdown->headings[i].id);
		qms_value_text(item, "text", markdown->headings[i].text);
		qms_value_flag(item, "level2",
		    markdown->headings[i].level > top);
	}
}

/* ---- what stands below it ---- */

/* Its day is over, and nothing has taken its place. */
static bool
is_lapsed(const struct web_site *site, const struct qms_row_version *version)
{
	return !version->in_force && *version->withdrawn == '\0' &&
	    *version->superseded == '\0' &&
	    strcmp(version->effective, site->day) <= 0;
}

static const char *
version_state(struct web_site *site, const struct qms_row_version *version)
{
	if (version->in_force)
		return web_word(site, QMS_W_in_force);
	if (*version->withdrawn != '\0')
		return qms_arena_format(&site->page, "%s %s", web_word(site,
		    QMS_W_withdrawn), web_day(site, version->withdrawn));
	if (*version->superseded != '\0')
		return qms_arena_format(&site->page, "%s %s", web_word(site,
		    QMS_W_superseded), web_day(site, version->superseded));
	return web_word(site, is_lapsed(site, version) ? QMS_W_law_lapsed :
	    QMS_W_not_yet_in_force);
}

static const char *
version_class(const struct web_site *site,
    const struct qms_row_version *version)
{
	return version->in_force ? "ok" : *version->withdrawn != '\0' ||
	    *version->superseded != '\0' || is_lapsed(site, version) ?
	    "old" : "info";
}

static void
add_revision(struct web_site *site, struct qms_value *list,
    const struct document *document, size_t at)
{
	const struct qms_row_version *version = &document->versions[at];
	const struct qms_row_statement *issue = web_issue(site,
	    document->object, version->version);
	struct qms_value *item = qms_value_row(list);

	qms_value_text(item, "version", version->version);
	web_set_url(site, item, "url", version_url(site, document->object,
	    version->version));
	qms_value_text(item, "approved", web_day(site, version->approved));
	qms_value_text(item, "effective", web_day(site, version->effective));
	qms_value_text(item, "by", web_person(site,
	    document->object->row.agency, version->by));
	if (issue != NULL)
		qms_value_text(item, "office", web_office(site,
		    issue->office, issue->capacity));
	qms_value_text(item, "proof", web_proof(site, version->proof,
	    version->decision, version->decision_date));
	qms_value_text(item, "state", version_state(site, version));
	qms_value_text(item, "class", version_class(site, version));
	if (at == 0)
		qms_value_text(item, "note", web_word(site,
		    QMS_W_first_issue));
	else
		web_set_url(site, item, "redline", redline_url(site,
		    document->object, document->versions[at - 1].version,
		    version->version));
}

/* The table of issues as it stood when this one was the newest. */
static void
add_revisions(struct web_site *site, struct qms_value *values,
    const struct document *document, const struct qms_row_version *newest)
{
	struct qms_value *revisions = qms_value_list(values, "revisions");
	size_t i;

	for (i = (size_t)(newest - document->versions) + 1; i-- > 0;)
		add_revision(site, revisions, document, i);
}

/* ---- stamps ---- */

static const char *
next_version(const struct document *document,
    const struct qms_row_version *version)
{
	const struct qms_row_version *next;

	for (next = version + 1; next < document->versions +
	    document->version_count; next++)
		if (strcmp(next->effective, version->superseded) == 0)
			return next->version;
	return NULL;
}

/*
 * The stamp on a copy, on the screen and on each sheet: `screen` is what this
 * copy is, `paper` what it is once it is printed.
 */
static void
set_mark(struct web_site *site, struct qms_value *values,
    const struct document *document, const struct qms_row_version *version)
{
	struct qms_value *mark = qms_value_object(values, "mark");
	enum qms_word screen = QMS_W_mark_draft, paper = screen;
	enum qms_word copy = QMS_W_draft_copy;
	const char *detail = "", *next;

	if (version == NULL) {
		;
	} else if (version->in_force) {
		screen = QMS_W_mark_in_force;
		paper = QMS_W_mark_paper;
		copy = QMS_W_controlled_copy;
	} else if (*version->withdrawn != '\0') {
		screen = paper = QMS_W_withdrawn;
		copy = QMS_W_old_copy;
		detail = web_fill(site, QMS_W_from_day, web_day(site,
		    version->withdrawn), NULL, NULL);
	} else if (*version->superseded != '\0') {
		screen = paper = QMS_W_superseded;
		copy = QMS_W_old_copy;
		next = next_version(document, version);
		detail = web_fill(site, next == NULL ? QMS_W_from_day :
		    QMS_W_superseded_by, web_day(site, version->superseded),
		    next, NULL);
	} else if (is_lapsed(site, version)) {
		screen = paper = QMS_W_law_lapsed;
		copy = QMS_W_old_copy;
	} else {
		screen = paper = QMS_W_not_yet_in_force;
	}
	qms_value_text(mark, "class", version == NULL ? "soon" :
	    version_class(site, version));
	qms_value_text(mark, "screen", web_word(site, screen));
	qms_value_text(mark, "paper", web_word(site, paper));
	qms_value_text(mark, "detail", detail);
	qms_value_flag(mark, "across", version == NULL || !version->in_force);
	qms_value_text(values, "copy", web_word(site, copy));
}

static void
add_relations(struct web_site *site, struct qms_value *values,
    const struct web_references *references)
{
	struct qms_value *relation, *items = NULL, *item;
	const struct web_object *from, *last = NULL;
	size_t i;

	for (i = 0; i < references->count; i++) {
		from = references->items[i]->from;
		/* one line for a document, however often it refers */
		if (from->url == NULL || from == last ||
		    web_is_adoption(references->items[i]))
			continue;
		last = from;
		if (items == NULL) {
			relation = qms_value_row(qms_value_list(values,
			    "relations"));
			qms_value_text(relation, "caption", web_word(site,
			    QMS_W_cited_by));
			items = qms_value_list(relation, "items");
		}
		item = qms_value_row(items);
		web_set_url(site, item, "url", from->url);
		qms_value_text(item, "text", qms_arena_format(&site->page,
		    "%s %s", from->row.id, from->row.title));
		qms_value_text(item, "note", web_kind_name(site,
		    from->kind));
	}
}

/* ---- the pages ---- */

static struct qms_value *
begin_values(struct web_site *site, const struct document *document,
    const char *code, const char *title)
{
	const char *agency = document->object->row.agency;
	struct qms_value *values;

	values = web_page_values(site, title, "documents");
	qms_value_text(values, "title_code", code);
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site, agency, "index.html"),
	    site->agency->row.name);
	web_crumb(site, values, web_agency_url(site, agency,
	    "documents.html"), web_word(site, QMS_W_documents));
	qms_value_text(values, "agency", site->agency->row.name);
	qms_value_text(values, "doc_kind", web_kind_name(site,
	    document->object->kind));
	return values;
}

static void
add_text(struct web_site *site, struct qms_value *values,
    const struct document *document, const struct qms_object *object)
{
	add_contents(values, &object->markdown);
	qms_value_html(values, "body", web_body(site,
	    document->object->row.agency, &object->markdown, NULL));
	(void)web_svg_steps(site, values, object);
}

/* Of an issue, or of the working text. */
static const char *
sha256_of(const struct document *document,
    const struct qms_row_version *version)
{
	return version == NULL ? document->object->sha256 : version->text;
}

static const struct qms_error *
add_file(struct web_site *site, struct qms_value *values,
    const struct document *document, const struct qms_row_version *version,
    const struct qms_object *object)
{
	site->beside = site->adopt.found ? site->adopt.agency : NULL;
	add_facts(site, values, document, version, object);
	add_text(site, values, document, object);
	site->beside = NULL;
	set_mark(site, values, document, version);
	qms_value_text(values, "hash", web_short_hash(site,
	    sha256_of(document, version)));
	if (version == NULL)
		return NULL;
	web_checks(site, values, document->object, version->version);
	return web_signatures(site, values, document->object,
	    version->version);
}

static const struct qms_error *
write_document(struct web_site *site, const struct document *document)
{
	const struct web_object *object = document->object;
	const struct qms_error *err;
	struct qms_value *values;
	const struct qms_object *file = NULL;

	err = document->current == NULL ?
	    web_file_open(&file, site, object->row.path) :
	    web_file_open_version(&file, site, object,
	    document->current->version);
	if (err != NULL)
		return err;
	values = begin_values(site, document, object->row.id,
	    file->title);
	add_banner(site, values, document);
	err = add_file(site, values, document, document->current, file);
	if (err != NULL)
		return err;
	if (document->version_count > 0)
		add_revisions(site, values, document,
		    &document->versions[document->version_count - 1]);
	web_set_url(site, values, "compared", web_difference_url(site,
	    object));
	if (web_is_form(object)) {
		web_set_url(site, values, "form", web_form_url(site, object,
		    "form.html"));
		web_set_url(site, values, "file", web_form_file(site,
		    object));
	}
	web_adopters(site, qms_value_list(values, "tables"), object,
	    &document->references);
	add_relations(site, values, &document->references);
	web_acts(site, values, object, NULL);
	qms_value_text(values, "changed", web_day(site,
	    web_last_change(site, object)));
	err = web_page_write(site, "document", values);
	return err;
}

/* The way to what another text of the document changed. */
static void
set_changes(struct web_site *site, struct qms_value *values,
    enum qms_word word, const char *url)
{
	struct qms_value *changes = qms_value_object(values, "changes");

	web_set_url(site, changes, "url", url);
	qms_value_text(changes, "label", web_word(site, word));
}

/* What is being written, beside the version in force. */
static const struct qms_error *
make_draft(struct web_site *site, const struct document *document)
{
	const struct web_object *object = document->object;
	struct web_key key = {0};
	struct qms_value *values, *banner;
	const struct qms_error *err;
	const struct qms_object *file = NULL;

	if (!document->work || !site->options->internal)
		return NULL;
	add_key(site, &key, document);
	web_key_add(&key, "draft");
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/id/%s/draft.html", object->row.agency,
	    object->row.id), &key))
		return NULL;
	err = web_file_open(&file, site, object->row.path);
	if (err != NULL)
		return err;
	values = begin_values(site, document, qms_arena_format(&site->page,
	    "%s (%s)", object->row.id, web_state(site, object)),
	    file->title);
	web_crumb(site, values, object->url, object->row.id);
	set_banner(site, values, "info", QMS_W_working_text, NULL);
	banner = qms_value_get(values, "banner");
	web_set_url(site, banner, "url", object->url);
	qms_value_text(banner, "link", web_word(site, QMS_W_see_in_force));
	err = add_file(site, values, document, NULL, file);
	set_changes(site, values, QMS_W_changes_since, redline_url(site,
	    object, document->current->version, "draft"));
	return err != NULL ? err : web_page_write(site, "document", values);
}

static void
add_version_banner(struct web_site *site, struct qms_value *values,
    const struct document *document, const struct qms_row_version *version)
{
	struct qms_value *banner;

	if (version->in_force)
		set_banner(site, values, "ok", QMS_W_in_force,
		    since(site, version));
	else if (*version->withdrawn != '\0')
		set_banner(site, values, "old", QMS_W_withdrawn,
		    web_day(site, version->withdrawn));
	else if (*version->superseded != '\0')
		set_banner(site, values, "old", QMS_W_superseded,
		    web_day(site, version->superseded));
	else if (is_lapsed(site, version))
		set_banner(site, values, "old", QMS_W_law_lapsed, "");
	else
		set_banner(site, values, "info", QMS_W_not_yet_in_force,
		    since(site, version));
	if (version->in_force || document->current == NULL)
		return;
	banner = qms_value_get(values, "banner");
	web_set_url(site, banner, "url", document->object->url);
	qms_value_text(banner, "link", web_word(site, QMS_W_see_in_force));
}

/* Of an issue: itself, those before it, and what was stated of it. */
static void
add_version_key(struct web_site *site, struct web_key *key,
    const struct document *document, const struct qms_row_version *version)
{
	const struct qms_row_version *one;
	const struct qms_row_statement *statements;
	size_t i, count;

	web_key_object(key, document->object);
	for (one = document->versions; one <= version; one++)
		web_key_version(key, one);
	web_key_add(key, next_version(document, version));
	/* what it is compared with */
	web_key_add(key, document->versions[
	    document->version_count - 1].version);
	statements = web_statements(site, document->object->row.id, &count);
	for (i = 0; i < count; i++)
		if (strcmp(statements[i].version, version->version) == 0)
			web_key_statement(key, &statements[i]);
}

static const struct qms_error *
make_version(struct web_site *site, const struct document *document,
    const struct qms_row_version *version)
{
	const struct web_object *object = document->object;
	struct web_key key = {0};
	struct qms_value *values;
	const struct qms_error *err;
	const struct qms_object *file = NULL;

	add_version_key(site, &key, document, version);
	if (version == document->current)
		add_adoption(&key, document->adoption);
	web_key_add(&key, site->agency->key);
	web_key_add(&key, site->ids);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/id/%s/%s.html", object->row.agency, object->row.id,
	    version->version), &key))
		return NULL;
	err = web_file_open_version(&file, site, object, version->version);
	if (err != NULL)
		return err;
	values = begin_values(site, document, qms_arena_format(&site->page,
	    "%s (%s)", object->row.id, version->version), file->title);
	web_crumb(site, values, object->url, object->row.id);
	add_version_banner(site, values, document, version);
	err = add_file(site, values, document, version, file);
	if (err != NULL)
		return err;
	if (version + 1 < document->versions + document->version_count)
		set_changes(site, values, QMS_W_changes_to_newest,
		    redline_url(site, object, version->version,
		    document->versions[document->version_count -
		    1].version));
	add_revisions(site, values, document, version);
	web_acts(site, values, object, version->version);
	return web_page_write(site, "document", values);
}

/* ---- redlines ---- */

/* A redline of what holds, whoever says it. */
static const struct qms_error *
take_adopted(struct qms_text *text, struct web_site *site,
    const struct web_object *object)
{
	const struct qms_error *err;
	struct qms_adopt adopt;

	if (object->kind->adopts == NULL)
		return NULL;
	err = qms_adopt_read(&adopt, &site->page, site->kinds,
	    site->system->store, object->row.path, *text);
	if (err == NULL)
		*text = adopt.text;
	return err;
}

/* What a redline goes from or to: an issue, or the working text. */
static const char *
side_name(const struct qms_row_version *side)
{
	return side == NULL ? "draft" : side->version;
}

static const char *
side_label(struct web_site *site, const struct qms_row_version *side)
{
	return side == NULL ? web_word(site, QMS_W_mark_draft) :
	    qms_arena_format(&site->page, "%s %s", web_word(site,
	    QMS_W_issue), side->version);
}

static const struct qms_error *
read_side(struct qms_text *text, struct web_site *site,
    const struct web_object *object, const struct qms_row_version *side)
{
	const struct qms_error *err;

	err = side != NULL ? read_version(text, site, object, side->version) :
	    qms_store_read(text, &site->page, site->system->store,
	    object->row.path, QMS_FILE_LIMIT);
	return err != NULL ? err : take_adopted(text, site, object);
}

static const struct qms_error *
write_redline(struct web_site *site, const struct document *document,
    const struct qms_row_version *before, const struct qms_row_version *after)
{
	const struct web_object *object = document->object;
	const struct qms_error *err;
	struct qms_redline redline;
	struct qms_text old, new;
	struct qms_value *values;

	err = read_side(&old, site, object, before);
	if (err == NULL)
		err = read_side(&new, site, object, after);
	if (err != NULL)
		return err;
	qms_redline_make(&redline, &site->page, old, new);
	values = begin_values(site, document, qms_arena_format(&site->page,
	    "%s → %s", side_name(before), side_name(after)),
	    qms_arena_format(&site->page, "%s %s: %s", object->row.id,
	    object->row.title, web_word(site, QMS_W_what_changed)));
	web_crumb(site, values, object->url, object->row.id);
	qms_value_text(values, "before", side_label(site, before));
	qms_value_text(values, "after", side_label(site, after));
	web_set_url(site, values, "before_url", version_url(site, object,
	    side_name(before)));
	web_set_url(site, values, "after_url", version_url(site, object,
	    side_name(after)));
	qms_value_text(values, "code", object->row.id);
	qms_value_text(values, "version", qms_arena_format(&site->page,
	    "%s → %s", side_name(before), side_name(after)));
	qms_value_text(values, "hash", qms_arena_format(&site->page,
	    "%s → %s", web_short_hash(site, before->text),
	    web_short_hash(site, sha256_of(document, after))));
	qms_value_flag(values, "same", redline.same);
	qms_value_html(values, "body", web_differences(site, &redline));
	return web_page_write(site, "redline", values);
}

static const struct qms_error *
make_redline(struct web_site *site, const struct document *document,
    const struct qms_row_version *before, const struct qms_row_version *after)
{
	const struct web_object *object = document->object;
	struct web_key key = {0};

	if (!qms_id_is_safe(side_name(before)) ||
	    !qms_id_is_safe(side_name(after)))
		return NULL;
	web_key_add(&key, before->text);
	web_key_add(&key, sha256_of(document, after));
	web_key_add(&key, site->agency->key);
	web_key_object(&key, object);
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/id/%s/%s-%s.html", object->row.agency,
	    object->row.id, side_name(before), side_name(after)), &key))
		return NULL;
	return write_redline(site, document, before, after);
}

/*
 * From each issue to the one behind it, and to the newest, for who has worked
 * by an older one; from the newest to the working text, for who reviews that.
 */
static const struct qms_error *
make_redlines(struct web_site *site, const struct document *document)
{
	const struct qms_row_version *versions = document->versions, *newest;
	const struct qms_error *err = NULL;
	size_t i, count = document->version_count;

	if (count == 0)
		return NULL;
	newest = &versions[count - 1];
	for (i = 1; err == NULL && i < count; i++)
		err = make_redline(site, document, &versions[i - 1],
		    &versions[i]);
	for (i = 0; err == NULL && i + 2 < count; i++)
		err = make_redline(site, document, &versions[i], newest);
	if (err == NULL && document->work && site->options->internal)
		err = make_redline(site, document, document->current, NULL);
	return err;
}

const struct qms_error *
web_make_document(struct web_site *site, const struct web_object *object)
{
	struct document document;
	struct web_key key = {0};
	const struct qms_error *err = NULL;
	size_t i;

	load(&document, site, object);
	add_key(site, &key, &document);
	if (web_page_begin(site, object->url, &key))
		err = write_document(site, &document);
	/* the newest first: its text is the one that was read just now */
	for (i = document.version_count; err == NULL && i-- > 0;)
		if (qms_id_is_safe(document.versions[i].version))
			err = make_version(site, &document,
			    &document.versions[i]);
	if (err == NULL)
		err = make_redlines(site, &document);
	if (err == NULL)
		err = make_draft(site, &document);
	return err == NULL && web_is_form(object) ?
	    web_make_form(site, object) : err;
}
