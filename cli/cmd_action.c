/* SPDX-License-Identifier: MIT */
/*
 * action - corrective actions: which are open and since when, one opened from a
 * finding, and each act of theirs with what it asks for, in one command.
 */
#include <string.h>

#include "acts.h"
#include "commands.h"
#include "qms/audit.h"
#include "qms/unicode.h"
#include "report.h"
#include "writing.h"

/* The table that an act of this kind is about. */
static const struct {
	const char *act, *table;
} tables[] = {
	{ "analyse", "causes" }, { "plan", "plan" }, { "replan", "plan" },
	{ "finish", "evidence" },
};

static const char *
table_of(const char *act)
{
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (strcmp(tables[i].act, act) == 0)
			return tables[i].table;
	return NULL;
}

static const struct qms_kind *
kind_of(const struct cli *cli)
{
	return qms_kinds_get(qms_system_kinds(cli->system), "action");
}

/* ---- which there are ---- */

static const char sql_list[] =
	"SELECT iif(a.agency = ?1, a.id, a.agency || '/' || a.id), a.title,"
	"       iif(a.agency = ?1 OR instr(a.finding, '/') > 0, a.finding,"
	"           a.agency || '/' || a.finding),"
	"       a.unit, a.owner, a.state,"
	"       coalesce(a.since, f.day, ''), a.due, coalesce(a.closed, ''),"
	"       a.due < q.day AND a.closed IS NULL"
	"         AND a.state NOT IN ('done', 'verified', 'effective'),"
	"       iif(a.agency = ?1, '', a.agency)"
	"  FROM asof AS q"
	"  JOIN (SELECT x.agency, x.id FROM action AS x"
	"         WHERE x.agency = ?1 AND NOT EXISTS (SELECT 1 FROM held AS h"
	"               WHERE h.of_agency = ?1 AND h.kind = 'action'"
	"                 AND h.id = x.id AND h.agency IS NOT NULL)"
	"        UNION ALL"
	"        SELECT h.of_agency, h.id FROM held AS h"
	"         WHERE h.agency = ?1 AND h.kind = 'action') AS w"
	"  JOIN action AS a ON a.agency = w.agency AND a.id = w.id"
	"  LEFT JOIN finding AS f ON f.agency = a.agency AND f.id = a.finding"
	" WHERE q.source = 1 AND (?2 = '' OR a.owner = ?1 || '/' || ?2"
	"        OR (a.agency = ?1 AND a.owner = ?2))"
	"   AND (?3 = '' OR a.unit = ?3)"
	" ORDER BY coalesce(a.since, f.day, ''), a.id";
enum { ID, TITLE, FINDING, UNIT, OWNER, STATE, SINCE, DUE, CLOSED, OVERDUE,
	OF_AGENCY };

static void
add_action(struct report *report, struct cli *cli, const struct qms_grid *grid,
    size_t row, const struct qms_kind *kind)
{
	static const int texts[] = { ID, TITLE, FINDING, UNIT, OWNER };
	qms_day since = qms_day_parse(qms_text(qms_grid_cell(grid, row,
	    SINCE))), today = cli_today(cli);
	bool late = strcmp(qms_grid_cell(grid, row, OVERDUE), "1") == 0;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		report_add(report, qms_grid_cell(grid, row,
		    (size_t)texts[i]));
	report_add(report, qms_grid_cell(grid, row, STATE));
	report_shown(report, qms_kind_state_name(kind, qms_grid_cell(grid,
	    row, STATE), cli->language));
	report_number(report, since == QMS_DAY_NONE ? 0 : today - since);
	report_add(report, qms_grid_cell(grid, row, DUE));
	report_add(report, late ? "yes" : "no");
	report_shown(report, late ? pick(cli, "quá hạn", "overdue") : "");
	report_add(report, qms_grid_cell(grid, row, OF_AGENCY));
}

