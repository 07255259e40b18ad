/* SPDX-License-Identifier: MIT */
/*
 * chart - figures over places (years, quarters, groups) as SVG: columns of
 * parts, and lines. Colours are classes of the page's style; no series is told
 * by its colour alone. The table of the same figures is the caller's.
 */
#ifndef QMS_CHART_H
#define QMS_CHART_H

#include "message.h"

struct qms_chart_series {
	const char *label;
	const char *class;		/* "bad", "info", … */
};

struct qms_chart {
	const char *id, *title;
	const char *const *labels;	/* below, one a place */
	size_t count;
	const struct qms_chart_series *series;
	size_t series_count;
	const double *values;		/* [place * series_count + series] */
	const char *const *shown;	/* as people read them; "" none */
	bool columns;
	bool from_top;			/* a smaller number stands higher: ranks */
	const char *target;		/* a line across; NULL none */
	double target_value;
};

/* Adds one svg element. */
void qms_chart_svg(struct qms_buffer *out, struct qms_arena *arena,
	const struct qms_chart *chart, enum qms_language language);

#endif
