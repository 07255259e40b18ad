/* SPDX-License-Identifier: MIT */
/*
 * generate - a quality system of any size, as a stream for git fast-import;
 * the same bytes each time.
 *
 *	generate S|M|L|P|AGENCIES:DOCUMENTS:COMMITS DATA | git fast-import
 *
 * DATA holds schemas/. Agencies write, review and issue their documents; audit,
 * find and correct; one commit in twenty touches several documents, one in
 * thirty merges what was written beside the main line. All statements count.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prose.h"
#include "qms/date.h"
#include "qms/file.h"
#include "qms/statement.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { PARAGRAPHS = 10, STEPS = 9, PARTS = PARAGRAPHS + STEPS,
	BEGIN = 1514854800,		/* 2018-01-02 08:00 +07:00 */
	END = 1782780000,		/* 2026-06-30 07:40 +07:00 */
	OFFSET = 7 * 60 };

enum role { HEAD, DEPUTY, SECRETARY, REVIEWER, AUTHOR, OWNER, AUDITOR,
	UNIT_HEAD, ROLES };

static const struct office {
	const char *office, *title, *unit;
} offices[ROLES] = {
	{ "head", "Chủ tịch", "" },
	{ "deputy-head", "Phó Chủ tịch", "" },
	{ "secretary", "Thư ký ISO", "van-phong" },
	{ "reviewer", "Chánh Văn phòng", "van-phong" },
	{ "specialist", "Chuyên viên", "nghiep-vu" },
	{ "specialist", "Chuyên viên", "mot-cua" },
	{ "auditor", "Đánh giá viên nội bộ", "phap-che" },
	{ "unit-head", "Trưởng phòng", "mot-cua" },
};

enum stage { ABSENT, DRAFT, IN_REVIEW, REVIEWED, ISSUED };

struct document {
	int agency, number, clock;	/* clock: commit of its last change */
	bool form, beside;		/* beside: written on the side line */
	enum stage stage;
	int issue;			/* 1.0, 1.1 … of issue - 1 */
	uint8_t revisions[PARTS];
	char last[QMS_SHA256_SIZE];	/* its newest statement */
};

/* Audit, finding and action of one round, as far as they have come. */
struct round {
	int step, number, year;
	char day[QMS_DAY_SIZE];		/* of the step before */
	char audited[QMS_DAY_SIZE];
	char last[3][QMS_SHA256_SIZE];
};

struct agency {
	char id[24], name[96];
	int first, count;		/* its documents */
	struct round round;
	char person[ROLES][40], person_name[ROLES][64];
};

static struct qms_arena arena;
static struct agency *agencies;
static struct document *documents, **order;	/* of writing */
static int agency_count, document_count, commit_count, commits, mark;
static char system_id[QMS_SHA256_SIZE];
static struct dice dice;

/* ---- commits ---- */

static struct qms_buffer changes;
static char today[QMS_DAY_SIZE];
static int64_t now;

static void
begin_commit(void)
{
	now = BEGIN + (int64_t)commits * ((END - BEGIN) / commit_count);
	qms_day_format(today, qms_day_of_time(now, OFFSET));
	qms_buffer_clear(&changes);
}

static void
put(const char *path, struct qms_text text)
{
	qms_buffer_format(&changes, "M 100644 inline %s\ndata %zu\n", path,
	    text.size);
	qms_buffer_text(&changes, text);
	qms_buffer_char(&changes, '\n');
}

/* from and merge: marks, or 0. */
static int
end_commit(const char *branch, const struct agency *a, enum role who,
    const char *subject, int from, int merge)
{
	mark++;
	printf("commit refs/heads/%s\nmark :%d\n", branch, mark);
	printf("author %s <%s@%s.example> %lld +0700\n"
	    "committer %s <%s@%s.example> %lld +0700\ndata %zu\n%s\n",
	    a->person_name[who], a->person[who], a->id, (long long)now,
	    a->person_name[who], a->person[who], a->id, (long long)now,
	    strlen(subject), subject);
	if (from != 0)
		printf("from :%d\n", from);
	if (merge != 0)
		printf("merge :%d\n", merge);
	fwrite(changes.data, 1, changes.size, stdout);
	printf("\n");
	commits++;
	return mark;
}

/* ---- statements ---- */

static void
state(struct qms_statement *s, char last[QMS_SHA256_SIZE])
{
	struct qms_buffer text = { 0 };

	s->system = system_id;
	s->date = today;
	if (s->proof == NULL)
		s->proof = "commit";
	if (last != NULL && *last != '\0')
		qms_strings_add(&arena, &s->prev,
		    qms_arena_string(&arena, last));
	qms_statement_write(&text, s);
	put(qms_statement_path(&arena, s), qms_buffer_view(&text));
	if (last != NULL)
		memcpy(last, s->sha256, QMS_SHA256_SIZE);
	qms_buffer_free(&text);
}

