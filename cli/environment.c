/* SPDX-License-Identifier: MIT */
/*
 * environment - the world outside, asked once: clock, identity, directories.
 *
 * GIT_COMMITTER_DATE stands for the clock when it is set, as it does for git
 * itself, and GIT_AUTHOR_NAME/EMAIL (else GIT_COMMITTER_…) for who I am.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "qms/file.h"
#include "web/assets.h"

static const char *
get(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? "" : value;
}

static bool
parse_offset(const char *text, int *offset)
{
	struct qms_text iso = qms_text(text);
	char with_colon[7];

	if (qms_offset_parse(iso, offset))
		return true;
	if (iso.size != 5)
		return false;
	memcpy(with_colon, text, 3);	/* git writes +0700 */
	with_colon[3] = ':';
	memcpy(with_colon + 4, text + 3, 3);
	return qms_offset_parse(qms_text(with_colon), offset);
}

/* "1700000000 +0700", "@1700000000 +0700" or "2026-01-31T09:00:00+07:00". */
static bool
parse_time(const char *text, int64_t *seconds, int *offset)
{
	struct qms_text date = { text, 10 };
	int hours, minutes, rest, used = 0;
	char *end;
	qms_day day;

	if (strlen(text) > 19 && text[4] == '-' && (text[10] == 'T' ||
	    text[10] == ' ')) {
		day = qms_day_parse(date);
		if (day == QMS_DAY_NONE || sscanf(text + 11, "%2d:%2d:%2d%n",
		    &hours, &minutes, &rest, &used) != 3 || used != 8)
			return false;
		text += 19;
		while (*text == ' ')
			text++;
		if (hours > 23 || minutes > 59 || rest > 60 || hours < 0 ||
		    minutes < 0 || rest < 0 || !parse_offset(text, offset))
			return false;
		*seconds = (int64_t)day * 86400 + hours * 3600 + minutes * 60 +
		    rest - (int64_t)*offset * 60;
		return true;
	}
	if (*text == '@')
		text++;
	*seconds = strtoll(text, &end, 10);
	if (end == text || *end != ' ')
		return false;
	return parse_offset(end + 1, offset);
}

static const struct qms_error *
fill_clock(struct qms_environment *environment)
{
	const char *date = get("GIT_COMMITTER_DATE");
	time_t now = time(NULL);
	struct tm local;

	if (*date != '\0') {
		if (!parse_time(date, &environment->now,
		    &environment->offset))
			return qms_fail(QMS_M_U008, date);
		return NULL;
	}
	environment->now = now;
	if (localtime_r(&now, &local) != NULL)
		environment->offset = (int)(local.tm_gmtoff / 60);
	return NULL;
}

/*
 * Where kinds, rules, law, standards and models lie: beside an installed
 * program in ../share/qms, else in the source tree above build/.
 */
static const char *
find_data(struct qms_arena *arena)
{
	static const char *const places[] = { "../share/qms", ".." };
	char program[PATH_MAX], *slash;
	const char *found;
	ssize_t size;
	size_t i;

	if (*get("QMS_DATA") != '\0')
		return get("QMS_DATA");
	size = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (size <= 0)
		return "";
	program[size] = '\0';
	slash = strrchr(program, '/');
	if (slash != NULL)
		*slash = '\0';
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		found = qms_arena_format(arena, "%s/%s", program, places[i]);
		if (qms_file_type(qms_file_join(arena, found,
		    "schemas/kinds")) == QMS_FILE_DIRECTORY)
			return found;
	}
	return "";
}

const struct qms_error *
environment_fill(struct qms_environment *environment, struct qms_arena *arena)
{
	const char *cache = get("XDG_CACHE_HOME");

	memset(environment, 0, sizeof(*environment));
	environment->name = get("GIT_AUTHOR_NAME");
	if (*environment->name == '\0')
		environment->name = get("GIT_COMMITTER_NAME");
	environment->email = get("GIT_AUTHOR_EMAIL");
	if (*environment->email == '\0')
		environment->email = get("GIT_COMMITTER_EMAIL");
	environment->home = get("HOME");
	if (*cache != '\0')
		environment->cache = qms_file_join(arena, cache, "qms");
	else if (*environment->home != '\0')
		environment->cache = qms_file_join(arena, environment->home,
		    ".cache/qms");
	else
		environment->cache = "";
	environment->data = find_data(arena);
	environment->program = web_sources;
	return fill_clock(environment);
}
