/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "query.h"
#include "report_part.h"
#include "status.h"

#define SAY(fill, vi, en)						\
	((fill)->report->language == QMS_VI ? (vi) : (en))

/* ---- what cannot be told ---- */

static void
complain(struct qms_report_fill *fill, const char *why_vi, const char *why_en)
{
	const struct qms_report_mark *mark = fill->mark;

	qms_report(fill->problems, fill->report->template->path, mark->line,
	    mark->column, QMS_M_D334, mark->text, why_vi, why_en);
}

/* ---- numbers ---- */

const char *
qms_report_number(struct qms_arena *arena, int64_t number, bool nought,
    enum qms_language language)
{
	char digits[24], out[40];
	size_t size, i, at = 0;

	(void)snprintf(digits, sizeof(digits), "%" PRId64, number < 0 ?
	    -number : number);
	size = strlen(digits);
	if (number < 0)
		out[at++] = '-';
	if (nought && language == QMS_VI && number > 0 && number < 10)
		out[at++] = '0';
	for (i = 0; i < size; i++) {
		if (i > 0 && (size - i) % 3 == 0)
			out[at++] = language == QMS_VI ? '.' : ',';
		out[at++] = digits[i];
	}
	return qms_arena_copy(arena, out, at);
}

static const char *
hundredths(struct qms_arena *arena, int64_t number,
    enum qms_language language)
{
	return number % 100 == 0 ? qms_arena_format(arena, "%" PRId64,
	    number / 100) : qms_arena_format(arena, "%" PRId64 "%s%02"
	    PRId64, number / 100, language == QMS_VI ? "," : ".",
	    number % 100);
}

const char *
qms_report_rate(struct qms_arena *arena, int64_t rate,
    enum qms_language language)
{
	return qms_arena_format(arena, "%s%%", hundredths(arena, rate,
	    language));
}

const char *
qms_report_long_day(struct qms_arena *arena, qms_day day,
    enum qms_language language)
{
	static const char *const months[] = { "January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December" };
	int year, month, of_month;

	qms_day_split(day, &year, &month, &of_month);
	if (language != QMS_VI)
		return qms_arena_format(arena, "%d %s %d", of_month,
		    months[month - 1], year);
	/* days below ten and the first two months have a nought */
	return qms_arena_format(arena, month < 3 ?
	    "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d",
	    of_month, month, year);
}

static const char *
short_day(struct qms_arena *arena, qms_day day)
{
	char text[QMS_DAY_SIZE];

	return qms_arena_string(arena, qms_day_format_vn(text, day));
}

/* "> 70": as the rule has it, with a decimal comma. */
static const char *
target_text(struct qms_report_fill *fill, const char *target)
{
	bool equal = target[0] != '\0' && target[1] == '=';
	char *text = qms_arena_format(fill->arena, "%s%s%%",
	    equal ? target[0] == '>' ? "≥" : "≤" : "", target +
	    2 * equal), *point;

	point = strchr(text, '.');
	if (point != NULL && fill->report->language == QMS_VI)
		*point = ',';
	return text;
}

/* ---- periods ---- */

qms_day
qms_report_first(enum qms_report_period period, qms_day day)
{
	int year, month, of_month;

	qms_day_split(day, &year, &month, &of_month);
	if (period == QMS_PERIOD_YEAR)
		return qms_day_make(year, 1, 1);
	return period == QMS_PERIOD_DAY ? day : qms_day_make(year,
	    month - (month - 1) % 3, 1);
}

qms_day
qms_report_next(enum qms_report_period period, qms_day day)
{
	return period == QMS_PERIOD_DAY ? day + 1 : qms_day_add_months(
	    qms_report_first(period, day), period == QMS_PERIOD_YEAR ? 12 :
	    3);
}

qms_day
qms_report_last(enum qms_report_period period, qms_day day)
{
	return qms_report_next(period, day) == day + 1 ? day :
	    qms_report_first(period, day) - 1;
}

const char *
qms_report_period(struct qms_arena *arena, enum qms_report_period period,
    qms_day day, enum qms_language language)
{
	static const char *const roman[] = { "I", "II", "III", "IV" };
	int year, month, of_month;

	qms_day_split(day, &year, &month, &of_month);
	if (period == QMS_PERIOD_DAY)
		return qms_arena_format(arena, language == QMS_VI ?
		    "ngày %s" : "%s", short_day(arena, day));
	if (period == QMS_PERIOD_YEAR)
		return qms_arena_format(arena, language == QMS_VI ?
		    "năm %d" : "%d", year);
	return language == QMS_VI ? qms_arena_format(arena, "quý %s năm %d",
	    roman[(month - 1) / 3], year) : qms_arena_format(arena,
	    "Q%d %d", (month - 1) / 3 + 1, year);
}

/* ---- words of the report itself ---- */

static const char *const words[] = { "quarter", "year", "day", "long_day",
	"from", "to", "period", "previous_period", "next_period", "agency",
	"short_name", "parent", "place", "system", "commit", NULL };

