/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "file.h"
#include "markdown.h"
#include "model.h"
#include "papers.h"

enum { FORM_LIMIT = 256 * 1024 };

struct pack {
	struct qms_system *system;
	struct qms_arena *arena;
	const char *agency, *id, *by, *capacity;
	const char *day;		/* of the signature, or today */
	const struct qms_row_statement *act;
	struct qms_official *official;
};

static void
blank(struct pack *p, const char *name, const char *value)
{
	qms_map_put(p->arena, &p->official->blanks, name,
	    qms_arena_string(p->arena, value == NULL ? "" : value));
}

/* Days below ten and the first two months have a nought before them. */
static const char *
long_day(struct qms_arena *arena, const char *iso)
{
	int year, month, day;
	qms_day parsed = qms_day_parse(qms_text(iso));

	if (parsed == QMS_DAY_NONE)
		return "ngày … tháng … năm …";
	year = atoi(qms_arena_copy(arena, iso, 4));
	month = atoi(qms_arena_copy(arena, iso + 5, 2));
	day = atoi(iso + 8);
	return qms_arena_format(arena, month < 3 ?
	    "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d", day,
	    month, year);
}

static const char *
short_day(struct qms_arena *arena, const char *iso)
{
	char text[QMS_DAY_SIZE];
	qms_day parsed = qms_day_parse(qms_text(iso));

	return parsed == QMS_DAY_NONE ? "…" : qms_arena_string(arena,
	    qms_day_format_vn(text, parsed));
}

/* ---- what it says ---- */

static const char sql_said[] =
	"SELECT d.standard, d.tthc, d.procedures, d.effectiveness,"
	"       u.last_day, ifnull(m.closed, m.day), d.number, d.signed,"
	"       o.number, o.signed, a.name, a.short_name, a.place, a.website,"
	"       g.name, ifnull(p.url, d.posted_web)"
	"  FROM declaration AS d"
	"  JOIN agency AS a ON a.agency = d.agency"
	"  LEFT JOIN agency AS g ON g.agency = a.parent"
	"  LEFT JOIN audit AS u ON u.agency = d.agency AND u.id = d.audit"
	"  LEFT JOIN management_review AS m ON m.agency = d.agency"
	"   AND m.id = d.review"
	"  LEFT JOIN declaration AS o ON o.agency = d.agency"
	"   AND o.id = d.replaces"
	"  LEFT JOIN posting AS p ON p.agency = d.agency"
	"   AND p.declaration = d.id AND p.place = 'website'"
	" WHERE d.agency = ?1 AND d.id = ?2 LIMIT 1";
enum { STANDARD, TTHC, PROCEDURES, EFFECTIVENESS, AUDITED, REVIEWED, NUMBER,
	SIGNED, OLD_NUMBER, OLD_SIGNED, NAME, SHORT_NAME, PLACE, WEBSITE,
	PARENT, ADDRESS };

static const char sql_scope[] =
	"SELECT no, code, name, field, procedure FROM declaration_scope"
	" WHERE agency = ?1 AND parent = ?2 ORDER BY row";

static void
add_row(struct qms_buffer *out, const struct qms_grid *grid, size_t row)
{
	size_t column;

	for (column = 0; column < 5; column++) {
		qms_buffer_string(out, "| ");
		qms_markdown_escape(out, qms_grid_cell(grid, row, column));
		qms_buffer_char(out, ' ');
	}
	qms_buffer_string(out, "|\n");
}

static const struct qms_error *
set_annex(struct pack *p)
{
	static const char header[] = "\n| TT | Mã thủ tục | Tên thủ tục hành "
		"chính | Lĩnh vực | Quy trình |\n|---|---|---|---|---|\n";
	struct qms_buffer out = { 0 };
	const struct qms_error *err;
	struct qms_grid grid;
	size_t i;

	err = QMS_GRID(&grid, p->system, p->arena, sql_scope, p->agency,
	    p->id);
	if (err != NULL)
		return err;
	qms_buffer_string(&out, header);
	for (i = 0; i < qms_grid_rows(&grid); i++)
		add_row(&out, &grid, i);
	p->official->annex.data = qms_arena_copy(p->arena, out.data,
	    out.size);
	p->official->annex.size = out.size;
	qms_buffer_free(&out);
	return NULL;
}

/* "9/QĐ-SKHCN" is "09" and "QĐ-SKHCN"; there is none before it is signed. */
static void
set_number(struct pack *p, const char *number, const char *short_name)
{
	struct qms_arena *arena = p->arena;
	const char *slash = strchr(number, '/');
	const char *digits = slash == NULL ? number : qms_arena_copy(arena,
	    number, (size_t)(slash - number));

	blank(p, "no_number", "         ");
	blank(p, "no_day", long_day(p->arena, ""));
	blank(p, "number", *digits == '\0' ? "         " :
	    strlen(digits) == 1 ? qms_arena_format(arena, "0%s", digits) :
	    digits);
	blank(p, "decision_symbol", slash != NULL ? slash + 1 :
	    qms_arena_format(arena, "QĐ-%s", short_name));
}

