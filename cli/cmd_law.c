/* SPDX-License-Identifier: MIT */
/*
 * law - legal documents: which are in force, a new one, and what a change of
 * the law asks of the documents that cite it.
 */
#include <string.h>

#include "commands.h"
#include "qms/law.h"
#include "qms/splice.h"
#include "qms/status.h"
#include "qms/unicode.h"
#include "report.h"
#include "writing.h"

/* ---- list ---- */

static const char *const state_names[QMS_LAW_STATES][QMS_LANGUAGES] = {
	[QMS_LAW_IN_FORCE] = { "còn hiệu lực", "in force" },
	[QMS_LAW_NOT_YET] = { "chưa có hiệu lực", "not yet in force" },
	[QMS_LAW_REPLACED] = { "đã bị thay thế", "replaced" },
	[QMS_LAW_LAPSED] = { "hết hiệu lực", "lapsed" },
	[QMS_LAW_UNKNOWN] = { "chưa rõ", "not known" },
};

static const struct qms_error *
list(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "number", { "Số, ký hiệu", "Number" }, REPORT_TEXT },
		{ "title", { "Trích yếu", "Title" }, REPORT_TEXT },
		{ "type", { NULL, NULL }, REPORT_TEXT },
		{ "issuer", { NULL, NULL }, REPORT_TEXT },
		{ "date", { "Ngày ban hành", "Date" }, REPORT_DAY },
		{ "effective", { "Hiệu lực từ", "In force from" },
		    REPORT_DAY },
		{ "expires", { "Đến hết ngày", "To" }, REPORT_DAY },
		{ "replaced_by", { "Thay bởi", "Replaced by" }, REPORT_TEXT },
		{ "state", { "Tình trạng", "State" }, REPORT_TEXT },
		{ "confirmed", { NULL, NULL }, REPORT_TEXT },
		{ "path", { NULL, NULL }, REPORT_TEXT },
	};
	const struct qms_error *err;
	struct report report;
	struct qms_law *laws;
	size_t count, i;

	err = qms_law_list(&laws, &count, cli->system, &cli->arena);
	if (err)
		return err;
	REPORT(&report, cli, "qms/law/1", columns);
	for (i = 0; i < count; i++) {
		report_add(&report, laws[i].number);
		report_add(&report, laws[i].title);
		report_add(&report, laws[i].type);
		report_add(&report, laws[i].issuer);
		report_add(&report, laws[i].date);
		report_add(&report, laws[i].effective);
		report_add(&report, laws[i].expires);
		report_add(&report, laws[i].replaced_by);
		report_add(&report, qms_law_state_id(laws[i].state));
		report_shown(&report, state_names[laws[i].state]
		    [cli->language]);
		report_add(&report, laws[i].confirmed ? "yes" : "no");
		report_add(&report, laws[i].path);
	}
	report_end(&report, "chưa có văn bản pháp luật nào",
	    "no legal document yet");
	return NULL;
}

/* ---- impact ---- */

/* "giữ nguyên 1.0 (2026-01-05)" */
static const char *
answer(struct cli *cli, const struct qms_law_impact *impact)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), impact->kind);
	const char *name;

	if (*impact->act == '\0')
		return "";
	name = kind == NULL ? impact->act : qms_kind_act_name(kind,
	    impact->act, cli->language);
	return qms_arena_format(&cli->arena, "%s %s, %s", name,
	    impact->act_version, cli_shown_day(cli,
	    impact->act_day));
}

static void
add_impact(struct report *report, struct cli *cli,
    const struct qms_law_impact *impact)
{
	report_add(report, impact->agency);
	report_add(report, impact->id);
	report_add(report, impact->title);
	report_add(report, impact->kind);
	report_add(report, impact->version);
	report_add(report, impact->in_force ? "yes" : "no");
	report_add(report, impact->key);
	report_add(report, impact->cites);
	report_add(report, impact->change);
	report_add(report, impact->by);
	report_add(report, impact->effective);
	report_add(report, impact->due);
	if (*impact->due != '\0' && *impact->act_day == '\0')
		report_number(report, impact->days);
	else
		report_add(report, "");
	report_add(report, impact->verdict < 0 ? "" :
	    qms_verdict_id((enum qms_verdict)impact->verdict));
	report_shown(report, impact->verdict < 0 ? pick(cli,
	    "chưa có hạn", "no deadline") : qms_verdict_name(
	    (enum qms_verdict)impact->verdict, cli->language));
	report_add(report, impact->act);
	report_shown(report, answer(cli, impact));
	report_add(report, impact->act_version);
	report_add(report, impact->act_day);
	report_add(report, impact->path);
}

