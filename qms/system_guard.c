/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "system.h"

struct newest {
	struct qms_guard *guard;
	struct qms_arena *arena;
	struct qms_store *store;	/* at its commit */
	const char *files;		/* "<SHA-256> <path>\n" */
};

/* A member with the bytes that the statement names; else nothing. */
static const struct qms_error *
read_named(struct qms_text *text, struct newest *newest, const char *path)
{
	const char *wanted = newest->files;
	size_t size = strlen(path);
	const struct qms_error *err;
	char sha256[QMS_SHA256_SIZE];

	*text = (struct qms_text){ 0 };
	while (*wanted != '\0' && (strcspn(wanted, "\n") != QMS_SHA256_SIZE +
	    size || strncmp(wanted + QMS_SHA256_SIZE, path, size) != 0))
		wanted += strcspn(wanted, "\n") + 1;
	if (*wanted == '\0' || !qms_store_has(newest->store, path))
		return NULL;
	err = qms_store_read(text, newest->arena, newest->store, path,
	    QMS_FILE_LIMIT);
	if (err == NULL && strncmp(wanted, qms_sha256(sha256, *text),
	    QMS_SHA256_SIZE - 1) != 0)
		*text = (struct qms_text){ 0 };
	return err;
}

static const char sql_newest[] =
	"SELECT e.version, e.result, e.files, l.id"
	"  FROM entered AS e"
	"  JOIN asof AS q ON q.source = e.source AND e.ordinal <= q.known"
	"  JOIN line AS l ON l.source = e.source AND l.ordinal = e.ordinal"
	" WHERE e.object = 'trust' AND e.agency = ?1 AND e.source = 1"
	"   AND e.act = 'trust' AND e.void IS NULL"
	" ORDER BY e.position DESC"
	" LIMIT 1";

static const struct qms_error *
find_newest(struct newest *newest, struct qms_system *system,
    const char *agency)
{
	struct qms_oid commit = { { 0 } };
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	newest->guard->number = -1;
	err = qms_db_query(&query, qms_index_db(system->index), sql_newest);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, agency);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		newest->guard->number = atoi(qms_column_text(query, 0));
		newest->guard->threshold = qms_guard_threshold(
		    qms_column_text(query, 1));
		newest->files = qms_arena_string(newest->arena,
		    qms_column_text(query, 2));
		(void)qms_oid_parse(&commit, qms_column_text(query, 3));
	}
	qms_done(query);
	return err != NULL || newest->guard->number < 0 ? err :
	    qms_store_commit(&newest->store, newest->arena, system->git,
	    &commit, system->prefix);
}

const struct qms_error *
qms_system_guard(struct qms_guard *guard, struct qms_system *system,
    struct qms_arena *arena, const char *agency)
{
	struct newest newest = { .guard = guard, .arena = arena };
	struct qms_problems ignored = { .arena = arena };
	const struct qms_error *err;
	struct qms_text text;

	*guard = (struct qms_guard){ .number = -1 };
	if (system->newest == NULL)
		return NULL;
	err = find_newest(&newest, system, agency);
	if (err != NULL || guard->number < 0)
		return err;
	err = read_named(&text, &newest, qms_guard_signers_path(arena,
	    agency));
	if (err == NULL && text.data != NULL)
		qms_signers_parse(&guard->signers, arena, text, "", &ignored);
	if (err == NULL)
		err = read_named(&text, &newest, qms_guard_compromised_path(
		    arena, agency));
	if (err == NULL && text.data != NULL)
		qms_compromised_parse(&guard->compromised, arena, text);
	return err;
}
