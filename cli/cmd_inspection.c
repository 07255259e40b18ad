/* SPDX-License-Identifier: MIT */
/*
 * inspection - the province inspects: the plan of a year, the decision, the
 * minutes with the evidence for each item, and what the agency answers. What
 * is chosen and filled in is said by rules (use: fill); this makes the records
 * and prints them.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "commands.h"
#include "paper.h"
#include "qms/create.h"
#include "qms/json.h"
#include "qms/prepare.h"
#include "qms/unicode.h"
#include "report.h"
#include "sheet.h"
#include "writing.h"

static const char plan_kind[] = "inspection-plan";
static const char decision_kind[] = "inspection-decision";
static const char minutes_kind[] = "inspection-minutes";
static const char report_kind[] = "corrective-report";
static const char on_site[] = "tại trụ sở";	/* as the plan says it */

/* ---- records ---- */

enum { MOST_KEYS = 8 };

struct record {
	const struct qms_kind *kind;
	const char *agency, *id, *path, *title, *year, *day, *person;
	const char *keys[MOST_KEYS][2];
	size_t key_count;
	struct qms_text text;
	bool made;
};

static void
set_key(struct record *r, const char *key, const char *value)
{
	if (value == NULL || *value == '\0' || r->key_count == MOST_KEYS)
		return;
	r->keys[r->key_count][0] = key;
	r->keys[r->key_count++][1] = value;
}

static const struct qms_error *
begin(struct record *r, struct cli *cli, const char *kind,
    const char *agency)
{
	char day[QMS_DAY_SIZE];

	*r = (struct record){ .agency = agency };
	r->kind = qms_kinds_get(qms_system_kinds(cli->system), kind);
	if (r->kind == NULL || r->kind->starter == NULL ||
	    r->kind->number == NULL)
		return qms_fail(QMS_M_U016, kind, "-");
	r->day = qms_arena_string(&cli->arena, qms_day_format(day,
	    cli_today(cli)));
	r->year = qms_arena_copy(&cli->arena, r->day, 4);
	return NULL;
}

static const char *
one(struct cli *cli, const char *sql, const char *a, const char *b,
    const char *otherwise)
{
	struct qms_grid grid;

	if (QMS_GRID(&grid, cli->system, &cli->arena, sql, a, b) != NULL ||
	    qms_grid_rows(&grid) == 0 || *qms_grid_cell(&grid, 0, 0) == '\0')
		return otherwise;
	return qms_grid_cell(&grid, 0, 0);
}

static const char *
agency_name(struct cli *cli, const char *agency)
{
	return one(cli, "SELECT name FROM agency WHERE agency = ?1 OR ?2",
	    agency, "0", agency);
}

/* As `new` would make it. number: of the first of several; 0: the next. */
static const struct qms_error *
make(struct record *r, struct cli *cli, int number)
{
	struct qms_blanks blanks = { .title = r->title, .agency = r->agency,
	    .year = r->year, .day = r->day };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	size_t i, filled;

	err = cli_must_be_now(cli);
	if (err == NULL)
		err = cli_me(&blanks.person, cli, r->agency);
	if (err == NULL && number == 0)
		err = qms_create_next_id(&blanks.id, cli->system,
		    &cli->arena, r->kind, r->agency, r->year);
	if (err != NULL)
		return err;
	if (number > 0)
		blanks.id = qms_kind_number(&cli->arena, r->kind, r->agency,
		    r->year, number);
	blanks.agency_name = agency_name(cli, r->agency);
	r->id = blanks.id;
	r->path = qms_kind_path(&cli->arena, r->kind, r->agency, r->id,
	    r->year);
	qms_model_fill(&out, qms_text(r->kind->starter), &blanks, NULL,
	    NULL);
	r->text.data = qms_arena_copy(&cli->arena, out.data, out.size);
	r->text.size = out.size;
	qms_buffer_free(&out);
	for (i = 0; err == NULL && i < r->key_count; i++)
		err = writing_set(&r->text, cli, r->text, r->keys[i][0],
		    r->keys[i][1]);
	if (err == NULL)
		err = writing_options(&r->text, cli, r->text);
	if (err == NULL)
		err = qms_prepare(&r->text, &filled, &cli->arena, cli->system,
		    r->kind, r->agency, r->path);
	r->made = err == NULL;
	return err;
}

