/* SPDX-License-Identifier: MIT */
/*
 * oracle - what qms-statements(5) says, written a second time, from nothing but
 * that page and the files in kinds/: it makes a random history for git
 * fast-import, most of it such as only plain git would write, and says of each
 * statement whether it counts and if not, for which reasons it may be void; and
 * which version is in force on sampled days, with what was known at sampled
 * commits. Shares no code with qms.
 *
 *	oracle people ROOT KINDS.yaml…	writes people and guards there
 *	oracle history SEED COUNT FROM SYSTEM TIME OUT KINDS.yaml…
 *
 * A guard is a rule that refuses whoever bears its name, so that what a rule
 * asks for need not be modelled here; rules have tests of their own.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <nettle/sha2.h>

enum { MANY = 120, OBJECTS = 20000, VERSIONS = 3, PENDING = 64 };

static void
die(const char *what)
{
	fprintf(stderr, "oracle: %s\n", what);
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

/* ---- kinds, read line by line ---- */

struct list {
	char *items[MANY];
	int count;
};

struct act {
	char *from, *name, *to;
	struct list offices, guards;
	long reached, refused[MANY];	/* by each guard */
};

struct kind {
	char *id, *path, *first, *in_force, *shared;
	bool document, owner;
	struct list final;
	struct act acts[MANY];
	int act_count;
};

static struct kind kinds[128];
static int kind_count;
static struct list guards;

static bool
has(const struct list *list, const char *item)
{
	int i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->items[i], item) == 0)
			return true;
	return false;
}

static void
add(struct list *list, const char *item)
{
	if (list->count == MANY)
		die("a list is too long");
	list->items[list->count++] = strdup(item);
}

/* The words between any of these, up to the end of line or a '#'. */
static struct list
words(const char *line, const char *between)
{
	char *copy = strdup(line), *at, *word;
	struct list list = { .count = 0 };

	copy[strcspn(copy, "#\n")] = '\0';
	for (at = copy; (word = strtok(at, between)) != NULL; at = NULL)
		add(&list, word);
	free(copy);
	return list;
}

static void
read_act(struct kind *kind, const char *line)
{
	const char *guards_at = strchr(strchr(line, '[') + 1, '[');
	struct act *act = &kind->acts[kind->act_count++];
	struct list parts = words(strchr(line, '[') + 1, "[], \n");
	int i;

	if (parts.count < 4 || guards_at == NULL || kind->act_count == MANY)
		die(line);
	act->from = parts.items[0];
	act->name = parts.items[1];
	act->to = parts.items[2];
	act->offices = words(parts.items[3], "|");
	act->guards = words(guards_at, "[], \n");
	for (i = 0; i < act->guards.count; i++)
		if (!has(&guards, act->guards.items[i]))
			add(&guards, act->guards.items[i]);
}

static char *
after(const char *line, const char *key)
{
	struct list list;

	if (strncmp(line, key, strlen(key)) != 0)
		return NULL;
	list = words(line + strlen(key), " \n");
	return list.count == 0 ? NULL : list.items[0];
}

static void
read_kind(const char *name)
{
	struct kind *kind = &kinds[kind_count++];
	FILE *file = fopen(name, "r");
	bool in_acts = false;
	char line[1024], *value;

	if (file == NULL || kind_count == 128)
		die(name);
	while (fgets(line, sizeof(line), file) != NULL) {
		if (in_acts && strncmp(line, "  - [", 5) == 0)
			read_act(kind, line);
		else if (line[0] != ' ' && line[0] != '#')
			in_acts = strncmp(line, "acts:", 5) == 0;
		if ((value = after(line, "id:")) != NULL)
			kind->id = value;
		if ((value = after(line, "path:")) != NULL)
			kind->path = value;
		if ((value = after(line, "first:")) != NULL)
			kind->first = value;
		if ((value = after(line, "in_force:")) != NULL)
			kind->in_force = value;
		if ((value = after(line, "acts:")) != NULL)
			kind->shared = value;
		if ((value = after(line, "class:")) != NULL)
			kind->document = strcmp(value, "document") == 0;
		if (strncmp(line, "final:", 6) == 0)
			kind->final = words(line + 6, "[], \n");
		if (strncmp(line, "  owner:", 8) == 0 &&
		    strstr(line, "column: yes") != NULL)
			kind->owner = true;
	}
	fclose(file);
}

