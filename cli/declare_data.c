/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "declare.h"
#include "qms/declared.h"
#include "qms/file.h"
#include "qms/json.h"
#include "qms/xml.h"

const struct qms_error *
declare_data(struct cli *cli)
{
	const char *format = cli_option(cli, "format");
	struct qms_declared declared;
	const struct qms_error *err;
	struct qms_found found;

	if (format != NULL && strcmp(format, "xml") != 0 &&
	    strcmp(format, "json") != 0)
		return qms_fail(QMS_M_U025, format, "xml, json");
	err = declare_find(&found, cli, 1, "declared");
	if (err == NULL)
		err = qms_declared_collect(&declared, cli->system,
		    &cli->arena, found.agency, found.id, true);
	if (err != NULL)
		return err;
	if (cli->json || (format != NULL && strcmp(format, "json") == 0))
		return qms_declared_json(&cli->out, &cli->arena, &declared,
		    found.id);
	return qms_declared_xml(&cli->out, &cli->arena, &declared, found.id);
}

/* ---- verify ---- */

static const char *
day_vn(struct cli *cli, const char *day)
{
	char text[QMS_DAY_SIZE];
	qms_day parsed = qms_day_parse(qms_text(day));

	return parsed == QMS_DAY_NONE ? day : qms_arena_string(&cli->arena,
	    qms_day_format_vn(text, parsed));
}

static void
say_signed(struct cli *cli, const struct qms_declared_proof *proof)
{
	const struct qms_statement *act = &proof->act;

	if (*proof->key != '\0' && proof->guarded) {
		say(cli, "%s đã ký công bố %s/%s, đề ngày %s, bằng khóa %s",
		    "%s signed the declaration %s/%s, dated %s, with the key "
		    "%s", proof->signer, act->agency, act->id,
		    day_vn(cli, act->date), proof->key);
		return;
	}
	if (*proof->key != '\0')
		say(cli, "khóa %s đã ký công bố %s/%s, đề ngày %s; tệp ghi đó "
		    "là khóa của %s", "the key %s signed the declaration "
		    "%s/%s, dated %s; the file says that it is the key of %s",
		    proof->key, act->agency, act->id, day_vn(cli, act->date),
		    proof->signer);
	else
		say(cli, "không có chữ ký trong tệp: công bố %s/%s được ghi "
		    "theo quyết định %s ngày %s", "nobody's signature is in "
		    "the file: the declaration %s/%s was recorded by the "
		    "decision %s of %s", act->agency, act->id, act->decision,
		    day_vn(cli, act->decision_date));
	if (*act->decision_sha256 != '\0')
		say(cli, "đối chiếu với bản quyết định đã ký: SHA-256 %s",
		    "compare with the signed decision: SHA-256 %s",
		    act->decision_sha256);
}

/* What a file alone cannot tell. */
static void
say_unknown(struct cli *cli, const struct qms_declared_proof *proof)
{
	say(cli, "điều tệp này không cho biết:", "what this file cannot tell:");
	if (!proof->pinned)
		say(cli, "- gốc chưa được đối chiếu: thêm --root SHA256:%s nếu "
		    "cơ quan xác nhận đúng gốc này", "- the root was not "
		    "compared: add --root SHA256:%s if the agency says that "
		    "this is it", proof->root);
	if (!proof->guarded)
		say(cli, "- hệ thống không đòi chữ ký khi thay đổi khóa và "
		    "người: ai ghi được vào kho cũng lập được tệp như thế này",
		    "- the system asks for no signature when keys and people "
		    "change: who can write there can make such a file");
	say(cli, "- công bố này còn giá trị hay đã bị thay thế, chấm dứt",
	    "- whether it still holds, or was replaced or ended");
	say(cli, "- đã ký đúng ngày ghi trong đó hay không", "- whether it was "
	    "signed on the day that it says");
	say(cli, "- khóa có bị lộ sau đó hay không", "- whether the key was "
	    "lost to others later");
	if (proof->withheld)
		say(cli, "- %s là ai, giữ chức vụ gì: tệp công khai không kèm "
		    "danh sách cán bộ của cơ quan", "- who %s is and in which "
		    "office: the list of people is not in a public file",
		    proof->act.by);
	if (*proof->act.delegation != '\0')
		say(cli, "- văn bản ủy quyền %s", "- the delegation %s",
		    proof->act.delegation);
}

static void
write_json(struct cli *cli, const struct qms_declared_proof *proof)
{
	const struct qms_statement *act = &proof->act;
	struct qms_json json;

	qms_json_init(&json, &cli->out, true);
	qms_json_object(&json, NULL);
	qms_json_string(&json, "schema", "qms/declared-proof/1");
	qms_json_string(&json, "agency", act->agency);
	qms_json_string(&json, "id", act->id);
	qms_json_string(&json, "system", act->system);
	qms_json_string(&json, "root", proof->root);
	qms_json_flag(&json, "root_pinned", proof->pinned);
	qms_json_flag(&json, "guarded", proof->guarded);
	qms_json_string(&json, "proof", act->proof);
	qms_json_string(&json, "key", proof->key);
	qms_json_string(&json, "by", act->by);
	qms_json_string(&json, "signer", proof->signer);
	qms_json_flag(&json, "people_withheld", proof->withheld);
	qms_json_string(&json, "capacity", act->capacity);
	qms_json_string(&json, "date", act->date);
	qms_json_string(&json, "decision", act->decision);
	qms_json_string(&json, "decision_date", act->decision_date);
	qms_json_string(&json, "decision_sha256", act->decision_sha256);
	qms_json_end_object(&json);
}

const struct qms_error *
declare_verify(struct cli *cli)
{
	struct qms_declared_proof proof;
	const struct qms_error *err;
	struct qms_text file;

	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U022, pick(cli, "TỆP", "FILE"),
		    "verify declaration");
	err = qms_file_read(&file, &cli->arena, cli->operands[1],
	    QMS_XML_LIMIT);
	if (err == NULL)
		err = qms_declared_verify(&proof, &cli->arena, file,
		    cli->operands[1], cli_option(cli, "root"));
	if (err != NULL)
		return err;
	if (cli->json) {
		write_json(cli, &proof);
		return NULL;
	}
	if (proof.pinned)
		say(cli, "đúng gốc tin cậy SHA256:%s", "the root is SHA256:%s",
		    proof.root);
	say_signed(cli, &proof);
	say_unknown(cli, &proof);
	return NULL;
}
