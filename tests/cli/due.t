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
# octets that end in CRLF and are folded between characters; one calendar, with
# its version and maker first, that holds a component at least; each event with
# one UID, time stamp and start, no property twice that may be there once, days
# that there are, words with nothing but the four escapes; no UID twice.
calendar() {
	LC_ALL=C awk '
	function fault(what) { print FILENAME ":" NR ": " what; bad = 1 }
	{ if (sub(/\r$/, "") != 1) fault("no CRLF") }
	/^[ \t]?[\200-\277]/ { fault("folded within a character") }
	length($0) > 75 { fault("more than 75 octets") }
	/[\001-\010\013-\037\177]/ { fault("a control character") }
	$0 == "" { fault("an empty line") }
	/^[ \t]/ { if (NR == 1) fault("folded"); line = line substr($0, 2); next }
	{ if (NR > 1) property(line); line = $0 }
	END {
		property(line)
		if (depth != 0 || !ended) fault("not ended")
		if (!components) fault("no component")
		exit bad
	}
	function is_day(text,   month, day, year) {
		if (text !~ /^[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]$/)
			return 0
		year = substr(text, 1, 4) + 0; month = substr(text, 5, 2) + 0
		day = substr(text, 7, 2) + 0
		split("31 28 31 30 31 30 31 31 30 31 30 31", size, " ")
		if (month == 2 && day == 29)
			return year % 4 == 0 && (year % 100 || year % 400 == 0)
		return month >= 1 && month <= 12 && day >= 1 &&
		    day <= size[month]
	}
	function once(name) {
		return name ~ /^(UID|DTSTAMP|DTSTART|DTEND|SUMMARY|DESCRIPTION|PRODID|VERSION|CALSCALE|METHOD|TZID|TZOFFSETFROM|TZOFFSETTO|URL|STATUS|TRANSP|SEQUENCE)$/
	}
	function property(text,   name, value, rest, top) {
		if (ended) { fault("behind the end: " text); return }
		if (text !~ /^[A-Z][A-Z0-9-]*(;[A-Z-]+=[^:;,"]+)*:/) {
			fault("no name: " text); return
		}
		name = text; sub(/[;:].*/, "", name)
		value = text; sub(/^[^:]*:/, "", value)
		top = stack[depth]
		if (name == "BEGIN") {
			if ((depth == 0) != (value == "VCALENDAR") ||
			    (depth == 1) != (value ~ /^V(EVENT|TODO|TIMEZONE)$/))
				fault("BEGIN:" value)
			if (depth == 1 && (seen[1, "PRODID"] != 1 ||
			    seen[1, "VERSION"] != 1))
				fault("no maker, or no version")
			if (depth == 1) components++
			stack[++depth] = value
			for (key in seen) {
				split(key, part, SUBSEP)
				if (part[1] >= depth) delete seen[key]
			}
			return
		}
		if (name == "END") {
			if (top != value) fault("END:" value)
			if (value == "VEVENT" && (seen[depth, "UID"] != 1 ||
			    seen[depth, "DTSTAMP"] != 1 ||
			    seen[depth, "DTSTART"] != 1))
				fault("an event lacks something")
			if (--depth == 0) ended = 1
			return
		}
		if (depth == 0) fault("outside: " text)
		if (depth == 1 && components) fault("behind components: " text)
		if (++seen[depth, name] > 1 && once(name)) fault(name " twice")
		if (name == "VERSION" && value != "2.0") fault(text)
		if (value == "") fault("empty: " name)
		if (name == "UID" && uid[value]++) fault("UID twice: " value)
		if (name == "DTSTAMP" && (value !~ /T([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z$/ ||
		    !is_day(substr(value, 1, 8)) || length(value) != 16))
			fault(text)
		if (name == "DTSTART" && top == "VEVENT" &&
		    (text !~ /^DTSTART;VALUE=DATE:/ || !is_day(value)))
			fault(text)
		if (name ~ /^(SUMMARY|DESCRIPTION|UID)$/) {
			rest = value; gsub(/\\[\\;,nN]/, "", rest)
			if (rest ~ /[\\;,]/) fault("not escaped: " text)
		}
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
broken() {	# a sed script
	sed "$1" "$world/due.ics" >"$world/bad.ics"
	! cmp -s "$world/due.ics" "$world/bad.ics" ||
		complain "$1 changes nothing"
	! calendar "$world/bad.ics" >"$world/ok" || complain "not seen: $1"
}
broken '/^UID/d'
broken 's/\r$//'
broken '$d'
broken '/^PRODID/d'
broken '/^VERSION/d'
broken '0,/^SUMMARY/s/^SUMMARY:/&,/'
broken '0,/^SUMMARY/s/^SUMMARY:/&\\x/'
broken 's/^DTSTART;VALUE=DATE:.*/DTSTART;VALUE=DATE:20260230\r/'
broken 's/^DTSTAMP:.*/DTSTAMP:20260201T250000Z\r/'
broken '/^ /d; s/^UID:.*/UID:one\r/'
broken 's/^SUMMARY:/&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/'
broken 's/^\(SUMMARY.*\)$/\1\n\1/'
broken '/^BEGIN:VEVENT/,/^END:VEVENT/d'
broken '/^END:VEVENT/d'

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

it "a calendar without a deadline is one, too"
minh
run --agency so due --mine --ics
ok calendar "$world/out"
is "$(grep -c '^BEGIN:VEVENT' "$world/out")" 0
run --agency so due --mine --atom
ok xmllint --noout "$world/out"

it "single rows of a plan are those of the person they name"
lan
given --agency so new risk --title "Mất điện" --set owner=hung \
	--set due=2027-02-20
given --agency so table RR-2027-01 measures set 1 "Việc làm=Thuê máy, phát" \
	"Trách nhiệm=minh" "Hạn=25/01/2027"
minh
run --agency so --json due --mine
json '.rows == [{"agency": "so", "id": "RR-2027-01", "kind": "risk",
	"title": "Thuê máy, phát", "state": "identified", "due": "2027-01-25",
	"days": 23, "row": 1}]'
run --agency so --json due --mine --within 22
json '.rows == []'
run --agency so due --mine --ics
ok calendar "$world/out"
out "RR-2027-01:1"
cp "$world/out" "$world/mine.ics"
run --agency so due --mine --ics
ok cmp "$world/out" "$world/mine.ics"
hung
run --agency so --json due --mine --within 60
json '[.rows[] | select(.kind == "risk") | [.id, .row]] == [["RR-2027-01", ""]]
	or [.rows[] | select(.kind == "risk") | [.id, .row]] ==
	[["RR-2027-01", null]]'
given --agency so act RR-2027-01 plan
given --agency so act RR-2027-01 finish
minh
run --agency so --json due --mine
json '.rows == []'

it "--late has what is overdue or missing, the longest first, with what comes next"
run --json due --all --late
status 0
json '.rows | length > 0'
json '[.rows[] | select(.verdict != "overdue" and .verdict != "missing")] == []'
json '[.rows[] | select(.next == "")] == []'
json '[.rows[] | select(.due != "") | .due] as $due | $due == ($due | sort)'
