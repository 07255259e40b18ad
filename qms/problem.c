/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "problem.h"

struct qms_problem *
qms_report_with(struct qms_problems *problems, const char *path, int line,
    int column, enum qms_message_id id,
    const char *const arguments[QMS_MESSAGE_ARGUMENTS])
{
	struct qms_arena *arena = problems->arena;
	struct qms_problem *problem;
	int i;

	problem = qms_push(arena, problems->items, problems->count,
	    problems->room);
	/* the place may be that of one taken off the list, with its words */
	*problem = (struct qms_problem){ .line = line };
	problem->path = path == NULL ? "" : qms_arena_string(arena, path);
	problem->column = column;
	problem->id = id;
	problem->code = qms_message_get(id)->code;
	problem->severity = qms_message_get(id)->severity;
	for (i = 0; i < QMS_MESSAGE_ARGUMENTS; i++)
		problem->arguments[i] = qms_arena_string(arena, arguments[i]);
	return problem;
}

static int
compare(const void *left, const void *right)
{
	const struct qms_problem *a = left, *b = right;
	int order, i;

	order = strcmp(a->path, b->path);
	if (order == 0)
		order = (a->line > b->line) - (a->line < b->line);
	if (order == 0)
		order = (a->column > b->column) - (a->column < b->column);
	if (order == 0)
		order = strcmp(a->code, b->code);
	for (i = 0; order == 0 && i < QMS_MESSAGE_ARGUMENTS; i++)
		order = strcmp(a->arguments[i] == NULL ? "" : a->arguments[i],
		    b->arguments[i] == NULL ? "" : b->arguments[i]);
	return order;
}

void
qms_problems_sort(struct qms_problems *problems)
{
	size_t i, kept = 0;

	if (problems->count < 2)
		return;
	qsort(problems->items, problems->count, sizeof(*problems->items),
	    compare);
	for (i = 1; i < problems->count; i++)
		if (compare(&problems->items[kept], &problems->items[i]) != 0)
			problems->items[++kept] = problems->items[i];
	problems->count = kept + 1;
}

bool
qms_problems_have_errors(const struct qms_problems *problems)
{
	size_t i;

	for (i = 0; i < problems->count; i++)
		if (problems->items[i].severity == QMS_ERROR)
			return true;
	return false;
}

void
qms_problem_text(struct qms_buffer *out, const struct qms_problem *problem,
    enum qms_language language)
{
	const char *text = problem->text[language];

	if (text == NULL)
		text = qms_message_get(problem->id)->text[language];
	qms_message_tell(out, text, problem->arguments, language);
}

void
qms_problem_help(struct qms_buffer *out, const struct qms_problem *problem,
    enum qms_language language)
{
	const char *help = problem->help[language];

	if (help == NULL)
		help = qms_message_get(problem->id)->help[language];
	qms_message_fill(out, help, problem->arguments);
}
