/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "qms/population.h"
#include "qms/query.h"
#include "qms/province.h"
#include "quarters.h"
#include "report.h"
#include "writing.h"

static void
add_own(struct report *report, const struct qms_sync_agency *own)
{
	const struct cli *cli = report->cli;
	char hex[QMS_OID_HEX];

	if (own == NULL) {
		report_add(report, "");
		report_add(report, "");
		report_add(report, "");
		report_add(report, "");
		return;
	}
	report_add(report, qms_sync_result_id(own->result));
	report_shown(report, own->stale ? qms_arena_format(
	    &report->cli->arena, "%s, %s", qms_sync_result_name(own->result,
	    cli->language), pick(cli, "đã cũ", "stale")) :
	    qms_sync_result_name(own->result, cli->language));
	report_add(report, own->fetched);
	report_add(report, own->stale ? "yes" : "no");
	report_add(report, qms_oid_is_zero(&own->tip) ? "" :
	    qms_oid_hex(hex, &own->tip));
}

/* All that are there on the day, or those of a population. */
static const struct qms_error *
members_of(struct qms_member **members, size_t *count, struct cli *cli)
{
	const char *population = cli_option(cli, "population");
	const struct qms_error *err;
	struct qms_map ids = { 0 };
	size_t all, i;

	err = population == NULL ? NULL : qms_population_ids(&ids,
	    cli->system, &cli->arena, population);
	if (err == NULL)
		err = qms_members(members, &all, cli->system, &cli->arena);
	if (err)
		return err;
	*count = 0;
	for (i = 0; i < all; i++)
		if (population == NULL || qms_map_get(&ids,
		    (*members)[i].status.agency) != NULL)
			(*members)[(*count)++] = (*members)[i];
	return NULL;
}

static const struct qms_error *
show_all(struct cli *cli)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "name", { "Tên", "Name" }, REPORT_TEXT },
		{ "verdict", { "Kết luận", "Verdict" }, REPORT_TEXT },
		{ "met", { "Đã thực hiện", "Met" }, REPORT_NUMBER },
		{ "due_soon", { "Sắp đến hạn", "Due soon" }, REPORT_NUMBER },
		{ "overdue", { "Quá hạn", "Overdue" }, REPORT_NUMBER },
		{ "missing", { "Chưa thực hiện", "Missing" }, REPORT_NUMBER },
		{ "next_due", { "Hạn tới", "Next deadline" }, REPORT_DAY },
		{ "repository", { "Kho riêng", "Repository" }, REPORT_TEXT },
		{ "fetched", { "Lấy về ngày", "Fetched" }, REPORT_DAY },
		{ "stale", { NULL, NULL }, REPORT_TEXT },
		{ "commit", { NULL, NULL }, REPORT_TEXT },
	};
	struct qms_member *all;
	const struct qms_error *err;
	const struct qms_status *s;
	struct report report;
	size_t count, i;
	bool unknown;

	err = members_of(&all, &count, cli);
	if (err)
		return err;
	REPORT(&report, cli, "qms/status-all/1", columns);
	for (i = 0; i < count; i++) {
		s = &all[i].status;
		unknown = qms_sync_is_unknown(all[i].own);
		report_add(&report, s->agency);
		report_add(&report, s->name);
		report_add(&report, unknown ? "unknown" :
		    qms_verdict_id(s->verdict));
		report_shown(&report, unknown ? pick(cli, "chưa biết",
		    "unknown") : qms_verdict_name(s->verdict, cli->language));
		report_number(&report, all[i].counts[QMS_TALLY_MET]);
		report_number(&report, all[i].counts[QMS_TALLY_DUE_SOON]);
		report_number(&report, all[i].counts[QMS_TALLY_OVERDUE]);
		report_number(&report, all[i].counts[QMS_TALLY_MISSING]);
		report_add(&report, s->next_due);
		add_own(&report, all[i].own);
	}
	report_end(&report, "không có cơ quan nào", "no agency");
	return NULL;
}

/* ---- by group, by quarter ---- */

struct grouping {
	struct report report;
	enum qms_indicator_by by;
};

