/* SPDX-License-Identifier: MIT */
/*
 * feed - days and news for programs that people have already: iCalendar
 * (RFC 5545) and Atom (RFC 4287). The same items give the same bytes, whenever
 * they are written.
 */
#ifndef QMS_FEED_H
#define QMS_FEED_H

#include "text.h"

struct qms_feed_item {
	const char *id;			/* the same for ever: a URI in Atom */
	const char *title;
	const char *text;		/* "" or more words */
	const char *day;		/* ISO: of the event, or of the news */
	const char *link;		/* Atom only; "" none */
};

/* An event of a whole day for each item. */
void qms_feed_ics(struct qms_buffer *out, const struct qms_feed_item *items,
	size_t count);
/* id, title and author of the feed itself. It was updated on the latest day. */
void qms_feed_atom(struct qms_buffer *out, const char *id, const char *title,
	const char *author, const struct qms_feed_item *items, size_t count);

#endif
