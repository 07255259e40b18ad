/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "date.h"
#include "message.h"

static const struct qms_message messages[QMS_M_COUNT] = {
	[QMS_M_NONE] = { .code = "", .text = { "", "" }, .help = { "", "" } },
#define MESSAGE(code, severity, exit, vi, en, help_vi, help_en)		\
	[QMS_M_##code] = { #code, QMS_##severity, QMS_EXIT_##exit,	\
	    { vi, en }, { help_vi, help_en } },
#include "messages.def"
#undef MESSAGE
};

const struct qms_message *
qms_message_get(enum qms_message_id id)
{
	return &messages[id];
}

enum qms_message_id
qms_message_find(const char *code)
{
	int id;

	if (strncasecmp(code, "QMS-", 4) == 0)
		code += 4;
	for (id = QMS_M_NONE + 1; id < QMS_M_COUNT; id++)
		if (strcasecmp(messages[id].code, code) == 0)
			return (enum qms_message_id)id;
	return QMS_M_NONE;
}

static void
add_argument(struct qms_buffer *out, const char *argument)
{
	struct qms_text text = qms_text(argument);
	size_t offset = 0, before;
	int32_t c;

	while (offset < text.size) {
		before = offset;
		c = qms_utf8_next(text, &offset);
		/* C0, DEL and C1 would speak to the terminal */
		if (c < 0 || c < 0x20 || (c >= 0x7f && c < 0xa0))
			qms_buffer_utf8(out, c == '\n' || c == '\t' ? ' ' :
			    0xfffd);
		else
			qms_buffer_add(out, text.data + before,
			    offset - before);
	}
}

void
qms_message_fill(struct qms_buffer *out, const char *text,
    const char *const arguments[QMS_MESSAGE_ARGUMENTS])
{
	int n;

	for (; *text != '\0'; text++) {
		if (text[0] == '{' && text[1] >= '1' &&
		    text[1] < '1' + QMS_MESSAGE_ARGUMENTS && text[2] == '}') {
			n = text[1] - '1';
			if (arguments[n] != NULL)
				add_argument(out, arguments[n]);
			text += 2;
		} else {
			qms_buffer_char(out, *text);
		}
	}
}

void
qms_message_tell(struct qms_buffer *out, const char *text,
    const char *const arguments[QMS_MESSAGE_ARGUMENTS],
    enum qms_language language)
{
	const char *told[QMS_MESSAGE_ARGUMENTS];
	char days[QMS_MESSAGE_ARGUMENTS][QMS_DAY_SIZE];
	qms_day day;
	int i;

	for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++) {
		day = arguments[i] == NULL || language != QMS_VI ?
		    QMS_DAY_NONE : qms_day_parse(qms_text(arguments[i]));
		told[i] = day == QMS_DAY_NONE ? arguments[i] :
		    qms_day_format_vn(days[i], day);
	}
	qms_message_fill(out, text, told);
}
