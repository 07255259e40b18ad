/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "findings.h"
#include "next.h"
#include "proofs.h"
#include "qms/adopt.h"
#include "qms/digest.h"
#include "qms/json.h"
#include "qms/query.h"
#include "qms/round.h"

static void
field(struct cli *cli, const char *vi, const char *en, const char *value)
{
	struct qms_buffer safe = { 0 };

	if (value == NULL || *value == '\0')
		return;
	qms_message_fill(&safe, "{1}", (const char *const [4]){ value });
	qms_buffer_format(&cli->out, "%s: %s\n", pick(cli, vi, en),
	    safe.data);
	qms_buffer_free(&safe);
}

/* In force, or why not, on the day that is asked about. */
static const char *
force(struct cli *cli, const struct qms_row_version *v)
{
	char today[QMS_DAY_SIZE];

	(void)qms_day_format(today, cli_today(cli));
	if (*v->withdrawn != '\0' && strcmp(v->withdrawn, today) <= 0)
		return pick(cli, "đã bãi bỏ", "withdrawn");
	if (*v->superseded != '\0' && strcmp(v->superseded, today) <= 0)
		return pick(cli, "đã được thay thế", "superseded");
	if (strcmp(v->effective, today) > 0)
		return pick(cli, "chưa có hiệu lực", "not yet in force");
	return pick(cli, "đang có hiệu lực", "in force");
}

/* The act by which the version was issued; *act NULL: it is not found. */
static const struct qms_error *
find_issue(const struct qms_row_statement **act, struct cli *cli,
    const struct qms_found *found, const struct qms_row_version *v)
{
	const struct qms_error *err;
	struct qms_row_statement *rows;
	size_t count, i;

	*act = NULL;
	if (v == NULL)
		return NULL;
	err = qms_query_statements(&rows, &count, &cli->arena,
	    cli->system->index, found->agency, found->id);
	for (i = 0; err == NULL && i < count; i++)
		if (*rows[i].void_code == '\0' &&
		    strcmp(rows[i].version, v->version) == 0 &&
		    strcmp(rows[i].to_state, found->kind->in_force) == 0 &&
		    strcmp(rows[i].from_state, rows[i].to_state) != 0)
			*act = &rows[i];
	return err;
}

/* In which capacity, by which delegation; what proves it. */
static void
write_proof(struct cli *cli, const struct qms_row_statement *act)
{
	if (act == NULL)
		return;
	if (*act->capacity != '\0' || *act->delegation != '\0')
		field(cli, "Tư cách ký", "Signed as", qms_arena_format(
		    &cli->arena, "%s%s%s%s%s", act->capacity,
		    *act->capacity == '\0' ? "" : " ",
		    cli_office(cli, act->office),
		    *act->delegation == '\0' ? "" : pick(cli,
		    ", theo văn bản ủy quyền ", ", by the delegation "),
		    act->delegation));
	field(cli, "Bằng chứng", "Proof", proof_of(cli, act).words);
}

static void
write_version(struct cli *cli, const struct qms_row_version *v,
    const struct qms_row_statement *act)
{
	field(cli, "Phiên bản", "Version", qms_arena_format(&cli->arena,
	    "%s – %s", v->version, force(cli, v)));
	field(cli, "Phê duyệt", "Approved", qms_arena_format(&cli->arena,
	    "%s, %s", v->by, cli_shown_day(cli, v->approved)));
	if (*v->decision != '\0')
		field(cli, "Quyết định", "Decision", qms_arena_format(
		    &cli->arena, "%s, %s", v->decision,
		    cli_shown_day(cli, v->decision_date)));
	write_proof(cli, act);
	field(cli, "Hiệu lực từ", "In force from", cli_shown_day(cli,
	    v->effective));
	field(cli, "Bị thay thế", "Superseded", cli_shown_day(cli,
	    v->superseded));
	field(cli, "Bãi bỏ", "Withdrawn", cli_shown_day(cli,
	    v->withdrawn));
	field(cli, "SHA-256", "SHA-256", v->text);
}