/* The last one that the SELECT of id and path gives for these. */
static const struct qms_error *
find(struct record *r, bool *found, struct cli *cli, const char *sql,
    const char *const *arguments, size_t count)
{
	const struct qms_error *err;
	struct qms_grid grid;

	err = qms_grid_read(&grid, cli->system, &cli->arena, sql, arguments,
	    count);
	*found = err == NULL && qms_grid_rows(&grid) > 0;
	if (!*found)
		return err;
	r->id = qms_grid_cell(&grid, 0, 0);
	r->path = qms_grid_cell(&grid, 0, 1);
	return qms_store_read(&r->text, &cli->arena, cli->system->store,
	    r->path, QMS_FILE_LIMIT);
}
#define FIND(r, found, cli, sql, ...)					\
	find((r), (found), (cli), (sql),				\
	    (const char *const []){ __VA_ARGS__ },			\
	    sizeof((const char *const []){ __VA_ARGS__ }) /		\
	    sizeof(const char *))

static const struct qms_error *
commit(struct cli *cli, struct record *records, size_t count,
    const char *subject)
{
	struct qms_change *change = qms_change_new(cli->system);
	const struct qms_error *err;
	size_t i;

	for (i = 0; i < count; i++)
		if (records[i].made)
			qms_change_put(change, records[i].path,
			    records[i].text);
	err = writing_commit(cli, change, subject);
	qms_change_free(change);
	return err;
}

static const struct qms_error *
commit_one(struct cli *cli, struct record *r)
{
	return commit(cli, r, 1, qms_arena_format(&cli->arena, "Soạn %s: %s",
	    r->id, r->title));
}

/* Their ids; as data also where they are. */
static void
show_records(struct cli *cli, const struct record *records, size_t count)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "kind", { NULL, NULL }, REPORT_TEXT },
		{ "path", { "Tệp", "File" }, REPORT_TEXT },
		{ "made", { NULL, NULL }, REPORT_TEXT },
	};
	struct report report;
	size_t i;

	if (!cli->json && !cli->csv) {
		for (i = 0; i < count; i++)
			qms_buffer_format(&cli->out, "%s\n", records[i].id);
		return;
	}
	REPORT(&report, cli, "qms/inspection-records/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, records[i].agency);
		report_add(&report, records[i].id);
		report_add(&report, records[i].kind->id);
		report_add(&report, records[i].path);
		report_add(&report, records[i].made ? "yes" : "no");
	}
	report_end(&report, "không có hồ sơ nào", "no record");
}

/* ---- papers ---- */

static const char *const decision_signers[] = {
	"QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ" };
static const char *const minutes_signers[] = {
	"ĐẠI DIỆN CƠ QUAN ĐƯỢC KIỂM TRA", "TRƯỞNG ĐOÀN KIỂM TRA" };
static const char *const plan_recipients[] = { "Các cơ quan được kiểm tra",
	"Đơn vị phối hợp", "Lưu: VT" };
static const char *const decision_recipients[] = { "Như Điều 4",
	"Lưu: VT" };
static const char *const minutes_recipients[] = {
	"Cơ quan được kiểm tra (01 bản)", "Đoàn kiểm tra (01 bản)" };
static const char *const report_recipients[] = { "Cơ quan kiểm tra",
	"Lưu: VT" };
#define LIST(items) (items), sizeof(items) / sizeof((items)[0])

static const struct {
	const char *kind, *type, *symbol;
	const char *const *signers;
	size_t signer_count;
	const char *const *recipients;
	size_t recipient_count;
} papers[] = {
	{ plan_kind, "KẾ HOẠCH", "KH", LIST(decision_signers),
	    LIST(plan_recipients) },
	{ decision_kind, "QUYẾT ĐỊNH", "QĐ", LIST(decision_signers),
	    LIST(decision_recipients) },
	{ minutes_kind, "BIÊN BẢN", "BB", LIST(minutes_signers),
	    LIST(minutes_recipients) },
	{ report_kind, "BÁO CÁO", "BC", LIST(decision_signers),
	    LIST(report_recipients) },
};

/* "Kiểm tra …" of "Biên bản kiểm tra …": the type stands above it. */
static const char *
subject_of(struct cli *cli, const char *title, const char *type)
{
	struct qms_buffer a = { 0 }, b = { 0 };
	const char *rest = title;
	char *subject;
	bool same;

	qms_unicode_fold(&a, qms_text(title));
	qms_unicode_fold(&b, qms_text(type));
	same = a.size > b.size && a.data[b.size] == ' ' &&
	    memcmp(a.data, b.data, b.size) == 0;
	qms_buffer_free(&a);
	qms_buffer_free(&b);
	for (; same && *type != '\0'; type++)	/* as many words as the type */
		if (*type == ' ')
			rest = strchr(rest, ' ') + 1;
	if (same)
		rest = strchr(rest, ' ') + 1;
	subject = qms_arena_string(&cli->arena, rest);
	if (same && *subject >= 'a' && *subject <= 'z')
		*subject = (char)(*subject - 'a' + 'A');
	return subject;
}

