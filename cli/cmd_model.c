/* SPDX-License-Identifier: MIT */
/*
 * model - where texts come from: what a newer original would change (diff),
 * taking it over (upgrade), and who follows which version (board).
 */
#include <string.h>

#include "commands.h"
#include "qms/adopt.h"
#include "qms/query.h"
#include "qms/splice.h"
#include "qms/status.h"
#include "qms/upgrade.h"
#include "redlines.h"
#include "report.h"
#include "writing.h"

static const struct qms_error *
issued_text(struct qms_text *text, struct cli *cli,
    const struct qms_row_adoption *row, const char *version)
{
	return qms_store_read(text, &cli->arena, cli->system->store,
	    qms_arena_format(&cli->arena, "agencies/%s/issued/%s/%s/text.md",
	    row->of_agency, row->of_id, version), QMS_FILE_LIMIT);
}

/* Is another version in force than the one that the text names? */
static bool
is_behind(const struct qms_row_adoption *row)
{
	return *row->offered != '\0' &&
	    strcmp(row->offered, row->of_version) != 0;
}

static const struct qms_row_adoption *
find_row(const struct qms_row_adoption *rows, size_t count,
    const struct qms_found *found)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(rows[i].path, found->path) == 0)
			return &rows[i];
	return NULL;
}

/* ---- diff ---- */

/* Sections of its own, which stay as they are whatever the original says. */
static const struct qms_error *
say_own(struct cli *cli, const struct qms_row_adoption *row)
{
	struct qms_strings keys, sections;
	const struct qms_error *err;
	struct qms_text text;
	size_t i;

	err = qms_store_read(&text, &cli->arena, cli->system->store,
	    row->path, QMS_FILE_LIMIT);
	if (err)
		return err;
	qms_adopt_own(&keys, &sections, &cli->arena,
	    qms_system_kinds(cli->system), row->path, text);
	for (i = 0; i < keys.count; i++)
		say(cli, "phần riêng, không đổi theo: %s",
		    "its own, whatever the original says: %s", keys.items[i]);
	for (i = 0; i < sections.count; i++)
		say(cli, "phần riêng, không đổi theo: %s",
		    "its own, whatever the original says: %s",
		    sections.items[i]);
	return NULL;
}

static const char *
name_of(struct cli *cli, const struct qms_row_adoption *row,
    const char *version)
{
	return qms_arena_format(&cli->arena, "%s/%s@%s", row->of_agency,
	    row->of_id, version);
}

static const struct qms_error *
diff_adopted(struct cli *cli, const struct qms_row_adoption *row)
{
	const char *offered = *row->offered == '\0' ? row->of_version :
	    row->offered;
	struct redlines_side sides[2] = {
		{ name_of(cli, row, row->of_version), { 0 } },
		{ name_of(cli, row, offered), { 0 } },
	};
	const struct qms_error *err;

	err = issued_text(&sides[0].text, cli, row, row->of_version);
	if (err == NULL)
		err = issued_text(&sides[1].text, cli, row, offered);
	if (err)
		return err;
	redlines_write(cli, row->agency, row->id, sides);
	return say_own(cli, row);
}

static const struct qms_upgrade_file *
find_file(const struct qms_upgrade *upgrade, const char *path)
{
	size_t i;

	for (i = 0; i < upgrade->count; i++)
		if (strcmp(upgrade->files[i].path, path) == 0)
			return &upgrade->files[i];
	return NULL;
}

/* Where the agency's text is not the model's. */
static const struct qms_error *
diff_model(struct cli *cli, const struct qms_found *found)
{
	const struct qms_upgrade_file *file;
	struct redlines_side sides[2];
	const struct qms_error *err;
	struct qms_upgrade upgrade;

	err = qms_upgrade_read(&upgrade, cli->system, &cli->arena,
	    found->agency);
	if (err)
		return err;
	file = find_file(&upgrade, found->path);
	if (file == NULL)
		return qms_fail(QMS_M_U074, found->id);
	sides[0].name = qms_arena_format(&cli->arena, "%s %s@%s",
	    pick(cli, "mô hình", "model"), upgrade.model, upgrade.to);
	sides[0].text = file->model;
	sides[1].name = pick(cli, "bản đang soạn", "working text");
	sides[1].text = file->ours;
	redlines_write(cli, found->agency, found->id, sides);
	return NULL;
}

/* ---- board ---- */

static const struct qms_obligation *
duty_of(const struct qms_obligation *duties, size_t count,
    const struct qms_row_adoption *row)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(duties[i].agency, row->agency) == 0 &&
		    qms_obligation_is_of(&duties[i], row->id))
			return &duties[i];
	return NULL;
}