static bool
is_listed(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static const char *
word_of(struct qms_report_fill *fill, const char *word)
{
	const struct qms_report *report = fill->report;
	enum qms_report_period period = report->template->period;
	static const char *const roman[] = { "I", "II", "III", "IV" };
	int year, month, day;

	qms_day_split(report->to, &year, &month, &day);
	if (strcmp(word, "quarter") == 0)
		return report->language == QMS_VI ? roman[(month - 1) / 3] :
		    qms_arena_format(fill->arena, "%d", (month - 1) / 3 + 1);
	if (strcmp(word, "year") == 0)
		return qms_arena_format(fill->arena, "%d", year);
	if (strcmp(word, "day") == 0)
		return short_day(fill->arena, report->day);
	if (strcmp(word, "long_day") == 0)
		return qms_report_long_day(fill->arena, report->day,
		    report->language);
	if (strcmp(word, "from") == 0)
		return short_day(fill->arena, report->from);
	if (strcmp(word, "to") == 0)
		return short_day(fill->arena, report->to);
	if (strcmp(word, "period") == 0)
		return qms_report_period(fill->arena, period, report->to,
		    report->language);
	if (strcmp(word, "previous_period") == 0)
		return qms_report_period(fill->arena, period,
		    report->from - 1, report->language);
	if (strcmp(word, "next_period") == 0)
		return qms_report_period(fill->arena, period,
		    qms_report_next(period, report->to), report->language);
	if (strcmp(word, "agency") == 0)
		return report->agency_name;
	if (strcmp(word, "short_name") == 0)
		return report->short_name;
	if (strcmp(word, "parent") == 0)
		return report->parent_name;
	if (strcmp(word, "place") == 0)
		return report->place;
	return strcmp(word, "system") == 0 ? fill->system->name :
	    report->commit;
}

/* ---- tables ---- */

static struct qms_report_cell *
add_cell(struct qms_report_fill *fill, struct qms_report_table *table,
    enum qms_report_type type, const char *text)
{
	struct qms_report_cell *cell = qms_push(fill->arena, table->cells,
	    table->count, table->room);

	cell->type = type;
	cell->text = text;
	return cell;
}

static void
add_number(struct qms_report_fill *fill, struct qms_report_table *table,
    int64_t number)
{
	add_cell(fill, table, QMS_CELL_NUMBER, qms_report_number(fill->arena,
	    number, false, fill->report->language))->number = number;
}

static void
add_rate(struct qms_report_fill *fill, struct qms_report_table *table,
    int64_t rate)
{
	struct qms_report_cell *cell = add_cell(fill, table, QMS_CELL_RATE,
	    rate < 0 ? "" : qms_report_rate(fill->arena, rate,
	    fill->report->language));

	cell->number = rate;
	cell->empty = rate < 0;
}

static struct qms_report_table *
new_table(struct qms_report_fill *fill, const char *caption,
    const char *const *heads, size_t columns)
{
	struct qms_report_table *table = qms_arena_alloc(fill->arena,
	    sizeof(*table));

	table->caption = caption;
	table->heads = qms_arena_alloc(fill->arena, columns *
	    sizeof(*table->heads));
	memcpy(table->heads, heads, columns * sizeof(*heads));
	table->columns = columns;
	return table;
}

/* ---- indicators ---- */

static const char *const figure_fields[] = { "part", "whole", "rest", "rate",
	"rest_rate", "fraction", "target", "short", "verdict", "previous",
	"change", "title", NULL };
static const char *const figure_blocks[] = { "table", "chart", "trend",
	NULL };

/* The rules of a source, which may be several: "M-01,M-02". */
static void
split_source(struct qms_strings *ids, struct qms_arena *arena,
    const char *source)
{
	size_t size;

	for (; *source != '\0'; source += size + (source[size] == ',')) {
		size = strcspn(source, ",");
		qms_strings_add(arena, ids, qms_arena_copy(arena, source,
		    size));
	}
}

static const struct qms_rule *
find_rule(const struct qms_rules *rules, const char *id)
{
	const struct qms_rule *rule = qms_rules_get(rules, id);

	return rule == NULL || rule->use != QMS_RULE_INDICATOR ? NULL : rule;
}

static const struct qms_indicator *
find_item(const struct qms_report_asked *asked, const char *rule,
    const char *group, enum qms_indicator_by *found)
{
	const struct qms_indicator *item;
	size_t i;
	int by;

	for (by = 0; by < QMS_BYS; by++) {
		if ((by == QMS_BY_ALL) != (*group == '\0'))
			continue;
		for (i = 0; i < asked->counts[by]; i++) {
			item = &asked->items[by][i];
			if (strcmp(item->rule->id, rule) != 0 ||
			    strcmp(item->group, group) != 0)
				continue;
			*found = (enum qms_indicator_by)by;
			return item;
		}
	}
	return NULL;
}

static const char *
group_of(const struct qms_report_fill *fill)
{
	const struct qms_report *report = fill->report;

	if (fill->mark->arguments.count == 0)
		return report->template->whole ? "" : report->agency;
	return strcmp(fill->mark->arguments.items[0], "self") == 0 ?
	    report->agency : fill->mark->arguments.items[0];
}

static void
add_record(struct qms_report_fill *fill, struct qms_report_source *source,
    const char *agency, const char *path, int64_t part, int64_t whole)
{
	*qms_push(fill->arena, source->records, source->record_count,
	    source->record_room) = (struct qms_report_record){ agency, path,
	    part, whole };
}

static void
set_source(struct qms_report_fill *fill, struct qms_report_source *source,
    const struct qms_report_asked *asked, const struct qms_indicator *item,
    enum qms_indicator_by by)
{
	const struct qms_measure *row;
	size_t i;

	source->id = item->rule->id;
	source->title = item->rule->title[fill->report->language];
	source->basis = item->rule->basis;
	source->rule = item->rule->path;
	if (*item->group != '\0')
		source->title = qms_arena_format(fill->arena, "%s (%s)",
		    source->title, item->name[fill->report->language]);
	source->part = item->part;
	source->whole = item->whole;
	source->day = asked->day;
	source->commit = asked->commit;
	for (i = 0; i < asked->counted.count; i++) {
		row = &asked->counted.rows[i];
		if (strcmp(row->rule->id, item->rule->id) == 0 &&
		    qms_counted_in(&asked->counted, row, by, item->group))
			add_record(fill, source, row->agency, row->evidence,
			    row->part, row->whole);
	}
}

static const char *
verdict_text(struct qms_report_fill *fill, const struct qms_indicator *item)
{
	const char *target = target_text(fill, item->rule->target);
	int64_t short_by;

	if (qms_indicator_reached(item, &short_by))
		return qms_arena_format(fill->arena, SAY(fill,
		    "đạt chỉ tiêu (%s)", "the target (%s) is reached"),
		    target);
	return *item->rule->target == '<' ? qms_arena_format(fill->arena,
	    SAY(fill, "chưa đạt chỉ tiêu (%s), vượt %s",
	    "the target (%s) is not reached: %s too many"), target,
	    qms_report_number(fill->arena, short_by, true,
	    fill->report->language)) : qms_arena_format(fill->arena,
	    SAY(fill, "chưa đạt chỉ tiêu (%s), còn thiếu %s",
	    "the target (%s) is not reached: %s short"), target,
	    qms_report_number(fill->arena, short_by, true,
	    fill->report->language));
}

/* Of rates, in points; of a whole of one kind the same. */
static const char *
change_text(struct qms_report_fill *fill, int64_t now, int64_t before)
{
	const char *than = qms_report_period(fill->arena,
	    fill->report->template->period, fill->report->from - 1,
	    fill->report->language);

	if (now == before)
		return qms_arena_format(fill->arena, SAY(fill,
		    "không thay đổi so với %s", "unchanged since %s"), than);
	return qms_arena_format(fill->arena, now > before ? SAY(fill,
	    "tăng %s điểm phần trăm so với %s",
	    "up %s percentage points since %s") : SAY(fill,
	    "giảm %s điểm phần trăm so với %s",
	    "down %s percentage points since %s"), hundredths(fill->arena,
	    now > before ? now - before : before - now,
	    fill->report->language), than);
}

static void
show_number(struct qms_report_value *value, struct qms_report_fill *fill,
    int64_t number)
{
	value->number = number;
	value->shown = qms_report_number(fill->arena, number, true,
	    fill->report->language);
}

static void
show_rate(struct qms_report_value *value, struct qms_report_fill *fill,
    int64_t part, int64_t whole)
{
	struct qms_indicator item = { .part = part, .whole = whole };

	value->number = qms_indicator_rate(&item);
	value->shown = value->number < 0 ? SAY(fill, "không phát sinh",
	    "none") : qms_report_rate(fill->arena, value->number,
	    fill->report->language);
}

static void
figure_value(struct qms_report_value *value, struct qms_report_fill *fill,
    const struct qms_report_asked *asked, const struct qms_indicator *item)
{
	const char *field = fill->mark->field;
	const struct qms_indicator *old;
	enum qms_indicator_by by;
	int64_t short_by;

	value->had = value->figure = true;
	if (strcmp(field, "part") == 0)
		show_number(value, fill, item->part);
	else if (strcmp(field, "whole") == 0)
		show_number(value, fill, item->whole);
	else if (strcmp(field, "rest") == 0)
		show_number(value, fill, item->whole - item->part);
	else if (strcmp(field, "rate") == 0 || strcmp(field, "previous") == 0)
		show_rate(value, fill, item->part, item->whole);
	else if (strcmp(field, "rest_rate") == 0)
		show_rate(value, fill, item->whole - item->part,
		    item->whole);
	else if (strcmp(field, "fraction") == 0)
		value->shown = qms_arena_format(fill->arena, "%s/%s",
		    qms_report_number(fill->arena, item->part, false,
		    fill->report->language), qms_report_number(fill->arena,
		    item->whole, false, fill->report->language));
	else if (strcmp(field, "short") == 0) {
		(void)qms_indicator_reached(item, &short_by);
		show_number(value, fill, short_by);
	} else if (strcmp(field, "target") == 0)
		value->shown = target_text(fill, item->rule->target);
	else if (strcmp(field, "verdict") == 0) {
		value->shown = verdict_text(fill, item);
		value->number = qms_indicator_reached(item, &short_by);
	} else if (strcmp(field, "title") == 0) {
		value->shown = item->rule->title[fill->report->language];
		value->figure = false;
	} else {
		old = find_item(&fill->before, item->rule->id, item->group,
		    &by);
		if (old == NULL || old->whole == 0 || item->whole == 0) {
			value->shown = SAY(fill, "kỳ trước chưa có số liệu",
			    "there are no figures of the period before");
			value->figure = false;
		} else
			value->shown = change_text(fill, qms_indicator_rate(
			    item), qms_indicator_rate(old));
	}
	(void)asked;
}

static void
add_figures(struct qms_report_fill *fill, struct qms_report_table *table,
    const struct qms_indicator *item)
{
	int64_t short_by;

	add_number(fill, table, item->part);
	add_number(fill, table, item->whole);
	add_rate(fill, table, qms_indicator_rate(item));
	(void)add_cell(fill, table, QMS_CELL_TEXT, *item->rule->target ==
	    '\0' ? "" : target_text(fill, item->rule->target));
	(void)add_cell(fill, table, QMS_CELL_TEXT, *item->rule->target ==
	    '\0' ? "" : qms_indicator_reached(item, &short_by) ? SAY(fill,
	    "đạt", "reached") : qms_arena_format(fill->arena, SAY(fill,
	    "còn thiếu %s", "%s short"), qms_report_number(fill->arena,
	    short_by, false, fill->report->language)));
}

static const char *
capital(struct qms_arena *arena, const char *text)
{
	char *copy = qms_arena_string(arena, text);

	if (*copy >= 'a' && *copy <= 'z')
		*copy = (char)(*copy - 'a' + 'A');
	else if (strncmp(copy, "đ", 2) == 0)
		memcpy(copy, "Đ", 2);
	return copy;
}

static const char *
titles_of(struct qms_report_fill *fill, const struct qms_strings *ids)
{
	const struct qms_rules *rules;
	const struct qms_rule *rule;
	const char *titles = "";
	size_t i;

	if (qms_system_rules(&rules, fill->system) != NULL)
		return "";
	for (i = 0; i < ids->count; i++) {
		rule = find_rule(rules, ids->items[i]);
		if (rule != NULL)
			titles = i == 0 ? rule->title[fill->report->language]
			    : qms_arena_format(fill->arena, "%s; %s", titles,
			    rule->title[fill->report->language]);
	}
	return titles;
}

/* How many of how many: of each rule, or of each group too. */
static void
figure_table(struct qms_report_value *value, struct qms_report_fill *fill,
    const struct qms_strings *ids, enum qms_indicator_by by)
{
	const char *const heads[] = { SAY(fill, "Nội dung", "Indicator"),
	    SAY(fill, "Nhóm", "Group"), SAY(fill, "Đạt", "Part"),
	    SAY(fill, "Tổng số", "Whole"), SAY(fill, "Tỷ lệ", "Rate"),
	    SAY(fill, "Chỉ tiêu", "Target"), SAY(fill, "So với chỉ tiêu",
	    "Against it") };
	const char *group = fill->report->template->whole ? "" :
	    fill->report->agency;
	bool grouped = by != QMS_BY_ALL;
	const char *kept[7];
	const struct qms_indicator *item;
	size_t i, j, n = 0;

	for (i = 0; i < 7; i++)
		if ((i != 0 || ids->count > 1 || !grouped) &&
		    (i != 1 || grouped))
			kept[n++] = heads[i];
	value->table = new_table(fill, "", kept, n);
	if (*group != '\0' && !grouped)
		by = QMS_BY_AGENCY;
	for (i = 0; i < ids->count; i++)
		for (j = 0; j < fill->now.counts[by]; j++) {
			item = &fill->now.items[by][j];
			if (strcmp(item->rule->id, ids->items[i]) != 0 ||
			    (*group != '\0' && strcmp(item->group, group) !=
			    0))
				continue;
			if (ids->count > 1 || !grouped)
				(void)add_cell(fill, value->table,
				    QMS_CELL_TEXT, item->rule->title[
				    fill->report->language]);
			if (grouped)
				(void)add_cell(fill, value->table,
				    QMS_CELL_TEXT, capital(fill->arena,
				    item->name[fill->report->language]));
			add_figures(fill, value->table, item);
			set_source(fill, &value->source, &fill->now, item,
			    by);
		}
	value->table->figures = true;
	value->had = value->figure = value->table->count > 0;
	if (value->table->count > value->table->columns) {
		value->source.id = fill->mark->source;
		value->source.title = titles_of(fill, ids);
		value->source.part = (int64_t)value->source.record_count;
		value->source.whole = -1;
	}
}

/* The bound of "> 70"; false without one. */
static bool
target_value(double *bound, const char *target)
{
	*bound = *target == '\0' ? 0 : strtod(target + strcspn(target,
	    "0123456789"), NULL);
	return *target != '\0';
}

static struct qms_chart *
new_chart(struct qms_report_fill *fill, const char *title, size_t count,
    size_t series_count)
{
	struct qms_chart *chart = qms_arena_alloc(fill->arena,
	    sizeof(*chart));

	chart->id = qms_arena_format(fill->arena, "bieu-do-%zu",
	    ++fill->charts);
	chart->title = title;
	chart->labels = qms_arena_alloc(fill->arena, count *
	    sizeof(*chart->labels));
	chart->series = qms_arena_alloc(fill->arena, series_count *
	    sizeof(*chart->series));
	chart->values = qms_arena_alloc(fill->arena, count * series_count *
	    sizeof(*chart->values));
	chart->shown = qms_arena_alloc(fill->arena, count * series_count *
	    sizeof(*chart->shown));
	chart->count = count;
	chart->series_count = series_count;
	return chart;
}

static void
set_place(struct qms_chart *chart, size_t place, const char *label)
{
	((const char **)(uintptr_t)chart->labels)[place] = label;
}

static void
set_series(struct qms_chart *chart, size_t series, const char *label)
{
	static const char *const classes[] = { "info", "ok", "soon", "bad",
		"old" };
	struct qms_chart_series *one = (struct qms_chart_series *)(uintptr_t)
	    &chart->series[series];

	one->label = label;
	one->class = classes[series % 5];
}

static void
set_point(struct qms_chart *chart, size_t place, size_t series, double value,
    const char *shown)
{
	size_t at = place * chart->series_count + series;

	((double *)(uintptr_t)chart->values)[at] = value;
	((const char **)(uintptr_t)chart->shown)[at] = shown;
}

/* A column a group, and what is aimed at. */
static void
figure_chart(struct qms_report_value *value, struct qms_report_fill *fill,
    const struct qms_rule *rule, enum qms_indicator_by by)
{
	const struct qms_indicator *item;
	struct qms_chart *chart;
	size_t i, n = 0;

	for (i = 0; i < fill->now.counts[by]; i++)
		n += strcmp(fill->now.items[by][i].rule->id, rule->id) == 0;
	chart = new_chart(fill, rule->title[fill->report->language], n, 1);
	set_series(chart, 0, SAY(fill, "Tỷ lệ (%)", "Rate (%)"));
	for (i = n = 0; i < fill->now.counts[by]; i++) {
		item = &fill->now.items[by][i];
		if (strcmp(item->rule->id, rule->id) != 0)
			continue;
		set_place(chart, n, by == QMS_BY_KIND ? item->group :
		    capital(fill->arena,
		    item->name[fill->report->language]));
		if (item->whole > 0)
			set_point(chart, n, 0, (double)qms_indicator_rate(
			    item) / 100, qms_report_rate(fill->arena,
			    qms_indicator_rate(item),
			    fill->report->language));
		else
			set_point(chart, n, 0, 0, "");
		n++;
	}
	chart->columns = true;
	if (target_value(&chart->target_value, rule->target))
		chart->target = target_text(fill, rule->target);
	value->chart = chart;
}

/* The group's rate at the end of each quarter, as it was known then. */
static void
trend_point(struct qms_report_value *value, struct qms_report_fill *fill,
    const struct qms_rule *rule, size_t place, size_t series,
    const char *group, const char *name)
{
	const struct qms_report_asked *asked = &fill->trend[place];
	const struct qms_indicator *item;
	enum qms_indicator_by by;

	item = find_item(asked, rule->id, group, &by);
	if (item == NULL || item->whole == 0) {
		set_point(value->chart, place, series, 0, "");
		return;
	}
	set_point(value->chart, place, series, (double)qms_indicator_rate(
	    item) / 100, qms_report_rate(fill->arena, qms_indicator_rate(
	    item), fill->report->language));
	(void)add_cell(fill, value->table, QMS_CELL_TEXT,
	    value->chart->labels[place]);
	if (*name != '\0')
		(void)add_cell(fill, value->table, QMS_CELL_TEXT, name);
	add_number(fill, value->table, item->part);
	add_number(fill, value->table, item->whole);
	add_rate(fill, value->table, qms_indicator_rate(item));
	if (place + 1 == fill->trend_count) {
		set_source(fill, &value->source, asked, item, by);
		value->source.title = rule->title[fill->report->language];
	}
}

static const char *
quarter_label(struct qms_report_fill *fill, qms_day day)
{
	static const char *const roman[] = { "I", "II", "III", "IV" };
	int year, month, of_month;

	qms_day_split(day, &year, &month, &of_month);
	return fill->report->language == QMS_VI ? qms_arena_format(
	    fill->arena, "%s/%d", roman[(month - 1) / 3], year) :
	    qms_arena_format(fill->arena, "Q%d %d", (month - 1) / 3 + 1,
	    year);
}

static void
figure_trend(struct qms_report_value *value, struct qms_report_fill *fill,
    const struct qms_rule *rule, enum qms_indicator_by by)
{
	const char *heads[] = { SAY(fill, "Quý", "Quarter"), SAY(fill,
	    "Nhóm", "Group"), SAY(fill, "Đạt", "Part"), SAY(fill, "Tổng số",
	    "Whole"), SAY(fill, "Tỷ lệ", "Rate") };
	const char *group = fill->report->template->whole ? "" :
	    fill->report->agency;
	const struct qms_indicator *item;
	size_t series = 0, i, j;

	for (i = 0; i < fill->now.counts[by]; i++)
		series += strcmp(fill->now.items[by][i].rule->id, rule->id)
		    == 0;
	if (by == QMS_BY_ALL) {
		series = 1;
		heads[1] = heads[0];
	}
	value->table = new_table(fill, "", by == QMS_BY_ALL ? heads + 1 :
	    heads, by == QMS_BY_ALL ? 4 : 5);
	value->chart = new_chart(fill, rule->title[fill->report->language],
	    fill->trend_count, series);
	for (i = 0; i < fill->trend_count; i++)
		set_place(value->chart, i, quarter_label(fill,
		    fill->trend[i].day));
	set_series(value->chart, 0, SAY(fill, "Tỷ lệ (%)", "Rate (%)"));
	for (i = 0; i < fill->trend_count; i++) {
		if (by == QMS_BY_ALL) {
			trend_point(value, fill, rule, i, 0, group, "");
			continue;
		}
		for (j = series = 0; j < fill->now.counts[by]; j++) {
			item = &fill->now.items[by][j];
			if (strcmp(item->rule->id, rule->id) != 0)
				continue;
			set_series(value->chart, series, capital(fill->arena,
			    item->name[fill->report->language]));
			trend_point(value, fill, rule, i, series,
			    item->group, value->chart->series[
			    series].label);
			series++;
		}
	}
	if (target_value(&value->chart->target_value, rule->target))
		value->chart->target = target_text(fill, rule->target);
	value->table->figures = true;
	value->had = value->figure = value->table->count > 0;
}

static const struct qms_error *
block_of_figures(struct qms_report_value *value,
    struct qms_report_fill *fill, const struct qms_rules *rules,
    const struct qms_strings *ids)
{
	const struct qms_report_mark *mark = fill->mark;
	enum qms_indicator_by by = mark->arguments.count == 0 ? QMS_BY_ALL :
	    qms_indicator_by(mark->arguments.items[0]);
	const struct qms_rule *rule = find_rule(rules, ids->items[0]);

	if (strcmp(mark->field, "trend") == 0)
		figure_trend(value, fill, rule, by);
	else
		figure_table(value, fill, ids, by);
	if (strcmp(mark->field, "chart") == 0 && value->had)
		figure_chart(value, fill, rule, by);
	if (value->table != NULL)
		value->table->caption = rule->title[fill->report->language];
	if (ids->count > 1 && value->table != NULL)
		value->table->caption = "";
	if (!value->had)
		complain(fill, "chưa có hồ sơ nào để tính",
		    "no record counts");
	return NULL;
}

static const struct qms_error *
indicator(struct qms_report_value *value, struct qms_report_fill *fill,
    const struct qms_rules *rules)
{
	const struct qms_report_mark *mark = fill->mark;
	bool old = strcmp(mark->field, "previous") == 0;
	const struct qms_report_asked *asked = old ? &fill->before :
	    &fill->now;
	const struct qms_indicator *item;
	struct qms_strings ids = { 0 };
	enum qms_indicator_by by;

	split_source(&ids, fill->arena, mark->source);
	if (is_listed(mark->field, figure_blocks))
		return block_of_figures(value, fill, rules, &ids);
	item = find_item(asked, ids.items[0], group_of(fill), &by);
	if (item == NULL && mark->type != MARK_VALUE)
		return NULL;		/* it is asked whether there is one */
	if (item == NULL) {
		complain(fill, old ? "kỳ trước chưa có hồ sơ nào để tính" :
		    "chưa có hồ sơ nào để tính", old ?
		    "no record counted in the period before" :
		    "no record counts");
		return NULL;
	}
	if (*item->rule->target == '\0' && (strcmp(mark->field, "target") ==
	    0 || strcmp(mark->field, "verdict") == 0 || strcmp(mark->field,
	    "short") == 0)) {
		if (mark->type == MARK_VALUE)
			complain(fill, "chỉ tiêu chưa có mức phải đạt",
			    "the indicator has no target");
		return NULL;
	}
	figure_value(value, fill, asked, item);
	if (value->figure)
		set_source(fill, &value->source, asked, item, by);
	return NULL;
}

/* ---- lists ---- */

static const char *const list_fields[] = { "count", "sum", "days", "names",
	NULL };
static const char *const list_blocks[] = { "list", "by", "line", "quarters",
	NULL };
static const char *const duty_columns[] = { "agency", "rule", "title",
	"period", "due", "done", "verdict", NULL };

struct row {
	const char *agency, *path;
	const char **cells;
};

struct list {
	const struct qms_kind *kind;	/* NULL: obligations */
	const struct qms_kind_table *table;	/* of it, or NULL */
	const struct qms_kind_key *many;	/* or a list of it, or NULL */
	const char *view;
	struct qms_strings columns;	/* shown first, then tested */
	size_t shown;
	struct qms_report_test *tests;
	size_t test_count, test_room;
	struct row *rows;
	size_t count, room;
};

static size_t
column_at(const struct list *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->columns.count && strcmp(list->columns.items[i],
	    name) != 0; i++)
		continue;
	return i;
}

