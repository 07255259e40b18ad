/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"

enum { ANSWER_LIMIT = 64 * 1024 };

struct pipes {
	int in[2], out[2];		/* -1: the caller's own */
};

static void
shut(int *descriptor)
{
	if (*descriptor >= 0)
		(void)close(*descriptor);
	*descriptor = -1;
}

static void
shut_all(struct pipes *pipes)
{
	int i;

	for (i = 0; i < 2; i++) {
		shut(&pipes->in[i]);
		shut(&pipes->out[i]);
	}
}

/* In the child; does not return. */
static void
become(struct pipes *pipes, enum program_output output,
    const char *const *arguments)
{
	bool fits = (pipes->in[0] < 0 || dup2(pipes->in[0], STDIN_FILENO) >= 0)
	    && (pipes->out[1] < 0 || dup2(pipes->out[1], STDOUT_FILENO) >= 0)
	    && (output != PROGRAM_TELLS_ALL ||
	    dup2(pipes->out[1], STDERR_FILENO) >= 0);

	shut_all(pipes);
	if (fits)
		execvp(arguments[0], (char *const *)arguments);
	_exit(127);
}

/* The programs read all before they answer, so that no pipe can fill up. */
static void
write_all(int descriptor, struct qms_text bytes)
{
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	ssize_t written;

	while (bytes.size > 0) {
		written = write(descriptor, bytes.data, bytes.size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			break;		/* it ended; its status tells why */
		bytes.data += written;
		bytes.size -= (size_t)written;
	}
	(void)signal(SIGPIPE, before);
}

static void
read_all(struct qms_buffer *answer, int descriptor)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(descriptor, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			break;
		if (answer->size < ANSWER_LIMIT)
			qms_buffer_add(answer, bytes, (size_t)got);
	}
}

static const struct qms_error *
wait_for(int *status, pid_t child, const char *name)
{
	int state;

	while (waitpid(child, &state, 0) < 0)
		if (errno != EINTR)
			return qms_fail_errno(name);
	*status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 +
	    WTERMSIG(state);
	return NULL;
}

const struct qms_error *
program_run(struct qms_buffer *answer, int *status,
    enum program_output output, const char *const *arguments,
    struct qms_text input)
{
	struct pipes pipes = { { -1, -1 }, { -1, -1 } };
	const struct qms_error *err = NULL;
	pid_t child = -1;

	if ((input.data == NULL || pipe(pipes.in) == 0) &&
	    (output == PROGRAM_SHOWS || pipe(pipes.out) == 0))
		child = fork();
	if (child == 0)
		become(&pipes, output, arguments);
	if (child < 0)
		err = qms_fail_errno(arguments[0]);
	shut(&pipes.in[0]);
	shut(&pipes.out[1]);
	if (child > 0 && pipes.in[1] >= 0)
		write_all(pipes.in[1], input);
	shut(&pipes.in[1]);
	if (child > 0 && pipes.out[0] >= 0)
		read_all(answer, pipes.out[0]);
	shut_all(&pipes);
	return err != NULL ? err : wait_for(status, child, arguments[0]);
}
