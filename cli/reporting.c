/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/audit.h"
#include "reporting.h"

enum { FORM_LIMIT = 256 * 1024 };

static const char form[] = "report.html";

/* The agency's own page goes before that of the system, that before the
 * program's. */
static const struct qms_error *
read_page(struct qms_text *text, struct cli *cli, const char *agency)
{
	const char *const places[] = { qms_arena_format(&cli->arena,
	    "agencies/%s/templates/%s", agency, form), qms_arena_format(
	    &cli->arena, "law/forms/%s", form) };
	const char *file = qms_file_join(&cli->arena, cli->environment.data,
	    qms_arena_format(&cli->arena, "schemas/law/forms/%s", form));
	size_t i;

	for (i = 0; i < 2; i++)
		if (qms_store_has(cli->system->store, places[i]))
			return qms_store_read(text, &cli->arena,
			    cli->system->store, places[i], FORM_LIMIT);
	if (*cli->environment.data == '\0' ||
	    qms_file_type(file) != QMS_FILE_REGULAR)
		return qms_fail(QMS_M_U175, form);
	return qms_file_read(text, &cli->arena, file, FORM_LIMIT);
}

/* ---- who signs ---- */

static const char sql_head[] =
	"SELECT n.name, ifnull(t.title, '')"
	"  FROM office AS o"
	"  JOIN person AS n ON n.agency = o.agency AND n.id = o.person"
	"  LEFT JOIN people_offices AS t ON t.agency = o.agency"
	"   AND t.person = o.person AND t.office = 'head'"
	" WHERE o.agency = ?1 AND o.office = 'head'"
	"   AND ?2 BETWEEN o.first AND o.last"
	" ORDER BY o.first DESC, o.person LIMIT 1";
static const char collective[] = " Ủy ban nhân dân";

static const struct qms_error *
set_sign(struct qms_value *values, struct cli *cli,
    const struct qms_report *report)
{
	struct qms_value *lines = qms_value_list(values, "sign");
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	struct qms_grid grid;
	const char *title;

	err = QMS_GRID(&grid, cli->system, &cli->arena, sql_head,
	    report->agency, qms_day_format(day, report->day));
	if (err != NULL)
		return err;
	title = qms_grid_rows(&grid) == 0 ? "" : qms_grid_cell(&grid, 0, 1);
	if (*title == '\0')
		title = pick(cli, "Thủ trưởng cơ quan", "Head of the agency");
	if (qms_ends_with(title, collective)) {
		qms_value_item(lines, "TM. Ủy ban nhân dân");
		title = qms_arena_copy(&cli->arena, title, strlen(title) -
		    strlen(collective));
	}
	qms_value_item(lines, title);
	qms_value_text(values, "signer", qms_grid_rows(&grid) == 0 ? "" :
	    qms_grid_cell(&grid, 0, 0));
	return NULL;
}

static void
set_words(struct qms_value *values, struct cli *cli,
    const struct qms_report *report)
{
	const struct qms_report_template *template = report->template;
	struct qms_value *list = qms_value_list(values, "recipients");
	size_t i;

	qms_value_text(values, "lang", cli->language == QMS_VI ? "vi" : "en");
	qms_value_text(values, "title", report->title);
	qms_value_text(values, "type", template->type);
	qms_value_text(values, "agency", report->agency_name);
	qms_value_text(values, "parent", report->parent_name);
	if (*template->symbol != '\0')
		qms_value_text(values, "symbol", qms_arena_format(
		    &cli->arena, "%s-%s", template->symbol,
		    report->short_name));
	qms_value_text(values, "place", *report->place == '\0' ? "…" :
	    report->place);
	qms_value_text(values, "day", qms_report_long_day(&cli->arena,
	    report->day, QMS_VI));
	for (i = 0; i < template->recipients.count; i++)
		qms_value_item(list, template->recipients.items[i]);
}

const struct qms_error *
reporting_html(struct qms_buffer *out, struct cli *cli,
    const struct qms_report *report, bool print)
{
	struct qms_value *values = qms_value_new(&cli->arena);
	const struct qms_report_style style = { .marks = print ?
	    QMS_MARKS_NONE : QMS_MARKS_LINKS };
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_template_source source = { form, { NULL, 0 } };
	const struct qms_template *page;
	const struct qms_error *err;

	err = read_page(&source.text, cli, report->agency);
	if (err == NULL)
		err = set_sign(values, cli, report);
	if (err != NULL)
		return err;
	page = qms_template_find(qms_templates_compile(&cli->arena, &source,
	    1, &problems), form);
	if (page == NULL || qms_problems_have_errors(&problems)) {
		problems_write(cli, &problems);
		cli->exit = QMS_EXIT_PROBLEMS;
		return NULL;
	}
	set_words(values, cli, report);
	qms_report_values(values, report, &style);
	return qms_template_render(out, page, values, cli->language);
}
