# SPDX-License-Identifier: MIT
# population: which agencies a number is about, on a day and for a purpose; and
# why two numbers of one province differ.
. "${0%/*}/lib.sh"
new_system

# agency kind tier [last day]
agency() {
	mkdir -p "$root/agencies/$1"
	cat >"$root/agencies/$1/agency.md" <<E
---
schema: qms/agency/1
name: Cơ quan $1
short_name: $1
kind: $2
tier: $3
from: 2018-01-01
${4:+to: $4
}units:
  - {id: van-phong, name: Văn phòng}
---

## Chức năng, nhiệm vụ

Cơ quan số $1.
E
	cat >"$root/agencies/$1/people.yaml" <<E
schema: qms/people/1
persons:
  - {id: thu-ky, name: Thư ký, emails: [thu-ky@$1.example.gov.vn]}
offices:
  - {person: thu-ky, office: secretary, from: 2018-01-01}
E
}
# id, title, front matter by lines; the body from stdin
population() {
	mkdir -p "$root/agencies/so/populations"
	{
		printf -- '---\nschema: qms/population/1\ntitle: %s\n' "$2"
		printf 'purpose: thống kê\nbasis: 213/KH-UBND\n'
		printf '%b---\n' "$3"
		cat
	} >"$root/agencies/so/populations/$1.md"
}
save() {
	git_ add -A
	git_ commit -q -m "Dữ liệu" || complain "commit"
}

sed -i "s/^from: .*/from: 2018-01-01/" "$root/agencies/so/agency.md"
agency huyen UBND_HUYEN district 2025-06-30
agency xa-a UBND_XA commune
agency xa-b UBND_XA commune 2025-12-31
agency tt DVSN province
population BB "Cơ quan bắt buộc" \
	"from: 2020-01-01\nobligation: mandatory\n" </dev/null
population ISO "Chương trình ISO" \
	"from: 2020-01-01\nkinds: [CQCM_TINH, UBND_HUYEN, UBND_XA, DVSN]\nstated: 5\n" <<'E'

## Thành phần theo văn bản

| TT | Nhóm | Loại cơ quan | Số cơ quan |
|---|---|---|---|
| 1 | Sở | CQCM_TINH | 1 |
| 2 | Huyện | UBND_HUYEN | 1 |
| 3 | Xã | UBND_XA | 2 |
| 4 | Đơn vị khác | DVSN | 1 |
E
population KH "Kế hoạch kiểm tra" \
	"from: 2020-01-01\nkinds: [CQCM_TINH, UBND_HUYEN, UBND_XA, DVSN]\nstated: 3\n" <<'E'

## Cơ quan không tính

| TT | Cơ quan | Lý do |
|---|---|---|
| 1 | tt | đơn vị sự nghiệp không thuộc kế hoạch |
| 2 | xa-b | mới chia tách |
E
population TEN "Danh sách ghi tên" "from: 2020-01-01\nto: 2026-12-31\n" <<'E'

## Cơ quan được ghi tên

| TT | Cơ quan | Từ ngày | Đến ngày | Ghi chú |
|---|---|---|---|---|
| 1 | so |  |  |  |
| 2 | xa-a | 2025-07-01 | 2025-08-31 | thay phiên |
| 3 | xa-b |  |  |  |
E
population SO191 "Báo cáo quý I" "from: 2019-01-01\nto: 2019-12-31\nstated: 191\n" <<'E'

## Thành phần theo văn bản

| TT | Nhóm | Loại cơ quan | Số cơ quan |
|---|---|---|---|
| 1 | Sở | CQCM_TINH | 21 |
| 2 | Huyện | UBND_HUYEN | 9 |
| 3 | Xã | UBND_XA | 152 |
| 4 | Đơn vị khác |  | 9 |
E
population SO182 "Kế hoạch 213" "from: 2019-04-01\nto: 2019-12-31\nstated: 182\n" <<'E'

## Thành phần theo văn bản

| TT | Nhóm | Loại cơ quan | Số cơ quan |
|---|---|---|---|
| 1 | Sở | CQCM_TINH | 21 |
| 2 | Huyện | UBND_HUYEN | 9 |
| 3 | Xã | UBND_XA | 152 |
E
save
lan

it "they are clean, and each tells how many it counts on the day beside what is stated"
run --json check
json '[.problems[] | select(.path | contains("populations/"))] == []'
run --json population list
status 0
json '.schema == "qms/populations/1" and (.rows | length) == 6'
json '.rows[] | select(.id == "ISO") | .agency == "so" and .members == 3 and
	.stated == 5 and .basis == "213/KH-UBND" and .purpose == "thống kê"'
