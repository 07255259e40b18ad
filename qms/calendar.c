/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "calendar.h"

static int
column(const struct qms_csv *csv, const char *name)
{
	size_t i;

	for (i = 0; i < csv->header.count; i++)
		if (strcmp(csv->header.cells[i], name) == 0)
			return (int)i;
	return -1;
}

static int
compare(const void *a, const void *b)
{
	qms_day left = *(const qms_day *)a, right = *(const qms_day *)b;

	return (left > right) - (left < right);
}

static bool
has(const qms_day *days, size_t count, qms_day day)
{
	return count > 0 && bsearch(&day, days, count, sizeof(*days),
	    compare) != NULL;
}

void
qms_calendar_parse(struct qms_calendar *calendar, struct qms_arena *arena,
    const struct qms_csv *csv)
{
	int at = column(csv, "day"), worked = column(csv, "working");
	qms_day day;
	size_t i;

	memset(calendar, 0, sizeof(*calendar));
	for (i = 0; i < csv->count; i++) {
		if (at < 0 || worked < 0 ||
		    csv->rows[i].count != csv->header.count)
			continue;
		day = qms_day_parse(qms_text(csv->rows[i].cells[at]));
		if (day == QMS_DAY_NONE)
			continue;	/* reported by the check of the file */
		if (strcmp(csv->rows[i].cells[worked], "yes") == 0)
			*qms_push(arena, calendar->worked,
			    calendar->worked_count, calendar->worked_room) =
			    day;
		else
			*qms_push(arena, calendar->holidays,
			    calendar->holiday_count, calendar->holiday_room) =
			    day;
	}
	if (calendar->holiday_count > 1)
		qsort(calendar->holidays, calendar->holiday_count,
		    sizeof(day), compare);
	if (calendar->worked_count > 1)
		qsort(calendar->worked, calendar->worked_count, sizeof(day),
		    compare);
}

bool
qms_calendar_is_working(const struct qms_calendar *calendar, qms_day day)
{
	if (has(calendar->worked, calendar->worked_count, day))
		return true;
	return qms_day_weekday(day) < 5 &&
	    !has(calendar->holidays, calendar->holiday_count, day);
}

qms_day
qms_calendar_add(const struct qms_calendar *calendar, qms_day day,
    int working_days)
{
	if (working_days == 0)
		while (!qms_calendar_is_working(calendar, day))
			day++;
	while (working_days > 0) {
		day++;
		working_days -= qms_calendar_is_working(calendar, day);
	}
	return day;
}
