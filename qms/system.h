/* SPDX-License-Identifier: MIT */
/*
 * system - a quality management system, opened; the header that cli/ and web/
 * include.
 *
 * LAYERS, lowest first. A module includes only what stands above it in this
 * list; tests/cli/layers.t holds it.
 *	arena text pattern date message error problem file csv json digest
 *	signature verdicts certificate unicode number
 *	yaml markdown xml qr db loose git
 *	store
 *	kind form model object adopt splice statement trust guard delegation
 *	proof witness
 *	request calendar
 *	schema rule attendance
 *	fold
 *	index query
 *	system
 *	feed round status words template chart audit population standing verify
 *	sync indicator figure report task check hook change create upgrade
 *	table propose redline coverage law prepare finding rollover
 *	declared official papers province holders
 */
#ifndef QMS_SYSTEM_H
#define QMS_SYSTEM_H

#include "guard.h"
#include "index.h"
#include "object.h"
#include "rule.h"
#include "trust.h"

/* What the world outside gives; the library asks for none of it itself. */
struct qms_environment {
	int64_t now;			/* seconds since 1970 UTC */
	int offset;			/* minutes east, of the commit's time */
	const char *name, *email;	/* of the caller; "": as git knows */
	const char *home, *cache;	/* directories; "" if none */
	bool own_index;			/* see index.h */
	const char *data;		/* where schemas/ and models/ are installed */
	const char *program;		/* tells one build from another; NULL:
					 * nothing it computed is kept */
};

struct qms_system_cache;

struct qms_system {
	struct qms_arena arena;
	struct qms_environment environment;
	const char *root;		/* absolute, ends with '/' */
	bool bare;		/* no work tree: root is git's own directory */
	const char *prefix;		/* below the git root, "" or "…/" */
	struct qms_git *git;
	struct qms_index *index;
	struct qms_index_stats index_stats;	/* of the update at opening */
	struct qms_store *store;	/* at the commit that is asked about */
	struct qms_store *newest;	/* at head; NULL before the first */
	const char *known;		/* as asked: "now", "" or a commit */
	struct qms_oid head;		/* zero before the first commit */
	const char *branch;		/* NULL: HEAD names no branch */
	const char *ref;		/* in the place of HEAD; NULL: HEAD */
	const char *name;		/* from qms.yaml */
	bool demo;			/* it says so there */
	enum qms_language language;
	int offset;			/* minutes east, of qms.yaml */
	int due_soon;			/* days */
	const char *standard;		/* "iso9001-2015" */
	/*
	 * A library: texts to adopt, and nothing approved. Its kinds, rules, law
	 * and standards lie in another directory of its repository, which
	 * qms.yaml names (data).
	 */
	bool library;
	const char *id;			/* SHA-256 of trust statement 0, "" if none */
	struct qms_system_cache *cache;
};

/*
 * Opens the system that holds directory; index brought up to date and asked
 * about the newest commit, today. The environment's strings must outlive it.
 */
const struct qms_error *qms_system_open(struct qms_system **system,
	const char *directory, const struct qms_environment *environment);
/*
 * The system of the repository that git runs a hook in, as its environment
 * names it: what is being pushed can be read, and is not there for others yet.
 * Where nothing was committed so far, the system is looked for in `pushed`.
 */
const struct qms_error *qms_system_open_hook(struct qms_system **system,
	const struct qms_oid *pushed,
	const struct qms_environment *environment);
/*
 * The system that another ref of the repository leads to (sync.h): what was
 * fetched is read as a repository without a work tree.
 */
const struct qms_error *qms_system_open_ref(struct qms_system **system,
	const char *directory, const char *ref,
	const struct qms_environment *environment);
/*
 * As if the branch stood at tip already, for today; *fits is false when what
 * is there is not on the tip's first-parent line. Nothing of it is kept after
 * _end, or when the program ends; _end asks about what is there again.
 */
const struct qms_error *qms_system_trial_begin(bool *fits,
	struct qms_system *system, const struct qms_oid *tip);
const struct qms_error *qms_system_trial_end(struct qms_system *system);
void qms_system_close(struct qms_system *system);
/* Looks at HEAD again, and asks about the newest commit and today. */
const struct qms_error *qms_system_refresh(struct qms_system *system);

/* As of a day, and known: "" (what was known then), "now", or a commit. */
const struct qms_error *qms_system_ask(struct qms_system *system,
	qms_day day, const char *known);

/* Today, in the time zone of qms.yaml. */
qms_day qms_system_today(const struct qms_system *system);
/* Kinds and rules at the question. */
const struct qms_kinds *qms_system_kinds(const struct qms_system *system);
const struct qms_error *qms_system_rules(const struct qms_rules **rules,
	struct qms_system *system);
/* The people of an agency at the newest commit. */
const struct qms_error *qms_system_people(const struct qms_people **people,
	struct qms_system *system, const char *agency);

/* What a chain's newest trust statement that counts asks of the next: of the
 * whole system "", or of an agency. */
const struct qms_error *qms_system_guard(struct qms_guard *guard,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency);

/* The person, of whichever agency, who has this address; none is a failure. */
const struct qms_error *qms_system_who(const char **agency,
	const char **person, struct qms_system *system, const char *email);

/*
 * The agency meant: named, else that of the directory below agencies/, else
 * the only one; a failure that lists them otherwise.
 */
const struct qms_error *qms_system_agency(const char **agency,
	struct qms_system *system, const char *named, const char *directory);

/* An object found by `ID`, `agency/ID`, `ID@version`. */
struct qms_found {
	const struct qms_kind *kind;
	const char *agency, *id, *version;	/* version as asked, "" if not */
	const char *path, *title;
	const char *state;		/* of the version meant, or the record */
	const char *in_force;		/* version in force, "" if none */
};
const struct qms_error *qms_system_find(struct qms_found *found,
	struct qms_system *system, const char *agency, const char *text);
/* The same for patterns (QT-*); in Vietnamese order; none is a failure. */
const struct qms_error *qms_system_find_all(struct qms_found **found,
	size_t *count, struct qms_system *system, const char *agency,
	const char *const *patterns, size_t pattern_count);

/* Bytes of an object: of a version as issued, or as it was submitted when it is
 * not issued yet; without a version the working text. */
const struct qms_error *qms_system_read(struct qms_text *text,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_found *found);
/* Bytes that some commit holds, by their SHA-256. */
const struct qms_error *qms_system_bytes(struct qms_text *text,
	struct qms_system *system, struct qms_arena *arena,
	const char *sha256);

#endif
