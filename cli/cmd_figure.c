/* SPDX-License-Identifier: MIT */
/*
 * figure - numbers of reports: what a pasted paragraph holds is proposed, and
 * what a person confirms becomes rows of a record of the kind
 * reported-figures, the paragraph kept beside them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acts.h"
#include "commands.h"
#include "figures.h"
#include "qms/check.h"
#include "qms/create.h"
#include "qms/file.h"
#include "qms/propose.h"
#include "qms/splice.h"
#include "qms/table.h"
#include "qms/unicode.h"
#include "report.h"
#include "writing.h"

static const char kind_name[] = "reported-figures";
static const char table_name[] = "figures";
static const char words_path[] = "standards/figure-words.csv";
static const char section[] = "Đoạn văn gốc";

/* Columns of the table that a proposal fills. */
enum { ID, CONTENT, PRINTED, UNIT, MEASURE, FROM, TO, PARTS, PARTS_ARE,
	NUMERATOR, BASE, TARGET, NOTE, COLUMNS };
static const char *const columns[COLUMNS] = { "id", "content", "printed",
	"unit", "measure", "from", "to", "parts", "parts_are", "numerator",
	"base", "target", "note" };

struct paste {
	struct cli *cli;
	const char *path;		/* "-" */
	struct qms_text text;		/* as it was pasted */
	struct qms_proposals proposals;
	bool *accepted;			/* one a proposal */
	const char **ids;		/* of the rows they become */
	const char **flags;		/* what rules say of them, "" */
	/* the record */
	const struct qms_kind *kind;
	const char *agency, *me, *id, *record;	/* record: its path */
	bool old;			/* it is there already */
};

/* ---- reading ---- */

/* The system's own words, else those that come with the program. */
static const struct qms_error *
read_words(struct qms_propose_words *words, struct cli *cli)
{
	struct qms_problems ignored = { .arena = &cli->arena };
	const struct qms_error *err;
	struct qms_text text;

	if (qms_store_has(cli->system->store, words_path))
		err = qms_store_read(&text, &cli->arena, cli->system->store,
		    words_path, QMS_FILE_LIMIT);
	else
		err = qms_file_read(&text, &cli->arena, qms_file_join(
		    &cli->arena, cli->environment.data,
		    "schemas/standards/figure-words.csv"), QMS_FILE_LIMIT);
	if (err == NULL)
		qms_propose_words_read(words, &cli->arena, text, words_path,
		    &ignored);
	return err;
}

static const struct qms_error *
read_paste(struct paste *paste)
{
	struct cli *cli = paste->cli;
	const struct qms_error *err;
	struct qms_propose_words words;
	int year = 0, month, day_of_month;
	qms_day day;

	err = writing_input(&paste->text, cli, paste->path);
	if (err == NULL)
		err = cli_day(&day, cli, "date", QMS_DAY_NONE);
	if (err == NULL)
		err = read_words(&words, cli);
	if (err)
		return err;
	if (paste->text.size > QMS_PROPOSE_LIMIT)
		return qms_fail(QMS_M_G013, paste->path, qms_arena_format(
		    &cli->arena, "%zu", paste->text.size), qms_arena_format(
		    &cli->arena, "%d", QMS_PROPOSE_LIMIT));
	if (qms_utf8_invalid(paste->text) != SIZE_MAX ||
	    memchr(paste->text.data, '\0', paste->text.size) != NULL)
		return qms_fail(QMS_M_U226, paste->path);
	if (day != QMS_DAY_NONE)
		qms_day_split(day, &year, &month, &day_of_month);
	qms_propose(&paste->proposals, &cli->arena, paste->text, &words,
	    year);
	paste->accepted = qms_arena_alloc(&cli->arena,
	    paste->proposals.count + 1);
	paste->ids = qms_arena_alloc(&cli->arena, (paste->proposals.count +
	    1) * sizeof(*paste->ids));
	paste->flags = qms_arena_alloc(&cli->arena, (paste->proposals.count +
	    1) * sizeof(*paste->flags));
	return NULL;
}

/* ---- cells ---- */

