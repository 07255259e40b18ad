/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "statement.h"
#include "unicode.h"

enum { LIMIT = 1024 * 1024, NAME_HEX = 16 };

static const char schema[] = "qms/statement/1";

/* What the value of a key may be; empty is allowed unless `need` is set. */
enum form {
	FORM_SCHEMA, FORM_NAME, FORM_VERSION, FORM_HASH, FORM_DATE,
	FORM_CAPACITY, FORM_PROOF, FORM_TEXT,
	FORM_FILES, FORM_NAMES, FORM_HASHES
};

struct field {
	const char *key;
	enum form form;
	bool need;
	size_t offset;		/* in struct qms_statement */
};

#define AT(member) offsetof(struct qms_statement, member)

/* The keys in the one order in which they are written. */
static const struct field fields[] = {
	{ "schema", FORM_SCHEMA, true, 0 },
	{ "system", FORM_HASH, false, AT(system) },
	{ "act", FORM_NAME, true, AT(act) },
	{ "agency", FORM_NAME, false, AT(agency) },
	{ "id", FORM_NAME, true, AT(id) },
	{ "version", FORM_VERSION, false, AT(version) },
	{ "text", FORM_HASH, false, AT(text) },
	{ "files", FORM_FILES, false, 0 },
	{ "authors", FORM_NAMES, false, AT(authors) },
	{ "by", FORM_NAME, true, AT(by) },
	{ "office", FORM_NAME, false, AT(office) },
	{ "capacity", FORM_CAPACITY, false, AT(capacity) },
	{ "delegation", FORM_TEXT, false, AT(delegation) },
	{ "date", FORM_DATE, true, AT(date) },
	{ "effective", FORM_DATE, false, AT(effective) },
	{ "until", FORM_DATE, false, AT(until) },
	{ "result", FORM_TEXT, false, AT(result) },
	{ "decision", FORM_TEXT, false, AT(decision) },
	{ "decision_date", FORM_DATE, false, AT(decision_date) },
	{ "decision_sha256", FORM_HASH, false, AT(decision_sha256) },
	{ "recorded_by", FORM_NAME, false, AT(recorded_by) },
	{ "proof", FORM_PROOF, true, AT(proof) },
	{ "prev", FORM_HASHES, false, AT(prev) },
	{ "comment", FORM_TEXT, false, AT(comment) },
};

enum { FIELDS = sizeof(fields) / sizeof(*fields) };

static const char *const capacities[] = { "TM.", "KT.", "Q.", "TL.", "TUQ.",
    NULL };
static const char *const proofs[] = { "commit", "decision", "key",
    "certificate", NULL };

static const char **
string_of(struct qms_statement *statement, const struct field *field)
{
	return (const char **)(void *)((char *)statement + field->offset);
}

static struct qms_strings *
list_of(struct qms_statement *statement, const struct field *field)
{
	return (struct qms_strings *)(void *)((char *)statement +
	    field->offset);
}

static bool
is_one_of(const char *value, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(value, *list) == 0)
			return true;
	return false;
}

/*
 * Letters, digits, '.', '-' and '_', not beginning with '.' or '-', at most 80
 * bytes: safe as a part of a file name.
 */
static bool
is_name(const char *value)
{
	struct qms_text text = qms_text(value);
	size_t offset = 0;
	int32_t c;

	if (text.size > 80 || *value == '.' || *value == '-')
		return false;
	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		if (c != '.' && c != '-' && c != '_' &&
		    !qms_unicode_is_letter_or_digit(c))
			return false;
	}
	return text.size > 0;
}

/* Numbers with dots between them, none with a zero in front: 1.0, 12, 0. */
static bool
is_version(const char *value)
{
	const char *at = value;
	size_t digits;

	if (strlen(value) > 16)
		return false;
	for (;;) {
		digits = strspn(at, "0123456789");
		if (digits == 0 || (digits > 1 && *at == '0'))
			return false;
		at += digits;
		if (*at == '\0')
			return true;
		if (*at++ != '.')
			return false;
	}
}

/* Below the root, with '/' between names, none of them "" "." or ".." */
static bool
is_path(const char *path)
{
	size_t size;

	for (;; path++) {
		size = strcspn(path, "/");
		if (size == 0 || (size == 1 && path[0] == '.') ||
		    (size == 2 && path[0] == '.' && path[1] == '.') ||
		    memchr(path, '\\', size) != NULL)
			return false;
		path += size;
		if (*path == '\0')
			return true;
	}
}

