/* SPDX-License-Identifier: MIT */
/*
 * A new system is spoilt in every place and every way that its kind files can
 * tell, through the whole check: each time exactly one problem, on the line it
 * is about. (test_form.c does the same to one file, with every kind of value.)
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "qms/check.h"
#include "qms/create.h"
#include "qms/file.h"
#include "qms/model.h"

enum { LINES = 2000, BATCH = 400 };

static char directory[64];
static struct qms_environment environment = {
	.now = 1767578400,		/* 2026-01-05, 09:00 in Hà Nội */
	.offset = 420, .name = "Nguyễn Thị Lan", .email = "lan@so.example",
	.home = "", .cache = ""
};
static struct qms_arena arena;		/* of the whole test */
static struct qms_system *opened;

static void
succeeds(const struct qms_error *err)
{
	struct qms_buffer text = { 0 };

	if (err == NULL)
		return;
	qms_error_text(&text, err, QMS_EN);
	fail_msg("%s", text.data);
}

/* ---- a text as lines ---- */

struct file {
	const struct qms_kind *kind;
	const char *path;		/* NULL: a copy gets one of its own */
	const char *lines[LINES];
	int count;
	int front;			/* lines of front matter, with '---' */
	const char *code;		/* the line of this key, unspoilt */
};

static void
read_lines(struct file *file, const struct qms_kind *kind,
    struct qms_text text)
{
	struct qms_text line;

	*file = (struct file){ .kind = kind };
	while (qms_text_line(&line, &text)) {
		assert_true(file->count < LINES - 10);
		file->lines[file->count++] = qms_arena_copy(&arena,
		    line.data, line.size);
		if (file->code == NULL && file->front == 0 &&
		    line.size > 6 && memcmp(line.data, "code: ", 6) == 0)
			file->code = file->lines[file->count - 1];
		if (file->front == 0 && file->count > 1 &&
		    qms_text_is(line, "---"))
			file->front = file->count;
	}
	if (kind->format == QMS_FORMAT_YAML)
		file->front = file->count;
}

/* Lines from `at` (from 1), `gone` of them, become `other` (NULL: nothing). */
static struct file
with(const struct file *file, int at, int gone, const char *other)
{
	struct file copy = *file;
	int i;

	copy.count = 0;
	for (i = 0; i <= file->count; i++) {
		if (i + 1 == at && other != NULL)
			copy.lines[copy.count++] = other;
		if (i < file->count && (i + 1 < at || i + 1 >= at + gone))
			copy.lines[copy.count++] = file->lines[i];
	}
	return copy;
}

/* ---- what is expected of each copy ---- */

struct expected {
	const char *path, *what;
	int line;			/* 0: nothing is wrong with it */
	const char *before;		/* what lay there; NULL: nothing */
	bool named;			/* others may refer to what is spoilt */
	char *text;
};

static struct expected batch[BATCH];
static size_t batched, number = 1000, failures, done;

static struct qms_problems
check_all(struct qms_arena *scratch)
{
	struct qms_problems problems = { .arena = scratch };

	succeeds(qms_check(&problems, opened, NULL, 0, true));
	return problems;
}

static void
complain(const struct expected *one, const struct qms_problems *problems)
{
	struct qms_buffer text = { 0 };
	size_t i;

	failures++;
	print_error("%s: %s: expected one problem at line %d\n", one->path,
	    one->what, one->line);
	for (i = 0; i < problems->count; i++) {
		if (problems->items[i].severity != QMS_ERROR ||
		    strcmp(problems->items[i].path, one->path) != 0)
			continue;
		qms_buffer_clear(&text);
		qms_problem_text(&text, &problems->items[i], QMS_EN);
		print_error("\t%d:%d: %s %s\n", problems->items[i].line,
		    problems->items[i].column, problems->items[i].code,
		    text.data);
	}
	qms_buffer_free(&text);
}

static void
judge(const struct expected *one, const struct qms_problems *problems)
{
	size_t found = 0, i;
	int line = 0;

	for (i = 0; i < problems->count; i++) {
		if (problems->items[i].severity != QMS_ERROR ||
		    strcmp(problems->items[i].path, one->path) != 0)
			continue;
		found++;
		line = problems->items[i].line;
	}
	if (found != (one->line == 0 ? 0 : 1) || line != one->line)
		complain(one, problems);
}

