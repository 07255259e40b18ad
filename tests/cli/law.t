# SPDX-License-Identifier: MIT
# law: a new legal document, and exactly which documents must follow, by when,
# and what answered, on any day.
. "${0%/*}/lib.sh"
new_system

# thirty procedures that cite a decree, two that do not, one that is a draft
written() {	# ID NUMBER
	cat >"$root/agencies/so/documents/$1.md" <<F
---
schema: qms/procedure/1
title: Việc số $1
role: internal
legal_basis: [$2]
---

## Mục đích

Thống nhất cách làm.

## Phạm vi

Các phòng.

## Trình tự thực hiện

| Bước | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu | Kết quả |
|---|---|---|---|---|---|
| 1 | Lập hồ sơ | Chuyên viên | 1 |  | Hồ sơ |

## Hồ sơ lưu

| TT | Hồ sơ | Thời gian lưu | Nơi lưu |
|---|---|---|---|
| 1 | Hồ sơ công việc | 5 năm | Văn phòng |
F
	git_ add "agencies/so/documents/$1.md"
}
old=900/2020/NĐ-CP new=901/2026/NĐ-CP
given law add $old --title "Quy định cũ" --date 2020-01-10 \
	--effective 2020-03-01 --source "Công báo"
n=1
all=
while [ $n -le 30 ]; do
	id=P-$(printf %02d $n)
	written $id $old
	all="$all $id"
	n=$((n + 1))
done
written P-31 19/2014/QĐ-TTg
written P-32 "19/2014/QĐ-TTg, 26/2014/TT-BKHCN"
written P-33 $old
git_ commit -qm "Soạn quy trình"
issued $all P-31 P-32
lan

it "a legal document is added with a trust statement, in one commit"
on 2026-04-10
before=$(git_ rev-list --count HEAD)
run law add $new --title "Quy định mới" --date 2026-04-05 \
	--effective 2026-05-31 --replaces $old --source "Công báo"
status 0
out "901-2026-ND-CP"
err "30 tài liệu phải rà soát"
is "$(git_ rev-list --count HEAD)" $((before + 1))
run check law
no_out "law/documents"
file=$root/law/documents/901-2026-ND-CP.yaml
ok grep -qx "type: decree" "$file"
ok grep -qx "issuer: Chính phủ" "$file"
ok grep -qx "confirmed: yes" "$file"
run verify
status 0

it "the old one says what takes its place, and until when it held"
file=$root/law/documents/900-2020-ND-CP.yaml
ok grep -qx "replaced_by: $new" "$file"
ok grep -qx "expires: 2026-05-30" "$file"
run --json law
json '.schema == "qms/law/1" and (.rows[] |
	select(.number == $n) | .state == "in-force" and
	.replaced_by == "901/2026/NĐ-CP")' --arg n $old

it "impact lists exactly those that cite it in an issued text, with deadlines"
run --json law impact $new
status 0
json '.schema == "qms/law-impact/1" and (.rows | length) == 30 and
	([.rows[].id] | unique | length) == 30 and
	every(.rows[]; .due == "2026-08-31" and .verdict == "open" and
	.version == "1.0" and .key == "legal_basis" and
	.cites == "900/2020/NĐ-CP" and .change == "replaced" and
	.in_force == "yes")'
json '[.rows[].id] | (index("P-31") == null) and
	(index("P-32") == null) and (index("P-33") == null)'
json '.rows[0].id == "P-01" and .rows[29].id == "P-30"'

it "by the number of the old one it is the same"
cp "$world/out" "$world/by-new"
run --json law impact $old
ok cmp "$world/by-new" "$world/out"

it "on a day before the decree was known there is nothing"
run --json --as-of 2026-04-09 law impact $new
status 0
json '.rows == []'
err "chưa có"
run --json --as-of 2026-04-09 law impact $old
status 0
json '.rows == []'
run --json --as-of 2026-04-09 law
no_out "901/2026"
run --as-of 2026-04-04 --known now --json law impact $new
json '.rows == []'
run --as-of 2026-04-06 --known now --json law impact $new
json '.rows | length == 30'

it "editing the draft is no answer; an approved version or keep is"
on 2026-06-10
given edit P-01 --set "legal_basis+=$new"
run --json law impact $new
json '.rows[] | select(.id == "P-01") | .act == "" and
	.verdict == "open"'
