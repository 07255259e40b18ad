/* SPDX-License-Identifier: MIT */
/*
 * For every kind in schemas/kinds a good file is made, and then spoilt in every
 * place and every way: each time exactly one problem, on the line it is about.
 */
#include "kinds.h"
#include "qms/xml.h"

/* ---- a file as lines ---- */

enum { LINES = 400 };

struct file {
	const struct qms_kind *kind;
	char *path;
	const char *lines[LINES];
	int count;
};

static void __attribute__((format(printf, 2, 3)))
add(struct file *file, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	assert_true(file->count < LINES);
	file->lines[file->count++] = qms_arena_vformat(&kinds_arena, format,
	    list);
	va_end(list);
}

/* The text, with one line replaced (NULL: as it is) or left out (""). */
static char *
text_with(const struct file *file, int line, int gone, const char *other)
{
	struct qms_buffer out = { 0 };
	char *text;
	int i;

	for (i = 0; i < file->count; i++) {
		if (i + 1 == line && other != NULL)
			qms_buffer_format(&out, "%s\n", other);
		if (i + 1 < line || i + 1 >= line + gone)
			qms_buffer_format(&out, "%s\n", file->lines[i]);
	}
	text = qms_arena_copy(&arena, out.data, out.size);
	qms_buffer_free(&out);
	return text;
}

/* ---- good and bad values ---- */

static void
count_fault(void *closure, enum qms_xml_fault fault, void *data)
{
	++*(int *)closure;
}

static bool
fits(const char *pattern, const char *value)
{
	struct qms_xml_schema *schema;
	struct qms_xml *xml = qms_xml_new("a");
	struct qms_buffer out = { 0 };
	int faults = 0;

	qms_buffer_string(&out, "<xs:schema xmlns:xs=\"http://www.w3.org/2001/"
	    "XMLSchema\"><xs:element name=\"a\"><xs:complexType><xs:sequence>"
	    "<xs:element name=\"b\"><xs:simpleType><xs:restriction base=\""
	    "xs:string\"><xs:pattern value=\"");
	for (; *pattern != '\0'; pattern++)
		if (*pattern == '<')
			qms_buffer_string(&out, "&lt;");
		else
			qms_buffer_char(&out, *pattern);
	qms_buffer_string(&out, "\"/></xs:restriction></xs:simpleType>"
	    "</xs:element></xs:sequence></xs:complexType></xs:element>"
	    "</xs:schema>");
	assert_null(qms_xml_compile(&schema, qms_buffer_view(&out), "test"));
	qms_xml_add(qms_xml_root(xml), "b", value, NULL);
	assert_null(qms_xml_validate(schema, xml, count_fault, &faults));
	qms_xml_schema_free(schema);
	qms_xml_free(xml);
	qms_buffer_free(&out);
	return faults == 0;
}

