/* SPDX-License-Identifier: MIT */
#include "kinds.h"

#define HEAD "schema: qms/kind/1\nid: visit\nname: {vi: thăm, en: visit}\n" \
	"class: record\nformat: markdown\nvisibility: public\n"		\
	"path: agencies/{agency}/records/{year}/visit/{id}.md\n"	\
	"number: TH-{year}-{nn}\n"
#define KEYS "keys:\n"							\
	"  title: {type: text, need: yes, name: {vi: tên, en: title}}\n" \
	"  day: {type: date, min: 2000-01-01}\n"			\
	"  grade: {type: enum, values: [a, b]}\n"			\
	"  fees: {rows: {amount: {type: decimal, need: yes}}}\n"	\
	"sections: [Một, Hai]\n"					\
	"tables:\n  steps:\n    section: Hai\n    need: yes\n"		\
	"    columns:\n      step: {title: Bước, type: integer}\n"
#define ACTS "first: open\nfinal: [closed]\ntasks: [close]\nacts:\n"	\
	"  - [open, work, doing, owner, []]\n"				\
	"  - [doing, close, closed, head|deputy-head, [not-owner]]\n"	\
	"states:\n  open: {vi: a, en: a}\n  doing: {vi: b, en: b}\n"	\
	"  closed: {vi: c, en: c}\n"					\
	"act_names:\n  work: {vi: a, en: a}\n  close: {vi: b, en: b}\n"
#define GOOD HEAD KEYS ACTS

static const char *
with(const char *piece, const char *other)
{
	const char *found = strstr(GOOD, piece);

	assert_non_null(found);
	return qms_arena_format(&arena, "%.*s%s%s", (int)(found - GOOD), GOOD,
	    other, found + strlen(piece));
}

static struct qms_kind *
parse(const char *text)
{
	problems.count = 0;
	return qms_kind_parse(&arena, "kinds/visit.yaml", qms_text(text),
	    &problems);
}

/* One problem, with this code, at the first line that differs. */
static void
spoilt(const char *piece, const char *other, const char *code)
{
	const char *text = with(piece, other), *good = GOOD;
	int line = 1;
	size_t i;

	for (i = 0; text[i] == good[i]; i++)
		line += text[i] == '\n';
	assert_null(parse(text));
	if (problems.count != 1 || problems.items[0].line != line ||
	    strcmp(problems.items[0].code, code) != 0) {
		print_error("expected %s at %d\n", code, line);
		print_problems(text);
	}
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].code, code);
	assert_int_equal(problems.items[0].line, line);
}

/* The same, where the fault shows elsewhere. */
static void
spoilt_at(const char *piece, const char *other, const char *code, int line)
{
	assert_null(parse(with(piece, other)));
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].code, code);
	assert_int_equal(problems.items[0].line, line);
}

static void
a_kind_is_read_as_it_is_written(void **state)
{
	const struct qms_kind_act *act;
	struct qms_kind *kind = parse(GOOD);
	int number;

	assert_non_null(kind);
	assert_int_equal(problems.count, 0);
	assert_int_equal(kind->class, QMS_CLASS_RECORD);
	assert_true(kind->public);
	assert_int_equal(kind->key_count, 4);
	assert_int_equal(kind->keys[3].type, QMS_TYPE_ROWS);
	assert_string_equal(kind->keys[3].rows[0].key, "amount");
	assert_string_equal(kind->tables[0].columns[0].title, "Bước");
	assert_string_equal(kind->keys[2].values[1].value, "b");
	act = qms_kind_act(kind, "doing", "close");
	assert_string_equal(act->to, "closed");
	assert_string_equal(act->offices.items[1], "deputy-head");
	assert_string_equal(act->guards.items[0], "not-owner");
	assert_null(qms_kind_act(kind, "open", "close"));
	assert_true(qms_kind_is_final(kind, "closed"));
	assert_string_equal(qms_kind_state_name(kind, "doing", QMS_VI), "b");
	assert_string_equal(qms_kind_act_name(kind, "zzz", QMS_VI), "zzz");
	assert_string_equal(qms_kind_path(&arena, kind, "so", "x", "2026"),
	    "agencies/so/records/2026/visit/x.md");
	assert_string_equal(qms_kind_number(&arena, kind, "so", "2026", 3),
	    "TH-2026-03");
	assert_true(qms_kind_number_fits(kind, "TH-2026-12", &number));
	assert_int_equal(number, 12);
}

