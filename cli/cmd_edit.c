/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "acts.h"
#include "commands.h"
#include "next.h"
#include "writing.h"

COMMAND(edit)
{
	const struct qms_error *err;
	struct qms_text text, edited;
	struct qms_found found;
	const char *agency, *words = cli_option(cli, "message"), *name, *me;
	bool changed;

	if (cli_agency(&agency, cli) != NULL)
		agency = "";
	err = qms_system_find(&found, cli->system, agency, cli->operands[0]);
	if (err == NULL)
		err = writing_who(&agency, &me, cli);
	if (err == NULL)
		err = acts_working_text(&text, &changed, cli, found.path);
	if (err)
		return err;
	if (cli_has(cli, "file"))
		err = writing_input(&edited, cli, cli_option(cli, "file"));
	else
		err = writing_options(&edited, cli, text);
	if (err == NULL && qms_text_equal(edited, text) && !changed &&
	    !cli->no_input && interactive()) {
		name = strrchr(found.path, '/');
		err = edit_text(&edited, cli, text, name == NULL ?
		    found.path : name + 1);
	}
	if (err)
		return err;
	if (qms_text_equal(edited, text) && !changed) {
		say(cli, "%s: không có gì thay đổi", "%s: nothing changed",
		    found.id);
		if (!interactive() && cli->value_count == 0)
			say(cli, "Sửa tệp %s rồi gõ lại: qms edit %s",
			    "Change the file %s and type again: qms edit %s",
			    found.path, found.id);
		return NULL;
	}
	err = writing_file(cli, found.path, edited, qms_arena_format(
	    &cli->arena, "Sửa %s%s%s", found.id, words == NULL ? "" : ": ",
	    words == NULL ? "" : words));
	if (err == NULL && found.kind->first != NULL)
		next_after(cli, &found, 1, "");
	return err;
}
