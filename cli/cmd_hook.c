/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"
#include "qms/file.h"
#include "qms/hook.h"

enum {
	INPUT_LIMIT = 16 * 1024 * 1024,
	SECONDS = 300, MOST_SECONDS = 24 * 60 * 60
};

/* ---- a push ---- */

/*
 * Who pushes, as the server says: QMS_PUSHER where the administrator sets it,
 * else what Gitea, GitLab, Gitolite and web servers set.
 */
static const char *
find_pusher(void)
{
	static const char *const names[] = { "QMS_PUSHER", "GITEA_PUSHER_NAME",
	    "GL_USERNAME", "GL_USER", "REMOTE_USER" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value != NULL && *value != '\0')
			return value;
	}
	return "";
}

/* git push -o lang=en */
static void
take_push_options(struct cli *cli)
{
	const char *count = getenv("GIT_PUSH_OPTION_COUNT"), *value;
	char name[40];
	int i, most;

	most = count == NULL ? 0 : atoi(count);
	for (i = 0; i < most && i < 100; i++) {
		(void)snprintf(name, sizeof(name), "GIT_PUSH_OPTION_%d", i);
		value = getenv(name);
		if (value != NULL && strcmp(value, "lang=en") == 0)
			cli->language = QMS_EN;
		if (value != NULL && strcmp(value, "lang=vi") == 0)
			cli->language = QMS_VI;
	}
}

static const char *too_long = "";

static void
give_up(int signal_number)
{
	(void)signal_number;
	(void)!write(STDERR_FILENO, too_long, strlen(too_long));
	_exit(QMS_EXIT_REFUSED);	/* the index takes its changes back */
}

/* A push that is made to cost time or memory costs so much and no more. */
static const struct qms_error *
set_limits(struct cli *cli)
{
	const struct qms_message *said = qms_message_get(QMS_M_H012);
	const char *option = cli_option(cli, "seconds");
	struct rlimit memory;
	long seconds = SECONDS;
	char *end;

	if (option != NULL) {
		seconds = strtol(option, &end, 10);
		if (*option == '\0' || *end != '\0' || seconds < 1 ||
		    seconds > MOST_SECONDS)
			return qms_fail(QMS_M_U098, "seconds", option,
			    qms_arena_format(&cli->arena, "%d",
			    MOST_SECONDS));
	}
	too_long = qms_arena_format(&cli->arena, "qms hook: [QMS-%s] %s\n"
	    "  help: %s\n", said->code, said->text[cli->language],
	    said->help[cli->language]);
	(void)signal(SIGALRM, give_up);
	(void)alarm((unsigned)seconds);
#if !defined(__SANITIZE_ADDRESS__)
	if (getrlimit(RLIMIT_AS, &memory) == 0 && (memory.rlim_cur ==
	    RLIM_INFINITY || memory.rlim_cur > (rlim_t)4 << 30)) {
		memory.rlim_cur = (rlim_t)4 << 30;
		(void)setrlimit(RLIMIT_AS, &memory);
	}
#endif
	return NULL;
}

static const struct qms_error *
read_input(struct qms_text *text, struct cli *cli)
{
	struct qms_buffer bytes = { 0 };
	char piece[4096];
	ssize_t size;

	while ((size = read(STDIN_FILENO, piece, sizeof(piece))) > 0 &&
	    bytes.size < INPUT_LIMIT)
		qms_buffer_add(&bytes, piece, (size_t)size);
	text->size = bytes.size;
	text->data = qms_arena_copy(&cli->arena, bytes.size ? bytes.data : "",
	    bytes.size);
	qms_buffer_free(&bytes);
	return size < 0 ? qms_fail_errno("stdin") : NULL;
}

static enum qms_exit
exit_of(const struct qms_problems *refused)
{
	size_t i;

	for (i = 0; i < refused->count; i++)
		if (refused->items[i].id == QMS_M_NONE ||
		    qms_message_get(refused->items[i].id)->exit !=
		    QMS_EXIT_REFUSED)
			return QMS_EXIT_INTEGRITY;
	return QMS_EXIT_REFUSED;
}

/* One list, whatever it is that the reader is told. */
static void
tell(struct cli *cli, struct qms_hook_verdict *verdict)
{
	bool refused = verdict->refused.count > 0;

	if (refused) {
		say(cli, "qms: KHÔNG NHẬN lần đẩy này. Trên máy chủ không có gì "
		    "thay đổi, trên máy của anh/chị cũng không mất gì.",
		    "qms: this push is REFUSED. Nothing has changed on the "
		    "server, and nothing is lost on your computer.");
		problems_write(cli, &verdict->refused);
		cli->exit = exit_of(&verdict->refused);
		return;
	}
	if (verdict->notes.count > 0 && !cli->json)
		say(cli, "qms: nhận, nhưng cần biết:",
		    "qms: taken, but you should know:");
	problems_write(cli, &verdict->notes);
	if (verdict->judged && verdict->notes.count == 0)
		say(cli, "qms: đã xác minh %" PRId64 " lần ghi", "qms: %"
		    PRId64 " commits verified", verdict->commits);
}