/* Number and day are those of the act that recorded the signature. */
static const struct qms_error *
print(struct cli *cli, const struct record *r)
{
	static const char sql[] =
		"SELECT coalesce(decision, ''),"
		"       coalesce(decision_date, date) FROM statement"
		" WHERE agency = ?1 AND id = ?2 AND void IS NULL"
		"   AND act IN ('approve', 'sign', 'send')"
		" ORDER BY position DESC LIMIT 1";
	struct qms_problems ignored = { .arena = &cli->arena };
	struct paper paper = { .agency = r->agency, .path = r->path,
	    .text = r->text, .number = "", .day = "" };
	struct qms_object object;
	const struct qms_error *err;
	const char *code;
	struct qms_grid grid;
	size_t i;

	for (i = 0; strcmp(papers[i].kind, r->kind->id) != 0; i++)
		continue;
	paper.type = papers[i].type;
	paper.symbol = papers[i].symbol;
	paper.signers = papers[i].signers;
	paper.signer_count = papers[i].signer_count;
	paper.recipients = papers[i].recipients;
	paper.recipient_count = papers[i].recipient_count;
	err = QMS_GRID(&grid, cli->system, &cli->arena, sql, r->agency,
	    r->id);
	if (err != NULL)
		return err;
	if (qms_grid_rows(&grid) > 0) {
		paper.number = qms_grid_cell(&grid, 0, 0);
		paper.day = qms_grid_cell(&grid, 0, 1);
	}
	qms_object_parse(&object, &cli->arena, qms_system_kinds(cli->system),
	    r->path, r->text, &ignored);
	code = qms_object_string(&object, "code");
	if (*paper.number == '\0' && code != NULL)
		paper.number = qms_arena_string(&cli->arena, code);
	paper.subject = subject_of(cli, object.title == NULL ? r->id :
	    object.title, paper.type);
	qms_object_free(&object);
	return paper_write(cli, &paper, cli_option(cli, "format"));
}

static const struct qms_error *
finish(struct cli *cli, struct record *r)
{
	if (sheet_is_asked(cli))
		return print(cli, r);
	show_records(cli, r, 1);
	return NULL;
}

static const struct qms_error *
operand(const char **value, struct cli *cli, const char *vi, const char *en)
{
	*value = cli->operand_count > 1 ? cli->operands[1] : NULL;
	return *value != NULL ? NULL : qms_fail(QMS_M_U022, pick(cli, vi,
	    en), qms_arena_format(&cli->arena, "inspection %s",
	    cli->operands[0]));
}

/* ---- plan ---- */

struct choice {				/* an agency, and why it is so */
	const struct qms_rule_line *line;
	const char *agency, *mode;	/* mode "": the plan leaves it out */
};

struct choices {
	struct choice *items;
	size_t count, room;
	size_t on_site, back;
	size_t third;			/* that must be visited */
};

static const char sql_plan[] =
	"SELECT id, path FROM inspection_plan"
	" WHERE agency = ?1 AND year || '' = ?2 ORDER BY id DESC LIMIT 1";
static const char sql_mode[] =
	"SELECT mode FROM inspection_plan_agencies"
	" WHERE agency || '/' || parent = ?1 AND inspected = ?2";

/* What the rules say of each agency; the mode is that of the plan. */
static const struct qms_error *
choose(struct choices *choices, struct cli *cli, const struct record *plan)
{
	struct qms_rule_cell year = { "year", plan->year };
	struct qms_rule_line *lines;
	const struct qms_rules *rules;
	const struct qms_error *err;
	struct choice *choice;
	size_t count, i;

	err = qms_system_rules(&rules, cli->system);
	if (err == NULL)
		err = qms_rules_lines(&lines, &count, &cli->arena, rules,
		    qms_index_db(cli->system->index), plan_kind,
		    plan->agency, &year, 1);
	for (i = 0; err == NULL && i < count; i++) {
		if (*qms_rule_line_cell(&lines[i], "inspected") == '\0')
			continue;
		choice = qms_push(&cli->arena, choices->items,
		    choices->count, choices->room);
		choice->line = &lines[i];
		choice->agency = qms_rule_line_cell(&lines[i], "inspected");
		choice->mode = plan->id == NULL || plan->made ?
		    qms_rule_line_cell(&lines[i], "mode") : one(cli,
		    sql_mode, qms_arena_format(&cli->arena, "%s/%s",
		    plan->agency, plan->id), choice->agency, "");
		choices->on_site += strcmp(choice->mode, on_site) == 0;
		choices->back += atoi(qms_rule_line_cell(&lines[i],
		    "open")) > 0;
	}
	choices->third = (choices->count + 2) / 3;
	return err;
}

