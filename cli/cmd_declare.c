/* SPDX-License-Identifier: MIT */
/*
 * declare - from the question what is missing to the signed decision. What is
 * missing is what the guards of the act `declare` refuse: nobody gets around
 * them by another command.
 */
#include <stdlib.h>
#include <string.h>

#include "acts.h"
#include "commands.h"
#include "declare.h"
#include "qms/audit.h"
#include "qms/create.h"
#include "qms/model.h"
#include "qms/query.h"
#include "qms/unicode.h"
#include "report.h"
#include "sheet.h"
#include "writing.h"

static const char kind_id[] = "declaration";
static const char act_id[] = "declare";
static const char annex[] = "Danh mục thủ tục hành chính";
static const char heading[] = "\n## Danh mục thủ tục hành chính\n";

/* ---- which one ---- */

static const char sql_in_state[] =
	"SELECT id FROM declaration WHERE agency = ?1 AND state = ?2"
	" ORDER BY id DESC";

static const struct qms_error *
find_named(struct qms_found *found, struct cli *cli, const char *agency,
    const char *id)
{
	const struct qms_error *err;

	err = qms_system_find(found, cli->system, agency, id);
	if (err == NULL && strcmp(found->kind->id, kind_id) != 0)
		err = qms_fail(QMS_M_U170, id, found->kind->name[QMS_VI],
		    found->kind->name[QMS_EN]);
	return err;
}

const struct qms_error *
declare_find(struct qms_found *found, struct cli *cli, int at,
    const char *state)
{
	const struct qms_error *err;
	struct qms_buffer ids = { 0 };
	struct qms_grid grid;
	const char *agency;
	size_t i;

	err = cli_agency(&agency, cli);
	if (cli->operand_count > at)
		return find_named(found, cli, err == NULL ? agency : "",
		    cli->operands[at]);
	if (err == NULL)
		err = QMS_GRID(&grid, cli->system, &cli->arena, sql_in_state,
		    agency, state);
	if (err != NULL)
		return err;
	if (qms_grid_rows(&grid) == 1)
		return find_named(found, cli, agency,
		    qms_grid_cell(&grid, 0, 0));
	for (i = 0; i < qms_grid_rows(&grid); i++)
		qms_buffer_format(&ids, "%s%s", i > 0 ? ", " : "",
		    qms_grid_cell(&grid, i, 0));
	err = qms_fail(QMS_M_U171, agency, ids.size > 0 ? ids.data :
	    pick(cli, "chưa có", "none"));
	qms_buffer_free(&ids);
	return err;
}

/* ---- its text ---- */

struct draft {
	struct cli *cli;
	const char *agency, *id, *path;
	const char *replaces;		/* renewed; or NULL */
	struct qms_text text;
	bool there;			/* it was, before this command */
};

/* What the decision rests on: the newest that hold together. */
static const char sql_basis[] =
	"SELECT ifnull((SELECT u.id FROM audit AS u WHERE u.agency = a.agency"
	"           AND u.closed <= ifnull(m.closed, u.closed)"
	"         ORDER BY u.closed DESC, u.id DESC LIMIT 1), ''),"
	"       ifnull(m.id, '')"
	"  FROM agency AS a"
	"  LEFT JOIN management_review AS m ON m.agency = a.agency"
	"   AND m.closed IS NOT NULL"
	" WHERE a.agency = ?1"
	" ORDER BY m.closed DESC, m.id DESC LIMIT 1";

/* The list as it is in force on the day, with what answers to it. */
static const char sql_scope[] =
	"SELECT t.code, t.name, t.field,"
	"       (SELECT min(p.id || '@' || p.version)"
	"          FROM procedure_tthc AS c"
	"          JOIN procedure AS p ON p.agency = c.agency"
	"           AND p.id = c.parent AND p.version IS NOT NULL"
	"         WHERE c.agency = t.agency AND c.value = t.code)"
	"  FROM tthc AS t"
	" WHERE t.agency = ?1 AND t.status <> 'abolished' AND t.\"from\" <= ?2"
	"   AND (t.\"to\" IS NULL OR t.\"to\" >= ?2)"
	" ORDER BY t.field, t.row";

