/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* Administrative procedures (TTHC): the list, and a page for citizens each. */

/* Those of the day. */
static const char sql_services[] =
	"SELECT t.code, t.name, t.field, t.decision, t.decision_date, t.days,"
	"       t.online"
	"  FROM tthc AS t"
	" WHERE t.agency = ?1 AND t.\"from\" <= ?2"
	"   AND coalesce(nullif(t.\"to\", ''), ?2) >= ?2"
	"   AND t.status <> 'abolished'"
	" ORDER BY t.field, t.name, t.code, t.line";

struct service {
	const char *code, *name, *field, *decision, *decision_date, *days;
	const char *online;
	const struct web_object *procedure;	/* NULL: none */
	const struct qms_covered_service *covered;	/* likewise */
};

struct services {
	struct service *items;
	size_t count, room;
	struct qms_map by_code;
	const char *address, *website;	/* of the agency; "" unknown */
};

static const struct qms_error *
load(struct services *services, struct web_site *site)
{
	const struct qms_error *err;
	struct service *service;
	struct qms_query *query;
	const char *code;
	bool row;
	size_t i;

	err = qms_db_query(&query, qms_index_db(site->system->index),
	    sql_services);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, site->agency->row.agency);
	qms_bind_text(query, 2, site->day);
	while ((err = qms_step(&row, query)) == NULL && row) {
		code = qms_column_text(query, 0);
		/* it becomes a path; a list may hold a code twice */
		if (code == NULL || !qms_id_is_safe(code) ||
		    qms_map_get(&services->by_code, code) != NULL)
			continue;
		service = qms_push(&site->agency_arena, services->items,
		    services->count, services->room);
		service->code = qms_column_copy(&site->agency_arena, query, 0);
		service->name = qms_column_copy(&site->agency_arena, query, 1);
		service->field = qms_column_copy(&site->agency_arena, query, 2);
		service->decision = qms_column_copy(&site->agency_arena,
		    query, 3);
		service->decision_date = qms_column_copy(&site->agency_arena,
		    query, 4);
		service->days = qms_column_copy(&site->agency_arena, query, 5);
		service->online = qms_column_copy(&site->agency_arena, query, 6);
		service->covered = web_covered(site->agency, service->code);
		qms_map_put(&site->agency_arena, &services->by_code,
		    service->code, service);
	}
	qms_done(query);
	/* the array has moved as it grew */
	for (i = 0; i < services->count; i++)
		qms_map_put(&site->agency_arena, &services->by_code,
		    services->items[i].code, &services->items[i]);
	return err;
}

/* The documents that name them: one in force, else a draft. */
static void
find_procedures(struct services *services, const struct web_site *site)
{
	const struct web_agency *agency = site->agency;
	const struct web_object *object;
	struct service *service;
	size_t i, j;

	for (i = 0; i < agency->object_count; i++) {
		object = &agency->objects[i];
		for (j = 0; j < object->reference_count; j++) {
			service = strcmp(object->references[j].to_kind,
			    "tthc") != 0 ? NULL : qms_map_get(
			    &services->by_code, object->references[j].to);
			if (service != NULL && (service->procedure == NULL ||
			    *service->procedure->row.version == '\0'))
				service->procedure = object;
		}
	}
}

static bool
is_covered(const struct service *service)
{
	return service->procedure != NULL &&
	    *service->procedure->row.version != '\0';
}

static void
add_key(struct web_key *key, const struct service *service)
{
	web_key_add(key, service->code);
	web_key_add(key, service->name);
	web_key_add(key, service->field);
	web_key_add(key, service->decision);
	web_key_add(key, service->decision_date);
	web_key_add(key, service->days);
	web_key_add(key, service->online);
	web_key_add(key, service->covered == NULL ? "" :
	    qms_coverage_level_id(service->covered->level));
	if (service->procedure != NULL)
		web_key_object(key, service->procedure);
	web_key_add(key, "");
}

static const char *
service_url(struct web_site *site, const struct service *service)
{
	return qms_arena_format(&site->page, "agencies/%s/services/%s.html",
	    site->agency->row.agency, service->code);
}

/* ---- the list ---- */