/*
 * What nobody sees must not be signed: control characters, line separators,
 * marks that turn the direction of writing, non-characters.
 */
static bool
is_visible(struct qms_text text)
{
	size_t offset = 0;
	int32_t c;

	while (offset < text.size) {
		c = qms_utf8_next(text, &offset);
		if (c < 0 || (c < 0x20 && c != '\n') ||
		    (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 ||
		    (c >= 0x200e && c <= 0x200f) ||
		    (c >= 0x202a && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
		    (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe)
			return false;
	}
	return true;
}

/* ---- reading ---- */

struct reader {
	struct qms_arena *arena;
	const char *at, *end;
	int line;
	const char *line_start;
	const char *path;
	struct qms_problems *problems;
};

#define FAULT(reader, ...) (qms_report((reader)->problems,		\
    (reader)->path, (reader)->line, column(reader), __VA_ARGS__), false)

static int
column(const struct reader *reader)
{
	int ignored, result;

	qms_text_position((struct qms_text){ reader->line_start,
	    (size_t)(reader->end - reader->line_start) },
	    (size_t)(reader->at - reader->line_start), &ignored, &result);
	return result;
}

/* Takes string, if it stands here. */
static bool
take(struct reader *reader, const char *string)
{
	size_t size = strlen(string);

	if ((size_t)(reader->end - reader->at) < size ||
	    memcmp(reader->at, string, size) != 0)
		return false;
	reader->at += size;
	return true;
}

static bool
take_line_end(struct reader *reader)
{
	if (!take(reader, "\n"))
		return false;
	reader->line++;
	reader->line_start = reader->at;
	return true;
}

/* "value", where only \" and \\ are escaped. */
static bool
take_value(const char **value, struct reader *reader)
{
	const char *start = reader->at, *at, *end = NULL;
	size_t escapes = 0;
	char *out;

	if (!take(reader, "\""))
		return false;
	for (at = reader->at; at < reader->end && *at != '\n'; at++) {
		if (*at == '"') {
			end = at;
			break;
		}
		if (*at == '\\') {
			if (at + 1 == reader->end ||
			    (at[1] != '"' && at[1] != '\\'))
				break;
			escapes++;
			at++;
		}
	}
	if (end == NULL) {
		reader->at = start;
		return false;
	}
	*value = out = qms_arena_alloc(reader->arena,
	    (size_t)(end - reader->at) - escapes + 1);
	for (at = reader->at; at < end; at++) {
		if (*at == '\\')
			at++;
		*out++ = *at;
	}
	reader->at = end + 1;
	return true;
}

/* ["a", "b"] */
static bool
take_values(struct qms_strings *list, struct reader *reader)
{
	const char *value;

	if (!take(reader, "["))
		return false;
	if (take(reader, "]"))
		return true;
	do {
		if (!take_value(&value, reader))
			return false;
		qms_strings_add(reader->arena, list, value);
	} while (take(reader, ", "));
	return take(reader, "]");
}

/* [] or, a line each: - {path: "a", sha256: "…"} */
static bool
take_files(struct qms_statement *statement, struct reader *reader)
{
	struct qms_statement_file *file;
	size_t room = 0;

	if (take(reader, " []"))
		return true;
	do {
		if (!take_line_end(reader) || !take(reader, "  - {path: "))
			return false;
		file = qms_push(reader->arena, statement->files,
		    statement->file_count, room);
		if (!take_value(&file->path, reader) ||
		    !take(reader, ", sha256: ") ||
		    !take_value(&file->sha256, reader) || !take(reader, "}"))
			return false;
	} while (reader->end - reader->at > 4 &&
	    memcmp(reader->at, "\n  -", 4) == 0);
	return true;
}

static bool
check_files(const struct qms_statement *statement, struct reader *reader)
{
	const struct qms_statement_file *files = statement->files;
	size_t i;

	for (i = 0; i < statement->file_count; i++) {
		if (!is_path(files[i].path))
			return FAULT(reader, QMS_M_S012, files[i].path);
		if (!qms_is_sha256(files[i].sha256))
			return FAULT(reader, QMS_M_S009, "sha256",
			    files[i].sha256);
		if (i > 0 && strcmp(files[i - 1].path, files[i].path) >= 0)
			return FAULT(reader, QMS_M_S013, "files",
			    files[i].path);
	}
	return true;
}

static bool
check_list(const struct field *field, const struct qms_strings *list,
    struct reader *reader)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (field->form == FORM_HASHES && !qms_is_sha256(
		    list->items[i]))
			return FAULT(reader, QMS_M_S009, field->key,
			    list->items[i]);
		if (field->form == FORM_NAMES && !is_name(
		    list->items[i]))
			return FAULT(reader, QMS_M_S007, field->key,
			    list->items[i]);
		if (i > 0 && strcmp(list->items[i - 1], list->items[i]) >= 0)
			return FAULT(reader, QMS_M_S013, field->key,
			    list->items[i]);
	}
	return true;
}