/* By state, in the order in which an action goes through them; oldest first. */
static const struct qms_error *
list(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "title", { "Tóm tắt", "Title" }, REPORT_TEXT },
		{ "finding", { "Phát hiện", "Finding" }, REPORT_TEXT },
		{ "unit", { "Đơn vị", "Unit" }, REPORT_TEXT },
		{ "owner", { "Người thực hiện", "Owner" }, REPORT_TEXT },
		{ "state", { "Trạng thái", "State" }, REPORT_TEXT },
		{ "waiting", { "Số ngày", "Days" }, REPORT_NUMBER },
		{ "due", { "Hạn", "Due" }, REPORT_DAY },
		{ "overdue", { "", "" }, REPORT_TEXT },
		{ "taken_over_from", { "Tiếp nhận từ", "Taken over from" },
		    REPORT_TEXT },
	};
	const struct qms_kind *kind = kind_of(cli);
	const char *agency, *me = "", *unit = cli_option(cli, "unit"), *state;
	const struct qms_error *err;
	struct report report;
	struct qms_grid grid;
	size_t i, row;

	err = cli_agency(&agency, cli);
	if (err == NULL && cli_has(cli, "mine"))
		err = cli_me(&me, cli, agency);
	if (err == NULL)
		err = QMS_GRID(&grid, cli->system, &cli->arena, sql_list,
		    agency, me, unit == NULL ? "" : unit);
	if (err != NULL)
		return err;
	REPORT(&report, cli, "qms/actions/1", columns);
	for (i = 0; i < kind->state_count; i++) {
		state = kind->states[i].id;
		if (qms_kind_is_final(kind, state) && !cli_has(cli, "all"))
			continue;
		for (row = 0; row < qms_grid_rows(&grid); row++)
			if (strcmp(qms_grid_cell(&grid, row, STATE),
			    state) == 0)
				add_action(&report, cli, &grid, row, kind);
	}
	report_end(&report, "không có hành động khắc phục nào đang mở",
	    "no action is open");
	return NULL;
}

/* ---- one is opened ---- */

static const char sql_finding[] =
	"SELECT f.title, f.unit, f.state, f.day, f.grade,"
	"       coalesce(g.days, '')"
	"  FROM finding AS f LEFT JOIN finding_grade AS g ON g.grade = f.grade"
	" WHERE f.agency = ?1 AND f.id = ?2";
enum { OF_TITLE, OF_UNIT, OF_STATE, OF_DAY, OF_GRADE, OF_DAYS };

static void
set_option(struct cli *cli, const char *name, const char *value)
{
	const struct option_row *option = cli->command->options;
	struct cli_value *added;

	while (strcmp(option->name, name) != 0)
		option++;
	added = qms_push(&cli->arena, cli->values, cli->value_count,
	    cli->value_room);
	added->option = option;
	added->value = value;
}

/*
 * So many days from the day of the finding, or from today when these are over;
 * a term that ends on a day off ends on the next day of work.
 */
static const struct qms_error *
choose_due(const char **due, struct cli *cli, const struct qms_grid *finding)
{
	static const char sql[] = "SELECT add_working_days(?1, 0)";
	const char *days = qms_grid_cell(finding, 0, OF_DAYS);
	char text[QMS_DAY_SIZE];
	const struct qms_error *err;
	struct qms_grid grid;
	qms_day day, asked;
	int count = 0;

	err = cli_day(&asked, cli, "due", QMS_DAY_NONE);
	if (err != NULL)
		return err;
	if (asked != QMS_DAY_NONE) {
		*due = qms_arena_string(&cli->arena, qms_day_format(text,
		    asked));
		return NULL;
	}
	for (; *days >= '0' && *days <= '9' && count < 1000; days++)
		count = 10 * count + *days - '0';
	if (count == 0)
		return qms_fail(QMS_M_U151, qms_grid_cell(finding, 0,
		    OF_GRADE));
	day = qms_day_parse(qms_text(qms_grid_cell(finding, 0, OF_DAY)));
	if (day == QMS_DAY_NONE || day + count <= cli_today(cli))
		day = cli_today(cli);
	err = QMS_GRID(&grid, cli->system, &cli->arena, sql, qms_day_format(
	    text, day + count));
	if (err == NULL)
		*due = qms_grid_cell(&grid, 0, 0);
	return err;
}

