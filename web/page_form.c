/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "web/page.h"

/* A form as it is filled in by hand: nothing but its text, on paper; and its
 * file, to be filled in with a program. */

/* Dots to write on. In HTML of our own writers a '<' begins a tag. */
static void
add_lines(struct qms_buffer *out, struct qms_text html)
{
	static const char dots[] = "…";
	const size_t size = sizeof(dots) - 1;
	bool tag = false;
	size_t i = 0;

	while (i < html.size) {
		if (!tag && html.size - i >= size &&
		    memcmp(html.data + i, dots, size) == 0) {
			while (html.size - i >= size &&
			    memcmp(html.data + i, dots, size) == 0)
				i += size;
			qms_buffer_format(out,
			    "<span class=\"fill\">%s</span>", dots);
			continue;
		}
		if (html.data[i] == '<')
			tag = true;
		else if (html.data[i] == '>')
			tag = false;
		qms_buffer_char(out, html.data[i++]);
	}
}

/* The headings that its kind asks for are no part of what is filled in. */
static bool
is_required(const struct qms_kind *kind, const char *heading)
{
	return kind != NULL && qms_strings_has(&kind->sections, heading);
}

static void
remove_heading(struct qms_buffer *out, struct web_site *site, const char *id)
{
	const char *wanted = qms_arena_format(&site->page, " id=\"%s\">", id);
	char *at, *start, *end;

	at = out->size == 0 ? NULL : strstr(out->data, wanted);
	if (at == NULL || at - out->data < 3)
		return;
	start = at - strlen("<h2");
	end = strstr(at, "</h");
	if (start[0] != '<' || start[1] != 'h' || end == NULL)
		return;
	end += strlen("</h2>");
	memmove(start, end, (size_t)(out->data + out->size - end) + 1);
	out->size -= (size_t)(end - start);
}

static struct qms_html
write_body(struct web_site *site, const struct web_object *object,
    const struct qms_object *file)
{
	const struct qms_markdown *markdown = &file->markdown;
	struct qms_html body = web_body(site, object->row.agency, markdown,
	    NULL);
	struct qms_buffer out = {0};
	size_t i;

	add_lines(&out, body.written);
	for (i = 0; i < markdown->heading_count; i++)
		if (is_required(file->match.kind, markdown->headings[i].text))
			remove_heading(&out, site, markdown->headings[i].id);
	return web_html_written(site, &out);
}

/* A table that wants a sheet laid across. */
static bool
is_wide(const struct qms_markdown *markdown)
{
	enum { UPRIGHT = 7 };		/* columns that a sheet holds upright */
	size_t i;

	for (i = 0; i < markdown->table_count; i++)
		if (markdown->tables[i].header.count > UPRIGHT)
			return true;
	return false;
}

static const struct qms_error *
open_text(const struct qms_object **file, struct web_site *site,
    const struct web_object *object, const struct qms_row_version *version)
{
	return version == NULL ?
	    web_file_open(file, site, object->row.path) :
	    web_file_open_version(file, site, object, version->version);
}

bool
web_is_form(const struct web_object *object)
{
	return object->url != NULL && *object->row.agency != '\0' &&
	    strcmp(object->row.kind, "form") == 0 &&
	    object->kind->format == QMS_FORMAT_MARKDOWN;
}

const char *
web_form_url(struct web_site *site, const struct web_object *object,
    const char *page)
{
	return qms_arena_format(&site->page, "agencies/%s/id/%s/%s",
	    object->row.agency, object->row.id, page);
}

const char *
web_form_file(struct web_site *site, const struct web_object *object)
{
	return web_form_url(site, object, qms_arena_format(&site->page,
	    "%s.md", object->row.id));
}

static const struct qms_error *
write_form(struct web_site *site, const struct web_object *object,
    const struct qms_row_version *version)
{
	const struct qms_error *err;
	const struct qms_object *file = NULL;
	struct qms_value *values;
	const char *code;

	err = open_text(&file, site, object, version);
	if (err != NULL)
		return err;
	code = qms_object_string(file, "code");
	values = web_page_values(site, file->title, "documents");
	qms_value_text(values, "title_code", qms_arena_format(&site->page,
	    "%s (%s)", object->row.id, web_word(site, QMS_W_form_to_fill)));
	web_crumb(site, values, "index.html", web_word(site, QMS_W_home));
	web_crumb(site, values, web_agency_url(site, object->row.agency,
	    "index.html"), site->agency->row.name);
	web_crumb(site, values, web_agency_url(site, object->row.agency,
	    "documents.html"), web_word(site, QMS_W_documents));
	web_crumb(site, values, object->url, object->row.id);
	qms_value_text(values, "code", code == NULL ? object->row.id : code);
	if (version != NULL) {
		qms_value_text(values, "version", version->version);
		qms_value_text(values, "effective", web_day(site,
		    version->effective));
	}
	web_set_url(site, values, "file", web_form_file(site, object));
	web_set_url(site, values, "document", object->url);
	qms_value_flag(values, "wide", is_wide(&file->markdown));
	qms_value_html(values, "body", write_body(site, object, file));
	return web_page_write(site, "form", values);
}

const struct qms_error *
web_make_form(struct web_site *site, const struct web_object *object)
{
	const struct qms_row_version *version =
	    web_version_in_force(site, object);
	const struct qms_object *file = NULL;
	const struct qms_error *err = NULL;
	struct web_key key = {0}, again;

	web_key_object(&key, object);
	web_key_add(&key, site->agency->key);
	if (version != NULL)
		web_key_version(&key, version);
	else
		web_key_add(&key, object->sha256);
	web_key_copy(&again, &key);
	/* links in its text */
	web_key_add(&key, site->ids);
	if (web_page_begin(site, qms_arena_string(&site->arena, web_form_url(
	    site, object, "form.html")), &key))
		err = write_form(site, object, version);
	if (err == NULL && web_page_begin(site, qms_arena_string(
	    &site->arena, web_form_file(site, object)), &again)) {
		err = open_text(&file, site, object, version);
		if (err == NULL)
			err = web_page_put(site, file->bytes);
	}
	qms_buffer_free(&again.text);
	return err;
}
