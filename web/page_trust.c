/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "qms/certificate.h"
#include "qms/guard.h"
#include "qms/signature.h"
#include "qms/trust.h"
#include "web/page.h"

/* What the signatures rest on: the root, who may sign with which key, how both
 * came to be what they are, and which days witnesses vouch for. Of the whole
 * system, and of each agency. */

struct trust {
	const char *agency;		/* "" the whole system */
	const struct qms_row_statement *statements;	/* its chain */
	size_t count;
	struct qms_text keys;		/* the list of signers */
	struct qms_text lost;		/* that of compromised keys */
	struct qms_compromised compromised;
	struct qms_guard guard;		/* what the next change needs */
	struct qms_store_entry *files;	/* certificates that were enrolled */
	size_t file_count;
};

static const char sql_checkpoints[] =
	"SELECT c.number, c.agency, c.date, l.day, c.principal, c.sha256"
	"  FROM asof AS q"
	"  JOIN checkpoint AS c ON c.source = q.source"
	"   AND c.ordinal <= q.known AND c.agency IN ('', ?1)"
	"  JOIN line AS l ON l.source = q.source AND l.ordinal = c.through"
	" ORDER BY c.date DESC, c.agency, c.number DESC";

/* Of them all; pages that show what one of them vouches for depend on it. */
static const char sql_all_checkpoints[] =
	"SELECT c.sha256 FROM asof AS q"
	"  JOIN checkpoint AS c ON c.source = q.source"
	"   AND c.ordinal <= q.known"
	" ORDER BY c.agency, c.number";

const struct qms_error *
web_load_trust(struct web_site *site)
{
	const struct qms_error *err;
	struct web_key key = {0};
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_all_checkpoints);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		web_key_add(&key, qms_column_text(query, 0));
	qms_done(query);
	site->checkpoints = web_key_finish(&site->arena, &key);
	return err != NULL ? err : qms_query_root(&site->trust_root,
	    &site->guarded, &site->arena, site->system->index);
}

/* A list that cannot be read is as if it were not there: `check` tells. */
static struct qms_text
read_list(struct web_site *site, struct qms_arena *arena, const char *path)
{
	struct qms_text text = {0};

	if (qms_store_has(site->system->store, path) && qms_store_read(&text,
	    arena, site->system->store, path, QMS_FILE_LIMIT) != NULL)
		memset(&text, 0, sizeof(text));
	return text;
}

static const struct qms_error *
list_certificates(struct qms_store_entry **files, size_t *count,
    struct web_site *site, struct qms_arena *arena, const char *agency)
{
	return qms_store_list(files, count, arena, site->system->store,
	    qms_arena_format(arena, "agencies/%s/certificates/", agency));
}

void
web_key_signers(struct web_key *key, struct web_site *site,
    const char *agency)
{
	struct qms_arena *arena = &site->agency_arena;
	struct qms_text text = read_list(site, arena,
	    qms_guard_signers_path(arena, agency));
	struct qms_store_entry *files;
	char hex[QMS_OID_HEX];
	size_t i, count;

	qms_buffer_text(&key->text, text);
	web_key_add(key, "");
	qms_buffer_text(&key->text, read_list(site, arena,
	    qms_guard_compromised_path(arena, agency)));
	web_key_add(key, "");
	if (list_certificates(&files, &count, site, arena, agency) != NULL)
		return;
	for (i = 0; i < count; i++) {
		web_key_add(key, files[i].path);
		web_key_add(key, qms_oid_hex(hex, &files[i].blob));
	}
}

const char *
web_trust_url(struct web_site *site, const char *agency)
{
	return *agency == '\0' ? "trust.html" : web_agency_url(site, agency,
	    "trust.html");
}

/* ---- what is shown ---- */

static const struct qms_row_statement *
newest(const struct trust *trust)
{
	size_t i = trust->count;

	while (i-- > 0)
		if (*trust->statements[i].void_code == '\0')
			return &trust->statements[i];
	return NULL;
}

static const char *
threshold_of(struct web_site *site, const char *threshold)
{
	if (*threshold == '\0' || strcmp(threshold, "0") == 0)
		return web_word(site, QMS_W_threshold_none);
	return threshold;
}

