/* SPDX-License-Identifier: MIT */
/*
 * key - whose keys sign: list them, add one that its owner proves to hold,
 * retire one. Nothing is taken out of the list, so that what was signed before
 * can be verified for ever.
 */
#include <string.h>

#include "certificates.h"
#include "commands.h"
#include "qms/csv.h"
#include "qms/file.h"
#include "qms/signature.h"
#include "report.h"
#include "sign.h"
#include "writing.h"

/* What a request to be enrolled is signed for. */
#define NAMESPACE_ENROL "qms-enrol"

struct keys {
	const char *agency;		/* "" of the whole system */
	const char *path;
	struct qms_text text;		/* of the list */
	struct qms_signers signers;
	/* of the agency and of the system: a key of either list signs nothing */
	struct qms_compromised compromised;
	struct certificates certificates;
};

static const struct qms_error *
read_file(struct qms_text *text, struct cli *cli, const char *path)
{
	*text = (struct qms_text){ 0 };
	return !qms_store_has(cli->system->store, path) ? NULL :
	    qms_store_read(text, &cli->arena, cli->system->store, path,
	    QMS_FILE_LIMIT);
}

static const struct qms_error *
read_compromised(struct keys *keys, struct cli *cli)
{
	const char *const lists[] = { "", keys->agency };
	struct qms_compromised one;
	const struct qms_error *err = NULL;
	struct qms_text text;
	int i;

	for (i = 0; err == NULL && i < 2; i++) {
		err = read_file(&text, cli, qms_guard_compromised_path(
		    &cli->arena, lists[i]));
		if (err)
			break;
		qms_compromised_parse(&one, &cli->arena, text);
		qms_compromised_add(&keys->compromised, &cli->arena,
		    &keys->compromised, &one);
	}
	return err;
}

static const struct qms_error *
open_keys(struct keys *keys, struct cli *cli)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err;

	keys->agency = "";
	err = cli_has(cli, "system") ? NULL : cli_agency(&keys->agency, cli);
	if (err)
		return err;
	keys->path = qms_guard_signers_path(&cli->arena, keys->agency);
	err = read_file(&keys->text, cli, keys->path);
	if (err == NULL)
		err = read_compromised(keys, cli);
	if (err)
		return err;
	qms_signers_parse(&keys->signers, &cli->arena, keys->text,
	    keys->path, &problems);
	if (problems.count == 0)
		return certificates_open(&keys->certificates, cli,
		    keys->agency);
	problems_write(cli, &problems);	/* a list at fault is not added to */
	return qms_fail(QMS_M_G088, keys->path);
}

/* ---- list ---- */

static const char *
day_of(struct cli *cli, int64_t time)
{
	char day[QMS_DAY_SIZE];

	if (time == INT64_MIN || time == INT64_MAX)
		return "";
	return qms_arena_string(&cli->arena, qms_day_format(day,
	    qms_day_of_time(time, 0)));
}

/* What the key is worth on the day that is asked about. */
static const char *
state_of(const struct keys *keys, struct cli *cli,
    const struct qms_signer *one, const char *fingerprint)
{
	int64_t noon = (int64_t)cli_today(cli) * 86400 + 43200;

	if (qms_compromised_find(&keys->compromised, fingerprint) != NULL)
		return "compromised";
	return noon < one->after ? "later" :
	    noon >= one->before ? "retired" : "in-use";
}

static const char *
state_in_words(struct cli *cli, const char *state)
{
	return strcmp(state, "compromised") == 0 ?
	    pick(cli, "đã lộ", "compromised") :
	    strcmp(state, "later") == 0 ? pick(cli, "chưa dùng", "not yet") :
	    strcmp(state, "retired") == 0 ?
	    pick(cli, "thôi dùng", "retired") :
	    pick(cli, "đang dùng", "in use");
}

static void
list_certificates(struct report *report, const struct keys *keys,
    struct cli *cli)
{
	const struct qms_certificate *certificate;
	const struct qms_enrolled *one;
	struct qms_signer days;
	const char *fingerprint, *state;
	size_t i;

