/* SPDX-License-Identifier: MIT */
/*
 * workbook - tables and figures of a report as an XLSX file (libxlsxwriter;
 * the only file that includes xlsxwriter.h). Numbers are numbers, rates are
 * percentages, days are days; what is text is never a formula. The same report
 * gives the same bytes.
 */
#include <errno.h>
#include <string.h>
#include <xlsxwriter.h>

#include "qms/unicode.h"
#include "reporting.h"

enum {
	NARROW = 8, WIDE = 60,		/* of a column, in signs */
	NAME = 28,			/* bytes of a sheet's name, of 31 signs */
	EPOCH = -25569			/* 30/12/1899, from which days count */
};

struct book {
	lxw_workbook *file;
	lxw_worksheet *sheet;
	lxw_format *head, *text, *number, *rate, *day;
	lxw_row_t row;
	lxw_col_t column;
	double widths[64];
};

static lxw_format *
new_format(struct book *book, const char *format)
{
	lxw_format *made = workbook_add_format(book->file);

	format_set_font_name(made, "Times New Roman");
	format_set_font_size(made, 12);
	format_set_border(made, LXW_BORDER_THIN);
	format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
	if (format != NULL)
		format_set_num_format(made, format);
	return made;
}

static void
set_formats(struct book *book)
{
	book->head = new_format(book, NULL);
	format_set_bold(book->head);
	format_set_text_wrap(book->head);
	format_set_align(book->head, LXW_ALIGN_CENTER);
	book->text = new_format(book, "@");
	format_set_text_wrap(book->text);
	book->number = new_format(book, "#,##0");
	book->rate = new_format(book, "0.00%");
	book->day = new_format(book, "dd/mm/yyyy");
}

/* A sheet's name is short, and none of these signs stands in it. */
static void
add_sheet(struct book *book, struct cli *cli, const char *title,
    size_t number)
{
	char *name = qms_arena_format(&cli->arena, "%zu %s", number, title);
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (strchr("[]:*?/\\'", name[i]) != NULL ||
		    (unsigned char)name[i] < ' ')
			name[i] = ' ';
	for (i = strlen(name); i > NAME; i--)
		if (((unsigned char)name[i - 1] & 0xc0) != 0x80 && i - 1 <=
		    NAME) {
			i--;
			break;
		}
	name[i] = '\0';
	book->sheet = workbook_add_worksheet(book->file, name);
	book->row = 0;
	book->column = 0;
	memset(book->widths, 0, sizeof(book->widths));
	worksheet_freeze_panes(book->sheet, 1, 0);
	worksheet_set_paper(book->sheet, 9);
	worksheet_repeat_rows(book->sheet, 0, 0);
	worksheet_fit_to_pages(book->sheet, 1, 0);
}

static void
measure(struct book *book, const char *text)
{
	size_t signs = 0, i;

	for (i = 0; text[i] != '\0'; i++)
		signs += ((unsigned char)text[i] & 0xc0) != 0x80;
	if (book->column < 64 && (double)signs + 2 >
	    book->widths[book->column])
		book->widths[book->column] = (double)signs + 2;
}

static void
put_text(struct book *book, const char *text, lxw_format *format)
{
	measure(book, text);
	if (*text == '\0')
		worksheet_write_blank(book->sheet, book->row, book->column,
		    format);
	else
		worksheet_write_string(book->sheet, book->row, book->column,
		    text, format);
	book->column++;
}

static void
put_number(struct book *book, double number, const char *shown,
    lxw_format *format)
{
	measure(book, shown);
	worksheet_write_number(book->sheet, book->row, book->column, number,
	    format);
	book->column++;
}

static void
end_row(struct book *book)
{
	book->row++;
	book->column = 0;
}

static void
end_sheet(struct book *book)
{
	lxw_col_t i;

	for (i = 0; i < 64 && book->widths[i] > 0; i++)
		worksheet_set_column(book->sheet, i, i, book->widths[i] <
		    NARROW ? NARROW : book->widths[i] > WIDE ? WIDE :
		    book->widths[i], NULL);
}