/* A change of one agency may be made by a person of another, who is named
 * where no two have that id. */
static const char *
name_of(struct web_site *site, const char *agency, const char *id)
{
	const char *name = web_person(site, agency, id), *one, *found = NULL;
	size_t i;

	if (strcmp(name, id) != 0 || strchr(id, '/') != NULL)
		return name;
	for (i = 0; i < site->agency_count; i++) {
		one = qms_map_get(&site->persons, qms_arena_format(
		    &site->page, "%s/%s", site->agencies[i].row.agency, id));
		if (one != NULL && found != NULL && strcmp(one, found) != 0)
			return id;
		if (one != NULL)
			found = one;
	}
	return found == NULL ? id : found;
}

/* "so/minh so/lan" as names. */
static const char *
names_of(struct web_site *site, const char *agency, const char *ids)
{
	struct qms_buffer names = {0};
	const char *copy;
	size_t size;

	for (; *ids != '\0'; ids += size + (ids[size] == ' ')) {
		size = strcspn(ids, " ");
		qms_buffer_format(&names, "%s%s", names.size > 0 ? ", " : "",
		    name_of(site, agency, qms_arena_copy(&site->page, ids,
		    size)));
	}
	copy = names.size == 0 ? "" : qms_arena_string(&site->page,
	    names.data);
	qms_buffer_free(&names);
	return copy;
}

/* Who can give the signatures that the next change needs. */
static void
add_able(struct web_site *site, struct qms_value *facts,
    const struct trust *trust)
{
	struct qms_strings able;
	struct qms_buffer ids = {0};
	size_t i;

	if (trust->guard.threshold < 1)
		return;
	able = qms_guard_able(&trust->guard, &site->page, site->day);
	for (i = 0; i < able.count; i++)
		qms_buffer_format(&ids, "%s%s", i > 0 ? " " : "",
		    able.items[i]);
	web_fact(site, facts, web_word(site, QMS_W_who_can_sign),
	    names_of(site, trust->agency, ids.size == 0 ? "" : ids.data),
	    NULL);
	qms_buffer_free(&ids);
}

static void
add_facts(struct web_site *site, struct qms_value *values,
    const struct trust *trust)
{
	struct qms_value *facts = qms_value_list(values, "facts");
	const struct qms_row_statement *last = newest(trust);

	if (*site->trust_root != '\0')
		web_fact(site, facts, web_word(site, QMS_W_root),
		    qms_arena_format(&site->page, site->guarded ?
		    "SHA256:%s" : "SHA256:%s (%s)", site->trust_root,
		    web_word(site, QMS_W_root_unguarded)), NULL);
	if (last == NULL)
		return;
	web_fact(site, facts, web_word(site, QMS_W_threshold),
	    threshold_of(site, last->result), NULL);
	add_able(site, facts, trust);
	web_fact(site, facts, web_word(site, QMS_W_trust_newest),
	    web_fill(site, QMS_W_trust_number, last->version,
	    web_day(site, last->date), NULL), NULL);
}

/* What a chain's list of signers calls a day's first and last second. */
static const char *
day_of(struct web_site *site, int64_t time)
{
	char day[QMS_DAY_SIZE];

	if (time == INT64_MIN || time == INT64_MAX)
		return "";
	return qms_arena_string(&site->page, qms_day_format_vn(day,
	    qms_day_of_time(time, 0)));
}

/* Middle of the day, as the fold asks of keys. */
static int64_t
noon(const struct web_site *site)
{
	return (int64_t)qms_day_parse(qms_text(site->day)) * 86400 + 43200;
}

static void
add_key_state(struct web_site *site, struct qms_value *cells,
    const struct trust *trust, const struct qms_signer *one)
{
	bool early = one->after > noon(site), over = one->before <= noon(site);
	const struct qms_compromised_key *lost = qms_compromised_find(
	    &trust->compromised, qms_public_key_fingerprint(&site->page,
	    one->key.blob));

	if (lost != NULL)
		web_cell_state(cells, "bad", web_fill(site,
		    QMS_W_key_compromised, web_day(site, lost->since), NULL,
		    NULL));
	else
		web_cell_state(cells, early ? "info" : over ? "old" : "ok",
		    web_word(site, early ? QMS_W_key_not_yet : over ?
		    QMS_W_key_retired : QMS_W_key_valid));
}