static struct qms_kind *
parse_note(const char *class, const char *keys)
{
	problems.count = 0;
	return qms_kind_parse(&arena, "kinds/note.yaml",
	    qms_text(qms_arena_format(&arena, "schema: qms/kind/1\n"
	    "id: note\nname: {vi: a, en: a}\nclass: %s\nformat: markdown\n"
	    "path: agencies/{agency}/documents/{id}.md\n%skeys:\n%s", class,
	    strcmp(class, "data") == 0 ? "" : "acts: document\n", keys)),
	    &problems);
}

static void
one_key_of_a_document_may_name_what_it_adopts(void **state)
{
#define ADOPTS "{type: ref, to: note, adopts: yes}\n"
	const struct qms_kind *kind = parse_note("document",
	    "  of: " ADOPTS);
	static const char *const wrong[][2] = {
		{ "document", "  of: {type: ref, to: other, adopts: yes}\n" },
		{ "document", "  of: {type: ref, adopts: yes}\n" },
		{ "document", "  of: {type: ref, to: note, adopts: yes, "
		    "many: yes}\n" },
		{ "document", "  of: {type: ref, to: note, adopts: yes, "
		    "need: yes}\n" },
		{ "document", "  of: " ADOPTS "  or: " ADOPTS },
		{ "data", "  of: " ADOPTS },
	};
	size_t i;

	assert_non_null(kind);
	assert_string_equal(kind->adopts, "of");
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_null(parse_note(wrong[i][0], wrong[i][1]));
		assert_int_equal(problems.count, 1);
		assert_string_equal(problems.items[0].code, "D220");
	}
	assert_null(parse_note("document", "  of: {type: text, adopts: "
	    "yes}\n"));
	assert_string_equal(problems.items[0].code, "K011");
	kind = parse_note("document", "  of: {type: ref, to: note}\n");
	assert_non_null(kind);
	assert_null(kind->adopts);
}

