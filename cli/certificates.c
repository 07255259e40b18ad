/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "certificates.h"
#include "qms/file.h"
#include "qms/signature.h"
#include "writing.h"

const struct qms_error *
certificates_open(struct certificates *all, struct cli *cli,
    const char *agency)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_store_entry *entries;
	const struct qms_error *err;
	struct qms_text text;
	size_t count, i;

	*all = (struct certificates){ .agency = agency };
	if (*agency == '\0')
		return NULL;
	err = qms_store_list(&entries, &count, &cli->arena,
	    cli->system->store, qms_arena_format(&cli->arena,
	    "agencies/%s/certificates/", agency));
	if (err)
		return err;
	all->items = qms_arena_alloc(&cli->arena, (count + 1) *
	    sizeof(*all->items));
	all->paths = qms_arena_alloc(&cli->arena, (count + 1) *
	    sizeof(*all->paths));
	for (i = 0; i < count; i++) {
		err = qms_store_read(&text, &cli->arena, cli->system->store,
		    entries[i].path, QMS_FILE_LIMIT);
		if (err)
			return err;
		all->paths[all->count] = entries[i].path;
		if (qms_enrolled_parse(&all->items[all->count], &cli->arena,
		    text, entries[i].path, &problems))
			all->count++;
	}
	if (problems.count == 0)
		return NULL;
	problems_write(cli, &problems);
	return qms_fail(QMS_M_G088, problems.items[0].path);
}

/* ---- add and retire ---- */

static const struct qms_error *
write_enrolled(struct cli *cli, const char *agency,
    const struct qms_enrolled *one, const char *done)
{
	const struct qms_error *err;
	struct qms_buffer out = { 0 };

	qms_enrolled_write(&out, one);
	err = writing_file(cli, qms_enrolled_path(&cli->arena, agency,
	    one->person, &one->certificate), qms_buffer_view(&out),
	    qms_arena_format(&cli->arena, "Chứng thư số của %s/%s: %s %s",
	    agency, one->person, done, one->certificate.serial));
	qms_buffer_free(&out);
	return err;
}

const struct qms_error *
certificates_add(struct cli *cli, const struct certificates *all,
    const char *person)
{
	const char *file = cli_option(cli, "certificate");
	struct qms_enrolled made = { .person = person,
		.to = QMS_DAY_NONE };
	const struct qms_error *err;
	struct qms_text text;
	size_t i;

	err = cli_day(&made.from, cli, "from", cli_today(cli));
	if (err == NULL)
		err = qms_file_read(&text, &cli->arena, file, QMS_FILE_LIMIT);
	if (err)
		return err;
	if (!qms_certificate_parse(&made.certificate, &cli->arena, text))
		return qms_fail(QMS_M_G120, file);
	for (i = 0; i < all->count; i++)
		if (strcmp(all->items[i].certificate.sha256,
		    made.certificate.sha256) == 0)
			return qms_fail(QMS_M_U090, all->items[i].person);
	return write_enrolled(cli, all->agency, &made, "đăng ký");
}

const struct qms_enrolled *
certificates_find(bool *several, const struct certificates *all,
    const char *name, bool retired)
{
	const struct qms_enrolled *found = NULL, *one;
	struct qms_arena arena = { 0 };
	size_t i;

	*several = false;
	for (i = 0; i < all->count; i++) {
		one = &all->items[i];
		if ((one->to != QMS_DAY_NONE && !retired) ||
		    (strcmp(one->person, name) != 0 &&
		    strcasecmp(one->certificate.serial, name) != 0 &&
		    strcmp(qms_public_key_fingerprint(&arena,
		    one->certificate.der), name) != 0))
			continue;
		*several = found != NULL;
		found = one;
	}
	qms_arena_free(&arena);
	return found;
}

const struct qms_error *
certificates_retire(struct cli *cli, const struct certificates *all,
    const struct qms_enrolled *one, qms_day last)
{
	struct qms_enrolled retired = *one;

	retired.to = last;
	return write_enrolled(cli, all->agency, &retired, "thôi dùng");
}

/* ---- signatures ---- */

bool
certificates_of(struct qms_cms *cms, struct cli *cli, const char *statement)
{
	struct qms_text text;

	return cli->system->newest != NULL && qms_store_read(&text,
	    &cli->arena, cli->system->newest, qms_arena_format(&cli->arena,
	    "%s.p7s", statement), QMS_CMS_LIMIT) == NULL &&
	    qms_cms_parse(cms, &cli->arena, text);
}
