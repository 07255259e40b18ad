/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "change_part.h"
#include "create.h"
#include "splice.h"
#include "unicode.h"

enum { DATA_LIMIT = 4 * 1024 * 1024 };		/* bytes of a file of ours */

/* ---- ids ---- */

static const char sql_ids[] =
	"SELECT DISTINCT object FROM file"
	" WHERE source = 1 AND kind = ?1 AND (agency = ?2 OR ?2 = '')";

const struct qms_error *
qms_create_next_id(const char **id, struct qms_system *system,
    struct qms_arena *arena, const struct qms_kind *kind, const char *agency,
    const char *year)
{
	const struct qms_error *err;
	struct qms_query *query;
	int number, next = 1;
	const char *used;
	bool row;

	*id = NULL;
	err = qms_db_query(&query, qms_index_db(system->index), sql_ids);
	if (err)
		return err;
	qms_bind_text(query, 1, kind->id);
	qms_bind_text(query, 2, agency);
	while ((err = qms_step(&row, query)) == NULL && row) {
		used = qms_column_text(query, 0);
		if (!qms_kind_number_fits(kind, used, &number))
			continue;
		/* numbers begin anew each year where the id names the year */
		if (strstr(kind->number, "{year}") != NULL &&
		    strcmp(used, qms_kind_number(arena, kind, agency, year,
		    number)) != 0)
			continue;
		if (number >= next)
			next = number + 1;
	}
	qms_done(query);
	*id = qms_kind_number(arena, kind, agency, year, next);
	return err;
}

static const char sql_used[] =
	"SELECT DISTINCT object FROM file"
	" WHERE source = 1 AND (agency = ?1 OR agency = '')";

const struct qms_error *
qms_create_id_used(const char **used, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *id)
{
	struct qms_buffer wanted = { 0 }, other = { 0 };
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*used = NULL;
	err = qms_db_query(&query, qms_index_db(system->index), sql_used);
	if (err)
		return err;
	qms_bind_text(query, 1, agency);
	qms_unicode_same_name(&wanted, qms_text(id));
	while (*used == NULL && (err = qms_step(&row, query)) == NULL && row) {
		qms_buffer_clear(&other);
		qms_unicode_same_name(&other,
		    qms_text(qms_column_text(query, 0)));
		if (qms_text_equal(qms_buffer_view(&wanted),
		    qms_buffer_view(&other)))
			*used = qms_arena_string(arena,
			    qms_column_text(query, 0));
	}
	qms_done(query);
	qms_buffer_free(&wanted);
	qms_buffer_free(&other);
	return err;
}

char *
qms_create_person_id(struct qms_arena *arena, const char *name,
    const struct qms_people *people)
{
	struct qms_buffer folded = { 0 };
	const char *last, *base;
	char *id;
	int n;

	/* Vietnamese names end with the given name */
	qms_unicode_fold(&folded, qms_text(name));
	last = folded.size == 0 ? "" : strrchr(folded.data, ' ');
	last = last == NULL ? folded.data : last + (*last == ' ');
	id = qms_arena_string(arena, last);
	qms_buffer_free(&folded);
	if (!qms_id_is_safe(id))
		id = qms_arena_string(arena, "nguoi");
	base = id;
	for (n = 2; people != NULL && qms_people_by_id(people, id) != NULL;
	    n++)
		id = qms_arena_format(arena, "%s%d", base, n);
	return id;
}

/* ---- copies of the program's data ---- */

static const struct qms_error *
put_tree(struct qms_change *change, struct qms_arena *arena,
    const char *from, const char *to)
{
	struct qms_file_entry *entries;
	const struct qms_error *err;
	const char *source, *target;
	struct qms_text text;
	size_t count, i;

	err = qms_file_list(&entries, &count, arena, from);
	for (i = 0; err == NULL && i < count; i++) {
		source = qms_file_join(arena, from, entries[i].name);
		target = qms_file_join(arena, to, entries[i].name);
		if (entries[i].type == QMS_FILE_DIRECTORY) {
			err = put_tree(change, arena, source, target);
		} else if (entries[i].type == QMS_FILE_REGULAR) {
			err = qms_file_read(&text, arena, source, DATA_LIMIT);
			if (err == NULL)
				qms_change_put(change, target, text);
		}
	}
	return err;
}

