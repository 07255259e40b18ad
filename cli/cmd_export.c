/* SPDX-License-Identifier: MIT */
/*
 * export - for other programs: the XML schema of a kind, and a file as XML
 * that is valid against it.
 */
#include <string.h>

#include "commands.h"
#include "qms/adopt.h"
#include "qms/schema.h"

/* Kinds of the system we stand in, else those that the program brings. */
static const struct qms_error *
find_kinds(const struct qms_kinds **kinds, struct cli *cli)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_kinds *ours = NULL;
	const struct qms_error *err;
	struct qms_store *store;

	*kinds = NULL;
	if (qms_system_open(&cli->system, cli->directory,
	    &cli->environment) == NULL) {
		*kinds = qms_system_kinds(cli->system);
		return NULL;
	}
	if (*cli->environment.data == '\0')
		return qms_fail(QMS_M_U021);
	err = qms_store_worktree(&store, &cli->arena, qms_file_join(
	    &cli->arena, cli->environment.data, "schemas/"));
	if (err == NULL)
		err = qms_kinds_load(&ours, &cli->arena, store, &problems);
	*kinds = ours;
	return err;
}

static const struct qms_error *
export_schema(struct cli *cli, const char *id)
{
	struct qms_buffer names = { 0 };
	const struct qms_kinds *kinds = NULL;
	const struct qms_kind *kind;
	const struct qms_error *err;
	size_t i;

	err = find_kinds(&kinds, cli);
	if (err)
		return err;
	kind = qms_kinds_get(kinds, id);
	if (kind != NULL && kind->path != NULL) {
		qms_schema_write(&cli->out, kind);
		return NULL;
	}
	for (i = 0; i < kinds->count; i++)
		if (kinds->items[i]->path != NULL)
			qms_buffer_format(&names, "%s%s", names.size ? ", " :
			    "", kinds->items[i]->id);
	err = qms_fail(QMS_M_U016, id, names.size ? names.data : "");
	qms_buffer_free(&names);
	return err;
}

static const struct qms_error *
export_object(struct cli *cli, const char *id)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err;
	struct qms_object object;
	struct qms_adopt adopt;
	struct qms_found found;
	struct qms_text text;
	const char *agency;

	err = qms_system_open(&cli->system, cli->directory,
	    &cli->environment);
	if (err)
		return err;
	if (cli_agency(&agency, cli) != NULL)
		agency = "";
	err = qms_system_find(&found, cli->system, agency, id);
	if (err == NULL)
		err = qms_system_read(&text, cli->system, &cli->arena,
		    &found);
	if (err)
		return err;
	/* what holds, whoever says it */
	err = qms_adopt_read(&adopt, &cli->arena,
	    qms_system_kinds(cli->system), cli->system->store, found.path,
	    text);
	if (err)
		return err;
	qms_object_parse(&object, &cli->arena, qms_system_kinds(cli->system),
	    found.path, adopt.text, &problems);
	if (qms_problems_have_errors(&problems)) {
		problems_write(cli, &problems);
		cli->exit = QMS_EXIT_PROBLEMS;
	} else {
		qms_schema_export(&cli->out, &object);
	}
	qms_object_free(&object);
	return NULL;
}

COMMAND(export)
{
	if (strcmp(cli->operands[0], "xsd") == 0)
		return export_schema(cli, cli->operands[1]);
	if (strcmp(cli->operands[0], "xml") == 0)
		return export_object(cli, cli->operands[1]);
	return qms_fail(QMS_M_U025, cli->operands[0], "xsd, xml");
}
