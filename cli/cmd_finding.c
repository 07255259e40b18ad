/* SPDX-License-Identifier: MIT */
/*
 * finding - what auditors find: recorded by questions, options or from a CSV
 * file; shown with the sentence it is about and what became of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "commands.h"
#include "findings.h"
#include "qms/json.h"
#include "qms/redline.h"
#include "report.h"
#include "writing.h"

/* ---- add ---- */

static const char *
option(const struct cli *cli, const char *name)
{
	const char *value = cli_option(cli, name);

	return value == NULL ? "" : value;
}

static void
take_options(struct qms_finding *f, struct cli *cli)
{
	struct qms_strings files = cli_options(cli, "file");
	size_t i;

	*f = (struct qms_finding){ .number = option(cli, "number"),
	    .unit = option(cli, "unit"), .clause = option(cli, "clause"),
	    .document = option(cli, "document"),
	    .legal = option(cli, "legal"), .quote = option(cli, "quote"),
	    .grade = option(cli, "grade"), .title = option(cli, "title"),
	    .text = option(cli, "text"),
	    .evidence = option(cli, "evidence"), .files = "",
	    .day = option(cli, "date"), .auditor = option(cli, "auditor"),
	    .source = option(cli, "source"), .about = "",
	    .recurrence = "" };
	for (i = 0; i < files.count; i++)
		f->files = qms_arena_format(&cli->arena, "%s%s%s", f->files,
		    i > 0 ? ";" : "", files.items[i]);
}

static void
ask_all(struct qms_finding *f, struct cli *cli)
{
	f->unit = ask_line(cli, "Đơn vị", "Unit", f->unit);
	f->grade = ask_line(cli, "Loại (KPH-nang, KPH-nhe, luu-y, cai-tien, "
	    "diem-manh)", "Grade (KPH-nang, KPH-nhe, luu-y, cai-tien, "
	    "diem-manh)", *f->grade == '\0' ? "KPH-nhe" : f->grade);
	f->clause = ask_line(cli, "Điều khoản, như 8.5.1", "Clause, such as 8.5.1",
	    f->clause);
	f->document = ask_line(cli, "Tài liệu, như QT-05 hoặc QT-05@1.0",
	    "Document, such as QT-05 or QT-05@1.0", f->document);
	if (*f->document != '\0')
		f->quote = ask_line(cli, "Câu của tài liệu, đúng nguyên văn",
		    "The sentence of the document, as it stands", f->quote);
	f->title = ask_line(cli, "Tóm tắt", "In one sentence", f->title);
	f->text = ask_line(cli, "Mô tả", "What was seen", f->text);
	f->evidence = ask_line(cli, "Bằng chứng", "Evidence", f->evidence);
	f->files = ask_line(cli, "Tệp, cách nhau dấu ;", "Files, with ; between",
	    f->files);
}

static const struct qms_error *
find_audit(struct qms_audit *audit, struct cli *cli,
    struct qms_finding_place *place)
{
	const char *said = cli_option(cli, "audit");
	const struct qms_error *err;
	bool found;

	if (said == NULL)
		return NULL;
	err = qms_audit_read(audit, &found, cli->system, &cli->arena,
	    place->agency, qms_audit_id(&cli->arena, cli->system, said));
	if (err == NULL && !found)
		err = qms_fail(QMS_M_U050, said);
	place->audit = audit;
	return err;
}

static const struct qms_error *
add_from(struct cli *cli, struct qms_finding_place *place)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const char *from = cli_option(cli, "from"), *slash;
	struct qms_finding *findings;
	const struct qms_error *err;
	struct qms_text text;
	size_t count;

	err = writing_input(&text, cli, from);
	if (err != NULL)
		return err;
	slash = strrchr(from, '/');
	place->csv = from;
	place->directory = slash == NULL ? "." : qms_arena_copy(&cli->arena,
	    from, (size_t)(slash - from) + 1);
	err = qms_findings_parse(&findings, &count, &cli->arena, text, from,
	    &problems);
	return err ? err : findings_take(cli, place, findings, count,
	    &problems);
}

