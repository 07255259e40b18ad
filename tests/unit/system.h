/* SPDX-License-Identifier: MIT */
/*
 * system - a small quality system in a directory of its own, for unit tests:
 * one agency, three persons, one document, everything committed.
 */
#ifndef TESTS_SYSTEM_H
#define TESTS_SYSTEM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "qms/change.h"
#include "qms/check.h"
#include "qms/file.h"
#include "qms/verify.h"

static char directory[64];
static struct qms_arena arena;
static struct qms_environment environment = {
	.now = 1795305600,		/* 2026-11-22, 07:00 in Hà Nội */
	.offset = 420, .name = "Nguyễn Thị Lan", .email = "lan@so.example",
	.home = "", .cache = "", .data = ""
};

static const char settings[] =
	"schema: qms/system/1\nname: Hệ thống\nlanguage: vi\n"
	"time_zone: \"+07:00\"\nstandard: iso9001-2015\ndue_soon: 30\n";
static const char agency_kind[] =
	"schema: qms/kind/1\nid: agency\nname: {vi: cơ quan, en: agency}\n"
	"class: data\nformat: markdown\nvisibility: public\n"
	"path: agencies/{agency}/agency.md\n"
	"keys:\n  name: {type: text, need: yes, column: yes}\n";
static const char people_kind[] =
	"schema: qms/kind/1\nid: people\nname: {vi: cán bộ, en: people}\n"
	"class: data\nformat: yaml\nvisibility: internal\n"
	"path: agencies/{agency}/people.yaml\n"
	"keys:\n"
	"  persons:\n    rows:\n      id: {type: text, need: yes}\n"
	"      emails: {type: email, many: yes}\n"
	"  offices:\n    rows:\n      person: {type: person, need: yes}\n"
	"      office: {type: office, need: yes}\n"
	"      from: {type: date}\n      to: {type: date}\n";
static const char procedure_kind[] =
	"schema: qms/kind/1\nid: procedure\n"
	"name: {vi: quy trình, en: procedure}\n"
	"class: document\nformat: markdown\nvisibility: public\n"
	"path: agencies/{agency}/documents/{id}.md\n"
	"keys:\n  title: {type: text, need: yes, column: yes}\n"
	"first: draft\nin_force: approved\nfinal: [withdrawn]\n"
	"acts:\n"
	"  - [draft, submit, in-review, author, []]\n"
	"  - [in-review, accept, reviewed, reviewer, []]\n"
	"  - [in-review, request-changes, draft, reviewer, []]\n"
	"  - [reviewed, approve, approved, head, []]\n"
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
static const char note_kind[] =
	"schema: qms/kind/1\nid: note\nname: {vi: ghi chú, en: note}\n"
	"class: record\nformat: markdown\nvisibility: internal\n"
	"path: agencies/{agency}/records/{year}/note/{id}.md\n"
	"keys:\n  title: {type: text, need: yes}\n"
	"first: opened\nfinal: [closed]\n"
	"acts:\n  - [opened, close, closed, author, []]\n"
	"states:\n  opened: {vi: mới, en: opened}\n"
	"  closed: {vi: đã đóng, en: closed}\n"
	"act_names:\n  close: {vi: đóng, en: close}\n";
static const char people[] =
	"schema: qms/people/1\npersons:\n"
	"  - {id: lan, emails: [lan@so.example]}\n"
	"  - {id: ha, emails: [ha@so.example]}\n"
	"  - {id: hung, emails: [hung@so.example]}\n"
	"offices:\n"
	"  - {person: lan, office: secretary, from: 2018-01-01}\n"
	"  - {person: ha, office: reviewer, from: 2018-01-01}\n"
	"  - {person: hung, office: head, from: 2020-01-01}\n";
static const char text_one[] =
	"---\nschema: qms/procedure/1\ntitle: Quy trình một\n---\n\nNội dung.\n";
static const char text_two[] __attribute__((unused)) =
	"---\nschema: qms/procedure/1\ntitle: Quy trình một\n---\n\nSửa đổi.\n";

static const char note[] =
	"---\nschema: qms/note/1\ntitle: Ghi chú\n---\n\nViệc.\n";

#define NOTE "agencies/so/records/2026/note/GC-01.md"
#define DOCUMENT "agencies/so/documents/QT-01.md"

static inline const char *
explain(const struct qms_error *err)
{
	struct qms_buffer text = { 0 };
	const char *result;

	if (err == NULL)
		return "no error";
	qms_buffer_format(&text, "%s ", qms_message_get(err->id)->code);
	qms_error_text(&text, err, QMS_EN);
	result = qms_arena_string(&arena, text.data);
	qms_buffer_free(&text);
	return result;
}

#define succeeds(call) do {						\
	const struct qms_error *err_ = (call);				\
	if (err_ != NULL)						\
		fail_msg("%s", explain(err_));				\
} while (0)