/* Those that have files and acts. */
static void
read_kinds(char **names, int count)
{
	int i, j, kept = 0;

	for (i = 0; i < count; i++)
		read_kind(names[i]);
	for (i = 0; i < kind_count; i++)
		for (j = 0; kinds[i].shared != NULL && j < kind_count; j++)
			if (strcmp(kinds[i].shared, kinds[j].id) == 0) {
				memcpy(kinds[i].acts, kinds[j].acts,
				    sizeof(kinds[i].acts));
				kinds[i].act_count = kinds[j].act_count;
				kinds[i].first = kinds[j].first;
				kinds[i].in_force = kinds[j].in_force;
				kinds[i].final = kinds[j].final;
			}
	for (i = 0; i < kind_count; i++)
		if (kinds[i].path != NULL && kinds[i].act_count > 0)
			kinds[kept++] = kinds[i];
	kind_count = kept;
}

/* ---- persons ---- */

struct office {
	char *person;
	const char *office;
	const char *from, *to;		/* "" open */
};

static struct office offices[512];
static int office_count;

static const char *const office_names[] = { "secretary", "reviewer", "head",
    "deputy-head", "unit-head", "auditor", "owner" };

static void
give(const char *person, const char *office, const char *from, const char *to)
{
	offices[office_count++] = (struct office){ strdup(person), office,
	    from, to };
}

/* One a guard, who holds every office; some who hold one for a time. */
static void
make_people(void)
{
	char *name;
	int i, j;

	for (i = 0; i < guards.count; i++)
		for (j = 0; j < 7; j++)
			give(guards.items[i], office_names[j], "2018-01-01",
			    "");
	for (j = 0; j < 7; j++) {
		name = format("a%d", j);
		give(name, office_names[j], "2018-01-01", "");
		name = format("b%d", j);
		give(name, office_names[j], "2018-01-01", "2026-06-30");
		name = format("c%d", j);
		give(name, office_names[j], "2026-04-01", "");
	}
}

static bool
holds(const char *person, const char *office, const char *day)
{
	int i;

	for (i = 0; i < office_count; i++)
		if (strcmp(offices[i].person, person) == 0 &&
		    (*office == '\0' ||
		    strcmp(offices[i].office, office) == 0) &&
		    strcmp(offices[i].from, day) <= 0 &&
		    (*offices[i].to == '\0' ||
		    strcmp(offices[i].to, day) >= 0))
			return true;
	return false;
}

static void
write_people(const char *root)
{
	FILE *file = fopen(format("%s/agencies/so/people.yaml", root), "r");
	char line[4096], *persons = strdup(""), *rest = strdup("");
	bool in_offices = false;
	int i;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, "offices:", 8) == 0)
			in_offices = true;
		if (in_offices)
			rest = format("%s%s", rest, line);
		else
			persons = format("%s%s", persons, line);
	}
	if (file == NULL || fclose(file) != 0)
		die("people.yaml");
	for (i = 0; i < office_count; i++) {
		if (i == 0 || strcmp(offices[i - 1].person,
		    offices[i].person) != 0)
			persons = format("%s  - {id: %s, name: %s}\n", persons,
			    offices[i].person, offices[i].person);
		rest = format("%s  - {person: %s, office: %s, from: %s%s%s}\n",
		    rest, offices[i].person, offices[i].office,
		    offices[i].from, *offices[i].to == '\0' ? "" : ", to: ",
		    offices[i].to);
	}
	file = fopen(format("%s/agencies/so/people.yaml", root), "w");
	if (file == NULL || fprintf(file, "%s%s", persons, rest) < 0 ||
	    fclose(file) != 0)
		die("people.yaml");
}

static void
write_guards(const char *root)
{
	FILE *file;
	int i;

	for (i = 0; i < guards.count; i++) {
		file = fopen(format("%s/rules/%s.md", root, guards.items[i]),
		    "w");
		if (file == NULL)
			die(guards.items[i]);
		fprintf(file, "---\nschema: qms/rule/1\nid: %s\nuse: refuse\n"
		    "confirmed: yes\ntitle: {vi: \"Canh\", en: \"Guard\"}\n"
		    "message: {vi: \"không\", en: \"no\"}\n"
		    "help: {vi: \"Thôi.\", en: \"Leave it.\"}\n---\n\n"
		    "```sql\nSELECT :by AS a1 WHERE :by = '%s'\n```\n\n"
		    "| day | :by | verdict |\n|---|---|---|\n"
		    "| 2026-01-10 | %s | refused |\n"
		    "| 2026-01-10 | x | allowed |\n", guards.items[i],
		    guards.items[i], guards.items[i]);
		fclose(file);
	}
}