static void
show_impacts(struct cli *cli, const struct qms_law_impact *impacts,
    size_t count)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "title", { "Tên", "Title" }, REPORT_TEXT },
		{ "kind", { NULL, NULL }, REPORT_TEXT },
		{ "version", { "Bản", "Version" }, REPORT_TEXT },
		{ "in_force", { NULL, NULL }, REPORT_TEXT },
		{ "key", { NULL, NULL }, REPORT_TEXT },
		{ "cites", { "Viện dẫn", "Cites" }, REPORT_TEXT },
		{ "change", { NULL, NULL }, REPORT_TEXT },
		{ "by", { "Văn bản mới", "New text" }, REPORT_TEXT },
		{ "effective", { NULL, NULL }, REPORT_DAY },
		{ "due", { "Hạn", "Due" }, REPORT_DAY },
		{ "days", { "Còn (ngày)", "Days left" }, REPORT_NUMBER },
		{ "verdict", { "Kết luận", "Verdict" }, REPORT_TEXT },
		{ "act", { "Đã làm", "Answered by" }, REPORT_TEXT },
		{ "act_version", { NULL, NULL }, REPORT_TEXT },
		{ "act_day", { NULL, NULL }, REPORT_DAY },
		{ "path", { NULL, NULL }, REPORT_TEXT },
	};
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/law-impact/1", columns);
	for (i = 0; i < count; i++)
		add_impact(&report, cli, &impacts[i]);
	report_end(&report, "không tài liệu nào viện dẫn văn bản bị thay đổi",
	    "no document cites what was changed");
}

static const struct qms_error *
impact(struct cli *cli, const char *number)
{
	size_t count, i, without = 0, verdicts[QMS_VERDICTS] = { 0 };
	const char *agency = NULL;
	struct qms_law_impact *impacts;
	const struct qms_error *err = NULL;
	bool known, ever = false;

	if (cli_has(cli, "agency"))
		err = cli_agency(&agency, cli);
	if (err == NULL)
		err = qms_law_impacts(&impacts, &count, &known, cli->system,
		    &cli->arena, number, agency);
	if (err == NULL && !known)
		err = qms_law_is_ever_known(&ever, cli->system, number);
	if (err)
		return err;
	if (!known && !ever)
		return qms_fail(QMS_M_U060, number);
	show_impacts(cli, impacts, count);
	for (i = 0; i < count; i++)
		if (impacts[i].verdict >= 0)
			verdicts[impacts[i].verdict]++;
		else
			without++;
	if (verdicts[QMS_VERDICT_OVERDUE] > 0)
		cli->exit = QMS_EXIT_PROBLEMS;
	if (!known)
		say(cli, "vào ngày được hỏi, %s chưa có",
		    "on the day asked about there was no %s", number);
	else
		say(cli, "%s: %zu tài liệu – đã rà soát %zu, quá hạn %zu, "
		    "còn hạn %zu, chưa có hạn %zu", "%s: %zu documents – "
		    "answered %zu, overdue %zu, open %zu, no deadline %zu",
		    number, count, verdicts[QMS_VERDICT_MET],
		    verdicts[QMS_VERDICT_OVERDUE],
		    verdicts[QMS_VERDICT_OPEN] +
		    verdicts[QMS_VERDICT_DUE_SOON], without);
	return NULL;
}

/* ---- add ---- */

/* "118/2025/NĐ-CP" lies in 118-2025-ND-CP.yaml. */
static const char *
file_id(struct cli *cli, const char *number)
{
	struct qms_text text = qms_text(number), piece;
	struct qms_buffer out = { 0 };
	size_t offset = 0, start;
	const char *id;
	int32_t c;

	while (offset < text.size) {
		start = offset;
		c = qms_utf8_next(text, &offset);
		if (c < 0)
			break;
		piece.data = text.data + start;
		piece.size = offset - start;
		if (c == 0x110)
			qms_buffer_char(&out, 'D');
		else if (c == '/' || c == ' ')
			qms_buffer_char(&out, '-');
		else if (c < 0x80)
			qms_buffer_text(&out, piece);
		else
			qms_unicode_fold(&out, piece);
	}
	id = qms_arena_copy(&cli->arena, out.data == NULL ? "" : out.data,
	    out.size);
	qms_buffer_free(&out);
	return id;
}

