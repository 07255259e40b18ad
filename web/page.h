/* SPDX-License-Identifier: MIT */
/*
 * page - what the pages of the site share; for web/ only.
 *
 * A page is made in two steps. First its key: a digest of all that it shows.
 * Only when that differs from the last time is it rendered, and only when the
 * bytes differ is it written. What a page reads without having put it into
 * its key would be stale: keys name rows and SHA-256 of texts, generously.
 *
 *	site.c		the run
 *	load.c		what there is
 *	output.c	keys, the manifest, writing
 *	page_*.c	one kind of page each
 *	values.c	rows as values of templates
 *	obligations.c	what an agency owes
 *	acts.c		statements: who did what, and what proves it
 *	adopters.c	who adopts a document
 *	svg.c		diagrams of steps
 *	chart.c		figures as columns and lines
 *	feeds.c		what other programs read
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "qms/adopt.h"
#include "qms/audit.h"
#include "qms/coverage.h"
#include "qms/fold.h"
#include "qms/indicator.h"
#include "qms/province.h"
#include "qms/query.h"
#include "qms/sync.h"
#include "qms/template.h"
#include "qms/words.h"
#include "web/site.h"

/* An object with its place in the site. */
struct web_object {
	struct qms_row_object row;
	const struct qms_kind *kind;
	const char *url;		/* below the site's root; NULL: none */
	const char *sha256;		/* of its file */
	const char *number;		/* by which others refer, or its id */
	int review_months;		/* 0: none */
	const struct web_reference *references;	/* that it makes */
	size_t reference_count;
};

/* What a file names; of references by link and by key alike. */
struct web_reference {
	const struct web_object *from;
	const char *to_kind;		/* "" any */
	const char *agency, *to, *version;
	const char *key;		/* under which it does so */
};

struct web_references {
	const struct web_reference **items;	/* in the order of paths */
	size_t count, room;
};

/* Who adopts an issued text, and what it owes since there is a newer one. */
struct web_adoption {
	struct qms_row_adoption row;
	const struct qms_obligation *duty;	/* or NULL */
	const char *agency;			/* its name */
};

struct web_adopters {
	const struct web_adoption **items;	/* by agency and id */
	size_t count, room;
};

struct web_agency {
	struct qms_row_agency row;
	const struct qms_status *status;	/* NULL: ended */
	const struct qms_sync_agency *own;	/* its repository, or NULL */
	int64_t in_force;		/* documents, in that repository */
	struct web_object *objects;	/* in the order of kind and id */
	size_t object_count;
	const char *key;		/* digest of its name and people */
	const char *statements_key;	/* tells how many there are */
	const struct web_model *model;	/* that is for it on the day, or NULL */
	/* procedures of its list on each level; those whose pages are not
	 * made have it from the last time */
	size_t coverage[QMS_COVERAGE_LEVELS];
	/* loaded when its pages are made */
	struct qms_covered_service *services;
	size_t service_count;
	struct qms_row_version *versions;
	size_t version_count;
	struct qms_row_statement *statements;
	size_t statement_count;
};

struct web_old {			/* a line of the manifest */
	const char *key, *output;
	bool kept;
};