/* What is worked on beside the version in force; its text is what follows. */
static const struct qms_error *
write_draft(struct cli *cli, const struct qms_found *found,
    const struct qms_row_version *v, struct qms_text text)
{
	char hex[QMS_SHA256_SIZE];
	const struct qms_error *err;
	struct qms_round round;
	const char *words;

	if (*found->version != '\0' || v == NULL ||
	    strcmp(qms_sha256(hex, text), v->text) == 0)
		return NULL;
	err = qms_round_get(&round, cli->system, &cli->arena, found->kind,
	    found->agency, found->id);
	if (err)
		return err;
	words = cli_state(cli, found->kind, round.state, "");
	if (strcmp(hex, round.latest_text) == 0)
		words = qms_arena_format(&cli->arena, "%s – %s", round.latest,
		    pick(cli, "chưa có hiệu lực", "not yet in force"));
	else if (*round.version != '\0')
		words = qms_arena_format(&cli->arena, "%s – %s, %s %s",
		    round.version, words, pick(cli, "từ", "since"),
		    cli_shown_day(cli, round.since));
	field(cli, "Bản đang soạn (dưới đây)", "Being written (below)", words);
	return NULL;
}

static const char *
join(struct cli *cli, const struct qms_strings *keys,
    const struct qms_strings *sections)
{
	struct qms_buffer out = { 0 };
	const char *list;
	size_t i;

	for (i = 0; i < keys->count; i++)
		qms_buffer_format(&out, "%s%s", out.size > 0 ? "; " : "",
		    keys->items[i]);
	for (i = 0; i < sections->count; i++)
		qms_buffer_format(&out, "%s%s", out.size > 0 ? "; " : "",
		    sections->items[i]);
	list = qms_arena_string(&cli->arena, out.data == NULL ? pick(cli,
	    "không có", "none") : out.data);
	qms_buffer_free(&out);
	return list;
}

/* Whose text it is that follows, and what is its own. */
static void
write_adopted(struct cli *cli, const struct qms_found *found,
    const struct qms_adopt *adopt, struct qms_text own)
{
	struct qms_strings keys, sections;

	if (adopt->agency == NULL)
		return;
	field(cli, "Áp dụng", "Adopts", qms_arena_format(&cli->arena,
	    "%s/%s %s %s%s", adopt->agency, adopt->id,
	    pick(cli, "lần", "issue"), adopt->version, adopt->found ? "" :
	    pick(cli, " (chưa có)", " (not there)")));
	qms_adopt_own(&keys, &sections, &cli->arena,
	    qms_system_kinds(cli->system), found->path, own);
	field(cli, "Phần riêng", "Its own parts", join(cli, &keys,
	    &sections));
}

/* Of a record that quotes an issued text: does it still say so? */
static const struct qms_error *
write_quote(struct cli *cli, const struct qms_found *found,
    struct qms_text text)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err = NULL;
	const char *sentence, *reference;
	struct qms_object object;
	struct qms_quote quote;

	if (qms_kind_key(found->kind, "quote") == NULL)
		return NULL;
	qms_object_parse(&object, &cli->arena, qms_system_kinds(cli->system),
	    found->path, text, &problems);
	sentence = qms_object_string(&object, "quote");
	reference = qms_object_string(&object, "document");
	if (sentence != NULL && reference != NULL) {
		err = qms_quote_judge(&quote, cli->system, &cli->arena,
		    found->agency, reference, sentence);
		if (err == NULL)
			field(cli, "Câu trích", "Quote",
			    findings_quote_words(cli, &quote));
	}
	qms_object_free(&object);
	return err;
}

/* Repository text may hold escapes that a terminal would obey. */
static void
write_safely(struct qms_buffer *out, struct qms_text text)
{
	struct qms_text line, rest = text;
	char *copy;
	struct qms_arena arena = { 0 };

	while (qms_text_line(&line, &rest)) {
		copy = qms_arena_copy(&arena, line.data, line.size);
		qms_message_fill(out, "{1}", (const char *const [4]){ copy });
		qms_buffer_char(out, '\n');
	}
	qms_arena_free(&arena);
}

static void
write_proof_json(struct qms_json *json, struct cli *cli,
    const struct qms_row_statement *act)
{
	struct proof proof;

	if (act == NULL)
		return;
	proof = proof_of(cli, act);
	qms_json_string(json, "office", act->office);
	qms_json_string(json, "capacity", act->capacity);
	qms_json_string(json, "delegation", act->delegation);
	qms_json_string(json, "key", proof.key);
	qms_json_string(json, "subject", proof.subject);
	qms_json_string(json, "serial", proof.serial);
}

