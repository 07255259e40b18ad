/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "qms/file.h"
#include "qms/index.h"
#include "qms/query.h"
#include "qms/unicode.h"

/* 2026-01-05 08:00 in Việt Nam */
#define DAY_ONE INT64_C(1767574800)
#define DAY INT64_C(86400)

struct world {
	struct qms_arena arena;
	char directory[64];
	struct qms_git *git;
	struct qms_index *index;
	struct qms_index_options options;
	struct qms_oid tip, tree;
	const char *system;		/* SHA-256 of trust statement 0 */
	const char *email;
	const char *prefix;
};

#define ok(call) check((call), __FILE__, __LINE__)

static void
check(const struct qms_error *err, const char *file, int line)
{
	struct qms_buffer text = {0};

	if (err == NULL)
		return;
	qms_error_text(&text, err, QMS_EN);
	print_error("%s:%d: %s\n", file, line, text.data);
	fail();
}

static void
open_index(struct world *w)
{
	ok(qms_index_open(&w->index, w->git, w->prefix, &w->options));
}

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	strcpy(w->directory, "/tmp/qms-index-XXXXXX");
	assert_non_null(mkdtemp(w->directory));
	setenv("HOME", w->directory, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	ok(qms_git_create(&w->git, w->directory));
	w->options.now = DAY_ONE + 1000 * DAY;
	w->email = "lan@example.gov.vn";
	w->system = w->prefix = "";
	open_index(w);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;
	char command[256];

	qms_index_close(w->index);
	qms_git_close(w->git);
	qms_arena_free(&w->arena);
	snprintf(command, sizeof(command), "chmod -R u+w %s; rm -rf %s",
	    w->directory, w->directory);
	free(w);
	return system(command);
}

/* ---- commits ---- */

struct file {
	const char *path, *text;	/* text NULL: removed */
};

static void
make_commit(struct qms_oid *id, struct qms_oid *tree, struct world *w,
    const struct qms_oid *base, const struct qms_oid *parents,
    size_t parent_count, const struct file *files, size_t count,
    int64_t time, const char *message)
{
	struct qms_git_person who = { "Lan", w->email, time, 420 };
	struct qms_git_edit *edits;
	struct qms_oid written;
	size_t i;

	edits = qms_arena_alloc(&w->arena, (count + 1) * sizeof(*edits));
	for (i = 0; i < count; i++) {
		edits[i].path = qms_arena_format(&w->arena, "%s%s", w->prefix,
		    files[i].path);
		if (files[i].text != NULL)
			ok(qms_git_write_blob(&edits[i].blob, w->git,
			    qms_text(files[i].text)));
	}
	ok(qms_git_write_tree(&written, w->git, base, edits, count));
	ok(qms_git_write_commit(id, w->git, &written, parents, parent_count,
	    &who, &who, message));
	*tree = written;
}

static void
commit_files(struct world *w, const struct file *files, size_t count,
    int64_t time)
{
	struct qms_oid parent = w->tip;

	make_commit(&w->tip, &w->tree, w, &w->tree, &parent,
	    qms_oid_is_zero(&parent) ? 0 : 1, files, count, time, "change");
}

static void
put(struct world *w, const char *path, const char *text, int64_t time)
{
	struct file file = { path, text };

	commit_files(w, &file, 1, time);
}

static const char *
index_path(struct world *w)
{
	return qms_arena_format(&w->arena, "%s/.git/qms/index.db",
	    w->directory);
}

/* The world's tip is what the repository's head says. */
static void
set_head(struct world *w, const struct qms_oid *tip)
{
	char hex[QMS_OID_HEX];

	ok(qms_file_write(qms_arena_format(&w->arena, "%s/.git/HEAD",
	    w->directory), qms_text(qms_oid_is_zero(tip) ?
	    "ref: refs/heads/unborn\n" : qms_arena_format(&w->arena, "%s\n",
	    qms_oid_hex(hex, tip))), false));
}

static struct qms_index_stats
update(struct world *w)
{
	struct qms_index_stats stats;

	set_head(w, &w->tip);
	ok(qms_index_update(w->index, &w->tip, &stats));
	return stats;
}

static char *
read_schema(struct world *w, const char *name)
{
	struct qms_text text;

	ok(qms_file_read(&text, &w->arena, qms_file_join(&w->arena,
	    "schemas", name), 1024 * 1024));
	return qms_arena_copy(&w->arena, text.data, text.size);
}

static const char settings[] =
	"schema: qms/system/1\n"
	"name: Hệ thống\n"
	"language: vi\n"
	"time_zone: \"+07:00\"\n"
	"standard: iso9001-2015\n"
	"due_soon: 30\n";

static const char people[] =
	"schema: qms/people/1\n"
	"persons:\n"
	"  - {id: lan, name: Lan, emails: [lan@example.gov.vn]}\n"
	"  - {id: minh, name: Minh, emails: [Minh@example.gov.vn]}\n"
	"  - {id: hung, name: Hùng, emails: [hung@example.gov.vn]}\n"
	"offices:\n"
	"  - {person: lan, office: secretary, unit: vp, from: 2018-01-01}\n"
	"  - {person: minh, office: reviewer, unit: vp, from: 2018-01-01}\n"
	"  - {person: hung, office: head, unit: vp, from: 2018-01-01,"
	" to: 2027-12-31}\n";

static const char agency[] =
	"---\n"
	"schema: qms/agency/1\n"
	"name: Sở Khoa học và Công nghệ\n"
	"short_name: Sở KHCN\n"
	"kind: CQCM_TINH\n"
	"tier: province\n"
	"from: 2018-01-01\n"
	"---\n\n"
	"## Chức năng, nhiệm vụ\n\nQuản lý.\n";

static const char *
procedure(struct world *w, const char *title, const char *more)
{
	return qms_arena_format(&w->arena,
	    "---\n"
	    "schema: qms/procedure/1\n"
	    "title: %s\n"
	    "role: internal\n"
	    "review_months: 12\n"
	    "clauses: [\"8.1\"]\n"
	    "---\n\n"
	    "## Mục đích\n\n%s\n\n"
	    "## Phạm vi\n\nTất cả.\n\n"
	    "## Trình tự thực hiện\n\n"
	    "| Bước | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu | Kết quả |\n"
	    "|---|---|---|---|---|---|\n"
	    "| 1 | Lập | Chuyên viên | 1 |  | Dự thảo |\n"
	    "| 2 | Duyệt | Lãnh đạo | 0.5 |  | Văn bản |\n\n"
	    "## Hồ sơ lưu\n\n"
	    "| TT | Hồ sơ | Nơi lưu | Thời gian lưu |\n"
	    "|---|---|---|---|\n"
	    "| 1 | Văn bản | Văn phòng | 5 năm |\n", title, more);
}

static const char qt01[] = "agencies/so/documents/QT-01.md";

static const char *
state_acts(struct world *w, struct qms_statement *s, struct file *file)
{
	struct qms_buffer out = {0};

	s->system = w->system;
	if (s->proof == NULL)
		s->proof = "commit";
	s->recorded_by = "lan";
	qms_statement_write(&out, s);
	file->text = qms_arena_string(&w->arena, out.data);
	file->path = qms_statement_path(&w->arena, s);
	qms_buffer_free(&out);
	return qms_arena_string(&w->arena, s->sha256);
}

