/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "qms/query.h"
#include "report.h"
#include "writing.h"

/* People and the agency's own file make up an agency; what else lies in its
 * directory is work of others. */
static bool
belongs(struct cli *cli, const char *path)
{
	const char *agency;

	return qms_trust_is_member(path, &agency, &cli->arena) ||
	    (qms_starts_with(path, "agencies/") &&
	    qms_ends_with(path, "/agency.md"));
}

/* All of them, so that what git committed but nobody stated is stated too. */
static const struct qms_error *
take_all(struct cli *cli, struct qms_change *change,
    const struct qms_store *tree)
{
	struct qms_store_entry *entries;
	const struct qms_error *err;
	struct qms_text text;
	size_t count, i;

	err = qms_store_list(&entries, &count, &cli->arena, tree, "");
	for (i = 0; err == NULL && i < count; i++) {
		if (!belongs(cli, entries[i].path))
			continue;
		err = qms_store_read(&text, &cli->arena, tree,
		    entries[i].path, QMS_FILE_LIMIT);
		if (err == NULL)
			qms_change_put(change, entries[i].path, text);
	}
	return err;
}

static const struct qms_error *
take_removed(struct cli *cli, struct qms_change *change,
    const struct qms_store *tree)
{
	struct qms_store_entry *entries;
	const struct qms_error *err;
	size_t count, i;

	err = qms_store_list(&entries, &count, &cli->arena,
	    cli->system->newest, "");
	for (i = 0; err == NULL && i < count; i++)
		if (belongs(cli, entries[i].path) &&
		    !qms_store_has(tree, entries[i].path))
			qms_change_remove(change, entries[i].path);
	return err;
}

/* Members as they are in the work tree, edited by hand, are stated. */
static const struct qms_error *
update(struct cli *cli)
{
	const char *home, *me, *subject = cli_option(cli, "message");
	const struct qms_error *err;
	struct qms_change *change;
	struct qms_store *tree;

	err = cli_must_be_now(cli);
	if (err == NULL)
		err = writing_who(&home, &me, cli);
	if (err == NULL)
		err = qms_store_tracked(&tree, &cli->arena,
		    cli->system->git, cli->system->root);
	if (err)
		return err;
	change = qms_change_new(cli->system);
	err = take_all(cli, change, tree);
	if (err == NULL)
		err = take_removed(cli, change, tree);
	if (err == NULL)
		err = writing_commit_trust(cli, change, home, me,
		    subject != NULL ? subject :
		    "Ghi nhận thay đổi cán bộ, quy tắc, văn bản");
	qms_change_free(change);
	return err;
}

COMMAND(trust)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "number", { "Số", "Number" }, REPORT_TEXT },
		{ "date", { "Ngày", "Date" }, REPORT_DAY },
		{ "by", { "Người", "By" }, REPORT_TEXT },
		{ "threshold", { "Ngưỡng", "Threshold" }, REPORT_TEXT },
		{ "sha256", { "SHA-256", "SHA-256" }, REPORT_TEXT },
		{ "void", { "Vô hiệu", "Void" }, REPORT_TEXT },
	};
	const struct qms_error *err;
	struct qms_row_statement *rows;
	struct report report;
	size_t count, i;

	if (cli_has(cli, "update"))
		return update(cli);
	err = qms_query_statements(&rows, &count, &cli->arena,
	    cli->system->index, NULL, "trust");
	if (err)
		return err;
	REPORT(&report, cli, "qms/trust/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, rows[i].agency);
		if (*rows[i].agency == '\0')
			report_shown(&report, pick(cli, "(toàn hệ thống)",
			    "(whole system)"));
		report_add(&report, rows[i].version);
		report_add(&report, rows[i].date);
		report_add(&report, rows[i].by);
		report_add(&report, rows[i].result);
		report_add(&report, rows[i].sha256);
		report_add(&report, rows[i].void_code);
	}
	report_end(&report, "chưa có ghi nhận tin cậy nào",
	    "no trust statement yet");
	say(cli, "gốc tin cậy: SHA256:%s", "root of trust: SHA256:%s",
	    cli->system->id);
	return NULL;
}
