/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "next.h"
#include "qms/round.h"
#include "qms/task.h"

struct next {
	struct cli *cli;
	const struct qms_kind *kind;
	const struct qms_people *people;
	struct qms_ways ways;		/* of nobody when that is not known */
	const char *ids;		/* as they are typed */
	struct qms_buffer lines;
};

static bool
begin(struct next *next, struct cli *cli, const struct qms_found *found)
{
	const char *me;

	*next = (struct next){ .cli = cli, .kind = found->kind };
	if (cli->quiet || cli->json || cli->csv || found->kind->first == NULL ||
	    cli->system->newest == NULL || cli_has(cli, "as-of") ||
	    cli_has(cli, "known") ||
	    qms_system_people(&next->people, cli->system, found->agency) !=
	    NULL)
		return false;
	(void)cli_me(&me, cli, found->agency);
	return qms_ways_load(&next->ways, cli->system, &cli->arena,
	    found->agency, me) == NULL;
}

/* Those who may do it today: how many, and the first of them. */
static const struct qms_person *
find_holder(size_t *count, bool *mine, const struct next *next,
    const struct qms_kind_act *act)
{
	const struct qms_person *person, *first = NULL;
	const char *held;
	size_t i;

	*count = 0;
	*mine = false;
	for (i = 0; i < next->people->person_count; i++) {
		person = &next->people->persons[i];
		if (!qms_people_holds(next->people, person->id, &act->offices,
		    "", cli_today(next->cli), &held))
			continue;
		first = first == NULL ? person : first;
		*count += 1;
		*mine = *mine || strcmp(person->id, next->ways.person) == 0;
	}
	return first;
}

static void
add_line(struct next *next, const char *command, const char *words)
{
	qms_buffer_format(&next->lines, "\n  %s", command);
	if (*words != '\0')
		qms_buffer_format(&next->lines, "   %s", words);
}

static void
add_act(struct next *next, const struct qms_kind_act *act)
{
	struct qms_arena *arena = &next->cli->arena;
	const struct qms_person *holder;
	const char *words, *by;
	bool mine;
	size_t count;

	holder = find_holder(&count, &mine, next, act);
	by = mine ? next->ways.person : count == 1 ? holder->id : NULL;
	words = qms_kind_act_name(next->kind, act->act, next->cli->language);
	if (!mine && count > 0)
		words = qms_arena_format(arena, "%s – %s%s", words,
		    holder->name, count > 1 ? " …" : "");
	add_line(next, qms_ways_command(&next->ways, arena, next->kind, act,
	    next->ids, by, next->cli->language), words);
}

static bool
may_anyone(const struct next *next, const struct qms_kind_act *act)
{
	bool mine;
	size_t count;

	(void)find_holder(&count, &mine, next, act);
	return count > 0;
}

static void
end(struct next *next, const char *vi, const char *en)
{
	if (next->lines.size > 0)
		say(next->cli, "%s%s", "%s%s", pick(next->cli, vi, en),
		    next->lines.data);
	qms_buffer_free(&next->lines);
}

/* As one types them: a pattern is kept from the shell. */
static char *
typed(struct cli *cli)
{
	char *ids = qms_arena_string(&cli->arena, "");
	int i;

	for (i = 0; i < cli->operand_count; i++)
		ids = qms_arena_format(&cli->arena,
		    strpbrk(cli->operands[i], "*?[ ") == NULL ? "%s%s%s" :
		    "%s%s'%s'", ids, i == 0 ? "" : " ", cli->operands[i]);
	return ids;
}

static bool
is_task(const struct next *next, const struct qms_kind_act *act,
    const char *state)
{
	return strcmp(act->from, state) == 0 &&
	    qms_strings_has(&next->kind->tasks, act->act);
}

void
next_after(struct cli *cli, const struct qms_found *found, size_t count,
    const char *act)
{
	const struct qms_kind *kind = found[0].kind;
	const char *state = NULL;
	struct qms_round round;
	struct next next;
	size_t i;

	for (i = 1; i < count; i++)
		if (!qms_string_is(found[i].kind->acts_of, kind->acts_of) ||
		    strcmp(found[i].agency, found[0].agency) != 0)
			return;
	if (cli->dry_run || !begin(&next, cli, &found[0]))
		return;
	next.ids = typed(cli);
	if (kind->class == QMS_CLASS_DOCUMENT) {
		for (i = 0; i < kind->act_count && state == NULL; i++)
			if (strcmp(kind->acts[i].act, act) == 0)
				state = kind->acts[i].to;
		if (*act == '\0')	/* a text was written */
			state = kind->first;
	} else if (qms_round_get(&round, cli->system, &cli->arena, kind,
	    found[0].agency, found[0].id) == NULL) {
		state = round.state;
	}
	for (i = 0; state != NULL && i < kind->act_count; i++)
		if (is_task(&next, &kind->acts[i], state))
			add_act(&next, &kind->acts[i]);
	/* what follows from being in force is nobody's task by its state */
	if (next.lines.size == 0 && kind->class == QMS_CLASS_DOCUMENT &&
	    qms_string_is(state, kind->in_force) &&
	    strcmp(act, "disseminate") != 0 &&
	    strcmp(act, "acknowledge") != 0 && strcmp(act, "keep") != 0)
		for (i = 0; i < kind->act_count; i++)
			if (strcmp(kind->acts[i].act, "disseminate") == 0 &&
			    strcmp(kind->acts[i].from, state) == 0)
				add_act(&next, &kind->acts[i]);
	end(&next, "Tiếp theo:", "Next:");
}

void
next_possible(struct cli *cli, const struct qms_found *found)
{
	const struct qms_kind *kind = found->kind;
	struct qms_round round;
	struct next next;
	const char *state;
	size_t i;

	if (*found->version != '\0' || !begin(&next, cli, found) ||
	    qms_round_get(&round, cli->system, &cli->arena, kind,
	    found->agency, found->id) != NULL)
		return;
	next.ids = found->id;
	state = kind->class == QMS_CLASS_DOCUMENT && *round.version == '\0' &&
	    *found->in_force != '\0' ? kind->in_force : round.state;
	if (!qms_kind_is_final(kind, state))
		add_line(&next, qms_arena_format(&cli->arena, "qms edit %s",
		    found->id), pick(cli, "sửa", "edit"));
	if (kind->class == QMS_CLASS_DOCUMENT &&
	    strcmp(state, round.state) != 0)
		add_line(&next, qms_arena_format(&cli->arena,
		    "qms submit %s", found->id), pick(cli,
		    "gửi soát xét bản đã sửa", "submit what was edited"));
	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].from, state) == 0 &&
		    may_anyone(&next, &kind->acts[i]))
			add_act(&next, &kind->acts[i]);
	end(&next, "Việc có thể làm:", "What can be done:");
}