/* "finding", "management-review/decisions", "obligation" */
static bool
find_list(struct list *list, struct qms_arena *arena,
    const struct qms_kinds *kinds, const char *source)
{
	const char *slash = strchr(source, '/');
	const char *kind = slash == NULL ? source : qms_arena_copy(arena,
	    source, (size_t)(slash - source));
	size_t i;

	list->kind = qms_kinds_get(kinds, kind);
	if (list->kind == NULL || list->kind->path == NULL)
		return strcmp(source, "obligation") == 0;
	list->view = qms_kind_view(arena, kind, slash == NULL ? NULL :
	    slash + 1);
	if (slash == NULL)
		return true;
	for (i = 0; i < list->kind->table_count; i++)
		if (strcmp(list->kind->tables[i].name, slash + 1) == 0)
			list->table = &list->kind->tables[i];
	list->many = qms_kind_key(list->kind, slash + 1);
	return list->table != NULL || list->many != NULL;
}

static void
read_arguments(struct list *list, struct qms_arena *arena,
    const struct qms_report_mark *mark)
{
	struct qms_report_test test;
	size_t i;

	for (i = 0; i < mark->arguments.count; i++)
		if (!qms_report_test(&test, arena, mark->arguments.items[i]))
			qms_strings_add(arena, &list->columns,
			    mark->arguments.items[i]);
	list->shown = list->columns.count;
	for (i = 0; i < mark->arguments.count; i++) {
		if (!qms_report_test(&test, arena, mark->arguments.items[i]))
			continue;
		*qms_push(arena, list->tests, list->test_count,
		    list->test_room) = test;
		if (!qms_strings_has(&list->columns, test.column))
			qms_strings_add(arena, &list->columns, test.column);
	}
}

