/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "date.h"

/* days_from_civil and its inverse: H. Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms"; eras of 400 years beginning on 1 March. */
qms_day
qms_day_make(int year, int month, int day)
{
	int era, year_of_era, day_of_year;

	year -= month <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	year_of_era = year - era * 400;
	day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year - 719468;
}

void
qms_day_split(qms_day day, int *year, int *month, int *day_of_month)
{
	int era, day_of_era, year_of_era, day_of_year, m;

	day += 719468;
	era = (day >= 0 ? day : day - 146096) / 146097;
	day_of_era = day - era * 146097;
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
	    day_of_era / 146096) / 365;
	day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 -
	    year_of_era / 100);
	m = (5 * day_of_year + 2) / 153;
	*day_of_month = day_of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

static int
month_length(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };

	if (month == 2 && ((year % 4 == 0 && year % 100 != 0) ||
	    year % 400 == 0))
		return 29;
	return lengths[month - 1];
}

static int
number(const char *digits, int count)
{
	int value = 0;

	while (count-- > 0) {
		if (*digits < '0' || *digits > '9')
			return -1;
		value = value * 10 + *digits++ - '0';
	}
	return value;
}

qms_day
qms_day_parse(struct qms_text text)
{
	int year, month, day;

	if (text.size != 10 || text.data[4] != '-' || text.data[7] != '-')
		return QMS_DAY_NONE;
	year = number(text.data, 4);
	month = number(text.data + 5, 2);
	day = number(text.data + 8, 2);
	if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 ||
	    day > month_length(year, month))
		return QMS_DAY_NONE;
	return qms_day_make(year, month, day);
}

char *
qms_day_format(char buffer[QMS_DAY_SIZE], qms_day day)
{
	int year, month, day_of_month;

	buffer[0] = '\0';
	if (day != QMS_DAY_NONE) {
		qms_day_split(day, &year, &month, &day_of_month);
		(void)snprintf(buffer, QMS_DAY_SIZE, "%04u-%02u-%02u",
		    (unsigned)year % 10000u, (unsigned)month % 100u,
		    (unsigned)day_of_month % 100u);
	}
	return buffer;
}

char *
qms_day_format_vn(char buffer[QMS_DAY_SIZE], qms_day day)
{
	int year, month, day_of_month;

	buffer[0] = '\0';
	if (day != QMS_DAY_NONE) {
		qms_day_split(day, &year, &month, &day_of_month);
		(void)snprintf(buffer, QMS_DAY_SIZE, "%02u/%02u/%04u",
		    (unsigned)day_of_month % 100u, (unsigned)month % 100u,
		    (unsigned)year % 10000u);
	}
	return buffer;
}

qms_day
qms_day_add_months(qms_day day, int months)
{
	int year, month, day_of_month, total, length;

	qms_day_split(day, &year, &month, &day_of_month);
	total = year * 12 + month - 1 + months;
	year = total / 12;
	month = total % 12 + 1;
	length = month_length(year, month);
	return qms_day_make(year, month,
	    day_of_month > length ? length : day_of_month);
}

int
qms_day_weekday(qms_day day)
{
	return ((day + 3) % 7 + 7) % 7;		/* 1970-01-01 was a Thursday */
}

qms_day
qms_day_of_time(int64_t seconds, int offset)
{
	int64_t local = seconds + (int64_t)offset * 60;

	return (qms_day)(local >= 0 ? local / 86400 : -((86399 - local) /
	    86400));
}

bool
qms_offset_parse(struct qms_text text, int *minutes)
{
	int hours, rest;

	*minutes = 0;
	if (qms_text_is(text, "Z"))
		return true;
	if (text.size != 6 || text.data[3] != ':' ||
	    (text.data[0] != '+' && text.data[0] != '-'))
		return false;
	hours = number(text.data + 1, 2);
	rest = number(text.data + 4, 2);
	if (hours < 0 || hours > 14 || rest < 0 || rest > 59)
		return false;
	*minutes = (hours * 60 + rest) * (text.data[0] == '-' ? -1 : 1);
	return true;
}
