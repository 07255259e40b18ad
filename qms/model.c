/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "model.h"
#include "unicode.h"

static const char directory[] = "models/", settings[] = "model.yaml";

/* ---- blanks ---- */

/* NULL: not known; found says whether there is such a blank at all. */
static const char *
known_blank(bool *found, const struct qms_blanks *b, struct qms_text name)
{
	const struct { const char *name, *value; } known[] = {
		{ "title", b->title }, { "id", b->id },
		{ "agency", b->agency }, { "agency_name", b->agency_name },
		{ "short_name", b->short_name }, { "day", b->day },
		{ "year", b->year }, { "person", b->person },
	};
	size_t i;

	*found = false;
	for (i = 0; i < sizeof(known) / sizeof(known[0]) && !*found; i++)
		*found = qms_text_is(name, known[i].name);
	if (!*found)
		return NULL;
	return known[i - 1].value == NULL && !b->later ? "" :
	    known[i - 1].value;
}

/* A word of the model, whose own text may name the agency. */
static bool
add_word(struct qms_buffer *out, const struct qms_blanks *blanks,
    const char *name)
{
	struct qms_blanks plain = *blanks;
	const char *text = blanks->words == NULL ? NULL :
	    qms_map_get(blanks->words, name);

	if (text == NULL)
		return false;
	plain.words = NULL;
	qms_model_fill(out, qms_text(text), &plain, NULL, NULL);
	if (out->size > 0)
		out->size--;		/* the line end */
	return true;
}

static bool
is_word(struct qms_text name)
{
	size_t i;

	for (i = 0; i < name.size; i++)
		if ((name.data[i] < 'a' || name.data[i] > 'z') &&
		    name.data[i] != '_' && (i > 0 || name.data[i] < 'A' ||
		    name.data[i] > 'Z'))
			return false;
	return name.size > 0 && name.size < 64;
}

/* What stands for {name}; false: nothing does, and it may be a mistake. */
static bool
add_blank(struct qms_buffer *out, bool *mistake,
    const struct qms_blanks *blanks, struct qms_text name)
{
	struct qms_buffer value = { 0 };
	const char *known;
	char word[64];
	bool capital, found;

	*mistake = is_word(name);
	if (!*mistake)
		return false;
	memcpy(word, name.data, name.size);
	word[name.size] = '\0';
	capital = *word >= 'A' && *word <= 'Z';
	if (capital)
		*word = (char)(*word - 'A' + 'a');
	known = known_blank(&found, blanks, qms_text(word));
	*mistake = !found;
	found = known != NULL;
	if (found)
		qms_buffer_string(&value, known);
	else if (*mistake)
		found = add_word(&value, blanks, word);
	if (found && capital)
		qms_unicode_capital(out, qms_buffer_view(&value));
	else if (found)
		qms_buffer_text(out, qms_buffer_view(&value));
	qms_buffer_free(&value);
	return found;
}

/* Does the blank stand alone behind "key: "? */
static bool
is_whole_value(struct qms_text line, size_t start, size_t end)
{
	return start >= 2 && line.data[start - 1] == ' ' &&
	    line.data[start - 2] == ':' && end == line.size;
}

struct filling {
	struct qms_buffer *out;
	const struct qms_blanks *blanks;
	struct qms_arena *arena;	/* of what is unknown */
	struct qms_strings *unknown;
	int line;
};

static void
fill_line(struct filling *f, struct qms_text line, bool front)
{
	struct qms_buffer value = { 0 };
	const char *close;
	struct qms_text name;
	size_t i = 0, end;
	bool mistake;

	while (i < line.size) {
		close = line.data[i] == '{' ? memchr(line.data + i, '}',
		    line.size - i) : NULL;
		if (close == NULL) {
			qms_buffer_char(f->out, line.data[i++]);
			continue;
		}
		name.data = line.data + i + 1;
		name.size = (size_t)(close - name.data);
		end = (size_t)(close - line.data) + 1;
		qms_buffer_clear(&value);
		if (!add_blank(&value, &mistake, f->blanks, name)) {
			if (f->unknown != NULL && mistake)
				qms_strings_add(f->arena, f->unknown,
				    qms_arena_format(f->arena, "%.*s:%d",
				    (int)name.size, name.data, f->line));
			qms_buffer_char(f->out, line.data[i++]);
			continue;
		}
		if (front && is_whole_value(line, i, end))
			qms_yaml_write_scalar(f->out, value.size ? value.data :
			    "");
		else
			qms_buffer_text(f->out, qms_buffer_view(&value));
		i = end;
	}
	qms_buffer_free(&value);
}

