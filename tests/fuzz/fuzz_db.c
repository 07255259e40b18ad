/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/db.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
allowed(void *closure, const char *view)
{
	return strcmp(view, "asof") == 0 || strcmp(view, "audit") == 0;
}

/* No SELECT of a rule sees what is only in a table behind the views. */
static void
run(struct qms_db *db, const char *sql)
{
	struct qms_query *query;
	bool row = true;
	int i, rows = 0;

	if (qms_db_query_foreign(&query, db, sql) != NULL)
		return;
	while (rows++ < 100 && qms_step(&row, query) == NULL && row)
		for (i = 0; i < qms_column_count(query); i++)
			if (!qms_column_is_null(query, i) &&
			    strstr(qms_column_text(query, i), "HIDDEN"))
				abort();
	qms_query_free(query);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct qms_db *db;
	char *sql = malloc(size + 1);

	if (db == NULL && (qms_db_open(&db, NULL, false) != NULL ||
	    qms_db_run(db, "CREATE TABLE file (path TEXT, s TEXT);"
	    "INSERT INTO file VALUES ('a', 'HIDDEN'), ('b', 'HIDDEN');"
	    "CREATE TEMP TABLE asof (day TEXT);"
	    "INSERT INTO asof VALUES ('2026-01-31');"
	    "CREATE TEMP VIEW audit AS SELECT path FROM file") != NULL))
		abort();
	if (sql == NULL)
		abort();
	memcpy(sql, data, size);
	sql[size] = '\0';
	qms_db_sandbox(db, allowed, NULL, 100000);
	run(db, sql);
	free(sql);
	return 0;
}