json '.rows[] | select(.id == "SO191") | .members == null and .stated == 191'

it "the same population on the last day of the districts, the day after, and after a commune ended"
for case in 2025-06-30:5 2025-07-01:4 2025-12-31:4 2026-01-01:3; do
	run --json --as-of "${case%:*}" --known now population list
	json ".rows[] | select(.id == \"ISO\") | .members == ${case#*:}"
done

it "who is in it, since when and why; nobody on a day before it begins"
run --json --as-of 2025-06-30 --known now population show ISO
json '[.rows[].agency] == ["huyen", "so", "xa-a", "xa-b", "tt"]'
json '.rows[0] | .first == "2020-01-01" and .last == "2025-06-30" and
	.why == "kind" and .tier == "district"'
run --json --as-of 2025-06-30 --known now population show BB
json '[.rows[].agency] == ["huyen", "so"]'
json '.rows[] | .why == "obligation"'
run --json --as-of 2019-12-31 --known now population show BB
json '.rows == []'
run population show ISO
out "Cơ quan xa-a"
out "theo loại cơ quan"
err "3 cơ quan, văn bản ghi 5"
run --lang en population show BB
out "by its obligation"

it "an agency that is named is in it on the days that stand there"
for case in 2025-06-30:so,xa-b 2025-07-01:so,xa-a,xa-b 2025-08-31:so,xa-a,xa-b \
    2025-09-01:so,xa-b 2026-01-01:so 2027-01-01:; do
	run --json --as-of "${case%:*}" --known now population show TEN
	json "[.rows[].agency] | join(\",\") == \"${case#*:}\""
done

it "why two numbers differ: each agency of one with the reason it is not in the other"
run --json --as-of 2025-08-01 --known now population show ISO --compare KH
status 0
json '.schema == "qms/population-compare/1"'
json '[.rows[] | select(.in == "first") | [.agency, .reason, .detail]] ==
	[["xa-b", "excluded", "mới chia tách"],
	["tt", "excluded", "đơn vị sự nghiệp không thuộc kế hoạch"]]'
json '[.rows[] | select(.in == "both") | .agency] == ["so", "xa-a"]'
run --json --as-of 2025-09-01 --known now population show ISO --compare TEN
json '.rows[] | select(.agency == "xa-a") | .in == "first" and
	.reason == "dates"'
json '.rows[] | select(.agency == "tt") | .reason == "not-named"'
run --json --as-of 2025-06-01 --known now population show KH --compare BB
json '.rows[] | select(.agency == "xa-a") | .reason == "kind"'
run --json --as-of 2019-06-01 --known now population show ISO --compare BB
json '.rows == []'
run --json --as-of 2027-01-01 --known now population show TEN --compare KH
json '.rows[] | select(.agency == "so") | .in == "second" and
	.reason == "ended" and .detail == "2026-12-31"'

it "for people only what differs, and a line that sums up"
run --as-of 2025-08-01 --known now population show ISO --compare KH
out "KH không tính: mới chia tách"
no_out "cả hai"
err "ISO: 4; KH: 2; chỉ có ở ISO: 2, chỉ có ở KH: 0"
run population show KH --compare KH
err "hai danh sách có cùng các cơ quan"

it "of 191 and 182 only the groups are known: they differ by the 9 others"
run --json population show SO191 --compare SO182
json '.schema == "qms/population-compare-parts/1"'
json '[.rows[] | select(.difference != 0)] == [{"part": "Đơn vị khác",
	"kind": "", "first": 9, "second": null, "difference": -9}]'
run --json population show SO191
json '[.rows[].stated] | add == 191'
run population show SO191
err "chỉ có số liệu theo văn bản: 191"

it "by groups, what is stated beside what is counted"
run --json --as-of 2025-07-01 --known now population show ISO --parts
json '[.rows[] | [.part, .stated, .counted]] == [["Sở", 1, 1],
	["Huyện", 1, 0], ["Xã", 2, 2], ["Đơn vị khác", 1, 1]]'
run --json --as-of 2025-06-30 --known now population show BB --parts
json '[.rows[] | [.kind, .stated, .counted]] == [["UBND_HUYEN", null, 1],
	["CQCM_TINH", null, 1]]'

