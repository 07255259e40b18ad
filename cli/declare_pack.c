/* SPDX-License-Identifier: MIT */
/*
 * declare pack ID DIR - the papers of a declaration, to be signed, sent and
 * posted: made from the forms in law/forms, or the agency's own in templates/.
 */
#include <errno.h>
#include <sys/stat.h>

#include "declare.h"
#include "qms/declared.h"
#include "qms/file.h"
#include "qms/papers.h"

static const char *const forms[] = { "cong-bo", "cong-bo-phu-luc",
	"xac-nhan-hieu-luc", "thong-bao-cong-bo", "niem-yet-cong-bo" };

struct pack {
	struct cli *cli;
	const char *directory;
	struct qms_found found;
	struct qms_papers papers;
};

static const struct qms_error *
put(struct pack *p, const char *name, const struct qms_buffer *bytes)
{
	return qms_file_write_below(p->directory, name, qms_buffer_view(
	    bytes), false);
}

static const struct qms_error *
put_paper(struct pack *p, const char *form)
{
	struct qms_arena *arena = &p->cli->arena;
	struct qms_official *official = &p->papers.official;
	struct qms_problems problems = { .arena = arena };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;

	official->name = qms_arena_format(arena, "%s.md", form);
	err = qms_papers_form(&official->form, p->cli->system, arena,
	    p->found.agency, official->name);
	if (err == NULL)
		err = qms_official_write(&out, arena, official, &problems);
	if (err == NULL && problems.count > 0) {
		problems_write(p->cli, &problems);
		p->cli->exit = QMS_EXIT_PROBLEMS;
	}
	if (err == NULL && out.size > 0)
		err = put(p, qms_arena_format(arena, "%s.html", form), &out);
	qms_buffer_free(&out);
	return err;
}

/* For who wants to verify it. */
static const struct qms_error *
put_data(struct pack *p)
{
	struct qms_buffer xml = { 0 }, json = { 0 };
	struct qms_declared declared;
	const struct qms_error *err;

	err = qms_declared_collect(&declared, p->cli->system,
	    &p->cli->arena, p->found.agency, p->found.id, true);
	if (err == NULL)
		err = qms_declared_xml(&xml, &p->cli->arena, &declared,
		    p->found.id);
	if (err == NULL)
		err = qms_declared_json(&json, &p->cli->arena, &declared,
		    p->found.id);
	if (err == NULL)
		err = put(p, "cong-bo.xml", &xml);
	if (err == NULL)
		err = put(p, "cong-bo.json", &json);
	qms_buffer_free(&xml);
	qms_buffer_free(&json);
	return err;
}

const struct qms_error *
declare_pack(struct cli *cli)
{
	struct pack p = { .cli = cli };
	const struct qms_error *err;
	size_t i;

	if (cli->operand_count < 3)
		return qms_fail(QMS_M_U022, pick(cli, "MÃ THƯ-MỤC", "ID DIR"),
		    "declare pack");
	p.directory = cli->operands[2];
	err = declare_find(&p.found, cli, 1, "draft");
	if (err == NULL)
		err = qms_papers_get(&p.papers, cli->system, &cli->arena,
		    p.found.agency, p.found.id, cli_option(cli, "by"),
		    cli_option(cli, "capacity"));
	if (err == NULL)
		err = qms_papers_form(&p.papers.official.page, cli->system,
		    &cli->arena, p.found.agency, "official.html");
	if (err != NULL)
		return err;
	if (mkdir(p.directory, 0777) != 0 && errno != EEXIST)
		return qms_fail_errno(p.directory);
	for (i = 0; err == NULL && i < sizeof(forms) / sizeof(forms[0]); i++)
		err = put_paper(&p, forms[i]);
	if (err == NULL && p.papers.act != NULL)
		err = put_data(&p);
	if (err == NULL && p.papers.act == NULL)
		say(cli, "in từ %s, trình ký; ký xong: qms declare sign %s "
		    "--decision SỐ --file BẢN-QUÉT.pdf", "print from %s and "
		    "have them signed; then: qms declare sign %s --decision "
		    "NUMBER --file SCAN.pdf", p.directory, p.found.id);
	return err;
}