static void
add_key_row(struct web_site *site, struct qms_value *table,
    const struct trust *trust, const struct qms_signer *one)
{
	struct qms_value *cells = web_row(table);
	bool witness = qms_strings_has(&one->name_spaces,
	    QMS_NAMESPACE_WITNESS);

	web_cell(cells, name_of(site, trust->agency, one->principal));
	web_cell(cells, witness ? web_word(site, qms_strings_has(
	    &one->name_spaces, QMS_NAMESPACE) ? QMS_W_key_for_both :
	    QMS_W_key_for_witness) : web_word(site, QMS_W_key_for_acts));
	web_cell(cells, one->key.type);
	web_cell(cells, qms_public_key_fingerprint(&site->page,
	    one->key.blob));
	qms_value_flag(web_last_cell(cells), "mono", true);
	web_cell(cells, day_of(site, one->after));
	/* the first second that is not good any more */
	web_cell(cells, one->before == INT64_MAX ? "" : day_of(site,
	    one->before - 1));
	add_key_state(site, cells, trust, one);
}

static void
add_keys(struct web_site *site, struct qms_value *tables,
    const struct trust *trust)
{
	static const enum qms_word heads[] = { QMS_W_person, QMS_W_key_for,
	    QMS_W_key_type, QMS_W_fingerprint, QMS_W_from, QMS_W_to,
	    QMS_W_state };
	struct qms_problems problems = { .arena = &site->page };
	struct qms_signers signers = {0};
	struct qms_value *table;
	size_t i;

	qms_signers_parse(&signers, &site->page, trust->keys,
	    qms_guard_signers_path(&site->page, trust->agency), &problems);
	table = web_table(tables, "keys", web_word(site, QMS_W_keys));
	qms_value_text(table, "none", web_word(site, QMS_W_keys_none));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < signers.count; i++)
		add_key_row(site, table, trust, &signers.items[i]);
}

/* ---- certificates ---- */

static bool
read_enrolled(struct qms_enrolled *enrolled, struct web_site *site,
    struct qms_arena *arena, const char *path)
{
	struct qms_problems problems = { .arena = arena };
	struct qms_text text;

	return qms_enrolled_is_path(path) && qms_store_read(&text, arena,
	    site->system->store, path, QMS_CMS_LIMIT) == NULL &&
	    qms_enrolled_parse(enrolled, arena, text, path, &problems);
}

/* Between the days of its enrolment and those of its own. */
static enum qms_word
certificate_state(const struct web_site *site, const struct qms_enrolled *one)
{
	qms_day day = qms_day_parse(qms_text(site->day));

	if ((one->from != QMS_DAY_NONE && day < one->from) ||
	    noon(site) < one->certificate.after)
		return QMS_W_key_not_yet;
	if ((one->to != QMS_DAY_NONE && day > one->to) ||
	    noon(site) > one->certificate.before)
		return QMS_W_key_retired;
	return QMS_W_key_valid;
}

static const char *
day_vn(struct web_site *site, qms_day day, int64_t time)
{
	char text[QMS_DAY_SIZE];

	return qms_arena_string(&site->page, qms_day_format_vn(text,
	    day != QMS_DAY_NONE ? day : qms_day_of_time(time, 0)));
}

static void
add_certificate(struct web_site *site, struct qms_value *table,
    const struct trust *trust, const struct qms_enrolled *one)
{
	enum qms_word state = certificate_state(site, one);
	struct qms_value *cells = web_row(table);

	web_cell(cells, web_person(site, trust->agency, one->person));
	web_cell(cells, one->certificate.subject);
	web_cell(cells, one->certificate.issuer);
	web_cell(cells, one->certificate.serial);
	qms_value_flag(web_last_cell(cells), "mono", true);
	web_cell(cells, day_vn(site, one->from, one->certificate.after));
	web_cell(cells, day_vn(site, one->to, one->certificate.before));
	web_cell_state(cells, state == QMS_W_key_valid ? "ok" :
	    state == QMS_W_key_retired ? "old" : "info",
	    web_word(site, state));
}

