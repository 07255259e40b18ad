/* SPDX-License-Identifier: MIT */
/*
 * model - the sets of documents that agencies begin with. models/<id> holds
 * model.yaml and the files of an agency; a model may build on others, replace
 * files of theirs, leave some out, and give the words that stand in the texts
 * for {head}, {unit} … qms-models(5) describes the format.
 */
#ifndef QMS_MODEL_H
#define QMS_MODEL_H

#include "problem.h"
#include "store.h"
#include "yaml.h"

enum { QMS_MODEL_FILE_LIMIT = 4 * 1024 * 1024 };	/* bytes */

struct qms_model_file {
	const char *path;		/* in the agency: "documents/QT-01.md" */
	const char *source;		/* in the store: "models/so/documents/…" */
};

struct qms_model {
	const char *id, *name, *edition;	/* "" when it does not say */
	/* kinds of agency it is for; none: it is only built upon */
	struct qms_strings serves;
	struct qms_map words;		/* "head" to "Giám đốc"; its own first */
	struct qms_model_file *files;	/* sorted by path */
	size_t file_count, file_room;
	const struct qms_yaml *root;	/* its own model.yaml */
};

/*
 * Reads a model and all that it builds on. What is wrong with them is a
 * problem, and then the model is NULL or lacks a part; NULL without a problem:
 * there is no model of that id.
 */
const struct qms_error *qms_model_load(struct qms_model **model,
	struct qms_arena *arena, const struct qms_store *store,
	const char *id, struct qms_problems *problems);

/* The ids of all models; those that are only built upon left out on demand. */
const struct qms_error *qms_model_ids(struct qms_strings *ids,
	struct qms_arena *arena, const struct qms_store *store,
	bool for_agencies);

/* What {title}, {id}, {agency} … of a starter text or a model stand for. */
struct qms_blanks {
	const char *title, *id, *agency, *agency_name, *short_name, *day,
	    *year, *person;
	const struct qms_map *words;	/* of a model; or NULL */
	bool later;		/* what is NULL stays, to be filled in later */
};

/*
 * Fills the blanks. In front matter a value that stands alone behind its key
 * is quoted when it must be. A blank with a capital, {Unit}, gives the word
 * with one. What stands for nothing stays, and is put into `unknown` (or
 * NULL), with its line behind it, when it looks like a word: "unit:12".
 */
void qms_model_fill(struct qms_buffer *out, struct qms_text text,
	const struct qms_blanks *blanks, struct qms_arena *arena,
	struct qms_strings *unknown);

/* The text of a file of a model for an agency. */
const struct qms_error *qms_model_text(struct qms_buffer *out,
	struct qms_arena *arena, const struct qms_store *store,
	const struct qms_model *model, const struct qms_model_file *file,
	const struct qms_blanks *blanks, struct qms_problems *problems);

/* An agency that follows a model. */
struct qms_model_agency {
	const char *kind;
	const char *noted;		/* in agency.md: "so@2026-01-05"; "" */
	const char *day;		/* ISO: models are for their days */
	/* has it this file, "documents/QT-01.md"? */
	bool (*has)(void *closure, const char *path);
	void *closure;
};

/* How many of its files the agency has. */
size_t qms_model_shared(const struct qms_model *model,
	const struct qms_model_agency *agency);
/*
 * The model that an agency follows: the one that it notes; else of those that
 * serve its kind on the day the one of which it has most, then the newest; NULL:
 * none.
 */
struct qms_model *qms_model_choose(struct qms_model *const *models,
	size_t count, const struct qms_model_agency *agency);

/* Everything that is wrong with the models of a store. */
const struct qms_error *qms_model_check(struct qms_problems *problems,
	struct qms_arena *arena, const struct qms_store *store);

#endif