static const struct qms_error *
put_data(struct qms_change *change, struct qms_arena *arena,
    const char *data)
{
	static const char *const copies[][2] = {
		{ "schemas/kinds", "kinds" }, { "schemas/rules", "rules" },
		{ "schemas/law", "law" }, { "schemas/reports", "reports" },
		{ "schemas/standards", "standards" },
		{ "procedures-repo/models", "models" },
	};
	const struct qms_error *err = NULL;
	size_t i;

	for (i = 0; err == NULL && i < sizeof(copies) / sizeof(copies[0]);
	    i++)
		err = put_tree(change, arena, qms_file_join(arena, data,
		    copies[i][0]), copies[i][1]);
	return err;
}

/* ---- agencies ---- */

/* Sets a key of front matter or YAML text; NULL values are left alone. */
static const struct qms_error *
set(struct qms_text *text, struct qms_arena *arena, const char *key,
    const char *value)
{
	return value == NULL ? NULL : qms_splice_set(text, arena, *text, key,
	    value);
}

static const struct qms_error *
starter(struct qms_text *text, struct qms_arena *arena,
    const struct qms_kinds *kinds, const char *kind,
    const struct qms_blanks *blanks)
{
	const struct qms_kind *found = qms_kinds_get(kinds, kind);
	struct qms_buffer out = { 0 };

	text->data = "";
	text->size = 0;
	if (found == NULL || found->starter == NULL)
		return qms_fail(QMS_M_U016, kind, "");
	qms_model_fill(&out, qms_text(found->starter), blanks, NULL, NULL);
	text->data = qms_arena_copy(arena, out.data, out.size);
	text->size = out.size;
	qms_buffer_free(&out);
	return NULL;
}

/* The level of a kind of agency in law/agency-kinds.csv; NULL: not said. */
static const char *
tier_of(struct qms_arena *arena, const char *law, const char *kind)
{
	static const char *const tiers[] = { "province", "district",
	    "commune" };
	struct qms_problems problems = { .arena = arena };
	int code = -1, level = -1;
	struct qms_csv csv = { 0 };
	struct qms_text text;
	size_t i, n;

	if (kind == NULL || qms_file_read(&text, arena, qms_file_join(arena,
	    law, "agency-kinds.csv"), DATA_LIMIT) != NULL)
		return NULL;
	qms_csv_parse(&csv, arena, text, "agency-kinds.csv", &problems);
	for (i = 0; i < csv.header.count; i++) {
		if (strcmp(csv.header.cells[i], "code") == 0)
			code = (int)i;
		if (strcmp(csv.header.cells[i], "level") == 0)
			level = (int)i;
	}
	for (i = 0; code >= 0 && level >= 0 && i < csv.count; i++)
		for (n = 0; n < 3; n++)
			if (strcmp(csv.rows[i].cells[code], kind) == 0 &&
			    strcmp(csv.rows[i].cells[level], tiers[n]) == 0)
				return tiers[n];
	return NULL;
}

static const struct qms_error *
put_agency_file(struct qms_change *change, struct qms_arena *arena,
    const struct qms_kinds *kinds, const char *law,
    const struct qms_create_agency *wanted, const struct qms_model *model,
    const struct qms_blanks *blanks)
{
	const char *kind = wanted->kind;
	const struct qms_error *err;
	struct qms_text file, front;
	struct qms_splice_parts parts;
	size_t i;

	if (kind == NULL && model != NULL)
		kind = model->serves.items[0];
	err = starter(&file, arena, kinds, "agency", blanks);
	if (err)
		return err;
	parts = qms_splice_split(file);
	front.data = file.data + parts.front;
	front.size = parts.front_size;
	err = set(&front, arena, "kind", kind);
	if (err == NULL)
		err = set(&front, arena, "tier", tier_of(arena, law, kind));
	if (err == NULL)
		err = set(&front, arena, "parent", wanted->parent);
	if (err == NULL)
		err = set(&front, arena, "from", wanted->from);
	if (err == NULL)
		err = set(&front, arena, "to", wanted->to);
	if (err == NULL)
		err = set(&front, arena, "successor", wanted->successor);
	for (i = 0; err == NULL && i < wanted->predecessors.count; i++)
		err = qms_splice_add_item(&front, arena, front, "predecessor",
		    wanted->predecessors.items[i]);
	if (err)
		return err;
	qms_change_put(change, qms_arena_format(arena,
	    "agencies/%s/agency.md", wanted->id), qms_splice_replace(arena,
	    file, parts.front, parts.front_size, front));
	return NULL;
}