/* Records that a finding comes from when no audit made it, and its source. */
static const struct {
	const char *kind, *source;
	bool unit;			/* it has a key of this name */
} origins[] = {
	{ "feedback", "complaint", false }, { "late-dossier", "late", true },
	{ "objective", "objective", false },
};

static const struct qms_error *
take_origin(struct qms_finding *finding, struct cli *cli,
    const struct qms_finding_place *place)
{
	static const char sql[] =
		"SELECT unit FROM late_dossier WHERE agency = ?1 AND id = ?2";
	const char *about = option(cli, "about");
	const struct qms_error *err;
	struct qms_found found;
	struct qms_grid grid;
	size_t i, n = sizeof(origins) / sizeof(origins[0]);

	if (*about == '\0')
		return NULL;
	err = qms_system_find(&found, cli->system, place->agency, about);
	for (i = 0; err == NULL && i < n; i++)
		if (strcmp(found.kind->id, origins[i].kind) == 0)
			break;
	if (err == NULL && i == n)
		err = qms_fail(QMS_M_U153, about, found.kind->name[QMS_VI],
		    found.kind->name[QMS_EN]);
	if (err != NULL)
		return err;
	finding->about = strcmp(found.agency, place->agency) == 0 ?
	    found.id : qms_arena_format(&cli->arena, "%s/%s", found.agency,
	    found.id);
	if (*finding->source == '\0')
		finding->source = origins[i].source;
	if (*finding->title == '\0')
		finding->title = found.title;
	if (*finding->unit == '\0' && origins[i].unit &&
	    QMS_GRID(&grid, cli->system, &cli->arena, sql, found.agency,
	    found.id) == NULL && qms_grid_rows(&grid) > 0)
		finding->unit = qms_grid_cell(&grid, 0, 0);
	return NULL;
}

static const struct qms_error *
add(struct cli *cli)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_finding_place place = { .system = cli->system };
	const struct qms_error *err;
	struct qms_finding finding;
	struct qms_audit audit;
	char day[QMS_DAY_SIZE];

	err = cli_must_be_now(cli);
	if (err == NULL)
		err = cli_agency(&place.agency, cli);
	if (err == NULL)
		err = cli_me(&place.auditor, cli, place.agency);
	if (err == NULL)
		err = find_audit(&audit, cli, &place);
	if (err == NULL && place.audit == NULL &&
	    !cli_has(cli, "source") && !cli_has(cli, "about"))
		err = qms_fail(QMS_M_U022, pick(cli, "--audit MÃ, --about MÃ "
		    "hoặc --source NGUỒN",
		    "--audit ID, --about ID or --source SOURCE"),
		    "finding add");
	if (err != NULL)
		return err;
	place.day = qms_day_format(day, cli_today(cli));
	if (cli_has(cli, "from"))
		return add_from(cli, &place);
	take_options(&finding, cli);
	err = take_origin(&finding, cli, &place);
	if (err != NULL)
		return err;
	if (cli_has(cli, "ask") || (*finding.title == '\0' &&
	    !cli->no_input && interactive()))
		ask_all(&finding, cli);
	return findings_take(cli, &place, &finding, 1, &problems);
}

/* ---- show ---- */

static const char sql_finding[] =
	"SELECT f.title, coalesce(f.code, ''), f.grade, coalesce(g.vi, ''),"
	"       coalesce(g.en, ''), coalesce(f.clause, ''),"
	"       coalesce(f.document, ''), coalesce(f.quote, ''),"
	"       coalesce(f.legal, ''), f.unit, f.auditor, f.day, f.state,"
	"       coalesce(f.audit, ''), coalesce(f.recurrence_of, ''), f.path,"
	"       coalesce(f.closed, ''), coalesce(f.about, '')"
	"  FROM finding AS f LEFT JOIN finding_grade AS g ON g.grade = f.grade"
	" WHERE f.agency = ?1 AND f.id = ?2";
enum { TITLE, CODE, GRADE, GRADE_VI, GRADE_EN, CLAUSE, DOCUMENT, QUOTE, LEGAL,
	UNIT, AUDITOR, DAY, STATE, AUDIT, AGAIN, PATH, CLOSED, ABOUT };
