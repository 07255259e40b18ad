# SPDX-License-Identifier: MIT
# A kind, a rule, an obligation and a model are data: a system that gets them as
# files has them in every command, in the index and on the site.
. "${0%/*}/lib.sh"
new_system

cat >"$root/kinds/vehicle.yaml" <<'E'
schema: qms/kind/1
id: vehicle
name: {vi: xe công vụ, en: official car}
class: record
format: markdown
visibility: internal
path: agencies/{agency}/records/{year}/vehicle/{id}.md
number: XE-{year}-{nn}
keys:
  title:     {type: text, need: yes, column: yes, name: {vi: tên, en: title}}
  inspected: {type: date, column: yes, name: {vi: ngày đăng kiểm, en: inspected}}
  plate:     {type: text, need: yes, column: yes, pattern: '[0-9]{2}[A-Z]-[0-9]{3}\.[0-9]{2}', name: {vi: biển số, en: plate}}
sections: [Tình trạng]
first: in-use
final: [sold]
tasks: [sell]
acts:
  - [in-use, sell, sold, secretary, []]
states: {in-use: {vi: đang dùng, en: in use}, sold: {vi: đã thanh lý, en: sold}}
act_names: {sell: {vi: thanh lý, en: sell}}
starter: |
  ---
  schema: qms/vehicle/1
  title: {title}
  plate: 80A-123.45
  ---

  ## Tình trạng

  Hoạt động bình thường.
E
cat >"$root/rules/X-01.md" <<'E'
---
schema: qms/rule/1
id: X-01
use: problem
basis: "quy chế quản lý xe công"
confirmed: yes
title: {vi: "Mỗi biển số một xe", en: "One car a plate"}
message: {vi: "biển số {1} đã có ở {2}", en: "the plate {1} is that of {2}"}
help: {vi: "Sửa biển số.", en: "Correct the plate."}
---

```sql
SELECT a.path, 'plate' AS key, a.plate AS a1, b.id AS a2
  FROM vehicle AS a
  JOIN vehicle AS b ON b.agency = a.agency AND b.plate = a.plate
   AND b.id < a.id
```

| day | vehicle.agency | vehicle.id | vehicle.plate | vehicle#2.agency | vehicle#2.id | vehicle#2.plate | verdict |
|---|---|---|---|---|---|---|---|
| 2026-01-05 | so | XE-1 | 80A-123.45 | so | XE-2 | 80A-123.45 | problem |
| 2026-01-05 | so | XE-1 | 80A-123.45 | so | XE-2 | 80A-123.46 | none |
E
cat >"$root/rules/X-02.md" <<'E'
---
schema: qms/rule/1
id: X-02
use: obligation
basis: "quy chế quản lý xe công"
from: 2020-01-01
confirmed: yes
applies: [all]
title: {vi: "Đăng kiểm xe mỗi 6 tháng", en: "Cars are inspected every six months"}
---

```sql
SELECT o.agency, v.id AS period, add_months(v.inspected, 6) AS due,
       NULL AS done, v.path AS evidence
  FROM obliged AS o
  JOIN vehicle AS v ON v.agency = o.agency AND v.state <> 'sold'
 WHERE o.rule = 'X-02' AND v.inspected IS NOT NULL
```

| day | vehicle.agency | vehicle.id | vehicle.inspected | vehicle.state | verdict |
|---|---|---|---|---|---|
| 2026-08-31 | so | XE-1 | 2026-02-28 | in-use | overdue |
| 2026-08-28 | so | XE-1 | 2026-02-28 | in-use | due-soon |
| 2026-03-01 | so | XE-1 | 2026-02-28 | in-use | open |
E
mkdir -p "$root/models/doi-xe/documents"
cat >"$root/models/doi-xe/model.yaml" <<'E'
schema: qms/model/1
name: Bộ tài liệu mẫu cho đội xe
edition: 2026-01-05
standard: iso9001-2015
serves: [DVSN]
source: quy chế của cơ quan
confirmed: yes
roles:
  - {role: policy, kind: policy, document: CSCL, need: yes, clauses: "5.2"}
E
sed '2,$s/^title:.*/title: Chính sách chất lượng của đội xe/' \
	"$root/agencies/so/documents/CSCL.md" \
	>"$root/models/doi-xe/documents/CSCL.md"
git_ add -A
given trust --update

it "the new files have no fault, and their examples hold"
run check
status 0
run check --rules
status 0

it "the kind is in new, list, show, tasks and export"
run new vehicle --title "Xe 7 chỗ"
status 0
out "XE-2026-01"
run new vehicle --title "Xe 16 chỗ" --set plate=80A-543.21 \
	--set inspected=2026-02-28
status 0
run list vehicle --json
is "$(jq -r '.rows[] | .id + " " + .state' "$world/out" | tr '\n' ',')" \
	"XE-2026-01 in-use,XE-2026-02 in-use,"
run show XE-2026-01
out "Hoạt động bình thường."
run tasks
out "qms act XE-2026-01 sell"
run export xsd vehicle
status 0
ok xmllint --noout "$world/out"
run search "hoat dong binh thuong"
out "XE-2026-01"

it "what is wrong with its files is told by check"
run edit XE-2026-01 --set plate=sai
run check
status 1
out "XE-2026-01.md:4:"
given edit XE-2026-01 --set plate=80A-123.45
run check
status 0

it "the rule judges them"
given edit XE-2026-01 --set plate=80A-543.21
run check
status 1
out "error[QMS-X-01]"
out "biển số 80A-543.21 đã có ở XE-2026-01"
run explain X-01
out "Mỗi biển số một xe"
given edit XE-2026-01 --set plate=80A-123.45
run check
status 0

it "the obligation is in status and due, on its day"
run status --json
is "$(jq -r '.rows[] | select(.rule == "X-02") | .period + " " + .verdict + " " + .due' \
	"$world/out")" "XE-2026-02 open 2026-08-28"
on 2026-09-01
run status --json
is "$(jq -r '.rows[] | select(.rule == "X-02") | .verdict' "$world/out")" \
	overdue
run due
out "Đăng kiểm xe mỗi 6 tháng"
given act XE-2026-02 sell
run status --json
is "$(jq -r '.rows[] | select(.rule == "X-02") | .verdict' "$world/out")" ""

it "the model makes an agency"
run agency add doi-xe --name "Đội xe" --model doi-xe
status 0
run list --agency doi-xe
out "Chính sách chất lượng của đội xe"
out_lines 2

it "the site has them all"
run site -o "$world/site"
status 0
grep -rl "XE-2026-01" "$world/site" --include=*.html >"$world/out"
out "XE-2026-01"
grep -l "80A-123.45" -r "$world/site" --include=*.html >"$world/out"
out "XE-2026-01"
grep -rl "Bộ tài liệu mẫu cho đội xe" "$world/site" --include=*.html \
	>"$world/out"
out "doi-xe"
grep -rl "Xe công vụ\|xe công vụ" "$world/site" --include=*.html >"$world/out"
out "vehicle"

it "the index holds them, made anew or grown"
run status so --json
cp "$world/out" "$world/before"
run index --rebuild
status 0
run status so --json
ok cmp "$world/before" "$world/out"
run list --agency so vehicle --json
is "$(jq '.rows | length' "$world/out")" 2
