/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "findings.h"
#include "qms/fold.h"
#include "report.h"
#include "writing.h"

void
findings_form(struct qms_buffer *out, struct cli *cli)
{
	size_t i;

	for (i = 0; i < qms_finding_column_count; i++)
		qms_csv_write(out, qms_finding_columns[i][cli->language],
		    i == 0);
	qms_buffer_string(out, "\r\n");
}

const char *
findings_quote_words(struct cli *cli, const struct qms_quote *quote)
{
	switch (quote->state) {
	case QMS_QUOTE_UNKNOWN:
		return pick(cli, "không có lần ban hành này",
		    "there is no such issued text");
	case QMS_QUOTE_ABSENT:
		return pick(cli, "lần ban hành này không có câu đó",
		    "that text never said it");
	case QMS_QUOTE_WITHDRAWN:
		return pick(cli, "tài liệu không còn hiệu lực",
		    "nothing of it is in force any more");
	case QMS_QUOTE_STANDS:
		return qms_arena_format(&cli->arena, pick(cli,
		    "vẫn còn trong lần %s đang có hiệu lực",
		    "still stands in %s, which is in force"), quote->now);
	case QMS_QUOTE_CHANGED:
		break;
	}
	return qms_arena_format(&cli->arena, pick(cli,
	    "đã sửa từ lần %s; đang có hiệu lực: lần %s",
	    "changed since %s; in force: %s"), *quote->changed == '\0' ?
	    quote->now : quote->changed, quote->now);
}

/* ---- may they have found it? ---- */

/* What the first act of an audit asks of its team, asked of each finding. */
static const struct qms_error *
judge(struct cli *cli, const struct qms_finding_place *place,
    struct qms_finding *findings, bool *good, size_t count,
    struct qms_problems *problems)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), "audit");
	struct qms_buffer words = { 0 };
	struct qms_refusal refusal;
	const struct qms_error *err, *ended;
	const struct qms_rules *rules;
	struct qms_index_file *files;
	size_t i, k, laid = 0;

	if (place->audit == NULL || kind == NULL || kind->act_count == 0)
		return NULL;
	err = qms_system_rules(&rules, cli->system);
	if (err != NULL)
		return err;
	files = qms_arena_alloc(&cli->arena, (count + 1) * sizeof(*files));
	for (i = 0; i < count; i++)
		if (good[i] && !findings[i].there)
			files[laid++] = (struct qms_index_file){
			    findings[i].path, findings[i].file };
	if (laid == 0)
		return NULL;
	err = qms_index_overlay_begin(cli->system->index, files, laid,
	    cli->system->environment.email);
	for (i = 0; err == NULL && i < count; i++) {
		if (!good[i] || findings[i].there)
			continue;
		err = qms_rules_refuse(&refusal, &cli->arena, rules,
		    &kind->acts[0].guards, qms_index_db(cli->system->index),
		    place->agency, findings[i].id, "", kind->acts[0].act,
		    findings[i].auditor, findings[i].day);
		if (err != NULL || refusal.rule == NULL)
			continue;
		qms_buffer_clear(&words);
		for (k = 0; k < QMS_MESSAGE_ARGUMENTS; k++)
			qms_buffer_format(&words, "%s\n",
			    refusal.arguments[k] == NULL ? "" :
			    refusal.arguments[k]);
		good[i] = false;
		if (findings[i].line == 0)
			err = qms_fold_fail(&cli->arena, findings[i].id,
			    rules, refusal.rule->id, words.data);
		else
			qms_fold_report(problems, place->csv, rules,
			    refusal.rule->id, words.data);
		if (err == NULL && problems->count > 0)
			problems->items[problems->count - 1].line =
			    findings[i].line;
	}
	ended = qms_index_overlay_end(cli->system->index);
	qms_buffer_free(&words);
	return err ? err : ended;
}

/* ---- commit and report ---- */