/* An id as it is, or that of the only person of this name. */
static const char *
find_person(struct cli *cli, const char *agency, const char *name)
{
	struct qms_buffer folded = { 0 };
	const char *id;

	qms_unicode_fold(&folded, qms_text(name));
	id = qms_map_get(writing_people(cli, agency), folded.size > 0 ?
	    folded.data : "");
	qms_buffer_free(&folded);
	return id == NULL || *id == '\0' ? name : id;
}

static const struct qms_error *
open_action(struct cli *cli)
{
	static const char *kind[] = { "action" };
	const char *agency, *due = "", *owner = cli_option(cli, "owner"),
	    *unit = cli_option(cli, "unit"), *id;
	const struct qms_error *err;
	struct qms_grid finding;
	const char *state;

	err = cli_must_be_now(cli);
	if (err == NULL)
		err = cli_agency(&agency, cli);
	if (err == NULL && cli->operand_count < 2)
		err = qms_fail(QMS_M_U022, pick(cli, "PHÁT-HIỆN", "FINDING"),
		    "action open");
	if (err != NULL)
		return err;
	id = cli->operands[1];
	err = QMS_GRID(&finding, cli->system, &cli->arena, sql_finding,
	    agency, id);
	if (err == NULL && qms_grid_rows(&finding) == 0)
		err = qms_fail(QMS_M_U050, id);
	if (err != NULL)
		return err;
	state = qms_grid_cell(&finding, 0, OF_STATE);
	if (strcmp(state, "retracted") == 0 || strcmp(state, "closed") == 0)
		return qms_fail(QMS_M_U152, id);
	err = choose_due(&due, cli, &finding);
	if (err == NULL && owner == NULL && !cli->no_input && interactive())
		owner = ask_line(cli, "Người chịu trách nhiệm", "Owner", "");
	if (err == NULL && (owner == NULL || *owner == '\0'))
		err = qms_fail(QMS_M_U022, "--owner", "action open");
	if (err != NULL)
		return err;
	if (!cli_has(cli, "title"))
		set_option(cli, "title", qms_grid_cell(&finding, 0,
		    OF_TITLE));
	set_option(cli, "set", qms_arena_format(&cli->arena, "finding=%s",
	    id));
	set_option(cli, "set", qms_arena_format(&cli->arena, "unit=%s",
	    unit == NULL ? qms_grid_cell(&finding, 0, OF_UNIT) : unit));
	set_option(cli, "set", qms_arena_format(&cli->arena, "owner=%s",
	    find_person(cli, agency, owner)));
	set_option(cli, "set", qms_arena_format(&cli->arena, "due=%s", due));
	cli->operands = kind;
	cli->operand_count = 1;
	cli->no_input = true;		/* there is nothing left to ask */
	return cmd_new(cli);
}

/* ---- an act ---- */

/* Each column but the number, until the first of a row stays empty. */
static const struct qms_error *
ask_rows(struct qms_text *text, struct cli *cli,
    const struct qms_found *found, const char *table)
{
	const struct qms_kind_table *of = NULL;
	const struct qms_error *err = NULL;
	const char *cells, *answer;
	size_t i, first;

	for (i = 0; i < found->kind->table_count; i++)
		if (strcmp(found->kind->tables[i].name, table) == 0)
			of = &found->kind->tables[i];
	while (of != NULL && err == NULL) {
		cells = "";
		first = strcmp(of->columns[0].key, "no") == 0;
		for (i = first; i < of->column_count; i++) {
			answer = ask_line(cli, of->columns[i].title,
			    of->columns[i].title, "");
			if (i == first && *answer == '\0')
				return NULL;
			cells = qms_arena_format(&cli->arena, "%s%s%s",
			    cells, i == first ? "" : "|", answer);
		}
		err = writing_row(text, cli, found->path, *text, table,
		    cells);
	}
	return err;
}