/* ---- the system and its agencies ---- */

static struct qms_statement_file *members;
static size_t member_count, member_room;

static void
add_member(const char *path, struct qms_text text)
{
	struct qms_statement_file *file = qms_push(&arena, members,
	    member_count, member_room);
	char sha256[QMS_SHA256_SIZE];

	file->path = qms_arena_string(&arena, path);
	file->sha256 = qms_arena_string(&arena, qms_sha256(sha256, text));
	put(path, text);
}

static void
die(const struct qms_error *err)
{
	fprintf(stderr, "generate: cannot read the data (%s)\n",
	    qms_message_get(err->id)->code);
	exit(1);
}

static void
copy_tree(const char *from, const char *to)
{
	const struct qms_error *err;
	struct qms_file_entry *entries;
	struct qms_text text;
	const char *source, *target;
	size_t count, i;

	err = qms_file_list(&entries, &count, &arena, from);
	if (err != NULL)
		die(err);
	for (i = 0; i < count; i++) {
		source = qms_file_join(&arena, from, entries[i].name);
		target = qms_file_join(&arena, to, entries[i].name);
		if (entries[i].type == QMS_FILE_DIRECTORY) {
			copy_tree(source, target);
			continue;
		}
		err = qms_file_read(&text, &arena, source, 16 << 20);
		if (err != NULL)
			die(err);
		add_member(target, text);
	}
}

static int
compare_files(const void *left, const void *right)
{
	const struct qms_statement_file *a = left, *b = right;

	return strcmp(a->path, b->path);
}

static void
write_system(const char *data)
{
	static const char *const trees[] = { "kinds", "rules", "law",
	    "standards" };
	struct qms_statement s = { .act = "trust", .id = "trust",
	    .version = "0", .office = "secretary", .result = "0" };
	size_t i;

	begin_commit();
	put(".gitattributes", qms_text("* -text\n"));
	add_member("qms.yaml", qms_text("schema: qms/system/1\n"
	    "name: Hệ thống quản lý chất lượng tỉnh Hà Ninh\n"
	    "language: vi\ntime_zone: \"+07:00\"\n"
	    "standard: iso9001-2015\ndue_soon: 30\n"
	    "proofs: {approve: decision, withdraw: decision,"
	    " issue: decision}\n"));
	for (i = 0; i < COUNT(trees); i++)
		copy_tree(qms_arena_format(&arena, "%s/schemas/%s", data,
		    trees[i]), trees[i]);
	qsort(members, member_count, sizeof(*members), compare_files);
	s.files = members;
	s.file_count = member_count;
	s.by = s.recorded_by = agencies[0].person[SECRETARY];
	state(&s, NULL);
	memcpy(system_id, s.sha256, QMS_SHA256_SIZE);
	end_commit("main", &agencies[0], SECRETARY, "Lập hệ thống", 0, 0);
}

static void
name_persons(struct agency *a, int at)
{
	static const char *const names[][2] = { { "Nguyễn", "nguyen" },
	    { "Trần", "tran" }, { "Lê", "le" }, { "Phạm", "pham" },
	    { "Hoàng", "hoang" }, { "Vũ", "vu" }, { "Đặng", "dang" },
	    { "Bùi", "bui" }, { "Đỗ", "do" }, { "Ngô", "ngo" } };
	static const char *const given[][2] = { { "Thị Lan", "thi-lan" },
	    { "Văn Tùng", "van-tung" }, { "Mai Hương", "mai-huong" },
	    { "Quang Dũng", "quang-dung" }, { "Đức Thịnh", "duc-thinh" },
	    { "Minh Châu", "minh-chau" }, { "Thanh Hà", "thanh-ha" },
	    { "Xuân Trường", "xuan-truong" }, { "Bích Liên", "bich-lien" } };
	size_t family, name;
	int i;

	for (i = 0; i < ROLES; i++) {
		family = (size_t)(at * 3 + i * 7) % COUNT(names);
		name = (size_t)(at + i) % COUNT(given);
		snprintf(a->person[i], sizeof(a->person[i]), "%s-%s",
		    names[family][1], given[name][1]);
		snprintf(a->person_name[i], sizeof(a->person_name[i]),
		    "%s %s", names[family][0], given[name][0]);
	}
}

