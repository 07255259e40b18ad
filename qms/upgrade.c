/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "adopt.h"
#include "create.h"
#include "query.h"
#include "splice.h"
#include "upgrade.h"

static const char directory[] = "models/";

struct reader {
	struct qms_upgrade *upgrade;
	struct qms_system *system;
	struct qms_arena *arena;
	struct qms_problems problems;	/* of models: told by check */
	struct qms_row_agency row;
	const char *noted;		/* edition in agency.md, or NULL */
	const struct qms_store *older;
	struct qms_model *old_model, *new_model;
	struct qms_blanks blanks;
};

/* ---- which model, and as of when ---- */

static char *
agency_file(struct qms_arena *arena, const char *agency)
{
	return qms_arena_format(arena, "agencies/%s/agency.md", agency);
}

/* `model: so@2026-11-22` of agency.md, which upgrades write. */
static void
read_note(struct reader *r)
{
	const char *at;

	if (r->row.model == NULL || *r->row.model == '\0')
		return;
	at = strchr(r->row.model, '@');
	r->upgrade->model = qms_arena_copy(r->arena, r->row.model,
	    at == NULL ? strlen(r->row.model) :
	    (size_t)(at - r->row.model));
	r->noted = at == NULL ? NULL : at + 1;
}

static bool
has_file(void *closure, const char *path)
{
	const struct reader *r = closure;

	return qms_store_has(r->system->store, qms_arena_format(r->arena,
	    "agencies/%s/%s", r->upgrade->agency, path));
}

/* Nothing noted: the one it follows, when it has any of it. */
static const struct qms_error *
guess_model(struct reader *r)
{
	char day[QMS_DAY_SIZE];
	struct qms_model_agency agency = { .kind = r->row.kind, .noted = "",
	    .day = qms_day_format(day, qms_index_question(
	    r->system->index)->day), .has = has_file, .closure = r };
	struct qms_model **models = NULL, *model;
	const struct qms_error *err;
	struct qms_strings ids;
	size_t count = 0, room = 0, i;

	err = qms_model_ids(&ids, r->arena, r->system->store, true);
	for (i = 0; err == NULL && i < ids.count; i++) {
		err = qms_model_load(&model, r->arena, r->system->store,
		    ids.items[i], &r->problems);
		if (err == NULL && model != NULL)
			*qms_push(r->arena, models, count, room) = model;
	}
	if (err != NULL)
		return err;
	model = qms_model_choose(models, count, &agency);
	if (model != NULL && qms_model_shared(model, &agency) > 0)
		r->upgrade->model = model->id;
	return NULL;
}

static const struct qms_error *
find_agency(struct reader *r)
{
	struct qms_row_agency *rows;
	const struct qms_error *err;
	size_t count, i;

	err = qms_query_agencies(&rows, &count, r->arena, r->system->index);
	for (i = 0; err == NULL && i < count; i++)
		if (strcmp(rows[i].agency, r->upgrade->agency) == 0)
			r->row = rows[i];
	return err;
}

/* Commits that changed a model, newest first; then that of the agency. */
static const char sql_commits[] =
	"SELECT l.id, l.day"
	"  FROM asof AS q"
	"  JOIN line AS l ON l.source = q.source AND l.ordinal <= q.known"
	"   AND l.ordinal IN (SELECT f.first FROM file AS f"
	"        WHERE f.source = 1 AND f.path LIKE 'models/%')"
	" WHERE q.source = 1"
	" ORDER BY l.ordinal DESC";
static const char sql_began[] =
	"SELECT l.id, l.day"
	"  FROM file AS f JOIN line AS l ON l.source = 1"
	"   AND l.ordinal = f.first"
	" WHERE f.source = 1 AND f.path = ?1"
	" ORDER BY f.first"
	" LIMIT 1";

struct commits {
	struct qms_oid *ids;
	const char **days;
	size_t count;
};

