/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>

#include "repository.h"

/*
 * libgit2 1.5 loses what it matches the extensions of a repository with. Only
 * the test that opens one with extensions needs this.
 */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libpcre2-8.so";
}

/* ---- help ---- */

static struct qms_oid
head_of(struct qms_git *git)
{
	struct qms_oid id;

	succeeds(qms_git_head(&id, NULL, git, &arena));
	return id;
}

static struct qms_oid
tree_of(struct qms_git *git, const char *name)
{
	struct qms_git_commit commit;
	struct qms_oid id;

	succeeds(qms_git_resolve(&id, git, name));
	succeeds(qms_git_commit(&commit, git, &arena, &id));
	return commit.tree;
}

static const struct qms_error *
note(void *closure, const struct qms_git_change *change)
{
	qms_buffer_format(closure, "%s%s%s ", change->old_mode == 0 ? "+" :
	    change->new_mode == 0 ? "-" : "", change->path,
	    change->old_mode != 0 && change->new_mode != 0 &&
	    change->old_mode != change->new_mode ? "!" : "");
	return NULL;
}

static void
differs(struct qms_git *git, const char *old, const char *new,
    const char *prefix, const char *expected)
{
	struct qms_buffer seen = { 0 };
	struct qms_oid a = { 0 }, b = { 0 };

	if (old != NULL)
		a = tree_of(git, old);
	if (new != NULL)
		b = tree_of(git, new);
	qms_buffer_add(&seen, "", 0);
	succeeds(qms_git_diff(git, &a, &b, prefix, note, &seen));
	assert_string_equal(seen.data, expected);
	qms_buffer_free(&seen);
}

static void
status_is(struct qms_git *git, const char *prefix, const char *expected)
{
	struct qms_buffer seen = { 0 };

	qms_buffer_add(&seen, "", 0);
	succeeds(qms_git_status(git, prefix, note, &seen));
	assert_string_equal(seen.data, expected);
	qms_buffer_free(&seen);
}

/* As change.h does: blob, tree, commit, files, index, swap. */
static const struct qms_error *
commit_file(bool *moved, struct qms_git *git, const char *path,
    const char *text, bool work)
{
	const struct qms_error *err;
	struct qms_git_commit base = { 0 };
	struct qms_git_edit edit = { .path = path };
	struct qms_oid old, tree, new;

	*moved = false;
	err = qms_git_head(&old, NULL, git, &arena);
	if (!err && !qms_oid_is_zero(&old))
		err = qms_git_commit(&base, git, &arena, &old);
	if (!err)
		err = qms_git_write_blob(&edit.blob, git, qms_text(text));
	if (!err)
		err = qms_git_write_tree(&tree, git, &base.tree, &edit, 1);
	if (!err)
		err = qms_git_write_commit(&new, git, &tree, &old,
		    qms_oid_is_zero(&old) ? 0 : 1, &lan, &lan, "change");
	if (!err && work)
		err = qms_file_write(path, qms_text(text), false);
	if (!err && work)
		err = qms_git_update_index(git, &edit, 1);
	if (!err)
		err = qms_git_swap(moved, git, &old, &new, &lan, "change");
	return err;
}

static void
commit(struct qms_git *git, const char *path, const char *text)
{
	bool moved;

	succeeds(commit_file(&moved, git, path, text, true));
	assert_true(moved);
}

/* ---- writing and reading ---- */

static void
makes_a_repository_that_git_finds_sound(void **state)
{
	struct qms_git *git;
	const char *branch;
	struct qms_oid id;

	succeeds(qms_git_create(&git, "new/system"));
	assert_non_null(qms_git_work_directory(git));
	succeeds(qms_git_head(&id, &branch, git, &arena));
	assert_true(qms_oid_is_zero(&id));
	assert_string_equal(branch, "main");
	assert_int_equal(chdir("new/system"), 0);
	commit(git, "a.md", "một\n");
	commit(git, "agencies/so/documents/QT-01.md", "hai\n");
	commit(git, "a.md", "ba\n");
	qms_git_close(git);
	run("git fsck --strict --full 2>&1 | grep -v '^notice' | "
	    "(! grep -q .)");
	run("test -z \"$(git status --porcelain)\"");
	run("test \"$(git show HEAD:a.md)\" = ba");
	run("test \"$(git rev-list --count HEAD)\" = 3");
	run("test \"$(git log -1 --format='%%an <%%ae> %%at %%cd' "
	    "--date=iso)\" = 'Nguyễn Thị Lan <lan@skhcn.example.gov.vn> "
	    "1700000000 2023-11-15 05:13:20 +0700'");
}

static void
keeps_the_logs_that_git_keeps(void **state)
{
	struct qms_git *git;

	succeeds(qms_git_create(&git, "."));
	commit(git, "a", "1");
	commit(git, "a", "2");
	qms_git_close(git);
	run("test \"$(git reflog show main | wc -l)\" = 2");
	run("test \"$(git rev-parse main@{1})\" = \"$(git rev-parse "
	    "main~1)\"");
	run("test \"$(git reflog show HEAD --format=%%gn,%%gs | head -1)\" = "
	    "'Nguyễn Thị Lan,change'");
}

static void
reads_commits_as_they_are(void **state)
{
	struct qms_git *git;
	struct qms_git_commit commit;
	struct qms_oid id;

	run("git init -q -b main . && git commit -q --allow-empty -m 'Một\n\n"
	    "hai' && git commit -q --allow-empty -m x");
	git = open_here();
	succeeds(qms_git_resolve(&id, git, "HEAD~1"));
	succeeds(qms_git_commit(&commit, git, &arena, &id));
	assert_string_equal(commit.message, "Một\n\nhai\n");
	assert_string_equal(commit.author.name, "Alice");
	assert_string_equal(commit.author.email, "alice@example.vn");
	assert_int_equal(commit.committer.time, 1700000000);
	assert_int_equal(commit.committer.offset, 420);
	assert_int_equal(commit.parent_count, 0);
	id = head_of(git);
	succeeds(qms_git_commit(&commit, git, &arena, &id));
	assert_int_equal(commit.parent_count, 1);
	fails_with(G037, qms_git_resolve(&id, git, "HEAD~9"));
	succeeds(qms_git_resolve(&id, git, "HEAD"));
	fails_with(G038, qms_git_resolve(&id, git, "HEAD^{tree}"));
	qms_git_close(git);
}

