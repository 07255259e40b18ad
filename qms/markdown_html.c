/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "markdown_tree.h"

/*
 * The same bytes as cmark's own writer gives, but for what cannot be said to
 * it: ids of headings, tables, raw HTML as text, and where links may lead.
 */
struct writer {
	struct qms_buffer *out;
	size_t start;			/* of our part of it */
	const struct qms_markdown_options *options;
	cmark_node *image;		/* its alternative text is written */
	bool kept;			/* the image's target was */
	bool in_cell, in_body;		/* of a table */
};

static const struct qms_markdown_options no_options;

static void
add(struct writer *writer, const char *string)
{
	qms_buffer_string(writer->out, string);
}

/* A new line, unless one has just begun. */
static void
begin_line(struct writer *writer)
{
	struct qms_buffer *out = writer->out;

	if (out->size > writer->start && out->data[out->size - 1] != '\n')
		qms_buffer_char(out, '\n');
}

static const char *
escaped(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "\xef\xbf\xbd";	/* a control character */
	}
}

static bool
is_special(unsigned char c)
{
	return c == '&' || c == '<' || c == '>' || c == '"' || c == 0x7f ||
	    (c < 0x20 && c != '\n' && c != '\t');
}

static void
add_text(struct writer *writer, const char *text)
{
	const unsigned char *p = (const unsigned char *)text, *start = p;

	if (text == NULL)
		return;
	for (; *p != '\0'; p++) {
		if (*p > '>' && *p < 0x7f)
			continue;
		if (is_special(*p)) {
			qms_buffer_add(writer->out, start,
			    (size_t)(p - start));
			add(writer, escaped(*p));
			start = p + 1;
		} else if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0) {
			qms_buffer_add(writer->out, start,
			    (size_t)(p - start));
			add(writer, escaped(0));
			start = ++p + 1;
		}
	}
	qms_buffer_add(writer->out, start, (size_t)(p - start));
}

static bool
is_url_byte(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') ||
	    (c != '\0' && strchr("-_.+!*(),%#@?=;:/$~", c) != NULL);
}

static void
add_url(struct writer *writer, const char *url)
{
	static const char digits[] = "0123456789ABCDEF";
	const unsigned char *p;
	char hex[3] = "%";

	for (p = (const unsigned char *)url; *p != '\0'; p++) {
		if (is_url_byte(*p)) {
			qms_buffer_char(writer->out, (char)*p);
		} else if (*p == '&') {
			add(writer, "&amp;");
		} else if (*p == '\'') {
			add(writer, "&#x27;");
		} else {
			hex[1] = digits[*p >> 4];
			hex[2] = digits[*p & 15];
			qms_buffer_add(writer->out, hex, 3);
		}
	}
}

/*
 * Only http, https, mailto, tel, or no scheme. What browsers drop before they
 * look for a scheme (control characters, spaces) is not allowed at all, and
 * "//host" would leave a site opened from a disk.
 */
bool
qms_markdown_link_is_safe(const char *url)
{
	static const char *const schemes[] = { "http", "https", "mailto",
	    "tel" };
	const unsigned char *p;
	size_t size = strcspn(url, ":/?#"), i;

	for (p = (const unsigned char *)url; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f)
			return false;
	if (url[0] == ' ' || ((url[0] == '/' || url[0] == '\\') &&
	    (url[1] == '/' || url[1] == '\\')))
		return false;
	if (url[size] != ':')
		return true;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i]) == size &&
		    strncasecmp(url, schemes[i], size) == 0)
			return true;
	return false;
}

/* Writes the attribute with what the target leads to; false if nowhere. */
static bool
add_target(struct writer *writer, const char *attribute, const char *target,
    bool image)
{
	const struct qms_markdown_options *options = writer->options;
	struct qms_buffer mapped = { 0 };
	bool leads = true;

	if (target == NULL)
		target = "";
	if (options->resolve != NULL &&
	    options->resolve(options->closure, &mapped, target, image)) {
		target = mapped.data;
		leads = mapped.size > 0;
	}
	leads = leads && qms_markdown_link_is_safe(target);
	if (leads) {
		add(writer, attribute);
		add(writer, "=\"");
		add_url(writer, target);
		qms_buffer_char(writer->out, '"');
	}
	qms_buffer_free(&mapped);
	return leads;
}

static void
add_title(struct writer *writer, cmark_node *node)
{
	const char *title = cmark_node_get_title(node);

	if (title == NULL || title[0] == '\0')
		return;
	add(writer, " title=\"");
	add_text(writer, title);
	qms_buffer_char(writer->out, '"');
}