given submit P-01
hung; given review P-01
lan; given issue --decision 5/QĐ-SKHCN --file "$world/QD.pdf" P-01
given keep P-02 --decision 6/QĐ-SKHCN --file "$world/QD.pdf" --by minh
given withdraw P-03 --decision 7/QĐ-SKHCN --file "$world/QD.pdf"
run --json law impact $new
json '.rows | length == 30'
json '.rows[] | select(.id == "P-01") | .verdict == "met" and
	.act == "approve" and .act_version == "1.1" and
	.act_day == "2026-06-10" and .version == "1.0" and
	.in_force == "no"'
json '.rows[] | select(.id == "P-02") | .verdict == "met" and
	.act == "keep" and .in_force == "yes"'
json '.rows[] | select(.id == "P-03") | .verdict == "met" and
	.act == "withdraw"'

it "what was answered stays open on the days before"
run --json --as-of 2026-06-09 law impact $new
json 'every(.rows[]; .act == "")'

it "due soon, and overdue behind the deadline: exit status 1"
on 2026-08-31
run --json law impact $new
status 0
json '[.rows[] | select(.verdict == "due-soon")] | length == 27'
on 2026-09-01
run --json law impact $new
status 1
json '[.rows[] | select(.verdict == "overdue") | .days] | length == 27
	and every(.[]; . == -1)'
run law impact $new
out "quá hạn"
err "30 tài liệu – đã rà soát 3, quá hạn 27"
run --lang en law impact $new
out "overdue"
err "answered 3, overdue 27"
run --json status
json '[.rows[] | select(.rule == "C-03" and .verdict == "overdue")] |
	length == 27'

it "the months are those of the rule"
sed -i 's/add_months(n.effective, 3)/add_months(n.effective, 6)/' \
	"$root/rules/C-03.md"
git_ commit -qam "Sáu tháng"
run --json law impact $new
status 0
json '[.rows[].due] | unique == ["2026-11-30"]'
git_ revert --no-edit HEAD >"$world/ok" 2>&1

it "the list has states on the day"
run --json law
json '.rows[] | select(.number == $n) |
	.state == "replaced"' --arg n $old
run --json --as-of 2026-05-30 law list
json '.rows[] | select(.number == $n) |
	.state == "in-force"' --arg n $old
json '.rows[] | select(.number == $n) |
	.state == "not-yet"' --arg n $new
run law
out "đã bị thay thế"

it "an amendment asks for the same, once it was compared with its source"
on 2026-09-02
given law add 902/2026/NĐ-CP --title "Sửa đổi" --date 2026-09-01 \
	--effective 2026-11-30 --amends 19/2014/QĐ-TTg
run --json law impact 902/2026/NĐ-CP
json '[.rows[] | select(.id | startswith("P-")) | .id] ==
	["P-31", "P-32"] and every(.rows[]; .verdict == "" and .due == "" and
	.change == "amended")'
ok grep -qx "confirmed: no" "$root/law/documents/902-2026-ND-CP.yaml"
sed -i 's/^confirmed: no/confirmed: yes/' \
	"$root/law/documents/902-2026-ND-CP.yaml"
git_ commit -qam "Đã đối chiếu"
given trust --update
run --json law impact 902/2026/NĐ-CP
json 'every(.rows[]; .verdict == "open" and .due == "2027-02-28")'

it "what lapsed and was not replaced is told too"
sed -i 's/^effective: .*/&\nexpires: 2026-09-01/' \
	"$root/law/documents/26-2014-TT-BKHCN.yaml"
git_ commit -qam "Hết hiệu lực"
run --json law impact 26/2014/TT-BKHCN
json '[.rows[] | select(.id == "P-32")][0] | .change == "lapsed" and
	.by == "" and .verdict == ""'

it "type and issuer are those of others with the same symbol, or are asked for"
run law add 77/2026/QĐ-XYZ --title T --date 2026-09-01 --effective 2026-09-01
status 2
err "[QMS-U062]"
given law add 77/2026/QĐ-XYZ --title T --date 2026-09-01 \
	--effective 2026-09-01 --type decision --issuer "Cơ quan XYZ"
ok grep -qx "issuer: Cơ quan XYZ" "$root/law/documents/77-2026-QD-XYZ.yaml"
given law add 99/2026/QH16 --title Luật --date 2026-09-01 \
	--effective 2027-01-01
ok grep -qx "issuer: Quốc hội" "$root/law/documents/99-2026-QH16.yaml"

