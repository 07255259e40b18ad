/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/create.h"
#include "qms/unicode.h"
#include "sign.h"

/* "Họ Tên <thư>" */
bool
person_split(struct cli *cli, const char *text, const char **name,
    const char **email)
{
	const char *open = strchr(text, '<'), *close;
	struct qms_text words;

	close = open == NULL ? NULL : strchr(open, '>');
	if (close == NULL || close[1] != '\0' || close == open + 1)
		return false;
	words.data = text;
	words.size = (size_t)(open - text);
	words = qms_text_trim(words);
	*name = qms_arena_copy(&cli->arena, words.data, words.size);
	*email = qms_arena_copy(&cli->arena, open + 1,
	    (size_t)(close - open) - 1);
	return **name != '\0' && strchr(*email, '@') != NULL;
}

/* git's own idea of who the user is, without a repository of ours. */
static void
ask_git(struct cli *cli, const char **name, const char **email)
{
	struct qms_git *git;

	if (qms_git_open(&git, cli->directory, false) == NULL) {
		qms_git_identity(git, &cli->arena, name, email);
		qms_git_close(git);
	} else {
		qms_git_identity(NULL, &cli->arena, name, email);
	}
}

/* Who else is there from the first day: the head, who reviews. */
static const struct qms_error *
add_others(struct cli *cli, struct qms_create_agency *agency)
{
	static const char *const offices[] = { "head", "reviewer" };
	struct qms_create_person *other;
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(offices) / sizeof(offices[0]); i++) {
		text = cli_option(cli, offices[i]);
		if (text == NULL || *text == '\0')
			continue;
		other = qms_push(&cli->arena, agency->others,
		    agency->other_count, agency->other_room);
		other->office = offices[i];
		if (!person_split(cli, text, &other->name, &other->email))
			return qms_fail(QMS_M_U025, text, qms_arena_format(
			    &cli->arena, "--%s \"Họ Tên "
			    "<ten@coquan.gov.vn>\"", offices[i]));
	}
	return NULL;
}

static const struct qms_error *
find_officer(struct cli *cli, struct qms_create_system *wanted)
{
	const char *officer = cli_option(cli, "officer");

	wanted->officer_name = cli->environment.name;
	wanted->officer_email = cli->environment.email;
	if (officer != NULL && !person_split(cli, officer,
	    &wanted->officer_name, &wanted->officer_email))
		return qms_fail(QMS_M_U025, officer,
		    "--officer \"Họ Tên <ten@coquan.gov.vn>\"");
	if (officer == NULL && *wanted->officer_email == '\0')
		ask_git(cli, &wanted->officer_name, &wanted->officer_email);
	if (*wanted->officer_name == '\0' || *wanted->officer_email == '\0')
		return qms_fail(QMS_M_U011);
	return NULL;
}

/* Without its marks, as in UBND of "Ủy ban nhân dân"; Đ is a letter of its own. */
static void
add_initial(struct qms_buffer *out, const char *letter, size_t size)
{
	const struct qms_text text = { letter, size };

	if (qms_text_is(text, "Đ") || qms_text_is(text, "đ"))
		qms_buffer_string(out, "Đ");
	else
		qms_unicode_fold(out, text);
}

/* Letters that begin the words of a name: "Sở Khoa học và Công nghệ" is SKHCN. */
char *
init_initials(struct cli *cli, const char *name)
{
	static const char and[] = "và ";
	struct qms_text text = qms_text(name);
	struct qms_buffer out = { 0 };
	size_t at = 0, before;
	bool start = true;
	char *result;
	int32_t c;

	while (at < text.size) {
		before = at;
		if (start && strncmp(name + at, and, strlen(and)) == 0) {
			at += strlen(and);
			continue;
		}
		c = qms_utf8_next(text, &at);
		if (start && c > ' ' && c != ',' && c != '-')
			add_initial(&out, name + before, at - before);
		start = c == ' ' || c == '-';
	}
	result = qms_arena_string(&cli->arena, out.size ? out.data : name);
	for (at = 0; result[at] != '\0'; at++)
		if (result[at] >= 'a' && result[at] <= 'z')
			result[at] = (char)(result[at] - 'a' + 'A');
	qms_buffer_free(&out);
	return result;
}

