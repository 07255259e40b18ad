/* SPDX-License-Identifier: MIT */
/*
 * One kind file: its keys into a struct, and what is wrong with it. What
 * concerns several kinds at once is in kind.c.
 */
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "kind.h"
#include "pattern.h"
#include "xml.h"


struct reader {
	struct qms_arena *arena;
	const char *path;
	struct qms_problems *problems;
	size_t faults;
	struct qms_kind *kind;
	const struct qms_yaml *root;
};

#define report(reader, node, ...)					\
	((reader)->faults++, (void)qms_report((reader)->problems,	\
	    (reader)->path, (node)->line, (node)->column, __VA_ARGS__))
#define report_value(reader, node, ...)					\
	((reader)->faults++, (void)qms_report((reader)->problems,	\
	    (reader)->path, (node)->value_line, (node)->value_column,	\
	    __VA_ARGS__))

/* Is it one of the words, which a space separates? */
static bool
is_word_of(const char *words, const char *word)
{
	size_t size = strlen(word);
	const char *p = words;

	while (*p != '\0') {
		if (strncmp(p, word, size) == 0 &&
		    (p[size] == ' ' || p[size] == '\0'))
			return true;
		p += strcspn(p, " ");
		p += strspn(p, " ");
	}
	return false;
}

/* ---- shapes ---- */

static const char *
scalar(struct reader *reader, const struct qms_yaml *map, const char *key)
{
	const struct qms_yaml *node = qms_yaml_get(map, key);

	if (node == NULL)
		return NULL;
	if (node->type != QMS_YAML_SCALAR) {
		report(reader, node, QMS_M_K003, key);
		return NULL;
	}
	return node->value[0] == '\0' ? NULL : node->value;
}

static const struct qms_yaml *
shaped(struct reader *reader, const struct qms_yaml *map, const char *key,
    enum qms_yaml_type type)
{
	const struct qms_yaml *node = qms_yaml_get(map, key);

	if (node == NULL || node->type == type)
		return node;
	report(reader, node, type == QMS_YAML_LIST ? QMS_M_K004 : QMS_M_K005,
	    key);
	return NULL;
}

static bool
is_map(struct reader *reader, const struct qms_yaml *node)
{
	if (node->type == QMS_YAML_MAP)
		return true;
	report(reader, node, QMS_M_K005, node->key == NULL ? "" : node->key);
	return false;
}

static void
refuse_others(struct reader *reader, const struct qms_yaml *map,
    const char *known)
{
	const struct qms_yaml *node;

	for (node = map->first; node != NULL; node = node->next)
		if (!is_word_of(known, node->key))
			report(reader, node, QMS_M_K001, node->key, known);
}

/* One of some words; -1 when absent or reported. */
static int
choice(struct reader *reader, const struct qms_yaml *map, const char *key,
    const char *words)
{
	const char *value = scalar(reader, map, key), *p = words;
	int number = 0;
	size_t size;

	if (value == NULL)
		return -1;
	for (size = strlen(value); *p != '\0'; number++) {
		if (strcspn(p, " ") == size && strncmp(p, value, size) == 0)
			return number;
		p += strcspn(p, " ");
		p += strspn(p, " ");
	}
	report_value(reader, qms_yaml_get(map, key), QMS_M_K006, key, value,
	    words);
	return -1;
}

static bool
flag(struct reader *reader, const struct qms_yaml *map, const char *key)
{
	return choice(reader, map, key, "no yes") == 1;
}

static void
strings(struct reader *reader, const struct qms_yaml *map, const char *key,
    struct qms_strings *list)
{
	const struct qms_yaml *node, *item;

	node = shaped(reader, map, key, QMS_YAML_LIST);
	if (node == NULL)
		return;
	for (item = node->first; item != NULL; item = item->next) {
		if (item->type != QMS_YAML_SCALAR)
			report(reader, item, QMS_M_K003, key);
		else if (qms_strings_has(list, item->value))
			report(reader, item, QMS_M_K017, item->value);
		else
			qms_strings_add(reader->arena, list, item->value);
	}
}

