/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "acts.h"
#include "next.h"
#include "delegations.h"
#include "qms/delegation.h"
#include "qms/digest.h"
#include "qms/file.h"
#include "requests.h"
#include "sign.h"
#include "writing.h"

enum { DECISION_LIMIT = 64 * 1024 * 1024 };	/* bytes of a signed PDF */

const struct qms_error *
acts_working_text(struct qms_text *text, bool *changed, struct cli *cli,
    const char *path)
{
	const struct qms_error *err;
	struct qms_text committed;
	char *file;

	*changed = false;
	err = qms_store_read(&committed, &cli->arena, cli->system->store,
	    path, QMS_FILE_LIMIT);
	if (err)
		return err;
	*text = committed;
	file = qms_file_join(&cli->arena, cli->system->root, path);
	if (qms_file_type(file) != QMS_FILE_REGULAR)
		return NULL;
	err = qms_file_read(text, &cli->arena, file, QMS_FILE_LIMIT);
	if (err)
		return err;
	*changed = !qms_text_equal(*text, committed);
	return NULL;
}

const struct qms_error *
acts_version_in_force(const char **version, struct cli *cli,
    const struct qms_found *found, const struct qms_round *round)
{
	const struct qms_error *err;
	const char *versions;

	*version = *found->version != '\0' ? found->version :
	    *found->in_force != '\0' ? found->in_force : round->latest;
	if (found->kind->class != QMS_CLASS_DOCUMENT || **version != '\0')
		return NULL;
	err = qms_versions_text(&versions, cli->system, &cli->arena,
	    found->agency, found->id);
	return err ? err : qms_fail(QMS_M_U023, found->id,
	    pick(cli, "đang có hiệu lực", "in force"), *versions == '\0' ?
	    pick(cli, "chưa có", "none") : versions);
}

/* The acts that the state allows, in words, for a refusal. */
static char *
possible(struct cli *cli, const struct qms_kind *kind, const char *state)
{
	struct qms_buffer words = { 0 };
	char *text;
	size_t i;

	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].from, state) == 0)
			qms_buffer_format(&words, "%s%s (%s)",
			    words.size ? ", " : "", kind->acts[i].act,
			    qms_kind_act_name(kind, kind->acts[i].act,
			    cli->language));
	text = qms_arena_string(&cli->arena, words.size ? words.data :
	    pick(cli, "không có", "none"));
	qms_buffer_free(&words);
	return text;
}

static const struct qms_error *
fill_decision(struct qms_statement *statement, struct cli *cli)
{
	const char *file = cli_option(cli, "file");
	const char *asked = cli_option(cli, "proof");
	const struct qms_error *err;
	struct qms_text bytes;
	char *hex, day[QMS_DAY_SIZE];
	qms_day date;

	statement->decision = cli_option(cli, "decision");
	statement->proof = cli_has(cli, "key") ? "key" :
	    cli_has(cli, "request") ? asked == NULL ? "key" : asked :
	    statement->decision == NULL ? "commit" : "decision";
	/* what else proves it is seen from what is given */
	if (asked != NULL && (!cli_has(cli, "request") ||
	    (strcmp(asked, "key") != 0 && strcmp(asked, "certificate") != 0)))
		return qms_fail(QMS_M_U091, asked);
	if (statement->decision == NULL)
		return file == NULL ? NULL : qms_fail(QMS_M_U022,
		    "--decision", cli->command->name);
	err = cli_day(&date, cli, "decision-date",
	    qms_day_parse(qms_text(statement->date)));
	if (err)
		return err;
	statement->decision_date = qms_arena_string(&cli->arena,
	    qms_day_format(day, date));
	if (file == NULL)
		return qms_fail(QMS_M_U022, "--file", cli->command->name);
	err = qms_file_read(&bytes, &cli->arena, file, DECISION_LIMIT);
	if (err)
		return err;
	hex = qms_arena_alloc(&cli->arena, QMS_SHA256_SIZE);
	statement->decision_sha256 = qms_sha256(hex, bytes);
	return NULL;
}

/* The only person who holds one of the offices on the day, or NULL. */
static const char *
only_holder(const struct qms_people *people, const struct qms_strings *offices,
    const char *capacity, qms_day date)
{
	const char *only = NULL, *held;
	size_t i;

	for (i = 0; i < people->person_count; i++) {
		if (!qms_people_holds(people, people->persons[i].id, offices,
		    capacity, date, &held) ||
		    qms_capacity_refuses(capacity, held) != NULL)
			continue;
		if (only != NULL)
			return NULL;
		only = people->persons[i].id;
	}
	return only;
}