/* The rows of some proposals; "" for those that are not accepted. */
static const char *
names(const struct paste *paste, const size_t *items, size_t count,
    bool all)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < count; i++)
		if (all || paste->accepted[items[i]])
			list = qms_arena_format(&paste->cli->arena, "%s%s%s",
			    list, *list == '\0' ? "" : " ",
			    paste->ids[items[i]]);
	return list;
}

static const char *
name(const struct paste *paste, size_t item, bool all)
{
	return item == SIZE_MAX ? "" : names(paste, &item, 1, all);
}

static const char *
notes(const struct paste *paste, const struct qms_proposal *proposal,
    enum qms_language language)
{
	const char *list = "";
	int bit;

	for (bit = 0; bit < QMS_NOTES; bit++)
		if ((proposal->notes & 1u << bit) != 0)
			list = qms_arena_format(&paste->cli->arena, "%s%s%s",
			    list, *list == '\0' ? "" : "; ",
			    qms_proposal_note(bit, language));
	return list;
}

static const char *
day_of(struct cli *cli, qms_day day)
{
	char buffer[QMS_DAY_SIZE];

	return qms_arena_string(&cli->arena, qms_day_format(buffer, day));
}

/* A total of which not all parts were accepted is no longer their sum. */
static const char *
parts_are(const struct paste *paste, const struct qms_proposal *proposal,
    bool all)
{
	size_t i, kept = 0;

	for (i = 0; i < proposal->part_count; i++)
		kept += all || paste->accepted[proposal->parts[i]];
	return kept == 0 ? "" : proposal->parts_are == QMS_PARTS_DISJOINT &&
	    kept == proposal->part_count ? "rời nhau" : "chưa đủ";
}

static void
fill_cells(const char *cells[COLUMNS], const struct paste *paste, size_t i,
    bool all)
{
	const struct qms_proposal *one = &paste->proposals.items[i];
	struct cli *cli = paste->cli;

	cells[ID] = paste->ids[i];
	cells[CONTENT] = *one->content == '\0' ? "(chưa rõ nội dung)" :
	    one->content;
	cells[PRINTED] = one->printed;
	cells[UNIT] = one->unit;
	cells[MEASURE] = one->measure;
	cells[FROM] = day_of(cli, one->from);
	cells[TO] = day_of(cli, one->to);
	cells[PARTS] = names(paste, one->parts, one->part_count, all);
	cells[PARTS_ARE] = parts_are(paste, one, all);
	cells[NUMERATOR] = name(paste, one->numerator, all);
	cells[BASE] = names(paste, one->bases, one->base_count, all);
	cells[TARGET] = name(paste, one->target, all);
	cells[NOTE] = notes(paste, one, QMS_VI);
}

/* ---- the record ---- */

static const struct qms_error *
find_kind(struct paste *paste)
{
	paste->kind = qms_kinds_get(qms_system_kinds(paste->cli->system),
	    kind_name);
	return paste->kind == NULL || paste->kind->starter == NULL ?
	    qms_fail(QMS_M_U228, kind_name) : NULL;
}

static const struct qms_error *
set_key(struct qms_text *text, struct cli *cli, const char *key,
    const char *value)
{
	return value == NULL || *value == '\0' ? NULL :
	    writing_set(text, cli, *text, key, value);
}

static const struct qms_error *
take_period(const char **from, const char **to, struct paste *paste)
{
	const struct qms_proposals *found = &paste->proposals;
	const struct qms_error *err;
	struct cli *cli = paste->cli;
	qms_day first, last;

	err = cli_day(&first, cli, "from", found->from);
	if (err == NULL)
		err = cli_day(&last, cli, "to", found->to);
	if (err)
		return err;
	/* a state on a day: the report is of the year up to it */
	if (first == QMS_DAY_NONE && last != QMS_DAY_NONE)
		first = qms_day_make(atoi(day_of(cli, last)), 1, 1);
	if (last == QMS_DAY_NONE || first > last)
		return qms_fail(QMS_M_U227, paste->path);
	*from = day_of(cli, first);
	*to = day_of(cli, last);
	return NULL;
}

/* Where the figures come from, as --source says, or the name of the file. */
static const char *
source_of(const struct paste *paste)
{
	const char *slash = strrchr(paste->path, '/');
	const char *source = cli_option(paste->cli, "source");

	if (source != NULL)
		return source;
	return strcmp(paste->path, "-") == 0 ? "Đoạn văn dán vào" :
	    slash == NULL ? paste->path : slash + 1;
}

