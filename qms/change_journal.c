/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <time.h>

#include "change_part.h"
#include "file.h"

/*
 * qms/journal in the common git directory:
 *	qms-journal 1
 *	root /home/lan/qms/
 *	old <hex>
 *	new <hex>
 *	<o|k> <old blob> <new blob> <path>
 *	end
 * Written whole or not at all, and away again when the branch has moved.
 */
static const char first_line[] = "qms-journal 1";

enum { LIMIT = 64 * 1024 * 1024 };

void (*qms_change_step)(void);

char *
qms_journal_path(struct qms_arena *arena, const struct qms_system *system)
{
	return qms_arena_format(arena, "%sqms/journal",
	    qms_git_common_directory(system->git));
}

/* ---- what lies where ---- */

const struct qms_error *
qms_change_blob_at(struct qms_oid *blob, struct qms_system *system,
    struct qms_arena *arena, const struct qms_oid *commit, const char *path)
{
	const struct qms_error *err;
	struct qms_git_commit read;
	int mode;

	memset(blob, 0, sizeof(*blob));
	if (qms_oid_is_zero(commit))
		return NULL;
	err = qms_git_commit(&read, system->git, arena, commit);
	if (err == NULL)
		err = qms_git_find(blob, &mode, system->git, &read.tree,
		    qms_arena_format(arena, "%s%s", system->prefix, path));
	return err;
}

const struct qms_error *
qms_change_blob_now(struct qms_oid *blob, struct qms_system *system,
    const char *path)
{
	const struct qms_error *err;
	struct qms_arena arena = { 0 };
	struct qms_text text;

	memset(blob, 0, sizeof(*blob));
	if (qms_file_type_below(system->root, path) == QMS_FILE_NONE)
		return NULL;
	err = qms_file_read_below(&text, &arena, system->root, path,
	    QMS_CHANGE_FILE_LIMIT);
	if (err == NULL)
		err = qms_git_blob_id(blob, text);
	qms_arena_free(&arena);
	return err;
}

/* ---- reading and writing the journal ---- */

const struct qms_error *
qms_journal_write(const struct qms_journal *journal,
    struct qms_system *system, struct qms_arena *arena)
{
	const struct qms_journal_entry *entry;
	const struct qms_error *err;
	struct qms_buffer out = { 0 };
	char a[QMS_OID_HEX], b[QMS_OID_HEX];
	size_t i;

	qms_buffer_format(&out, "%s\nroot %s\nold %s\nnew %s\n", first_line,
	    system->root, qms_oid_hex(a, &journal->old_tip),
	    qms_oid_hex(b, &journal->new_tip));
	for (i = 0; i < journal->count; i++) {
		entry = &journal->entries[i];
		qms_buffer_format(&out, "%c %s %s %s\n",
		    entry->ours ? 'o' : 'k', qms_oid_hex(a,
		    &entry->old_blob), qms_oid_hex(b, &entry->new_blob),
		    entry->path);
	}
	qms_buffer_string(&out, "end\n");
	err = qms_file_write(qms_journal_path(arena, system),
	    qms_buffer_view(&out), true);
	qms_buffer_free(&out);
	return err;
}

const struct qms_error *
qms_journal_remove(struct qms_system *system, struct qms_arena *arena)
{
	const char *path = qms_journal_path(arena, system);
	const struct qms_error *err;

	err = qms_file_remove(path);
	if (err == NULL)
		err = qms_file_sync_directory(qms_arena_format(arena, "%sqms",
		    qms_git_common_directory(system->git)));
	return err;
}

static bool
take_line(const char **value, struct qms_text *rest, struct qms_arena *arena,
    const char *start)
{
	struct qms_text line;

	if (!qms_text_line(&line, rest))
		return false;
	*value = qms_arena_copy(arena, line.data, line.size);
	if (!qms_starts_with(*value, start))
		return false;
	*value += strlen(start);
	return true;
}

static bool
take_entry(struct qms_journal *journal, struct qms_arena *arena,
    const char *line)
{
	enum { HEX = QMS_OID_HEX - 1, PATH = 2 + HEX + 1 + HEX + 1 };
	struct qms_journal_entry entry = { .ours = line[0] == 'o' };
	char *copy = qms_arena_string(arena, line);

	if (strlen(line) <= PATH || copy[1] != ' ' || copy[2 + HEX] != ' ' ||
	    copy[PATH - 1] != ' ')
		return false;
	copy[2 + HEX] = copy[PATH - 1] = '\0';
	entry.path = copy + PATH;
	if (!qms_oid_parse(&entry.old_blob, copy + 2) ||
	    !qms_oid_parse(&entry.new_blob, copy + 2 + HEX + 1))
		return false;
	*qms_push(arena, journal->entries, journal->count, journal->room) =
	    entry;
	return true;
}

/* False for what this program did not write. */
static bool
parse(struct qms_journal *journal, const char **root,
    struct qms_arena *arena, struct qms_text text)
{
	const char *value;

