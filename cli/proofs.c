/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "certificates.h"
#include "proofs.h"

enum { BRIEF = 19 };			/* "SHA256:" and twelve characters */

/* Whose name the certificate bears, without what stands behind it. */
static const char *
common_name(struct cli *cli, const char *subject)
{
	const char *name = strstr(subject, "CN=");

	return name == NULL ? subject : qms_arena_copy(&cli->arena, name + 3,
	    strcspn(name + 3, ",+"));
}

static void
by_certificate(struct proof *proof, struct cli *cli,
    const struct qms_row_statement *s)
{
	struct qms_cms cms;

	if (!certificates_of(&cms, cli, s->path))
		return;
	proof->subject = cms.signer.subject;
	proof->serial = cms.signer.serial;
	proof->words = qms_arena_format(&cli->arena, "%s: %s, %s %s",
	    proof->words, proof->subject, pick(cli, "số sê-ri", "serial"),
	    proof->serial);
	proof->brief = qms_arena_format(&cli->arena, "%s %s",
	    pick(cli, "chứng thư số", "certificate"),
	    common_name(cli, proof->subject));
}

struct proof
proof_of(struct cli *cli, const struct qms_row_statement *s)
{
	struct proof proof = { .key = s->keys, .subject = "", .serial = "",
	    .words = cli_proof(cli, s->proof) };

	proof.brief = proof.words;
	if (strcmp(s->proof, "certificate") == 0)
		by_certificate(&proof, cli, s);
	if (strcmp(s->proof, "key") == 0 && *s->keys != '\0') {
		proof.words = qms_arena_format(&cli->arena, "%s %s",
		    proof.words, s->keys);
		proof.brief = qms_arena_format(&cli->arena, "%s %.*s…",
		    pick(cli, "khóa", "key"), BRIEF, s->keys);
	}
	if (*s->decision == '\0')
		return proof;
	proof.brief = qms_arena_format(&cli->arena, "%s%s%s %s",
	    strcmp(s->proof, "decision") == 0 ? "" : proof.brief,
	    strcmp(s->proof, "decision") == 0 ? "" : ", ",
	    pick(cli, "quyết định", "decision"), s->decision);
	return proof;
}
