/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* The page for an address that is not there, and the stamp: what this print
 * was made from, in the one page and the one style sheet that change with
 * every commit and every day. */

static const struct qms_error *
make_absent(struct web_site *site)
{
	struct web_key key = {0};
	struct qms_value *values;

	if (!web_page_begin(site, "404.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_page_absent), "");
	web_ways(site, values, NULL);
	return web_page_write(site, "absent", values);
}

/* What was found when this print was made; nothing is claimed that was not. */
static void
add_verified(struct web_site *site, struct qms_value *facts)
{
	const struct qms_verification *v = site->options->verified;
	const char *said;

	if (v == NULL) {
		web_fact(site, facts, web_word(site, QMS_W_verified_when),
		    web_word(site, QMS_W_verified_not), NULL);
		return;
	}
	said = web_fill(site, v->root_pinned ? QMS_W_verified_pinned :
	    QMS_W_verified_alone, qms_arena_format(&site->page, "%" PRId64,
	    v->commits), qms_arena_format(&site->page, "%" PRId64,
	    v->statements), NULL);
	web_fact(site, facts, web_word(site, QMS_W_verified_when),
	    v->root_pinned ? qms_arena_format(&site->page, "%s SHA256:%s",
	    said, v->root) : said, NULL);
	web_fact(site, facts, web_word(site, QMS_W_statements_void),
	    qms_arena_format(&site->page, "%" PRId64, v->void_statements),
	    NULL);
}

static const struct qms_error *
make_stamp(struct web_site *site, const char *commit)
{
	const struct qms_question *question =
	    qms_index_question(site->system->index);
	char recorded[QMS_DAY_SIZE];
	struct web_key key = {0};
	struct qms_value *values, *facts;

	(void)qms_day_format(recorded, question->recorded);
	web_key_add(&key, commit);
	web_key_add(&key, site->day);
	web_key_add(&key, recorded);
	web_key_add(&key, site->run);
	if (!web_page_begin(site, "stamp.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site,
	    QMS_W_about_this_print), "");
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	facts = qms_value_list(values, "facts");
	web_fact(site, facts, web_word(site, QMS_W_as_of),
	    web_day(site, site->day), NULL);
	web_fact(site, facts, web_word(site, QMS_W_recorded_on),
	    web_day(site, recorded), NULL);
	web_fact(site, facts, web_word(site, QMS_W_commit), commit, NULL);
	web_fact(site, facts, web_word(site, QMS_W_root),
	    *site->trust_root == '\0' ? "" : qms_arena_format(&site->page,
	    "SHA256:%s", site->trust_root), NULL);
	add_verified(site, facts);
	web_fact(site, facts, web_word(site, QMS_W_edition), web_word(site,
	    site->options->internal ? QMS_W_edition_internal :
	    QMS_W_edition_public), NULL);
	qms_value_text(values, "root_sha256", site->trust_root);
	web_set_url(site, values, "trust", web_trust_url(site, ""));
	return web_page_write(site, "stamp", values);
}

/* The one sentence of every page's foot, and of every sheet's. */
static const struct qms_error *
make_stamp_style(struct web_site *site, const char *commit)
{
	const struct qms_error *err;
	struct qms_buffer out = {0};
	char day[QMS_DAY_SIZE];
	const char *text;

	(void)qms_day_format_vn(day, qms_day_parse(qms_text(site->day)));
	text = qms_arena_format(&site->arena, "%s %s · %.10s",
	    web_word(site, QMS_W_as_of), day, commit);
	if (site->options->verified != NULL &&
	    site->options->verified->root_pinned)
		text = qms_arena_format(&site->arena, "%s · %s", text,
		    web_fill(site, QMS_W_verified_short, qms_arena_format(
		    &site->page, "%.16s", site->options->verified->root),
		    NULL, NULL));
	qms_buffer_format(&out,
	    ".stamp-text::before { content: \"%s.\"; }\n"
	    "@page { @bottom-left { content: \"%s\"; font: 9pt "
	    "\"Times New Roman\", \"Liberation Serif\", serif; } }\n",
	    text, text);
	err = web_file_write(site, "assets/stamp.css",
	    qms_buffer_view(&out));
	qms_buffer_free(&out);
	return err;
}

const struct qms_error *
web_make_ends(struct web_site *site)
{
	char commit[QMS_OID_HEX];
	const struct qms_error *err;

	(void)qms_oid_hex(commit, &qms_index_question(
	    site->system->index)->commit);
	err = make_absent(site);
	if (err == NULL)
		err = make_stamp(site, commit);
	if (err == NULL)
		err = make_stamp_style(site, commit);
	return err;
}
