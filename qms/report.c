/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "audit.h"
#include "report_part.h"

/* ---- whose report ---- */

static const char sql_agency[] =
	"SELECT a.name, a.short_name, p.name, a.place"
	"  FROM agency AS a"
	"  LEFT JOIN agency AS p ON p.agency = a.parent"
	" WHERE a.agency = ?1 LIMIT 1";

static const struct qms_error *
read_agency(struct qms_report *report, struct qms_system *system)
{
	const struct qms_error *err;
	struct qms_grid grid;

	report->agency_name = report->agency;
	report->short_name = report->parent_name = report->place = "";
	err = QMS_GRID(&grid, system, report->arena, sql_agency,
	    report->agency);
	if (err != NULL || qms_grid_rows(&grid) == 0)
		return err;
	report->agency_name = qms_grid_cell(&grid, 0, 0);
	report->short_name = qms_grid_cell(&grid, 0, 1);
	report->parent_name = qms_grid_cell(&grid, 0, 2);
	report->place = qms_grid_cell(&grid, 0, 3);
	return NULL;
}

/* ---- what is asked, and when ---- */

/* Which rules a template names, and for which days. */
struct needs {
	struct qms_strings rules;
	bool before, trend;
};

static void
add_needs(struct needs *needs, struct qms_arena *arena,
    const struct qms_report_marks_of *marks)
{
	const struct qms_report_mark *mark;
	const char *source;
	size_t i, size;

	for (i = 0; i < marks->count; i++) {
		mark = &marks->items[i];
		for (source = mark->source; *source != '\0';
		    source += size + (source[size] == ',')) {
			size = strcspn(source, ",");
			qms_strings_add(arena, &needs->rules, qms_arena_copy(
			    arena, source, size));
		}
		needs->before |= strcmp(mark->field, "previous") == 0 ||
		    strcmp(mark->field, "change") == 0;
		needs->trend |= strcmp(mark->field, "trend") == 0;
	}
}

static const struct qms_error *
ask(struct qms_report_asked *asked, struct qms_report_fill *fill, qms_day day,
    const char *known, const struct needs *needs)
{
	const struct qms_question *question;
	const struct qms_error *err;
	char hex[QMS_OID_HEX];
	int by;

	memset(asked, 0, sizeof(*asked));
	asked->day = day;
	asked->commit = "";
	err = qms_system_ask(fill->system, day, known);
	if (err != NULL)
		return err;
	question = qms_index_question(fill->system->index);
	asked->known = question->known > 0;
	if (!asked->known)
		return NULL;
	if (!qms_oid_is_zero(&question->commit))
		asked->commit = qms_arena_string(fill->arena,
		    qms_oid_hex(hex, &question->commit));
	err = qms_count_some(&asked->counted, fill->system, fill->arena,
	    &needs->rules);
	for (by = 0; err == NULL && by < QMS_BYS; by++)
		qms_indicators(&asked->items[by], &asked->counts[by],
		    &asked->counted, (enum qms_indicator_by)by);
	return err;
}

/* The ends of the quarters before the day; the day is what is asked now. */
static const struct qms_error *
ask_trend(struct qms_report_fill *fill, qms_day day, const char *known,
    const struct needs *needs)
{
	qms_day last = qms_quarter_end(day), end;
	const struct qms_error *err = NULL;
	struct qms_report_asked *asked;
	int i;

	for (i = QMS_REPORT_TREND - 1; err == NULL && i >= 0; i--) {
		end = qms_day_add_months(last + 1, -3 * i) - 1;
		if (end == day)
			break;
		asked = &fill->trend[fill->trend_count];
		err = ask(asked, fill, end, known, needs);
		fill->trend_count += err == NULL && asked->known;
	}
	return err;
}

static const struct qms_error *
ask_all(struct qms_report_fill *fill, const char *known,
    const struct needs *needs)
{
	struct qms_report *report = fill->report;
	const struct qms_error *err = NULL;

	if (needs->before)
		err = ask(&fill->before, fill, report->from - 1, known,
		    needs);
	if (err == NULL && needs->trend)
		err = ask_trend(fill, report->to, known, needs);
	if (err == NULL)
		err = ask(&fill->now, fill, report->day, known, needs);
	fill->trend[fill->trend_count] = fill->now;
	fill->trend[fill->trend_count++].day = report->to;
	report->commit = fill->now.commit;
	return err;
}

/* ---- pieces ---- */

void
qms_report_escape(struct qms_buffer *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (strchr("\\`*_[]<>#|&!{}", *text) != NULL)
			qms_buffer_char(out, '\\');
		qms_buffer_char(out, *text == '\n' || *text == '\r' ? ' ' :
		    *text);
	}
}

static struct qms_report_piece *
last_piece(struct qms_report *report)
{
	if (report->piece_count == 0 || report->pieces[report->piece_count -
	    1].table != NULL)
		return qms_push(report->arena, report->pieces,
		    report->piece_count, report->piece_room);
	return &report->pieces[report->piece_count - 1];
}

static void
add_run(struct qms_report *report, const char *text, size_t source)
{
	struct qms_report_piece *piece = last_piece(report);

	*qms_push(report->arena, piece->runs, piece->count, piece->room) =
	    (struct qms_report_run){ text, source };
}

static void
add_words(struct qms_report *report, const char *text)
{
	struct qms_buffer out = { 0 };

	qms_report_escape(&out, text);
	add_run(report, qms_arena_copy(report->arena, out.data == NULL ? "" :
	    out.data, out.size), 0);
	qms_buffer_free(&out);
}