static void
write_people(const struct agency *a)
{
	struct qms_statement s = { .act = "trust", .id = "trust",
	    .version = "0", .agency = a->id, .office = "secretary",
	    .result = "0", .by = a->person[SECRETARY],
	    .recorded_by = a->person[SECRETARY] };
	struct qms_statement_file file;
	struct qms_buffer text = { 0 };
	char sha256[QMS_SHA256_SIZE];
	int i;

	qms_buffer_string(&text, "schema: qms/people/1\npersons:\n");
	for (i = 0; i < ROLES; i++)
		qms_buffer_format(&text, "  - {id: %s, name: %s, emails: "
		    "[%s@%s.example]}\n", a->person[i], a->person_name[i],
		    a->person[i], a->id);
	qms_buffer_string(&text, "offices:\n");
	for (i = 0; i < ROLES; i++)
		qms_buffer_format(&text, "  - {person: %s, office: %s, "
		    "title: %s%s%s, from: 2015-01-01}\n", a->person[i],
		    offices[i].office, offices[i].title,
		    *offices[i].unit == '\0' ? "" : ", unit: ",
		    offices[i].unit);
	file.path = qms_arena_format(&arena, "agencies/%s/people.yaml",
	    a->id);
	file.sha256 = qms_sha256(sha256, qms_buffer_view(&text));
	put(file.path, qms_buffer_view(&text));
	s.files = &file;
	s.file_count = 1;
	state(&s, NULL);
	qms_buffer_free(&text);
}

static void
write_tthc(const struct agency *a)
{
	struct qms_buffer text = { 0 };
	struct dice own = dice_of((uint64_t)(a - agencies), 3, 1);
	int i;

	qms_buffer_string(&text, "code,name,field,level,decision,"
	    "decision_date,status,from,to,days,online\n");
	for (i = 0; i < 40; i++) {
		qms_buffer_format(&text, "1.%06d,Cấp ", i + 1);
		prose_words(&text, &own, 8);
		qms_buffer_format(&text, ",Lĩnh vực %d,%s,%d/QĐ-UBND,"
		    "2025-11-21,current,2018-01-01,,%d,full\n", i / 8 + 1,
		    a == agencies ? "province" : "commune", 1000 + i,
		    5 + i % 20);
	}
	put(qms_arena_format(&arena, "agencies/%s/tthc.csv", a->id),
	    qms_buffer_view(&text));
	qms_buffer_free(&text);
}

static void
write_training(const struct agency *a)
{
	const char *path = qms_arena_format(&arena,
	    "agencies/%s/records/2018/training/DT-2018-01.md", a->id);
	struct qms_statement s = { .act = "hold", .agency = a->id,
	    .id = "DT-2018-01", .office = "secretary",
	    .by = a->person[SECRETARY],
	    .recorded_by = a->person[SECRETARY] };
	struct qms_buffer text = { 0 };
	char sha256[QMS_SHA256_SIZE];

	qms_buffer_format(&text, "---\nschema: qms/training/1\n"
	    "title: Đánh giá viên nội bộ\ntopic: internal-audit\n"
	    "first_day: 2018-01-02\nlast_day: 2018-01-02\n"
	    "provider: Chi cục Tiêu chuẩn Đo lường Chất lượng\n---\n\n"
	    "## Nội dung\n\nTCVN ISO 9001:2015 và kỹ năng đánh giá.\n\n"
	    "## Người học\n\n| TT | Người học | Kết quả | Số chứng nhận |\n"
	    "|---|---|---|---|\n| 1 | %s | đạt | %d/2018 |\n",
	    a->person[AUDITOR], (int)(a - agencies) + 1);
	s.text = qms_sha256(sha256, qms_buffer_view(&text));
	put(path, qms_buffer_view(&text));
	state(&s, NULL);
	qms_buffer_free(&text);
}

static void
write_agency(const struct agency *a)
{
	struct qms_buffer text = { 0 };
	struct dice own = dice_of((uint64_t)(a - agencies), 4, 1);
	bool province = a == agencies;

	begin_commit();
	qms_buffer_format(&text, "---\nschema: qms/agency/1\nname: %s\n"
	    "short_name: %s\nkind: %s\ntier: %s\n%sfrom: 2015-01-01\n"
	    "code: H99.%d\nplace: Hà Ninh\nunits:\n"
	    "  - {id: van-phong, name: Văn phòng}\n"
	    "  - {id: nghiep-vu, name: Phòng Nghiệp vụ}\n"
	    "  - {id: mot-cua, name: Bộ phận Một cửa}\n"
	    "  - {id: phap-che, name: Phòng Pháp chế}\n---\n\n"
	    "## Chức năng, nhiệm vụ\n\n", a->name, a->id,
	    province ? "UBND_TINH" : "UBND_XA",
	    province ? "province" : "commune",
	    province ? "" : "parent: ubnd-tinh\n", (int)(a - agencies));
	prose_paragraph(&text, &own, 60);
	qms_buffer_char(&text, '\n');
	put(qms_arena_format(&arena, "agencies/%s/agency.md", a->id),
	    qms_buffer_view(&text));
	qms_buffer_free(&text);
	write_people(a);
	write_tthc(a);
	write_training(a);
	end_commit("main", a, SECRETARY, "Thêm cơ quan", 0, 0);
}

