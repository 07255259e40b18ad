/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "qms/file.h"
#include "qms/fold.h"

#define HASH(c) c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c
#define A64 HASH("aa")
#define B64 HASH("bb")
#define ROOT HASH("00")

static struct qms_arena arena;
static struct qms_db *db;
static struct qms_people people;
static struct qms_kinds kinds;
static struct qms_rules rules;
static struct qms_settings settings;
static struct qms_fold_world world;
static struct qms_map files;		/* path → SHA-256 */

static const char document[] =
	"schema: qms/kind/1\nid: procedure\n"
	"name: {vi: quy trình, en: procedure}\n"
	"class: document\nformat: markdown\nvisibility: public\n"
	"path: agencies/{agency}/documents/{id}.md\n"
	"first: draft\nin_force: approved\nfinal: [withdrawn]\n"
	"acts:\n"
	"  - [draft, submit, in-review, author, []]\n"
	"  - [in-review, accept, reviewed, reviewer, []]\n"
	"  - [in-review, request-changes, draft, reviewer, []]\n"
	"  - [reviewed, approve, approved, head, [not-author]]\n"
	"  - [approved, withdraw, withdrawn, head, []]\n"
	"states:\n"
	"  draft: {vi: dự thảo, en: draft}\n"
	"  in-review: {vi: đang xem xét, en: in review}\n"
	"  reviewed: {vi: đã xem xét, en: reviewed}\n"
	"  approved: {vi: đã duyệt, en: approved}\n"
	"  withdrawn: {vi: đã thu hồi, en: withdrawn}\n"
	"act_names:\n"
	"  submit: {vi: gửi xem xét, en: submit}\n"
	"  accept: {vi: đồng ý, en: accept}\n"
	"  request-changes: {vi: yêu cầu sửa, en: request changes}\n"
	"  approve: {vi: phê duyệt, en: approve}\n"
	"  withdraw: {vi: thu hồi, en: withdraw}\n";

static const struct qms_error *
get_people(void *closure, const struct qms_people **found,
    const char *agency)
{
	*found = strcmp(agency, "so") == 0 ? &people : NULL;
	return NULL;
}

static const struct qms_error *
get_file(void *closure, char sha256[QMS_SHA256_SIZE], const char *path)
{
	const char *found = qms_map_get(&files, path);

	strcpy(sha256, found == NULL ? "" : found);
	return NULL;
}

static void
has_file(const char *path, const char *sha256)
{
	qms_map_put(&arena, &files, path, (void *)(uintptr_t)sha256);
}

static int
set_up(void **state)
{
	struct qms_problems problems = { .arena = &arena };
	struct qms_kind *kind;
	struct qms_text sql;

	assert_null(qms_file_read(&sql, &arena, "qms/index.sql", 1000000));
	assert_null(qms_db_open(&db, NULL, false));
	assert_null(qms_db_run(db, sql.data));
	assert_null(qms_db_run(db, "INSERT INTO file (source, kind, path,"
	    " agency, object, fact, first, last) VALUES (1, 'procedure',"
	    " 'agencies/so/documents/QT-01.md', 'so', 'QT-01', 1, 1, 99)"));
	kind = qms_kind_parse(&arena, "kinds/procedure.yaml",
	    qms_text(document), &problems);
	if (problems.count > 0)
		fail_msg("%d %s", problems.items[0].line,
		    problems.items[0].code);
	kinds = (struct qms_kinds){ 0 };
	*qms_push(&arena, kinds.items, kinds.count, kinds.room) = kind;
	qms_map_put(&arena, &kinds.by_id, "procedure", kind);
	qms_people_parse(&people, &arena, qms_text("persons:\n"
	    "  - {id: lan}\n  - {id: hung}\n  - {id: ha}\noffices:\n"
	    "  - {person: lan, office: secretary, from: 2018-01-01}\n"
	    "  - {person: ha, office: reviewer, from: 2018-01-01}\n"
	    "  - {person: hung, office: head, from: 2020-01-01}\n"), "p",
	    &problems);
	rules = (struct qms_rules){ .kinds = &kinds };
	qms_push(&arena, rules.items, rules.count, rules.room);
	rules.items[0] = (struct qms_rule){ .id = "not-author",
	    .use = QMS_RULE_REFUSE, .from = QMS_DAY_NONE, .to = QMS_DAY_NONE,
	    .message = { "{1} đã soạn thảo", "{1} wrote it" },
	    .help = { "", "" },
	    .sql = "SELECT :by AS a1 WHERE :by = 'lan'" };
	settings = (struct qms_settings){ 0 };
	files = (struct qms_map){ 0 };
	has_file("agencies/so/documents/QT-01.md", A64);
	world = (struct qms_fold_world){ .db = db, .kinds = &kinds,
	    .rules = &rules, .settings = &settings, .people = get_people,
	    .file = get_file, .source = 1, .ordinal = 1,
	    .recorded = "2026-11-22", .committed = "2026-11-22" };
	return 0;
}

