/* SPDX-License-Identifier: MIT */
/*
 * qr - a QR code as SVG (libqrencode; nobody else includes its header).
 */
#ifndef QMS_QR_H
#define QMS_QR_H

#include "error.h"
#include "text.h"

/* Adds one <svg>; a text that is too long for a code is a failure. */
const struct qms_error *qms_qr_svg(struct qms_buffer *out, const char *text);

#endif
