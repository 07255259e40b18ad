/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* Who has taken a document for their own, which issue of it, and what a newer
 * one changes for them. */

bool
web_is_adoption(const struct web_reference *reference)
{
	const char *adopts = reference->from->kind->adopts;

	return adopts != NULL && strcmp(reference->key, adopts) == 0 &&
	    reference->from->url != NULL;
}

/* What the issue behind the one they follow changed. */
static const char *
find_redline(struct web_site *site, const struct web_object *object,
    const char *follows)
{
	const struct qms_row_version *versions;
	size_t i, count;

	versions = web_versions(site, object->row.id, &count);
	for (i = 0; i + 1 < count; i++)
		if (strcmp(versions[i].version, follows) == 0 &&
		    qms_id_is_safe(follows) &&
		    qms_id_is_safe(versions[i + 1].version))
			return qms_arena_format(&site->page,
			    "agencies/%s/id/%s/%s-%s.html",
			    object->row.agency, object->row.id, follows,
			    versions[i + 1].version);
	return NULL;
}

const char *
web_show_duty(struct web_site *site, const struct web_adoption *one)
{
	if (one->duty == NULL || !site->options->internal)
		return "";
	return qms_arena_format(&site->page, " · %s %s: %s", web_word(site,
	    QMS_W_due), web_day(site, one->duty->due),
	    qms_verdict_name(one->duty->verdict, site->language));
}

static void
add_adopter(struct web_site *site, struct qms_value *table,
    const struct web_object *object, const struct web_reference *adoption)
{
	const struct web_object *from = adoption->from;
	struct qms_value *cells = web_row(table), *links, *link;
	bool newest = strcmp(adoption->version, object->row.version) == 0;
	const struct web_adoption *one = qms_map_get(&site->adoptions,
	    from->row.path);
	const char *redline;

	web_cell_link(site, cells, web_agency_name(site, from->row.agency),
	    web_agency_url(site, from->row.agency, "index.html"));
	web_cell_link(site, cells, from->row.id, from->url);
	web_cell_state(cells, web_state_class(from), web_state(site, from));
	web_cell(cells, adoption->version);
	web_cell_state(cells, newest ? "ok" : "soon", newest ?
	    web_word(site, QMS_W_adopts_newest) :
	    *object->row.version == '\0' ? web_word(site,
	    QMS_W_adopts_none) : qms_arena_format(&site->page, "%s %s%s",
	    web_word(site, QMS_W_adopts_older), object->row.version,
	    one == NULL ? "" : web_show_duty(site, one)));
	redline = newest ? NULL : find_redline(site, object,
	    adoption->version);
	if (redline == NULL)
		return;
	links = qms_value_list(web_last_cell(cells), "links");
	link = qms_value_row(links);
	qms_value_text(link, "text", web_word(site, QMS_W_what_changed));
	web_set_url(site, link, "url", redline);
}

void
web_adopters(struct web_site *site, struct qms_value *tables,
    const struct web_object *object, const struct web_references *references)
{
	static const enum qms_word heads[] = { QMS_W_agency, QMS_W_id,
	    QMS_W_state, QMS_W_adopted_issue, QMS_W_verdict };
	struct qms_value *table = NULL;
	size_t i;

	for (i = 0; i < references->count; i++) {
		if (!web_is_adoption(references->items[i]))
			continue;
		if (table == NULL) {
			table = web_table(tables, "adopters", web_word(site,
			    QMS_W_adopters));
			web_heads(site, table, heads,
			    sizeof(heads) / sizeof(*heads));
		}
		add_adopter(site, table, object, references->items[i]);
	}
}
