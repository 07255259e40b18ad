/* SPDX-License-Identifier: MIT */
/*
 * audit pack ID DIR - all that an auditor takes along, in one folder for a
 * stick; audit take-in DIR - what came back of it. The folder is somebody
 * else's when it comes back: nothing outside of it is read, and what is wrong
 * is told by line.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audit.h"
#include "findings.h"
#include "qms/adopt.h"
#include "qms/file.h"
#include "qms/splice.h"
#include "qms/yaml.h"
#include "sheet.h"
#include "web/site.h"

#define MANIFEST	"audit.yaml"
#define FINDINGS	"phat-hien.csv"
#define EVIDENCE	"bang-chung"

struct pack {
	struct cli *cli;
	const char *directory, *auditor;
	struct qms_audit audit;
};

static const struct qms_error *
put(struct pack *p, const char *name, const struct qms_buffer *text)
{
	struct qms_text bytes = { text->data == NULL ? "" : text->data,
	    text->size };

	return qms_file_write_below(p->directory, name, bytes, false);
}

/* ---- out ---- */

static const struct qms_error *
put_sheet(struct pack *p, const char *name, const char *title,
    const struct qms_buffer *sheet)
{
	struct qms_buffer out = { 0 };
	const struct qms_error *err;

	err = sheet_write(&out, p->cli, title, "html", sheet);
	if (err == NULL)
		err = put(p, name, &out);
	qms_buffer_free(&out);
	return err;
}

static const struct qms_error *
put_plan(struct pack *p)
{
	struct qms_buffer sheet = { 0 };
	const struct qms_error *err;

	audit_plan_sheet(&sheet, p->cli, &p->audit);
	err = put_sheet(p, "ke-hoach.html", p->audit.id, &sheet);
	qms_buffer_free(&sheet);
	return err;
}

static const struct qms_error *
put_checklist(struct pack *p, const struct qms_audit_line *lines,
    size_t count)
{
	struct qms_buffer sheet = { 0 }, csv = { 0 };
	const struct qms_error *err;

	err = audit_checklist_sheet(&sheet, p->cli, &p->audit, lines, count);
	if (err == NULL)
		err = put_sheet(p, "phieu-danh-gia.html", p->audit.id,
		    &sheet);
	qms_buffer_string(&csv, "\xef\xbb\xbf");	/* for spreadsheets */
	audit_checklist_csv(&csv, p->cli, lines, count);
	if (err == NULL)
		err = put(p, "phieu-danh-gia.csv", &csv);
	qms_buffer_free(&sheet);
	qms_buffer_free(&csv);
	return err;
}

/* The issued text, byte for byte, and one to read. */
static const struct qms_error *
put_document(struct pack *p, const char *id, const char *version)
{
	struct cli *cli = p->cli;
	const char *name = qms_arena_format(&cli->arena, "%s@%s", id,
	    version);
	struct qms_buffer sheet = { 0 }, raw = { 0 };
	struct qms_splice_parts parts;
	const struct qms_error *err;
	struct qms_adopt adopt;
	struct qms_found found;
	struct qms_text text;

	err = qms_system_find(&found, cli->system, p->audit.agency, name);
	if (err == NULL)
		err = qms_system_read(&text, cli->system, &cli->arena,
		    &found);
	if (err == NULL)
		err = qms_adopt_read(&adopt, &cli->arena,
		    qms_system_kinds(cli->system), cli->system->store,
		    found.path, text);
	if (err != NULL)
		return err;
	qms_buffer_text(&raw, text);
	err = put(p, qms_arena_format(&cli->arena, "tai-lieu/%s.md", name),
	    &raw);
	qms_buffer_string(&sheet, "# ");
	sheet_text(&sheet, qms_arena_format(&cli->arena, "%s: %s", name,
	    found.title));
	qms_buffer_string(&sheet, "\n\n");
	parts = qms_splice_split(adopt.text);
	qms_buffer_add(&sheet, adopt.text.data + parts.body,
	    adopt.text.size - parts.body);
	if (err == NULL)
		err = put_sheet(p, qms_arena_format(&cli->arena,
		    "tai-lieu/%s.html", name), name, &sheet);
	qms_buffer_free(&sheet);
	qms_buffer_free(&raw);
	return err;
}

static const struct qms_error *
put_documents(struct pack *p, const struct qms_audit_line *lines,
    size_t count)
{
	const struct qms_error *err = NULL;
	struct qms_strings done = { 0 };
	const char *name;
	size_t i;

	for (i = 0; err == NULL && i < count; i++) {
		if (*lines[i].document == '\0' || *lines[i].version == '\0')
			continue;
		name = qms_arena_format(&p->cli->arena, "%s@%s",
		    lines[i].document, lines[i].version);
		if (qms_strings_has(&done, name))
			continue;
		qms_strings_add(&p->cli->arena, &done, name);
		err = put_document(p, lines[i].document, lines[i].version);
	}
	return err;
}

