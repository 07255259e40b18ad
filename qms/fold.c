/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fold_part.h"

const struct qms_error *
qms_judge_void(struct qms_judge *judge, const char *code,
    const char *const arguments[QMS_MESSAGE_ARGUMENTS])
{
	const char *joined = "";
	int i;

	for (i = 0; i < QMS_MESSAGE_ARGUMENTS && arguments[i] != NULL; i++)
		joined = qms_arena_format(judge->arena, "%s%s\n", joined,
		    arguments[i]);
	judge->verdict->code = code;
	judge->verdict->arguments = joined;
	return NULL;
}

/* ---- what stands before ---- */

const struct qms_error *
qms_judge_query(struct qms_query **query, struct qms_judge *judge,
    const char *sql, const char *object)
{
	const struct qms_error *err;

	err = qms_db_query(query, judge->world->db, sql);
	if (err != NULL)
		return err;
	qms_bind_text(*query, 1, object);
	qms_bind_text(*query, 2, judge->statement->agency);
	qms_bind_integer(*query, 3, judge->world->source);
	return NULL;
}

static const char sql_last[] =
	"SELECT kind, to_state, text, files"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND source = ?3 AND version = ?4"
	"   AND void IS NULL"
	"   AND revoked = 9000000000000000000"
	" ORDER BY position DESC"
	" LIMIT 1";

static const struct qms_error *
find_last(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_judge_query(&query, judge, sql_last, s->id);
	if (err != NULL)
		return err;
	qms_bind_text(query, 4, s->version);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		judge->kind = qms_kinds_get(judge->world->kinds,
		    qms_column_text(query, 0));
		judge->state = qms_arena_string(judge->arena,
		    qms_column_text(query, 1));
		judge->text = qms_arena_string(judge->arena,
		    qms_column_text(query, 2));
		judge->files = qms_arena_string(judge->arena,
		    qms_column_text(query, 3));
	}
	qms_done(query);
	return err;
}

static const char sql_file[] =
	"SELECT kind, path, (SELECT b.broken FROM fact AS b"
	"                     WHERE b.id = file.fact)"
	"  FROM file"
	" WHERE object = ?1 AND agency = ?2 AND source = ?3"
	"   AND first <= ?4 AND last > ?4"
	" ORDER BY path";

/* The file of the object: the first of a kind that has acts. Of a record that
 * cannot be read nothing is known that a guard could ask about. */
static const struct qms_error *
find_file(struct qms_judge *judge)
{
	const struct qms_kind *kind;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	judge->document = "";
	err = qms_judge_query(&query, judge, sql_file, judge->statement->id);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 4, judge->world->ordinal);
	while ((err = qms_step(&row, query)) == NULL && row) {
		kind = qms_kinds_get(judge->world->kinds,
		    qms_column_text(query, 0));
		if (kind == NULL || kind->first == NULL ||
		    (judge->kind != NULL && kind != judge->kind) ||
		    (kind->class == QMS_CLASS_RECORD &&
		    qms_column_integer(query, 2) != 0))
			continue;
		judge->kind = kind;
		judge->document = qms_arena_string(judge->arena,
		    qms_column_text(query, 1));
		break;
	}
	qms_done(query);
	return err;
}

/* ---- one check each; all give NULL, and set the code when it is void ---- */

static const char sql_system[] =
	"SELECT sha256"
	"  FROM entered"
	" WHERE object = 'trust' AND agency = '' AND version = '0'"
	"   AND source = ?1 AND void IS NULL"
	" ORDER BY position"
	" LIMIT 1";

static const struct qms_error *
check_system(struct qms_judge *judge)
{
	const char *stated = judge->statement->system;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, judge->world->db, sql_system);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, judge->world->source);
	err = qms_step(&row, query);
	if (err == NULL && strcmp(row ? qms_column_text(query, 0) : "",
	    stated) != 0 && *stated != '\0')
		VOID(judge, "S022", stated);
	/* a second beginning: the first one stands */
	if (err == NULL && *stated == '\0' && row)
		VOID(judge, "S022", judge->statement->sha256);
	qms_done(query);
	return err;
}