static const struct qms_error *
add_groups(struct cli *cli, qms_day day, void *data)
{
	struct grouping *grouping = data;
	struct report *report = &grouping->report;
	struct qms_tally *groups;
	struct qms_member *all;
	const struct qms_error *err;
	char text[QMS_DAY_SIZE];
	size_t count, i;
	int n;

	err = members_of(&all, &count, cli);
	if (err == NULL)
		err = qms_tallies(&groups, &count, cli->system,
		    &cli->arena, grouping->by, all, count);
	for (i = 0; err == NULL && i < count; i++) {
		report_add(report, qms_day_format(text, day));
		report_add(report, groups[i].group);
		report_shown(report, groups[i].name[cli->language]);
		for (n = 0; n < QMS_TALLY_ITEMS; n++)
			report_number(report, groups[i].counts[n]);
	}
	return err;
}

static struct report_column
count_column(enum qms_tally_item item)
{
	return (struct report_column){ qms_tally_id(item),
	    { qms_tally_name(item, QMS_VI), qms_tally_name(item, QMS_EN) },
	    REPORT_NUMBER };
}

static const struct qms_error *
show_groups(struct cli *cli, int quarters, const char *word)
{
	enum { BEFORE = 2 };
	struct report_column columns[BEFORE + QMS_TALLY_ITEMS] = {
		{ "day", { "Ngày", "Day" }, REPORT_DAY },
		{ "group", { "Nhóm", "Group" }, REPORT_TEXT },
	};
	struct grouping grouping = { .by = QMS_BY_ALL };
	const struct qms_error *err;
	int n;

	if (word != NULL)
		grouping.by = qms_indicator_by(word);
	if (grouping.by == QMS_BYS)
		return qms_fail(QMS_M_U025, word,
		    "all|obligation|tier|kind|agency");
	for (n = 0; n < QMS_TALLY_ITEMS; n++)
		columns[BEFORE + n] = count_column((enum qms_tally_item)n);
	REPORT(&grouping.report, cli, "qms/status-groups/1", columns);
	err = quarters > 0 ? quarters_each(cli, quarters, add_groups,
	    &grouping) : add_groups(cli, cli_today(cli), &grouping);
	if (err == NULL)
		report_end(&grouping.report, "không có cơ quan nào",
		    "no agency");
	return err;
}

/* ---- obligations ---- */

/*
 * For people, what is met, or not due for long, is one line a rule; -v, JSON
 * and CSV have all. How many the line stands for; 0: another line says it.
 */
static size_t
collapsible(const struct cli *cli, const struct qms_obligation *items,
    size_t count, size_t at)
{
	const struct qms_obligation *o = &items[at];
	size_t i, same = 0;

	if (cli->json || cli->csv || cli->verbose ||
	    (o->verdict != QMS_VERDICT_MET && o->verdict != QMS_VERDICT_OPEN))
		return 1;
	for (i = 0; i < count; i++) {
		if (items[i].rule != o->rule ||
		    items[i].verdict != o->verdict ||
		    strcmp(items[i].agency, o->agency) != 0)
			continue;
		if (i < at)
			return 0;
		same++;
	}
	return same;
}

/* The next deadline of what is open, the newest day of what is done. */
static struct qms_obligation
sum_up(struct cli *cli, const struct qms_obligation *items, size_t count,
    size_t at, size_t many)
{
	struct qms_obligation sum = items[at];
	size_t i;

	for (i = at; i < count; i++)
		if (items[i].rule == sum.rule &&
		    items[i].verdict == sum.verdict &&
		    strcmp(items[i].agency, sum.agency) == 0 &&
		    strcmp(items[i].done, sum.done) > 0)
			sum.done = items[i].done;
	if (*sum.done != '\0')
		sum.due = "";
	sum.evidence = "";
	sum.period = qms_arena_format(&cli->arena, "× %zu", many);
	return sum;
}

/* In words; of an agency that need not have a system, that too. */
static const char *
verdict_words(struct cli *cli, const struct qms_obligation *o,
    const char *severity)
{
	const char *name = qms_verdict_name(o->verdict, cli->language);

	return strcmp(severity, "warning") != 0 ? name : qms_arena_format(
	    &cli->arena, pick(cli, "%s (khuyến khích)", "%s (encouraged)"),
	    name);
}