static const char *
agency_name(const struct qms_row_agency *agencies, size_t count,
    const char *id)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(agencies[i].agency, id) == 0)
			return agencies[i].name;
	return id;
}

static void
add_board_row(struct report *report, struct cli *cli,
    const struct qms_row_adoption *row, const char *name,
    const struct qms_obligation *duty)
{
	bool behind = is_behind(row);

	report_add(report, row->agency);
	report_add(report, name);
	report_add(report, row->id);
	report_add(report, qms_arena_format(&cli->arena, "%s/%s",
	    row->of_agency, row->of_id));
	report_add(report, row->of_version);
	report_add(report, row->follows);
	report_add(report, row->offered);
	report_add(report, duty != NULL ? qms_verdict_id(duty->verdict) :
	    behind ? "offered" : "current");
	report_shown(report, duty != NULL ? qms_verdict_name(duty->verdict,
	    cli->language) : behind ? pick(cli, "có bản mới", "offered") :
	    pick(cli, "đúng bản", "current"));
	report_add(report, duty == NULL ? "" : duty->due);
	if (duty == NULL || *duty->due == '\0')
		report_add(report, "");
	else
		report_number(report, duty->days);
	report_add(report, duty == NULL ? "" : duty->evidence);
}

/* Texts of the model that changed since the agency took them. */
static void
add_model_rows(struct report *report, struct cli *cli,
    const struct qms_upgrade *upgrade, const char *name)
{
	static const char *const states[] = {
		[QMS_UPGRADE_MERGED] = "offered", [QMS_UPGRADE_NEW] = "new",
		[QMS_UPGRADE_CONFLICT] = "conflict" };
	const struct qms_upgrade_file *file;
	size_t i;

	for (i = 0; i < upgrade->count; i++) {
		file = &upgrade->files[i];
		if (file->state == QMS_UPGRADE_SAME ||
		    file->state == QMS_UPGRADE_GONE)
			continue;
		report_add(report, upgrade->agency);
		report_add(report, name);
		report_add(report, file->id);
		report_add(report, qms_arena_format(&cli->arena,
		    "models/%s", upgrade->model));
		report_add(report, upgrade->from);
		report_add(report, "");
		report_add(report, upgrade->to);
		report_add(report, states[file->state]);
		report_shown(report, file->state == QMS_UPGRADE_MERGED ?
		    pick(cli, "có bản mới", "offered") :
		    file->state == QMS_UPGRADE_NEW ?
		    pick(cli, "tài liệu mới", "new") :
		    pick(cli, "hai bên cùng sửa", "conflict"));
		report_add(report, "");
		report_add(report, "");
		report_add(report, "");
	}
}

static const struct qms_error *
write_board(struct cli *cli, const struct qms_row_adoption *rows,
    size_t count, bool only_behind, const char *agency,
    const struct qms_upgrade *upgrade)
{
	static const struct report_column columns[] = {
		{ "agency", { "Cơ quan", "Agency" }, REPORT_TEXT },
		{ "name", { NULL, NULL }, REPORT_TEXT },
		{ "id", { "Mã", "Id" }, REPORT_TEXT },
		{ "adopts", { "Áp dụng", "Adopts" }, REPORT_TEXT },
		{ "version", { "Bản soạn", "Text" }, REPORT_TEXT },
		{ "follows", { "Hiệu lực", "In force" }, REPORT_TEXT },
		{ "offered", { "Bản mới", "Offered" }, REPORT_TEXT },
		{ "verdict", { "Tình trạng", "State" }, REPORT_TEXT },
		{ "due", { "Hạn", "Due" }, REPORT_DAY },
		{ "days", { "Còn (ngày)", "Days" }, REPORT_NUMBER },
		{ "evidence", { NULL, NULL }, REPORT_TEXT },
	};
	struct qms_obligation *duties;
	struct qms_row_agency *agencies;
	const struct qms_rules *rules;
	const struct qms_error *err;
	size_t duty_count = 0, agency_count, i;
	struct qms_rules some;
	struct report report;

	err = qms_system_rules(&rules, cli->system);
	if (err == NULL)
		err = qms_query_agencies(&agencies, &agency_count,
		    &cli->arena, cli->system->index);
	if (err)
		return err;
	qms_rules_with_command(&some, &cli->arena, rules);
	if (some.count > 0)
		err = qms_rules_obligations(&duties, &duty_count,
		    &cli->arena, &some, qms_index_db(cli->system->index),
		    agency);
	if (err)
		return err;
	REPORT(&report, cli, "qms/model-board/1", columns);
	for (i = 0; i < count; i++)
		if (!only_behind || is_behind(&rows[i]))
			add_board_row(&report, cli, &rows[i], agency_name(
			    agencies, agency_count, rows[i].agency),
			    duty_of(duties, duty_count, &rows[i]));
	if (upgrade != NULL)
		add_model_rows(&report, cli, upgrade, agency_name(agencies,
		    agency_count, upgrade->agency));
	report_end(&report, "không có tài liệu nào áp dụng văn bản đã có bản "
	    "mới", "nothing adopts what has a newer version");
	return NULL;
}