static const struct qms_error *
set_said(struct pack *p)
{
	struct qms_arena *arena = p->arena;
	const struct qms_error *err;
	const char *number, *day, *old;
	struct qms_grid g;

	err = QMS_GRID(&g, p->system, arena, sql_said, p->agency,
	    p->id);
	if (err != NULL || qms_grid_rows(&g) == 0)
		return err;
#define SAID(column) qms_grid_cell(&g, 0, column)
	number = SAID(NUMBER);
	day = SAID(SIGNED);
	if (p->act != NULL && *number == '\0')
		number = p->act->decision;
	if (p->act != NULL && *day == '\0')
		day = p->act->date;
	if (p->act == NULL)
		number = day = "";
	set_number(p, number, SAID(SHORT_NAME));
	blank(p, "day_long", long_day(p->arena, day));
	blank(p, "standard", SAID(STANDARD));
	blank(p, "tthc", *SAID(TTHC) == '\0' ? "…" : SAID(TTHC));
	blank(p, "procedures", *SAID(PROCEDURES) == '\0' ? "…" :
	    SAID(PROCEDURES));
	blank(p, "effectiveness_day", *SAID(EFFECTIVENESS) == '\0' ? "…" :
	    short_day(p->arena, SAID(EFFECTIVENESS)));
	blank(p, "audit_day", short_day(p->arena, SAID(AUDITED)));
	blank(p, "review_day", short_day(p->arena, SAID(REVIEWED)));
	old = *SAID(OLD_NUMBER) == '\0' ? "" : qms_arena_format(arena,
	    ", thay thế Quyết định số %s %s", SAID(OLD_NUMBER),
	    long_day(p->arena, SAID(OLD_SIGNED)));
	blank(p, "replaces", old);
	blank(p, "agency_name", SAID(NAME));
	blank(p, "short_name", SAID(SHORT_NAME));
	blank(p, "parent_name", SAID(PARENT));
	blank(p, "place", *SAID(PLACE) == '\0' ? "…" : SAID(PLACE));
	blank(p, "website", SAID(WEBSITE));
	p->official->check = p->official->code = "";
	if (p->act != NULL) {
		p->official->code = qms_arena_format(arena, "%s/%s %s %s "
		    "SHA256:%.16s%s%s", p->agency, p->id, number,
		    short_day(p->arena, day), p->act->sha256, *SAID(ADDRESS) ==
		    '\0' && *SAID(WEBSITE) == '\0' ? "" : " ",
		    *SAID(ADDRESS) == '\0' ? SAID(WEBSITE) : SAID(ADDRESS));
		p->official->check = p->official->code;
	}
#undef SAID
	return NULL;
}

/* ---- who signs ---- */

static const char sql_title[] =
	"SELECT o.title FROM people_offices AS o"
	" WHERE o.agency = ?1 AND o.person = ?2 AND o.title <> ''"
	" ORDER BY o.office = 'head' DESC, o.office LIKE '%head' DESC, o.row"
	" LIMIT 1";
static const char sql_head[] =
	"SELECT person FROM office WHERE agency = ?1 AND office = 'head'"
	"   AND ?2 BETWEEN first AND last ORDER BY person LIMIT 1";
static const char sql_person[] =
	"SELECT name FROM person WHERE agency = ?1 AND id = ?2";
static const char sql_model[] =
	"SELECT model FROM agency WHERE agency = ?1 AND ?2 <> ''";
static const char sql_kind[] =
	"SELECT kind FROM agency WHERE agency = ?1 AND ?2 <> ''";

static const char *
ask(struct pack *p, const char *sql, const char *argument)
{
	struct qms_grid grid;

	if (QMS_GRID(&grid, p->system, p->arena, sql,
	    p->agency, argument) != NULL || qms_grid_rows(&grid) == 0)
		return "";
	return qms_grid_cell(&grid, 0, 0);
}

static bool
has_file(void *closure, const char *path)
{
	const struct pack *p = closure;

	return qms_store_has(p->system->store, qms_arena_format(
	    p->arena, "agencies/%s/%s", p->agency, path));
}

/* "Giám đốc" of the model that the agency follows; what is wrong with models
 * is for `check` to say. */