it "what cannot be added: exit status, and nothing is written"
before=$(git_ rev-parse HEAD)
refused() {	# STATUS CODE ARGUMENTS...
	wanted=$1 message=$2; shift 2
	run law add "$@"
	status "$wanted"
	err "$message"
	is "$(git_ rev-parse HEAD)" "$before"
}
refused 7 U017 $new --title T --date 2026-09-01 --effective 2026-09-01
refused 2 --title 78/2026/NĐ-CP --date 2026-09-01 --effective 2026-09-01
refused 2 --effective 78/2026/NĐ-CP --title T --date 2026-09-01
refused 2 U0 78/2026/NĐ-CP --title T --date 2026-02-30 --effective 2026-09-01
refused 6 U060 78/2026/NĐ-CP --title T --date 2026-09-01 \
	--effective 2026-09-01 --replaces 1/1999/NĐ-CP
refused 6 U060 78/2026/NĐ-CP --title T --date 2026-09-01 \
	--effective 2026-09-01 --amends 1/1999/NĐ-CP
refused 7 U061 78/2026/NĐ-CP --title T --date 2026-09-01 \
	--effective 2026-09-01 --replaces $old
refused 2 U018 ../../../etc/x --title T --date 2026-09-01 \
	--effective 2026-09-01 --type law --issuer X
refused 2 U018 "" --title T --date 2026-09-01 --effective 2026-09-01 \
	--type law --issuer X
run --as-of 2026-01-05 law add 78/2026/NĐ-CP --title T --date 2026-01-01 \
	--effective 2026-01-01
status 2
run law add 78/2026/NĐ-CP --title T --date 2026-09-01 \
	--effective 2026-09-01 --type frobnicate
[ "$code" -ne 0 ] || {
	run check
	status 1
	out "frobnicate"
}

it "--dry-run writes nothing"
before=$(git_ rev-parse HEAD)
run --dry-run law add 79/2026/NĐ-CP --title T --date 2026-09-01 \
	--effective 2026-09-01
status 0
is "$(git_ rev-parse HEAD)" "$before"

it "a title is text, whatever stands in it"
given law add 80/2026/NĐ-CP --title 'Về "a: b" # [c], {d}' \
	--date 2026-09-01 --effective 2026-09-01
run --json law
json '.rows[] | select(.number == "80/2026/NĐ-CP") |
	.title == "Về \"a: b\" # [c], {d}"'

it "a number that never was: exit status 6; half a command: exit status 2"
run law impact 1/1999/NĐ-CP
status 6
err "[QMS-U060]"
run law impact
status 2
run law frobnicate
status 2

it "one agency, or all"
given agency add xa-a --name "UBND xã A" --kind UBND_XA
run --json --agency xa-a law impact $new
json '.rows == []'
run --json law impact $new
json '.rows | length == 30'

it "who adopts a text that cites it must follow too, unless its own list does not"
for office in secretary reviewer head; do
	given --agency xa-a person add "$office-xa" --name "$office xã" \
		--office $office --email "$office@xa.example.gov.vn" \
		--from 2026-01-01
done
mkdir -p "$root/agencies/xa-a/documents"
printf -- '---\nschema: qms/procedure/1\nadopts: so/P-01@1.1\n---\n' \
	>"$root/agencies/xa-a/documents/P-01.md"
{
	printf -- '---\nschema: qms/procedure/1\nadopts: so/P-01@1.1\n'
	printf 'legal_basis: [19/2014/QĐ-TTg]\n---\n'
} >"$root/agencies/xa-a/documents/P-02.md"
git_ add agencies
git_ commit -qm "Áp dụng"
as "secretary xã" secretary@xa.example.gov.vn
given --agency xa-a submit P-01 P-02
as "reviewer xã" reviewer@xa.example.gov.vn
given --agency xa-a review P-01 P-02
as "secretary xã" secretary@xa.example.gov.vn
given --agency xa-a issue --decision 9/QĐ-UBND --file "$world/QD.pdf" P-01 P-02
lan
on 2026-10-01
given --agency so law add 905/2026/NĐ-CP --title "Mới hơn" --date 2026-09-30 \
	--effective 2026-12-01 --replaces $new --source "Công báo"
run --json law impact 905/2026/NĐ-CP
json '[.rows[] | .agency + "/" + .id] == ["so/P-01", "xa-a/P-01"] and
	every(.rows[]; .due == "2027-03-01" and .verdict == "open")'
