/* SPDX-License-Identifier: MIT */
/*
 * audit plan ID - plans an audit from the programme, or shows the plan that is
 * there; a team that may not audit it is refused, with the reason.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "qms/create.h"
#include "qms/unicode.h"
#include "report.h"
#include "sheet.h"
#include "writing.h"

struct plan {
	struct cli *cli;
	struct qms_audit audit;		/* as it is to be */
	const char *title, *programme;
	qms_day first, last;
};

/* ---- what it is about ---- */

static void
add_once(struct cli *cli, struct qms_strings *list, const char *item)
{
	if (!qms_strings_has(list, item))
		qms_strings_add(&cli->arena, list, item);
}

static void
add_all(struct cli *cli, struct qms_strings *list,
    const struct qms_strings *items)
{
	size_t i;

	for (i = 0; i < items->count; i++)
		add_once(cli, list, items->items[i]);
}

/* The year and number that an id of the kind holds. */
static int
year_of(const struct plan *p)
{
	int year = atoi(qms_audit_number(&p->cli->arena, p->cli->system,
	    p->audit.id));

	return year >= 2000 && year <= 2999 ? year : 0;
}

/* "7.5, 8.5" of what stands in a row, besides procedures. */
static void
clauses_in(struct cli *cli, struct qms_strings *list, const char *subject)
{
	size_t size;

	for (; *subject != '\0'; subject += size + (subject[size] != '\0')) {
		size = strcspn(subject, " ,;()");
		if (size > 0 && size < 8 && strspn(subject,
		    "0123456789.") == size && strchr("456789", *subject) !=
		    NULL && subject[size - 1] != '.')
			add_once(cli, list, qms_arena_copy(&cli->arena,
			    subject, size));
		else if (size > 1 && strncmp(subject, "10.", 3) == 0)
			add_once(cli, list, qms_arena_copy(&cli->arena,
			    subject, size));
	}
}

/* An auditor of the programme: an id, or a name as people write it. */
static const struct qms_error *
person_called(const char **id, struct plan *p, const char *name)
{
	const struct qms_people *people;
	const struct qms_error *err;
	size_t i;

	*id = NULL;
	if (strchr(name, '/') != NULL) {
		*id = name;
		return NULL;
	}
	err = qms_system_people(&people, p->cli->system, p->audit.agency);
	if (err != NULL)
		return err;
	for (i = 0; *id == NULL && i < people->person_count; i++)
		if (strcmp(people->persons[i].id, name) == 0 ||
		    qms_unicode_alike(qms_text(people->persons[i].name),
		    qms_text(name)))
			*id = people->persons[i].id;
	return *id != NULL ? NULL : qms_fail(QMS_M_U111, name,
	    p->audit.agency);
}

static const struct qms_error *
add_auditors(struct plan *p, const struct qms_strings *names)
{
	const struct qms_error *err = NULL;
	const char *id;
	size_t i;

	for (i = 0; err == NULL && i < names->count; i++) {
		err = person_called(&id, p, names->items[i]);
		if (err == NULL)
			add_once(p->cli, &p->audit.auditors, id);
	}
	return err;
}

static const char sql_issued_of[] =
	"SELECT p.id, coalesce(c.value, '') FROM procedure AS p"
	"  LEFT JOIN procedure_clauses AS c ON c.agency = p.agency"
	"   AND c.parent = p.id"
	" WHERE p.agency = ?1 AND p.unit = ?2 AND p.version IS NOT NULL"
	" ORDER BY p.id, c.row";

/* A unit that the programme does not name: with what it is in charge of. */
static const struct qms_error *
add_unit(struct plan *p, const char *unit)
{
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i;

	qms_strings_add(&p->cli->arena, &p->audit.units, unit);
	err = QMS_GRID(&grid, p->cli->system, &p->cli->arena, sql_issued_of,
	    p->audit.agency, unit);
	for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++) {
		add_once(p->cli, &p->audit.documents, qms_grid_cell(&grid, i,
		    0));
		if (*qms_grid_cell(&grid, i, 1) != '\0')
			add_once(p->cli, &p->audit.clauses,
			    qms_grid_cell(&grid, i, 1));
	}
	return err;
}

