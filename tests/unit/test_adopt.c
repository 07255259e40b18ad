/* SPDX-License-Identifier: MIT */
#include "kinds.h"
#include "qms/adopt.h"

#define PATH "agencies/xa/documents/QT-07.md"
#define ISSUED "agencies/so/issued/QT-10/2.0/text.md"
#define BASE								\
	"---\nschema: qms/procedure/1\ntitle: Cấp giấy phép\n"		\
	"role: tthc\nunit: van-phong\nauthors: [lan]\n"			\
	"forms: [BM-01, khac/BM-02]\nrelated: []\n"			\
	"fees:\n  - {name: Phí, amount: 1000}\n---\n"			\
	"\n## Mục đích\n\nMột.\n\n### Chi tiết\n\nHai.\n\n"		\
	"## Phạm vi\n\nBa.\n"

static struct qms_adopt adopt;

static const char *
join(const char *own, const char *base)
{
	struct qms_store *store = qms_store_overlay(&arena, NULL);

	if (base != NULL)
		qms_store_put(store, ISSUED, qms_text(base));
	assert_null(qms_adopt_read(&adopt, &arena, kinds, store, PATH,
	    qms_text(own)));
	return qms_arena_copy(&arena, adopt.text.data, adopt.text.size);
}

#define OWN(keys, body) "---\nschema: qms/procedure/1\n"		\
	"adopts: so/QT-10@2.0\n" keys "---\n" body

static void
takes_all_that_is_not_said_here(void **state)
{
	assert_string_equal(join(OWN("", ""), BASE),
	    "---\nschema: qms/procedure/1\nadopts: so/QT-10@2.0\n"
	    "title: Cấp giấy phép\nrole: tthc\n"
	    "forms: [so/BM-01, khac/BM-02]\nrelated: []\n"
	    "fees:\n  - {name: Phí, amount: 1000}\n---\n"
	    "\n## Mục đích\n\nMột.\n\n### Chi tiết\n\nHai.\n\n"
	    "## Phạm vi\n\nBa.\n");
	assert_true(adopt.found);
	assert_string_equal(adopt.agency, "so");
	assert_string_equal(adopt.version, "2.0");
}

static void
keys_of_its_own_win(void **state)
{
	const char *text = join(OWN("title: Khác\nfees: []\nunit: xa\n", ""),
	    BASE);

	assert_non_null(strstr(text, "title: Khác\nfees: []\nunit: xa\n"));
	assert_null(strstr(text, "Cấp giấy phép"));
	assert_null(strstr(text, "amount"));
}

static void
an_empty_key_says_nothing(void **state)
{
	const char *text = join(OWN("title:\nfees: \n", ""), BASE);

	assert_non_null(strstr(text, "title: Cấp giấy phép\n"));
	assert_non_null(strstr(text, "amount: 1000"));
}

static void
a_section_stands_for_that_of_its_name(void **state)
{
	const char *text = join(OWN("", "\n## Mục đích\n\nBốn.\n"), BASE);

	assert_non_null(strstr(text,
	    "---\n\n## Mục đích\n\nBốn.\n\n## Phạm vi\n\nBa.\n"));
	/* with all that stood in it */
	assert_null(strstr(text, "Chi tiết"));
}

static void
a_section_within_a_section_can_be_replaced_alone(void **state)
{
	const char *text = join(OWN("", "### Chi tiết\n\nNăm.\n"), BASE);

	assert_non_null(strstr(text, "Một.\n\n### Chi tiết\n\nNăm.\n\n"
	    "## Phạm vi\n"));
}

static void
other_sections_follow_and_a_text_before_them_leads(void **state)
{
	const char *text = join(OWN("", "Lời dẫn.\n\n## Liên hệ\n\nSáu."),
	    BASE);

	assert_non_null(strstr(text, "---\n\nLời dẫn.\n\n\n## Mục đích"));
	assert_non_null(strstr(text, "Ba.\n\n## Liên hệ\n\nSáu.\n"));
}

static void
without_the_issued_text_it_is_what_it_says(void **state)
{
	const char *own = OWN("title: X\n", "");

	assert_string_equal(join(own, NULL), own);
	assert_false(adopt.found);
	assert_string_equal(adopt.agency, "so");
	assert_string_equal(join(own, "hỏng"), own);
	assert_false(adopt.found);
	/* of another kind, or adopting itself */
	assert_string_equal(join(own, "---\nschema: qms/form/1\n---\n"), own);
	assert_string_equal(join(own, OWN("", "")), own);
	assert_false(adopt.found);
}

static void
a_text_that_adopts_nothing_is_itself(void **state)
{
	assert_string_equal(join(BASE, BASE), BASE);
	assert_null(adopt.agency);
}

static void
leads_nowhere_outside_issued_texts(void **state)
{
	static const char *const names[] = { "../x/QT-10@2.0", "so/..@2.0",
	    "so/QT-10@..", "so/QT-10", "QT-10@2.0", "/@", "so/QT-10@", "@" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		(void)join(qms_arena_format(&arena,
		    "---\nschema: qms/procedure/1\nadopts: \"%s\"\n---\n",
		    names[i]), BASE);
		assert_false(adopt.found);
	}
}

static void
tells_what_is_its_own(void **state)
{
	struct qms_strings keys, sections;

	qms_adopt_own(&keys, &sections, &arena, kinds, PATH, qms_text(
	    OWN("title: X\nunit:\n", "## Một\n\n### Hai\n\n## Ba\n")));
	assert_int_equal(keys.count, 1);
	assert_string_equal(keys.items[0], "title");
	assert_int_equal(sections.count, 2);
	assert_string_equal(sections.items[1], "Ba");
}

#define test(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(takes_all_that_is_not_said_here),
		test(keys_of_its_own_win),
		test(an_empty_key_says_nothing),
		test(a_section_stands_for_that_of_its_name),
		test(a_section_within_a_section_can_be_replaced_alone),
		test(other_sections_follow_and_a_text_before_them_leads),
		test(without_the_issued_text_it_is_what_it_says),
		test(a_text_that_adopts_nothing_is_itself),
		test(leads_nowhere_outside_issued_texts),
		test(tells_what_is_its_own),
	};

	return cmocka_run_group_tests(tests, load_kinds, free_kinds);
}