static void
each_fault_of_a_kind_file_is_told_on_its_line(void **state)
{
	spoilt("schema: qms/kind/1", "schema: qms/kind/2", "K032");
	spoilt("schema: qms/kind/1", "schema: kind", "K031");
	spoilt("schema: qms/kind/1\n", "", "K031");
	spoilt("id: visit", "id: Visit", "K008");
	spoilt("id: visit", "id: other", "K007");
	spoilt("id: visit", "id: statement", "K009");
	spoilt("name: {vi: thăm, en: visit}", "name: {vi: thăm}", "K025");
	spoilt("name: {vi: thăm, en: visit}", "name: thăm", "K005");
	spoilt("class: record", "class: file", "K006");
	spoilt("format: markdown", "format: [markdown]", "K003");
	spoilt("format: markdown", "fromat: markdown", "K001");
	spoilt("path: agencies", "path: /agencies", "K015");
	spoilt("id: visit", "id: entered", "K009");
	spoilt("id: visit", "id: quarter", "K009");
	spoilt("id: visit", "id: file-name", "K009");
	spoilt("id: visit", "id: row", "K009");
	spoilt("id: visit", "id: sqlite", "K009");
	spoilt("id: visit", "id: fact-problem", "K009");
	spoilt("path: agencies", "path: ../agencies", "K015");
	spoilt("path: agencies/{agency}", "path: agencies/{who}", "K015");
	spoilt("/{id}.md", "/{id}.yaml", "K033");
	spoilt("number: TH-{year}-{nn}", "number: TH-{month}", "K016");
	spoilt("title: {type: text", "title: {type: txt", "K010");
	spoilt("title: {type: text", "title: {tpye: text, type: text",
	    "K001");
	spoilt("title: {type: text, need: yes", "title: {need: yes", "K002");
	spoilt("need: yes, name", "need: true, name", "K006");
	spoilt("  title:", "  Title:", "K008");
	spoilt("  title:", "  state:", "K009");
	spoilt("min: 2000-01-01", "min: 2000-02-30", "K013");
	spoilt("min: 2000-01-01", "pattern: '2.*'", "K011");
	spoilt("type: text, need", "type: text, pattern: '[a', need",
	    "K014");
	spoilt("values: [a, b]", "values: [a, a]", "K017");
	spoilt("values: [a, b]", "values: []", "K012");
	spoilt("rows: {amount: {type: decimal", "rows: {amount: {type: x",
	    "K010");
	spoilt("[Một, Hai]", "[Một, Hai, Một]", "K017");
	spoilt("\nsections: [Một, Hai]", "\nsections: Hai", "K004");
	spoilt("{title: Bước, type", "{type", "K002");
	spoilt("    section: Hai", "    section: Ba", "K037");
	spoilt("  steps:", "  title:", "K008");
	spoilt("path: agencies", "refer: none\npath: agencies", "K018");
	spoilt("path: agencies", "yearly: none\npath: agencies", "K060");
	spoilt("path: agencies", "yearly: title\npath: agencies", "K060");
	spoilt("keys:", "columns: {}\nkeys:", "K030");
}

static void
each_fault_of_the_acts_is_told_on_its_line(void **state)
{
	spoilt("first: open", "first: opened", "K020");
	spoilt_at("first: open\n", "", "K026", 23);
	spoilt("final: [closed]", "final: [close]", "K020");
	spoilt("tasks: [close]", "tasks: [open]", "K024");
	spoilt("  - [open, work, doing, owner, []]",
	    "  - [open, work, doing, owner]", "K019");
	spoilt("  - [open, work, doing, owner, []]",
	    "  - [open, work, doign, owner, []]", "K020");
	spoilt("  - [doing, close, closed", "  - [doign, close, closed",
	    "K020");
	spoilt("  - [doing, close", "  - [closed, work, doing, head, []]\n"
	    "  - [doing, close", "K022");
	spoilt("  - [open, work, doing, owner, []]",
	    "  - [open, work, doing, owner, []]\n"
	    "  - [open, work, closed, owner, []]", "K023");
	spoilt("[doing, close, closed, head|deputy-head",
	    "[doing, close, closed, head|Trưởng", "K008");
	spoilt("  closed: {vi: c, en: c}",
	    "  closed: {vi: c, en: c}\n  lost: {vi: d, en: d}", "K021");
	spoilt_at("  work: {vi: a, en: a}\n", "", "K035", 25);
	spoilt("  work: {vi: a, en: a}",
	    "  work: {vi: a, en: a}\n  play: {vi: a, en: a}", "K024");
	spoilt("  doing: {vi: b, en: b}", "  doing: {vi: b}", "K025");
	spoilt_at("class: record", "class: data", "K034", 24);
}

static void
a_closed_record_may_be_opened_again(void **state)
{
	const char *text = with("  - [doing, close, closed", "  - [closed, "
	    "reopen, doing, head, []]\n  - [doing, close, closed");
	const char *names = strstr(text, "act_names:\n");

	assert_non_null(parse(qms_arena_format(&arena,
	    "%.*sact_names:\n  reopen: {vi: mở lại, en: reopen}\n%s",
	    (int)(names - text), text, names + strlen("act_names:\n"))));
	assert_int_equal(problems.count, 0);
}