/* {vi: …, en: …}; both are needed. */
static void
names_of(struct reader *reader, const struct qms_yaml *node,
    const char *name[QMS_LANGUAGES])
{
	static const char *const languages[QMS_LANGUAGES] = { "vi", "en" };
	size_t i;

	if (!is_map(reader, node))
		return;
	refuse_others(reader, node, "vi en");
	for (i = 0; i < QMS_LANGUAGES; i++) {
		name[i] = scalar(reader, node, languages[i]);
		if (name[i] == NULL)
			report(reader, node, QMS_M_K025, node->key,
			    languages[i]);
	}
}

static void
names(struct reader *reader, const struct qms_yaml *map,
    const char *name[QMS_LANGUAGES])
{
	const struct qms_yaml *node = qms_yaml_get(map, "name");

	if (node != NULL)
		names_of(reader, node, name);
}

/* Small letters, digits and one more sign, a letter first: safe in SQL. */
static bool
is_name(const char *name, char sign)
{
	const char *p;

	if (*name < 'a' || *name > 'z' || strlen(name) > 40)
		return false;
	for (p = name; *p != '\0'; p++)
		if ((*p < 'a' || *p > 'z') && (*p < '0' || *p > '9') &&
		    *p != sign)
			return false;
	return true;
}

/* ---- keys ---- */

enum place { IN_FRONT, IN_ROWS, IN_MAP, IN_TABLE, IN_CSV };

static void
check_key_name(struct reader *reader, const struct qms_yaml *node,
    enum place place)
{
	const char *taken = "agency path line";

	/* a map gives no columns, and may be one of ids */
	if (!is_name(node->key, '_') &&
	    !(place == IN_MAP && is_name(node->key, '-'))) {
		report(reader, node, QMS_M_K008, node->key);
		return;
	}
	/* the index gives every view columns of these names */
	if (place == IN_FRONT)
		taken = reader->kind->class == QMS_CLASS_DATA ?
		    "schema agency path line" :
		    reader->kind->class == QMS_CLASS_RECORD ?
		    "schema agency path line state since closed" :
		    "schema agency path line state since closed version "
		    "effective issued_text";
	else if (place == IN_ROWS || place == IN_TABLE)
		taken = "agency parent path row line";
	if (is_word_of(taken, node->key))
		report(reader, node, QMS_M_K009, node->key);
}

static void
read_values(struct reader *reader, const struct qms_yaml *map,
    struct qms_kind_key *key)
{
	const struct qms_yaml *node = qms_yaml_get(map, "values"), *item;
	struct qms_kind_value *value;
	size_t room = 0, i;

	if (node == NULL || node->count == 0 ||
	    node->type == QMS_YAML_SCALAR) {
		report(reader, node == NULL ? map : node, QMS_M_K012,
		    key->key);
		return;
	}
	for (item = node->first; item != NULL; item = item->next) {
		value = qms_push(reader->arena, key->values, key->value_count,
		    room);
		if (node->type == QMS_YAML_MAP) {
			value->value = item->key;
			names_of(reader, item, value->name);
		} else if (item->type == QMS_YAML_SCALAR) {
			value->value = item->value;
		} else {
			report(reader, item, QMS_M_K003, "values");
			key->value_count--;
			continue;
		}
		for (i = 0; i + 1 < key->value_count; i++)
			if (strcmp(key->values[i].value, value->value) == 0)
				report(reader, item, QMS_M_K017,
				    value->value);
	}
}

static bool
is_number(const char *text, bool decimal)
{
	size_t digits;

	if (*text == '-')
		text++;
	digits = strspn(text, "0123456789");
	if (digits == 0 || digits > 15)
		return false;
	text += digits;
	if (decimal && *text == '.') {
		digits = strspn(text + 1, "0123456789");
		if (digits == 0 || digits > 9)
			return false;
		text += digits + 1;
	}
	return *text == '\0';
}

static const char *
bound(struct reader *reader, const struct qms_yaml *map, const char *option,
    enum qms_type type)
{
	const char *value = scalar(reader, map, option);
	bool valid;