/* ISO days compare as bytes. */
static const struct qms_error *
check_date(struct qms_judge *judge)
{
	if (strcmp(judge->statement->date, judge->world->committed) > 0)
		VOID(judge, "S026", judge->statement->date,
		    judge->world->committed);
	return NULL;
}

static const char sql_named[] =
	"SELECT date"
	"  FROM entered"
	" WHERE sha256 = ?4 AND object = ?1 AND agency = ?2 AND source = ?3"
	" LIMIT 1";

/* What its author saw is here, and not younger than the statement. */
static const struct qms_error *
check_follows(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err = NULL;
	struct qms_query *query;
	size_t i;
	bool row;

	for (i = 0; err == NULL && judge->verdict->code == NULL &&
	    i < s->prev.count; i++) {
		err = qms_judge_query(&query, judge, sql_named, s->id);
		if (err != NULL)
			return err;
		qms_bind_text(query, 4, s->prev.items[i]);
		err = qms_step(&row, query);
		if (err == NULL && !row)
			VOID(judge, "S136", s->prev.items[i]);
		else if (err == NULL && strcmp(s->date,
		    qms_column_text(query, 0)) < 0)
			VOID(judge, "S135", s->date, qms_arena_string(
			    judge->arena, qms_column_text(query, 0)));
		qms_done(query);
	}
	return err;
}

/* Nothing is judged by people, kinds or rules that nobody answers for. */
static const struct qms_error *
check_stated(struct qms_judge *judge)
{
	const struct qms_error *err;
	const char *path;

	if (judge->world->unstated == NULL)
		return NULL;
	err = judge->world->unstated(judge->world->closure, &path,
	    judge->statement->agency);
	if (err == NULL && path != NULL)
		VOID(judge, "S103", path);
	return err;
}

static const struct qms_error *
check_object(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;

	/* of a document its issued texts remain; a record is its file */
	if (judge->kind == NULL || judge->kind->first == NULL ||
	    (judge->kind->class == QMS_CLASS_RECORD &&
	    *judge->document == '\0'))
		return VOID(judge, "S020", qms_arena_format(judge->arena,
		    "%s/%s", s->agency, s->id));
	if ((judge->kind->class == QMS_CLASS_DOCUMENT) !=
	    (*s->version != '\0'))
		return VOID(judge, "S008", s->version);
	if (judge->state == NULL || *judge->state == '\0')
		judge->state = judge->kind->first;
	return NULL;
}

static bool
has_act(const struct qms_kind *kind, const char *act)
{
	size_t i;

	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].act, act) == 0)
			return true;
	return false;
}

/* Does any act of this name bring a document into force? */
static bool
may_issue(const struct qms_kind *kind, const char *act)
{
	size_t i;

	if (kind->class != QMS_CLASS_DOCUMENT || kind->in_force == NULL)
		return false;
	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].act, act) == 0 &&
		    strcmp(kind->acts[i].to, kind->in_force) == 0 &&
		    strcmp(kind->acts[i].from, kind->in_force) != 0)
			return true;
	return false;
}

static const char sql_approval[] =
	"SELECT by, date"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND source = ?3 AND version = ?4"
	"   AND issues = 1 AND void IS NULL"
	" ORDER BY position"
	" LIMIT 1";

/* Somebody else was first, in another clone perhaps: who, and when? */
static const struct qms_error *
void_second(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const char *by = "", *date = "";
	const struct qms_error *err;
	struct qms_query *query;
	char text[QMS_DAY_SIZE];
	bool row;

	err = qms_judge_query(&query, judge, sql_approval, s->id);
	if (err != NULL)
		return err;
	qms_bind_text(query, 4, s->version);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		by = qms_arena_string(judge->arena, qms_column_text(query, 0));
		date = qms_arena_string(judge->arena, qms_day_format_vn(text,
		    qms_day_parse(qms_column_bytes(query, 1))));
	}
	qms_done(query);
	return err != NULL ? err : VOID(judge, "S025", s->version, by, date,
	    s->id);
}