static const struct qms_error *
obligations_report(struct cli *cli, const char *schema,
    const struct qms_obligation *items, size_t count,
    bool (*wanted)(const struct qms_obligation *, int), int within)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "rule", { "Mã", "Rule" }, REPORT_TEXT },
		{ "title", { "Nghĩa vụ", "Obligation" }, REPORT_TEXT },
		{ "period", { "Kỳ", "Period" }, REPORT_TEXT },
		{ "verdict", { "Kết luận", "Verdict" }, REPORT_TEXT },
		{ "due", { "Hạn", "Due" }, REPORT_DAY },
		{ "days", { "Còn (ngày)", "Days left" }, REPORT_NUMBER },
		{ "done", { "Đã làm", "Done" }, REPORT_DAY },
		{ "evidence", { "Bằng chứng", "Evidence" }, REPORT_TEXT },
		{ "basis", { NULL, NULL }, REPORT_TEXT },
		{ "next", { "Việc tiếp theo", "Next step" }, REPORT_TEXT },
		{ "severity", { NULL, NULL }, REPORT_TEXT },
	};
	struct qms_map encouraged = { 0 };
	const struct qms_error *err;
	struct report report;
	struct qms_obligation sum;
	const struct qms_obligation *o;
	const char *severity;
	size_t i, many;

	err = qms_status_encouraged(&encouraged, cli->system, &cli->arena);
	if (err)
		return err;
	REPORT(&report, cli, schema, columns);
	for (i = 0; i < count; i++) {
		o = &items[i];
		if (wanted != NULL && !wanted(o, within))
			continue;
		many = wanted != NULL ? 1 : collapsible(cli, items, count, i);
		if (many == 0)
			continue;
		if (many > 1) {
			sum = sum_up(cli, items, count, i, many);
			o = &sum;
		}
		report_add(&report, o->agency);
		report_add(&report, o->rule->id);
		report_add(&report, o->rule->title[QMS_VI]);
		report_shown(&report, o->rule->title[cli->language]);
		report_add(&report, o->period);
		severity = qms_status_severity(&encouraged, o);
		report_add(&report, qms_verdict_id(o->verdict));
		report_shown(&report, verdict_words(cli, o, severity));
		report_add(&report, o->due);
		if (*o->done == '\0' && *o->due != '\0')
			report_number(&report, o->days);
		else
			report_add(&report, "");
		report_add(&report, o->done);
		report_add(&report, o->evidence);
		report_add(&report, o->rule->basis);
		report_add(&report, *o->done != '\0' ? "" :
		    qms_obligation_next(&cli->arena, o, cli->language));
		report_add(&report, severity);
	}
	report_end(&report, "không có nghĩa vụ nào", "no obligation");
	return NULL;
}

static const char *
in_short(const struct cli *cli, const struct qms_status *s)
{
	switch (s->verdict) {
	case QMS_VERDICT_OVERDUE:
		return pick(cli, "có việc quá hạn", "something is overdue");
	case QMS_VERDICT_MISSING:
		return pick(cli, "có việc chưa thực hiện",
		    "something is missing");
	case QMS_VERDICT_DUE_SOON:
		return pick(cli, "có việc sắp đến hạn",
		    "something is due soon");
	default:
		return pick(cli, "đáp ứng mọi nghĩa vụ", "in order");
	}
}

static void
summarize(struct cli *cli, const struct qms_status *s)
{
	char day[QMS_DAY_SIZE];

	say(cli, "%s (ngày %s): %s – đã thực hiện %d, sắp đến hạn %d, "
	    "quá hạn %d, chưa thực hiện %d", "%s (%s): %s – met %d, due soon %d, overdue %d, "
	    "missing %d", s->name, qms_day_format_vn(day, cli_today(cli)),
	    in_short(cli, s), s->counts[QMS_VERDICT_MET] + s->counts[QMS_VERDICT_ATTESTED],
	    s->counts[QMS_VERDICT_DUE_SOON], s->counts[QMS_VERDICT_OVERDUE],
	    s->counts[QMS_VERDICT_MISSING]);
}