static void
refuses_large_blobs_before_reading(void **state)
{
	struct qms_git *git;
	struct qms_oid id, tree, computed;
	struct qms_text text;
	int mode;

	run("git init -q -b main . && head -c 100000 /dev/zero >big && "
	    "printf x >small && git add . && git commit -qm x");
	git = open_here();
	tree = tree_of(git, "HEAD");
	succeeds(qms_git_find(&id, &mode, git, &tree, "big"));
	assert_int_equal(mode, QMS_MODE_FILE);
	fails_with(G013, qms_git_blob(&text, git, &arena, &id, 99999));
	assert_int_equal(qms_git_counts(git)->blobs_read, 0);
	succeeds(qms_git_find(&id, &mode, git, &tree, "small"));
	succeeds(qms_git_blob(&text, git, &arena, &id, 1));
	assert_string_equal(text.data, "x");
	succeeds(qms_git_blob_id(&computed, text));
	assert_true(qms_oid_equal(&computed, &id));
	fails_with(G034, qms_git_blob(&text, git, &arena, &tree, 100));
	qms_git_close(git);
}

static void
finds_files_directories_and_nothing(void **state)
{
	struct qms_git *git;
	struct qms_oid id, tree;
	int mode;

	run("git init -q -b main . && mkdir -p a/b && echo x >a/b/c && "
	    "ln -s a l && echo s >s.sh && chmod +x s.sh && git add . && "
	    "git commit -qm x");
	git = open_here();
	tree = tree_of(git, "HEAD");
	succeeds(qms_git_find(&id, &mode, git, &tree, ""));
	assert_true(qms_oid_equal(&id, &tree));
	succeeds(qms_git_find(&id, &mode, git, &tree, "a/b/"));
	assert_int_equal(mode, QMS_MODE_TREE);
	succeeds(qms_git_find(&id, &mode, git, &tree, "a/b/c"));
	assert_int_equal(mode, QMS_MODE_FILE);
	succeeds(qms_git_find(&id, &mode, git, &tree, "l"));
	assert_int_equal(mode, QMS_MODE_LINK);
	succeeds(qms_git_find(&id, &mode, git, &tree, "s.sh"));
	assert_int_equal(mode, QMS_MODE_EXECUTABLE);
	succeeds(qms_git_find(&id, &mode, git, &tree, "a/b/c/d"));
	assert_int_equal(mode, 0);
	succeeds(qms_git_find(&id, &mode, git, &tree, "a/x"));
	assert_int_equal(mode, 0);
	assert_true(qms_oid_is_zero(&id));
	qms_git_close(git);
}

/* ---- comparing trees ---- */

static void
tells_changes_in_the_order_of_bytes(void **state)
{
	struct qms_git *git;

	run("git init -q -b main . && mkdir a && echo 1 >a/x && echo 1 >a.b "
	    "&& echo 1 >z && echo 1 >gone && git add . && git commit -qm 1 "
	    "&& rm gone && rm -r a && echo 2 >a && echo 2 >a.b && "
	    "chmod +x z && mkdir -p n/e && echo 2 >n/e/w && git add -A && "
	    "git commit -qm 2");
	git = open_here();
	differs(git, "HEAD~1", "HEAD", "", "+a a.b -a/x -gone +n/e/w z! ");
	differs(git, NULL, "HEAD~1", "", "+a.b +a/x +gone +z ");
	differs(git, "HEAD", NULL, "n/", "-e/w ");
	differs(git, "HEAD~1", "HEAD", "a/", "-x ");
	differs(git, "HEAD", "HEAD", "", "");
	qms_git_close(git);
}

static void
finds_grafted_directories_where_they_lie(void **state)
{
	struct qms_oid id, tree;
	struct qms_git *git;
	int mode;

	run("git init -q -b main . && mkdir -p data/kinds data/law data/other "
	    "q/kinds q/z && echo 1 >data/kinds/k && echo 1 >data/law/l && "
	    "echo 1 >data/other/o && echo 1 >q/kinds/hidden && echo 1 >q/z/f && "
	    "echo 1 >q/a && git add . && git commit -qm 1 && echo 2 "
	    ">data/law/l && echo 2 >q/a && echo 2 >data/other/o && "
	    "git commit -qam 2 && echo 3 >data/kinds/k && echo 3 >q/z/f && "
	    "echo 3 >data/kinds/new");
	git = open_here();
	qms_git_graft(git, "q/", "data/");
	differs(git, NULL, "HEAD", "q/", "+a +kinds/k +law/l +z/f ");
	differs(git, "HEAD~1", "HEAD", "q/", "a law/l ");
	differs(git, "HEAD~1", "HEAD", "q/law/", "l ");
	differs(git, "HEAD~1", "HEAD", "", "data/law/l data/other/o q/a ");
	tree = tree_of(git, "HEAD");
	succeeds(qms_git_find(&id, &mode, git, &tree, "q/kinds/k"));
	assert_int_equal(mode, QMS_MODE_FILE);
	succeeds(qms_git_find(&id, &mode, git, &tree, "q/kinds"));
	assert_int_equal(mode, QMS_MODE_TREE);
	succeeds(qms_git_find(&id, &mode, git, &tree, "q/kinds/hidden"));
	assert_int_equal(mode, 0);
	succeeds(qms_git_find(&id, &mode, git, &tree, "q/other/o"));
	assert_int_equal(mode, 0);
	status_is(git, "q/", "kinds/k +kinds/new z/f ");
	status_is(git, "q/kinds/", "k +new ");
	qms_git_close(git);
}

static void
opens_no_tree_that_is_the_same(void **state)
{
	struct qms_git *git;

	run("git init -q -b main . && for i in $(seq 20); do mkdir -p d$i/e "
	    "&& echo $i >d$i/e/f; done && git add . && git commit -qm 1 && "
	    "echo x >d7/e/f && git commit -qam 2");
	git = open_here();
	differs(git, "HEAD~1", "HEAD", "", "d7/e/f ");
	assert_int_equal(qms_git_counts(git)->trees_read, 6);
	qms_git_close(git);
}

