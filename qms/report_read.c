/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "report_part.h"
#include "splice.h"

enum { TEMPLATE_LIMIT = 256 * 1024 };

static const char directory[] = "reports/";

/* ---- placeholders ---- */

struct reader {
	struct qms_report_marks_of *marks;
	struct qms_arena *arena;
	struct qms_text text;
	const char *path;
	int line;		/* of the text's first line in its file */
	struct qms_problems *problems;
	size_t depth;
};

static void
place(const struct reader *r, size_t at, int *line, int *column)
{
	qms_text_position(r->text, at, line, column);
	*line += r->line - 1;
}

static struct qms_report_mark *
add(struct reader *r, enum qms_report_mark_type type, size_t start,
    size_t end)
{
	struct qms_report_mark *mark = qms_push(r->arena, r->marks->items,
	    r->marks->count, r->marks->room);

	mark->type = type;
	mark->text = qms_arena_copy(r->arena, r->text.data + start,
	    end - start);
	mark->source = mark->field = "";
	place(r, start, &mark->line, &mark->column);
	return mark;
}

/* The next word of a placeholder; what is quoted may hold blanks. */
static const char *
next_word(struct qms_arena *arena, const char **rest)
{
	struct qms_buffer out = { 0 };
	const char *p = *rest, *word;
	bool quoted = false;

	for (; *p == ' '; p++)
		continue;
	for (; *p != '\0' && (quoted || *p != ' '); p++) {
		if (*p == '"')
			quoted = !quoted;
		else
			qms_buffer_char(&out, *p);
	}
	*rest = p;
	word = out.size == 0 ? NULL : qms_arena_copy(arena, out.data,
	    out.size);
	qms_buffer_free(&out);
	return word;
}

/* "M-03.rate commune" */
static void
take_apart(struct reader *r, struct qms_report_mark *mark)
{
	const char *rest = mark->text, *word, *point;

	word = next_word(r->arena, &rest);
	if (word == NULL) {
		qms_report(r->problems, r->path, mark->line, mark->column,
		    QMS_M_D330, mark->text);
		return;
	}
	point = strrchr(word, '.');
	if (point != NULL)
		mark->source = qms_arena_copy(r->arena, word,
		    (size_t)(point - word));
	mark->field = point == NULL ? word : point + 1;
	while ((word = next_word(r->arena, &rest)) != NULL)
		qms_strings_add(r->arena, &mark->arguments, word);
}

static bool
stands_alone(const struct reader *r, size_t start, size_t end)
{
	return (start == 0 || r->text.data[start - 1] == '\n') &&
	    (end == r->text.size || r->text.data[end] == '\n');
}

static void
add_placeholder(struct reader *r, size_t start, size_t end)
{
	const char *p = r->text.data + start + 1;
	struct qms_report_mark *mark;

	if (*p == '/') {
		mark = add(r, MARK_END, start + 1, end - 1);
		if (r->depth-- == 0) {
			r->depth = 0;
			qms_report(r->problems, r->path, mark->line,
			    mark->column, QMS_M_D333);
		}
	} else if (*p == '?' || *p == '^') {
		mark = add(r, *p == '?' ? MARK_IF : MARK_UNLESS, start + 2,
		    end - 1);
		r->depth++;
		take_apart(r, mark);
	} else {
		mark = add(r, MARK_VALUE, start + 1, end - 1);
		take_apart(r, mark);
	}
	mark->block = stands_alone(r, start, end);
}

void
qms_report_marks(struct qms_report_marks_of *marks, struct qms_arena *arena,
    struct qms_text text, const char *path, int line,
    struct qms_problems *problems)
{
	struct reader r = { .marks = marks, .arena = arena, .text = text,
	    .path = path, .line = line, .problems = problems };
	const char *end;
	size_t i, words = 0;
	int at, column;

	memset(marks, 0, sizeof(*marks));
	for (i = 0; i < text.size; i++) {
		if (text.data[i] != '{')
			continue;
		end = memchr(text.data + i, '}', text.size - i);
		if (end == NULL) {
			place(&r, i, &at, &column);
			qms_report(problems, path, at, column, QMS_M_D330,
			    "{");
			break;
		}
		if (i > words)
			add(&r, MARK_WORDS, words, i);
		words = (size_t)(end - text.data) + 1;
		add_placeholder(&r, i, words);
		i = words - 1;
	}
	if (text.size > words)
		add(&r, MARK_WORDS, words, text.size);
	if (r.depth > 0) {
		place(&r, text.size, &at, &column);
		qms_report(problems, path, at, column, QMS_M_D333);
	}
}

