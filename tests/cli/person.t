# SPDX-License-Identifier: MIT
# person: who is who, and who holds which office from when to when.
. "${0%/*}/lib.sh"
new_system

it "a person is added with an office and a trust statement, in one commit"
before=$(git_ rev-list --count HEAD)
run person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong --from 2026-01-01
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
run check
status 0
run --json person list
json '.schema == "qms/persons/1" and (.rows[] |
	select(.person == "ha") | .name == "Đỗ Thu Hà" and
	.office == "unit-head" and .unit == "van-phong" and
	.from == "2026-01-01")'

it "an office is an id, and nothing that breaks the list"
for office in 'Trưởng phòng' '"><script>' '' '../x'; do
	run person add xau --name "Người" --office "$office"
	status 2
	err "“$office”"
done
is "$(git_ status --porcelain)" ""

it "the table has offices in words, in both languages"
run person list
out "trưởng đơn vị"
run --lang en person list
out "head of unit"

it "another office, and the end of one; nothing is removed"
run person office ha --office auditor --from 2026-01-05
status 0
run person end ha --office unit-head --to 2026-01-31
status 0
on 2026-02-10
run --json person list
json '[.rows[] | select(.person == "ha") | .office] == ["auditor"]'
run --json --as-of 2026-01-31 --known now person list
status 0
json '[.rows[] | select(.person == "ha") | .office] | sort ==
	["auditor", "unit-head"]'
ok grep -q unit-head "$root/agencies/so/people.yaml"

it "without --office all offices end"
run person end ha --to 2026-02-10
status 0
on 2026-02-11
run --json person list
json '[.rows[] | select(.person == "ha")] == []'

it "people.yaml keeps comments and what is not known"
sed -i '1a # giữ dòng này' "$root/agencies/so/people.yaml"
git_ commit -qam "Ghi chú"
given trust --update
run person add an --name "Lý An" --email an@so.example.gov.vn
status 0
ok grep -qx "# giữ dòng này" "$root/agencies/so/people.yaml"

it "several addresses"
run person add binh --name "Hồ Bình" --email a@so.example.gov.vn \
	--email b@so.example.gov.vn --office reviewer
status 0
as "Hồ Bình" B@so.example.gov.vn
run tasks
status 0
lan

it "an id that is taken: exit status 7; one that is not there: exit status 7"
run person add an --name "Khác"
status 7
err "[QMS-U017]"
run person office nosuch --office head
status 7
err "[QMS-U012]"
run person end nosuch --to 2026-02-11
status 7

it "what must be given is asked for: exit status 2"
run person add cuong
status 2
err "--name"
run person office an
status 2
err "--office"
run person end an
status 2
err "--to"
run person frobnicate an
status 2

it "an id has small letters without marks"
for id in "Lý" "a b" ../x ""; do
	run person add "$id" --name X
	[ "$code" -ne 0 ] || complain "\"$id\" was taken"
done

it "an address that is none is refused, nothing is written"
before=$(git_ rev-parse HEAD)
run person add dung --name "Mai Dung" --email "không phải thư"
[ "$code" -ne 0 ] || complain "it was taken"
is "$(git_ rev-parse HEAD)" "$before"

it "an office that ends before it begins is refused"
run person add em --name "Vũ Em" --email em@so.example.gov.vn --office head \
	--from 2026-02-10 --to 2026-02-01
status 1
err "[QMS-S092]"
run person end hung --office reviewer --to 04/01/2026
status 1
err "(04/01/2026)"
err "(05/01/2026)"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""
