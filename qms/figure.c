/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "figure.h"
#include "indicator.h"
#include "number.h"

enum { AGENCY, PARENT, PATH, ROW, LINE, ID, CONTENT, PRINTED, UNIT, MEASURE,
	FROM, TO, POPULATION, PARTS, NUMERATOR, BASE, WITHIN, TARGET,
	INDICATOR, NOTE, COMPUTED, HOW, USERS, CHECKED };

static const char sql_figures[] =
	"WITH f AS MATERIALIZED (SELECT * FROM figure),"
	" u AS MATERIALIZED"
	"  (SELECT path, \"to\" AS id, group_concat(id, ' ') AS users"
	"     FROM figure_link WHERE key IN ('parts', 'numerator', 'base')"
	"    GROUP BY path, \"to\")"
	" SELECT g.agency, g.parent, g.path, g.row, g.line, g.id, g.content,"
	"        g.printed, g.unit, g.measure, g.\"from\", g.\"to\","
	"        g.population, g.parts, g.numerator, g.base, g.within,"
	"        g.target, g.indicator, g.note,"
	"        CASE WHEN g.parts IS NOT NULL THEN number_text(f.sum)"
	"               || coalesce('/' || number_text(f.sum_whole), '')"
	"             WHEN r.row IS NOT NULL THEN number_text(number_rate("
	"               r.part, r.whole, max(2, coalesce(f.decimals, 2))))"
	"               || ' %'"
	"             WHEN f.whole IS NOT NULL AND g.base IS NOT NULL THEN"
	"               (SELECT number_text(coalesce(b.whole, b.value))"
	"                  FROM f AS b WHERE b.path = f.path"
	"                   AND b.id = g.base) END,"
	"        CASE WHEN g.parts IS NOT NULL THEN"
	"               replace(replace(g.parts, ',', ' '), ' ', ' + ')"
	"             WHEN r.row IS NOT NULL THEN number_text(r.part) || '/'"
	"               || number_text(r.whole)"
	"             WHEN f.whole IS NOT NULL THEN g.base END,"
	"        u.users,"
	"        iif(g.printed IS NOT NULL AND (f.sum IS NOT NULL"
	"            AND f.sum_exact AND f.bound = 'exact'"
	"            AND coalesce(g.parts_are, 'rời nhau') = 'rời nhau'"
	"            OR r.part IS NOT NULL AND r.whole > 0"
	"               AND f.bound <> 'about'"
	"            OR f.whole IS NOT NULL AND g.base IS NOT NULL),"
	"            'yes', 'no')"
	"   FROM reported_figures_figures AS g"
	"   JOIN f ON f.path = g.path AND f.row = g.row"
	"   LEFT JOIN figure_rate AS r ON r.path = g.path AND r.row = g.row"
	"   LEFT JOIN u ON u.path = g.path AND u.id = g.id"
	"  WHERE (?1 = '' OR g.agency = ?1) AND (?2 = '' OR g.parent = ?2)"
	"  ORDER BY g.agency, g.parent, g.row";

/* ---- flags ---- */

static const struct qms_error *
find_problems(struct qms_figures *figures, struct qms_system *system,
    struct qms_arena *arena)
{
	const struct qms_rules *rules;
	const struct qms_error *err;
	struct qms_rules some;
	size_t i;

	figures->problems.arena = arena;
	err = qms_system_rules(&rules, system);
	if (err || figures->count == 0)
		return err;
	some = (struct qms_rules){ .kinds = rules->kinds };
	for (i = 0; i < rules->count; i++)
		if (strncmp(rules->items[i].id, "FLAG-", 5) == 0)
			*qms_push(arena, some.items, some.count, some.room) =
			    rules->items[i];
	err = qms_rules_problems(&figures->problems, &some, qms_index_db(
	    system->index), system->store);
	if (err)
		return err;
	/* a rule that does not run has found nothing, which is not nothing */
	for (i = 0; i < figures->problems.count; i++)
		if (figures->problems.items[i].id != QMS_M_NONE)
			return qms_fail(figures->problems.items[i].id,
			    figures->problems.items[i].arguments[0],
			    figures->problems.items[i].arguments[1]);
	qms_problems_sort(&figures->problems);
	return NULL;
}

static int
by_place(const void *a, const void *b)
{
	const struct qms_figure *const *x = a, *const *y = b;
	int order = strcmp((*x)->path, (*y)->path);

	return order != 0 ? order : (*x)->line - (*y)->line;
}