static const struct qms_error *
board(struct cli *cli)
{
	const char *of_agency = NULL, *of_id = NULL;
	struct qms_reference reference;
	struct qms_row_adoption *rows;
	const struct qms_error *err;
	struct qms_found found;
	size_t count;

	if (cli->operand_count > 1) {
		err = qms_system_find(&found, cli->system, NULL,
		    cli->operands[1]);
		if (err)
			return err;
		(void)qms_reference_parse(&reference, &cli->arena,
		    cli->operands[1], NULL);
		of_agency = found.agency;
		of_id = found.id;
	}
	err = qms_query_adoptions(&rows, &count, &cli->arena,
	    cli->system->index, NULL, of_agency, of_id);
	return err ? err : write_board(cli, rows, count, false, NULL,
	    NULL);
}

static const struct qms_error *
diff(struct cli *cli)
{
	const struct qms_row_adoption *row;
	struct qms_row_adoption *rows;
	struct qms_upgrade upgrade;
	const struct qms_error *err;
	struct qms_found found;
	const char *agency;
	size_t count;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = qms_query_adoptions(&rows, &count, &cli->arena,
		    cli->system->index, NULL, NULL, NULL);
	if (err)
		return err;
	if (cli->operand_count == 1) {
		err = qms_query_adoptions(&rows, &count, &cli->arena,
		    cli->system->index, agency, NULL, NULL);
		if (err == NULL)
			err = qms_upgrade_read(&upgrade, cli->system,
			    &cli->arena, agency);
		return err ? err : write_board(cli, rows, count, true,
		    agency, &upgrade);
	}
	err = qms_system_find(&found, cli->system, agency, cli->operands[1]);
	if (err)
		return err;
	row = find_row(rows, count, &found);
	return row == NULL ? diff_model(cli, &found) :
	    diff_adopted(cli, row);
}

/* ---- upgrade ---- */

struct upgrade {
	struct cli *cli;
	struct qms_change *change;
	struct qms_strings ids;
	bool models;			/* the trust set changes as well */
};

/* Writes another version behind the '@' of the key, and nothing else. */
static const struct qms_error *
set_version(struct qms_text *text, struct cli *cli,
    const struct qms_row_adoption *row)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_splice_parts parts = qms_splice_split(*text);
	struct qms_text front = { text->data + parts.front,
	    parts.front_size };
	const struct qms_yaml *node;
	struct qms_yaml *root;
	const char *at;

	qms_yaml_parse(&root, &cli->arena, front, QMS_FILE_LIMIT, row->path,
	    1, &problems);
	node = qms_yaml_get(root, row->key);
	at = node == NULL ? NULL : memrchr(front.data + node->start, '@',
	    node->end - node->start);
	if (at == NULL || !qms_starts_with(at + 1, row->of_version))
		return writing_set(text, cli, *text, row->key,
		    name_of(cli, row, row->offered));
	*text = qms_splice_replace(&cli->arena, *text,
	    (size_t)(at + 1 - text->data), strlen(row->of_version),
	    qms_text(row->offered));
	return NULL;
}

/* One line of one file: the version that it names. */
static const struct qms_error *
upgrade_adopted(struct upgrade *u, const struct qms_row_adoption *row)
{
	struct cli *cli = u->cli;
	const struct qms_error *err;
	struct qms_text text;

	err = qms_store_read(&text, &cli->arena, cli->system->store,
	    row->path, QMS_FILE_LIMIT);
	if (err == NULL)
		err = set_version(&text, cli, row);
	if (err)
		return err;
	qms_change_put(u->change, row->path, text);
	qms_strings_add(&cli->arena, &u->ids, row->id);
	qms_buffer_format(&cli->out, "%s %s → %s\n", row->id,
	    name_of(cli, row, row->of_version), row->offered);
	return NULL;
}

static bool
is_named(const struct qms_found *found, size_t count, const char *path)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(found[i].path, path) == 0)
			return true;
	return false;
}

static const struct qms_error *
upgrade_adopters(struct upgrade *u, const char *agency,
    const struct qms_found *found, size_t found_count)
{
	struct qms_row_adoption *rows;
	const struct qms_error *err;
	size_t count, i;

	err = qms_query_adoptions(&rows, &count, &u->cli->arena,
	    u->cli->system->index, agency, NULL, NULL);
	for (i = 0; err == NULL && i < count; i++)
		if (is_behind(&rows[i]) && strcmp(rows[i].fault, "kind") != 0 &&
		    (u->cli->operand_count == 1 ||
		    is_named(found, found_count, rows[i].path)))
			err = upgrade_adopted(u, &rows[i]);
	return err;
}