static const struct qms_error *
check_act(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_kind *kind = judge->kind;

	judge->act = qms_kind_act(kind, judge->state, s->act);
	if (judge->act != NULL) {
		judge->to = judge->act->to;
		if (kind->class == QMS_CLASS_DOCUMENT &&
		    kind->in_force != NULL)
			judge->issues =
			    (strcmp(judge->act->to, kind->in_force) == 0) -
			    (strcmp(judge->act->from, kind->in_force) == 0);
		return NULL;
	}
	if (!has_act(kind, s->act))
		return VOID(judge, "S019", s->act, kind->id);
	if (may_issue(kind, s->act) && judge->text != NULL &&
	    (strcmp(judge->state, kind->in_force) == 0 ||
	    qms_kind_is_final(kind, judge->state)) &&
	    strcmp(judge->text, s->text) != 0)
		return void_second(judge);
	return VOID(judge, "S018",
	    qms_kind_act_name(kind, s->act, QMS_VI),
	    qms_kind_state_name(kind, judge->state, QMS_VI),
	    qms_kind_act_name(kind, s->act, QMS_EN),
	    qms_kind_state_name(kind, judge->state, QMS_EN));
}

char *
qms_judge_join(struct qms_arena *arena, const struct qms_strings *list,
    const char *between)
{
	char *joined = qms_arena_string(arena, "");
	size_t i;

	for (i = 0; i < list->count; i++)
		joined = qms_arena_format(arena, "%s%s%s", joined,
		    i == 0 ? "" : between, list->items[i]);
	return joined;
}

static const struct qms_error *
is_there(bool *there, struct qms_judge *judge, const char *path,
    const char *sha256)
{
	const struct qms_error *err;
	char found[QMS_SHA256_SIZE] = "";

	*there = false;
	if (*path == '\0' || *sha256 == '\0')
		return NULL;
	err = judge->world->file(judge->world->closure, found, path);
	*there = err == NULL && strcmp(found, sha256) == 0;
	return err;
}

static char *
joined_files(struct qms_arena *arena, const struct qms_statement *statement)
{
	struct qms_buffer buffer = { 0 };
	char *joined;
	size_t i;

	/* those of a trust statement are many; the next one is judged by keys */
	for (i = 0; i < statement->file_count; i++)
		if (strcmp(statement->act, "trust") != 0 ||
		    qms_ends_with(statement->files[i].path, "/signers") ||
		    qms_ends_with(statement->files[i].path,
		    "/compromised-keys.csv"))
			qms_buffer_format(&buffer, "%s %s\n",
			    statement->files[i].sha256,
			    statement->files[i].path);
	joined = qms_arena_copy(arena, buffer.data == NULL ? "" : buffer.data,
	    buffer.size);
	qms_buffer_free(&buffer);
	return joined;
}

/* issued/ holds just what is stated. */
static const struct qms_error *
check_issued(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err;
	const char *path;
	size_t i;
	bool there;

	path = qms_statement_issued_path(judge->arena, s, judge->document,
	    judge->document);
	err = is_there(&there, judge, path, s->text);
	for (i = 0; err == NULL && there && i < s->file_count; i++) {
		path = qms_statement_issued_path(judge->arena, s,
		    judge->document, s->files[i].path);
		err = is_there(&there, judge, path, s->files[i].sha256);
	}
	if (err == NULL && !there)
		VOID(judge, "S023", path, i == 0 ? s->text :
		    s->files[i - 1].sha256);
	return err;
}

/* What an act names beside the document's own files, such as a list of who was
 * there, has to be there. */
static const struct qms_error *
check_beside(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err = NULL;
	bool there = true;
	size_t i;

	for (i = 0; err == NULL && there && i < s->file_count; i++)
		if (qms_path_only_grows(s->files[i].path))
			err = is_there(&there, judge, s->files[i].path,
			    s->files[i].sha256);
	if (err == NULL && !there)
		VOID(judge, "S023", s->files[i - 1].path,
		    s->files[i - 1].sha256);
	return err;
}

