/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "json.h"

void
qms_json_init(struct qms_json *json, struct qms_buffer *out, bool pretty)
{
	memset(json, 0, sizeof(*json));
	json->out = out;
	json->pretty = pretty;
}

static void
break_line(struct qms_json *json)
{
	int i;

	if (!json->pretty)
		return;
	qms_buffer_char(json->out, '\n');
	for (i = 0; i < json->depth; i++)
		qms_buffer_add(json->out, "  ", 2);
}

static void
escape(struct qms_buffer *out, unsigned char c)
{
	switch (c) {
	case '"':
		qms_buffer_add(out, "\\\"", 2);
		break;
	case '\\':
		qms_buffer_add(out, "\\\\", 2);
		break;
	case '\n':
		qms_buffer_add(out, "\\n", 2);
		break;
	case '\t':
		qms_buffer_add(out, "\\t", 2);
		break;
	default:
		qms_buffer_format(out, "\\u%04x", c);
	}
}

/* '<' so that no "</script>" ends a script file, DEL for terminals. */
static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '<';
}

static void
write_string(struct qms_buffer *out, const char *string)
{
	struct qms_text text = qms_text(string);
	size_t offset = 0, start = 0, before;
	int32_t c;

	qms_buffer_char(out, '"');
	while (offset < text.size) {
		if (is_plain((unsigned char)text.data[offset])) {
			offset++;
			continue;
		}
		before = offset;
		c = qms_utf8_next(text, &offset);
		if (c >= 0x80 && c != 0x2028 && c != 0x2029)
			continue;
		qms_buffer_add(out, text.data + start, before - start);
		start = offset;
		if (c < 0)
			qms_buffer_utf8(out, 0xfffd);
		else if (c >= 0x80)
			qms_buffer_format(out, "\\u%04x", (unsigned)c);
		else
			escape(out, (unsigned char)c);
	}
	qms_buffer_add(out, text.data + start, text.size - start);
	qms_buffer_char(out, '"');
}

/* The comma, the line and the key that go before a value. */
static void
begin_value(struct qms_json *json, const char *key)
{
	if (json->comma)
		qms_buffer_char(json->out, ',');
	if (json->depth > 0)
		break_line(json);
	if (key != NULL) {
		write_string(json->out, key);
		qms_buffer_char(json->out, ':');
		if (json->pretty)
			qms_buffer_char(json->out, ' ');
	}
	json->comma = json->depth > 0;
}

static void
open_level(struct qms_json *json, const char *key, char bracket)
{
	begin_value(json, key);
	qms_buffer_char(json->out, bracket);
	json->depth++;
	json->comma = false;
}

static void
close_level(struct qms_json *json, char bracket)
{
	json->depth--;
	if (json->comma)
		break_line(json);
	qms_buffer_char(json->out, bracket);
	json->comma = json->depth > 0;
	if (json->depth == 0)
		qms_buffer_char(json->out, '\n');
}

void
qms_json_object(struct qms_json *json, const char *key)
{
	open_level(json, key, '{');
}

void
qms_json_array(struct qms_json *json, const char *key)
{
	open_level(json, key, '[');
}

void
qms_json_end_object(struct qms_json *json)
{
	close_level(json, '}');
}

void
qms_json_end_array(struct qms_json *json)
{
	close_level(json, ']');
}

void
qms_json_string(struct qms_json *json, const char *key, const char *value)
{
	begin_value(json, key);
	if (value == NULL)
		qms_buffer_add(json->out, "null", 4);
	else
		write_string(json->out, value);
}

void
qms_json_integer(struct qms_json *json, const char *key, int64_t value)
{
	begin_value(json, key);
	qms_buffer_format(json->out, "%" PRId64, value);
}

void
qms_json_flag(struct qms_json *json, const char *key, bool value)
{
	begin_value(json, key);
	qms_buffer_string(json->out, value ? "true" : "false");
}
