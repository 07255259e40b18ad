# SPDX-License-Identifier: MIT
# Bare qms: what waits for me, numbered, with the command to type.
. "${0%/*}/lib.sh"
new_system

it "the officer of a new system has the drafts to submit"
run
status 0
out "Lệnh tiếp theo"
out "qms submit QT-01"
run tasks
out "qms submit QT-01"

it "many alike are one line with one command; a program gets each"
out "BM-*"
out "qms submit 'BM-*'"
no_out "qms submit BM-01"
run tasks --json
json '[.rows[].command] | index("qms submit BM-01") != null'
forms=$(jq '[.rows[] | select(.id | startswith("BM-"))] | length' "$world/out")
run tasks
out "$forms biểu mẫu"

it "others have nothing, and are told where else to look"
hung
run
status 0
out_lines 0
err "qms due"

it "each person sees the next act that is theirs; the command works as it is"
lan
given submit QT-01 QT-02
hung
run
out_is <<E
#  Mã     Bản  Tên                               Trạng thái     Từ ngày     Lệnh tiếp theo
1  QT-01  1.0  Kiểm soát thông tin dạng văn bản  đang soát xét  05/01/2026  qms review QT-01
2  QT-02  1.0  Quản lý rủi ro và cơ hội          đang soát xét  05/01/2026  qms review QT-02
E
run --json tasks
json '.schema == "qms/tasks/1" and .rows[0].number == 1'
command=$(jq -r '.rows[0].command' "$world/out")
run ${command#qms }
status 0
minh
run --json tasks
json '[.rows[].id] == ["QT-01"] and .rows[0].act == "approve"'

it "what an act needs to be proven by is in the command, as the person can"
json '.rows[0].command == "qms issue QT-01 --decision SỐ --file TỆP"'
run --json --lang en tasks
json '.rows[0].command == "qms issue QT-01 --decision NUMBER --file FILE"'
new_keys minh
lan
given key add minh --key "$keys/minh"
run show QT-01
err "qms issue QT-01 --decision SỐ --file TỆP   phê duyệt – Lê Quang Minh"
minh
run --json tasks
json '.rows[0].command == "qms approve QT-01 --key TỆP"'
run show QT-01
err "qms approve QT-01 --key TỆP   phê duyệt"

it "who reviews what he wrote does not find it among his tasks"
lan
given person office lan --office reviewer
run --json tasks
json '[.rows[] | select(.act == "accept")] == []'

it "the oldest comes first"
on 2026-01-10
given submit QT-03
hung
run --json tasks
json '[.rows[].id] == ["QT-02", "QT-03"]'

it "an office that ended has no tasks"
lan
given person end hung --to 2026-01-10
on 2026-01-11
hung
run --json tasks
json '.rows == []'

it "a document that was changed since it was issued is to be submitted"
lan
given person office hung --office reviewer
hung; given review QT-02
minh; given issue --decision 1/QĐ-SKHCN --file "$world/QD.pdf" --by minh QT-02
lan
given edit QT-02 --set review_months=6
run --json tasks
json '.rows[] | select(.id == "QT-02") | .act == "submit" and
	.command == "qms submit QT-02"'

it "who is no person of the agency: exit status 7"
as "Người Lạ" la@example.com
run
status 7
err "[QMS-U012]"

it "without a name and an address: exit status 2"
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
run
status 2
err "[QMS-U011]"

it "a pattern that would take more than those is not offered"
lan
given submit BM-01
run tasks
no_out "'BM-*'"
out "qms submit BM-02"
no_out "qms submit BM-01"
