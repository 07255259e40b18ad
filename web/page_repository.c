/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "web/page.h"

/* Agencies that keep their system in a repository of their own: from which day
 * their figures are, whether they verify, and what is to be done. What was
 * fetched is no part of a commit: it is in the keys of all that shows it. */

const struct qms_error *
web_load_owns(struct web_site *site)
{
	return qms_sync_list(&site->owns, &site->own_count, site->system,
	    &site->arena);
}

void
web_key_own(struct web_key *key, const struct qms_sync_agency *own)
{
	char hex[QMS_OID_HEX];

	if (own == NULL)
		return;
	web_key_add(key, own->agency);
	web_key_add(key, qms_sync_result_id(own->result));
	web_key_add(key, own->fetched);
	web_key_add(key, own->stale ? "stale" : "");
	web_key_add(key, own->reason);
	web_key_add(key, qms_oid_hex(hex, &own->tip));
}

static bool
is_troubled(const struct qms_sync_agency *own)
{
	return own->stale || own->result != QMS_SYNC_VERIFIED;
}

size_t
web_count_troubled(const struct web_site *site)
{
	size_t i, count = 0;

	for (i = 0; i < site->own_count; i++)
		count += is_troubled(&site->owns[i]);
	return count;
}

static const char *
state_class(const struct qms_sync_agency *own)
{
	if (own->result == QMS_SYNC_REWRITTEN ||
	    own->result == QMS_SYNC_UNVERIFIED)
		return "bad";
	return is_troubled(own) ? "soon" : "ok";
}

static const char *
state_text(struct web_site *site, const struct qms_sync_agency *own)
{
	const char *name = qms_sync_result_name(own->result, site->language);

	return own->stale ? qms_arena_format(&site->page, "%s, %s", name,
	    web_word(site, QMS_W_own_stale)) : name;
}

void
web_cell_own(struct web_site *site, struct qms_value *cells,
    const struct qms_sync_agency *own)
{
	if (own == NULL)
		web_cell(cells, "");
	else
		web_cell_state(cells, state_class(own), state_text(site,
		    own));
}

/* What to type, and names of files, are for those who work with it. */
void
web_own_banner(struct web_site *site, struct qms_value *values)
{
	const struct qms_sync_agency *own = site->agency->own;
	const char *advice;
	struct qms_value *banner;

	if (own == NULL)
		return;
	advice = qms_sync_advice(own, site->language);
	banner = qms_value_object(values, "banner");
	qms_value_text(banner, "class", is_troubled(own) ? state_class(own) :
	    "info");
	qms_value_text(banner, "text", qms_sync_is_unknown(own) ?
	    qms_arena_format(&site->page, "%s: %s", web_word(site,
	    QMS_W_own_repository), state_text(site, own)) : web_fill(site,
	    QMS_W_own_figures, web_day(site, own->fetched), state_text(site,
	    own), NULL));
	if (site->options->internal && *advice != '\0')
		qms_value_text(banner, "detail", *own->reason == '\0' ?
		    advice : qms_arena_format(&site->page, "%s – %s",
		    own->reason, advice));
	web_set_url(site, banner, "url", "repositories.html");
	qms_value_text(banner, "link", web_word(site,
	    QMS_W_own_repositories));
}

/* ---- the page of all ---- */

static const char *
name_of(const struct web_site *site, const char *agency)
{
	size_t i;

	for (i = 0; i < site->agency_count; i++)
		if (strcmp(site->agencies[i].row.agency, agency) == 0)
			return site->agencies[i].row.name;
	return NULL;
}

static void
add_row(struct web_site *site, struct qms_value *table,
    const struct qms_sync_agency *own)
{
	struct qms_value *cells = web_row(table);
	const char *name = name_of(site, own->agency);
	char hex[QMS_OID_HEX];

	if (name == NULL)
		web_cell(cells, own->agency);
	else
		web_cell_link(site, cells, name, web_agency_url(site,
		    own->agency, "index.html"));
	web_cell_own(site, cells, own);
	web_cell(cells, web_day(site, own->fetched));
	web_cell(cells, qms_sync_is_unknown(own) ? "" : web_short_hash(site,
	    qms_oid_hex(hex, &own->tip)));
	if (!site->options->internal)
		return;
	web_cell(cells, qms_sync_advice(own, site->language));
	web_cell(cells, own->reason);
	qms_value_flag(web_last_cell(cells), "mono", *own->reason != '\0');
}

static void
add_table(struct web_site *site, struct qms_value *values)
{
	struct qms_value *table;
	size_t i;

	table = web_table(qms_value_list(values, "tables"), "repositories",
	    web_word(site, QMS_W_own_repositories));
	web_head(table, web_word(site, QMS_W_agency), false);
	web_head(table, web_word(site, QMS_W_state), false);
	web_head(table, web_word(site, QMS_W_own_fetched), false);
	web_head(table, web_word(site, QMS_W_commit), false);
	if (site->options->internal) {
		web_head(table, web_word(site, QMS_W_own_advice), false);
		web_head(table, web_word(site, QMS_W_own_reason), false);
	}
	/* what is to be done comes first */
	for (i = 0; i < site->own_count; i++)
		if (is_troubled(&site->owns[i]))
			add_row(site, table, &site->owns[i]);
	for (i = 0; i < site->own_count; i++)
		if (!is_troubled(&site->owns[i]))
			add_row(site, table, &site->owns[i]);
}

const struct qms_error *
web_make_repositories(struct web_site *site)
{
	struct web_key key = {0};
	struct qms_value *values, *counts;
	const char *name;
	size_t i, troubled = web_count_troubled(site);

	if (site->own_count == 0)
		return NULL;
	for (i = 0; i < site->own_count; i++) {
		name = name_of(site, site->owns[i].agency);
		web_key_own(&key, &site->owns[i]);
		web_key_add(&key, name == NULL ? "" : name);
	}
	if (!web_page_begin(site, "repositories.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site,
	    QMS_W_own_repositories), "");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	qms_value_text(values, "lead", web_word(site, QMS_W_own_lead));
	counts = qms_value_list(values, "counts");
	web_count(counts, (int64_t)(site->own_count - troubled),
	    qms_sync_result_name(QMS_SYNC_VERIFIED, site->language), "ok");
	web_count(counts, (int64_t)troubled, web_word(site,
	    QMS_W_own_to_look_at), "soon");
	add_table(site, values);
	return web_page_write(site, "register", values);
}
