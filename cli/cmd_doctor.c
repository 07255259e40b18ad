/* SPDX-License-Identifier: MIT */
/*
 * doctor - is this machine fit for the system, and is its repository: one line
 * a check, with the command that mends what is wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "program.h"
#include "report.h"

enum state { FINE, WARNING, WRONG };

enum { DAY = 86400, OLD_LOCK = 60 };

struct doctor {
	struct cli *cli;
	struct report report;
	struct qms_git *git;		/* NULL: no repository */
	const char *name, *email;	/* as git knows */
};

static void
tell(struct doctor *d, const char *check, enum state state, const char *vi,
    const char *en, const char *command)
{
	static const char *const ids[] = { "ok", "warning", "error" };
	static const char *const names[][QMS_LANGUAGES] = {
		{ "tốt", "ok" }, { "lưu ý", "warning" }, { "lỗi", "error" },
	};
	static const struct { const char *id, *vi, *en; } checks[] = {
		{ "system", "hệ thống", "system" },
		{ "identity", "bạn là ai", "who you are" },
		{ "data", "dữ liệu của chương trình", "program's data" },
		{ "agent", "giữ khóa (ssh-agent)", "key agent" },
		{ "clock", "đồng hồ", "clock" },
		{ "settings", "thiết lập của git", "git's settings" },
		{ "busy", "việc dở dang", "work under way" },
		{ "branch", "nhánh", "branch" },
		{ "locks", "tệp khóa sót lại", "locks" },
		{ "index", "chỉ mục", "index" },
	};
	size_t i;

	report_add(&d->report, check);
	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (strcmp(checks[i].id, check) == 0)
			report_shown(&d->report, pick(d->cli, checks[i].vi,
			    checks[i].en));
	report_add(&d->report, ids[state]);
	report_shown(&d->report, names[state][d->cli->language]);
	report_add(&d->report, pick(d->cli, vi, en));
	report_add(&d->report, command);
	if (state == WRONG)
		d->cli->exit = QMS_EXIT_PROBLEMS;
}

/* The first line that a program prints, on either output; NULL: not there. */
static const char *
first_line(struct cli *cli, const char *program, const char *option)
{
	const char *const arguments[] = { program, option, NULL };
	struct qms_buffer answer = { 0 };
	char *line = NULL;
	int status;

	if (program_run(&answer, &status, PROGRAM_TELLS_ALL, arguments,
	    (struct qms_text){ 0 }) == NULL && status != 127 &&
	    answer.size > 0) {
		line = qms_arena_copy(&cli->arena, answer.data, answer.size);
		line[strcspn(line, "\r\n")] = '\0';
	}
	qms_buffer_free(&answer);
	return line;
}

/* ---- the machine ---- */

static void
check_programs(struct doctor *d)
{
	const char *version = first_line(d->cli, "ssh", "-V");
	int major = 0, minor = 0;

	if (version == NULL || sscanf(version, "OpenSSH_%d.%d", &major,
	    &minor) != 2)
		tell(d, "ssh-keygen", WARNING,
		    "không có OpenSSH nên không ký được bằng khóa",
		    "there is no OpenSSH to sign with a key",
		    "sudo apt install openssh-client");
	else if (major < 8 || (major == 8 && minor < 9))
		tell(d, "ssh-keygen", WARNING, qms_arena_format(&d->cli->arena,
		    "%s: cần từ 8.9 trở lên", version),
		    qms_arena_format(&d->cli->arena,
		    "%s: 8.9 or later is needed", version),
		    "sudo apt install openssh-client");
	else
		tell(d, "ssh-keygen", FINE, version, version, "");
	version = first_line(d->cli, "git", "--version");
	if (version == NULL)
		tell(d, "git", WARNING,
		    "không có chương trình git để sao chép, gửi đi",
		    "there is no git program to clone and push with",
		    "sudo apt install git");
	else
		tell(d, "git", FINE, version, version, "");
}