static void
plan_json(struct cli *cli, const struct record *plan,
    const struct choices *choices, const struct qms_problems *problems)
{
	static const char *const cells[] = { "time", "reason", "last",
		"visited" };
	static const char *const numbers[] = { "open", "failed", "years" };
	const struct choice *choice;
	struct qms_json json;
	size_t i, k;

	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/inspection-plan-view/1");
	qms_json_string(&json, "agency", plan->agency);
	qms_json_string(&json, "year", plan->year);
	qms_json_string(&json, "id", plan->id == NULL ? "" : plan->id);
	qms_json_flag(&json, "made", plan->made);
	qms_json_integer(&json, "mandatory", (int64_t)choices->count);
	qms_json_integer(&json, "third", (int64_t)choices->third);
	qms_json_integer(&json, "on_site", (int64_t)choices->on_site);
	qms_json_array(&json, "rows");
	for (i = 0; i < choices->count; i++) {
		choice = &choices->items[i];
		qms_json_object(&json, NULL);
		qms_json_string(&json, "agency", choice->agency);
		qms_json_string(&json, "mode", *choice->mode == '\0' ? "" :
		    strcmp(choice->mode, on_site) == 0 ? "on-site" :
		    "files");
		for (k = 0; k < sizeof(cells) / sizeof(cells[0]); k++)
			qms_json_string(&json, cells[k],
			    qms_rule_line_cell(choice->line, cells[k]));
		for (k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++)
			qms_json_integer(&json, numbers[k], atoi(
			    qms_rule_line_cell(choice->line, numbers[k])));
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	problems_json(cli, &json, problems);
	qms_json_end_object(&json);
}

static void
show_plan(struct cli *cli, const struct choices *choices)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "mode", { "Hình thức", "Mode" }, REPORT_TEXT },
		{ "time", { "Thời gian", "Time" }, REPORT_TEXT },
		{ "open", { "Chưa khắc phục", "Open" }, REPORT_NUMBER },
		{ "reason", { "Lý do", "Why" }, REPORT_TEXT },
	};
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/inspection-plan-view/1", columns);
	for (i = 0; i < choices->count; i++) {
		report_add(&report, choices->items[i].agency);
		report_add(&report, *choices->items[i].mode == '\0' ?
		    pick(cli, "(không có)", "(left out)") :
		    choices->items[i].mode);
		report_add(&report, qms_rule_line_cell(
		    choices->items[i].line, "time"));
		report_number(&report, atoi(qms_rule_line_cell(
		    choices->items[i].line, "open")));
		report_add(&report, qms_rule_line_cell(
		    choices->items[i].line, "reason"));
	}
	report_end(&report, "không có cơ quan nào bắt buộc",
	    "no agency is obliged");
}

/* What check says of the plan. */
static const struct qms_error *
judge(struct qms_problems *found, struct cli *cli, const struct record *plan)
{
	struct qms_problems all = { .arena = &cli->arena };
	const struct qms_rules *rules;
	const struct qms_error *err;
	size_t i;

	if (plan->id == NULL || plan->made)
		return NULL;
	err = qms_system_rules(&rules, cli->system);
	if (err == NULL)
		err = qms_rules_problems(&all, rules, qms_index_db(
		    cli->system->index), cli->system->store);
	for (i = 0; err == NULL && i < all.count; i++)
		if (strcmp(all.items[i].path, plan->path) == 0)
			*qms_push(found->arena, found->items, found->count,
			    found->room) = all.items[i];
	return err;
}

static const struct qms_error *
inspection_plan(struct cli *cli)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct choices choices = { 0 };
	const struct qms_error *err;
	const char *agency, *year;
	struct record plan;
	bool found = false;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = begin(&plan, cli, plan_kind, agency);
	if (err != NULL)
		return err;
	year = cli->operand_count > 1 ? cli->operands[1] : plan.year;
	if (strlen(year) != 4 || strspn(year, "0123456789") != 4 ||
	    atoi(year) < 2000 || atoi(year) > 2999)
		return qms_fail(QMS_M_U025, year, pick(cli,
		    "một năm, như 2026", "a year, such as 2026"));
	plan.year = year;
	plan.title = qms_arena_format(&cli->arena,
	    "Kế hoạch kiểm tra hệ thống quản lý chất lượng năm %s", year);
	err = FIND(&plan, &found, cli, sql_plan, agency, year);
	/* of a past day there is nothing to write */
	if (err == NULL && !found && cli_must_be_now(cli) == NULL) {
		err = make(&plan, cli, 0);
		if (err == NULL)
			err = commit_one(cli, &plan);
	}
	if (err == NULL)
		err = choose(&choices, cli, &plan);
	if (err == NULL)
		err = judge(&problems, cli, &plan);
	if (err != NULL)
		return err;
	if (problems.count > 0)
		cli->exit = QMS_EXIT_PROBLEMS;
	if (sheet_is_asked(cli) && plan.id != NULL)
		return print(cli, &plan);
	if (cli->json) {
		plan_json(cli, &plan, &choices, &problems);
		return NULL;
	}
	show_plan(cli, &choices);
	if (!cli->csv)
		problems_write(cli, &problems);
	say(cli, "%s: %zu cơ quan bắt buộc, một phần ba là %zu; tại trụ sở "
	    "%zu; %zu cơ quan còn nội dung chưa khắc phục",
	    "%s: %zu mandatory agencies, a third are %zu; %zu on site; %zu "
	    "with open items", plan.id == NULL ? pick(cli, "đề xuất",
	    "a proposal") : plan.id, choices.count, choices.third,
	    choices.on_site, choices.back);
	if (plan.made)
		say(cli, "sửa: qms table %s agencies; trình ký: qms act %s "
		    "propose", "edit: qms table %s agencies; go on: qms act "
		    "%s propose", plan.id, plan.id);
	return NULL;
}