/* One who is there already gets the office too. */
static const struct qms_error *
add_other(struct qms_text *text, struct qms_arena *arena,
    const struct qms_create_person *other, const char *path,
    const char *date)
{
	struct qms_problems problems = { .arena = arena };
	const struct qms_person *person;
	const struct qms_error *err = NULL;
	struct qms_people people;
	const char *id;

	qms_people_parse(&people, arena, *text, path, &problems);
	person = qms_people_by_email(&people, other->email);
	id = person != NULL ? person->id : qms_create_person_id(arena,
	    other->name, &people);
	if (person == NULL) {
		err = qms_splice_add_row(text, arena, *text, "persons",
		    (const struct qms_splice_pair[]){ { "id", id },
		    { "name", other->name } }, 2);
		if (err == NULL)
			err = qms_splice_add_item(text, arena, *text,
			    qms_arena_format(arena, "persons/%zu/emails",
			    people.person_count), other->email);
	}
	return err ? err : qms_splice_add_row(text, arena, *text, "offices",
	    (const struct qms_splice_pair[]){ { "person", id },
	    { "office", other->office }, { "from", date } }, 3);
}

static const struct qms_error *
put_people(struct qms_change *change, struct qms_arena *arena,
    const struct qms_create_agency *wanted, const char *id, const char *name,
    const char *email, const char *date)
{
	const struct qms_error *err = NULL;
	const char *path = qms_arena_format(arena, "agencies/%s/people.yaml",
	    wanted->id);
	struct qms_buffer out = { 0 };
	struct qms_text text;
	size_t i;

	qms_buffer_string(&out, "schema: qms/people/1\npersons:\n");
	if (id != NULL) {
		qms_buffer_string(&out, "  - {id: ");
		qms_yaml_write_scalar(&out, id);
		qms_buffer_string(&out, ", name: ");
		qms_yaml_write_scalar(&out, name);
		qms_buffer_string(&out, ", emails: [");
		qms_yaml_write_scalar(&out, email);
		qms_buffer_string(&out, "]}\noffices:\n  - {person: ");
		qms_yaml_write_scalar(&out, id);
		qms_buffer_format(&out, ", office: secretary, from: %s}\n",
		    date);
	} else {
		out.size = 0;
		qms_buffer_string(&out, "schema: qms/people/1\npersons: []\n"
		    "offices: []\n");
	}
	text = qms_buffer_view(&out);
	for (i = 0; err == NULL && i < wanted->other_count; i++)
		err = add_other(&text, arena, &wanted->others[i], path, date);
	if (err == NULL)
		qms_change_put(change, path, text);
	qms_buffer_free(&out);
	return err;
}

/* What is wrong with a model keeps it from being used: the first of it. */
static const struct qms_error *
first_problem(const struct qms_problems *problems)
{
	size_t i;

	for (i = 0; i < problems->count; i++)
		if (problems->items[i].severity == QMS_ERROR)
			return qms_fail_with(problems->items[i].id,
			    problems->items[i].arguments);
	return NULL;
}

/*
 * What the model holds for its agency (documents/, tthc.csv …), with the blanks
 * filled. What is written from templates/ has an id and a title of its own.
 */
static const struct qms_error *
put_model(struct qms_change *change, struct qms_arena *arena,
    const struct qms_store *store, const struct qms_model *model,
    const char *agency, const struct qms_blanks *blanks)
{
	const struct qms_blanks later = { .agency = blanks->agency,
	    .agency_name = blanks->agency_name,
	    .short_name = blanks->short_name, .later = true };
	struct qms_problems problems = { .arena = arena };
	const struct qms_error *err = NULL;
	struct qms_buffer filled = { 0 };
	size_t i;

	for (i = 0; err == NULL && i < model->file_count; i++) {
		qms_buffer_clear(&filled);
		err = qms_model_text(&filled, arena, store, model,
		    &model->files[i], qms_starts_with(model->files[i].path,
		    "templates/") ? &later : blanks, &problems);
		if (err == NULL)
			err = first_problem(&problems);
		if (err == NULL)
			qms_change_put(change, qms_arena_format(arena,
			    "agencies/%s/%s", agency, model->files[i].path),
			    qms_buffer_view(&filled));
	}
	qms_buffer_free(&filled);
	return err;
}

static const struct qms_error *
fail_model(struct qms_arena *arena, const struct qms_store *store,
    enum qms_message_id id, const char *name)
{
	struct qms_buffer names = { 0 };
	const struct qms_error *err;
	struct qms_strings ids;
	size_t i;

