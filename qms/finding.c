/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "adopt.h"
#include "create.h"
#include "file.h"
#include "finding.h"
#include "unicode.h"

/* ---- ids ---- */

/* First letters of the words, in capitals without marks. */
static const char *
letters_of(struct qms_arena *arena, const char *name)
{
	struct qms_buffer folded = { 0 }, out = { 0 };
	const char *text;
	size_t i;

	qms_unicode_fold(&folded, qms_text(name));
	for (i = 0; i < folded.size; i++)
		if (isalnum((unsigned char)folded.data[i]) && (i == 0 ||
		    !isalnum((unsigned char)folded.data[i - 1])))
			qms_buffer_char(&out, (char)toupper(
			    (unsigned char)folded.data[i]));
	text = qms_arena_string(arena, out.size > 0 ? out.data : "X");
	qms_buffer_free(&folded);
	qms_buffer_free(&out);
	return text;
}

const struct qms_error *
qms_finding_letters(const char **letters, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *person)
{
	const char *slash = strchr(person, '/'), *other, *name = person;
	const struct qms_people *people;
	const struct qms_error *err;
	size_t i, same = 1;

	if (slash != NULL) {
		agency = qms_arena_copy(arena, person,
		    (size_t)(slash - person));
		person = slash + 1;
	}
	err = qms_system_people(&people, system, agency);
	if (err != NULL)
		return err;
	for (i = 0; i < people->person_count; i++)
		if (strcmp(people->persons[i].id, person) == 0 &&
		    people->persons[i].name != NULL)
			name = people->persons[i].name;
	*letters = letters_of(arena, name);
	/* people.yaml only grows at its end: the count stays what it is */
	for (i = 0; i < people->person_count &&
	    strcmp(people->persons[i].id, person) != 0; i++) {
		other = people->persons[i].name;
		same += other != NULL && strcmp(letters_of(arena, other),
		    *letters) == 0;
	}
	if (same > 1)
		*letters = qms_arena_format(arena, "%s%zu", *letters, same);
	if (slash != NULL)	/* who is lent may share letters with one here */
		*letters = qms_arena_format(arena, "%s.%s", *letters,
		    agency);
	return NULL;
}

/* ---- a CSV file ---- */

const char *const qms_finding_columns[][QMS_LANGUAGES + 1] = {
	{ "Số", "Number", "number" }, { "Đơn vị", "Unit", "unit" },
	{ "Điều khoản", "Clause", "clause" },
	{ "Tài liệu", "Document", "document" },
	{ "Câu trích", "Quote", "quote" },
	{ "Văn bản pháp luật", "Legal document", "legal" },
	{ "Loại", "Grade", "grade" }, { "Tóm tắt", "Title", "title" },
	{ "Mô tả", "Description", "text" },
	{ "Bằng chứng", "Evidence", "evidence" },
	{ "Tệp", "Files", "files" }, { "Ngày", "Day", "day" },
	{ "Đánh giá viên", "Auditor", "auditor" },
};
const size_t qms_finding_column_count = sizeof(qms_finding_columns) /
    sizeof(qms_finding_columns[0]);

static const char **
field(struct qms_finding *f, size_t column)
{
	const char **const fields[] = { &f->number, &f->unit, &f->clause,
		&f->document, &f->quote, &f->legal, &f->grade, &f->title,
		&f->text, &f->evidence, &f->files, &f->day, &f->auditor };

	return fields[column];
}

static bool
is_called(const char *title, const char *name)
{
	return qms_unicode_alike(qms_text_trim(qms_text(title)),
	    qms_text(name));
}

static size_t
find_column(const char *title)
{
	size_t i, k;

	for (i = 0; i < qms_finding_column_count; i++)
		for (k = 0; k <= QMS_LANGUAGES; k++)
			if (is_called(title, qms_finding_columns[i][k]))
				return i;
	return SIZE_MAX;
}

static const char *
trimmed(struct qms_arena *arena, const char *cell)
{
	struct qms_text text = qms_text_trim(qms_text(
	    qms_csv_undefended(cell)));

	return qms_arena_copy(arena, text.data == NULL ? "" : text.data,
	    text.size);
}

