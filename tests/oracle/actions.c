/* SPDX-License-Identifier: MIT */
/*
 * actions - the life of findings and of corrective actions, told a second time:
 * it makes a random history for git fast-import, most of it such as only plain
 * git would write (wrong persons, days back and forth, texts edited by hand,
 * files that vanish, that are broken, that bear another kind or lie there
 * twice), and says of each statement whether it counts. Then it reads what qms
 * says of each, and holds against it that no action is closed without cause,
 * evidence, verification and a later verdict by another person. Shares no code
 * with qms, and reads none of its files.
 *
 *	actions people			offices, for people.yaml
 *	actions history SEED COUNT FROM SYSTEM TIME OUT
 *	actions judge OUT <VERDICTS	lines "path TAB code or -", in order
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <nettle/sha2.h>

enum { FAMILIES = 4000, ACTIONS = 3, MANY = 200000 };

static void
die(const char *what)
{
	fprintf(stderr, "actions: %s\n", what);
	exit(2);
}

static char *__attribute__((format(printf, 1, 2)))
format(const char *words, ...)
{
	va_list list;
	char *text;

	va_start(list, words);
	if (vasprintf(&text, words, list) < 0)
		die("no memory");
	va_end(list);
	return text;
}

static uint64_t seed;

static int
dice(int sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)sides);
}

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Is it one of the words, with a space around each? */
static bool
among(const char *word, const char *words)
{
	return *word != '\0' && strstr(words, format(" %s ", word)) != NULL;
}

static char *
sha256(const char *text)
{
	struct sha256_ctx context;
	uint8_t digest[32];
	char *hex = calloc(1, 65);
	int i;

	sha256_init(&context);
	sha256_update(&context, strlen(text), (const uint8_t *)text);
	sha256_digest(&context, 32, digest);
	for (i = 0; i < 32; i++)
		sprintf(hex + 2 * i, "%02x", digest[i]);
	return hex;
}

static char *
day_of(long day)			/* since 1970 */
{
	time_t seconds = day * 86400;
	char text[16];

	strftime(text, sizeof(text), "%Y-%m-%d", gmtime(&seconds));
	return strdup(text);
}

/* ---- persons ---- */

static const struct office {
	const char *person, *office, *unit, *from, *to;
} offices[] = {
	{ "ow1", "specialist", "van-phong", "", "" },
	{ "ow2", "specialist", "ke-hoach", "", "" },
	{ "ow3", "owner", "", "", "" },
	{ "au1", "auditor", "van-phong", "", "" },
	{ "au2", "auditor", "ke-hoach", "", "" },
	{ "au3", "auditor", "", "", "" },
	{ "au4", "auditor", "", "2026-03-01", "" },
	{ "au5", "auditor", "", "", "2026-05-31" },
	{ "se1", "secretary", "van-phong", "", "" },
	/* of the system that this history is built on */
	{ "hung", "reviewer", "", "", "" }, { "minh", "head", "", "", "" },
	{ "dh1", "deputy-head", "", "", "" },
	{ "uh1", "unit-head", "van-phong", "", "" },
	{ "uh2", "unit-head", "ke-hoach", "", "" },
	/* who may do everything, and so must not do it all */
	{ "all", "auditor", "", "", "" }, { "all", "secretary", "", "", "" },
	{ "all", "deputy-head", "", "", "" }, { "all", "owner", "", "", "" },
	{ "boss", "auditor", "", "", "" }, { "boss", "deputy-head", "", "", "" },
	{ "boss", "unit-head", "van-phong", "", "" },
};
enum { OFFICES = sizeof(offices) / sizeof(offices[0]) };

/* Trained as auditors from 2026-01-05 on, one of them for a time; au3 never. */
static const char trained[] = " au1 au2 au4 au5 all boss hung ";
static const char trained_until[] = " au2 ";

/* The office is empty: any; the unit is empty: of any, or of none. */
static bool
holds(const char *person, const char *office, const char *unit,
    const char *day)
{
	int i;

	for (i = 0; i < OFFICES; i++)
		if (is(offices[i].person, person) && (*office == '\0' ||
		    is(offices[i].office, office)) && (*unit == '\0' ||
		    is(offices[i].unit, unit)) &&
		    strcmp(offices[i].from, day) <= 0 &&
		    (*offices[i].to == '\0' || strcmp(day,
		    offices[i].to) <= 0))
			return true;
	return false;
}

