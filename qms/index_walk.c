/* SPDX-License-Identifier: MIT */
/*
 * The walk: each new commit once, parents first. What its tree changes against
 * its first parent makes rows of `file` (for commits of the first-parent line);
 * what it changes against any parent must not touch what only grows; who wrote
 * it is a row of `writer` at the commit through which it came in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "index_walk.h"

enum {
	DAY_SECONDS = 24 * 60 * 60,
	LIST_TIP = 64,		/* new commits from which the tip is listed */
	HASH_FREE = 4
};

static const struct qms_oid zero;

/* ---- commits by id ---- */

static size_t
hash(const struct qms_oid *id)
{
	size_t value;

	memcpy(&value, id->bytes, sizeof(value));
	return value;
}

static struct qms_walk_node *
node_of(const struct qms_walk *walk, const struct qms_oid *id)
{
	size_t at;

	if (walk->slot_count == 0)
		return NULL;
	at = hash(id) & (walk->slot_count - 1);
	while (walk->slots[at] != 0) {
		if (qms_oid_equal(&walk->nodes[walk->slots[at] - 1].id, id))
			return &walk->nodes[walk->slots[at] - 1];
		at = (at + 1) & (walk->slot_count - 1);
	}
	return NULL;
}

static void
remember(struct qms_walk *walk, size_t number)
{
	size_t at = hash(&walk->nodes[number].id) & (walk->slot_count - 1);

	while (walk->slots[at] != 0)
		at = (at + 1) & (walk->slot_count - 1);
	walk->slots[at] = (uint32_t)number + 1;
}

/* ---- identities ---- */

/* seen: the addresses of this commit */
static void
add_email(struct qms_walk *walk, struct qms_walk_node *node,
    struct qms_map *seen, struct qms_text email)
{
	struct qms_arena *arena = &walk->arena;
	char *copy, *at;

	email = qms_text_trim(email);
	if (email.size == 0)
		return;
	copy = qms_arena_copy(&walk->commit_arena, email.data, email.size);
	for (at = copy; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	at = qms_map_get(&walk->emails, copy);
	if (at == NULL) {
		at = qms_arena_string(arena, copy);
		qms_map_put(arena, &walk->emails, at, at);
	}
	if (qms_map_get(seen, at) == NULL) {
		qms_map_put(&walk->commit_arena, seen, at, at);
		qms_strings_add(arena, &node->emails, at);
	}
}

static bool
begins(struct qms_text line, const char *start)
{
	return line.size > strlen(start) &&
	    strncasecmp(line.data, start, strlen(start)) == 0;
}

/*
 * Lines "Co-authored-by: Name <email>" of the message, and "Author: …", as git
 * has them in the message of a squash: whoever wrote it, wrote it.
 */
static void
add_co_authors(struct qms_walk *walk, struct qms_walk_node *node,
    struct qms_map *seen, const char *message)
{
	static const char *const starts[] = { "co-authored-by:", "author:" };
	struct qms_text rest = qms_text(message), line;
	const char *open, *close;

