/* SPDX-License-Identifier: MIT */
/*
 * upgrade - an agency's documents that began as those of a model, and the
 * newer models that come with the program: what changed there since goes into
 * the working texts (three-way merge), and models/ becomes the newer one.
 *
 * What the agency changed itself stays. Where both changed the same lines the
 * text is left alone and told.
 */
#ifndef QMS_UPGRADE_H
#define QMS_UPGRADE_H

#include "change.h"
#include "model.h"

enum qms_upgrade_state {
	QMS_UPGRADE_SAME,		/* the model says what it said */
	QMS_UPGRADE_MERGED,		/* the text is changed */
	QMS_UPGRADE_NEW,		/* a file that the model did not have */
	QMS_UPGRADE_CONFLICT,		/* left alone */
	QMS_UPGRADE_GONE		/* the agency has it no more: left so */
};

struct qms_upgrade_file {
	const char *path;		/* below the QMS root */
	const char *id;			/* of the file's name */
	enum qms_upgrade_state state;
	struct qms_text model;		/* as it is now in the newer model */
	struct qms_text ours;		/* the agency's; data NULL: none */
	struct qms_text merged;
};

struct qms_upgrade {
	const char *agency, *model;	/* model NULL: none serves it */
	const char *from, *to;		/* editions */
	struct qms_upgrade_file *files;	/* Markdown, in the order of paths */
	size_t count, room;
	const struct qms_store *newer;	/* where the newer models lie */
	bool changes;			/* anything at all is to be written */
};

/* What an upgrade of the agency would do. */
const struct qms_error *qms_upgrade_read(struct qms_upgrade *upgrade,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency);
/* Puts it: merged and new texts, models/, and in agency.md the model. */
const struct qms_error *qms_upgrade_put(struct qms_change *change,
	const struct qms_upgrade *upgrade, struct qms_system *system,
	struct qms_arena *arena);

#endif