COMMAND(status)
{
	const struct qms_error *err;
	struct qms_status *statuses;
	const char *agency = NULL, *by = cli_option(cli, "by");
	size_t count;
	int quarters;

	err = quarters_read(&quarters, cli);
	if (err)
		return err;
	if (by != NULL || quarters > 0)
		return show_groups(cli, quarters, by);
	if (cli_has(cli, "all"))
		return show_all(cli);
	if (cli_has(cli, "population"))
		return qms_fail(QMS_M_U213, "--population", "--all");
	err = cli->operand_count == 0 ? cli_agency(&agency, cli) :
	    qms_system_agency(&agency, cli->system, cli->operands[0],
	    cli->directory);
	if (err == NULL && cli->operand_count > 0) {
		agency = qms_arena_string(&cli->arena, agency);
		err = cli_enter(cli, agency);
	}
	if (err)
		return err;
	err = qms_status_get(&statuses, &count, cli->system, &cli->arena,
	    agency);
	if (err || count == 0)
		return err;
	err = obligations_report(cli, "qms/status/1",
	    statuses[0].obligations, statuses[0].count, NULL, 0);
	if (err)
		return err;
	summarize(cli, &statuses[0]);
	if (statuses[0].verdict == QMS_VERDICT_OVERDUE)
		cli->exit = QMS_EXIT_PROBLEMS;
	return NULL;
}

static bool
is_due(const struct qms_obligation *o, int within)
{
	return *o->done == '\0' && (o->verdict == QMS_VERDICT_OVERDUE ||
	    o->verdict == QMS_VERDICT_MISSING || (*o->due != '\0' &&
	    o->days <= within && o->verdict != QMS_VERDICT_MET));
}

static bool
is_late(const struct qms_obligation *o, int within)
{
	(void)within;
	return *o->done == '\0' && (o->verdict == QMS_VERDICT_OVERDUE ||
	    o->verdict == QMS_VERDICT_MISSING);
}

/* Who is late for longest with anything comes first in an agency. */
static int
compare_late(const void *left, const void *right)
{
	const struct qms_obligation *a = left, *b = right;
	int order = strcmp(a->agency, b->agency);

	if (order == 0)
		order = (*a->due == '\0') - (*b->due == '\0');
	if (order == 0)
		order = strcmp(a->due, b->due);
	return order != 0 ? order : strcmp(a->rule->id, b->rule->id);
}

/* ---- what is given to a person ---- */

static bool
is_mine(const struct qms_row_due *row, const char *agency, const char *me)
{
	const char *owner = row->owner;
	size_t size = strlen(agency);

	/* "lan", or "so/lan" as a file of another agency writes it */
	if (strncmp(owner, agency, size) == 0 && owner[size] == '/')
		return strcmp(owner + size + 1, me) == 0;
	return strcmp(row->agency, agency) == 0 && strcmp(owner, me) == 0;
}

static int
compare_days(const void *left, const void *right)
{
	const struct qms_row_due *a = left, *b = right;
	int order = strcmp(a->due, b->due);

	if (order == 0)
		order = strcmp(a->agency, b->agency);
	if (order == 0)
		order = strcmp(a->id, b->id);
	return order != 0 ? order : a->row - b->row;
}

/* What is mine as a whole, and single rows of what is somebody's. */
static const struct qms_error *
find_mine(struct qms_row_due **rows, size_t *count, struct cli *cli)
{
	const struct qms_error *err;
	struct qms_row_due *objects, *parts;
	const char *agency, *me;
	size_t all = 0, more = 0, room = 0, i;

	*rows = NULL;
	*count = 0;
	err = writing_who(&agency, &me, cli);
	if (err == NULL)
		err = qms_query_due(&objects, &all, &cli->arena,
		    cli->system->index, NULL);
	if (err == NULL)
		err = qms_query_due_parts(&parts, &more, &cli->arena,
		    cli->system->index, NULL);
	for (i = 0; err == NULL && i < all; i++)
		if (is_mine(&objects[i], agency, me))
			*qms_push(&cli->arena, *rows, *count, room) =
			    objects[i];
	for (i = 0; err == NULL && i < more; i++)
		if (is_mine(&parts[i], agency, me))
			*qms_push(&cli->arena, *rows, *count, room) =
			    parts[i];
	if (*count > 1)
		qsort(*rows, *count, sizeof(**rows), compare_days);
	return err;
}