	while (qms_text_line(&line, &rest)) {
		line = qms_text_trim(line);
		if (!begins(line, starts[0]) && !begins(line, starts[1]))
			continue;
		open = memchr(line.data, '<', line.size);
		close = open == NULL ? NULL : memchr(open, '>', line.size -
		    (size_t)(open - line.data));
		if (close != NULL)
			add_email(walk, node, seen, (struct qms_text){ open + 1,
			    (size_t)(close - open) - 1 });
	}
}

static const struct qms_error *
read_node(struct qms_walk *walk, struct qms_walk_node *node,
    const struct qms_oid *id)
{
	struct qms_text rest, line = {0};
	const struct qms_error *err;
	struct qms_git_commit commit;
	struct qms_map seen = {0};

	qms_arena_clear(&walk->commit_arena);
	err = qms_git_commit(&commit, walk->index->git, &walk->commit_arena,
	    id);
	if (err != NULL)
		return err;
	node->id = commit.id;
	node->tree = commit.tree;
	node->parent_count = commit.parent_count;
	node->parents = qms_arena_alloc(&walk->arena,
	    commit.parent_count * sizeof(*node->parents));
	if (commit.parent_count > 0)
		memcpy(node->parents, commit.parents,
		    commit.parent_count * sizeof(*node->parents));
	node->time = commit.committer.time;
	rest = qms_text(commit.message);
	qms_text_line(&line, &rest);
	node->subject = qms_arena_copy(&walk->arena, line.data == NULL ? "" :
	    line.data, line.size);
	node->author = qms_map_get(&walk->emails, commit.author.name);
	if (node->author == NULL) {
		node->author = qms_arena_string(&walk->arena,
		    commit.author.name);
		qms_map_put(&walk->arena, &walk->emails, node->author,
		    (void *)(uintptr_t)node->author);
	}
	add_email(walk, node, &seen, qms_text(commit.author.email));
	add_email(walk, node, &seen, qms_text(commit.committer.email));
	add_co_authors(walk, node, &seen, commit.message);
	walk->index->stats.commits_walked++;
	return NULL;
}

static const struct qms_error *
read_nodes(struct qms_walk *walk, const struct qms_oid *tip,
    const struct qms_oid *old_tip)
{
	struct qms_arena arena = {0};
	const struct qms_error *err;
	struct qms_oid *ids;
	size_t count, i;

	err = qms_git_walk(&ids, &count, walk->index->git, &arena, tip,
	    old_tip, qms_oid_is_zero(old_tip) ? 0 : 1);
	if (err == NULL) {
		walk->nodes = qms_arena_alloc(&walk->arena,
		    count * sizeof(*walk->nodes));
		for (walk->slot_count = 64; walk->slot_count < 2 * count;)
			walk->slot_count *= 2;
		walk->slots = qms_arena_alloc(&walk->arena,
		    walk->slot_count * sizeof(*walk->slots));
	}
	for (i = 0; err == NULL && i < count; i++) {
		err = read_node(walk, &walk->nodes[i], &ids[i]);
		if (err == NULL)
			remember(walk, walk->count++);
	}
	qms_arena_free(&arena);
	return err;
}

/* The new part of the first-parent line, oldest first. */
static bool
first_parents(struct qms_walk_node ***line, size_t *count,
    struct qms_walk *walk, const struct qms_oid *tip,
    const struct qms_oid *old_tip)
{
	struct qms_walk_node *node, *swap;
	struct qms_oid end = *tip;
	size_t room = 0, i;

	*line = NULL;
	*count = 0;
	while ((node = node_of(walk, &end)) != NULL) {
		*qms_push(&walk->arena, *line, *count, room) = node;
		end = node->parent_count > 0 ? node->parents[0] : zero;
	}
	for (i = 0; i < *count / 2; i++) {
		swap = (*line)[i];
		(*line)[i] = (*line)[*count - 1 - i];
		(*line)[*count - 1 - i] = swap;
	}
	return qms_oid_equal(&end, old_tip);
}

const struct qms_error *
qms_walk_tree(struct qms_oid *tree, struct qms_walk *walk,
    const struct qms_oid *commit)
{
	struct qms_walk_node *node = node_of(walk, commit);
	const struct qms_error *err;
	struct qms_git_commit read;

	if (node != NULL) {
		*tree = node->tree;
		return NULL;
	}
	err = qms_git_commit(&read, walk->index->git, &walk->commit_arena,
	    commit);
	*tree = read.tree;
	return err;
}

/* ---- the tip's blobs, whose text is searched ---- */

static const struct qms_error *
mark_live(void *closure, const struct qms_git_change *change)
{
	struct qms_walk *walk = closure;
	size_t bit = hash(&change->new_id) & (walk->live_bits - 1);

	walk->live[bit / 8] |= (uint8_t)(1u << (bit % 8));
	return NULL;
}

/* A set that may hold too much: a few texts more are searched through. */
static const struct qms_error *
list_tip(struct qms_walk *walk)
{
	if (walk->count < LIST_TIP)
		return NULL;
	walk->live_bits = (size_t)1 << 23;
	walk->live = qms_arena_alloc(&walk->arena, walk->live_bits / 8);
	return qms_git_diff(walk->index->git, &zero, &walk->tip_tree,
	    walk->index->prefix, mark_live, walk);
}

/* Worth adding to the full text while it is at hand? */
static bool
is_live(const struct qms_walk *walk, const struct qms_oid *blob)
{
	size_t bit = hash(blob) & (walk->live_bits - 1);

	return walk->live != NULL &&
	    (walk->live[bit / 8] & (1u << (bit % 8))) != 0;
}

/* ---- changes by path ---- */

const struct qms_walk_change *
qms_walk_changed(const struct qms_walk_changes *changes, const char *path)
{
	size_t low = 0, high = changes->count, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(changes->items[middle].path, path);
		if (order == 0)
			return &changes->items[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static bool
changes_have(const struct qms_walk_changes *changes, const char *path)
{
	return qms_walk_changed(changes, path) != NULL;
}

/* ---- violations ---- */

static const char sql_violation[] =
	"INSERT INTO violation (source, ordinal, commit_id, path, code,"
	" argument) VALUES (1, ?1, ?2, ?3, ?4, ?5)";

static const struct qms_error *
violate(struct qms_walk *walk, const struct qms_oid *commit, const char *path,
    enum qms_message_id id, const char *argument)
{
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];

	err = qms_db_query(&query, walk->index->db, sql_violation);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, walk->ordinal);
	qms_bind_text(query, 2, qms_oid_hex(hex, commit));
	qms_bind_text(query, 3, path);
	qms_bind_text(query, 4, qms_message_get(id)->code);
	qms_bind_text(query, 5, argument);
	return qms_step_done(query);
}

static const struct qms_error *
check_grows(struct qms_walk *walk, const struct qms_oid *commit,
    const struct qms_walk_change *change)
{
	if (change->old_mode == 0 || !qms_path_only_grows(change->path))
		return NULL;
	if (change->new_mode == 0)
		return violate(walk, commit, change->path, QMS_M_S030, "");
	if (!qms_oid_equal(&change->old_id, &change->new_id) ||
	    !qms_mode_is_file(change->new_mode))
		return violate(walk, commit, change->path, QMS_M_S031, "");
	return NULL;
}

/* ---- what a commit changes ---- */

struct collect {
	struct qms_walk *walk;
	struct qms_walk_changes *changes;
};

static const struct qms_error *
collect(void *closure, const struct qms_git_change *change)
{
	struct collect *to = closure;
	struct qms_walk_change *item;

	item = qms_push(&to->walk->commit_arena, to->changes->items,
	    to->changes->count, to->changes->room);
	item->path = qms_arena_string(&to->walk->commit_arena, change->path);
	item->old_id = change->old_id;
	item->new_id = change->new_id;
	item->old_mode = change->old_mode;
	item->new_mode = change->new_mode;
	return NULL;
}

static const struct qms_error *
changes_from(struct qms_walk_changes *changes, struct qms_walk *walk,
    const struct qms_walk_node *node, size_t parent)
{
	struct collect to = { walk, changes };
	const struct qms_error *err = NULL;
	struct qms_oid tree = zero;

	memset(changes, 0, sizeof(*changes));
	if (parent < node->parent_count)
		err = qms_walk_tree(&tree, walk, &node->parents[parent]);
	if (err != NULL)
		return err;
	return qms_git_diff(walk->index->git, &tree, &node->tree,
	    walk->index->prefix, collect, &to);
}

/* ---- writers ---- */

static const char sql_writer[] =
	"INSERT INTO writer (source, ordinal, agency, object, version, person,"
	" email, commit_id) VALUES (1, ?1, ?2, ?3, '', ?4, ?5, ?6)";

static const struct qms_error *
add_writer(struct qms_walk *walk, const struct qms_match *match,
    const char *person, const char *email, const struct qms_oid *commit)
{
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];

	err = qms_db_query(&query, walk->index->db, sql_writer);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, walk->ordinal);
	qms_bind_text(query, 2, match->agency);
	qms_bind_text(query, 3, match->id);
	qms_bind_text(query, 4, person);
	qms_bind_text(query, 5, email);
	qms_bind_text(query, 6, qms_oid_hex(hex, commit));
	return qms_step_done(query);
}