static void
clear(struct qms_finding *f)
{
	size_t i;

	*f = (struct qms_finding){ .source = "", .about = "", .recurrence = "" };
	for (i = 0; i < qms_finding_column_count; i++)
		*field(f, i) = "";
}

const struct qms_error *
qms_findings_parse(struct qms_finding **findings, size_t *count,
    struct qms_arena *arena, struct qms_text text, const char *path,
    struct qms_problems *problems)
{
	size_t *columns, i, k, at, room = 0;
	struct qms_finding *f;
	struct qms_csv csv;
	bool any;

	*findings = NULL;
	*count = 0;
	qms_csv_parse(&csv, arena, text, path, problems);
	columns = qms_arena_alloc(arena, (csv.header.count + 1) *
	    sizeof(*columns));
	for (i = 0; i < csv.header.count; i++) {
		columns[i] = find_column(csv.header.cells[i]);
		if (columns[i] == SIZE_MAX && *csv.header.cells[i] != '\0')
			qms_report(problems, path, csv.header.line, 0,
			    QMS_M_D252, csv.header.cells[i]);
	}
	for (i = 0; i < csv.count; i++) {
		if (*count == QMS_FINDING_ROWS) {
			qms_report(problems, path, csv.rows[i].line, 0,
			    QMS_M_D253);
			break;
		}
		f = qms_push(arena, *findings, *count, room);
		clear(f);
		f->line = csv.rows[i].line;
		any = false;
		for (k = 0; k < csv.rows[i].count && k < csv.header.count;
		    k++) {
			at = columns[k];
			if (at == SIZE_MAX)
				continue;
			*field(f, at) = trimmed(arena, csv.rows[i].cells[k]);
			any = any || (at > 0 && **field(f, at) != '\0');
		}
		if (!any)		/* an empty row of the form */
			(*count)--;
	}
	return NULL;
}

/* ---- one finding ---- */

struct judge {
	struct qms_finding *f;
	struct qms_arena *arena;
	const struct qms_finding_place *place;
	struct qms_problems *problems;
	bool ok;
};

static void
blame(struct judge *j, enum qms_message_id id, const char *a, const char *b,
    const char *c)
{
	qms_report(j->problems, j->place->csv == NULL ? "" : j->place->csv,
	    j->f->line, 0, id, a, b, c);
	j->ok = false;
}

static const char sql_unit[] =
	"SELECT id, name FROM agency_units WHERE agency = ?1";
static const char sql_grade[] =
	"SELECT grade, vi, en FROM finding_grade";
static const char sql_clause[] =
	"SELECT 1 FROM clause WHERE number = ?1";
static const char sql_legal[] =
	"SELECT 1 FROM legal WHERE number = ?1";
static const char sql_person[] =
	"SELECT 1 FROM person WHERE agency = ?1 AND id = ?2";
static const char sql_version[] =
	"SELECT version FROM version WHERE agency = ?1 AND id = ?2"
	"   AND (version = ?3 OR (?3 = '' AND effective <= ?4"
	"        AND (withdrawn IS NULL OR withdrawn > ?4)"
	"        AND (superseded IS NULL OR superseded > ?4)))"
	" ORDER BY position DESC LIMIT 1";
/* the newest like it, of another audit, within two years */
static const char sql_again[] =
	"SELECT e.id FROM finding AS e"
	"  JOIN finding_grade AS h ON h.grade = e.grade"
	"   AND h.requires_action = 'yes'"
	" WHERE e.agency = ?1 AND e.unit = ?2 AND e.clause = ?3"
	"   AND e.state <> 'retracted' AND e.day < ?4"
	"   AND add_months(e.day, 24) >= ?4 AND coalesce(e.audit, '') <> ?5"
	"   AND EXISTS (SELECT 1 FROM finding_grade AS g WHERE g.grade = ?6"
	"                AND g.requires_action = 'yes')"
	" ORDER BY e.day DESC, e.id DESC LIMIT 1";