static bool
check_value(const struct field *field, const char *value,
    struct reader *reader)
{
	if (*value == '\0')
		return !field->need ? true :
		    FAULT(reader, QMS_M_S006, field->key);
	switch (field->form) {
	case FORM_SCHEMA:
		return strcmp(value, schema) == 0 ? true :
		    FAULT(reader, QMS_M_S005, value, schema);
	case FORM_NAME:
		return is_name(value) ? true :
		    FAULT(reader, QMS_M_S007, field->key, value);
	case FORM_VERSION:
		return is_version(value) ? true :
		    FAULT(reader, QMS_M_S008, value);
	case FORM_HASH:
		return qms_is_sha256(value) ? true :
		    FAULT(reader, QMS_M_S009, field->key, value);
	case FORM_DATE:
		return qms_day_parse(qms_text(value)) != QMS_DAY_NONE ? true :
		    FAULT(reader, QMS_M_S010, field->key, value);
	case FORM_CAPACITY:
		return is_one_of(value, capacities) ? true :
		    FAULT(reader, QMS_M_S011, field->key, value,
		    "TM., KT., Q., TL., TUQ.");
	case FORM_PROOF:
		return is_one_of(value, proofs) ? true :
		    FAULT(reader, QMS_M_S011, field->key, value,
		    "commit, decision, key, certificate");
	default:
		return true;
	}
}

static bool
read_field(struct qms_statement *statement, const struct field *field,
    struct reader *reader)
{
	const char *value;

	if (!take(reader, field->key) || !take(reader, ":"))
		return FAULT(reader, QMS_M_S003, field->key);
	if (field->form == FORM_FILES) {
		if (!take_files(statement, reader))
			return FAULT(reader, QMS_M_S004, field->key);
		return check_files(statement, reader);
	}
	if (!take(reader, " "))
		return FAULT(reader, QMS_M_S004, field->key);
	if (field->form == FORM_NAMES || field->form == FORM_HASHES) {
		if (!take_values(list_of(statement, field), reader))
			return FAULT(reader, QMS_M_S004, field->key);
		return check_list(field, list_of(statement, field), reader);
	}
	if (!take_value(&value, reader))
		return FAULT(reader, QMS_M_S004, field->key);
	if (field->form != FORM_SCHEMA)
		*string_of(statement, field) = value;
	return check_value(field, value, reader);
}

/* A fault of the value of a key that has been read. */
#define FAULT_AT(key, ...) (qms_report(reader->problems, reader->path,	\
    line_of(statement, (key)), 1, __VA_ARGS__), false)

static int
line_of(const struct qms_statement *statement, const char *key)
{
	int line = 1;
	size_t i;

	for (i = 0; strcmp(fields[i].key, key) != 0; i++)
		line += fields[i].form == FORM_FILES ?
		    (int)statement->file_count + 1 : 1;
	return line;
}

/* The id of a commit: 40 digits. */
static bool
is_commit(const char *value)
{
	return strlen(value) == 40 &&
	    strspn(value, "0123456789abcdef") == 40;
}

