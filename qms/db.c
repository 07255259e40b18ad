/* SPDX-License-Identifier: MIT */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "db.h"
#include "number.h"
#include "unicode.h"

enum {
	BUSY_MILLISECONDS = 60000,
	STEPS_AT_ONCE = 1000,		/* between two looks at the limit */
	FOREIGN_SQL = 16 * 1024,	/* bytes of a rule's SELECT */
	FOREIGN_LENGTH = 256 * 1024,	/* bytes of a value it makes */
	FOREIGN_HEAP = 64 * 1024 * 1024,
	FOREIGN_COLUMNS = 200,
	FOREIGN_KEPT = 64,		/* rules have about that many guards */
	WORKING_DAYS = 5000		/* n of add_working_days */
};

struct qms_db {
	sqlite3 *handle;
	struct qms_arena arena;		/* of kept statements and their text */
	struct qms_map kept;
	char *path;			/* for messages */

	bool (*is_working_day)(void *closure, int32_t day);
	void *calendar;

	qms_db_make_fn make;
	void *make_closure;

	bool (*allowed)(void *closure, const char *view);
	void *closure;
	int64_t max_steps, steps;
	bool foreign;			/* foreign SQL is prepared or runs */
	bool limited;			/* it was stopped by the step limit */
	char refused[256];		/* what the authorizer refused, or "" */
	int64_t heap_before;
	/* foreign statements of one sandbox; those not in use wait here */
	struct qms_query *spare[FOREIGN_KEPT];
	size_t spare_count;
	void *spare_of;			/* closure of that sandbox */
};

struct qms_query {
	struct qms_db *db;
	sqlite3_stmt *statement;
	int bind_status;		/* of the first bind that failed */
	bool foreign, running;
	char *sql;			/* of a foreign one */
};

/* Sorted. like() is the LIKE operator. */
static const char *const functions[] = { "abs", "add_months",
	"add_working_days", "coalesce", "count", "fold", "ifnull", "iif",
	"instr", "julian_days", "length", "like", "lower", "ltrim", "max",
	"min", "nullif", "number_bound", "number_decimals", "number_needed",
	"number_part", "number_part_of", "number_rate", "number_rounds",
	"number_sum", "number_text", "number_unit", "number_value",
	"number_whole", "replace", "round", "rtrim", "substr", "substring",
	"sum", "total", "trim", "upper" };

static const struct qms_error *
fail_foreign(struct qms_db *db, int status)
{
	if (db->refused[0] != '\0')
		return qms_fail(QMS_M_G055, db->refused);
	if (db->limited)
		return qms_fail(QMS_M_G056);
	if (status == SQLITE_NOMEM || status == SQLITE_TOOBIG)
		return qms_fail(QMS_M_G057);
	return qms_fail(QMS_M_G054, sqlite3_errmsg(db->handle));
}

