/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "file.h"
#include "query.h"
#include "sync.h"
#include "verify.h"

/* What the last time gave; lost, it is found anew by fetching again. */
#define MEMORY "qms/agencies.csv"
#define REGISTER "trust/repositories.csv"

enum { AGENCY, ROOT, FETCHED, RESULT, REASON, CELLS, MEMORY_LIMIT = 16 << 20 };

static const struct {
	const char *id, *name[QMS_LANGUAGES], *advice[QMS_LANGUAGES];
} results[QMS_SYNC_RESULTS] = {
	[QMS_SYNC_NEVER] = { "never", { "chưa lấy về", "not fetched yet" },
	    { "Lấy kho về bằng lệnh qms sync.", "Fetch it with qms sync." } },
	[QMS_SYNC_VERIFIED] = { "verified", { "đã xác minh", "verified" },
	    { "", "" } },
	[QMS_SYNC_UNREACHABLE] = { "unreachable", { "không lấy được",
	    "unreachable" }, { "Kiểm tra đường truyền và địa chỉ kho trong "
	    "trust/repositories.csv, rồi chạy lại qms sync.", "Check the "
	    "network and its address in trust/repositories.csv, then run qms "
	    "sync again." } },
	[QMS_SYNC_REWRITTEN] = { "rewritten", { "lịch sử bị viết lại",
	    "history was rewritten" }, { "Yêu cầu cơ quan giải trình và khôi "
	    "phục lịch sử đã được xác minh, rồi chạy lại qms sync; số liệu vẫn "
	    "là của lần xác minh gần nhất.", "Ask the agency to explain and "
	    "to restore the history that was verified, then run qms sync "
	    "again; the figures are still those of the last verified one." } },
	[QMS_SYNC_UNVERIFIED] = { "unverified", { "không xác minh được",
	    "does not verify" }, { "Đối chiếu gốc tin cậy với văn bản bàn "
	    "giao; có tệp bị sửa thì yêu cầu cơ quan khôi phục, rồi chạy lại "
	    "qms sync.", "Compare the root of trust with what was handed "
	    "over; have the agency restore what was altered, then run qms "
	    "sync again." } },
};

const char *
qms_sync_result_id(enum qms_sync_result result)
{
	return results[result].id;
}

const char *
qms_sync_result_name(enum qms_sync_result result, enum qms_language language)
{
	return results[result].name[language];
}

const char *
qms_sync_advice(const struct qms_sync_agency *item,
    enum qms_language language)
{
	enum qms_sync_result result = item->result;

	if (result == QMS_SYNC_VERIFIED && item->stale)
		result = QMS_SYNC_NEVER;
	return results[result].advice[language];
}

const char *
qms_sync_fetched_ref(struct qms_arena *arena, const char *agency)
{
	return qms_arena_format(arena, "refs/agencies/%s/fetched", agency);
}

const char *
qms_sync_main_ref(struct qms_arena *arena, const char *agency)
{
	return qms_arena_format(arena, "refs/agencies/%s/main", agency);
}

/* ---- the register, and what was seen the last time ---- */

static void
recall(struct qms_sync_agency *items, size_t count, struct qms_arena *arena,
    struct qms_system *system)
{
	struct qms_problems ignored = { .arena = arena };
	const char *const *cells;
	struct qms_text text;
	struct qms_csv csv;
	size_t i, j, k;

	if (qms_file_read_below(&text, arena, qms_git_common_directory(
	    system->git), MEMORY, MEMORY_LIMIT) != NULL)
		return;
	qms_csv_parse(&csv, arena, text, MEMORY, &ignored);
	for (i = 0; i < csv.count; i++) {
		cells = csv.rows[i].cells;
		if (csv.rows[i].count != CELLS)
			continue;
		for (j = 0; j < count; j++) {
			if (strcmp(items[j].agency, cells[AGENCY]) != 0 ||
			    strcmp(items[j].root, cells[ROOT]) != 0)
				continue;
			items[j].fetched = cells[FETCHED];
			items[j].reason = cells[REASON];
			for (k = 0; k < QMS_SYNC_RESULTS; k++)
				if (strcmp(results[k].id, cells[RESULT]) == 0)
					items[j].result =
					    (enum qms_sync_result)k;
		}
	}
}

const struct qms_error *
qms_sync_remember(struct qms_system *system,
    const struct qms_sync_agency *items, size_t count)
{
	const char *directory = qms_git_common_directory(system->git);
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	size_t i;

	qms_buffer_string(&out, "agency,root,fetched,result,reason\n");
	for (i = 0; i < count; i++) {
		qms_csv_quote(&out, items[i].agency, false);
		qms_buffer_char(&out, ',');
		qms_csv_quote(&out, items[i].root, false);
		qms_buffer_char(&out, ',');
		qms_csv_quote(&out, items[i].fetched, false);
		qms_buffer_char(&out, ',');
		qms_csv_quote(&out, results[items[i].result].id, false);
		qms_buffer_char(&out, ',');
		qms_csv_quote(&out, items[i].reason, false);
		qms_buffer_char(&out, '\n');
	}
	err = qms_file_write_below(directory, MEMORY, qms_buffer_view(&out),
	    false);
	qms_buffer_free(&out);
	return err;
}