/* ---- documents ---- */

static const char *
document_id(const struct document *d)
{
	return qms_arena_format(&arena, d->form ? "BM-%02d" : "QT-%02d",
	    d->number);
}

static const char *
document_path(const struct document *d)
{
	return qms_arena_format(&arena, "agencies/%s/documents/%s.md",
	    agencies[d->agency].id, document_id(d));
}

static struct dice
dice_of_part(const struct document *d, int part)
{
	return dice_of((uint64_t)(d - documents) + 17, (uint64_t)part + 1,
	    d->revisions[part] + 1u);
}

static void
write_front(struct qms_buffer *out, const struct document *d, int forms)
{
	static const char *const laws[] = { "61/2018/NĐ-CP", "63/2010/NĐ-CP",
	    "118/2025/NĐ-CP", "30/2020/NĐ-CP", "20/2008/NĐ-CP" };
	static const char *const clauses[] = { "7.5", "8.1", "8.2", "8.5.1",
	    "8.6", "9.1", "10.2", "6.1" };
	struct dice own = dice_of((uint64_t)(d - documents), 5, 2);
	int related = d->number == 1 ? 1 : 1 + (int)dice_below(&own,
	    (uint32_t)d->number - 1);

	qms_buffer_string(out, "---\nschema: qms/procedure/1\ntitle: Cấp ");
	prose_words(out, &own, 6);
	qms_buffer_format(out, "\ncode: QT-%02d/%s\nrole: internal\n"
	    "unit: nghiep-vu\nclauses: [\"%s\", \"%s\"]\n"
	    "legal_basis: [19/2014/QĐ-TTg, %s]\n", d->number,
	    agencies[d->agency].id, clauses[d->number % 4],
	    clauses[4 + d->number % 4], laws[dice_below(&own, COUNT(laws))]);
	if (forms > 0)
		qms_buffer_format(out, "forms: [BM-%02d]\n",
		    1 + d->number % forms);
	if (related != d->number)
		qms_buffer_format(out, "related: [QT-%02d]\n", related);
	qms_buffer_format(out, "review_months: %d\nfield: Lĩnh vực %d\n"
	    "limit_days: 15\napplicants: Tổ chức, cá nhân\n"
	    "receive_at: Bộ phận Một cửa\nchannels: [direct, online]\n"
	    "result: Giấy phép\ncopies: 1\nonsite_receive: yes\n---\n",
	    12 + 12 * (d->number % 3), 1 + d->number % 5);
}

static void
write_paragraphs(struct qms_buffer *out, const struct document *d, int from,
    int to)
{
	struct dice own;
	int i;

	for (i = from; i < to; i++) {
		own = dice_of_part(d, i);
		qms_buffer_char(out, '\n');
		prose_paragraph(out, &own, 52);
		qms_buffer_char(out, '\n');
	}
}

static void
write_steps(struct qms_buffer *out, const struct document *d, int forms)
{
	static const char *const who[] = { "Công chức một cửa",
	    "Lãnh đạo phòng", "Chuyên viên", "Văn thư", "Lãnh đạo" };
	struct dice own;
	int i;

	qms_buffer_string(out, "\n## Trình tự thực hiện\n\n"
	    "| Bước | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu | "
	    "Kết quả |\n|---|---|---|---|---|---|\n");
	for (i = 0; i < STEPS; i++) {
		own = dice_of_part(d, PARAGRAPHS + i);
		qms_buffer_format(out, "| %d | ", i + 1);
		prose_words(out, &own, 16);
		qms_buffer_format(out, " | %s | %s | ", who[(size_t)i %
		    COUNT(who)], dice_below(&own, 2) == 0 ? "0.5" : "1");
		if (forms > 0 && i % 3 == 0)
			qms_buffer_format(out, "BM-%02d",
			    1 + d->number % forms);
		qms_buffer_string(out, " | ");
		prose_words(out, &own, 3);
		qms_buffer_string(out, " |\n");
	}
}