static const char sql_agency_name[] =
	"SELECT name FROM agency WHERE agency = ?1";
static const char sql_person[] =
	"SELECT name FROM person WHERE agency = ?1 AND id = ?2";
static const char sql_unit[] =
	"SELECT name FROM agency_units WHERE agency = ?1 AND id = ?2";

static const char *
ask_name(struct qms_report_fill *fill, const char *sql, const char *one,
    const char *two)
{
	struct qms_grid grid;

	const char *const arguments[] = { one, two };

	if (qms_grid_read(&grid, fill->system, fill->arena, sql, arguments,
	    two == NULL ? 1 : 2) != NULL || qms_grid_rows(&grid) == 0)
		return two == NULL ? one : two;
	return qms_grid_cell(&grid, 0, 0);
}

static const struct qms_kind_key *
key_of(const struct list *list, const char *column)
{
	const struct qms_kind_key *keys = list->table != NULL ?
	    list->table->columns : list->many != NULL ? list->many->rows :
	    NULL;
	size_t count = list->table != NULL ? list->table->column_count :
	    list->many != NULL ? list->many->row_count : 0, i;

	if (list->kind == NULL)
		return NULL;
	if (keys == NULL)
		return qms_kind_key(list->kind, column);
	for (i = 0; i < count; i++)
		if (strcmp(keys[i].key, column) == 0)
			return &keys[i];
	return NULL;
}

