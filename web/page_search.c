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

struct post {
	const char *word, *folded;
	int last;			/* page added last, -1 none */
	struct qms_buffer pages;
};

struct posts {
	struct qms_map by_word;
	struct post **items;
	size_t count, room;
};

struct shard {
	struct web_site *site;
	struct qms_arena arena;
	struct posts words, pairs;
	int page_count;
	struct qms_buffer word, folded;
	struct qms_buffer pair;		/* the folded word before, then both */
};

static void
add_post(struct shard *shard, struct posts *posts, const char *word,
    const char *folded, int page)
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	struct post *post = qms_map_get(&posts->by_word, word);
	char number[8];
	int step, n = 0;

	if (post == NULL) {
		post = qms_arena_alloc(&shard->arena, sizeof(*post));
		post->word = qms_arena_string(&shard->arena, word);
		post->folded = folded == word ? post->word :
		    qms_arena_string(&shard->arena, folded);
		post->last = -1;
		qms_map_put(&shard->arena, &posts->by_word, post->word,
		    post);
		*qms_push(&shard->arena, posts->items, posts->count,
		    posts->room) = post;
	}
	if (post->last == page)
		return;
	step = post->last < 0 ? page : page - post->last;
	if (post->last >= 0)
		qms_buffer_char(&post->pages, ' ');
	do {
		number[n++] = digits[step % 36];
		step /= 36;
	} while (step > 0 && n < 8);
	while (n > 0)
		qms_buffer_char(&post->pages, number[--n]);
	post->last = page;
}

static void
add_word(struct shard *shard, int page)
{
	/* longer ones are no syllables but hashes and addresses */
	if (shard->word.size == 0 || shard->word.size > 40)
		return;
	qms_buffer_clear(&shard->folded);
	qms_unicode_fold(&shard->folded, qms_buffer_view(&shard->word));
	add_post(shard, &shard->words, shard->word.data, shard->folded.data,
	    page);
	if (shard->pair.size > 0) {
		qms_buffer_char(&shard->pair, '-');
		qms_buffer_text(&shard->pair,
		    qms_buffer_view(&shard->folded));
		add_post(shard, &shard->pairs, shard->pair.data,
		    shard->pair.data, page);
	}
	qms_buffer_clear(&shard->pair);
	qms_buffer_text(&shard->pair, qms_buffer_view(&shard->folded));
}

static void
add_text(struct shard *shard, const char *string, int page)
{
	struct qms_buffer lower = {0};
	struct qms_text text;
	size_t at = 0, from;
	int32_t c;

	qms_unicode_lower(&lower, qms_text(string));
	text = qms_buffer_view(&lower);
	qms_buffer_clear(&shard->pair);
	qms_buffer_clear(&shard->word);
	while (at < text.size) {
		from = at;
		c = qms_utf8_next(text, &at);
		if (c >= 0 && qms_unicode_is_letter_or_digit(c)) {
			qms_buffer_add(&shard->word, text.data + from,
			    at - from);
			continue;
		}
		add_word(shard, page);
		qms_buffer_clear(&shard->word);
	}
	add_word(shard, page);
	qms_buffer_free(&lower);
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

static const struct qms_error *
add_page(struct shard *shard, struct qms_json *json,
    const struct web_object *object)
{
	struct web_site *site = shard->site;
	const struct qms_error *err;
	struct web_file file;
	int page = shard->page_count++;

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
	    "" : find_lead(&site->page, file.object.markdown.plain));
	qms_json_end_array(json);
	add_text(shard, object->row.id, page);
	add_text(shard, object->number, page);
	add_text(shard, object->row.title, page);
	add_text(shard, qms_arena_copy(&site->page,
	    file.object.markdown.plain.data == NULL ? "" :
	    file.object.markdown.plain.data,
	    file.object.markdown.plain.size), page);
	web_file_close(&file);
	return NULL;
}

static int
compare_posts(const void *a, const void *b)
{
	const struct post *left = *(struct post *const *)a;
	const struct post *right = *(struct post *const *)b;
	int order = strcmp(left->folded, right->folded);

	return order != 0 ? order : strcmp(left->word, right->word);
}