static const struct qms_error *
fail(struct qms_db *db, int status)
{
	switch (status & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
		return qms_fail(QMS_M_G050, db->path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return qms_fail(QMS_M_G052, db->path);
	case SQLITE_FULL:
		return qms_fail(QMS_M_G053, db->path);
	case SQLITE_IOERR:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return qms_fail(QMS_M_G085, db->path, db->handle == NULL ?
		    sqlite3_errstr(status) : sqlite3_errmsg(db->handle));
	default:
		return qms_fail(QMS_M_G051, db->path, db->handle == NULL ?
		    sqlite3_errstr(status) : sqlite3_errmsg(db->handle));
	}
}

/* ---- functions ---- */

static qms_day
day_argument(sqlite3_value *value)
{
	const void *bytes;

	if (sqlite3_value_type(value) != SQLITE_TEXT)
		return QMS_DAY_NONE;
	bytes = sqlite3_value_text(value);
	return qms_day_parse((struct qms_text){ bytes,
	    (size_t)sqlite3_value_bytes(value) });
}

static void
day_result(sqlite3_context *context, qms_day day)
{
	char text[QMS_DAY_SIZE];

	if (day == QMS_DAY_NONE)
		sqlite3_result_null(context);
	else
		sqlite3_result_text(context, qms_day_format(text, day), -1,
		    SQLITE_TRANSIENT);
}

/* A number within limit of zero; false for anything else. */
static bool
number_argument(int *number, sqlite3_value *value, int limit)
{
	int type = sqlite3_value_numeric_type(value);
	sqlite3_int64 wide = sqlite3_value_int64(value);

	if (type != SQLITE_INTEGER || wide < -limit || wide > limit)
		return false;
	*number = (int)wide;
	return true;
}

static void
add_months(sqlite3_context *context, int count, sqlite3_value **values)
{
	qms_day day = day_argument(values[0]);
	int months;

	if (day == QMS_DAY_NONE || !number_argument(&months, values[1], 12000))
		sqlite3_result_null(context);
	else
		day_result(context, qms_day_add_months(day, months));
}

static bool
is_working_day(const struct qms_db *db, qms_day day)
{
	return db->is_working_day != NULL ?
	    db->is_working_day(db->calendar, day) : qms_day_weekday(day) < 5;
}

static void
add_working_days(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct qms_db *db = sqlite3_user_data(context);
	qms_day day = day_argument(values[0]);
	int left, step, looked = 0;

	if (day == QMS_DAY_NONE ||
	    !number_argument(&left, values[1], WORKING_DAYS)) {
		sqlite3_result_null(context);
		return;
	}
	step = left < 0 ? -1 : 1;
	if (left == 0 && !is_working_day(db, day))
		left = 1;
	/* a calendar without working days must end too */
	while (left != 0 && looked++ < 4 * WORKING_DAYS) {
		day += step;
		if (is_working_day(db, day))
			left -= step;
	}
	day_result(context, left == 0 ? day : QMS_DAY_NONE);
}

static void
julian_days(sqlite3_context *context, int count, sqlite3_value **values)
{
	qms_day day = day_argument(values[0]);

	if (day == QMS_DAY_NONE)
		sqlite3_result_null(context);
	else	/* 1970-01-01 began in Julian day 2440587.5 */
		sqlite3_result_int64(context, (sqlite3_int64)day + 2440588);
}

static void
fold(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct qms_buffer out = {0};
	const void *bytes;

	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	bytes = sqlite3_value_text(values[0]);
	qms_unicode_fold(&out, (struct qms_text){ bytes,
	    (size_t)sqlite3_value_bytes(values[0]) });
	sqlite3_result_text64(context, out.data == NULL ? "" : out.data,
	    out.size, SQLITE_TRANSIENT, SQLITE_UTF8);
	qms_buffer_free(&out);
}

/* ---- functions of numbers (number.h) ---- */

static bool
printed_argument(struct qms_number *number, sqlite3_value *value)
{
	int type = sqlite3_value_type(value);
	const void *bytes;

	if (type != SQLITE_TEXT && type != SQLITE_INTEGER)
		return false;
	bytes = sqlite3_value_text(value);
	return qms_number_read(number, (struct qms_text){ bytes,
	    (size_t)sqlite3_value_bytes(value) });
}

/* Ten-thousandths, or a count of decimals. */
static bool
exact_argument(int64_t *number, sqlite3_value *value)
{
	*number = sqlite3_value_int64(value);
	return sqlite3_value_type(value) == SQLITE_INTEGER;
}

static bool
decimals_argument(int *decimals, sqlite3_value *value)
{
	return number_argument(decimals, value, QMS_NUMBER_DECIMALS) &&
	    *decimals >= 0;
}

static void
number_value(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct qms_number number;

	if (printed_argument(&number, values[0]))
		sqlite3_result_int64(context, number.value);
}

static void
number_part(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct qms_number number;

	if (printed_argument(&number, values[0]) && number.fraction)
		sqlite3_result_int64(context, number.value);
}

static void
number_whole(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct qms_number number;

	if (printed_argument(&number, values[0]) && number.fraction)
		sqlite3_result_int64(context, number.whole);
}

static void
number_decimals(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct qms_number number;

	if (printed_argument(&number, values[0]))
		sqlite3_result_int(context, number.decimals);
}

static void
number_bound(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct qms_number number;

	if (printed_argument(&number, values[0]))
		sqlite3_result_text(context, qms_number_bound_name(
		    number.bound), -1, SQLITE_STATIC);
}

static void
number_unit(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct qms_number number;

	if (printed_argument(&number, values[0]))
		sqlite3_result_text(context, number.percent ? "%" : "", -1,
		    SQLITE_STATIC);
}

static void
number_rate(sqlite3_context *context, int count, sqlite3_value **values)
{
	int64_t part, whole, rate;
	int decimals;

	if (exact_argument(&part, values[0]) &&
	    exact_argument(&whole, values[1]) &&
	    decimals_argument(&decimals, values[2]) &&
	    qms_number_rate(&rate, part, whole, decimals))
		sqlite3_result_int64(context, rate);
}

static void
number_rounds(sqlite3_context *context, int count, sqlite3_value **values)
{
	int64_t part, whole, percent;
	int decimals;
	bool rounds;

	if (exact_argument(&part, values[0]) &&
	    exact_argument(&whole, values[1]) &&
	    exact_argument(&percent, values[2]) &&
	    decimals_argument(&decimals, values[3]) &&
	    qms_number_rounds(&rounds, part, whole, percent, decimals))
		sqlite3_result_int(context, rounds);
}

static void
number_part_of(sqlite3_context *context, int count, sqlite3_value **values)
{
	int64_t percent, whole, part;
	int decimals;

	if (exact_argument(&percent, values[0]) &&
	    decimals_argument(&decimals, values[1]) &&
	    exact_argument(&whole, values[2]) &&
	    qms_number_part_of(&part, percent, decimals, whole))
		sqlite3_result_int64(context, part);
}

static void
number_needed(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct qms_number number;
	int64_t whole, part;

	if (printed_argument(&number, values[0]) &&
	    exact_argument(&whole, values[1]) &&
	    qms_number_needed(&part, &number, whole))
		sqlite3_result_int64(context, part);
}

static void
number_text(sqlite3_context *context, int count, sqlite3_value **values)
{
	char buffer[QMS_NUMBER_SIZE];
	int decimals = -1;
	int64_t value;

	if (exact_argument(&value, values[0]) &&
	    (count < 2 || decimals_argument(&decimals, values[1])))
		sqlite3_result_text(context, qms_number_format(buffer, value,
		    decimals), -1, SQLITE_TRANSIENT);
}

struct sum {
	int64_t total;
	bool any, unknown;
};

static void
number_sum_step(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct sum *sum = sqlite3_aggregate_context(context, sizeof(*sum));
	int64_t value;

	if (sum == NULL)
		return;
	sum->any = true;
	if (!exact_argument(&value, values[0]) ||
	    __builtin_add_overflow(sum->total, value, &sum->total))
		sum->unknown = true;
}

/* Unlike sum(): what has a part that is not known is not known. */
static void
number_sum(sqlite3_context *context)
{
	struct sum *sum = sqlite3_aggregate_context(context, 0);

	if (sum != NULL && sum->any && !sum->unknown)
		sqlite3_result_int64(context, sum->total);
}

static int
add_functions(struct qms_db *db)
{
	static const struct {
		const char *name;
		int arguments;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} own[] = {
		{ "add_months", 2, add_months },
		{ "add_working_days", 2, add_working_days },
		{ "julian_days", 1, julian_days },
		{ "fold", 1, fold },
		{ "number_value", 1, number_value },
		{ "number_part", 1, number_part },
		{ "number_whole", 1, number_whole },
		{ "number_decimals", 1, number_decimals },
		{ "number_bound", 1, number_bound },
		{ "number_unit", 1, number_unit },
		{ "number_rate", 3, number_rate },
		{ "number_rounds", 4, number_rounds },
		{ "number_part_of", 3, number_part_of },
		{ "number_needed", 2, number_needed },
		{ "number_text", 1, number_text },
		{ "number_text", 2, number_text },
	};
	int status = SQLITE_OK;
	size_t i;

	for (i = 0; status == SQLITE_OK && i < sizeof(own) / sizeof(*own); i++)
		status = sqlite3_create_function_v2(db->handle, own[i].name,
		    own[i].arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC |
		    SQLITE_INNOCUOUS, db, own[i].call, NULL, NULL, NULL);
	if (status == SQLITE_OK)
		status = sqlite3_create_function_v2(db->handle, "number_sum",
		    1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
		    db, NULL, number_sum_step, number_sum, NULL);
	return status;
}

void
qms_db_set_calendar(struct qms_db *db,
    bool (*is_working)(void *closure, int32_t day), void *closure)
{
	db->is_working_day = is_working;
	db->calendar = closure;
}

void
qms_db_share_calendar(struct qms_db *db, const struct qms_db *other)
{
	qms_db_set_calendar(db, other->is_working_day, other->calendar);
}

/* ---- the sandbox ---- */

static int
compare_names(const void *key, const void *item)
{
	return sqlite3_stricmp(key, *(const char *const *)item);
}

static int
refuse(struct qms_db *db, const char *what)
{
	if (db->refused[0] == '\0')
		sqlite3_snprintf(sizeof(db->refused), db->refused, "%s",
		    what == NULL || what[0] == '\0' ? "?" : what);
	return SQLITE_DENY;
}

/* Names are asked in lower case, because SQL does not tell them apart. */
static bool
is_allowed(struct qms_db *db, const char *name)
{
	char lower[128];
	size_t i;

	if (name == NULL || strlen(name) >= sizeof(lower))
		return false;
	for (i = 0; name[i] != '\0'; i++)
		lower[i] = name[i] >= 'A' && name[i] <= 'Z' ?
		    (char)(name[i] - 'A' + 'a') : name[i];
	lower[i] = '\0';
	return db->allowed(db->closure, lower);
}

/*
 * What happens inside a view was written by us: `within` is its name. A common
 * table expression has a name too, so foreign SQL may not give one the name of
 * a view (names_are_allowed).
 */
static int
authorize(void *closure, int action, const char *first, const char *second,
    const char *database, const char *within)
{
	struct qms_db *db = closure;

	if (!db->foreign)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
		return SQLITE_OK;
	case SQLITE_RECURSIVE:
		return is_allowed(db, within) ? SQLITE_OK : refuse(db,
		    "RECURSIVE");
	case SQLITE_READ:
		if (is_allowed(db, within) || is_allowed(db, first) ||
		    (second != NULL && second[0] == '\0'))
			return SQLITE_OK;
		return refuse(db, first);
	case SQLITE_FUNCTION:
		if (is_allowed(db, within))
			return SQLITE_OK;
		if (bsearch(second, functions, sizeof(functions) /
		    sizeof(*functions), sizeof(*functions),
		    compare_names) != NULL)
			return SQLITE_OK;
		return refuse(db, second);
	default:
		return refuse(db, first == NULL ? second : first);
	}
}

