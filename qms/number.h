/* SPDX-License-Identifier: MIT */
/*
 * number - numbers as official Vietnamese reports print them: "." between
 * thousands, "," before decimals, 1777 and 02 and 85/152 and > 70 %.
 *
 * Values are exact: whole numbers of ten-thousandths, with up to 13 digits
 * before the comma and 4 behind it. What has more, or can be read in two ways
 * (1,676.5; 96.48; 1.6.76), is no number: nothing is guessed. 1,676 is
 * one and 676 thousandths.
 */
#ifndef QMS_NUMBER_H
#define QMS_NUMBER_H

#include "text.h"

enum { QMS_NUMBER_ONE = 10000, QMS_NUMBER_DECIMALS = 4 };

enum qms_number_bound {
	QMS_NUMBER_EXACT,
	QMS_NUMBER_MORE,	/* > trên hơn */
	QMS_NUMBER_LEAST,	/* ≥ ít nhất tối thiểu không dưới, … trở lên */
	QMS_NUMBER_ABOUT,	/* ~ ≈ khoảng gần xấp xỉ ước chừng */
	QMS_NUMBER_LESS,	/* < dưới chưa đến chưa tới chưa đầy */
	QMS_NUMBER_MOST		/* ≤ không quá tối đa, … trở xuống */
};

struct qms_number {
	enum qms_number_bound bound;
	int64_t value;		/* of a fraction its part */
	int64_t whole;		/* of a fraction */
	bool fraction, percent;
	int decimals;		/* that are printed, 0 to 4 */
};

/*
 * The number at text[*offset], which is moved behind it; false, and not moved,
 * if none is there or what is there can be read in two ways. Behind it stands
 * no letter, no digit and no mark with a digit behind that.
 */
bool qms_number_take(struct qms_number *number, struct qms_text text,
	size_t *offset);
/* The whole text, spaces around it left out. */
bool qms_number_read(struct qms_number *number, struct qms_text text);
/* "exact", "more", "least", "about", "less", "most" */
const char *qms_number_bound_name(enum qms_number_bound bound);

/*
 * As it is printed: 2.132; 35,71; -3,2. Halves are rounded up (away from
 * zero). decimals 0 to 4; -1: as many as it has.
 */
enum { QMS_NUMBER_SIZE = 40 };
char *qms_number_format(char buffer[QMS_NUMBER_SIZE], int64_t value,
	int decimals);

/*
 * Of values below 10^18 ten-thousandths that are not negative, exactly; false
 * for others, and where the whole is 0.
 */
/* part / whole in percent, halves rounded up at so many decimals */
bool qms_number_rate(int64_t *rate, int64_t part, int64_t whole,
	int decimals);
/*
 * Is the rate no further from this percentage than half a unit of its last
 * decimal? 28,33 % is printed as 28, and not as 29; 12,5 % as 12 or 13.
 */
bool qms_number_rounds(bool *rounds, int64_t part, int64_t whole,
	int64_t percent, int decimals);
/*
 * The whole number that is this percentage of the whole: 932 for 86,54 % of
 * 1.077; false also when there is none.
 */
bool qms_number_part_of(int64_t *part, int64_t percent, int decimals,
	int64_t whole);
/*
 * The least whole number that reaches a rate of so many percent of the whole:
 * 92 for > 70 % of 130, and 91 for 70 %. False also for what is no lower bound.
 */
bool qms_number_needed(int64_t *part, const struct qms_number *percent,
	int64_t whole);

/* Is there a letter of Vietnamese words at text[offset], in either case? word
 * is in lower case, NFC; returns the bytes it takes, 0 if it is not there. */
size_t qms_number_word(struct qms_text text, size_t offset, const char *word);

#endif
