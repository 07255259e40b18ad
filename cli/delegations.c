/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "delegations.h"
#include "qms/delegation.h"
#include "qms/query.h"

/* One that is granted now, as it was granted. */
struct granted {
	const char *id;
	struct qms_delegation delegation;
};

static const char sql_granted[] =
	"SELECT d.id, d.path"
	"  FROM \"" QMS_DELEGATION "\" AS d"
	"  JOIN statement AS s ON s.id = d.id AND s.agency = d.agency"
	" WHERE d.agency = ?1 AND (?2 = '' OR d.id = ?2)"
	"   AND s.act = '" QMS_DELEGATION_GRANT "' AND s.void IS NULL"
	"   AND d.closed IS NULL"
	" GROUP BY d.id ORDER BY d.id";

static const struct qms_error *
read_granted(struct granted **all, size_t *count, struct cli *cli,
    const char *agency, const char *id)
{
	const struct qms_error *err;
	struct qms_query *query;
	struct granted one;
	struct qms_text text;
	size_t room = 0;
	bool row;

	*all = NULL;
	*count = 0;
	if (qms_kinds_get(qms_system_kinds(cli->system), QMS_DELEGATION) ==
	    NULL)
		return NULL;
	err = qms_db_query(&query, qms_index_db(cli->system->index),
	    sql_granted);
	if (err)
		return err;
	qms_bind_text(query, 1, agency);
	qms_bind_text(query, 2, id);
	while ((err = qms_step(&row, query)) == NULL && row) {
		one.id = qms_arena_string(&cli->arena,
		    qms_column_text(query, 0));
		err = qms_store_read(&text, &cli->arena, cli->system->newest,
		    qms_column_text(query, 1), QMS_FILE_LIMIT);
		if (err)
			break;
		if (qms_delegation_parse(&one.delegation, &cli->arena, text))
			*qms_push(&cli->arena, *all, *count, room) = one;
	}
	qms_done(query);
	return err;
}

/* The office of the person that goes with the capacity, or "". */
static const char *
office_of(const struct qms_people *people, const char *person,
    const char *capacity, qms_day day)
{
	const struct qms_office *office;
	size_t i;

	for (i = 0; i < people->office_count; i++) {
		office = &people->offices[i];
		if (strcmp(office->person, person) == 0 &&
		    (office->first == QMS_DAY_NONE || day >= office->first) &&
		    (office->last == QMS_DAY_NONE || day <= office->last) &&
		    qms_capacity_refuses(capacity, office->office) == NULL)
			return office->office;
	}
	return "";
}

const struct qms_error *
delegations_delegate(const char **person, struct cli *cli,
    const struct qms_found *found)
{
	const char *id = cli_option(cli, "delegation");
	const struct qms_error *err;
	struct granted *all;
	size_t count, size = strlen(found->agency);

	*person = NULL;
	if (id == NULL)
		return NULL;
	err = read_granted(&all, &count, cli, found->agency, id);
	if (err || count == 0)
		return err;
	*person = all[0].delegation.delegate;
	if (strncmp(*person, found->agency, size) == 0 &&
	    (*person)[size] == '/')
		*person += size + 1;
	return NULL;
}

/* Which of them let the person do it; all are known by their number. */
static const struct granted *
only_fitting(const struct granted *all, size_t count,
    struct qms_delegation_use *use)
{
	const struct granted *only = NULL;
	const char *asked = use->capacity;
	size_t i;

	for (i = 0; i < count; i++) {
		if (*asked == '\0')
			use->capacity = all[i].delegation.capacity;
		if (qms_delegation_refuses(&all[i].delegation, use) != NULL)
			continue;
		if (only != NULL)
			return NULL;
		only = &all[i];
	}
	return only;
}

const struct qms_error *
delegations_fill(struct qms_statement *statement, struct cli *cli,
    const struct qms_found *found, const struct qms_strings *offices)
{
	const char *id = cli_option(cli, "delegation");
	struct qms_delegation_use use = { found->agency, found->id,
		found->kind->id, statement->act, statement->by,
		statement->capacity == NULL ? "" : statement->capacity,
		qms_day_parse(qms_text(statement->date)) };
	const struct granted *chosen = NULL;
	const struct qms_people *people;
	const struct qms_error *err;
	struct granted *all;
	size_t count;

	err = qms_system_people(&people, cli->system, found->agency);
	if (err || people == NULL || (id == NULL && qms_people_holds(people,
	    use.by, offices, use.capacity, use.date, NULL)))
		return err;
	err = read_granted(&all, &count, cli, found->agency,
	    id == NULL ? "" : id);
	if (err)
		return err;
	if (id == NULL)
		chosen = only_fitting(all, count, &use);
	else if (count > 0)
		chosen = &all[0];
	if (id == NULL && chosen == NULL)
		return NULL;
	/* one that is named and is not there is refused by the fold */
	statement->delegation = id != NULL ? id : chosen->id;
	if (statement->capacity == NULL && chosen != NULL)
		statement->capacity = chosen->delegation.capacity;
	statement->office = office_of(people, statement->by,
	    statement->capacity == NULL ? "" : statement->capacity, use.date);
	return NULL;
}