static const struct qms_error *
put_key(struct draft *draft, const char *key, const char *value)
{
	return writing_set(&draft->text, draft->cli, draft->text, key,
	    value);
}

static void
write_annex(struct qms_buffer *out, struct cli *cli,
    const struct qms_grid *scope)
{
	static const char *const titles[] = { "TT", "Mã", "Tên thủ tục",
		"Lĩnh vực", "Quy trình" };
	size_t i;

	sheet_header(out, titles, 5);
	for (i = 0; i < qms_grid_rows(scope); i++)
		sheet_row(out, (const char *const []){ qms_arena_format(
		    &cli->arena, "%zu", i + 1), qms_grid_cell(scope, i, 0),
		    qms_grid_cell(scope, i, 1), qms_grid_cell(scope, i, 2),
		    qms_grid_cell(scope, i, 3) }, 5);
}

static const struct qms_error *
put_annex(struct draft *draft, const struct qms_grid *scope)
{
	struct cli *cli = draft->cli;
	struct qms_buffer out = { 0 };
	const struct qms_error *err = NULL;
	bool section;

	section = memmem(draft->text.data, draft->text.size, heading,
	    strlen(heading)) != NULL;
	if (!section)
		qms_buffer_text(&out, draft->text);
	if (!section && qms_grid_rows(scope) > 0)
		qms_buffer_string(&out, heading);
	if (section || qms_grid_rows(scope) > 0)
		write_annex(&out, cli, scope);
	if (section)
		err = writing_section(&draft->text, cli, draft->text, annex,
		    qms_text(qms_arena_copy(&cli->arena, out.data + 1,
		    out.size - 1)));
	else
		draft->text = qms_text(qms_arena_copy(&cli->arena, out.data,
		    out.size));
	qms_buffer_free(&out);
	return err;
}

/* How many different ones a column names. */
static size_t
count_different(const struct qms_grid *grid, size_t column)
{
	size_t count = 0, i, k;
	const char *cell;

	for (i = 0; i < qms_grid_rows(grid); i++) {
		cell = qms_grid_cell(grid, i, column);
		for (k = 0; k < i && strcmp(cell, qms_grid_cell(grid, k,
		    column)) != 0; k++)
			continue;
		count += k == i && *cell != '\0';
	}
	return count;
}

static const struct qms_error *
put_fields(struct draft *draft, const struct qms_grid *scope)
{
	const struct qms_error *err = put_key(draft, "fields", "");
	const char *field, *before = "";
	size_t i;

	for (i = 0; err == NULL && i < qms_grid_rows(scope); i++) {
		field = qms_grid_cell(scope, i, 2);
		if (*field != '\0' && strcmp(field, before) != 0)
			err = put_key(draft, "fields+", field);
		before = field;
	}
	return err;
}

/* Everything that is counted, not typed. */
static const struct qms_error *
put_figures(struct draft *draft)
{
	struct cli *cli = draft->cli;
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	struct qms_grid scope;

	err = QMS_GRID(&scope, cli->system, &cli->arena, sql_scope,
	    draft->agency, qms_day_format(day, cli_today(cli)));
	if (err == NULL)
		err = put_key(draft, "tthc", qms_arena_format(&cli->arena,
		    "%zu", qms_grid_rows(&scope)));
	if (err == NULL)
		err = put_key(draft, "procedures", qms_arena_format(
		    &cli->arena, "%zu", count_different(&scope, 3)));
	if (err == NULL)
		err = put_fields(draft, &scope);
	return err ? err : put_annex(draft, &scope);
}

