/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/trust.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The same file as settings and as people: whatever is read is whole. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_text text = { (const char *)data, size };
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_settings settings;
	struct qms_people people;
	size_t i;

	qms_settings_parse(&settings, &arena, text, "qms.yaml", &problems);
	if (settings.name == NULL || settings.standard == NULL ||
	    abs(settings.offset) > 24 * 60)
		abort();
	qms_people_parse(&people, &arena, text, "people.yaml", &problems);
	for (i = 0; i < people.person_count; i++)
		if (qms_people_by_id(&people, people.persons[i].id) !=
		    &people.persons[i])
			abort();
	for (i = 0; i < people.office_count; i++)
		if (qms_people_by_id(&people, people.offices[i].person) ==
		    NULL)
			abort();
	qms_arena_free(&arena);
	return 0;
}