/* A guard in the form of schemas/rules. */
static const char *
guard(struct world *w, const char *id, const char *sql)
{
	return qms_arena_format(&w->arena,
	    "---\n"
	    "schema: qms/rule/1\n"
	    "id: %s\n"
	    "use: refuse\n"
	    "confirmed: yes\n"
	    "severity: error\n"
	    "title: {vi: \"a\", en: \"a\"}\n"
	    "message: {vi: \"a\", en: \"a\"}\n"
	    "help: {vi: \"a\", en: \"a\"}\n"
	    "---\n\n"
	    "```sql\n%s\n```\n", id, sql);
}

/* The first commit: kinds, settings, people, one agency. */
static void
begin(struct world *w)
{
	static const char *const kinds[] = { "document", "procedure", "form",
		"agency", "people", "system", "clause", "agency-kind",
		"finding", "action", "audit", "tthc", "rule", "legal",
		"holiday", "finding-grade", "inspection-item", "policy" };
	struct qms_statement trust = { .act = "trust", .id = "trust",
		.version = "0", .by = "lan", .date = "2026-01-05",
		.result = "0" };
	struct file files[32];
	size_t i, count = 0;

	w->system = "";
	w->system = state_acts(w, &trust, &files[count++]);
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		files[count].path = qms_arena_format(&w->arena,
		    "kinds/%s.yaml", kinds[i]);
		files[count].text = read_schema(w, files[count].path);
		count++;
	}
	files[count++] = (struct file){ "rules/not-author.md", guard(w,
	    "not-author", "SELECT a.person FROM author AS a"
	    " WHERE a.agency = :agency AND a.id = :object AND a.version = ''"
	    " AND a.person = :by") };
	files[count++] = (struct file){ "rules/no-blanks.md", guard(w,
	    "no-blanks", "SELECT m.id FROM mention AS m"
	    " WHERE m.agency = :agency AND m.id = :object"
	    " AND m.type = 'blank'") };
	files[count++] = (struct file){ "rules/own-finding.md", guard(w,
	    "own-finding", "SELECT f.auditor FROM finding AS f"
	    " WHERE f.agency = :agency AND f.id = :object"
	    " AND f.auditor <> :by") };
	files[count++] = (struct file){ "qms.yaml", settings };
	files[count++] = (struct file){ "agencies/so/people.yaml", people };
	files[count++] = (struct file){ "agencies/so/agency.md", agency };
	files[count++] = (struct file){
	    "standards/iso9001-2015/clauses.csv",
	    read_schema(w, "standards/iso9001-2015/clauses.csv") };
	files[count++] = (struct file){ "law/holidays.csv",
	    "day,vi,working,source,confirmed\n"
	    "2026-01-01,Tết Dương lịch,no,luật,yes\n" };
	commit_files(w, files, count, DAY_ONE);
}

/* ---- asking ---- */

/* All rows as lines of cells set apart by '|'. */
static const char *
rows(struct world *w, const char *sql)
{
	struct qms_buffer out = {0};
	struct qms_query *query;
	const char *answer;
	bool row;
	int i;

	ok(qms_db_query(&query, qms_index_db(w->index), sql));
	for (;;) {
		ok(qms_step(&row, query));
		if (!row)
			break;
		for (i = 0; i < qms_column_count(query); i++)
			qms_buffer_format(&out, "%s%s", i == 0 ? "" : "|",
			    qms_column_is_null(query, i) ? "NULL" :
			    qms_column_text(query, i));
		qms_buffer_char(&out, '\n');
	}
	qms_done(query);
	answer = qms_arena_string(&w->arena, out.data == NULL ? "" :
	    out.data);
	qms_buffer_free(&out);
	return answer;
}

static void
ask_day(struct world *w, int year, int month, int day)
{
	ok(qms_index_ask(w->index, qms_day_make(year, month, day), 0));
}

/* ---- tests ---- */

static void
tells_the_persons_units_and_blanks_of_a_file(void **state)
{
	struct world *w = *state;
	struct qms_buffer text = { 0 };
	int i;

	begin(w);
	qms_buffer_format(&text, "---\nschema: qms/procedure/1\ntitle: Một\n"
	    "role: internal\nunit: van-phong\nauthors: [lan, xa/hung]\n"
	    "---\n\n## Mục đích\n\nQuy định […], […].\n\nVà … như thế.\n");
	put(w, qt01, qms_arena_string(&w->arena, text.data), DAY_ONE + DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT id, key, row, line, type,"
	    " target_agency, target FROM mention WHERE kind = 'procedure'"
	    " ORDER BY line, row"),
	    "QT-01|unit|0|5|unit|so|van-phong\n"
	    "QT-01|authors|1|6|person|so|lan\n"
	    "QT-01|authors|2|6|person|xa|hung\n"
	    "QT-01||1|11|blank|so|\n");
	/* one that is nothing but blanks does not fill the index */
	for (i = 0; i < 1000; i++)
		qms_buffer_string(&text, "\n[…]\n");
	put(w, qt01, qms_arena_string(&w->arena, text.data),
	    DAY_ONE + 2 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT count(*) FROM mention"
	    " WHERE type = 'blank'"), "100\n");
	qms_buffer_free(&text);
}

static void
reads_files_as_their_kinds_say(void **state)
{
	struct world *w = *state;

	begin(w);
	put(w, qt01, procedure(w, "Kiểm soát tài liệu", "Xem [QT-02](QT-02)."),
	    DAY_ONE + DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT agency, id, path, title, role,"
	    " review_months, state, since, version FROM procedure"),
	    "so|QT-01|agencies/so/documents/QT-01.md|Kiểm soát tài liệu|"
	    "internal|12|draft|NULL|NULL\n");
	assert_string_equal(rows(w, "SELECT parent, row, line, step, who, time"
	    " FROM procedure_steps"),
	    "QT-01|1|21|1|Chuyên viên|1\nQT-01|2|22|2|Lãnh đạo|0.5\n");
	assert_string_equal(rows(w, "SELECT parent, row, value"
	    " FROM procedure_clauses"), "QT-01|1|8.1\n");
	assert_string_equal(rows(w, "SELECT agency, id, name FROM person"
	    " ORDER BY id"), "so|hung|Hùng\nso|lan|Lan\nso|minh|Minh\n");
	assert_string_equal(rows(w, "SELECT person, office, first, last"
	    " FROM office ORDER BY person"),
	    "hung|head|2018-01-01|2027-12-31\n"
	    "lan|secretary|2018-01-01|2999-12-31\n"
	    "minh|reviewer|2018-01-01|2999-12-31\n");
	assert_string_equal(rows(w, "SELECT id, vi FROM clause"
	    " WHERE number = '8.1'"), rows(w, "SELECT number, vi FROM clause"
	    " WHERE id = '8.1'"));
	assert_string_equal(rows(w, "SELECT key, target, found FROM reference"
	    " WHERE id = 'QT-01' ORDER BY key"),
	    "clauses|8.1|yes\nlink|QT-02|no\n");
	assert_string_equal(rows(w, "SELECT agency, id, name, kind, tier"
	    " FROM agency"), "so|so|Sở Khoa học và Công nghệ|CQCM_TINH|"
	    "province\n");
	assert_string_equal(rows(w, "SELECT add_working_days('2025-12-31', 1)"),
	    "2026-01-02\n");
	assert_string_equal(rows(w, "SELECT kind, id, class, state"
	    " FROM object WHERE kind = 'procedure'"),
	    "procedure|QT-01|document|draft\n");
}

