/* SPDX-License-Identifier: MIT */
/*
 * commands - the table of commands and their options. Usage, completion and
 * the manual's synopsis are held against it by tests.
 */
#include "commands.h"

/* Of commands that change the trust set. */
#define TRUST_KEY							\
	{ "key", 0, { "TỆP", "FILE" },					\
	    { "ký thay đổi bằng khóa này, khi cần chữ ký (có thể nhắc lại)",\
	      "sign the change with this key, where signatures are needed "\
	      "(may be repeated)" } }

#define TRUST_REQUEST(name)						\
	{ name, 0, { "TỆP", "FILE" },					\
	    { "chưa ghi, mà lập tệp gửi những người khác ký (qms sign)",	\
	      "record nothing, make a file for others to sign (qms sign)" } }

static const struct option_row init_options[] = {
	{ "name", 0, { "TÊN", "NAME" }, { "tên cơ quan", "name of the agency" } },
	{ "short-name", 0, { "TÊN", "NAME" },
	    { "tên viết tắt dùng trong mã hiệu (mặc định: chữ đầu các từ)",
	      "short name, for codes (default: initials)" } },
	{ "kind", 0, { "LOẠI", "KIND" },
	    { "loại cơ quan (mặc định theo mô hình)",
	      "kind of agency (default: that of the model)" } },
	{ "model", 0, { "MÔ-HÌNH", "MODEL" },
	    { "mô hình tài liệu để bắt đầu", "document model to start from" } },
	{ "officer", 0, { "HỌ TÊN <THƯ>", "NAME <MAIL>" },
	    { "thư ký ISO (mặc định: người đang dùng)",
	      "quality officer (default: the caller)" } },
	{ "head", 0, { "HỌ TÊN <THƯ>", "NAME <MAIL>" },
	    { "người đứng đầu", "head of the agency" } },
	{ "reviewer", 0, { "HỌ TÊN <THƯ>", "NAME <MAIL>" },
	    { "người soát xét", "who reviews" } },
	{ "date", 0, { "NGÀY", "DAY" },
	    { "từ ngày nào (mặc định: hôm nay)", "since when (default: today)" } },
	{ "demo", 0, { NULL, NULL },
	    { "bản minh họa: được dùng khóa ai cũng có",
	      "a demonstration: published keys may sign" } },
	{ "key", 0, { "TỆP", "FILE" },
	    { "khóa của thư ký: từ đầu, mọi thay đổi cần chữ ký của khóa này",
	      "the officer's key: from the start, changes need its signature" } },
	{ 0 }
};

static const struct option_row setup_options[] = {
	{ "officer", 0, { "HỌ TÊN <THƯ>", "NAME <MAIL>" },
	    { "bạn là ai (mặc định: như git biết)",
	      "who you are (default: as git knows)" } },
	{ "everywhere", 0, { NULL, NULL },
	    { "git ghi nhớ bạn ở mọi kho trên máy này",
	      "git remembers you for all repositories of this machine" } },
	{ "name", 0, { "TÊN", "NAME" }, { "tên cơ quan", "name of the agency" } },
	{ "short-name", 0, { "TÊN", "NAME" },
	    { "tên viết tắt dùng trong mã hiệu (mặc định: chữ đầu các từ)",
	      "short name, for codes (default: initials)" } },
	{ "system", 0, { "TÊN", "NAME" },
	    { "tên hệ thống (mặc định: Hệ thống quản lý chất lượng)",
	      "name of the system" } },
	{ "model", 0, { "MÔ-HÌNH", "MODEL" },
	    { "mô hình tài liệu để bắt đầu (mặc định: theo tên cơ quan)",
	      "document model to start from (default: by the agency's name)" } },
	{ "kind", 0, { "LOẠI", "KIND" },
	    { "loại cơ quan (mặc định theo mô hình)",
	      "kind of agency (default: that of the model)" } },
	{ "head", 0, { "HỌ TÊN <THƯ>", "NAME <MAIL>" },
	    { "người đứng đầu", "head of the agency" } },
	{ "reviewer", 0, { "HỌ TÊN <THƯ>", "NAME <MAIL>" },
	    { "người soát xét", "who reviews" } },
	{ "key", 0, { "TỆP", "FILE" },
	    { "khóa ký OpenSSH của bạn", "your OpenSSH key" } },
	{ "make-key", 0, { NULL, NULL },
	    { "chạy ssh-keygen để tạo khóa đó nếu chưa có",
	      "run ssh-keygen to make that key if it is not there" } },
	{ "date", 0, { "NGÀY", "DAY" },
	    { "từ ngày nào (mặc định: hôm nay)", "since when (default: today)" } },
	{ 0 }
};

static const struct option_row agency_options[] = {
	{ "name", 0, { "TÊN", "NAME" }, { "tên cơ quan", "name" } },
	{ "short-name", 0, { "TÊN", "NAME" },
	    { "tên viết tắt (mặc định: mã)", "short name (default: the id)" } },
	{ "kind", 0, { "LOẠI", "KIND" }, { "loại cơ quan", "kind of agency" } },
	{ "parent", 0, { "CƠ-QUAN", "AGENCY" },
	    { "cơ quan chủ quản", "parent agency" } },
	{ "model", 0, { "MÔ-HÌNH", "MODEL" },
	    { "mô hình tài liệu để bắt đầu", "document model to start from" } },
	{ "from", 0, { "NGÀY", "DAY" }, { "có từ ngày", "exists from" } },
	{ "to", 0, { "NGÀY", "DAY" },
	    { "ngày cuối cùng còn hoạt động", "last day it exists" } },
	{ "successor", 0, { "CƠ-QUAN", "AGENCY" },
	    { "cơ quan kế thừa", "successor" } },
	{ "predecessor", 0, { "CƠ-QUAN", "AGENCY" },
	    { "cơ quan tiền thân (có thể nhắc lại)",
	      "predecessor (may be repeated)" } },
	TRUST_KEY,
	TRUST_REQUEST("request"),
	{ 0 }
};

static const struct option_row person_options[] = {
	{ "name", 0, { "HỌ TÊN", "NAME" }, { "họ và tên", "name" } },
	{ "email", 0, { "THƯ", "MAIL" },
	    { "thư điện tử (có thể nhắc lại)", "e-mail (may be repeated)" } },
	{ "office", 0, { "CHỨC-TRÁCH", "OFFICE" },
	    { "secretary, reviewer, head, deputy-head, unit-head, auditor …",
	      "secretary, reviewer, head, deputy-head, unit-head, auditor …" } },
	{ "unit", 0, { "ĐƠN-VỊ", "UNIT" }, { "đơn vị", "unit" } },
	{ "from", 0, { "NGÀY", "DAY" }, { "từ ngày", "from" } },
	{ "to", 0, { "NGÀY", "DAY" }, { "đến hết ngày", "to" } },
	{ "may-audit", 0, { NULL, NULL },
	    { "list: ai được đánh giá đơn vị, tài liệu hay cuộc đánh giá ấy, ai "
	      "không, vì sao",
	      "list: who may audit the unit, document or audit, who not, why" } },
	TRUST_KEY,
	TRUST_REQUEST("request"),
	{ 0 }
};