/* The first column of the row of which any column is called so. */
static const struct qms_error *
take_id(const char **value, struct judge *j, const char *sql,
    const char *agency, enum qms_message_id unknown)
{
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i, k;

	err = qms_grid_read(&grid, j->place->system, j->arena, sql, &agency,
	    agency != NULL);
	for (i = 0; err == NULL && i < qms_grid_rows(&grid); i++)
		for (k = 0; k < grid.columns; k++)
			if (is_called(*value, qms_grid_cell(&grid, i, k))) {
				*value = qms_grid_cell(&grid, i, 0);
				return NULL;
			}
	if (err == NULL)
		blame(j, unknown, *value, NULL, NULL);
	return err;
}

static const struct qms_error *
must_exist(struct judge *j, const char *sql, const char *const *values,
    size_t count, enum qms_message_id unknown)
{
	const struct qms_error *err;
	struct qms_grid grid;

	err = qms_grid_read(&grid, j->place->system, j->arena, sql, values,
	    count);
	if (err == NULL && qms_grid_rows(&grid) == 0)
		blame(j, unknown, values[count - 1], NULL, NULL);
	return err;
}

/* The day, as 2026-03-10 or 10/03/2026, in the days of the audit. */
static void
check_day(struct judge *j)
{
	const struct qms_audit *audit = j->place->audit;
	const char *text = j->f->day;
	char iso[QMS_DAY_SIZE];
	int day, month, year;
	qms_day number;

	if (*text == '\0')
		text = j->place->day;
	number = qms_day_parse(qms_text(text));
	if (number == QMS_DAY_NONE && strchr(text, '/') != NULL &&
	    strlen(text) <= 10) {
		day = atoi(text);
		month = atoi(strchr(text, '/') + 1);
		year = strrchr(text, '/') == strchr(text, '/') ? 0 :
		    atoi(strrchr(text, '/') + 1);
		if (year >= 1900 && year <= 2999)
			number = qms_day_parse(qms_text(qms_arena_format(
			    j->arena, "%04d-%02d-%02d", year % 10000,
			    month < 0 || month > 99 ? 0 : month,
			    day < 0 || day > 99 ? 0 : day)));
	}
	if (number == QMS_DAY_NONE) {
		blame(j, QMS_M_D254, text, NULL, NULL);
		return;
	}
	j->f->day = qms_arena_string(j->arena, qms_day_format(iso, number));
	if (audit != NULL && (strcmp(j->f->day, audit->first_day) < 0 ||
	    strcmp(j->f->day, audit->last_day) > 0))
		blame(j, QMS_M_D255, j->f->day, audit->first_day,
		    audit->last_day);
}

static bool
is_of_team(const struct qms_audit *audit, const char *person)
{
	size_t i;

	for (i = 0; i < audit->slot_count; i++)
		if (strcmp(audit->slots[i].auditor, person) == 0)
			return true;
	return strcmp(audit->lead, person) == 0 ||
	    qms_strings_has(&audit->auditors, person);
}

static const struct qms_error *
check_auditor(struct judge *j)
{
	const struct qms_audit *audit = j->place->audit;
	const char *slash;

	if (*j->f->auditor == '\0')
		j->f->auditor = j->place->auditor;
	if (audit != NULL && !is_of_team(audit, j->f->auditor)) {
		blame(j, QMS_M_D256, j->f->auditor, audit->id, NULL);
		return NULL;
	}
	slash = strchr(j->f->auditor, '/');
	return must_exist(j, sql_person, (const char *const []){
	    slash == NULL ? j->place->agency : qms_arena_copy(j->arena,
	    j->f->auditor, (size_t)(slash - j->f->auditor)), slash == NULL ?
	    j->f->auditor : slash + 1 }, 2, QMS_M_D257);
}

