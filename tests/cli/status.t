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