static const struct option_row meeting_options[] = {
	{ "title", 0, { "TÊN", "TITLE" }, { "tên", "title" } },
	{ "id", 0, { "MÃ", "ID" },
	    { "mã (mặc định: số tiếp theo còn trống)",
	      "id (default: the next free number)" } },
	{ "set", 0, { "KHÓA=GIÁ-TRỊ", "KEY=VALUE" },
	    { "đặt một khóa (có thể nhắc lại)", "set a key (may be repeated)" } },
	{ "date", 0, { "NGÀY", "DAY" }, { "ngày họp", "day of the meeting" } },
	{ 0 }
};

static const struct option_row new_options[] = {
	{ "title", 0, { "TÊN", "TITLE" }, { "tên", "title" } },
	{ "id", 0, { "MÃ", "ID" },
	    { "mã (mặc định: số tiếp theo còn trống)",
	      "id (default: the next free number)" } },
	{ "from", 0, { "TỆP", "FILE" },
	    { "lấy nội dung từ tệp Markdown này",
	      "take the text from this Markdown file" } },
	{ "template", 0, { "TÊN", "NAME" },
	    { "bắt đầu từ bản mẫu này trong templates/ của cơ quan",
	      "begin with this one of the agency's templates/" } },
	{ "rows", 0, { "TỆP", "FILE" },
	    { "mỗi dòng của tệp CSV này là một hồ sơ",
	      "a record for each line of this CSV file" } },
	{ "set", 0, { "KHÓA=GIÁ-TRỊ", "KEY=VALUE" },
	    { "đặt một khóa (có thể nhắc lại)", "set a key (may be repeated)" } },
	{ "date", 0, { "NGÀY", "DAY" }, { "ngày lập", "day of the record" } },
	{ "adopts", 0, { "CƠ-QUAN/MÃ", "AGENCY/ID" },
	    { "áp dụng văn bản đã ban hành của cơ quan khác",
	      "adopt what another agency issued" } },
	TRUST_KEY,
	{ 0 }
};

static const struct option_row edit_options[] = {
	{ "set", 0, { "KHÓA=GIÁ-TRỊ", "KEY=VALUE" },
	    { "đặt một khóa, không mở trình soạn thảo",
	      "set a key, without an editor" } },
	{ "section", 0, { "MỤC=TỆP", "SECTION=FILE" },
	    { "thay nội dung một mục bằng tệp (\"-\": đầu vào chuẩn)",
	      "replace a section by a file (\"-\": standard input)" } },
	{ "file", 0, { "TỆP", "FILE" },
	    { "thay toàn bộ nội dung bằng tệp này",
	      "replace the whole text by this file" } },
	{ "message", 'm', { "LỜI", "WORDS" },
	    { "sửa gì, vì sao", "what changed and why" } },
	TRUST_KEY,
	{ 0 }
};

static const struct option_row table_options[] = {
	{ "at", 0, { "HÀNG", "ROW" },
	    { "add: chen trước hàng hay cột này (mặc định: cuối bảng)",
	      "add: before this row or column (default: at the end)" } },
	{ "renumber", 0, { NULL, NULL },
	    { "đánh số lại các hàng", "count the rows anew" } },
	{ "reverse", 0, { NULL, NULL },
	    { "sort: từ lớn đến nhỏ", "sort: backwards" } },
	{ "from", 0, { "TỆP", "FILE" },
	    { "lấy lại bảng từ tệp CSV hay JSON (\"-\": đầu vào chuẩn)",
	      "take the table back from CSV or JSON (\"-\": standard input)" } },
	{ "attendance", 0, { "TỆP", "FILE" },
	    { "thêm người theo danh sách CSV: name hoặc person, unit, signed",
	      "add persons of a CSV list: name or person, unit, signed" } },
	{ "changes", 0, { "TỆP", "FILE" },
	    { "tthc: cập nhật danh mục theo tệp CSV của quyết định công bố",
	      "tthc: what a decision changes, from a CSV file" } },
	{ "decision", 0, { "SỐ", "NUMBER" },
	    { "--changes: theo quyết định này", "--changes: by this decision" } },
	{ "date", 0, { "NGÀY", "DAY" },
	    { "--changes: ngày ký quyết định",
	      "--changes: the day the decision was signed" } },
	{ "effective", 0, { "NGÀY", "DAY" },
	    { "--changes: có hiệu lực từ ngày (mặc định: ngày ký)",
	      "--changes: in force from (default: when it was signed)" } },
	{ "whole", 0, { NULL, NULL },
	    { "--changes: tệp là cả danh mục; thủ tục không có trong tệp là bãi bỏ",
	      "--changes: the file is the whole list; what is not in it is abolished" } },
	{ "compare", 0, { "TỆP", "FILE" },
	    { "so bảng với tệp CSV hay JSON; có khác biệt thì thoát với mã 1",
	      "hold the table against a CSV or JSON file; 1 if they differ" } },
	{ "separator", 0, { "DẤU", "SIGN" },
	    { "dấu ngăn cột của --csv: \",\" (mặc định) hay \";\"",
	      "between the columns of --csv: \",\" (default) or \";\"" } },
	{ "message", 'm', { "LỜI", "WORDS" },
	    { "sửa gì, vì sao", "what changed and why" } },
	TRUST_KEY,
	{ 0 }
};

static const struct option_row list_options[] = {
	{ "all", 'a', { NULL, NULL },
	    { "mọi cơ quan", "every agency" } },
	{ "state", 0, { "TRẠNG-THÁI", "STATE" },
	    { "chỉ trạng thái này", "only this state" } },
	{ "unread", 0, { NULL, NULL },
	    { "ai còn phải đọc bản nào đang có hiệu lực",
	      "who still has to read which version in force" } },
	{ 0 }
};

static const struct option_row show_options[] = {
	{ "raw", 0, { NULL, NULL },
	    { "chỉ in nội dung, đúng từng byte", "the text only, byte for byte" } },
	{ 0 }
};

static const struct option_row witness_options[] = {
	{ "key", 0, { "TỆP", "FILE" },
	    { "lập mốc, ký bằng khóa OpenSSH này",
	      "make one, signed with this OpenSSH key" } },
	{ "by", 0, { "NGƯỜI", "PERSON" },
	    { "bên xác nhận (mặc định: chủ khóa trong trust/signers)",
	      "the witness (default: whose key it is in trust/signers)" } },
	{ "output", 'o', { "TỆP", "FILE" },
	    { "ghi ra tệp để gửi đi, không ghi vào kho",
	      "into a file to carry, not into the repository" } },
	{ "after", 0, { "TỆP", "FILE" },
	    { "phải nối tiếp mốc đã lập lần trước này",
	      "must go on from this one, made before" } },
	{ "comment", 'm', { "Ý KIẾN", "WORDS" }, { "ý kiến", "comment" } },
	{ "letter", 0, { NULL, NULL },
	    { "câu ghi mã của mốc mới nhất, để đưa vào công văn",
	      "a sentence with the newest one's SHA-256, for a letter" } },
	{ 0 }
};

static const struct option_row sign_options[] = {
	{ "key", 0, { "TỆP", "FILE" },
	    { "ký bằng khóa OpenSSH này (mặc định: chỉ xem)",
	      "sign with this OpenSSH key (default: only show)" } },
	{ "as", 0, { "TÊN", "PRINCIPAL" },
	    { "cùng ký với tên này, như so/minh",
	      "sign beside the first signer, by this name, such as so/minh" } },
	{ "certificate", 0, { "TỆP", "FILE" },
	    { "đưa vào chữ ký CMS tách rời đã ký bằng chứng thư số",
	      "put in a detached CMS made with a certificate" } },
	{ "extract", 0, { "TỆP", "FILE" },
	    { "ghi ra đúng các byte phải ký, cho phần mềm ký khác",
	      "write the bytes to be signed, for another program" } },
	{ "output", 'o', { "TỆP", "FILE" },
	    { "ghi kết quả ra tệp này (mặc định: chính tệp đó)",
	      "the result goes here (default: the same file)" } },
	{ "yes", 'y', { NULL, NULL },
	    { "không hỏi lại trước khi ký", "sign without asking" } },
	{ 0 }
};

