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
#include "qms/change.h"
#include "commands.h"
#include "qms/unicode.h"

/*
 * G070 and G077 pass on why an act or a file is refused: {4} is the code of
 * that reason, which is shown, and whose help says more: that of a rule which
 * needs its arguments follows the code, "code\nvi\ten". NULL: none.
 */
static const char *
reason_help(struct cli *cli, const char *code)
{
	const char *help = strchr(code, '\n'), *other;
	const struct qms_rules *rules;
	const struct qms_rule *rule;
	enum qms_message_id id;

	if (help != NULL) {
		other = strchr(++help, '\t');
		if (cli->language == QMS_EN)
			return other == NULL ? help : other + 1;
		return other == NULL ? help : qms_arena_copy(&cli->arena,
		    help, (size_t)(other - help));
	}
	id = qms_message_find(code);
	if (id != QMS_M_NONE)
		help = qms_message_get(id)->help[cli->language];
	else if (cli->system != NULL &&
	    qms_system_rules(&rules, cli->system) == NULL &&
	    (rule = qms_rules_get(rules, code)) != NULL)
		help = rule->help[cli->language];
	return help == NULL || *help == '\0' || strchr(help, '{') != NULL ?
	    NULL : help;
}

void
print_error(struct cli *cli, const struct qms_error *shared)
{
	struct qms_error error = *shared;	/* looking up may fail again */
	const struct qms_message *message = qms_message_get(error.id);
	const char *help = message->help[cli->language], *reason = NULL;
	const char *code = message->code;
	struct qms_buffer text = { 0 };
	int i;

	for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
		if (error.arguments[i] != NULL)
			error.arguments[i] = qms_arena_string(&cli->arena,
			    error.arguments[i]);
	if (error.id == QMS_M_G070 || error.id == QMS_M_G077) {
		code = error.arguments[3];
		reason = reason_help(cli, code);
		code = qms_arena_copy(&cli->arena, code, strcspn(code, "\n"));
	}
	qms_error_text(&text, &error, cli->language);
	(void)fprintf(stderr, "qms%s%s: [QMS-%s] %s\n",
	    cli->command == NULL ? "" : " ",
	    cli->command == NULL ? "" : cli->command->name, code,
	    text.size ? text.data : "");
	if (reason != NULL || *help != '\0') {
		qms_buffer_clear(&text);
		qms_message_fill(&text, reason != NULL ? reason : help,
		    error.arguments);
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

/* What a command that was killed left behind is finished, or undone. */
static const struct qms_error *
settle(struct cli *cli)
{
	const struct qms_error *err;
	const char *done;

	if (cli->system->bare)
		return cli->command->need == NEED_WRITE ?
		    qms_fail(QMS_M_G046, cli->system->root) : NULL;
	err = qms_change_recover(&done, cli->system);
	if (err == NULL && done != NULL)
		say(cli, "%s", "%s", done);
	return err;
}

static const struct qms_error *
ask(struct cli *cli)
{
	const struct qms_error *err;
	const char *known = cli_known(cli);
	char text[QMS_DAY_SIZE];
	qms_day day;

	if (!cli_has(cli, "as-of") && known == NULL)
		return qms_system_ask(cli->system,
		    qms_system_today(cli->system), "now");
	err = cli_day(&day, cli, "as-of", qms_system_today(cli->system));
	if (err)
		return err;
	err = qms_system_ask(cli->system, day, known == NULL ? "" : known);
	if (err == NULL && qms_index_question(cli->system->index)->known == 0)
		return qms_fail(QMS_M_U028, qms_day_format_vn(text, day));
	return err;
}

/* `verify declaration FILE` looks at nothing but that file. */
static bool
needs_nothing(const struct cli *cli)
{
	return cli->command->need == NEED_NOTHING ||
	    (strcmp(cli->command->name, "verify") == 0 &&
	    cli->operand_count > 0 &&
	    strcmp(cli->operands[0], "declaration") == 0);
}

static const struct qms_error *
prepare(struct cli *cli)
{
	const struct qms_error *err;

	if (needs_nothing(cli))
		return NULL;
	err = cli->command->need == NEED_WRITE ? cli_must_be_now(cli) : NULL;
	if (err)
		return err;
	/* what is believed of a repository is not taken from it */
	cli->environment.own_index =
	    strcmp(cli->command->name, "verify") == 0 ||
	    strcmp(cli->command->name, "witness") == 0;
	err = qms_system_open(&cli->system, cli->directory,
	    &cli->environment);
	if (err)
		return err;
	if (!cli_has(cli, "lang"))
		cli->language = cli->system->language;
	err = qms_git_replaced(cli->system->git);
	if (err && cli->command->need == NEED_WRITE)
		return err;
	if (err)		/* what is read is what was recorded */
		print_error(cli, err);
	take_identity(cli);
	err = settle(cli);
	if (err)
		return err;
	if (cli->command->need == NEED_WRITE)
		cli_tell_shared(cli, false);
	err = ask(cli);
	return err != NULL || cli->command->need == NEED_WRITE ? err :
	    cli_enter(cli, cli_option(cli, "agency"));
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
		help_write(cli, cli->command);
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
