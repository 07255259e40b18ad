/* SPDX-License-Identifier: MIT */
/*
 * sync - fetches the repositories that agencies keep themselves, and takes
 * what goes on from before and verifies against the pinned root.
 */
#include <string.h>

#include "commands.h"
#include "program.h"
#include "qms/sync.h"
#include "report.h"

struct sync {
	struct cli *cli;
	struct qms_sync_agency *items;
	size_t count;
};

static bool
is_meant(const struct cli *cli, const char *agency)
{
	int i;

	for (i = 0; i < cli->operand_count; i++)
		if (strcmp(cli->operands[i], agency) == 0)
			return true;
	return cli->operand_count == 0;
}

static const struct qms_error *
check_names(const struct sync *s)
{
	const struct cli *cli = s->cli;
	size_t j;
	int i;

	for (i = 0; i < cli->operand_count; i++) {
		for (j = 0; j < s->count; j++)
			if (strcmp(s->items[j].agency, cli->operands[i]) == 0)
				break;
		if (j == s->count)
			return qms_fail(QMS_M_U190, cli->operands[i]);
	}
	return NULL;
}

/* The last line of what git said is the one that tells why. */
static const char *
why(struct cli *cli, const struct qms_buffer *answer)
{
	char *text, *line;

	if (answer->size == 0)
		return "git fetch";
	text = qms_arena_copy(&cli->arena, answer->data, answer->size);
	while (*text != '\0' && text[strlen(text) - 1] == '\n')
		text[strlen(text) - 1] = '\0';
	line = strrchr(text, '\n');
	return line == NULL ? text : line + 1;
}

static const struct qms_error *
fetch(struct sync *s, struct qms_sync_agency *item, bool *reached)
{
	struct cli *cli = s->cli;
	const char *const git[] = { "git", "-C",
		qms_git_common_directory(cli->system->git), "fetch", "--quiet",
		"--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
		"--", item->url, qms_arena_format(&cli->arena, "+HEAD:%s",
		qms_sync_fetched_ref(&cli->arena, item->agency)), NULL };
	struct qms_buffer answer = { 0 };
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	int status = 0;

	err = program_run(&answer, &status, PROGRAM_TELLS_ALL, git,
	    (struct qms_text){ 0 });
	*reached = err == NULL && status == 0;
	if (*reached) {
		item->fetched = qms_arena_string(&cli->arena, qms_day_format(
		    day, qms_system_today(cli->system)));
		item->stale = false;
	} else if (err == NULL) {
		item->result = QMS_SYNC_UNREACHABLE;
		item->reason = why(cli, &answer);
	}
	qms_buffer_free(&answer);
	return err;
}

static const struct qms_error *
move_main(struct sync *s, struct qms_sync_agency *item,
    const struct qms_oid *to)
{
	struct cli *cli = s->cli;
	char new_id[QMS_OID_HEX], old_id[QMS_OID_HEX];
	const char *ref = qms_sync_main_ref(&cli->arena, item->agency);
	const char *const git[] = { "git", "-C",
		qms_git_common_directory(cli->system->git), "update-ref", ref,
		qms_oid_hex(new_id, to), qms_oid_hex(old_id, &item->tip),
		NULL };
	const struct qms_error *err;
	int status;

	err = program_run(NULL, &status, PROGRAM_SHOWS, git,
	    (struct qms_text){ 0 });
	if (err == NULL && status != 0)
		err = qms_fail(QMS_M_G170, ref);
	if (err == NULL)
		item->tip = *to;
	return err;
}

static const char *
words_of(struct cli *cli, const struct qms_error *error)
{
	struct qms_buffer text = { 0 };
	const char *words;

	qms_error_text(&text, error, cli->language);
	words = qms_arena_copy(&cli->arena, text.data, text.size);
	qms_buffer_free(&text);
	return words;
}