static const struct option_row diff_options[] = {
	{ "since-review", 0, { NULL, NULL },
	    { "từ bản mà tôi đã soát xét, phê duyệt hay trả lại lần trước",
	      "since what I last reviewed, approved or sent back" } },
	{ "since-acknowledged", 0, { NULL, NULL },
	    { "từ phiên bản mà tôi đã đọc lần trước",
	      "since the version that I last acknowledged" } },
	{ "html", 0, { NULL, NULL },
	    { "in ra một trang HTML, để xem hay in ra giấy",
	      "write a page of HTML, to be read or printed" } },
	{ 0 }
};

static const struct option_row key_options[] = {
	{ "system", 0, { NULL, NULL },
	    { "khóa của những người ký cho toàn hệ thống",
	      "keys of those who sign for the whole system" } },
	{ "key", 0, { "TỆP", "FILE" },
	    { "khóa để ghi danh (ssh-keygen -t ed25519)",
	      "the key to enrol (ssh-keygen -t ed25519)" } },
	{ "certificate", 0, { "TỆP", "FILE" },
	    { "chứng thư số công vụ để đăng ký (PEM hoặc DER)",
	      "the official certificate to enrol (PEM or DER)" } },
	{ "request", 0, { "TỆP", "FILE" },
	    { "add: yêu cầu mà người giữ khóa đã lập",
	      "add: the request that the key's holder made" } },
	{ "from", 0, { "NGÀY", "DAY" },
	    { "add: dùng từ ngày (mặc định: hôm nay)",
	      "add: good from (default: today)" } },
	{ "to", 0, { "NGÀY", "DAY" },
	    { "retire: dùng đến hết ngày (mặc định: hôm nay)",
	      "retire: last day (default: today)" } },
	{ "since", 0, { "NGÀY", "DAY" },
	    { "compromised: có thể đã lộ từ ngày",
	      "compromised: in other hands since" } },
	{ "message", 'm', { "LỜI", "WORDS" },
	    { "compromised: vì sao", "compromised: why" } },
	{ "sign", 0, { "TỆP", "FILE" },
	    { "ký thay đổi bằng khóa này, khi cần chữ ký (có thể nhắc lại)",
	      "sign the change with this key, where signatures are needed "
	      "(may be repeated)" } },
	TRUST_REQUEST("to-sign"),
	{ 0 }
};

/* Every act takes these; each command picks its own name for the act. */
#define ACT_OPTIONS							\
	{ "by", 0, { "NGƯỜI", "PERSON" },				\
	    { "người làm (mặc định: người đang dùng)",			\
	      "who does it (default: the caller)" } },			\
	{ "date", 0, { "NGÀY", "DAY" },					\
	    { "ngày (mặc định: hôm nay)", "day (default: today)" } },	\
	{ "capacity", 0, { "TƯ-CÁCH", "CAPACITY" },			\
	    { "tư cách ký: TM., KT., Q., TL., TUQ.",			\
	      "capacity: TM., KT., Q., TL., TUQ." } },			\
	{ "delegation", 0, { "MÃ", "ID" },				\
	    { "theo văn bản ủy quyền này (mặc định: văn bản phù hợp duy nhất)",	\
	      "by this delegation (default: the only one that fits)" } },	\
	{ "comment", 'm', { "LỜI", "WORDS" },				\
	    { "ý kiến", "comment" } },					\
	{ "decision", 0, { "SỐ", "NUMBER" },				\
	    { "số văn bản đã ký", "number of the signed document" } },	\
	{ "decision-date", 0, { "NGÀY", "DAY" },			\
	    { "ngày của văn bản", "its date" } },			\
	{ "file", 0, { "TỆP", "FILE" },					\
	    { "bản PDF của văn bản (ghi mã SHA-256)",			\
	      "its PDF (its SHA-256 is recorded)" } },			\
	{ "key", 0, { "TỆP", "FILE" },					\
	    { "ký bằng khóa OpenSSH này", "sign with this OpenSSH key" } },	\
	{ "request", 0, { "TỆP", "FILE" },				\
	    { "chưa ghi, mà lập tệp gửi người khác ký (qms sign)",	\
	      "record nothing, make a file for another to sign (qms sign)" } }, \
	{ "proof", 0, { "BẰNG-CHỨNG", "PROOF" },			\
	    { "với --request: ký bằng key (mặc định) hay certificate",	\
	      "with --request: sign with a key (default) or certificate" } }

static const struct option_row submit_options[] = {
	{ "version", 0, { "PHIÊN-BẢN", "VERSION" },
	    { "lần ban hành.lần sửa đổi, như 2.0 (mặc định: lần sửa đổi tiếp theo)",
	      "issue.revision, such as 2.0 (default: the next revision)" } },
	{ "edition", 0, { NULL, NULL },
	    { "lần ban hành mới (2.0, 3.0 …)", "a new issue (2.0, 3.0 …)" } },
	{ "author", 0, { "NGƯỜI", "PERSON" },
	    { "người soạn thảo (có thể nhắc lại)",
	      "author (may be repeated)" } },
	ACT_OPTIONS,
	{ 0 }
};

static const struct option_row review_options[] = {
	{ "request-changes", 0, { NULL, NULL },
	    { "trả lại để sửa", "send it back for changes" } },
	ACT_OPTIONS,
	{ 0 }
};

static const struct option_row approve_options[] = {
	{ "effective", 0, { "NGÀY", "DAY" },
	    { "có hiệu lực từ ngày (mặc định: ngày phê duyệt)",
	      "in force from (default: the day of approval)" } },
	ACT_OPTIONS,
	{ 0 }
};

static const struct option_row plain_options[] = {
	ACT_OPTIONS,
	{ 0 }
};

static const struct option_row disseminate_options[] = {
	{ "how", 0, { "meeting|letter", "meeting|letter" },
	    { "bằng cuộc họp (meeting) hay văn bản (letter)",
	      "in a meeting or by letter" } },
	{ "attendance", 0, { "TỆP.csv", "FILE.csv" },
	    { "danh sách đã ký: person hoặc name, unit, signed",
	      "who signed: person or name, unit, signed" } },
	ACT_OPTIONS,
	{ 0 }
};

static const struct option_row act_options[] = {
	{ "version", 0, { "PHIÊN-BẢN", "VERSION" },
	    { "phiên bản của tài liệu", "version of the document" } },
	{ "result", 0, { "KẾT-QUẢ", "RESULT" }, { "kết quả", "result" } },
	{ "set", 0, { "KHÓA=GIÁ-TRỊ", "KEY=VALUE" },
	    { "đặt một khóa của hồ sơ cùng lúc (có thể nhắc lại)",
	      "set a key of the record at once (may be repeated)" } },
	{ "section", 0, { "MỤC=TỆP", "SECTION=FILE" },
	    { "ghi nội dung một mục từ tệp (\"-\": đầu vào chuẩn)",
	      "write a section from a file (\"-\": standard input)" } },
	{ "until", 0, { "NGÀY", "DAY" }, { "đến ngày", "until" } },
	{ "effective", 0, { "NGÀY", "DAY" }, { "từ ngày", "from" } },
	ACT_OPTIONS,
	{ 0 }
};

