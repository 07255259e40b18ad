/* SPDX-License-Identifier: MIT */
#include <qrencode.h>

#include "qr.h"

enum { QUIET = 4 };			/* modules of white on each side */

/* Each run of dark modules is a line one module thick. */
static void
write_row(struct qms_buffer *out, const unsigned char *row, int width, int y)
{
	int x, run;

	for (x = 0; x < width; x += run) {
		for (run = 1; x + run < width &&
		    (row[x + run] & 1) == (row[x] & 1); run++)
			continue;
		if (row[x] & 1)
			qms_buffer_format(out, "M%d %dh%dv1h-%dz", x + QUIET,
			    y + QUIET, run, run);
	}
}

const struct qms_error *
qms_qr_svg(struct qms_buffer *out, const char *text)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int y;

	if (code == NULL)
		return qms_fail(QMS_M_U174, text);
	qms_buffer_format(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    "viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"QR\">"
	    "<path d=\"", code->width + 2 * QUIET, code->width + 2 * QUIET);
	for (y = 0; y < code->width; y++)
		write_row(out, code->data + y * code->width, code->width, y);
	qms_buffer_string(out, "\"/></svg>");
	QRcode_free(code);
	return NULL;
}
