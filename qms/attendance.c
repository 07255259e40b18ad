/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "attendance.h"
#include "csv.h"
#include "unicode.h"

enum column { PERSON, NAME, UNIT, SIGNED, COLUMNS };

struct reader {
	struct qms_attendance *attendance;
	struct qms_arena *arena;
	struct qms_text text;
	const char *path;
	const struct qms_people *people;
	qms_day day;
	struct qms_problems *problems;
	struct qms_csv csv;
	size_t columns[COLUMNS];	/* of the file; SIZE_MAX: none */
	struct qms_map seen;		/* person -> line, as text */
	struct qms_strings folded;	/* names of people, in their order */
};

/* ---- words as people type them ---- */

/* Without marks and case, blanks and dashes between words as one blank. */
static char *
fold(struct qms_arena *arena, const char *words)
{
	struct qms_buffer out = { 0 };
	char *text, *to;
	const char *at;

	qms_unicode_fold(&out, qms_text_trim(qms_text(words)));
	text = qms_arena_string(arena, out.data == NULL ? "" : out.data);
	for (at = to = text; *at != '\0'; at++) {
		if ((unsigned char)*at == 0xc2 &&
		    (unsigned char)at[1] == 0xa0) {
			at++;		/* a blank that does not break */
			if (to > text && to[-1] != ' ')
				*to++ = ' ';
		} else if (strchr(" -\t\r\n", *at) == NULL) {
			*to++ = *at;
		} else if (to > text && to[-1] != ' ') {
			*to++ = ' ';
		}
	}
	*to = '\0';
	qms_buffer_free(&out);
	return text;
}

char *
qms_attendance_fold(struct qms_arena *arena, const char *title)
{
	return fold(arena, title);
}

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

static void
report(struct reader *r, const struct qms_csv_row *row, size_t cell,
    enum qms_message_id id, const char *first, const char *second)
{
	int line, column;

	qms_csv_position(&r->csv, r->text, row, cell, &line, &column);
	qms_report(r->problems, r->path, line, column, id, first, second);
}

/* ---- the header ---- */

static const char *const titles[COLUMNS][8] = {
	[PERSON] = { "person", "id", "ma", "ma can bo", "ma nguoi", NULL },
	[NAME] = { "name", "ho va ten", "ho ten", "ten", "ho va ten can bo",
	    "nguoi hoc", "hoc vien", NULL },
	[UNIT] = { "unit", "don vi", "phong", "phong, don vi", "bo phan",
	    "don vi cong tac", NULL },
	[SIGNED] = { "signed", "ky", "ky ten", "da ky", "ky nhan", "chu ky",
	    "co mat", NULL },
};

bool
qms_attendance_knows(struct qms_arena *arena, const char *title)
{
	const char *folded = fold(arena, title);
	size_t column;

	for (column = 0; column < COLUMNS; column++)
		if (is_one_of(folded, titles[column]))
			return true;
	return false;
}

static bool
find_columns(struct reader *r)
{
	const struct qms_csv_row *header = &r->csv.header;
	size_t i, column;
	const char *title;

	for (column = 0; column < COLUMNS; column++)
		r->columns[column] = SIZE_MAX;
	for (i = 0; i < header->count; i++) {
		title = fold(r->arena, header->cells[i]);
		for (column = 0; column < COLUMNS; column++)
			if (r->columns[column] == SIZE_MAX &&
			    is_one_of(title, titles[column]))
				r->columns[column] = i;
	}
	if (r->columns[PERSON] != SIZE_MAX || r->columns[NAME] != SIZE_MAX)
		return true;
	qms_report(r->problems, r->path, 1, 1, QMS_M_D244);
	return false;
}

static const char *
cell_of(const struct reader *r, const struct qms_csv_row *row,
    enum column column)
{
	size_t at = r->columns[column];
	struct qms_text text;

	if (at == SIZE_MAX || at >= row->count)
		return "";
	text = qms_text_trim(qms_text(qms_csv_undefended(row->cells[at])));
	return qms_arena_copy(r->arena, text.data, text.size);
}

/* ---- people ---- */

/* Where the person works on the day, else as the list says. */
static const char *
unit_of(const struct reader *r, const char *person, const char *typed)
{
	const struct qms_office *office;
	size_t i;

	for (i = 0; i < r->people->office_count; i++) {
		office = &r->people->offices[i];
		if (strcmp(office->person, person) == 0 &&
		    office->unit != NULL && *office->unit != '\0' &&
		    (office->first == QMS_DAY_NONE ||
		    office->first <= r->day) &&
		    (office->last == QMS_DAY_NONE || office->last >= r->day))
			return office->unit;
	}
	return typed;
}

/* Is it the name: with all its marks, or as it is typed without them? */
static bool
is_name(const struct reader *r, size_t i, const char *name, bool exact)
{
	return exact ? strcmp(r->people->persons[i].name, name) == 0 :
	    strcmp(r->folded.items[i], fold(r->arena, name)) == 0;
}

/* The ids of those who have the name; of several those of the unit, too. */
static void
find_name(struct qms_strings *all, struct qms_strings *here,
    const struct reader *r, const char *name, const char *unit)
{
	const char *id, *wanted = fold(r->arena, unit);
	bool exact = true;
	size_t i;

	do {
		for (i = 0; i < r->people->person_count; i++) {
			if (!is_name(r, i, name, exact))
				continue;
			id = r->people->persons[i].id;
			qms_strings_add(r->arena, all, id);
			if (strcmp(fold(r->arena, unit_of(r, id, "")),
			    wanted) == 0)
				qms_strings_add(r->arena, here, id);
		}
		exact = !exact;
	} while (!exact && all->count == 0);
}