static void
refuses_trees_that_git_never_writes(void **state)
{
	static const char *const bad[] = {
	    "100644 ..", "100644 .", "100644 .GIT", "40000 a/b", "99 x",
	    "100644 b\\0%s100644 a", "100644 a\\0%s100644 a",
	    "100644 a\\0%s100644 a.b\\0%s40000 a" };
	struct qms_git *git;
	struct qms_oid id, none = { 0 };
	char line[256];
	size_t i;
	FILE *output;

	run("git init -q -b main .");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		run("b=$(echo x | git hash-object -w --stdin | sed "
		    "'s/../\\\\x&/g'); printf \"$(echo '%s\\0%%s' | sed "
		    "\"s/%%s/$b/g\")\" | git hash-object -t tree -w --stdin "
		    "--literally >id", bad[i]);
		output = fopen("id", "r");
		assert_non_null(output);
		assert_non_null(fgets(line, sizeof(line), output));
		(void)fclose(output);
		line[strcspn(line, "\n")] = '\0';
		assert_true(qms_oid_parse(&id, line));
		git = open_here();
		struct qms_buffer seen = { 0 };
		fails_with(G035, qms_git_diff(git, &none, &id, "", note,
		    &seen));
		qms_buffer_free(&seen);
		qms_git_close(git);
	}
}

/* What a tree says that was compared with one that has all but its end. */
static void
refuses_a_directory_named_as_a_file_that_did_not_change(void **state)
{
	struct qms_git *git;
	struct qms_oid old, new;
	struct qms_buffer seen = { 0 };
	char hex[2 * QMS_OID_HEX + 2] = "";
	FILE *file;

	run("git init -q -b main . && b=$(echo x | git hash-object -w --stdin "
	    "| sed 's/../\\x&/g') && e=$(git mktree </dev/null | "
	    "sed 's/../\\x&/g') && f=\"100644 a\\0${b}100644 a.b\\0$b\" && "
	    "for t in \"$f\" \"${f}40000 a\\0$e\"; do printf \"$t\" | "
	    "git hash-object -t tree -w --stdin --literally; done >ids");
	file = fopen("ids", "r");
	assert_non_null(file);
	assert_int_equal(fread(hex, 1, 82, file), 82);
	(void)fclose(file);
	hex[40] = hex[81] = '\0';
	assert_true(qms_oid_parse(&old, hex));
	assert_true(qms_oid_parse(&new, hex + 41));
	git = open_here();
	fails_with(G035, qms_git_diff(git, &old, &new, "", note, &seen));
	qms_buffer_free(&seen);
	qms_git_close(git);
}

static const struct qms_error *
note_plainly(void *closure, const struct qms_git_change *change)
{
	(void)fprintf(closure, "%c\t%s\n", change->old_mode == 0 ? 'A' :
	    change->new_mode == 0 ? 'D' : 'M', change->path);
	return NULL;
}

static void
agrees_with_git_on_random_trees(void **state)
{
	enum { ROUNDS = 300, EDITS = 12 };
	struct qms_git_edit edits[EDITS];
	struct qms_oid tree = { 0 }, next, blobs[3] = { 0 };
	char names[EDITS][64], old_hex[QMS_OID_HEX], hex[QMS_OID_HEX];
	struct qms_git *git;
	FILE *pairs, *ours;
	int i, k, many;

	run("git init -q -b main .");
	git = open_here();
	pairs = fopen("pairs", "w");
	ours = fopen("ours", "w");
	assert_true(pairs != NULL && ours != NULL);
	succeeds(qms_git_write_blob(&blobs[1], git, qms_text("1")));
	succeeds(qms_git_write_blob(&blobs[2], git, qms_text("2")));
	srand(20261122);
	succeeds(qms_git_write_tree(&tree, git, &tree, NULL, 0));
	for (i = 0; i < ROUNDS; i++) {
		many = i == 0 ? EDITS : 1 + rand() % EDITS;
		for (k = 0; k < many; k++) {
			(void)snprintf(names[k], sizeof(names[k]),
			    "d%d/e%d/f%d%s", rand() % 3, rand() % 3,
			    rand() % 20, rand() % 2 ? ".md" : "-");
			edits[k].path = names[k];
			edits[k].blob = blobs[rand() % 3];
		}
		succeeds(qms_git_write_tree(&next, git, &tree, edits,
		    (size_t)many));
		if (!qms_oid_equal(&tree, &next)) {
			(void)fprintf(pairs, "%s %s\n",
			    qms_oid_hex(old_hex, &tree),
			    qms_oid_hex(hex, &next));
			(void)fprintf(ours, "%s %s\n", old_hex, hex);
			succeeds(qms_git_diff(git, &tree, &next, "",
			    note_plainly, ours));
		}
		tree = next;
	}
	(void)fclose(pairs);
	(void)fclose(ours);
	qms_git_close(git);
	run("git diff-tree --stdin -r --no-renames --name-status <pairs "
	    ">theirs && cmp ours theirs && test $(wc -l <ours) -gt 1000");
}

static void
refuses_trees_nested_for_ever(void **state)
{
	struct qms_git *git;
	struct qms_buffer path = { 0 }, seen = { 0 };
	struct qms_oid id, tree, none = { 0 };
	struct qms_git_edit edit = { 0 };
	char hex[QMS_OID_HEX];
	int i;

	run("git init -q -b main .");
	git = open_here();
	for (i = 0; i < 100; i++)
		qms_buffer_string(&path, "d/");
	qms_buffer_string(&path, "f");
	edit.path = path.data;
	succeeds(qms_git_write_blob(&edit.blob, git, qms_text("x")));
	fails_with(G044, qms_git_write_tree(&id, git, &none, &edit, 1));
	edit.path = "d/f";
	succeeds(qms_git_write_tree(&tree, git, &none, &edit, 1));
	for (i = 0; i < 100; i++) {
		run("printf '040000 tree %s\\td\\n' | git mktree >id",
		    qms_oid_hex(hex, &tree));
		FILE *file = fopen("id", "r");
		assert_non_null(file);
		assert_int_equal(fread(hex, 1, 40, file), 40);
		(void)fclose(file);
		assert_true(qms_oid_parse(&tree, hex));
	}
	fails_with(G035, qms_git_diff(git, &none, &tree, "", note, &seen));
	qms_buffer_free(&path);
	qms_buffer_free(&seen);
	qms_git_close(git);
}

/* ---- writing trees ---- */

