/* SPDX-License-Identifier: MIT */
/*
 * words - the labels of tables, pages and forms in Vietnamese and English
 * side by side (words.def). What the program says of a file or a failure is
 * in messages.def; names of kinds, acts and states are data of the kinds.
 */
#ifndef QMS_WORDS_H
#define QMS_WORDS_H

#include "message.h"

/* QMS_W_due_soon and so on, in the order of words.def. */
enum qms_word {
	QMS_W_NONE,
#define WORD(id, vi, en) QMS_W_##id,
#include "words.def"
#undef WORD
	QMS_W_COUNT
};

const char *qms_word(enum qms_word word, enum qms_language language);
/* By its id as written in words.def; QMS_W_NONE if there is none. */
enum qms_word qms_word_find(const char *id);

#endif
