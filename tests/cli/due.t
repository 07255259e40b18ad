# SPDX-License-Identifier: MIT
# due: what is overdue, missing, or due within so many days.
. "${0%/*}/lib.sh"
new_system
issued QT-03
lan

it "what is due later than --within is left out"
run --json due
json '.schema == "qms/due/1" and
	([.rows[].rule] | index("C-01") == null)'
run --json due --within 360d
json '.rows[] | select(.rule == "C-01") | .days == 360'
run --json due --within 359
json '[.rows[].rule] | index("C-01") == null'

it "what is missing is there whatever the day"
json '[.rows[] | select(.verdict == "missing")] | length > 0'

it "what is done is not there"
json '[.rows[] | select(.rule == "R-04" and .period == "QT-03")] == []'

it "what is overdue is there"
on 2027-01-02
run --json due
json '[.rows[] | select(.rule == "C-01" and .verdict == "overdue")] |
	length == 1'

it "due does not end with 1: it is a list"
status 0

it "a number of days that is none: exit status 2"
for days in x -1 30x 30dd ""; do
	run due --within="$days"
	status 2
done

it "--all is of every agency"
given agency add xa-a --name "UBND xã A" --kind UBND_XA
run --json due --all
json '[.rows[].agency] | unique | length == 2'
run --json --agency xa-a due
json '[.rows[].agency] | unique == ["xa-a"]'