static const struct qms_error *
sync_one(struct sync *s, struct qms_sync_agency *item)
{
	const struct qms_error *err;
	struct qms_oid fetched;
	bool reached, moves;

	err = fetch(s, item, &reached);
	if (err != NULL || !reached)
		return err;
	err = qms_sync_judge(&moves, &fetched, item, s->cli->system,
	    &s->cli->arena);
	if (err != NULL) {	/* what is there is no system that can be read */
		item->result = QMS_SYNC_UNVERIFIED;
		item->reason = words_of(s->cli, err);
		return NULL;
	}
	return moves ? move_main(s, item, &fetched) : NULL;
}

static void
show(struct sync *s)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "result", { "Kết quả", "Result" }, REPORT_TEXT },
		{ "fetched", { "Lấy về ngày", "Fetched" }, REPORT_DAY },
		{ "stale", { "Đã cũ", "Stale" }, REPORT_TEXT },
		{ "commit", { "Lần ghi", "Commit" }, REPORT_TEXT },
		{ "commits_walked", { "Lần ghi mới", "New commits" },
		    REPORT_NUMBER },
		{ "reason", { "Lý do", "Reason" }, REPORT_TEXT },
		{ "advice", { "Việc cần làm", "What to do" }, REPORT_TEXT },
		{ "url", { NULL, NULL }, REPORT_TEXT },
		{ "root", { NULL, NULL }, REPORT_TEXT },
	};
	struct cli *cli = s->cli;
	const struct qms_sync_agency *item;
	char hex[QMS_OID_HEX];
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/sync/1", columns);
	for (i = 0; i < s->count; i++) {
		item = &s->items[i];
		if (!is_meant(cli, item->agency))
			continue;
		report_add(&report, item->agency);
		report_add(&report, qms_sync_result_id(item->result));
		report_shown(&report, qms_sync_result_name(item->result,
		    cli->language));
		report_add(&report, item->fetched);
		report_add(&report, item->stale ? "yes" : "no");
		report_shown(&report, item->stale ? pick(cli, "có", "yes") :
		    "");
		report_add(&report, qms_oid_is_zero(&item->tip) ? "" :
		    qms_oid_hex(hex, &item->tip));
		if (!qms_oid_is_zero(&item->tip)) {
			hex[12] = '\0';
			report_shown(&report, hex);
		}
		report_number(&report, item->commits_walked);
		report_add(&report, item->reason);
		report_add(&report, qms_sync_advice(item, QMS_VI));
		report_shown(&report, qms_sync_advice(item, cli->language));
		report_add(&report, item->url);
		report_add(&report, item->root);
	}
	report_end(&report, "chưa có kho nào trong trust/repositories.csv",
	    "there is no repository in trust/repositories.csv");
}

/* Whatever one of them is like, the others are fetched. */
COMMAND(sync)
{
	struct sync s = { .cli = cli };
	const struct qms_error *err, *failed = NULL;
	enum qms_exit worst = QMS_EXIT_DONE;
	size_t i;

	err = qms_sync_list(&s.items, &s.count, cli->system, &cli->arena);
	if (err == NULL)
		err = check_names(&s);
	if (err)
		return err;
	for (i = 0; failed == NULL && i < s.count; i++) {
		if (!is_meant(cli, s.items[i].agency))
			continue;
		if (!cli->dry_run)
			failed = sync_one(&s, &s.items[i]);
		if (s.items[i].result == QMS_SYNC_REWRITTEN ||
		    s.items[i].result == QMS_SYNC_UNVERIFIED)
			worst = QMS_EXIT_INTEGRITY;
		else if (s.items[i].result != QMS_SYNC_VERIFIED &&
		    worst == QMS_EXIT_DONE)
			worst = QMS_EXIT_IO;
	}
	cli->exit = worst;
	err = cli->dry_run ? NULL : qms_sync_remember(cli->system, s.items,
	    s.count);
	show(&s);
	return failed != NULL ? failed : err;
}
