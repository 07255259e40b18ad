/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "qms/certificate.h"
#include "qms/signature.h"
#include "web/page.h"

/* What was done, by whom, in which office; what proves it, and with which
 * commands anyone finds the same. */

/* ---- in words ---- */

/* As decree 30/2020/NĐ-CP has it in front of the office of who signs. */
static const char *
capacity_word(const struct web_site *site, const char *capacity)
{
	static const struct {
		const char *id;
		enum qms_word word;
	} capacities[] = {
		{ "TM.", QMS_W_capacity_TM },
		{ "KT.", QMS_W_capacity_KT },
		{ "TL.", QMS_W_capacity_TL },
		{ "TUQ.", QMS_W_capacity_TUQ },
		{ "Q.", QMS_W_capacity_Q },
	};
	size_t i;

	for (i = 0; i < sizeof(capacities) / sizeof(*capacities); i++)
		if (strcmp(capacities[i].id, capacity) == 0)
			return web_word(site, capacities[i].word);
	return capacity;
}

const char *
web_office(struct web_site *site, const char *office, const char *capacity)
{
	static const struct {
		const char *id;
		enum qms_word word;
	} offices[] = {
		{ "author", QMS_W_office_author },
		{ "secretary", QMS_W_office_secretary },
		{ "reviewer", QMS_W_office_reviewer },
		{ "head", QMS_W_office_head },
		{ "deputy-head", QMS_W_office_deputy_head },
		{ "unit-head", QMS_W_office_unit_head },
		{ "auditor", QMS_W_office_auditor },
		{ "owner", QMS_W_office_owner },
		{ "specialist", QMS_W_office_specialist },
	};
	size_t i;

	for (i = 0; i < sizeof(offices) / sizeof(*offices); i++)
		if (strcmp(offices[i].id, office) == 0)
			office = web_word(site, offices[i].word);
	if (*capacity == '\0')
		return office;
	return qms_arena_format(&site->page, "%s, %s", office,
	    capacity_word(site, capacity));
}

const char *
web_fill(struct web_site *site, enum qms_word word, const char *first,
    const char *second, const char *third)
{
	const char *arguments[QMS_MESSAGE_ARGUMENTS] = { first, second,
	    third };
	struct qms_buffer out = {0};
	const char *copy;

	qms_message_fill(&out, web_word(site, word), arguments);
	copy = qms_arena_copy(&site->page, out.data, out.size);
	qms_buffer_free(&out);
	return copy;
}

const char *
web_proof(struct web_site *site, const char *proof, const char *decision,
    const char *day)
{
	static const struct {
		const char *id;
		enum qms_word word;
	} proofs[] = {
		{ "commit", QMS_W_proof_commit },
		{ "decision", QMS_W_proof_decision },
		{ "key", QMS_W_proof_key },
		{ "certificate", QMS_W_proof_certificate },
	};
	size_t i;

	for (i = 0; i < sizeof(proofs) / sizeof(*proofs); i++)
		if (strcmp(proofs[i].id, proof) == 0)
			proof = web_word(site, proofs[i].word);
	if (*decision == '\0')
		return proof;
	if (*day == '\0')
		return qms_arena_format(&site->page, "%s %s", proof,
		    decision);
	return qms_arena_format(&site->page, "%s %s", proof, web_fill(site,
	    QMS_W_decision_of_day, decision, web_day(site, day), NULL));
}

/* ---- signatures ---- */

/* A file beside a statement, as its kind of proof has it; data NULL: none. */
static struct qms_text
read_beside(struct web_site *site, const struct qms_row_statement *statement,
    const char *proof, const char *suffix)
{
	const char *path = qms_arena_format(&site->page, "%s%s",
	    statement->path, suffix);
	struct qms_text text = {0};

	if (strcmp(statement->proof, proof) == 0 &&
	    qms_store_has(site->system->store, path) &&
	    qms_store_read(&text, &site->page, site->system->store, path,
	    QMS_CMS_LIMIT) != NULL)
		memset(&text, 0, sizeof(text));
	return text;
}

/* False when there is none that can be read. */
static bool
read_signature(struct qms_signature *signature, struct web_site *site,
    const struct qms_row_statement *statement)
{
	struct qms_text text = read_beside(site, statement, "key", ".sig");

	return text.data != NULL &&
	    qms_signature_parse(signature, &site->page, text);
}