/* A new draft rests on the newest audit and review; one that is there keeps
 * what it names. */
static const struct qms_error *
put_basis(struct draft *draft)
{
	struct cli *cli = draft->cli;
	const struct qms_error *err;
	struct qms_grid grid;
	const char *audit, *review;

	err = QMS_GRID(&grid, cli->system, &cli->arena, sql_basis,
	    draft->agency);
	if (err != NULL || qms_grid_rows(&grid) == 0)
		return err;
	audit = qms_grid_cell(&grid, 0, 0);
	review = qms_grid_cell(&grid, 0, 1);
	if (*audit != '\0')
		err = put_key(draft, "audit", audit);
	if (err == NULL && *review != '\0')
		err = put_key(draft, "review", review);
	return err;
}

static const struct qms_error *
put_renewal(struct draft *draft)
{
	const char *reason = cli_option(draft->cli, "reason");
	const struct qms_error *err;

	if (draft->replaces == NULL)
		return NULL;
	err = put_key(draft, "type", "again");
	if (err == NULL && reason != NULL)
		err = put_key(draft, "reason", reason);
	return err ? err : put_key(draft, "replaces", draft->replaces);
}

static const char sql_agency[] =
	"SELECT name FROM agency WHERE agency = ?1";

static const struct qms_error *
begin_text(struct draft *draft)
{
	struct cli *cli = draft->cli;
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), kind_id);
	char day[QMS_DAY_SIZE], year[5] = "";
	struct qms_blanks blanks = { .agency = draft->agency, .person = "" };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	struct qms_grid grid;

	if (kind == NULL || kind->starter == NULL || kind->number == NULL)
		return qms_fail(QMS_M_U016, kind_id, "");
	blanks.day = qms_day_format(day, cli_today(cli));
	memcpy(year, day, 4);
	blanks.year = year;
	err = qms_create_next_id(&draft->id, cli->system, &cli->arena, kind,
	    draft->agency, year);
	if (err == NULL)
		err = QMS_GRID(&grid, cli->system, &cli->arena, sql_agency,
		    draft->agency);
	if (err != NULL)
		return err;
	blanks.id = draft->id;
	blanks.agency_name = qms_grid_rows(&grid) > 0 ? qms_grid_cell(&grid,
	    0, 0) : draft->agency;
	blanks.title = qms_arena_format(&cli->arena, "Công bố hệ thống quản "
	    "lý chất lượng tại %s", blanks.agency_name);
	qms_model_fill(&out, qms_text(kind->starter), &blanks, NULL, NULL);
	draft->text = qms_text(qms_arena_copy(&cli->arena, out.data,
	    out.size));
	qms_buffer_free(&out);
	draft->path = qms_kind_path(&cli->arena, kind, draft->agency,
	    draft->id, year);
	/* when the head confirms it, that day is written */
	err = put_key(draft, "effectiveness", "");
	return err ? err : put_basis(draft);
}

/* The draft that is named, or the one that there is, or a new one. */
static const struct qms_error *
find_draft(struct draft *draft, struct cli *cli, const char *id)
{
	const struct qms_error *err;
	struct qms_found found;
	struct qms_grid grid;
	bool changed;

	draft->cli = cli;
	err = cli_agency(&draft->agency, cli);
	if (err == NULL && id == NULL) {
		err = QMS_GRID(&grid, cli->system, &cli->arena, sql_in_state,
		    draft->agency, "draft");
		if (err == NULL && qms_grid_rows(&grid) > 0)
			id = qms_grid_cell(&grid, 0, 0);
	}
	if (err != NULL)
		return err;
	if (id == NULL)
		return begin_text(draft);
	err = find_named(&found, cli, draft->agency, id);
	if (err == NULL && strcmp(found.state, "draft") != 0)
		err = qms_fail(QMS_M_U172, found.id,
		    qms_kind_state_name(found.kind, found.state, QMS_VI),
		    qms_kind_state_name(found.kind, found.state, QMS_EN));
	if (err != NULL)
		return err;
	draft->agency = found.agency;
	draft->id = found.id;
	draft->path = found.path;
	draft->there = true;
	return acts_working_text(&draft->text, &changed, cli, found.path);
}