static void
write_json(struct cli *cli, const struct qms_found *found,
    const struct qms_row_version *v, const struct qms_row_statement *act,
    const struct qms_adopt *adopt)
{
	struct qms_json json;

	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/show/1");
	qms_json_string(&json, "agency", found->agency);
	qms_json_string(&json, "id", found->id);
	qms_json_string(&json, "kind", found->kind->id);
	qms_json_string(&json, "title", found->title);
	qms_json_string(&json, "state", found->state);
	qms_json_string(&json, "in_force", found->in_force);
	qms_json_string(&json, "path", found->path);
	if (v != NULL) {
		qms_json_object(&json, "version");
		qms_json_string(&json, "version", v->version);
		qms_json_string(&json, "approved", v->approved);
		qms_json_string(&json, "effective", v->effective);
		qms_json_string(&json, "superseded", v->superseded);
		qms_json_string(&json, "withdrawn", v->withdrawn);
		qms_json_string(&json, "by", v->by);
		qms_json_string(&json, "proof", v->proof);
		qms_json_string(&json, "decision", v->decision);
		write_proof_json(&json, cli, act);
		qms_json_string(&json, "sha256", v->text);
		qms_json_end_object(&json);
	}
	if (adopt->agency != NULL)
		qms_json_string(&json, "adopts", qms_arena_format(&cli->arena,
		    "%s/%s@%s", adopt->agency, adopt->id, adopt->version));
	qms_json_string(&json, "text", qms_arena_copy(&cli->arena,
	    adopt->text.data, adopt->text.size));
	qms_json_end_object(&json);
}

static const struct qms_error *
find_version(const struct qms_row_version **version, struct cli *cli,
    const struct qms_found *found)
{
	const struct qms_error *err;
	struct qms_row_version *rows;
	size_t count, i;

	*version = NULL;
	err = qms_query_versions(&rows, &count, &cli->arena,
	    cli->system->index, found->agency, found->id);
	if (err || (*found->version == '\0' && *found->in_force == '\0'))
		return err;
	for (i = 0; i < count; i++)
		if (strcmp(rows[i].version, *found->version != '\0' ?
		    found->version : found->in_force) == 0)
			*version = &rows[i];
	return NULL;		/* in review: qms_system_find has heard of it */
}

COMMAND(show)
{
	const struct qms_row_statement *act;
	const struct qms_row_version *version;
	const struct qms_error *err;
	struct qms_adopt adopt;
	struct qms_found found;
	struct qms_text text;
	const char *agency;

	if (cli_agency(&agency, cli) != NULL)
		agency = "";
	err = qms_system_find(&found, cli->system, agency, cli->operands[0]);
	if (err == NULL)
		err = find_version(&version, cli, &found);
	if (err == NULL)
		err = find_issue(&act, cli, &found, version);
	if (err == NULL)
		err = qms_system_read(&text, cli->system, &cli->arena,
		    &found);
	if (err)
		return err;
	if (cli_has(cli, "raw")) {
		qms_buffer_text(&cli->out, text);
		return NULL;
	}
	err = qms_adopt_read(&adopt, &cli->arena,
	    qms_system_kinds(cli->system), cli->system->store, found.path,
	    text);
	if (err)
		return err;
	if (cli->json) {
		write_json(cli, &found, version, act, &adopt);
		return NULL;
	}
	field(cli, "Mã", "Id", qms_arena_format(&cli->arena, "%s/%s",
	    found.agency, found.id));
	field(cli, "Tên", "Title", found.title);
	field(cli, "Loại", "Kind", found.kind->name[cli->language]);
	if (version != NULL)
		write_version(cli, version, act);
	else
		field(cli, "Trạng thái", "State", *found.version == '\0' ?
		    cli_state(cli, found.kind, found.state, "") :
		    qms_arena_format(&cli->arena, "%s – %s", found.version,
		    cli_state(cli, found.kind, found.state, "")));
	err = write_draft(cli, &found, version, text);
	if (err)
		return err;
	write_adopted(cli, &found, &adopt, text);
	err = write_quote(cli, &found, text);
	if (err)
		return err;
	field(cli, "Tệp", "File", found.path);
	qms_buffer_char(&cli->out, '\n');
	write_safely(&cli->out, adopt.text);
	next_possible(cli, &found);
	return NULL;
}