static void
puts_and_removes_files_in_trees(void **state)
{
	struct qms_git *git;
	struct qms_oid x, none = { 0 }, first, second, third;
	struct qms_buffer seen = { 0 };
	char hex[QMS_OID_HEX];

	run("git init -q -b main .");
	git = open_here();
	succeeds(qms_git_write_blob(&x, git, qms_text("x")));
	struct qms_git_edit some[] = { { "b/c/d", x }, { "a", x },
	    { "b/c.md", x }, { "b/e", x } };
	succeeds(qms_git_write_tree(&first, git, &none, some, 4));
	succeeds(qms_git_diff(git, &none, &first, "", note, &seen));
	assert_string_equal(seen.data, "+a +b/c.md +b/c/d +b/e ");
	qms_buffer_clear(&seen);
	struct qms_git_edit more[] = { { "b/c/d", none }, { "b/nothing", none },
	    { "a", none }, { "a/1", x }, { "z", x } };
	succeeds(qms_git_write_tree(&second, git, &first, more, 5));
	succeeds(qms_git_diff(git, &first, &second, "", note, &seen));
	assert_string_equal(seen.data, "-a +a/1 -b/c/d +z ");
	run("git fsck --strict 2>&1 | (! grep -v -e '^notice' -e dangling)");
	run("git ls-tree -r %s | wc -l | grep -qx 4",
	    qms_oid_hex(hex, &second));
	struct qms_git_edit gone[] = { { "a/1", none }, { "b/c.md", none },
	    { "b/e", none }, { "z", none } };
	succeeds(qms_git_write_tree(&third, git, &second, gone, 4));
	assert_string_equal(qms_oid_hex(hex, &third),
	    "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
	succeeds(qms_git_write_tree(&third, git, &second, NULL, 0));
	assert_true(qms_oid_equal(&second, &third));
	qms_buffer_free(&seen);
	qms_git_close(git);
}

static void
refuses_paths_that_leave_or_clash(void **state)
{
	static const char *const bad[] = { "", "/a", "a/", "a//b", "../a",
	    "a/../b", "./a", ".git/config", "a/.GIT/x", "GIT~1/x" };
	struct qms_git *git;
	struct qms_oid x, id, none = { 0 };
	size_t i;

	run("git init -q -b main .");
	git = open_here();
	succeeds(qms_git_write_blob(&x, git, qms_text("x")));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct qms_git_edit edit = { bad[i], x };

		fails_with(G044, qms_git_write_tree(&id, git, &none, &edit,
		    1));
	}
	struct qms_git_edit clash[] = { { "a", x }, { "a.b", x },
	    { "a/b", x } };
	fails_with(G045, qms_git_write_tree(&id, git, &none, clash, 3));
	qms_git_close(git);
}

/* ---- history ---- */

static void
walks(struct qms_git *git, const char *tip, const char *hidden,
    const char *expected)
{
	struct qms_buffer seen = { 0 };
	struct qms_git_commit read;
	struct qms_oid a, b = { 0 }, *commits;
	size_t count, i;

	succeeds(qms_git_resolve(&a, git, tip));
	if (hidden != NULL)
		succeeds(qms_git_resolve(&b, git, hidden));
	succeeds(qms_git_walk(&commits, &count, git, &arena, &a, &b,
	    hidden != NULL ? 1 : 0));
	qms_buffer_add(&seen, "", 0);
	for (i = 0; i < count; i++) {
		succeeds(qms_git_commit(&read, git, &arena, &commits[i]));
		qms_buffer_format(&seen, "%.*s ",
		    (int)strcspn(read.message, "\n"), read.message);
	}
	assert_string_equal(seen.data, expected);
	qms_buffer_free(&seen);
}

static void
walks_only_what_is_new(void **state)
{
	struct qms_git *git;

	run("git init -q -b main . && for i in 1 2 3 4 5 6 7 8; do "
	    "git commit -q --allow-empty -m $i; done");
	git = open_here();
	walks(git, "HEAD", NULL, "1 2 3 4 5 6 7 8 ");
	qms_git_counts(git)->commits_read = 0;
	walks(git, "HEAD", "HEAD~2", "7 8 ");
	/* two walked, and two read again to be shown */
	assert_int_equal(qms_git_counts(git)->commits_read, 4);
	walks(git, "HEAD", "HEAD", "");
	walks(git, "HEAD~2", "HEAD", "");
	qms_git_close(git);
}

static void
is_not_misled_by_dates(void **state)
{
	struct qms_git *git;

	/*
	 * h reaches x only through m, which is dated 1973, while x claims
	 * 2036: by dates alone x would be shown as new.
	 */
	run("git init -q -b main . && "
	    "at() { export GIT_COMMITTER_DATE=\"$1 +0000\"; shift; "
	    "git commit -q --allow-empty -m $1; } && "
	    "at 1500000000 r && at 1500000001 p && at 2090000000 x && "
	    "git branch side && git tag x && at 100000001 m && at 1600000000 h && git tag h && "
	    "git switch -q side && at 1600000001 new && git tag new && "
	    "git switch -q main && GIT_COMMITTER_DATE='1600000002 +0000' "
	    "git merge -q -m merge side && git tag merge");
	git = open_here();
	walks(git, "new", "h", "new ");
	walks(git, "merge", "h", "new merge ");
	walks(git, "h", "new", "m h ");
	walks(git, "x", "h", "");
	qms_git_close(git);
}

static void
walks_merges_parents_first_the_same_way_each_time(void **state)
{
	struct qms_git *git, *again;
	struct qms_oid *a, *b, tip;
	size_t count, other, i, k, seen;
	struct qms_git_commit read;

	run("git init -q -b main . && git commit -q --allow-empty -m root && "
	    "for i in 1 2 3 4 5; do git branch b$i; done && "
	    "for i in 1 2 3 4 5; do git switch -q b$i; for k in 1 2 3; do "
	    "git commit -q --allow-empty -m $i.$k; done; done; "
	    "git switch -q main && "
	    "git merge -q -m all b1 b2 b3 b4 b5 >/dev/null && "
	    "git switch -q --orphan other && git commit -q --allow-empty "
	    "-m other && git switch -q main && git merge -q "
	    "--allow-unrelated-histories -m both other");
	git = open_here();
	tip = head_of(git);
	succeeds(qms_git_walk(&a, &count, git, &arena, &tip, NULL, 0));
	assert_int_equal(count, 19);
	for (i = 0; i < count; i++) {
		succeeds(qms_git_commit(&read, git, &arena, &a[i]));
		for (k = 0; k < read.parent_count; k++) {
			for (seen = 0; seen < i && !qms_oid_equal(&a[seen],
			    &read.parents[k]); seen++)
				continue;
			assert_true(seen < i);
		}
	}
	run("git repack -adq && git pack-refs --all");
	again = open_here();
	succeeds(qms_git_walk(&b, &other, again, &arena, &tip, NULL, 0));
	assert_int_equal(other, count);
	assert_memory_equal(a, b, count * sizeof(*a));
	walks(git, "main", "main^1", "other both ");
	qms_git_close(git);
	qms_git_close(again);
}