static void
write_people(void)
{
	int i;

	for (i = 0; i < OFFICES; i++)
		if (!among(offices[i].person, " hung minh "))
			printf("%s %s %s %s %s\n", offices[i].person,
			    offices[i].office, *offices[i].unit == '\0' ?
			    "-" : offices[i].unit, *offices[i].from == '\0' ?
			    "2018-01-01" : offices[i].from,
			    *offices[i].to == '\0' ? "-" : offices[i].to);
}

/* ---- what may be done ---- */

struct act {
	const char *from, *name, *to, *offices;
};

static const struct act action_acts[] = {
	{ "opened", "confirm", "confirmed", " unit-head deputy-head head " },
	{ "confirmed", "analyse", "cause", " owner " },
	{ "cause", "plan", "planned", " owner " },
	{ "planned", "agree", "agreed", " auditor secretary " },
	{ "planned", "return", "cause", " auditor secretary " },
	{ "agreed", "extend", "agreed", " head deputy-head secretary " },
	{ "agreed", "finish", "done", " owner " },
	{ "done", "verify", "verified", " auditor " },
	{ "done", "reject", "not-achieved", " auditor " },
	{ "not-achieved", "replan", "planned", " owner " },
	{ "verified", "judge", "effective", " auditor " },
	{ "verified", "reject", "not-achieved", " auditor " },
	{ "effective", "reject", "not-achieved", " auditor " },
	{ "effective", "close", "closed", " head deputy-head secretary " },
	{ "closed", "reopen", "not-achieved", " auditor secretary " },
	{ NULL }
}, finding_acts[] = {
	{ "open", "confirm", "confirmed", " unit-head deputy-head head " },
	{ "open", "retract", "retracted", " auditor " },
	{ "confirmed", "close", "closed", " auditor secretary " },
	{ "closed", "reopen", "confirmed", " auditor secretary " },
	{ NULL }
};
static const char work[] = " analyse plan replan finish ";

/* ---- records ---- */

enum wild { TAME, ABSENT, BROKEN, OTHER_KIND, TWIN };

struct record {
	bool is_finding;
	struct family *family;
	char *id, *path, *twin_path;
	const char *state;
	/* what the file says */
	int causes, plans, evidences;
	const char *owner, *unit, *grade, *source, *auditor;
	bool astray, quotes;		/* of no finding; of QT-01@1.0 */
	char *due, *day;
	enum wild wild;
	bool was_wild;			/* what counts is not foretold */
	char *bytes, *text;
	/* statements */
	char *last, *last_date, *since;
	const char *workers;		/* who did the work, with spaces */
	const char *verified_by, *judged_by;
	char *verified, *judged;
	bool touched;			/* since it was closed */
};

struct family {				/* a finding and its actions */
	struct record *finding, *actions[ACTIONS];
	int count;
	long line;			/* of the commit that used it last */
};

static struct family families[FAMILIES];
static int family_count;
static long steps, counted, closings, marks, seconds, recorded;
static const char *system_id;
static char *changes;
static size_t changes_size;
static FILE *changes_out, *told, *touched;
static bool unstated;

static void
put(const char *path, const char *text)
{
	fprintf(changes_out, "M 100644 inline %s\ndata %zu\n%s\n", path,
	    strlen(text), text);
}

static char *
rows(const char *row, int count)
{
	char *text = strdup("");
	int i;

	for (i = 1; i <= count; i++)
		text = format("%s| %d %s\n", text, i, row);
	return text;
}

static char *
write_action(const struct record *r)
{
	return format("---\nschema: qms/%s/1\ntitle: Thử %d\n"
	    "finding: %s\nunit: %s\nowner: %s\ndue: %s\n---\n\n"
	    "## Khắc phục ngay\n\nGì đó.\n\n## Nguyên nhân\n\n"
	    "| TT | Vì sao | Nguyên nhân |\n|---|---|---|\n%s\n"
	    "## Kế hoạch\n\n"
	    "| TT | Việc làm | Trách nhiệm | Hạn |\n|---|---|---|---|\n%s\n"
	    "## Kết quả\n\n"
	    "| TT | Kết quả | Bằng chứng | Ngày |\n|---|---|---|---|\n%s\n"
	    "## Hiệu lực\n\nChưa.\n", r->wild == OTHER_KIND ? "risk" :
	    "action", dice(1000), r->astray ? "PH-khong" :
	    r->family->finding->id, r->unit, r->owner, r->due,
	    rows("| vì | nên |", r->causes),
	    rows("| việc | ow1 | 2026-12-31 |", r->plans),
	    rows("| xong | ảnh | 2026-02-01 |", r->evidences));
}

