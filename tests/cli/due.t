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

# What RFC 5545 asks of a file of events, apart from the program: lines of 75
# octets that end in CRLF, one component within the other, each event with one
# UID, one time stamp and one start, and no UID twice.
calendar() {
	LC_ALL=C awk '
	function fault(what) { print FILENAME ":" NR ": " what; bad = 1 }
	{ if (sub(/\r$/, "") != 1) fault("no CRLF") }
	length($0) > 75 { fault("more than 75 octets") }
	/[\001-\010\013-\037]/ { fault("a control character") }
	/^ / { line = line substr($0, 2); next }
	{ if (NR > 1) property(line); line = $0 }
	END {
		property(line)
		if (depth != 0 || !ended) fault("not ended")
		exit bad
	}
	function property(text,   name, value) {
		if (text !~ /^[A-Z-]+[;:]/) { fault("no name: " text); return }
		name = text; sub(/[;:].*/, "", name)
		value = text; sub(/^[^:]*:/, "", value)
		if (name == "BEGIN") {
			if ((depth == 0) != (value == "VCALENDAR"))
				fault("BEGIN:" value)
			stack[++depth] = value
			delete seen
			return
		}
		if (name == "END") {
			if (stack[depth] != value) fault("END:" value)
			if (value == "VEVENT" && (seen["UID"] != 1 ||
			    seen["DTSTAMP"] != 1 || seen["DTSTART"] != 1))
				fault("an event lacks something")
			if (--depth == 0) ended = 1
			return
		}
		if (depth == 1 && name == "VERSION" && value != "2.0" ||
		    depth == 0)
			fault(text)
		seen[name]++
		if (name == "UID" && uid[value]++) fault("UID twice: " value)
		if (name == "DTSTAMP" && (length(value) != 16 ||
		    value !~ /^[0-9]+T[0-9]+Z$/) || name == "DTSTART" &&
		    (length(value) != 8 || value !~ /^[0-9]+$/))
			fault(text)
		if ((name == "SUMMARY" || name == "DESCRIPTION") &&
		    value ~ /(^|[^\\])(\\\\)*[,;]/)
			fault("not escaped: " text)
	}' "$1"
}

it "--ics is a calendar, the same each time, an event a deadline"
run --agency so due --ics
cp "$world/out" "$world/due.ics"
ok calendar "$world/due.ics"
run --agency so due --ics
ok cmp "$world/out" "$world/due.ics"
run --agency so --json status
wanted=$(jq '[.rows[] | select(.due != "" and .done == "")] | length' \
	"$world/out")
is "$(grep -c '^BEGIN:VEVENT' "$world/due.ics")" "$wanted"
ok test "$wanted" -gt 3

it "the checker of calendars finds what is wrong"
sed '/^UID/d' "$world/due.ics" >"$world/bad.ics"
fails calendar "$world/bad.ics"
tr -d '\r' <"$world/due.ics" >"$world/bad.ics"
fails calendar "$world/bad.ics"
sed '$d' "$world/due.ics" >"$world/bad.ics"
fails calendar "$world/bad.ics"

it "an event keeps its id when its day moves"
before=$(grep '^UID' "$world/due.ics" | sort)
on 2027-01-03
run --agency so due --ics
is "$(grep '^UID' "$world/out" | sort)" "$before"

it "--atom is XML with an entry a deadline"
run --agency so due --atom
ok xmllint --noout "$world/out"
is "$(grep -c '<entry>' "$world/out")" "$wanted"

it "--mine is what is given to the caller, in the table, JSON and calendar"
on 2027-01-02
given --agency so new finding --title "Giấy hẹn; thiếu chữ ký, \\ dấu" \
	--id 2027-01-THU-01 --set grade=KPH-nhe --set clause=8.5.1 \
	--set auditor=thu
given --agency so new action --title "Giấy hẹn; thiếu chữ ký, \\ dấu" \
	--set finding=2027-01-THU-01 --set owner=hung --set due=2027-01-20
run --agency so --json due --mine
json '.rows == []'
hung
run --agency so --json due --mine
json '.schema == "qms/due-mine/1" and (.rows | length == 1) and (.rows[0] |
	.kind == "action" and .due == "2027-01-20" and .days == 18)'
run --agency so --json due --mine --within 17d
json '.rows == []'
run --agency so due --mine --ics
cp "$world/out" "$world/mine.ics"
ok calendar "$world/mine.ics"
out 'thiếu chữ ký\, \\ dấu'