/*
 * Who has the address: of the people whom a trust statement names, then of
 * those of this commit of the line, then of those of the commit itself; so
 * nobody becomes somebody else by a list of people that soon is gone again.
 */
static const struct qms_error *
find_writer(const char **person, struct qms_walk *walk,
    const struct qms_walk_node *node, const char *agency, const char *email)
{
	const struct qms_person *found = NULL;
	const struct qms_people *people[3];
	const struct qms_error *err;
	int i;

	err = qms_world_people(people, walk, node, agency);
	for (i = 0; found == NULL && i < 3; i++)
		if (people[i] != NULL)
			found = qms_people_by_email(people[i], email);
	*person = found == NULL ? "" : found->id;
	return err;
}

static const struct qms_error *
add_writers(struct qms_walk *walk, const struct qms_walk_node *node,
    const char *path)
{
	const struct qms_error *err = NULL;
	struct qms_match match;
	const char *person;
	size_t i;

	if (!qms_kinds_match(&match, walk->index->kinds->kinds,
	    &walk->commit_arena, path, NULL) || match.kind->first == NULL ||
	    match.id[0] == '\0')
		return NULL;
	for (i = 0; err == NULL && i < node->emails.count; i++) {
		err = find_writer(&person, walk, node, match.agency,
		    node->emails.items[i]);
		if (err == NULL)
			err = add_writer(walk, &match, person,
			    node->emails.items[i], &node->id);
	}
	return err;
}

/* What a merge merely took from one of its parents is not its author's. */
static const struct qms_error *
check_merge(bool *own, struct qms_walk *walk, const struct qms_walk_node *node,
    const struct qms_walk_changes *changes)
{
	const struct qms_error *err = NULL;
	struct qms_walk_changes other;
	size_t p, i;

	memset(own, true, changes->count * sizeof(*own));
	for (p = 1; err == NULL && p < node->parent_count; p++) {
		err = changes_from(&other, walk, node, p);
		for (i = 0; err == NULL && i < other.count; i++)
			err = check_grows(walk, &node->id, &other.items[i]);
		for (i = 0; err == NULL && i < changes->count; i++)
			own[i] = own[i] && changes_have(&other,
			    changes->items[i].path);
	}
	return err;
}

/* Violations and writers of one commit, on the line or beside it. */
static const struct qms_error *
judge_commit(struct qms_walk *walk, const struct qms_walk_node *node,
    const struct qms_walk_changes *changes)
{
	const struct qms_error *err;
	bool *own;
	size_t i;

	own = qms_arena_alloc(&walk->commit_arena,
	    changes->count * sizeof(*own) + 1);
	err = check_merge(own, walk, node, changes);
	for (i = 0; err == NULL && i < changes->count; i++) {
		err = check_grows(walk, &node->id, &changes->items[i]);
		if (err == NULL && own[i])
			err = add_writers(walk, node, changes->items[i].path);
	}
	return err;
}

/* ---- files ---- */

static const char sql_close[] =
	"UPDATE OR FAIL file SET last = ?2"
	" WHERE path = ?1 AND source = 1 AND last = 9000000000000000000";

static const char sql_open[] =
	"INSERT INTO file (source, kind, path, agency, object, fact, first,"
	" last) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, 9000000000000000000)";

static const struct qms_error *
close_file(struct qms_walk *walk, const char *path)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, walk->index->db, sql_close);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, path);
	qms_bind_integer(query, 2, walk->ordinal);
	return qms_step_done(query);
}

static const struct qms_error *
open_file(struct qms_walk *walk, const char *path,
    const struct qms_index_found *found)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, walk->index->db, sql_open);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, found->match.kind->id);
	qms_bind_text(query, 2, path);
	qms_bind_text(query, 3, found->match.agency);
	qms_bind_text(query, 4, found->object);
	qms_bind_integer(query, 5, found->fact);
	qms_bind_integer(query, 6, walk->ordinal);
	return qms_step_done(query);
}

static const struct qms_error *
find_fact(struct qms_index_found *found, struct qms_walk *walk,
    const struct qms_walk_change *change)
{
	struct qms_index_blob blob = { change->path, change->new_id,
		change->new_mode, change->text };
	const struct qms_error *err;
	bool now = walk->over == NULL && is_live(walk, &change->new_id);

	err = qms_index_fact(found, walk->index, &walk->commit_arena, &blob,
	    now);
	if (err != NULL || found->fact == 0 || walk->over != NULL)
		return err;
	/* what was at hand is there; what is gone again is not wanted */
	if (walk->live == NULL ? true : found->known && is_live(walk,
	    &change->new_id))
		*qms_push(&walk->arena, walk->unsearched,
		    walk->unsearched_count, walk->unsearched_room) =
		    found->fact;
	return NULL;
}

static const char sql_base[] =
	"SELECT i.fact"
	"  FROM adopting AS a JOIN issued AS i ON i.object = a.object"
	"   AND i.agency = a.agency AND i.version = a.version"
	" WHERE a.fact = ?1 AND i.source = 1"
	"   AND i.last = 9000000000000000000";

/* An adopter is found by the words of what it adopts. */
static const struct qms_error *
search_base(struct qms_walk *walk, const struct qms_index_found *found)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	if (found->match.kind->adopts == NULL || walk->over != NULL)
		return NULL;
	err = qms_db_query(&query, walk->index->db, sql_base);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, found->fact);
	err = qms_step(&row, query);
	if (err == NULL && row)
		*qms_push(&walk->arena, walk->unsearched,
		    walk->unsearched_count, walk->unsearched_room) =
		    qms_column_integer(query, 0);
	qms_done(query);
	return err;
}

static const struct qms_error *
change_file(struct qms_walk *walk, const struct qms_walk_change *change)
{
	const struct qms_error *err = NULL;
	struct qms_index_found found;

	if (change->old_mode != 0)
		err = close_file(walk, change->path);
	if (err != NULL || change->new_mode == 0)
		return err;
	err = find_fact(&found, walk, change);
	if (err != NULL || found.fact == 0)
		return err;
	err = open_file(walk, change->path, &found);
	return err != NULL ? err : search_base(walk, &found);
}

