/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kind.h"
#include "pattern.h"
#include "unicode.h"

const char *
qms_type_name(enum qms_type type)
{
	static const char *const names[QMS_TYPES] = {
		[QMS_TYPE_TEXT] = "text", [QMS_TYPE_DATE] = "date",
		[QMS_TYPE_INTEGER] = "integer",
		[QMS_TYPE_DECIMAL] = "decimal", [QMS_TYPE_FLAG] = "flag",
		[QMS_TYPE_REF] = "ref", [QMS_TYPE_ENUM] = "enum",
		[QMS_TYPE_URL] = "url", [QMS_TYPE_EMAIL] = "email",
		[QMS_TYPE_PERSON] = "person", [QMS_TYPE_OFFICE] = "office",
		[QMS_TYPE_UNIT] = "unit", [QMS_TYPE_DECISION] = "decision",
		[QMS_TYPE_ROWS] = "rows", [QMS_TYPE_MAP] = "map",
	};

	return names[type];
}

char *
qms_kind_view(struct qms_arena *arena, const char *kind, const char *list)
{
	char *view = qms_arena_format(arena, "%s%s%s", kind,
	    list == NULL ? "" : "_", list == NULL ? "" : list), *at;

	for (at = view; *at != '\0'; at++)
		if (*at == '-')
			*at = '_';
	return view;
}

bool
qms_kind_view_is_taken(const char *view)
{
	/* those that end with '_' begin the names of others */
	static const char *const taken[] = { "adopted", "adopting",
		"adoption", "asof", "author", "checkpoint", "citation", "entered", "fact",
		"fact_", "file", "file_name", "held", "issued", "json_", "kind",
		"kind_", "known_kind", "line", "mention", "meta", "object", "obliged",
		"office", "person", "pragma_", "quarter", "reader",
		"reading", "reference", "row_", "search", "search_", "searched", "source", "sqlite_",
		"statement", "succession", "temp", "main", "version", "violation", "writer",
		"year" };
	size_t i, size = strlen(view), length;

	/* who is in a `population`, which is a kind */
	if (strcmp(view, "population_member") == 0)
		return true;
	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		length = strlen(taken[i]);
		if (strcmp(view, taken[i]) == 0 ||
		    (taken[i][length - 1] == '_' &&
		    strncmp(view, taken[i], length) == 0) ||
		    (size < length && taken[i][size] == '_' &&
		    strncmp(view, taken[i], size) == 0))
			return true;
	}
	return false;
}

/* Windows opens a device by these names, whatever the extension. */
static bool
is_device(struct qms_text id)
{
	static const char *const names[] = { "con", "prn", "aux", "nul" };
	size_t i, size = 0;

	while (size < id.size && id.data[size] != '.')
		size++;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (size == 3 && strncasecmp(id.data, names[i], 3) == 0)
			return true;
	return size == 4 && id.data[3] >= '1' && id.data[3] <= '9' &&
	    (strncasecmp(id.data, "com", 3) == 0 ||
	    strncasecmp(id.data, "lpt", 3) == 0);
}

