/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/attendance.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char people_text[] = "schema: qms/people/1\n"
	"persons:\n"
	"  - {id: an, name: Nguyễn Văn An, emails: [an@x.vn]}\n"
	"  - {id: an2, name: Nguyễn Văn An, emails: [an2@x.vn]}\n"
	"  - {id: lan, name: Nguyễn Thị Lan, emails: [lan@x.vn]}\n"
	"offices:\n"
	"  - {person: an, office: staff, unit: mot-cua, from: 2018-01-01}\n"
	"  - {person: an2, office: staff, unit: van-phong, from: 2018-01-01}\n";

/* A list without faults is written as one that says the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_text text = { (const char *)data, size };
	struct qms_attendance list, again;
	struct qms_buffer out = { 0 };
	struct qms_people people;
	size_t i;

	qms_people_parse(&people, &arena, qms_text(people_text), "", &problems);
	qms_attendance_read(&list, &arena, text, "ds.csv", &people, 20000,
	    &problems);
	if (problems.count == 0) {
		qms_attendance_write(&out, &list);
		qms_attendance_read(&again, &arena, qms_buffer_view(&out),
		    "ds.csv", &people, 20000, &problems);
		if (problems.count > 0 || again.count != list.count ||
		    again.signatures != list.signatures)
			abort();
		for (i = 0; i < list.count; i++)
			if (again.items[i].person != list.items[i].person ||
			    again.items[i].signature != list.items[i].signature)
				abort();
	}
	qms_buffer_free(&out);
	qms_arena_free(&arena);
	return 0;
}
