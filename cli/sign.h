/* SPDX-License-Identifier: MIT */
/*
 * sign - signatures made by ssh-keygen(1). A private key is never opened here:
 * it is a file, in an agent, or in a security key, as ssh-keygen finds it.
 */
#ifndef QMS_CLI_SIGN_H
#define QMS_CLI_SIGN_H

#include "command.h"
#include "qms/change.h"
#include "qms/signature.h"

/*
 * Signs bytes with the key of that file (private, or public for an agent or a
 * security key). What ssh-keygen gave is verified before it is given on.
 */
const struct qms_error *sign_bytes(struct qms_text *signature,
	struct cli *cli, const char *key, const char *name_space,
	struct qms_text bytes);
/* The same as a function of qms_change_set_sign; closure: struct cli, the key
 * is that of --key. */
const struct qms_error *sign_statement(void *closure,
	struct qms_text *signature, struct qms_text bytes);

/* The public half of the key of that file: FILE.pub, or FILE itself. */
const struct qms_error *sign_public_key(struct qms_public_key *key,
	struct cli *cli, const char *file);
/* A key for qms_change_add_key, which wants the function with it. */
struct sign_key {
	struct cli *cli;
	const char *file;
};
const struct qms_error *sign_with_key(void *closure,
	struct qms_text *signature, struct qms_text bytes);
/* The keys of an option that may be repeated, for trust statements. */
const struct qms_error *sign_add_keys(struct cli *cli,
	struct qms_change *change, const char *option);

#endif
