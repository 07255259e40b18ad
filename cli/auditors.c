/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "audit.h"
#include "auditors.h"
#include "qms/query.h"
#include "report.h"

/* One person, and an audit as if he led it. */
struct candidate {
	const char *person, *name, *unit;
	const char *id;			/* of that audit */
	const char *reasons, *rules;	/* "": he may */
};

struct auditors {
	struct cli *cli;
	const struct qms_kind *kind;	/* of audits */
	const struct qms_kind_act *act;	/* that begins one */
	const struct qms_rules *rules;
	const char *agency, *day;	/* on which it begins */
	struct qms_strings units, documents;
	struct candidate *items;
	size_t count, room;
};

/* ---- what is to be audited ---- */

static void
add_once(struct auditors *a, struct qms_strings *list, const char *item)
{
	if (*item != '\0' && !qms_strings_has(list, item))
		qms_strings_add(&a->cli->arena, list, item);
}

static const char sql_unit[] =
	"SELECT id FROM agency_units WHERE agency = ?1 AND ?2 IN (id, name)";
static const char sql_unit_of[] =
	"SELECT unit FROM procedure"
	" WHERE agency = ?1 AND id = ?2 AND unit IS NOT NULL";

/* A document, with the unit that is in charge of it; an audit, with all that
 * it is about, when it is. */
static const struct qms_error *
add_object(struct auditors *a, const char *word)
{
	struct cli *cli = a->cli;
	const struct qms_error *err;
	struct qms_audit audit;
	struct qms_found found;
	struct qms_grid grid;
	bool there;
	size_t i;

	err = qms_audit_read(&audit, &there, cli->system, &cli->arena,
	    a->agency, qms_audit_id(&cli->arena, cli->system, word));
	if (err != NULL || there) {
		for (i = 0; err == NULL && i < audit.units.count; i++)
			add_once(a, &a->units, audit.units.items[i]);
		for (i = 0; err == NULL && i < audit.documents.count; i++)
			add_once(a, &a->documents, audit.documents.items[i]);
		if (err == NULL)
			a->day = audit.first_day;
		return err;
	}
	err = qms_system_find(&found, cli->system, a->agency, word);
	if (err != NULL)
		return err;
	if (found.kind->class != QMS_CLASS_DOCUMENT)
		return qms_fail(QMS_M_U160, word, found.kind->name[
		    cli->language]);
	add_once(a, &a->documents, found.id);
	err = QMS_GRID(&grid, cli->system, &cli->arena, sql_unit_of,
	    found.agency, found.id);
	if (err == NULL && qms_grid_rows(&grid) > 0)
		add_once(a, &a->units, qms_grid_cell(&grid, 0, 0));
	return err;
}

static const struct qms_error *
add_what(struct auditors *a, const char *word)
{
	const struct qms_error *err;
	struct qms_grid grid;

	err = QMS_GRID(&grid, a->cli->system, &a->cli->arena, sql_unit,
	    a->agency, word);
	if (err != NULL || qms_grid_rows(&grid) == 0)
		return err != NULL ? err : add_object(a, word);
	add_once(a, &a->units, qms_grid_cell(&grid, 0, 0));
	return NULL;
}

/* ---- who ---- */

static const struct qms_error *
add_people(struct auditors *a)
{
	const struct qms_error *err;
	struct qms_row_office *rows;
	struct candidate *item = NULL;
	size_t count, i, k;

	err = qms_query_offices(&rows, &count, &a->cli->arena,
	    a->cli->system->index, a->agency, NULL);
	for (i = 0; err == NULL && i < count; i++) {
		for (k = 0; k < a->count; k++)
			if (strcmp(a->items[k].person, rows[i].person) == 0)
				break;
		if (k < a->count) {
			if (*a->items[k].unit == '\0')
				a->items[k].unit = rows[i].unit;
			continue;
		}
		item = qms_push(&a->cli->arena, a->items, a->count, a->room);
		item->person = rows[i].person;
		item->name = rows[i].name;
		item->unit = rows[i].unit;
		item->reasons = item->rules = "";
		item->id = qms_arena_format(&a->cli->arena, "MAY-AUDIT-%zu",
		    a->count);
	}
	return err;
}

/* ---- why not ---- */

static void
put_list(struct qms_buffer *out, const char *key,
    const struct qms_strings *list)
{
	size_t i;

	qms_buffer_format(out, "%s: [", key);
	for (i = 0; i < list->count; i++)
		qms_buffer_format(out, "%s%s", i > 0 ? ", " : "",
		    list->items[i]);
	qms_buffer_string(out, "]\n");
}

static void
lay(struct qms_index_file *file, struct auditors *a,
    const struct candidate *one)
{
	struct qms_arena *arena = &a->cli->arena;
	struct qms_buffer out = { 0 };

	qms_buffer_format(&out, "---\nschema: qms/%s/1\ntitle: x\n"
	    "first_day: %s\nlast_day: %s\nlead: %s\n", a->kind->id, a->day,
	    a->day, one->person);
	put_list(&out, "units", &a->units);
	put_list(&out, "documents", &a->documents);
	qms_buffer_string(&out, "---\n");
	file->path = qms_kind_path(arena, a->kind, a->agency, one->id,
	    qms_arena_copy(arena, a->day, 4));
	file->text.data = qms_arena_copy(arena, out.data, out.size);
	file->text.size = out.size;
	qms_buffer_free(&out);
}

