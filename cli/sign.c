/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "program.h"
#include "qms/file.h"
#include "sign.h"

const struct qms_error *
sign_bytes(struct qms_text *signature, struct cli *cli, const char *key,
    const char *name_space, struct qms_text bytes)
{
	const char *const ssh_keygen[] = { "ssh-keygen", "-q", "-Y", "sign",
		"-n", name_space, "-f", key, NULL };
	struct qms_buffer answer = { 0 };
	const struct qms_error *err;
	struct qms_signature read;
	int status;

	err = program_run(&answer, &status, PROGRAM_TELLS, ssh_keygen, bytes);
	if (err == NULL && status != 0)
		err = qms_fail(QMS_M_G086, key);
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
