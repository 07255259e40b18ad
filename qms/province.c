/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "province.h"

static const struct {
	const char *id, *name[QMS_LANGUAGES];
} items[QMS_TALLY_ITEMS] = {
	[QMS_TALLY_AGENCIES] = { "agencies", { "Số cơ quan", "Agencies" } },
	[QMS_TALLY_MANDATORY] = { "mandatory", { "Bắt buộc", "Obliged" } },
	[QMS_TALLY_ENCOURAGED] = { "encouraged", { "Khuyến khích",
	    "Encouraged" } },
	[QMS_TALLY_APPLYING] = { "applying", { "Đang áp dụng",
	    "Applying" } },
	[QMS_TALLY_DECLARED] = { "declared", { "Đã công bố", "Declared" } },
	[QMS_TALLY_MAINTAINED] = { "maintained", { "Đang duy trì",
	    "Maintained" } },
	[QMS_TALLY_IN_ORDER] = { "in_order", { "Không nợ việc",
	    "In order" } },
	[QMS_TALLY_MET] = { "met", { "Đã thực hiện", "Met" } },
	[QMS_TALLY_DUE_SOON] = { "due_soon", { "Sắp đến hạn", "Due soon" } },
	[QMS_TALLY_OVERDUE] = { "overdue", { "Quá hạn", "Overdue" } },
	[QMS_TALLY_MISSING] = { "missing", { "Chưa thực hiện", "Missing" } },
};

const char *
qms_tally_id(enum qms_tally_item item)
{
	return items[item].id;
}

const char *
qms_tally_name(enum qms_tally_item item, enum qms_language language)
{
	return items[item].name[language];
}

static void
count_up(struct qms_member *m, const char *obligation)
{
	const int *verdicts = m->status.counts;
	int64_t *counts = m->counts;

	counts[QMS_TALLY_AGENCIES] = 1;
	counts[QMS_TALLY_MANDATORY] = strcmp(obligation, "mandatory") == 0;
	counts[QMS_TALLY_ENCOURAGED] = strcmp(obligation, "encouraged") == 0;
	counts[QMS_TALLY_APPLYING] = *m->standing->applying != '\0';
	counts[QMS_TALLY_DECLARED] = qms_standing_is_declared(m->standing);
	counts[QMS_TALLY_MAINTAINED] =
	    qms_standing_is_maintained(m->standing);
	counts[QMS_TALLY_MET] = verdicts[QMS_VERDICT_MET] +
	    verdicts[QMS_VERDICT_ATTESTED];
	counts[QMS_TALLY_DUE_SOON] = verdicts[QMS_VERDICT_DUE_SOON];
	counts[QMS_TALLY_OVERDUE] = verdicts[QMS_VERDICT_OVERDUE];
	counts[QMS_TALLY_MISSING] = verdicts[QMS_VERDICT_MISSING];
	counts[QMS_TALLY_IN_ORDER] = !qms_sync_is_unknown(m->own) &&
	    counts[QMS_TALLY_OVERDUE] + counts[QMS_TALLY_MISSING] == 0;
}

/* Its place among them, which are by id; count: none of them. */
static size_t
find(const struct qms_member *members, size_t count, const char *agency)
{
	size_t low = 0, high = count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(members[middle].status.agency, agency) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && strcmp(members[low].status.agency,
	    agency) == 0 ? low : count;
}

const struct qms_error *
qms_members_of(struct qms_member **members, struct qms_system *system,
    struct qms_arena *arena, const struct qms_sync_status *statuses,
    size_t count)
{
	struct qms_map places = { 0 };
	const struct qms_error *err;
	const struct qms_place *place;
	struct qms_member *one;
	size_t i;

	*members = qms_arena_alloc(arena, (count + 1) * sizeof(**members));
	err = qms_places(&places, system, arena);
	for (i = 0; err == NULL && i < count; i++) {
		one = &(*members)[i];
		*one = (struct qms_member){ .status = statuses[i].status,
		    .own = statuses[i].own,
		    .standing = &statuses[i].standing };
		place = qms_map_get(&places, one->status.agency);
		count_up(one, place == NULL ? "" :
		    place->of[QMS_BY_OBLIGATION]);
	}
	return err;
}

const struct qms_error *
qms_members(struct qms_member **members, size_t *count,
    struct qms_system *system, struct qms_arena *arena)
{
	struct qms_sync_status *statuses;
	const struct qms_error *err;

	*members = NULL;
	err = qms_sync_status(&statuses, count, system, arena);
	return err != NULL ? err : qms_members_of(members, system, arena,
	    statuses, *count);
}

/* ---- groups ---- */

static struct qms_tally *
find_group(struct qms_tally *groups, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(groups[i].group, name) == 0)
			return &groups[i];
	return NULL;
}

const struct qms_error *
qms_tallies(struct qms_tally **groups, size_t *count,
    struct qms_system *system, struct qms_arena *arena,
    enum qms_indicator_by by, const struct qms_member *members,
    size_t member_count)
{
	struct qms_map places = { 0 };
	const struct qms_error *err;
	const struct qms_place *place;
	struct qms_tally *group;
	size_t room = 0, i, at;
	int n;

	*groups = NULL;
	*count = 0;
	err = qms_places(&places, system, arena);
	for (i = 0; err == NULL && i < places.count; i++) {
		place = places.entries[i].value;
		at = find(members, member_count, places.entries[i].key);
		if (at == member_count)
			continue;
		group = find_group(*groups, *count, place->of[by]);
		if (group == NULL) {
			group = qms_push(arena, *groups, *count, room);
			*group = (struct qms_tally){
			    .group = place->of[by] };
			qms_place_name(group->name, arena,
			    qms_system_kinds(system), place, by);
		}
		for (n = 0; n < QMS_TALLY_ITEMS; n++)
			group->counts[n] += members[at].counts[n];
	}
	return err;
}
