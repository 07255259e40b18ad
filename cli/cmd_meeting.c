/* SPDX-License-Identifier: MIT */
/*
 * meeting - the management review (clause 9.3): its minutes are prepared from
 * what the records say, and its decisions become tasks.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/create.h"
#include "qms/model.h"
#include "qms/query.h"
#include "qms/unicode.h"
#include "writing.h"

static const char minutes[] = "management-review";
static const char task[] = "steering-task";

/* ---- prepare ---- */

/* As `new` would, with a title. */
static const struct qms_error *
prepare(struct cli *cli, const char *year)
{
	static const char *operands[] = { minutes };
	struct cli_value *value;

	if (strlen(year) != 4 || strspn(year, "0123456789") != 4)
		return qms_fail(QMS_M_U025, year, "2026");
	if (!cli_has(cli, "title")) {
		value = qms_push(&cli->arena, cli->values, cli->value_count,
		    cli->value_room);
		value->option = cli->command->options;	/* the first: title */
		value->value = qms_arena_format(&cli->arena, pick(cli,
		    "Xem xét của lãnh đạo năm %s", "Management review %s"),
		    year);
	}
	cli->operands = operands;
	cli->operand_count = 1;
	return cmd_new(cli);
}

/* ---- assign ---- */

struct decision {
	const char *no, *text, *who, *due;
	int line;
	const char *owner, *unit;	/* who it is; NULL: nobody */
};

struct decisions {
	struct decision *items;
	size_t count, room;
};

/* Those for which there is no task yet. */
static const char sql_decisions[] =
	"SELECT d.no, d.text, d.who, d.due, d.line"
	"  FROM management_review_decisions AS d"
	" WHERE d.agency = ?1 AND d.parent = ?2"
	"   AND NOT EXISTS (SELECT 1 FROM steering_task AS t"
	"        WHERE t.agency = d.agency AND t.review = d.parent"
	"          AND t.decision = d.no)"
	" ORDER BY d.row";

static const struct qms_error *
read_decisions(struct decisions *decisions, struct cli *cli,
    const struct qms_found *review)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct decision *one;
	bool row;

	err = qms_db_query(&query, qms_index_db(cli->system->index),
	    sql_decisions);
	if (err)
		return err;
	qms_bind_text(query, 1, review->agency);
	qms_bind_text(query, 2, review->id);
	while ((err = qms_step(&row, query)) == NULL && row) {
		one = qms_push(&cli->arena, decisions->items,
		    decisions->count, decisions->room);
		one->no = qms_column_copy(&cli->arena, query, 0);
		one->text = qms_column_copy(&cli->arena, query, 1);
		one->who = qms_column_copy(&cli->arena, query, 2);
		one->due = qms_column_copy(&cli->arena, query, 3);
		one->line = (int)qms_column_integer(query, 4);
	}
	qms_done(query);
	return err;
}

static const char sql_units[] =
	"SELECT id, name FROM agency_units WHERE agency = ?1";

/* The unit of that id or name; NULL: none. */
static const struct qms_error *
find_unit(const char **unit, struct cli *cli, const char *agency,
    const char *who)
{
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*unit = NULL;
	err = qms_db_query(&query, qms_index_db(cli->system->index),
	    sql_units);
	if (err)
		return err;
	qms_bind_text(query, 1, agency);
	while ((err = qms_step(&row, query)) == NULL && row)
		if (qms_string_is(qms_column_text(query, 0), who) ||
		    qms_unicode_alike(qms_text(who), qms_text(qms_column_text(
		    query, 1))))
			*unit = qms_column_copy(&cli->arena, query, 0);
	qms_done(query);
	return err;
}

/*
 * A person by id or name, with the unit of an office if there is one; or the
 * head of a unit.
 */
static const struct qms_error *
find_owner(struct decision *decision, struct cli *cli, const char *agency,
    const struct qms_row_office *offices, size_t count)
{
	const struct qms_error *err;
	const char *unit;
	size_t i;

	err = find_unit(&unit, cli, agency, decision->who);
	for (i = 0; err == NULL && i < count; i++) {
		if (decision->owner != NULL && *decision->unit != '\0')
			break;
		if (unit != NULL ? strcmp(offices[i].unit, unit) != 0 ||
		    strcmp(offices[i].office, "unit-head") != 0 :
		    strcmp(offices[i].person, decision->who) != 0 &&
		    !qms_unicode_alike(qms_text(decision->who),
		    qms_text(offices[i].name)))
			continue;
		decision->owner = offices[i].person;
		decision->unit = offices[i].unit;
	}
	return err;
}