static const char sql_live_fact[] =
	"SELECT fact, kind"
	"  FROM file"
	" WHERE path = ?1 AND source = 1 AND last = 9000000000000000000";

/* Kinds changed: what does the file say now? */
static const struct qms_error *
look_again(struct qms_walk *walk, const struct qms_walk_change *change)
{
	struct qms_index_found found;
	const struct qms_error *err;
	struct qms_query *query;
	int64_t fact = 0;
	bool row, same = false;

	err = find_fact(&found, walk, change);
	if (err == NULL)
		err = qms_db_query(&query, walk->index->db, sql_live_fact);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, change->path);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		fact = qms_column_integer(query, 0);
		same = fact == found.fact && qms_string_is(
		    qms_column_text(query, 1), found.match.kind->id);
	}
	qms_done(query);
	if (err != NULL || same)
		return err;
	if (fact != 0)
		err = close_file(walk, change->path);
	return err != NULL || found.fact == 0 ? err :
	    open_file(walk, change->path, &found);
}

static const char sql_close_kind[] =
	"UPDATE OR FAIL kind_text SET last = ?2"
	" WHERE path = ?1 AND source = 1 AND last = 9000000000000000000";

static const char sql_open_kind[] =
	"INSERT INTO kind_text (source, path, text, first, last)"
	" VALUES (1, ?1, ?2, ?3, 9000000000000000000)";

static const struct qms_error *
change_kind_text(struct qms_walk *walk, const struct qms_walk_change *change)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct qms_text text;

	err = qms_db_query(&query, walk->index->db, sql_close_kind);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, change->path);
	qms_bind_integer(query, 2, walk->ordinal);
	err = qms_step_done(query);
	if (err != NULL || !qms_mode_is_file(change->new_mode))
		return err;
	err = qms_walk_read(&text, walk, &walk->commit_arena, &change->new_id,
	    change->text);
	if (err != NULL)
		return err->id == QMS_M_G013 ? NULL : err;
	err = qms_db_query(&query, walk->index->db, sql_open_kind);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, change->path);
	qms_bind_bytes(query, 2, text);
	qms_bind_integer(query, 3, walk->ordinal);
	return qms_step_done(query);
}

static const struct qms_error *
change_kinds(bool *changed, struct qms_walk *walk,
    const struct qms_walk_changes *changes)
{
	const struct qms_error *err = NULL;
	size_t i;

	*changed = false;
	for (i = 0; err == NULL && i < changes->count; i++)
		if (qms_starts_with(changes->items[i].path, "kinds/")) {
			*changed = true;
			err = change_kind_text(walk, &changes->items[i]);
		}
	if (err != NULL || !*changed)
		return err;
	return qms_index_kinds_changed(walk->index, walk->ordinal);
}

/* ---- issued texts ---- */

/* agencies/A/issued/ID/VERSION/text.md to its parts. */
static bool
issued_path(const char *parts[6], struct qms_arena *arena, const char *path)
{
	char *copy = qms_arena_string(arena, path), *slash;
	int i;

	for (i = 0; i < 6; i++) {
		parts[i] = copy;
		slash = strchr(copy, '/');
		if ((slash == NULL) != (i == 5))
			return false;
		if (slash != NULL) {
			*slash = '\0';
			copy = slash + 1;
		}
	}
	return strcmp(parts[0], "agencies") == 0 &&
	    strcmp(parts[2], "issued") == 0 &&
	    strcmp(parts[5], "text.md") == 0;
}

static const char sql_working[] =
	"SELECT path"
	"  FROM file"
	" WHERE object = ?1 AND agency = ?2 AND source = 1"
	"   AND last = 9000000000000000000"
	" ORDER BY path";

/* Where the document lies whose version it is; "" when it is gone. */
static const struct qms_error *
working_path(const char **path, struct qms_walk *walk, const char *agency,
    const char *id)
{
	const struct qms_error *err;

	err = qms_db_string(path, &walk->commit_arena, walk->index->db,
	    sql_working, (const char *const []){ id, agency, NULL });
	if (*path == NULL)
		*path = "";
	return err;
}

static const char sql_close_issued[] =
	"UPDATE issued SET last = ?4"
	" WHERE object = ?1 AND agency = ?2 AND version = ?3 AND source = 1"
	"   AND last = 9000000000000000000";

static const struct qms_error *
close_issued(struct qms_walk *walk, const char *const parts[6])
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, walk->index->db, sql_close_issued);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, parts[3]);
	qms_bind_text(query, 2, parts[1]);
	qms_bind_text(query, 3, parts[4]);
	qms_bind_integer(query, 4, walk->ordinal);
	return qms_step_done(query);
}

static const char sql_open_issued[] =
	"INSERT OR REPLACE INTO issued (source, kind, agency, object, version,"
	" fact, first, last)"
	" VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, 9000000000000000000)";

/*
 * What was issued is a fact as well, nearly always that of the working text:
 * others may adopt it. It is read as what its document is.
 */
static const struct qms_error *
change_issued(struct qms_walk *walk, const struct qms_walk_change *change)
{
	const char *parts[6], *path;
	struct qms_walk_change as_working = *change;
	struct qms_index_found found;
	const struct qms_error *err = NULL;
	struct qms_query *query;

	if (!qms_ends_with(change->path, "/text.md") ||
	    !issued_path(parts, &walk->commit_arena, change->path))
		return NULL;
	if (change->old_mode != 0)
		err = close_issued(walk, parts);
	if (err == NULL)
		err = working_path(&path, walk, parts[1], parts[3]);
	if (err != NULL || change->new_mode == 0 || *path == '\0')
		return err;
	as_working.path = path;
	err = find_fact(&found, walk, &as_working);
	if (err != NULL || found.fact == 0)
		return err;
	err = qms_db_query(&query, walk->index->db, sql_open_issued);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, found.match.kind->id);
	qms_bind_text(query, 2, parts[1]);
	qms_bind_text(query, 3, parts[3]);
	qms_bind_text(query, 4, parts[4]);
	qms_bind_integer(query, 5, found.fact);
	qms_bind_integer(query, 6, walk->ordinal);
	return qms_step_done(query);
}

