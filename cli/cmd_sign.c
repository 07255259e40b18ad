/* SPDX-License-Identifier: MIT */
/*
 * sign - on the machine of who signs, without a repository: shows what a
 * request asks to be signed, asks, and puts the signature in.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "qms/certificate.h"
#include "qms/file.h"
#include "qms/signature.h"
#include "qms/witness.h"
#include "redlines.h"
#include "report.h"
#include "requests.h"
#include "sign.h"

/* ---- what is to be signed ---- */

static const char *
words(const struct qms_request *request, struct cli *cli, const char *name)
{
	const struct qms_request_part *part = qms_request_get(request,
	    QMS_REQUEST_ABOUT, name);

	return part == NULL ? "" : qms_arena_copy(&cli->arena,
	    part->bytes.data, part->bytes.size);
}

/* One line; what comes from the file cannot draw on the screen. */
static void
line(struct cli *cli, const char *label_vi, const char *label_en,
    const char *value, const char *more)
{
	if (*value == '\0')
		return;
	qms_buffer_format(&cli->out, "  %s: ", pick(cli, label_vi,
	    label_en));
	qms_message_fill(&cli->out, *more == '\0' ? "{1}" : "{1} ({2})",
	    (const char *const [4]){ value, more });
	qms_buffer_char(&cli->out, '\n');
}

/* What is signed comes first; what only the file says is in brackets. */
static void
show_statement(struct cli *cli, const struct qms_request *request)
{
	const struct qms_statement *s = &request->statement;
	const char *object = *s->agency == '\0' ? s->id :
	    qms_arena_format(&cli->arena, "%s/%s", s->agency, s->id);

	if (*s->version != '\0')
		object = qms_arena_format(&cli->arena, "%s@%s", object,
		    s->version);
	line(cli, "Việc", "Act", s->act, words(request, cli, "act"));
	line(cli, "Của", "Of", object, words(request, cli, "title"));
	line(cli, "Cơ quan", "Agency", s->agency,
	    words(request, cli, "agency"));
	if (strcmp(s->proof, "commit") == 0)	/* others sign beside it */
		line(cli, "Người lập", "Made by", s->by,
		    words(request, cli, "by"));
	else
		line(cli, "Người ký", "Who signs", s->by,
		    words(request, cli, "by"));
	line(cli, "Chức trách", "Office", s->office,
	    *s->office == '\0' ? "" : cli_office(cli, s->office));
	line(cli, "Thẩm quyền ký", "Capacity", s->capacity, "");
	line(cli, "Theo ủy quyền", "By delegation", s->delegation, "");
	line(cli, "Ngày", "Date", cli_shown_day(cli, s->date), "");
	line(cli, "Hiệu lực từ", "Effective", cli_shown_day(cli,
	    s->effective), "");
	line(cli, "Đến hết", "Until", cli_shown_day(cli, s->until), "");
	if (strcmp(s->act, "trust") == 0)
		line(cli, "Lần sau cần số chữ ký", "Signatures of the next",
		    s->result, "");
	else
		line(cli, "Kết quả", "Result", s->result, "");
	line(cli, "Quyết định", "Decision", s->decision,
	    cli_shown_day(cli, s->decision_date));
	line(cli, "Ý kiến", "Comment", s->comment, "");
	line(cli, "SHA-256 của văn bản", "SHA-256 of the text", s->text, "");
	line(cli, "SHA-256 được ký", "SHA-256 that is signed", s->sha256, "");
	line(cli, "Hệ thống", "System", s->system,
	    words(request, cli, "system"));
}

static void
show_redline(struct cli *cli, const char *of, struct redlines_side before,
    struct redlines_side after)
{
	const struct redlines_side sides[2] = { before, after };
	enum qms_exit exit = cli->exit;

	redlines_write(cli, "", of, sides);
	cli->exit = exit;		/* that something differs is no fault */
}

static void
show_text(struct cli *cli, const struct qms_request *request)
{
	const struct qms_statement *s = &request->statement;
	const struct qms_request_part *text = qms_request_get(request,
	    QMS_REQUEST_TEXT, NULL), *before;
	char sha256[QMS_SHA256_SIZE];

	if (strcmp(s->act, QMS_WITNESS_ACT) == 0 || *s->text == '\0')
		return;
	if (text == NULL) {
		line(cli, "Chú ý", "Mind", pick(cli, "tệp không kèm văn bản; "
		    "hãy đối chiếu mã SHA-256 với bản trên tay", "the text "
		    "is not in the file; compare the SHA-256 with your copy"),
		    "");
		return;
	}
	before = qms_request_get(request, QMS_REQUEST_BEFORE, NULL);
	if (before != NULL)
		line(cli, "So với bản", "Against version", before->name,
		    qms_sha256(sha256, before->bytes));
	else
		line(cli, "So với bản", "Against version", pick(cli,
		    "chưa có bản nào, toàn văn là mới",
		    "there is none, all of it is new"), "");
	show_redline(cli, s->id, before == NULL ?
	    (struct redlines_side){ "-", { "", 0 } } :
	    (struct redlines_side){ before->name, before->bytes },
	    (struct redlines_side){ s->version, text->bytes });
}