static void
follows_the_first_parents(void **state)
{
	struct qms_git *git;
	struct qms_oid *line, tip, old, side;
	size_t count;
	bool found;

	run("git init -q -b main . && git commit -q --allow-empty -m 1 && "
	    "git switch -qc side && git commit -q --allow-empty -m s && "
	    "git switch -q main && git commit -q --allow-empty -m 2 && "
	    "git tag old && git merge -q -m 3 side");
	git = open_here();
	tip = head_of(git);
	succeeds(qms_git_resolve(&old, git, "old"));
	succeeds(qms_git_resolve(&side, git, "side"));
	succeeds(qms_git_line(&line, &count, &found, git, &arena, &tip,
	    &(struct qms_oid){ { 0 } }));
	assert_true(found);
	assert_int_equal(count, 3);
	assert_true(qms_oid_equal(&line[1], &old));
	succeeds(qms_git_line(&line, &count, &found, git, &arena, &tip,
	    &old));
	assert_true(found);
	assert_int_equal(count, 1);
	succeeds(qms_git_line(&line, &count, &found, git, &arena, &tip,
	    &side));
	assert_false(found);
	succeeds(qms_git_is_ancestor(&found, git, &side, &tip));
	assert_true(found);
	succeeds(qms_git_is_ancestor(&found, git, &tip, &side));
	assert_false(found);
	succeeds(qms_git_is_ancestor(&found, git, &tip, &tip));
	assert_true(found);
	qms_git_close(git);
}

/* ---- status ---- */

static void
tells_what_differs_from_the_last_commit(void **state)
{
	struct qms_git *git;

	run("git init -q -b main . && mkdir -p qms/d/e && echo 1 >qms/same && "
	    "echo 1 >qms/edited && echo 1 >qms/d/e/gone && echo 1 >outside "
	    "&& echo '*.tmp' >.gitignore && echo site/ >qms/.gitignore && "
	    "echo 1 >qms/kept.tmp && git add -f . && git commit -qm 1");
	git = open_here();
	status_is(git, "", "");
	run("echo 2 >qms/edited && rm -r qms/d && echo 1 >qms/new && "
	    "echo 1 >qms/x.tmp && mkdir -p qms/site/a qms/n && "
	    "echo 1 >qms/site/a/b && echo 1 >qms/n/m && echo 2 >qms/kept.tmp "
	    "&& echo 2 >outside && ln -s same qms/link && "
	    "echo 1 >qms/staged && git add qms/staged qms/edited && "
	    "mkfifo qms/fifo && git init -q qms/own");
	status_is(git, "qms/", "-d/e/gone edited kept.tmp +link +n/m +new "
	    "+own +staged ");
	status_is(git, "", "outside -qms/d/e/gone qms/edited qms/kept.tmp "
	    "+qms/link +qms/n/m +qms/new +qms/own +qms/staged ");
	status_is(git, "nowhere/", "");
	qms_git_close(git);
}

static void
needs_no_index_and_writes_nothing(void **state)
{
	struct qms_git *git;

	run("git init -q -b main . && echo 1 >a && echo 1 >b && git add . && "
	    "git commit -qm 1 && echo 2 >b && touch -d '2001-01-01' a");
	git = open_here();
	run("ls -laR --time-style=full-iso .git >../before");
	status_is(git, "", "b ");
	run("ls -laR --time-style=full-iso .git | cmp - ../before && "
	    "rm ../before");
	run("git update-index --split-index");
	status_is(git, "", "b ");
	run("rm .git/index .git/sharedindex.*");
	status_is(git, "", "b ");
	run("test ! -e .git/index");
	run("echo junk >.git/index");
	status_is(git, "", "b ");
	qms_git_close(git);
}

static const struct qms_error *
count_known(void *closure, const struct qms_git_file *file)
{
	int *counts = closure;

	counts[file->known ? 1 : 0]++;
	return NULL;
}

static void
knows_unchanged_files_without_reading_them(void **state)
{
	struct qms_git *git;
	int counts[2] = { 0, 0 };

	run("git init -q -b main . && echo 1 >a && echo 1 >b && echo 1 >c && "
	    "sleep 0.05 && git add . && git commit -qm 1 && sleep 0.05 && "
	    "echo 2 >c && chmod 0 a b");
	git = open_here();
	succeeds(qms_git_files(git, "", count_known, counts));
	run("chmod 644 a b");
	qms_git_close(git);
	/* chmod moved the ctime of a and b too: none is known */
	assert_int_equal(counts[0] + counts[1], 3);
	run("git update-index -q --refresh; git status >/dev/null");
	git = open_here();
	counts[0] = counts[1] = 0;
	succeeds(qms_git_files(git, "", count_known, counts));
	assert_int_equal(counts[1], 2);
	assert_int_equal(counts[0], 1);
	qms_git_close(git);
}

static void
updates_an_index_that_git_understands(void **state)
{
	struct qms_git *git;
	struct qms_git_edit edit = { .path = "d/new" };
	struct qms_oid none = { 0 };

	run("git init -q -b main . && echo 1 >a && echo 1 >b && git add . && "
	    "git commit -qm 1 && rm .git/index");
	git = open_here();
	put("d/new", "n");
	succeeds(qms_git_write_blob(&edit.blob, git, qms_text("n")));
	succeeds(qms_git_update_index(git, &edit, 1));
	run("test \"$(git status --porcelain)\" = 'A  d/new'");
	edit.path = "b";
	edit.blob = none;
	succeeds(qms_git_update_index(git, &edit, 1));
	run("test \"$(git diff --cached --name-status | tr '\\t\\n' '  ')\" = "
	    "'D b A d/new '");
	run("touch .git/index.lock");
	fails_with(G033, qms_git_update_index(git, &edit, 1));
	run("rm .git/index.lock && git update-index --split-index");
	qms_git_close(git);
	git = open_here();
	fails_with(G031, qms_git_update_index(git, &edit, 1));
	qms_git_close(git);
}

/* ---- the swap ---- */

static void
swaps_only_from_the_value_it_was_told(void **state)
{
	struct qms_git *git;
	struct qms_oid old, other, none = { 0 };
	bool moved;

	run("git init -q -b main . && git commit -q --allow-empty -m 1 && "
	    "git commit -q --allow-empty -m 2 && git pack-refs --all");
	git = open_here();
	old = head_of(git);
	succeeds(qms_git_resolve(&other, git, "HEAD~1"));
	succeeds(qms_git_swap(&moved, git, &other, &old, &lan, "x"));
	assert_false(moved);
	succeeds(qms_git_swap(&moved, git, &none, &other, &lan, "x"));
	assert_false(moved);
	run("test ! -e .git/refs/heads/main.lock");
	succeeds(qms_git_swap(&moved, git, &old, &other, &lan, "x"));
	assert_true(moved);
	run("test \"$(git log --format=%%s)\" = 1");
	run("git switch -q --detach");
	fails_with(G041, qms_git_swap(&moved, git, &other, &old, &lan, "x"));
	qms_git_close(git);
}