static const struct qms_error *
new_record(struct qms_text *text, struct paste *paste, bool numbered)
{
	struct cli *cli = paste->cli;
	struct qms_blanks blanks = { .title = cli_option(cli, "title"),
	    .agency = paste->agency, .person = paste->me };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	char day[QMS_DAY_SIZE], year[5] = "";
	const char *from = "", *to = "";
	qms_day date;

	err = cli_day(&date, cli, "date", QMS_DAY_NONE);
	if (err == NULL)
		err = take_period(&from, &to, paste);
	if (err)
		return err;
	blanks.day = qms_day_format(day, cli_today(cli));
	memcpy(year, day, 4);
	blanks.year = year;
	if (blanks.title == NULL)
		blanks.title = "Số liệu từ báo cáo";
	err = qms_db_string(&blanks.agency_name, &cli->arena,
	    qms_index_db(cli->system->index),
	    "SELECT name FROM agency WHERE agency = ?1",
	    (const char *const []){ paste->agency, NULL });
	if (err == NULL && numbered)
		err = qms_create_next_id(&paste->id, cli->system, &cli->arena,
		    paste->kind, paste->agency, year);
	if (err)
		return err;
	blanks.id = paste->id;
	paste->record = qms_kind_path(&cli->arena, paste->kind,
	    paste->agency, paste->id, year);
	qms_model_fill(&out, qms_text(paste->kind->starter), &blanks, NULL,
	    NULL);
	text->data = qms_arena_copy(&cli->arena, out.data, out.size);
	text->size = out.size;
	qms_buffer_free(&out);
	err = set_key(text, cli, "code", cli_option(cli, "code"));
	if (err == NULL)
		err = set_key(text, cli, "issuer", cli_option(cli, "issuer"));
	if (err == NULL)
		err = set_key(text, cli, "date", day_of(cli, date));
	if (err == NULL)
		err = set_key(text, cli, "from", from);
	if (err == NULL)
		err = set_key(text, cli, "to", to);
	return err ? err : set_key(text, cli, "source", source_of(paste));
}

static const struct qms_error *
old_record(struct qms_text *text, struct paste *paste, const char *id)
{
	struct cli *cli = paste->cli;
	const struct qms_error *err;
	struct qms_found found;
	bool changed;

	err = qms_system_find(&found, cli->system, paste->agency, id);
	if (err)
		return err;
	if (found.kind != paste->kind)
		return qms_fail(QMS_M_U229, found.id,
		    found.kind->name[cli->language],
		    paste->kind->name[cli->language]);
	paste->old = true;
	paste->id = found.id;
	paste->record = found.path;
	return acts_working_text(text, &changed, cli, found.path);
}

/* ---- rows ---- */

struct sheet {
	struct qms_object object;
	struct qms_problems problems;
	struct qms_tables tables;
	const struct qms_table *table;
};

static const struct qms_error *
open_sheet(struct sheet *sheet, const struct paste *paste,
    struct qms_text text)
{
	struct cli *cli = paste->cli;
	const struct qms_error *err;

	memset(sheet, 0, sizeof(*sheet));
	sheet->problems.arena = &cli->arena;
	qms_object_parse(&sheet->object, &cli->arena,
	    qms_system_kinds(cli->system), paste->record, text,
	    &sheet->problems);
	err = qms_tables_read(&sheet->tables, &cli->arena, &sheet->object,
	    &sheet->problems, cli->language);
	if (err)
		return err;
	sheet->table = qms_tables_find(&sheet->tables, table_name);
	sheet->problems.count = 0;
	return sheet->table != NULL ? NULL : qms_fail(QMS_M_U080,
	    paste->record, table_name, "-");
}

static const struct qms_error *
write_sheet(struct qms_text *text, struct sheet *sheet,
    const struct qms_table_edit *edit, const struct paste *paste)
{
	const struct qms_error *err;

	err = qms_table_write(text, &sheet->problems, edit, &sheet->object,
	    qms_system_kinds(paste->cli->system));
	if (err == NULL && sheet->problems.count > 0)
		err = qms_fail_with(sheet->problems.items[0].id,
		    sheet->problems.items[0].arguments);
	qms_object_free(&sheet->object);
	return err;
}