/* Every file of the commit is looked at again. */
static const struct qms_error *
look_at_all(struct qms_walk *walk, const struct qms_walk_changes *over)
{
	struct qms_walk_changes all = {0};
	struct collect to = { walk, &all };
	const struct qms_error *err;
	size_t i;

	err = qms_git_diff(walk->index->git, &zero, &walk->tree,
	    walk->index->prefix, collect, &to);
	for (i = 0; err == NULL && i < all.count; i++)
		if (over == NULL || !changes_have(over, all.items[i].path))
			err = look_again(walk, &all.items[i]);
	return err;
}

static const struct qms_error *
change_files(struct qms_walk *walk, const struct qms_walk_changes *changes)
{
	const struct qms_error *err;
	bool kinds;
	size_t i;

	for (i = 0; i < changes->count; i++)
		qms_world_changed(walk, changes->items[i].path);
	err = change_kinds(&kinds, walk, changes);
	for (i = 0; err == NULL && i < changes->count; i++)
		err = change_file(walk, &changes->items[i]);
	for (i = 0; err == NULL && i < changes->count; i++)
		err = change_issued(walk, &changes->items[i]);
	if (err == NULL && kinds && walk->ordinal > 1)
		err = look_at_all(walk, changes);
	return err;
}

/* ---- statements ---- */

struct statements {
	const struct qms_statement **items;
	size_t count, room;
	struct qms_map paths;		/* by SHA-256 */
};

static const char sql_is_entered[] =
	"SELECT 1"
	"  FROM entered"
	" WHERE sha256 = ?1 AND path = ?2";

static const struct qms_error *
is_entered(bool *yes, struct qms_walk *walk,
    const struct qms_statement *statement, const char *path)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, walk->index->db, sql_is_entered);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, statement->sha256);
	qms_bind_text(query, 2, path);
	err = qms_step(yes, query);
	qms_done(query);
	return err;
}

static const struct qms_error *
take_statement(struct statements *list, struct qms_walk *walk,
    const struct qms_walk_change *change)
{
	struct qms_arena *arena = &walk->commit_arena;
	struct qms_problems problems = { .arena = arena };
	struct qms_statement *statement;
	const struct qms_error *err;
	struct qms_text text;
	const char *place;
	bool known;

	if (!qms_mode_is_file(change->new_mode))
		return violate(walk, &walk->id, change->path, QMS_M_S032, "");
	err = qms_walk_read(&text, walk, arena, &change->new_id, change->text);
	if (err != NULL)
		return err->id != QMS_M_G013 ? err : violate(walk, &walk->id,
		    change->path, QMS_M_S032, "G013");
	statement = qms_arena_alloc(arena, sizeof(*statement));
	if (!qms_statement_parse(statement, arena, text, change->path,
	    &problems))
		return violate(walk, &walk->id, change->path, QMS_M_S032,
		    problems.count > 0 ? problems.items[0].code : "");
	place = qms_statement_path(arena, statement);
	if (strcmp(place, change->path) != 0)
		return violate(walk, &walk->id, change->path, QMS_M_S033,
		    place);
	err = is_entered(&known, walk, statement, change->path);
	if (err != NULL || known)
		return err;
	*qms_push(arena, list->items, list->count, list->room) = statement;
	qms_map_put(arena, &list->paths, statement->sha256,
	    (void *)(uintptr_t)change->path);
	return NULL;
}

static const struct qms_error *
judge_statements(struct qms_walk *walk, struct statements *list)
{
	struct qms_fold_world world;
	struct qms_fold_verdict verdict;
	const struct qms_error *err;
	struct qms_map named = { 0 };
	size_t i, j;

	for (i = 0; i < list->count; i++)
		for (j = 0; j < list->items[i]->prev.count; j++)
			qms_map_put(&walk->commit_arena, &named,
			    list->items[i]->prev.items[j], walk);
	err = qms_index_views(walk->index);
	if (err == NULL)
		err = qms_index_set_asof(walk->index, walk->ordinal,
		    walk->recorded);
	if (err == NULL)
		err = qms_world_of(&world, walk);
	qms_fold_order(list->items, list->count);
	for (i = 0; err == NULL && i < list->count; i++) {
		world.followed = qms_map_get(&named,
		    list->items[i]->sha256) != NULL;
		err = qms_fold_judge(&verdict, &walk->commit_arena, &world,
		    list->items[i], qms_map_get(&list->paths,
		    list->items[i]->sha256));
		if (strcmp(list->items[i]->act, "trust") == 0)
			qms_world_stated(walk);
		walk->index->stats.statements_judged++;
	}
	walk->index->stats.signatures_computed =
	    qms_verdicts_computed(walk->index->verdicts);
	return err;
}

/* ---- what statements say of other files ---- */

static const char sql_issuing[] =
	"SELECT text, path"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND version = ?3 AND issues = 1"
	"   AND void IS NULL"
	" ORDER BY position";

/* The issued text of a version is the one that was approved. */
static const struct qms_error *
check_issued(struct qms_walk *walk, const char *agency, const char *id,
    const char *version)
{
	char sha256[QMS_SHA256_SIZE];
	const char *path, *text = NULL, *statement = "";
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	path = qms_arena_format(&walk->commit_arena,
	    "agencies/%s/issued/%s/%s/text.md", agency, id, version);
	err = qms_db_query(&query, walk->index->db, sql_issuing);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, id);
	qms_bind_text(query, 2, agency);
	qms_bind_text(query, 3, version);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		text = qms_column_copy(&walk->commit_arena, query, 0);
		statement = qms_column_copy(&walk->commit_arena, query, 1);
	}
	qms_done(query);
	if (err == NULL)
		err = qms_world_file(walk, sha256, path);
	if (err != NULL)
		return err;
	if (text == NULL)
		return sha256[0] == '\0' ? NULL :
		    violate(walk, &walk->id, path, QMS_M_S037, "");
	if (sha256[0] == '\0')
		return violate(walk, &walk->id, path, QMS_M_S035, statement);
	return strcmp(text, sha256) == 0 ? NULL :
	    violate(walk, &walk->id, path, QMS_M_S036, statement);
}