static bool
is_expected(const char *path)
{
	size_t i;

	for (i = 0; i < batched; i++)
		if (strcmp(batch[i].path, path) == 0)
			return true;
	return false;
}

static char *
full_path(struct qms_arena *scratch, const char *path)
{
	return qms_arena_format(scratch, "%s/%s", directory, path);
}

/* Lays all copies into the work tree, checks once, and takes them away. */
static void
flush(void)
{
	struct qms_arena scratch = { 0 };
	struct qms_problems problems;
	size_t i;

	for (i = 0; i < batched; i++)
		succeeds(qms_file_write(full_path(&scratch, batch[i].path),
		    qms_text(batch[i].text), false));
	problems = check_all(&scratch);
	for (i = 0; i < batched; i++)
		judge(&batch[i], &problems);
	for (i = 0; i < problems.count; i++)
		if (problems.items[i].severity == QMS_ERROR &&
		    !is_expected(problems.items[i].path) && !batch[0].named) {
			struct expected other = { problems.items[i].path,
			    batched == 1 ? batch[0].what : "is not spoilt",
			    0, NULL, false, NULL };

			complain(&other, &problems);
		}
	for (i = 0; i < batched; i++) {
		if (batch[i].before == NULL)
			succeeds(qms_file_remove(full_path(&scratch,
			    batch[i].path)));
		else
			succeeds(qms_file_write(full_path(&scratch,
			    batch[i].path), qms_text(batch[i].before),
			    false));
		free(batch[i].text);
	}
	done += batched;
	batched = 0;
	qms_arena_free(&scratch);
}

/* A copy is another object: nothing that must be unique stays the same. */
static const char *
copy_line(const struct file *file, int i)
{
	if (file->path == NULL && file->lines[i] == file->code)
		return qms_arena_format(&arena, "code: K-%zu", number);
	return file->lines[i];
}

static const char *
copy_path(const struct qms_kind *kind)
{
	char *id;

	if (kind->number == NULL)
		id = qms_arena_format(&arena, "%s-%zu", kind->id, number);
	else
		id = qms_kind_number(&arena, kind, "so", "2026",
		    (int)number);
	return qms_kind_path(&arena, kind, "so", id, "2026");
}

static char *
joined(const struct file *file)
{
	struct qms_buffer out = { 0 };
	int i;

	for (i = 0; i < file->count; i++)
		qms_buffer_format(&out, "%s\n", copy_line(file, i));
	return out.data;		/* the batch frees it */
}

static void
expect(const struct file *file, const char *what, int line)
{
	struct expected *one = &batch[batched];
	struct qms_text text;

	number++;
	*one = (struct expected){ .what = what, .line = line,
	    .path = file->path == NULL ? copy_path(file->kind) : file->path };
	if (file->path != NULL) {
		succeeds(qms_store_read(&text, &arena, opened->newest,
		    file->path, QMS_FILE_LIMIT));
		one->before = qms_arena_copy(&arena, text.data, text.size);
	}
	/* what names a row is gone for those who refer to that row */
	one->named = file->kind->refer != NULL &&
	    file->kind->format == QMS_FORMAT_CSV &&
	    strstr(what, file->kind->refer) != NULL;
	one->text = joined(file);
	batched++;
	/* what lies in its own place is spoilt once at a time */
	if (batched == BATCH || file->path != NULL)
		flush();
}

static const char *
say(const char *what, const char *name)
{
	return qms_arena_format(&arena, "%s: %s", what, name);
}

/* ---- keys ---- */

/* The line of a key at the margin; *size gets the lines that it fills. */
static int
find_key(const struct file *file, const char *key, int *size)
{
	size_t length = strlen(key);
	int i, end = file->kind->format == QMS_FORMAT_MARKDOWN ?
	    file->front - 1 : file->front;

	for (i = 0; i < end; i++)
		if (strncmp(file->lines[i], key, length) == 0 &&
		    file->lines[i][length] == ':')
			break;
	if (i >= end)
		return 0;
	for (*size = 1; i + *size < end && strchr(" -",
	    file->lines[i + *size][0]) != NULL; (*size)++)
		;
	return i + 1;
}