/* Rows of the programme: of --unit, of --month, or of the first month that
 * has no audit yet. */
static const struct qms_error *
from_programme(struct plan *p)
{
	static const int months[] = { 3, 4, 5, 6, 7, 8, 9, 10, 11 };
	struct qms_strings units = cli_options(p->cli, "unit");
	const char *asked = cli_option(p->cli, "month");
	struct qms_audit_programme programme;
	const struct qms_audit_row *row;
	const struct qms_error *err;
	int month = asked == NULL ? 0 : atoi(asked);
	size_t i;

	err = qms_audit_programme(&programme, p->cli->system, &p->cli->arena,
	    p->audit.agency, year_of(p), months, sizeof(months) /
	    sizeof(months[0]), false);
	if (err != NULL)
		return err;
	p->programme = programme.id;
	for (i = 0; i < programme.count; i++) {
		row = &programme.rows[i];
		if (units.count > 0 && !qms_strings_has(&units, row->unit))
			continue;
		if (units.count == 0 && (*row->audit != '\0' ||
		    (month != 0 && row->month != month)))
			continue;
		if (month == 0 && units.count == 0)
			month = row->month;
		add_once(p->cli, &p->audit.units, row->unit);
		add_all(p->cli, &p->audit.documents, &row->documents);
		clauses_in(p->cli, &p->audit.clauses, row->subject);
		if (!cli_has(p->cli, "auditor"))
			err = add_auditors(p, &row->auditors);
		if (err != NULL)
			return err;
		if (p->first == QMS_DAY_NONE)
			p->first = qms_day_make(year_of(p), row->month, 5);
	}
	for (i = 0; err == NULL && i < units.count; i++)
		if (!qms_strings_has(&p->audit.units, units.items[i]))
			err = add_unit(p, units.items[i]);
	return err;
}

static const struct qms_error *
from_options(struct plan *p)
{
	struct qms_strings documents = cli_options(p->cli, "document"),
	    clauses = cli_options(p->cli, "clause"),
	    auditors = cli_options(p->cli, "auditor");
	const char *lead = cli_option(p->cli, "lead");
	const struct qms_error *err;

	if (documents.count > 0)
		p->audit.documents = documents;
	if (clauses.count > 0)
		p->audit.clauses = clauses;
	err = add_auditors(p, &auditors);
	if (err == NULL && lead != NULL)
		err = person_called(&p->audit.lead, p, lead);
	if (err == NULL && p->audit.units.count == 0)
		err = qms_fail(QMS_M_U110, p->audit.id);
	return err;
}

/* ---- when, and who does what ---- */

static const struct qms_error *
choose_days(struct plan *p)
{
	const struct qms_error *err;
	int needed = ((int)p->audit.units.count + 1) / 2;
	char day[QMS_DAY_SIZE];

	if (p->first == QMS_DAY_NONE || p->first < cli_today(p->cli))
		p->first = cli_today(p->cli);
	while (qms_day_weekday(p->first) > 4)
		p->first++;
	err = cli_day(&p->first, p->cli, "date", p->first);
	p->last = p->first;
	while (--needed > 0)
		do
			p->last++;
		while (qms_day_weekday(p->last) > 4);
	if (err == NULL)
		err = cli_day(&p->last, p->cli, "until", p->last);
	p->audit.first_day = qms_arena_string(&p->cli->arena,
	    qms_day_format(day, p->first));
	p->audit.last_day = qms_arena_string(&p->cli->arena,
	    qms_day_format(day, p->last));
	return err;
}

static const char sql_procedures_of[] =
	"SELECT id FROM procedure WHERE agency = ?1 AND unit = ?2 ORDER BY id";

/* Of the audit's documents those of the unit; the first unit has the others
 * that no unit of the audit is in charge of. */
