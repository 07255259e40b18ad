/* SPDX-License-Identifier: MIT */
/*
 * setup - begins, for an officer who knows no git: asks, line by line, who he
 * is and what is to be made, shows it, and only then writes: all of it or
 * nothing. In a system that is there it says who he is.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "program.h"
#include "qms/create.h"
#include "qms/csv.h"
#include "qms/file.h"
#include "qms/unicode.h"

enum { WORST = 5 };		/* answers of one question that do not fit */

struct setup {
	struct cli *cli;
	bool ask;
	const char *name, *email;	/* who he is */
	bool known;			/* git says so already */
	bool everywhere;
	struct qms_git *git;		/* of a system that is there, or NULL */
};

/* ---- questions ---- */

/* A line of standard input without its end; NULL at the end of it. */
static const char *
read_line(struct cli *cli)
{
	char *line = NULL;
	const char *copy = NULL;
	struct qms_text text;
	size_t room = 0;
	ssize_t size;

	size = getline(&line, &room, stdin);
	if (size >= 0) {
		text = qms_text_trim((struct qms_text){ line, (size_t)size });
		copy = qms_arena_copy(&cli->arena, text.data, text.size);
	}
	free(line);
	return copy;
}

/* The answer, or what stands in brackets; NULL: he does not go on. */
static const char *
ask(struct setup *s, const char *vi, const char *en, const char *other)
{
	struct cli *cli = s->cli;
	struct qms_buffer prompt = { 0 };
	const char *answer;

	qms_message_fill(&prompt, *other == '\0' ? "{1}: " : "{1} [{2}]: ",
	    (const char *const [QMS_MESSAGE_ARGUMENTS]){ pick(cli, vi, en),
	    other });
	(void)fputs(prompt.data, stderr);
	qms_buffer_free(&prompt);
	answer = read_line(cli);
	if (answer == NULL || !interactive())	/* as it was typed */
		(void)fprintf(stderr, "%s\n", answer == NULL ? "" : answer);
	return answer == NULL || *answer != '\0' ? answer : other;
}

/* Gives the option an answer, so that init finds it there. */
static void
set(struct setup *s, const char *name, const char *value)
{
	struct option_row *row = qms_arena_alloc(&s->cli->arena,
	    sizeof(*row));
	struct cli_value *added;

	row->name = name;
	added = qms_push(&s->cli->arena, s->cli->values, s->cli->value_count,
	    s->cli->value_room);
	added->option = row;
	added->value = value;
}

typedef bool (*fits_fn)(struct setup *s, const char **answer);

/*
 * An option: as given, else as answered, until it fits. What does not fit is
 * asked again, a few times; `need` names what has to be given without asking.
 */
static const struct qms_error *
option(const char **value, struct setup *s, const char *name, const char *vi,
    const char *en, const char *other, fits_fn fits, bool need)
{
	struct cli *cli = s->cli;
	const char *given = cli_option(cli, name);
	int tries;

	*value = given == NULL ? other : given;
	for (tries = 0; given == NULL && s->ask && tries < WORST; tries++) {
		*value = ask(s, vi, en, other);
		if (*value == NULL)
			return qms_fail(QMS_M_U101);
		if ((**value != '\0' || !need) && (fits == NULL ||
		    **value == '\0' || fits(s, value)))
			break;
	}
	if (**value == '\0' && need)
		return qms_fail(QMS_M_U022, qms_arena_format(&cli->arena,
		    "--%s", name), "setup");
	if (**value != '\0' && fits != NULL && !fits(s, value))
		return qms_fail(QMS_M_U102, name, *value);
	if (given == NULL && **value != '\0')
		set(s, name, *value);
	return NULL;
}

static bool
is_person(struct setup *s, const char **answer)
{
	const char *name, *email;

	if (person_split(s->cli, *answer, &name, &email))
		return true;
	if (s->ask)
		say(s->cli, "  ghi cả thư: Họ Tên <ten@coquan.gov.vn>",
		    "  with the mail: Name <mail@agency.gov.vn>");
	return false;
}