static const struct option_row declare_options[] = {
	{ "check", 0, { NULL, NULL },
	    { "còn thiếu gì, và lệnh để bổ sung",
	      "what is missing, with the command that mends it" } },
	{ "reason", 0, { "LÝ-DO", "REASON" },
	    { "renew: widened, narrowed, adjusted, edition, merged",
	      "renew: widened, narrowed, adjusted, edition, merged" } },
	{ "format", 0, { "DẠNG", "FORMAT" },
	    { "data: xml (mặc định) hay json", "data: xml (default) or json" } },
	{ "set", 0, { "KHÓA=GIÁ-TRỊ", "KEY=VALUE" },
	    { "đặt một khóa của hồ sơ cùng lúc (có thể nhắc lại)",
	      "set a key of the record at once (may be repeated)" } },
	ACT_OPTIONS,
	{ 0 }
};

static const struct option_row due_options[] = {
	{ "within", 0, { "30d", "30d" },
	    { "trong bao nhiêu ngày tới (mặc định: 30d)",
	      "within so many days (default: 30d)" } },
	{ "all", 'a', { NULL, NULL }, { "mọi cơ quan", "every agency" } },
	{ "late", 0, { NULL, NULL },
	    { "chỉ việc đã quá hạn hoặc chưa thực hiện, từ khi nào, làm gì tiếp",
	      "only what is overdue or missing, since when, what comes next" } },
	{ "mine", 0, { NULL, NULL },
	    { "việc giao cho tôi: hành động, biện pháp, nhiệm vụ",
	      "what is given to me: actions, measures, tasks" } },
	{ "ics", 0, { NULL, NULL },
	    { "mọi hạn sắp tới, để đưa vào lịch (iCalendar)",
	      "all deadlines to come, for a calendar (iCalendar)" } },
	{ "atom", 0, { NULL, NULL },
	    { "như --ics, cho chương trình đọc tin (Atom)",
	      "as --ics, for a feed reader (Atom)" } },
	{ 0 }
};

static const struct option_row status_options[] = {
	{ "all", 'a', { NULL, NULL },
	    { "mọi cơ quan, mỗi cơ quan một dòng",
	      "every agency, one line each" } },
	{ "by", 0, { "NHÓM", "GROUP" },
	    { "số liệu theo all, obligation, tier, kind hay agency",
	      "counts by all, obligation, tier, kind or agency" } },
	{ "quarters", 0, { "SỐ", "NUMBER" },
	    { "cuối mỗi quý trong bấy nhiêu quý gần nhất",
	      "at the end of each of so many quarters" } },
	{ "population", 0, { "DANH-SÁCH", "POPULATION" },
	    { "chỉ các cơ quan trong danh sách đối tượng này",
	      "only the agencies of this population" } },
	{ 0 }
};

static const struct option_row population_options[] = {
	{ "compare", 0, { "DANH-SÁCH", "POPULATION" },
	    { "khác danh sách này ở cơ quan nào, vì sao",
	      "which agencies differ from this one, and why" } },
	{ "parts", 0, { NULL, NULL },
	    { "theo nhóm: văn bản ghi bao nhiêu, đếm được bao nhiêu",
	      "by group: how many by the document, how many counted" } },
	{ 0 }
};

static const struct option_row indicator_options[] = {
	{ "by", 0, { "NHÓM", "GROUP" },
	    { "theo obligation, tier, kind hay agency",
	      "by obligation, tier, kind or agency" } },
	{ "quarters", 0, { "SỐ", "NUMBER" },
	    { "cuối mỗi quý trong bấy nhiêu quý gần nhất",
	      "at the end of each of so many quarters" } },
	{ "population", 0, { "DANH-SÁCH", "POPULATION" },
	    { "chỉ các cơ quan trong danh sách đối tượng này",
	      "only the agencies of this population" } },
	{ 0 }
};

static const struct option_row report_options[] = {
	{ "format", 0, { "DẠNG", "FORMAT" },
	    { "md (mặc định), html, print, csv hay xlsx",
	      "md (the default), html, print, csv or xlsx" } },
	{ "output", 0, { "TỆP", "FILE" },
	    { "ghi vào tệp này", "write to this file" } },
	{ "explain", 0, { "SỐ", "NUMBER" },
	    { "số liệu mang số ấy tính thế nào, từ hồ sơ nào",
	      "how the figure of that number is computed, and from what" } },
	{ 0 }
};

static const struct option_row figure_options[] = {
	{ "accept", 0, { "SỐ", "NUMBERS" },
	    { "ghi các đề xuất này: 1,3-5 hoặc all",
	      "record these proposals: 1,3-5 or all" } },
	{ "into", 0, { "MÃ", "ID" },
	    { "thêm vào hồ sơ số liệu đã có",
	      "add to a record of figures that is there" } },
	{ "title", 0, { "TÊN", "TITLE" },
	    { "tên của báo cáo", "title of the report" } },
	{ "code", 0, { "SỐ", "NUMBER" },
	    { "số, ký hiệu của báo cáo", "number of the report" } },
	{ "issuer", 0, { "CƠ-QUAN", "NAME" },
	    { "cơ quan lập báo cáo", "who wrote it" } },
	{ "date", 0, { "NGÀY", "DAY" },
	    { "ngày của báo cáo; năm của những ngày không ghi năm",
	      "day of the report; its year is that of days without one" } },
	{ "from", 0, { "NGÀY", "DAY" },
	    { "kỳ báo cáo từ ngày", "first day of its period" } },
	{ "to", 0, { "NGÀY", "DAY" },
	    { "đến ngày", "last day" } },
	{ "source", 0, { "NGUỒN", "SOURCE" },
	    { "chép từ đâu; không ghi thì là tên tệp",
	      "where it was copied from; the name of the file otherwise" } },
	{ 0 }
};

static const struct option_row coverage_options[] = {
	{ "standard", 0, { "TIÊU-CHUẨN", "STANDARD" },
	    { "theo phiên bản khác, như iso9001:2026: còn thiếu gì",
	      "by another edition, such as iso9001:2026: what would be missing" } },
	{ "tthc", 0, { NULL, NULL },
	    { "thủ tục hành chính thay cho điều khoản",
	      "administrative procedures instead of clauses" } },
	{ "at-least", 0, { "MỨC", "LEVEL" },
	    { "chỉ những gì chưa đạt named, approved, evidenced hay audited",
	      "only what is below named, approved, evidenced or audited" } },
	{ "all", 'a', { NULL, NULL },
	    { "mọi cơ quan, mỗi cơ quan một dòng",
	      "every agency, one line each" } },
	{ 0 }
};

static const struct option_row model_options[] = {
	TRUST_KEY,
	{ 0 }
};

