/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* Corrective actions by state and age: cards in the columns of their life
 * cycle; and the same as tables, for paper and phones. */

enum { PATH, ID, TITLE, STATE, SINCE, DUE, UNIT, OWNER, FINDING, GRADE, AGE,
	LATE, CLOSED };

/* How old it is counts from the day it was found, until it is closed; late is
 * how many days ago it was due while the work is not reported as done. */
static const char sql_actions[] =
	"SELECT a.path, a.id, a.title, a.state, a.since, a.due, a.unit,"
	"       a.owner, f.path, f.grade,"
	"       julian_days(coalesce(a.closed, q.day))"
	"       - julian_days(coalesce(f.day, a.since)),"
	"       CASE WHEN a.due < q.day AND a.closed IS NULL"
	"            AND a.state NOT IN ('done', 'verified', 'effective')"
	"            THEN julian_days(q.day) - julian_days(a.due) END,"
	"       a.closed"
	"  FROM action AS a JOIN asof AS q ON q.source = 1"
	"  LEFT JOIN finding AS f ON f.agency = a.agency AND f.id = a.finding"
	" WHERE a.agency = ?1"
	" ORDER BY a.closed IS NOT NULL, a.closed DESC, a.due, a.id";

struct board {
	struct web_site *site;
	const struct qms_grid *rows;
	const struct qms_kind *kind;
	size_t count;
};

static const char *
cell(const struct board *board, size_t row, size_t column)
{
	return qms_grid_cell(board->rows, row, column);
}

static bool
is_open(const struct board *board, size_t row)
{
	return *cell(board, row, CLOSED) == '\0';
}

static bool
is_late(const struct board *board, size_t row)
{
	return *cell(board, row, LATE) != '\0';
}

static const char *
state_name(const struct board *board, const char *state)
{
	return web_capital(board->site, qms_kind_state_name(board->kind,
	    state, board->site->language));
}

static const char *
days(const struct board *board, enum qms_word word, const char *number)
{
	return *number == '\0' ? "" : web_fill(board->site, word, number,
	    NULL, NULL);
}

/* ---- figures ---- */

static void
add_counts(const struct board *board, struct qms_value *values)
{
	struct qms_value *counts = qms_value_list(values, "counts");
	int64_t open = 0, late = 0, oldest = 0;
	size_t i;

	for (i = 0; i < board->count; i++) {
		if (!is_open(board, i))
			continue;
		open++;
		late += is_late(board, i);
		if (atoll(cell(board, i, AGE)) > oldest)
			oldest = atoll(cell(board, i, AGE));
	}
	web_count(counts, open, web_word(board->site, QMS_W_actions_open),
	    "info");
	web_count(counts, late, web_word(board->site, QMS_W_overdue),
	    late > 0 ? "bad" : "ok");
	web_count(counts, oldest, web_word(board->site,
	    QMS_W_actions_oldest), "info");
	web_count(counts, (int64_t)board->count - open, web_word(board->site,
	    QMS_W_actions_closed), "old");
}

/* ---- cards ---- */

static void
add_card(const struct board *board, struct qms_value *cards, size_t row)
{
	struct web_site *site = board->site;
	const char *agency = site->agency->row.agency, *grade;
	struct qms_value *card = qms_value_row(cards);

	qms_value_text(card, "id", cell(board, row, ID));
	qms_value_text(card, "title", cell(board, row, TITLE));
	web_set_url(site, card, "url", web_path_url(site, cell(board, row,
	    PATH)));
	qms_value_text(card, "owner", web_person(site, agency,
	    cell(board, row, OWNER)));
	qms_value_text(card, "unit", web_unit(site, agency,
	    cell(board, row, UNIT)));
	qms_value_text(card, "due", web_day(site, cell(board, row, DUE)));
	qms_value_text(card, "age", days(board, QMS_W_days_old,
	    cell(board, row, AGE)));
	qms_value_text(card, "late", days(board, QMS_W_days_late,
	    cell(board, row, LATE)));
	qms_value_text(card, "class", is_late(board, row) ? "bad" : "info");
	grade = cell(board, row, GRADE);
	if (*grade != '\0')
		qms_value_text(card, "grade", web_listed(site,
		    "finding-grade", grade));
}

/* A column a state that is not the end, in the order of the kind. */
static void
add_columns(const struct board *board, struct qms_value *values)
{
	struct qms_value *columns = qms_value_list(values, "columns");
	struct qms_value *column, *cards;
	const char *state;
	size_t i, row;

	for (i = 0; i < board->kind->state_count; i++) {
		state = board->kind->states[i].id;
		if (qms_kind_is_final(board->kind, state))
			continue;
		column = qms_value_row(columns);
		qms_value_text(column, "name", state_name(board, state));
		cards = qms_value_list(column, "cards");
		for (row = 0; row < board->count; row++)
			if (strcmp(cell(board, row, STATE), state) == 0)
				add_card(board, cards, row);
		qms_value_integer(column, "count",
		    (int64_t)qms_value_count(cards));
	}
}

