/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "qms/model.h"
#include "qms/unicode.h"

static struct qms_arena arena;
static struct qms_problems problems;
static struct qms_store *store;

static int
begin(void **state)
{
	(void)state;
	memset(&arena, 0, sizeof(arena));
	problems = (struct qms_problems){ .arena = &arena };
	store = qms_store_overlay(&arena, NULL);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	qms_arena_free(&arena);
	return 0;
}

static void
put(const char *path, const char *text)
{
	qms_store_put(store, path, qms_text(text));
}

static struct qms_model *
load(const char *id)
{
	struct qms_model *model;

	assert_null(qms_model_load(&model, &arena, store, id, &problems));
	return model;
}

static void
assert_filled(const struct qms_blanks *blanks, const char *from,
    const char *to)
{
	struct qms_buffer out = { 0 };

	qms_model_fill(&out, qms_text(from), blanks, NULL, NULL);
	assert_string_equal(out.size ? out.data : "", to);
	qms_buffer_free(&out);
}

static void
assert_text(const struct qms_model *model, const char *path,
    const char *wanted)
{
	const struct qms_blanks blanks = { .agency_name = "Sở A" };
	struct qms_buffer out = { 0 };
	size_t i;

	for (i = 0; i < model->file_count; i++)
		if (strcmp(model->files[i].path, path) == 0)
			break;
	assert_true(i < model->file_count);
	assert_null(qms_model_text(&out, &arena, store, model,
	    &model->files[i], &blanks, &problems));
	assert_string_equal(out.size ? out.data : "", wanted);
	qms_buffer_free(&out);
}

static void
fills_blanks_and_gives_a_capital(void **state)
{
	struct qms_blanks blanks = { .agency_name = "sở Nội vụ",
	    .short_name = "SNV", .id = "QT-01" };
	struct qms_map words = { 0 };

	(void)state;
	qms_map_put(&arena, &words, "unit", "đơn vị của {agency_name}");
	blanks.words = &words;
	assert_filled(&blanks, "---\n---\n{id}/{short_name}{title}\n",
	    "---\n---\nQT-01/SNV\n");
	assert_filled(&blanks, "# {Unit}, {unit}\n",
	    "# Đơn vị của sở Nội vụ, đơn vị của sở Nội vụ\n");
	assert_filled(&blanks, "{Agency_name}", "Sở Nội vụ\n");
}

static void
quotes_what_stands_alone_in_front_matter(void **state)
{
	const struct qms_blanks blanks = { .title = "Cấp: phép" };

	(void)state;
	assert_filled(&blanks, "---\ntitle: {title}\n---\n\n: {title}\n",
	    "---\ntitle: \"Cấp: phép\"\n---\n\n: Cấp: phép\n");
}

static void
leaves_what_is_no_word(void **state)
{
	const struct qms_blanks none = { 0 }, later = { .later = true };

	(void)state;
	assert_filled(&none, "{1} {a b} {} { {x", "{1} {a b} {} { {x\n");
	assert_filled(&none, "{nobody}{", "{nobody}{\n");
	assert_filled(&none, "[{title}]", "[]\n");
	assert_filled(&later, "[{title}]", "[{title}]\n");
	assert_filled(&none, "", "");
}

static void
names_the_line_of_what_nothing_gives(void **state)
{
	struct qms_model *model;

	(void)state;
	put("models/a/model.yaml", "serves: [X]\n");
	put("models/a/documents/A.md", "---\n---\n{title}{head}\n");
	model = load("a");
	assert_int_equal(problems.count, 0);
	assert_text(model, "documents/A.md", "---\n---\n{head}\n");
	assert_int_equal(problems.count, 1);
	assert_int_equal(problems.items[0].id, QMS_M_G095);
	assert_int_equal(problems.items[0].line, 3);
	assert_string_equal(problems.items[0].path, "models/a/documents/A.md");
}

static void
builds_on_others_the_nearest_stands(void **state)
{
	struct qms_model *model;

	(void)state;
	/* a on b and c, which are both on d */
	put("models/d/model.yaml", "words:\n  - {word: w, text: d}\n"
	    "  - {word: v, text: d}\n");
	put("models/d/documents/A.md", "A of d {w} {v}\n");
	put("models/d/documents/B.md", "B of d\n");
	put("models/d/documents/C.md", "C of d\n");
	put("models/b/model.yaml", "extends: [d]\n"
	    "words: [{word: w, text: b}]\n");
	put("models/b/documents/B.md", "B of b\n");
	put("models/c/model.yaml", "extends: [d]\nleaves: [C]\n");
	put("models/a/model.yaml", "serves: [X, Y]\nname: Một\n"
	    "extends: [b, c]\n");
	model = load("a");
	assert_int_equal(problems.count, 0);
	assert_string_equal(model->name, "Một");
	assert_int_equal(model->serves.count, 2);
	assert_int_equal(model->file_count, 2);
	assert_text(model, "documents/A.md", "A of d b d\n");
	assert_text(model, "documents/B.md", "B of b\n");
}

