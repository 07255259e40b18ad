/* SPDX-License-Identifier: MIT */
/*
 * verify - is history what it claims to be? Says what is wrong, what was
 * verified against what, and what nobody can know from a repository alone; as
 * JSON it is evidence that a third party can follow with stock tools.
 */
#include <inttypes.h>
#include <string.h>

#include "commands.h"
#include "declare.h"
#include "qms/certificate.h"
#include "qms/file.h"
#include "qms/fold.h"
#include "qms/json.h"
#include "qms/query.h"
#include "qms/request.h"
#include "qms/verify.h"
#include "qms/witness.h"
#include "report.h"

enum { PROOFS = 4 };

struct evidence {
	struct cli *cli;
	const char *agency, *id, *version;	/* "" any: what is asked about */
	struct qms_verification whole;
	struct qms_problems problems;	/* of what is asked about */
	size_t elsewhere;		/* errors of other objects */
	struct qms_row_statement *rows;
	size_t count;
	struct qms_row_checkpoint newest;	/* that holds it; number 0: none */
	struct qms_verified_checkpoint given;	/* by --checkpoint */
	int64_t proofs[PROOFS], counted, seen;
	struct qms_map kinds;		/* "agency/id" -> its kind */
};

static const char *const proofs[PROOFS] = { "key", "certificate", "decision",
	"commit" };

/* ---- what is asked about ---- */

/* The object whose acts/, issued/ or own file this is; "" for none. */
static const char *
object_of(struct evidence *e, const char *rest, const char *path)
{
	struct qms_match match;
	const char *id;

	if (qms_starts_with(rest, "acts/") ||
	    qms_starts_with(rest, "issued/")) {
		id = strchr(rest, '/') + 1;
		return qms_arena_copy(&e->cli->arena, id, strcspn(id, "/"));
	}
	if (qms_kinds_match(&match, qms_system_kinds(e->cli->system),
	    &e->cli->arena, path, NULL) && match.kind->first != NULL)
		return match.id;
	return "";
}

/* Trust, and history as a whole, concern every object. */
static bool
concerns(struct evidence *e, const char *path)
{
	static const char agencies[] = "agencies/";
	const char *rest, *id;
	size_t size;

	if (*e->agency == '\0' || !qms_starts_with(path, agencies))
		return true;
	rest = path + strlen(agencies);
	size = strcspn(rest, "/");
	if (strlen(e->agency) != size || strncmp(rest, e->agency, size) != 0)
		return false;
	if (*e->id == '\0')
		return true;
	id = object_of(e, rest + size + (rest[size] == '/'), path);
	return *id == '\0' || strcmp(id, e->id) == 0 ||
	    strcmp(id, "trust") == 0;
}

static void
keep_what_concerns(struct evidence *e, const struct qms_problems *all)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (concerns(e, all->items[i].path))
			*qms_push(e->problems.arena, e->problems.items,
			    e->problems.count, e->problems.room) =
			    all->items[i];
		else
			e->elsewhere += all->items[i].severity == QMS_ERROR;
}

static const struct qms_error *
find_object(struct evidence *e)
{
	struct cli *cli = e->cli;
	const struct qms_error *err;
	struct qms_found found;
	const char *agency = cli_option(cli, "agency");

	e->agency = e->id = e->version = "";
	if (agency != NULL || cli->operand_count > 0) {
		err = cli_agency(&agency, cli);
		if (err != NULL && cli_option(cli, "agency") != NULL)
			return err;
		e->agency = err != NULL || cli_option(cli, "agency") == NULL ?
		    "" : agency;
		if (err != NULL)
			agency = "";
	}
	if (cli->operand_count == 0)
		return NULL;
	err = qms_system_find(&found, cli->system, agency, cli->operands[0]);
	if (err)
		return err;
	e->agency = found.agency;
	e->id = found.id;
	e->version = found.version;
	return NULL;
}

/* ---- the statements, one by one ---- */

static int
proof_of(const char *proof)
{
	int i;

	for (i = 0; i < PROOFS - 1; i++)
		if (strcmp(proof, proofs[i]) == 0)
			break;
	return i;
}

static const struct qms_error *
read_statements(struct evidence *e)
{
	const struct qms_error *err;
	struct qms_row_statement *rows;
	size_t i, count;

	err = qms_query_statements(&rows, &count, &e->cli->arena,
	    e->cli->system->index, *e->agency == '\0' ? NULL : e->agency,
	    *e->id == '\0' ? NULL : e->id);
	e->rows = rows;
	for (i = 0; err == NULL && i < count; i++) {
		if (*e->version != '\0' &&
		    strcmp(rows[i].version, e->version) != 0)
			continue;
		e->proofs[proof_of(rows[i].proof)]++;
		e->counted += *rows[i].void_code == '\0';
		e->seen += *rows[i].known_by != '\0';
		e->rows[e->count++] = rows[i];
	}
	return err;
}