static void
answers_about_a_past_day(void **state)
{
	struct world *w = *state;

	begin(w);
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	put(w, qt01, procedure(w, "Hai", ""), DAY_ONE + 10 * DAY);
	put(w, qt01, NULL, DAY_ONE + 20 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "");
	ask_day(w, 2026, 1, 5);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "");
	ask_day(w, 2026, 1, 6);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Một\n");
	ask_day(w, 2026, 1, 14);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Một\n");
	ask_day(w, 2026, 1, 15);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Hai\n");
	ask_day(w, 2026, 2, 1);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "");
	ask_day(w, 2025, 12, 31);
	assert_int_equal(qms_index_question(w->index)->known, 0);
	/* known and day apart: what is known now, about then */
	ok(qms_index_ask(w->index, qms_day_make(2026, 1, 5), 3));
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Hai\n");
	assert_string_equal(rows(w, "SELECT year, first_day, last_day"
	    " FROM year WHERE year > 2024"),
	    "2025|2025-01-01|2025-12-31\n2026|2026-01-01|2026-12-31\n");
}

static void
opens_nothing_when_nothing_is_new(void **state)
{
	struct world *w = *state;
	struct qms_index_stats stats;
	struct qms_git_counts before;

	begin(w);
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	stats = update(w);
	assert_int_equal(stats.commits_walked, 2);
	qms_index_close(w->index);
	before = *qms_git_counts(w->git);
	open_index(w);
	stats = update(w);
	assert_memory_equal(&before, qms_git_counts(w->git), sizeof(before));
	assert_int_equal(stats.commits_walked, 0);
	assert_int_equal(stats.trees_compared, 0);
	assert_int_equal(stats.blobs_parsed, 0);
	assert_int_equal(stats.rows_touched, 0);
	assert_false(stats.rebuilt);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Một\n");
}

static void
reads_one_blob_for_one_changed_document(void **state)
{
	struct world *w = *state;
	struct qms_index_stats stats;
	struct file files[40];
	size_t i;

	begin(w);
	for (i = 0; i < 40; i++)
		files[i] = (struct file){ qms_arena_format(&w->arena,
		    "agencies/so/documents/QT-%02zu.md", i + 10),
		    procedure(w, qms_arena_format(&w->arena, "Số %zu", i),
		    "") };
	commit_files(w, files, 40, DAY_ONE + DAY);
	update(w);
	put(w, "agencies/so/documents/QT-20.md", procedure(w, "Mới", ""),
	    DAY_ONE + 2 * DAY);
	stats = update(w);
	assert_int_equal(stats.commits_walked, 1);
	assert_int_equal(stats.blobs_parsed, 1);
	assert_true(stats.trees_compared <= 20);
	assert_true(stats.rows_touched <= 40);
	/* a text that was there before is not read again */
	put(w, "agencies/so/documents/QT-20.md", files[10].text,
	    DAY_ONE + 3 * DAY);
	stats = update(w);
	assert_int_equal(stats.blobs_parsed, 0);
	assert_string_equal(rows(w, "SELECT title FROM procedure"
	    " WHERE id = 'QT-20'"), "Số 10\n");
}

static const char *
sha256_of(struct world *w, const char *text)
{
	char hex[QMS_SHA256_SIZE];

	return qms_arena_string(&w->arena, qms_sha256(hex, qms_text(text)));
}

/* A statement about QT-01, agency so. */
static struct qms_statement
act(const char *name, const char *version, const char *text, const char *by,
    const char *office, const char *date)
{
	return (struct qms_statement){ .act = name, .agency = "so",
		.id = "QT-01", .version = version, .text = text, .by = by,
		.office = office, .date = date };
}

static void
approve(struct world *w, const char *version, const char *text,
    const char *date, const char *effective, int64_t time)
{
	const char *hash = sha256_of(w, text), *prev;
	struct qms_statement s;
	struct file files[4];

	s = act("submit", version, hash, "lan", "secretary", date);
	prev = state_acts(w, &s, &files[0]);
	s = act("accept", version, hash, "minh", "reviewer", date);
	qms_strings_add(&w->arena, &s.prev, prev);
	prev = state_acts(w, &s, &files[1]);
	s = act("approve", version, hash, "hung", "head", date);
	qms_strings_add(&w->arena, &s.prev, prev);
	s.effective = effective;
	s.proof = "decision";
	s.decision = "493/QĐ-SKHCN";
	s.decision_date = date;
	s.decision_sha256 = hash;
	state_acts(w, &s, &files[2]);
	files[3].path = qms_arena_format(&w->arena,
	    "agencies/so/issued/QT-01/%s/text.md", version);
	files[3].text = text;
	commit_files(w, files, 4, time);
}

static void
versions_come_into_force_on_their_day(void **state)
{
	struct world *w = *state;
	const char *one, *two;

	begin(w);
	one = procedure(w, "Một", "");
	put(w, qt01, one, DAY_ONE + DAY);
	approve(w, "1.0", one, "2026-01-10", "2026-01-15",
	    DAY_ONE + 6 * DAY);
	two = procedure(w, "Hai", "");
	put(w, qt01, two, DAY_ONE + 20 * DAY);
	approve(w, "2.0", two, "2026-02-01", "", DAY_ONE + 30 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT version, act, void"
	    " FROM statement WHERE void IS NOT NULL"), "");
	assert_string_equal(rows(w, "SELECT version, approved, effective,"
	    " withdrawn, in_force, superseded FROM version"
	    " ORDER BY version"),
	    "1.0|2026-01-10|2026-01-15|NULL|no|2026-02-01\n"
	    "2.0|2026-02-01|2026-02-01|NULL|yes|NULL\n");
	assert_string_equal(rows(w, "SELECT state, since, version, effective"
	    " FROM procedure"), "approved|2026-02-01|2.0|2026-02-01\n");
	ask_day(w, 2026, 1, 12);
	assert_string_equal(rows(w, "SELECT state, since, version, effective"
	    " FROM procedure"), "approved|2026-01-10|NULL|NULL\n");
	ask_day(w, 2026, 1, 15);
	assert_string_equal(rows(w, "SELECT state, version, issued_text IS NOT"
	    " NULL FROM procedure"), "approved|1.0|1\n");
	/* dated 1 February, recorded on 4 February */
	ask_day(w, 2026, 2, 2);
	assert_string_equal(rows(w, "SELECT state, version FROM procedure"),
	    "approved|1.0\n");
	ok(qms_index_ask(w->index, qms_day_make(2026, 2, 2),
	    qms_index_question(w->index)->newest));
	assert_string_equal(rows(w, "SELECT state, version FROM procedure"),
	    "approved|2.0\n");
	assert_string_equal(rows(w, "SELECT count(*) FROM violation"), "0\n");
}

