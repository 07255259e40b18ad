/* SPDX-License-Identifier: MIT */
/*
 * agency - add, end, list.
 */
#include <string.h>

#include "commands.h"
#include "qms/create.h"
#include "qms/query.h"
#include "report.h"
#include "writing.h"

static const struct qms_error *
list(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "agency", { "Mã", "Id" }, REPORT_TEXT },
		{ "name", { "Tên", "Name" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "tier", { "Cấp", "Tier" }, REPORT_TEXT },
		{ "parent", { "Chủ quản", "Parent" }, REPORT_TEXT },
		{ "from", { "Từ ngày", "From" }, REPORT_DAY },
		{ "to", { "Đến ngày", "To" }, REPORT_DAY },
		{ "successor", { "Kế thừa", "Successor" }, REPORT_TEXT },
	};
	const struct qms_error *err;
	struct qms_row_agency *rows;
	struct report report;
	size_t count, i;

	err = qms_query_agencies(&rows, &count, &cli->arena,
	    cli->system->index);
	if (err)
		return err;
	REPORT(&report, cli, "qms/agencies/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, rows[i].agency);
		report_add(&report, rows[i].name);
		report_add(&report, rows[i].kind);
		report_add(&report, rows[i].tier);
		report_add(&report, rows[i].parent);
		report_add(&report, rows[i].first);
		report_add(&report, rows[i].last);
		report_add(&report, rows[i].successor);
	}
	report_end(&report, "chưa có cơ quan nào", "no agency yet");
	return NULL;
}

/* What an agency took over, or all that ended agencies left and who has it. */
static const struct qms_error *
list_held(struct cli *cli, const char *agency)
{
	static const struct report_column columns[] = {
		{ "of_agency", { "Của cơ quan", "Of" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "title", { "Tên", "Name" }, REPORT_TEXT },
		{ "state", { "Trạng thái", "State" }, REPORT_TEXT },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "agency", { "Cơ quan tiếp nhận", "Held by" }, REPORT_TEXT },
		{ "since", { "Từ ngày", "Since" }, REPORT_DAY },
		{ "path", { NULL, NULL }, REPORT_TEXT },
	};
	const struct qms_error *err;
	const struct qms_kind *kind;
	struct qms_row_held *rows;
	struct report report;
	size_t count, i;

	err = qms_query_held(&rows, &count, &cli->arena, cli->system->index,
	    NULL, NULL);
	if (err)
		return err;
	REPORT(&report, cli, "qms/held/1", columns);
	report.whole = true;
	for (i = 0; i < count; i++) {
		if (agency != NULL && strcmp(rows[i].agency, agency) != 0 &&
		    strcmp(rows[i].of_agency, agency) != 0)
			continue;
		kind = qms_kinds_get(qms_system_kinds(cli->system),
		    rows[i].kind);
		report_add(&report, rows[i].of_agency);
		report_add(&report, rows[i].id);
		report_add(&report, rows[i].kind);
		report_shown(&report, kind->name[cli->language]);
		report_add(&report, rows[i].title);
		report_add(&report, rows[i].state);
		report_shown(&report, cli_state(cli, kind, rows[i].state,
		    rows[i].version));
		report_add(&report, rows[i].version);
		report_add(&report, rows[i].agency);
		if (*rows[i].agency == '\0')
			report_shown(&report, pick(cli, "chưa có", "nobody"));
		report_add(&report, rows[i].since);
		report_add(&report, rows[i].path);
	}
	report_end(&report, "không có gì bàn giao từ cơ quan đã kết thúc",
	    "nothing was taken over from an agency that ended");
	return NULL;
}

static const struct qms_error *
day_text(const char **text, struct cli *cli, const char *option)
{
	const struct qms_error *err;
	char buffer[QMS_DAY_SIZE];
	qms_day day;

	err = cli_day(&day, cli, option, QMS_DAY_NONE);
	*text = day == QMS_DAY_NONE ? NULL :
	    qms_arena_string(&cli->arena, qms_day_format(buffer, day));
	return err;
}

/* The kind of an agency is a code of law/agency-kinds.csv. */
static const struct qms_error *
check_kind(struct cli *cli, const char *kind)
{
	static const char sql[] =
	    "SELECT k.code, k.code = ?1 FROM agency_kind AS k ORDER BY k.code";
	struct qms_buffer codes = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	bool row, found = false;

	err = qms_db_query(&query, qms_index_db(cli->system->index), sql);
	if (err)
		return NULL;		/* the system names no kinds */
	qms_bind_text(query, 1, kind);
	while ((err = qms_step(&row, query)) == NULL && row) {
		found = found || qms_column_integer(query, 1) == 1;
		qms_buffer_format(&codes, "%s%s", codes.size > 0 ? ", " : "",
		    qms_column_text(query, 0));
	}
	qms_done(query);
	if (err == NULL && !found)
		err = qms_fail(QMS_M_U029, kind, codes.size > 0 ? codes.data :
		    pick(cli, "chưa có", "none"));
	qms_buffer_free(&codes);
	return err;
}