static const char *
sample(const struct qms_kind_key *key)
{
	static const char *const values[QMS_TYPES] = {
		[QMS_TYPE_TEXT] = "Văn bản", [QMS_TYPE_DATE] = "2026-01-31",
		[QMS_TYPE_INTEGER] = "1", [QMS_TYPE_DECIMAL] = "0.5",
		[QMS_TYPE_FLAG] = "yes", [QMS_TYPE_REF] = "QT-06",
		[QMS_TYPE_URL] = "https://example.gov.vn/",
		[QMS_TYPE_EMAIL] = "lan@example.gov.vn",
		[QMS_TYPE_PERSON] = "lan", [QMS_TYPE_OFFICE] = "head",
		[QMS_TYPE_UNIT] = "van-phong",
		[QMS_TYPE_DECISION] = "493/QĐ-SKHCN",
	};
	static const char *const more[] = { "5 năm", "1.000001", "8.5.1",
		"lan", "A", "2026", "+07:00", "I", "TTHC", "2026-01",
		"a-b", "01", "Q1", "12", "01/2026", "1.0", "01-15",
		"SHA256:6cdZ49hNxawdJpWcF0XtnYnpcUUeI2ZJdamikjyffrg",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b"
		"7852b855", "https://kho.example.gov.vn/xa.git",
		"SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c"
		"a495991b7852b855", "> 70" };
	size_t i;

	if (key->type == QMS_TYPE_ENUM)
		return key->values[0].value;
	if (key->min != NULL)
		return key->min;
	if (key->pattern == NULL || fits(key->pattern, values[key->type]))
		return values[key->type];
	for (i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (fits(key->pattern, more[i]))
			return more[i];
	fail_msg("no sample for the pattern %s of %s", key->pattern, key->key);
	return NULL;
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
		return fits(key->pattern, "~ ~ ~") ? NULL : "~ ~ ~";
	return values[key->type];
}

static const char *
wrong_code(const struct qms_kind_key *key)
{
	static const char *const codes[QMS_TYPES] = {
		[QMS_TYPE_DATE] = "D012", [QMS_TYPE_INTEGER] = "D081",
		[QMS_TYPE_DECIMAL] = "D082", [QMS_TYPE_FLAG] = "D083",
		[QMS_TYPE_REF] = "D084", [QMS_TYPE_ENUM] = "D085",
		[QMS_TYPE_URL] = "D086", [QMS_TYPE_EMAIL] = "D087",
		[QMS_TYPE_PERSON] = "D088", [QMS_TYPE_OFFICE] = "D089",
		[QMS_TYPE_UNIT] = "D090", [QMS_TYPE_DECISION] = "D091",
	};

	return key->pattern != NULL ? "D092" : codes[key->type];
}

/* ---- a good file ---- */

static void
add_key(struct file *file, const struct qms_kind_key *key, const char *id)
{
	size_t i;

	if (key->type == QMS_TYPE_ROWS || key->type == QMS_TYPE_MAP) {
		add(file, "%s:", key->key);
		for (i = 0; i < key->row_count; i++)
			add(file, key->rows[i].many ? "%s%s: [\"%s\"]" :
			    "%s%s: \"%s\"", key->type == QMS_TYPE_ROWS &&
			    i == 0 ? "  - " : "    ", key->rows[i].key,
			    sample(&key->rows[i]));
		return;
	}
	if (key->adopts) {	/* whoever adopts need not say the rest */
		add(file, "%s:", key->key);
		return;
	}
	add(file, key->many ? "%s: [\"%s\"]" : "%s: \"%s\"", key->key,
	    strcmp(key->key, "id") == 0 ? id : sample(key));
}

enum row { TITLES, DASHES, VALUES };

/* A row without the column `left_out`, with one cell replaced. */
static char *
row(const struct qms_kind_key *columns, size_t count, enum row which,
    size_t left_out, size_t replaced, const char *other, bool csv)
{
	struct qms_buffer out = { 0 };
	const char *cell;
	char *text;
	size_t i;

	for (i = 0; i < count; i++) {
		if (i == left_out)
			continue;
		cell = which == DASHES ? "---" : which == VALUES ?
		    sample(&columns[i]) : csv ? columns[i].key :
		    columns[i].title;
		if (i == replaced)
			cell = other;
		if (csv)
			qms_csv_write(&out, cell, out.size == 0);
		else
			qms_buffer_format(&out, "| %s ", cell);
	}
	if (!csv)
		qms_buffer_string(&out, "|");
	text = qms_arena_copy(&kinds_arena, out.data, out.size);
	qms_buffer_free(&out);
	return text;
}

#define NONE SIZE_MAX

static void
add_table(struct file *file, const struct qms_kind_table *table)
{
	int which;

	for (which = TITLES; which <= VALUES; which++)
		add(file, "%s", row(table->columns, table->column_count,
		    (enum row)which, NONE, NONE, NULL, false));
	add(file, "%s", "");
}

static void
add_section(struct file *file, const char *section)
{
	const struct qms_kind *kind = file->kind;
	size_t i;

	add(file, "## %s", section);
	add(file, "%s", "");
	add(file, "Nội dung.");
	add(file, "%s", "");
	for (i = 0; i < kind->table_count; i++)
		if (strcmp(kind->tables[i].section, section) == 0)
			add_table(file, &kind->tables[i]);
}

static bool
is_added(const struct file *file, const char *section)
{
	int i;

	for (i = 0; i < file->count; i++)
		if (qms_starts_with(file->lines[i], "## ") &&
		    strcmp(file->lines[i] + 3, section) == 0)
			return true;
	return false;
}

static void
make(struct file *file, const struct qms_kind *kind)
{
	const char *id;
	size_t i;

	*file = (struct file){ .kind = kind };
	id = kind->number == NULL ? "abc-01" : qms_kind_number(&kinds_arena,
	    kind, "so", "2026", 1);
	file->path = qms_kind_path(&kinds_arena, kind, "so", id, "2026");
	if (kind->format == QMS_FORMAT_CSV) {
		add(file, "%s", row(kind->keys, kind->key_count, TITLES,
		    NONE, NONE, NULL, true));
		add(file, "%s", row(kind->keys, kind->key_count, VALUES,
		    NONE, NONE, NULL, true));
		return;
	}
	if (kind->format == QMS_FORMAT_MARKDOWN)
		add(file, "---");
	add(file, "schema: qms/%s/1", kind->id);
	for (i = 0; i < kind->key_count; i++)
		add_key(file, &kind->keys[i], id);
	if (kind->format != QMS_FORMAT_MARKDOWN)
		return;
	add(file, "---");
	for (i = 0; i < kind->sections.count; i++)
		add_section(file, kind->sections.items[i]);
	for (i = 0; i < kind->table_count; i++)
		if (!is_added(file, kind->tables[i].section))
			add_section(file, kind->tables[i].section);
}

#define each_kind(file)							\
	for (size_t n_ = 0; n_ < kinds->count; n_++)			\
		if (kinds->items[n_]->path != NULL &&			\
		    (make((file), kinds->items[n_]), true))

static int
line_of(const struct file *file, const char *text, int from)
{
	int i;

	for (i = from; i < file->count; i++)
		if (strcmp(file->lines[i], text) == 0)
			return i + 1;
	fail_msg("no line %s", text);
	return 0;
}

static int
line_of_key(const struct file *file, const char *key, int from)
{
	int i;

	for (i = from; i < file->count; i++) {
		const char *line = file->lines[i];

		while (*line == ' ' || (*line == '-' && line[1] == ' '))
			line++;
		if (qms_starts_with(line, key) && line[strlen(key)] == ':')
			return i + 1;
	}
	fail_msg("no key %s", key);
	return 0;
}

static int
lines_of(const struct qms_kind_key *key)
{
	return key->type == QMS_TYPE_ROWS || key->type == QMS_TYPE_MAP ?
	    1 + (int)key->row_count : 1;
}

/* ---- the tests ---- */

static void
accepts_a_good_file_of_every_kind(void **state)
{
	struct file file;

	each_kind(&file)
		is_good(file.path, text_with(&file, 0, 0, NULL));
}

static void
tells_each_missing_key_once(void **state)
{
	const struct qms_kind_key *key;
	struct file file;
	char *text;
	int line;
	size_t i;

	each_kind(&file) {
		if (file.kind->format == QMS_FORMAT_CSV)
			continue;
		for (i = 0; i < file.kind->key_count; i++) {
			key = &file.kind->keys[i];
			line = line_of_key(&file, key->key, 0);
			text = text_with(&file, line, lines_of(key), NULL);
			if (key->need)
				has_fault(file.path, text, "D052", 1);
			else
				is_good(file.path, text);
		}
		line = line_of_key(&file, "schema", 0);
		has_fault(file.path, text_with(&file, line, 1, NULL), "D014",
		    1);
	}
}

static void
tells_each_doubled_key_once(void **state)
{
	const struct qms_kind_key *key;
	struct file file;
	int line;
	size_t i;

	each_kind(&file)
		for (i = 0; file.kind->format != QMS_FORMAT_CSV &&
		    i < file.kind->key_count; i++) {
			key = &file.kind->keys[i];
			line = line_of_key(&file, key->key, 0);
			check(file.path, text_with(&file, line, 0,
			    qms_arena_format(&arena, "%s: x", key->key)));
			assert_int_equal(problems.count, 1);
			assert_int_equal(problems.items[0].line, line + 1);
		}
}

static void
tells_each_unknown_key_once(void **state)
{
	struct file file;
	int line;
	size_t i;

	each_kind(&file)
		for (i = 0; file.kind->format != QMS_FORMAT_CSV &&
		    i < file.kind->key_count; i++) {
			line = line_of_key(&file, file.kind->keys[i].key, 0);
			has_fault(file.path, text_with(&file, line, 0,
			    "zzzzzzzz: x"), "D050", line);
		}
}

static void
tells_a_misspelt_key_once(void **state)
{
	const struct qms_kind_key *key;
	struct file file;
	int line;
	size_t i;

	each_kind(&file)
		for (i = 0; file.kind->format != QMS_FORMAT_CSV &&
		    i < file.kind->key_count; i++) {
			key = &file.kind->keys[i];
			line = line_of_key(&file, key->key, 0);
			if (lines_of(key) > 1)
				continue;
			has_fault(file.path, text_with(&file, line, 1,
			    qms_arena_format(&arena, "%sq: x", key->key)),
			    "D051", line);
		}
}

static void
tells_each_wrong_shape_once(void **state)
{
	const struct qms_kind_key *key;
	struct file file;
	int line;
	size_t i;

	each_kind(&file)
		for (i = 0; file.kind->format != QMS_FORMAT_CSV &&
		    i < file.kind->key_count; i++) {
			key = &file.kind->keys[i];
			line = line_of_key(&file, key->key, 0);
			has_fault(file.path, text_with(&file, line,
			    lines_of(key), qms_arena_format(&arena,
			    key->many || lines_of(key) > 1 ? "%s: một" :
			    "%s: [một, hai]", key->key)),
			    key->type == QMS_TYPE_MAP ? "D057" :
			    key->many || lines_of(key) > 1 ? "D055" : "D054",
			    line);
		}
}

static void
spoil_value(const struct file *file, const struct qms_kind_key *key, int line,
    const char *indent)
{
	if (wrong(key) == NULL)
		return;
	has_fault(file->path, text_with(file, line, 1,
	    qms_arena_format(&arena, key->many ? "%s%s: [\"%s\"]" :
	    "%s%s: \"%s\"", indent, key->key, wrong(key))), wrong_code(key),
	    line);
}

static void
tells_each_wrong_value_once(void **state)
{
	const struct qms_kind_key *key;
	struct file file;
	int line;
	size_t i, k;

	each_kind(&file)
		for (i = 0; file.kind->format != QMS_FORMAT_CSV &&
		    i < file.kind->key_count; i++) {
			key = &file.kind->keys[i];
			line = line_of_key(&file, key->key, 0);
			if (lines_of(key) == 1)
				spoil_value(&file, key, line, "");
			for (k = 0; k < key->row_count; k++)
				spoil_value(&file, &key->rows[k],
				    line_of_key(&file, key->rows[k].key,
				    line), key->type == QMS_TYPE_ROWS &&
				    k == 0 ? "  - " : "    ");
		}
}

static void
tells_each_missing_key_of_a_row_at_the_row(void **state)
{
	const struct qms_kind_key *key;
	struct file file;
	char *text;
	int line;
	size_t i, k;

	each_kind(&file)
		for (i = 0; file.kind->format != QMS_FORMAT_CSV &&
		    i < file.kind->key_count; i++) {
			key = &file.kind->keys[i];
			line = line_of_key(&file, key->key, 0);
			for (k = 1; k < key->row_count; k++) {
				text = text_with(&file, line + 1 + (int)k, 1,
				    NULL);
				if (key->rows[k].need)
					has_fault(file.path, text, "D052",
					    key->type == QMS_TYPE_ROWS ?
					    line + 1 : line);
				else
					is_good(file.path, text);
			}
		}
}

static void
tells_each_missing_section_once(void **state)
{
	const struct qms_strings *sections;
	struct file file;
	int line, expected;
	size_t i;

	each_kind(&file) {
		sections = &file.kind->sections;
		for (i = 0; i < sections->count; i++) {
			line = line_of(&file, qms_arena_format(&arena,
			    "## %s", sections->items[i]), 0);
			expected = i + 1 < sections->count ?
			    line_of(&file, qms_arena_format(&arena, "## %s",
			    sections->items[i + 1]), 0) - 1 : file.count - 1;
			has_fault(file.path, text_with(&file, line, 1, NULL),
			    "D061", expected);
		}
	}
}

static void
doubled_section_is_one_fault(void **state)
{
	struct file file, copy;
	size_t i;

	each_kind(&file)
		for (i = 0; i < file.kind->sections.count; i++) {
			copy = file;
			add(&copy, "## %s", file.kind->sections.items[i]);
			has_fault(file.path, text_with(&copy, 0, 0, NULL),
			    "D062", copy.count);
		}
}

static void
misspelt_section_is_one_fault(void **state)
{
	struct file file;
	const char *section;
	int line;
	size_t i;

	each_kind(&file)
		for (i = 0; i < file.kind->sections.count; i++) {
			section = file.kind->sections.items[i];
			line = line_of(&file, qms_arena_format(&arena,
			    "## %s", section), 0);
			has_fault(file.path, text_with(&file, line, 1,
			    qms_arena_format(&arena, "## %zu. %s:", i + 1,
			    section)), "D064", line);
		}
}

/* The file with its table rewritten; rows are one below the other. */
static char *
table_text(const struct file *file, const struct qms_kind_table *table,
    size_t left_out, size_t replaced, enum row where, const char *other,
    int *line)
{
	struct file copy = *file;
	char *title = row(table->columns, table->column_count, TITLES, NONE,
	    NONE, NULL, false);
	int which;

	*line = line_of(file, title, line_of(file, qms_arena_format(&arena,
	    "## %s", table->section), 0));
	for (which = TITLES; which <= VALUES; which++)
		copy.lines[*line - 1 + which] = row(table->columns,
		    table->column_count, (enum row)which, left_out,
		    (enum row)which == where ? replaced : NONE, other, false);
	return text_with(&copy, 0, 0, NULL);
}

#define each_column(file, table, i)					\
	each_kind(&(file))						\
		for (size_t t_ = 0; t_ < (file).kind->table_count; t_++) \
			if ((table) = &(file).kind->tables[t_],		\
			    (table)->column_count > 1)			\
				for ((i) = 0; (i) <			\
				    (table)->column_count; (i)++)

static void
tells_each_missing_column_once(void **state)
{
	const struct qms_kind_table *table;
	struct file file;
	char *text;
	int line;
	size_t i;

	each_column(file, table, i) {
		text = table_text(&file, table, i, NONE, TITLES, NULL, &line);
		if (table->columns[i].need)
			has_fault(file.path, text, "D069", line);
		else
			is_good(file.path, text);
	}
}

static void
tells_each_unknown_or_doubled_column_once(void **state)
{
	const struct qms_kind_table *table;
	struct file file;
	char *text;
	int line;
	size_t i, other;

	each_column(file, table, i) {
		text = table_text(&file, table, NONE, i, TITLES,
		    "Zzzzzzz zzzzz", &line);
		has_fault(file.path, text, "D072", line);
		other = i == 0 ? 1 : 0;
		text = table_text(&file, table, NONE, i, TITLES,
		    table->columns[other].title, &line);
		has_fault(file.path, text, "D068", line);
	}
}

static void
tells_each_bad_cell_once(void **state)
{
	const struct qms_kind_key *column;
	const struct qms_kind_table *table;
	struct file file;
	char *text;
	int line;
	size_t i;

	each_column(file, table, i) {
		column = &table->columns[i];
		text = table_text(&file, table, NONE, i, VALUES, "", &line);
		if (column->need)
			has_fault(file.path, text, "D070", line + 2);
		else
			is_good(file.path, text);
		if (wrong(column) == NULL)
			continue;
		text = table_text(&file, table, NONE, i, VALUES,
		    wrong(column), &line);
		has_fault(file.path, text, wrong_code(column), line + 2);
	}
}

static void
tells_each_missing_table_once(void **state)
{
	const struct qms_kind_table *table;
	struct file file;
	char *title, *text;
	int line, heading;
	size_t i;

	each_kind(&file)
		for (i = 0; i < file.kind->table_count; i++) {
			table = &file.kind->tables[i];
			heading = line_of(&file, qms_arena_format(&arena,
			    "## %s", table->section), 0);
			title = row(table->columns, table->column_count,
			    TITLES, NONE, NONE, NULL, false);
			line = line_of(&file, title, heading);
			text = text_with(&file, line, 3, NULL);
			if (table->need)
				has_fault(file.path, text, "D065", heading);
			else
				is_good(file.path, text);
		}
}

#define each_csv_column(file, i)					\
	each_kind(&(file))						\
		if ((file).kind->format == QMS_FORMAT_CSV)		\
			for ((i) = 0; (i) < (file).kind->key_count; (i)++)

static char *
csv_text(const struct file *file, size_t left_out, size_t replaced,
    enum row where, const char *other)
{
	const struct qms_kind *kind = file->kind;
	char *head, *values;

	head = row(kind->keys, kind->key_count, TITLES, left_out,
	    where == TITLES ? replaced : NONE, other, true);
	values = row(kind->keys, kind->key_count, VALUES, left_out,
	    where == VALUES ? replaced : NONE, other, true);
	return qms_arena_format(&arena, "%s\n%s\n", head, values);
}

static void
tells_each_fault_of_a_csv_file_once(void **state)
{
	const struct qms_kind_key *key;
	struct file file;
	char *text;
	size_t i;

	each_csv_column(file, i) {
		key = &file.kind->keys[i];
		text = csv_text(&file, i, NONE, TITLES, NULL);
		if (key->need)
			has_fault(file.path, text, "D069", 1);
		else
			is_good(file.path, text);
		has_fault(file.path, csv_text(&file, NONE, i, TITLES,
		    "zzzzzzzz"), "D072", 1);
		text = csv_text(&file, NONE, i, VALUES, "");
		if (key->need)
			has_fault(file.path, text, "D070", 2);
		else
			is_good(file.path, text);
		if (wrong(key) != NULL)
			has_fault(file.path, csv_text(&file, NONE, i, VALUES,
			    wrong(key)), wrong_code(key), 2);
	}
}

static void
ends_of_limits_are_limits(void **state)
{
	const struct qms_kind_key *key;
	struct file file;
	int line;
	size_t i;

	each_kind(&file)
		for (i = 0; file.kind->format != QMS_FORMAT_CSV &&
		    i < file.kind->key_count; i++) {
			key = &file.kind->keys[i];
			if (key->type != QMS_TYPE_INTEGER)
				continue;
			line = line_of_key(&file, key->key, 0);
			if (key->min != NULL)
				has_fault(file.path, text_with(&file, line, 1,
				    qms_arena_format(&arena, "%s: %d",
				    key->key, atoi(key->min) - 1)), "D093",
				    line);
			if (key->max != NULL)
				has_fault(file.path, text_with(&file, line, 1,
				    qms_arena_format(&arena, "%s: %d",
				    key->key, atoi(key->max) + 1)), "D094",
				    line);
		}
}

static void
names_that_a_file_system_mixes_up_are_told(void **state)
{
	static const char *const paths[] = { "agencies/so/a.md",
		"agencies/so/b.md", "agencies/SO/c.md", "agencies/SO/d.md",
		"kinds/Qu\xc3\xa1.yaml", "kinds/qua\xcc\x81.yaml" };

	problems.count = 0;
	qms_form_check_names(&arena, paths, 6, &problems);
	assert_int_equal(problems.count, 2);
	assert_string_equal(problems.items[0].code, "D006");
	assert_string_equal(problems.items[0].path, "agencies/SO/c.md");
	assert_string_equal(problems.items[1].arguments[0], paths[5]);
}

#define test(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(accepts_a_good_file_of_every_kind),
		test(tells_each_missing_key_once),
		test(tells_each_doubled_key_once),
		test(tells_each_unknown_key_once),
		test(tells_a_misspelt_key_once),
		test(tells_each_wrong_shape_once),
		test(tells_each_wrong_value_once),
		test(tells_each_missing_key_of_a_row_at_the_row),
		test(tells_each_missing_section_once),
		test(doubled_section_is_one_fault),
		test(misspelt_section_is_one_fault),
		test(tells_each_missing_column_once),
		test(tells_each_unknown_or_doubled_column_once),
		test(tells_each_bad_cell_once),
		test(tells_each_missing_table_once),
		test(tells_each_fault_of_a_csv_file_once),
		test(ends_of_limits_are_limits),
		test(names_that_a_file_system_mixes_up_are_told),
	};

	return cmocka_run_group_tests(tests, load_kinds, free_kinds);
}
