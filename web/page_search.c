/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/json.h"
#include "qms/unicode.h"
#include "web/page.h"

/*
 * The data of the search (assets/search.js tells how it is read): one script
 * an agency, so that a changed document changes the script of its agency only.
 *
 *	pages	[url, title, note, lead]
 *	words	syllables in lower case with their marks, sorted by their
 *		folded form; spaces between
 *	posts	for each word the pages that hold it, each as the distance
 *		from the one before, in base 36; commas between words
 *	pairs, pairPosts	the same for two neighbours, both folded
 */

/* A folded syllable; ranks order these as their bytes do. */
struct form {
	const char *text;
	uint32_t rank;
};

struct word {
	const char *text;
	struct form *form;
};

struct pair {
	struct form *first, *second;
};

/* Which page has which word (or pair), in the order of pages. */
struct event {
	uint32_t post, page;
};

struct posts {
	struct event *events;
	size_t count, room;
	uint32_t *last;			/* page + 1 that a post has last */
	size_t last_count, last_room;
};

struct web_shard {
	struct web_site *site;
	struct qms_arena arena;
	struct qms_map by_word, by_form;
	struct word *words;
	size_t word_count, word_room;
	struct form **forms;
	size_t form_count, form_room;
	struct pair *pairs;
	size_t pair_count, pair_room;
	uint32_t *slots;		/* of pairs: number + 1, 0 is free */
	size_t slot_count;
	struct posts word_posts, pair_posts;
	uint32_t page_count;
	struct form *before;		/* the word before, or NULL */
	struct qms_buffer text, out;
	struct qms_json json;
	struct web_page page;
};

static void
add_event(struct web_shard *shard, struct posts *posts, size_t post,
    uint32_t page)
{
	struct event *event;

	while (posts->last_count <= post)
		*qms_push(&shard->arena, posts->last, posts->last_count,
		    posts->last_room) = 0;
	if (posts->last[post] == page + 1)
		return;
	posts->last[post] = page + 1;
	event = qms_push(&shard->arena, posts->events, posts->count,
	    posts->room);
	event->post = (uint32_t)post;
	event->page = page;
}

static struct form *
find_form(struct web_shard *shard, struct qms_text word)
{
	struct qms_buffer folded = {0};
	struct form *form;

	qms_unicode_fold(&folded, word);
	form = qms_map_get(&shard->by_form, folded.data);
	if (form == NULL) {
		form = qms_arena_alloc(&shard->arena, sizeof(*form));
		form->text = qms_arena_string(&shard->arena, folded.data);
		qms_map_put(&shard->arena, &shard->by_form, form->text, form);
		*qms_push(&shard->arena, shard->forms, shard->form_count,
		    shard->form_room) = form;
	}
	qms_buffer_free(&folded);
	return form;
}

/* The number of a word; it is folded when it is first seen. */
static size_t
find_word(struct web_shard *shard, const char *text, size_t size)
{
	void *found = qms_map_get(&shard->by_word, text);
	struct qms_text piece = { text, size };
	struct word *word;

	if (found != NULL)
		return (size_t)(uintptr_t)found - 1;
	word = qms_push(&shard->arena, shard->words, shard->word_count,
	    shard->word_room);
	word->text = qms_arena_copy(&shard->arena, text, size);
	word->form = find_form(shard, piece);
	qms_map_put(&shard->arena, &shard->by_word, word->text,
	    (void *)(uintptr_t)shard->word_count);
	return shard->word_count - 1;
}

static size_t
find_slot(const struct web_shard *shard, const struct form *first,
    const struct form *second)
{
	uint64_t hash = (uint64_t)(uintptr_t)first * 0x9e3779b97f4a7c15u ^
	    (uint64_t)(uintptr_t)second * 0xc2b2ae3d27d4eb4fu;
	size_t slot = (size_t)(hash >> 20) & (shard->slot_count - 1);
	const struct pair *pair;

	while (shard->slots[slot] != 0) {
		pair = &shard->pairs[shard->slots[slot] - 1];
		if (pair->first == first && pair->second == second)
			break;
		slot = (slot + 1) & (shard->slot_count - 1);
	}
	return slot;
}

static void
grow_slots(struct web_shard *shard)
{
	size_t i, slot;

	shard->slot_count = shard->slot_count == 0 ? 4096 :
	    shard->slot_count * 2;
	shard->slots = qms_arena_alloc(&shard->arena,
	    shard->slot_count * sizeof(*shard->slots));
	for (i = 0; i < shard->pair_count; i++) {
		slot = find_slot(shard, shard->pairs[i].first,
		    shard->pairs[i].second);
		shard->slots[slot] = (uint32_t)i + 1;
	}
}

