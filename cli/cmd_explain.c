/* SPDX-License-Identifier: MIT */
/*
 * explain - more about a message of the catalogue, or a rule of the system.
 */
#include <string.h>
#include <strings.h>

#include "commands.h"

static void
add_template(struct qms_buffer *out, const char *text)
{
	static const char *const dots[QMS_MESSAGE_ARGUMENTS] = { "…", "…",
	    "…", "…" };

	qms_message_fill(out, text, dots);
}

static void
explain_message(struct cli *cli, enum qms_message_id id)
{
	const struct qms_message *m = qms_message_get(id);
	struct qms_buffer *out = &cli->out;

	qms_buffer_format(out, "QMS-%s (%s, %s %d)\n\n  ", m->code,
	    m->severity == QMS_ERROR ? pick(cli, "lỗi", "error") :
	    pick(cli, "cảnh báo", "warning"),
	    pick(cli, "mã thoát", "exit status"), (int)m->exit);
	add_template(out, m->text[cli->language]);
	qms_buffer_string(out, "\n\n");
	add_template(out, m->help[cli->language]);
	qms_buffer_char(out, '\n');
}

static void
explain_rule(struct cli *cli, const struct qms_rule *rule)
{
	struct qms_buffer *out = &cli->out;

	qms_buffer_format(out, "%s – %s\n\n", rule->id,
	    rule->title[cli->language]);
	if (*rule->basis != '\0')
		qms_buffer_format(out, "%s: %s%s\n", pick(cli, "Căn cứ",
		    "Basis"), rule->basis, rule->confirmed ? "" :
		    pick(cli, " (chưa đối chiếu nguồn)", " (unconfirmed)"));
	qms_buffer_format(out, "%s: %s\n\n", pick(cli, "Tệp", "File"),
	    rule->path);
	if (*rule->message[cli->language] != '\0') {
		qms_buffer_string(out, "  ");
		add_template(out, rule->message[cli->language]);
		qms_buffer_string(out, "\n\n");
	}
	if (*rule->help[cli->language] != '\0') {
		add_template(out, rule->help[cli->language]);
		qms_buffer_string(out, "\n\n");
	}
	qms_buffer_string(out, rule->sql);
}

COMMAND(explain)
{
	const char *code = cli->operands[0];
	enum qms_message_id id = qms_message_find(code);
	const struct qms_rules *rules;
	size_t i;

	if (id != QMS_M_NONE) {
		explain_message(cli, id);
		return NULL;
	}
	if (strncasecmp(code, "QMS-", 4) == 0)
		code += 4;
	/* a rule belongs to a system; without one there is none to explain */
	if (qms_system_open(&cli->system, cli->directory,
	    &cli->environment) == NULL &&
	    qms_system_rules(&rules, cli->system) == NULL)
		for (i = 0; i < rules->count; i++)
			if (strcasecmp(rules->items[i].id, code) == 0) {
				explain_rule(cli, &rules->items[i]);
				return NULL;
			}
	return qms_fail(QMS_M_U020, cli->operands[0]);
}
