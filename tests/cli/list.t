# SPDX-License-Identifier: MIT
# list: what there is, of which kind, in which state, on which day.
. "${0%/*}/lib.sh"
new_system

it "without a kind it lists documents and records, no data"
run --json list
status 0
json '.schema == "qms/list/1"'
json '[.rows[].kind] | unique ==
	["form", "objectives", "policy", "procedure", "quality-model"]
	or (index("procedure") != null and index("rule") == null)'

it "with kinds it lists those, data too"
run --json list policy procedure
json '[.rows[].kind] | unique == ["policy", "procedure"]'
run --json list rule
json '[.rows[].id] | index("C-01") != null'

it "rows are in the order of kinds and ids, QT-02 before QT-10"
run --json list procedure
json '[.rows[].id] as $ids | ($ids | index("QT-02")) <
	($ids | index("QT-10"))'

it "--state picks a state"
given submit QT-01 QT-03
run --json list --state in-review
json '[.rows[].id] == ["QT-01", "QT-03"]'

it "the table has words, JSON has ids"
run list --state in-review
out "đang soát xét"
run --lang en list --state in-review
out "in review"

it "columns are aligned, by what a terminal shows"
run list policy objectives
out_is <<E
Mã    Tên                    Loại                   Trạng thái
MTCL  Mục tiêu chất lượng    mục tiêu chất lượng    dự thảo
CSCL  Chính sách chất lượng  chính sách chất lượng  dự thảo
E
run list procedure
sed 's/  *$//' "$world/out" | cmp -s - "$world/out" ||
	complain "blanks at the end of a line"

it "with nothing to show it says how to begin, on standard error"
run list audit
status 0
out_lines 0
err "qms new"

it "--as-of shows the list of that day, --known now adds what came late"
on 2026-02-10
issued QT-05
lan
on 2026-03-10
given new procedure --title "Mới"
run --json --as-of 2026-02-10 list procedure
json '[.rows[].id] | index("QT-13") == null'
json '.rows[] | select(.id == "QT-05") | .version == "1.0"'
run --json --as-of 2026-02-09 list procedure
json '.rows[] | select(.id == "QT-05") | .version == "" and
	.state == "draft"'
run --json list procedure
json '[.rows[].id] | index("QT-13") != null'

it "--known takes a day and a commit too"
tip=$(git_ rev-parse HEAD~1)
run --json --known 2026-02-10 list procedure
status 0
json '[.rows[].id] | index("QT-13") == null'
run --json --known "$tip" list procedure
status 0
json '[.rows[].id] | index("QT-13") == null'
run --known nosuch list
status 6

it "before the system was made there was nothing: exit status 6"
run --as-of 2026-01-04 list
status 6
err "[QMS-U028]"

it "a kind that is not there is told with those that are: exit status 6"
run list nosuch
status 6
err "procedure"

it "an agency that is not there: exit status 6"
run --agency nosuch list
status 6
err "[QMS-U053]"

it "with two agencies one must be meant, or all"
given agency add xa-a --name "UBND xã A" --kind UBND_XA
run list
status 2
err "so, xa-a"
"$qms" -C "$root/agencies/xa-a" list >"$world/out" 2>"$world/err"
code=$?
status 0
out_lines 0
run --json list --all procedure
json '[.rows[].agency] | unique == ["so"]'
run --json --agency so list policy
json '.rows | length == 1'
