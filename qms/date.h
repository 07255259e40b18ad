/* SPDX-License-Identifier: MIT */
/*
 * date - days of the proleptic Gregorian calendar.
 * A day is a number of days since 1970-01-01. Nothing here knows today, the
 * time zone of the machine, or holidays (calendar.h).
 */
#ifndef QMS_DATE_H
#define QMS_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

typedef int32_t qms_day;

#define QMS_DAY_NONE INT32_MIN
#define QMS_DAY_SIZE 11		/* "2026-11-22" and its NUL */

/* Strictly ten characters, years 1900 to 2999; else QMS_DAY_NONE. */
qms_day qms_day_parse(struct qms_text text);
qms_day qms_day_make(int year, int month, int day);
void qms_day_split(qms_day day, int *year, int *month, int *day_of_month);

/* ISO, for data. QMS_DAY_NONE gives "". Returns buffer. */
char *qms_day_format(char buffer[QMS_DAY_SIZE], qms_day day);
/* dd/mm/yyyy, for people. */
char *qms_day_format_vn(char buffer[QMS_DAY_SIZE], qms_day day);

/* Calendar months; the last day of a month stays within it (31/5 + 3 = 31/8,
 * 30/11 + 3 = 28/2 or 29/2). */
qms_day qms_day_add_months(qms_day day, int months);
int qms_day_weekday(qms_day day);	/* 0 Monday … 6 Sunday */

/* The day of a time in seconds since 1970 UTC, offset minutes east. */
qms_day qms_day_of_time(int64_t seconds, int offset);

/* "+07:00", "-03:30" or "Z" to minutes east; false if it is none. */
bool qms_offset_parse(struct qms_text text, int *minutes);

#endif
