# SPDX-License-Identifier: MIT
# Mergers: who holds what an agency left open or in force, from which day; who
# may act on it; and that past days still show the agency itself.
. "${0%/*}/lib.sh"
new_system
ha() { as "Đỗ Thu Hà" ha@so.example.gov.vn; }		# head of van-phong
binh() { as "Lý Bình" binh@moi.example.gov.vn; }	# of the successor
khoa() { as "Mai Khoa" khoa@moi.example.gov.vn; }
given person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong
issued QT-01 CSCL
thu
given finding add --source complaint --unit van-phong --grade KPH-nang \
	--clause 8.5.1 --title "Giấy hẹn thiếu chữ ký"
ha; given act 2026-PTT-01 confirm
thu; given action open 2026-PTT-01 --owner ha --due 2026-03-20
given finding add --source complaint --unit van-phong --grade KPH-nhe \
	--clause 8.5.1 --title "Đã xong"
thu; given act 2026-PTT-02 retract --comment "ghi nhầm"
lan
given agency add moi --name "Sở mới" --kind CQCM_TINH --from 2020-01-01
given --agency moi person add binh --name "Lý Bình" \
	--email binh@moi.example.gov.vn --office unit-head --unit van-phong
given --agency moi person add khoa --name "Mai Khoa" \
	--email khoa@moi.example.gov.vn --office head
given agency add xa-a --name "Xã A" --kind UBND_XA --from 2020-01-01
given agency add xa-b --name "Xã B" --kind UBND_XA --from 2020-01-01

it "nothing is held before somebody ended"
run --json agency held
status 0
json '.schema == "qms/held/1" and .rows == []'
given agency end so --to 2026-02-28 --successor moi
run --json agency held
json '.rows == []'
run --json --agency so action list
json '[.rows[].id] == ["KP-2026-01"]'

it "on the last day the predecessor holds its actions and documents, the day after the successor"
run --json --as-of 2026-02-28 --known now agency held
json '.rows == []'
run --json --as-of 2026-02-28 --known now --agency so action list
json '[.rows[] | [.id, .taken_over_from]] == [["KP-2026-01", ""]]'
run --json --as-of 2026-02-28 --known now --agency moi action list
json '.rows == []'
on 2026-03-01
run --json agency held moi
json '[.rows[].id] == ["2026-PTT-01", "KP-2026-01", "CSCL", "QT-01"] or
	([.rows[].id] | sort) == ["2026-PTT-01", "CSCL", "KP-2026-01", "QT-01"]'
json '.rows[] | .of_agency == "so" and .agency == "moi" and
	.since == "2026-03-01"'
json '.rows[] | select(.id == "QT-01") | .version == "1.0" and
	.path == "agencies/so/documents/QT-01.md"'
run --json --agency moi action list
json '[.rows[] | [.id, .taken_over_from, .due]] ==
	[["so/KP-2026-01", "so", "2026-03-20"]]'
run --json --agency so action list
json '.rows == []'

it "past days still show the predecessor"
run --json --as-of 2026-02-28 --known now --agency so action list
json '[.rows[].id] == ["KP-2026-01"]'
run --json --as-of 2026-02-28 --known now --agency so status
json '[.rows[] | select(.rule == "A-01") | [.agency, .period, .verdict]] ==
	[["so", "KP-2026-01", "due-soon"]]'

it "list of the successor has the documents and open records behind its own, and whose they are"
run --json --agency moi list
json '[.rows[] | select(.held_by == "moi") | .agency + "/" + .id] | sort ==
	["so/2026-PTT-01", "so/CSCL", "so/KP-2026-01", "so/QT-01"]'
run --json --agency moi list action
json '[.rows[].id] == ["KP-2026-01"]'
run --json --agency so list procedure
json '.rows[] | select(.id == "QT-01") | .held_by == "moi"'
run --agency moi action list
out "Tiếp nhận từ"

it "deadlines pass over: due and status of the successor, and no longer of the predecessor"
run --json --agency moi status
json '.rows[] | select(.rule == "A-01") | .period == "so/KP-2026-01" and
	.due == "2026-03-20" and .verdict == "due-soon"'
json '.rows[] | select(.rule == "D-21" and (.period | startswith("so/"))) |
	.period == "so/QT-01"'
run --json --agency moi due --within 30d
json '.rows[] | select(.rule == "A-01") | .agency == "moi"'
run --json --agency so status so
json '[.rows[] | select(.rule == "A-01")] == []'
on 2026-03-21
run --json --agency moi status
status 1
json '.rows[] | select(.rule == "A-01") | .verdict == "overdue"'
on 2026-03-02

it "a nonconformity that was taken over stands in the way of the successor's declaration"
mkdir -p "$root/agencies/moi/records/2026/declaration"
cat >"$root/agencies/moi/records/2026/declaration/CB-2026-01.md" <<'E'
---
schema: qms/declaration/1
title: Công bố hệ thống quản lý chất lượng
type: first
standard: TCVN ISO 9001:2015
audit: DG-2026-01
review: XX-2026-01
effectiveness: 2026-03-01
fields: [Chung]
---