static const struct qms_error *
read_beside(struct qms_text *text, struct evidence *e, const char *path)
{
	const struct qms_store *store = e->cli->system->newest;

	*text = (struct qms_text){ 0 };
	if (store == NULL || !qms_store_has(store, path))
		return NULL;
	return qms_store_read(text, &e->cli->arena, store, path,
	    QMS_FILE_LIMIT);
}

/* Fingerprint of the key, or subject of the certificate, that signed it. */
static const struct qms_error *
signer_of(const char **signer, const char **path, struct evidence *e,
    const struct qms_row_statement *s)
{
	struct qms_arena *arena = &e->cli->arena;
	const struct qms_error *err;
	struct qms_signature signature;
	struct qms_text text;
	struct qms_cms cms;

	*signer = "";
	*path = qms_arena_format(arena, "%s.sig", s->path);
	err = read_beside(&text, e, *path);
	if (err != NULL || (text.size > 0 && qms_signature_parse(&signature,
	    arena, text))) {
		*signer = err != NULL ? "" : qms_public_key_fingerprint(arena,
		    signature.key);
		return err;
	}
	*path = qms_arena_format(arena, "%s.p7s", s->path);
	err = read_beside(&text, e, *path);
	if (err == NULL && text.size > 0 && qms_cms_parse(&cms, arena, text))
		*signer = qms_arena_format(arena, "%s (%s)",
		    cms.signer.subject, cms.signer.serial);
	else
		*path = "";
	return err;
}

/* Why it does not count, in words. */
static const char *
reason(struct evidence *e, const struct qms_row_statement *s)
{
	struct qms_problems problems = { .arena = &e->cli->arena };
	const struct qms_rules *rules = NULL;
	struct qms_buffer text = { 0 };
	const char *words = "";

	if (*s->void_code == '\0')
		return "";
	(void)qms_system_rules(&rules, e->cli->system);
	qms_fold_report(&problems, s->path, rules, s->void_code,
	    s->void_arguments);
	if (problems.count > 0)
		qms_problem_text(&text, &problems.items[0],
		    e->cli->language);
	if (text.size > 0)
		words = qms_arena_string(&e->cli->arena, text.data);
	qms_buffer_free(&text);
	return words;
}

/* ---- checkpoints ---- */

/* A file of `witness -o`, or a checkpoint with its .sig beside it. */
static const struct qms_error *
read_checkpoint(struct qms_verify_checkpoint *checkpoint, struct cli *cli,
    const char *file)
{
	struct qms_problems ignored = { .arena = &cli->arena };
	const struct qms_request_part *part;
	struct qms_requests requests;
	const struct qms_error *err;
	struct qms_text text;
	char *beside = qms_arena_format(&cli->arena, "%s.sig", file);

	*checkpoint = (struct qms_verify_checkpoint){ .path = file };
	err = qms_file_read(&text, &cli->arena, file, QMS_REQUEST_LIMIT);
	if (err)
		return err;
	checkpoint->statement = text;
	if (qms_requests_parse(&requests, &cli->arena, text, file,
	    &ignored) && requests.count == 1) {
		checkpoint->statement = requests.items[0].bytes;
		part = qms_request_get(&requests.items[0],
		    QMS_REQUEST_SIGNATURE, "-");
		if (part != NULL)
			checkpoint->signature = part->bytes;
	} else if (qms_file_type(beside) == QMS_FILE_REGULAR) {
		err = qms_file_read(&checkpoint->signature, &cli->arena,
		    beside, QMS_FILE_LIMIT);
	}
	return err;
}

static const struct qms_error *
against_checkpoint(struct evidence *e)
{
	const char *file = cli_option(e->cli, "checkpoint");
	struct qms_verify_checkpoint checkpoint;
	const struct qms_error *err;

	if (file == NULL)
		return NULL;
	err = read_checkpoint(&checkpoint, e->cli, file);
	return err ? err : qms_verify_against(&e->given, &e->problems,
	    e->cli->system, &checkpoint);
}