	for (i = 0; i < keys->certificates.count; i++) {
		one = &keys->certificates.items[i];
		certificate = &one->certificate;
		fingerprint = qms_public_key_fingerprint(&cli->arena,
		    certificate->der);
		days = (struct qms_signer){ .after =
		    one->from == QMS_DAY_NONE ? certificate->after :
		    (int64_t)one->from * 86400, .before =
		    one->to == QMS_DAY_NONE ? certificate->before + 1 :
		    ((int64_t)one->to + 1) * 86400 };
		state = state_of(keys, cli, &days, fingerprint);
		report_add(report, one->person);
		report_add(report, qms_arena_format(&cli->arena, "x509-%s",
		    certificate->key));
		report_add(report, fingerprint);
		report_add(report, day_of(cli, days.after));
		report_add(report, day_of(cli, days.before - 1));
		report_add(report, state);
		report_shown(report, state_in_words(cli, state));
		report_add(report, certificate->subject);
		report_add(report, certificate->serial);
		report_add(report, certificate->issuer);
	}
}

static const struct qms_error *
list(struct keys *keys, struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "person", { "Người", "Person" }, REPORT_TEXT },
		{ "type", { "Loại khóa", "Type" }, REPORT_TEXT },
		{ "fingerprint", { "Dấu vân tay", "Fingerprint" },
		    REPORT_TEXT },
		{ "from", { "Từ ngày", "From" }, REPORT_DAY },
		{ "to", { "Đến ngày", "To" }, REPORT_DAY },
		{ "state", { "Tình trạng", "State" }, REPORT_TEXT },
		{ "comment", { "Ghi chú", "Comment" }, REPORT_TEXT },
		{ "serial", { "Số sê-ri", "Serial" }, REPORT_TEXT },
		{ "issuer", { NULL, NULL }, REPORT_TEXT },
	};
	const char *fingerprint, *state;
	const struct qms_signer *one;
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/keys/1", columns);
	for (i = 0; i < keys->signers.count; i++) {
		one = &keys->signers.items[i];
		report_add(&report, one->principal);
		fingerprint = qms_public_key_fingerprint(&cli->arena,
		    one->key.blob);
		state = state_of(keys, cli, one, fingerprint);
		report_add(&report, one->key.type);
		report_add(&report, fingerprint);
		report_add(&report, day_of(cli, one->after));
		/* the first second that is not good any more */
		report_add(&report, one->before == INT64_MAX ? "" :
		    day_of(cli, one->before - 1));
		report_add(&report, state);
		report_shown(&report, state_in_words(cli, state));
		report_add(&report, one->key.comment);
		report_add(&report, "");
		report_add(&report, "");
	}
	list_certificates(&report, keys, cli);
	report_end(&report, "chưa ai có khóa; thêm: qms key add NGƯỜI --key TỆP",
	    "nobody has a key; to add one: qms key add PERSON --key FILE");
	return NULL;
}

/* ---- requests ---- */

/*
 * What the owner of a key signs to be enrolled: for this system, this list,
 * this person, and no other.
 */
static struct qms_text
challenge(struct cli *cli, const char *agency, const char *person,
    const struct qms_public_key *key)
{
	return qms_text(qms_arena_format(&cli->arena,
	    "qms enrol\nsystem %s\n%s %s%s%s\nkey %s %s\n",
	    cli->system->id, *agency == '\0' ? "signer" : "person", agency,
	    *agency == '\0' ? "" : "/", person, key->type, key->base64));
}

/* The challenge and its signature, made with the key of --key. */
static const struct qms_error *
make_request(struct qms_text *signature, struct qms_public_key *key,
    struct cli *cli, const char *agency, const char *person)
{
	const char *file = cli_option(cli, "key");
	const struct qms_error *err;

	if (file == NULL)
		return qms_fail(QMS_M_U022, "--key", "key");
	err = sign_public_key(key, cli, file);
	return err ? err : sign_bytes(signature, cli, file, NAMESPACE_ENROL,
	    challenge(cli, agency, person, key));
}