/* What a list of the system calls one of its lines: the grade of a finding. */
static const char *
name_of(struct qms_report_fill *fill, const char *kind, const char *cell)
{
	const struct qms_kind *to = qms_kinds_get(qms_system_kinds(
	    fill->system), kind);
	const char *column = SAY(fill, "vi", "en"), *view;

	if (strcmp(kind, "agency") == 0)
		return ask_name(fill, sql_agency_name, cell, NULL);
	if (to == NULL || to->refer == NULL)
		return cell;
	view = qms_kind_view(fill->arena, kind, NULL);
	if (!qms_index_has_column(fill->system->index, view, column))
		return cell;
	/* numbers of clauses are names too */
	return ask_name(fill, qms_arena_format(fill->arena,
	    *cell >= '0' && *cell <= '9' ?
	    "SELECT ?1 || ' ' || %s FROM %s WHERE \"%s\" = ?1" :
	    "SELECT %s FROM %s WHERE \"%s\" = ?1", column, view,
	    to->refer), cell, NULL);
}

/* A value as people read it. */
static const char *
in_words(struct qms_report_fill *fill, const struct list *list,
    const struct row *row, const char *column, const char *cell)
{
	const struct qms_kind_key *key = key_of(list, column);
	enum qms_language language = fill->report->language;
	qms_day day = qms_day_parse(qms_text(cell));
	size_t i;

	if (*cell == '\0')
		return cell;
	if (day != QMS_DAY_NONE)
		return short_day(fill->arena, day);
	if (strcmp(column, "agency") == 0)
		return ask_name(fill, sql_agency_name, cell, NULL);
	if (strcmp(column, "state") == 0 && list->kind != NULL)
		return qms_kind_state_name(list->kind, cell, language);
	if (strcmp(column, "verdict") == 0 && list->kind == NULL)
		return cell;
	if (key == NULL)
		return cell;
	for (i = 0; i < key->value_count; i++)
		if (strcmp(key->values[i].value, cell) == 0 &&
		    key->values[i].name[language] != NULL)
			return key->values[i].name[language];
	if (key->type == QMS_TYPE_REF && key->to != NULL)
		return name_of(fill, key->to, cell);
	if (key->type == QMS_TYPE_UNIT)
		return ask_name(fill, sql_unit, row->agency, cell);
	return key->type == QMS_TYPE_PERSON && strchr(cell, '/') == NULL ?
	    ask_name(fill, sql_person, row->agency, cell) : cell;
}

static const char *
head_of(struct qms_report_fill *fill, const struct list *list,
    const char *column)
{
	static const struct { const char *column, *name[QMS_LANGUAGES]; }
	    names[] = {
		{ "agency", { "Cơ quan", "Agency" } },
		{ "id", { "Mã", "Id" } },
		{ "state", { "Trạng thái", "State" } },
		{ "since", { "Từ ngày", "Since" } },
		{ "closed", { "Ngày kết thúc", "Closed" } },
		{ "version", { "Lần ban hành", "Version" } },
		{ "effective", { "Hiệu lực từ", "In force from" } },
		{ "title", { "Tên", "Title" } },
		{ "rule", { "Quy tắc", "Rule" } },
		{ "period", { "Kỳ", "Period" } },
		{ "due", { "Hạn", "Due" } },
		{ "done", { "Hoàn thành", "Done" } },
		{ "verdict", { "Tình trạng", "Verdict" } },
	};
	const struct qms_kind_key *key = key_of(list, column);
	enum qms_language language = fill->report->language;
	size_t i;

	if (key != NULL && key->title != NULL)
		return key->title;
	if (key != NULL && key->name[language] != NULL)
		return capital(fill->arena, key->name[language]);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].column, column) == 0)
			return names[i].name[language];
	return column;
}