static char *
write_finding(const struct record *r)
{
	return format("---\nschema: qms/finding/1\ntitle: Thử %d\n"
	    "source: %s\ngrade: %s\nclause: \"8.5.1\"\n%sunit: %s\n"
	    "auditor: %s\nday: %s\n---\n\n## Mô tả\n\nGì đó.\n\n"
	    "## Bằng chứng\n\nẢnh.\n", dice(1000), r->source, r->grade,
	    r->quotes ? "document: QT-01@1.0\n" : "", r->unit, r->auditor,
	    r->day);
}

static void
write_record(struct record *r)
{
	r->bytes = r->is_finding ? write_finding(r) : write_action(r);
	if (r->wild == BROKEN)
		r->bytes = format("---\nschema: qms/action/1\nowner: [\n%s",
		    r->bytes);
	r->text = sha256(r->bytes);
	if (is(r->state, "closed") || is(r->state, "retracted"))
		r->touched = true;
	if (r->wild == ABSENT) {
		r->text = strdup("");
		fprintf(changes_out, "D %s\n", r->path);
	} else
		put(r->path, r->bytes);
}

static const char *
any_unit(void)
{
	return dice(2) == 0 ? "van-phong" : "ke-hoach";
}

static struct record *
new_record(struct family *family, bool is_finding)
{
	static const char *const owners[] = { "ow1", "ow2", "au2", "all",
	    "au3", "boss" };
	static const char *const auditors[] = { "au1", "au2", "au3", "au4",
	    "au5", "all", "boss", "hung" };
	struct record *r = calloc(1, sizeof(*r));
	static int number;

	r->family = family;
	r->is_finding = is_finding;
	r->id = format("%s-%04d", is_finding ? "X-PH" : "X-KP", ++number);
	r->path = format("agencies/so/records/2026/%s/%s.md", is_finding ?
	    "finding" : "action", r->id);
	r->twin_path = format("agencies/so/records/2027/%s/%s.md",
	    is_finding ? "finding" : "action", r->id);
	r->state = is_finding ? "open" : "opened";
	r->workers = " ";
	r->unit = any_unit();
	r->owner = owners[dice(6)];
	r->due = day_of(recorded + dice(40) - 5);
	r->auditor = auditors[dice(8)];
	r->grade = dice(3) == 0 ? "luu-y" : "KPH-nhe";
	r->source = dice(3) == 0 ? "complaint" : "internal-audit";
	r->quotes = dice(2) == 0;
	r->day = day_of(recorded - dice(3));
	if (is_finding)
		family->finding = r;
	else
		family->actions[family->count++] = r;
	write_record(r);
	return r;
}

/* A second file of the same id, with all that the first one lacks. */
static void
lay_twin(struct record *r)
{
	struct record full = *r;

	full.wild = TAME;
	full.causes = full.plans = full.evidences = 1;
	put(r->twin_path, write_action(&full));
	r->wild = TWIN;
	r->was_wild = true;
}

/* A hand that edits what it likes. */
static void
meddle(struct record *r)
{
	static const char *const others[] = { "ow1", "ow2", "au1", "au2",
	    "all", "boss" };

	switch (dice(r->is_finding ? 6 : 13)) {
	case 0: r->unit = any_unit(); break;
	case 1: r->grade = dice(2) == 0 ? "luu-y" : "KPH-nhe"; break;
	case 2: r->source = dice(2) == 0 ? "complaint" : "internal-audit";
		break;
	case 3: r->auditor = others[2 + dice(4)]; break;
	case 4: r->day = day_of(recorded - dice(30)); break;
	case 5: r->wild = r->wild == ABSENT ? TAME : ABSENT; break;
	case 6: r->causes = dice(2); break;
	case 7: r->plans = dice(2); break;
	case 8: r->evidences = dice(2); break;
	case 9: r->owner = others[dice(6)]; break;
	case 10: r->due = day_of(recorded + dice(30) - 8); break;
	case 11: r->astray = !r->astray; break;
	default:
		if (dice(3) != 0)
			return;
		if (r->wild == TWIN)	/* and it is gone again */
			fprintf(changes_out, "D %s\n", r->twin_path);
		r->wild = r->wild == TAME ? (enum wild)(ABSENT + dice(4)) :
		    TAME;
	}
	if (r->wild == TWIN)
		lay_twin(r);
	write_record(r);
}