static void
write_procedure(struct qms_buffer *out, const struct document *d)
{
	int forms = (agencies[d->agency].count + 7) / 8;
	struct dice own = dice_of((uint64_t)(d - documents), 6, 2);
	int i;

	write_front(out, d, forms);
	qms_buffer_string(out, "\n## Mục đích\n");
	write_paragraphs(out, d, 0, 1);
	qms_buffer_string(out, "\n## Phạm vi\n");
	write_paragraphs(out, d, 1, 2);
	qms_buffer_string(out, "\n## Định nghĩa và chữ viết tắt\n\n");
	for (i = 0; i < 6; i++) {
		qms_buffer_string(out, "- **");
		prose_words(out, &own, 2);
		qms_buffer_string(out, "**: ");
		prose_words(out, &own, 12);
		qms_buffer_string(out, ";\n");
	}
	qms_buffer_format(out, "\n## Nội dung\n\nXem [QT-%02d](QT-%02d).\n",
	    d->number, d->number);
	write_paragraphs(out, d, 2, 6);
	qms_buffer_string(out, "\n### Kiểm soát quá trình\n");
	write_paragraphs(out, d, 6, PARAGRAPHS);
	write_steps(out, d, forms);
	qms_buffer_string(out, "\n## Hồ sơ lưu\n\n"
	    "| TT | Hồ sơ | Nơi lưu | Thời gian lưu |\n|---|---|---|---|\n");
	for (i = 1; i <= 5; i++) {
		qms_buffer_format(out, "| %d | ", i);
		prose_words(out, &own, 5);
		qms_buffer_string(out, " | Văn phòng | 5 năm |\n");
	}
}

static void
write_form(struct qms_buffer *out, const struct document *d)
{
	struct dice own = dice_of((uint64_t)(d - documents), 5, 2);

	qms_buffer_string(out, "---\nschema: qms/form/1\ntitle: Phiếu ");
	prose_words(out, &own, 5);
	qms_buffer_format(out, "\ncode: BM-%02d/%s\n"
	    "retention: ho-so-tthc\n---\n\n## Nội dung biểu mẫu\n",
	    d->number, agencies[d->agency].id);
	write_paragraphs(out, d, 0, 2);
	qms_buffer_string(out, "\n| TT | Nội dung | Người thực hiện | Ngày |"
	    "\n|---|---|---|---|\n|  |  |  |  |\n|  |  |  |  |\n");
}

static struct qms_text
text_of(const struct document *d)
{
	static struct qms_buffer text;

	qms_buffer_clear(&text);
	if (d->form)
		write_form(&text, d);
	else
		write_procedure(&text, d);
	return qms_buffer_view(&text);
}

static void
edit(struct document *d)
{
	if (d->stage != ABSENT)
		d->revisions[dice_below(&dice, d->form ? 2 : PARTS)]++;
	d->stage = DRAFT;
	d->clock = commits;
	put(document_path(d), text_of(d));
}

static void
state_document(struct document *d, const char *act, enum role who)
{
	const struct agency *a = &agencies[d->agency];
	struct qms_statement s = { .act = act, .agency = a->id,
	    .id = document_id(d), .by = a->person[who],
	    .office = offices[who].office,
	    .recorded_by = a->person[SECRETARY] };
	char sha256[QMS_SHA256_SIZE];

	s.version = qms_arena_format(&arena, "1.%d", d->issue);
	s.text = qms_sha256(sha256, text_of(d));
	if (who == AUTHOR)
		qms_strings_add(&arena, &s.authors, a->person[AUTHOR]);
	if (who == HEAD) {
		s.capacity = "TM.";
		s.effective = s.decision_date = today;
		s.proof = "decision";
		s.decision = qms_arena_format(&arena, "%d/QĐ-UBND", commits);
		s.decision_sha256 = s.text;
		put(qms_statement_issued_path(&arena, &s, document_path(d),
		    document_path(d)), text_of(d));
	}
	state(&s, d->last);
}

static void
act_on(struct document *d)
{
	const struct agency *a = &agencies[d->agency];

	switch (d->stage) {
	case DRAFT:
		state_document(d, "submit", AUTHOR);
		d->stage = IN_REVIEW;
		end_commit("main", a, AUTHOR, "Gửi soát xét", 0, 0);
		break;
	case IN_REVIEW:
		state_document(d, "accept", REVIEWER);
		d->stage = REVIEWED;
		end_commit("main", a, REVIEWER, "Đồng ý trình phê duyệt", 0,
		    0);
		break;
	default:
		state_document(d, "approve", HEAD);
		d->stage = ISSUED;
		d->issue++;
		end_commit("main", a, SECRETARY, "Phê duyệt", 0, 0);
	}
}

/* ---- audits, findings, actions ---- */

enum { AUDIT, FINDING, ACTION };

