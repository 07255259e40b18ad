/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "declared.h"
#include "json.h"
#include "markdown.h"
#include "query.h"
#include "splice.h"
#include "xml.h"
#include "yaml.h"

#define NAME_SPACE "urn:qms:declaration:1"
#define WITHHELD "withheld"

/* ---- files ---- */

static void
add_file(struct qms_declared *declared, struct qms_arena *arena,
    const char *path, struct qms_text bytes)
{
	struct qms_declared_file *file;

	file = qms_push(arena, declared->files, declared->count,
	    declared->room);
	file->path = qms_arena_string(arena, path);
	file->bytes.data = qms_arena_copy(arena, bytes.data, bytes.size);
	file->bytes.size = bytes.size;
}

static int
compare_files(const void *left, const void *right)
{
	const struct qms_declared_file *a = left, *b = right;
	char one[QMS_SHA256_SIZE], other[QMS_SHA256_SIZE];
	int order = strcmp(a->path, b->path);

	return order != 0 ? order : strcmp(qms_sha256(one, a->bytes),
	    qms_sha256(other, b->bytes));
}

static const struct qms_declared_file *
find_file(const struct qms_declared *declared, const char *path,
    const char *sha256)
{
	char hex[QMS_SHA256_SIZE];
	size_t i;

	for (i = 0; i < declared->count; i++)
		if (strcmp(declared->files[i].path, path) == 0 &&
		    (sha256 == NULL || strcmp(qms_sha256(hex,
		    declared->files[i].bytes), sha256) == 0))
			return &declared->files[i];
	return NULL;
}

/* ---- base64, strict ---- */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	"abcdefghijklmnopqrstuvwxyz0123456789+/";

static const char *
encode(struct qms_arena *arena, struct qms_text bytes)
{
	const unsigned char *from = (const unsigned char *)bytes.data;
	char *text = qms_arena_alloc(arena, (bytes.size + 2) / 3 * 4 + 1);
	size_t at = 0, i, left;
	unsigned group;

	for (i = 0; i < bytes.size; i += 3) {
		left = bytes.size - i;
		group = (unsigned)from[i] << 16 |
		    (left > 1 ? (unsigned)from[i + 1] << 8 : 0) |
		    (left > 2 ? (unsigned)from[i + 2] : 0);
		text[at++] = digits[group >> 18];
		text[at++] = digits[group >> 12 & 63];
		text[at++] = left > 1 ? digits[group >> 6 & 63] : '=';
		text[at++] = left > 2 ? digits[group & 63] : '=';
	}
	text[at] = '\0';
	return text;
}

/* What is no base64 gives other bytes, which are then not those stated. */
static struct qms_text
decode(struct qms_arena *arena, const char *text)
{
	size_t size = strlen(text), at = 0, i;
	char *bytes = qms_arena_alloc(arena, size / 4 * 3 + 3);
	unsigned group = 0;
	const char *digit;

	for (i = 0; i < size && text[i] != '='; i++) {
		digit = strchr(digits, text[i]);
		group = group << 6 | (digit == NULL ? 0 :
		    (unsigned)(digit - digits));
		if (i % 4 == 3) {
			bytes[at++] = (char)(group >> 16 & 255);
			bytes[at++] = (char)(group >> 8 & 255);
			bytes[at++] = (char)(group & 255);
			group = 0;
		}
	}
	if (i % 4 == 2)
		bytes[at++] = (char)(group >> 4 & 255);
	if (i % 4 == 3) {
		bytes[at++] = (char)(group >> 10 & 255);
		bytes[at++] = (char)(group >> 2 & 255);
	}
	return (struct qms_text){ bytes, at };
}

/* ---- out of a repository ---- */

struct collect {
	struct qms_declared *declared;
	struct qms_system *system;
	struct qms_arena *arena;
	const char *agency;
	int64_t before;			/* trust statements up to this one */
	bool internal;
};

/* What lies beside a statement: signatures of its own and of others. */
static const struct qms_error *
add_beside(struct collect *c, const char *path)
{
	struct qms_store_entry *entries;
	const struct qms_error *err;
	struct qms_text bytes;
	size_t count, i;

	err = qms_store_list(&entries, &count, c->arena, c->system->newest,
	    qms_arena_copy(c->arena, path, strlen(path) - strlen(".yaml")));
	for (i = 0; err == NULL && i < count; i++) {
		err = qms_store_read(&bytes, c->arena, c->system->newest,
		    entries[i].path, QMS_FILE_LIMIT);
		if (err == NULL)
			add_file(c->declared, c->arena, entries[i].path,
			    bytes);
	}
	return err;
}