struct web_site {
	struct qms_system *system;
	const struct web_site_options *options;
	struct web_site_stats *stats;
	enum qms_language language;
	const struct qms_kinds *kinds;
	const struct qms_rules *rules;
	struct qms_templates *templates;
	struct qms_arena arena;		/* of the run */
	struct qms_arena agency_arena;	/* of one agency's rows */
	struct qms_arena page;		/* of one page */
	struct web_object *objects;
	size_t object_count;
	struct qms_map by_id;		/* "agency/id" -> struct web_object */
	struct qms_map by_path;		/* its file's path, likewise */
	struct qms_map by_number;	/* "kind/number" -> struct web_object */
	struct qms_map persons;		/* "agency/id" -> name */
	struct qms_map adoptions;	/* path -> web_adoption */
	struct qms_map adopters;	/* "agency/id" -> web_adopters */
	struct qms_map by_target;	/* id or number -> web_references */
	struct qms_map units;		/* likewise */
	struct qms_map names;		/* "kind/value" of common lists */
	struct web_agency *agencies;
	size_t agency_count;
	struct qms_row_held *held;	/* of all that ended */
	size_t held_count;
	const struct qms_status *statuses;	/* of agencies that exist */
	size_t status_count;
	struct qms_member *members;	/* the same, with what they count */
	struct qms_sync_agency *owns;	/* agencies' own repositories */
	size_t own_count;
	const char *common;		/* digest in every key */
	const char *frame;		/* of that, what pages of the past hang
					   on: the look, not the rules of today */
	const char *ids;		/* digest of all addresses */
	const char *commons;		/* of files that belong to no agency */
	const char *checkpoints;	/* digest of all that count */
	const char *trust_root;		/* SHA-256; "" */
	bool guarded;			/* it asks for signatures */
	const char *day;		/* ISO, asked about */
	struct web_laws *laws;		/* page_legal.c */
	struct web_indicators *indicators;	/* page_indicator.c */
	struct web_measures *measures;	/* page_measure.c */
	struct web_reports *reports;	/* page_report.c */
	struct qms_figures *figures;	/* page_figure.c; NULL: none */
	struct web_past *past;		/* page_past.c */
	struct web_declarations *declarations;	/* page_declarations.c; NULL:
						   no register of them */
	struct web_finds *finds;	/* page_search.c */
	struct web_models *models;	/* page_model.c */
	struct qms_arena file_arena;	/* of the file opened last */
	struct qms_object file;
	struct qms_adopt adopt;		/* what that file adopts */
	const char *beside;		/* agency of the text that the page
					   shows as adopted, or NULL */
	const char *file_path;		/* NULL: none */
	/* of the page that is being made */
	const char *path, *root, *key;
	struct web_agency *agency;
	struct qms_text *assets;	/* one each of web_assets */
	size_t asset_count;
	/* the manifest */
	const char *run;		/* its first line */
	bool same;			/* which is the one that is there */
	struct qms_map old;
	int64_t old_pages;
	struct qms_buffer manifest;
	const char *old_output;
	struct qms_buffer out;
};

/* ---- keys (site.c) ---- */

struct web_key {
	struct qms_buffer text;
};

void web_key_add(struct web_key *key, const char *string);
void web_key_object(struct web_key *key, const struct web_object *object);
void web_key_statement(struct web_key *key,
	const struct qms_row_statement *statement);
void web_key_version(struct web_key *key,
	const struct qms_row_version *version);

void web_key_status(struct web_key *key, const struct qms_status *status);

/*
 * Announces the page at path. True if it has to be rendered: the caller goes
 * on to web_page_values and web_page_write. Frees the key.
 */
bool web_page_begin(struct web_site *site, const char *path,
	struct web_key *key);
/* The same for a page of the past, which only the frame changes. */
bool web_page_begin_past(struct web_site *site, const char *path,
	struct web_key *key);
/* The digest of a key, which is freed. */
const char *web_key_finish(struct qms_arena *arena, struct web_key *key);
/* The same for two pages in a row that show the same. */
void web_key_copy(struct web_key *copy, const struct web_key *key);
/* Leaves a page that was begun, to come back to it before it is put. */
struct web_page {
	const char *path, *key, *old_output;
};
void web_page_leave(struct web_page *page, struct web_site *site);
void web_page_return(struct web_site *site, const struct web_page *page);
/* What head.html and foot.html want; the page's arena is the values'. */
struct qms_value *web_page_values(struct web_site *site, const char *title,
	const char *section);
void web_crumb(struct web_site *site, struct qms_value *values,
	const char *url, const char *label);
const struct qms_error *web_page_write(struct web_site *site,
	const char *template, const struct qms_value *values);
/* The bytes of a page that no template makes. */
const struct qms_error *web_page_put(struct web_site *site,
	struct qms_text text);
/* A file that is no page: the whole text is its key. */
const struct qms_error *web_file_write(struct web_site *site,
	const char *path, struct qms_text text);

/* ---- the manifest (output.c) ---- */

/* The output of a line that stands for all pages of an agency. */
extern const char web_no_page[];
const struct qms_error *web_manifest_read(struct web_site *site);
/* Takes over the old pages whose paths begin so. */
void web_manifest_keep(struct web_site *site, const char *start);
/* A line that is no page: what is kept for the next run, by what it begins
 * with; NULL: there is none. */
