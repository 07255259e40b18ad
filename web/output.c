/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qms/digest.h"
#include "web/page.h"

/* What is written, and how it is known that it need not be. */

#define MANIFEST ".qms-site"

enum { MANIFEST_LIMIT = 256 * 1024 * 1024 };

/* ---- keys ---- */

void
web_key_add(struct web_key *key, const char *string)
{
	if (string != NULL)
		qms_buffer_string(&key->text, string);
	/* "ab" "c" is not "a" "bc" */
	qms_buffer_char(&key->text, '\x1f');
}

void
web_key_copy(struct web_key *copy, const struct web_key *key)
{
	memset(copy, 0, sizeof(*copy));
	qms_buffer_text(&copy->text, qms_buffer_view(&key->text));
}

void
web_key_object(struct web_key *key, const struct web_object *object)
{
	const struct qms_row_object *row = &object->row;

	web_key_add(key, row->kind);
	web_key_add(key, row->agency);
	web_key_add(key, row->id);
	web_key_add(key, row->title);
	web_key_add(key, row->state);
	web_key_add(key, row->since);
	web_key_add(key, row->version);
	web_key_add(key, row->effective);
	web_key_add(key, object->url);
}

void
web_key_statement(struct web_key *key, const struct qms_row_statement *row)
{
	web_key_add(key, row->sha256);
	web_key_add(key, row->entered);
	web_key_add(key, row->void_code);
	web_key_add(key, row->void_arguments);
	web_key_add(key, row->known_by);
	web_key_add(key, row->checkpoint);
}

void
web_key_version(struct web_key *key, const struct qms_row_version *row)
{
	web_key_add(key, row->version);
	web_key_add(key, row->text);
	web_key_add(key, row->approved);
	web_key_add(key, row->effective);
	web_key_add(key, row->withdrawn);
	web_key_add(key, row->superseded);
	web_key_add(key, row->by);
	web_key_add(key, row->decision);
	web_key_add(key, row->decision_date);
	web_key_add(key, row->proof);
	web_key_add(key, row->in_force ? "1" : "0");
}

const char *
web_key_finish(struct qms_arena *arena, struct web_key *key)
{
	char hex[QMS_SHA256_SIZE];

	(void)qms_sha256(hex, qms_buffer_view(&key->text));
	qms_buffer_free(&key->text);
	return qms_arena_string(arena, hex);
}

/* ---- pages ---- */

static const char *
find_root(struct qms_arena *arena, const char *path)
{
	struct qms_buffer root = {0};
	const char *copy;

	for (; *path != '\0'; path++)
		if (*path == '/')
			qms_buffer_string(&root, "../");
	copy = qms_arena_copy(arena, root.data == NULL ? "" : root.data,
	    root.size);
	qms_buffer_free(&root);
	return copy;
}

static void
add_to_manifest(struct web_site *site, const char *output)
{
	qms_buffer_format(&site->manifest, "%s %s %s\n", site->key, output,
	    site->path);
}

static bool
begin(struct web_site *site, const char *path, struct web_key *key,
    const char *common)
{
	struct web_old *old = qms_map_get(&site->old, path);

	qms_arena_free(&site->page);
	web_key_add(key, common);
	if (site->agency != NULL)
		web_key_add(key, site->agency->row.name);
	site->key = web_key_finish(&site->page, key);
	site->path = qms_arena_string(&site->page, path);
	site->root = find_root(&site->page, path);
	site->stats->pages++;
	site->old_output = old == NULL ? "" : old->output;
	if (old != NULL)
		old->kept = true;
	if (old == NULL || site->options->full ||
	    strcmp(old->key, site->key) != 0)
		return true;
	add_to_manifest(site, old->output);
	return false;
}

bool
web_page_begin(struct web_site *site, const char *path, struct web_key *key)
{
	return begin(site, path, key, site->common);
}

bool
web_page_begin_past(struct web_site *site, const char *path,
    struct web_key *key)
{
	return begin(site, path, key, site->frame);
}

const struct qms_error *
web_page_put(struct web_site *site, struct qms_text text)
{
	char hex[QMS_SHA256_SIZE];

	(void)qms_sha256(hex, text);
	add_to_manifest(site, hex);
	if (strcmp(hex, site->old_output) == 0)
		return NULL;
	site->stats->written++;
	return qms_file_write(qms_file_join(&site->page,
	    site->options->output, site->path), text, false);
}

const struct qms_error *
web_page_write(struct web_site *site, const char *template,
    const struct qms_value *values)
{
	const struct qms_error *err;

	site->stats->rendered++;
	qms_buffer_clear(&site->out);
	err = qms_template_render(&site->out, qms_template_find(
	    site->templates, template), values, site->language);
	if (err != NULL)
		return err;
	return web_page_put(site, qms_buffer_view(&site->out));
}

const struct qms_error *
web_file_write(struct web_site *site, const char *path, struct qms_text text)
{
	struct web_key key = {0};

	qms_buffer_text(&key.text, text);
	if (!web_page_begin(site, path, &key))
		return NULL;
	return web_page_put(site, text);
}

void
web_page_leave(struct web_page *page, struct web_site *site)
{
	page->path = qms_arena_string(&site->arena, site->path);
	page->key = qms_arena_string(&site->arena, site->key);
	page->old_output = site->old_output;
}

