/* SPDX-License-Identifier: MIT */
/*
 * main - the table of commands; opens what a command needs, runs it, prints
 * what it made, and turns an error into words and an exit status.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "commands.h"
#include "qms/unicode.h"

static void
print_error(const struct cli *cli, const struct qms_error *error)
{
	const struct qms_message *message = qms_message_get(error->id);
	struct qms_buffer text = { 0 };

	qms_error_text(&text, error, cli->language);
	(void)fprintf(stderr, "qms%s%s: [QMS-%s] %s\n",
	    cli->command == NULL ? "" : " ",
	    cli->command == NULL ? "" : cli->command->name, message->code,
	    text.size ? text.data : "");
	if (message->help[cli->language][0] != '\0') {
		qms_buffer_clear(&text);
		qms_message_fill(&text, message->help[cli->language],
		    error->arguments);
		(void)fprintf(stderr, "  help: %s\n", text.data);
	}
	qms_buffer_free(&text);
}

static void
take_identity(struct cli *cli)
{
	struct qms_environment *known = &cli->system->environment;
	const char *name = "", *email = "";

	if (*known->name == '\0' || *known->email == '\0')
		qms_git_identity(cli->system->git, &cli->arena, &name, &email);
	if (*known->name == '\0')
		known->name = name;
	if (*known->email == '\0')
		known->email = email;
	cli->environment.name = known->name;
	cli->environment.email = known->email;
}

static const struct qms_error *
prepare(struct cli *cli)
{
	const struct qms_error *err;
	const char *known = cli_option(cli, "known");
	qms_day day;

	if (cli->command->need == NEED_NOTHING)
		return NULL;
	if (cli->command->need == NEED_WRITE &&
	    (cli_has(cli, "as-of") || known != NULL))
		return qms_fail(QMS_M_U013);
	err = qms_system_open(&cli->system, cli->directory,
	    &cli->environment);
	if (err)
		return err;
	if (!cli_has(cli, "lang"))
		cli->language = cli->system->language;
	take_identity(cli);
	if (cli_has(cli, "as-of") || known != NULL) {
		err = cli_day(&day, cli, "as-of",
		    qms_system_today(cli->system));
		if (err)
			return err;
		return qms_system_ask(cli->system, day,
		    known == NULL ? "" : known);
	}
	return qms_system_ask(cli->system, qms_system_today(cli->system),
	    "now");
}

static const struct qms_error *
run(struct cli *cli, int argc, char **argv)
{
	const struct qms_error *err;

	err = environment_fill(&cli->environment, &cli->arena);
	if (err)
		return err;
	err = options_parse(cli, argc, argv);
	if (err)
		return err;
	if (cli_has(cli, "help") && strcmp(cli->command->name, "help") != 0) {
		usage_write(&cli->out, cli->command, cli->language);
		return NULL;
	}
	err = prepare(cli);
	if (err)
		return err;
	return cli->command->run(cli);
}

static void
exhausted(void)
{
	static const char words[] = "qms: hết bộ nhớ (out of memory)\n";

	(void)!write(STDERR_FILENO, words, sizeof(words) - 1);
	_exit(QMS_EXIT_IO);
}

static void
interrupted(int signal_number)
{
	(void)signal_number;
	_exit(QMS_EXIT_INTERRUPTED);	/* the journal takes care of the rest */
}

int
main(int argc, char **argv)
{
	struct cli cli = { .directory = ".", .language = QMS_VI };
	const struct qms_error *err;
	int status;

	qms_arena_exhausted = exhausted;
	(void)signal(SIGINT, interrupted);
	err = run(&cli, argc, argv);
	page_out(&cli);
	if (err) {
		print_error(&cli, err);
		cli.exit = qms_error_exit(err);
	}
	status = (int)cli.exit;
	if (cli.system != NULL)
		qms_system_close(cli.system);
	qms_buffer_free(&cli.out);
	qms_arena_free(&cli.arena);
	qms_git_finish();
	qms_unicode_finish();
	return status;
}