static const struct qms_error *
make_draft(struct draft *draft, struct cli *cli, const char *id)
{
	const struct qms_error *err;

	err = find_draft(draft, cli, id);
	if (err == NULL)
		err = put_renewal(draft);
	if (err == NULL)
		err = put_figures(draft);
	return err ? err : writing_options(&draft->text, cli, draft->text);
}

/* ---- what is missing ---- */

struct missing {
	const struct qms_rule *rule;
	const char *arguments[QMS_MESSAGE_ARGUMENTS];
	bool refused;
};

/* Who would sign: whoever heads the agency on the day. */
static const char sql_head[] =
	"SELECT person FROM office WHERE agency = ?1 AND office = 'head'"
	"   AND ?2 BETWEEN first AND last ORDER BY person LIMIT 1";

static const struct qms_error *
judge(struct missing *missing, struct cli *cli, const struct draft *draft,
    const struct qms_rules *rules, const struct qms_kind_act *act)
{
	char day[QMS_DAY_SIZE];
	struct qms_strings one = { .count = 1 };
	const struct qms_error *err;
	struct qms_refusal refusal;
	struct qms_grid grid;
	size_t i;

	(void)qms_day_format(day, cli_today(cli));
	err = QMS_GRID(&grid, cli->system, &cli->arena, sql_head,
	    draft->agency, day);
	for (i = 0; err == NULL && i < act->guards.count; i++) {
		one.items = &act->guards.items[i];
		err = qms_rules_refuse(&refusal, &cli->arena, rules, &one,
		    qms_index_db(cli->system->index), draft->agency,
		    draft->id, "", act_id, qms_grid_rows(&grid) > 0 ?
		    qms_grid_cell(&grid, 0, 0) : "", day);
		missing[i].rule = qms_rules_get(rules, one.items[0]);
		missing[i].refused = err == NULL && refusal.rule != NULL;
		memcpy(missing[i].arguments, refusal.arguments,
		    sizeof(refusal.arguments));
	}
	return err;
}

/* Every guard of the act is asked, as if the draft were recorded. */
static const struct qms_error *
find_missing(struct missing **missing, size_t *count, struct cli *cli,
    const struct draft *draft)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), kind_id);
	struct qms_index_file laid = { draft->path, draft->text };
	bool past = cli_has(cli, "as-of") || cli_has(cli, "known");
	const struct qms_error *err, *ended = NULL;
	const struct qms_kind_act *act;
	const struct qms_rules *rules;

	*count = 0;
	act = kind == NULL ? NULL : qms_kind_act(kind, kind->first, act_id);
	if (act == NULL)
		return qms_fail(QMS_M_U016, kind_id, "");
	err = qms_system_rules(&rules, cli->system);
	if (err != NULL)
		return err;
	*count = act->guards.count;
	*missing = qms_arena_alloc(&cli->arena,
	    (*count + 1) * sizeof(**missing));
	/* nothing is laid over the past */
	if (!past)
		err = qms_index_overlay_begin(cli->system->index, &laid, 1,
		    cli->system->environment.email);
	if (err == NULL)
		err = judge(*missing, cli, draft, rules, act);
	if (!past)
		ended = qms_index_overlay_end(cli->system->index);
	return err ? err : ended;
}

static const char *
filled(struct cli *cli, const char *words, const struct missing *one)
{
	struct qms_buffer out = { 0 };
	const char *text;

	qms_message_fill(&out, words, one->arguments);
	text = qms_arena_copy(&cli->arena, out.data == NULL ? "" : out.data,
	    out.size);
	qms_buffer_free(&out);
	return text;
}