static void
writers_are_those_of_the_version_they_wrote(void **state)
{
	struct world *w = *state;
	const char *one;

	begin(w);
	one = procedure(w, "Một", "");
	put(w, qt01, one, DAY_ONE + DAY);
	approve(w, "1.0", one, "2026-01-10", "", DAY_ONE + 6 * DAY);
	w->email = "minh@example.gov.vn";
	put(w, qt01, procedure(w, "Hai", ""), DAY_ONE + 8 * DAY);
	w->email = "la@khong.biet";
	put(w, qt01, procedure(w, "Ba", ""), DAY_ONE + 9 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT version, person, email FROM author"
	    " WHERE id = 'QT-01' ORDER BY version, person"),
	    "||la@khong.biet\n|minh|minh@example.gov.vn\n"
	    "1.0|lan|lan@example.gov.vn\n");
	ask_day(w, 2026, 1, 6);
	assert_string_equal(rows(w, "SELECT version, person FROM author"
	    " WHERE id = 'QT-01'"), "|lan\n");
}

static void
who_wrote_it_may_not_approve_it(void **state)
{
	struct world *w = *state;
	const char *one;

	begin(w);
	w->email = "hung@example.gov.vn";
	one = procedure(w, "Một", "");
	put(w, qt01, one, DAY_ONE + DAY);
	approve(w, "1.0", one, "2026-01-10", "", DAY_ONE + 6 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT act, void FROM statement"
	    " WHERE id = 'QT-01' ORDER BY position"),
	    "submit|NULL\naccept|NULL\napprove|not-author\n");
	assert_string_equal(rows(w, "SELECT code FROM violation"), "S037\n");
}

static void
what_a_side_branch_brings_enters_at_the_merge(void **state)
{
	struct world *w = *state;
	struct qms_oid main_tip, main_tree, side, side_tree, parents[2];
	struct file merged[2];
	const char *one;

	begin(w);
	one = procedure(w, "Một", "");
	put(w, qt01, one, DAY_ONE + DAY);
	main_tip = w->tip;
	main_tree = w->tree;
	approve(w, "1.0", one, "2026-01-08", "", DAY_ONE + 3 * DAY);
	w->email = "minh@example.gov.vn";
	put(w, "agencies/so/documents/QT-02.md", procedure(w, "Hai", ""),
	    DAY_ONE + 4 * DAY);
	side = w->tip;
	side_tree = w->tree;
	w->email = "hung@example.gov.vn";
	w->tip = main_tip;
	w->tree = main_tree;
	put(w, "agencies/so/documents/QT-03.md", procedure(w, "Ba", ""),
	    DAY_ONE + 5 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT count(*) FROM statement"), "1\n");
	parents[0] = w->tip;
	parents[1] = side;
	merged[0] = (struct file){ "agencies/so/documents/QT-03.md",
	    procedure(w, "Ba", "") };
	make_commit(&w->tip, &w->tree, w, &side_tree, parents, 2, merged, 1,
	    DAY_ONE + 10 * DAY, "merge");
	assert_int_equal(update(w).commits_walked, 3);
	assert_string_equal(rows(w, "SELECT act, date, entered FROM statement"
	    " WHERE void IS NULL AND act <> 'trust' ORDER BY position"),
	    "submit|2026-01-08|2026-01-15\naccept|2026-01-08|2026-01-15\n"
	    "approve|2026-01-08|2026-01-15\n");
	/* the merge wrote nothing of its own */
	assert_string_equal(rows(w, "SELECT id, person FROM author"
	    " ORDER BY id, person"), "QT-01|lan\nQT-02|minh\nQT-03|hung\n");
	assert_string_equal(rows(w, "SELECT count(*) FROM violation"), "0\n");
	/* what was known on the day before the merge */
	ask_day(w, 2026, 1, 14);
	assert_string_equal(rows(w, "SELECT state FROM procedure"
	    " WHERE id = 'QT-01'"), "draft\n");
	ask_day(w, 2026, 1, 15);
	assert_string_equal(rows(w, "SELECT state, since FROM procedure"
	    " WHERE id = 'QT-01'"), "approved|2026-01-08\n");
}

static void
a_merge_that_drops_a_statement_is_a_violation(void **state)
{
	struct world *w = *state;
	struct qms_oid parents[2], ours, our_tree;
	const char *one;

	begin(w);
	one = procedure(w, "Một", "");
	put(w, qt01, one, DAY_ONE + DAY);
	ours = w->tip;
	our_tree = w->tree;
	approve(w, "1.0", one, "2026-01-08", "", DAY_ONE + 3 * DAY);
	parents[0] = ours;
	parents[1] = w->tip;
	make_commit(&w->tip, &w->tree, w, &our_tree, parents, 2, NULL, 0,
	    DAY_ONE + 5 * DAY, "merge -s ours");
	update(w);
	assert_string_equal(rows(w, "SELECT code, count(*) FROM violation"
	    " GROUP BY code"), "S030|4\n");
}

static void
changed_issued_texts_and_closed_records_are_violations(void **state)
{
	static const char path[] = "agencies/so/records/2026/finding/"
		"PH-2026-01.md";
	static const char text[] = "---\nschema: qms/finding/1\ntitle: Thiếu\n"
		"source: internal-audit\ngrade: KPH-nhe\nclause: \"8.1\"\n"
		"unit: vp\nauditor: minh\nday: 2026-01-06\n---\n\n"
		"## Mô tả\n\nThiếu.\n\n## Bằng chứng\n\nSổ.\n";
	struct world *w = *state;
	struct qms_statement s;
	struct file files[2];
	const char *one;

	begin(w);
	one = procedure(w, "Một", "");
	put(w, qt01, one, DAY_ONE + DAY);
	approve(w, "1.0", one, "2026-01-08", "", DAY_ONE + 3 * DAY);
	put(w, path, text, DAY_ONE + 4 * DAY);
	s = act("retract", "", sha256_of(w, text), "minh", "auditor",
	    "2026-01-10");
	s.id = "PH-2026-01";
	state_acts(w, &s, &files[0]);
	files[1] = (struct file){ "agencies/so/people.yaml",
	    qms_arena_format(&w->arena, "%s  - {person: minh, office:"
	    " auditor, unit: vp, from: 2018-01-01}\n", people) };
	commit_files(w, files, 2, DAY_ONE + 6 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT state, since, closed FROM finding"),
	    "retracted|2026-01-10|2026-01-10\n");
	assert_string_equal(rows(w, "SELECT count(*) FROM violation"), "0\n");
	put(w, path, qms_arena_format(&w->arena, "%s\nThêm.\n", text),
	    DAY_ONE + 7 * DAY);
	put(w, "agencies/so/issued/QT-01/1.0/text.md", "khác\n",
	    DAY_ONE + 8 * DAY);
	put(w, "agencies/so/issued/QT-01/1.1/text.md", "lạ\n",
	    DAY_ONE + 9 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT code, path FROM violation"
	    " ORDER BY ordinal"), qms_arena_format(&w->arena, "S034|%s\n"
	    "S031|agencies/so/issued/QT-01/1.0/text.md\n"
	    "S037|agencies/so/issued/QT-01/1.1/text.md\n", path));
}

