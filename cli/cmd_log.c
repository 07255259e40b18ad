/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "proofs.h"
#include "qms/fold.h"
#include "qms/query.h"
#include "report.h"

/* Why it is void, in the words of the fold or of the rule that refused it. */
static const char *
why_void(struct cli *cli, const struct qms_row_statement *s)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_rules *rules = NULL;
	struct qms_buffer text = { 0 };
	char *words;

	(void)qms_system_rules(&rules, cli->system);
	qms_fold_report(&problems, s->path, rules, s->void_code,
	    s->void_arguments);
	if (problems.count > 0)
		qms_problem_text(&text, &problems.items[0], cli->language);
	words = qms_arena_format(&cli->arena, "%s [%s] %s",
	    pick(cli, "vô hiệu", "void"), s->void_code,
	    text.size == 0 ? "" : text.data);
	qms_buffer_free(&text);
	return words;
}

/* Who saw it first, and when. */
static const char *
known_by(struct cli *cli, const struct qms_row_statement *s)
{
	return *s->known_by == '\0' ? "" : qms_arena_format(&cli->arena,
	    pick(cli, "%s xác nhận đã có ngày %s",
	    "seen by %s on %s"), s->witness,
	    cli_shown_day(cli, s->known_by));
}

static const char *
remark(struct cli *cli, const struct qms_row_statement *s)
{
	if (*s->void_code != '\0')
		return why_void(cli, s);
	if (s->late > 0)
		return qms_arena_format(&cli->arena, "%s %d %s%s%s",
		    pick(cli, "ghi sau", "recorded"), s->late,
		    pick(cli, "ngày", "days later"),
		    *s->known_by == '\0' ? "" : "; ", known_by(cli, s));
	return known_by(cli, s);
}

static const char *
office(struct cli *cli, const struct qms_row_statement *s)
{
	const char *name = cli_office(cli, s->office);

	if (*s->capacity != '\0')
		name = qms_arena_format(&cli->arena, "%s %s", s->capacity,
		    name);
	return *s->delegation == '\0' ? name : qms_arena_format(&cli->arena,
	    "%s (%s)", name, s->delegation);
}

COMMAND(log)
{
	static const struct report_column columns[] = {
		{ "date", { "Ngày", "Date" }, REPORT_DAY },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "act", { "Việc", "Act" }, REPORT_TEXT },
		{ "by", { "Người", "By" }, REPORT_TEXT },
		{ "office", { "Chức trách", "Office" }, REPORT_TEXT },
		{ "capacity", { NULL, NULL }, REPORT_TEXT },
		{ "delegation", { NULL, NULL }, REPORT_TEXT },
		{ "proof", { "Bằng chứng", "Proof" }, REPORT_TEXT },
		{ "decision", { NULL, NULL }, REPORT_TEXT },
		{ "key", { NULL, NULL }, REPORT_TEXT },
		{ "subject", { NULL, NULL }, REPORT_TEXT },
		{ "serial", { NULL, NULL }, REPORT_TEXT },
		{ "recorded", { NULL, NULL }, REPORT_DAY },
		{ "void", { NULL, NULL }, REPORT_TEXT },
		{ "comment", { "Ý kiến", "Comment" }, REPORT_TEXT },
		{ "remark", { "Ghi chú", "Remark" }, REPORT_TEXT },
		{ "sha256", { NULL, NULL }, REPORT_TEXT },
		{ "known_by", { NULL, NULL }, REPORT_DAY },
		{ "witness", { NULL, NULL }, REPORT_TEXT },
	};
	const struct qms_error *err;
	struct qms_row_statement *rows;
	struct qms_found found;
	struct report report;
	struct proof proof;
	const char *agency;
	size_t count, i;

	if (cli_agency(&agency, cli) != NULL)
		agency = "";
	err = qms_system_find(&found, cli->system, agency, cli->operands[0]);
	if (err == NULL)
		err = qms_query_statements(&rows, &count, &cli->arena,
		    cli->system->index, found.agency, found.id);
	if (err)
		return err;
	REPORT(&report, cli, "qms/log/1", columns);
	for (i = 0; i < count; i++) {
		if (*found.version != '\0' &&
		    strcmp(found.version, rows[i].version) != 0)
			continue;
		proof = proof_of(cli, &rows[i]);
		report_add(&report, rows[i].date);
		report_add(&report, rows[i].version);
		report_add(&report, rows[i].act);
		report_shown(&report, qms_kind_act_name(found.kind,
		    rows[i].act, cli->language));
		report_add(&report, rows[i].by);
		report_add(&report, rows[i].office);
		report_shown(&report, office(cli, &rows[i]));
		report_add(&report, rows[i].capacity);
		report_add(&report, rows[i].delegation);
		report_add(&report, rows[i].proof);
		report_shown(&report, proof.brief);
		report_add(&report, rows[i].decision);
		report_add(&report, proof.key);
		report_add(&report, proof.subject);
		report_add(&report, proof.serial);
		report_add(&report, rows[i].entered);
		report_add(&report, rows[i].void_code);
		report_add(&report, rows[i].comment);
		report_add(&report, remark(cli, &rows[i]));
		report_add(&report, rows[i].sha256);
		report_add(&report, rows[i].known_by);
		report_add(&report, rows[i].witness);
	}
	report_end(&report, "chưa có việc nào được ghi nhận",
	    "nothing was recorded yet");
	return NULL;
}
