/* SPDX-License-Identifier: MIT */
/*
 * witness - checkpoints: lists them, makes the next one of what the branch is
 * now, and words the newest for a letter. Who witnesses remembers, in the git
 * directory, what it witnessed last, and signs nothing that does not go on
 * from there.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/file.h"
#include "qms/query.h"
#include "qms/verify.h"
#include "qms/witness.h"
#include "report.h"
#include "requests.h"
#include "sign.h"

struct witness {
	const char *agency;		/* "" all */
	struct qms_row_checkpoint newest;	/* number 0: none */
	const char *memory;		/* file of the last one made here */
	struct qms_statement statement;
};

static const struct qms_error *
find_newest(struct witness *w, struct cli *cli)
{
	const struct qms_error *err;
	struct qms_row_checkpoint *rows;
	size_t count, i;

	err = qms_query_checkpoints(&rows, &count, &cli->arena,
	    cli->system->index);
	for (i = 0; err == NULL && i < count; i++)
		if (strcmp(rows[i].agency, w->agency) == 0 &&
		    rows[i].number > w->newest.number)
			w->newest = rows[i];
	return err;
}

/* ---- what is there ---- */

static const struct qms_error *
list(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "number", { "Số", "Number" }, REPORT_NUMBER },
		{ "date", { "Ngày", "Date" }, REPORT_DAY },
		{ "witness", { "Bên xác nhận", "Witness" }, REPORT_TEXT },
		{ "commit", { "Lần ghi", "Commit" }, REPORT_TEXT },
		{ "sha256", { "SHA-256", "SHA-256" }, REPORT_TEXT },
		{ "entered", { NULL, NULL }, REPORT_DAY },
		{ "path", { NULL, NULL }, REPORT_TEXT },
		{ "void", { "Vô hiệu", "Void" }, REPORT_TEXT },
	};
	const struct qms_error *err;
	struct qms_row_checkpoint *rows;
	struct report report;
	size_t count, i;

	err = qms_query_checkpoints(&rows, &count, &cli->arena,
	    cli->system->index);
	if (err)
		return err;
	REPORT(&report, cli, "qms/checkpoints/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, rows[i].agency);
		if (*rows[i].agency == '\0')
			report_shown(&report, pick(cli, "(toàn hệ thống)",
			    "(whole system)"));
		report_number(&report, rows[i].number);
		report_add(&report, rows[i].date);
		report_add(&report, rows[i].witness);
		report_add(&report, rows[i].commit);
		report_shown(&report, qms_arena_copy(&cli->arena,
		    rows[i].commit, strlen(rows[i].commit) < 12 ?
		    strlen(rows[i].commit) : 12));
		report_add(&report, rows[i].sha256);
		report_add(&report, rows[i].entered);
		report_add(&report, rows[i].path);
		report_add(&report, rows[i].revoked ? "S114" : "");
	}
	report_end(&report, "chưa có mốc xác nhận nào; lập mốc: qms witness "
	    "--key TỆP", "no checkpoint yet; to make one: qms witness --key "
	    "FILE");
	return NULL;
}

/* A sentence for a letter on paper, which nobody rewrites later. */
static const struct qms_error *
letter(struct witness *w, struct cli *cli)
{
	struct qms_buffer words = { 0 };
	const struct qms_error *err;

	err = find_newest(w, cli);
	if (err)
		return err;
	if (w->newest.number == 0)
		return qms_fail(QMS_M_U094);
	qms_buffer_format(&words, pick(cli, "Hệ thống quản lý chất lượng "
	    "“%s”%s%s: mốc xác nhận số %d ngày %s của %s, lần ghi %s, có mã "
	    "SHA-256 %s.\n", "Quality management system “%s”%s%s: checkpoint "
	    "%d of %s by %s, of commit %s, has the SHA-256 %s.\n"),
	    cli->system->name, *w->agency == '\0' ? "" : ", ", w->agency,
	    (int)w->newest.number, cli_shown_day(cli, w->newest.date),
	    w->newest.witness,
	    w->newest.commit, w->newest.sha256);
	qms_message_fill(&cli->out, "{1}", (const char *const [4]){
	    qms_arena_copy(&cli->arena, words.data, words.size - 1) });
	qms_buffer_char(&cli->out, '\n');
	qms_buffer_free(&words);
	return NULL;
}

/* ---- what was witnessed before ---- */