/* Is there a file, of that kind, that can be read? */
static bool
is_there(const struct record *r)
{
	return r->wild == TAME || r->wild == TWIN;
}

/* What an honest hand writes before its act. */
static void
prepare(struct record *r, const char *act)
{
	if (!is_there(r) && dice(3) != 0)
		r->wild = TAME;
	if (is(act, "analyse") || dice(2) == 0)
		r->causes = 1 + dice(2);
	if (is(act, "plan") || is(act, "replan") || dice(2) == 0)
		r->plans = 1 + dice(2);
	if (is(act, "finish") || is(act, "close") || is(act, "verify") ||
	    dice(2) == 0)
		r->evidences = 1 + dice(2);
	if (is(act, "extend"))
		r->due = day_of(recorded + 20);
	if (dice(8) != 0)
		r->astray = false;
	if (dice(14) == 0)
		r->causes = 0;
	if (dice(14) == 0)
		r->plans = 0;
	if (dice(14) == 0)
		r->evidences = 0;
	write_record(r);
}

/* What the claim is in danger of, just before the last act. */
static void
tempt(struct record *r)
{
	switch (dice(7)) {
	case 0:			/* who judged becomes the owner */
		if (r->judged_by != NULL)
			r->owner = r->judged_by;
		break;
	case 1:
		if (r->verified_by != NULL)
			r->owner = r->verified_by;
		break;
	case 2: r->causes = 0; break;
	case 3:
	case 4: r->evidences = 0; break;
	case 5: r->plans = 0; break;
	default:		/* what is missing lies in another file */
		r->causes = r->evidences = 0;
		lay_twin(r);
	}
	write_record(r);
}

/* ---- the verdict ---- */

struct made {
	struct record *record;
	const char *act, *by, *office, *version;
	char *id, *date, *text, *system, *prev, *prev_date, *sha256, *path;
};

static const struct act *
find_act(const struct record *r, const char *name)
{
	const struct act *act = r->is_finding ? finding_acts : action_acts;

	for (; act->name != NULL; act++)
		if (is(act->from, r->state) && is(act->name, name))
			return act;
	return NULL;
}

static bool
may(const struct made *m, const struct act *act)
{
	const struct record *r = m->record;

	if (!among(m->office, act->offices))
		return false;
	if (is(m->office, "owner"))	/* the record names its owner */
		return is(r->owner, m->by) && holds(m->by, "", "", m->date);
	return holds(m->by, m->office, "", m->date);
}

/* The unit's own head, or that of the whole agency. */
static bool
heads_it(const struct record *r, const char *by, const char *date)
{
	return holds(by, "head", "", date) ||
	    holds(by, "deputy-head", "", date) ||
	    holds(by, "unit-head", r->unit, date);
}

static bool
is_trained(const char *person, const char *day)
{
	return among(person, trained) && strcmp("2026-01-05", day) <= 0 &&
	    (!among(person, trained_until) ||
	    strcmp(day, "2026-03-31") <= 0);
}

static bool
may_confirm(const struct record *r, const struct made *m)
{
	if (is(r->auditor, m->by) || !heads_it(r, m->by, m->date))
		return false;
	return !is(r->source, "internal-audit") ||
	    (is_trained(r->auditor, r->day) &&
	    !holds(r->auditor, "", r->unit, r->day) &&
	    !(r->quotes && is(r->auditor, "hung")));
}

static bool
is_on(const struct record *action)	/* and about its finding */
{
	return is_there(action) && !action->astray;
}

/* All its actions are closed, and there is one where the grade asks for it. */
static bool
may_close(const struct record *r, const struct made *m)
{
	const struct family *family = r->family;
	int i, on = 0;

	for (i = 0; i < family->count; i++) {
		if (!is_on(family->actions[i]))
			continue;
		on++;
		if (!is(family->actions[i]->state, "closed") ||
		    is(family->actions[i]->owner, m->by))
			return false;
	}
	return on > 0 || !is(r->grade, "KPH-nhe");
}

static bool
owns_any(const struct record *r, const char *by)
{
	const struct family *family = r->family;
	int i;

	for (i = 0; i < family->count; i++)
		if (is_on(family->actions[i]) &&
		    is(family->actions[i]->owner, by))
			return true;
	return false;
}

/* Who is to do the work does not judge it, nor who did. */
static bool
is_partial(const struct record *r, const char *by)
{
	return is(r->owner, by) || among(by, r->workers);
}