static void
add_reason(struct auditors *a, struct candidate *one, const char *rule,
    const char *words)
{
	struct qms_arena *arena = &a->cli->arena;

	one->rules = qms_arena_format(arena, "%s%s%s", one->rules,
	    *one->rules == '\0' ? "" : ",", rule);
	one->reasons = qms_arena_format(arena, "%s%s%s", one->reasons,
	    *one->reasons == '\0' ? "" : "; ", words);
}

/* Each guard by itself, so that each reason is told. */
static const struct qms_error *
judge(struct auditors *a, struct candidate *one)
{
	struct cli *cli = a->cli;
	const struct qms_error *err = NULL;
	struct qms_strings guard;
	struct qms_refusal refusal;
	struct qms_buffer words = { 0 };
	size_t i;

	for (i = 0; err == NULL && i < a->act->guards.count; i++) {
		guard = (struct qms_strings){ &a->act->guards.items[i], 1, 1 };
		refusal = (struct qms_refusal){ 0 };
		err = qms_rules_refuse(&refusal, &cli->arena, a->rules,
		    &guard, qms_index_db(cli->system->index), a->agency,
		    one->id, "", a->act->act, one->person, a->day);
		if (err != NULL || refusal.rule == NULL)
			continue;
		qms_buffer_clear(&words);
		qms_message_fill(&words, refusal.rule->message[cli->language],
		    refusal.arguments);
		add_reason(a, one, refusal.rule->id, words.data);
	}
	qms_buffer_free(&words);
	return err;
}

static const struct qms_error *
judge_all(struct auditors *a)
{
	struct cli *cli = a->cli;
	const struct qms_people *people;
	const struct qms_error *err, *ended;
	struct qms_index_file *files;
	const char *held;
	size_t i;

	err = qms_system_people(&people, cli->system, a->agency);
	if (err != NULL)
		return err;
	files = qms_arena_alloc(&cli->arena, (a->count + 1) * sizeof(*files));
	for (i = 0; i < a->count; i++) {
		lay(&files[i], a, &a->items[i]);
		if (!qms_people_holds(people, a->items[i].person,
		    &a->act->offices, "", qms_day_parse(qms_text(a->day)),
		    &held))
			add_reason(a, &a->items[i], "office", pick(cli,
			    "không giữ chức trách đánh giá viên",
			    "does not hold the office of auditor"));
	}
	err = qms_index_overlay_begin(cli->system->index, files, a->count,
	    cli->system->environment.email);
	if (err != NULL)
		return err;
	for (i = 0; err == NULL && i < a->count; i++)
		err = judge(a, &a->items[i]);
	ended = qms_index_overlay_end(cli->system->index);
	return err != NULL ? err : ended;
}

/* ---- the list ---- */

static void
report(struct auditors *a)
{
	static const struct report_column columns[] = {
		{ "person", { "Mã", "Id" }, REPORT_TEXT },
		{ "name", { "Họ và tên", "Name" }, REPORT_TEXT },
		{ "unit", { "Đơn vị", "Unit" }, REPORT_TEXT },
		{ "may", { "Được đánh giá", "May audit" }, REPORT_TEXT },
		{ "reasons", { "Lý do", "Why not" }, REPORT_TEXT },
		{ "rules", { NULL, NULL }, REPORT_TEXT },
		{ "day", { NULL, NULL }, REPORT_DAY },
	};
	const struct candidate *one;
	struct report report;
	bool may;
	size_t i;
	int pass;

	REPORT(&report, a->cli, "qms/auditors/1", columns);
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < a->count; i++) {
			one = &a->items[i];
			may = *one->reasons == '\0';
			if (may != (pass == 0))
				continue;
			report_add(&report, one->person);
			report_add(&report, one->name);
			report_add(&report, one->unit);
			report_add(&report, may ? "yes" : "no");
			report_shown(&report, may ? pick(a->cli, "được",
			    "yes") : pick(a->cli, "không", "no"));
			report_add(&report, one->reasons);
			report_add(&report, one->rules);
			report_add(&report, a->day);
		}
	report_end(&report, "không ai giữ chức trách nào vào ngày này",
	    "nobody holds an office on this day");
}

const struct qms_error *
auditors_list(struct cli *cli, const char *agency, const char *const *what,
    size_t count)
{
	struct auditors a = { .cli = cli, .agency = agency };
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	size_t i;

	a.kind = qms_kinds_get(qms_system_kinds(cli->system), "audit");
	for (i = 0; a.kind != NULL && i < a.kind->act_count; i++)
		if (strcmp(a.kind->acts[i].from, a.kind->first) == 0) {
			a.act = &a.kind->acts[i];
			break;
		}
	if (a.act == NULL)
		return qms_fail(QMS_M_U016, "audit");
	a.day = qms_arena_string(&cli->arena, qms_day_format(day,
	    cli_today(cli)));
	err = qms_system_rules(&a.rules, cli->system);
	for (i = 0; err == NULL && i < count; i++)
		err = add_what(&a, what[i]);
	if (err == NULL)
		err = add_people(&a);
	if (err == NULL)
		err = judge_all(&a);
	if (err == NULL)
		report(&a);
	return err;
}