	if (value == NULL)
		return NULL;
	valid = type == QMS_TYPE_DATE ?
	    qms_day_parse(qms_text(value)) != QMS_DAY_NONE :
	    is_number(value, type == QMS_TYPE_DECIMAL);
	if (!valid)
		report_value(reader, qms_yaml_get(map, option), QMS_M_K013,
		    option, value, qms_type_name(type));
	return value;
}

/* Options that do not go with the type. */
static void
check_options(struct reader *reader, const struct qms_yaml *map,
    const struct qms_kind_key *key, enum place place)
{
	static const char *const all[] = { "to", "pattern", "min", "max",
		"values", "rows", "map", "many", "column", "title",
		"adopts" };
	char known[96] = "";
	const struct qms_yaml *node;
	enum qms_type type = key->type;
	size_t i;

	if (type == QMS_TYPE_REF)
		strcat(known, "to ");
	if (type == QMS_TYPE_TEXT || type == QMS_TYPE_DECISION ||
	    type == QMS_TYPE_URL || type == QMS_TYPE_EMAIL)
		strcat(known, "pattern ");
	if (type == QMS_TYPE_INTEGER || type == QMS_TYPE_DECIMAL ||
	    type == QMS_TYPE_DATE)
		strcat(known, "min max ");
	if (type == QMS_TYPE_ENUM)
		strcat(known, "values ");
	if (type == QMS_TYPE_ROWS)
		strcat(known, "rows ");
	else if (type == QMS_TYPE_MAP)
		strcat(known, "map ");
	else if (place != IN_TABLE && place != IN_CSV && place != IN_MAP)
		strcat(known, "many ");
	if (type != QMS_TYPE_ROWS && type != QMS_TYPE_MAP)
		strcat(known, "column ");
	if (place == IN_TABLE)
		strcat(known, "title ");
	if (type == QMS_TYPE_REF && place == IN_FRONT)
		strcat(known, "adopts ");
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		node = qms_yaml_get(map, all[i]);
		if (node != NULL && !is_word_of(known, all[i]))
			report(reader, node, QMS_M_K011, all[i],
			    qms_type_name(type));
	}
}

/* False when the type is not known; that is reported. */
static bool
read_type(struct reader *reader, const struct qms_yaml *map,
    struct qms_kind_key *key)
{
	const char *type = scalar(reader, map, "type");
	int i;

	if (type == NULL && qms_yaml_get(map, "rows") != NULL) {
		key->type = QMS_TYPE_ROWS;
		return true;
	}
	if (type == NULL && qms_yaml_get(map, "map") != NULL) {
		key->type = QMS_TYPE_MAP;
		return true;
	}
	if (type == NULL) {
		report(reader, map, QMS_M_K002, "type");
		return false;
	}
	for (i = 0; i < QMS_TYPE_ROWS; i++) {
		key->type = (enum qms_type)i;
		if (strcmp(type, qms_type_name(key->type)) == 0)
			return true;
	}
	report_value(reader, qms_yaml_get(map, "type"), QMS_M_K010, type);
	return false;
}

static void read_keys(struct reader *reader, const struct qms_yaml *map,
    struct qms_kind_key **keys, size_t *count, enum place place);

static void
read_key(struct reader *reader, const struct qms_yaml *node,
    struct qms_kind_key *key, enum place place)
{
	key->key = node->key;
	key->line = node->line;
	check_key_name(reader, node, place);
	if (!is_map(reader, node))
		return;
	refuse_others(reader, node, "type need many column to pattern min max "
	    "values rows map name title also adopts");
	names(reader, node, key->name);
	strings(reader, node, "also", &key->also);
	if (!read_type(reader, node, key))
		return;
	check_options(reader, node, key, place);
	key->need = flag(reader, node, "need");
	key->many = flag(reader, node, "many");
	key->column = flag(reader, node, "column");
	key->adopts = flag(reader, node, "adopts");
	key->title = scalar(reader, node, "title");
	key->to = scalar(reader, node, "to");
	key->pattern = scalar(reader, node, "pattern");
	key->min = bound(reader, node, "min", key->type);
	key->max = bound(reader, node, "max", key->type);
	if (key->pattern != NULL && !qms_xml_pattern_is_valid(key->pattern))
		report_value(reader, qms_yaml_get(node, "pattern"),
		    QMS_M_K014, key->pattern);
	if (key->type == QMS_TYPE_ENUM)
		read_values(reader, node, key);
	if (place == IN_TABLE && key->title == NULL)
		report(reader, node, QMS_M_K002, "title");
	if (key->type != QMS_TYPE_ROWS && key->type != QMS_TYPE_MAP)
		return;
	if (place != IN_FRONT) {
		report(reader, node, QMS_M_K011, qms_type_name(key->type),
		    key->key);
		return;
	}
	read_keys(reader, shaped(reader, node, qms_type_name(key->type),
	    QMS_YAML_MAP), &key->rows, &key->row_count,
	    key->type == QMS_TYPE_ROWS ? IN_ROWS : IN_MAP);
}