static void
write_link(struct writer *writer, cmark_node *node, bool entering)
{
	if (!entering) {
		add(writer, "</a>");
		return;
	}
	add(writer, "<a");
	(void)add_target(writer, " href", cmark_node_get_url(node), false);
	add_title(writer, node);
	qms_buffer_char(writer->out, '>');
}

static void
write_image(struct writer *writer, cmark_node *node, bool entering)
{
	size_t before = writer->out->size;

	if (!entering) {
		if (writer->kept) {
			qms_buffer_char(writer->out, '"');
			add_title(writer, node);
			add(writer, " />");
		} else {
			add(writer, "</span>");
		}
		return;
	}
	add(writer, "<img");
	writer->kept = add_target(writer, " src", cmark_node_get_url(node),
	    true);
	if (writer->kept) {
		add(writer, " alt=\"");
	} else {
		writer->out->size = before;
		add(writer, "<span class=\"image\">");
	}
	writer->image = node;
}

/* Within an image: its alternative text is plain. */
static void
write_alternative(struct writer *writer, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_HTML_INLINE:
		add_text(writer, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		qms_buffer_char(writer->out, ' ');
		break;
	default:
		break;
	}
}

static void
write_heading(struct writer *writer, cmark_node *node, bool entering)
{
	int level = cmark_node_get_heading_level(node) +
	    writer->options->heading_shift;
	const char *id = qms_markdown_heading_id(node);

	if (level < 1)
		level = 1;
	if (level > 6)
		level = 6;
	if (!entering) {
		add(writer, "</h");
		qms_buffer_char(writer->out, (char)('0' + level));
		add(writer, ">\n");
		return;
	}
	begin_line(writer);
	add(writer, "<h");
	qms_buffer_char(writer->out, (char)('0' + level));
	if (id != NULL) {
		add(writer, " id=\"");
		add_text(writer, id);
		qms_buffer_char(writer->out, '"');
	}
	qms_buffer_char(writer->out, '>');
}

static void
write_list(struct writer *writer, cmark_node *node, bool entering)
{
	bool bullets = cmark_node_get_list_type(node) == CMARK_BULLET_LIST;
	int start = cmark_node_get_list_start(node);

	if (!entering) {
		add(writer, bullets ? "</ul>\n" : "</ol>\n");
		return;
	}
	begin_line(writer);
	if (bullets)
		add(writer, "<ul>\n");
	else if (start == 1)
		add(writer, "<ol>\n");
	else
		qms_buffer_format(writer->out, "<ol start=\"%d\">\n", start);
}

static void
write_code_block(struct writer *writer, cmark_node *node)
{
	const char *info = cmark_node_get_fence_info(node);
	size_t size = info == NULL ? 0 : strcspn(info, " \t\n\v\f\r");
	struct qms_buffer language = { 0 };

	begin_line(writer);
	add(writer, "<pre><code");
	if (info != NULL && info[0] != '\0') {
		qms_buffer_add(&language, info, size);
		add(writer, " class=\"language-");
		add_text(writer, language.data);
		qms_buffer_char(writer->out, '"');
		qms_buffer_free(&language);
	}
	qms_buffer_char(writer->out, '>');
	add_text(writer, cmark_node_get_literal(node));
	add(writer, "</code></pre>\n");
}

static void
write_html_block(struct writer *writer, cmark_node *node)
{
	begin_line(writer);
	add(writer, "<pre class=\"raw-html\"><code>");
	add_text(writer, cmark_node_get_literal(node));
	add(writer, "</code></pre>\n");
}

static void
write_html_inline(struct writer *writer, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);

	if (writer->in_cell && qms_markdown_is_break(literal))
		add(writer, "<br />");
	else
		add_text(writer, literal);
}

static const char *
shown(struct writer *writer, const struct qms_markdown_mark *mark)
{
	const char *text = NULL;

	if (!mark->header && writer->options->show != NULL)
		text = writer->options->show(writer->options->closure,
		    mark->cell);
	return text == NULL ? mark->cell->text : text;
}

static void
write_cell(struct writer *writer, const struct qms_markdown_mark *mark,
    bool entering)
{
	static const char *const aligns[] = {
		[QMS_ALIGN_NONE] = "",
		[QMS_ALIGN_LEFT] = " class=\"align-left\"",
		[QMS_ALIGN_CENTER] = " class=\"align-center\"",
		[QMS_ALIGN_RIGHT] = " class=\"align-right\""
	};

	writer->in_cell = entering;
	if (entering) {
		if (!mark->header && !writer->in_body) {
			writer->in_body = true;
			add(writer, "<tbody>\n");
		}
		if (mark->first)
			add(writer, "<tr>\n");
		add(writer, mark->header ? "<th scope=\"col\"" : "<td");
		add(writer, aligns[mark->align]);
		qms_buffer_char(writer->out, '>');
		if (mark->plain)
			add_text(writer, shown(writer, mark));
		return;
	}
	add(writer, mark->header ? "</th>\n" : "</td>\n");
	if (mark->missing == 1)
		add(writer, "<td></td>\n");
	else if (mark->missing > 1)
		qms_buffer_format(writer->out, "<td colspan=\"%zu\"></td>\n",
		    mark->missing);
	if (mark->last)
		add(writer, "</tr>\n");
	if (mark->last && mark->header)
		add(writer, "</thead>\n");
}