static const struct qms_error *
pre_receive(struct cli *cli)
{
	struct qms_hook_options options = { .pusher = find_pusher(),
	    .root = cli_option(cli, "root") };
	struct qms_hook_verdict verdict;
	const struct qms_error *err;
	struct qms_hook_ref *refs;
	struct qms_text text;
	size_t count;

	take_push_options(cli);
	err = set_limits(cli);
	if (err == NULL)
		err = read_input(&text, cli);
	if (err == NULL)
		err = qms_hook_parse(&refs, &count, &cli->arena, text);
	if (err == NULL)
		err = qms_hook_judge(&verdict, &cli->arena, refs, count,
		    &options, &cli->environment);
	if (err != NULL)
		return err;
	if (verdict.judged && !cli_has(cli, "lang") &&
	    getenv("GIT_PUSH_OPTION_COUNT") == NULL)
		cli->language = verdict.language;
	tell(cli, &verdict);
	return NULL;
}

/* ---- installing ---- */

static const char *
quoted(struct cli *cli, const char *text)
{
	struct qms_buffer out = { 0 };
	const char *made;

	qms_buffer_char(&out, '\'');
	for (; *text != '\0'; text++)
		if (*text == '\'')
			qms_buffer_string(&out, "'\\''");
		else
			qms_buffer_char(&out, *text);
	qms_buffer_char(&out, '\'');
	made = qms_arena_copy(&cli->arena, out.data, out.size);
	qms_buffer_free(&out);
	return made;
}

/* The command as the hook runs it, with the options that were given. */
static const char *
command_line(struct cli *cli)
{
	static const char *const passed[] = { "root", "seconds", "lang" };
	char program[PATH_MAX];
	const char *line, *value;
	ssize_t size;
	size_t i;

	size = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (size <= 0)
		return "qms hook pre-receive";
	program[size] = '\0';
	line = qms_arena_format(&cli->arena, "%s hook pre-receive", quoted(cli,
	    program));
	for (i = 0; i < sizeof(passed) / sizeof(passed[0]); i++) {
		value = cli_option(cli, passed[i]);
		if (value != NULL)
			line = qms_arena_format(&cli->arena, "%s --%s=%s",
			    line, passed[i], quoted(cli, value));
	}
	return line;
}

/* Gitea keeps a hook of its own, which runs those in a directory beside it. */
static const char *
place(struct cli *cli, const char *directory)
{
	const char *many = qms_arena_format(&cli->arena,
	    "%shooks/pre-receive.d", directory);

	return qms_file_type(many) == QMS_FILE_DIRECTORY ?
	    qms_arena_format(&cli->arena, "%s/qms", many) :
	    qms_arena_format(&cli->arena, "%shooks/pre-receive", directory);
}

static const struct qms_error *
write_hook(struct cli *cli, const char *path, const char *line)
{
	static const char mark[] = "# qms-hook(1)";
	const struct qms_error *err;
	struct qms_text there;
	const char *text;

	if (qms_file_type(path) != QMS_FILE_NONE) {
		err = qms_file_read(&there, &cli->arena, path, INPUT_LIMIT);
		if (err != NULL)
			return err;
		if (there.size == 0 || memmem(there.data, there.size, mark,
		    strlen(mark)) == NULL)
			return qms_fail(QMS_M_H018, path, line);
	}
	text = qms_arena_format(&cli->arena, "#!/bin/sh\n%s: judges each push "
	    "before it is taken\nexec %s\n", mark, line);
	err = qms_file_write(path, qms_text(text), true);
	if (err == NULL && chmod(path, 0755) != 0)
		err = qms_fail_errno(path);
	return err;
}

static const struct qms_error *
set_up(bool *named, struct cli *cli, struct qms_git *git)
{
	const char *branch = cli_option(cli, "branch"), *head;
	const struct qms_error *err;

	*named = false;
	err = qms_git_set_default(git, "receive.fsckObjects", "true");
	if (err == NULL)
		err = qms_git_set_default(git, "receive.maxInputSize", "1g");
	if (err == NULL)
		err = qms_git_set_default(git, "receive.advertisePushOptions",
		    "true");
	if (err == NULL)
		err = qms_git_branch(&head, git, &cli->arena);
	/* what git names it by itself is nobody's choice */
	if (err == NULL && branch == NULL && head != NULL &&
	    strcmp(head, "refs/heads/master") == 0)
		branch = "main";
	return err != NULL || branch == NULL ? err :
	    qms_git_first_branch(named, git, branch);
}

static const struct qms_error *
install(struct cli *cli)
{
	const char *directory = cli->directory, *path, *line, *elsewhere;
	const struct qms_error *err;
	struct qms_git *git;
	bool named;

	if (cli->operand_count > 1)
		directory = cli->operands[1][0] == '/' ? cli->operands[1] :
		    qms_file_join(&cli->arena, directory, cli->operands[1]);
	err = qms_git_open(&git, directory, false);
	if (err != NULL)
		return err;
	line = command_line(cli);
	path = place(cli, qms_git_common_directory(git));
	elsewhere = qms_git_setting(git, &cli->arena, "core.hooksPath");
	if (*elsewhere != '\0')
		err = qms_fail(QMS_M_H019, elsewhere, line);
	if (err == NULL)
		err = write_hook(cli, path, line);
	if (err == NULL)
		err = set_up(&named, cli, git);
	if (err == NULL)
		say(cli, "đã cài: %s", "installed: %s", path);
	qms_git_close(git);
	return err;
}

COMMAND(hook)
{
	const char *action = cli->operands[0];

	if (strcmp(action, "install") == 0)
		return install(cli);
	if (strcmp(action, "pre-receive") == 0 && cli->operand_count == 1)
		return pre_receive(cli);
	return qms_fail(QMS_M_U097, action);
}