static const struct qms_error *
put_manifest(struct pack *p)
{
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	char commit[QMS_OID_HEX];

	qms_buffer_format(&out, "schema: qms/audit-pack/1\nsystem: \"%s\"\n"
	    "commit: \"%s\"\nagency: %s\naudit: %s\nauditor: %s\n",
	    p->cli->system->id, qms_oid_hex(commit, &p->cli->system->head),
	    p->audit.agency, p->audit.id, p->auditor);
	err = put(p, MANIFEST, &out);
	qms_buffer_free(&out);
	return err;
}

static const struct qms_error *
put_readme(struct pack *p)
{
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	const char *letters;

	err = qms_finding_letters(&letters, p->cli->system, &p->cli->arena,
	    p->audit.agency, p->auditor);
	if (err != NULL)
		return err;
	qms_buffer_format(&out, pick(p->cli,
	    "Cuộc đánh giá %s, đánh giá viên %s\r\n\r\n"
	    "phieu-danh-gia.html  phiếu để in; phieu-danh-gia.csv mở bằng bảng "
	    "tính\r\n"
	    "ke-hoach.html        kế hoạch\r\n"
	    "tai-lieu/            các quy trình đúng như đã ban hành\r\n"
	    "phat-hien.csv        mỗi phát hiện một dòng; cột Số: 1, 2, 3 …; "
	    "mã là %s-%s-01, …\r\n"
	    "bang-chung/          ảnh và tệp, ghi tên vào cột Tệp, cách nhau "
	    "dấu ; (mỗi tệp đến 8 MiB)\r\n"
	    "site/index.html      toàn bộ hệ thống để tra cứu\r\n\r\n"
	    "Khi về: qms audit take-in THƯ-MỤC-NÀY\r\n",
	    "Audit %s, auditor %s\r\n\r\n"
	    "phieu-danh-gia.html  the checklist to print; phieu-danh-gia.csv "
	    "for a spreadsheet\r\n"
	    "ke-hoach.html        the plan\r\n"
	    "tai-lieu/            the procedures as they were issued\r\n"
	    "phat-hien.csv        a row a finding; column Number: 1, 2, 3 …; "
	    "ids are %s-%s-01, …\r\n"
	    "bang-chung/          photos and files; name them in the column "
	    "Files, with ; between (each up to 8 MiB)\r\n"
	    "site/index.html      the whole system, to look things up\r\n\r\n"
	    "When back: qms audit take-in THIS-FOLDER\r\n"), p->audit.id,
	    audit_person(p->cli, p->audit.agency, p->auditor),
	    qms_audit_number(&p->cli->arena, p->cli->system, p->audit.id),
	    letters);
	err = put(p, "doc-truoc.txt", &out);
	qms_buffer_free(&out);
	return err;
}

/* What was written into the form is never overwritten. */
static const struct qms_error *
put_form(struct pack *p)
{
	struct qms_buffer out = { 0 };
	const struct qms_error *err = NULL;

	if (qms_file_type_below(p->directory, FINDINGS) == QMS_FILE_NONE) {
		qms_buffer_string(&out, "\xef\xbb\xbf");
		findings_form(&out, p->cli);
		err = put(p, FINDINGS, &out);
		qms_buffer_free(&out);
	}
	if (err != NULL || qms_file_type_below(p->directory, EVIDENCE) !=
	    QMS_FILE_NONE)
		return err;
	return mkdir(qms_file_join(&p->cli->arena, p->directory, EVIDENCE),
	    0777) == 0 ? NULL : qms_fail_errno(EVIDENCE);
}

enum { PROGRAM_LIMIT = 256 * 1024 * 1024 };	/* bytes */

static const struct qms_error *
put_program(struct pack *p)
{
	const struct qms_error *err;
	struct qms_text bytes;
	char path[PATH_MAX];

	if (realpath("/proc/self/exe", path) == NULL)
		return NULL;		/* a system without it */
	err = qms_file_read(&bytes, &p->cli->arena, path, PROGRAM_LIMIT);
	if (err == NULL)
		err = qms_file_write_below(p->directory, "qms", bytes,
		    false);
	if (err == NULL && chmod(qms_file_join(&p->cli->arena, p->directory,
	    "qms"), 0755) != 0)
		err = qms_fail_errno("qms");
	return err;
}

static const struct qms_error *
put_site(struct pack *p)
{
	struct qms_problems problems = { .arena = &p->cli->arena };
	struct web_site_options options = { .language = p->cli->language,
	    .internal = true };
	struct web_site_stats stats = { 0 };
	const struct qms_error *err;

	options.output = qms_file_join(&p->cli->arena, p->directory, "site");
	err = qms_system_ask(p->cli->system, qms_index_question(
	    p->cli->system->index)->recorded, "now");
	if (err == NULL)
		err = web_site_make(&stats, &problems, p->cli->system,
		    &options);
	return err;
}