static const struct option_row law_options[] = {
	{ "title", 0, { "TRÍCH-YẾU", "TITLE" }, { "trích yếu", "title" } },
	{ "date", 0, { "NGÀY", "DAY" }, { "ngày ban hành", "its date" } },
	{ "effective", 0, { "NGÀY", "DAY" },
	    { "ngày có hiệu lực", "in force from" } },
	{ "type", 0, { "LOẠI", "TYPE" },
	    { "law, decree, circular … (mặc định: như văn bản cùng ký hiệu)",
	      "law, decree, circular … (default: as others of its symbol)" } },
	{ "issuer", 0, { "CƠ-QUAN", "BODY" },
	    { "cơ quan ban hành (mặc định: như văn bản cùng ký hiệu)",
	      "who issued it (default: as others of its symbol)" } },
	{ "replaces", 0, { "SỐ", "NUMBER" },
	    { "thay thế văn bản này (có thể nhắc lại)",
	      "replaces this one (may be repeated)" } },
	{ "amends", 0, { "SỐ", "NUMBER" },
	    { "sửa đổi, bổ sung văn bản này (có thể nhắc lại)",
	      "amends this one (may be repeated)" } },
	{ "source", 0, { "NGUỒN", "SOURCE" },
	    { "nguồn đã đối chiếu", "the source it was compared with" } },
	TRUST_KEY,
	TRUST_REQUEST("request"),
	{ 0 }
};

static const struct option_row search_options[] = {
	{ "all", 'a', { NULL, NULL }, { "mọi cơ quan", "every agency" } },
	{ "limit", 'n', { "SỐ", "NUMBER" },
	    { "nhiều nhất bao nhiêu (mặc định: 20)",
	      "how many at most (default: 20)" } },
	{ 0 }
};

static const struct option_row verify_options[] = {
	{ "checkpoint", 0, { "TỆP", "FILE" },
	    { "phải chứa và nối tiếp mốc xác nhận này",
	      "must hold this checkpoint, and go on from it" } },
	{ "root", 0, { "SHA256:…", "SHA256:…" },
	    { "gốc tin cậy đã biết trước", "the root known beforehand" } },
	{ 0 }
};

static const struct option_row hook_options[] = {
	{ "root", 0, { "SHA256:…", "SHA256:…" },
	    { "gốc tin cậy mà kho phải có", "the root that must be" } },
	{ "seconds", 0, { "SỐ", "N" },
	    { "xét lâu nhất (mặc định: 300 giây)",
	      "longest time to judge a push (default: 300)" } },
	{ "branch", 0, { "TÊN", "NAME" },
	    { "install: nhánh chính của kho còn trống (mặc định: main)",
	      "install: branch of an empty repository (default: main)" } },
	{ 0 }
};

static const struct option_row trust_options[] = {
	{ "update", 0, { NULL, NULL },
	    { "ghi nhận những thay đổi đã sửa tay (cán bộ, quy tắc, văn bản …)",
	      "record what was changed by hand (people, rules, law …)" } },
	{ "threshold", 0, { "SỐ", "NUMBER" },
	    { "từ nay mỗi thay đổi cần bấy nhiêu chữ ký",
	      "from now on each change needs so many signatures" } },
	{ "proofs", 0, { NULL, NULL },
	    { "bằng chứng ít nhất mà mỗi việc cần có",
	      "the least proof that each act needs" } },
	{ "message", 'm', { "LỜI", "WORDS" },
	    { "thay đổi gì, vì sao", "what changed and why" } },
	{ "date", 0, { "NGÀY", "DAY" }, { "ngày", "day" } },
	TRUST_KEY,
	TRUST_REQUEST("request"),
	{ 0 }
};

static const struct option_row site_options[] = {
	{ "output", 'o', { "THƯ-MỤC", "DIR" },
	    { "viết vào đâu (mặc định: site)", "where to (default: site)" } },
	{ "full", 0, { NULL, NULL },
	    { "viết lại mọi trang", "write every page again" } },
	{ "stats", 0, { NULL, NULL },
	    { "đếm số trang đã viết", "count the pages written" } },
	{ "public", 0, { NULL, NULL },
	    { "bản công khai", "the public edition" } },
	{ "templates", 0, { "THƯ-MỤC", "DIR" },
	    { "mẫu trang và kiểu trình bày của cơ quan",
	      "the agency's own templates and assets" } },
	{ "root", 0, { "SHA256:…", "SHA256:…" },
	    { "xác minh lịch sử với gốc tin cậy này trước khi in",
	      "verify the history against this root first" } },
	{ "verify", 0, { NULL, NULL },
	    { "xác minh lịch sử trước khi in, không đối chiếu gốc",
	      "verify the history first, whatever its root" } },
	{ 0 }
};

static const struct option_row index_options[] = {
	{ "stats", 0, { NULL, NULL },
	    { "đếm số việc đã làm", "count the work done" } },
	{ "rebuild", 0, { NULL, NULL },
	    { "xóa đi và dựng lại", "delete it and build it again" } },
	{ 0 }
};

static const struct option_row audit_options[] = {
	{ "months", 0, { "THÁNG,…", "MONTHS" },
	    { "programme: các tháng đánh giá, như 3,6,9 (mặc định: 3 đến 11)",
	      "programme: months of audits, such as 3,6,9 (default: 3 to 11)" } },
	{ "anew", 0, { NULL, NULL },
	    { "programme: đề xuất lại dù đã có chương trình",
	      "programme: propose again though there is one" } },
	{ "write", 0, { NULL, NULL },
	    { "programme: ghi đề xuất thành hồ sơ chương trình",
	      "programme: record what is proposed" } },
	{ "unit", 0, { "ĐƠN-VỊ", "UNIT" },
	    { "plan, prepare, pack: đơn vị này (plan: có thể nhắc lại)",
	      "plan, prepare, pack: this unit (plan: may be repeated)" } },
	{ "month", 0, { "THÁNG", "MONTH" },
	    { "plan: những đơn vị mà chương trình xếp vào tháng này",
	      "plan: the units that the programme has in this month" } },
	{ "document", 0, { "MÃ", "ID" },
	    { "plan: quy trình được đánh giá (có thể nhắc lại)",
	      "plan: a procedure to audit (may be repeated)" } },
	{ "clause", 0, { "ĐIỀU-KHOẢN", "CLAUSE" },
	    { "plan: điều khoản (có thể nhắc lại)",
	      "plan: a clause (may be repeated)" } },
	{ "auditor", 0, { "NGƯỜI", "PERSON" },
	    { "plan, pack: đánh giá viên (plan: có thể nhắc lại)",
	      "plan, pack: an auditor (plan: may be repeated)" } },
	{ "lead", 0, { "NGƯỜI", "PERSON" },
	    { "plan: trưởng đoàn (mặc định: người thứ nhất)",
	      "plan: lead auditor (default: the first one)" } },
	{ "title", 0, { "TÊN", "TITLE" }, { "plan: tên", "plan: title" } },
	{ "date", 0, { "NGÀY", "DAY" },
	    { "plan: ngày bắt đầu", "plan: first day" } },
	{ "until", 0, { "NGÀY", "DAY" },
	    { "plan: ngày kết thúc", "plan: last day" } },
	{ "reason", 0, { "LÝ-DO", "WHY" },
	    { "cancel: lý do hủy", "cancel: why" } },
	{ "by", 0, { "NGƯỜI", "PERSON" },
	    { "open, close, cancel: người làm (mặc định: người đang dùng)",
	      "open, close, cancel: who does it (default: the caller)" } },
	{ "comment", 'm', { "LỜI", "WORDS" },
	    { "open, close, cancel: lời kèm theo",
	      "open, close, cancel: words to go with it" } },
	{ "no-site", 0, { NULL, NULL },
	    { "pack: không kèm trang thông tin", "pack: without the site" } },
	{ "no-program", 0, { NULL, NULL },
	    { "pack: không kèm chương trình", "pack: without the program" } },
	{ "format", 0, { "DẠNG", "FORMAT" },
	    { "plan, prepare, report: bản in, markdown hoặc html",
	      "plan, prepare, report: a paper, markdown or html" } },
	{ 0 }
};

