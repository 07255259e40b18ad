/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "qms/date.h"
#include "qms/db.h"

static bool
allowed(void *closure, const char *view)
{
	return strcmp(view, "asof") == 0 || strcmp(view, "audit") == 0;
}

static struct qms_db *
open_memory(void)
{
	struct qms_db *db;

	assert_null(qms_db_open(&db, NULL, false));
	assert_null(qms_db_run(db, "CREATE TABLE file (path TEXT);"
	    "INSERT INTO file VALUES ('a'), ('b'), ('c');"
	    "CREATE TEMP TABLE asof (day TEXT);"
	    "INSERT INTO asof VALUES ('2026-01-31');"
	    "CREATE TEMP VIEW audit AS SELECT path, upper(path) AS big,"
	    " printf('%s', path) AS same FROM file;"));
	qms_db_sandbox(db, allowed, NULL, 1000000);
	return db;
}

/* The first column of the first row, or NULL. */
static char *
ask(struct qms_db *db, const char *sql)
{
	struct qms_query *query;
	char *answer;
	bool row;

	assert_null(qms_db_query(&query, db, sql));
	assert_null(qms_step(&row, query));
	assert_true(row);
	answer = qms_column_text(query, 0) == NULL ? NULL :
	    strdup(qms_column_text(query, 0));
	qms_done(query);
	return answer;
}

static void
assert_answer(struct qms_db *db, const char *sql, const char *wanted)
{
	char *answer = ask(db, sql);

	if (wanted == NULL)
		assert_null(answer);
	else
		assert_string_equal(answer, wanted);
	free(answer);
}

/* Prepares and runs to the end; 0 or the id of the failure. */
static enum qms_message_id
run_foreign(struct qms_db *db, const char *sql)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row = true;

	err = qms_db_query_foreign(&query, db, sql);
	while (err == NULL && row)
		err = qms_step(&row, query);
	qms_query_free(query);
	return err == NULL ? QMS_M_NONE : err->id;
}

static void
counts_days_as_offices_do(void **state)
{
	struct qms_db *db = open_memory();

	assert_answer(db, "SELECT add_months('2025-11-30', 3)", "2026-02-28");
	assert_answer(db, "SELECT add_months('2026-05-31', -3)", "2026-02-28");
	assert_answer(db, "SELECT add_months('2026-02-30', 1)", NULL);
	assert_answer(db, "SELECT add_months('', 1)", NULL);
	assert_answer(db, "SELECT add_months('2026-01-01', 'x')", NULL);
	assert_answer(db, "SELECT add_months('2026-01-01', 1 << 40)", NULL);
	assert_answer(db, "SELECT julian_days('2000-01-01')", "2451545");
	assert_answer(db, "SELECT julian_days('2026-03-01')"
	    " - julian_days('2026-02-27')", "2");
	/* 2026-01-02 is a Friday */
	assert_answer(db, "SELECT add_working_days('2026-01-02', 1)",
	    "2026-01-05");
	assert_answer(db, "SELECT add_working_days('2026-01-03', 0)",
	    "2026-01-05");
	assert_answer(db, "SELECT add_working_days('2026-01-02', 0)",
	    "2026-01-02");
	assert_answer(db, "SELECT add_working_days('2026-01-05', -1)",
	    "2026-01-02");
	assert_answer(db, "SELECT add_working_days('2026-01-05', 1e6)", NULL);
	qms_db_close(db);
}

static bool
never(void *closure, int32_t day)
{
	return false;
}

static bool
not_the_fifth(void *closure, int32_t day)
{
	return qms_day_weekday(day) < 5 &&
	    day != qms_day_make(2026, 1, 5);
}

static void
asks_the_calendar_for_holidays(void **state)
{
	struct qms_db *db = open_memory();

	qms_db_set_calendar(db, not_the_fifth, NULL);
	assert_answer(db, "SELECT add_working_days('2026-01-02', 1)",
	    "2026-01-06");
	qms_db_set_calendar(db, never, NULL);
	assert_answer(db, "SELECT add_working_days('2026-01-02', 1)", NULL);
	qms_db_close(db);
}

static void
folds_tone_marks(void **state)
{
	struct qms_db *db = open_memory();

	assert_answer(db, "SELECT fold('Đánh giá nội bộ')", "danh gia noi bo");
	assert_answer(db, "SELECT fold(NULL)", NULL);
	assert_answer(db, "SELECT fold('')", "");
	qms_db_close(db);
}