/* ---- decide ---- */

static const char sql_plan_id[] =
	"SELECT year || '' FROM inspection_plan"
	" WHERE agency = ?1 AND id = ?2";
static const char sql_decision[] =
	"SELECT id, path FROM inspection_decision"
	" WHERE agency = ?1 AND plan = ?2 AND coalesce(inspected, '') = ?3"
	" ORDER BY id DESC LIMIT 1";

static const struct qms_error *
inspection_decide(struct cli *cli)
{
	const char *plan, *agency, *year, *only;
	const struct qms_error *err;
	struct record decision;
	bool found;

	err = operand(&plan, cli, "KẾ-HOẠCH", "PLAN");
	if (err == NULL)
		err = cli_agency(&agency, cli);
	if (err == NULL)
		err = begin(&decision, cli, decision_kind, agency);
	if (err != NULL)
		return err;
	year = one(cli, sql_plan_id, agency, plan, "");
	if (*year == '\0')
		return qms_fail(QMS_M_U140, plan);
	only = cli->operand_count > 2 ? cli->operands[2] : "";
	if (*only != '\0' && *one(cli, sql_mode, qms_arena_format(
	    &cli->arena, "%s/%s", agency, plan), only, "") == '\0')
		return qms_fail(QMS_M_U143, only, plan);
	err = FIND(&decision, &found, cli, sql_decision, agency, plan, only);
	if (err != NULL)
		return err;
	if (found)
		return finish(cli, &decision);
	decision.title = qms_arena_format(&cli->arena, "Kiểm tra việc xây "
	    "dựng, áp dụng, duy trì và cải tiến hệ thống quản lý chất lượng "
	    "năm %s", year);
	set_key(&decision, "plan", plan);
	set_key(&decision, "inspected", only);
	err = make(&decision, cli, 0);
	if (err == NULL)
		err = commit_one(cli, &decision);
	if (err != NULL)
		return err;
	say(cli, "ghi Đoàn kiểm tra: qms table %s team; sau khi ký: qms act "
	    "%s approve --decision SỐ --file TỆP", "name the team: qms table "
	    "%s team; once signed: qms act %s approve --decision NUMBER "
	    "--file FILE", decision.id, decision.id);
	return finish(cli, &decision);
}

/* ---- prepare ---- */

static const char sql_planned[] =
	"SELECT g.inspected, g.mode FROM inspection_plan_agencies AS g"
	" WHERE g.agency = ?1 AND g.parent = ?2 ORDER BY g.row";
static const char sql_plan_with[] =
	"SELECT p.id FROM inspection_plan AS p"
	"  JOIN inspection_plan_agencies AS g ON g.agency = p.agency"
	"   AND g.parent = p.id"
	" WHERE p.agency = ?1 AND g.inspected = ?2 AND p.state <> 'finished'"
	" ORDER BY p.year DESC, p.id DESC LIMIT 1";
static const char sql_minutes_of[] =
	"SELECT id, path FROM inspection_minutes"
	" WHERE agency = ?1 AND inspected = ?2 AND coalesce(plan, '') = ?3"
	"   AND (plan IS NOT NULL OR state = 'draft')"
	" ORDER BY day DESC, id DESC LIMIT 1";
static const char sql_signed[] =
	"SELECT s.decision FROM inspection_decision AS d"
	"  JOIN statement AS s ON s.agency = d.agency AND s.id = d.id"
	"   AND s.act = 'approve' AND s.void IS NULL"
	" WHERE d.agency || '/' || d.plan = ?1"
	"   AND coalesce(d.inspected, ?2) = ?2"
	" ORDER BY d.inspected IS NULL, d.id DESC LIMIT 1";
static const char sql_lead[] =
	"SELECT t.person || char(10) || coalesce(t.office, '')"
	"  FROM inspection_decision AS d"
	"  JOIN inspection_decision_team AS t ON t.agency = d.agency"
	"   AND t.parent = d.id AND t.role = 'Trưởng đoàn'"
	" WHERE d.agency || '/' || d.plan = ?1"
	"   AND coalesce(d.inspected, ?2) = ?2"
	" ORDER BY d.inspected IS NULL, d.id DESC, t.row LIMIT 1";