static const struct qms_error *
compare_with(struct witness *w, struct cli *cli, const char *file)
{
	const struct qms_statement *before;
	const struct qms_error *err;
	struct qms_requests requests;
	struct qms_oid commit;
	int64_t ordinal = 0;
	int number;
	bool read;

	err = requests_read(&read, &requests, cli, file);
	if (err)
		return err;
	if (!read || requests.count != 1 ||
	    strcmp(requests.items[0].statement.act, QMS_WITNESS_ACT) != 0)
		return qms_fail(QMS_M_U095, file);
	before = &requests.items[0].statement;
	if (strcmp(before->system, cli->system->id) != 0 ||
	    strcmp(before->agency, w->agency) != 0)
		return qms_fail(QMS_M_U095, file);
	number = (int)strtol(before->version, NULL, 10);
	if (qms_oid_parse(&commit, before->result))
		err = qms_index_ordinal(&ordinal, cli->system->index,
		    &commit);
	if (err)
		return err;
	if (ordinal == 0 || w->newest.number < number)
		return ordinal == 0 ? qms_fail(QMS_M_G132, before->version,
		    qms_arena_copy(&cli->arena, before->result, 12)) :
		    qms_fail(QMS_M_G131, before->version, cli_shown_day(
		    cli, before->date), file);
	return w->newest.number == number && strcmp(w->newest.sha256,
	    before->sha256) != 0 ? qms_fail(QMS_M_S133, before->version,
	    w->newest.sha256, before->sha256) : NULL;
}

static const struct qms_error *
compare_before(struct witness *w, struct cli *cli)
{
	const char *after = cli_option(cli, "after");
	const struct qms_error *err = NULL;

	w->memory = qms_arena_format(&cli->arena, "%sqms/witnessed-%s",
	    qms_git_common_directory(cli->system->git),
	    *w->agency == '\0' ? "all" : w->agency);
	if (after != NULL)
		err = compare_with(w, cli, after);
	if (err == NULL && qms_file_type(w->memory) == QMS_FILE_REGULAR)
		err = compare_with(w, cli, w->memory);
	return err;
}

static const struct qms_error *
remember(struct witness *w, struct cli *cli,
    const struct qms_requests *requests)
{
	const struct qms_error *err;

	err = qms_file_make_directories(qms_arena_format(&cli->arena,
	    "%sqms", qms_git_common_directory(cli->system->git)));
	return err ? err : requests_write(cli, requests, w->memory);
}

/* ---- the next one ---- */

/* A history that is at fault is not witnessed. */
static const struct qms_error *
check_history(struct cli *cli)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_verification verification;
	const struct qms_error *err;

	err = qms_verify(&verification, &problems, cli->system, NULL);
	if (err != NULL || !qms_problems_have_errors(&problems))
		return err;
	problems_write(cli, &problems);
	return qms_fail(QMS_M_G130);
}

/* Who witnesses: --by, else whose key it is in trust/signers. */
static const struct qms_error *
find_witness(struct witness *w, struct cli *cli)
{
	static const char path[] = "trust/signers";
	struct qms_problems ignored = { .arena = &cli->arena };
	const char *file = cli_option(cli, "key"), *last;
	const struct qms_error *err;
	struct qms_signers signers;
	struct qms_public_key key;
	struct qms_text text = { 0 };
	size_t i;

	w->statement.by = cli_option(cli, "by");
	if (w->statement.by != NULL)
		return NULL;
	if (file == NULL)
		return qms_fail(QMS_M_U022, "--by", "witness");
	err = sign_public_key(&key, cli, file);
	if (err == NULL && qms_store_has(cli->system->newest, path))
		err = qms_store_read(&text, &cli->arena, cli->system->newest,
		    path, QMS_FILE_LIMIT);
	if (err)
		return err;
	qms_signers_parse(&signers, &cli->arena, text, path, &ignored);
	for (i = 0; i < signers.count; i++)
		if (qms_text_equal(signers.items[i].key.blob, key.blob) &&
		    qms_strings_has(&signers.items[i].name_spaces,
		    QMS_NAMESPACE_WITNESS)) {
			last = strrchr(signers.items[i].principal, '/');
			w->statement.by = last == NULL ?
			    signers.items[i].principal : last + 1;
			return NULL;
		}
	return qms_fail(QMS_M_S130, qms_public_key_fingerprint(&cli->arena,
	    key.blob), "?", w->statement.date);
}

