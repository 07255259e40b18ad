# SPDX-License-Identifier: MIT
# inspection: the province's yearly plan, the decision, minutes whose 13 items
# bear evidence, what the agency answers within two months.
. "${0%/*}/lib.sh"

# A province with 30 mandatory agencies, s01 to s30, and a commune.
on 2025-11-20
lan
sentence=given
run init "Hệ thống quản lý chất lượng" --agency tinh --name "UBND tỉnh Hà Ninh" \
	--kind UBND_TINH --date 2018-01-01
status 0
given person add minh --name "Lê Quang Minh" \
	--email minh@so.example.gov.vn --office head --from 2018-01-01
made() { # id name kind tier
	mkdir -p "$root/agencies/$1"
	cat >"$root/agencies/$1/agency.md" <<E
---
schema: qms/agency/1
name: $2
short_name: $1
kind: $3
tier: $4
parent: tinh
from: 2014-05-18
units:
  - {id: van-phong, name: Văn phòng}
---

## Chức năng, nhiệm vụ

Tham mưu cho Ủy ban nhân dân tỉnh.
E
	cat >"$root/agencies/$1/people.yaml" <<E
schema: qms/people/1
persons:
  - {id: tk, name: Thư ký $1, emails: [tk-$1@example.gov.vn]}
  - {id: tp, name: Trưởng phòng $1, emails: [tp-$1@example.gov.vn]}
offices:
  - {person: tk, office: secretary, unit: van-phong, from: 2018-01-01}
  - {person: tp, office: unit-head, unit: van-phong, from: 2018-01-01}
E
}
for n in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 \
	23 24 25 26 27 28 29 30; do
	made s$n "Sở số $n" CQCM_TINH province
done
made xa "UBND xã Vân Khê" UBND_XA commune
given trust --update
secretary_of() { as "Thư ký $1" "tk-$1@example.gov.vn"; }
head_of() { as "Trưởng phòng $1" "tp-$1@example.gov.vn"; }
records=$root/agencies/tinh/records
plan=$records/2026/inspection-plan/KHKT-2026-01.md

# inspected in 2025: s07 through files, where something failed; s09 on site,
# where something failed and is open; s01 to s05 on site, all well
inspected() { # agency mode day [failed item]
	given --json inspection prepare "$1" --date "$3" --set mode="$2"
	id=$(jq -r '.rows[0].id' "$world/out")
	sed -i '/^| K-/s/| chưa kiểm tra |/| đạt |/' \
		"$records/2025/inspection-minutes/$id.md"
	git_ commit -qam "Ghi kết quả $id"
	[ $# -lt 4 ] || given table "$id" items set "$4" "Kết quả=chưa đạt" \
		"Nhận xét=chưa niêm yết tại nơi tiếp nhận hồ sơ"
	given act "$id" sign
}
finish_test

it "minutes of one agency have its 13 items, and without a plan no plan"
run --json inspection prepare s01 --date 2025-06-10
status 0
json '.rows == [{agency: "tinh", id: "BBKT-2025-01",
	kind: "inspection-minutes", made: "yes",
	path: "agencies/tinh/records/2025/inspection-minutes/BBKT-2025-01.md"}]'
run show --raw BBKT-2025-01
out "inspected: s01"
out "mode: on-site"
is "$(grep -c '^| K-' "$world/out")" 13
no_out "plan:"
run --json inspection prepare s01
json '.rows[0].id == "BBKT-2025-01" and .rows[0].made == "no"'

for n in 1 2 3 4 5; do inspected s0$n on-site 2025-06-1$n; done
inspected s07 files 2025-07-07 K-2c
inspected s09 on-site 2025-08-08 K-2c

it "the plan has every mandatory agency, and a third of them on site"
on 2025-12-01
run --json --dry-run inspection plan 2026
status 0
json '.mandatory == 30 and .third == 10 and .on_site == 10'
[ ! -e "$plan" ] || complain "a dry run wrote"
run --json inspection plan 2026
status 0
json '.mandatory == 30 and .third == 10 and .on_site == 10 and .made and
	.id == "KHKT-2026-01" and .problems == []'
