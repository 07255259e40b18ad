/* SPDX-License-Identifier: MIT */
/*
 * common - what several commands ask: days, the agency meant, who I am.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "qms/query.h"
#include "qms/sync.h"
#include "qms/words.h"

/* dd/mm/yyyy, as people write. */
static qms_day
parse_vn(const char *text)
{
	int day, month, year, used = 0;
	char iso[40];

	if (sscanf(text, "%2d/%2d/%4d%n", &day, &month, &year, &used) != 3 ||
	    text[used] != '\0' || day < 0 || month < 0 || year < 0)
		return QMS_DAY_NONE;
	(void)snprintf(iso, sizeof(iso), "%04d-%02d-%02d", year, month, day);
	return qms_day_parse(qms_text(iso));
}

const struct qms_error *
cli_day(qms_day *day, struct cli *cli, const char *name, qms_day other)
{
	const char *value = cli_option(cli, name);

	*day = other;
	if (value == NULL)
		return NULL;
	*day = qms_day_parse(qms_text(value));
	if (*day == QMS_DAY_NONE)
		*day = parse_vn(value);
	if (*day == QMS_DAY_NONE)
		return qms_fail(QMS_M_U010, name, value);
	return NULL;
}

const char *
cli_known(struct cli *cli)
{
	const char *known = cli_option(cli, "known");
	char text[QMS_DAY_SIZE];
	qms_day day;

	if (known == NULL || strchr(known, '/') == NULL ||
	    cli_day(&day, cli, "known", QMS_DAY_NONE) != NULL)
		return known;
	return qms_arena_string(&cli->arena, qms_day_format(text, day));
}

const struct qms_error *
cli_enter(struct cli *cli, const char *agency)
{
	const struct qms_sync_agency *item = NULL;
	struct qms_sync_agency *items;
	const struct qms_error *err;
	struct qms_system *there;
	char day[QMS_DAY_SIZE];
	size_t count, i;

	if (agency == NULL)
		return NULL;
	err = qms_sync_list(&items, &count, cli->system, &cli->arena);
	for (i = 0; err == NULL && i < count; i++)
		if (strcmp(items[i].agency, agency) == 0)
			item = &items[i];
	if (err || item == NULL)
		return err;
	if (qms_oid_is_zero(&item->tip))
		return qms_fail(QMS_M_U191, agency);
	err = qms_sync_open(&there, cli->system, item);
	if (err)
		return err;
	qms_system_close(cli->system);
	cli->system = there;
	say(cli, "kho riêng của %s, lấy về ngày %s%s%s", "the repository of "
	    "%s, fetched on %s%s%s", agency, qms_day_format_vn(day,
	    qms_day_parse(qms_text(item->fetched))), item->result ==
	    QMS_SYNC_VERIFIED ? "" : ": ", item->result == QMS_SYNC_VERIFIED ?
	    "" : qms_sync_result_name(item->result, cli->language));
	return NULL;
}

const char *
cli_shown_day(struct cli *cli, const char *iso)
{
	qms_day day = qms_day_parse(qms_text(iso));
	char text[QMS_DAY_SIZE];

	return day == QMS_DAY_NONE ? iso : qms_arena_string(&cli->arena,
	    qms_day_format_vn(text, day));
}

const struct qms_error *
cli_must_be_now(const struct cli *cli)
{
	return cli_has(cli, "as-of") || cli_has(cli, "known") ?
	    qms_fail(QMS_M_U013) : NULL;
}

qms_day
cli_today(const struct cli *cli)
{
	return qms_index_question(cli->system->index)->day;
}

/* The agencies that know the caller's address. */
static const struct qms_error *
find_homes(struct qms_strings *agencies, struct cli *cli)
{
	const struct qms_people *people;
	const struct qms_error *err;
	struct qms_row_agency *rows;
	size_t count, i;

	*agencies = (struct qms_strings){ 0 };
	if (*cli->environment.email == '\0')
		return NULL;
	err = qms_query_agencies(&rows, &count, &cli->arena,
	    cli->system->index);
	for (i = 0; err == NULL && i < count; i++) {
		err = qms_system_people(&people, cli->system,
		    rows[i].agency);
		if (err == NULL && qms_people_by_email(people,
		    cli->environment.email) != NULL)
			qms_strings_add(&cli->arena, agencies,
			    rows[i].agency);
	}
	return err;
}

