/* SPDX-License-Identifier: MIT */
/*
 * proofs - what proves an act, in words and in JSON: which key, which
 * certificate, which decision.
 */
#ifndef QMS_CLI_PROOFS_H
#define QMS_CLI_PROOFS_H

#include "command.h"
#include "qms/query.h"

struct proof {
	const char *key;		/* fingerprint of it, or of the
					 * certificate; "" */
	const char *subject, *serial;	/* of the certificate, or "" */
	const char *words;		/* to be read, without the decision */
	const char *brief;		/* with it, as a table has room */
};

struct proof proof_of(struct cli *cli, const struct qms_row_statement *s);

#endif