static const struct option_row inspection_options[] = {
	{ "date", 0, { "NGÀY", "DAY" },
	    { "prepare: ngày kiểm tra (mặc định: hôm nay)",
	      "prepare: day of the inspection (default: today)" } },
	{ "unit", 0, { "ĐƠN-VỊ", "UNIT" },
	    { "findings: đơn vị nhận phiếu (mặc định: đơn vị thứ nhất)",
	      "findings: unit that gets them (default: the first)" } },
	{ "grade", 0, { "LOẠI", "GRADE" },
	    { "findings: loại (mặc định: KPH-nhe)",
	      "findings: grade (default: KPH-nhe)" } },
	{ "set", 0, { "KHÓA=GIÁ-TRỊ", "KEY=VALUE" },
	    { "đặt một khóa (có thể nhắc lại)", "set a key (may be repeated)" } },
	{ "format", 0, { "DẠNG", "FORMAT" },
	    { "in thành văn bản để ký: html, markdown",
	      "print it to be signed: html, markdown" } },
	{ 0 }
};

static const struct option_row finding_options[] = {
	{ "audit", 0, { "MÃ", "ID" },
	    { "của cuộc đánh giá này, như 2026-01",
	      "of this audit, such as 2026-01" } },
	{ "source", 0, { "NGUỒN", "SOURCE" },
	    { "không từ đánh giá: inspection, complaint, late, objective, output",
	      "not of an audit: inspection, complaint, late, objective, output" } },
	{ "about", 0, { "MÃ", "ID" },
	    { "từ hồ sơ này: phản ánh, hồ sơ trễ hạn, kết quả mục tiêu",
	      "from this record: feedback, late dossier, result of an objective" } },
	{ "from", 0, { "TỆP", "FILE" },
	    { "lấy nhiều phát hiện từ tệp CSV",
	      "take many findings from a CSV file" } },
	{ "ask", 0, { NULL, NULL },
	    { "hỏi từng mục", "ask for each part" } },
	{ "number", 0, { "SỐ", "NUMBER" },
	    { "số thứ tự của đánh giá viên (mặc định: số tiếp theo)",
	      "the auditor's own number (default: the next)" } },
	{ "unit", 0, { "ĐƠN-VỊ", "UNIT" },
	    { "đơn vị, mã hoặc tên", "unit, id or name" } },
	{ "grade", 0, { "LOẠI", "GRADE" },
	    { "loại, như KPH-nhe", "grade, such as KPH-nhe" } },
	{ "clause", 0, { "ĐIỀU-KHOẢN", "CLAUSE" },
	    { "điều khoản", "clause" } },
	{ "document", 0, { "MÃ", "ID" },
	    { "tài liệu; không ghi lần ban hành thì là lần có hiệu lực ngày đó",
	      "document; without a version the one in force on the day" } },
	{ "quote", 0, { "CÂU", "SENTENCE" },
	    { "câu của tài liệu, đúng nguyên văn",
	      "sentence of the document, as it stands" } },
	{ "legal", 0, { "SỐ", "NUMBER" },
	    { "văn bản pháp luật", "legal document" } },
	{ "title", 0, { "TÓM-TẮT", "TITLE" },
	    { "tóm tắt trong một câu", "what was seen, in one sentence" } },
	{ "text", 0, { "MÔ-TẢ", "WORDS" }, { "mô tả", "description" } },
	{ "evidence", 0, { "BẰNG-CHỨNG", "WORDS" },
	    { "bằng chứng bằng lời", "evidence in words" } },
	{ "file", 0, { "TỆP", "FILE" },
	    { "tệp bằng chứng, đến 8 MiB (có thể nhắc lại)",
	      "evidence file, up to 8 MiB (may be repeated)" } },
	{ "date", 0, { "NGÀY", "DAY" },
	    { "ngày phát hiện (mặc định: hôm nay)",
	      "day (default: today)" } },
	{ "auditor", 0, { "NGƯỜI", "PERSON" },
	    { "đánh giá viên (mặc định: người đang dùng)",
	      "auditor (default: the caller)" } },
	{ 0 }
};

static const struct option_row action_options[] = {
	{ "mine", 0, { NULL, NULL },
	    { "list: chỉ việc của tôi", "list: mine only" } },
	{ "all", 'a', { NULL, NULL },
	    { "list: cả phiếu đã đóng", "list: closed ones too" } },
	{ "unit", 0, { "ĐƠN-VỊ", "UNIT" },
	    { "list: của đơn vị này; open: đơn vị thực hiện (mặc định: của phát hiện)",
	      "list: of this unit; open: whose it is (default: the finding's)" } },
	{ "owner", 0, { "NGƯỜI", "PERSON" },
	    { "open: người chịu trách nhiệm, mã hoặc họ tên",
	      "open: who owns it, id or name" } },
	{ "due", 0, { "NGÀY", "DAY" },
	    { "open: hạn (mặc định: theo loại phát hiện); extend: hạn mới",
	      "open: due (default: by the grade); extend: the new deadline" } },
	{ "title", 0, { "TÓM-TẮT", "TITLE" },
	    { "open: tóm tắt (mặc định: của phát hiện)",
	      "open: title (default: the finding's)" } },
	{ "id", 0, { "MÃ", "ID" },
	    { "open: mã (mặc định: số tiếp theo còn trống)",
	      "open: id (default: the next free number)" } },
	{ "row", 0, { "Ô|Ô|…", "CELL|CELL|…" },
	    { "analyse, plan, replan, finish: thêm một dòng vào bảng (có thể nhắc lại)",
	      "analyse, plan, replan, finish: a row for the table (may be repeated)" } },
	{ "set", 0, { "KHÓA=GIÁ-TRỊ", "KEY=VALUE" },
	    { "đặt một khóa cùng lúc (có thể nhắc lại)",
	      "set a key at once (may be repeated)" } },
	{ "section", 0, { "MỤC=TỆP", "SECTION=FILE" },
	    { "ghi nội dung một mục từ tệp (\"-\": đầu vào chuẩn)",
	      "write a section from a file (\"-\": standard input)" } },
	ACT_OPTIONS,
	{ 0 }
};

static const struct option_row check_options[] = {
	{ "rules", 0, { NULL, NULL },
	    { "thử bảng ví dụ của các quy tắc", "test the tables of the rules" } },
	{ 0 }
};