/* Pinned to the issued text: that named, else the one in force on the day. */
static const struct qms_error *
check_document(struct judge *j)
{
	const char *text = j->f->document, *at = strchr(text, '@'), *id,
	    *slash = strchr(text, '/'), *agency = j->place->agency;
	const struct qms_error *err;
	struct qms_quote quote;
	struct qms_grid grid;

	if (*text == '\0') {
		if (*j->f->quote != '\0')
			blame(j, QMS_M_D258, NULL, NULL, NULL);
		return NULL;
	}
	if (slash != NULL)		/* a text of another agency */
		agency = qms_arena_copy(j->arena, text,
		    (size_t)(slash - text));
	id = slash == NULL ? text : slash + 1;
	id = qms_arena_copy(j->arena, id, strcspn(id, "@"));
	err = QMS_GRID(&grid, j->place->system, j->arena, sql_version,
	    agency, id, at == NULL ? "" : at + 1, j->f->day);
	if (err != NULL)
		return err;
	if (qms_grid_rows(&grid) == 0) {
		blame(j, QMS_M_D259, text, j->f->day, NULL);
		return NULL;
	}
	j->f->document = qms_arena_format(j->arena, "%.*s%s@%s",
	    slash == NULL ? 0 : (int)(slash + 1 - text), text, id,
	    qms_grid_cell(&grid, 0, 0));
	if (*j->f->quote == '\0')
		return NULL;
	err = qms_quote_judge(&quote, j->place->system, j->arena,
	    j->place->agency, j->f->document, j->f->quote);
	if (err == NULL && quote.state <= QMS_QUOTE_ABSENT)
		blame(j, QMS_M_D260, j->f->document, j->f->quote, NULL);
	return err;
}

/* A name that every file system takes, the same for the same file. */
static const char *
safe_name(struct qms_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct qms_buffer folded = { 0 };
	char *name, *c;

	qms_unicode_fold(&folded, qms_text(slash == NULL ? path : slash + 1));
	name = qms_arena_string(arena, folded.size > 0 ? folded.data : "tep");
	qms_buffer_free(&folded);
	for (c = name; *c != '\0'; c++)
		if (!isalnum((unsigned char)*c) && (c == name || strchr("._-",
		    *c) == NULL))
			*c = '-';
	if (*name == '-')
		*name = 'x';
	if (strlen(name) > 72)		/* the end says of which type it is */
		name += strlen(name) - 72;
	return isalnum((unsigned char)*name) ? name : qms_arena_format(arena,
	    "x%s", name);
}

static bool
has_name(const struct qms_finding *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->attached_count; i++)
		if (strcmp(f->attached[i].name, name) == 0)
			return true;
	return false;
}

static void
check_files(struct judge *j)
{
	struct qms_finding *f = j->f;
	struct qms_evidence *one;
	const struct qms_error *err;
	struct qms_text name, bytes;
	const char *at = f->files, *file;
	size_t size, room = 0;

	for (; *at != '\0'; at += size + (at[size] != '\0')) {
		size = strcspn(at, ";\n");
		name = qms_text_trim((struct qms_text){ at, size });
		if (name.size == 0)
			continue;
		file = qms_arena_copy(j->arena, name.data, name.size);
		if (f->attached_count == QMS_EVIDENCE_FILES) {
			blame(j, QMS_M_D263, file, NULL, NULL);
			return;
		}
		/* a CSV file of somebody else names nothing outside of its
		 * directory; what is typed is the caller's own */
		err = f->line == 0 ? qms_file_read(&bytes, j->arena, file,
		    QMS_EVIDENCE_LIMIT) : qms_file_read_below(&bytes,
		    j->arena, j->place->directory, file, QMS_EVIDENCE_LIMIT);
		if (err != NULL) {
			blame(j, err->id == QMS_M_G013 ? QMS_M_D262 :
			    QMS_M_D261, file, "8 MiB", NULL);
			continue;
		}
		one = qms_push(j->arena, f->attached, f->attached_count,
		    room);
		f->attached_count--;
		one->name = safe_name(j->arena, file);
		while (has_name(f, one->name))
			one->name = qms_arena_format(j->arena, "x%s",
			    one->name);
		f->attached_count++;
		one->bytes = bytes;
		qms_sha256(one->sha256, bytes);
	}
}

static const struct qms_error *
check_words(struct judge *j)
{
	const struct qms_error *err = NULL;
	struct qms_finding *f = j->f;

	if (*f->title == '\0')
		blame(j, QMS_M_D264, NULL, NULL, NULL);
	if (*f->clause == '\0' && *f->document == '\0' && *f->legal == '\0')
		blame(j, QMS_M_D265, NULL, NULL, NULL);
	if (*f->unit == '\0')
		blame(j, QMS_M_D266, "", NULL, NULL);
	else
		err = take_id(&f->unit, j, sql_unit, j->place->agency,
		    QMS_M_D266);
	if (err == NULL)
		err = take_id(&f->grade, j, sql_grade, NULL, QMS_M_D267);
	if (err == NULL && *f->clause != '\0')
		err = must_exist(j, sql_clause, &f->clause, 1, QMS_M_D268);
	if (err == NULL && *f->legal != '\0')
		err = must_exist(j, sql_legal, &f->legal, 1, QMS_M_D269);
	return err;
}

