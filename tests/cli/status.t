# SPDX-License-Identifier: MIT
# status: the obligations of an agency on a day, with verdicts and evidence.
. "${0%/*}/lib.sh"
new_system
issued QT-01 QT-03 CSCL
lan

it "each obligation has a verdict, a deadline and its evidence"
run --json status
status 0
json '.schema == "qms/status/1"'
json '.rows[] | select(.rule == "C-01") | .verdict == "open" and
	.period == "2026" and .due == "2026-12-31" and .days == 360'
json '.rows[] | select(.rule == "R-04" and .period == "QT-03") |
	.verdict == "met" and .done == "2026-01-05"'

it "the table has words and sums up, in both languages"
run status
out "chưa thực hiện"
err "Sở Khoa học và Công nghệ (ngày 05/01/2026)"
run --lang en status
out "missing"
err "something is missing"

it "a deadline comes nearer: open, due soon, overdue with exit status 1"
on 2026-12-10
run --json status
json '.rows[] | select(.rule == "C-01") | .verdict == "due-soon" and
	.days == 21'
on 2027-01-02
run --json status
status 1
json '[.rows[] | select(.rule == "C-01" and .period == "2026")][0] |
	.verdict == "overdue" and .days == -2'

it "the most urgent comes first"
json '.rows[0].verdict == "overdue"'

it "a past day is asked like today"
run --json --as-of 2026-12-10 status
json '.rows[] | select(.rule == "C-01") | .verdict == "due-soon"'

it "--all has one line for each agency that is there on that day"
on 2026-01-06
given agency add xa-a --name "UBND xã A" --kind UBND_XA --from 2026-01-01
run --json status --all
json '.schema == "qms/status-all/1" and
	[.rows[].agency] == ["so", "xa-a"]'
given agency end xa-a --to 2026-06-30
on 2026-07-01
run --json status --all
json '[.rows[].agency] == ["so"]'
run --json --as-of 2026-06-30 --known now status --all
json '[.rows[].agency] == ["so", "xa-a"]'

it "an agency may be named as operand; one that is not there: exit status 6"
run --json status so
[ "$code" -le 1 ] || complain "exit status $code"
json '.rows | length > 0'
run status nosuch
status 6

it "what is not done says what comes next, in both languages; what is done says nothing"
run --json status so
json '[.rows[] | select(.done == "" and .next == "")] == []'
json '[.rows[] | select(.done != "" and .next != "")] == []'
json '.rows[] | select(.rule == "R-09") |
	.next == "Xem còn thiếu gì rồi công bố: qms declare --check"'
run --json --lang en status so
json '.rows[] | select(.rule == "R-09") |
	.next == "See what is missing, then declare: qms declare --check"'
for file in "$top"/schemas/rules/*.md; do
	grep -q '^use: obligation' "$file" || continue
	grep -Eq '^(help|command): ' "$file" ||
		complain "${file##*/} does not say what comes next"
done

it "what comes next names the first word of the period"
sed -i 's/^help: .*/help: {vi: "xem {1}!", en: "see {1}!"}/' \
	"$root/rules/R-05.md"
git_ commit -q -am x
given trust --update
run --json status so
json '.rows[] | select(.rule == "R-05" and .period == "QT-01@1.0") |
	.next == "xem QT-01@1.0!"'

it "--by adds the agencies up; what was known at the end of each quarter stays"
on 2026-07-20
given agency add xa-b --name "UBND xã B" --kind UBND_XA --from 2026-07-01
on 2026-10-02
given agency add xa-c --name "UBND xã C" --kind UBND_XA --from 2026-07-01
given agency end xa-b --to 2026-12-31
on 2027-01-02
run --json status --by tier
json '.schema == "qms/status-groups/1" and
	[.rows[] | [.day, .group, .agencies, .encouraged]] ==
	[["2027-01-02", "province", 1, 0], ["2027-01-02", "commune", 1, 1]]'
run --json status --by tier --quarters 3
json '[.rows[] | select(.group == "commune") | [.day, .agencies]] ==
	[["2026-06-30", 1], ["2026-09-30", 1], ["2026-12-31", 2]]'
run --json --known now status --by tier --quarters 3
json '[.rows[] | select(.group == "commune") | [.day, .agencies]] ==
	[["2026-06-30", 1], ["2026-09-30", 2], ["2026-12-31", 2]]'
run --json status --by agency
json '[.rows[].group] | sort == ["so", "xa-c"]'
run --lang en status --by kind
out "Encouraged"
out "ommune"
run status --by hue
status 2
run status --quarters 0
status 2

it "the sums are those of the agencies, one by one"
run --json status --all
cp "$world/out" "$world/all"
run --json status --by all
json '.rows[0] as $sum | $all[0].rows | ([.[].met] | add) == $sum.met and
	([.[].overdue] | add) == $sum.overdue and
	([.[].missing] | add) == $sum.missing and
	([.[].due_soon] | add) == $sum.due_soon and
	length == $sum.agencies' --slurpfile all "$world/all"

it "a rule that takes too long is told by its name"
cat >"$root/rules/X-01.md" <<'EOF'
---
schema: qms/rule/1
id: X-01
use: obligation
basis: nội bộ
confirmed: yes
title: {vi: "Quá lâu", en: "Too long"}
---

```sql
SELECT a.path AS agency, NULL AS period, NULL AS due, NULL AS done,
       NULL AS evidence
  FROM clause AS a, clause AS b, clause AS c, clause AS d, clause AS e
 WHERE a.number || b.number || c.number || d.number || e.number = 'x'
```

| day | clause.number | verdict |
|---|---|---|
| 2026-01-05 | - | none |
EOF
git_ add -A
git_ commit -q -m "X-01"
given trust --update
run status --all
status 3
err "[QMS-G184]"
err "X-01"
run --lang en status --all
err "rule X-01"
