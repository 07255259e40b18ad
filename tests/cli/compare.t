# SPDX-License-Identifier: MIT
# table --compare: the steps of a procedure against those of the internal
# procedure that was approved, or of the electronic one.
. "${0%/*}/lib.sh"
new_system
says() { jq -c '.rows[] | [.change, .row, .file_row, .column, .here, .there]' "$world/out"; }
run table QT-02 steps --csv --separator ";"
cp "$world/out" "$world/steps.csv"
run --json table QT-02 steps
cp "$world/out" "$world/steps.json"
rows=$(jq '.rows | length' "$world/steps.json")
before=$(git_ rev-parse HEAD)

it "what was exported, as CSV or JSON, is the same, and no file is touched"
run table QT-02 steps --compare "$world/steps.csv"
status 0
err "hai bảng như nhau"
run table QT-02 steps --compare "$world/steps.json"
status 0
"$qms" -C "$root" table QT-02 steps --compare - <"$world/steps.json" >"$world/out" 2>"$world/err" || complain "standard input"
is "$(git_ rev-parse HEAD)" "$before"
run table QT-02 steps --from "$world/steps.json"
status 0
is "$(git_ rev-parse HEAD)" "$before"

it "each cell that differs is told with both rows; a step put in is one difference"
jq '[.rows[] | del(.row)] | .[1].who = "Bộ phận Một cửa" |
	.[2:2] = [{step: 9, action: "Lấy ý kiến", who: "Sở Nội vụ", time: "0.5"}] |
	del(.[-1])' "$world/steps.json" >"$world/other.json"
run --json table QT-02 steps --compare "$world/other.json"
status 1
json '.schema == "qms/table-compare/1" and (.rows | length) == 3'
is "$(says | sed -n 1p | jq -r '.[0], .[1], .[2], .[3], .[5]' | tr '\n' '|')" "changed|2|2|Trách nhiệm|Bộ phận Một cửa|"
is "$(says | sed -n 2p | jq -c '[.[0], .[1], .[2], .[5]]')" '["added",0,3,"Lấy ý kiến"]'
is "$(says | sed -n 3p | jq -c '[.[0], .[1], .[2]]')" "[\"missing\",$rows,0]"
run --lang en table QT-02 steps --compare "$world/other.json"
status 1
err "3 differences"
out "only in the file"

it "other titles, fewer columns, other order; 1,0 is 1 and blanks are blanks"
jq -r '["Thời gian thực hiện", "Đơn vị thực hiện", "Mã bước"],
	(.rows[] | [(.time | if . == "" then . else sub("[.]"; ",") end), "  " + .who + " ", "x"]) | @csv' \
	"$world/steps.json" >"$world/other.csv"
run table QT-02 steps --compare "$world/other.csv"
status 0
err "không so cột: Mã bước"

it "an issued version may be compared as well"
issued QT-02
lan
run table QT-02@1.0 steps --compare "$world/steps.csv"
status 0
run table QT-02@1.0 steps --compare "$world/other.json"
status 1

it "refuses what is no such table: bad JSON, other columns, quotes, no file"
for text in '{' '[1, 2]' '{"a": 1}' '[{"x": [1]' '[[1]]' 'null'; do
	printf '%s' "$text" >"$world/x.json"
	run table QT-02 steps --compare "$world/x.json"
	status 2
done
printf '[{"a":1}]' >"$world/x.json"
run table QT-02 steps --compare "$world/x.json"
status 2
err "[QMS-U203]"
printf '[%s' "$(head -c 20000 /dev/zero | tr '\0' '[')" >"$world/x.json"
run table QT-02 steps --compare "$world/x.json"
status 2
printf 'Bước,Trình tự\n1,"a\n' >"$world/x.csv"
run table QT-02 steps --compare "$world/x.csv"
status 1
run table QT-02 steps --compare "$world/none.csv"
status 6
awk 'BEGIN { print "Bước,Trình tự"; for (i = 0; i < 2001; i++) print i ",a" }' >"$world/x.csv"
run table QT-02 steps --compare "$world/x.csv"
status 2
err "[QMS-U204]"