static void
tells_of_a_loop_once(void **state)
{
	(void)state;
	put("models/a/model.yaml", "extends: [b]\n");
	put("models/b/model.yaml", "extends: [c]\n");
	put("models/c/model.yaml", "extends: [a]\n");
	assert_non_null(load("b"));
	assert_int_equal(problems.count, 1);
	assert_int_equal(problems.items[0].id, QMS_M_G098);
	assert_string_equal(problems.items[0].arguments[1], "b → c → a → b");
}

static void
knows_no_model_outside_of_models(void **state)
{
	(void)state;
	put("models/a/model.yaml", "serves: [X]\n");
	put("model.yaml", "serves: [X]\n");
	assert_null(load("nosuch"));
	assert_null(load(".."));
	assert_null(load("a/../a"));
	assert_null(load(""));
	assert_int_equal(problems.count, 0);
}

static void
lists_models_in_order(void **state)
{
	struct qms_strings ids;

	(void)state;
	put("models/xa-cu/model.yaml", "serves: [X]\n");
	put("models/xa/model.yaml", "serves: [X]\n");
	put("models/chung/model.yaml", "name: Chung\n");
	put("models/no/documents/model.yaml", "serves: [X]\n");
	assert_null(qms_model_ids(&ids, &arena, store, true));
	assert_int_equal(ids.count, 2);
	assert_string_equal(ids.items[0], "xa");
	assert_string_equal(ids.items[1], "xa-cu");
	assert_null(qms_model_ids(&ids, &arena, store, false));
	assert_int_equal(ids.count, 3);
}

static void
takes_what_has_another_shape_for_nothing(void **state)
{
	(void)state;
	put("models/a/model.yaml", "serves: {x: y}\nextends: b\nwords: w\n"
	    "leaves: {a: b}\nroles: [a, [b], {role: c}]\nname: [a]\n");
	assert_null(qms_model_check(&problems, &arena, store));
	put("models/b/model.yaml", "extends: [[a], {b: c}]\n"
	    "words: [a, {word: A b, text: c}]\n");
	problems.count = 0;
	assert_non_null(load("b"));
	assert_int_equal(problems.count, 4);
	assert_int_equal(problems.items[0].id, QMS_M_G099);
	assert_int_equal(problems.items[3].id, QMS_M_G097);
}

static bool
has_one(void *closure, const char *path)
{
	return strcmp(path, closure) == 0;
}

static void
an_agency_follows_what_it_notes_then_what_it_has_most_of(void **state)
{
	struct qms_model_file one = { "documents/A.md", "" };
	struct qms_model_file other = { "documents/B.md", "" };
	struct qms_model a = { .id = "a", .edition = "2025-01-01",
	    .files = &one, .file_count = 1 };
	struct qms_model b = { .id = "b", .edition = "2026-01-01",
	    .files = &other, .file_count = 1 };
	struct qms_model ab = { .id = "ab", .edition = "2024-01-01" };
	struct qms_model *models[] = { &a, &b, &ab };
	struct qms_model_agency agency = { .kind = "SO", .noted = "",
	    .day = "2026-02-01", .has = has_one,
	    .closure = (char[]){ "documents/A.md" } };

	(void)state;
	assert_null(qms_model_choose(models, 3, &agency));
	for (size_t i = 0; i < 2; i++)
		qms_strings_add(&arena, &models[i]->serves, "SO");
	assert_ptr_equal(qms_model_choose(models, 3, &agency), &a);
	agency.noted = "b@2025-01-01";
	assert_ptr_equal(qms_model_choose(models, 3, &agency), &b);
	/* its id is not the beginning of another's */
	agency.noted = "ab";
	assert_ptr_equal(qms_model_choose(models, 3, &agency), &ab);
	agency.noted = "gone";
	agency.closure = (char[]){ "documents/C.md" };
	assert_ptr_equal(qms_model_choose(models, 3, &agency), &b);
}

static int
finish(void **state)
{
	(void)state;
	qms_unicode_finish();
	return 0;
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(fills_blanks_and_gives_a_capital),
		TEST(quotes_what_stands_alone_in_front_matter),
		TEST(leaves_what_is_no_word),
		TEST(names_the_line_of_what_nothing_gives),
		TEST(builds_on_others_the_nearest_stands),
		TEST(tells_of_a_loop_once),
		TEST(knows_no_model_outside_of_models),
		TEST(lists_models_in_order),
		TEST(takes_what_has_another_shape_for_nothing),
		TEST(an_agency_follows_what_it_notes_then_what_it_has_most_of),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