/* A round opens with the text that is there, and goes on with the same. */
static const struct qms_error *
check_round(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err;
	bool there;

	if (judge->text != NULL &&
	    strcmp(judge->state, judge->kind->first) != 0) {
		if (strcmp(judge->text, s->text) != 0)
			return VOID(judge, "S023", s->text, judge->text);
		if (judge->issues == 1 && strcmp(judge->files,
		    joined_files(judge->arena, s)) != 0)
			return VOID(judge, "S023", s->file_count == 0 ? "" :
			    s->files[0].path, judge->document);
		return check_beside(judge);
	}
	err = is_there(&there, judge, judge->document, s->text);
	if (err == NULL && !there)	/* an older version, recorded late */
		err = is_there(&there, judge, qms_statement_issued_path(
		    judge->arena, s, judge->document, judge->document),
		    s->text);
	if (err == NULL && !there && !judge->world->followed)
		VOID(judge, "S023", s->text, judge->document);
	return err;
}

/* A record's text may go unstated, but not that of a closed one. */
static const struct qms_error *
check_record(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err;
	bool there;

	if (!qms_kind_is_final(judge->kind, judge->to) &&
	    (*s->text == '\0' || judge->world->followed))
		return NULL;
	err = is_there(&there, judge, judge->document, s->text);
	if (err == NULL && !there)
		VOID(judge, "S023", s->text, judge->document);
	return err;
}

static const struct qms_error *
check_text(struct qms_judge *judge)
{
	const struct qms_error *err;

	if (judge->kind->class != QMS_CLASS_DOCUMENT)
		return check_record(judge);
	err = check_round(judge);
	if (err == NULL && judge->verdict->code == NULL && judge->issues == 1)
		err = check_issued(judge);
	return err;
}

static const char sql_author[] =
	"INSERT INTO writer (source, ordinal, agency, object, version, person,"
	" email, commit_id) VALUES (?1, ?2, ?3, ?4, '', ?5, '', ?6)";

/* commit_id tells whose words these are, so that they can be taken back. */
static const struct qms_error *
add_authors(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err = NULL;
	struct qms_query *query;
	size_t i;

	for (i = 0; err == NULL && i < s->authors.count; i++) {
		err = qms_db_query(&query, judge->world->db, sql_author);
		if (err != NULL)
			return err;
		qms_bind_integer(query, 1, judge->world->source);
		qms_bind_integer(query, 2, judge->world->ordinal);
		qms_bind_text(query, 3, s->agency);
		qms_bind_text(query, 4, s->id);
		qms_bind_text(query, 5, s->authors.items[i]);
		qms_bind_text(query, 6, s->sha256);
		err = qms_step_done(query);
	}
	return err;
}

static const char sql_take_back[] =
	"DELETE FROM writer"
	" WHERE object = ?1 AND agency = ?2 AND version = ''"
	"   AND source = ?3 AND commit_id = ?4";

static const char sql_issue[] =
	"UPDATE OR FAIL writer SET version = ?4"
	" WHERE object = ?1 AND agency = ?2 AND version = '' AND source = ?3";

static const struct qms_error *
run_writers(struct qms_judge *judge, const char *sql, const char *value)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_judge_query(&query, judge, sql, judge->statement->id);
	if (err != NULL)
		return err;
	qms_bind_text(query, 4, value);
	return qms_step_done(query);
}

static const struct qms_error *
check_guards(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_error *err;
	struct qms_refusal refusal = { 0 };

	if (judge->act->guards.count == 0 || judge->world->rules == NULL)
		return NULL;
	err = qms_rules_refuse(&refusal, judge->arena, judge->world->rules,
	    &judge->act->guards, judge->world->db, s->agency, s->id,
	    s->version, s->act, s->by, s->date);
	if (err == NULL && refusal.rule != NULL)
		qms_judge_void(judge, refusal.rule->id, refusal.arguments);
	/* a guard that is missing or fails lets nobody pass */
	if (err != NULL && *qms_message_get(err->id)->code == 'R') {
		qms_judge_void(judge, qms_message_get(err->id)->code,
		    err->arguments);
		return NULL;
	}
	return err;
}