/* The newest of what is asked about that the repository holds itself. */
static const struct qms_error *
find_newest(struct evidence *e)
{
	const struct qms_error *err;
	struct qms_row_checkpoint *rows;
	size_t count, i;

	err = qms_query_checkpoints(&rows, &count, &e->cli->arena,
	    e->cli->system->index);
	for (i = 0; err == NULL && i < count; i++)
		if (!rows[i].revoked && (*rows[i].agency == '\0' ||
		    strcmp(rows[i].agency, e->agency) == 0) &&
		    (e->newest.number == 0 ||
		    strcmp(rows[i].date, e->newest.date) >= 0))
			e->newest = rows[i];
	return err;
}

/* ---- what it could not know ---- */

/* Calls for each: a code that stays, and words. */
static void
each_unknown(struct evidence *e, void (*tell)(struct evidence *e,
    void *closure, const char *code, const char *words), void *closure)
{
	struct cli *cli = e->cli;
	struct qms_arena *arena = &cli->arena;
	int64_t later = (int64_t)e->count - e->seen;

	if (!e->whole.root_pinned)
		tell(e, closure, "root-unpinned", qms_arena_format(arena,
		    pick(cli, "tự nhất quán, nhưng chưa đối chiếu gốc tin "
		    "cậy; gốc của kho này là SHA256:%s", "self-consistent, "
		    "root unpinned; the root of this repository is SHA256:%s"),
		    e->whole.root));
	if (e->newest.number == 0 && e->given.through == 0)
		tell(e, closure, "not-witnessed", pick(cli, "chưa ai xác nhận "
		    "đã thấy kho này; các ngày ghi trong đó là do người ghi",
		    "nobody witnessed it; the days in it are claims"));
	else if (e->given.through == 0 && later > 0)
		tell(e, closure, "later-unknown", qms_arena_format(arena,
		    pick(cli, "%s xác nhận đến lần ghi %.12s, ngày %s; %" PRId64
		    " ghi nhận sau đó chưa biết ai xác nhận", "witnessed by "
		    "%s to the commit %.12s, on %s; of %" PRId64
		    " statements later unknown"), e->newest.witness,
		    e->newest.commit, cli_shown_day(cli, e->newest.date), later));
	if (e->given.through > 0)
		tell(e, closure, "later-unknown", qms_arena_format(arena,
		    pick(cli, "%s xác nhận đến lần ghi %.12s, ngày %s; sau đó "
		    "chưa biết ai xác nhận", "witnessed by %s to the commit "
		    "%.12s, on %s; later unknown"), e->given.witness,
		    e->given.commit, cli_shown_day(cli, e->given.date)));
	if (e->proofs[2] > 0)
		tell(e, closure, "decisions", qms_arena_format(arena,
		    pick(cli, "%" PRId64 " ghi nhận dựa vào văn bản đã ký: "
		    "phải đối chiếu với bản giấy hoặc tệp PDF có mã SHA-256 "
		    "đã ghi", "%" PRId64 " statements rest on a signed "
		    "document: compare the paper, or the PDF with the SHA-256 "
		    "stated"), e->proofs[2]));
	if (e->proofs[3] > 0)
		tell(e, closure, "unsigned", qms_arena_format(arena,
		    pick(cli, "%" PRId64 " ghi nhận không có chữ ký, chỉ là "
		    "lời của người ghi", "%" PRId64 " statements are not "
		    "signed, only the word of who recorded them"),
		    e->proofs[3]));
	tell(e, closure, "newest", pick(cli, "không biết được nơi khác có bản "
	    "mới hơn hay không", "whether there is a newer one elsewhere "
	    "cannot be known"));
}

/* ---- as evidence ---- */

static const struct qms_error *
write_statement(struct qms_json *json, struct evidence *e,
    const struct qms_row_statement *s)
{
	const struct qms_error *err;
	const char *signer, *path;

	err = signer_of(&signer, &path, e, s);
	if (err)
		return err;
	qms_json_object(json, NULL);
	qms_json_string(json, "agency", s->agency);
	qms_json_string(json, "id", s->id);
	qms_json_string(json, "version", s->version);
	qms_json_string(json, "act", s->act);
	qms_json_string(json, "by", s->by);
	qms_json_string(json, "office", s->office);
	qms_json_string(json, "capacity", s->capacity);
	qms_json_string(json, "date", s->date);
	qms_json_string(json, "verdict", *s->void_code == '\0' ? "counts" :
	    "void");
	qms_json_string(json, "code", s->void_code);
	qms_json_string(json, "reason", reason(e, s));
	qms_json_string(json, "proof", s->proof);
	qms_json_string(json, "signer", signer);
	qms_json_string(json, "decision", s->decision);
	qms_json_string(json, "text", s->text);
	qms_json_string(json, "path", s->path);
	qms_json_string(json, "signature", path);
	qms_json_string(json, "sha256", s->sha256);
	qms_json_string(json, "commit", s->commit);
	qms_json_string(json, "entered", s->entered);
	qms_json_string(json, "known_by", s->known_by);
	qms_json_string(json, "witness", s->witness);
	qms_json_end_object(json);
	return NULL;
}

