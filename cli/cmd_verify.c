/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "commands.h"
#include "qms/verify.h"

COMMAND(verify)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_verification v;
	const struct qms_error *err;

	err = qms_verify(&v, &problems, cli->system, cli_option(cli, "root"));
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