static const char sql_closing[] =
	"SELECT final, text, path"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND version = '' AND void IS NULL"
	"   AND revoked = 9000000000000000000"
	" ORDER BY position DESC"
	" LIMIT 1";

/* A closed record has the bytes that its last statement names. */
static const struct qms_error *
check_closed(struct qms_walk *walk, const char *agency, const char *id,
    const char *path)
{
	char sha256[QMS_SHA256_SIZE];
	const char *text = "", *statement = "";
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, walk->index->db, sql_closing);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, id);
	qms_bind_text(query, 2, agency);
	err = qms_step(&row, query);
	if (err == NULL && row && qms_column_integer(query, 0) == 1) {
		text = qms_column_copy(&walk->commit_arena, query, 1);
		statement = qms_column_copy(&walk->commit_arena, query, 2);
	}
	qms_done(query);
	if (err != NULL || text[0] == '\0')
		return err;
	err = qms_world_file(walk, sha256, path);
	if (err != NULL || strcmp(sha256, text) == 0)
		return err;
	return violate(walk, &walk->id, path, QMS_M_S034, statement);
}

static const char sql_judged[] =
	"SELECT e.issues, e.final, f.path"
	"  FROM entered AS e"
	"  LEFT JOIN file AS f ON f.object = e.object AND f.agency = e.agency"
	"   AND f.kind = e.kind AND f.last = 9000000000000000000"
	" WHERE e.sha256 = ?1 AND e.void IS NULL"
	" ORDER BY f.path";

static const struct qms_error *
check_judged(struct qms_walk *walk, const struct qms_walk_changes *changes,
    const struct qms_statement *statement)
{
	int64_t issues = 0, final = 0;
	const struct qms_error *err;
	struct qms_query *query;
	const char *path = "";
	bool row;

	err = qms_db_query(&query, walk->index->db, sql_judged);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, statement->sha256);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		issues = qms_column_integer(query, 0);
		final = qms_column_integer(query, 1);
		path = qms_column_copy(&walk->commit_arena, query, 2);
	}
	qms_done(query);
	/* what changes with it is looked at by check_changed */
	if (err == NULL && issues == 1 && !changes_have(changes,
	    qms_arena_format(&walk->commit_arena,
	    "agencies/%s/issued/%s/%s/text.md", statement->agency,
	    statement->id, statement->version)))
		err = check_issued(walk, statement->agency, statement->id,
		    statement->version);
	if (err == NULL && final == 1 && statement->version[0] == '\0' &&
	    path[0] != '\0' && !changes_have(changes, path))
		err = check_closed(walk, statement->agency, statement->id,
		    path);
	return err;
}

static const char sql_object_at[] =
	"SELECT agency, object"
	"  FROM file"
	" WHERE path = ?1 AND source = 1"
	" ORDER BY first DESC"
	" LIMIT 1";

/* Whose file it is, or was: a kind that is gone closes nothing again. */
static const struct qms_error *
object_at(const char **agency, const char **id, struct qms_walk *walk,
    const char *path)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*id = NULL;
	err = qms_db_query(&query, walk->index->db, sql_object_at);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, path);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		*agency = qms_column_copy(&walk->commit_arena, query, 0);
		*id = qms_column_copy(&walk->commit_arena, query, 1);
	}
	qms_done(query);
	return err;
}

static const struct qms_error *
check_changed(struct qms_walk *walk, const struct qms_walk_change *change)
{
	const struct qms_error *err;
	const char *parts[6], *agency, *id;

	if (change->new_mode != 0 && change->old_mode == 0 &&
	    issued_path(parts, &walk->commit_arena, change->path))
		return check_issued(walk, parts[1], parts[3], parts[4]);
	err = object_at(&agency, &id, walk, change->path);
	return err != NULL || id == NULL ? err :
	    check_closed(walk, agency, id, change->path);
}

static const struct qms_error *
enter_statements(struct qms_walk *walk, const struct qms_walk_changes *changes)
{
	struct statements list = {0};
	const struct qms_error *err = NULL;
	size_t i;

	for (i = 0; err == NULL && i < changes->count; i++)
		if (changes->items[i].old_mode == 0 &&
		    changes->items[i].new_mode != 0 &&
		    qms_statement_is_path(changes->items[i].path))
			err = take_statement(&list, walk, &changes->items[i]);
	if (err == NULL && list.count > 0)
		err = judge_statements(walk, &list);
	for (i = 0; err == NULL && i < list.count; i++)
		err = check_judged(walk, changes, list.items[i]);
	for (i = 0; err == NULL && i < changes->count; i++)
		err = check_changed(walk, &changes->items[i]);
	return err;
}

/* ---- the line ---- */

static const char sql_line[] =
	"INSERT INTO line (source, ordinal, id, time, day, plausible, author,"
	" subject, due_soon, offset) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7,"
	" ?8, ?9)";

static const struct qms_error *
add_line(struct qms_walk *walk, const struct qms_walk_node *node)
{
	const struct qms_settings *settings = &walk->world.settings;
	bool plausible = node->time <= walk->index->options.now + DAY_SECONDS;
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];
	qms_day day;

	err = qms_world_settings(walk);
	if (err != NULL)
		return err;
	day = qms_day_of_time(node->time, settings->offset);
	qms_day_format(walk->committed_text, day);
	if (plausible && day > walk->recorded)
		walk->recorded = day;
	if (walk->recorded == QMS_DAY_NONE)	/* nothing plausible yet */
		walk->recorded = qms_day_make(1970, 1, 1);
	qms_day_format(walk->recorded_text, walk->recorded);
	err = qms_db_query(&query, walk->index->db, sql_line);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, walk->ordinal);
	qms_bind_text(query, 2, qms_oid_hex(hex, &node->id));
	qms_bind_integer(query, 3, node->time);
	qms_bind_text(query, 4, walk->recorded_text);
	qms_bind_integer(query, 5, plausible);
	qms_bind_text(query, 6, node->author);
	qms_bind_text(query, 7, node->subject);
	qms_bind_integer(query, 8, settings->due_soon);
	qms_bind_integer(query, 9, settings->offset);
	return qms_step_done(query);
}

