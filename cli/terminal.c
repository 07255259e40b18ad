/* SPDX-License-Identifier: MIT */
/*
 * terminal - talk on stderr, problems, the pager and the editor.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "command.h"
#include "program.h"
#include "qms/file.h"
#include "qms/json.h"

const char *
pick(const struct cli *cli, const char *vi, const char *en)
{
	return cli->language == QMS_VI ? vi : en;
}

void
say(const struct cli *cli, const char *vi, const char *en, ...)
{
	va_list list;

	if (cli->quiet)
		return;
	va_start(list, en);
	(void)vfprintf(stderr, pick(cli, vi, en), list);
	va_end(list);
	(void)fputc('\n', stderr);
}

bool
colours(void)
{
	const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return (none == NULL || *none == '\0') && isatty(STDOUT_FILENO) &&
	    terminal != NULL && strcmp(terminal, "dumb") != 0;
}

bool
interactive(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static void
write_problem(struct cli *cli, const struct qms_problem *problem)
{
	const char *arguments[QMS_MESSAGE_ARGUMENTS] = { problem->path };
	struct qms_buffer *out = &cli->out;
	bool error = problem->severity == QMS_ERROR, colour = colours();
	size_t before;

	/* control characters go, as they do in arguments */
	if (problem->path[0] != '\0')
		qms_message_fill(out, "{1}:", arguments);
	if (problem->line > 0)
		qms_buffer_format(out, "%d:%d:", problem->line,
		    problem->column > 0 ? problem->column : 1);
	qms_buffer_format(out, "%s%s%s[QMS-%s]%s: ",
	    problem->path[0] != '\0' ? " " : "",
	    !colour ? "" : error ? "\033[31m" : "\033[33m",
	    error ? "error" : "warning", problem->code,
	    colour ? "\033[0m" : "");
	qms_problem_text(out, problem, cli->language);
	qms_buffer_char(out, '\n');
	before = out->size;
	qms_buffer_string(out, "  help: ");
	qms_problem_help(out, problem, cli->language);
	if (out->size == before + strlen("  help: "))
		out->size = before;	/* this one needs no help */
	else
		qms_buffer_char(out, '\n');
}

void
problems_json(struct cli *cli, struct qms_json *json,
    const struct qms_problems *problems)
{
	struct qms_buffer text = { 0 };
	const struct qms_problem *p;
	size_t i;
	int n;

	qms_json_array(json, "problems");
	for (i = 0; i < problems->count; i++) {
		p = &problems->items[i];
		qms_json_object(json, NULL);
		qms_json_string(json, "path", p->path);
		qms_json_integer(json, "line", p->line);
		qms_json_integer(json, "column", p->column);
		qms_json_string(json, "severity", p->severity == QMS_ERROR ?
		    "error" : "warning");
		qms_json_string(json, "code", qms_arena_format(&cli->arena,
		    "QMS-%s", p->code));
		qms_buffer_clear(&text);
		qms_problem_text(&text, p, cli->language);
		qms_json_string(json, "text", text.size ? text.data : "");
		qms_buffer_clear(&text);
		qms_problem_help(&text, p, cli->language);
		qms_json_string(json, "help", text.size ? text.data : "");
		qms_json_array(json, "arguments");
		for (n = 0; n < QMS_MESSAGE_ARGUMENTS &&
		    p->arguments[n] != NULL; n++)
			qms_json_string(json, NULL, p->arguments[n]);
		qms_json_end_array(json);
		qms_json_end_object(json);
	}
	qms_json_end_array(json);
	qms_buffer_free(&text);
}

static void
write_problems_json(struct cli *cli, const struct qms_problems *problems)
{
	struct qms_json json;

	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/problems/1");
	problems_json(cli, &json, problems);
	qms_json_end_object(&json);
}

void
problems_write(struct cli *cli, struct qms_problems *problems)
{
	size_t i;

	qms_problems_sort(problems);
	if (cli->json) {
		write_problems_json(cli, problems);
		return;
	}
	for (i = 0; i < problems->count; i++)
		write_problem(cli, &problems->items[i]);
}

static bool
fits_screen(const struct qms_buffer *out)
{
	struct winsize size;
	size_t i, lines = 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0)
		return true;
	for (i = 0; i < out->size; i++)
		lines += out->data[i] == '\n';
	return lines < size.ws_row;
}

int
screen_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

/* All data at once; through $PAGER when it would run off a screen. */
void
page_out(struct cli *cli)
{
	const char *pager = getenv("PAGER");
	FILE *pipe;

	if (cli->out.size == 0)
		return;
	if (isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) && !cli->no_input &&
	    !fits_screen(&cli->out)) {
		if (pager == NULL || *pager == '\0')
			pager = "less -FRX";
		(void)signal(SIGPIPE, SIG_IGN);
		pipe = popen(pager, "w");
		if (pipe != NULL) {
			(void)fwrite(cli->out.data, 1, cli->out.size, pipe);
			if (pclose(pipe) == 0)
				return;
		}
	}
	if (fwrite(cli->out.data, 1, cli->out.size, stdout) != cli->out.size ||
	    fflush(stdout) != 0) {
		if (errno != EPIPE && cli->exit == QMS_EXIT_DONE)
			cli->exit = QMS_EXIT_IO;
	}
}

static const struct qms_error *
run_editor(const char *path)
{
	const char *editor = getenv("VISUAL");
	const struct qms_error *err;
	int status;

	if (editor == NULL || *editor == '\0')
		editor = getenv("EDITOR");
	if (editor == NULL || *editor == '\0')
		editor = "editor";	/* Debian's choice of the machine */
	/* $EDITOR may hold options: the shell splits it, not the path */
	err = program_run(NULL, &status, PROGRAM_SHOWS, (const char *const[]){
	    "/bin/sh", "-c", "exec $0 \"$1\"", editor, path, NULL },
	    (struct qms_text){ 0 });
	if (err == NULL && status != 0)
		err = qms_fail(QMS_M_U009, editor);
	return err;
}

/*
 * Lets the user edit text in a file of that name (its ending tells the editor
 * the language). The file lies in a directory of its own and goes away.
 */
const struct qms_error *
edit_text(struct qms_text *edited, struct cli *cli, struct qms_text text,
    const char *name)
{
	const struct qms_error *err;
	char directory[] = "/tmp/qms-XXXXXX", *path;

	edited->data = "";
	edited->size = 0;
	if (mkdtemp(directory) == NULL)
		return qms_fail_errno(directory);
	path = qms_file_join(&cli->arena, directory, name);
	err = qms_file_write(path, text, false);
	if (err == NULL)
		err = run_editor(path);
	if (err == NULL)
		err = qms_file_read(edited, &cli->arena, path,
		    QMS_FILE_LIMIT);
	if (err == NULL) {
		(void)unlink(path);
		(void)rmdir(directory);
	} else {
		/* what was typed is not thrown away */
		say(cli, "bản đang sửa còn ở %s", "the text is kept in %s",
		    path);
	}
	return err;
}

const char *
ask_line(struct cli *cli, const char *vi, const char *en, const char *now)
{
	char *line = NULL;
	const char *answer = now;
	size_t room = 0;
	ssize_t size;

	fprintf(stderr, "%s%s%s%s: ", pick(cli, vi, en), *now != '\0' ?
	    " [" : "", now, *now != '\0' ? "]" : "");
	size = getline(&line, &room, stdin);
	while (size > 0 && (line[size - 1] == '\n' || line[size - 1] == '\r'))
		size--;
	if (size > 0)
		answer = qms_arena_copy(&cli->arena, line, (size_t)size);
	free(line);
	return answer;
}