static const struct qms_error *
documents_of(struct qms_strings *list, struct plan *p, size_t unit)
{
	struct qms_strings taken = { 0 };
	const struct qms_error *err = NULL;
	struct qms_grid grid;
	const char *id;
	size_t i, k;

	*list = (struct qms_strings){ 0 };
	for (k = 0; err == NULL && k < p->audit.units.count; k++) {
		err = QMS_GRID(&grid, p->cli->system, &p->cli->arena,
		    sql_procedures_of, p->audit.agency,
		    p->audit.units.items[k]);
		for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++)
			qms_strings_add(&p->cli->arena, k == unit ? list :
			    &taken, qms_grid_cell(&grid, i, 0));
	}
	if (err != NULL)
		return err;
	for (i = k = 0; i < list->count; i++)	/* only what is audited */
		if (qms_strings_has(&p->audit.documents, list->items[i]))
			list->items[k++] = list->items[i];
	list->count = k;
	for (i = 0; unit == 0 && i < p->audit.documents.count; i++) {
		id = qms_arena_copy(&p->cli->arena,
		    p->audit.documents.items[i],
		    strcspn(p->audit.documents.items[i], "@"));
		if (!qms_strings_has(&taken, id))
			add_once(p->cli, list, id);
	}
	return NULL;
}

static const struct qms_error *
choose_slots(struct plan *p)
{
	struct qms_audit *audit = &p->audit;
	struct qms_strings documents;
	const struct qms_error *err = NULL;
	struct qms_audit_slot *slot;
	char day[QMS_DAY_SIZE];
	qms_day at = p->first;
	int *busy = qms_arena_alloc(&p->cli->arena,
	    (audit->auditors.count + 1) * sizeof(*busy));
	const char *person;
	size_t i, k;

	audit->slots = qms_arena_alloc(&p->cli->arena, (audit->units.count +
	    1) * sizeof(*audit->slots));
	audit->slot_count = audit->units.count;
	for (i = 0; err == NULL && i < audit->units.count; i++) {
		slot = &audit->slots[i];
		slot->day = qms_arena_string(&p->cli->arena,
		    qms_day_format(day, at));
		slot->time = i % 2 == 0 ? "8h00" : "13h30";
		if (i % 2 == 1 && at < p->last)
			do
				at++;
			while (qms_day_weekday(at) > 4 && at < p->last);
		slot->unit = audit->units.items[i];
		err = documents_of(&documents, p, i);
		if (err == NULL)
			err = qms_audit_choose(&person, p->cli->system,
			    &p->cli->arena, audit->agency, &audit->auditors,
			    busy, slot->unit, &documents, audit->first_day);
		if (err != NULL)
			return err;
		/* if nobody may, the rules will say why */
		slot->auditor = person != NULL ? person :
		    audit->auditors.items[0];
		slot->subject = documents.count > 0 ? "" :
		    "Thực hiện nhiệm vụ, kiểm soát hồ sơ";
		for (k = 0; k < documents.count; k++)
			slot->subject = qms_arena_format(&p->cli->arena,
			    "%s%s%s", slot->subject, k > 0 ? ", " : "",
			    documents.items[k]);
	}
	return err;
}

/* ---- the record ---- */

static const struct qms_error *
set_list(struct qms_text *text, struct cli *cli, const char *key,
    const struct qms_strings *items)
{
	const char *add = qms_arena_format(&cli->arena, "%s+", key);
	const struct qms_error *err;
	size_t i;

	err = writing_set(text, cli, *text, key, "");
	for (i = 0; err == NULL && i < items->count; i++)
		err = writing_set(text, cli, *text, add, items->items[i]);
	return err;
}