static void
write_unknown(struct evidence *e, void *closure, const char *code,
    const char *words)
{
	struct qms_json *json = closure;

	qms_json_object(json, NULL);
	qms_json_string(json, "code", code);
	qms_json_string(json, "text", words);
	qms_json_end_object(json);
}

static void
write_checkpoints(struct qms_json *json, struct evidence *e)
{
	if (e->newest.number > 0) {
		qms_json_object(json, "checkpoint");
		qms_json_integer(json, "number", e->newest.number);
		qms_json_string(json, "agency", e->newest.agency);
		qms_json_string(json, "date", e->newest.date);
		qms_json_string(json, "witness", e->newest.witness);
		qms_json_string(json, "commit", e->newest.commit);
		qms_json_string(json, "sha256", e->newest.sha256);
		qms_json_end_object(json);
	} else {
		qms_json_string(json, "checkpoint", NULL);
	}
	if (!cli_has(e->cli, "checkpoint"))
		return;
	qms_json_object(json, "held");
	qms_json_flag(json, "holds", e->given.through > 0);
	qms_json_string(json, "number", e->given.number);
	qms_json_string(json, "agency", e->given.agency);
	qms_json_string(json, "date", e->given.date);
	qms_json_string(json, "witness", e->given.witness);
	qms_json_string(json, "commit", e->given.commit);
	qms_json_end_object(json);
}