static int
progress(void *closure)
{
	struct qms_db *db = closure;

	if (!db->foreign)
		return 0;
	db->steps += STEPS_AT_ONCE;
	if (db->steps > db->max_steps)
		db->limited = true;
	return db->limited;
}

void
qms_db_sandbox(struct qms_db *db,
    bool (*allowed)(void *closure, const char *view), void *closure,
    int64_t max_steps)
{
	db->allowed = allowed;
	db->closure = closure;
	db->max_steps = max_steps;
}

static void
foreign_begin(struct qms_db *db)
{
	db->foreign = true;
	db->refused[0] = '\0';
	db->heap_before = sqlite3_hard_heap_limit64(sqlite3_memory_used() +
	    FOREIGN_HEAP);
	sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, FOREIGN_LENGTH);
	sqlite3_limit(db->handle, SQLITE_LIMIT_COLUMN, FOREIGN_COLUMNS);
	sqlite3_progress_handler(db->handle, STEPS_AT_ONCE, progress, db);
}

static void
foreign_end(struct qms_db *db)
{
	sqlite3_progress_handler(db->handle, 0, NULL, NULL);
	sqlite3_limit(db->handle, SQLITE_LIMIT_COLUMN, 32767);
	sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, 1000000000);
	sqlite3_hard_heap_limit64(db->heap_before);
	db->foreign = false;
}