/* "Phan Thị Hòa, Trưởng phòng" */
static const char *
lead_of(struct cli *cli, const char *agency, const char *plan,
    const char *inspected)
{
	const char *lead = one(cli, sql_lead, plan, inspected, ""), *end;
	const char *name;

	if (*lead == '\0')
		return "";
	end = strchr(lead, '\n');
	name = audit_person(cli, agency, qms_arena_copy(&cli->arena, lead,
	    (size_t)(end - lead)));
	return end[1] == '\0' ? name : qms_arena_format(&cli->arena,
	    "%s, %s", name, end + 1);
}

static const struct qms_error *
prepare_one(struct record *r, struct cli *cli, const char *agency,
    const char *plan, const char *inspected, const char *mode, int *number)
{
	const char *whole = qms_arena_format(&cli->arena, "%s/%s", agency,
	    plan);
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	qms_day date;
	bool found;

	err = begin(r, cli, minutes_kind, agency);
	if (err == NULL)
		err = cli_day(&date, cli, "date", cli_today(cli));
	if (err == NULL)
		err = FIND(r, &found, cli, sql_minutes_of, agency, inspected,
		    plan);
	if (err != NULL || found)
		return err;
	r->day = qms_arena_string(&cli->arena, qms_day_format(day, date));
	r->year = qms_arena_copy(&cli->arena, r->day, 4);
	r->title = qms_arena_format(&cli->arena, "Biên bản kiểm tra tại %s",
	    agency_name(cli, inspected));
	set_key(r, "inspected", inspected);
	set_key(r, "mode", strcmp(mode, on_site) == 0 ? "on-site" : "files");
	set_key(r, "plan", plan);
	set_key(r, "decision", one(cli, sql_signed, whole, inspected, ""));
	set_key(r, "lead", lead_of(cli, agency, whole, inspected));
	err = make(r, cli, *number);
	if (err == NULL && *number == 0)
		(void)qms_kind_number_fits(r->kind, r->id, number);
	*number += 1;
	return err;
}

/* The agencies to prepare for: those of a plan, or one. */
static const struct qms_error *
find_planned(struct qms_grid *grid, const char **plan, struct cli *cli,
    const char *agency, const char *said)
{
	const char *mode;

	if (*one(cli, sql_plan_id, agency, said, "") != '\0') {
		*plan = said;
		return QMS_GRID(grid, cli->system, &cli->arena, sql_planned,
		    agency, said);
	}
	if (*one(cli, "SELECT id FROM agency WHERE agency = ?1 OR ?2", said,
	    "0", "") == '\0')
		return qms_fail(QMS_M_U141, said);
	*plan = one(cli, sql_plan_with, agency, said, "");
	mode = one(cli, sql_mode, qms_arena_format(&cli->arena, "%s/%s",
	    agency, *plan), said, on_site);
	return QMS_GRID(grid, cli->system, &cli->arena, "SELECT ?1, ?2",
	    said, mode);
}

static const struct qms_error *
inspection_prepare(struct cli *cli)
{
	const char *said, *agency, *plan = "";
	const struct qms_error *err;
	struct record *records;
	struct qms_grid grid;
	size_t count, made = 0, i;
	int number = 0;

	err = operand(&said, cli, "KẾ-HOẠCH|CƠ-QUAN", "PLAN|AGENCY");
	if (err == NULL)
		err = cli_agency(&agency, cli);
	if (err == NULL)
		err = find_planned(&grid, &plan, cli, agency, said);
	if (err != NULL)
		return err;
	count = qms_grid_rows(&grid);
	records = qms_arena_alloc(&cli->arena, (count + 1) *
	    sizeof(*records));
	for (i = 0; err == NULL && i < count; i++) {
		err = prepare_one(&records[i], cli, agency, plan,
		    qms_grid_cell(&grid, i, 0), qms_grid_cell(&grid, i, 1),
		    &number);
		made += records[i].made;
	}
	if (err == NULL && made > 0)
		err = commit(cli, records, count, made == 1 && count == 1 ?
		    qms_arena_format(&cli->arena, "Soạn %s: %s",
		    records[0].id, records[0].title) : qms_arena_format(
		    &cli->arena, "Chuẩn bị %zu biên bản kiểm tra theo %s",
		    made, plan));
	if (err != NULL)
		return err;
	if (made > 0)
		say(cli, "đã điền bằng chứng của từng nội dung, kèm nguồn; ghi "
		    "kết quả: qms table MÃ items; khi đã ký: qms act MÃ sign",
		    "the evidence for each item is filled in, with its "
		    "sources; record results: qms table ID items; once "
		    "signed: qms act ID sign");
	if (sheet_is_asked(cli) && count == 1)
		return print(cli, &records[0]);
	show_records(cli, records, count);
	return NULL;
}