static void
loses_no_commit_of_eight_writers(void **state)
{
	enum { WRITERS = 8, COMMITS = 100 };
	pid_t writers[WRITERS];
	struct qms_git *git;
	struct qms_oid *line, tip;
	char path[32];
	bool moved;
	size_t count;
	int i, k, status, tries;

	succeeds(qms_git_create(&git, "."));
	qms_git_close(git);
	for (i = 0; i < WRITERS; i++) {
		writers[i] = fork();
		assert_true(writers[i] >= 0);
		if (writers[i] != 0)
			continue;
		git = open_here();
		for (k = 0; k < COMMITS; k++) {
			(void)snprintf(path, sizeof(path), "w%d/f%d", i, k);
			for (tries = 0, moved = false; !moved; tries++) {
				if (commit_file(&moved, git, path, path,
				    false) != NULL)
					_exit(1);
				if (!moved)
					(void)usleep((unsigned)(rand() %
					    (1000 * (1 + tries % 16))));
			}
			qms_arena_free(&arena);
		}
		qms_git_close(git);
		_exit(0);
	}
	for (i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
		assert_int_equal(status, 0);
	}
	git = open_here();
	tip = head_of(git);
	succeeds(qms_git_walk(&line, &count, git, &arena, &tip, NULL, 0));
	assert_int_equal(count, WRITERS * COMMITS);
	qms_git_close(git);
	run("test \"$(git ls-tree -r HEAD | wc -l)\" = 800");
	run("git fsck --strict 2>&1 | (! grep -v -e '^notice' -e dangling -e "
	    "'^Checking')");
}

static void
write_for_ever(int acknowledge)
{
	struct qms_git *git = open_here();
	char path[32];
	bool moved;
	int i;

	for (i = 0;; i++) {
		(void)snprintf(path, sizeof(path), "d/%d", i);
		if (commit_file(&moved, git, path, path, true) != NULL ||
		    (moved && write(acknowledge, "x", 1) != 1))
			_exit(1);
		qms_arena_free(&arena);
	}
}

static void
remove_locks(struct qms_git *git)
{
	struct qms_git_lock *locks;
	size_t count, i;
	char hex[QMS_OID_HEX];

	succeeds(qms_git_locks(&locks, &count, git, &arena, 0));
	for (i = 0; i < count; i++) {
		assert_false(locks[i].held);
		if (!qms_oid_is_zero(&locks[i].value))
			run("git cat-file -e %s^{commit}",
			    qms_oid_hex(hex, &locks[i].value));
		assert_int_equal(unlink(locks[i].path), 0);
	}
}