void web_manifest_note(struct web_site *site, const char *line);
const char *web_manifest_find(struct web_site *site, const char *start);
/* Removes the pages that are no more and writes the manifest. */
const struct qms_error *web_manifest_write(struct web_site *site);

/* ---- what there is (load.c), in this order ---- */

/* What every page may show goes into the key. */
const struct qms_error *web_load_lists(struct web_site *site,
	struct web_key *key);
const struct qms_error *web_load_objects(struct web_site *site);
const struct qms_error *web_load_agencies(struct web_site *site);
const struct qms_error *web_load_references(struct web_site *site);
const struct qms_error *web_load_adoptions(struct web_site *site);
const struct qms_error *web_load_statement_counts(struct web_site *site);
void web_find_ids(struct web_site *site);
/* Versions and statements of one agency. */
const struct qms_error *web_load_agency(struct web_site *site,
	struct web_agency *agency);

/* ---- values (values.c) ---- */

const char *web_word(const struct web_site *site, enum qms_word word);
/* dd/mm/yyyy of an ISO day; "" stays "". */
const char *web_day(struct web_site *site, const char *iso);
/* "III/2025": the third is 2. */
const char *web_quarter(struct web_site *site, int year, int quarter);
/* A link below the site's root, for the page that is being made. */
void web_set_url(struct web_site *site, struct qms_value *object,
	const char *name, const char *url);
const char *web_agency_url(struct web_site *site, const char *agency,
	const char *page);
/* Of the object whose file it is, or NULL. */
const char *web_path_url(const struct web_site *site, const char *path);
/* "Cấp xã" */
const char *web_tier(struct web_site *site, const struct web_agency *agency);
const char *web_agency_name(const struct web_site *site, const char *agency);
const char *web_person(struct web_site *site, const char *agency,
	const char *id);
const char *web_state(struct web_site *site, const struct web_object *object);
const char *web_state_class(const struct web_object *object);
const char *web_verdict_class(enum qms_verdict verdict);
/* The object meant by a reference that stands in an object of agency. */
const struct web_object *web_find(struct web_site *site, const char *agency,
	const char *kind, const char *reference);

/* The rows of one object of the agency whose pages are made. */
const struct qms_row_statement *web_statements(const struct web_site *site,
	const char *id, size_t *count);
const struct qms_row_version *web_versions(const struct web_site *site,
	const char *id, size_t *count);
const struct qms_row_version *web_version_in_force(
	const struct web_site *site, const struct web_object *object);
/* What refers to an object. */
struct web_references web_references_to(struct web_site *site,
	struct qms_arena *arena, const struct web_object *object);
/* Day on which the file or what was stated of it last changed. */
const char *web_last_change(const struct web_site *site,
	const struct web_object *object);

/* A value as people read it; *url is where it leads, or NULL. */
const char *web_show(struct web_site *site, const char *agency,
	const struct qms_kind_key *key, const char *value, const char **url);
/* "tên" in a list of words, "Tên" at the front of a line. */
const char *web_capital(struct web_site *site, const char *text);
/* With a capital letter in front. */
const char *web_key_name(struct web_site *site,
	const struct qms_kind_key *key);
const char *web_kind_name(struct web_site *site, const struct qms_kind *kind);
/* Has it a list in each agency, with a page for each object? Documents have
 * one list for all their kinds. */
bool web_kind_has_register(const struct web_site *site,
	const struct qms_kind *kind);
/* Is there such a kind, and has this edition its records? */
bool web_kind_is_shown(const struct web_site *site, const char *id);
/* Is it a kind of which no agency's files are, with a page for each? */
bool web_kind_is_common(struct web_site *site, const struct qms_kind *kind);

/* Has the kind, which the page is about, all these columns, lists, tables? */
bool web_kind_has(struct web_site *site, const char *kind,
	const char *const *columns);

void web_fact(struct web_site *site, struct qms_value *facts,
	const char *label, const char *text, const char *url);
struct qms_value *web_fact_list(struct qms_value *facts, const char *label);
/* Every key of a file, as its kind names them; those in `except` are left out. */
void web_facts_of_keys(struct web_site *site, struct qms_value *facts,
	const struct qms_object *object, const char *const *except);