/* ---- the record ---- */

static void
add_key(struct qms_buffer *out, const char *key, const char *value)
{
	if (*value == '\0')
		return;
	qms_buffer_format(out, "%s: ", key);
	qms_yaml_write_scalar(out, value);
	qms_buffer_char(out, '\n');
}

/* Words of somebody else: no heading, no list, no HTML comes of them. */
static void
add_words(struct qms_buffer *out, const char *words, const char *none)
{
	if (*words == '\0')
		words = none;
	for (; *words != '\0'; words++) {
		if (*words == '\r')
			continue;
		if (*words == '\n')
			qms_buffer_string(out, "\n\n");
		else if ((unsigned char)*words < ' ')
			qms_buffer_char(out, ' ');
		else {
			if (strchr("\\`*_[]<>#|&!", *words) != NULL)
				qms_buffer_char(out, '\\');
			qms_buffer_char(out, *words);
		}
	}
	qms_buffer_string(out, "\n");
}

static void
write_record(struct judge *j)
{
	const struct qms_audit *audit = j->place->audit;
	struct qms_finding *f = j->f;
	struct qms_buffer out = { 0 };
	size_t i;

	qms_buffer_string(&out, "---\nschema: qms/finding/1\n");
	add_key(&out, "title", f->title);
	add_key(&out, "code", f->code);
	add_key(&out, "source", audit != NULL ? "internal-audit" : f->source);
	add_key(&out, "audit", audit != NULL ? audit->id : "");
	add_key(&out, "about", f->about);
	add_key(&out, "grade", f->grade);
	add_key(&out, "clause", f->clause);
	add_key(&out, "document", f->document);
	add_key(&out, "quote", f->quote);
	add_key(&out, "legal", f->legal);
	add_key(&out, "unit", f->unit);
	add_key(&out, "auditor", f->auditor);
	add_key(&out, "day", f->day);
	add_key(&out, "recurrence_of", f->recurrence);
	if (f->attached_count > 0)
		qms_buffer_string(&out, "files:\n");
	for (i = 0; i < f->attached_count; i++)
		qms_buffer_format(&out, "  - {file: \"%s\", sha256: \"%s\", "
		    "size: %zu}\n", f->attached[i].name,
		    f->attached[i].sha256, f->attached[i].bytes.size);
	qms_buffer_string(&out, "---\n\n## Mô tả\n\n");
	add_words(&out, f->text, f->title);
	qms_buffer_string(&out, "\n## Bằng chứng\n\n");
	add_words(&out, f->evidence, f->attached_count > 0 ?
	    "Tệp kèm theo." : "Lời xác nhận của người được đánh giá.");
	f->file.data = qms_arena_copy(j->arena, out.data, out.size);
	f->file.size = out.size;
	qms_buffer_free(&out);
}