static void
read_keys(struct reader *reader, const struct qms_yaml *map,
    struct qms_kind_key **keys, size_t *count, enum place place)
{
	const struct qms_yaml *node;
	size_t room = 0;

	if (map == NULL)
		return;
	for (node = map->first; node != NULL; node = node->next)
		read_key(reader, node, qms_push(reader->arena, *keys, *count,
		    room), place);
}

/* A document of Markdown may adopt one of its own kind, and only one. */
static void
read_adopts(struct reader *reader, const struct qms_yaml *map)
{
	struct qms_kind *kind = reader->kind;
	const struct qms_kind_key *key;
	size_t i;

	for (i = 0; i < kind->key_count; i++) {
		key = &kind->keys[i];
		if (!key->adopts)
			continue;
		if (kind->adopts != NULL || key->many || key->need ||
		    kind->class != QMS_CLASS_DOCUMENT ||
		    kind->format != QMS_FORMAT_MARKDOWN ||
		    !qms_string_is(key->to, kind->id))
			report(reader, qms_yaml_get(map, key->key),
			    QMS_M_D220, key->key);
		kind->adopts = key->key;
	}
}

/* ---- tables ---- */

static void
check_titles(struct reader *reader, const struct qms_yaml *node,
    const struct qms_kind_table *table)
{
	const struct qms_kind_key *columns = table->columns;
	size_t i, k;

	for (i = 0; i < table->column_count; i++)
		for (k = 0; k < i; k++)
			if (columns[i].title != NULL &&
			    qms_string_is(columns[k].title, columns[i].title))
				report(reader, node, QMS_M_K017,
				    columns[i].title);
}

static void
read_tables(struct reader *reader)
{
	const struct qms_yaml *map, *node;
	struct qms_kind *kind = reader->kind;
	struct qms_kind_table *table;
	size_t room = 0;

	map = shaped(reader, reader->root, "tables", QMS_YAML_MAP);
	for (node = map == NULL ? NULL : map->first; node != NULL;
	    node = node->next) {
		if (!is_name(node->key, '_') ||
		    qms_kind_key(kind, node->key) != NULL)
			report(reader, node, QMS_M_K008, node->key);
		if (!is_map(reader, node))
			continue;
		refuse_others(reader, node, "section need columns name");
		table = qms_push(reader->arena, kind->tables,
		    kind->table_count, room);
		table->name = node->key;
		table->section = scalar(reader, node, "section");
		if (table->section == NULL)
			report(reader, node, QMS_M_K002, "section");
		table->need = flag(reader, node, "need");
		read_keys(reader, shaped(reader, node, "columns",
		    QMS_YAML_MAP), &table->columns, &table->column_count,
		    IN_TABLE);
		if (table->column_count == 0)
			report(reader, node, QMS_M_K002, "columns");
		check_titles(reader, node, table);
		if (table->need && table->section != NULL &&
		    (kind->sections.count > 0 ||
		    qms_yaml_get(reader->root, "sections") == NULL) &&
		    !qms_strings_has(&kind->sections, table->section))
			report(reader, qms_yaml_get(node, "section"),
			    QMS_M_K037, table->section);
	}
}

/* ---- acts ---- */

static void
split(struct qms_arena *arena, struct qms_strings *list, const char *text)
{
	size_t size;

	for (;; text += size + 1) {
		size = strcspn(text, "|");
		qms_strings_add(arena, list, qms_arena_copy(arena, text,
		    size));
		if (text[size] == '\0')
			return;
	}
}

