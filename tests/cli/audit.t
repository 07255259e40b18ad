# SPDX-License-Identifier: MIT
# audit: the programme of a year, plans, checklists, minutes.
. "${0%/*}/lib.sh"
new_system
# three units, auditors of two of them, with training
sed -i 's/^  - {id: van-phong.*/&\n  - {id: ke-hoach, name: Phòng Kế hoạch}\n  - {id: thanh-tra, name: Thanh tra}/' \
	"$root/agencies/so/agency.md"
git_ commit -qam "Thêm phòng"
given person office lan --office secretary --unit van-phong
given person add khanh --name "Lý Khánh" --email khanh@so.example.gov.vn \
	--office auditor --unit ke-hoach
for person in thu khanh hung; do
	given new training --title "Đánh giá viên nội bộ" --id "DT-$person" \
		--set provider="Chi cục TĐC" --set topic=internal-audit
	given table "DT-$person" attendees set 1 "person=$person" result=đạt
	given act "DT-$person" hold
done
given edit QT-02 --set unit=ke-hoach
given edit QT-05 --set unit=van-phong
issued QT-02 QT-05 QT-01
lan
row() { jq -r ".rows[] | select(.unit == \"$1\") | $2" "$world/out"; }

it "proposes a row a unit, with procedures, a month, an auditor, and why"
on 2026-02-01
run --json audit programme 2026
status 0
is "$(jq -r '.schema, .id, (.rows | length)' "$world/out" | tr '\n' ' ')" \
	"qms/audit-programme-view/1  3 "
is "$(row ke-hoach .month)" 3
ok test "$(row ke-hoach '.reasons.never')" = 1
row ke-hoach .subject >"$world/subject"
ok grep -q '^QT-02 (' "$world/subject"
row van-phong .subject >"$world/subject"
ok grep -q '^QT-01, QT-05 (4.3, ' "$world/subject"
is "$(row ke-hoach '.auditors[]')" thu
run --lang en audit programme 2026
out "never audited"
err "a proposal"

it "an auditor of the unit is not proposed for it; where there is nobody, it says so"
lan; given person end thu --to 2026-01-31
run --json audit programme 2026 --months 3,9
status 1
is "$(row ke-hoach '.auditors | length')" 0
is "$(row van-phong '.auditors[]')" khanh
ok jq -e '.gaps[] | select(.gap == "no-auditor" and .subject == "ke-hoach")' \
	"$world/out"
given person office thu --office auditor --from 2026-02-01

it "months are those that are given, in order"
run --json audit programme 2026 --months 4,10
is "$(jq -r '[.rows[].month] | join(" ")' "$world/out")" "4 4 10"
run audit programme 2026 --months 10,4
status 2
run audit programme 2026 --months 13
status 2
run audit programme năm
status 2
err "[QMS-U025]"

it "--write records it, and then it is what the record says"
run audit programme 2026 --write
status 0
run check
status 0
run --json audit chương-trình 2026
status 0
is "$(jq -r .id "$world/out")" CTDG-2026-01
run list audit-programme
out CTDG-2026-01
run --json --as-of 2026-01-31 audit programme 2026
is "$(jq -r .id "$world/out")" ""

it "a unit or a procedure that is left out is told, by check too"
given table CTDG-2026-01 schedule remove 2
run --json audit programme 2026
status 1
gap=$(jq -r '.gaps[] | select(.gap == "unit") | .subject' "$world/out")
ok test -n "$gap"
run check
out "warning[QMS-A-10]"
out "$gap"
given edit QT-03 --set unit=ke-hoach
issued QT-03
lan
run --json audit programme 2026
ok jq -e '.gaps[] | select(.gap == "document" and .subject == "QT-03")' \
	"$world/out"

it "a month that is over without an audit is told, by check too"
on 2026-06-01
run --json audit programme 2026
ok jq -e '.gaps[] | select(.gap == "month-over")' "$world/out"
run check
out "warning[QMS-A-11]"
on 2026-02-02

# ---- plans ----

it "whoever may not audit it is refused with the reason, and nothing is written"
before=$(git_ rev-parse HEAD)
run audit plan 2026-01 --unit ke-hoach --auditor khanh
status 7
err "[QMS-not-own-unit]"
err "khanh"
run audit plan 2026-01 --unit ke-hoach --auditor minh
status 7
err "[QMS-auditor-trained]"
run audit plan 2026-01 --unit thanh-tra --document QT-02 --auditor hung
status 7
err "[QMS-not-own-document]"
run audit plan 2026-01 --unit ke-hoach --auditor "Nguyễn Không Có"
status 6
err "[QMS-U111]"
is "$(git_ rev-parse HEAD)" "$before"

it "plans an audit from the programme: who, what, when"
run audit plan 2026-01 --unit ke-hoach --unit van-phong --auditor "Lý Khánh" \
	--auditor thu --date 2026-03-10
status 0
out "13h30"
run check
no_out audit/DG-2026-01
run --json audit plan 2026-01
is "$(jq -r '.rows[] | select(.unit == "ke-hoach") | .auditor' "$world/out")" thu
is "$(jq -r '.rows[] | select(.unit == "van-phong") | .auditor' "$world/out")" \
	khanh
