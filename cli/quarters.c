/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "qms/indicator.h"
#include "quarters.h"

enum { MOST_QUARTERS = 80 };

const struct qms_error *
quarters_read(int *quarters, struct cli *cli)
{
	const char *text = cli_option(cli, "quarters");
	long number;
	char *end;

	*quarters = 0;
	if (text == NULL)
		return NULL;
	number = strtol(text, &end, 10);
	if (end == text || *end != '\0' || number < 1 ||
	    number > MOST_QUARTERS)
		return qms_fail(QMS_M_U025, text, "8");
	*quarters = (int)number;
	return NULL;
}

const struct qms_error *
quarters_each(struct cli *cli, int quarters, const struct qms_error *(*each)(
    struct cli *cli, qms_day day, void *data), void *data)
{
	qms_day last = qms_quarter_end(cli_today(cli)), day;
	const char *known = cli_known(cli);
	const struct qms_error *err = NULL;
	int i;

	for (i = quarters - 1; err == NULL && i >= 0; i--) {
		/* the first of a month goes to the first of a month */
		day = qms_day_add_months(last + 1, -3 * i) - 1;
		err = qms_system_ask(cli->system, day, known == NULL ? "" :
		    known);
		if (err == NULL && qms_index_question(
		    cli->system->index)->known > 0)
			err = each(cli, day, data);
	}
	return err;
}