json '[.rows[].agency] | length == 30 and (index("xa") == null) and
	(index("tinh") == null)'

it "a failed file inspection comes first, then open items, then the years"
json '.rows[0].agency == "s07" and .rows[0].failed == 1 and
	.rows[0].mode == "on-site" and (.rows[0].reason |
	contains("kiểm tra qua hồ sơ năm 2025 có 1 nội dung chưa đạt"))'
json '.rows[1].agency == "s09" and .rows[1].open == 1 and
	.rows[1].last == "tinh/BBKT-2025-07" and
	(.rows[1].reason | contains("còn 1 nội dung chưa khắc phục"))'
json '[.rows[2:10][].agency] == ["s06", "s08", "s10", "s11", "s12", "s13",
	"s14", "s15"]'
json '[.rows[-5:][].agency] == ["s01", "s02", "s03", "s04", "s05"] and
	every(.rows[-5:][]; .years == 1 and .mode == "files")'

it "it is a record with the reason of each choice, and check has nothing to say"
grep -q '^| 1 | s07 |.*| tại trụ sở |.*1 nội dung chưa đạt' "$plan" ||
	complain "no reason"
is "$(grep -c '| qua hồ sơ |' "$plan")" 20
run check
no_out "QMS-I-0"
run inspection plan 2026
status 0
out "s07"
err "KHKT-2026-01: 30 cơ quan bắt buộc, một phần ba là 10; tại trụ sở 10; 2 cơ quan"
run --json list inspection-plan
json '.rows | length == 1'

it "9 of 30 is not a third, by the command and by check"
given table KHKT-2026-01 agencies set 10 "Hình thức=qua hồ sơ"
run --json inspection plan 2026
status 1
json '.on_site == 9 and .third == 10 and
	(.problems | map(.code) == ["QMS-I-02"])'
run check
out "QMS-I-02"
out "9/30 cơ quan bắt buộc được kiểm tra tại trụ sở, phải từ 10"
given table KHKT-2026-01 agencies set 10 "Hình thức=tại trụ sở"
run inspection plan 2026
status 0

it "who is left out, and who failed through files and is not visited, is told"
cp "$plan" "$world/plan.md"
given table KHKT-2026-01 agencies remove 30
run inspection plan 2026
status 1
out "QMS-I-01"
out "Sở số 05"
given table KHKT-2026-01 agencies set 1 "Hình thức=qua hồ sơ"
given table KHKT-2026-01 agencies set 11 "Hình thức=tại trụ sở"
run --json inspection plan 2026
json '.problems | map(.code) | sort == ["QMS-I-01", "QMS-I-03"]'
cp "$world/plan.md" "$plan"
git_ commit -qam "Sửa lại kế hoạch"
run inspection plan 2026
status 0

it "the decision is a text to edit; its number is recorded after signature"
on 2026-02-02
run inspection decide KHKT-2026-01
status 0
out_is <<E
QDKT-2026-01
E
run show --raw QDKT-2026-01
is "$(grep -c '| tại trụ sở |$' "$world/out")" 10
run inspection decide KHKT-2026-01 --format html
status 0
out "Cộng hòa xã hội chủ nghĩa Việt Nam"
out "Số:         /QĐ-"
out "QUYẾT ĐỊNH:"
out "Sở số 07"
no_out "<script"
given table QDKT-2026-01 team set 1 "Họ và tên=lan" "Chức vụ, đơn vị=Trưởng phòng"
given act QDKT-2026-01 propose
minh
printf 'QUYẾT ĐỊNH\n' >"$world/QD.pdf"
given act QDKT-2026-01 approve --decision 12/QĐ-UBND --file "$world/QD.pdf"
lan
run inspection decide KHKT-2026-01 --format html
out "Số: 12/QĐ-UBND"
out "ngày 02 tháng 02 năm 2026"
run inspection decide KHKT-2026-99
status 6
err "QMS-U140"
run inspection decide KHKT-2026-01 xa
status 6
err "QMS-U143"

