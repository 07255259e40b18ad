/* SPDX-License-Identifier: MIT */
/*
 * proof - what proves an act, from the weakest on: `commit`, `decision`, `key`,
 * `certificate`; and the least that an act needs.
 */
#ifndef QMS_PROOF_H
#define QMS_PROOF_H

#include "kind.h"
#include "trust.h"

/* 0 for commit; more than any for what is none: nothing is enough for that. */
int qms_proof_rank(const char *proof);
/*
 * By the settings, else commit; never less than a decision for what binds
 * others: an act that brings a version into force, or grants a delegation.
 */
const char *qms_proof_least(const struct qms_settings *settings,
	const struct qms_kind *kind, const struct qms_kind_act *act);

#endif