static const struct record {
	const char *kind, *prefix;
} records[] = {
	{ "audit", "DG" }, { "finding", "PH" }, { "action", "KP" },
};

/* One round; act NULL: the record is written. */
static const struct step {
	int record;
	const char *act;
	enum role who;
	bool later;			/* not on the day of the step before */
} steps[] = {
	{ AUDIT, NULL, AUDITOR, false },
	{ AUDIT, "open", AUDITOR, false },
	{ FINDING, NULL, AUDITOR, false },
	{ FINDING, "confirm", UNIT_HEAD, false },
	{ AUDIT, "report", AUDITOR, false },
	{ AUDIT, "close", HEAD, false },
	{ ACTION, NULL, SECRETARY, false },
	{ ACTION, "confirm", UNIT_HEAD, false },
	{ ACTION, "analyse", OWNER, false },
	{ ACTION, "plan", OWNER, false },
	{ ACTION, "agree", AUDITOR, false },
	{ ACTION, "finish", OWNER, false },
	{ ACTION, "verify", AUDITOR, false },
	{ ACTION, "judge", AUDITOR, true },
	{ ACTION, "close", HEAD, false },
	{ FINDING, "close", AUDITOR, false },
};

static const char *
record_id(const struct round *round, int record)
{
	return qms_arena_format(&arena, "%s-%d-%02d", records[record].prefix,
	    round->year, round->number);
}

static void
write_audit(struct qms_buffer *out, const struct agency *a,
    struct dice *own)
{
	qms_buffer_format(out, "---\nschema: qms/audit/1\n"
	    "title: Đánh giá nội bộ năm %d\nfirst_day: %s\nlast_day: %s\n"
	    "method: on-site\nlead: %s\nauditors: [%s]\nunits: [nghiep-vu]\n"
	    "documents: [QT-01]\nclauses: [\"9.2\"]\n"
	    "conclusion: conforms-with-findings\n---\n\n## Mục đích\n\n",
	    a->round.year, today, today, a->person[AUDITOR],
	    a->person[AUDITOR]);
	prose_paragraph(out, own, 60);
	qms_buffer_string(out, "\n\n## Phạm vi và chuẩn mực\n\n");
	prose_paragraph(out, own, 40);
	qms_buffer_format(out, "\n\n## Lịch đánh giá\n\n"
	    "| Ngày | Giờ | Đơn vị | Nội dung đánh giá | Đánh giá viên |\n"
	    "|---|---|---|---|---|\n| %s | 8h00 | Phòng Nghiệp vụ | QT-01 |"
	    " %s |\n\n## Báo cáo\n\n", today, a->person[AUDITOR]);
	prose_paragraph(out, own, 150);
	qms_buffer_char(out, '\n');
}

static void
write_finding(struct qms_buffer *out, const struct agency *a,
    struct dice *own)
{
	qms_buffer_string(out, "---\nschema: qms/finding/1\ntitle: Chưa ");
	prose_words(out, own, 6);
	qms_buffer_format(out, "\nsource: internal-audit\naudit: %s\n"
	    "grade: KPH-nhe\nclause: \"8.5.1\"\ndocument: QT-01\n"
	    "unit: mot-cua\nauditor: %s\nday: %s\n---\n\n## Mô tả\n\n",
	    record_id(&a->round, AUDIT), a->person[AUDITOR],
	    a->round.audited);
	prose_paragraph(out, own, 80);
	qms_buffer_string(out, "\n\n## Bằng chứng\n\n");
	prose_paragraph(out, own, 60);
	qms_buffer_char(out, '\n');
}

static void
write_action(struct qms_buffer *out, const struct agency *a,
    struct dice *own)
{
	char due[QMS_DAY_SIZE];

	qms_day_format(due, qms_day_add_months(qms_day_parse(qms_text(
	    today)), 2));
	qms_buffer_string(out, "---\nschema: qms/action/1\ntitle: Khắc phục ");
	prose_words(out, own, 6);
	qms_buffer_format(out, "\nfinding: %s\nunit: mot-cua\nowner: %s\n"
	    "due: %s\n---\n\n## Khắc phục ngay\n\n",
	    record_id(&a->round, FINDING), a->person[OWNER], due);
	prose_paragraph(out, own, 40);
	qms_buffer_string(out, "\n\n## Nguyên nhân\n\n"
	    "| TT | Vì sao | Nguyên nhân |\n|---|---|---|\n| 1 | ");
	prose_words(out, own, 8);
	qms_buffer_string(out, " | ");
	prose_words(out, own, 8);
	qms_buffer_string(out, " |\n\n## Kế hoạch\n\n"
	    "| TT | Việc làm | Trách nhiệm | Hạn |\n|---|---|---|---|\n| 1 | ");
	prose_words(out, own, 8);
	qms_buffer_format(out, " | %s | %s |\n\n## Kết quả\n\n"
	    "| TT | Kết quả | Bằng chứng | Ngày |\n|---|---|---|---|\n| 1 | ",
	    a->person[OWNER], due);
	prose_words(out, own, 6);
	qms_buffer_format(out, " | Biên bản | %s |\n\n## Hiệu lực\n\n",
	    today);
	prose_paragraph(out, own, 40);
	qms_buffer_char(out, '\n');
}