static void
read_act(struct reader *reader, const struct qms_yaml *node, size_t *room)
{
	struct qms_kind *kind = reader->kind;
	const struct qms_yaml *part[5] = { NULL }, *item;
	const char *office;
	struct qms_kind_act *act;
	size_t i = 0;

	if (node->type == QMS_YAML_LIST && node->count == 5)
		for (item = node->first; item != NULL; item = item->next)
			part[i++] = item;
	for (i = 0; i < 5; i++)
		if (part[i] == NULL || (i < 4 &&
		    (part[i]->type != QMS_YAML_SCALAR ||
		    part[i]->value[0] == '\0'))) {
			report(reader, node, QMS_M_K019);
			return;
		}
	if (part[4]->type != QMS_YAML_LIST) {
		report(reader, node, QMS_M_K019);
		return;
	}
	if (qms_kind_act(kind, part[0]->value, part[1]->value) != NULL)
		report(reader, node, QMS_M_K023, part[1]->value,
		    part[0]->value);
	act = qms_push(reader->arena, kind->acts, kind->act_count, *room);
	act->from = part[0]->value;
	act->act = part[1]->value;
	act->to = part[2]->value;
	split(reader->arena, &act->offices, part[3]->value);
	for (i = 0; i < act->offices.count; i++) {
		office = act->offices.items[i];
		if (!is_name(office, '-'))
			report_value(reader, part[3], QMS_M_K008, office);
	}
	for (item = part[4]->first; item != NULL; item = item->next) {
		if (item->type == QMS_YAML_SCALAR)
			qms_strings_add(reader->arena, &act->guards,
			    item->value);
		else
			report(reader, node, QMS_M_K019);
	}
}

static void
read_words(struct reader *reader, const char *key,
    struct qms_kind_word **words, size_t *count)
{
	const struct qms_yaml *map, *node;
	struct qms_kind_word *word;
	size_t room = 0;

	map = shaped(reader, reader->root, key, QMS_YAML_MAP);
	for (node = map == NULL ? NULL : map->first; node != NULL;
	    node = node->next) {
		if (!is_name(node->key, '-'))
			report(reader, node, QMS_M_K008, node->key);
		word = qms_push(reader->arena, *words, *count, room);
		word->id = node->key;
		names_of(reader, node, word->name);
	}
}

static bool
has_word(const struct qms_kind_word *words, size_t count, const char *id)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(words[i].id, id) == 0)
			return true;
	return false;
}

static bool
is_state(const struct reader *reader, const char *id)
{
	return has_word(reader->kind->states, reader->kind->state_count, id);
}

static bool
is_act(const struct reader *reader, const char *id)
{
	size_t i;

	for (i = 0; i < reader->kind->act_count; i++)
		if (strcmp(reader->kind->acts[i].act, id) == 0)
			return true;
	return false;
}

/* The node of a key's scalar, or of one item of its list. */
static const struct qms_yaml *
node_of(const struct reader *reader, const char *key, const char *value)
{
	const struct qms_yaml *node = qms_yaml_get(reader->root, key), *item;

	for (item = node->first; item != NULL; item = item->next)
		if (qms_string_is(item->key != NULL ? item->key : item->value,
		    value))
			return item;
	return node;
}

/* The line of an act's row in the file. */
static const struct qms_yaml *
act_node(const struct reader *reader, size_t number)
{
	const struct qms_yaml *node = qms_yaml_get(reader->root, "acts");

	for (node = node->first; number > 0 && node->next != NULL; number--)
		node = node->next;
	return node;
}

static void
check_act_rows(struct reader *reader)
{
	struct qms_kind *kind = reader->kind;
	const struct qms_kind_act *act;
	size_t i;

	for (i = 0; i < kind->act_count; i++) {
		act = &kind->acts[i];
		if (!is_state(reader, act->from))
			report(reader, act_node(reader, i), QMS_M_K020,
			    act->from);
		if (!is_state(reader, act->to) &&
		    strcmp(act->from, act->to) != 0)
			report(reader, act_node(reader, i), QMS_M_K020,
			    act->to);
		if (qms_kind_is_final(kind, act->from) &&
		    strcmp(act->act, "reopen") != 0)
			report(reader, act_node(reader, i), QMS_M_K022,
			    act->from, act->act);
		if (!has_word(kind->act_names, kind->act_name_count,
		    act->act))
			report(reader, act_node(reader, i), QMS_M_K035,
			    act->act);
	}
}

