# SPDX-License-Identifier: MIT
# new gives a file of a kind, with the next number, in one commit.
. "${0%/*}/lib.sh"
new_system

it "new prints the next free number and makes one commit"
before=$(git_ rev-list --count HEAD)
run new procedure --title "Kiểm soát thiết bị đo"
status 0
out_is <<E
QT-13
E
is "$(git_ rev-list --count HEAD)" $((before + 1))
is "$(git_ status --porcelain)" ""

it "the new file passes check and is in the list as a draft"
run check
status 0
run --json list procedure
json '.rows[] | select(.id == "QT-13") |
	.title == "Kiểm soát thiết bị đo" and .state == "draft"'

it "a number is never given twice, even when its document was removed"
git_ rm -q agencies/so/documents/QT-13.md
git_ commit -q -m "Bỏ QT-13"
run new procedure --title "Khác"
status 0
out "QT-14"

it "records have the year in path and number"
run new audit --title "Đánh giá nội bộ năm 2026"
status 0
out "DG-2026-01"
[ -f "$root/agencies/so/records/2026/audit/DG-2026-01.md" ] ||
	complain "not where it belongs"
run new audit --title "Đánh giá năm 2025" --date 2025-06-30
out "DG-2025-01"

it "every kind with a starter text gives a file without errors"
for kind in policy procedure form objectives audit finding action \
	management-review training declaration; do
	run new $kind --title "Thử: $kind" --id "TH-$kind"
	status 0
done
run --json check
json '[.problems[] | select(.path | contains("TH-"))
	| select(.code | test("D050|D051|D061|D063|D069"))] | length == 0'

it "--id is taken as it is, once"
run new procedure --title X --id QT-50
status 0
out "QT-50"
run new procedure --title X --id QT-50
status 7
err "[QMS-U017]"
run new procedure --title X --id qt-50
[ "$code" -ne 0 ] || complain "an id that differs in case was taken"

it "ids that are no file names are refused"
for id in ../X .x -x "a b" "a/b" con "QT-01." ""; do
	run new procedure --title X "--id=$id"
	[ "$code" -ne 0 ] || complain "\"$id\" was taken"
done

it "--set sets keys, --from takes a text"
printf '## Mục đích\n\nQuy định việc tiếp công dân.\n' >"$world/text.md"
run new procedure --title "Tiếp công dân" --from "$world/text.md" \
	--set role=internal --set "clauses=" --id QT-60
status 0
run show --raw QT-60
out "title: Tiếp công dân"
out "Quy định việc tiếp công dân."
no_out "Quy định trình tự"

it "a title with signs of YAML keeps them"
run new procedure --title "Quy trình: \"A\" & #1 – [thử]" --id QT-61
status 0
run --json show QT-61
is "$(jq -r .title "$world/out")" "Quy trình: \"A\" & #1 – [thử]"

it "a kind that is not there is told with those that are: exit status 6"
run --lang en new nosuch --title X
status 6
err "procedure"

it "who is no person of the agency cannot: exit status 7, nothing written"
before=$(git_ rev-parse HEAD)
as "Người Lạ" la@example.com
run new procedure --title X
status 7
err "[QMS-U012]"
is "$(git_ rev-parse HEAD)" "$before"
lan

it "the editor is not opened without a terminal"
EDITOR=false
export EDITOR
run new procedure --title X
status 0
unset EDITOR

# a kind, a rule and an obligation that the program has never heard of
cat >"$root/kinds/equipment.yaml" <<'E'
schema: qms/kind/1
id: equipment
name: {vi: thiết bị đo, en: measuring equipment}
class: record
format: markdown
visibility: internal
path: agencies/{agency}/records/{year}/equipment/{id}.md
number: TB-{year}-{nn}
keys:
  title: {type: text, need: yes, column: yes, name: {vi: tên, en: title}}
  due:   {type: date, need: yes, column: yes, name: {vi: hạn, en: due}}
sections: [Tình trạng]
first: planned
final: [done]
tasks: [calibrate]
acts:
  - [planned, calibrate, done, secretary, []]
states:
  planned: {vi: chờ hiệu chuẩn, en: planned}
  done:    {vi: đã hiệu chuẩn, en: done}
act_names:
  calibrate: {vi: hiệu chuẩn, en: calibrate}
starter: |
  ---
  schema: qms/equipment/1
  title: {title}
  due: {day}
  ---

  ## Tình trạng

  Còn dùng được.
E
cat >"$root/rules/T-01.md" <<'E'
---
schema: qms/rule/1
id: T-01
use: obligation
basis: "Luật Đo lường"
confirmed: no
applies: [all]
title: {vi: "Hiệu chuẩn thiết bị đo", en: "Equipment is calibrated"}
---

```sql
SELECT e.agency, e.id AS period, e.due, e.closed AS done, e.path AS evidence
  FROM equipment AS e JOIN obliged AS o ON o.agency = e.agency
 WHERE o.rule = 'T-01'
```
E
cat >"$root/rules/T-02.md" <<'E'
---
schema: qms/rule/1
id: T-02
use: problem
basis: "Luật Đo lường"
confirmed: no
severity: error
title: {vi: "Hạn hiệu chuẩn không quá 2030", en: "No deadline after 2030"}
message: {vi: "{1}: hạn {2} quá xa", en: "{1}: {2} is too far"}
help: {vi: "Ghi hạn gần hơn.", en: "Write an earlier day."}
---

```sql
SELECT e.path, 'due' AS key, e.id, e.due FROM equipment AS e
 WHERE e.due > '2030-12-31'
```
E
git_ add -A
git_ commit -q -m "Thêm thiết bị đo"
given trust --update

it "a kind that was added without C is there for new"
run new equipment --title "Cân phân tích" --set due=2026-02-01
status 0
out_is <<E
TB-2026-01
E

it "… for list, show and the tasks"
run list equipment
out "chờ hiệu chuẩn"
run --lang en list equipment
out "planned"
run show TB-2026-01
out "Loại: thiết bị đo"
run --json tasks
json '.rows[] | select(.id == "TB-2026-01") |
	.act == "calibrate"'

it "… for check: its keys, sections and the rule on it"
run edit TB-2026-01 --set due=2031-02-01
run check
status 1
out "TB-2026-01.md:4:"
out "[QMS-T-02]"
out "TB-2026-01: hạn 01/02/2031 quá xa"
out "  help: Ghi hạn gần hơn."
run edit TB-2026-01 --set due=x
run check
status 1
out "[QMS-D080]"
run edit TB-2026-01 --set due=2026-02-01

it "… for status and due: the obligation on it"
run --json status
json '.rows[] | select(.rule == "T-01") |
	.period == "TB-2026-01" and .verdict == "due-soon" and .days == 27'
run due --within 27d
out "Hiệu chuẩn thiết bị đo"
run act TB-2026-01 calibrate
status 0
run --json status
json '.rows[] | select(.rule == "T-01") | .verdict == "met" and
	.done == "2026-01-05"'

it "… for search and the schema"
run search can phan tich
out "TB-2026-01"
run export xsd equipment
status 0
out 'xml:lang="vi">thiết bị đo<'
ok xmllint --noout "$world/out"