static bool
is_internal(const struct collect *c, const char *path)
{
	struct qms_match match;

	return qms_kinds_match(&match, qms_system_kinds(c->system), c->arena,
	    path, NULL) && !match.kind->public;
}

/* The member as this trust statement pins it, once: as it was in the commit
 * by which that entered. */
static const struct qms_error *
add_member(struct collect *c, const struct qms_store *store,
    const struct qms_statement *s, const char *path)
{
	const struct qms_error *err;
	struct qms_text bytes;
	size_t i;

	for (i = 0; i < s->file_count; i++)
		if (strcmp(s->files[i].path, path) == 0)
			break;
	if (i == s->file_count || find_file(c->declared, path,
	    s->files[i].sha256) != NULL)
		return NULL;
	if (!c->internal && is_internal(c, path)) {
		c->declared->withheld = true;
		return NULL;
	}
	err = qms_store_read(&bytes, c->arena, store, path, QMS_FILE_LIMIT);
	if (err == NULL)
		add_file(c->declared, c->arena, path, bytes);
	return err;
}

static const struct qms_error *
add_trust(struct collect *c, const struct qms_row_statement *row,
    bool newest)
{
	struct qms_problems problems = { .arena = c->arena };
	const struct qms_declared_file *file;
	const struct qms_error *err;
	struct qms_statement s;
	struct qms_store *store;
	struct qms_oid commit;
	const char *people;
	size_t i;

	err = add_beside(c, row->path);
	file = find_file(c->declared, row->path, NULL);
	if (err != NULL || file == NULL || !qms_statement_parse(&s, c->arena,
	    file->bytes, row->path, &problems) ||
	    !qms_oid_parse(&commit, row->commit))
		return err;
	err = qms_store_commit(&store, c->arena, c->system->git, &commit,
	    c->system->prefix);
	if (err == NULL)
		err = add_member(c, store, &s, qms_guard_signers_path(
		    c->arena, row->agency));
	if (err == NULL)
		err = add_member(c, store, &s, qms_guard_compromised_path(
		    c->arena, row->agency));
	people = qms_arena_format(c->arena, "agencies/%s/people.yaml",
	    row->agency);
	if (err == NULL && newest)
		err = add_member(c, store, &s, *row->agency == '\0' ?
		    QMS_AUTHORITIES : people);
	for (i = 0; err == NULL && newest && i < s.file_count; i++)
		if (qms_enrolled_is_path(s.files[i].path))
			err = add_member(c, store, &s, s.files[i].path);
	return err;
}

static const struct qms_error *
add_chain(struct collect *c, const char *agency)
{
	struct qms_row_statement *rows;
	const struct qms_error *err;
	size_t count, i, last = 0;

	err = qms_query_statements(&rows, &count, c->arena, c->system->index,
	    agency, "trust");
	for (i = 0; err == NULL && i < count; i++)
		if (*rows[i].void_code == '\0' &&
		    strcmp(rows[i].act, "trust") == 0 &&
		    strcmp(rows[i].agency, agency) == 0 &&
		    rows[i].position < c->before)
			last = i;
	for (i = 0; err == NULL && i < count; i++)
		if (*rows[i].void_code == '\0' &&
		    strcmp(rows[i].act, "trust") == 0 &&
		    strcmp(rows[i].agency, agency) == 0 &&
		    rows[i].position < c->before)
			err = add_trust(c, &rows[i], i == last);
	return err;
}

const struct qms_error *
qms_declared_collect(struct qms_declared *declared, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *id,
    bool internal)
{
	struct collect c = { .declared = declared, .system = system,
	    .arena = arena, .agency = agency, .internal = internal };
	struct qms_row_statement *rows, *act = NULL;
	const struct qms_error *err;
	struct qms_found found;
	struct qms_text bytes;
	size_t count, i;

	memset(declared, 0, sizeof(*declared));
	err = qms_system_find(&found, system, agency, id);
	if (err == NULL)
		err = qms_query_statements(&rows, &count, arena,
		    system->index, agency, id);
	for (i = 0; err == NULL && i < count; i++)
		if (*rows[i].void_code == '\0' &&
		    strcmp(rows[i].act, "declare") == 0)
			act = &rows[i];
	if (err == NULL && act == NULL)
		err = qms_fail(QMS_M_U173, id);
	if (err != NULL)
		return err;
	declared->statement = act->path;
	declared->record = found.path;
	c.before = act->position;
	err = qms_system_bytes(&bytes, system, arena, act->text);
	if (err == NULL) {
		add_file(declared, arena, found.path, bytes);
		err = add_beside(&c, act->path);
	}
	if (err == NULL)
		err = add_chain(&c, "");
	if (err == NULL)
		err = add_chain(&c, agency);
	if (err == NULL)
		qsort(declared->files, declared->count,
		    sizeof(*declared->files), compare_files);
	return err;
}