static size_t
find_pair(struct web_shard *shard, struct form *first, struct form *second)
{
	struct pair *pair;
	size_t slot;

	if ((shard->pair_count + 1) * 2 > shard->slot_count)
		grow_slots(shard);
	slot = find_slot(shard, first, second);
	if (shard->slots[slot] == 0) {
		pair = qms_push(&shard->arena, shard->pairs,
		    shard->pair_count, shard->pair_room);
		pair->first = first;
		pair->second = second;
		shard->slots[slot] = (uint32_t)shard->pair_count;
	}
	return shard->slots[slot] - 1;
}

static void
add_word(struct web_shard *shard, const char *text, size_t size, uint32_t page)
{
	struct form *form;
	size_t word;

	/* longer ones are no syllables but hashes and addresses */
	if (size == 0 || size > 40)
		return;
	word = find_word(shard, text, size);
	form = shard->words[word].form;
	add_event(shard, &shard->word_posts, word, page);
	if (shard->before != NULL)
		add_event(shard, &shard->pair_posts, find_pair(shard,
		    shard->before, form), page);
	shard->before = form;
}

static bool
is_word(struct qms_text text, size_t *at)
{
	unsigned char c = (unsigned char)text.data[*at];
	int32_t point;

	if (c < 0x80) {
		(*at)++;
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	}
	point = qms_utf8_next(text, at);
	return point >= 0 && qms_unicode_is_letter_or_digit(point);
}

static void
add_text(struct web_shard *shard, struct qms_text string, uint32_t page)
{
	struct qms_text text;
	size_t at = 0, from, start = 0;
	char end;

	qms_buffer_clear(&shard->text);
	qms_unicode_lower(&shard->text, string);
	qms_buffer_char(&shard->text, ' ');
	text = qms_buffer_view(&shard->text);
	shard->before = NULL;
	while (at < text.size) {
		from = at;
		if (is_word(text, &at))
			continue;
		/* a string of its own while it is looked up */
		end = shard->text.data[from];
		shard->text.data[from] = '\0';
		add_word(shard, shard->text.data + start, from - start, page);
		shard->text.data[from] = end;
		start = at;
	}
}

/* The beginning of a text, cut between two words. */
static const char *
find_lead(struct qms_arena *arena, struct qms_text plain)
{
	enum { LEAD = 180 };
	struct qms_buffer lead = {0};
	const char *copy;
	size_t i;

	for (i = 0; i < plain.size; i++) {
		if (i >= LEAD && (plain.data[i] == ' ' ||
		    plain.data[i] == '\n'))
			break;
		qms_buffer_char(&lead, plain.data[i] == '\n' ? ' ' :
		    plain.data[i]);
	}
	if (i < plain.size)
		qms_buffer_string(&lead, " …");
	copy = qms_arena_copy(arena, lead.data == NULL ? "" : lead.data,
	    lead.size);
	qms_buffer_free(&lead);
	return copy;
}

static const char *
find_note(struct web_site *site, const struct web_object *object)
{
	const char *kind = web_kind_name(site, object->kind);

	if (site->agency == NULL)
		return qms_arena_format(&site->page, "%s · %s", kind,
		    object->number);
	return qms_arena_format(&site->page, "%s · %s · %s", kind,
	    object->row.id, site->agency->row.name);
}

const struct qms_error *
web_shard_add(struct web_shard *shard, const struct web_object *object)
{
	struct web_site *site = shard->site;
	struct qms_json *json = &shard->json;
	const struct qms_error *err;
	const struct qms_object *file = NULL;
	uint32_t page;

	/* the page of an agency is about what changes every day */
	if (object->url == NULL || strcmp(object->row.kind, "agency") == 0)
		return NULL;
	page = shard->page_count++;
	err = *object->row.version == '\0' || site->agency == NULL ?
	    web_file_open(&file, site, object->row.path) :
	    web_file_open_version(&file, site, object, object->row.version);
	if (err != NULL)
		return err;
	qms_json_array(json, NULL);
	qms_json_string(json, NULL, object->url);
	qms_json_string(json, NULL, object->row.title);
	qms_json_string(json, NULL, find_note(site, object));
	/* what data begins with tells a reader nothing */
	qms_json_string(json, NULL, object->kind->class == QMS_CLASS_DATA ?
	    "" : find_lead(&site->page, file->markdown.plain));
	qms_json_end_array(json);
	add_text(shard, qms_text(object->row.id), page);
	add_text(shard, qms_text(object->number), page);
	add_text(shard, qms_text(object->row.title), page);
	add_text(shard, file->markdown.plain, page);
	return NULL;
}

static int
compare_forms(const void *a, const void *b)
{
	return strcmp((*(struct form *const *)a)->text,
	    (*(struct form *const *)b)->text);
}

struct place {			/* of a post in the file */
	uint64_t rank;
	uint32_t post;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	return left->rank < right->rank ? -1 : left->rank > right->rank;
}