run show --raw DG-2026-01
out "programme: CTDG-2026-01"
out "first_day: 2026-03-10"

it "a plan that was changed by hand is refused, whoever looks at it"
sed -i 's/| thu \(.*\)|$/| khanh |/' "$root/agencies/so/records/2026/audit/DG-2026-01.md"
git_ commit -qam "Sửa tay"
for word in plan prepare; do
	run audit $word 2026-01
	status 7
	err "[QMS-not-own-unit]"
done
git_ revert --no-edit HEAD >/dev/null

# ---- checklists ----

it "two units get different lists; each line names clause, issued text, step"
run --json audit prepare 2026-01
status 0
cp "$world/out" "$world/list"
ok jq -e '.rows[] | select(.unit == "ke-hoach" and .document == "QT-02@1.0" and
	.step == "1" and .clause != "" and .auditor == "thu")' "$world/list"
ok jq -e '.rows[] | select(.unit == "van-phong" and .document == "QT-05@1.0")' \
	"$world/list"
fails jq -e '.rows[] | select(.unit == "van-phong" and .type == "step" and
	.document == "QT-02@1.0")' \
	"$world/list"
run --json audit prepare 2026-01 --unit ke-hoach
fails jq -e '.rows[] | select(.unit != "ke-hoach")' "$world/out"

it "it covers every clause, every procedure and every step in scope"
for clause in $(sed -n 's/^clauses: \[\(.*\)\]/\1/p' \
	"$root/agencies/so/records/2026/audit/DG-2026-01.md" | tr -d ',"'); do
	ok jq -e --arg c "$clause" '.rows[] | select(.clause == $c or
		(.clause | startswith($c + ".")))' "$world/list"
done
for id in QT-01 QT-02 QT-05; do
	steps=$(sed -n '/^## Trình tự/,/^## /p' \
		"$root/agencies/so/issued/$id/1.0/text.md" | grep -c '^| [0-9]')
	is "$(jq --arg d "$id@1.0" '[.rows[] | select(.document == $d and
		.type == "step")] | length' "$world/list")" "$steps"
done

it "it is of the issued text, whatever the draft says by now"
sed -i '0,/^| 1 | [^|]*|/s//| 1 | Việc mới |/' \
	"$root/agencies/so/documents/QT-02.md"
git_ commit -qam "Dự thảo mới"
run --json audit prepare 2026-01
ok cmp "$world/out" "$world/list"

it "paper: Markdown and HTML that needs nothing else; CSV for a spreadsheet"
run audit prepare 2026-01 --format markdown
out "## Phòng Kế hoạch"
run audit prepare 2026-01 --format html
out "<!doctype html>"
out "<table>"
no_out "<script"
run audit prepare 2026-01 --format pdf
status 2
run --csv audit prepare 2026-01
status 0
is "$(head -n 1 "$world/out" | tr -d '\r' | cut -c1-4)" unit

it "what was found before is in the next checklist, with its actions"
on 2026-03-10
thu
given act DG-2026-01 open
given new finding --title "Chưa xem xét bối cảnh" --id 2026-01-PTT-01 \
	--set audit=DG-2026-01 --set grade=KPH-nhe --set clause=4.1 \
	--set document=QT-02@1.0 --set unit=ke-hoach --set auditor=thu \
	--set day=2026-03-10
given new action --title "Xem xét" --id KP-2026-01 \
	--set finding=2026-01-PTT-01 --set unit=ke-hoach --set owner=khanh \
	--set due=2026-05-01
lan
given audit plan 2026-02 --unit ke-hoach --auditor thu --date 2026-09-10
run --json audit prepare 2026-02
is "$(jq -r '.rows[0] | .type, .clause, .document, .sample, .earlier' \
	"$world/out" | tr '\n' '|')" \
	"earlier|4.1|QT-02@1.0|KP-2026-01 opened|2026-01-PTT-01 (open)|"

it "an audit that is not there: exit status 6"
run audit prepare 2026-77
status 6
run audit report 2026-77
status 6
run audit prepare
status 2
run audit nosuch
status 2

# ---- minutes ----

it "minutes to sign, then the report with its conclusion"
run audit report 2026-01
status 0
out "# Biên bản đánh giá nội bộ DG-2026-01"
out "2026-01-PTT-01"
out "4.1; QT-02@1.0"
thu
given act DG-2026-01 report --set conclusion=conforms-with-findings
run audit report 2026-01 --format html
out "Báo cáo đánh giá nội bộ"
out "phù hợp, còn điểm phải khắc phục"
run --json --lang en audit báo-cáo DG-2026-01
ok jq -e '.conclusion == "conforms-with-findings" and
	.findings[0].id == "2026-01-PTT-01"' "$world/out"

it "markup in a title stays words on paper"
given edit 2026-01-PTT-01 --set 'title=<b>x</b> | [y](javascript:z) *w*'
run audit report 2026-01 --format html
out "&lt;b&gt;x&lt;/b&gt; | [y](javascript:z) *w*"