/* ---- what the model knows ---- */

struct version {
	const char *name;
	char *state;			/* NULL: no act counted yet */
	char *text;			/* of the last act that counted */
	char *issued;			/* SHA-256 in issued/, or NULL */
	/* of the approval and the withdrawal that count */
	char *approved, *effective, *until, *withdrawn, *gone;
	long position;
};

struct object {
	struct kind *kind;
	char *id, *path, *bytes, *owner;
	char *text;			/* SHA-256 of the bytes */
	struct version versions[VERSIONS];
	char *last, *last_date;		/* statement that entered last */
	int pending;			/* in the commit that is made */
	int side;			/* of a merge */
};

static struct object *objects[OBJECTS];
static int object_count;
static long steps, counted, position;

struct made {				/* a statement */
	struct object *object;
	struct version *version;
	char *id, *version_name, *act, *by, *office, *date, *effective;
	char *until, *text, *proof, *system, *prev, *prev_date;
	char *sha256, *path;
	bool broken;
};

static const char *const version_names[VERSIONS] = { "1.0", "1.1", "2.0" };

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

static char *
path_of(const struct kind *kind, const char *id)
{
	static const char *const from[] = { "{agency}", "{year}", "{id}" };
	const char *const to[] = { "so", "2026", id };
	char *path = strdup(kind->path), *at;
	int i;

	for (i = 0; i < 3; i++)
		while ((at = strstr(path, from[i])) != NULL) {
			*at = '\0';
			path = format("%s%s%s", path, to[i],
			    at + strlen(from[i]));
		}
	return path;
}

/* ---- commits ---- */

static char *changes;			/* for fast-import, of one commit */
static size_t changes_size;
static FILE *changes_out, *verdicts, *instants;
static struct made pending[PENDING];
static int pending_count;
static long marks, line, seconds, recorded;
static const char *from_commit, *system_id;
static bool unstated;

static void
put(const char *path, const char *text)
{
	fprintf(changes_out, "M 100644 inline %s\ndata %zu\n%s\n", path,
	    strlen(text), text);
}

static void
edit(struct object *object)
{
	const char *owner = object->owner == NULL ? "" : object->owner;
	static long number;

	object->bytes = format("---\nschema: qms/%s/1\ntitle: Thử\n%s%s%s"
	    "---\n\nBản số %ld.\n", object->kind->id, *owner == '\0' ? "" :
	    "owner: ", owner, *owner == '\0' ? "" : "\n", ++number);
	object->text = sha256(object->bytes);
	put(object->path, object->bytes);
}

static void
new_object(struct kind *kind, int side)
{
	struct object *object = calloc(1, sizeof(*object));
	static int number;
	int i;

	if (object_count == OBJECTS)
		die("too many objects");
	object->kind = kind;
	object->id = format("X-%s-%04d", kind->id, ++number);
	object->path = path_of(kind, object->id);
	object->side = side;
	for (i = 0; i < VERSIONS; i++)
		object->versions[i].name = kind->document ?
		    version_names[i] : "";
	if (kind->owner)
		object->owner = dice(4) == 0 ? strdup("") : dice(3) == 0 ?
		    guards.items[dice(guards.count)] :
		    format("%c%d", "abc"[dice(3)], dice(7));
	objects[object_count++] = object;
	edit(object);
}

static bool
is_final(const struct kind *kind, const char *state)
{
	return has(&kind->final, state);
}

static const char *
state_of(const struct object *object, const struct version *version)
{
	return version->state == NULL ? object->kind->first : version->state;
}

static struct act *
find_act(struct kind *kind, const char *state, const char *name)
{
	int i;

	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].from, state) == 0 &&
		    strcmp(kind->acts[i].name, name) == 0)
			return &kind->acts[i];
	return NULL;
}

static int
issues(const struct kind *kind, const struct act *act)
{
	if (!kind->document || kind->in_force == NULL)
		return 0;
	return (strcmp(act->to, kind->in_force) == 0) -
	    (strcmp(act->from, kind->in_force) == 0);
}

/* ---- the verdict ---- */

static char reasons[256];

static void
reason(const char *code)
{
	if (strstr(reasons, code) == NULL) {
		strcat(reasons, *reasons == '\0' ? "" : ",");
		strcat(reasons, code);
	}
}