const struct qms_error *
cli_agency(const char **agency, struct cli *cli)
{
	const struct qms_error *err;
	struct qms_strings homes;

	err = qms_system_agency(agency, cli->system,
	    cli_option(cli, "agency"), cli->directory);
	if (err == NULL || err->id != QMS_M_U055)
		return err;
	err = find_homes(&homes, cli);
	if (err != NULL)
		return err;
	if (homes.count != 1)	/* the failure of before, made again */
		return qms_system_agency(agency, cli->system, NULL,
		    cli->directory);
	*agency = homes.items[0];
	return NULL;
}

const struct qms_error *
cli_me(const char **person, struct cli *cli, const char *agency)
{
	const struct qms_person *found;
	const struct qms_people *people;
	const struct qms_error *err;

	*person = "";
	if (cli->system->library)
		return qms_fail(QMS_M_D212, cli->system->name);
	if (*cli->environment.email == '\0')
		return qms_fail(QMS_M_U011);
	err = qms_system_people(&people, cli->system, agency);
	if (err)
		return err;
	found = qms_people_by_email(people, cli->environment.email);
	if (found == NULL)
		return qms_fail(QMS_M_U012, cli->environment.email, agency);
	*person = found->id;
	return NULL;
}

/* The label "office_unit_head" of the office "unit-head". */
static const char *
label(const struct cli *cli, const char *prefix, const char *id)
{
	enum qms_word word;
	char name[80], *at;

	(void)snprintf(name, sizeof(name), "%s%s", prefix, id);
	for (at = name; *at != '\0'; at++)
		if (*at == '-')
			*at = '_';
	word = qms_word_find(name);
	return word == QMS_W_NONE ? id : qms_word(word, cli->language);
}

const char *
cli_office(const struct cli *cli, const char *office)
{
	return label(cli, "office_", office);
}

const char *
cli_proof(const struct cli *cli, const char *proof)
{
	return label(cli, "proof_", proof);
}

const char *
cli_state(const struct cli *cli, const struct qms_kind *kind,
    const char *state, const char *in_force)
{
	if (state == NULL)
		return "";
	if (kind->class == QMS_CLASS_DOCUMENT && kind->in_force != NULL &&
	    strcmp(state, kind->in_force) == 0)
		return *in_force != '\0' ? pick(cli, "đang có hiệu lực",
		    "in force") : pick(cli, "chưa có hiệu lực",
		    "not yet in force");
	return qms_kind_state_name(kind, state, cli->language);
}

static void
say_message(struct cli *cli, enum qms_message_id id,
    const char *const arguments[QMS_MESSAGE_ARGUMENTS])
{
	const struct qms_message *message = qms_message_get(id);
	struct qms_buffer text = { 0 };

	qms_message_fill(&text, message->text[cli->language], arguments);
	qms_buffer_string(&text, "\n  help: ");
	qms_message_fill(&text, message->help[cli->language], arguments);
	say(cli, "[QMS-%s] %s", "[QMS-%s] %s", message->code, text.data);
	qms_buffer_free(&text);
}

static const char *
short_id(struct cli *cli, const struct qms_oid *id)
{
	char hex[QMS_OID_HEX];

	return qms_arena_copy(&cli->arena, qms_oid_hex(hex, id), 12);
}

void
cli_tell_shared(struct cli *cli, bool unsent)
{
	const struct qms_system *system = cli->system;
	struct qms_git_upstream shared;

	/* that this cannot be told is no reason not to go on */
	if (qms_git_upstream(&shared, system->git, &cli->arena,
	    system->branch, &system->head) != NULL || shared.name == NULL)
		return;
	if (shared.behind > 0)
		say(cli, "kho chung (%s) có %zu lần ghi mà máy này chưa có; lấy "
		    "về trước khi làm tiếp: git pull --rebase --autostash",
		    "the shared repository (%s) has %zu commits that are not "
		    "here; get them before you go on: git pull --rebase "
		    "--autostash", shared.name, shared.behind);
	else if (shared.ahead > 0 && !shared.goes_on)
		say_message(cli, QMS_M_G135, (const char *const []) {
		    shared.name, short_id(cli, &shared.tip),
		    short_id(cli, &system->head), NULL });
	else if (shared.ahead > 0 && unsent)
		say(cli, "%zu lần ghi chưa gửi lên kho chung (%s): git push",
		    "%zu commits were not sent to the shared repository (%s) "
		    "yet: git push", shared.ahead, shared.name);
}