/*
 * Who acts, in which office. By decision or request the signer is --by, else
 * the only person who holds the first of the offices on that day, else the only
 * one who holds any; otherwise it is the caller.
 */
static const struct qms_error *
fill_person(struct qms_statement *statement, struct cli *cli,
    const struct qms_found *found, const struct qms_kind_act *act,
    const char *me)
{
	const char *by = cli_option(cli, "by"), *held = "", *capacity;
	struct qms_strings first = act->offices;
	const struct qms_people *people;
	const struct qms_error *err;
	qms_day date = qms_day_parse(qms_text(statement->date));
	bool elsewhere;			/* signed by somebody who is not here */

	err = qms_system_people(&people, cli->system, found->agency);
	if (err)
		return err;
	statement->capacity = cli_option(cli, "capacity");
	capacity = statement->capacity == NULL ? "" : statement->capacity;
	elsewhere = !cli_has(cli, "key") && (cli_has(cli, "decision") ||
	    cli_has(cli, "request"));
	if (by == NULL && elsewhere)
		err = delegations_delegate(&by, cli, found);
	if (err)
		return err;
	if (by == NULL && elsewhere) {
		first.count = act->offices.count > 0;
		if (*capacity == '\0')
			by = only_holder(people, &first, "", date);
		if (by == NULL)
			by = only_holder(people, &act->offices, capacity,
			    date);
		if (by == NULL)
			return qms_fail(QMS_M_U022, "--by",
			    cli->command->name);
	}
	statement->by = by == NULL ? me : by;
	if (!qms_people_holds(people, statement->by, &act->offices, capacity,
	    date, &held))
		held = act->offices.count > 0 ? act->offices.items[0] : "";
	statement->office = held;
	statement->recorded_by = me;
	return delegations_fill(statement, cli, found, &act->offices);
}

static const struct qms_error *
fill_text(struct qms_statement *statement, struct cli *cli,
    struct qms_change *change, const struct qms_found *found,
    const struct act_request *request)
{
	const struct qms_error *err;
	struct qms_text text;
	bool changed;
	char *hex = qms_arena_alloc(&cli->arena, QMS_SHA256_SIZE);

	err = acts_working_text(&text, &changed, cli, found->path);
	if (err)
		return err;
	if (cli_has(cli, "set") || cli_has(cli, "section")) {
		err = writing_options(&text, cli, text);
		if (err)
			return err;
		changed = true;
	}
	if (request->edit != NULL) {
		err = request->edit(&text, cli, found, request->act);
		if (err)
			return err;
		changed = true;
	}
	if (changed)
		qms_change_put(change, found->path, text);
	statement->text = qms_sha256(hex, text);
	return NULL;
}

/* The state of the version that the act is about; a new one has the first. */
static const char *
state_of(struct cli *cli, const struct qms_found *found,
    const struct qms_round *round, const char *version)
{
	struct qms_found of;

	if (found->kind->class != QMS_CLASS_DOCUMENT ||
	    strcmp(version, round->version) == 0)
		return round->state;
	if (qms_system_find(&of, cli->system, found->agency,
	    qms_arena_format(&cli->arena, "%s@%s", found->id, version)) ==
	    NULL)
		return of.state;
	return found->kind->first;
}