/* A change of who and what is trusted, file by file. */
static void
show_files(struct cli *cli, const struct qms_request *request)
{
	const struct qms_request_part *part, *before;
	size_t i;

	if (strcmp(request->statement.act, "trust") != 0)
		return;
	for (i = 0; i < request->count; i++) {
		part = &request->parts[i];
		if (part->what != QMS_REQUEST_PUT &&
		    part->what != QMS_REQUEST_REMOVE)
			continue;
		before = qms_request_get(request, QMS_REQUEST_BEFORE,
		    part->name);
		line(cli, part->what == QMS_REQUEST_PUT ? "Tệp" : "Bỏ tệp",
		    part->what == QMS_REQUEST_PUT ? "File" : "Removed",
		    part->name, "");
		show_redline(cli, part->name, (struct redlines_side){
		    pick(cli, "hiện nay", "now"), before == NULL ?
		    (struct qms_text){ "", 0 } : before->bytes },
		    (struct redlines_side){ pick(cli, "sau khi ký",
		    "when signed"), part->bytes });
	}
}

static const char *
signed_by(struct cli *cli, const struct qms_request *request)
{
	const char *names = "";
	size_t i;

	for (i = 0; i < request->count; i++)
		if (request->parts[i].what == QMS_REQUEST_SIGNATURE ||
		    request->parts[i].what == QMS_REQUEST_CERTIFICATE)
			names = qms_arena_format(&cli->arena, "%s%s%s", names,
			    *names == '\0' ? "" : ", ",
			    strcmp(request->parts[i].name, "-") == 0 ?
			    request->statement.by : request->parts[i].name);
	return names;
}

static void
show(struct cli *cli, const struct qms_requests *requests, const char *file)
{
	size_t i;

	for (i = 0; i < requests->count; i++) {
		const struct qms_request *request = &requests->items[i];

		qms_buffer_format(&cli->out, "%s%s %zu/%zu\n", i == 0 ? "" :
		    "\n", file, i + 1, requests->count);
		show_statement(cli, request);
		line(cli, "Cần chữ ký của", "Signatures needed",
		    words(request, cli, "signers"), "");
		line(cli, "Đã ký", "Signed by", signed_by(cli, request), "");
		show_text(cli, request);
		show_files(cli, request);
	}
}

static void
show_json(struct cli *cli, const struct qms_requests *requests,
    struct report *report, const char *file)
{
	const struct qms_statement *s;
	size_t i;

	for (i = 0; i < requests->count; i++) {
		s = &requests->items[i].statement;
		report_add(report, file);
		report_add(report, s->act);
		report_add(report, s->agency);
		report_add(report, s->id);
		report_add(report, s->version);
		report_add(report, s->by);
		report_add(report, s->office);
		report_add(report, s->capacity);
		report_add(report, s->date);
		report_add(report, s->effective);
		report_add(report, s->text);
		report_add(report, s->sha256);
		report_add(report, signed_by(cli, &requests->items[i]));
	}
}

/* ---- signing ---- */

/* What was shown goes to the screen first: nobody signs unseen. */
static bool
agrees(struct cli *cli, size_t count)
{
	static const char *const yes[] = { "c", "có", "co", "y", "yes" };
	char answer[64] = "";
	size_t i;

	if (fwrite(cli->out.data, 1, cli->out.size, stdout) !=
	    cli->out.size || fflush(stdout) != 0)
		return false;
	qms_buffer_clear(&cli->out);
	if (cli_has(cli, "yes"))
		return true;
	if (cli->no_input || !interactive())
		return false;
	(void)fprintf(stderr, pick(cli, "Ký %zu ghi nhận trên? [có/không] ",
	    "Sign these %zu statements? [yes/no] "), count);
	if (fgets(answer, (int)sizeof(answer), stdin) == NULL)
		return false;
	answer[strcspn(answer, "\r\n")] = '\0';
	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcmp(answer, yes[i]) == 0)
			return true;
	return false;
}