/* ---- a small reader of SQL's words ---- */

struct words {
	const char *at;
	char word[128];		/* a name without its quotes, or "" */
	char mark;		/* one other character, 0 at the end */
	bool quoted;
};

static bool
is_name(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '$' || c >= 0x80;
}

static const char *
skip_blank(const char *at)
{
	for (;;) {
		if (*at != '\0' && strchr(" \t\r\n\v\f", *at) != NULL) {
			at++;
		} else if (at[0] == '-' && at[1] == '-') {
			at += strcspn(at, "\n");
		} else if (at[0] == '/' && at[1] == '*') {
			const char *end = strstr(at + 2, "*/");

			at = end == NULL ? at + strlen(at) : end + 2;
		} else {
			return at;
		}
	}
}

static void
word_add(struct words *words, size_t *size, char c)
{
	if (*size < sizeof(words->word) - 1)
		words->word[(*size)++] = c;
	words->word[*size] = '\0';
}

/* A quoted name or string; the quote is doubled to stand for itself. */
static void
word_quoted(struct words *words)
{
	char end = *words->at == '[' ? ']' : *words->at;
	size_t size = 0;

	words->quoted = true;
	for (words->at++; *words->at != '\0'; words->at++) {
		if (*words->at == end) {
			if (end == ']' || words->at[1] != end)
				break;
			words->at++;
		}
		word_add(words, &size, *words->at);
	}
	if (*words->at != '\0')
		words->at++;
}

static bool
word_next(struct words *words)
{
	size_t size = 0;

	words->word[0] = words->mark = '\0';
	words->quoted = false;
	words->at = skip_blank(words->at);
	if (*words->at == '\0')
		return false;
	if (strchr("\"'`[", *words->at) != NULL) {
		word_quoted(words);
	} else if (is_name((unsigned char)*words->at)) {
		while (is_name((unsigned char)*words->at))
			word_add(words, &size, *words->at++);
	} else {
		words->mark = *words->at++;
	}
	return true;
}

static bool
word_is(const struct words *words, const char *keyword)
{
	return !words->quoted && sqlite3_stricmp(words->word, keyword) == 0;
}