static void
add_certificates(struct web_site *site, struct qms_value *tables,
    const struct trust *trust)
{
	static const enum qms_word heads[] = { QMS_W_person,
	    QMS_W_certificate_subject, QMS_W_certificate_issuer,
	    QMS_W_certificate_serial, QMS_W_from, QMS_W_to, QMS_W_state };
	struct qms_enrolled one;
	struct qms_value *table;
	size_t i;

	if (trust->file_count == 0)
		return;
	table = web_table(tables, "certificates", web_word(site,
	    QMS_W_certificates));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < trust->file_count; i++)
		if (read_enrolled(&one, site, &site->page,
		    trust->files[i].path))
			add_certificate(site, table, trust, &one);
}

/* Whose signatures let it count; that a chain was begun anew by those of the
 * system is never forgotten. */
static void
add_guard(struct web_site *site, struct qms_value *cells,
    const struct qms_row_statement *s)
{
	if (*s->void_code != '\0')
		web_cell_state(cells, "bad", qms_arena_format(&site->page,
		    "%s: %s", web_word(site, QMS_W_does_not_count),
		    web_why_void(site, s)));
	else if (strcmp(s->guard, "reroot") == 0)
		web_cell_state(cells, "soon", web_word(site,
		    QMS_W_guard_reroot));
	else
		web_cell_state(cells, "ok", web_word(site,
		    strcmp(s->guard, "own") == 0 ? QMS_W_guard_own :
		    strcmp(s->guard, "system") == 0 ? QMS_W_guard_system :
		    QMS_W_guard_none));
}

/* The newest first; what did not count stays in the list. */
static void
add_history(struct web_site *site, struct qms_value *tables,
    const struct trust *trust)
{
	static const enum qms_word heads[] = { QMS_W_number_short, QMS_W_date,
	    QMS_W_made_by, QMS_W_signed_by, QMS_W_threshold, QMS_W_known_by,
	    QMS_W_sha256, QMS_W_state };
	const struct qms_row_statement *s;
	struct qms_value *table, *cells;
	size_t i;

	table = web_table(tables, "history", web_word(site,
	    QMS_W_trust_history));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = trust->count; i-- > 0;) {
		s = &trust->statements[i];
		cells = web_row(table);
		web_cell(cells, s->version);
		web_cell(cells, web_day(site, s->date));
		web_cell(cells, name_of(site, s->agency, s->by));
		web_cell(cells, names_of(site, s->agency, s->signers));
		web_cell(cells, threshold_of(site, s->result));
		web_cell(cells, web_day(site, s->known_by));
		web_cell(cells, s->sha256);
		qms_value_flag(web_last_cell(cells), "mono", true);
		add_guard(site, cells, s);
	}
}

static const struct qms_error *
add_checkpoints(struct web_site *site, struct qms_value *tables,
    const struct trust *trust)
{
	static const enum qms_word heads[] = { QMS_W_number_short,
	    QMS_W_scope, QMS_W_checkpoint_day, QMS_W_checkpoint_through,
	    QMS_W_witness, QMS_W_sha256 };
	const struct qms_error *err;
	struct qms_value *table, *cells;
	struct qms_query *query;
	const char *agency;
	bool row;

	table = web_table(tables, "checkpoints", web_word(site,
	    QMS_W_checkpoints));
	qms_value_text(table, "note", web_word(site, QMS_W_checkpoints_note));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_checkpoints);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, trust->agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		cells = web_row(table);
		web_cell(cells, qms_arena_string(&site->page,
		    qms_column_text(query, 0)));
		agency = qms_arena_string(&site->page,
		    qms_column_text(query, 1));
		web_cell(cells, *agency == '\0' ? web_word(site,
		    QMS_W_whole_system) : web_agency_name(site, agency));
		web_cell(cells, web_day(site, qms_column_text(query, 2)));
		web_cell(cells, web_day(site, qms_column_text(query, 3)));
		web_cell(cells, name_of(site, "", qms_arena_string(
		    &site->page, qms_column_text(query, 4))));
		web_cell(cells, qms_arena_string(&site->page,
		    qms_column_text(query, 5)));
		qms_value_flag(web_last_cell(cells), "mono", true);
	}
	qms_done(query);
	return err;
}