static bool
was_judged(const struct record *r)
{
	return r->verified_by != NULL && r->judged_by != NULL &&
	    !is_partial(r, r->verified_by) && !is_partial(r, r->judged_by) &&
	    strcmp(r->verified, r->judged) < 0;
}

static bool
is_allowed(const struct made *m)
{
	const struct record *r = m->record;
	const char *act = m->act;

	if (r->is_finding)
		return is(act, "confirm") ? may_confirm(r, m) :
		    is(act, "retract") ? is(r->auditor, m->by) :
		    is(act, "close") ? may_close(r, m) :
		    !owns_any(r, m->by);
	if (is(act, "confirm"))
		return heads_it(r, m->by, m->date);
	if (among(act, " analyse agree verify close ") && r->causes == 0)
		return false;
	if (among(act, " plan replan agree close ") && r->plans == 0)
		return false;
	if (among(act, " finish verify judge close ") && r->evidences == 0)
		return false;
	if (is(act, "extend") && strcmp(r->due, m->date) <= 0)
		return false;
	if (is(act, "judge") && strcmp(m->date, r->since) <= 0)
		return false;
	if (is(act, "close") && !was_judged(r))
		return false;
	return among(act, work) || !is_partial(r, m->by);
}

static bool
names_it(const struct made *m, const struct act *act)
{
	if (*m->text == '\0')
		return !is(act->to, "closed") && !is(act->to, "retracted");
	return is(m->text, m->record->text);
}

static bool
counts(const struct made *m, const struct act **act)
{
	struct record *r = m->record;

	*act = NULL;
	if (r == NULL || *m->version != '\0' || !is(m->system, system_id) ||
	    strcmp(m->date, day_of(seconds / 86400)) > 0 || unstated)
		return false;
	if (*m->prev != '\0' && (m->prev_date == NULL ||
	    strcmp(m->date, m->prev_date) < 0))
		return false;
	*act = find_act(r, m->act);
	if (*act == NULL || !is_there(r))
		return false;
	return may(m, *act) && names_it(m, *act) && is_allowed(m);
}

static void
apply(const struct made *m, const struct act *act)
{
	struct record *r = m->record;

	counted++;
	if (!is(act->from, act->to))
		r->since = m->date;
	r->state = act->to;
	if (among(m->act, work))
		r->workers = format("%s%s ", r->workers, m->by);
	if (is(m->act, "verify")) {
		r->verified_by = m->by;
		r->verified = m->date;
	}
	if (is(m->act, "judge")) {
		r->judged_by = m->by;
		r->judged = m->date;
	}
	if (is(m->act, "reject") || is(m->act, "reopen"))
		r->verified_by = r->judged_by = NULL;
	if (is(m->act, "close")) {
		closings++;
		r->touched = false;
	}
}

static void
judge(const struct made *m)
{
	struct record *r = m->record;
	const struct act *act;
	bool good = counts(m, &act);
	/* a family of which one is wild is not foretold as a whole */
	bool wild = false;
	int i;

	for (i = 0; r != NULL && i < r->family->count; i++)
		wild = wild || r->family->actions[i]->was_wild;
	wild = r != NULL && (r->is_finding ? wild : r->was_wild);
	fprintf(told, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\n",
	    m->path, wild ? "?" : good ? "-" : "void", m->id, r == NULL ?
	    "-" : r->is_finding ? "finding" : "action", m->act, m->by,
	    m->date, r == NULL ? 0 : r->causes, r == NULL ? 0 : r->plans,
	    r == NULL ? 0 : r->evidences, r == NULL ? "-" : r->owner,
	    r == NULL || r->wild == TAME ? "tame" : "wild");
	if (r == NULL)
		return;
	/* a wild one goes on as if nobody had looked */
	if (!good && wild && !r->is_finding && act != NULL &&
	    may(m, act) && dice(2) == 0)
		good = true;
	if (good)
		apply(m, act);
	r->last = m->sha256;
	r->last_date = m->date;
}

/* ---- statements ---- */

static const struct act *
choose_act(const struct record *r)
{
	const struct act *all = r->is_finding ? finding_acts : action_acts,
	    *possible[8];
	int i, count = 0, total = r->is_finding ? 4 : 15;

	if (dice(12) == 0)
		return &all[dice(total)];
	for (i = 0; i < total; i++)
		if (is(all[i].from, r->state))
			possible[count++] = &all[i];
	if (count == 0)
		return &all[dice(total)];
	/* what goes on is done more often than what goes back */
	i = dice(count);
	if (among(possible[i]->name, " reject return reopen retract ") &&
	    dice(4) != 0)
		i = 0;			/* the one that goes on is the first */
	return possible[i];
}

