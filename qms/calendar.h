/* SPDX-License-Identifier: MIT */
/*
 * calendar - working days: Monday to Friday without the holidays, and with the
 * compensating working days, of law/holidays.csv.
 */
#ifndef QMS_CALENDAR_H
#define QMS_CALENDAR_H

#include "csv.h"
#include "date.h"

struct qms_calendar {
	qms_day *holidays, *worked;	/* sorted */
	size_t holiday_count, holiday_room, worked_count, worked_room;
};

void qms_calendar_parse(struct qms_calendar *calendar,
	struct qms_arena *arena, const struct qms_csv *csv);
bool qms_calendar_is_working(const struct qms_calendar *calendar, qms_day day);
/* The n-th working day after day; n 0: day itself if worked, else the next. */
qms_day qms_calendar_add(const struct qms_calendar *calendar, qms_day day,
	int working_days);

#endif