/* Commits that come in through this one and were not there before. */
static void
gather(struct qms_walk_node ***group, size_t *count, struct qms_walk *walk,
    struct qms_walk_node *through)
{
	struct qms_walk_node **stack = NULL, *node, *parent;
	size_t depth = 0, depth_room = 0, room = 0, i;

	*group = NULL;
	*count = 0;
	through->assigned = true;
	*qms_push(&walk->commit_arena, stack, depth, depth_room) = through;
	while (depth > 0) {
		node = stack[--depth];
		for (i = 0; i < node->parent_count; i++) {
			parent = node_of(walk, &node->parents[i]);
			if (parent == NULL || parent->assigned)
				continue;
			parent->assigned = true;
			*qms_push(&walk->commit_arena, *group, *count,
			    room) = parent;
			*qms_push(&walk->commit_arena, stack, depth,
			    depth_room) = parent;
		}
	}
}

static int
compare_nodes(const void *left, const void *right)
{
	const struct qms_walk_node *const *a = left, *const *b = right;

	return (*a > *b) - (*a < *b);	/* they lie parents first */
}

/* Commits beside the line that came in with one of it, parents first. */
struct group {
	struct qms_walk_node **nodes;
	struct qms_walk_changes *changes;	/* from the first parent of each */
	size_t count;
};

/* Side commits first, then the commit of the line itself. */
static const struct qms_error *
judge_group(struct group *group, struct qms_walk *walk,
    struct qms_walk_node *node, const struct qms_walk_changes *changes)
{
	const struct qms_error *err = NULL;
	size_t i;

	gather(&group->nodes, &group->count, walk, node);
	if (group->count > 0)
		qsort(group->nodes, group->count, sizeof(*group->nodes),
		    compare_nodes);
	group->changes = qms_arena_alloc(&walk->commit_arena,
	    group->count * sizeof(*group->changes) + 1);
	for (i = 0; err == NULL && i < group->count; i++) {
		err = changes_from(&group->changes[i], walk, group->nodes[i],
		    0);
		if (err == NULL)
			err = judge_commit(walk, group->nodes[i],
			    &group->changes[i]);
	}
	return err != NULL ? err : judge_commit(walk, node, changes);
}

static const char sql_statements_of[] =
	"SELECT path, final"
	"  FROM entered"
	" WHERE object = ?1 AND agency = ?2 AND version = '' AND void IS NULL"
	" ORDER BY position DESC";

/* Had the record been closed in that tree: is the last of the statements that
 * it holds a closing one? */
static const struct qms_error *
was_closed(const char **statement, struct qms_walk *walk,
    const struct qms_oid *tree, const char *agency, const char *id)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct qms_oid blob;
	bool row, held = false;
	int mode;

	*statement = NULL;
	err = qms_db_query(&query, walk->index->db, sql_statements_of);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, id);
	qms_bind_text(query, 2, agency);
	while (!held && (err = qms_step(&row, query)) == NULL && row) {
		*statement = qms_column_copy(&walk->commit_arena, query, 0);
		err = qms_walk_find(&blob, &mode, walk, tree, *statement);
		held = err == NULL && mode != 0;
		if (err != NULL || !held || qms_column_integer(query, 1) == 0)
			*statement = NULL;
		if (err != NULL)
			break;
	}
	qms_done(query);
	return err;
}

/* What a commit beside the line made of records that a parent had closed. */
static const struct qms_error *
check_closed_before(struct qms_walk *walk, const struct qms_walk_node *node,
    size_t parent, const struct qms_walk_changes *changes)
{
	const char *agency, *id, *statement;
	const struct qms_error *err;
	struct qms_oid tree;
	size_t i;

	err = qms_walk_tree(&tree, walk, &node->parents[parent]);
	for (i = 0; err == NULL && i < changes->count; i++) {
		if (changes->items[i].old_mode == 0)
			continue;
		err = object_at(&agency, &id, walk, changes->items[i].path);
		if (err != NULL || id == NULL)
			continue;
		err = was_closed(&statement, walk, &tree, agency, id);
		if (err == NULL && statement != NULL)
			err = violate(walk, &node->id, changes->items[i].path,
			    QMS_M_S034, statement);
	}
	return err;
}

/*
 * On the line, check_changed holds a closed record against its statement. Here
 * one that was changed beside the line, and may be whole again at the merge.
 */
static const struct qms_error *
check_beside(struct qms_walk *walk, const struct group *group)
{
	const struct qms_error *err = NULL;
	const struct qms_walk_node *node;
	struct qms_walk_changes other;
	size_t i, p;

	for (i = 0; err == NULL && i < group->count; i++) {
		node = group->nodes[i];
		if (node->parent_count > 0)
			err = check_closed_before(walk, node, 0,
			    &group->changes[i]);
		for (p = 1; err == NULL && p < node->parent_count; p++) {
			err = changes_from(&other, walk, node, p);
			if (err == NULL)
				err = check_closed_before(walk, node, p,
				    &other);
		}
	}
	return err;
}

static const struct qms_error *
step(struct qms_walk *walk, struct qms_walk_node *node)
{
	const struct qms_error *err;
	struct qms_walk_changes changes;
	struct group group;

	qms_arena_clear(&walk->commit_arena);
	qms_world_begin(walk);
	walk->ordinal++;
	walk->tree = node->tree;
	walk->id = node->id;
	walk->now = NULL;
	err = changes_from(&changes, walk, node, 0);
	walk->now = &changes;
	if (err == NULL)
		err = change_files(walk, &changes);
	if (err == NULL)
		err = add_line(walk, node);
	if (err == NULL)
		err = judge_group(&group, walk, node, &changes);
	if (err == NULL)
		err = enter_statements(walk, &changes);
	walk->now = NULL;
	return err != NULL ? err : check_beside(walk, &group);
}

static const char sql_last_day[] =
	"SELECT day"
	"  FROM line"
	" WHERE source = 1 AND ordinal = ?1";

