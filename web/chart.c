/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "qms/chart.h"
#include "web/page.h"

/* Drawings of figures (qms/chart.h) with their legend and table. A drawing
 * keeps its size and scrolls; style.css has the colours. */

static void
put(struct web_site *site, struct qms_value *charts,
    const struct web_chart *chart, bool columns)
{
	struct qms_value *value = qms_value_row(charts), *legend, *item;
	struct qms_chart drawn = { .id = chart->id, .title = chart->title,
	    .labels = chart->labels, .count = chart->count,
	    .series_count = chart->series_count, .values = chart->values,
	    .shown = chart->shown, .columns = columns };
	struct qms_chart_series *series = qms_arena_alloc(&site->page,
	    chart->series_count * sizeof(*series));
	struct qms_buffer out = {0};
	size_t i;

	for (i = 0; i < chart->series_count; i++) {
		series[i].label = chart->series[i].label;
		series[i].class = chart->series[i].class;
	}
	drawn.series = series;
	qms_chart_svg(&out, &site->page, &drawn, site->language);
	qms_value_text(value, "chart_id", chart->id);
	qms_value_text(value, "caption", chart->title);
	qms_value_html(value, "drawing", web_html_written(site, &out));
	qms_value_flag(value, "alone", true);
	legend = qms_value_list(value, "legend");
	for (i = 0; chart->series_count > 1 && i < chart->series_count; i++) {
		item = qms_value_row(legend);
		qms_value_text(item, "label", chart->series[i].label);
		qms_value_text(item, "class", chart->series[i].class);
	}
	(void)qms_value_list(value, "tables");
}

struct qms_value *
web_chart_table(struct qms_value *charts, const char *id,
    const char *caption)
{
	struct qms_value *chart = qms_value_at(charts,
	    qms_value_count(charts) - 1);

	return web_table(qms_value_get(chart, "tables"), id, caption);
}

void
web_chart_columns(struct web_site *site, struct qms_value *charts,
    const struct web_chart *chart)
{
	put(site, charts, chart, true);
}

void
web_chart_lines(struct web_site *site, struct qms_value *charts,
    const struct web_chart *chart)
{
	put(site, charts, chart, false);
}