void
qms_model_fill(struct qms_buffer *out, struct qms_text text,
    const struct qms_blanks *blanks, struct qms_arena *arena,
    struct qms_strings *unknown)
{
	struct filling f = { out, blanks, arena, unknown, 0 };
	bool front = false, first = true;
	struct qms_text line, rest = text;

	while (qms_text_line(&line, &rest)) {
		f.line++;
		if (qms_text_is(line, "---") && (first || front))
			front = !front;
		else if (first)
			front = true;	/* a YAML file is front matter whole */
		first = false;
		fill_line(&f, line, front);
		qms_buffer_char(out, '\n');
	}
}

const struct qms_error *
qms_model_text(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_store *store, const struct qms_model *model,
    const struct qms_model_file *file, const struct qms_blanks *blanks,
    struct qms_problems *problems)
{
	struct qms_blanks of_model = *blanks;
	struct qms_strings unknown = { 0 };
	const struct qms_error *err;
	struct qms_text text;
	const char *colon;
	size_t i;

	of_model.words = &model->words;
	err = qms_store_read(&text, arena, store, file->source,
	    QMS_MODEL_FILE_LIMIT);
	if (err)
		return err;
	qms_model_fill(out, text, &of_model, arena, &unknown);
	for (i = 0; i < unknown.count; i++) {
		colon = strrchr(unknown.items[i], ':');
		qms_report(problems, file->source, atoi(colon + 1), 0,
		    QMS_M_G095, model->id, qms_arena_copy(arena,
		    unknown.items[i], (size_t)(colon - unknown.items[i])),
		    file->source);
	}
	return NULL;
}

/* ---- a model and what it builds on ---- */

struct loading {
	struct qms_arena *arena;
	const struct qms_store *store;
	struct qms_problems *problems;
	struct qms_strings way;		/* models that are being read */
	struct qms_strings done;	/* models that have been read */
	struct qms_map files;		/* path to struct qms_model_file */
	struct qms_map words;
};

static char *
path_of(struct qms_arena *arena, const char *id)
{
	return qms_arena_format(arena, "%s%s/%s", directory, id, settings);
}

static bool
exists(struct loading *l, const char *id)
{
	return qms_id_is_safe(id) &&
	    qms_store_has(l->store, path_of(l->arena, id));
}

static int
compare_files(const void *left, const void *right)
{
	const struct qms_model_file *const *a = left, *const *b = right;

	return strcmp((*a)->path, (*b)->path);
}

/* The files of one model, over those that it builds on. */
static const struct qms_error *
add_files(struct loading *l, const char *id)
{
	const char *prefix = qms_arena_format(l->arena, "%s%s/", directory, id);
	struct qms_store_entry *entries;
	const struct qms_error *err;
	struct qms_model_file *file;
	size_t count, i;

	err = qms_store_list(&entries, &count, l->arena, l->store, prefix);
	for (i = 0; err == NULL && i < count; i++) {
		file = qms_arena_alloc(l->arena, sizeof(*file));
		file->source = qms_arena_string(l->arena, entries[i].path);
		file->path = file->source + strlen(prefix);
		if (strcmp(file->path, settings) != 0)
			qms_map_put(l->arena, &l->files, file->path, file);
	}
	return err;
}

/* Documents of others that do not apply: ids, or paths in the agency. */
static void
leave_out(struct loading *l, const struct qms_yaml *root, const char *id)
{
	const struct qms_yaml *list = qms_yaml_get(root, "leaves"), *item;
	const char *path;

	for (item = list == NULL ? NULL : list->first; item != NULL;
	    item = item->next) {
		if (item->type != QMS_YAML_SCALAR)
			continue;
		path = qms_arena_format(l->arena, "documents/%s.md",
		    item->value);
		if (qms_map_get(&l->files, path) == NULL)
			path = item->value;
		if (qms_map_get(&l->files, path) == NULL)
			qms_report(l->problems, path_of(l->arena, id),
			    item->line, item->column, QMS_M_G096, id,
			    item->value);
		else
			qms_map_put(l->arena, &l->files, path, NULL);
	}
}

