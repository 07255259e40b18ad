/* SPDX-License-Identifier: MIT */
/*
 * template - pages from templates and values, in the manner of Mustache.
 *
 *	{{name}}		a value, escaped for the place where it stands
 *	{{&name}}		a value of type html, as it is
 *	{{#name}}…{{/name}}	for each item of a list; once for an object, a
 *				true flag, a text that is not empty
 *	{{?name}}…{{/name}}	once, if it is there and not empty
 *	{{^name}}…{{/name}}	if there is no such value, or it is empty
 *	{{>name}}		the template of that name, with the same values
 *	{{t:word}}		a label of words.def, in the page's language
 *	{{! … }}		a comment
 *	{{.}}			the item itself
 *
 * A name is looked up in the innermost value first, then outwards. Templates
 * know no logic and no markup comes from a value: what a value may become is
 * decided by its C type and by where it stands. A template is refused, with
 * line and column, if a value stands where no escaping is safe: in a script,
 * a style, an event attribute, an unquoted attribute, a tag or a comment.
 * Links are checked when they are complete, against a list of schemes.
 *
 * Nothing here opens a file: who calls brings the texts of the templates.
 */
#ifndef QMS_TEMPLATE_H
#define QMS_TEMPLATE_H

#include "problem.h"

/*
 * HTML that one of our own writers made. Its type differs from that of a text
 * so that the compiler refuses a text as HTML. Made by qms_html_written
 * alone, which only the modules that write HTML may call; a test holds that.
 */
struct qms_html {
	struct qms_text written;
};

struct qms_html qms_html_written(struct qms_text html);

/*
 * Values are a tree in an arena. Strings are not copied: they must live as
 * long as the tree. A name that is set again takes the new value. NULL and
 * QMS_DAY_NONE set nothing.
 */
struct qms_value;

struct qms_value *qms_value_new(struct qms_arena *arena);	/* an object */
void qms_value_text(struct qms_value *object, const char *name,
	const char *text);
void qms_value_piece(struct qms_value *object, const char *name,
	struct qms_text text);
void qms_value_integer(struct qms_value *object, const char *name,
	int64_t number);
/* A whole link or the front of one; in other places it is shown as text. */
void qms_value_url(struct qms_value *object, const char *name,
	const char *url);
void qms_value_html(struct qms_value *object, const char *name,
	struct qms_html html);
void qms_value_flag(struct qms_value *object, const char *name, bool flag);
struct qms_value *qms_value_object(struct qms_value *object,
	const char *name);
struct qms_value *qms_value_list(struct qms_value *object, const char *name);
/* What was set before, to add to it; NULL if there is none. */
struct qms_value *qms_value_get(const struct qms_value *object,
	const char *name);
/* For writers of other formats: "" and 0 for what is not there. */
const char *qms_value_string(const struct qms_value *object,
	const char *name);
size_t qms_value_count(const struct qms_value *list);
struct qms_value *qms_value_at(const struct qms_value *list, size_t item);
struct qms_value *qms_value_row(struct qms_value *list);	/* an object */
void qms_value_item(struct qms_value *list, const char *text);
/* Makes the value of one name known under another, or in another object. */
void qms_value_share(struct qms_value *object, const char *name,
	struct qms_value *value);

struct qms_template_source {
	const char *name;		/* "document": no directory, no end */
	struct qms_text text;
};

struct qms_templates;			/* compiled, never changed after */
struct qms_template;

enum {
	QMS_TEMPLATE_SIZE = 256 * 1024,	/* bytes of one source */
	QMS_TEMPLATE_DEPTH = 32		/* sections and partials in each other */
};

/*
 * Compiles all of them; a later source of the same name replaces an earlier
 * one. What is wrong is a problem whose path is "name.html"; such a template
 * renders nothing.
 */
struct qms_templates *qms_templates_compile(struct qms_arena *arena,
	const struct qms_template_source *sources, size_t count,
	struct qms_problems *problems);
/* NULL if there is none. */
const struct qms_template *qms_template_find(
	const struct qms_templates *templates, const char *name);

/*
 * Adds the page to the buffer. Fails if a value is not of the type that the
 * template wants, and when the page grows beyond all bounds; what is in the
 * buffer then is no page.
 */
const struct qms_error *qms_template_render(struct qms_buffer *out,
	const struct qms_template *template, const struct qms_value *values,
	enum qms_language language);

/*
 * Whether a link may stand in href: no scheme, or http, https, mailto, tel.
 * In src, nothing but a path of the site itself.
 */
bool qms_url_allowed(struct qms_text url, bool src);

/* Adds text with & < > " ' escaped, for writers of HTML and XML. */
void qms_html_escape(struct qms_buffer *out, struct qms_text text);

#endif