static bool
names_it(const struct made *other, const struct made *made)
{
	return other != made && strcmp(other->prev, made->sha256) == 0;
}

static bool
is_followed(const struct made *made)
{
	int i;

	for (i = 0; i < pending_count; i++)
		if (!pending[i].broken && names_it(&pending[i], made))
			return true;
	return false;
}

static void
judge_text(const struct made *made, const struct act *act)
{
	const struct object *o = made->object;
	const struct version *v = made->version;
	bool there = strcmp(made->text, o->text) == 0;

	if (!o->kind->document) {
		if (is_final(o->kind, act->to) ||
		    (*made->text != '\0' && !is_followed(made)))
			if (!there)
				reason("S023");
		return;
	}
	if (v->text != NULL && strcmp(act->from, o->kind->first) != 0) {
		if (strcmp(v->text, made->text) != 0)
			reason("S023");
	} else if (!there && !is_followed(made) && (v->issued == NULL ||
	    strcmp(v->issued, made->text) != 0))
		reason("S023");
	if (issues(o->kind, act) == 1 && (v->issued == NULL ||
	    strcmp(v->issued, made->text) != 0))
		reason("S023");
}

static void
judge_office(const struct made *made, const struct act *act)
{
	const char *owner = made->object->owner;
	bool named = owner != NULL && *owner != '\0' &&
	    strcmp(made->office, "owner") == 0;

	if (*made->office == '\0' || (!has(&act->offices, made->office) &&
	    !has(&act->offices, "author")))
		reason("S021");
	else if (named ? strcmp(owner, made->by) != 0 ||
	    !holds(made->by, "", made->date) :
	    !holds(made->by, made->office, made->date))
		reason("S021");
}

/* By the settings, by what issues a version, by what lends an office. */
static bool
needs_decision(const struct kind *kind, const struct act *act)
{
	return issues(kind, act) == 1 || strcmp(act->name, "approve") == 0 ||
	    strcmp(act->name, "withdraw") == 0 ||
	    strcmp(act->name, "issue") == 0 ||
	    (strcmp(kind->id, "delegation") == 0 &&
	    strcmp(act->name, "grant") == 0);
}

static void
judge_proof(const struct made *made, const struct act *act)
{
	bool need = needs_decision(made->object->kind, act);

	if (need && strcmp(made->proof, "commit") == 0)
		reason("S024");
	if (strcmp(made->proof, "key") == 0)
		reason("S106");		/* nobody here has one */
}

static bool
any_act(const struct kind *kind, const char *name, bool issuing)
{
	int i;

	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].name, name) == 0 &&
		    (!issuing || issues(kind, &kind->acts[i]) == 1))
			return true;
	return false;
}

static void
judge_act(const struct made *made, struct act **act)
{
	const struct object *o = made->object;
	const struct version *v = made->version;
	const char *state = state_of(o, v);

	*act = find_act(o->kind, state, made->act);
	if (*act != NULL)
		return;
	if (!any_act(o->kind, made->act, false))
		reason("S019");
	else if (any_act(o->kind, made->act, true) && v->text != NULL &&
	    (strcmp(state, o->kind->in_force) == 0 ||
	    is_final(o->kind, state)) && strcmp(v->text, made->text) != 0)
		reason("S025");
	else
		reason("S018");
}

static void
count(const struct made *made, struct act *act)
{
	struct version *v = made->version;
	int sign = issues(made->object->kind, act);
	char *since = *made->effective == '\0' ? made->date : made->effective;

	act->reached++;
	counted++;
	v->state = act->to;
	v->text = made->text;
	if (sign == 1) {
		v->approved = made->date;
		v->effective = since;
		v->until = made->until;
		v->position = position;
	}
	if (sign == -1) {
		v->withdrawn = made->date;
		v->gone = since;
	}
}