static void
add_words(struct loading *l, const struct qms_yaml *root, const char *id)
{
	const struct qms_yaml *list = qms_yaml_get(root, "words"), *item;
	const char *word, *text;

	for (item = list == NULL ? NULL : list->first; item != NULL;
	    item = item->next) {
		word = qms_yaml_string(item, "word");
		text = qms_yaml_string(item, "text");
		if (word == NULL || text == NULL || !is_word(qms_text(word)) ||
		    strpbrk(text, "|\r\n") != NULL)
			qms_report(l->problems, path_of(l->arena, id),
			    item->line, item->column, QMS_M_G097, id,
			    word == NULL ? "" : word);
		else
			qms_map_put(l->arena, &l->words, word, text);
	}
}

/* a → b → a */
static const char *
way_to(struct loading *l, const char *id)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < l->way.count; i++)
		if (*text != '\0' || strcmp(l->way.items[i], id) == 0)
			text = qms_arena_format(l->arena, "%s%s → ", text,
			    l->way.items[i]);
	return qms_arena_format(l->arena, "%s%s", text, id);
}

static const struct qms_error *read_one(struct loading *l,
    struct qms_yaml **root, const char *id);

static const struct qms_error *
read_bases(struct loading *l, const struct qms_yaml *root, const char *id)
{
	const struct qms_yaml *list = qms_yaml_get(root, "extends"), *item;
	const struct qms_error *err = NULL;
	struct qms_yaml *base;
	const char *name;

	for (item = list == NULL ? NULL : list->first;
	    err == NULL && item != NULL; item = item->next) {
		name = item->type == QMS_YAML_SCALAR ? item->value : "";
		if (qms_strings_has(&l->way, name))
			qms_report(l->problems, path_of(l->arena, id),
			    item->line, item->column, QMS_M_G098, id,
			    way_to(l, name));
		else if (!exists(l, name))
			qms_report(l->problems, path_of(l->arena, id),
			    item->line, item->column, QMS_M_G099, id, name);
		else if (!qms_strings_has(&l->done, name))
			err = read_one(l, &base, name);
	}
	return err;
}

static const struct qms_error *
read_one(struct loading *l, struct qms_yaml **root, const char *id)
{
	const char *path = path_of(l->arena, id);
	const struct qms_error *err;
	struct qms_text text;

	err = qms_store_read(&text, l->arena, l->store, path,
	    QMS_MODEL_FILE_LIMIT);
	if (err)
		return err;
	qms_yaml_parse(root, l->arena, text, QMS_MODEL_FILE_LIMIT, path, 1,
	    l->problems);
	qms_strings_add(l->arena, &l->way, id);
	err = read_bases(l, *root, id);
	l->way.count--;
	qms_strings_add(l->arena, &l->done, id);
	if (err)
		return err;
	leave_out(l, *root, id);
	add_words(l, *root, id);
	return add_files(l, id);
}

static void
sort_files(struct loading *l, struct qms_model *model)
{
	const struct qms_model_file **list;
	size_t i, count = 0;

	list = qms_arena_alloc(l->arena, (l->files.count + 1) *
	    sizeof(*list));
	for (i = 0; i < l->files.count; i++)
		if (l->files.entries[i].value != NULL)
			list[count++] = l->files.entries[i].value;
	if (count > 0)
		qsort(list, count, sizeof(*list), compare_files);
	for (i = 0; i < count; i++)
		*qms_push(l->arena, model->files, model->file_count,
		    model->file_room) = *list[i];
}

/* Each role names a document that the model has. */
static void
check_roles(struct loading *l, const struct qms_model *model)
{
	const struct qms_yaml *list = qms_yaml_get(model->root, "roles"), *item;
	const char *document, *path;

	for (item = list == NULL ? NULL : list->first; item != NULL;
	    item = item->next) {
		document = qms_yaml_string(item, "document");
		if (document == NULL)
			continue;
		path = qms_arena_format(l->arena, "documents/%s.md", document);
		if (qms_map_get(&l->files, path) == NULL)
			qms_report(l->problems, path_of(l->arena, model->id),
			    item->line, item->column, QMS_M_G096, model->id,
			    document);
	}
}

const struct qms_error *
qms_model_load(struct qms_model **model, struct qms_arena *arena,
    const struct qms_store *store, const char *id,
    struct qms_problems *problems)
{
	struct loading l = { .arena = arena, .store = store,
	    .problems = problems };
	const struct qms_yaml *serves, *item;
	const struct qms_error *err;
	struct qms_yaml *root;
	const char *value;