static bool
is_email(struct setup *s, const char **answer)
{
	const char *at = strchr(*answer, '@');

	if (at != NULL && at != *answer && at[1] != '\0' &&
	    strpbrk(*answer, " <>") == NULL)
		return true;
	say(s->cli, "  thư có dạng ten@coquan.gov.vn",
	    "  a mail address is name@agency.gov.vn");
	return false;
}

static bool
is_id(struct setup *s, const char **answer)
{
	if (qms_id_is_safe(*answer))
		return true;
	if (s->ask)
		say(s->cli, "  mã gồm chữ cái, chữ số và dấu gạch nối",
		    "  an id is letters, digits and dashes");
	return false;
}

/* ---- who he is ---- */

static const struct qms_error *
ask_name(struct setup *s)
{
	struct cli *cli = s->cli;
	const char *given = cli_option(cli, "officer");
	int tries;

	if (given != NULL) {
		s->known = false;
		return person_split(cli, given, &s->name, &s->email) ? NULL :
		    qms_fail(QMS_M_U102, "officer", given);
	}
	for (tries = 0; s->ask && tries < WORST; tries++) {
		given = ask(s, "Họ và tên của bạn", "Your name", s->name);
		if (given == NULL)
			return qms_fail(QMS_M_U101);
		s->known = s->known && strcmp(given, s->name) == 0;
		s->name = given;
		if (*given != '\0')
			break;
	}
	for (tries = 0; s->ask && tries < WORST; tries++) {
		given = ask(s, "Thư điện tử của bạn", "Your e-mail", s->email);
		if (given == NULL)
			return qms_fail(QMS_M_U101);
		s->known = s->known && strcmp(given, s->email) == 0;
		if (*given != '\0' && is_email(s, &given)) {
			s->email = given;
			break;
		}
	}
	return *s->name == '\0' || *s->email == '\0' ?
	    qms_fail(QMS_M_U022, "--officer", "setup") : NULL;
}

/* Where git is to remember it. */
static const struct qms_error *
ask_where(struct setup *s)
{
	const char *answer;

	s->everywhere = cli_has(s->cli, "everywhere");
	if (s->known || s->everywhere || !s->ask)
		return NULL;
	answer = ask(s, "Ghi nhớ tên và thư này: 1) chỉ cho hệ thống này, "
	    "2) cho mọi việc trên máy này", "Remember them: 1) for this "
	    "system, 2) for all work on this machine", "1");
	if (answer == NULL)
		return qms_fail(QMS_M_U101);
	s->everywhere = strcmp(answer, "2") == 0;
	return NULL;
}

static const struct qms_error *
remember(struct setup *s)
{
	if (s->everywhere && *s->cli->environment.home != '\0')
		return qms_git_set_user(qms_file_join(&s->cli->arena,
		    s->cli->environment.home, ".gitconfig"), s->name,
		    s->email);
	return s->git == NULL ? NULL : qms_git_set_identity(s->git, s->name,
	    s->email);
}

/* ---- what is to be made ---- */

/* The letters of "SKHCN" as an id: "skhcn". */
static const char *
guess_id(struct setup *s, const char *name)
{
	struct qms_buffer out = { 0 };
	const char *id;

	qms_unicode_fold(&out, qms_text(init_initials(s->cli, name)));
	id = qms_arena_string(&s->cli->arena, out.data == NULL ? "" :
	    out.data);
	qms_buffer_free(&out);
	return qms_id_is_safe(id) ? id : "";
}