static void
add_step(struct qms_buffer *out, uint32_t step)
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	char number[8];
	int n = 8;

	do {
		number[--n] = digits[step % 36];
		step /= 36;
	} while (step > 0);
	qms_buffer_add(out, number + n, (size_t)(8 - n));
}

/* Events are in the order of pages: dealt out to the posts, they still are. */
static void
write_pages(struct web_shard *shard, struct qms_json *json, const char *name,
    const struct posts *posts, const struct place *places, size_t count)
{
	struct qms_buffer out = {0};
	uint32_t *pages, *ends, post, at, first;
	size_t i;

	ends = qms_arena_alloc(&shard->arena, (count + 1) * sizeof(*ends));
	pages = qms_arena_alloc(&shard->arena,
	    (posts->count + 1) * sizeof(*pages));
	for (i = 0; i < posts->count; i++)
		ends[posts->events[i].post + 1]++;
	for (i = 1; i <= count; i++)
		ends[i] += ends[i - 1];
	/* ends[post] moves from where its pages begin to where they end */
	for (i = 0; i < posts->count; i++)
		pages[ends[posts->events[i].post]++] = posts->events[i].page;
	for (i = 0; i < count; i++) {
		if (i > 0)
			qms_buffer_char(&out, ',');
		post = places[i].post;
		first = post == 0 ? 0 : ends[post - 1];
		for (at = first; at < ends[post]; at++) {
			if (at > first)
				qms_buffer_char(&out, ' ');
			add_step(&out, at == first ? pages[at] :
			    pages[at] - pages[at - 1]);
		}
	}
	qms_json_string(json, name, out.data == NULL ? "" : out.data);
	qms_buffer_free(&out);
}

static int
compare_words(const void *a, const void *b)
{
	const struct word *left = *(const struct word *const *)a;
	const struct word *right = *(const struct word *const *)b;

	if (left->form->rank != right->form->rank)
		return left->form->rank < right->form->rank ? -1 : 1;
	return strcmp(left->text, right->text);
}

static void
write_words(struct web_shard *shard, struct qms_json *json)
{
	struct qms_buffer names = {0};
	const struct word **order;
	struct place *places;
	size_t i, count = shard->word_count;

	order = qms_arena_alloc(&shard->arena, (count + 1) * sizeof(*order));
	places = qms_arena_alloc(&shard->arena,
	    (count + 1) * sizeof(*places));
	for (i = 0; i < count; i++)
		order[i] = &shard->words[i];
	if (count > 1)
		qsort(order, count, sizeof(*order), compare_words);
	for (i = 0; i < count; i++) {
		if (i > 0)
			qms_buffer_char(&names, ' ');
		qms_buffer_string(&names, order[i]->text);
		places[i].post = (uint32_t)(order[i] - shard->words);
	}
	qms_json_string(json, "words", names.data == NULL ? "" : names.data);
	qms_buffer_free(&names);
	write_pages(shard, json, "posts", &shard->word_posts, places, count);
}

static void
write_pairs(struct web_shard *shard, struct qms_json *json)
{
	struct qms_buffer names = {0};
	const struct pair *pair;
	struct place *places;
	size_t i, count = shard->pair_count;

	places = qms_arena_alloc(&shard->arena,
	    (count + 1) * sizeof(*places));
	for (i = 0; i < count; i++) {
		pair = &shard->pairs[i];
		places[i].rank = (uint64_t)pair->first->rank << 32 |
		    pair->second->rank;
		places[i].post = (uint32_t)i;
	}
	if (count > 1)
		qsort(places, count, sizeof(*places), compare_places);
	for (i = 0; i < count; i++) {
		pair = &shard->pairs[places[i].post];
		if (i > 0)
			qms_buffer_char(&names, ' ');
		qms_buffer_string(&names, pair->first->text);
		qms_buffer_char(&names, '-');
		qms_buffer_string(&names, pair->second->text);
	}
	qms_json_string(json, "pairs", names.data == NULL ? "" : names.data);
	qms_buffer_free(&names);
	write_pages(shard, json, "pairPosts", &shard->pair_posts, places,
	    count);
}

static void
rank_forms(struct web_shard *shard)
{
	size_t i;

	if (shard->form_count > 1)
		qsort(shard->forms, shard->form_count,
		    sizeof(*shard->forms), compare_forms);
	for (i = 0; i < shard->form_count; i++)
		shard->forms[i]->rank = (uint32_t)i;
}

static const char *
shard_path(struct web_site *site, const char *agency)
{
	if (*agency == '\0')
		return "assets/find.js";
	return qms_arena_format(&site->arena, "assets/find/%s.js", agency);
}