	err = qms_model_ids(&ids, arena, store, true);
	if (err)
		return err;
	for (i = 0; i < ids.count; i++)
		qms_buffer_format(&names, "%s%s", i > 0 ? ", " : "",
		    ids.items[i]);
	err = qms_fail(id, name, names.size ? names.data : "-");
	qms_buffer_free(&names);
	return err;
}

/* The model that an agency is to begin with; NULL: none is wanted. */
static const struct qms_error *
find_model(struct qms_model **model, struct qms_arena *arena,
    const struct qms_store *store, const char *name)
{
	struct qms_problems problems = { .arena = arena };
	const struct qms_error *err;

	*model = NULL;
	if (name == NULL)
		return NULL;
	err = qms_model_load(model, arena, store, name, &problems);
	if (err == NULL)
		err = first_problem(&problems);
	if (err == NULL && *model == NULL)
		err = fail_model(arena, store, QMS_M_U015, name);
	if (err == NULL && (*model)->serves.count == 0)
		err = fail_model(arena, store, QMS_M_U065, name);
	return err;
}

static const struct qms_error *
add_agency(struct qms_change *change, struct qms_arena *arena,
    const struct qms_kinds *kinds, const char *law,
    const struct qms_store *store, const struct qms_create_agency *wanted,
    const char *officer_id, const char *officer_name,
    const char *officer_email, const char *date)
{
	const struct qms_error *err;
	struct qms_blanks blanks = { .agency = wanted->id,
	    .agency_name = wanted->name, .short_name = wanted->short_name,
	    .title = wanted->name, .day = date, .person = officer_id };
	struct qms_model *model;
	char year[5] = "";

	memcpy(year, date, 4);
	blanks.year = year;
	if (!qms_id_is_safe(wanted->id))
		return qms_fail(QMS_M_U018, wanted->id);
	err = find_model(&model, arena, store, wanted->model);
	if (err == NULL)
		err = put_agency_file(change, arena, kinds, law, wanted, model,
		    &blanks);
	if (err == NULL)
		err = put_people(change, arena, wanted, officer_id,
		    officer_name, officer_email, date);
	if (err == NULL && model != NULL)
		err = put_model(change, arena, store, model, wanted->id,
		    &blanks);
	return err;
}

const struct qms_error *
qms_create_agency(struct qms_change *change, struct qms_system *system,
    struct qms_arena *arena, const struct qms_create_agency *wanted,
    const char *officer_id, const char *officer_name,
    const char *officer_email, const char *date)
{
	const struct qms_error *err;
	struct qms_store *store;

	err = qms_store_worktree(&store, arena, system->root);
	return err ? err : add_agency(change, arena, qms_system_kinds(system),
	    qms_file_join(arena, system->root, "law"), store, wanted,
	    officer_id, officer_name, officer_email, date);
}

/* ---- systems ---- */

static const struct qms_error *
load_kinds(struct qms_kinds **kinds, struct qms_arena *arena,
    const char *data)
{
	struct qms_problems problems = { .arena = arena };
	const struct qms_error *err;
	struct qms_store *store;

	err = qms_store_worktree(&store, arena, qms_file_join(arena, data,
	    "schemas/"));
	return err ? err : qms_kinds_load(kinds, arena, store, &problems);
}

const struct qms_error *
qms_create_models(struct qms_store **store, struct qms_arena *arena,
    const struct qms_environment *environment)
{
	return qms_store_worktree(store, arena, qms_file_join(arena,
	    environment->data, "procedures-repo/"));
}

static void
put_signer(struct qms_change *change, struct qms_arena *arena,
    const struct qms_create_system *wanted, const char *path,
    const char *principal)
{
	struct qms_signer signer = { .principal = principal,
	    .before = INT64_MAX, .key = *wanted->key };
	struct qms_buffer line = { 0 };

	signer.after = (int64_t)qms_day_parse(qms_text(wanted->date)) * 86400;
	qms_strings_add(arena, &signer.name_spaces, QMS_NAMESPACE);
	qms_signer_write(&line, &signer);
	qms_change_put(change, path, qms_buffer_view(&line));
	qms_buffer_free(&line);
}