static const struct qms_error *
read_commits(struct commits *commits, struct reader *r, const char *sql,
    const char *path)
{
	size_t id_room = 0, day_room = 0, day_count = 0;
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	memset(commits, 0, sizeof(*commits));
	err = qms_db_query(&query, qms_index_db(r->system->index), sql);
	if (err != NULL)
		return err;
	if (path != NULL)
		qms_bind_text(query, 1, path);
	while ((err = qms_step(&row, query)) == NULL && row) {
		*qms_push(r->arena, commits->days, day_count, day_room) =
		    qms_arena_string(r->arena, qms_column_text(query, 1));
		if (!qms_oid_parse(qms_push(r->arena, commits->ids,
		    commits->count, id_room), qms_column_text(query, 0)))
			commits->count--;
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
take_model(struct qms_model **model, const struct qms_store **store,
    struct reader *r, const struct qms_oid *commit)
{
	const struct qms_error *err;
	struct qms_store *at;

	err = qms_store_commit(&at, r->arena, r->system->git, commit,
	    r->system->prefix);
	if (err != NULL)
		return err;
	*store = at;
	return qms_model_load(model, r->arena, at, r->upgrade->model,
	    &r->problems);
}

/* The models as they were when the agency's texts last agreed with them. */
static const struct qms_error *
find_older(struct reader *r)
{
	const struct qms_error *err;
	struct commits commits, began;
	struct qms_model *model;
	const struct qms_store *store;
	size_t i;

	err = read_commits(&began, r, sql_began, agency_file(r->arena,
	    r->upgrade->agency));
	if (err == NULL)
		err = read_commits(&commits, r, sql_commits, NULL);
	if (err == NULL && began.count > 0)
		r->blanks.year = qms_arena_copy(r->arena, began.days[0], 4);
	for (i = 0; err == NULL && r->noted != NULL && i < commits.count &&
	    r->old_model == NULL; i++) {
		err = take_model(&model, &store, r, &commits.ids[i]);
		if (err == NULL && model != NULL &&
		    strcmp(model->edition, r->noted) == 0) {
			r->old_model = model;
			r->older = store;
		}
	}
	if (err == NULL && r->old_model == NULL && began.count > 0)
		err = take_model(&r->old_model, &r->older, r, &began.ids[0]);
	if (err != NULL || r->old_model != NULL)
		return err;
	r->older = r->system->store;
	return qms_model_load(&r->old_model, r->arena, r->older,
	    r->upgrade->model, &r->problems);
}

/* ---- files ---- */

static const struct qms_model_file *
find_file(const struct qms_model *model, const char *path)
{
	size_t i;

	for (i = 0; i < model->file_count; i++)
		if (strcmp(model->files[i].path, path) == 0)
			return &model->files[i];
	return NULL;
}

static const struct qms_error *
fill(struct qms_text *text, struct reader *r, const struct qms_store *store,
    const struct qms_model *model, const struct qms_model_file *file)
{
	struct qms_buffer out = { 0 };
	const struct qms_error *err;

	err = qms_model_text(&out, r->arena, store, model, file, &r->blanks,
	    &r->problems);
	text->data = qms_arena_copy(r->arena, out.data == NULL ? "" :
	    out.data, out.size);
	text->size = out.size;
	qms_buffer_free(&out);
	return err;
}

static const char *
id_of(struct qms_arena *arena, const char *path)
{
	const char *name = strrchr(path, '/') + 1;

	return qms_arena_copy(arena, name, strlen(name) - strlen(".md"));
}

/* What adopts an issued text follows that, not the model. */
static const struct qms_error *
adopts(bool *yes, struct reader *r, const struct qms_upgrade_file *file)
{
	const struct qms_error *err;
	struct qms_adopt adopt;

	err = qms_adopt_read(&adopt, r->arena, qms_system_kinds(r->system),
	    r->system->store, file->path, file->ours);
	*yes = err == NULL && adopt.agency != NULL;
	return err;
}

static const struct qms_error *
decide(struct reader *r, struct qms_upgrade_file *file,
    const struct qms_model_file *old)
{
	const struct qms_error *err;
	struct qms_text base;
	bool clean, other;

	file->merged = file->ours;
	if (old == NULL) {
		/* what the agency has by that name is its own */
		file->state = file->ours.data == NULL ? QMS_UPGRADE_NEW :
		    QMS_UPGRADE_SAME;
		if (file->ours.data == NULL)
			file->merged = file->model;
		return NULL;
	}
	err = fill(&base, r, r->older, r->old_model, old);
	if (err != NULL)
		return err;
	if (file->ours.data == NULL) {
		file->state = QMS_UPGRADE_GONE;
		return NULL;
	}
	err = adopts(&other, r, file);
	if (err != NULL || other || qms_text_equal(base, file->model))
		return err;
	err = qms_git_merge(&file->merged, &clean, r->arena, base,
	    file->ours, file->model);
	file->state = !clean ? QMS_UPGRADE_CONFLICT :
	    qms_text_equal(file->merged, file->ours) ? QMS_UPGRADE_SAME :
	    QMS_UPGRADE_MERGED;
	return err;
}

static const struct qms_error *
add_file(struct reader *r, const struct qms_model_file *from)
{
	struct qms_upgrade *upgrade = r->upgrade;
	const struct qms_error *err;
	struct qms_upgrade_file *file;

	file = qms_push(r->arena, upgrade->files, upgrade->count,
	    upgrade->room);
	memset(file, 0, sizeof(*file));
	file->path = qms_arena_format(r->arena, "agencies/%s/%s",
	    upgrade->agency, from->path);
	file->id = id_of(r->arena, file->path);
	err = fill(&file->model, r, upgrade->newer, r->new_model, from);
	if (err == NULL && qms_store_has(r->system->store, file->path))
		err = qms_store_read(&file->ours, r->arena, r->system->store,
		    file->path, QMS_FILE_LIMIT);
	if (err == NULL)
		err = decide(r, file, find_file(r->old_model, from->path));
	upgrade->changes = upgrade->changes ||
	    file->state == QMS_UPGRADE_MERGED ||
	    file->state == QMS_UPGRADE_NEW;
	return err;
}

const struct qms_error *
qms_upgrade_read(struct qms_upgrade *upgrade, struct qms_system *system,
    struct qms_arena *arena, const char *agency)
{
	struct reader r = { .upgrade = upgrade, .system = system,
	    .arena = arena, .problems = { .arena = arena } };
	const struct qms_error *err;
	struct qms_store *newer;
	size_t i;

	*upgrade = (struct qms_upgrade){ .agency = agency, .from = "",
	    .to = "" };
	err = find_agency(&r);
	if (err == NULL)
		read_note(&r);
	if (err == NULL && upgrade->model == NULL)
		err = guess_model(&r);
	if (err != NULL || upgrade->model == NULL)
		return err;
	r.blanks = (struct qms_blanks){ .agency = agency,
	    .agency_name = r.row.name, .short_name = r.row.short_name,
	    .title = r.row.name, .year = "", .day = "", .person = "" };
	err = find_older(&r);
	if (err == NULL)
		err = qms_create_models(&newer, arena, &system->environment);
	if (err != NULL)
		return err;
	upgrade->newer = newer;
	err = qms_model_load(&r.new_model, arena, newer, upgrade->model,
	    &r.problems);
	if (err != NULL)
		return err;
	if (r.old_model == NULL || r.new_model == NULL) {
		upgrade->model = NULL;
		return NULL;
	}
	upgrade->from = r.old_model->edition;
	upgrade->to = r.new_model->edition;
	for (i = 0; err == NULL && i < r.new_model->file_count; i++)
		if (qms_starts_with(r.new_model->files[i].path,
		    "documents/") &&
		    qms_ends_with(r.new_model->files[i].path, ".md"))
			err = add_file(&r, &r.new_model->files[i]);
	return err;
}

/* ---- writing ---- */

/* models/ becomes that of the program: others' agencies need it as well. */
static const struct qms_error *
put_models(struct qms_change *change, const struct qms_upgrade *upgrade,
    struct qms_system *system, struct qms_arena *arena)
{
	struct qms_store_entry *entries;
	const struct qms_error *err;
	struct qms_text text;
	size_t count, i;

	err = qms_store_list(&entries, &count, arena, system->store,
	    directory);
	for (i = 0; err == NULL && i < count; i++)
		if (!qms_store_has(upgrade->newer, entries[i].path))
			qms_change_remove(change, entries[i].path);
	if (err == NULL)
		err = qms_store_list(&entries, &count, arena, upgrade->newer,
		    directory);
	for (i = 0; err == NULL && i < count; i++) {
		err = qms_store_read(&text, arena, upgrade->newer,
		    entries[i].path, QMS_MODEL_FILE_LIMIT);
		if (err == NULL)
			qms_change_put(change, entries[i].path, text);
	}
	return err;
}

static const struct qms_error *
put_note(struct qms_change *change, const struct qms_upgrade *upgrade,
    struct qms_system *system, struct qms_arena *arena)
{
	const char *path = agency_file(arena, upgrade->agency);
	struct qms_splice_parts parts;
	const struct qms_error *err;
	struct qms_text text, front;

	err = qms_store_read(&text, arena, system->store, path,
	    QMS_FILE_LIMIT);
	if (err != NULL)
		return err;
	parts = qms_splice_split(text);
	front = (struct qms_text){ text.data + parts.front,
	    parts.front_size };
	err = qms_splice_set(&front, arena, front, "model",
	    qms_arena_format(arena, "%s@%s", upgrade->model, upgrade->to));
	if (err == NULL)
		qms_change_put(change, path, qms_splice_replace(arena, text,
		    parts.front, parts.front_size, front));
	return err;
}

const struct qms_error *
qms_upgrade_put(struct qms_change *change, const struct qms_upgrade *upgrade,
    struct qms_system *system, struct qms_arena *arena)
{
	const struct qms_upgrade_file *file;
	const struct qms_error *err;
	size_t i;

	err = put_models(change, upgrade, system, arena);
	if (err == NULL)
		err = put_note(change, upgrade, system, arena);
	for (i = 0; err == NULL && i < upgrade->count; i++) {
		file = &upgrade->files[i];
		if (file->state == QMS_UPGRADE_MERGED ||
		    file->state == QMS_UPGRADE_NEW)
			qms_change_put(change, file->path, file->merged);
	}
	return err;
}
