/* SPDX-License-Identifier: MIT */
#include "qms/store.h"
#include "repository.h"

static void
lists(const struct qms_store *store, const char *prefix, const char *expected)
{
	struct qms_buffer seen = { 0 };
	struct qms_store_entry *entries;
	size_t count, i;

	succeeds(qms_store_list(&entries, &count, &arena, store, prefix));
	qms_buffer_add(&seen, "", 0);
	for (i = 0; i < count; i++)
		qms_buffer_format(&seen, "%s%s ", entries[i].path,
		    entries[i].mode == QMS_MODE_LINK ? "@" :
		    entries[i].mode == QMS_MODE_SUBMODULE ? "/" : "");
	assert_string_equal(seen.data, expected);
	qms_buffer_free(&seen);
}

static void
reads(const struct qms_store *store, const char *path, const char *expected)
{
	struct qms_text text;

	succeeds(qms_store_read(&text, &arena, store, path, 1000));
	assert_string_equal(text.data, expected);
	assert_int_equal(text.size, strlen(expected));
	assert_true(qms_store_has(store, path));
}

static struct qms_git *
make_system(void)
{
	run("git init -q -b main . && mkdir -p qms/kinds/x qms/agencies/so && "
	    "cd qms && printf q >qms.yaml && printf k >kinds/audit.yaml && "
	    "printf x >kinds/x/y && printf b >kinds.md && "
	    "printf p >agencies/so/people.yaml && ln -s kinds.md link && "
	    "echo out >../outside && git add .. && git commit -qm 1");
	return open_here();
}

static struct qms_store *
committed(struct qms_git *git, const char *name)
{
	struct qms_store *store;
	struct qms_oid id;

	succeeds(qms_git_resolve(&id, git, name));
	succeeds(qms_store_commit(&store, &arena, git, &id, "qms/"));
	return store;
}

static struct qms_store *
tracked(struct qms_git *git)
{
	struct qms_store *store;

	succeeds(qms_store_tracked(&store, &arena, git, "qms"));
	return store;
}

static void
finds_the_root_from_below(void **state)
{
	struct qms_git *git = make_system();
	const char *root, *prefix;

	succeeds(qms_store_find_root(&root, &arena, "qms/agencies/so"));
	assert_true(qms_ends_with(root, "/qms/"));
	assert_int_equal(root[0], '/');
	succeeds(qms_store_prefix(&prefix, &arena, git, root));
	assert_string_equal(prefix, "qms/");
	succeeds(qms_store_find_root(&root, &arena, "qms"));
	assert_true(qms_ends_with(root, "/qms/"));
	fails_with(G039, qms_store_find_root(&root, &arena, "."));
	fails_with(G001, qms_store_find_root(&root, &arena, "nowhere"));
	run("mkdir -p qms/own/deep && git init -q qms/own");
	fails_with(G039, qms_store_find_root(&root, &arena, "qms/own/deep"));
	qms_git_close(git);
}

static void
finds_the_root_in_a_commit(void **state)
{
	struct qms_git *git = make_system();
	const char *prefix;
	struct qms_oid id;

	succeeds(qms_git_resolve(&id, git, "HEAD"));
	succeeds(qms_store_find_prefix(&prefix, &arena, git, &id));
	assert_string_equal(prefix, "qms/");
	run("mkdir other && printf q >other/qms.yaml && git add other && "
	    "git commit -qm 2");
	succeeds(qms_git_resolve(&id, git, "HEAD"));
	fails_with(G048, qms_store_find_prefix(&prefix, &arena, git, &id));
	run("printf q >qms.yaml && git add qms.yaml && git commit -qm 3");
	succeeds(qms_git_resolve(&id, git, "HEAD"));
	succeeds(qms_store_find_prefix(&prefix, &arena, git, &id));
	assert_string_equal(prefix, "");
	run("git rm -q --cached qms.yaml other/qms.yaml qms/qms.yaml && "
	    "git commit -qm 4");
	succeeds(qms_git_resolve(&id, git, "HEAD"));
	fails_with(G039, qms_store_find_prefix(&prefix, &arena, git, &id));
	qms_git_close(git);
}

static void
lists_the_same_at_the_commit_and_in_the_work_tree(void **state)
{
	struct qms_git *git = make_system();
	struct qms_store *stores[3];
	size_t i;

	stores[0] = committed(git, "HEAD");
	stores[1] = tracked(git);
	succeeds(qms_store_worktree(&stores[2], &arena, "qms"));
	for (i = 0; i < 3; i++) {
		lists(stores[i], "", "agencies/so/people.yaml kinds.md "
		    "kinds/audit.yaml kinds/x/y link@ qms.yaml ");
		lists(stores[i], "kinds/", "kinds/audit.yaml kinds/x/y ");
		lists(stores[i], "kinds", "kinds.md kinds/audit.yaml "
		    "kinds/x/y ");
		lists(stores[i], "kinds/a", "kinds/audit.yaml ");
		lists(stores[i], "nothing/", "");
		lists(stores[i], "qms.yaml/", "");
		reads(stores[i], "kinds/x/y", "x");
	}
	qms_git_close(git);
}