static void
tell_file(struct upgrade *u, const struct qms_upgrade *upgrade,
    const struct qms_upgrade_file *file)
{
	struct cli *cli = u->cli;
	const char *what;

	switch (file->state) {
	case QMS_UPGRADE_MERGED:
		what = pick(cli, "đã đưa phần mới vào", "merged");
		break;
	case QMS_UPGRADE_NEW:
		what = pick(cli, "tài liệu mới", "new");
		break;
	case QMS_UPGRADE_CONFLICT:
		cli->exit = QMS_EXIT_PROBLEMS;
		what = pick(cli, "hai bên cùng sửa một chỗ, giữ nguyên; xem: "
		    "qms model diff", "both changed the same lines, left "
		    "alone; see: qms model diff");
		break;
	default:
		return;
	}
	qms_buffer_format(&cli->out, "%s %s %s → %s: %s%s%s\n", file->id,
	    upgrade->model, upgrade->from, upgrade->to, what,
	    file->state == QMS_UPGRADE_CONFLICT ? " " : "",
	    file->state == QMS_UPGRADE_CONFLICT ? file->id : "");
	if (file->state != QMS_UPGRADE_CONFLICT)
		qms_strings_add(&cli->arena, &u->ids, file->id);
}

/* Some texts by name, or all of them and with them models/. */
static const struct qms_error *
upgrade_model(struct upgrade *u, const char *agency,
    const struct qms_found *found, size_t found_count)
{
	struct cli *cli = u->cli;
	bool all = cli->operand_count == 1, conflict = false;
	const struct qms_upgrade_file *file;
	const struct qms_error *err;
	struct qms_upgrade upgrade;
	size_t i;

	err = qms_upgrade_read(&upgrade, cli->system, &cli->arena, agency);
	if (err != NULL || upgrade.model == NULL)
		return err;
	for (i = 0; i < upgrade.count; i++) {
		file = &upgrade.files[i];
		if (!all && !is_named(found, found_count, file->path))
			continue;
		conflict = conflict || file->state == QMS_UPGRADE_CONFLICT;
		tell_file(u, &upgrade, file);
		if (!all && file->state == QMS_UPGRADE_MERGED)
			qms_change_put(u->change, file->path, file->merged);
	}
	u->models = all && (upgrade.changes || conflict ||
	    strcmp(upgrade.from, upgrade.to) != 0);
	return u->models ? qms_upgrade_put(u->change, &upgrade, cli->system,
	    &cli->arena) : NULL;
}

static const struct qms_error *
commit(struct upgrade *u, const char *agency, const char *me)
{
	struct cli *cli = u->cli;
	const char *subject = u->ids.count == 1 ? qms_arena_format(
	    &cli->arena, "Cập nhật %s theo bản mới", u->ids.items[0]) :
	    qms_arena_format(&cli->arena,
	    "Cập nhật %zu tài liệu theo bản mới", u->ids.count);

	return u->models ? writing_commit_trust(cli, u->change, agency, me,
	    subject) : writing_commit(cli, u->change, subject);
}

static const struct qms_error *
upgrade(struct cli *cli)
{
	struct upgrade u = { .cli = cli };
	struct qms_found *found = NULL;
	const struct qms_error *err;
	const char *agency, *me;
	size_t count = 0;

	err = cli_agency(&agency, cli);
	if (err == NULL)
		err = cli_me(&me, cli, agency);
	if (err == NULL && cli->operand_count > 1)
		err = qms_system_find_all(&found, &count, cli->system, agency,
		    cli->operands + 1, (size_t)cli->operand_count - 1);
	if (err)
		return err;
	u.change = qms_change_new(cli->system);
	err = upgrade_adopters(&u, agency, found, count);
	if (err == NULL)
		err = upgrade_model(&u, agency, found, count);
	if (err == NULL && u.ids.count == 0 && !u.models)
		say(cli, "không có bản mới nào", "nothing is newer");
	else if (err == NULL)
		err = commit(&u, agency, me);
	qms_change_free(u.change);
	return err;
}

COMMAND(model)
{
	static const struct {
		const char *name;
		const struct qms_error *(*run)(struct cli *cli);
	} parts[] = { { "board", board }, { "diff", diff },
	    { "upgrade", upgrade } };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (strcmp(cli->operands[0], parts[i].name) == 0)
			return parts[i].run(cli);
	return qms_fail(QMS_M_U025, cli->operands[0], "diff, upgrade, board");
}