/* Figures of one rule, group and day have one source. */
static size_t
number_source(struct qms_report *report,
    const struct qms_report_value *value)
{
	const struct qms_report_source *source = &value->source;
	struct qms_report_source *old;
	size_t i;

	for (i = 0; i < report->source_count; i++) {
		old = &report->sources[i];
		if (source->whole >= 0 && old->whole >= 0 && old->day ==
		    source->day && strcmp(old->id, source->id) == 0 &&
		    strcmp(old->title, source->title) == 0)
			break;
		if (strcmp(old->query, source->query) == 0)
			break;
	}
	if (i == report->source_count)
		*qms_push(report->arena, report->sources,
		    report->source_count, report->source_room) = *source;
	old = &report->sources[i];
	if (value->shown != NULL)
		qms_strings_add(report->arena, &old->shown, value->shown);
	return i + 1;
}

static void
add_value(struct qms_report_fill *fill, const struct qms_report_value *value)
{
	struct qms_report *report = fill->report;
	struct qms_report_piece *piece;
	size_t source = 0;

	if (!value->had) {
		add_run(report, "…", 0);
		return;
	}
	if (value->figure)
		source = number_source(report, value);
	if (value->table == NULL && source == 0) {
		add_words(report, value->shown);
	} else if (value->table == NULL) {
		add_run(report, value->shown, source);
	} else {
		value->table->source = source;
		piece = qms_push(report->arena, report->pieces,
		    report->piece_count, report->piece_room);
		piece->table = value->table;
		piece->chart = value->chart;
	}
}

static bool
holds(const struct qms_report_value *value)
{
	return value->had && (value->number >= 0 ? value->number > 0 :
	    value->shown != NULL && *value->shown != '\0');
}

static const struct qms_error *
fill_marks(struct qms_report_fill *fill,
    const struct qms_report_marks_of *marks)
{
	const struct qms_error *err = NULL;
	const struct qms_report_mark *mark;
	struct qms_report_value value;
	size_t i, depth = 0, off = 0;	/* the depth that is left out */
	bool alone = false;

	for (i = 0; err == NULL && i < marks->count; i++) {
		mark = fill->mark = &marks->items[i];
		if (mark->type == MARK_END) {
			if (depth > 0 && off == depth--)
				off = 0;
		} else if (mark->type == MARK_IF || mark->type ==
		    MARK_UNLESS) {
			depth++;
			if (off == 0 && (err = qms_report_figure(&value,
			    fill)) == NULL && holds(&value) !=
			    (mark->type == MARK_IF))
				off = depth;
		} else if (off == 0 && mark->type == MARK_WORDS) {
			add_run(fill->report, mark->text + (alone &&
			    *mark->text == '\n'), 0);
		} else if (off == 0) {
			err = qms_report_figure(&value, fill);
			if (err == NULL)
				add_value(fill, &value);
		}
		alone = mark->block && mark->type != MARK_VALUE;
	}
	return err;
}

/* A title has no figures, only words. */
static const struct qms_error *
fill_title(struct qms_report_fill *fill)
{
	struct qms_report *report = fill->report;
	const struct qms_error *err = NULL;
	struct qms_report_marks_of marks;
	struct qms_report_value value;
	struct qms_buffer out = { 0 };
	size_t i;

	qms_report_marks(&marks, fill->arena, qms_text(
	    report->template->title), report->template->path,
	    report->template->title_line, fill->problems);
	for (i = 0; err == NULL && i < marks.count; i++) {
		fill->mark = &marks.items[i];
		if (fill->mark->type == MARK_WORDS) {
			qms_buffer_string(&out, fill->mark->text);
			continue;
		}
		err = qms_report_figure(&value, fill);
		if (err == NULL && value.had && value.shown != NULL)
			qms_buffer_string(&out, value.shown);
	}
	report->title = qms_arena_copy(fill->arena, out.data == NULL ? "" :
	    out.data, out.size);
	qms_buffer_free(&out);
	return err;
}

/* "Công tác cải cách hành chính {period}": up to the first brace, without the
 * word that leads to it. */
const char *
qms_report_title(struct qms_arena *arena,
    const struct qms_report_template *template)
{
	size_t size = strcspn(template->title, "{");
	char *title = qms_arena_copy(arena, template->title, size), *word;

	while (size > 0 && title[size - 1] == ' ')
		title[--size] = '\0';
	word = strrchr(title, ' ');
	if (word != NULL && template->title[size] != '\0' && (strcmp(word,
	    " tại") == 0 || strcmp(word, " của") == 0))
		*word = '\0';
	return title;
}

const struct qms_error *
qms_report_make(struct qms_report *report, struct qms_system *system,
    struct qms_arena *arena, const struct qms_report_template *template,
    const char *agency, qms_day day, const char *known,
    enum qms_language language, struct qms_problems *problems)
{
	struct qms_report_fill fill = { .report = report, .system = system,
	    .arena = arena, .problems = problems };
	struct qms_report_marks_of marks;
	const struct qms_error *err;
	struct needs needs = { 0 };

	*report = (struct qms_report){ .template = template, .arena = arena,
	    .language = language, .agency = agency, .day = day,
	    .to = qms_report_last(template->period, day), .title = "",
	    .commit = "" };
	report->from = qms_report_first(template->period, report->to);
	qms_report_marks(&marks, arena, template->body, template->path,
	    template->body_line, problems);
	add_needs(&needs, arena, &marks);
	err = ask_all(&fill, known, &needs);
	if (err == NULL)
		err = read_agency(report, system);
	if (err == NULL)
		err = fill_title(&fill);
	if (err == NULL)
		err = fill_marks(&fill, &marks);
	return err;
}