/* Follows the acts from the first state; true when something was added. */
static bool
spread(const struct qms_kind *kind, struct qms_strings *reached,
    struct qms_arena *arena)
{
	bool more = false;
	size_t i;

	for (i = 0; i < kind->act_count; i++)
		if (qms_strings_has(reached, kind->acts[i].from) &&
		    !qms_strings_has(reached, kind->acts[i].to)) {
			qms_strings_add(arena, reached, kind->acts[i].to);
			more = true;
		}
	return more;
}

static void
check_reach(struct reader *reader)
{
	struct qms_kind *kind = reader->kind;
	struct qms_strings reached = { 0 };
	size_t i;

	qms_strings_add(reader->arena, &reached, kind->first);
	while (spread(kind, &reached, reader->arena))
		continue;
	for (i = 0; i < kind->state_count; i++)
		if (!qms_strings_has(&reached, kind->states[i].id))
			report(reader, node_of(reader, "states",
			    kind->states[i].id), QMS_M_K021,
			    kind->states[i].id, kind->first);
}

static void
check_words(struct reader *reader)
{
	struct qms_kind *kind = reader->kind;
	bool first = is_state(reader, kind->first);
	size_t i, faults = reader->faults;

	if (!first)
		report_value(reader, qms_yaml_get(reader->root, "first"),
		    QMS_M_K020, kind->first);
	if (kind->in_force != NULL && !is_state(reader, kind->in_force))
		report_value(reader, qms_yaml_get(reader->root, "in_force"),
		    QMS_M_K020, kind->in_force);
	for (i = 0; i < kind->final.count; i++)
		if (!is_state(reader, kind->final.items[i]))
			report_value(reader, node_of(reader, "final",
			    kind->final.items[i]), QMS_M_K020,
			    kind->final.items[i]);
	for (i = 0; i < kind->tasks.count; i++)
		if (!is_act(reader, kind->tasks.items[i]))
			report_value(reader, node_of(reader, "tasks",
			    kind->tasks.items[i]), QMS_M_K024,
			    kind->tasks.items[i]);
	for (i = 0; i < kind->act_name_count; i++)
		if (!is_act(reader, kind->act_names[i].id))
			report(reader, node_of(reader, "act_names",
			    kind->act_names[i].id), QMS_M_K024,
			    kind->act_names[i].id);
	check_act_rows(reader);
	/* an act that names a wrong state would make others unreachable */
	if (reader->faults == faults)
		check_reach(reader);
}

/* What a kind with acts must say, and one whose acts are another's must not. */
static void
read_acts(struct reader *reader)
{
	static const char *const own[] = { "first", "in_force", "final",
		"tasks", "states", "act_names" };
	const struct qms_yaml *acts = qms_yaml_get(reader->root, "acts"),
	    *item;
	struct qms_kind *kind = reader->kind;
	bool none = acts == NULL, shared;
	size_t i, room = 0, faults = reader->faults;

	kind->acts_line = none ? 1 : acts->line;
	shared = !none && acts->type == QMS_YAML_SCALAR;
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if ((none || shared) &&
		    (item = qms_yaml_get(reader->root, own[i])) != NULL)
			report(reader, item, shared ? QMS_M_K027 : QMS_M_K026,
			    own[i], shared ? acts->value : "acts");
	if (none) {
		if (kind->class != QMS_CLASS_DATA)
			report(reader, reader->root, QMS_M_K002, "acts");
		return;
	}
	if (kind->class == QMS_CLASS_DATA) {
		report(reader, acts, QMS_M_K034);
		return;
	}
	if (shared) {
		kind->acts_of = acts->value;
		return;
	}
	if (acts->type != QMS_YAML_LIST || acts->count == 0) {
		report(reader, acts, QMS_M_K004, "acts");
		return;
	}
	for (item = acts->first; item != NULL; item = item->next)
		read_act(reader, item, &room);
	kind->first = scalar(reader, reader->root, "first");
	if (kind->first == NULL)
		report(reader, acts, QMS_M_K026, "acts", "first");
	kind->in_force = scalar(reader, reader->root, "in_force");
	if (kind->class == QMS_CLASS_DOCUMENT && kind->in_force == NULL)
		report(reader, acts, QMS_M_K026, "acts", "in_force");
	strings(reader, reader->root, "final", &kind->final);
	strings(reader, reader->root, "tasks", &kind->tasks);
	read_words(reader, "states", &kind->states, &kind->state_count);
	read_words(reader, "act_names", &kind->act_names,
	    &kind->act_name_count);
	if (reader->faults == faults)
		check_words(reader);
}