static const char sql_actions[] =
	"SELECT a.id, a.state, a.owner, a.due, coalesce(a.closed, ''),"
	"       a.due < q.day AND a.closed IS NULL"
	"         AND a.state NOT IN ('done', 'verified', 'effective')"
	"  FROM action AS a JOIN asof AS q"
	" WHERE a.agency = ?1 AND a.finding = ?2 ORDER BY a.id";
static const char sql_files[] =
	"SELECT file, sha256, size FROM finding_files"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";
static const char sql_later[] =
	"SELECT id FROM finding WHERE agency = ?1 AND recurrence_of = ?2"
	" ORDER BY day, id";

struct view {
	struct cli *cli;
	const char *agency, *id;
	struct qms_grid finding, actions, files, later;
	struct qms_quote quote;
	bool quoted;
};

static const char *
cell(const struct view *v, size_t column)
{
	return qms_grid_cell(&v->finding, 0, column);
}

/* Days that it has been, or was, open. */
static int
age(const struct view *v)
{
	qms_day from = qms_day_parse(qms_text(cell(v, DAY)));
	qms_day to = *cell(v, CLOSED) != '\0' ? qms_day_parse(qms_text(
	    cell(v, CLOSED))) : qms_index_question(
	    v->cli->system->index)->day;

	return from == QMS_DAY_NONE || to == QMS_DAY_NONE ? 0 : to - from;
}

/* "good", "changed" or "missing" */
static const char *
file_state(const struct view *v, size_t row)
{
	const char *path = cell(v, PATH);
	char hex[QMS_SHA256_SIZE];
	struct qms_text bytes;

	if (qms_store_read(&bytes, &v->cli->arena, v->cli->system->store,
	    qms_arena_format(&v->cli->arena, "%.*s/%s", (int)(strlen(path) -
	    strlen(".md")), path, qms_grid_cell(&v->files, row, 0)),
	    QMS_EVIDENCE_LIMIT) != NULL)
		return "missing";
	return strcmp(qms_sha256(hex, bytes), qms_grid_cell(&v->files, row,
	    1)) == 0 ? "good" : "changed";
}

static const struct qms_error *
load(struct view *v)
{
	struct cli *cli = v->cli;
	const struct qms_error *err;

	err = QMS_GRID(&v->finding, cli->system, &cli->arena, sql_finding,
	    v->agency, v->id);
	if (err == NULL && qms_grid_rows(&v->finding) == 0)
		err = qms_fail(QMS_M_U050, v->id);
	if (err == NULL)
		err = QMS_GRID(&v->actions, cli->system, &cli->arena,
		    sql_actions, v->agency, v->id);
	if (err == NULL)
		err = QMS_GRID(&v->files, cli->system, &cli->arena,
		    sql_files, v->agency, v->id);
	if (err == NULL)
		err = QMS_GRID(&v->later, cli->system, &cli->arena,
		    sql_later, v->agency, v->id);
	if (err != NULL || *cell(v, QUOTE) == '\0' ||
	    *cell(v, DOCUMENT) == '\0')
		return err;
	v->quoted = true;
	return qms_quote_judge(&v->quote, cli->system, &cli->arena,
	    v->agency, cell(v, DOCUMENT), cell(v, QUOTE));
}

static void
field(struct cli *cli, const char *vi, const char *en, const char *value)
{
	if (*value != '\0')
		qms_message_fill(&cli->out, "{1}: {2}\n",
		    (const char *const [QMS_MESSAGE_ARGUMENTS]){
		    pick(cli, vi, en), value });
}

static void
write_piece(struct qms_buffer *out, const char *open, struct qms_text text,
    const char *close, struct qms_arena *arena)
{
	qms_buffer_string(out, open);
	qms_message_fill(out, "{1}", (const char *const
	    [QMS_MESSAGE_ARGUMENTS]){ qms_arena_copy(arena, text.data,
	    text.size) });
	qms_buffer_string(out, close);
}