static void
judge(const struct made *made)
{
	struct object *o = made->object;
	struct act *act = NULL;
	char *today = day_of(seconds / 86400);
	int i;

	position++;
	reasons[0] = '\0';
	if (strcmp(made->system, system_id) != 0)
		reason("S022");
	if (strcmp(made->date, today) > 0)
		reason("S026");
	if (*made->prev != '\0' && made->prev_date == NULL)
		reason("S136");
	if (made->prev_date != NULL && strcmp(made->date, made->prev_date) < 0)
		reason("S135");
	if (unstated)
		reason("S103");
	if (o == NULL) {
		reason("S020");
	} else if (o->kind->document != (*made->version_name != '\0')) {
		reason("S008");
	} else {
		judge_act(made, &act);
		if (act != NULL) {
			judge_office(made, act);
			judge_text(made, act);
			judge_proof(made, act);
			for (i = 0; i < act->guards.count; i++)
				if (strcmp(act->guards.items[i],
				    made->by) == 0) {
					if (*reasons == '\0')
						act->refused[i]++;
					reason(made->by);
				}
		}
	}
	if (o != NULL && act == NULL && strcmp(made->proof, "key") == 0)
		reason("S106");
	if (*reasons == '\0')
		count(made, act);
	fprintf(verdicts, "%s\t%s\n", made->path,
	    *reasons == '\0' ? "-" : reasons);
	if (o != NULL) {
		o->last = made->sha256;
		o->last_date = made->date;
	}
}

/* Behind what it names, otherwise by date, then by hash. */
static int
in_order(const void *left, const void *right)
{
	const struct made *a = left, *b = right;
	int order;

	if (names_it(a, b))
		return 1;
	if (names_it(b, a))
		return -1;
	order = strcmp(a->date, b->date);
	return order != 0 ? order : strcmp(a->sha256, b->sha256);
}

/* At most two of one object, so that each pair decides for itself. */
static void
judge_all(void)
{
	struct made *a, *b, swap;
	int i, j;

	for (i = 0; i < pending_count; i++)
		for (j = i + 1; j < pending_count; j++) {
			a = &pending[i];
			b = &pending[j];
			if (a->object == NULL || a->object != b->object ||
			    in_order(a, b) <= 0)
				continue;
			swap = *a;
			*a = *b;
			*b = swap;
		}
	for (i = 0; i < pending_count; i++) {
		if (pending[i].object != NULL)
			pending[i].object->pending = 0;
		if (!pending[i].broken)
			judge(&pending[i]);
	}
	pending_count = 0;
}

/* ---- statements at random ---- */

static void
choose_person(struct made *made, const struct act *act)
{
	const struct list *wanted = &act->offices;
	const char *owner = made->object->owner;
	bool named, guarded = act->guards.count > 0 && dice(8) == 0;
	int i, tries;

	made->office = strdup(wanted->items[dice(wanted->count)]);
	if (strcmp(made->office, "author") == 0)
		made->office = strdup(office_names[dice(6)]);
	for (tries = 0; tries < 200; tries++) {
		i = dice(office_count);
		made->by = offices[i].person;
		named = strcmp(made->office, "owner") == 0 &&
		    owner != NULL && *owner != '\0';
		if (named)
			made->by = strdup(owner);
		else if (guarded)
			made->by = act->guards.items[dice(
			    act->guards.count)];
		else if (has(&guards, made->by))
			continue;
		if (holds(made->by, named ? "" : made->office, made->date))
			break;
	}
	for (i = 0; i < act->guards.count; i++)
		if (act->refused[i] == 0 && dice(3) == 0)
			made->by = act->guards.items[i];
	if (dice(25) == 0)
		made->by = offices[dice(office_count)].person;
	if (dice(40) == 0)
		made->office = strdup(office_names[dice(7)]);
}

static const char *
write_made(const struct made *made)
{
	bool decided = strcmp(made->proof, "decision") == 0;

	return format("schema: \"qms/statement/1\"\nsystem: \"%s\"\n"
	    "act: \"%s\"\nagency: \"so\"\nid: \"%s\"\nversion: \"%s\"\n"
	    "text: \"%s\"\nfiles: []\nauthors: []\nby: \"%s\"\n"
	    "office: \"%s\"\ncapacity: \"\"\ndelegation: \"\"\n"
	    "date: \"%s\"\neffective: \"%s\"\nuntil: \"%s\"\nresult: \"\"\n"
	    "decision: \"%s\"\ndecision_date: \"%s\"\ndecision_sha256: \"\"\n"
	    "recorded_by: \"\"\nproof: \"%s\"\nprev: [%s%s%s]\n"
	    "comment: \"%ld\"\n", made->system, made->act, made->id,
	    made->version_name, made->text, made->by, made->office,
	    made->date, made->effective, made->until,
	    decided ? "9/QĐ" : "", decided ? made->date : "", made->proof,
	    *made->prev == '\0' ? "" : "\"", made->prev,
	    *made->prev == '\0' ? "" : "\"", steps);
}