/* ---- findings and report: of the agency ---- */

static const char sql_minutes[] =
	"SELECT m.agency || '/' || m.id, m.day, coalesce(m.code, m.id)"
	"  FROM inspection_minutes AS m"
	" WHERE m.inspected = ?1 AND m.state <> 'draft'"
	"   AND ?2 IN ('', m.agency || '/' || m.id,"
	"              iif(m.agency = ?1, m.id, ''))"
	" ORDER BY m.day DESC, m.id DESC LIMIT 1";
static const char sql_failed[] =
	"SELECT i.item, coalesce(i.remark, ''), n.vi,"
	"       coalesce(n.clauses, ''), m.agency || '/' || s.by, m.day"
	"  FROM inspection_minutes AS m"
	"  JOIN inspection_minutes_items AS i ON i.agency = m.agency"
	"   AND i.parent = m.id AND i.result = 'chưa đạt'"
	"  JOIN inspection_item AS n ON n.item = i.item"
	"  JOIN statement AS s ON s.agency = m.agency AND s.id = m.id"
	"   AND s.act = 'sign' AND s.void IS NULL"
	" WHERE m.agency || '/' || m.id = ?1"
	"   AND NOT EXISTS (SELECT 1 FROM finding AS f"
	"        WHERE f.agency = ?2 AND f.item = i.item"
	"          AND f.inspection IN (m.id, m.agency || '/' || m.id)"
	"          AND f.state <> 'retracted')"
	" ORDER BY i.row";

/* The minutes that the agency has to answer: those named, or the last. */
static const struct qms_error *
find_minutes(const char **minutes, const char **day, const char **code,
    struct cli *cli, const char *agency)
{
	const char *said = cli->operand_count > 1 ? cli->operands[1] : "";
	const struct qms_error *err;
	struct qms_grid grid;

	err = QMS_GRID(&grid, cli->system, &cli->arena, sql_minutes, agency,
	    said);
	if (err == NULL && qms_grid_rows(&grid) == 0)
		err = qms_fail(QMS_M_U142, *said == '\0' ? "-" : said,
		    agency);
	if (err != NULL)
		return err;
	*minutes = qms_grid_cell(&grid, 0, 0);
	*day = qms_grid_cell(&grid, 0, 1);
	*code = qms_grid_cell(&grid, 0, 2);
	return NULL;
}

/* The first clause of "9.2, 9.3". */
static const char *
first_clause(struct cli *cli, const char *clauses)
{
	return qms_arena_copy(&cli->arena, clauses, strcspn(clauses, ", "));
}

static const struct qms_error *
finding_of(struct record *r, struct cli *cli, const char *agency,
    const char *minutes, const struct qms_grid *failed, size_t row,
    const char *unit, int *number)
{
	const char *remark = qms_grid_cell(failed, row, 1);
	const char *grade = cli_option(cli, "grade");
	const struct qms_error *err;

	err = begin(r, cli, "finding", agency);
	if (err != NULL)
		return err;
	r->title = *remark != '\0' ? remark : qms_arena_format(&cli->arena,
	    "Chưa đạt: %s", qms_grid_cell(failed, row, 2));
	set_key(r, "source", "inspection");
	set_key(r, "inspection", minutes);
	set_key(r, "item", qms_grid_cell(failed, row, 0));
	set_key(r, "clause", first_clause(cli, qms_grid_cell(failed, row,
	    3)));
	set_key(r, "grade", grade == NULL ? "KPH-nhe" : grade);
	set_key(r, "unit", unit);
	set_key(r, "auditor", qms_grid_cell(failed, row, 4));
	set_key(r, "day", qms_grid_cell(failed, row, 5));
	err = make(r, cli, *number);
	if (err == NULL && *number == 0)
		(void)qms_kind_number_fits(r->kind, r->id, number);
	*number += 1;
	return err;
}