static const struct qms_error *
start(struct qms_walk *walk, struct qms_index *index, int64_t ordinal)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	memset(walk, 0, sizeof(*walk));
	walk->index = index;
	walk->ordinal = ordinal;
	walk->recorded = QMS_DAY_NONE;
	err = qms_index_kinds_at(index, ordinal);
	if (err == NULL)
		err = qms_db_query(&query, index->db, sql_last_day);
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, ordinal);
	err = qms_step(&row, query);
	if (err == NULL && row)
		walk->recorded = qms_day_parse(qms_column_bytes(query, 0));
	qms_done(query);
	return err;
}

static void
finish(struct qms_walk *walk)
{
	qms_world_end(walk);
	qms_arena_free(&walk->commit_arena);
	qms_arena_free(&walk->arena);
}

static const char sql_tip[] =
	"INSERT INTO source (id, name, tip, ordinal) VALUES (1, '', ?1, ?2)"
	" ON CONFLICT (id) DO UPDATE SET tip = ?1, ordinal = ?2";

static const struct qms_error *
write_tip(struct qms_walk *walk, const struct qms_oid *tip)
{
	const struct qms_error *err;
	struct qms_query *query;
	char hex[QMS_OID_HEX];

	err = qms_db_query(&query, walk->index->db, sql_tip);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, qms_oid_hex(hex, tip));
	qms_bind_integer(query, 2, walk->ordinal);
	return qms_step_done(query);
}

const struct qms_error *
qms_index_walk(bool *fits, struct qms_index *index,
    const struct qms_oid *old_tip, int64_t ordinal,
    const struct qms_oid *tip)
{
	const struct qms_error *err;
	struct qms_walk_node **line;
	struct qms_walk walk;
	size_t count = 0, i;

	*fits = false;
	err = start(&walk, index, ordinal);
	if (err == NULL)
		err = read_nodes(&walk, tip, old_tip);
	if (err == NULL)
		*fits = first_parents(&line, &count, &walk, tip, old_tip);
	if (err != NULL || !*fits) {
		finish(&walk);
		return err;
	}
	err = qms_walk_tree(&walk.tip_tree, &walk, tip);
	if (err == NULL)
		err = list_tip(&walk);
	for (i = 0; err == NULL && i < count; i++)
		err = step(&walk, line[i]);
	if (err == NULL)
		err = qms_index_search_finish(index, walk.unsearched,
		    walk.unsearched_count);
	if (err == NULL)
		err = write_tip(&walk, tip);
	finish(&walk);
	return err;
}

/* ---- the overlay ---- */

static const char sql_newest[] =
	"SELECT f.fact, t.blob"
	"  FROM file AS f JOIN fact AS t ON t.id = f.fact"
	" WHERE f.path = ?1 AND f.source = 1"
	"   AND f.last = 9000000000000000000";

/* What stands at the newest commit in the place of a file laid over it. */
static const struct qms_error *
find_old(struct qms_walk_change *change, struct qms_walk *walk)
{
	const struct qms_error *err;
	struct qms_query *query;
	const char *hex;
	bool row;

	err = qms_db_query(&query, walk->index->db, sql_newest);
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, change->path);
	err = qms_step(&row, query);
	if (err == NULL && row) {
		hex = qms_column_text(query, 1);
		change->old_mode = QMS_MODE_FILE;
		if (hex != NULL)
			qms_oid_parse(&change->old_id, hex);
	}
	qms_done(query);
	if (err != NULL || row || qms_oid_is_zero(&walk->tree))
		return err;
	return qms_walk_find(&change->old_id, &change->old_mode, walk,
	    &walk->tree, change->path);
}

static int
compare_changes(const void *left, const void *right)
{
	return strcmp(((const struct qms_walk_change *)left)->path,
	    ((const struct qms_walk_change *)right)->path);
}

static const struct qms_error *
lay_over(struct qms_walk_changes *changes, struct qms_walk *walk,
    const struct qms_index_file *files, size_t count)
{
	const struct qms_error *err = NULL;
	struct qms_walk_change change;
	size_t i;

	for (i = 0; err == NULL && i < count; i++) {
		memset(&change, 0, sizeof(change));
		change.path = files[i].path;
		if (files[i].text.data != NULL) {
			change.text = &files[i].text;
			change.new_mode = QMS_MODE_FILE;
			err = qms_git_blob_id(&change.new_id, files[i].text);
		}
		if (err == NULL)
			err = find_old(&change, walk);
		if (err != NULL || (change.old_mode == change.new_mode &&
		    qms_oid_equal(&change.old_id, &change.new_id)))
			continue;
		*qms_push(&walk->arena, changes->items, changes->count,
		    changes->room) = change;
	}
	if (changes->count > 1)
		qsort(changes->items, changes->count, sizeof(change),
		    compare_changes);
	return err;
}

static const struct qms_error *
read_tip(struct qms_walk *walk, const struct qms_oid *tip)
{
	struct qms_git_commit commit;
	const struct qms_error *err;

	if (qms_oid_is_zero(tip))
		return NULL;
	err = qms_git_commit(&commit, walk->index->git, &walk->arena, tip);
	walk->tree = commit.tree;
	walk->id = commit.id;
	return err;
}

const struct qms_error *
qms_index_walk_overlay(struct qms_index *index,
    const struct qms_index_file *files, size_t count, const char *email)
{
	struct qms_walk_node node = { .author = "", .subject = "" };
	struct qms_walk_changes changes = {0};
	struct qms_map seen = {0};
	const struct qms_error *err;
	struct qms_walk walk;

	err = start(&walk, index, index->question.newest);
	if (err == NULL)
		err = read_tip(&walk, &index->question.tip);
	if (err == NULL)
		err = lay_over(&changes, &walk, files, count);
	walk.over = &changes;
	walk.ordinal++;
	node.time = index->options.now;
	add_email(&walk, &node, &seen, qms_text(email));
	if (err == NULL)
		err = change_files(&walk, &changes);
	if (err == NULL)
		err = add_line(&walk, &node);
	if (err == NULL)
		err = judge_commit(&walk, &node, &changes);
	if (err == NULL)
		err = enter_statements(&walk, &changes);
	finish(&walk);
	return err;
}