/* Who is too late is told so; but not before the key that he claims to have
 * signed with did. */
static const struct qms_error *
check_claim(struct qms_judge *judge)
{
	const struct qms_fold_verdict late = *judge->verdict;
	const struct qms_error *err;

	if (late.code == NULL || strcmp(late.code, "S018") != 0 ||
	    (strcmp(judge->statement->proof, "key") != 0 &&
	    strcmp(judge->statement->proof, "certificate") != 0))
		return NULL;
	*judge->verdict = (struct qms_fold_verdict){ 0 };
	err = qms_judge_proof(judge);
	if (judge->verdict->code == NULL)
		*judge->verdict = late;
	return err;
}

/* ---- the judgement ---- */

static const struct qms_error *
judge_act(struct qms_judge *judge)
{
	const struct qms_error *err;

	err = find_last(judge);
	if (err == NULL)
		err = find_file(judge);
	if (err == NULL)
		err = check_stated(judge);
	if (err == NULL && judge->verdict->code == NULL)
		err = check_object(judge);
	if (err == NULL && judge->verdict->code == NULL)
		err = check_act(judge);
	if (err == NULL)
		err = check_claim(judge);
	if (err == NULL && judge->verdict->code == NULL)
		err = qms_judge_office(judge);
	if (err == NULL && judge->verdict->code == NULL)
		err = check_text(judge);
	if (err == NULL && judge->verdict->code == NULL)
		err = qms_judge_proof(judge);
	if (err == NULL && judge->verdict->code == NULL)
		err = qms_judge_known(judge);
	if (err != NULL || judge->verdict->code != NULL)
		return err;
	err = add_authors(judge);
	if (err == NULL)
		err = check_guards(judge);
	if (err == NULL && judge->verdict->code != NULL)
		return run_writers(judge, sql_take_back,
		    judge->statement->sha256);
	if (err == NULL && judge->issues == 1)
		err = run_writers(judge, sql_issue,
		    judge->statement->version);
	return err;
}

static const char sql_enter[] =
	"INSERT INTO entered (source, ordinal, sha256, path, agency, object,"
	" version, kind, act, from_state, to_state, issues, final, void,"
	" void_argument, by, office, capacity, delegation, date, effective,"
	" until, result, decision, decision_date, decision_sha256,"
	" recorded_by, proof, text, authors, prev, comment, files, recorded,"
	" keys, signers, guard)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	" ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26,"
	" ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37)";

static const struct qms_error *
enter(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_fold_world *world = judge->world;
	bool is_void = judge->verdict->code != NULL;
	const char *from = judge->state == NULL ? "" : judge->state;
	const char *to = is_void || judge->to == NULL ? from : judge->to;
	const char *const strings[] = { s->by, s->office, s->capacity,
	    s->delegation, s->date, s->effective, s->until, s->result,
	    s->decision, s->decision_date, s->decision_sha256,
	    s->recorded_by, s->proof, s->text,
	    qms_judge_join(judge->arena, &s->authors, " "),
	    qms_judge_join(judge->arena, &s->prev, " "), s->comment,
	    joined_files(judge->arena, s), world->recorded,
	    judge->keys == NULL ? "" : judge->keys,
	    judge->signers == NULL ? "" : judge->signers,
	    judge->guard == NULL ? "" : judge->guard };
	const struct qms_error *err;
	struct qms_query *query;
	int i;

	err = qms_db_query(&query, world->db, sql_enter);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, world->source);
	qms_bind_integer(query, 2, world->ordinal);
	qms_bind_text(query, 3, s->sha256);
	qms_bind_text(query, 4, judge->path);
	qms_bind_text(query, 5, s->agency);
	qms_bind_text(query, 6, s->id);
	qms_bind_text(query, 7, s->version);
	qms_bind_text(query, 8, judge->kind == NULL ? "" : judge->kind->id);
	qms_bind_text(query, 9, s->act);
	qms_bind_text(query, 10, from);
	qms_bind_text(query, 11, to);
	qms_bind_integer(query, 12, is_void ? 0 : judge->issues);
	qms_bind_integer(query, 13, !is_void && judge->kind != NULL &&
	    qms_kind_is_final(judge->kind, to));
	if (is_void) {
		qms_bind_text(query, 14, judge->verdict->code);
		qms_bind_text(query, 15, judge->verdict->arguments);
	} else {
		qms_bind_null(query, 14);
		qms_bind_null(query, 15);
	}
	for (i = 0; i < (int)(sizeof(strings) / sizeof(*strings)); i++)
		qms_bind_text(query, 16 + i, strings[i]);
	return qms_step_done(query);
}