static const struct qms_law *
find(const struct qms_law *laws, size_t count, const char *number)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(laws[i].number, number) == 0)
			return &laws[i];
	return NULL;
}

/* What stands behind the last '/', without the digits at its end: 52/2014/QH13
 * and 94/2025/QH15 are of the same kind and body. */
static struct qms_text
symbol(const char *number)
{
	const char *slash = strrchr(number, '/');
	struct qms_text text = qms_text(slash == NULL ? "" : slash + 1);

	while (text.size > 0 && text.data[text.size - 1] >= '0' &&
	    text.data[text.size - 1] <= '9')
		text.size--;
	return text;
}

/* The newest one with this symbol tells type and issuer. */
static const struct qms_law *
like(const struct qms_law *laws, size_t count, const char *number)
{
	struct qms_text wanted = symbol(number);
	size_t i;

	for (i = 0; wanted.size > 0 && i < count; i++)
		if (qms_text_equal(symbol(laws[i].number), wanted))
			return &laws[i];
	return NULL;
}

struct entry {
	const char *number, *id, *path;
	const char *title, *type, *issuer, *date, *effective, *source;
	struct qms_strings replaces, amends;
	struct qms_law *laws;		/* those there are */
	size_t count;
};

static const struct qms_error *
need_day(const char **text, struct cli *cli, const char *option)
{
	const struct qms_error *err;
	char buffer[QMS_DAY_SIZE];
	qms_day day;

	err = cli_day(&day, cli, option, QMS_DAY_NONE);
	if (err == NULL && day == QMS_DAY_NONE)
		err = qms_fail(QMS_M_U022, qms_arena_format(&cli->arena,
		    "--%s", option), "law");
	*text = err ? "" : qms_arena_string(&cli->arena,
	    qms_day_format(buffer, day));
	return err;
}

static const struct qms_error *
read_entry(struct entry *entry, struct cli *cli, const char *number)
{
	const struct qms_error *err;
	const struct qms_law *other;

	entry->number = number;
	entry->id = file_id(cli, number);
	entry->path = qms_arena_format(&cli->arena, "law/documents/%s.yaml",
	    entry->id);
	entry->title = cli_option(cli, "title");
	entry->source = cli_option(cli, "source");
	entry->replaces = cli_options(cli, "replaces");
	entry->amends = cli_options(cli, "amends");
	if (!qms_id_is_safe(entry->id))
		return qms_fail(QMS_M_U018, entry->id);
	if (entry->title == NULL)
		return qms_fail(QMS_M_U022, "--title", "law");
	err = need_day(&entry->date, cli, "date");
	if (err == NULL)
		err = need_day(&entry->effective, cli, "effective");
	if (err == NULL)
		err = qms_law_list(&entry->laws, &entry->count, cli->system,
		    &cli->arena);
	if (err)
		return err;
	if (find(entry->laws, entry->count, number) != NULL ||
	    qms_store_has(cli->system->store, entry->path))
		return qms_fail(QMS_M_U017, number);
	other = like(entry->laws, entry->count, number);
	entry->type = cli_option(cli, "type");
	entry->issuer = cli_option(cli, "issuer");
	if (entry->type == NULL && other != NULL)
		entry->type = other->type;
	if (entry->issuer == NULL && other != NULL)
		entry->issuer = other->issuer;
	if (entry->type == NULL || entry->issuer == NULL)
		return qms_fail(QMS_M_U062, number);
	return NULL;
}