/* Behind a name: is it `[(…)] AS [[NOT] MATERIALIZED] (`? */
static bool
is_table_expression(struct words words)
{
	int depth = 0;

	if (!word_next(&words))
		return false;
	if (words.mark == '(') {
		for (depth = 1; depth > 0 && word_next(&words);)
			depth += (words.mark == '(') - (words.mark == ')');
		if (!word_next(&words))
			return false;
	}
	if (!word_is(&words, "as") || !word_next(&words))
		return false;
	if (word_is(&words, "not") && !word_next(&words))
		return false;
	if (word_is(&words, "materialized") && !word_next(&words))
		return false;
	return words.mark == '(';
}

/* Ends the list of tables of FROM. */
static bool
ends_tables(const struct words *words)
{
	static const char *const ends[] = { "where", "on", "using", "group",
		"order", "having", "limit", "union", "except", "intersect",
		"window", "select", "values" };
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (word_is(words, ends[i]))
			return true;
	return false;
}

static bool
is_own_table(struct qms_arena *arena, struct qms_strings *own,
    const char *sql, const char *name)
{
	struct words words = { .at = sql };
	size_t i;

	if (own->count == 0)
		while (word_next(&words))
			if (words.word[0] != '\0' && is_table_expression(words))
				qms_strings_add(arena, own,
				    qms_arena_string(arena, words.word));
	for (i = 0; i < own->count; i++)
		if (sqlite3_stricmp(own->items[i], name) == 0)
			return true;
	return false;
}

/*
 * The authorizer is not told in which view a table stands of which no column
 * is read, as in count(*); so the names of tables are also looked at here, and
 * what FROM names must be a view that is allowed or a table expression.
 */
static bool
names_are_allowed(struct qms_db *db, const char *sql)
{
	struct qms_arena arena = {0};
	struct qms_strings own = {0};
	struct words words = { .at = sql };
	bool tables[64] = {0};		/* within FROM, at each depth */
	bool expected = false, distinct = false, good = true;
	unsigned depth = 0;

	while (good && word_next(&words)) {
		if (words.mark == '(') {
			good = ++depth < 64;
			tables[depth & 63] = expected;
			continue;
		}
		if (words.mark == ')') {
			depth -= depth > 0;
			expected = false;
			continue;
		}
		if (words.word[0] == '\0') {
			expected = words.mark == ',' && tables[depth];
			continue;
		}
		if (is_allowed(db, words.word) && is_table_expression(words)) {
			good = false;	/* it would pass for the view */
			refuse(db, words.word);
		} else if (word_is(&words, "from") && !distinct) {
			expected = tables[depth] = true;
		} else if (word_is(&words, "join")) {
			expected = true;
		} else if (ends_tables(&words)) {
			expected = tables[depth] = false;
		} else if (expected) {
			expected = false;
			if (!is_allowed(db, words.word) &&
			    !is_own_table(&arena, &own, sql, words.word)) {
				good = false;
				refuse(db, words.word);
			}
		}
		distinct = word_is(&words, "distinct");
	}
	qms_arena_free(&arena);
	return good;
}

/* ---- opening ---- */