	*journal = (struct qms_journal){ 0 };
	if (!take_line(&value, &text, arena, first_line) ||
	    !take_line(root, &text, arena, "root ") ||
	    !take_line(&value, &text, arena, "old ") ||
	    !qms_oid_parse(&journal->old_tip, value) ||
	    !take_line(&value, &text, arena, "new ") ||
	    !qms_oid_parse(&journal->new_tip, value))
		return false;
	while (take_line(&value, &text, arena, "")) {
		if (strcmp(value, "end") == 0)
			return true;
		if (!take_entry(journal, arena, value))
			return false;
	}
	return false;
}

/* ---- following it ---- */

static const struct qms_error *
put_blob(struct qms_system *system, const char *path,
    const struct qms_oid *blob, bool durable)
{
	const struct qms_error *err;
	struct qms_arena arena = { 0 };
	struct qms_text text;

	STEP();
	if (qms_oid_is_zero(blob))
		return qms_file_remove_below(system->root, path);
	err = qms_git_blob(&text, system->git, &arena, blob,
	    QMS_CHANGE_FILE_LIMIT);
	if (err == NULL)
		err = qms_file_write_below(system->root, path, text, durable);
	qms_arena_free(&arena);
	return err;
}

enum { MANY = 16 };		/* files, which are synced together */

static const struct qms_error *
update_index(struct qms_system *system, struct qms_arena *arena,
    const struct qms_git_edit *edits, size_t count)
{
	const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };
	const struct qms_error *err;
	struct qms_git_edit *below;
	size_t i;
	int tries = 0;

	below = qms_arena_alloc(arena, (count + 1) * sizeof(*below));
	for (i = 0; i < count; i++) {
		below[i] = edits[i];
		below[i].path = qms_arena_format(arena, "%s%s",
		    system->prefix, edits[i].path);
	}
	STEP();
	/* git itself holds its lock for a moment only */
	while ((err = qms_git_update_index(system->git, below, count)) !=
	    NULL && err->id == QMS_M_G033 && tries++ < 60)
		(void)nanosleep(&pause, NULL);
	return err;
}

const struct qms_error *
qms_journal_follow(const struct qms_journal *journal,
    struct qms_system *system, struct qms_arena *arena)
{
	const struct qms_journal_entry *entry;
	const struct qms_error *err = NULL;
	struct qms_git_edit *edits;
	struct qms_oid now;
	size_t i;

	edits = qms_arena_alloc(arena, (journal->count + 1) * sizeof(*edits));
	for (i = 0; err == NULL && i < journal->count; i++) {
		entry = &journal->entries[i];
		edits[i].path = entry->path;
		edits[i].blob = entry->new_blob;
		err = qms_change_blob_now(&now, system, entry->path);
		/* what somebody changed since is theirs */
		if (err == NULL && qms_oid_equal(&now, &entry->old_blob) &&
		    !qms_oid_equal(&now, &entry->new_blob))
			err = put_blob(system, entry->path, &entry->new_blob,
			    journal->count < MANY);
		if (err == NULL && !qms_oid_is_zero(&entry->new_blob) &&
		    qms_file_type_below(system->root, entry->path) ==
		    QMS_FILE_NONE)
			err = put_blob(system, entry->path, &entry->new_blob,
			    journal->count < MANY);
	}
	if (err == NULL)
		err = journal->count < MANY ? NULL :
		    qms_file_sync_disk(system->root);
	if (err == NULL)
		err = update_index(system, arena, edits, journal->count);
	return err;
}

const struct qms_error *
qms_journal_undo(const struct qms_journal *journal,
    struct qms_system *system, struct qms_arena *arena,
    const struct qms_oid *tip)
{
	const struct qms_journal_entry *entry;
	const struct qms_error *err = NULL;
	struct qms_git_edit *edits;
	struct qms_oid now;
	size_t i, count = 0;

	edits = qms_arena_alloc(arena, (journal->count + 1) * sizeof(*edits));
	for (i = 0; err == NULL && i < journal->count; i++) {
		struct qms_oid there;

		entry = &journal->entries[i];
		err = qms_change_blob_at(&there, system, arena, tip,
		    entry->path);
		if (err == NULL)
			err = qms_change_blob_now(&now, system, entry->path);
		if (err != NULL)
			break;
		if (entry->ours && qms_oid_equal(&now, &entry->new_blob) &&
		    !qms_oid_equal(&now, &there))
			err = put_blob(system, entry->path, &there, true);
		/* an entry needs its file, whatever that holds */
		if (!qms_oid_is_zero(&there) && qms_file_type_below(
		    system->root, entry->path) == QMS_FILE_NONE)
			continue;
		edits[count].path = entry->path;
		edits[count++].blob = there;
	}
	if (err == NULL)
		err = update_index(system, arena, edits, count);
	return err;
}

/* ---- what a killed command left ---- */

