/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "qms/trust.h"

static struct qms_arena arena;
static struct qms_people people;
static struct qms_problems problems;

static const char text[] =
	"schema: qms/people/1\n"
	"persons:\n"
	"  - {id: lan, name: Nguyễn Thị Lan, emails: [Lan@so.example]}\n"
	"  - {id: hung, name: Trần Hùng, emails: [hung@so.example]}\n"
	"offices:\n"
	"  - {person: lan, office: secretary, from: 2018-01-01,"
	" to: 2025-02-28}\n"
	"  - {person: lan, office: deputy-head, from: 2025-03-01}\n"
	"  - {person: hung, office: head, from: 2020-01-01}\n";

static int
set_up(void **state)
{
	problems = (struct qms_problems){ .arena = &arena };
	qms_people_parse(&people, &arena, qms_text(text), "people.yaml",
	    &problems);
	return (int)problems.count;
}

static int
tear_down(void **state)
{
	qms_arena_free(&arena);
	return 0;
}

static const char *
held(const char *person, const char *offices, const char *capacity,
    const char *day)
{
	struct qms_strings list = { 0 };
	char *copy = qms_arena_string(&arena, offices), *word, *rest = NULL;
	const char *office;

	for (word = strtok_r(copy, "|", &rest); word != NULL;
	    word = strtok_r(NULL, "|", &rest))
		qms_strings_add(&arena, &list, word);
	qms_people_holds(&people, person, &list, capacity,
	    qms_day_parse(qms_text(day)), &office);
	return office;
}

static void
an_office_is_held_from_its_first_to_its_last_day(void **state)
{
	assert_string_equal(held("lan", "secretary", "", "2017-12-31"), "");
	assert_string_equal(held("lan", "secretary", "", "2018-01-01"),
	    "secretary");
	assert_string_equal(held("lan", "secretary", "", "2025-02-28"),
	    "secretary");
	assert_string_equal(held("lan", "secretary", "", "2025-03-01"), "");
	assert_string_equal(held("nobody", "secretary", "", "2020-01-01"), "");
}

static void
an_author_holds_any_office(void **state)
{
	assert_string_equal(held("lan", "author", "", "2020-01-01"),
	    "secretary");
	assert_string_equal(held("lan", "author", "", "2010-01-01"), "");
}

static void
a_deputy_acts_for_the_head_only_with_kt(void **state)
{
	assert_string_equal(held("lan", "head", "", "2026-01-01"), "");
	assert_string_equal(held("lan", "head", "TM.", "2026-01-01"), "");
	assert_string_equal(held("lan", "head", "KT.", "2026-01-01"),
	    "deputy-head");
	assert_string_equal(held("lan", "reviewer", "KT.", "2026-01-01"), "");
	assert_string_equal(held("hung", "head|deputy-head", "", "2026-01-01"),
	    "head");
}

static void
addresses_compare_without_case(void **state)
{
	assert_string_equal(qms_people_by_email(&people,
	    "LAN@so.example")->id, "lan");
	assert_null(qms_people_by_email(&people, "an@so.example"));
}

static void
one_address_belongs_to_one_person(void **state)
{
	struct qms_people bad;

	qms_people_parse(&bad, &arena, qms_text("persons:\n"
	    "  - {id: a, emails: [x@y.vn]}\n"
	    "  - {id: b, emails: [X@y.vn]}\n"
	    "  - {id: a}\n"
	    "offices:\n"
	    "  - {person: c, office: head}\n"
	    "  - {person: a, office: head, from: 2026-02-02,"
	    " to: 2026-02-01}\n"
	    "  - {person: a, office: head, from: soon}\n"),
	    "people.yaml", &problems);
	assert_int_equal(problems.count, 4);
	assert_string_equal(problems.items[0].code, "S090");
	assert_int_equal(problems.items[0].line, 3);
	assert_string_equal(problems.items[1].code, "S090");
	assert_string_equal(problems.items[2].code, "S091");
	assert_string_equal(problems.items[3].code, "S092");
	assert_int_equal(bad.office_count, 0);
}

static void
a_path_is_in_one_chain(void **state)
{
	const char *agency;

	assert_true(qms_trust_is_member("kinds/x.yaml", &agency, &arena));
	assert_string_equal(agency, "");
	assert_true(qms_trust_is_member("qms.yaml", &agency, &arena));
	assert_true(qms_trust_is_member("agencies/so/people.yaml", &agency,
	    &arena));
	assert_string_equal(agency, "so");
	assert_false(qms_trust_is_member("agencies/so/agency.md", &agency,
	    &arena));
	assert_false(qms_trust_is_member("trust/0-trust-lan-a.yaml", &agency,
	    &arena));
	assert_int_equal(qms_trust_number("trust/12-trust-lan-a.yaml"), 12);
	assert_int_equal(qms_trust_number("trust/12-approve-lan-a.yaml"), -1);
	assert_int_equal(qms_trust_number("trust/x-trust-lan-a.yaml"), -1);
}

static void
settings_have_defaults(void **state)
{
	struct qms_settings settings;

	qms_settings_parse(&settings, &arena, qms_text("name: Hệ thống\n"),
	    "qms.yaml", &problems);
	assert_string_equal(settings.name, "Hệ thống");
	assert_int_equal(settings.offset, 420);
	assert_int_equal(settings.due_soon, 30);
	qms_settings_parse(&settings, &arena, qms_text("language: en\n"
	    "time_zone: \"-03:30\"\ndue_soon: 10\n"
	    "proofs: {approve: key}\n"), "qms.yaml", &problems);
	assert_int_equal(settings.language, QMS_EN);
	assert_int_equal(settings.offset, -210);
	assert_int_equal(settings.due_soon, 10);
	assert_string_equal(qms_map_get(&settings.proofs, "approve"), "key");
	assert_int_equal(problems.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    an_office_is_held_from_its_first_to_its_last_day,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_author_holds_any_office,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_deputy_acts_for_the_head_only_with_kt,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(addresses_compare_without_case,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    one_address_belongs_to_one_person, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_path_is_in_one_chain,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(settings_have_defaults,
		    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