void
init_models_write(struct cli *cli)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_strings ids = { 0 };
	struct qms_store *store;
	struct qms_model *model;
	size_t i;
	int wide = 0;

	if (*cli->environment.data == '\0' || qms_create_models(&store,
	    &cli->arena, &cli->environment) != NULL || qms_model_ids(&ids,
	    &cli->arena, store, true) != NULL || ids.count == 0)
		return;
	qms_buffer_format(&cli->out, "\n%s\n", pick(cli, "Các mô hình:",
	    "Models:"));
	for (i = 0; i < ids.count; i++)
		if ((int)strlen(ids.items[i]) > wide)
			wide = (int)strlen(ids.items[i]);
	for (i = 0; i < ids.count; i++) {
		if (qms_model_load(&model, &cli->arena, store, ids.items[i],
		    &problems) != NULL || model == NULL)
			continue;
		qms_buffer_format(&cli->out, "  %-*s  ", wide, ids.items[i]);
		write_wrapped(&cli->out, qms_text(model->name), wide + 4);
	}
}

COMMAND(init)
{
	struct qms_create_system wanted = { .name = cli->operands[0] };
	const struct qms_error *err;
	char path[PATH_MAX], day[QMS_DAY_SIZE];
	struct sign_key key = { cli, cli_option(cli, "key") };
	struct qms_public_key public;
	struct qms_oid commit;
	qms_day date;

	if (*cli->environment.data == '\0')
		return qms_fail(QMS_M_U021);
	wanted.agency.id = cli_option(cli, "agency");
	wanted.agency.name = cli_option(cli, "name");
	wanted.agency.kind = cli_option(cli, "kind");
	wanted.agency.model = cli_option(cli, "model");
	if (wanted.agency.id == NULL)
		return qms_fail(QMS_M_U022, "--agency", "init");
	if (wanted.agency.name == NULL)
		return qms_fail(QMS_M_U022, "--name", "init");
	wanted.agency.short_name = cli_option(cli, "short-name");
	if (wanted.agency.short_name == NULL)
		wanted.agency.short_name = init_initials(cli, wanted.agency.name);
	err = find_officer(cli, &wanted);
	if (err == NULL)
		err = add_others(cli, &wanted.agency);
	if (err == NULL)
		err = cli_day(&date, cli, "date", qms_day_of_time(
		    cli->environment.now, cli->environment.offset));
	if (err)
		return err;
	wanted.date = qms_arena_string(&cli->arena, qms_day_format(day, date));
	wanted.agency.from = wanted.date;
	wanted.demo = cli_has(cli, "demo");
	if (key.file != NULL) {
		err = sign_public_key(&public, cli, key.file);
		if (err)
			return err;
		if (!wanted.demo && qms_public_key_is_published(
		    qms_public_key_fingerprint(&cli->arena, public.blob)))
			return qms_fail(QMS_M_S119,
			    qms_public_key_fingerprint(&cli->arena,
			    public.blob));
		wanted.key = &public;
		wanted.sign = sign_with_key;
		wanted.sign_closure = &key;
	}
	err = qms_create_system(&commit, cli->directory, &cli->environment,
	    &wanted);
	if (err)
		return err;
	if (realpath(cli->directory, path) == NULL)
		(void)strncpy(path, cli->directory, sizeof(path) - 1);
	say(cli, "đã lập “%s” ở %s\nTiếp theo:\n  qms          việc của tôi\n"
	    "  qms list     danh mục tài liệu\n  qms check    kiểm tra",
	    "made \"%s\" in %s\nNext:\n  qms          my tasks\n"
	    "  qms list     the documents\n  qms check    what is wrong",
	    wanted.name, path);
	return NULL;
}