static void
choose_person(struct made *m, const struct act *act)
{
	int i, tries;

	for (tries = 0; tries < 100; tries++) {
		i = dice(OFFICES);
		m->by = offices[i].person;
		m->office = offices[i].office;
		if (among("owner", act->offices)) {
			m->office = "owner";
			m->by = m->record->owner;
		}
		if (is(act->name, "retract") && dice(3) != 0)
			m->by = m->record->auditor;
		if (among(m->office, act->offices) && (dice(4) == 0 ||
		    m->record->is_finding ||
		    !is_partial(m->record, m->by) ||
		    is(m->office, "owner")))
			break;
	}
	/* who owns one of its actions, where anybody does */
	i = m->record->family->count;
	if (m->record->is_finding && i > 0 && dice(3) == 0 &&
	    among("auditor", act->offices)) {
		m->by = m->record->family->actions[dice(i)]->owner;
		m->office = "auditor";
	}
	if (dice(15) == 0)
		m->by = offices[dice(OFFICES)].person;
	if (dice(30) == 0)
		m->office = offices[dice(OFFICES)].office;
}

static void
choose_rest(struct made *m, const struct act *act)
{
	struct record *r = m->record;
	long today = seconds / 86400;
	int what = dice(60);

	m->date = day_of(what == 0 ? today + 1 + dice(3) :
	    what < 6 ? today - dice(6) : today);
	m->text = strdup(dice(4) == 0 ? "" : r->text);
	if (is(act->to, "closed") && dice(9) != 0)
		m->text = strdup(r->text);
	if (dice(30) == 0)
		m->text = sha256("khác");
	m->prev = strdup("");
	if (r->last != NULL && dice(10) != 0) {
		m->prev = r->last;
		m->prev_date = r->last_date;
	}
	if (dice(80) == 0) {
		m->prev = sha256("không có");
		m->prev_date = NULL;
	}
	m->system = strdup(dice(90) == 0 ? sha256("khác") : system_id);
	m->version = dice(90) == 0 ? "1.0" : "";
	m->id = r->id;
}

static void
state(struct record *r)
{
	struct made m = { .record = r };
	const struct act *act;
	char *text;

	if (dice(9) == 0)
		meddle(r);
	act = choose_act(r);
	if (dice(7) != 0 && !among(r->state, " closed retracted "))
		prepare(r, act->name);
	if (is(act->name, "close") && !r->is_finding && dice(4) == 0)
		tempt(r);
	m.act = dice(70) == 0 ? "bless" : act->name;
	choose_person(&m, act);
	choose_rest(&m, act);
	if (dice(90) == 0) {
		m.record = NULL;
		m.id = format("%s-khong", r->id);
		m.prev = strdup("");
	}
	steps++;
	text = format("schema: \"qms/statement/1\"\nsystem: \"%s\"\n"
	    "act: \"%s\"\nagency: \"so\"\nid: \"%s\"\nversion: \"%s\"\n"
	    "text: \"%s\"\nfiles: []\nauthors: []\nby: \"%s\"\n"
	    "office: \"%s\"\ncapacity: \"\"\ndelegation: \"\"\n"
	    "date: \"%s\"\neffective: \"\"\nuntil: \"\"\nresult: \"\"\n"
	    "decision: \"\"\ndecision_date: \"\"\ndecision_sha256: \"\"\n"
	    "recorded_by: \"\"\nproof: \"commit\"\nprev: [%s%s%s]\n"
	    "comment: \"%ld\"\n", m.system, m.act, m.id, m.version, m.text,
	    m.by, m.office, m.date, *m.prev == '\0' ? "" : "\"", m.prev,
	    *m.prev == '\0' ? "" : "\"", steps);
	m.sha256 = sha256(text);
	m.path = format("agencies/so/acts/%s/%s-%s-%s-%.16s.yaml", m.id,
	    *m.version == '\0' ? m.date : m.version, m.act, m.by, m.sha256);
	put(m.path, text);
	judge(&m);
}

/* ---- the history ---- */

static void
pass_time(void)
{
	static long late;		/* a clock that was wrong */

	seconds += dice(14000) + 500 + late;
	late = dice(150) == 0 ? dice(3) * 86400 : 0;
	seconds -= late;
	if (seconds / 86400 > recorded)
		recorded = seconds / 86400;
}