/* Kinds beside each other, in a store of the test's own. */
static struct qms_kinds *
load(const char *const files[][2], size_t count)
{
	struct qms_store *base, *store;
	struct qms_kinds *loaded;
	size_t i;
	char root[PATH_MAX + 2];

	/* a directory that is there and has no kinds of its own */
	assert_non_null(realpath("tests", root));
	assert_null(qms_store_worktree(&base, &arena, strcat(root, "/")));
	store = qms_store_overlay(&arena, base);
	for (i = 0; i < count; i++)
		qms_store_put(store, files[i][0], qms_text(files[i][1]));
	problems.count = 0;
	assert_null(qms_kinds_load(&loaded, &arena, store, &problems));
	return loaded;
}

#define SHARED "schema: qms/kind/1\nid: base\nname: {vi: a, en: a}\n"	\
	"class: record\n" ACTS
#define USER "schema: qms/kind/1\nid: user\nname: {vi: a, en: a}\n"	\
	"class: record\nformat: yaml\nvisibility: public\n"		\
	"path: a/{id}.yaml\nacts: base\nkeys:\n  a: {type: ref, to: base}\n"

static void
kinds_share_the_acts_of_another(void **state)
{
	const char *const files[][2] = { { "kinds/base.yaml", SHARED },
		{ "kinds/user.yaml", USER }, { "kinds/README", "a: [" },
		{ "kinds/x/y.yaml", "a: [" } };
	struct qms_kinds *loaded = load(files, 4);
	const struct qms_kind *kind = qms_kinds_get(loaded, "user");

	assert_int_equal(problems.count, 0);
	assert_int_equal(loaded->count, 2);
	assert_string_equal(kind->first, "open");
	assert_int_equal(kind->act_count, 2);
	assert_string_equal(kind->path, "a/{id}.yaml");
	assert_false(qms_oid_is_zero(&kind->blob));
}

static void
a_broken_kind_is_left_out_and_told_once(void **state)
{
	const char *const broken[][2] = { { "kinds/base.yaml", "id: [" },
		{ "kinds/user.yaml", USER } };
	const char *const absent[][2] = { { "kinds/user.yaml", USER } };
	struct qms_kinds *loaded = load(broken, 2);

	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].path, "kinds/base.yaml");
	assert_int_equal(loaded->count, 0);
	assert_true(qms_strings_has(&loaded->broken, "user"));
	load(absent, 1);
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].code, "K028");
	assert_int_equal(problems.items[0].line, 8);
}

static void
a_kind_that_refers_to_nowhere_is_told_but_used(void **state)
{
	const char *const files[][2] = { { "kinds/base.yaml", SHARED },
		{ "kinds/user.yaml", USER "  b: {type: ref, to: nil}\n" } };
	struct qms_kinds *loaded = load(files, 2);

	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].code, "K029");
	assert_int_equal(problems.items[0].line, 11);
	assert_int_equal(loaded->count, 2);
}

static void
csv_kinds_have_a_path_each(void **state)
{
#define CSV(id) "schema: qms/kind/1\nid: " id "\nname: {vi: a, en: a}\n" \
	"class: data\nformat: csv\nvisibility: public\npath: a.csv\n"	\
	"columns:\n  a: {type: text}\n"
	const char *const files[][2] = { { "kinds/one.yaml", CSV("one") },
		{ "kinds/two.yaml", CSV("two") } };

	load(files, 2);
	assert_int_equal(problems.count, 1);
	assert_string_equal(problems.items[0].code, "K036");
}

#define test(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_kind_is_read_as_it_is_written),
		test(one_key_of_a_document_may_name_what_it_adopts),
		test(each_fault_of_a_kind_file_is_told_on_its_line),
		test(each_fault_of_the_acts_is_told_on_its_line),
		test(a_closed_record_may_be_opened_again),
		test(kinds_share_the_acts_of_another),
		test(a_broken_kind_is_left_out_and_told_once),
		test(a_kind_that_refers_to_nowhere_is_told_but_used),
		test(csv_kinds_have_a_path_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