/* What one value asks of another. */
static bool
check_together(const struct qms_statement *statement,
    const struct reader *reader)
{
	bool trust = strcmp(statement->act, "trust") == 0;
	bool witness = strcmp(statement->act, "witness") == 0;
	bool first = trust && *statement->agency == '\0' &&
	    strcmp(statement->version, "0") == 0;

	if (trust != (strcmp(statement->id, "trust") == 0) ||
	    witness != (strcmp(statement->id, "checkpoint") == 0))
		return FAULT_AT("id", QMS_M_S007, "id", statement->id);
	if (!trust && !witness && *statement->agency == '\0')
		return FAULT_AT("agency", QMS_M_S006, "agency");
	if (witness && *statement->text == '\0')
		return FAULT_AT("text", QMS_M_S006, "text");
	if (witness && !is_commit(statement->result))
		return FAULT_AT("result", QMS_M_S009, "result",
		    statement->result);
	if ((trust || witness) && (*statement->version == '\0' ||
	    strchr(statement->version, '.') != NULL))
		return FAULT_AT("version", QMS_M_S008, statement->version);
	if (first && *statement->system != '\0')
		return FAULT_AT("system", QMS_M_S022, statement->system, "");
	if (!first && *statement->system == '\0')
		return FAULT_AT("system", QMS_M_S006, "system");
	if (strcmp(statement->proof, "decision") == 0 &&
	    *statement->decision == '\0')
		return FAULT_AT("decision", QMS_M_S014, "proof", "decision",
		    "decision");
	if (strcmp(statement->proof, "decision") == 0 &&
	    *statement->decision_date == '\0')
		return FAULT_AT("decision_date", QMS_M_S014, "proof",
		    "decision", "decision_date");
	if ((strcmp(statement->capacity, "TL.") == 0 ||
	    strcmp(statement->capacity, "TUQ.") == 0) &&
	    *statement->delegation == '\0')
		return FAULT_AT("delegation", QMS_M_S014, "capacity",
		    statement->capacity, "delegation");
	return true;
}

/* The name ends with the hash of the bytes, and the rest follows from them. */
static bool
check_place(const struct qms_statement *statement,
    const struct reader *reader)
{
	char *right = qms_statement_path(reader->arena, statement);
	size_t size = strlen(reader->path), tail = NAME_HEX + strlen(".yaml");
	bool hash = size >= tail && strcmp(reader->path + size - tail,
	    right + strlen(right) - tail) == 0;

	if (strcmp(reader->path, right) == 0)
		return true;
	qms_report(reader->problems, reader->path, 0, 0,
	    hash ? QMS_M_S017 : QMS_M_S016, right);
	return false;
}

static bool
read_statement(struct qms_statement *statement, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems,
    bool placed)
{
	struct reader reader = { .arena = arena, .at = text.data,
	    .end = text.data + text.size, .line = 1,
	    .line_start = text.data, .path = path, .problems = problems };
	size_t i;

	*statement = (struct qms_statement){ 0 };
	if (text.size > LIMIT) {
		qms_report(problems, path, 0, 0, QMS_M_S002);
		return false;
	}
	if (text.size == 0)
		return FAULT(&reader, QMS_M_S003, fields[0].key);
	if (qms_utf8_invalid(text) != SIZE_MAX || !is_visible(text) ||
	    !qms_unicode_is_nfc(text)) {
		qms_report(problems, path, 0, 0, QMS_M_S001);
		return false;
	}
	for (i = 0; i < FIELDS; i++) {
		if (!read_field(statement, &fields[i], &reader))
			return false;
		if (!take_line_end(&reader))
			return FAULT(&reader, QMS_M_S004, fields[i].key);
	}
	if (reader.at != reader.end)
		return FAULT(&reader, QMS_M_S015);
	qms_sha256(statement->sha256, text);
	return check_together(statement, &reader) &&
	    (!placed || check_place(statement, &reader));
}

bool
qms_statement_parse(struct qms_statement *statement, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems)
{
	return read_statement(statement, arena, text, path, problems, true);
}

bool
qms_statement_read(struct qms_statement *statement, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems)
{
	return read_statement(statement, arena, text, path, problems, false);
}

/* ---- writing ---- */

static void
write_value(struct qms_buffer *out, const char *value)
{
	qms_buffer_char(out, '"');
	for (; value != NULL && *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			qms_buffer_char(out, '\\');
		qms_buffer_char(out, *value);
	}
	qms_buffer_char(out, '"');
}

static void
write_files(struct qms_buffer *out, const struct qms_statement *statement)
{
	size_t i;

	if (statement->file_count == 0)
		qms_buffer_string(out, " []");
	for (i = 0; i < statement->file_count; i++) {
		qms_buffer_string(out, "\n  - {path: ");
		write_value(out, statement->files[i].path);
		qms_buffer_string(out, ", sha256: ");
		write_value(out, statement->files[i].sha256);
		qms_buffer_char(out, '}');
	}
}