/* One line each: what, and the command that mends it. JSON has them all. */
static size_t
tell_missing(struct cli *cli, const struct draft *draft,
    const struct missing *missing, size_t count)
{
	static const struct report_column columns[] = {
		{ "agency", { NULL, NULL }, REPORT_TEXT },
		{ "declaration", { NULL, NULL }, REPORT_TEXT },
		{ "rule", { "Quy tắc", "Rule" }, REPORT_TEXT },
		{ "met", { NULL, NULL }, REPORT_TEXT },
		{ "title", { NULL, NULL }, REPORT_TEXT },
		{ "missing", { "Còn thiếu", "Missing" }, REPORT_TEXT },
		{ "command", { "Lệnh tiếp theo", "Next command" },
		    REPORT_TEXT },
	};
	struct report report;
	size_t refused = 0, i;

	REPORT(&report, cli, "qms/declare-check/1", columns);
	for (i = 0; i < count; i++) {
		refused += missing[i].refused;
		if (!missing[i].refused && !cli->json)
			continue;
		report_add(&report, draft->agency);
		report_add(&report, draft->id);
		report_add(&report, missing[i].rule->id);
		report_add(&report, missing[i].refused ? "no" : "yes");
		report_add(&report, missing[i].rule->title[cli->language]);
		report_add(&report, missing[i].refused ? filled(cli,
		    missing[i].rule->message[cli->language], &missing[i]) :
		    "");
		report_add(&report, missing[i].refused ? filled(cli,
		    missing[i].rule->command[cli->language], &missing[i]) :
		    "");
	}
	report_end(&report, "đủ điều kiện công bố", "qualified to declare");
	return refused;
}

static const struct qms_error *
check(struct cli *cli)
{
	struct draft draft = { 0 };
	struct missing *missing;
	const struct qms_error *err;
	size_t count, refused;

	err = find_draft(&draft, cli, cli->operand_count > 0 ?
	    cli->operands[0] : NULL);
	/* one that is there is judged as it is */
	if (err == NULL && !draft.there)
		err = put_figures(&draft);
	if (err == NULL)
		err = find_missing(&missing, &count, cli, &draft);
	if (err != NULL)
		return err;
	refused = tell_missing(cli, &draft, missing, count);
	if (refused > 0)
		cli->exit = QMS_EXIT_REFUSED;
	if (refused > 0)
		say(cli, "chưa đủ điều kiện công bố: còn thiếu %zu trên %zu "
		    "điều kiện", "not qualified to declare: %zu of %zu "
		    "conditions are missing", refused, count);
	return NULL;
}

/* What others have to do first stands in the way of a draft; the rest is the
 * work on the draft itself. */
static bool
must_wait(const struct missing *missing, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (missing[i].refused && missing[i].rule->waits)
			return true;
	return false;
}

static const struct qms_error *
write_draft(struct cli *cli, const char *id, const char *replaces)
{
	struct draft draft = { .replaces = replaces };
	struct missing *missing;
	const struct qms_error *err;
	size_t count, refused;

	err = cli_must_be_now(cli);
	if (err == NULL)
		err = make_draft(&draft, cli, id);
	if (err == NULL)
		err = find_missing(&missing, &count, cli, &draft);
	if (err != NULL)
		return err;
	if (must_wait(missing, count)) {
		refused = tell_missing(cli, &draft, missing, count);
		cli->exit = QMS_EXIT_REFUSED;
		say(cli, "chưa lập dự thảo: còn thiếu %zu trên %zu điều kiện",
		    "no draft is made: %zu of %zu conditions are missing",
		    refused, count);
		return NULL;
	}
	err = writing_file(cli, draft.path, draft.text, qms_arena_format(
	    &cli->arena, draft.there ? "Lập lại số liệu %s" :
	    "Soạn %s: quyết định công bố", draft.id));
	if (err != NULL)
		return err;
	qms_buffer_format(&cli->out, "%s\n", draft.id);
	say(cli, "còn thiếu gì: qms declare --check; bộ văn bản để ký: qms "
	    "declare pack %s THƯ-MỤC", "what is missing: qms declare --check; "
	    "the papers to sign: qms declare pack %s DIR", draft.id);
	return NULL;
}