static const struct qms_person *
choose(struct reader *r, const struct qms_csv_row *row, const char *name,
    const char *unit)
{
	struct qms_strings all = { 0 }, here = { 0 };
	const char *list = "";
	size_t i;

	find_name(&all, &here, r, name, unit);
	if (all.count == 1)
		return qms_people_by_id(r->people, all.items[0]);
	if (all.count > 1 && *unit != '\0' && here.count == 1)
		return qms_people_by_id(r->people, here.items[0]);
	/* a table of ours, written out, has ids there */
	if (all.count == 0 && qms_people_by_id(r->people, name) != NULL)
		return qms_people_by_id(r->people, name);
	for (i = 0; i < all.count; i++)
		list = qms_arena_format(r->arena, "%s%s%s", list,
		    *list == '\0' ? "" : ", ", all.items[i]);
	if (all.count == 0)
		report(r, row, r->columns[NAME], QMS_M_D240, name, NULL);
	else
		report(r, row, r->columns[NAME], QMS_M_D241, name, list);
	return NULL;
}

static const struct qms_person *
find_person(struct reader *r, const struct qms_csv_row *row)
{
	const char *id = cell_of(r, row, PERSON), *name = cell_of(r, row,
	    NAME);
	const struct qms_person *person;

	if (*id == '\0')
		return choose(r, row, name, cell_of(r, row, UNIT));
	person = qms_people_by_id(r->people, id);
	if (person == NULL || (*name != '\0' && strcmp(fold(r->arena, name),
	    fold(r->arena, person->name)) != 0)) {
		report(r, row, r->columns[PERSON], QMS_M_D240, *name == '\0' ?
		    id : qms_arena_format(r->arena, "%s (%s)", name, id),
		    NULL);
		return NULL;
	}
	return person;
}

/* ---- rows ---- */

static bool
is_signed(bool *yes, struct reader *r, const struct qms_csv_row *row)
{
	static const char *const words[2][8] = {
		{ "", "no", "khong", "vang", "vang mat", "0", NULL },
		{ "yes", "co", "x", "da ky", "co mat", "1", "v", NULL },
	};
	const char *typed = cell_of(r, row, SIGNED), *word;

	*yes = r->columns[SIGNED] == SIZE_MAX;
	if (*yes)
		return true;
	word = fold(r->arena, typed);
	*yes = is_one_of(word, words[1]);
	if (*yes || is_one_of(word, words[0]))
		return true;
	report(r, row, r->columns[SIGNED], QMS_M_D242, typed, NULL);
	return false;
}

static bool
is_empty(const struct reader *r, const struct qms_csv_row *row)
{
	return *cell_of(r, row, PERSON) == '\0' &&
	    *cell_of(r, row, NAME) == '\0';
}

static void
take_row(struct reader *r, const struct qms_csv_row *row)
{
	const struct qms_person *person;
	struct qms_attendant *item;
	const char *line;
	bool yes;

	if (is_empty(r, row))
		return;
	person = find_person(r, row);
	if (!is_signed(&yes, r, row) || person == NULL)
		return;
	line = qms_map_get(&r->seen, person->id);
	if (line != NULL) {
		report(r, row, r->columns[PERSON] == SIZE_MAX ?
		    r->columns[NAME] : r->columns[PERSON], QMS_M_D243,
		    person->id, line);
		return;
	}
	qms_map_put(r->arena, &r->seen, person->id, qms_arena_format(
	    r->arena, "%d", row->line));
	item = qms_push(r->arena, r->attendance->items, r->attendance->count,
	    r->attendance->room);
	item->person = person;
	item->unit = unit_of(r, person->id, cell_of(r, row, UNIT));
	item->signature = yes;
	item->row = (size_t)(row - r->csv.rows);
	r->attendance->signatures += yes;
}

void
qms_attendance_read(struct qms_attendance *attendance,
    struct qms_arena *arena, struct qms_text text, const char *path,
    const struct qms_people *people, qms_day day,
    struct qms_problems *problems)
{
	struct reader r = { .attendance = attendance, .arena = arena,
	    .text = text, .path = path, .people = people, .day = day,
	    .problems = problems };
	size_t before = problems->count, i;

	memset(attendance, 0, sizeof(*attendance));
	qms_csv_parse(&r.csv, arena, text, path, problems);
	if (problems->count > before || !find_columns(&r))
		return;
	for (i = 0; i < people->person_count; i++)
		qms_strings_add(arena, &r.folded, fold(arena,
		    people->persons[i].name));
	for (i = 0; i < r.csv.count; i++)
		take_row(&r, &r.csv.rows[i]);
	attendance->csv = r.csv;
	if (problems->count == before && attendance->signatures == 0)
		qms_report(problems, path, 0, 0, QMS_M_D245);
}

void
qms_attendance_write(struct qms_buffer *out,
    const struct qms_attendance *attendance)
{
	const struct qms_attendant *item;
	size_t i;

	qms_buffer_string(out, "person,name,unit,signed\n");
	for (i = 0; i < attendance->count; i++) {
		item = &attendance->items[i];
		qms_csv_quote(out, item->person->id, false);
		qms_buffer_char(out, ',');
		qms_csv_quote(out, item->person->name, false);
		qms_buffer_char(out, ',');
		qms_csv_quote(out, item->unit, false);
		qms_buffer_string(out, item->signature ? ",yes\n" : ",no\n");
	}
}

bool
qms_attendance_has(const struct qms_attendance *attendance,
    const char *person)
{
	size_t i;

	for (i = 0; i < attendance->count; i++)
		if (strcmp(attendance->items[i].person->id, person) == 0)
			return attendance->items[i].signature;
	return false;
}