/* ---- the whole ---- */

static bool
check_schema(struct reader *reader)
{
	const struct qms_yaml *node = qms_yaml_get(reader->root, "schema");
	const char *kind;
	int version;

	if (node == NULL) {
		report(reader, reader->root, QMS_M_K031, "");
	} else if (node->type != QMS_YAML_SCALAR ||
	    !qms_schema_parse(&kind, &version, reader->arena, node->value) ||
	    strcmp(kind, "kind") != 0) {
		report_value(reader, node, QMS_M_K031,
		    node->type == QMS_YAML_SCALAR ? node->value : "");
	} else if (version > 1) {
		report_value(reader, node, QMS_M_K032, node->value);
	} else {
		return true;
	}
	return false;
}

/* kinds/procedure.yaml: "procedure" */
static char *
file_id(struct qms_arena *arena, const char *path)
{
	const char *name = strrchr(path, '/');
	size_t size;

	name = name == NULL ? path : name + 1;
	size = strlen(name);
	if (qms_ends_with(name, ".yaml"))
		size -= strlen(".yaml");
	return qms_arena_copy(arena, name, size);
}

static void
read_id(struct reader *reader)
{
	struct qms_kind *kind = reader->kind;
	const struct qms_yaml *node = qms_yaml_get(reader->root, "id");
	char *id = file_id(reader->arena, reader->path);

	kind->id = scalar(reader, reader->root, "id");
	if (kind->id == NULL) {
		report(reader, reader->root, QMS_M_K002, "id");
		kind->id = id;
	} else if (!is_name(kind->id, '-')) {
		report_value(reader, node, QMS_M_K008, kind->id);
	} else if (qms_kind_view_is_taken(qms_kind_view(reader->arena,
	    kind->id, NULL))) {
		report_value(reader, node, QMS_M_K009, kind->id);
	} else if (strcmp(kind->id, id) != 0) {
		report_value(reader, node, QMS_M_K007, kind->id, id);
	}
}

static bool
is_path(const char *path)
{
	const char *part = path;
	size_t size;

	for (;;) {
		size = strcspn(part, "/");
		if (size == 0 || part[0] == '.' ||
		    memchr(part, '\\', size) != NULL)
			return false;
		if (part[size] == '\0')
			return qms_pattern_is_valid(path, "agency id year");
		part += size + 1;
	}
}

static void
read_path(struct reader *reader)
{
	static const char *const endings[] = { ".md", ".yaml", ".csv" };
	const struct qms_yaml *root = reader->root;
	struct qms_kind *kind = reader->kind;

	kind->path = scalar(reader, root, "path");
	kind->number = scalar(reader, root, "number");
	if (kind->path != NULL && !is_path(kind->path))
		report_value(reader, qms_yaml_get(root, "path"), QMS_M_K015,
		    kind->path);
	else if (kind->path != NULL &&
	    !qms_ends_with(kind->path, endings[kind->format]))
		report_value(reader, qms_yaml_get(root, "path"), QMS_M_K033,
		    kind->path, endings[kind->format]);
	if (kind->number != NULL && (kind->path == NULL ||
	    !qms_pattern_has(kind->path, "id") ||
	    !qms_pattern_is_valid(kind->number, "agency year nn") ||
	    strchr(kind->number, '/') != NULL))
		report_value(reader, qms_yaml_get(root, "number"), QMS_M_K016,
		    kind->number);
}

