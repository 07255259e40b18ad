/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "words.h"

static const struct {
	const char *id, *text[QMS_LANGUAGES];
} words[QMS_W_COUNT] = {
	[QMS_W_NONE] = { "", { "", "" } },
#define WORD(id, vi, en) [QMS_W_##id] = { #id, { vi, en } },
#include "words.def"
#undef WORD
};

const char *
qms_word(enum qms_word word, enum qms_language language)
{
	return words[word].text[language];
}

enum qms_word
qms_word_find(const char *id)
{
	int word;

	for (word = QMS_W_NONE + 1; word < QMS_W_COUNT; word++)
		if (strcmp(words[word].id, id) == 0)
			return (enum qms_word)word;
	return QMS_W_NONE;
}