/* schemas/setup.csv: how names begin, and the model for those. */
static const char *
guess_model(struct setup *s, const char *name)
{
	struct qms_arena *arena = &s->cli->arena;
	struct qms_problems problems = { .arena = arena };
	struct qms_buffer wanted = { 0 }, begins = { 0 };
	const char *found = "";
	struct qms_csv csv = { 0 };
	struct qms_text text;
	char *path;
	size_t i;

	path = qms_file_join(arena, s->cli->environment.data,
	    "schemas/setup.csv");
	if (qms_file_read(&text, arena, path, 1 << 20) != NULL)
		return "";
	qms_csv_parse(&csv, arena, text, path, &problems);
	qms_unicode_fold(&wanted, qms_text(name));
	for (i = 0; i < csv.count && *found == '\0'; i++) {
		qms_buffer_clear(&begins);
		qms_unicode_fold(&begins, qms_text(csv.rows[i].cells[0]));
		qms_buffer_char(&begins, ' ');
		if (csv.rows[i].count > 1 && wanted.size > 0 &&
		    qms_starts_with(wanted.data, begins.data))
			found = csv.rows[i].cells[1];
	}
	qms_buffer_free(&wanted);
	qms_buffer_free(&begins);
	return found;
}

/* One of the models, by its number in the list or by its id. */
static bool
is_model(struct setup *s, const char **answer)
{
	struct qms_arena *arena = &s->cli->arena;
	struct qms_strings ids = { 0 };
	struct qms_store *store;
	char *end;
	unsigned long number = strtoul(*answer, &end, 10);

	if (qms_create_models(&store, arena, &s->cli->environment) != NULL ||
	    qms_model_ids(&ids, arena, store, true) != NULL)
		return true;	/* init says what is wrong */
	if (*end == '\0' && number >= 1 && number <= ids.count)
		*answer = ids.items[number - 1];
	return qms_strings_has(&ids, *answer);
}

static void
show_models(struct setup *s)
{
	size_t before = s->cli->out.size;

	init_models_write(s->cli);
	(void)fwrite(s->cli->out.data + before, 1, s->cli->out.size - before,
	    stderr);
	s->cli->out.size = before;
}

static const struct qms_error *
ask_agency(struct setup *s)
{
	const char *name, *id, *model, *given = cli_option(s->cli, "agency");
	const struct qms_error *err;

	err = option(&name, s, "name", "Tên cơ quan", "Name of the agency",
	    "", NULL, true);
	if (err)
		return err;
	id = given == NULL ? guess_id(s, name) : given;
	if (given == NULL)
		err = option(&id, s, "agency", "Mã cơ quan (dùng trong lệnh, "
		    "tên tệp)", "Id of the agency (in commands and files)",
		    id, is_id, true);
	if (err == NULL)
		err = option(&name, s, "system", "Tên hệ thống",
		    "Name of the system", "Hệ thống quản lý chất lượng", NULL,
		    true);
	if (err)
		return err;
	if (s->ask && !cli_has(s->cli, "model"))
		show_models(s);
	err = option(&model, s, "model", "Mô hình tài liệu (mã trong danh "
	    "sách trên)", "Model (an id of the list above)",
	    guess_model(s, cli_option(s->cli, "name")), is_model,
	    !cli_has(s->cli, "kind"));
	if (err == NULL)
		err = option(&name, s, "head", "Người đứng đầu, "
		    "Họ Tên <thư> (bỏ trống: để sau)",
		    "The head, Name <mail> (nothing: later)", "", is_person,
		    false);
	if (err == NULL)
		err = option(&name, s, "reviewer", "Người soát xét, "
		    "Họ Tên <thư> (bỏ trống: để sau)",
		    "Who reviews, Name <mail> (nothing: later)", "",
		    is_person, false);
	return err;
}

/* ---- the key ---- */

static const char *
usual_key(struct setup *s)
{
	return qms_file_join(&s->cli->arena, s->cli->environment.home,
	    ".ssh/id_ed25519");
}