static int
configure(struct qms_db *db, bool read_only)
{
	static const struct { int option, value; } settings[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		/* views and triggers of the file; temporary ones still work */
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};
	int status = SQLITE_OK;
	size_t i;

	for (i = 0; status == SQLITE_OK &&
	    i < sizeof(settings) / sizeof(*settings); i++)
		status = sqlite3_db_config(db->handle, settings[i].option,
		    settings[i].value, NULL);
	if (status == SQLITE_OK)
		status = sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
	sqlite3_extended_result_codes(db->handle, 1);
	if (status == SQLITE_OK)
		status = sqlite3_exec(db->handle,
		    "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;"
		    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;"
		    "PRAGMA case_sensitive_like = OFF;", NULL, NULL, NULL);
	if (status == SQLITE_OK && !read_only)
		status = sqlite3_exec(db->handle, "PRAGMA page_size = 8192;"
		    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;",
		    NULL, NULL, NULL);
	if (status == SQLITE_OK)	/* is it a database at all? */
		status = sqlite3_exec(db->handle,
		    "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
	if (status == SQLITE_OK)
		status = add_functions(db);
	if (status == SQLITE_OK)
		status = sqlite3_set_authorizer(db->handle, authorize, db);
	return status;
}

/* SQLite follows no link at all; the last name of the path is what matters. */
static char *
real_directory(struct qms_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *real, *joined;

	if (slash == NULL || slash == path)
		return qms_arena_string(arena, path);
	real = realpath(qms_arena_copy(arena, path, (size_t)(slash - path)),
	    NULL);
	joined = real == NULL ? qms_arena_string(arena, path) :
	    qms_arena_format(arena, "%s%s", real, slash);
	free(real);
	return joined;
}

const struct qms_error *
qms_db_open(struct qms_db **out, const char *path, bool read_only)
{
	const struct qms_error *err = NULL;
	struct qms_db *db;
	int status, flags = read_only ? SQLITE_OPEN_READONLY :
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

	*out = NULL;
	db = calloc(1, sizeof(*db));
	if (db == NULL)
		qms_arena_exhausted();
	db->path = path == NULL ? qms_arena_string(&db->arena, ":memory:") :
	    real_directory(&db->arena, path);
	status = sqlite3_open_v2(db->path, &db->handle, flags |
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL);
	if (status == SQLITE_OK)
		status = configure(db, read_only);
	if (status != SQLITE_OK) {
		err = fail(db, status);
		qms_db_close(db);
		return err;
	}
	*out = db;
	return NULL;
}

static void
free_foreign(struct qms_query *query)
{
	sqlite3_finalize(query->statement);
	free(query->sql);
	free(query);
}

static void
free_spare(struct qms_db *db)
{
	while (db->spare_count > 0)
		free_foreign(db->spare[--db->spare_count]);
}

void
qms_db_close(struct qms_db *db)
{
	size_t i;

	if (db == NULL)
		return;
	free_spare(db);
	for (i = 0; i < db->kept.count; i++) {
		struct qms_query *query = db->kept.entries[i].value;

		sqlite3_finalize(query->statement);
	}
	sqlite3_close(db->handle);
	qms_arena_free(&db->arena);
	free(db);
}

const struct qms_error *
qms_db_run(struct qms_db *db, const char *sql)
{
	int status = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return status == SQLITE_OK ? NULL : fail(db, status);
}

const struct qms_error *
qms_db_check(struct qms_db *db)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, db, "PRAGMA quick_check(1)");
	if (err == NULL)
		err = qms_step(&row, query);
	if (err == NULL && (!row ||
	    !qms_string_is(qms_column_text(query, 0), "ok")))
		err = qms_fail(QMS_M_G050, db->path);
	qms_done(query);
	return err;
}

/* Shadow tables go with their virtual table. */
static const char sql_first_table[] =
	"SELECT type, name"
	"  FROM main.sqlite_schema"
	" WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE"
	"       '\\'"
	" ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'"
	" LIMIT 1";

const struct qms_error *
qms_db_empty(struct qms_db *db)
{
	const struct qms_error *err;
	struct qms_query *query;
	char *sql = NULL;
	bool row;

	do {
		err = qms_db_query(&query, db, sql_first_table);
		if (err != NULL)
			return err;
		err = qms_step(&row, query);
		if (err == NULL && row)
			sql = sqlite3_mprintf("DROP %s main.\"%w\"",
			    qms_column_text(query, 0),
			    qms_column_text(query, 1));
		qms_done(query);
		if (err == NULL && row && sql == NULL)
			qms_arena_exhausted();
		if (err == NULL && row)
			err = qms_db_run(db, sql);
		sqlite3_free(sql);
		sql = NULL;
	} while (err == NULL && row);
	return err;
}

/* ---- tables that are made when they are wanted ---- */

void
qms_db_set_make(struct qms_db *db, qms_db_make_fn make, void *closure)
{
	db->make = make;
	db->make_closure = closure;
}

const struct qms_error *
qms_db_make_all(struct qms_db *db)
{
	bool made;

	return db->make == NULL ? NULL : db->make(&made, db->make_closure,
	    NULL);
}

/* Did the last failure name a table that could be made? Then try again. */
static bool
make_missing(struct qms_db *db, int status)
{
	static const char missing[] = "no such table: ";
	const char *message = sqlite3_errmsg(db->handle);
	char name[256];
	bool made = false;

	if (status != SQLITE_ERROR || db->make == NULL ||
	    strncmp(message, missing, sizeof(missing) - 1) != 0)
		return false;
	message += sizeof(missing) - 1;
	if (strncmp(message, "temp.", 5) == 0 ||
	    strncmp(message, "main.", 5) == 0)
		message += 5;
	sqlite3_snprintf(sizeof(name), name, "%s", message);
	return db->make(&made, db->make_closure, name) == NULL && made;
}

/* ---- statements ---- */