const struct qms_error *
qms_fold_judge(struct qms_fold_verdict *verdict, struct qms_arena *arena,
    const struct qms_fold_world *world, const struct qms_statement *statement,
    const char *path)
{
	struct qms_judge judge = { .arena = arena, .world = world,
	    .statement = statement, .path = path, .verdict = verdict };
	const struct qms_error *err;
	bool witness = strcmp(statement->act, "witness") == 0;

	*verdict = (struct qms_fold_verdict){ 0 };
	err = check_system(&judge);
	if (err == NULL && verdict->code == NULL)
		err = check_date(&judge);
	if (err == NULL && verdict->code == NULL && witness)
		err = check_stated(&judge);
	if (err == NULL && verdict->code == NULL)
		err = check_follows(&judge);
	if (err == NULL && verdict->code == NULL)
		err = witness ? qms_judge_witness(&judge) :
		    strcmp(statement->act, "trust") == 0 ?
		    qms_judge_trust(&judge) : judge_act(&judge);
	if (err == NULL)
		err = enter(&judge);
	if (err == NULL && verdict->code == NULL && witness)
		err = qms_judge_add_checkpoint(&judge);
	if (err == NULL && verdict->code == NULL &&
	    strcmp(statement->act, "trust") == 0)
		err = qms_judge_revoke(&judge);
	return err;
}

/* ---- order ---- */

static int
compare(const void *left, const void *right)
{
	const struct qms_statement *const *a = left, *const *b = right;
	bool trust = qms_string_is((*a)->act, "trust");
	int order;

	if (trust != qms_string_is((*b)->act, "trust"))
		return trust ? -1 : 1;
	order = strcmp((*a)->date, (*b)->date);
	/* an agency may be guarded by what the system states on the same day */
	if (order == 0 && trust && (*(*a)->agency == '\0') !=
	    (*(*b)->agency == '\0'))
		return *(*a)->agency == '\0' ? -1 : 1;
	return order != 0 ? order : strcmp((*a)->sha256, (*b)->sha256);
}

struct visit {
	size_t at;			/* which statement */
	size_t next;			/* 0: its system; then its prev */
};

/*
 * Depth first in the order of hashes, on a stack of its own: a chain may be as
 * long as a commit is large.
 */