static const struct qms_error *
make_key(struct setup *s, const char *path)
{
	const char *const ssh_keygen[] = { "ssh-keygen", "-q", "-t", "ed25519",
		"-C", s->email, "-f", path, NULL };
	const struct qms_error *err;
	int status;

	say(s->cli, "ssh-keygen -t ed25519 -C %s -f \"%s\"",
	    "ssh-keygen -t ed25519 -C %s -f \"%s\"", s->email, path);
	err = program_run(NULL, &status, PROGRAM_SHOWS, ssh_keygen,
	    (struct qms_text){ 0 });
	if (err)
		return err;
	return status == 0 ? NULL : qms_fail(QMS_M_G086, path);
}

/* None is made unless he says so; without one he is told how, at the end. */
static const struct qms_error *
ask_key(struct setup *s)
{
	const char *path, *usual = usual_key(s);
	bool there = qms_file_type(qms_arena_format(&s->cli->arena, "%s.pub",
	    usual)) == QMS_FILE_REGULAR;
	const struct qms_error *err;

	err = option(&path, s, "key", there ? "Khóa ký OpenSSH của bạn (“-”: "
	    "để sau)" : "Khóa ký OpenSSH của bạn, nếu đã có (bỏ trống: để "
	    "sau)", there ? "Your OpenSSH key (\"-\": later)" :
	    "Your OpenSSH key, if you have one (nothing: later)",
	    there && s->ask ? usual : "", NULL, false);
	if (err || *path == '\0')
		return err;
	if (strcmp(path, "-") == 0) {
		set(s, "key", "");
		return NULL;
	}
	if (qms_file_type(path) == QMS_FILE_REGULAR)
		return NULL;
	if (!cli_has(s->cli, "make-key"))
		return qms_fail(QMS_M_U103, path, s->email);
	return NULL;
}

/* What was left open is no option at all to init. */
static void
drop_empty(struct cli *cli)
{
	size_t i, kept = 0;

	for (i = 0; i < cli->value_count; i++)
		if (cli->values[i].option->argument[0] == NULL ||
		    *cli->values[i].value != '\0')
			cli->values[kept++] = cli->values[i];
	cli->value_count = kept;
}

static bool
has_key(struct cli *cli)
{
	const char *key = cli_option(cli, "key");

	return key != NULL && *key != '\0';
}

/* ---- all of it ---- */

static const struct qms_error *
confirm(struct setup *s)
{
	struct cli *cli = s->cli;
	const char *answer, *none = pick(cli, "để sau", "later");
	const char *head = cli_option(cli, "head");
	const char *reviewer = cli_option(cli, "reviewer");
	char path[4096];

	if (!s->ask)
		return NULL;
	if (getcwd(path, sizeof(path)) == NULL ||
	    strcmp(cli->directory, ".") != 0)
		(void)snprintf(path, sizeof(path), "%s", cli->directory);
	say(cli, "\nSẽ lập ở %s:\n  %s\n  %s (%s), mô hình %s\n"
	    "  thư ký ISO: %s <%s>\n  người đứng đầu: %s\n"
	    "  người soát xét: %s", "\nTo be made in %s:\n  %s\n  %s (%s), "
	    "model %s\n  quality officer: %s <%s>\n  head: %s\n"
	    "  reviewer: %s", path, cli_option(cli, "system"),
	    cli_option(cli, "name"), cli_option(cli, "agency"),
	    cli_has(cli, "model") ? cli_option(cli, "model") : "–", s->name,
	    s->email, head == NULL || *head == '\0' ? none : head,
	    reviewer == NULL || *reviewer == '\0' ? none : reviewer);
	answer = ask(s, "Lập hệ thống? (c: có, k: không)",
	    "Make it? (y: yes, n: no)", pick(cli, "c", "y"));
	if (answer == NULL || strchr("cCyY", *answer) == NULL)
		return qms_fail(QMS_M_U101);
	return NULL;
}