static void
add_service(struct web_site *site, struct qms_value *table,
    const struct service *service)
{
	struct qms_value *cells = web_row(table);
	const struct web_object *procedure = service->procedure;

	web_cell(cells, service->code);
	web_cell_link(site, cells, service->name, service_url(site, service));
	web_cell(cells, service->field);
	web_cell(cells, service->days);
	web_cell_link(site, cells, procedure == NULL ? "" :
	    procedure->row.id, procedure == NULL ? NULL : procedure->url);
	web_cell_state(cells, service->covered == NULL ? "" : web_level_class(
	    service->covered->level), service->covered == NULL ? "" :
	    web_level(site, service->covered->level));
}

static struct qms_value *
begin_values(struct web_site *site, const char *title)
{
	struct qms_value *values = web_page_values(site, title, "services");

	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site,
	    site->agency->row.agency, "index.html"), site->agency->row.name);
	return values;
}

static struct qms_value *
add_services(struct web_site *site, struct qms_value *tables,
    const struct services *services)
{
	static const enum qms_word heads[] = { QMS_W_code, QMS_W_name,
	    QMS_W_field, QMS_W_working_days, QMS_W_procedure_behind,
	    QMS_W_coverage };
	struct qms_value *table;
	size_t i;

	table = web_table(tables, "services", web_word(site,
	    QMS_W_administrative_procedures));
	qms_value_text(table, "none", web_word(site, QMS_W_none_yet));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < services->count; i++)
		add_service(site, table, &services->items[i]);
	return table;
}

static const struct qms_error *
write_list(struct web_site *site, const struct services *services)
{
	struct qms_value *values, *counts, *table;
	int64_t covered = 0;
	size_t i;

	values = begin_values(site, web_word(site,
	    QMS_W_administrative_procedures));
	qms_value_text(values, "lead", site->agency->row.name);
	qms_value_flag(values, "alone", true);
	if (web_has_services(site->agency))
		web_way(site, qms_value_list(values, "also"), web_agency_url(
		    site, site->agency->row.agency, "coverage.html"),
		    web_word(site, QMS_W_service_coverage), NULL);
	table = add_services(site, qms_value_list(values, "tables"),
	    services);
	web_set_url(site, table, "csv", web_agency_url(site,
	    site->agency->row.agency, "services.csv"));
	for (i = 0; i < services->count; i++)
		covered += is_covered(&services->items[i]);
	counts = qms_value_list(values, "counts");
	web_count(counts, (int64_t)services->count, web_word(site,
	    QMS_W_administrative_procedures), "info");
	web_count(counts, covered, web_word(site,
	    QMS_W_covered_by_procedure), covered ==
	    (int64_t)services->count ? "ok" : "soon");
	return web_page_write(site, "register", values);
}