static const struct qms_error *
add(struct cli *cli, const char *id)
{
	struct qms_create_agency wanted = { .id = id };
	const struct qms_error *err;
	const char *me = NULL, *home;
	const struct qms_people *people;
	const struct qms_person *person;
	struct qms_change *change;
	char today[QMS_DAY_SIZE];

	wanted.name = cli_option(cli, "name");
	if (wanted.name == NULL)
		return qms_fail(QMS_M_U022, "--name", "agency");
	wanted.short_name = cli_option(cli, "short-name");
	if (wanted.short_name == NULL)
		wanted.short_name = id;
	wanted.kind = cli_option(cli, "kind");
	wanted.parent = cli_option(cli, "parent");
	wanted.model = cli_option(cli, "model");
	wanted.successor = cli_option(cli, "successor");
	wanted.predecessors = cli_options(cli, "predecessor");
	if (wanted.kind == NULL && wanted.model == NULL)
		return qms_fail(QMS_M_U022, "--kind", "agency");
	err = wanted.kind == NULL ? NULL : check_kind(cli, wanted.kind);
	if (err == NULL)
		err = day_text(&wanted.from, cli, "from");
	if (err == NULL)
		err = day_text(&wanted.to, cli, "to");
	if (err == NULL)
		err = writing_who(&home, &me, cli);
	if (err == NULL)
		err = qms_system_people(&people, cli->system, home);
	if (err)
		return err;
	if (wanted.from == NULL)
		wanted.from = qms_arena_string(&cli->arena,
		    qms_day_format(today, cli_today(cli)));
	if (qms_store_has(cli->system->store, qms_arena_format(&cli->arena,
	    "agencies/%s/agency.md", id)))
		return qms_fail(QMS_M_U017, id);
	person = qms_people_by_id(people, me);
	change = qms_change_new(cli->system);
	/* until it has people of its own, the caller keeps its documents */
	err = qms_create_agency(change, cli->system, &cli->arena, &wanted,
	    me, person->name, cli->environment.email, wanted.from);
	if (err == NULL)
		err = writing_commit_trust(cli, change, home, me,
		    qms_arena_format(&cli->arena, "Thêm cơ quan %s: %s", id,
		    wanted.name));
	qms_change_free(change);
	return err;
}

static const struct qms_error *
end(struct cli *cli, const char *id)
{
	static const char *const keys[] = { "to", "successor" };
	const struct qms_error *err;
	const char *path, *to, *me, *home;
	struct qms_change *change;
	struct qms_text text;
	size_t i;

	err = day_text(&to, cli, "to");
	if (err)
		return err;
	if (to == NULL)
		return qms_fail(QMS_M_U022, "--to", "agency");
	path = qms_arena_format(&cli->arena, "agencies/%s/agency.md", id);
	err = writing_who(&home, &me, cli);
	if (err == NULL)
		err = qms_store_read(&text, &cli->arena, cli->system->store,
		    path, QMS_FILE_LIMIT);
	for (i = 0; err == NULL && i < 2; i++)
		if (i == 0 || cli_has(cli, keys[i]))
			err = writing_set(&text, cli, text, keys[i],
			    i == 0 ? to : cli_option(cli, keys[i]));
	if (err)
		return err;
	change = qms_change_new(cli->system);
	qms_change_put(change, path, text);
	err = writing_commit_trust(cli, change, home, me,
	    qms_arena_format(&cli->arena, "Cơ quan %s kết thúc hoạt động",
	    id));
	qms_change_free(change);
	return err;
}

COMMAND(agency)
{
	const char *what = cli->operands[0];
	const struct qms_error *err;

	if (strcmp(what, "list") == 0)
		return list(cli);
	if (strcmp(what, "held") == 0)
		return list_held(cli, cli->operand_count < 2 ? NULL :
		    cli->operands[1]);
	err = cli_must_be_now(cli);
	if (err)
		return err;
	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U005, "agency",
		    cli->command->operands[cli->language]);
	if (strcmp(what, "add") == 0)
		return add(cli, cli->operands[1]);
	if (strcmp(what, "end") == 0)
		return end(cli, cli->operands[1]);
	return qms_fail(QMS_M_U025, what, "add, end, list, held");
}