## Phạm vi công bố

Toàn bộ thủ tục hành chính.
E
git_ add -A; git_ commit -qm "Dự thảo công bố"
khoa
run --agency moi declare --check
out "declare-findings"
out "so/2026-PTT-01"
run --agency moi --as-of 2026-02-28 --known now declare --check
no_out "so/2026-PTT-01"

it "the pages of both say what passed over, each with the other; in the public edition no internal record"
make_site
page=agencies/moi/index.html
has "Tiếp nhận từ cơ quan trước khi sắp xếp"
has "KP-2026-01"
has "QT-01"
page=agencies/so/index.html
has "Hồ sơ, tài liệu do cơ quan khác tiếp nhận"
has "moi/index.html"
run site --public --output "$world/public"
status 0
grep -q 'QT-01' "$world/public/agencies/moi/index.html" ||
	complain "no document in the public edition"
! grep -q "Giấy hẹn thiếu" "$world/public/agencies/moi/index.html" ||
	complain "an action in the public edition"
run --as-of 2026-02-28 --known now site --output "$world/earlier"
! grep -q 'KP-2026-01' "$world/earlier/agencies/moi/index.html" ||
	complain "the successor has it the day before"

it "who may act is entered among the people of the predecessor, from the day of the merger"
binh
run --agency so act KP-2026-01 confirm
[ "$code" -ne 0 ] || complain "somebody else acted"
lan
given --agency so person add binh --name "Lý Bình" \
	--email binh@moi.example.gov.vn --office unit-head --unit van-phong \
	--from 2026-03-01
binh
run --json --agency moi tasks
json '.rows[] | select(.id == "KP-2026-01") | .agency == "so"'
command=$(jq -r '.rows[] | select(.id == "KP-2026-01") | .command' \
	"$world/out")
case $command in
*so/KP-2026-01* | *"--agency so"*) ;;
*) complain "$command";;
esac
run --agency so act KP-2026-01 confirm
status 0
run --json --agency moi action list
json '[.rows[] | [.id, .state]] == [["so/KP-2026-01", "confirmed"]]'
lan

it "a successor that ends too passes on what it held; one that never was named is nobody"
given agency end moi --to 2026-03-31 --successor xa-a
on 2026-04-01
run --json agency held
json '.rows[] | select(.of_agency == "so") | .agency == "xa-a" and
	.since == "2026-04-01"'
run --json --as-of 2026-03-31 --known now agency held
json '.rows[] | .agency == "moi" and .since == "2026-03-01"'
given agency end xa-a --to 2026-04-30
on 2026-05-01
run --json agency held
json '.rows[] | select(.of_agency == "so") | .agency == ""'
run check
out "QMS-SUC-01"
run agency held
out "chưa có"
on 2026-04-02

it "one that is named by a single successor as predecessor is held by that"
sed -i '/^successor:/d' "$root/agencies/so/agency.md"
sed -i 's/^from: .*/&\npredecessor: [so]/' "$root/agencies/xa-b/agency.md"
git_ commit -qam "Chỉ ghi ở cơ quan kế thừa"
run --json agency held
json '.rows[] | select(.of_agency == "so") | .agency == "xa-b"'

it "one that several succeed is held by nobody, but for what is handed over by name"
sed -i 's/^from: .*/&\npredecessor: [so]/' "$root/agencies/xa-a/agency.md"
sed -i 's/^to: .*//' "$root/agencies/xa-a/agency.md"
git_ commit -qam "Hai cơ quan kế thừa"
run --json agency held
json '.rows[] | select(.of_agency == "so") | .agency == ""'
sed -i 's/^to: .*/&\nhandover:\n  - {object: KP-2026-01, to: xa-b}\n  - {object: QT-01, to: xa-a}/' \
	"$root/agencies/so/agency.md"
git_ commit -qam "Bàn giao riêng"
run --json agency held
json '[.rows[] | select(.of_agency == "so") | [.id, .agency]] | sort ==
	[["2026-PTT-01", ""], ["CSCL", ""], ["KP-2026-01", "xa-b"],
	["QT-01", "xa-a"]]'
run --json --agency xa-b action list
json '[.rows[].id] == ["so/KP-2026-01"]'
run check
out "còn 1 hồ sơ chưa xong và 1 tài liệu còn hiệu lực"

it "two that name each other end in nobody, not in a loop"
sed -i '/^handover:/,/^  - {object: QT/d' "$root/agencies/so/agency.md"
sed -i 's/^to: .*/&\nsuccessor: moi/' "$root/agencies/so/agency.md"
sed -i 's/^successor: .*/successor: so/' "$root/agencies/moi/agency.md"
git_ commit -qam "Vòng tròn"
run --json agency held
status 0
json '.rows[] | select(.of_agency == "so") | .agency == ""'