static void
put(struct qms_change *change, struct qms_arena *arena,
    const struct qms_finding *f)
{
	size_t i;

	qms_change_put(change, f->path, f->file);
	for (i = 0; i < f->attached_count; i++)
		qms_change_put(change, qms_arena_format(arena, "%.*s/%s",
		    (int)(strlen(f->path) - strlen(".md")), f->path,
		    f->attached[i].name), f->attached[i].bytes);
}

static void
list(struct cli *cli, const struct qms_finding *findings, const bool *good,
    size_t count)
{
	static const struct report_column columns[] = {
		{ "line", { NULL, NULL }, REPORT_NUMBER },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "code", { "Số phiếu", "Code" }, REPORT_TEXT },
		{ "result", { "Kết quả", "Result" }, REPORT_TEXT },
		{ "recurrence", { "Tái diễn của", "Recurrence of" },
		    REPORT_TEXT },
		{ "title", { "Tóm tắt", "Title" }, REPORT_TEXT },
	};
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/findings-taken/1", columns);
	for (i = 0; i < count; i++) {
		if (!good[i] && !cli->json)
			continue;	/* told with the reason */
		report_number(&report, findings[i].line);
		report_add(&report, findings[i].id);
		report_add(&report, good[i] ? findings[i].code : "");
		report_add(&report, !good[i] ? "refused" :
		    findings[i].there ? "there" : "recorded");
		report_shown(&report, findings[i].there ? pick(cli,
		    "đã có", "already there") : pick(cli, "đã ghi",
		    "recorded"));
		report_add(&report, good[i] ? findings[i].recurrence : "");
		report_add(&report, findings[i].title);
	}
	report_end(&report, "không có phát hiện nào được ghi",
	    "no finding was recorded");
}

static const struct qms_error *
commit(struct cli *cli, const struct qms_finding_place *place,
    const struct qms_finding *findings, const bool *good, size_t count)
{
	struct qms_change *change = NULL;
	const struct qms_error *err;
	const char *only = NULL;
	size_t i, fresh = 0;

	for (i = 0; i < count; i++) {
		if (!good[i] || findings[i].there)
			continue;
		if (change == NULL)
			change = qms_change_new(cli->system);
		put(change, &cli->arena, &findings[i]);
		only = findings[i].id;
		fresh++;
	}
	if (change == NULL)
		return NULL;
	err = writing_commit(cli, change, fresh == 1 ? qms_arena_format(
	    &cli->arena, "Ghi phát hiện %s", only) : qms_arena_format(
	    &cli->arena, "Ghi %zu phát hiện%s%s", fresh, place->audit ==
	    NULL ? "" : " của ", place->audit == NULL ? "" :
	    place->audit->id));
	qms_change_free(change);
	return err;
}

const struct qms_error *
findings_take(struct cli *cli, const struct qms_finding_place *place,
    struct qms_finding *findings, size_t count,
    struct qms_problems *problems)
{
	bool *good = qms_arena_alloc(&cli->arena, (count + 1) *
	    sizeof(*good));
	const struct qms_error *err = NULL;
	struct qms_map taken = { 0 };
	size_t i;

	for (i = 0; err == NULL && i < count; i++)
		err = qms_finding_check(&good[i], &findings[i], &cli->arena,
		    place, &taken, problems);
	/* of one that was typed it is why the command does nothing */
	if (err == NULL && count == 1 && findings[0].line == 0 &&
	    problems->count > 0)
		return qms_fail_with(problems->items[0].id,
		    problems->items[0].arguments);
	if (err == NULL)
		err = judge(cli, place, findings, good, count, problems);
	if (err == NULL)
		err = commit(cli, place, findings, good, count);
	if (err != NULL)
		return err;
	if (problems->count > 0) {
		qms_problems_sort(problems);
		problems_write(cli, problems);
		cli->exit = QMS_EXIT_PROBLEMS;
	}
	if (!cli->json || problems->count == 0)
		list(cli, findings, good, count);
	return NULL;
}
