/* SPDX-License-Identifier: MIT */
/*
 * fold - judges statements, each once, in the order in which they entered; the
 * verdicts are rows of `entered` (index.sql). The one place that knows when a
 * statement counts: the index asks it as it walks, and lays what a command is
 * about to write over itself, so that both reach the same verdict.
 *
 * A statement counts unless it is void; why is one of
 *	S022 of another system		S026 dated after its commit
 *	S135 dated before one it names	S136 one that it names is not here
 *	S020 no such object		S008 no version, or one too many
 *	S019 no such act		S018 not from this state
 *	S025 the version was approved with another text
 *	S021 office not held on the day	S023 text is not that of the round
 *	S024 proof below the minimum	S027 trust statement out of order
 *	S106 no signature beside it	S107 a signature of other bytes
 *	S108 by a key that is not, or no longer, the person's
 *	S120 by a certificate that is not enrolled for the person
 *	S121 it is not valid then	S122 by no authority of the system's
 *	S123 signed after it was recorded
 *	S124 the delegation does not allow it
 *	S125 the capacity does not go with the office
 *	S103 what it is judged by was changed without a trust statement
 *	S127 checkpoint out of order	S128 of another history
 *	S129 its digest is wrong	S130 not by the key of a witness
 *	S131 dated before what it witnesses
 *	S110 trust statement not signed by enough of those whom the one before
 *	named
 *	S111 it asks for more signatures than anybody could give
 *	S115 by an office or a key that was not known on the day
 *	S113 by a key that is known to be in other hands
 *	S119 by a key of the demonstration, which everybody has
 *	S100 it is signed, but for other bytes than the commit holds
 * or the id of the rule that refuses it.
 */
#ifndef QMS_FOLD_H
#define QMS_FOLD_H

#include "db.h"
#include "guard.h"
#include "kind.h"
#include "rule.h"
#include "signature.h"
#include "statement.h"
#include "trust.h"
#include "verdicts.h"

/* The code of one that counted, before its key was known to be in other hands. */
#define QMS_FOLD_REVOKED "S114"

/* What the world was at the commit where the statement entered. */
struct qms_fold_world {
	/*
	 * Holds `file`, `fact` and `writer` of that commit, and `entered` up to
	 * the statements judged before; asof and views (which the guards see)
	 * are set to that commit.
	 */
	struct qms_db *db;
	const struct qms_kinds *kinds;
	const struct qms_rules *rules;	/* NULL: no rule can refuse */
	const struct qms_settings *settings;	/* of qms.yaml */
	/* people of an agency at that commit, NULL if there are none; cached
	 * by the caller */
	const struct qms_error *(*people)(void *closure,
	    const struct qms_people **people, const char *agency);
	/* of what an agency's statements are judged by, the path that differs
	 * from what the newest trust statements stood for, or NULL; the
	 * function may be NULL */
	const struct qms_error *(*unstated)(void *closure, const char **path,
	    const char *agency);
	/* the keys of an agency's people at that commit, of agency "" those
	 * of the system; NULL if there are none */
	const struct qms_error *(*signers)(void *closure,
	    const struct qms_signers **signers, const char *agency);
	/* a small file at that commit (signatures, certificates); empty when
	 * absent, data NULL too */
	const struct qms_error *(*signature)(void *closure,
	    struct qms_text *text, const char *path);
	/* digest of what only grows in a commit before it (witness.h) */
	const struct qms_error *(*digest)(void *closure,
	    char sha256[QMS_SHA256_SIZE], const char *commit,
	    const char *agency);
	/* what the newest trust statement of a chain that counts asks of the
	 * next one; NULL: nobody guards anything */
	const struct qms_error *(*guard)(void *closure,
	    const struct qms_guard **guard, const char *agency);
	/*
	 * Asks people_then and signers_then for what an agency's newest trust
	 * statement recorded up to a day stood for; *same: what stands now. All
	 * may be NULL.
	 */
	const struct qms_error *(*then)(void *closure, bool *same,
	    const char *agency, const char *day);
	const struct qms_error *(*people_then)(void *closure,
	    const struct qms_people **people, const char *agency);
	const struct qms_error *(*signers_then)(void *closure,
	    const struct qms_signers **signers, const char *agency);
	const struct qms_error *(*bytes_then)(void *closure,
	    struct qms_text *text, const char *path);
	/* as `signature`, of certificates; NULL: that one */
	const struct qms_error *(*enrolled)(void *closure,
	    struct qms_text *text, const char *path);
	/* the keys that are in other hands, by the list of an agency, or of
	 * the system (""), at that commit; NULL if there is none */
	const struct qms_error *(*compromised)(void *closure,
	    const struct qms_compromised **list, const char *agency);
	/* SHA-256 of a file at that commit; "" when absent */
	const struct qms_error *(*file)(void *closure,
	    char sha256[QMS_SHA256_SIZE], const char *path);
	void *closure;
	struct qms_verdicts *verdicts;	/* of signatures; may be NULL */
	/*
	 * Another statement of the commit names this one in prev: a merge
	 * brings both, and the text of this one is that of a commit which it
	 * brings too, no longer that of the tree.
	 */
	bool followed;
	int64_t source, ordinal;
	const char *recorded;		/* ISO day: line.day */
	const char *committed;		/* ISO day of the commit's own time */
};

struct qms_fold_verdict {
	const char *code;		/* NULL: it counts; "S018" or a rule */
	/* up to four arguments of the message, each ended by '\n' */
	const char *arguments;
};

/*
 * Puts the statements of one commit into the order of judgement: each behind
 * the beginning of its system and those that it names in prev, otherwise those
 * about trust first, as the others are judged by them, then by date, then by
 * SHA-256: a merge brings the work of many days, and what a guard asks for came
 * before.
 */
void qms_fold_order(const struct qms_statement **statements, size_t count);

/*
 * Judges one statement and adds its row to `entered`. The authors that one
 * which counts states are rows of `writer` (email ''); when it issues a
 * version, the writers of '' become those of that version.
 */
const struct qms_error *qms_fold_judge(struct qms_fold_verdict *verdict,
	struct qms_arena *arena, const struct qms_fold_world *world,
	const struct qms_statement *statement, const char *path);

/* The arguments of a verdict, apart. */
void qms_fold_arguments(const char *arguments[QMS_MESSAGE_ARGUMENTS],
	struct qms_arena *arena, const char *joined);
/* Why it is void, as a problem of the statement's file. */
void qms_fold_report(struct qms_problems *problems, const char *path,
	const struct qms_rules *rules, const char *code,
	const char *arguments);
/* The same as a failure, for a command that would write it. */
const struct qms_error *qms_fold_fail(struct qms_arena *arena,
	const char *subject, const struct qms_rules *rules, const char *code,
	const char *arguments);

#endif
