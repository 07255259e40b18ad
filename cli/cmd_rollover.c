/* SPDX-License-Identifier: MIT */
/*
 * rollover - the plans of the new year from those of the old one.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/rollover.h"
#include "report.h"
#include "writing.h"

static const char *
what_name(const struct cli *cli, enum qms_rollover_what what)
{
	switch (what) {
	case QMS_ROLLOVER_KEPT:
		return pick(cli, "còn mở, tiếp tục", "goes on");
	case QMS_ROLLOVER_CARRIED:
		return pick(cli, "chuyển sang", "carried");
	case QMS_ROLLOVER_CHANGED:
		return pick(cli, "thay đổi", "changed");
	default:
		return pick(cli, "bỏ", "dropped");
	}
}

/* A key, a table, or a column of one, as its kind calls it. */
static const char *
place_name(struct cli *cli, const struct qms_kind *kind, const char *place)
{
	const struct qms_kind_key *key = qms_kind_key(kind, place);
	const struct qms_kind_table *table;
	size_t i, j, size;

	if (key != NULL)
		return key->name[cli->language] == NULL ? place :
		    key->name[cli->language];
	for (i = 0; i < kind->table_count; i++) {
		table = &kind->tables[i];
		size = strlen(table->name);
		if (strncmp(place, table->name, size) != 0)
			continue;
		if (place[size] == '\0')
			return table->section;
		for (j = 0; place[size] == '.' && j < table->column_count; j++)
			if (strcmp(place + size + 1, table->columns[j].key) ==
			    0)
				return qms_arena_format(&cli->arena, "%s: %s",
				    table->section, table->columns[j].title);
	}
	return place;
}

static void
report_lines(struct cli *cli, const struct qms_rollover *result)
{
	static const struct report_column columns[] = {
		{ "what", { "Kết quả", "What" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "from", { "Từ", "From" }, REPORT_TEXT },
		{ "place", { "Chỗ", "Place" }, REPORT_TEXT },
		{ "row", { "Hàng", "Row" }, REPORT_NUMBER },
		{ "before", { "Trước", "Before" }, REPORT_TEXT },
		{ "after", { "Sau", "After" }, REPORT_TEXT },
	};
	const struct qms_rollover_line *line;
	const struct qms_kind *kind;
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/rollover/1", columns);
	for (i = 0; i < result->count; i++) {
		line = &result->items[i];
		kind = qms_kinds_get(qms_system_kinds(cli->system),
		    line->kind);
		report_add(&report, qms_rollover_what_id(line->what));
		report_shown(&report, what_name(cli, line->what));
		report_add(&report, line->id);
		report_add(&report, line->kind);
		report_shown(&report, kind->name[cli->language]);
		report_add(&report, line->from);
		report_add(&report, line->place);
		report_shown(&report, place_name(cli, kind, line->place));
		if (line->row > 0)
			report_number(&report, (int64_t)line->row);
		else
			report_add(&report, "");
		report_add(&report, line->before);
		report_add(&report, line->after);
	}
	report_end(&report, "không có kế hoạch nào của năm trước, cũng không "
	    "có việc nào còn mở", "there is no plan of the year before, and "
	    "nothing is open");
}

COMMAND(rollover)
{
	const char *year = cli->operands[0], *agency;
	const struct qms_error *err;
	struct qms_rollover result;
	struct qms_change *change;

	if (strlen(year) != 4 || strspn(year, "0123456789") != 4 ||
	    *year < '2')
		return qms_fail(QMS_M_U025, year, "2027");
	err = cli_agency(&agency, cli);
	if (err)
		return err;
	change = qms_change_new(cli->system);
	err = qms_rollover(&result, change, cli->system, &cli->arena, agency,
	    atoi(year));
	if (err == NULL && result.made > 0)
		err = writing_commit(cli, change, qms_arena_format(
		    &cli->arena, "Chuyển kế hoạch sang năm %s", year));
	qms_change_free(change);
	if (err == NULL)
		report_lines(cli, &result);
	return err;
}
