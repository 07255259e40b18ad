/* SPDX-License-Identifier: MIT */
/*
 * site - the quality system as plain files that open from a folder, without a
 * server, a script or a network.
 *
 * A page is made again only when what it shows has changed; the same commit,
 * day and edition give the same bytes, whether made at once or step by step.
 */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "qms/system.h"
#include "qms/verify.h"

struct web_site_options {
	const char *output;		/* directory; made if need be */
	bool internal;			/* also what the kinds keep internal */
	const char *templates;		/* directory with templates/ or assets/
					   files that replace ours, or NULL */
	bool full;			/* every page, whatever is there */
	enum qms_language language;
	/* what verify said of the history; NULL: it was not asked */
	const struct qms_verification *verified;
};

struct web_site_stats {
	int64_t pages, rendered, written, removed;
	int64_t asked;			/* ends of quarters */
};

/*
 * Makes the site of what the system is asked about. Faults in templates are
 * problems and nothing is written.
 */
const struct qms_error *web_site_make(struct web_site_stats *stats,
	struct qms_problems *problems, struct qms_system *system,
	const struct web_site_options *options);

#endif