/* NULL: every value is good. */
static const char *
wrong(const struct qms_kind_key *key)
{
	static const char *const values[QMS_TYPES] = {
		[QMS_TYPE_DATE] = "2026-02-30", [QMS_TYPE_INTEGER] = "một",
		[QMS_TYPE_DECIMAL] = "1,5", [QMS_TYPE_FLAG] = "có",
		[QMS_TYPE_REF] = "QT-06@mới", [QMS_TYPE_ENUM] = "zz-zz",
		[QMS_TYPE_URL] = "example.gov.vn", [QMS_TYPE_EMAIL] = "lan",
		[QMS_TYPE_PERSON] = "Nguyễn Thị Lan",
		[QMS_TYPE_OFFICE] = "Trưởng phòng",
		[QMS_TYPE_UNIT] = "Văn phòng",
		[QMS_TYPE_DECISION] = "quyết định 493",
	};

	if (key->type == QMS_TYPE_TEXT && key->pattern != NULL)
		return "~ ~ ~";
	return values[key->type];
}

/* Of the right form, but there is no such thing; NULL: no such type. */
static const char *
missing(const struct qms_kind_key *key)
{
	static const char *const values[QMS_TYPES] = {
		[QMS_TYPE_REF] = "ZZ-99", [QMS_TYPE_PERSON] = "khong-ai",
		[QMS_TYPE_UNIT] = "khong-co",
	};

	return key->pattern == NULL ? values[key->type] : NULL;
}

/* "forms: [BM-01]" with one more. */
static const char *
with_item(const char *line, const char *item)
{
	const char *end = strrchr(line, ']');

	assert_non_null(end);
	return qms_arena_format(&arena, "%.*s%s%s]", (int)(end - line), line,
	    end[-1] == '[' ? "" : ", ", item);
}

static void
spoil_key(const struct file *file, const struct qms_kind_key *key)
{
	const char *value;
	struct file spoilt;
	int size, line = find_key(file, key->key, &size);

	if (line == 0)
		return;
	if (key->need) {
		spoilt = with(file, line, size, NULL);
		expect(&spoilt, say("missing", key->key), 1);
	}
	spoilt = with(file, line + size, 0, qms_arena_format(&arena, "%s: x",
	    key->key));
	expect(&spoilt, say("doubled", key->key), line + size);
	spoilt = with(file, line, 0, "zzzzzzzz: x");
	expect(&spoilt, say("unknown before", key->key), line);
	if (size > 1)
		return;
	spoilt = with(file, line, 1, qms_arena_format(&arena, "%sq: x",
	    key->key));
	expect(&spoilt, say("misspelt", key->key), line);
	spoilt = with(file, line, 1, qms_arena_format(&arena, key->many ?
	    "%s: một" : "%s: [một, hai]", key->key));
	expect(&spoilt, say("of another shape", key->key), line);
	value = wrong(key);
	if (value != NULL) {
		spoilt = with(file, line, 1, qms_arena_format(&arena,
		    key->many ? "%s: [\"%s\"]" : "%s: \"%s\"", key->key,
		    value));
		expect(&spoilt, say("wrong", key->key), line);
	}
	value = missing(key);
	if (value != NULL) {
		spoilt = with(file, line, 1, key->many ?
		    with_item(file->lines[line - 1], value) :
		    qms_arena_format(&arena, "%s: %s", key->key, value));
		expect(&spoilt, say("without target", key->key), line);
	}
}

static void
spoil_keys(const struct file *file)
{
	struct file spoilt;
	size_t i;
	int size, line = find_key(file, "schema", &size);

	spoilt = with(file, line, 1, NULL);
	expect(&spoilt, "missing: schema", 1);
	spoilt = with(file, line, 1, "schema: qms/khong-co/1");
	expect(&spoilt, "wrong: schema", line);
	for (i = 0; i < file->kind->key_count; i++)
		spoil_key(file, &file->kind->keys[i]);
}

/* ---- sections and tables ---- */