/* One file to carry: the public key, then the signature. */
static const struct qms_error *
request(struct keys *keys, struct cli *cli, const char *person)
{
	const struct qms_error *err;
	struct qms_public_key key;
	struct qms_text signature;

	err = make_request(&signature, &key, cli, keys->agency, person);
	if (err)
		return err;
	qms_buffer_format(&cli->out, "%s %s%s%s\n", key.type, key.base64,
	    *key.comment == '\0' ? "" : " ", key.comment);
	qms_buffer_text(&cli->out, signature);
	return NULL;
}

static const struct qms_error *
read_request(struct qms_text *signature, struct qms_public_key *key,
    struct cli *cli, const char *file)
{
	const struct qms_error *err;
	struct qms_text text, line;

	err = writing_input(&text, cli, file);
	if (err)
		return err;
	if (!qms_text_line(&line, &text) ||
	    !qms_public_key_parse(key, &cli->arena, line))
		return qms_fail(QMS_M_G089, file);
	*signature = text;
	return NULL;
}

/* ---- add and retire ---- */

/* "so/lan" */
static const char *
name_of(const struct keys *keys, struct cli *cli, const char *person)
{
	return *keys->agency == '\0' ? person : qms_arena_format(&cli->arena,
	    "%s/%s", keys->agency, person);
}

static int64_t
midnight(qms_day day)
{
	return (int64_t)day * 86400;
}

static const struct qms_error *
add(struct keys *keys, struct cli *cli, const char *person)
{
	const char *file = cli_option(cli, "request");
	const struct qms_error *err;
	struct qms_signature read;
	struct qms_text signature;
	struct qms_signer signer = { .principal = person,
	    .before = INT64_MAX };
	struct qms_buffer out = { 0 };
	qms_day from;
	size_t i;

	err = cli_day(&from, cli, "from", cli_today(cli));
	if (err == NULL)
		err = file == NULL ? make_request(&signature, &signer.key,
		    cli, keys->agency, person) :
		    read_request(&signature, &signer.key, cli, file);
	if (err)
		return err;
	/* who asks holds the key, and asks for this person */
	if (!qms_signature_parse(&read, &cli->arena, signature) ||
	    strcmp(read.name_space, NAMESPACE_ENROL) != 0 ||
	    !qms_text_equal(read.key, signer.key.blob) ||
	    !qms_signature_verify(&read, challenge(cli, keys->agency, person,
	    &signer.key)))
		return qms_fail(QMS_M_S104, person);
	if (!cli->system->demo && qms_public_key_is_published(
	    qms_public_key_fingerprint(&cli->arena, signer.key.blob)))
		return qms_fail(QMS_M_S119, qms_public_key_fingerprint(
		    &cli->arena, signer.key.blob));
	for (i = 0; i < keys->signers.count; i++)
		if (qms_text_equal(keys->signers.items[i].key.blob,
		    signer.key.blob))
			return qms_fail(QMS_M_U059,
			    keys->signers.items[i].principal);
	signer.after = midnight(from);
	qms_strings_add(&cli->arena, &signer.name_spaces, QMS_NAMESPACE);
	qms_buffer_text(&out, keys->text);
	if (out.size > 0 && out.data[out.size - 1] != '\n')
		qms_buffer_char(&out, '\n');
	qms_signer_write(&out, &signer);
	err = writing_file(cli, keys->path, qms_buffer_view(&out),
	    qms_arena_format(&cli->arena, "Khóa của %s: thêm %s",
	    name_of(keys, cli, person), qms_public_key_fingerprint(&cli->arena, signer.key.blob)));
	qms_buffer_free(&out);
	return err;
}

/* The key of that fingerprint, or the only one that the person has; retired
 * ones only when they are meant too. */
static const struct qms_error *
find_key(struct qms_signer **found, struct keys *keys, struct cli *cli,
    const char *name, bool retired)
{
	struct qms_signer *one;
	size_t i;

	*found = NULL;
	for (i = 0; i < keys->signers.count; i++) {
		one = &keys->signers.items[i];
		if ((one->before != INT64_MAX && !retired) ||
		    (strcmp(one->principal, name) != 0 &&
		    strcmp(qms_public_key_fingerprint(&cli->arena,
		    one->key.blob), name) != 0))
			continue;
		if (*found != NULL)
			return qms_fail(QMS_M_U085, name);
		*found = one;
	}
	return *found != NULL ? NULL : qms_fail(QMS_M_U086, name);
}

