/* SPDX-License-Identifier: MIT */
/*
 * help, completion - from the table of commands.
 */
#include <string.h>

#include "commands.h"
#include "qms/unicode.h"

static const struct {
	const char *id, *title[QMS_LANGUAGES];
} groups[] = {
	{ "start", { "Bắt đầu", "Start" } },
	{ "look", { "Xem", "Look" } },
	{ "documents", { "Tài liệu và hồ sơ", "Documents and records" } },
	{ "audits", { "Đánh giá, cải tiến", "Audits and improvement" } },
	{ "province", { "Công bố, báo cáo", "Declarations and reports" } },
	{ "proof", { "Kiểm tra, xác minh", "Check and prove" } },
	{ "publish", { "Xuất bản", "Publish" } },
	{ "help", { "Trợ giúp", "Help" } },
};

static void
write_overview(struct cli *cli)
{
	const struct command *command;
	size_t i;

	qms_buffer_format(&cli->out, "%s\n", pick(cli,
	    "Cách dùng: qms [-C THƯ-MỤC] [--agency CƠ-QUAN] [--lang vi|en] "
	    "[--as-of NGÀY] LỆNH …",
	    "Usage: qms [-C DIR] [--agency AGENCY] [--lang vi|en] "
	    "[--as-of DAY] COMMAND …"));
	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		qms_buffer_format(&cli->out, "\n%s\n",
		    groups[i].title[cli->language]);
		for (command = commands; command->name != NULL; command++)
			if (strcmp(command->group, groups[i].id) == 0)
				qms_buffer_format(&cli->out, "  %-13s%s\n",
				    command->name,
				    command->summary[cli->language]);
	}
	qms_buffer_format(&cli->out, "\n%s\n", pick(cli,
	    "Chi tiết một lệnh: qms help LỆNH; trang hướng dẫn: man qms",
	    "More of a command: qms help COMMAND; the manual: man qms"));
}

void
help_write(struct cli *cli, const struct command *command)
{
	usage_write(&cli->out, command, cli->language);
	if (strcmp(command->name, "init") == 0)
		init_models_write(cli);
}

COMMAND(help)
{
	const struct command *command;
	const char *near;

	if (cli->operand_count == 0) {
		write_overview(cli);
		return NULL;
	}
	command = command_find(cli, cli->operands[0]);
	if (command == NULL) {
		near = command_near(cli->operands[0]);
		return near == NULL ? qms_fail(QMS_M_U001, cli->operands[0]) :
		    qms_fail(QMS_M_U006, cli->operands[0], near);
	}
	help_write(cli, command);
	return NULL;
}

/* ---- completion ---- */

static void
write_words(struct qms_buffer *out, const struct option_row *row)
{
	for (; row != NULL && row->name != NULL; row++)
		qms_buffer_format(out, " --%s", row->name);
}

static void
write_bash(struct qms_buffer *out)
{
	const struct command *command;

	qms_buffer_string(out,
	    "# bash completion for qms: source it, or put it into\n"
	    "# /usr/share/bash-completion/completions/qms\n"
	    "_qms() {\n"
	    "\tlocal word=${COMP_WORDS[COMP_CWORD]} command= i\n"
	    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	    "\t\tcase ${COMP_WORDS[i]} in\n"
	    "\t\t-C|--agency|--lang|--as-of|--known) ((i++));;\n"
	    "\t\t-*) ;;\n"
	    "\t\t*) command=${COMP_WORDS[i]}; break;;\n"
	    "\t\tesac\n"
	    "\tdone\n"
	    "\tlocal words=\"");
	write_words(out, global_options);
	qms_buffer_string(out, "\"\n\tcase $command in\n\t'') words+=\"");
	for (command = commands; command->name != NULL; command++)
		qms_buffer_format(out, " %s", command->name);
	qms_buffer_string(out, "\";;\n");
	for (command = commands; command->name != NULL; command++) {
		if (command->options == NULL)
			continue;
		qms_buffer_format(out, "\t%s) words+=\"", command->name);
		write_words(out, command->options);
		qms_buffer_string(out, "\";;\n");
	}
	qms_buffer_string(out, "\tesac\n"
	    "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
	    "\tif [ ${#COMPREPLY[@]} -eq 0 ]; then\n"
	    "\t\tCOMPREPLY=($(compgen -f -- \"$word\"))\n"
	    "\tfi\n"
	    "}\n"
	    "complete -F _qms qms\n");
}

/* A word for a single-quoted string of zsh and fish. */
static void
write_quoted(struct qms_buffer *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\'' || *text == '\\')
			continue;
		else if (*text == ':' || *text == '[' || *text == ']')
			qms_buffer_char(out, ' ');
		else
			qms_buffer_char(out, *text);
}

static void
write_zsh(struct qms_buffer *out, enum qms_language language)
{
	const struct command *command;

	qms_buffer_string(out, "#compdef qms\n_qms() {\n\tlocal -a commands\n"
	    "\tcommands=(\n");
	for (command = commands; command->name != NULL; command++) {
		qms_buffer_format(out, "\t\t'%s:", command->name);
		write_quoted(out, command->summary[language]);
		qms_buffer_string(out, "'\n");
	}
	qms_buffer_string(out, "\t)\n\tif ((CURRENT == 2)); then\n"
	    "\t\t_describe command commands\n\t\treturn\n\tfi\n"
	    "\tcase $words[2] in\n");
	for (command = commands; command->name != NULL; command++) {
		qms_buffer_format(out, "\t%s) compadd --", command->name);
		write_words(out, global_options);
		write_words(out, command->options);
		qms_buffer_string(out, "; _files;;\n");
	}
	qms_buffer_string(out, "\tesac\n}\ncompdef _qms qms\n");
}

static void
write_fish_options(struct qms_buffer *out, const char *command,
    const struct option_row *row, enum qms_language language)
{
	for (; row != NULL && row->name != NULL; row++) {
		qms_buffer_string(out, "complete -c qms");
		if (command != NULL)
			qms_buffer_format(out,
			    " -n '__fish_seen_subcommand_from %s'", command);
		qms_buffer_format(out, " -l %s", row->name);
		if (row->letter != 0)
			qms_buffer_format(out, " -s %c", row->letter);
		if (row->argument[0] != NULL)
			qms_buffer_string(out, " -r");
		qms_buffer_string(out, " -d '");
		write_quoted(out, row->help[language]);
		qms_buffer_string(out, "'\n");
	}
}

static void
write_fish(struct qms_buffer *out, enum qms_language language)
{
	const struct command *command;

	write_fish_options(out, NULL, global_options, language);
	for (command = commands; command->name != NULL; command++) {
		qms_buffer_format(out, "complete -c qms -n "
		    "'__fish_use_subcommand' -a %s -d '", command->name);
		write_quoted(out, command->summary[language]);
		qms_buffer_string(out, "'\n");
		write_fish_options(out, command->name, command->options,
		    language);
	}
}

COMMAND(completion)
{
	const char *shell = cli->operands[0];

	if (strcmp(shell, "bash") == 0)
		write_bash(&cli->out);
	else if (strcmp(shell, "zsh") == 0)
		write_zsh(&cli->out, cli->language);
	else if (strcmp(shell, "fish") == 0)
		write_fish(&cli->out, cli->language);
	else
		return qms_fail(QMS_M_U025, shell, "bash, zsh, fish");
	return NULL;
}
