/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "qms/query.h"
#include "report.h"

static bool
is_wanted(const struct cli *cli, const struct qms_row_object *row,
    const char *agency)
{
	int i;

	if (agency != NULL && *row->agency != '\0' &&
	    strcmp(row->agency, agency) != 0)
		return false;
	if (cli->operand_count == 0)
		return row->class != QMS_CLASS_DATA;
	for (i = 0; i < cli->operand_count; i++)
		if (strcmp(cli->operands[i], row->kind) == 0)
			return true;
	return false;
}

static const struct qms_error *
check_kinds(struct cli *cli)
{
	const struct qms_kinds *kinds = qms_system_kinds(cli->system);
	struct qms_buffer names = { 0 };
	const struct qms_error *err;
	size_t n;
	int i;

	for (i = 0; i < cli->operand_count; i++) {
		if (qms_kinds_get(kinds, cli->operands[i]) != NULL)
			continue;
		for (n = 0; n < kinds->count; n++)
			qms_buffer_format(&names, "%s%s", n == 0 ? "" : ", ",
			    kinds->items[n]->id);
		err = qms_fail(QMS_M_U016, cli->operands[i], names.data);
		qms_buffer_free(&names);
		return err;
	}
	return NULL;
}

/* Is a kind asked for whose files belong to no agency, such as rules? */
static bool
is_common(struct cli *cli)
{
	const struct qms_kind *kind;
	int i;

	for (i = 0; i < cli->operand_count; i++) {
		kind = qms_kinds_get(qms_system_kinds(cli->system),
		    cli->operands[i]);
		if (kind != NULL && kind->path != NULL &&
		    strstr(kind->path, "{agency}") == NULL)
			return true;
	}
	return false;
}

/* Who still has to read what; operands are ids or patterns of them here. */
static const struct qms_error *
list_unread(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "person", { "Mã cán bộ", "Person" }, REPORT_TEXT },
		{ "name", { "Họ và tên", "Name" }, REPORT_TEXT },
		{ "unit", { "Đơn vị", "Unit" }, REPORT_TEXT },
		{ "since", { "Từ ngày", "Since" }, REPORT_DAY },
	};
	struct qms_row_reader *rows;
	const struct qms_error *err = NULL;
	const char *agency = NULL;
	struct report report;
	size_t count, i;
	int n;

	if (!cli_has(cli, "all"))
		err = cli_agency(&agency, cli);
	if (err == NULL)
		err = qms_query_readers(&rows, &count, &cli->arena,
		    cli->system->index, agency, NULL, NULL);
	if (err)
		return err;
	REPORT(&report, cli, "qms/unread/1", columns);
	for (i = 0; i < count; i++) {
		for (n = 0; n < cli->operand_count; n++)
			if (qms_string_matches(cli->operands[n], rows[i].id) ||
			    strcmp(cli->operands[n], rows[i].kind) == 0)
				break;
		if (*rows[i].read != '\0' || (cli->operand_count > 0 &&
		    n == cli->operand_count))
			continue;
		report_add(&report, rows[i].agency);
		report_add(&report, rows[i].id);
		report_add(&report, rows[i].version);
		report_add(&report, rows[i].title);
		report_add(&report, rows[i].person);
		report_add(&report, rows[i].name);
		report_add(&report, rows[i].unit);
		report_add(&report, rows[i].since);
	}
	report_end(&report, "không còn ai phải đọc; khóa readers của tài liệu "
	    "nêu ai phải đọc", "nobody has anything to read; the key readers "
	    "of a document says who must");
	return NULL;
}

static void
add_object(struct report *report, const struct qms_row_object *row,
    const char *holder)
{
	struct cli *cli = report->cli;
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), row->kind);

	report_add(report, row->agency);
	report_add(report, row->id);
	report_add(report, row->title);
	report_add(report, row->kind);
	report_shown(report, kind->name[cli->language]);
	report_add(report, row->version);
	report_add(report, row->effective);
	report_add(report, row->state);
	report_shown(report, cli_state(cli, kind, row->state, row->version));
	report_add(report, row->path);
	report_add(report, holder);
}

/* Who holds it now: "" the agency itself, or nobody. */
static const char *
holder_of(const struct qms_row_held *held, size_t count, const char *path)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(held[i].path, path) == 0)
			return held[i].agency;
	return "";
}

/* What the agency took over from those before it stands behind its own. */
static const struct qms_error *
add_taken_over(struct report *report, const struct qms_row_held *held,
    size_t count, const char *agency, struct qms_filter filter)
{
	struct cli *cli = report->cli;
	const struct qms_error *err = NULL;
	struct qms_row_object *rows;
	size_t found, i, j;

	for (i = 0; err == NULL && i < count; i++) {
		if (strcmp(held[i].agency, agency) != 0)
			continue;
		filter.agency = held[i].of_agency;
		filter.id = held[i].id;
		err = qms_query_objects(&rows, &found, &cli->arena,
		    cli->system->index, &filter);
		for (j = 0; err == NULL && j < found; j++)
			if (strcmp(rows[j].path, held[i].path) == 0 &&
			    is_wanted(cli, &rows[j], NULL))
				add_object(report, &rows[j], agency);
	}
	return err;
}

COMMAND(list)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "effective", { "Hiệu lực từ", "In force from" },
		    REPORT_DAY },
		{ "state", { "Trạng thái", "State" }, REPORT_TEXT },
		{ "path", { NULL, NULL }, REPORT_TEXT },
		{ "held_by", { "Cơ quan tiếp nhận", "Held by" }, REPORT_TEXT },
	};
	struct qms_filter filter = { .state = cli_option(cli, "state") };
	const struct qms_error *err;
	struct qms_row_object *rows;
	struct qms_row_held *held;
	struct report report;
	const char *agency = NULL;
	size_t count, held_count = 0, i;

	if (cli_has(cli, "unread"))
		return list_unread(cli);
	err = check_kinds(cli);
	if (err == NULL && !cli_has(cli, "all"))
		err = cli_agency(&agency, cli);
	if (!is_common(cli))
		filter.agency = agency;
	if (err == NULL)
		err = qms_query_objects(&rows, &count, &cli->arena,
		    cli->system->index, &filter);
	if (err == NULL)
		err = qms_query_held(&held, &held_count, &cli->arena,
		    cli->system->index, NULL, NULL);
	if (err)
		return err;
	REPORT(&report, cli, "qms/list/1", columns);
	for (i = 0; i < count; i++) {
		if (!is_wanted(cli, &rows[i], agency))
			continue;
		add_object(&report, &rows[i], holder_of(held, held_count,
		    rows[i].path));
	}
	if (agency != NULL)
		err = add_taken_over(&report, held, held_count, agency,
		    filter);
	if (err)
		return err;
	report_end(&report, "không có gì; bắt đầu bằng: qms new procedure "
	    "--title \"…\"", "nothing; begin with: qms new procedure "
	    "--title \"…\"");
	if (report.cell_count > 0 && !cli->json && !cli->csv)
		say(cli, "Xem từng cái, và việc có thể làm: qms show MÃ",
		    "To see one, and what can be done: qms show ID");
	return NULL;
}