/* The officer's key signs for him, and guards the system from the beginning. */
static void
put_key(struct qms_change *change, struct qms_arena *arena,
    const struct qms_create_system *wanted, const char *officer)
{
	const char *agency = wanted->agency.id;

	put_signer(change, arena, wanted, qms_guard_signers_path(arena, ""),
	    qms_arena_format(arena, "%s/%s", agency, officer));
	put_signer(change, arena, wanted, qms_guard_signers_path(arena,
	    agency), officer);
	qms_change_set_threshold(change, "", "1");
	qms_change_add_key(change, wanted->key->blob, wanted->sign,
	    wanted->sign_closure);
}

static const struct qms_error *
fill_system(struct qms_change *change, struct qms_arena *arena,
    const struct qms_kinds *kinds, const struct qms_environment *environment,
    const struct qms_create_system *wanted)
{
	const struct qms_error *err;
	struct qms_store *store;
	const char *officer;

	officer = qms_create_person_id(arena, wanted->officer_name, NULL);
	qms_change_put(change, ".gitattributes", qms_text("* -text\n"));
	err = put_data(change, arena, environment->data);
	if (err == NULL)
		err = qms_create_models(&store, arena, environment);
	if (err == NULL)
		err = add_agency(change, arena, kinds, qms_file_join(arena,
		    environment->data, "schemas/law"), store,
		    &wanted->agency, officer, wanted->officer_name,
		    wanted->officer_email, wanted->date);
	if (err == NULL && wanted->key != NULL)
		put_key(change, arena, wanted, officer);
	if (err == NULL)
		err = qms_change_trust(change, officer, "secretary",
		    wanted->date);
	return err;
}

/*
 * What others have recorded comes first, what is here goes on from it: a merge
 * the other way round would tell every past day anew.
 */
static const struct qms_error *
create_repository(struct qms_git **git, const char *directory)
{
	const struct qms_error *err;

	err = qms_git_create(git, directory);
	if (err == NULL)
		err = qms_git_set_default(*git, "pull.rebase", "true");
	if (err == NULL)
		err = qms_git_set_default(*git, "rebase.autoStash", "true");
	return err;
}

const struct qms_error *
qms_create_system(struct qms_oid *commit, const char *directory,
    const struct qms_environment *environment,
    const struct qms_create_system *wanted)
{
	struct qms_arena arena = { 0 };
	struct qms_blanks blanks = { .title = wanted->name };
	struct qms_environment officer = *environment;
	const struct qms_error *err;
	struct qms_change *change = NULL;
	struct qms_system *system = NULL;
	struct qms_git *git = NULL;
	struct qms_kinds *kinds;
	struct qms_text text;
	const char *path;
	bool written = false;

	/* the first commit is the officer's, who may be new to git */
	if (*officer.name == '\0' || *officer.email == '\0') {
		officer.name = wanted->officer_name;
		officer.email = wanted->officer_email;
	}
	path = qms_file_join(&arena, directory, "qms.yaml");
	if (qms_file_type(path) != QMS_FILE_NONE)
		err = qms_fail(QMS_M_U014, directory, "qms.yaml");
	else
		err = qms_file_make_directories(directory);
	if (err == NULL)
		err = load_kinds(&kinds, &arena, environment->data);
	if (err == NULL)
		err = starter(&text, &arena, kinds, "system", &blanks);
	if (err == NULL)
		err = set(&text, &arena, "demo", wanted->demo ? "yes" : NULL);
	if (err == NULL && qms_git_open(&git, directory, false) != NULL)
		err = create_repository(&git, directory);
	if (err == NULL && *environment->email == '\0')
		err = qms_git_set_identity(git, wanted->officer_name,
		    wanted->officer_email);
	if (err == NULL)
		err = qms_file_write(path, text, true);
	written = err == NULL;
	if (err == NULL)
		err = qms_system_open(&system, directory, &officer);
	if (err == NULL) {
		change = qms_change_new(system);
		qms_change_put(change, "qms.yaml", text);
		err = fill_system(change, &arena, kinds, environment, wanted);
		if (err == NULL)
			err = qms_change_commit(commit, change,
			    qms_arena_format(&arena, "Lập hệ thống: %s",
			    wanted->name), false);
		qms_change_free(change);
	}
	/* a journal is for the next command, which finds it by qms.yaml */
	if (err != NULL && written && (system == NULL ||
	    (qms_oid_is_zero(&system->head) && qms_file_type(
	    qms_journal_path(&arena, system)) == QMS_FILE_NONE)))
		(void)qms_file_remove(path);
	if (system != NULL)
		qms_system_close(system);
	if (git != NULL)
		qms_git_close(git);
	qms_arena_free(&arena);
	return err;
}
