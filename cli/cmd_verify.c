/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include <string.h>

#include "commands.h"
#include "qms/file.h"
#include "qms/request.h"
#include "qms/verify.h"

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
against_checkpoint(struct cli *cli, struct qms_problems *problems)
{
	const char *file = cli_option(cli, "checkpoint");
	struct qms_verified_checkpoint verified;
	struct qms_verify_checkpoint checkpoint;
	const struct qms_error *err;
	char day[QMS_DAY_SIZE + 8];

	if (file == NULL)
		return NULL;
	err = read_checkpoint(&checkpoint, cli, file);
	if (err == NULL)
		err = qms_verify_against(&verified, problems, cli->system,
		    &checkpoint);
	if (err == NULL && verified.through > 0)
		say(cli, "%s xác nhận đến lần ghi %.12s, ngày %s; sau đó "
		    "chưa biết ai xác nhận", "witnessed by %s to the commit "
		    "%.12s, on %s; later unknown", verified.witness,
		    verified.commit, qms_day_format_vn(day, qms_day_parse(
		    qms_text(verified.date))));
	return err;
}

COMMAND(verify)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_verification v;
	const struct qms_error *err;

	err = qms_verify(&v, &problems, cli->system, cli_option(cli, "root"));
	if (err == NULL)
		err = against_checkpoint(cli, &problems);
	if (err)
		return err;
	problems_write(cli, &problems);
	say(cli, "%" PRId64 " lần ghi, %" PRId64 " ghi nhận: %" PRId64
	    " có giá trị, %" PRId64 " vô hiệu", "%" PRId64 " commits, %" PRId64
	    " statements: %" PRId64 " count, %" PRId64 " are void", v.commits,
	    v.statements, v.valid, v.void_statements);
	if (v.root_pinned)
		say(cli, "đúng gốc tin cậy SHA256:%s", "the root is SHA256:%s",
		    v.root);
	else
		say(cli, "tự nhất quán, nhưng chưa đối chiếu gốc tin cậy; gốc "
		    "của kho này là SHA256:%s", "self-consistent, root "
		    "unpinned; the root of this repository is SHA256:%s",
		    v.root);
	if (qms_problems_have_errors(&problems))
		cli->exit = QMS_EXIT_INTEGRITY;
	return NULL;
}