static const char *
title_of(const struct paste *paste, const char *key)
{
	const struct qms_kind *kind = paste->kind;
	size_t i, k;

	for (i = 0; i < kind->table_count; i++)
		for (k = 0; k < kind->tables[i].column_count; k++)
			if (strcmp(kind->tables[i].name, table_name) == 0 &&
			    strcmp(kind->tables[i].columns[k].key, key) == 0)
				return kind->tables[i].columns[k].title;
	return NULL;
}

/* Columns that the table has not and that a row needs. */
static const struct qms_error *
add_columns(struct qms_text *text, struct paste *paste, bool all)
{
	const struct qms_error *err;
	const char *cells[COLUMNS];
	struct qms_table_edit edit;
	bool wanted[COLUMNS] = { 0 };
	struct sheet sheet;
	const char *title;
	size_t i, k, at, added = 0;

	for (i = 0; i < paste->proposals.count; i++) {
		if (!all && !paste->accepted[i])
			continue;
		fill_cells(cells, paste, i, all);
		for (k = 0; k < COLUMNS; k++)
			wanted[k] = wanted[k] || *cells[k] != '\0';
	}
	err = open_sheet(&sheet, paste, *text);
	if (err)
		return err;
	qms_table_begin(&edit, &paste->cli->arena, sheet.table);
	at = sheet.table->column_count;
	for (k = 0; k < COLUMNS; k++) {
		title = title_of(paste, columns[k]);
		if (!wanted[k] || title == NULL || qms_table_find_column(
		    sheet.table, columns[k]) != SIZE_MAX)
			continue;
		qms_table_add_column(&edit, at++, title);
		added++;
	}
	if (added == 0) {
		qms_object_free(&sheet.object);
		return NULL;
	}
	return write_sheet(text, &sheet, &edit, paste);
}

/* Rows are numbered on from those that are there. */
static void
number_rows(struct paste *paste, const struct qms_table *table, bool all)
{
	size_t column = qms_table_find_column(table, "id"), i;
	long last = 0, number;
	char *end;

	for (i = 0; paste->old && column != SIZE_MAX && i < table->count;
	    i++) {
		number = strtol(table->rows[i].cells[column], &end, 10);
		if (*end == '\0' && number > last && number < 1000000)
			last = number;
	}
	for (i = 0; i < paste->proposals.count; i++)
		paste->ids[i] = all || paste->accepted[i] ? qms_arena_format(
		    &paste->cli->arena, "%ld", ++last) : "";
}

static const struct qms_error *
add_rows(struct qms_text *text, struct paste *paste, bool all)
{
	const struct qms_error *err;
	const char *cells[COLUMNS];
	struct qms_table_edit edit;
	struct sheet sheet;
	size_t i, k, row, column;

	err = open_sheet(&sheet, paste, *text);
	if (err)
		return err;
	qms_table_begin(&edit, &paste->cli->arena, sheet.table);
	while (!paste->old && edit.count > 0)
		qms_table_remove(&edit, edit.count - 1);
	for (i = 0; i < paste->proposals.count; i++) {
		if (!all && !paste->accepted[i])
			continue;
		fill_cells(cells, paste, i, all);
		row = edit.count;
		qms_table_add(&edit, row);
		for (k = 0; k < COLUMNS; k++) {
			column = qms_table_find_column(sheet.table,
			    columns[k]);
			if (column != SIZE_MAX && *cells[k] != '\0')
				qms_table_set(&edit, row, column, cells[k]);
		}
	}
	return write_sheet(text, &sheet, &edit, paste);
}

/* ---- the paragraph ---- */

/* Shown in Markdown as it was pasted: what would mark up is escaped. */
static void
quote_line(struct qms_buffer *out, struct qms_text line)
{
	size_t i, digits = 0;

	qms_buffer_string(out, ">");
	for (i = 0; i < line.size && (line.data[i] == ' ' ||
	    line.data[i] == '\t'); i++)
		continue;
	line.data += i;
	line.size -= i;
	if (line.size > 0)
		qms_buffer_char(out, ' ');
	while (digits < line.size && line.data[digits] >= '0' &&
	    line.data[digits] <= '9')
		digits++;
	for (i = 0; i < line.size; i++) {
		if (strchr("\\`*_[]<>|~&!$", line.data[i]) != NULL ||
		    (i == 0 && strchr("#+-=", line.data[i]) != NULL) ||
		    (digits > 0 && i == digits && strchr(".)",
		    line.data[i]) != NULL))
			qms_buffer_char(out, '\\');
		qms_buffer_char(out, line.data[i] == '\t' ? ' ' :
		    line.data[i]);
	}
	qms_buffer_char(out, '\n');
}