static struct qms_buffer *
record_text(const struct agency *a, int record)
{
	static void (*const writers[])(struct qms_buffer *,
	    const struct agency *, struct dice *) = { write_audit,
	    write_finding, write_action };
	struct dice own = dice_of((uint64_t)(a - agencies) + 99,
	    (uint64_t)(a->round.year * 100 + a->round.number),
	    (uint64_t)record);
	static struct qms_buffer text;

	qms_buffer_clear(&text);
	writers[record](&text, a, &own);
	return &text;
}

static void
begin_round(struct round *round)
{
	int year, month, day;

	qms_day_split(qms_day_parse(qms_text(today)), &year, &month, &day);
	round->number = year == round->year ? round->number + 1 : 1;
	round->year = year;
	memcpy(round->audited, today, sizeof(today));
	memset(round->last, 0, sizeof(round->last));
}

/* The text is dated by the day it was written: kept from then on. */
static struct qms_text *texts;

static bool
walk_round(struct agency *a)
{
	const struct step *step = &steps[a->round.step];
	struct qms_text *text = &texts[(a - agencies) * 3 + step->record];
	struct qms_statement s = { .act = step->act, .agency = a->id };
	struct qms_buffer *written;
	char sha256[QMS_SHA256_SIZE];

	if (step->later && strcmp(a->round.day, today) == 0)
		return false;
	if (a->round.step == 0)
		begin_round(&a->round);
	s.id = record_id(&a->round, step->record);
	if (step->act == NULL) {
		written = record_text(a, step->record);
		free((char *)(uintptr_t)text->data);
		text->size = written->size;
		text->data = memcpy(malloc(text->size), written->data,
		    text->size);
		put(qms_arena_format(&arena, "agencies/%s/records/%d/%s/%s.md",
		    a->id, a->round.year, records[step->record].kind, s.id),
		    *text);
	} else {
		s.by = a->person[step->who];
		s.office = step->who == OWNER ? "owner" :
		    offices[step->who].office;
		s.recorded_by = s.by;
		s.text = qms_sha256(sha256, *text);
		state(&s, a->round.last[step->record]);
	}
	memcpy(a->round.day, today, sizeof(today));
	a->round.step = (a->round.step + 1) % (int)COUNT(steps);
	end_commit("main", a, step->who, step->act == NULL ? "Lập hồ sơ" :
	    "Ghi nhận việc", 0, 0);
	return true;
}

/* ---- the years ---- */

/* A document that is there, and free. */
static struct document *
any_document(int written)
{
	struct document *d = order[dice_below(&dice, (uint32_t)written)];

	return d->beside ? NULL : d;
}

static void
change_one(struct document *d)
{
	if (d->stage == ISSUED || (d->stage == DRAFT &&
	    dice_below(&dice, 4) == 0)) {
		edit(d);
		end_commit("main", &agencies[d->agency], AUTHOR,
		    "Sửa nội dung", 0, 0);
	} else {
		act_on(d);
	}
}

static bool
is_open(const struct document *d)
{
	return !d->beside && (d->stage == DRAFT || d->stage == ISSUED);
}

/* Two to five documents of one agency at once. */
static bool
change_many(const struct document *first)
{
	const struct agency *a = &agencies[first->agency];
	int wanted = 2 + (int)dice_below(&dice, 4), i, done = 0;

	for (i = 0; i < a->count && done < wanted; i++) {
		struct document *d = &documents[a->first +
		    (first->number + i) % a->count];

		if (d->stage == ABSENT || !is_open(d))
			continue;
		edit(d);
		done++;
	}
	if (done == 0)
		return false;
	end_commit("main", a, AUTHOR, "Sửa nhiều tài liệu", 0, 0);
	return true;
}

/* What is written beside the main line comes in some commits later. */
static struct {
	struct document *document;
	int mark, commit;
} side;

static void
open_side(struct document *d)
{
	edit(d);
	d->beside = true;
	side.document = d;
	side.mark = end_commit("side", &agencies[d->agency], AUTHOR,
	    "Sửa ở nơi không có mạng", mark, 0);
	side.commit = commits;
}