/* A certificate, when no key is meant. */
static const struct qms_error *
find_certificate(const struct qms_enrolled **found, struct keys *keys,
    struct cli *cli, const char *name, bool retired)
{
	struct qms_signer *key;
	bool several;

	*found = certificates_find(&several, &keys->certificates, name,
	    retired);
	if (*found == NULL)
		return NULL;
	return several || find_key(&key, keys, cli, name, retired) == NULL ?
	    qms_fail(QMS_M_U085, name) : NULL;
}

/* Only the line of that key changes. */
static const struct qms_error *
retire(struct keys *keys, struct cli *cli, const char *name)
{
	struct qms_text line, rest = keys->text;
	const struct qms_enrolled *certificate = NULL;
	const struct qms_error *err;
	struct qms_signer *signer;
	struct qms_buffer out = { 0 };
	qms_day last;
	int number = 0;

	err = cli_day(&last, cli, "to", cli_today(cli));
	if (err == NULL)
		err = find_certificate(&certificate, keys, cli, name, false);
	if (err == NULL && certificate != NULL)
		return certificates_retire(cli, &keys->certificates,
		    certificate, last);
	if (err == NULL)
		err = find_key(&signer, keys, cli, name, false);
	if (err)
		return err;
	signer->before = midnight(last) + 86400;
	while (qms_text_line(&line, &rest)) {
		if (++number == signer->line) {
			qms_signer_write(&out, signer);
			continue;
		}
		qms_buffer_text(&out, line);
		qms_buffer_char(&out, '\n');
	}
	err = writing_file(cli, keys->path, qms_buffer_view(&out),
	    qms_arena_format(&cli->arena, "Khóa của %s: thôi dùng %s",
	    name_of(keys, cli, signer->principal), qms_public_key_fingerprint(&cli->arena,
	    signer->key.blob)));
	qms_buffer_free(&out);
	return err;
}

/* Appends to the list of an agency, or of the system. */
static const struct qms_error *
add_compromised(struct cli *cli, struct qms_change *change,
    const char *agency, const char *fingerprint, const char *since)
{
	const char *path = qms_guard_compromised_path(&cli->arena, agency);
	const char *const cells[] = { fingerprint, since,
	    cli_option(cli, "message") };
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	struct qms_text text;
	int i;

	err = read_file(&text, cli, path);
	if (err)
		return err;
	if (text.size == 0)
		qms_buffer_string(&out, "fingerprint,since,reason\n");
	qms_buffer_text(&out, text);
	if (out.data[out.size - 1] != '\n')
		qms_buffer_char(&out, '\n');
	for (i = 0; i < 3; i++) {
		if (i > 0)
			qms_buffer_char(&out, ',');
		qms_csv_quote(&out, cells[i] == NULL ? "" : cells[i], false);
	}
	qms_buffer_char(&out, '\n');
	qms_change_put(change, path, qms_buffer_view(&out));
	qms_buffer_free(&out);
	return NULL;
}

/* The same key may sign for the whole system too. */
static const struct qms_error *
is_of_system(bool *yes, struct cli *cli, struct qms_text key)
{
	const char *path = qms_guard_signers_path(&cli->arena, "");
	struct qms_problems ignored = { .arena = &cli->arena };
	const struct qms_error *err;
	struct qms_signers signers;
	struct qms_text text;
	size_t i;

	*yes = false;
	err = read_file(&text, cli, path);
	if (err)
		return err;
	qms_signers_parse(&signers, &cli->arena, text, path, &ignored);
	for (i = 0; i < signers.count; i++)
		*yes = *yes || qms_text_equal(signers.items[i].key.blob, key);
	return NULL;
}

