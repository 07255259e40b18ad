/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "trust.h"
#include "yaml.h"

enum { LIMIT = 1024 * 1024, MEMBER_LIMIT = 16 * 1024 * 1024 };

/* ---- settings and people ---- */

static qms_day
day_of(const struct qms_yaml *map, const char *key)
{
	return qms_day_parse(qms_text(qms_yaml_string(map, key)));
}

static const char *
string_of(const struct qms_yaml *map, const char *key)
{
	const char *value = qms_yaml_string(map, key);

	return value == NULL ? "" : value;
}

void
qms_settings_parse(struct qms_settings *settings, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems)
{
	const struct qms_yaml *proof;
	struct qms_yaml *root;
	const char *value;

	*settings = (struct qms_settings){ .name = "", .offset = 7 * 60,
	    .standard = "iso9001-2015", .due_soon = 30, .data = "" };
	qms_yaml_parse(&root, arena, text, LIMIT, path, 1, problems);
	if (*(value = string_of(root, "name")) != '\0')
		settings->name = value;
	if (*(value = string_of(root, "standard")) != '\0')
		settings->standard = value;
	settings->demo = strcmp(string_of(root, "demo"), "yes") == 0;
	if (strcmp(string_of(root, "language"), "en") == 0)
		settings->language = QMS_EN;
	if (*(value = string_of(root, "time_zone")) != '\0' &&
	    !qms_offset_parse(qms_text(value), &settings->offset))
		settings->offset = 7 * 60;
	settings->data = string_of(root, "data");
	value = string_of(root, "due_soon");
	if (*value != '\0' && strlen(value) < 5 &&
	    strspn(value, "0123456789") == strlen(value))
		settings->due_soon = atoi(value);
	proof = qms_yaml_get(root, "proofs");
	for (proof = proof == NULL ? NULL : proof->first; proof != NULL;
	    proof = proof->next)
		if (proof->key != NULL && proof->type == QMS_YAML_SCALAR)
			qms_map_put(arena, &settings->proofs, proof->key,
			    (void *)(uintptr_t)proof->value);
}

