# SPDX-License-Identifier: MIT
# action: which are open and since when, one opened from a finding, and each act
# with what it asks for in one command.
. "${0%/*}/lib.sh"
new_system
ha() { as "Đỗ Thu Hà" ha@so.example.gov.vn; }	# head of van-phong
nam() { as "Vũ Nam" nam@so.example.gov.vn; }
given person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong
given person add nam --name "Vũ Nam" --email nam@so.example.gov.vn \
	--office specialist --unit van-phong
thu
given finding add --source complaint --unit van-phong --grade KPH-nhe \
	--clause 8.5.1 --title "Giấy hẹn thiếu chữ ký"
given finding add --source complaint --unit van-phong --grade luu-y \
	--clause 7.5 --title "Sổ cũ"
ha; given act 2026-PTT-01 confirm

it "is opened from a finding: its words, its unit, the term of its grade"
thu
run action open 2026-PTT-01 --owner "Vũ Nam"
status 0
out KP-2026-01
run show --raw KP-2026-01
out "title: Giấy hẹn thiếu chữ ký"
out "finding: 2026-PTT-01"
out "unit: van-phong"
out "owner: nam"
out "due: 2026-03-06"	# 60 days from 2026-01-05, a Friday
run check
no_out KP-2026-01

it "a term that ends on a day off ends on the next day of work"
on 2026-01-07
lan
given finding add --source complaint --unit van-phong --grade KPH-nhe \
	--clause 8.5.2 --title "Khác" --auditor thu
run action open 2026-PTT-03 --owner nam --dry-run
status 0
given action open 2026-PTT-03 --owner nam --title "Việc khác"
run show --raw KP-2026-02
out "due: 2026-03-09"		# 2026-03-08 is a Sunday
out "title: Việc khác"

it "more than one a finding, with a deadline of their own"
run action mở 2026-PTT-01 --owner ha --due 20/02/2026
status 0
run show --raw KP-2026-03
out "due: 2026-02-20"

it "no term in the grade, no owner, no finding, or a retracted one: nothing"
before=$(git_ rev-parse HEAD)
run action open 2026-PTT-02 --owner nam
status 2
err "[QMS-U151]"
run action open 2026-PTT-01
status 2
err "--owner"
run action open nosuch --owner nam
status 6
run action open
status 2
thu; given act 2026-PTT-02 retract
lan
run action open 2026-PTT-02 --owner nam --due 2026-05-01
status 7
err "[QMS-U152]"
run action dance KP-2026-01
status 2
err "analyse"
is "$(git_ rev-parse HEAD~1)" "$before"

it "an act with its rows is one commit; a person by name, a day as written"
ha; given action confirm KP-2026-01
nam
run action analyse KP-2026-01
status 7
err "[QMS-has-cause]"
before=$(git_ rev-list --count HEAD)
run action analyse KP-2026-01 --row "Không ký | Mẫu không nêu ai ký" \
	--row "Không ai hỏi | Không có trong phiếu kiểm tra"
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
run --json table KP-2026-01 causes
is "$(jq -r '.rows[] | .no + " " + .cause' "$world/out" | tail -n 1)" \
	"2 Không có trong phiếu kiểm tra"
run action "lập kế hoạch" KP-2026-01 --row "Sửa mẫu | Vũ Nam | 01/02/2026"
status 0
run show --raw KP-2026-01
out "| 1 | Sửa mẫu | nam | 2026-02-01 |"
thu; given action agree KP-2026-01

it "a row that does not fit is refused, and nothing is written"
before=$(git_ rev-parse HEAD)
nam
run action finish KP-2026-01 --row "a | b | 2026-02-01 | d"
status 2
err "[QMS-U150]"
run action finish KP-2026-01 --row "a | b | hôm qua"
[ "$code" -ne 0 ] || complain "taken"
run action extend KP-2026-01 --row "a"
status 2
run action finish KP-2026-01 --due 2026-05-05
status 2
is "$(git_ rev-parse HEAD)" "$before"

it "an extension states the new deadline, and writes it"
on 2026-03-01
minh
run action extend KP-2026-01 --due 31/03/2026 -m "chờ mẫu của bộ"
status 0
run show --raw KP-2026-01
out "due: 2026-03-31"
statement=$(grep -l 'act: "extend"' "$root"/agencies/so/acts/KP-2026-01/*)
ok grep -q 'until: "2026-03-31"' "$statement"
run check
no_out "QMS-A-12"

it "lists what is open by state and age; mine, a unit's, closed ones too"
run --json action
status 0
json '.schema == "qms/actions/1" and (.rows | length) == 3'
json '[.rows[].state] == ["opened", "opened", "agreed"]'
json '.rows[] | select(.id == "KP-2026-03") | .overdue == "yes"'
nam
run action --mine
out KP-2026-01
no_out KP-2026-03
run action list --unit nosuch
no_out KP-
run --lang en action "danh sách"
out "overdue"

it "goes through to the end, and is listed with --all only"
nam; given action finish KP-2026-01 --row "Mẫu mới | BM-15 | 01/03/2026"
thu; given action verify KP-2026-01
on 2026-04-01
given action judge KP-2026-01
lan
run action close KP-2026-01
status 0
run action
no_out KP-2026-01
run action --all
out KP-2026-01