bool
qms_id_is_safe(const char *id)
{
	struct qms_text text = qms_text(id);
	size_t offset = 0;
	int32_t c;

	if (text.size == 0 || text.size > 80 || id[0] == '.' ||
	    id[0] == '-' || id[text.size - 1] == '.' || is_device(text))
		return false;
	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		if (c < 0)
			return false;
		if (c == '.' || c == '-' || c == '_' ||
		    (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z'))
			continue;
		if (c < 0x80 || !qms_unicode_is_letter_or_digit(c))
			return false;
	}
	return true;
}

bool
qms_path_is_usable(const char *path)
{
	const unsigned char *p;

	for (p = (const unsigned char *)path; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f || *p == '\\')
			return false;
	return qms_utf8_invalid(qms_text(path)) == SIZE_MAX;
}

bool
qms_schema_parse(const char **kind, int *version, struct qms_arena *arena,
    const char *text)
{
	const char *slash, *p;

	*kind = NULL;
	*version = 0;
	if (!qms_starts_with(text, "qms/"))
		return false;
	text += 4;
	slash = strchr(text, '/');
	if (slash == NULL || slash == text || slash[1] == '\0' ||
	    slash[1] == '0' || strlen(slash + 1) > 6)
		return false;
	for (p = slash + 1; *p != '\0'; p++) {
		if (*p < '0' || *p > '9')
			return false;
		*version = *version * 10 + (*p - '0');
	}
	*kind = qms_arena_copy(arena, text, (size_t)(slash - text));
	return true;
}

const struct qms_kind *
qms_kinds_get(const struct qms_kinds *kinds, const char *id)
{
	return qms_map_get(&kinds->by_id, id);
}

bool
qms_kind_number_fits(const struct qms_kind *kind, const char *id, int *number)
{
	struct qms_pattern_values values;

	*number = 0;
	if (kind->number == NULL ||
	    !qms_pattern_fits(kind->number, id, &values))
		return false;
	if (values.number >= 0)
		*number = values.number;
	return true;
}

static const char *
take(struct qms_arena *arena, struct qms_text text)
{
	return text.data == NULL ? "" :
	    qms_arena_copy(arena, text.data, text.size);
}

bool
qms_kinds_match(struct qms_match *match, const struct qms_kinds *kinds,
    struct qms_arena *arena, const char *path, const char *schema)
{
	struct qms_pattern_values values, found = { .number = -1 };
	const struct qms_kind *best = NULL, *kind;
	int rank, best_rank = 0, ties = 0, version, number;
	const char *named = NULL;
	char *id;
	size_t i;

	*match = (struct qms_match){ .agency = "", .id = "", .year = "" };
	if (schema != NULL)
		qms_schema_parse(&named, &version, arena, schema);
	for (i = 0; i < kinds->count; i++) {
		kind = kinds->items[i];
		if (kind->path == NULL ||
		    !qms_pattern_fits(kind->path, path, &values))
			continue;
		/* a path without captures is meant for this very file */
		rank = strchr(kind->path, '{') == NULL ? 2 : 1;
		if (named != NULL && strcmp(named, kind->id) == 0) {
			rank = 3;
		} else if (kind->number != NULL && values.id.data != NULL) {
			id = qms_arena_copy(arena, values.id.data,
			    values.id.size);
			if (qms_kind_number_fits(kind, id, &number))
				rank = 2;
		}
		ties = rank == best_rank ? ties + 1 :
		    rank > best_rank ? 0 : ties;
		if (rank > best_rank) {
			best = kind;
			best_rank = rank;
			found = values;
		}
	}
	if (best == NULL)
		return false;
	match->kind = best;
	match->agency = take(arena, found.agency);
	match->id = take(arena, found.id);
	match->year = take(arena, found.year);
	match->guessed = ties > 0;
	return true;
}

static char *
fill(struct qms_arena *arena, const char *pattern,
    const struct qms_pattern_values *values)
{
	struct qms_buffer out = { 0 };
	char *text;

	qms_pattern_fill(&out, pattern, values);
	text = qms_arena_copy(arena, out.data == NULL ? "" : out.data,
	    out.size);
	qms_buffer_free(&out);
	return text;
}

char *
qms_kind_path(struct qms_arena *arena, const struct qms_kind *kind,
    const char *agency, const char *id, const char *year)
{
	struct qms_pattern_values values = { .agency = qms_text(agency),
		.id = qms_text(id), .year = qms_text(year), .number = -1 };

	return fill(arena, kind->path, &values);
}

char *
qms_kind_number(struct qms_arena *arena, const struct qms_kind *kind,
    const char *agency, const char *year, int number)
{
	struct qms_pattern_values values = { .agency = qms_text(agency),
		.year = qms_text(year), .number = number };

	return fill(arena, kind->number, &values);
}

const struct qms_kind_key *
qms_kind_key(const struct qms_kind *kind, const char *key)
{
	size_t i;

	for (i = 0; i < kind->key_count; i++)
		if (strcmp(kind->keys[i].key, key) == 0)
			return &kind->keys[i];
	return NULL;
}

const struct qms_kind_act *
qms_kind_act(const struct qms_kind *kind, const char *state, const char *act)
{
	size_t i;

	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].from, state) == 0 &&
		    strcmp(kind->acts[i].act, act) == 0)
			return &kind->acts[i];
	return NULL;
}

bool
qms_kind_is_final(const struct qms_kind *kind, const char *state)
{
	return qms_strings_has(&kind->final, state);
}

static const char *
word(const struct qms_kind_word *words, size_t count, const char *id,
    enum qms_language language)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(words[i].id, id) == 0 &&
		    words[i].name[language] != NULL)
			return words[i].name[language];
	return id;
}

const char *
qms_kind_state_name(const struct qms_kind *kind, const char *state,
    enum qms_language language)
{
	return word(kind->states, kind->state_count, state, language);
}

const char *
qms_kind_act_name(const struct qms_kind *kind, const char *act,
    enum qms_language language)
{
	return word(kind->act_names, kind->act_name_count, act, language);
}

/* ---- all of them ---- */

struct loader {
	struct qms_arena *arena;
	struct qms_kinds *kinds;
	struct qms_problems *problems;
};

static int
compare_kinds(const void *left, const void *right)
{
	const struct qms_kind *const *a = left, *const *b = right;

	return strcmp((*a)->id, (*b)->id);
}

static bool
share_acts(struct qms_kind *kind, const struct qms_kind *from)
{
	if (from == NULL || from->acts_of != NULL || from->act_count == 0 ||
	    from->class != kind->class)
		return false;
	kind->first = from->first;
	kind->in_force = from->in_force;
	kind->final = from->final;
	kind->tasks = from->tasks;
	kind->acts = from->acts;
	kind->act_count = from->act_count;
	kind->states = from->states;
	kind->state_count = from->state_count;
	kind->act_names = from->act_names;
	kind->act_name_count = from->act_name_count;
	return true;
}

