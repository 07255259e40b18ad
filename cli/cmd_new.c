/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands.h"
#include "new_adopts.h"
#include "new_rows.h"
#include "qms/create.h"
#include "qms/prepare.h"
#include "writing.h"

static const struct qms_error *
find_kind(const struct qms_kind **kind, struct cli *cli)
{
	const struct qms_kinds *kinds = qms_system_kinds(cli->system);
	struct qms_buffer names = { 0 };
	const struct qms_error *err;
	size_t i;

	*kind = qms_kinds_get(kinds, cli->operands[0]);
	if (*kind != NULL && (*kind)->path != NULL &&
	    (*kind)->starter != NULL)
		return NULL;
	for (i = 0; i < kinds->count; i++)
		if (kinds->items[i]->path != NULL &&
		    kinds->items[i]->starter != NULL)
			qms_buffer_format(&names, "%s%s", names.size ? ", " :
			    "", kinds->items[i]->id);
	err = qms_fail(QMS_M_U016, cli->operands[0],
	    names.size ? names.data : "");
	qms_buffer_free(&names);
	return err;
}

/* The starter's front matter, with the text of --from as the body. */
static struct qms_text
take_body(struct cli *cli, struct qms_text file, struct qms_text body)
{
	struct qms_buffer out = { 0 };
	struct qms_text line, rest = file, text;
	int fences = 0;

	if (body.size >= 4 && memcmp(body.data, "---\n", 4) == 0)
		return body;		/* it brings its own front matter */
	while (fences < 2 && qms_text_line(&line, &rest)) {
		fences += qms_text_is(line, "---");
		qms_buffer_text(&out, line);
		qms_buffer_char(&out, '\n');
	}
	qms_buffer_char(&out, '\n');
	qms_buffer_text(&out, body);
	text.data = qms_arena_copy(&cli->arena, out.data, out.size);
	text.size = out.size;
	qms_buffer_free(&out);
	return text;
}

/* What an agency keeps in templates/, with the blanks filled. */
static const struct qms_error *
take_template(struct qms_text *text, struct cli *cli, const char *name,
    const struct qms_blanks *blanks)
{
	const char *directory = qms_arena_format(&cli->arena,
	    "agencies/%s/templates/", blanks->agency), *path;
	struct qms_buffer out = { 0 };
	struct qms_store_entry *entries;
	const struct qms_error *err;
	size_t count, i;

	path = qms_arena_format(&cli->arena, "%s%s.md", directory, name);
	if (qms_id_is_safe(name) && qms_store_has(cli->system->store, path)) {
		err = qms_store_read(text, &cli->arena, cli->system->store,
		    path, QMS_MODEL_FILE_LIMIT);
		if (err)
			return err;
		qms_model_fill(&out, *text, blanks, NULL, NULL);
		text->data = qms_arena_copy(&cli->arena, out.data, out.size);
		text->size = out.size;
		qms_buffer_free(&out);
		return NULL;
	}
	err = qms_store_list(&entries, &count, &cli->arena, cli->system->store,
	    directory);
	for (i = 0; err == NULL && i < count; i++)
		if (qms_ends_with(entries[i].path, ".md"))
			qms_buffer_format(&out, "%s%.*s", out.size ? ", " : "",
			    (int)(strlen(entries[i].path) - strlen(directory) -
			    strlen(".md")), entries[i].path +
			    strlen(directory));
	if (err == NULL)
		err = qms_fail(QMS_M_U066, name, out.size ? out.data : "-",
		    directory);
	qms_buffer_free(&out);
	return err;
}

static const struct qms_error *
make_text(struct qms_text *text, struct cli *cli,
    const struct qms_kind *kind, const struct qms_blanks *blanks)
{
	const char *from = cli_option(cli, "from");
	const char *template = cli_option(cli, "template");
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	struct qms_text body;

	if (template != NULL) {
		err = take_template(text, cli, template, blanks);
		return err ? err : writing_options(text, cli, *text);
	}
	qms_model_fill(&out, qms_text(kind->starter), blanks, NULL, NULL);
	text->data = qms_arena_copy(&cli->arena, out.data, out.size);
	text->size = out.size;
	qms_buffer_free(&out);
	if (from != NULL) {
		err = writing_input(&body, cli, from);
		if (err)
			return err;
		*text = take_body(cli, *text, body);
	}
	return writing_options(text, cli, *text);
}

static const char *
agency_name(struct cli *cli, const char *agency)
{
	static const char sql[] = "SELECT name FROM agency WHERE agency = ?1";
	const char *name;

	(void)qms_db_string(&name, &cli->arena,
	    qms_index_db(cli->system->index), sql, (const char *const []){
	    agency, NULL });
	return name == NULL ? agency : name;
}