static int
tear_down(void **state)
{
	qms_db_close(db);
	qms_arena_free(&arena);
	return 0;
}

static struct qms_statement
an_act(const char *act, const char *by, const char *office)
{
	struct qms_statement s = { .system = ROOT, .act = act,
	    .agency = "so", .id = "QT-01", .version = "1.0", .text = A64,
	    .by = by, .office = office, .capacity = "", .delegation = "",
	    .date = "2026-11-20", .effective = "", .until = "", .result = "",
	    .decision = "", .decision_date = "", .decision_sha256 = "",
	    .recorded_by = "", .proof = "commit", .comment = "" };

	return s;
}

static struct qms_statement
approval(void)
{
	struct qms_statement s = an_act("approve", "hung", "head");

	has_file("agencies/so/issued/QT-01/1.0/text.md", A64);
	s.proof = "decision";
	return s;
}

/* "" when it counts, else why not. */
static const char *
judge(struct qms_statement s)
{
	struct qms_fold_verdict verdict;
	struct qms_buffer bytes = { 0 };
	const struct qms_error *err;

	qms_statement_write(&bytes, &s);
	qms_buffer_free(&bytes);
	if (strcmp(s.id, "trust") == 0 && *s.system == '\0')
		strcpy(s.sha256, ROOT);
	err = qms_fold_judge(&verdict, &arena, &world, &s, "path");
	if (err != NULL)
		fail_msg("%s %s", qms_message_get(err->id)->code,
		    err->arguments[0]);
	return verdict.code == NULL ? "" : verdict.code;
}

#define counts(s) assert_string_equal(judge(s), "")
#define is_void(code, s) assert_string_equal(judge(s), code)

static void
begin(void)
{
	struct qms_statement s = an_act("trust", "lan", "secretary");

	s.system = s.agency = s.text = "";
	s.id = "trust";
	s.version = "0";
	counts(s);
}

static void
submit_and_accept(void)
{
	begin();
	counts(an_act("submit", "lan", "secretary"));
	counts(an_act("accept", "ha", "reviewer"));
}

static void
a_document_goes_its_way(void **state)
{
	submit_and_accept();
	counts(approval());
	is_void("S018", an_act("accept", "ha", "reviewer"));
	counts(an_act("withdraw", "hung", "head"));
	is_void("S018", an_act("withdraw", "hung", "head"));
}

static void
each_act_needs_its_state(void **state)
{
	begin();
	is_void("S018", an_act("accept", "ha", "reviewer"));
	is_void("S018", approval());
	is_void("S019", an_act("close", "ha", "reviewer"));
}

static void
a_statement_of_another_system_is_void(void **state)
{
	struct qms_statement s = an_act("submit", "lan", "secretary");

	begin();
	s.system = B64;
	is_void("S022", s);
}

static void
a_second_beginning_is_void(void **state)
{
	struct qms_statement s = an_act("trust", "lan", "secretary");

	begin();
	s.system = s.agency = s.text = "";
	s.id = "trust";
	s.version = "0";
	is_void("S022", s);
}

static void
trust_statements_follow_each_other(void **state)
{
	struct qms_statement s = an_act("trust", "lan", "secretary");

	begin();
	s.agency = s.text = "";
	s.id = "trust";
	s.version = "1";
	is_void("S027", s);
	qms_strings_add(&arena, &s.prev, ROOT);
	counts(s);
	is_void("S027", s);
	s.version = "0";		/* an agency's own chain begins */
	s.agency = "so";
	s.prev.count = 0;
	counts(s);
	s.version = "2";
	is_void("S027", s);
}