static void
write_list(struct qms_buffer *out, const struct qms_strings *list)
{
	size_t i;

	qms_buffer_string(out, " [");
	for (i = 0; i < list->count; i++) {
		if (i > 0)
			qms_buffer_string(out, ", ");
		write_value(out, list->items[i]);
	}
	qms_buffer_char(out, ']');
}

void
qms_statement_write(struct qms_buffer *out, struct qms_statement *statement)
{
	size_t start = out->size, i;

	for (i = 0; i < FIELDS; i++) {
		qms_buffer_string(out, fields[i].key);
		qms_buffer_char(out, ':');
		switch (fields[i].form) {
		case FORM_SCHEMA:
			qms_buffer_char(out, ' ');
			write_value(out, schema);
			break;
		case FORM_FILES:
			write_files(out, statement);
			break;
		case FORM_NAMES:
		case FORM_HASHES:
			write_list(out, list_of(statement, &fields[i]));
			break;
		default:
			qms_buffer_char(out, ' ');
			write_value(out, *string_of(statement, &fields[i]));
		}
		qms_buffer_char(out, '\n');
	}
	qms_sha256(statement->sha256, (struct qms_text){
	    out->data + start, out->size - start });
}

/* ---- places ---- */

const char *
qms_statement_file(const struct qms_statement *statement, const char *path)
{
	size_t i;

	for (i = 0; i < statement->file_count; i++)
		if (strcmp(statement->files[i].path, path) == 0)
			return statement->files[i].sha256;
	return NULL;
}

char *
qms_statement_path(struct qms_arena *arena,
    const struct qms_statement *statement)
{
	const char *agency = statement->agency, *version = statement->version;
	char *directory;

	if (agency == NULL || *agency == '\0')
		directory = qms_arena_string(arena, qms_string_is(
		    statement->act, "witness") ? "trust/checkpoints" :
		    "trust");
	else
		directory = qms_arena_format(arena, "agencies/%s/acts/%s",
		    agency, statement->id);
	if (version == NULL || *version == '\0')
		version = statement->date;
	return qms_arena_format(arena, "%s/%s-%s-%s-%.*s.yaml", directory,
	    version, statement->act, statement->by, (int)NAME_HEX,
	    statement->sha256);
}

/* What stands behind agencies/<agency>/, or NULL. */
static const char *
behind_agency(const char *path)
{
	static const char agencies[] = "agencies/";

	if (!qms_starts_with(path, agencies))
		return NULL;
	path = strchr(path + strlen(agencies), '/');
	return path == NULL ? NULL : path + 1;
}

static bool
is_in_acts(const char *path)
{
	const char *rest = behind_agency(path);

	if (rest != NULL)
		return qms_starts_with(rest, "acts/");
	return qms_starts_with(path, "trust/checkpoints/") ||
	    (qms_starts_with(path, "trust/") && strchr(path + 6, '/') ==
	    NULL && path[6] >= '0' && path[6] <= '9');
}

bool
qms_statement_is_path(const char *path)
{
	return is_in_acts(path) && qms_ends_with(path, ".yaml");
}

bool
qms_path_only_grows(const char *path)
{
	const char *rest = behind_agency(path);

	return is_in_acts(path) ||
	    (rest != NULL && qms_starts_with(rest, "issued/"));
}

char *
qms_statement_issued_path(struct qms_arena *arena,
    const struct qms_statement *statement, const char *document,
    const char *path)
{
	const char *slash = strrchr(document, '/');
	const char *dot = strrchr(slash == NULL ? document : slash, '.');
	size_t stem = dot == NULL ? strlen(document) :
	    (size_t)(dot - document);
	const char *name;

	if (strcmp(path, document) == 0)
		name = qms_arena_format(arena, "text%s",
		    dot == NULL ? "" : dot);
	else if (strncmp(path, document, stem) == 0 && path[stem] == '/')
		name = path + stem + 1;
	else
		name = (slash = strrchr(path, '/')) == NULL ? path : slash + 1;
	return qms_arena_format(arena, "agencies/%s/issued/%s/%s/%s",
	    statement->agency, statement->id, statement->version, name);
}