static const struct qms_error *
give_id(struct judge *j, struct qms_map *taken)
{
	const struct qms_audit *audit = j->place->audit;
	struct qms_system *system = j->place->system;
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(system),
	    "finding");
	const struct qms_error *err;
	const char *letters, *number, *used = NULL;
	struct qms_finding *f = j->f;
	long n = 0;
	char *end;

	if (kind == NULL)
		return qms_fail(QMS_M_U016, "finding", "-");
	number = audit == NULL ? qms_arena_copy(j->arena, f->day, 4) :
	    qms_audit_number(j->arena, system, audit->id);
	err = qms_finding_letters(&letters, system, j->arena,
	    j->place->agency, f->auditor);
	if (err != NULL)
		return err;
	if (*f->number != '\0') {
		n = strtol(f->number, &end, 10);
		if (*end != '\0' || n < 1 || n > 999) {
			blame(j, QMS_M_D250, f->number, NULL, NULL);
			return NULL;
		}
	}
	do {		/* the one given, or the next that was never used */
		if (*f->number == '\0')
			n++;
		f->id = qms_arena_format(j->arena, "%s-%s-%02ld", number,
		    letters, n);
		err = qms_create_id_used(&used, system, j->arena,
		    j->place->agency, f->id);
	} while (err == NULL && *f->number == '\0' && n < 999 &&
	    (used != NULL || qms_map_get(taken, f->id) != NULL));
	if (err != NULL)
		return err;
	f->code = qms_arena_format(j->arena, "%02ld-%s/%s", n, letters,
	    audit == NULL ? number : audit->id);
	f->path = qms_kind_path(j->arena, kind, j->place->agency, f->id,
	    audit == NULL ? number : qms_arena_copy(j->arena,
	    audit->first_day, 4));
	if (qms_map_get(taken, f->id) != NULL)
		blame(j, QMS_M_D251, f->id, NULL, NULL);
	return NULL;
}

/* Recorded before: the same again is no new finding, another is refused. */
static const struct qms_error *
compare(struct judge *j)
{
	const struct qms_store *store = j->place->system->newest;
	struct qms_finding *f = j->f;
	const struct qms_error *err;
	struct qms_text old;
	const char *used;

	if (store == NULL || !qms_store_has(store, f->path)) {
		err = qms_create_id_used(&used, j->place->system, j->arena,
		    j->place->agency, f->id);
		if (err == NULL && used != NULL)
			blame(j, QMS_M_D251, f->id, NULL, NULL);
		return err;
	}
	err = qms_store_read(&old, j->arena, store, f->path,
	    QMS_FILE_LIMIT);
	if (err != NULL)
		return err;
	f->there = qms_text_equal(old, f->file);
	if (!f->there)
		blame(j, QMS_M_D251, f->id, NULL, NULL);
	return NULL;
}

const struct qms_error *
qms_finding_check(bool *ok, struct qms_finding *f, struct qms_arena *arena,
    const struct qms_finding_place *place, struct qms_map *taken,
    struct qms_problems *problems)
{
	struct judge j = { f, arena, place, problems, true };
	const struct qms_error *err;
	struct qms_grid grid;

	*ok = false;
	check_day(&j);
	err = check_auditor(&j);
	if (err == NULL)
		err = check_words(&j);
	if (err == NULL && j.ok)
		err = check_document(&j);
	if (err == NULL)
		check_files(&j);
	if (err == NULL && j.ok)
		err = give_id(&j, taken);
	if (err == NULL && j.ok)
		err = QMS_GRID(&grid, place->system, arena, sql_again,
		    place->agency, f->unit, f->clause, f->day,
		    place->audit == NULL ? "-" : place->audit->id, f->grade);
	if (err != NULL || !j.ok)
		return err;
	if (qms_grid_rows(&grid) > 0)
		f->recurrence = qms_grid_cell(&grid, 0, 0);
	write_record(&j);
	err = compare(&j);
	if (err == NULL && j.ok)
		qms_map_put(arena, taken, f->id, f);
	*ok = j.ok;
	return err;
}

/* ---- a sentence and what became of it ---- */

/* Text without marks and with single spaces; lines[i]: the line of byte i. */
struct squeezed {
	struct qms_buffer text;
	int *lines;
};

static void
squeeze(struct squeezed *s, struct qms_arena *arena, struct qms_text text)
{
	int line = 1;
	size_t i;
	bool space = true;

	*s = (struct squeezed){ 0 };
	s->lines = qms_arena_alloc(arena, (text.size + 2) *
	    sizeof(*s->lines));
	for (i = 0; i < text.size; i++) {
		char c = text.data[i];

		if (c == '\n')
			line++;
		if (strchr("*`\\", c) != NULL && c != '\0')
			continue;
		if (strchr(" \t\r\n|#>", c) != NULL) {
			if (space)
				continue;
			c = ' ';
		}
		space = c == ' ';
		s->lines[s->text.size] = line;
		qms_buffer_char(&s->text, c);
	}
	if (s->text.size > 0 && s->text.data[s->text.size - 1] == ' ')
		s->text.data[--s->text.size] = '\0';
	if (s->text.data == NULL)
		qms_buffer_string(&s->text, "");
}