static void
reads_and_adds_printed_numbers(void **state)
{
	struct qms_db *db = open_memory();

	assert_answer(db, "SELECT number_value('1.676')", "16760000");
	assert_answer(db, "SELECT number_value(1676)", "16760000");
	assert_answer(db, "SELECT number_value('1.6.76')", NULL);
	assert_answer(db, "SELECT number_value(1.5)", NULL);
	assert_answer(db, "SELECT number_value(NULL)", NULL);
	assert_answer(db, "SELECT number_part('85/152')", "850000");
	assert_answer(db, "SELECT number_whole('85/152')", "1520000");
	assert_answer(db, "SELECT number_whole('152')", NULL);
	assert_answer(db, "SELECT number_decimals('95,06 %')", "2");
	assert_answer(db, "SELECT number_bound('> 70 %')", "more");
	assert_answer(db, "SELECT number_unit('> 70 %')", "%");
	assert_answer(db, "SELECT number_unit('70')", "");
	assert_answer(db, "SELECT number_text(number_rate(65, 182, 2))",
	    "35,71");
	assert_answer(db, "SELECT number_rate(1, 0, 2)", NULL);
	assert_answer(db, "SELECT number_rate(1, 2.0, 2)", NULL);
	assert_answer(db, "SELECT number_rounds(number_part('65/182'),"
	    " number_whole('65/182'), number_value('35%'), 0)", "0");
	assert_answer(db, "SELECT number_text(number_part_of("
	    "number_value('86,54%'), 2, number_value('1.077')))", "932");
	assert_answer(db, "SELECT number_text(number_needed('> 70 %',"
	    " number_value('130')))", "92");
	assert_answer(db, "SELECT number_text(number_sum(number_value(x)))"
	    " FROM (SELECT '1.676' AS x UNION ALL SELECT '321'"
	    " UNION ALL SELECT '135')", "2.132");
	assert_answer(db, "SELECT number_sum(number_value(path)) FROM file",
	    NULL);
	assert_answer(db, "SELECT number_sum(1) WHERE 0", NULL);
	assert_answer(db, "SELECT number_sum(x) FROM (SELECT"
	    " 9223372036854775807 AS x UNION ALL SELECT 1)", NULL);
	assert_int_equal(run_foreign(db, "SELECT number_text(number_sum("
	    "number_value(day)), 2), number_bound(day), number_unit(day)"
	    " FROM asof"), QMS_M_NONE);
	qms_db_close(db);
}

static void
lets_a_rule_read_views_and_call_functions(void **state)
{
	static const char *const good[] = {
		"SELECT path, big, same FROM audit, asof",
		"SELECT count(*) FROM audit -- how many\n;  ",
		"WITH x AS (SELECT path FROM audit) SELECT max(path) FROM x",
		"WITH x(y) AS (VALUES (1)), z AS NOT MATERIALIZED"
		" (SELECT * FROM X) SELECT count(*) FROM x, z, AUDIT a"
		" JOIN asof AS file ON 1 WHERE file.day IS NOT NULL",
		"SELECT path AS file, day AS line FROM audit, asof"
		" WHERE day IS DISTINCT FROM path ORDER BY file, line",
		"SELECT day FROM asof WHERE 'a' IN (SELECT path FROM audit)"
		" GROUP BY day HAVING count(*) > 0",
		"SELECT a.path FROM (SELECT path FROM audit) AS a"
		" WHERE a.path LIKE 'A%' ORDER BY 1 LIMIT 3",
		"SELECT add_months(day, 3), julian_days(day), fold(day),"
		" add_working_days(day, 3) FROM asof",
		"SELECT CASE WHEN day IS NULL THEN 1 ELSE 'x' || day END,"
		" coalesce(day, ''), iif(1, 2, 3), round(2.5), abs(-1) FROM asof",
	};
	struct qms_db *db = open_memory();
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (run_foreign(db, good[i]) != QMS_M_NONE)
			fail_msg("refused: %s", good[i]);
	qms_db_close(db);
}

