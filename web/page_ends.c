/* SPDX-License-Identifier: MIT */
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
	web_key_add(&key, site->system->id);
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
	    *site->system->id == '\0' ? "" : qms_arena_format(&site->page,
	    "SHA256:%s", site->system->id), NULL);
	web_fact(site, facts, web_word(site, QMS_W_edition), web_word(site,
	    site->options->internal ? QMS_W_edition_internal :
	    QMS_W_edition_public), NULL);
	qms_value_text(values, "root_sha256", site->system->id);
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