static void
add_paragraph(struct qms_text *text, struct paste *paste)
{
	struct qms_buffer out = { 0 }, nfc = { 0 };
	struct qms_text line, rest;
	size_t i;

	qms_unicode_nfc(&nfc, paste->text);
	/* a mark of the order of bytes, and what no file may hold */
	for (i = 0; i < nfc.size; i++)
		if ((unsigned char)nfc.data[i] < ' ' &&
		    strchr("\n\r\t", nfc.data[i]) == NULL)
			nfc.data[i] = ' ';
	rest = qms_text_trim(qms_buffer_view(&nfc));
	qms_buffer_text(&out, *text);
	if (out.size > 0 && out.data[out.size - 1] != '\n')
		qms_buffer_char(&out, '\n');
	qms_buffer_format(&out, "\n## %s\n\n", section);
	while (qms_text_line(&line, &rest))
		quote_line(&out, line);
	text->data = qms_arena_copy(&paste->cli->arena, out.data, out.size);
	text->size = out.size;
	qms_buffer_free(&out);
	qms_buffer_free(&nfc);
}

static const struct qms_error *
make_record(struct qms_text *text, struct paste *paste, bool all)
{
	const char *into = cli_option(paste->cli, "into");
	const struct qms_error *err;
	struct sheet sheet;

	err = into != NULL ? old_record(text, paste, into) :
	    new_record(text, paste, true);
	if (err == NULL)
		err = open_sheet(&sheet, paste, *text);
	if (err)
		return err;
	number_rows(paste, sheet.table, all);
	qms_object_free(&sheet.object);
	err = add_columns(text, paste, all);
	if (err == NULL)
		err = add_rows(text, paste, all);
	if (err == NULL)
		add_paragraph(text, paste);
	return err;
}

/* ---- what does not add up ---- */

static void
take_flag(struct paste *paste, const struct qms_problem *problem)
{
	struct qms_arena *arena = &paste->cli->arena;
	struct qms_buffer text = { 0 };
	size_t i;

	qms_problem_text(&text, problem, paste->cli->language);
	for (i = 0; problem->arguments[0] != NULL &&
	    i < paste->proposals.count; i++)
		if (strcmp(paste->ids[i], problem->arguments[0]) == 0)
			paste->flags[i] = qms_arena_format(arena, "%s%s%s: %s",
			    paste->flags[i], *paste->flags[i] == '\0' ? "" :
			    "; ", problem->code, text.data);
	qms_buffer_free(&text);
}

/*
 * The rules are asked of the record that would be, if everything were accepted;
 * where none can be made yet, because no period is known, nothing is said.
 */
static const struct qms_error *
find_flags(struct paste *paste)
{
	struct qms_problems problems = { .arena = &paste->cli->arena };
	const struct qms_error *err;
	struct qms_text text;
	size_t i;

	for (i = 0; i < paste->proposals.count; i++) {
		paste->ids[i] = qms_arena_format(&paste->cli->arena, "%zu",
		    i + 1);
		paste->flags[i] = "";
	}
	if (find_kind(paste) != NULL || paste->proposals.count == 0 ||
	    make_record(&text, paste, true) != NULL)
		return NULL;
	err = qms_check_text(&problems, paste->cli->system, paste->record,
	    text);
	for (i = 0; err == NULL && i < problems.count; i++)
		take_flag(paste, &problems.items[i]);
	return err;
}

/* ---- showing ---- */

/* For programs: with a point, and without thousands. */
static const char *
plain_value(struct cli *cli, const struct qms_proposal *one, int64_t value)
{
	char buffer[QMS_NUMBER_SIZE], *to = buffer;
	const char *at;

	if ((one->notes & QMS_NOTE_UNREADABLE) != 0)
		return "";
	for (at = qms_number_format(buffer, value, -1); *at != '\0'; at++)
		if (*at != '.')
			*to++ = *at == ',' ? '.' : *at;
	*to = '\0';
	return qms_arena_string(&cli->arena, buffer);
}