static const struct qms_error *
fill(struct witness *w, struct cli *cli)
{
	struct qms_statement *s = &w->statement;
	const struct qms_error *err;
	struct qms_git_commit commit;
	char day[QMS_DAY_SIZE], hex[QMS_OID_HEX];
	char *digest = qms_arena_alloc(&cli->arena, QMS_SHA256_SIZE);

	s->act = QMS_WITNESS_ACT;
	s->id = QMS_WITNESS_ID;
	s->agency = w->agency;
	s->version = qms_arena_format(&cli->arena, "%d",
	    (int)w->newest.number + 1);
	s->date = qms_arena_string(&cli->arena, qms_day_format(day,
	    qms_system_today(cli->system)));
	s->comment = cli_option(cli, "comment");
	s->result = qms_arena_string(&cli->arena, qms_oid_hex(hex,
	    &cli->system->head));
	if (w->newest.number > 0)
		qms_strings_add(&cli->arena, &s->prev, w->newest.sha256);
	err = find_witness(w, cli);
	if (err == NULL)
		err = qms_git_commit(&commit, cli->system->git, &cli->arena,
		    &cli->system->head);
	if (err == NULL)
		err = qms_witness_digest(digest, cli->system->git,
		    &commit.tree, cli->system->prefix, w->agency, NULL);
	s->text = digest;
	return err;
}

static const struct qms_error *
sign(struct cli *cli, struct qms_request *request)
{
	const struct qms_error *err;
	struct qms_text signature;

	if (!cli_has(cli, "key"))
		return NULL;
	err = sign_bytes(&signature, cli, cli_option(cli, "key"),
	    QMS_NAMESPACE_WITNESS, request->bytes);
	if (err == NULL)
		qms_request_set(request, &cli->arena, QMS_REQUEST_SIGNATURE,
		    "-", signature);
	return err;
}

static const struct qms_error *
commit(struct cli *cli, const struct qms_request *request)
{
	struct qms_change *change = qms_change_new(cli->system);
	const struct qms_error *err;
	struct qms_oid made;

	err = qms_change_take(change, request);
	if (err == NULL)
		err = qms_change_commit(&made, change, qms_arena_format(
		    &cli->arena, "Mốc xác nhận số %s",
		    request->statement.version), cli->dry_run);
	qms_change_free(change);
	return err;
}

static const struct qms_error *
make(struct witness *w, struct cli *cli)
{
	const char *out = cli_option(cli, "output");
	const struct qms_error *err;
	struct qms_change *change;
	struct qms_requests requests;

	change = qms_change_new(cli->system);
	qms_change_witness(change, &w->statement);
	err = qms_change_requests(&requests, change);
	if (err == NULL)
		err = sign(cli, &requests.items[0]);
	if (err == NULL && out == NULL)
		err = commit(cli, &requests.items[0]);
	if (err == NULL && !cli->dry_run && cli_has(cli, "key"))
		err = remember(w, cli, &requests);
	if (err == NULL && out != NULL && !cli->dry_run)
		err = requests_write(cli, &requests, out);
	if (err == NULL)
		say(cli, "%smốc xác nhận số %s của lần ghi %.12s: SHA256:%s%s",
		    "%scheckpoint %s of commit %.12s: SHA256:%s%s",
		    cli->dry_run ? pick(cli, "(thử) ", "(dry run) ") : "",
		    w->statement.version, w->statement.result,
		    requests.items[0].statement.sha256, out == NULL ? "" :
		    pick(cli, "; cơ quan nhận bằng: qms take-in",
		    "; the agency takes it in: qms take-in"));
	qms_change_free(change);
	return err;
}

COMMAND(witness)
{
	struct witness w = { .agency = cli_option(cli, "agency") };
	const struct qms_error *err;

	if (w.agency == NULL)
		w.agency = "";
	if (cli_has(cli, "letter"))
		return letter(&w, cli);
	if (!cli_has(cli, "key") && !cli_has(cli, "output"))
		return list(cli);
	err = cli_must_be_now(cli);
	if (err == NULL && *w.agency != '\0')
		err = cli_agency(&w.agency, cli);
	if (err == NULL && qms_oid_is_zero(&cli->system->head))
		err = qms_fail(QMS_M_U094);
	if (err == NULL)
		err = find_newest(&w, cli);
	if (err == NULL)
		err = compare_before(&w, cli);
	if (err == NULL)
		err = check_history(cli);
	if (err == NULL)
		err = fill(&w, cli);
	return err ? err : make(&w, cli);
}