void
qms_fold_order(const struct qms_statement **statements, size_t count)
{
	struct qms_arena arena = { 0 };
	struct qms_map places = { 0 };
	const struct qms_statement **sorted;
	struct visit *stack, *top;
	size_t depth, i, out = 0, *place;
	bool *seen;

	if (count < 2)
		return;
	qsort(statements, count, sizeof(*statements), compare);
	sorted = qms_arena_alloc(&arena, count * sizeof(*sorted));
	stack = qms_arena_alloc(&arena, count * sizeof(*stack));
	place = qms_arena_alloc(&arena, count * sizeof(*place));
	seen = qms_arena_alloc(&arena, count * sizeof(*seen));
	memcpy(sorted, statements, count * sizeof(*sorted));
	for (i = 0; i < count; i++) {
		place[i] = i;
		qms_map_put(&arena, &places, sorted[i]->sha256, &place[i]);
	}
	for (i = 0; i < count; i++) {
		depth = 0;
		if (!seen[i])
			stack[depth++] = (struct visit){ i, 0 };
		seen[i] = true;
		while (depth > 0) {
			const struct qms_statement *s;
			size_t *before;

			top = &stack[depth - 1];
			s = sorted[top->at];
			if (top->next > s->prev.count) {
				statements[out++] = s;
				depth--;
				continue;
			}
			before = qms_map_get(&places, top->next == 0 ?
			    s->system : s->prev.items[top->next - 1]);
			top->next++;
			if (before != NULL && !seen[*before]) {
				seen[*before] = true;
				stack[depth++] =
				    (struct visit){ *before, 0 };
			}
		}
	}
	qms_arena_free(&arena);
}

/* ---- reasons in words ---- */

void
qms_fold_arguments(const char *arguments[QMS_MESSAGE_ARGUMENTS],
    struct qms_arena *arena, const char *joined)
{
	size_t size;
	int i;

	for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++) {
		arguments[i] = NULL;
		if (joined == NULL || *joined == '\0')
			continue;
		size = strcspn(joined, "\n");
		arguments[i] = qms_arena_copy(arena, joined, size);
		joined += size + (joined[size] == '\n');
	}
}

void
qms_fold_report(struct qms_problems *problems, const char *path,
    const struct qms_rules *rules, const char *code, const char *arguments)
{
	const struct qms_rule *rule = rules == NULL ? NULL :
	    qms_rules_get(rules, code);
	enum qms_message_id id = qms_message_find(code);
	const char *apart[QMS_MESSAGE_ARGUMENTS];
	struct qms_problem *problem;
	int i;

	qms_fold_arguments(apart, problems->arena, arguments);
	if (rule == NULL && id == QMS_M_NONE) {
		qms_report(problems, path, 0, 0, QMS_M_G071, code);
		return;
	}
	problem = qms_report_with(problems, path, 0, 0,
	    rule == NULL ? id : QMS_M_G071, apart);
	problem->severity = QMS_ERROR;
	if (rule == NULL)
		return;
	problem->id = QMS_M_NONE;
	problem->code = rule->id;
	for (i = 0; i < QMS_LANGUAGES; i++) {
		problem->text[i] = rule->message[i];
		problem->help[i] = rule->help[i];
	}
}

/* Whoever is told has no arguments of the rule. */
static bool
fills_help(const struct qms_problem *problem)
{
	int i;

	for (i = 0; i < QMS_LANGUAGES; i++)
		if (problem->help[i] == NULL)
			return false;
	return strchr(problem->help[QMS_VI], '{') != NULL ||
	    strchr(problem->help[QMS_EN], '{') != NULL;
}

const struct qms_error *
qms_fold_fail(struct qms_arena *arena, const char *subject,
    const struct qms_rules *rules, const char *code, const char *arguments)
{
	struct qms_problems problems = { .arena = arena };
	struct qms_buffer text[QMS_LANGUAGES] = { { 0 } }, why = { 0 };
	const struct qms_problem *problem;
	const struct qms_error *err;
	int i;

	qms_fold_report(&problems, subject, rules, code, arguments);
	problem = &problems.items[0];
	qms_buffer_string(&why, problem->code);
	for (i = 0; i < QMS_LANGUAGES; i++) {
		qms_problem_text(&text[i], problem, (enum qms_language)i);
		if (!fills_help(problem))
			continue;
		qms_buffer_char(&why, i == 0 ? '\n' : '\t');
		qms_message_fill(&why, problem->help[i], problem->arguments);
	}
	err = qms_fail(QMS_M_G070, subject, text[QMS_VI].data,
	    text[QMS_EN].data, why.data);
	for (i = 0; i < QMS_LANGUAGES; i++)
		qms_buffer_free(&text[i]);
	qms_buffer_free(&why);
	return err;
}