static int
find_section(const struct file *file, const char *section)
{
	int i;

	for (i = file->front; i < file->count; i++)
		if (qms_starts_with(file->lines[i], "## ") &&
		    strcmp(file->lines[i] + 3, section) == 0)
			return i + 1;
	return 0;
}

static void
spoil_sections(const struct file *file)
{
	const struct qms_strings *sections = &file->kind->sections;
	struct file spoilt;
	const char *section;
	int line, next;
	size_t i;

	for (i = 0; i < sections->count; i++) {
		section = sections->items[i];
		line = find_section(file, section);
		assert_int_not_equal(line, 0);
		next = i + 1 < sections->count ? find_section(file,
		    sections->items[i + 1]) - 1 : file->count - 1;
		spoilt = with(file, line, 1, NULL);
		expect(&spoilt, say("missing section", section), next);
		spoilt = with(file, file->count + 1, 0, qms_arena_format(
		    &arena, "## %s", section));
		expect(&spoilt, say("doubled section", section),
		    file->count + 1);
		spoilt = with(file, line, 1, qms_arena_format(&arena,
		    "## %zu. %s", i + 1, section));
		expect(&spoilt, say("numbered section", section), line);
	}
}

enum { CELLS = 40 };

struct row {
	char *cells[CELLS];
	int count;
};

/* "| a | b |" or "a,b"; no cell holds the separator in what is spoilt here */
static bool
split(struct row *row, const char *line, bool csv)
{
	char *copy = qms_arena_string(&arena, line), *next;

	row->count = 0;
	if (strchr(line, '"') != NULL || strstr(line, "\\|") != NULL)
		return false;
	if (!csv)
		copy++;
	while (copy != NULL && *copy != '\0' && row->count < CELLS) {
		next = strchr(copy, csv ? ',' : '|');
		if (next != NULL)
			*next++ = '\0';
		row->cells[row->count++] = copy;
		copy = next;
		if (csv && copy != NULL && *copy == '\0')
			row->cells[row->count++] = copy;
	}
	return true;
}

/* The row with one cell replaced, or (NULL) without it. */
static char *
row_with(const struct row *row, int at, const char *other, bool csv)
{
	char *text = qms_arena_string(&arena, "");
	const char *cell;
	int i;

	for (i = 0; i < row->count; i++) {
		cell = i == at ? other : row->cells[i];
		if (cell == NULL)
			continue;
		if (csv)
			text = qms_arena_format(&arena, "%s%s%s", text,
			    *text == '\0' && i < 2 ? "" : ",", cell);
		else
			text = qms_arena_format(&arena, "%s|%s%s%s", text,
			    i == at ? " " : "", cell, i == at ? " " : "");
	}
	return csv ? text : qms_arena_format(&arena, "%s|", text);
}

static int
find_column(const struct row *head, const struct qms_kind_key *column,
    bool csv)
{
	const char *title = csv ? column->key : column->title;
	struct qms_text cell;
	int i;

	for (i = 0; i < head->count; i++) {
		cell = qms_text_trim(qms_text(head->cells[i]));
		if (qms_text_is(cell, title))
			return i;
	}
	return -1;
}

/* header is the line of the titles; the values begin so many lines below. */
static void
spoil_column(const struct file *file, const struct qms_kind_key *column,
    int header, int below, bool csv)
{
	const char *name = csv ? column->key : column->title, *value;
	struct row head, dashes, values;
	struct file spoilt;
	int at, i;

	if (!split(&head, file->lines[header - 1], csv))
		return;
	at = find_column(&head, column, csv);
	if (at < 0)
		return;
	spoilt = with(file, header, 1, row_with(&head, at, "zzzzzzzz", csv));
	expect(&spoilt, say("unknown column for", name), header);
	if (head.count > 1) {
		spoilt = with(file, header, 1, row_with(&head, at,
		    head.cells[at == 0 ? 1 : 0], csv));
		expect(&spoilt, say("doubled column for", name), header);
	}
	if (column->need && head.count > 1) {
		spoilt = *file;
		for (i = header - 1; i < file->count &&
		    (csv || file->lines[i][0] == '|'); i++) {
			if (!split(&dashes, file->lines[i], csv))
				return;
			spoilt.lines[i] = row_with(&dashes, at, NULL, csv);
		}
		expect(&spoilt, say("missing column", name), header);
	}
	if (header + below > file->count || (!csv &&
	    file->lines[header + below - 1][0] != '|') ||
	    !split(&values, file->lines[header + below - 1], csv))
		return;
	if (column->need) {
		spoilt = with(file, header + below, 1, row_with(&values, at,
		    "", csv));
		expect(&spoilt, say("empty cell of", name), header + below);
	}
	value = wrong(column);
	if (value != NULL && (!csv || strchr(value, ',') == NULL)) {
		spoilt = with(file, header + below, 1, row_with(&values, at,
		    value, csv));
		expect(&spoilt, say("wrong cell of", name), header + below);
	}
	value = missing(column);
	if (value != NULL) {
		spoilt = with(file, header + below, 1, row_with(&values, at,
		    value, csv));
		expect(&spoilt, say("cell without target of", name),
		    header + below);
	}
}