static void
put_cell(struct book *book, const struct qms_report_cell *cell)
{
	if (cell->empty || *cell->text == '\0' || cell->type ==
	    QMS_CELL_TEXT)
		put_text(book, cell->empty ? "" : cell->text, book->text);
	else if (cell->type == QMS_CELL_RATE)
		put_number(book, (double)cell->number / 10000, cell->text,
		    book->rate);
	else if (cell->type == QMS_CELL_DAY)
		put_number(book, (double)(cell->number - EPOCH), cell->text,
		    book->day);
	else
		put_number(book, (double)cell->number, cell->text,
		    book->number);
}

static void
put_table(struct book *book, struct cli *cli,
    const struct qms_report_table *table, size_t number)
{
	size_t i;

	add_sheet(book, cli, *table->caption == '\0' ? pick(cli, "Danh sách",
	    "List") : table->caption, number);
	for (i = 0; i < table->columns; i++)
		put_text(book, table->heads[i], book->head);
	end_row(book);
	for (i = 0; i < table->count; i++) {
		put_cell(book, &table->cells[i]);
		if ((i + 1) % table->columns == 0)
			end_row(book);
	}
	end_sheet(book);
}

static void
put_sources(struct book *book, struct cli *cli,
    const struct qms_report *report, size_t number)
{
	const char *const heads[] = { pick(cli, "Nguồn số", "Source"),
	    pick(cli, "Chỉ tiêu", "Rule"), pick(cli, "Nội dung", "Content"),
	    pick(cli, "Tử số", "Part"), pick(cli, "Mẫu số", "Whole"),
	    pick(cli, "Tỷ lệ", "Rate"), pick(cli, "Tính đến ngày",
	    "As of"), pick(cli, "Cách hỏi", "Query") };
	const struct qms_report_source *source;
	size_t i;

	add_sheet(book, cli, pick(cli, "Nguồn số liệu", "Sources"), number);
	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		put_text(book, heads[i], book->head);
	end_row(book);
	for (i = 0; i < report->source_count; i++) {
		source = &report->sources[i];
		put_number(book, (double)i + 1, "", book->number);
		put_text(book, source->id, book->text);
		put_text(book, source->title, book->text);
		put_number(book, (double)source->part, "", book->number);
		if (source->whole < 0)
			put_text(book, "", book->text);
		else
			put_number(book, (double)source->whole, "",
			    book->number);
		if (source->whole <= 0)
			put_text(book, "", book->text);
		else
			put_number(book, (double)source->part /
			    (double)source->whole, "", book->rate);
		put_number(book, (double)(source->day - EPOCH),
		    "00/00/0000", book->day);
		put_text(book, source->query, book->text);
		end_row(book);
	}
	end_sheet(book);
}

/* The day of the report stands for the time at which it was made. */
static void
set_properties(struct book *book, const struct qms_report *report)
{
	lxw_doc_properties properties = { 0 };
	char *title = qms_arena_string(report->arena, report->title);
	char *author = qms_arena_string(report->arena, report->agency_name);

	properties.title = title;
	properties.author = author;
	properties.created = (time_t)report->day * 86400 + 43200;
	workbook_set_properties(book->file, &properties);
}

const struct qms_error *
workbook_write(const char *path, struct cli *cli,
    const struct qms_report *report)
{
	struct book book = { 0 };
	size_t sheets = 0, i;
	lxw_error failed;

	book.file = workbook_new(path);
	if (book.file == NULL)
		return qms_fail_errno(path);
	set_properties(&book, report);
	set_formats(&book);
	for (i = 0; i < report->piece_count; i++)
		if (report->pieces[i].table != NULL)
			put_table(&book, cli, report->pieces[i].table,
			    ++sheets);
	put_sources(&book, cli, report, ++sheets);
	errno = 0;
	failed = workbook_close(book.file);
	if (failed != LXW_NO_ERROR && errno == 0)
		errno = EIO;
	return failed != LXW_NO_ERROR ? qms_fail_errno(path) : NULL;
}