static const struct qms_error *
compromised(struct keys *keys, struct cli *cli, const char *name)
{
	const struct qms_error *err;
	struct qms_signer *signer;
	struct qms_change *change;
	const char *fingerprint, *since, *home, *me, *holder;
	const struct qms_enrolled *one;
	char day[QMS_DAY_SIZE];
	qms_day from;
	bool system = false;

	err = cli_day(&from, cli, "since", QMS_DAY_NONE);
	if (err == NULL && from == QMS_DAY_NONE)
		err = qms_fail(QMS_M_U022, "--since", "key");
	if (err == NULL)
		err = find_certificate(&one, keys, cli, name, true);
	if (err == NULL && one == NULL)
		err = find_key(&signer, keys, cli, name, true);
	if (err == NULL && one == NULL)
		err = is_of_system(&system, cli, signer->key.blob);
	if (err == NULL)
		err = writing_who(&home, &me, cli);
	if (err)
		return err;
	since = qms_day_format(day, from);
	fingerprint = qms_public_key_fingerprint(&cli->arena, one != NULL ?
	    one->certificate.der : signer->key.blob);
	holder = one != NULL ? one->person : signer->principal;
	change = qms_change_new(cli->system);
	if (*keys->agency != '\0')
		err = add_compromised(cli, change, keys->agency, fingerprint,
		    since);
	if (err == NULL && system)
		err = add_compromised(cli, change, "", fingerprint, since);
	if (err == NULL)
		err = writing_commit_trust(cli, change, home, me,
		    qms_arena_format(&cli->arena, "Khóa của %s: lộ %s",
		    name_of(keys, cli, holder), fingerprint));
	qms_change_free(change);
	if (err == NULL)
		say(cli, "việc gì phải làm lại: qms verify",
		    "what must be done again: qms verify");
	return err;
}

/* The holder is a person of the agency; of which one is named "so/lan". */
static const struct qms_error *
check_holder(struct keys *keys, struct cli *cli, const char *name)
{
	const char *agency = keys->agency, *person = name, *slash;
	const struct qms_people *people;
	const struct qms_error *err;

	if (*agency == '\0') {
		slash = strchr(name, '/');
		if (slash == NULL)
			return qms_fail(QMS_M_U025, name, pick(cli,
			    "CƠ-QUAN/NGƯỜI", "AGENCY/PERSON"));
		agency = qms_arena_copy(&cli->arena, name,
		    (size_t)(slash - name));
		person = slash + 1;
	}
	err = qms_system_people(&people, cli->system, agency);
	if (err)
		return err;
	return people != NULL && qms_people_by_id(people, person) != NULL ?
	    NULL : qms_fail(QMS_M_U012, person, agency);
}

COMMAND(key)
{
	const char *what = cli->operand_count == 0 ? "list" :
	    cli->operands[0];
	const struct qms_error *err;
	struct keys keys = { 0 };

	err = open_keys(&keys, cli);
	if (err)
		return err;
	if (strcmp(what, "list") == 0)
		return list(&keys, cli);
	err = cli_must_be_now(cli);
	if (err)
		return err;
	if (strcmp(what, "add") != 0 && strcmp(what, "request") != 0 &&
	    strcmp(what, "retire") != 0 && strcmp(what, "compromised") != 0)
		return qms_fail(QMS_M_U025, what,
		    "list, request, add, retire, compromised");
	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U005, "key",
		    cli->command->operands[cli->language]);
	if (strcmp(what, "retire") == 0)
		return retire(&keys, cli, cli->operands[1]);
	if (strcmp(what, "compromised") == 0)
		return compromised(&keys, cli, cli->operands[1]);
	err = check_holder(&keys, cli, cli->operands[1]);
	if (err)
		return err;
	if (strcmp(what, "add") == 0 && cli_has(cli, "certificate"))
		return *keys.agency == '\0' ? qms_fail(QMS_M_U022,
		    "--agency", "key") : certificates_add(cli,
		    &keys.certificates, cli->operands[1]);
	return strcmp(what, "add") == 0 ? add(&keys, cli, cli->operands[1]) :
	    request(&keys, cli, cli->operands[1]);
}
