/* SPDX-License-Identifier: MIT */
/*
 * index_walk - one walk under way: what index_walk.c (new commits, one after
 * the other) and index_world.c (what their statements are judged by) share;
 * for nobody else.
 */
#ifndef QMS_INDEX_WALK_H
#define QMS_INDEX_WALK_H

#include "fold.h"
#include "index_part.h"
#include "witness.h"

enum { QMS_WALK_LIMIT = 1024 * 1024 };	/* the largest file that is read */

struct qms_walk_node {			/* a new commit */
	struct qms_oid id, tree;
	struct qms_oid *parents;
	size_t parent_count;
	int64_t time;
	const char *author, *subject;
	struct qms_strings emails;	/* author, committer, co-authors */
	bool assigned;
};

struct qms_walk_change {
	const char *path;
	struct qms_oid old_id, new_id;
	int old_mode, new_mode;
	const struct qms_text *text;	/* of an overlay */
};

struct qms_walk_changes {
	struct qms_walk_change *items;	/* by path */
	size_t count, room;
};

/* What index_world.c has read, for those who ask again. */
struct qms_world {
	struct qms_settings settings;	/* of qms.yaml, as it last was read */
	bool settings_read;
	struct qms_arena rules_arena;
	struct qms_rules *rules;	/* NULL: to be loaded */
	struct qms_map people, signers, compromised;	/* by blob, for ever */
	struct qms_map line_people;	/* by agency, at this commit */
	struct qms_map unstated;	/* the same */
	struct qms_map chains;		/* of trust, by agency */
	struct qms_oid then;		/* tree of what was known; or zero */
	struct qms_witness_memory witness;
};

struct qms_walk {
	struct qms_index *index;
	struct qms_arena arena;		/* of the whole walk */
	struct qms_arena commit_arena;	/* of one commit of the line */
	struct qms_walk_node *nodes;
	size_t count;
	uint32_t *slots;		/* node number + 1 by id; 0 is free */
	size_t slot_count;
	struct qms_map emails;		/* strings kept once */
	int64_t ordinal;		/* of the commit that is looked at */
	qms_day recorded;
	char recorded_text[QMS_DAY_SIZE], committed_text[QMS_DAY_SIZE];
	struct qms_oid tree;		/* of that commit */
	struct qms_oid id;
	const struct qms_walk_changes *over;	/* files of an overlay, or NULL */
	const struct qms_walk_changes *now;	/* of this commit, or NULL */
	struct qms_world world;
	struct qms_oid tip_tree;
	uint8_t *live;			/* set of the tip's blobs, or NULL */
	size_t live_bits;
	int64_t *unsearched;		/* facts to look at in the end */
	size_t unsearched_count, unsearched_room;
};

/* ---- index_walk.c ---- */

const struct qms_walk_change *qms_walk_changed(
	const struct qms_walk_changes *changes, const char *path);
/* The tree of a commit, be it one of this walk or older. */
const struct qms_error *qms_walk_tree(struct qms_oid *tree,
	struct qms_walk *walk, const struct qms_oid *commit);

/* ---- index_world.c ---- */

/* What git has at a path of the system in a tree; *mode 0: nothing. */
const struct qms_error *qms_walk_find(struct qms_oid *id, int *mode,
	struct qms_walk *walk, const struct qms_oid *tree, const char *path);
/* Bytes of a blob; text: those of an overlay, or NULL. */
const struct qms_error *qms_walk_read(struct qms_text *bytes,
	struct qms_walk *walk, struct qms_arena *arena,
	const struct qms_oid *id, const struct qms_text *text);

/* Another commit is looked at. */
void qms_world_begin(struct qms_walk *walk);
/* A file changes at it: what was read of it is out of date. */
void qms_world_changed(struct qms_walk *walk, const char *path);
/* A trust statement was judged. */
void qms_world_stated(struct qms_walk *walk);
void qms_world_end(struct qms_walk *walk);

/* walk->world.settings become those of this commit. */
const struct qms_error *qms_world_settings(struct qms_walk *walk);
/* SHA-256 of a file of this commit; "" when absent. closure: the walk. */
const struct qms_error *qms_world_file(void *closure,
	char sha256[QMS_SHA256_SIZE], const char *path);
/*
 * People of an agency: as the newest trust statement names them, as they are at
 * this commit, and as they are at another one that comes in with it. NULL where
 * there are none.
 */
const struct qms_error *qms_world_people(const struct qms_people *people[3],
	struct qms_walk *walk, const struct qms_walk_node *node,
	const char *agency);
/* What the fold asks for, at this commit; loads the rules. */
const struct qms_error *qms_world_of(struct qms_fold_world *world,
	struct qms_walk *walk);

#endif