static const char *
relation(const struct paste *paste, const struct qms_proposal *one)
{
	struct cli *cli = paste->cli;
	const char *text = "";

	if (one->part_count > 0)
		text = qms_arena_format(&cli->arena, "%s %s",
		    one->parts_are == QMS_PARTS_DISJOINT ? "=" :
		    pick(cli, "có", "has"), names(paste, one->parts,
		    one->part_count, true));
	if (one->base_count > 0)
		text = qms_arena_format(&cli->arena, "%s%s%s/%s", text,
		    *text == '\0' ? "" : "; ", one->numerator == SIZE_MAX ?
		    "" : name(paste, one->numerator, true),
		    names(paste, one->bases, one->base_count, true));
	return text;
}

static void
show_one(struct report *report, const struct paste *paste, size_t i)
{
	const struct qms_proposal *one = &paste->proposals.items[i];
	struct cli *cli = paste->cli;

	report_add(report, paste->ids[i]);
	report_add(report, one->printed);
	if (*one->printed == '\0') {
		char buffer[QMS_NUMBER_SIZE];

		report_shown(report, qms_arena_format(&cli->arena, "(%s)",
		    qms_number_format(buffer, one->number.value, -1)));
	}
	report_add(report, plain_value(cli, one, one->number.value));
	report_add(report, one->number.fraction ? plain_value(cli, one,
	    one->number.whole) : "");
	report_add(report, (one->notes & QMS_NOTE_UNREADABLE) != 0 ? "" :
	    qms_number_bound_name(one->number.bound));
	report_add(report, one->unit);
	report_add(report, one->content);
	report_add(report, one->measure);
	report_add(report, day_of(cli, one->from));
	report_add(report, day_of(cli, one->to));
	report_add(report, one->period);
	report_add(report, relation(paste, one));
	report_add(report, names(paste, one->parts, one->part_count, true));
	report_add(report, parts_are(paste, one, true));
	report_add(report, name(paste, one->numerator, true));
	report_add(report, names(paste, one->bases, one->base_count, true));
	report_add(report, name(paste, one->target, true));
	report_add(report, notes(paste, one, cli->language));
	report_add(report, paste->flags[i]);
	report_number(report, one->line);
	report_number(report, one->column);
}

static void
show(const struct paste *paste)
{
	static const struct report_column shown[] = {
		{ "id", { "TT", "No" }, REPORT_TEXT },
		{ "printed", { "Ghi trong báo cáo", "As printed" },
		    REPORT_TEXT },
		{ "value", { NULL, NULL }, REPORT_TEXT },
		{ "whole", { NULL, NULL }, REPORT_TEXT },
		{ "bound", { NULL, NULL }, REPORT_TEXT },
		{ "unit", { "Đơn vị tính", "Unit" }, REPORT_TEXT },
		{ "content", { "Nội dung", "Content" }, REPORT_TEXT },
		{ "measure", { NULL, NULL }, REPORT_TEXT },
		{ "from", { "Từ ngày", "From" }, REPORT_DAY },
		{ "to", { "Đến ngày", "To" }, REPORT_DAY },
		{ "period", { NULL, NULL }, REPORT_TEXT },
		{ "relation", { "Gồm, trên", "Parts, of" }, REPORT_TEXT },
		{ "parts", { NULL, NULL }, REPORT_TEXT },
		{ "parts_are", { NULL, NULL }, REPORT_TEXT },
		{ "numerator", { NULL, NULL }, REPORT_TEXT },
		{ "base", { NULL, NULL }, REPORT_TEXT },
		{ "target", { NULL, NULL }, REPORT_TEXT },
		{ "notes", { "Cần xem", "To look at" }, REPORT_TEXT },
		{ "flags", { "Không khớp", "Does not add up" }, REPORT_TEXT },
		{ "line", { NULL, NULL }, REPORT_NUMBER },
		{ "column", { NULL, NULL }, REPORT_NUMBER },
	};
	struct report report;
	size_t i;

	REPORT(&report, paste->cli, "qms/figure-proposal/1", shown);
	for (i = 0; i < paste->proposals.count; i++)
		show_one(&report, paste, i);
	report_end(&report, "đoạn văn không có số liệu nào",
	    "no figure in the text");
	if (paste->proposals.more)
		say(paste->cli, "chỉ đọc %d số liệu đầu tiên",
		    "only the first %d figures are read", QMS_PROPOSE_MOST);
}