/* The act: one that is possible, most often one that was seldom reached. */
static struct act *
choose_act(struct object *object, const struct version *version)
{
	const char *state = state_of(object, version);
	struct kind *kind = object->kind;
	struct act *best = NULL, *act;
	int i;

	for (i = 0; i < kind->act_count; i++) {
		act = &kind->acts[i];
		if (strcmp(act->from, state) == 0 && (best == NULL ||
		    act->reached + dice(20) < best->reached + dice(20)))
			best = act;
	}
	if (best == NULL || dice(9) == 0)
		best = &kind->acts[dice(kind->act_count)];
	return best;
}

/* Most often the one that is on its way. */
static struct version *
choose_version(struct object *object)
{
	int i = 0;

	if (!object->kind->document)
		return &object->versions[0];
	if (dice(8) == 0)
		return &object->versions[dice(VERSIONS)];
	while (i < VERSIONS - 1 && dice(2) == 0 && strcmp(state_of(object,
	    &object->versions[i]), object->kind->in_force) == 0)
		i++;
	return &object->versions[i];
}

static void
choose_days(struct made *made)
{
	long today = seconds / 86400;
	int what = dice(30);

	made->date = day_of(what == 0 ? today + 1 + dice(3) :
	    what == 1 ? today - dice(5) : today);
	made->effective = strdup("");
	made->until = strdup("");
	if (dice(3) == 0)
		made->effective = day_of(today + dice(40) - 8);
	if (dice(12) == 0)
		made->until = day_of(today + dice(60));
}

static void
choose_text(struct made *made, const struct act *act)
{
	struct object *object = made->object;
	struct version *version = made->version;

	made->text = object->text;
	if (version->text != NULL &&
	    strcmp(state_of(object, version), object->kind->first) != 0)
		made->text = version->text;
	if (!object->kind->document && dice(2) == 0)
		made->text = object->text;
	if (!object->kind->document && dice(5) == 0)
		made->text = strdup("");
	if (is_final(object->kind, act->to))
		made->text = object->text;
	if (dice(20) == 0)
		made->text = dice(2) == 0 ? object->text : sha256("khác");
	made->proof = strdup(needs_decision(object->kind, act) ?
	    "decision" : "commit");
	if (dice(25) == 0)
		made->proof = strdup(dice(3) == 0 ? "key" : dice(2) == 0 ?
		    "commit" : "decision");
}

/* What is issued stays as it is. */
static void
issue(struct made *made)
{
	struct version *version = made->version;

	if (version->issued != NULL || dice(15) == 0 ||
	    strcmp(made->text, made->object->text) != 0)
		return;
	put(format("agencies/so/issued/%s/%s/text.md", made->id,
	    version->name), made->object->bytes);
	version->issued = made->text;
}

static void
choose_prev(struct made *made)
{
	struct object *object = made->object;
	int i;

	made->prev = strdup("");
	if (object->last != NULL && dice(12) != 0) {
		made->prev = object->last;
		made->prev_date = object->last_date;
	}
	for (i = 0; i < pending_count; i++)
		if (pending[i].object == object && !pending[i].broken &&
		    dice(3) != 0) {
			made->prev = pending[i].sha256;
			made->prev_date = pending[i].date;
		}
	if (dice(60) == 0) {
		made->prev = sha256("không có");
		made->prev_date = NULL;
	}
}

static void
state(struct object *object)
{
	struct made *made = &pending[pending_count];
	struct act *act;
	char *text;

	if (pending_count == PENDING || object->pending == 2)
		return;
	*made = (struct made){ .object = object, .id = object->id };
	made->version = choose_version(object);
	made->version_name = strdup(made->version->name);
	act = choose_act(object, made->version);
	made->act = dice(60) == 0 ? strdup("bless") : act->name;
	choose_days(made);
	choose_person(made, act);
	choose_text(made, act);
	choose_prev(made);
	made->system = strdup(dice(80) == 0 ? sha256("khác") : system_id);
	if (issues(object->kind, act) == 1)
		issue(made);
	if (dice(80) == 0)
		made->version_name = strdup(*made->version_name == '\0' ?
		    "1.0" : "");
	if (dice(80) == 0) {
		made->object = NULL;
		made->id = format("%s-nosuch", object->id);
		made->prev = strdup("");
		made->prev_date = NULL;
	}
	steps++;
	text = strdup(write_made(made));
	if (made->object != NULL && dice(90) == 0) {
		made->broken = true;
		text = format("%s#\n", text);
	}
	made->sha256 = sha256(text);
	made->path = format("agencies/so/acts/%s/%s-%s-%s-%.16s.yaml",
	    made->id, *made->version_name == '\0' ? made->date :
	    made->version_name, made->act, made->by, made->sha256);
	put(made->path, text);
	if (made->object != NULL)
		object->pending++;
	pending_count++;
}

