/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "prose.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- chance ---- */

struct dice
dice_of(uint64_t a, uint64_t b, uint64_t c)
{
	return (struct dice){ a * 0x9e3779b97f4a7c15 ^
	    b * 0xbf58476d1ce4e5b9 ^ c * 0x94d049bb133111eb };
}

/* splitmix64 */
uint32_t
dice_below(struct dice *dice, uint32_t limit)
{
	uint64_t z = dice->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (uint32_t)(((z ^ (z >> 31)) >> 32) * limit >> 32);
}

/* ---- syllables ---- */

static const char *const onsets[] = { "", "b", "c", "ch", "d", "đ", "g", "gi",
    "h", "kh", "l", "m", "n", "ng", "nh", "ph", "r", "s", "t", "th", "tr",
    "v", "x" };

/* Six tones of each vowel. */
static const char vowels[][6][4] = {
	{ "a", "á", "à", "ả", "ã", "ạ" }, { "ă", "ắ", "ằ", "ẳ", "ẵ", "ặ" },
	{ "â", "ấ", "ầ", "ẩ", "ẫ", "ậ" }, { "e", "é", "è", "ẻ", "ẽ", "ẹ" },
	{ "ê", "ế", "ề", "ể", "ễ", "ệ" }, { "i", "í", "ì", "ỉ", "ĩ", "ị" },
	{ "o", "ó", "ò", "ỏ", "õ", "ọ" }, { "ô", "ố", "ồ", "ổ", "ỗ", "ộ" },
	{ "ơ", "ớ", "ờ", "ở", "ỡ", "ợ" }, { "u", "ú", "ù", "ủ", "ũ", "ụ" },
	{ "ư", "ứ", "ừ", "ử", "ữ", "ự" },
};
enum { A, AW, AA, E, EE, I, O, OO, OW, U, UW };

static const struct rime {
	const char *before;
	int vowel;
	const char *after;
} rimes[] = {
	{ "", A, "" }, { "", A, "n" }, { "", A, "ng" }, { "", A, "nh" },
	{ "", A, "m" }, { "", A, "i" }, { "", A, "o" }, { "", A, "y" },
	{ "", A, "t" }, { "", A, "c" }, { "", A, "ch" }, { "", A, "p" },
	{ "", AW, "n" }, { "", AW, "ng" }, { "", AW, "m" }, { "", AW, "t" },
	{ "", AW, "c" }, { "", AA, "n" }, { "", AA, "ng" }, { "", AA, "m" },
	{ "", AA, "y" }, { "", AA, "u" }, { "", AA, "t" }, { "", AA, "p" },
	{ "", E, "" }, { "", E, "n" }, { "", E, "o" }, { "", E, "m" },
	{ "", EE, "" }, { "", EE, "n" }, { "", EE, "nh" }, { "", EE, "t" },
	{ "", EE, "u" }, { "", I, "" }, { "", I, "n" }, { "", I, "nh" },
	{ "", I, "ch" }, { "", I, "t" }, { "i", EE, "n" }, { "i", EE, "t" },
	{ "i", EE, "u" }, { "i", EE, "m" }, { "i", EE, "p" }, { "", O, "" },
	{ "", O, "n" }, { "", O, "ng" }, { "", O, "i" }, { "", O, "c" },
	{ "o", A, "n" }, { "o", A, "ng" }, { "o", A, "i" }, { "", OO, "" },
	{ "", OO, "n" }, { "", OO, "ng" }, { "", OO, "i" }, { "", OO, "t" },
	{ "", OO, "c" }, { "", OW, "" }, { "", OW, "n" }, { "", OW, "i" },
	{ "", OW, "p" }, { "", U, "" }, { "", U, "n" }, { "", U, "ng" },
	{ "", U, "c" }, { "", U, "i" }, { "u", OO, "n" }, { "u", OO, "c" },
	{ "u", OO, "i" }, { "u", EE, "n" }, { "", UW, "" }, { "", UW, "ng" },
	{ "", UW, "c" }, { "ư", OW, "ng" }, { "ư", OW, "c" },
	{ "ư", OW, "i" }, { "ư", OW, "n" },
};

static bool
is_stopped(const char *after)
{
	return strcmp(after, "t") == 0 || strcmp(after, "p") == 0 ||
	    strcmp(after, "c") == 0 || strcmp(after, "ch") == 0;
}