const struct qms_error *
qms_db_query(struct qms_query **out, struct qms_db *db, const char *sql)
{
	struct qms_query *query = qms_map_get(&db->kept, sql);
	int status;

	*out = NULL;
	if (query == NULL) {
		query = qms_arena_alloc(&db->arena, sizeof(*query));
		query->db = db;
		do
			status = sqlite3_prepare_v3(db->handle, sql, -1,
			    SQLITE_PREPARE_PERSISTENT, &query->statement,
			    NULL);
		while (status != SQLITE_OK && make_missing(db, status));
		if (status != SQLITE_OK)
			return fail(db, status);
		qms_map_put(&db->arena, &db->kept,
		    qms_arena_string(&db->arena, sql), query);
	}
	qms_done(query);
	*out = query;
	return NULL;
}

static const struct qms_error *
prepare_foreign(struct qms_query *query, struct qms_db *db, const char *sql)
{
	const char *rest = "";
	int status;

	if (strlen(sql) > FOREIGN_SQL)
		return qms_fail(QMS_M_G058);
	if (!names_are_allowed(db, sql))
		return fail_foreign(db, SQLITE_AUTH);
	do {
		foreign_begin(db);
		status = sqlite3_prepare_v3(db->handle, sql, -1, 0,
		    &query->statement, &rest);
		foreign_end(db);
	} while (status != SQLITE_OK && make_missing(db, status));
	if (status != SQLITE_OK)
		return fail_foreign(db, status);
	if (query->statement == NULL || *skip_blank(rest +
	    (*rest == ';')) != '\0' ||
	    sqlite3_stmt_isexplain(query->statement) ||
	    !sqlite3_stmt_readonly(query->statement))
		return qms_fail(QMS_M_G058);
	return NULL;
}

/*
 * A guard is asked for each statement of the history: preparing it again would
 * cost as much as running it. A view that has changed since makes SQLite
 * prepare it anew, and the authorizer sees it again.
 */
static struct qms_query *
take_spare(struct qms_db *db, const char *sql)
{
	struct qms_query *query;
	size_t i;

	if (db->spare_of != db->closure)
		free_spare(db);
	db->spare_of = db->closure;
	for (i = 0; i < db->spare_count; i++) {
		query = db->spare[i];
		if (strcmp(query->sql, sql) != 0)
			continue;
		db->spare[i] = db->spare[--db->spare_count];
		return query;
	}
	return NULL;
}

const struct qms_error *
qms_db_query_foreign(struct qms_query **out, struct qms_db *db,
    const char *sql)
{
	const struct qms_error *err;
	struct qms_query *query;

	*out = NULL;
	if (db->allowed == NULL)
		return qms_fail(QMS_M_G055, "SELECT");
	*out = take_spare(db, sql);
	if (*out != NULL)
		return NULL;
	query = calloc(1, sizeof(*query));
	if (query == NULL)
		qms_arena_exhausted();
	query->db = db;
	query->foreign = true;
	query->sql = strdup(sql);
	if (query->sql == NULL)
		qms_arena_exhausted();
	db->steps = 0;
	db->limited = false;
	db->refused[0] = '\0';
	err = prepare_foreign(query, db, sql);
	if (err != NULL) {
		free_foreign(query);
		return err;
	}
	*out = query;
	return NULL;
}

bool
qms_db_is_foreign_error(const struct qms_error *error)
{
	return error != NULL && error->id >= QMS_M_G054 &&
	    error->id <= QMS_M_G058;
}

void
qms_query_free(struct qms_query *query)
{
	struct qms_db *db;

	if (query == NULL)
		return;
	db = query->db;
	if (db->spare_count == FOREIGN_KEPT || db->spare_of != db->closure) {
		free_foreign(query);
		return;
	}
	sqlite3_reset(query->statement);
	sqlite3_clear_bindings(query->statement);
	query->running = false;
	query->bind_status = SQLITE_OK;
	db->spare[db->spare_count++] = query;
}

static void
bound(struct qms_query *query, int status)
{
	if (query->bind_status == SQLITE_OK)
		query->bind_status = status;
}

void
qms_bind_text(struct qms_query *query, int place, const char *value)
{
	bound(query, sqlite3_bind_text(query->statement, place, value, -1,
	    SQLITE_TRANSIENT));
}

void
qms_bind_bytes(struct qms_query *query, int place, struct qms_text value)
{
	bound(query, sqlite3_bind_text64(query->statement, place,
	    value.data == NULL ? "" : value.data, value.size,
	    SQLITE_TRANSIENT, SQLITE_UTF8));
}

void
qms_bind_integer(struct qms_query *query, int place, int64_t value)
{
	bound(query, sqlite3_bind_int64(query->statement, place, value));
}

void
qms_bind_null(struct qms_query *query, int place)
{
	bound(query, sqlite3_bind_null(query->statement, place));
}

