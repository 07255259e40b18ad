/* SPDX-License-Identifier: MIT */
#include "acts.h"
#include "commands.h"

COMMAND(review)
{
	static const struct act_request accept = {
		"accept", "Soát xét", NULL, NULL, true
	}, request_changes = {
		"request-changes", "Trả lại để sửa", NULL, NULL, true
	};

	return acts_record(cli, cli_has(cli, "request-changes") ?
	    &request_changes : &accept);
}