/* Both in the order of path and line. */
static void
give_flags(struct qms_figures *figures, struct qms_arena *arena)
{
	struct qms_figure **order, *one;
	const struct qms_problem *problem;
	size_t i, j, room = 0;

	order = qms_arena_alloc(arena, (figures->count + 1) * sizeof(*order));
	for (i = 0; i < figures->count; i++)
		order[i] = &figures->items[i];
	qsort(order, figures->count, sizeof(*order), by_place);
	for (i = j = 0; i < figures->problems.count; i++) {
		problem = &figures->problems.items[i];
		while (j < figures->count && (strcmp(order[j]->path,
		    problem->path) < 0 || (strcmp(order[j]->path,
		    problem->path) == 0 && order[j]->line < problem->line)))
			j++;
		if (j == figures->count)
			break;
		one = order[j];
		if (one->line != problem->line ||
		    strcmp(one->path, problem->path) != 0)
			continue;
		room = one->flag_count;
		*qms_push(arena, one->flags, one->flag_count, room) = problem;
		one->result = QMS_FIGURE_FLAGGED;
	}
}

/* ---- rows ---- */

static const struct qms_figure *
find(const struct qms_figures *figures, const struct qms_figure *near,
    struct qms_text id)
{
	size_t i;

	for (i = (size_t)(near - figures->items); i > 0 &&
	    figures->items[i - 1].path == near->path; i--)
		continue;
	for (; i < figures->count && figures->items[i].path == near->path;
	    i++)
		if (qms_text_is(id, figures->items[i].id))
			return &figures->items[i];
	return NULL;
}

/* Does a row that is checked rest on it, be it through rows that are not
 * printed? */
static bool
is_used(const struct qms_figures *figures, const struct qms_figure *one,
    const bool *checked, int depth)
{
	const struct qms_figure *user;
	const char *at = one->users;
	size_t size;

	for (; *at != '\0'; at += size + (at[size] != '\0')) {
		size = strcspn(at, " ");
		user = find(figures, one, (struct qms_text){ at, size });
		if (user == NULL || user == one)
			continue;
		if (checked[user - figures->items] || (depth > 0 &&
		    *user->printed == '\0' && is_used(figures, user, checked,
		    depth - 1)))
			return true;
	}
	return false;
}

static void
judge(struct qms_figures *figures, const bool *checked)
{
	struct qms_figure *one;
	size_t i;

	for (i = 0; i < figures->count; i++) {
		one = &figures->items[i];
		one->result = *one->printed == '\0' ? QMS_FIGURE_DERIVED :
		    checked[i] ? QMS_FIGURE_HOLDS :
		    is_used(figures, one, checked, 3) ? QMS_FIGURE_USED :
		    QMS_FIGURE_UNCHECKED;
	}
}

static void
fill(struct qms_figure *one, const struct qms_grid *grid, size_t row)
{
	static const int places[] = { ID, CONTENT, PRINTED, UNIT, MEASURE,
		FROM, TO, POPULATION, PARTS, NUMERATOR, BASE, WITHIN, TARGET,
		INDICATOR, NOTE, COMPUTED, HOW, USERS };
	const char **cells[] = { &one->id, &one->content, &one->printed,
		&one->unit, &one->measure, &one->from, &one->to,
		&one->population, &one->parts, &one->numerator, &one->base,
		&one->within, &one->target, &one->indicator, &one->note,
		&one->computed, &one->how, &one->users };
	size_t i;

	memset(one, 0, sizeof(*one));
	one->agency = qms_grid_cell(grid, row, AGENCY);
	one->parent = qms_grid_cell(grid, row, PARENT);
	one->path = row > 0 && strcmp(one[-1].path, qms_grid_cell(grid, row,
	    PATH)) == 0 ? one[-1].path : qms_grid_cell(grid, row, PATH);
	one->row = atoi(qms_grid_cell(grid, row, ROW));
	one->line = atoi(qms_grid_cell(grid, row, LINE));
	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		*cells[i] = qms_grid_cell(grid, row, (size_t)places[i]);
	one->counted = "";
}