/* ---- what the files say ---- */

struct said {
	struct qms_statement act;
	struct qms_yaml *front;
	struct qms_markdown body;
	const struct qms_markdown_table *scope;
};

static const char *const scalars[][2] = {	/* key, element */
	{ "title", "title" }, { "type", "type" }, { "reason", "reason" },
	{ "standard", "standard" }, { "number", "number" },
	{ "signed", "signed" }, { "replaces", "replaces" },
	{ "audit", "audit" }, { "review", "review" },
	{ "effectiveness", "effectiveness" },
	{ "confirmation", "confirmation" }, { "tthc", "tthc" },
	{ "procedures", "procedures" },
};
enum { SCALARS = sizeof(scalars) / sizeof(scalars[0]) };

static const char *const columns[][2] = {	/* title, element */
	{ "TT", "no" }, { "Mã", "code" }, { "Tên thủ tục", "name" },
	{ "Lĩnh vực", "field" }, { "Quy trình", "procedure" },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static const char annex[] = "Danh mục thủ tục hành chính";

/* free with qms_markdown_free(&said->body) when it is no failure */
static const struct qms_error *
read_said(struct said *said, struct qms_arena *arena,
    const struct qms_declared *declared, const char *subject)
{
	struct qms_problems problems = { .arena = arena };
	const struct qms_declared_file *act, *record;
	struct qms_splice_parts parts;
	struct qms_text piece;
	size_t i;

	memset(said, 0, sizeof(*said));
	act = find_file(declared, declared->statement, NULL);
	record = find_file(declared, declared->record, NULL);
	if (act == NULL || record == NULL || !qms_statement_parse(&said->act,
	    arena, act->bytes, act->path, &problems))
		return qms_fail(QMS_M_G160, subject, act == NULL ?
		    declared->statement : declared->record);
	parts = qms_splice_split(record->bytes);
	piece = (struct qms_text){ record->bytes.data + parts.front,
	    parts.front_size };
	qms_yaml_parse(&said->front, arena, piece, 65536, record->path, 1,
	    &problems);
	if (said->front == NULL)
		return qms_fail(QMS_M_G160, subject, declared->record);
	piece = (struct qms_text){ record->bytes.data + parts.body,
	    record->bytes.size - parts.body };
	qms_markdown_parse(&said->body, arena, piece, record->path, 1,
	    &problems);
	for (i = 0; i < said->body.table_count; i++)
		if (said->body.tables[i].heading != NULL && strcmp(
		    said->body.tables[i].heading->text, annex) == 0)
			said->scope = &said->body.tables[i];
	return NULL;
}

static const char *
cell(const struct qms_markdown_table *table, size_t row, const char *title)
{
	size_t i;

	for (i = 0; i < table->header.count; i++)
		if (strcmp(table->header.cells[i].text, title) == 0 &&
		    i < table->rows[row].count)
			return table->rows[row].cells[i].text;
	return "";
}

/* ---- XML ---- */

static void
write_fields(struct qms_xml_node *root, const struct said *said)
{
	const struct qms_yaml *fields = qms_yaml_get(said->front, "fields");
	const struct qms_yaml *one;
	struct qms_xml_node *node;
	const char *value;
	size_t i, k;

	for (i = 0; i < SCALARS; i++) {
		value = qms_yaml_string(said->front, scalars[i][0]);
		if (value != NULL && *value != '\0')
			(void)qms_xml_add(root, scalars[i][1], value, NULL);
	}
	for (one = fields == NULL ? NULL : fields->first; one != NULL;
	    one = one->next)
		if (one->type == QMS_YAML_SCALAR)
			(void)qms_xml_add(root, "field", one->value, NULL);
	for (i = 0; said->scope != NULL && i < said->scope->count; i++) {
		node = qms_xml_add(root, "item", NULL, NULL);
		for (k = 0; k < COLUMNS; k++)
			(void)qms_xml_add(node, columns[k][1], cell(
			    said->scope, i, columns[k][0]), NULL);
	}
}

static void
write_act(struct qms_xml_node *root, const struct qms_statement *act)
{
	const char *const pairs[][2] = { { "date", act->date },
	    { "by", act->by }, { "office", act->office },
	    { "capacity", act->capacity }, { "proof", act->proof },
	    { "decision", act->decision },
	    { "decision-date", act->decision_date },
	    { "decision-sha256", act->decision_sha256 },
	    { "recorded-by", act->recorded_by } };
	struct qms_xml_node *node = qms_xml_add(root, "act", NULL, NULL);
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (*pairs[i][1] != '\0')
			(void)qms_xml_add(node, pairs[i][0], pairs[i][1],
			    NULL);
}

const struct qms_error *
qms_declared_xml(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_declared *declared, const char *subject)
{
	const struct qms_error *err;
	struct qms_xml_node *root, *files, *node;
	char sha256[QMS_SHA256_SIZE];
	struct qms_xml *xml;
	struct said said;
	size_t i;

	err = read_said(&said, arena, declared, subject);
	if (err != NULL)
		return err;
	xml = qms_xml_new("declaration");
	root = qms_xml_root(xml);
	qms_xml_set(root, "xmlns", NAME_SPACE);
	qms_xml_set(root, "agency", said.act.agency);
	qms_xml_set(root, "id", said.act.id);
	qms_xml_set(root, "system", said.act.system);
	if (declared->withheld)
		qms_xml_set(root, "people", WITHHELD);
	write_fields(root, &said);
	write_act(root, &said.act);
	files = qms_xml_add(root, "files", NULL, NULL);
	qms_xml_set(files, "statement", declared->statement);
	qms_xml_set(files, "record", declared->record);
	for (i = 0; i < declared->count; i++) {
		node = qms_xml_add(files, "file", encode(arena,
		    declared->files[i].bytes), NULL);
		qms_xml_set(node, "path", declared->files[i].path);
		qms_xml_set(node, "sha256", qms_sha256(sha256,
		    declared->files[i].bytes));
	}
	qms_xml_write(out, xml);
	qms_xml_free(xml);
	qms_markdown_free(&said.body);
	return NULL;
}

static struct qms_xml_node *
child(struct qms_xml_node *node, const char *name)
{
	struct qms_xml_node *one = qms_xml_first(node);

	while (one != NULL && strcmp(qms_xml_name(one), name) != 0)
		one = qms_xml_next(one);
	return one;
}

/* The enclosed files, of a file that is just what they give. */
static const struct qms_error *
read_xml(struct qms_declared *declared, struct qms_arena *arena,
    struct qms_text file, const char *subject)
{
	const struct qms_error *err;
	struct qms_buffer again = { 0 };
	struct qms_xml_node *files, *one;
	struct qms_xml *xml;
	const char *path;
	bool same;
	int line;

	memset(declared, 0, sizeof(*declared));
	if (!qms_xml_parse(&xml, file, &line))
		return qms_fail(QMS_M_G160, subject, qms_arena_format(arena,
		    "XML:%d", line));
	declared->withheld = qms_string_is(WITHHELD, qms_xml_attribute(arena,
	    qms_xml_root(xml), "people"));
	files = child(qms_xml_root(xml), "files");
	declared->statement = files == NULL ? NULL :
	    qms_xml_attribute(arena, files, "statement");
	declared->record = files == NULL ? NULL :
	    qms_xml_attribute(arena, files, "record");
	for (one = files == NULL ? NULL : qms_xml_first(files); one != NULL;
	    one = qms_xml_next(one)) {
		path = qms_xml_attribute(arena, one, "path");
		if (path != NULL)
			add_file(declared, arena, path, decode(arena,
			    qms_xml_text(arena, one)));
	}
	qms_xml_free(xml);
	if (declared->statement == NULL || declared->record == NULL)
		return qms_fail(QMS_M_G160, subject, "files");
	err = qms_declared_xml(&again, arena, declared, subject);
	same = err == NULL && qms_text_equal(file, qms_buffer_view(&again));
	qms_buffer_free(&again);
	return err != NULL || same ? err : qms_fail(QMS_M_G161, subject);
}

/* ---- JSON ---- */

static void
json_scope(struct qms_json *json, const struct said *said)
{
	size_t i, k;

	qms_json_array(json, "scope");
	for (i = 0; said->scope != NULL && i < said->scope->count; i++) {
		qms_json_object(json, NULL);
		for (k = 0; k < COLUMNS; k++)
			qms_json_string(json, columns[k][1], cell(
			    said->scope, i, columns[k][0]));
		qms_json_end_object(json);
	}
	qms_json_end_array(json);
}

static void
json_files(struct qms_json *json, struct qms_arena *arena,
    const struct qms_declared *declared)
{
	char sha256[QMS_SHA256_SIZE];
	size_t i;

	qms_json_string(json, "statement", declared->statement);
	qms_json_string(json, "record", declared->record);
	qms_json_array(json, "files");
	for (i = 0; i < declared->count; i++) {
		qms_json_object(json, NULL);
		qms_json_string(json, "path", declared->files[i].path);
		qms_json_string(json, "sha256", qms_sha256(sha256,
		    declared->files[i].bytes));
		qms_json_string(json, "base64", encode(arena,
		    declared->files[i].bytes));
		qms_json_end_object(json);
	}
	qms_json_end_array(json);
}

const struct qms_error *
qms_declared_json(struct qms_buffer *out, struct qms_arena *arena,
    const struct qms_declared *declared, const char *subject)
{
	const struct qms_yaml *one;
	const struct qms_error *err;
	struct qms_json json;
	struct said said;
	const char *value;
	size_t i;

	err = read_said(&said, arena, declared, subject);
	if (err != NULL)
		return err;
	qms_json_init(&json, out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/declared/1");
	qms_json_string(&json, "agency", said.act.agency);
	qms_json_string(&json, "id", said.act.id);
	qms_json_string(&json, "system", said.act.system);
	if (declared->withheld)
		qms_json_string(&json, "people", WITHHELD);
	for (i = 0; i < SCALARS; i++) {
		value = qms_yaml_string(said.front, scalars[i][0]);
		qms_json_string(&json, scalars[i][1], value == NULL ? "" :
		    value);
	}
	qms_json_array(&json, "fields");
	one = qms_yaml_get(said.front, "fields");
	for (one = one == NULL ? NULL : one->first; one != NULL;
	    one = one->next)
		if (one->type == QMS_YAML_SCALAR)
			qms_json_string(&json, NULL, one->value);
	qms_json_end_array(&json);
	json_scope(&json, &said);
	qms_json_string(&json, "date", said.act.date);
	qms_json_string(&json, "by", said.act.by);
	qms_json_string(&json, "office", said.act.office);
	qms_json_string(&json, "capacity", said.act.capacity);
	qms_json_string(&json, "proof", said.act.proof);
	qms_json_string(&json, "decision", said.act.decision);
	qms_json_string(&json, "decision_date", said.act.decision_date);
	qms_json_string(&json, "decision_sha256", said.act.decision_sha256);
	json_files(&json, arena, declared);
	qms_json_end_object(&json);
	qms_markdown_free(&said.body);
	return NULL;
}

/* ---- from the file alone ---- */

struct link {				/* a trust statement */
	struct qms_statement s;
	const char *path;
	struct qms_guard guard;		/* that it brings */
};

struct chain {
	struct link *items;
	size_t count, room;
};

struct judge {
	struct qms_arena *arena;
	struct qms_declared declared;
	const char *subject;
	struct chain system, own;
	size_t base;			/* the root, in the system's chain */
	struct qms_declared_proof *proof;
};

static const struct qms_error *
read_beside(void *closure, struct qms_text *text, const char *path)
{
	const struct qms_declared_file *file = find_file(closure, path, NULL);

	*text = file == NULL ? (struct qms_text){ 0 } : file->bytes;
	return NULL;
}

/* A member as a trust statement pins it; false: it pins none, or it is not
 * enclosed. */
static bool
member(struct qms_text *text, const struct judge *judge,
    const struct qms_statement *s, const char *path)
{
	const struct qms_declared_file *file = NULL;
	size_t i;

	for (i = 0; i < s->file_count; i++)
		if (strcmp(s->files[i].path, path) == 0)
			file = find_file(&judge->declared, path,
			    s->files[i].sha256);
	*text = file == NULL ? (struct qms_text){ 0 } : file->bytes;
	return file != NULL;
}

/* An incomplete file must not make a guard weaker: what is pinned is there. */
static bool
is_pinned(const struct qms_statement *s, const char *path)
{
	size_t i;

	for (i = 0; i < s->file_count; i++)
		if (strcmp(s->files[i].path, path) == 0)
			return true;
	return false;
}

static const struct qms_error *
read_guard(struct link *link, struct judge *judge)
{
	const char *agency = link->s.agency;
	const char *signers = qms_guard_signers_path(judge->arena, agency);
	const char *lost = qms_guard_compromised_path(judge->arena, agency);
	struct qms_problems ignored = { .arena = judge->arena };
	struct qms_text text;

	link->guard.number = atoi(link->s.version);
	link->guard.threshold = qms_guard_threshold(link->s.result);
	if (link->guard.threshold < 0)
		return qms_fail(QMS_M_G162, judge->subject, link->path);
	if (member(&text, judge, &link->s, signers))
		qms_signers_parse(&link->guard.signers, judge->arena, text,
		    signers, &ignored);
	else if (is_pinned(&link->s, signers))
		return qms_fail(QMS_M_G162, judge->subject, signers);
	if (member(&text, judge, &link->s, lost))
		qms_compromised_parse(&link->guard.compromised, judge->arena,
		    text);
	else if (is_pinned(&link->s, lost))
		return qms_fail(QMS_M_G162, judge->subject, lost);
	return NULL;
}

static int
compare_links(const void *left, const void *right)
{
	const struct link *a = left, *b = right;

	return qms_trust_number(a->path) - qms_trust_number(b->path);
}

static const struct qms_error *
read_chain(struct chain *chain, struct judge *judge, const char *agency)
{
	const char *directory = qms_arena_format(judge->arena, "%s/",
	    qms_trust_directory(judge->arena, agency));
	struct qms_problems ignored = { .arena = judge->arena };
	const struct qms_declared_file *file;
	const struct qms_error *err = NULL;
	struct link *link;
	size_t i;

	for (i = 0; i < judge->declared.count; i++) {
		file = &judge->declared.files[i];
		if (!qms_starts_with(file->path, directory) ||
		    !qms_ends_with(file->path, ".yaml") ||
		    strchr(file->path + strlen(directory), '/') != NULL)
			continue;
		link = qms_push(judge->arena, chain->items, chain->count,
		    chain->room);
		memset(link, 0, sizeof(*link));
		link->path = file->path;
		if (!qms_statement_parse(&link->s, judge->arena, file->bytes,
		    file->path, &ignored) || strcmp(link->s.act, "trust") !=
		    0 || strcmp(link->s.agency, agency) != 0)
			return qms_fail(QMS_M_G162, judge->subject,
			    file->path);
	}
	if (chain->count == 0)
		return qms_fail(QMS_M_G162, judge->subject, directory);
	qsort(chain->items, chain->count, sizeof(*chain->items),
	    compare_links);
	for (i = 0; err == NULL && i < chain->count; i++)
		err = read_guard(&chain->items[i], judge);
	return err;
}

static bool
has_signed(struct judge *judge, const struct link *link,
    const struct qms_guard *guard)
{
	struct qms_guard_signed by;

	return qms_guard_count(&by, judge->arena, guard, &link->s,
	    link->path, link->s.date, read_beside, &judge->declared) ==
	    NULL && by.principals.count >= (size_t)guard->threshold;
}

/* Numbers without a gap, each naming the one before. */
static const struct qms_error *
judge_order(struct judge *judge, const struct chain *chain)
{
	const char *system = judge->system.items[0].s.sha256;
	const struct link *link;
	size_t i;

	for (i = 0; i < chain->count; i++) {
		link = &chain->items[i];
		if (qms_trust_number(link->path) != (int)i ||
		    (i > 0 && !qms_strings_has(&link->s.prev,
		    chain->items[i - 1].s.sha256)) ||
		    (link != &judge->system.items[0] &&
		    strcmp(link->s.system, system) != 0))
			return qms_fail(QMS_M_G162, judge->subject,
			    link->path);
	}
	return NULL;
}

/* The root pins what is before it; what follows is signed. */
static const struct qms_error *
judge_system(struct judge *judge)
{
	const struct chain *chain = &judge->system;
	size_t i;

	for (i = judge->base + 1; i < chain->count; i++)
		if (chain->items[i - 1].guard.threshold > 0 &&
		    !has_signed(judge, &chain->items[i],
		    &chain->items[i - 1].guard))
			return qms_fail(QMS_M_G164, judge->subject,
			    chain->items[i].path);
	return NULL;
}

/* Which of the system's guards was there first cannot be told from here: any
 * from the root on will do. */
static bool
has_signed_for_system(struct judge *judge, const struct link *link)
{
	const struct chain *chain = &judge->system;
	size_t i;

	for (i = judge->base; i < chain->count; i++)
		if (chain->items[i].guard.threshold > 0 &&
		    has_signed(judge, link, &chain->items[i].guard))
			return true;
	return false;
}

/*
 * What signers of the system signed is theirs, with all before it; then the
 * agency's own signers, whom that names, go on. Otherwise anybody could bring
 * signers of his own.
 */
static const struct qms_error *
judge_own(struct judge *judge)
{
	const struct chain *chain = &judge->own;
	const struct qms_guard *before;
	bool anchored = !judge->proof->guarded;
	size_t i;

	for (i = 0; i < chain->count; i++) {
		before = i == 0 ? NULL : &chain->items[i - 1].guard;
		if (has_signed_for_system(judge, &chain->items[i]))
			anchored = true;
		else if (before != NULL && before->threshold > 0)
			anchored = anchored && has_signed(judge,
			    &chain->items[i], before);
		else
			anchored = !judge->proof->guarded;
	}
	return anchored ? NULL : qms_fail(QMS_M_G164, judge->subject,
	    chain->items[chain->count - 1].path);
}

/* The root: the one that is given, else the first that asks for signatures. */
static const struct qms_error *
find_root(struct judge *judge, const char *root)
{
	static const char prefix[] = "SHA256:";
	const struct chain *chain = &judge->system;
	size_t i = 0;

	if (root != NULL && qms_starts_with(root, prefix))
		root += strlen(prefix);
	while (i < chain->count && (root != NULL ?
	    strcmp(chain->items[i].s.sha256, root) != 0 :
	    chain->items[i].guard.threshold == 0))
		i++;
	if (i == chain->count && root != NULL)
		return qms_fail(QMS_M_G163, judge->subject, root);
	judge->base = i == chain->count ? 0 : i;
	judge->proof->root = chain->items[judge->base].s.sha256;
	judge->proof->pinned = root != NULL;
	judge->proof->guarded =
	    chain->items[judge->base].guard.threshold > 0;
	return NULL;
}

/* ---- the act ---- */

static int64_t
noon(const char *day)
{
	return (int64_t)qms_day_parse(qms_text(day)) * 86400 + 43200;
}

static const struct link *
newest(const struct chain *chain)
{
	return &chain->items[chain->count - 1];
}

static bool
is_lost(const struct judge *judge, const char *key)
{
	return qms_compromised_find(&newest(&judge->own)->guard.compromised,
	    key) != NULL || qms_compromised_find(&newest(
	    &judge->system)->guard.compromised, key) != NULL;
}

static bool
judge_key(struct judge *judge)
{
	const struct qms_statement *act = &judge->proof->act;
	const struct qms_declared_file *file, *statement;
	struct qms_signature signature;

	file = find_file(&judge->declared, qms_arena_format(judge->arena,
	    "%s.sig", judge->declared.statement), NULL);
	statement = find_file(&judge->declared, judge->declared.statement,
	    NULL);
	if (file == NULL || statement == NULL || !qms_signature_parse(
	    &signature, judge->arena, file->bytes) ||
	    strcmp(signature.name_space, QMS_NAMESPACE) != 0 ||
	    !qms_signature_verify(&signature, statement->bytes) ||
	    qms_signers_find(&newest(&judge->own)->guard.signers, act->by,
	    QMS_NAMESPACE, signature.key, noon(act->date)) == NULL)
		return false;
	judge->proof->key = qms_public_key_fingerprint(judge->arena,
	    signature.key);
	return !is_lost(judge, judge->proof->key);
}

static bool
judge_certificate(struct judge *judge)
{
	const struct qms_statement *act = &judge->proof->act;
	struct qms_problems ignored = { .arena = judge->arena };
	const struct qms_declared_file *file, *statement;
	struct qms_enrolled enrolled;
	struct qms_text text;
	const char *path;
	struct qms_cms cms;
	qms_day day = qms_day_parse(qms_text(act->date));

	file = find_file(&judge->declared, qms_arena_format(judge->arena,
	    "%s.p7s", judge->declared.statement), NULL);
	statement = find_file(&judge->declared, judge->declared.statement,
	    NULL);
	if (file == NULL || statement == NULL ||
	    !qms_cms_parse(&cms, judge->arena, file->bytes) ||
	    !qms_cms_verify(&cms, statement->bytes))
		return false;
	path = qms_enrolled_path(judge->arena, act->agency, act->by,
	    &cms.signer);
	if (!member(&text, judge, &newest(&judge->own)->s, path) ||
	    !qms_enrolled_parse(&enrolled, judge->arena, text, path,
	    &ignored) || strcmp(enrolled.certificate.sha256,
	    cms.signer.sha256) != 0 ||
	    (enrolled.from != QMS_DAY_NONE && day < enrolled.from) ||
	    (enrolled.to != QMS_DAY_NONE && day > enrolled.to) ||
	    noon(act->date) + 86400 < cms.signer.after ||
	    noon(act->date) - 86400 > cms.signer.before)
		return false;
	if (member(&text, judge, &newest(&judge->system)->s,
	    QMS_AUTHORITIES) && !qms_cms_leads_to(&cms, text,
	    cms.time == INT64_MIN ? noon(act->date) : cms.time))
		return false;
	judge->proof->key = qms_public_key_fingerprint(judge->arena,
	    cms.signer.der);
	return !is_lost(judge, judge->proof->key);
}

/* The person holds the office by the people's file that is pinned. */
static const struct qms_error *
judge_office(struct judge *judge)
{
	const struct qms_statement *act = &judge->proof->act;
	const char *path = qms_arena_format(judge->arena,
	    "agencies/%s/people.yaml", act->agency);
	struct qms_problems ignored = { .arena = judge->arena };
	struct qms_strings heads = { 0 };
	const struct qms_person *person;
	struct qms_people people;
	struct qms_text text;
	const char *held;

	if (!member(&text, judge, &newest(&judge->own)->s, path)) {
		judge->proof->withheld = judge->declared.withheld;
		judge->proof->signer = act->by;
		return judge->declared.withheld ? NULL : qms_fail(QMS_M_G162,
		    judge->subject, path);
	}
	qms_people_parse(&people, judge->arena, text, path, &ignored);
	person = qms_people_by_id(&people, act->by);
	judge->proof->signer = person == NULL ? act->by : person->name;
	qms_strings_add(judge->arena, &heads, "head");
	/* a delegation is a record of its own, which is not enclosed */
	if (*act->delegation == '\0' && !qms_people_holds(&people, act->by,
	    &heads, act->capacity, qms_day_parse(qms_text(act->date)),
	    &held))
		return qms_fail(QMS_M_G166, judge->subject, act->by,
		    act->date);
	return NULL;
}

static const struct qms_error *
judge_act(struct judge *judge)
{
	const struct qms_declared *declared = &judge->declared;
	const struct qms_statement *act = &judge->proof->act;
	const struct qms_error *err;

	if (strcmp(act->act, "declare") != 0 ||
	    find_file(declared, declared->record, act->text) == NULL)
		return qms_fail(QMS_M_G162, judge->subject,
		    declared->record);
	err = judge_office(judge);
	if (err != NULL)
		return err;
	judge->proof->key = "";
	if ((strcmp(act->proof, "key") == 0 && !judge_key(judge)) ||
	    (strcmp(act->proof, "certificate") == 0 &&
	    !judge_certificate(judge)))
		return qms_fail(QMS_M_G165, judge->subject, act->by);
	return NULL;
}

const struct qms_error *
qms_declared_verify(struct qms_declared_proof *proof, struct qms_arena *arena,
    struct qms_text file, const char *subject, const char *root)
{
	struct judge judge = { .arena = arena, .subject = subject,
	    .proof = proof };
	struct qms_problems ignored = { .arena = arena };
	const struct qms_declared_file *statement;
	const struct qms_error *err;

	memset(proof, 0, sizeof(*proof));
	err = read_xml(&judge.declared, arena, file, subject);
	if (err != NULL)
		return err;
	statement = find_file(&judge.declared, judge.declared.statement,
	    NULL);
	if (statement == NULL || !qms_statement_parse(&proof->act, arena,
	    statement->bytes, statement->path, &ignored))
		return qms_fail(QMS_M_G160, subject,
		    judge.declared.statement);
	err = read_chain(&judge.system, &judge, "");
	if (err == NULL)
		err = read_chain(&judge.own, &judge, proof->act.agency);
	if (err == NULL)
		err = find_root(&judge, root);
	if (err == NULL)
		err = judge_order(&judge, &judge.system);
	if (err == NULL)
		err = judge_order(&judge, &judge.own);
	if (err == NULL)
		err = judge_system(&judge);
	if (err == NULL)
		err = judge_own(&judge);
	if (err == NULL && strcmp(proof->act.system,
	    judge.system.items[0].s.sha256) != 0)
		err = qms_fail(QMS_M_G162, subject,
		    judge.declared.statement);
	return err ? err : judge_act(&judge);
}