static void
add_key(struct web_site *site, struct web_key *key,
    const struct web_object *object)
{
	const struct qms_row_version *version;

	web_key_object(key, object);
	web_key_add(key, object->number);
	if (site->agency == NULL || *object->row.version == '\0') {
		web_key_add(key, object->sha256);
		return;
	}
	version = web_version_in_force(site, object);
	if (version != NULL)
		web_key_add(key, version->text);
}

struct find {
	const char *url, *title, *note, *text;
};

struct web_finds {
	struct find *items;
	size_t count, room;
};

void
web_find_add(struct web_site *site, const char *url, const char *title,
    const char *note, const char *text)
{
	struct find *find;

	if (site->finds == NULL)
		site->finds = qms_arena_alloc(&site->arena,
		    sizeof(*site->finds));
	find = qms_push(&site->arena, site->finds->items, site->finds->count,
	    site->finds->room);
	find->url = url;
	find->title = title;
	find->note = note;
	find->text = text;
}

static void
add_find(struct web_shard *shard, const struct find *find)
{
	struct qms_json *json = &shard->json;
	uint32_t page = shard->page_count++;

	qms_json_array(json, NULL);
	qms_json_string(json, NULL, find->url);
	qms_json_string(json, NULL, find->title);
	qms_json_string(json, NULL, find->note);
	qms_json_string(json, NULL, find_lead(&shard->arena,
	    qms_text(find->text)));
	qms_json_end_array(json);
	add_text(shard, qms_text(find->title), page);
	add_text(shard, qms_text(find->note), page);
	add_text(shard, qms_text(find->text), page);
}

static void
add_finds(struct web_shard *shard)
{
	struct web_finds *finds = shard->site->finds;
	size_t i;

	for (i = 0; finds != NULL && i < finds->count; i++)
		add_find(shard, &finds->items[i]);
}

/* Others are added for the next script. */
static void
forget_finds(struct web_site *site)
{
	if (site->finds != NULL)
		site->finds->count = 0;
}

static void
add_finds_key(struct web_key *key, const struct web_finds *finds)
{
	size_t i;

	for (i = 0; finds != NULL && i < finds->count; i++) {
		web_key_add(key, finds->items[i].url);
		web_key_add(key, finds->items[i].title);
		web_key_add(key, finds->items[i].note);
		web_key_add(key, finds->items[i].text);
	}
}

struct web_shard *
web_shard_begin(struct web_site *site, const struct web_object *objects,
    size_t count)
{
	struct web_key key = {0};
	struct web_shard *shard;
	size_t i;

	web_key_add(&key, site->agency == NULL ? "" : site->agency->key);
	for (i = 0; i < count; i++)
		if (objects[i].url != NULL)
			add_key(site, &key, &objects[i]);
	add_finds_key(&key, site->finds);
	if (!web_page_begin(site, shard_path(site, site->agency == NULL ? "" :
	    site->agency->row.agency), &key)) {
		forget_finds(site);
		return NULL;
	}
	shard = qms_arena_alloc(&site->arena, sizeof(*shard));
	shard->site = site;
	web_page_leave(&shard->page, site);
	qms_buffer_string(&shard->out,
	    "(window.qmsSearch = window.qmsSearch || []).push(");
	qms_json_init(&shard->json, &shard->out, false);
	qms_json_object(&shard->json, NULL);
	qms_json_array(&shard->json, "pages");
	add_finds(shard);
	forget_finds(site);
	return shard;
}

const struct qms_error *
web_shard_end(struct web_shard *shard)
{
	const struct qms_error *err;

	qms_json_end_array(&shard->json);
	rank_forms(shard);
	write_words(shard, &shard->json);
	write_pairs(shard, &shard->json);
	qms_json_end_object(&shard->json);
	qms_buffer_string(&shard->out, ");\n");
	web_page_return(shard->site, &shard->page);
	err = web_page_put(shard->site, qms_buffer_view(&shard->out));
	web_shard_free(shard);
	return err;
}

void
web_shard_free(struct web_shard *shard)
{
	qms_buffer_free(&shard->out);
	qms_buffer_free(&shard->text);
	qms_arena_free(&shard->arena);
}

static void
add_script(struct web_site *site, struct qms_value *list, const char *agency)
{
	web_set_url(site, qms_value_row(list), "url", shard_path(site,
	    agency));
}

const struct qms_error *
web_make_search(struct web_site *site)
{
	struct web_key key = {0};
	struct qms_value *values, *list;
	size_t i;

	for (i = 0; i < site->agency_count; i++)
		web_key_add(&key, site->agencies[i].row.agency);
	if (!web_page_begin(site, "search.html", &key))
		return NULL;
	values = web_page_values(site, web_word(site, QMS_W_search),
	    "search");
	web_ways(site, values, NULL);
	list = qms_value_list(values, "scripts");
	for (i = 0; i < site->agency_count; i++)
		add_script(site, list, site->agencies[i].row.agency);
	add_script(site, list, "");
	return web_page_write(site, "search", values);
}