static bool
is_there(struct qms_system *system)
{
	static const char *const needed[] = { "id", "content", "printed",
		"unit", "measure", "from", "to", "population", "parts",
		"parts_are", "numerator", "base", "excluded", "within",
		"target", "indicator", "note" };
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(system),
	    "reported-figures");
	size_t i, j, k, found = 0;

	if (kind == NULL || qms_kind_key(kind, "code") == NULL)
		return false;
	for (i = 0; i < kind->table_count; i++)
		for (j = 0; strcmp(kind->tables[i].name, "figures") == 0 &&
		    j < sizeof(needed) / sizeof(*needed); j++)
			for (k = 0; k < kind->tables[i].column_count; k++)
				found += strcmp(needed[j],
				    kind->tables[i].columns[k].key) == 0;
	return found == sizeof(needed) / sizeof(*needed);
}

const struct qms_error *
qms_figures_get(struct qms_figures *figures, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *id)
{
	const struct qms_error *err;
	struct qms_grid grid;
	bool *checked;
	size_t i;

	memset(figures, 0, sizeof(*figures));
	if (!is_there(system))
		return NULL;
	err = QMS_GRID(&grid, system, arena, sql_figures, agency, id);
	if (err)
		return err;
	figures->count = qms_grid_rows(&grid);
	figures->items = qms_arena_alloc(arena, (figures->count + 1) *
	    sizeof(*figures->items));
	checked = qms_arena_alloc(arena, figures->count + 1);
	for (i = 0; i < figures->count; i++) {
		fill(&figures->items[i], &grid, i);
		checked[i] = strcmp(qms_grid_cell(&grid, i, CHECKED),
		    "yes") == 0;
	}
	judge(figures, checked);
	err = find_problems(figures, system, arena);
	if (err == NULL)
		give_flags(figures, arena);
	return err;
}

/* ---- what the system counts ---- */

bool
qms_figures_have_indicators(const struct qms_figures *figures)
{
	size_t i;

	for (i = 0; i < figures->count; i++)
		if (*figures->items[i].indicator != '\0' &&
		    *figures->items[i].to != '\0')
			return true;
	return false;
}

static void
show_counted(struct qms_figure *one, struct qms_arena *arena,
    const struct qms_indicator *item)
{
	char part[QMS_NUMBER_SIZE], whole[QMS_NUMBER_SIZE],
	    rate[QMS_NUMBER_SIZE];
	int64_t value = qms_indicator_rate(item);

	one->counted = qms_arena_format(arena, value < 0 ? "%s/%s" :
	    "%s/%s = %s %%", qms_number_format(part, item->part *
	    QMS_NUMBER_ONE, 0), qms_number_format(whole, item->whole *
	    QMS_NUMBER_ONE, 0), qms_number_format(rate, value *
	    (QMS_NUMBER_ONE / 100), 2));
}

/* "M-02" of all, "M-02.commune" of a group, whichever way groups are made. */
static void
count_one(struct qms_figure *one, struct qms_arena *arena,
    const struct qms_counted *counted)
{
	const char *dot = strchr(one->indicator, '.');
	size_t size = strcspn(one->indicator, "."), count, i;
	const char *group = dot == NULL ? "" : dot + 1;
	struct qms_indicator *items;
	enum qms_indicator_by by;

	for (by = QMS_BY_ALL; by < QMS_BYS; by++) {
		if ((by == QMS_BY_ALL) != (*group == '\0'))
			continue;
		qms_indicators(&items, &count, counted, by);
		for (i = 0; i < count; i++)
			if (strlen(items[i].rule->id) == size && strncmp(
			    items[i].rule->id, one->indicator, size) == 0 &&
			    strcmp(items[i].group, group) == 0) {
				show_counted(one, arena, &items[i]);
				return;
			}
	}
}

const struct qms_error *
qms_figures_count(struct qms_figures *figures, struct qms_system *system,
    struct qms_arena *arena)
{
	const struct qms_error *err = NULL;
	struct qms_counted counted;
	struct qms_figure *one;
	const char *day = "";
	size_t i;

	for (i = 0; err == NULL && i < figures->count; i++) {
		one = &figures->items[i];
		if (*one->indicator == '\0' || *one->to == '\0')
			continue;
		if (strcmp(day, one->to) != 0) {
			day = one->to;
			err = qms_system_ask(system, qms_day_parse(qms_text(
			    day)), "now");
			if (err == NULL)
				err = qms_count(&counted, system, arena);
		}
		if (err == NULL)
			count_one(one, arena, &counted);
	}
	return err;
}