static void
a_time_later_than_the_clock_hides_nothing(void **state)
{
	struct world *w = *state;

	begin(w);
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + 3650 * DAY);
	put(w, qt01, procedure(w, "Hai", ""), DAY_ONE + 2 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT ordinal, day, plausible FROM line"
	    " ORDER BY ordinal"),
	    "1|2026-01-05|1\n2|2026-01-05|0\n3|2026-01-07|1\n");
	ask_day(w, 2026, 1, 7);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Hai\n");
}

static void
finds_words_with_and_without_tone_marks(void **state)
{
	struct world *w = *state;
	struct qms_row_hit *hits;
	size_t count;

	begin(w);
	put(w, qt01, procedure(w, "Thủ tục", "Người dân dang ky trực tiếp."),
	    DAY_ONE + DAY);
	put(w, "agencies/so/documents/QT-02.md", procedure(w,
	    "Đăng ký hồ sơ", "Tiếp nhận."), DAY_ONE + 2 * DAY);
	put(w, "agencies/so/documents/QT-03.md", procedure(w, "Khác",
	    "Việc đăng ký, rồi ký số."), DAY_ONE + 3 * DAY);
	update(w);
	ok(qms_query_search(&hits, &count, &w->arena, w->index, "đăng ký",
	    0));
	assert_int_equal(count, 3);
	assert_string_equal(hits[0].id, "QT-02");
	assert_string_equal(hits[1].id, "QT-03");
	assert_string_equal(hits[1].line, "Việc đăng ký, rồi ký số.");
	assert_string_equal(hits[2].id, "QT-01");
	ok(qms_query_search(&hits, &count, &w->arena, w->index, "\"dang ky\"",
	    0));
	assert_int_equal(count, 3);
	assert_string_equal(hits[0].id, "QT-01");
	ok(qms_query_search(&hits, &count, &w->arena, w->index,
	    "tiep nhan AND \"( NEAR", 0));
	assert_int_equal(count, 0);
	ok(qms_query_search(&hits, &count, &w->arena, w->index, "  - \"\" ", 0));
	assert_int_equal(count, 0);
	/* a past day is searched in the texts of that day */
	put(w, qt01, procedure(w, "Thủ tục", "Không còn."), DAY_ONE + 4 * DAY);
	qms_index_close(w->index);
	ok(qms_file_remove(index_path(w)));
	open_index(w);
	update(w);
	ok(qms_query_search(&hits, &count, &w->arena, w->index, "dang ky", 0));
	assert_int_equal(count, 2);
	ask_day(w, 2026, 1, 6);
	ok(qms_query_search(&hits, &count, &w->arena, w->index, "dang ky", 0));
	assert_int_equal(count, 1);
	assert_string_equal(hits[0].id, "QT-01");
}

static void
a_system_below_the_git_root_sees_only_its_own_files(void **state)
{
	struct world *w = *state;
	struct qms_index_file over;
	const char *text;

	qms_index_close(w->index);
	w->prefix = "qms/";
	open_index(w);
	begin(w);
	text = procedure(w, "Một", "");
	put(w, qt01, text, DAY_ONE + DAY);
	approve(w, "1.0", text, "2026-01-08", "", DAY_ONE + 3 * DAY);
	w->prefix = "";
	put(w, "agencies/so/documents/QT-09.md", "ngoài", DAY_ONE + 4 * DAY);
	w->prefix = "qms/";
	update(w);
	assert_string_equal(rows(w, "SELECT id, path, state, version"
	    " FROM procedure"), "QT-01|agencies/so/documents/QT-01.md|"
	    "approved|1.0\n");
	assert_string_equal(rows(w, "SELECT count(*) FROM violation"), "0\n");
	over = (struct qms_index_file){ "agencies/so/documents/QT-02.md",
	    qms_text(text) };
	ok(qms_index_overlay_begin(w->index, &over, 1, w->email));
	assert_string_equal(rows(w, "SELECT id FROM procedure ORDER BY id"),
	    "QT-01\nQT-02\n");
	ok(qms_index_overlay_end(w->index));
}

/* ---- the same answer by another way ---- */

/* Everything that is said, without numbers that only count rows. */
static const char *
logical_rows(struct world *w)
{
	static const char *const questions[] = {
		"SELECT * FROM line ORDER BY ordinal",
		"SELECT * FROM entered ORDER BY position",
		"SELECT * FROM writer ORDER BY ordinal, agency, object,"
		" person, email, commit_id, version",
		"SELECT * FROM violation ORDER BY ordinal, commit_id, path,"
		" code",
		"SELECT * FROM kind_text ORDER BY path, first",
		"SELECT f.path, f.kind, f.agency, f.object, f.first, f.last,"
		" t.blob, t.title, t.broken, t.schema, t.sha256, k.kind,"
		" k.blob FROM file AS f JOIN fact AS t ON t.id = f.fact"
		" JOIN kind_file AS k ON k.id = t.kind_file"
		" ORDER BY f.path, f.first",
		"SELECT f.path, f.first, r.row, r.line, r.key, r.to_kind,"
		" r.agency, r.target, r.version FROM file AS f"
		" JOIN fact_reference AS r ON r.fact = f.fact"
		" ORDER BY 1, 2, 3, 4, 5, 8",
		"SELECT f.path, f.first, p.line, p.col, p.code, p.a1"
		" FROM file AS f JOIN fact_problem AS p ON p.fact = f.fact"
		" ORDER BY 1, 2, 3, 4, 5, 6",
		"SELECT * FROM procedure ORDER BY path",
		"SELECT * FROM procedure_steps ORDER BY path, row",
		"SELECT * FROM version ORDER BY agency, id, version",
		"SELECT * FROM reference ORDER BY path, line, key, row, target",
		"SELECT agency, id, version, person, email FROM author"
		" ORDER BY 1, 2, 3, 4, 5",
		"SELECT kind, agency, id, path, title, class, state, version"
		" FROM object ORDER BY path",
		"SELECT * FROM office ORDER BY person, office, first",
	};
	struct qms_buffer out = {0};
	const char *answer;
	size_t i;

	for (i = 0; i < sizeof(questions) / sizeof(*questions); i++)
		qms_buffer_format(&out, "== %s\n%s", questions[i],
		    rows(w, questions[i]));
	answer = qms_arena_string(&w->arena, out.data);
	qms_buffer_free(&out);
	return answer;
}

static void
assert_same(struct world *w, const char *a, const char *b, int step)
{
	const char *x = a, *y = b, *line = a;

	if (strcmp(a, b) == 0)
		return;
	for (; *x == *y; x++, y++)
		if (*x == '\n')
			line = x + 1;
	fail_msg("step %d:\n%.300s\n--- is not ---\n%.300s", step, line,
	    b + (line - a));
}

static uint32_t seed;