static const struct qms_error *
record_one(struct cli *cli, struct qms_change *change,
    const struct qms_found *found, const struct act_request *request,
    const char *me, qms_day date)
{
	struct qms_statement *statement;
	const struct qms_kind_act *act;
	const struct qms_error *err;
	struct qms_round round;
	const char *version, *state;
	char day[QMS_DAY_SIZE];

	if (found->kind->first == NULL)
		return qms_fail(QMS_M_U024, found->kind->id);
	err = qms_round_get(&round, cli->system, &cli->arena, found->kind,
	    found->agency, found->id);
	if (err)
		return err;
	version = round.version;
	if (request->version != NULL)
		err = request->version(&version, cli, found, &round);
	if (err)
		return err;
	state = state_of(cli, found, &round, version);
	act = qms_kind_act(found->kind, state, request->act);
	if (act == NULL)
		return qms_fail(QMS_M_U019, found->id,
		    qms_kind_act_name(found->kind, request->act,
		    cli->language),
		    qms_kind_state_name(found->kind, state, cli->language),
		    possible(cli, found->kind, state));
	statement = qms_arena_alloc(&cli->arena, sizeof(*statement));
	statement->act = request->act;
	statement->agency = found->agency;
	statement->id = found->id;
	statement->version = found->kind->class == QMS_CLASS_DOCUMENT ?
	    version : "";
	statement->date = qms_arena_string(&cli->arena,
	    qms_day_format(day, date));
	statement->comment = cli_option(cli, "comment");
	err = fill_decision(statement, cli);
	if (err == NULL)
		err = fill_person(statement, cli, found, act, me);
	if (err == NULL && request->text)
		err = fill_text(statement, cli, change, found, request);
	if (err == NULL && request->fill != NULL)
		err = request->fill(cli, change, found, statement);
	return err ? err : qms_change_state(change, statement);
}

static void
tell(struct cli *cli, const struct qms_found *found, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		say(cli, "%s: %s%s", "%s: %s%s", found[i].id,
		    cli->dry_run ? pick(cli, "(thử) ", "(dry run) ") : "",
		    pick(cli, "đã ghi nhận", "recorded"));
}

/* Is it named by itself, not only by a pattern? */
static bool
is_named(const struct cli *cli, int operands, const struct qms_found *found)
{
	const char *slash;
	int i;

	for (i = 0; i < operands; i++) {
		slash = strrchr(cli->operands[i], '/');
		if (qms_string_is(slash == NULL ? cli->operands[i] :
		    slash + 1, found->id))
			return true;
	}
	return false;
}

/* What is done to the version in force is, of a pattern, done to those that
 * have one. None at all is told by the act itself. */
static size_t
keep_in_force(struct cli *cli, int operands, struct qms_found *found,
    size_t count)
{
	size_t i, kept = 0;

	for (i = 0; i < count; i++)
		if (*found[i].in_force != '\0' ||
		    is_named(cli, operands, &found[i]))
			kept++;
	if (kept == 0 || kept == count)
		return count;
	say(cli, "bỏ qua %zu tài liệu chưa có phiên bản đang có hiệu lực",
	    "left out: %zu documents without a version in force",
	    count - kept);
	for (i = kept = 0; i < count; i++)
		if (*found[i].in_force != '\0' ||
		    is_named(cli, operands, &found[i]))
			found[kept++] = found[i];
	return kept;
}

const struct qms_error *
acts_record(struct cli *cli, const struct act_request *request)
{
	const struct qms_error *err;
	struct qms_buffer subject = { 0 };
	struct qms_change *change;
	struct qms_found *found;
	struct qms_oid commit;
	const char *agency, *me;
	size_t count, i;
	int operands = cli->operand_count;
	qms_day date;

	err = cli_agency(&agency, cli);
	if (err)
		agency = "";	/* operands may name theirs */
	err = qms_system_find_all(&found, &count, cli->system, agency,
	    cli->operands, (size_t)operands);
	if (err == NULL && found[0].kind->first == NULL)
		err = qms_fail(QMS_M_U024, found[0].kind->id);
	if (err == NULL)
		err = cli_me(&me, cli, found[0].agency);
	if (err == NULL)
		err = cli_day(&date, cli, "date", cli_today(cli));
	if (err)
		return err;
	if (request->version == acts_version_in_force)
		count = keep_in_force(cli, operands, found, count);
	change = qms_change_new(cli->system);
	if (cli_has(cli, "key"))
		qms_change_set_sign(change, sign_statement, cli);
	qms_buffer_format(&subject, "%s:", request->subject != NULL ?
	    request->subject : qms_kind_act_name(found[0].kind, request->act,
	    cli->system->language));
	for (i = 0; i < count && err == NULL; i++) {
		qms_buffer_format(&subject, " %s", found[i].id);
		err = record_one(cli, change, &found[i], request, me, date);
	}
	if (err == NULL && cli_has(cli, "request")) {
		err = requests_make(cli, change, cli_option(cli, "request"));
	} else if (err == NULL) {
		err = qms_change_commit(&commit, change, subject.data,
		    cli->dry_run);
		if (err == NULL) {
			tell(cli, found, count);
			next_after(cli, found, count, request->act);
		}
	}
	qms_buffer_free(&subject);
	qms_change_free(change);
	return err;
}