it "status --all and indicators of a population only"
run --json --as-of 2025-08-01 --known now status --all --population KH
json '[.rows[].agency] == ["so", "xa-a"]'
run --json --as-of 2025-08-01 --known now indicator M-02 --population so/KH
json '.rows[] | .whole == 2 and .part == 0'
run --json --as-of 2025-08-01 --known now indicator M-02
json '.rows[] | .whole == 4'
run --json --as-of 2025-06-30 --known now indicator M-02 --by tier \
	--population ISO
json '[.rows[] | [.group, .whole]] == [["district", 1], ["province", 2],
	["commune", 2]]'
run indicator M-02 --population SO191
status 7
err "QMS-U212"
run status --population KH
status 2
err "QMS-U213"

it "a rule may ask who is in a population"
cat >"$root/rules/X-POP.md" <<'E'
---
schema: qms/rule/1
id: X-POP
use: indicator
confirmed: no
title: {vi: "Đã công bố, trong kế hoạch kiểm tra", en: "Declared, of the inspection plan"}
---

```sql
SELECT m.agency, iif(m.agency = 'so', 1, 0) AS part, 1 AS whole,
       NULL AS evidence
  FROM population_member AS m
  JOIN asof AS q ON q.source = 1 AND q.day BETWEEN m.first AND m.last
 WHERE m.population = 'KH'
```

| day | population_member.population | population_member.agency | verdict |
|---|---|---|---|
| 2026-02-01 | KH | so | 1/1 |
| 2026-02-01 | KH | xa | 0/1 |
| 2026-02-01 | X | so | none |
E
run check --rules
no_err "X-POP"
no_out "X-POP"
rm "$root/rules/X-POP.md"

it "a page of its own: who is in it on the day, and why"
make_site
page=agencies/so/populations/ISO.html
[ -f "$site/$page" ] || page=$(cd "$site" && find . -name 'ISO.html')
has "Cơ quan thuộc danh sách: 3"
has "Cơ quan xa-a"
has "theo loại cơ quan"

it "one that is not there: exit status 6; one id of two agencies must be told apart"
run population show NO
status 6
err "QMS-U210"
mkdir -p "$root/agencies/xa-a/populations"
cp "$root/agencies/so/populations/KH.md" \
	"$root/agencies/xa-a/populations/KH.md"
save
run population show KH
status 2
err "so/KH, xa-a/KH"
run --json population show so/KH
status 0
git_ rm -q agencies/xa-a/populations/KH.md
save
run population
status 2
run population drop KH
status 2

it "check tells what does not add up, names nobody, or is not there, and mends nothing"
population SAI "Sai" "from: 2020-01-01\nobligation: mandatory\nstated: 7\n" <<'E'

## Thành phần theo văn bản

| TT | Nhóm | Loại cơ quan | Số cơ quan |
|---|---|---|---|
| 1 | Sở | CQCM_TINH | 2 |
| 2 | Huyện | UBND_HUYEN | 4 |
E
population KHONG "Không ai" "from: 2020-01-01\n" </dev/null
population LA "Lạ" "from: 2020-13-01\nkinds: [KHONG_CO]\n" <<'E'

## Cơ quan được ghi tên

| TT | Cơ quan | Từ ngày | Đến ngày | Ghi chú |
|---|---|---|---|---|
| 1 | khong-co |  |  |  |
E
run --json check
status 1
json '.problems[] | select(.code == "QMS-POP-01") | .severity == "warning" and
	(.path | endswith("SAI.md")) and (.text | contains("7") and
	contains("2"))'
json '.problems[] | select(.code == "QMS-POP-02") |
	(.text | contains("7") and contains("6"))'
json '.problems[] | select(.code == "QMS-POP-03") | .severity == "error" and
	(.path | endswith("KHONG.md"))'
json '[.problems[] | select(.path | endswith("LA.md")) | .code] ==
	["QMS-D012"]'
sed -i 's/2020-13-01/2020-12-01/' "$root/agencies/so/populations/LA.md"
run --json check
json '[.problems[] | select(.path | endswith("LA.md")) | .code] | length == 2'
json '.problems[] | select(.code == "QMS-S028") | .text | startswith("thay đổi")'

it "a population is begun like any other file"
rm "$root"/agencies/so/populations/SAI.md \
	"$root"/agencies/so/populations/KHONG.md \
	"$root"/agencies/so/populations/LA.md
given new population --title "Chương trình ISO 2026" --agency so
out "DSDT-01"
run check
no_err "DSDT-01"
no_out "DSDT-01"