/* Families come and go; the young ones are worked on. */
static struct family *
choose_family(void)
{
	struct family *family;
	int i, back;

	if (family_count < 6 || (dice(50) == 0 && family_count < FAMILIES)) {
		family = &families[family_count++];
		new_record(family, true);
		return family;
	}
	for (i = 0; i < 20; i++) {
		back = dice(dice(9) == 0 ? family_count : family_count < 7 ?
		    family_count : 7);
		family = &families[family_count - 1 - back];
		if (family->line != marks)
			return family;
	}
	return NULL;
}

/* One statement a family and commit, so that their order does not matter. */
static void
do_something(void)
{
	struct family *family = choose_family();
	int i;

	if (family == NULL)
		return;
	family->line = marks;
	if (family->count == 0 || (family->count < ACTIONS &&
	    dice(40) == 0)) {
		new_record(family, false);
		return;
	}
	i = dice(3 * family->count + 1);
	if (i == 3 * family->count || (is(family->actions[0]->state,
	    "closed") && dice(2) == 0))
		state(family->finding);
	else
		state(family->actions[i % family->count]);
}

static void
begin(void)
{
	pass_time();
	changes_out = open_memstream(&changes, &changes_size);
	marks++;
}

static void
end(const char *from)
{
	fclose(changes_out);
	printf("commit refs/heads/main\nmark :%ld\n"
	    "author Ai <ai@example.org> %ld +0700\n"
	    "committer Ai <ai@example.org> %ld +0700\ndata 3\nghi\n", marks,
	    seconds - 25200, seconds - 25200);
	if (from != NULL)
		printf("from %s\n", from);
	printf("%s\n", changes);
}

static void
one_commit(const char *from)
{
	int i;

	begin();
	if (unstated || dice(120) == 0) {
		unstated = !unstated;
		if (unstated)
			put("rules/zz.md", "ai\n");
		else
			fprintf(changes_out, "D rules/zz.md\n");
	}
	for (i = dice(9) + 1; i > 0; i--)
		do_something();
	end(from);
}

/* In the end somebody mends what is closed, and a list tells where. */
static void
mend(void)
{
	struct record *r;
	int i, k;

	begin();
	for (i = 0; i < family_count; i++)
		for (k = 0; k < families[i].count; k++) {
			r = families[i].actions[k];
			if (!is(r->state, "closed") || r->was_wild)
				continue;
			if (!r->touched && r->wild == TAME && dice(2) == 0)
				write_record(r);
			if (r->touched)
				fprintf(touched, "%s\n", r->id);
		}
	end(NULL);
}

static int
make_history(char **argv)
{
	long wanted = strtol(argv[1], NULL, 10);

	seed = strtoul(argv[0], NULL, 10) * 2654435761u + 777;
	system_id = argv[3];
	seconds = strtol(argv[4], NULL, 10) + 25200;
	recorded = seconds / 86400;
	told = fopen(format("%s.told", argv[5]), "w");
	touched = fopen(format("%s.touched", argv[5]), "w");
	if (told == NULL || touched == NULL)
		die("cannot write");
	one_commit(argv[2]);
	while (steps < wanted)
		one_commit(NULL);
	while (unstated)
		one_commit(NULL);
	mend();
	printf("done\n");
	fclose(told);
	fclose(touched);
	fprintf(stderr, "%ld statements, %ld count, %ld closings, %d findings, "
	    "%ld commits\n", steps, counted, closings, family_count, marks);
	return 0;
}

/* ---- what qms says, judged ---- */

struct line {
	char *path, *wanted, *id, *kind, *act, *by, *date, *owner, *wild;
	int causes, plans, evidences;
};

struct life {				/* of one action, as qms counts it */
	char *id, *workers, *verified_by, *verified, *judged_by, *judged;
	const char *state;
};

static struct line *lines[MANY];
static struct life *lives[FAMILIES * ACTIONS];
static int line_count, life_count;

static char *
next(char **at)
{
	char *word = strsep(at, "\t\n");

	return strdup(word == NULL ? "" : word);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp((*(struct line *const *)a)->path,
	    (*(struct line *const *)b)->path);
}

