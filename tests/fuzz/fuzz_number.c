/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* At every place: what is a number is printed and read as the same value. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct qms_text text = { (const char *)data, size };
	char buffer[QMS_NUMBER_SIZE];
	struct qms_number number, again;
	size_t at, end;
	int64_t value;
	bool rounds;

	(void)qms_number_read(&number, text);
	for (at = 0; at < size && at < 4096; at++) {
		end = at;
		if (!qms_number_take(&number, text, &end)) {
			if (end != at)
				abort();
			continue;
		}
		if (end <= at || end > size || !qms_number_read(&again,
		    qms_text(qms_number_format(buffer, number.value, -1))) ||
		    again.value != number.value)
			abort();
		if (number.fraction && qms_number_rate(&value, number.value,
		    number.whole, 2) && (!qms_number_rounds(&rounds,
		    number.value, number.whole, value, 2) || !rounds))
			abort();
		(void)qms_number_needed(&value, &number, number.value);
	}
	return 0;
}