static uint32_t
pick(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

static const char *
any_path(struct world *w)
{
	return qms_arena_format(&w->arena, "agencies/so/documents/QT-%02u.md",
	    pick(9) + 1);
}

static void
random_change(struct world *w, int step, int64_t time)
{
	static const char *const mails[] = { "lan@example.gov.vn",
		"minh@example.gov.vn", "hung@example.gov.vn", "x@y.z" };
	const char *path = any_path(w), *text;

	w->email = mails[pick(4)];
	text = procedure(w, qms_arena_format(&w->arena, "Số %u", pick(5)),
	    qms_arena_format(&w->arena, "[x](QT-%02u)", pick(12)));
	switch (pick(12)) {
	case 0:
		put(w, path, NULL, time);
		break;
	case 1:
		put(w, path, "---\nschema: [\n", time);
		break;
	case 2:
		put(w, "kinds/procedure.yaml", qms_arena_format(&w->arena,
		    "%s# %u\n", read_schema(w, "kinds/procedure.yaml"),
		    pick(3)), time);
		break;
	case 3:
		put(w, "agencies/so/people.yaml", qms_arena_format(&w->arena,
		    "%s  - {person: minh, office: auditor, unit: vp,"
		    " from: 2026-01-%02u}\n", people, pick(20) + 1), time);
		break;
	case 4:
		text = procedure(w, "Ban hành", qms_arena_format(&w->arena,
		    "%d", step));
		put(w, qt01, text, time);
		approve(w, qms_arena_format(&w->arena, "%d.0", step + 1), text,
		    "2026-01-06", "", time);
		break;
	default:
		put(w, path, text, time);
	}
}

static void
random_merge(struct world *w, int step, int64_t time)
{
	struct qms_oid base = w->tip, base_tree = w->tree, side, parents[2];
	struct file file;
	int i, count = (int)pick(3) + 1;

	for (i = 0; i < count; i++)
		random_change(w, 1000 + step * 8 + i, time);
	side = w->tip;
	file = (struct file){ any_path(w), procedure(w, "Gộp", "") };
	parents[1] = side;
	if (pick(2) == 0) {		/* keep ours: may drop statements */
		w->tip = base;
		w->tree = base_tree;
		random_change(w, 5000 + step, time);
	} else {			/* take theirs, and a change */
		struct qms_oid their_tree = w->tree;

		w->tip = base;
		w->tree = base_tree;
		put(w, file.path, file.text, time);
		w->tree = their_tree;
	}
	parents[0] = w->tip;
	make_commit(&w->tip, &w->tree, w, &w->tree, parents, 2, &file, 1,
	    time, "merge\n\nCo-authored-by: Minh <MINH@example.gov.vn>\n");
}

static void
step_by_step_equals_at_once(void **state)
{
	struct world *w = *state;
	const char *grown, *whole;
	int step;

	seed = 7;
	begin(w);
	for (step = 0; step < 120; step++) {
		if (pick(6) == 0)
			random_merge(w, step, DAY_ONE + step * DAY / 4);
		else
			random_change(w, step, DAY_ONE + step * DAY / 4);
		if (pick(3) == 0)
			update(w);
		if (step % 30 != 29)
			continue;
		update(w);
		grown = logical_rows(w);
		qms_index_close(w->index);
		ok(qms_file_remove(index_path(w)));
		open_index(w);
		update(w);
		whole = logical_rows(w);
		assert_same(w, grown, whole, step);
	}
}

static void
an_overlay_answers_as_the_commit_would(void **state)
{
	struct world *w = *state;
	struct qms_index_file over[5];
	const char *base, *laid, *hash, *text;
	struct qms_statement s, trust = { .act = "trust", .id = "trust",
	    .version = "1", .by = "lan", .date = "2026-01-07",
	    .result = "0" };
	struct file files[5];
	size_t i;

	begin(w);
	text = procedure(w, "Một", "");
	put(w, qt01, text, DAY_ONE + DAY);
	put(w, "agencies/so/documents/QT-02.md", text, DAY_ONE + DAY);
	update(w);
	hash = sha256_of(w, text);
	s = act("submit", "1.0", hash, "lan", "secretary", "2026-01-07");
	state_acts(w, &s, &files[0]);
	files[1] = (struct file){ "agencies/so/documents/QT-02.md", NULL };
	files[2] = (struct file){ "agencies/so/documents/QT-03.md",
	    procedure(w, "Ba", "[QT-02](QT-02)") };
	files[3] = (struct file){ "kinds/procedure.yaml", qms_arena_format(
	    &w->arena, "%s# mới\n", read_schema(w, "kinds/procedure.yaml")) };
	qms_strings_add(&w->arena, &trust.prev, w->system);
	state_acts(w, &trust, &files[4]);
	for (i = 0; i < 5; i++)
		over[i] = (struct qms_index_file){ files[i].path,
		    { files[i].text, files[i].text == NULL ? 0 :
		    strlen(files[i].text) } };
	base = logical_rows(w);
	w->options.now = DAY_ONE + 2 * DAY;
	qms_index_close(w->index);
	open_index(w);
	ok(qms_index_overlay_begin(w->index, over, 5, w->email));
	assert_int_equal(qms_index_question(w->index)->known, 4);
	ok(qms_index_ask(w->index, qms_day_make(2026, 1, 7), 4));
	/* ids of commits are not known yet */
	ok(qms_db_run(qms_index_db(w->index), "UPDATE writer SET commit_id"
	    " = 'x' WHERE ordinal = 4; UPDATE violation SET commit_id = 'x';"
	    "UPDATE line SET id = 'x', author = '', subject = ''"
	    " WHERE ordinal = 4"));
	laid = logical_rows(w);
	assert_string_equal(rows(w, "SELECT id, title, state FROM procedure"
	    " ORDER BY id"), "QT-01|Một|in-review\nQT-03|Ba|draft\n");
	ok(qms_index_overlay_end(w->index));
	assert_same(w, base, logical_rows(w), 0);
	assert_string_equal(rows(w, "SELECT id, state FROM procedure"
	    " ORDER BY id"), "QT-01|draft\nQT-02|draft\n");
	commit_files(w, files, 5, DAY_ONE + 2 * DAY);
	update(w);
	ok(qms_db_begin(qms_index_db(w->index)));
	ok(qms_db_run(qms_index_db(w->index), "UPDATE writer SET commit_id"
	    " = 'x' WHERE ordinal = 4; UPDATE violation SET commit_id = 'x';"
	    "UPDATE line SET id = 'x', author = '', subject = ''"
	    " WHERE ordinal = 4"));
	assert_same(w, laid, logical_rows(w), 1);
	ok(qms_db_rollback(qms_index_db(w->index)));
}

static void
an_overlay_of_one_file_reads_little(void **state)
{
	struct world *w = *state;
	struct qms_index_file over;
	struct qms_git_counts before, *now;
	struct qms_problems problems = { .arena = &w->arena };

	begin(w);
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	update(w);
	over = (struct qms_index_file){ qt01, qms_text("---\ntitle: x\n") };
	before = *qms_git_counts(w->git);
	ok(qms_index_overlay_begin(w->index, &over, 1, ""));
	now = qms_git_counts(w->git);
	assert_true(now->trees_read - before.trees_read <= 6);
	assert_true(now->blobs_read - before.blobs_read <= 2);
	ok(qms_index_problems(&problems, w->index, qt01));
	assert_true(problems.count > 0);
	assert_string_equal(problems.items[0].path, qt01);
	ok(qms_index_overlay_end(w->index));
	problems.count = 0;
	ok(qms_index_problems(&problems, w->index, NULL));
	assert_int_equal(problems.count, 0);
}

static void
another_kind_file_gives_files_new_facts(void **state)
{
	struct world *w = *state;
	struct qms_index_stats stats;
	struct qms_text kind;
	char *text, *at;

	begin(w);
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	update(w);
	kind = qms_text(read_schema(w, "kinds/procedure.yaml"));
	text = qms_arena_copy(&w->arena, kind.data, kind.size);
	at = strstr(text, "\nkeys:\n") + strlen("\nkeys:\n");
	put(w, "kinds/procedure.yaml", qms_arena_format(&w->arena,
	    "%.*s  colour: {type: text, column: yes, name: {vi: màu,"
	    " en: colour}}\n%s", (int)(at - text), text, at),
	    DAY_ONE + 2 * DAY);
	stats = update(w);
	assert_int_equal(stats.blobs_parsed, 1);
	assert_string_equal(rows(w, "SELECT title, colour FROM procedure"),
	    "Một|NULL\n");
	text = (char *)(uintptr_t)procedure(w, "Hai\ncolour: đỏ", "");
	put(w, qt01, text, DAY_ONE + 3 * DAY);
	update(w);
	assert_string_equal(rows(w, "SELECT title, colour FROM procedure"),
	    "Hai|đỏ\n");
	assert_true(qms_index_has_column(w->index, "procedure", "colour"));
	ask_day(w, 2026, 1, 6);		/* the kind of that day */
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Một\n");
	assert_false(qms_index_has_column(w->index, "procedure", "colour"));
	/* a kind that goes takes its view along */
	put(w, "kinds/procedure.yaml", NULL, DAY_ONE + 4 * DAY);
	update(w);
	assert_false(qms_index_has_column(w->index, "procedure", "title"));
	assert_string_equal(rows(w, "SELECT kind FROM object"
	    " WHERE id = 'QT-01' AND kind = 'procedure'"), "");
}

static void
another_history_is_indexed_anew(void **state)
{
	struct world *w = *state;
	struct qms_oid first, first_tree;

	begin(w);
	first = w->tip;
	first_tree = w->tree;
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	assert_false(update(w).rebuilt);
	w->tip = first;
	w->tree = first_tree;
	put(w, qt01, procedure(w, "Khác", ""), DAY_ONE + DAY);
	assert_true(update(w).rebuilt);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Khác\n");
	w->tip = first;			/* and back */
	w->tree = first_tree;
	assert_true(update(w).rebuilt);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "");
	memset(&w->tip, 0, sizeof(w->tip));
	update(w);
	assert_string_equal(rows(w, "SELECT count(*) FROM line"), "0\n");
}

