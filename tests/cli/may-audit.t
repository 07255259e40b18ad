# SPDX-License-Identifier: MIT
# person list --may-audit: who may audit what on a day, who may not and why, by
# the guards that would refuse them.
. "${0%/*}/lib.sh"
new_system
khanh() { as "Lý Khánh" khanh@so.example.gov.vn; }
sed -i 's/^  - {id: van-phong.*/&\n  - {id: ke-hoach, name: Phòng Kế hoạch}/' \
	"$root/agencies/so/agency.md"
git_ commit -qam "Thêm phòng"
given person add khanh --name "Lý Khánh" --email khanh@so.example.gov.vn \
	--office auditor --unit ke-hoach
issued QT-03
lan

may() { jq -r '[.rows[] | select(.may == "yes") | .person] | join(" ")' \
	"$world/out"; }
why() {	# PERSON: the rules that refuse
	jq -r --arg p "$1" '.rows[] | select(.person == $p) | .rules' \
		"$world/out"
}

it "without a training nobody may; each has a line with all reasons"
run --json person list --may-audit
status 0
is "$(may)" ""
json '.schema == "qms/auditors/1" and (.rows | length == 5)'
json '[.rows[] | .rules | contains("auditor-trained")] | every(.)'
is "$(why lan)" "office,auditor-trained"
is "$(why thu)" "auditor-trained"
run person list --may-audit
out "thu chưa có kết quả đào tạo đánh giá nội bộ còn giá trị"
out "không giữ chức trách đánh giá viên; lan chưa có kết quả"
run --lang en person list --may-audit
out "does not hold the office of auditor; "

it "nothing is written by asking"
before=$(git_ rev-parse HEAD)
ok test -z "$(git_ status --porcelain)"
given new training --title "Đánh giá viên nội bộ" --id DT-1 \
	--set provider="Chi cục TĐC" --set topic=internal-audit \
	--set valid_until=2026-06-30
given table DT-1 attendees set 1 person=thu result=đạt
given table DT-1 attendees add person=khanh result=đạt
given table DT-1 attendees add person=hung "result=tham dự"
given act DT-1 hold
before=$(git_ rev-parse HEAD)
run --json person list --may-audit
is "$(may)" "khanh thu"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "of a unit: not its own people"
run --json person list --may-audit ke-hoach
is "$(may)" "thu"
is "$(why khanh)" "not-own-unit"
run --json person list --may-audit "Phòng Kế hoạch"
is "$(may)" "thu"
run --json person list --may-audit van-phong
is "$(may)" "khanh thu"

it "of a document: not those who wrote, reviewed or approved it"
thu; given edit QT-05 --set code=QT-05/TB
lan
run --json person list --may-audit QT-05
is "$(why thu)" "not-own-document"
is "$(may)" "khanh"
run --json person list --may-audit QT-03
is "$(why hung)" "office,auditor-trained,not-own-document"

it "several at once; the day decides"
run --json person list --may-audit ke-hoach QT-05
is "$(may)" ""
run --json --as-of 2026-06-30 person list --may-audit
is "$(may)" "khanh thu"
run --json --as-of 2026-07-01 person list --may-audit
is "$(may)" ""

it "of an audit: its units, documents and day; the same whom open refuses"
given new audit --title "Đánh giá" --id DG-2026-01 --set lead=thu \
	--set "units+=ke-hoach" --set "documents+=QT-03" \
	--set first_day=2026-07-02 --set last_day=2026-07-02
run --json person list --may-audit 2026-01
is "$(may)" ""
json '[.rows[].day] | unique == ["2026-07-02"]'
given edit DG-2026-01 --set first_day=2026-06-02 --set last_day=2026-06-02
run --json person list --may-audit 2026-01
is "$(may)" "thu"
given edit DG-2026-01 --set "auditors=" --set "auditors+=thu"
given table DG-2026-01 schedule set 1 unit=ke-hoach auditor=thu
thu
run act DG-2026-01 open --date 2026-01-05
status 0
lan
given new audit --title "Đánh giá 2" --id DG-2026-02 --set lead=khanh \
	--set "units+=ke-hoach" --set "auditors=" --set "auditors+=khanh"
given table DG-2026-02 schedule set 1 unit=ke-hoach auditor=khanh
run --json person list --may-audit DG-2026-02
is "$(why khanh)" not-own-unit
khanh
run act DG-2026-02 open
status 7
err "[QMS-not-own-unit]"
lan

it "what is none of these: exit status 2 or 6; the option alone goes nowhere"
run person list --may-audit DT-1
status 2
err "QMS-U160"
run person list --may-audit QT-99
status 6
run person list --may-audit "x'; DROP TABLE office; --"
status 6
run person add x --may-audit
status 2
err "QMS-U161"
run person list van-phong
status 2
run person end lan hung --to 2026-02-01
status 2

it "whom another agency lends brings the training along"
commune xa-a
lan
given --agency xa-a person add khach --name "Phạm Thị Thu" \
	--email khach@xa-a.example.gov.vn --office auditor
run --json --agency xa-a person list --may-audit
is "$(may)" ""
sed -i 's|^  - {id: khach,|  - {id: khach, home: so/thu,|' \
	"$root/agencies/xa-a/people.yaml"
given trust --update --agency xa-a
run --json --agency xa-a person list --may-audit
is "$(may)" khach
