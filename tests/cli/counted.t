# SPDX-License-Identifier: MIT
# The figures of a whole province from its records alone: 21 departments, 9
# districts and 152 communes; later 130 communes, of which 62 declared.
. "${0%/*}/lib.sh"
new_system

# agency kind tier
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

Cơ quan $1.
E
	cat >"$at/people.yaml" <<E
schema: qms/people/1
persons:
  - {id: truong, name: Thủ trưởng, emails: [truong@$1.example.gov.vn]}
offices:
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
# agency: the head's statement that it declares
declare() {
	at=agencies/$1/acts/CB-2026-01
	mkdir -p "$root/$at"
	text=$(sha256sum <"$root/agencies/$1/records/2026/declaration/CB-2026-01.md")
	{
		printf '%s: "%s"\n' schema qms/statement/1 system "$system" \
			act declare agency "$1" id CB-2026-01 version "" \
			text "${text%% *}"
		printf 'files: []\nauthors: []\n'
		printf '%s: "%s"\n' by truong office head capacity "" \
			delegation "" date 2026-03-07 effective "" until "" \
			result "" decision 01/QĐ-CQ decision_date 2026-03-07 \
			decision_sha256 "${text%% *}" recorded_by truong \
			proof decision
		printf 'prev: []\ncomment: ""\n'
	} >"$world/statement"
	hash=$(sha256sum <"$world/statement" | cut -c1-16)
	mv "$world/statement" \
		"$root/$at/2026-03-07-declare-truong-$hash.yaml"
}
row() { # indicator group part whole rate
	json ".rows[] | select(.indicator == \"$1\" and .group == \"$2\") |
		.part == $3 and .whole == $4 and .rate == \"$5\""
}

sed -i 's/^\(  - \[draft, declare, declared, head, \).*/\1[]]/' \
	"$root/kinds/declaration.yaml"
# the 21st department
sed -i 's/^kind: .*/kind: CQCM_TINH/; s/^tier: .*/tier: province/
	s/^from: .*/from: 2018-01-01/' "$root/agencies/so/agency.md"
for n in $(seq -w 20); do agency so-$n CQCM_TINH province; done
for n in $(seq -w 9); do agency huyen-$n UBND_HUYEN district; done
for n in $(seq -w 152); do agency xa-$n UBND_XA commune; done
git_ add -A
git_ commit -q -m "Cơ quan của tỉnh"
given trust --update
git_ add -A
git_ commit -q -m "Cơ quan của tỉnh" --allow-empty
system=$(cd "$root" && sha256sum trust/0-trust-*.yaml)
system=${system%% *}

it "65 of 182 are in the plan of the year: 7/21, 3/9 and 55/152"
on 2026-03-05
given new inspection-plan --title "Kế hoạch kiểm tra năm 2026"
# what was a district's is one until the middle of 2025; here the tier counts
{
	echo 'TT,Cơ quan,Đơn vị kiểm tra,Đơn vị phối hợp,Thời gian,Hình thức,Kinh phí (đồng),Lý do'
	for one in so $(seq -f so-%02g 6) $(seq -f huyen-%g 3) \
	    $(seq -f xa-%03g 55); do
		count=$((${count:-0} + 1))
		case $one in so*) mode="tại trụ sở";; *) mode="qua hồ sơ";; esac
		echo "$count,$one,Chi cục TĐC,Sở Nội vụ,Quý II,$mode,,"
	done
} >"$world/plan.csv"
run table KHKT-2026-01 agencies --from "$world/plan.csv"
status 0
run --json indicator M-14
row M-14 "" 0 182 0.00
given act KHKT-2026-01 propose
minh
given act KHKT-2026-01 approve --decision 213/KH-UBND \
	--decision-date 2026-03-05 --file "$world/QD.pdf"
lan
run --json indicator M-14
row M-14 "" 65 182 35.71
run --json indicator M-14 --by tier
row M-14 province 7 21 33.33
row M-14 district 3 9 33.33
row M-14 commune 55 152 36.18
run indicator M-14
out "35,71 %"

it "a third of the mandatory agencies is inspected at the office"
run --json indicator M-15
row M-15 "" 7 21 33.33
json '.rows[0].reached == "yes"'

it "an agency that is not there is refused, with the line of the file"
sed '3s/so-01/so-99/' "$world/plan.csv" >"$world/bad.csv"
given new inspection-plan --title "Kế hoạch khác"
run table KHKT-2026-02 agencies --from "$world/bad.csv"
run check
out "so-99"

it "85 of 152 communes have a modern one-stop desk, from one list"
{
	echo 'host,name,modern,software,decision,from,to,address'
	for n in $(seq -w 152); do
		[ "$n" -gt 085 ] && modern=no || modern=yes
		echo "xa-$n,Bộ phận Một cửa xã $n,$modern,yes,,2018-06-01,,"
	done
} >"$world/desks.csv"
run table one-stop-unit --from "$world/desks.csv"
status 0
run --json indicator
row M-25 "" 85 152 55.92
row M-24 "" 152 182 83.52
run --json table one-stop-unit
json '.rows | length == 152'

it "62 of 130 communes are 47,69 %, 30 short of more than 70 %"
on 2026-03-07
for n in $(seq -w 131 152); do
	sed -i '/^from: /a to: 2026-03-06' "$root/agencies/xa-$n/agency.md"
done
for n in $(seq -w 62); do declare "xa-0$n"; done
git_ add -A
git_ commit -q -m "Sáp nhập; công bố"
run --json indicator M-03
row M-03 "" 62 130 47.69
json '.rows[0] | .target == "> 70" and .reached == "no" and .short == 30'
run indicator M-03
out "47,69 %"
out "còn thiếu 30"