static const char *
model_word(struct pack *p, const char *word, const char *other)
{
	struct qms_arena *arena = p->arena;
	struct qms_model_agency agency = { .kind = ask(p, sql_kind, "-"),
	    .noted = ask(p, sql_model, "-"), .day = p->day,
	    .has = has_file, .closure = p };
	struct qms_problems problems = { .arena = arena };
	struct qms_model **models = NULL, *model;
	const struct qms_store *store = p->system->store;
	size_t count = 0, room = 0, i;
	struct qms_strings ids;
	const char *found;

	if (qms_model_ids(&ids, arena, store, true) != NULL)
		return other;
	for (i = 0; i < ids.count; i++)
		if (qms_model_load(&model, arena, store, ids.items[i],
		    &problems) == NULL && model != NULL)
			*qms_push(arena, models, count, room) = model;
	model = qms_model_choose(models, count, &agency);
	found = model == NULL ? NULL : qms_map_get(&model->words, word);
	return found == NULL ? other : found;
}

/* A collective is signed for, and its chairman's title goes without it. */
static const char collective[] = " Ủy ban nhân dân";

static const char *
without_collective(struct pack *p, const char *title)
{
	return qms_ends_with(title, collective) ? qms_arena_copy(
	    p->arena, title, strlen(title) - strlen(collective)) :
	    title;
}

static void
set_sign(struct pack *p)
{
	struct qms_arena *arena = p->arena;
	struct qms_strings *lines = &p->official->sign;
	const char *by = p->act != NULL ? p->act->by : p->by;
	const char *capacity = p->act != NULL ? p->act->capacity :
	    p->capacity;
	const char *head = ask(p, sql_head, p->day), *title, *own;

	if (by == NULL)
		by = head;
	title = ask(p, sql_title, head);
	if (*title == '\0')
		title = model_word(p, "head", "Thủ trưởng cơ quan");
	blank(p, "authority", qms_ends_with(title, collective) ?
	    qms_map_get(&p->official->blanks, "agency_name") :
	    qms_arena_format(arena, "%s %s", title, (const char *)
	    qms_map_get(&p->official->blanks, "agency_name")));
	if (qms_ends_with(title, collective))
		qms_strings_add(arena, lines, "TM. Ủy ban nhân dân");
	title = without_collective(p, title);
	if (capacity == NULL || *capacity == '\0' ||
	    strcmp(capacity, "TM.") == 0) {
		qms_strings_add(arena, lines, title);
	} else {
		qms_strings_add(arena, lines, qms_arena_format(arena, "%s %s",
		    capacity, title));
		own = ask(p, sql_title, by);
		if (*own == '\0' && strcmp(capacity, "KT.") == 0)
			own = model_word(p, "board_head", "Phó thủ trưởng");
		if (*own != '\0' && strcmp(capacity, "Q.") != 0)
			qms_strings_add(arena, lines, without_collective(p,
			    own));
	}
	p->official->signer = ask(p, sql_person, by);
}

/* ---- all of it ---- */

/* The last one that counts. */
static const struct qms_error *
find_act(struct pack *p)
{
	struct qms_row_statement *rows;
	const struct qms_error *err;
	size_t count, i;

	err = qms_query_statements(&rows, &count, p->arena, p->system->index,
	    p->agency, p->id);
	for (i = 0; err == NULL && i < count; i++)
		if (*rows[i].void_code == '\0' &&
		    strcmp(rows[i].act, "declare") == 0)
			p->act = &rows[i];
	return err;
}

const struct qms_error *
qms_papers_get(struct qms_papers *papers, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *id,
    const char *by, const char *capacity)
{
	struct pack p = { .system = system, .arena = arena, .agency = agency,
	    .id = id, .by = by, .capacity = capacity,
	    .official = &papers->official };
	const struct qms_error *err;
	char day[QMS_DAY_SIZE];

	memset(papers, 0, sizeof(*papers));
	err = find_act(&p);
	p.day = p.act != NULL ? p.act->date : qms_day_format(day,
	    qms_index_question(system->index)->day);
	if (err == NULL)
		err = set_said(&p);
	if (err == NULL)
		err = set_annex(&p);
	if (err != NULL)
		return err;
	set_sign(&p);
	papers->act = p.act;
	return NULL;
}

const struct qms_error *
qms_papers_form(struct qms_text *text, struct qms_system *system,
    struct qms_arena *arena, const char *agency, const char *name)
{
	const char *const places[] = { qms_arena_format(arena,
	    "agencies/%s/templates/%s", agency, name), qms_arena_format(arena,
	    "law/forms/%s", name) };
	const char *data = system->environment.data;
	const char *file = qms_file_join(arena, data, qms_arena_format(arena,
	    "schemas/law/forms/%s", name));
	size_t i;

	for (i = 0; i < 2; i++)
		if (qms_store_has(system->store, places[i]))
			return qms_store_read(text, arena, system->store,
			    places[i], FORM_LIMIT);
	if (*data == '\0' || qms_file_type(file) != QMS_FILE_REGULAR)
		return qms_fail(QMS_M_U175, name);
	return qms_file_read(text, arena, file, FORM_LIMIT);
}