bool
qms_report_test(struct qms_report_test *test, struct qms_arena *arena,
    const char *argument)
{
	size_t size = strcspn(argument, "!=:");

	if (argument[size] == '\0' || (argument[size] == '!' &&
	    argument[size + 1] != '='))
		return false;
	test->column = qms_arena_copy(arena, argument, size);
	test->how = argument[size] == '=' ? TEST_IS : argument[size] == ':' ?
	    TEST_WHEN : TEST_IS_NOT;
	test->value = argument + size + (test->how == TEST_IS_NOT ? 2 : 1);
	return true;
}

/* ---- figures that are typed ---- */

/* Behind these words a number is a name: of a day, a text, a place in it. */
static const char *const naming[] = { "ngày", "tháng", "năm", "Điều",
	"điều", "khoản", "mục", "Mẫu", "mẫu", "lục", "Chương", "ISO", "TCVN",
	"article", "Article", "section", "annex", "Annex", "form", "Form",
	"item", NULL };

static bool
is_blank(char c)
{
	return strchr(" \t\r\n()|*“”\"", c) != NULL;
}

/* ASCII, or one of those that Vietnamese is written with. */
static bool
is_letter(char c)
{
	unsigned char u = (unsigned char)c;

	return (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') ||
	    (u >= 0xc3 && u <= 0xc6) || u == 0xe1;
}

/* "19/2014/QĐ-TTg", "9001:2015", "05/3/2019", "K-1a"; not "85/152", "35%". */
static bool
is_name(const char *word, size_t size)
{
	int slashes = 0;
	size_t i;

	if (memchr(word, '%', size) != NULL)
		return false;
	for (i = 0; i < size; i++) {
		if (is_letter(word[i]) || word[i] == ':')
			return true;
		slashes += word[i] == '/';
	}
	return slashes == 2;
}

/* "1." and "2.1." before a heading's or a list item's words. */
static bool
begins_line(const char *text, size_t start, size_t size)
{
	size_t i = start;

	if (size < 2 || text[start + size - 1] != '.' ||
	    strspn(text + start, "0123456789.") < size)
		return false;
	while (i > 0 && strchr(" #*->", text[i - 1]) != NULL)
		i--;
	return i == 0 || text[i - 1] == '\n';
}

static bool
follows_name(const char *text, size_t start)
{
	size_t end = start, first, i;

	while (end > 0 && is_blank(text[end - 1]) && text[end - 1] != '\n')
		end--;
	for (first = end; first > 0 && !is_blank(text[first - 1]);)
		first--;
	for (i = 0; naming[i] != NULL; i++)
		if (strlen(naming[i]) == end - first &&
		    memcmp(naming[i], text + first, end - first) == 0)
			return true;
	return false;
}

static void
find_figures(const struct qms_report_mark *mark, const char *path,
    struct qms_problems *problems)
{
	const char *text = mark->text;
	size_t i, size, left = strlen(text);
	int line, column;

	for (i = 0; i < left; i += size) {
		for (size = 0; i + size < left && !is_blank(text[i + size]);)
			size++;
		if (size == 0) {
			size = 1;
			continue;
		}
		while (size > 1 && strchr(",;", text[i + size - 1]) != NULL)
			size--;
		if (strcspn(text + i, "0123456789") >= size ||
		    is_name(text + i, size) || begins_line(text, i, size) ||
		    follows_name(text, i))
			continue;
		qms_text_position(qms_text(text), i, &line, &column);
		column += line == 1 ? mark->column - 1 : 0;
		qms_report(problems, path, mark->line + line - 1, column,
		    QMS_M_D332, qms_arena_copy(problems->arena, text + i,
		    size));
	}
}

/* ---- templates ---- */

static const char *
string(const struct qms_yaml *front, const char *key)
{
	const char *value = qms_yaml_string(front, key);

	return value == NULL ? "" : value;
}

static void
read_lists(struct qms_report_template *template, struct qms_arena *arena,
    const struct qms_yaml *front)
{
	const struct qms_yaml *one, *list = qms_yaml_get(front, "recipients");

	for (one = list == NULL ? NULL : list->first; one != NULL;
	    one = one->next)
		if (one->type == QMS_YAML_SCALAR)
			qms_strings_add(arena, &template->recipients,
			    one->value);
	list = qms_yaml_get(front, "applies");
	template->applies = "";
	for (one = list == NULL ? NULL : list->first; one != NULL;
	    one = one->next)
		if (one->type == QMS_YAML_SCALAR)
			template->applies = qms_arena_format(arena, "%s%s ",
			    *template->applies == '\0' ? " " :
			    template->applies, one->value);
}

static int
lines_before(struct qms_text text, size_t at)
{
	int line, column;

	qms_text_position(text, at, &line, &column);
	return line;
}

static bool
read_template(struct qms_report_template *template, struct qms_arena *arena,
    const char *path, struct qms_text text, struct qms_problems *problems)
{
	struct qms_splice_parts parts = qms_splice_split(text);
	const struct qms_yaml *title;
	struct qms_yaml *front;
	char hash[QMS_SHA256_SIZE];
	const char *period;
	size_t size = strlen(path);

	qms_yaml_parse(&front, arena, (struct qms_text){ text.data +
	    parts.front, parts.front_size }, TEMPLATE_LIMIT, path,
	    lines_before(text, parts.front), problems);
	if (front == NULL)
		return false;
	template->path = path;
	template->id = qms_arena_copy(arena, path + sizeof(directory) - 1,
	    size - (sizeof(directory) - 1) - 3);
	title = qms_yaml_get(front, "title");
	template->title = string(front, "title");
	template->title_line = title == NULL ? 1 : title->line;
	template->type = string(front, "type");
	template->symbol = string(front, "symbol");
	template->whole = strcmp(string(front, "scope"), "agency") != 0;
	template->public = strcmp(string(front, "public"), "yes") == 0;
	period = string(front, "period");
	template->period = strcmp(period, "quarter") == 0 ?
	    QMS_PERIOD_QUARTER : strcmp(period, "year") == 0 ?
	    QMS_PERIOD_YEAR : QMS_PERIOD_DAY;
	read_lists(template, arena, front);
	template->body.data = text.data + parts.body;
	template->body.size = text.size - parts.body;
	template->body_line = lines_before(text, parts.body);
	template->sha256 = qms_arena_string(arena, qms_sha256(hash,
	    text));
	return true;
}

const struct qms_error *
qms_reports_load(struct qms_report_template **templates, size_t *count,
    struct qms_arena *arena, const struct qms_store *store,
    struct qms_problems *problems)
{
	struct qms_report_template one;
	struct qms_store_entry *entries;
	const struct qms_error *err;
	struct qms_text text;
	size_t entry_count, room = 0, i;

	*templates = NULL;
	*count = 0;
	err = qms_store_list(&entries, &entry_count, arena, store, directory);
	for (i = 0; err == NULL && i < entry_count; i++) {
		if (!qms_ends_with(entries[i].path, ".md") ||
		    strchr(entries[i].path + sizeof(directory) - 1, '/') !=
		    NULL)
			continue;
		err = qms_store_read(&text, arena, store, entries[i].path,
		    TEMPLATE_LIMIT);
		memset(&one, 0, sizeof(one));
		if (err == NULL && read_template(&one, arena,
		    entries[i].path, text, problems))
			*qms_push(arena, *templates, *count, room) = one;
	}
	return err;
}

/* ---- what is wrong with them ---- */

struct checking {
	struct qms_problems *problems;
	struct qms_system *system;
	const struct qms_rules *rules;
};

static void
check_text(struct checking *c, const char *path, struct qms_text text,
    int line)
{
	struct qms_report_marks_of marks;
	size_t i;

	qms_report_marks(&marks, c->problems->arena, text, path, line,
	    c->problems);
	for (i = 0; i < marks.count; i++) {
		if (marks.items[i].type == MARK_WORDS)
			find_figures(&marks.items[i], path, c->problems);
		else if (marks.items[i].type != MARK_END)
			qms_report_figure_check(c->problems, c->system,
			    c->rules, path, &marks.items[i]);
	}
}

const struct qms_error *
qms_reports_check(struct qms_problems *problems, struct qms_system *system,
    const struct qms_store *store)
{
	struct checking c = { .problems = problems, .system = system };
	struct qms_problems ignored = { .arena = problems->arena };
	struct qms_report_template *templates;
	const struct qms_error *err;
	size_t count, i;

	/* what its kind says of a file is told elsewhere */
	err = qms_reports_load(&templates, &count, problems->arena, store,
	    &ignored);
	if (err == NULL)
		err = qms_system_rules(&c.rules, system);
	for (i = 0; err == NULL && i < count; i++) {
		check_text(&c, templates[i].path, qms_text(
		    templates[i].title), templates[i].title_line);
		check_text(&c, templates[i].path, templates[i].body,
		    templates[i].body_line);
	}
	return err;
}
