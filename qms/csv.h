/* SPDX-License-Identifier: MIT */
/*
 * csv - tables as comma-separated values (RFC 4180, UTF-8), in and out.
 */
#ifndef QMS_CSV_H
#define QMS_CSV_H

#include "problem.h"

struct qms_csv_row {
	const char **cells;
	size_t count, room;
	int line;		/* where the row begins */
	size_t start, end;	/* its bytes, without the line end */
};

struct qms_csv {
	struct qms_csv_row header;
	struct qms_csv_row *rows;
	size_t count, room;
	char separator;
};

/*
 * A BOM is skipped; ',' or ';' separates, as the header shows. Faults
 * (a quote that does not end, a row with more or fewer cells than the header,
 * NUL, bad UTF-8) are problems; good rows are kept.
 */
void qms_csv_parse(struct qms_csv *csv, struct qms_arena *arena,
	struct qms_text text, const char *path,
	struct qms_problems *problems);
/* Where a cell of a row begins in the text that was parsed. */
void qms_csv_position(const struct qms_csv *csv, struct qms_text text,
	const struct qms_csv_row *row, size_t cell, int *line, int *column);
/*
 * One cell for readers, quoted if need be; what a spreadsheet would run as a
 * formula gets a ' in front. first tells that no comma goes before it.
 */
void qms_csv_write(struct qms_buffer *out, const char *cell, bool first);
/* The same with another separator. */
void qms_csv_write_with(struct qms_buffer *out, const char *cell, bool first,
	char separator);
/* The cell without the ' that was put in front of a formula. */
const char *qms_csv_undefended(const char *cell);
/* The cell's bytes as they are, quoted if need be, or always. */
void qms_csv_quote(struct qms_buffer *out, const char *cell, bool always);

#endif