it "who is sent without what an inspector needs is told, once there is a list"
run check
no_out "QMS-I-04"
given new inspector
run check
out "QMS-I-04"
out "lan chưa đủ điều kiện của người kiểm tra: chưa có bằng đại học"
cat >"$root/agencies/tinh/inspectors.csv" <<E
person,degree,administration,audit,audit_until,service,conduct,note
lan,Cử nhân,Chuyên viên,12/CN,2027-01-01,2018-01-01,yes,
E
git_ commit -qam "Người kiểm tra"
run check
no_out "QMS-I-04"

it "minutes are prepared for a whole plan at once, each once"
before=$(git_ rev-list --count HEAD)
run --json inspection prepare KHKT-2026-01
status 0
json '.rows | length == 30 and every(.[]; .made == "yes") and
	(map(.id) | unique | length == 30)'
is "$(git_ rev-list --count HEAD)" $((before + 1))
run --json inspection prepare KHKT-2026-01
json 'every(.rows[]; .made == "no")'
is "$(git_ rev-list --count HEAD)" $((before + 1))
run show --raw BBKT-2026-01
out "inspected: s07"
out "mode: on-site"
out "plan: KHKT-2026-01"
out "decision: 12/QĐ-UBND"
out 'lead: "Nguyễn Thị Lan, Trưởng phòng"'

it "what failed last time stands at its item, with its source"
out "| K-2c | Lần kiểm tra ngày 07/07/2025 chưa đạt: chưa niêm yết tại nơi tiếp nhận hồ sơ; chưa có phiếu phát hiện ([BBKT-2025-06]"
run check
no_out "QMS-D"

it "the minutes print as an official document, with words for ids"
run inspection prepare s07 --format html
out "BIÊN BẢN"
out 'class="subject">Kiểm tra tại Sở số 07<'
out "K-1a. Phạm vi áp dụng"
out "ĐẠI DIỆN CƠ QUAN ĐƯỢC KIỂM TRA"
no_out "../"
run inspection prepare s07 --format markdown
out "# BIÊN BẢN"
run inspection prepare s07 --format docx
status 2

it "an agency that is none, a plan that is none: exit status 6"
run inspection prepare khong-co
status 6
err "QMS-U141"
run inspection sign
status 2
run inspection plan 26
status 2

it "the past is shown and not written"
run --json --as-of 2025-12-10 inspection plan 2027
status 0
json '.made == false and .id == "" and .mandatory == 30'
run --as-of 2025-12-10 inspection prepare xa
status 2

it "what failed becomes findings of the agency inspected, each once"
on 2026-03-10
secretary_of s09
run --agency s09 inspection findings
status 0
out_is <<E
PH-2026-01
E
run --agency s09 show --raw PH-2026-01
out "source: inspection"
out "inspection: tinh/BBKT-2025-07"
out "item: K-2c"
out "title: chưa niêm yết tại nơi tiếp nhận hồ sơ"
out "auditor: tinh/lan"
out "day: 2025-08-08"
run --agency s09 inspection findings
status 0
out_lines 0
err "mọi nội dung chưa đạt đã có phiếu phát hiện"
run check agencies/s09
no_out "PH-2026-01"
head_of s09
given --agency s09 act PH-2026-01 confirm
secretary_of s09
given --agency s09 new action --title "Niêm yết" --set finding=PH-2026-01 \
	--set owner=tp --set due=2026-04-01

it "two months after the minutes the answer is overdue, and a task before that"
run --json --agency s09 due
json 'any(.rows[]; .rule == "C-05" and .verdict == "overdue" and
	.due == "2025-10-08")'