const struct command commands[] = {
	{ "tasks", "start", NEED_SYSTEM, NULL, { NULL, NULL }, 0, 0,
	    { "Việc của tôi, kèm lệnh tiếp theo (cũng là \"qms\" không kèm gì)",
	      "My tasks, each with its next command (also bare \"qms\")" },
	    cmd_tasks },
	{ "setup", "start", NEED_NOTHING, setup_options,
	    { NULL, NULL }, 0, 0,
	    { "Bắt đầu: hỏi từng câu rồi lập hệ thống, hoặc khai báo bạn là ai",
	      "Begin: asks, then makes the system, or says who you are" },
	    cmd_setup },
	{ "init", "start", NEED_NOTHING, init_options,
	    { "TÊN-HỆ-THỐNG", "NAME" }, 1, 1,
	    { "Lập hệ thống quản lý chất lượng mới",
	      "Make a new quality management system" }, cmd_init },
	{ "agency", "start", NEED_SYSTEM, agency_options,
	    { "add|end|list|held [MÃ]", "add|end|list|held [ID]" }, 1, 2,
	    { "Thêm cơ quan, ghi ngày kết thúc",
	      "Add an agency, record its end" }, cmd_agency },
	{ "person", "start", NEED_SYSTEM, person_options,
	    { "[add|office|end|list] [MÃ…]", "[add|office|end|list] [ID…]" },
	    0, -1,
	    { "Cán bộ và chức trách", "Persons and the offices they hold" },
	    cmd_person },
	{ "new", "start", NEED_WRITE, new_options,
	    { "LOẠI", "KIND" }, 1, 1,
	    { "Soạn tài liệu hay lập hồ sơ mới",
	      "Write a new document or record" }, cmd_new },
	{ "edit", "start", NEED_WRITE, edit_options,
	    { "MÃ", "ID" }, 1, 1,
	    { "Sửa tài liệu hay hồ sơ", "Edit a document or a record" },
	    cmd_edit },
	{ "table", "start", NEED_WRITE, table_options,
	    { "MÃ [BẢNG] [add|set|move|remove|sort|column …]",
	      "ID [TABLE] [add|set|move|remove|sort|column …]" }, 1, -1,
	    { "Xem, sửa bảng; xuất ra và lấy lại từ CSV",
	      "Show and edit tables, to and from CSV" }, cmd_table },
	{ "list", "look", NEED_SYSTEM, list_options,
	    { "[LOẠI…]", "[KIND…]" }, 0, -1,
	    { "Danh mục tài liệu, hồ sơ", "List documents and records" },
	    cmd_list },
	{ "show", "look", NEED_SYSTEM, show_options,
	    { "MÃ[@PHIÊN-BẢN]", "ID[@VERSION]" }, 1, 1,
	    { "Xem một tài liệu hay hồ sơ", "Show a document or a record" },
	    cmd_show },
	{ "log", "look", NEED_SYSTEM, NULL,
	    { "MÃ", "ID" }, 1, 1,
	    { "Lịch sử: ai đã làm gì, khi nào", "Who did what, and when" },
	    cmd_log },
	{ "diff", "look", NEED_SYSTEM, diff_options,
	    { "MÃ [PHIÊN-BẢN [PHIÊN-BẢN]]", "ID [VERSION [VERSION]]" }, 1, 3,
	    { "So sánh hai phiên bản", "Compare two versions" }, cmd_diff },
	{ "search", "look", NEED_SYSTEM, search_options,
	    { "TỪ…", "WORDS…" }, 1, -1,
	    { "Tìm, có dấu hay không dấu", "Search, with or without tone marks" },
	    cmd_search },
	{ "status", "look", NEED_SYSTEM, status_options,
	    { "[CƠ-QUAN]", "[AGENCY]" }, 0, 1,
	    { "Cơ quan đã làm đủ nghĩa vụ chưa",
	      "Does an agency meet its obligations" }, cmd_status },
	{ "indicator", "look", NEED_SYSTEM, indicator_options,
	    { "[MÃ]", "[ID]" }, 0, 1,
	    { "Chỉ tiêu: bao nhiêu trên bao nhiêu, so với mức phải đạt",
	      "Indicators: how many of how many, against the target" },
	    cmd_indicator },
	{ "population", "look", NEED_SYSTEM, population_options,
	    { "VIỆC [DANH-SÁCH]", "VERB [POPULATION]" }, 1, 2,
	    { "Danh sách đối tượng: số liệu tính trên những cơ quan nào",
	      "Which agencies a number is about: list, show" },
	    cmd_population },
	{ "report", "look", NEED_SYSTEM, report_options,
	    { "MÃ|list", "ID|list" }, 1, 1,
	    { "Báo cáo tự viết: số liệu tính từ hồ sơ, có nguồn",
	      "A report that writes itself, each figure with its source" },
	    cmd_report },
	{ "figure", "look", NEED_SYSTEM, figure_options,
	    { "[list|show MÃ|check [MÃ]|propose TỆP]",
	      "[list|show ID|check [ID]|propose FILE]" }, 0, 2,
	    { "Số liệu của báo cáo: tính lại, chỗ không khớp, đề xuất từ đoạn văn",
	      "Figures of reports: what does not add up; proposed from a paragraph" },
	    cmd_figure },
	{ "due", "look", NEED_SYSTEM, due_options,
	    { NULL, NULL }, 0, 0,
	    { "Việc đến hạn và quá hạn", "What is due and overdue" }, cmd_due },
	{ "coverage", "look", NEED_SYSTEM, coverage_options,
	    { "[CƠ-QUAN|MÃ]", "[AGENCY|CODE]" }, 0, 1,
	    { "Từng điều khoản của tiêu chuẩn đã được đáp ứng đến mức nào",
	      "How far each clause of the standard is answered to" },
	    cmd_coverage },
	{ "submit", "documents", NEED_WRITE, submit_options,
	    { "MÃ…", "ID…" }, 1, -1,
	    { "Gửi soát xét", "Submit for review" }, cmd_submit },
	{ "review", "documents", NEED_WRITE, review_options,
	    { "MÃ…", "ID…" }, 1, -1,
	    { "Soát xét: đồng ý trình phê duyệt, hoặc trả lại để sửa",
	      "Review: accept, or send back for changes" }, cmd_review },
	{ "approve", "documents", NEED_WRITE, approve_options,
	    { "MÃ…", "ID…" }, 1, -1,
	    { "Phê duyệt", "Approve" }, cmd_approve },
	{ "issue", "documents", NEED_WRITE, approve_options,
	    { "MÃ…", "ID…" }, 1, -1,
	    { "Ban hành cả bộ bằng một quyết định",
	      "Issue a whole set by one decision" }, cmd_issue },
	{ "withdraw", "documents", NEED_WRITE, approve_options,
	    { "MÃ[@PHIÊN-BẢN]…", "ID[@VERSION]…" }, 1, -1,
	    { "Bãi bỏ", "Withdraw" }, cmd_withdraw },
	{ "keep", "documents", NEED_WRITE, approve_options,
	    { "MÃ…", "ID…" }, 1, -1,
	    { "Đã xem xét, giữ nguyên", "Reviewed, kept unchanged" },
	    cmd_keep },
	{ "disseminate", "documents", NEED_WRITE, disseminate_options,
	    { "MÃ[@PHIÊN-BẢN]…", "ID[@VERSION]…" }, 1, -1,
	    { "Đã phổ biến đến người thực hiện",
	      "Passed on to those who work with it" }, cmd_disseminate },
	{ "acknowledge", "documents", NEED_WRITE, plain_options,
	    { "MÃ[@PHIÊN-BẢN]…", "ID[@VERSION]…" }, 1, -1,
	    { "Xác nhận đã đọc", "I have read it" }, cmd_acknowledge },
	{ "model", "documents", NEED_SYSTEM, model_options,
	    { "diff|upgrade|board [MÃ…]", "diff|upgrade|board [ID…]" }, 1, -1,
	    { "Bản mới của văn bản gốc: so sánh, cập nhật, ai đang áp dụng",
	      "Newer originals: compare, take over, who follows which" },
	    cmd_model },
	{ "law", "documents", NEED_SYSTEM, law_options,
	    { "[list|add|impact] [SỐ]", "[list|add|impact] [NUMBER]" }, 0, 2,
	    { "Văn bản pháp luật: thêm mới, tài liệu nào phải rà soát",
	      "Legal documents: add one, what must be reviewed" },
	    cmd_law },
	{ "act", "documents", NEED_WRITE, act_options,
	    { "MÃ… VIỆC", "ID… ACT" }, 2, -1,
	    { "Ghi nhận một việc bất kỳ mà loại hồ sơ cho phép",
	      "Record any act that the kind allows" }, cmd_act },
	{ "audit", "audits", NEED_SYSTEM, audit_options,
	    { "VIỆC [NĂM|MÃ] [THƯ-MỤC]", "VERB [YEAR|ID] [DIR]" },
	    1, 3,
	    { "Đánh giá nội bộ: chương trình, kế hoạch, phiếu đánh giá, báo cáo",
	      "Internal audits: programme, plan, checklist, report" },
	    cmd_audit },
	{ "finding", "audits", NEED_SYSTEM, finding_options,
	    { "add | show MÃ", "add | show ID" }, 1, 2,
	    { "Phát hiện: ghi một hay nhiều; câu bị phê bình còn hay đã sửa",
	      "Findings: record one or many; does the sentence still stand" },
	    cmd_finding },
	{ "action", "audits", NEED_SYSTEM, action_options,
	    { "[list | open PHÁT-HIỆN | VIỆC MÃ]",
	      "[list | open FINDING | ACT ID]" }, 0, 2,
	    { "Hành động khắc phục: đang mở, lập từ phát hiện, từng việc",
	      "Corrective actions: which are open, one from a finding, their acts" },
	    cmd_action },
	{ "meeting", "audits", NEED_WRITE, meeting_options,
	    { "prepare [NĂM] | assign MÃ", "prepare [YEAR] | assign ID" },
	    1, 2,
	    { "Xem xét của lãnh đạo: lập biên bản từ hồ sơ, giao việc",
	      "Management review: minutes from records, tasks from decisions" },
	    cmd_meeting },
	{ "declare", "province", NEED_SYSTEM, declare_options,
	    { "[MÃ] | VIỆC [MÃ] [THƯ-MỤC]", "[ID] | VERB [ID] [DIR]" }, 0, 3,
	    { "Công bố hệ thống: còn thiếu gì, lập, ký, công bố lại",
	      "Declare conformity: what is missing, draft, sign, renew" },
	    cmd_declare },
	{ "inspection", "province", NEED_SYSTEM, inspection_options,
	    { "VIỆC [NĂM|MÃ|CƠ-QUAN] [CƠ-QUAN]",
	      "VERB [YEAR|ID|AGENCY] [AGENCY]" },
	    1, 3,
	    { "Kiểm tra: kế hoạch, quyết định, biên bản 13 nội dung, báo cáo",
	      "Inspections: yearly plan, decision, minutes of 13 items, report" },
	    cmd_inspection },
	{ "rollover", "audits", NEED_WRITE, NULL, { "NĂM", "YEAR" }, 1, 1,
	    { "Kế hoạch của năm mới từ kế hoạch của năm cũ",
	      "The plans of the new year from those of the old one" },
	    cmd_rollover },
	{ "check", "proof", NEED_SYSTEM, check_options,
	    { "[TỆP…]", "[FILE…]" }, 0, -1,
	    { "Kiểm tra: sai gì, ở đâu, sửa thế nào",
	      "What is wrong, where, and how to mend it" }, cmd_check },
	{ "verify", "proof", NEED_SYSTEM, verify_options,
	    { "[MÃ[@PHIÊN-BẢN] | declaration TỆP]",
	      "[ID[@VERSION] | declaration FILE]" }, 0, 2,
	    { "Xác minh lịch sử, hay một tệp công bố",
	      "Verify the history, or the file of a declaration" },
	    cmd_verify },
	{ "trust", "proof", NEED_SYSTEM, trust_options,
	    { NULL, NULL }, 0, 0,
	    { "Gốc tin cậy và các lần thay đổi",
	      "The root of trust and its changes" }, cmd_trust },
	{ "witness", "proof", NEED_SYSTEM, witness_options,
	    { NULL, NULL }, 0, 0,
	    { "Mốc xác nhận: ai đã thấy kho dữ liệu, đến lúc nào",
	      "Checkpoints: who saw the repository, and up to when" },
	    cmd_witness },
	{ "sign", "proof", NEED_NOTHING, sign_options,
	    { "TỆP…", "FILE…" }, 1, -1,
	    { "Xem và ký yêu cầu, không cần kho dữ liệu",
	      "See and sign requests, without a repository" }, cmd_sign },
	{ "take-in", "proof", NEED_WRITE, NULL,
	    { "TỆP…", "FILE…" }, 1, -1,
	    { "Nhận lại yêu cầu đã ký", "Take in what was signed" },
	    cmd_take_in },
	{ "key", "proof", NEED_SYSTEM, key_options,
	    { "[list | request|add|retire|compromised MÃ]",
	      "[list | request|add|retire|compromised ID]" }, 0, 2,
	    { "Khóa ký: của ai, thêm, thôi dùng",
	      "Keys that sign: whose, add, retire" }, cmd_key },
	{ "hook", "proof", NEED_NOTHING, hook_options,
	    { "install|pre-receive [THƯ-MỤC]",
	      "install|pre-receive [DIRECTORY]" }, 1, 2,
	    { "Xét từng lần đẩy trên máy chủ git",
	      "Judge each push on a git server" }, cmd_hook },
	{ "site", "publish", NEED_SYSTEM, site_options,
	    { NULL, NULL }, 0, 0,
	    { "Xuất trang thông tin tĩnh", "Write the static site" },
	    cmd_site },
	{ "sync", "publish", NEED_SYSTEM, NULL,
	    { "[CƠ-QUAN…]", "[AGENCY…]" }, 0, -1,
	    { "Lấy về kho riêng của các cơ quan và xác minh",
	      "Fetch and verify the repositories that agencies keep" },
	    cmd_sync },
	{ "doctor", "publish", NEED_NOTHING, NULL,
	    { NULL, NULL }, 0, 0,
	    { "Máy này và kho này có dùng được không, và cách sửa",
	      "Are this machine and repository fit, and how to mend them" },
	    cmd_doctor },
	{ "index", "publish", NEED_SYSTEM, index_options,
	    { NULL, NULL }, 0, 0,
	    { "Chỉ mục: cập nhật, dựng lại", "The index: update, rebuild" },
	    cmd_index },
	{ "export", "publish", NEED_NOTHING, NULL,
	    { "xsd LOẠI | xml MÃ", "xsd KIND | xml ID" }, 2, 2,
	    { "Xuất lược đồ XML của một loại, hay một tệp thành XML",
	      "Write the XML schema of a kind, or a file as XML" },
	    cmd_export },
	{ "explain", "help", NEED_NOTHING, NULL,
	    { "MÃ-THÔNG-BÁO", "CODE" }, 1, 1,
	    { "Giải thích một thông báo hay quy tắc",
	      "Explain a message or a rule" }, cmd_explain },
	{ "help", "help", NEED_NOTHING, NULL,
	    { "[LỆNH]", "[COMMAND]" }, 0, 1,
	    { "Hướng dẫn", "How to use it" }, cmd_help },
	{ "completion", "help", NEED_NOTHING, NULL,
	    { "bash|zsh|fish", "bash|zsh|fish" }, 1, 1,
	    { "Mã bổ sung lệnh cho shell", "Completion for a shell" },
	    cmd_completion },
	{ 0 }
};