struct qms_value *web_table(struct qms_value *tables, const char *id,
	const char *caption);
void web_head(struct qms_value *table, const char *label, bool number);
/* Several, none of a number. */
void web_heads(struct web_site *site, struct qms_value *table,
	const enum qms_word *heads, size_t count);
struct qms_value *web_row(struct qms_value *table);	/* its cells */
/* So that links lead to the row added last. */
void web_row_id(struct qms_value *table, const char *id);
void web_cell(struct qms_value *cells, const char *text);
void web_cell_number(struct qms_value *cells, int64_t number);
void web_cell_state(struct qms_value *cells, const char *class,
	const char *text);
void web_cell_link(struct web_site *site, struct qms_value *cells,
	const char *text, const char *url);
/* The path and these columns of a kind's objects of agency ?1. */
const char *web_columns_sql(struct qms_arena *arena,
	const struct qms_kind *kind,
	const struct qms_kind_key *const *columns, size_t count,
	const char *order);
/* Head and cell of a column; value as in the index, or NULL. */
void web_head_key(struct web_site *site, struct qms_value *table,
	const struct qms_kind_key *key);
void web_cell_value(struct web_site *site, struct qms_value *cells,
	const char *agency, const struct qms_kind_key *key, const char *value);
/* First digits, enough to tell one text from another. */
const char *web_short_hash(struct web_site *site, const char *sha256);
/* To put more into the cell added last. */
struct qms_value *web_last_cell(struct qms_value *cells);
void web_count(struct qms_value *counts, int64_t number, const char *label,
	const char *class);
void web_ways(struct web_site *site, struct qms_value *values,
	const struct web_agency *agency);
/* HTML of a body whose links are those of the site; in the tables of object,
 * unless it is NULL, values stand as people read them. */
struct qms_html web_body(struct web_site *site, const char *agency,
	const struct qms_markdown *markdown, const struct qms_object *object);
/* What was escaped as it was written; the buffer is freed. */
struct qms_html web_html_written(struct web_site *site,
	struct qms_buffer *out);
/* What two texts differ in, near each difference. */
struct qms_redline;
struct qms_html web_differences(struct web_site *site,
	const struct qms_redline *redline);

/*
 * A file of the commit that is asked about, taken apart; or the text issued as
 * a version, as the document's kind says. Lives until another one is opened:
 * a text that several pages show in a row is read once.
 */
const struct qms_error *web_file_open(const struct qms_object **file,
	struct web_site *site, const char *path);
const struct qms_error *web_file_open_version(const struct qms_object **file,
	struct web_site *site, const struct web_object *object,
	const char *version);
void web_file_close(struct web_site *site);	/* the last one */
/* A table of the kind as it stands in the file; NULL if there is none that can
 * be read. */
const struct qms_object_table *web_find_table(
	const struct qms_object *object, const char *name);

/* ---- what an agency owes (obligations.c) ---- */

void web_verdict(struct web_site *site, struct qms_value *values,
	const struct qms_status *statuses, size_t count);
void web_obligations(struct web_site *site, struct qms_value *tables,
	const struct qms_status *status);
/* What is not done yet, by the day on which it is due. */
void web_obligations_due(struct web_site *site, struct qms_value *tables,
	const struct qms_status *status);

/* ---- agencies' own repositories (page_repository.c) ---- */

/* What was fetched of them, which no commit of this system tells. */
const struct qms_error *web_load_owns(struct web_site *site);
void web_key_own(struct web_key *key, const struct qms_sync_agency *own);
/* How many do not count as they should; all is well when it is 0. */
size_t web_count_troubled(const struct web_site *site);
/* "verified, stale", as a cell. */
void web_cell_own(struct web_site *site, struct qms_value *cells,
	const struct qms_sync_agency *own);
/* Where the figures of the agency whose pages are made come from. */
void web_own_banner(struct web_site *site, struct qms_value *values);
const struct qms_error *web_make_repositories(struct web_site *site);

/* ---- statements (acts.c) ---- */

/* A word with its blanks filled in. */
const char *web_fill(struct web_site *site, enum qms_word word,
	const char *first, const char *second, const char *third);
/* Why a statement does not count. */
const char *web_why_void(struct web_site *site,
	const struct qms_row_statement *statement);
