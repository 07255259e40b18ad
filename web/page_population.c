/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "web/page.h"

/* Which agencies are in a population on the day of the site, and why. */

static const char sql_members[] =
	"SELECT a.agency, a.name, a.kind, max(m.first),"
	"       nullif(min(m.last), '2999-12-31'), min(m.why)"
	"  FROM asof AS q JOIN population_member AS m"
	"  JOIN agency AS a ON a.agency = m.agency"
	" WHERE q.source = 1 AND m.owner = ?1 AND m.population = ?2"
	"   AND q.day BETWEEN m.first AND m.last"
	" GROUP BY a.agency"
	" ORDER BY a.kind, a.agency";
enum { AGENCY, NAME, KIND, FIRST, LAST, WHY };

static enum qms_word
why_word(const char *why)
{
	return strcmp(why, "named") == 0 ? QMS_W_population_named :
	    strcmp(why, "kind") == 0 ? QMS_W_population_kind :
	    QMS_W_population_obligation;
}

static void
show(struct web_site *site, struct qms_value *values,
    const struct qms_grid *rows)
{
	static const enum qms_word heads[] = { QMS_W_agency, QMS_W_kind,
	    QMS_W_from, QMS_W_to, QMS_W_population_why };
	struct qms_value *table, *cells;
	size_t i;

	if (qms_grid_rows(rows) == 0)
		return;
	table = web_table(qms_value_list(qms_value_object(values, "parted"),
	    "tables"), "members", qms_arena_format(&site->page, "%s: %zu",
	    web_word(site, QMS_W_population_members), qms_grid_rows(rows)));
	web_heads(site, table, heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < qms_grid_rows(rows); i++) {
		cells = web_row(table);
		web_cell_link(site, cells, qms_grid_cell(rows, i, NAME),
		    web_agency_url(site, qms_grid_cell(rows, i, AGENCY),
		    "index.html"));
		web_cell(cells, qms_grid_cell(rows, i, KIND));
		web_cell(cells, web_day(site, qms_grid_cell(rows, i, FIRST)));
		web_cell(cells, web_day(site, qms_grid_cell(rows, i, LAST)));
		web_cell(cells, web_word(site, why_word(qms_grid_cell(rows, i,
		    WHY))));
	}
}

const struct web_part web_members_of_population = {
	.of = "population", .kind = "population",
	.needs = { "title", "basis", NULL },
	.sql = sql_members,
	.show = show,
};