/* The first heading of --from is what it is called. */
static const struct qms_error *
title_of(const char **title, struct cli *cli, const char *path)
{
	struct qms_problems problems = { .arena = &cli->arena };
	struct qms_markdown markdown;
	const struct qms_error *err;
	struct qms_text text;

	*title = NULL;
	if (strcmp(path, "-") == 0)
		return NULL;		/* it can be read only once */
	err = writing_input(&text, cli, path);
	if (err)
		return err;
	qms_markdown_parse(&markdown, &cli->arena, text, path, 1, &problems);
	if (markdown.heading_count > 0)
		*title = markdown.headings[0].text;
	qms_markdown_free(&markdown);
	return NULL;
}

COMMAND(new)
{
	const struct qms_kind *kind;
	const struct qms_error *err;
	struct qms_blanks blanks = { .title = cli_option(cli, "title") };
	char day[QMS_DAY_SIZE], year[5] = "";
	const char *agency, *me, *path, *used;
	struct qms_text text;
	size_t filled = 0;
	qms_day date;

	err = find_kind(&kind, cli);
	if (err == NULL)
		err = cli_agency(&agency, cli);
	if (err == NULL)
		err = cli_me(&me, cli, agency);
	if (err == NULL)
		err = cli_day(&date, cli, "date", cli_today(cli));
	if (err)
		return err;
	if (cli_has(cli, "adopts"))
		return new_adopts(cli, kind, agency);
	blanks.day = qms_day_format(day, date);
	memcpy(year, day, 4);
	blanks.year = year;
	blanks.agency = agency;
	blanks.person = me;
	blanks.agency_name = agency_name(cli, agency);
	blanks.id = cli_option(cli, "id");
	if (blanks.id == NULL && kind->number != NULL)
		err = qms_create_next_id(&blanks.id, cli->system, &cli->arena,
		    kind, agency, year);
	if (err == NULL && cli_has(cli, "rows"))
		return new_rows(cli, kind, &blanks, cli_has(cli, "id") ?
		    NULL : blanks.id);
	if (err)
		return err;
	if (blanks.id == NULL && strstr(kind->path, "{id}") != NULL)
		return qms_fail(QMS_M_U022, "--id", "new");
	if (blanks.id != NULL && !qms_id_is_safe(blanks.id))
		return qms_fail(QMS_M_U018, blanks.id);
	if (blanks.id != NULL)
		err = qms_create_id_used(&used, cli->system, &cli->arena,
		    agency, blanks.id);
	if (err || (blanks.id != NULL && used != NULL))
		return err ? err : qms_fail(QMS_M_U017, used);
	path = qms_kind_path(&cli->arena, kind, agency, blanks.id == NULL ?
	    "" : blanks.id, year);
	if (qms_store_has(cli->system->store, path))
		return qms_fail(QMS_M_U017, blanks.id == NULL ? path :
		    blanks.id);
	if (blanks.title == NULL && cli_has(cli, "from"))
		err = title_of(&blanks.title, cli, cli_option(cli, "from"));
	if (err)
		return err;
	if (blanks.title == NULL)
		blanks.title = kind->name[cli->language];
	err = make_text(&text, cli, kind, &blanks);
	/* what was written by somebody stays as it is */
	if (err == NULL && !cli_has(cli, "from") && !cli_has(cli, "template"))
		err = qms_prepare(&text, &filled, &cli->arena, cli->system,
		    kind, agency, path);
	if (err == NULL && !cli->no_input && !cli_has(cli, "from") &&
	    !cli_has(cli, "template") && interactive())
		err = edit_text(&text, cli, text, qms_arena_format(
		    &cli->arena, "%s.md", blanks.id == NULL ? kind->id :
		    blanks.id));
	if (err)
		return err;
	err = writing_file(cli, path, text, qms_arena_format(&cli->arena,
	    "Soạn %s: %s", blanks.id == NULL ? path : blanks.id,
	    blanks.title));
	if (err == NULL) {
		qms_buffer_format(&cli->out, "%s\n", blanks.id == NULL ?
		    path : blanks.id);
		used = blanks.id == NULL ? path : blanks.id;
		say(cli, "tệp: %s; sửa tiếp: qms edit %s", "file: %s; go on: "
		    "qms edit %s", path, used);
		if (filled > 0)
			say(cli, "đã điền sẵn %zu dòng từ hồ sơ của hệ thống, "
			    "kèm nguồn; xem lại rồi bổ sung", "%zu lines were "
			    "filled in from records, with their sources; read "
			    "and complete them", filled);
		if (kind->table_count > 0)
			say(cli, "bảng, không phải kẻ tay: qms table %s",
			    "its tables, without drawing them: qms table %s",
			    used);
	}
	return err;
}