#define fails_with(message, call) do {					\
	const struct qms_error *err_ = (call);				\
	if (err_ == NULL || err_->id != QMS_M_##message)		\
		fail_msg("%s, not " #message, explain(err_));		\
} while (0)

static inline int
shell(const char *command)
{
	return system(qms_arena_format(&arena, "cd %s && (%s) >/dev/null 2>&1",
	    directory, command));
}

static inline void
put_file(const char *path, const char *text)
{
	succeeds(qms_file_write(qms_arena_format(&arena, "%s/%s", directory,
	    path), qms_text(text), false));
}

static inline const char *
file_text(const char *path)
{
	struct qms_text text;

	succeeds(qms_file_read(&text, &arena, qms_arena_format(&arena,
	    "%s/%s", directory, path), 100000));
	return qms_arena_copy(&arena, text.data, text.size);
}

static inline struct qms_system *
open_system(void)
{
	struct qms_system *system;

	succeeds(qms_system_open(&system, directory, &environment));
	return system;
}

static inline void
put(struct qms_change *change, const char *path, const char *text)
{
	qms_change_put(change, path, qms_text(text));
}

static inline void
begin(void)
{
	struct qms_system *system = open_system();
	struct qms_change *change = qms_change_new(system);
	struct qms_oid made;

	put(change, "qms.yaml", settings);
	put(change, ".gitattributes", "* -text\n");
	put(change, "kinds/agency.yaml", agency_kind);
	put(change, "kinds/people.yaml", people_kind);
	put(change, "kinds/procedure.yaml", procedure_kind);
	put(change, "kinds/note.yaml", note_kind);
	put(change, NOTE, note);
	put(change, "agencies/so/agency.md",
	    "---\nschema: qms/agency/1\nname: Sở\n---\n");
	put(change, "agencies/so/people.yaml", people);
	put(change, DOCUMENT, text_one);
	succeeds(qms_change_trust(change, "lan", "secretary", "2026-11-22"));
	succeeds(qms_change_commit(&made, change, "Bắt đầu", false));
	assert_true(qms_oid_equal(&made, &system->head));
	assert_string_not_equal(system->id, "");
	qms_change_free(change);
	qms_system_close(system);
}

static inline int
set_up(void **state)
{
	struct qms_git *git;

	snprintf(directory, sizeof(directory), "/tmp/qms-change-XXXXXX");
	assert_non_null(mkdtemp(directory));
	setenv("HOME", directory, 1);
	setenv("XDG_CONFIG_HOME", directory, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_AUTHOR_DATE", "1795305600 +0700", 1);
	setenv("GIT_COMMITTER_DATE", "1795305600 +0700", 1);
	succeeds(qms_git_create(&git, directory));
	succeeds(qms_git_set_identity(git, environment.name,
	    environment.email));
	qms_git_close(git);
	put_file("qms.yaml", settings);
	begin();
	return 0;
}

static inline int
tear_down(void **state)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", directory);
	qms_arena_free(&arena);
	return system(command);
}

static inline const struct qms_error *
act(struct qms_change *change, const char *name, const char *by,
    const char *office)
{
	struct qms_statement s = { .act = name, .agency = "so",
	    .id = "QT-01", .version = "1.0", .by = by, .office = office,
	    .date = "2026-11-22", .proof = "commit" };

	if (strcmp(name, "approve") == 0) {
		s.proof = "decision";
		s.decision = "493/QĐ-SKHCN";
		s.decision_date = "2026-11-22";
	}
	return qms_change_state(change, &s);
}

static inline const struct qms_error *
one_act(struct qms_system *system, const char *name, const char *by,
    const char *office)
{
	struct qms_change *change = qms_change_new(system);
	const struct qms_error *err;
	struct qms_oid made;

	err = act(change, name, by, office);
	if (err == NULL)
		err = qms_change_commit(&made, change, name, false);
	qms_change_free(change);
	return err;
}

static inline const struct qms_error *
close_note(struct qms_system *system)
{
	struct qms_change *change = qms_change_new(system);
	struct qms_statement s = { .act = "close", .agency = "so",
	    .id = "GC-01", .by = "lan", .office = "secretary",
	    .date = "2026-11-22" };
	const struct qms_error *err;
	struct qms_oid made;

	err = qms_change_state(change, &s);
	if (err == NULL)
		err = qms_change_commit(&made, change, "Đóng", false);
	qms_change_free(change);
	return err;
}

static inline const struct qms_error *
edit(struct qms_system *system, const char *path, const char *text)
{
	struct qms_change *change = qms_change_new(system);
	const struct qms_error *err;
	struct qms_oid made;

	put(change, path, text);
	err = qms_change_commit(&made, change, "Sửa", false);
	qms_change_free(change);
	return err;
}

static inline void
is_clean(void)
{
	struct qms_system *system = open_system();
	struct qms_verification verification;
	struct qms_problems problems = { .arena = &arena };
	struct qms_buffer text = { 0 };

	assert_int_equal(shell("git fsck --strict"), 0);
	assert_int_equal(shell("test -z \"$(git status --porcelain)\""), 0);
	succeeds(qms_verify(&verification, &problems, system, system->id));
	succeeds(qms_check(&problems, system, NULL, 0, true));
	if (problems.count > 0) {
		qms_problem_text(&text, &problems.items[0], QMS_EN);
		fail_msg("%s: %s %s", problems.items[0].path,
		    problems.items[0].code, text.data);
	}
	assert_true(verification.root_pinned);
	qms_system_close(system);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
