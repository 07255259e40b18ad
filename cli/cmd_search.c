/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/query.h"
#include "report.h"

COMMAND(search)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "line_number", { "Dòng", "Line" }, REPORT_NUMBER },
		{ "line", { "Nội dung", "Text" }, REPORT_TEXT },
		{ "kind", { NULL, NULL }, REPORT_TEXT },
		{ "path", { NULL, NULL }, REPORT_TEXT },
	};
	const char *text = cli_option(cli, "limit"), *agency = NULL;
	const struct qms_error *err;
	const struct qms_kind *kind;
	struct qms_row_hit *rows;
	struct qms_buffer words = { 0 };
	struct report report;
	size_t count, i, shown = 0, limit = 20;
	char *end;
	int n;

	if (text != NULL) {
		limit = strtoul(text, &end, 10);
		if (end == text || *end != '\0' || limit == 0 || limit > 10000)
			return qms_fail(QMS_M_U025, text, "1 … 10000");
	}
	if (cli_option(cli, "agency") != NULL)
		agency = cli_option(cli, "agency");
	for (n = 0; n < cli->operand_count; n++)
		qms_buffer_format(&words, "%s%s", n == 0 ? "" : " ",
		    cli->operands[n]);
	/* what is of other agencies is left out after ranking */
	err = qms_query_search(&rows, &count, &cli->arena, cli->system->index,
	    words.data, agency == NULL ? limit : 10000);
	qms_buffer_free(&words);
	if (err)
		return err;
	REPORT(&report, cli, "qms/search/1", columns);
	for (i = 0; i < count && shown < limit; i++) {
		if (agency != NULL && strcmp(agency, rows[i].agency) != 0)
			continue;
		shown++;
		report_add(&report, rows[i].agency);
		report_add(&report, rows[i].id);
		report_add(&report, rows[i].title);
		/* a list has no title of its own */
		kind = qms_kinds_get(qms_system_kinds(cli->system),
		    rows[i].kind);
		if (kind != NULL && strcmp(rows[i].title, rows[i].id) == 0)
			report_shown(&report, kind->name[cli->language]);
		if (rows[i].line_number > 0)
			report_number(&report, rows[i].line_number);
		else
			report_add(&report, "");
		report_add(&report, rows[i].line);
		report_add(&report, rows[i].kind);
		report_add(&report, rows[i].path);
	}
	report_end(&report, "không tìm thấy gì", "nothing found");
	if (shown == 0)
		cli->exit = QMS_EXIT_PROBLEMS;
	return NULL;
}