static bool
is_left_out(const struct loader *loader, const char *id)
{
	return qms_strings_has(&loader->kinds->broken, id);
}

/* Whose acts it takes, and whether files say of which kind they are. */
static bool
complete(struct loader *loader, struct qms_kind *kind, size_t number)
{
	struct qms_kind *other;
	size_t i;

	if (kind->acts_of != NULL) {
		other = qms_map_get(&loader->kinds->by_id, kind->acts_of);
		if (!share_acts(kind, other)) {
			if (!is_left_out(loader, kind->acts_of))
				qms_report(loader->problems, kind->file,
				    kind->acts_line, 1, QMS_M_K028, kind->acts_of);
			return false;
		}
	}
	for (i = 0; i < number; i++) {
		other = loader->kinds->items[i];
		if (kind->format == QMS_FORMAT_CSV && kind->path != NULL &&
		    qms_string_is(kind->path, other->path)) {
			qms_report(loader->problems, kind->file, 1, 1,
			    QMS_M_K036, kind->id, other->id);
			return false;
		}
	}
	return true;
}

static void
check_targets(struct loader *loader, const struct qms_kind *kind,
    const struct qms_kind_key *keys, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (keys[i].to != NULL &&
		    qms_kinds_get(loader->kinds, keys[i].to) == NULL &&
		    !is_left_out(loader, keys[i].to))
			qms_report(loader->problems, kind->file, keys[i].line,
			    1, QMS_M_K029, keys[i].key, keys[i].to);
		check_targets(loader, kind, keys[i].rows, keys[i].row_count);
	}
}

/* A reference to nowhere is reported, but the kind can still be used. */
static void
check_kind(struct loader *loader, const struct qms_kind *kind)
{
	size_t i;

	check_targets(loader, kind, kind->keys, kind->key_count);
	for (i = 0; i < kind->table_count; i++)
		check_targets(loader, kind, kind->tables[i].columns,
		    kind->tables[i].column_count);
}

static const struct qms_error *
load_one(struct loader *loader, const struct qms_store *store,
    const struct qms_store_entry *entry)
{
	struct qms_kinds *kinds = loader->kinds;
	const struct qms_error *err;
	struct qms_kind *kind;
	struct qms_text text;
	const char *name = entry->path + strlen("kinds/");

	if (!qms_ends_with(name, ".yaml") || strchr(name, '/') != NULL)
		return NULL;
	err = qms_store_read(&text, loader->arena, store, entry->path,
	    QMS_KIND_FILE_LIMIT);
	if (err != NULL)
		return err;
	kind = qms_kind_parse(loader->arena, entry->path, text,
	    loader->problems);
	if (kind == NULL) {
		qms_strings_add(loader->arena, &kinds->broken,
		    qms_arena_copy(loader->arena, name,
		    strlen(name) - strlen(".yaml")));
		return NULL;
	}
	kind->blob = entry->blob;
	if (qms_oid_is_zero(&kind->blob)) {
		err = qms_git_blob_id(&kind->blob, text);
		if (err != NULL)
			return err;
	}
	*qms_push(loader->arena, kinds->items, kinds->count, kinds->room) =
	    kind;
	qms_map_put(loader->arena, &kinds->by_id, kind->id, kind);
	return NULL;
}

/* Kinds that prove unusable only beside the others are left out too. */
static void
settle(struct loader *loader)
{
	struct qms_kinds *kinds = loader->kinds;
	struct qms_map by_id = { 0 };
	size_t i, kept = 0;

	if (kinds->count > 1)
		qsort(kinds->items, kinds->count, sizeof(*kinds->items),
		    compare_kinds);
	for (i = 0; i < kinds->count; i++) {
		if (complete(loader, kinds->items[i], kept))
			kinds->items[kept++] = kinds->items[i];
		else
			qms_strings_add(loader->arena, &kinds->broken,
			    kinds->items[i]->id);
	}
	kinds->count = kept;
	for (i = 0; i < kept; i++)
		qms_map_put(loader->arena, &by_id, kinds->items[i]->id,
		    kinds->items[i]);
	kinds->by_id = by_id;
	for (i = 0; i < kept; i++)
		check_kind(loader, kinds->items[i]);
}

const struct qms_error *
qms_kinds_load(struct qms_kinds **kinds, struct qms_arena *arena,
    const struct qms_store *store, struct qms_problems *problems)
{
	struct loader loader = { .arena = arena, .problems = problems };
	const struct qms_error *err;
	struct qms_store_entry *entries;
	size_t count, i;

	*kinds = NULL;
	err = qms_store_list(&entries, &count, arena, store, "kinds/");
	if (err != NULL)
		return err;
	loader.kinds = qms_arena_alloc(arena, sizeof(*loader.kinds));
	for (i = 0; i < count; i++) {
		err = load_one(&loader, store, &entries[i]);
		if (err != NULL)
			return err;
	}
	settle(&loader);
	*kinds = loader.kinds;
	return NULL;
}
