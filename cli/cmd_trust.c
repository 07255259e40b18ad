/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "qms/proof.h"
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

/* Members as they are in the work tree, edited by hand. */
static const struct qms_error *
take(struct cli *cli, struct qms_change *change)
{
	const struct qms_error *err;
	struct qms_store *tree;

	err = qms_store_tracked(&tree, &cli->arena, cli->system->git,
	    cli->system->root);
	if (err == NULL)
		err = take_all(cli, change, tree);
	return err ? err : take_removed(cli, change, tree);
}

/* What the chain asks for from now on; refused by the fold when nobody could
 * give it. */
static const struct qms_error *
set_threshold(struct cli *cli, struct qms_change *change, const char *number)
{
	const char *named = cli_option(cli, "agency"), *agency = "";
	const struct qms_error *err = NULL;

	if (qms_guard_threshold(number) < 0)
		return qms_fail(QMS_M_U025, number, "--threshold 0, 1, 2 …");
	if (named != NULL)
		err = qms_system_agency(&agency, cli->system, named, "");
	if (err == NULL)
		qms_change_set_threshold(change, agency, number);
	return err;
}

static const struct qms_error *
update(struct cli *cli)
{
	const char *home, *me, *subject = cli_option(cli, "message");
	const char *threshold = cli_option(cli, "threshold");
	const struct qms_error *err;
	struct qms_change *change;

	err = cli_must_be_now(cli);
	if (err == NULL)
		err = writing_who(&home, &me, cli);
	if (err)
		return err;
	change = qms_change_new(cli->system);
	if (cli_has(cli, "update"))
		err = take(cli, change);
	if (err == NULL && threshold != NULL)
		err = set_threshold(cli, change, threshold);
	if (subject == NULL)
		subject = threshold == NULL ?
		    "Ghi nhận thay đổi cán bộ, quy tắc, văn bản" :
		    qms_arena_format(&cli->arena, "Ngưỡng chữ ký: %s",
		    threshold);
	if (err == NULL)
		err = writing_commit_trust(cli, change, home, me, subject);
	qms_change_free(change);
	return err;
}

/* ---- the least proof of each act ---- */

/* Of all ways by which the act goes, the one that asks for most. */
static const char *
least_proof(const struct qms_settings *settings, const struct qms_kind *kind,
    const char *act)
{
	const char *most = "commit", *least;
	size_t i;

	for (i = 0; i < kind->act_count; i++) {
		if (strcmp(kind->acts[i].act, act) != 0)
			continue;
		least = qms_proof_least(settings, kind, &kind->acts[i]);
		if (qms_proof_rank(least) > qms_proof_rank(most))
			most = least;
	}
	return most;
}

static void
list_kind(struct report *report, struct cli *cli,
    const struct qms_settings *settings, const struct qms_kind *kind)
{
	struct qms_map seen = { 0 };
	const char *act, *least;
	size_t i;

	for (i = 0; kind->path != NULL && i < kind->act_count; i++) {
		act = kind->acts[i].act;
		if (qms_map_get(&seen, act) != NULL)
			continue;
		qms_map_put(&cli->arena, &seen, act, cli);
		least = least_proof(settings, kind, act);
		report_add(report, kind->id);
		report_shown(report, kind->name[cli->language]);
		report_add(report, act);
		report_shown(report, qms_kind_act_name(kind, act,
		    cli->language));
		report_add(report, least);
		report_shown(report, cli_proof(cli, least));
	}
}

static const struct qms_error *
list_proofs(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "act", { "Việc", "Act" }, REPORT_TEXT },
		{ "proof", { "Bằng chứng ít nhất", "Least proof" },
		    REPORT_TEXT },
	};
	const struct qms_kinds *kinds = qms_system_kinds(cli->system);
	struct qms_problems ignored = { .arena = &cli->arena };
	struct qms_settings settings;
	const struct qms_error *err;
	struct report report;
	struct qms_text text;
	size_t i;

	err = qms_store_read(&text, &cli->arena, cli->system->store,
	    "qms.yaml", QMS_FILE_LIMIT);
	if (err)
		return err;
	qms_settings_parse(&settings, &cli->arena, text, "qms.yaml",
	    &ignored);
	REPORT(&report, cli, "qms/proofs/1", columns);
	for (i = 0; i < kinds->count; i++)
		list_kind(&report, cli, &settings, kinds->items[i]);
	report_end(&report, "chưa có loại nào có việc",
	    "no kind has any act");
	return NULL;
}

/* ---- who guards, and since when ---- */