/* ---- the acts ---- */

/* The option as if it had been typed. */
static void
set_option(struct cli *cli, const char *name, const char *value)
{
	const struct option_row *row = cli->command->options;
	struct cli_value *added;

	while (strcmp(row->name, name) != 0)
		row++;
	added = qms_push(&cli->arena, cli->values, cli->value_count,
	    cli->value_room);
	added->option = row;
	added->value = value;
}

static const struct qms_error *
record(struct cli *cli, const char *act, const char *state)
{
	struct act_request request = { .act = act, .text = true };
	static const char *operand[1];
	const struct qms_error *err;
	struct qms_found found;

	err = declare_find(&found, cli, 1, state);
	if (err != NULL)
		return err;
	operand[0] = qms_arena_format(&cli->arena, "%s/%s", found.agency,
	    found.id);
	cli->operands = operand;
	cli->operand_count = 1;
	return acts_record(cli, &request);
}

/* Number and day are known once it is signed; what is signed says them. */
static const struct qms_error *
sign(struct cli *cli)
{
	const char *number = cli_option(cli, "decision");
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	qms_day date;

	err = cli_day(&date, cli, "date", cli_today(cli));
	if (err == NULL)
		err = cli_day(&date, cli, "decision-date", date);
	if (err != NULL)
		return err;
	if (number != NULL) {
		set_option(cli, "set", qms_arena_format(&cli->arena,
		    "number=%s", number));
		set_option(cli, "set", qms_arena_format(&cli->arena,
		    "signed=%s", qms_day_format(day, date)));
	}
	return record(cli, act_id, "draft");
}

static const struct qms_error *
renew(struct cli *cli)
{
	const struct qms_error *err;
	struct qms_found found;

	err = declare_find(&found, cli, 1, "declared");
	if (err == NULL && !cli_has(cli, "reason"))
		err = qms_fail(QMS_M_U022, "--reason", "declare renew");
	return err ? err : write_draft(cli, NULL, found.id);
}

static const struct qms_error *
replace(struct cli *cli)
{
	return record(cli, "replace", "declared");
}

static const struct qms_error *
end(struct cli *cli)
{
	return record(cli, "end", "declared");
}

COMMAND(declare)
{
	static const struct {
		const char *name;	/* folded */
		const struct qms_error *(*run)(struct cli *cli);
	} verbs[] = {
		{ "list", declare_list }, { "danh-sach", declare_list },
		{ "pack", declare_pack }, { "dong-goi", declare_pack },
		{ "sign", sign }, { "ky", sign },
		{ "renew", renew }, { "cong-bo-lai", renew },
		{ "replace", replace }, { "thay-the", replace },
		{ "end", end }, { "cham-dut", end },
		{ "data", declare_data }, { "du-lieu", declare_data },
	};
	const struct qms_error *(*run)(struct cli *cli) = NULL;
	struct qms_buffer word = { 0 };
	size_t i;

	if (cli_has(cli, "check"))
		return check(cli);
	if (cli->operand_count == 0)
		return write_draft(cli, NULL, NULL);
	qms_unicode_fold(&word, qms_text(cli->operands[0]));
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (word.size > 0 && strcmp(verbs[i].name, word.data) == 0)
			run = verbs[i].run;
	qms_buffer_free(&word);
	if (run != NULL)
		return run(cli);
	return cli->operand_count > 1 ? qms_fail(QMS_M_U025,
	    cli->operands[0], "list, pack, sign, renew, replace, end, data") :
	    write_draft(cli, cli->operands[0], NULL);
}
