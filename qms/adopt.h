/* SPDX-License-Identifier: MIT */
/*
 * adopt - a document that says `adopts: <agency>/<ID>@<version>` has the text
 * that was issued there as its own, except for what it says itself: its keys
 * win, a section of it stands for the one with the same heading, and other
 * sections follow at the end.
 *
 * The text stays one file in the repository; this puts it together for a
 * reader. The index does the same for its views (qms-rules(5)).
 */
#ifndef QMS_ADOPT_H
#define QMS_ADOPT_H

#include "object.h"
#include "store.h"

struct qms_adopt {
	const char *agency, *id, *version;	/* what is adopted; agency is
					   NULL when nothing is */
	const char *path;		/* of the issued text */
	bool found;			/* it is there, and adopts nothing */
	struct qms_text base;		/* that text; of nobody's else empty */
	struct qms_text text;		/* what holds: own and adopted */
};

/*
 * The text that holds for the file at path, whose bytes are text; the adopted
 * one is read from the store. Without it, or with none, it is the text given.
 */
const struct qms_error *qms_adopt_read(struct qms_adopt *adopt,
	struct qms_arena *arena, const struct qms_kinds *kinds,
	const struct qms_store *store, const char *path,
	struct qms_text text);

/*
 * The headings of own sections that an adopter adds or puts in the place of
 * adopted ones, and the keys that it says itself.
 */
void qms_adopt_own(struct qms_strings *keys,
	struct qms_strings *sections, struct qms_arena *arena,
	const struct qms_kinds *kinds, const char *path,
	struct qms_text text);

#endif