static void
the_office_is_held_on_the_day(void **state)
{
	struct qms_statement s;

	submit_and_accept();
	s = approval();
	s.by = "ha";
	is_void("S021", s);
	s.by = "hung";
	s.office = "reviewer";
	is_void("S021", s);
	s.office = "";
	is_void("S021", s);
	s = approval();
	s.date = "2019-12-31";
	is_void("S021", s);
	s = an_act("submit", "lan", "secretary");
	s.agency = "xa";
	is_void("S020", s);
}

static void
a_round_keeps_its_text(void **state)
{
	struct qms_statement s = an_act("submit", "lan", "secretary");

	begin();
	s.text = B64;
	is_void("S023", s);
	counts(an_act("submit", "lan", "secretary"));
	has_file("agencies/so/documents/QT-01.md", B64);
	s = an_act("accept", "ha", "reviewer");
	s.text = B64;
	is_void("S023", s);
	counts(an_act("accept", "ha", "reviewer"));
	s = approval();
	s.text = B64;
	is_void("S023", s);
	counts(approval());
}

static void
a_new_round_may_have_another_text(void **state)
{
	struct qms_statement s = an_act("submit", "lan", "secretary");

	begin();
	counts(s);
	counts(an_act("request-changes", "ha", "reviewer"));
	has_file("agencies/so/documents/QT-01.md", B64);
	is_void("S023", s);
	s.text = B64;
	counts(s);
}

static void
issued_files_are_just_what_is_stated(void **state)
{
	static struct qms_statement_file file = {
		"agencies/so/documents/QT-01/a.png", B64 };
	struct qms_statement s;

	submit_and_accept();
	s = approval();
	has_file("agencies/so/issued/QT-01/1.0/text.md", B64);
	is_void("S023", s);
	s = approval();
	s.files = &file;		/* nobody reviewed it */
	s.file_count = 1;
	is_void("S023", s);
	has_file("agencies/so/issued/QT-01/1.0/a.png", B64);
	is_void("S023", s);
	counts(approval());
}

static void
a_list_beside_a_statement_is_the_one_it_names(void **state)
{
	static struct qms_statement_file file = {
		"agencies/so/acts/attendance/2026-11-20-meeting-x.csv", B64 };
	struct qms_statement s = an_act("accept", "ha", "reviewer");

	begin();
	counts(an_act("submit", "lan", "secretary"));
	s.files = &file;
	s.file_count = 1;
	is_void("S023", s);
	has_file(file.path, A64);
	is_void("S023", s);
	has_file(file.path, B64);
	counts(s);
}

static void
attachments_are_issued_too(void **state)
{
	static struct qms_statement_file file = {
		"agencies/so/documents/QT-01/a.png", B64 };
	struct qms_statement submit = an_act("submit", "lan", "secretary"),
	    accept = an_act("accept", "ha", "reviewer"), approve = approval();

	submit.files = accept.files = approve.files = &file;
	submit.file_count = accept.file_count = approve.file_count = 1;
	begin();
	counts(submit);
	counts(accept);
	is_void("S023", approve);
	has_file("agencies/so/issued/QT-01/1.0/a.png", B64);
	counts(approve);
}

static void
a_commit_alone_never_approves(void **state)
{
	struct qms_statement s;

	submit_and_accept();
	s = approval();
	s.proof = "commit";
	is_void("S024", s);
	qms_map_put(&arena, &settings.proofs, "approve", "key");
	is_void("S024", approval());
	/* a word that is none is never reached, and a commit never enough */
	qms_map_put(&arena, &settings.proofs, "approve", "keys");
	is_void("S024", s);
	qms_map_put(&arena, &settings.proofs, "approve", "commit");
	s.proof = "commit";
	is_void("S024", s);
}

static struct qms_text signature;
static struct qms_signers signers;

static const struct qms_error *
get_signature(void *closure, struct qms_text *text, const char *path)
{
	*text = qms_ends_with(path, ".sig") || qms_ends_with(path, ".p7s") ?
	    signature : (struct qms_text){ 0 };
	return NULL;
}

static const struct qms_error *
get_signers(void *closure, const struct qms_signers **found,
    const char *agency)
{
	*found = strcmp(agency, "so") == 0 ? &signers : NULL;
	return NULL;
}

/* What such a statement needs more; that a right signature counts is shown
 * with ssh-keygen in tests/cli/key.t. */
