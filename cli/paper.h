/* SPDX-License-Identifier: MIT */
/*
 * paper - a record as an official document, to print and sign (Decree 30/2020,
 * article 8): agency, number, place and day above its text, in which names
 * stand for ids; who signs and who gets it below.
 */
#ifndef QMS_CLI_PAPER_H
#define QMS_CLI_PAPER_H

#include "command.h"

struct paper {
	const char *agency;		/* that issues it */
	const char *path;		/* of the record */
	struct qms_text text;		/* of its file */
	const char *type, *symbol;	/* "QUYẾT ĐỊNH", "QĐ" */
	const char *subject;
	const char *number, *day;	/* "" until it is signed */
	const char *const *signers;	/* from left to right */
	size_t signer_count;
	const char *const *recipients;
	size_t recipient_count;
};

/* format: "html", one file that needs nothing else, or "markdown". */
const struct qms_error *paper_write(struct cli *cli,
	const struct paper *paper, const char *format);

#endif
