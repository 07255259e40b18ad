/* SPDX-License-Identifier: MIT */
/*
 * redlines - what changed from one text to another, for a person or as JSON;
 * differences are exit status 1.
 */
#ifndef QMS_CLI_REDLINES_H
#define QMS_CLI_REDLINES_H

#include "command.h"
#include "qms/redline.h"

struct redlines_side {
	const char *name;
	struct qms_text text;
};

/* redlines_sides.c: the texts that a document is compared by. */

/* What the first version began with: the text that is adopted, else that of
 * the model as it was first recorded, else nothing. */
const struct qms_error *redlines_baseline(struct redlines_side *side,
	struct cli *cli, const struct qms_found *found);
/* A version as issued, or as it was sent for review; "0": the baseline. */
const struct qms_error *redlines_version(struct redlines_side *side,
	struct cli *cli, const struct qms_found *found, const char *version);
/* What the person judged last of it; data NULL: nothing yet. */
const struct qms_error *redlines_reviewed(struct redlines_side *side,
	struct cli *cli, const struct qms_found *found, const char *person);
/* The version that the person read last; data NULL: none yet. */
const struct qms_error *redlines_read(struct redlines_side *side,
	struct cli *cli, const struct qms_found *found, const char *person);

/*
 * Which keys and sections changed, a line each; nothing when nothing did. The
 * names of keys are those of the kind that the text names.
 */
void redlines_outline(struct qms_buffer *out, struct cli *cli,
	const struct redlines_side sides[2]);

/* Tells whoever acts what changed to that version since the text he saw, if
 * he saw one. */
const struct qms_error *redlines_tell(struct cli *cli,
	const struct qms_found *found, const struct redlines_side *seen,
	const char *version);

/* As a text, as JSON, or with --html as a page of its own. */
void redlines_write(struct cli *cli, const char *agency, const char *id,
	const struct redlines_side sides[2]);

#endif