/* Its rows, and the deadline that is extended. */
static const struct qms_error *
write_content(struct qms_text *text, struct cli *cli,
    const struct qms_found *found, const char *act)
{
	struct qms_strings rows = cli_options(cli, "row");
	const char *table = table_of(act);
	const struct qms_error *err = NULL;
	char day[QMS_DAY_SIZE];
	qms_day due;
	size_t i;

	if (rows.count > 0 && table == NULL)
		return qms_fail(QMS_M_U025, "--row",
		    "analyse, plan, replan, finish");
	for (i = 0; err == NULL && i < rows.count; i++)
		err = writing_row(text, cli, found->path, *text, table,
		    rows.items[i]);
	if (err == NULL && rows.count == 0 && table != NULL &&
	    !cli->no_input && interactive())
		err = ask_rows(text, cli, found, table);
	if (err == NULL)
		err = cli_day(&due, cli, "due", QMS_DAY_NONE);
	if (err != NULL || due == QMS_DAY_NONE)
		return err;
	if (strcmp(act, "extend") != 0)
		return qms_fail(QMS_M_U025, "--due", "extend");
	return writing_set(text, cli, *text, "due", qms_day_format(day, due));
}

/* The new deadline is part of what is stated. */
static const struct qms_error *
add_until(struct cli *cli, struct qms_change *change,
    const struct qms_found *found, struct qms_statement *statement)
{
	char day[QMS_DAY_SIZE];
	const struct qms_error *err;
	qms_day due;

	(void)change;
	(void)found;
	err = cli_day(&due, cli, "due", QMS_DAY_NONE);
	if (err == NULL && due != QMS_DAY_NONE)
		statement->until = qms_arena_string(&cli->arena,
		    qms_day_format(day, due));
	return err;
}

static bool
is_called(const char *word, const char *name)
{
	return qms_unicode_alike(qms_text(word), qms_text(name));
}

/* By its id, or by its name in either language: "lập kế hoạch". */
static const char *
find_act(const struct qms_kind *kind, const char *word)
{
	const char *act;
	size_t i;

	for (i = 0; i < kind->act_count; i++) {
		act = kind->acts[i].act;
		if (is_called(word, act) || is_called(word,
		    qms_kind_act_name(kind, act, QMS_VI)) ||
		    is_called(word, qms_kind_act_name(kind, act, QMS_EN)))
			return act;
	}
	return NULL;
}

static const char *
list_acts(struct cli *cli, const struct qms_kind *kind)
{
	const char *words = "list, open";
	size_t i, k;

	for (i = 0; i < kind->act_count; i++) {
		for (k = 0; k < i; k++)
			if (strcmp(kind->acts[k].act,
			    kind->acts[i].act) == 0)
				break;
		if (k == i)
			words = qms_arena_format(&cli->arena, "%s, %s",
			    words, kind->acts[i].act);
	}
	return words;
}

static const struct qms_error *
record(struct cli *cli, const struct qms_kind *kind, const char *act)
{
	struct act_request request = { .act = act, .fill = add_until,
	    .text = true, .edit = write_content };
	const struct qms_error *err = cli_must_be_now(cli);
	struct qms_found found;
	const char *agency;

	if (err == NULL && cli->operand_count < 2)
		err = qms_fail(QMS_M_U022, pick(cli, "MÃ", "ID"),
		    qms_arena_format(&cli->arena, "action %s", act));
	if (err != NULL)
		return err;
	if (cli_agency(&agency, cli) != NULL)
		agency = "";
	err = qms_system_find(&found, cli->system, agency, cli->operands[1]);
	if (err == NULL && found.kind != kind)
		err = qms_fail(QMS_M_U050, cli->operands[1]);
	if (err != NULL)
		return err;
	cli->operands++;
	cli->operand_count = 1;
	return acts_record(cli, &request);
}

COMMAND(action)
{
	const char *word = cli->operand_count == 0 ? "list" :
	    cli->operands[0], *act;
	const struct qms_kind *kind = kind_of(cli);

	if (kind == NULL)
		return qms_fail(QMS_M_U016, "action", "-");
	if (is_called(word, "list") || is_called(word, "danh sách"))
		return list(cli);
	if (is_called(word, "open") || is_called(word, "mở"))
		return open_action(cli);
	act = find_act(kind, word);
	return act != NULL ? record(cli, kind, act) : qms_fail(QMS_M_U025,
	    word, list_acts(cli, kind));
}
