/* SPDX-License-Identifier: MIT */
#include "loose.h"

const struct qms_error *
qms_loose_check(const char *common)
{
	return NULL;
}