static void
keeps_a_rule_from_everything_else(void **state)
{
	static const char *const bad[] = {
		"SELECT path FROM file",
		"SELECT count(*) FROM file",
		"SELECT count(*) FROM \vfile",
		"SELECT 1 FROM \"file\"",
		"SELECT 1 FROM main.file", "SELECT 1 FROM asof, file",
		"SELECT 1 FROM asof JOIN file", "SELECT 1 FROM (file)",
		"SELECT 1 FROM asof CROSS JOIN (audit, `file`)",
		"SELECT 1 FROM asof WHERE 'a' IN file",
		"SELECT (SELECT 1 FROM asof), 2 FROM asof LEFT JOIN file ON 1",
		"SELECT 1 UNION SELECT 2 FROM asof a /* , */, file",
		"SELECT 1 IS NOT DISTINCT FROM 2 FROM file",
		"SELECT (SELECT path FROM file) FROM asof",
		"SELECT 1 FROM asof WHERE EXISTS (SELECT 1 FROM file)",
		"WITH x AS (SELECT path FROM file) SELECT * FROM x",
		"WITH asof AS (SELECT path FROM file) SELECT * FROM asof",
		"WITH \"AUDIT\"(a) AS MATERIALIZED (SELECT path FROM file)"
		" SELECT * FROM audit",
		"WITH [asof] /* ( */ as not materialized (SELECT path FROM file)"
		" SELECT * FROM asof",
		"SELECT * FROM (SELECT path FROM file) AS asof",
		"SELECT 1 FROM sqlite_schema",
		"SELECT 1 FROM sqlite_temp_schema",
		"SELECT * FROM pragma_table_info('file')",
		"SELECT * FROM json_each('[1]')",
		"SELECT random()", "SELECT date('now')", "SELECT CURRENT_DATE",
		"SELECT CURRENT_TIMESTAMP", "SELECT printf('%.*c', 9, 'x')",
		"SELECT zeroblob(9)", "SELECT sqlite_version()",
		"SELECT group_concat(path) FROM audit",
		"SELECT load_extension('x')", "SELECT hex('a')",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
		" SELECT max(i) FROM n",
		"DELETE FROM file", "INSERT INTO asof VALUES (1)",
		"UPDATE file SET path = 1", "DROP TABLE file",
		"CREATE TABLE x (y)", "ATTACH '/tmp/x' AS y",
		"PRAGMA user_version", "BEGIN", "SAVEPOINT x", "ANALYZE",
	};
	struct qms_db *db = open_memory();
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (run_foreign(db, bad[i]) != QMS_M_G055)
			fail_msg("not refused: %s", bad[i]);
	assert_int_equal(run_foreign(db, "SELECT 1; SELECT 2"), QMS_M_G058);
	assert_int_equal(run_foreign(db, ""), QMS_M_G058);
	assert_int_equal(run_foreign(db, "EXPLAIN SELECT 1"), QMS_M_G058);
	assert_int_equal(run_foreign(db, "SELEKT"), QMS_M_G054);
	assert_int_equal(run_foreign(db, "SELECT nothing FROM audit"),
	    QMS_M_G054);
	qms_db_sandbox(db, NULL, NULL, 0);
	assert_int_equal(run_foreign(db, "SELECT 1"), QMS_M_G055);
	qms_db_close(db);
}

static void
stops_a_rule_that_does_not_end_or_takes_memory(void **state)
{
	static char sql[20000];
	struct qms_db *db = open_memory();
	int i;

	for (i = 0; i < 6; i++)
		assert_null(qms_db_run(db,
		    "INSERT INTO file SELECT path FROM file"));
	assert_int_equal(run_foreign(db, "SELECT count(*) FROM audit AS a,"
	    " audit AS b, audit AS c, audit AS d"), QMS_M_G056);
	/* replace doubles a text again and again */
	strcpy(sql, "SELECT length(");
	for (i = 0; i < 24; i++)
		strcat(sql, "replace(");
	strcat(sql, "'aaaaaaaa'");
	for (i = 0; i < 24; i++)
		strcat(sql, ", 'a', 'aaaaaaaa')");
	strcat(sql, ")");
	assert_int_equal(run_foreign(db, sql), QMS_M_G057);
	memset(sql, ' ', sizeof(sql) - 1);
	memcpy(sql, "SELECT 1", 8);
	assert_int_equal(run_foreign(db, sql), QMS_M_G058);
	/* our own statements have no such limits */
	assert_answer(db, "SELECT count(*) FROM file AS a, file AS b,"
	    " file AS c WHERE a.path < 'b'", "2359296");
	qms_db_close(db);
}