static void
spoil_tables(const struct file *file)
{
	const struct qms_kind_table *table;
	struct file spoilt;
	int line, heading, rows;
	size_t i, j;

	for (i = 0; i < file->kind->table_count; i++) {
		table = &file->kind->tables[i];
		heading = line = find_section(file, table->section);
		if (line == 0)
			continue;
		while (line < file->count && file->lines[line][0] != '|' &&
		    file->lines[line][0] != '#')
			line++;
		if (line == file->count || file->lines[line][0] != '|')
			continue;
		for (rows = 0; line + rows < file->count &&
		    file->lines[line + rows][0] == '|'; rows++)
			;
		if (table->need) {
			spoilt = with(file, line + 1, rows, NULL);
			expect(&spoilt, say("missing table", table->section),
			    heading);
		}
		for (j = 0; j < table->column_count; j++)
			spoil_column(file, &table->columns[j], line + 1, 2,
			    false);
	}
}

/* ---- text ---- */

static void
spoil_text(const struct file *file)
{
	static const struct {
		const char *what, *line;
	} lines[] = {
		{ "a link to nothing", "Xem [đây](QT-9999.md)." },
		{ "a link to no version", "Xem [đây](QT-01@77.0)." },
		{ "a program", "Xem [đây](javascript:alert(1))." },
		{ "HTML", "Xem <b>đây</b>." },
		{ "a control character", "Xem\x01." },
		{ "letters and marks apart", "Xem a\xcc\x81." },
		{ "another encoding", "Xem \xb8." },
	};
	struct file spoilt;
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		spoilt = with(file, file->count + 1, 0, "");
		spoilt = with(&spoilt, spoilt.count + 1, 0, lines[i].line);
		expect(&spoilt, lines[i].what, spoilt.count);
	}
	spoilt = with(file, file->front, 1, NULL);
	expect(&spoilt, "front matter without end", 1);
	spoilt = with(file, 1, 1, NULL);
	expect(&spoilt, "front matter without begin", 1);
	spoilt = with(file, 1, file->front, NULL);
	expect(&spoilt, "no front matter", 1);
}

static void
spoil(const struct file *file)
{
	bool csv = file->kind->format == QMS_FORMAT_CSV;
	size_t i;

	expect(file, "nothing", 0);
	if (csv) {
		for (i = 0; i < file->kind->key_count; i++)
			spoil_column(file, &file->kind->keys[i], 1, 1, true);
		return;
	}
	spoil_keys(file);
	if (file->kind->format != QMS_FORMAT_MARKDOWN)
		return;
	spoil_sections(file);
	spoil_tables(file);
	spoil_text(file);
}

/* ---- what is spoilt ---- */

static void
spoil_path(const char *path, bool in_place)
{
	struct qms_match match;
	struct qms_text text;
	struct file file;

	succeeds(qms_store_read(&text, &arena, opened->newest, path,
	    QMS_FILE_LIMIT));
	assert_true(qms_kinds_match(&match, qms_system_kinds(opened), &arena,
	    path, qms_object_schema(&arena, text)));
	read_lines(&file, match.kind, text);
	/* of some there is but one */
	if (in_place || (match.kind->number != NULL &&
	    strchr(match.kind->number, '{') == NULL))
		file.path = path;
	spoil(&file);
}