static void
who_read_the_head_earlier_leaves_a_newer_index_alone(void **state)
{
	struct world *w = *state;
	struct qms_index_stats stats;
	struct qms_oid earlier;

	begin(w);
	earlier = w->tip;
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	update(w);
	ok(qms_index_update(w->index, &earlier, &stats));
	assert_true(stats.moved_on);
	assert_false(stats.rebuilt);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "Một\n");
	set_head(w, &earlier);		/* and when it went back */
	ok(qms_index_update(w->index, &earlier, &stats));
	assert_false(stats.moved_on);
	assert_true(stats.rebuilt);
	assert_string_equal(rows(w, "SELECT title FROM procedure"), "");
}

static void
swapped_parents_of_a_merge_are_another_history(void **state)
{
	struct world *w = *state;
	struct qms_oid base, base_tree, ours, parents[2];

	begin(w);
	base = w->tip;
	base_tree = w->tree;
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	ours = w->tip;
	update(w);
	w->tip = base;
	w->tree = base_tree;
	put(w, "agencies/so/documents/QT-02.md", procedure(w, "Hai", ""),
	    DAY_ONE + 2 * DAY);
	parents[0] = w->tip;
	parents[1] = ours;
	make_commit(&w->tip, &w->tree, w, &w->tree, parents, 2, NULL, 0,
	    DAY_ONE + 3 * DAY, "merge");
	assert_true(update(w).rebuilt);
	assert_string_equal(rows(w, "SELECT id FROM procedure"), "QT-02\n");
}

static void
a_damaged_index_that_stays_is_an_error(void **state)
{
	const char garbage[8192 * 4] = "SQLite format 3";
	struct world *w = *state;
	struct qms_index_stats stats;
	char *wal;

	begin(w);
	update(w);
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	wal = qms_arena_format(&w->arena, "%s-wal/x", index_path(w));
	ok(qms_file_make_directories(wal));
	ok(qms_file_write(index_path(w), (struct qms_text){ garbage,
	    sizeof(garbage) }, false));
	set_head(w, &w->tip);
	assert_non_null(qms_index_update(w->index, &w->tip, &stats));
	/* what is asked all the same is answered: nothing is there */
	assert_string_equal(rows(w, "SELECT path FROM file"), "");
	assert_int_equal(qms_index_question(w->index)->newest, 0);
}

static void
a_damaged_or_foreign_index_is_made_anew_unasked(void **state)
{
	static const char *const bytes[] = { "", "no database at all, but text "
		"that is longer than the header of one would be, by far ......"
		"............................................" };
	struct world *w = *state;
	struct qms_text text;
	struct qms_db *db;
	size_t i;

	begin(w);
	put(w, qt01, procedure(w, "Một", ""), DAY_ONE + DAY);
	update(w);
	for (i = 0; i < 4; i++) {
		qms_index_close(w->index);
		if (i < 2) {
			ok(qms_file_write(index_path(w), qms_text(bytes[i]),
			    false));
		} else if (i == 2) {	/* cut short */
			ok(qms_file_read(&text, &w->arena, index_path(w),
			    (size_t)1 << 30));
			text.size = text.size / 2;
			ok(qms_file_write(index_path(w), text, false));
		} else {		/* right number, other tables */
			ok(qms_db_open(&db, index_path(w), false));
			ok(qms_db_run(db, "DROP TABLE source;"
			    "CREATE VIEW source AS SELECT 1 AS id, 'x' AS tip,"
			    " 1 AS ordinal"));
			qms_db_close(db);
		}
		open_index(w);
		update(w);
		assert_string_equal(rows(w, "SELECT title FROM procedure"),
		    "Một\n");
	}
}

