/* SPDX-License-Identifier: MIT */
/*
 * audit - the year of an internal audit: programme, plan, checklist, what was
 * found in the field, report.
 */
#include <string.h>

#include "audit.h"
#include "commands.h"
#include "qms/fold.h"
#include "qms/unicode.h"

const char *
audit_person(struct cli *cli, const char *agency, const char *person)
{
	static const char sql[] =
		"SELECT name FROM person WHERE agency = ?1 AND id = ?2";
	const char *slash = strchr(person, '/');
	struct qms_grid grid;

	if (slash != NULL) {
		agency = qms_arena_copy(&cli->arena, person,
		    (size_t)(slash - person));
		person = slash + 1;
	}
	if (QMS_GRID(&grid, cli->system, &cli->arena, sql, agency,
	    person) != NULL || qms_grid_rows(&grid) == 0 ||
	    *qms_grid_cell(&grid, 0, 0) == '\0')
		return person;
	return qms_grid_cell(&grid, 0, 0);
}

const char *
audit_unit(struct cli *cli, const char *agency, const char *unit)
{
	static const char sql[] =
		"SELECT name FROM agency_units WHERE agency = ?1 AND id = ?2";
	struct qms_grid grid;

	if (QMS_GRID(&grid, cli->system, &cli->arena, sql, agency,
	    unit) != NULL || qms_grid_rows(&grid) == 0)
		return unit;
	return qms_grid_cell(&grid, 0, 0);
}

const struct qms_error *
audit_target(struct qms_audit *audit, bool *found, struct cli *cli)
{
	const struct qms_error *err;
	const char *agency, *id;

	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U022, pick(cli, "MÃ", "ID"),
		    qms_arena_format(&cli->arena, "audit %s",
		    cli->operands[0]));
	err = cli_agency(&agency, cli);
	if (err != NULL)
		return err;
	id = qms_audit_id(&cli->arena, cli->system, cli->operands[1]);
	return qms_audit_read(audit, found, cli->system, &cli->arena, agency,
	    id);
}

/* ---- may this team audit this? ---- */

static const struct qms_kind_act *
next_act(const struct qms_kind *kind, const char *state)
{
	size_t i;

	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].from, state) == 0)
			return &kind->acts[i];
	return NULL;
}

static const struct qms_error *
refuse(struct cli *cli, const struct qms_audit *audit,
    const struct qms_rules *rules, const struct qms_refusal *refusal)
{
	struct qms_buffer words = { 0 };
	const struct qms_error *err;
	size_t i;

	for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
		qms_buffer_format(&words, "%s\n", refusal->arguments[i] ==
		    NULL ? "" : refusal->arguments[i]);
	err = qms_fold_fail(&cli->arena, audit->id, rules, refusal->rule->id,
	    words.data);
	qms_buffer_free(&words);
	return err;
}

const struct qms_error *
audit_judge(struct cli *cli, const struct qms_audit *audit, const char *path,
    struct qms_text file)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), "audit");
	struct qms_index_file laid = { path, file };
	const struct qms_kind_act *act;
	struct qms_refusal refusal = { 0 };
	const struct qms_error *err, *ended;
	const struct qms_rules *rules;

	/* what the first act asks for is asked as long as it is not over */
	act = kind == NULL ? NULL : next_act(kind, kind->first);
	if (act == NULL || qms_kind_is_final(kind, audit->state))
		return NULL;
	err = qms_system_rules(&rules, cli->system);
	if (err != NULL)
		return err;
	if (file.size > 0) {
		err = qms_index_overlay_begin(cli->system->index, &laid, 1,
		    cli->system->environment.email);
		if (err != NULL)
			return err;
	}
	err = qms_rules_refuse(&refusal, &cli->arena, rules, &act->guards,
	    qms_index_db(cli->system->index), audit->agency, audit->id, "",
	    act->act, audit->lead, audit->first_day);
	if (file.size > 0) {
		ended = qms_index_overlay_end(cli->system->index);
		if (err == NULL)
			err = ended;
	}
	if (err != NULL || refusal.rule == NULL)
		return err;
	return refuse(cli, audit, rules, &refusal);
}

COMMAND(audit)
{
	static const struct {
		const char *name;	/* folded */
		const struct qms_error *(*run)(struct cli *cli);
	} verbs[] = {
		{ "programme", audit_programme },
		{ "chuong-trinh", audit_programme },
		{ "plan", audit_plan }, { "ke-hoach", audit_plan },
		{ "prepare", audit_prepare }, { "chuan-bi", audit_prepare },
		{ "open", audit_open }, { "bat-dau", audit_open },
		{ "report", audit_report }, { "bao-cao", audit_report },
		{ "close", audit_close }, { "ket-thuc", audit_close },
		{ "cancel", audit_cancel }, { "huy", audit_cancel },
		{ "pack", audit_pack }, { "dong-goi", audit_pack },
		{ "take-in", audit_take_in }, { "nhan", audit_take_in },
	};
	const struct qms_error *(*run)(struct cli *cli) = NULL;
	struct qms_buffer word = { 0 };
	size_t i;

	qms_unicode_fold(&word, qms_text(cli->operands[0]));
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (word.size > 0 && strcmp(verbs[i].name, word.data) == 0)
			run = verbs[i].run;
	qms_buffer_free(&word);
	if (run == NULL)
		return qms_fail(QMS_M_U025, cli->operands[0],
		    "programme, plan, prepare, open, report, close, "
		    "cancel, pack, take-in");
	return run(cli);
}