static void
loses_nothing_that_was_acknowledged_when_killed(void **state)
{
	enum { ROUNDS = 40 };
	struct qms_oid *line, tip, none = { 0 };
	struct qms_git *git;
	size_t count, acknowledged = 0;
	int i, ends[2], status;
	char bytes[256];
	ssize_t size;
	bool found;
	pid_t child;

	succeeds(qms_git_create(&git, "."));
	qms_git_close(git);
	srand(7);
	for (i = 0; i < ROUNDS; i++) {
		assert_int_equal(pipe(ends), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			write_for_ever(ends[1]);
		(void)close(ends[1]);
		(void)usleep((unsigned)(5000 + rand() % 20000));
		(void)kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		while ((size = read(ends[0], bytes, sizeof(bytes))) > 0)
			acknowledged += (size_t)size;
		(void)close(ends[0]);
		git = open_here();
		remove_locks(git);
		tip = head_of(git);
		succeeds(qms_git_line(&line, &count, &found, git, &arena,
		    &tip, &none));
		assert_true(count >= acknowledged);
		assert_true(count <= acknowledged + (size_t)i + 1);
		qms_git_close(git);
	}
	run("git fsck --strict 2>&1 | (! grep -v -e '^notice' -e dangling -e "
	    "'^Checking')");
}

static void
says_what_really_happened_after_a_fault(void **state)
{
	struct qms_git *git;
	struct qms_oid old, other, now;
	bool moved;

	/* something stands where the branch would be renamed to */
	run("git init -q -b main . && git commit -q --allow-empty -m 1 && "
	    "git commit -q --allow-empty -m 2 && git pack-refs --all && "
	    "mkdir -p .git/refs/heads/main && touch .git/refs/heads/main/x");
	git = open_here();
	old = head_of(git);
	succeeds(qms_git_resolve(&other, git, "HEAD~1"));
	fails_with(G042, qms_git_swap(&moved, git, &old, &other, &lan, "x"));
	assert_false(moved);
	now = head_of(git);
	assert_true(qms_oid_equal(&now, &old));
	run("test ! -e .git/refs/heads/main.lock");
	qms_git_close(git);
}

static void
tells_locks_and_who_holds_them(void **state)
{
	struct qms_git_lock *locks;
	struct qms_git *git;
	size_t count;
	int fd;

	run("git init -q -b main . && git commit -q --allow-empty -m 1");
	git = open_here();
	succeeds(qms_git_locks(&locks, &count, git, &arena, 1700000000));
	assert_int_equal(count, 0);
	run("touch -d @1699999000 .git/index.lock .git/refs/heads/main.lock");
	fd = open(".git/refs/heads/main.lock", O_RDONLY);
	assert_true(fd >= 0);
	succeeds(qms_git_locks(&locks, &count, git, &arena, 1700000000));
	assert_int_equal(count, 2);
	assert_true(qms_ends_with(locks[0].path, "/.git/index.lock"));
	assert_int_equal(locks[0].age, 1000);
	assert_false(locks[0].held);
	assert_true(locks[1].held);
	(void)close(fd);
	qms_git_close(git);
}

/* ---- which repositories ---- */

static void
refused_here(enum qms_message_id id, enum qms_exit status)
{
	const struct qms_error *err;
	struct qms_git *git;

	err = qms_git_open(&git, ".", false);
	assert_non_null(err);
	assert_null(git);
	if (err->id != id)
		fail_msg("%s: %s", qms_message_get(err->id)->code,
		    err->arguments[1] == NULL ? err->arguments[0] :
		    err->arguments[1]);
	assert_int_equal(qms_error_exit(err), status);
}

static void
make_source(void)
{
	run("git init -q -b main source && cd source && "
	    "git config uploadpack.allowFilter true && "
	    "for i in 1 2 3; do echo $i >f && git add . && "
	    "git commit -qm $i; done");
}

static void
refuses_a_place_outside_git(void **state)
{
	refused_here(QMS_M_G020, QMS_EXIT_CONFIG);
}

static void
refuses_a_shallow_clone_until_it_is_whole(void **state)
{
	struct qms_git *git;

	make_source();
	run("git clone -q --depth 1 file://$PWD/source c");
	assert_int_equal(chdir("c"), 0);
	refused_here(QMS_M_G021, QMS_EXIT_CONFIG);
	run("git -C . fetch -q --unshallow");
	git = open_here();
	qms_git_close(git);
}

static void
refuses_a_partial_clone(void **state)
{
	make_source();
	run("git clone -q --filter=blob:none --no-checkout file://$PWD/source "
	    "c 2>/dev/null");
	assert_int_equal(chdir("c"), 0);
	refused_here(QMS_M_G022, QMS_EXIT_CONFIG);
}

static void
refuses_sparse_checkout_until_it_is_whole(void **state)
{
	struct qms_git *git;

	make_source();
	assert_int_equal(chdir("source"), 0);
	run("mkdir a b && echo 1 >a/f && echo 1 >b/f && git add . && "
	    "git commit -qm ab && git sparse-checkout set --sparse-index a");
	refused_here(QMS_M_G023, QMS_EXIT_CONFIG);
	run("git sparse-checkout disable");
	git = open_here();
	status_is(git, "", "");
	qms_git_close(git);
}

static void
refuses_sha256(void **state)
{
	run("git init -q --object-format=sha256 .");
	refused_here(QMS_M_G024, QMS_EXIT_CONFIG);
}

static void
refuses_a_foreign_owner_until_trusted(void **state)
{
	struct qms_git *git;

	if (geteuid() != 0)
		skip();
	run("git init -q -b main . && chown -R 12345 .");
	refused_here(QMS_M_G025, QMS_EXIT_CONFIG);
	run("git config --global --add safe.directory \"$PWD\"");
	git = open_here();
	qms_git_close(git);
	run("rm $HOME/.gitconfig");
}

static void
refuses_alternates_until_mended(void **state)
{
	struct qms_git *git;

	make_source();
	run("git clone -q --shared source c");
	assert_int_equal(chdir("c"), 0);
	refused_here(QMS_M_G026, QMS_EXIT_CONFIG);
	run("git -C . repack -q -a -d && rm .git/objects/info/alternates");
	git = open_here();
	assert_false(qms_oid_is_zero(&(struct qms_oid){ { 1 } }));
	differs(git, "HEAD~1", "HEAD", "", "f ");
	qms_git_close(git);
}

static void
tells_that_objects_are_replaced(void **state)
{
	struct qms_git *git;

	make_source();
	assert_int_equal(chdir("source"), 0);
	run("git replace HEAD HEAD~1");
	git = open_here();
	fails_with(G027, qms_git_replaced(git));
	run("git pack-refs --all --prune");
	fails_with(G027, qms_git_replaced(git));
	run("git replace -d $(git replace -l) >/dev/null");
	succeeds(qms_git_replaced(git));
	qms_git_close(git);
}

static void
refuses_grafts(void **state)
{
	make_source();
	assert_int_equal(chdir("source"), 0);
	run("git rev-parse HEAD >.git/info/grafts");
	refused_here(QMS_M_G028, QMS_EXIT_CONFIG);
}

static void
refuses_extensions_it_does_not_know(void **state)
{
	make_source();
	assert_int_equal(chdir("source"), 0);
	run("git config core.repositoryformatversion 1 && "
	    "git config extensions.refstorage reftable");
	refused_here(QMS_M_G030, QMS_EXIT_CONFIG);
	run("git config --file .git/config --unset extensions.refstorage && "
	    "git config --file .git/config extensions.future true");
	refused_here(QMS_M_G029, QMS_EXIT_CONFIG);
}

static void
opens_clones_with_a_config_for_each_work_tree(void **state)
{
	struct qms_git *git;
	const char *name, *email, *branch;
	struct qms_oid id;

	make_source();
	assert_int_equal(chdir("source"), 0);
	run("git config extensions.worktreeConfig true && git config "
	    "--worktree core.abbrev 9 && git config user.name Hoa && "
	    "git config user.email hoa@example.vn && "
	    "git worktree add -q -b other ../linked");
	git = open_here();
	qms_git_identity(git, &arena, &name, &email);
	assert_string_equal(name, "Hoa");
	assert_string_equal(email, "hoa@example.vn");
	qms_git_close(git);
	assert_int_equal(chdir("../linked"), 0);
	git = open_here();
	assert_true(qms_ends_with(qms_git_common_directory(git),
	    "/source/.git/"));
	assert_true(qms_ends_with(qms_git_work_directory(git), "/linked/"));
	succeeds(qms_git_head(&id, &branch, git, &arena));
	assert_string_equal(branch, "other");
	commit(git, "g", "1");
	qms_git_close(git);
	run("test \"$(git log -1 --format=%%s other)\" = change && "
	    "test -z \"$(git status --porcelain)\"");
	run("git -C ../source config --worktree core.worktree /elsewhere");
	assert_int_equal(chdir("../source"), 0);
	refused_here(QMS_M_G029, QMS_EXIT_CONFIG);
}

static void
says_when_the_configuration_is_damaged(void **state)
{
	make_source();
	assert_int_equal(chdir("source"), 0);
	run("echo '[core' >>.git/config");
	refused_here(QMS_M_G036, QMS_EXIT_IO);
}

static void
opens_bare_repositories_and_what_a_hook_sees(void **state)
{
	struct qms_git *git;
	struct qms_oid id;
	bool moved;

	make_source();
	run("git clone -q --bare source b.git");
	succeeds(qms_git_open(&git, "b.git", false));
	assert_null(qms_git_work_directory(git));
	differs(git, "HEAD~1", "HEAD", "", "f ");
	fails_with(G046, qms_git_status(git, "", note, NULL));
	fails_with(G046, qms_git_update_index(git, NULL, 0));
	succeeds(commit_file(&moved, git, "x", "1", false));
	assert_true(moved);
	qms_git_close(git);
	/* objects that only GIT_OBJECT_DIRECTORY knows, as in quarantine */
	run("mkdir q && cp -r source q/s && cd q/s && echo new >f && "
	    "git commit -qam new && git rev-parse HEAD >../../new && "
	    "mv .git/objects ../objects");
	assert_int_equal(setenv("GIT_DIR", "b.git", 1), 0);
	assert_int_equal(setenv("GIT_OBJECT_DIRECTORY", "q/objects", 1), 0);
	assert_int_equal(setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES",
	    "b.git/objects", 1), 0);
	succeeds(qms_git_open(&git, ".", true));
	(void)unsetenv("GIT_DIR");
	(void)unsetenv("GIT_OBJECT_DIRECTORY");
	(void)unsetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
	FILE *file = fopen("new", "r");
	char hex[QMS_OID_HEX] = "";
	assert_non_null(file);
	assert_int_equal(fread(hex, 1, 40, file), 40);
	(void)fclose(file);
	succeeds(qms_git_resolve(&id, git, hex));
	differs(git, "HEAD", hex, "", "f -x ");
	qms_git_close(git);
}

