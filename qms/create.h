/* SPDX-License-Identifier: MIT */
/*
 * create - new systems, agencies, persons and files: from the program's data
 * (schemas/, models/) or from the pinned copies in the system itself.
 */
#ifndef QMS_CREATE_H
#define QMS_CREATE_H

#include "change.h"
#include "model.h"

/* The next id of a kind that was never used in the agency. */
const struct qms_error *qms_create_next_id(const char **id,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_kind *kind, const char *agency, const char *year);

/* The id that it is or once was in the agency, when case and composition are
 * left aside; NULL: it is free. */
const struct qms_error *qms_create_id_used(const char **used,
	struct qms_system *system, struct qms_arena *arena,
	const char *agency, const char *id);

struct qms_create_person {	/* beside the officer */
	const char *name, *email;
	const char *office;
};

struct qms_create_agency {
	const char *id, *name, *short_name;
	const char *kind;		/* agency kind; NULL: the model's */
	const char *parent;		/* or NULL */
	const char *model;		/* or NULL: no documents */
	const char *from, *to, *successor;	/* ISO days; or NULL */
	struct qms_strings predecessors;
	struct qms_create_person *others;
	size_t other_count, other_room;
};

/*
 * The first commit of a system: makes the git repository at directory if there
 * is none, qms.yaml, kinds, rules, law, standards, all models, the agency with
 * its documents from a model, the officer, and the trust statements.
 */
struct qms_create_system {
	const char *name;
	struct qms_create_agency agency;
	const char *officer_name, *officer_email;
	const char *date;		/* ISO: offices and trust from */
	bool demo;			/* of invented people, see S119 */
	/* the officer's key, which then guards the trust set; or NULL */
	const struct qms_public_key *key;
	qms_change_sign_fn sign;
	void *sign_closure;
};
const struct qms_error *qms_create_system(struct qms_oid *commit,
	const char *directory, const struct qms_environment *environment,
	const struct qms_create_system *wanted);

/* The models that come with the program, in models/ of a store. */
const struct qms_error *qms_create_models(struct qms_store **store,
	struct qms_arena *arena, const struct qms_environment *environment);

/* Adds the files of an agency (agency.md, people.yaml, its model's documents)
 * to a change. The officer may be NULL. */
const struct qms_error *qms_create_agency(struct qms_change *change,
	struct qms_system *system, struct qms_arena *arena,
	const struct qms_create_agency *wanted, const char *officer_id,
	const char *officer_name, const char *officer_email,
	const char *date);

/* "Nguyễn Thị Lan" to "lan": an id for a person that is not taken. */
char *qms_create_person_id(struct qms_arena *arena, const char *name,
	const struct qms_people *people /* or NULL */);

#endif