/* ---- tables ---- */

enum { BANDS = 4 };

static size_t
band_of(const char *age)
{
	static const int limits[BANDS - 1] = { 30, 90, 180 };
	size_t i = 0;

	while (i < BANDS - 1 && atoi(age) > limits[i])
		i++;
	return i;
}

/* Open ones in a state: how many in each band, and how many of them late. */
static size_t
count_ages(int64_t counts[BANDS], int64_t *late, const struct board *board,
    const char *state)
{
	size_t row, all = 0;

	memset(counts, 0, BANDS * sizeof(*counts));
	*late = 0;
	for (row = 0; row < board->count; row++) {
		if (!is_open(board, row) ||
		    strcmp(cell(board, row, STATE), state) != 0)
			continue;
		counts[band_of(cell(board, row, AGE))]++;
		*late += is_late(board, row);
		all++;
	}
	return all;
}

static void
add_ages(const struct board *board, struct qms_value *tables)
{
	static const char *const heads[BANDS] = { "0–30", "31–90", "91–180",
	    "> 180" };
	struct qms_value *table, *cells;
	int64_t counts[BANDS], late;
	const char *state;
	size_t i, band;

	table = web_table(tables, "ages", web_word(board->site,
	    QMS_W_actions_by_age));
	qms_value_text(table, "none", web_word(board->site,
	    QMS_W_actions_none_open));
	web_head(table, web_word(board->site, QMS_W_state), false);
	for (i = 0; i < BANDS; i++)
		web_head(table, days(board, QMS_W_days_of, heads[i]), true);
	web_head(table, web_capital(board->site, web_word(board->site,
	    QMS_W_overdue)), true);
	for (i = 0; i < board->kind->state_count; i++) {
		state = board->kind->states[i].id;
		if (count_ages(counts, &late, board, state) == 0)
			continue;
		cells = web_row(table);
		web_cell(cells, state_name(board, state));
		for (band = 0; band < BANDS; band++)
			web_cell_number(cells, counts[band]);
		web_cell_number(cells, late);
	}
}

static void
add_row(const struct board *board, struct qms_value *table, size_t row)
{
	struct web_site *site = board->site;
	const char *agency = site->agency->row.agency,
	    *state = cell(board, row, STATE);
	struct qms_value *cells = web_row(table);

	web_cell_link(site, cells, cell(board, row, ID), web_path_url(site,
	    cell(board, row, PATH)));
	web_cell(cells, cell(board, row, TITLE));
	web_cell(cells, web_unit(site, agency, cell(board, row, UNIT)));
	web_cell(cells, web_person(site, agency, cell(board, row, OWNER)));
	web_cell(cells, web_day(site, cell(board, row, DUE)));
	web_cell_number(cells, atoll(cell(board, row, AGE)));
	web_cell_state(cells, is_late(board, row) ? "bad" : is_open(board,
	    row) ? "info" : "old", state_name(board, state));
	web_cell(cells, is_open(board, row) ? days(board, QMS_W_days_late,
	    cell(board, row, LATE)) : web_day(site, cell(board, row,
	    CLOSED)));
}

static void
add_table(const struct board *board, struct qms_value *tables, bool open)
{
	static const enum qms_word heads[] = { QMS_W_id, QMS_W_name,
	    QMS_W_unit, QMS_W_owner, QMS_W_due, QMS_W_age_in_days,
	    QMS_W_state };
	struct qms_value *table;
	size_t i;

	table = web_table(tables, open ? "open" : "closed", web_word(
	    board->site, open ? QMS_W_actions_open : QMS_W_actions_closed));
	qms_value_text(table, "none", web_word(board->site,
	    open ? QMS_W_actions_none_open : QMS_W_none_yet));
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		web_head(table, web_word(board->site, heads[i]),
		    heads[i] == QMS_W_age_in_days);
	web_head(table, web_capital(board->site, web_word(board->site,
	    open ? QMS_W_overdue : QMS_W_closed_on)), false);
	for (i = 0; i < board->count; i++)
		if (is_open(board, i) == open)
			add_row(board, table, i);
}

static void
show(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	const struct board board = { .site = site, .rows = rows,
	    .kind = qms_kinds_get(site->kinds, "action"),
	    .count = qms_grid_rows(rows) };
	struct qms_value *tables;

	add_counts(&board, values);
	add_columns(&board, values);
	tables = qms_value_list(values, "tables");
	add_ages(&board, tables);
	add_table(&board, tables, true);
	add_table(&board, tables, false);
}

const struct web_view web_action_board = {
	.page = "action-board",
	.title = QMS_W_action_board,
	.needs = {
		{ "action", { "title", "due", "unit", "owner", "finding" } },
		{ "finding", { "grade", "day" } },
	},
	.sql = sql_actions,
	.template = "action-board",
	.show = show,
};