static bool
holds(struct qms_arena *arena, struct qms_text text, const char *sentence,
    int *first, int *last)
{
	struct squeezed in, wanted;
	const char *at;
	bool found;
	size_t start;

	squeeze(&in, arena, text);
	squeeze(&wanted, arena, qms_text(sentence));
	at = wanted.text.size == 0 ? NULL : memmem(in.text.data,
	    in.text.size, wanted.text.data, wanted.text.size);
	found = at != NULL;
	if (found) {
		start = (size_t)(at - in.text.data);
		*first = in.lines[start];
		*last = in.lines[start + wanted.text.size - 1];
	}
	qms_buffer_free(&in.text);
	qms_buffer_free(&wanted.text);
	return found;
}

static const struct qms_error *
read_version(struct qms_text *text, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *id,
    const char *version)
{
	const struct qms_error *err;
	struct qms_adopt adopt;
	struct qms_found found;

	err = qms_system_find(&found, system, agency, qms_arena_format(arena,
	    "%s@%s", id, version));
	if (err == NULL)
		err = qms_system_read(text, system, arena, &found);
	if (err == NULL)
		err = qms_adopt_read(&adopt, arena, qms_system_kinds(system),
		    system->store, found.path, *text);
	if (err == NULL)
		*text = adopt.text;
	return err;
}

static const char sql_versions[] =
	"SELECT version, coalesce(in_force, 'no') FROM version"
	" WHERE agency = ?1 AND id = ?2 ORDER BY position";

const struct qms_error *
qms_quote_judge(struct qms_quote *quote, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *reference,
    const char *sentence)
{
	const char *at = strchr(reference, '@'), *slash = strchr(reference,
	    '/'), *version;
	const struct qms_error *err;
	struct qms_text text;
	struct qms_grid grid;
	bool stands = true;
	size_t i, own;
	int a, b;

	*quote = (struct qms_quote){ .now = "", .changed = "", .last = "" };
	if (slash != NULL && (at == NULL || slash < at)) {
		agency = qms_arena_copy(arena, reference,
		    (size_t)(slash - reference));
		reference = slash + 1;
	}
	quote->agency = agency;
	quote->id = qms_arena_copy(arena, reference, strcspn(reference, "@"));
	quote->version = at == NULL ? "" : at + 1;
	err = QMS_GRID(&grid, system, arena, sql_versions, agency, quote->id);
	if (err != NULL)
		return err;
	for (own = 0; own < qms_grid_rows(&grid); own++)
		if (strcmp(qms_grid_cell(&grid, own, 0), quote->version) == 0)
			break;
	if (own == qms_grid_rows(&grid))
		return NULL;
	err = read_version(&quote->before, system, arena, agency, quote->id,
	    quote->version);
	if (err != NULL)
		return err;
	quote->state = QMS_QUOTE_ABSENT;
	if (!holds(arena, quote->before, sentence, &quote->line,
	    &quote->line_end))
		return NULL;
	quote->state = QMS_QUOTE_WITHDRAWN;
	for (i = own; i < qms_grid_rows(&grid); i++) {
		version = qms_grid_cell(&grid, i, 0);
		if (i > own) {
			err = read_version(&text, system, arena, agency,
			    quote->id, version);
			if (err != NULL)
				return err;
			stands = holds(arena, text, sentence, &a, &b);
			if (!stands && *quote->changed == '\0') {
				quote->changed = version;
				quote->last = qms_grid_cell(&grid, i - 1, 0);
			}
			if (stands)
				quote->changed = "";
		}
		if (strcmp(qms_grid_cell(&grid, i, 1), "yes") != 0)
			continue;
		quote->now = version;
		quote->state = stands ? QMS_QUOTE_STANDS : QMS_QUOTE_CHANGED;
		quote->after = i > own ? text : quote->before;
		break;
	}
	return NULL;
}

const char *
qms_quote_state_id(enum qms_quote_state state)
{
	static const char *const ids[] = { "unknown", "absent", "stands",
		"changed", "withdrawn" };

	return ids[state];
}