static bool
read_cms(struct qms_cms *cms, bool *pem, struct web_site *site,
    const struct qms_row_statement *statement)
{
	struct qms_text text = read_beside(site, statement, "certificate",
	    ".p7s");

	*pem = text.size > 0 && text.data[0] == '-';
	return text.data != NULL && qms_cms_parse(cms, &site->page, text);
}

/* By whose leave: the record, for those who may see it. */
static void
set_delegation(struct web_site *site, struct qms_value *value,
    const struct qms_row_statement *s)
{
	const struct web_object *record;
	struct qms_value *delegation;

	if (*s->delegation == '\0' || !site->options->internal)
		return;
	record = web_find(site, s->agency, "delegation", s->delegation);
	delegation = qms_value_object(value, "delegation");
	qms_value_text(delegation, "id", s->delegation);
	if (record != NULL)
		web_set_url(site, delegation, "url", record->url);
}

/* Who stands for the proof, besides who acted. */
static void
set_proof(struct web_site *site, struct qms_value *value,
    const struct qms_row_statement *s)
{
	struct qms_signature signature;
	struct qms_cms cms;
	bool pem;

	qms_value_text(value, "proof", web_proof(site, s->proof, s->decision,
	    s->decision_date));
	/* of a certificate its subject says more */
	if (*s->keys != '\0' && strcmp(s->proof, "certificate") != 0)
		qms_value_text(value, "key", s->keys);
	else if (read_signature(&signature, site, s))
		qms_value_text(value, "key", qms_public_key_fingerprint(
		    &site->page, signature.key));
	if (read_cms(&cms, &pem, site, s))
		qms_value_text(value, "certificate", web_fill(site,
		    QMS_W_certificate_of, cms.signer.subject,
		    cms.signer.serial, cms.signer.issuer));
	set_delegation(site, value, s);
	if (*s->recorded_by != '\0' && strcmp(s->recorded_by, s->by) != 0)
		qms_value_text(value, "recorded", web_fill(site,
		    QMS_W_recorded_by, web_person(site, s->agency,
		    s->recorded_by), NULL, NULL));
	if (*s->known_by != '\0')
		qms_value_text(value, "known", web_fill(site,
		    QMS_W_known_by_checkpoint, web_day(site, s->known_by),
		    s->checkpoint, web_person(site, "", s->witness)));
}

const char *
web_why_void(struct web_site *site, const struct qms_row_statement *statement)
{
	const char *arguments[QMS_MESSAGE_ARGUMENTS];
	enum qms_message_id id = qms_message_find(statement->void_code);
	const struct qms_rule *rule;
	const char *text, *copy;
	struct qms_buffer out = {0};

	qms_fold_arguments(arguments, &site->page, statement->void_arguments);
	rule = id != QMS_M_NONE ? NULL :
	    qms_rules_get(site->rules, statement->void_code);
	text = id != QMS_M_NONE ?
	    qms_message_get(id)->text[site->language] :
	    rule != NULL ? rule->message[site->language] : NULL;
	if (text == NULL)
		return statement->void_code;
	qms_message_fill(&out, text, arguments);
	copy = qms_arena_copy(&site->page, out.data, out.size);
	qms_buffer_free(&out);
	return copy;
}

static const char *
how_late(struct web_site *site, int days)
{
	return web_fill(site, QMS_W_late_recorded, qms_arena_format(
	    &site->page, "%d", days), NULL, NULL);
}

static void
add_act(struct web_site *site, struct qms_value *acts,
    const struct web_object *object,
    const struct qms_row_statement *statement)
{
	struct qms_value *act = qms_value_row(acts);

	qms_value_text(act, "day", web_day(site, statement->date));
	qms_value_text(act, "text", qms_kind_act_name(object->kind,
	    statement->act, site->language));
	qms_value_text(act, "version", statement->version);
	qms_value_text(act, "by", web_person(site, statement->agency,
	    statement->by));
	qms_value_text(act, "office", web_office(site, statement->office,
	    statement->capacity));
	set_proof(site, act, statement);
	if (site->options->internal)
		qms_value_text(act, "comment", statement->comment);
	/* a week is usual between the signature and its record */
	if (statement->late > 7)
		qms_value_text(act, "late", how_late(site, statement->late));
	if (*statement->void_code != '\0')
		qms_value_text(act, "void", web_why_void(site, statement));
}

/*
 * The public sees by what a text came into force, was kept and ended; how it
 * was worked on, and who has read it, is the agency's own.
 */