static struct qms_text
schedule_of(struct cli *cli, const struct qms_audit *audit)
{
	static const char *const titles[] = { "Ngày", "Giờ", "Đơn vị",
	    "Nội dung đánh giá", "Đánh giá viên" };
	struct qms_buffer out = { 0 };
	const struct qms_audit_slot *slot;
	struct qms_text text;
	size_t i;

	sheet_header(&out, titles, 5);
	for (i = 0; i < audit->slot_count; i++) {
		slot = &audit->slots[i];
		sheet_row(&out, (const char *const []){ slot->day, slot->time,
		    slot->unit, slot->subject, slot->auditor }, 5);
	}
	text.data = qms_arena_copy(&cli->arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	return text;
}

static const struct qms_error *
make_text(struct qms_text *text, struct plan *p, const struct qms_kind *kind,
    const char *me)
{
	struct qms_audit *audit = &p->audit;
	struct qms_blanks blanks = { .title = p->title, .id = audit->id,
	    .agency = audit->agency, .day = audit->first_day, .person = me,
	    .year = qms_arena_format(&p->cli->arena, "%d", year_of(p)) };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;

	qms_model_fill(&out, qms_text(kind->starter), &blanks, NULL, NULL);
	text->data = qms_arena_copy(&p->cli->arena, out.data, out.size);
	text->size = out.size;
	qms_buffer_free(&out);
	err = writing_set(text, p->cli, *text, "last_day", audit->last_day);
	if (err == NULL)
		err = writing_set(text, p->cli, *text, "lead", audit->lead);
	if (err == NULL)
		err = set_list(text, p->cli, "auditors", &audit->auditors);
	if (err == NULL)
		err = set_list(text, p->cli, "units", &audit->units);
	if (err == NULL)
		err = set_list(text, p->cli, "documents", &audit->documents);
	if (err == NULL)
		err = set_list(text, p->cli, "clauses", &audit->clauses);
	if (err == NULL && *p->programme != '\0')
		err = writing_set(text, p->cli, *text, "programme",
		    p->programme);
	return err ? err : writing_section(text, p->cli, *text,
	    "Lịch đánh giá", schedule_of(p->cli, audit));
}

static const struct qms_error *
make_plan(struct cli *cli, struct plan *p)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), "audit");
	const struct qms_error *err;
	struct qms_text text;
	const char *me, *path, *used;

	if (kind == NULL || kind->starter == NULL || year_of(p) == 0 ||
	    !qms_id_is_safe(p->audit.id))
		return qms_fail(QMS_M_U018, p->audit.id);
	err = cli_must_be_now(cli);
	if (err == NULL)
		err = cli_me(&me, cli, p->audit.agency);
	if (err == NULL)
		err = qms_create_id_used(&used, cli->system, &cli->arena,
		    p->audit.agency, p->audit.id);
	if (err == NULL && used != NULL)
		err = qms_fail(QMS_M_U017, used);
	if (err == NULL)
		err = from_programme(p);
	if (err == NULL)
		err = from_options(p);
	if (err == NULL)
		err = choose_days(p);
	if (err == NULL && p->audit.auditors.count == 0)
		err = qms_fail(QMS_M_U112, p->audit.id);
	if (err != NULL)
		return err;
	if (p->audit.lead == NULL)
		p->audit.lead = p->audit.auditors.items[0];
	p->audit.state = kind->first;
	p->title = cli_option(cli, "title");
	if (p->title == NULL)
		p->title = qms_arena_format(&cli->arena,
		    "Đánh giá nội bộ %s", qms_audit_number(&cli->arena,
		    cli->system, p->audit.id));
	err = choose_slots(p);
	if (err == NULL)
		err = make_text(&text, p, kind, me);
	if (err != NULL)
		return err;
	path = qms_kind_path(&cli->arena, kind, p->audit.agency, p->audit.id,
	    qms_arena_format(&cli->arena, "%d", year_of(p)));
	err = audit_judge(cli, &p->audit, path, text);
	if (err != NULL)
		return err;
	err = writing_file(cli, path, text, qms_arena_format(&cli->arena,
	    "Soạn %s: %s", p->audit.id, p->title));
	if (err == NULL)
		say(cli, "tệp: %s; sửa: qms edit %s; bắt đầu: qms act %s open",
		    "file: %s; edit: qms edit %s; begin: qms act %s open",
		    path, p->audit.id, p->audit.id);
	return err;
}

/* ---- showing ---- */

static const char *
names(struct cli *cli, const struct qms_audit *audit,
    const struct qms_strings *list, const char *(*name)(struct cli *cli,
    const char *agency, const char *id))
{
	const char *text = "";
	size_t i;

	for (i = 0; i < list->count; i++)
		text = qms_arena_format(&cli->arena, "%s%s%s", text, i > 0 ?
		    ", " : "", name == NULL ? list->items[i] : name(cli,
		    audit->agency, list->items[i]));
	return text;
}