/* ---- choosing ---- */

/* "1,3-5" or "all" */
static const struct qms_error *
take_list(struct paste *paste, const char *list)
{
	struct cli *cli = paste->cli;
	unsigned long first, last;
	const char *at = list;
	char *end;

	if (strcmp(list, "all") == 0 || strcmp(list, "tất cả") == 0 ||
	    strcmp(list, "hết") == 0) {
		memset(paste->accepted, 1, paste->proposals.count);
		return NULL;
	}
	for (;;) {
		if (*at < '0' || *at > '9')
			break;
		first = last = strtoul(at, &end, 10);
		if (*end == '-' && end[1] >= '0' && end[1] <= '9')
			last = strtoul(end + 1, &end, 10);
		if (first == 0 || last < first ||
		    last > paste->proposals.count)
			break;
		for (; first <= last; first++)
			paste->accepted[first - 1] = true;
		while (*end == ' ' || *end == ',')
			end++;
		at = end;
		if (*at == '\0')
			return NULL;
	}
	return qms_fail(QMS_M_U225, at, qms_arena_format(&cli->arena, "%zu",
	    paste->proposals.count));
}

static void
edit_day(struct cli *cli, qms_day *day, const char *vi, const char *en)
{
	const struct qms_kind_key date = { .type = QMS_TYPE_DATE };
	const char *answer = ask_line(cli, vi, en, day_of(cli, *day));
	qms_day given = qms_day_parse(qms_text(qms_table_typed(&cli->arena,
	    &date, answer)));

	if (given != QMS_DAY_NONE || strcmp(answer, "-") == 0)
		*day = given;
}

/* What is printed is not edited: it is what the report says. */
static void
edit_one(struct paste *paste, struct qms_proposal *one)
{
	struct cli *cli = paste->cli;

	one->content = ask_line(cli, "  nội dung", "  content",
	    one->content);
	one->unit = ask_line(cli, "  đơn vị tính", "  unit", one->unit);
	edit_day(cli, &one->from, "  từ ngày (- để trống)",
	    "  from (- for none)");
	edit_day(cli, &one->to, "  đến ngày (- để trống)",
	    "  to (- for none)");
}

static bool
is_answer(const char *answer, const char *words)
{
	size_t size = strlen(answer);
	const char *at;

	for (at = words; size > 0 && (at = strstr(at, answer)) != NULL;
	    at += size)
		if ((at == words || at[-1] == ' ') && (at[size] == ' ' ||
		    at[size] == '\0'))
			return true;
	return false;
}

static void
tell_one(const struct paste *paste, size_t i)
{
	const struct qms_proposal *one = &paste->proposals.items[i];
	struct cli *cli = paste->cli;
	const char *note = notes(paste, one, cli->language);
	const char *of = relation(paste, one);

	say(cli, "%s. %s %s – %s", "%s. %s %s – %s", paste->ids[i],
	    *one->printed == '\0' ? "(+)" : one->printed, one->unit,
	    one->content);
	if (one->from != QMS_DAY_NONE || one->to != QMS_DAY_NONE)
		say(cli, "   %s – %s", "   %s – %s", cli_shown_day(cli,
		    day_of(cli, one->from)), cli_shown_day(cli,
		    day_of(cli, one->to)));
	if (*of != '\0')
		say(cli, "   %s", "   %s", of);
	if (*note != '\0')
		say(cli, "   cần xem: %s", "   to look at: %s", note);
	if (*paste->flags[i] != '\0')
		say(cli, "   không khớp: %s", "   does not add up: %s",
		    paste->flags[i]);
}