static bool
is_over(const struct object *object)
{
	const struct kind *kind = object->kind;
	int i, last = kind->document ? 2 : 0;

	for (i = 0; i < kind->act_count; i++)
		if (strcmp(kind->acts[i].from, state_of(object,
		    &object->versions[last])) == 0 && strcmp(
		    kind->acts[i].to, kind->acts[i].from) != 0)
			return false;
	return true;
}

/* Was each act of a state (NULL: of any) done, and did each guard refuse? */
static bool
is_done(const struct kind *kind, const char *in_state)
{
	const struct act *act;
	int i, j;

	for (i = 0; i < kind->act_count; i++) {
		act = &kind->acts[i];
		if (in_state != NULL && strcmp(act->from, in_state) != 0)
			continue;
		if (act->reached == 0)
			return false;
		for (j = 0; j < act->guards.count; j++)
			if (act->refused[j] == 0)
				return false;
	}
	return true;
}

/* One that is worth going on with. */
static int
choose_object(int side)
{
	struct kind *kind = &kinds[dice(kind_count)];
	int i, tries;

	for (tries = dice(4) * 20; tries > 0 && is_done(kind, NULL); tries--)
		kind = &kinds[dice(kind_count)];

	for (i = dice(3) == 0 ? -1 : object_count - 1; i >= 0; i--)
		if (objects[i]->kind == kind && objects[i]->side == side &&
		    objects[i]->pending < 2 && !is_done(kind,
		    state_of(objects[i], &objects[i]->versions[0])))
			return i;
	for (tries = dice(10) == 0 ? 6 : 0; tries < 6; tries++)
		for (i = object_count - 1; i >= 0 && i > object_count - 400;
		    i--)
			if (objects[i]->kind == kind && objects[i]->side == side &&
			    !is_over(objects[i]) && dice(3) == 0)
				return i;
	new_object(kind, side);
	return object_count - 1;
}

/* ---- the history ---- */

static void
begin(void)
{
	changes_out = open_memstream(&changes, &changes_size);
}

static void
commit(const char *branch, const char *from, const char *merge,
    const char *first, const char *second)
{
	printf("commit refs/heads/%s\nmark :%ld\nauthor Ai <ai@example.org> "
	    "%ld +0700\ncommitter Ai <ai@example.org> %ld +0700\n"
	    "data 3\nghi\n", branch, ++marks, seconds - 25200,
	    seconds - 25200);
	if (from != NULL)
		printf("from %s\n", from);
	if (merge != NULL)
		printf("merge %s\n", merge);
	printf("%s%s\n", first, second);
}

static void
do_something(int side)
{
	int number = choose_object(side), i;

	if (dice(7) == 0)
		edit(objects[number]);
	for (i = dice(4) == 0 ? 2 : 1; i > 0; i--)
		state(objects[number]);
}

static void
sample(void)
{
	long today = recorded, shift;
	const struct version *v, *best;
	struct object *o;
	char *day;
	int i, j, k;

	for (k = 0; k < 3; k++) {
		shift = k == 0 ? 0 : k == 1 ? -dice(60) :
		    dice(60);
		day = day_of(today + shift);
		for (i = 0; i < object_count; i++) {
			o = objects[i];
			best = NULL;
			for (j = 0; o->kind->document && j < VERSIONS; j++) {
				v = &o->versions[j];
				if (v->approved == NULL ||
				    strcmp(v->approved, day) > 0 ||
				    strcmp(v->effective, day) > 0 ||
				    (v->gone != NULL &&
				    strcmp(v->withdrawn, day) <= 0 &&
				    strcmp(v->gone, v->effective) <= 0))
					continue;
				if (best == NULL || strcmp(v->effective,
				    best->effective) > 0 ||
				    (strcmp(v->effective,
				    best->effective) == 0 &&
				    v->position > best->position))
					best = v;
			}
			if (best != NULL && ((best->gone != NULL &&
			    strcmp(best->withdrawn, day) <= 0 &&
			    strcmp(best->gone, day) <= 0) ||
			    (*best->until != '\0' &&
			    strcmp(best->until, day) < 0)))
				best = NULL;
			if (o->kind->document)
				fprintf(instants, "%ld %s %s %s\n", line, day,
				    o->id, best == NULL ? "-" : best->name);
		}
	}
}