/* The lines that held the sentence, against the text in force. */
static void
write_redline(const struct view *v)
{
	struct cli *cli = v->cli;
	const struct qms_redline_line *line;
	struct qms_redline redline;
	bool inside = false;
	size_t i, k;

	if (v->quote.state != QMS_QUOTE_CHANGED)
		return;
	qms_redline_make(&redline, &cli->arena, v->quote.before,
	    v->quote.after);
	for (i = 0; i < redline.count; i++) {
		line = &redline.lines[i];
		if (line->before != 0)
			inside = line->before >= v->quote.line &&
			    line->before <= v->quote.line_end;
		/* what was added right behind it may be what it became */
		if (!inside || (line->kind == QMS_SAME))
			continue;
		qms_buffer_string(&cli->out, line->kind == QMS_REMOVED ?
		    "- " : line->kind == QMS_ADDED ? "+ " : "~ ");
		for (k = 0; k < line->count; k++)
			write_piece(&cli->out, line->pieces[k].kind ==
			    QMS_REMOVED ? "[-" : line->pieces[k].kind ==
			    QMS_ADDED ? "{+" : "", line->pieces[k].text,
			    line->pieces[k].kind == QMS_REMOVED ? "-]" :
			    line->pieces[k].kind == QMS_ADDED ? "+}" : "",
			    &cli->arena);
		if (line->count == 0)
			write_piece(&cli->out, "", line->text, "",
			    &cli->arena);
		qms_buffer_char(&cli->out, '\n');
	}
}

static void
write_text(const struct view *v)
{
	struct cli *cli = v->cli;
	const struct qms_kind *finding = qms_kinds_get(qms_system_kinds(
	    cli->system), "finding"), *action = qms_kinds_get(
	    qms_system_kinds(cli->system), "action");
	size_t i;

	field(cli, "Mã", "Id", v->id);
	field(cli, "Số phiếu", "Code", cell(v, CODE));
	field(cli, "Tóm tắt", "Title", cell(v, TITLE));
	field(cli, "Loại", "Grade", *cell(v, GRADE_VI) == '\0' ?
	    cell(v, GRADE) : cell(v, cli->language == QMS_VI ? GRADE_VI :
	    GRADE_EN));
	field(cli, "Đơn vị", "Unit", audit_unit(cli, v->agency,
	    cell(v, UNIT)));
	field(cli, "Cuộc đánh giá", "Audit", cell(v, AUDIT));
	field(cli, "Hồ sơ là căn cứ", "From", cell(v, ABOUT));
	field(cli, "Đánh giá viên", "Auditor", audit_person(cli, v->agency,
	    cell(v, AUDITOR)));
	field(cli, "Ngày", "Day", cell(v, DAY));
	field(cli, "Trạng thái", "State", qms_arena_format(&cli->arena,
	    pick(cli, "%s, %d ngày", "%s, %d days"), qms_kind_state_name(
	    finding, cell(v, STATE), cli->language), age(v)));
	field(cli, "Điều khoản", "Clause", cell(v, CLAUSE));
	field(cli, "Văn bản", "Legal document", cell(v, LEGAL));
	field(cli, "Tài liệu", "Document", cell(v, DOCUMENT));
	if (v->quoted) {
		field(cli, "Câu trích", "Sentence", cell(v, QUOTE));
		field(cli, "Câu đó", "It", findings_quote_words(cli,
		    &v->quote));
		write_redline(v);
	}
	field(cli, "Tái diễn của", "Recurrence of", cell(v, AGAIN));
	for (i = 0; i < qms_grid_rows(&v->later); i++)
		field(cli, "Lặp lại ở", "Came again as", qms_grid_cell(
		    &v->later, i, 0));
	for (i = 0; i < qms_grid_rows(&v->files); i++)
		field(cli, "Tệp", "File", qms_arena_format(&cli->arena,
		    "%s (%s byte, SHA-256 %.16s…, %s)", qms_grid_cell(
		    &v->files, i, 0), qms_grid_cell(&v->files, i, 2),
		    qms_grid_cell(&v->files, i, 1), strcmp(file_state(v, i),
		    "good") == 0 ? pick(cli, "đúng", "good") :
		    strcmp(file_state(v, i), "missing") == 0 ? pick(cli,
		    "không còn", "missing") : pick(cli, "đã bị sửa",
		    "changed")));
	for (i = 0; i < qms_grid_rows(&v->actions); i++)
		field(cli, "Hành động", "Action", qms_arena_format(
		    &cli->arena, "%s, %s, %s, %s %s%s", qms_grid_cell(
		    &v->actions, i, 0), qms_kind_state_name(action,
		    qms_grid_cell(&v->actions, i, 1), cli->language),
		    audit_person(cli, v->agency, qms_grid_cell(&v->actions,
		    i, 2)), pick(cli, "hạn", "due"), qms_grid_cell(
		    &v->actions, i, 3), strcmp(qms_grid_cell(&v->actions, i,
		    5), "1") == 0 ? pick(cli, ", quá hạn", ", overdue") :
		    ""));
}

