/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "fold_part.h"

/* The person whom the file itself names as its owner, or "". */
static const struct qms_error *
find_owner(const char **owner, struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_kind_key *key = qms_kind_key(judge->kind, "owner");
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	*owner = "";
	if (key == NULL || !key->column)
		return NULL;
	err = qms_db_query(&query, judge->world->db, qms_arena_format(
	    judge->arena, "SELECT owner FROM \"%s\""
	    " WHERE agency = ?1 AND id = ?2 AND path = ?3",
	    qms_kind_view(judge->arena, judge->kind->id, NULL)));
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, s->agency);
	qms_bind_text(query, 2, s->id);
	qms_bind_text(query, 3, judge->document);
	err = qms_step(&row, query);
	if (err == NULL && row && !qms_column_is_null(query, 0))
		*owner = qms_arena_string(judge->arena,
		    qms_column_text(query, 0));
	qms_done(query);
	return err;
}

/* "lan", or "so-khcn/lan" as a file may write it. */
static bool
is_person(const char *written, const char *agency, const char *person)
{
	size_t size = strlen(agency);

	if (strncmp(written, agency, size) == 0 && written[size] == '/')
		written += size + 1;
	return *person != '\0' && strcmp(written, person) == 0;
}

const struct qms_error *
qms_judge_office(struct qms_judge *judge)
{
	const struct qms_statement *s = judge->statement;
	const struct qms_people *people;
	const struct qms_error *err;
	struct qms_strings office = { 0 };
	const char *owner = "";
	bool allowed;

	err = judge->world->people(judge->world->closure, &people, s->agency);
	if (err != NULL)
		return err;
	allowed = people != NULL && *s->office != '\0' &&
	    qms_office_allowed(&judge->act->offices, s->office, s->capacity);
	if (allowed && strcmp(s->office, "owner") == 0) {
		err = find_owner(&owner, judge);
		if (err != NULL)
			return err;
		if (*owner != '\0')
			allowed = is_person(owner, s->agency, s->by);
	}
	/* whoever the file names as owner needs no office of that name */
	qms_strings_add(judge->arena, &office,
	    *owner != '\0' ? "author" : s->office);
	if (allowed && qms_people_holds(people, s->by, &office, "",
	    qms_day_parse(qms_text(s->date)), NULL))
		return NULL;
	return VOID(judge, "S021", s->by, s->date,
	    qms_judge_join(judge->arena, &judge->act->offices, ", "));
}