static void
tells_a_damaged_file_from_a_good_one(void **state)
{
	char path[] = "/tmp/qms-db-XXXXXX";
	const struct qms_error *err;
	struct qms_db *db;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "this is no database, is it? Not at all. "
	    "It is text, long enough to be looked at by anyone. Yes, it is.",
	    102), 102);
	close(fd);
	err = qms_db_open(&db, path, false);
	assert_non_null(err);
	assert_int_equal(err->id, QMS_M_G050);
	assert_null(db);
	unlink(path);
	assert_null(qms_db_open(&db, path, false));
	assert_null(qms_db_run(db, "CREATE TABLE t (x)"));
	assert_null(qms_db_check(db));
	qms_db_close(db);
	assert_null(qms_db_open(&db, path, true));
	assert_non_null(qms_db_run(db, "CREATE TABLE u (x)"));
	qms_db_close(db);
	unlink(path);
}

static void
a_view_of_the_file_is_not_believed(void **state)
{
	char path[] = "/tmp/qms-db-XXXXXX";
	struct qms_query *query;
	struct qms_db *db;

	close(mkstemp(path));
	unlink(path);
	assert_null(qms_db_open(&db, path, false));
	assert_null(qms_db_run(db, "CREATE TABLE t (x);"
	    "CREATE VIEW v AS SELECT x FROM t"));
	assert_non_null(qms_db_query(&query, db, "SELECT x FROM v"));
	qms_db_close(db);
	unlink(path);
}

static void
keeps_a_statement_and_gives_its_rows(void **state)
{
	struct qms_db *db = open_memory();
	struct qms_query *query, *again;
	bool row;

	assert_null(qms_db_query(&query, db,
	    "SELECT path, NULL FROM file WHERE path >= ?1 ORDER BY path"));
	qms_bind_text(query, 1, "b");
	assert_null(qms_step(&row, query));
	assert_string_equal(qms_column_text(query, 0), "b");
	assert_true(qms_column_is_null(query, 1));
	assert_int_equal(qms_column_count(query), 2);
	assert_string_equal(qms_column_name(query, 0), "path");
	assert_null(qms_db_query(&again, db,
	    "SELECT path, NULL FROM file WHERE path >= ?1 ORDER BY path"));
	assert_ptr_equal(query, again);
	qms_bind_text(query, 1, "c");
	assert_null(qms_step(&row, query));
	assert_string_equal(qms_column_text(query, 0), "c");
	assert_null(qms_step(&row, query));
	assert_false(row);
	/* a value that cannot be bound is a failure, not a wrong answer */
	assert_null(qms_db_query(&query, db, "SELECT 1"));
	qms_bind_text(query, 7, "x");
	assert_non_null(qms_step(&row, query));
	qms_bind_named(query, ":nobody", "x");
	qms_db_close(db);
}

static void
gives_the_first_string_or_none(void **state)
{
	static const char sql[] = "SELECT path FROM file WHERE path > ?1"
	    " AND (?2 IS NULL OR path < ?2) ORDER BY path";
	struct qms_arena arena = { 0 };
	struct qms_db *db = open_memory();
	const char *string;

	assert_null(qms_db_string(&string, &arena, db, sql,
	    (const char *const []){ "a", "z", NULL }));
	assert_string_equal(string, "b");
	/* a value that is left out is NULL, also after one that was not */
	assert_null(qms_db_string(&string, &arena, db, sql,
	    (const char *const []){ "b", NULL }));
	assert_string_equal(string, "c");
	assert_null(qms_db_string(&string, &arena, db, sql,
	    (const char *const []){ "c", NULL }));
	assert_null(string);
	assert_null(qms_db_string(&string, &arena, db, "SELECT NULL",
	    (const char *const []){ NULL }));
	assert_null(string);
	assert_non_null(qms_db_string(&string, &arena, db, "SELECT gone",
	    (const char *const []){ NULL }));
	qms_arena_free(&arena);
	qms_db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_days_as_offices_do),
		cmocka_unit_test(asks_the_calendar_for_holidays),
		cmocka_unit_test(folds_tone_marks),
		cmocka_unit_test(gives_the_first_string_or_none),
		cmocka_unit_test(reads_and_adds_printed_numbers),
		cmocka_unit_test(lets_a_rule_read_views_and_call_functions),
		cmocka_unit_test(keeps_a_rule_from_everything_else),
		cmocka_unit_test(stops_a_rule_that_does_not_end_or_takes_memory),
		cmocka_unit_test(tells_a_damaged_file_from_a_good_one),
		cmocka_unit_test(a_view_of_the_file_is_not_believed),
		cmocka_unit_test(keeps_a_statement_and_gives_its_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