const char *web_office(struct web_site *site, const char *office,
	const char *capacity);
/* With a decision's number and day; "" without one. */
const char *web_proof(struct web_site *site, const char *proof,
	const char *decision, const char *day);
/* acts of an object, newest first; version NULL: all. */
void web_acts(struct web_site *site, struct qms_value *values,
	const struct web_object *object, const char *version);
/* The statement by which a version was issued, or NULL. */
const struct qms_row_statement *web_issue(const struct web_site *site,
	const struct web_object *object, const char *version);
/* Who wrote a version, and who signed it on its way into force. */
const struct qms_error *web_signatures(struct web_site *site,
	struct qms_value *values, const struct web_object *object,
	const char *version);
/* A row of signatures. */
void web_signature(struct web_site *site, struct qms_value *signatures,
	const struct web_object *object,
	const struct qms_row_statement *statement);
/* How to find the same with stock commands. */
void web_checks(struct web_site *site, struct qms_value *values,
	const struct web_object *object, const char *version);

/* ---- trust (page_trust.c) ---- */

/* Checkpoints and the root. */
const struct qms_error *web_load_trust(struct web_site *site);
/* The keys and certificates of an agency. */
void web_key_signers(struct web_key *key, struct web_site *site,
	const char *agency);
const char *web_trust_url(struct web_site *site, const char *agency);

/* ---- figures of reports (page_figure.c) ---- */

const struct qms_error *web_load_figures(struct web_site *site);
/* Beside them what the system counts; when all else is loaded. */
const struct qms_error *web_count_figures(struct web_site *site);
/* Those of an agency, of a record; NULL: of all. */
void web_key_figures(struct web_key *key, struct web_site *site,
	const char *agency, const char *path);
void web_figures_of(struct web_site *site, struct qms_value *values,
	const char *path);
const struct qms_error *web_make_figures(struct web_site *site);

/* ---- legal documents (page_legal.c) ---- */

/* Those issued by the day, when their kind is one that the pages can show. */
const struct qms_error *web_load_laws(struct web_site *site);

/* ---- document models (page_model.c) ---- */

const struct qms_error *web_load_models(struct web_site *site);
/* Digest of the model that is for an agency on the day, and its page; "" and
 * NULL without one. */
const char *web_model_key(const struct web_agency *agency);
const char *web_model_url(const struct web_agency *agency);
/* What a word of its texts ("head") stands for, or NULL. */
const char *web_model_word(const struct web_agency *agency,
	const char *word);
/* Where a document of the agency whose pages are made is compared with its
 * model; NULL: it is the same, or has none. */
const char *web_difference_url(struct web_site *site,
	const struct web_object *object);

/* ---- adopted documents (adopters.c) ---- */

/* " · hạn 30/04/2026: sắp đến hạn", "" when nothing is owed. */
const char *web_show_duty(struct web_site *site,
	const struct web_adoption *one);

/* Does it say that a document takes the text of another for its own? */
bool web_is_adoption(const struct web_reference *reference);
/* Of a document of the agency whose pages are made: who adopts it. */
void web_adopters(struct web_site *site, struct qms_value *tables,
	const struct web_object *object,
	const struct web_references *references);

/* ---- documents (page_document.c) ---- */

/* ISO day of a version's next review, in agency_arena; "" for none. */
const char *web_next_review(struct web_site *site,
	const struct web_object *object,
	const struct qms_row_version *version);

/* ---- forms (page_form.c) ---- */

/* Is it a form, with a page to print and a file to download? */
bool web_is_form(const struct web_object *object);
/* "form.html": to print; and the file. */
const char *web_form_url(struct web_site *site,
	const struct web_object *object, const char *page);
const char *web_form_file(struct web_site *site,
	const struct web_object *object);

/* ---- diagrams (svg.c) ---- */

/* False when the object has no table of steps. */
bool web_svg_steps(struct web_site *site, struct qms_value *values,
	const struct qms_object *object);

/* ---- indicators (page_indicator.c) ---- */

/* Of several agencies, when something is counted of them. */
bool web_has_indicators(const struct web_site *site);
/* Number, total, rate, target as cells. */
void web_add_rate(struct web_site *site, struct qms_value *cells,
	const struct qms_indicator *item);