	*model = NULL;
	if (!exists(&l, id))
		return NULL;
	err = read_one(&l, &root, id);
	if (err || root == NULL)
		return err;
	*model = qms_arena_alloc(arena, sizeof(**model));
	memset(*model, 0, sizeof(**model));
	(*model)->id = qms_arena_string(arena, id);
	(*model)->root = root;
	value = qms_yaml_string(root, "name");
	(*model)->name = value == NULL ? "" : value;
	value = qms_yaml_string(root, "edition");
	(*model)->edition = value == NULL ? "" : value;
	serves = qms_yaml_get(root, "serves");
	for (item = serves == NULL ? NULL : serves->first; item != NULL;
	    item = item->next)
		if (item->type == QMS_YAML_SCALAR)
			qms_strings_add(arena, &(*model)->serves, item->value);
	(*model)->words = l.words;
	sort_files(&l, *model);
	check_roles(&l, *model);
	return NULL;
}

/* ---- all models ---- */

const struct qms_error *
qms_model_ids(struct qms_strings *ids, struct qms_arena *arena,
    const struct qms_store *store, bool for_agencies)
{
	struct qms_problems problems = { .arena = arena };
	struct qms_store_entry *entries;
	const struct qms_error *err;
	struct qms_yaml *root;
	struct qms_text text;
	const char *id, *slash;
	size_t count, i;

	memset(ids, 0, sizeof(*ids));
	err = qms_store_list(&entries, &count, arena, store, directory);
	for (i = 0; err == NULL && i < count; i++) {
		id = entries[i].path + strlen(directory);
		slash = strchr(id, '/');
		if (slash == NULL || strcmp(slash + 1, settings) != 0)
			continue;
		id = qms_arena_copy(arena, id, (size_t)(slash - id));
		root = NULL;
		if (for_agencies && qms_store_read(&text, arena, store,
		    entries[i].path, QMS_MODEL_FILE_LIMIT) == NULL)
			qms_yaml_parse(&root, arena, text,
			    QMS_MODEL_FILE_LIMIT, entries[i].path, 1,
			    &problems);
		if (!for_agencies || qms_yaml_get(root, "serves") != NULL)
			qms_strings_add(arena, ids, id);
	}
	qms_strings_sort(ids);
	return err;
}

/* ---- the model of an agency ---- */

size_t
qms_model_shared(const struct qms_model *model,
    const struct qms_model_agency *agency)
{
	size_t i, shared = 0;

	for (i = 0; i < model->file_count; i++)
		shared += agency->has(agency->closure, model->files[i].path);
	return shared;
}

static bool
is_noted(const struct qms_model *model, const char *noted)
{
	size_t size = strlen(model->id);

	return strncmp(noted, model->id, size) == 0 &&
	    (noted[size] == '\0' || noted[size] == '@');
}

static bool
serves(const struct qms_model *model, const struct qms_model_agency *agency)
{
	const char *from = qms_yaml_string(model->root, "from");
	const char *to = qms_yaml_string(model->root, "to");

	return qms_strings_has(&model->serves, agency->kind) &&
	    (from == NULL || strcmp(from, agency->day) <= 0) &&
	    (to == NULL || *to == '\0' || strcmp(to, agency->day) >= 0);
}

struct qms_model *
qms_model_choose(struct qms_model *const *models, size_t count,
    const struct qms_model_agency *agency)
{
	struct qms_model *best = NULL;
	size_t i, shared, most = 0;

	for (i = 0; i < count; i++)
		if (is_noted(models[i], agency->noted))
			return models[i];
	for (i = 0; i < count; i++) {
		if (!serves(models[i], agency))
			continue;
		shared = qms_model_shared(models[i], agency);
		if (best != NULL && (shared < most || (shared == most &&
		    strcmp(models[i]->edition, best->edition) <= 0)))
			continue;
		best = models[i];
		most = shared;
	}
	return best;
}

const struct qms_error *
qms_model_check(struct qms_problems *problems, struct qms_arena *arena,
    const struct qms_store *store)
{
	const struct qms_blanks none = { 0 };
	struct qms_buffer text = { 0 };
	const struct qms_error *err;
	struct qms_model *model;
	struct qms_strings ids;
	size_t i, n;

	err = qms_model_ids(&ids, arena, store, false);
	for (i = 0; err == NULL && i < ids.count; i++) {
		err = qms_model_load(&model, arena, store, ids.items[i],
		    problems);
		/* a model for others need not have all the words */
		for (n = 0; err == NULL && model != NULL &&
		    model->serves.count > 0 && n < model->file_count; n++) {
			qms_buffer_clear(&text);
			err = qms_model_text(&text, arena, store, model,
			    &model->files[n], &none, problems);
		}
	}
	qms_buffer_free(&text);
	return err;
}
