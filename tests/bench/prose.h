/* SPDX-License-Identifier: MIT */
/*
 * prose - Vietnamese text of any length, the same for the same seed.
 *
 * Words of offices come first, made-up ones behind them; how often a word
 * comes falls with its rank as in real text (Zipf), so that an index of words
 * meets a vocabulary of some 16,000 words and 4,000 syllables.
 */
#ifndef BENCH_PROSE_H
#define BENCH_PROSE_H

#include "qms/text.h"

struct dice { uint64_t state; };

struct dice dice_of(uint64_t a, uint64_t b, uint64_t c);
uint32_t dice_below(struct dice *dice, uint32_t limit);

void prose_words(struct qms_buffer *out, struct dice *dice, int count);
/* Sentences of about so many words in all, one line. */
void prose_paragraph(struct qms_buffer *out, struct dice *dice, int words);

#endif