static const struct qms_error *
make_system(struct setup *s)
{
	struct cli *cli = s->cli;
	const struct qms_error *err = NULL;
	void (*before)(int);

	if (has_key(cli) && qms_file_type(cli_option(cli, "key")) ==
	    QMS_FILE_NONE)
		err = make_key(s, cli_option(cli, "key"));
	if (err || cli->dry_run)
		return err;
	/* a moment: what was begun is not left half done */
	before = signal(SIGINT, SIG_IGN);
	cli->operands = qms_arena_alloc(&cli->arena, sizeof(*cli->operands));
	cli->operands[0] = cli_option(cli, "system");
	cli->operand_count = 1;
	if (cli_option(cli, "officer") == NULL)
		set(s, "officer", qms_arena_format(&cli->arena, "%s <%s>",
		    s->name, s->email));
	drop_empty(cli);
	if (s->everywhere)
		err = remember(s);
	if (err == NULL)
		err = cmd_init(cli);
	(void)signal(SIGINT, before);
	if (err == NULL)
		say(cli, "  qms help     các lệnh khác",
		    "  qms help     all commands");
	if (err == NULL && !has_key(cli))
		say(cli, "Khóa ký, khi cần:\n  ssh-keygen -t ed25519 -C %s\n"
		    "  qms key add %s --key ~/.ssh/id_ed25519.pub",
		    "A key, when needed:\n  ssh-keygen -t ed25519 -C %s\n"
		    "  qms key add %s --key ~/.ssh/id_ed25519.pub", s->email,
		    qms_create_person_id(&cli->arena, s->name, NULL));
	return err;
}

/* In a system that is there: who he is, and that it knows him. */
static const struct qms_error *
say_who(struct setup *s)
{
	struct cli *cli = s->cli;
	const struct qms_error *err;
	const char *agency, *person;

	err = s->known || cli->dry_run ? NULL : remember(s);
	if (err)
		return err;
	err = qms_system_open(&cli->system, cli->directory,
	    &cli->environment);
	if (err == NULL)
		err = qms_system_who(&agency, &person, cli->system, s->email);
	if (err)
		return err;
	say(cli, "bạn là %s của %s\nTiếp theo:\n  qms          việc của tôi\n"
	    "  qms list     danh mục tài liệu\n  qms doctor   máy này dùng "
	    "được chưa", "you are %s of %s\nNext:\n  qms          my tasks\n"
	    "  qms list     the documents\n  qms doctor   is this machine fit",
	    person, agency);
	return NULL;
}

/* Does a system hold the directory? */
static bool
is_there(struct cli *cli)
{
	struct qms_environment nobody = cli->environment;
	struct qms_system *system;
	const struct qms_error *err;

	if (qms_file_type(cli->directory) == QMS_FILE_NONE)
		return false;
	err = qms_system_open(&system, cli->directory, &nobody);
	if (err == NULL)
		qms_system_close(system);
	return err == NULL || err->id != QMS_M_G039;
}

static const struct qms_error *
run(struct setup *s)
{
	struct cli *cli = s->cli;
	const struct qms_error *err;
	bool there = is_there(cli);

	if (qms_git_open(&s->git, cli->directory, false) != NULL)
		s->git = NULL;
	s->name = cli->environment.name;
	s->email = cli->environment.email;
	if (*s->name == '\0' || *s->email == '\0')
		qms_git_identity(s->git, &cli->arena, &s->name, &s->email);
	s->known = *s->name != '\0' && *s->email != '\0';
	err = ask_name(s);
	if (err == NULL)
		err = ask_where(s);
	if (err)
		return err;
	if (there)
		return say_who(s);
	err = ask_agency(s);
	if (err == NULL)
		err = ask_key(s);
	if (err == NULL)
		err = confirm(s);
	return err ? err : make_system(s);
}

COMMAND(setup)
{
	struct setup s = { .cli = cli };
	const struct qms_error *err;

	if (*cli->environment.data == '\0')
		return qms_fail(QMS_M_U021);
	s.ask = !cli->no_input && !cli->json;
	err = run(&s);
	if (s.git != NULL)
		qms_git_close(s.git);
	return err;
}