static const struct qms_error *
write_entry(struct qms_text *text, struct cli *cli, const struct entry *entry)
{
	const struct qms_splice_pair pairs[] = {
		{ "number", entry->number }, { "type", entry->type },
		{ "title", entry->title }, { "issuer", entry->issuer },
		{ "date", entry->date }, { "effective", entry->effective },
		{ "source", entry->source != NULL ? entry->source :
		    "chưa ghi" },
	};
	const struct qms_error *err = NULL;
	size_t i, n;

	*text = qms_text("schema: qms/legal/1\n");
	for (i = 0; err == NULL && i < sizeof(pairs) / sizeof(*pairs); i++) {
		/* lists stand before the source, as in the other files */
		for (n = 0; i == 6 && err == NULL &&
		    n < entry->replaces.count; n++)
			err = qms_splice_add_item(text, &cli->arena, *text,
			    "replaces", entry->replaces.items[n]);
		for (n = 0; i == 6 && err == NULL &&
		    n < entry->amends.count; n++)
			err = qms_splice_add_item(text, &cli->arena, *text,
			    "amends", entry->amends.items[n]);
		if (err == NULL)
			err = qms_splice_set(text, &cli->arena, *text,
			    pairs[i].key, pairs[i].value);
	}
	if (err)
		return err;
	/* who names the source has compared it; a flag has no quotes */
	*text = qms_text(qms_arena_format(&cli->arena, "%.*sconfirmed: %s\n",
	    (int)text->size, text->data, entry->source != NULL ? "yes" :
	    "no"));
	return NULL;
}

/* The old text says what takes its place, and until when it held. */
static const struct qms_error *
end_old(struct qms_change *change, struct cli *cli, const struct entry *entry,
    const char *number)
{
	const struct qms_law *old = find(entry->laws, entry->count, number);
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];
	struct qms_text text;

	if (old == NULL)
		return qms_fail(QMS_M_U060, number);
	if (*old->replaced_by != '\0')
		return qms_fail(QMS_M_U061, number, old->replaced_by);
	err = qms_store_read(&text, &cli->arena, cli->system->store,
	    old->path, QMS_FILE_LIMIT);
	if (err == NULL && *old->expires == '\0')
		err = qms_splice_set(&text, &cli->arena, text, "expires",
		    qms_day_format(day, qms_day_parse(qms_text(
		    entry->effective)) - 1));
	if (err == NULL)
		err = qms_splice_set(&text, &cli->arena, text, "replaced_by",
		    entry->number);
	if (err == NULL)
		qms_change_put(change, old->path, text);
	return err;
}

static const struct qms_error *
add(struct cli *cli, const char *number)
{
	struct entry entry = { 0 };
	struct qms_law_impact *impacts;
	const struct qms_error *err;
	struct qms_change *change;
	const char *home, *me;
	struct qms_text text;
	size_t count, i;
	bool known;

	err = cli_must_be_now(cli);
	if (err == NULL)
		err = read_entry(&entry, cli, number);
	if (err == NULL)
		err = writing_who(&home, &me, cli);
	if (err == NULL)
		err = write_entry(&text, cli, &entry);
	if (err)
		return err;
	change = qms_change_new(cli->system);
	qms_change_put(change, entry.path, text);
	for (i = 0; err == NULL && i < entry.replaces.count; i++)
		err = end_old(change, cli, &entry, entry.replaces.items[i]);
	for (i = 0; err == NULL && i < entry.amends.count; i++)
		if (find(entry.laws, entry.count, entry.amends.items[i]) ==
		    NULL)
			err = qms_fail(QMS_M_U060, entry.amends.items[i]);
	if (err == NULL)
		err = writing_commit_trust(cli, change, home, me,
		    qms_arena_format(&cli->arena, "Văn bản mới: %s", number));
	qms_change_free(change);
	if (err || cli->dry_run)
		return err;
	qms_buffer_format(&cli->out, "%s\n", entry.id);
	err = qms_law_impacts(&impacts, &count, &known, cli->system,
	    &cli->arena, number, NULL);
	if (err == NULL && count > 0)
		say(cli, "%zu tài liệu phải rà soát; xem: qms law impact %s",
		    "%zu documents are to be reviewed; see: qms law impact "
		    "%s", count, number);
	return err;
}

COMMAND(law)
{
	const char *what = cli->operand_count > 0 ? cli->operands[0] : "list";

	if (strcmp(what, "list") == 0)
		return cli->operand_count > 1 ? qms_fail(QMS_M_U005, "law",
		    cli->command->operands[cli->language]) : list(cli);
	if (strcmp(what, "add") != 0 && strcmp(what, "impact") != 0)
		return qms_fail(QMS_M_U025, what, "list, add, impact");
	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U005, "law",
		    cli->command->operands[cli->language]);
	return strcmp(what, "add") == 0 ? add(cli, cli->operands[1]) :
	    impact(cli, cli->operands[1]);
}