/* ---- the page ---- */

static const struct qms_error *
write_trust(struct web_site *site, const struct trust *trust)
{
	struct qms_value *values, *tables;
	const struct qms_error *err;

	values = web_page_values(site, web_word(site, site->agency == NULL ?
	    QMS_W_trust_of_system : QMS_W_trust), "trust");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	if (site->agency != NULL) {
		web_crumb(site, values, web_agency_url(site, trust->agency,
		    "index.html"), site->agency->row.name);
		qms_value_text(values, "agency", site->agency->row.name);
		web_set_url(site, values, "whole", web_trust_url(site, ""));
	}
	add_facts(site, values, trust);
	tables = qms_value_list(values, "tables");
	add_keys(site, tables, trust);
	add_certificates(site, tables, trust);
	add_history(site, tables, trust);
	err = add_checkpoints(site, tables, trust);
	return err != NULL ? err : web_page_write(site, "trust", values);
}

/* Keys begin and end on days: that they did is told by the state. */
static void
add_key_states(struct web_site *site, struct web_key *key,
    const struct trust *trust)
{
	struct qms_problems problems = { .arena = &site->arena };
	struct qms_signers signers = {0};
	struct qms_enrolled one;
	size_t i;

	qms_signers_parse(&signers, &site->arena, trust->keys, "",
	    &problems);
	for (i = 0; i < trust->file_count; i++)
		if (read_enrolled(&one, site, &site->arena,
		    trust->files[i].path)) {
			web_key_add(key, one.certificate.sha256);
			web_key_add(key, web_word(site, certificate_state(
			    site, &one)));
		}
	web_key_add(key, qms_arena_format(&site->arena, "%d",
	    trust->guard.threshold));
	for (i = 0; i < trust->guard.signers.count; i++) {
		web_key_add(key, trust->guard.signers.items[i].principal);
		web_key_add(key, trust->guard.signers.items[i].before <=
		    noon(site) ? "over" : "");
	}
	for (i = 0; i < signers.count; i++)
		web_key_add(key, signers.items[i].after > noon(site) ?
		    "early" : signers.items[i].before <= noon(site) ?
		    "over" : "");
}

const struct qms_error *
web_make_trust(struct web_site *site)
{
	struct trust trust = { .agency = site->agency == NULL ? "" :
	    site->agency->row.agency };
	struct qms_arena *arena = site->agency == NULL ? &site->arena :
	    &site->agency_arena;
	const struct qms_error *err;
	struct qms_row_statement *rows;
	struct web_key key = {0};
	size_t i;

	err = qms_query_statements(&rows, &trust.count, arena,
	    site->system->index, trust.agency, "trust");
	if (err != NULL)
		return err;
	trust.statements = rows;
	err = qms_system_guard(&trust.guard, site->system, arena,
	    trust.agency);
	if (err == NULL && site->agency != NULL)
		err = list_certificates(&trust.files, &trust.file_count,
		    site, arena, trust.agency);
	if (err != NULL)
		return err;
	trust.keys = read_list(site, arena, qms_guard_signers_path(arena,
	    trust.agency));
	trust.lost = read_list(site, arena, qms_guard_compromised_path(arena,
	    trust.agency));
	qms_compromised_parse(&trust.compromised, arena, trust.lost);
	qms_buffer_text(&key.text, trust.keys);
	web_key_add(&key, "");
	qms_buffer_text(&key.text, trust.lost);
	add_key_states(site, &key, &trust);
	for (i = 0; i < trust.count; i++)
		web_key_statement(&key, &rows[i]);
	web_key_add(&key, site->checkpoints);
	/* names of all people */
	if (site->agency_count > 0)
		web_key_add(&key, site->agencies->key);
	if (!web_page_begin(site, qms_arena_string(arena, web_trust_url(site,
	    trust.agency)), &key))
		return NULL;
	return write_trust(site, &trust);
}
