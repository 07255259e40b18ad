/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "qms/template.h"
#include "web/assets.h"

static struct qms_text
asset(const char *path)
{
	struct qms_text text = {0};
	size_t i;

	for (i = 0; i < web_asset_count; i++)
		if (strcmp(web_assets[i].path, path) == 0) {
			text.data = (const char *)web_assets[i].data;
			text.size = web_assets[i].size;
		}
	return text;
}

static void
every_template_compiles(void **state)
{
	struct qms_arena arena = {0};
	struct qms_problems problems = { .arena = &arena };
	struct qms_template_source sources[64];
	size_t i, count = 0, size;
	const char *name;

	(void)state;
	for (i = 0; i < web_asset_count; i++) {
		if (!qms_starts_with(web_assets[i].path, "templates/"))
			continue;
		name = web_assets[i].path + strlen("templates/");
		size = strlen(name) - strlen(".html");
		sources[count].name = qms_arena_copy(&arena, name, size);
		sources[count++].text = asset(web_assets[i].path);
	}
	assert_true(count > 15);
	(void)qms_templates_compile(&arena, sources, count, &problems);
	for (i = 0; i < problems.count; i++)
		print_error("%s:%d:%d: %s %s\n", problems.items[i].path,
		    problems.items[i].line, problems.items[i].column,
		    problems.items[i].code, problems.items[i].arguments[0]);
	assert_int_equal(problems.count, 0);
	qms_arena_free(&arena);
}

static void
assets_take_nothing_from_elsewhere(void **state)
{
	static const char *const bad[] = { "@import", "url(", "//cdn",
		"http:", "eval(", "innerHTML" };
	struct qms_text css = asset("assets/style.css");
	struct qms_text js = asset("assets/search.js");
	size_t i;

	(void)state;
	assert_true(css.size > 0 && js.size > 0);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_null(memmem(css.data, css.size, bad[i],
		    strlen(bad[i])));
		assert_null(memmem(js.data, js.size, bad[i], strlen(bad[i])));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_template_compiles),
		cmocka_unit_test(assets_take_nothing_from_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