static void
read_told(const char *name)
{
	FILE *file = fopen(name, "r");
	char *text = NULL, *at;
	size_t room = 0;
	struct line *line;

	while (file != NULL && getline(&text, &room, file) > 0) {
		if (line_count == MANY)
			die("too many lines");
		line = calloc(1, sizeof(*line));
		at = text;
		line->path = next(&at);
		line->wanted = next(&at);
		line->id = next(&at);
		line->kind = next(&at);
		line->act = next(&at);
		line->by = next(&at);
		line->date = next(&at);
		line->causes = atoi(next(&at));
		line->plans = atoi(next(&at));
		line->evidences = atoi(next(&at));
		line->owner = next(&at);
		line->wild = next(&at);
		lines[line_count++] = line;
	}
	if (file == NULL || line_count == 0)
		die(name);
	fclose(file);
	qsort(lines, (size_t)line_count, sizeof(*lines), by_path);
}

static struct life *
life_of(const char *id)
{
	int i;

	for (i = life_count - 1; i >= 0; i--)
		if (is(lives[i]->id, id))
			return lives[i];
	lives[life_count] = calloc(1, sizeof(struct life));
	*lives[life_count] = (struct life){ .id = strdup(id),
	    .workers = strdup(" "), .state = "opened" };
	return lives[life_count++];
}

static int
complain(const struct line *line, const char *what)
{
	printf("%s: %s (%s, %s)\n", line->path, what, line->act, line->by);
	return 1;
}

static bool
is_own(const struct line *line, const struct life *life, const char *by)
{
	return is(line->owner, by) || among(by, life->workers);
}

/* The claim, of one closing. */
static int
hold(const struct line *line, const struct life *life)
{
	int bad = 0;

	if (line->causes == 0)
		bad += complain(line, "closed without a cause");
	if (line->evidences == 0)
		bad += complain(line, "closed without evidence");
	if (life->verified_by == NULL)
		bad += complain(line, "closed without verification");
	else if (is_own(line, life, life->verified_by))
		bad += complain(line, "verified by who did it");
	if (life->judged_by == NULL)
		return bad + complain(line, "closed without a verdict");
	if (is_own(line, life, life->judged_by))
		bad += complain(line, "judged by who did it");
	if (life->verified_by != NULL &&
	    strcmp(life->verified, life->judged) >= 0)
		bad += complain(line, "the verdict is no later");
	return bad;
}

static int
follow(const struct line *line)
{
	struct life *life = life_of(line->id);
	const struct act *act = action_acts;
	int bad = 0;

	while (act->name != NULL && !(is(act->name, line->act) &&
	    is(act->from, life->state)))
		act++;
	if (act->name == NULL)
		return complain(line, "not from that state");
	life->state = act->to;
	if (among(line->act, work))
		life->workers = format("%s%s ", life->workers, line->by);
	if (is(line->act, "verify")) {
		life->verified_by = line->by;
		life->verified = line->date;
	} else if (is(line->act, "judge")) {
		life->judged_by = line->by;
		life->judged = line->date;
	} else if (is(act->to, "not-achieved")) {
		life->verified_by = life->judged_by = NULL;
	} else if (is(line->act, "close")) {
		closings++;
		bad = hold(line, life);
	}
	return bad;
}

static int
judge_qms(const char *out)
{
	struct line wanted, *key = &wanted, **found;
	char *text = NULL, *at, *code;
	size_t room = 0;
	long seen = 0, differ = 0, bad = 0;
	bool good;

	read_told(format("%s.told", out));
	while (getline(&text, &room, stdin) > 0) {
		at = text;
		wanted.path = next(&at);
		code = next(&at);
		good = is(code, "-");
		found = bsearch(&key, lines, (size_t)line_count,
		    sizeof(*lines), by_path);
		if (found == NULL)
			die(wanted.path);
		seen++;
		if (!is((*found)->wanted, "?") &&
		    good != is((*found)->wanted, "-")) {
			differ++;
			printf("%s: %s here, %s there\n", wanted.path,
			    (*found)->wanted, code);
		}
		if (good && is((*found)->kind, "action"))
			bad += follow(*found);
	}
	fprintf(stderr, "%ld of %d, %ld closings, %ld differ, %ld bad\n", seen,
	    line_count, closings, differ, bad);
	if (seen != line_count)
		printf("not all were judged\n");
	if (closings < line_count / 250)
		printf("too few closings\n");
	return differ > 0 || bad > 0 || seen != line_count ||
	    closings < line_count / 250;
}

int
main(int argc, char **argv)
{
	if (argc == 2 && is(argv[1], "people")) {
		write_people();
		return 0;
	}
	if (argc == 8 && is(argv[1], "history"))
		return make_history(argv + 2);
	if (argc == 3 && is(argv[1], "judge"))
		return judge_qms(argv[2]);
	die("people; history SEED COUNT FROM SYSTEM TIME OUT; judge OUT");
}