static const struct qms_error *
sign_all(struct cli *cli, struct qms_requests *requests)
{
	const char *as = cli_option(cli, "as");
	const struct qms_error *err = NULL;
	struct qms_request *request;
	struct qms_text signature;
	size_t i;

	for (i = 0; err == NULL && i < requests->count; i++) {
		request = &requests->items[i];
		/* the file is that of the name which the list of signers has */
		if (as == NULL && strcmp(request->statement.proof, "key") != 0
		    && strcmp(request->statement.act, "trust") == 0)
			return qms_fail(QMS_M_U022, "--as", "sign");
		err = sign_bytes(&signature, cli, cli_option(cli, "key"),
		    strcmp(request->statement.act, QMS_WITNESS_ACT) == 0 ?
		    QMS_NAMESPACE_WITNESS : QMS_NAMESPACE, request->bytes);
		if (err == NULL)
			qms_request_set(request, &cli->arena,
			    QMS_REQUEST_SIGNATURE, as == NULL ? "-" : as,
			    signature);
	}
	return err;
}

static const struct qms_error *
add_certificate(struct cli *cli, struct qms_requests *requests)
{
	const char *file = cli_option(cli, "certificate");
	const struct qms_error *err;
	struct qms_text bytes;
	struct qms_cms cms;

	if (requests->count != 1)
		return qms_fail(QMS_M_U093, "--certificate");
	if (strcmp(requests->items[0].statement.proof, "certificate") != 0)
		return qms_fail(QMS_M_U092);
	err = qms_file_read(&bytes, &cli->arena, file, QMS_CMS_LIMIT);
	if (err == NULL && (!qms_cms_parse(&cms, &cli->arena, bytes) ||
	    !qms_cms_verify(&cms, requests->items[0].bytes)))
		err = qms_fail(QMS_M_G121, file);
	if (err == NULL)
		qms_request_set(&requests->items[0], &cli->arena,
		    QMS_REQUEST_CERTIFICATE, "-", bytes);
	return err;
}

static const struct qms_error *
extract(struct cli *cli, const struct qms_requests *requests)
{
	const char *file = cli_option(cli, "extract");

	if (requests->count != 1)
		return qms_fail(QMS_M_U093, "--extract");
	if (strcmp(file, "-") != 0)
		return qms_file_write(file, requests->items[0].bytes, true);
	qms_buffer_clear(&cli->out);
	qms_buffer_text(&cli->out, requests->items[0].bytes);
	return NULL;
}

static const struct qms_error *
sign(struct cli *cli, struct qms_requests *requests, const char *file)
{
	const char *out = cli_option(cli, "output");
	const struct qms_error *err = NULL;

	if (out == NULL)
		out = file;
	if (cli_has(cli, "extract"))
		return extract(cli, requests);
	if (!cli_has(cli, "key") && !cli_has(cli, "certificate"))
		return NULL;
	if (cli_has(cli, "key") && !agrees(cli, requests->count))
		return qms_fail(QMS_M_U096);
	if (cli_has(cli, "key"))
		err = sign_all(cli, requests);
	if (err == NULL && cli_has(cli, "certificate"))
		err = add_certificate(cli, requests);
	if (err == NULL && !cli->dry_run)
		err = requests_write(cli, requests, out);
	if (err == NULL)
		say(cli, "đã ký %zu ghi nhận; gửi lại tệp %s",
		    "%zu statements are signed; send the file %s back",
		    requests->count, out);
	return err;
}

COMMAND(sign)
{
	static const struct report_column columns[] = {
		{ "file", { NULL, NULL }, REPORT_TEXT },
		{ "act", { NULL, NULL }, REPORT_TEXT },
		{ "agency", { NULL, NULL }, REPORT_TEXT },
		{ "id", { NULL, NULL }, REPORT_TEXT },
		{ "version", { NULL, NULL }, REPORT_TEXT },
		{ "by", { NULL, NULL }, REPORT_TEXT },
		{ "office", { NULL, NULL }, REPORT_TEXT },
		{ "capacity", { NULL, NULL }, REPORT_TEXT },
		{ "date", { NULL, NULL }, REPORT_DAY },
		{ "effective", { NULL, NULL }, REPORT_DAY },
		{ "text", { NULL, NULL }, REPORT_TEXT },
		{ "sha256", { NULL, NULL }, REPORT_TEXT },
		{ "signed", { NULL, NULL }, REPORT_TEXT },
	};
	const struct qms_error *err = NULL;
	struct qms_requests requests;
	struct report report;
	bool read, data = cli->json || cli->csv;
	int i;

	if (cli->operand_count > 1 && cli_has(cli, "output"))
		return qms_fail(QMS_M_U093, "--output");
	REPORT(&report, cli, "qms/requests/1", columns);
	for (i = 0; err == NULL && i < cli->operand_count; i++) {
		err = requests_read(&read, &requests, cli, cli->operands[i]);
		if (err != NULL || !read)
			continue;
		if (!data)
			show(cli, &requests, cli->operands[i]);
		err = sign(cli, &requests, cli->operands[i]);
		if (err == NULL && data)
			show_json(cli, &requests, &report, cli->operands[i]);
	}
	if (err == NULL && data && !cli_has(cli, "extract"))
		report_end(&report, "không có yêu cầu nào", "no request");
	return err;
}
