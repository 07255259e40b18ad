/* SPDX-License-Identifier: MIT */
/*
 * certificates - the official certificates that an agency enrolled, for the
 * command `key`: each a file of its own beside the list of keys.
 */
#ifndef QMS_CLI_CERTIFICATES_H
#define QMS_CLI_CERTIFICATES_H

#include "command.h"
#include "qms/certificate.h"

struct certificates {
	const char *agency;
	struct qms_enrolled *items;	/* by person, then by their bytes */
	const char **paths;
	size_t count;
};

const struct qms_error *certificates_open(struct certificates *all,
	struct cli *cli, const char *agency);
/* Enrols the one of --certificate. */
const struct qms_error *certificates_add(struct cli *cli,
	const struct certificates *all, const char *person);

/* One in use (or retired), by its holder, its serial or fingerprint; NULL: none. *several: the
 * name says not which. */
const struct qms_enrolled *certificates_find(bool *several,
	const struct certificates *all, const char *name, bool retired);
const struct qms_error *certificates_retire(struct cli *cli,
	const struct certificates *all, const struct qms_enrolled *one,
	qms_day last);

/*
 * The signature beside a statement with the proof "certificate", as it lies in
 * the newest commit. False when there is none that can be read.
 */
bool certificates_of(struct qms_cms *cms, struct cli *cli,
	const char *statement);

#endif