void
audit_plan_sheet(struct qms_buffer *sheet, struct cli *cli,
    const struct qms_audit *audit)
{
	const char *const titles[] = { pick(cli, "Ngày", "Day"),
	    pick(cli, "Giờ", "Time"), pick(cli, "Đơn vị", "Unit"),
	    pick(cli, "Nội dung đánh giá", "What is audited"),
	    pick(cli, "Đánh giá viên", "Auditor") };
	const struct qms_audit_slot *slot;
	size_t i;

	qms_buffer_string(sheet, "# ");
	sheet_text(sheet, pick(cli, "Kế hoạch đánh giá nội bộ",
	    "Internal audit plan"));
	qms_buffer_format(sheet, " %s\n\n", audit->id);
	sheet_field(sheet, pick(cli, "Tên", "Title"), audit->title);
	sheet_field(sheet, pick(cli, "Thời gian", "Time"),
	    qms_arena_format(&cli->arena, "%s – %s", cli_shown_day(cli,
	    audit->first_day), cli_shown_day(cli, audit->last_day)));
	sheet_field(sheet, pick(cli, "Quyết định", "Decision"),
	    audit->decision);
	sheet_field(sheet, pick(cli, "Trưởng đoàn", "Lead auditor"),
	    audit_person(cli, audit->agency, audit->lead));
	sheet_field(sheet, pick(cli, "Đánh giá viên", "Auditors"),
	    names(cli, audit, &audit->auditors, audit_person));
	sheet_field(sheet, pick(cli, "Đơn vị được đánh giá",
	    "Units audited"), names(cli, audit, &audit->units, audit_unit));
	sheet_field(sheet, pick(cli, "Quy trình", "Procedures"),
	    names(cli, audit, &audit->documents, NULL));
	sheet_field(sheet, pick(cli, "Điều khoản", "Clauses"),
	    names(cli, audit, &audit->clauses, NULL));
	sheet_header(sheet, titles, 5);
	for (i = 0; i < audit->slot_count; i++) {
		slot = &audit->slots[i];
		sheet_row(sheet, (const char *const []){ cli_shown_day(cli,
		    slot->day), slot->time, audit_unit(cli, audit->agency,
		    slot->unit), slot->subject, audit_person(cli,
		    audit->agency, slot->auditor) }, 5);
	}
}

static void
show_plan(struct cli *cli, const struct qms_audit *audit)
{
	static const struct report_column columns[] = {
		{ "day", { "Ngày", "Day" }, REPORT_DAY },
		{ "time", { "Giờ", "Time" }, REPORT_TEXT },
		{ "unit", { "Đơn vị", "Unit" }, REPORT_TEXT },
		{ "subject", { "Nội dung", "Subject" }, REPORT_TEXT },
		{ "auditor", { "Đánh giá viên", "Auditor" }, REPORT_TEXT },
	};
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/audit-plan/1", columns);
	for (i = 0; i < audit->slot_count; i++) {
		report_add(&report, audit->slots[i].day);
		report_add(&report, audit->slots[i].time);
		report_add(&report, audit->slots[i].unit);
		report_add(&report, audit->slots[i].subject);
		report_add(&report, audit->slots[i].auditor);
	}
	report_end(&report, "lịch chưa có dòng nào", "the schedule is empty");
}

const struct qms_error *
audit_plan(struct cli *cli)
{
	struct plan p = { .cli = cli, .programme = "",
	    .first = QMS_DAY_NONE };
	struct qms_buffer sheet = { 0 };
	const struct qms_error *err;
	bool found;

	err = audit_target(&p.audit, &found, cli);
	if (err == NULL && !found)
		err = make_plan(cli, &p);
	else if (err == NULL)
		err = audit_judge(cli, &p.audit, "", qms_text(NULL));
	if (err != NULL)
		return err;
	if (!sheet_is_asked(cli)) {
		show_plan(cli, &p.audit);
		return NULL;
	}
	if (!found) {
		p.audit.title = p.title;
		p.audit.decision = "";
	}
	audit_plan_sheet(&sheet, cli, &p.audit);
	err = sheet_write(&cli->out, cli, p.audit.id, cli_option(cli,
	    "format"), &sheet);
	qms_buffer_free(&sheet);
	return err;
}