static const char sql_stated[] =
	"SELECT l.id"
	"  FROM entered AS e JOIN asof AS q ON q.source = e.source"
	"  JOIN line AS l ON l.source = e.source AND l.ordinal = e.ordinal"
	" WHERE e.object = 'trust' AND e.agency = '' AND e.act = 'trust'"
	"   AND e.void IS NULL AND e.ordinal <= q.known"
	" ORDER BY e.position DESC"
	" LIMIT 1";

static struct qms_text
register_of(const struct qms_store *store, struct qms_arena *arena)
{
	struct qms_text text;

	return qms_store_read(&text, arena, store, REGISTER, QMS_FILE_LIMIT) ==
	    NULL ? text : (struct qms_text){ 0 };
}

/* The register says whom to believe: it counts as the newest trust statement
 * that counts has it. */
static const struct qms_error *
check_stated(struct qms_system *system, struct qms_arena *arena)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct qms_store *stated;
	struct qms_oid commit;
	bool row, same = false;

	err = qms_db_query(&query, qms_index_db(system->index), sql_stated);
	if (err != NULL)
		return err;
	err = qms_step(&row, query);
	if (err == NULL && row && qms_oid_parse(&commit, qms_column_text(query,
	    0))) {
		err = qms_store_commit(&stated, arena, system->git, &commit,
		    system->prefix);
		same = err == NULL && qms_text_equal(register_of(stated,
		    arena), register_of(system->store, arena));
	}
	qms_done(query);
	return err != NULL || same ? err : qms_fail(QMS_M_G171);
}

static const char sql_register[] =
	"SELECT r.owner, r.url, r.root"
	"  FROM repository AS r JOIN asof AS q ON q.source = 1"
	" WHERE r.owner IS NOT NULL AND r.url IS NOT NULL"
	"   AND r.root IS NOT NULL"
	"   AND (r.\"from\" IS NULL OR r.\"from\" <= q.day)"
	"   AND (r.\"to\" IS NULL OR r.\"to\" >= q.day)"
	" GROUP BY r.owner"
	" ORDER BY r.owner";

const struct qms_error *
qms_sync_list(struct qms_sync_agency **items, size_t *count,
    struct qms_system *system, struct qms_arena *arena)
{
	struct qms_sync_agency *list = NULL, *item;
	qms_day today = qms_system_today(system), fetched;
	const struct qms_error *err;
	struct qms_query *query;
	size_t room = 0, i;
	bool row;

	*items = NULL;
	*count = 0;
	if (!qms_index_has_column(system->index, "repository", "owner"))
		return NULL;
	err = qms_db_query(&query, qms_index_db(system->index), sql_register);
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		if (!qms_id_is_safe(qms_column_text(query, 0)))
			continue;
		item = qms_push(arena, list, *count, room);
		*item = (struct qms_sync_agency){ .reason = "",
		    .fetched = "" };
		item->agency = qms_arena_string(arena,
		    qms_column_text(query, 0));
		item->url = qms_arena_string(arena, qms_column_text(query, 1));
		item->root = qms_arena_string(arena,
		    qms_column_text(query, 2));
	}
	qms_done(query);
	if (err == NULL && *count > 0)
		err = check_stated(system, arena);
	if (err != NULL)
		return err;
	recall(list, *count, arena, system);
	for (i = 0; i < *count; i++) {
		item = &list[i];
		/* none there yet: stays zero */
		(void)qms_git_resolve(&item->tip, system->git,
		    qms_sync_main_ref(arena, item->agency));
		fetched = qms_day_parse(qms_text(item->fetched));
		item->stale = fetched != QMS_DAY_NONE &&
		    today - fetched > system->due_soon;
	}
	*items = list;
	return NULL;
}

/* ---- what was fetched ---- */

static void
fails(struct qms_sync_agency *item, enum qms_sync_result result,
    struct qms_arena *arena, const char *reason)
{
	item->result = result;
	item->reason = qms_arena_string(arena, reason);
}

/* The first thing that is wrong, with its place. */
static const char *
first_error(const struct qms_problems *problems, enum qms_language language)
{
	struct qms_buffer words = { 0 };
	const struct qms_problem *p;
	const char *text = NULL;
	size_t i;

	for (i = 0; i < problems->count && text == NULL; i++) {
		p = &problems->items[i];
		if (p->severity != QMS_ERROR)
			continue;
		qms_problem_text(&words, p, language);
		text = qms_arena_format(problems->arena, "%s: [QMS-%s] %s",
		    p->path, p->code, words.size == 0 ? "" : words.data);
	}
	qms_buffer_free(&words);
	return text;
}

static const struct qms_error *
verify_fetched(struct qms_sync_agency *item, struct qms_system *there,
    enum qms_language language, struct qms_arena *arena)
{
	struct qms_problems problems = { .arena = arena };
	struct qms_verification verification;
	const struct qms_error *err;
	const char *wrong;

