/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "index_part.h"
#include "unicode.h"

enum {
	DEAD_MOST = 1000,	/* facts of gone files that may stay */
	LOOK_EVERY = 128	/* counting them reads the whole table */
};

static const char sql_add[] =
	"INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)";

static const char sql_searched[] =
	"INSERT INTO searched (fact) VALUES (?1)";

static const struct qms_error *
add(struct qms_index *index, int64_t fact, struct qms_text title,
    struct qms_text body)
{
	struct qms_buffer folded_title = {0}, folded_body = {0};
	const struct qms_error *err;
	struct qms_query *query;

	qms_unicode_fold(&folded_title, title);
	qms_unicode_fold(&folded_body, body);
	err = qms_db_query(&query, index->db, sql_add);
	if (err == NULL) {
		qms_bind_integer(query, 1, fact);
		qms_bind_bytes(query, 2, qms_buffer_view(&folded_title));
		qms_bind_bytes(query, 3, qms_buffer_view(&folded_body));
		err = qms_step_done(query);
	}
	if (err == NULL)
		err = qms_db_query(&query, index->db, sql_searched);
	if (err == NULL) {
		qms_bind_integer(query, 1, fact);
		err = qms_step_done(query);
	}
	qms_buffer_free(&folded_title);
	qms_buffer_free(&folded_body);
	return err;
}

/* Markdown without its signs; of other files all there is. */
const struct qms_error *
qms_index_search_add(struct qms_index *index, int64_t fact,
    const struct qms_object *object)
{
	struct qms_text body = object->bytes;

	if (qms_utf8_invalid(body) != SIZE_MAX)
		return NULL;
	if (!object->broken && object->match.kind != NULL &&
	    object->match.kind->format == QMS_FORMAT_MARKDOWN)
		body = object->markdown.plain;
	return add(index, fact, qms_text(object->title), body);
}

/* ---- after a walk ---- */

/* Issued texts that some file adopts: it is found by their words. */
#define ADOPTED								\
	" issued AS i"							\
	"  JOIN adopting AS a ON a.object = i.object"			\
	"   AND a.agency = i.agency AND a.version = i.version"		\
	"  JOIN file AS g ON g.fact = a.fact AND g.kind = i.kind"	\
	"   AND g.last = 9000000000000000000"

static const char sql_live[] =
	"SELECT t.blob, f.path"
	"  FROM fact AS t JOIN file AS f ON f.fact = t.id"
	" WHERE t.id = ?1 AND f.last = 9000000000000000000"
	"   AND NOT EXISTS (SELECT 1 FROM searched AS s WHERE s.fact = t.id)"
	" UNION ALL"
	" SELECT t.blob, g.path"
	"  FROM fact AS t JOIN" ADOPTED
	" WHERE t.id = ?1 AND i.fact = t.id AND i.last = 9000000000000000000"
	"   AND NOT EXISTS (SELECT 1 FROM searched AS s WHERE s.fact = t.id)"
	" ORDER BY 2";

static const struct qms_error *
read_and_add(struct qms_index *index, struct qms_arena *arena, int64_t fact,
    const char *path, const char *blob)
{
	struct qms_problems problems = { .arena = arena };
	const struct qms_error *err;
	struct qms_object object;
	struct qms_text text;
	struct qms_oid id;

	if (!qms_oid_parse(&id, blob))
		return NULL;
	err = qms_git_blob(&text, index->git, arena, &id, QMS_FILE_LIMIT);
	if (err != NULL)	/* too large: its fact says so */
		return err->id == QMS_M_G013 ? NULL : err;
	qms_object_parse(&object, arena, index->kinds->kinds, path, text,
	    &problems);
	err = qms_index_search_add(index, fact, &object);
	qms_object_free(&object);
	return err;
}

static const struct qms_error *
add_live(struct qms_index *index, int64_t fact)
{
	struct qms_arena arena = {0};
	const char *path = NULL, *blob = NULL;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, index->db, sql_live);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, fact);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		blob = qms_column_copy(&arena, query, 0);
		path = qms_column_copy(&arena, query, 1);
	}
	qms_done(query);
	if (err == NULL && blob != NULL)
		err = read_and_add(index, &arena, fact, path, blob);
	qms_arena_free(&arena);
	return err;
}

static const char sql_counts[] =
	"SELECT (SELECT count(*) FROM searched),"
	"       (SELECT count(*) FROM file"
	"         WHERE last = 9000000000000000000)";

static const char sql_all_live[] =
	"SELECT DISTINCT fact"
	"  FROM file"
	" WHERE last = 9000000000000000000"
	" UNION"
	" SELECT i.fact FROM" ADOPTED
	" WHERE i.last = 9000000000000000000"
	" ORDER BY 1";

/* Too many facts of files that are gone: begins again with the live ones. */
static const struct qms_error *
rebuild(struct qms_index *index)
{
	struct qms_arena arena = {0};
	const struct qms_error *err;
	struct qms_query *query;
	int64_t *facts = NULL;
	size_t count = 0, room = 0, i;
	bool row;

	err = qms_db_run(index->db, "INSERT INTO search (search)"
	    " VALUES ('delete-all'); DELETE FROM searched;");
	if (err == NULL)
		err = qms_db_query(&query, index->db, sql_all_live);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row)
		*qms_push(&arena, facts, count, room) =
		    qms_column_integer(query, 0);
	qms_done(query);
	for (i = 0; err == NULL && i < count; i++)
		err = add_live(index, facts[i]);
	qms_arena_free(&arena);
	return err;
}

const struct qms_error *
qms_index_search_finish(struct qms_index *index, const int64_t *facts,
    size_t count)
{
	const struct qms_error *err = NULL;
	struct qms_query *query;
	bool row, crowded = false, look = false;
	size_t i;

	for (i = 0; err == NULL && i < count; i++) {
		err = add_live(index, facts[i]);
		look = look || facts[i] % LOOK_EVERY == 0;
	}
	if (err != NULL || !look)
		return err;
	err = qms_db_query(&query, index->db, sql_counts);
	if (err != NULL)
		return err;
	err = qms_step(&row, query);
	if (err == NULL && row)
		crowded = qms_column_integer(query, 0) >
		    2 * qms_column_integer(query, 1) + DEAD_MOST;
	qms_done(query);
	return err == NULL && crowded ? rebuild(index) : err;
}