static void
pass_time(void)
{
	static long late;		/* a clock that was wrong */

	seconds += dice(9000) + 500 + late;
	late = dice(40) == 0 ? dice(3) * 86400 : 0;
	seconds -= late;
	if (seconds / 86400 > recorded)
		recorded = seconds / 86400;
}

static void
one_commit(void)
{
	int i;

	pass_time();
	begin();
	if (unstated || dice(60) == 0) {
		unstated = !unstated;
		if (unstated)
			put("rules/zz.md", "ai\n");
		else
			fprintf(changes_out, "D rules/zz.md\n");
	}
	for (i = dice(12) + 1; i > 0; i--)
		do_something(dice(2));
	fclose(changes_out);
	commit("main", marks == 0 ? from_commit : NULL, NULL, changes, "");
	line++;
	judge_all();
}

/* What a branch brings enters with the merge. */
static void
one_merge(void)
{
	char *base = format(":%ld", marks), *side, *kept, *merged;
	struct made waiting[PENDING];
	int i, count_waiting;

	pass_time();
	begin();
	for (i = dice(5) + 1; i > 0; i--)
		do_something(0);
	fclose(changes_out);
	kept = changes;
	commit("khac", base, NULL, kept, "");
	side = format(":%ld", marks);
	memcpy(waiting, pending, sizeof(waiting));
	count_waiting = pending_count;
	pending_count = 0;
	pass_time();
	begin();
	for (i = dice(5) + 1; i > 0; i--)
		do_something(1);
	fclose(changes_out);
	commit("main", base, NULL, changes, "");
	line++;
	judge_all();
	merged = format(":%ld", marks);
	pass_time();
	memcpy(pending, waiting, sizeof(waiting));
	pending_count = count_waiting;
	commit("main", merged, side, kept, "");
	line++;
	judge_all();
}

static bool
all_done(void)
{
	int i;

	for (i = 0; i < kind_count; i++)
		if (!is_done(&kinds[i], NULL))
			return false;
	return true;
}

static int
report(void)
{
	int i, j, k, bad = 0;
	struct act *act;
	long reached = 0;

	for (i = 0; i < kind_count; i++)
		for (j = 0; j < kinds[i].act_count; j++) {
			act = &kinds[i].acts[j];
			reached++;
			if (act->reached == 0 && ++bad)
				fprintf(stderr, "not reached: %s: %s, %s\n",
				    kinds[i].id, act->from, act->name);
			for (k = 0; k < act->guards.count; k++)
				if (act->refused[k] == 0 && ++bad)
					fprintf(stderr, "never refused: %s: "
					    "%s, %s, %s\n", kinds[i].id,
					    act->from, act->name,
					    act->guards.items[k]);
		}
	fprintf(stderr, "%d kinds, %ld (state, act), %ld statements, %ld "
	    "count, %d objects, %ld commits\n", kind_count, reached, steps,
	    counted, object_count, line);
	return bad;
}

int
main(int argc, char **argv)
{
	long wanted;

	if (argc > 4 && strcmp(argv[1], "people") == 0) {
		read_kinds(argv + 3, argc - 3);
		make_people();
		write_people(argv[2]);
		write_guards(argv[2]);
		return 0;
	}
	if (argc < 9 || strcmp(argv[1], "history") != 0)
		die("people ROOT KINDS, history SEED COUNT FROM SYSTEM TIME "
		    "OUT KINDS");
	seed = strtoul(argv[2], NULL, 10) * 2654435761u + 12345;
	wanted = strtol(argv[3], NULL, 10);
	from_commit = argv[4];
	system_id = argv[5];
	seconds = strtol(argv[6], NULL, 10) + 25200;
	recorded = seconds / 86400;
	verdicts = fopen(format("%s.verdicts", argv[7]), "w");
	instants = fopen(format("%s.instants", argv[7]), "w");
	read_kinds(argv + 8, argc - 8);
	make_people();
	if (verdicts == NULL || instants == NULL)
		die("cannot write");
	one_commit();
	while (steps < wanted || (!all_done() && steps < 4 * wanted)) {
		if (dice(8) == 0 && !unstated)
			one_merge();
		else
			one_commit();
		if (dice((int)wanted / 60) == 0)
			sample();
	}
	printf("done\n");
	fclose(verdicts);
	fclose(instants);
	return report() == 0 ? 0 : 1;
}