const struct qms_counted *web_counted(const struct web_site *site);
void web_key_indicators(struct web_key *key, const struct web_site *site);
const struct qms_error *web_load_indicators(struct web_site *site);

/* ---- indicators by content, and a page for each (page_measure.c) ---- */

const struct qms_error *web_load_measures(struct web_site *site);
/* All of them, by what reports speak of. */
void web_measures(struct web_site *site, struct qms_value *tables);
/* Of the system itself, and those of which something is wanted. */
void web_measures_with_target(struct web_site *site,
	struct qms_value *tables);
const struct qms_error *web_make_measures(struct web_site *site);
/* ---- ends of quarters (page_past.c) ---- */

enum { WEB_QUARTERS = 80,		/* with pages: twenty years */
	WEB_CHART_QUARTERS = 12 };	/* in a drawing, the newest */

/* What was counted then; kept in the manifest, so that what is past is asked
 * once. */
struct web_tier_then {
	const char *tier;
	int64_t counts[QMS_TALLY_ITEMS];
};
struct web_rate_then {
	const char *rule;		/* its id */
	int64_t part, whole;
};
struct web_quarter {
	qms_day day;			/* its last */
	const char *commit;		/* the last one known by then */
	const char *key;		/* digest of all that its page shows */
	struct web_tier_then *tiers;
	struct web_rate_then *rates;
	size_t tier_count, rate_count, tier_room, rate_room;
};
struct web_past {
	struct web_quarter quarters[WEB_QUARTERS];	/* oldest first */
	size_t count;
	struct qms_system *then;	/* that is asked, or NULL */
};
/* Finds the quarters and makes their pages, those that are new. */
const struct qms_error *web_make_past(struct web_site *site);
void web_past_free(struct web_site *site);
void web_key_past(struct web_key *key, const struct web_site *site);
/* "asof/2026-03-31.html" and "I/2026" */
const char *web_past_url(struct web_site *site,
	const struct web_quarter *quarter);
const char *web_past_name(struct web_site *site,
	const struct web_quarter *quarter);
/* Headings and cells of some counts. */
void web_head_tally(struct web_site *site, struct qms_value *table,
	enum qms_tally_item first, enum qms_tally_item last);
void web_add_tally(struct qms_value *cells, const int64_t *counts,
	enum qms_tally_item first, enum qms_tally_item last);

/* ---- all agencies together (page_province.c) ---- */

bool web_has_province(const struct web_site *site);
/* By tier, as they are today. */
const struct qms_error *web_tallies(struct web_site *site,
	struct qms_value *tables, enum qms_indicator_by by, const char *id,
	const char *caption);
/* What agencies are late with, since when, and what comes next. */
void web_late(struct web_site *site, struct qms_value *tables,
	const struct qms_status *statuses, size_t count);
const struct qms_error *web_make_province(struct web_site *site);

/* ---- declarations (page_declarations.c) ---- */

const struct qms_error *web_load_declarations(struct web_site *site);
const struct qms_error *web_make_declarations(struct web_site *site);
/* declared: the three counts in words, of several agencies. */
void web_declarations_summary(struct web_site *site,
	struct qms_value *values);
void web_key_declarations(struct web_key *key, const struct web_site *site);
/* standing: what the agency whose page is made has declared. */
void web_standing(struct web_site *site, struct qms_value *values);
void web_key_standing(struct web_key *key, const struct web_site *site,
	const char *agency);

/* The page of one of them, with its files (page_declaration.c): NULL for any
 * other record. */
struct web_declared;
const struct qms_error *web_declared_load(struct web_declared **declared,
	struct web_site *site, const struct web_object *object);
void web_key_declared(struct web_key *key, const struct web_site *site,
	const struct web_declared *declared);
/* Does it tell of records of this kind by itself? */
bool web_declared_shows(const struct web_declared *declared,
	const char *kind);
void web_declared(struct web_site *site, struct qms_value *values,
	const struct web_declared *declared);
const struct qms_error *web_make_declared(struct web_site *site,
	const struct web_declared *declared);
/* The forms of what an agency prints of it. */
void web_key_forms(struct web_key *key, struct web_site *site,
	const char *agency);

