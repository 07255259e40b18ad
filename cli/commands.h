/* SPDX-License-Identifier: MIT */
/*
 * commands - one function a command, each in cmd_NAME.c.
 */
#ifndef QMS_CLI_COMMANDS_H
#define QMS_CLI_COMMANDS_H

#include "command.h"

COMMAND(tasks);
COMMAND(witness);
COMMAND(sign);
COMMAND(take_in);
COMMAND(setup);
COMMAND(init);
COMMAND(inspection);
COMMAND(agency);
COMMAND(person);
COMMAND(new);
COMMAND(action);
COMMAND(edit);
COMMAND(table);
COMMAND(list);
COMMAND(show);
COMMAND(log);
COMMAND(diff);
COMMAND(search);
COMMAND(status);
COMMAND(due);
COMMAND(coverage);
COMMAND(law);
COMMAND(submit);
COMMAND(review);
COMMAND(approve);
COMMAND(issue);
COMMAND(withdraw);
COMMAND(keep);
COMMAND(disseminate);
COMMAND(acknowledge);
COMMAND(act);
COMMAND(audit);
COMMAND(figure);
COMMAND(finding);
COMMAND(meeting);
COMMAND(declare);
COMMAND(rollover);
COMMAND(sync);
COMMAND(indicator);
COMMAND(population);
COMMAND(report);
COMMAND(model);
COMMAND(check);
COMMAND(verify);
COMMAND(trust);
COMMAND(key);
COMMAND(hook);
COMMAND(site);
COMMAND(doctor);
COMMAND(index);
COMMAND(export);
COMMAND(help);
COMMAND(explain);
COMMAND(completion);

#endif