static void
read_content(struct reader *reader)
{
	const struct qms_yaml *root = reader->root, *node;
	struct qms_kind *kind = reader->kind;
	const char *right = "keys", *wrong = "columns";
	const struct qms_kind_key *key;

	if (kind->format == QMS_FORMAT_CSV) {
		right = "columns";
		wrong = "keys";
	}
	node = qms_yaml_get(root, wrong);
	if (node != NULL)
		report(reader, node, QMS_M_K030, wrong, right);
	read_keys(reader, shaped(reader, root, right, QMS_YAML_MAP),
	    &kind->keys, &kind->key_count,
	    kind->format == QMS_FORMAT_CSV ? IN_CSV : IN_FRONT);
	read_adopts(reader, qms_yaml_get(root, right));
	strings(reader, root, "sections", &kind->sections);
	read_tables(reader);
	if (kind->format != QMS_FORMAT_MARKDOWN) {
		node = qms_yaml_get(root, "sections");
		if (node == NULL)
			node = qms_yaml_get(root, "tables");
		if (node != NULL)
			report(reader, node, QMS_M_K030, node->key, right);
	}
	kind->refer = scalar(reader, root, "refer");
	if (kind->refer != NULL && (qms_kind_key(kind, kind->refer) == NULL ||
	    qms_kind_key(kind, kind->refer)->many))
		report_value(reader, qms_yaml_get(root, "refer"), QMS_M_K018,
		    kind->refer);
	kind->yearly = scalar(reader, root, "yearly");
	key = kind->yearly == NULL ? NULL : qms_kind_key(kind, kind->yearly);
	if (kind->yearly != NULL && (key == NULL || !key->column ||
	    key->many || (key->type != QMS_TYPE_INTEGER &&
	    (key->type != QMS_TYPE_DATE || kind->class != QMS_CLASS_RECORD))))
		report_value(reader, qms_yaml_get(root, "yearly"), QMS_M_K060,
		    kind->yearly);
}

static void
read_kind(struct reader *reader)
{
	const struct qms_yaml *root = reader->root;
	struct qms_kind *kind = reader->kind;
	int class, format;

	refuse_others(reader, root, "schema id name class format visibility "
	    "path number refer yearly keys columns sections tables first in_force "
	    "final tasks acts states act_names starter");
	read_id(reader);
	if (qms_yaml_get(root, "name") == NULL)
		report(reader, root, QMS_M_K002, "name");
	names(reader, root, kind->name);
	class = choice(reader, root, "class", "data record document");
	if (class < 0 && qms_yaml_get(root, "class") == NULL)
		report(reader, root, QMS_M_K002, "class");
	if (class >= 0)
		kind->class = (enum qms_kind_class)class;
	format = choice(reader, root, "format", "markdown yaml csv");
	if (format >= 0)
		kind->format = (enum qms_kind_format)format;
	kind->public = choice(reader, root, "visibility",
	    "internal public") == 1;
	/* without these, nothing can be said of what follows */
	if (class < 0 || (format < 0 &&
	    qms_yaml_get(root, "format") != NULL))
		return;
	read_path(reader);
	read_content(reader);
	read_acts(reader);
	kind->starter = scalar(reader, root, "starter");
}

struct qms_kind *
qms_kind_parse(struct qms_arena *arena, const char *path,
    struct qms_text text, struct qms_problems *problems)
{
	struct reader reader = { .arena = arena, .problems = problems };
	struct qms_yaml *root;

	reader.path = qms_arena_string(arena, path);
	qms_yaml_parse(&root, arena, text, QMS_KIND_FILE_LIMIT, reader.path, 1,
	    problems);
	if (root == NULL)
		return NULL;
	reader.root = root;
	if (root->type != QMS_YAML_MAP) {
		report(&reader, root, QMS_M_K005, reader.path);
		return NULL;
	}
	if (!check_schema(&reader))
		return NULL;
	reader.kind = qms_arena_alloc(arena, sizeof(*reader.kind));
	reader.kind->file = reader.path;
	reader.kind->version = 1;
	read_kind(&reader);
	return reader.faults > 0 ? NULL : reader.kind;
}