run --agency s09
out "qms inspection report tinh/BBKT-2025-07"
run --json --agency s07 status s07
json '[.. | objects | select(.rule? == "C-05")] | length == 0'

it "the report has what failed, its finding and its action"
run --agency s09 inspection report tinh/BBKT-2025-07
status 0
out_is <<E
BCKP-2026-01
E
run --agency s09 show --raw BCKP-2026-01
out "due: 2025-10-08"
out "- Biên bản BBKT-2025-07 ký ngày 08/08/2025: 1 nội dung chưa đạt; báo cáo chậm nhất ngày 08/10/2025 ([BBKT-2025-07]"
out "| 1 | K-2c | chưa niêm yết tại nơi tiếp nhận hồ sơ | PH-2026-01 |  | KP-2026-01 |  | 2026-04-01 | đang khắc phục |"
run --agency s09 inspection report --format html
out "BÁO CÁO"
out "Sở số 09"
run --json --agency s09 inspection report
json '.rows[0].made == "no"'
given --agency s09 act BCKP-2026-01 send --decision 45/BC-S09 --file "$world/QD.pdf"
run --json --agency s09 due
json '[.rows[] | select(.rule == "C-05")] | length == 0'

it "of another agency, or where nothing failed, there is nothing to report"
run --agency s09 inspection report tinh/BBKT-2025-06
status 6
err "QMS-U142"
secretary_of s01
run --agency s01 inspection report
status 2
err "QMS-U144"
secretary_of s30
run --agency s30 inspection report
status 6

it "the site's inspection page has the same evidence, and the plan"
lan
given act KHKT-2026-01 propose
given act KHKT-2026-01 approve --by minh --decision 57/KH-UBND \
	--file "$world/QD.pdf"
run --lang vi site -o "$world/site"
status 0
page=$world/site/agencies/s09/inspection.html
is "$(grep -c 'class="item-number"' "$page")" 13
ok grep -q 'Lần kiểm tra ngày 08/08/2025 chưa đạt: chưa niêm yết' "$page"
ok grep -q 'records/2025/inspection-minutes/BBKT-2025-07\|BBKT-2025-07.html' "$page"
ok grep -q 'href="[^"]*">PH-2026-01</a>' "$page"
page=$world/site/agencies/tinh/inspection.html
ok grep -q 'Kế hoạch kiểm tra năm 2026' "$page"
ok grep -q 'agencies/s07/inspection.html">Sở số 07</a>' "$page"
run --lang en site -o "$world/site-en"
ok grep -q 'Failed in the inspection of 2025-08-08' \
	"$world/site-en/agencies/s09/inspection.html"

it "what the public may not read is not on the public page"
run site --public -o "$world/public"
page=$world/public/agencies/s09/inspection.html
is "$(grep -c 'class="item-number"' "$page")" 13
fails grep -q 'chưa niêm yết' "$page"
fails grep -q BBKT "$page"
ok grep -q 'tại trụ sở' "$page"

it "new results are on the page without making all of it anew"
id=$(grep -l '^inspected: s09' "$records"/2026/inspection-minutes/*.md)
id=$(basename "$id" .md)
given table $id items set K-1a "Kết quả=chưa đạt" "Nhận xét=thiếu 3 thủ tục"
given act $id sign
given site -o "$world/site"
given table $id items set K-1a "Nhận xét=thiếu 4 thủ tục"
given site -o "$world/site"
given site -o "$world/whole"
ok diff -r "$world/site/agencies" "$world/whole/agencies"
ok grep -q 'thiếu 4 thủ tục' "$world/site/agencies/s09/inspection.html"

it "a row that an office's own rule gives is in the plan too"
on 2026-12-01
lan
sed -i 's/k.obligation = .mandatory. AND k.code <> .UBND_TINH./k.code = '"'UBND_XA'/" \
	"$root/rules/inspection-agencies.md"
given trust --update
run --json inspection plan 2027
json '[.rows[].agency] == ["xa"]'