/* "grade=major|minor", "closed:period", "agency=self" */
static bool
is_one_of(const char *cell, const char *values)
{
	size_t size;

	for (;; values += size + 1) {
		size = strcspn(values, "|");
		if (strlen(cell) == size && memcmp(cell, values, size) == 0)
			return true;
		if (size == 1 && *values == '-' && *cell == '\0')
			return true;
		if (values[size] == '\0')
			return false;
	}
}

static bool
is_when(struct qms_report_fill *fill, const char *cell, const char *when)
{
	const struct qms_report *report = fill->report;
	enum qms_report_period period = report->template->period;
	qms_day day = qms_day_parse(qms_text(cell)), next;

	if (day == QMS_DAY_NONE)
		return false;
	next = qms_report_next(period, report->to);
	if (strcmp(when, "period") == 0)
		return day >= report->from && day <= report->to;
	if (strcmp(when, "previous") == 0)
		return day < report->from && day >= qms_report_first(period,
		    report->from - 1);
	if (strcmp(when, "next") == 0)
		return day >= next && day < qms_report_next(period, next);
	if (strcmp(when, "year") == 0)
		return day <= report->to && day >= qms_report_first(
		    QMS_PERIOD_YEAR, report->to);
	return strcmp(when, "past") == 0 ? day <= report->day :
	    day > report->day;
}

static bool
passes(struct qms_report_fill *fill, const struct list *list,
    const struct row *row)
{
	const struct qms_report_test *test;
	const char *cell, *value;
	size_t i;

	for (i = 0; i < list->test_count; i++) {
		test = &list->tests[i];
		cell = row->cells[column_at(list, test->column)];
		value = strcmp(test->value, "self") == 0 ?
		    fill->report->agency : test->value;
		if (test->how == TEST_WHEN ? !is_when(fill, cell, value) :
		    is_one_of(cell, value) != (test->how == TEST_IS))
			return false;
	}
	return true;
}

static bool
is_own(const struct qms_report_fill *fill, const struct list *list,
    const char *agency)
{
	return fill->report->template->whole || (list->kind != NULL &&
	    strstr(list->kind->path, "{agency}") == NULL) ||
	    strcmp(agency, fill->report->agency) == 0;
}

static const struct qms_error *
read_rows(struct qms_report_fill *fill, struct list *list)
{
	struct qms_buffer sql = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	struct row row;
	size_t i;
	bool more;

	qms_buffer_string(&sql, "SELECT agency, path");
	for (i = 0; i < list->columns.count; i++)
		qms_buffer_format(&sql, ", \"%s\"", list->columns.items[i]);
	qms_buffer_format(&sql, " FROM %s ORDER BY agency, %s", list->view,
	    list->table != NULL || list->many != NULL ? "parent, row" :
	    "id");
	err = qms_db_query(&query, qms_index_db(fill->system->index),
	    qms_arena_string(fill->arena, sql.data));
	qms_buffer_free(&sql);
	if (err != NULL)
		return err;
	while ((err = qms_step(&more, query)) == NULL && more) {
		row.agency = qms_column_copy(fill->arena, query, 0);
		row.path = qms_column_copy(fill->arena, query, 1);
		row.cells = qms_arena_alloc(fill->arena,
		    (list->columns.count + 1) * sizeof(*row.cells));
		for (i = 0; i < list->columns.count; i++)
			row.cells[i] = qms_column_copy(fill->arena, query,
			    (int)i + 2);
		if (is_own(fill, list, row.agency) && passes(fill, list,
		    &row))
			*qms_push(fill->arena, list->rows, list->count,
			    list->room) = row;
	}
	qms_done(query);
	return err;
}

static const char *
duty_cell(struct qms_report_fill *fill, const struct qms_obligation *duty,
    const char *column)
{
	if (strcmp(column, "agency") == 0)
		return duty->agency;
	if (strcmp(column, "rule") == 0)
		return duty->rule->id;
	if (strcmp(column, "title") == 0)
		return duty->rule->title[fill->report->language];
	if (strcmp(column, "period") == 0)
		return duty->period;
	if (strcmp(column, "due") == 0)
		return duty->due;
	return strcmp(column, "done") == 0 ? duty->done :
	    qms_verdict_id(duty->verdict);
}

/* Of the agencies that there are on the day, as qms status has them. */
static const struct qms_error *
read_duties(struct qms_report_fill *fill, struct list *list)
{
	const struct qms_obligation *duty;
	const struct qms_error *err;
	struct qms_status *statuses;
	size_t count, i, j, k;
	struct row row;

	err = qms_status_get(&statuses, &count, fill->system, fill->arena,
	    fill->report->template->whole ? NULL : fill->report->agency);
	if (err != NULL)
		return err;
	for (i = 0; i < count; i++)
		for (j = 0; j < statuses[i].count; j++) {
			duty = &statuses[i].obligations[j];
			row.agency = duty->agency;
			row.path = duty->evidence;
			row.cells = qms_arena_alloc(fill->arena,
			    (list->columns.count + 1) * sizeof(*row.cells));
			for (k = 0; k < list->columns.count; k++)
				row.cells[k] = duty_cell(fill, duty,
				    list->columns.items[k]);
			if (passes(fill, list, &row))
				*qms_push(fill->arena, list->rows,
				    list->count, list->room) = row;
		}
	return NULL;
}

static void
list_source(struct qms_report_value *value, struct qms_report_fill *fill,
    const struct list *list)
{
	struct qms_report_source *source = &value->source;
	size_t i;

	source->id = fill->mark->source;
	source->title = list->kind == NULL ? SAY(fill, "nghĩa vụ",
	    "obligations") : list->kind->name[fill->report->language];
	source->basis = source->rule = "";
	source->part = (int64_t)list->count;
	source->whole = -1;
	source->day = fill->now.day;
	source->commit = fill->now.commit;
	for (i = 0; i < list->count; i++)
		add_record(fill, source, list->rows[i].agency,
		    list->rows[i].path, 1, 1);
}

/* From one day to another, on average, in tenths. */
static bool
average(int64_t *tenths, const struct list *list, int64_t *days)
{
	qms_day from, to;
	int64_t count = 0;
	size_t i;

	*days = 0;
	for (i = 0; i < list->count; i++) {
		from = qms_day_parse(qms_text(list->rows[i].cells[0]));
		to = qms_day_parse(qms_text(list->rows[i].cells[1]));
		if (from == QMS_DAY_NONE || to == QMS_DAY_NONE)
			continue;
		*days += to - from;
		count++;
	}
	*tenths = count == 0 ? 0 : (20 * *days + count) / (2 * count);
	return count > 0;
}

static const char *
tenths_text(struct qms_report_fill *fill, int64_t tenths)
{
	return tenths % 10 == 0 ? qms_arena_format(fill->arena, "%" PRId64,
	    tenths / 10) : qms_arena_format(fill->arena, "%" PRId64 "%s%"
	    PRId64, tenths / 10, SAY(fill, ",", "."), tenths % 10);
}

static void
list_value(struct qms_report_value *value, struct qms_report_fill *fill,
    struct list *list)
{
	struct qms_buffer names = { 0 };
	int64_t sum = 0, tenths;
	const char *field = fill->mark->field;
	size_t i;