/* Both strings of a table; frees the lists. */
static void
write_posts(struct qms_json *json, struct posts *posts, const char *words,
    const char *pages)
{
	struct qms_buffer names = {0}, lists = {0};
	size_t i;

	if (posts->count > 1)
		qsort(posts->items, posts->count, sizeof(*posts->items),
		    compare_posts);
	for (i = 0; i < posts->count; i++) {
		if (i > 0) {
			qms_buffer_char(&names, ' ');
			qms_buffer_char(&lists, ',');
		}
		qms_buffer_string(&names, posts->items[i]->word);
		qms_buffer_text(&lists,
		    qms_buffer_view(&posts->items[i]->pages));
		qms_buffer_free(&posts->items[i]->pages);
	}
	qms_json_string(json, words, names.data == NULL ? "" : names.data);
	qms_json_string(json, pages, lists.data == NULL ? "" : lists.data);
	qms_buffer_free(&names);
	qms_buffer_free(&lists);
}

static const struct qms_error *
write_shard(struct web_site *site, const struct web_object *objects,
    size_t count)
{
	struct shard shard = { .site = site };
	struct qms_buffer out = {0};
	struct qms_json json;
	const struct qms_error *err = NULL;
	size_t i;

	qms_buffer_string(&out,
	    "(window.qmsSearch = window.qmsSearch || []).push(");
	qms_json_init(&json, &out, false);
	qms_json_object(&json, NULL);
	qms_json_array(&json, "pages");
	for (i = 0; err == NULL && i < count; i++)
		if (objects[i].url != NULL &&
		    strcmp(objects[i].row.kind, "agency") != 0)
			err = add_page(&shard, &json, &objects[i]);
	qms_json_end_array(&json);
	write_posts(&json, &shard.words, "words", "posts");
	write_posts(&json, &shard.pairs, "pairs", "pairPosts");
	qms_json_end_object(&json);
	qms_buffer_string(&out, ");\n");
	if (err == NULL)
		err = web_page_put(site, qms_buffer_view(&out));
	qms_buffer_free(&out);
	qms_buffer_free(&shard.word);
	qms_buffer_free(&shard.folded);
	qms_buffer_free(&shard.pair);
	qms_arena_free(&shard.arena);
	return err;
}

static const char *
shard_path(struct web_site *site, const char *agency)
{
	if (*agency == '\0')
		return "assets/find.js";
	return qms_arena_format(&site->arena, "assets/find/%s.js", agency);
}

static const struct qms_error *
make_shard(struct web_site *site, const char *agency,
    const struct web_object *objects, size_t count)
{
	const struct qms_row_version *versions;
	struct web_key key = {0};
	size_t i, j, version_count;

	web_key_add(&key, site->agency == NULL ? "" : site->agency->key);
	for (i = 0; i < count; i++) {
		if (objects[i].url == NULL)
			continue;
		web_key_object(&key, &objects[i]);
		web_key_add(&key, objects[i].number);
		if (site->agency == NULL || *objects[i].row.version == '\0') {
			web_key_add(&key, objects[i].sha256);
			continue;
		}
		versions = web_versions(site, objects[i].row.id,
		    &version_count);
		for (j = 0; j < version_count; j++)
			if (versions[j].in_force)
				web_key_add(&key, versions[j].text);
	}
	if (!web_page_begin(site, shard_path(site, agency), &key))
		return NULL;
	return write_shard(site, objects, count);
}

const struct qms_error *
web_make_shard(struct web_site *site)
{
	return make_shard(site, site->agency->row.agency,
	    site->agency->objects, site->agency->object_count);
}

/* What belongs to no agency stands first in the order of objects. */
static const struct qms_error *
make_common_shard(struct web_site *site)
{
	size_t count = 0;

	while (count < site->object_count &&
	    *site->objects[count].row.agency == '\0')
		count++;
	return make_shard(site, "", site->objects, count);
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
	const struct qms_error *err = make_common_shard(site);
	struct web_key key = {0};
	struct qms_value *values, *list;
	size_t i;

	if (err != NULL)
		return err;
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