static void
report_mine(struct cli *cli, const struct qms_row_due *rows, size_t count,
    int within)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "kind", { "Loại", "Kind" }, REPORT_TEXT },
		{ "title", { "Tên", "Name" }, REPORT_TEXT },
		{ "state", { "Trạng thái", "State" }, REPORT_TEXT },
		{ "due", { "Hạn", "Due" }, REPORT_DAY },
		{ "days", { "Còn (ngày)", "Days left" }, REPORT_NUMBER },
		{ "row", { "Hàng", "Row" }, REPORT_NUMBER },
	};
	const struct qms_kind *kind;
	struct report report;
	size_t i;

	REPORT(&report, cli, "qms/due-mine/1", columns);
	for (i = 0; i < count; i++) {
		if (rows[i].days > within)
			continue;
		kind = qms_kinds_get(qms_system_kinds(cli->system),
		    rows[i].kind);
		report_add(&report, rows[i].agency);
		report_add(&report, rows[i].id);
		report_add(&report, rows[i].kind);
		report_shown(&report, kind->name[cli->language]);
		report_add(&report, rows[i].title);
		report_add(&report, rows[i].state);
		report_shown(&report, qms_kind_state_name(kind,
		    rows[i].state, cli->language));
		report_add(&report, rows[i].due);
		report_number(&report, rows[i].days);
		if (rows[i].row > 0)
			report_number(&report, rows[i].row);
		else
			report_add(&report, "");
	}
	report_end(&report, "không có việc nào giao cho bạn đến hạn",
	    "nothing that is given to you is due");
}

static void
feed_mine(struct qms_feed_item **items, struct cli *cli,
    const struct qms_row_due *rows, size_t count)
{
	struct qms_arena *arena = &cli->arena;
	size_t i;

	*items = qms_arena_alloc(arena, count * sizeof(**items));
	for (i = 0; i < count; i++) {
		(*items)[i] = (struct qms_feed_item){ .text = "", .link = "",
		    .day = rows[i].due };
		(*items)[i].id = qms_arena_format(arena, "urn:sha256:%s:%s/%s",
		    cli->system->id, rows[i].agency, rows[i].id);
		if (rows[i].row > 0)
			(*items)[i].id = qms_arena_format(arena, "%s:%d",
			    (*items)[i].id, rows[i].row);
		(*items)[i].title = qms_arena_format(arena, "%s %s",
		    rows[i].id, rows[i].title);
	}
}

static const struct qms_error *
within_days(int *within, struct cli *cli)
{
	const char *text = cli_option(cli, "within");
	long number = 30;
	char *end;

	if (text != NULL) {
		number = strtol(text, &end, 10);
		if (end == text || number < 0 || number > 3660 ||
		    (*end != '\0' && strcmp(end, "d") != 0))
			return qms_fail(QMS_M_U025, text, "30d");
	}
	*within = (int)number;
	return NULL;
}

static const struct qms_error *
obligations_of(struct qms_obligation **duties, size_t *count,
    struct cli *cli, const char *agency)
{
	const struct qms_error *err;
	const struct qms_rules *rules;

	err = qms_system_rules(&rules, cli->system);
	return err ? err : qms_rules_obligations(duties, count, &cli->arena,
	    rules, qms_index_db(cli->system->index), agency);
}

static void
write_feed(struct cli *cli, const struct qms_feed_item *items, size_t count)
{
	if (cli_has(cli, "ics"))
		qms_feed_ics(&cli->out, items, count);
	else
		qms_feed_atom(&cli->out, qms_arena_format(&cli->arena,
		    "urn:sha256:%s:due", cli->system->id), cli->system->name,
		    cli->system->name, items, count);
}

COMMAND(due)
{
	bool feed = cli_has(cli, "ics") || cli_has(cli, "atom");
	struct qms_feed_item *items;
	struct qms_obligation *duties;
	struct qms_row_due *rows;
	const struct qms_error *err;
	const char *agency = NULL;
	size_t count;
	int within = 0;

	err = within_days(&within, cli);
	if (err == NULL && cli_has(cli, "mine")) {
		err = find_mine(&rows, &count, cli);
		if (err)
			return err;
		if (!feed) {
			report_mine(cli, rows, count, within);
			return NULL;
		}
		feed_mine(&items, cli, rows, count);
		write_feed(cli, items, count);
		return NULL;
	}
	if (err == NULL && !cli_has(cli, "all"))
		err = cli_agency(&agency, cli);
	if (err == NULL)
		err = obligations_of(&duties, &count, cli, agency);
	if (err)
		return err;
	if (cli_has(cli, "late") && count > 1)
		qsort(duties, count, sizeof(*duties), compare_late);
	if (!feed) {
		return obligations_report(cli, "qms/due/1", duties, count,
		    cli_has(cli, "late") ? is_late : is_due, within);
	}
	qms_status_feed(&items, &count, &cli->arena, cli->system,
	    cli->language, duties, count);
	write_feed(cli, items, count);
	return NULL;
}