static bool
is_shown(const struct web_site *site, const struct web_object *object,
    const struct qms_row_statement *s)
{
	if (site->options->internal ||
	    object->kind->class != QMS_CLASS_DOCUMENT)
		return true;
	return strcmp(s->act, "keep") == 0 || (strcmp(s->from_state,
	    s->to_state) != 0 && *s->void_code == '\0' &&
	    (qms_string_is(object->kind->in_force, s->to_state) ||
	    qms_kind_is_final(object->kind, s->to_state)));
}

void
web_acts(struct web_site *site, struct qms_value *values,
    const struct web_object *object, const char *version)
{
	struct qms_value *acts = qms_value_list(values, "acts");
	const struct qms_row_statement *statements;
	size_t i;

	statements = web_statements(site, object->row.id, &i);
	while (i-- > 0)
		if ((version == NULL ||
		    strcmp(statements[i].version, version) == 0) &&
		    is_shown(site, object, &statements[i]))
			add_act(site, acts, object, &statements[i]);
}

/* ---- who signed a version ---- */

static bool
moves(const struct qms_row_statement *s, const char *version)
{
	return *s->void_code == '\0' && strcmp(s->version, version) == 0 &&
	    strcmp(s->from_state, s->to_state) != 0;
}

/* The last way from the first state into force: what was sent back is over. */
static void
find_way(const struct qms_row_statement **first,
    const struct qms_row_statement **issue, const struct web_site *site,
    const struct web_object *object, const char *version)
{
	const struct qms_row_statement *s;
	size_t i, count;

	*first = *issue = NULL;
	s = web_statements(site, object->row.id, &count);
	for (i = 0; i < count && *issue == NULL; i++) {
		if (!moves(&s[i], version))
			continue;
		if (*first == NULL)
			*first = &s[i];
		if (qms_string_is(object->kind->in_force, s[i].to_state))
			*issue = &s[i];
		else if (qms_string_is(object->kind->first, s[i].to_state))
			*first = NULL;
	}
}

const struct qms_row_statement *
web_issue(const struct web_site *site, const struct web_object *object,
    const char *version)
{
	const struct qms_row_statement *first, *issue;

	find_way(&first, &issue, site, object, version);
	return issue;
}

void
web_signature(struct web_site *site, struct qms_value *signatures,
    const struct web_object *object, const struct qms_row_statement *s)
{
	struct qms_value *one = qms_value_row(signatures);

	qms_value_text(one, "act", web_capital(site, qms_kind_act_name(
	    object->kind, s->act, site->language)));
	qms_value_text(one, "by", web_person(site, s->agency, s->by));
	qms_value_text(one, "office", web_office(site, s->office,
	    s->capacity));
	qms_value_text(one, "day", web_day(site, s->date));
	set_proof(site, one, s);
}

/* Who wrote it, stated or by what was committed: the agency's own to know. */
static const struct qms_error *
add_authors(struct web_site *site, struct qms_value *signatures,
    const struct web_object *object, const char *version)
{
	const char *last = NULL;
	const struct qms_error *err;
	struct qms_row_author *rows;
	struct qms_buffer names = {0};
	struct qms_value *one;
	size_t count, i;

	err = qms_query_authors(&rows, &count, &site->page,
	    site->system->index, object->row.agency, object->row.id);
	for (i = 0; err == NULL && i < count; i++) {
		if (strcmp(rows[i].version, version) != 0 ||
		    *rows[i].person == '\0' ||
		    qms_string_is(last, rows[i].person))
			continue;
		last = rows[i].person;
		qms_buffer_format(&names, "%s%s", names.size > 0 ? ", " : "",
		    web_person(site, object->row.agency, last));
	}
	if (names.size > 0) {
		one = qms_value_row(signatures);
		qms_value_text(one, "act", web_word(site, QMS_W_written_by));
		qms_value_text(one, "by", qms_arena_string(&site->page,
		    names.data));
	}
	qms_buffer_free(&names);
	return err;
}

const struct qms_error *
web_signatures(struct web_site *site, struct qms_value *values,
    const struct web_object *object, const char *version)
{
	struct qms_value *signatures = qms_value_list(values, "signatures");
	const struct qms_row_statement *s, *issue;
	const struct qms_error *err = NULL;

	find_way(&s, &issue, site, object, version);
	if (issue == NULL)
		return NULL;
	if (site->options->internal)
		err = add_authors(site, signatures, object, version);
	for (; s <= issue; s++)
		if (moves(s, version))
			web_signature(site, signatures, object, s);
	return err;
}

