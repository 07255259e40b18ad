# SPDX-License-Identifier: MIT
# status: the obligations of an agency on a day, with verdicts and evidence.
. "${0%/*}/lib.sh"
new_system
issued QT-01 QT-03 CSCL
lan

it "each obligation has a verdict, a deadline and its evidence"
run --json status
status 0
ok jq -e '.schema == "qms/status/1"' "$world/out"
ok jq -e '.rows[] | select(.rule == "C-01") | .verdict == "open" and
	.period == "2026" and .due == "2026-12-31" and .days == 360' \
	"$world/out"
ok jq -e '.rows[] | select(.rule == "R-04" and .period == "QT-03") |
	.verdict == "met" and .done == "2026-01-05"' "$world/out"

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
ok jq -e '.rows[] | select(.rule == "C-01") | .verdict == "due-soon" and
	.days == 21' "$world/out"
on 2027-01-02
run --json status
status 1
ok jq -e '[.rows[] | select(.rule == "C-01" and .period == "2026")][0] |
	.verdict == "overdue" and .days == -2' "$world/out"

it "the most urgent comes first"
ok jq -e '.rows[0].verdict == "overdue"' "$world/out"

it "a past day is asked like today"
run --json --as-of 2026-12-10 status
ok jq -e '.rows[] | select(.rule == "C-01") | .verdict == "due-soon"' \
	"$world/out"

it "--all has one line for each agency that is there on that day"
on 2026-01-06
given agency add xa-a --name "UBND xã A" --kind UBND_XA --from 2026-01-01
run --json status --all
ok jq -e '.schema == "qms/status-all/1" and
	[.rows[].agency] == ["so", "xa-a"]' "$world/out"
given agency end xa-a --to 2026-06-30
on 2026-07-01
run --json status --all
ok jq -e '[.rows[].agency] == ["so"]' "$world/out"
run --json --as-of 2026-06-30 --known now status --all
ok jq -e '[.rows[].agency] == ["so", "xa-a"]' "$world/out"

it "an agency may be named as operand; one that is not there: exit status 6"
run --json status so
[ "$code" -le 1 ] || complain "exit status $code"
ok jq -e '.rows | length > 0' "$world/out"
run status nosuch
status 6