const struct qms_error *
audit_pack(struct cli *cli)
{
	struct pack p = { .cli = cli };
	struct qms_audit_line *lines;
	const struct qms_error *err;
	size_t count;
	bool found;

	if (cli->operand_count < 3)
		return qms_fail(QMS_M_U022, pick(cli, "MÃ THƯ-MỤC", "ID DIR"),
		    "audit pack");
	p.directory = cli->operands[2];
	err = audit_target(&p.audit, &found, cli);
	if (err == NULL && !found)
		err = qms_fail(QMS_M_U050, p.audit.id);
	if (err != NULL)
		return err;
	p.auditor = cli_option(cli, "auditor");
	if (p.auditor == NULL) {
		err = cli_me(&p.auditor, cli, p.audit.agency);
		if (err != NULL)
			return err;
	}
	err = audit_judge(cli, &p.audit, "", qms_text(NULL));
	if (err == NULL)
		err = qms_audit_checklist(&lines, &count, cli->system,
		    &cli->arena, &p.audit, cli_option(cli, "unit"));
	if (err == NULL && mkdir(p.directory, 0777) != 0 && errno != EEXIST)
		err = qms_fail_errno(p.directory);
	if (err == NULL)
		err = put_manifest(&p);
	if (err == NULL)
		err = put_readme(&p);
	if (err == NULL)
		err = put_plan(&p);
	if (err == NULL)
		err = put_checklist(&p, lines, count);
	if (err == NULL)
		err = put_documents(&p, lines, count);
	if (err == NULL)
		err = put_form(&p);
	if (err == NULL && !cli_has(cli, "no-program"))
		err = put_program(&p);
	if (err == NULL && !cli_has(cli, "no-site"))
		err = put_site(&p);
	if (err == NULL)
		say(cli, "%s: %zu dòng; ghi phát hiện vào %s/%s",
		    "%s: %zu lines; write findings into %s/%s", p.audit.id,
		    count, p.directory, FINDINGS);
	return err;
}

/* ---- back ---- */

enum { MANIFEST_LIMIT = 4096, CSV_LIMIT = 4 * 1024 * 1024 };

static const struct qms_error *
read_manifest(struct pack *p)
{
	struct cli *cli = p->cli;
	struct qms_problems problems = { .arena = &cli->arena };
	const char *values[4];
	static const char *const keys[] = { "system", "agency", "audit",
		"auditor" };
	const struct qms_error *err;
	struct qms_yaml *root;
	struct qms_text text;
	const char *schema;
	bool found;
	size_t i;

	err = qms_file_read_below(&text, &cli->arena, p->directory, MANIFEST,
	    MANIFEST_LIMIT);
	if (err != NULL)
		return err;
	qms_yaml_parse(&root, &cli->arena, text, MANIFEST_LIMIT, MANIFEST, 1,
	    &problems);
	schema = qms_yaml_string(root, "schema");
	if (schema == NULL || strcmp(schema, "qms/audit-pack/1") != 0)
		return qms_fail(QMS_M_U113, p->directory);
	for (i = 0; i < 4; i++) {
		values[i] = qms_yaml_string(root, keys[i]);
		if (values[i] == NULL)
			return qms_fail(QMS_M_U113, p->directory);
	}
	if (strcmp(values[0], cli->system->id) != 0)
		return qms_fail(QMS_M_U114, p->directory);
	p->auditor = values[3];
	err = qms_audit_read(&p->audit, &found, cli->system, &cli->arena,
	    values[1], values[2]);
	return err != NULL || found ? err : qms_fail(QMS_M_U050, values[2]);
}

const struct qms_error *
audit_take_in(struct cli *cli)
{
	struct pack p = { .cli = cli };
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_finding_place place = { .system = cli->system };
	struct qms_finding *findings;
	const struct qms_error *err;
	struct qms_text text;
	size_t count, i;

	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U022, pick(cli, "THƯ-MỤC", "DIR"),
		    "audit take-in");
	err = cli_must_be_now(cli);
	if (err != NULL)
		return err;
	p.directory = cli->operands[1];
	err = read_manifest(&p);
	if (err == NULL)
		err = cli_me(&place.auditor, cli, p.audit.agency);
	if (err == NULL)
		err = qms_file_read_below(&text, &cli->arena, p.directory,
		    FINDINGS, CSV_LIMIT);
	if (err != NULL)
		return err;
	place.agency = p.audit.agency;
	place.audit = &p.audit;
	place.auditor = p.auditor;
	place.day = p.audit.first_day;
	place.directory = qms_file_join(&cli->arena, p.directory, EVIDENCE);
	place.csv = qms_file_join(&cli->arena, p.directory, FINDINGS);
	err = qms_findings_parse(&findings, &count, &cli->arena, text,
	    place.csv, &problems);
	/* without its number a row would be another finding each time */
	for (i = 0; err == NULL && i < count; i++)
		if (*findings[i].number == '\0')
			findings[i].number = "?";
	return err ? err : findings_take(cli, &place, findings, count,
	    &problems);
}