/* ---- coverage of administrative procedures (page_coverage.c) ---- */

/* Of the agency whose pages are made, and as it was found the last time. */
const struct qms_error *web_load_coverage(struct web_site *site);
void web_note_coverage(struct web_site *site,
	const struct web_agency *agency);
void web_recall_coverage(struct web_site *site, struct web_agency *agency);
const struct qms_covered_service *web_covered(
	const struct web_agency *agency, const char *code);
void web_key_service(struct web_key *key, const struct web_site *site,
	const struct qms_covered_service *service);
const char *web_level(struct web_site *site, enum qms_coverage_level level);
const char *web_level_class(enum qms_coverage_level level);
/* Has the agency a list of them, and with it a page? And all together? */
bool web_has_services(const struct web_agency *agency);
bool web_has_coverage(const struct web_site *site);
const struct qms_error *web_make_coverage(struct web_site *site);
const struct qms_error *web_make_coverage_of_all(struct web_site *site);

/* ---- reports (page_report.c) ---- */

/* Behind the agencies. */
const struct qms_error *web_load_reports(struct web_site *site);
bool web_has_reports(const struct web_site *site);

/* ---- figures as drawings (chart.c) ---- */

struct web_series {
	const char *label;
	const char *class;		/* of style.css: "bad", "info", … */
};
struct web_chart {
	const char *id, *title;
	const char *const *labels;	/* below, one a place */
	size_t count;
	const struct web_series *series;
	size_t series_count;
	const double *values;		/* [place * series_count + series] */
	const char *const *shown;	/* the same as people read them; "" none */
};
/* Columns of parts on one another, none below zero; with the legend. */
void web_chart_columns(struct web_site *site, struct qms_value *charts,
	const struct web_chart *chart);
/* A line a series; where shown is "" it has no point. */
void web_chart_lines(struct web_site *site, struct qms_value *charts,
	const struct web_chart *chart);
/* The same figures as the table beside the chart that was added last. */
struct qms_value *web_chart_table(struct qms_value *charts,
	const char *id, const char *caption);

/* ---- what records say together (page_view.c) ---- */

/*
 * A page over one question of an agency. It needs these kinds with these
 * columns, lists and tables; there is none where the edition has not all of them, or
 * the agency has no record of any of them.
 */
struct web_view {
	const char *page;		/* "action-board" */
	enum qms_word title;
	struct { const char *kind, *parts[10]; } needs[4];
	const char *sql;		/* ?1 the agency; every cell is in the key */
	const char *template;
	void (*show)(struct web_site *site, struct qms_value *values,
		const struct qms_grid *rows);
};

extern const struct web_view web_action_board;	/* page_action_board.c */
extern const struct web_view web_audit_calendar; /* page_audit_calendar.c */
extern const struct web_view web_finding_trend; /* page_finding_trend.c */
extern const struct web_view web_objective_trend; /* page_objective_trend.c */
extern const struct web_view web_risk_map;	/* page_risk_map.c */

const struct qms_error *web_make_views(struct web_site *site);
/* The views of an agency as ways; with a kind, those about it. */
void web_view_ways(struct web_site *site, struct qms_value *list,
	const struct web_agency *agency, const char *kind);
/* A colour for a grade of findings, by its line in the list of grades. */
const char *web_grade_class(const char *place);

/* What a record's page shows of records that name it, in place of their mere
 * list: an audit its findings, a finding its actions. */
struct web_part {
	const char *of, *kind, *needs[8];
	const char *also;		/* another kind asked for, or NULL */
	const char *sql;		/* ?1 agency, ?2 id; all cells in the key */
	void (*show)(struct web_site *site, struct qms_value *values,
		const struct qms_grid *rows);
};
extern const struct web_part web_findings_of_audit;	/* page_audit.c */
extern const struct web_part web_actions_of_finding;	/* page_finding.c */
extern const struct web_part web_members_of_population;	/* page_population.c */

/* The checklist of an audit that is not closed; NULL: none. */
const char *web_checklist_url(struct web_site *site,
	const struct web_object *object);
const struct qms_error *web_make_checklist(struct web_site *site,
	const struct web_object *object);
/* A sentence of an issued text that a record quotes: what it hangs on, and
 * whether it stands. */