/* The starter text of the kind, with what the decision says. */
static const struct qms_error *
put_task(struct cli *cli, struct qms_change *change,
    const struct qms_kind *kind, const struct qms_found *review,
    const struct decision *decision, const char *id, const char *day)
{
	const char *const values[][2] = { { "review", review->id },
	    { "decision", decision->no }, { "unit", decision->unit },
	    { "owner", decision->owner }, { "due", decision->due } };
	struct qms_blanks blanks = { .title = decision->text, .id = id,
	    .agency = review->agency, .day = day,
	    .person = decision->owner, .agency_name = review->agency };
	struct qms_buffer out = { 0 };
	const struct qms_error *err = NULL;
	char year[5] = "";
	struct qms_text text;
	size_t i;

	memcpy(year, day, 4);
	blanks.year = year;
	qms_model_fill(&out, qms_text(kind->starter), &blanks, NULL, NULL);
	text.data = qms_arena_copy(&cli->arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	for (i = 0; err == NULL && i < sizeof(values) / sizeof(*values); i++)
		if (*values[i][1] != '\0')
			err = writing_set(&text, cli, text, values[i][0],
			    values[i][1]);
	if (err == NULL)
		qms_change_put(change, qms_kind_path(&cli->arena, kind,
		    review->agency, id, year), text);
	return err;
}

static const struct qms_error *
put_tasks(struct cli *cli, struct qms_change *change,
    const struct qms_found *review, const struct decisions *decisions)
{
	const struct qms_kind *kind = qms_kinds_get(qms_system_kinds(
	    cli->system), task);
	char day[QMS_DAY_SIZE], year[5] = "";
	const struct qms_error *err;
	const char *id;
	int number = 0;
	size_t i;

	if (kind == NULL || kind->starter == NULL || kind->number == NULL)
		return qms_fail(QMS_M_U016, task, "");
	memcpy(year, qms_day_format(day, cli_today(cli)), 4);
	err = qms_create_next_id(&id, cli->system, &cli->arena, kind,
	    review->agency, year);
	if (err)
		return err;
	(void)qms_kind_number_fits(kind, id, &number);
	for (i = 0; err == NULL && i < decisions->count; i++) {
		id = qms_kind_number(&cli->arena, kind, review->agency, year,
		    number++);
		err = put_task(cli, change, kind, review,
		    &decisions->items[i], id, day);
		if (err == NULL)
			qms_buffer_format(&cli->out, "%s\n", id);
	}
	return err;
}

/* All of them get an owner, or nothing is written. */
static const struct qms_error *
find_owners(struct decisions *decisions, struct cli *cli,
    const struct qms_found *review)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const struct qms_error *err;
	struct qms_row_office *offices;
	struct decision *one;
	size_t count, i;

	err = qms_query_offices(&offices, &count, &cli->arena,
	    cli->system->index, review->agency, NULL);
	for (i = 0; err == NULL && i < decisions->count; i++) {
		one = &decisions->items[i];
		err = find_owner(one, cli, review->agency, offices, count);
		if (err == NULL && one->owner == NULL)
			qms_report(&problems, review->path, one->line, 0,
			    QMS_M_D270, one->who);
	}
	if (err != NULL || problems.count == 0)
		return err;
	problems_write(cli, &problems);
	return qms_fail(QMS_M_U130, review->id);
}

static const struct qms_error *
assign(struct cli *cli, const char *id)
{
	struct decisions decisions = { 0 };
	const struct qms_error *err;
	struct qms_change *change;
	struct qms_found review;
	const char *agency;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = qms_system_find(&review, cli->system, agency, id);
	if (err == NULL && strcmp(review.kind->id, minutes) != 0)
		err = qms_fail(QMS_M_U131, id, review.kind->name[QMS_VI],
		    review.kind->name[QMS_EN]);
	if (err == NULL)
		err = read_decisions(&decisions, cli, &review);
	if (err == NULL)
		err = find_owners(&decisions, cli, &review);
	if (err)
		return err;
	if (decisions.count == 0) {
		say(cli, "mọi kết luận đã có người được giao", "every decision "
		    "is somebody's task already");
		return NULL;
	}
	change = qms_change_new(cli->system);
	err = put_tasks(cli, change, &review, &decisions);
	if (err == NULL)
		err = writing_commit(cli, change, qms_arena_format(
		    &cli->arena, "Giao %zu nhiệm vụ theo kết luận %s",
		    decisions.count, review.id));
	qms_change_free(change);
	return err;
}

COMMAND(meeting)
{
	const char *what = cli->operands[0];
	char day[QMS_DAY_SIZE];

	if (strcmp(what, "prepare") == 0)
		return prepare(cli, cli->operand_count > 1 ?
		    cli->operands[1] : qms_arena_copy(&cli->arena,
		    qms_day_format(day, cli_today(cli)), 4));
	if (strcmp(what, "assign") != 0)
		return qms_fail(QMS_M_U025, what, "prepare, assign");
	if (cli->operand_count < 2)
		return qms_fail(QMS_M_U005, "meeting",
		    cli->command->operands[cli->language]);
	return assign(cli, cli->operands[1]);
}
