/* SPDX-License-Identifier: MIT */
/*
 * prepare - a new record is filled in with what the system knows: by the rules
 * with use: fill (qms-rules(5)), each line with links to what it rests on.
 */
#ifndef QMS_PREPARE_H
#define QMS_PREPARE_H

#include "system.h"

/*
 * Fills the sections and cells of a new file that rules name, as of the
 * question that is set; *filled counts the lines. A section that is filled
 * loses the hints of the starter text; a rule that names no place of the file
 * is a failure.
 */
const struct qms_error *qms_prepare(struct qms_text *file, size_t *filled,
	struct qms_arena *arena, struct qms_system *system,
	const struct qms_kind *kind, const char *agency, const char *path);

#endif