	item->commits_walked = there->index_stats.commits_walked;
	if (!qms_store_has(there->newest, qms_arena_format(arena,
	    "agencies/%s/agency.md", item->agency))) {
		fails(item, QMS_SYNC_UNVERIFIED, arena, qms_arena_format(arena,
		    "agencies/%s/agency.md: %s", item->agency,
		    language == QMS_VI ? "không có trong kho" :
		    "is not in the repository"));
		return NULL;
	}
	err = qms_verify(&verification, &problems, there, item->root);
	if (err != NULL)
		return err;
	wrong = first_error(&problems, language);
	if (wrong != NULL)
		fails(item, QMS_SYNC_UNVERIFIED, arena, wrong);
	else
		fails(item, QMS_SYNC_VERIFIED, arena, "");
	return NULL;
}

const struct qms_error *
qms_sync_judge(bool *moves, struct qms_oid *fetched,
    struct qms_sync_agency *item, struct qms_system *system,
    struct qms_arena *arena)
{
	const char *ref = qms_sync_fetched_ref(arena, item->agency);
	const struct qms_error *err;
	struct qms_system *there;
	struct qms_oid *line;
	size_t count;
	bool goes_on = true;

	*moves = false;
	item->commits_walked = 0;
	err = qms_git_resolve(fetched, system->git, ref);
	if (err == NULL && !qms_oid_is_zero(&item->tip))
		err = qms_git_line(&line, &count, &goes_on, system->git, arena,
		    fetched, &item->tip);
	if (err != NULL || (item->result == QMS_SYNC_VERIFIED &&
	    qms_oid_equal(fetched, &item->tip)))
		return err;
	if (!goes_on) {
		fails(item, QMS_SYNC_REWRITTEN, arena, "");
		return NULL;
	}
	err = qms_system_open_ref(&there, qms_git_common_directory(
	    system->git), ref, &system->environment);
	if (err == NULL)
		err = verify_fetched(item, there, system->language, arena);
	qms_system_close(there);
	*moves = err == NULL && item->result == QMS_SYNC_VERIFIED &&
	    !qms_oid_equal(fetched, &item->tip);
	return err;
}

/* ---- what they say ---- */

const char *
qms_sync_known(char day[QMS_DAY_SIZE], const struct qms_system *system)
{
	const char *known = system->known == NULL ? "" : system->known;

	return *known == '\0' || strcmp(known, "now") == 0 ||
	    qms_day_parse(qms_text(known)) != QMS_DAY_NONE ? known :
	    qms_day_format(day, qms_index_question(system->index)->recorded);
}

const struct qms_error *
qms_sync_open(struct qms_system **there, struct qms_system *system,
    const struct qms_sync_agency *item)
{
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];

	err = qms_system_open_ref(there, qms_git_common_directory(system->git),
	    qms_sync_main_ref(&system->arena, item->agency),
	    &system->environment);
	if (err == NULL)
		err = qms_system_ask(*there, qms_index_question(
		    system->index)->day, qms_sync_known(day, system));
	if (err != NULL) {
		qms_system_close(*there);
		*there = NULL;
	}
	return err;
}

bool
qms_sync_is_unknown(const struct qms_sync_agency *own)
{
	return own != NULL && qms_oid_is_zero(&own->tip);
}

static const struct qms_error *
replace(struct qms_sync_status *status, struct qms_system *system,
    struct qms_arena *arena)
{
	struct qms_sync_answer answer = { .status = {
	    .verdict = QMS_VERDICT_MISSING, .next_due = "" } };
	const struct qms_error *err = NULL;

	answer.status.agency = status->status.agency;
	qms_standing_none(&answer.standing);
	if (!qms_sync_is_unknown(status->own))
		err = qms_sync_ask(&answer, system, status->own, arena);
	answer.status.name = status->status.name;
	status->status = answer.status;
	status->standing = answer.standing;
	status->standing.agency = status->status.agency;
	status->standing.name = status->status.name;
	status->in_force = answer.in_force;
	return err;
}

const struct qms_error *
qms_sync_status(struct qms_sync_status **statuses, size_t *count,
    struct qms_system *system, struct qms_arena *arena)
{
	struct qms_sync_agency *items;
	const struct qms_error *err;
	struct qms_standings standings;
	struct qms_status *here;
	size_t own, i, j = 0;

	*statuses = NULL;
	*count = 0;
	err = qms_status_get(&here, count, system, arena, NULL);
	if (err == NULL)
		err = qms_standings_get(&standings, system, arena, here,
		    *count);
	if (err == NULL)
		err = qms_sync_list(&items, &own, system, arena);
	if (err != NULL)
		return err;
	*statuses = qms_arena_alloc(arena, *count * sizeof(**statuses));
	for (i = 0; err == NULL && i < *count; i++) {
		(*statuses)[i] = (struct qms_sync_status){ .status = here[i],
		    .standing = standings.items[i] };
		/* both are in the order of ids */
		while (j < own && strcmp(items[j].agency, here[i].agency) < 0)
			j++;
		if (j == own || strcmp(items[j].agency, here[i].agency) != 0)
			continue;
		(*statuses)[i].own = &items[j];
		err = replace(&(*statuses)[i], system, arena);
	}
	return err;
}
