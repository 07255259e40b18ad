# SPDX-License-Identifier: MIT
# act: a record goes its way by the table of acts of its kind.
. "${0%/*}/lib.sh"
new_system
given person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong
given new finding --title "Giấy hẹn thiếu chữ ký" --id 2026-01-THU-01 \
	--set grade=KPH-nhe --set clause=8.5.1 --set auditor=thu
given new action --title "Giấy hẹn thiếu chữ ký" --set finding=2026-01-THU-01 \
	--set owner=hung --set due=2026-02-10
ha() { as "Đỗ Thu Hà" ha@so.example.gov.vn; }
id=KP-2026-01

it "an action opens, and waits for the head of the unit"
run --json list action
json '.rows[0] | .id == "KP-2026-01" and .state == "opened"'
ha
run --json tasks
json '.rows[] | select(.id == "KP-2026-01") | .act == "confirm" and
	.command == "qms act KP-2026-01 confirm"'

it "another office cannot confirm it: exit status 7"
hung
run act $id confirm
status 7
err "[QMS-S021]"
ha
run act $id confirm -m "Đúng như phát hiện"
status 0

it "there is no way past the cause: exit status 7 by the guard"
hung
before=$(git_ rev-parse HEAD)
run act $id analyse
status 7
err "[QMS-has-cause]"
is "$(git_ rev-parse HEAD)" "$before"

it "an act that the state does not know lists those that it does"
run --lang en act $id close
status 7
err 'there is no act "close"'
err "analyse (record the cause)"

it "the section is written and the act recorded in one commit"
printf '| TT | Vì sao | Nguyên nhân |\n|---|---|---|\n| 1 | Không ký | Quy trình chưa nêu người ký |\n' \
	>"$world/cause"
before=$(git_ rev-list --count HEAD)
run act $id analyse --section "Nguyên nhân=$world/cause"
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
run show --raw $id
out "Quy trình chưa nêu người ký"

it "plan, agreement, evidence: each by its office, the owner never alone"
printf '| TT | Việc làm | Trách nhiệm | Hạn |\n|---|---|---|---|\n| 1 | Sửa mẫu giấy hẹn | hung | 2026-02-01 |\n' \
	>"$world/plan"
run act $id plan --section "Kế hoạch=$world/plan"
status 0
hung
run act $id agree
status 7
thu
run act $id agree
status 0
hung
run act $id finish
status 7
err "[QMS-has-evidence]"
on 2026-02-01
printf '| TT | Kết quả | Bằng chứng | Ngày |\n|---|---|---|---|\n| 1 | Mẫu mới | BM-15 | 2026-02-01 |\n' \
	>"$world/evidence"
run act $id finish --section "Kết quả=$world/evidence"
status 0

it "the auditor verifies, or rejects and it is planned again"
thu
run act $id reject -m "Chưa áp dụng ở bộ phận một cửa"
status 0
hung
run act $id replan --section "Kế hoạch=$world/plan"
status 0
thu
given act $id agree
hung
given act $id finish
thu
run act $id verify --result "đạt"
status 0
run --json log $id
json '.rows[-1].act == "verify"'

it "effectiveness is judged later than the result"
run act $id judge
status 7
err "[QMS-later-than-verified]"
on 2026-06-01
run act $id judge
status 0

it "closed, it is closed: no act, no edit"
lan
run act $id close
status 0
run --json list action
json '.rows[0].state == "closed"'
run act $id verify
status 7
before=$(git_ rev-parse HEAD)
run edit $id --set title=Khác
[ "$code" -ne 0 ] || complain "a closed record was edited"
is "$(git_ rev-parse HEAD)" "$before"
run verify
status 0

it "the past is as it was"
run --json --as-of 2026-01-20 list action
json '.rows[0].state == "agreed" or .rows[0].state == "planned"'

it "acts that no command has a name for work on documents too"
issued QT-01
lan
run act QT-01 disseminate --date 2026-06-01
status 0
run act QT-01 acknowledge
status 0

it "the head of a unit confirms several at once, or none of them"
for n in 2 3; do
	given new finding --title "Giấy hẹn số $n thiếu chữ ký" \
		--id 2026-01-THU-0$n --set grade=luu-y --set clause=8.5.1 \
		--set auditor=thu --set source=complaint
done
ha
before=$(git_ rev-list --count HEAD)
run act 2026-01-THU-02 2026-01-THU-01 confirm confirm
status 6
run act 2026-01-THU-02 2026-01-THU-03 close
status 7
is "$(git_ rev-list --count HEAD)" "$before"
run act 2026-01-THU-02 2026-01-THU-03 confirm
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
run --json list finding --state confirmed
json '[.rows[].id] | index("2026-01-THU-02") and index("2026-01-THU-03")'

it "an act that does not exist, an object that does not exist"
run act QT-01 nosuch
status 7
run act XX-01 close
status 6
run act QT-01
status 2

it "data have no acts: exit status 7"
run act 2026-QD-01 confirm
status 6
run act C-01 confirm
status 7
err "[QMS-U024]"
