# SPDX-License-Identifier: MIT
# indicator: how many of how many, by group, by quarter, against the target;
# on 30 mandatory and 161 encouraged agencies, as a province has them.
. "${0%/*}/lib.sh"
new_system

# agency kind tier: with a head, and the draft of a declaration
agency() {
	at=$root/agencies/$1
	mkdir -p "$at/records/2026/declaration"
	cat >"$at/agency.md" <<E
---
schema: qms/agency/1
name: Cơ quan $1
short_name: $1
kind: $2
tier: $3
from: 2018-01-01
units:
  - {id: van-phong, name: Văn phòng}
---

## Chức năng, nhiệm vụ

Cơ quan số $1.
E
	cat >"$at/people.yaml" <<E
schema: qms/people/1
persons:
  - {id: thu-ky, name: Thư ký, emails: [thu-ky@$1.example.gov.vn]}
  - {id: truong, name: Thủ trưởng, emails: [truong@$1.example.gov.vn]}
offices:
  - {person: thu-ky, office: secretary, from: 2018-01-01}
  - {person: truong, office: head, from: 2018-01-01}
E
	cat >"$at/records/2026/declaration/CB-2026-01.md" <<E
---
schema: qms/declaration/1
title: Công bố hệ thống quản lý chất lượng
type: first
standard: TCVN ISO 9001:2015
audit: DG-2026-01
review: XX-2026-01
effectiveness: 2026-01-05
fields: [Chung]
---

## Phạm vi công bố

Toàn bộ thủ tục hành chính.
E
}
# agency act day [SHA-256 of the statement before]: writes the statement
state() {
	at=agencies/$1/acts/CB-2026-01
	mkdir -p "$root/$at"
	text=$(sha256sum <"$root/agencies/$1/records/2026/declaration/CB-2026-01.md")
	{
		printf '%s: "%s"\n' schema qms/statement/1 system "$system" \
			act "$2" agency "$1" id CB-2026-01 version "" \
			text "${text%% *}"
		printf 'files: []\nauthors: []\n'
		printf '%s: "%s"\n' by truong office head capacity "" \
			delegation "" date "$3" effective "" until "" \
			result "" decision 01/QĐ-CQ decision_date "$3" \
			decision_sha256 "${text%% *}" recorded_by thu-ky \
			proof decision
		printf 'prev: [%s]\ncomment: ""\n' "${4:+\"$4\"}"
	} >"$world/statement"
	hash=$(sha256sum <"$world/statement" | cut -c1-16)
	mv "$world/statement" "$root/$at/$3-$2-truong-$hash.yaml"
}
row() { # indicator group part whole
	json ".rows[] | select(.indicator == \"$1\" and .group == \"$2\") |
		.part == $3 and .whole == $4"
}

# what must be there before is the matter of another test; here it is counted
sed -i 's/^\(  - \[draft, declare, declared, head, \).*/\1[]]/' \
	"$root/kinds/declaration.yaml"
sed -i 's/^kind: .*/kind: CQCM_TINH/' "$root/agencies/so/agency.md"
for n in $(seq -w 20); do agency so-$n CQCM_TINH province; done
for n in $(seq -w 9); do agency huyen-$n UBND_HUYEN district; done
for n in $(seq -w 152); do agency xa-$n UBND_XA commune; done
for n in $(seq -w 9); do agency dv-$n DVSN province; done
git_ add -A
given trust --update
git_ add -A
git_ commit -q -m "Cơ quan của tỉnh"
system=$(cd "$root" && sha256sum trust/0-trust-*.yaml)
system=${system%% *}
on 2026-01-06
for one in "$root"/agencies/*; do
	one=${one##*/}
	[ "$one" = so ] || state "$one" declare 2026-01-06
done
git_ add -A
git_ commit -q -m "Công bố"

it "30 mandatory and 161 encouraged agencies; one of them did not declare"
run --json indicator M-02 --by obligation
status 0
json '.schema == "qms/indicators/1" and (.rows | length) == 2 and
	.rows[0].group == "mandatory"'
row M-02 mandatory 29 30
row M-02 encouraged 161 161
run --json indicator M-02
json '.rows[0] | .part == 190 and .whole == 191 and .rate == "99.48"'
run indicator M-02
out "99,48 %"

it "with it they are 30 of 30; when one ends, 29 of 30 and nothing else"
mkdir -p "$root/agencies/so/records/2026/declaration"
cp "$root/agencies/so-01/records/2026/declaration/CB-2026-01.md" \
	"$root/agencies/so/records/2026/declaration"
given --agency so person add truong --name "Thủ trưởng" \
	--email truong@so.example.gov.vn --office head
given --agency so person add thu-ky --name "Thư ký" \
	--email thu-ky@so.example.gov.vn --office secretary