	value->had = value->figure = true;
	if (strcmp(field, "count") == 0) {
		show_number(value, fill, (int64_t)list->count);
	} else if (strcmp(field, "sum") == 0) {
		for (i = 0; i < list->count; i++)
			sum += strtoll(list->rows[i].cells[0], NULL, 10);
		show_number(value, fill, sum);
		value->source.part = sum;
	} else if (strcmp(field, "days") == 0) {
		if (!average(&tenths, list, &sum)) {
			value->shown = SAY(fill, "không phát sinh", "none");
			return;
		}
		value->shown = tenths_text(fill, tenths);
		value->number = tenths;
	} else {
		for (i = 0; i < list->count; i++)
			qms_buffer_format(&names, "%s%s", i == 0 ? "" : "; ",
			    in_words(fill, list, &list->rows[i],
			    list->columns.items[0], list->rows[i].cells[0]));
		value->shown = names.size == 0 ? SAY(fill, "không có",
		    "none") : qms_arena_string(fill->arena, names.data);
		value->number = (int64_t)list->count;
		value->figure = false;
		qms_buffer_free(&names);
	}
}

static void
list_table(struct qms_report_value *value, struct qms_report_fill *fill,
    struct list *list)
{
	const char **heads = qms_arena_alloc(fill->arena, (list->shown + 1) *
	    sizeof(*heads)), *cell;
	const struct qms_kind_key *key;
	struct qms_report_cell *added;
	enum qms_report_type type;
	size_t i, j;

	heads[0] = SAY(fill, "TT", "No.");
	for (j = 0; j < list->shown; j++)
		heads[j + 1] = head_of(fill, list, list->columns.items[j]);
	value->table = new_table(fill, "", heads, list->shown + 1);
	for (i = 0; i < list->count; i++) {
		add_number(fill, value->table, (int64_t)i + 1);
		for (j = 0; j < list->shown; j++) {
			cell = list->rows[i].cells[j];
			key = key_of(list, list->columns.items[j]);
			type = qms_day_parse(qms_text(cell)) != QMS_DAY_NONE
			    ? QMS_CELL_DAY : key != NULL && key->type ==
			    QMS_TYPE_INTEGER && *cell != '\0' ?
			    QMS_CELL_NUMBER : QMS_CELL_TEXT;
			added = add_cell(fill, value->table, type,
			    in_words(fill, list, &list->rows[i],
			    list->columns.items[j], cell));
			added->number = type == QMS_CELL_DAY ?
			    qms_day_parse(qms_text(cell)) : type ==
			    QMS_CELL_NUMBER ? strtoll(cell, NULL, 10) : 0;
			if (j == 0)
				added->path = list->rows[i].path;
		}
	}
	value->had = value->figure = true;
}

/* How many of each value. */
static void
list_by(struct qms_report_value *value, struct qms_report_fill *fill,
    struct list *list)
{
	const char *const heads[] = { head_of(fill, list,
	    list->columns.items[0]), SAY(fill, "Số lượng", "Number") };
	struct qms_map counts = { 0 };
	int64_t *number;
	const char *cell;
	size_t i;

	for (i = 0; i < list->count; i++) {
		cell = in_words(fill, list, &list->rows[i],
		    list->columns.items[0], list->rows[i].cells[0]);
		number = qms_map_get(&counts, cell);
		if (number == NULL) {
			number = qms_arena_alloc(fill->arena,
			    sizeof(*number));
			qms_map_put(fill->arena, &counts, cell, number);
		}
		++*number;
	}
	value->table = new_table(fill, "", heads, 2);
	for (i = 0; i < counts.count; i++) {
		(void)add_cell(fill, value->table, QMS_CELL_TEXT, *(counts.
		    entries[i].key) == '\0' ? SAY(fill, "(không ghi)",
		    "(not said)") : capital(fill->arena,
		    counts.entries[i].key));
		add_number(fill, value->table, *(int64_t *)
		    counts.entries[i].value);
	}
	value->table->figures = true;
	value->had = value->figure = true;
}

static size_t
place_of(struct qms_strings *list, const char *text)
{
	size_t i;

	for (i = 0; i < list->count && strcmp(list->items[i], text) != 0;)
		i++;
	return i;
}

/* A column over another, such as ranks over years; a line for each value of a
 * third. What begins with "rank" stands the higher the smaller it is. */
static void
list_line(struct qms_report_value *value, struct qms_report_fill *fill,
    struct list *list)
{
	struct qms_strings places = { 0 }, series = { 0 };
	const struct row *row;
	struct qms_chart *chart;
	size_t i;

	list_table(value, fill, list);
	for (i = 0; i < list->count; i++) {
		row = &list->rows[i];
		if (!qms_strings_has(&places, row->cells[0]))
			qms_strings_add(fill->arena, &places, row->cells[0]);
		if (list->shown > 2 && !qms_strings_has(&series,
		    row->cells[2]))
			qms_strings_add(fill->arena, &series, row->cells[2]);
	}
	if (list->count == 0)
		return;
	qms_strings_sort(&places);
	if (series.count == 0)
		qms_strings_add(fill->arena, &series, head_of(fill, list,
		    list->columns.items[1]));
	chart = new_chart(fill, head_of(fill, list, list->columns.items[1]),
	    places.count, series.count);
	chart->from_top = qms_starts_with(list->columns.items[1], "rank");
	for (i = 0; i < places.count; i++)
		set_place(chart, i, places.items[i]);
	for (i = 0; i < places.count * series.count; i++)
		set_point(chart, i / series.count, i % series.count, 0, "");
	for (i = 0; i < series.count; i++)
		set_series(chart, i, list->shown > 2 ? in_words(fill, list,
		    &list->rows[0], list->columns.items[2], series.items[i])
		    : series.items[i]);
	for (i = 0; i < list->count; i++) {
		row = &list->rows[i];
		if (*row->cells[1] != '\0')
			set_point(chart, place_of(&places, row->cells[0]),
			    list->shown > 2 ? place_of(&series,
			    row->cells[2]) : 0, strtod(row->cells[1], NULL),
			    row->cells[1]);
	}
	value->chart = chart;
}

/* What came and what was closed in a quarter, and how long that took. */
static void
count_quarter(struct list *in, const struct list *list, int64_t *came,
    struct qms_arena *arena, qms_day first, qms_day last)
{
	qms_day from, to;
	size_t i;

	*came = 0;
	memset(in, 0, sizeof(*in));
	for (i = 0; i < list->count; i++) {
		from = qms_day_parse(qms_text(list->rows[i].cells[0]));
		to = qms_day_parse(qms_text(list->rows[i].cells[1]));
		*came += from != QMS_DAY_NONE && from >= first &&
		    from <= last;
		if (to != QMS_DAY_NONE && to >= first && to <= last)
			*qms_push(arena, in->rows, in->count, in->room) =
			    list->rows[i];
	}
}

static void
list_quarters(struct qms_report_value *value, struct qms_report_fill *fill,
    struct list *list)
{
	const char *const heads[] = { SAY(fill, "Quý", "Quarter"), SAY(fill,
	    "Phát sinh", "Opened"), SAY(fill, "Đã khép lại", "Closed"),
	    SAY(fill, "Số ngày xử lý bình quân", "Days to close, average") };
	enum { SHOWN = QMS_REPORT_TREND };
	qms_day last = qms_quarter_end(fill->report->day), end;
	struct qms_chart *chart;
	struct list closed;
	int64_t came, days, tenths;
	size_t i;