static void
tells_missing_objects_and_unfinished_work(void **state)
{
	struct qms_git *git;
	struct qms_git_commit commit;
	struct qms_oid id = { { 1, 2, 3 } };

	make_source();
	assert_int_equal(chdir("source"), 0);
	git = open_here();
	fails_with(G034, qms_git_commit(&commit, git, &arena, &id));
	assert_null(qms_git_busy(git));
	run("git switch -qc s HEAD~1 && echo 9 >f && git commit -qam 9 && "
	    "! git merge -q main >/dev/null");
	assert_string_equal(qms_git_busy(git), "merge");
	qms_git_close(git);
}

static void
remembers_an_identity_in_this_repository_only(void **state)
{
	struct qms_git *git;
	const char *name, *email;

	succeeds(qms_git_create(&git, "."));
	qms_git_identity(git, &arena, &name, &email);
	assert_string_equal(name, "");
	assert_string_equal(email, "");
	succeeds(qms_git_set_identity(git, "Trần Văn Bình",
	    "binh@example.vn"));
	qms_git_identity(git, &arena, &name, &email);
	assert_string_equal(name, "Trần Văn Bình");
	qms_git_close(git);
	run("test ! -e $HOME/.gitconfig && test \"$(git config --local "
	    "user.email)\" = binh@example.vn");
}

static void
parses_ids_strictly(void **state)
{
	struct qms_oid id;
	char hex[QMS_OID_HEX];

	assert_true(qms_oid_parse(&id,
	    "0123456789abcdef0123456789abcdef01234567"));
	assert_string_equal(qms_oid_hex(hex, &id),
	    "0123456789abcdef0123456789abcdef01234567");
	assert_false(qms_oid_parse(&id, ""));
	assert_false(qms_oid_parse(&id, "0123"));
	assert_false(qms_oid_parse(&id,
	    "0123456789abcdef0123456789abcdef0123456"));
	assert_false(qms_oid_parse(&id,
	    "0123456789abcdef0123456789abcdef012345678"));
	assert_false(qms_oid_parse(&id,
	    "0123456789ABCDEF0123456789abcdef01234567"));
	assert_true(qms_oid_is_zero(&id));
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const char *
merge(bool *clean, const char *base, const char *ours, const char *theirs)
{
	struct qms_text text;

	succeeds(qms_git_merge(&text, clean, &arena, qms_text(base),
	    qms_text(ours), qms_text(theirs)));
	return text.data;
}

static void
merges_what_two_changed_apart_and_tells_what_both_did(void **state)
{
	struct qms_text none = { 0 }, text;
	bool clean;

	assert_string_equal(merge(&clean, "a\nb\nc\nd\ne\n",
	    "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n"),
	    "A\nb\nc\nd\nE\n");
	assert_true(clean);
	/* the same change is no conflict */
	assert_string_equal(merge(&clean, "a\n", "b\n", "b\n"), "b\n");
	assert_true(clean);
	(void)merge(&clean, "a\n", "b\n", "c\n");
	assert_false(clean);
	/* line ends stay what they are */
	assert_string_equal(merge(&clean, "a\r\nb\r\nc", "a\r\nb\r\nc",
	    "a\r\nB\r\nc"), "a\r\nB\r\nc");
	assert_true(clean);
	succeeds(qms_git_merge(&text, &clean, &arena, none, none, none));
	assert_true(clean);
	assert_int_equal(text.size, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(makes_a_repository_that_git_finds_sound),
		test(keeps_the_logs_that_git_keeps),
		test(reads_commits_as_they_are),
		test(refuses_large_blobs_before_reading),
		test(finds_files_directories_and_nothing),
		test(tells_changes_in_the_order_of_bytes),
		test(finds_grafted_directories_where_they_lie),
		test(opens_no_tree_that_is_the_same),
		test(refuses_trees_that_git_never_writes),
		test(refuses_a_directory_named_as_a_file_that_did_not_change),
		test(agrees_with_git_on_random_trees),
		test(refuses_trees_nested_for_ever),
		test(puts_and_removes_files_in_trees),
		test(refuses_paths_that_leave_or_clash),
		test(walks_only_what_is_new),
		test(is_not_misled_by_dates),
		test(walks_merges_parents_first_the_same_way_each_time),
		test(follows_the_first_parents),
		test(tells_what_differs_from_the_last_commit),
		test(needs_no_index_and_writes_nothing),
		test(knows_unchanged_files_without_reading_them),
		test(updates_an_index_that_git_understands),
		test(swaps_only_from_the_value_it_was_told),
		test(loses_no_commit_of_eight_writers),
		test(loses_nothing_that_was_acknowledged_when_killed),
		test(says_what_really_happened_after_a_fault),
		test(tells_locks_and_who_holds_them),
		test(refuses_a_place_outside_git),
		test(refuses_a_shallow_clone_until_it_is_whole),
		test(refuses_a_partial_clone),
		test(refuses_sparse_checkout_until_it_is_whole),
		test(refuses_sha256),
		test(refuses_a_foreign_owner_until_trusted),
		test(refuses_alternates_until_mended),
		test(tells_that_objects_are_replaced),
		test(refuses_grafts),
		test(refuses_extensions_it_does_not_know),
		test(opens_clones_with_a_config_for_each_work_tree),
		test(says_when_the_configuration_is_damaged),
		test(opens_bare_repositories_and_what_a_hook_sees),
		test(tells_missing_objects_and_unfinished_work),
		test(remembers_an_identity_in_this_repository_only),
		test(parses_ids_strictly),
		test(merges_what_two_changed_apart_and_tells_what_both_did),
	};

	return cmocka_run_group_tests(tests, freeze_world, end_world);
}