static void
a_key_proves_nothing_without_a_signature_of_these_bytes(void **state)
{
	struct qms_statement s;

	submit_and_accept();
	s = approval();
	s.proof = "key";
	is_void("S106", s);		/* nobody can give one */
	world.signature = get_signature;
	world.signers = get_signers;
	is_void("S106", s);
	signature = qms_text("-----BEGIN SSH SIGNATURE-----\n");
	is_void("S107", s);
	assert_null(qms_file_read(&signature, &arena,
	    "tests/golden/signature/ed25519.sig", 1 << 20));
	is_void("S107", s);		/* of another text */
	s.proof = "certificate";
	is_void("S107", s);		/* nor is it one of that sort */
	signature = qms_text("");
	is_void("S106", s);
	world.signature = NULL;
	world.signers = NULL;
}

static void
a_rule_refuses(void **state)
{
	struct qms_statement s;

	submit_and_accept();
	people.offices[0].office = "head";
	s = approval();
	s.by = "lan";
	is_void("not-author", s);
	rules.count = 0;		/* a guard that is gone lets nobody by */
	is_void("R003", approval());
}

static void
of_two_approvals_the_first_stands(void **state)
{
	struct qms_statement s;

	submit_and_accept();
	counts(approval());
	s = approval();
	s.text = B64;
	is_void("S025", s);
	is_void("S018", approval());
}

static void
nothing_is_dated_after_its_commit(void **state)
{
	struct qms_statement s = an_act("submit", "lan", "secretary");

	begin();
	s.date = "2026-11-23";
	is_void("S026", s);
	s.date = "2026-11-22";
	counts(s);
}

static void
nothing_is_dated_before_what_it_names(void **state)
{
	struct qms_statement first = an_act("submit", "lan", "secretary"),
	    s = an_act("accept", "ha", "reviewer");
	struct qms_buffer bytes = { 0 };

	begin();
	counts(first);
	qms_statement_write(&bytes, &first);
	qms_buffer_free(&bytes);
	qms_strings_add(&arena, &s.prev, B64);
	is_void("S136", s);		/* nobody knows it */
	s.prev.count = 0;
	qms_strings_add(&arena, &s.prev, first.sha256);
	s.date = "2026-11-19";
	is_void("S135", s);
	s.date = "2026-11-20";
	counts(s);
}

static void
a_document_has_versions(void **state)
{
	struct qms_statement s = an_act("submit", "lan", "secretary");

	begin();
	s.version = "";
	is_void("S008", s);
}

static int64_t
number(const char *sql)
{
	struct qms_query *query;
	int64_t result;
	bool row;

	assert_null(qms_db_query(&query, db, sql));
	assert_null(qms_step(&row, query));
	assert_true(row);
	result = qms_column_integer(query, 0);
	qms_done(query);
	return result;
}

static void
authors_belong_to_the_version_that_is_issued(void **state)
{
	struct qms_statement s = an_act("submit", "lan", "secretary");

	begin();
	qms_strings_add(&arena, &s.authors, "an");
	qms_strings_add(&arena, &s.authors, "lan");
	s.text = B64;
	is_void("S023", s);
	assert_int_equal(number("SELECT count(*) FROM writer"), 0);
	s.text = A64;
	counts(s);
	assert_int_equal(number("SELECT count(*) FROM writer"
	    " WHERE version = ''"), 2);
	counts(an_act("accept", "ha", "reviewer"));
	counts(approval());
	assert_int_equal(number("SELECT count(*) FROM writer"
	    " WHERE version = '1.0' AND email = ''"), 2);
	assert_int_equal(number("SELECT count(*) FROM entered"
	    " WHERE issues = 1 AND void IS NULL"), 1);
}

static void
statements_of_one_commit_follow_what_they_name(void **state)
{
	struct qms_statement s[4] = { 0 };
	const struct qms_statement *order[4] = { &s[0], &s[1], &s[2], &s[3] };

	memset(s[0].sha256, 'a', 64);
	memset(s[1].sha256, 'b', 64);
	memset(s[2].sha256, 'c', 64);
	memset(s[3].sha256, 'd', 64);
	s[0].system = s[1].system = s[2].system = s[3].system = "";
	s[0].date = s[1].date = s[2].date = s[3].date = "2026-01-05";
	qms_strings_add(&arena, &s[0].prev, s[3].sha256);
	qms_strings_add(&arena, &s[3].prev, s[2].sha256);
	qms_fold_order(order, 4);
	assert_ptr_equal(order[0], &s[2]);
	assert_ptr_equal(order[1], &s[3]);
	assert_ptr_equal(order[2], &s[0]);
	assert_ptr_equal(order[3], &s[1]);
	/* the beginning of the system comes first, whatever its hash */
	s[0].system = s[1].system = s[2].system = s[3].sha256;
	s[0].prev.count = s[3].prev.count = 0;
	qms_fold_order(order, 4);
	assert_ptr_equal(order[0], &s[3]);
	assert_ptr_equal(order[1], &s[0]);
	assert_ptr_equal(order[3], &s[2]);
}