void
qms_bind_named(struct qms_query *query, const char *name, const char *value)
{
	int place = sqlite3_bind_parameter_index(query->statement, name);

	if (place > 0)
		qms_bind_text(query, place, value);
}

/* A statement that is prepared again of itself may miss a view then. */
static bool
is_missing(struct qms_query *query, int status)
{
	if (status == SQLITE_ROW || status == SQLITE_DONE ||
	    !make_missing(query->db, status & 0xff))
		return false;
	sqlite3_reset(query->statement);
	return true;
}

static const struct qms_error *
step_foreign(int *status, struct qms_query *query)
{
	struct qms_db *db = query->db;

	if (!query->running) {
		db->steps = 0;
		db->limited = false;
	}
	do {
		foreign_begin(db);
		*status = sqlite3_step(query->statement);
		foreign_end(db);
	} while (!query->running && is_missing(query, *status));
	if (*status == SQLITE_ROW || *status == SQLITE_DONE)
		return NULL;
	switch (*status & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_IOERR:
	case SQLITE_BUSY:
		return fail(db, *status);
	default:
		return fail_foreign(db, *status & 0xff);
	}
}

const struct qms_error *
qms_step(bool *row, struct qms_query *query)
{
	const struct qms_error *err = NULL;
	int status = query->bind_status;

	*row = false;
	if (status != SQLITE_OK)
		return fail(query->db, status);
	if (query->foreign)
		err = step_foreign(&status, query);
	else
		do
			status = sqlite3_step(query->statement);
		while (!query->running && is_missing(query, status));
	query->running = status == SQLITE_ROW;
	*row = status == SQLITE_ROW;
	if (err == NULL && status != SQLITE_ROW && status != SQLITE_DONE)
		err = fail(query->db, status);
	if (status != SQLITE_ROW)
		sqlite3_reset(query->statement);
	return err;
}

const struct qms_error *
qms_step_done(struct qms_query *query)
{
	const struct qms_error *err;
	bool row;

	err = qms_step(&row, query);
	if (row)
		sqlite3_reset(query->statement);
	return err;
}

void
qms_done(struct qms_query *query)
{
	if (query == NULL)
		return;
	sqlite3_reset(query->statement);
	sqlite3_clear_bindings(query->statement);
	query->bind_status = SQLITE_OK;
	query->running = false;
}

const char *
qms_column_text(struct qms_query *query, int column)
{
	return (const char *)sqlite3_column_text(query->statement, column);
}

const char *
qms_column_copy(struct qms_arena *arena, struct qms_query *query, int column)
{
	const char *text = qms_column_text(query, column);

	return text == NULL ? "" : qms_arena_string(arena, text);
}

struct qms_text
qms_column_bytes(struct qms_query *query, int column)
{
	const void *bytes = sqlite3_column_text(query->statement, column);

	return (struct qms_text){ bytes == NULL ? "" : bytes,
	    (size_t)sqlite3_column_bytes(query->statement, column) };
}

int64_t
qms_column_integer(struct qms_query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

bool
qms_column_is_null(struct qms_query *query, int column)
{
	return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

int
qms_column_count(struct qms_query *query)
{
	return sqlite3_column_count(query->statement);
}

const char *
qms_column_name(struct qms_query *query, int column)
{
	return sqlite3_column_name(query->statement, column);
}

/* ---- transactions ---- */

const struct qms_error *
qms_db_string(const char **string, struct qms_arena *arena, struct qms_db *db,
    const char *sql, const char *const *values)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;
	int i;

	*string = NULL;
	err = qms_db_query(&query, db, sql);
	if (err != NULL)
		return err;
	for (i = 0; values[i] != NULL; i++)
		qms_bind_text(query, i + 1, values[i]);
	err = qms_step(&row, query);
	if (err == NULL && row)
		*string = qms_arena_string(arena, qms_column_text(query, 0));
	qms_done(query);
	return err;
}

const struct qms_error *
qms_db_begin(struct qms_db *db)
{
	return qms_db_run(db, "BEGIN IMMEDIATE");
}

const struct qms_error *
qms_db_commit(struct qms_db *db)
{
	return qms_db_run(db, "COMMIT");
}

const struct qms_error *
qms_db_rollback(struct qms_db *db)
{
	/* a failure such as a full disk may have rolled back already */
	if (sqlite3_get_autocommit(db->handle))
		return NULL;
	return qms_db_run(db, "ROLLBACK");
}

int64_t
qms_db_last_id(struct qms_db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

int64_t
qms_db_changes(struct qms_db *db)
{
	return sqlite3_total_changes64(db->handle);
}
