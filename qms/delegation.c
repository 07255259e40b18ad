/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "delegation.h"
#include "splice.h"
#include "yaml.h"

enum { LIMIT = 64 * 1024 };		/* bytes of front matter */

/* ---- the record ---- */

static const char *
string_of(const struct qms_yaml *map, const char *key)
{
	const char *value = qms_yaml_string(map, key);

	return value == NULL ? "" : value;
}

/* "KT" in the record, "KT." in a statement. */
static const char *
capacity_of(struct qms_arena *arena, const char *value)
{
	return *value == '\0' || strcmp(value, "none") == 0 ? "" :
	    qms_arena_format(arena, "%s.", value);
}

static void
take_list(struct qms_strings *list, struct qms_arena *arena,
    const struct qms_yaml *map, const char *key)
{
	const struct qms_yaml *item = qms_yaml_get(map, key);

	for (item = item == NULL ? NULL : item->first; item != NULL;
	    item = item->next)
		qms_strings_add(arena, list, item->type == QMS_YAML_SCALAR ?
		    item->value : "");
}

bool
qms_delegation_parse(struct qms_delegation *delegation,
    struct qms_arena *arena, struct qms_text text)
{
	struct qms_problems ignored = { .arena = arena };
	struct qms_splice_parts parts = qms_splice_split(text);
	struct qms_yaml *root;

	*delegation = (struct qms_delegation){ 0 };
	qms_yaml_parse(&root, arena, (struct qms_text){
	    text.data == NULL ? "" : text.data + parts.front,
	    parts.front_size }, LIMIT, "", 1, &ignored);
	if (root == NULL)
		return false;
	delegation->delegator = string_of(root, "delegator");
	delegation->delegate = string_of(root, "delegate");
	delegation->capacity = capacity_of(arena, string_of(root,
	    "capacity"));
	delegation->first = qms_day_parse(qms_text(string_of(root,
	    "first_day")));
	delegation->last = qms_day_parse(qms_text(string_of(root,
	    "last_day")));
	take_list(&delegation->acts, arena, root, "acts");
	take_list(&delegation->objects, arena, root, "procedures");
	return *delegation->delegator != '\0' &&
	    *delegation->delegate != '\0' &&
	    delegation->first != QMS_DAY_NONE &&
	    delegation->last != QMS_DAY_NONE;
}

/* ---- what it allows ---- */

#define REASON(name)	const char *const name[QMS_LANGUAGES]

REASON(qms_delegation_absent) = { "không có văn bản này, hoặc nội dung có lỗi",
	"there is none, or it is at fault" };
REASON(qms_delegation_not_granted) = {
	"vào ngày đó hoặc khi ghi nhận, việc ủy quyền không còn hoặc chưa có",
	"it was not granted on that day, or not any more when it was recorded" };
REASON(qms_delegation_changed) = { "văn bản đã bị sửa sau khi ủy quyền",
	"it was changed after it was granted" };
REASON(qms_delegation_not_own) = {
	"người ủy quyền không tự mình quyết định việc ủy quyền",
	"the delegator did not grant it himself" };
REASON(qms_delegation_not_known) = {
	"đến ngày đó việc ủy quyền chưa được ghi vào hệ thống",
	"it was not recorded yet on that day" };
REASON(qms_delegation_no_office) = {
	"người ủy quyền không giữ chức trách cần cho việc này vào ngày đó",
	"the delegator did not hold an office for this act on that day" };
static REASON(other_person) = { "ủy quyền cho người khác",
	"it is for another person" };
static REASON(other_capacity) = { "văn bản nêu tư cách ký khác",
	"it is for another capacity" };
static REASON(other_day) = { "ngày thực hiện nằm ngoài thời hạn ủy quyền",
	"the day is not within its days" };
static REASON(other_act) = { "việc này không thuộc các việc được giao (acts)",
	"the act is none of its acts" };
static REASON(other_object) = {
	"tài liệu không thuộc phạm vi được giao (procedures)",
	"the document is none of its procedures" };
static REASON(passed_on) = { "không được ủy quyền lại",
	"a delegation is not passed on" };

bool
qms_delegation_is_person(const char *written, const char *agency,
    const char *person)
{
	size_t size = strlen(agency);

	if (strncmp(written, agency, size) == 0 && written[size] == '/')
		written += size + 1;
	return *person != '\0' && strcmp(written, person) == 0;
}

/* An id, maybe with its agency in front and a version behind. */
static bool
is_object(const char *written, const char *agency, const char *id)
{
	size_t size = strlen(agency);

	if (strncmp(written, agency, size) == 0 && written[size] == '/')
		written += size + 1;
	size = strlen(id);
	return strncmp(written, id, size) == 0 &&
	    (written[size] == '\0' || written[size] == '@');
}

static bool
has_object(const struct qms_strings *objects, const char *agency,
    const char *id)
{
	size_t i;

	for (i = 0; i < objects->count; i++)
		if (is_object(objects->items[i], agency, id))
			return true;
	return objects->count == 0;
}

const char *const *
qms_delegation_refuses(const struct qms_delegation *delegation,
    const struct qms_delegation_use *use)
{
	if (strcmp(use->kind, QMS_DELEGATION) == 0)
		return passed_on;
	if (!qms_delegation_is_person(delegation->delegate, use->agency,
	    use->by) || qms_delegation_is_person(delegation->delegator,
	    use->agency, use->by))
		return other_person;
	if (strcmp(delegation->capacity, use->capacity) != 0)
		return other_capacity;
	if (use->date < delegation->first || use->date > delegation->last)
		return other_day;
	if (!qms_strings_has(&delegation->acts, use->act))
		return other_act;
	return has_object(&delegation->objects, use->agency, use->id) ? NULL :
	    other_object;
}

/* ---- capacities ---- */

static REASON(needs_head) = { "chỉ người đứng đầu ký với tư cách này",
	"only the head signs in it" };
static REASON(needs_acting) = {
	"chỉ người được giao quyền cấp trưởng ký với tư cách này",
	"only who acts as head signs in it" };
static REASON(needs_deputy) = { "chỉ cấp phó ký thay cấp trưởng",
	"only a deputy signs for the head" };
static REASON(needs_unit_head) = {
	"chỉ người đứng đầu đơn vị ký với tư cách này",
	"only the head of a unit signs in it" };

const char *const *
qms_capacity_refuses(const char *capacity, const char *office)
{
	bool head = strcmp(office, "head") == 0;
	bool deputy = qms_starts_with(office, "deputy-");

	if (strcmp(capacity, "TM.") == 0)
		return head ? NULL : needs_head;
	if (strcmp(capacity, "Q.") == 0)
		return head || deputy ? NULL : needs_acting;
	if (strcmp(capacity, "KT.") == 0)
		return deputy ? NULL : needs_deputy;
	if (strcmp(capacity, "TL.") == 0 || strcmp(capacity, "TUQ.") == 0)
		return strcmp(office, "unit-head") == 0 ? NULL :
		    needs_unit_head;
	return NULL;
}