void web_key_quote(struct web_key *key, struct web_site *site,
	const struct web_object *object);
const struct qms_error *web_quote(struct web_site *site,
	struct qms_value *values, const struct web_object *object,
	const struct qms_object *file);

/* How many records of a kind have pages. */
size_t web_count_records(const struct web_agency *agency, const char *kind);
void web_way(struct web_site *site, struct qms_value *list, const char *url,
	const char *label, const char *text);
/* Cells of a view as values; an id of a unit, a person, a grade as its name. */
const char *web_unit(struct web_site *site, const char *agency,
	const char *id);
const char *web_listed(struct web_site *site, const char *kind,
	const char *value);

/* ---- the data of the search (page_search.c) ---- */

struct web_shard;

/*
 * The script of the agency whose pages are made, or of what belongs to none:
 * begun before the pages of these objects and ended behind them, so that each
 * text is read once. NULL when it is what it was.
 */
struct web_shard *web_shard_begin(struct web_site *site,
	const struct web_object *objects, size_t count);
const struct qms_error *web_shard_add(struct web_shard *shard,
	const struct web_object *object);
const struct qms_error *web_shard_end(struct web_shard *shard);
void web_shard_free(struct web_shard *shard);	/* instead, on failure */

/* A page that is no object's, for the script that is begun next; url below the
 * site's root. The strings must live until the script is ended. */
void web_find_add(struct web_site *site, const char *url, const char *title,
	const char *note, const char *text);

/* ---- for other programs (feeds.c) ---- */

/* The rows of a table, as the file of the page that was begun. */
const struct qms_error *web_csv_write(struct web_site *site,
	const struct qms_value *table);
/* The deadlines of an agency: for a calendar, and for a feed reader. */
const struct qms_error *web_make_calendar(struct web_site *site);
const struct qms_error *web_make_status(struct web_site *site);
struct web_recent {			/* a statement of what was done */
	const struct web_object *object;
	const char *act, *version, *date, *sha256;
};
/* Newest first. */
const struct qms_error *web_make_feed(struct web_site *site,
	const struct web_recent *recent, size_t count);

/* ---- pages ---- */

const struct qms_error *web_make_home(struct web_site *site);
const struct qms_error *web_make_agency(struct web_site *site);
const struct qms_error *web_make_registers(struct web_site *site);
const struct qms_error *web_make_object(struct web_site *site,
	const struct web_object *object);
const struct qms_error *web_make_document(struct web_site *site,
	const struct web_object *object);
/* Of the agency whose pages are made, or of the whole system. */
const struct qms_error *web_make_trust(struct web_site *site);
/* The list of the documents in force, as an official print. */
const struct qms_error *web_make_master(struct web_site *site);
const struct qms_error *web_make_indicators(struct web_site *site);
/* Those of the whole system, at the end of each of the last quarters. */
const struct qms_error *web_make_reports(struct web_site *site);
const struct qms_error *web_make_clauses(struct web_site *site);
const struct qms_error *web_make_services(struct web_site *site);
const struct qms_error *web_make_inspection(struct web_site *site);
const struct qms_error *web_make_due(struct web_site *site);
const struct qms_error *web_make_lists(struct web_site *site);
/* Where there are laws: their list, and the page of each. */
const struct qms_error *web_make_laws(struct web_site *site);
const struct qms_error *web_make_law(struct web_site *site,
	const struct web_object *object);
/* What an agency made of the texts of its model, a page each. */
const struct qms_error *web_make_differences(struct web_site *site);
/* Not made: a model that cannot be read. */
const struct qms_error *web_make_model(bool *made, struct web_site *site,
	const struct web_object *object);
/* Kinds that are tables: of the agency whose pages are made, or of none. */
bool web_kind_is_table(const struct web_site *site,
	const struct qms_kind *kind, bool common);
size_t web_table_files(const struct web_site *site,
	const struct qms_kind *kind);
const struct qms_error *web_make_tables(struct web_site *site);
const struct qms_error *web_make_form(struct web_site *site,
	const struct web_object *object);
const struct qms_error *web_make_help(struct web_site *site);
const struct qms_error *web_make_search(struct web_site *site);
const struct qms_error *web_make_ends(struct web_site *site);

#endif