/* A key in a forwarded agent can be used by whoever rules this machine. */
static void
check_agent(struct doctor *d)
{
	const char *agent = getenv("SSH_AUTH_SOCK");
	const char *connection = getenv("SSH_CONNECTION");

	if (agent == NULL || *agent == '\0')
		tell(d, "agent", FINE, "không dùng ssh-agent",
		    "no ssh-agent is used", "");
	else if (connection != NULL && *connection != '\0')
		tell(d, "agent", WARNING, "ssh-agent được chuyển tiếp từ máy "
		    "khác: quản trị của máy này ký thay bạn được",
		    "the ssh-agent is forwarded: who rules this machine can "
		    "sign as you", "unset SSH_AUTH_SOCK");
	else
		tell(d, "agent", FINE, "ssh-agent của máy này",
		    "an ssh-agent of this machine", "");
}

static void
check_data(struct doctor *d)
{
	if (*d->cli->environment.data == '\0')
		tell(d, "data", WRONG, "không thấy dữ liệu của chương trình",
		    "the program's data are not found", "make install");
	else
		tell(d, "data", FINE, d->cli->environment.data,
		    d->cli->environment.data, "");
}

/* ---- the repository ---- */

static void
check_identity(struct doctor *d)
{
	struct cli *cli = d->cli;
	const char *agency, *person;

	if (*d->name == '\0' || *d->email == '\0') {
		tell(d, "identity", WRONG, "chưa biết bạn là ai",
		    "who you are is not known", pick(cli,
		    "qms setup --officer \"HỌ TÊN <THƯ>\"",
		    "qms setup --officer \"NAME <MAIL>\""));
		return;
	}
	if (cli->system == NULL || qms_system_who(&agency, &person,
	    cli->system, d->email) == NULL)
		tell(d, "identity", FINE, qms_arena_format(&cli->arena,
		    "%s <%s>", d->name, d->email), qms_arena_format(
		    &cli->arena, "%s <%s>", d->name, d->email), "");
	else
		tell(d, "identity", WARNING, qms_arena_format(&cli->arena,
		    "hệ thống không có ai dùng thư %s", d->email),
		    qms_arena_format(&cli->arena,
		    "the system knows nobody by %s", d->email), pick(cli,
		    "qms setup --officer \"HỌ TÊN <THƯ>\"",
		    "qms setup --officer \"NAME <MAIL>\""));
}

static void
check_clock(struct doctor *d)
{
	struct cli *cli = d->cli;
	struct qms_git_commit tip = { 0 };
	char text[QMS_DAY_SIZE];
	const char *today;

	today = qms_arena_string(&cli->arena, qms_day_format_vn(text,
	    qms_day_of_time(cli->environment.now, cli->environment.offset)));
	if (cli->system != NULL && !qms_oid_is_zero(&cli->system->head) &&
	    qms_git_commit(&tip, cli->system->git, &cli->arena,
	    &cli->system->head) == NULL &&
	    tip.committer.time > cli->environment.now + DAY)
		tell(d, "clock", WRONG, qms_arena_format(&cli->arena,
		    "đồng hồ ghi %s, sớm hơn lần ghi cuối cùng", today),
		    qms_arena_format(&cli->arena,
		    "the clock says %s, before the last commit", today),
		    "sudo timedatectl set-ntp true");
	else
		tell(d, "clock", FINE, today, today, "");
}

static void
check_settings(struct doctor *d)
{
	static const struct {
		const char *key, *bad, *other, *vi, *en;
	} settings[] = {
		{ "core.autocrlf", "true", "input",
		    "git đổi dấu xuống dòng của tệp",
		    "git changes the line ends of files" },
		{ "core.fsmonitor", "true", NULL,
		    "git chạy một chương trình theo dõi tệp",
		    "git runs a program that watches files" },
		{ "core.sparsecheckout", "true", NULL,
		    "thư mục làm việc chỉ có một phần kho",
		    "the work tree is a part of the repository" },
	};
	const char *value;
	bool fine = true;
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		value = qms_git_setting(d->git, &d->cli->arena,
		    settings[i].key);
		if (strcmp(value, settings[i].bad) != 0 &&
		    (settings[i].other == NULL ||
		    strcmp(value, settings[i].other) != 0))
			continue;
		fine = false;
		tell(d, settings[i].key, WARNING, settings[i].vi,
		    settings[i].en, qms_arena_format(&d->cli->arena,
		    "git config %s false", settings[i].key));
	}
	if (fine)
		tell(d, "settings", FINE, "thiết lập của git phù hợp",
		    "git's settings are fit", "");
}