static void
close_side(void)
{
	struct document *d = side.document;

	put(document_path(d), text_of(d));
	d->beside = false;
	side.document = NULL;
	end_commit("main", &agencies[d->agency], SECRETARY, "Hợp nhất", 0,
	    side.mark);
}

static void
live(void)
{
	int written = 0, due;
	uint32_t chance;
	struct document *d;

	while (commits < commit_count) {
		begin_commit();
		/* documents come evenly in the first four tenths */
		due = (int)((int64_t)document_count * (commits -
		    agency_count) * 10 / (commit_count * 4));
		if (side.document != NULL && commits > side.commit + 4) {
			close_side();
			continue;
		}
		if (written < document_count && written <= due) {
			d = order[written++];
			edit(d);
			end_commit("main", &agencies[d->agency], AUTHOR,
			    "Soạn thảo", 0, 0);
			continue;
		}
		chance = dice_below(&dice, 100);
		if (chance < 15 && walk_round(&agencies[dice_below(&dice,
		    (uint32_t)agency_count)]))
			continue;
		d = any_document(written);
		if (d == NULL)
			continue;
		if (chance >= 97 && side.document == NULL && is_open(d))
			open_side(d);
		else if (chance < 92 || !change_many(d))
			change_one(d);
	}
}

/* ---- all of it ---- */

/* Agency by agency, one document each. */
static void
put_in_order(void)
{
	int i, place, at = 0;

	order = calloc((size_t)document_count, sizeof(struct document *));
	for (place = 0; at < document_count; place++)
		for (i = 0; i < agency_count; i++)
			if (place < agencies[i].count)
				order[at++] = &documents[agencies[i].first +
				    place];
}

static void
lay_out(void)
{
	struct dice own = dice_of(2018, 1, 2);
	struct qms_buffer name = { 0 };
	int i, j, forms, at = 0;

	agencies = calloc((size_t)agency_count, sizeof(*agencies));
	documents = calloc((size_t)document_count, sizeof(*documents));
	texts = calloc((size_t)agency_count * 3, sizeof(*texts));
	for (i = 0; i < agency_count; i++) {
		struct agency *a = &agencies[i];

		snprintf(a->id, sizeof(a->id), i == 0 ? "ubnd-tinh" :
		    "xa-%03d", i);
		qms_buffer_clear(&name);
		prose_words(&name, &own, 1);
		snprintf(a->name, sizeof(a->name), i == 0 ?
		    "Ủy ban nhân dân tỉnh Hà Ninh" :
		    "Ủy ban nhân dân xã %s %d", name.data, i);
		name_persons(a, i);
		a->first = at;
		a->count = document_count * (i + 1) / agency_count - at;
		forms = (a->count + 7) / 8;
		for (j = 0; j < a->count; j++) {
			documents[at].agency = i;
			documents[at].form = j < forms;
			documents[at].number = j < forms ? j + 1 :
			    j - forms + 1;
			at++;
		}
	}
	qms_buffer_free(&name);
	put_in_order();
}

static bool
read_size(const char *text)
{
	static const struct { const char *name; int size[3]; } sizes[] = {
		{ "S", { 5, 100, 500 } }, { "M", { 40, 2000, 10000 } },
		{ "L", { 200, 20000, 100000 } }, { "P", { 300, 1500, 5000 } },
	};
	size_t i;

	for (i = 0; i < COUNT(sizes); i++) {
		if (strcmp(sizes[i].name, text) != 0)
			continue;
		agency_count = sizes[i].size[0];
		document_count = sizes[i].size[1];
		commit_count = sizes[i].size[2];
		return true;
	}
	return sscanf(text, "%d:%d:%d", &agency_count, &document_count,
	    &commit_count) == 3 && agency_count > 0 && agency_count < 1000 &&
	    document_count >= agency_count &&
	    commit_count > agency_count + document_count;
}

int
main(int argc, char **argv)
{
	int i;

	if (argc != 3 || !read_size(argv[1])) {
		fprintf(stderr, "usage: generate "
		    "S|M|L|P|AGENCIES:DOCUMENTS:COMMITS DATA\n");
		return 2;
	}
	dice = dice_of(20180102, (uint64_t)document_count,
	    (uint64_t)commit_count);
	lay_out();
	write_system(argv[2]);
	for (i = 0; i < agency_count; i++)
		write_agency(&agencies[i]);
	live();
	/* the side line is part of main; its name goes */
	if (side.document != NULL)
		close_side();
	printf("reset refs/heads/side\nfrom "
	    "0000000000000000000000000000000000000000\n\ndone\n");
	return fflush(stdout) != 0;
}