static char *
lower(struct qms_arena *arena, const char *email)
{
	char *copy = qms_arena_string(arena, email), *at;

	for (at = copy; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

static void
read_person(struct qms_people *people, struct qms_arena *arena,
    const struct qms_yaml *row, const char *path,
    struct qms_problems *problems)
{
	const struct qms_yaml *emails = qms_yaml_get(row, "emails"), *email;
	const char *id = string_of(row, "id");
	struct qms_person *person;
	const void *number;

	if (*id == '\0')
		return;
	if (qms_people_by_id(people, id) != NULL) {
		qms_report(problems, path, row->line, row->column,
		    QMS_M_S090, id);
		return;
	}
	person = qms_push(arena, people->persons, people->person_count,
	    people->person_room);
	number = (const void *)(uintptr_t)people->person_count;
	qms_map_put(arena, &people->by_id, id, number);
	person->id = id;
	person->name = string_of(row, "name");
	for (email = emails == NULL ? NULL : emails->first; email != NULL;
	    email = email->next) {
		if (email->type != QMS_YAML_SCALAR || *email->value == '\0')
			continue;
		if (qms_people_by_email(people, email->value) != NULL) {
			qms_report(problems, path, email->line, email->column,
			    QMS_M_S090, email->value);
			continue;
		}
		qms_strings_add(arena, &person->emails, email->value);
		qms_map_put(arena, &people->by_email, lower(arena,
		    email->value), number);
	}
}

/* A day that is there but none opens no office: such a row is left out. */
static bool
read_days(struct qms_office *office, const struct qms_yaml *row)
{
	office->first = day_of(row, "from");
	office->last = day_of(row, "to");
	return (office->first != QMS_DAY_NONE ||
	    *string_of(row, "from") == '\0') &&
	    (office->last != QMS_DAY_NONE || *string_of(row, "to") == '\0');
}

static void
read_office(struct qms_people *people, struct qms_arena *arena,
    const struct qms_yaml *row, const char *path,
    struct qms_problems *problems)
{
	struct qms_office made = { .person = string_of(row, "person"),
	    .office = string_of(row, "office"),
	    .unit = string_of(row, "unit") };

	if (*made.person == '\0' || *made.office == '\0' ||
	    !read_days(&made, row))
		return;
	if (qms_people_by_id(people, made.person) == NULL) {
		qms_report(problems, path, row->line, row->column,
		    QMS_M_S091, made.person);
		return;
	}
	if (made.first != QMS_DAY_NONE && made.last != QMS_DAY_NONE &&
	    made.last < made.first) {
		qms_report(problems, path, row->line, row->column,
		    QMS_M_S092, string_of(row, "from"),
		    string_of(row, "to"));
		return;
	}
	*qms_push(arena, people->offices, people->office_count,
	    people->office_room) = made;
}

void
qms_people_parse(struct qms_people *people, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems)
{
	const struct qms_yaml *list, *row;
	struct qms_yaml *root;

	*people = (struct qms_people){ 0 };
	qms_yaml_parse(&root, arena, text, LIMIT, path, 1, problems);
	list = qms_yaml_get(root, "persons");
	for (row = list == NULL ? NULL : list->first; row != NULL;
	    row = row->next)
		read_person(people, arena, row, path, problems);
	list = qms_yaml_get(root, "offices");
	for (row = list == NULL ? NULL : list->first; row != NULL;
	    row = row->next)
		read_office(people, arena, row, path, problems);
}

static const struct qms_person *
numbered(const struct qms_people *people, const struct qms_map *map,
    const char *key)
{
	size_t number = (size_t)(uintptr_t)qms_map_get(map, key);

	return number == 0 ? NULL : &people->persons[number - 1];
}

const struct qms_person *
qms_people_by_id(const struct qms_people *people, const char *id)
{
	return numbered(people, &people->by_id, id);
}

const struct qms_person *
qms_people_by_email(const struct qms_people *people, const char *email)
{
	const struct qms_person *person;
	struct qms_arena arena = { 0 };

	person = numbered(people, &people->by_email, lower(&arena, email));
	qms_arena_free(&arena);
	return person;
}

bool
qms_office_allowed(const struct qms_strings *offices, const char *office,
    const char *capacity)
{
	if (qms_strings_has(offices, office) ||
	    qms_strings_has(offices, "author"))
		return true;
	if (capacity == NULL || !qms_strings_has(offices, "head"))
		return false;
	if (strcmp(capacity, "KT.") == 0 || strcmp(capacity, "Q.") == 0)
		return strcmp(office, "deputy-head") == 0;
	if (strcmp(capacity, "TL.") == 0 || strcmp(capacity, "TUQ.") == 0)
		return strcmp(office, "unit-head") == 0;
	return false;
}

bool
qms_people_holds(const struct qms_people *people, const char *person,
    const struct qms_strings *offices, const char *capacity, qms_day day,
    const char **held)
{
	const struct qms_office *office;
	const char *found = NULL;
	size_t i;

	for (i = 0; i < people->office_count; i++) {
		office = &people->offices[i];
		if (strcmp(office->person, person) != 0 ||
		    (office->first != QMS_DAY_NONE && day < office->first) ||
		    (office->last != QMS_DAY_NONE && day > office->last) ||
		    !qms_office_allowed(offices, office->office, capacity))
			continue;
		/* an office that is named goes before one that may stand in */
		if (found == NULL || (!qms_strings_has(offices, found) &&
		    qms_strings_has(offices, office->office)))
			found = office->office;
	}
	if (held != NULL)
		*held = found == NULL ? "" : found;
	return found != NULL;
}

/* ---- the trust set ---- */

enum { DIRECTORIES = 5, SINGLE = 6, OWN = 4 };

static const char *const directories[DIRECTORIES] = { "kinds/", "law/",
    "models/", "rules/", "standards/" };

/* Of the system, besides whole directories. */
static const char *const single[SINGLE] = { "qms.yaml",
    "trust/authorities.pem", "trust/compromised-keys.csv",
    "trust/pushers.csv", "trust/repositories.csv", "trust/signers" };
/* Of an agency, in its directory. */
static const char *const own[OWN] = { "certificates/",
    "compromised-keys.csv", "people.yaml", "signers" };

static bool
is_own(const char *path)
{
	size_t i;

	for (i = 0; i < OWN; i++)
		if (strcmp(path, own[i]) == 0 || (qms_ends_with(own[i], "/") &&
		    qms_starts_with(path, own[i])))
			return true;
	return false;
}

bool
qms_trust_is_member(const char *path, const char **agency,
    struct qms_arena *arena)
{
	static const char agencies[] = "agencies/";
	const char *rest;
	size_t i;

	*agency = "";
	for (i = 0; i < DIRECTORIES; i++)
		if (qms_starts_with(path, directories[i]))
			return true;
	for (i = 0; i < SINGLE; i++)
		if (strcmp(path, single[i]) == 0)
			return true;
	if (!qms_starts_with(path, agencies))
		return false;
	path += strlen(agencies);
	rest = strchr(path, '/');
	if (rest == NULL || !is_own(rest + 1))
		return false;
	*agency = qms_arena_copy(arena, path, (size_t)(rest - path));
	return true;
}

char *
qms_trust_directory(struct qms_arena *arena, const char *agency)
{
	return *agency == '\0' ? qms_arena_string(arena, "trust") :
	    qms_arena_format(arena, "agencies/%s/acts/trust", agency);
}

int
qms_trust_number(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *at = slash == NULL ? path : slash + 1;
	int number = 0;

	if (*at < '0' || *at > '9' || !qms_ends_with(at, ".yaml"))
		return -1;
	for (; *at >= '0' && *at <= '9'; at++) {
		if (number > 99999999)
			return -1;
		number = 10 * number + (*at - '0');
	}
	return qms_starts_with(at, "-trust-") ? number : -1;
}

static const struct qms_error *
add_member(struct qms_statement_file **files, size_t *count, size_t *room,
    struct qms_arena *arena, const struct qms_store *store, const char *path)
{
	const struct qms_error *err;
	struct qms_statement_file *file;
	struct qms_arena scratch = { 0 };
	struct qms_text text;
	char sha256[QMS_SHA256_SIZE];

	err = qms_store_read(&text, &scratch, store, path, MEMBER_LIMIT);
	if (err == NULL) {
		qms_sha256(sha256, text);
		file = qms_push(arena, *files, *count, *room);
		file->path = qms_arena_string(arena, path);
		file->sha256 = qms_arena_string(arena, sha256);
	}
	qms_arena_free(&scratch);
	return err;
}

static int
compare_files(const void *left, const void *right)
{
	const struct qms_statement_file *a = left, *b = right;

	return strcmp(a->path, b->path);
}

/* A file, or all below a directory, which ends with '/'. */
static const struct qms_error *
add_members(struct qms_statement_file **files, size_t *count, size_t *room,
    struct qms_arena *arena, const struct qms_store *store, const char *path)
{
	const struct qms_error *err;
	struct qms_store_entry *entries;
	size_t found, i;

	if (!qms_ends_with(path, "/"))
		return !qms_store_has(store, path) ? NULL :
		    add_member(files, count, room, arena, store, path);
	err = qms_store_list(&entries, &found, arena, store, path);
	for (i = 0; err == NULL && i < found; i++)
		err = add_member(files, count, room, arena, store,
		    entries[i].path);
	return err;
}

const struct qms_error *
qms_trust_members(struct qms_statement_file **files, size_t *count,
    struct qms_arena *arena, const struct qms_store *store,
    const char *agency)
{
	const struct qms_error *err = NULL;
	size_t room = 0, i;

	*files = NULL;
	*count = 0;
	for (i = 0; err == NULL && *agency != '\0' && i < OWN; i++)
		err = add_members(files, count, &room, arena, store,
		    qms_arena_format(arena, "agencies/%s/%s", agency,
		    own[i]));
	for (i = 0; err == NULL && *agency == '\0' && i < DIRECTORIES; i++)
		err = add_members(files, count, &room, arena, store,
		    directories[i]);
	for (i = 0; err == NULL && *agency == '\0' && i < SINGLE; i++)
		err = add_members(files, count, &room, arena, store,
		    single[i]);
	if (err == NULL && *count > 1)
		qsort(*files, *count, sizeof(**files), compare_files);
	return err;
}

const struct qms_error *
qms_trust_head(struct qms_trust_head *head, struct qms_arena *arena,
    const struct qms_store *store, const char *agency)
{
	const struct qms_error *err;
	struct qms_store_entry *entries;
	struct qms_problems ignored = { .arena = arena };
	struct qms_statement read;
	struct qms_text text;
	size_t count, i;
	int number;

	*head = (struct qms_trust_head){ .number = -1 };
	err = qms_store_list(&entries, &count, arena, store,
	    qms_arena_format(arena, "%s/", qms_trust_directory(arena,
	    agency)));
	for (i = 0; err == NULL && i < count; i++) {
		number = qms_trust_number(entries[i].path);
		if (number < 0 || number < head->number)
			continue;
		err = qms_store_read(&text, arena, store, entries[i].path,
		    LIMIT);
		if (err != NULL || !qms_statement_parse(&read, arena, text,
		    entries[i].path, &ignored))
			continue;
		if (number > head->number) {
			*head = (struct qms_trust_head){ .number = number };
			head->newest = read;
		}
		if (strcmp(read.sha256, head->newest.sha256) < 0)
			head->newest = read;
		qms_strings_add(arena, &head->sha256,
		    qms_arena_string(arena, read.sha256));
	}
	qms_strings_sort(&head->sha256);
	return err;
}

static bool
same_files(const struct qms_statement *a, const struct qms_statement *b)
{
	size_t i;

	if (a->file_count != b->file_count)
		return false;
	for (i = 0; i < a->file_count; i++)
		if (strcmp(a->files[i].path, b->files[i].path) != 0 ||
		    strcmp(a->files[i].sha256, b->files[i].sha256) != 0)
			return false;
	return true;
}

const struct qms_error *
qms_trust_next(struct qms_statement *statement, bool *changed,
    struct qms_arena *arena, const struct qms_store *store,
    const char *agency)
{
	const struct qms_error *err;
	struct qms_trust_head head;

	*statement = (struct qms_statement){ .act = "trust", .id = "trust",
	    .agency = agency, .proof = "commit", .result = "0" };
	*changed = false;
	err = qms_trust_head(&head, arena, store, agency);
	if (err == NULL)
		err = qms_trust_members(&statement->files,
		    &statement->file_count, arena, store, agency);
	if (err != NULL)
		return err;
	*changed = head.number < 0 || head.sha256.count > 1 ||
	    !same_files(statement, &head.newest);
	statement->version = qms_arena_format(arena, "%d", head.number + 1);
	statement->prev = head.sha256;
	if (head.number >= 0)
		statement->result = head.newest.result;
	return NULL;
}