static void
a_clone_that_cannot_be_written_has_its_index_in_the_cache(void **state)
{
	struct world *w = *state;
	char *cache = qms_arena_format(&w->arena, "%s/cache", w->directory);
	char *place = qms_arena_format(&w->arena, "%sqms",
	    qms_git_common_directory(w->git));
	struct qms_file_entry *entries;
	size_t count;

	begin(w);
	qms_index_close(w->index);
	ok(qms_file_remove(index_path(w)));
	ok(qms_file_remove(qms_arena_format(&w->arena, "%s/index.db.lock",
	    place)));
	assert_int_equal(rmdir(place), 0);
	/* a file where the directory should be stops root too */
	ok(qms_file_write(place, qms_text("x"), false));
	w->options.cache = cache;
	open_index(w);
	update(w);
	ok(qms_file_list(&entries, &count, &w->arena, qms_arena_format(
	    &w->arena, "%s/qms", cache)));
	assert_int_equal(count, 2);
	assert_string_equal(rows(w, "SELECT count(*) FROM line"), "1\n");
	/* and without any place, in memory */
	qms_index_close(w->index);
	w->options.cache = NULL;
	open_index(w);
	assert_false(update(w).rebuilt);
	assert_string_equal(rows(w, "SELECT count(*) FROM line"), "1\n");
}

static void
hostile_files_are_problems_and_not_failures(void **state)
{
	struct world *w = *state;
	struct qms_problems problems = { .arena = &w->arena };
	struct qms_git_edit edits[2];
	struct qms_oid parent, tree;
	struct qms_git_person who = { "x", "x@y.z", DAY_ONE + DAY, 0 };
	char *large = qms_arena_alloc(&w->arena, 2000000);

	begin(w);
	memset(large, 'a', 1999999);
	edits[0].path = qt01;
	ok(qms_git_write_blob(&edits[0].blob, w->git, qms_text(large)));
	edits[1].path = "agencies/so/documents/QT-02.md";
	ok(qms_git_write_blob(&edits[1].blob, w->git,
	    (struct qms_text){ "---\n\0\xff\n---\n", 11 }));
	ok(qms_git_write_tree(&tree, w->git, &w->tree, edits, 2));
	w->tree = tree;
	parent = w->tip;
	ok(qms_git_write_commit(&w->tip, w->git, &w->tree, &parent, 1, &who,
	    &who, "large"));
	put(w, "agencies/so/acts/QT-01/1.0-submit-lan-0123456789abcdef.yaml",
	    "schema: [[[[\n", DAY_ONE + 2 * DAY);
	update(w);
	ok(qms_index_problems(&problems, w->index, NULL));
	assert_int_equal(problems.count, 2);
	assert_string_equal(problems.items[0].code, "G013");
	assert_string_equal(rows(w, "SELECT code FROM violation"), "S032\n");
	assert_string_equal(rows(w, "SELECT id, broken FROM object"
	    " WHERE id LIKE 'QT-%' ORDER BY id"), "QT-01|1\nQT-02|1\n");
}

static void
tells_what_refers_and_what_changed(void **state)
{
	struct world *w = *state;
	struct qms_row_reference *references;
	struct qms_row_change *changes;
	struct qms_row_object *objects;
	struct qms_row_agency *agencies;
	struct qms_row_office *offices;
	struct qms_row_commit *commits;
	struct qms_filter filter = { .kind = "procedure" };
	struct qms_row_due *due;
	struct qms_row_file *files;
	size_t count;

	begin(w);
	put(w, qt01, procedure(w, "Một", "[hai](QT-02.md#x)"), DAY_ONE + DAY);
	put(w, "agencies/so/documents/QT-02.md", procedure(w, "Hai", ""),
	    DAY_ONE + 2 * DAY);
	put(w, qt01, procedure(w, "Một", "[hai](QT-02)"), DAY_ONE + 3 * DAY);
	put(w, qt01, NULL, DAY_ONE + 4 * DAY);
	update(w);
	ok(qms_query_changes(&changes, &count, &w->arena, w->index, "so",
	    "QT-01"));
	assert_int_equal(count, 3);
	assert_string_equal(changes[0].day, "2026-01-06");
	assert_string_equal(changes[2].day, "2026-01-09");
	assert_string_equal(changes[2].sha256, "");
	ask_day(w, 2026, 1, 7);
	ok(qms_query_references_to(&references, &count, &w->arena, w->index,
	    "so", "QT-02"));
	assert_int_equal(count, 1);
	assert_string_equal(references[0].id, "QT-01");
	assert_string_equal(references[0].title, "Một");
	assert_true(references[0].found);
	ok(qms_query_references_from(&references, &count, &w->arena,
	    w->index, qt01));
	assert_int_equal(count, 2);
	ok(qms_query_objects(&objects, &count, &w->arena, w->index, &filter));
	assert_int_equal(count, 2);
	assert_string_equal(objects[1].changed, "2026-01-07");
	assert_string_equal(objects[1].state, "draft");
	ok(qms_query_objects(&objects, &count, &w->arena, w->index, NULL));
	assert_true(count > 2);
	ok(qms_query_agencies(&agencies, &count, &w->arena, w->index));
	assert_int_equal(count, 1);
	assert_string_equal(agencies[0].short_name, "Sở KHCN");
	assert_string_equal(agencies[0].last, "");
	ok(qms_query_offices(&offices, &count, &w->arena, w->index, "so",
	    "hung"));
	assert_int_equal(count, 1);
	assert_string_equal(offices[0].name, "Hùng");
	assert_string_equal(offices[0].last, "2027-12-31");
	ok(qms_query_commits(&commits, &count, &w->arena, w->index, 2));
	assert_int_equal(count, 2);
	assert_int_equal(commits[0].ordinal, 3);
	ok(qms_query_due(&due, &count, &w->arena, w->index, NULL));
	assert_int_equal(count, 0);
	ok(qms_query_files(&files, &count, &w->arena, w->index, "procedure",
	    "so"));
	assert_int_equal(count, 2);
}

int
main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		test(tells_the_persons_units_and_blanks_of_a_file),
		test(reads_files_as_their_kinds_say),
		test(answers_about_a_past_day),
		test(opens_nothing_when_nothing_is_new),
		test(reads_one_blob_for_one_changed_document),
		test(versions_come_into_force_on_their_day),
		test(writers_are_those_of_the_version_they_wrote),
		test(who_wrote_it_may_not_approve_it),
		test(what_a_side_branch_brings_enters_at_the_merge),
		test(a_merge_that_drops_a_statement_is_a_violation),
		test(changed_issued_texts_and_closed_records_are_violations),
		test(a_time_later_than_the_clock_hides_nothing),
		test(finds_words_with_and_without_tone_marks),
		test(a_system_below_the_git_root_sees_only_its_own_files),
		test(step_by_step_equals_at_once),
		test(an_overlay_answers_as_the_commit_would),
		test(an_overlay_of_one_file_reads_little),
		test(another_kind_file_gives_files_new_facts),
		test(another_history_is_indexed_anew),
		test(who_read_the_head_earlier_leaves_a_newer_index_alone),
		test(swapped_parents_of_a_merge_are_another_history),
		test(a_damaged_or_foreign_index_is_made_anew_unasked),
		test(a_damaged_index_that_stays_is_an_error),
		test(a_clone_that_cannot_be_written_has_its_index_in_the_cache),
		test(hostile_files_are_problems_and_not_failures),
		test(tells_what_refers_and_what_changed),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	qms_git_finish();
	qms_unicode_finish();
	return failed;
}
