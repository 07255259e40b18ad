/* SPDX-License-Identifier: MIT */
/* audit - the subcommands of `qms audit`, for cmd_audit.c. */
#ifndef QMS_CLI_AUDIT_H
#define QMS_CLI_AUDIT_H

#include "command.h"
#include "qms/audit.h"

/* The agency, and the audit that the second operand names; there or not. */
const struct qms_error *audit_target(struct qms_audit *audit, bool *found,
	struct cli *cli);
/*
 * Refuses, with the reason, what the guards of the audit's next act refuse: a
 * team that is not independent, or not trained. file: its text if it is not
 * written yet, else empty.
 */
const struct qms_error *audit_judge(struct cli *cli,
	const struct qms_audit *audit, const char *path,
	struct qms_text file);
/* The paper of its plan; of its checklist (unit NULL: all). */
void audit_plan_sheet(struct qms_buffer *sheet, struct cli *cli,
	const struct qms_audit *audit);
const struct qms_error *audit_checklist_sheet(struct qms_buffer *sheet,
	struct cli *cli, const struct qms_audit *audit,
	const struct qms_audit_line *lines, size_t count);
/* The checklist as CSV, for a spreadsheet. */
void audit_checklist_csv(struct qms_buffer *out, struct cli *cli,
	const struct qms_audit_line *lines, size_t count);
/* Name of a person, of a unit; the id if there is none. */
const char *audit_person(struct cli *cli, const char *agency,
	const char *person);
const char *audit_unit(struct cli *cli, const char *agency,
	const char *unit);

const struct qms_error *audit_programme(struct cli *cli);
const struct qms_error *audit_plan(struct cli *cli);
const struct qms_error *audit_prepare(struct cli *cli);
const struct qms_error *audit_report(struct cli *cli);
const struct qms_error *audit_open(struct cli *cli);
const struct qms_error *audit_close(struct cli *cli);
const struct qms_error *audit_cancel(struct cli *cli);
const struct qms_error *audit_pack(struct cli *cli);
const struct qms_error *audit_take_in(struct cli *cli);

#endif