static void
check_history(struct doctor *d)
{
	struct qms_arena *arena = &d->cli->arena;
	const char *busy, *branch;

	busy = qms_git_busy(d->git);
	if (busy != NULL)
		tell(d, "busy", WARNING, qms_arena_format(arena,
		    "git đang làm dở: %s", busy), qms_arena_format(arena,
		    "git is in the middle of: %s", busy), "git status");
	if (d->cli->system != NULL && d->cli->system->branch == NULL &&
	    qms_git_branch(&branch, d->git, arena) != NULL)
		tell(d, "branch", WRONG, "không ở nhánh nào nên không ghi được",
		    "on no branch, so that nothing can be recorded",
		    "git switch main");
}

static void
check_locks(struct doctor *d)
{
	struct qms_arena *arena = &d->cli->arena;
	struct qms_git_lock *locks;
	size_t count, i;
	bool fine = true;

	if (qms_git_locks(&locks, &count, d->git, arena,
	    d->cli->environment.now) != NULL)
		return;
	for (i = 0; i < count; i++) {
		if (locks[i].held || locks[i].age < OLD_LOCK)
			continue;
		fine = false;
		tell(d, "locks", WRONG, qms_arena_format(arena,
		    "khóa của git còn sót lại: %s", locks[i].path),
		    qms_arena_format(arena, "a lock of git was left: %s",
		    locks[i].path), qms_arena_format(arena, "rm \"%s\"",
		    locks[i].path));
	}
	if (fine)
		tell(d, "locks", FINE, "không có khóa sót lại",
		    "no locks were left", "");
}

static void
check_index(struct doctor *d)
{
	struct qms_query *query;
	bool row = false, fine;

	fine = qms_db_query(&query, qms_index_db(d->cli->system->index),
	    "PRAGMA quick_check(1)") == NULL;
	if (fine) {
		fine = qms_step(&row, query) == NULL && row &&
		    strcmp(qms_column_text(query, 0), "ok") == 0;
		qms_done(query);
	}
	if (fine)
		tell(d, "index", FINE, "chỉ mục lành", "the index is sound",
		    "");
	else
		tell(d, "index", WRONG, "chỉ mục hỏng", "the index is damaged",
		    "qms index --rebuild");
}

static void
check_system(struct doctor *d, const struct qms_error *err)
{
	struct qms_buffer vi = { 0 }, en = { 0 };

	if (err == NULL) {
		tell(d, "system", FINE, d->cli->system->name,
		    d->cli->system->name, "");
		return;
	}
	qms_error_text(&vi, err, QMS_VI);
	qms_error_text(&en, err, QMS_EN);
	tell(d, "system", WRONG, vi.data, en.data, err->id == QMS_M_G039 ||
	    err->id == QMS_M_G020 ? "qms setup" : err->id == QMS_M_G021 ?
	    "git fetch --unshallow" : qms_arena_format(&d->cli->arena, "qms explain %s",
	    qms_message_get(err->id)->code));
	qms_buffer_free(&vi);
	qms_buffer_free(&en);
}

COMMAND(doctor)
{
	static const struct report_column columns[] = {
		{ "check", { "Mục", "Check" }, REPORT_TEXT },
		{ "state", { "Kết quả", "State" }, REPORT_TEXT },
		{ "text", { "Chi tiết", "What" }, REPORT_TEXT },
		{ "command", { "Cách sửa", "To mend it" }, REPORT_TEXT },
	};
	struct doctor d = { .cli = cli, .name = cli->environment.name,
	    .email = cli->environment.email };
	const struct qms_error *err;

	REPORT(&d.report, cli, "qms/doctor/1", columns);
	err = qms_system_open(&cli->system, cli->directory,
	    &cli->environment);
	if (err != NULL)
		cli->system = NULL;
	else if (!cli_has(cli, "lang"))
		cli->language = cli->system->language;
	check_system(&d, err);
	if (qms_git_open(&d.git, cli->directory, false) != NULL)
		d.git = NULL;
	if (*d.name == '\0' || *d.email == '\0')
		qms_git_identity(d.git, &cli->arena, &d.name, &d.email);
	check_identity(&d);
	check_data(&d);
	check_programs(&d);
	check_agent(&d);
	check_clock(&d);
	if (d.git != NULL) {
		check_settings(&d);
		check_history(&d);
		check_locks(&d);
		qms_git_close(d.git);
	}
	if (cli->system != NULL)
		check_index(&d);
	report_end(&d.report, "", "");
	return NULL;
}