/* Each in turn; nothing is taken that was not said yes to. */
static void
ask_each(struct paste *paste)
{
	struct cli *cli = paste->cli;
	const char *answer;
	size_t i;

	for (i = 0; i < paste->proposals.count; i++) {
		tell_one(paste, i);
		answer = ask_line(cli, "   ghi? (c: có, k: không, s: sửa, "
		    "d: dừng)", "   record? (y: yes, n: no, e: edit, q: stop)",
		    "");
		if (is_answer(answer, "d q dung dừng quit"))
			return;
		if (is_answer(answer, "s e sua sửa edit")) {
			edit_one(paste, &paste->proposals.items[i]);
			paste->accepted[i] = true;
		}
		if (is_answer(answer, "c y co có yes"))
			paste->accepted[i] = true;
	}
}

static size_t
count_accepted(const struct paste *paste)
{
	size_t i, count = 0;

	for (i = 0; i < paste->proposals.count; i++)
		count += paste->accepted[i];
	return count;
}

static const struct qms_error *
record(struct paste *paste)
{
	struct cli *cli = paste->cli;
	const struct qms_error *err;
	struct qms_text text;
	size_t count = count_accepted(paste);

	if (count == 0) {
		say(cli, "không ghi số liệu nào", "nothing is recorded");
		return NULL;
	}
	err = make_record(&text, paste, false);
	if (err == NULL)
		err = writing_file(cli, paste->record, text, qms_arena_format(
		    &cli->arena, "Số liệu %s: %zu dòng từ %s", paste->id,
		    count, source_of(paste)));
	if (err || cli->dry_run)
		return err;
	if (!cli->json && !cli->csv)
		qms_buffer_format(&cli->out, "%s\n", paste->id);
	say(cli, "tệp: %s; xem lại: qms table %s", "file: %s; look: "
	    "qms table %s", paste->record, paste->id);
	return NULL;
}

static const struct qms_error *
propose(struct cli *cli, const char *path)
{
	struct paste paste = { .cli = cli, .path = path };
	const char *list = cli_option(cli, "accept");
	const struct qms_error *err;
	bool asks, writes = list != NULL;

	asks = list == NULL && !cli->no_input && !cli->json && !cli->csv &&
	    interactive() && strcmp(path, "-") != 0;
	if (writes || asks) {
		err = cli_must_be_now(cli);
		if (err)
			return err;
	}
	err = cli_agency(&paste.agency, cli);
	/* who only looks need not be of the agency */
	paste.me = "";
	if (err == NULL && (writes || asks))
		err = writing_who(&paste.agency, &paste.me, cli);
	if (err == NULL && (writes || cli_has(cli, "into")))
		err = find_kind(&paste);
	if (err == NULL)
		err = read_paste(&paste);
	if (err == NULL)
		err = find_flags(&paste);
	if (err == NULL && list != NULL)
		err = take_list(&paste, list);
	if (err)
		return err;
	if (asks && paste.proposals.count > 0)
		ask_each(&paste);
	else if (!writes || cli->json || cli->csv || cli->dry_run)
		show(&paste);
	if (writes || (asks && paste.proposals.count > 0))
		return record(&paste);
	if (paste.proposals.count > 0)
		say(cli, "chưa ghi gì; ghi lại: qms figure propose %s "
		    "--accept all, hoặc --accept 1,3-5", "nothing is "
		    "recorded; to record: qms figure propose %s --accept all, "
		    "or --accept 1,3-5", path);
	return NULL;
}

static bool
verb_is(const char *typed, const char *name, const char *folded)
{
	struct qms_buffer verb = { 0 };
	bool is;

	qms_unicode_fold(&verb, qms_text(typed));
	is = qms_text_is(qms_buffer_view(&verb), name) ||
	    qms_text_is(qms_buffer_view(&verb), folded);
	qms_buffer_free(&verb);
	return is;
}

COMMAND(figure)
{
	const char *verb = cli->operand_count > 0 ? cli->operands[0] : "list";
	const char *of = cli->operand_count > 1 ? cli->operands[1] : NULL;

	if (verb_is(verb, "list", "danh-sach"))
		return figures_list(cli);
	if (verb_is(verb, "check", "kiem-tra"))
		return figures_show(cli, of, true);
	if (verb_is(verb, "propose", "de-xuat"))
		return of == NULL ? qms_fail(QMS_M_U237) : propose(cli, of);
	if (!verb_is(verb, "show", "xem"))
		return qms_fail(QMS_M_U025, verb, "list|show|check|propose");
	return of == NULL ? qms_fail(QMS_M_U236) : figures_show(cli, of,
	    false);
}