static void
write_table(struct writer *writer, bool entering)
{
	if (entering) {
		begin_line(writer);
		add(writer, "<table>\n<thead>\n");
		writer->in_body = false;
	} else {
		add(writer, writer->in_body ? "</tbody>\n</table>\n" :
		    "</table>\n");
	}
}

static bool
is_tight(cmark_node *paragraph)
{
	cmark_node *list;

	list = cmark_node_parent(cmark_node_parent(paragraph));
	return list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	    cmark_node_get_list_tight(list);
}

static void
write_paragraph(struct writer *writer, cmark_node *node, bool entering)
{
	const struct qms_markdown_mark *mark = qms_markdown_mark(node);

	if (mark != NULL && mark->type == QMS_MARK_CELL) {
		write_cell(writer, mark, entering);
		return;
	}
	if (is_tight(node))
		return;
	if (entering) {
		begin_line(writer);
		add(writer, "<p>");
	} else {
		add(writer, "</p>\n");
	}
}

static void
write_block(struct writer *writer, cmark_node *node, bool entering)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		begin_line(writer);
		add(writer, entering ? "<blockquote>\n" : "</blockquote>\n");
		break;
	case CMARK_NODE_LIST:
		write_list(writer, node, entering);
		break;
	case CMARK_NODE_ITEM:
		if (entering)
			begin_line(writer);
		add(writer, entering ? "<li>" : "</li>\n");
		break;
	case CMARK_NODE_HEADING:
		write_heading(writer, node, entering);
		break;
	case CMARK_NODE_CODE_BLOCK:
		write_code_block(writer, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		write_html_block(writer, node);
		break;
	case CMARK_NODE_CUSTOM_BLOCK:
		write_table(writer, entering);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		begin_line(writer);
		add(writer, "<hr />\n");
		break;
	case CMARK_NODE_PARAGRAPH:
		write_paragraph(writer, node, entering);
		break;
	default:
		break;
	}
}

static void
write_inline(struct writer *writer, cmark_node *node, bool entering)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		add_text(writer, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_LINEBREAK:
		add(writer, "<br />\n");
		break;
	case CMARK_NODE_SOFTBREAK:
		qms_buffer_char(writer->out, '\n');
		break;
	case CMARK_NODE_CODE:
		add(writer, "<code>");
		add_text(writer, cmark_node_get_literal(node));
		add(writer, "</code>");
		break;
	case CMARK_NODE_HTML_INLINE:
		write_html_inline(writer, node);
		break;
	case CMARK_NODE_STRONG:
		add(writer, entering ? "<strong>" : "</strong>");
		break;
	case CMARK_NODE_EMPH:
		add(writer, entering ? "<em>" : "</em>");
		break;
	case CMARK_NODE_LINK:
		write_link(writer, node, entering);
		break;
	case CMARK_NODE_IMAGE:
		write_image(writer, node, entering);
		break;
	default:
		break;
	}
}

void
qms_markdown_html(struct qms_buffer *out, const struct qms_markdown *markdown,
    const struct qms_markdown_options *options)
{
	struct writer writer = { .out = out, .start = out->size,
	    .options = options == NULL ? &no_options : options };
	cmark_event_type event;
	cmark_node *node;
	cmark_iter *iter;
	/* not the tree's own: two threads may write one document */
	struct qms_arena own = { 0 }, *before;

	if (markdown->tree == NULL)
		return;
	before = qms_markdown_use_pool(&own);
	iter = cmark_iter_new(qms_markdown_root(markdown));
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		node = cmark_iter_get_node(iter);
		if (writer.image == node)
			writer.image = NULL;
		if (writer.image != NULL)
			write_alternative(&writer, node);
		else if (cmark_node_get_type(node) <= CMARK_NODE_LAST_BLOCK)
			write_block(&writer, node, event == CMARK_EVENT_ENTER);
		else
			write_inline(&writer, node,
			    event == CMARK_EVENT_ENTER);
	}
	cmark_iter_free(iter);
	(void)qms_markdown_use_pool(before);
	qms_arena_free(&own);
}