	value->table = new_table(fill, "", heads, 4);
	value->table->figures = true;
	chart = new_chart(fill, qms_arena_format(fill->arena, SAY(fill,
	    "%s: phát sinh và khép lại theo quý",
	    "%s: opened and closed by quarter"), capital(fill->arena,
	    list->kind == NULL ? fill->mark->source :
	    list->kind->name[fill->report->language])), SHOWN, 2);
	set_series(chart, 0, heads[1]);
	set_series(chart, 1, heads[2]);
	for (i = 0; i < SHOWN; i++) {
		end = qms_day_add_months(last + 1, -3 * (SHOWN - 1 -
		    (int)i)) - 1;
		count_quarter(&closed, list, &came, fill->arena,
		    qms_report_first(QMS_PERIOD_QUARTER, end), end);
		set_place(chart, i, quarter_label(fill, end));
		set_point(chart, i, 0, (double)came, qms_report_number(
		    fill->arena, came, false, fill->report->language));
		set_point(chart, i, 1, (double)closed.count,
		    qms_report_number(fill->arena, (int64_t)closed.count,
		    false, fill->report->language));
		(void)add_cell(fill, value->table, QMS_CELL_TEXT,
		    chart->labels[i]);
		add_number(fill, value->table, came);
		add_number(fill, value->table, (int64_t)closed.count);
		if (average(&tenths, &closed, &days))
			(void)add_cell(fill, value->table, QMS_CELL_TEXT,
			    tenths_text(fill, tenths));
		else
			(void)add_cell(fill, value->table, QMS_CELL_TEXT,
			    "");
	}
	value->chart = chart;
	value->had = value->figure = true;
}

static const struct qms_error *
list_figure(struct qms_report_value *value, struct qms_report_fill *fill,
    const struct qms_rules *rules)
{
	const struct qms_error *err;
	struct list list = { 0 };

	if (!find_list(&list, fill->arena, qms_system_kinds(fill->system),
	    fill->mark->source)) {
		complain(fill, "không có loại hồ sơ này", "no such kind");
		return NULL;
	}
	read_arguments(&list, fill->arena, fill->mark);
	err = list.kind == NULL ? read_duties(fill, &list) :
	    read_rows(fill, &list);
	if (err != NULL)
		return err;
	list_source(value, fill, &list);
	if (strcmp(fill->mark->field, "list") == 0)
		list_table(value, fill, &list);
	else if (strcmp(fill->mark->field, "by") == 0)
		list_by(value, fill, &list);
	else if (strcmp(fill->mark->field, "line") == 0)
		list_line(value, fill, &list);
	else if (strcmp(fill->mark->field, "quarters") == 0)
		list_quarters(value, fill, &list);
	else
		list_value(value, fill, &list);
	if (value->table != NULL)
		value->number = (int64_t)list.count;
	return NULL;
}

/* ---- any of them ---- */

struct judging {
	struct qms_problems *problems;
	struct qms_system *system;
	const char *path;
	const struct qms_report_mark *mark;
};

static void
tell(const struct judging *j, enum qms_message_id id, const char *what)
{
	qms_report(j->problems, j->path, j->mark->line, j->mark->column, id,
	    j->mark->text, what);
}

static void
check_column(const struct judging *j, const struct list *list,
    const char *column)
{
	if (list->kind == NULL ? !is_listed(column, duty_columns) :
	    !qms_index_has_column(j->system->index, list->view, column))
		tell(j, QMS_M_D331, column);
}

static void
check_list(const struct judging *j, const struct list *list)
{
	static const char *const times[] = { "period", "previous", "next",
		"year", "past", "future", NULL };
	const char *field = j->mark->field;
	size_t least = strcmp(field, "days") == 0 || strcmp(field, "line") ==
	    0 || strcmp(field, "quarters") == 0 ? 2 : strcmp(field, "count") == 0 ? 0 : 1, i;

	if (!is_listed(field, list_fields) && !is_listed(field,
	    list_blocks)) {
		tell(j, QMS_M_D331, field);
		return;
	}
	for (i = 0; i < list->columns.count; i++)
		check_column(j, list, list->columns.items[i]);
	for (i = 0; i < list->test_count; i++)
		if (list->tests[i].how == TEST_WHEN && !is_listed(
		    list->tests[i].value, times))
			tell(j, QMS_M_D331, list->tests[i].value);
	if (list->shown < least)
		tell(j, QMS_M_D331, field);
}

static void
check_figure(const struct judging *j, const struct qms_strings *ids)
{
	const struct qms_report_mark *mark = j->mark;
	bool block = is_listed(mark->field, figure_blocks);

	if (!block && !is_listed(mark->field, figure_fields))
		tell(j, QMS_M_D331, mark->field);
	else if (ids->count > 1 && strcmp(mark->field, "table") != 0)
		tell(j, QMS_M_D331, mark->source);
	else if (mark->arguments.count > 1)
		tell(j, QMS_M_D331, mark->arguments.items[1]);
	else if (block && mark->arguments.count == 1 && qms_indicator_by(
	    mark->arguments.items[0]) == QMS_BYS)
		tell(j, QMS_M_D331, mark->arguments.items[0]);
}

void
qms_report_figure_check(struct qms_problems *problems,
    struct qms_system *system, const struct qms_rules *rules,
    const char *path, const struct qms_report_mark *mark)
{
	struct judging j = { problems, system, path, mark };
	struct qms_strings ids = { 0 };
	struct list list = { 0 };
	size_t before = problems->count, i;

	if (*mark->field == '\0')
		return;			/* told when it was read */
	if (*mark->source == '\0') {
		if (!is_listed(mark->field, words))
			tell(&j, QMS_M_D331, mark->field);
		return;
	}
	split_source(&ids, problems->arena, mark->source);
	if (find_list(&list, problems->arena, qms_system_kinds(system),
	    mark->source)) {
		read_arguments(&list, problems->arena, mark);
		check_list(&j, &list);
	} else {
		for (i = 0; i < ids.count; i++)
			if (find_rule(rules, ids.items[i]) == NULL)
				tell(&j, QMS_M_D331, ids.items[i]);
		if (problems->count == before)
			check_figure(&j, &ids);
	}
	if (problems->count == before && mark->type == MARK_VALUE &&
	    !mark->block && (is_listed(mark->field, figure_blocks) ||
	    is_listed(mark->field, list_blocks)))
		tell(&j, QMS_M_D331, mark->field);
}

const struct qms_error *
qms_report_figure(struct qms_report_value *value,
    struct qms_report_fill *fill)
{
	const struct qms_report_mark *mark = fill->mark;
	struct qms_problems wrong = { .arena = fill->arena };
	const struct qms_error *err;
	const struct qms_rules *rules;
	const char *source = mark->source;

	memset(value, 0, sizeof(*value));
	value->number = -1;
	err = qms_system_rules(&rules, fill->system);
	if (err != NULL)
		return err;
	qms_report_figure_check(&wrong, fill->system, rules,
	    fill->report->template->path, mark);
	if (wrong.count > 0 || *mark->field == '\0') {
		complain(fill, "chỗ này viết chưa đúng; xem qms check",
		    "it is not written as it must be; see qms check");
		return NULL;
	}
	if (*source == '\0') {
		value->had = true;
		value->shown = word_of(fill, mark->field);
		return NULL;
	}
	value->source.query = mark->text;
	value->source.line = mark->line;
	return find_rule(rules, qms_arena_copy(fill->arena, source,
	    strcspn(source, ","))) != NULL ? indicator(value, fill, rules) :
	    list_figure(value, fill, rules);
}
