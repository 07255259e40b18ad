# SPDX-License-Identifier: MIT
# meeting: the minutes of the management review, from what the records say.
. "${0%/*}/lib.sh"
new_system
given person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong

it "without records there are the hints of the starter text only"
run meeting prepare 2025 --date 2026-01-05
status 0
out_is <<E
XX-2026-01
E
no_err "điền sẵn"
run show --raw XX-2026-01
out "title: Xem xét của lãnh đạo năm 2025"
out "Từng kết luận: đã xong, đang làm, chưa làm và lý do."
run check
status 0

# a year of work
given new improvement-proposal --title "Mẫu đơn | điền sẵn" --set day=2026-01-05
given act CT-2026-01 propose
for n in 1 2 3 4 5 6 7; do
	given new finding --title "Phát hiện $n" --id 2026-01-THU-0$n \
		--set grade=KPH-nhe --set clause=8.5.1 --set auditor=thu \
		--set day=2026-01-05
done
given new action --title "Giấy hẹn thiếu chữ ký" \
	--set finding=2026-01-THU-01 --set owner=hung --set due=2026-02-10
given new risk --title "Mất điện" --set owner=hung --set due=2026-03-01
on 2026-04-01

it "each input of 9.3.2 that records know is a line with its source"
run meeting prepare 2026 --set chair=minh
status 0
err "đã điền sẵn"
run show --raw XX-2026-02
out "- Đề xuất của Nguyễn Thị Lan: Mẫu đơn | điền sẵn ([CT-2026-01](../improvement-proposal/CT-2026-01.md))"
out "1 hành động khắc phục chưa đóng, 1 quá hạn ([KP-2026-01](../action/KP-2026-01.md)); 7 phát hiện: 0 đã đóng, 7 còn mở"
out "- 1 rủi ro, cơ hội đang theo dõi, 1 quá hạn biện pháp ([RR-2026-01]"

it "of many records some are linked, the others counted"
out "[2026-01-THU-05](../finding/2026-01-THU-05.md) và 2 hồ sơ khác)"
no_out "2026-01-THU-06"

it "what the records do not know keeps its hint"
out "Thay đổi về pháp luật, tổ chức bộ máy"

it "the record is without a problem, and its links lead somewhere"
run check
status 0

it "the past is not written"
run --as-of 2026-01-05 meeting prepare 2026
status 2

it "new does the same; what was written by somebody stays"
run new management-review --title "Họp bất thường"
run show --raw XX-2026-03
out "điền sẵn ([CT-2026-01]"
run show --raw XX-2026-02
cp "$world/out" "$world/minutes.md"
sed -i 's/^- Đề xuất.*/- Không có./' "$world/minutes.md"
given new management-review --from "$world/minutes.md"
run show --raw XX-2026-04
out "- Không có."
no_out "điền sẵn ([CT-2026-01]"

it "decisions become tasks with owner and day, each once"
cat >"$world/decisions.csv" <<E
TT,Kết luận,Loại,Trách nhiệm,Hạn
1,Mua máy phát điện,nguồn lực,Văn phòng,2026-06-30
2,Sửa quy trình tiếp nhận,cải tiến,tran van hung,2026-05-31
E
given table XX-2026-03 decisions --from "$world/decisions.csv"
run meeting assign XX-2026-03
status 0
out_is <<E
NV-2026-01
NV-2026-02
E
run --json list steering-task
json '[.rows[].title] == ["Mua máy phát điện", "Sửa quy trình tiếp nhận"]'
run show --raw NV-2026-01
out "owner: ha"
out "review: XX-2026-03"
out "due: 2026-06-30"
run show --raw NV-2026-02
out "owner: hung"
run meeting assign XX-2026-03
status 0
out_lines 0
hung
run --json due --mine --within 90d
json 'any(.rows[]; .id == "NV-2026-02")'
lan

it "who is nobody is told with the line, and nothing is written"
given table XX-2026-02 decisions add "Kết luận=Việc chung" "Loại=cải tiến" \
	"Trách nhiệm=Các phòng" "Hạn=2026-07-31"
line=$(grep -n "Các phòng" \
	"$root/agencies/so/records/2026/management-review/XX-2026-02.md" |
	cut -d : -f 1)
before=$(git_ rev-parse HEAD)
run meeting assign XX-2026-02
status 1
out "XX-2026-02.md:$line"
out "QMS-D270"
is "$(git_ rev-parse HEAD)" "$before"
run meeting assign KP-2026-01
status 2
run meeting assign XX-2026-99
status 6

it "the next review says which decisions are done"
for n in 1 2 3 4 5 6 7; do
	given table XX-2026-03 performance set $n "Kết quả=không phát sinh"
done
given act XX-2026-03 hold
printf 'Đã sửa, ban hành lần 1.1.\n' >"$world/result.md"
hung; given act NV-2026-02 finish --section "Kết quả=$world/result.md"
lan; given act NV-2026-02 close
on 2026-12-01
run meeting prepare --id XX-2026-09
run show --raw XX-2026-09
out "- Kết luận 1: Mua máy phát điện; trách nhiệm: Văn phòng; hạn 30/06/2026; chưa hoàn thành ([NV-2026-01]"
out "- Kết luận 2: Sửa quy trình tiếp nhận; đã hoàn thành ([NV-2026-02]"

it "in English, where the system's language is English"
sed -i 's/^language: vi/language: en/' "$root/qms.yaml"
given trust --update
given new improvement-proposal --title "Mẫu đơn" --set day=2026-12-01
given act CT-2026-02 propose
run meeting prepare
run show --raw XX-2026-10
out "- Proposed by Nguyễn Thị Lan: Mẫu đơn"

it "a rule whose place is not there is told, and nothing is written"
sed -i 's/^section: .*/section: Không có mục này/' \
	"$root/rules/review-proposals.md"
given trust --update
before=$(git_ rev-parse HEAD)
run meeting prepare
status 1
err "QMS-R008"
err "review-proposals"
is "$(git_ rev-parse HEAD)" "$before"

it "a year that is none, a word that is none: exit status 2"
run meeting prepare 26
status 2
run meeting hold
status 2