static const struct qms_error *
inspection_findings(struct cli *cli)
{
	const char *agency, *minutes, *day, *code, *unit;
	const struct qms_error *err;
	struct record *records;
	struct qms_text words;
	struct qms_grid failed;
	size_t count = 0, i;
	int number = 0;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = find_minutes(&minutes, &day, &code, cli, agency);
	if (err == NULL)
		err = QMS_GRID(&failed, cli->system, &cli->arena, sql_failed,
		    minutes, agency);
	if (err != NULL)
		return err;
	unit = cli_option(cli, "unit");
	if (unit == NULL)
		unit = one(cli, "SELECT id FROM agency_units"
		    " WHERE agency = ?1 OR ?2 ORDER BY row LIMIT 1", agency,
		    "0", "");
	count = qms_grid_rows(&failed);
	records = qms_arena_alloc(&cli->arena, (count + 1) *
	    sizeof(*records));
	for (i = 0; err == NULL && i < count; i++) {
		err = finding_of(&records[i], cli, agency, minutes, &failed,
		    i, unit, &number);
		if (err != NULL)
			break;
		words = qms_text(qms_arena_format(&cli->arena,
		    "\n%s: %s. Đoàn kiểm tra kết luận chưa đạt%s%s.\n\n",
		    qms_grid_cell(&failed, i, 0), qms_grid_cell(&failed, i,
		    2), *qms_grid_cell(&failed, i, 1) == '\0' ? "" : ": ",
		    qms_grid_cell(&failed, i, 1)));
		err = writing_section(&records[i].text, cli,
		    records[i].text, "Mô tả", words);
		if (err == NULL)
			err = writing_section(&records[i].text, cli,
			    records[i].text, "Bằng chứng", qms_text(
			    qms_arena_format(&cli->arena, "\nBiên bản kiểm "
			    "tra %s ngày %s, nội dung %s.\n", code,
			    cli_shown_day(cli, day), qms_grid_cell(&failed, i,
			    0))));
	}
	if (err == NULL && count > 0)
		err = commit(cli, records, count, qms_arena_format(
		    &cli->arena, "Lập %zu phiếu phát hiện theo biên bản %s",
		    count, minutes));
	if (err != NULL)
		return err;
	if (count > 0)
		say(cli, "đơn vị xác nhận: qms act MÃ confirm; khắc phục: qms "
		    "new action --set finding=MÃ; báo cáo: qms inspection "
		    "report %s", "the unit confirms: qms act ID confirm; "
		    "then: qms new action --set finding=ID; report: qms "
		    "inspection report %s", minutes);
	else
		say(cli, "mọi nội dung chưa đạt đã có phiếu phát hiện",
		    "all that failed has a finding");
	show_records(cli, records, count);
	return NULL;
}

static const char sql_report[] =
	"SELECT id, path FROM corrective_report"
	" WHERE agency = ?1 AND minutes IN (?2, ?3) ORDER BY id DESC LIMIT 1";

static const struct qms_error *
inspection_report(struct cli *cli)
{
	const char *agency, *minutes, *day, *code;
	const struct qms_error *err;
	char due[QMS_DAY_SIZE];
	struct record r;
	bool found;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = find_minutes(&minutes, &day, &code, cli, agency);
	if (err == NULL)
		err = begin(&r, cli, report_kind, agency);
	if (err == NULL)
		err = FIND(&r, &found, cli, sql_report, agency, minutes,
		    strchr(minutes, '/') + 1);
	if (err != NULL)
		return err;
	if (found)
		return finish(cli, &r);
	if (*one(cli, "SELECT item FROM inspection_minutes_items"
	    " WHERE agency || '/' || parent = ?1 AND result = ?2", minutes,
	    "chưa đạt", "") == '\0')
		return qms_fail(QMS_M_U144, minutes);
	r.title = qms_arena_format(&cli->arena,
	    "Kết quả khắc phục sau kiểm tra theo biên bản %s", code);
	set_key(&r, "minutes", minutes);
	set_key(&r, "due", qms_day_format(due, qms_day_add_months(
	    qms_day_parse(qms_text(day)), 2)));
	err = make(&r, cli, 0);
	if (err == NULL)
		err = commit_one(cli, &r);
	if (err != NULL)
		return err;
	say(cli, "hạn gửi %s; khi đã gửi: qms act %s send --decision SỐ "
	    "--file TỆP", "due on %s; once sent: qms act %s send --decision "
	    "NUMBER --file FILE",
	    cli_shown_day(cli, due), r.id);
	return finish(cli, &r);
}

COMMAND(inspection)
{
	static const struct {
		const char *name;	/* folded */
		const struct qms_error *(*run)(struct cli *cli);
	} verbs[] = {
		{ "plan", inspection_plan }, { "ke-hoach", inspection_plan },
		{ "decide", inspection_decide },
		{ "quyet-dinh", inspection_decide },
		{ "prepare", inspection_prepare },
		{ "chuan-bi", inspection_prepare },
		{ "findings", inspection_findings },
		{ "phat-hien", inspection_findings },
		{ "report", inspection_report },
		{ "bao-cao", inspection_report },
	};
	const struct qms_error *(*run)(struct cli *cli) = NULL;
	struct qms_buffer word = { 0 };
	size_t i;

	qms_unicode_fold(&word, qms_text(cli->operands[0]));
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (word.size > 0 && strcmp(verbs[i].name, word.data) == 0)
			run = verbs[i].run;
	qms_buffer_free(&word);
	if (run == NULL)
		return qms_fail(QMS_M_U025, cli->operands[0],
		    "plan, decide, prepare, findings, report");
	return run(cli);
}