static const struct qms_error *
make_list(struct web_site *site, const struct services *services)
{
	const char *agency = site->agency->row.agency;
	const struct qms_error *err = NULL;
	struct web_key key = {0}, again;
	size_t i;

	web_key_add(&key, site->agency->key);
	for (i = 0; i < services->count; i++)
		add_key(&key, &services->items[i]);
	web_key_copy(&again, &key);
	if (web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/services.html", agency), &key))
		err = write_list(site, services);
	if (err == NULL && web_page_begin(site, qms_arena_format(
	    &site->arena, "agencies/%s/services.csv", agency), &again))
		err = web_csv_write(site, add_services(site, qms_value_list(
		    qms_value_new(&site->page), "tables"), services));
	qms_buffer_free(&again.text);
	return err;
}

/* ---- one page ---- */

static void
set_short_answer(struct qms_value *values, const char *name, const char *text)
{
	if (text != NULL && *text != '\0')
		qms_value_text(values, name, text);
}

static const char *
days(struct web_site *site, const char *number)
{
	struct qms_buffer text = {0};
	const char *copy;

	/* 0.5 in data, 0,5 for people */
	for (; *number != '\0'; number++)
		qms_buffer_char(&text, *number == '.' &&
		    site->language == QMS_VI ? ',' : *number);
	qms_buffer_format(&text, " %s", web_word(site, QMS_W_working_days));
	copy = qms_arena_copy(&site->page, text.data, text.size);
	qms_buffer_free(&text);
	return copy;
}

/* "1200000" as "1.200.000 đồng". */
static const char *
money(struct web_site *site, const char *number)
{
	struct qms_buffer text = {0};
	size_t size = strlen(number), i;
	const char *copy;

	if (strspn(number, "0123456789") != size)
		return number;
	for (i = 0; i < size; i++) {
		if (i > 0 && (size - i) % 3 == 0)
			qms_buffer_char(&text, site->language == QMS_VI ?
			    '.' : ',');
		qms_buffer_char(&text, number[i]);
	}
	qms_buffer_string(&text, site->language == QMS_VI ? " đồng" :
	    " VND");
	copy = qms_arena_copy(&site->page, text.data, text.size);
	qms_buffer_free(&text);
	return copy;
}

/* The names of a list of values, "trực tiếp; trực tuyến". */
static const char *
join_names(struct web_site *site, const struct qms_object *object,
    const char *name)
{
	const struct qms_kind_key *key = qms_kind_key(object->match.kind,
	    name);
	const struct qms_yaml *item = qms_yaml_get(object->root, name);
	struct qms_buffer text = {0};
	const char *copy, *url;

	for (item = item == NULL || key == NULL ? NULL : item->first;
	    item != NULL; item = item->next)
		if (item->type == QMS_YAML_SCALAR)
			qms_buffer_format(&text, "%s%s", text.size == 0 ?
			    "" : "; ", web_show(site, object->match.agency,
			    key, item->value, &url));
	copy = qms_arena_copy(&site->page, text.data == NULL ? "" :
	    text.data, text.size);
	qms_buffer_free(&text);
	return copy;
}

static void
add_form(struct web_site *site, struct qms_value *list,
    const struct web_object *procedure, const char *name)
{
	const struct web_object *form = web_find(site, procedure->row.agency,
	    "form", name);
	struct qms_value *item = qms_value_row(list);

	qms_value_text(item, "text", form == NULL ? name :
	    qms_arena_format(&site->page, "%s %s", form->row.id,
	    form->row.title));
	if (form == NULL)
		return;
	web_set_url(site, item, "url", form->url);
	if (!web_is_form(form))
		return;
	web_set_url(site, item, "print", web_form_url(site, form,
	    "form.html"));
	web_set_url(site, item, "file", web_form_file(site, form));
}

/* What else a citizen asks: who, how many sets, by what law. */
static void
add_answers(struct web_site *site, struct qms_value *facts,
    const struct qms_object *object)
{
	const struct qms_yaml *laws = qms_yaml_get(object->root,
	    "legal_basis");
	const struct web_object *law;
	struct qms_value *items, *item;

	web_fact(site, facts, web_word(site, QMS_W_applicants),
	    qms_object_string(object, "applicants"), NULL);
	web_fact(site, facts, web_word(site, QMS_W_dossier_copies),
	    qms_object_string(object, "copies"), NULL);
	web_fact(site, facts, web_word(site, QMS_W_time_note),
	    qms_object_string(object, "limit_note"), NULL);
	if (laws == NULL || laws->first == NULL)
		return;
	items = web_fact_list(facts, web_word(site, QMS_W_basis));
	for (laws = laws->first; laws != NULL; laws = laws->next) {
		if (laws->type != QMS_YAML_SCALAR)
			continue;
		law = web_find(site, object->match.agency, "legal",
		    laws->value);
		item = qms_value_row(items);
		qms_value_text(item, "text", laws->value);
		web_set_url(site, item, "url", law == NULL ? NULL :
		    law->url);
	}
}

static void
set_fee(struct web_site *site, struct qms_value *values,
    const struct qms_object *object)
{
	const struct qms_yaml *fees = qms_yaml_get(object->root, "fees"), *fee;
	const char *name, *amount;
	struct qms_buffer text = {0};

	for (fee = fees == NULL ? NULL : fees->first; fee != NULL;
	    fee = fee->next) {
		name = qms_yaml_string(fee, "name");
		amount = qms_yaml_string(fee, "amount");
		if (amount == NULL)
			continue;
		if (text.size > 0)
			qms_buffer_string(&text, "; ");
		if (name != NULL && fees->count > 1)
			qms_buffer_format(&text, "%s: ", name);
		qms_buffer_string(&text, money(site, amount));
	}
	if (text.size > 0)
		qms_value_text(values, "fee", qms_arena_copy(&site->page,
		    text.data, text.size));
	else if (fees != NULL)
		qms_value_text(values, "fee", web_word(site, QMS_W_no_fee));
	qms_buffer_free(&text);
}

/* The cell of a table's row by the column's name in the kind. */
static const char *
cell(const struct qms_object_table *table,
    const struct qms_markdown_row *row, const char *column)
{
	size_t i;
	int at;

	for (i = 0; i < table->table->column_count; i++) {
		at = table->columns[i];
		if (strcmp(table->table->columns[i].key, column) == 0)
			return at < 0 || (size_t)at >= row->count ? "" :
			    row->cells[at].text;
	}
	return "";
}

static void
add_table(struct web_site *site, struct qms_value *values,
    const struct qms_object *object, const char *name,
    const char *const *columns, const char *const *names)
{
	const struct qms_object_table *table = web_find_table(object, name);
	struct qms_value *list, *item;
	const char *text;
	size_t i, j;

	if (table == NULL)
		return;
	list = qms_value_list(values, name);
	for (i = 0; i < table->found->count; i++) {
		item = qms_value_row(list);
		for (j = 0; columns[j] != NULL; j++) {
			text = cell(table, &table->found->rows[i],
			    columns[j]);
			if (strcmp(names[j], "time") == 0 && *text != '\0')
				text = days(site, text);
			qms_value_text(item, names[j], text);
		}
	}
}

static void
add_procedure(struct web_site *site, struct qms_value *values,
    const struct web_object *procedure, const struct qms_object *object)
{
	static const char *const dossier[] = { "name", "kind", "count", NULL };
	static const char *const steps[] = { "action", "who", "time", NULL };
	const struct qms_yaml *forms = qms_yaml_get(object->root, "forms");
	struct qms_value *list;
	const char *limit = qms_object_string(object, "limit_days");

	if (limit != NULL)
		qms_value_text(values, "time", days(site, limit));
	set_short_answer(values, "where", qms_object_string(object,
	    "receive_at"));
	set_short_answer(values, "result", qms_object_string(object,
	    "result"));
	set_short_answer(values, "how", web_capital(site, join_names(site,
	    object, "channels")));
	set_fee(site, values, object);
	add_table(site, values, object, "dossier", dossier, dossier);
	add_table(site, values, object, "steps", steps, steps);
	list = qms_value_list(values, "forms");
	for (forms = forms == NULL ? NULL : forms->first; forms != NULL;
	    forms = forms->next)
		if (forms->type == QMS_YAML_SCALAR)
			add_form(site, list, procedure, forms->value);
}

static const char *
online_name(struct web_site *site, const char *value)
{
	const struct qms_kind *kind = qms_kinds_get(site->kinds, "tthc");
	const struct qms_kind_key *key = qms_kind_key(kind, "online");
	const char *url;

	return key == NULL || *value == '\0' ? value :
	    web_show(site, site->agency->row.agency, key, value, &url);
}

static const struct qms_error *
write_service(struct web_site *site, const struct services *services,
    const struct service *service)
{
	const struct qms_error *err = NULL;
	const struct web_object *procedure = service->procedure;
	const struct qms_object *file = NULL;
	struct qms_value *values, *facts;

	if (is_covered(service))
		err = web_file_open_version(&file, site, procedure,
		    procedure->row.version);
	if (err != NULL)
		return err;
	values = begin_values(site, service->name);
	qms_value_text(values, "title_code", service->code);
	web_crumb(site, values, web_agency_url(site,
	    site->agency->row.agency, "services.html"), web_word(site,
	    QMS_W_administrative_procedures));
	qms_value_text(values, "agency", site->agency->row.name);
	qms_value_text(values, "code", service->code);
	if (*service->days != '\0')
		qms_value_text(values, "time", days(site, service->days));
	qms_value_flag(values, "answered", *service->days != '\0' ||
	    is_covered(service));
	if (is_covered(service))
		add_procedure(site, values, procedure, file);
	facts = qms_value_list(values, "facts");
	if (is_covered(service))
		add_answers(site, facts, file);
	web_fact(site, facts, web_word(site, QMS_W_field), service->field,
	    NULL);
	web_fact(site, facts, web_word(site, QMS_W_decision),
	    *service->decision == '\0' ? "" : qms_arena_format(&site->page,
	    "%s, %s", service->decision, web_day(site,
	    service->decision_date)), NULL);
	web_fact(site, facts, web_word(site, QMS_W_online_service),
	    online_name(site, service->online), NULL);
	if (procedure != NULL && procedure->url != NULL)
		web_fact(site, facts, web_word(site, QMS_W_procedure_behind),
		    qms_arena_format(&site->page, "%s %s", procedure->row.id,
		    procedure->row.title), procedure->url);
	qms_value_flag(values, "feedback", true);
	set_short_answer(values, "address", services->address);
	if (strstr(services->website, "://") != NULL)
		qms_value_url(values, "website", services->website);
	err = web_page_write(site, "service", values);
	return err;
}

/* Where the agency is, of its own file. */
static const struct qms_error *
find_agency(struct services *services, struct web_site *site)
{
	const struct web_agency *agency = site->agency;
	const struct qms_object *file = NULL;
	const struct qms_error *err;
	const char *value;
	size_t i;

	services->address = services->website = "";
	for (i = 0; i < agency->object_count; i++)
		if (strcmp(agency->objects[i].row.kind, "agency") == 0)
			break;
	if (i == agency->object_count)
		return NULL;
	err = web_file_open(&file, site, agency->objects[i].row.path);
	if (err != NULL || file->root == NULL)
		return err;
	value = qms_object_string(file, "address");
	if (value != NULL)
		services->address = qms_arena_string(&site->agency_arena,
		    value);
	value = qms_object_string(file, "website");
	if (value != NULL)
		services->website = qms_arena_string(&site->agency_arena,
		    value);
	return NULL;
}

/* Citizens look for what they need by its name. */
static void
add_finds(struct web_site *site, const struct services *services)
{
	const struct service *service;
	size_t i;

	for (i = 0; i < services->count; i++) {
		service = &services->items[i];
		web_find_add(site, qms_arena_format(&site->agency_arena,
		    "agencies/%s/services/%s.html", site->agency->row.agency,
		    service->code), service->name, qms_arena_format(
		    &site->agency_arena, "%s · %s · %s", web_word(site,
		    QMS_W_administrative_procedure), service->code,
		    site->agency->row.name), service->field);
	}
}

static const struct qms_error *
make_service(struct web_site *site, const struct services *services,
    const struct service *service)
{
	const struct qms_row_version *version;
	struct web_key key = {0};

	add_key(&key, service);
	web_key_add(&key, site->agency->key);
	web_key_add(&key, site->ids);
	web_key_add(&key, services->address);
	web_key_add(&key, services->website);
	if (is_covered(service)) {
		version = web_version_in_force(site, service->procedure);
		if (version != NULL)
			web_key_version(&key, version);
	}
	if (!web_page_begin(site, qms_arena_format(&site->arena,
	    "agencies/%s/services/%s.html", site->agency->row.agency,
	    service->code), &key))
		return NULL;
	return write_service(site, services, service);
}

const struct qms_error *
web_make_services(struct web_site *site)
{
	static const char *const columns[] = { "code", "name", "field",
	    "decision", "decision_date", "days", "online", "from", "to",
	    "status", NULL };
	struct services services = {0};
	const struct qms_error *err;
	size_t i;

	if (!web_kind_has(site, "tthc", columns))
		return NULL;
	err = load(&services, site);
	if (err != NULL)
		return err;
	find_procedures(&services, site);
	add_finds(site, &services);
	err = find_agency(&services, site);
	if (err == NULL)
		err = make_list(site, &services);
	for (i = 0; err == NULL && i < services.count; i++)
		err = make_service(site, &services, &services.items[i]);
	return err;
}