/* A journal that was not written to its end; the lock is ours. */
static void
remove_half_journals(struct qms_system *system, struct qms_arena *arena)
{
	char *directory = qms_arena_format(arena, "%sqms",
	    qms_git_common_directory(system->git));
	struct qms_file_entry *entries;
	size_t count, i;

	if (qms_file_list(&entries, &count, arena, directory) != NULL)
		return;
	for (i = 0; i < count; i++)
		if (qms_file_is_temporary(entries[i].name))
			(void)qms_file_remove(qms_file_join(arena, directory,
			    entries[i].name));
}

/* Temporary files beside the paths of the journal. */
static void
remove_temporary(const struct qms_journal *journal,
    struct qms_system *system)
{
	struct qms_arena arena = { 0 };
	struct qms_file_entry *entries;
	struct qms_map seen = { 0 };
	char *directory, *slash;
	size_t i, j, count;

	for (i = 0; i < journal->count; i++) {
		directory = qms_arena_string(&arena, journal->entries[i].path);
		slash = strrchr(directory, '/');
		if (slash == NULL)
			directory = qms_arena_string(&arena, "");
		else
			*slash = '\0';
		if (qms_map_get(&seen, directory) != NULL)
			continue;
		qms_map_put(&arena, &seen, directory, directory);
		if (qms_file_list_below(&entries, &count, &arena,
		    system->root, directory) != NULL)
			continue;
		for (j = 0; j < count; j++)
			if (qms_file_is_temporary(entries[j].name))
				(void)qms_file_remove_below(system->root,
				    qms_file_join(&arena, directory,
				    entries[j].name));
	}
	qms_arena_free(&arena);
}

/*
 * Locks that no process holds, while the journal says that a command of ours
 * was killed: they are its own.
 */
static const struct qms_error *
remove_locks(struct qms_system *system, struct qms_arena *arena)
{
	const struct qms_error *err;
	struct qms_git_lock *locks;
	size_t count, i;

	err = qms_git_locks(&locks, &count, system->git, arena,
	    system->environment.now);
	for (i = 0; err == NULL && i < count; i++)
		if (!locks[i].held)
			err = qms_file_remove(locks[i].path);
	return err;
}

static const struct qms_error *
finish(bool *moved, const struct qms_journal *journal,
    struct qms_system *system, struct qms_arena *arena)
{
	const struct qms_error *err;
	struct qms_git_commit commit;

	*moved = false;
	err = qms_git_commit(&commit, system->git, arena, &journal->new_tip);
	if (err == NULL)
		err = qms_journal_follow(journal, system, arena);
	STEP();
	if (err == NULL)
		err = qms_git_swap(moved, system->git, &journal->old_tip,
		    &journal->new_tip, &commit.committer, commit.message);
	return err;
}

static const struct qms_error *
settle(const char **done, const struct qms_journal *journal,
    struct qms_system *system, struct qms_arena *arena)
{
	const struct qms_error *err;
	enum qms_message_id told = QMS_M_G081;
	struct qms_oid head;
	bool moved = false;

	err = remove_locks(system, arena);
	if (err != NULL)
		return err;
	remove_temporary(journal, system);
	err = qms_git_head(&head, NULL, system->git, arena);
	if (err == NULL && qms_oid_equal(&head, &journal->old_tip))
		err = finish(&moved, journal, system, arena);
	if (err == NULL && !moved) {
		err = qms_git_head(&head, NULL, system->git, arena);
		if (err == NULL && !qms_oid_is_zero(&head))
			err = qms_git_is_ancestor(&moved, system->git,
			    &journal->new_tip, &head);
	}
	if (err == NULL && !moved) {
		told = QMS_M_G082;
		err = qms_journal_undo(journal, system, arena, &head);
	}
	if (err == NULL)
		err = qms_journal_remove(system, arena);
	*done = qms_message_get(told)->text[system->language];
	return err;
}

const struct qms_error *
qms_change_recover_locked(const char **done, struct qms_system *system)
{
	const struct qms_error *err = NULL;
	struct qms_arena arena = { 0 };
	struct qms_journal journal;
	struct qms_text text;
	const char *path, *root;

	*done = NULL;
	remove_half_journals(system, &arena);
	path = qms_journal_path(&arena, system);
	if (qms_file_type(path) != QMS_FILE_NONE) {
		err = qms_file_read(&text, &arena, path, LIMIT);
		if (err == NULL && !parse(&journal, &root, &arena, text))
			err = qms_fail(QMS_M_G083, path);
		if (err == NULL && strcmp(root, system->root) != 0 &&
		    qms_file_type(root) == QMS_FILE_DIRECTORY)
			err = qms_fail(QMS_M_G084, root);
		/* a work tree that is gone: nothing of it is left to settle */
		if (err == NULL && strcmp(root, system->root) != 0)
			err = qms_journal_remove(system, &arena);
		else if (err == NULL)
			err = settle(done, &journal, system, &arena);
	}
	qms_arena_free(&arena);
	return err;
}