static void
lists_no_ignored_files_and_knows_blobs(void **state)
{
	struct qms_git *git = make_system();
	struct qms_store *store;
	struct qms_store_entry *entries;
	size_t count;

	run("echo '*~' >.git/info/exclude && echo 1 >qms/draft.md~ && "
	    "echo 1 >qms/new.md && printf c >qms/kinds.md && "
	    "git init -q qms/own && sleep 0.01 && git status >/dev/null");
	store = tracked(git);
	lists(store, "", "agencies/so/people.yaml kinds.md kinds/audit.yaml "
	    "kinds/x/y link@ new.md own/ qms.yaml ");
	succeeds(qms_store_list(&entries, &count, &arena, store, "kinds"));
	assert_true(qms_oid_is_zero(&entries[0].blob));
	assert_int_equal(count, 3);
	succeeds(qms_store_worktree(&store, &arena, "qms"));
	lists(store, "draft", "draft.md~ ");
	qms_git_close(git);
}

static void
reads_what_was_at_the_commit(void **state)
{
	struct qms_git *git = make_system();
	struct qms_store *old, *new;
	struct qms_text text;
	int i;

	run("printf K >qms/kinds/audit.yaml && git rm -q qms/kinds.md && "
	    "git commit -qam 2");
	old = committed(git, "HEAD~1");
	new = committed(git, "HEAD");
	/* often enough that all trees are read */
	for (i = 0; i < 20; i++) {
		reads(old, "kinds/audit.yaml", "k");
		reads(new, "kinds/audit.yaml", "K");
		assert_false(qms_store_has(new, "kinds.md"));
		assert_false(qms_store_has(new, "kinds"));
		fails_with(G010, qms_store_read(&text, &arena, new,
		    "kinds.md", 10));
		assert_null(text.data);
	}
	qms_git_close(git);
}

static void
refuses_links_directories_and_what_is_too_large(void **state)
{
	struct qms_git *git = make_system();
	struct qms_store *stores[2];
	struct qms_text text;
	size_t i;

	run("head -c 2000 /dev/zero >qms/big && git add . && git commit -qm 2 "
	    "&& mkdir out && echo s >out/secret && ln -s ../out qms/gate");
	stores[0] = committed(git, "HEAD");
	stores[1] = tracked(git);
	for (i = 0; i < 2; i++) {
		fails_with(G011, qms_store_read(&text, &arena, stores[i],
		    "link", 10));
		assert_false(qms_store_has(stores[i], "link"));
		fails_with(G012, qms_store_read(&text, &arena, stores[i],
		    "kinds", 10));
		fails_with(G013, qms_store_read(&text, &arena, stores[i],
		    "big", 1999));
		assert_false(qms_store_has(stores[i], "../outside"));
		assert_false(qms_store_has(stores[i], "gate/secret"));
	}
	fails_with(G011, qms_store_read(&text, &arena, stores[1],
	    "gate/secret", 10));
	lists(stores[1], "gate", "gate@ ");
	lists(stores[1], "gate/", "");
	qms_git_close(git);
}

static void
lays_files_over_another_store(void **state)
{
	struct qms_git *git = make_system();
	struct qms_store *over, *alone;
	struct qms_text text, gone = { 0 };

	over = qms_store_overlay(&arena, committed(git, "HEAD"));
	qms_store_put(over, "kinds/audit.yaml", qms_text("new"));
	qms_store_put(over, "kinds.md", gone);
	qms_store_put(over, "agencies/a.md", qms_text(""));
	reads(over, "kinds/audit.yaml", "new");
	reads(over, "kinds/x/y", "x");
	reads(over, "agencies/a.md", "");
	fails_with(G010, qms_store_read(&text, &arena, over, "kinds.md", 9));
	fails_with(G013, qms_store_read(&text, &arena, over,
	    "kinds/audit.yaml", 2));
	assert_false(qms_store_has(over, "kinds.md"));
	lists(over, "", "agencies/a.md agencies/so/people.yaml "
	    "kinds/audit.yaml kinds/x/y link@ qms.yaml ");
	lists(over, "kinds", "kinds/audit.yaml kinds/x/y ");
	alone = qms_store_overlay(&arena, NULL);
	qms_store_put(alone, "b", qms_text("1"));
	qms_store_put(alone, "a", qms_text("2"));
	lists(alone, "", "a b ");
	reads(alone, "a", "2");
	assert_false(qms_store_has(alone, "c"));
	qms_git_close(git);
}

static void
is_empty_before_the_first_commit(void **state)
{
	struct qms_git *git;
	struct qms_store *store;
	struct qms_oid none = { 0 };
	struct qms_text text;

	succeeds(qms_git_create(&git, "."));
	succeeds(qms_store_commit(&store, &arena, git, &none, "qms/"));
	lists(store, "", "");
	assert_false(qms_store_has(store, "qms.yaml"));
	fails_with(G010, qms_store_read(&text, &arena, store, "a", 10));
	qms_git_close(git);
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(finds_the_root_from_below),
		test(finds_the_root_in_a_commit),
		test(lists_the_same_at_the_commit_and_in_the_work_tree),
		test(lists_no_ignored_files_and_knows_blobs),
		test(reads_what_was_at_the_commit),
		test(refuses_links_directories_and_what_is_too_large),
		test(lays_files_over_another_store),
		test(is_empty_before_the_first_commit),
	};

	return cmocka_run_group_tests(tests, freeze_world, end_world);
}
