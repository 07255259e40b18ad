# SPDX-License-Identifier: MIT
# plan - the days of the demonstration, one line a step, to be sorted:
#
#	awk -f plan.awk agencies/*/agency.md agencies/*/people.yaml timeline.csv
#
#	RECORDED|ORDER|WHAT|AGENCY|DAY|ACT|VERSION|BY|CAPACITY|DECISION|
#	DECISION_DATE|EFFECTIVE|RESULT|FILE|IDS
#
# What is "files" (an agency begins, or its people and units are others from
# this day on), "act", or what make does else ("create", "edit", "findings" …).
# Rows of one day that say the same of several documents or records are one
# step: they are one command.

function value(line, key,    text) {
	if (!match(line, "[{ ,]" key ": [^,}]*"))
		return ""
	text = substr(line, RSTART, RLENGTH)
	sub(/^.*: /, "", text)
	return text
}

function note_day(agency, day) {
	if (day < begins[agency])
		day = begins[agency]
	if (!((agency, day) in days)) {
		days[agency, day] = 1
		print day "|00000|files|" agency "|" day "||||||||||"
	}
}

function flush() {
	if (step != "")
		print step "|" ids
	step = ""
}

# Nothing is recorded before the system began.
BEGIN {
	FS = ","
	first = "2018-01-02"
	n = split("create edit findings prepare minutes assign register", word, " ")
	for (i = 1; i <= n; i++)
		own[word[i]] = 1
}

FNR == 1 {
	n = split(FILENAME, part, "/")
	agency = part[n - 1]
}

FILENAME ~ /agency\.md$/ {
	if ($0 ~ /^from: /) {
		begins[agency] = substr($0, 7) > first ? substr($0, 7) : first
	}
	if ($0 ~ /^to: /)
		note_day(agency, substr($0, 5))
	if ($0 ~ /^  - \{id: /) {
		if (value($0, "from") > begins[agency])
			note_day(agency, value($0, "from"))
		if (value($0, "to") != "")
			note_day(agency, value($0, "to"))
	}
	next
}

FILENAME ~ /people\.yaml$/ {
	if ($0 ~ /office: /) {
		note_day(agency, value($0, "from"))
		if (value($0, "to") != "")
			note_day(agency, value($0, "to"))
	}
	next
}

FNR == 1 { next }

{
	note = $14
	for (i = 15; i <= NF; i++)
		note = note "," $i
	gsub(/"/, "", note)
	effective = file = ""
	if (note ~ /^effective /)
		effective = substr(note, 11, 10)
	what = $4 in own ? $4 : "act"
	if (what != "act")
		file = note
	order++
	rest = what "|" $3 "|" $2 "|" $4 "|" $6 "|" $7 "|" $9 "|" $11 "|" \
	    $12 "|" effective "|" $13 "|" file
	if (what == "act" && ($6 != "" || $4 ~ /^(confirm|agree|verify|close)$/) &&
	    $1 "|" rest == same) {
		ids = ids " " $5
		next
	}
	flush()
	same = $1 "|" rest
	step = sprintf("%s|%05d|%s", $1, order, rest)
	ids = $5
}

END { flush() }
