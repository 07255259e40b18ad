/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "qms/propose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char list[] = "word,role,unit,part_of\nhồ sơ,unit,hồ sơ,\n"
    "TTHC,unit,TTHC,\nsở,unit,sở,cơ quan\ncơ quan,unit,cơ quan,\n"
    "tỷ,scale,tỷ,\ntrong đó,parts,some,\ngồm,parts,whole,\n"
    "tổng cộng,total,,\ncấp xã,tier,,\ntiếp nhận,received,,\n"
    "hủy,cancelled,,\nđã giải quyết,solved,,\nđúng hạn,ontime,,\n"
    "trễ hạn,late,,\nchưa giải quyết,pending,,\nđạt,rate,,\n"
    "mục tiêu,target,,\ntăng,change,,\nmức độ,not,,\nsố,not,,\n";

/* What is proposed lies in the text, and speaks of others in the list. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_arena arena = { 0 };
	struct qms_problems problems = { .arena = &arena };
	struct qms_propose_words words;
	struct qms_proposals found;
	const struct qms_proposal *one;
	struct qms_text text = { (const char *)data, size };
	size_t i, k;

	if (size > QMS_PROPOSE_LIMIT || qms_utf8_invalid(text) != SIZE_MAX)
		return 0;
	qms_propose_words_read(&words, &arena, qms_text(list), "", &problems);
	qms_propose(&found, &arena, text, &words, size % 2 ? 2019 : 0);
	for (i = 0; i < found.count; i++) {
		one = &found.items[i];
		if (one->offset + one->size > found.text.size)
			abort();
		if (*one->printed != '\0' && memcmp(found.text.data +
		    one->offset, one->printed, one->size) != 0)
			abort();
		for (k = 0; k < one->part_count; k++)
			if (one->parts[k] >= found.count ||
			    one->parts[k] == i)
				abort();
		for (k = 0; k < one->base_count; k++)
			if (one->bases[k] >= found.count)
				abort();
		if ((one->numerator != SIZE_MAX &&
		    one->numerator >= found.count) ||
		    (one->target != SIZE_MAX && one->target >= found.count))
			abort();
	}
	qms_arena_free(&arena);
	return 0;
}