static void
write_json(const struct view *v)
{
	static const struct {
		const char *key;
		size_t column;
	} keys[] = { { "title", TITLE }, { "code", CODE }, { "grade", GRADE },
		{ "clause", CLAUSE }, { "document", DOCUMENT },
		{ "legal", LEGAL }, { "unit", UNIT }, { "auditor", AUDITOR },
		{ "day", DAY }, { "state", STATE }, { "audit", AUDIT },
		{ "recurrence_of", AGAIN }, { "about", ABOUT } };
	struct qms_json json;
	size_t i;

	qms_json_init(&json, &v->cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/finding-view/1");
	qms_json_string(&json, "agency", v->agency);
	qms_json_string(&json, "id", v->id);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		qms_json_string(&json, keys[i].key, cell(v, keys[i].column));
	qms_json_integer(&json, "age", age(v));
	if (v->quoted) {
		qms_json_object(&json, "quote");
		qms_json_string(&json, "text", cell(v, QUOTE));
		qms_json_string(&json, "state", qms_quote_state_id(
		    v->quote.state));
		qms_json_string(&json, "in_force", v->quote.now);
		qms_json_string(&json, "changed", v->quote.changed);
		qms_json_integer(&json, "line", v->quote.line);
		qms_json_end_object(&json);
	}
	qms_json_array(&json, "files");
	for (i = 0; i < qms_grid_rows(&v->files); i++) {
		qms_json_object(&json, NULL);
		qms_json_string(&json, "file", qms_grid_cell(&v->files, i,
		    0));
		qms_json_string(&json, "sha256", qms_grid_cell(&v->files, i,
		    1));
		qms_json_string(&json, "state", file_state(v, i));
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	qms_json_array(&json, "actions");
	for (i = 0; i < qms_grid_rows(&v->actions); i++) {
		qms_json_object(&json, NULL);
		qms_json_string(&json, "id", qms_grid_cell(&v->actions, i,
		    0));
		qms_json_string(&json, "state", qms_grid_cell(&v->actions, i,
		    1));
		qms_json_string(&json, "due", qms_grid_cell(&v->actions, i,
		    3));
		qms_json_flag(&json, "overdue", strcmp(qms_grid_cell(
		    &v->actions, i, 5), "1") == 0);
		qms_json_end_object(&json);
	}
	qms_json_end_array(&json);
	qms_json_array(&json, "recurrences");
	for (i = 0; i < qms_grid_rows(&v->later); i++)
		qms_json_string(&json, NULL, qms_grid_cell(&v->later, i, 0));
	qms_json_end_array(&json);
	qms_json_end_object(&json);
}

static const struct qms_error *
show(struct cli *cli)
{
	struct view v = { .cli = cli };
	const struct qms_error *err;
	struct qms_found found;

	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U022, pick(cli, "MÃ", "ID"),
		    "finding show");
	if (cli_agency(&v.agency, cli) != NULL)
		v.agency = "";
	err = qms_system_find(&found, cli->system, v.agency,
	    cli->operands[1]);
	if (err != NULL)
		return err;
	v.agency = found.agency;
	v.id = found.id;
	err = load(&v);
	if (err != NULL)
		return err;
	if (cli->json)
		write_json(&v);
	else
		write_text(&v);
	return NULL;
}

COMMAND(finding)
{
	const char *verb = cli->operands[0];

	if (strcmp(verb, "add") == 0 || strcmp(verb, "thêm") == 0)
		return add(cli);
	if (strcmp(verb, "show") == 0 || strcmp(verb, "xem") == 0)
		return show(cli);
	return qms_fail(QMS_M_U025, verb, "add, show");
}