static void
what_a_merge_brings_is_judged_day_by_day(void **state)
{
	struct qms_statement s[3] = { 0 };
	const struct qms_statement *order[3] = { &s[0], &s[1], &s[2] };

	memset(s[0].sha256, 'a', 64);
	memset(s[1].sha256, 'b', 64);
	memset(s[2].sha256, 'c', 64);
	s[0].system = s[1].system = s[2].system = "";
	s[0].date = "2026-01-07";
	s[1].date = "2026-01-06";
	s[2].date = "2026-01-05";
	qms_fold_order(order, 3);
	assert_ptr_equal(order[0], &s[2]);
	assert_ptr_equal(order[1], &s[1]);
	assert_ptr_equal(order[2], &s[0]);
	/* who claims an earlier day still follows what he names */
	qms_strings_add(&arena, &s[2].prev, s[0].sha256);
	qms_fold_order(order, 3);
	assert_ptr_equal(order[0], &s[0]);
	assert_ptr_equal(order[1], &s[2]);
	assert_ptr_equal(order[2], &s[1]);
}

static void
a_long_chain_is_put_in_order(void **state)
{
	enum { MANY = 20000 };
	struct qms_statement *s;
	const struct qms_statement **order;
	int i;

	s = qms_arena_alloc(&arena, MANY * sizeof(*s));
	order = qms_arena_alloc(&arena, MANY * sizeof(*order));
	for (i = 0; i < MANY; i++) {
		snprintf(s[i].sha256, QMS_SHA256_SIZE, "%064d", MANY - i);
		s[i].system = "";
		s[i].date = "2026-01-05";
		order[i] = &s[i];
		if (i > 0)
			qms_strings_add(&arena, &s[i].prev, s[i - 1].sha256);
	}
	qms_fold_order(order, MANY);
	for (i = 0; i < MANY; i++)
		assert_ptr_equal(order[i], &s[i]);
}

static void
a_reason_is_told_in_words(void **state)
{
	struct qms_problems problems = { .arena = &arena };
	struct qms_buffer text = { 0 };
	struct qms_fold_verdict verdict;
	struct qms_statement s = an_act("accept", "ha", "reviewer");

	begin();
	assert_null(qms_fold_judge(&verdict, &arena, &world, &s, "path"));
	qms_fold_report(&problems, "path", &rules, verdict.code,
	    verdict.arguments);
	qms_problem_text(&text, &problems.items[0], QMS_VI);
	assert_string_equal(text.data,
	    "không thể “đồng ý” khi đang ở trạng thái “dự thảo”");
	qms_buffer_clear(&text);
	qms_error_text(&text, qms_fold_fail(&arena, "QT-01", &rules,
	    "not-author", "lan\n"), QMS_EN);
	assert_string_equal(text.data, "QT-01: lan wrote it");
	qms_buffer_free(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_document_goes_its_way),
		TEST(each_act_needs_its_state),
		TEST(a_statement_of_another_system_is_void),
		TEST(a_second_beginning_is_void),
		TEST(trust_statements_follow_each_other),
		TEST(the_office_is_held_on_the_day),
		TEST(a_round_keeps_its_text),
		TEST(a_new_round_may_have_another_text),
		TEST(issued_files_are_just_what_is_stated),
		TEST(a_list_beside_a_statement_is_the_one_it_names),
		TEST(attachments_are_issued_too),
		TEST(a_commit_alone_never_approves),
		TEST(a_key_proves_nothing_without_a_signature_of_these_bytes),
		TEST(a_rule_refuses),
		TEST(of_two_approvals_the_first_stands),
		TEST(nothing_is_dated_after_its_commit),
		TEST(nothing_is_dated_before_what_it_names),
		TEST(a_document_has_versions),
		TEST(authors_belong_to_the_version_that_is_issued),
		TEST(statements_of_one_commit_follow_what_they_name),
		TEST(what_a_merge_brings_is_judged_day_by_day),
		TEST(a_long_chain_is_put_in_order),
		TEST(a_reason_is_told_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