static void
syllable(struct qms_buffer *out, struct dice *dice)
{
	const char *onset = onsets[dice_below(dice, COUNT(onsets))];
	const struct rime *rime = &rimes[dice_below(dice, COUNT(rimes))];
	uint32_t tone = is_stopped(rime->after) ?
	    (dice_below(dice, 2) == 0 ? 1 : 5) : dice_below(dice, 6);
	bool front = *rime->before == 'i' || (*rime->before == '\0' &&
	    (rime->vowel == E || rime->vowel == EE || rime->vowel == I));

	if (front && strcmp(onset, "c") == 0)
		onset = "k";
	else if (front && strcmp(onset, "g") == 0)
		onset = "gh";
	else if (front && strcmp(onset, "ng") == 0)
		onset = "ngh";
	else if (front && strcmp(onset, "gi") == 0)
		onset = "v";
	qms_buffer_string(out, onset);
	qms_buffer_string(out, rime->before);
	qms_buffer_string(out, vowels[rime->vowel][tone]);
	qms_buffer_string(out, rime->after);
}

/* ---- words ---- */

static const char *const offices[] = { "và", "của", "hồ sơ", "cơ quan",
    "theo", "quy định", "thủ tục", "giải quyết", "được", "các", "công chức",
    "văn bản", "kết quả", "thực hiện", "quy trình", "kiểm tra", "trong",
    "đơn vị", "tiếp nhận", "hệ thống", "quản lý", "chất lượng", "thời hạn",
    "tổ chức", "cá nhân", "phê duyệt", "lãnh đạo", "tài liệu", "báo cáo",
    "đánh giá", "nội bộ", "phòng chuyên môn", "trách nhiệm", "hành chính",
    "ban hành", "yêu cầu", "lưu trữ", "biểu mẫu", "bộ phận một cửa",
    "khắc phục", "thẩm định", "trình ký", "có hiệu lực", "sửa đổi",
    "bổ sung", "thông tin", "điều khoản", "mục tiêu", "rủi ro", "cải tiến",
    "sự hài lòng", "người dân", "doanh nghiệp", "chuyên viên", "văn thư",
    "phát hành", "đăng ký", "giấy phép", "chứng nhận", "gia hạn", "cấp lại",
    "thu hồi", "lệ phí", "trực tuyến", "bưu chính công ích", "phiếu hẹn",
    "phiếu kiểm soát", "nhật ký", "đối chiếu", "xác minh", "niêm yết",
    "công khai", "minh bạch", "đúng hạn", "trễ hạn", "xin lỗi", "phản ánh",
    "kiến nghị", "khiếu nại", "ủy quyền", "thừa lệnh", "phân công",
    "phối hợp", "liên thông", "cơ sở dữ liệu", "chuyển đổi số", "chữ ký số",
    "nghị định", "thông tư", "quyết định", "công báo", "hiệu quả" };

enum { RANKS = 14 };		/* 2^14 words */

static void
word(struct qms_buffer *out, struct dice *dice)
{
	uint32_t power = dice_below(dice, RANKS), rank;
	struct dice own;
	int count;

	rank = (1u << power) + dice_below(dice, 1u << power) - 1;
	if (rank < COUNT(offices)) {
		qms_buffer_string(out, offices[rank]);
		return;
	}
	own = dice_of(rank, 7, 7);
	count = dice_below(&own, 10) < 3 ? 1 : 2;
	syllable(out, &own);
	if (count == 1)
		return;
	qms_buffer_char(out, ' ');
	syllable(out, &own);
}

void
prose_words(struct qms_buffer *out, struct dice *dice, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		if (i > 0)
			qms_buffer_char(out, ' ');
		word(out, dice);
	}
}

void
prose_paragraph(struct qms_buffer *out, struct dice *dice, int words)
{
	static const char *const openings[] = { "Căn cứ", "Khi", "Trường hợp",
	    "Cán bộ", "Sau khi", "Trước khi", "Hằng quý,", "Lãnh đạo",
	    "Thư ký", "Đối với", "Trong quá trình", "Trên cơ sở" };
	int size;

	for (; words > 0; words -= size) {
		size = 7 + (int)dice_below(dice, 16);
		qms_buffer_string(out,
		    openings[dice_below(dice, COUNT(openings))]);
		qms_buffer_char(out, ' ');
		prose_words(out, dice, size);
		qms_buffer_string(out, words > size ? ". " : ".");
	}
}
