/* SPDX-License-Identifier: MIT */
/*
 * trust - who may do what: settings, persons, their offices and their days, and
 * the numbered statements that pin settings, people, kinds, rules, law,
 * standards and models.
 */
#ifndef QMS_TRUST_H
#define QMS_TRUST_H

#include "date.h"
#include "statement.h"
#include "store.h"

/* From qms.yaml. */
struct qms_settings {
	const char *name, *standard;
	bool demo;			/* a demonstration: nothing is real */
	enum qms_language language;
	int offset;			/* minutes east: days are days there */
	int due_soon;			/* days */
	const char *data;		/* of a library, see system.h; or "" */
	struct qms_map proofs;		/* act -> const char *, the minimum */
};

/* What is absent gets its default: vi, +07:00, 30 days, iso9001-2015. */
void qms_settings_parse(struct qms_settings *settings,
	struct qms_arena *arena, struct qms_text text, const char *path,
	struct qms_problems *problems);

struct qms_person {
	const char *id, *name;
	struct qms_strings emails;
};

struct qms_office {
	const char *person, *office, *unit;
	qms_day first, last;		/* QMS_DAY_NONE: open */
};

struct qms_people {
	struct qms_person *persons;
	size_t person_count, person_room;
	struct qms_office *offices;
	size_t office_count, office_room;
	struct qms_map by_id, by_email;	/* number + 1; e-mails in lower case */
};

/* From the bytes of people.yaml. */
void qms_people_parse(struct qms_people *people, struct qms_arena *arena,
	struct qms_text text, const char *path,
	struct qms_problems *problems);
const struct qms_person *qms_people_by_id(const struct qms_people *people,
	const char *id);
/* E-mail addresses compare without case. */
const struct qms_person *qms_people_by_email(const struct qms_people *people,
	const char *email);
/*
 * Does the person hold one of the offices on the day? "author" is any office.
 * capacity KT. lets a deputy-head act for the head. *held gets the office.
 */
bool qms_people_holds(const struct qms_people *people, const char *person,
	const struct qms_strings *offices, const char *capacity, qms_day day,
	const char **held);

/* The offices of which "author" is any, others themselves; with capacity KT.
 * a deputy acts for the head, with TL. and TUQ. the head of a unit. */
bool qms_office_allowed(const struct qms_strings *offices,
	const char *office, const char *capacity);

/*
 * Is the path a member of the trust set? Of which chain: "" (settings, kinds,
 * rules, law, standards, models; in trust/ the signers, compromised keys,
 * authorities of certificates, who may push, repositories of agencies), or an
 * agency (its people, their keys, certificates, and which are compromised).
 */
bool qms_trust_is_member(const char *path, const char **agency,
	struct qms_arena *arena);
/* The directory of a chain's statements, without '/' at the end. */
char *qms_trust_directory(struct qms_arena *arena, const char *agency);
/* The number in the name of a trust statement's file, -1 if it is none. */
int qms_trust_number(const char *path);

/*
 * The next trust statement of a chain over its members in the store, to be
 * dated and signed by the caller: id, version, files, result (the threshold)
 * and prev are set. System-wide: agency "". *changed is false when the newest
 * one names just these members.
 */
const struct qms_error *qms_trust_next(struct qms_statement *statement,
	bool *changed, struct qms_arena *arena,
	const struct qms_store *store, const char *agency);

/*
 * The newest trust statements of a chain: usually one; two when a merge
 * brought them together.
 */
struct qms_trust_head {
	int number;			/* -1: none yet */
	struct qms_statement newest;	/* the first of them by SHA-256 */
	struct qms_strings sha256;
};
const struct qms_error *qms_trust_head(struct qms_trust_head *head,
	struct qms_arena *arena, const struct qms_store *store,
	const char *agency);
/* The members of a chain as they are in the store, with their SHA-256. */
const struct qms_error *qms_trust_members(struct qms_statement_file **files,
	size_t *count, struct qms_arena *arena,
	const struct qms_store *store, const char *agency);

#endif