static const struct qms_error *
write_json(struct evidence *e)
{
	struct qms_system *system = e->cli->system;
	const struct qms_error *err = NULL;
	struct qms_json json;
	char hex[QMS_OID_HEX];
	size_t i;

	qms_json_init(&json, &e->cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/verification/1");
	qms_json_string(&json, "verdict", qms_problems_have_errors(
	    &e->problems) ? "at-fault" : "sound");
	qms_json_string(&json, "system", system->id);
	qms_json_string(&json, "root", e->whole.root);
	qms_json_flag(&json, "root_pinned", e->whole.root_pinned);
	qms_json_string(&json, "commit", qms_oid_hex(hex, &system->head));
	qms_json_string(&json, "agency", e->agency);
	qms_json_string(&json, "id", e->id);
	qms_json_string(&json, "version", e->version);
	qms_json_integer(&json, "commits", e->whole.commits);
	qms_json_integer(&json, "elsewhere", (int64_t)e->elsewhere);
	write_checkpoints(&json, e);
	qms_json_array(&json, "unknown");
	each_unknown(e, write_unknown, &json);
	qms_json_end_array(&json);
	problems_json(e->cli, &json, &e->problems);
	qms_json_array(&json, "statements");
	for (i = 0; err == NULL && i < e->count; i++)
		err = write_statement(&json, e, &e->rows[i]);
	qms_json_end_array(&json);
	qms_json_end_object(&json);
	return err;
}

/* ---- for a person ---- */

/* As the kind of what it is about calls it. */
static const char *
act_name(struct evidence *e, const struct qms_row_statement *s)
{
	const char *of = qms_arena_format(&e->cli->arena, "%s/%s", s->agency,
	    s->id);
	const struct qms_kind *kind = qms_map_get(&e->kinds, of);
	struct qms_found found;

	if (kind == NULL && qms_system_find(&found, e->cli->system,
	    s->agency, s->id) == NULL) {
		kind = found.kind;
		qms_map_put(&e->cli->arena, &e->kinds, of,
		    (void *)(uintptr_t)kind);
	}
	if (kind != NULL)
		return qms_kind_act_name(kind, s->act, e->cli->language);
	return strcmp(s->act, QMS_WITNESS_ACT) == 0 ? pick(e->cli,
	    "mốc xác nhận", "checkpoint") : strcmp(s->act, "trust") == 0 ?
	    pick(e->cli, "ghi nhận tin cậy", "trust") : s->act;
}

static const struct qms_error *
write_table(struct evidence *e)
{
	static const struct report_column columns[] = {
		{ "date", { "Ngày", "Date" }, REPORT_DAY },
		{ "of", { "Của", "Of" }, REPORT_TEXT },
		{ "act", { "Việc", "Act" }, REPORT_TEXT },
		{ "by", { "Người", "By" }, REPORT_TEXT },
		{ "verdict", { "Giá trị", "Verdict" }, REPORT_TEXT },
		{ "proof", { "Bằng chứng", "Proof" }, REPORT_TEXT },
		{ "signer", { "Khóa", "Key" }, REPORT_TEXT },
		{ "known_by", { "Xác nhận", "Known by" }, REPORT_DAY },
	};
	const struct qms_error *err = NULL;
	const struct qms_row_statement *s;
	const char *signer, *path;
	struct report report;
	size_t i;

	REPORT(&report, e->cli, "qms/verification/1", columns);
	for (i = 0; err == NULL && i < e->count; i++) {
		s = &e->rows[i];
		err = signer_of(&signer, &path, e, s);
		report_add(&report, s->date);
		report_add(&report, qms_arena_format(&e->cli->arena,
		    "%s%s%s%s%s", s->agency, *s->agency == '\0' ? "" : "/",
		    s->id, *s->version == '\0' ? "" : "@", s->version));
		report_add(&report, s->act);
		report_shown(&report, act_name(e, s));
		report_add(&report, s->by);
		report_add(&report, *s->void_code == '\0' ?
		    pick(e->cli, "có", "counts") : qms_arena_format(
		    &e->cli->arena, "%s %s", pick(e->cli, "vô hiệu", "void"),
		    s->void_code));
		report_add(&report, cli_proof(e->cli, s->proof));
		report_add(&report, signer);
		report_add(&report, s->known_by);
	}
	report_end(&report, "chưa có ghi nhận nào", "no statement yet");
	return err;
}

static void
say_unknown(struct evidence *e, void *closure, const char *code,
    const char *words)
{
	say(e->cli, "- %s", "- %s", words);
}

static const struct qms_error *
write_words(struct evidence *e)
{
	struct cli *cli = e->cli;
	const struct qms_error *err = NULL;

	problems_write(cli, &e->problems);
	if (cli->verbose)
		err = write_table(e);
	say(cli, "%" PRId64 " lần ghi, %zu ghi nhận: %" PRId64
	    " có giá trị, %" PRId64 " vô hiệu", "%" PRId64 " commits, %zu "
	    "statements: %" PRId64 " count, %" PRId64 " are void",
	    e->whole.commits, e->count, e->counted,
	    (int64_t)e->count - e->counted);
	say(cli, "chữ ký bằng khóa %" PRId64 ", bằng chứng thư số %" PRId64
	    ", theo quyết định %" PRId64 ", không ký %" PRId64,
	    "signed with a key %" PRId64 ", with a certificate %" PRId64
	    ", by decision %" PRId64 ", not signed %" PRId64, e->proofs[0],
	    e->proofs[1], e->proofs[2], e->proofs[3]);
	if (e->elsewhere > 0)
		say(cli, "còn %zu lỗi ngoài phạm vi này: qms verify",
		    "%zu more errors that do not concern this: qms verify",
		    e->elsewhere);
	if (e->whole.root_pinned)
		say(cli, "đúng gốc tin cậy SHA256:%s", "the root is SHA256:%s",
		    e->whole.root);
	say(cli, "điều không biết được từ kho này:",
	    "what could not be known:");
	each_unknown(e, say_unknown, NULL);
	return err;
}

COMMAND(verify)
{
	struct evidence e = { .cli = cli, .problems.arena = &cli->arena };
	struct qms_problems all = { .arena = &cli->arena };
	const struct qms_error *err;

	if (cli->system == NULL)
		return declare_verify(cli);
	if (cli->operand_count > 1)
		return qms_fail(QMS_M_U025, cli->operands[0], "declaration");
	err = find_object(&e);
	if (err == NULL)
		err = qms_verify(&e.whole, &all, cli->system,
		    cli_option(cli, "root"));
	if (err)
		return err;
	keep_what_concerns(&e, &all);
	err = read_statements(&e);
	if (err == NULL)
		err = find_newest(&e);
	if (err == NULL)
		err = against_checkpoint(&e);
	if (err)
		return err;
	qms_problems_sort(&e.problems);
	err = cli->json ? write_json(&e) : write_words(&e);
	if (err == NULL)
		cli_tell_shared(cli, false);
	if (qms_problems_have_errors(&e.problems))
		cli->exit = QMS_EXIT_INTEGRITY;
	return err;
}
