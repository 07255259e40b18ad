/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qms/file.h"
#include "sign.h"

enum { ANSWER_LIMIT = 64 * 1024 };

/* In the child: standard input and output are the pipes. */
static void
become_ssh_keygen(const int in[2], const int out[2], const char *key,
    const char *name_space)
{
	if (dup2(in[0], STDIN_FILENO) >= 0 &&
	    dup2(out[1], STDOUT_FILENO) >= 0) {
		(void)close(in[0]);
		(void)close(in[1]);
		(void)close(out[0]);
		(void)close(out[1]);
		execlp("ssh-keygen", "ssh-keygen", "-q", "-Y", "sign", "-n",
		    name_space, "-f", key, (char *)NULL);
	}
	_exit(127);
}

/* ssh-keygen reads all before it answers, so that no pipe can fill up. */
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
run_ssh_keygen(struct qms_buffer *answer, const char *key,
    const char *name_space, struct qms_text bytes)
{
	int in[2], out[2], status;
	pid_t child;

	if (pipe(in) != 0)
		return qms_fail_errno("ssh-keygen");
	if (pipe(out) != 0) {
		(void)close(in[0]);
		(void)close(in[1]);
		return qms_fail_errno("ssh-keygen");
	}
	child = fork();
	if (child == 0)
		become_ssh_keygen(in, out, key, name_space);
	(void)close(in[0]);
	(void)close(out[1]);
	if (child > 0) {
		write_all(in[1], bytes);
		(void)close(in[1]);
		read_all(answer, out[0]);
	} else {
		(void)close(in[1]);
	}
	(void)close(out[0]);
	if (child < 0)
		return qms_fail_errno("ssh-keygen");
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return qms_fail_errno("ssh-keygen");
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? NULL :
	    qms_fail(QMS_M_G086, key);
}

const struct qms_error *
sign_bytes(struct qms_text *signature, struct cli *cli, const char *key,
    const char *name_space, struct qms_text bytes)
{
	struct qms_buffer answer = { 0 };
	const struct qms_error *err;
	struct qms_signature read;

	err = run_ssh_keygen(&answer, key, name_space, bytes);
	if (err == NULL) {
		signature->data = qms_arena_copy(&cli->arena, answer.data ==
		    NULL ? "" : answer.data, answer.size);
		signature->size = answer.size;
		if (!qms_signature_parse(&read, &cli->arena, *signature) ||
		    strcmp(read.name_space, name_space) != 0 ||
		    !qms_signature_verify(&read, bytes))
			err = qms_fail(QMS_M_G087, key);
	}
	qms_buffer_free(&answer);
	return err;
}

const struct qms_error *
sign_statement(void *closure, struct qms_text *signature,
    struct qms_text bytes)
{
	struct cli *cli = closure;

	return sign_bytes(signature, cli, cli_option(cli, "key"),
	    QMS_NAMESPACE, bytes);
}

const struct qms_error *
sign_public_key(struct qms_public_key *key, struct cli *cli, const char *file)
{
	const char *path = qms_ends_with(file, ".pub") ? file :
	    qms_arena_format(&cli->arena, "%s.pub", file);
	const struct qms_error *err;
	struct qms_text text;

	err = qms_file_read(&text, &cli->arena, path, QMS_FILE_LIMIT);
	if (err == NULL && !qms_public_key_parse(key, &cli->arena, text))
		err = qms_fail(QMS_M_G089, path);
	return err;
}

const struct qms_error *
sign_with_key(void *closure, struct qms_text *signature,
    struct qms_text bytes)
{
	struct sign_key *key = closure;

	return sign_bytes(signature, key->cli, key->file, QMS_NAMESPACE,
	    bytes);
}

const struct qms_error *
sign_add_keys(struct cli *cli, struct qms_change *change, const char *option)
{
	struct qms_strings files = cli_options(cli, option);
	const struct qms_error *err = NULL;
	struct qms_public_key public;
	struct sign_key *key;
	size_t i;

	for (i = 0; err == NULL && i < files.count; i++) {
		err = sign_public_key(&public, cli, files.items[i]);
		if (err)
			break;
		key = qms_arena_alloc(&cli->arena, sizeof(*key));
		*key = (struct sign_key){ cli, files.items[i] };
		qms_change_add_key(change, public.blob, sign_with_key, key);
	}
	return err;
}