/* ---- with which commands anyone finds the same ---- */

static void
add_check(struct qms_value *checks, const char *text, const char *command,
    const char *answer)
{
	struct qms_value *check = qms_value_row(checks);

	qms_value_text(check, "text", text);
	qms_value_text(check, "command", command);
	qms_value_text(check, "answer", answer);
}

/* "ED25519" of ssh-ed25519, as ssh-keygen calls it. */
static const char *
key_type(struct qms_text key)
{
	static const char *const types[][2] = {
		{ "ssh-ed25519", "ED25519" },
		{ "ssh-rsa", "RSA" },
		{ "sk-ssh-ed25519@openssh.com", "ED25519-SK" },
		{ "sk-ecdsa-sha2-nistp256@openssh.com", "ECDSA-SK" },
	};
	size_t i, length;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		length = strlen(types[i][0]);
		/* behind the four bytes of its length */
		if (key.size > length + 4 &&
		    memcmp(key.data + 4, types[i][0], length) == 0)
			return types[i][1];
	}
	return "ECDSA";
}

/* The middle of the day that is stated, as fold.h has it. */
static const char *
verify_time(struct web_site *site, const char *date)
{
	return qms_arena_format(&site->page, "%.4s%.2s%.2s120000Z", date,
	    date + 5, date + 8);
}

static void
add_key_check(struct web_site *site, struct qms_value *checks,
    const struct qms_row_statement *s)
{
	struct qms_signature signature;

	if (!read_signature(&signature, site, s) ||
	    strlen(s->date) != strlen("2026-01-05"))
		return;
	add_check(checks, web_fill(site, QMS_W_check_signature,
	    web_person(site, s->agency, s->by), NULL, NULL),
	    qms_arena_format(&site->page, "ssh-keygen -Y verify \\\n"
	    "  -f agencies/%s/signers -I %s -n " QMS_NAMESPACE " \\\n"
	    "  -Overify-time=%s \\\n  -s %s.sig \\\n  < %s", s->agency,
	    s->by, verify_time(site, s->date), s->path, s->path),
	    qms_arena_format(&site->page, "Good \"" QMS_NAMESPACE "\" "
	    "signature for %s with %s key %s", s->by, key_type(signature.key),
	    qms_public_key_fingerprint(&site->page, signature.key)));
}

static void
add_certificate_check(struct web_site *site, struct qms_value *checks,
    const struct qms_row_statement *s)
{
	bool authorities = qms_store_has(site->system->store,
	    QMS_AUTHORITIES), pem;
	qms_day day = qms_day_parse(qms_text(s->date));
	struct qms_cms cms;

	if (!read_cms(&cms, &pem, site, s) || day == QMS_DAY_NONE)
		return;
	add_check(checks, web_fill(site, QMS_W_check_signature,
	    web_person(site, s->agency, s->by), NULL, NULL),
	    qms_arena_format(&site->page, "openssl cms -verify -binary "
	    "-inform %s \\\n  -in %s.p7s \\\n  -content %s \\\n  %s "
	    "-purpose any -attime %" PRId64 " \\\n  -out /dev/null",
	    pem ? "PEM" : "DER", s->path, s->path, authorities ?
	    "-CAfile " QMS_AUTHORITIES : "-noverify",
	    (int64_t)day * 86400 + 43200), "CMS Verification successful");
}

void
web_checks(struct web_site *site, struct qms_value *values,
    const struct web_object *object, const char *version)
{
	const struct qms_row_statement *s = web_issue(site, object, version);
	struct qms_value *checks;

	if (s == NULL)
		return;
	checks = qms_value_list(values, "checks");
	add_check(checks, web_word(site, QMS_W_check_text), qms_arena_format(
	    &site->page, "sha256sum agencies/%s/issued/%s/%s/text.md",
	    s->agency, s->id, version), s->text);
	add_check(checks, web_word(site, QMS_W_check_statement),
	    qms_arena_format(&site->page, "grep '^text:' %s", s->path),
	    qms_arena_format(&site->page, "text: \"%s\"", s->text));
	add_key_check(site, checks, s);
	add_certificate_check(site, checks, s);
	if (*s->decision_sha256 != '\0')
		add_check(checks, web_fill(site, QMS_W_check_decision,
		    s->decision, NULL, NULL), "", s->decision_sha256);
	add_check(checks, web_word(site, QMS_W_check_all),
	    qms_arena_format(&site->page, "qms verify --root SHA256:%s",
	    site->trust_root), "");
}
