# SPDX-License-Identifier: MIT
# trust: numbered statements over settings, people, kinds, rules and law.
. "${0%/*}/lib.sh"
new_system

it "number 0 of the system is its root; people have their own chain"
run --json trust
status 0
json '.schema == "qms/trust/1" and
	[.rows[] | select(.agency == "")] == [.rows[0]] and
	([.rows[] | select(.agency == "so") | .number] == ["0","1","2","3"])'
hash=$(jq -r '.rows[0].sha256' "$world/out")
is "$(sha256sum <"$(ls "$root"/trust/0-trust-lan-*.yaml)" | cut -c 1-64)" \
	"$hash"

it "it names every member with its SHA-256"
for path in qms.yaml kinds/procedure.yaml rules/C-01.md law/holidays.csv; do
	sum=$(sha256sum <"$root/$path" | cut -c 1-64)
	grep -q "$sum" "$root"/trust/0-*.yaml || complain "$path is not named"
done

it "the table tells the root, in words"
run trust
out "(toàn hệ thống)"
err "gốc tin cậy: SHA256:$hash"

it "with nothing changed --update writes nothing"
before=$(git_ rev-parse HEAD)
run trust --update
status 0
err "không có gì thay đổi"
is "$(git_ rev-parse HEAD)" "$before"

it "a change by hand is a warning until it is stated"
sed -i 's/^due_soon: .*/due_soon: 60/' "$root/qms.yaml"
run check
status 0
out "warning[QMS-S028]"
run trust --update -m "Báo trước 60 ngày"
status 0
run check
out_lines 0
is "$(git_ status --porcelain)" ""
run --json trust
json '[.rows[] | select(.agency == "") | .number] == ["0", "1"]'

it "a change that git committed is stated as well"
sed -i 's/^due_soon: .*/due_soon: 30/' "$root/qms.yaml"
git_ commit -qam "Cài đặt"
run trust --update
status 0
run check
out_lines 0

it "a file that was removed is stated as removed"
git_ rm -q rules/A-01.md
run trust --update
status 0
run check
status 0
! grep -q A-01 "$(ls "$root"/trust/3-trust-*.yaml)" ||
	complain "A-01 is still a member"

it "acts before a change stay judged by what held then"
issued QT-01
lan
given person end minh --to 2026-01-05
on 2026-02-01
run --json list procedure
json '.rows[] | select(.id == "QT-01") | .version == "1.0"'
run verify
status 0

it "who is no person of the system cannot: exit status 7"
as "Người Lạ" la@example.com
sed -i 's/^due_soon: .*/due_soon: 10/' "$root/qms.yaml"
run trust --update
status 7