static void
nothing_failed(void)
{
	if (batched > 0)
		flush();
	print_message("%zu corruptions\n", done);
	done = 0;
	if (failures > 0)
		fail_msg("%zu corruptions are not told as they should be",
		    failures);
}

static void
a_new_system_has_no_problem(void **state)
{
	struct qms_arena scratch = { 0 };

	assert_int_equal(check_all(&scratch).count, 0);
	qms_arena_free(&scratch);
}

static void
each_corruption_of_a_document_is_one_problem_on_its_line(void **state)
{
	struct qms_store_entry *entries;
	size_t count, i;

	succeeds(qms_store_list(&entries, &count, &arena, opened->newest,
	    "agencies/so/documents/"));
	assert_true(count > 30);
	/* forms are much alike */
	for (i = 0; i < count; i++)
		if (strstr(entries[i].path, "/BM-") == NULL || i % 6 == 0)
			spoil_path(entries[i].path, false);
	nothing_failed();
}

static void
each_corruption_of_a_record_is_one_problem_on_its_line(void **state)
{
	static const char *const texts[] = {
		"---\nschema: qms/finding/1\ntitle: Thiếu quy trình\n"
		"code: 12\nsource: internal-audit\ngrade: KPH-nhe\n"
		"clause: \"8.1\"\ndocument: QT-01\nunit: van-phong\n"
		"auditor: lan\nday: 2026-01-05\n---\n\n## Mô tả\n\nThiếu.\n\n"
		"## Bằng chứng\n\nSổ.\n",
		"---\nschema: qms/training/1\ntitle: Nhận thức\n"
		"topic: awareness\nfirst_day: 2026-01-03\n"
		"last_day: 2026-01-04\nprovider: Chi cục\n"
		"valid_until: 2029-01-04\n---\n\n## Nội dung\n\nTCVN.\n\n"
		"## Người học\n\n| TT | Người học | Kết quả | Số chứng nhận |\n"
		"|---|---|---|---|\n| 1 | lan | đạt | 12 |\n",
		"---\nschema: qms/action/1\ntitle: Viết quy trình\n"
		"finding: PH-2026-9001\nunit: van-phong\nowner: lan\n"
		"due: 2026-02-05\n---\n\n## Khắc phục ngay\n\nTạm dừng.\n\n"
		"## Nguyên nhân\n\n| TT | Vì sao | Nguyên nhân |\n"
		"|---|---|---|\n| 1 | Vì sao | chưa viết |\n\n"
		"## Kế hoạch\n\n| TT | Việc làm | Trách nhiệm | Hạn |\n"
		"|---|---|---|---|\n| 1 | Viết | lan | 2026-02-01 |\n\n"
		"## Kết quả\n\n| TT | Kết quả | Bằng chứng | Ngày |\n"
		"|---|---|---|---|\n| 1 | Đã viết | QT-01 | 2026-02-01 |\n\n"
		"## Hiệu lực\n\nĐạt.\n",
	};
	struct qms_kinds *all = (struct qms_kinds *)(uintptr_t)
	    qms_system_kinds(opened);
	const char *kind;
	struct file file;
	int version;
	size_t i;

	/* the one that the action is about */
	succeeds(qms_file_write(full_path(&arena,
	    "agencies/so/records/2026/finding/PH-2026-9001.md"),
	    qms_text(texts[0]), false));
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_true(qms_schema_parse(&kind, &version, &arena,
		    qms_object_schema(&arena, qms_text(texts[i]))));
		read_lines(&file, qms_kinds_get(all, kind),
		    qms_text(texts[i]));
		spoil(&file);
	}
	nothing_failed();
	succeeds(qms_file_remove(full_path(&arena,
	    "agencies/so/records/2026/finding/PH-2026-9001.md")));
}