static const char *
guard_in_words(struct cli *cli, const struct qms_row_statement *row)
{
	if (*row->void_code != '\0')
		return "";
	if (strcmp(row->guard, "own") == 0)
		return pick(cli, "đủ chữ ký", "signed");
	if (strcmp(row->guard, "system") == 0)
		return pick(cli, "hệ thống ký", "signed by the system's");
	if (strcmp(row->guard, "reroot") == 0)
		return pick(cli, "lập lại gốc: hệ thống ký thay",
		    "rerooted: the system's signed instead");
	return pick(cli, "không cần", "none needed");
}

static const struct qms_error *
tell_guard(struct cli *cli)
{
	const struct qms_error *err;
	struct qms_guard guard;
	struct qms_strings able;
	struct qms_buffer names = { 0 };
	char day[QMS_DAY_SIZE];
	const char *root;
	bool guarded;
	size_t i;

	err = qms_query_root(&root, &guarded, &cli->arena,
	    cli->system->index);
	if (err == NULL)
		err = qms_system_guard(&guard, cli->system, &cli->arena, "");
	if (err || *root == '\0')
		return err;
	say(cli, "gốc tin cậy: SHA256:%s", "root of trust: SHA256:%s", root);
	if (guard.threshold < 1) {
		say(cli, "chưa có khóa nào bảo vệ: ai ghi được vào kho cũng thay "
		    "đổi được người, quy tắc và cài đặt; muốn có khóa bảo vệ:\n"
		    "  qms key add CƠ-QUAN/NGƯỜI --system --key TỆP\n"
		    "  qms trust --threshold 1", "guarded by nobody's key: "
		    "whoever can write to the repository can change persons, "
		    "rules and settings; to have keys guard it:\n"
		    "  qms key add AGENCY/PERSON --system --key FILE\n"
		    "  qms trust --threshold 1");
		return NULL;
	}
	able = qms_guard_able(&guard, &cli->arena, qms_day_format(day,
	    qms_system_today(cli->system)));
	for (i = 0; i < able.count; i++)
		qms_buffer_format(&names, "%s%s", i == 0 ? "" : ", ",
		    able.items[i]);
	say(cli, "mỗi thay đổi của toàn hệ thống cần %d chữ ký của: %s",
	    "each change of the whole system needs %d signatures of: %s",
	    guard.threshold, names.size == 0 ? "" : names.data);
	qms_buffer_free(&names);
	return NULL;
}

static const char *
with_commas(struct cli *cli, const char *words)
{
	struct qms_buffer out = { 0 };
	char *result;

	for (; *words != '\0'; words++)
		qms_buffer_format(&out, *words == ' ' ? ", " : "%c", *words);
	result = qms_arena_copy(&cli->arena, out.size == 0 ? "" : out.data,
	    out.size);
	qms_buffer_free(&out);
	return result;
}

COMMAND(trust)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "number", { "Số", "Number" }, REPORT_TEXT },
		{ "date", { "Ngày", "Date" }, REPORT_DAY },
		{ "by", { "Người", "By" }, REPORT_TEXT },
		{ "threshold", { "Ngưỡng", "Threshold" }, REPORT_TEXT },
		{ "guard", { "Chữ ký", "Signatures" }, REPORT_TEXT },
		{ "signers", { "Người ký", "Signed by" }, REPORT_TEXT },
		{ "keys", { NULL, NULL }, REPORT_TEXT },
		{ "sha256", { "SHA-256", "SHA-256" }, REPORT_TEXT },
		{ "root", { NULL, NULL }, REPORT_TEXT },
		{ "void", { "Vô hiệu", "Void" }, REPORT_TEXT },
	};
	const struct qms_error *err;
	struct qms_row_statement *rows;
	struct report report;
	const char *root;
	size_t count, i;
	bool guarded;

	if (cli_has(cli, "update") || cli_has(cli, "threshold"))
		return update(cli);
	if (cli_has(cli, "proofs"))
		return list_proofs(cli);
	err = qms_query_statements(&rows, &count, &cli->arena,
	    cli->system->index, NULL, "trust");
	if (err == NULL)
		err = qms_query_root(&root, &guarded, &cli->arena,
		    cli->system->index);
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
		report_add(&report, rows[i].guard);
		report_shown(&report, guard_in_words(cli, &rows[i]));
		report_add(&report, rows[i].signers);
		report_shown(&report, with_commas(cli, rows[i].signers));
		report_add(&report, rows[i].keys);
		report_add(&report, rows[i].sha256);
		report_add(&report, strcmp(rows[i].sha256, root) == 0 ?
		    "yes" : "no");
		report_add(&report, rows[i].void_code);
	}
	report_end(&report, "chưa có ghi nhận tin cậy nào",
	    "no trust statement yet");
	return tell_guard(cli);
}