void
web_page_return(struct web_site *site, const struct web_page *page)
{
	qms_arena_free(&site->page);
	site->path = page->path;
	site->key = page->key;
	site->old_output = page->old_output;
	site->root = find_root(&site->page, page->path);
}

/* ---- the manifest ---- */

/* Where a line stands for all pages of an agency and is none itself. */
const char web_no_page[] = "00000000000000000000000000000000"
	"00000000000000000000000000000000";

static char *
manifest_path(struct web_site *site)
{
	return qms_file_join(&site->arena, site->options->output, MANIFEST);
}

/*
 * The first line is a digest of all that a run begins with, so that a second
 * one for the same commit and day has nothing to do. Then "KEY OUTPUT PATH" a
 * line; what is anything else is as if it were not there.
 */
static void
read_manifest_line(struct web_site *site, struct qms_text line)
{
	struct web_old *old;
	char *text;

	if (line.size < 131 || line.data[64] != ' ' || line.data[129] != ' ')
		return;
	text = qms_arena_copy(&site->arena, line.data, line.size);
	text[64] = text[129] = '\0';
	old = qms_arena_alloc(&site->arena, sizeof(*old));
	old->key = text;
	old->output = text + 65;
	if (strcmp(old->output, web_no_page) != 0)
		site->old_pages++;
	qms_map_put(&site->arena, &site->old, text + 130, old);
}

const struct qms_error *
web_manifest_read(struct web_site *site)
{
	const struct qms_error *err;
	struct qms_text text, line;
	const char *path = manifest_path(site);

	if (qms_file_type(path) != QMS_FILE_REGULAR)
		return NULL;
	err = qms_file_read(&text, &site->arena, path, MANIFEST_LIMIT);
	if (err != NULL)
		return err;
	if (qms_text_line(&line, &text) &&
	    qms_text_equal(line, qms_text(site->run)))
		site->same = true;
	while (qms_text_line(&line, &text))
		read_manifest_line(site, line);
	return NULL;
}

/* Directories that a page leaves empty go with it. */
static void
remove_directories(struct web_site *site, const char *path)
{
	char *below = qms_arena_string(&site->arena, path), *slash;

	while ((slash = strrchr(below, '/')) != NULL) {
		*slash = '\0';
		if (rmdir(qms_file_join(&site->arena, site->options->output,
		    below)) != 0)
			return;
	}
}

/* Lines compare by their paths. */
static int
compare_lines(const void *a, const void *b)
{
	const struct qms_text *left = a, *right = b;
	size_t size = left->size < right->size ? left->size : right->size;
	int order = memcmp(left->data + 130, right->data + 130, size - 130);

	return order != 0 ? order : (left->size > right->size) -
	    (left->size < right->size);
}

/* The order in which pages are finished depends on which were to be made. */
static void
sort_manifest(struct web_site *site, struct qms_buffer *out)
{
	struct qms_text rest = qms_buffer_view(&site->manifest), line;
	struct qms_text *lines = NULL;
	size_t count = 0, room = 0, i;

	while (qms_text_line(&line, &rest))
		*qms_push(&site->arena, lines, count, room) = line;
	if (count > 1)
		qsort(lines, count, sizeof(*lines), compare_lines);
	for (i = 0; i < count; i++) {
		qms_buffer_text(out, lines[i]);
		qms_buffer_char(out, '\n');
	}
}

/* Pages that are no more go before the manifest forgets them. */
const struct qms_error *
web_manifest_write(struct web_site *site)
{
	const struct qms_error *err = NULL;
	const struct web_old *old;
	struct qms_buffer text = {0};
	size_t i;

	for (i = 0; err == NULL && i < site->old.count; i++) {
		old = site->old.entries[i].value;
		if (old->kept || strcmp(old->output, web_no_page) == 0)
			continue;
		site->stats->removed++;
		err = qms_file_remove(qms_file_join(&site->arena,
		    site->options->output, site->old.entries[i].key));
		remove_directories(site, site->old.entries[i].key);
	}
	if (err != NULL)
		return err;
	qms_buffer_format(&text, "%s\n", site->run);
	sort_manifest(site, &text);
	err = qms_file_write(manifest_path(site), qms_buffer_view(&text),
	    false);
	qms_buffer_free(&text);
	return err;
}

/* The old manifest is sorted: what begins with a path stands together. */
static size_t
find_first(const struct web_site *site, const char *start)
{
	const struct qms_map_entry *entries = site->old.entries;
	size_t low = 0, high = site->old.count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(entries[middle].key, start) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
web_manifest_note(struct web_site *site, const char *line)
{
	qms_buffer_format(&site->manifest, "%s %s %s\n", web_no_page,
	    web_no_page, line);
}

const char *
web_manifest_find(struct web_site *site, const char *start)
{
	size_t at = find_first(site, start);

	return at < site->old.count && qms_starts_with(
	    site->old.entries[at].key, start) ? site->old.entries[at].key +
	    strlen(start) : NULL;
}

void
web_manifest_keep(struct web_site *site, const char *start)
{
	const struct qms_map_entry *entries = site->old.entries;
	size_t low = find_first(site, start);
	struct web_old *old;

	for (; low < site->old.count &&
	    qms_starts_with(entries[low].key, start); low++) {
		old = entries[low].value;
		old->kept = true;
		site->stats->pages += strcmp(old->output, web_no_page) != 0;
		qms_buffer_format(&site->manifest, "%s %s %s\n", old->key,
		    old->output, entries[low].key);
	}
}