on 2026-04-01
state so declare 2026-04-01
git_ add -A
git_ commit -q -m "Sở công bố"
run --json indicator --by obligation
cp "$world/out" "$world/before"
row M-02 mandatory 30 30
row M-02 encouraged 161 161
on 2026-04-02
before=$(cd "$root" && sha256sum agencies/huyen-3/acts/CB-2026-01/*)
state huyen-3 end 2026-04-02 "${before%% *}"
git_ add -A
git_ commit -q -m "Huyện chấm dứt"
run --json indicator --by obligation
row M-02 mandatory 29 30
row M-02 encouraged 161 161
json '[.rows[] | select(.group != "mandatory" or
	.indicator != "M-02") |
	del(.day)] == [$before[0].rows[] | select(.group != "mandatory" or
	.indicator != "M-02") | del(.day)]' \
	--slurpfile before "$world/before"
run --json indicator M-02 --by agency
json '[.rows[] | select(.part == 0) | .group] == ["huyen-3"]'
json '.rows[] | select(.group == "xa-007") |
	.evidence == "agencies/xa-007/records/2026/declaration/CB-2026-01.md"'

it "when an agency ends, exactly its indicators change by one"
run --json indicator --by kind
cp "$world/out" "$world/before"
given agency end xa-007 --to 2026-04-30
on 2026-05-01
run --json indicator --by kind
json '[.rows, $before[0].rows] | transpose | every(.[];
	if .[0].group == "UBND_XA" then .[0].whole == .[1].whole - 1
	else .[0].whole == .[1].whole and .[0].part == .[1].part end)' \
	--slurpfile before "$world/before"
row M-02 UBND_XA 151 151
run --json --as-of 2026-04-30 indicator M-02 --by kind
row M-02 UBND_XA 152 152

it "the trend shows the end of each quarter as it was known then"
on 2026-07-02
run --json indicator M-02 --by obligation --quarters 3
json '[.rows[].day] | unique == ["2026-03-31", "2026-06-30"]'
json '.rows[] | select(.day == "2026-03-31" and .group == "mandatory") |
	.part == 29'
json '.rows[] | select(.day == "2026-06-30" and .group == "encouraged") |
	.part == 160 and .whole == 160'

it "the site shows them at home, by group, by agency and by quarter"
given site -o "$world/site"
page=$world/site/indicators.html
has() { grep -qF -- "$2" "$1" || complain "no \"$2\" in ${1##*/}"; }
has "$world/site/index.html" 'href="indicators.html"'
has "$world/site/index.html" 'Cơ quan đã công bố hệ thống quản lý chất lượng'
has "$page" "I/2026"
has "$page" "99,48 %"
has "$page" 'Áp dụng, công bố, công bố lại, duy trì'
has "$page" 'href="indicator/M-02.html"'
one=$world/site/indicator/M-02.html
has "$one" 'Bắt buộc'
has "$one" 'Cấp xã'
has "$one" 'CB-2026-01.html">CB-2026-01</a>'
has "$one" 'href="../rule/M-02.html"'
cp "$page" "$world/page"
run --json site -o "$world/site" --stats
json '.rows[] | select(.work == "written") | .count == 0'
given --lang en site -o "$world/english"
has "$world/english/indicators.html" 'Q1 2026'
has "$world/english/indicators.html" '99.48 %'

it "the register of declarations has the three counts of declare list, by tier"
page=$world/site/declarations.html
# the day of the site is that of its last commit
run --lang en --as-of 2026-04-30 declare list
err "applying 0, declared 190, maintained 190 of 191 agencies"
numbers() {	# of the row of a tier
	grep -F ">$1</td>" "$page" | head -n 1 |
		sed 's/<td/\n<td/g' | sed -n 's/.*class="number".*>\([0-9][0-9]*\)<.*/\1/p' |
		tr '\n' ' '
}
is "$(numbers 'Cấp tỉnh')" "30 0 30 30 "
is "$(numbers 'Cấp huyện')" "9 0 8 8 "
is "$(numbers 'Cấp xã')" "152 0 152 152 "
has "$page" '<a href="#tier-commune">152</a>'
is "$(grep -c 'id="tier-' "$page")" 3
has "$page" '<a href="#standing"><span class="number">190</span>'
has "$page" 'href="agencies/xa-001/id/CB-2026-01.html"'
has "$world/site/index.html" 'href="declarations.html">0 đang áp dụng, 190 đã công bố, 190 đang duy trì'
has "$world/site/agencies/xa-001/index.html" 'đã công bố, đang duy trì'
has "$world/site/agencies/huyen-3/index.html" 'chưa áp dụng'
is "$(sed 1d "$world/site/standings.csv" | wc -l)" 191
# a declaration that ended stays in the register
is "$(sed 1d "$world/site/declarations.csv" | wc -l)" 191
is "$(grep -c 'chấm dứt' "$world/site/declarations.csv")" 1
has "$world/english/declarations.html" 'declared and maintained'

it "what is short of a target is a number of agencies, not a rounded rate"
run --json indicator M-03
json '.rows[0] | .target == "> 70" and .reached == "yes" and .short == null'
# of 151, 106 are 70.20 %, 107 are 70.86 %
sed -i 's/^target: .*/target: "> 100"/' "$root/rules/M-03.md"
git_ commit -q -am x
given trust --update
run --json indicator M-03
json '.rows[0] | .reached == "no" and .short == 1'
run indicator M-03
out "còn thiếu 1"
out "> 100 %"
run --lang en indicator M-03
out "1 short"
sed -i 's/^target: .*/target: "<= 70.5"/' "$root/rules/M-03.md"
git_ commit -q -am x
given trust --update
run --json indicator M-03
json '.rows[0] | .reached == "no" and .short == 151 - 106'
run indicator M-03
out "<= 70,5 %"

it "an indicator that there is not, a group, a number of quarters: told"
run indicator M-99
status 6
err "[QMS-U192]"
run indicator R-09
status 6
run indicator --by x
status 2
for n in 0 81 x 1x; do
	run indicator --quarters $n
	status 2
done

it "a rule that gives no numbers counts nothing, one that fails is told"
cat >"$root/rules/M-98.md" <<'E'
---
schema: qms/rule/1
id: M-98
use: indicator
basis: x
confirmed: no
title: {vi: "x", en: "x"}
---

```sql
SELECT a.agency, 'nhiều' AS part, -1 AS whole FROM agency AS a
```
E
git_ add -A
git_ commit -q -m x
given trust --update
run indicator M-98
status 0
err "không có chỉ tiêu nào"