/* Whoever leads an audit was trained for it, or each new one were at fault. */
static void
train(void)
{
	static const char text[] = "---\nschema: qms/training/1\n"
	    "title: Nghiệp vụ đánh giá nội bộ\ntopic: internal-audit\n"
	    "first_day: 2026-01-05\nlast_day: 2026-01-05\n"
	    "provider: Chi cục\n---\n\n## Nội dung\n\nMột ngày.\n\n"
	    "## Người học\n\n| TT | Người học | Kết quả | Số chứng nhận |\n"
	    "|---|---|---|---|\n| 1 | lan | đạt |  |\n";
	struct qms_change *change = qms_change_new(opened);
	struct qms_statement statement = { .act = "hold", .agency = "so",
		.id = "DT-2026-9001", .by = "lan", .office = "secretary",
		.date = "2026-01-05", .proof = "commit" };
	struct qms_oid commit;

	qms_change_put(change,
	    "agencies/so/records/2026/training/DT-2026-9001.md",
	    qms_text(text));
	succeeds(qms_change_state(change, &statement));
	succeeds(qms_change_commit(&commit, change, "Đào tạo", false));
	qms_change_free(change);
}

/* The other records, as `new` makes them. */
static void
each_corruption_of_a_new_record_is_one_problem_on_its_line(void **state)
{
	/* a new one refers to nothing yet, and must; or it was spoilt above */
	static const char *others[] = { "action", "corrective-report",
		"declaration", "finding", "inspection-decision", "training" };
	const struct qms_strings left_out = { others, 6, 6 };
	const struct qms_blanks blanks = { .title = "Thử", .id = "X-1",
		.agency = "so", .agency_name = "Sở", .short_name = "S",
		.day = "2026-01-05", .year = "2026", .person = "lan" };
	const struct qms_kinds *all = qms_system_kinds(opened);
	const struct qms_kind *kind;
	struct qms_buffer text = { 0 };
	struct file file;
	size_t i;

	train();
	for (i = 0; i < all->count; i++) {
		kind = all->items[i];
		if (kind->class != QMS_CLASS_RECORD || kind->starter == NULL ||
		    qms_strings_has(&left_out, kind->id))
			continue;
		qms_buffer_clear(&text);
		qms_model_fill(&text, qms_text(kind->starter), &blanks, &arena,
		    NULL);
		read_lines(&file, kind, qms_buffer_view(&text));
		spoil(&file);
	}
	qms_buffer_free(&text);
	nothing_failed();
}

static void
each_corruption_of_what_there_is_once_is_one_problem(void **state)
{
	static const char *const paths[] = {
		"qms.yaml", "agencies/so/agency.md", "agencies/so/people.yaml",
		"agencies/so/tthc.csv", "law/agency-kinds.csv",
		"law/holidays.csv", "law/finding-grades.csv",
		"law/retention.csv", "law/inspection-items.csv",
		"law/documents/19-2014-QD-TTg.yaml",
		"standards/iso9001-2015/clauses.csv", "rules/C-01.md",
		"rules/D-06.md",
	};
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		spoil_path(paths[i], true);
	nothing_failed();
}

/* ---- the world ---- */

static int
set_up(void **state)
{
	struct qms_create_system wanted = {
		.name = "Hệ thống quản lý chất lượng",
		.agency = { .id = "so", .name = "Sở Khoa học và Công nghệ",
		    .short_name = "SKHCN", .model = "so" },
		.officer_name = "Nguyễn Thị Lan",
		.officer_email = "lan@so.example", .date = "2026-01-05",
	};
	char here[PATH_MAX];
	struct qms_oid made;

	snprintf(directory, sizeof(directory), "/tmp/qms-corruption-XXXXXX");
	assert_non_null(mkdtemp(directory));
	assert_non_null(realpath(".", here));
	setenv("HOME", directory, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	environment.data = qms_arena_string(&arena, here);
	succeeds(qms_create_system(&made, directory, &environment, &wanted));
	succeeds(qms_system_open(&opened, directory, &environment));
	return 0;
}

static int
tear_down(void **state)
{
	qms_system_close(opened);
	(void)!system(qms_arena_format(&arena, "rm -rf %s", directory));
	qms_arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_system_has_no_problem),
		cmocka_unit_test(
		    each_corruption_of_a_document_is_one_problem_on_its_line),
		cmocka_unit_test(
		    each_corruption_of_a_record_is_one_problem_on_its_line),
		cmocka_unit_test(
		    each_corruption_of_what_there_is_once_is_one_problem),
		cmocka_unit_test(
		    each_corruption_of_a_new_record_is_one_problem_on_its_line),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
